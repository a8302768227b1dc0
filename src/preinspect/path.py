"""The way up: the smallest sets of descriptors that would lift a judgement to a grade, and of judgements that would lift overall."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from .grade import at_least
from .limit import Bound, applies, limits_on_overall, overall_rank, read_together, share
from .method import Model
from .predict import Prediction, Verdict, read_from
from .score import Alone, Outlook, Unit, outlook_of, probabilities
from .whatif import what_if

MOST_SETS = 20_000
"""Sets of one size that are all tried; beyond that a set is grown from the descriptors that pull hardest."""

ALTERNATIVES = 3

NEAR = 1e-6
"""How near to one half, in logits, and to each other, in the outlook, is near enough; what is shown has four places."""


@dataclass(frozen=True, slots=True)
class Step:
    """One set of descriptors that would be enough.

    Attributes:
        chance: Of the judgement being at the wanted grade or better, 0 to 1, if all of them stood at `grade`.
    """

    descriptors: tuple[str, ...]
    chance: float


@dataclass(frozen=True, slots=True)
class Way:
    """How a judgement could reach a grade.

    Attributes:
        grade: The grade that each descriptor of a set would have to reach.
        now: The chance today of being at the wanted grade or better, 0 to 1.
        steps: Sets of the smallest size, the likeliest first, that share as little as can be; none where no set is enough.
        best: The chance if every descriptor that falls short were lifted.
        in_the_way: The ids of limits that would still hold the judgement below.
        exact: Whether all sets of that size were tried.
    """

    judgement: str
    wanted: int
    grade: int
    now: float
    steps: tuple[Step, ...]
    best: float
    in_the_way: tuple[str, ...]
    exact: bool

    @property
    def common(self) -> tuple[str, ...]:
        """The descriptors that every alternative has; none where there is but one way."""
        first, *others = self.steps or (None,)
        if first is None or not others:
            return ()
        return tuple(name for name in first.descriptors if all(name in one.descriptors for one in others))


@dataclass(frozen=True, slots=True)
class OverallStep:
    """Judgements that would have to reach grades.

    Attributes:
        lifts: By judgement, the rank.
        chance: Of overall being at the wanted grade or better if these stood there for certain and all others as their evidence says.
        limits: Limits that may then still hold overall, or one of these, below.
    """

    lifts: Mapping[str, int]
    chance: float
    limits: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class OverallWay:
    """How overall could reach a grade: the fewest steps of judgements, the likeliest first; `now` is the chance today.

    Where key judgements have no grade yet, `waits` names them, and no way can be said.
    """

    wanted: int
    now: float
    steps: tuple[OverallStep, ...]
    waits: tuple[str, ...] = ()


def path(prediction: Prediction, judgement: str, wanted: int) -> Way:
    """Find the smallest sets of descriptors that would make a grade at least as likely as not.

    A set is tried by the model itself: its descriptors stand at the benchmark (or at the wanted grade where that is higher). The
    other judgements stay as they are, so that what they do to this one, read together, is counted.

    Args:
        judgement: Any judgement but overall.
        wanted: A rank.
    """
    verdict = prediction.verdict(judgement)
    assert verdict.alone is not None
    grade = max(wanted, prediction.framework.scale.benchmark)
    now = _chance(verdict, wanted)
    lifted = _candidates(verdict.alone, grade, prediction)
    sets, exact = _smallest(prediction, verdict, wanted, lifted) if lifted and now < 0.5 else ((), True)
    grade_id = prediction.framework.scale.id(grade)
    steps = [Step(names, _supposed_chance(prediction, judgement, wanted, dict.fromkeys(names, grade_id))) for names in sets]
    everything = dict.fromkeys([*lifted], grade_id)
    return Way(
        judgement=judgement,
        wanted=wanted,
        grade=grade,
        now=now,
        steps=tuple(one for one in steps if one.chance >= 0.5 - 1e-9),
        best=_supposed_chance(prediction, judgement, wanted, everything) if everything else now,
        in_the_way=_in_the_way(prediction, judgement, wanted),
        exact=exact,
    )


def _chance(verdict: Verdict, wanted: int) -> float:
    return at_least(verdict.probabilities)[wanted]


def _supposed_chance(prediction: Prediction, judgement: str, wanted: int, grades: Mapping[str, str]) -> float:
    shift = next(one for one in what_if(prediction, grades) if one.judgement == judgement)
    return _chance(shift.after, wanted)


def _outlook_needed(prediction: Prediction, verdict: Verdict, wanted: int, furthest: float) -> float | None:
    """Find the outlook at which the wanted grade becomes as likely as not, the other judgements being as they are.

    The chance rises with the outlook (promise P1), in logits nearly along a line; so the place where the line between two ends crosses
    is soon found, and an end that stays twice is drawn nearer (the Illinois method). None where the furthest is not enough.

    Args:
        furthest: The best outlook that can be reached.
    """
    alone = verdict.alone
    assert alone is not None and alone.outlook is not None
    outlook = alone.outlook
    scale, model = prediction.framework.scale, prediction.method.model
    beliefs, framework, strength, heard = read_from(prediction)

    def logit(value: float) -> float:
        shares = probabilities(Outlook(outlook.volume, 0.0, 0.0, 0.0, value, outlook.flatness), scale, model)
        together = read_together({**beliefs, verdict.id: shares}, framework, strength, heard)
        return _logit(at_least(together.marginals[verdict.id])[wanted])

    low, high = outlook.value, furthest
    below, above = _logit(_chance(verdict, wanted)), logit(furthest)
    if above < 0:
        return None
    stayed = 0
    while below < 0 < above and high - low > NEAR:
        middle = low - below * (high - low) / (above - below)
        found = logit(middle)
        if abs(found) < NEAR:
            return middle
        if found < 0:
            low, below, above, stayed = middle, found, above / (2 if stayed < 0 else 1), -1
        else:
            high, above, below, stayed = middle, found, below / (2 if stayed > 0 else 1), 1
    return high if below < 0 else low


def _logit(chance: float) -> float:
    kept = min(max(chance, 1e-12), 1 - 1e-12)
    return math.log(kept / (1 - kept))


def _candidates(alone: Alone, grade: int, prediction: Prediction) -> Mapping[str, Unit]:
    """Give, for each descriptor that could be lifted, what the model would read of it then."""
    scale, model = prediction.framework.scale, prediction.method.model
    top = 1.0 if grade == scale.top > scale.benchmark else 0.0
    lifted, pulls = {}, dict(alone.pulls)
    for unit in alone.units:
        better = Unit(unit.descriptor, unit.weight, unit.volume, top, 0.0, 0.0, 0.0)
        gains = unit.shortfall > 0 or unit.risk > 0 or top > unit.outstanding
        if gains:
            lifted[unit.descriptor] = better
    return dict(sorted(lifted.items(), key=lambda one: pulls[one[0]] - model.balance * one[1].outstanding))


def _smallest(
    prediction: Prediction, verdict: Verdict, wanted: int, lifted: Mapping[str, Unit]
) -> tuple[tuple[tuple[str, ...], ...], bool]:
    """Find up to three of the smallest sets that are enough, and whether all of their size were tried.

    The first is the one that reaches furthest. Each further one is, of those that share least with any that was taken before, the one
    that reaches furthest: three ways that differ in one descriptor of many would be one way told three times.
    """
    assert verdict.alone is not None
    value = _valued(verdict.alone, lifted, prediction.method.model)
    names = list(lifted)
    goal = _outlook_needed(prediction, verdict, wanted, value(names))
    if goal is None:
        return (), True
    for size in range(1, len(names) + 1):
        exact = math.comb(len(names), size) <= MOST_SETS
        tried = combinations(names, size) if exact else _grown(names, size)
        reaching = [(value(names), names) for names in tried]
        enough = sorted((one for one in reaching if one[0] >= goal - 1e-9), key=lambda one: (-one[0], one[1]))
        if enough:
            return _apart(list(dict.fromkeys(names for _, names in enough))), exact
    return (), True


def _apart(sets: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Take up to three sets, the first and then those that share least with what was taken; of equals the one that stands first."""
    taken = [sets[0]]
    shared = [0] * len(sets)
    while len(taken) < min(ALTERNATIVES, len(sets)):
        last = set(taken[-1])
        shared = [max(before, len(last.intersection(names))) for before, names in zip(shared, sets, strict=True)]
        taken.append(sets[shared.index(min(shared))])
    return tuple(taken)


