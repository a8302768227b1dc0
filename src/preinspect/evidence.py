"""An assessment: what people wrote in its folder, as values that know where they stand.

Whatever cannot be used is left out, with the reason; everything else is kept. Words that belong to a framework or to the method
(grades, descriptors, kinds) stay as they were typed: `check.meet` turns them into ids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from .day import in_words
from .document import Block, Rows, Value, line_of
from .entries import Contents, LeftOut, gather
from .problem import Location, Problem, in_file_order
from .shape import schema
from .watch import Watch, unwatched

__all__ = [
    "Action",
    "Aim",
    "Area",
    "Assessment",
    "Auditor",
    "Change",
    "Cleared",
    "Comparison",
    "Evidence",
    "Handling",
    "Indicator",
    "LeftOut",
    "Origin",
    "Outcome",
    "OwnPattern",
    "Period",
    "Priority",
    "Request",
    "Sample",
    "Selection",
    "Sight",
    "State",
    "Status",
    "Suppressed",
    "Target",
    "View",
    "load_assessment",
]


class Handling(Enum):
    """Who may see an entry."""

    INTERNAL = "internal"
    BOARD = "board"
    PUBLIC = "public"


class Auditor(Enum):
    """How far from the work the person stood who looked."""

    IN_TEAM = "in-team"
    OTHER_TEAM = "other-team"
    INDEPENDENT = "independent"


class Selection(Enum):
    """How a sample was chosen."""

    RANDOM = "random"
    STRATIFIED = "stratified"
    MANAGERS_CHOICE = "managers-choice"
    INSPECTOR_CHOSEN = "inspector-chosen"
    ALL = "all"


class Suppressed(Enum):
    """Why a figure is missing, by the letters of national statistics."""

    CONFIDENTIAL = "c"
    ROUNDS_TO_NOUGHT = "k"
    NOT_AVAILABLE = "x"
    DOES_NOT_APPLY = "z"


class Priority(Enum):
    """By when an action has to have been dealt with."""

    IMMEDIATE = "immediate"
    THREE_MONTHS = "three-months"
    SIX_MONTHS = "six-months"


class Status(Enum):
    """How far an action is; whether a difference was seen is told apart from it."""

    NOT_STARTED = "not-started"
    ON_TRACK = "on-track"
    AT_RISK = "at-risk"
    OFF_TRACK = "off-track"
    DONE_AWAITING_SIGN_OFF = "done-awaiting-sign-off"
    DONE = "done"


class State(Enum):
    """Whether something that inspectors ask for could be handed over."""

    READY = "ready"
    NOT_READY = "not-ready"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Period:
    """A first and a last day."""

    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class Sample:
    """What was looked at; None is not told. `results` counts by grade, `changed_up` and `changed_down` what moderation moved."""

    population: int | None
    size: int | None
    selection: Selection | None
    met: int | None
    results: tuple[tuple[str, int], ...]
    moderated: int | None
    changed_up: int
    changed_down: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One dated statement of what something shows. `date` is the day that its age runs from.

    `with_worker` and `with_family` count audits; where people wrote yes or no they are 1 or 0.
    """

    id: str
    title: str | None
    kind: str
    descriptors: tuple[str, ...]
    judgement: str | None
    date: dt.date
    period: Period | None
    grade: str | None
    extent: str | None
    effect: str | None
    finding: str
    impact: str | None
    sample: Sample | None
    round: str | None
    auditor: Auditor | None
    with_worker: int | None
    with_family: int | None
    supersedes: tuple[str, ...]
    because: str | None
    source: str | None
    held: str | None
    owner: str | None
    handling: Handling
    service: str | None
    sent_from: str | None
    asked: int | None
    replied: int | None
    method: str | None
    what_we_did: str | None
    version: str | None
    approved: dt.date | None
    review_due: dt.date | None
    at: Location
    block: Block = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Target:
    """What an indicator aims at, from `low` to `high`; both are the same where one number is aimed at."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure to compare with: for which year, and when it was looked up."""

    value: float
    period: str | None
    retrieved: dt.date | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of one measure: either numerator and denominator, or a value, or the reason that there is none."""

    id: str
    measure: str
    period: Period | None
    date: dt.date
    numerator: float | None
    denominator: float | None
    value: float | None
    target: Target | None
    neighbours: Comparison | None
    england: Comparison | None
    suppressed: Suppressed | None
    note: str | None
    source: str | None
    held: str | None
    owner: str | None
    handling: Handling
    service: str | None
    at: Location
    block: Block = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class View:
    """A grade that people give themselves, of a judgement or a descriptor."""

    of: str
    grade: str
    by: str | None
    date: dt.date | None
    because: str | None
    service: str | None
    at: Location
    block: Block = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Origin:
    """The published area for improvement that an action answers; areas count from 1."""

    published: dt.date
    area: int | None


@dataclass(frozen=True, slots=True)
class Aim:
    """The measure (or indicator) by which an action's success will show."""

    id: str
    baseline: float | None
    target: float | None


