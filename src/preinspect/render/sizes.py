"""How wide the columns of a workbook are and how high its rows: what a program that does not measure text itself has to be told.

Excel fits rows to wrapped text as it opens a file, LibreOffice does not where a file says that Excel made it, and neither fits heads that
are turned. Columns are measured in digits; LETTER says how that fits text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from ..page import shares
from .escape import visible

LINE = 15.0
"""Points that one line takes, in the size of letters that workbooks have where nothing else is said."""

HIGHEST = 409.0
"""Points: no row is higher in Excel. What does not fit stands whole in the cell, and is read where it is edited."""

LETTER = 0.95
"""Digits that a letter takes: in Calibri, which Excel writes in, 0.90 for reports' text on average, and 0.98 for nearly all capitals.
A little more than it mostly takes, so that a row is rather too high than cut."""

BOLD = 0.92
"""The part of a column's width that counts for bold letters, which are wider."""

_SLACK = 3.0  # points
_RUNNING = 255  # characters that Excel takes as the head or the foot of a printed page
_WIDEST = 90.0
_BUTTON = 3.5  # what the button of a filter takes from a head
_LETTER = 6.5  # points along a turned line


def width_of(text: str) -> int:
    """Count how many digits a line of text is wide; letters of scripts like Chinese, and emoji, take two."""
    return (
        len(text) if text.isascii() else sum(2 if char >= "\u1100" and not "\u1e00" <= char <= "\u2bff" else 1 for char in text)
    )


def widths(columns: Sequence[str], rows: Sequence[Sequence[str]], most: float) -> list[float]:
    """Give each column the width of its longest line, or a share of what there is where all of them together are too wide."""
    wanted = [
        max([_head(name), *(min(_WIDEST, _longest(row[place]) + 1) for row in rows)]) + 1 for place, name in enumerate(columns)
    ]
    if sum(wanted) <= most:
        return wanted
    least = [max(8.0, _head(name)) for name in columns]
    given = [share * most for share in shares(columns, rows, int(most))]
    found = [max(need, min(one, want)) for need, one, want in zip(least, given, wanted, strict=True)]
    spare, short = most - sum(found), [want - one for one, want in zip(found, wanted, strict=True)]
    return [one + max(0.0, spare) * lack / sum(short) for one, lack in zip(found, short, strict=True)]


def _head(name: str) -> float:
    """Give the width that a head needs: its longest word, and half of a long head, beside the button of its filter."""
    return max([len(name) / 2, *(width_of(word) for word in name.split())]) + _BUTTON


def _longest(text: str) -> int:
    return width_of(text) if "\n" not in text else max(map(width_of, text.split("\n")))


def lines(text: str, width: float) -> int:
    """Count the lines that a text takes where it is wrapped at words, and within a word that is wider than its column."""
    room = width / LETTER
    if "\n" not in text and width_of(text) <= room:
        return 1
    return sum(_wrapped(line, room) for line in text.split("\n"))


def _wrapped(line: str, width: float) -> int:
    count, at = 1, 0.0
    measure: Callable[[str], int] = len if line.isascii() else width_of
    for long in map(measure, line.split(" ")):
        if at and at + 1 + long > width:
            count, at = count + 1, 0.0
        else:
            at += 1 if at else 0
        if long > width:
            more = math.ceil(long / width) - 1
            count, long = count + more, long - int(more * width)
        at += long
    return count


def height(texts: Iterable[tuple[str, float]]) -> float | None:
    """Give the height of a row, in points, from its texts and the widths of their columns; None where one line is enough."""
    most = max((lines(text, width) for text, width in texts), default=1)
    return None if most == 1 else min(HIGHEST, most * LINE + _SLACK)


def turned(heads: Iterable[str]) -> float:
    """Give the height of a row, in points, whose heads are turned on their side."""
    return min(HIGHEST, max(map(width_of, heads), default=0) * _LETTER + LINE)


def running(text: str) -> str:
    """Write a text for the head or the foot of a page, where & begins a command: as much of it as there is room for."""
    whole = " ".join(visible(text).split())
    most = _RUNNING - 60
    kept = whole[:most]
    while len(kept) + kept.count("&") > most:
        kept = kept[:-1]
    return (kept if kept == whole else f"{kept[:-3]}...").replace("&", "&&")
