"""preinspect report: a report for people, as a file."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from . import common

KINDS = ("gap",)
FORMATS = {"html": ".html", "md": ".md"}
"""Every format with the suffix of its files."""

_SUFFIXES = {".html": "html", ".htm": "html", ".md": "md", ".markdown": "md"}


@click.command(name="report")
@common.reading
@click.option("--kind", type=click.Choice(KINDS), default="gap", help="What to write. [default: gap]")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), help="How to write it. [default: as the output is named, or html]"
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="The file or folder to write to; - prints. [default: KIND-DATE in this folder] Example: reports/gap.html",
)
def command(folder: Path, as_at: date | None, frameworks: Path | None, kind: str, form: str | None, output: Path | None) -> None:
    """Write a report for people: one file that needs no network and nothing installed.

    \b
    Examples:
      preinspect report evidence/ealing-2019 --output ealing.html
      preinspect report --kind gap --format md --output - | less
    """
    from ..report import report

    form = form or _form_of(output)
    case = common.opened(folder, as_at, frameworks)
    shown = report(common.predicted(case), case.problems, case.measures, case.lines)
    if form == "html":
        from ..render.html import html as render
    else:
        from ..render.markdown import markdown as render
    content = render(shown).encode("utf-8")
    if output == Path("-"):
        click.echo(content, nl=False)
    else:
        name = f"{kind}-{shown.as_at.isoformat()}{FORMATS[form]}"
        target = Path(name) if output is None else output / name if output.is_dir() else output
        _write(target, content)
        click.echo(f"Wrote {target} ({max(1, round(len(content) / 1000))} kB).", err=True)
    common.tell_problems(case)
    sys.exit(common.PROBLEMS if case.errors else common.FINE)


def _form_of(output: Path | None) -> str:
    """Tell the format from the output's name; a name that tells none is asked about before anything is written over."""
    if output is None or output == Path("-") or output.is_dir():
        return "html"
    form = _SUFFIXES.get(output.suffix.lower())
    if form is None:
        raise click.BadParameter(
            f"the name '{output}' does not tell a format; end it in {' or '.join(FORMATS.values())}, or add --format. "
            "Nothing was written.",
            param_hint="--output",
        )
    return form


def _write(target: Path, content: bytes) -> None:
    from ..whole import write_whole

    try:
        write_whole(target, content)
    except OSError as error:
        raise click.BadParameter(f"'{target}' cannot be written: {error.strerror}.", param_hint="--output") from error
