"""How good the predictions are: on a terminal, for programs, and as one HTML page with a picture."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from textwrap import wrap
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

from ..backtest import (
    Backtest,
    Bin,
    Deep,
    Fit,
    Held,
    Inspected,
    Learning,
    NoCase,
    Outcomes,
    Published,
    Record,
    Ruled,
    Score,
    Stability,
    Trial,
    Unfit,
    Withheld,
    baseline_scores,
    by_grade,
    by_judgement,
    by_word,
    confusion,
    grades_of,
    records,
    reliability,
    score,
)
from ..day import in_words as day
from ..framework import Counted
from ..grade import PLACES, by_id
from ..problem import Problem
from ..weigh import wilson
from ..words import count, listed, spelled, typed
from .escape import visible
from .html import templates
from .problems import as_json
from .published import heading

WIDTH = 80
_RULE = "-" * WIDTH
_HEAD = 11
"""How wide the head of a column may be on a terminal before it goes on in another line."""


Counts = Counter[tuple[str, str]]
"""How often a grade was given (the first) and said or predicted (the second)."""


# --- what is shown, once for the terminal and the page


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, the head of each column, rows of words (the first is the row's name), and what must be said with it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a confusion: how many, its share of the row in per cent, and what it means (nothing where it is empty)."""

    count: int
    part: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A confusion: grades given in rows, grades predicted in columns, both best first."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class View:
    """All that is shown of a backtest on cases, worded and ordered."""

    title: str
    headline: str
    how: tuple[str, ...]
    caveat: str
    scores: Table
    by_judgement: Table
    by_grade: Table
    calibration: Table
    words: Table
    confusion: Table
    grid: Grid
    misses: Table
    withheld: tuple[str, ...]
    left_out: tuple[str, ...]
    deep: tuple[Table, ...]


def view(found: Backtest, no_cases: Sequence[NoCase], longer: Deep | None) -> View:
    """Word and order a backtest on cases."""
    cases, titles = count(len(found.lefts), "inspection"), grades_of(one.scale for one in found.judged)
    counts = _confusion(found.judged)
    return View(
        title=f"How often the predictions are right: {cases}",
        headline=f"{cases}, {count(len(found.judged), 'judgement')} predicted{_and_not(found)}.",
        how=tuple(_how(found)),
        caveat=_caveat(found) if found.lefts else "",
        scores=_scores("preinspect beside simple rules", _methods(found), _LEGEND),
        by_judgement=_scores("By judgement", by_judgement(found.judged)),
        by_grade=_scores("By grade given", _titled(found)),
        calibration=_calibration(reliability(found.judged)),
        words=_words(by_word(found.judged)),
        confusion=_counted("Given (rows) and predicted (columns)", titles, counts),
        grid=_grid(titles, counts),
        misses=_misses(found.misses),
        withheld=tuple(_withheld(one) for one in found.withheld),
        left_out=tuple(_left_out(no_cases)),
        deep=tuple(_deep(longer)) if longer else (),
    )


def _and_not(found: Backtest) -> str:
    return f", {len(found.withheld)} not for want of evidence" if found.withheld else ""


_LEGEND = (
    "se: standard error; the judgements of one inspection hang together, so whole inspections are taken as drawn. RPS: ranked "
    "probability score, the mean squared error over the boundaries between grades; 0 is perfect. A simple rule says no probability: it "
    "is believed as far as its word came true in the other inspections."
)


