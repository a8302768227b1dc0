"""preinspect frameworks: what there is to be judged against."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common

if TYPE_CHECKING:
    from ..framework import Framework


@click.group(name="frameworks")
def command() -> None:
    """List the frameworks, or print one whole."""


@command.command(name="list")
@common.frameworks_option
@common.color_option
def list_all(frameworks: Path | None, color: str) -> None:
    """List the frameworks with their dates.

    \b
    Example:
      preinspect frameworks list
    """
    from ..case import roots
    from ..framework import framework_ids
    from ..render.terminal import framework_list

    places = roots(Path(), frameworks)
    found = sorted((_loaded(name, frameworks) for name in framework_ids(places)), key=lambda one: (one.starts, one.id))
    common.show(framework_list(found), color)


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

    common.show(framework(_loaded(name, frameworks)), color)


def _loaded(name: str, frameworks: Path | None) -> Framework:
    """Load a framework, or tell what is wrong with it and end: 4 where it is unknown, 1 where it has errors."""
    from ..case import roots
    from ..framework import load_framework
    from ..render.problems import as_text

    framework, problems = load_framework(name, roots(Path(), frameworks))
    if problems:
        click.echo(as_text(problems), err=True)
    if framework is None:
        sys.exit(common.UNKNOWN_FRAMEWORK if problems[0].code == "PI201" else common.PROBLEMS)
    return framework
