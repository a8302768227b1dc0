"""A document before it has a format: sections of text, points, tables and pictures, so that every format carries the same facts.

Each kind of report is written once as a Page (`kinds/`); HTML, Markdown, Word, Excel and JSON lay the same Page out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import TypeVar

from .day import in_words as day
from .report import Bar, GradeShown

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Status:
    """A word of state, such as 'late': what it says stands in it, and `tone` (top, good, weak, bad or none) only colours it."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the words that people read it by; `share` says that it is per cent."""

    number: float
    words: str
    share: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are, and how many more are too old to count today."""

    number: int
    old: int = 0

    @property
    def words(self) -> str:
        """Give the number; 'none' where there is nothing, and 'old' beside what no longer counts."""
        return f"{self.number}" if self.number else f"{self.old} old" if self.old else "none"

    @property
    def shade(self) -> str:
        """Say how dark its cell is: few, some, lots; empty where there is nothing. The number stands in it all the same."""
        return "" if not self.number else "few" if self.number == 1 else "some" if self.number <= 3 else "lots"


Cell = str | int | float | date | GradeShown | Status | Figure | Count | None
"""What a table's cell may hold; None is an empty cell."""

Part = tuple[str, Cell]
"""What stands in a printed cell with others: the name of its column, empty for the first, and what it says."""


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph.

    `tone` is plain, strong (said first, or aloud), quiet, or warning; `prompt` marks what a person has to fill in. A `grade` is said
    before the words, and may be shown in its colour too.
    """

    text: str
    tone: str = "plain"
    prompt: bool = False
    grade: GradeShown | None = None

    @property
    def told(self) -> str:
        """The grade and the words."""
        return f"{self.grade.words}: {self.text}" if self.grade else self.text


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points, numbered or not; with `links`, addresses in them lead there: only where no evidence speaks."""

    items: tuple[str, ...]
    numbered: bool = False
    links: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; every row has a cell for each column.

    Attributes:
        sheet: Its name where it is a sheet of a workbook; tables of one name share one.
        marks: By what rows can be filtered: for each row its judgement and its state, empty where it has none.
        about: What the whole table is about, which a sheet shared with others says in a column of its own: its name, and what it says.
        together: How many columns share each printed column, where a page would be too narrow for all of them.
        names: For each row what others may call it, so that a page can link to it.
        none: What is said where there is no row.
        folded: Whether a page may fold it away under its caption.
        only_sheet: Whether it brings together, for a workbook and for programs, what a page tells elsewhere.
        once: Columns that a page to read tells once, above the table, where every row has the same in them.
        elsewhere: Columns that a page to read leaves out, since it tells them elsewhere; a workbook and programs have them here too.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sheet: str | None = None
    marks: tuple[tuple[str, str], ...] = ()
    about: tuple[str, str] | None = None
    together: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    none: str = ""
    folded: bool = False
    only_sheet: bool = False
    once: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    def without(self, names: Collection[str]) -> Table:
        """Leave out columns by name."""
        kept = [place for place, name in enumerate(self.columns) if name not in names]
        ends = list(accumulate(self.together))
        shared = (sum(1 for place in kept if start <= place < end) for start, end in zip((0, *ends), ends, strict=False))
        return replace(
            self,
            columns=tuple(self.columns[place] for place in kept),
            rows=tuple(tuple(row[place] for place in kept) for row in self.rows),
            together=tuple(number for number in shared if number),
        )

    def to_read(self) -> tuple[Words | Table, ...]:
        """Give the table as a page shows it, after a sentence with what is the same in every row; nothing where it is only a sheet."""
        if self.only_sheet:
            return ()
        table = self.without(self.elsewhere)
        same = {name: told for name in self.once if name in table.columns and (told := table._same(name))}
        if (
            len(same) > 1 and len(same) == len(table.columns) - 1
        ):  # names alone would tell nothing: only the longest goes before them
            longest = max(same, key=lambda name: len(same[name]))
            same = {longest: same[longest]}
        if not same or len(table.columns) == 2:
            return (table,)
        told = " ".join(f"{name}: {_ended(words)}" for name, words in same.items())
        return (
            Words(f"In each of the {len(self.rows)} rows below, {told[0].lower()}{told[1:]}", "quiet"),
            replace(table.without(same), once=()),
        )

    def _same(self, name: str) -> str:
        """Give what every row says in a column; the empty text where they differ, or where there is but one row."""
        place = self.columns.index(name)
        told = {cell_words(row[place]) for row in self.rows}
        return told.pop() if len(told) == 1 and len(self.rows) > 1 else ""

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the printed columns."""
        return tuple(", ".join(names) for names in self._shared(self.columns))

    @property
    def firsts(self) -> tuple[str, ...]:
        """The first column's name of each printed column: what a cell begins with that holds several."""
        return tuple(names[0] for names in self._shared(self.columns))

    def printed(self) -> Iterator[tuple[tuple[Part, ...], ...]]:
        """Go through the rows as they are printed: for each printed column the parts that are not empty, each with its name."""
        for row in self.rows:
            named = self._shared(tuple(zip(("", *self.columns[1:]), row, strict=True)))
            yield tuple(
                tuple(
                    ("" if not place else name, cell) for place, (name, cell) in enumerate(parts) if not place or cell_words(cell)
                )
                for parts in named
            )

    def _shared(self, values: Sequence[_T]) -> list[tuple[_T, ...]]:
        ends = list(accumulate(self.together or (1,) * len(self.columns)))
        return [tuple(values[start:end]) for start, end in zip((0, *ends), ends, strict=False)]


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars with their numbers; `words` says the same for those who do not see it.

    `heads` name what the bars are and what they count, where they are laid out as a table, with the ids of what is counted.
    """

    caption: str
    bars: tuple[Bar, ...]
    words: str
    heads: tuple[str, str] = ("Where", "Descriptors")
    about: tuple[str, str] | None = None
    sheet: str | None = None

    def table(self) -> Table:
        """Give the table behind the picture."""
        which = any(bar.descriptors for bar in self.bars)
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (bar.label, bar.count, *((", ".join(bar.descriptors),) if which else ())) for bar in self.bars
        )
        return Table(self.caption, (*self.heads, *(("Which",) if which else ())), rows, sheet=self.sheet, about=self.about)


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of counts, such as descriptors by kind of evidence: where nobody looked, it is empty.

    Attributes:
        words: What is to be seen in it, for everybody; said above it.
        head: What its rows are.
        groups: Which columns stand together: what they are called, and how many there are of them.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Count, ...]], ...]
    words: str
    head: str = ""
    groups: tuple[tuple[str, int], ...] = ()
    names: tuple[str, ...] = ()
    about: tuple[str, str] | None = None
    sheet: str | None = None

    def table(self) -> Table:
        """Give the grid as a plain table."""
        rows: tuple[tuple[Cell, ...], ...] = tuple((name, *counts) for name, counts in self.rows)
        return Table(self.caption, (self.head, *self.columns), rows, sheet=self.sheet, about=self.about)


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def cell_words(cell: Cell) -> str:
    """Give a cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, (GradeShown, Status, Figure, Count)):
        return cell.words
    return day(cell) if isinstance(cell, date) else f"{cell:.12g}" if isinstance(cell, float) else str(cell)


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


