"""Word files on our template and on a council's own: nothing is lost, nothing is run, and what cannot be used is told in plain words."""

from __future__ import annotations

import shutil
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from commands import EVIDENCE, run
from render.pages import AUDIENCES, FOLDERS, HOSTILE, KINDS, TRAP, laid, plain, text_of_word, texts

from preinspect.page import Count, Grid, Page, Points, Section, Table, Words
from preinspect.render.escape import visible
from preinspect.render.template import BrokenTemplate, Own

docx = pytest.importorskip("docx", reason="python-docx comes with the extra 'word'")
from docx.oxml import OxmlElement  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402

from preinspect.render.letter import opened  # noqa: E402
from preinspect.render.word import word  # noqa: E402

LOGO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
BODY_ONLY = ("{{p body }}",)
Change = Callable[[Any], None]


def own(folder: Path, lines: tuple[str, ...] = BODY_ONLY, change: Change | None = None, name: str = "council.docx") -> Own:
    """Write a council's template: a logo and a strapline in the header, its own headings, and some paragraphs."""
    document = docx.Document()
    header = document.sections[0].header.paragraphs[0]
    header.add_run("Our council").add_picture(BytesIO(LOGO))
    document.styles["Heading 1"].font.name = "Georgia"
    for line in lines:
        document.add_paragraph(line)
    if change:
        change(document)
    document.save(str(folder / name))
    return Own(instead=folder / name)


