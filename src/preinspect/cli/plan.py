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
@click.option("--fail-at-risk", is_flag=True, help="Exit with 3 where an action is late, off track or at risk.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it. [default: text]")
@common.color_option
@common.schema_option("plan")
def command(
    folder: Path,
    as_at: date | None,
    frameworks: Path | None,
    service: str | None,
    fail_late: bool,
    fail_at_risk: bool,
    form: str,
    color: str,
) -> None:
    """List the actions: late, at risk, done awaiting sign-off, and whether a difference was seen.

    \b
    Examples:
      preinspect plan evidence/dudley-2011
      preinspect plan --fail-late
      preinspect plan --fail-at-risk --format json
    """
    from ..plan import action_states, by_band, deadline
    from ..render.json import plan as as_json
    from ..render.plan import plan
    from ..report import band_titles
    from ..words import count

    case = common.opened(folder, as_at, frameworks, service)
    framework = common.predicted(case).framework
    states = action_states(case.assessment)
    titles = band_titles(framework)
    due = deadline(case.assessment, case.editions)
    if form == "json":
        click.echo(as_json(case.assessment, framework.id, states, due))
    else:
        common.show(plan(by_band(states, titles), titles, due), color)
    common.tell_problems(case)
    failing = [one.action.id for one in states if (fail_at_risk and one.is_exception) or (fail_late and one.late_by)]
    untold = [one for one in states if not (one.is_done or one.action.due or (fail_at_risk and one.action.status))]
    if untold and (fail_late or fail_at_risk):
        want, tell = ("neither a state nor a due date", "at risk") if fail_at_risk else ("no due date", "late")
        have, are = ("has", "it is") if len(untold) == 1 else ("have", "they are")
        click.echo(f"{count(len(untold), 'action')} {have} {want}, so the gate cannot tell whether {are} {tell}.", err=True)
    if failing:
        common.fail_gate(f"{'late, off track or at risk' if fail_at_risk else 'late'}: {', '.join(failing)}")
    sys.exit(common.PROBLEMS if case.errors else common.FINE)
