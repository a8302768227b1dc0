"""Days as people in England write them, and as they say them."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_SPOKEN = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? +([A-Za-z]{3,9})\.?,? +([0-9]{4})")


def in_words(day: date) -> str:
    """Write a day as people say it: 21 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def parts(word: str) -> tuple[int, int, int] | None:
    """Read year, month and day from the ways in which people in England write a date; the day may yet not exist."""
    if match := _ISO.fullmatch(word):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _DAY_FIRST.fullmatch(word):
        return int(match[4]), int(match[3]), int(match[1])
    if match := _YEAR_FIRST.fullmatch(word):
        return int(match[1]), int(match[3]), int(match[4])
    if (match := _SPOKEN.fullmatch(word)) and (month := _month(match[2])):
        return int(match[3]), month, int(match[1])
    return None


def _month(word: str) -> int | None:
    started = (number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(word.casefold()))
    return next(started, None)


def why_not(year: int, month: int, day: int) -> str | None:
    """Say why a day does not exist, or None where it does."""
    if year < 1:
        return "There is no year 0"
    if not 1 <= month <= 12:
        return f"There is no month {month}"
    if 1 <= day <= monthrange(year, month)[1]:
        return None
    when = f" {year}" if month == 2 and day == 29 and not isleap(year) else ""
    return f"{day} {MONTHS[month - 1]}{when} does not exist"
