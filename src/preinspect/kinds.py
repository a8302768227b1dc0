"""The kinds of report, each written once as a Page from the same Report, so that no two of them tell different facts.

Structure and headings follow what councils hand out: the three questions of a self-evaluation, the committee paper of the seed
reports, the one page for a lead member, the board's dashboard, the inspection-day list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate, groupby

from .audience import Audience, for_audience, may_see
from .case import Case
from .day import in_words as day
from .framework import Framework
from .indicators import IndicatorRow
from .measure import Measure
from .page import Block, Cell, Count, Figure, Grid, Page, Picture, Points, Section, Status, Table, Words
from .plain import Speller, reading_age, unknown_acronyms, without_codes
from .plan import (
    ACTION_GROUPS,
    NO_STATE,
    REQUEST_GROUPS,
    TOO_OLD,
    ActionState,
    Deadline,
    RequestState,
    action_states,
    by_band,
    deadline,
    request_states,
)
from .predict import Prediction
from .privacy import clearances
from .report import (
    CHILDREN_AT_RISK,
    NO_EVIDENCE,
    Area,
    Band,
    Bar,
    EvidenceRow,
    GapPage,
    GradeShown,
    JudgementPage,
    KindShown,
    Report,
    Seen,
    band_titles,
    report,
)
from .words import count, listed, sentence, shortened, spelled, withheld


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report of any kind is written from, already cut down for its audience.

    Attributes:
        planned: The descriptors that an action is to lift, and `origins` the published areas that one answers, whoever may see the action.
        names: What is said instead of a code where members read: by the id of a descriptor, its title; of evidence, its kind and day.
        printed: Names that the framework prints, which stay as they are where acronyms and older words are written out.
    """

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
    origins: frozenset[tuple[date, int | None]] = frozenset()
    measures: Mapping[str, Measure] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    printed: frozenset[str] = frozenset()
    acronyms: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.audience is Audience.PUBLIC

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
    if hidden:
        dropped = (*dropped, f"{count(hidden, 'action')} not meant for this audience.")
    return Material(
        report=shown,
        audience=sees,
        dropped=dropped,
        actions=by_band(allowed, titles),
        bands=titles,
        deadline=deadline(case.assessment, case.editions),
        requests=request_states(case.assessment, prediction.framework, prediction.method),
        cleared=() if sees is Audience.PUBLIC else clearances(case.cleared),
        withheld=hidden,
        planned=frozenset(name for state in states for name in state.action.gaps),
        origins=frozenset((one.published, one.area) for state in states if (one := state.action.origin)),
        measures=case.measures,
        names=_names(prediction, whole),
        printed=_printed(prediction.framework),
        acronyms=case.acronyms,
    )


def _names(prediction: Prediction, report: Report) -> Mapping[str, str]:
    evidence = {row.id: f"{row.kind[0].lower()}{row.kind[1:]} of {day(row.date)}" for row in report.evidence}
    return {**evidence, **{one.id: one.title for one in prediction.framework.descriptors.values()}}


def _printed(framework: Framework) -> frozenset[str]:
    found = (name for one in framework.judgements for name in (one.title, one.short, one.group, one.heading))
    return frozenset((framework.title, *(name for name in found if name)))


def page(kind: str, material: Material) -> Page:
    """Write a report of a kind; raises KeyError for an unknown kind."""
    title, sections = KINDS[kind]
    shown = material.report
    code = "" if kind in FOR_MEMBERS else f" ({shown.framework_id})"
    subject = (("Subject", _subject(shown)),) if kind == "committee" else ()
    written = Page(
        kind=kind,
        title=f"{title}: {shown.authority}",
        facts=(
            *subject,
            ("Framework", f"{shown.framework}{code}"),
            *((("In force for", shown.in_force),) if kind == "gap" else ()),
            ("Data as at", shown.as_at_words),
            ("Who it is for", material.audience.words),
        ),
        caveat=shown.caveat,
        sections=tuple(sections(material)),
        dropped=material.dropped,
        authority=shown.authority,
        contents=kind != "board",  # its exceptions are read before anything else
    )
    plain = _plainly(written, material)
    if kind == "one-page" and plain.dropped:
        plain = replace(plain, dropped=(" ".join(plain.dropped),))  # a list would not leave it one page
    return replace(
        plain, sections=(*plain.sections, *_cleared(material))
    )  # which entry was cleared is told by its id to everybody


def _plainly(written: Page, material: Material) -> Page:
    """Leave codes out where members read, write acronyms out there and for the public, and tell the public how easy it is to read."""
    if written.kind in FOR_MEMBERS:
        written = written.reworded(lambda text: without_codes(text, material.names))
    if written.kind in FOR_MEMBERS or material.is_public:
        speller = Speller(material.acronyms, material.printed)
        written = written.reworded(speller)
        if speller.used and material.is_public:
            written = replace(written, dropped=(*written.dropped, f"Short and older words, written out: {listed(speller.used)}."))
    age = reading_age(written.texts()) if material.is_public else None
    return (
        replace(written, facts=(*written.facts, ("Reading age", f"about {age}, by the length of sentences and words")))
        if age
        else written
    )


def _subject(report: Report) -> str:
    """Say what a paper is about: the result where one was published after the as-at date, else readiness."""
    outcome = next((one.published for one in _all(report) if one.published), None)
    if outcome is None:
        return f"How ready services for children are for inspection: {report.framework}"
    return f"The result of the inspection of services for children published {_on(outcome.when)}: {report.framework}"


def _on(when: str) -> str:
    """Put 'on' before a day, and nothing before 'by' and a day."""
    return when if when.startswith("by ") else f"on {when}"


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


def _ground(report: Report, for_members: bool = False) -> list[Block]:
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
    if report.left_out:
        blocks.append(Words(f"{count(len(report.left_out), 'entry', 'entries')} left out because of problems.", "warning"))
    if report.waiting:
        blocks.append(_waiting(report))
    return blocks


def _waiting(report: Report) -> Words:
    waits = count(report.waiting, "entry waits", "entries wait")
    return Words(f"{waits} for a decision since the assessment was carried to this framework.", "warning")


def _gap_points(gaps: Iterable[GapPage]) -> Points:
    return Points(tuple(sentence(f"{gap.gap} ({gap.descriptor})") for gap in gaps))


def _register(rows: Sequence[EvidenceRow], public: bool) -> Table:
    columns = ("Id", "Date", "From", "Kind", "Descriptors", "Says", "Finding", "For children", "Sample", "What we did", "Because")
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
    )
    return _without(table, "From", "For children", "Sample", "What we did", "Because", "Source", "Held")


def _found(row: EvidenceRow) -> str:
    """Give what was found, under its title where that says something else."""
    return row.finding if row.title == row.finding else f"{sentence(row.title)} {row.finding}"


