"""Make the shipped Word template, `templates/report.docx`: title, facts, caveat, and the place for the report.

    python tools/word_template.py

A council restyles a copy of it in Word (headings, fonts, a logo in the header, the table style 'Report Table') and names it with
--template.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
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
    document.save(str(HERE / "templates" / "report.docx"))


def _styles(document: Document) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = "Arial", Pt(10.5), INK
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
    normal.paragraph_format.space_after = Pt(4)
    for name, size in (("Title", 22), ("Heading 1", 16), ("Heading 2", 13), ("Heading 3", 11), ("Caption", 10)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), INK
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:asciiTheme"), "")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(10 if name != "Title" else 0), Pt(3)
    table = document.styles.add_style("Report Table", WD_STYLE_TYPE.TABLE)
    table.base_style = document.styles["Table Grid"]
    table.font.size = Pt(9)


if __name__ == "__main__":
    main()
