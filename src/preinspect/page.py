"""A document before it has a format: sections of text, points, tables and pictures, so that every format carries the same facts.

Each kind of report is written once as a Page (`kinds`); HTML, Markdown, Word, Excel and JSON lay the same Page out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .day import in_words as day
from .report import Bar, GradeShown


@dataclass(frozen=True, slots=True)
class Status:
    """A word of state, such as 'late': what it says stands in it, and `tone` (top, good, weak, bad or none) only colours it."""

    words: str
    tone: str


Cell = str | int | float | date | GradeShown | Status | None
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
    """A table with its caption; every row has a cell for each column.

    Attributes:
        sheet: Its name where it is a sheet of a workbook.
        marks: By what rows can be filtered: for each row its judgement and its state, empty where it has none.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sheet: str | None = None
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars with their numbers; `words` says the same for those who do not see it. `heads` name what the bars are and what they
    count, where they are laid out as a table.
    """

    caption: str
    bars: tuple[Bar, ...]
    words: str
    heads: tuple[str, str] = ("Where", "Descriptors")


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of counts, such as descriptors by kind of evidence: where nobody looked, it is empty."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    words: str


def cell_words(cell: Cell) -> str:
    """Give a cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, (GradeShown, Status)):
        return cell.words
    return day(cell) if isinstance(cell, date) else str(cell)


def shares(columns: Sequence[str], rows: Sequence[Sequence[Cell]], letters: int, longest: int = 90) -> tuple[float, ...]:
    """Share the width of a table among its columns by the length of their words.

    Args:
        letters: How many of the table's letters stand side by side over its width.
        longest: From how many letters on a column's texts ask for no more room.
    Returns:
        The part of each column, from 0 to 1; together they are 1.
    """
    texts = [[name, *(cell_words(row[place]) for row in rows)] for place, name in enumerate(columns)]
    least = [min(20, max(len(part) for text in column for part in text.split() or [""])) + 3 for column in texts]
    wants = [min(longest, _usual([len(text) for text in column])) for column in texts]  # long texts may wrap
    spare = max(0, letters - sum(least))
    found = [need + spare * want / sum(wants) for need, want in zip(least, wants, strict=True)]
    return tuple(one / sum(found) for one in found)


def _usual(lengths: Sequence[int]) -> float:
    """Give the length that texts usually have, the long ones counting most: they are what makes rows tall."""
    return math.sqrt(sum(one * one for one in lengths) / len(lengths))


Block = Words | Points | Table | Picture | Grid
BLOCKS: Mapping[str, type] = {"words": Words, "points": Points, "table": Table, "picture": Picture, "grid": Grid}
"""What a section is made of, by the name that templates and JSON have for it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; sections within it are one level down."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()

    def reworded(self, change: Callable[[str], str]) -> Section:
        """Change every text in this section and those within it."""
        blocks = tuple(reworded(block, change) for block in self.blocks)
        return Section(change(self.title), blocks, tuple(one.reworded(change) for one in self.sections))

    def walk(self, depth: int = 2) -> Iterator[tuple[int, Section]]:
        """Go through this section and those within it, each with the level of its heading."""
        yield depth, self
        for one in self.sections:
            yield from one.walk(depth + 1)


def reworded(block: Block, change: Callable[[str], str]) -> Block:
    """Change every text of a block."""
    if isinstance(block, Words):
        return replace(block, text=change(block.text))
    if isinstance(block, Points):
        return replace(block, items=tuple(map(change, block.items)))
    if isinstance(block, Table):
        rows = tuple(tuple(change(cell) if isinstance(cell, str) else cell for cell in row) for row in block.rows)
        return replace(block, caption=change(block.caption), columns=tuple(map(change, block.columns)), rows=rows)
    if isinstance(block, Picture):
        bars = tuple(replace(bar, label=change(bar.label)) for bar in block.bars)
        return replace(block, caption=change(block.caption), bars=bars, words=change(block.words))
    rows_of = tuple((change(name), counts) for name, counts in block.rows)
    return replace(
        block, caption=change(block.caption), columns=tuple(map(change, block.columns)), rows=rows_of, words=change(block.words)
    )


@dataclass(frozen=True, slots=True)
class Page:
    """A whole document: what stands at its head, its sections, what was left out for its audience, and whose it is.

    `contents` is whether a list of contents may take the room at its beginning on paper.
    """

    kind: str
    title: str
    facts: tuple[tuple[str, str], ...]
    caveat: str
    sections: tuple[Section, ...]
    dropped: tuple[str, ...] = ()
    authority: str = ""
    contents: bool = True

    def musts(self) -> Iterator[tuple[str, str]]:
        """Go through what no report may leave out, whatever its template: its name for people, and its text."""
        yield "the title", self.title
        yield "the caveat", self.caveat
        yield from ((f"'{name}'", told) for name, told in self.facts)
        yield from (("what is left out for this audience", told) for told in self.dropped)
        yield from ((f"the section '{one.title}'", one.title) for section in self.sections for _, one in section.walk())

    def reworded(self, change: Callable[[str], str]) -> Page:
        """Change every text of the sections and of what was left out; title, facts and caveat stay."""
        sections = tuple(one.reworded(change) for one in self.sections)
        return replace(self, sections=sections, dropped=tuple(map(change, self.dropped)))

    def texts(self) -> Iterator[str]:
        """Go through the texts that are written to be read on: paragraphs, points and the cells of tables."""
        for section in self.sections:
            for _, one in section.walk():
                for block in one.blocks:
                    if isinstance(block, Words):
                        yield block.text
                    elif isinstance(block, Points):
                        yield from block.items
                    elif isinstance(block, Table):
                        yield from (cell for row in block.rows for cell in row if isinstance(cell, str))

    def tables(self) -> Iterator[Table]:
        """Go through every table, in order."""
        for section in self.sections:
            for _, one in section.walk():
                yield from (block for block in one.blocks if isinstance(block, Table))