def _without(table: Table, *names: str) -> Table:
    """Leave out those of the named columns that are empty in every row: nobody is sent a column of empty boxes."""
    kept = [
        place
        for place, name in enumerate(table.columns)
        if name not in names or not table.rows or any(row[place] for row in table.rows)
    ]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    ends = list(accumulate(table.together))
    together = (sum(1 for place in kept if start <= place < end) for start, end in zip((0, *ends), ends, strict=False))
    columns = tuple(table.columns[place] for place in kept)
    return replace(table, columns=columns, rows=rows, together=tuple(number for number in together if number))


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
    return _without(table, "Numerator", "Denominator", "From", "Target to", "Year of neighbours", "Year of England", "Where")


def _indicator(one: IndicatorRow) -> tuple[Cell, ...]:
    low, high = one.goal or (None, None)
    near, near_year = one.near or (None, None)
    nation, nation_year = one.nation or (None, None)
    return (
        *(one.title, one.id, one.definition, _value(one), one.numerator, one.denominator, one.start, one.end),
        *(_figure(low, one.share), None if low == high else _figure(high, one.share), one.status, one.distance, one.trend),
        *(_compared(near, one.neighbours, one.share), near_year, _compared(nation, one.england, one.share), nation_year),
        *(one.question, ", ".join(one.descriptors), one.at),
    )


def _compared(number: float | None, words: str | None, share: bool) -> Figure | None:
    """Give a figure to compare with as a number; its words tell the year too."""
    return None if number is None else Figure(number, words or "", share)


def _value(one: IndicatorRow) -> Cell:
    """Give a figure as a number, without what it was counted from; what is missing or withheld says so in words."""
    return one.value if one.figure is None else Figure(one.figure, one.value.partition(" (")[0], one.share)


def _figure(number: float | None, share: bool) -> Figure | None:
    return None if number is None else Figure(number, f"{number:g}{'%' if share else ''}", share)


def _measures(report: Report) -> list[Block]:
    """Show the newest figure of each measure: how it stands, how far from its target, and where it is going."""
    rows = [one for one in report.indicators if one.latest]
    if not rows:
        return []
    table = Table(
        "Measures: an indicator raises a question and never earns a grade",
        ("Measure", "Status", "Figure", "Period", "Distance from target", "Trend", "Compared with"),
        tuple(
            (one.title, Status(one.status, one.tone), one.value, one.period, one.distance, one.trend, _beside(one))
            for one in sorted(rows, key=lambda one: one.urgency)
        ),
        sheet="Measures",
    )
    meanings = tuple(dict.fromkeys(f"{one.title}: {sentence(one.definition)}" for one in rows if one.definition))
    counted: list[Block] = [Words("What each measure counts:", "strong"), Points(meanings)] if meanings else []
    return [table, *(Words(note, "warning") for note in report.benchmarks), *counted]


def _beside(row: IndicatorRow) -> str | None:
    """Give the figures to compare with, each with its year."""
    told = [f"{name} {figure}" for name, figure in (("neighbours", row.neighbours), ("England", row.england)) if figure]
    return "; ".join(told) or None


def _actions(states: Sequence[ActionState], caption: str, material: Material, filtered: bool = False) -> list[Block]:
    """Show actions in two tables: what is done, and how we will know; that it is done and that a difference was seen stand apart."""
    done = Table(
        caption,
        ("Action", "Area for improvement", "Result for children", "What is done", "Owner", "Due", "State"),
        tuple(
            (
                *(state.action.id, _source(state, material), state.action.result, state.action.action, state.action.owner),
                *(state.action.due, _action_status(state)),
            )
            for state in states
        ),
        sheet="Actions",
        none=_no_actions(material).text,
        marks=tuple(("", state.group) for state in states) if filtered else (),
    )
    if not states:
        return [done]
    known = Table(
        f"How we will know: {caption[0].lower()}{caption[1:]}",
        ("Action", "Measure", "Now", "Evidence to come", "Done", "Difference seen"),
        tuple(
            (state.action.id, *_aim(state, material), _to_come(state, material), _done(state), _seen(state, material))
            for state in states
        ),
        sheet="How we will know",
        marks=tuple(("", state.group) for state in states) if filtered else (),
    )
    return [_without(done, "Owner", "Due"), _without(known, "Measure", "Now", "Evidence to come")]


def _source(state: ActionState, material: Material) -> str:
    """Say which area for improvement an action answers: one that was published, with its words, or a gap of our own."""
    origin = state.action.origin
    if origin is not None:
        area = _answered(state, material.report.areas)
        number = f", area {origin.area}" if origin.area else ""
        if area is not None:
            return f"Published {_on(area.when)}, area {area.number}: {area.text}"
        return f"Published on {day(origin.published)}{number}"
    gaps = {gap.descriptor: gap.gap for one in material.report.judgements for gap in one.gaps}
    told = [
        f"{gaps[name]} ({name})" if name in gaps else f"{material.names.get(name, name)} ({name})" for name in state.action.gaps
    ]
    return sentence(f"Our own: {'; '.join(told)}") if told else "None is named"


def _answered(state: ActionState, areas: Iterable[Area]) -> Area | None:
    """Give the published area for improvement that an action answers."""
    origin = state.action.origin
    return next((one for one in areas if origin and (one.published, one.number) == (origin.published, origin.area)), None)


def _aim(state: ActionState, material: Material) -> tuple[str | None, str | None]:
    """Give the measure of an action with where it stood and where it should stand, and its newest figure."""
    aim = state.action.measure
    if aim is None:
        return None, None
    rows = [one for one in material.report.indicators if aim.id in (one.id, one.measure)]
    newest = next((one for one in rows if one.latest or one.id == aim.id), None)
    title = newest.title if newest else material.measures[aim.id].title if aim.id in material.measures else aim.id
    ends = [f"from {aim.baseline:g}"] if aim.baseline is not None else []
    ends += [f"to {aim.target:g}"] if aim.target is not None else []
    told = f"{title}: {' '.join(ends)}" if ends else title
    return told, f"{newest.value}, {newest.period}" if newest else "no figure that may be shown here"


def _action_status(state: ActionState) -> Status:
    return Status(state.words, ACTION_TONES.get(state.group, "none"))


ACTION_TONES = {"late": "bad", "off track": "bad", "at risk": "weak", "on track": "good", "done": "top"}
"""Colours beside the words for how an action stands; done without sign-off is not yet done, and has none."""


def _to_come(state: ActionState, material: Material) -> str | None:
    """Say what kind of evidence would show that the gaps of an action are closed."""
    names = set(state.action.gaps)
    wanted = (gap.closes for one in material.report.judgements for gap in one.gaps if gap.descriptor in names)
    return " ".join(dict.fromkeys(wanted)) or None


