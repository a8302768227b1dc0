"""preinspect ready: the inspection-day list."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from . import common


@click.command(name="ready")
@common.reading
@common.service_option
@click.option("--fail-open", is_flag=True, help="Exit with 3 where something is not ready or not said to be, or too old to be.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it. [default: text]")
@common.color_option
@common.schema_option("ready")
def command(
    folder: Path, as_at: date | None, frameworks: Path | None, service: str | None, fail_open: bool, form: str, color: str
) -> None:
    """List what inspectors will ask for: child-level lists and documents, counts and refresh times only.

    \b
    Examples:
      preinspect ready evidence/ealing-2019
      preinspect ready --fail-open
      preinspect ready --format json
    """
    from ..plan import request_states
    from ..render.json import ready as as_json
    from ..render.plan import ready

    case = common.opened(folder, as_at, frameworks, service)
    prediction = common.predicted(case, gate=fail_open)
    states = request_states(case.assessment, prediction.framework, prediction.method)
    if form == "json":
        click.echo(as_json(case.assessment, prediction.framework.id, states))
    else:
        common.show(ready(states), color)
    common.tell_problems(case)
    open_ones = [one.request.id for one in states if one.is_open]
    if fail_open and open_ones:
        common.fail_gate(f"not ready: {', '.join(open_ones)}")
    sys.exit(common.PROBLEMS if case.errors else common.FINE)
