"""A browser for the tests of pages: one for each process that runs tests, and a page of its own for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser.opening import COUNCIL, Open
from commands import EVIDENCE, assessed, run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ACTIONS = """actions:
  - {id: A-1, priority: immediate, action: Clear the waiting list., due: 2026-06-01, status: on-track}
  - {id: A-2, priority: immediate, action: Hold strategy discussions in time., due: 2026-07-10, status: at-risk}
  - {id: A-3, priority: three-months, action: Train the duty team., due: 2026-05-01, status: done}
  - {id: A-4, priority: three-months, action: Moderate every audit., due: 2026-09-01, status: done-awaiting-sign-off}
  - {id: A-5, action: Ask care leavers again., due: 2026-12-01, status: on-track}
"""
QUIET = (
    # A browser calls home by itself; on a closed network each call would fail, and none is a page's doing.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the Chromium that is installed; Playwright is never let fetch one."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright, which comes with the extra 'test'")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET), chromium_sandbox=False)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """Give axe-core, the checks of accessibility, as a script."""
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("needs axe-playwright-python, which comes with the extra 'test'")
    return Path(found.origin).with_name("axe.min.js").read_text("utf-8")


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Write a report as a person would, once; a name is FOLDER/KIND or FOLDER/KIND/AUDIENCE, or 'backtest'."""
    folder = tmp_path_factory.mktemp("pages")

    @cache
    def write(name: str) -> Path:
        target = folder / f"{name.replace('/', '-')}.html"
        if name == "backtest":
            run("backtest", EVIDENCE, "--output", target)
        else:
            assessment, kind, *audience = name.split("/")
            who = ("--audience", *audience) if audience else ()
            source = assessed(folder / COUNCIL, "ilacs-2026", {}, ACTIONS) if assessment == COUNCIL else EVIDENCE / assessment
            run("report", source, "--kind", kind, *who, "--output", target)
        return target

    return write


@pytest.fixture
def opened(browser: Browser, written: Callable[[str], Path]) -> Iterator[Open]:
    """Open reports in pages that are closed after the test; what a page asked for stands in its list `asked`."""
    pages: list[Page] = []

    def open_report(name: str, **options: Any) -> Page:
        page = browser.new_page(**options)
        page.set_default_timeout(10_000)
        pages.append(page)
        asked: list[str] = []
        page.asked = asked  # type: ignore[attr-defined]
        page.on("request", lambda request: asked.append(request.url))
        page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
        page.goto(written(name).as_uri())
        return page

    yield open_report
    for page in pages:
        page.close()
