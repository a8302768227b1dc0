"""What is being done: actions by band and state, whether a difference was seen, the deadline; and what inspectors will ask for.

Done and seen are two things: an action may be finished and children none the better for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .day import in_words
from .evidence import Action, Assessment, Evidence, State, Status
from .evidence import Request as Prepared
from .framework import Framework, Request
from .history import Outlines
from .method import Method
from .words import count

DEADLINE_SOON = 30
"""Days before its due date from which an open action is said to be due soon."""


LATE, NO_STATE = "late", "no state given"

_STATUS = {status: status.value.replace("-", " ") for status in Status} | {
    Status.DONE_AWAITING_SIGN_OFF: "done, awaiting sign-off"
}

ACTION_GROUPS = (
    LATE,
    *(_STATUS[one] for one in (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.NOT_STARTED)),
    *(_STATUS[one] for one in (Status.DONE_AWAITING_SIGN_OFF, Status.DONE)),
    NO_STATE,
)
"""How actions may stand, what needs looking at first."""


@dataclass(frozen=True, slots=True)
class ActionState:
    """An action on a day.

    Attributes:
        late_by: Days past its due date while it is not done, or None.
        due_soon: Whether it falls due within a month and is not done.
        seen: Whether a difference for children was seen, with its evidence.
        unproven: Done, and no difference seen yet.
        stray_evidence: Evidence that it names as proof and that is not in the folder.
        not_shown: Why a difference that is said to be seen is not told here; empty where it is told, or none is seen.
    """

    action: Action
    late_by: int | None
    due_soon: bool
    seen: bool
    unproven: bool
    stray_evidence: tuple[str, ...]
    not_shown: str = ""

    @property
    def words(self) -> str:
        """How it stands, with its distance from the due date where it is late: 'late by 5 days, said to be on track'."""
        said = _STATUS.get(self.action.status) if self.action.status else None
        if self.late_by:
            return f"late by {count(self.late_by, 'day')}{f', said to be {said}' if said else ''}"
        return f"{said or NO_STATE}{', due soon' if self.due_soon else ''}"

    @property
    def group(self) -> str:
        """How it stands without how late it is or how soon due: what actions are counted and filtered by."""
        return LATE if self.late_by else _STATUS[self.action.status] if self.action.status else NO_STATE

    @property
    def is_exception(self) -> bool:
        """Whether a board has to look at it: late, off track or at risk."""
        return bool(self.late_by) or self.action.status in (Status.OFF_TRACK, Status.AT_RISK)

    @property
    def waits(self) -> bool:
        """Whether it is done and nobody has signed it off."""
        return self.action.status is Status.DONE_AWAITING_SIGN_OFF

    @property
    def is_done(self) -> bool:
        """Whether it is done, signed off or not."""
        return self.action.status in (Status.DONE, Status.DONE_AWAITING_SIGN_OFF)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day by which the action plan after an inspection is due, and the bank holidays that were not counted.

    `received` is the day that counting starts from; `from_published` where only the day of publication is known. `working_days` is
    how many the framework of the result gives, `days_left` those of the calendar from the as-at date; below nought it has passed.
    """

    working_days: int
    received: date
    from_published: bool
    due: date
    days_left: int
    holidays: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class RequestState:
    """One thing that inspectors ask for, and how ready it is.

    `stays` is for how many days it is ready once it was refreshed; `old_documents` are the documents that evidence the same descriptors
    and are past their review date.
    """

    request: Request
    prepared: Prepared | None
    age_days: int | None
    late_by: int | None
    stays: int
    old_documents: tuple[Evidence, ...]

    @property
    def words(self) -> str:
        """Ready, ready but too old, not ready, not applicable, or not yet said."""
        if self.too_old:
            return TOO_OLD
        return self.prepared.state.value.replace("-", " ") if self.prepared else "not yet said"

    @property
    def is_ready(self) -> bool:
        """Whether somebody said that it is ready."""
        return self.prepared is not None and self.prepared.state is State.READY

    @property
    def too_old(self) -> bool:
        """Whether it was said to be ready and has not been refreshed for too long."""
        return self.is_ready and self.age_days is not None and self.age_days > self.stays

    @property
    def is_open(self) -> bool:
        """Whether it still has to be made ready, or ready again."""
        return self.prepared is None or self.prepared.state is State.NOT_READY or self.too_old

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to mind about it, as phrases: what is late, too old, undated or past its review."""
        told = [f"late by {count(self.late_by, 'day')}"] if self.late_by else []
        age = self.age_days
        if self.too_old and age is not None:
            told.append(f"last refreshed {count(age, 'day')} ago; it stays ready for {count(self.stays, 'day')}: refresh it")
        if age is not None and age < 0:
            told.append("its day of refreshing is after the as-at date")
        if self.is_ready and age is None and self.request.kind == "list":
            told.append("nobody said when it was refreshed")
        past = (
            f"{item.id} is past its review date, {in_words(item.review_due)}" for item in self.old_documents if item.review_due
        )
        return (*told, *past)


def unsaid_words(unsaid: int, of: int) -> str:
    """Say of how many actions nobody has said how they stand: 'nobody has said how 3 of 11 actions stand'."""
    if unsaid == of:
        return f"nobody has said how {'it stands' if of == 1 else 'any of them stands'}"
    return f"nobody has said how {unsaid} of {count(of, 'action')} {'stands' if unsaid == 1 else 'stand'}"


TOO_OLD = "ready, but too old"

REQUEST_GROUPS = ("ready", TOO_OLD, "not ready", "not yet said", "not applicable")
"""How what inspectors ask for may stand."""


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
    return Deadline(edition.plan_days, start, entry.received is None, due, (due - assessment.as_at).days, passed)


def bank_holidays(start: date, end: date) -> Mapping[date, str]:
    """Give England's bank holidays between two days, both counted."""
    from holidays import country_holidays  # 0.1 s that most runs never need

    found = country_holidays("GB", subdiv="ENG", years=range(start.year, end.year + 1))
    return {when: str(name) for when, name in found.items() if start <= when <= end}


def request_states(assessment: Assessment, framework: Framework, method: Method) -> tuple[RequestState, ...]:
    """Say how ready everything is that inspectors ask for: lists by number, then documents, as the framework has them."""
    # Where two services tell of the same, the one that is further from ready is shown.
    least_last = sorted(assessment.requests, key=lambda one: (one.state is State.NOT_READY, one.service or ""))
    prepared = {one.of: one for one in least_last}
    return tuple(
        _request(request, prepared.get(request.id), assessment, method.kept_ready[request.kind]) for request in framework.requests
    )


def _request(request: Request, prepared: Prepared | None, assessment: Assessment, stays: int) -> RequestState:
    as_at = assessment.as_at
    refreshed = prepared.refreshed if prepared else None
    due = prepared.due if prepared and prepared.state is State.NOT_READY else None
    return RequestState(
        request=request,
        prepared=prepared,
        age_days=(as_at - refreshed).days if refreshed else None,
        late_by=(as_at - due).days if due is not None and due < as_at else None,
        stays=stays,
        old_documents=_past_review(request.descriptors, assessment.evidence, as_at),
    )


def _past_review(descriptors: Sequence[str], evidence: Iterable[Evidence], as_at: date) -> tuple[Evidence, ...]:
    return tuple(
        item
        for item in sorted(evidence, key=lambda one: (one.date, one.id))
        if item.review_due is not None and item.review_due < as_at and set(item.descriptors) & set(descriptors)
    )
