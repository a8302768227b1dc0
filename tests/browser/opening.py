"""What tests of pages and the fixtures for them share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

COUNCIL = "council"
"""The name of a small folder whose actions stand in all sorts of states; the others are those of `evidence/`."""

Open = Callable[..., "Page"]
"""Opens a report: its name, and what `new_page` of a browser takes."""
