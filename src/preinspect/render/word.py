"""A report as a Word file, on a template that a council may restyle: its headings, fonts, logo and table style are used.

The template's own words are filled in first and the report is put into its place after that: no text from a file is ever read as a
placeholder.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from importlib.resources import files
from io import BytesIO
from itertools import zip_longest
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt
from docx.table import Table as WordTable
from docxtpl import DocxTemplate
from jinja2 import nodes
from markupsafe import Markup

from ..folder import name_of
from ..page import Block, Grid, Page, Picture, Points, Section, Table, Words
from ..problem import Problem
from . import word_table
from .escape import visible
from .letter import opened
from .template import OURS, BrokenTemplate, Language, Own, Templates, folded, refused, said

MADE = datetime(2000, 1, 1)
"""The date inside every file, so that equal input gives equal parts."""

BODY = "body"
"""The place in a template that the report's sections take: a paragraph of its own that says {{p body}}."""

NAMES = frozenset({"title", "authority", "caveat", "facts", BODY})
"""What a Word template may put in; each of `facts` has a `name` and what is `told`."""

_WIDE, _LONG = 8, 4
"""From so many columns, and so many rows, a table takes a sheet on its side."""

_CONTENTS = 30
"""Up to so many lines a list of contents goes down to the second level."""

_FRAME = (
    f'<w:sdt {nsdecls("w")}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    "</w:sdtPr><w:sdtContent/></w:sdt>"
)
"""What Word puts around a list of contents of its own, with a button that makes it anew."""

_LEADS = 300
"""Up to so many letters words stay on the page of the table that they lead to."""

_TWIP = 635
"""Word's own units in the unit of a table's widths."""

_TABLE, _CELL = "Report Table", "Report Cell"
"""The styles of tables and of the words in them: a council's own, or else ours."""

_MARK = "preinspect-report"
_TAG = re.compile(r"{{\s*(?:(?:p|r|tr|tc)\s)?(.*?)}}")
_LOOP = re.compile(r"{%\w*\s*-?\s*for\s+(\w+)\s+in\s")
_STEP = re.compile(r"{%(?:(?:p|r|tr|tc)\s)?-?\s*((\w*).*?)\s*-?%}")

_TAKES_ALL = re.compile(r"{(?:{p\s.*?}}|%p\s.*?%})")

_ALONE = {
    "for": ("", "{% endfor %}"),
    "if": ("", "{% endif %}"),
    "elif": ("{% if title %}", "{% endif %}"),
    "else": ("{% if title %}", "{% endif %}"),
    "endif": ("{% if title %}", ""),
    "endfor": ("{% for fact in facts %}", ""),
}
"""What stands before and after each tag for it to be read by itself."""


def word(page: Page, own: Own = OURS) -> bytes:
    """Lay a page out in Word.

    Args:
        own: A council's own templates; ours is used where there is none for Word among them.

    Raises:
        BrokenTemplate: Where the template cannot be opened, has no place for the report, or asks for what a template may not do.
    """
    path = own.find("report.docx", True)
    if path is None:
        source, shown = _ours(), "report.docx"
    else:
        source, shown = opened(path)[0], name_of(path)
    document = _filled(source, shown, page)
    mark = _place(document, shown)
    _Writer(document, mark).page(page)
    _describe(document, page)
    stream = BytesIO()
    document.save(stream)
    return _dated(stream.getvalue())


def _ours() -> bytes:
    return files("preinspect.templates").joinpath("report.docx").read_bytes()


def left_out(own: Own) -> tuple[Problem, ...]:
    """Say what is left out of a council's own Word template; raises BrokenTemplate where it may not be used at all."""
    path = own.find("report.docx", True)
    return opened(path)[1] if path else ()


# --- the template's own words


class _Letter(Templates):
    """What a Word template may ask for: plain words, and a loop over the facts."""

    def __init__(self, shown: str, names: frozenset[str] = NAMES) -> None:
        super().__init__(Language(frozenset(), names, {}, {}, {}, computed=False), OURS, _worded)
        self.shown = shown

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return super()._parse(source, name, self.shown)


