"""A report as an Excel workbook: every table a sheet with filters and a frozen header, dates and numbers as such, text never a formula.

Nothing of the page is left out: what is no table stands in reading order on the sheet 'Text', with the name of the sheet that each
table is on. Heads stand in the first row and no cells are merged, so that sheets can be sorted, filtered and listened to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from ..page import Block, Cell, Count, Figure, Grid, Page, Picture, Points, Status, Table, Words, cell_words
from ..report import GradeShown
from ..words import count
from . import sizes
from .escape import visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MADE = datetime(2000, 1, 1)
"""The date inside every workbook, so that equal input gives equal bytes."""

_LONGEST = 32_767
"""Characters that Excel lets into a cell, counted in UTF-16; what is longer goes on in the next row."""

_GOES_ON = " (goes on in the next row)"
_ODD = 255
"""Some editions of Excel show a longer text as #### in a cell that is marked as text, so that it is kept from acting in another way."""

_DENSE = 10
"""From so many columns on, the heads of a grid are turned on their side."""

_SCREEN = 200
"""From this width on, in digits, a sheet does not fit on a screen, and its first column stays where it is."""

_NAME = 31

_FILLS = {"top": "#CDE8D5", "good": "#DDF0E2", "weak": "#F8E3C5", "bad": "#F5CFCB", "warning": "#F8E3C5"}
_SHADES = {"few": "#DCEBF7", "some": "#B5D5EE", "lots": "#8ABDE4"}
_BAR = "#8ABDE4"
_LONGEST_BAR = 30.0
"""The width of a column of bars."""

_QUIET = "#535B65"
_FACTS = (26, 100)
"""The widths of the columns of the first sheet that hold text."""


class _Link(str):
    """The name of a sheet, which leads there."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet with its tables, all of one set of columns, and the captions of what they were made from."""

    name: str
    tables: tuple[Table, ...]
    captions: tuple[str, ...]
    shown: type

    @property
    def rows(self) -> list[tuple[Cell, ...]]:
        return [row for table in self.tables for row in table.rows]


def excel(page: Page) -> bytes:
    """Lay a page out as a workbook: what it is, its text in order, then its tables; tables of one name share a sheet."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, options)
    book.set_properties(_properties(page))
    formats = _formats(book)
    sheets, where = _sheets(page)
    text = _Sheet("Text", (_text(page, where),), ("All that is no table, in the order of the report",), Words)
    _front(book.add_worksheet("About"), page, (text, *sheets), formats)
    for one in (text, *sheets):
        _sheet(book.add_worksheet(one.name), one, page, formats)
    book.close()
    return stream.getvalue()


def _properties(page: Page) -> dict[str, Any]:
    """Say in the file's own properties what it is and whose."""
    facts = "; ".join(told for _, told in page.facts)
    told = {"title": page.title, "author": page.authority, "subject": facts, "comments": page.caveat}
    return {name: visible(text)[:255] for name, text in told.items()} | {"created": MADE}


def _formats(book: Workbook) -> dict[str, Any]:
    wrap = {"text_wrap": True, "valign": "top"}
    cell = {"border": 1, "border_color": "#D5D9DF", **wrap}
    head = {"bold": True, "bottom": 1, "bg_color": "#E7E9EE", **wrap, "valign": "bottom"}
    number = {"align": "right", "indent": 1, **cell}
    tally = {"align": "center", **cell}
    found = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "bold": book.add_format({"bold": True, **wrap}),
        "plain": book.add_format(wrap),
        "link": book.add_format({"font_color": "#0B4F94", "underline": 1, **cell}),
        "head": book.add_format(head),
        "turned": book.add_format({**head, "rotation": 90, "align": "left"}),  # at its right is the button of the filter
        "text": book.add_format({"num_format": "@", **cell}),
        "long": book.add_format({"quote_prefix": True, **cell}),
        "empty": book.add_format({"italic": True}),
        "strong": book.add_format({"bold": True, **cell}),
        "quiet": book.add_format({"font_color": _QUIET, **cell}),
        "number": book.add_format(number),
        "share": book.add_format({**number, "num_format": "0.0%"}),
        "count": book.add_format({**tally, "num_format": '0;-0;"none"', "font_color": _QUIET}),
        "date": book.add_format({"num_format": "d mmmm yyyy", "align": "left", **cell}),
    }
    shades = {name: book.add_format({"bg_color": fill, "bold": True, **tally}) for name, fill in _SHADES.items()}
    return found | shades | {tone: book.add_format({"bg_color": fill, **cell}) for tone, fill in _FILLS.items()}


