"""Scales of grades, the grade shown, and rounding; see test_promises.py for P6."""

from __future__ import annotations

import pytest
from builders import framework, scale
from hypothesis import given
from hypothesis import strategies as st

from preinspect.grade import at_least, by_id, median, rounded, worst

FOUR = scale("inadequate", "requires-improvement", "good", "outstanding")
SHARES = st.lists(st.floats(0.001, 1), min_size=2, max_size=6).map(lambda parts: [part / sum(parts) for part in parts])


def test_ranks_count_from_the_worst():
    assert [FOUR.rank(grade) for grade in ("inadequate", "requires-improvement", "good", "outstanding")] == [0, 1, 2, 3]


def test_ids_stand_best_first_as_people_list_them():
    assert FOUR.ids == ("outstanding", "good", "requires-improvement", "inadequate")


def test_a_grade_that_the_scale_lacks_is_an_error():
    with pytest.raises(KeyError):
        FOUR.rank("adequate")


def test_a_rank_gives_its_grade_back():
    assert [FOUR.id(FOUR.rank(grade)) for grade in FOUR.ids] == list(FOUR.ids)


def test_below_the_benchmark_is_a_concern():
    assert [FOUR.is_concern(grade) for grade in FOUR.ids] == [False, False, True, True]


@pytest.mark.parametrize("word", ["requires-improvement", "Requires improvement", "REQUIRES_IMPROVEMENT", "RI", " ri "])
def test_a_grade_is_found_by_id_title_or_alias(word):
    assert framework().scale.find(word) == "requires-improvement"


def test_a_word_that_is_no_grade_is_not_found():
    assert framework().scale.find("fine") is None


def test_the_grade_of_2009_is_adequate():
    assert framework("slac-2009").scale.ids == ("outstanding", "good", "adequate", "inadequate")


def test_at_least_sums_from_the_best_down():
    assert at_least((0.1, 0.2, 0.3, 0.4)) == pytest.approx((1.0, 0.9, 0.7, 0.4))


def test_the_grade_shown_is_the_best_that_is_as_likely_as_not():
    assert median((0.1, 0.2, 0.3, 0.4)) == 2


def test_the_grade_shown_does_not_jump_over_one_as_a_mode_can():
    assert median((0.4, 0.15, 0.05, 0.4)) == 1


def test_exactly_one_half_is_enough():
    assert median((0.3, 0.2, 0.2, 0.3)) == 2


def test_a_half_that_was_summed_in_pieces_is_enough():
    assert median((0.5, 0.1, 0.3, 0.1)) == 1


def test_the_worst_grade_is_shown_where_no_other_is_as_likely_as_not():
    assert median((0.9, 0.1)) == 0


@given(SHARES)
def test_at_the_grade_shown_or_better_it_is_as_likely_as_not(shares):
    assert at_least(shares)[median(shares)] >= 0.5 - 1e-9


@given(SHARES)
def test_above_the_grade_shown_it_is_less_likely_than_not(shares):
    assert all(share < 0.5 for share in at_least(shares)[median(shares) + 1 :])


def test_three_thirds_are_rounded_to_one():
    assert rounded((1 / 3, 1 / 3, 1 / 3)) == (0.3334, 0.3333, 0.3333)


def test_a_tie_in_rounding_goes_to_the_worse_grade():
    assert rounded((0.00005, 0.99995)) == (0.0001, 0.9999)


def test_the_largest_remainder_is_rounded_up():
    assert rounded((0.10002, 0.20003, 0.69995)) == (0.1, 0.2, 0.7)


def test_what_needs_no_rounding_stays():
    assert rounded((0.25, 0.5, 0.25)) == (0.25, 0.5, 0.25)


def test_probabilities_are_named_best_first():
    assert list(by_id(FOUR, (0.1, 0.2, 0.3, 0.4)).items()) == [
        ("outstanding", 0.4),
        ("good", 0.3),
        ("requires-improvement", 0.2),
        ("inadequate", 0.1),
    ]


def test_worst_is_the_lowest_rank():
    assert worst([2, 1, 3]) == 1


@pytest.mark.parametrize(
    ("name", "ids"), [("met-or-not", ("met", "not-met")), ("five-grades", ("exemplary", "strong", "sound", "weak", "failing"))]
)
def test_a_scale_has_as_many_grades_as_its_framework_says(name, ids):
    assert framework(name).scale.ids == ids


@pytest.mark.parametrize(("name", "rank"), [("met-or-not", 1), ("five-grades", 2), ("ilacs-2018", 2)])
def test_the_benchmark_is_where_the_framework_puts_it(name, rank):
    assert framework(name).scale.benchmark == rank
