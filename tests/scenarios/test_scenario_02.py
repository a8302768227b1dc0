"""Scenario 2: `status` shows four judgements in words, a confidence word, one reason each, and the date it is as at."""

from __future__ import annotations

import re

import pytest
from console import WIDTH, Screen, broad, council, entries, typed


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Screen:
    """Show where a council stands that has evidence on everything."""
    folder = council(
        tmp_path_factory.mktemp("council"),
        leaders=entries(*broad("external", "good", "LD", range(1, 13))),
        help=entries(*broad("audit", "requires-improvement", "HP", range(1, 15))),
        care=entries(*broad("external", "good", "CIC", range(1, 13))),
        leavers=entries(*broad("external", "good", "CL", range(1, 13))),
    )
    return typed(folder, "status")


def test_four_judgements_stand_there_each_with_a_grade_and_a_confidence_in_words(screen: Screen) -> None:
    lines = re.findall(r"^(\S.*?)  +([A-Z][A-Z ]+?)  +(high|medium|low) ", screen.shown, re.MULTILINE)
    assert [name for name, _, _ in lines] == ["Leaders' impact", "Help and protection", "Children in care", "Care leavers"]
    assert {grade for _, grade, _ in lines} <= {"OUTSTANDING", "GOOD", "REQUIRES IMPROVEMENT", "INADEQUATE"}
    assert lines[1][1] == "REQUIRES IMPROVEMENT"


def test_each_judgement_has_one_reason(screen: Screen) -> None:
    judgements = screen.shown.split("-" * WIDTH)[1]
    assert len(re.findall(r"^  (Held|Lifted|Best|No|Not|Nothing|All|The|Rests|Its)\b", judgements, re.MULTILINE)) == 4


def test_the_date_that_it_is_as_at_is_told(screen: Screen) -> None:
    assert "As at 31 October 2026." in screen.words


def test_no_decimals_and_no_score_are_shown(screen: Screen) -> None:
    assert not re.search(r"[0-9]\.[0-9]|[0-9] ?%|out of 100", screen.shown)
    assert (screen.exit, screen.widest <= WIDTH) == (0, True)
