"""A table of a Word file: as wide as the page, each column as wide as its words ask, and states in their colour beside the word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from markupsafe import escape

from ..page import Cell, Count, Grid, Picture, Status, Table, cell_words
from ..report import GradeShown
from .escape import visible

TINTS = {"top": "C5E3D2", "good": "DDF0E3", "weak": "FBE3BF", "bad": "F6CFCB", "none": "E7E1F2", "silent": "E9ECEF"}
"""What lies behind a word of each tone; the word is read on it in any dark ink, and on paper without colour."""

SHADES = {"few": "DCEBF7", "some": "B5D5EE", "lots": "8ABDE4"}
"""How dark the cell of a count is."""

OPEN = "FFF3C4"
"""What lies behind words that somebody has to put others in the place of."""

_BARS = {"top": "0B5D3B", "good": "2F8555", "weak": "B26A00", "bad": "B3261E", "none": "C3B8DC", "silent": "C4CAD1"}
"""The colours of bars."""

_SOFT = "59616B"
"""The ink of what says nothing by itself: 'none' in a grid, and the names of what stands below each other in a cell."""

_SIZE = 180
"""How high the letters of a table are, in twentieths of a point, as are all measures here."""

_MARGIN = 220
"""What a cell keeps free on its left and right together, and a little for types that are broader than ours."""

_SMALL, _SMALL_MARGIN = 150, 50
"""The same in a grid of many columns."""

_COUNT = 430
"""The least width of a column of counts: 'none' in small letters."""

_NAME = 1800
"""The least width of the names beside many counts."""

_LONGEST_WORD = 2000
"""Up to what width a word is kept whole: a long path may break."""

_BAR = (1500, 2600)
"""The least width of a column of bars, and the width that it has no use beyond."""

_LONG = 1200
"""From so many letters on a row may go over the end of a page."""

_TOGETHER = 600
"""Up to so many letters a table stays on one page."""

_MANY = 8
"""From so many columns of counts their heads stand on their sides."""

_FEW = 5
"""Up to so many rows of many counts are printed as columns, whose heads then stand upright."""

_SHORT = 16
"""Up to so many letters a text stays on one line, where there is room: a day, a word of state."""

_WORTH = 1.15
"""By how much higher a table may become for that no short text is broken."""

_BLANK = 0.278 * _SIZE
"""How wide a blank is."""

_BOLD = 1.1
"""How much wider bold letters are."""

_STEPS = 40
"""In so many parts the room is moved between columns."""

_PARTS = (1, 2, 4)
"""How many of them are moved at once: a long word may ask for several before a line is saved."""

_SAMPLE = 40
"""How many rows of a long table are looked at for the widths of its columns."""

_WIDTHS = {
    letter: width
    for letters, width in (
        ("ijl'|", 0.222),
        ("ftI.,:;/![] ", 0.278),
        ("r()-", 0.333),
        ("ckJsvxyz", 0.5),
        ("FTZ", 0.611),
        ("ABEKPSVXY&", 0.667),
        ("CDHNRUw", 0.722),
        ("GOQ", 0.778),
        ("mMW%@", 0.889),
    )
    for letter in letters
}
"""How wide letters of a common type without serifs are, as part of its height; the others are like 'a'."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A bar in a cell: which part of the longest it is, from 0 to 1, and its tone. It says nothing that no word says."""

    part: float
    tone: str


