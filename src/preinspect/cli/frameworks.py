"""preinspect frameworks: what there is to be judged against."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from . import common


@click.group(name="frameworks")
def command() -> None:
    """List the frameworks and measures, print a framework whole, or compare two."""


@command.command(name="list", short_help="List the frameworks with their dates.")
@common.frameworks_option
@common.color_option
def list_all(frameworks: Path | None, color: str) -> None:
    """List the frameworks with their dates, and check how they stand to each other.

    \b
    Example:
      preinspect frameworks list
    """
    from ..case import roots
    from ..crosswalk import check_crosswalk, check_families, load_crosswalks
    from ..framework import framework_ids, load_framework
    from ..problem import Severity
    from ..render.terminal import framework_list

    places = roots(Path(), frameworks)
    loaded = {name: load_framework(name, places) for name in framework_ids(places)}
    found = {name: one for name, (one, _) in loaded.items() if one is not None}
    common.show(framework_list(sorted(found.values(), key=lambda one: (one.starts, one.id))), color)
    crosswalks, told = load_crosswalks(places)
    whole = [one for one in crosswalks if not {one.source, one.target} & (loaded.keys() - found.keys())]
    problems = [problem for _, some in loaded.values() for problem in some]
    problems += [*told, *check_families(found.values()), *(bad for one in whole for bad in check_crosswalk(one, found))]
    common.tell(problems)
    sys.exit(common.PROBLEMS if any(one.severity is Severity.ERROR for one in problems) else common.FINE)


@command.command(name="show", short_help="Print one framework whole, with its sources.")
@click.argument("name", metavar="ID")
@common.frameworks_option
@common.color_option
def show(name: str, frameworks: Path | None, color: str) -> None:
    """Print one framework whole, with sources and how firm each fact is.

    \b
    Example:
      preinspect frameworks show ilacs-2026
    """
    from ..case import own_faults, roots
    from ..problem import Severity
    from ..render.terminal import framework

    found = common.framework_named(name, Path(), frameworks)
    common.show(framework(found), color)
    problems = own_faults(roots(Path(), frameworks))
    common.tell(problems)
    sys.exit(common.PROBLEMS if any(one.severity is Severity.ERROR for one in problems) else common.FINE)


@command.command(name="measures", short_help="List the measures that indicators may name.")
@common.frameworks_option
@common.color_option
def measures(frameworks: Path | None, color: str) -> None:
    """List the measures that indicators may name; `preinspect explain ID` tells one whole.

    \b
    Example:
      preinspect frameworks measures
    """
    from ..case import roots
    from ..measure import load_measures
    from ..render.terminal import measure_list

    found, problems = load_measures(roots(Path(), frameworks))
    common.show(measure_list(found.values()), color)
    common.tell(problems)
    sys.exit(common.PROBLEMS if problems else common.FINE)


@command.command(name="diff", short_help="Say how one framework stands to another.")
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@common.frameworks_option
@common.color_option
def diff(old: str, new: str, frameworks: Path | None, color: str) -> None:
    """Say how framework A stands to framework B: what is kept, renamed, split, merged, gone and new, and why.

    \b
    Example:
      preinspect frameworks diff sif-2013 ilacs-2018
    """
    from ..case import roots
    from ..crosswalk import check_way, way
    from ..render.terminal import framework_diff

    first, second = (common.framework_named(name, Path(), frameworks) for name in (old, new))
    if first.id == second.id:
        raise click.UsageError(f"Both are {first.id}; name two frameworks.")
    places = roots(Path(), frameworks)
    steps, problems = way(first.id, second.id, places)
    problems = problems if steps is None else (*problems, *check_way(steps, places, (first, second)))
    common.tell(problems)
    if steps is None:
        click.echo(f"There is no crosswalk from {first.id} to {second.id}.", err=True)
        sys.exit(common.PROBLEMS)
    common.show(framework_diff(first, second, steps), color)
    sys.exit(common.PROBLEMS if problems else common.FINE)