def repacked(own: Own, change: Callable[[dict[str, bytes]], None]) -> Own:
    """Change the parts of a template's file."""
    assert own.instead is not None
    with zipfile.ZipFile(own.instead) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    with zipfile.ZipFile(own.instead, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return own


def text_of(paragraph: Any) -> str:
    return "".join(one.text or "" for one in paragraph.iter(qn("w:t")))


def refusal(own: Own) -> str:
    """Give what is said of a template that is refused."""
    with pytest.raises(BrokenTemplate) as caught:
        word(TRAP, own)
    problem = caught.value.problem
    assert problem.code == "PI501"
    assert problem.at.file.endswith("council.docx")
    return f"{problem.message} {problem.suggestion or ''}"


# --- nothing is lost


@pytest.mark.parametrize(
    "lines", [BODY_ONLY, ("{{ title }}", "{{ caveat }}", "{{p body}}"), ("Foreword", "{{p body}}", "Afterword")]
)
@pytest.mark.parametrize(("folder", "kind"), [(folder, kind) for folder in FOLDERS for kind in KINDS])
def test_a_councils_template_is_used_and_every_fact_is_there(
    tmp_path: Path, folder: str, kind: str, lines: tuple[str, ...]
) -> None:
    page = laid(folder, kind)
    made = word(page, own(tmp_path, lines))
    content = text_of_word(made)
    document = docx.Document(BytesIO(made))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    pictures = [one for one in document.sections[0].header.part.rels.values() if one.reltype.endswith("/image")]
    assert [text for text in texts(page) if plain(visible(text)) not in content] == []
    assert [line for line in lines if "{" not in line and line not in content] == []
    assert [plain(one) for one in headings] == [plain(visible(one.title)) for one in page.to_read().sections]
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert document.sections[0].header.paragraphs[0].text == "Our council"
    assert [one.target_part.blob for one in pictures] == [LOGO]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize(("folder", "kind"), [(folder, kind) for folder in FOLDERS for kind in KINDS])
def test_our_template_tells_every_fact_to_every_audience(folder: str, kind: str, audience: str) -> None:
    page = laid(folder, kind, audience)
    content = text_of_word(word(page))
    assert [text for text in texts(page) if plain(visible(text)) not in content] == []


def test_what_a_template_tells_itself_is_not_told_twice(tmp_path: Path) -> None:
    page = laid("dudley-2011", "committee")
    lines = (
        "{{ title }}",
        "{%p for fact in facts %}",
        "{{ fact.name }}: {{ fact.told }}",
        "{%p endfor %}",
        "{{ caveat }}",
        "{{p body }}",
    )
    document = docx.Document(BytesIO(word(page, own(tmp_path, lines))))
    told = [one.text for one in document.paragraphs]
    assert told.count(page.title) == told.count(page.caveat) == 1
    assert sum(page.facts[0][1] in one for one in told) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_a_councils_template(tmp_path: Path, text: str) -> None:
    made = own(tmp_path, ("{{ title }}", "{%p for fact in facts %}", "{{ fact.told }}", "{%p endfor %}", "{{p body }}"))
    page = Page(
        "gap", text, (("Fact", text),), text, (Section(text, (Words(text), Points((text,)), table(text))),), (text,), text
    )
    content = text_of_word(word(page, made))
    assert content.count(plain(visible(text))) >= 8


def table(text: str) -> Table:
    return Table(text, (text,), ((text,),))


def test_what_docxtpl_would_rewrite_stays_as_it_was_written(tmp_path: Path) -> None:
    odd = "{_{ 7 }_} {_% x %_} \t tab\nline"
    content = text_of_word(word(Page("gap", "T", (), "C", (Section("S", (Words(odd), table(odd))),)), own(tmp_path)))
    assert content.count(plain(odd)) == 4


@pytest.mark.parametrize("missing", ["Heading 1", "Caption", "List Bullet", "Table Grid"])
def test_a_template_need_not_define_every_style(tmp_path: Path, missing: str) -> None:
    def change(document: Any) -> None:
        element = document.styles[missing].element
        element.getparent().remove(element)

    page = laid("ealing-2019", "board")
    content = text_of_word(word(page, own(tmp_path, BODY_ONLY, change)))
    assert [text for text in texts(page) if plain(visible(text)) not in content] == []


def test_the_place_for_the_report_may_be_a_cell_of_a_table(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.add_table(rows=1, cols=1).cell(0, 0).paragraphs[0].text = "{{p body }}"

    page = laid("ealing-2019", "committee")
    made = word(page, own(tmp_path, ("Letterhead",), change))
    cell = next(docx.Document(BytesIO(made)).element.iter(qn("w:tc")))
    assert cell[-1].tag == qn("w:p")
    content = text_of_word(made)
    assert [text for text in texts(page) if plain(visible(text)) not in content] == []


def test_a_template_of_word_dotx_is_used_as_a_document(tmp_path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")

    assert TRAP.title in text_of_word(word(TRAP, repacked(own(tmp_path), change)))


def test_a_template_beside_the_evidence_is_used_with_no_option(tmp_path: Path) -> None:
    shutil.copytree(EVIDENCE / "ealing-2019", tmp_path / "ealing")
    (tmp_path / "ealing" / "templates").mkdir()
    own(tmp_path / "ealing" / "templates", ("Town Hall", *BODY_ONLY), name="report.docx")
    run("report", tmp_path / "ealing", "--kind", "plan", "--output", tmp_path / "plan.docx")
    content = text_of_word((tmp_path / "plan.docx").read_bytes())
    assert "Town Hall" in content and "Our council" in content and "Predicted from the evidence of this council" in content


# --- how it is laid out

WIDE = Table("Eight columns", tuple("ABCDEFGH"), (tuple("abcdefgh"),) * 4)
WIDE_LAST = Page("gap", "T", (), "C", (Section("Upright", (Words("Words"),)), Section("On its side", (WIDE,))))


def test_a_cover_on_a_sheet_of_its_own_stays_before_the_report(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.add_paragraph("Cover")
        document.add_section()
        document.add_paragraph("{{p body }}")
        document.add_section()
        document.add_paragraph("Back")

    made = docx.Document(BytesIO(word(WIDE_LAST, own(tmp_path, (), change))))
    assert [one.page_width > one.page_height for one in made.sections] == [False, False, True, False]
    assert [made.paragraphs[0].text, made.paragraphs[-1].text] == ["Cover", "Back"]


def test_wide_tables_stand_on_sheets_on_their_sides_with_the_templates_header(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.sections[0].different_first_page_header_footer = True
        document.sections[0].first_page_header.paragraphs[0].text = "Letterhead"

    sections = docx.Document(BytesIO(word(WIDE_LAST, own(tmp_path, (*BODY_ONLY, "Afterword"), change)))).sections
    assert [one.orientation for one in sections] == [0, 1, 0]
    assert [one.page_width > one.page_height for one in sections] == [False, True, False]
    assert {one.header.paragraphs[0].text for one in sections} == {"Our council"}
    assert [one.different_first_page_header_footer for one in sections] == [True, False, False]


def test_the_last_sheet_is_turned_where_nothing_follows() -> None:
    sections = docx.Document(BytesIO(word(WIDE_LAST))).sections
    assert [one.page_width > one.page_height for one in sections] == [False, True]


def test_what_follows_a_wide_table_stands_upright_again() -> None:
    page = replace(WIDE_LAST, sections=(*WIDE_LAST.sections, Section("Upright again", (Words("Words"),))))
    sections = docx.Document(BytesIO(word(page))).sections
    assert [one.page_width > one.page_height for one in sections] == [False, True, False]


@pytest.mark.parametrize(("folder", "kind"), [(folder, kind) for folder in FOLDERS for kind in KINDS])
def test_no_report_of_the_seed_folders_needs_a_sheet_on_its_side(folder: str, kind: str) -> None:
    assert len(docx.Document(BytesIO(word(laid(folder, kind)))).sections) == 1


def test_a_wide_table_of_few_rows_takes_no_sheet_on_its_side() -> None:
    few = replace(WIDE, rows=WIDE.rows[:3])
    assert len(docx.Document(BytesIO(word(Page("gap", "T", (), "C", (Section("Few", (few,)),))))).sections) == 1


@pytest.mark.parametrize(("columns", "on_its_side"), [(15, False), (30, True)])
def test_a_grid_that_does_not_fit_upright_takes_a_sheet_on_its_side(columns: int, on_its_side: bool) -> None:
    grid = Grid("Grid", tuple(f"Kind {n}" for n in range(columns)), (("Row", (Count(12, 3),) * columns),) * 9, "Words")
    section = docx.Document(BytesIO(word(Page("gap", "T", (), "C", (Section("Grid", (grid,)),))))).sections[-1]
    assert (section.page_width > section.page_height) is on_its_side


def test_every_table_has_a_header_a_name_and_its_caption_above_it() -> None:
    page = laid("ealing-2019", "board")
    document = docx.Document(BytesIO(word(page)))
    names = [one.get(qn("w:val")) for one in document.element.iter(qn("w:tblCaption"))]
    assert len(names) == len(document.tables) > 5
    for found, name in zip(document.tables, names, strict=True):
        caption = docx.text.paragraph.Paragraph(found._tbl.getprevious(), document)
        assert caption.text == name
        assert caption.style.name == "Caption"
        assert caption.paragraph_format.keep_with_next
        assert found.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in found.rows)


def test_no_row_stands_alone_under_its_heads_and_none_but_a_long_one_is_broken() -> None:
    table = Table("T", ("A", "B"), (*((f"{n}", "word " * 40) for n in range(6)), ("6", "word " * 400)))
    (found,) = docx.Document(BytesIO(word(Page("gap", "T", (), "C", (Section("S", (table,)),))))).tables
    keeps = [next(row._tr.iter(qn("w:keepNext")), None) is not None for row in found.rows]
    whole = [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in found.rows]
    assert keeps == [True, True, False, False, False, False, True, False]
    assert whole == [*[True] * 7, False]


def test_a_picture_says_in_words_what_it_shows() -> None:
    document = docx.Document(BytesIO(word(laid("ealing-2019", "board"))))
    told = [one.get(qn("w:val")) for one in document.element.iter(qn("w:tblDescription"))]
    assert [one for one in told if one.startswith("Descriptors:")]


@pytest.mark.parametrize(("kind", "wanted"), [("gap", True), ("committee", True), ("one-page", False)])
def test_a_long_report_has_a_list_of_its_headings_that_lead_to_them(kind: str, wanted: bool) -> None:
    document = docx.Document(BytesIO(word(laid("ealing-2019", kind)))).element
    links = [one.get(qn("w:anchor")) for one in document.iter(qn("w:hyperlink"))]
    marks = {one.get(qn("w:name")): one for one in document.iter(qn("w:bookmarkStart"))}
    assert ("TOC" in "".join(one.text for one in document.iter(qn("w:instrText")))) is wanted
    assert bool(links) is wanted
    assert [one for one in links if one not in marks] == []


def test_a_gap_report_says_what_is_in_short_before_its_list_of_contents() -> None:
    told = [text_of(one) for one in docx.Document(BytesIO(word(laid("dudley-2011", "gap")))).element.iter(qn("w:p"))]
    assert (
        told.index("In short")
        < told.index("Do next")
        < told.index("Contents")
        < told.index("What changed", told.index("Contents"))
    )


@pytest.mark.parametrize(("folder", "kind", "levels"), [("dudley-2011", "gap", 1), ("ealing-2019", "gap", 2)])
def test_a_list_of_contents_has_a_second_level_only_where_it_stays_short(folder: str, kind: str, levels: int) -> None:
    page = laid(folder, kind).to_read()
    document = docx.Document(BytesIO(word(page))).element
    lines = [text_of(link) for link in document.iter(qn("w:hyperlink"))]
    listed = [visible(one.title) for section in page.sections for depth, one in section.walk(1) if depth <= levels]
    assert lines == listed
    assert len(lines) <= 30
    assert f'"1-{levels}"' in "".join(one.text for one in document.iter(qn("w:instrText")))


def test_word_opens_a_report_without_asking_whether_to_fetch_from_other_files() -> None:
    with zipfile.ZipFile(BytesIO(word(laid("ealing-2019", "gap")))) as parts:
        assert b"updateFields" not in parts.read("word/settings.xml")
        assert b"w:dirty" not in parts.read("word/document.xml")


def test_the_file_says_whose_it_is_and_in_which_language() -> None:
    core = docx.Document(BytesIO(word(laid("dudley-2011", "plan", "public")))).core_properties
    page = laid("dudley-2011", "plan", "public")
    assert (core.title, core.author, core.last_modified_by, core.language) == (
        page.title,
        page.authority,
        page.authority,
        "en-GB",
    )
    assert core.comments == page.caveat
    assert "The public." in core.subject


def test_our_template_numbers_its_pages() -> None:
    footer = docx.Document(BytesIO(word(TRAP))).sections[0].footer
    assert [one.text.strip() for one in footer._element.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


# --- what is refused


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"no zip", "not a Word file"), (b"PK\x03\x04 broken", "not a Word file"), (b"", "not a Word file")],
)
def test_what_is_no_word_file_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "council.docx").write_bytes(content)
    assert why in refusal(Own(instead=tmp_path / "council.docx"))


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    made = own(tmp_path)
    assert made.instead is not None
    data = bytearray(made.instead.read_bytes())
    data[200:4000] = b"x" * 3800
    made.instead.write_bytes(bytes(data))
    assert "damaged" in refusal(made)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("No place",), "no place for the report. Write {{p body}}"),
        (("{{p body }}", "{{p body }}"), "more than one place"),
        (
            ("{{ titel }}", *BODY_ONLY),
            "There is no 'titel' to put into a report. It stands in paragraph 1 of its text: {{ titel }} title",
        ),
        (("{{ fact.tld }}", *BODY_ONLY), "There is no 'fact'"),
        (
            ("{%p for fact in facts %}", "{{ fact.tld }}", "{%p endfor %}", *BODY_ONLY),
            "There is no 'tld' here. Did you mean 'told'?",
        ),
        (("{{ ''.__class__.__mro__ }}", *BODY_ONLY), "may not"),
        (("{{ title.__globals__ }}", *BODY_ONLY), "may not look at '__globals__'. It stands in paragraph 1"),
        (("{{ title | upper }}", *BODY_ONLY), "may not use '|'"),
        (("{{ cycler('a') }}", *BODY_ONLY), "may not use '( )'"),
        (("{{ title[0] }}", *BODY_ONLY), "may not use '[ ]'"),
        (("{{ 'x' * 10**10 }}", *BODY_ONLY), "may not use '*'"),
        (("{{ title + title }}", *BODY_ONLY), "may not use '+'"),
        (
            ("{% for x in range(10**9) %}x{% endfor %}", *BODY_ONLY),
            "may not use '( )'. It stands in paragraph 1 of its text: {% for x in range(10**9) %}",
        ),
        (("{% set x = 1 %}", *BODY_ONLY), "may not use 'set'. It stands in paragraph 1 of its text: {% set x = 1 %}"),
        (("{% include 'x' %}", *BODY_ONLY), "may not use 'include'. It stands in paragraph 1"),
        (
            ("{%p for x in facts %}", *BODY_ONLY),
            "A 'for' is never closed: write {% endfor %} where it ends. It stands in paragraph 1 of its text: {%p for x in facts %}",
        ),
        (("{% fro x in facts %}", *BODY_ONLY), "There is no '{% fro %}'. Did you mean {% for %}? It stands in paragraph 1"),
        (
            ("A line", "{% if titel %}x{% endif %}", *BODY_ONLY),
            "There is no 'titel' to put into a report. It stands in paragraph 2 of its text: {% if titel %} title",
        ),
        (
            ("{% if title %}x{% elif title.__class__ %}{% else %}{% endif %}", *BODY_ONLY),
            "may not look at '__class__'. It stands in paragraph 1 of its text: {% elif title.__class__ %}",
        ),
        (
            ("{% if title == %}x{% endif %}", *BODY_ONLY),
            "cannot be read. It stands in paragraph 1 of its text: {% if title == %}",
        ),
        (("{%tr for x in fatcs %}", "{%tr endfor %}", *BODY_ONLY), "paragraph 1 of its text: {%tr for x in fatcs %} facts"),
        (
            ("{% for x in facts %}{% endif %}", *BODY_ONLY),
            "Nothing is open that this belongs to. It stands in paragraph 1 of its text: {% endif %}",
        ),
        (("{% endfor %}", *BODY_ONLY), "Nothing is open that this belongs to. It stands in paragraph 1"),
        (("{{ title", *BODY_ONLY), "not closed, or closed and not opened, in paragraph 1 of its text: {{ title"),
        (("{{ 7 title }}", *BODY_ONLY), "cannot be read. It stands in paragraph 1"),
    ],
)
def test_a_template_that_asks_for_what_there_is_not_is_refused_at_once(tmp_path: Path, lines: tuple[str, ...], why: str) -> None:
    began = time.monotonic()
    assert why in refusal(own(tmp_path, lines))
    assert time.monotonic() - began < 5


