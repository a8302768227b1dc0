"""What one judgement does to another: the grades read together, limits, the rules for overall, the pathway test, shapes.

All of it works on combinations of grades, one a judgement, each with a probability. Where judgements are tied to each other (by the
pattern of published grades, by limits, or because overall rests on them), every combination is looked at, so nothing is sampled.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, product

from .framework import Framework, Limit, Pathway, Rule, Shape
from .grade import Scale, at_least, median

MOST_TOGETHER = 8
"""How many judgements may be read together: 4 grades over 8 judgements are 65,536 combinations."""

LIKELY = 0.9
"""How strongly a limit of strength 'likely' binds where it was never counted."""

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
    tied = _tied(framework)
    parts = tuple(_heard(name, alone, framework, heard or {}) for name in tied)
    weighed = list(_combinations(beliefs(alone, framework), tied, parts, framework, strength))
    total = math.fsum(weight for _, weight in weighed)
    free = tuple((ranks, weight / total) for ranks, weight in weighed)
    return Joint(tied, parts, free, tuple(_held_down(free, tied, framework)))


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
    scale = framework.scale
    every = joint(alone, framework, strength, heard)
    apart = {name: tuple(shares) for name, shares in beliefs(alone, framework).items()}
    free = {**apart, **_marginals(every.free, every.tied, scale)}
    marginals = {**apart, **_marginals(every.held, every.tied, scale)}
    named = [(dict(zip(every.tied, ranks, strict=True)), weight) for ranks, weight in every.held]
    overall = _overall(named, framework) if framework.overall else None
    shown = {name: median(shares) for name, shares in marginals.items()}
    return Together(marginals, free, overall, tuple(_bound(limit, named, shown, framework) for limit in framework.limits))


def _marginals(
    weighed: Sequence[tuple[tuple[int, ...], float]], tied: Sequence[str], scale: Scale
) -> Mapping[str, tuple[float, ...]]:
    """Give each judgement's probabilities by rank, over all combinations."""
    return {
        name: tuple(math.fsum(weight for ranks, weight in weighed if ranks[index] == rank) for rank in range(len(scale)))
        for index, name in enumerate(tied)
    }


def _tied(framework: Framework) -> tuple[str, ...]:
    """List the judgements that have to be looked at together, in print order."""
    names: set[str] = set()
    if framework.pattern:
        names.update(one for pair in framework.pattern.pairs for one in pair[:2])
    if framework.overall:
        names.update(one.id for one in framework.keys)
    for limit in framework.limits:
        names.update(limit.when_any)
        if limit.judgement is not None:
            names.add(limit.judgement)
    return tuple(one.id for one in framework.graded if one.id in names)


def _combinations(
    beliefs: Mapping[str, Sequence[float]], tied: Sequence[str], heard: Sequence[float], framework: Framework, strength: float
) -> Iterable[tuple[tuple[int, ...], float]]:
    """Weigh every combination of grades.

    A judgement that little is known of is heard by the others in part: the combinations are weighed once as if it were heard and once as
    if it were not, and mixed by how far it is. What the pattern says of those that are heard is its sum over the others; each of these
    follows them, and acts on none. So a judgement that nothing is known of leaves no trace, and one finding no more than a finding's.

    Args:
        heard: How far each judgement bears on the others, 0 to 1, in the order of `tied`; it never depends on what was found, so that
            better evidence moves every part of the mixture up (promise P1).
    """
    told = _told(tied, framework)
    often = {ranks: math.exp(told(ranks)) for ranks in product(range(len(framework.scale)), repeat=len(tied))}
    if all(part == 1 for part in heard):
        for ranks, value in often.items():
            yield ranks, value**strength * math.prod(beliefs[name][rank] for name, rank in zip(tied, ranks, strict=True))
        return
    usual = [framework.usual(name) for name in tied]
    sums = _Sums(often, usual)
    mixed: dict[tuple[int, ...], float] = defaultdict(float)
    for choice in product(*([False, True] if 0 < part < 1 else [part == 1] for part in heard)):
        part = math.prod(one if is_heard else 1 - one for one, is_heard in zip(heard, choice, strict=True))
        for ranks, weight in _one_choice([beliefs[name] for name in tied], choice, sums, strength):
            mixed[ranks] += part * weight
    yield from mixed.items()


class _Sums:
    """What the pattern says of some judgements: how often their grades go together, summed over all others as often as published."""

    def __init__(self, often: Mapping[tuple[int, ...], float], usual: Sequence[Sequence[float]]) -> None:
        self._often, self._usual = often, usual
        self._kept: dict[tuple[bool, ...], Mapping[tuple[int, ...], float]] = {}

    def of(self, choice: tuple[bool, ...]) -> Mapping[tuple[int, ...], float]:
        """Give the sums by the ranks of the chosen judgements."""
        if choice not in self._kept:
            found: dict[tuple[int, ...], float] = defaultdict(float)
            others = [place for place, chosen in enumerate(choice) if not chosen]
            for ranks, value in self._often.items():
                found[tuple(compress(ranks, choice))] += value * math.prod(self._usual[place][ranks[place]] for place in others)
            self._kept[choice] = found
        return self._kept[choice]


