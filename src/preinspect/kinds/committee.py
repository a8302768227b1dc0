"""The committee paper, under the headings of the papers that councils publish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..day import in_words as day
from ..evidence import Status
from ..page import Block, Points, Section, Table, Words
from ..plan import ActionState
from ..report import Area, Band, EvidenceRow, GapPage, JudgementPage, Report
from ..words import count, listed, sentence
from .actions import answered_area, area_table
from .looked import described
from .material import Material
from .parts import counted_in, ground, on_day, prompted, tallied, without_columns


def sections(material: Material) -> Iterable[Section]:
    """Lay the paper out as the seed reports do: their headings, in their order."""
    report = material.report
    yield Section(
        "Committee", (prompted("Committee, meeting date, item, public or not, responsible officer with contact lines"),)
    )
    yield Section("1. Purpose", (Words(_purpose(report, material.is_public)),))
    yield Section("2. Recommendations", (Points(("That the committee notes and comments on this report.",)), prompted("Others")))
    yield Section(
        "3. Background", (*_background(report), prompted("What the inspection was for, who inspected, and what followed"))
    )
    yield Section("4. Evidence considered", tuple(_considered(material)))
    yield Section("5. Judgements", _judgement_tables(material))
    yield Section(
        "6. Areas for development",
        tuple(Words(told, "quiet") for told in (report.bands_note, report.counts_published) if told),
        tuple(_band_sections(material)),
    )
    yield Section(
        "7. Implications",
        (),
        tuple(
            Section(title, (prompted(f"Left open for the report's author: {title.lower()}"),))
            for title in ("Finance", "Law", "Equality", "Human rights", "Environment", "Risk", "Consultation")
        ),
    )
    yield Section("8. Conclusion", (prompted("What the committee should take away"),))
    yield Section("Background papers", (prompted("List them; nothing confidential belongs here"),))
    yield Section(
        "Appendices", (_findings(report.evidence, material.is_public), prompted("The published report; the action plan"))
    )


def _outcome(report: Report) -> JudgementPage | None:
    """Give a judgement whose result was published after the as-at date, if there is such a result."""
    return next((one for one in report.every_judgement if one.published), None)


def _purpose(report: Report, public: bool) -> str:
    outcome = _outcome(report)
    if outcome is None or outcome.published is None:
        return f"To advise the committee how services for children stand against {report.framework} as at {report.as_at_words}."
    beside = "" if public else f", beside what the council's own evidence as at {report.as_at_words} shows"
    return (
        f"To advise the committee of the result of the inspection of services for children ({report.framework}), published "
        f"{on_day(outcome.published.when)}{beside}."
    )


def _background(report: Report) -> list[Block]:
    """Say what inspectors published before, judgement by judgement where that was more than once."""
    blocks: list[Block] = []
    outcome = _outcome(report)
    if outcome is not None and outcome.published is not None:
        blocks.append(Words(f"Inspectors published their result {on_day(outcome.published.when)}."))
    before = tuple((one.title, one.earlier.words, one.earlier.when) for one in report.every_judgement if one.earlier)
    if before:
        blocks.append(
            Table("What inspectors published before", ("Judgement", "Grade", "Published"), before, sheet="Published before")
        )
    else:
        blocks.append(Words(f"No result published before {report.as_at_words} is recorded here."))
    return blocks


def _considered(material: Material) -> Iterable[Block]:
    """Say what evidence there is by kind, what could not be said, and where people disagree."""
    report = material.report
    if material.is_public:
        yield Words(sentence(f"{count(len(report.evidence), 'item')} of evidence that may be published"))
    by_kind: dict[str, list[EvidenceRow]] = {}
    for row in report.evidence:
        by_kind.setdefault(row.kind, []).append(row)
    if by_kind:
        yield Points(tuple(f"{kind}: {described(rows)}." for kind, rows in sorted(by_kind.items())))
    elif not material.is_public:
        yield Words("No evidence of practice has been recorded.")
    if material.is_public:
        return
    open_ones = sum(1 for one in report.judgements if one.grade.id is None)
    low = sum(1 for one in report.judgements if one.grade.id is not None and one.confidence == "low")
    told = [f"{open_ones} cannot be predicted on this evidence"] if open_ones else []
    told += [f"{low} only with low confidence"] if low else []
    if told:
        yield Words(f"Of {count(len(report.judgements), 'judgement')}, {listed(told)}.")
    for lead, lines in (
        ("Where the evidence disagrees:", report.contradictions),
        ("And why, where that is known:", report.explained),
    ):
        if lines:
            yield Words(lead, "strong")
            yield Points(lines)


def _judgement_tables(material: Material) -> tuple[Block, ...]:
    """Give the judgement table in the framework's own blocks where it prints blocks; published grades first, predictions marked."""
    pages = material.report.every_judgement
    groups = dict.fromkeys(one.group for one in pages)
    tables = [_published_table([one for one in pages if one.group == group], group, material.is_public) for group in groups]
    note = "Published grades are those of inspectors; what is predicted is ours, from our own evidence."
    lead = Words(tallied(material.report, material.is_public), "strong")
    return (lead, *tables, *(() if material.is_public else (Words(note, "quiet"),)), *ground(material.report, for_members=True))


