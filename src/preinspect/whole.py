"""Files are replaced whole or not at all, and by one writer at a time."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Event

LOCK = ".preinspect-lock.part"
"""What the file is called that says somebody is writing in a folder; git ignores it, as all of this ending that `init` has ignored."""

PAUSE = 0.05
"""Seconds between two looks at whether somebody else has done writing."""

STALE, MOST = 400, 1200
"""After how many pauses the same lock is taken for one that a stopped process left, and after how many nobody waits any longer."""

_MOST_TRIES = 5
_MOST_REFUSALS = 20


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
    if path.exists() and not path.is_file():  # a device or a pipe is written to, never replaced
        path.write_bytes(data)
        return len(data)
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


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let no other preinspect write in a folder meanwhile; whoever comes second waits.

    Whoever writes reads within this what they change, so that nothing is built on what is no longer there. It takes one lock for the whole
    folder, because ids must differ over all its files. The lock is a file that only one process can make (O_EXCL): that holds on Windows
    and on network shares, where locks of the system are known to one machine only or to none. A process that is stopped leaves
    it behind; so whoever sees the same lock for 20 seconds, by counting and not by clocks, which differ between machines, takes it away. A
    write takes milliseconds, and nobody is asked anything within one. An editor knows of no lock: files are also compared
    with what was read just before they are replaced.

    Raises TimeoutError where others keep writing for a minute, and OSError where the folder cannot be written to.
    """
    lock = folder / LOCK
    mine = os.urandom(16)
    _take(lock, mine)
    try:
        yield
    finally:
        _give_back(lock, mine)


def _take(lock: Path, mine: bytes) -> None:
    seen: bytes | None = None
    same = refused = 0
    for _ in range(MOST):
        try:
            if _made(lock, mine):
                return
            refused = 0
        except PermissionError:
            refused += 1
            if os.name != "nt" or refused > _MOST_REFUSALS:  # Windows refuses a name for as long as its file is being deleted
                raise
        now = _held(lock)
        same = same + 1 if now is not None and now == seen else 0
        seen = now
        if seen is not None and same >= STALE:
            _take_away(lock, seen)
            same = 0
            continue
        _pause()
    raise TimeoutError(errno.ETIMEDOUT, "others have been writing in this folder for a minute", str(lock))


def _made(lock: Path, mine: bytes) -> bool:
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(mine)
    return True


def _held(lock: Path) -> bytes | None:
    """Give whose lock it is, empty where that is not written yet; None where there is none, or none that can be read just now."""
    try:
        return lock.read_bytes()
    except OSError:
        return None


def _take_away(lock: Path, seen: bytes) -> None:
    """Take a lock away that was left behind; where somebody else was quicker and holds a new one, that is put back."""
    aside = lock.with_name(f"{lock.name}-{os.urandom(4).hex()}")
    with contextlib.suppress(OSError):
        lock.rename(aside)
        if _held(aside) != seen:
            os.link(aside, lock)
    _away(aside)


def _give_back(lock: Path, mine: bytes) -> None:
    for _ in range(_MOST_REFUSALS):
        if _held(lock) not in (mine, None):
            return
        try:
            lock.unlink(missing_ok=True)
        except OSError:  # on Windows, while somebody looks at it
            _pause()
        else:
            return


def _pause() -> None:
    Event().wait(PAUSE)


def _away(*paths: Path) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
