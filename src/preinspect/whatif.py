"""What would follow if descriptors stood elsewhere: the grades if, and what still holds them where nothing moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .document import Block
from .evidence import Assessment, Evidence, Handling
from .framework import Framework
from .method import Method
from .predict import Prediction, Verdict, predict


@dataclass(frozen=True, slots=True)
class Shift:
    """A judgement, overall among them, before and after. `held_by` names the descriptor that holds it most afterwards."""

    judgement: str
    before: Verdict
    after: Verdict
    held_by: str | None

    @property
    def moves(self) -> bool:
        """Whether the grade shown is another one."""
        return self.before.rank != self.after.rank


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
    return tuple(Shift(name, prediction.verdict(name), after.verdict(name), _holding(after.verdict(name))) for name in names)


def _holding(verdict: Verdict) -> str | None:
    if verdict.alone is None or not verdict.alone.pulls:
        return None
    name, pull = verdict.alone.pulls[0]
    return name if pull < 0 else None