def _how(found: Backtest) -> Iterator[str]:
    """Say what the cases were predicted by."""
    if not found.lefts:
        yield "No folder here holds an assessment with a result that was published under its framework after its as-at date."
        return
    if found.fit is Fit.LEFT_OUT:
        others = len(found.lefts) - 1
        yield f"Each inspection was predicted by a model fitted to the other {others}; its five numbers have not seen it."
    else:
        why = {
            Fit.FEW: f"Fewer than six inspections ({len(found.lefts)}) are too few to fit the model without the one predicted",
            Fit.GRADES: "Without one of them, some grade was never given, so the model cannot be fitted",
        }[found.fit]
        yield f"{why}: the shipped numbers were used. An inspection that those were fitted to is flattered by them."
    fitted = sum(1 for one in found.lefts if one.pattern)
    if not fitted:
        yield "The pattern of published grades is the shipped one, which may have seen them; --outcomes CSV fits it without them."
        return
    rows = sum(1 for one in found.lefts if one.row)
    yield (
        f"The pattern of published grades was fitted anew for {fitted} of {len(found.lefts)}, without the inspection's own row "
        f"({rows} of {len(found.lefts)} have one in the table); for the others the shipped one was used."
        if fitted < len(found.lefts)
        else f"The pattern of published grades was fitted anew too, without the inspection's own row ({rows} of "
        f"{len(found.lefts)} have one in the table)."
    )


def _caveat(found: Backtest) -> str:
    """Say what the evidence of the cases cannot tell."""
    items = [(item, one.case.method.kinds) for one in found.lefts for item in one.case.case.assessment.evidence]
    names = dict.fromkeys(kinds[item.kind].title.lower() for item, kinds in items)
    sampled = sum(1 for item, _ in items if item.sample is not None)
    told = (
        "What this cannot tell: how kinds of evidence compare, how they age and what samples and moderation do was set by judgement, "
        f"not fitted. Here are {count(len(items), 'item')} of {listed(names) or 'no kind'}, {sampled or 'none'} with a sample."
    )
    if items and all(kinds[item.kind].own_triangulation for item, kinds in items):
        told += " So this is accuracy on inspectors' findings, not on a council's own audits."
    return told


def _methods(found: Backtest) -> Mapping[str, Score]:
    overall = {"preinspect, overall": score(found.overall)} if found.overall else {}
    return {"preinspect": score(found.judged), **baseline_scores(found.judged), **overall}


def _titled(found: Backtest) -> Mapping[str, Score]:
    titles = grades_of(one.scale for one in found.judged)
    return {titles[name]: one for name, one in by_grade(found.judged).items()}


def _scores(title: str, rows: Mapping[str, Score], note: str = "") -> Table:
    head = ("", "n", "exact", "share", "se", "within one", "RPS", "se")
    all_right = max((one.n for one in rows.values() if one.n and one.exact == one.n), default=0)
    if all_right:
        least = f"{wilson(all_right, all_right)[0]:.0%}"
        note = (
            f"{note} Where all were right the error is 0%, not the doubt: {all_right} of {all_right} fits any true share from "
            f"{least} up."
        ).strip()
    if any(_UNKNOWN in _score(name, one) for name, one in rows.items()):
        note = f"{note} A dash: too few to say.".strip()
    return Table(title, head, tuple(_score(name, one) for name, one in rows.items()), note)


_UNKNOWN = "-"


def _score(name: str, one: Score) -> tuple[str, ...]:
    return (
        name,
        str(one.n),
        str(one.exact),
        f"{one.share:.0%}" if one.n else _UNKNOWN,
        _UNKNOWN if one.error is None else f"{one.error:.0%}",
        str(one.within_one),
        f"{one.rps:.3f}" if one.n else _UNKNOWN,
        _UNKNOWN if one.rps_error is None else f"{one.rps_error:.3f}",
    )


def _calibration(bins: Iterable[Bin]) -> Table:
    """Lay out what the chart shows, in the same order."""
    return Table(
        "Predictions by how sure they were",
        ("Probability of the grade shown", "n", "mean", "right", "share right", "range (95%)"),
        tuple(
            (_between(one), str(one.n), f"{one.sure:.0%}", str(one.right), f"{one.share:.0%}", _range(one.range)) for one in bins
        ),
    )


def _between(one: Bin) -> str:
    return f"{one.low:.0%} to {one.high:.0%}"


def _range(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.0%} to {ends[1]:.0%}"