def _front(sheet: Worksheet, page: Page, sheets: Sequence[_Sheet], formats: dict[str, Any]) -> None:
    """Say what the workbook is, what was left out of it, and what is on each sheet."""
    for column, width in enumerate(_FACTS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, visible(page.title), formats["title"])
    facts = [*page.facts, ("Please note", page.caveat), *(("Left out", one) for one in page.dropped)]
    row = _pairs(sheet, 2, facts, "plain", formats) + 1
    sheet.write_string(row, 0, "Sheets", formats["head"])
    sheet.write_string(row, 1, "What is on them", formats["head"])
    sheet.write_string(row, 2, "Rows", formats["head"])
    for one in sheets:
        sheet.write_number(row + 1, 2, len(one.rows), formats["number"])
        row = _pairs(sheet, row + 1, [(_Link(one.name), _contents(one))], "text", formats) - 1
    sheet.hide_gridlines(2)
    _print(sheet, page)


def _pairs(sheet: Worksheet, row: int, pairs: Sequence[tuple[str, str]], shape: str, formats: dict[str, Any]) -> int:
    """Write names with what is told of each, in rows of their own; gives the next free one."""
    for name, told in pairs:
        for piece in _pieces(visible(told)):
            sheet.set_row(row, sizes.height(((name, _FACTS[0] * sizes.BOLD), (piece, _FACTS[1]))))
            if isinstance(name, _Link):
                _write(sheet, row, 0, name, formats)
            else:
                sheet.write_string(row, 0, name, formats["bold"])
            sheet.write_string(row, 1, piece, formats[shape])
            row += 1
    return row


def _contents(one: _Sheet) -> str:
    caption, *more = one.captions
    return f"{caption}, and {count(len(more), 'more table')} like it" if more else caption


# --- which sheets there are, and what stands on each


def _text(page: Page, where: dict[int, str]) -> Table:
    """Bring all that is no table into one, in reading order; of a table it says what it shows and on which sheet."""
    rows: list[tuple[Cell, ...]] = []
    before: tuple[str, str | None] = ("", None)
    for section in page.sections:
        for depth, one in section.walk(1):
            here = (section.title, one.title if depth > 1 else None)
            said: list[tuple[Cell, Cell]] = [
                (told, _Link(where[id(block)]) if id(block) in where else None) for block in one.blocks for told in _said(block)
            ]
            for told, sheet in said or [(None, None)]:
                rows.append((*_again(here, before), told, sheet))
                before = here
    columns = ("Section", "Part", "Text", "Sheet")
    used = [place for place in range(len(columns)) if place in (0, 2) or any(row[place] is not None for row in rows)]
    return Table("Text", tuple(columns[place] for place in used), tuple(tuple(row[place] for place in used) for row in rows))


def _again(here: tuple[str, str | None], before: tuple[str, str | None]) -> tuple[Cell, Cell]:
    """Make a heading strong in the first row that it stands over, and quiet in those after it."""
    section, part = here
    first = section != before[0]
    return (
        Status(section, "strong" if first else "quiet"),
        None if part is None else Status(part, "strong" if first or part != before[1] else "quiet"),
    )


def _said(block: Block) -> Iterator[Cell]:
    if isinstance(block, Words):
        yield Status(block.told, block.grade.tone if block.grade else block.tone)
    elif isinstance(block, Points):
        yield from (f"{number}. {item}" if block.numbered else item for number, item in enumerate(block.items, 1))
    else:
        yield block.caption
        if not isinstance(block, Table):
            yield block.words


def _sheets(page: Page) -> tuple[list[_Sheet], dict[int, str]]:
    """Group what is a table, or has one behind it, by the name of its sheet, in order; gives also the sheet of each block.

    Tables of one name whose columns are not in one order, or begin differently, have sheets of their own.
    """
    found: list[tuple[str, tuple[str, ...], list[Table | Picture | Grid]]] = []
    for block in page.blocks():
        if isinstance(block, (Table, Picture, Grid)):
            name, own = block.sheet or block.caption.partition(":")[0], _table(block).columns
            for place, (other, columns, blocks) in enumerate(found):
                if name == other and (joined := _joined(columns, own)):
                    found[place] = (name, joined, [*blocks, block])
                    break
            else:
                found.append((name, own, [block]))
    taken = {"about", "text"}
    sheets, where = [], {}
    for name, columns, blocks in found:
        free = next(one for one in _names(name) if one.casefold() not in taken)
        taken.add(free.casefold())
        where.update({id(block): free for block in blocks})
        sheets.append(_Sheet(free, tuple(_titled(blocks, columns)), tuple(one.caption for one in blocks), type(blocks[0])))
    return sheets, where


