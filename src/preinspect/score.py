"""From items to descriptors, and from descriptors to judgements: best fit, read worst first, never an average of grades.

A descriptor gets a distribution over the grades and 'unknown'. Between the grades, unknown stands just below the benchmark: what is not
known has not been shown to be good, and is not a concern either. A judgement gets probabilities from a cumulative logit model of one
number, built from how much of its evidence is at the top, how far it falls short, and how much of it tells of children at risk.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice, pairwise

from .framework import Framework
from .grade import Scale, at_least
from .method import Method, Model, Reach, Withhold, Words
from .supersede import size_of
from .weigh import Weighed

WORDS = ("low", "medium", "high")
"""The confidence words, the least sure first."""

Key = tuple[str, str]
"""A judgement and a descriptor: evidence on a descriptor may count under another judgement than its own."""


class Why(Enum):
    """Why a descriptor or a judgement has no grade."""

    SILENT = "no evidence"
    UNTESTED = "not tested"
    STALE = "not enough recent evidence to say"
    SMALL = "samples too small to say"
    CHOSEN = "only records that managers chose, too little to say"
    LOWERED = "moderators lowered too much of it to say"
    FEW = "too few of those asked replied to say"
    THIN = "not enough evidence to say"
    WAITING = "waits for your decision after the migration"


HALF_SHOWN = (Why.LOWERED, Why.CHOSEN, Why.FEW)
"""What lessens a look that was made lately, the reason that is said first first."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An item that counts on one descriptor, and all the better ones there that do not agree with it.

    Attributes:
        worse: The one that they do not agree with.
        better: The first of those that stand against it: the best first, of one grade those that nobody explained, then the newest.
        pairs: How many stand against it.
        unexplained: With how many of them nobody wrote why; none where the item itself says so.
    """

    worse: Weighed
    better: tuple[Weighed, ...]
    pairs: int
    unexplained: int

    @property
    def more(self) -> int:
        """How many stand against it that are not named."""
        return self.pairs - len(self.better)

    @property
    def because(self) -> tuple[tuple[str, str], ...]:
        """The words that explain it, each with the id of the item in which they stand."""
        return tuple((row.item.id, row.item.because) for row in (self.worse, *self.better) if row.item.because)


MOST_AGAINST = 5
"""How many items that stand against another are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Borne:
    """What those kinds show of a descriptor that can support a grade by themselves.

    Attributes:
        outstanding: Mean over the items whose kind can support the best grade; 0 without any.
        shortfall: Mean over those whose kind can support the benchmark; that of not knowing without any.
    """

    outstanding: float
    shortfall: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a descriptor stands under a judgement.

    Attributes:
        masses: Share of its evidence at each rank, worst first; with `unknown` they sum to one.
        rank: The grade shown, or None with the reason in `why`.
        reach: What the kinds among its fresh evidence can support at most.
        tested: Whether fresh practice or voice evidence looked at it.
        borne: What the kinds that can support it bear out here, beyond which others say nothing.
        capped_by: The finding of risk or failure that bounds it, if one does: the worst of which enough still holds.
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
    borne: Borne
    triangulated: bool
    capped_by: Weighed | None
    contradictions: tuple[Contradiction, ...]

    @property
    def counting(self) -> tuple[Weighed, ...]:
        """The items that weigh anything."""
        return tuple(row for row in self.rows if row.weight > 0)