def _words(rows: Mapping[str, Score]) -> Table:
    return Table(
        "By confidence word",
        ("Word", "n", "right", "share right", "range (95%)"),
        tuple(
            (word, str(one.n), str(one.exact), f"{one.share:.0%}", _range(wilson(one.exact, one.n)))
            for word, one in rows.items()
            if one.n
        ),
    )


def _confusion(trials: Iterable[Trial]) -> Counts:
    return confusion((one.scale.id(one.given), one.scale.id(one.shown)) for one in trials)


def _counted(title: str, titles: Mapping[str, str], counts: Counts) -> Table:
    """Lay out a confusion as a table of plain counts."""
    rows = ((name, *(str(counts[given, said]) for said in titles)) for given, name in titles.items())
    return Table(title, ("", *titles.values()), tuple(rows))


def _grid(titles: Mapping[str, str], counts: Counts) -> Grid:
    places = {name: place for place, name in enumerate(titles)}
    rows = []
    for given, title in titles.items():
        of = sum(counts[given, said] for said in titles)
        rows.append((title, tuple(_cell(counts[given, said], of, places[said] - places[given]) for said in titles)))
    return Grid(tuple(titles.values()), tuple(rows))


def _cell(number: int, of: int, steps_down: int) -> Cell:
    meaning = "right" if steps_down == 0 else "" if not number else "too harsh" if steps_down > 0 else "too kind"
    return Cell(number, round(100 * number / of) if of else 0, meaning)


def _misses(trials: Iterable[Trial]) -> Table:
    """Lay out every miss, overall among them."""
    return Table(
        "Every miss",
        ("Inspection", "Published", "Judgement", "Given", "Predicted", "Probability", "Confidence"),
        tuple(
            (
                one.case.authority,
                day(one.case.published),
                one.judgement,
                one.scale.grades[one.given].title,
                one.scale.grades[one.shown].title,
                f"{one.probabilities[one.shown]:.0%}",
                one.confidence,
            )
            for one in trials
        ),
    )


def _withheld(one: Withheld) -> str:
    given = one.case.framework.scale.grades[one.given].title
    return f"{one.case.authority}, {day(one.case.published)}, {one.judgement}: given {given}, not predicted ({one.why.value})."


def _left_out(no_cases: Sequence[NoCase]) -> Iterator[str]:
    """Name each assessment that is no case; the files that belong to none are told together."""
    for one in no_cases:
        if one.why is not Unfit.HEAD:
            whose = f" ({one.authority})" if one.authority else ""
            more = f": preinspect check {typed(one.folder)}" if one.why in (Unfit.ERRORS, Unfit.FRAMEWORK) else ""
            yield f"{one.folder}{whose}: {one.why.value}{more}"
    strays = [one.folder for one in no_cases if one.why is Unfit.HEAD]
    if strays:
        more = f" and {len(strays) - 3} more" if len(strays) > 3 else ""
        yield f"{', '.join(strays[:3])}{more}: {Unfit.HEAD.value}"


def _deep(longer: Deep) -> Iterator[Table]:
    if longer.learning:
        yield learning(longer.learning)
    if longer.stability:
        yield stability(longer.stability)


def learning(points: Iterable[Learning]) -> Table:
    """Lay out the learning curve."""
    return Table(
        "Fitted to fewer inspections",
        ("Fitted to", "passes", "exact, mean", "spread", "RPS, mean"),
        tuple(
            (
                f"{one.others} others",
                str(one.passes),
                f"{one.exact:.1%}",
                "-" if one.spread is None else f"{one.spread:.1%}",
                f"{one.rps:.3f}",
            )
            for one in points
        ),
        "In each pass every inspection is predicted by a fit to others drawn by chance. Spread: standard deviation between passes; to all "
        "others there is only one fit.",
    )


