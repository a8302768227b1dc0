"""preinspect migrate: an assessment carried to another framework."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common

if TYPE_CHECKING:
    from ..case import Case
    from ..migrate import Plan


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
    from ..crosswalk import check_way, way
    from ..migrate import plan
    from ..render.terminal import migration
    from ..words import typed

    case = common.opened(folder, None, frameworks)
    if case.framework is None:
        common.tell(case.problems)
        sys.exit(common.UNKNOWN_FRAMEWORK if case.names_unknown_framework else common.PROBLEMS)
    places = roots(folder, frameworks)
    new = common.framework_named(target, folder, frameworks)
    old, wrong = case.framework, case.problems
    if new.id == old.id:
        left = case.left_behind
        if left is None:
            click.echo(f"{folder} answers {new.id} already; there is nothing to carry over.")
            return
        click.echo(f"{folder} answers {new.id} already, but ids of {left} stand in it; only those entries are carried over.")
        old = common.framework_named(left, folder, frameworks)
        # An entry of the one framework is wrong under the other; what is wrong under both is a mistake.
        there = {one.at for one in common.opened(folder, None, frameworks, framework=left).errors}
        wrong = tuple(one for one in wrong if one.at in there)
    steps, problems = way(old.id, new.id, places)
    problems = problems if steps is None else (*problems, *check_way(steps, places, (old, new)))
    if steps is None or problems:
        common.tell(problems)
        told = "The crosswalks have problems" if problems else f"There is no crosswalk from {old.id} to {new.id}"
        click.echo(f"{told}, so nothing can be carried over.", err=True)
        sys.exit(common.PROBLEMS)
    found = plan(case.assessment, wrong, old, new, steps)
    common.show(migration(found, steps), color)
    if found.unsafe:
        click.echo(f"Its ids cannot be changed with certainty; write them in a plain list: {', '.join(found.unsafe)}", err=True)
    if found.untouched:
        click.echo(
            f"Nothing {'was' if write else 'would be'} written, because a folder is carried over whole or not at all. "
            f"Mend first: {', '.join(found.untouched)} (preinspect check {typed(folder)}); then run this again.",
            err=True,
        )
        sys.exit(common.PROBLEMS)
    if write:
        _write(found, case, output)
    else:
        click.echo("Nothing was written. Add --write to do it.", err=True)


def _write(found: Plan, case: Case, output: Path | None) -> None:
    from ..filing import moved_since
    from ..migrate import MARK, ChangedMeanwhile, write
    from ..whole import alone
    from ..words import count

    folder = case.assessment.folder
    if output is not None and output.exists():
        raise click.UsageError(f"'{output}' exists already; name a new folder. Nothing was written.")
    if output is not None and output.resolve().is_relative_to(folder.resolve()):
        raise click.UsageError(f"'{output}' lies within '{folder}'; name a folder outside it. Nothing was written.")
    try:
        with alone(folder) if output is None else nullcontext():
            if output is None and (moved := moved_since(case)):
                raise ChangedMeanwhile(moved)
            files = write(found, folder, output)
    except ChangedMeanwhile as error:
        raise click.ClickException(f"{error} was changed meanwhile. Nothing was written; run this again.") from error
    except OSError as error:
        what = f"'{error.filename}'" if error.filename else "It"
        after = getattr(error, "__notes__", None) or ["Nothing was changed."]
        raise click.ClickException(" ".join((f"{what} cannot be written: {error.strerror or error}.", *after))) from error
    changed = f"changed {count(files, 'file')}"
    click.echo(f"Copied '{folder}' to '{output}' and {changed} there." if output else f"{changed.capitalize()}.", err=True)
    for text in sorted((output or folder).glob("*.md")):
        if found.source in text.read_text("utf-8", errors="replace"):
            click.echo(f"{text} still speaks of {found.source}; its words are yours to change.", err=True)
    if found.asking:
        click.echo(f"{count(len(found.asking), 'place')} for a person to decide: look for '{MARK}' in the files.", err=True)
        click.echo("Evidence and views below such a comment do not count until it is taken away.", err=True)
