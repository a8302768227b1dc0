"""A report as an Excel workbook: every table a sheet with filters and a frozen header, dates as dates, text never a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..page import Cell, Page, Status, Table, Words
from ..report import GradeShown
from .escape import visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MADE = datetime(2000, 1, 1)
"""The date inside every workbook, so that equal input gives equal bytes."""

_WIDEST = 60
_LONGEST = 32_767  # characters that Excel lets into a cell; what is longer goes on in the next row

_FILLS = {"top": "#CDE8D5", "good": "#DDF0E2", "weak": "#F8E3C5", "bad": "#F5CFCB"}


def excel(page: Page) -> bytes:
    """Lay a page out as a workbook: first what it is, then each table on its sheet; tables of one name share a sheet."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, options)
    book.set_properties({"title": visible(page.title), "created": MADE})
    formats = _formats(book)
    _front(book.add_worksheet("About"), page, formats)
    for name, tables in _sheets(page):
        _sheet(book.add_worksheet(name), tables, formats)
    book.close()
    return stream.getvalue()


def _formats(book: Workbook) -> dict[str, Any]:
    wrap = {"text_wrap": True, "valign": "top"}
    found = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "bold": book.add_format({"bold": True, **wrap}),
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7E9EE", **wrap}),
        "text": book.add_format({"num_format": "@", **wrap}),
        "number": book.add_format(wrap),
        "date": book.add_format({"num_format": "d mmmm yyyy", **wrap}),
    }
    return found | {tone: book.add_format({"bg_color": fill, **wrap}) for tone, fill in _FILLS.items()}


def _front(sheet: Worksheet, page: Page, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, visible(page.title), formats["title"])
    rows = [*page.facts, ("Please note", page.caveat), *(("Left out", one) for one in page.dropped)]
    for row, (name, told) in enumerate(rows, 2):
        sheet.write_string(row, 0, name, formats["bold"])
        sheet.write_string(row, 1, visible(told), formats["text"])
    row = len(rows) + 3
    for section in page.sections:
        for _, one in section.walk():
            for block in one.blocks:
                if isinstance(block, Words) and not block.prompt:
                    sheet.write_string(row, 0, visible(one.title)[:_LONGEST], formats["bold"])
                    sheet.write_string(row, 1, visible(block.text)[:_LONGEST], formats["text"])
                    row += 1


def _sheets(page: Page) -> Iterator[tuple[str, list[Table]]]:
    """Group tables by the name of their sheet, in order; names are kept within what Excel allows."""
    found: dict[str, list[Table]] = {}
    for table in page.tables():
        name = "".join(" " if char in "[]:*?/\\'" else char for char in table.sheet or table.caption)[:31].strip()
        found.setdefault(name, []).append(table)
    for name, tables in found.items():
        same = [one for one in tables if one.columns == tables[0].columns]
        yield name, same
        for number, odd in enumerate((one for one in tables if one.columns != tables[0].columns), 2):
            yield f"{name[:27]} {number}", [odd]


def _sheet(sheet: Worksheet, tables: Sequence[Table], formats: dict[str, Any]) -> None:
    columns = tables[0].columns
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, formats["head"])
    row = 1
    widths = [len(name) for name in columns]
    for table in tables:
        for cells in table.rows:
            for column, cell in enumerate(cells):
                widths[column] = max(widths[column], min(_WIDEST, len(_words(cell))))
                _write(sheet, row, column, cell, formats)
            row += 1
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row - 1, 1), len(columns) - 1)


def _write(sheet: Worksheet, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, formats["text"])
    elif isinstance(cell, (GradeShown, Status)):
        sheet.write_string(row, column, cell.words, formats.get(cell.tone, formats["text"]))
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), formats["date"])
    elif isinstance(cell, (int, float)):
        sheet.write_number(row, column, cell, formats["number"])
    else:
        sheet.write_string(row, column, visible(cell)[:_LONGEST], formats["text"])


def _words(cell: Cell) -> str:
    return cell.words if isinstance(cell, (GradeShown, Status)) else "" if cell is None else str(cell)
