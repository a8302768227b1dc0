"""Predicted, self-assessed and published side by side; how far two people agree; an authority's own habit."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from builders import AS_AT, ROOT, covering, framework, item, predicted
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from preinspect.cli import cli
from preinspect.compare import (
    Comparison,
    Habit,
    Pair,
    by_authority,
    compare,
    habit_words,
    kappa_words,
    pair_words,
    prediction_habit,
    row_words,
    thing_words,
    weighted_kappa,
)
from preinspect.document import Block
from preinspect.evidence import Evidence, View
from preinspect.history import PublishedGrade
from preinspect.problem import Location

NOWHERE = Location("views.yaml", 1, 1)
HP = "help-and-protection"
RATINGS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40)


def view(
    of: str, grade: str, by: str | None, when: date | None = None, because: str | None = None, service: str | None = None
) -> View:
    return View(of, grade, by, when, because, service, NOWHERE, Block(NOWHERE))


def result(judgement: str, grade: str, when: date, under: str = "ilacs-2018") -> tuple[str, PublishedGrade]:
    """Build what inspectors published of a judgement."""
    scale = framework().scale
    later, outcome = when > AS_AT, when > AS_AT and under == "ilacs-2018"
    return judgement, PublishedGrade(under, when, None, grade, scale.title(grade), scale.rank(grade), later, outcome)


def compared(*views: View, items: Iterable[Evidence] = (), results: Iterable[tuple[str, PublishedGrade]] = ()) -> Comparison:
    """Compare under the edition of 2018."""
    lines: dict[str, tuple[PublishedGrade, ...]] = {}
    for judgement, one in results:
        lines[judgement] = (*lines.get(judgement, ()), one)
    return compare(predicted(items, views=views), lines)


def told(found: Comparison, of: str) -> list[str]:
    """Give what is said of one judgement or descriptor."""
    row = next(one for one in (*found.judgements, *found.descriptors) if one.of == of)
    return list(row_words(row, framework().scale))


def the_pair(*views: View) -> Pair:
    """Give the only pair that views make."""
    (pair,) = compared(*views).pairs
    return pair


# --- side by side


def test_a_kinder_view_is_told_by_how_many_grades_against_both_yardsticks() -> None:
    found = compared(
        view(HP, "outstanding", "Service manager", date(2026, 9, 1), "audits show it"),
        items=covering(HP, "good", count=12),
        results=[result(HP, "requires-improvement", date(2026, 12, 1))],
    )
    assert told(found, HP) == [
        "The prediction was one grade kinder than what was published.",
        "Service manager (1 September 2026) was two grades kinder than what was published and one grade kinder than the prediction. "
        "Reason given: Audits show it.",
    ]


def test_a_harsher_and_a_level_view_are_told_as_such() -> None:
    found = compared(
        view(HP, "requires-improvement", "Director", date(2026, 9, 1)),
        view(HP, "good", "Service manager", date(2026, 9, 1)),
        items=covering(HP, "good", count=12),
    )
    assert told(found, HP) == [
        "Director (1 September 2026) was one grade harsher than the prediction.",
        "Service manager (1 September 2026) was level with the prediction.",
    ]


def test_the_newest_view_of_each_person_counts() -> None:
    found = compared(
        view(HP, "outstanding", "Director", date(2026, 8, 1)),
        view(HP, "outstanding", "Director"),
        view(HP, "good", "Director", date(2026, 9, 1)),
        view(HP, "outstanding", "Service manager", date(2026, 7, 1)),
    )
    row = next(one for one in found.judgements if one.of == HP)
    assert [(own.who, own.view.grade) for own in row.own] == [("Director", "good"), ("Service manager", "outstanding")]


def test_of_two_views_of_one_person_and_one_day_the_harsher_counts_in_any_order() -> None:
    views = [view(HP, "good", "Director", AS_AT), view(HP, "outstanding", "Director", AS_AT)]
    assert compared(*views) == compared(*reversed(views))
    assert told(compared(*views), HP) == ["Director (30 September 2026) says good; there is no grade to set it beside."]


def test_views_of_several_services_are_told_apart() -> None:
    found = compared(
        view(HP, "good", "Service manager", AS_AT, service="north"),
        view(HP, "outstanding", "Service manager", AS_AT, service="south"),
    )
    row = next(one for one in found.judgements if one.of == HP)
    assert [own.who for own in row.own] == ["Service manager, north", "Service manager, south"]
    assert found.pairs == ()


def test_the_outcome_is_the_first_result_after_the_as_at_date_under_the_same_framework() -> None:
    results = [
        result("leaders", "inadequate", date(2026, 1, 1)),
        result("leaders", "outstanding", date(2026, 10, 1), under="sif-2013"),
        result("leaders", "good", date(2026, 12, 1)),
        result("leaders", "outstanding", date(2027, 12, 1)),
    ]
    row = compared(results=results).judgements[0]
    assert row.published is not None
    assert row.published.published == date(2026, 12, 1)
    assert [one.published for one in row.before] == [date(2026, 1, 1)]
    assert [one.published for one in row.later] == [date(2026, 10, 1), date(2027, 12, 1)]


def test_descriptors_are_told_only_where_a_view_and_the_evidence_differ_the_kindest_first() -> None:
    found = compared(
        view("HP-10", "good", "Service manager"),
        view("HP-11", "outstanding", "Service manager"),
        view("HP-12", "outstanding", "Service manager"),
        view("HP-14", "inadequate", "Service manager"),
        items=[
            item("A-1", "HP-10", kind="external"),
            item("A-2", "HP-11", kind="external"),
            item("A-3", "HP-12", kind="external", grade="requires-improvement"),
            item("A-4", "HP-14", kind="external"),
        ],
    )
    assert [row.of for row in found.differing] == ["HP-12", "HP-11", "HP-14"]
    assert told(found, "HP-14") == ["Service manager (no date) was two grades harsher than what the evidence shows."]


def test_a_view_without_evidence_is_no_difference_but_unsupported() -> None:
    found = compared(view("HP-10", "good", "Service manager"))
    assert [row.of for row in found.unsupported] == ["HP-10"]
    assert found.differing == ()


def test_a_comparison_changes_nothing_in_the_prediction() -> None:
    items = covering(HP, "good", count=12)
    plain, viewed = predicted(items), predicted(items, views=(view(HP, "inadequate", "Director", AS_AT),))
    assert [one.probabilities for one in plain.judgements] == [one.probabilities for one in viewed.judgements]


# --- kappa


@given(RATINGS)
def test_kappa_lies_between_minus_one_and_one(ratings: list[tuple[int, int]]) -> None:
    assert -1 - 1e-12 <= weighted_kappa(ratings) <= 1


@given(RATINGS)
def test_kappa_is_the_same_from_either_side(ratings: list[tuple[int, int]]) -> None:
    assert weighted_kappa(ratings) == weighted_kappa([(other, one) for one, other in ratings])


@given(st.lists(st.integers(0, 3), min_size=1, max_size=40))
def test_kappa_is_one_on_agreement(ranks: list[int]) -> None:
    assert weighted_kappa([(rank, rank) for rank in ranks]) == 1


@given(RATINGS)
def test_kappa_is_one_only_on_agreement(ratings: list[tuple[int, int]]) -> None:
    assert (weighted_kappa(ratings) == 1) == all(one == other for one, other in ratings)


@given(RATINGS, st.randoms())
def test_the_order_of_things_does_not_matter_to_kappa(ratings: list[tuple[int, int]], chance: random.Random) -> None:
    other = list(ratings)
    chance.shuffle(other)
    assert weighted_kappa(ratings) == weighted_kappa(other)


@given(RATINGS.filter(lambda ratings: len({rank for pair in ratings for rank in pair}) > 1))
def test_kappa_follows_cohens_formula_with_linear_weights(ratings: list[tuple[int, int]]) -> None:
    """Agreement weights w = 1 - |i - j| / (k - 1); kappa = (observed - expected) / (1 - expected)."""
    n = len(ratings)
    grades = range(4)
    weight = {(i, j): 1 - Fraction(abs(i - j), 3) for i, j in product(grades, grades)}
    observed = sum((weight[pair] for pair in ratings), Fraction(0)) / n
    first = [Fraction(sum(one == grade for one, _ in ratings), n) for grade in grades]
    second = [Fraction(sum(other == grade for _, other in ratings), n) for grade in grades]
    expected = sum((weight[i, j] * first[i] * second[j] for i, j in product(grades, grades)), Fraction(0))
    assert weighted_kappa(ratings) == pytest.approx(float((observed - expected) / (1 - expected)))


def test_kappa_of_two_grades_is_the_plain_one() -> None:
    """Of 50, both say yes to 20 and no to 15; the first alone yes to 5, the other alone to 10: 0.70 against 0.50 by chance."""
    ratings = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    assert weighted_kappa(ratings) == pytest.approx(0.4)


def test_a_wider_difference_costs_more() -> None:
    near = [(0, 0), (1, 1), (2, 2), (3, 2)]
    wide = [(0, 0), (1, 1), (2, 2), (3, 0)]
    assert weighted_kappa(wide) < weighted_kappa(near)


@pytest.mark.parametrize(
    ("kappa", "words"),
    [
        (1.0, "almost complete agreement"),
        (0.7, "strong agreement"),
        (0.5, "moderate agreement"),
        (0.3, "fair agreement, and no more"),
        (0.1, "hardly better than chance"),
        (0.0, "no better than chance"),
        (-0.4, "no better than chance"),
    ],
)
def test_kappa_is_read_in_plain_words(kappa: float, words: str) -> None:
    assert kappa_words(kappa, 10) == words


def test_kappa_over_few_things_comes_with_a_warning() -> None:
    assert kappa_words(0.7, 9) == "strong agreement; too few to lean on, where 10 are the least"


def test_one_grade_throughout_is_no_proof_of_agreement() -> None:
    pair = the_pair(*(view(f"HP-{n}", "good", who) for n in range(10, 20) for who in ("Auditor", "Moderator")))
    assert pair_words(pair)[1] == (
        "Weighted kappa 1.00 (linear weights) over 10 things: both gave the same grade throughout, so agreement cannot be told from "
        "habit."
    )


# --- two people


def test_two_people_are_compared_on_what_both_graded_and_no_more() -> None:
    pair = the_pair(
        view(HP, "good", "Service manager"),
        view(HP, "requires-improvement", "Auditor"),
        view("HP-10", "outstanding", "Service manager"),
        view("HP-10", "requires-improvement", "Auditor"),
        view("HP-11", "good", "Service manager"),
        view("HP-11", "good", "Auditor"),
        view("HP-12", "good", "Service manager"),
        view("HP-14", "good", "Auditor"),
    )
    assert pair_words(pair) == (
        "Both graded 3 things: the same grade on 1; Service manager was kinder on 2 (1 by one grade, 1 by two).",
        "Weighted kappa 0.00 (linear weights) over 3 things: no better than chance; too few to lean on, where 10 are the least.",
    )
    assert [thing.of for thing in pair.differing] == ["HP-10", HP]


def test_a_later_view_by_somebody_else_settles_a_difference() -> None:
    found = the_pair(
        view("HP-10", "good", "Auditor", date(2026, 9, 1)),
        view("HP-10", "requires-improvement", "Moderator", date(2026, 9, 5)),
        view("HP-10", "requires-improvement", "Head of service", date(2026, 9, 20), "the tail was not read"),
    )
    assert thing_words(found.things[0], framework().scale) == (
        "HP-10: Auditor good (1 September 2026), Moderator requires improvement to be good (5 September 2026). "
        "Settled by Head of service on 20 September 2026 as requires improvement to be good, because: the tail was not read."
    )


def test_a_difference_is_settled_where_one_of_the_two_comes_round() -> None:
    found = the_pair(
        view("HP-10", "good", "Auditor", date(2026, 9, 1)),
        view("HP-10", "requires-improvement", "Moderator", date(2026, 9, 5)),
        view("HP-10", "requires-improvement", "Auditor", date(2026, 9, 20)),
    )
    assert found.things[0].steps == 1
    assert thing_words(found.things[0], framework().scale).endswith(
        "Settled by Auditor on 20 September 2026 as requires improvement to be good, no reason is given."
    )


@pytest.mark.parametrize("last", [[], [view("HP-10", "good", "Auditor", date(2026, 9, 20))]], ids=["nobody", "the same again"])
def test_a_difference_that_nobody_ended_is_not_settled(last: list[View]) -> None:
    found = the_pair(
        view("HP-10", "good", "Auditor", date(2026, 9, 1)),
        view("HP-10", "requires-improvement", "Moderator", date(2026, 9, 5)),
        *last,
    )
    assert found.things[0].settled is None
    assert thing_words(found.things[0], framework().scale).endswith("Not settled.")


def test_a_view_of_the_same_day_is_a_view_of_its_own_and_settles_nothing() -> None:
    found = compared(*(view("HP-10", grade, who, AS_AT) for grade, who in (("good", "A"), ("inadequate", "B"), ("good", "C"))))
    assert [(pair.one, pair.other) for pair in found.pairs] == [("A", "B"), ("A", "C"), ("B", "C")]
    assert all(thing.settled is None for pair in found.pairs for thing in pair.things)


def test_a_newer_view_before_anybody_differs_takes_the_place_of_the_older() -> None:
    found = the_pair(
        view("HP-10", "good", "Auditor", date(2026, 8, 1)),
        view("HP-10", "requires-improvement", "Auditor", date(2026, 8, 20)),
        view("HP-10", "requires-improvement", "Moderator", date(2026, 9, 5)),
    )
    assert found.differing == ()


def test_views_without_a_name_are_counted_and_never_compared() -> None:
    found = compared(view("HP-10", "good", None), view("HP-10", "inadequate", "Auditor"))
    assert found.pairs == ()
    assert found.unnamed == 1


# --- a habit


def habit(*steps: int) -> Habit:
    return Habit("Own views", "view", steps)


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((), "Own views: none to compare."),
        ((1, 0), "Own views: 2 views: 1 kinder (by one grade), 1 level, none harsher; too few to say."),
        (
            (1, 1, 2, 0, -1),
            "Own views: 5 views: 3 kinder (2 by one grade, 1 by two), 1 level, 1 harsher (by one grade); more often kinder.",
        ),
        ((-2, -2, 0, 0, 0), "Own views: 5 views: none kinder, 3 level, 2 harsher (by two grades); more often harsher."),
        (
            (1, -1, 0, 0, 0),
            "Own views: 5 views: 1 kinder (by one grade), 3 level, 1 harsher (by one grade); as often kinder as harsher.",
        ),
        ((0,) * 5, "Own views: 5 views: none kinder, 5 level, none harsher; always level."),
    ],
)
def test_a_habit_is_told_by_counts_and_read_only_from_five_on(steps: tuple[int, ...], words: str) -> None:
    assert habit_words(habit(*steps)) == words


def test_an_authoritys_views_are_put_together_over_its_assessments_and_no_others() -> None:
    kind = compared(
        view(HP, "outstanding", "Director", AS_AT),
        view("leaders", "good", "Director", AS_AT),
        results=[result(HP, "good", date(2026, 12, 1)), result("leaders", "good", date(2026, 12, 1))],
    )
    one, other, silent = by_authority([("Anyshire", kind), ("Otherham", kind), ("Anyshire", kind), ("Silent", compared())])
    assert one.name == "Anyshire"
    assert sorted(one.habits[0].steps) == [0, 0, 1, 1]
    assert sorted(other.habits[0].steps) == [0, 1]
    assert silent.habits == ()


def test_the_same_two_peoples_views_are_put_together_over_assessments() -> None:
    found = compared(view("HP-10", "good", "Auditor"), view("HP-10", "inadequate", "Moderator"))
    (authority,) = by_authority([("Anyshire", found), ("Anyshire", found)])
    assert [len(pair.things) for pair in authority.pairs] == [2]


def test_predictions_are_counted_apart_from_views() -> None:
    found = compared(
        view(HP, "outstanding", "Director", AS_AT),
        items=covering(HP, "good", count=12),
        results=[result(HP, "good", date(2026, 12, 1))],
    )
    assert prediction_habit([found, found]).steps == (0, 0)


# --- the command


FOLDER = """
assessment: {authority: Anyshire, framework: ilacs-2018, as-at: 2026-09-30}
evidence:
  - {id: A-1, kind: audit, descriptors: [HP-10], date: 2026-09-01, grade: good, finding: Held in time.}