@dataclass(frozen=True, slots=True)
class Sight:
    """That a difference for children was seen, and the evidence that shows it."""

    date: dt.date
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Action:
    """Something that is done about gaps."""

    id: str
    gaps: tuple[str, ...]
    origin: Origin | None
    result: str | None
    action: str | None
    priority: Priority | None
    owner: str | None
    due: dt.date | None
    status: Status | None
    measure: Aim | None
    seen: Sight | None
    handling: Handling
    service: str | None
    at: Location
    block: Block = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Request:
    """How ready one of the things is that inspectors ask for."""

    of: str
    state: State
    count: int | None
    covers: Period | None
    refreshed: dt.date | None
    due: dt.date | None
    owner: str | None
    why: str | None
    service: str | None
    at: Location
    block: Block = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Area:
    """One area for improvement of a published report; `priority` is by when it asked for it, where it said so."""

    text: str
    descriptors: tuple[str, ...]
    judgement: str | None
    priority: Priority | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One published result, in the words of its own framework. `counts` is whatever was counted in the report.

    Where `day_known` is False, `published` is the latest day that it can have been published; `inspected` is the last day on site.
    """

    framework: str
    published: dt.date
    received: dt.date | None
    grades: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, Any], ...]
    areas: tuple[Area, ...]
    at: Location
    block: Block = field(repr=False, compare=False)
    service: str | None = None
    day_known: bool = True
    inspected: dt.date | None = None

    def grade(self, judgement: str) -> str | None:
        """Give a judgement's published grade, or None where it was not graded."""
        return dict(self.grades).get(judgement)


@dataclass(frozen=True, slots=True)
class Change:
    """A change after which older evidence says less, on these descriptors, or on all where none is named; of one service, or of all."""

    what: str
    date: dt.date
    descriptors: tuple[str, ...]
    at: Location
    block: Block = field(repr=False, compare=False)
    service: str | None = None

    def bears_on(self, item: Evidence, descriptor: str) -> bool:
        """Say whether an item tells of a time before the change, about what changed, of the service where it changed."""
        about = descriptor in (self.descriptors or (descriptor,))
        there = self.service is None or lies_within(item.service, self.service)
        return item.date < self.date and about and there


WITHIN = " / "
"""Stands between a service and a team of it: 'north / front door'."""


def lies_within(service: str | None, other: str) -> bool:
    """Say whether a service is another one, or a team within it."""
    return service is not None and f"{service}{WITHIN}".startswith(f"{other}{WITHIN}")


