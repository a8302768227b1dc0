"""A table as a CSV or an Excel file holds it: rows of cells below a row of names, read whatever people and programs did to it."""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import repeat, zip_longest
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from .column import Broken, Cell, Percent, plain
from .words import install

CSV, EXCEL = ".csv", ".xlsx"
"""The endings of files that are written; a macro workbook is read too."""

_READ_AS_EXCEL = (EXCEL, ".xlsm")
_READ_AS_TEXT = (CSV, ".txt", ".tsv")
_MARK = "\ufeff"
_GUARDED = re.compile(r"'*[=+\-@\t\r\n]")
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
        as_text: Whether the file knows text only (CSV); then a line may have fewer cells than there are names: a cell that is missing
            is not an empty one. What guards texts against being taken for formulas is still there; `meant` takes it away.
        code: The code page of a file that could not hold every letter; None where it could.
        notes: What was met on the way that people should know.
    """

    names: tuple[str, ...]
    lines: tuple[Line, ...]
    as_text: bool
    code: str | None = None
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


def _table(rows: Sequence[Line], start: int, as_text: bool, code: str | None, notes: Iterable[str]) -> Table:
    head = rows[start].cells
    width = max((index + 1 for index, cell in enumerate(head) if plain(cell)), default=0)
    lines = []
    for row in rows[start + 1 :]:
        cells = row.cells if as_text else (*row.cells, *[None] * width)[: max(width, len(row.cells))]
        if any(plain(cell) for cell in cells):
            lines.append(Line(row.number, cells))
    return Table(tuple(plain(cell) for cell in head[:width]), tuple(lines), as_text, code, tuple(notes))


# --- CSV


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """Take the apostrophe away again."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text[1:]) else text


def meant(line: Line) -> Line:
    """Give a row of a CSV file with its texts as they were before they were guarded."""
    return replace(line, cells=tuple(unguarded(cell) if isinstance(cell, str) else cell for cell in line.cells))


def as_csv(rows: Iterable[Sequence[Cell]], mark: bool = True) -> bytes:
    """Write rows as CSV that Excel opens with every letter and without a formula: UTF-8 with a mark, days as text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else plain(cell) for cell in row])
    return ((_MARK if mark else "") + out.getvalue()).encode("utf-8")


def _read_csv(path: Path, wanted: set[str]) -> Table:
    text, code, notes = _decoded(path.read_bytes())
    found: list[tuple[int, list[Line], int]] = []
    faults: list[str] = []
    for separator in (",", ";", "\t"):
        try:
            rows = list(_csv_rows(text, separator))
        except Unreadable as error:
            faults.append(str(error))
            continue
        start = _header(rows, wanted)
        if start is not None:
            hits = len({_bare(plain(cell)) for cell in rows[start].cells} & wanted)
            found.append((hits, rows, start))
    if not found:
        none = "No row holds the names of the columns, such as id; `preinspect export` writes a table that has them."
        raise Unreadable(faults[0] if faults else none)
    _, rows, start = max(found, key=lambda one: one[0])
    return _table(rows, start, True, code, notes)


_TO_THE_FIRST_END = re.compile(r'(?:"[^"]*"|[^"\r\n])*+')
_WITHIN = "\U0010fffe"  # no letter and nothing that a file holds: it stands for a line break within a cell
_AT_THE_END = "\U0010fffd"


def _csv_rows(text: str, separator: str) -> Iterator[Line]:
    """Give the rows; where a carriage return ends each, as on old Macintoshes, a line feed belongs to a cell, in quotes or not."""
    first = _TO_THE_FIRST_END.match(text)
    end = text[first.end() : first.end() + 2] if first is not None else ""
    if end.startswith("\r") and end != "\r\n":
        text = text.replace("\n", _WITHIN)
    csv.field_size_limit(1 << 24)
    reader = csv.reader(io.StringIO(f"{text}\n{_AT_THE_END}\n", newline=""), delimiter=separator)
    cells: list[str] = []
    try:
        for cells in reader:
            if cells and cells != [_AT_THE_END] and not cells[0].startswith("sep="):
                yield Line(reader.line_num, tuple(cell.replace(_WITHIN, "\n") or None for cell in cells))
    except csv.Error as error:
        raise Unreadable(f"Row {reader.line_num} cannot be read as CSV.") from error
    if cells != [_AT_THE_END]:
        raise Unreadable("A quotation mark that opens a cell is never closed, so that nobody knows where its row ends.")


_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def _decoded(raw: bytes) -> tuple[str, str | None, list[str]]:
    """Give the text of a file, the code page that could not hold every letter, if it was one, and what to say of it.

    Excel's plain CSV is in Windows' own code, and where its lines end as on a Macintosh, in that one's. A file of nothing but plain
    letters and figures may be what such a code left of others.
    """
    if raw.startswith(_MARKS_OF_UTF_16):
        return raw.decode("utf-16", "replace"), None, []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        code, shown = ("mac_roman", "Macintosh") if b"\r" in raw and b"\r\n" not in raw else ("cp1252", "Windows")
        note = f"The file is not UTF-8; it was read as {shown} text, in which some letters may be lost."
        return raw.decode(code, "replace"), code, [note]
    return text, "cp1252" if text.isascii() and not raw.startswith(codecs.BOM_UTF8) else None, []


# --- Excel


def _read_excel(path: Path, sheet: str, wanted: set[str]) -> Table:
    try:
        import openpyxl
    except ImportError as error:
        raise Unreadable(f"Reading Excel files needs one more package: {install('excel')}; or save as CSV.") from error
    data = io.BytesIO(path.read_bytes())
    try:
        data = _with_escapes_kept(data)
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # of colours and choices of Excel's that openpyxl cannot keep: nothing is kept, only read
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
            return _table(rows, start, False, None, notes)
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
_DROPPED, _KEPT = "x005F_", f"x005{_WITHIN}F_"


def _with_escapes_kept(data: io.BytesIO) -> io.BytesIO:
    """Give a workbook from which openpyxl reads an escaped underscore as it stands: it takes `x005F_` out of every text.

    Without it the letters _x000D_, which somebody typed and Excel wrote as _x005F_x000D_, could not be told from a carriage return.
    """
    with ZipFile(data) as archive:
        texts = [one for one in archive.namelist() if one.casefold().endswith("sharedstrings.xml")]
        if not any(_DROPPED.encode() in archive.read(one) for one in texts):
            return data
        made = io.BytesIO()
        with ZipFile(made, "w") as copy:
            for one in archive.infolist():
                content = archive.read(one)
                copy.writestr(one, content.replace(_DROPPED.encode(), _KEPT.encode()) if one.filename in texts else content)
    return made


def _excel_cell(cell: Any, written: Any) -> Cell:
    value = cell.value
    if value is None or value == "":
        return Broken("no result") if written is not None and written.data_type == "f" else None
    if cell.data_type == "e":
        return Broken(value)
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value.replace(_KEPT, _DROPPED))
    if isinstance(value, bool | datetime | date):
        return value
    if isinstance(value, int | float):
        return Percent(round(value * 100, 10)) if "%" in (cell.number_format or "") else value
    return str(value)
