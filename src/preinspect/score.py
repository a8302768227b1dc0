"""From items to descriptors, and from descriptors to judgements: best fit, read worst first, never an average of grades.

A descriptor gets a distribution over the grades and 'unknown'. Between the grades, unknown stands just below the benchmark: what is not
known has not been shown to be good, and is not a concern either. A judgement gets probabilities from a cumulative logit model of one
number, built from how much of its evidence is at the top, how far it falls short, and how much of it tells of children at risk.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from .framework import Framework
from .grade import Scale, at_least
from .method import Method, Model, Reach, Withhold, Words
from .weigh import Weighed

Key = tuple[str, str]
"""A judgement and a descriptor: evidence on a descriptor may count under another judgement than its own."""


class Why(Enum):
    """Why a descriptor or a judgement has no grade."""

    SILENT = "no evidence"
    UNTESTED = "not tested"
    STALE = "not enough recent evidence to say"
    SMALL = "samples too small to say"
    THIN = "not enough evidence to say"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two items that count on one descriptor and do not agree, and the words that explain it, if anybody wrote any."""

    better: Weighed
    worse: Weighed
    because: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a descriptor stands under a judgement.

    Attributes:
        masses: Share of its evidence at each rank, worst first; with `unknown` they sum to one.
        rank: The grade shown, or None with the reason in `why`.
        reach: What the kinds among its fresh evidence can support at most.
        tested: Whether fresh practice or voice evidence looked at it.
        capped_by: The finding of risk or failure that bounds it, if one does.
    """

    judgement: str
    descriptor: str
    rows: tuple[Weighed, ...]
    masses: tuple[float, ...]
    unknown: float
    rank: int | None
    why: Why | None
    reach: Reach
    tested: bool
    triangulated: bool
    capped_by: Weighed | None
    contradictions: tuple[Contradiction, ...]

    @property
    def counting(self) -> tuple[Weighed, ...]:
        """The items that weigh anything."""
        return tuple(row for row in self.rows if row.weight > 0)


@dataclass(frozen=True, slots=True)
class Feature:
    """One number that the judgement model reads: `value` times `weight` is what it adds to the outlook."""

    name: str
    value: float
    weight: float

    @property
    def adds(self) -> float:
        """What the feature adds, in logits; negative where it holds the judgement down."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Counts:
    """What the evidence word is built from: counts alone, so that taking evidence away can never raise it (promise P2)."""

    descriptors: int
    evidenced: int
    tested: int
    triangulated: int
    kinds: int
    records: int
    inspected: bool
    stale: int

    @property
    def coverage(self) -> float:
        """Share of the descriptors with fresh practice or voice evidence, 0 to 1."""
        return self.tested / self.descriptors if self.descriptors else 0.0


@dataclass(frozen=True, slots=True)
class Alone:
    """A judgement from its own evidence, before it is read together with the others.

    Attributes:
        probabilities: By rank, worst first; None where nothing is known.
        outlook: The one number of the model, in logits; None where nothing is known.
        pulls: By descriptor, how much its evidence pulls the outlook down (negative) or up, most harmful first.
        why: Why no grade is shown, or None.
    """

    judgement: str
    standings: tuple[Standing, ...]
    features: tuple[Feature, ...]
    outlook: float | None
    probabilities: tuple[float, ...] | None
    pulls: tuple[tuple[str, float], ...]
    counts: Counts
    evidence_word: str
    why: Why | None


# --- descriptors


def stand(judgement: str, descriptor: str, rows: Sequence[Weighed], framework: Framework, method: Method) -> Standing:
    """Say where a descriptor stands on its evidence."""
    scale = framework.scale
    counting = [row for row in rows if row.weight > 0]
    reach, tested = _reach(rows)
    masses, unknown = _spread(counting, reach, tested, scale)
    capped_by = _cap(rows, scale)
    if capped_by is not None:
        masses = _under(masses, capped_by.rank)
    rank, why = _shown(rows, masses, tested, scale, method.withhold)
    if capped_by is not None:
        rank, why = min(capped_by.rank, scale.top if rank is None else rank), None
    return Standing(
        judgement=judgement,
        descriptor=descriptor,
        rows=tuple(rows),
        masses=masses,
        unknown=unknown,
        rank=rank,
        why=why,
        reach=reach,
        tested=tested,
        triangulated=_triangulated(rows, method),
        capped_by=capped_by,
        contradictions=_contradictions(counting, scale),
    )


def _reach(rows: Iterable[Weighed]) -> tuple[Reach, bool]:
    """Give what the fresh evidence can support at most, and whether any of it tested the descriptor.

    Source: design section 5, step 2: without practice or voice evidence nothing reaches good.
    """
    fresh = [row for row in rows if row.weight > 0 and row.fresh]
    tested = any(row.kind.tests for row in fresh)
    reaches = [reach_of(row) for row in fresh]
    best = max(reaches, key=lambda one: one.height, default=Reach.NOTHING)
    if not tested and best.height > Reach.BELOW.height:
        best = Reach.BELOW
    return best, tested