def test_loops_within_loops_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preinspect.render.template.STEPS", 100_000)
    page = Page("gap", "T", tuple((str(n), "told") for n in range(100)), "C", ())
    loops = "{% for a in facts %}{% for b in facts %}{% for c in facts %}{% endfor %}{% endfor %}{% endfor %}"
    with pytest.raises(BrokenTemplate, match="goes on for too long"):
        word(page, own(tmp_path, (loops, *BODY_ONLY)))


@pytest.mark.parametrize("where", ["header", "footer"])
def test_a_misspelt_word_is_found_in_header_and_footer(tmp_path: Path, where: str) -> None:
    def change(document: Any) -> None:
        getattr(document.sections[0], where).paragraphs[0].text = "{{ cavaet }}"

    assert f"paragraph 1 of a {where}: {{{{ cavaet }}}} caveat" in refusal(own(tmp_path, BODY_ONLY, change))


def tracked(name: str) -> Change:
    def change(document: Any) -> None:
        paragraph = document.add_paragraph("Once ")
        one = OxmlElement(f"w:{name}")
        one.set(qn("w:author"), "Somebody")
        paragraph._p.append(one)

    return change


@pytest.mark.parametrize("name", ["ins", "del", "moveFrom", "moveTo"])
def test_tracked_changes_would_hand_out_who_made_them(tmp_path: Path, name: str) -> None:
    assert "It has tracked changes, with the names of those who made them. Accept" in refusal(
        own(tmp_path, BODY_ONLY, tracked(name))
    )


