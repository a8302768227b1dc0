"""preinspect merge: two services in one new folder."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common

if TYPE_CHECKING:
    from ..merge import Merged, Part


@click.command(name="merge")
@click.argument("one", metavar="A", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("other", metavar="B", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--into", required=True, metavar="C", type=click.Path(path_type=Path), help="The new folder; A and B stay as they are."
)
@click.option("--prefix", is_flag=True, help="Put the service's name before ids that both have.")
@click.option("--names", nargs=2, metavar="ONE OTHER", help="What the services are called. Example: --names north south")
@click.option("--framework", metavar="ID", help="Which framework the new folder answers, where the two differ.")
@click.option("--preview", is_flag=True, help="Show what would come of it, and write nothing.")
@common.frameworks_option
@common.color_option
def command(
    one: Path,
    other: Path,
    into: Path,
    prefix: bool,
    names: tuple[str, str] | None,
    framework: str | None,
    preview: bool,
    frameworks: Path | None,
    color: str,
) -> None:
    """Put two services into one new folder, and say what they share and where they differ.

    Nothing is lost and nothing is added up; each service can still be scored alone with --service.

    \b
    Examples:
      preinspect merge north south --into trust
      preinspect merge north south --into trust --prefix --preview
    """
    from ..merge import REPORT, compare, lay_out, merge, report_text, write
    from ..render.tables import merged

    if one.resolve() == other.resolve():
        raise click.UsageError("A and B are the same folder. Nothing was written.")
    if any(into.resolve().is_relative_to(side.resolve()) for side in (one, other)):
        raise click.UsageError(f"'{into}' lies within a folder that is merged; name one outside. Nothing was written.")
    if into.exists():
        raise click.UsageError(f"'{into}' exists already; name a new folder. Nothing was written.")
    if framework is not None:
        common.framework_named(framework, one, frameworks)
    today = date.today()
    with common.working("Reading both"):
        found = merge((one, other), today, names or (), prefix, framework, frameworks)
    parts: tuple[Part, ...] = ()
    if not found.blocked:
        with tempfile.TemporaryDirectory() as beside:
            lay_out(found, Path(beside))
            found = _with_start(found, Path(beside), into, frameworks)
            with common.working("Scoring each and both"):
                parts = compare(Path(beside), found.sides, today, frameworks)
    common.show(merged(found, parts), color)
    if found.blocked:
        click.echo("Nothing was written.", err=True)
        sys.exit(common.PROBLEMS)
    if preview:
        click.echo("Nothing was written. Leave --preview out to do it.", err=True)
        return
    report = {REPORT: report_text(found, parts).encode("utf-8")}
    try:
        write(replace(found, files={**found.files, **report}), into)
    except OSError as error:
        raise click.ClickException(f"'{into}' cannot be written: {error.strerror}. Nothing was written.") from error
    click.echo(f"Wrote {into}; what is said above stands in {into / REPORT}.", err=True)


def _with_start(found: Merged, beside: Path, into: Path, frameworks: Path | None) -> Merged:
    """Give the new folder what `init` gives one: editor settings, a hook, what git passes over; files of the two below do not act there."""
    from ..case import roots
    from ..filing import SCHEMA_NAME
    from ..measure import load_measures
    from ..start import Beginning, begun

    case = common.opened(beside, None, frameworks)
    if case.framework is None or case.method is None:
        return found
    measures, _ = load_measures(roots(beside, frameworks))
    authority = case.assessment.authority or into.name
    start = Beginning(
        authority, case.framework, case.method, measures, date.today(), common.installed_from(), common.within_repository(into)
    )
    files = {
        name: text.encode("utf-8")
        for name, text in begun(start).items()
        if name.startswith((".", SCHEMA_NAME)) and name not in found.files
    }
    head = found.files["assessment.yaml"]
    if SCHEMA_NAME in files:
        files["assessment.yaml"] = f"# yaml-language-server: $schema={SCHEMA_NAME}\n".encode() + head
    return replace(found, files={**found.files, **files})
