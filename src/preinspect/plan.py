"""What is being done: actions by band and state, whether a difference was seen, the deadline; and what inspectors will ask for.

Done and seen are two things: an action may be finished and children none the better for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .evidence import Action, Assessment, Evidence, State, Status
from .evidence import Request as Prepared
from .framework import Framework, Request
from .history import Outlines

DEADLINE_SOON = 30
"""Days before its due date from which an open action is said to be due soon."""


@dataclass(frozen=True, slots=True)
class ActionState:
    """An action on a day.

    Attributes:
        late_by: Days past its due date while it is not done, or None.
        due_soon: Whether it falls due within a month and is not done.
        seen: Whether a difference for children was seen, with its evidence.
        unproven: Done, and no difference seen yet.
        stray_evidence: Evidence that it names as proof and that is not in the folder.
    """

    action: Action
    late_by: int | None
    due_soon: bool
    seen: bool
    unproven: bool
    stray_evidence: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        """Whether it is done, signed off or not."""
        return self.action.status in (Status.DONE, Status.DONE_AWAITING_SIGN_OFF)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day by which the action plan after an inspection is due, and the bank holidays that were not counted.

    `received` is the day that counting starts from; `from_published` where only the day of publication is known. `working_days` is
    how many the framework of the result gives.
    """

    working_days: int
    received: date
    from_published: bool
    due: date
    holidays: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class RequestState:
    """One thing that inspectors ask for, and how ready it is.

    `old_documents` are the documents that evidence the same descriptors and are past their review date.
    """

    request: Request
    prepared: Prepared | None
    age_days: int | None
    late_by: int | None
    old_documents: tuple[Evidence, ...]

    @property
    def words(self) -> str:
        """Ready, not ready, not applicable, or not yet said."""
        return self.prepared.state.value.replace("-", " ") if self.prepared else "not yet said"

    @property
    def is_open(self) -> bool:
        """Whether it still has to be made ready."""
        return self.prepared is None or self.prepared.state is State.NOT_READY


def action_states(assessment: Assessment) -> tuple[ActionState, ...]:
    """Say how each action stands at the as-at date: the latest first, then by due date and id."""
    known = {item.id for item in assessment.evidence}
    found = [_state(action, assessment.as_at, known) for action in assessment.actions]
    return tuple(sorted(found, key=lambda one: (-(one.late_by or 0), one.action.due or date.max, one.action.id)))


def _state(action: Action, as_at: date, known: set[str]) -> ActionState:
    done = action.status in (Status.DONE, Status.DONE_AWAITING_SIGN_OFF)
    over = (as_at - action.due).days if action.due is not None and not done else 0
    seen = action.seen is not None
    return ActionState(
        action=action,
        late_by=over if over > 0 else None,
        due_soon=action.due is not None and not done and 0 <= -over <= DEADLINE_SOON,
        seen=seen,
        unproven=done and not seen,
        stray_evidence=tuple(one for one in (action.seen.evidence if action.seen else ()) if one not in known),
    )


def by_band(states: Iterable[ActionState], bands: Mapping[str, str]) -> Mapping[str, tuple[ActionState, ...]]:
    """Group actions by their band, in the order of the bands; those of none of these come last under an empty name."""
    rows = tuple(states)
    found = {band: tuple(one for one in rows if one.action.priority and one.action.priority.value == band) for band in bands}
    placed = {one.action.id for states in found.values() for one in states}
    without = tuple(one for one in rows if one.action.id not in placed)
    return {**found, "": without} if without else found


def deadline(assessment: Assessment, editions: Outlines) -> Deadline | None:
    """Give the deadline of the action plan after the result that the assessment is about.

    That is the first one published after the as-at date under the same framework, else the latest before it. There is none where there
    is no result, or where no source says how long its framework gives.
    """
    after = [one for one in assessment.history if one.published > assessment.as_at and one.framework == assessment.framework]
    before = [one for one in assessment.history if one.published <= assessment.as_at]
    if not after and not before:
        return None
    entry = min(after, key=lambda one: one.published) if after else max(before, key=lambda one: one.published)
    if entry.received is None and not entry.day_known:
        return None  # days cannot be counted from a day that nobody knows
    edition = editions.get(entry.framework)
    if edition is None or edition.plan_days is None:
        return None
    start = entry.received or entry.published
    free = bank_holidays(start, start + timedelta(days=edition.plan_days * 2 + 14))
    due, counted = start, 0
    while counted < edition.plan_days:
        due += timedelta(days=1)
        if due.weekday() < 5 and due not in free:
            counted += 1
    passed = tuple((when, name) for when, name in sorted(free.items()) if start < when <= due and when.weekday() < 5)
    return Deadline(edition.plan_days, start, entry.received is None, due, passed)


def bank_holidays(start: date, end: date) -> Mapping[date, str]:
    """Give England's bank holidays between two days, both counted."""
    from holidays import country_holidays  # 0.1 s that most runs never need

    found = country_holidays("GB", subdiv="ENG", years=range(start.year, end.year + 1))
    return {when: str(name) for when, name in found.items() if start <= when <= end}


def request_states(assessment: Assessment, framework: Framework) -> tuple[RequestState, ...]:
    """Say how ready everything is that inspectors ask for: lists by number, then documents, as the framework has them."""
    # Where two services tell of the same, the one that is further from ready is shown.
    least_last = sorted(assessment.requests, key=lambda one: (one.state is State.NOT_READY, one.service or ""))
    prepared = {one.of: one for one in least_last}
    return tuple(_request(request, prepared.get(request.id), assessment) for request in framework.requests)


def _request(request: Request, prepared: Prepared | None, assessment: Assessment) -> RequestState:
    as_at = assessment.as_at
    refreshed = prepared.refreshed if prepared else None
    due = prepared.due if prepared and prepared.state is State.NOT_READY else None
    return RequestState(
        request=request,
        prepared=prepared,
        age_days=(as_at - refreshed).days if refreshed else None,
        late_by=(as_at - due).days if due is not None and due < as_at else None,
        old_documents=_past_review(request.descriptors, assessment.evidence, as_at),
    )


def _past_review(descriptors: Sequence[str], evidence: Iterable[Evidence], as_at: date) -> tuple[Evidence, ...]:
    return tuple(
        item
        for item in sorted(evidence, key=lambda one: (one.date, one.id))
        if item.review_due is not None and item.review_due < as_at and set(item.descriptors) & set(descriptors)
    )
