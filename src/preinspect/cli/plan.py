"""preinspect plan: the actions."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from . import common


@click.command(name="plan")
@common.reading
@common.service_option
@click.option("--fail-late", is_flag=True, help="Exit with 3 where an action is late.")
@common.color_option
def command(folder: Path, as_at: date | None, frameworks: Path | None, service: str | None, fail_late: bool, color: str) -> None:
    """List the actions: late, at risk, done awaiting sign-off, and whether a difference was seen.

    \b
    Examples:
      preinspect plan evidence/dudley-2011
      preinspect plan --fail-late
    """
    from ..plan import action_states, by_band, deadline
    from ..render.plan import plan
    from ..report import band_titles

    case = common.opened(folder, as_at, frameworks, service)
    framework = common.predicted(case).framework
    states = action_states(case.assessment)
    titles = band_titles(framework)
    common.show(plan(by_band(states, titles), titles, deadline(case.assessment, case.editions)), color)
    common.tell_problems(case)
    if fail_late and any(one.late_by for one in states):
        click.echo("Gate failed: an action is late.", err=True)
        sys.exit(common.GATE)
    sys.exit(common.PROBLEMS if case.errors else common.FINE)
