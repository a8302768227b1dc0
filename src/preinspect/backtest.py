"""How good the predictions are: on inspections whose findings were encoded as evidence, and on published grades alone.

Every judgement of a case is predicted by a model that was fitted without that case, and by a pattern that was fitted without its row of
the published grades.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from .case import Case
from .fit import Fitted, Seen, fit_model, fit_pattern
from .framework import Framework, Pattern
from .grade import Scale, at_least, median
from .limit import read_together
from .method import Method, Model
from .predict import overall_confidence
from .score import Alone, confidence, judgements, probabilities
from .weigh import weigh

BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Edges of the reliability table: shares of certainty of the grade shown."""


@dataclass(frozen=True, slots=True)
class Published:
    """One row of published grades: ranks by judgement id, those that were not judged left out."""

    authority: str
    framework: str
    published: date
    ranks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Inspected:
    """One case as the model reads it, and the grades that were given."""

    case: Case
    framework: Framework
    method: Method
    alone: tuple[Alone, ...]
    published: date
    ranks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Trial:
    """One prediction beside the grade that was given.

    `probabilities` by rank, worst first; `baselines` gives what simple rules say, by their name.
    """

    authority: str
    judgement: str
    given: int
    probabilities: tuple[float, ...]
    confidence: str
    baselines: Mapping[str, int]

    @property
    def shown(self) -> int:
        """The grade shown."""
        return median(self.probabilities)


@dataclass(frozen=True, slots=True)
class Score:
    """How a set of predictions did: counts, and the ranked probability score (0 is perfect)."""

    n: int
    exact: int
    within_one: int
    rps: float

    @property
    def share(self) -> float:
        """Share that was exactly right, 0 to 1."""
        return self.exact / self.n if self.n else 0.0

    @property
    def error(self) -> float:
        """Standard error of that share, 0 to 1, as if the judgements had nothing to do with each other."""
        return math.sqrt(self.share * (1 - self.share) / self.n) if self.n else 0.0


def read_outcomes(path: Path, frameworks: Mapping[str, Framework]) -> tuple[Published, ...]:
    """Read a table of published grades; rows of frameworks that are not known are left out.

    Args:
        path: A CSV with columns authority, framework, published, and one for each judgement (its id with _ for -).
    """
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(_row(row, frameworks[row["framework"]]) for row in csv.DictReader(lines) if row["framework"] in frameworks)


def _row(row: Mapping[str, str], framework: Framework) -> Published:
    ranks = {}
    for one in framework.judgements:
        grade = framework.scale.find(row.get(one.id.replace("-", "_"), ""))
        if grade is not None:
            ranks[one.id] = framework.scale.rank(grade)
    return Published(row["authority"], framework.id, date.fromisoformat(row["published"]), ranks)


def inspected(case: Case) -> Inspected | None:
    """Read a case as the model does; None where it has no outcome under its own framework to compare with."""
    framework, method = case.framework, case.method
    if framework is None or method is None:
        return None
    after = [one for one in case.assessment.history if one.published > case.assessment.as_at and one.framework == framework.id]
    if not after:
        return None
    entry = min(after, key=lambda one: one.published)
    ranks = {name: framework.scale.rank(grade) for name, word in entry.grades if (grade := framework.scale.find(word))}
    alone = judgements(weigh(case.assessment, framework, method), framework, method)
    return Inspected(case, framework, method, alone, entry.published, ranks)


def seen_in(cases: Iterable[Inspected]) -> tuple[Seen, ...]:
    """Collect what the model is fitted to."""
    return tuple(_seen(alone, one) for one in cases for alone in one.alone if alone.outlook and alone.judgement in one.ranks)


def _seen(alone: Alone, one: Inspected) -> Seen:
    outlook, model = alone.outlook, one.method.model
    assert outlook is not None
    balance = math.log1p(model.spread * outlook.outstanding) - math.log1p(model.spread * outlook.shortfall)
    return Seen(balance, outlook.risk, outlook.flatness, one.ranks[alone.judgement])