Stack = tuple[tuple[str, Cell | Strip], ...]
"""What stands in a cell: parts below each other, each with its name, empty where it has none."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table as they are printed.

    Attributes:
        counts: Whether all but the first column are counts.
        on_side: Whether these stand in many narrow columns, whose heads are written from below.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Stack, ...], ...]
    counts: bool = False
    on_side: bool = False


def plain(table: Table) -> Sheet:
    """Print a table as it is."""
    return Sheet(table.heads, tuple(table.printed()))


def bars(picture: Picture) -> Sheet:
    """Print a picture as the table behind it, with a bar in each row."""
    most = max((bar.count for bar in picture.bars), default=0) or 1
    behind = picture.table()
    rows = ((*row[:2], Strip(bar.count / most, bar.tone), *row[2:]) for row, bar in zip(behind.rows, picture.bars, strict=True))
    return Sheet((*picture.heads, "Picture", *behind.columns[2:]), tuple(map(_stacks, rows)))


def counts(grid: Grid) -> Sheet:
    """Print a grid of counts; one of many columns and few rows with its rows as columns, so that its heads can be read upright."""
    table = grid.table()
    rows = tuple(_stacks(row) for row in table.rows)
    if len(grid.columns) >= _MANY and len(rows) <= _FEW:
        turned = zip(*(one for _, one in grid.rows), strict=True)
        names = ("", *(name for name, _ in grid.rows))
        return Sheet(names, tuple(_stacks((name, *row)) for name, row in zip(grid.columns, turned, strict=True)), True)
    return Sheet(table.columns, rows, True, len(grid.columns) >= _MANY)


def _stacks(row: Sequence[Cell | Strip]) -> tuple[Stack, ...]:
    return tuple((("", cell),) for cell in row)


def fits(sheet: Sheet, room: int) -> bool:
    """Say whether all columns of counts find room beside their names."""
    return not sheet.counts or _NAME + _COUNT * (len(sheet.heads) - 1) <= room


# --- how wide


def widths(sheet: Sheet, room: int) -> list[int]:
    """Share the room among the columns: each has room for its longest word, and the rest goes to where it makes rows lower."""
    if sheet.on_side:
        each = max(_COUNT, min(2 * _COUNT, (room - 2 * _NAME) // (len(sheet.heads) - 1)))
        return [room - each * (len(sheet.heads) - 1), *(each for _ in sheet.heads[1:])]
    columns = [_Column(sheet, place) for place in range(len(sheet.heads))]
    words, most = sum(one.word for one in columns), sum(one.most for one in columns)
    if words >= room:
        found = [one.word * room / words for one in columns]
    elif most <= room:
        found = [one.most * room / most for one in columns]
    else:
        broken, found = _lowest(columns, [one.word for one in columns], room)
        if sum(one.short for one in columns) <= room:
            kept, whole_texts = _lowest(columns, [one.short for one in columns], room)
            found = whole_texts if kept <= _WORTH * broken else found
    whole = [int(one) for one in found]
    return [*whole[:-1], room - sum(whole[:-1])]


class _Column:
    """What a column's texts ask for: room for the longest word, for every short text, and for the longest line."""

    def __init__(self, sheet: Sheet, place: int) -> None:
        self.heading = sheet.heads[place]
        every = max(1, -(-len(sheet.rows) // _SAMPLE))
        cells = [row[place] for row in sheet.rows]
        told = [line for stack in cells for line in _lines(stack)]
        if any(isinstance(cell, Strip) for stack in cells for _, cell in stack):
            self.word = self.short = float(_BAR[0])
            told_most = float(_BAR[1] - _MARGIN)
        else:
            longest = max((_wide(word) for line in told for word in line.split()), default=0.0)
            heading = max((_BOLD * _wide(word) for word in self.heading.split()), default=0.0)
            self.word = max(heading, min(_LONGEST_WORD, longest)) + _MARGIN
            self.short = max(self.word, max((_wide(line) for line in told if len(line) <= _SHORT), default=0.0) + _MARGIN)
            told_most = max(map(_wide, told), default=0.0)
        self.most = max(self.short, told_most + _MARGIN, _BOLD * _wide(self.heading) + _MARGIN)
        stacks = [[self.heading], *(_lines(stack) for stack in cells[::every])]
        self.bulk = sum((sum(map(_wide, lines)) / 100) ** 3 for lines in stacks) ** 0.25 or 1.0
        self.stacks = [[[_wide(word) for word in line.split()] for line in lines] for lines in stacks]
        self.known: dict[int, list[int]] = {}

    def heights(self, width: float) -> list[int]:
        """Say of how many lines each cell is at a width."""
        room = int(width) - _MARGIN
        if room not in self.known:
            self.known[room] = [sum(_broken(words, room) for words in lines) for lines in self.stacks]
        return self.known[room]


def _broken(words: Sequence[float], room: int) -> int:
    """Say into how many lines words of these widths are broken."""
    lines, end = 1, 0.0
    for word in words:
        if end and end + word > room:
            lines, end = lines + 1, 0.0
        if word > room:
            lines += int(word / max(room, _SIZE))
        end += word + _BLANK
    return lines


def _between(columns: Sequence[_Column], least: Sequence[float], room: int) -> list[float]:
    """Give each column its part by its bulk, held between what it needs at least and what it can use."""
    low, high = 0.0, float(room)
    found = list(least)
    for _ in range(60):
        middle = (low + high) / 2
        found = [min(max(need, middle * one.bulk), one.most) for need, one in zip(least, columns, strict=True)]
        low, high = (middle, high) if sum(found) < room else (low, middle)
    return [one * room / sum(found) for one in found]


def _lowest(columns: Sequence[_Column], least: Sequence[float], room: int) -> tuple[float, list[float]]:
    """Move room from column to column, as long as the rows together become lower by it; gives their height, and the widths."""
    found, step = _between(columns, least, room), room / _STEPS
    heights = [column.heights(width) for column, width in zip(columns, found, strict=True)]
    height = _height(heights)
    for _ in range(2 * _STEPS):
        tried = []
        for part in _PARTS:
            less = [column.heights(width - part * step) for column, width in zip(columns, found, strict=True)]
            more = [column.heights(width + part * step) for column, width in zip(columns, found, strict=True)]
            for out, into in permutations(range(len(columns)), 2):
                if found[out] - part * step >= least[out]:
                    moved = [less[at] if at == out else more[at] if at == into else one for at, one in enumerate(heights)]
                    tried.append((_height(moved), part, out, into))
        lower, part, out, into = min(tried, default=(height, 0, 0, 0))
        if lower >= height:
            break
        found[out], found[into] = found[out] - part * step, found[into] + part * step
        height, heights = lower, [column.heights(width) for column, width in zip(columns, found, strict=True)]
    return height, found


def _height(heights: Sequence[Sequence[int]]) -> float:
    """Add up how high rows are; what is not the highest in its row counts for little, but is better low."""
    return float(sum(max(row) for row in zip(*heights, strict=True))) + 0.02 * sum(map(sum, heights))


def _lines(stack: Stack) -> list[str]:
    """Give the lines of a cell, as they would be if none were broken; a bar has none."""
    return [line for name, cell in stack if not isinstance(cell, Strip) for line in _told(name, cell).split("\n")]


def _wide(text: str) -> float:
    """Say how wide a text is."""
    return _SIZE * sum(_WIDTHS.get(letter, 0.556) for letter in text)


def _told(name: str, cell: Cell) -> str:
    return visible(f"{name}: {cell_words(cell)}" if name else cell_words(cell))


# --- how it is written


def lay(sheet: Sheet, room: int, style: str) -> Any:
    """Write a table as an element of a Word file.

    Args:
        room: Its width.
        style: The style of the words, as a property of a paragraph.
    """
    wide = widths(sheet, room)
    letters = [sum(len(line) for stack in row for line in _lines(stack)) for row in sheet.rows]
    together = sum(letters) + sum(map(len, sheet.heads)) <= _TOGETHER
    last = len(sheet.rows)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in wide)
    margins = f'<w:left w:w="{_SMALL_MARGIN // 2}" w:type="dxa"/><w:right w:w="{_SMALL_MARGIN // 2}" w:type="dxa"/>'
    lines = [_head(sheet, wide, style)]
    for number, (row, length) in enumerate(zip(sheet.rows, letters, strict=True), 1):
        # No row stands alone under its heads, or at the top of the next page.
        keep = number < last and (together or number in (1, last - 1))
        cells = (
            _cell(stack, width, style, keep, sheet.on_side and place > 0)
            for place, (stack, width) in enumerate(zip(row, wide, strict=True))
        )
        lines.append(f"<w:tr><w:trPr>{'<w:cantSplit/>' if length <= _LONG else ''}</w:trPr>{''.join(cells)}</w:tr>")
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:type="dxa" w:w="{sum(wide)}"/><w:tblLayout w:type="fixed"/>'
        f"{f'<w:tblCellMar>{margins}</w:tblCellMar>' if sheet.on_side else ''}"
        f'<w:tblLook w:val="04A0"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>"
    )


