"""preinspect check: what is wrong with the files."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from . import common


@click.command(name="check")
@common.reading
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit", "github"]),
    default="text",
    help="How to print it. [default: text]",
)
@click.option("--strict", is_flag=True, help="Exit with 3 on warnings too.")
def command(folder: Path, as_at: date | None, frameworks: Path | None, form: str, strict: bool) -> None:
    """List what is wrong with the files, and what to do about it.

    \b
    Examples:
      preinspect check evidence/ealing-2019
      preinspect check --format sarif > preinspect.sarif
    """
    from ..problem import Severity
    from ..render import problems as render

    case = common.opened(folder, as_at, frameworks)
    click.echo(render.FORMATS[form](case.problems), nl=False)
    if case.names_unknown_framework:
        sys.exit(common.UNKNOWN_FRAMEWORK)
    if case.errors:
        sys.exit(common.PROBLEMS)
    if strict and any(one.severity is Severity.WARNING for one in case.problems):
        sys.exit(common.GATE)
