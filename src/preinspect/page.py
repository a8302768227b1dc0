"""A document before it has a format: sections of text, points, tables and pictures, so that every format carries the same facts.

Each kind of report is written once as a Page (`kinds`); HTML, Markdown, Word, Excel and JSON lay the same Page out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .report import Bar, GradeShown

Cell = str | int | float | date | GradeShown | None
"""What a table's cell may hold; None is an empty cell."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph. `tone` is plain, strong (said first, or aloud), quiet, or warning; `prompt` marks what a person has to fill in."""

    text: str
    tone: str = "plain"
    prompt: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points, numbered or not."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; every row has a cell for each column. `sheet` names it where it is a sheet of a workbook."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars with their numbers; `words` says the same for those who do not see it."""

    caption: str
    bars: tuple[Bar, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of counts, such as descriptors by kind of evidence: where nobody looked, it is empty."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    words: str


Block = Words | Points | Table | Picture | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; sections within it are one level down."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    def walk(self, depth: int = 2) -> Iterator[tuple[int, Section]]:
        """Go through this section and those within it, each with the level of its heading."""
        yield depth, self
        for one in self.sections:
            yield from one.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document: what stands at its head, its sections, and what was left out for its audience."""

    kind: str
    title: str
    facts: tuple[tuple[str, str], ...]
    caveat: str
    sections: tuple[Section, ...]
    dropped: tuple[str, ...] = ()

    def tables(self) -> Iterator[Table]:
        """Go through every table, in order."""
        for section in self.sections:
            for _, one in section.walk():
                yield from (block for block in one.blocks if isinstance(block, Table))
