"""Pieces of reports that show the plan: actions, areas for improvement, the deadline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ..day import in_words as day
from ..page import Block, Count, Grid, Picture, Status, Table, Words
from ..plan import ACTION_GROUPS, NO_STATE, ActionState, Deadline, unsaid_words
from ..report import Area, Bar
from ..words import count, listed, sentence
from .material import Material
from .parts import on_day, without_columns


def actions_part(states: Sequence[ActionState], caption: str, material: Material, filtered: bool = False) -> list[Block]:
    """Show actions in two tables: what is done, and how we will know; that it is done and that a difference was seen stand apart."""
    done = Table(
        caption,
        ("Action", "Area for improvement", "Result for children", "What is done", "Owner", "Due", "State"),
        tuple(
            (
                *(state.action.id, _source(state, material), state.action.result, state.action.action, state.action.owner),
                *(state.action.due, action_status(state)),
            )
            for state in states
        ),
        sheet="Actions",
        none=no_actions(material).text,
        marks=tuple(("", state.group) for state in states) if filtered else (),
        once=("Owner", "Due", "State"),
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
        once=("Evidence to come", "Done", "Difference seen"),
    )
    return [without_columns(done, "Owner", "Due"), without_columns(known, "Measure", "Now", "Evidence to come")]


def actions_at_a_glance(states: Sequence[ActionState], caption: str, material: Material) -> Table:
    """Show actions in one table, for those who watch them: state, date and how far off it is, and apart whether a difference was seen."""
    table = Table(
        caption,
        (
            *("Action", "Area for improvement", "What is done", "Result for children", "State", "Due", "Owner"),
            *("Done", "Difference seen", "Measure", "Now"),
        ),
        tuple(
            (
                *(state.action.id, _source(state, material), state.action.action, state.action.result, action_status(state)),
                *(state.action.due, state.action.owner, _done(state), _seen(state, material), *_aim(state, material)),
            )
            for state in states
        ),
        sheet="Actions",
        together=(2, 2, 3, 4),
        marks=tuple(("", state.group) for state in states),
        once=("State", "Due", "Owner", "Done", "Difference seen"),
    )
    return without_columns(table, "Due", "Owner", "Measure", "Now")


def _source(state: ActionState, material: Material) -> str:
    """Say which area for improvement an action answers: one that was published, with its words, or a gap of our own."""
    origin = state.action.origin
    if origin is not None:
        area = answered_area(state, material.report.areas)
        number = f", area {origin.area}" if origin.area else ""
        if area is not None:
            return f"Published {on_day(area.when)}, area {area.number}: {area.text}"
        return f"Published on {day(origin.published)}{number}"
    gaps = {gap.descriptor: gap.gap for one in material.report.judgements for gap in one.gaps}
    told = [
        f"{gaps[name]} ({name})" if name in gaps else f"{material.names.get(name, name)} ({name})" for name in state.action.gaps
    ]
    return sentence(f"Our own: {'; '.join(told)}") if told else "None is named"


def answered_area(state: ActionState, areas: Iterable[Area]) -> Area | None:
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


def action_status(state: ActionState) -> Status:
    """Give an action's state as a word with its tone."""
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
    """Say whether a difference was seen, when, and in what; what this audience may not see the evidence of is not claimed."""
    if state.not_shown:
        return f"not shown: {state.not_shown}"
    sight = state.action.seen
    if sight is None:
        return "not yet"
    may_be_named = {row.id for row in material.report.evidence}
    named = [name for name in sight.evidence if name in may_be_named]
    shown = f": {listed(named)}" if named else "" if sight.evidence else ", with no evidence named"
    return f"yes, {day(sight.date)}{shown}"


def deadline_part(due: Deadline | None) -> list[Block]:
    """Say by when the action plan is due, and which holidays were counted."""
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


