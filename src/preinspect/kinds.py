"""The kinds of report, each written once as a Page from the same Report, so that no two of them tell different facts.

Structure and headings follow what councils hand out: the three questions of a self-evaluation, the committee paper of the seed
reports, the one page for a lead member, the board's dashboard, the inspection-day list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .audience import Audience, for_audience, may_see
from .case import Case
from .day import in_words as day
from .evidence import Status
from .page import Block, Grid, Page, Picture, Points, Section, Table, Words
from .plan import ActionState, Deadline, RequestState, action_states, by_band, deadline, request_states
from .predict import Prediction
from .privacy import clearances
from .report import NO_EVIDENCE, Band, EvidenceRow, GapPage, JudgementPage, Report, band_titles, report
from .words import count, listed, sentence, withheld


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report of any kind is written from, already cut down for its audience."""

    report: Report
    audience: Audience
    dropped: tuple[str, ...]
    actions: Mapping[str, tuple[ActionState, ...]]
    bands: Mapping[str, str]
    deadline: Deadline | None
    requests: tuple[RequestState, ...]
    cleared: tuple[str, ...] = ()
    withheld: int = 0
    planned: frozenset[str] = frozenset()

    @property
    def states(self) -> tuple[ActionState, ...]:
        """All actions, band by band."""
        return tuple(state for rows in self.actions.values() for state in rows)


def material(case: Case, prediction: Prediction, audience: str) -> Material:
    """Gather what a report is written from, cut down for its audience.

    Args:
        audience: internal, board or public.
    """
    sees = Audience(audience)
    titles = band_titles(prediction.framework)
    whole = report(prediction, case.problems, case.measures, case.lines)
    shown, dropped = for_audience(whole, sees)
    states = action_states(case.assessment)
    allowed = [state for state in states if may_see(state.action.handling, sees)]
    hidden = len(states) - len(allowed)
    if sees is Audience.INTERNAL:
        shown = replace(shown, notes=(*shown.notes, *(f"Cleared as no personal data: {one}" for one in clearances(case.cleared))))
    if hidden:
        dropped = (*dropped, f"{count(hidden, 'action')} not meant for this audience.")
    return Material(
        report=shown,
        audience=sees,
        dropped=dropped,
        actions=by_band(allowed, titles),
        bands=titles,
        deadline=deadline(case.assessment, case.editions),
        requests=request_states(case.assessment, prediction.framework),
        cleared=() if sees is Audience.PUBLIC else clearances(case.cleared),
        withheld=hidden,
        planned=frozenset(name for state in states for name in state.action.gaps),
    )


def page(kind: str, material: Material) -> Page:
    """Write a report of a kind; raises KeyError for an unknown kind."""
    title, sections = KINDS[kind]
    shown = material.report
    code = "" if kind == "one-page" else f" ({shown.framework_id})"  # a lead member's page has no codes
    return Page(
        kind=kind,
        title=f"{title}: {shown.authority}",
        facts=(
            ("Framework", f"{shown.framework}{code}"),
            ("Data as at", shown.as_at_words),
            ("Who it is for", material.audience.words),
        ),
        caveat=shown.caveat,
        sections=(*sections(material), *_cleared(material)),
        dropped=material.dropped,
    )


def _cleared(material: Material) -> Iterable[Section]:
    """List what looked like personal data and was let through, so that whoever hands the report out knows it."""
    if material.cleared:
        lead = Words("The check for personal data stopped at these; a person said why each is none.")
        yield Section("Cleared by a person", (lead, Points(material.cleared)))


# --- pieces that several kinds share


def _prompt(text: str) -> Words:
    """Mark what a person has to write."""
    return Words(f"[{text}]", "quiet", prompt=True)


def _grades(material: Material, judgements: Sequence[JudgementPage], caption: str = "The judgements") -> Table:
    public = material.audience is Audience.PUBLIC
    columns = ("Judgement", "Published grade") if public else ("Judgement", "Predicted", "Confidence", "Published", "Reason")
    rows = []
    for one in judgements:
        published = one.published or one.earlier
        told = f"{published.words}, {published.when}" if published else None
        rows.append((one.title, told) if public else (one.title, one.grade, one.confidence, told, one.reason))
    return Table(caption, columns, tuple(rows), sheet="Judgements")


