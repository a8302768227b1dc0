"""A report as a Word file, on a template that a council may restyle: its headings, fonts, logo and table style are used."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from ..day import in_words as day
from ..page import Block, Cell, Grid, Page, Picture, Points, Section, Table, Words
from ..report import Bar, GradeShown
from .escape import visible

MADE = datetime(2000, 1, 1)
"""The date inside every file, so that equal input gives equal parts."""

BODY = "body"
"""The place in a template that the report's sections take: a paragraph of its own that says {{p body}}."""

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
    from jinja2.sandbox import SandboxedEnvironment

    source = template.read_bytes() if template else files("preinspect.templates").joinpath("report.docx").read_bytes()
    _check(source)
    document = DocxTemplate(BytesIO(source))
    body = document.new_subdoc()
    for section in page.sections:
        _section(body, section)
    if page.dropped:
        _section(body, Section("Left out of this version", (Points(page.dropped),)))
    words = {"title": visible(page.title), "caveat": visible(page.caveat), BODY: body}
    words["facts"] = [{"name": name, "told": visible(told)} for name, told in page.facts]
    try:
        document.render(words, jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
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


def _section(body: Any, section: Section) -> None:
    for depth, one in section.walk(1):
        body.add_heading(visible(one.title), level=min(depth, 9))
        for block in one.blocks:
            _block(body, block)


def _block(body: Any, block: Block) -> None:
    if isinstance(block, Words):
        paragraph = body.add_paragraph()
        run = paragraph.add_run(visible(block.text))
        run.bold = block.tone in ("strong", "warning")
        run.italic = block.tone == "quiet"
    elif isinstance(block, Points):
        for item in block.items:
            body.add_paragraph(visible(item), style=_style(body, "List Number" if block.numbered else "List Bullet"))
    elif isinstance(block, Table):
        _table(body, block.caption, block.columns, block.rows)
    elif isinstance(block, Picture):
        _bars(body, block)
    else:
        _grid(body, block)


def _style(body: Any, name: str) -> str | None:
    return name if name in {style.name for style in body.styles} else None


def _table(body: Any, caption: str, columns: tuple[str, ...], rows: tuple[tuple[Cell, ...], ...]) -> None:
    body.add_paragraph(visible(caption), style=_style(body, "Caption"))
    table = body.add_table(rows=1, cols=len(columns))
    table.style = next((name for name in _TABLE_STYLES if _style(body, name)), None)
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(visible(name)).bold = True
    _repeat(table.rows[0])
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = visible(_words(value))


def _repeat(row: Any) -> None:
    """Let the header row be read as one, and be printed again on every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _bars(body: Any, picture: Picture) -> None:
    """Write bars as a table of words and counts with a row of blocks, which every reader of Word files shows."""
    most = max((bar.count for bar in picture.bars), default=0)
    rows = tuple((bar.label, bar.count, _blocks(bar, most)) for bar in picture.bars)
    _table(body, picture.caption, ("Where", "Descriptors", ""), rows)
    body.add_paragraph(visible(picture.words))


def _blocks(bar: Bar, most: int) -> str:
    return "\u2588" * (round(20 * bar.count / most) or (1 if bar.count else 0)) if most else ""


def _grid(body: Any, grid: Grid) -> None:
    rows: tuple[tuple[Cell, ...], ...] = tuple((name, *counts) for name, counts in grid.rows)
    _table(body, grid.caption, ("", *grid.columns), rows)
    body.add_paragraph(visible(grid.words))


def _words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, GradeShown):
        return cell.words
    return day(cell) if isinstance(cell, date) else str(cell)
