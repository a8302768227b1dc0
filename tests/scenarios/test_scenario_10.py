"""Scenario 10: an audit says good and the children say otherwise: both are shown, dated, as disagreeing, with a space to say why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from console import WIDTH, council, typed

AUDIT = ("--descriptor", "HP-10", "--grade", "good", "--sample", "36 of 40", "--finding", "Meetings were held in time.")
CHILDREN = ("--descriptor", "HP-10", "--grade", "RI", "--from", "children", "--finding", "Nobody told them why.")
DAYS = {"audit": "2026-07-31", "feedback": "2026-09-30"}


def recorded(folder: Path, days: dict[str, str], *more: str) -> Path:
    """Write down what an audit shows and what children say, as people do."""
    council(folder)
    for kind, told in (("audit", AUDIT), ("feedback", (*CHILDREN, *more))):
        assert typed(folder, "new", kind, "--date", days[kind], *told, "--yes").exit == 0
    return folder


def test_both_are_shown_with_their_days_and_said_to_disagree(tmp_path: Path) -> None:
    screen = typed(recorded(tmp_path, DAYS), "contradictions")
    assert "HP-10 Strategy discussions: these disagree" in screen.words
    assert re.search(
        r"FB-2026-09-HP-01 \(.*?30 September 2026\) says requires improvement(?: to be good)?: Nobody told them why\.",
        screen.words,
    )
    assert re.search(r"AUD-2026-07-HP-01 \(.*?31 July 2026\) says good: Meetings were held in time\.", screen.words)
    assert screen.widest <= WIDTH


def test_there_is_a_space_for_an_explanation_and_what_is_written_there_is_shown(tmp_path: Path) -> None:
    assert "Not explained: say why in 'because:' of either" in typed(recorded(tmp_path, DAYS), "contradictions").words
    why = "The audit looked at times, the children at reasons."
    explained = typed(recorded(tmp_path / "explained", DAYS, "--because", why), "contradictions")
    assert why in explained.words and "Not explained" not in explained.words


@pytest.mark.parametrize("days", [DAYS, {"audit": "2026-09-30", "feedback": "2026-07-31"}], ids=["children last", "audit last"])
def test_neither_is_averaged_away_and_the_newer_one_is_not_preferred(tmp_path: Path, days: dict[str, str]) -> None:
    recorded(tmp_path, days)
    screen = typed(tmp_path, "explain", "HP-10")
    assert "says requires improvement" in screen.words and "says good" in screen.words
    assert re.search(r"AUD-\S+ and FB-\S+ disagree\. Nobody has written why", screen.words)
    assert "1 finding with evidence against it, 1 not explained" in typed(tmp_path, "contradictions").words
