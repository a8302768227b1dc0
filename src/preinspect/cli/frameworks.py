"""preinspect frameworks: what there is to be judged against."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from . import common


@click.group(name="frameworks")
def command() -> None:
    """List the frameworks, print one whole, or compare two."""


@command.command(name="list")
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
    from ..framework import framework_ids
    from ..problem import Severity
    from ..render.terminal import framework_list

    places = roots(Path(), frameworks)
    found = {name: common.framework_named(name, Path(), frameworks) for name in framework_ids(places)}
    common.show(framework_list(sorted(found.values(), key=lambda one: (one.starts, one.id))), color)
    crosswalks, problems = load_crosswalks(places)
    problems = (*problems, *check_families(found.values()), *(bad for one in crosswalks for bad in check_crosswalk(one, found)))
    common.tell(problems)
    sys.exit(common.PROBLEMS if any(one.severity is Severity.ERROR for one in problems) else common.FINE)


@command.command(name="show")
@click.argument("name", metavar="ID")
@common.frameworks_option
@common.color_option
def show(name: str, frameworks: Path | None, color: str) -> None:
    """Print one framework whole, with sources and how firm each fact is.

    \b
    Example:
      preinspect frameworks show ilacs-2026
    """
    from ..render.terminal import framework

    common.show(framework(common.framework_named(name, Path(), frameworks)), color)


@command.command(name="diff")
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
    from ..crosswalk import way
    from ..render.terminal import framework_diff

    first, second = (common.framework_named(name, Path(), frameworks) for name in (old, new))
    steps, problems = way(first.id, second.id, roots(Path(), frameworks))
    common.tell(problems)
    if steps is None:
        click.echo(f"There is no crosswalk from {first.id} to {second.id}.", err=True)
        sys.exit(common.PROBLEMS)
    common.show(framework_diff(first, second, steps), color)
