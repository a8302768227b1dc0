"""A report as one HTML file: no script, nothing fetched, readable on paper, on a phone and in Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..day import in_words as day
from ..page import Page
from ..report import Bar, Report
from ..words import count, sentence
from .escape import visible

_ROW, _FOOT = 1.6, 0.9
"""From one bar to the next, and from the top of a bar down to the foot of its words; in em."""

_LETTER = 0.62
"""Room for one letter, in em: that of a wide typeface, so that no word is cut off in any."""

_LONGEST = 40
"""The longest bar in per cent of the picture's width, so that words and count fit beside it on a phone."""


@dataclass(frozen=True, slots=True)
class Row:
    """Where one bar and its words are drawn: `width` in per cent, the others in em."""

    bar: Bar
    top: str
    foot: str
    width: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars one below the other: words end at `words`, bars begin at `left`, a count stands `after` the end of its bar; in em."""

    rows: tuple[Row, ...]
    height: str
    words: str
    left: str
    after: str


def html(report: Report) -> str:
    """Lay out the gap report."""
    pictures = {page.id: picture(page.bars) for page in report.judgements}
    names = {page.id: page.short for page in report.judgements}
    return _environment().get_template("gap.html").render(report=report, pictures=pictures, names=names)


def page(laid: Page) -> str:
    """Lay out a page of any kind."""
    return _environment().get_template("page.html").render(page=laid, draw=picture)


def picture(bars: Sequence[Bar]) -> Picture:
    """Place the bars of a picture: the longest fills its room, the others are in proportion."""
    most = max((bar.count for bar in bars), default=0) or 1
    words = max((len(bar.label) for bar in bars), default=0) * _LETTER
    return Picture(
        rows=tuple(
            Row(bar, f"{place * _ROW:.1f}", f"{place * _ROW + _FOOT:.1f}", f"{_LONGEST * bar.count / most:.1f}")
            for place, bar in enumerate(bars)
        ),
        height=f"{len(bars) * _ROW:.1f}",
        words=f"{words:.1f}",
        left=f"{words + 0.6:.1f}",
        after=f"{words + 1.1:.1f}",
    )


def anchor(*parts: str) -> str:
    """Make the name of a place in the page from ids: different ids never give the same name."""
    return ".".join("".join(char if char.isalnum() or char == "-" else f"_{ord(char):x}_" for char in part) for part in parts)


def _shown(value: Any) -> Any:
    """Nothing that a template prints goes past this."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("preinspect.templates", ""),
        autoescape=True,  # always, and not by the suffix of a file's name
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(counted=count, day=day, sentence=sentence, visible=visible)
    environment.globals.update(anchor=anchor)
    return environment
