"""What one judgement does to another: the grades read together, limits, the rules for overall, the pathway test, shapes.

All of it works on combinations of grades, one a judgement, each with a probability. Where judgements are tied to each other (by the
pattern of published grades, by limits, or because overall rests on them), every combination is looked at, so nothing is sampled. What
a combination means does not hang on the evidence, so it is looked up in a table that is made once for a framework.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import compress, product
from operator import add, mul, truediv
from typing import TypeVar

from .framework import Framework, Limit, Pathway, Rule, Shape
from .grade import Scale, at_least, median

LIKELY = 0.9
"""How strongly a limit of strength 'likely' binds where it was never counted."""

_T = TypeVar("_T")

Combination = Mapping[str, int]
"""One rank for each judgement read together."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit as it stands in a prediction.

    Attributes:
        limit: The rule.
        probability: How likely it is that its condition holds, 0 to 1.
        met: Whether its condition holds in the grades shown.
        causes: The judgements whose shown grades make it so.
    """

    limit: Limit
    probability: float
    met: bool
    causes: tuple[str, ...]

    @property
    def binds(self) -> bool:
        """Whether it bears on the grades shown: its condition holds, and it is a limit that counts."""
        return self.met and self.limit.counts


@dataclass(frozen=True, slots=True)
class Together:
    """The judgements read together.

    Attributes:
        marginals: Probabilities by judgement and rank, worst first.
        free: The same before the limits between judgements held any of them down.
        overall: Probabilities of overall by rank, or None where the framework has no overall.
        bounds: Every limit, in the framework's order.
    """

    marginals: Mapping[str, tuple[float, ...]]
    free: Mapping[str, tuple[float, ...]]
    overall: tuple[float, ...] | None
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Joint:
    """Every way in which the grades of judgements that are tied to each other can fall together, and how likely each is.

    Attributes:
        tied: The judgements, in print order.
        heard: How far each bears on the others, in that order, 0 to 1.
        free: Ranks in that order with their probability, before limits between judgements held any down; they sum to one.
        held: The same once they did.
    """

    tied: tuple[str, ...]
    heard: tuple[float, ...]
    free: tuple[tuple[tuple[int, ...], float], ...]
    held: tuple[tuple[tuple[int, ...], float], ...]


def joint(
    alone: Mapping[str, Sequence[float]], framework: Framework, strength: float, heard: Mapping[str, float] | None = None
) -> Joint:
    """Weigh every combination of the grades of the judgements that are tied to each other; arguments as in `read_together`."""
    table = _table(framework)
    parts = tuple(_heard(name, alone, framework, heard or {}) for name in table.tied)
    free = _weights(alone, framework, strength, heard or {})
    each = (tuple(zip(table.combinations, weights, strict=True)) for weights in (free, _held_down(free, table)))
    return Joint(table.tied, parts, *each)


def _heard(name: str, alone: Collection[str], framework: Framework, heard: Mapping[str, float]) -> float:
    """Say how far a judgement bears on the others, 0 to 1; one that the pattern ties to none may count in full, and costs less so."""
    is_tied = framework.pattern is not None and any(name in pair[:2] and pair[2] > 0 for pair in framework.pattern.pairs)
    return 1.0 if not is_tied else heard.get(name, 1.0) if name in alone else 0.0


def beliefs(alone: Mapping[str, Sequence[float]], framework: Framework) -> Mapping[str, Sequence[float]]:
    """Give each judgement's probabilities before any is read with the others: of a silent one, how often each grade is published."""
    return {one.id: alone.get(one.id, framework.usual(one.id)) for one in framework.graded}


def read_together(
    alone: Mapping[str, Sequence[float]], framework: Framework, strength: float, heard: Mapping[str, float] | None = None
) -> Together:
    """Read the judgements together: the pattern of published grades, then limits, then overall.

    Args:
        alone: By judgement id, its probabilities by rank from its own evidence; one that nothing is known of is left out, and stands as
            often at each grade as in published inspections, or evenly where no pattern says how often that is.
        strength: How far the pattern is trusted, 0 (not at all) to 1.
        heard: By judgement id, how far it bears on the others, 0 (not at all) to 1; in full where nothing is told.
    Source: the pattern is log-supermodular and the limits that forbid combinations leave lattices, so that better evidence never
        lowers any of the results (Holley's inequality); the tests of promise P1 look at it.
    """
    table = _table(framework)
    weights = _weights(alone, framework, strength, heard or {})
    apart = {name: tuple(shares) for name, shares in beliefs(alone, framework).items()}
    free = {**apart, **_marginals(weights, table)}
    weights = _held_down(weights, table)
    marginals = {**apart, **_marginals(weights, table)}
    overall = tuple(math.fsum(map(mul, weights, shares)) for shares in table.overall) or None
    shown = {name: median(shares) for name, shares in marginals.items()}
    chances = (math.fsum(compress(weights, met)) for met in table.conditions)
    bounds = (_bound(limit, chance, marginals, shown, framework) for limit, chance in zip(framework.limits, chances, strict=True))
    return Together(marginals, free, overall, tuple(bounds))


