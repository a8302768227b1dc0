"""Fit the judgement model and the patterns of grades, and write them into frameworks/ and docs/accuracy.md.

    python tools/fit.py --cases ../shared/cases --outcomes ../shared/data/outcomes-dev.csv [--check]

Writes `frameworks/model.yaml` (from the cases), `frameworks/<id>/pattern.yaml` (from the published grades) and `docs/accuracy.md`; with
--check it writes nothing and ends with 1 where what stands there is not what it finds.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from preinspect.backtest import (
    Backtest,
    Inspected,
    Outcomes,
    Score,
    Trial,
    baseline_scores,
    by_grade,
    by_judgement,
    by_word,
    deep,
    find_cases,
    grades_of,
    inspected,
    kin_of,
    leave_one_out,
    pattern_of,
    read_outcomes,
    records,
    reliability,
    score,
    seen_in,
)
from preinspect.case import open_case
from preinspect.fit import Fitted, fit_model
from preinspect.framework import Framework, Pattern, framework_ids, load_framework
from preinspect.render.backtest import Table, headline, learning, limits, miss, rules, stability
from preinspect.words import listed

HERE = Path(__file__).resolve().parents[1]


def main() -> None:
    """Fit, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=Path, default=HERE.parent / "shared" / "cases")
    parser.add_argument("--outcomes", type=Path, default=HERE.parent / "shared" / "data" / "outcomes-dev.csv")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a file is out of date")
    options = parser.parse_args()
    if not options.cases.is_dir() or not options.outcomes.is_file():
        sys.exit(f"The cases ({options.cases}) and outcomes ({options.outcomes}) are not part of the project; name them.")
    stale = []
    for path, text in _files(options.cases, options.outcomes):
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(path)
            if not options.check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, "utf-8")
    names = ", ".join(str(path.relative_to(HERE)) for path in stale) or "nothing"
    print(f"{'Out of date' if options.check else 'Changed'}: {names}.")
    sys.exit(1 if options.check and stale else 0)


def _files(cases: Path, outcomes: Path) -> Iterator[tuple[Path, str]]:
    frameworks = {name: one for name in framework_ids([HERE / "frameworks"]) if (one := _framework(name))}
    table = read_outcomes(outcomes, [HERE / "frameworks"])
    for problem in table.problems:
        print(f"{problem.at}: {problem.code} {problem.message}", file=sys.stderr)
    folders, _, _ = find_cases(cases)
    opened = [open_case(folder, as_at=None, today=date.today(), frameworks=HERE / "frameworks") for folder in folders]
    known = [one for case in opened if (one := inspected(case)) is not None]
    found = leave_one_out(known, table)
    yield HERE / "frameworks" / "model.yaml", _model(fit_model(seen_in(known)), known, found)
    for framework in frameworks.values():
        kin = kin_of(framework, frameworks.values())
        if framework.id == kin[0] and (pattern := pattern_of(framework, table.rows, kin)) is not None:
            yield HERE / "frameworks" / framework.id / "pattern.yaml", _pattern(pattern, framework)
    yield HERE / "docs" / "accuracy.md", "\n".join((*_accuracy(known, found), *_choice(found), *_records(table)))


def _framework(name: str) -> Framework | None:
    framework, problems = load_framework(name, [HERE / "frameworks"])
    for problem in problems:
        print(f"{problem.at}: {problem.code} {problem.message}", file=sys.stderr)
    return framework


def _model(fitted: Fitted, cases: Sequence[Inspected], found: Backtest) -> str:
    did, whole = score(found.judged), score(found.overall)
    top, benchmark, bottom = fitted.cuts
    apart = "one grade" if did.within_one == did.n else "two grades"
    source = f"{did.n} judgements of {len(cases)} published inspections"
    under = dict(sorted(Counter(one.framework.id for one in cases).items()))
    return f"""\
# The fitted numbers of the judgement model. Written by `make fit`; do not edit by hand.
# Fitted by maximum likelihood (weak ridge) to {source}, whose findings were encoded as evidence;
# how they and the round numbers beside them are used stands in method.yaml and ARCHITECTURE.md.
balance: {fitted.balance:.4f}
risk: {fitted.risk:.4f}
cuts: {{top: {top:.4f}, benchmark: {benchmark:.4f}, bottom: {bottom:.4f}}}
fitted-to: {{{", ".join(f"{name}: {number}" for name, number in under.items())}}}
about:
  - >-
    Five numbers of the judgement model were fitted to {did.n} judgements of {len(cases)} published inspections under
    {listed(under)}. Predicting each inspection from a fit to the others, {did.exact} of {did.n} grades were
    exactly right and none was more than {apart} out; overall was right in {whole.exact} of {whole.n}.
  - >-
    Those inspections hold inspectors' findings only, all of one day. How kinds of evidence compare, how they age, and what
    samples and moderation do was set by judgement, not fitted: accuracy on a council's own audits is not known.
"""


