"""Make the shipped Word template, `templates/report.docx`: title, facts, caveat, and the place for the report.

    python tools/word_template.py

A council restyles a copy of it in Word: headings, fonts, a logo in the header, the table style 'Report Table', the words in tables
('Report Cell'). docs/templates.md says how it is then used.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

HERE = Path(__file__).resolve().parents[1]
INK = RGBColor(0x1F, 0x23, 0x2B)


def main() -> None:
    """Write the template."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.6)
    _styles(document)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{%p for fact in facts %}")
    line = document.add_paragraph()
    line.add_run("{{ fact.name }}: ").bold = True
    line.add_run("{{ fact.told }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph().add_run("{{ caveat }}").bold = True
    document.add_paragraph("{{p body }}")
    section.footer.paragraphs[0].text = "{{ caveat }}"
    number = section.footer.add_paragraph("Page ")
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _field(number, "PAGE")
    number.add_run(" of ")
    _field(number, "NUMPAGES")
    core = document.core_properties
    core.author, core.comments, core.language = "preinspect", "The template of reports in Word", "en-GB"
    core.created = core.modified = datetime(2000, 1, 1)
    document.save(str(HERE / "templates" / "report.docx"))


def _field(paragraph: Any, name: str) -> None:
    """Write a field that Word works out, such as the number of the page."""
    for kind in ("begin", None, "separate", "1", "end"):
        run = paragraph.add_run(kind if kind == "1" else "")
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind is None:
            words = OxmlElement("w:instrText")
            words.text = f" {name} "
            run._r.append(words)


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = "Arial", Pt(10.5), INK
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
    normal.paragraph_format.space_after = Pt(4)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for name, size in (
        ("Title", 22),
        ("Heading 1", 16),
        ("Heading 2", 13),
        ("Heading 3", 11),
        ("Caption", 10),
        ("TOC Heading", 13),
    ):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), INK
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:asciiTheme"), "")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(10 if name != "Title" else 0), Pt(3)
        style.paragraph_format.keep_with_next = name != "Title"
    for level in (1, 2):
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.paragraph_format.left_indent, style.paragraph_format.space_after = Cm(0.6 * (level - 1)), Pt(1)
    document.styles["Footer"].font.size = Pt(8)
    cell = document.styles.add_style("Report Cell", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = normal
    cell.font.size = Pt(9)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(1)
    cell.paragraph_format.line_spacing = 1.0
    table = document.styles.add_style("Report Table", WD_STYLE_TYPE.TABLE)
    table.base_style = document.styles["Table Grid"]


if __name__ == "__main__":
    main()
