"""The whole way from an assessment to a prediction: weigh, score, read together, and say what may be said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from .evidence import Assessment
from .framework import Framework, Limit, Rule, Shape
from .grade import median
from .limit import Bound, Joint, Together, far_apart, joint, on_pathway, overall_rank, read_together, unlike_any
from .method import Method, Reach
from .score import WORDS, Alone, Standing, Why, confidence, judgements
from .weigh import weigh


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is predicted for one judgement.

    Attributes:
        probabilities: By rank, worst first, after the judgements were read together.
        rank: The grade shown; None where it is withheld, with the reason in `why`.
        confidence: high, medium or low; the lower of what evidence and probability allow, and low in a shape unlike any published. None
            where the grade is withheld.
        held_by: The limit without which a better grade would be shown; None where the evidence itself leads no further.
        free: The probabilities before the limits between judgements held any of them down; empty for overall.
    """

    id: str
    probabilities: tuple[float, ...]
    rank: int | None
    why: Why | None
    confidence: str | None
    alone: Alone | None
    held_by: Limit | None = None
    free: tuple[float, ...] = ()

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Where its descriptors stand; none for overall."""
        return self.alone.standings if self.alone else ()


@dataclass(frozen=True, slots=True)
class Prediction:
    """All that follows from an assessment under a framework by the method, on one day.

    Attributes:
        judgements: In the framework's print order, without overall.
        overall: None where the framework has no overall grade.
        rule: The overall rule that fits the grades shown, where they are all known.
        on_pathway: Whether the pathway test is met; None where there is none or a withheld grade leaves it open.
        unlike_any: The shapes, seldom or never published, that the grades shown have.
    """

    assessment: Assessment
    framework: Framework
    method: Method
    judgements: tuple[Verdict, ...]
    overall: Verdict | None
    bounds: tuple[Bound, ...]
    rule: Rule | None
    on_pathway: bool | None
    unlike_any: tuple[Shape, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts on all judgements, overall last where there is one."""
        return (*self.judgements, self.overall) if self.overall else self.judgements

    def verdict(self, judgement_id: str) -> Verdict:
        """Give the verdict on a judgement, overall among them; raises KeyError where there is none."""
        for one in self.verdicts:
            if one.id == judgement_id:
                return one
        raise KeyError(judgement_id)

    def standing(self, descriptor_id: str) -> Standing:
        """Give a descriptor's standing under its own judgement."""
        home = self.framework.home(descriptor_id)
        return next(one for one in self.verdict(home).standings if one.descriptor == descriptor_id)


def predict(assessment: Assessment, framework: Framework, method: Method) -> Prediction:
    """Predict the grades of an assessment.

    Args:
        assessment: As `check.meet` returns it: words resolved to ids, items that cannot be used left out.
    """
    alone = judgements(weigh(assessment, framework, method), framework, method)
    together = read_together(*_told(alone, framework, method))
    open_concerns = frozenset(_open_concerns(assessment, framework, method))
    verdicts = tuple(_verdict(one, together, open_concerns, method) for one in alone)
    shown = {one.id: one.rank for one in verdicts}
    apart = far_apart(shown, framework)
    overall = _overall(together, verdicts, framework, method)
    return Prediction(
        assessment=assessment,
        framework=framework,
        method=method,
        judgements=tuple(_doubted(one) if one.id in apart else one for one in verdicts),
        overall=_doubted(overall) if overall and apart else overall,
        bounds=tuple(_seen(bound, shown, framework) for bound in together.bounds),
        rule=_rule(shown, framework),
        on_pathway=on_pathway(shown, framework.pathway, framework.scale) if framework.pathway else None,
        unlike_any=unlike_any(shown, framework),
    )


def together(prediction: Prediction) -> Joint:
    """Give every combination of grades that a prediction rests on."""
    return joint(*read_from(prediction))


def read_from(prediction: Prediction) -> tuple[Mapping[str, Sequence[float]], Framework, float, Mapping[str, float]]:
    """Give what a prediction's judgements were read together from, as `limit.read_together` takes it."""
    alone = [one.alone for one in prediction.judgements if one.alone is not None]
    return _told(alone, prediction.framework, prediction.method)


