"""preinspect migrate: an assessment carried to another framework."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from . import common


@click.command(name="migrate")
@common.folder_argument
@click.option("--to", "target", required=True, metavar="ID", help="The framework to carry it to. Example: ilacs-2026")
@click.option("--write", is_flag=True, help="Write it; without this it is only shown.")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this new folder and leave the old one as it is.")
@common.frameworks_option
@common.color_option
def command(folder: Path, target: str, write: bool, output: Path | None, frameworks: Path | None, color: str) -> None:
    """Carry an assessment to another framework; shows first, writes when told to.

    \b
    Examples:
      preinspect migrate evidence/ealing-2019 --to ilacs-2026
      preinspect migrate evidence/ealing-2019 --to ilacs-2026 --write --output evidence/ealing-2026
    """
    from ..case import roots
    from ..crosswalk import way
    from ..folder import name_of
    from ..migrate import name_in, plan
    from ..render.terminal import migration
    from ..whole import write_whole

    case = common.opened(folder, None, frameworks)
    common.predicted(case)
    assert case.framework is not None
    new = common.framework_named(target, folder, frameworks)
    steps, problems = way(case.framework.id, new.id, roots(folder, frameworks))
    if steps is None:
        common.tell(problems)
        click.echo(f"There is no crosswalk from {case.framework.id} to {new.id}, so nothing can be carried over.", err=True)
        sys.exit(common.PROBLEMS)
    found = plan(case.assessment, case.problems, case.framework, new, steps)
    common.show(migration(found, steps), color)
    if not write:
        click.echo("Nothing was written. Add --write to do it.", err=True)
        return
    if output is not None and output.exists():
        raise click.UsageError(f"'{output}' exists already; name a new folder. Nothing was written.")
    texts = found.new_texts()
    shown = name_of(folder)
    if output is not None:
        shutil.copytree(folder, output)
    for name, text in texts.items():
        write_whole(name_in(output or folder, name, shown), text)
    click.echo(f"Wrote {len(texts)} files into {output or folder}.", err=True)
    if found.untouched:
        click.echo(f"Left alone because of problems: {', '.join(found.untouched)}", err=True)
        sys.exit(common.PROBLEMS)