def stability(one: Stability) -> Table:
    """Lay out what changes when several inspections are left out at once."""
    return Table(
        f"{spelled(one.left).capitalize()} inspections left out at once",
        ("", ""),
        (
            ("Draws; those left out are predicted by a fit to the rest", str(one.draws)),
            ("Predictions", str(one.n)),
            ("Another grade shown than where that one alone is left out", f"{one.changed}, {one.changed / one.n:.1%}"),
            ("Exactly right", f"{one.exact}, {one.exact / one.n:.1%}"),
            ("Mean move of the probability of the grade shown", f"{one.moved:.1%}"),
        ),
    )


# --- the terminal


def cases_as_text(shown: View) -> str:
    """Lay out a backtest on cases for a terminal of 80 columns."""
    return _joined(_cases(shown))


def _cases(shown: View) -> Iterator[str]:
    yield from _wrapped(shown.headline)
    for told in (*shown.how, shown.caveat):
        yield from _wrapped(told)
    yield _RULE
    if shown.scores.rows and shown.calibration.rows:
        for table in (shown.scores, shown.by_judgement, shown.by_grade, shown.calibration, shown.words):
            yield from _table(table)
        yield from _table(shown.confusion)
        yield from _list(shown.misses.title, [_miss(row) for row in shown.misses.rows], "None.")
    yield from _list("Not predicted", shown.withheld)
    for table in shown.deep:
        yield from _table(table)
    yield from _list("Left out", shown.left_out)


def _miss(row: tuple[str, ...]) -> str:
    whose, when, judgement, given, predicted, sure, word = row
    return f"{whose}, {when}, {judgement}: given {given}, predicted {predicted} ({sure}, {word})"


def _table(table: Table) -> Iterator[str]:
    """Lay out a table in columns as wide as they must be; the first is set left, the others right."""
    yield table.title
    heads = [wrap(visible(one), _HEAD, break_long_words=False) for one in table.head]
    deep = max(len(one) for one in heads)
    lines = [[""] * (deep - len(one)) + one for one in heads]
    rows = [[visible(one) for one in row] for row in table.rows]
    widths = [
        max(len(cell) for cell in (*line, *(row[place] for row in rows))) if deep or rows else 0
        for place, line in enumerate(lines)
    ]
    for cells in (*zip(*lines, strict=True), *rows):
        others = "".join(f"  {cell:>{width}}" for cell, width in zip(cells[1:], widths[1:], strict=True))
        yield f"  {cells[0]:<{widths[0]}}{others}".rstrip()
    yield from _wrapped(table.note, 2)
    yield ""


def _list(title: str, lines: Sequence[str], none: str = "") -> Iterator[str]:
    if lines or none:
        yield title
        for line in lines or [none]:
            yield from _wrapped(line, 2, 4)
        yield ""


def _wrapped(text: str, indent: int = 0, later: int | None = None) -> list[str]:
    """Break a text into lines of the console's width; ids and paths stay whole, so that they can be copied."""
    return wrap(
        visible(text),
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if later is None else later),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


def outcomes_as_text(outcomes: Outcomes) -> str:
    """Lay out what rules, limits and pathway tests make of a table of published grades."""
    return _joined(line for one in records(outcomes) for line in (*_record(one), _RULE)) if outcomes.frameworks else "No rows.\n"


def _record(one: Record) -> Iterator[str]:
    yield from _wrapped(headline(one))
    yield ""
    if one.ruled:
        titles = grades_of([one.framework.scale])
        yield from _table(_counted("Overall given (rows) and said by the rules (columns)", titles, _ruled(one)))
        yield from _table(rules(one))
    if one.limits:
        yield from _table(limits(one))
    if one.ruled:
        yield from _list("Every miss", [f"{miss(row, one)} [{row.row.at}]" for row in one.misses], "None.")
    yield from _list("Left out for want of a grade", [_lacks(*row) for row in one.left_out])
    if one.framework.pathway:
        told = {True: "met", False: "not met", None: "open, a grade is missing"}
        yield from _list(one.framework.pathway.title, [f"{_name(row)}: {told[met]} [{row.at}]" for row, met in one.pathway])


