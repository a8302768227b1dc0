"""What stands side by side, what is stale and what disagrees: on a terminal, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, zip_longest
from pathlib import Path
from textwrap import wrap
from typing import Any

from rich.text import Text

from ..compare import (
    Authority,
    Comparison,
    Disagreement,
    Habit,
    Own,
    Pair,
    Row,
    Twice,
    grade_words,
    habit_words,
    over_the_years,
    pair_words,
    row_words,
    thing_words,
)
from ..day import MONTHS
from ..day import in_words as day
from ..grade import Scale
from ..history import PublishedGrade
from ..predict import Prediction
from ..report import Report
from ..score import MOST_AGAINST
from ..stale import Benchmark, Concern, Ending, Staleness
from ..weigh import Weighed
from ..words import count, listed, sentence, shortened, typed
from .escape import visible
from .published import heading
from .terminal import _head as head
from .terminal import press_on, wrapped

_WIDTHS = (17, 20, 20, 20)


Shown = tuple[Comparison, Report, Scale]
"""One assessment side by side, with its report and its scale."""


def comparisons(shown: Sequence[Shown], authorities: Sequence[Authority], predictions: Habit) -> Iterator[Text]:
    """Lay out assessments one after the other, then what several of them say together.

    Args:
        predictions: How the predictions of all of them stood to what was published.
    """
    for number, one in enumerate(shown):
        if number:
            yield Text("")
        yield from _comparison(*one)
    if len(shown) > 1:
        yield from _together(authorities, predictions, len(shown))


def _comparison(found: Comparison, report: Report, scale: Scale) -> Iterator[Text]:
    """Lay out one assessment: judgement by judgement, descriptors that differ, people who graded the same, and what to press on."""
    yield from head(report)
    yield from _cells(("Judgement", "Predicted (how sure)", "Self-assessed", "Published"), "bold")
    for row in found.judgements:
        yield from _judgement(row, scale)
    yield from _descriptors(found, scale)
    for pair in found.pairs:
        yield from _pair(pair, scale)
    if found.unnamed:
        views = "view names" if found.unnamed == 1 else "views name"
        yield from wrapped(f"{found.unnamed} {views} nobody: write the role in 'by:', so that two people can be compared.", 0)
    yield from press_on(report.optimism)


def _judgement(row: Row, scale: Scale) -> Iterator[Text]:
    sure = f" ({row.confidence})" if row.confidence else ""
    own = "\n".join(f"{scale.grades[one.rank].title} ({one.who})" for one in row.own)
    published = row.published.words if row.published else "not published"
    yield from _cells((row.title, f"{grade_words(row, scale)}{sure}", own or "no view", published), "")
    for told in row_words(row, scale):
        yield from wrapped(told, 2, later=4)
    for lead, results in (("Earlier results", row.before), ("Later results", row.later)):
        if results:
            yield from wrapped(f"{lead}: {over_the_years(results)}.", 2, later=4, style="dim")


def _cells(cells: Sequence[str], style: str) -> Iterator[Text]:
    """Lay cells side by side, each broken into lines that fit its column."""
    columns = [
        [line for part in visible(cell).split("\n") for line in wrap(part, width) or [""]]
        for cell, width in zip(cells, _WIDTHS, strict=True)
    ]
    for number, parts in enumerate(zip_longest(*columns, fillvalue="")):
        padded = [f"{part:<{width}}" for part, width in zip(parts, _WIDTHS, strict=True)]
        line = Text(padded[0], style=style or ("bold" if number == 0 else ""))
        line.append(f" {' '.join(padded[1:])}".rstrip(), style=style)
        line.rstrip()
        yield line


def _descriptors(found: Comparison, scale: Scale) -> Iterator[Text]:
    if not found.descriptors:
        return
    differing, unsupported = found.differing, found.unsupported
    level = len(found.descriptors) - len(differing) - len(unsupported)
    yield Text("")
    yield from wrapped(
        f"Views of {count(len(found.descriptors), 'descriptor')}: apart from the evidence on {len(differing) or 'none'}, level with it on "
        f"{level or 'none'}, with no grade to set them beside on {len(unsupported) or 'none'}",
        0,
        style="bold",
    )
    for row in (*differing, *unsupported):
        yield Text(visible(f"  {row.of}  {shortened(row.title, 60)}"), style="bold")
        evidence = "" if row.rank is None else "The evidence shows "
        yield from wrapped(f"{evidence}{grade_words(row, scale) if row.rank is None else grade_words(row, scale).lower()}.", 4)
        for told in row_words(row, scale):
            yield from wrapped(told, 4, later=6)


def _pair(pair: Pair, scale: Scale) -> Iterator[Text]:
    yield Text("")
    yield from wrapped(f"{pair.one} and {pair.other}", 0, style="bold")
    for told in pair_words(pair):
        yield from wrapped(told, 2, later=4)
    for thing in pair.differing:
        yield from wrapped(thing_words(thing, scale), 2, later=4, style="" if thing.settled else "yellow")


def _together(authorities: Sequence[Authority], predictions: Habit, folders: int) -> Iterator[Text]:
    """Lay out what several assessments say together: each authority's own views by themselves, none beside another's."""
    yield Text("")
    yield Text(f"Over {count(folders, 'folder')}", style="bold")
    for one in authorities:
        if one.habits:
            yield from wrapped(one.name, 2, style="bold")
        for habit in one.habits:
            yield from wrapped(habit_words(habit), 4, later=6)
        for pair in one.pairs:
            yield from wrapped(f"{pair.one} and {pair.other}: {' '.join(pair_words(pair))}", 4, later=6)
    silent = [one.name for one in authorities if not one.habits]
    if silent:
        yield from wrapped(f"Without views of their own: {', '.join(silent)}.", 2, later=4)
    fitted = " On inspections that the model was fitted to it does better than on new ones." if predictions.steps else ""
    yield from wrapped(f"{habit_words(predictions)}{fitted}", 2, later=4)


# --- stale


def staleness_text(
    found: Staleness, report: Report, prediction: Prediction, folder: Path, service: str | None = None
) -> Iterator[Text]:
    """Lay out what is stale, what will be, and what else is too old; every list the oldest first."""
    yield from head(report)
    if service is not None:
        yield from wrapped(f"Only evidence and indicators of the service {service}.", 0)
    yield from _endings(f"Stale at {day(found.as_at)}", found.gone, found, prediction)
    yield from _endings(f"Going stale by {day(found.until)}", found.going, found, prediction)
    yield from _listed("Documents past their review date, or soon", _document_words(found))
    if found.undated:
        yield from wrapped(f"Documents without a review date: {', '.join(one.id for one in found.undated)}.", 0)
    yield from _listed("Benchmarks over a year old, or soon", (_benchmark_words(one, found.as_at) for one in found.benchmarks))
    told = (
        f"{one.id} ({one.measure}), of {day(one.date)}: {'stale since' if on <= found.as_at else 'stale from'} {day(on)}."
        for one, on in found.indicators
    )
    yield from _listed("Indicators of over six months ago, or soon", told)
    yield from _listed("Concerns that nobody has looked at again", map(concern_words, found.concerns))
    yield Text("")
    month = found.this_month
    went = f"{count(len(month), 'item')} went stale this month{f': {listed(month)}' if month else ''}."
    yield from wrapped(sentence(went), 0)
    yield from wrapped(_bare_words(found), 0)
    yield from wrapped(f"The grades as they would stand on that day{', of all services' if service else ''}:", 0)
    yield Text(visible(f"  preinspect status {typed(folder)} --as-at {found.until.isoformat()}"))


def _endings(title: str, endings: Sequence[Ending], found: Staleness, prediction: Prediction) -> Iterator[Text]:
    yield Text("")
    yield from wrapped(f"{title}: {count(len({one.item.id for one in endings}), 'item')}", 0, style="bold")
    for one in endings:
        kind = prediction.method.kinds[one.item.kind].title
        verb = "went" if one.on <= found.as_at else "goes"
        yield from wrapped(
            f"{one.item.id}  {kind} of {day(one.item.date)}, {verb} stale on {day(one.on)}", 2, later=4, style="bold"
        )
        yield from wrapped(f"{shortened(one.item.title or one.item.finding, 70)}", 4)
        early = f" Earlier than its kind, by a change of {day(one.change.date)}: {one.change.what}." if one.change else ""
        yield from wrapped(f"Covers {listed(one.descriptors)}.{_leaves(one, found)}{early}", 4)


def _leaves(ending: Ending, found: Staleness) -> str:
    names = found.left_bare(ending)
    now = [name for name in names if found.bare[name] <= found.as_at]
    later = [name for name in names if found.bare[name] > found.as_at]
    told = f" {listed(now)} {'is' if len(now) == 1 else 'are'} without recent practice or voice evidence." if now else ""
    if later:
        told += (
            f" By {day(found.until)} {listed(later)} will be{' too' if now else ' without recent practice or voice evidence'}."
        )
    return told


def _bare_words(found: Staleness) -> str:
    if not found.bare:
        return f"No descriptor that was tested is without recent practice or voice evidence by {day(found.until)}."
    now = [name for name, on in found.bare.items() if on <= found.as_at]
    later = [name for name, on in found.bare.items() if on > found.as_at]
    told = []
    if now:
        told.append(f"{count(len(now), 'descriptor')} had practice or voice evidence, none of it recent now: {', '.join(now)}.")
    if later:
        told.append(
            f"By {day(found.until)} {count(len(later), 'more', 'more') if now else count(len(later), 'descriptor')} will have "
            f"none that is recent: {', '.join(later)}."
        )
    return " ".join(told)


def _listed(title: str, lines: Iterable[str]) -> Iterator[Text]:
    told = list(lines)
    if told:
        yield Text("")
        yield from wrapped(f"{title}: {len(told)}", 0, style="bold")
    for line in told:
        yield from wrapped(line, 2, later=4)


def _document_words(found: Staleness) -> Iterator[str]:
    for item, on in found.documents:
        assert item.review_due is not None
        due = (
            f"was due for review on {day(item.review_due)}"
            if item.review_due <= found.as_at
            else f"falls due on {day(item.review_due)}"
        )
        stale = f"stale since {day(on)}" if on <= found.as_at else f"stale from {day(on)}"
        yield f"{item.id}, {shortened(item.title or item.finding, 60)}: {due}; {stale}."


def _benchmark_words(one: Benchmark, as_at: date) -> str:
    year = one.figure.period or "no year"
    looked = f", looked up on {day(one.figure.retrieved)}" if one.figure.retrieved else ""
    old = (
        f"over a year old {'since' if one.on <= as_at else 'from'} {day(one.on)}"
        if one.on
        else "tells no year, so its age is not known"
    )
    return f"{one.indicator.id} ({one.indicator.measure}), {one.of} {one.figure.value:g} ({year}{looked}): {old}."


def concern_words(one: Concern) -> str:
    """Say a concern that stands: 'HP-10 AUD-1: concern of March 2025, not looked at since: what it found.'"""
    when = f"{MONTHS[one.item.date.month - 1]} {one.item.date.year}"
    lead = f"{one.item.id} ({listed(one.descriptors)}): concern of {when}, not looked at since."
    return f"{lead} {shortened(sentence(one.item.finding), 120)}"


# --- contradictions


def contradictions(
    found: Sequence[Disagreement], within: Mapping[str, int], report: Report, prediction: Prediction
) -> Iterator[Text]:
    """Lay out each item with all that disagrees with it, judgement by judgement, worst first."""
    yield from head(report)
    for judgement, group in groupby(found, key=lambda one: one.judgement):
        rows = list(group)
        unexplained = sum(1 for one in rows if one.unexplained)
        title = prediction.framework.judgement(judgement).short
        them = "it" if len(rows) == 1 else "them"
        lead = f"{title}: {count(len(rows), 'finding')} with evidence against {them}, {unexplained or 'none'} not explained"
        yield from wrapped(lead, 0, style="bold")
        for number, one in enumerate(rows, 1):
            yield from _disagreement(number, one, prediction)
        yield Text("")
    if not found:
        yield from wrapped(f"No two {'looks' if within else 'items of evidence'} that count disagree.", 0)
        if within:
            yield from wrapped(exempt(within, prediction.framework.scale), 0)
        return
    yield from wrapped(
        f"Each concern stays listed, beside all that speaks against it, until the evidence agrees; none is averaged away. At most "
        f"{MOST_AGAINST} are named on a descriptor, and the rest counted.",
        0,
    )
    if within:
        yield from wrapped(exempt(within, prediction.framework.scale), 0)


def exempt(within: Mapping[str, int], scale: Scale) -> str:
    """Say how many pairs are not set against each other because one look found both, and why."""
    pairs = sum(within.values())
    lie, they = ("lies", "It is") if pairs == 1 else ("lie", "They are")
    return (
        f"{count(pairs, 'pair')} of findings on {listed(within)} {lie} on opposite sides of {scale.at_benchmark}, or two grades apart, "
        f"within one look: one inspection, or one round or source of one day. {they} not set against each other: whoever looked saw both, "
        "and each counts as it was found."
    )


def _disagreement(number: int, one: Disagreement, prediction: Prediction) -> Iterator[Text]:
    titles, scale = prediction.framework.descriptors, prediction.framework.scale
    names = listed(f"{name} {titles[name].title}" for name in one.descriptors)
    yield from wrapped(f"{number}. {names}: these disagree", 2, later=5)
    yield from _finding(one.worse, "", scale)
    for row, where in one.against:
        only = "" if where == one.descriptors else f" ({listed(where)})"
        yield from _finding(row, f"against it{only}: ", scale)
    if more := more_words(one.more, len(one.descriptors) > 1):
        yield from wrapped(f"{sentence(more)}", 5, later=7)
    for id, words in one.because:
        yield from wrapped(f"Explained in {id}: {sentence(words)}", 5, later=7)
    if one.unexplained:
        which = f"{one.unexplained} of these are not explained" if one.because else "Not explained"
        yield from wrapped(f"{which}: say why in 'because:' of either, or look again.", 5, later=7, style="yellow")


def more_words(more: Iterable[tuple[str, int]], name_them: bool) -> str:
    """Say how many others stand against an item that are not named: 'and 12 more against it'; by descriptor where it has several."""
    told = listed(f"{number} more{f' on {name}' if name_them else ''}" for name, number in more)
    return f"and {told} against it" if told else ""


def _finding(row: Weighed, lead: str, scale: Scale) -> Iterator[Text]:
    yield from wrapped(f"{lead}{_side(row, scale)}", 5, later=7)
    yield from wrapped(f"{sentence(row.item.finding)} [{row.item.at.file}:{row.item.at.line}]", 7)


def _side(row: Weighed, scale: Scale) -> str:
    return f"{row.item.id} ({row.kind.title.lower()}, {day(row.item.date)}) says {scale.grades[row.rank].title.lower()}:"


# --- the same as JSON


def comparisons_json(shown: Sequence[Shown], authorities: Sequence[Authority], predictions: Habit) -> str:
    """Give what `compare` shows, as JSON."""
    return _text(
        {
            **heading("compare"),
            "assessments": [_assessment(*one) for one in shown],
            "authorities": [
                {
                    "authority": one.name,
                    "habits": [_habit(habit) for habit in one.habits],
                    "people": [_people(pair) for pair in one.pairs],
                }
                for one in authorities
            ],
            "predictions": _habit(predictions),
        }
    )


def _habit(one: Habit) -> dict[str, Any]:
    return {"what": one.what, "n": len(one.steps), "steps": list(one.steps), "reading": one.reading}


def _assessment(found: Comparison, report: Report, scale: Scale) -> dict[str, Any]:
    return {
        **_top(report),
        "judgements": [_row(row, scale) for row in found.judgements],
        "descriptors": [_row(row, scale) for row in found.descriptors],
        "people": [{**_people(pair), "things": [_thing(thing, scale) for thing in pair.things]} for pair in found.pairs],
        "unnamed_views": found.unnamed,
        "notes": list(report.optimism),
    }


def _top(report: Report) -> dict[str, Any]:
    return {
        "authority": report.authority,
        "framework": report.framework_id,
        "as_at": report.as_at.isoformat(),
        "caveat": report.caveat,
    }


def _row(row: Row, scale: Scale) -> dict[str, Any]:
    return {
        "id": row.of,
        "title": row.title,
        "grade": None if row.rank is None else scale.id(row.rank),
        "why": None if row.rank is not None or row.why is None else row.why.value,
        "confidence": row.confidence,
        "views": [_own(own, scale) for own in row.own],
        "published": row.published and _result(row.published),
        "before": [_result(one) for one in row.before],
        "later": [_result(one) for one in row.later],
        "differences": [{"who": one.who, "than": one.than, "steps": one.steps} for one in row.differences],
        "says": list(row_words(row, scale)),
    }


def _result(one: PublishedGrade) -> dict[str, Any]:
    return {"grade": one.grade, "framework": one.framework, "published": one.published.isoformat()}


def _own(own: Own, scale: Scale) -> dict[str, Any]:
    view = own.view
    return {
        "by": view.by,
        "service": view.service,
        "grade": scale.id(own.rank),
        "date": view.date and view.date.isoformat(),
        "because": view.because,
        "at": str(view.at),
    }


def _people(pair: Pair) -> dict[str, Any]:
    return {
        "people": [pair.one, pair.other],
        "n": len(pair.things),
        "same": len(pair.things) - len(pair.differing),
        "steps": [thing.steps for thing in pair.things],
        "kappa": round(pair.kappa, 4),
        "says": list(pair_words(pair)),
    }


def _thing(thing: Twice, scale: Scale) -> dict[str, Any]:
    return {
        "of": thing.of,
        "views": [_own(thing.one, scale), _own(thing.other, scale)],
        "settled": thing.settled and _own(thing.settled, scale),
    }


def staleness_json(found: Staleness, report: Report) -> str:
    """Give what `stale` shows, as JSON."""
    return _text(
        {
            **heading("stale"),
            **_top(report),
            "until": found.until.isoformat(),
            "stale": [_ending(one, found) for one in found.gone],
            "going": [_ending(one, found) for one in found.going],
            "this_month": list(found.this_month),
            "without": [{"descriptor": name, "from": on.isoformat()} for name, on in found.bare.items()],
            "documents": [
                {"id": item.id, "review_due": item.review_due and item.review_due.isoformat(), "stale": on.isoformat()}
                for item, on in found.documents
            ],
            "without_review_date": [item.id for item in found.undated],
            "benchmarks": [
                {
                    "indicator": one.indicator.id,
                    "of": one.of,
                    "value": one.figure.value,
                    "period": one.figure.period,
                    "retrieved": one.figure.retrieved and one.figure.retrieved.isoformat(),
                    "old_from": one.on and one.on.isoformat(),
                }
                for one in found.benchmarks
            ],
            "indicators": [{"id": one.id, "date": one.date.isoformat(), "stale": on.isoformat()} for one, on in found.indicators],
            "concerns": [
                {
                    "id": one.item.id,
                    "date": one.item.date.isoformat(),
                    "descriptors": list(one.descriptors),
                    "says": concern_words(one),
                }
                for one in found.concerns
            ],
        }
    )


def _ending(one: Ending, found: Staleness) -> dict[str, Any]:
    return {
        "id": one.item.id,
        "kind": one.item.kind,
        "date": one.item.date.isoformat(),
        "stale": one.on.isoformat(),
        "descriptors": list(one.descriptors),
        "left_without": list(found.left_bare(one)),
        "at": str(one.item.at),
    }


def contradictions_json(found: Iterable[Disagreement], within: Mapping[str, int], report: Report, scale: Scale) -> str:
    """Give what `contradictions` shows, as JSON."""
    groups = [_group(one, scale) for one in found]
    exempted = [{"descriptor": name, "pairs": pairs} for name, pairs in within.items()]
    return _text({**heading("contradictions"), **_top(report), "contradictions": groups, "within_one_look": exempted})


def _group(one: Disagreement, scale: Scale) -> dict[str, Any]:
    return {
        "judgement": one.judgement,
        "descriptors": list(one.descriptors),
        "worse": _item(one.worse, scale),
        "against": [{**_item(row, scale), "descriptors": list(where)} for row, where in one.against],
        "more": [{"descriptor": name, "items": number} for name, number in one.more],
        "explained": not one.unexplained,
        "because": [{"id": id, "says": words} for id, words in one.because],
    }


def _item(row: Weighed, scale: Scale) -> dict[str, Any]:
    item = row.item
    return {
        "id": item.id,
        "kind": item.kind,
        "date": item.date.isoformat(),
        "grade": scale.id(row.rank),
        "finding": item.finding,
        "at": str(item.at),
    }


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
