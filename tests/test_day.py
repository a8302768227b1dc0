"""Days as people write and say them."""

from __future__ import annotations

from datetime import date

import pytest

from preinspect import day


@pytest.mark.parametrize(
    "word",
    [
        "2026-11-21",
        "21/11/2026",
        "21-11-2026",
        "21.11.2026",
        "2026/11/21",
        "21 November 2026",
        "21 nov 2026",
        "21st November, 2026",
        "21 Nov. 2026",
    ],
)
def test_a_day_is_read_however_people_in_england_write_it(word: str) -> None:
    assert day.parts(word) == (2026, 11, 21)


@pytest.mark.parametrize(
    "word", ["21/11/26", "2026-11", "November 2026", "2026", "21/11-2026", "last week", "", "21 Smarch 2026", "٢١/١١/٢٠٢٦"]
)
def test_what_is_no_whole_day_is_not_read_as_one(word: str) -> None:
    assert day.parts(word) is None


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ((2026, 11, 31), "31 November does not exist"),
        ((2025, 2, 29), "29 February 2025 does not exist"),
        ((2025, 2, 30), "30 February does not exist"),
        ((2026, 13, 1), "There is no month 13"),
        ((2026, 0, 1), "There is no month 0"),
        ((0, 1, 1), "There is no year 0"),
        ((2024, 2, 29), None),
    ],
)
def test_an_impossible_day_has_its_reason(parts: tuple[int, int, int], reason: str | None) -> None:
    assert day.why_not(*parts) == reason


def test_a_day_is_said_in_words() -> None:
    assert day.in_words(date(2026, 11, 2)) == "2 November 2026"
