"""preinspect stale: what is too old, and what will be."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from . import common


@click.command(name="stale")
@common.reading
@click.option(
    "--before",
    metavar="DATE",
    callback=common._day,
    help="Look ahead to this day. [default: three months on] Example: 2027-03-01",
)
@common.service_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it. [default: text]")
@common.color_option
@common.schema_option("stale")
def command(
    folder: Path, as_at: date | None, frameworks: Path | None, before: date | None, service: str | None, form: str, color: str
) -> None:
    """List what is stale, what will be by a day, and the concerns that nobody has looked at again; oldest first.

    \b
    Examples:
      preinspect stale evidence/ealing-2019
      preinspect stale --before 2027-03-01 --service north
    """
    from ..render.compare import staleness_json, staleness_text
    from ..report import report
    from ..stale import AHEAD, months_on, staleness

    case = common.opened(folder, as_at, frameworks, service)
    prediction = common.predicted(case)
    day = case.assessment.as_at
    if before is not None and before < day:
        raise click.BadParameter(f"{before} comes before the as-at date, {day}; use --as-at to look back.", param_hint="--before")
    found = staleness(prediction, before or months_on(day, AHEAD))
    shown = report(prediction, case.problems, case.measures, case.lines)
    if form == "json":
        click.echo(staleness_json(found, shown))
    else:
        common.show(staleness_text(found, shown, prediction, folder, service), color)
    common.tell_problems(case)
    sys.exit(common.PROBLEMS if case.errors else common.FINE)
