"""How much an item of evidence counts for a descriptor, and why.

Nothing here depends on what an item found but its place on the scale. Kind, sample, moderation and the order of its descriptors make
its weight. Age then takes from it: what it says at the benchmark or better lasts for the kind's shelf life, what it says below holds
until somebody looks again; what is lost is no longer known, and goes to nobody else. So a better finding never counts for less than a
worse one, which promise P1 of the method rests on.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import takewhile

from .evidence import Assessment, Evidence
from .framework import Framework
from .grade import Scale
from .method import Effect, Extent, Kind, Method, Reach, derived_rank, share_below
from .service import levels
from .supersede import nothing_alone, replaced, size_of, spots
from .words import count

DAYS_IN_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a weight: what it is, its value from 0 to 1, and why it has it."""

    name: str
    value: float
    why: str


@dataclass(frozen=True, slots=True)
class Look:
    """An item that looked at a descriptor.

    Attributes:
        weight: What it settles there of older ones.
        is_first: Whether it counts in its judgement with that descriptor.
        clears: Whether it may show that a risk is over: its kind can support the benchmark, managers did not choose the records, and
            not few replied.
        shown: The share of what it weighs as evidence that it settles, 0 to 1.
    """

    item: Evidence
    weight: float
    is_first: bool
    clears: bool
    shown: float = 1.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """One item as it counts for one descriptor.

    Attributes:
        weight: What the item weighs, from 0; independent of what it found and of its age.
        is_first: Whether this is the item's first descriptor, with which it counts in its judgement.
        lasts: The share of what it says at the benchmark or better that is still known and can be shown by its sample, 0 to 1.
        shows: The part of that which goes by how the sample was chosen: 1, or less for one that managers chose.
        told: The part of it which goes by replies: 1, or less for a survey that few of those asked replied to.
        upheld: The part of it which goes by moderation: the share of the round's moderated records whose grade moderators did not lower.
        holds: The share of what it says below the benchmark that still holds, 0 to 1.
        stays: The share that no newer look took the place of in its judgement, 0 to 1; only looks that count there with it do so.
        risk_holds: Of a finding of risk or failure below the benchmark, the share that still holds against the looks that may show that it
            is over, 0 to 1; 0 for any other item.
        position: Where on the scale the item stands, from 0 (the worst grade) to the rank of the best.
        age: In months at the as-at date.
        fresh: Whether the item is young enough to count as evidence of today, whatever it found.
        looked_again: The newest item that has since looked at the same descriptor, if any.
        why_not: Why the item counts for nothing, or None.
        decides: Whether the item would count were no other there: its kind and its sample allow it.
        looks: All that has looked at the same descriptor since, newest first, which `holds` and `stays` follow from.
    """

    item: Evidence
    descriptor: str
    judgement: str
    kind: Kind
    effect: Effect
    extent: Extent
    rank: int
    weight: float
    is_first: bool
    lasts: float
    shows: float
    told: float
    upheld: float
    holds: float
    stays: float
    risk_holds: float
    position: float
    age: float
    fresh: bool
    factors: tuple[Factor, ...]
    looked_again: Evidence | None
    why_not: str | None
    decides: bool
    looks: tuple[Look, ...] = ()

    @property
    def shown(self) -> float:
        """The share of what it says at the benchmark or better that how its sample was chosen, answered and moderated lets it show."""
        return self.shows * self.told * self.upheld

    @property
    def counts(self) -> bool:
        """Whether the item weighs anything at all."""
        return self.why_not is None


def weigh(assessment: Assessment, framework: Framework, method: Method) -> Mapping[tuple[str, str], tuple[Weighed, ...]]:
    """Weigh every item for each of its descriptors.

    Args:
        assessment: With words resolved to ids, and without the items that cannot be used.
    Returns:
        By judgement and descriptor, the items that were recorded there (those that count for nothing too), newest first, then by id.
    """
    context = _Context(assessment, framework, method)
    found: dict[tuple[str, str], list[Weighed]] = defaultdict(list)
    for item in assessment.evidence:
        for place, (judgement, descriptor) in enumerate(spots(item, framework)):
            found[judgement, descriptor].append(context.weigh(item, descriptor, judgement, place))
    return {key: tuple(sorted(rows, key=lambda one: (-one.item.date.toordinal(), one.item.id))) for key, rows in found.items()}


