"""Scenario 4: a mistyped id is answered with the one that was perhaps meant, and nothing is changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from console import broad, council, entries, typed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lay out a council with some evidence."""
    return council(tmp_path, help=entries(*broad("audit", "good", "HP", range(1, 8))))


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "hp07"),
        ("whatif", "hp07=good"),
        ("new", "audit", "--descriptor", "hp07", "--date", "2026-09-30", "--grade", "good", "--finding", "Clear.", "--yes"),
    ],
)
def test_a_mistyped_descriptor_is_answered_with_the_one_that_was_meant(folder: Path, words: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    screen = typed(folder, *words)
    assert screen.exit == 2
    assert "id you mean" in screen.words and "HP-07" in screen.words
    assert "onsent and information-sharing" in screen.words
    assert "Nothing was changed." in screen.words or "Nothing was written." in screen.words
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_mistyped_item_is_answered_with_the_one_that_was_meant(folder: Path) -> None:
    screen = typed(folder, "moderate", "AUD-HP-7", "--of", "10", "--changed", "0")
    assert screen.exit == 2
    assert "There is no item 'AUD-HP-7'. Did you mean AUD-HP-07? Nothing was changed." in screen.words


def test_a_mistyped_command_or_kind_is_answered_with_the_one_that_was_meant(folder: Path) -> None:
    assert "Did you mean status?" in typed(folder, "statsu").words
    screen = typed(folder, "new", "audti", "--yes")
    assert (screen.exit, "Did you mean audit?" in screen.words) == (2, True)