@dataclass(frozen=True, slots=True)
class Cleared:
    """A text that looks like personal data and is none, with the reason."""

    id: str
    pattern: str
    reason: str
    by: str | None
    at: Location
    block: Block = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class OwnPattern:
    """A form of number that a council guards beside those that everybody has: a prefix as it stands, then so many digits."""

    name: str
    prefix: str
    digits: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that is known of one service on one day.

    Attributes:
        framework: The edition as written, or None where the folder names none.
        framework_at: Where it is written.
        set_aside: By section, entries that are left out and that can still be looked at for more mistakes.
        files: The names of all files that were read, in order.
        texts: Their texts by name, for excerpts.
        patterns: The forms of number that the council guards.
        waiting: Evidence that does not count because nobody has decided on it since it was carried to this framework.
    """

    authority: str | None
    framework: str | None
    framework_at: Location
    as_at: dt.date
    folder: Path
    service: str | None
    changed_since: tuple[Change, ...]
    evidence: tuple[Evidence, ...]
    indicators: tuple[Indicator, ...]
    views: tuple[View, ...]
    actions: tuple[Action, ...]
    requests: tuple[Request, ...]
    history: tuple[Outcome, ...]
    cleared: tuple[Cleared, ...]
    left_out: tuple[LeftOut, ...]
    files: tuple[str, ...]
    at: Location
    set_aside: Mapping[str, tuple[Any, ...]] = field(repr=False, compare=False)
    texts: Mapping[str, str] = field(repr=False, compare=False)
    patterns: tuple[OwnPattern, ...] = ()
    waiting: tuple[Evidence, ...] = ()


def load_assessment(
    folder: Path, *, as_at: dt.date | None, today: dt.date, instead: Mapping[str, str] | None = None, watch: Watch = unwatched
) -> tuple[Assessment, tuple[Problem, ...]]:
    """Read all that a folder holds; no framework is needed for it.

    Args:
        folder: The folder of an assessment; files in folders below it count too.
        as_at: The day from which ages are measured, if it was given; then the assessment's own, then today.
        today: The day of the run.
        instead: Texts that stand for what files hold, by name; so what a change would do is seen before it is written.
        watch: Shows how far it is.
    Returns:
        The assessment without what cannot be used, and every problem, in file order.
    """
    contents = gather(folder, instead, watch)
    measured_at = as_at or _own_as_at(contents.head) or today
    assessment, later = _leave_out_later(_assemble(contents, folder, measured_at))
    return assessment, in_file_order((*contents.problems, *later))


def _own_as_at(head: Block) -> dt.date | None:
    try:
        return dt.date.fromisoformat(head["as-at"])
    except (KeyError, TypeError, ValueError):  # what is wrong with it has been told
        return None


def _assemble(contents: Contents, folder: Path, as_at: dt.date) -> Assessment:
    head = contents.head
    service = _text(head, "service")
    return Assessment(
        authority=_text(head, "authority"),
        framework=_text(head, "framework"),
        framework_at=head.place("framework"),
        as_at=as_at,
        folder=folder,
        service=service,
        changed_since=tuple(map(_change, contents.changes)),
        left_out=tuple(contents.left_out),
        files=tuple(contents.files),
        at=head.at,
        set_aside={name: _built(build, contents.set_aside(name), service) for name, build in _BUILD.items()},
        texts=contents.texts,
        patterns=tuple(_own_patterns(head)),
        **{name: _built(build, contents.usable(name), service) for name, build in _BUILD.items()},
    )


def _text(head: Block, key: str) -> str | None:
    """Take a text of the assessment's own section, which may have mistakes elsewhere."""
    found = head.get(key)
    return found if isinstance(found, str) else None


def _own_patterns(head: Block) -> Iterator[OwnPattern]:
    """Take those patterns that are as the schema asks, from a section that may have mistakes elsewhere."""
    found = head.get("patterns")
    for one in found if isinstance(found, Rows) else ():
        if isinstance(one, Block) and schema("assessment").fits(one, "pattern"):
            yield OwnPattern(one["name"], one["prefix"], one["digits"])


def _built(build: Callable[[Block, str | None], Any], blocks: Iterable[Block], service: str | None) -> Any:
    return tuple(build(block, service) for block in blocks)


_Dated = TypeVar("_Dated", Evidence, Indicator, View)


def _leave_out_later(assessment: Assessment) -> tuple[Assessment, tuple[Problem, ...]]:
    """Leave out what was not known yet on the as-at date."""
    evidence, late_evidence = _parted(assessment.evidence, assessment)
    indicators, late_indicators = _parted(assessment.indicators, assessment)
    views, late_views = _parted(assessment.views, assessment)
    late = (*late_evidence, *late_indicators, *late_views)
    kept = replace(
        assessment,
        evidence=evidence,
        indicators=indicators,
        views=views,
        left_out=(*assessment.left_out, *(left for left, _ in late)),
    )
    return kept, tuple(problem for _, problem in late)