def _all(report: Report) -> tuple[JudgementPage, ...]:
    return (*report.judgements, *((report.overall,) if report.overall else ()))


def _ground(report: Report) -> list[Block]:
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
        blocks.append(Words(report.borrowed, "quiet"))
    if report.left_out:
        blocks.append(Words(f"{count(len(report.left_out), 'entry', 'entries')} left out because of problems.", "warning"))
    if report.waiting:
        waits = count(report.waiting, "entry waits", "entries wait")
        blocks.append(Words(f"{waits} for a decision since the assessment was carried to this framework.", "warning"))
    return blocks


def _gap_points(gaps: Iterable[GapPage]) -> Points:
    return Points(tuple(sentence(f"{gap.gap} ({gap.descriptor})") for gap in gaps))


def _register(rows: Sequence[EvidenceRow], public: bool) -> Table:
    columns = ("Id", "Date", "Kind", "Descriptors", "Says", "Finding", "Sample", "Source")
    table = Table(
        "Evidence register",
        columns if public else (*columns, "Held", "Counts", "Where"),
        tuple(
            (row.id, row.date, row.kind, ", ".join(row.descriptors), row.grade, row.finding, row.sample, row.source)
            if public
            else (
                *(row.id, row.date, row.kind, ", ".join(row.descriptors), row.grade, row.finding, row.sample, row.source),
                *(row.held, row.counts, row.at),
            )
            for row in rows
        ),
        sheet="Evidence",
    )
    return _without(table, "Sample", "Source", "Held")


def _without(table: Table, *names: str) -> Table:
    """Leave out those of the named columns that are empty in every row: nobody is sent a column of empty boxes."""
    kept = [
        place
        for place, name in enumerate(table.columns)
        if name not in names or not table.rows or any(row[place] for row in table.rows)
    ]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in kept), rows=rows)


def _indicators(report: Report) -> Table:
    return Table(
        "Measures: an indicator raises a question and never earns a grade",
        ("Measure", "Value", "Period", "Target", "Neighbours", "England", "Question"),
        tuple(
            (one.title, one.value, one.period, one.target, one.neighbours, one.england, one.question) for one in report.indicators
        ),
        sheet="Measures",
    )


def _actions(states: Sequence[ActionState], caption: str, filtered: bool = False) -> Table:
    return Table(
        caption,
        ("Action", "Result for children", "What is done", "Closes", "Owner", "Due", "State", "Difference seen"),
        tuple(
            (
                state.action.id,
                state.action.result,
                state.action.action,
                ", ".join(state.action.gaps),
                state.action.owner,
                state.action.due,
                action_words(state),
                "yes" if state.seen else "not yet",
            )
            for state in states
        ),
        sheet="Actions",
        marks=tuple(("", _state_word(state)) for state in states) if filtered else (),
    )


_STATUS = {Status.DONE_AWAITING_SIGN_OFF: "done, awaiting sign-off"}
"""States that read otherwise than they are written."""


def action_words(state: ActionState) -> str:
    """Say in words how an action stands, with its distance from the due date where it is late."""
    if state.late_by:
        return f"late by {count(state.late_by, 'day')}"
    if state.action.status is None:
        return "no state given"
    words = _STATUS.get(state.action.status, state.action.status.value.replace("-", " "))
    return f"{words}, due soon" if state.due_soon else words


def _state_word(state: ActionState) -> str:
    """Say how an action stands without how late it is or how soon due: what actions are counted and filtered by."""
    return "late" if state.late_by else action_words(state).removesuffix(", due soon")


