"""Scenario 13: on the day national statistics change, a report says which England figures are older than the release calendar.

Statistics on children in need and children in care come out in November for the year to March; only the month is known.
"""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from console import council, entries, typed

FIGURES = """indicators:
  - id: KPI-1
    measure: re-referral-rate
    period: {from: 2026-07-01, to: 2026-09-30}
    numerator: 101
    denominator: 400
    target: 18
    neighbours: {value: 23.0, period: 2024-25, retrieved: 2025-12-01}
    england: {value: 22.6, period: 2024-25, retrieved: 2025-11-20}
  - id: KPI-2
    measure: caseload
    period: {from: 2026-07-01, to: 2026-09-30}
    value: 17.5
    england: {value: 15.2, period: "2025"}
"""
KINDS = ("gap", "self-evaluation", "board")
"""The reports that show benchmarks."""

DUE = "Figures for England that come out anew this month, November 2026"
OLD = "Figures for England that are older than the release calendar: newer ones came out in November 2026"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out a council that compares itself with England."""
    one = entries("id: AUD-1, kind: audit, descriptors: [HP-10], date: 2026-09-30, grade: good, finding: Held in time.")
    return council(tmp_path_factory.mktemp("council"), help=one, figures=FIGURES)


def report(folder: Path, kind: str, day: str, form: str = "md") -> str:
    """Ask for a report on a day, and read it on one line."""
    screen = typed(folder, "report", "--kind", kind, "--as-at", day, "--format", form, "--output", f"out.{form}")
    assert screen.exit == 0, screen.shown
    return " ".join(unescape((folder / f"out.{form}").read_text("utf-8")).replace("\\", "").split())


@pytest.mark.parametrize("kind", KINDS)
def test_the_day_before_nothing_is_said(folder: Path, kind: str) -> None:
    said = report(folder, kind, "2026-10-31")
    assert "come out anew" not in said and "release calendar" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_in_the_month_of_the_release_i_am_told_to_look_whether_it_is_out(folder: Path, kind: str) -> None:
    said = report(folder, kind, "2026-11-19")
    assert DUE in said and "look whether they are out: Re-referrals within 12 months (2024-25)." in said


@pytest.mark.parametrize("kind", KINDS)
def test_afterwards_i_am_told_which_figures_are_older_than_the_calendar(folder: Path, kind: str) -> None:
    said = report(folder, kind, "2026-12-01")
    assert OLD in said and "the year to March 2026): Re-referrals within 12 months (2024-25)." in said


@pytest.mark.parametrize("kind", KINDS)
def test_figures_that_another_release_brings_are_left_alone_until_then(folder: Path, kind: str) -> None:
    assert "Caseload of a full-time social worker (2025)" not in report(folder, kind, "2026-12-01")
    assert "Caseload of a full-time social worker (2025)" in report(folder, kind, "2027-03-01")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_every_benchmark_stands_with_its_year(folder: Path, kind: str, form: str) -> None:
    said = report(folder, kind, "2026-11-19", form)
    for figure, year in (("23%?", "2024-25"), ("22.6%?", "2024-25"), ("15.2", "2025")):
        assert re.search(rf"\b{figure}\D{{1,200}}{year}\b", said), figure


def test_a_benchmark_without_a_year_is_said_to_have_none(folder: Path, tmp_path: Path) -> None:
    text = FIGURES.replace(', period: "2025"}', "}")
    council(tmp_path, help=(folder / "help.yaml").read_text("utf-8"), figures=text)
    said = report(tmp_path, "board", "2026-11-19")
    assert re.search(r"15\.2[ |]*year not stated", said)
    assert "Figures for England that do not say of which year they are" in said


def test_programs_are_told_the_same(folder: Path) -> None:
    typed(folder, "report", "--kind", "board", "--as-at", "2026-11-19", "--output", "out.json")
    found = json.loads((folder / "out.json").read_text("utf-8"))
    texts = [block["text"] for section in found["sections"] for block in section["blocks"] if block["type"] == "words"]
    assert any(text.startswith(DUE) for text in texts)
