"""The page of a backtest: self-contained, accessible, and its picture shows what its tables say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from preinspect.backtest import (
    Backtest,
    Bin,
    Deep,
    Learning,
    NoCase,
    Stability,
    Unfit,
    find_cases,
    leave_one_out,
    read_cases,
    reliability,
)
from preinspect.render.backtest import Cell, Grid, chart, confusion_chart, page, view

pytest.importorskip("pygal", reason="the extra `chart` is not installed")

EVIDENCE = Path(__file__).parents[2] / "evidence"
BINS = (Bin(0.4, 0.5, 8, 0.46, 3), Bin(0.6, 0.7, 10, 0.66, 7), Bin(0.9, 1.0, 40, 0.97, 40))
HOSTILE = "</td><script>alert('x')</script> <img src=https://example.org/x.png> \x1b[31m\u202edesrever {{ 7 * 7 }}"
LONGER = Deep((Learning(4, 20, 0.8, 0.05, 0.045), Learning(17, 1, 0.9, None, 0.028)), Stability(5, 40, 700, 14, 630, 0.03))


class Parsed(HTMLParser):
    """A page taken apart: its elements with their attributes, and its tables by caption, each as rows of words."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.words = ""
        self._begun = 0
        self._rows: list[list[str]] = []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in ("td", "th", "caption"):
            self._begun = len(self.words)
        elif tag == "tr":
            self._rows.append([])

    def handle_endtag(self, tag: str) -> None:
        told = " ".join(self.words[self._begun :].split())
        if tag in ("td", "th"):
            self._rows[-1].append(told)
        elif tag == "caption":
            self.tables[told] = self._rows = []

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag in tags]


@cache
def tried() -> Backtest:
    """Predict the inspections that lie with the project."""
    return leave_one_out(read_cases(find_cases(EVIDENCE)[0], date(2026, 11, 21), None)[0], None)


def content(found: Backtest | None = None, no_cases: tuple[NoCase, ...] = ()) -> str:
    found = found or tried()
    return page(view(found, no_cases, LONGER), reliability(found.judged))


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    return Parsed(content())


# --- the picture


def drawn() -> ElementTree.Element:
    return ElementTree.fromstring(chart(BINS))


def test_the_picture_has_a_title_and_a_description_that_it_is_named_by() -> None:
    root = drawn()
    named = {one.get("id"): one.text or "" for one in root if one.tag in ("title", "desc")}
    assert root.get("role") == "img"
    assert (root.get("aria-labelledby") or "").split() == list(named)
    assert all(f"{one.right} of {one.n} right" in named["chart-desc"] for one in BINS)


def test_every_dot_stands_where_its_numbers_say() -> None:
    root = drawn()
    line = root.find(".//g[@class='series serie-0 color-0']/path")
    assert line is not None
    low_x, low_y, high_x, high_y = map(float, re.findall(r"[0-9.]+", line.attrib["d"]))
    dots = [(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in root.iter("circle")]
    assert dots == [
        (
            pytest.approx(low_x + (one.sure - 0.4) / 0.6 * (high_x - low_x)),
            pytest.approx(low_y + (one.share - 0.4) / 0.6 * (high_y - low_y)),
        )
        for one in BINS
    ]


def test_every_dot_tells_its_numbers_in_words_and_beside_it() -> None:
    dots = drawn().findall(".//g[@class='dots']")
    assert [one.findtext("title") for one in dots] == [
        "40% to 50%: 3 of 8 right, 38% where 46% was said",
        "60% to 70%: 7 of 10 right, 70% where 66% was said",
        "90% to 100%: 40 of 40 right, 100% where 97% was said",
    ]
    assert [one.findtext("text") for one in dots] == ["3 of 8", "7 of 10", "40 of 40"]


def test_the_picture_brings_no_script_style_or_name_of_another_place() -> None:
    text = chart(BINS)
    assert re.findall(r"<(?:script|style|defs|image|use|a)\b|http|//|href|url\(", text) == []
    assert {one.tag for one in drawn().iter()} == {"svg", "title", "desc", "g", "path", "rect", "circle", "text"}


def test_the_same_numbers_give_the_same_picture() -> None:
    assert chart(BINS) == chart(BINS)


# --- the page


def test_the_picture_of_a_confusion_has_a_square_for_each_pair_and_every_number_in_words() -> None:
    hostile = "Requires <b>improvement"
    grid = Grid(
        ("Good", hostile),
        (("Good", (Cell(3, 75, "right"), Cell(1, 25, "too harsh"))), (hostile, (Cell(0, 0, ""), Cell(2, 100, "right")))),
    )
    root = ElementTree.fromstring(confusion_chart(grid))
    assert [one.attrib["fill-opacity"] for one in root.iter("rect")] == ["0.30", "0.10", "0.00", "0.40"]
    assert (
        root.findtext("desc")
        == f"given Good: 3 predicted Good, 1 predicted {hostile}; given {hostile}: 0 predicted Good, 2 predicted {hostile}"
    )
    assert {"3", "1", "0", "2", "right", "too harsh"} <= {one.text for one in root.iter("text")}


def test_the_table_behind_the_picture_holds_what_the_picture_shows(parsed: Parsed) -> None:
    rows = parsed.tables["Predictions by how sure they were"][1:]
    shown = ElementTree.fromstring(chart(reliability(tried().judged)))
    told = [one.findtext("title") for one in shown.findall(".//g[@class='dots']")]
    assert told == [
        f"{between}: {right} of {n} right, {share} where {sure} was said" for between, n, sure, right, share, _ in rows
    ]
    assert [told for told in told if told not in parsed.words] == []


def test_nothing_is_fetched() -> None:
    text = content()
    assert re.findall(r"https?:|//[a-z]|@import|url\(|<(?:script|link|img|iframe|object)\b|\bsrc=", text) == []
    assert "default-src 'none'" in text


def test_every_table_has_a_caption_and_every_head_says_what_it_heads(parsed: Parsed) -> None:
    assert len(parsed.tables) == len(parsed.all("table")) >= 8
    assert {one.get("scope") for one in parsed.all("th")} == {"row", "col"}


def test_what_scrolls_can_be_reached_and_has_a_name(parsed: Parsed) -> None:
    regions = [one for one in parsed.all("div") if one.get("role") == "region"]
    assert regions
    assert all(one.get("tabindex") == "0" and one.get("aria-label") for one in regions)


def test_headings_go_down_one_level_at_a_time_and_the_language_is_told(parsed: Parsed) -> None:
    levels = [int(tag[1]) for tag, _ in parsed.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}
    assert parsed.all("html") == [{"lang": "en-GB"}]


def test_no_id_stands_twice(parsed: Parsed) -> None:
    ids = [attributes["id"] for _, attributes in parsed.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))