def _deadline(due: Deadline | None) -> list[Block]:
    if due is None:
        return []
    known = "published" if due.from_published else "received"
    holidays = listed(f"{name} ({day(when)})" for when, name in due.holidays) or "none"
    after = f"{due.working_days} working days after the report was {known} on {day(due.received)}"
    return [
        Words(f"The action plan is due by {day(due.due)}: {after}."),
        Words(f"Bank holidays not counted: {holidays}.", "quiet"),
    ]


def _kinds_grid(report: Report) -> Grid:
    """Count items by judgement and kind of evidence: where nobody looked, it is empty."""
    kinds = sorted({row.kind for row in report.evidence})
    rows = []
    for judgement in report.judgements:
        ids = {row.id: row.kind for gap in judgement.gaps for row in gap.rows}
        ids |= {
            item: row.kind for row in report.evidence for one in judgement.strengths for item in one.evidence if item == row.id
        }
        rows.append((judgement.short, tuple(sum(1 for kind in ids.values() if kind == one) for one in kinds)))
    empty = [
        f"{name}: no {kind.lower()}" for name, counts in rows for kind, number in zip(kinds, counts, strict=True) if not number
    ]
    words = f"Nothing recorded: {listed(empty)}." if empty else "Every judgement has evidence of every kind that was recorded."
    return Grid("Items of evidence by judgement and kind", tuple(kinds), tuple(rows), words)


def _picture(one: JudgementPage) -> list[Block]:
    return [Picture(f"Where the descriptors of {one.short} stand", one.bars, one.bars_words)] if one.bars else []


# --- the kinds


def _gap(material: Material) -> Iterable[Section]:
    report, public = material.report, material.audience is Audience.PUBLIC
    yield Section("In short", (_grades(material, _all(report)), *_ground(report)))
    if report.changes:
        yield Section("What changed", (Points(report.changes),))
    yield Section("By judgement", (), tuple(_gap_section(one) for one in report.judgements))
    yield Section(
        "Areas for improvement",
        tuple(Words(told, "quiet") for told in (report.bands_note, report.counts_published) if told),
        tuple(
            Section(band.title, (*_published_in(band), *((_gap_points(band.gaps),) if band.gaps else ())))
            for band in report.bands
            if band.gaps or band.published
        ),
    )
    if not public:
        yield Section("Not tested", (_gap_points(report.untested),) if report.untested else (Words("None."),))
        yield Section("How this was predicted", (Points(report.method),))
    yield Section("Appendix", (_register(report.evidence, public), *((_indicators(report),) if report.indicators else ())))


def _gap_section(one: JudgementPage) -> Section:
    heard = [gap for gap in one.gaps if gap.rows or gap.state != NO_EVIDENCE]
    silent = [gap.descriptor for gap in one.gaps if gap not in heard]
    table = Table(
        f"Gaps: {one.short}",
        ("Descriptor", "Gap", "Stands at", "Why", "What would close it"),
        tuple((f"{gap.descriptor} {gap.title}", gap.gap, gap.grade, gap.reason, gap.closes) for gap in heard),
        sheet="Gaps",
        marks=tuple((one.short, gap.state) for gap in heard),
    )
    above = ". ".join(part for part in (one.group, one.heading) if part)
    blocks: list[Block] = [
        *((Words(above, "quiet"),) if above else ()),
        Words(one.reason),
        *_picture(one),
        *((table,) if heard else ()),
    ]
    if silent:
        blocks.append(Words(f"No evidence on {count(len(silent), 'descriptor')}: {', '.join(silent)}.", "quiet"))
    return Section(one.title, tuple(blocks))


def _self_evaluation(material: Material) -> Iterable[Section]:
    report, public = material.report, material.audience is Audience.PUBLIC
    yield Section("Our council and our children", (_prompt("One paragraph, with numbers and their dates"),))
    yield Section(
        "What do we know about the quality and impact of practice?",
        (_grades(material, _all(report)), *_ground(report)),
        tuple(_known(one, public) for one in report.judgements),
    )
    yield Section("How do we know it?", tuple(_how_known(report, public)))
    yield Section("What are our plans for the next 12 months?", (*_plans(material), *_deadline(material.deadline)))
    yield Section(
        "What has changed since last year",
        (
            *((Points(report.changes),) if report.changes else ()),
            _prompt("What changed for children, and what we got wrong last year"),
        ),
    )
    yield Section("Evidence", (_register(report.evidence, public), *((_indicators(report),) if report.indicators else ())))