def test_comments_would_hand_out_who_made_them(tmp_path: Path) -> None:
    words = b'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment w:author="A"/></w:comments>'
    assert "It has comments" in refusal(repacked(own(tmp_path), added("word/comments.xml", words)))


@pytest.mark.parametrize("line", ["Before {{p body }}", "{{p body }} after", "{%p if title %} words"])
def test_words_that_a_placeholder_s_paragraph_would_take_away_are_told(tmp_path: Path, line: str) -> None:
    assert "takes the place of its whole paragraph, and other words stand in it. They stand in paragraph 1 of" in refusal(
        own(tmp_path, (line, *BODY_ONLY))
    )


def test_what_is_begun_in_the_text_does_not_end_in_a_footer(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        document.sections[0].footer.paragraphs[0].text = "{% endif %}"

    assert "'if' is never closed" in refusal(own(tmp_path, ("{% if title %}", *BODY_ONLY), change))


def test_every_tag_that_a_template_may_use_is_let_through(tmp_path: Path) -> None:
    lines = (
        "{%p if authority %}",
        "Never",
        "{%p elif title %}",
        "{% for fact in facts if fact.name %}{{ loop.index }} {{ fact.told }}{% else %}none{% endfor %}",
        "{%p else %}",
        "{%p endif %}",
    )
    page = Page("gap", "A", (("N", "What it is"),), "C", ())
    assert "1 What it is" in text_of_word(word(page, own(tmp_path, (*lines, *BODY_ONLY))))


def relation(kind: str, target: str) -> Change:
    def change(document: Any) -> None:
        document.part.relate_to(
            target, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}", is_external=True
        )

    return change


