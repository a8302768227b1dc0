"""The gap report as Markdown: what a person wrote comes out as it was written."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from preinspect import page as pages
from preinspect.case import open_case
from preinspect.kinds import every as kinds
from preinspect.kinds.material import material
from preinspect.render import escape
from preinspect.render.markdown import page as markdown

ROOT = Path(__file__).parents[2]
EALING = ROOT / "evidence" / "ealing-2019"
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

HOSTILE = (
    "# Not a heading, **not bold**, <script>alert('x')</script> [a](javascript:b) | `code` &lt; ~~gone~~ $x$ {{ 7 * 7 }} "
    "\x1b[31m\u202edesrever\u202c ![i](https://example.org/x.png)\n\n- not a list\n> not a quotation\n" + "long" * 1250
)


def shown(folder: Path) -> pages.Page:
    case = open_case(folder, as_at=None, today=date(2026, 11, 21))
    return kinds.page("gap", material(case, case.predict(), "internal"))


def as_read(text: str) -> str:
    return " ".join(escape.visible(text).split())


def inner(tokens: list[Token]) -> list[Token]:
    """Give what stands inside of lines."""
    return [child for one in tokens for child in one.children or ()]


def plain(content: str) -> str:
    """Read Markdown and give its words, failing on anything that is more than words."""
    children = inner(READER.parse(content))
    assert {one.type for one in children} <= {"text"}
    return "".join(one.content for one in children)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of Ealing's evidence that a test may change."""
    return Path(shutil.copytree(EALING, tmp_path / "ealing"))


@pytest.fixture
def item() -> str:
    """A file of evidence with texts that want to be markup."""
    texts = dict.fromkeys(("title", "finding", "impact", "source", "held"), HOSTILE)
    head = {"id": "<b>-&quot;-|-*x*", "kind": "audit", "descriptors": ["HP-10", "HP-15"], "date": "2019-10-01"}
    return json.dumps({"evidence": [{**head, **texts, "grade": "inadequate"}]})


@pytest.fixture
def hostile(copy: Path, item: str) -> list[Token]:
    """Ealing's evidence and the hostile item, read."""
    (copy / "hostile.yaml").write_text(item, "utf-8")
    return READER.parse(markdown(shown(copy)))


@pytest.fixture(scope="module")
def calm() -> list[Token]:
    return READER.parse(markdown(shown(EALING)))


def test_hostile_text_comes_out_as_text(hostile: list[Token]) -> None:
    words = "".join(one.content for one in inner(hostile))
    assert words.count(as_read(HOSTILE)) > 5
    assert "<b>-&quot;-|-*x*" in words


def test_hostile_text_adds_no_markup(hostile: list[Token], calm: list[Token]) -> None:
    assert {one.type for one in inner(hostile)} <= {one.type for one in inner(calm)}
    assert {one.type for one in hostile} <= {one.type for one in calm}


def test_hostile_text_leaves_every_table_whole(copy: Path, item: str) -> None:
    (copy / "hostile.yaml").write_text(item, "utf-8")
    tables = [block.split("\n") for block in markdown(shown(copy)).split("\n\n") if block.startswith("|")]
    assert len(tables) > 10
    assert all(len({len(re.findall(r"(?<!\\)\|", line)) for line in table}) == 1 for table in tables)


@given(st.text())
@example("1. not a list")
@example("- not a list")
@example("===")
@example("---")
@example("&amp; &#x41; &copy")
@example("a\\")
@example("#")
@example("**x** <script> [a](b) | ~~y~~ ![z](q)")
@example("\u202e\x00\x1b")
@example("```")
@example("    four blanks")
@example("> quoted")
@example("7. and 8) and 9.")
@example("# a # b#c ##")
@example("<!-- a --> <?b?> < c <https://example.org> </d>")
@example("a < b > c <5")
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    written = escape.markdown(text)
    assert plain(written) == as_read(text)
    assert plain(f"- {written}\n") == as_read(text)
    inside = escape.markdown(text, begins=False)
    assert plain(f"# {inside}\n") == as_read(text)
    assert plain(f"| a |\n| --- |\n| {inside} |\n") == f"a{as_read(text)}"


def test_plain_words_stay_plain() -> None:
    words = (
        "Strategy discussions were held in time in 28 of 40 records (70%, >65%); under <5; R&D in C# isn't all, they said: 'no'."
    )
    assert escape.markdown(words) == words


def test_a_number_that_would_begin_a_list_keeps_its_digits() -> None:
    assert escape.markdown("7. Seen") == "7\\. Seen"


@pytest.mark.parametrize(
    "text",
    [
        "family \U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f3fd done",
        "\U0001f441\ufe0f\u200d\U0001f5e8\ufe0f",
        "England \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0915\u094d\u200d\u0937",
    ],
    ids=["family", "eye", "flag", "Persian", "Hindi"],
)
def test_what_shapes_an_emoji_or_a_letter_stays(text: str) -> None:
    assert escape.visible(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "a\u200db",
        "pass\u200cword",
        "\u200d\U0001f468",
        "\U0001f468\u200d",
        "\U0001f3f4\U000e0061\U000e0062\U000e007f",
        "\u0645\u202e\u0645",
        "a\u2066b\u200e\ufeff\x1b",
    ],
)
def test_what_hides_or_turns_is_written_out(text: str) -> None:
    shown = escape.visible(text)
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Cf")] and "\\x" in shown


def test_a_framework_without_overall_shows_no_overall_and_no_limit(copy: Path) -> None:
    head = copy / "assessment.yaml"
    head.write_text(head.read_text("utf-8").replace("ilacs-2018", "ilacs-2026"), "utf-8")
    content = markdown(shown(copy))
    assert "| Overall effectiveness |" not in content and "| The experiences and progress of care leavers |" in content
    assert "Ofsted gives no overall grade for inspections from April 2026" in content
    assert "Pathway to the next inspection" in content
    assert "No limiting rule applies in this framework." in content
    assert not re.search(r"\bbinds\b|\bLimited by\b", content)


def test_headings_go_down_one_level_at_a_time(calm: list[Token]) -> None:
    levels = [int(one.tag[1]) for one in calm if one.type == "heading_open"]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_what_was_left_out_is_said_at_the_top_and_listed_at_the_end(copy: Path) -> None:
    (copy / "broken.yaml").write_text("evidence:\n  - {id: X-1, kind: audit, descriptors: [HP-99], date: 2019-10-01}\n", "utf-8")
    head, _, rest = markdown(shown(copy)).partition("## What changed")
    assert "1 entry left out" in head
    assert "X-1" in rest.partition("### Left out because of problems")[2]


def test_no_probability_is_shown() -> None:
    assert not re.search(r"\b[01]\.[0-9]", markdown(shown(EALING)))
