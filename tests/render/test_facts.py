"""Every format carries the same facts: one list, taken from the Report and from the Page, looked up in what each file shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from render.facts import FORMATS, TELLS, Shown, column_names, page_rows, page_texts, told_by, written
from render.pages import AUDIENCES, COUNCIL, FOLDERS, KINDS, laid

from preinspect.page import Page, Section, Table, cell_words

pytest.importorskip("docx", reason="python-docx comes with the extra 'word'")
pytest.importorskip("openpyxl", reason="openpyxl comes with the test extra")

CALLS = [(folder, kind, audience) for folder in (*FOLDERS, COUNCIL) for kind in KINDS for audience in AUDIENCES]


def asked(page: Page, form: str) -> Page:
    """Give what a format is asked to tell: what brings things together for a workbook and for programs is for those alone."""
    return page if form in ("xlsx", "json") else page.to_read()


def missing(page: Page, shown: Shown, form: str) -> list[object]:
    """List what a page tells and a file does not, or less often: an entry of the register stands in its descriptors' tables too."""
    all_of_it = written(page, form)
    texts = [text for text in dict.fromkeys(page_texts(page)) if shown.texts_with(text) < all_of_it.texts_with(text)]
    names = [name for name in column_names(page) if shown.lacks_text(name)]
    rows = [row for row in dict.fromkeys(page_rows(page)) if shown.rows_that_hold(row) < all_of_it.rows_that_hold(row)]
    return [*texts, *names, *rows]


def test_every_kind_says_what_of_the_report_it_tells() -> None:
    assert set(TELLS) == set(KINDS)


@pytest.mark.parametrize(("folder", "kind", "audience"), CALLS)
def test_every_format_tells_every_fact(folder: str, kind: str, audience: str) -> None:
    page = laid(folder, kind, audience)
    facts = list(told_by(kind, folder, audience))
    assert facts
    for form, read in FORMATS.items():
        found = read(page)
        assert [(form, place, text) for place, text in facts if found.lacks_text(text)] == []
        assert [(form, one) for one in missing(asked(page, form), found, form)] == []


# --- the list of facts notices what is lost


@pytest.mark.parametrize("form", FORMATS)
def test_a_section_whose_words_and_tables_a_format_leaves_out_is_noticed(form: str) -> None:
    page = asked(laid(COUNCIL, "gap"), form)
    cuts = [bare(page, number) for number in range(len(page.sections))]
    assert len(cuts) >= 8
    assert missing(page, FORMATS[form](page), form) == []
    assert [one.title for one, cut in zip(page.sections, cuts, strict=True) if not missing(page, FORMATS[form](cut), form)] == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_single_entry_of_the_register_that_a_format_leaves_out_is_noticed(form: str) -> None:
    page = asked(laid(COUNCIL, "self-evaluation"), form)
    (register,) = [one for one in page.tables() if one.sheet == "Evidence"]
    for row in register.rows:
        shorter = replace(register, rows=tuple(one for one in register.rows if one is not row), names=(), marks=())
        assert row in missing(page, FORMATS[form](exchanged(page, register, shorter)), form)


@pytest.mark.parametrize("form", FORMATS)
def test_a_row_or_a_cell_that_a_format_leaves_out_of_a_descriptor_s_own_table_is_noticed(form: str) -> None:
    page = asked(laid(COUNCIL, "gap"), form)
    tables = [one for one in page.tables() if one.sheet == "Evidence by descriptor"]
    assert len(tables) >= 3
    for table in (tables[0], tables[-1]):
        row = table.rows[-1]
        place = max(range(len(row)), key=lambda one: len(cell_words(row[one])))
        empty = (*row[:place], "", *row[place + 1 :])
        for rows in (table.rows[:-1], (*table.rows[:-1], empty)):
            shorter = replace(table, rows=rows, names=(), marks=())
            assert row in missing(page, FORMATS[form](exchanged(page, table, shorter)), form)


@pytest.mark.parametrize("form", FORMATS)
def test_a_fact_of_the_report_that_a_page_leaves_out_is_noticed(form: str) -> None:
    page = laid(COUNCIL, "gap")
    (number,) = [place for place, one in enumerate(page.sections) if one.title == "Appendix"]
    found = FORMATS[form](bare(page, number))
    assert {place.partition(".")[0] for place, text in told_by("gap", COUNCIL, "internal") if found.lacks_text(text)} >= {
        "evidence",
        "indicators",
        "sources",
    }


def bare(page: Page, number: int) -> Page:
    """Leave of one section its title alone."""
    one = replace(page.sections[number], blocks=(), sections=())
    return replace(page, sections=(*page.sections[:number], one, *page.sections[number + 1 :]))


def exchanged(page: Page, old: Table, new: Table) -> Page:
    """Put one table in the place of another."""

    def within(section: Section) -> Section:
        blocks = tuple(new if block is old else block for block in section.blocks)
        return replace(section, blocks=blocks, sections=tuple(map(within, section.sections)))

    return replace(page, sections=tuple(map(within, page.sections)))