def _one_choice(
    beliefs: Sequence[Sequence[float]], choice: tuple[bool, ...], sums: _Sums, strength: float
) -> Iterable[tuple[tuple[int, ...], float]]:
    """Weigh every combination where the chosen judgements are heard and the others only hear them; the weights sum to one."""
    chosen = list(compress(beliefs, choice))
    weights = {
        ranks: value**strength * math.prod(shares[rank] for shares, rank in zip(chosen, ranks, strict=True))
        for ranks, value in sums.of(choice).items()
    }
    total = math.fsum(weights.values())
    told = {
        place: sums.of((*choice[:place], True, *choice[place + 1 :])) for place, is_heard in enumerate(choice) if not is_heard
    }
    for ranks, weight in weights.items():
        rest = iter(ranks)
        ways = [
            ((next(rest), 1.0),) if is_heard else _following(beliefs[place], sum(choice[:place]), ranks, told[place], strength)
            for place, is_heard in enumerate(choice)
        ]
        for way in product(*ways):
            yield tuple(rank for rank, _ in way), weight / total * math.prod(share for _, share in way)


def _following(
    belief: Sequence[float], at: int, ranks: tuple[int, ...], told: Mapping[tuple[int, ...], float], strength: float
) -> tuple[tuple[int, float], ...]:
    """Give a judgement's ranks with their chance, by its own evidence and by what the pattern says beside those that are heard.

    Args:
        at: Its place among the ranks of those.
    """
    weights = [share * told[*ranks[:at], rank, *ranks[at:]] ** strength for rank, share in enumerate(belief)]
    total = math.fsum(weights)
    return tuple((rank, weight / total) for rank, weight in enumerate(weights))


def _told(tied: Sequence[str], framework: Framework) -> Callable[[Sequence[int]], float]:
    """Give what the pattern says of a combination of ranks, as a logarithm: 0 where it says nothing."""
    middle = framework.scale.top / 2
    effects = _main_effects(tied, framework)
    main = [effects[name] for name in tied]
    pairs = [
        (tied.index(one), tied.index(other), value)
        for one, other, value in (framework.pattern.pairs if framework.pattern else ())
        if one in tied and other in tied
    ]

    def told(ranks: Sequence[int]) -> float:
        alone = sum(effect[rank] for effect, rank in zip(main, ranks, strict=True))
        return alone + sum(value * (ranks[one] - middle) * (ranks[other] - middle) for one, other, value in pairs)

    return told


def _held_down(
    weighed: Sequence[tuple[tuple[int, ...], float]], tied: Sequence[str], framework: Framework
) -> Iterable[tuple[tuple[int, ...], float]]:
    """Let each limit of one judgement on another hold that one down, with the share with which it binds.

    A grade above the limit becomes the limit's own: what was forbidden is not simply taken away, for then evidence that is sure of a
    better grade would outweigh a limit that held in every published inspection. It moves nothing up, and less where more is good, so
    better evidence never lowers any of the results.
    """
    on_tied = ((limit, name, limit.limits(name, framework.scale)) for limit in framework.limits for name in tied)
    for limit, name, ceiling in on_tied:
        if ceiling is None:
            continue
        place = tied.index(name)
        held: dict[tuple[int, ...], float] = defaultdict(float)
        for ranks, weight in weighed:
            if ranks[place] > ceiling and applies(limit, dict(zip(tied, ranks, strict=True)), framework):
                held[(*ranks[:place], ceiling, *ranks[place + 1 :])] += weight * share(limit)
                held[ranks] += weight * (1 - share(limit))
            else:
                held[ranks] += weight
        weighed = tuple(held.items())
    return weighed


def _main_effects(tied: Sequence[str], framework: Framework) -> Mapping[str, Sequence[float]]:
    none = [0.0] * len(framework.scale)
    return {name: framework.pattern.main.get(name, none) if framework.pattern else none for name in tied}


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


def _overall(combinations: Iterable[tuple[Combination, float]], framework: Framework) -> tuple[float, ...]:
    """Carry every combination through the rules and then through the limits on overall."""
    scale = framework.scale
    masses: list[list[float]] = [[] for _ in scale.grades]
    limits = limits_on_overall(framework)
    for combination, weight in combinations:
        for rank, part in overall_parts(combination, framework, limits):
            masses[rank].append(weight * part)
    return tuple(math.fsum(parts) for parts in masses)


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


def _bound(limit: Limit, combinations: Sequence[tuple[Combination, float]], shown: Combination, framework: Framework) -> Bound:
    grade = framework.scale.rank(limit.is_grade)
    return Bound(
        limit=limit,
        probability=math.fsum(weight for combination, weight in combinations if applies(limit, combination, framework)),
        met=applies(limit, shown, framework),
        causes=tuple(name for name in limit.when_any if shown.get(name) == grade),
    )


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


def likely_lowest(marginals: Mapping[str, Sequence[float]], overall: Sequence[float], rank: int) -> bool:
    """Say whether overall is held at a rank though no single judgement is likely at it: one of several probably is."""
    return median(overall) == rank and all(at_least(shares)[rank + 1] > 0.5 for shares in marginals.values())
