"""Pieces of reports that show the evidence: who looked where, what was found, what people said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from ..day import in_words as day
from ..indicators import IndicatorRow
from ..page import Block, Cell, Count, Figure, Grid, Picture, Points, Status, Table, Words
from ..report import EvidenceRow, JudgementPage, KindShown, Report, Seen
from ..words import count, listed, sentence
from .parts import each, without_columns


def register(rows: Sequence[EvidenceRow], public: bool) -> Table:
    """List the evidence, one row an item; what the public may not see is left out."""
    columns = (
        "Id",
        "Date",
        "From",
        "Kind",
        "Descriptors",
        "Points to",
        "Finding",
        "For children",
        "Sample",
        "What we did",
        "Because",
    )
    own = () if public else ("Held", "How it counts", "How far, and what it means", "Where")
    table = Table(
        "Evidence register",
        (*columns, "Source", *own),
        tuple(
            (
                *(
                    row.id,
                    row.date,
                    row.start,
                    row.kind,
                    ", ".join(row.descriptors),
                    row.grade,
                    _found(row),
                    row.impact,
                    row.sample,
                ),
                *(row.what_we_did, row.because, row.source),
                *(() if public else (row.held, row.counts, row.reach, row.at)),
            )
            for row in rows
        ),
        sheet="Evidence",
        together=(4, 1, 1, 5, 1 + len(own)),
        names=tuple(row.id for row in rows),
        none="No evidence that may be shown here is recorded." if public else "No evidence has been recorded.",
        once=("Date", "Kind", "How it counts", "Source", "Held"),
    )
    return without_columns(table, "From", "For children", "Sample", "What we did", "Because", "Source", "Held")


def _found(row: EvidenceRow) -> str:
    """Give what was found, under its title where that says something else than its first words."""
    return row.finding if row.finding.casefold().startswith(row.title.casefold()) else f"{sentence(row.title)} {row.finding}"


def measures_part(report: Report) -> list[Block]:
    """Show the newest figure of each measure: how it stands, how far from its target, and where it is going."""
    rows = [one for one in report.indicators if one.latest]
    if not rows:
        return []
    columns = ("Measure", "Status", "Figure", "Counted", "Out of", "Period", "Distance from target", "Trend")
    beside = ("Neighbours", "Year of neighbours", "England", "Year of England")
    table = Table(
        "Measures: an indicator raises a question and never earns a grade",
        (*columns, *beside),
        tuple(_measure(one) for one in sorted(rows, key=lambda one: one.urgency)),
        sheet="Measures",
        together=(1, 1, 3, 1, 1, 1, 4),
    )
    table = without_columns(table, "Counted", "Out of", *beside)
    meanings = tuple(dict.fromkeys(f"{one.title}: {sentence(one.definition)}" for one in rows if one.definition))
    counted: list[Block] = [Words("What each measure counts:", "strong"), Points(meanings)] if meanings else []
    return [table, *(Words(note, "warning") for note in report.benchmarks), *counted]


def _measure(one: IndicatorRow) -> tuple[Cell, ...]:
    return (
        *(
            one.title,
            Status(one.status, one.tone),
            value(one),
            one.numerator,
            one.denominator,
            one.period,
            one.distance,
            one.trend,
        ),
        *compared(one),
    )


def value(one: IndicatorRow) -> Cell:
    """Give a figure as a number, without what it was counted from; what is missing or withheld says so in words."""
    return one.value if one.figure is None else Figure(one.figure, one.value.partition(" (")[0], one.share)


def compared(one: IndicatorRow) -> tuple[Cell, ...]:
    """Give the figures of neighbours and of England as numbers, each with its year after it."""
    found: list[Cell] = []
    for number, year in (one.near or (None, None), one.nation or (None, None)):
        found += [figure(number, one.share), None if number is None else year or "year not stated"]
    return tuple(found)


def figure(number: float | None, share: bool) -> Figure | None:
    """Give a number with the words that people read it by."""
    return None if number is None else Figure(number, f"{number:g}{'%' if share else ''}", share)


def kinds_grid(report: Report) -> Grid:
    """Count items by judgement and kind of evidence, whether anybody used the kind or not: where nobody looked, it is empty."""
    rows = tuple(
        (one.short, tally((seen for looked in one.looked for seen in looked.by), report.kinds)) for one in report.judgements
    )
    empty = empty_columns([counts for _, counts in rows], report.kinds)
    never = (
        f"Nothing current is recorded on any judgement by way of {listed((kind.lower() for kind in empty), 'or')}."
        if empty
        else ""
    )
    bare = [name for name, counts in rows if not any(one.number for one in counts)]
    nothing = f"Nothing current is recorded of {each(bare)}." if bare else ""
    return Grid(
        "Current items of evidence by judgement and kind",
        tuple(kind.short for kind in report.kinds),
        rows,
        " ".join(part for part in (never, nothing, MISSING) if part),
        head="Judgement",
        groups=kind_groups(report.kinds),
        sheet="Kinds of evidence",
    )


MISSING = "None means that nobody has looked, or that nobody has written it down; what is too old to count today is called old."


def kind_groups(kinds: Sequence[KindShown]) -> tuple[tuple[str, int], ...]:
    """Count how many kinds of evidence stand in each group, in their order."""
    return tuple((group, len(list(members))) for group, members in groupby(kinds, lambda one: one.group))


def used_kinds(report: Report) -> tuple[KindShown, ...]:
    """Give the kinds of which anything is recorded on any descriptor, current or old."""
    used = {seen.kind for one in report.judgements for looked in one.looked for seen in looked.by}
    return tuple(kind for kind in report.kinds if kind.id in used)


def tally(seen: Iterable[Seen], kinds: Sequence[KindShown]) -> tuple[Count, ...]:
    """Count by kind what is current and what is old, each item once."""
    found = {(one.kind, one.id): one.current for one in seen}
    return tuple(
        Count(
            sum(1 for (name, _), current in found.items() if name == kind.id and current),
            sum(1 for (name, _), current in found.items() if name == kind.id and not current),
        )
        for kind in kinds
    )


def empty_columns(rows: Sequence[Sequence[Count]], kinds: Sequence[KindShown]) -> list[str]:
    """Name the kinds of which nothing is current in any row."""
    return [kind.short for place, kind in enumerate(kinds) if not any(row[place].number for row in rows)]


def picture(one: JudgementPage) -> list[Block]:
    """Show how a judgement's descriptors spread over the grades."""
    if not one.bars:
        return []
    caption, about = f"Where the descriptors of {one.short} stand", ("Judgement", one.short)
    return [Picture(caption, one.bars, one.bars_words, about=about, sheet="Spread over grades")]