def _weights(
    alone: Mapping[str, Sequence[float]], framework: Framework, strength: float, heard: Mapping[str, float]
) -> list[float]:
    """Weigh every combination of grades; the weights sum to one.

    A judgement that little is known of is heard by the others in part: the combinations are weighed once as if it were heard and once as
    if it were not, and mixed by how far it is. What the pattern says of those that are heard is its sum over the others; each of these
    follows them, and acts on none. So a judgement that nothing is known of leaves no trace, and one finding no more than a finding's.
    How far one is heard never depends on what was found, so better evidence moves every part of the mixture up (promise P1).
    """
    tied = _table(framework).tied
    known = beliefs(alone, framework)
    parts = [_heard(name, alone, framework, heard) for name in tied]
    mixed = [0.0] * len(_table(framework).combinations)
    for choice in product(*([False, True] if 0 < part < 1 else [part == 1] for part in parts)):
        part = math.prod(one if is_heard else 1 - one for one, is_heard in zip(parts, choice, strict=True))
        weights = _one_choice([known[name] for name in tied], choice, framework, strength)
        mixed = list(map(add, mixed, (part * weight for weight in weights)))
    return mixed


def _one_choice(
    beliefs: Sequence[Sequence[float]], choice: tuple[bool, ...], framework: Framework, strength: float
) -> list[float]:
    """Weigh every combination where the chosen judgements are heard and the others only hear them; the weights sum to one."""
    grades = len(framework.scale)
    own = _products(shares if is_heard else [1 / grades] * grades for shares, is_heard in zip(beliefs, choice, strict=True))
    weights = list(map(mul, own, _told(framework, choice, strength)))
    total = math.fsum(weights)
    weights = [weight / total for weight in weights]
    for place, is_heard in enumerate(choice):
        if not is_heard:
            told = _told(framework, (*choice[:place], True, *choice[place + 1 :]), strength)
            follows = list(map(mul, told, _at(place, beliefs[place], framework)))
            chances = map(truediv, follows, _summed(follows, place, framework))
            weights = [weight * grades * chance for weight, chance in zip(weights, chances, strict=True)]
    return weights


@lru_cache(maxsize=256)
def _told(framework: Framework, choice: tuple[bool, ...], strength: float) -> tuple[float, ...]:
    """Give how often the grades of the chosen judgements go together, by combination, as far as the pattern is trusted.

    It is summed over all others as often as each of their grades is published.
    """
    table = _table(framework)
    often = [math.exp(told) for told in table.pattern]
    for place, (name, is_chosen) in enumerate(zip(table.tied, choice, strict=True)):
        if not is_chosen:
            often = _summed(list(map(mul, often, _at(place, framework.usual(name), framework))), place, framework)
    return tuple(value**strength for value in often)


def _products(shares: Iterable[Sequence[float]]) -> list[float]:
    """Multiply one share of each judgement, for every combination."""
    products = [1.0]
    for of_one in shares:
        products = [before * share for before in products for share in of_one]
    return products


