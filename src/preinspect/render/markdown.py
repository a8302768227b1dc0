"""A report as Markdown, for a wiki, a pull request or a plain editor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from markupsafe import Markup

from ..page import Cell, Page, behind, cell_words
from . import escape
from .template import OURS, QUESTIONS, WAYS, Language, Own, Templates, check_whole


def page(laid: Page, own: Own = OURS) -> str:
    """Lay out a page of any kind; raises BrokenTemplate where a council's own template cannot be used."""
    laid = laid.to_read()
    content = templates(own).fill("page.md", page=laid)
    check_whole(own.find("page.md", True), _escaped(laid.musts()), lambda: content)
    return content


def _escaped(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((name, escape.markdown(text, begins=False)) for name, text in texts)


def _shown(value: Any) -> Any:
    """Nothing that a template prints goes past this, so no template can forget to escape; what a macro gives went past it already."""
    return Markup(escape.markdown(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


NAMES = frozenset({"page"})
"""What a template may put in."""


def templates(own: Own = OURS) -> Templates:
    """Make ready to read and fill templates of Markdown."""
    return _ours() if own == OURS else _made(own)


def _inside(value: str) -> Markup:
    """Escape what stands inside a heading or a cell, where no list can begin."""
    return Markup(escape.markdown(value, begins=False))


def _row(cells: Sequence[Cell]) -> Markup:
    """Write a row of a table."""
    return Markup(f"| {' | '.join(_inside(cell_words(cell)) for cell in cells)} |")


def _rule(cells: Sequence[Cell]) -> Markup:
    """Write the line below the heads of a table."""
    return Markup(f"| {' | '.join('---' for _ in cells)} |")


@cache
def _ours() -> Templates:
    return _made(OURS)


def _made(own: Own) -> Templates:
    language = Language(
        whole=frozenset({"page.md"}),
        names=NAMES,
        filters={**WAYS, "inside": _inside, "row": _row, "rule": _rule},
        tests=QUESTIONS,
        functions={"behind": behind, "heading": _heading},
    )
    return Templates(language, own, _shown, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)


def _heading(depth: int) -> Markup:
    """Begin a heading of a level."""
    return Markup("#" * min(depth, 6))
