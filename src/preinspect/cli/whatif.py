"""preinspect whatif: the grades if."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from . import common


@click.command(name="whatif")
@click.argument("changes", nargs=-1, required=True, metavar="DESCRIPTOR=GRADE...")
@common.folder_option
@common.as_at_option
@common.frameworks_option
@common.color_option
def command(changes: tuple[str, ...], folder: Path, as_at: date | None, frameworks: Path | None, color: str) -> None:
    """Say what the grades would be if descriptors stood elsewhere. Nothing is written.

    \b
    Examples:
      preinspect whatif HP-10=good HP-14=good
      preinspect whatif CL-17=good --folder evidence/ealing-2019
    """
    from ..render.terminal import shifts
    from ..whatif import what_if

    case = common.opened(folder, as_at, frameworks)
    prediction = common.predicted(case)
    wanted = {}
    for change in changes:
        descriptor, sign, grade = change.partition("=")
        if not sign:
            raise click.BadParameter(f"'{change}' should be a descriptor and a grade, such as HP-10=good. Nothing was changed.")
        wanted[common.descriptor_named(descriptor, prediction.framework)] = common.grade_named(grade, prediction.framework)
    common.show(shifts(what_if(prediction, wanted), wanted, prediction), color)
    common.tell_problems(case)
