"""preinspect backtest: how often it would have been right."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common

if TYPE_CHECKING:
    from ..backtest import Outcomes
    from ..problem import Problem


@click.command(name="backtest")
@click.argument("target", metavar="CSV|FOLDER", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--outcomes",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="With a FOLDER: published grades, so that the pattern too is fitted without each case. Example: outcomes.csv",
)
@click.option("--deep", is_flag=True, help="With a FOLDER: also how much hangs on the choice of cases; takes longer.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it. [default: text]")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With a FOLDER: also write a page with pictures. Example: accuracy.html",
)
@common.frameworks_option
@common.schema_option("backtest")
def command(target: Path, outcomes: Path | None, deep: bool, form: str, output: Path | None, frameworks: Path | None) -> None:
    """Say how often predictions, or rules, were right: on inspected cases, or on published grades.

    A CSV of published grades: each framework's rules for overall, limits and pathway test are put to its rows. A FOLDER: every assessment
    below it with a result that was published later is predicted by a model fitted to the others.

    \b
    Examples:
      preinspect backtest outcomes.csv
      preinspect backtest cases --outcomes outcomes.csv --output accuracy.html
    """
    if target.is_dir():
        _cases(target, outcomes, deep, form, output, frameworks)
    elif outcomes or deep or output:
        raise click.UsageError(
            "--outcomes, --deep and --output go with a folder of assessments, not with a table. Nothing was done."
        )
    else:
        _outcomes(target, form, frameworks)


def _outcomes(table: Path, form: str, frameworks: Path | None) -> None:
    from ..render import backtest as render

    found = _read(table, frameworks)
    click.echo(render.outcomes_as_json(found) if form == "json" else render.outcomes_as_text(found), nl=False)
    _leave(found.problems)


def _cases(folder: Path, outcomes: Path | None, deep: bool, form: str, output: Path | None, frameworks: Path | None) -> None:
    from ..backtest import Unfit, find_cases, leave_one_out, read_cases, reliability
    from ..backtest import deep as longer_trials
    from ..render import backtest as render

    if output is not None and not render.can_draw():
        from ..words import install

        raise click.UsageError(f"A page with pictures needs one more package: {install('chart')}. Nothing was done.")
    table = _read(outcomes, frameworks) if outcomes else None
    folders, strays, problems = find_cases(folder)
    cases, others = read_cases(folders, date.today(), frameworks, common.watched)
    found, no_cases = leave_one_out(cases, table, common.watched), (*others, *strays)
    longer = longer_trials(found, random.Random, common.watched) if deep else None
    shown = render.view(found, no_cases, longer)
    content = render.page(shown, reliability(found.judged)) if output else ""
    text = render.cases_as_json(found, no_cases, longer) if form == "json" else render.cases_as_text(shown)
    click.echo(text, nl=False)
    if output is not None:
        _write(output, content)
    bad = any(one.why in (Unfit.ERRORS, Unfit.FRAMEWORK) for one in others)
    _leave((*problems, *(table.problems if table else ())), bad)


def _read(table: Path, frameworks: Path | None) -> Outcomes:
    from ..backtest import read_outcomes
    from ..case import roots

    return read_outcomes(table, roots(table.parent, frameworks))


def _leave(problems: Sequence[Problem], bad: bool = False) -> None:
    """Tell the problems, and end with 1 where any leaves something out."""
    from ..problem import Severity

    common.tell(problems)
    sys.exit(common.PROBLEMS if bad or any(one.severity is Severity.ERROR for one in problems) else common.FINE)


def _write(target: Path, content: str) -> None:
    from ..whole import write_whole

    try:
        size = write_whole(target, content)
    except OSError as error:
        raise click.BadParameter(f"'{target}' cannot be written: {error.strerror}.", param_hint="--output") from error
    click.echo(f"Wrote {target} ({max(1, round(size / 1000))} kB).", err=True)
