"""The board's dashboard, exceptions first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ..day import in_words as day
from ..page import Block, Cell, Count, Grid, Points, Section, Status, Table, Words
from ..plan import NO_STATE, unsaid_words
from ..report import CHILDREN_AT_RISK, GradeShown, JudgementPage, Report, bars_words
from ..words import count, sentence
from .actions import action_status, actions_at_a_glance, no_actions, states_part
from .looked import kinds_grid, measures_part
from .material import Material
from .parts import READY_TONES, each, ground, is_below, off_benchmark, readiness, tallied

MOST_EXCEPTIONS = 12
"""How many exceptions a board sees on its first page; what is left out is counted."""


def sections(material: Material) -> Iterable[Section]:
    """Lay out the dashboard: what is worst, late or getting worse first, then all of it with status, number, distance and trend."""
    report, public = material.report, material.is_public
    yield Section("Exceptions", tuple(_exceptions(material)))
    if measures := measures_part(report):
        yield Section("Measures", tuple(measures))
    yield Section("Judgements", (_board_judgements(report, public), *ground(report)))
    if material.states:
        table = actions_at_a_glance(material.states, "Actions", material)
        yield Section("Actions", (*states_part(material), table))
    else:
        yield Section("Actions", (no_actions(material),))
    if material.requests:
        yield Section("Ready for inspection", (readiness(material.requests),))
    if not public:
        yield Section("Descriptors", tuple(_descriptors(material)))
    yield Section("How to read it", (Points(LEGEND),))
    if not public:  # the one wide grid comes last: it turns the sheet
        looked = kinds_grid(report) if report.evidence or report.indicators else Words("No evidence has been recorded.")
        yield Section("Where nobody looked", (looked,))


LEGEND = (
    "Late: past its due date and not done. At risk and off track: as its owner says.",
    "Done, awaiting sign-off, is not done. Difference seen: evidence shows that children are better for it.",
    "Distance is from the target of a measure, and for a grade from the one that the framework describes.",
    "Trend compares figures of one measure over periods of one length, the newest last; with one figure there is none.",
    "A grade stands only on evidence young enough to count; what is older is said to be.",
)


def _exceptions(material: Material) -> Iterable[Block]:
    yield Words(tallied(material.report, material.is_public), "strong")
    rows = [
        *_risks(material.report),
        *_falling(material),
        *_measures_off(material.report),
        *_actions_off(material),
        *_not_ready(material),
    ]
    if rows:
        columns = ("What", "Status", "Where it stands", "Distance", "Trend")
        before = any(one.earlier for one in material.report.every_judgement)
        once = () if before else ("Trend",)
        yield Table("What is worst, late or getting worse", columns, tuple(rows[:MOST_EXCEPTIONS]), sheet="Exceptions", once=once)
        if len(rows) > MOST_EXCEPTIONS:
            yield Words(f"{len(rows) - MOST_EXCEPTIONS} more exceptions stand in the tables below.", "warning")
    open_ones = [one for one in material.report.judgements if one.grade.id is None]
    if open_ones and not material.is_public:
        yield Words(_why_open(open_ones), "warning")
    if material.withheld and not material.states:
        yield no_actions(material)
    elif not any(state.is_exception for state in material.states):
        shown = " that may be shown here" if material.withheld else ""
        recorded = (
            f"No action{shown} is said to be late, off track or at risk." if material.states else "No actions are recorded."
        )
        yield Words(recorded)
    unsaid = sum(1 for state in material.states if state.group == NO_STATE)
    if unsaid and unsaid == len(material.states):
        yield Words(
            f"There {'is' if unsaid == 1 else 'are'} {count(unsaid, 'action')}; {unsaid_words(unsaid, unsaid)}.", "warning"
        )
    elif unsaid:
        yield Words(sentence(unsaid_words(unsaid, len(material.states))), "warning")
    if not any(one.latest for one in material.report.indicators):
        yield Words("No measure that may be shown here has a figure.")


def _why_open(pages: Sequence[JudgementPage]) -> str:
    """Say why judgements cannot be predicted: each reason with how many it holds of, and which they are where they are few."""
    reasons: dict[str, list[str]] = {}
    for one in pages:
        reasons.setdefault(one.grade.words[0].lower() + one.grade.words[1:], []).append(one.short)
    told = (f"{why} ({each(names) if len(names) <= FEW else len(names)})" for why, names in reasons.items())
    return f"Why {'it' if len(pages) == 1 else 'they'} cannot be predicted: {'; '.join(told)}."


FEW = 3
"""Up to how many judgements are named where a reason is told; more are counted."""


Row = tuple[str, Status, Cell, str, str]


def _risks(report: Report) -> Iterable[Row]:
    for one in report.judgements:
        for gap in one.gaps:
            if gap.state == CHILDREN_AT_RISK:
                status = Status(gap.state, "bad")
                yield f"{sentence(gap.gap)} ({gap.descriptor})", status, gap.grade, _steps(report, gap.grade), NO_TREND


NO_TREND = "not measured over time"


def _falling(material: Material) -> Iterable[Row]:
    """Give the judgements below the benchmark, or worse than inspectors last published; the worst first."""
    report = material.report
    if material.is_public:
        yield from _published_off(report)
        return
    worst = sorted(
        (one for one in report.every_judgement if one.grade.id),
        key=lambda one: report.ladder.index(one.grade.id or report.ladder[0]),
    )
    for one in worst:
        fell = one.earlier is not None and one.earlier.direction == "worse"
        if fell or one.grade.tone in ("bad", "weak"):
            status = Status("worse than published" if fell else f"below {report.benchmark}", one.grade.tone)
            yield one.title, status, one.grade, f"{_steps(report, one.grade)}; {one.confidence} confidence", _since(one)


def _published_off(report: Report) -> Iterable[Row]:
    """Give the judgements that inspectors published below the benchmark, or lower than the time before; the worst first."""
    found = []
    for one in report.every_judgement:
        last, before = one.last_published, one.earlier if one.published else None
        if last is None or one.grade.id not in report.ladder:
            continue
        rank = report.ladder.index(one.grade.id)
        fell = before is not None and before.grade in report.ladder and report.ladder.index(before.grade) > rank
        if fell or is_below(one, report):
            words = "lower than before" if fell else f"below {report.benchmark}"
            status = Status(words, "weak" if fell and rank > 0 else _published_tone(one.grade, report))
            trend = f"before: {before.words}, {before.when}" if before else "no earlier grade is recorded"
            found.append((rank, (one.title, status, f"{last.words}, {last.when}", _steps(report, one.grade), trend)))
    yield from (row for _, row in sorted(found, key=lambda each: each[0]))


def _measures_off(report: Report) -> Iterable[Row]:
    rows = sorted((one for one in report.indicators if one.latest and one.urgency < 3), key=lambda one: one.urgency)
    yield from ((one.title, Status(one.status, one.tone), one.value, one.distance, one.trend) for one in rows)


def _actions_off(material: Material) -> Iterable[Row]:
    for state in material.states:
        if state.is_exception:
            action = state.action
            what = f"{sentence(action.action or action.result or 'An action without words')} ({action.id})"
            late = (
                f"{count(state.late_by, 'day')} past its due date"
                if state.late_by
                else "not yet due"
                if action.due
                else "no due date"
            )
            unseen = f"difference not shown: {state.not_shown}" if state.not_shown else "no difference seen yet"
            seen = "difference seen" if state.seen else unseen
            yield what, action_status(state), f"due {day(action.due)}" if action.due else "no due date", late, seen


def _not_ready(material: Material) -> Iterable[Row]:
    for state in material.requests:
        if state.too_old or state.late_by:
            where = (
                f"refreshed {count(state.age_days, 'day')} ago" if state.age_days is not None else "no day of a refresh is given"
            )
            over = count((state.age_days or 0) - state.stays, "day")
            far = f"{over} too old" if state.too_old else f"{count(state.late_by or 0, 'day')} past its due date"
            status = Status(state.words, READY_TONES.get(state.words, "none"))
            yield f"{state.request.title} ({state.request.id})", status, where, far, NO_TREND


def _published_tone(grade: GradeShown, report: Report) -> str:
    """Give the tone of a published grade, which as such has none: it is no prediction."""
    off = off_benchmark(grade, report)
    if off is None:
        return "none"
    return "bad" if grade.id == report.ladder[0] else "weak" if off < 0 else "top" if off > 0 else "good"


def _steps(report: Report, grade: GradeShown) -> str:
    """Say how a grade stands to the one that the framework describes: '1 grade below good'."""
    off = off_benchmark(grade, report)
    if off is None:
        return "cannot be said"
    return f"{count(abs(off), 'grade')} {'above' if off > 0 else 'below'} {report.benchmark}" if off else f"at {report.benchmark}"


def _since(one: JudgementPage) -> str:
    """Say where a judgement is going since inspectors last published it."""
    if one.earlier is None:
        return "no earlier grade is recorded"
    before = f"{one.earlier.words}, {one.earlier.when}"
    if one.earlier.direction is None:
        return f"before: {before}; not to be compared"
    return f"{one.earlier.direction}{' as' if one.earlier.direction == 'the same' else ' than'} published: {before}"


def _board_judgements(report: Report, public: bool) -> Table:
    pages = report.every_judgement
    if public:
        told = [one.last_published for one in pages]
        rows = tuple(
            (
                *(one.title, Status(_steps(report, one.grade), _published_tone(one.grade, report))),
                f"{grade.words}, {grade.when}" if grade else "none",
            )
            for one, grade in zip(pages, told, strict=True)
        )
        return Table("The judgements", ("Judgement", "Status", "Published"), rows, sheet="Judgements")
    return Table(
        "The judgements",
        ("Judgement", "Status", "Predicted", "Trend", "Confidence", "Reason"),
        tuple(
            (one.title, Status(_steps(report, one.grade), one.grade.tone), one.grade, _since(one), one.confidence, one.reason)
            for one in pages
        ),
        sheet="Judgements",
        once=() if any(one.earlier for one in pages) else ("Trend",),
    )


def _descriptors(material: Material) -> Iterable[Block]:
    """Show how the descriptors of each judgement spread over the grades, then those with evidence, the worst first."""
    report = material.report
    yield _spread(report)
    below = [row for one in report.judgements for row in _gap_rows(one, report)]
    below.sort(key=lambda row: (row[4] != CHILDREN_AT_RISK, _rank(row[2], report)))  # else in the order of the report
    if below:
        yield Table(
            "Descriptors that something stands against, the worst first",
            ("Descriptor", "Judgement", "Stands at", "Distance", "State", "Newest evidence", "Why"),
            tuple(below),
            sheet="Descriptors",
            together=(2, 2, 2, 1),
            marks=tuple((row[1], row[4]) for row in below),
            once=("Newest evidence",),
        )
    if good := [row for one in report.judgements for row in _good_rows(one, report)]:
        yield Table(
            f"Descriptors at {report.or_better}, with nothing against",
            ("Judgement", "Stands at", "Distance", "Newest evidence", "Descriptors"),
            tuple(good),
            sheet="No concern",
            together=(1, 2, 1, 1),
            marks=tuple((row[0], report.no_concern) for row in good),
            once=("Newest evidence",),
        )


def _spread(report: Report) -> Grid:
    every = [one.bars for one in report.judgements]
    totals = tuple(replace(bar, count=sum(bars[place].count for bars in every)) for place, bar in enumerate(every[0]))
    return Grid(
        "Spread of descriptors over grades",
        tuple(bar.label for bar in totals),
        tuple((one.short, tuple(Count(bar.count) for bar in one.bars)) for one in report.judgements),
        f"{bars_words(totals)} What has no evidence is unknown, not bad.",
        head="Judgement",
        sheet="Spread over grades",
    )


GapRow = tuple[str, str, GradeShown, str, str, date, str]
GoodRow = tuple[str, GradeShown, str, date | None, str]


def _gap_rows(one: JudgementPage, report: Report) -> Iterable[GapRow]:
    """Give each descriptor of a judgement that has evidence and something against it."""
    for gap in one.gaps:
        if gap.rows:
            title, newest = f"{gap.descriptor} {gap.title}", max(row.date for row in gap.rows)
            yield title, one.short, gap.grade, _steps(report, gap.grade), gap.state, newest, gap.reason


def _good_rows(one: JudgementPage, report: Report) -> Iterable[GoodRow]:
    """Give the descriptors of a judgement with nothing against them, those of one grade and one newest day together."""
    days = {row.id: row.date for row in report.evidence}
    found: dict[tuple[GradeShown, date | None], list[str]] = {}
    for good in one.strengths:
        newest = max((days[name] for name in good.evidence if name in days), default=None)
        found.setdefault((good.grade, newest), []).append(f"{good.descriptor} {good.title}")
    for (grade, newest), names in found.items():
        yield one.short, grade, _steps(report, grade), newest, "; ".join(names)


def _rank(grade: GradeShown, report: Report) -> float:
    """Give the place of a grade, the worst first; what has none stands just below the grade that the framework describes."""
    off = off_benchmark(grade, report)
    return -0.5 if off is None else off