def _told(
    alone: Iterable[Alone], framework: Framework, method: Method
) -> tuple[Mapping[str, Sequence[float]], Framework, float, Mapping[str, float]]:
    """Give what the judgements are read together from: their chances, the framework, its pattern's strength, how far each is heard."""
    every = tuple(alone)
    beliefs = {one.judgement: one.probabilities for one in every if one.probabilities is not None}
    return beliefs, framework, method.model.pattern_strength, {one.judgement: one.heard for one in every}


def _open_concerns(assessment: Assessment, framework: Framework, method: Method) -> Iterator[str]:
    """Give the judgements in which evidence that waits for a decision may speak below the benchmark.

    Without it the grade could only come out better, so none but the worst is shown until a person has decided.
    """
    for item in assessment.waiting:
        kind = method.kinds.get(item.kind)
        grade = framework.scale.find(item.grade) if item.grade is not None else None
        sound = grade is not None and not framework.scale.is_concern(grade)
        if sound or (kind is not None and kind.reach is Reach.NOTHING):
            continue
        if item.judgement is not None and (named := framework.find_judgement(item.judgement)) is not None:
            yield named
        yield from (framework.home(one) for one in item.descriptors if one in framework.descriptors)


def _verdict(alone: Alone, together: Together, open_concerns: Collection[str], method: Method) -> Verdict:
    shares, free = together.marginals[alone.judgement], together.free[alone.judgement]
    if alone.judgement in open_concerns and (alone.why is not None or median(shares) > 0):
        return Verdict(alone.judgement, shares, None, Why.WAITING, None, alone, free=free)
    if alone.why is not None:
        return Verdict(alone.judgement, shares, None, alone.why, None, alone, free=free)
    rank = median(shares)
    word = confidence(alone.evidence_word, shares[rank], method)
    return Verdict(alone.judgement, shares, rank, None, word, alone, _held_by(alone.judgement, rank, together), free)


def _doubted(verdict: Verdict) -> Verdict:
    """Give a verdict the lowest confidence word, where it has one: it is part of a shape of grades that is unlike any published."""
    return verdict if verdict.confidence is None else replace(verdict, confidence=WORDS[0])


def _held_by(judgement: str, rank: int, together: Together) -> Limit | None:
    """Name the limit that holds a judgement at a rank: of those on it, the one whose condition is most likely to hold."""
    if median(together.free[judgement]) <= rank:
        return None
    on_it = [one for one in together.bounds if one.limit.counts and one.limit.judgement == judgement]
    return max(on_it, key=lambda one: one.probability).limit if on_it else None


def _overall(together: Together, verdicts: tuple[Verdict, ...], framework: Framework, method: Method) -> Verdict | None:
    """Give overall: withheld where a key judgement is, unless a limit that always holds has decided it already."""
    if framework.overall is None or together.overall is None:
        return None
    rank = median(together.overall)
    keys = [one for one in verdicts if one.id in {key.id for key in framework.keys}]
    withheld = next((one.why for one in keys if one.rank is None), None)
    decided = any(
        bound.limit.counts
        and bound.limit.strength == "always"
        and bound.limit.judgement == framework.overall.id
        and any(one.rank == framework.scale.rank(bound.limit.is_grade) for one in keys if one.id in bound.limit.when_any)
        for bound in together.bounds
    )
    if withheld is not None and not decided:
        return Verdict(framework.overall.id, together.overall, None, withheld, None, None)
    word = overall_confidence(
        [one.alone for one in verdicts if one.alone and one.rank is not None], together.overall, framework, method
    )
    return Verdict(framework.overall.id, together.overall, rank, None, word, None)


def overall_confidence(alone: Iterable[Alone], shares: Sequence[float], framework: Framework, method: Method) -> str:
    """Give overall's confidence word: never more than the evidence of the key judgement that has least."""
    keys = {one.id for one in framework.keys}
    words = [one.evidence_word for one in alone if one.judgement in keys]
    return confidence(min(words, key=WORDS.index, default=WORDS[0]), shares[median(shares)], method)


def _seen(bound: Bound, shown: Mapping[str, int | None], framework: Framework) -> Bound:
    """Let a limit bind only by grades that are shown, not by one that is withheld."""
    causes = tuple(name for name in bound.causes if shown[name] is not None)
    return Bound(bound.limit, bound.probability, bound.met and bool(causes), causes)


def _rule(shown: Mapping[str, int | None], framework: Framework) -> Rule | None:
    known = {one.id: rank for one in framework.keys if (rank := shown[one.id]) is not None}
    if framework.overall is None or len(known) < len(framework.keys):
        return None
    return overall_rank(known, framework)[1]