def reach_of(row: Weighed) -> Reach:
    """Give the reach of one item: an audit that was moderated and heard the family reaches higher than another."""
    moderated = row.item.sample is not None and bool(row.item.sample.moderated)
    return row.kind.best_reach if moderated and row.item.with_family else row.kind.reach


def _spread(rows: Sequence[Weighed], reach: Reach, tested: bool, scale: Scale) -> tuple[tuple[float, ...], float]:
    """Spread the weight of the items over the grades; what age or reach takes away becomes unknown."""
    parts: list[list[float]] = [[] for _ in scale.grades]
    lost: list[float] = []
    top = scale.top if reach is Reach.TOP else scale.benchmark
    for row in rows:
        low = min(int(row.position), scale.top)
        upper = row.position - low
        for rank, part in ((low, row.weight * (1 - upper)), (low + 1, row.weight * upper)):
            if part == 0:
                continue
            if rank < scale.benchmark:
                parts[rank].append(part * row.holds)
                lost.append(part * (1 - row.holds))
            else:
                lasts = row.lasts if tested else 0.0
                parts[min(rank, top)].append(part * lasts)
                lost.append(part * (1 - lasts))
    total = math.fsum(row.weight for row in rows)
    if total == 0:
        return tuple(0.0 for _ in scale.grades), 1.0
    return tuple(math.fsum(part) / total for part in parts), math.fsum(lost) / total


def _cap(rows: Iterable[Weighed], scale: Scale) -> Weighed | None:
    """Give the worst finding of risk or failure that nobody has looked at since: it bounds the descriptor at its own grade."""
    risks = [row for row in rows if row.weight > 0 and is_standing_risk(row, scale)]
    return min(risks, key=lambda row: (row.rank, -row.extent.share, row.item.id), default=None)


def is_standing_risk(row: Weighed, scale: Scale) -> bool:
    """Say whether an item found children at risk, or a failure, and nobody has looked again since."""
    return row.effect.is_risk and row.rank < scale.benchmark and row.looked_again is None


def _under(masses: Sequence[float], ceiling: int) -> tuple[float, ...]:
    """Move what lies above a ceiling down to it."""
    above = math.fsum(masses[ceiling + 1 :])
    return tuple(
        mass + above if rank == ceiling else 0.0 if rank > ceiling else mass for rank, mass in enumerate(masses)
    )


def _shown(
    rows: Sequence[Weighed], masses: Sequence[float], tested: bool, scale: Scale, withhold: Withhold
) -> tuple[int | None, Why | None]:
    """Give the grade shown: the median, with unknown just below the benchmark, or the reason why there is none."""
    if not rows:
        return None, Why.SILENT
    if not any(row.weight > 0 for row in rows):
        return None, Why.SMALL if any(row.why_not for row in rows) else Why.UNTESTED
    upwards = at_least(masses)
    for rank in range(scale.top, scale.benchmark - 1, -1):
        if upwards[rank] >= 0.5 - 1e-12:
            return rank, None
    below = math.fsum(masses[: scale.benchmark])
    if below < withhold.concern_share:
        return None, Why.STALE if tested or any(row.kind.tests for row in rows) else Why.UNTESTED
    known_not = 0.0
    for rank in range(scale.benchmark):
        known_not += masses[rank]
        if known_not > 0.5:
            return rank, None
    return scale.benchmark - 1, None


def _triangulated(rows: Sequence[Weighed], method: Method) -> bool:
    """Say whether three sources of three kinds, practice and voice among them, agree in time.

    Contradictions are told apart from this, so that taking one side of a contradiction away never raises the evidence word.
    Source: design section 5; the findings of an inspection count as triangulated by its inspectors.
    """
    looks = [row for row in rows if row.fresh]
    if any(row.kind.own_triangulation for row in looks):
        return True
    for first in looks:
        near = [row for row in looks if 0 <= first.age - row.age <= method.triangulation_months]
        voices = any(row.kind.role == "voice" or row.item.with_family for row in near)
        practice = any(row.kind.role == "practice" for row in near)
        if voices and practice and len({row.kind.id for row in near}) >= 3 and len({row.item.id for row in near}) >= 3:
            return True
    return False


