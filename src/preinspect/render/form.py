"""A section as an Excel form that people fill in: words to choose from, a frozen header, days as days, text never a formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..column import Cell, Column, Sort, Words
from ..exchange import EXPORTED, Sheet
from . import sizes
from .escape import visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MADE = datetime(2000, 1, 1)
"""The date inside every workbook, so that equal input gives equal bytes."""

LONGEST = 32_767
"""How many characters Excel lets into a cell."""

_SPARE = 500  # empty rows below the entries that have their drop-down lists too
_FEWEST = 1_000
_WIDTHS = {Sort.ID: 24, Sort.PROSE: 60, Sort.TEXT: 24, Sort.DAY: 12, Sort.NUMBER: 11, Sort.COUNT_OR_YES: 11, Sort.IDS: 24}
_LISTS = "lists"
_HELP = (34, 100)
"""The widths of the columns of the page of help."""

_FIRST_DAY = date(1990, 1, 1)


def form(sheet: Sheet) -> bytes:
    """Lay a section out as a workbook: the form, a page of help, and the lists that its cells choose from."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(stream, options)
    book.set_properties({"title": f"{sheet.section.capitalize()}: {visible(sheet.about)}", "created": MADE})
    formats = _formats(book)
    page = book.add_worksheet(sheet.section)
    _help(book.add_worksheet("help"), sheet, formats)
    ranges = _lists(book.add_worksheet(_LISTS), sheet)
    _form(page, sheet, ranges, formats)
    book.close()
    return stream.getvalue()


def _formats(book: Workbook) -> dict[str, Any]:
    top = {"valign": "top"}
    head = {"bold": True, "bottom": 1, "text_wrap": True, **top}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({**head, "bg_color": "#E7E9EE"}),
        "needed": book.add_format({**head, "bg_color": "#CFE0F5"}),
        "bold": book.add_format({"bold": True, "text_wrap": True, **top}),
        "text": book.add_format({"num_format": "@", "text_wrap": True, **top}),
        "prose": book.add_format({"text_wrap": True, **top}),
        "number": book.add_format(top),
        "day": book.add_format({"num_format": "yyyy-mm-dd", **top}),
    }


def _format(column: Column, formats: Mapping[str, Any]) -> Any:
    if column.sort is Sort.PROSE:  # as text, Excel shows more than 255 characters as ####
        return formats["prose"]
    named = {Sort.DAY: "day", Sort.NUMBER: "number", Sort.COUNT_OR_YES: "number"}
    return formats[named.get(column.sort, "text")]


def _form(page: Worksheet, sheet: Sheet, ranges: Mapping[str, str], formats: Mapping[str, Any]) -> None:
    last = max(len(sheet.rows) + _SPARE, _FEWEST)
    for place, column in enumerate(sheet.columns):
        shape = _format(column, formats)
        page.set_column(place, place, _width(column), shape)
        page.write_string(0, place, column.name, formats["needed" if _is_needed(column) else "head"])
        page.write_comment(0, place, _comment(column), {"author": "preinspect", "x_scale": 2, "y_scale": 1.2})
        _validate(page, column, place, last, ranges)
        for number, row in enumerate(sheet.rows, 1):
            _write(page, number, place, row[place], shape)
    hidden = len(sheet.columns)
    page.set_column(hidden, hidden, 14, formats["text"], {"hidden": True})
    page.write_string(0, hidden, EXPORTED, formats["head"])
    for number, row in enumerate(sheet.rows, 1):
        page.write_string(number, hidden, str(row[hidden] or ""), formats["text"])
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(sheet.rows), 1), hidden)
    page.repeat_rows(0)
    page.repeat_columns(0)  # too many columns for one page: each has the ids
    page.print_across()
    page.set_paper(8)
    page.hide_gridlines(0)
    _print(page, sheet)


def _print(page: Worksheet, sheet: Sheet) -> None:
    """Let paper take a sheet on its side, and say on each page what it was made from."""
    page.set_landscape()
    page.set_footer(f"&L&A: {sizes.running(sheet.about)}&RPage &P of &N")


def _width(column: Column) -> int:
    if column.sort is Sort.WORD and column.choices is not None:
        return min(max([12, *(len(shown) + 2 for shown in column.choices.shown.values())]), 40)
    return _WIDTHS.get(column.sort, 24)


def _write(page: Worksheet, row: int, place: int, cell: Cell, shape: Any) -> None:
    if isinstance(cell, str):
        page.write_string(row, place, cell[:LONGEST], shape)  # as it stands: it comes back
    elif isinstance(cell, date):
        page.write_datetime(row, place, datetime(cell.year, cell.month, cell.day), shape)
    elif cell is not None:
        page.write_number(row, place, cell, shape)


def _comment(column: Column) -> str:
    return "\n".join(_told(column))