def months_between(earlier: date, later: date) -> float:
    """Give the time between two days in months of average length."""
    return (later - earlier).days / DAYS_IN_MONTH


def wilson(met: int, size: int) -> tuple[float, float]:
    """Give the range in which the true share lies, at 95 %.

    Args:
        met: How many of the sample.
        size: Of how many, at least one.
    Returns:
        Lower and upper bound, 0 to 1: 12 of 20 may be anything from 0.39 to 0.78.
    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
    """
    z = 1.959964
    share = met / size
    middle = share + z * z / (2 * size)
    spread = z * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    scale = 1 + z * z / size
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def freshness(age: float, kind: Kind) -> float:
    """Say how much of a piece of evidence is still known at an age in months: 1 while fresh, then smoothly to 0 when stale."""
    if age <= kind.fresh:
        return 1.0
    if age >= kind.stale:
        return 0.0
    left = (kind.stale - age) / (kind.stale - kind.fresh)
    return left * left * (3 - 2 * left)


def position(rank: int, effect: Effect, extent: Extent, scale: Scale, method: Method) -> float:
    """Give an item's place on the scale: its rank, moved by at most half a step by what it means and for how many.

    A wider extent moves a strength up and a shortfall down; so no better item ever stands below a worse one (promise P1).
    """
    width = method.extent_moves * (extent.share - 0.5)
    moved = effect.moves + (width if rank >= scale.benchmark else -width)
    return max(0.0, min(float(scale.top), rank + moved))


def is_held_by_sample(row: Weighed, scale: Scale) -> bool:
    """Say whether an item's written grade is kinder than its sample's results, which it then counts at."""
    return row.item.grade is not None and row.kind.weight > 0 and row.rank < scale.rank(row.item.grade)