def headline(one: Record) -> str:
    """Say in a sentence or two how a framework did."""
    name, rows = one.framework.id, len(one.ruled) + len(one.left_out)
    if one.framework.overall is None:
        tested = [met for _, met in one.pathway]
        told = f"{name}: there is no overall grade, so there are no rules to test."
        return f"{told} The pathway test is met in {tested.count(True)} of {len(tested)}." if one.framework.pathway else told
    if not one.ruled:
        return f"{name}: {count(rows, 'inspection')}, none with every grade that the rules for overall need."
    few = f" ({len(one.left_out)} of {rows} left out for want of a grade)" if one.left_out else ""
    n = len(one.ruled)
    error = "not known" if one.error is None else f"{one.error:.0%}"
    return (
        f"{name}: {count(n, 'inspection')}{few}. Overall by the rules is exact in {one.exact} of {n} ({one.exact / n:.0%}, se {error}), "
        f"too kind in {one.too_kind}, too harsh in {one.too_harsh}."
    )


def _ruled(one: Record) -> Counts:
    scale = one.framework.scale
    return confusion((scale.id(row.given), scale.id(row.said)) for row in one.ruled)


def rules(one: Record) -> Table:
    """Lay out how often each rule for overall decided, and was right."""
    rows = zip(one.framework.rules, one.rules, strict=True)
    return Table(
        "Rules for overall (the first that fits decides)",
        ("Rule", "right here", "as recorded", "counted over"),
        tuple(
            (
                f"{place}. {one.framework.scale.title(rule.grade)}",
                f"{held.held} of {held.of}",
                rule.held or "-",
                _over(one.framework.rules_counted if rule.held else None),
            )
            for place, (rule, held) in enumerate(rows, 1)
        ),
        checks(one, [one.framework.rules_counted]),
    )


def _over(counted: Counted | None) -> str:
    return "-" if counted is None else f"{counted.inspections} {counted.among}"


def checks(one: Record, counted: Iterable[Counted | None]) -> str:
    """Say what 'as recorded' is worth beside what is counted here: nothing where it was counted over the same rows."""
    among = {where.among for where in counted if where is not None}
    told = []
    if "reports" in among:
        told.append(
            "'As recorded' was counted over the published reports that were found; the inspections here may be among them, so it is no "
            "check of its own."
        )
    if "outcomes" in among:
        same = all(rule.held == f"{held.held} of {held.of}" for rule, held in zip(one.framework.rules, one.rules, strict=True))
        told.append(
            f"'As recorded' was counted over the {len(one.ruled)} inspections that are tested here: it repeats what stands beside it and "
            "checks nothing."
            if same
            else "'As recorded' was counted over the project's own table of outcomes: of inspections that are tested here too it checks "
            "nothing."
        )
    return " ".join(told)


def limits(one: Record) -> Table:
    """Lay out how often each limit held where its condition did."""
    never = (
        "Strength 'never' says that there is no such rule; how often both grades went together is told all the same."
        if any(limit.strength == "never" for limit in one.framework.limits)
        else ""
    )
    return Table(
        "Limits (how often each held, of how often its condition did)",
        ("Limit", "strength", "held here", "as recorded", "counted over"),
        tuple(
            (
                limit.id,
                limit.strength,
                f"{one.limits[limit.id].held} of {one.limits[limit.id].of}",
                f"{limit.held} of {limit.of}" if limit.held is not None else "-",
                _over(limit.counted),
            )
            for limit in one.framework.limits
        ),
        f"{checks(one, (limit.counted for limit in one.framework.limits))} {never}".strip(),
    )


def miss(one: Ruled, of: Record) -> str:
    """Name a row that was given another grade than the rules say."""
    grades = of.framework.scale.grades
    return f"{_name(one.row)}: given {grades[one.given].title}, the rules say {grades[one.said].title}"


def _name(row: Published) -> str:
    return f"{row.authority}, {day(row.published)}"


def _lacks(row: Published, missing: Sequence[str]) -> str:
    return f"{_name(row)}: no grade for {listed(missing)} [{row.at}]"


