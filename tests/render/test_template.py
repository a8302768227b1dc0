"""A council's own templates for HTML and Markdown: used before ours, kept within what the documents list, and told plainly of."""

from __future__ import annotations

import re
import shutil
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from commands import EVIDENCE, facts, run
from render.pages import FOLDERS, HOSTILE, KINDS, ROOT, TRAP, laid, plain

from preinspect.page import Page, Section, Table, Words
from preinspect.render import html, markdown
from preinspect.render.escape import markdown as escaped
from preinspect.render.own import faults
from preinspect.render.template import BrokenTemplate, Own, ours

TEMPLATES = ROOT / "templates"
OURS = [name for name in ours() if name.endswith((".html", ".md", ".css"))]
DOCUMENT = (ROOT / "docs" / "templates.md").read_text("utf-8")

PAGE = """{% for name, told in page.facts %}{{ name }}: {{ told }} {% endfor %}{{ page.title }} {{ page.caveat }}
{% for section in page.sections %}{% for depth, one in section.walk() %}{{ one.title }}
{% endfor %}{% endfor %}{% for one in page.dropped %}{{ one }}{% endfor %}
"""
"""The least that a template of a page may say."""


def own(folder: Path, **texts: str) -> Own:
    """Write templates, `page_html` as page.html."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    return Own((folder,))


def refusal(templates: Own, code: str = "PI501") -> str:
    """Give what is said of a template that is refused, with its file and line."""
    with pytest.raises(BrokenTemplate) as caught:
        html.page(TRAP, templates)
    problem = caught.value.problem
    assert problem.code == code
    hint = f" ({problem.suggestion})" if problem.suggestion else ""
    return f"{Path(problem.at.file).name}:{problem.at.line} {problem.message}{hint}"


# --- used before ours


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_of_our_templates_makes_the_same_page(tmp_path: Path, folder: str, kind: str) -> None:
    for name in OURS:
        shutil.copy(TEMPLATES / name, tmp_path)
    page, copies = laid(folder, kind), Own((tmp_path,))
    assert html.page(page, copies) == html.page(page)
    assert markdown.page(page, copies) == markdown.page(page)


def test_the_folder_that_is_named_comes_before_the_one_beside_the_evidence(tmp_path: Path) -> None:
    shutil.copytree(EVIDENCE / "ealing-2019", tmp_path / "ealing")
    own(tmp_path / "ealing" / "templates", letterhead_html="<p>Beside</p>", page_md=f"Beside {PAGE}")
    own(tmp_path / "named", letterhead_html="<p>Named</p>")
    words = ("report", tmp_path / "ealing", "--kind", "plan", "--output", "-")
    assert "<p>Beside</p>" in run(*words).stdout
    named = run(*words, "--templates", tmp_path / "named").stdout
    assert "<p>Named</p>" in named and "Beside" not in named
    assert run(*words, "--format", "md").stdout.startswith("Beside ")


@pytest.mark.parametrize(("name", "form"), [("council.html", "html"), ("council.md", "md")])
def test_one_file_stands_for_the_whole_report(tmp_path: Path, name: str, form: str) -> None:
    (tmp_path / name).write_text(f"Ours {PAGE}", "utf-8")
    result = run(
        *("report", EVIDENCE / "ealing-2019", "--kind", "board", "--output", "-", "--format", form, "--template", tmp_path / name)
    )
    assert "Ours Framework: " in result.stdout


@pytest.mark.parametrize(
    ("form", "why"), [("docx", "ends in .docx"), ("md", "ends in .md"), ("xlsx", "without a"), ("json", "without a")]
)
def test_a_template_of_another_format_is_wrong_usage(tmp_path: Path, form: str, why: str) -> None:
    (tmp_path / "council.html").write_text(PAGE, "utf-8")
    told = run("report", EVIDENCE / "ealing-2019", "--format", form, "--template", tmp_path / "council.html", exit_code=2).stderr
    assert why in " ".join(told.split()) and "Nothing was written" in " ".join(told.split())


def test_styles_are_taken_as_they_are_written(tmp_path: Path) -> None:
    style = "h1{#a{{color:red}}%}{% x %} content:'{{ 7 }}'"
    assert style in html.page(TRAP, own(tmp_path, style_css=style))


def test_a_logo_is_shown_above_the_page(tmp_path: Path) -> None:
    logo = '<img alt="Anyshire" src="data:image/png;base64,iVBORw0KGgo=">'
    made = html.page(TRAP, own(tmp_path, letterhead_html=logo))
    assert made.index(logo) < made.index("<h1")
    assert "img-src data:" in made


def test_a_part_of_ones_own_may_be_taken_in(tmp_path: Path) -> None:
    made = own(tmp_path, letterhead_html='{% include "address.html" %}', address_html="<p>Town Hall</p>")
    assert "<p>Town Hall</p>" in html.page(TRAP, made)


def test_a_page_without_a_policy_gets_one(tmp_path: Path) -> None:
    made = html.page(TRAP, own(tmp_path, page_html=PAGE))
    assert made.startswith('<meta http-equiv="Content-Security-Policy" content="default-src \'none\'')


class Elements(HTMLParser):
    """The names of the elements of a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_escaped_in_a_councils_own_template(tmp_path: Path, text: str) -> None:
    shown = "{% if b is words %}<p title='{{ b.text }}'>{{ b.text }}</p>{% endif %}"
    blocks = f"{{% for s in page.sections %}}{{% for b in s.blocks %}}{shown}{{% endfor %}}{{% endfor %}}"
    made = html.page(TRAP, own(tmp_path, page_html=PAGE + blocks, page_md=PAGE + blocks))
    assert Elements(made).names == {"meta", "p"}
    assert "\u202e" not in made and "\x1b" not in made
    assert escaped(text) in plain(markdown.page(TRAP, own(tmp_path, page_md=PAGE + blocks)))