NOT_SHOWN = Words("Not shown in this edition, as nobody but inspectors has judged it.")


def _known(one: JudgementPage, public: bool) -> Section:
    strengths = tuple(
        f"{strength.title} ({strength.descriptor}): {', '.join(strength.evidence)}." for strength in one.strengths[:8]
    )
    weak = tuple(sentence(f"{gap.gap} ({gap.descriptor}). {gap.reason}") for gap in one.gaps if gap.rows)[:8]
    return Section(
        one.title,
        (),
        (
            Section(
                "Strengths",
                (
                    Points(strengths)
                    if strengths
                    else NOT_SHOWN
                    if public
                    else Words("None that the evidence shows without a concern."),
                ),
            ),
            Section(
                "Weaknesses",
                (
                    Points(weak)
                    if weak
                    else NOT_SHOWN
                    if public
                    else Words("None recorded; there always is some, so look again."),
                ),
            ),
            Section("Impact on children", (_prompt("What has become different for children, and how we know"),)),
        ),
    )


def _how_known(report: Report, public: bool) -> Iterable[Block]:
    if not public:
        yield _kinds_grid(report)
    by_kind: dict[str, list[EvidenceRow]] = {}
    for row in report.evidence:
        by_kind.setdefault(row.kind, []).append(row)
    yield Points(tuple(f"{kind}: {_described(rows)}." for kind, rows in sorted(by_kind.items())))
    unsure = [f"{one.short}: {one.reason}" for one in report.judgements if one.grade.id is None or one.confidence == "low"]
    if unsure:
        yield Words("What we are unsure about:", "strong")
        yield Points(tuple(unsure))
    if report.contradictions:
        yield Words("Where the evidence disagrees:", "strong")
        yield Points(report.contradictions)


def _described(rows: Sequence[EvidenceRow]) -> str:
    newest = max(row.date for row in rows)
    sampled = sum(1 for row in rows if row.sample)
    samples = f", {sampled} with a sample" if sampled else ""
    moderated = sum(1 for row in rows if row.moderated)
    return f"{count(len(rows), 'item')}, the newest of {day(newest)}{samples}, {moderated} moderated or inspected"


def _plans(material: Material) -> list[Block]:
    if material.states:
        return [_actions(material.states, "Actions")]
    if material.withheld:
        return [_no_actions(material)]
    return [_prompt("No actions are recorded; write them under 'actions:'")]


def _no_actions(material: Material) -> Words:
    """Say that there are none to show, and whether that is because this audience may not see them."""
    if material.withheld:
        return Words(f"{count(material.withheld, 'action')} not meant for this audience; none that is.")
    return Words("No actions are recorded.")


def _plan(material: Material) -> Iterable[Section]:
    yield Section(
        "Purpose and governance",
        (
            _prompt("Who owns the plan, who approved it, which version this is, and who received it"),
            *_deadline(material.deadline),
        ),
    )
    if material.states and material.audience is not Audience.PUBLIC:
        yield Section("Actions by state", (_states_grid(material),))
    for band, rows in material.actions.items():
        title = material.bands.get(band, "Without a band")
        if rows:
            yield Section(title, (_actions(rows, f"Actions: {title.lower()}", filtered=True),))
    if not material.states:
        yield Section("Actions", (_no_actions(material),))
    unplanned = _unplanned(material)
    if unplanned:
        yield Section("Areas for improvement without an action", (_gap_points(unplanned),))