def _head(sheet: Sheet, wide: Sequence[int], style: str) -> str:
    """Write the row of heads: read as such, and printed again on every page."""
    high = max((_wide(head) for head in sheet.heads[1:]), default=0) * _BOLD * _SMALL / _SIZE + 120
    height = f'<w:trHeight w:val="{int(high)}" w:hRule="atLeast"/>' if sheet.on_side else ""
    cells = []
    for place, (head, width) in enumerate(zip(sheet.heads, wide, strict=True)):
        on_side = sheet.on_side and place > 0
        way = '<w:textDirection w:val="btLr"/><w:vAlign w:val="center"/>' if on_side else ""
        run = _run(head, bold=True, small=on_side)
        properties = _paragraph(style, True, _CENTRED if sheet.counts and place and not on_side else "")
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{way}</w:tcPr><w:p>{properties}{run}</w:p></w:tc>')
    return f"<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(stack: Stack, width: int, style: str, keep: bool, small: bool) -> str:
    alone = stack[0][1] if len(stack) == 1 else None
    shading = "" if _is_quiet(alone) else _shading(tint(alone))
    if isinstance(alone, Strip):
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_strip(alone, width, style, keep)}</w:tc>'
    runs = "<w:r><w:br/></w:r>".join(
        _part(name, cell, alone is None or _is_quiet(alone), small) for name, cell in stack if not isinstance(cell, Strip)
    )
    properties = _paragraph(style, keep, _CENTRED if isinstance(alone, Count) else "")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shading}</w:tcPr><w:p>{properties}{runs}</w:p></w:tc>'


