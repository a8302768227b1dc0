"""Scenario 7: a period that ends before it begins is told with both dates, and nothing is scored from that item."""

from __future__ import annotations

from pathlib import Path

from console import answered, council, entries, sit_at, typed

ITEM = "id: AUD-1, kind: audit, descriptors: [HP-10], period: {from: 2026-06-01, to: 2026-01-01}, grade: good, finding: Clear."
SAID = "The period ends before it begins: it runs from 1 June 2026 to 1 January 2026."


def test_a_period_that_ends_before_it_begins_is_told_with_both_dates_and_scores_nothing(tmp_path: Path) -> None:
    folder = council(tmp_path, help=entries(ITEM))
    screen = typed(folder, "check")
    assert (screen.exit, SAID in screen.words) == (1, True)
    status = typed(folder, "status")
    assert "1 entry left out because of problems" in status.words
    assert "0 of 52 tested" in status.shown or "no evidence" in status.shown


def test_such_a_period_is_refused_where_it_is_asked_for(tmp_path: Path) -> None:
    folder = council(tmp_path)
    answers = ["HP-10", "1 June 2026 to 1 January 2026", "January to June 2026", "", "good", "Clear.", "", ""]
    screen = answered(sit_at(folder, "new", "audit"), answers)
    assert SAID in screen.words
    assert "Read as 1 January 2026 to 30 June 2026." in screen.words
    assert "period: {from: 2026-01-01, to: 2026-06-30}" in (folder / "help-and-protection.yaml").read_text("utf-8")