def _states_grid(material: Material) -> Grid:
    words = ("late", "at risk", "off track", "on track", "not started", "done, awaiting sign-off", "done", "no state given")
    rows = []
    for band, states in material.actions.items():
        told = [_state_word(state) for state in states]
        rows.append((material.bands.get(band, "Without a band"), tuple(told.count(word) for word in words)))
    seen = sum(1 for state in material.states if state.seen)
    total = len(material.states)
    return Grid(
        "Actions by band and state",
        words,
        tuple(rows),
        f"{sentence(count(total, 'action'))[:-1]}, {seen or 'none'} with a difference seen.",
    )


def _unplanned(material: Material) -> tuple[GapPage, ...]:
    found = {gap.descriptor: gap for band in material.report.bands for gap in band.gaps if gap.descriptor not in material.planned}
    return tuple(found.values())


def _committee(material: Material) -> Iterable[Section]:
    """Lay the paper out as the seed reports do: their headings, in their order."""
    report, public = material.report, material.audience is Audience.PUBLIC
    yield Section("Committee", (_prompt("Committee, meeting date, item, public or not, responsible officer with contact lines"),))
    yield Section(
        "1. Purpose",
        (
            Words(
                f"To advise the committee how services for children stand against {report.framework} as at {report.as_at_words}."
            ),
        ),
    )
    yield Section("2. Recommendations", (Points(("That the committee notes and comments on this report.",)), _prompt("Others")))
    yield Section("3. Background", (_prompt("When services were last inspected, and what followed"), *_lines(report)))
    yield Section("4. Evidence considered", tuple(_how_known(report, public)) if not public else (Words(_considered(report)),))
    yield Section("5. Judgements", _judgement_tables(material))
    yield Section(
        "6. Areas for development",
        tuple(Words(told, "quiet") for told in (report.bands_note, report.counts_published) if told),
        tuple(_band_section(material, band) for band in report.bands),
    )
    yield Section(
        "7. Implications",
        (),
        tuple(
            Section(title, (_prompt(f"Left open for the report's author: {title.lower()}"),))
            for title in ("Finance", "Law", "Equality", "Human rights", "Environment", "Risk", "Consultation")
        ),
    )
    yield Section("8. Conclusion", (_prompt("What the committee should take away"),))
    yield Section("Background papers", (_prompt("List them; nothing confidential belongs here"),))
    yield Section("Appendices", (_register(report.evidence, public),))


def _lines(report: Report) -> list[Block]:
    lines = tuple(f"{one.short}: {one.line}." for one in _all(report) if one.line)
    return [Words("Published over the years:", "strong"), Points(lines)] if lines else []


def _considered(report: Report) -> str:
    return f"{count(len(report.evidence), 'item')} of evidence that may be published."


def _judgement_tables(material: Material) -> tuple[Block, ...]:
    """Give the judgement table in the framework's own blocks where it prints blocks."""
    pages = _all(material.report)
    groups = dict.fromkeys(one.group for one in pages)
    if groups.keys() == {None}:
        return (_grades(material, pages), *_ground(material.report))
    blocks: list[Block] = []
    for group in groups:
        title = group or "Overall"
        blocks += [
            Words(title, "strong"),
            _grades(material, [one for one in pages if one.group == group], f"The judgements: {title}"),
        ]
    return (*blocks, *_ground(material.report))


def _published_in(band: Band) -> tuple[Block, ...]:
    return (Words(f"Published: {band.published}."),) if band.published else ()


def _band_section(material: Material, shown: Band) -> Section:
    states = material.actions.get(shown.id, ())
    gaps = shown.gaps
    points = tuple(sentence(state.action.action or state.action.result or state.action.id) for state in states)
    blocks: list[Block] = [Points(points)] if points else []
    planned = {name for state in states for name in state.action.gaps}
    rest = [gap for gap in gaps if gap.descriptor not in planned]
    if rest:
        blocks.append(_gap_points(rest))
    return Section(shown.title, (*_published_in(shown), *(blocks or [Words("None in this evidence.")])))


