"""The gap report: what stands between today's grades and better ones, and the evidence behind each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from ..audience import Audience
from ..indicators import IndicatorRow
from ..page import Block, Cell, Grid, Points, Section, Table, Words
from ..plan import ActionState
from ..report import NO_EVIDENCE, Band, GapPage, JudgementPage, KindShown, Report
from ..words import count, listed, sentence
from .actions import actions_part, area_table, states_part
from .looked import (
    compared,
    empty_columns,
    figure,
    kind_groups,
    kinds_grid,
    own_views,
    picture,
    register,
    tally,
    used_kinds,
    value,
)
from .material import Material
from .parts import counted_in, grades_table, waiting, without_columns


def _indicators(report: Report) -> Table:
    """Show every figure of every measure with all that belongs to it, numbers as numbers and days as days."""
    table = Table(
        "Measures beside their targets and benchmarks",
        (
            *("Measure", "Id", "Definition", "Value", "Numerator", "Denominator", "From", "To", "Target", "Target to", "Status"),
            *("Distance from target", "Trend", "Neighbours", "Year of neighbours", "England", "Year of England", "Question"),
            *("Informs", "Where"),
        ),
        tuple(_indicator(one) for one in report.indicators),
        sheet="Measures",
        together=(3, 3, 2, 4, 1, 4, 3),
        none="No measures are recorded.",
    )
    return without_columns(
        table, "Numerator", "Denominator", "From", "Target to", "Year of neighbours", "Year of England", "Where"
    )


def _indicator(one: IndicatorRow) -> tuple[Cell, ...]:
    low, high = one.goal or (None, None)
    return (
        *(one.title, one.id, one.definition, value(one), one.numerator, one.denominator, one.start, one.end),
        *(figure(low, one.share), None if low == high else figure(high, one.share), one.status, one.distance, one.trend),
        *(*compared(one), one.question, ", ".join(one.descriptors), one.at),
    )


def _looked_grid(one: JudgementPage, kinds: Sequence[KindShown]) -> Grid:
    """Count the items on each descriptor of a judgement by kind: a row that is empty was looked at by nobody."""
    rows = tuple((f"{looked.descriptor} {looked.title}", tally(looked.by, kinds)) for looked in one.looked)
    bare = [looked.descriptor for looked, (_, counts) in zip(one.looked, rows, strict=True) if not any(c.number for c in counts)]
    empty = empty_columns([counts for _, counts in rows], kinds) if len(bare) < len(rows) else []
    of = f"{count(len(rows), 'descriptor')} of {one.short}"
    told = [
        f"Nobody has looked lately at {len(bare)} of {of}: {', '.join(bare)}."
        if bare
        else f"Something current is recorded on each of {of}."
    ]
    told += [f"Nothing current on any of them is recorded as {listed((kind.lower() for kind in empty), 'or')}."] if empty else []
    return Grid(
        f"Who looked where: {one.short}",
        tuple(kind.short for kind in kinds),
        rows,
        " ".join(told),
        head="Descriptor",
        groups=kind_groups(kinds),
        names=tuple(looked.descriptor for looked in one.looked),
        about=("Judgement", one.short),
        sheet="Where nobody looked",
    )


def sections(material: Material) -> Iterable[Section]:
    """Write the sections of the gap report."""
    report, public = material.report, material.is_public
    yield Section("In short", tuple(_in_short(material)), tuple(_do_next(report)))
    if report.changes:
        yield Section("What changed", (Points(report.changes),))
    if not public:
        yield Section("Limits and warnings", tuple(_limits(report)), tuple(_to_press_on(report)))
    yield Section(
        "Areas for improvement",
        tuple(Words(told, "quiet") for told in (report.bands_note, report.counts_published) if told),
        (*_published_areas(material), *(one for band in report.bands for one in _area_section(band, material))),
    )
    pictures = states_part(material) if material.states else ()
    yield Section("Actions", (*pictures, *actions_part(material.states, "Actions", material)))
    yield Section(
        "By judgement", tuple(_silent_words(report)), tuple(_gap_section(one, report, public) for one in report.judgements)
    )
    if not public:
        yield _gap_list(report)
    if not public:
        yield Section("Untested claims", (_untested(report),))
        yield Section("Where nobody looked", tuple(_looked_words(material)))
        if kinds := used_kinds(report):
            grids = tuple(_looked_grid(one, kinds) for one in report.judgements)
            yield Section("Descriptor by descriptor", (*_never_used(report, kinds), *grids))
        about = (Section("About the framework", (Points(report.notes),)),) if report.notes else ()
        yield Section("How this was predicted", (Points(tuple(sentence(line) for line in report.method)),), about)
    yield Section("Appendix", (), tuple(_appendix(report, public)))


def _in_short(material: Material) -> Iterable[Block]:
    report, public = material.report, material.is_public
    if public:
        yield grades_table(material, report.every_judgement)
    else:
        yield _summary(report)
    if report.overall is None and report.overall_note:
        yield Words(report.overall_note)
    if report.pathway:
        yield Words(report.pathway)
    if report.borrowed:
        yield Words(report.borrowed, "quiet")
    if report.left:
        left = count(report.left, "entry", "entries")
        where = "; the appendix lists them" if report.left_out else ""
        yield Words(f"{left} left out of the score because of problems in the files{where}.", "warning")
    if report.waiting:
        yield waiting(report)
    if report.set_aside:
        yield Words(report.set_aside)
    if not public:
        yield from own_views(report)


def _summary(report: Report) -> Table:
    names = (
        "Judgement",
        "Predicted",
        "Confidence",
        "Descriptors",
        "Published since",
        "Published before",
        "Reason",
        "What would change it",
    )
    rows = tuple(
        (one.title, one.grade, one.confidence, one.coverage, _after(one), _before(one), one.reason, one.would_change)
        for one in report.every_judgement
    )
    table = Table("The judgements", names, rows, sheet="Judgements", together=(1, 3, 2, 2))
    return without_columns(table, "Published since", "Published before", "What would change it")


def _after(one: JudgementPage) -> str | None:
    told = one.published
    return f"{told.words}, {told.when}{f' ({told.verdict})' if told.verdict else ''}" if told else None


def _before(one: JudgementPage) -> str | None:
    told = one.earlier
    direction = f" (the prediction is {told.direction})" if told and told.direction else ""
    return f"{told.words}, {told.when}, {told.framework}{direction}" if told else None


def _do_next(report: Report) -> Iterable[Section]:
    if report.next:
        yield Section("Do next", (Points(tuple(f"{step.descriptor} {step.advice}" for step in report.next), numbered=True),))


def _limits(report: Report) -> Iterable[Block]:
    yield Words(report.limits_note)
    if report.limits:
        yield Points(tuple(limit.says for limit in report.limits))
    yield from (Words(warning, "warning") for warning in report.warnings)
    if not report.warnings and report.evidence:
        yield Words("There is no warning.")


def _to_press_on(report: Report) -> Iterable[Section]:
    if report.optimism:
        lead = "Where people may be kinder to themselves than the evidence is; none of these notes changes a grade."
        yield Section("To press on", (Words(lead), Points(report.optimism)))


def _gap_section(one: JudgementPage, report: Report, public: bool) -> Section:
    above = ". ".join(part for part in (one.group, one.heading) if part)
    blocks: list[Block] = [Words(above, "quiet")] if above else []
    if not public:
        sure = f"confidence {one.confidence}; " if one.confidence else ""
        told = sentence(f"{sure}{one.coverage}") if one.evidenced or one.confidence else ""
        blocks.append(Words(f"{told} {one.reason}".strip(), grade=one.grade))
    else:
        blocks.append(Words(one.reason))
    if one.line:
        blocks.append(Words(f"Published over the years: {one.line}."))
    if one.explained:
        blocks += [Words("Where the evidence disagrees, and why:", "strong"), Points(one.explained)]
    parts = [
        *(_gap_part(gap, one, report) for gap in one.gaps if gap.rows or gap.state != NO_EVIDENCE),
        *_silent_part(one, report),
        *_strong_part(one, report),
    ]
    return Section(one.title, (*blocks, *picture(one)), tuple(parts), name=one.id, brief=one.short)


def _gap_part(gap: GapPage, one: JudgementPage, report: Report) -> Section:
    blocks: list[Block] = [
        Words(f"{sentence(gap.state)} Theme: {gap.theme}.", grade=gap.grade),
        Words(gap.reason),
        Words(f"{'Area for improvement' if gap.band else 'To look at'}: {gap.gap}."),
        Words(f"What {report.benchmark} looks like: {gap.good} ({gap.basis})"),
    ]
    if gap.rows:
        blocks.append(_evidence(gap))
    if gap.contradictions:
        blocks += [Words("Evidence that disagrees:", "strong"), Points(gap.contradictions)]
    if gap.questions:
        blocks += [Words("Questions that it raises:", "strong"), Points(gap.questions)]
    blocks.append(Words(f"What would close it: {gap.closes}"))
    return Section(f"{gap.descriptor} {gap.title}", tuple(blocks), name=gap.descriptor, mark=(one.short, gap.state))


def _evidence(gap: GapPage) -> Table:
    columns = ("Evidence", "Date", "Kind", "What it found", "For children", "Sample", "Points to", "How far, and what it means")
    table = Table(
        f"Evidence on {gap.descriptor}",
        (*columns, "How it counts", "Where", "Source", "Held"),
        tuple(
            (
                *(
                    row.id,
                    row.when if row.start else row.date,
                    row.kind,
                    row.finding,
                    row.impact,
                    row.sample,
                    row.grade,
                    row.reach,
                ),
                *(row.counts, row.at, row.source, row.held),
            )
            for row in gap.rows
        ),
        sheet="Evidence by descriptor",
        together=(3, 3, 2, 4),
        about=("Descriptor", gap.descriptor),
        once=("Date", "Kind", "How it counts"),
        elsewhere=("Where", "Source", "Held"),  # the register has them, under the same id
    )
    return without_columns(table, "For children", "Sample", "Source", "Held")


def _silent(one: JudgementPage) -> list[GapPage]:
    return [gap for gap in one.gaps if not gap.rows and gap.state == NO_EVIDENCE]


def _silent_words(report: Report) -> Iterable[Block]:
    """Say once of all descriptors without evidence what is the same of each."""
    gaps = [gap for one in report.judgements for gap in _silent(one)]
    if gaps:
        yield Words("Of every descriptor that is listed under 'No evidence':", "strong")
        closes = listed(dict.fromkeys(f"What would close it: {gap.closes}" for gap in gaps), "or")
        yield Points(("It is unknown, not bad.", *dict.fromkeys(gap.reason for gap in gaps), closes))


def _silent_part(one: JudgementPage, report: Report) -> Iterable[Section]:
    if gaps := _silent(one):
        table = Table(
            f"{sentence(count(len(gaps), 'descriptor')).rstrip('.')} of {one.short} without any evidence",
            (
                "Descriptor",
                "What it is about",
                "Theme",
                "What to look at",
                f"What {report.benchmark} looks like",
                "Where that is from",
            ),
            tuple((gap.descriptor, gap.title, gap.theme, sentence(gap.gap), gap.good, gap.basis) for gap in gaps),
            sheet="No evidence",
            together=(3, 1, 2),
            marks=tuple((one.short, gap.state) for gap in gaps),
            about=("Judgement", one.short),
            names=tuple(gap.descriptor for gap in gaps),
            folded=True,
            once=("Theme", "Where that is from"),
        )
        yield Section("No evidence", (table,))


def _strong_part(one: JudgementPage, report: Report) -> Iterable[Section]:
    if one.strengths:
        table = Table(
            f"{sentence(count(len(one.strengths), 'descriptor')).rstrip('.')} of {one.short} at {report.or_better}, with nothing against",
            ("Descriptor", "What it is about", "Stands at", "Evidence"),
            tuple((each.descriptor, each.title, each.grade, ", ".join(each.evidence)) for each in one.strengths),
            sheet="No concern",
            marks=tuple((one.short, report.no_concern) for _ in one.strengths),
            about=("Judgement", one.short),
            names=tuple(each.descriptor for each in one.strengths),
            folded=True,
        )
        yield Section("No concern", (table,))


def _gap_list(report: Report) -> Section:
    """Bring all gaps together in one table, which a workbook sorts and filters; a page tells each where it belongs."""
    bands = {band.id: band.title for band in report.bands}
    columns = ("Judgement", "Descriptor", "Title", "Theme", "Gap", "Stands at", "State", "Band", "Why", "What would close it")
    rows = tuple(
        (
            *(one.short, gap.descriptor, gap.title, gap.theme, gap.gap, gap.grade, gap.state, bands.get(gap.band)),
            *(gap.reason, gap.closes, ", ".join(row.id for row in gap.rows)),
        )
        for one in report.judgements
        for gap in one.gaps
    )
    table = Table("Gaps", (*columns, "Evidence"), rows, sheet="Gaps", none="There is no gap.", only_sheet=True)
    return Section("Gaps", (table,))


def _published_areas(material: Material) -> Iterable[Section]:
    areas = material.report.areas
    groups = dict.fromkeys(one.group for one in areas)
    tables = tuple(area_table([one for one in areas if one.group == group], material, group) for group in groups)
    if tables:
        yield Section("Published by inspectors", tables)


def _area_section(band: Band, material: Material) -> Iterable[Section]:
    names = {one.id: one.short for one in material.report.judgements}
    points = tuple(f"{sentence(gap.gap)} {names[gap.judgement]}, {gap.descriptor}." for gap in band.gaps)
    doing = tuple(_doing(state) for state in material.actions.get(band.id, ()))
    if material.is_public and not (points or doing or band.published):
        return  # what is predicted is not for the public: an empty band would read as if nothing had been found
    empty = "None in this evidence." if material.report.evidence else "There is no evidence here that could show one."
    found = Points(points) if points else Words(empty)
    actions = (Words("Actions in this band:", "strong"), Points(doing)) if doing else ()
    yield Section(band.title, (*_published_in(band), found, *actions))


def _doing(state: ActionState) -> str:
    return f"{state.action.id}: {sentence(state.action.action or state.action.result or 'no words')}"


def _untested(report: Report) -> Table:
    names = {one.id: one.short for one in report.judgements}
    return Table(
        "Descriptors with evidence but none of practice or voice",
        ("Descriptor", "Judgement", "What stands behind it", "What would test it"),
        tuple((f"{gap.descriptor} {gap.title}", names[gap.judgement], gap.reason, gap.closes) for gap in report.untested),
        sheet="Untested",
        none="None: somebody looked at practice, or listened to children and families, wherever there is evidence."
        if report.evidence
        else "There is no evidence here, so that there is no claim to test.",
    )


def _looked_words(material: Material) -> Iterable[Block]:
    report = material.report
    if material.audience is not Audience.INTERNAL:
        yield Words("Only what this audience may see is counted, so that a cell may be empty where somebody looked.", "quiet")
    groups = groupby(report.kinds, lambda one: one.group)
    yield Points(tuple(f"{group}: {listed(kind.short.lower() for kind in kinds)}." for group, kinds in groups))
    yield kinds_grid(report)


def _never_used(report: Report, kinds: Sequence[KindShown]) -> Iterable[Block]:
    """Say once which kinds have no column below, since nothing of them is recorded at all."""
    if never := [kind.short.lower() for kind in report.kinds if kind not in kinds]:
        yield Words(f"Nothing at all is recorded as {listed(never, 'or')}, so that they have no column here.")


def _appendix(report: Report, public: bool) -> Iterable[Section]:
    yield Section("All evidence", (register(report.evidence, public),))
    lead = Words("An indicator cannot earn a grade; it can raise a question.")
    old = tuple(Words(note, "warning") for note in report.benchmarks)
    yield Section("Measures", (lead, _indicators(report), *old))
    if report.sources:
        yield Section("Sources of the framework", (Points(report.sources, links=True),))
    if not public and (report.left_out or not report.left):
        left = Points(report.left_out) if report.left_out else Words("Nothing was left out.")
        yield Section("Left out because of problems", (left,))


def _published_in(band: Band) -> tuple[Block, ...]:
    return (counted_in(band.published),) if band.published else ()