def _parted(items: tuple[_Dated, ...], assessment: Assessment) -> tuple[tuple[_Dated, ...], tuple[tuple[LeftOut, Problem], ...]]:
    kept = tuple(item for item in items if item.date is None or item.date <= assessment.as_at)
    late = tuple(_too_late(item, assessment) for item in items if item.date is not None and item.date > assessment.as_at)
    return kept, late


def _too_late(item: Evidence | Indicator | View, assessment: Assessment) -> tuple[LeftOut, Problem]:
    at = _place_of_day(item.block)
    name, noun = (item.of, "view") if isinstance(item, View) else (item.id, "entry")
    assert item.date is not None
    message = f"This {noun} is dated {in_words(item.date)}, after the as-at date, {in_words(assessment.as_at)}."
    problem = Problem("PI312", at, message, excerpt=line_of(assessment.texts[at.file], at))
    return LeftOut(name, _NOUNS[type(item)], item.at, message, problem.code), problem


_NOUNS = {Evidence: "evidence", Indicator: "indicator", View: "view"}


def _place_of_day(block: Block) -> Location:
    if "date" in block:
        return block.place("date")
    period: Block | None = block.get("period")
    return period.place("to") if period is not None else block.place("approved")


# --- from settled blocks to values


def _day(block: Mapping[str, Value], key: str) -> dt.date | None:
    return dt.date.fromisoformat(block[key]) if key in block else None


def _count(block: Mapping[str, Value], key: str) -> int | None:
    """Read a count; yes is 1 and no is 0."""
    return int(block[key]) if key in block else None


def _texts(block: Mapping[str, Value], key: str) -> tuple[str, ...]:
    return tuple(block.get(key, ()))


_Closed = TypeVar("_Closed", bound=Enum)


def _one_of(words: type[_Closed], block: Mapping[str, Value], key: str) -> _Closed | None:
    return words(block[key]) if key in block else None


def _handling(block: Block) -> Handling:
    return Handling(block.get("handling", "internal"))


_Part = TypeVar("_Part")


def _part(read_part: Callable[[Block], _Part], block: Block, key: str) -> _Part | None:
    return read_part(block[key]) if key in block else None


def _period(block: Block) -> Period:
    return Period(dt.date.fromisoformat(block["from"]), dt.date.fromisoformat(block["to"]))


def _sample(block: Block) -> Sample:
    changed = block.get("changed", {})
    return Sample(
        population=_count(block, "population"),
        size=_count(block, "size"),
        selection=_one_of(Selection, block, "selection"),
        met=_count(block, "met"),
        results=tuple((grade, int(count)) for grade, count in block.get("results", {}).items()),
        moderated=_count(block, "moderated"),
        changed_up=int(changed.get("up", 0)),
        changed_down=int(changed.get("down", 0)),
    )


def _evidence(block: Block, service: str | None) -> Evidence:
    period = _part(_period, block, "period")
    day = _day(block, "date") or (period.end if period else None) or _day(block, "approved")
    assert day is not None, "the schema asks for one of the three"
    company = block.get("with", {})
    return Evidence(
        id=block["id"],
        title=block.get("title"),
        kind=block["kind"],
        descriptors=_texts(block, "descriptors"),
        judgement=block.get("judgement"),
        date=day,
        period=period,
        grade=block.get("grade"),
        extent=block.get("extent"),
        effect=block.get("effect"),
        finding=block["finding"],
        impact=block.get("impact"),
        sample=_part(_sample, block, "sample"),
        round=block.get("round"),
        auditor=_one_of(Auditor, block, "auditor"),
        with_worker=_count(company, "worker"),
        with_family=_count(company, "family"),
        supersedes=_texts(block, "supersedes"),
        because=block.get("because"),
        source=block.get("source"),
        held=block.get("held"),
        owner=block.get("owner"),
        handling=_handling(block),
        service=block.get("service", service),
        sent_from=block.get("from"),
        asked=_count(block, "asked"),
        replied=_count(block, "replied"),
        method=block.get("method"),
        what_we_did=block.get("what-we-did"),
        version=block.get("version"),
        approved=_day(block, "approved"),
        review_due=_day(block, "review-due"),
        at=block.at,
        block=block,
    )


def _target(value: Value) -> Target:
    return Target(value["from"], value["to"]) if isinstance(value, Block) else Target(value, value)


