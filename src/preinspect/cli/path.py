"""preinspect path: the way up."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import click

from . import common


@click.command(name="path")
@click.argument("judgement")
@click.option("--to", "grade", required=True, metavar="GRADE", help="The grade to reach. Example: good")
@common.folder_option
@common.as_at_option
@common.frameworks_option
@common.service_option
@common.json_option
@common.color_option
@common.schema_option("path")
def command(
    judgement: str,
    grade: str,
    folder: Path,
    as_at: date | None,
    frameworks: Path | None,
    service: str | None,
    form: str,
    color: str,
) -> None:
    """Say what would lift JUDGEMENT to a grade, by the fewest descriptors. Nothing is written.

    \b
    Examples:
      preinspect path help-and-protection --to good
      preinspect path overall --to good --folder evidence/ealing-2019
    """
    from ..path import overall_path, path
    from ..render import ways

    case = common.opened(folder, as_at, frameworks, service)
    prediction = common.predicted(case)
    framework = prediction.framework
    wanted = framework.scale.rank(common.grade_named(grade, framework))
    name = common.judgement_named(judgement, framework)
    if framework.overall is not None and name == framework.overall.id:
        found = overall_path(prediction, wanted)
        text, as_json = partial(ways.overall_text, found), partial(ways.overall_json, found)
    else:
        way = path(prediction, name, wanted)
        text, as_json = partial(ways.way_text, way), partial(ways.way_json, way)
    if form == "json":
        click.echo(as_json(prediction))
    else:
        common.show(text(prediction), color)
    common.tell_problems(case)