def _worded(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _filled(source: bytes, shown: str, page: Page) -> Any:
    """Fill in the template's own words, with a mark in the report's place."""
    mark = Markup('<w:p xmlns:w="{}"><w:pPr><w:pStyle w:val="{}"/></w:pPr></w:p>').format(qn("w:p")[1:].partition("}")[0], _MARK)
    words = {"title": page.title, "authority": page.authority, "caveat": page.caveat, BODY: mark}
    facts = [{"name": name, "told": told} for name, told in page.facts]
    try:
        template = DocxTemplate(BytesIO(source))
        template.init_docx()
        _check_words(template.docx, shown)
        template.render({**words, "facts": facts}, jinja_env=_Letter(shown), autoescape=True)
    except BrokenTemplate:
        raise
    except Exception as error:  # docxtpl and python-docx raise many sorts; all mean that the template is at fault
        raise refused(shown, None, said(error)) from error
    return template.docx


def _check_words(document: Any, shown: str) -> None:
    """Try each placeholder and each tag by itself, so that what is wrong is told with its place; raises BrokenTemplate."""
    texts = list(_texts(document))
    loops = frozenset(name for _, text in texts for name in _LOOP.findall(text))
    letter = _Letter(shown, NAMES | loops | {"loop"})
    for where, text in texts:
        if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
            raise refused(shown, None, f"Braces are opened and not closed, or closed and not opened, in {where}: {text}")
        if (taking := _TAKES_ALL.search(text)) and text.strip() != taking[0]:
            message = (
                f"{taking[0]} takes the place of its whole paragraph, and other words stand in it. They stand in {where}: {text}"
            )
            raise refused(shown, None, message)
        alone = [(tag[0], f"{{{{ {tag[1]} }}}}") for tag in _TAG.finditer(text)]
        alone += [(tag[0], f"{{% {tag[1]} %}}".join(_ALONE.get(tag[2], ("", "")))) for tag in _STEP.finditer(text)]
        for tag, whole in alone:
            try:
                letter.from_string(whole.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"'}))
            except BrokenTemplate as error:
                problem = error.problem
                raise refused(shown, None, f"{problem.message} It stands in {where}: {tag}", problem.suggestion) from error
            except Exception as error:  # as above
                raise refused(shown, None, f"{said(error)} It stands in {where}: {tag}") from error
    _check_ends(texts, shown)


def _check_ends(texts: Sequence[tuple[str, str]], shown: str) -> None:
    """See that all that a template begins ends in the same part of it; raises BrokenTemplate with the place."""
    begun: list[tuple[str, str, str]] = []
    for where, text in texts:
        if where.startswith("paragraph 1 "):
            _refuse_begun(begun, shown)
        for tag in _STEP.finditer(text):
            if tag[2] in ("for", "if"):
                begun.append((tag[2], where, tag[0]))
            elif not begun or (tag[2] != "else" and begun[-1][0] != tag[2].removeprefix("end").replace("elif", "if")):
                raise refused(shown, None, f"Nothing is open that this belongs to. It stands in {where}: {tag[0]}")
            elif tag[2].startswith("end"):
                begun.pop()
    _refuse_begun(begun, shown)


def _refuse_begun(begun: Sequence[tuple[str, str, str]], shown: str) -> None:
    for name, where, tag in begun:
        message = f"A '{name}' is never closed: write {{% end{name} %}} where it ends. It stands in {where}: {tag}"
        raise refused(shown, None, message)


def _texts(document: Any) -> Iterator[tuple[str, str]]:
    """Go through the paragraphs of a document, its headers and footers, each with words for its place."""
    parts = [("its text", document.element.body)]
    for section in document.sections:
        parts += [
            (f"a {name}", part._element)
            for name, part in (
                *(("header", one) for one in (section.header, section.first_page_header, section.even_page_header)),
                *(("footer", one) for one in (section.footer, section.first_page_footer, section.even_page_footer)),
            )
            if not part.is_linked_to_previous
        ]
    for where, root in parts:
        for number, paragraph in enumerate(root.iter(qn("w:p")), 1):
            yield (
                f"paragraph {number} of {where}",
                "".join(one.text or "" for one in paragraph.iter(qn("w:t")) if next(one.iterancestors(qn("w:p"))) is paragraph),
            )


def _place(document: Any, shown: str) -> Any:
    """Find the mark in the report's place; raises BrokenTemplate where there is none, or more than one."""
    body = document.element.body
    found = [one for one in body.iter(qn("w:p")) if one.style == _MARK]
    if not found:
        raise refused(shown, None, "It has no place for the report. Write {{p body}} in a paragraph of its own.")
    if len(found) > 1:
        raise refused(shown, None, "It has more than one place for the report. Leave one {{p body}}.")
    return found[0]


# --- the report


class _Writer:
    """Writes a page into the place of a mark in a document."""

    def __init__(self, document: Any, mark: Any) -> None:
        self.document = document
        self.mark = mark
        _lend(document)
        self.styles = {style.name for style in document.styles}
        self.sheet = _Sheets(document, mark)
        self.headings: list[tuple[int, str, str]] = []
        self.cell = f'<w:pStyle w:val="{document.styles[_CELL].style_id}"/>'

    def page(self, page: Page) -> None:
        """Write all of it, beginning with what the template's own words do not tell."""
        self.head(page)
        before = page.contents if self.wants_contents(page) else None
        contents = None
        page = page.to_read()
        sections = [*page.sections, *([Section("Left out of this version", (Points(page.dropped),))] if page.dropped else [])]
        for number, section in enumerate(sections):
            if number == before:
                contents = self.paragraph("")
            self.sheet.turn(self.is_wide(section), self.put)
            self.section(section)
        self.sheet.end(self.put)
        if contents is not None:
            self.contents(contents, bool(before))
        following = self.mark.getnext()
        if self.mark.getparent().tag == qn("w:tc") and following is None:
            self.put(OxmlElement("w:p"))  # a cell ends with a paragraph
        self.mark.getparent().remove(self.mark)

    def head(self, page: Page) -> None:
        """Write title, facts and caveat where the template leaves them out: no report goes without them."""
        there = folded(" ".join(text for where, text in _texts(self.document) if where.endswith("its text")))
        if folded(visible(page.title)) not in there:
            self.paragraph(visible(page.title), "Title", bold=True)
        for name, told in page.facts:
            if folded(visible(told)) not in there:
                line = self.paragraph(f"{name}: ", bold=True)
                line.add_run(visible(told))
        if folded(visible(page.caveat)) not in there:
            self.paragraph(visible(page.caveat), bold=True)

    def put(self, element: Any) -> None:
        self.mark.addprevious(element)

    def paragraph(self, text: str, style: str | None = None, bold: bool = False) -> Any:
        """Write a paragraph; in bold where the template has no such style."""
        written = self.document.add_paragraph(style=self.style(style) if style else None)
        if text:
            written.add_run(text).bold = True if bold and not (style and self.style(style)) else None
        before = self.mark.getprevious()
        if style in (None, "List Bullet") and before is not None and before.tag == qn("w:tbl"):
            written.paragraph_format.space_before = Pt(6)
        self.put(written._p)
        return written

    def section(self, section: Section) -> None:
        for depth, one in section.walk(1):
            self.heading(visible(one.title), min(depth, 9))
            for block, following in zip_longest(one.blocks, one.blocks[1:]):
                self.block(block, isinstance(following, (Table, Picture, Grid)))

    def heading(self, text: str, level: int) -> None:
        """Write a heading in the template's style, or in bold where it has none: a template need not define every style."""
        written = self.paragraph(text, f"Heading {level}", bold=True)
        written.paragraph_format.keep_with_next = True
        name = f"_Toc{1000 + len(self.headings)}"
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for one in (start, end):
            one.set(qn("w:id"), str(90000 + len(self.headings)))
        start.set(qn("w:name"), name)
        written._p.insert(1, start)
        written._p.append(end)
        self.headings.append((level, text, name))

    def block(self, block: Block, leads: bool) -> None:
        """Write a block; words that lead to a table stay on its page."""
        if isinstance(block, Words):
            self.words(block).paragraph_format.keep_with_next = (leads and len(block.told) <= _LEADS) or None
        elif isinstance(block, Points):
            self.points(block)
        elif isinstance(block, Table) and block.none and not block.rows:
            self.paragraph(visible(block.none))
        elif isinstance(block, Table):
            self.table(block.caption, word_table.plain(block))
        else:
            self.paragraph(visible(block.words)).paragraph_format.keep_with_next = True
            sheet = word_table.bars(block) if isinstance(block, Picture) else word_table.counts(block)
            self.table(block.caption, sheet, block.words)

    def words(self, block: Words) -> Any:
        """Write a paragraph; a grade before it stands on its colour, and so does what somebody has to fill in."""
        written = self.paragraph("")
        if block.grade:
            word_table.mark(written.add_run(visible(block.grade.words)), word_table.tint(block.grade))
        told = f": {block.text}" if block.grade else block.text
        run = written.add_run(visible(told))
        run.bold = block.tone in ("strong", "warning") or None
        run.italic = block.tone == "quiet" or None
        word_table.mark(run, word_table.OPEN if block.prompt else "")
        return written

    def points(self, points: Points) -> None:
        for number, item in enumerate(points.items, 1):
            # Word goes on counting from list to list; a number that is text starts anew.
            text, style = (f"{number}. {item}", None) if points.numbered else (item, "List Bullet")
            if style and not self.style(style):
                text, style = f"\u2022 {item}", None
            self.paragraph(visible(text), style)

    def style(self, name: str) -> str | None:
        return name if name in self.styles else None

    def table(self, caption: str, sheet: word_table.Sheet, instead: str | None = None) -> None:
        """Write a table as wide as the page, with its caption above it.

        Args:
            instead: Says the same for those who do not see it.
        """
        self.paragraph(visible(caption), "Caption", bold=True).paragraph_format.keep_with_next = True
        element = word_table.lay(sheet, self.sheet.room // _TWIP, self.cell)
        self.put(element)
        WordTable(element, self.document._body).style = _TABLE
        word_table.describe(element, caption, instead)

    def is_wide(self, section: Section) -> bool:
        """Say whether a section has a table that does not fit on an upright sheet, and is long enough to be worth one on its side."""
        for _, one in section.walk():
            for block in one.blocks:
                if isinstance(block, Table) and len(block.heads) >= _WIDE and len(block.rows) >= _LONG:
                    return True
                if isinstance(block, Grid) and not word_table.fits(word_table.counts(block), self.sheet.upright_room // _TWIP):
                    return True
        return False

    # --- contents

    def wants_contents(self, page: Page) -> bool:
        """Say whether a report is long enough for a list of contents, and the template has none of its own."""
        own = "".join(one.text or "" for one in self.document.element.body.iter(qn("w:instrText")))
        return page.contents is not None and len(page.sections) > 5 and any(page.tables()) and not re.search(r"\bTOC\b", own)

    def contents(self, place: Any, anew: bool) -> None:
        """Write the headings as Word's own table of contents: it stands there at once, and Word can make it anew with page numbers.

        Numbers are left out until then: Word works them out on opening only where it first asks the reader about other files.

        Args:
            anew: Whether it begins a new page, after what stands before it.
        """
        deep = 2 if sum(level <= 2 for level, _, _ in self.headings) <= _CONTENTS else 1
        listed = [(level, text, name) for level, text, name in self.headings if level <= deep]
        frame = parse_xml(_FRAME)
        lines = frame[-1]
        title = self.document.add_paragraph(style=self.style("TOC Heading"))
        title.add_run("Contents").bold = None if self.style("TOC Heading") else True
        title.paragraph_format.keep_with_next = True
        title.paragraph_format.page_break_before = anew or None
        lines.append(title._p)
        for number, (level, text, name) in enumerate(listed):
            line = self.document.add_paragraph(style=self.style(f"TOC {level}") or self.style(f"toc {level}"))
            line.paragraph_format.keep_with_next = number < len(listed) - 1
            if line.style.name.lower() != f"toc {level}":
                line.paragraph_format.left_indent = Pt(14 * (level - 1))
            if number == 0:
                _field(line, "begin")
                instruction = OxmlElement("w:instrText")
                instruction.text = f' TOC \\o "1-{deep}" \\h \\z \\u '
                line.add_run()._r.append(instruction)
                _field(line, "separate")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), name)
            run = line.add_run(text)
            link.append(run._r)
            line._p.append(link)
            if number == len(listed) - 1:
                _field(line, "end")
            lines.append(line._p)
        place._p.addprevious(frame)
        place._p.getparent().remove(place._p)


def _lend(document: Any) -> None:
    """Give a template the styles of tables that it lacks from ours: the words keep the type of its own paragraphs."""
    there = {style.name for style in document.styles}
    if {_TABLE, _CELL} <= there:
        return
    ours = DocxTemplate(BytesIO(_ours()))
    ours.init_docx()
    for name in (_TABLE, _CELL):
        if name not in there:
            style = deepcopy(ours.docx.styles[name].element)
            style.set(qn("w:styleId"), f"Preinspect{style.get(qn('w:styleId'))}")
            document.styles.element.append(style)


def _field(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


class _Sheets:
    """Turns sheets on their sides and back, with the template's own margins, headers and footers.

    Attributes:
        room: The width between the margins of the sheet that is written on, in Word's own units.
    """

    def __init__(self, document: Any, mark: Any) -> None:
        self.mark = mark
        self.can_turn = mark.getparent().tag == qn("w:body")
        self.on = _layout_at(document, mark)
        self.upright = deepcopy(self.on)
        self.sideways = deepcopy(self.on)
        size = self.sideways.get_or_add_pgSz()
        self.was_upright = (size.w or 0) < (size.h or 0)
        size.w, size.h = size.h, size.w
        size.set(qn("w:orient"), "landscape")
        self.turned = False
        self.breaks = 0

    @property
    def room(self) -> int:
        return _room(self.sideways if self.turned else self.upright)

    @property
    def upright_room(self) -> int:
        return _room(self.upright)

    def turn(self, wide: bool, put: Callable[[Any], None]) -> None:
        """Begin a new sheet where what follows needs the other side."""
        if self.can_turn and self.was_upright and wide != self.turned:
            self._break(put)
            self.turned = wide

    def end(self, put: Callable[[Any], None]) -> None:
        """Go back to how the template goes on, if it does."""
        if not self.turned:
            self._settle(self.on)
            return
        if self._goes_on():
            self._break(put)
        else:
            size, turned = self.on.get_or_add_pgSz(), self.sideways.get_or_add_pgSz()
            size.w, size.h = turned.w, turned.h
            size.set(qn("w:orient"), "landscape")
        self._settle(self.on)
        self.turned = False

    def _goes_on(self) -> bool:
        """Say whether the template has more on this sheet than what ends it."""
        for one in self.mark.itersiblings():
            if one is self.on:
                return False
            if one.tag != qn("w:p") or next(one.iter(qn("w:t"), qn("w:drawing")), None) is not None:
                return True
            if any(part is self.on for part in one.iter(qn("w:sectPr"))):
                return False
        return True

    def _break(self, put: Callable[[Any], None]) -> None:
        paragraph = OxmlElement("w:p")
        properties = paragraph.get_or_add_pPr()
        layout = deepcopy(self.sideways if self.turned else self.upright)
        self._settle(layout)
        properties.append(layout)
        put(paragraph)
        self.breaks += 1

    def _settle(self, layout: Any) -> None:
        """Let only the first of the sheets that one became have a first page of its own, and begin to count."""
        if not self.breaks:
            return
        for name in ("w:titlePg", "w:type"):
            for one in layout.findall(qn(name)):
                layout.remove(one)
        for one in layout.findall(qn("w:pgNumType")):
            one.attrib.pop(qn("w:start"), None)


def _room(layout: Any) -> int:
    size, margins = layout.get_or_add_pgSz(), layout.get_or_add_pgMar()
    return int((size.w or 0) - (margins.left or 0) - (margins.right or 0))


def _layout_at(document: Any, mark: Any) -> Any:
    """Find the layout of the sheet that a place of a document lies on."""
    top = mark
    while top.getparent().tag != qn("w:body"):
        top = top.getparent()
    for one in top.itersiblings():
        found = one if one.tag == qn("w:sectPr") else one.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
        if found is not None:
            return found
    return document.element.body.get_or_add_sectPr()


def _describe(document: Any, page: Page) -> None:
    """Say in the file's own properties what it is and whose."""
    core = document.core_properties
    title, whose, caveat, facts = map(
        visible, (page.title, page.authority, page.caveat, "; ".join(told for _, told in page.facts))
    )
    core.title, core.author, core.last_modified_by, core.subject = title[:255], whose[:255], whose[:255], facts[:255]
    core.comments, core.keywords, core.category, core.language = caveat[:255], "", "", "en-GB"
    core.created, core.modified, core.revision = MADE, MADE, 1


def _dated(data: bytes) -> bytes:
    """Give every part of the file the same date."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            fixed = zipfile.ZipInfo(info.filename, (2000, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(info.filename))
    return stream.getvalue()