@dataclass(frozen=True, slots=True)
class Unit:
    """What the judgement model reads of one descriptor.

    Attributes:
        weight: Of all the evidence that counts in the judgement with this descriptor.
        volume: What that is worth: less than the weight's own measure, because volume is not weight.
        outstanding, shortfall, risk: Means over that evidence.
        unknown: Share of it that is no longer known or cannot support a grade, 0 to 1.
    """

    descriptor: str
    weight: float
    volume: float
    outstanding: float
    shortfall: float
    risk: float
    unknown: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a judgement looks, step by step, so that it can be done again by hand.

    Attributes:
        outstanding, shortfall, risk: Means over the descriptors by volume, with the imaginary one among them.
        value: The outlook in logits: balance times (log(1 + spread * outstanding) - log(1 + spread * shortfall)) - risk's part.
        flatness: What the distance to a cut point is multiplied by, 0 to 1: less where there is little evidence.
    """

    volume: float
    outstanding: float
    shortfall: float
    risk: float
    value: float
    flatness: float


@dataclass(frozen=True, slots=True)
class Counts:
    """What the evidence word is built from: counts alone, so that taking evidence away can never raise it (promise P2)."""

    descriptors: int
    evidenced: int
    tested: int
    triangulated: int
    items: int
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
        outlook: How it looks; None where nothing is known.
        pulls: By descriptor, how much its evidence pulls the outlook down (negative) or up, most harmful first.
        heard: How far it bears on the other judgements, 0 (nothing is known) to 1; it does not depend on what was found.
        why: Why no grade is shown, or None.
    """

    judgement: str
    standings: tuple[Standing, ...]
    units: tuple[Unit, ...]
    outlook: Outlook | None
    probabilities: tuple[float, ...] | None
    pulls: tuple[tuple[str, float], ...]
    counts: Counts
    evidence_word: str
    heard: float
    why: Why | None


# --- descriptors


def stand(judgement: str, descriptor: str, rows: Sequence[Weighed], framework: Framework, method: Method) -> Standing:
    """Say where a descriptor stands on its evidence."""
    scale = framework.scale
    counting = [row for row in rows if row.weight > 0]
    reach, tested = _reach(rows)
    masses, unknown = _spread(counting, tested, scale, method.prior)
    capped_by = _cap(rows, method)
    if capped_by is not None:
        masses, unknown = _under(masses, unknown, capped_by.rank, scale)
    rank, why = _shown(rows, masses, tested, scale, method)
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
        borne=_borne(counting, tested, scale, method.model),
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
    moderated = moderated and not any(factor.name == "moderation" for factor in row.factors)  # and the moderators agreed
    return row.kind.best_reach if moderated and row.item.with_family else row.kind.reach


def supports(row: Weighed, rank: int, scale: Scale) -> bool:
    """Say whether an item's own kind can support a grade from the benchmark upwards.

    Where it cannot, the item says nothing there, for or against, however good it reads: one survey does not make the minutes beside it
    tests of practice, least of all a survey that found otherwise. So weak support neither earns a grade nor drags one down.
    """
    height = reach_of(row).height
    return height >= Reach.TOP.height or (rank == scale.benchmark and height >= Reach.BENCHMARK.height)


def _spread(rows: Sequence[Weighed], tested: bool, scale: Scale, prior: float) -> tuple[tuple[float, ...], float]:
    """Spread the evidence over the grades: for each boundary, what still speaks for being there or better against all that does not.

    At the benchmark and above, what age (or reach) takes from an item that reaches a boundary leaves both sides of it, and an item that
    does not reach it counts in full against it, whatever its age: so waiting lifts nothing over a boundary (promise P3), and neither
    does taking away an item that stands above it, stale or not (promise P2). Below the benchmark a concern keeps its share of all weight
    while it holds; a strength has none there. What is on no side is unknown; the weak prior always is.

    Returns:
        The share at each rank, worst first, and the unknown share; together one.
    """
    total = math.fsum((prior, *(row.weight for row in rows)))
    upwards = [_at_or_above(rows, rank, scale, prior) if tested else 0.0 for rank in range(scale.benchmark, len(scale))]
    above = [share - higher for share, higher in pairwise([*upwards, 0.0])]
    concerns = [row for row in rows if row.rank < scale.benchmark]
    below = [
        math.fsum(row.weight * row.holds * _part_at(row, rank) for row in concerns) / total for rank in range(scale.benchmark)
    ]
    return (*below, *above), 1.0 - math.fsum((*below, upwards[0]))


def _part_at(row: Weighed, rank: int) -> float:
    """Give the part of an item that stands at a rank: it is shared by the two ranks nearest to its position."""
    return max(0.0, 1.0 - abs(row.position - rank))


