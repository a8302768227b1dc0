"""A workbook as Excel and paper show it: rows high enough, heads that can be read, tones, bars, a first sheet that says what is where."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from render.pages import AUDIENCES, COUNCIL, FOLDERS, KINDS, laid

from preinspect.page import Block, Count, Grid, Page, Picture, Section, Status, Table, Words
from preinspect.render.excel import excel
from preinspect.report import Bar, GradeShown

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl comes with the test extra")

PROSE = "Managers read the plans of children in need and say in supervision what has to change. " * 4


def book(*blocks: Block, **rest: Any) -> Any:
    whole = {"facts": (("Data as at", "1 May"),), "caveat": "A caveat.", **rest}
    page = Page("gap", "Fish & chips", sections=(Section("Part", blocks),), **whole)
    return openpyxl.load_workbook(BytesIO(excel(page)))


def table(*rows: tuple[Any, ...], **rest: Any) -> Table:
    return Table(rest.pop("caption", "Found"), rest.pop("columns", ("Id", "What")), rows, **{"sheet": "Found", **rest})


def heads(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[1]]


def fill(cell: Any) -> str | None:
    return cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type else None


def test_a_row_is_as_high_as_its_wrapped_text() -> None:
    sheet = book(table(("A", PROSE), ("B", "short")))["Found"]
    lines = len(PROSE) / sheet.column_dimensions["B"].width
    assert sheet.row_dimensions[2].height >= lines * 14
    assert sheet.row_dimensions[2].height <= (lines + 2) * 16
    assert sheet.row_dimensions[3].height is None


def test_a_long_text_of_the_report_and_of_the_first_sheet_has_room_too() -> None:
    whole = book(Words(PROSE, "warning"), facts=(("Fact", PROSE),))
    assert whole["Text"].row_dimensions[2].height >= 45
    assert whole["About"].row_dimensions[3].height >= 45


def test_no_row_is_higher_than_excel_allows_and_the_text_is_whole() -> None:
    sheet = book(table(("A", "word " * 4000)))["Found"]
    assert 400 <= sheet.row_dimensions[2].height <= 409
    assert sheet["B2"].value == "word " * 4000


def grid(columns: int) -> Grid:
    names = ("Learning review, a name that is long", *(f"K{place}" for place in range(1, columns)))
    rows = (("Plans", (Count(4), Count(0), Count(1), *(Count(0, 1) for _ in range(columns - 3)))),)
    return Grid("Who looked", names, rows, "Words.", head="Descriptor", sheet="Looked")


def test_the_heads_of_a_grid_are_turned_only_where_there_are_many_and_have_room() -> None:
    dense, wide = book(grid(15))["Looked"], book(grid(4))["Looked"]
    assert (dense["B1"].alignment.textRotation, dense["B1"].alignment.horizontal) == (90, "left")
    assert dense["A1"].alignment.textRotation == 0
    assert dense.row_dimensions[1].height >= 6 * len(dense["B1"].value)
    assert dense.column_dimensions["B"].width < 8
    assert wide["B1"].alignment.textRotation == 0
    assert wide.column_dimensions["B"].width >= len("Learning")


def test_the_shade_of_a_count_follows_how_many_and_the_number_stays() -> None:
    sheet = book(grid(15))["Looked"]
    assert (fill(sheet["B2"]), fill(sheet["C2"]), fill(sheet["D2"])) == ("8ABDE4", None, "DCEBF7")
    assert (sheet["B2"].value, sheet["C2"].value, sheet["E2"].value) == (4, 0, "1 old")


@pytest.mark.parametrize(("tone", "shade"), [("top", "CDE8D5"), ("good", "DDF0E2"), ("weak", "F8E3C5"), ("bad", "F5CFCB")])
def test_grades_and_states_have_the_colour_of_their_tone_and_keep_their_words(tone: str, shade: str) -> None:
    sheet = book(table((GradeShown("g", "A grade", tone, "G"), Status("late", tone))))["Found"]
    assert [(cell.value, fill(cell)) for cell in sheet[2]] == [("A grade", shade), ("late", shade)]


def test_what_has_no_grade_has_no_colour_and_stands_at_the_top_like_the_rest() -> None:
    sheet = book(table((GradeShown(None, "Cannot be said", "none", "-"), PROSE)))["Found"]
    assert (fill(sheet["A2"]), sheet["A2"].alignment.vertical) == (None, "top")


def test_the_bars_of_a_picture_are_bars_beside_their_numbers() -> None:
    sheet = book(
        Picture("Spread", (Bar("Good", 12, "good", ("A-1",)), Bar("Inadequate", 0, "bad", ())), "Words.", sheet="Spread")
    )
    spread = sheet["Spread"]
    ((rule,),) = [one.rules for one in spread.conditional_formatting]
    assert (rule.type, rule.dataBar.cfvo[0].val, rule.dataBar.cfvo[0].type) == ("dataBar", 0, "num")
    assert [str(one.sqref) for one in spread.conditional_formatting] == ["B2:B3"]
    assert [cell.value for cell in spread["B"]] == ["Descriptors", 12, 0]
    assert spread.column_dimensions["B"].width >= 30
    assert [fill(cell) for cell in spread["A"][1:]] == ["DDF0E2", "F5CFCB"]


def test_paper_takes_a_sheet_on_its_side_with_heads_and_caveat_on_every_page() -> None:
    whole = book(table(("A", "b")))
    sheet = whole["Found"]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == ("landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.page_setup.paperSize) == ("$1:$1", 9)
    for one in whole:
        assert (one.oddHeader.left.text, one.oddHeader.right.text) == ("Fish && chips", "&A")
        assert (one.oddFooter.left.text, one.oddFooter.right.text) == ("A caveat.", "Page &P of &N")


def test_a_caveat_too_long_for_the_foot_of_a_page_is_cut_there_and_whole_on_the_first_sheet() -> None:
    whole = book(caveat="R&D " * 200)
    assert whole["Text"].oddFooter.left.text.endswith("...")
    assert whole["Text"].oddFooter.right.text == "Page &P of &N"
    assert "R&D " * 200 in [cell.value for cell in whole["About"]["B"]]


def test_a_sheet_wider_than_a_screen_is_printed_on_a3_and_keeps_its_first_column() -> None:
    sheet = book(table(tuple([PROSE] * 12), columns=tuple(f"Column {place}" for place in range(12))))["Found"]
    assert (sheet.freeze_panes, sheet.page_setup.paperSize) == ("B2", 8)
    assert sum(one.width for one in sheet.column_dimensions.values()) < 270


def test_the_first_sheet_says_what_it_is_what_was_left_out_and_leads_to_every_sheet() -> None:
    whole = book(table(("A", "b"), ("C", "d"), caption="What was found"), dropped=("Two notes.",))
    rows = [[cell.value for cell in row] for row in whole["About"].iter_rows()]
    assert rows[0][0] == "Fish & chips"
    assert ["Please note", "A caveat.", None] in rows
    assert ["Left out", "Two notes.", None] in rows
    assert rows[-1] == ["Found", "What was found", 2]
    links = {cell.value: cell.hyperlink.location for cell in whole["About"]["A"] if cell.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in whole.sheetnames[1:]}


def test_the_properties_of_a_workbook_say_what_it_is_and_whose() -> None:
    told = book(authority="Ealing").properties
    assert (told.title, told.creator, told.subject, told.description) == ("Fish & chips", "Ealing", "1 May", "A caveat.")


def test_tables_of_one_name_share_a_sheet_though_one_has_a_column_more() -> None:
    some = table(("A", "found"), about=("Of", "first"))
    more = table(("B", date(2026, 5, 1), "seen"), columns=("Id", "Date", "What"), about=("Of", "second"))
    whole = book(some, more)
    assert whole.sheetnames == ["About", "Text", "Found"]
    assert heads(whole["Found"]) == ["Of", "Id", "Date", "What"]
    assert [cell.value for cell in whole["Found"][2]] == ["first", "A", None, "found"]
    assert [cell.value for cell in whole["Found"]["C"]][2].date() == date(2026, 5, 1)


@pytest.mark.parametrize("columns", [("What", "Id"), ("Other", "What")])
def test_tables_whose_columns_do_not_go_together_have_sheets_of_their_own(columns: tuple[str, ...]) -> None:
    assert book(table(("A", "b")), table(("C", "d"), columns=columns)).sheetnames[2:] == ["Found", "Found 2"]


def test_a_heading_is_strong_where_it_begins_and_quiet_where_it_goes_on() -> None:
    sheet = book(Words("One."), Words("Two."))["Text"]
    assert [cell.font.b for cell in sheet["A"][1:]] == [True, False]
    assert [cell.value for cell in sheet["A"][1:]] == ["Part", "Part"]


def test_the_text_has_no_column_in_which_nothing_stands() -> None:
    assert heads(book(Words("One."))["Text"]) == ["Section", "Text"]
    assert heads(book(Words("One."), table(("A", "b")))["Text"]) == ["Section", "Text", "Sheet"]


def test_the_day_of_an_item_is_a_date_wherever_it_stands() -> None:
    whole = openpyxl.load_workbook(BytesIO(excel(laid("ealing-2019", "gap"))))
    for name in ("Evidence", "Evidence by descriptor"):
        (column,) = [place for place, head in enumerate(heads(whole[name])) if head == "Date"]
        assert {row[column].is_date for row in whole[name].iter_rows(min_row=2)} == {True}


@pytest.mark.parametrize("text", ["'x", "+1", "@x", "-1", "010", "_x0041_", "=1+1" * 200, "a\nb", "  a  "])
def test_a_cell_holds_a_text_as_it_stands(text: str) -> None:
    cell = book(table((text, "b")))["Found"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_a_long_text_that_begins_like_a_formula_is_text_when_somebody_edits_it() -> None:
    long, short = book(table(("=1+1" * 200, "=1+1")))["Found"][2]
    assert (long.quotePrefix, long.number_format) == (True, "General")  # as text, some editions of Excel show ####
    assert short.number_format == "@"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_workbook_has_sheets_that_say_something_without_merged_cells(kind: str, audience: str) -> None:
    for folder in (*FOLDERS, COUNCIL):
        for sheet in openpyxl.load_workbook(BytesIO(excel(laid(folder, kind, audience)))):
            assert sheet.max_row > 1, (folder, sheet.title)
            assert not sheet.merged_cells.ranges
            assert sheet.title == "About" or len(set(heads(sheet))) == len(heads(sheet))