def _one_page(material: Material) -> Iterable[Section]:
    """Write one page for a lead member: no acronyms, no codes."""
    report, public = material.report, material.audience is Audience.PUBLIC
    yield Section("In one sentence", (Words(_headline(report, public), "strong"),))
    yield Section(
        "The judgements",
        (Points(tuple(f"{one.short}: {one.grade.words.lower()}{_arrow(one, public)}." for one in _all(report))),),
    )
    strengths = [strength.title for one in report.judgements for strength in one.strengths]
    yield Section("Three strengths", (Points(tuple(sentence(one) for one in strengths[:3])) if strengths else _prompt("Three"),))
    concerns = tuple(dict.fromkeys(sentence(gap.gap) for band in report.bands for gap in band.gaps))[:3]
    none = NOT_SHOWN if public else _prompt("Three; none is recorded, and there always are some")
    yield Section("Three concerns", (Points(concerns) if concerns else none,))
    doing = [sentence(state.action.action or state.action.result or "") for state in material.states if not state.is_done][:4]
    yield Section(
        "What we are doing in the next 12 weeks", (Points(tuple(doing)) if doing else _prompt("What is done, by whom, by when"),)
    )
    yield Section(
        "Questions you may be asked",
        (
            Points(
                (
                    "What do you know about the quality of social work practice, and what difference does it make to children?",
                    "How do you know?",
                    "What are your plans for the next 12 months?",
                ),
                numbered=True,
            ),
        ),
    )
    yield Section(
        "Questions you might ask us",
        (
            Points(
                (
                    "Which children are waiting longest for help today?",
                    "What did children and families tell you last month, and what changed because of it?",
                    "Which of these grades are you least sure of?",
                ),
                numbered=True,
            ),
        ),
    )
    yield Section("The last look from outside", (Words(_last_look(report)),))


def _headline(report: Report, public: bool) -> str:
    if public:
        return "These are the grades that inspectors last published."
    worst = [one for one in report.judgements if one.grade.tone in ("bad", "weak")]
    unknown = [one.short for one in report.judgements if one.grade.id is None]
    if worst:
        return sentence(f"{_each(one.short for one in worst)} would not be judged {report.benchmark} today, on our own evidence")
    if unknown:
        return sentence(f"There is not enough evidence to say how {_each(unknown)} would be judged today")
    return f"Every judgement would be {report.or_better} today, on our own evidence."


def _each(names: Iterable[str]) -> str:
    """List names that may hold an 'and' of their own, so that a reader sees where each ends."""
    *most, last = names
    joint = ", and " if any(" and " in name for name in (*most, last)) else " and "
    return f"{', '.join(most)}{joint}{last}" if most else last


def _arrow(one: JudgementPage, public: bool) -> str:
    if public or one.earlier is None or one.earlier.direction is None:
        return ""
    return {"better": ", up from ", "worse": ", down from ", "the same": ", still "}[
        one.earlier.direction
    ] + one.earlier.words.lower()


def _last_look(report: Report) -> str:
    looks = [one.published or one.earlier for one in _all(report) if one.published or one.earlier]
    latest = max((look for look in looks if look), key=lambda look: look.published, default=None)
    if latest is None:
        return "No published result is recorded."
    return f"Inspectors last published grades {'on ' if latest.day_known else ''}{latest.when}."


def _board(material: Material) -> Iterable[Section]:
    report, public = material.report, material.audience is Audience.PUBLIC
    exceptions = [state for state in material.states if state.late_by or action_words(state) in ("off track", "at risk")]
    pressing = [gap for band in report.bands[:1] for gap in band.gaps]
    yield Section(
        "Exceptions",
        (
            _actions(exceptions, "Late, off track or at risk")
            if exceptions
            else _no_actions(material)
            if material.withheld and not material.states
            else Words(f"No action{' that may be shown here' if material.withheld else ''} is late, off track or at risk."),
            *((Words("Children at risk:", "strong"), _gap_points(pressing)) if pressing else ()),
        ),
    )
    yield Section("Judgements", (_grades(material, _all(report)), *_ground(report), *(() if public else (_kinds_grid(report),))))
    actions = (_states_grid(material), *_plans(material)) if material.states else (_no_actions(material),)
    yield Section("Actions", actions)
    if report.indicators:
        yield Section("Measures", (_indicators(report),))
    for one in () if public else report.judgements:
        yield Section(one.title, (*_picture(one), _board_table(one, report)))
    yield Section(
        "How to read it",
        (
            Points(
                (
                    "Late: past its due date and not done. At risk and off track: as its owner says.",
                    "Done, awaiting sign-off, is not done. Difference seen: evidence shows that children are better for it.",
                    "A grade stands only on evidence young enough to count; what is older is said to be.",
                )
            ),
        ),
    )