def _pattern(pattern: Pattern, framework: Framework) -> str:
    grades = [grade.id for grade in framework.scale.grades]
    pairs = "\n".join(f"    - {{of: [{one}, {other}], strength: {value:.4f}}}" for one, other, value in pattern.pairs)
    return f"""\
# How the grades of one authority go together in published inspections. Written by `make fit`; do not edit by hand.
# A log-linear model of all pairs, relative to judgements that have nothing to do with each other; grades are counted from the middle.
pattern:
  about: >-
    {pattern.about}
  shares:
{_by_grade(pattern.shares, grades)}
  main:
{_by_grade(pattern.main, grades)}
  pairs:
{pairs}
"""


def _by_grade(rows: Mapping[str, Sequence[float]], grades: Sequence[str]) -> str:
    return "\n".join(
        f"    {name}: {{{', '.join(f'{grade}: {value:.4f}' for grade, value in zip(grades, values, strict=True))}}}"
        for name, values in rows.items()
    )


def _accuracy(cases: Sequence[Inspected], found: Backtest) -> Iterator[str]:
    under = dict(sorted(Counter(one.framework.id for one in cases).items()))
    judged, titles = found.judged, grades_of(one.scale for one in found.trials)
    yield from (
        "# How accurate the predictions are",
        "",
        "Written by `make fit`; do not edit by hand. Each inspection is predicted by a model fitted to the others, and by a pattern of",
        "published grades fitted without its row; `preinspect backtest` does the same. Beside each figure stands its standard error: the",
        "judgements of one inspection hang together, so whole inspections are taken as drawn. Where all were right it is nought, not the",
        "doubt: 18 of 18 fits any true share from 82 % up.",
        "",
        f"**What this cannot tell.** The {len(cases)} inspections hold inspectors' findings only: one kind of evidence, all of one day, no",
        "samples. How kinds of evidence compare, how they age and what moderation does was set by judgement. Accuracy here is accuracy on",
        "inspectors' findings, not on a council's own audits.",
        "",
        f"**Under which frameworks.** The inspections are of {listed(f'{name} ({number})' for name, number in under.items())}. Under any",
        "other framework the cut points are borrowed: set, not fitted. How accurate predictions are there is not known; nothing on this",
        "page but the counts of rules and limits below is about it.",
        "",
        "The round numbers of the method were chosen with these inspections in view, so the figures flatter it somewhat: read 'about nine",
        "in ten', not the digits.",
        "",
        "The ranked probability score is the mean squared error over the boundaries between grades; 0 is perfect. A simple rule says no",
        "probability: for its score it is believed as far as its word came true in the other inspections. The commonest grade is that of",
        f"the other inspections, as everything here; who knew beforehand which was commonest of all would have {_commonest(judged)} right.",
        "",
        "| method | exact | within one grade | ranked probability score |",
        "|---|---|---|---|",
        _row("preinspect", score(judged)),
        *(_row(name, one) for name, one in baseline_scores(judged).items()),
        _row("preinspect, overall", score(found.overall)),
        "",
        "## By judgement and by grade given",
        "",
        "| judgement or grade | exact | within one grade | ranked probability score |",
        "|---|---|---|---|",
        *(_row(name, one) for name, one in by_judgement(judged).items()),
        *(_row(titles[name], one) for name, one in by_grade(judged).items()),
        "",
        "## How sure, and how often right",
        "",
        "| probability of the grade shown | judgements | mean probability | right | range (95%) |",
        "|---|---|---|---|---|",
        *(
            f"| {one.low:.0%} to {one.high:.0%} | {one.n} | {one.sure:.0%} | {one.right} of {one.n}, {one.share:.0%} | "
            f"{one.range[0]:.0%} to {one.range[1]:.0%} |"
            for one in reliability(judged)
        ),
        "",
        "The same in two halves, by judgement and by grade given: how sure the predictions were in the mean, and how many were right.",
        "",
        "| judgement or grade | under 80% | mean | right | 80% and over | mean | right |",
        "|---|---|---|---|---|---|---|",
        *(_halves(name, [one for one in judged if one.judgement == name]) for name in by_judgement(judged)),
        *(_halves(titles[name], [one for one in judged if one.scale.id(one.given) == name]) for name in by_grade(judged)),
        "",
        "| confidence word | judgements | right |",
        "|---|---|---|",
        *(f"| {word} | {one.n} | {_share(one)} |" for word, one in by_word(judged).items()),
        "",
        "## Every miss",
        "",
        "| inspection | judgement | given | predicted |",
        "|---|---|---|---|",
        *(
            f"| {one.case.authority} | {one.judgement} | {one.scale.grades[one.given].title} | {one.scale.grades[one.shown].title} |"
            for one in found.misses
        ),
        "",
    )


