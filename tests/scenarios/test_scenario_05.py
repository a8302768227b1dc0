"""Scenario 5: yes and no, ids and samples as people type them; a misspelt field is told; no word of Python is seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from console import Screen, answered, council, sit_at, typed

PYTHON = re.compile(r"\bbool\b|NoneType|Traceback|ScannerError|ParserError|KeyError|ValueError|\bstr\b|\bint\b|\bdict\b")


def item(**changes: str) -> str:
    """Write one item; a key with nothing behind it is left out."""
    keys = {
        "id": "AUD-1",
        "kind": "audit",
        "descriptors": "[HP-10]",
        "date": "2026-09-30",
        "grade": "good",
        "finding": "Plans are clear.",
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }
    return "evidence:\n  - " + "\n    ".join(f"{key}: {value}" for key, value in keys.items()) + "\n"


def checked(tmp_path: Path, **changes: str) -> Screen:
    """Check a folder with one item."""
    return typed(council(tmp_path, help=item(**changes)), "check")


@pytest.mark.parametrize("word", ["no", "No", "NO", "false", "False"])
def test_no_is_read_as_no(tmp_path: Path, word: str) -> None:
    screen = checked(tmp_path, sample=f"{{size: 20, moderated: {word}}}")
    assert (screen.exit, screen.words) == (0, "No problems.")


def test_an_id_stays_as_it_was_typed(tmp_path: Path) -> None:
    screen = checked(tmp_path, id="010")
    assert screen.exit == 0
    assert "'010' is kept as text, just as it was typed." in screen.words
    assert "help.yaml:2:9" in screen.shown
    assert "010" in typed(tmp_path, "explain", "HP-10").words


def test_a_sample_as_a_fraction_is_explained_with_file_and_line(tmp_path: Path) -> None:
    screen = checked(tmp_path, sample="14/20")
    assert screen.exit == 1
    assert "write the sample as size: 20 and the number met as met: 14" in screen.words
    assert "help.yaml:8:13" in screen.shown


def test_the_same_fraction_is_understood_where_it_is_asked_for(tmp_path: Path) -> None:
    folder = council(tmp_path)
    screen = answered(sit_at(folder, "new", "audit"), ["HP-10", "30/9/2026", "14/20", "", "Clear in 14 of 20.", "", ""])
    assert "Read as: 20 looked at, 14 of them met the standard." in screen.words
    assert "sample: {size: 20, met: 14}" in (folder / "help-and-protection.yaml").read_text("utf-8")


def test_a_misspelt_field_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    screen = checked(tmp_path, sampel="{size: 20, met: 14}")
    assert screen.exit == 1
    assert "Unknown key 'sampel'" in screen.words and "Did you mean 'sample'?" in screen.words


@pytest.mark.parametrize(
    "changes",
    [
        {"sample": "{size: lots}"},
        {"sample": "yes"},
        {"grade": "[good]"},
        {"finding": "{a: 1}"},
        {"date": "soon"},
        {"descriptors": ""},
        {"finding": "a: b: c"},
        {"title": "*star"},
        {"with": "nobody"},
        {"owner": "'open"},
    ],
)
def test_no_word_of_python_is_seen(tmp_path: Path, changes: dict[str, str]) -> None:
    screen = checked(tmp_path, **changes)
    assert screen.exit == 1
    assert not PYTHON.search(screen.shown)