class _Context:
    """What every item is weighed against: the whole folder's supersessions, rounds and newer looks."""

    def __init__(self, assessment: Assessment, framework: Framework, method: Method) -> None:
        self.as_at = assessment.as_at
        self.scale = framework.scale
        self.method = method
        self.changes = assessment.changed_since
        self.replaced = replaced(assessment.evidence, framework, method)
        self.agreement, self.not_lowered = _moderation(assessment.evidence)
        self.looks = self._looks(assessment.evidence)

    def weigh(self, item: Evidence, descriptor: str, judgement: str, place: int) -> Weighed:
        kind = self.method.kinds[item.kind]
        rank = self.rank(item, kind)
        effect = self.method.effects[item.effect] if item.effect else self.method.effect_of(rank, self.scale)
        extent = self._extent(item, rank)
        factors = tuple(self._factors(item, kind, place))
        alone = nothing_alone(item, self.method)
        why_not = alone or self._replaced(item, descriptor)
        age = self._age(item, descriptor)
        shelf = self._shelf(item, kind, age)
        shows = self.method.sampling.shown_by(item.sample)
        told = self.method.sampling.told_by(item)
        upheld = self.upheld(item)
        own = _product(factors)
        again = tuple(self.looks_since(item, descriptor)) if own else ()
        is_risk = effect.is_risk and rank < self.scale.benchmark
        return Weighed(
            item=item,
            descriptor=descriptor,
            judgement=judgement,
            kind=kind,
            effect=effect,
            extent=extent,
            rank=rank,
            weight=0.0 if why_not else own,
            is_first=place == 0,
            lasts=0.0 if kind.reach is Reach.LOWERS else shelf * shows * told * upheld,
            shows=shows,
            told=told,
            upheld=upheld,
            holds=self.held(item, kind, own, again),
            stays=self.held(item, kind, own, (look for look in again if look.is_first)),
            risk_holds=self.held(item, kind, own, (look for look in again if look.clears)) if is_risk else 0.0,
            position=position(rank, effect, extent, self.scale, self.method),
            age=age,
            fresh=shelf > 0,
            factors=factors,
            looked_again=again[0].item if again else None,
            why_not=why_not,
            decides=alone is None,
            looks=again,
        )

    def rank(self, item: Evidence, kind: Kind) -> int:
        """Give the rank of the grade that the item alone supports: given, or derived from its sample; the lower where there are both.

        What is nothing alone needs no grade; without one it stands at the benchmark, where it says nothing.
        """
        derived = derived_rank(item.sample, self.scale, self.method) if item.sample else None
        if item.grade is not None:
            given = self.scale.rank(item.grade)
            return given if derived is None else min(given, derived)
        if derived is None and kind.weight > 0:
            raise ValueError(f"{item.id} has neither a grade nor a result; check.meet leaves such items out")
        return self.scale.benchmark if derived is None else derived

    def _extent(self, item: Evidence, rank: int) -> Extent:
        """Give for how many children an item speaks; a sample's results tell it, as far as they go.

        A concern holds for those who fell short, by the least extent that covers their share, and for no fewer than people wrote where it
        is they who call it one. A strength holds for those who did not, by the widest extent that does not go beyond their share, and for
        no more than people wrote.
        """
        told = self.method.extents[item.extent] if item.extent else None
        short = share_below(item.sample, self.scale) if item.sample is not None else None
        usual = self.method.extents[self.method.default_extent]
        if short is None:
            return told or usual
        ladder = sorted(self.method.extents.values(), key=lambda one: one.share)
        if rank < self.scale.benchmark:
            covers = next((one for one in ladder if one.share >= short - 1e-12), ladder[-1])
            is_called_so = item.grade is not None and self.scale.is_concern(item.grade)
            return max(covers, told or usual, key=lambda one: one.share) if is_called_so else covers
        fits = next((one for one in reversed(ladder) if one.share <= 1 - short + 1e-12), ladder[0])
        return min(fits, told or fits, key=lambda one: one.share)

    def _factors(self, item: Evidence, kind: Kind, place: int) -> Iterator[Factor]:
        yield Factor("kind", kind.weight, f"{kind.title} weighs {kind.weight:g}")
        if place > 0:
            share = self.method.second_descriptor
            yield Factor("further descriptor", share, f"a further descriptor of the same finding counts {share:g}")
        if (sample := self._sample_factor(item, kind)) is not None:
            yield sample
        agreed = self.agreement.get(round_of(item))
        if agreed is not None and agreed < self.method.moderation_agreement:
            value = self.method.moderation_factor
            yield Factor("moderation", value, f"auditor and moderator agreed on {agreed:.0%} of the round")

    def _sample_factor(self, item: Evidence, kind: Kind) -> Factor | None:
        rules = self.method.sampling
        if (size := size_of(item)) is not None:
            what = f"a sample of {size}" if item.sample is not None and item.sample.size else count(size, "reply", "replies")
            return Factor("sample", min(1.0, math.sqrt(size / rules.full)), f"{what}, where {rules.full} count fully")
        if kind.samples:
            return Factor("sample", rules.unstated, "the size of the sample is not told")
        return None

    def _replaced(self, item: Evidence, descriptor: str) -> str | None:
        newer = self.replaced.get((item.id, descriptor))
        return f"superseded by {newer.id}" if newer else None

    def _age(self, item: Evidence, descriptor: str) -> float:
        age = max(0.0, months_between(item.date, self.as_at))
        if any(change.bears_on(item, descriptor) for change in self.changes):
            age += self.method.changed_since_months
        return age

    def _shelf(self, item: Evidence, kind: Kind, age: float) -> float:
        """Say how much is still known, by the kind's shelf life or, for a document, by its review date."""
        if item.review_due is not None and kind.reach is Reach.NOTHING:
            over = months_between(item.review_due, self.as_at) / self.method.review_grace_months
            return max(0.0, min(1.0, 1 - over))
        return freshness(age, kind)

    def looks_since(self, item: Evidence, descriptor: str) -> Iterator[Look]:
        """Give the practice and voice evidence about a descriptor that is newer than an item, the newest first.

        A look in one service says nothing of a concern in another, nor of one about them all; one at a whole service looked at its teams
        too.
        """
        looks = (self.looks.get((descriptor, service), ()) for service in (None, *levels(item.service or "")))
        newer = (takewhile(lambda look: look.item.date > item.date, some) for some in looks)
        return merge(*newer, key=lambda look: (-look.item.date.toordinal(), look.item.id))

    def held(self, item: Evidence, kind: Kind, weight: float, looks: Iterable[Look]) -> float:
        """Say what newer looks leave of what an item says, 0 to 1.

        A look takes away as much as it weighs itself, and the more the longer the two lie apart: ten records do not settle what forty
        showed, and no day that passes settles anything, so that no grade rises by waiting (promise P3).
        """
        left = 1.0
        for look in looks:
            left -= (1 - freshness(months_between(item.date, look.item.date), kind)) * look.weight / weight
            if left <= 0:
                return 0.0
        return left

    def upheld(self, item: Evidence) -> float:
        """Say of which share of its round's moderated records moderators did not lower the grade, 0 to 1; 1 where none were moderated.

        So much of what it says at the benchmark or better lasts, and so much of it settles an older concern: what a second reader found
        to be worse shows nothing good. What it says below the benchmark is untouched.
        """
        return self.not_lowered.get(round_of(item), 1.0)

    def _looks(self, items: Iterable[Evidence]) -> Mapping[tuple[str, str | None], Sequence[Look]]:
        """Give the looks by descriptor and service, the newest first; None for a look at all services."""
        found: dict[tuple[str, str | None], list[Look]] = defaultdict(list)
        for item in sorted(items, key=lambda one: (-one.date.toordinal(), one.id)):
            kind = self.method.kinds[item.kind]
            if kind.is_look and nothing_alone(item, self.method) is None:
                for place, name in enumerate(item.descriptors):
                    if (item.id, name) not in self.replaced:
                        rules = self.method.sampling
                        shows = rules.shown_by(item.sample) * rules.told_by(item)
                        clears = shows == 1 and kind.reach.height >= Reach.BENCHMARK.height
                        shown = shows * self.upheld(item)
                        settles = _product(self._factors(item, kind, place)) * shown
                        found[name, item.service].append(Look(item, settles, place == 0, clears, shown))
        return found


def _product(factors: Iterable[Factor]) -> float:
    return math.prod(factor.value for factor in factors)


def round_of(item: Evidence) -> tuple[str | None, str]:
    """Name an item's service and moderation round, or the item itself without a round; two services' rounds of one name are two rounds."""
    return (item.service, item.round) if item.round else (None, item.id)


_Shares = Mapping[tuple[str | None, str], float]
"""A share of the moderated records, by round, or by item without one."""


def _moderation(items: Sequence[Evidence]) -> tuple[_Shares, _Shares]:
    """Give on which share of the moderated records auditor and moderator agreed, and of which share moderators did not lower the grade."""
    moderated, changed, down = (Counter[tuple[str | None, str]]() for _ in range(3))
    for item in items:
        if item.sample is not None and item.sample.moderated:
            key = round_of(item)
            moderated[key] += item.sample.moderated
            changed[key] += item.sample.changed_up + item.sample.changed_down
            down[key] += item.sample.changed_down
    return (
        {key: max(0.0, 1 - changed[key] / count) for key, count in moderated.items()},
        {key: max(0.0, 1 - down[key] / count) for key, count in moderated.items()},
    )