def test_what_is_absent_is_printed_as_nothing_and_no_word_of_python(tmp_path: Path) -> None:
    table = Page("gap", "Title", (), "Caveat", (Section("Section", (Table("Caption", ("A",), ((None,),)), Words("text"))),))
    cells = "{% with blocks = page.sections[0].blocks %}[{{ blocks[0].rows[0][0] }}] [{{ blocks[1].prompt }}]{% endwith %}"
    assert "[] [no]" in html.page(table, own(tmp_path, page_html=PAGE + cells))


# --- what is refused


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("\n{{ page.titel }}", "2 There is no 'titel' here. Did you mean 'title'?"),
        ("\n\n{{ pgae.title }}", "3 There is no 'pgae' to put into a report. (page)"),
        ("{{ page.title | cods }}", "1 A template has no way to write something '| cods'. (codes)"),
        ("{{ page.title | safe }}", "1 A template has no way to write something '| safe'."),
        ("{{ page.title | center(10**9) }}", "A template "),
        ("{{ page is tabel }}", "1 A template has no question 'is tabel'. (table)"),
        ("{{ page.title.__class__ }}", "1 A template may not look at '__class__'."),
        ("{{ page['__class__'] }}", "1 It asks for something that a template may not look at."),
        ("{{ 'x' * 10**10 }}", "1 A template may not use '*'."),
        ("{{ page.title ~ page.title }}", "1 A template may not use '~'."),
        ("{{ '%1000000000d' % 1 }}", "1 A template may not use '%'."),
        ("{{ page.title.ljust(10) }}", "1 A template may not use '.ljust( )'."),
        ("{{ range(10) }}", "1 There is no 'range' to put into a report."),
        ("\n{% for x in page.facts %}", "A 'for' is never closed: write {% endfor %}"),
        ("{% fro x in page.facts %}", "1 There is no '{% fro %}'. Did you mean {% for %}?"),
        ("{{ page.title", "What stands between the braces here cannot be read."),
        ("{% extends 'page.html' %}", "1 A template may not use 'extends'."),
        ("\n{% include 'logo.html' %}", "2 There is no template 'logo.html' to take in."),
        ("{% include 'stile.css' %}", "1 There is no template 'stile.css' to take in. (style.css)"),
        ("{% include '../../etc/passwd' %}", "1 There is no template '../../etc/passwd' to take in."),
        ("{% include 'page.html' %}", "uses itself without end"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "1 A part of it uses itself without end."),
        ("{{ page.facts | join(page.title) }}", "1 What stands between joined texts is written out, in 20 letters at most."),
        ("{{ page.facts() }}", "1 A template may not use '.facts( )'."),
        ("\n{{ page }}", "2 What stands here is no text and no number: name a part of it"),
        ("\n{{ page.sections }}", "2 What stands here is no text"),
        ("\n{{ page(1) }}", "2 What stands here cannot be worked out."),
        ("{% for x in page.caveat.title %}{% endfor %}", "1 "),
        ('\n<img src="https://example.org/x.png">', "2 It would fetch something from the network."),
        ("<link rel=stylesheet href=//example.org/x.css>", "1 It would fetch something from the network."),
        ("<style>@import 'x.css'</style>", "1 It would fetch styles"),
        ("<script>alert(1)</script>", "1 It holds a script of its own."),
        ("<iframe></iframe>", "1 It would show another page"),
    ],
)
def test_a_template_that_asks_for_what_it_may_not_is_refused_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    told = refusal(own(tmp_path, page_html=text))
    assert told.startswith("page.html:")
    assert why in told
    assert not re.search("Error|Undefined|object|Traceback", told)


