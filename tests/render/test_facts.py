"""Every format carries the same facts: one list, taken from the Report and from the Page, looked up in what each file shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from render.facts import FORMATS, TELLS, Shown, column_names, page_rows, page_texts, told_by
from render.pages import AUDIENCES, COUNCIL, FOLDERS, KINDS, laid

from preinspect.page import Page, Section, Table

pytest.importorskip("docx", reason="python-docx comes with the extra 'word'")
pytest.importorskip("openpyxl", reason="openpyxl comes with the test extra")

CALLS = [(folder, kind, audience) for folder in (*FOLDERS, COUNCIL) for kind in KINDS for audience in AUDIENCES]


def asked(page: Page, form: str) -> Page:
    """Give what a format is asked to tell: what brings things together for a workbook and for programs is for those alone."""
    return page if form in ("xlsx", "json") else page.to_read()


def missing(page: Page, shown: Shown) -> list[object]:
    """List what a page tells and a file does not."""
    texts = [text for text in page_texts(page) if shown.lacks_text(text)]
    names = [name for name in column_names(page) if shown.lacks_text(name)]
    return [*texts, *names, *(row for row in page_rows(page) if shown.lacks_row(row))]


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
        assert [(form, one) for one in missing(asked(page, form), found)] == []


# --- the list of facts notices what is lost


@pytest.mark.parametrize("form", FORMATS)
def test_a_section_whose_words_and_tables_a_format_leaves_out_is_noticed(form: str) -> None:
    page = asked(laid(COUNCIL, "gap"), form)
    cuts = [bare(page, number) for number in range(len(page.sections))]
    assert len(cuts) >= 8
    assert missing(page, FORMATS[form](page)) == []
    assert [one.title for one, cut in zip(page.sections, cuts, strict=True) if not missing(page, FORMATS[form](cut))] == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_single_entry_of_the_register_that_a_format_leaves_out_is_noticed(form: str) -> None:
    page = asked(laid(COUNCIL, "self-evaluation"), form)
    (register,) = [one for one in page.tables() if one.sheet == "Evidence"]
    for row in register.rows:
        shorter = replace(register, rows=tuple(one for one in register.rows if one is not row), names=(), marks=())
        assert row in missing(page, FORMATS[form](exchanged(page, register, shorter)))


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