def own_views(report: Report) -> list[Block]:
    """Set the grades that people gave themselves beside the predictions, with their reasons."""
    if not report.views:
        return []
    columns = ("Of", "Our own view", "Predicted", "Our view is", "Whose view", "Date", "Because")
    rows = tuple((one.title, one.grade, one.predicted, one.kinder, one.by, one.when, one.because) for one in report.views)
    return [without_columns(Table("What we say of ourselves, beside the evidence", columns, rows, sheet="Own views"), "Because")]


def heard_part(rows: Iterable[EvidenceRow]) -> list[Block]:
    """Say what was done about what people told the council."""
    told = tuple((row.id, row.date, row.kind, row.finding, row.what_we_did) for row in rows if row.what_we_did)
    columns = ("Id", "Date", "Kind", "What we heard", "What we did")
    return [Table("What we heard, and what we did about it", columns, told, sheet="What we did")] if told else []


def described(rows: Sequence[EvidenceRow]) -> str:
    """Say how many items there are, how new, how many rest on a sample, and how many are moderated or inspected."""
    newest = max(row.date for row in rows)
    sampled = sum(1 for row in rows if row.sample)
    samples = f", {sampled} with a sample" if sampled else ""
    moderated = sum(1 for row in rows if row.moderated)
    return f"{count(len(rows), 'item')}, the newest of {day(newest)}{samples}, {moderated} moderated or inspected"
