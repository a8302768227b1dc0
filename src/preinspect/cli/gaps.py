"""preinspect gaps: what stands between today's grades and better ones."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from . import common


@click.command(name="gaps")
@common.reading
@common.service_option
@click.option("--judgement", help="Only this judgement. Example: help-and-protection")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it. [default: text]")
@common.color_option
@common.schema_option("gaps")
def command(
    folder: Path,
    as_at: date | None,
    frameworks: Path | None,
    service: str | None,
    judgement: str | None,
    form: str,
    color: str,
) -> None:
    """List what stands between today's grades and better ones, worst first.

    \b
    Examples:
      preinspect gaps evidence/ealing-2019
      preinspect gaps --judgement help-and-protection
    """
    from ..report import report

    case = common.opened(folder, as_at, frameworks, service)
    prediction = common.predicted(case)
    wanted = common.judgement_named(judgement, prediction.framework) if judgement else None
    shown = report(prediction, case.problems, case.measures, case.lines)
    if form == "json":
        from ..render.json import gap_list as as_json

        click.echo(as_json(shown, wanted))
    else:
        from ..render.terminal import gap_list

        common.show(gap_list(shown, wanted), color)
    common.tell_problems(case)
    sys.exit(common.PROBLEMS if case.errors else common.FINE)
