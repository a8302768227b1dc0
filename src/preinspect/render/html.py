"""A report as one HTML file: nothing fetched, whole without scripts, readable on paper, on a phone and in Word.

The one script filters rows; the page's policy names it by its hash, so that no other runs.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import unescape
from importlib.resources import files
from typing import Any

from jinja2 import pass_eval_context
from jinja2.filters import do_urlize
from jinja2.nodes import EvalContext
from jinja2.utils import Namespace
from markupsafe import Markup, escape

from ..page import Cell, Page, Section, Status, Table, behind, cell_words, printed, shares
from ..report import Bar, GradeShown
from .escape import seen, visible
from .template import OURS, QUESTIONS, WAYS, Language, Own, Templates, check_whole

_ROW, _FOOT = 1.6, 0.9
"""From one bar to the next, and from the top of a bar down to the foot of its words; in em."""

_LETTER = 0.62
"""Room for one letter, in em: that of a wide typeface, so that no word is cut off in any."""

_LONGEST = 40
"""The longest bar in per cent of the picture's width, so that words and count fit beside it on a phone."""


_MANY, _WIDE = 5, 8
"""From so many columns a table is given its widths, and from so many it takes a sheet on its side."""

_UPRIGHT, _SIDEWAYS = 120, 190
"""Letters of a table's type that stand side by side on either sheet."""

_LONGEST_TEXT = 300
"""How many letters ask for room of their own; what is longer wraps."""

_SHORT = 20
"""So many letters of a grade, a state, a date or a number stay on one line."""

_CODE = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]*(?:-[A-Z0-9]+){1,4}(?![\w-])")


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


def page(laid: Page, own: Own = OURS) -> str:
    """Lay out a page of any kind; raises BrokenTemplate where a council's own template cannot be used."""
    laid = laid.to_read()
    rows = [mark for table in laid.tables() for mark in table.marks]
    marks = [*(one.mark for section in laid.sections for _, one in section.walk() if one.mark), *rows]
    content = templates(own).fill("page.html", page=laid, choices=choices(marks), places=_places(laid))
    check_whole(own.find("page.html", True), seen(laid.musts()), lambda: _text(content))
    return _guarded(content)


def _places(laid: Page) -> Mapping[str, str]:
    """Give every name that a link can lead to, with the place it leads to: first those of sections, then those of rows."""
    sections = [one for section in laid.sections for _, one in section.walk()]
    found = {one.name: anchor(one.name) for one in sections if one.name}
    rows = {name: anchor(table.sheet or "", name) for table in laid.tables() for name in table.names}
    return {**rows, **found}


