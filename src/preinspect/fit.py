"""Fitting the judgement model and the pattern of grades to published inspections; the standard library is enough.

Two small maximum-likelihood fits by Fisher scoring, each with a weak ridge, coefficients kept at zero or above. The same functions serve
`tools/fit.py`, which writes the shipped numbers, and `backtest`, which fits anew without the case that it predicts.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from .framework import Pattern

RIDGE = 0.1
"""Ridge on the standardised coefficients of the model: a prior of standard deviation 3.2."""

PATTERN_RIDGE = 0.05
"""Ridge on all numbers of the pattern."""

Vector = list[float]
Matrix = list[Vector]
State = tuple[float, Vector, Matrix]
"""Penalised log-likelihood at a point, its gradient, and the information there."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One judgement of one published inspection: what the model reads of its findings, and the rank that was given."""

    balance: float
    risk: float
    flatness: float
    rank: int


@dataclass(frozen=True, slots=True)
class Fitted:
    """The five fitted numbers of the judgement model; `cuts` from the top boundary to the bottom one."""

    balance: float
    risk: float
    cuts: tuple[float, float, float]


def fit_model(seen: Sequence[Seen]) -> Fitted:
    """Fit the judgement model to published judgements on a scale of four grades.

    Args:
        seen: At least one judgement of every grade.
    """
    reads = [[one.balance for one in seen], [-one.risk for one in seen]]
    means = [sum(values) / len(seen) for values in reads]
    spreads = [
        math.sqrt(sum((value - mean) ** 2 for value in values) / len(seen)) or 1.0
        for values, mean in zip(reads, means, strict=True)
    ]
    rows = [
        (
            [(value - mean) / spread for value, mean, spread in zip((one.balance, -one.risk), means, spreads, strict=True)],
            one.flatness,
            one.rank,
        )
        for one in seen
    ]
    found = _maximise(lambda point: _model_state(point, rows), [-2.0, 0.0, 2.0, 1.0, 1.0], range(3, 5))
    weights = [value / spread for value, spread in zip(found[3:], spreads, strict=True)]
    shift = math.fsum(weight * mean for weight, mean in zip(weights, means, strict=True))
    low, middle, high = (cut + shift for cut in found[:3])
    return Fitted(weights[0], weights[1], (high, middle, low))


def _model_state(point: Vector, rows: Sequence[tuple[Vector, float, int]]) -> State | None:
    """Give the state of the cumulative logit model; None where the cut points are out of order."""
    edges, weights = point[:3], point[3:]
    if not edges[0] < edges[1] < edges[2]:
        return None
    value = -RIDGE / 2 * sum(weight * weight for weight in weights)
    gradient = [0.0] * 3 + [-RIDGE * weight for weight in weights]
    information = [[RIDGE if row == column > 2 else 0.0 for column in range(5)] for row in range(5)]
    for reads, flatness, rank in rows:
        outlook = sum(weight * read for weight, read in zip(weights, reads, strict=True))
        above = [1.0, *(_logistic(flatness * (outlook - edge)) for edge in edges), 0.0]
        slopes = [flatness * share * (1 - share) for share in above]
        for grade in range(4):
            share = max(1e-12, above[grade] - above[grade + 1])
            turn = [(slopes[k + 1] if k == grade else -slopes[k + 1] if k + 1 == grade else 0.0) for k in range(3)]
            turn += [(slopes[grade] - slopes[grade + 1]) * read for read in reads]
            _inform(information, turn, 1 / share)
            if grade == rank:
                value += math.log(share)
                gradient = [one + part / share for one, part in zip(gradient, turn, strict=True)]
    return value, gradient, information


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _inform(information: Matrix, turn: Vector, weight: float) -> None:
    """Add a gradient's outer product to the information."""
    for row, one in enumerate(turn):
        if one:
            for column, other in enumerate(turn):
                information[row][column] += weight * one * other


