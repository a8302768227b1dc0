"""What the commands share: their options, opening a folder, colour, exits."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from ..case import Case
    from ..framework import Framework
    from ..predict import Prediction
    from ..problem import Problem
    from ..start import Source

FINE, PROBLEMS, USAGE, GATE, UNKNOWN_FRAMEWORK = 0, 1, 2, 3, 4
"""Exit codes, as the README tells them; 70 is a bug of ours."""

STOPPED = 130
"""The exit code after Ctrl-C, as shells have it."""

_Command = TypeVar("_Command", bound=Callable[..., Any])
_T = TypeVar("_T")

SOON = 1.0
"""Seconds that a command may take before it shows how far it is."""

_BEGUN = time.monotonic()  # commands import this module when they begin


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """Read a day as people write it on a command line."""
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError:
        raise click.BadParameter(f"'{value}' is not a day; write it as 2027-03-01.") from None


folder_argument = click.argument("folder", type=click.Path(path_type=Path), default=Path())
folder_option = click.option(
    "--folder", type=click.Path(path_type=Path), default=Path(), help="The folder of the assessment. [default: this folder]"
)
as_at_option = click.option(
    "--as-at", metavar="DATE", callback=_day, help="Measure ages from this day instead of the folder's own. Example: 2027-03-01"
)
frameworks_option = click.option(
    "--frameworks",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Look for frameworks in this folder first.",
)
templates_option = click.option(
    "--templates",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Look for templates in this folder first. [default: the folder 'templates' beside the evidence]",
)
color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Use colour; NO_COLOR is obeyed. [default: auto]",
)


sheet_option = click.option(
    "--sheet",
    type=click.Choice(["evidence", "indicators", "actions"]),
    required=True,
    help="Which section the table holds.",
)
service_option = click.option("--service", metavar="NAME", help="Only this service, where a folder holds several. Example: north")

json_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it. [default: text]"
)


def schema_option(name: str) -> Callable[[_Command], _Command]:
    """Give a command the option that prints the JSON Schema of its JSON.

    Args:
        name: Of the command.
    """

    def tell(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value:
            from ..render.published import schema

            click.echo(schema(name), nl=False)
            ctx.exit()

    told = "Print the JSON Schema of --format json and nothing else."
    return click.option("--schema", is_flag=True, is_eager=True, expose_value=False, callback=tell, help=told)


def reading(command: _Command) -> _Command:
    """Give a command the argument and the options of all that read a folder."""
    return folder_argument(as_at_option(frameworks_option(command)))


def opened(
    folder: Path, as_at: date | None, frameworks: Path | None, service: str | None = None, framework: str | None = None
) -> Case:
    """Open a folder, or one of its services; a run has no other clock than this one.

    Args:
        framework: Read it against this framework instead of its own.
    """
    from ..case import open_case

    case = open_case(folder, as_at=as_at, today=date.today(), frameworks=frameworks, framework=framework, watch=watched)
    if service is None:
        return case
    named = service_named(service, case)
    return open_case(folder, as_at=as_at, today=date.today(), frameworks=frameworks, service=named, watch=watched)


def template_folders(folder: Path, templates: Path | None) -> tuple[Path, ...]:
    """Say where a council's own templates are looked for: the folder that was named, then `templates` beside the evidence."""
    beside = folder / "templates"
    return (*([templates] if templates is not None else []), *([beside] if beside.is_dir() else []))


def service_named(word: str, case: Case) -> str:
    """Give the service that a word means, or end with those that there are (exit 2)."""
    from ..service import find_service, services

    found = find_service(word, case.assessment)
    if found is None:
        from ..problem import did_you_mean

        there = services(case.assessment)
        near = did_you_mean(word, there)
        hint = f" Did you mean '{near}'?" if near else f" There are: {', '.join(there)}." if there else " No entry names one."
        raise click.BadParameter(f"there is no service '{word}'.{hint} Nothing was changed.", param_hint="--service")
    return found


