"""The two fits find, in made-up data, the numbers that it was made from."""

from __future__ import annotations

import math
from itertools import product

import pytest

from preinspect.fit import Fitted, Seen, fit_model, fit_pattern
from preinspect.framework import Pattern

TRUE = Fitted(balance=10.0, risk=80.0, cuts=(3.0, -8.0, -20.0))


def chances(balance: float, risk: float, flatness: float, true: Fitted = TRUE) -> list[float]:
    """Give the chance of being at or above each rank but the worst."""
    outlook = true.balance * balance - true.risk * risk
    return [1 / (1 + math.exp(-flatness * (outlook - cut))) for cut in reversed(true.cuts)]


def made_from(true: Fitted, copies: int = 12) -> list[Seen]:
    """Make judgements whose ranks are spread just as the numbers say, without chance."""
    points = product([-2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0], [0.0, 0.03, 0.08], [0.35, 0.6])
    return [
        Seen(balance, risk, flatness, sum(share > (copy + 0.5) / copies for share in chances(balance, risk, flatness, true)))
        for balance, risk, flatness in points
        for copy in range(copies)
    ]


FOUND = fit_model(made_from(TRUE))


def test_the_model_fit_finds_the_balance():
    assert FOUND.balance == pytest.approx(TRUE.balance, rel=0.1)


def test_the_model_fit_finds_the_risk():
    assert FOUND.risk == pytest.approx(TRUE.risk, rel=0.1)


def test_the_model_fit_finds_the_cut_points():
    assert FOUND.cuts == pytest.approx(TRUE.cuts, abs=1.5)


def test_cut_points_stand_from_the_top_down():
    assert list(FOUND.cuts) == sorted(FOUND.cuts, reverse=True)


def test_the_order_of_what_was_seen_does_not_matter():
    turned = fit_model(list(reversed(made_from(TRUE))))
    assert (turned.balance, turned.risk, *turned.cuts) == pytest.approx((FOUND.balance, FOUND.risk, *FOUND.cuts), rel=1e-6)


def test_the_same_data_give_the_same_numbers_to_the_bit():
    assert fit_model(made_from(TRUE)) == FOUND


def test_no_coefficient_falls_below_zero():
    """Risk that seems to help is noise: below zero it would break P1."""
    against = [Seen(one.balance, 0.08 - one.risk, one.flatness, one.rank) for one in made_from(TRUE)]
    assert fit_model(against).risk == 0


def test_what_tells_nothing_gets_little():
    blind = Fitted(balance=10.0, risk=0.0, cuts=TRUE.cuts)
    assert fit_model(made_from(blind)).risk == pytest.approx(0, abs=3)


def likelihood(fitted: Fitted, seen: list[Seen]) -> float:
    """Give the log-likelihood of what was seen."""
    total = 0.0
    for one in seen:
        above = [1.0, *chances(one.balance, one.risk, one.flatness, fitted), 0.0]
        total += math.log(above[one.rank] - above[one.rank + 1])
    return total


@pytest.mark.parametrize("step", [(1.0, 0.0), (-1.0, 0.0), (0.0, 8.0), (0.0, -8.0)])
def test_no_numbers_nearby_are_likelier(step):
    seen = made_from(TRUE)
    nearby = Fitted(FOUND.balance + step[0], FOUND.risk + step[1], FOUND.cuts)
    assert likelihood(FOUND, seen) > likelihood(nearby, seen)


# --- the pattern


Ties = dict[tuple[int, int], float]
EVEN = (0.0,) * 4


def together(ties: Ties, judgements: int, number: int = 6000, main: tuple[float, ...] = EVEN) -> list[tuple[int, ...]]:
    """Make results that go together just as the ties say, without chance."""
    cells = list(product(range(4), repeat=judgements))
    weights = [
        math.exp(
            sum(value * (cell[one] - 1.5) * (cell[other] - 1.5) for (one, other), value in ties.items())
            + sum(main[rank] for rank in cell)
        )
        for cell in cells
    ]
    return [cell for cell, weight in zip(cells, weights, strict=True) for _ in range(round(number * weight / sum(weights)))]


def fitted(ties: Ties, judgements: int = 3, **changes) -> Pattern:
    return fit_pattern([f"J{number}" for number in range(judgements)], together(ties, judgements, **changes), 4, "Made up.")


def strengths(pattern: Pattern) -> dict[tuple[str, str], float]:
    return {(one, other): value for one, other, value in pattern.pairs}


def test_the_pattern_fit_finds_a_known_tie():
    assert strengths(fitted({(0, 1): 0.8}, 2)) == {("J0", "J1"): pytest.approx(0.8, abs=0.02)}


def test_the_pattern_fit_tells_ties_apart():
    found = strengths(fitted({(0, 1): 1.0, (1, 2): 0.4}))
    assert found == {
        ("J0", "J1"): pytest.approx(1.0, abs=0.03),
        ("J0", "J2"): pytest.approx(0.0, abs=0.03),
        ("J1", "J2"): pytest.approx(0.4, abs=0.03),
    }


def test_a_tie_is_found_whatever_the_grades_given_most():
    assert strengths(fitted({(0, 1): 0.8}, 2, main=(-1.0, 0.5, 1.0, -0.5))) == {("J0", "J1"): pytest.approx(0.8, abs=0.03)}


def test_no_tie_falls_below_zero():
    assert strengths(fitted({(0, 1): -0.8}, 2)) == {("J0", "J1"): 0.0}


def test_shares_are_how_often_each_grade_was_given():
    found = fitted({(0, 1): 0.8}, 2, main=(-1.0, 0.5, 1.0, -0.5))
    rows = together({(0, 1): 0.8}, 2, main=(-1.0, 0.5, 1.0, -0.5))
    given = [sum(row[0] == rank for row in rows) / len(rows) for rank in range(4)]
    assert found.shares["J0"] == pytest.approx(given, abs=0.003)


def test_judgements_that_have_nothing_to_do_with_each_other_have_no_tie():
    assert strengths(fitted({}, 2)) == {("J0", "J1"): pytest.approx(0, abs=0.01)}


def test_main_effects_leave_the_shares_as_they_are():
    """Judgements at their usual shares stay there where they are read together at full strength."""
    found = fitted({(0, 1): 0.8}, 2, main=(-1.0, 0.5, 1.0, -0.5))
    weights = {
        (a, b): found.shares["J0"][a]
        * found.shares["J1"][b]
        * math.exp(found.main["J0"][a] + found.main["J1"][b] + found.pairs[0][2] * (a - 1.5) * (b - 1.5))
        for a, b in product(range(4), repeat=2)
    }
    own = [sum(weight for (a, _), weight in weights.items() if a == rank) / sum(weights.values()) for rank in range(4)]
    assert own == pytest.approx(found.shares["J0"])


def test_a_pattern_says_what_it_was_fitted_to():
    assert fitted({}, 2).about == "Made up."


def test_two_grades_can_be_fitted_too():
    rows = [(0, 0)] * 40 + [(1, 1)] * 40 + [(0, 1)] * 10 + [(1, 0)] * 10
    assert fit_pattern(["A", "B"], rows, 2, "Made up.").pairs[0][2] == pytest.approx(math.log(16), rel=0.02)
