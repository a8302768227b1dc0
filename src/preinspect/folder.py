"""The files of an assessment's folder, and how messages name them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from .problem import Location, Problem

PASSED_OVER = frozenset({"frameworks", "templates"})
"""Folders that may lie below an assessment and hold YAML that is no evidence."""

_ENDINGS = (".yaml", ".yml")


def yaml_files(folder: Path) -> tuple[tuple[tuple[Path, str], ...], tuple[Problem, ...]]:
    """Find the files that may hold sections, in the order of their names.

    Args:
        folder: An assessment's folder, as the user gave it.
    Returns:
        Each file's path and the name that messages give it, and what could not be looked into.
    """
    shown = name_of(folder)
    if not folder.is_dir():
        reason = "This is a file; the folder that it lies in is wanted." if folder.exists() else "There is no such folder."
        return (), (Problem("PI114", Location(shown), reason),)
    problems: list[Problem] = []
    below = sorted(_below(folder, problems))
    return tuple((folder / name, name if shown == "." else f"{shown}/{name}") for name in below), tuple(problems)


def all_names(folder: Path) -> tuple[str, ...]:
    """Give the names of all files and folders below a folder, from there; hidden ones are passed over."""
    found: list[str] = []
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        within = Path(where).relative_to(folder)
        found.extend((within / name).as_posix() for name in (*folders, *sorted(names)) if not name.startswith("."))
    return tuple(map(_printable, found))


def why_not_read(path: Path, folder: Path) -> str | None:
    """Say why a file would not be read with a folder; None where it would."""
    full, top = Path(os.path.normpath(Path.cwd() / path)), Path(os.path.normpath(Path.cwd() / folder))
    if not full.is_relative_to(top) and full.parent.resolve().is_relative_to(top.resolve()):
        full, top = full.parent.resolve() / full.name, top.resolve()  # the same folder, named by what links to it
    if not full.is_relative_to(top):
        return f"it does not lie in {name_of(folder)}" if name_of(folder) != "." else "it does not lie in this folder"
    within = full.relative_to(top).parts
    if hidden := next((part for part in within if part.startswith(".")), None):
        return f"names that begin with a dot are passed over, as {hidden} is"
    if passed := next((part for part in within[:-1] if part in PASSED_OVER), None):
        return f"a folder named {passed} is passed over"
    if not path.name.lower().endswith(_ENDINGS):
        return "its name does not end in .yaml"
    return None


def name_of(path: Path) -> str:
    """Name a path as people see it: from where they stand if it lies below, otherwise as they gave it."""
    here = Path.cwd()
    full = Path(os.path.normpath(here / path))  # `resolve` would name a linked folder by what it links to
    return _printable((full.relative_to(here) if full.is_relative_to(here) else path).as_posix())


def name_of_data(path: Path | Traversable, depth: int) -> str:
    """Name a file of frameworks: from where people stand if it lies below, otherwise by the last `depth` parts of its path.

    So a shipped file is told as `frameworks/ilacs-2018/limits.yaml` wherever preinspect was installed.
    """
    full = Path(str(path))
    below = isinstance(path, Path) and full.is_relative_to(Path.cwd())  # what lies in an archive lies nowhere
    return name_of(full) if below else "/".join(full.parts[-depth:])


def _below(folder: Path, problems: list[Problem]) -> Iterator[str]:
    def cannot_look(error: OSError) -> None:
        reason = (error.strerror or "unknown reason").lower()
        problems.append(Problem("PI110", Location(name_of(Path(error.filename))), f"This folder cannot be opened: {reason}."))

    for where, folders, names in os.walk(folder, onerror=cannot_look):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in PASSED_OVER]
        within = Path(where).relative_to(folder)
        for name in names:
            if name.lower().endswith(_ENDINGS) and not name.startswith("."):
                yield (within / name).as_posix()


def _printable(name: str) -> str:
    """Let a name that is not UTF-8 be printed; the file system's own bytes cannot be."""
    return name.encode("utf-8", "replace").decode("utf-8")