def _grown(names: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """Give the set of those that pull hardest, and others near it.

    Those that differ from it by one; then those in which ever more of its weakest give way to the next ones, so that a way that differs
    much is found where there is one.
    """
    base = tuple(names[:size])
    yield base
    for out, into in product(range(size), range(size, len(names))):
        yield (*base[:out], *base[out + 1 :], names[into])
    for many in range(2, min(size, len(names) - size) + 1):
        yield (*base[: size - many], *names[size : size + many])
        yield (*base[many:], *names[size : size + many])


def _valued(alone: Alone, lifted: Mapping[str, Unit], model: Model) -> Callable[[Sequence[str]], float]:
    """Give a function from a set of lifted descriptors to the outlook; sums are kept, so that a set costs its own size."""
    units = {unit.descriptor: unit for unit in alone.units}
    whole = outlook_of(alone.units, model)
    total = whole.volume + model.imaginary

    def value(names: Sequence[str]) -> float:
        gains = [(units[name].volume / total, units[name], lifted[name]) for name in names]
        top = whole.outstanding + math.fsum(share * (new.outstanding - old.outstanding) for share, old, new in gains)
        short = whole.shortfall + math.fsum(share * (new.shortfall - old.shortfall) for share, old, new in gains)
        risk = whole.risk + math.fsum(share * (new.risk - old.risk) for share, old, new in gains)
        balance = math.log1p(model.spread * max(0.0, top)) - math.log1p(model.spread * max(0.0, short))
        return model.balance * balance - model.risk * max(0.0, risk)

    return value


def _in_the_way(prediction: Prediction, judgement: str, wanted: int) -> tuple[str, ...]:
    """Name the limits that bind on the grades shown and hold the judgement below the wanted grade."""
    scale = prediction.framework.scale
    return tuple(
        bound.limit.id
        for bound in prediction.bounds
        if bound.binds and (ceiling := bound.limit.limits(judgement, scale)) is not None and ceiling < wanted
    )


def overall_path(prediction: Prediction, wanted: int) -> OverallWay:
    """Find the fewest steps of judgements, from the grades shown, by which the framework's rules and limits give overall a grade.

    Only for a framework with an overall grade.
    """
    framework = prediction.framework
    assert prediction.overall is not None
    now = _chance(prediction.overall, wanted)
    waits = tuple(one.id for one in framework.keys if prediction.verdict(one.id).rank is None)
    if waits:
        return OverallWay(wanted, now, (), waits)
    shown = {one.id: one.rank for one in prediction.judgements if one.rank is not None}
    holding = [
        one for one in limits_on_overall(framework) if share(one) >= 0.5 and framework.scale.rank(str(one.at_most)) < wanted
    ]
    concerned = {one.id for one in framework.keys}.union(*(one.when_any for one in holding))
    names = [one.id for one in framework.graded if one.id in concerned & shown.keys()]
    found: list[tuple[int, Mapping[str, int]]] = []
    for ranks in product(*(range(shown[name], framework.scale.top + 1) for name in names)):
        combination = {**shown, **dict(zip(names, ranks, strict=True))}
        held = any(applies(one, combination, framework) for one in holding)
        if not held and overall_rank(combination, framework)[0] >= wanted:
            lifts = {name: rank for name, rank in zip(names, ranks, strict=True) if rank > shown[name]}
            found.append((sum(rank - shown[name] for name, rank in lifts.items()), lifts))
    least = min((cost for cost, _ in found), default=0)
    steps = [_overall_step(prediction, wanted, lifts) for cost, lifts in found if cost == least]
    return OverallWay(wanted, now, tuple(sorted(steps, key=lambda one: -round(one.chance, 9))[:ALTERNATIVES]))


UNLIKELY = 0.05
"""A limit whose condition is less likely than this to hold is not said to be in the way."""


def _overall_step(prediction: Prediction, wanted: int, lifts: Mapping[str, int]) -> OverallStep:
    """Say what overall would be if judgements came about at these grades."""
    beliefs, framework, strength, heard = read_from(prediction)
    scale, overall = framework.scale, framework.overall
    certain = {name: tuple(float(one == rank) for one in range(len(scale))) for name, rank in lifts.items()}
    together = read_together({**beliefs, **certain}, framework, strength, {**heard, **dict.fromkeys(lifts, 1.0)})
    assert overall is not None and together.overall is not None
    needed = {**lifts, overall.id: wanted}
    limits = tuple(
        one
        for one in together.bounds
        if one.probability >= UNLIKELY
        and any((ceiling := one.limit.limits(name, scale)) is not None and ceiling < rank for name, rank in needed.items())
    )
    return OverallStep(lifts, at_least(together.overall)[wanted], limits)