def _at_or_above(rows: Sequence[Weighed], rank: int, scale: Scale, prior: float) -> float:
    able = [row for row in rows if supports(row, rank, scale)]
    parts = [(row, min(1.0, max(0.0, row.position - rank + 1.0))) for row in able]
    parts += [(row, 0.0) for row in rows if row.rank < rank and not supports(row, rank, scale)]
    speaks = math.fsum(row.weight * part * row.lasts for row, part in parts)
    lower = (row.weight * (1.0 - part) * (row.lasts if row.rank >= rank else 1.0) for row, part in parts)
    against = math.fsum((prior, *lower))
    return speaks / (speaks + against)


def _cap(rows: Iterable[Weighed], method: Method) -> Weighed | None:
    """Give the worst finding of risk or failure that newer looks have not settled: it bounds the descriptor at its own grade."""
    risks = [row for row in rows if row.weight > 0 and is_standing_risk(row, method)]
    return min(risks, key=lambda row: (row.rank, -row.extent.share, row.item.id), default=None)


def is_standing_risk(row: Weighed, method: Method) -> bool:
    """Say whether an item found children at risk, or a failure, of which as much still holds as holds a descriptor down.

    That somebody has looked again is not enough: a look soon after it stands beside it, a small one settles little of it, and one at
    records that managers chose cannot show that no child is at risk any longer.
    """
    return row.risk_holds > 0 and row.risk_holds >= method.risk_holds - 1e-12


def _under(masses: Sequence[float], unknown: float, ceiling: int, scale: Scale) -> tuple[tuple[float, ...], float]:
    """Move what lies above a ceiling down to it; the unknown too, which stands just below the benchmark (promise P1)."""
    kept = unknown if ceiling >= scale.benchmark - 1 else 0.0
    above = math.fsum(masses[ceiling + 1 :]) + unknown - kept
    return tuple(mass + above if rank == ceiling else 0.0 if rank > ceiling else mass for rank, mass in enumerate(masses)), kept


def _shown(
    rows: Sequence[Weighed], masses: Sequence[float], tested: bool, scale: Scale, method: Method
) -> tuple[int | None, Why | None]:
    """Give the grade shown: the median, with unknown just below the benchmark, or the reason why there is none."""
    if not rows:
        return None, Why.SILENT
    if not any(row.weight > 0 for row in rows):
        return None, Why.SMALL if any(_is_small(row, method) for row in rows) else Why.UNTESTED
    upwards = at_least(masses)
    for rank in range(scale.top, scale.benchmark - 1, -1):
        if upwards[rank] >= 0.5 - 1e-12:
            return rank, None
    below = math.fsum(masses[: scale.benchmark])
    if below < method.withhold.concern_share:
        return None, _why_unknown(rows, tested)
    known_not = 0.0
    for rank in range(scale.benchmark):
        known_not += masses[rank]
        if known_not > 0.5:
            return rank, None
    return scale.benchmark - 1, None


def _why_unknown(rows: Sequence[Weighed], tested: bool) -> Why:
    """Say why too little is known: age, unless all that was looked at lately was chosen by managers, lowered or answered by few."""
    known = [row for row in rows if row.weight > 0 and row.kind.tests and row.fresh]
    if known and all(row.shown < 1 for row in known):
        if all(row.shows < 1 for row in known):
            return Why.CHOSEN
        return Why.LOWERED if any(row.upheld < 1 for row in known) else Why.FEW
    return Why.STALE if tested or any(row.kind.tests for row in rows) else Why.UNTESTED


def _is_small(row: Weighed, method: Method) -> bool:
    size = size_of(row.item)
    return row.kind.weight > 0 and size is not None and size < method.sampling.least