def _comparison(block: Block) -> Comparison:
    return Comparison(block["value"], block.get("period"), _day(block, "retrieved"))


def _indicator(block: Block, service: str | None) -> Indicator:
    period = _part(_period, block, "period")
    day = _day(block, "date") or (period.end if period else None)
    assert day is not None, "the schema asks for one of the two"
    return Indicator(
        id=block["id"],
        measure=block["measure"],
        period=period,
        date=day,
        numerator=block.get("numerator"),
        denominator=block.get("denominator"),
        value=block.get("value"),
        target=_part(_target, block, "target"),
        neighbours=_part(_comparison, block, "neighbours"),
        england=_part(_comparison, block, "england"),
        suppressed=_one_of(Suppressed, block, "suppressed"),
        note=block.get("note"),
        source=block.get("source"),
        held=block.get("held"),
        owner=block.get("owner"),
        handling=_handling(block),
        service=block.get("service", service),
        at=block.at,
        block=block,
    )


def _view(block: Block, service: str | None) -> View:
    return View(
        of=block["of"],
        grade=block["grade"],
        by=block.get("by"),
        date=_day(block, "date"),
        because=block.get("because"),
        service=block.get("service", service),
        at=block.at,
        block=block,
    )


def _origin(block: Block) -> Origin:
    return Origin(dt.date.fromisoformat(block["published"]), _count(block, "area"))


def _aim(block: Block) -> Aim:
    return Aim(block["id"], block.get("baseline"), block.get("target"))


def _sight(block: Block) -> Sight:
    return Sight(dt.date.fromisoformat(block["date"]), _texts(block, "evidence"))


def _action(block: Block, service: str | None) -> Action:
    return Action(
        id=block["id"],
        gaps=_texts(block, "gaps"),
        origin=_part(_origin, block, "from"),
        result=block.get("result"),
        action=block.get("action"),
        priority=_one_of(Priority, block, "priority"),
        owner=block.get("owner"),
        due=_day(block, "due"),
        status=_one_of(Status, block, "status"),
        measure=_part(_aim, block, "measure"),
        seen=_part(_sight, block, "seen"),
        handling=_handling(block),
        service=block.get("service", service),
        at=block.at,
        block=block,
    )


def _request(block: Block, service: str | None) -> Request:
    return Request(
        of=block["of"],
        state=State(block["state"]),
        count=_count(block, "count"),
        covers=_part(_period, block, "covers"),
        refreshed=_day(block, "refreshed"),
        due=_day(block, "due"),
        owner=block.get("owner"),
        why=block.get("why"),
        service=block.get("service", service),
        at=block.at,
        block=block,
    )


def _area(value: Value) -> Area:
    if isinstance(value, Block):
        return Area(value["text"], _texts(value, "descriptors"), value.get("judgement"), _one_of(Priority, value, "priority"))
    return Area(value, (), None)


def _outcome(block: Block, _service: str | None) -> Outcome:
    return Outcome(
        framework=block["framework"],
        published=dt.date.fromisoformat(block["published"]),
        received=_day(block, "received"),
        grades=tuple(block["grades"].items()),
        counts=tuple(block.get("counts", {}).items()),
        areas=tuple(_area(value) for value in block.get("areas", ())),
        at=block.at,
        block=block,
        service=block.get("service"),
        day_known=block.get("day-known", True),
        inspected=_day(block, "inspected"),
    )


def _cleared(block: Block, _service: str | None) -> Cleared:
    return Cleared(block["id"], block["pattern"], block["reason"], block.get("by"), block.at, block)


def _change(block: Block) -> Change:
    day, descriptors = dt.date.fromisoformat(block["date"]), _texts(block, "descriptors")
    return Change(block["what"], day, descriptors, block.at, block, block.get("service"))


_BUILD: dict[str, Callable[[Block, str | None], Any]] = {
    "evidence": _evidence,
    "indicators": _indicator,
    "views": _view,
    "actions": _action,
    "requests": _request,
    "history": _outcome,
    "cleared": _cleared,
}
"""How an entry becomes a value, by section."""


def entry_of(section: str, block: Block, service: str | None) -> Any:
    """Make the value of one entry that is in no file yet, from its block as `settle` leaves it."""
    return _BUILD[section](block, service)
