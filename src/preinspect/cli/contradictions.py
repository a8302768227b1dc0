"""preinspect contradictions: evidence that disagrees."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from . import common


@click.command(name="contradictions")
@common.reading
@click.option("--judgement", help="Only this judgement. Example: help-and-protection")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it. [default: text]")
@common.color_option
@common.schema_option("contradictions")
def command(folder: Path, as_at: date | None, frameworks: Path | None, judgement: str | None, form: str, color: str) -> None:
    """List every finding that other evidence disagrees with, worst first, with all that stands against it, and whether anybody wrote why.

    \b
    Examples:
      preinspect contradictions evidence/ealing-2019
      preinspect contradictions --judgement help-and-protection
    """
    from ..compare import disagreements, within_one_look
    from ..render.compare import contradictions, contradictions_json
    from ..report import report

    case = common.opened(folder, as_at, frameworks)
    prediction = common.predicted(case)
    wanted = common.judgement_named(judgement, prediction.framework) if judgement else None
    found, within = disagreements(prediction, wanted), within_one_look(prediction, wanted)
    shown = report(prediction, case.problems, case.measures, case.lines)
    if form == "json":
        click.echo(contradictions_json(found, within, shown, prediction.framework.scale))
    else:
        common.show(contradictions(found, within, shown, prediction), color)
    common.tell_problems(case)
    sys.exit(common.PROBLEMS if case.errors else common.FINE)
