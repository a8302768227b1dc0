"""What would follow if descriptors stood elsewhere: the grades if, what moves them, and what still holds those that stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .document import Block
from .evidence import Assessment, Evidence, Handling
from .framework import Framework, Limit, Rule
from .grade import at_least
from .method import Method
from .predict import Prediction, Verdict, predict


@dataclass(frozen=True, slots=True)
class Shift:
    """A judgement, overall among them, before and after, and what moved or holds it.

    Attributes:
        own: The descriptors that were supposed elsewhere and count in it; where there are none, it moves with the others.
        at: The grade whose chance tells most: the better of the two where the grade moves, else the next one up.
        held_by: The descriptor that holds it most afterwards; None where none pulls it down.
        lifted: Limits on it that bound it before and do not now.
        binding: Limits on it that bind now.
        rules: For overall, the rules that decide before and after; None where a key judgement has no grade.
    """

    judgement: str
    before: Verdict
    after: Verdict
    own: tuple[str, ...]
    at: int
    held_by: str | None
    lifted: tuple[Limit, ...] = ()
    binding: tuple[Limit, ...] = ()
    rules: tuple[Rule | None, Rule | None] = (None, None)

    @property
    def moves(self) -> bool:
        """Whether the grade shown is another one."""
        return self.before.rank != self.after.rank

    @property
    def chances(self) -> tuple[float, float]:
        """The chance of being at `at` or better, before and after, 0 to 1."""
        was, now = (at_least(one.probabilities)[self.at] for one in (self.before, self.after))
        return was, now


def supposing(assessment: Assessment, wanted: Mapping[str, str], framework: Framework, method: Method) -> Assessment:
    """Write the evidence as it would be if descriptors stood at other grades.

    Every item that counts with such a descriptor first is supposed to say the wanted grade, today, as the kind of evidence that can
    support any grade; an item that only touches the descriptor is supposed to be silent about it. A descriptor without evidence gets
    one such item. All else stays.

    Args:
        wanted: Grade ids by descriptor id.
    """
    kind = max(method.kinds.values(), key=lambda one: (one.best_reach.height, one.tests, one.weight)).id
    evidence = [_supposed(item, wanted, kind, assessment) for item in assessment.evidence]
    heard = {item.descriptors[0] for item in evidence}
    for descriptor in wanted:
        if descriptor not in heard:
            evidence.append(_imagined(descriptor, wanted[descriptor], kind, assessment))
    return replace(assessment, evidence=tuple(evidence))


def _supposed(item: Evidence, wanted: Mapping[str, str], kind: str, assessment: Assessment) -> Evidence:
    first, *further = item.descriptors
    kept = (first, *(one for one in further if one not in wanted))
    if first not in wanted:
        return replace(item, descriptors=kept)
    return replace(
        item,
        descriptors=kept,
        kind=kind,
        date=assessment.as_at,
        grade=wanted[first],
        extent="most",
        effect=None,
        sample=None,
        review_due=None,
    )


def _imagined(descriptor: str, grade: str, kind: str, assessment: Assessment) -> Evidence:
    return Evidence(
        id=f"what if {descriptor}",
        title=None,
        kind=kind,
        descriptors=(descriptor,),
        judgement=None,
        date=assessment.as_at,
        period=None,
        grade=grade,
        extent="most",
        effect=None,
        finding="Supposed.",
        impact=None,
        sample=None,
        round=None,
        auditor=None,
        with_worker=None,
        with_family=None,
        supersedes=(),
        because=None,
        source=None,
        held=None,
        owner=None,
        handling=Handling.INTERNAL,
        service=None,
        sent_from=None,
        asked=None,
        replied=None,
        method=None,
        what_we_did=None,
        version=None,
        approved=None,
        review_due=None,
        at=assessment.at,
        block=Block(assessment.at),
    )


def what_if(prediction: Prediction, wanted: Mapping[str, str]) -> tuple[Shift, ...]:
    """Say what every judgement would be, in print order, overall last.

    Args:
        wanted: Grade ids by descriptor id.
    """
    supposed = supposing(prediction.assessment, wanted, prediction.framework, prediction.method)
    after = predict(supposed, prediction.framework, prediction.method)
    names = [one.id for one in prediction.judgements] + ([prediction.overall.id] if prediction.overall else [])
    return tuple(_shift(name, wanted, prediction, after) for name in names)


def _shift(name: str, wanted: Iterable[str], prediction: Prediction, after: Prediction) -> Shift:
    was, now = prediction.verdict(name), after.verdict(name)
    top = prediction.framework.scale.top
    ranks = [one.rank for one in (was, now) if one.rank is not None]
    before_limits, after_limits = (_limits_on(name, one) for one in (prediction, after))
    is_overall = prediction.overall is not None and name == prediction.overall.id
    return Shift(
        judgement=name,
        before=was,
        after=now,
        own=tuple(one for one in wanted if any(one == standing.descriptor for standing in now.standings)),
        at=max(ranks, default=prediction.framework.scale.benchmark) if was.rank != now.rank else min((now.rank or 0) + 1, top),
        held_by=_holding(now),
        lifted=tuple(one for one in before_limits if one not in after_limits),
        binding=after_limits,
        rules=(prediction.rule, after.rule) if is_overall else (None, None),
    )


def _limits_on(name: str, prediction: Prediction) -> tuple[Limit, ...]:
    return tuple(one.limit for one in prediction.bounds if one.binds and one.limit.judgement == name)


def _holding(verdict: Verdict) -> str | None:
    if verdict.alone is None or not verdict.alone.pulls:
        return None
    name, pull = verdict.alone.pulls[0]
    return name if pull < 0 else None