def _done(state: ActionState) -> str:
    return state.words if state.is_done else "not yet" if state.action.status else "nobody has said"


def _seen(state: ActionState, material: Material) -> str:
    """Say whether a difference was seen, when, and in what; evidence that this audience may not see is not named."""
    sight = state.action.seen
    if sight is None:
        return "not yet"
    may_be_named = {row.id for row in material.report.evidence}
    named = [name for name in sight.evidence if name in may_be_named]
    shown = f": {listed(named)}" if named else "" if sight.evidence else ", with no evidence named"
    return f"yes, {day(sight.date)}{shown}"


def _deadline(due: Deadline | None) -> list[Block]:
    if due is None:
        return []
    known = "published" if due.from_published else "received"
    holidays = listed(f"{name} ({day(when)})" for when, name in due.holidays) or "none"
    after = f"{due.working_days} working days after the report was {known} on {day(due.received)}"
    passed = f"{count(-due.days_left, 'day')} before the day that this is as at. Whether it was sent is not recorded here."
    told = (
        f"was due by {day(due.due)}, {after}; that was {passed}" if due.days_left < 0 else f"is due by {day(due.due)}, {after}."
    )
    return [
        Words(f"The action plan {told}", "warning" if due.days_left < 0 else "plain"),
        Words(f"Bank holidays not counted: {holidays}.", "quiet"),
    ]


def _kinds_grid(report: Report) -> Grid:
    """Count items by judgement and kind of evidence, whether anybody used the kind or not: where nobody looked, it is empty."""
    rows = tuple((one.short, _tally((seen for looked in one.looked for seen in looked.by), report)) for one in report.judgements)
    empty = _empty_columns([counts for _, counts in rows], report)
    never = f"Of no judgement is anything current recorded as {listed((kind.lower() for kind in empty), 'or')}." if empty else ""
    bare = [name for name, counts in rows if not any(one.number for one in counts)]
    nothing = f"Nothing current is recorded of {_each(bare)}." if bare else ""
    return Grid(
        "Current items of evidence by judgement and kind",
        tuple(kind.short for kind in report.kinds),
        rows,
        " ".join(part for part in (never, nothing, _MISSING) if part),
        head="Judgement",
        groups=_groups(report.kinds),
        sheet="Kinds of evidence",
    )


_MISSING = "None means that nobody has looked, or that nobody has written it down; what is too old to count today is called old."


def _groups(kinds: Sequence[KindShown]) -> tuple[tuple[str, int], ...]:
    return tuple((group, len(list(members))) for group, members in groupby(kinds, lambda one: one.group))


def _tally(seen: Iterable[Seen], report: Report) -> tuple[Count, ...]:
    """Count by kind what is current and what is old, each item once."""
    found = {(one.kind, one.id): one.current for one in seen}
    return tuple(
        Count(
            sum(1 for (name, _), current in found.items() if name == kind.id and current),
            sum(1 for (name, _), current in found.items() if name == kind.id and not current),
        )
        for kind in report.kinds
    )


def _empty_columns(rows: Sequence[Sequence[Count]], report: Report) -> list[str]:
    """Name the kinds of which nothing is current in any row."""
    return [kind.short for place, kind in enumerate(report.kinds) if not any(row[place].number for row in rows)]


def _looked_grid(one: JudgementPage, report: Report) -> Grid:
    """Count the items on each descriptor of a judgement by kind: a row that is empty was looked at by nobody."""
    rows = tuple((f"{looked.descriptor} {looked.title}", _tally(looked.by, report)) for looked in one.looked)
    bare = [looked.descriptor for looked, (_, counts) in zip(one.looked, rows, strict=True) if not any(c.number for c in counts)]
    empty = _empty_columns([counts for _, counts in rows], report)
    of = count(len(rows), "descriptor")
    told = [
        f"Nobody has looked lately at {len(bare)} of {of}: {', '.join(bare)}."
        if bare
        else f"Something current is recorded on each of {of}."
    ]
    told += [f"Nothing current on any of them is recorded as {listed((kind.lower() for kind in empty), 'or')}."] if empty else []
    return Grid(
        f"Who looked where: {one.short}",
        tuple(kind.short for kind in report.kinds),
        rows,
        " ".join(told),
        head="Descriptor",
        groups=_groups(report.kinds),
        names=tuple(looked.descriptor for looked in one.looked),
        about=("Judgement", one.short),
        sheet="Where nobody looked",
    )


def _picture(one: JudgementPage) -> list[Block]:
    if not one.bars:
        return []
    caption, about = f"Where the descriptors of {one.short} stand", ("Judgement", one.short)
    return [Picture(caption, one.bars, one.bars_words, about=about, sheet="Spread over grades")]


# --- the kinds


def _gap(material: Material) -> Iterable[Section]:
    report, public = material.report, material.audience is Audience.PUBLIC
    yield Section("In short", tuple(_in_short(material)), tuple(_do_next(report)))
    if report.changes:
        yield Section("What changed", (Points(report.changes),))
    if not public:
        yield Section("Limits and warnings", tuple(_limits(report)), tuple(_to_press_on(report)))
    yield Section("By judgement", (), tuple(_gap_section(one, report, public) for one in report.judgements))
    if not public:
        yield _gap_list(report)
    yield Section(
        "Areas for improvement",
        tuple(Words(told, "quiet") for told in (report.bands_note, report.counts_published) if told),
        (*_published_areas(material), *(_area_section(band, material) for band in report.bands)),
    )
    pictures = _states(material) if material.states else ()
    yield Section("Actions", (*pictures, *_actions(material.states, "Actions", material)))
    if not public:
        yield Section("Untested claims", (_untested(report),))
        looked = tuple(Section(one.title, (_looked_grid(one, report),)) for one in report.judgements)
        yield Section("Where nobody looked", tuple(_looked_words(material)), looked)
        about = (Section("About the framework", (Points(report.notes),)),) if report.notes else ()
        yield Section("How this was predicted", (Points(tuple(sentence(line) for line in report.method)),), about)
    yield Section("Appendix", (), tuple(_appendix(report, public)))


def _in_short(material: Material) -> Iterable[Block]:
    report, public = material.report, material.audience is Audience.PUBLIC
    if public:
        yield _grades(material, _all(report))
    else:
        yield _summary(report)
    if report.overall is None and report.overall_note:
        yield Words(report.overall_note)
    if report.pathway:
        yield Words(report.pathway)
    if report.borrowed:
        yield Words(report.borrowed, "quiet")
    if report.left_out:
        left = count(len(report.left_out), "entry", "entries")
        yield Words(f"{left} left out of the score because of problems in the files; the appendix lists them.", "warning")
    if report.waiting:
        yield _waiting(report)
    if report.set_aside:
        yield Words(report.set_aside)
    if not public:
        yield from _own_views(report)