def _contradictions(rows: Sequence[Weighed], scale: Scale) -> tuple[Contradiction, ...]:
    """List the pairs that do not agree: on opposite sides of the benchmark, or two steps apart.

    Items of one kind and one day are parts of one look, so they are its findings, not contradictions.
    """
    found = []
    live = sorted((row for row in rows if _speaks(row, scale)), key=lambda row: (row.rank, row.item.id))
    for index, worse in enumerate(live):
        for better in live[index + 1 :]:
            one_look = worse.item.kind == better.item.kind and worse.item.date == better.item.date
            apart = better.rank - worse.rank >= 2 or worse.rank < scale.benchmark <= better.rank
            if apart and not one_look:
                found.append(Contradiction(better, worse, better.item.because or worse.item.because))
    return tuple(found)


def _speaks(row: Weighed, scale: Scale) -> bool:
    return (row.holds if row.rank < scale.benchmark else row.lasts) > 0


# --- judgements


def judge(judgement: str, standings: Sequence[Standing], framework: Framework, method: Method) -> Alone:
    """Give a judgement's probabilities from its own evidence.

    Args:
        standings: Of the judgement's own descriptors (silent ones too) and of any other with evidence that counts here.
    """
    counts = _counts(standings, framework, method)
    units = [(one, _unit(one, framework.scale, method)) for one in standings if one.counting]
    if not units:
        return Alone(judgement, tuple(standings), (), None, None, (), counts, _evidence_word(counts, method), _nothing(standings))
    features = _features([unit for _, unit in units], method.model)
    outlook = math.fsum(feature.adds for feature in features)
    return Alone(
        judgement=judgement,
        standings=tuple(standings),
        features=features,
        outlook=outlook,
        probabilities=_probabilities(outlook, framework.scale, method.model),
        pulls=_pulls(units, features, method.model),
        counts=counts,
        evidence_word=_evidence_word(counts, method),
        why=_withheld(units, counts, method.withhold),
    )


@dataclass(frozen=True, slots=True)
class _Unit:
    """What the model reads of one descriptor: its volume, and the means over its evidence."""

    volume: float
    top: float
    shortfall: float
    risk: float
    unknown: float


def _unit(standing: Standing, scale: Scale, method: Method) -> _Unit:
    model = method.model
    rows = standing.counting
    total = math.fsum(row.weight for row in rows)

    def mean(values: Iterable[float]) -> float:
        return math.fsum(row.weight * value for row, value in zip(rows, values, strict=True)) / total

    known = [_known(row, standing, scale) for row in rows]
    return _Unit(
        volume=total**model.saturation,
        top=mean(_top(row, standing, scale) for row in rows),
        shortfall=mean(
            share * shortfall(row, scale, model) + (1 - share) * model.unknown_shortfall
            for row, share in zip(rows, known, strict=True)
        ),
        risk=mean(row.holds if row.effect.is_risk and row.rank < scale.benchmark else 0.0 for row in rows),
        unknown=mean(1 - share for share in known),
    )


def _known(row: Weighed, standing: Standing, scale: Scale) -> float:
    if row.rank < scale.benchmark:
        return row.holds
    return row.lasts if standing.tested else 0.0


def _top(row: Weighed, standing: Standing, scale: Scale) -> float:
    above = row.rank == scale.top > scale.benchmark and standing.tested and standing.reach is Reach.TOP
    return row.lasts if above else 0.0


def shortfall(row: Weighed, scale: Scale, model: Model) -> float:
    """Say how far an item falls short of the benchmark, 0 to 1: how grave it is times how many children it is about.

    A concern never counts for less than not knowing does, or a better finding could count for more (promise P1).
    """
    if row.rank >= scale.benchmark:
        return 0.0
    return max(model.unknown_shortfall, row.effect.severity * row.extent.share)


def _features(units: Sequence[_Unit], model: Model) -> tuple[Feature, ...]:
    total = math.fsum(unit.volume for unit in units)
    if total == 0:
        return ()
    top, short, risk = (
        math.fsum(unit.volume * value for unit, value in zip(units, values, strict=True)) / total
        for values in ([u.top for u in units], [u.shortfall for u in units], [u.risk for u in units])
    )
    return (
        Feature("outstanding", top, model.weights["outstanding"]),
        Feature("shortfall", math.log1p(10 * short), -model.weights["shortfall"]),
        Feature("risk", risk, -model.weights["risk"]),
    )


def _probabilities(outlook: float, scale: Scale, model: Model) -> tuple[float, ...]:
    """Turn the outlook into probabilities by rank: the chance of being at or above each boundary is a logistic curve."""
    above = [1.0, *(1 / (1 + math.exp(cut - outlook)) for cut in cuts(scale, model)), 0.0]
    return tuple(here - next_up for here, next_up in pairwise(above))


def cuts(scale: Scale, model: Model) -> tuple[float, ...]:
    """Give the cut points of a scale, lowest boundary first.

    Three were fitted, for the boundaries to the top, the benchmark and the grade above the lowest. A scale with other boundaries gets
    them by even steps between those; that is set, not fitted.
    """
    top, benchmark, bottom = model.cuts
    below = _between(bottom, benchmark, scale.benchmark)
    above = _between(top, benchmark, scale.top - scale.benchmark + 1)
    return (*below, *reversed(above[:-1]))


