"""Files are replaced whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

_MOST_TRIES = 5


class Moved(Exception):
    """Somebody else has changed the file since it was read."""


def replaced(path: Path, change: Callable[[str], str | None]) -> str | None:
    """Change the text of a file: the old one stands until the new one is there.

    Args:
        path: The file; it need not exist yet.
        change: From the old text, line ends and all, to the new one; None to leave the file alone.
    Returns:
        The new text, or None where there is none. Raises Moved where somebody changed the file meanwhile again and again, and OSError
        where it cannot be written.
    """
    for _ in range(_MOST_TRIES):
        old = _bytes(path)
        new = change(old.decode("utf-8") if old is not None else "")
        if new is None:
            return None
        if _bytes(path) == old:
            write_whole(path, new)
            return new
    raise Moved(str(path))


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def write_whole(path: Path, content: str | bytes) -> int:
    """Write a file so that at every moment either the old one or the new one is there, whole.

    The new content goes to a file beside it, which then takes its place; whatever happens before leaves the old one.

    Returns:
        How many bytes were written. Raises OSError where the folder cannot be written to.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    target, beside = _laid_beside(path, data)
    try:
        beside.replace(target)
    except BaseException:
        _away(beside)
        raise
    return len(data)


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files, all of them or none.

    All new contents are laid beside the old files before the first takes its place; if one cannot, those that did are put back. Only
    the end of the process or the machine in that short time leaves some new and some old, each of them whole.

    Raises OSError where a file cannot be written; then all are as they were, and a note names any that could not be put back.
    """
    laid: list[tuple[Path, Path]] = []
    copies: list[Path] = []
    replaced: list[tuple[Path, Path | None]] = []
    try:
        laid.extend(_laid_beside(path, data) for path, data in contents.items())
        for target, beside in laid:
            copy = _copy_of(target) if target.exists() else None
            copies.extend([copy] if copy else [])
            beside.replace(target)
            replaced.append((target, copy))
    except BaseException as error:
        for target, copy in reversed(replaced):
            if not _put_back(target, copy):
                error.add_note(f"{target} could not be put back" + (f"; what it was is in {copy}." if copy else "."))
                copies = [one for one in copies if one != copy]
        raise
    finally:
        _away(*(beside for _, beside in laid), *copies)


def _laid_beside(path: Path, data: bytes) -> tuple[Path, Path]:
    """Write what a file is to hold into a new one beside it, with the old one's rights; gives the file and the new one."""
    target = path.resolve() if path.is_symlink() else path
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".part", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(data)
            part.flush()
            os.fsync(part.fileno())
        beside.chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
    except BaseException:
        _away(beside)
        raise
    return target, beside


def _copy_of(target: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", suffix=".old", dir=target.parent)
    os.close(handle)
    return Path(shutil.copy2(target, name))


def _put_back(target: Path, copy: Path | None) -> bool:
    try:
        if copy is None:
            target.unlink(missing_ok=True)
        else:
            copy.replace(target)
    except OSError:
        return False
    return True


def _away(*paths: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