# --- programs


def cases_as_json(found: Backtest, no_cases: Sequence[NoCase], longer: Deep | None) -> str:
    """Give a backtest on cases as JSON."""
    judged, overall = found.judged, found.overall
    return _text(
        {
            **heading("backtest"),
            "cases": [_case(one.case) for one in found.lefts],
            "fit": found.fit.value,
            "patterns_fitted": sum(1 for one in found.lefts if one.pattern),
            "caveat": _caveat(found),
            "judgements": {
                **_numbers(score(judged)),
                "confusion": _nested(grades_of(one.scale for one in judged), _confusion(judged)),
                "by_judgement": {name: _numbers(one) for name, one in by_judgement(judged).items()},
                "by_grade": {name: _numbers(one) for name, one in by_grade(judged).items()},
                "calibration": [_bin(one) for one in reliability(judged)],
                "by_confidence": {word: _numbers(one) for word, one in by_word(judged).items()},
            },
            "overall": _numbers(score(overall)),
            "baselines": {name: _numbers(one) for name, one in baseline_scores(judged).items()},
            "predictions": [_trial(one) for one in found.trials],
            "misses": [_trial(one) for one in found.misses],
            "withheld": [
                {
                    **_case(one.case),
                    "judgement": one.judgement,
                    "given": one.case.framework.scale.id(one.given),
                    "why": one.why.value,
                }
                for one in found.withheld
            ],
            "left_out": [{"folder": one.folder, "authority": one.authority, "why": one.why.value} for one in no_cases],
            "learning_curve": [_learning(one) for one in longer.learning] if longer else None,
            "stability": _stability(longer.stability) if longer and longer.stability else None,
        }
    )


def outcomes_as_json(outcomes: Outcomes) -> str:
    """Give what rules, limits and pathway tests make of a table of published grades as JSON."""
    return _text(
        {
            **heading("backtest"),
            "frameworks": {one.framework.id: _framework(one) for one in records(outcomes)},
            "problems": _problems(outcomes.problems),
        }
    )


def _framework(one: Record) -> dict[str, Any]:
    scale = one.framework.scale
    return {
        "n": len(one.ruled),
        "exact": one.exact,
        "exact_error": _rounded(one.error),
        "too_kind": one.too_kind,
        "too_harsh": one.too_harsh,
        "confusion": _nested(grades_of([scale]), _ruled(one)),
        "rules": [
            {"grade": rule.grade, **_held(held), "recorded": rule.held}
            for rule, held in zip(one.framework.rules, one.rules, strict=True)
        ],
        "rules_counted_over": _recorded(one.framework.rules_counted),
        "limits": {
            limit.id: {
                "strength": limit.strength,
                **_held(one.limits[limit.id]),
                "recorded": None if limit.held is None else f"{limit.held} of {limit.of}",
                "counted_over": _recorded(limit.counted),
            }
            for limit in one.framework.limits
        },
        "misses": [{**_row(row.row), "given": scale.id(row.given), "said": scale.id(row.said)} for row in one.misses],
        "left_out": [{**_row(row), "missing": list(missing)} for row, missing in one.left_out],
        "pathway": [{**_row(row), "met": met} for row, met in one.pathway] if one.framework.pathway else None,
        "says": headline(one),
    }


def _held(one: Held) -> dict[str, int]:
    return {"held": one.held, "of": one.of}


def _recorded(counted: Counted | None) -> dict[str, Any] | None:
    return None if counted is None else {"inspections": counted.inspections, "among": counted.among}


def _row(row: Published) -> dict[str, Any]:
    return {"authority": row.authority, "published": row.published.isoformat(), "file": row.at.file, "line": row.at.line}


def _problems(problems: Sequence[Problem]) -> Any:
    return json.loads(as_json(problems))["problems"]


def _case(one: Inspected) -> dict[str, Any]:
    return {
        "folder": one.folder,
        "authority": one.authority,
        "framework": one.framework.id,
        "published": one.published.isoformat(),
    }