def choices(marks: Iterable[tuple[str, str]]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Say what rows can be filtered by: name, title and values, in the order of the page; what has one value needs no filter.

    Args:
        marks: Judgement and state of each row; empty where it has none.
    """
    rows = tuple(marks)
    found = (
        (name, title, tuple(dict.fromkeys(row[place] for row in rows if row[place])))
        for place, (name, title) in enumerate((("judgement", "Judgement"), ("state", "State")))
    )
    return tuple(one for one in found if len(one[2]) > 1)


def picture(bars: Sequence[Bar]) -> Picture:
    """Place the bars of a picture: the longest fills its room, the others are in proportion."""
    most = max((bar.count for bar in bars), default=0) or 1
    words = max((len(bar.beside) for bar in bars), default=0) * _LETTER
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


@dataclass(frozen=True, slots=True)
class Script:
    """The script of a page, and the hash by which the page's policy lets it run."""

    text: Markup
    hash: str


@cache
def _script() -> Script:
    text = files("preinspect.templates").joinpath("filter.js").read_text("utf-8")
    return Script(Markup(text), f"sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode()}")


def codes(text: str, places: Mapping[str, str] | None = None) -> Markup:
    """Keep codes such as CL-17 on one line, for a browser would break them at their hyphen; those that have a place lead there.

    Args:
        places: The places of this page, by the names that lead to them.
    """
    to = places or {}
    names = text.split(", ")
    if all(name in to for name in names):
        return Markup(", ").join(_link(name, to) for name in names)
    return Markup(_CODE.sub(lambda code: _link(code[0], to) if code[0] in to else _kept(code[0]), escape(visible(text))))


def _link(name: str, places: Mapping[str, str]) -> Markup:
    return Markup('<a href="#{}">{}</a>').format(places[name], _kept(visible(name)))


def _kept(code: str) -> Markup:
    return Markup('<span class="code">{}</span>').format(code) if len(code) <= 20 else escape(code)


def in_css(text: str) -> Markup:
    """Write a text so that it may stand between quotes in a style sheet, where HTML's own escapes mean nothing."""
    return Markup(re.sub(r"[^\w .,;:?!()-]", lambda found: f"\\{ord(found[0]):x} ", visible(text)))


def widths(table: Table) -> tuple[str, ...]:
    """Give the width of each printed column of a table of many in per cent; none where the browser does as well."""
    heads = table.heads
    if len(heads) < _MANY and not table.together:
        return ()
    letters = _UPRIGHT if len(heads) < _WIDE else _SIDEWAYS
    told = [[" ".join(f"{name} {_whole(cell)}" for name, cell in parts) for parts in row] for row in table.printed()]
    return tuple(f"{share:.1%}" for share in shares([_bold(head) for head in heads], told, letters, _LONGEST_TEXT))


def _whole(cell: Cell) -> str:
    """Give the words of a cell for measuring: those that stay on one line are as one, and those in bold beside a mark are longer."""
    words = cell_words(cell)
    if isinstance(cell, str):
        return words
    whole = words.replace(" ", "_") if len(words) <= _SHORT else words
    return _bold(whole) if isinstance(cell, (GradeShown, Status)) else whole


def _bold(words: str) -> str:
    return " ".join(f"___{word}" for word in words.split())


def _filtered(section: Section) -> bool:
    """Say whether a section is nothing but what a filter may hide."""
    tables = [block for block in section.blocks if isinstance(block, Table) and block.rows]
    inner = section.sections
    return bool(tables or inner) and all(table.marks for table in tables) and all(one.mark or _filtered(one) for one in inner)


def _with_filtered(section: Section) -> bool:
    return any(one.mark or _filtered(one) for _, one in section.walk())


def _shown(value: Any) -> Any:
    """Nothing that a template prints goes past this."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


NAMES = frozenset({"page", "choices", "places"})
"""What a template may put in."""


def templates(own: Own = OURS, names: frozenset[str] = NAMES) -> Templates:
    """Make ready to read and fill templates of HTML."""
    return _ours(names) if own == OURS else _made(own, names)


@cache
def _ours(names: frozenset[str]) -> Templates:
    return _made(OURS, names)


def _made(own: Own, names: frozenset[str]) -> Templates:
    language = Language(
        whole=frozenset({"page.html"}),
        names=names,
        filters={**WAYS, "codes": codes, "css": in_css, "told": cell_words, "urlize": _linked, "visible": visible},
        tests={**QUESTIONS, "filtered": _filtered, "with_filtered": _with_filtered},
        functions={
            **{"anchor": anchor, "behind": behind, "draw": picture, "namespace": Namespace, "printed": printed},
            **{"widths": widths, "wide": _WIDE, "short": _SHORT, "script": _script()},
        },
    )
    return Templates(language, own, _shown, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)


@pass_eval_context
def _linked(context: EvalContext, text: str) -> str:
    """Make links of the addresses in a text."""
    return do_urlize(context, visible(text), rel="noreferrer")


_POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"


def _guarded(content: str) -> str:
    """Let a page fetch and run nothing, whatever template it was made with."""
    if '<meta http-equiv="Content-Security-Policy"' in content:  # text from files has no '<' of its own
        return content
    start = re.match(r"\s*(?:<!doctype[^>]*>)?\s*(?:<html\b[^>]*>)?", content, re.IGNORECASE)
    assert start is not None, "the empty text is found everywhere"
    return f"{content[: start.end()]}{_POLICY}{content[start.end() :]}"


_UNSEEN = re.compile(r"<!--.*?-->|<(head|style|script)\b.*?</\1>", re.DOTALL | re.IGNORECASE)


def _text(content: str) -> str:
    """Give the text that a browser shows of a page."""
    return unescape(re.sub(r"<[^>]*>", "", _UNSEEN.sub("", content)))
