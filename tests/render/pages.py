"""Pages for tests: from the seed folders, and one whose every text is hostile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from preinspect.case import Case, open_case
from preinspect.kinds.every import page
from preinspect.kinds.material import material
from preinspect.page import Block, Cell, Grid, Page, Picture, Points, Section, Status, Table, Words
from preinspect.report import GradeShown

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("gap", "self-evaluation", "plan", "committee", "one-page", "board", "ready")
AUDIENCES = ("internal", "board", "public")
FOLDERS = ("ealing-2019", "dudley-2011", "bury-2013")
COUNCIL = "council"
"""A folder of the fixtures in which there is something of everything."""

TODAY = date(2026, 11, 21)

HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("http://x")',
    "[red]x[/red]",
    "{{ 7*7 }}",
    "{% raw %}",
    "**x**",
    "\x1b[31mred",
    "no \ufffe character \uffff",
    "\u202edesrever",
    "long " * 1000,
)

TRAP = Page(
    "gap",
    "A page of traps",
    (("Fact", HOSTILE[0]),),
    "Caveat.",
    (
        Section(
            "Traps",
            (
                *(Words(one) for one in HOSTILE),
                Points(HOSTILE),
                Table("Traps in cells", ("What", "When"), tuple((one, date(2019, 11, 8)) for one in HOSTILE), sheet="Traps"),
            ),
        ),
    ),
)


@cache
def case(folder: str) -> Case:
    """Open a folder of evidence, from the root so that places are told alike everywhere."""
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        place = Path("tests/fixtures") if folder == COUNCIL else Path("evidence")
        return open_case(place / folder, as_at=None, today=TODAY)
    finally:
        os.chdir(here)


@cache
def laid(folder: str, kind: str, audience: str = "internal") -> Page:
    """Lay a report out as a page."""
    opened = case(folder)
    return page(kind, material(opened, opened.predict(), audience))


def texts(whole: Page) -> Iterator[str]:
    """Go through every text that a page shows: what no format may leave out."""
    yield from all_texts(whole.to_read())


def all_texts(whole: Page) -> Iterator[str]:
    """Go through every text of a page as it is, those that only workbooks and programs get among them."""
    yield whole.title
    yield whole.caveat
    for _, told in whole.facts:
        yield told
    for section in whole.sections:
        for _, one in section.walk():
            yield one.title
            for block in one.blocks:
                yield from block_texts(block)
    yield from whole.dropped


def block_texts(block: Block) -> Iterator[str]:
    """Go through the texts of a block."""
    if isinstance(block, Words):
        yield block.text
    elif isinstance(block, Points):
        yield from block.items
    elif isinstance(block, Table) and block.none and not block.rows:
        yield block.none
    elif isinstance(block, Table):
        yield block.caption
        yield from block.columns
        yield from (words for row in block.rows for cell in row if (words := cell_text(cell)))
    elif isinstance(block, Picture):
        yield block.words
        yield from (bar.label for bar in block.bars)
    elif isinstance(block, Grid):
        yield block.caption
        yield block.words
        yield from (name for name, _ in block.rows)


def cell_text(cell: Cell) -> str:
    """Give a cell's text; numbers and dates are looked at elsewhere."""
    return cell.words if isinstance(cell, (GradeShown, Status)) else cell if isinstance(cell, str) else ""


def plain(text: str) -> str:
    """Fold white space, so that line breaks of a format do not count."""
    return " ".join(text.split())


def text_of_word(content: bytes) -> str:
    """Give the text of a Word file: paragraphs, cells, and those of headers and footers."""
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(BytesIO(content))
    parts = [document.element, *(part._element for section in document.sections for part in (section.header, section.footer))]
    paragraphs = (one for part in parts for one in part.iter(qn("w:p")))
    return plain("\n".join(_text_of(one, qn) for one in paragraphs))


def _text_of(paragraph: Any, qn: Any) -> str:
    marks = {qn("w:br"): "\n", qn("w:tab"): "\t"}
    return "".join(marks.get(one.tag, one.text or "") for one in paragraph.iter(qn("w:t"), *marks))
