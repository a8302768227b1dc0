"""A report as an Excel workbook: every table a sheet with filters and a frozen header, dates and numbers as such, text never a formula.

Nothing of the page is left out: what is no table stands in reading order on the sheet 'Text', with the name of the sheet that each
table is on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from ..page import Block, Cell, Count, Figure, Grid, Page, Picture, Points, Status, Table, Words, cell_words
from ..report import GradeShown
from .escape import visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MADE = datetime(2000, 1, 1)
"""The date inside every workbook, so that equal input gives equal bytes."""

_WIDEST = 60
_LONGEST = 32_767
"""Characters that Excel lets into a cell, counted in UTF-16; what is longer goes on in the next row."""

_GOES_ON = " (goes on in the next row)"
_DENSE = 6
"""From more columns than this on, the heads of a grid are turned on their side."""

_NAME = 31
_FILLS = {"top": "#CDE8D5", "good": "#DDF0E2", "weak": "#F8E3C5", "bad": "#F5CFCB"}
_SHADES = {"few": "#DCEBF7", "some": "#B5D5EE", "lots": "#8ABDE4"}


def excel(page: Page) -> bytes:
    """Lay a page out as a workbook: what it is, its text in order, then its tables; tables of one name share a sheet."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, options)
    book.set_properties({"title": visible(page.title)[:255], "created": MADE})
    formats = _formats(book)
    _front(book.add_worksheet("About"), page, formats)
    sheets = list(_sheets(page))
    where = {id(block): name for name, blocks in sheets for block in blocks}
    _sheet(book.add_worksheet("Text"), [_text(page, where)], formats)
    for name, blocks in sheets:
        _sheet(book.add_worksheet(name), _titled(blocks), formats, any(isinstance(block, Grid) for block in blocks))
    book.close()
    return stream.getvalue()


def _formats(book: Workbook) -> dict[str, Any]:
    wrap = {"text_wrap": True, "valign": "top"}
    head = {"bold": True, "bottom": 1, "bg_color": "#E7E9EE", **wrap}
    found = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "bold": book.add_format({"bold": True, **wrap}),
        "head": book.add_format(head),
        "turned": book.add_format({**head, "rotation": 90, "valign": "bottom"}),
        "text": book.add_format({"num_format": "@", **wrap}),
        "number": book.add_format(wrap),
        "share": book.add_format({"num_format": "0.0%", **wrap}),
        "count": book.add_format({"num_format": '0;-0;"none"', "font_color": "#535B65", "align": "center", **wrap}),
        "date": book.add_format({"num_format": "d mmmm yyyy", **wrap}),
    }
    shades = {
        name: book.add_format({"bg_color": fill, "align": "center", "bold": True, **wrap}) for name, fill in _SHADES.items()
    }
    return found | shades | {tone: book.add_format({"bg_color": fill, **wrap}) for tone, fill in _FILLS.items()}


def _front(sheet: Worksheet, page: Page, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, visible(page.title), formats["title"])
    rows = [*page.facts, ("Please note", page.caveat), *(("Left out", one) for one in page.dropped)]
    pieces = [(name, piece) for name, told in rows for piece in _pieces(visible(told))]
    for row, (name, told) in enumerate(pieces, 2):
        sheet.write_string(row, 0, name, formats["bold"])
        sheet.write_string(row, 1, told, formats["text"])
    _print(sheet)


# --- which sheets there are, and what stands on each


def _text(page: Page, where: dict[int, str]) -> Table:
    """Bring all that is no table into one, in reading order; of a table it says what it shows and on which sheet."""
    rows: list[tuple[Cell, ...]] = []
    for section in page.sections:
        for depth, one in section.walk(1):
            part = one.title if depth > 1 else None
            said: list[tuple[Cell, Cell]] = [(told, where.get(id(block))) for block in one.blocks for told in _said(block)]
            rows += [(section.title, part, told, sheet) for told, sheet in said or [(None, None)]]
    return Table("Text", ("Section", "Part", "Text", "Sheet"), tuple(rows))


def _said(block: Block) -> Iterator[str]:
    if isinstance(block, Words):
        yield block.told
    elif isinstance(block, Points):
        yield from (f"{number}. {item}" if block.numbered else item for number, item in enumerate(block.items, 1))
    else:
        yield block.caption
        if not isinstance(block, Table):
            yield block.words