def _triangulated(rows: Sequence[Weighed], method: Method) -> bool:
    """Say whether three sources of three kinds, practice and voice among them, agree in time.

    Contradictions are told apart from this, so that taking one side of a contradiction away never raises the evidence word.
    Source: design section 5; the findings of an inspection count as triangulated by its inspectors.
    """
    looks = [row for row in rows if row.fresh and row.decides]
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
    """List what does not agree: items on opposite sides of the benchmark, or two steps apart, each worse one with all better ones.

    What one look found, good and bad, is no contradiction. The better ones are counted, and only the first few named, so that the work
    grows with the items and not with their square.
    """
    live = [row for row in rows if _speaks(row, scale)]
    crowd = _Crowd(live)
    unexplained = _Crowd([row for row in live if not row.item.because])
    best_first = sorted(live, key=lambda row: (-row.rank, bool(row.item.because), -row.item.date.toordinal(), row.item.id))
    found = []
    for worse in sorted(live, key=lambda row: (row.rank, row.item.id)):
        least = _least_apart(worse.rank, scale)
        pairs = crowd.others(worse, least)
        if pairs:
            named = islice((row for row in best_first if not _are_one_look(row, worse)), min(pairs, MOST_AGAINST))
            found.append(Contradiction(worse, tuple(named), pairs, 0 if worse.item.because else unexplained.others(worse, least)))
    return tuple(found)


def within_one_look(standing: Standing, scale: Scale) -> int:
    """Count the pairs of a descriptor's items that would disagree if they were not findings of one look."""
    live = [row for row in standing.counting if _speaks(row, scale)]
    crowd = _Crowd(live)
    return sum(crowd.of_one_look(row, _least_apart(row.rank, scale)) for row in live)


def _least_apart(rank: int, scale: Scale) -> int:
    """Give the least better rank that disagrees with a rank: two steps up, or on the other side of the benchmark."""
    return min(rank + 2, scale.benchmark) if rank < scale.benchmark else rank + 2


class _Crowd:
    """Counts items by rank, and those of each look among them."""

    def __init__(self, rows: Iterable[Weighed]) -> None:
        self.every: Counter[int] = Counter()
        self.of_look: Counter[tuple[object, ...]] = Counter()
        for row in rows:
            self.every[row.rank] += 1
            self.of_look.update((row.rank, *look) for look, _ in _looks_of(row))

    def others(self, worse: Weighed, least: int) -> int:
        """Count the items from a rank upwards that are not of the same look."""
        return sum(self.every[rank] for rank in self.every if rank >= least) - self.of_one_look(worse, least)

    def of_one_look(self, worse: Weighed, least: int) -> int:
        """Count the items from a rank upwards that are of the same look."""
        ranks = [rank for rank in self.every if rank >= least]
        return sum(sign * self.of_look[(rank, *look)] for rank in ranks for look, sign in _looks_of(worse))


def _looks_of(row: Weighed) -> tuple[tuple[tuple[object, ...], int], ...]:
    """Name the looks that an item is part of, and how each counts: what shares both round and source is not counted twice."""
    item, day = row.item, (row.item.kind, row.item.date)
    if row.kind.own_triangulation:
        return ((day, 1),)
    found: list[tuple[tuple[object, ...], int]] = []
    if item.round:
        found.append(((*day, "round", item.round), 1))
    if item.source:
        found.append(((*day, "source", item.source), 1))
    if item.round and item.source:
        found.append(((*day, "both", item.round, item.source), -1))
    return tuple(found)


def _are_one_look(one: Weighed, other: Weighed) -> bool:
    """Say whether two items are findings of one look: of one inspection, or of one kind, day and round or source."""
    if (one.item.kind, one.item.date) != (other.item.kind, other.item.date):
        return False
    same = (one.item.round and one.item.round == other.item.round) or (one.item.source and one.item.source == other.item.source)
    return one.kind.own_triangulation or bool(same)


def _speaks(row: Weighed, scale: Scale) -> bool:
    return (row.holds if row.rank < scale.benchmark else row.lasts) > 0


# --- judgements


