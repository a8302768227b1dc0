"""Scenario 6: a British date is read, with a note; a day that does not exist is refused in words, with what was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from console import Screen, answered, council, entries, sit_at, typed


def checked(tmp_path: Path, day: str) -> Screen:
    """Check a folder with one item of a day."""
    item = f"id: AUD-1, kind: audit, descriptors: [HP-10], date: {day}, grade: good, finding: Plans are clear."
    return typed(council(tmp_path, help=entries(item)), "check")


def test_a_british_date_is_read_with_a_note_on_the_form_of_files(tmp_path: Path) -> None:
    screen = checked(tmp_path, "21/10/2026")
    assert screen.exit == 0
    assert "'21/10/2026' is read as 21 October 2026; the form for files is 2026-10-21." in screen.words
    assert "1 of 52 tested" in typed(tmp_path, "status").shown


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("31/11/2026", "31 November does not exist"),
        ("2026-11-31", "31 November does not exist"),
        ("21/13/2026", "There is no month 13"),
    ],
)
def test_a_day_that_does_not_exist_is_refused_with_its_line_and_what_was_typed(tmp_path: Path, day: str, told: str) -> None:
    screen = checked(tmp_path, day)
    assert screen.exit == 1
    assert told in screen.words and f"the file says '{day}'" in screen.words
    assert "help.yaml:2:" in screen.shown


def test_the_same_is_said_at_once_where_the_day_is_asked_for(tmp_path: Path) -> None:
    folder = council(tmp_path)
    answers = ["HP-10", "31/11/2026", "21/13/2026", "30/9/26", "", "28 of 40", "", "In time in 28 of 40.", "", ""]
    screen = answered(sit_at(folder, "new", "audit"), answers)
    assert "31 November does not exist; you typed '31/11/2026'." in screen.words
    assert "There is no month 13; you typed '21/13/2026'." in screen.words
    assert "'30/9/26' has a year of two figures. Enter: 30/9/2026" in screen.words
    assert "Read as 30 September 2026." in screen.words
    assert "date: 2026-09-30\n" in (folder / "help-and-protection.yaml").read_text("utf-8")
