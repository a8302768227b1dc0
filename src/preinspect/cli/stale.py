"""preinspect stale: what is too old, and what will be."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common

if TYPE_CHECKING:
    from ..case import Case


@click.command(name="stale")
@common.reading
@click.option(
    "--before",
    metavar="DATE",
    callback=common._day,
    help="Look ahead to this day. [default: three months on] Example: 2027-03-01",
)
@click.option("--service", metavar="NAME", help="Only the evidence and indicators of this service. Example: north")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it. [default: text]")
@common.color_option
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

    case = _of_service(common.opened(folder, as_at, frameworks), service)
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


def _of_service(case: Case, service: str | None) -> Case:
    """Keep one service's evidence alone, or end with the services that there are (exit 2)."""
    if service is None:
        return case
    from ..problem import did_you_mean
    from ..stale import of_service, services

    known = services(case.assessment)
    if service not in known:
        near = did_you_mean(service, known)
        hint = f" Did you mean {near}?" if near else f" There are: {', '.join(known)}." if known else " No entry names a service."
        raise click.BadParameter(f"there is no service '{service}'.{hint}", param_hint="--service")
    return replace(case, assessment=of_service(case.assessment, service))