def _summary(report: Report) -> Table:
    names = (
        "Judgement",
        "Predicted",
        "Confidence",
        "Tested",
        "Published since",
        "Published before",
        "Reason",
        "What would change it",
    )
    rows = tuple(
        (one.title, one.grade, one.confidence, one.coverage, _after(one), _before(one), one.reason, one.would_change)
        for one in _all(report)
    )
    table = Table("The judgements", names, rows, sheet="Judgements", together=(1, 3, 2, 2))
    return _without(table, "Published since", "Published before", "What would change it")


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
    if not report.warnings:
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
        blocks.append(Words(sentence(f"{sure}{one.coverage}"), grade=one.grade))
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
    return Section(one.title, (*blocks, *_picture(one)), tuple(parts), name=one.id, brief=one.short)


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
    columns = ("Evidence", "Date", "Kind", "What it found", "For children", "Sample", "Says", "How far, and what it means")
    table = Table(
        f"Evidence on {gap.descriptor}",
        (*columns, "How it counts", "Where", "Source", "Held"),
        tuple(
            (
                *(row.id, row.when, row.kind, row.finding, row.impact, row.sample, row.grade, row.reach),
                *(row.counts, row.at, row.source, row.held),
            )
            for row in gap.rows
        ),
        sheet="Evidence by descriptor",
        together=(3, 3, 2, 4),
        about=("Descriptor", gap.descriptor),
    )
    return _without(table, "For children", "Sample", "Source", "Held")


def _silent_part(one: JudgementPage, report: Report) -> Iterable[Section]:
    gaps = [gap for gap in one.gaps if not gap.rows and gap.state == NO_EVIDENCE]
    if gaps:
        table = Table(
            f"{sentence(count(len(gaps), 'descriptor')).rstrip('.')} of {one.short} without any evidence: unknown, not bad",
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
        )
        told = dict.fromkeys(f"{gap.reason} What would close it: {gap.closes}" for gap in gaps)
        yield Section("No evidence", (*(Words(one) for one in told), table))


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
    tables = tuple(_area_table([one for one in areas if one.group == group], material, group) for group in groups)
    if tables:
        yield Section("Published by inspectors", tables)


def _area_section(band: Band, material: Material) -> Section:
    names = {one.id: one.short for one in material.report.judgements}
    points = tuple(f"{sentence(gap.gap)} {names[gap.judgement]}, {gap.descriptor}." for gap in band.gaps)
    doing = tuple(_doing(state) for state in material.actions.get(band.id, ()))
    found = Points(points) if points else Words("None in this evidence.")
    actions = (Words("Actions in this band:", "strong"), Points(doing)) if doing else ()
    return Section(band.title, (*_published_in(band), found, *actions))


def _doing(state: ActionState) -> str:
    return f"{state.action.id}: {sentence(state.action.action or state.action.result or 'no words')}"


def _untested(report: Report) -> Table:
    names = {one.id: one.short for one in report.judgements}
    return Table(
        "Descriptors with evidence but none of practice or voice",
        ("Descriptor", "Judgement", "What stands behind it", "What would test it"),
        tuple((f"{gap.descriptor} {gap.title}", names[gap.judgement], gap.reason, gap.closes) for gap in report.untested),
        sheet="Untested",
        none="None: somebody looked at practice, or listened to children and families, wherever there is evidence.",
    )


def _looked_words(material: Material) -> Iterable[Block]:
    yield Words(f"How many current items of each kind of evidence tell of each descriptor. {_MISSING}")
    groups = groupby(material.report.kinds, lambda one: one.group)
    yield Points(tuple(f"{group}: {listed(kind.short.lower() for kind in kinds)}." for group, kinds in groups))
    if material.audience is not Audience.INTERNAL:
        yield Words("Only what this audience may see is counted, so that a cell may be empty where somebody looked.", "quiet")


def _appendix(report: Report, public: bool) -> Iterable[Section]:
    yield Section("All evidence", (_register(report.evidence, public),))
    lead = Words("An indicator cannot earn a grade; it can raise a question.")
    old = tuple(Words(note, "warning") for note in report.benchmarks)
    yield Section("Measures", (lead, _indicators(report), *old))
    if report.sources:
        yield Section("Sources of the framework", (Points(report.sources, links=True),))
    if not public:
        left = Points(report.left_out) if report.left_out else Words("Nothing was left out.")
        yield Section("Left out because of problems", (left,))


