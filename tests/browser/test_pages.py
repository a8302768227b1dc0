"""Every report that is a page, in a real browser: accessible, whole without scripts, on paper and on a phone, and it fetches nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from browser.opening import COUNCIL, Open
from render.pages import AUDIENCES, FOLDERS, KINDS

from preinspect.page import Page as Laid
from preinspect.page import Section, Words
from preinspect.render.html import page as html

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

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


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("folder", FOLDERS)
def test_one_page_is_one_page(opened: Open, tmp_path: Path, folder: str, audience: str) -> None:
    opened(f"{folder}/one-page/{audience}").pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    assert len(ends(tmp_path / "page.pdf")) == 1


@pytest.mark.parametrize("name", ["dudley-2011/gap", "bury-2013/gap", "ealing-2019/self-evaluation", "dudley-2011/committee"])
def test_no_sheet_but_the_last_is_nearly_blank(opened: Open, tmp_path: Path, name: str) -> None:
    opened(name).pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    found = ends(tmp_path / "page.pdf")
    assert len(found) > 4
    assert [(sheet, round(end, 2)) for sheet, end in enumerate(found[:-1], 1) if end < 0.5] == []


def ends(pdf: Path) -> list[float]:
    """Say for each sheet how far down its words go above the foot, from 0 to 1."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext: apt-get install poppler-utils")
    told = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True, text=True).stdout
    heights = [float(found) for found in re.findall(r'<page [^>]*height="([\d.]+)"', told)]
    downs = [[float(found) for found in re.findall(r'yMax="([\d.]+)"', sheet)] for sheet in told.split("<page ")[1:]]
    foot = 18 / 25.4 * 72
    return [max(down for down in found if down < high - foot) / high for high, found in zip(heights, downs, strict=True)]


def test_a_caveat_stands_in_the_foot_of_paper_as_it_was_written(browser: Browser, tmp_path: Path) -> None:
    caveat = "The council's \"own\" words: 50% \\ <b> & 'é'."
    page = browser.new_page()
    page.set_content(html(Laid("ready", "What's ready", (), caveat, (Section("Section", (Words("Text"),)),))))
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    page.close()
    assert on_paper(tmp_path / "page.pdf").count(squeezed(caveat)) == 2, "at the head and in the foot"


# --- how a page stands


@pytest.mark.parametrize("name", [f"ealing-2019/{kind}" for kind in KINDS])
def test_a_page_stands_in_the_middle_of_a_wide_screen(opened: Open, name: str) -> None:
    page = opened(name, viewport={"width": 1600, "height": 900})
    left, right = page.evaluate(
        "(({left, right}) => [left, innerWidth - right])(document.querySelector('h1').getBoundingClientRect())"
    )
    assert left > 150 and abs(left - right) < 20


@pytest.mark.parametrize("width", [970, 1280])
@pytest.mark.parametrize("name", ["ealing-2019/gap", "dudley-2011/board", "ealing-2019/committee", f"{COUNCIL}/plan"])
def test_no_word_reaches_over_into_the_next_cell(opened: Open, name: str, width: int) -> None:
    page = opened(name, viewport={"width": width, "height": 800})
    page.eval_on_selector_all("details", "(all) => all.forEach((one) => { one.open = true })")
    cells = page.locator(".stacked :is(th, td)")
    assert cells.count() > 10
    over = "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.innerText.slice(0, 60))"
    assert cells.evaluate_all(over) == []


BROKEN = """() => {
  const found = [], range = document.createRange();
  for (const cell of document.querySelectorAll('.stacked :is(th, td)')) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let text; (text = walker.nextNode()); )
      for (const word of text.data.matchAll(/[A-Za-z]{4,20}/g)) {
        range.setStart(text, word.index), range.setEnd(text, word.index + word[0].length);
        if (new Set([...range.getClientRects()].map((one) => one.top)).size > 1) found.push(word[0]);
      }
  }
  return found }"""
"""Names the words in tables that begin on one line and end on the next."""


@pytest.mark.parametrize(("media", "width"), [("screen", 970), ("screen", 320), ("print", 680)])
@pytest.mark.parametrize("name", ["ealing-2019/gap", "dudley-2011/board", "bury-2013/board", f"{COUNCIL}/plan"])
def test_no_word_is_broken_in_a_table(opened: Open, name: str, media: Literal["screen", "print"], width: int) -> None:
    page = opened(name, viewport={"width": width, "height": 800})
    page.emulate_media(media=media)
    page.eval_on_selector_all("details", "(all) => all.forEach((one) => { one.open = true })")
    assert page.evaluate(BROKEN) == []


@pytest.mark.parametrize("name", ["ealing-2019/gap", "dudley-2011/gap"])
def test_on_a_phone_a_cell_of_several_columns_names_each_once(opened: Open, name: str) -> None:
    page = opened(name, viewport={"width": 390, "height": 844})
    labels = page.eval_on_selector_all("[data-label]", "(all) => all.map((one) => one.dataset.label)")
    assert {"Predicted", "Reason"} <= set(labels)
    told = page.locator(".stacked td", has_text="Confidence:").first
    assert re.match(r"\S", told.inner_text())
    assert told.inner_text().count("Confidence") == 1
    assert told.get_attribute("data-label") == "Predicted"


def test_on_a_wide_screen_no_stop_of_the_keyboard_does_nothing(opened: Open) -> None:
    page = opened("ealing-2019/gap", viewport={"width": 1280, "height": 900})
    assert not page.is_visible("nav summary")
    scrolls = "(all) => all.filter((one) => one.querySelectorAll('thead th').length < 5).length"
    assert page.eval_on_selector_all(".wide[tabindex]:not(:has(.grid))", scrolls) == 0


