"""Every format carries the same facts: one list, taken from the Report and from the Page, looked up in what each file shows."""

from __future__ import annotations

import pytest
from render.facts import FORMATS, TELLS, Shown, column_names, page_rows, page_texts, told_by
from render.pages import AUDIENCES, COUNCIL, FOLDERS, KINDS, laid

from preinspect.page import Page

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
