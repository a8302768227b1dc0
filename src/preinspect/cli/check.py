"""preinspect check: what is wrong with the files."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common

if TYPE_CHECKING:
    from ..case import Case
    from ..problem import Problem


@click.command(name="check")
@common.reading
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit", "github", "gitlab"]),
    default="text",
    help="How to print it. [default: text]",
)
@click.option("--strict", is_flag=True, help="Exit with 3 on warnings too.")
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved, until Ctrl-C.")
@common.schema_option("check")
def command(folder: Path, as_at: date | None, frameworks: Path | None, form: str, strict: bool, watch: bool) -> None:
    """List what is wrong with the files, and what to do about it.

    \b
    Examples:
      preinspect check evidence/ealing-2019
      preinspect check --format sarif > preinspect.sarif
      preinspect check --watch
    """
    from ..problem import Severity
    from ..render import problems as render

    if watch:
        if form != "text" or strict:
            raise click.UsageError("--watch prints text and goes on until Ctrl-C; leave --format and --strict out.")
        _watch(lambda: _problems(common.opened(folder, as_at, frameworks)), [folder, *([frameworks] if frameworks else [])])
        return
    case = common.opened(folder, as_at, frameworks)
    problems = _problems(case)
    click.echo(render.FORMATS[form](problems), nl=False)
    if case.names_unknown_framework:
        sys.exit(common.UNKNOWN_FRAMEWORK)
    if any(one.severity is Severity.ERROR for one in problems):
        sys.exit(common.PROBLEMS)
    if strict and any(one.severity is Severity.WARNING for one in problems):
        sys.exit(common.GATE)


def _problems(case: Case) -> Sequence[Problem]:
    """Give what is wrong with the files, and with a council's own templates beside them, if there are any."""
    own = common.template_folders(case.assessment.folder, None)
    if not own:
        return case.problems
    from ..render.own import faults
    from ..render.template import Own

    return (*case.problems, *faults(Own(own)))


_EVERY = 0.5
"""Seconds between two looks. Looking at the times of files works on network drives too, where systems tell of no change."""

_Seen = dict[Path, tuple[int, int, int]]


def _watch(problems: Callable[[], Sequence[Problem]], folders: Sequence[Path]) -> None:
    """Tell all problems once, then after each change a line on how things stand, and the problems that are new."""
    from ..render.problems import as_text
    from ..words import count

    try:
        seen, known = _look(folders), problems()
        click.echo(as_text(known), nl=False)
        click.echo("Watching; Ctrl-C stops.", err=True)
        while True:
            time.sleep(_EVERY)
            now = _look(folders)
            if now == seen:
                continue
            changed = _changes(seen, now)
            seen, before, known = now, Counter(map(_same, known)), problems()
            new = [one for one in known if not before[_same(one)]]
            gone = before - Counter(map(_same, known))
            told = [f"{len(new)} new"] if new else []
            told += [f"{gone.total()} gone"] if gone else []
            ways = f" ({', '.join(told)})" if told else ""
            click.echo(f"{datetime.now():%H:%M:%S} {changed}: {count(len(known), 'problem')}{ways}")
            if new:
                click.echo(as_text(new), nl=False)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


def _same(problem: Problem) -> tuple[str, str, str]:
    """Know a problem again where lines above it were added."""
    return problem.code, problem.at.file, problem.message


def _look(folders: Sequence[Path]) -> _Seen:
    """Note of each file what changes when it is saved."""
    from ..folder import yaml_files

    found: _Seen = {}
    for folder in folders:
        frameworks = (folder / "frameworks").rglob("*.y*ml")
        templates = (
            path for path in (folder / "templates").rglob("*") if path.is_file() and not path.name.startswith(("~$", "."))
        )
        for path in (*(path for path, _ in yaml_files(folder)[0]), *frameworks, *templates):
            with contextlib.suppress(OSError):  # it was there a moment ago: saving by way of another file takes it away and back
                one = path.stat()
                found[path] = one.st_mtime_ns, one.st_size, one.st_ino
    return found


def _changes(before: _Seen, now: _Seen) -> str:
    """Name what was saved, added or taken away."""
    from ..folder import name_of

    paths = sorted(path for path in {*before, *now} if before.get(path) != now.get(path))
    words = {path: "saved" if path in before and path in now else "added" if path in now else "taken away" for path in paths}
    if len(paths) == 1:
        return f"{name_of(paths[0])} {words[paths[0]]}"
    return f"{len(paths)} files changed"
