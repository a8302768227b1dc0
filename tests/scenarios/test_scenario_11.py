"""Scenario 11: with only a policy and a dashboard a descriptor is not tested, and the evidence still needed is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from console import council, entries, typed

POLICY = "id: DOC-1, kind: document, descriptors: [HP-10], approved: 2026-05-01, review-due: 2027-05-01, finding: Sets out who meets when."
DASHBOARD = """indicators:
  - {id: KPI-1, measure: strategy-discussions-on-time, date: 2026-09-30, numerator: 96, denominator: 100}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lay out a council that has a policy and a figure, and nobody who looked."""
    return council(tmp_path, help=entries(POLICY))


def test_the_descriptor_is_not_tested_and_not_good(folder: Path) -> None:
    screen = typed(folder, "gaps", "--judgement", "help-and-protection")
    line = next(line for line in screen.shown.split("\n") if line.strip().startswith("HP-10"))
    assert "not tested" in line and "GOOD" not in line


def test_the_kind_of_evidence_still_needed_is_named(folder: Path) -> None:
    screen = typed(folder, "gaps", "--judgement", "help-and-protection")
    assert "audit of children's records" in screen.words.split("HP-10")[1].split("To close it:")[1]


def test_new_says_that_a_policy_is_nothing_by_itself(tmp_path: Path) -> None:
    folder = council(tmp_path)
    told = {"--descriptor": "HP-10", "--approved": "2026-05-01", "--finding": "Sets out who meets when."}
    screen = typed(folder, "new", "document", *(word for pair in told.items() for word in pair), "--yes")
    assert screen.exit == 0
    assert "0 of 7 descriptors of 'Enquiries, assessment and decisions' have direct evidence." in screen.words
    assert "It does not count by itself: policy or other document is nothing alone" in screen.words