def _told(column: Column) -> list[str]:
    told = (column.about, "It must not be empty." if _is_needed(column) else "", _how(column))
    return [one for one in told if one]


def _is_needed(column: Column) -> bool:
    return column.needed and column.sort is not Sort.ID  # one is made up where it is left out


def _how(column: Column) -> str:
    """Say how a cell is filled in."""
    if column.sort is Sort.WORD:
        return "Choose from the list." if column.choices is not None else ""
    ways = {
        Sort.ID: "A name without blanks that no other row has. Leave it empty in a new row, and one is made up.",
        Sort.DAY: "A day, such as 2026-11-21 or 21/11/2026.",
        Sort.NUMBER: "A number.",
        Sort.COUNT_OR_YES: "A number; or yes or no where nobody counted.",
        Sort.IDS: "Ids of other rows, with a comma between them.",
    }
    return ways.get(column.sort, "")


def _validate(page: Worksheet, column: Column, place: int, last: int, ranges: Mapping[str, str]) -> None:
    if column.name in ranges:
        warning = "This is not in the list. It may not be understood when the table is imported."
        rule: dict[str, Any] = {"validate": "list", "source": ranges[column.name], "error_message": warning}
    elif column.sort is Sort.DAY:
        warning = "This is not a day that exists. Write it as 2026-11-21 or 21/11/2026."
        rule = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY, "error_message": warning}
    else:
        return
    page.data_validation(
        1, place, last, place, {**rule, "error_type": "warning", "error_title": "Please check", "ignore_blank": True}
    )


def _lists(page: Worksheet, sheet: Sheet) -> dict[str, str]:
    """Write the lists, each once, on a sheet that people need not see; gives the range for each column."""
    found: dict[str, str] = {}
    known: dict[tuple[str, ...], str] = {}
    for column in sheet.columns:
        if column.choices is None or not column.choices.shown:
            continue
        words = tuple(visible(one) for one in column.choices.shown.values())
        if words not in known:
            place = len(known)
            page.write_string(0, place, column.name)
            for row, word in enumerate(words, 1):
                page.write_string(row, place, word)
            letters = _letters(place)
            known[words] = f"={_LISTS}!${letters}$2:${letters}${len(words) + 1}"
        found[column.name] = known[words]
    page.hide()
    return found


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _help(page: Worksheet, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    for place, width in enumerate(_HELP):
        page.set_column(place, place, width)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    _print(page, sheet)
    page.write_string(0, 0, f"How to fill in the sheet '{sheet.section}'", formats["title"])
    row = 1
    for name, text in _advice(sheet):
        row += 1
        page.set_row(row, sizes.height(((visible(name), _HELP[0] * sizes.BOLD), (visible(text), _HELP[1]))))
        page.write_string(row, 0, visible(name), formats["bold"])
        page.write_string(row, 1, visible(text), formats["prose"])


def _advice(sheet: Sheet) -> Iterator[tuple[str, str]]:
    yield "Made from", sheet.about or "a folder that does not say whose it is"
    yield "One row is one entry", "Change a cell to change what the folder says. An empty cell takes a value away."
    yield (
        "A new entry",
        "Write it in the first empty row. The notes at the names of the columns say which must not be empty (they are blue too).",
    )
    yield "Deleting a row", "takes nothing out of the folder: an entry is only ever deleted by hand."
    yield "Names of children and families", "never belong here, nor dates of birth or numbers that children are known by."
    yield f"The column {EXPORTED}", "is hidden at the far right. It tells which cells were changed; leave it as it is."
    yield (
        "When it is done",
        f"preinspect import FILE --sheet {sheet.section} --preview shows what it would change, without --preview it does.",
    )
    yield "", ""
    yield "Columns", "What each one means"
    for column in sheet.columns:
        yield column.name, " ".join(_told(column))
    yield from _meanings(sheet.words, {column.name for column in sheet.columns})


def _meanings(words: Words, names: set[str]) -> Iterator[tuple[str, str]]:
    """Say what the words of the lists mean."""
    framework, method = words.framework, words.method
    tables: list[tuple[str, Sequence[tuple[str, str]]]] = []
    if method is not None:
        tables += [
            ("kind", [(one.id, one.title) for one in method.kinds.values()]),
            ("extent", [(one.id, one.title) for one in method.extents.values()]),
            ("effect", [(one.id, one.title) for one in method.effects.values()]),
        ]
    if framework is not None:
        tables.append(("grade", [(one.title, one.meaning) for one in reversed(framework.scale.grades)]))
        told = [(f"{one.id} {one.title}", one.good) for one in framework.descriptors.values()]
        tables += [("descriptors", told), ("gaps", told)]
    if "measure" in names:
        tables.append(("measure", [(f"{one.id}", f"{one.title}. {one.definition}") for one in words.measures.values()]))
    for name, rows in tables:
        if name in names:
            yield "", ""
            yield name, "What each word means"
            yield from rows
