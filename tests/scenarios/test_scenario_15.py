"""Scenario 15: without an overall judgement there is none, and the way to the next visit instead; with one, the limit is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import assessed, framework
from console import Screen, typed

NONE, ONE = "ilacs-2026", "ilacs-2018"


def assessed_as(folder: Path, name: str, worst: str) -> Path:
    """Lay out a council that is good in all but help and protection."""
    found = framework(name)
    graded = [one.id for one in found.graded if found.descriptors_of(one.id)]
    return assessed(folder, name, {one: worst if one == "help-and-protection" else "good" for one in graded})


@pytest.fixture
def without(tmp_path: Path) -> Screen:
    """Ask where a council stands under a framework that gives no overall grade."""
    return typed(assessed_as(tmp_path, NONE, "inadequate"), "status")


def test_no_overall_grade_and_no_limit_is_shown_and_a_plain_sentence_says_so(without: Screen) -> None:
    assert (
        "Ofsted gives no overall grade for inspections from April 2026; the four judgements stand side by side." in without.words
    )
    assert "\nOverall" not in without.shown and "Limit" not in without.shown


def test_the_way_to_the_next_visit_stands_there_instead(without: Screen) -> None:
    assert "Pathway to the next inspection:" in without.words


def test_where_there_is_an_overall_grade_the_limit_is_applied_and_named(tmp_path: Path) -> None:
    screen = typed(assessed_as(tmp_path, ONE, "inadequate"), "status")
    assert "Overall INADEQUATE" in screen.words
    assert "Limited by Help and protection:" in screen.words
    assert "Limit practice-inadequate: Always, binds here (held in 22 of 22)" in screen.words


def test_the_limit_is_explained_with_its_source(tmp_path: Path) -> None:
    screen = typed(assessed_as(tmp_path, ONE, "inadequate"), "explain", "practice-inadequate")
    assert screen.exit == 0
    assert "limits.yaml" in screen.words and "Basis: observed, from Ofsted inspection reports" in screen.words


@pytest.mark.parametrize(("name", "held"), [(NONE, False), (ONE, True)])
def test_one_folder_carried_to_another_framework_gains_or_loses_the_overall_grade(tmp_path: Path, name: str, held: bool) -> None:
    other = ONE if name == NONE else NONE
    assessed_as(tmp_path / "old", other, "good")
    assert typed(tmp_path, "migrate", "old", "--to", name, "--write", "--output", "new").exit in (0, 1)
    assert ("\nOverall" in typed(tmp_path, "status", "new").shown) == held
