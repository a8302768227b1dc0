"""preinspect compare: predicted, self-assessed and published, side by side."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from . import common


@click.command(name="compare")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[FOLDER]...")
@common.as_at_option
@common.frameworks_option
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it. [default: text]")
@common.color_option
@common.schema_option("compare")
def command(folders: tuple[Path, ...], as_at: date | None, frameworks: Path | None, form: str, color: str) -> None:
    """Set what was predicted beside what people say of themselves and what inspectors published.

    Over several folders it also says how an authority's own views tend to stand to the rest.

    \b
    Examples:
      preinspect compare evidence/ealing-2019
      preinspect compare 2024 2025 2026 --format json
    """
    from ..compare import by_authority, compare, prediction_habit
    from ..render.compare import comparisons, comparisons_json
    from ..report import report
    from ..words import typed

    cases = [common.opened(folder, as_at, frameworks) for folder in folders or (Path(),)]
    for case in cases:
        if any(one.code == "PI320" for one in case.problems):
            many = case.assessment.folder
            raise click.UsageError(
                f"'{many}' holds several assessments; name each of their folders: preinspect compare {typed(many)}/*/"
            )
    predictions = [common.predicted(case) for case in cases]
    found = [compare(one, case.lines) for one, case in zip(predictions, cases, strict=True)]
    reports = [report(one, case.problems, case.measures, case.lines) for one, case in zip(predictions, cases, strict=True)]
    shown = list(zip(found, reports, (one.framework.scale for one in predictions), strict=True))
    authorities = by_authority(zip((one.authority for one in reports), found, strict=True))
    if form == "json":
        click.echo(comparisons_json(shown, authorities, prediction_habit(found)))
    else:
        common.show(comparisons(shown, authorities, prediction_habit(found)), color)
    for case in cases:
        common.tell_problems(case)
    sys.exit(common.PROBLEMS if any(case.errors for case in cases) else common.FINE)
