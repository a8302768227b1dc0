"""preinspect init: a folder to start from."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common

if TYPE_CHECKING:
    from ..case import Case
    from ..framework import Framework


@click.command(name="init")
@common.folder_argument
@click.option("--authority", metavar="NAME", help="Whose assessment it is. Example: 'Anyshire County Council'")
@click.option("--framework", "name", metavar="ID", help="The framework. [default: the one in force today] Example: ilacs-2026")
@common.frameworks_option
def command(folder: Path, authority: str | None, name: str | None, frameworks: Path | None) -> None:
    """Make a folder to start from: files to fill, house rules, editor settings, a hook. Nothing that exists is changed.

    \b
    Examples:
      preinspect init readiness --authority "Anyshire County Council"
      preinspect init --framework ilacs-2026
    """
    from ..case import roots
    from ..folder import name_of
    from ..measure import load_measures
    from ..method import load_method
    from ..start import Beginning, begun, behind, missing, write_new

    if folder.exists() and not folder.is_dir():
        raise click.UsageError(f"'{folder}' is a file; name a folder. Nothing was written.")
    case = common.opened(folder, None, frameworks) if folder.is_dir() else None
    framework = _framework(name, case, folder, frameworks)
    authority = (authority or "").strip() or (case.assessment.authority if case else None) or _asked()
    places = roots(folder, frameworks)
    method, problems = load_method(places)
    common.tell(problems)
    if method is None:
        sys.exit(common.PROBLEMS)
    measures = load_measures(places)[0]
    start = Beginning(
        authority, framework, method, measures, date.today(), common.installed_from(), common.within_repository(folder)
    )
    made = begun(start)
    try:
        wrote, left = write_new(folder, made)
    except OSError as error:
        raise click.UsageError(f"'{error.filename}' cannot be written: {error.strerror}.") from error
    shown = name_of(folder)
    click.echo(f"{framework.title} ({framework.id}).")
    _list(f"Wrote into {'this folder' if shown == '.' else shown}", wrote)
    _list("Left as they were", left)
    for one, lines in missing(folder, made, left):
        click.echo(f"Add these lines to {one} yourself; {_WHY[one]}:")
        for line in lines:
            click.echo(f"  {line}")
    if start.source is None and ".pre-commit-config.yaml" in wrote and shutil.which("preinspect") is None:
        click.echo("The hook calls 'preinspect', and no command of that name is found on this computer.")
        click.echo("Until it is, git refuses each commit of a YAML file: Executable `preinspect` not found.")
    if start.within is not None:
        click.echo("This lies within a git repository. .pre-commit-config.yaml and .vscode work at its top:")
        click.echo(f"move them to {_up(start.within)} from there.")
    option = f" --folder{behind(folder)}" if behind(folder) else ""
    click.echo("Next")
    click.echo(f"  preinspect new audit{option}")
    click.echo(f"  preinspect status{behind(folder)}")


_WHY = {
    ".gitignore": "without them git takes spreadsheets and lists of children in",
    ".gitattributes": "without them line ends differ between computers",
    ".pre-commit-config.yaml": "without them nothing is checked before a commit",
}


def _framework(name: str | None, case: Case | None, folder: Path, frameworks: Path | None) -> Framework:
    """Give the framework that was named, or that the folder names, or that is in force today."""
    from ..case import roots
    from ..framework import framework_ids
    from ..start import in_force

    if case is not None and case.framework is not None:
        if name not in (None, case.framework.id):
            raise click.UsageError(
                f"'{folder}' answers {case.framework.id} already. To carry it to {name}: preinspect migrate --to {name}. "
                "Nothing was written."
            )
        return case.framework
    if name is not None:
        return common.framework_named(name, folder, frameworks)
    ids = framework_ids(roots(folder, frameworks))
    found = in_force((common.framework_named(one, folder, frameworks) for one in ids), date.today())
    assert found is not None, "preinspect ships frameworks"
    return found


def _list(told: str, names: Sequence[str]) -> None:
    if names:
        click.echo(f"{told}:")
        for one in names:
            click.echo(f"  {one}")


def _asked() -> str:
    """Ask whose assessment it is; where nobody can answer, say how to tell."""
    if not sys.stdin.isatty():
        raise click.UsageError("Say whose assessment it is: --authority 'Anyshire County Council'. Nothing was written.")
    word = ""
    try:
        while not word:
            word = click.prompt("Whose assessment is it? For example: Anyshire County Council\n", prompt_suffix="> ").strip()
    except click.Abort:
        click.echo("\nStopped. Nothing was written.", err=True)
        sys.exit(common.STOPPED)
    return str(word)


def _up(within: str) -> str:
    return "/".join(".." for _ in within.split("/"))