def _published_table(pages: Sequence[JudgementPage], group: str | None, public: bool) -> Table:
    """Give the judgements of a block with what inspectors published; the day stands in the heading where it is one for all."""
    grades = [one.last_published for one in pages]
    days = {grade.when for grade in grades if grade}
    once = days.pop() if len(days) == 1 else None
    told = ["none" if grade is None else grade.words if once else f"{grade.words}, {grade.when}" for grade in grades]
    published = f"Published {on_day(once)}" if once else "Published"
    columns = ("Judgement", published) if public else ("Judgement", published, "Predicted by us", "How sure we are")
    rows = tuple(
        (one.title, words) if public else (one.title, words, one.grade, one.confidence)
        for one, words in zip(pages, told, strict=True)
    )
    return Table(f"The judgements: {group}" if group else "The judgements", columns, rows, sheet="Judgements")


def _band_sections(material: Material) -> Iterable[Section]:
    """Give each band: what inspectors published, block by block; other actions; and apart, marked as ours, what is predicted."""
    report = material.report
    known = {band.id for band in report.bands}
    without = [one for one in report.areas if one.band not in known]
    if without:
        yield Section("Published without a timescale", tuple(_areas_by_block(without, material)))
    for band in report.bands:
        areas = [one for one in report.areas if one.band == band.id]
        blocks = [*_counted_in(band, areas), *_areas_by_block(areas, material), *_other_actions(band.id, areas, material)]
        yield Section(band.title, tuple(blocks or [_nothing(band, material)]), tuple(_ours(band, material)))
    if loose := tuple(_other_actions("", (), material)):
        yield Section("Actions without a timescale", loose)


def _nothing(band: Band, material: Material) -> Words:
    """Say that a band holds nothing, and no more than holds: an action may be set for another band, for none, or be hidden."""
    if "" in material.actions or any(_answers(gap, material) for gap in band.gaps):
        return Words("None that inspectors published.")
    return Words(f"None that inspectors published or that an action{' shown here' if material.withheld else ''} answers.")


def _counted_in(band: Band, areas: Sequence[Area]) -> Iterable[Block]:
    """Say how many areas were published where the list does not show it."""
    if band.published and band.published != str(len(areas)):
        yield counted_in(band.published)


def _areas_by_block(areas: Sequence[Area], material: Material) -> Iterable[Block]:
    for group in dict.fromkeys(one.group for one in areas):
        yield area_table([one for one in areas if one.group == group], material, group)


def _other_actions(band: str, areas: Sequence[Area], material: Material) -> Iterable[Block]:
    """List the actions of a band that answer no published area, what is finished apart from what is under way."""
    rest = [state for state in material.actions.get(band, ()) if answered_area(state, material.report.areas) is None]
    more = " else" if any(answered_area(state, areas) for state in material.states) else ""
    awaiting = [state for state in rest if state.action.status is Status.DONE_AWAITING_SIGN_OFF]
    for lead, states in (
        (f"What{more} is being done or is planned:", [state for state in rest if not state.is_done]),
        ("What is done and awaits sign-off:", awaiting),
        ("What is done:", [state for state in rest if state.action.status is Status.DONE]),
    ):
        if states:
            yield Words(lead, "strong")
            yield Points(tuple(_action_line(state) for state in states))


def _action_line(state: ActionState) -> str:
    """Tell an action with what it is for, as it was written, how it stands and whose it is."""
    result, done, owner = state.action.result, state.action.action, state.action.owner
    told = [sentence(done)] if done else []
    told += [sentence(f"So that: {result}")] if result else []
    told = told or [sentence(state.action.id)]
    return " ".join([*told, sentence(_standing(state)), *([sentence(f"Owner: {owner}")] if owner else [])])


def _standing(state: ActionState) -> str:
    """Say how an action stands and when it is due, and of one that is done whether a difference was seen."""
    told = [state.words]
    if state.action.due:
        told.append(f"{'was due' if state.is_done else 'on' if state.due_soon else 'due'} {day(state.action.due)}")
    if state.unproven and not state.not_shown:
        told.append("no difference seen yet")
    return ", ".join(told)


def _ours(band: Band, material: Material) -> Iterable[Section]:
    """Put what is predicted under a heading of its own, marked as ours, each with the actions shown here that answer it."""
    if band.gaps:
        lead = Words("From our own evidence; inspectors have not published these.", "quiet")
        yield Section(f"{band.title}: predicted by us", (lead, Points(tuple(_predicted(gap, material) for gap in band.gaps))))


def _predicted(gap: GapPage, material: Material) -> str:
    told = [f"An action answers it{_timescale(state, gap, material)}: {_standing(state)}." for state in _answers(gap, material)]
    return " ".join([sentence(f"{gap.gap} ({gap.descriptor})"), *told])


def _answers(gap: GapPage, material: Material) -> tuple[ActionState, ...]:
    """Give the actions shown here that are to lift the descriptor of a gap, whichever band they are set for."""
    return tuple(state for state in material.states if gap.descriptor in state.action.gaps)


def _timescale(state: ActionState, gap: GapPage, material: Material) -> str:
    """Name the band of an action where that is not the gap's."""
    priority = state.action.priority.value if state.action.priority else ""
    return "" if priority == gap.band else f" (timescale: {material.bands.get(priority, 'none').lower()})"


def _findings(rows: Sequence[EvidenceRow], public: bool) -> Table:
    """List the evidence as members read it: what was found and where it says so, with no codes and no places in files."""
    table = Table(
        "The evidence",
        ("Date", "Kind", "Finding", "Read by the council as", "Sample", "Source"),
        tuple((row.date, row.kind, row.finding, row.grade, row.sample, row.source) for row in rows),
        sheet="Evidence",
        once=("Date", "Kind"),
        none="No evidence that may be shown here is recorded." if public else "No evidence has been recorded.",
    )
    return without_columns(table, "Sample", "Source")