def _joined(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Put the columns of two tables into one order that both keep; empty where there is none or they begin differently."""
    if some == others:
        return some
    shared = [name for name in some if name in others]
    if some[0] != others[0] or shared != [name for name in others if name in some]:
        return ()
    found: list[str] = []
    rest = list(some)
    for name in others:
        if name in rest:
            place = rest.index(name) + 1
            found, rest = [*found, *rest[:place]], rest[place:]
        else:
            found.append(name)
    return (*found, *rest)


def _names(name: str) -> Iterator[str]:
    """Give names for a sheet that Excel takes, the plain one first."""
    plain = "".join(" " if char in "[]:*?/\\'" else char for char in visible(name))[:_NAME].strip() or "Table"
    yield plain
    for number in range(2, 10_000):
        yield f"{plain[: _NAME - 5].strip()} {number}"


def _table(block: Table | Picture | Grid) -> Table:
    """Give a block as a table; the bars of a picture keep the tone of what they count."""
    if isinstance(block, Table):
        return block
    table = block.table()
    if isinstance(block, Grid):
        return table
    toned = tuple((Status(bar.label, bar.tone), *row[1:]) for bar, row in zip(block.bars, table.rows, strict=True))
    return replace(table, rows=toned)


def _titled(blocks: Sequence[Table | Picture | Grid], columns: tuple[str, ...]) -> Iterator[Table]:
    """Give every table the columns of its sheet and, where that holds several, put in front of each row what it is about."""
    alone = len(blocks) == 1
    for table in map(_table, blocks):
        places = [table.columns.index(name) if name in table.columns else None for name in columns]
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            tuple(None if place is None else row[place] for place in places) for row in table.rows
        )
        if alone and table.about is None:
            yield replace(table, columns=columns, rows=rows)
        else:
            name, about = table.about or ("Part", table.caption.partition(": ")[2] or table.caption)
            yield replace(table, columns=(name, *columns), rows=tuple((about, *row) for row in rows))


# --- writing


def _sheet(sheet: Worksheet, one: _Sheet, page: Page, formats: dict[str, Any]) -> None:
    columns = tuple(map(visible, one.tables[0].columns))
    texts = [[visible(cell_words(cell)) for cell in row] for row in one.rows]
    turned = one.shown is Grid and len(columns) > _DENSE
    counts = {place for row in one.rows for place, cell in enumerate(row) if isinstance(cell, Count)}
    room = _room(columns, texts, counts if turned else set())
    if one.shown is Picture:
        bars = _counted(one.rows)
        room = [max(_LONGEST_BAR, width) if place in bars else width for place, width in enumerate(room)]
    row = _heads(sheet, columns, room, counts if turned else set(), formats)
    for table in one.tables:
        for cells in table.rows:
            row = _row(sheet, row, cells, room, formats)
        if not table.rows:  # it is written over the empty cells beside it, and so not wrapped
            sheet.write_string(row, 0, visible(table.none or "There is nothing to list here."), formats["empty"])
            row += 1
    if one.shown is Picture:
        _bars(sheet, one.rows, row - 1)
    sheet.freeze_panes(1, 1 if sum(room) > _SCREEN else 0)
    sheet.autofilter(0, 0, max(row - 1, 1), len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{row}"})
    _print(sheet, page, sum(room))


def _room(columns: Sequence[str], texts: Sequence[Sequence[str]], narrow: set[int]) -> list[float]:
    """Give the widths of columns: more for tables with many, narrow ones for counts under heads that are turned."""
    most = 140 if len(columns) <= 6 else 190 if len(columns) <= 9 else 250
    wide = [place for place in range(len(columns)) if place not in narrow]
    found = dict.fromkeys(narrow, 6.0)
    widths = sizes.widths([columns[place] for place in wide], [[row[place] for place in wide] for row in texts], most)
    found.update(zip(wide, widths, strict=True))
    return [found[place] for place in range(len(columns))]


def _heads(sheet: Worksheet, columns: Sequence[str], room: Sequence[float], turned: set[int], formats: dict[str, Any]) -> int:
    for place, (name, width) in enumerate(zip(columns, room, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, formats["turned" if place in turned else "head"])
    if turned:
        sheet.set_row(0, sizes.turned(columns[place] for place in turned))
    else:
        sheet.set_row(0, sizes.height((name, (width - 3) * sizes.BOLD) for name, width in zip(columns, room, strict=True)))
    return 1


def _bars(sheet: Worksheet, rows: Sequence[Sequence[Cell]], last: int) -> None:
    """Draw in each cell that counts a bar as long as its number, from nought."""
    for place in sorted(_counted(rows)):
        rule = {
            "type": "data_bar",
            "data_bar_2010": True,
            "bar_solid": True,
            "bar_color": _BAR,
            "min_type": "num",
            "min_value": 0,
        }
        sheet.conditional_format(1, place, last, place, rule)


def _counted(rows: Sequence[Sequence[Cell]]) -> set[int]:
    return {place for row in rows for place, cell in enumerate(row) if isinstance(cell, int)}


def _print(sheet: Worksheet, page: Page, wide: float = 0) -> None:
    """Let paper take a sheet as wide as it is, on its side, with the heads on every page, whose it is above and the caveat below."""
    sheet.set_paper(8 if wide > _SCREEN else 9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.75)
    if wide:
        sheet.repeat_rows(0)
    sheet.set_header(f"&L{sizes.running(page.title)}&R&A")
    sheet.set_footer(f"&L{sizes.running(page.caveat)}&RPage &P of &N")


def _row(sheet: Worksheet, row: int, cells: Sequence[Cell], room: Sequence[float], formats: dict[str, Any]) -> int:
    """Write one row, with as many more below it as its longest text needs; gives the next free one."""
    pieces = [list(_parts(cell)) for cell in cells]
    for place, parts in enumerate(zip_longest(*pieces)):
        first = parts[0] if parts[0] is not None or not place else f"{cell_words(cells[0])[:200]} (continued)"
        for column, cell in enumerate((first, *parts[1:])):
            _write(sheet, row + place, column, cell, formats)
        high = sizes.height((cell_words(cell), width * _part(cell)) for cell, width in zip(parts, room, strict=True))
        if high:
            sheet.set_row(row + place, high)
    return row + max(len(one) for one in pieces)


def _part(cell: Cell) -> float:
    """Give the part of its column's width that counts for a cell."""
    return sizes.BOLD if isinstance(cell, Status) and cell.tone == "strong" else 1.0


def _parts(cell: Cell) -> Iterator[Cell]:
    """Give a cell as what its row shows of it, and what the rows below do."""
    if isinstance(cell, Status):
        yield from (replace(cell, words=piece) for piece in _pieces(visible(cell.words)))
    elif isinstance(cell, str) and not isinstance(cell, _Link):
        yield from _pieces(visible(cell))
    else:
        yield cell


def _pieces(text: str) -> Iterator[str]:
    """Cut a text into what cells can hold, and say at the end of each where it goes on; nearly every text is one."""
    if len(text.encode("utf-16-le")) // 2 <= _LONGEST:
        yield text
        return
    step = (_LONGEST - len(_GOES_ON)) // 2  # a character may count as two
    for start in range(0, len(text), step):
        end = start + step
        yield text[start:end] + (_GOES_ON if end < len(text) else "")


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, formats["text"])
    elif isinstance(cell, _Link):
        sheet.write_url(row, column, f"internal:'{cell}'!A1", formats["link"], string=cell)
    elif isinstance(cell, (GradeShown, Status)):
        _string(sheet, row, column, visible(cell.words), formats.get(cell.tone), formats)
    elif isinstance(cell, Count):
        _count(sheet, row, column, cell, formats)
    elif isinstance(cell, Figure):
        number = round(cell.number / 100, 8) if cell.share else cell.number
        sheet.write_number(row, column, number, formats["share" if cell.share else "number"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats["date"])
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell, formats["number"])
    else:
        _string(sheet, row, column, cell, None, formats)


def _string(sheet: Worksheet, row: int, column: int, text: str, shape: Any, formats: dict[str, Any]) -> None:
    sheet.write_string(row, column, text, shape or formats["text" if len(text) <= _ODD else "long"])


def _count(sheet: Worksheet, row: int, column: int, cell: Count, formats: dict[str, Any]) -> None:
    """Write a count as a number, nought too, which is read as 'none'; only what is old is told in words."""
    if cell.old and not cell.number:
        sheet.write_string(row, column, cell.words, formats["count"])
    else:
        sheet.write_number(row, column, cell.number, formats[cell.shade or "count"])
