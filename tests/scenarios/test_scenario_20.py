"""Scenario 20: a shape that was never published is shown with a warning, the count it was checked against, and the evidence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import assessed, framework
from console import typed

MANY = 25


def graded(folder: Path, leaders: str, worst: str) -> Path:
    """Lay out a council by inspectors' findings: leaders, help and protection, and good in the rest."""
    grades = {one.id: "good" for one in framework("ilacs-2026").graded}
    return assessed(folder, "ilacs-2026", {**grades, "leaders": leaders, "help-and-protection": worst}, of=MANY)


@pytest.mark.parametrize(
    ("leaders", "worst", "warning"),
    [
        ("good", "inadequate", "Leaders more than one step better than the worst practice judgement"),
        ("outstanding", "inadequate", "Grades three steps apart"),
    ],
)
def test_the_prediction_stands_with_a_warning_and_the_count(tmp_path: Path, leaders: str, worst: str, warning: str) -> None:
    words = typed(graded(tmp_path, leaders, worst), "status").words
    assert f"Leaders' impact {leaders.upper()}" in words and "Help and protection INADEQUATE" in words
    assert f"Warning: {warning}: this has not happened in 156 inspections with four judgements." in words
    assert "Checked against: 0 of 156." in words


def test_a_shape_that_was_published_has_no_warning(tmp_path: Path) -> None:
    assert "Warning" not in typed(graded(tmp_path, "good", "requires-improvement"), "status").words


def test_the_evidence_behind_it_can_be_followed_to_its_line_to_be_defended(tmp_path: Path) -> None:
    words = typed(graded(tmp_path, "outstanding", "inadequate"), "explain", "help-and-protection").words
    assert re.search(r"EX-HP-01 \([^()]*; assessment\.yaml:[0-9]+:[0-9]+\)", words)


def test_it_can_be_changed_and_the_warning_goes_with_what_brought_it(tmp_path: Path) -> None:
    folder = graded(tmp_path, "outstanding", "inadequate")
    path = folder / "assessment.yaml"
    path.write_text(path.read_text("utf-8").replace("grade: inadequate", "grade: good"), "utf-8")
    assert "Warning" not in typed(folder, "status").words