def _numbers(one: Score) -> dict[str, Any]:
    return {
        "n": one.n,
        "exact": one.exact,
        "within_one": one.within_one,
        "rps": _rounded(one.rps) if one.n else None,
        "exact_error": _rounded(one.error),
        "rps_error": _rounded(one.rps_error),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)


def _nested(names: Iterable[str], counts: Counts) -> dict[str, dict[str, int]]:
    every = list(names)
    return {given: {said: counts[given, said] for said in every} for given in every}


def _bin(one: Bin) -> dict[str, Any]:
    return {"from": one.low, "to": one.high, "n": one.n, "mean": _rounded(one.sure), "right": one.right}


def _trial(one: Trial) -> dict[str, Any]:
    return {
        **_case(one.case),
        "judgement": one.judgement,
        "given": one.scale.id(one.given),
        "predicted": one.scale.id(one.shown),
        "confidence": one.confidence,
        "probabilities": dict(by_id(one.scale, one.probabilities)),
    }


def _learning(one: Learning) -> dict[str, Any]:
    return {
        "others": one.others,
        "passes": one.passes,
        "exact_share": _rounded(one.exact),
        "spread": _rounded(one.spread),
        "rps": _rounded(one.rps),
    }


def _stability(one: Stability) -> dict[str, Any]:
    return {
        "left": one.left,
        "draws": one.draws,
        "n": one.n,
        "changed": one.changed,
        "exact": one.exact,
        "moved": _rounded(one.moved),
    }


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


# --- the page


def page(shown: View, bins: Sequence[Bin]) -> str:
    """Lay out a backtest on cases as one HTML page.

    Args:
        bins: What the picture shows; the table of calibration in the page is made of the same.
    """
    made = templates(names=frozenset({"shown", "chart", "squares"}))
    drawn, squares = (Markup(chart(bins)), Markup(confusion_chart(shown.grid))) if bins else (None, None)
    return made.fill("backtest.html", shown=shown, chart=drawn, squares=squares)


def can_draw() -> bool:
    """Say whether the library that draws is installed."""
    try:
        import_module("pygal")
    except ImportError:
        return False
    return True


def chart(bins: Sequence[Bin]) -> str:
    """Draw the reliability chart as SVG: for each bin a dot with its range, and the line on which belief and truth agree.

    What pygal draws is kept; its script, its style and its notes for the script are taken away. The page gives style.
    """
    pygal = import_module("pygal")  # here alone: it is an extra, and most runs never need it
    least = min(0.4, bins[0].low)
    ticks = [tick / 10 for tick in range(11)]
    drawn = pygal.XY(
        js=[],
        no_prefix=True,
        disable_xml_declaration=True,
        allow_interruptions=True,
        show_legend=False,
        width=640,
        height=520,
        margin=16,
        margin_right=30,
        style=pygal.style.Style(label_font_size=17, title_font_size=17),  # the room that words get, also where they are large
        dots_size=7,
        xrange=(least, 1),
        range=(0, 1),
        x_labels=[tick for tick in ticks if tick >= least],
        y_labels=ticks[::2],
        value_formatter="{:.0%}".format,
        x_value_formatter="{:.0%}".format,
        x_title="Mean probability of the grade shown",
        y_title="Share that was right",
    )
    drawn.add("agreement", [(least, least), (1, 1)], show_dots=False)
    ends = [point for one in bins for point in ((one.sure, one.range[0]), (one.sure, one.range[1]), (None, None))]
    drawn.add("range", ends, show_dots=False)
    drawn.add("right", [(one.sure, one.share) for one in bins], stroke=False)
    return _clean(drawn.render(is_unicode=True), bins)


