"""The command line: a command parses, calls one step of the package, prints, and exits."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import tempfile
import traceback
from importlib import import_module
from importlib.metadata import version
from keyword import iskeyword
from pathlib import Path
from typing import Any, NoReturn

import click

COMMANDS = {
    "init": "Make a folder to start from: files to fill, house rules, editor settings, a hook.",
    "new": "Add one entry by six plain questions, or wholly by options.",
    "moderate": "Record a round of moderation on an item, and say what it does.",
    "status": "Say where each judgement would stand today, and what to do next.",
    "check": "List what is wrong with the files, and what to do about it.",
    "gaps": "List what stands between today's grades and better ones, worst first.",
    "stale": "List what is stale, what will be by a day, and concerns not looked at again.",
    "contradictions": "List the evidence that disagrees, worst first, and whether it is explained.",
    "compare": "Set predicted, self-assessed and published grades side by side.",
    "backtest": "Say how often predictions, or rules, were right: on inspected cases, or on published grades.",
    "explain": "Explain a judgement, a descriptor, an item, a limit or a problem code.",
    "whatif": "Say what the grades would be if descriptors stood elsewhere.",
    "path": "Say what would lift a judgement to a grade, by the fewest descriptors.",
    "plan": "List the actions: late, at risk, done, and whether a difference was seen.",
    "ready": "List what inspectors will ask for, and how ready it is.",
    "report": "Write a report for people.",
    "import": "Take over what people wrote in a table, CSV or Excel; shows first with --preview.",
    "export": "Write a section as a table that people fill in, CSV or Excel.",
    "merge": "Put two services into one new folder, and say what they share and where they differ.",
    "frameworks": "List the frameworks, print one whole, or compare two.",
    "migrate": "Carry an assessment to another framework; shows first, writes when told to.",
}
"""Every command with its one line of help; its module is imported only when it runs, so that `--help` is quick."""


class _Lazy(click.Group):
    """A group that imports a command's module when the command is called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        # A word that Python keeps for itself cannot name a module: the command `import` stands in import_.py.
        command = import_module(f".{cmd_name}{'_' if iskeyword(cmd_name) else ''}", __name__).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from ..problem import did_you_mean

            near = did_you_mean(args[0], COMMANDS)
            raise click.UsageError(f"There is no command '{args[0]}'.{f' Did you mean {near}?' if near else ''}", ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, click.Abort):
            click.echo("\nStopped by Ctrl-C.", err=True)
            sys.exit(130)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("preinspect"), prog_name="preinspect")
def cli() -> None:
    """How would our children's services be graded today, how sure is that, and what do we do first?

    Reads a folder of YAML evidence. Nothing leaves this computer.

    \b
    Example:
      preinspect status evidence/ealing-2019
    """


class _Pipe(io.FileIO):
    """A pipe whose reader may go away, as `head` does: what nobody reads is lost, and the run ends as it would have ended."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(data)


def _outlives_its_reader(stream: Any, own: Any) -> Any:
    """Let writing to a stream go on after its reader left; streams that are a terminal, or not the process's own, stay as they are."""
    if stream is None or stream is not own or stream.isatty():
        return stream
    stream.flush()
    pipe = io.BufferedWriter(_Pipe(stream.fileno(), "w", closefd=False))
    return io.TextIOWrapper(pipe, stream.encoding, "replace", line_buffering=stream.line_buffering)


def main() -> None:
    """Run preinspect; a bug of ours prints one line and where the whole trace is, and exits with 70."""
    sys.stdout = _outlives_its_reader(sys.stdout, sys.__stdout__)
    sys.stderr = _outlives_its_reader(sys.stderr, sys.__stderr__)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console without UTF-8 shows what it can and never fails
            stream.reconfigure(errors="replace")
    try:
        cli()
    except OSError as error:
        if error.errno not in _OF_THE_MACHINE:
            _tell_bug(error)
        with contextlib.suppress(OSError):
            what = f": {error.filename}" if error.filename else ", while writing what was to be printed"
            click.echo(f"preinspect: {os.strerror(error.errno)}{what}. Nothing more was written.", err=True)
        _stop_writing()
        sys.exit(2)
    except Exception as error:
        _tell_bug(error)


_OF_THE_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENAMETOOLONG}
"""What disks and devices refuse, which no file of ours can help."""


def _stop_writing() -> None:
    """Let what is still to be printed go nowhere, so that the end of the process does not try it again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _tell_bug(error: Exception) -> NoReturn:
    handle, name = tempfile.mkstemp(prefix="preinspect-", suffix=".log", text=True)
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        traceback.print_exception(error, file=log)
    with contextlib.suppress(OSError):
        click.echo(
            f"preinspect: a bug of ours stopped this run ({type(error).__name__}). The trace is in {Path(name)}.", err=True
        )
    sys.exit(70)
