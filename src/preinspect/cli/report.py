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
    from ..render.template import Own

KINDS = ("gap", "self-evaluation", "plan", "committee", "one-page", "board", "ready")
AUDIENCES = ("internal", "board", "public")
FORMATS = {"html": ".html", "md": ".md", "docx": ".docx", "xlsx": ".xlsx", "json": ".json"}
"""Every format with the suffix of its files."""

_SUFFIXES = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md", ".docx": "docx", ".xlsx": "xlsx", ".json": "json"}

_TEMPLATES = {"html": (".html", ".htm"), "md": (".md", ".markdown"), "docx": (".docx", ".dotx")}
"""What a template is named, for the formats that have one."""


@click.command(name="report")
@common.reading
@common.service_option
@click.option("--kind", type=click.Choice(KINDS), default="gap", help="What to write. [default: gap]")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), help="How to write it. [default: as the output is named, or html]"
)
@click.option("--audience", type=click.Choice(AUDIENCES), default="internal", help="For whom. [default: internal]")
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="A council's own template: .docx for Word, .html or .md. Example: council.docx",
)
@common.templates_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="The file or folder to write to; - prints. [default: KIND-DATE in this folder] Example: reports/gap.html",
)
@common.schema_option("report")
def command(
    folder: Path,
    as_at: date | None,
    frameworks: Path | None,
    service: str | None,
    kind: str,
    form: str | None,
    audience: str,
    template: Path | None,
    templates: Path | None,
    output: Path | None,
) -> None:
    """Write a report for people: one file that needs no network and nothing installed.

    Nothing is written while the files hold what looks like personal data.

    \b
    Examples:
      preinspect report evidence/ealing-2019 --output ealing.html
      preinspect report --kind committee --audience public --format docx
      preinspect report --kind gap --format md --output - | less
      preinspect report --kind committee --format docx --template council.docx
    """
    from ..render.escape import visible
    from ..render.template import BrokenTemplate, strangers

    form = _form(form, output)
    own = _own(folder, templates, template, form)
    case = common.opened(folder, as_at, frameworks, service)
    common.refuse_personal(case)
    prediction = common.predicted(case)
    common.tell(strangers(own))
    try:
        with common.working("Writing the report"):
            content = _content(case, prediction, kind, form, audience, own)
    except BrokenTemplate as error:
        common.tell([error.problem])
        click.echo("No report was written: its template cannot be used.", err=True)
        sys.exit(common.PROBLEMS)
    if output == Path("-"):
        click.echo(content, nl=False)
    else:
        whose = re.sub(r"[^\w]+", "-", case.assessment.service or "").strip("-").lower() if service is not None else ""
        name = "-".join(filter(None, (kind, whose, prediction.assessment.as_at.isoformat()))) + FORMATS[form]
        target = Path(name) if output is None else output / name if output.is_dir() else output
        _refuse_to_replace(target, own)
        _write(target, content)
        click.echo(f"Wrote {visible(str(target))} ({max(1, round(len(content) / 1000))} kB).", err=True)
    common.tell_problems(case)
    sys.exit(common.PROBLEMS if case.errors else common.FINE)


def _content(case: Case, prediction: Prediction, kind: str, form: str, audience: str, own: Own) -> bytes:
    """Render a report in the format that was asked for."""
    from ..kinds.every import page
    from ..kinds.material import material

    found = material(case, prediction, audience)
    if form in ("html", "md"):
        from ..render import html, markdown

        return (html.page if form == "html" else markdown.page)(page(kind, found), own).encode("utf-8")
    if form == "json":
        from ..render.json import page as as_json

        return as_json(page(kind, found)).encode("utf-8")
    return _office(page(kind, found), form, own)


def _office(laid: Page, form: str, own: Own) -> bytes:
    """Render a Word or Excel file, or say which extra has to be installed for it."""
    try:
        if form == "xlsx":
            from ..render.excel import excel

            return excel(laid)
        from ..render.word import left_out, word

        content = word(laid, own)
        common.tell(left_out(own))
        return content
    except ImportError as error:
        from ..words import install

        extra = {"xlsx": "excel", "docx": "word"}[form]
        raise click.UsageError(f"A .{form} file needs one more package: {install(extra)}. Nothing was written.") from error


def _own(folder: Path, templates: Path | None, template: Path | None, form: str) -> Own:
    """Say where a council's own templates are: the file that was named, the folder that was named, then the one beside the evidence."""
    from ..render.template import Own

    if template is not None and (wanted := _TEMPLATES.get(form)) is None:
        raise click.BadParameter(f"a report as {form} is made without a template. Nothing was written.", param_hint="--template")
    if template is not None and wanted is not None and template.suffix.lower() not in wanted:
        raise click.BadParameter(
            f"'{template}' does not fit a report as {form}; its template ends in {wanted[0]}. Nothing was written.",
            param_hint="--template",
        )
    return Own(common.template_folders(folder, templates), template)


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


def _refuse_to_replace(target: Path, own: Own) -> None:
    """End where a report would take the place of evidence or of a council's own template."""
    templates = [path for path in (own.instead, *(folder / target.name for folder in own.folders)) if path is not None]
    what = "evidence" if target.suffix.lower() in (".yaml", ".yml") else "your template"
    if what == "evidence" or any(path.exists() and target.exists() and path.samefile(target) for path in templates):
        raise click.BadParameter(
            f"'{target}' is {what}, and a report would take its place. Name another file. Nothing was written.",
            param_hint="--output",
        )


def _write(target: Path, content: bytes) -> None:
    from ..whole import write_whole

    try:
        write_whole(target, content)
    except OSError as error:
        why = (
            "there is no such folder; make it first"
            if not target.parent.exists()
            else (error.strerror or "unknown reason").lower()
        )
        raise click.BadParameter(f"'{target}' cannot be written: {why}. Nothing was written.", param_hint="--output") from error