def confusion_chart(grid: Grid) -> str:
    """Draw a confusion as SVG: a square for each pair of grades, the stronger its colour the more of its row. The page gives style."""
    left, top, right, height = 150, 56, 630, 70
    width = (right - left) / len(grid.columns)
    root = ElementTree.Element(
        "svg",
        {
            "class": "chart squares",
            "viewBox": f"0 0 640 {top + height * len(grid.rows)}",
            "role": "img",
            "aria-labelledby": "squares-title squares-desc",
        },
    )
    ElementTree.SubElement(root, "title", id="squares-title").text = "Grades given in rows, predicted in columns"
    told = (
        f"given {title}: {', '.join(f'{one.count} predicted {name}' for name, one in zip(grid.columns, cells, strict=True))}"
        for title, cells in grid.rows
    )
    ElementTree.SubElement(root, "desc", id="squares-desc").text = "; ".join(told)

    def write(x: float, y: float, text: str, how: str = "middle") -> None:
        ElementTree.SubElement(root, "text", {"class": how, "x": f"{x:.1f}", "y": f"{y:.1f}"}).text = text

    def name(x: float, y: float, text: str, how: str = "middle") -> None:
        lines = wrap(text, 14)
        for place, line in enumerate(lines):
            write(x, y - 18 * (len(lines) - 1 - place), line, how)

    for column, title in enumerate(grid.columns):
        name(left + width * (column + 0.5), top - 12, title)
    for row, (title, cells) in enumerate(grid.rows):
        y = top + height * row
        name(left - 10, y + height / 2 + 10, title, "before")
        for column, one in enumerate(cells):
            x = left + width * column
            box = {"x": f"{x:.1f}", "y": str(y), "width": f"{width - 4:.1f}", "height": str(height - 4)}
            ElementTree.SubElement(root, "rect", {"class": "square", "fill-opacity": f"{one.part / 250:.2f}", **box})
            write(x + width / 2 - 2, y + 30, str(one.count))
            write(x + width / 2 - 2, y + 52, one.meaning)
    return ElementTree.tostring(root, encoding="unicode")


def _told(one: Bin) -> str:
    return f"{_between(one)}: {one.right} of {one.n} right, {one.share:.0%} where {one.sure:.0%} was said"


_TITLE = "How sure the predictions were, and how often they were right"


def _clean(drawn: str, bins: Sequence[Bin]) -> str:
    """Keep of a drawing what is seen, name it for those who do not see it, and tell each dot's numbers where one points at it."""
    root = ElementTree.fromstring(drawn)
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
    _take_away(root)
    for dot, one in zip(root.iterfind(".//g[@class='dots']"), bins, strict=True):
        _label(dot, one)
    told = "; ".join(_told(one) for one in bins)
    heads = (("title", _TITLE), ("desc", f"{told}. The dashed line is where what was said and what came true agree."))
    for place, (tag, text) in enumerate(heads):
        head = ElementTree.Element(tag, id=f"chart-{tag}")
        head.text = text
        root.insert(place, head)
    box = root.attrib["viewBox"]
    root.attrib.clear()
    root.attrib.update({"class": "chart", "viewBox": box, "role": "img", "aria-labelledby": "chart-title chart-desc"})
    return ElementTree.tostring(root, encoding="unicode")


def _label(dot: ElementTree.Element, one: Bin) -> None:
    """Write beside a dot how many were right, on the side that is away from the dashed line."""
    circle = dot.find("circle")
    assert circle is not None
    above = one.share >= one.sure
    x, y = float(circle.attrib["cx"]) + (-14 if above else 14), float(circle.attrib["cy"]) + 5
    label = ElementTree.SubElement(dot, "text", {"class": "before" if above else "after", "x": f"{x:.1f}", "y": f"{y:.1f}"})
    label.text = f"{one.right} of {one.n}"
    ElementTree.SubElement(dot, "title").text = _told(one)


def _take_away(node: ElementTree.Element) -> None:
    """Drop what only pygal's script reads, the style, and titles that repeat the words beside them."""
    for child in list(node):
        if child.tag in ("defs", "desc", "title") or "tooltip-overlay" in child.get("class", ""):
            node.remove(child)
        else:
            _take_away(child)
