"""One page in five formats: the same facts in each, text as text, and files that open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from render.facts import shown_html, shown_word
from render.pages import COUNCIL, HOSTILE, KINDS, TRAP, laid, plain

from preinspect.page import Page, Section, Table, Words
from preinspect.render import markdown as markdown_format
from preinspect.render.escape import visible

pytest.importorskip("docx", reason="python-docx comes with the extra 'word'")
openpyxl = pytest.importorskip("openpyxl", reason="openpyxl comes with the test extra")


def book(page: Page) -> object:
    from preinspect.render.excel import excel

    return openpyxl.load_workbook(BytesIO(excel(page)))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_text_in_html(text: str) -> None:
    assert plain(visible(text)) in shown_html(TRAP).text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_text_in_word(text: str) -> None:
    assert plain(visible(text)) in shown_word(TRAP).text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_text_in_excel(text: str) -> None:
    cells = [cell for sheet in book(TRAP).worksheets for row in sheet.iter_rows() for cell in row]  # type: ignore[attr-defined]
    assert any(cell.data_type == "s" and plain(str(cell.value)) == plain(visible(text)) for cell in cells)


def test_excel_holds_no_formula() -> None:
    cells = [cell for sheet in book(TRAP).worksheets for row in sheet.iter_rows() for cell in row]  # type: ignore[attr-defined]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_excel_keeps_dates_as_dates() -> None:
    sheet = book(TRAP)["Traps"]  # type: ignore[index]
    assert sheet["B2"].is_date and sheet["B2"].value.date() == date(2019, 11, 8)


def test_excel_freezes_the_header_and_filters() -> None:
    sheet = book(TRAP)["Traps"]  # type: ignore[index]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:B11"


LONG = (
    " ".join(f"word{number}" for number in range(12_000)),
    "\U0001f600" * 40_000,
    "x" * 32_768,
)
"""Texts above the 32,767 characters that Excel lets into a cell; a character beyond the first plane counts as two there."""


@pytest.mark.parametrize("text", LONG)
@pytest.mark.parametrize("sheet", ["About", "Text", "Long"])
def test_of_a_text_longer_than_a_cell_nothing_is_lost_in_excel(sheet: str, text: str) -> None:
    long = Table("Long", ("Id", "What"), (("A", text), ("B", "short")), sheet="Long")
    page = Page("gap", "T", (("Fact", text),), "C", (Section("S", (Words(text), long)),))
    cells = [str(cell) for row in book(page)[sheet].iter_rows(values_only=True) for cell in row if cell]  # type: ignore[index]
    assert max(len(cell.encode("utf-16-le")) // 2 for cell in cells) <= 32_767
    whole = "".join(
        cell.removesuffix(" (goes on in the next row)") for cell in cells if cell[:1] in (text[:1], " ") or len(cell) > 99
    )
    assert text in whole


def test_the_rest_of_a_long_text_names_the_row_that_it_belongs_to() -> None:
    page = Page("gap", "T", (), "C", (Section("S", (Table("Long", ("Id", "What"), (("A", "x" * 40_000),), sheet="Long"),)),))
    sheet = book(page)["Long"]  # type: ignore[index]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["A", *["A (continued)"] * (sheet.max_row - 2)]
    assert sheet.max_row > 3


def test_a_boards_measures_are_numbers_in_a_workbook() -> None:
    sheet = book(laid(COUNCIL, "board"))["Measures"]  # type: ignore[index]
    heads, *rows = [list(row) for row in sheet.iter_rows()]
    (row,) = [dict(zip((head.value for head in heads), row, strict=True)) for row in rows if "Re-referrals" in str(row[0].value)]
    assert (row["Figure"].value, row["Figure"].number_format) == (0.2525, "0.0%")
    assert (row["Counted"].value, row["Out of"].value) == (101, 400)
    assert {row[name].data_type for name in ("Figure", "Counted", "Out of", "Neighbours", "England")} == {"n"}


@pytest.mark.parametrize("form", ["word", "excel"])
def test_equal_input_gives_equal_bytes(form: str) -> None:
    from preinspect.render.excel import excel
    from preinspect.render.word import word

    write: Callable[[Page], bytes] = {"word": word, "excel": excel}[form]
    assert write(TRAP) == write(TRAP)


@pytest.mark.parametrize(
    ("folder", "kind", "audience"),
    [
        *((folder, kind, who) for folder in ("ealing-2019", "dudley-2011") for kind in KINDS for who in ("internal", "public")),
        *(("bury-2013", kind, "internal") for kind in ("gap", "self-evaluation", "committee", "one-page")),
    ],
)
def test_a_report_reads_as_it_did(folder: str, kind: str, audience: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{folder}-{kind}-{audience}.md", markdown_format.page(laid(folder, kind, audience)))
