"""preinspect whatif: the grades if."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common

if TYPE_CHECKING:
    from ..framework import Framework


@click.command(name="whatif")
@click.argument("changes", nargs=-1, required=True, metavar="DESCRIPTOR=GRADE...")
@common.folder_option
@common.as_at_option
@common.frameworks_option
@common.service_option
@common.json_option
@common.color_option
@common.schema_option("whatif")
def command(
    changes: tuple[str, ...],
    folder: Path,
    as_at: date | None,
    frameworks: Path | None,
    service: str | None,
    form: str,
    color: str,
) -> None:
    """Say what the grades would be if descriptors stood elsewhere, and why. Nothing is written.

    \b
    Examples:
      preinspect whatif HP-10=good HP-14=good
      preinspect whatif CL-17=good --folder evidence/ealing-2019
    """
    from ..render.ways import shifts_json, shifts_text
    from ..whatif import what_if

    case = common.opened(folder, as_at, frameworks, service)
    prediction = common.predicted(case)
    wanted = _wanted(changes, prediction.framework)
    found = what_if(prediction, wanted)
    if form == "json":
        click.echo(shifts_json(found, wanted, prediction))
    else:
        common.show(shifts_text(found, wanted, prediction), color)
    common.tell_problems(case)


def _wanted(changes: tuple[str, ...], framework: Framework) -> dict[str, str]:
    """Read the changes: grade ids by descriptor id, each descriptor once."""
    wanted: dict[str, str] = {}
    for change in changes:
        descriptor, sign, grade = change.partition("=")
        if not sign:
            raise click.BadParameter(f"'{change}' should be a descriptor and a grade, such as HP-10=good. Nothing was changed.")
        name, said = common.descriptor_named(descriptor, framework), common.grade_named(grade, framework)
        if wanted.setdefault(name, said) != said:
            raise click.BadParameter(
                f"'{name}' stands here twice, at {wanted[name]} and at {said}. Name one. Nothing was changed."
            )
    return wanted
