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
@click.option("--fail-open", is_flag=True, help="Exit with 3 where something is not ready.")
@common.color_option
def command(folder: Path, as_at: date | None, frameworks: Path | None, service: str | None, fail_open: bool, color: str) -> None:
    """List what inspectors will ask for: child-level lists and documents, counts and refresh times only.

    \b
    Examples:
      preinspect ready evidence/ealing-2019
      preinspect ready --fail-open
    """
    from ..plan import request_states
    from ..render.plan import ready

    case = common.opened(folder, as_at, frameworks, service)
    framework = common.predicted(case).framework
    states = request_states(case.assessment, framework)
    common.show(ready(states), color)
    common.tell_problems(case)
    if fail_open and any(one.is_open for one in states):
        click.echo("Gate failed: something is not ready.", err=True)
        sys.exit(common.GATE)
    sys.exit(common.PROBLEMS if case.errors else common.FINE)