def _is_quiet(cell: Cell | Strip) -> bool:
    """Say whether a state says that nothing is known: its words are marked, and not its whole cell."""
    return isinstance(cell, (GradeShown, Status)) and cell.tone in ("none", "silent")


def _part(name: str, cell: Cell, marked: bool, small: bool) -> str:
    """Write one part of a cell: its name, and what it says, with its colour behind its own words where that is not behind the cell."""
    before = _run(f"{name}: ", colour=_SOFT) if name else ""
    absent = isinstance(cell, Count) and not cell.number
    return before + _run(cell_words(cell), fill=tint(cell) if marked else "", colour=_SOFT if absent else "", small=small)


def tint(cell: Cell | Strip) -> str:
    """Give the colour behind a cell; empty where it has none."""
    if isinstance(cell, Count):
        return SHADES.get(cell.shade, "")
    return TINTS.get(cell.tone, "") if isinstance(cell, (GradeShown, Status)) else ""


def _strip(strip: Strip, width: int, style: str, keep: bool) -> str:
    """Write a bar as a paragraph without words that is as wide as the bar, and shaded."""
    colour = _BARS.get(strip.tone, _BARS["silent"])
    free = round((width - _MARGIN) * (1 - strip.part))
    place = f'<w:ind w:right="{free}"/>'
    return f"<w:p>{_paragraph(style, keep, place, _shading(colour if strip.part else ''))}</w:p>"


_CENTRED = '<w:jc w:val="center"/>'


def _paragraph(style: str, keep: bool, place: str, shading: str = "") -> str:
    """Write the properties of a paragraph, in the order that Word asks for; `place` is how it stands in its cell."""
    return f"<w:pPr>{style}{'<w:keepNext/>' if keep else ''}{shading}{place}</w:pPr>"


def _shading(colour: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>' if colour else ""


def _run(text: str, *, bold: bool = False, fill: str = "", colour: str = "", small: bool = False) -> str:
    """Write words in a run of their own."""
    properties = "".join(
        (
            "<w:b/>" if bold else "",
            f'<w:color w:val="{colour}"/>' if colour else "",
            f'<w:sz w:val="{_SMALL // 10}"/>' if small else "",
            _shading(fill),
        )
    )
    written = str(escape(visible(text))).replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    words = f"<w:t>{written}</w:t>".replace("<w:t>", '<w:t xml:space="preserve">')
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{words}</w:r>"


def describe(element: Any, title: str, instead: str | None) -> None:
    """Say for those who do not see a table what it is, and where it is a picture what it shows."""
    for name, text in (("w:tblCaption", title), ("w:tblDescription", instead)):
        if text:
            one = OxmlElement(name)
            one.set(qn("w:val"), visible(text))
            element.tblPr.append(one)


def mark(run: Any, colour: str) -> None:
    """Put the words of a paragraph on a colour, if there is one."""
    if colour:
        properties = run._r.get_or_add_rPr()
        properties.append(parse_xml(_shading(colour).replace(" ", f" {nsdecls('w')} ", 1)))
