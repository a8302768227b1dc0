"""Scenario 12: with all evidence over a year old the grade is withheld, and the old evidence is listed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from console import Screen, broad, council, entries, typed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out a council whose audits are all over a year old."""
    items = broad("audit", "good", "HP", range(1, 21), date="2025-09-30")
    return council(tmp_path_factory.mktemp("council"), help=entries(*items))


def line_of(screen: Screen) -> str:
    """Give the line of help and protection with its reason."""
    return " ".join(screen.shown.split("Help and protection")[1].split("Children in care")[0].split())


def test_the_grade_is_withheld_with_the_reason(folder: Path) -> None:
    told = line_of(typed(folder, "status"))
    assert told.startswith("NO GRADE")
    assert "not enough recent evidence to say" in told.casefold()


def test_the_same_evidence_had_a_grade_while_it_was_fresh(folder: Path) -> None:
    assert line_of(typed(folder, "status", "--as-at", "2025-10-31")).startswith("GOOD")


def test_the_old_evidence_is_listed(folder: Path) -> None:
    screen = typed(folder, "gaps", "--judgement", "help-and-protection")
    named = set(re.findall(r"HP-[0-9]{2}", screen.words.split("No evidence on")[0]))
    assert named >= {f"HP-{number:02}" for number in range(1, 21)}