def no_actions(material: Material) -> Words:
    """Say that there are none to show, and whether that is because this audience may not see them."""
    if material.withheld:
        one = material.withheld == 1
        of = "The one action that is" if one else f"None of the {count(material.withheld, 'action')} that are"
        return Words(f"{of} recorded {'is not' if one else 'is'} meant for this audience.")
    return Words("No actions are recorded.")


def states_part(material: Material) -> tuple[Block, ...]:
    """Show actions by state as bars, and by band and state as a grid, which is the table behind them."""
    which = {group: tuple(state.action.id for state in material.states if state.group == group) for group in ACTION_GROUPS}
    bars = tuple(Bar(sentence(group)[:-1], len(ids), ACTION_TONES.get(group, "none"), ids) for group, ids in which.items() if ids)
    unsaid = len(which[NO_STATE])
    said = [f"{len(ids)} {group}" for group, ids in which.items() if ids and group != NO_STATE]
    counted = "; ".join([*said, *([unsaid_words(unsaid, len(material.states))] if unsaid else [])])
    unseen = sum(1 for state in material.states if state.unproven and not state.not_shown)
    kept = sum(1 for state in material.states if state.unproven and state.not_shown)
    done = [state for state in material.states if state.is_done]
    waits = " or awaiting sign-off" if any(state.waits for state in done) else ""
    told = [f"{unseen} with no difference seen yet"] if unseen else []
    told += [f"{kept} with no difference that is shown here"] if kept else []
    proven = f"; of {len(done)} done{waits}, {listed(told) or 'every one has a difference seen'}" if done else ""
    words = f"{sentence(count(len(material.states), 'action'))[:-1]}: {counted}{proven}.{_not_counted(material)}"
    return (Picture("Actions by state", bars, words, ("State", "Actions")), _states_grid(material))


def _not_counted(material: Material) -> str:
    """Say how many actions this audience may not see: none of the counts beside it speaks of them."""
    if not material.withheld:
        return ""
    are, them = ("is", "it") if material.withheld == 1 else ("are", "them")
    others = f"{count(material.withheld, 'action')} {are} not meant for this audience and not counted here"
    return f" {others}: whether late or not, nothing is said of {them}."


def _states_grid(material: Material) -> Grid:
    """Count actions by band and state; a state that no action has, has no column and is named in the words."""
    used = [word for word in ACTION_GROUPS if any(state.group == word for state in material.states)]
    rows = []
    for band, states in material.actions.items():
        told = [state.group for state in states]
        rows.append((material.bands.get(band, "Without a band"), tuple(Count(told.count(word)) for word in used)))
    seen = sum(1 for state in material.states if state.seen)
    unused = [word for word in ACTION_GROUPS if word not in used and word != NO_STATE]
    shown = " that is shown here" if material.withheld else ""
    none = f" None{shown} is said to be {listed(unused, 'or')}." if unused and used != [NO_STATE] else ""
    return Grid(
        "Actions by band and state",
        tuple(used),
        tuple(rows),
        f"{sentence(count(len(material.states), 'action'))[:-1]}, {seen or 'none'} with a difference seen.{none}",
        head="Band",
        sheet="Actions by band",
    )


def area_table(areas: Sequence[Area], material: Material, group: str | None = None) -> Table:
    """List published areas for improvement with where they were published, and what is done about each."""
    bands = {one.band: material.bands.get(one.band) for one in areas}
    rows = []
    for one in areas:
        answers = [state for state in material.states if answered_area(state, (one,))]
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
    caption = f"Published {on_day(areas[0].when)} as areas for improvement{f': {part}' if part else ''}"
    columns = ("Number", "Area for improvement", "By when", "Result for children", "What is done", "Owner", "State")
    table = Table(caption, columns, tuple(rows), sheet="Areas")
    return without_columns(table, "By when", "Result for children", "What is done", "Owner", "State")


def _told(states: Iterable[ActionState], of: Callable[[ActionState], str | None]) -> str | None:
    return " ".join(dict.fromkeys(sentence(text) for state in states if (text := of(state)))) or None