def _self_evaluation(material: Material) -> Iterable[Section]:
    report, public = material.report, material.is_public
    yield Section("Our council and our children", (_prompt("One paragraph, with numbers and their dates"),))
    yield Section(
        "What do we know about the quality and impact of practice?",
        (_grades(material, _all(report)), *_own_views(report), *_ground(report)),
        tuple(_known(one, report, public) for one in report.judgements),
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
    yield Section("Evidence", (_register(report.evidence, public), *_measures(report)))


def _own_views(report: Report) -> list[Block]:
    """Set the grades that people gave themselves beside the predictions, with their reasons."""
    if not report.views:
        return []
    columns = ("Of", "Our own view", "Predicted", "Our view is", "Whose view", "Date", "Because")
    rows = tuple((one.title, one.grade, one.predicted, one.kinder, one.by, one.when, one.because) for one in report.views)
    return [_without(Table("What we say of ourselves, beside the evidence", columns, rows, sheet="Own views"), "Because")]


NOT_SHOWN = Words("Not shown in this edition, as nobody but inspectors has judged it.")


def _known(one: JudgementPage, report: Report, public: bool) -> Section:
    found = {row.id: row.finding for row in report.evidence}
    strengths = tuple(
        f"{strength.title} ({strength.descriptor}): {sentence(found.get(strength.evidence[0], ''))} ({', '.join(strength.evidence)})"
        if strength.evidence
        else f"{strength.title} ({strength.descriptor})."
        for strength in one.strengths
    )
    weak = tuple(sentence(f"{gap.gap} ({gap.descriptor}). {gap.reason}") for gap in one.gaps if gap.rows)
    none_strong = NOT_SHOWN if public else Words("None that the evidence shows without a concern.")
    looked = any(row.judgement == one.id for row in report.evidence)
    nothing = "None recorded; there always is some, so look again." if looked else "No evidence has been recorded."
    none_weak = NOT_SHOWN if public else Words(nothing)
    return Section(
        one.title,
        (),
        (
            Section("Strengths", tuple(_longest(strengths, none_strong))),
            Section("Weaknesses", tuple(_longest(weak, none_weak))),
            Section("Impact on children", tuple(_longest(_impacts(one, report), _prompt(ASK_IMPACT)))),
        ),
    )


ASK_IMPACT = "What has become different for children, and how we know: no evidence says it yet"

MOST = 8
"""How many points of one sort a self-evaluation shows; it is to be read, and the rest stands in its annex."""


def _longest(points: Sequence[str], none: Words) -> Iterable[Block]:
    """Show as many points as people read, and say how many more there are."""
    if not points:
        yield none
        return
    yield Points(tuple(points[:MOST]))
    if len(points) > MOST:
        yield Words(f"{len(points) - MOST} more; all stand in the gap report and under Evidence.", "quiet")


def _impacts(one: JudgementPage, report: Report) -> tuple[str, ...]:
    """Give what the evidence of a judgement says about the difference made to children, the newest first."""
    rows = [row for row in report.evidence if row.judgement == one.id and row.impact]
    newest = sorted(rows, key=lambda row: (-row.date.toordinal(), row.id))
    return tuple(f"{sentence(row.impact or '').removesuffix('.')} ({_from(row)})." for row in newest)


def _from(row: EvidenceRow) -> str:
    return f"{row.kind[0].lower()}{row.kind[1:]}, {day(row.date)}, {row.id}"


def _how_known(report: Report, public: bool) -> Iterable[Block]:
    if not report.evidence:
        yield Words("No evidence has been recorded." if not public else "No evidence that may be published.")
        return
    if not public:
        yield _kinds_grid(report)
    by_kind: dict[str, list[EvidenceRow]] = {}
    for row in report.evidence:
        by_kind.setdefault(row.kind, []).append(row)
    yield Points(tuple(f"{kind}: {_described(rows)}." for kind, rows in sorted(by_kind.items())))
    yield from _heard(report.evidence)
    unsure = [f"{one.short}: {one.reason}" for one in report.judgements if one.grade.id is None or one.confidence == "low"]
    if unsure:
        yield Words("What we are unsure about:", "strong")
        yield Points(tuple(unsure))
    if report.contradictions:
        yield Words("Where the evidence disagrees:", "strong")
        yield Points(report.contradictions)
    if reasons := _explanations(report):
        yield Words("Where the evidence disagrees, and why:", "strong")
        yield Points(reasons)


def _heard(rows: Iterable[EvidenceRow]) -> list[Block]:
    """Say what was done about what people told the council."""
    told = tuple((row.id, row.date, row.kind, row.finding, row.what_we_did) for row in rows if row.what_we_did)
    columns = ("Id", "Date", "Kind", "What we heard", "What we did")
    return [Table("What we heard, and what we did about it", columns, told, sheet="What we did")] if told else []


def _explanations(report: Report) -> tuple[str, ...]:
    """Give the reasons that people wrote of why an item says something else: with what it disagrees with, where that still counts."""
    said = report.explained
    alone = (row for row in report.evidence if row.because and not any(row.because in one for one in said))
    return (*said, *(f"{row.id} ({row.kind.lower()}, {day(row.date)}): {sentence(row.because or '')}" for row in alone))


def _described(rows: Sequence[EvidenceRow]) -> str:
    newest = max(row.date for row in rows)
    sampled = sum(1 for row in rows if row.sample)
    samples = f", {sampled} with a sample" if sampled else ""
    moderated = sum(1 for row in rows if row.moderated)
    return f"{count(len(rows), 'item')}, the newest of {day(newest)}{samples}, {moderated} moderated or inspected"


def _plans(material: Material) -> list[Block]:
    if material.states:
        return _actions(material.states, "Actions", material)
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
    if material.states:
        yield Section("Actions by state", _states(material))
    for band, rows in material.actions.items():
        title = material.bands.get(band, "Without a band")
        if rows:
            yield Section(title, tuple(_actions(rows, f"Actions: {title.lower()}", material, filtered=True)))
    if not material.states:
        yield Section("Actions", (_no_actions(material),))
    unanswered = [one for one in material.report.areas if one.number not in _answered_numbers(material)]
    if unanswered:
        yield Section("Published areas for improvement without an action", (_area_table(unanswered, material),))
    unplanned = _unplanned(material)
    if unplanned:
        lead = Words("Predicted from our own evidence; inspectors have not published these.", "quiet")
        yield Section("Our own gaps without an action", (lead, _gap_points(unplanned)))
    if heard := _heard(material.report.evidence):
        yield Section("What we heard and did", tuple(heard))


def _answered_numbers(material: Material) -> frozenset[int]:
    """Give the published areas that an action answers, whether or not this audience sees the action."""
    return frozenset(one.number for one in material.report.areas if (one.published, one.number) in material.origins)


def _states(material: Material) -> tuple[Block, ...]:
    """Show actions by state as bars, and by band and state as a grid, which is the table behind them."""
    told = [state.group for state in material.states]
    which = {group: tuple(state.action.id for state in material.states if state.group == group) for group in ACTION_GROUPS}
    bars = tuple(Bar(sentence(group)[:-1], len(ids), ACTION_TONES.get(group, "none"), ids) for group, ids in which.items() if ids)
    counted = "; ".join(f"{bar.count} {bar.label.lower()}" for bar in bars)
    unseen = sum(1 for state in material.states if state.unproven)
    proven = f"{unseen} done with no difference seen yet" if unseen else "every one that is done has a difference seen"
    done = any(state.is_done for state in material.states)
    words = f"{sentence(count(len(told), 'action'))[:-1]}: {counted}{f'; {proven}' if done else ''}."
    return (Picture("Actions by state", bars, words, ("State", "Actions")), _states_grid(material))


def _states_grid(material: Material) -> Grid:
    rows = []
    for band, states in material.actions.items():
        told = [state.group for state in states]
        rows.append((material.bands.get(band, "Without a band"), tuple(Count(told.count(word)) for word in ACTION_GROUPS)))
    seen = sum(1 for state in material.states if state.seen)
    total = len(material.states)
    return Grid(
        "Actions by band and state",
        ACTION_GROUPS,
        tuple(rows),
        f"{sentence(count(total, 'action'))[:-1]}, {seen or 'none'} with a difference seen.",
        head="Band",
        sheet="Actions by band",
    )


def _unplanned(material: Material) -> tuple[GapPage, ...]:
    found = {gap.descriptor: gap for band in material.report.bands for gap in band.gaps if gap.descriptor not in material.planned}
    return tuple(found.values())


def _committee(material: Material) -> Iterable[Section]:
    """Lay the paper out as the seed reports do: their headings, in their order."""
    report = material.report
    yield Section("Committee", (_prompt("Committee, meeting date, item, public or not, responsible officer with contact lines"),))
    yield Section("1. Purpose", (Words(_purpose(report)),))
    yield Section("2. Recommendations", (Points(("That the committee notes and comments on this report.",)), _prompt("Others")))
    yield Section(
        "3. Background", (*_background(report), _prompt("What the inspection was for, who inspected, and what followed"))
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
            Section(title, (_prompt(f"Left open for the report's author: {title.lower()}"),))
            for title in ("Finance", "Law", "Equality", "Human rights", "Environment", "Risk", "Consultation")
        ),
    )
    yield Section("8. Conclusion", (_prompt("What the committee should take away"),))
    yield Section("Background papers", (_prompt("List them; nothing confidential belongs here"),))
    yield Section(
        "Appendices", (_findings(report.evidence, material.is_public), _prompt("The published report; the action plan"))
    )


