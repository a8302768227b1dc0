"""Tables of Word files: widths that fit, states in their colour beside the word, bars in proportion, and a council's style unchanged."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from render.pages import laid

from preinspect.page import Block, Count, Grid, Page, Picture, Section, Status, Table, Words
from preinspect.render.template import OURS, Own
from preinspect.report import Bar, GradeShown

docx = pytest.importorskip("docx", reason="python-docx comes with the extra 'word'")
from docx.enum.style import WD_STYLE_TYPE  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402

from preinspect.render import word_table  # noqa: E402
from preinspect.render.word import word  # noqa: E402

ROOM = 9866
"""The width of our template's text, in twentieths of a point."""


def made(*blocks: Block, own: Own = OURS) -> Any:
    """Write blocks to Word and read them back."""
    return docx.Document(BytesIO(word(Page("gap", "T", (), "C", (Section("S", blocks),)), own)))


def fill(element: Any) -> str | None:
    """Give the colour behind a cell, a run or a paragraph, from its own properties."""
    (properties,) = [one for one in element if one.tag in (qn("w:tcPr"), qn("w:rPr"), qn("w:pPr"))] or [()]
    return next((one.get(qn("w:fill")) for one in properties if one.tag == qn("w:shd")), None)


def text_of(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def cells(document: Any, row: int = 1) -> list[Any]:
    return [one._tc for one in document.tables[0].rows[row].cells]


# --- our style, and a council's


def test_our_tables_have_light_thin_rules_and_a_shaded_row_of_heads() -> None:
    document = made(Table("C", ("A", "B"), (("a", "b"),)))
    style = document.tables[0].style
    rules = style.element.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
    (heads,) = [one for one in style.element.iter(qn("w:tblStylePr")) if one.get(qn("w:type")) == "firstRow"]
    assert style.name == "Report Table"
    assert {int(rule.get(qn("w:sz"))) for rule in rules} == {4}
    assert all(contrast(rule.get(qn("w:color")), "FFFFFF") < 2 for rule in rules)
    assert next(heads.iter(qn("w:shd"))).get(qn("w:fill")) != "FFFFFF"
    assert document.styles["Report Cell"].font.size.pt == 9


def test_a_councils_own_style_of_tables_is_used_and_nothing_is_laid_over_it(tmp_path: Path) -> None:
    template = docx.Document()
    template.styles.add_style("Report Table", WD_STYLE_TYPE.TABLE)
    template.add_paragraph("{{p body }}")
    template.save(str(tmp_path / "council.docx"))
    document = made(Table("C", ("A", "B"), (("a", "b"),)), own=Own(instead=tmp_path / "council.docx"))
    (table,) = document.tables
    assert table.style.name == "Report Table"
    assert list(table._tbl.iter(qn("w:tblBorders"), qn("w:tcBorders"), qn("w:shd"), qn("w:tblCellMar"))) == []


def test_a_letter_without_styles_of_tables_is_lent_ours_in_its_own_type(tmp_path: Path) -> None:
    template = docx.Document()
    template.styles["Normal"].font.name = "Georgia"
    template.add_paragraph("{{p body }}")
    template.save(str(tmp_path / "council.docx"))
    document = made(Table("C", ("A", "B"), (("a", "b"),)), own=Own(instead=tmp_path / "council.docx"))
    (table,) = document.tables
    cell = table.cell(1, 1).paragraphs[0].style
    assert (table.style.name, cell.name, cell.font.size.pt) == ("Report Table", "Report Cell", 9)
    assert (cell.font.name, cell.base_style.font.name) == (None, "Georgia")


# --- never colour alone, and never no colour


@pytest.mark.parametrize("tone", ["top", "good", "weak", "bad"])
@pytest.mark.parametrize("make", [lambda tone: Status("a word", tone), lambda tone: GradeShown("id", "a word", tone, "a")])
def test_a_state_stands_on_its_colour_and_keeps_its_word(make: Callable[[str], Status | GradeShown], tone: str) -> None:
    document = made(Table("C", ("What", "State"), (("a", make(tone)),)))
    what, state = cells(document)
    assert fill(what) is None
    assert fill(state) == word_table.TINTS[tone]
    assert document.tables[0].cell(1, 1).text == "a word"


@pytest.mark.parametrize("tone", ["none", "silent"])
def test_of_a_state_that_says_nothing_is_known_only_the_words_are_marked(tone: str) -> None:
    _, state = cells(made(Table("C", ("What", "State"), (("a", Status("not said", tone)),))))
    (run,) = state.iter(qn("w:r"))
    assert (fill(state), fill(run)) == (None, word_table.TINTS[tone])


def test_of_several_parts_in_a_cell_each_has_its_own_colour() -> None:
    row = (Status("late", "bad"), "plain", Status("good", "good"))
    (cell,) = cells(made(Table("C", ("A", "B", "C"), (row,), together=(3,))))
    assert fill(cell) is None
    told = [(text_of(run), fill(run)) for run in cell.iter(qn("w:r"))]
    assert [one for one in told if one[1]] == [("late", word_table.TINTS["bad"]), ("good", word_table.TINTS["good"])]


def test_a_grade_before_words_stands_on_its_colour() -> None:
    (paragraph,) = [
        one for one in made(Words("since May", grade=GradeShown("g", "Good", "good", "Good"))).paragraphs if "May" in one.text
    ]
    assert paragraph.text == "Good: since May"
    assert [(run.text, fill(run._r)) for run in paragraph.runs] == [("Good", word_table.TINTS["good"]), (": since May", None)]


def test_what_somebody_has_to_fill_in_is_marked_and_nothing_else() -> None:
    document = made(Words("[Left open]", prompt=True), Words("Said"))
    found = {one.text: fill(one.runs[0]._r) for one in document.paragraphs if one.text in ("[Left open]", "Said")}
    assert found == {"[Left open]": word_table.OPEN, "Said": None}


def test_words_that_lead_to_a_table_stay_on_its_page() -> None:
    document = made(Words("Alone"), Words("The next table"), Table("C", ("A",), (("a",),)), Words("long " * 200), Words("End"))
    keeps = {one.text[:9]: one.paragraph_format.keep_with_next for one in document.paragraphs}
    assert keeps["The next "] and keeps["C"]
    assert (keeps["Alone"], keeps["long long"], keeps["End"]) == (None, None, None)


def test_counts_are_the_darker_the_more_there_are() -> None:
    grid = Grid("C", ("A", "B", "C", "D"), (("Row", (Count(0), Count(1), Count(3, 2), Count(9))),), "Words")
    _, *counts = cells(made(grid))
    assert [fill(one) for one in counts] == [None, *(word_table.SHADES[name] for name in ("few", "some", "lots"))]
    assert [text_of(one) for one in counts] == ["none", "1", "3", "9"]


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours as WCAG counts it."""
    light = []
    for colour in (one, other):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        light.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(light) + 0.05) / (min(light) + 0.05)


@pytest.mark.parametrize("colour", [*word_table.TINTS.values(), *word_table.SHADES.values(), word_table.OPEN])
def test_words_can_be_read_on_every_colour(colour: str) -> None:
    assert contrast("1F232B", colour) >= 4.5


# --- bars


def test_bars_are_in_proportion_in_one_line_and_of_the_colour_of_their_tone() -> None:
    picture = Picture("C", (Bar("Good", 4, "good", ()), Bar("Below", 1, "weak", ()), Bar("None", 0, "none", ())), "Words")
    document = made(picture)
    bars = [cells(document, row)[2] for row in (1, 2, 3)]
    width = int(bars[0].tcPr.find(qn("w:tcW")).get(qn("w:w")))
    paragraphs = [one.find(qn("w:p")) for one in bars]
    free = [int(one.pPr.find(qn("w:ind")).get(qn("w:right"))) for one in paragraphs]
    assert [text_of(one) for one in bars] == ["", "", ""]
    assert free[0] == 0
    assert free[1] == pytest.approx(0.75 * width, rel=0.1)
    assert fill(paragraphs[0]) != fill(paragraphs[1])
    assert None not in (fill(paragraphs[0]), fill(paragraphs[1]))
    assert fill(paragraphs[2]) is None


# --- how wide


def widths(table: Table) -> list[int]:
    return word_table.widths(word_table.plain(table), ROOM)


def test_columns_are_together_as_wide_as_the_page() -> None:
    document = docx.Document(BytesIO(word(laid("ealing-2019", "gap"))))
    section = document.sections[0]
    room = (section.page_width - section.left_margin - section.right_margin) // 635
    wide = [[int(one.get(qn("w:w"))) for one in table._tbl.tblGrid] for table in document.tables]
    assert {sum(one) for one in wide} == {room}
    assert min(map(min, wide)) > 0


def test_a_long_text_has_the_room_that_short_ones_do_not_need() -> None:
    when, kind, found = widths(
        Table("C", ("Date", "Kind", "Finding"), (("8 November 2019", "Audit", "It was found that " * 12),) * 3)
    )
    assert found > 0.7 * ROOM
    assert when > 15 * 70
    assert kind < when < found


def test_no_short_word_is_broken_and_no_short_text_where_there_is_room() -> None:
    rows = (("DUD-2011-ACT-01", "Outstanding", "What was found in the records " * 6, "8 November 2019"),) * 4
    wide = widths(Table("C", ("Action", "Confidence", "Why", "When"), rows))
    least = (8.5 * 180, 5.6 * 180, 0, 7.3 * 180)
    assert [place for place, (one, need) in enumerate(zip(wide, least, strict=True)) if one < need + 160] == []


def test_rows_of_two_long_texts_are_as_low_as_they_can_be() -> None:
    left, right = widths(Table("C", ("A", "B"), (("word " * 60, "word " * 60),)))
    assert left == pytest.approx(right, rel=0.1)


def test_a_very_long_word_takes_no_more_than_its_part() -> None:
    one, other = widths(Table("C", ("A", "B"), (("x" * 5000, "word"),)))
    assert other > 400
    assert one + other == ROOM


# --- grids


def test_a_grid_of_many_columns_and_few_rows_is_printed_with_its_rows_as_columns() -> None:
    kinds = tuple(f"Kind {number}" for number in range(9))
    sheet = word_table.counts(Grid("C", kinds, (("One", (Count(1),) * 9), ("Two", (Count(2),) * 9)), "Words", head="Judgement"))
    assert sheet.heads == ("", "One", "Two")
    assert [row[0][0][1] for row in sheet.rows] == list(kinds)
    assert {tuple(stack[0][1] for stack in row[1:]) for row in sheet.rows} == {(Count(1), Count(2))}
    assert not sheet.on_side


def test_a_grid_of_many_columns_and_many_rows_has_narrow_columns_whose_heads_stand_on_their_sides() -> None:
    grid = Grid("C", ("A kind",) * 15, (("A long name of a judgement", (Count(0),) * 15),) * 20, "Words")
    sheet = word_table.counts(grid)
    wide = word_table.widths(sheet, ROOM)
    ways = [cell.tcPr.find(qn("w:textDirection")) is not None for cell in cells(made(grid), 0)]
    assert sheet.on_side and word_table.fits(sheet, ROOM)
    assert ways == [False, *[True] * 15]
    assert wide[0] > 4 * wide[1] and min(wide) >= 400
