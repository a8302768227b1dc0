"""A table as a CSV or an Excel file holds it: rows of cells below a row of names, read whatever people and programs did to it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat, zip_longest
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from .column import Broken, Cell, Percent, plain

CSV, EXCEL = ".csv", ".xlsx"
"""The endings of files that are written; a macro workbook is read too."""

_READ_AS_EXCEL = (EXCEL, ".xlsm")
_READ_AS_TEXT = (CSV, ".txt", ".tsv")
_MARK = "\ufeff"
_GUARDED = re.compile(r"'*[=+\-@\t\r]")
_MOST_ABOVE = 20
"""In how many rows the names of the columns are looked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number in the file, from 1, and its cells."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read.

    Attributes:
        names: The headers as they stand; a column without one has an empty name.
        as_text: Whether the file knows text only (CSV); `lossy` whether it could not hold every letter.
        notes: What was met on the way that people should know.
    """

    names: tuple[str, ...]
    lines: tuple[Line, ...]
    as_text: bool
    lossy: bool = False
    notes: tuple[str, ...] = ()


class Unreadable(Exception):
    """A file that is no table; the message says why, for people."""


def read_table(path: Path, sheet: str, known: Iterable[str]) -> Table:
    """Read a table.

    Args:
        sheet: The worksheet to look for first in a workbook; otherwise the first that has the columns.
        known: Names of columns, by which the row of names is found: rows above it, such as a title over merged cells, are passed over.
    Returns:
        The table without empty rows. Raises Unreadable where there is none, and OSError where the file cannot be opened.
    """
    wanted = {_bare(name) for name in known}
    ending = path.suffix.lower()
    if ending in _READ_AS_EXCEL:
        return _read_excel(path, sheet, wanted)
    if ending in _READ_AS_TEXT:
        return _read_csv(path, wanted)
    if ending in (".xls", ".ods", ".xlsb"):
        raise Unreadable(f"Files that end in {ending} cannot be read; save it as an Excel workbook ({EXCEL}) or as CSV.")
    raise Unreadable(f"The name should end in {EXCEL} or {CSV}, so that it is plain what the file holds.")


def _bare(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def _header(rows: Sequence[Line], wanted: set[str]) -> int | None:
    """Find the row that holds most names of columns; one that holds one name only is no table, unless it begins one."""
    named = [{_bare(plain(cell)) for cell in row.cells} & wanted for row in rows[:_MOST_ABOVE]]
    most = max(map(len, named), default=0)
    if most > 1:
        return [len(names) for names in named].index(most)
    full = next((place for place, row in enumerate(rows) if sum(1 for cell in row.cells if plain(cell)) > 1), None)
    return full if full is not None and full < len(named) and "id" in named[full] else None


def _table(rows: Sequence[Line], start: int, as_text: bool, lossy: bool, notes: Iterable[str]) -> Table:
    head = rows[start].cells
    width = max((index + 1 for index, cell in enumerate(head) if plain(cell)), default=0)
    lines = []
    for row in rows[start + 1 :]:
        cells = (*row.cells, *[None] * width)[: max(width, len(row.cells))]
        if any(plain(cell) for cell in cells):
            lines.append(Line(row.number, cells))
    names = (*(plain(cell) for cell in head), *[""] * max((len(line.cells) for line in lines), default=0))
    return Table(names, tuple(lines), as_text, lossy, tuple(notes))


# --- CSV


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """Take the apostrophe away again."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text[1:]) else text


def as_csv(rows: Iterable[Sequence[Cell]], mark: bool = True) -> bytes:
    """Write rows as CSV that Excel opens with every letter and without a formula: UTF-8 with a mark, days as text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else plain(cell) for cell in row])
    return ((_MARK if mark else "") + out.getvalue()).encode("utf-8")


def _read_csv(path: Path, wanted: set[str]) -> Table:
    text, lossy = _decoded(path.read_bytes())
    notes = ["The file is not UTF-8; it was read as Windows text, in which some letters may be lost."] if lossy else []
    found: list[tuple[int, list[Line], int]] = []
    for separator in (",", ";", "\t"):
        rows = list(_csv_rows(text, separator))
        start = _header(rows, wanted)
        if start is not None:
            hits = len({_bare(plain(cell)) for cell in rows[start].cells} & wanted)
            found.append((hits, rows, start))
    if not found:
        raise Unreadable("No row holds the names of the columns, such as id; `preinspect export` writes a table that has them.")
    _, rows, start = max(found, key=lambda one: one[0])
    return _table(rows, start, True, lossy, notes)


def _csv_rows(text: str, separator: str) -> Iterator[Line]:
    csv.field_size_limit(1 << 24)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            if cells and not cells[0].startswith("sep="):
                yield Line(reader.line_num, tuple(unguarded(cell) or None for cell in cells))
    except csv.Error:
        return


def _decoded(raw: bytes) -> tuple[str, bool]:
    """Give the text of a file, and whether it could not hold every letter: Excel's plain CSV is in Windows' own code."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), False
    try:
        return raw.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), True


# --- Excel


def _read_excel(path: Path, sheet: str, wanted: set[str]) -> Table:
    try:
        import openpyxl
    except ImportError as error:
        raise Unreadable(
            "To read Excel files, install the part for them: pip install preinspect[excel]; or save as CSV."
        ) from error
    data = io.BytesIO(path.read_bytes())
    try:
        book = openpyxl.load_workbook(data, read_only=True, data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(data, read_only=True, keep_links=False) if _has_formulas(data) else None
        sheets = {
            one.title: list(_excel_rows(one, formulas[one.title] if formulas else None))
            for one in sorted(book.worksheets, key=lambda one: one.title != sheet)
        }
    except (BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError, OSError, IndexError) as error:
        raise Unreadable("The file cannot be read as an Excel workbook; open it in Excel and save it again.") from error
    for title, rows in sheets.items():
        start = _header(rows, wanted)
        if start is not None:
            notes = [f"Read from the worksheet '{title}'."] if title != sheet else []
            return _table(rows, start, False, False, notes)
    raise Unreadable("No worksheet has a row with the names of the columns, such as id; `preinspect export` writes one.")


def _has_formulas(data: io.BytesIO) -> bool:
    with ZipFile(data) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(re.search(rb"<f[ >]", archive.read(name)) for name in sheets)


def _excel_rows(sheet: Any, formulas: Any) -> Iterator[Line]:
    """Give the rows; a formula that nobody has worked out yet is not an empty cell."""
    sheet.reset_dimensions()  # some programs write them wrong
    rows = sheet.iter_rows()
    if formulas is not None:
        formulas.reset_dimensions()
    behind = formulas.iter_rows() if formulas is not None else repeat(())
    for number, (row, written) in enumerate(zip(rows, behind, strict=False), 1):
        cells = tuple(_excel_cell(one, other) for one, other in zip_longest(row, written))
        if any(cell is not None for cell in cells):
            yield Line(number, cells)


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _excel_cell(cell: Any, written: Any) -> Cell:
    value = cell.value
    if value is None or value == "":
        return Broken("no result") if written is not None and written.data_type == "f" else None
    if cell.data_type == "e":
        return Broken(value)
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    if isinstance(value, bool | datetime | date):
        return value
    if isinstance(value, int | float):
        return Percent(round(value * 100, 10)) if "%" in (cell.number_format or "") else value
    return str(value)