def pattern_of(framework: Framework, outcomes: Iterable[Published], kin: Iterable[str]) -> Pattern | None:
    """Fit the pattern of a framework to published grades.

    Args:
        kin: The frameworks whose rows count: those of one family that grade the same judgements.
    Returns:
        The pattern, or None where fewer than thirty complete rows were published.
    """
    names = [one.id for one in framework.graded if one.kind != "separate"]
    wanted = set(kin)
    rows = [[row.ranks[name] for name in names] for row in outcomes if row.framework in wanted and set(names) <= set(row.ranks)]
    if len(rows) < 30:
        return None
    about = (
        f"Fitted to the {len(rows)} published inspections of {' and '.join(sorted(wanted))} that graded all of these judgements."
    )
    return fit_pattern(names, rows, len(framework.scale), about)


def kin_of(framework: Framework, frameworks: Iterable[Framework]) -> tuple[str, ...]:
    """List the frameworks of one family that grade the same judgements on the same scale."""
    names = [one.id for one in framework.graded]
    return tuple(
        other.id
        for other in frameworks
        if other.family == framework.family
        and [one.id for one in other.graded] == names
        and other.scale.ids == framework.scale.ids
    )


def with_fitted(model: Model, fitted: Fitted) -> Model:
    """Put newly fitted numbers into the model."""
    return replace(model, balance=fitted.balance, risk=fitted.risk, cuts=fitted.cuts)


def leave_one_out(cases: Sequence[Inspected], outcomes: Sequence[Published]) -> tuple[Trial, ...]:
    """Predict every judgement of every case, overall among them, by a model fitted to the other cases.

    Args:
        outcomes: Published grades, for the pattern; without them the frameworks' own pattern is used, which saw each case's row.
    """
    frameworks = {one.framework.id: one.framework for one in cases}
    trials: list[Trial] = []
    for left in cases:
        others = [one for one in cases if one is not left]
        fitted = fit_model(seen_in(others))
        rest = [row for row in outcomes if not _is_of(row, left)]
        pattern = (
            pattern_of(left.framework, rest, kin_of(left.framework, frameworks.values())) if rest else left.framework.pattern
        )
        trials.extend(_trials(left, others, fitted, replace(left.framework, pattern=pattern)))
    return tuple(trials)


def _is_of(row: Published, case: Inspected) -> bool:
    """Say whether a row of published grades is the inspection that a case was encoded from."""
    same = (row.framework, row.published) == (case.framework.id, case.published)
    return same and all(row.ranks.get(name) == rank for name, rank in case.ranks.items())


def _trials(case: Inspected, others: Sequence[Inspected], fitted: Fitted, framework: Framework) -> Iterator[Trial]:
    method = replace(case.method, model=with_fitted(case.method.model, fitted))
    own = {one.judgement: probabilities(one.outlook, framework.scale, method.model) for one in case.alone if one.outlook}
    together = read_together(own, framework, method.model.pattern_strength)
    # The commonest grade may see the case too: left out, two grades that are about as common would change places, and lose by it.
    everyone = (*others, case)
    commonest = Counter(one.ranks[alone.judgement] for one in everyone for alone in one.alone if alone.judgement in one.ranks)
    cut_points = _fitted_shares(others)
    for alone in case.alone:
        if alone.judgement in case.ranks:
            shares = together.marginals[alone.judgement]
            word = confidence(alone.evidence_word, shares[median(shares)], method)
            simple = _baselines(alone, framework.scale, commonest.most_common(1)[0][0], cut_points)
            yield Trial(_name(case), alone.judgement, case.ranks[alone.judgement], shares, word, simple)
    if together.overall is not None and framework.overall and framework.overall.id in case.ranks:
        word = overall_confidence(case.alone, together.overall, framework, method)
        yield Trial(_name(case), framework.overall.id, case.ranks[framework.overall.id], together.overall, word, {})


def _name(case: Inspected) -> str:
    return case.case.assessment.authority or str(case.case.assessment.folder)


# --- simple rules to lead


