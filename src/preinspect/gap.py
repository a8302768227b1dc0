"""What stands between a descriptor's grade and the next one up, or the reason that nothing can be said of it; worst first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from .framework import Descriptor
from .method import Kind, Method
from .predict import Prediction, Verdict
from .score import Contradiction, Standing, Why
from .weigh import Weighed


class State(IntEnum):
    """Why a descriptor is a gap, most pressing first."""

    RISK = 0
    SHORTFALL = 1
    CONCERN = 2
    CONTRADICTED = 3
    STALE = 4
    CHOSEN = 5
    LOWERED = 6
    FEW = 7
    UNTESTED = 8
    SILENT = 9


@dataclass(frozen=True, slots=True)
class Gap:
    """A descriptor that is not shown to be good, or good with a concern.

    Attributes:
        rank: Its grade, or None.
        next_rank: The next grade up, or None where it is at the top.
        holds: The concerns that count and still hold, gravest first.
        pull: How much its evidence pulls its judgement's outlook, in logits; negative is down.
        closes: The kinds of evidence that would close it, in order of weight.
    """

    judgement: str
    descriptor: Descriptor
    state: State
    rank: int | None
    next_rank: int | None
    holds: tuple[Weighed, ...]
    contradictions: tuple[Contradiction, ...]
    stale: tuple[Weighed, ...]
    questions: tuple[Weighed, ...]
    pull: float
    closes: tuple[Kind, ...]
    standing: Standing


def gaps(prediction: Prediction, judgement: str | None = None) -> tuple[Gap, ...]:
    """List the gaps of a prediction.

    Args:
        judgement: Only those of this judgement; all where left out.
    Returns:
        Within each judgement the most pressing first; judgements by their predicted grade, the worst first, then in print order.
    """
    verdicts = [one for one in prediction.judgements if judgement in (None, one.id)]
    found: list[Gap] = []
    for verdict in sorted(verdicts, key=lambda one: -1 if one.rank is None else one.rank):
        found.extend(_of(verdict, prediction))
    return tuple(found)


def first_three(prediction: Prediction) -> tuple[Gap, ...]:
    """Give the three gaps to work on first: those whose evidence pulls hardest, in the judgements that stand worst.

    A judgement without a grade comes after those below the benchmark and before those at it: unknown is not yet bad.
    """
    benchmark = prediction.framework.scale.benchmark
    order = {one.id: benchmark - 0.5 if one.rank is None else one.rank for one in prediction.judgements}
    printed = {one.id: place for place, one in enumerate(prediction.judgements)}
    found = gaps(prediction)  # in print order within a judgement, where nothing else parts them
    return tuple(sorted(found, key=lambda gap: (order[gap.judgement], gap.state, round(gap.pull, 9), printed[gap.judgement]))[:3])


def _of(verdict: Verdict, prediction: Prediction) -> Iterable[Gap]:
    pulls = dict(verdict.alone.pulls) if verdict.alone else {}
    found = [gap for one in verdict.standings if (gap := _gap(one, pulls.get(one.descriptor, 0.0), prediction)) is not None]
    order = {one.descriptor: place for place, one in enumerate(verdict.standings)}
    return sorted(found, key=lambda gap: (gap.state, round(gap.pull, 9), order[gap.descriptor.id]))


def _gap(standing: Standing, pull: float, prediction: Prediction) -> Gap | None:
    scale, method = prediction.framework.scale, prediction.method
    concerns = sorted(
        (row for row in standing.counting if row.rank < scale.benchmark and row.holds > 0),
        key=lambda row: (-row.effect.severity * row.extent.share * row.holds, row.rank, row.item.id),
    )
    open_contradictions = tuple(one for one in standing.contradictions if one.unexplained)
    state = _state(standing, concerns, open_contradictions, scale.benchmark)
    if state is None:
        return None
    return Gap(
        judgement=standing.judgement,
        descriptor=prediction.framework.descriptors[standing.descriptor],
        state=state,
        rank=standing.rank,
        next_rank=scale.benchmark if standing.rank is None else standing.rank + 1 if standing.rank < scale.top else None,
        holds=tuple(concerns),
        contradictions=open_contradictions,
        stale=tuple(row for row in standing.rows if not row.fresh),
        questions=tuple(row for row in standing.rows if row.weight == 0 and row.rank < scale.benchmark),
        pull=pull,
        closes=closing_kinds(standing, bool(concerns), method),
        standing=standing,
    )


def _state(
    standing: Standing, concerns: Sequence[Weighed], contradictions: Sequence[Contradiction], benchmark: int
) -> State | None:
    if standing.capped_by is not None:
        return State.RISK
    if standing.rank is not None and standing.rank < benchmark:
        return State.SHORTFALL
    if contradictions:
        return State.CONTRADICTED
    if standing.rank is not None:
        return State.CONCERN if concerns else None
    return _STATES.get(standing.why, State.UNTESTED)


_STATES: Mapping[Why | None, State] = {
    Why.SILENT: State.SILENT,
    Why.STALE: State.STALE,
    Why.CHOSEN: State.CHOSEN,
    Why.LOWERED: State.LOWERED,
    Why.FEW: State.FEW,
}
"""What stands in the way of a grade, by the reason why there is none; any other reason is that nobody tested."""


def closing_kinds(standing: Standing, concern: bool, method: Method) -> tuple[Kind, ...]:
    """Say which kinds of evidence would close a gap: one that looks at practice and one that listens, where they are missing.

    A concern needs a newer look even where fresh evidence exists, and so does what only records show that managers chose or moderators
    lowered, or a survey that few replied to. An external look is never asked for: a council cannot order one.
    """
    fresh = {row.kind.role for row in standing.counting if row.fresh and row.kind.tests and row.shown == 1}
    wanted = []
    for role in ("practice", "voice"):
        able = [kind for kind in method.kinds.values() if kind.role == role and kind.tests and not kind.own_triangulation]
        if able and (concern or role not in fresh):
            wanted.append(max(able, key=lambda kind: kind.weight))
    return tuple(wanted[:1] if concern and len(fresh) == 2 else wanted)
