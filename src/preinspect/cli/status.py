"""preinspect status: where each judgement stands."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from . import common


@click.command(name="status")
@common.reading
@common.service_option
@click.option(
    "--fail-under", metavar="GRADE", help="Exit with 3 if any judgement is below this grade, or has none. Example: good"
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it. [default: text]")
@common.color_option
@common.schema_option("status")
def command(
    folder: Path,
    as_at: date | None,
    frameworks: Path | None,
    service: str | None,
    fail_under: str | None,
    form: str,
    color: str,
) -> None:
    """Say where each judgement would stand today, and what to do next.

    \b
    Examples:
      preinspect status evidence/ealing-2019
      preinspect status --as-at 2027-03-01 --fail-under requires-improvement
    """
    from ..report import report
    from ..start import is_bare, welcome

    case = common.opened(folder, as_at, frameworks, service)
    if form == "text" and fail_under is None and is_bare(case):
        click.echo("\n".join(welcome(case)))
        return
    prediction = common.predicted(case, gate=fail_under is not None)
    shown = report(prediction, case.problems, case.measures, case.lines)
    if form == "json":
        from ..render.json import status as as_json

        click.echo(as_json(shown))
    else:
        from ..render.terminal import status

        common.show(status(shown), color)
    common.tell_problems(case)
    if fail_under is not None:
        scale = prediction.framework.scale
        least = common.grade_named(fail_under, prediction.framework)
        if any(one.rank is None or one.rank < scale.rank(least) for one in prediction.verdicts):
            common.fail_gate(f"not every judgement is {scale.from_rank(scale.rank(least))}")
    sys.exit(common.PROBLEMS if case.errors else common.FINE)
