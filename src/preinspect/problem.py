"""Mistakes that people make, as values: where, what is wrong, what to do.

A user's mistake is never an exception. Each step collects all the problems that it meets and returns them beside its result.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How much a problem matters: an error leaves something out of the score, a note changes nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: lines and columns count from 1; None where a whole file (or folder) is meant."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Code:
    """What a problem code means, for everybody: its severity, what it is and what to do about it."""

    severity: Severity
    title: str
    advice: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake, told once: a code of the table, a place, a sentence, and the nearest known name if a name is unknown."""

    code: str
    at: Location
    message: str
    suggestion: str | None = None
    excerpt: str | None = None

    @property
    def severity(self) -> Severity:
        """The severity that the table of codes gives."""
        return CODES[self.code].severity

    @property
    def advice(self) -> str:
        """What to do, from the table of codes."""
        return CODES[self.code].advice


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file, line and column, then code; a problem of a whole file comes first, doubles are dropped."""
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda p: (p.at.file, p.at.line or 0, p.at.column or 0, p.code, p.message),
        )
    )


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to what was typed, or None where none is near; capitals do not count.

    Ids differ in their digits, so a missing or doubled hyphen (`hp07` for `HP-07`) is looked for first.
    """
    names = {_bare(name): name for name in known}
    if (same := names.get(_bare(word))) is not None:
        return same
    near = difflib.get_close_matches(_bare(word), names, n=1, cutoff=0.6)
    return names[near[0]] if near else None


def _bare(word: str) -> str:
    """Strip what people leave out or mistype most: capitals, hyphens, blanks; a letter O and a nought look alike."""
    return "".join(char for char in word.casefold().replace("o", "0") if char.isalnum())


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: dict[str, Code] = {
    # PI1xx: reading a file
    "PI101": Code(
        _E,
        "The file is not valid YAML",
        "Look at the line shown and the one before it: a missing colon, quote or space is the usual cause. "
        "Nothing in this file counts until it can be read.",
    ),
    "PI102": Code(
        _E,
        "The file holds merge markers",
        "Keep one of the two versions (or parts of both) and delete the lines that start with <<<<<<<, ======= and >>>>>>>. "
        "To keep a whole file: `git checkout --ours FILE` for yours, `git checkout --theirs FILE` for theirs.",
    ),
    "PI103": Code(_E, "A tab is used to indent", "Replace the tab with spaces; two for each level is our habit."),
    "PI104": Code(
        _E,
        "The same key stands twice",
        "Keep one of the two. Nothing is taken from this entry, because either value might be the one that was meant.",
    ),
    "PI105": Code(_E, "The file is not UTF-8 text", "Save it again as UTF-8 (in most editors: Save as, encoding UTF-8)."),
    "PI106": Code(_E, "The file holds a YAML tag", "Write the value as plain text without the part that begins with '!'."),
    "PI107": Code(
        _E, "The file refers to itself too often", "Write the repeated parts out, or take the & and * references away."
    ),
    "PI108": Code(_W, "The file is empty", "Write evidence into it, or delete it."),
    "PI109": Code(
        _E,
        "The file does not hold sections",
        "Start the file with a section such as 'evidence:' and indent what follows.",
    ),
    "PI110": Code(_E, "The file cannot be opened", "Check that the file exists and that you may read it."),
    "PI111": Code(
        _E,
        "The file holds several documents",
        "Take the line '---' away and put everything under one set of sections, or split the file in two.",
    ),
}