def _outcome(report: Report) -> JudgementPage | None:
    """Give a judgement whose result was published after the as-at date, if there is such a result."""
    return next((one for one in _all(report) if one.published), None)


def _purpose(report: Report) -> str:
    outcome = _outcome(report)
    if outcome is None or outcome.published is None:
        return f"To advise the committee how services for children stand against {report.framework} as at {report.as_at_words}."
    return (
        f"To advise the committee of the result of the inspection of services for children under {report.framework}, published "
        f"{_on(outcome.published.when)}, beside what the council's own evidence as at {report.as_at_words} shows."
    )


def _background(report: Report) -> list[Block]:
    """Say what inspectors published before, judgement by judgement where that was more than once."""
    blocks: list[Block] = []
    outcome = _outcome(report)
    if outcome is not None and outcome.published is not None:
        blocks.append(Words(f"Inspectors published their result {_on(outcome.published.when)}."))
    before = tuple((one.title, one.earlier.words, one.earlier.when) for one in _all(report) if one.earlier)
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
        yield Words(f"{count(len(report.evidence), 'item')} of evidence that may be published.")
    by_kind: dict[str, list[EvidenceRow]] = {}
    for row in report.evidence:
        by_kind.setdefault(row.kind, []).append(row)
    if by_kind:
        yield Points(tuple(f"{kind}: {_described(rows)}." for kind, rows in sorted(by_kind.items())))
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
    pages = _all(material.report)
    groups = dict.fromkeys(one.group for one in pages)
    tables = [_published_table([one for one in pages if one.group == group], group, material.is_public) for group in groups]
    note = "Published grades are those of inspectors; what is predicted is ours, from our own evidence."
    return (*tables, *(() if material.is_public else (Words(note, "quiet"),)), *_ground(material.report, for_members=True))


def _published_table(pages: Sequence[JudgementPage], group: str | None, public: bool) -> Table:
    """Give the judgements of a block with what inspectors published; the day stands in the heading where it is one for all."""
    grades = [one.published or one.earlier for one in pages]
    days = {grade.when for grade in grades if grade}
    once = days.pop() if len(days) == 1 else None
    told = ["none" if grade is None else grade.words if once else f"{grade.words}, {grade.when}" for grade in grades]
    published = f"Published {_on(once)}" if once else "Published"
    columns = ("Judgement", published) if public else ("Judgement", published, "Predicted by us", "How sure we are")
    rows = tuple(
        (one.title, words) if public else (one.title, words, one.grade, one.confidence)
        for one, words in zip(pages, told, strict=True)
    )
    return Table(f"The judgements: {group}" if group else "The judgements", columns, rows, sheet="Judgements")


def _published_in(band: Band) -> tuple[Block, ...]:
    return (Words(f"Published: {band.published}."),) if band.published else ()


def _band_sections(material: Material) -> Iterable[Section]:
    """Give each band: what inspectors published, block by block; other actions; and apart, marked as ours, what is predicted."""
    report = material.report
    known = {band.id for band in report.bands}
    without = [one for one in report.areas if one.band not in known]
    if without:
        yield Section("Published without a timescale", tuple(_areas_by_block(without, material)))
    for band in report.bands:
        areas = [one for one in report.areas if one.band == band.id]
        blocks = [*_counted_in(band, areas), *_areas_by_block(areas, material), *_other_actions(band, material)]
        nothing = Words("None that inspectors published or that an action answers.")
        yield Section(band.title, tuple(blocks or [nothing]), tuple(_ours(band)))


def _counted_in(band: Band, areas: Sequence[Area]) -> Iterable[Block]:
    """Say how many areas were published where the list does not show it."""
    if band.published and band.published != str(len(areas)):
        yield Words(f"Published: {band.published}.")


def _areas_by_block(areas: Sequence[Area], material: Material) -> Iterable[Block]:
    for group in dict.fromkeys(one.group for one in areas):
        yield _area_table([one for one in areas if one.group == group], material, group)


def _area_table(areas: Sequence[Area], material: Material, group: str | None = None) -> Table:
    """List published areas for improvement with where they were published, and what is done about each."""
    bands = {one.band: material.bands.get(one.band) for one in areas}
    rows = []
    for one in areas:
        answers = [state for state in material.states if _answered(state, (one,))]
        rows.append(
            (
                *(one.number, sentence(one.text), bands[one.band] if len(bands) > 1 else None),
                *(_told(answers, lambda state: state.action.result), _told(answers, lambda state: state.action.action)),
                _told(answers, lambda state: state.action.owner),
                _told(answers, lambda state: state.words if state.action.status or state.late_by else None),
            )
        )
    when = next(iter(bands.values())) if len(bands) == 1 else None
    part = ", ".join(one for one in (group, when and when.lower()) if one)
    caption = f"Published {_on(areas[0].when)} as areas for improvement{f': {part}' if part else ''}"
    columns = ("Number", "Area for improvement", "By when", "Result for children", "What is done", "Owner", "State")
    table = Table(caption, columns, tuple(rows), sheet="Areas")
    return _without(table, "By when", "Result for children", "What is done", "Owner", "State")


def _told(states: Iterable[ActionState], of: Callable[[ActionState], str | None]) -> str | None:
    return " ".join(dict.fromkeys(sentence(text) for state in states if (text := of(state)))) or None


def _other_actions(band: Band, material: Material) -> Iterable[Block]:
    """List the actions of a band that answer no published area, each with its result."""
    rest = [state for state in material.actions.get(band.id, ()) if _answered(state, material.report.areas) is None]
    if rest:
        yield Words("What else is being done:", "strong")
        yield Points(tuple(_action_line(state) for state in rest))


def _action_line(state: ActionState) -> str:
    result, done = state.action.result, state.action.action
    told = [sentence(done)] if done else []
    told += [f"So that: {result[0].lower()}{sentence(result)[1:]}"] if result else []
    return " ".join(told) or state.action.id