def _choice(found: Backtest) -> Iterator[str]:
    """Tell how much hangs on the choice of inspections; a fixed seed draws."""
    longer = deep(found, random.Random)
    assert longer is not None and longer.stability is not None
    yield from ("## How much hangs on the choice of inspections", "")
    yield from _table(learning(longer.learning))
    yield from _table(stability(longer.stability))


def _records(table: Outcomes) -> Iterator[str]:
    """Tell how the rules, limits and pathway tests of every framework did on published grades."""
    yield from (
        "## Rules and limits on published grades",
        "",
        f"`preinspect backtest OUTCOMES.csv` on a sample of {len(table.rows)} published inspections. 'As recorded' is what stands in",
        "`frameworks/`; beside it stands over how many inspections that was counted, and under each table whether it checks anything.",
        "",
    )
    for one in records(table):
        yield from (f"### {one.framework.title}", "", headline(one), "")
        if one.ruled:
            yield from _table(rules(one))
        if one.limits:
            yield from _table(limits(one))
        if one.misses:
            yield from (*(f"- {miss(row, one)}" for row in one.misses), "")


def _table(table: Table) -> Iterator[str]:
    """Lay out a table for Markdown."""
    yield from (f"{table.title}:", "", f"| {' | '.join(table.head)} |", f"|{'---|' * len(table.head)}")
    yield from (f"| {' | '.join(row)} |" for row in table.rows)
    yield from ("", table.note, "") if table.note else ("",)


def _row(name: str, did: Score) -> str:
    error = "not known" if did.rps_error is None else f"{did.rps_error:.3f}"
    return f"| {name} | {_share(did)} | {did.within_one} of {did.n} | {did.rps:.3f} ± {error} |"


def _commonest(trials: Sequence[Trial]) -> str:
    number = Counter(one.given for one in trials).most_common(1)[0][1]
    return f"{number} of {len(trials)}, {number / len(trials):.0%},"


def _halves(name: str, trials: Sequence[Trial]) -> str:
    """Lay out how sure predictions were, and how often right, for the less and the more sure half of the reliability table."""
    cells = []
    for half in ([one for one in trials if _sure(one) < SURE], [one for one in trials if _sure(one) >= SURE]):
        right = sum(one.shown == one.given for one in half)
        mean = f"{sum(_sure(one) for one in half) / len(half):.0%}" if half else "-"
        cells += [str(len(half)), mean, f"{right / len(half):.0%} ± {_error(right, len(half)):.0%}" if half else "-"]
    return f"| {name} | {' | '.join(cells)} |"


SURE = 0.8
"""Between the halves of the reliability table: some fifteen predictions below it, and the rest above."""


def _sure(one: Trial) -> float:
    return one.probabilities[one.shown]


def _error(right: int, of: int) -> float:
    """Give the standard error of a share, each prediction by itself."""
    return math.sqrt(right * (of - right) / of) / of


def _share(did: Score) -> str:
    error = "" if did.error is None else f" ± {did.error:.0%}"
    return f"{did.exact} of {did.n}, {did.share:.0%}{error}" if did.n else "none"


if __name__ == "__main__":
    main()
