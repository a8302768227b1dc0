"""preinspect import: what a table changes in a folder."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from . import common


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@common.sheet_option
@common.folder_option
@click.option("--preview", is_flag=True, help="Show what would change, and write nothing.")
@common.frameworks_option
@common.color_option
def command(file: Path, sheet: str, folder: Path, preview: bool, frameworks: Path | None, color: str) -> None:
    """Take over what people wrote in a table: only what changed is changed, and nothing is ever deleted.

    Rows that cannot be taken go to a file beside the table, each with the reason.

    \b
    Examples:
      preinspect import audits.xlsx --sheet evidence --preview
      preinspect import actions.csv --sheet actions --folder readiness
    """
    from ..column import columns
    from ..exchange import Refused, plan, rejects_path, words_of, write
    from ..filing import moved_since
    from ..render.tables import imported
    from ..table import Unreadable, read_table
    from ..whole import Moved, alone

    case = common.opened(folder, None, frameworks)
    if not case.can_predict:
        common.predicted(case)
    words = words_of(case, frameworks)
    try:
        table = read_table(file, sheet, [column.name for column in columns(sheet, words)])
        found = plan(sheet, table, case, words, date.today(), frameworks)
    except (Unreadable, Refused) as error:
        raise click.ClickException(f"{file}: {error}") from error
    except OSError as error:
        raise click.ClickException(f"'{file}' cannot be read: {error.strerror}.") from error
    rejects = rejects_path(file) if found.rejects else None
    common.show(imported(found, str(file), str(rejects) if rejects else None, preview), color)
    if preview:
        click.echo("Nothing was written. Leave --preview out to do it.", err=True)
    else:
        try:
            with alone(folder):
                if moved := moved_since(case):
                    raise Moved(moved)
                write(found, rejects)
        except Moved as error:
            raise click.ClickException(f"{error} was changed meanwhile. Nothing was written; run this again.") from error
        except OSError as error:
            told = f"'{error.filename}' cannot be written: {error.strerror}. Nothing was changed."
            raise click.ClickException(" ".join((told, *getattr(error, "__notes__", ())))) from error
    sys.exit(common.PROBLEMS if found.rejects else common.FINE)
