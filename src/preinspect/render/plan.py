"""The plan and the inspection-day list on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rich.text import Text

from ..day import in_words as day
from ..plan import ACTION_GROUPS, NO_STATE, REQUEST_GROUPS, ActionState, Deadline, RequestState, unsaid_words
from ..words import count
from .escape import visible
from .terminal import wrapped

_STATUS_STYLES = {"late": "bold red", "off track": "bold red", "at risk": "yellow", "done": "green"}


def plan(bands: Mapping[str, Sequence[ActionState]], titles: Mapping[str, str], due: Deadline | None) -> Iterator[Text]:
    """Lay out the actions, band by band, and the deadline with the holidays that were not counted."""
    states = [state for rows in bands.values() for state in rows]
    yield from wrapped(f"{count(len(states), 'action')}: {_counted(states)}", 0, style="bold")
    for band, rows in bands.items():
        if rows:
            yield Text("")
            yield Text(visible(titles.get(band, "Without a band")), style="bold")
        for state in rows:
            yield from _action(state)
    if due is not None:
        yield Text("")
        known = "published" if due.from_published else "received"
        names = "; ".join(f"{name} {day(when)}" for when, name in due.holidays) or "none"
        after = f"{due.working_days} working days after the report was {known} on {day(due.received)}."
        if due.days_left < 0:
            passed = f"{count(-due.days_left, 'day')} before the as-at date. Whether it was sent is not recorded here."
            yield from wrapped(f"Action plan was due by {day(due.due)}: {after} That was {passed}", 0, style="yellow")
        else:
            yield from wrapped(f"Action plan due by {day(due.due)}: {after}", 0)
        yield from wrapped(f"Bank holidays not counted: {names}.", 2, style="dim")


def _counted(states: Sequence[ActionState]) -> str:
    words = Counter(state.group for state in states)
    seen = sum(1 for state in states if state.seen)
    told = [f"{words[word]} {word}" for word in ACTION_GROUPS if words[word] and word != NO_STATE]
    told += [unsaid_words(words[NO_STATE], len(states))] if words[NO_STATE] else []
    return "; ".join([*told, f"{seen or 'none'} with a difference seen"]) if states else "none recorded"


def _action(state: ActionState) -> Iterator[Text]:
    action = state.action
    line = Text(f"  {visible(action.id)}  ", style="bold")
    line.append(state.words, style=_STATUS_STYLES.get(state.group, "yellow" if state.due_soon else ""))
    line.append("; difference seen" if state.seen else "; no difference seen yet" if state.unproven else "")
    yield line
    if action.result:
        yield from wrapped(action.result, 4)
    if action.action:
        yield from wrapped(f"Action: {action.action}", 4)
    facts = [f"closes {', '.join(action.gaps)}"] if action.gaps else []
    facts += [f"owner: {action.owner}"] if action.owner else ["no owner"]
    facts += [f"due {day(action.due)}"] if action.due else ["no due date"]
    yield from wrapped("; ".join(facts), 4, style="dim")
    if state.stray_evidence:
        yield from wrapped(f"Names evidence that is not here: {', '.join(state.stray_evidence)}", 4, style="yellow")


def ready(states: Sequence[RequestState]) -> Iterator[Text]:
    """Lay out the inspection-day list: counts and refresh times only, never the lists themselves."""
    words = Counter(state.words for state in states)
    told = "; ".join(f"{words[word]} {word}" for word in REQUEST_GROUPS if words[word])
    if not states:
        yield from wrapped("Nothing is asked for in this framework, as far as its sources tell.", 0, style="bold")
        return
    yield from wrapped(f"{count(len(states), 'thing')} that inspectors ask for: {told}", 0, style="bold")
    for kind, title in (("list", "Child-level lists"), ("document", "Documents")):
        rows = [state for state in states if state.request.kind == kind]
        if rows:
            yield Text("")
            yield Text(title, style="bold")
        for state in rows:
            yield from _request(state)


def _request(state: RequestState) -> Iterator[Text]:
    request = state.request
    style = "green" if state.words == "ready" else "yellow" if state.is_open else "dim"
    number = f"{request.number}. " if request.number else ""
    yield from wrapped(f"{request.id}  {state.words}: {number}{request.title}", 2, later=8, style=style)
    if facts := _facts(state):
        yield from wrapped("; ".join(facts), 8, style="dim")
    for warning in state.warnings:
        yield from wrapped(f"Warning: {warning}", 8, style="yellow")


def _facts(state: RequestState) -> list[str]:
    prepared = state.prepared
    if prepared is None:
        return []
    facts = [count(prepared.count, "record")] if prepared.count is not None else []
    if prepared.refreshed:
        ago = f", {count(state.age_days, 'day')} ago" if state.age_days and state.age_days > 0 else ""
        facts.append(f"refreshed {day(prepared.refreshed)}{ago}")
    if prepared.owner:
        facts.append(f"owner: {prepared.owner}")
    if prepared.due:
        facts.append(f"due {day(prepared.due)}")
    if prepared.why:
        facts.append(prepared.why)
    return facts
