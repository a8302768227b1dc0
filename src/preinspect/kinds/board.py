"""The board's dashboard, exceptions first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..audience import Audience
from ..day import in_words as day
from ..page import Block, Cell, Points, Section, Status, Table, Words
from ..plan import NO_STATE
from ..report import CHILDREN_AT_RISK, GradeShown, JudgementPage, Report
from ..words import count, listed, sentence
from .actions import action_status, actions_part, no_actions, states_part
from .looked import kinds_grid, measures_part, picture
from .material import Material
from .parts import READY_TONES, ground, is_below, readiness


def _stand(number: int) -> str:
    return "stands" if number == 1 else "stand"


MOST_EXCEPTIONS = 12
"""How many exceptions a board sees on its first page; what is left out is counted."""


def sections(material: Material) -> Iterable[Section]:
    """Lay out the dashboard: what is worst, late or getting worse first, then all of it with status, number, distance and trend."""
    report, public = material.report, material.is_public
    yield Section("Exceptions", tuple(_exceptions(material)))
    if measures := measures_part(report):
        yield Section("Measures", tuple(measures))
    yield Section("Judgements", (_board_judgements(report, public), *ground(report)))
    actions = (
        (*states_part(material), *actions_part(material.states, "Actions", material))
        if material.states
        else (no_actions(material),)
    )
    yield Section("Actions", actions)
    if material.requests:
        yield Section("Ready for inspection", (readiness(material.requests),))
    if not public:
        yield Section(
            "Where nobody looked", (kinds_grid(report) if report.evidence else Words("No evidence has been recorded."),)
        )
        names = {} if material.audience is Audience.INTERNAL else material.names
        seen = [one for one in report.judgements if one.strengths or any(gap.rows for gap in one.gaps)]
        silent = tuple(one.title for one in report.judgements if one not in seen)
        unheard: tuple[Block, ...] = (Words("No evidence yet on:"), Points(silent)) if silent else ()
        yield Section(
            "Descriptors", unheard, tuple(Section(one.title, (*picture(one), _board_table(one, report, names))) for one in seen)
        )
    yield Section("How to read it", (Points(LEGEND),))


LEGEND = (
    "Late: past its due date and not done. At risk and off track: as its owner says.",
    "Done, awaiting sign-off, is not done. Difference seen: evidence shows that children are better for it.",
    "Distance is from the target of a measure, and for a grade from the one that the framework describes.",
    "Trend compares figures of one measure over periods of one length, the newest last; with one figure there is none.",
    "A grade stands only on evidence young enough to count; what is older is said to be.",
)


def _exceptions(material: Material) -> Iterable[Block]:
    rows = [
        *_risks(material.report),
        *_falling(material),
        *_measures_off(material.report),
        *_actions_off(material),
        *_not_ready(material),
    ]
    if rows:
        columns = ("What", "Status", "Where it stands", "Distance", "Trend")
        yield Table("What is worst, late or getting worse", columns, tuple(rows[:MOST_EXCEPTIONS]), sheet="Exceptions")
        if len(rows) > MOST_EXCEPTIONS:
            yield Words(f"{len(rows) - MOST_EXCEPTIONS} more exceptions stand in the tables below.", "warning")
    open_ones = [one for one in material.report.judgements if one.grade.id is None]
    if open_ones and not material.is_public:
        of = f"{len(open_ones)} of {count(len(material.report.judgements), 'judgement')} cannot be predicted"
        yield Words(f"{of}: there is not enough recent evidence to say where they stand.", "warning")
    if material.withheld and not material.states:
        yield no_actions(material)
    elif not any(state.is_exception for state in material.states):
        shown = " that may be shown here" if material.withheld else ""
        recorded = (
            f"No action{shown} is said to be late, off track or at risk." if material.states else "No actions are recorded."
        )
        yield Words(recorded)
    if unsaid := [state for state in material.states if state.group == NO_STATE]:
        yield Words(
            f"Of {count(len(material.states), 'action')} nobody has said how {len(unsaid)} {_stand(len(unsaid))}.", "warning"
        )
    if not any(one.latest for one in material.report.indicators):
        yield Words("No measure that may be shown here has a figure.")


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
            status = Status("lower than before" if fell else f"below {report.benchmark}", "bad" if rank == 0 else "weak")
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
            where = f"refreshed {count(state.age_days, 'day')} ago" if state.age_days is not None else "never refreshed"
            over = count((state.age_days or 0) - state.stays, "day")
            far = f"{over} too old" if state.too_old else f"{count(state.late_by or 0, 'day')} past its due date"
            status = Status(state.words, READY_TONES.get(state.words, "none"))
            yield f"{state.request.title} ({state.request.id})", status, where, far, NO_TREND


def _steps(report: Report, grade: GradeShown) -> str:
    """Say how a grade stands to the one that the framework describes: '1 grade below good'."""
    if grade.id not in report.ladder:
        return "cannot be said"
    off = report.ladder.index(grade.id) - report.benchmark_rank
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
            (one.title, Status(_steps(report, one.grade), "none"), f"{grade.words}, {grade.when}" if grade else "none")
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
    )


def _board_table(one: JudgementPage, report: Report, names: Mapping[str, str]) -> Block:
    days = {row.id: row.date for row in report.evidence}
    gaps = [(gap, [row.date for row in gap.rows]) for gap in one.gaps if gap.rows]
    good = [(strength, [days[name] for name in strength.evidence if name in days]) for strength in one.strengths]
    rows = [
        *(
            (f"{gap.descriptor} {gap.title}", gap.grade, gap.state, _steps(report, gap.grade), max(seen), gap.reason)
            for gap, seen in gaps
        ),
        *(
            (
                *(f"{strength.descriptor} {strength.title}", strength.grade, report.no_concern, _steps(report, strength.grade)),
                *(max(seen, default=None), _shown_by(strength.evidence, names)),
            )
            for strength, seen in good
        ),
    ]
    return Table(
        f"Descriptors with evidence: {one.short}",
        ("Descriptor", "Stands at", "State", "Distance", "Newest evidence", "Why"),
        tuple(rows),
        marks=tuple((one.short, state) for _, _, state, *_ in rows),
    )


def _shown_by(evidence: Sequence[str], names: Mapping[str, str]) -> str:
    """Say what shows a strength, by id, or by its name where there is one."""
    return f"Shown by {listed(dict.fromkeys(names.get(one, one) for one in evidence))}." if evidence else ""
