"""The gap report as a page: self-contained, accessible, and nothing that a person wrote acts as markup."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from preinspect import page as pages
from preinspect.case import open_case
from preinspect.kinds import every as kinds
from preinspect.kinds.material import material
from preinspect.render.escape import visible
from preinspect.render.html import anchor, choices, codes, in_css, picture
from preinspect.render.html import page as html
from preinspect.report import Bar

ROOT = Path(__file__).parents[2]
EALING = ROOT / "evidence" / "ealing-2019"

HOSTILE = (
    "# Not a heading, **not bold**, <script>alert('x')</script> [a](javascript:b) | `code` &lt; {{ 7 * 7 }} {% if %} "
    "\x1b[31m\u202edesrever\u202c </td></table> \" ' <img src=https://example.org onerror=x> " + "long" * 1250
)

_VOID = {"meta", "br", "col", "link", "img", "hr", "input"}


@dataclass
class Element:
    """One element: its name, its attributes, all the text in it, and the elements around it."""

    tag: str
    attributes: dict[str, str | None]
    around: tuple[str, ...]
    text: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return " ".join("".join(self.text).split())


class Page(HTMLParser):
    """A page taken apart."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.text: list[str] = []
        self._open: list[Element] = []
        self.feed(content)
        self.close()
        assert not self._open, "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), tuple(one.tag for one in self._open))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs), tuple(one.tag for one in self._open)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag, f"{tag} closes what it opened"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text.append(data)

    def all(self, *tags: str) -> list[Element]:
        return [one for one in self.elements if one.tag in tags]

    def words(self) -> str:
        return self.all("body")[0].words


