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
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Cm, Pt, RGBColor

HERE = Path(__file__).resolve().parents[1]
INK, BRAND = RGBColor(0x1F, 0x23, 0x2B), RGBColor(0x1B, 0x3A, 0x57)
MARGIN = Cm(1.8)
WIDTH = Cm(21) - 2 * MARGIN
RULE, HEADS = "C6CCD3", "E4EAF0"


def main() -> None:
    """Write the template."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Cm(1.5)
    section.header_distance = section.footer_distance = Cm(0.9)
    _styles(document)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{%p for fact in facts %}")
    line = document.add_paragraph()
    line.add_run("{{ fact.name }}: ").bold = True
    line.add_run("{{ fact.told }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph().add_run("{{ caveat }}").bold = True
    document.add_paragraph("{{p body }}")
    number = section.footer.paragraphs[0]
    number.text = "{{ caveat }}\tPage "
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
    normal.font.name, normal.font.size, normal.font.color.rgb = "Arial", Pt(10), INK
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(4), 1.05
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for name, size, before in (
        ("Title", 20, 0),
        ("Heading 1", 15, 13),
        ("Heading 2", 12, 9),
        ("Heading 3", 10.5, 7),
        ("Heading 4", 10, 6),
        ("Caption", 9, 7),
        ("TOC Heading", 12, 8),
    ):
        style = document.styles[name]
        style.font.size, style.font.color.rgb, style.font.italic = Pt(size), INK if name == "Caption" else BRAND, False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        style.font.name = "Arial"
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(3)
        style.paragraph_format.line_spacing = 1.0
        style.paragraph_format.keep_with_next = name != "Title"
    for line in document.styles["Title"].element.iter(qn("w:bottom")):
        line.attrib.pop(qn("w:themeColor"), None)
        line.set(qn("w:color"), str(BRAND))
    for level in (1, 2):
        style = document.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.paragraph_format.left_indent, style.paragraph_format.space_after = Cm(0.6 * (level - 1)), Pt(1)
        style.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    footer = document.styles["Footer"]
    footer.font.size = Pt(8)
    footer.paragraph_format.tab_stops.clear_all()
    footer.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    cell = document.styles.add_style("Report Cell", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = normal
    cell.font.size = Pt(9)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(0)
    cell.paragraph_format.line_spacing = 1.0
    _table(document)


def _table(document: Any) -> None:
    """Make the style of tables: light rules, room around the words, and a shaded row of heads."""
    table = document.styles.add_style("Report Table", WD_STYLE_TYPE.TABLE)
    table.base_style = document.styles["Normal Table"]
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rules = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in sides)
    margins = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in zip(sides, (35, 80, 35, 80), strict=False))
    for part in (
        f'<w:tblPr {nsdecls("w")}><w:tblInd w:w="0" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>",
        f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tblPr/><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{HEADS}"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>',
    ):
        table.element.append(parse_xml(part))


if __name__ == "__main__":
    main()