views:
  - {of: help-and-protection, grade: good, by: "Service manager \\u202e of a place with a name that is far too long", date: 2026-09-02}
  - {of: help-and-protection, grade: excellent, by: Director, date: 2026-09-02}
  - {of: HP-10, grade: outstanding, by: Director, date: 2026-09-02}
history: [{framework: ilacs-2018, published: 2026-12-01, grades: {help-and-protection: requires-improvement, leaders: good}}]
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["compare", *words])


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "assessment.yaml").write_text(FOLDER, "utf-8")
    return str(tmp_path)


def test_every_line_fits_eighty_columns_and_no_mark_turns_the_direction_of_writing(folder: str) -> None:
    shown = run(folder, str(ROOT / "evidence" / "ealing-2019")).stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert "\u202e" not in shown


def test_a_view_whose_grade_is_not_on_the_scale_is_left_out_and_said_so(folder: str) -> None:
    result = run(folder)
    assert result.exit_code == 1
    assert "1 entry left out" in result.stdout
    assert "excellent" not in result.stdout


def test_json_carries_the_same_facts(folder: str) -> None:
    found = json.loads(run(folder, folder, "--format", "json").stdout)
    assert found["version"] == 1
    row = found["assessments"][0]["judgements"][1]
    assert (row["id"], row["grade"], row["published"]["grade"]) == (HP, None, "requires-improvement")
    assert [one["steps"] for one in row["differences"]] == [1]
    assert found["authorities"][0]["habits"][0]["steps"] == [1, 1]


def test_several_folders_end_with_what_they_say_together(folder: str) -> None:
    assert "Over 2 folders" not in run(folder).stdout
    assert "Own views against what was published: 2 views: 2 kinder" in " ".join(run(folder, folder).stdout.split())


def test_a_folder_of_several_assessments_is_no_assessment(tmp_path: Path) -> None:
    for name in ("2025", "2026"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.yaml").write_text(FOLDER, "utf-8")
    result = run(str(tmp_path))
    assert result.exit_code == 2
    assert "holds several assessments" in result.stderr


def test_ealing_was_predicted_as_it_was_published() -> None:
    result = run(str(ROOT / "evidence" / "ealing-2019"))
    assert result.exit_code == 0
    assert result.stdout.count("The prediction was level with what was published.") == 4