def test_a_link_that_people_click_is_no_fetching(tmp_path: Path) -> None:
    assert "https://example.org" in html.page(TRAP, own(tmp_path, letterhead_html='<a href="https://example.org">Us</a>'))


DOUBLED = "{% macro twice(x) %}{{ x }}{{ x }}{% endmacro %}{% set a = page.title %}" + "{% set a = twice(a) %}" * 40
JOINED = "{% set a = page.title %}" + "{% set a = [a, a] | join %}" * 40
LAUGHS = (
    "".join(f"{{% macro m{n}() %}}{f'{{{{ m{n - 1}() }}}}' * 10 if n else ''}{{% endmacro %}}" for n in range(12)) + "{{ m11() }}"
)
NESTED = "{% for s in page.sections %}" + "{% for a in page.sections[0].blocks[0].text %}" * 12 + "{% endfor %}" * 13


@pytest.mark.parametrize("text", [DOUBLED, JOINED, LAUGHS, NESTED], ids=["doubled", "joined", "laughs", "nested"])
def test_a_template_that_would_go_on_and_on_is_ended(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preinspect.render.template.STEPS", 300_000)
    began = time.monotonic()
    assert "goes on for too long, or writes too much" in refusal(own(tmp_path, page_html=text))
    assert time.monotonic() - began < 20


def test_templates_that_take_each_other_in_again_and_again_are_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preinspect.render.template.STEPS", 10_000)
    twice = {f"a{n}_html": f"{{% include 'a{n + 1}.html' %}}" * 2 for n in range(30)}
    assert "goes on for too long" in refusal(own(tmp_path, page_html="{% include 'a0.html' %}", a30_html="", **twice))


@pytest.mark.parametrize("form", ["html", "md"])
def test_a_template_that_leaves_something_out_is_refused_with_all_that_is_missing(tmp_path: Path, form: str) -> None:
    (tmp_path / f"page.{form}").write_text("{{ page.title }}", "utf-8")
    words = ("report", EVIDENCE / "ealing-2019", "--kind", "plan", "--audience", "public", "--templates", tmp_path)
    told = " ".join(run(*words, "--format", form, "--output", "-", exit_code=1).stderr.split())
    assert "PI502" in told
    assert "would leave out the caveat, 'Framework', 'Data as at', 'Who it is for'" in told
    assert "what is left out for this audience, the section" in told
    assert "the section 'Purpose and governance'" in told


def test_what_stands_only_where_nobody_sees_it_is_left_out(tmp_path: Path) -> None:
    hidden = (
        f"<head><title>{{{{ page.caveat }}}}</title></head><!-- {{{{ page.caveat }}}} -->{PAGE.replace('{{ page.caveat }}', '')}"
    )
    assert "leave out the caveat." in refusal(own(tmp_path, page_html=hidden), "PI502")


@pytest.mark.parametrize("name", ["style.css", "page.html", "letterhead.html"])
def test_a_link_out_of_the_folder_is_refused_and_one_within_it_is_used(tmp_path: Path, name: str) -> None:
    inside, outside = tmp_path / "templates", tmp_path / "secret"
    inside.mkdir()
    outside.write_text("not for handing out", "utf-8")
    (inside / name).symlink_to(outside)
    assert "link to a file outside its folder" in refusal(Own((inside,)))
    assert [problem.code for problem in faults(Own((inside,)))] == ["PI501"]
    (inside / name).unlink()
    (inside / "kept").write_text((TEMPLATES / name).read_text("utf-8"), "utf-8")
    (inside / name).symlink_to("kept")
    assert html.page(TRAP, Own((inside,)))


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes("café".encode("latin-1"))
    assert "not UTF-8" in refusal(Own((tmp_path,)))


# --- told before a report is needed


def test_check_looks_into_the_templates_beside_the_evidence(tmp_path: Path) -> None:
    shutil.copytree(EVIDENCE / "ealing-2019", tmp_path / "ealing")
    own(tmp_path / "ealing" / "templates", page_html="\n{{ x }}", pages_html="", page_md="{{ y }}", README_md="{{ z }}")
    (tmp_path / "ealing" / "templates" / "report.docx").write_bytes(b"no zip")
    told = [
        (Path(one["file"]).name, one["line"], one["code"]) for one in facts("check", tmp_path / "ealing", exit_code=1)["problems"]
    ]
    assert {
        ("page.md", 1, "PI501"),
        ("page.html", 2, "PI501"),
        ("pages.html", None, "PI504"),
        ("report.docx", None, "PI501"),
    } <= {*told}
    assert "README.md" not in {name for name, _, _ in told}


def test_there_is_nothing_to_tell_of_our_own_templates(tmp_path: Path) -> None:
    for name in ours():
        shutil.copy(TEMPLATES / name, tmp_path)
    assert faults(Own((tmp_path,))) == ()


# --- the document lists what there is


def listed(head: str) -> set[str]:
    """Give the names in the first column of a table of the document."""
    table = DOCUMENT.split(f"| {head}", 1)[1].split("\n\n", 1)[0]
    return {name for line in table.splitlines()[2:] for name in re.findall(r"`(\w+)[^`]*`", line.split("|")[1])}


def test_the_document_lists_every_template() -> None:
    assert set(re.findall(r"`([\w.]+)`", DOCUMENT.split("| file |", 1)[1].split("\n\n", 1)[0])) >= set(ours())


def test_the_document_lists_all_that_a_template_may_ask_for() -> None:
    pages, lines = html.templates().language, markdown.templates().language
    assert listed("value | in |") == pages.names | lines.names
    assert listed("behind a bar") == pages.filters.keys() | lines.filters.keys()
    assert listed("behind `is`") == pages.tests.keys() | lines.tests.keys()
    assert listed("may be called") == pages.functions.keys() | lines.functions.keys() | {"section"}


def test_the_document_lists_every_placeholder_of_word() -> None:
    pytest.importorskip("docx", reason="python-docx comes with the extra 'word'")
    from preinspect.render.word import NAMES

    asked = set(re.findall(r"\{[{%]p? ?(?:for fact in )?([a-z]+) ", DOCUMENT.split("| placeholder |", 1)[1].split("\n\n", 1)[0]))
    assert asked - {"endfor"} == NAMES
