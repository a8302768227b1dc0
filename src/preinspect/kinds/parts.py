"""Pieces that several kinds of report share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..page import Block, Picture, Points, Table, Words
from ..plan import REQUEST_GROUPS, TOO_OLD, RequestState
from ..report import Bar, GapPage, GradeShown, JudgementPage, Report
from ..words import count, listed, sentence
from .material import Material


def on_day(when: str) -> str:
    """Put 'on' before a day, and nothing before 'by' and a day."""
    return when if when.startswith("by ") else f"on {when}"


def counted_in(published: str) -> Words:
    """Say how many areas inspectors published for a band; where that is not known, that it is not stated."""
    if published == "not stated":
        return Words("How many areas inspectors published for this band is not stated.")
    return Words(f"Areas that inspectors published for this band: {published}.")


def prompted(text: str) -> Words:
    """Mark what a person has to write."""
    return Words(f"[{text}]", "quiet", prompt=True)


def grades_table(material: Material, judgements: Sequence[JudgementPage], caption: str = "The judgements") -> Table:
    """Show the judgements with their grades; for the public the published ones alone."""
    public = material.is_public
    columns = ("Judgement", "Published grade") if public else ("Judgement", "Predicted", "Confidence", "Published", "Reason")
    rows = []
    for one in judgements:
        published = one.last_published
        told = f"{published.words}, {published.when}" if published else None
        rows.append((one.title, told) if public else (one.title, one.grade, one.confidence, told, one.reason))
    return Table(caption, columns, tuple(rows), sheet="Judgements")


def is_below(one: JudgementPage, report: Report) -> bool:
    """Say whether the grade that is shown of a judgement stands on this scale, below the one that the framework describes."""
    return (off_benchmark(one.grade, report) or 0) < 0


def off_benchmark(grade: GradeShown, report: Report) -> int | None:
    """Count the steps from the grade that the framework describes, below 0 under it; None for no grade, or one of another scale."""
    return report.ladder.index(grade.id) - report.benchmark_rank if grade.id in report.ladder else None


def tallied(report: Report, public: bool) -> str:
    """Count the judgements below the grade that the framework describes: as predicted, or for the public as published."""
    pages = report.judgements
    below = sum(1 for one in pages if is_below(one, report))
    silent = sum(1 for one in pages if one.grade.id is None)
    apart = sum(1 for one in pages if one.grade.id is not None and one.grade.id not in report.ladder)
    of = count(len(pages), "judgement")
    if public:
        if silent == len(pages):
            return "No grade of inspectors is recorded here."
        told = [f"of {silent} no published grade is recorded"] if silent else []
        told += [f"{apart} {'stands' if apart == 1 else 'stand'} on another scale"] if apart else []
        newer = sorted((one.newer for one in report.every_judgement if one.newer), key=lambda one: one.published)
        told += [f"what they published {on_day(newer[-1].when)} is newer, and told at the end"] if newer else []
        last = "" if newer else "last "
        return f"{'; '.join([f'Inspectors {last}published {below} of {of} below {report.benchmark}', *told])}."
    if silent == len(pages):
        return f"None of {of} can be predicted."
    if below == len(pages):
        return f"{'The judgement is' if below == 1 else f'All {below} judgements are'} predicted below {report.benchmark}."
    rest = len(pages) - below - silent
    told = [f"{below or 'none'} {'is' if below == 1 else 'are'} predicted below {report.benchmark}"]
    told += [f"{rest or 'none'} {report.or_better}", *([f"{silent} cannot be predicted"] if silent else [])]
    return f"Of {of}, {listed(told)}."


def ground(report: Report, for_members: bool = False) -> list[Block]:
    """Say what stands under the grades: overall or the pathway, limits and warnings."""
    blocks: list[Block] = []
    if report.overall is None and report.overall_note:
        blocks.append(Words(report.overall_note))
    blocks += [Words(limit.says) for limit in report.limits if limit.binds or limit.noted]
    if report.pathway:
        blocks.append(Words(report.pathway))
    blocks += [Words(warning, "warning") for warning in report.warnings]
    blocks += [Words(note, "quiet") for note in report.optimism]
    if report.borrowed:
        plainly = "The predictions were never tested on results under this framework, so how often they are right is not known."
        blocks.append(Words(plainly if for_members else report.borrowed, "quiet"))
    if report.left:
        blocks.append(Words(f"{count(report.left, 'entry', 'entries')} left out because of problems.", "warning"))
    if report.waiting:
        blocks.append(waiting(report))
    return blocks


def waiting(report: Report) -> Words:
    """Say how many entries wait for a decision since a migration."""
    waits = count(report.waiting, "entry waits", "entries wait")
    return Words(f"{waits} for a decision since the assessment was carried to this framework.", "warning")


def gap_points(gaps: Iterable[GapPage]) -> Points:
    """Name each gap with its descriptor."""
    return Points(tuple(sentence(f"{gap.gap} ({gap.descriptor})") for gap in gaps))


def without_columns(table: Table, *names: str) -> Table:
    """Leave out those of the named columns that are empty in every row: nobody is sent a column of empty boxes."""
    empty = {name for place, name in enumerate(table.columns) if name in names and not any(row[place] for row in table.rows)}
    return table.without(empty) if table.rows else table


def each(names: Iterable[str]) -> str:
    """List names that may hold an 'and' of their own, so that a reader sees where each ends."""
    *most, last = names
    joint = ", and " if any(" and " in name for name in (*most, last)) else " and "
    return f"{', '.join(most)}{joint}{last}" if most else last


READY_TONES = {"ready": "good", TOO_OLD: "weak", "not ready": "bad"}


def readiness(requests: Sequence[RequestState]) -> Picture:
    """Show how many of the things that inspectors ask for are ready."""
    told = [state.words for state in requests]
    bars = tuple(Bar(sentence(word)[:-1], told.count(word), READY_TONES.get(word, "none"), ()) for word in REQUEST_GROUPS)
    counted = "; ".join(f"{bar.count} {bar.label[0].lower()}{bar.label[1:]}" for bar in bars if bar.count)
    return Picture(
        "Readiness over the request list",
        bars,
        f"{count(len(told), 'thing')} asked for: {counted}.",
        ("State", "Things asked for"),
    )
