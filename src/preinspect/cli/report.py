"""preinspect report: a report for people, as a file."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common

if TYPE_CHECKING:
    from ..case import Case
    from ..page import Page
    from ..predict import Prediction

KINDS = ("gap", "self-evaluation", "plan", "committee", "one-page", "board", "ready")
AUDIENCES = ("internal", "board", "public")
FORMATS = {"html": ".html", "md": ".md", "docx": ".docx", "xlsx": ".xlsx", "json": ".json"}
"""Every format with the suffix of its files."""

_SUFFIXES = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".docx": "docx", ".xlsx": "xlsx", ".json": "json"}


@click.command(name="report")
@common.reading
@common.service_option
@click.option("--kind", type=click.Choice(KINDS), default="gap", help="What to write. [default: gap]")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), help="How to write it. [default: as the output is named, or html]"
)
@click.option("--audience", type=click.Choice(AUDIENCES), default="internal", help="For whom. [default: internal]")
@click.option(
    "--template", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="A council's own Word template (.docx)."
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="The file or folder to write to; - prints. [default: KIND-DATE in this folder] Example: reports/gap.html",
)
def command(
    folder: Path,
    as_at: date | None,
    frameworks: Path | None,
    service: str | None,
    kind: str,
    form: str | None,
    audience: str,
    template: Path | None,
    output: Path | None,
) -> None:
    """Write a report for people: one file that needs no network and nothing installed.

    Nothing is written while the files hold what looks like personal data.

    \b
    Examples:
      preinspect report evidence/ealing-2019 --output ealing.html
      preinspect report --kind committee --audience public --format docx
      preinspect report --kind gap --format md --output - | less
    """
    form = _form(form, output)
    case = common.opened(folder, as_at, frameworks, service)
    common.refuse_personal(case)
    prediction = common.predicted(case)
    content = _content(case, prediction, kind, form, audience, template)
    if output == Path("-"):
        click.echo(content, nl=False)
    else:
        whose = re.sub(r"[^\w]+", "-", case.assessment.service or "").strip("-").lower() if service is not None else ""
        name = "-".join(filter(None, (kind, whose, prediction.assessment.as_at.isoformat()))) + FORMATS[form]
        target = Path(name) if output is None else output / name if output.is_dir() else output
        _write(target, content)
        click.echo(f"Wrote {target} ({max(1, round(len(content) / 1000))} kB).", err=True)
    common.tell_problems(case)
    sys.exit(common.PROBLEMS if case.errors else common.FINE)


def _content(case: Case, prediction: Prediction, kind: str, form: str, audience: str, template: Path | None) -> bytes:
    """Render a report in the format that was asked for."""
    from ..kinds import material, page

    found = material(case, prediction, audience)
    if form in ("html", "md"):
        from ..render import html, markdown

        if kind == "gap" and audience == "internal":  # the whole of it, with every item of evidence in its place
            return (html.html if form == "html" else markdown.markdown)(found.report).encode("utf-8")
        return (html.page if form == "html" else markdown.page)(page(kind, found)).encode("utf-8")
    if form == "json":
        from ..render.json import page as as_json

        return as_json(page(kind, found)).encode("utf-8")
    return _office(page(kind, found), form, template)


def _office(laid: Page, form: str, template: Path | None) -> bytes:
    """Render a Word or Excel file, or say which extra has to be installed for it."""
    try:
        if form == "xlsx":
            from ..render.excel import excel

            return excel(laid)
        from ..render.word import BrokenTemplate, word

        try:
            return word(laid, template)
        except BrokenTemplate as error:
            raise click.BadParameter(
                f"'{template}' cannot be used. {error} Nothing was written.", param_hint="--template"
            ) from error
    except ImportError as error:
        extra = {"xlsx": "excel", "docx": "word"}[form]
        raise click.UsageError(
            f"A .{form} file needs one more package: pip install 'preinspect[{extra}]'. Nothing was written."
        ) from error


def _form(asked: str | None, output: Path | None) -> str:
    """Tell the format, from the output's name where none is asked for; nothing is written under a name that says another one."""
    if output is None or output == Path("-") or output.is_dir():
        return asked or "html"
    named = _SUFFIXES.get(output.suffix.lower())
    if asked is not None and named not in (None, asked):
        raise click.BadParameter(
            f"the name '{output}' says {named} and --format says {asked}; leave --format out, or end the name in {FORMATS[asked]}. "
            "Nothing was written.",
            param_hint="--output",
        )
    if asked is None and named is None:
        raise click.BadParameter(
            f"the name '{output}' does not tell a format; end it in {' or '.join(FORMATS.values())}, or add --format. "
            "Nothing was written.",
            param_hint="--output",
        )
    return asked or named or "html"


def _write(target: Path, content: bytes) -> None:
    from ..whole import write_whole

    try:
        write_whole(target, content)
    except OSError as error:
        raise click.BadParameter(f"'{target}' cannot be written: {error.strerror}.", param_hint="--output") from error