def _ours(band: Band) -> Iterable[Section]:
    """Put what is predicted under a heading of its own, marked as ours."""
    if band.gaps:
        lead = Words("From our own evidence; inspectors have not published these.", "quiet")
        yield Section(f"{band.title}: predicted by us", (lead, _gap_points(band.gaps)))


def _findings(rows: Sequence[EvidenceRow], public: bool) -> Table:
    """List the evidence as members read it: what was found and where it says so, with no codes and no places in files."""
    table = Table(
        "The evidence",
        ("Date", "Kind", "Finding", "Says", "Sample", "Source"),
        tuple((row.date, row.kind, row.finding, row.grade, row.sample, row.source) for row in rows),
        sheet="Evidence",
    )
    return _without(table, "Sample", "Source")


SOON = 84
"""The 12 weeks that a lead member's page looks ahead, in days."""

FEW = 7
"""How many judgements a page for the lead member names; where there are more, only those that stand above the rest."""


def _one_page(material: Material) -> Iterable[Section]:
    """Write one page for a lead member: no acronyms, no codes, and what there is not room for is counted."""
    report, public = material.report, material.is_public
    yield Section("In one sentence", (Words(_headline(report, public), "strong"),))
    yield Section("The judgements", (*_few_judgements(report, public), Words(_last_look(report))))
    yield _three("strength", _strong_points(report), public)
    yield _three("concern", _asked_of_us(report) if public else _weak_points(report), public)
    yield Section("What we are doing in the next 12 weeks", tuple(_next_weeks(material)))
    yield Section("Questions you may be asked", (Points(QUESTIONS),))
    yield Section("Questions you might ask us", (Points((*OURS[:2], OURS[3] if public else OURS[2])),))
    unknown = unknown_acronyms(text for text in (*_strong_points(report), *_weak_points(report), *_plan_points(material)))
    if left := [name for name in unknown if name.rstrip("s") not in material.acronyms]:
        yield Section("Before this is sent", (_prompt(f"Write out {listed(left)}"),))


QUESTIONS = (
    "What do you know about the quality of social work, and what difference does it make to children?",
    "How do you know?",
    "What are your plans for the next 12 months?",
)
"""The three that inspectors ask each year."""

OURS = (
    "Which children are waiting longest for help today?",
    "What did children and families tell you last month, and what changed because of it?",
    "Which of these grades are you least sure of?",
    "What has changed for children since inspectors last looked?",
)


def _three(what: str, points: Sequence[str], public: bool) -> Section:
    """Give at most three points under a heading that says how many there are; none where nothing is recorded."""
    shown = points[:3]
    title = f"{spelled(len(shown)).capitalize()} {what}{'' if len(shown) == 1 else 's'}" if shown else f"{what.capitalize()}s"
    source = "inspectors have published" if public else "the evidence recorded here shows"
    block = Points(tuple(shown)) if shown else Words(f"None that {source}.")
    prompt = () if shown or public else (_prompt(f"Say which you know of; nobody has recorded evidence of any {what}"),)
    return Section(title, (block, *prompt))


def _headline(report: Report, public: bool) -> str:
    if public:
        told = any(one.earlier for one in _all(report))
        by = f"by {report.as_at_words}"
        return f"These are the grades that inspectors had published {by}." if told else f"Inspectors had published no grade {by}."
    worst = [one.short for one in report.judgements if one.grade.tone in ("bad", "weak")]
    unknown = [one.short for one in report.judgements if one.grade.id is None]
    if worst:
        who = _each(worst) if len(worst) <= 3 else f"{len(worst)} of {len(report.judgements)} judgements"
        return sentence(f"{who} would not be judged {report.benchmark} today, on our own evidence")
    if unknown:
        most = (
            "any judgement"
            if len(unknown) == len(report.judgements)
            else f"{len(unknown)} of {len(report.judgements)} judgements"
        )
        who = _each(unknown) if len(unknown) <= 3 else most
        return sentence(f"There is not enough evidence to say how {who} would be judged today")
    return f"Every judgement would be {report.or_better} today, on our own evidence."


def _each(names: Iterable[str]) -> str:
    """List names that may hold an 'and' of their own, so that a reader sees where each ends."""
    *most, last = names
    joint = ", and " if any(" and " in name for name in (*most, last)) else " and "
    return f"{', '.join(most)}{joint}{last}" if most else last


def _few_judgements(report: Report, public: bool) -> Iterable[Block]:
    """Name all judgements where they are few; else those that stand above the rest, and count the others by grade."""
    pages = _all(report)
    shown = pages if len(pages) <= FEW else [one for one in pages if one.key][:FEW] or pages[:FEW]
    yield Points(tuple(f"{one.short}: {_told_grade(one, public)}." for one in shown))
    others = [_grade_of(one, public) for one in pages if one not in shown]
    if others:
        kinds = tuple(dict.fromkeys(others))
        counted = listed(f"{others.count(words)} {words}" for words in kinds) if len(kinds) > 1 else f"all {kinds[0]}"
        yield Words(f"The other {len(others)}: {counted}. The report to committee has them all.")


def _grade_of(one: JudgementPage, public: bool) -> str:
    """Give a grade in words; for the public the one that was published by the as-at date."""
    words = (one.earlier.words if one.earlier else "no grade published") if public else one.grade.words
    return words[0].lower() + words[1:]


def _told_grade(one: JudgementPage, public: bool) -> str:
    if public or one.earlier is None or one.earlier.direction is None:
        return _grade_of(one, public)
    arrow = {"better": "up from", "worse": "down from", "the same": "still"}[one.earlier.direction]
    return f"{_grade_of(one, public)}, {arrow} {one.earlier.words.lower()}"


def _strong_points(report: Report) -> tuple[str, ...]:
    """Say what goes well in the words of what was found, with what it means for children: one of each judgement before two of any."""
    rows = {row.id: row for row in report.evidence}
    turns = sorted(
        (
            (turn, strength.grade.tone != "top", place, strength)
            for place, one in enumerate(report.judgements)
            for turn, strength in enumerate(one.strengths)
        ),
        key=lambda each: each[:3],
    )
    found = dict.fromkeys(row for _, _, _, one in turns for name in one.evidence[:1] if (row := rows.get(name)))
    return tuple(_finding(row) for row in found)


LONGEST = 180
"""How many letters a point of the lead member's page may have, so that it stays one page; the whole stands in the self-evaluation."""


def _finding(row: EvidenceRow) -> str:
    return shortened(" ".join(sentence(text) for text in (row.finding, row.impact) if text), LONGEST)


def _weak_points(report: Report) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence(gap.gap) for band in report.bands for gap in band.gaps))


def _asked_of_us(report: Report) -> tuple[str, ...]:
    """Give what inspectors had published by the as-at date."""
    return tuple(shortened(sentence(one.text), LONGEST) for one in report.areas if not one.later)


