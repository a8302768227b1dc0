"""Every report that is a page, in a real browser: accessible, whole without scripts, on paper and on a phone, and it fetches nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser.opening import COUNCIL, Open
from render.pages import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Page

REPORTS = (
    *(f"ealing-2019/{kind}" for kind in KINDS),
    *(f"{folder}/{kind}" for folder in ("dudley-2011", "bury-2013") for kind in ("gap", "board")),
    "dudley-2011/committee",
    "ealing-2019/gap/public",
    f"{COUNCIL}/plan",
    "backtest",
)
"""What is looked at: every kind, the extremes of other folders, and what the public gets of the longest."""

FILTERED = ("ealing-2019/gap", "ealing-2019/gap/board", "ealing-2019/board", f"{COUNCIL}/plan")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

SCROLLS = """() => [...document.querySelectorAll('body *')]
  .filter((one) => !one.closest('.wide, .numbers, .box, svg, .skip, thead') && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.outerHTML.slice(0, 120))"""
"""Names what reaches beyond the right edge; only tables may, in boxes of their own that scroll."""


ROWS = """() => {
  const laid = (one) => !one || (getComputedStyle(one).display !== 'none' && laid(one.parentElement));
  return [...document.querySelectorAll('[data-row]')].filter(laid).length }"""


def visible_rows(page: Page) -> int:
    """Count the rows that are laid out; one in a closed fold counts, for a fold is not a filter."""
    return int(page.evaluate(ROWS))


def states(page: Page, name: str) -> list[str]:
    """Give what every row says of itself, by the name of what is chosen."""
    return list(page.eval_on_selector_all("[data-row]", f"(rows) => rows.map((row) => row.dataset.{name} || '')"))


# --- what holds for every page


@pytest.mark.parametrize("name", REPORTS)
def test_axe_finds_no_violation_by_day_and_none_in_the_colours_of_the_night(opened: Open, axe: str, name: str) -> None:
    page = opened(name, color_scheme="light", bypass_csp=True)
    page.eval_on_selector_all("details", "(all) => all.forEach((one) => { one.open = true })")
    page.evaluate(axe)
    assert violations(page, *RULES) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert violations(page, "cat.color") == []


def violations(page: Page, *rules: str) -> list[tuple[str, str, str]]:
    """Run axe, and give what is wrong, with the first letters of where."""
    options = {"runOnly": rules, "resultTypes": ["violations"], "iframes": False, "elementRef": False}
    found = page.evaluate("(options) => axe.run(document, options)", options)
    assert found["passes"], "axe looked"
    return [(one["id"], one["help"], node["html"][:150]) for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_asks_for_nothing_but_itself(opened: Open, name: str) -> None:
    page = opened(name)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.reload()
    page.emulate_media(media="print")
    asked: list[str] = page.asked  # type: ignore[attr-defined]
    assert set(asked) == {page.url}
    assert said == [], "no policy was broken, and no script failed"


@pytest.mark.parametrize("name", REPORTS)
def test_headings_go_down_one_level_at_a_time(opened: Open, name: str) -> None:
    levels = [int(tag[1]) for tag in opened(name).eval_on_selector_all("h1,h2,h3,h4,h5,h6", "(all) => all.map((h) => h.tagName)")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


@pytest.mark.parametrize("name", REPORTS)
def test_at_320_pixels_nothing_but_tables_scrolls_sideways(opened: Open, name: str) -> None:
    page = opened(name, viewport={"width": 320, "height": 700})
    page.eval_on_selector_all("details", "(all) => all.forEach((one) => { one.open = true })")
    assert page.evaluate(SCROLLS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", ["dudley-2011/gap", "ealing-2019/gap", "ealing-2019/committee"])
def test_on_a_phone_a_row_takes_the_whole_width_and_the_contents_are_folded(opened: Open, name: str) -> None:
    page = opened(name, viewport={"width": 390, "height": 844})
    widths = page.eval_on_selector_all(
        ".stacked tbody th", "(all) => all.filter((one) => one.checkVisibility()).map((one) => one.clientWidth)"
    )
    assert widths and min(widths) > 300
    assert not page.is_visible("nav ol")
    page.click("nav summary")
    assert page.is_visible("nav ol a")


def test_on_a_wide_screen_the_contents_are_open(opened: Open) -> None:
    assert opened("dudley-2011/gap", viewport={"width": 1280, "height": 900}).is_visible("nav ol a")


def test_one_page_has_no_list_of_contents(opened: Open) -> None:
    assert opened("ealing-2019/one-page").query_selector("nav") is None


@pytest.mark.parametrize("name", REPORTS)
def test_on_paper_the_page_is_whole_and_has_no_controls(opened: Open, tmp_path: Path, name: str) -> None:
    page = opened(name)
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    page.emulate_media(media="print")
    assert page.locator("form:visible, .skip:visible").count() == 0
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    told = on_paper(tmp_path / "page.pdf")
    wanted = page.eval_on_selector_all("main :is(h2, h3, caption)", "(all) => all.map((one) => one.textContent)")
    assert [text for text in wanted if squeezed(text) not in told] == []


def on_paper(pdf: Path) -> str:
    """Give the letters of a PDF, without blanks: lines break anywhere, and headings turn over."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext: apt-get install poppler-utils")
    return squeezed(subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True, text=True).stdout)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_one_page_is_one_page(opened: Open, tmp_path: Path) -> None:
    opened("ealing-2019/one-page").pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "page.pdf").read_bytes())) == 1


