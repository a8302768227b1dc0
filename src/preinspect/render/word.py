"""A report as a Word file, on a template that a council may restyle: its headings, fonts, logo and table style are used."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from ..page import Block, Cell, Page, Picture, Points, Section, Table, Words, cell_words, shares
from ..report import Bar
from .escape import visible

MADE = datetime(2000, 1, 1)
"""The date inside every file, so that equal input gives equal parts."""

BODY = "body"
"""The place in a template that the report's sections take: a paragraph of its own that says {{p body}}."""

_LETTERS = 105
"""Letters of a table's type that stand side by side on a page."""

_TABLE_STYLES = ("Report Table", "Table Grid")


class BrokenTemplate(Exception):
    """A template that cannot be used, with the reason in plain words."""


def word(page: Page, template: Path | None = None) -> bytes:
    """Lay a page out in Word.

    Args:
        template: A council's own .docx; the shipped one where it is None.
    Raises:
        BrokenTemplate: Where the template cannot be opened, has no place for the report, or asks for what a template may not do.
    """
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    source = template.read_bytes() if template else files("preinspect.templates").joinpath("report.docx").read_bytes()
    _check(source)
    document = DocxTemplate(BytesIO(source))
    body = document.new_subdoc()
    sheet = document.docx.sections[0]
    writer = _Writer(body, sheet.page_width - sheet.left_margin - sheet.right_margin)
    for section in page.sections:
        writer.section(section)
    if page.dropped:
        writer.section(Section("Left out of this version", (Points(page.dropped),)))
    words = {"title": visible(page.title), "caveat": visible(page.caveat), BODY: body}
    words["facts"] = [{"name": name, "told": visible(told)} for name, told in page.facts]
    try:
        document.render(words, jinja_env=SandboxedEnvironment(autoescape=True, undefined=StrictUndefined), autoescape=True)
    except Exception as error:  # jinja2 and docxtpl raise many sorts; all mean that the template is at fault
        raise BrokenTemplate(f"It asks for something that a template may not do: {type(error).__name__}.") from error
    core = document.docx.core_properties
    core.title, core.author, core.created, core.modified, core.revision = page.title[:255], "preinspect", MADE, MADE, 1
    stream = BytesIO()
    document.save(stream)
    return _dated(stream.getvalue())


def _check(source: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(source)) as parts:
            text = parts.read("word/document.xml").decode("utf-8", "replace")
            names = parts.namelist()
    except (zipfile.BadZipFile, KeyError) as error:
        raise BrokenTemplate("It is not a Word file (.docx).") from error
    if any(name.lower().endswith(("vbaproject.bin", ".bin")) and "vba" in name.lower() for name in names):
        raise BrokenTemplate("It holds macros, which are not run and not passed on; save it as .docx without them.")
    bare = re.sub(r"<[^>]+>", "", text)
    if not re.search(r"\{\{\s*p\s+" + BODY + r"\s*\}\}", bare):
        raise BrokenTemplate("It has no place for the report: write {{p body}} in a paragraph of its own.")


def _dated(data: bytes) -> bytes:
    """Give every part of the file the same date."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            fixed = zipfile.ZipInfo(info.filename, (2000, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(info.filename))
    return stream.getvalue()


class _Writer:
    """Writes sections into the body of a document; `room` is the width between its margins, in Word's own units."""

    def __init__(self, body: Any, room: int) -> None:
        self.body = body
        self.room = room
        self.styles = {style.name for style in body.styles}

    def section(self, section: Section) -> None:
        for depth, one in section.walk(1):
            self.heading(visible(one.title), min(depth, 9))
            for block in one.blocks:
                self.block(block)

    def heading(self, text: str, level: int) -> None:
        """Write a heading in the template's style, or in bold where it has none: a template need not define every style."""
        if self.style(f"Heading {level}"):
            self.body.add_heading(text, level=level)
        else:
            self.body.add_paragraph().add_run(text).bold = True

    def block(self, block: Block) -> None:
        if isinstance(block, Words):
            run = self.body.add_paragraph().add_run(visible(block.text))
            run.bold = block.tone in ("strong", "warning")
            run.italic = block.tone == "quiet"
        elif isinstance(block, Points):
            self.points(block)
        elif isinstance(block, Table):
            self.table(block.caption, block.columns, block.rows)
        elif isinstance(block, Picture):
            # A table of words, counts and rows of blocks: every reader of Word files shows it.
            most = max((bar.count for bar in block.bars), default=0)
            rows = tuple((bar.label, bar.count, _blocks(bar, most)) for bar in block.bars)
            self.table(block.caption, (*block.heads, ""), rows)
            self.body.add_paragraph(visible(block.words))
        else:
            self.table(block.caption, ("", *block.columns), tuple((name, *counts) for name, counts in block.rows))
            self.body.add_paragraph(visible(block.words))

    def points(self, points: Points) -> None:
        for number, item in enumerate(points.items, 1):
            # Word goes on counting from list to list; a number that is text starts anew.
            text, style = (f"{number}. {item}", None) if points.numbered else (item, self.style("List Bullet"))
            self.body.add_paragraph(visible(text), style=style)

    def style(self, name: str) -> str | None:
        return name if name in self.styles else None

    def table(self, caption: str, columns: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> None:
        self.body.add_paragraph(visible(caption), style=self.style("Caption"))
        table = self.body.add_table(rows=1, cols=len(columns))
        table.style = next((name for name in _TABLE_STYLES if self.style(name)), None)
        for cell, name in zip(table.rows[0].cells, columns, strict=True):
            cell.paragraphs[0].add_run(visible(name)).bold = True
        _mark(table.rows[0], "w:tblHeader")
        for row in rows:
            added = table.add_row()
            _mark(added, "w:cantSplit")
            for cell, value in zip(added.cells, row, strict=True):
                cell.text = visible(cell_words(value))
        self.widths(table, columns, rows)

    def widths(self, table: Any, columns: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> None:
        """Let a table take the whole width, shared among the columns by the length of their words."""
        table.autofit = False
        for place, share in enumerate(shares(columns, rows, _LETTERS)):
            width = int(self.room * share)
            table.columns[place].width = width
            for cell in table.columns[place].cells:
                cell.width = width


def _mark(row: Any, mark: str) -> None:
    """Say of a row that it is the header, which is read as one and printed on every page, or that no page's end goes through it."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(mark))


def _blocks(bar: Bar, most: int) -> str:
    return "\u2588" * (round(20 * bar.count / most) or (1 if bar.count else 0)) if most else ""