def test_the_confusion_counts_every_prediction_and_says_in_words_what_a_cell_means(parsed: Parsed) -> None:
    (rows,) = (rows for caption, rows in parsed.tables.items() if caption.startswith("Grades given in rows"))
    cells = [cell for row in rows[1:] for cell in row[1:]]
    counted = [re.fullmatch("([0-9]+) ?(right|too kind|too harsh)?", cell) for cell in cells]
    assert all(counted)
    assert sum(int(one[1]) for one in counted if one) == len(tried().judged)
    assert {one[2] for one in counted if one and one[1] != "0"} <= {"right", "too kind", "too harsh"}
    assert [row[place + 1].endswith("right") for place, row in enumerate(rows[1:])] == [True] * (len(rows) - 1)


def test_a_prediction_above_what_was_given_is_called_too_kind(parsed: Parsed) -> None:
    kind = [one for one in tried().judged if one.shown > one.given]
    (rows,) = (rows for caption, rows in parsed.tables.items() if caption.startswith("Grades given in rows"))
    cells = [cell for row in rows[1:] for cell in row[1:] if cell.endswith("too kind")]
    assert kind
    assert sum(int(cell.removesuffix(" too kind")) for cell in cells) == len(kind)


def test_every_miss_and_every_judgement_not_predicted_is_named(parsed: Parsed) -> None:
    misses = parsed.tables["Every miss"][1:]
    assert [(row[0], row[2]) for row in misses] == [(one.case.authority, one.judgement) for one in tried().misses]
    assert all(f"{one.case.authority}, " in parsed.words and one.why.value in parsed.words for one in tried().withheld)


def test_the_longer_trials_are_told_where_they_were_made(parsed: Parsed) -> None:
    assert parsed.tables["Fitted to fewer inspections"][1] == ["4 others", "20", "80.0%", "5.0%", "0.045"]
    assert ["Exactly right", "630, 90.0%"] in parsed.tables["Five inspections left out at once"]


def test_what_people_wrote_acts_neither_as_markup_nor_as_a_template() -> None:
    left = tried().lefts[0]
    told = replace(left.case.case.assessment, authority=HOSTILE)
    hostile = replace(left.case, case=replace(left.case.case, assessment=told))
    trials = tuple(replace(one, case=hostile, given=3 - one.shown) for one in tried().trials if one.case is left.case)
    assert trials
    text = content(replace(tried(), trials=trials), (NoCase(HOSTILE, HOSTILE, Unfit.ERRORS),))
    assert "<script" not in text
    assert "<img" not in text
    assert "{{ 7 * 7 }}" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_folder_without_cases_still_gives_a_page() -> None:
    text = page(view(replace(tried(), lefts=(), trials=(), withheld=()), (), None), ())
    assert "No folder here holds an assessment" in text
    assert "<svg" not in text
