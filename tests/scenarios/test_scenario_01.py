"""Scenario 1: `status` in a fresh folder says what is missing in one screen, with the two commands that start it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from console import WIDTH, Screen, answered, sit_at, typed

COMMANDS = re.compile(r"^ +(preinspect \S+(?: \S+)*?)(?=  |$)", re.MULTILINE)


def commands(screen: Screen) -> list[str]:
    """Give the commands that a screen offers, as they would be typed."""
    return COMMANDS.findall(screen.shown)


def assert_one_calm_screen(screen: Screen) -> None:
    """See that a screen is one, without a trace of a program and without an empty table, and ends well."""
    assert screen.exit == 0
    assert screen.shown.count("\n") <= 24 and screen.widest <= WIDTH
    assert not re.search("Traceback|Error|error|None|NO GRADE", screen.shown)


def test_an_empty_folder_says_what_is_missing_and_the_two_commands_that_start_it(tmp_path: Path) -> None:
    screen = typed(tmp_path, "status")
    assert_one_calm_screen(screen)
    assert "holds no assessment yet" in screen.words
    assert commands(screen) == ["preinspect init", "preinspect new audit"]


def test_the_two_commands_of_an_empty_folder_lead_to_a_first_entry(tmp_path: Path) -> None:
    assert answered(sit_at(tmp_path, "init"), ["Anyshire County Council"]).exit == 0
    screen = answered(
        sit_at(tmp_path, "new", "audit"), ["HP-10", "30 September 2026", "28 of 40", "", "In time in 28 of 40.", "", ""]
    )
    assert screen.exit == 0 and "Saved AUD-2026-09-HP-01" in screen.words
    assert "1 of 52 tested" in typed(tmp_path, "status").shown


def test_a_fresh_folder_says_what_is_missing_and_the_two_commands_that_start_it(tmp_path: Path) -> None:
    typed(tmp_path, "init", "--authority", "Anyshire County Council")
    screen = typed(tmp_path, "status")
    assert_one_calm_screen(screen)
    assert screen.shown.startswith("Anyshire County Council")
    assert "evidence on all 158 descriptors of 4 judgements" in screen.words
    assert commands(screen) == ["preinspect new audit", "preinspect new feedback"]


@pytest.mark.parametrize("name", ["readiness", "our readiness"])
def test_the_commands_name_the_folder_that_was_named(tmp_path: Path, name: str) -> None:
    typed(tmp_path, "init", name, "--authority", "Anyshire")
    screen = typed(tmp_path, "status", name)
    assert_one_calm_screen(screen)
    wanted = {"readiness": "readiness", "our readiness": '"our readiness"'}[name]
    assert f"preinspect new audit --folder {wanted}" in screen.shown
