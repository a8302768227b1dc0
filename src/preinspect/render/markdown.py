"""A report as Markdown, for a wiki, a pull request or a plain editor."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..day import in_words as day
from ..page import Page
from ..report import Report
from ..words import count, sentence
from . import escape


def markdown(report: Report) -> str:
    """Lay out the gap report."""
    names = {page.id: page.short for page in report.judgements}
    return _environment().get_template("gap.md").render(report=report, names=names)


def page(laid: Page) -> str:
    """Lay out a page of any kind."""
    return _environment().get_template("page.md").render(page=laid)


def _shown(value: Any) -> Any:
    """Nothing that a template prints goes past this, so no template can forget to escape; `safe` lets a macro's output through."""
    return escape.markdown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _inside(value: str) -> Markup:
    """Escape what stands inside a heading or a cell, where no list can begin."""
    return Markup(escape.markdown(value, begins=False))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("preinspect.templates", ""),
        autoescape=False,  # that would escape for HTML; `finalize` escapes for Markdown
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(counted=count, day=day, inside=_inside, sentence=sentence)
    return environment