@pytest.mark.parametrize("kind", ["oleObject", "frame", "subDocument", "mailMergeSource", "image"])
def test_what_would_be_fetched_from_elsewhere_is_refused(tmp_path: Path, kind: str) -> None:
    told = refusal(own(tmp_path, BODY_ONLY, relation(kind, "https://example.org/x")))
    assert "object of another program" in told or "fetches from elsewhere" in told


def test_a_link_that_people_click_is_kept(tmp_path: Path) -> None:
    made = word(TRAP, own(tmp_path, BODY_ONLY, relation("hyperlink", "https://example.org/x")))
    with zipfile.ZipFile(BytesIO(made)) as parts:
        assert b"https://example.org/x" in parts.read("word/_rels/document.xml.rels")


def test_an_attached_template_is_left_out_and_said(tmp_path: Path) -> None:
    def change(document: Any) -> None:
        settings = document.part._settings_part
        number = settings.relate_to(
            "file:///S:/secret/council.dotm",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
            is_external=True,
        )
        attached = OxmlElement("w:attachedTemplate")
        attached.set(qn("r:id"), number)
        document.settings.element.append(attached)

    made = own(tmp_path, BODY_ONLY, change)
    assert made.instead is not None
    with zipfile.ZipFile(BytesIO(word(TRAP, made))) as parts:
        assert not [name for name in parts.namelist() if b"attachedTemplate" in parts.read(name) or b"secret" in parts.read(name)]
    assert [problem.code for problem in opened(made.instead)[1]] == ["PI503"]
    result = run("report", EVIDENCE / "ealing-2019", "--template", made.instead, "--output", tmp_path / "made.docx")
    assert "PI503" in result.stderr


