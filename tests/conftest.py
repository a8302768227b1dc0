"""Lets tests in folders below import the helpers that stand here, and compares reports with goldens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings

# How long one example takes says nothing about the code: tests run beside others, on machines of any speed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites goldens, to be read by eye in the diff afterwards."""
    parser.addoption("--update-golden", action="store_true", help="Write goldens anew instead of comparing with them.")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden of this name beside the test; with --update-golden write it first."""
    folder = request.path.parent / "goldens"

    def compare(name: str, content: str) -> None:
        if request.config.getoption("--update-golden"):
            folder.mkdir(exist_ok=True)
            (folder / name).write_text(content, "utf-8", newline="\n")
        assert (folder / name).read_text("utf-8") == content

    return compare