def _ranks(alone: Alone) -> list[int]:
    return sorted(row.rank for one in alone.standings for row in one.rows if row.is_first)


def _below(alone: Alone, scale: Scale) -> float:
    ranks = _ranks(alone)
    return sum(1 for rank in ranks if rank < scale.benchmark) / len(ranks) if ranks else 0.0


def _fitted_shares(cases: Sequence[Inspected]) -> tuple[float, ...]:
    """Find the two cuts on the share of findings below good, and the one on that of outstanding, that fit the other cases best.

    Each boundary gets the threshold between two neighbouring cases at which most of them fall on their own side.
    """
    points = [
        (_below(alone, one.framework.scale), one.ranks[alone.judgement])
        for one in cases
        for alone in one.alone
        if alone.judgement in one.ranks
    ]
    tried = sorted({share for share, _ in points})
    middles = [(a + b) / 2 for a, b in pairwise(tried)]
    top = max(rank for _, rank in points)
    return tuple(
        max(middles, key=lambda cut: (sum((share <= cut) == (rank >= edge) for share, rank in points), -cut))
        for edge in range(1, top + 1)
    )


def _baselines(alone: Alone, scale: Scale, commonest: int, cut_points: Sequence[float]) -> Mapping[str, int]:
    ranks = _ranks(alone)
    mean = sum(ranks) / len(ranks) if ranks else 0.0
    share = _below(alone, scale)
    return {
        "commonest grade": commonest,
        "mean of the items' grades, rounded": int(mean + 0.5),
        "median of the items' grades": ranks[(len(ranks) - 1) // 2] if ranks else 0,
        "share of findings below good, fitted cuts": sum(1 for cut in cut_points if share <= cut),
    }


# --- how they did


def score(trials: Sequence[Trial]) -> Score:
    """Count how predictions did."""
    return Score(
        n=len(trials),
        exact=sum(1 for one in trials if one.shown == one.given),
        within_one=sum(1 for one in trials if abs(one.shown - one.given) <= 1),
        rps=math.fsum(ranked_probability_score(one.probabilities, one.given) for one in trials) / max(1, len(trials)),
    )


def ranked_probability_score(shares: Sequence[float], given: int) -> float:
    """Give the mean squared difference, over the boundaries, between the chance of being at or above and whether it was so."""
    above = at_least(shares)[1:]
    return math.fsum((share - (given >= rank)) ** 2 for rank, share in enumerate(above, 1)) / len(above)


def baseline_scores(trials: Sequence[Trial]) -> Mapping[str, Score]:
    """Count how the simple rules did; each puts all its belief on one grade."""
    names = list(trials[0].baselines) if trials else []
    size = len(trials[0].probabilities) if trials else 0
    return {
        name: score(
            [replace(one, probabilities=tuple(float(rank == one.baselines[name]) for rank in range(size))) for one in trials]
        )
        for name in names
    }


def confusion(trials: Sequence[Trial]) -> Mapping[tuple[int, int], int]:
    """Count trials by the grade given and the grade shown."""
    return Counter((one.given, one.shown) for one in trials)


def reliability(trials: Sequence[Trial]) -> tuple[tuple[float, float, int, float, float], ...]:
    """Compare how sure the predictions were with how often they were right.

    Returns:
        For each bin that is not empty: its edges, how many, the mean probability of the grade shown, the share that was right.
    """
    found = []
    for low, high in pairwise(BINS):
        inside = [
            one for one in trials if low <= one.probabilities[one.shown] < high or (high == 1.0 <= one.probabilities[one.shown])
        ]
        if inside:
            sure = math.fsum(one.probabilities[one.shown] for one in inside) / len(inside)
            found.append((low, high, len(inside), sure, sum(one.shown == one.given for one in inside) / len(inside)))
    return tuple(found)


def by_word(trials: Sequence[Trial]) -> Mapping[str, Score]:
    """Count how predictions did by their confidence word."""
    return {word: score([one for one in trials if one.confidence == word]) for word in ("high", "medium", "low")}