def _plan_points(material: Material) -> tuple[str, ...]:
    """Say what is open and due within 12 weeks, or has no date, the earliest first."""
    as_at = material.report.as_at
    due = [
        one for one in material.states if not one.is_done and (one.action.due is None or (one.action.due - as_at).days <= SOON)
    ]
    ordered = sorted(due, key=lambda one: (one.action.due or date.max, one.action.id))
    done = [one.action.action for one in ordered]
    told = (
        one.action.action if done.count(one.action.action) == 1 else one.action.result or one.action.action for one in ordered
    )
    return tuple(dict.fromkeys(shortened(sentence(text), LONGEST) for text in told if text))


def _next_weeks(material: Material) -> Iterable[Block]:
    points = _plan_points(material)
    if not points:
        yield (
            _no_actions(material)
            if material.is_public
            else _prompt("What is done, by whom, by when; no action is recorded for then")
        )
        return
    yield Points(points[:3])
    if len(points) > 3:
        yield Words(f"{len(points) - 3} more; the action plan has them all.")


def _last_look(report: Report) -> str:
    """Say when somebody from outside last looked, and when inspectors last published, as far as that was known by the as-at date."""
    looks = [row.date for row in report.evidence if row.external]
    published = max((one.earlier for one in _all(report) if one.earlier), key=lambda one: one.published, default=None)
    told = [f"Inspectors or peers last looked on {day(max(looks))}."] if looks else []
    told.append(
        f"Inspectors last published grades {_on(published.when)}."
        if published
        else f"No result published by {report.as_at_words} is recorded."
    )
    return " ".join(told)


def _stand(number: int) -> str:
    return "stands" if number == 1 else "stand"


MOST_EXCEPTIONS = 12
"""How many exceptions a board sees on its first page; what is left out is counted."""


def _board(material: Material) -> Iterable[Section]:
    """Lay out the dashboard: what is worst, late or getting worse first, then all of it with status, number, distance and trend."""
    report, public = material.report, material.is_public
    yield Section("Exceptions", tuple(_exceptions(material)))
    if measures := _measures(report):
        yield Section("Measures", tuple(measures))
    yield Section("Judgements", (_board_judgements(report, public), *_ground(report)))
    actions = (
        (*_states(material), *_actions(material.states, "Actions", material)) if material.states else (_no_actions(material),)
    )
    yield Section("Actions", actions)
    if material.requests:
        yield Section("Ready for inspection", (_readiness(material.requests),))
    if not public:
        yield Section(
            "Where nobody looked", (_kinds_grid(report) if report.evidence else Words("No evidence has been recorded."),)
        )
        seen = [one for one in report.judgements if one.strengths or any(gap.rows for gap in one.gaps)]
        silent = tuple(one.title for one in report.judgements if one not in seen)
        unheard: tuple[Block, ...] = (Words("No evidence yet on:"), Points(silent)) if silent else ()
        yield Section(
            "Descriptors", unheard, tuple(Section(one.title, (*_picture(one), _board_table(one, report))) for one in seen)
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
        yield _no_actions(material)
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
        return
    worst = sorted(
        (one for one in _all(report) if one.grade.id), key=lambda one: report.ladder.index(one.grade.id or report.ladder[0])
    )
    for one in worst:
        fell = one.earlier is not None and one.earlier.direction == "worse"
        if fell or one.grade.tone in ("bad", "weak"):
            status = Status("worse than published" if fell else f"below {report.benchmark}", one.grade.tone)
            yield one.title, status, one.grade, f"{_steps(report, one.grade)}; {one.confidence} confidence", _since(one)


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
            seen = "difference seen" if state.seen else "no difference seen yet"
            yield what, _action_status(state), f"due {day(action.due)}" if action.due else "no due date", late, seen


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
    pages = _all(report)
    if public:
        told = [one.published or one.earlier for one in pages]
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


def _board_table(one: JudgementPage, report: Report) -> Block:
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
                *(max(seen, default=None), _shown_by(strength.evidence)),
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


def _shown_by(evidence: Sequence[str]) -> str:
    return f"Shown by {listed(evidence)}." if evidence else ""


def _ready(material: Material) -> Iterable[Section]:
    yield Section("In short", (_readiness(material.requests),) if material.requests else (Words(NOTHING_ASKED, "strong"),))
    old = tuple(f"{state.request.title}: {'; '.join(state.warnings)}." for state in material.requests if state.warnings)
    if old:
        yield Section("To put right", (Points(old),))
    for kind, title in (("list", "Child-level lists"), ("document", "Documents")):
        rows = [state for state in material.requests if state.request.kind == kind]
        if rows:
            yield Section(title, (_request_table(title, rows, material.is_public),))
    traps = tuple(f"{state.request.title}: {trap}" for state in material.requests for trap in state.request.traps)
    if traps:
        yield Section("Known traps", (Points(traps),))
    yield Section(
        "People and places",
        (_prompt("Owners for lists, documents, audits and tracked records, communications, and rooms, logins and printing"),),
    )


NOTHING_ASKED = "Nothing is asked for in this framework, as far as its sources tell."


READY_TONES = {"ready": "good", TOO_OLD: "weak", "not ready": "bad"}


def _readiness(requests: Sequence[RequestState]) -> Picture:
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


def _count(state: RequestState, public: bool) -> int | str | None:
    """Give how many rows a list has; for the public not where one to five children could be known by it."""
    number = state.prepared.count if state.prepared else None
    return "withheld: under six" if public and number is not None and withheld(number) else number


def _request_table(title: str, rows: Sequence[RequestState], public: bool) -> Table:
    table = Table(
        f"{title}: counts and refresh times only, never the lists themselves",
        ("What", "State", "Count", "Refreshed", "Due", "Owner", "To mind"),
        tuple(
            (
                f"{state.request.id} {state.request.title}",
                Status(state.words, READY_TONES.get(state.words, "none")),
                _count(state, public),
                state.prepared.refreshed if state.prepared else None,
                state.prepared.due if state.prepared else None,
                state.prepared.owner if state.prepared else None,
                _to_mind(state, public),
            )
            for state in rows
        ),
        sheet=title,
        marks=tuple(("", state.words) for state in rows),
    )
    return _without(table, "Count", "Refreshed", "Due", "Owner", "To mind")


def _to_mind(state: RequestState, public: bool) -> str:
    """Say what to mind about a thing, and why it is not ready; the reason is not for the public."""
    why = state.prepared.why if state.prepared and not public else None
    return " ".join([sentence("; ".join(state.warnings)), sentence(why or "")]).strip()


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

FOR_MEMBERS = frozenset({"committee", "one-page"})
"""Kinds that members of the council read: no codes, no places in files, no acronyms."""