def shown(folder: Path) -> pages.Page:
    case = open_case(folder, as_at=None, today=date(2026, 11, 21))
    return kinds.page("gap", material(case, case.predict(), "internal"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of Ealing's evidence that a test may change."""
    return Path(shutil.copytree(EALING, tmp_path / "ealing"))


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(html(shown(EALING)))


@pytest.fixture
def without_overall(copy: Path) -> Page:
    """The same evidence under the edition that has no overall grade."""
    head = copy / "assessment.yaml"
    head.write_text(head.read_text("utf-8").replace("ilacs-2018", "ilacs-2026"), "utf-8")
    return Page(html(shown(copy)))


@pytest.fixture
def hostile(copy: Path) -> Page:
    """Ealing's evidence with texts that want to be markup."""
    texts = dict.fromkeys(("title", "finding", "impact", "source", "held"), HOSTILE)
    head = {"id": "<b>-&quot;-|-*x*", "kind": "audit", "descriptors": ["HP-10", "HP-15"], "date": "2019-10-01"}
    item = {**head, **texts, "grade": "inadequate"}
    (copy / "hostile.yaml").write_text(json.dumps({"evidence": [item]}), "utf-8")
    return Page(html(shown(copy)))


def test_the_page_is_the_golden_page(golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    golden("ealing-2019.html", html(shown(Path("evidence/ealing-2019"))))


def test_equal_evidence_gives_equal_bytes() -> None:
    assert html(shown(EALING)) == html(shown(EALING))


def test_hostile_text_comes_out_as_text(hostile: Page, page: Page) -> None:
    assert " ".join(visible(HOSTILE).split()) in hostile.words()
    assert {one.tag for one in hostile.elements} <= {one.tag for one in page.elements} | {"ul"}
    assert not [name for one in hostile.elements for name in one.attributes if name.startswith("on")]


def test_an_id_that_wants_to_be_markup_still_links_to_its_evidence(hostile: Page) -> None:
    assert [one.words for one in hostile.all("a") if one.attributes["href"] == "#Evidence._3c_b_3e_-_26_quot_3b_-_7c_-_2a_x_2a_"]


def test_marks_that_turn_the_direction_of_writing_are_written_out(hostile: Page) -> None:
    assert "\\x202edesrever\\x202c" in hostile.words()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", hostile.words())


def test_nothing_is_fetched_and_nothing_runs_but_the_filter(page: Page, hostile: Page) -> None:
    style = "".join(one.words for one in page.all("style"))
    assert not page.all("link", "img", "iframe", "object", "embed", "audio", "video", "base")
    assert [one.attributes for one in page.all("script")] == [one.attributes for one in hostile.all("script")] == [{}]
    assert [one.attributes.get("action") for one in page.all("form")] == [None]
    assert {name for one in page.elements for name in one.attributes}.isdisjoint({"src", "srcset", "data", "xlink:href"})
    assert {one.tag for one in page.elements if "style" in one.attributes} <= {"col"}
    assert not re.search(r"@import|url\(|expression\(", style)
    assert all(re.match("#|https?:", str(one.attributes["href"])) for one in page.all("a"))
    assert "default-src 'none'" in str([one.attributes.get("content") for one in page.all("meta")])


def test_the_policy_names_the_one_script_by_its_hash(page: Page) -> None:
    (script,) = page.all("script")
    (policy,) = [str(one.attributes["content"]) for one in page.all("meta") if "http-equiv" in one.attributes]
    named = b64encode(sha256("".join(script.text).encode("utf-8")).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{named}'"


def test_a_filter_offers_only_what_the_rows_hold() -> None:
    assert choices([("A", "late"), ("B", "late"), ("B", "")]) == (("judgement", "Judgement", ("A", "B")),)
    assert choices([("", "late"), ("", "done"), ("", "late")]) == (("state", "State", ("late", "done")),)
    assert choices([]) == ()


def test_codes_stay_on_one_line_and_their_text_stays_text() -> None:
    assert codes("see CL-17.") == 'see <span class="code">CL-17</span>.'
    assert codes("<b> EAL-2019-LD-08") == '&lt;b&gt; <span class="code">EAL-2019-LD-08</span>'
    assert codes("16- and 17-year-olds, X-ray, A-" + "B" * 30) == "16- and 17-year-olds, X-ray, A-" + "B" * 30


def test_a_text_in_a_style_sheet_is_told_by_escapes_that_a_style_sheet_knows() -> None:
    assert in_css("The council's evidence.") == "The council\\27 s evidence."
    told = in_css('"</style>\\ \n*/ é')
    assert not set(told) & set('"<>/*\n')
    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), told) == '"</style>\\ \n*/ é'


def test_a_cell_of_several_columns_is_labelled_by_its_first_and_by_none_where_that_is_empty() -> None:
    table = pages.Table("Both", ("Id", "One, and more", "Two"), (("A", "x", "y"), ("B", None, "z")), together=(1, 2))
    found = Page(html(pages.Page("ready", "T", (), "C", (pages.Section("S", (table,)),))))
    assert [one.words for one in found.all("th") if one.attributes["scope"] == "col"] == ["Id", "One, and more, Two"]
    assert [(one.attributes, one.words) for one in found.all("td")] == [
        ({"data-label": "One, and more"}, "xTwo: y"),
        ({}, "Two: z"),
    ]
    assert len([one for one in found.all("br") if "td" in one.around]) == 1


def test_what_a_person_has_to_fill_in_is_marked() -> None:
    prompts = (pages.Words("[Finance]", "quiet", prompt=True), pages.Words("Said", "quiet"))
    found = Page(html(pages.Page("committee", "T", (), "C", (pages.Section("S", prompts),))))
    assert [one.words for one in found.all("p") if one.attributes.get("class") == "prompt"] == ["[Finance]"]


def test_the_page_says_what_it_is(page: Page) -> None:
    head = page.all("header")[0].words
    assert page.all("html")[0].attributes["lang"] == "en-GB"
    assert page.all("title")[0].words == "Gap report: London Borough of Ealing"
    assert "2018 edition (ilacs-2018)" in head
    assert "inspections that start from 1 January 2018 to 31 December 2022" in head
    assert "Predicted from the evidence of this council" in head
    assert "Internal" in head


def test_headings_go_down_one_level_at_a_time(page: Page) -> None:
    levels = [int(one.tag[1]) for one in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_the_sections_stand_in_their_order(page: Page) -> None:
    names = [one.words for one in page.all("h2")]
    assert names == [
        "Contents",
        "In short",
        "What changed",
        "Limits and warnings",
        "Areas for improvement",
        "Actions",
        "By judgement",
        "Untested claims",
        "Where nobody looked",
        "Descriptor by descriptor",
        "How this was predicted",
        "Appendix",
    ]


def test_every_table_has_a_caption_and_header_cells(page: Page) -> None:
    tables, captions = page.all("table"), page.all("caption")
    headers = page.all("th")
    assert len(tables) == len(captions) == len(page.all("thead")) > 10
    assert all(one.words for one in captions)
    assert {one.attributes.get("scope") for one in headers} == {"col", "row", "colgroup"}
    heads = [one for one in page.all("tr") if "thead" in one.around]
    assert len(page.all("tr")) == len(heads) + len([one for one in headers if one.attributes["scope"] == "row"])


def test_every_picture_has_a_text_alternative_and_a_table(page: Page) -> None:
    pictures, told = page.all("svg"), {one.attributes["id"]: one.words for one in page.all("title", "desc") if one.attributes}
    assert len(pictures) == 3
    assert all(one.attributes["role"] == "img" for one in pictures)
    assert all(told[name] for one in pictures for name in str(one.attributes["aria-labelledby"]).split())
    assert [one.words for one in page.all("summary")].count("The picture as a table, and which they are") == 3


def test_every_colour_stands_beside_a_word(page: Page) -> None:
    marked = [one for one in page.elements if "grade" in str(one.attributes.get("class")).split()]
    bars = page.all("rect")
    labels = [one for one in page.all("text") if one.attributes.get("class") == "label"]
    assert marked and all(one.words for one in marked)
    assert bars and len(bars) == len(labels) and all(one.words for one in labels)


def test_every_link_leads_somewhere_and_every_place_has_its_own_name(hostile: Page) -> None:
    names = [one.attributes["id"] for one in hostile.elements if "id" in one.attributes]
    wanted = {str(one.attributes["href"])[1:] for one in hostile.all("a") if str(one.attributes["href"]).startswith("#")}
    assert len(names) == len(set(names))
    assert wanted <= set(names)


def test_a_framework_without_overall_shows_no_overall_and_no_limit(without_overall: Page) -> None:
    rows = [one.words for one in without_overall.all("th") if one.attributes["scope"] == "row"]
    words = without_overall.words()
    assert not [one for one in rows if one.startswith("Overall")]
    assert "The experiences and progress of care leavers" in rows
    assert "Ofsted gives no overall grade for inspections from April 2026" in words
    assert "Pathway to the next inspection" in words
    assert "No limiting rule applies in this framework." in words
    assert not re.search(r"\bbinds\b|\bLimited by\b", words)


def test_no_probability_is_shown(page: Page) -> None:
    assert not re.search(r"\b[01]\.[0-9]", page.words())


def test_what_was_left_out_is_said_at_the_top_and_listed_at_the_end(copy: Path) -> None:
    (copy / "broken.yaml").write_text("evidence:\n  - {id: X-1, kind: audit, descriptors: [HP-99], date: 2019-10-01}\n", "utf-8")
    page = Page(html(shown(copy)))
    assert "1 entry left out of the score" in page.all("section")[0].words
    assert "X-1" in page.all("section")[-1].words


def test_two_ids_never_share_a_place() -> None:
    assert anchor("a", "b c") != anchor("a", "b-c")
    assert anchor("a.b") != anchor("a", "b")
    assert anchor("a_2e_b") != anchor("a.b")


def test_the_longest_bar_fills_its_room_and_an_empty_picture_is_no_mistake() -> None:
    drawn = picture(
        (Bar("Good", 2, "good", ("A", "B")), Bar("Inadequate", 1, "bad", ("C",)), Bar("No evidence", 0, "silent", ()))
    )
    assert [row.width for row in drawn.rows] == ["40.0", "20.0", "0.0"]
    assert picture((Bar("Good", 0, "good", ()),)).rows[0].width == "0.0"


def _schemes() -> Iterator[dict[str, str]]:
    style = (ROOT / "templates" / "style.css").read_text("utf-8")
    for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL):
        yield dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))


@pytest.mark.parametrize("scheme", list(_schemes()), ids=["light", "dark"])
def test_numbers_stand_out_from_the_shades_of_their_cells(scheme: dict[str, str]) -> None:
    assert all(_contrast(scheme["ink"], scheme[shade]) >= 7 for shade in ("few", "some", "lots"))


def _light(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, bright = sorted((_light(one), _light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", list(_schemes()), ids=["light", "dark"])
@pytest.mark.parametrize(
    ("colours", "least"),
    [(("ink", "soft", "link", "head"), 4.5), (("top", "good", "weak", "bad", "none", "silent"), 3)],
    ids=["words", "marks"],
)
def test_words_and_marks_stand_out_from_their_ground(scheme: dict[str, str], colours: tuple[str, ...], least: float) -> None:
    assert all(_contrast(scheme[name], scheme[ground]) >= least for name in colours for ground in ("paper", "shade"))