def _board_table(one: JudgementPage, report: Report) -> Block:
    rows = [(f"{gap.descriptor} {gap.title}", gap.grade, gap.state, gap.reason) for gap in one.gaps if gap.rows]
    rows += [
        (f"{strength.descriptor} {strength.title}", strength.grade, report.no_concern, _shown_by(strength.evidence))
        for strength in one.strengths
    ]
    if not rows:
        return Words("No descriptor has evidence yet.")
    return Table(
        f"Descriptors with evidence: {one.short}",
        ("Descriptor", "Stands at", "State", "Why"),
        tuple(rows),
        marks=tuple((one.short, state) for _, _, state, _ in rows),
    )


def _shown_by(evidence: Sequence[str]) -> str:
    return f"Shown by {listed(evidence)}." if evidence else ""


def _ready(material: Material) -> Iterable[Section]:
    counts: dict[str, int] = {}
    for state in material.requests:
        words = state.words if state.prepared else "of which nobody has said how they stand"
        counts[words] = counts.get(words, 0) + 1
    told = listed(f"{number} {word}" for word, number in counts.items()) or "nothing is asked for in this framework"
    yield Section("In short", (Words(f"{count(len(material.requests), 'thing')} asked for: {told}.", "strong"),))
    for kind, title in (("list", "Child-level lists"), ("document", "Documents")):
        rows = [state for state in material.requests if state.request.kind == kind]
        if rows:
            yield Section(title, (_request_table(title, rows, material.audience is Audience.PUBLIC),))
    traps = tuple(f"{state.request.title}: {trap}" for state in material.requests for trap in state.request.traps)
    if traps:
        yield Section("Known traps", (Points(traps),))
    yield Section(
        "People and places",
        (_prompt("Owners for lists, documents, audits and tracked records, communications, and rooms, logins and printing"),),
    )


def _count(state: RequestState, public: bool) -> int | str | None:
    """Give how many rows a list has; for the public not where one to five children could be known by it."""
    number = state.prepared.count if state.prepared else None
    return "withheld: under six" if public and number is not None and withheld(number) else number


def _request_table(title: str, rows: Sequence[RequestState], public: bool) -> Table:
    table = Table(
        f"{title}: counts and refresh times only, never the lists themselves",
        ("Id", "Title", "State", "Count", "Refreshed", "Due", "Owner", "To mind"),
        tuple(
            (
                state.request.id,
                state.request.title,
                state.words,
                _count(state, public),
                state.prepared.refreshed if state.prepared else None,
                state.prepared.due if state.prepared else None,
                state.prepared.owner if state.prepared else None,
                _to_mind(state),
            )
            for state in rows
        ),
        sheet=title,
        marks=tuple(("", state.words) for state in rows),
    )
    return _without(table, "To mind")


def _to_mind(state: RequestState) -> str:
    told = [f"late by {count(state.late_by, 'day')}"] if state.late_by else []
    told += [f"{item.id} is past its review date" for item in state.old_documents]
    return "; ".join(told)


KINDS: Mapping[str, tuple[str, Callable[[Material], Iterable[Section]]]] = {
    "gap": ("Gap report", _gap),
    "self-evaluation": ("Self-evaluation", _self_evaluation),
    "plan": ("Action plan", _plan),
    "committee": ("Report to committee", _committee),
    "one-page": ("One page for the lead member", _one_page),
    "board": ("Board dashboard", _board),
    "ready": ("Ready for inspection", _ready),
}
"""Every kind: its title, and what writes its sections."""