def judge(judgement: str, standings: Sequence[Standing], framework: Framework, method: Method) -> Alone:
    """Give a judgement's probabilities from its own evidence.

    Args:
        standings: Of the judgement's own descriptors (silent ones too) and of any other with evidence that counts here.
    """
    counts = _counts(standings, framework)
    word = _evidence_word(counts, method)
    units = tuple(unit for one in standings if (unit := _unit(one, framework.scale, method.model)) is not None)
    if not units:
        return Alone(judgement, tuple(standings), (), None, None, (), counts, word, 0.0, _nothing(standings))
    outlook = outlook_of(units, method.model)
    return Alone(
        judgement=judgement,
        standings=tuple(standings),
        units=units,
        outlook=outlook,
        probabilities=probabilities(outlook, framework.scale, method.model),
        pulls=_pulls(units, outlook, method.model),
        counts=counts,
        evidence_word=word,
        heard=_heard(outlook.volume, counts, method.withhold),
        why=_withheld(units, standings, counts, framework, method.withhold),
    )


def in_judgement(row: Weighed) -> float:
    """Give what an item weighs in its judgement: its weight as far as no newer look has taken its place, be it good or bad.

    So an audit of every quarter is one body of evidence, of which the newest parts count, and not a growing heap of what is stale.
    """
    return row.weight * row.stays if row.is_first else 0.0


def _unit(standing: Standing, scale: Scale, model: Model) -> Unit | None:
    rows = [row for row in standing.counting if in_judgement(row) > 0]
    weight = math.fsum(in_judgement(row) for row in rows)
    if weight == 0:
        return None

    def mean(value: Callable[[Weighed], float]) -> float:
        return math.fsum(in_judgement(row) * value(row) for row in rows) / weight

    return Unit(
        descriptor=standing.descriptor,
        weight=weight,
        volume=weight**model.saturation,
        outstanding=mean(lambda row: outstanding(row, standing, scale, model)),
        shortfall=mean(lambda row: shortfall(row, standing, scale, model)),
        risk=mean(lambda row: at_risk(row, scale)),
        unknown=mean(lambda row: _unknown(row, standing.tested, scale)),
    )


def _known(row: Weighed, tested: bool, scale: Scale) -> float:
    if row.rank < scale.benchmark:
        return 1.0
    return row.lasts if tested else 0.0


def _unknown(row: Weighed, tested: bool, scale: Scale) -> float:
    """Say what age or reach took of an item; what its sample or its moderation keeps it from showing was none the less seen, and lately."""
    if row.rank < scale.benchmark:
        return 0.0
    if not row.shown:
        return 0.0 if row.fresh and tested else 1.0
    return 1 - _known(row, tested, scale) / row.shown


def _borne(rows: Sequence[Weighed], tested: bool, scale: Scale, model: Model) -> Borne:
    """Put together what the kinds show that can support a grade by themselves, each item by what it weighs in the judgement."""

    def mean(rank: int, value: Callable[[Weighed], float], without: float) -> float:
        able = [row for row in rows if supports(row, rank, scale)]
        weight = math.fsum(in_judgement(row) for row in able)
        return math.fsum(in_judgement(row) * value(row) for row in able) / weight if weight else without

    return Borne(
        mean(scale.top, lambda row: own_outstanding(row, tested, scale, model), 0.0),
        mean(scale.benchmark, lambda row: own_shortfall(row, tested, scale, model), model.unknown_shortfall),
    )


def outstanding(row: Weighed, standing: Standing, scale: Scale, model: Model) -> float:
    """Say how outstanding an item is, 0 to 1: one whose kind cannot support that is no more so than those that can, together."""
    own = own_outstanding(row, standing.tested, scale, model)
    return own if supports(row, scale.top, scale) else min(own, standing.borne.outstanding)


def own_outstanding(row: Weighed, tested: bool, scale: Scale, model: Model) -> float:
    """Say how outstanding an item reads; a good one counts for something where it transforms lives or holds for all."""
    if row.rank < scale.benchmark or scale.top == scale.benchmark:
        return 0.0
    if row.rank == scale.top:
        share = model.limited_outstanding if row.extent.limited else 1.0
    else:
        share = min(model.most_lift, row.effect.lifts + row.extent.lifts)
    return share * _known(row, tested, scale)


def shortfall(row: Weighed, standing: Standing, scale: Scale, model: Model) -> float:
    """Say how far an item falls short, from 0.

    A good one whose kind cannot support that falls short as those that can, together, but never further than not knowing does.
    """
    own = own_shortfall(row, standing.tested, scale, model)
    if row.rank < scale.benchmark or supports(row, scale.benchmark, scale):
        return own
    return max(own, min(model.unknown_shortfall, standing.borne.shortfall))