def _at(place: int, shares: Sequence[float], framework: Framework) -> list[float]:
    """Give one judgement's share, for every combination."""
    width = len(framework.scale) ** (len(_table(framework).tied) - 1 - place)
    each = [share for share in shares for _ in range(width)]
    return each * (len(_table(framework).combinations) // len(each))


def _summed(values: Sequence[float], place: int, framework: Framework) -> list[float]:
    """Sum over one judgement's grades, for every combination: its own grade makes no difference any more."""
    grades = len(framework.scale)
    width = grades ** (len(_table(framework).tied) - 1 - place)
    found: list[float] = []
    for start in range(0, len(values), width * grades):
        rows = [values[start + width * rank : start + width * (rank + 1)] for rank in range(grades)]
        found.extend(list(map(math.fsum, zip(*rows, strict=True))) * grades)
    return found


def _marginals(weights: Sequence[float], table: _Table) -> Mapping[str, tuple[float, ...]]:
    """Give each judgement's probabilities by rank, over all combinations."""
    return {name: tuple(math.fsum(compress(weights, there)) for there in ranks) for name, ranks in table.at.items()}


def _held_down(weights: Sequence[float], table: _Table) -> list[float]:
    """Let each limit of one judgement on another hold that one down, with the share with which it binds.

    A grade above the limit becomes the limit's own: what was forbidden is not simply taken away, for then evidence that is sure of a
    better grade would outweigh a limit that held in every published inspection. It moves nothing up, and less where more is good, so
    better evidence never lowers any of the results.
    """
    held = list(weights)
    for binds, ways in table.ways_down:
        for above, below in ways:
            bound = held[above] * binds
            held[above] -= bound
            held[below] += bound
    return held


# --- every combination of grades, and what each means


@dataclass(frozen=True, slots=True)
class _Table:
    """The combinations of grades of the judgements that have to do with each other; each list has something to say of each, in order.

    Attributes:
        tied: These judgements, in print order.
        at: By judgement and rank, whether it stands there.
        pattern: What the pattern says, as a logarithm: 0 where it says nothing.
        ways_down: For each limit of one judgement on another the share with which it binds, and from where to where it takes.
        conditions: For each limit, in the framework's order, whether its condition holds.
        overall: By rank, the share that comes out there by the rules and the limits on overall; empty where there is no overall.
    """

    tied: tuple[str, ...]
    combinations: tuple[tuple[int, ...], ...]
    at: Mapping[str, tuple[bytes, ...]]
    pattern: tuple[float, ...]
    ways_down: tuple[tuple[float, tuple[tuple[int, int], ...]], ...]
    conditions: tuple[bytes, ...]
    overall: tuple[tuple[float, ...], ...]


@lru_cache(maxsize=32)  # a backtest has a framework for each case, with a pattern of its own
def _table(framework: Framework) -> _Table:
    scale, tied = framework.scale, _tied(framework)
    combinations = tuple(product(range(len(scale)), repeat=len(tied)))
    columns = dict(zip(tied, zip(*combinations, strict=True), strict=True))

    def everywhere(value: Callable[[Combination], _T], about: Set[str]) -> list[_T]:
        """Give something that only some judgements decide, by combination; it is worked out once for each of their own."""
        keys = list(zip(*(columns[name] for name in tied if name in about), strict=True)) or [()] * len(combinations)
        known = {
            key: value(dict(zip(tied, ranks, strict=True))) for key, ranks in dict(zip(keys, combinations, strict=True)).items()
        }
        return [known[key] for key in keys]

    conditions = {
        limit.id: bytes(everywhere(partial(applies, limit, framework=framework), _about(limit, framework)))
        for limit in framework.limits
    }
    on_overall = limits_on_overall(framework)
    decide = {one.id for one in framework.keys}.union(*(_about(limit, framework) for limit in on_overall))
    overall = everywhere(partial(_overall, framework=framework, limits=on_overall), decide) if framework.overall else ()
    return _Table(
        tied=tied,
        combinations=combinations,
        at={name: tuple(bytes(map(rank.__eq__, column)) for rank in range(len(scale))) for name, column in columns.items()},
        pattern=tuple(_pattern(combinations, tied, framework)),
        ways_down=tuple(_ways_down(combinations, conditions, tied, framework)),
        conditions=tuple(conditions.values()),
        overall=tuple(zip(*overall, strict=True)),
    )


def _pattern(combinations: Iterable[tuple[int, ...]], tied: Sequence[str], framework: Framework) -> Iterator[float]:
    """Give what the pattern says of each combination."""
    middle = framework.scale.top / 2
    effects = _main_effects(tied, framework)
    main = [effects[name] for name in tied]
    pairs = [
        (tied.index(one), tied.index(other), value)
        for one, other, value in (framework.pattern.pairs if framework.pattern else ())
        if one in tied and other in tied
    ]
    for ranks in combinations:
        alone = sum(effect[rank] for effect, rank in zip(main, ranks, strict=True))
        yield alone + sum(value * (ranks[one] - middle) * (ranks[other] - middle) for one, other, value in pairs)


def _tied(framework: Framework) -> tuple[str, ...]:
    """List the judgements that have to be looked at together, in print order."""
    names: set[str] = set()
    if framework.pattern:
        names.update(one for pair in framework.pattern.pairs for one in pair[:2])
    if framework.overall:
        names.update(one.id for one in framework.keys)
    for limit in framework.limits:
        if not limit.counts and limit.and_none is None:
            continue  # it moves no number, and whether its condition holds can be told without the others
        names.update(limit.when_any)
        if limit.judgement is not None:
            names.add(limit.judgement)
    return tuple(one.id for one in framework.graded if one.id in names)


def _main_effects(tied: Sequence[str], framework: Framework) -> Mapping[str, Sequence[float]]:
    none = [0.0] * len(framework.scale)
    return {name: framework.pattern.main.get(name, none) if framework.pattern else none for name in tied}


def _ways_down(
    combinations: Sequence[tuple[int, ...]], conditions: Mapping[str, bytes], tied: Sequence[str], framework: Framework
) -> Iterator[tuple[float, tuple[tuple[int, int], ...]]]:
    index = {ranks: number for number, ranks in enumerate(combinations)}
    for limit, (place, name) in product(framework.limits, enumerate(tied)):
        if (ceiling := limit.limits(name, framework.scale)) is not None:
            bound = (ranks for ranks in compress(combinations, conditions[limit.id]) if ranks[place] > ceiling)
            yield share(limit), tuple((index[one], index[*one[:place], ceiling, *one[place + 1 :]]) for one in bound)


def _about(limit: Limit, framework: Framework) -> Set[str]:
    """List the judgements that decide whether a limit's condition holds."""
    others = (one for one in framework.limits if one.id == limit.and_none)
    return {*limit.when_any}.union(*(_about(one, framework) for one in others))


def _overall(combination: Combination, framework: Framework, limits: Sequence[Limit]) -> tuple[float, ...]:
    """Carry a combination through the rules and then through the limits on overall: the share that comes out at each rank."""
    parts = dict(overall_parts(combination, framework, limits))
    return tuple(parts.get(rank, 0.0) for rank in range(len(framework.scale)))


def limits_on_overall(framework: Framework) -> tuple[Limit, ...]:
    """List the limits that may hold overall down."""
    overall = framework.overall
    return tuple(limit for limit in framework.limits if overall and limit.limits(overall.id, framework.scale) is not None)


def overall_parts(combination: Combination, framework: Framework, limits: Sequence[Limit]) -> Iterable[tuple[int, float]]:
    """Split one combination's overall rank, by the rules, among the limits on overall that apply: each binds with its share."""
    parts = {overall_rank(combination, framework)[0]: 1.0}
    for limit in limits:
        ceiling = framework.scale.rank(str(limit.at_most))
        if applies(limit, combination, framework):
            for above in [one for one in parts if one > ceiling]:
                bound = parts[above] * share(limit)
                parts[above] -= bound
                parts[ceiling] = parts.get(ceiling, 0.0) + bound
    return parts.items()


# --- limits and rules


def share(limit: Limit) -> float:
    """Say how often a limit binds where its condition holds, 0 to 1.

    Source: design section 4: always is always; a 'may' enters at its smoothed share, (held + 1) of (counted + 2), so 1 of 4 is a third.
        A limit that does not count, because it was only recalled or reaches nobody knows where, never binds.
    """
    if not limit.counts:
        return 0.0
    if limit.strength == "always":
        return 1.0
    if limit.held is not None and limit.of is not None:
        return (limit.held + 1) / (limit.of + 2)
    return LIKELY if limit.strength == "likely" else 0.5


def applies(limit: Limit, combination: Combination, framework: Framework) -> bool:
    """Say whether a limit's condition holds in a combination of grades."""
    grade = framework.scale.rank(limit.is_grade)
    if not any(combination.get(name) == grade for name in limit.when_any):
        return False
    if limit.and_none is None:
        return True
    other = next(one for one in framework.limits if one.id == limit.and_none)
    return not (other.counts and applies(other, combination, framework))


def overall_rank(combination: Combination, framework: Framework) -> tuple[int, Rule]:
    """Give overall by the framework's rules, before the limits that only may bind, and the rule that decided; none that is recalled.

    Args:
        combination: A rank for every key judgement.
    """
    for rule in framework.rules:
        if rule.counts and _fits(rule, combination, framework):
            return framework.scale.rank(rule.grade), rule
    raise ValueError("the last rule for overall should have no condition")


def _fits(rule: Rule, combination: Combination, framework: Framework) -> bool:
    rank = framework.scale.rank
    grades = [combination[one.id] for one in framework.keys]
    leaders = [combination[one.id] for one in framework.keys if one.role == "leadership"]
    if rule.any is not None and not any(combination[name] == rank(rule.is_grade or "") for name in rule.any):
        return False
    if rule.at_least is not None and sum(one >= rank(rule.at_least) for one in grades) < (rule.count or 0):
        return False
    if rule.all_at_least is not None and min(grades) < rank(rule.all_at_least):
        return False
    if rule.leaders_at_least is not None and any(one < rank(rule.leaders_at_least) for one in leaders):
        return False
    return rule.below is None or sum(one < rank(rule.below) for one in grades) <= (rule.at_most or 0)


def _bound(
    limit: Limit, chance: float, marginals: Mapping[str, Sequence[float]], shown: Combination, framework: Framework
) -> Bound:
    """Put together how a limit stands.

    Args:
        chance: That its condition holds by a judgement that is tied to others; one that is not may make it hold by itself.
    """
    grade = framework.scale.rank(limit.is_grade)
    apart = [name for name in limit.when_any if name in marginals and name not in _table(framework).tied]
    by_none = math.prod(1 - marginals[name][grade] for name in apart)
    causes = tuple(name for name in limit.when_any if shown.get(name) == grade)
    return Bound(limit, chance + (1 - chance) * (1 - by_none), applies(limit, shown, framework), causes)


def on_pathway(shown: Mapping[str, int | None], pathway: Pathway, scale: Scale) -> bool | None:
    """Say whether the pathway test is met by the grades shown; None where a withheld grade leaves it open.

    Args:
        shown: Rank by judgement; None where no grade can be said.
    """
    results: list[bool | None] = []
    for test in pathway.tests:
        met = sum(1 for name in test.of if (rank := shown[name]) is not None and rank >= scale.rank(test.at_least))
        open_ones = sum(1 for name in test.of if shown[name] is None)
        results.append(True if met >= test.count else None if met + open_ones >= test.count else False)
    return False if False in results else None if None in results else True


def unlike_any(shown: Mapping[str, int | None], framework: Framework) -> tuple[Shape, ...]:
    """List the shapes, seldom or never published, that the grades shown have."""
    known = {name: rank for name, rank in shown.items() if rank is not None}
    leaders = [known[one.id] for one in framework.keys if one.role == "leadership" and one.id in known]
    practice = [known[one.id] for one in framework.keys if one.role == "practice" and one.id in known]
    keys = [known[one.id] for one in framework.keys if one.id in known]
    steps = {
        "above": max(leaders) - min(practice) if leaders and practice else 0,
        "spread": max(keys) - min(keys) if keys else 0,
    }
    return tuple(
        shape
        for shape in framework.shapes
        if steps["above"] >= (shape.leaders_above_worst_by or len(framework.scale))
        or steps["spread"] >= (shape.spread or len(framework.scale))
    )


def far_apart(shown: Mapping[str, int | None], framework: Framework) -> frozenset[str]:
    """Name the judgements between whose grades lies what makes a shape seldom or never published.

    Of two grades that were never published of one authority one at least is wrong, whatever stands behind each: taken together they
    are right no more than every second time, which is no more than low confidence.
    """
    known = [(one, rank) for one in framework.keys if (rank := shown.get(one.id)) is not None]
    none = len(framework.scale)
    found: set[str] = set()
    for (one, rank), (other, lower) in product(known, repeat=2):
        above = rank - lower if (one.role, other.role) == ("leadership", "practice") else 0
        shapes = framework.shapes
        if any(above >= (shape.leaders_above_worst_by or none) or rank - lower >= (shape.spread or none) for shape in shapes):
            found.update((one.id, other.id))
    return frozenset(found)


def likely_lowest(marginals: Mapping[str, Sequence[float]], overall: Sequence[float], rank: int) -> bool:
    """Say whether overall is held at a rank though no single judgement is likely at it: one of several probably is."""
    return median(overall) == rank and all(at_least(shares)[rank + 1] > 0.5 for shares in marginals.values())