# --- filters


@pytest.mark.parametrize("name", FILTERED)
def test_choosing_a_state_hides_other_rows_says_how_many_and_brings_them_back(opened: Open, name: str) -> None:
    page = opened(name)
    pick, told = page.get_by_label("State", exact=True), page.locator("#filter [role=status]")
    whole = states(page, "state")
    every = len(whole)
    assert visible_rows(page) == every and told.inner_text() == f"All {every} shown."
    options: list[str] = pick.locator("option").all_inner_texts()[1:]
    assert sorted(options) == sorted(set(whole)) and len(options) > 1
    for one in options:
        pick.select_option(label=one)
        assert visible_rows(page) == whole.count(one)
        assert told.inner_text() == f"{whole.count(one)} of {every} shown."
    page.get_by_role("button", name="Show all").click()
    told.get_by_text(f"All {every} shown.").wait_for()
    assert visible_rows(page) == every


@pytest.mark.parametrize("name", ["ealing-2019/gap", "ealing-2019/board", "dudley-2011/board"])
def test_choosing_a_judgement_and_a_state_shows_the_rows_of_both(opened: Open, name: str) -> None:
    page = opened(name)
    rows = list(zip(states(page, "judgement"), states(page, "state"), strict=True))
    judgement, state = rows[-1]
    page.get_by_label("Judgement", exact=True).select_option(label=judgement)
    assert visible_rows(page) == [one for one, _ in rows].count(judgement) < len(rows)
    page.get_by_label("State", exact=True).select_option(label=state)
    assert visible_rows(page) == rows.count((judgement, state))


def test_what_a_filter_left_nothing_of_goes_with_its_heading(opened: Open) -> None:
    page = opened("ealing-2019/gap")
    headings = page.locator("section.judgement h3")
    assert [one.is_visible() for one in headings.all()] == [True, True, True]
    page.get_by_label("Judgement", exact=True).select_option(index=2)
    assert [one.is_visible() for one in headings.all()] == [False, True, False]


def test_a_link_to_what_is_filtered_out_shows_it(opened: Open) -> None:
    page = opened("ealing-2019/gap")
    page.get_by_label("Judgement", exact=True).select_option(label="Care and care leavers")
    areas = page.locator("section", has=page.get_by_role("heading", name="Areas for improvement", exact=True, level=2))
    link = areas.locator("li a", has_text="LD-29").first
    link.click()
    assert page.locator(str(link.get_attribute("href")).replace(".", "\\.")).is_visible()
    assert page.get_by_label("Judgement", exact=True).input_value() == ""


@pytest.mark.parametrize("name", FILTERED)
def test_without_scripts_every_row_is_shown_and_no_control_that_would_do_nothing(opened: Open, name: str) -> None:
    page = opened(name, java_script_enabled=False)
    rows, controls = page.locator("[data-row]"), page.locator("form")
    assert rows.count() == len(states(page, "state")) > 1
    assert visible_rows(page) == rows.count()
    assert controls.count() == 1 and not controls.is_visible()


@pytest.mark.parametrize("name", FILTERED)
def test_what_is_filtered_out_on_the_screen_is_still_on_paper(opened: Open, tmp_path: Path, name: str) -> None:
    page = opened(name)
    every = visible_rows(page)
    page.get_by_label("State", exact=True).select_option(index=1)
    assert visible_rows(page) < every
    page.emulate_media(media="print")
    assert visible_rows(page) == every
    assert page.locator(".out:visible, .out details").count() > 0


@pytest.mark.parametrize("name", FILTERED)
def test_the_keyboard_reaches_and_works_the_filter(opened: Open, name: str) -> None:
    page = opened(name)
    reached: list[dict[str, Any]] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        one = page.evaluate(
            """() => { const a = document.activeElement, s = getComputedStyle(a);
            return {tag: a.tagName, id: a.id, outline: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2} }"""
        )
        reached.append(one)
        if one["tag"] == "BUTTON":
            break
    assert reached[0]["tag"] == "A", "first the link that skips to the report"
    assert [one["tag"] for one in reached[-2:]] == ["SELECT", "BUTTON"]
    assert all(one["outline"] for one in reached[-2:]), "whoever uses a keyboard sees where they are"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    assert page.locator("#filter [role=status]").inner_text().endswith("shown.")
    assert page.get_by_label("State", exact=True).input_value() != ""


@pytest.mark.parametrize("name", ["ealing-2019/one-page", "ealing-2019/committee", "backtest"])
def test_a_page_without_anything_to_filter_has_no_script(opened: Open, name: str) -> None:
    assert opened(name).locator("script, form").count() == 0