def _sheets(page: Page) -> Iterator[tuple[str, list[Table | Picture | Grid]]]:
    """Group what is a table, or has one behind it, by the name of its sheet, in order; other columns go on a sheet of their own."""
    found: dict[tuple[str, tuple[str, ...]], list[Table | Picture | Grid]] = {}
    for block in page.blocks():
        if isinstance(block, (Table, Picture, Grid)):
            name = block.sheet or block.caption.partition(":")[0]
            found.setdefault((name, _table(block).columns), []).append(block)
    taken = {"about", "text"}
    for (name, _), blocks in found.items():
        free = next(one for one in _names(name) if one.casefold() not in taken)
        taken.add(free.casefold())
        yield free, blocks


def _names(name: str) -> Iterator[str]:
    """Give names for a sheet that Excel takes, the plain one first."""
    plain = "".join(" " if char in "[]:*?/\\'" else char for char in visible(name))[:_NAME].strip() or "Table"
    yield plain
    for number in range(2, 10_000):
        yield f"{plain[: _NAME - 5].strip()} {number}"


def _table(block: Table | Picture | Grid) -> Table:
    return block if isinstance(block, Table) else block.table()


def _titled(blocks: Sequence[Table | Picture | Grid]) -> list[Table]:
    """Put in front of each row what its table is about, where the sheet holds several."""
    tables = [_table(block) for block in blocks]
    if len(tables) == 1 and tables[0].about is None:
        return tables
    found = []
    for table in tables:
        name, about = table.about or ("Part", table.caption.partition(": ")[2] or table.caption)
        rows = tuple((about, *row) for row in table.rows)
        found.append(replace(table, columns=(name, *table.columns), rows=rows))
    return found


# --- writing


def _sheet(sheet: Worksheet, tables: Sequence[Table], formats: dict[str, Any], is_grid: bool = False) -> None:
    columns = tables[0].columns
    turned = is_grid and len(columns) > _DENSE
    for column, name in enumerate(columns):
        lies = turned and any(isinstance(row[column], Count) for table in tables for row in table.rows)
        sheet.write_string(0, column, visible(name), formats["turned" if lies else "head"])
    row = 1
    for table in tables:
        for cells in table.rows or (((table.none, *(None for _ in columns[1:])),) if table.none else ()):
            row = _row(sheet, row, cells, formats)
    for column, width in enumerate(_widths(tables, turned)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row - 1, 1), len(columns) - 1)
    _print(sheet)


def _print(sheet: Worksheet) -> None:
    """Let paper take a sheet as wide as it is, on its side, with the heads on every page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&RPage &P of &N")


def _widths(tables: Sequence[Table], turned: bool) -> Iterator[float]:
    for column, name in enumerate(tables[0].columns):
        cells = [row[column] for table in tables for row in table.rows]
        if turned and any(isinstance(cell, Count) for cell in cells):
            yield 6
        else:
            yield max([len(name), *(min(_WIDEST, len(cell_words(cell))) for cell in cells)]) + 2


def _row(sheet: Worksheet, row: int, cells: Sequence[Cell], formats: dict[str, Any]) -> int:
    """Write one row, with as many more below it as its longest text needs; gives the next free one."""
    pieces = [list(_pieces(visible(cell))) if isinstance(cell, str) else [cell] for cell in cells]
    for place, parts in enumerate(zip_longest(*pieces)):
        first = parts[0] if parts[0] is not None or not place else f"{cell_words(cells[0])[:200]} (continued)"
        for column, cell in enumerate((first, *parts[1:])):
            _write(sheet, row + place, column, cell, formats)
    return row + max(len(one) for one in pieces)


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
    elif isinstance(cell, (GradeShown, Status)):
        sheet.write_string(row, column, visible(cell.words), formats.get(cell.tone, formats["text"]))
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
        sheet.write_string(row, column, cell, formats["text"])


def _count(sheet: Worksheet, row: int, column: int, cell: Count, formats: dict[str, Any]) -> None:
    """Write a count as a number, nought too, which is read as 'none'; only what is old is told in words."""
    if cell.old and not cell.number:
        sheet.write_string(row, column, cell.words, formats["count"])
    else:
        sheet.write_number(row, column, cell.number, formats[cell.shade or "count"])