def own_shortfall(row: Weighed, tested: bool, scale: Scale, model: Model) -> float:
    """Say how far an item reads as falling short: how grave it is times the share of children, and what is no longer known.

    A concern never counts for less than not knowing does, or a better finding could count for more (promise P1).
    """
    known = _known(row, tested, scale)
    if row.rank < scale.benchmark:
        short = max(model.unknown_shortfall, max(row.effect.severity, LEAST_SEVERITY[row.rank == 0]) * row.extent.share)
    else:
        short = left_open(row, scale, model)
    return known * short + (1 - known) * model.unknown_shortfall


def left_open(row: Weighed, scale: Scale, model: Model) -> float:
    """Say how far a good finding about a part of the children falls short; one called the best, of a kind that cannot show that, too."""
    is_top = row.rank == scale.top and supports(row, scale.top, scale)
    return model.limited_shortfall if row.extent.limited and not is_top else 0.0


LEAST_SEVERITY = {False: 1, True: 2}
"""How grave a concern is at least, by whether it is graded at the lowest grade: no kind word makes an inadequate finding a mild one.

The words that go with concerns begin at 1; at the lowest grade none milder than unmet needs (2) stands in published reports.
"""


def at_risk(row: Weighed, scale: Scale) -> float:
    """Say for what share of children an item found risk or failure, 0 to 1."""
    return row.extent.share if row.effect.is_risk and row.rank < scale.benchmark else 0.0


def outlook_of(units: Sequence[Unit], model: Model) -> Outlook:
    """Put the descriptors of a judgement together into one outlook, the imagined one among them."""
    volume = math.fsum(unit.volume for unit in units)
    total = volume + model.imaginary
    top = math.fsum(unit.volume * unit.outstanding for unit in units) / total
    short = math.fsum((*(unit.volume * unit.shortfall for unit in units), model.imaginary * model.unknown_shortfall)) / total
    risk = math.fsum(unit.volume * unit.risk for unit in units) / total
    balance = math.log1p(model.spread * top) - math.log1p(model.spread * short)
    return Outlook(
        volume=volume,
        outstanding=top,
        shortfall=short,
        risk=risk,
        value=model.balance * balance - model.risk * risk,
        flatness=math.sqrt(volume / (volume + model.flatten)),
    )


def probabilities(outlook: Outlook, scale: Scale, model: Model) -> tuple[float, ...]:
    """Turn an outlook into probabilities by rank: the chance of being at or above each boundary is a logistic curve.

    Only the outlook moves with what the evidence says, so better evidence shifts the whole curve (promise P1).
    """
    above = [1.0, *(_logistic(outlook.flatness * (outlook.value - cut)) for cut in cuts(scale, model)), 0.0]
    return tuple(here - next_up for here, next_up in pairwise(above))


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


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


def _pulls(units: Sequence[Unit], outlook: Outlook, model: Model) -> tuple[tuple[str, float], ...]:
    """Share the outlook among the descriptors, most harmful first; each logarithm is shared by what it was taken of."""
    total = outlook.volume + model.imaginary
    per_shortfall = model.balance * _share_of_log(outlook.shortfall, model)
    per_outstanding = model.balance * _share_of_log(outlook.outstanding, model)
    pulls = [
        (
            unit.descriptor,
            unit.volume / total * (unit.outstanding * per_outstanding - unit.shortfall * per_shortfall - unit.risk * model.risk),
        )
        for unit in units
    ]
    return tuple(sorted(pulls, key=lambda pull: (round(pull[1], 12), pull[0])))


def _share_of_log(mean: float, model: Model) -> float:
    return math.log1p(model.spread * mean) / mean if mean else 0.0


# --- what may be said, and how surely