def test_bars_are_seen_in_forced_colours(opened: Open) -> None:
    page = opened(f"{COUNCIL}/plan", forced_colors="active")
    ink = page.evaluate("getComputedStyle(document.body).color")
    drawn = page.eval_on_selector_all(
        ".picture rect", "(all) => all.map((one) => [getComputedStyle(one).fill, getComputedStyle(one).stroke])"
    )
    assert drawn and all(stroke == ink for _, stroke in drawn)
    assert {fill for fill, _ in drawn} == {ink, "none"}


@pytest.mark.parametrize("name", ["ealing-2019/board", f"{COUNCIL}/plan"])
def test_wider_spacing_of_text_cuts_nothing_off(opened: Open, name: str) -> None:
    page = opened(name, viewport={"width": 320, "height": 700}, bypass_csp=True)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
    )
    assert page.evaluate(SCROLLS) == []
    labels = page.locator(".picture .label").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().left)")
    assert labels and min(labels) >= 0


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
        assert told.inner_text() == f"{whole.count(one)} of {every} shown; all are printed."
    page.get_by_role("button", name="Show all").click()
    told.get_by_text(f"All {every} shown.").wait_for()
    assert visible_rows(page) == every


@pytest.mark.parametrize("name", ["ealing-2019/gap", "ealing-2019/board", "dudley-2011/board"])
def test_choosing_a_judgement_and_a_state_shows_the_rows_of_both(opened: Open, name: str) -> None:
    page = opened(name)
    rows = list(zip(states(page, "judgement"), states(page, "state"), strict=True))
    judgement, state = rows[-1]
    page.get_by_label("Judgement", exact=True).select_option(label=judgement)
    found = [(one, other) for one, other in rows if one in (judgement, "")]  # what has no judgement is hidden by none
    assert visible_rows(page) == len(found) < len(rows)
    page.get_by_label("State", exact=True).select_option(label=state)
    assert visible_rows(page) == len([other for _, other in found if other in (state, "")])


def test_a_choice_that_nothing_fits_says_so(opened: Open) -> None:
    page = opened("ealing-2019/gap")
    rows = list(zip(states(page, "judgement"), states(page, "state"), strict=True))
    judgement, state = next((one, other) for one, _ in rows for _, other in reversed(rows) if (one, other) not in rows)
    page.get_by_label("Judgement", exact=True).select_option(label=judgement)
    page.get_by_label("State", exact=True).select_option(label=state)
    assert visible_rows(page) == 0
    assert page.locator("#filter [role=status]").inner_text() == f"None of {len(rows)} fits this choice."


def test_a_filter_opens_the_folds_that_hold_what_it_found_and_closes_them_again(opened: Open) -> None:
    page = opened("ealing-2019/gap")
    rows = page.locator("details [data-row][data-state='no evidence']")
    assert rows.count() > 10 and not rows.first.is_visible()
    page.get_by_label("State", exact=True).select_option(label="no evidence")
    assert all(one.is_visible() for one in rows.all())
    page.get_by_role("button", name="Show all").click()
    rows.first.wait_for(state="hidden")


def test_before_printing_every_fold_is_opened_and_after_it_closed_as_it_was(opened: Open) -> None:
    page = opened("ealing-2019/gap")
    page.locator("main summary").first.click()
    told = "(all) => all.map((one) => one.open)"
    before = page.eval_on_selector_all("main details", told)
    assert True in before and False in before
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert set(page.eval_on_selector_all("main details", told)) == {True}
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.eval_on_selector_all("main details", told) == before


def test_while_rows_are_hidden_the_filter_stays_in_sight_and_covers_no_heading_that_a_link_leads_to(opened: Open) -> None:
    page = opened("ealing-2019/gap", viewport={"width": 1280, "height": 900})
    page.get_by_label("State", exact=True).select_option(index=1)
    page.evaluate("location.hash = document.querySelector('main > section:last-of-type h2').id")
    page.evaluate("scrollBy(0, -400)")
    assert page.locator("#filter").bounding_box()["y"] >= 0  # type: ignore[index]
    last = page.locator(".judgement h3:visible").last
    last.evaluate("(one) => one.scrollIntoView()")
    bar, heading = page.locator("#filter").bounding_box(), last.bounding_box()
    assert bar and heading and heading["y"] >= bar["y"] + bar["height"]


@pytest.mark.parametrize("way", ["reload", "back"])
def test_what_is_chosen_and_what_is_shown_agree_after_leaving(opened: Open, way: str) -> None:
    page = opened("ealing-2019/board")
    every = visible_rows(page)
    page.get_by_label("State", exact=True).select_option(index=1)
    leave = {"reload": page.reload, "back": lambda: (page.goto("about:blank"), page.go_back())}
    leave[way]()
    chosen = page.get_by_label("State", exact=True).input_value()
    assert visible_rows(page) == (states(page, "state").count(chosen) if chosen else every)


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
    assert re.match(r"\d+ of \d+ shown", page.locator("#filter [role=status]").inner_text())
    assert page.get_by_label("State", exact=True).input_value() != ""


@pytest.mark.parametrize("name", ["ealing-2019/one-page", "ealing-2019/committee", "backtest"])
def test_a_page_without_anything_to_filter_has_no_script(opened: Open, name: str) -> None:
    assert opened(name).locator("script, form").count() == 0
