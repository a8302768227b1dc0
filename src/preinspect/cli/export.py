"""preinspect export: a section as a table that people fill in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common

if TYPE_CHECKING:
    from ..exchange import Sheet


@click.command(name="export")
@common.folder_argument
@common.sheet_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file to write; its ending says how: .xlsx or .csv. Example: audits.xlsx",
)
@click.option("--overwrite", is_flag=True, help="Write over a file that is there already.")
@common.frameworks_option
def command(folder: Path, sheet: str, output: Path, overwrite: bool, frameworks: Path | None) -> None:
    """Write a section as a table that can be sent round, filled in and imported again.

    \b
    Examples:
      preinspect export evidence/ealing-2019 --sheet evidence --output ealing.xlsx
      preinspect export --sheet actions --output actions.csv
    """
    from ..exchange import csv_of, words_of
    from ..exchange import sheet as laid_out
    from ..folder import name_of
    from ..whole import write_whole
    from ..words import count

    if output.suffix.lower() not in (".xlsx", ".csv"):
        raise click.BadParameter(f"the name '{output}' should end in .xlsx or .csv. Nothing was written.", param_hint="--output")
    if output.exists() and not overwrite:
        raise click.BadParameter(
            f"'{output}' is there already, and somebody may have worked in it; add --overwrite or choose another name. "
            "Nothing was written.",
            param_hint="--output",
        )
    case = common.opened(folder, None, frameworks)
    if case.framework is None:
        common.tell(case.problems)
        click.echo(f"No table was written: there is no assessment to read in {name_of(folder)}.", err=True)
        sys.exit(common.UNKNOWN_FRAMEWORK if case.names_unknown_framework else common.PROBLEMS)
    common.refuse_personal(case, "table")
    table = laid_out(sheet, case, words_of(case, frameworks))
    content = csv_of(table) if output.suffix.lower() == ".csv" else _excel(table)
    try:
        write_whole(output, content)
    except OSError as error:
        raise click.BadParameter(f"'{output}' cannot be written: {error.strerror}.", param_hint="--output") from error
    click.echo(f"Wrote {count(len(table.rows), 'row')} of {sheet} to {output}.", err=True)
    common.tell_problems(case)
    sys.exit(common.PROBLEMS if case.errors else common.FINE)


def _excel(table: Sheet) -> bytes:
    from ..render.form import form

    try:
        return form(table)
    except ModuleNotFoundError as error:
        from ..words import install

        told = f"Excel files need one more package: {install('excel')}. Or write a .csv file. Nothing was written."
        raise click.UsageError(told) from error