def _counts(standings: Sequence[Standing], framework: Framework) -> Counts:
    """Count the evidence; descriptors that belong to another judgement add their items, but no coverage of this one's.

    What decides nothing (a statement, a handful of records) is no evidence, however much of it there is. Records that managers chose are
    not counted as records: they say nothing of how practice is at large. What was superseded was looked at all the same, so that taking
    away the newer item never raises a count (promise P2).
    """
    fresh = {row.item.id: row for one in standings for row in one.rows if row.fresh and row.decides}
    own = [one for one in standings if one.judgement == framework.home(one.descriptor)]
    return Counts(
        descriptors=len(own),
        evidenced=sum(1 for one in own if one.rows),
        tested=sum(1 for one in own if any(row.fresh and row.decides and row.kind.tests for row in one.rows)),
        triangulated=sum(1 for one in own if one.triangulated),
        items=len(fresh),
        kinds=len({row.kind.id for row in fresh.values()}),
        records=sum(row.item.sample.size or 0 for row in fresh.values() if row.item.sample is not None and row.shows == 1),
        inspected=any(row.kind.own_triangulation for row in fresh.values()),
        stale=len({row.item.id for one in standings for row in one.rows if not row.fresh}),
    )


def _evidence_word(counts: Counts, method: Method) -> str:
    if _enough(counts, method.high):
        return "high"
    return "medium" if _enough(counts, method.medium) else "low"


def _enough(counts: Counts, words: Words) -> bool:
    many = counts.items >= words.items and (counts.inspected or (counts.kinds >= words.kinds and counts.records >= words.records))
    share = counts.triangulated / counts.descriptors if counts.descriptors else 0.0
    return many and counts.coverage >= words.tested and share >= words.triangulated


def confidence(evidence_word: str, probability: float, method: Method) -> str:
    """Give the confidence word: the lower of what the evidence and the probability of the grade shown allow."""
    by_probability = (
        "high" if probability >= method.high.probability else "medium" if probability >= method.medium.probability else "low"
    )
    return min(evidence_word, by_probability, key=WORDS.index)


def _withheld(
    units: Sequence[Unit], standings: Sequence[Standing], counts: Counts, framework: Framework, withhold: Withhold
) -> Why | None:
    """Say why no grade may be shown though there is evidence, or None."""
    unknown = math.fsum(unit.volume * unit.unknown for unit in units)
    if unknown > withhold.most_unknown * math.fsum(unit.volume for unit in units):
        tests = any(row.kind.tests for one in standings for row in one.counting)
        return Why.STALE if tests else Why.UNTESTED
    # What is only named beside another is no finding of its own, and another judgement's descriptors do not say what this one's do.
    own = {one.descriptor for one in standings if one.judgement == framework.home(one.descriptor)}
    counted = own & {unit.descriptor for unit in units}
    heard = sum(1 for one in standings if one.rank is not None and one.descriptor in counted)
    whys = [one.why for one in standings if one.why in HALF_SHOWN and one.descriptor in counted]
    needed = max(_needed(counts, withhold), withhold.least_share * counts.descriptors)
    if heard >= needed:
        return None
    if heard + len(whys) < needed:
        return Why.THIN
    return next(why for why in HALF_SHOWN if why in whys)


def _needed(counts: Counts, withhold: Withhold) -> float:
    """Give how many descriptors a grade needs: fewer where the judgement has few."""
    return min(withhold.least_descriptors, withhold.small_share * counts.descriptors)


def _heard(volume: float, counts: Counts, withhold: Withhold) -> float:
    """Say how far a judgement bears on the others: in full with as much evidence as a grade needs, with less in proportion."""
    needed = _needed(counts, withhold)
    return 1.0 if volume >= needed else volume / needed


def _nothing(standings: Sequence[Standing]) -> Why:
    if not any(one.rows for one in standings):
        return Why.SILENT
    if any(one.rank is not None for one in standings):
        return Why.THIN  # somebody looked, and what they saw counts with a descriptor of another judgement
    reasons = [one.why for one in standings if one.why is not None and one.why is not Why.SILENT]
    return reasons[0] if reasons else Why.UNTESTED


def judgements(weighed: Mapping[Key, Sequence[Weighed]], framework: Framework, method: Method) -> tuple[Alone, ...]:
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
