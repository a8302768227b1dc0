"""Scenario 3: `explain` follows a judgement back in numbered sentences, to a file and a line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from console import WIDTH, Screen, broad, council, entries, typed


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Screen:
    """Explain a judgement that audits hold down."""
    folder = council(
        tmp_path_factory.mktemp("council"),
        help=entries(
            *broad("audit", "requires-improvement", "HP", range(1, 13)), *broad("external", "good", "HP", range(13, 21))
        ),
    )
    return typed(folder, "explain", "help-and-protection")


def test_the_sentences_are_numbered_from_one_without_a_hole(screen: Screen) -> None:
    numbers = [int(number) for number in re.findall(r"^([0-9]+)\. ", screen.shown, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 4


def test_the_descriptor_that_holds_it_is_named_with_its_evidence_its_file_and_its_line(tmp_path: Path, screen: Screen) -> None:
    assert re.search(r"HP-[0-9]{2} .*?: AUD-HP-[0-9]{2} \([^()]*; help\.yaml:[0-9]+:[0-9]+\)", screen.words)


def test_the_file_and_line_that_are_told_hold_that_evidence(tmp_path: Path) -> None:
    folder = council(tmp_path, help=entries(*broad("audit", "requires-improvement", "HP", range(1, 13))))
    found = re.search(r"(AUD-HP-[0-9]{2}) \([^()]*; help\.yaml:([0-9]+)", typed(folder, "explain", "help-and-protection").words)
    assert found is not None
    assert found[1] in (folder / "help.yaml").read_text("utf-8").split("\n")[int(found[2]) - 1]


def test_the_rule_is_named_and_what_would_change_the_answer(screen: Screen) -> None:
    assert "it is the best grade that is at least as likely as not to be reached" in screen.words
    assert re.search("would change|would lift|What would", screen.words)


def test_it_fits_the_console_and_ends_well(screen: Screen) -> None:
    assert (screen.exit, screen.widest <= WIDTH) == (0, True)