@pytest.mark.parametrize("kind", ["DDEAUTO", "INCLUDETEXT", "includepicture", "LINK"])
def test_a_field_that_fetches_or_runs_is_refused(tmp_path: Path, kind: str) -> None:
    def change(document: Any) -> None:
        run = document.add_paragraph().add_run()
        for part in (kind[:3], kind[3:] + " x"):
            words = OxmlElement("w:instrText")
            words.text = part
            run._r.append(words)

    assert f"field of the kind {kind.upper()}" in refusal(own(tmp_path, BODY_ONLY, change))


def added(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: content})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (added("word/vbaProject.bin", b"x"), "macros"),
        (added("word/embeddings/oleObject1.bin", b"x"), "object of another program"),
        (added("word/activeX/activeX1.xml", b"<x/>"), "object of another program"),
        (added("word/extra.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "defines names of its own"),
        (added("word/extra.xml", b"<x>"), "damaged"),
        (lambda parts: parts.pop("word/document.xml"), "not a Word file"),
        (
            lambda parts: parts.update(
                {
                    "[Content_Types].xml": parts["[Content_Types].xml"].replace(
                        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                        b"vnd.ms-word.document.macroEnabled.main+xml",
                    )
                }
            ),
            "macros",
        ),
    ],
)
def test_a_file_that_holds_more_than_a_letter_is_refused(
    tmp_path: Path, change: Callable[[dict[str, bytes]], None], why: str
) -> None:
    assert why in refusal(repacked(own(tmp_path), change))


def test_a_file_that_unpacks_to_more_than_any_letter_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preinspect.render.letter.LARGEST", 1_000)
    assert "too large" in refusal(own(tmp_path))


def test_a_refusal_names_the_file_and_no_word_of_python_and_writes_nothing(tmp_path: Path) -> None:
    made = own(tmp_path, ("{{ titel }}", *BODY_ONLY))
    result = run("report", EVIDENCE / "ealing-2019", "--template", made.instead, "--output", tmp_path / "made.docx", exit_code=1)
    assert "council.docx: PI501 error: There is no 'titel' to put into a report." in " ".join(result.stderr.split())
    assert "Did you mean 'title'?" in " ".join(result.stderr.split())
    assert "No report was written" in result.stderr
    assert "Error'" not in result.stderr and "Undefined" not in result.stderr
    assert not (tmp_path / "made.docx").exists()