def fit_pattern(judgements: Sequence[str], results: Sequence[Sequence[int]], grades: int, about: str) -> Pattern:
    """Fit how the grades of one authority go together: a log-linear model of all pairs, with ties of zero or above.

    Args:
        judgements: Their ids, in the order of the results.
        results: Ranks of one inspection each, complete.
        grades: How many grades the scale has.
        about: What it was fitted to, for people.
    Returns:
        The pattern relative to judgements that had nothing to do with each other, so that only the tie is told.
    """
    names = range(len(judgements))
    middle = (grades - 1) / 2
    pairs = list(combinations(names, 2))
    cells = list(product(range(grades), repeat=len(judgements)))
    reads = {
        cell: [float(cell[one] == rank) for one in names for rank in range(1, grades)]
        + [(cell[one] - middle) * (cell[other] - middle) for one, other in pairs]
        for cell in cells
    }
    ties = len(judgements) * (grades - 1)
    counted = [math.fsum(column) for column in zip(*(reads[tuple(result)] for result in results), strict=True)]

    def state(point: Vector) -> State:
        shares = _shares(point, reads)
        expected = [math.fsum(shares[cell] * reads[cell][i] for cell in cells) for i in range(len(point))]
        value = math.fsum(a * b for a, b in zip(point, counted, strict=True)) - len(results) * _log_total(point, reads)
        gradient = [
            seen - len(results) * mean - PATTERN_RIDGE * at for seen, mean, at in zip(counted, expected, point, strict=True)
        ]
        information = [
            [(PATTERN_RIDGE if i == j else 0.0) - len(results) * a * b for j, b in enumerate(expected)]
            for i, a in enumerate(expected)
        ]
        for cell in cells:
            _inform(information, reads[cell], len(results) * shares[cell])
        return value - PATTERN_RIDGE / 2 * sum(at * at for at in point), gradient, information

    size = ties + len(pairs)
    point = _maximise(state, [0.0] * size, range(ties, size))
    shares = _shares(point, reads)
    own, main = {}, {}
    for one, name in zip(names, judgements, strict=True):
        own[name] = tuple(math.fsum(share for cell, share in shares.items() if cell[one] == rank) for rank in range(grades))
        told = [0.0, *point[one * (grades - 1) : (one + 1) * (grades - 1)]]
        main[name] = tuple(value - math.log(share) for value, share in zip(told, own[name], strict=True))
    strengths = zip(pairs, point[ties:], strict=True)
    return Pattern(
        tuple(judgements),
        own,
        main,
        tuple((judgements[one], judgements[other], strength) for (one, other), strength in strengths),
        about,
    )


def _log_total(point: Vector, reads: Mapping[tuple[int, ...], Vector]) -> float:
    return math.log(math.fsum(math.exp(sum(a * b for a, b in zip(point, read, strict=True))) for read in reads.values()))


def _shares(point: Vector, reads: Mapping[tuple[int, ...], Vector]) -> Mapping[tuple[int, ...], float]:
    weights = {cell: math.exp(sum(a * b for a, b in zip(point, read, strict=True))) for cell, read in reads.items()}
    total = math.fsum(weights.values())
    return {cell: weight / total for cell, weight in weights.items()}


def _maximise(state: Callable[[Vector], State | None], start: Vector, bounded: range) -> Vector:
    """Climb by Fisher scoring with halved steps; numbers in `bounded` stay at zero or above.

    A bounded number that reached zero stays there while its gradient points below.
    """
    point, held = list(start), set[int]()
    here = state(point)
    assert here is not None
    for _ in range(200):
        value, gradient, information = here
        held = {index for index in held if gradient[index] <= 0}
        for index in held:
            gradient[index] = 0.0
            information[index] = [float(index == column) for column in range(len(point))]
        step, length = _solve(information, gradient), 1.0
        while length > 1e-9:
            tried = [at + length * by for at, by in zip(point, step, strict=True)]
            hit = {index for index in bounded if tried[index] <= 0}
            tried = [0.0 if index in hit else at for index, at in enumerate(tried)]
            there = state(tried)
            if there is not None and there[0] >= value:
                break
            length /= 2
        else:
            return point
        held |= hit
        point, here = tried, there
        if here[0] - value < 1e-12:
            return point
    return point


def _solve(matrix: Matrix, right: Vector) -> Vector:
    """Solve linear equations by elimination with pivots."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(column + 1, size):
            factor = rows[row][column] / rows[column][column]
            rows[row] = [one - factor * other for one, other in zip(rows[row], rows[column], strict=True)]
    found = [0.0] * size
    for row in reversed(range(size)):
        known = math.fsum(rows[row][column] * found[column] for column in range(row + 1, size))
        found[row] = (rows[row][size] - known) / rows[row][row]
    return found