def behind(block: Picture | Grid) -> Table:
    """Give the table behind a picture or a grid."""
    return block.table()


def printed(table: Table) -> tuple[tuple[tuple[Part, ...], ...], ...]:
    """Give the rows of a table as they are printed: for each printed column its parts, each with its name."""
    return tuple(table.printed())


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; sections within it are one level down.

    Attributes:
        name: What others may call it, so that a page can link to it.
        brief: Its title in a list of contents, where it has a place there beside the sections of the first level.
        mark: By what it can be filtered as a whole: its judgement and its state.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    name: str = ""
    brief: str = ""
    mark: tuple[str, str] | None = None

    def reworded(self, change: Callable[[str], str]) -> Section:
        """Change every text in this section and those within it."""
        blocks = tuple(reworded(block, change) for block in self.blocks)
        return replace(
            self, title=change(self.title), blocks=blocks, sections=tuple(one.reworded(change) for one in self.sections)
        )

    def walk(self, depth: int = 2) -> Iterator[tuple[int, Section]]:
        """Go through this section and those within it, each with the level of its heading."""
        yield depth, self
        for one in self.sections:
            yield from one.walk(depth + 1)


def reworded(block: Block, change: Callable[[str], str]) -> Block:
    """Change every text of a block."""
    if isinstance(block, Words):
        return replace(block, text=change(block.text))
    if isinstance(block, Points):  # those with links cite documents, whose titles are as they are
        return block if block.links else replace(block, items=tuple(map(change, block.items)))
    if isinstance(block, Table):
        rows = tuple(tuple(change(cell) if isinstance(cell, str) else cell for cell in row) for row in block.rows)
        columns, once, elsewhere = (tuple(map(change, names)) for names in (block.columns, block.once, block.elsewhere))
        return replace(block, caption=change(block.caption), columns=columns, rows=rows, once=once, elsewhere=elsewhere)
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

    `contents` is how many sections stand before the list of contents on paper; None where there is to be no such list.
    """

    kind: str
    title: str
    facts: tuple[tuple[str, str], ...]
    caveat: str
    sections: tuple[Section, ...]
    dropped: tuple[str, ...] = ()
    authority: str = ""
    contents: int | None = 0

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
        """Go through the texts that are written to be read on: paragraphs, points and whole sentences in the cells of tables."""
        for section in self.sections:
            for _, one in section.walk():
                for block in one.blocks:
                    if isinstance(block, Words):
                        yield block.text
                    elif isinstance(block, Points):
                        yield from block.items
                    elif isinstance(block, Table):
                        yield from (
                            cell for row in block.rows for cell in row if isinstance(cell, str) and cell.endswith((".", "!", "?"))
                        )

    def blocks(self) -> Iterator[Block]:
        """Go through every block, in order."""
        for section in self.sections:
            for _, one in section.walk():
                yield from one.blocks

    def tables(self) -> Iterator[Table]:
        """Go through every table, in order."""
        yield from (block for block in self.blocks() if isinstance(block, Table))

    def to_read(self) -> Page:
        """Give the page without what only a workbook or a program asks for."""
        return replace(self, sections=tuple(found for one in self.sections if (found := _to_read(one))))


def _to_read(section: Section) -> Section | None:
    """Leave out what is only for sheets, and a section that holds nothing besides."""
    blocks = tuple(found for one in section.blocks for found in (one.to_read() if isinstance(one, Table) else (one,)))
    sections = tuple(found for one in section.sections if (found := _to_read(one)))
    return replace(section, blocks=blocks, sections=sections) if blocks or sections or not section.blocks else None