def _between(far: float, near: float, count: int) -> tuple[float, ...]:
    """Give `count` even steps that end at `near` and, where there are several, begin at `far`."""
    if count <= 1:
        return (near,) * count
    return tuple(far + (near - far) * step / (count - 1) for step in range(count))


def _pulls(units: Sequence[tuple[Standing, _Unit]], features: Sequence[Feature], model: Model) -> tuple[tuple[str, float], ...]:
    """Share the outlook among the descriptors, most harmful first: what the outlook would gain without what each falls short.

    A shortfall's share is taken of the whole logarithm, so that the shares add up.
    """
    total = math.fsum(unit.volume for _, unit in units)
    short = math.fsum(unit.volume * unit.shortfall for _, unit in units)
    per_shortfall = features[1].adds / short if short else 0.0
    pulls = [
        (
            standing.descriptor,
            unit.volume * unit.shortfall * per_shortfall
            + unit.volume / total * (unit.top * features[0].weight + unit.risk * features[2].weight),
        )
        for standing, unit in units
    ]
    return tuple(sorted(pulls, key=lambda pull: (round(pull[1], 12), pull[0])))


# --- what may be said, and how surely


def _counts(standings: Sequence[Standing], framework: Framework, method: Method) -> Counts:
    fresh = {row.item.id: row for one in standings for row in one.rows if row.fresh}
    sampled = {key: row.item.sample.size or 0 for key, row in fresh.items() if row.item.sample is not None}
    own = {one.descriptor for one in standings if one.judgement == framework.home(one.descriptor)}
    return Counts(
        descriptors=len(own),
        evidenced=sum(1 for one in standings if one.rows),
        tested=sum(1 for one in standings if any(row.fresh and row.kind.tests for row in one.rows)),
        triangulated=sum(1 for one in standings if one.triangulated),
        kinds=len({row.kind.id for row in fresh.values()}),
        records=sum(sampled.values()),
        inspected=any(row.kind.own_triangulation for row in fresh.values()),
        stale=len({row.item.id for one in standings for row in one.rows if not row.fresh}),
    )


def _evidence_word(counts: Counts, method: Method) -> str:
    if _enough(counts, method.high):
        return "high"
    return "medium" if _enough(counts, method.medium) else "low"


def _enough(counts: Counts, words: Words) -> bool:
    many = counts.inspected or (counts.kinds >= words.kinds and counts.records >= words.records)
    share = counts.triangulated / counts.descriptors if counts.descriptors else 0.0
    return many and counts.coverage >= words.tested and share >= words.triangulated


def confidence(evidence_word: str, probability: float, method: Method) -> str:
    """Give the confidence word: the lower of what the evidence and the probability of the grade shown allow."""
    by_probability = (
        "high" if probability >= method.high.probability else "medium" if probability >= method.medium.probability else "low"
    )
    return min(evidence_word, by_probability, key=("low", "medium", "high").index)


def _withheld(units: Sequence[tuple[Standing, _Unit]], counts: Counts, withhold: Withhold) -> Why | None:
    """Say why no grade may be shown though there is evidence, or None."""
    total = math.fsum(unit.volume for _, unit in units)
    unknown = math.fsum(unit.volume * unit.unknown for _, unit in units)
    if total == 0 or unknown > withhold.most_unknown * total:
        untested = not any(row.kind.tests for one, _ in units for row in one.counting)
        return Why.UNTESTED if untested else Why.STALE
    heard = sum(1 for one, _ in units if one.rank is not None)
    enough = heard >= withhold.least_descriptors and heard >= withhold.least_share * counts.descriptors
    return None if enough else Why.THIN


def _nothing(standings: Sequence[Standing]) -> Why:
    if not any(one.rows for one in standings):
        return Why.SILENT
    reasons = [one.why for one in standings if one.why is not None and one.why is not Why.SILENT]
    return reasons[0] if reasons else Why.UNTESTED


def judgements(
    weighed: Mapping[Key, Sequence[Weighed]], framework: Framework, method: Method
) -> tuple[Alone, ...]:
    """Judge every judgement of a framework on its own evidence, in print order."""
    found = []
    for judgement in framework.graded:
        own = [one.id for one in framework.descriptors_of(judgement.id)]
        borrowed = sorted(name for where, name in weighed if where == judgement.id and name not in own)
        standings = [
            stand(judgement.id, name, weighed.get((judgement.id, name), ()), framework, method) for name in (*own, *borrowed)
        ]
        found.append(judge(judgement.id, standings, framework, method))
    return tuple(found)
