"""What git leaves in a file that two people changed at once: both versions side by side, and what keeps each."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap

from .problem import Location, Problem

_MARKER = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(\s|$)", re.MULTILINE)
_HALF = 35  # two versions side by side in a console of 80 columns
_MARKS = "<<<<<<<, ======= and >>>>>>>"
_OWN = (
    "Stashed changes",
    "local",
)  # how `git stash pop` and `git checkout --merge` name what is one's own, as the second version
_PATIENCE = 5
"""Seconds that git is waited for; it reads one small file."""


@dataclass(frozen=True, slots=True)
class InGit:
    """How a file stands in git: whether git holds both versions still, and whether it is in the middle of a rebase."""

    holds_both: bool
    rebasing: bool


def conflicted(text: str, name: str, path: Path | None, is_sound: Callable[[str], bool]) -> Problem | None:
    """Find what git leaves in a file that two people changed at once.

    Args:
        text: The file's text, with plain line ends.
        name: How messages name the file.
        path: Where it lies, to ask git how it stands; None for a text alone.
        is_sound: Says whether a text could be read without a problem.
    """
    if "<<<<<<<" not in text:
        return None
    marks = list(_MARKER.finditer(text))
    if not marks or marks[0].group(1) != "<<<<<<<":
        return None
    lines = text.split("\n")
    first = text.count("\n", 0, marks[0].start()) + 1
    is_closed = marks[-1].group(1) == ">>>>>>>"
    last = text.count("\n", 0, marks[-1].start()) + 1 if is_closed else len(text.rstrip("\n").split("\n"))
    message = f"This file has merge markers in lines {first} to {last}: your version and theirs are shown here."
    if not is_closed:
        message += " The line >>>>>>> that ends them is missing."
    git = _asked(path) if path is not None else None
    within = lines[first - 1 : last]
    swapped = _is_swapped(within, git)
    told = _side_by_side(within, swapped)
    if is_closed and _both_belong(lines, is_sound):
        told.append(f"keep both: delete only the lines with {_MARKS}")
    told.extend(_commands(name, git, swapped))
    return Problem("PI102", Location(name, first, 1), message, excerpt="\n".join(told))


# --- what git knows


def _asked(path: Path) -> InGit | None:
    """Ask git how a file stands; None where there is no git, or no repository around the file."""
    git = shutil.which("git")
    if git is None:
        return None

    def say(*words: str) -> str | None:
        # A repository may name a program that watches its files; nothing of it is to run here.
        command = [git, "--no-optional-locks", "-c", "core.fsmonitor=false", *words]
        try:
            done = subprocess.run(
                command, cwd=path.parent, capture_output=True, timeout=_PATIENCE, check=True, stdin=subprocess.DEVNULL
            )
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout.decode("utf-8", "replace")

    unmerged = say("ls-files", "--unmerged", "--", path.name)
    if unmerged is None:
        return None
    states = say("rev-parse", "--git-path", "rebase-merge", "--git-path", "rebase-apply/rebasing") or ""
    return InGit(bool(unmerged.strip()), any((path.parent / state).exists() for state in states.splitlines()))


def _is_swapped(lines: Sequence[str], git: InGit | None) -> bool:
    """Say whether the first version is theirs: git rebases one's own work onto that of others, and lays a stash upon what it pulled."""
    if any(line.startswith(">>>>>>>") and line[7:].strip() in _OWN for line in lines):
        return True
    return git is not None and git.rebasing


def _commands(name: str, git: InGit | None, swapped: bool) -> Iterator[str]:
    """Say what keeps one of the two versions: git's own command where git holds both still, else an editor."""
    if git is None or not git.holds_both:
        if git is not None:
            yield "git holds no second version of this file: it was saved with the markers."
        yield "keep one version: in an editor, delete the lines of the other"
        yield f"and the lines with {_MARKS}; then save."
        return
    folder, _, file = name.rpartition("/")
    command = f"git -C {_quoted(folder)}" if folder else "git"
    yours, theirs = ("--theirs", "--ours") if swapped else ("--ours", "--theirs")
    yield from ("keep your whole file:", f"  {command} checkout {yours} {_quoted(file)}")
    yield from ("keep their whole file:", f"  {command} checkout {theirs} {_quoted(file)}")
    yield from ("then, in any case:", f"  {command} add {_quoted(file)}")


def _quoted(name: str) -> str:
    return f'"{name}"' if re.search(r"[^\w./\\:@+-]", name) else name


# --- the two versions


def _side_by_side(lines: Sequence[str], swapped: bool) -> list[str]:
    """Lay both versions of what git could not join next to each other, whole; what both share stands on the left alone."""
    rows: list[str] = []
    sides: dict[str, list[str]] = {"<": [], "|": [], "=": []}
    names = {"<": "", ">": ""}
    side = ""

    def lay() -> None:
        first, second = sides["<"], sides["="]  # what stood before both (git's diff3 style) is not shown
        pairs = zip_longest(second, first, fillvalue="") if swapped else zip_longest(first, second, fillvalue="")
        rows.extend(row for yours, theirs in pairs for row in _beside(yours, theirs))
        for kept in sides.values():
            kept.clear()

    for line in lines:
        if mark := _MARKER.match(line):
            side = line[0]
            names[side] = names.get(side) or line[mark.end() :].strip()
        elif side in sides:
            sides[side].append(line)
        else:
            rows.append(_shared(line))
        if side == ">":
            lay()
            side = ""
    lay()
    first, second = (">", "<") if swapped else ("<", ">")
    return [*_beside(_named("yours", names[first]), _named("theirs", names[second])), *rows]


def _named(whose: str, branch: str) -> str:
    return f"{whose} ({branch})" if branch else whose


def _beside(yours: str, theirs: str) -> list[str]:
    """Set two lines side by side; what is too long goes on below, since the end of a line may be all that differs."""
    pairs = zip_longest(_folded(yours), _folded(theirs), fillvalue="")
    return [f"{left:<{_HALF}}  {right}".rstrip() for left, right in pairs]


def _folded(line: str) -> list[str]:
    indent = " " * min(len(line) - len(line.lstrip(" ")) + 2, _HALF // 2)
    return wrap(line, _HALF, subsequent_indent=indent, drop_whitespace=True) if len(line) > _HALF else [line]


def _shared(line: str) -> str:
    widest = 2 * _HALF + 2
    return line if len(line) <= widest else line[: widest - 3] + "..."


def _both_belong(lines: Sequence[str], is_sound: Callable[[str], bool]) -> bool:
    """Say whether a file would be sound with both versions in it, as when two people added an entry at the same place."""
    kept: list[str] = []
    empty, side, kept_here = False, "", False
    for line in lines:
        if _MARKER.match(line):
            empty |= side in ("<", "=") and not kept_here
            side, kept_here = line[0].replace(">", ""), False
        elif side != "|":
            kept.append(line)
            kept_here = bool(side)
    return not empty and is_sound("\n".join(kept))