def predicted(case: Case, gate: bool = False) -> Prediction:
    """Predict, or say why that cannot be and exit: 4 for an unknown framework, 1 for files with errors, 0 for an empty folder.

    Args:
        gate: Whether a gate was asked for that an empty folder does not pass.
    """
    if case.can_predict:
        with working("Weighing the evidence"):
            return case.predict()
    tell(case.problems)
    if gate and not case.errors:
        fail_gate("there is nothing in this folder that could pass")
    sys.exit(UNKNOWN_FRAMEWORK if case.names_unknown_framework else PROBLEMS if case.errors else FINE)


def fail_gate(why: str) -> NoReturn:
    """Say on stderr why a gate failed, and end."""
    from textwrap import fill

    from ..render.escape import visible

    click.echo(fill(visible(f"Gate failed: {why}."), 80, subsequent_indent="  ", break_on_hyphens=False), err=True)
    sys.exit(GATE)


def watched(steps: Sequence[_T], about: str) -> Iterator[_T]:
    """Pass steps through; on a terminal a bar on stderr shows how far they are, once the command has taken a second."""
    with _bar(about, len(steps)) as advance:
        for step in steps:
            yield step
            advance()


@contextlib.contextmanager
def working(about: str) -> Iterator[None]:
    """Show on a terminal that work goes on whose steps nobody counts, once the command has taken a second."""
    with _bar(about, None):
        yield


@contextlib.contextmanager
def _bar(about: str, total: int | None) -> Iterator[Callable[[], None]]:
    if not sys.stderr.isatty():
        yield lambda: None
        return
    import atexit
    from threading import Lock, Timer

    done, bar, lock, is_over = 0, None, Lock(), False

    def start() -> None:
        nonlocal bar
        from rich.console import Console
        from rich.progress import Progress

        with lock:
            if not is_over:
                bar = Progress(console=Console(stderr=True), transient=True)
                bar.add_task(about, total=total, completed=done)
                bar.start()
                atexit.register(bar.stop)  # Ctrl-C leaves no terminal without its cursor

    def advance() -> None:
        nonlocal done
        done += 1
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done)

    timer = Timer(max(SOON - (time.monotonic() - _BEGUN), 0.1), start)
    timer.daemon = True
    timer.start()
    try:
        yield advance
    finally:
        timer.cancel()
        with lock:
            is_over = True
            if bar is not None:
                bar.stop()
                atexit.unregister(bar.stop)


def tell(problems: Sequence[Problem]) -> None:
    """Tell problems on stderr."""
    from ..render.problems import as_text

    if problems:
        click.echo(as_text(problems), err=True, nl=False)


def framework_named(name: str, folder: Path, frameworks: Path | None) -> Framework:
    """Load a framework, or tell what is wrong with it and end: 4 where it is unknown, 1 where it has errors."""
    from ..case import roots
    from ..framework import load_framework

    framework, problems = load_framework(name, roots(folder, frameworks))
    tell(problems)
    if framework is None:
        sys.exit(UNKNOWN_FRAMEWORK if problems[0].code == "PI201" else PROBLEMS)
    return framework


def tell_problems(case: Case) -> None:
    """Say on stderr how many problems there are, so that nobody takes the result for the whole or hands it out."""
    from ..start import behind

    check = f"preinspect check{behind(case.assessment.folder)}"
    if many := len(case.errors) - len(case.personal):
        noun = "problem leaves" if many == 1 else "problems leave"
        click.echo(f"{many} {noun} something out: {check}", err=True)
    if case.personal:
        click.echo(f"Hand nothing of this out: {_seem_personal(case)}: {check}", err=True)


def refuse_personal(case: Case, what: str = "report") -> None:
    """End with 1 where the files hold what looks like personal data and nobody cleared it."""
    if case.personal:
        tell(case.personal)
        click.echo(f"No {what} was written: {_seem_personal(case)}.", err=True)
        sys.exit(PROBLEMS)


