"""The way up: sets of descriptors that are enough and differ, and what overall needs; on a terminal and as JSON."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from commands import EVIDENCE, assessed, facts, told
from tiny import TODAY

from preinspect.case import open_case
from preinspect.grade import at_least
from preinspect.path import _apart, overall_path, path
from preinspect.predict import Prediction
from preinspect.whatif import what_if

EALING = EVIDENCE / "ealing-2019"
BENCH = {"help-and-protection": "requires-improvement", "children-in-care": "good", "leaders": "good"}


@pytest.fixture(scope="module")
def ealing() -> Prediction:
    return open_case(EALING, as_at=None, today=TODAY).predict()


@pytest.fixture
def sif(tmp_path: Path) -> Path:
    grades = {"help-and-protection": "inadequate", "children-in-care": "good", "leaders": "good", "adoption": "inadequate"}
    return assessed(tmp_path / "sif", "sif-2013", {**grades, "care-leavers": "good"}, as_at="2016-06-30")


def chance_of(prediction: Prediction, judgement: str, wanted: int, descriptors: tuple[str, ...]) -> float:
    found = what_if(prediction, dict.fromkeys(descriptors, prediction.framework.scale.id(wanted)))
    return at_least(next(one for one in found if one.judgement == judgement).after.probabilities)[wanted]


def test_each_way_is_enough_and_its_chance_is_what_whatif_says(ealing: Prediction) -> None:
    way = path(ealing, "children-in-care", 2)
    assert way.steps and way.exact
    for step in way.steps:
        assert step.chance == pytest.approx(chance_of(ealing, "children-in-care", 2, step.descriptors))
        assert step.chance >= 0.5


def test_no_smaller_set_is_enough(ealing: Prediction) -> None:
    way = path(ealing, "children-in-care", 2)
    pulls = [name for name, pull in ealing.verdict("children-in-care").alone.pulls if pull < 0][:8]  # type: ignore[union-attr]
    smaller = combinations(pulls, len(way.steps[0].descriptors) - 1)
    assert all(chance_of(ealing, "children-in-care", 2, names) < 0.5 for names in smaller)


def test_ways_share_as_little_as_they_can() -> None:
    sets = [("A", "B", "C"), ("A", "B", "D"), ("A", "E", "F"), ("A", "D", "F"), ("G", "H", "F")]
    assert _apart(sets) == (("A", "B", "C"), ("G", "H", "F"), ("A", "E", "F"))


def test_of_ways_that_share_as_much_the_likelier_is_taken() -> None:
    assert _apart([("A", "B"), ("A", "C"), ("A", "D"), ("A", "E")]) == (("A", "B"), ("A", "C"), ("A", "D"))


def test_what_all_ways_have_is_said_once(ealing: Prediction) -> None:
    shared = path(ealing, "help-and-protection", 2).common
    screen = told("path", "help-and-protection", "--to", "good", "--folder", EALING)
    assert shared and all(screen.count(f"{name} ") == 1 for name in shared)
    assert f"Each way has {shared[0]}" in screen


def test_one_that_is_there_needs_no_way(tmp_path: Path) -> None:
    folder = assessed(tmp_path / "there", "ilacs-2018", BENCH)
    assert "It is there already, or better." in told("path", "leaders", "--to", "good", "--folder", folder)
    found = facts("path", "leaders", "--to", "good", "--folder", folder)
    assert (found["there"], found["ways"]) == (True, [])


def test_the_way_to_overall_says_the_chance_and_leads_on(tmp_path: Path) -> None:
    folder = assessed(tmp_path / "one", "ilacs-2018", {**BENCH, "help-and-protection": "inadequate"})
    screen = told("path", "overall", "--to", "good", "--folder", folder)
    assert "the chance today is nearly none" in screen and "Then the chance of good or better is" in screen
    assert "preinspect path help-and-protection --to requires-improvement" in screen
    found = facts("path", "overall", "--to", "good", "--folder", folder)
    assert found["ways"][0]["lifts"] == [{"judgement": "help-and-protection", "grade": "requires-improvement"}]
    assert found["chance"] < 0.05 < found["ways"][0]["chance"]


def test_what_is_likely_to_hold_overall_is_lifted_too(sif: Path) -> None:
    way = overall_path(open_case(sif, as_at=None, today=TODAY).predict(), 2)
    assert all(step.lifts["adoption"] == 1 for step in way.steps)


def test_a_limit_that_may_still_bind_is_told_beside_the_way(tmp_path: Path) -> None:
    mixed = assessed(tmp_path / "may", "ilacs-2018", {**BENCH, "leaders": "inadequate", "children-in-care": "good"})
    found = facts("path", "overall", "--to", "requires-improvement", "--folder", mixed)
    limits = [(one["id"], one["probability"] > 0.05) for step in found["ways"] for one in step["limits"]]
    assert limits and all(often for _, often in limits)


def test_where_a_key_judgement_has_no_grade_the_way_to_overall_begins_with_evidence(tmp_path: Path) -> None:
    folder = assessed(tmp_path / "half", "ilacs-2018", {"leaders": "good"})
    said = told("path", "overall", "--to", "good", "--folder", folder)
    assert "nothing can be said of it today" in said and "evidence comes first: preinspect gaps" in said
    found = facts("path", "overall", "--to", "good", "--folder", folder)
    assert found["ways"] == [] and found["without_grade"]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    grades = {"help-and-protection": "inadequate", "children-in-care": "good", "leaders": "good"}
    return assessed(tmp_path_factory.mktemp("many") / "many", "ilacs-2018", grades, of=30)


def test_of_a_way_of_many_descriptors_the_ten_that_pull_hardest_are_named(many: Path) -> None:
    way = path(open_case(many, as_at=None, today=TODAY).predict(), "help-and-protection", 2)
    names = way.steps[0].descriptors
    pulls = dict(open_case(many, as_at=None, today=TODAY).predict().verdict("help-and-protection").alone.pulls)
    screen = told("path", "help-and-protection", "--to", "good", "--folder", many)
    named = [name for name in names if f"{name} " in screen]
    assert len(names) > 10 and len(named) == 10 and f"and {len(names) - 10} more" in screen
    assert max(pulls[name] for name in named) <= min(pulls[name] for name in names if name not in named)
    shown = facts("path", "help-and-protection", "--to", "good", "--folder", many)
    assert shown["ways"][0]["descriptors"] == list(names)