def _seem_personal(case: Case) -> str:
    many = len(case.personal)
    return f"{many} {'place looks' if many == 1 else 'places look'} like personal data"


def show(lines: Iterable[Text], color: str) -> None:
    """Print styled lines; colour only where it is wanted."""
    from rich.console import Console

    console = Console(
        no_color=not wants_colour(color, sys.stdout),
        force_terminal=wants_colour(color, sys.stdout) or None,
        highlight=False,
        soft_wrap=True,
        emoji=False,
        markup=False,
    )
    for line in lines:
        for part in _fitted(line, console):
            console.print(part)


def _fitted(line: Text, console: Console) -> Iterable[Text]:
    """Break a line that is wider than the terminal between its words, indented as it was; a file or a pipe gets it as it is."""
    if not console.is_terminal or line.cell_len <= console.width:
        return (line,)
    indent = len(line.plain) - len(line.plain.lstrip())
    if not (words := line[indent:]) or set(words.plain) == {"-"}:
        return (line[: console.width],)
    parts = words.wrap(console, max(console.width - indent, 1))
    for part in parts:
        part.rstrip()
        part.pad_left(indent)
    return parts


def wants_colour(color: str, stream: Any) -> bool:
    """Say whether to use colour: as asked; else on a terminal, unless NO_COLOR is set."""
    if color != "auto":
        return color == "always"
    return bool(stream.isatty()) and not os.environ.get("NO_COLOR")


def judgement_named(word: str, framework: Framework) -> str:
    """Give the id of the judgement that a word means, or end with what could have been meant (exit 2)."""
    found = framework.find_judgement(word)
    if found is None:
        from ..problem import did_you_mean

        refuse_several(word, framework)
        known = [one.id for one in framework.judgements]
        near = framework.closest(word)
        near = near if near in known else did_you_mean(word, known)
        hint = f" Did you mean {near}?" if near else f" Use one of {', '.join(known)}."
        raise click.BadParameter(f"there is no judgement '{word}'.{hint} Nothing was changed.")
    return found


def refuse_several(word: str, framework: Framework) -> None:
    """End where a word means more than one judgement, with the ids of all (exit 2)."""
    if len(meant := framework.meant(word)) > 1:
        told = " or ".join(f"{name} ({framework.judgement(name).group or framework.judgement(name).short})" for name in meant)
        raise click.UsageError(f"'{word}' may mean {told}. Name one. Nothing was changed.")


def descriptor_named(word: str, framework: Framework) -> str:
    """Give the descriptor that a word names, or end with what could have been meant (exit 2)."""
    if (found := framework.find_descriptor(word)) is not None:
        return found
    from ..problem import did_you_mean

    near = did_you_mean(word, framework.descriptors)
    hint = f" Did you mean {near}, {framework.descriptors[near].title.lower()}?" if near else ""
    raise click.BadParameter(f"there is no descriptor '{word}'.{hint} Nothing was changed.")


def grade_named(word: str, framework: Framework) -> str:
    """Give the grade that a word means, or end with those of the scale (exit 2)."""
    found = framework.scale.find(word)
    if found is None:
        raise click.BadParameter(f"'{word}' is not a grade of {framework.id}; use one of {', '.join(framework.scale.ids)}.")
    return found


def installed_from() -> Source | None:
    """Say which repository preinspect was installed from, if it was one: PEP 610 has pip note it."""
    import json
    from importlib.metadata import PackageNotFoundError, distribution

    from ..start import Source

    try:
        noted = json.loads(distribution("preinspect").read_text("direct_url.json") or "{}")
        found = Source(noted["url"], noted["vcs_info"]["commit_id"])
    except (PackageNotFoundError, ValueError, KeyError, TypeError):
        return None
    return found


def within_repository(folder: Path) -> str | None:
    """Give the folder's path in the git repository around it, where that begins above the folder."""
    full = folder.resolve()
    for above in full.parents:
        if (above / ".git").exists() and not (full / ".git").exists():
            return full.relative_to(above).as_posix()
    return None
