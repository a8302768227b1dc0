"""Files replaced whole or not at all: at every moment the old one or the new one is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from preinspect import whole
from preinspect.edit import Addition, edited
from preinspect.whole import Moved, replaced

FIRST = "  - id: AUD-1\n    kind: audit\n"


def longer(old: str) -> str:
    """Add an entry."""
    return edited(old, additions=[Addition("evidence", {"id": "AUD-2", "kind": "audit"})]).text


def ids(path: Path) -> list[str]:
    """Give the ids that a file of one line for each holds."""
    return [line.split()[-1] for line in path.read_text("utf-8").splitlines() if "id:" in line]


class Killed(BaseException):
    """The process ends here; nothing more is done by it."""


TOUCHING = [
    (tempfile, "mkstemp"),
    (os, "fdopen"),
    (os, "fsync"),
    (os, "umask"),
    (Path, "read_bytes"),
    (Path, "is_symlink"),
    (Path, "exists"),
    (Path, "stat"),
    (Path, "chmod"),
    (Path, "replace"),
    (Path, "unlink"),
]
"""All that a write calls which touches a file."""


def killing(monkeypatch: pytest.MonkeyPatch, at: int, before: bool) -> Callable[[], int]:
    """Let the process die at the call of this number, before it is made or after; gives how many were made."""
    calls = 0

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls > at or (calls == at and before):
                raise Killed
            found = real(*args, **named)
            if calls == at:
                raise Killed
            return found

        return call

    for holder, name in TOUCHING:
        monkeypatch.setattr(holder, name, dying(getattr(holder, name)))
    return lambda: calls


def calls_of_one_write() -> int:
    """Count the calls of a write that nothing stops."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "a.yaml"
        path.write_text("a: 1\n")
        count = killing(patch, 10_000, False)
        replaced(path, longer)
        return count()


MOMENTS = [(at, before) for at in range(1, calls_of_one_write() + 1) for before in (True, False)]
"""Every moment of a write: before and after each of its calls."""


def test_a_write_has_many_moments() -> None:
    assert len(MOMENTS) >= 16


@pytest.mark.parametrize(("at", "before"), MOMENTS)
def test_a_process_that_dies_while_it_writes_leaves_the_old_file_or_the_new_one(tmp_path: Path, at: int, before: bool) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes((old := f"evidence:\n{FIRST}").encode())
    made = longer(old)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        killing(patch, at, before)
        replaced(path, lambda _: made)
    assert path.read_bytes().decode() in (old, made)
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".yaml"] == ["a.yaml"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("name", ["fdopen", "fsync"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, name: str
) -> None:
    def fails(*_: Any) -> None:
        raise error

    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n", "utf-8")
    monkeypatch.setattr(whole.os, name, fails)
    with pytest.raises(type(error)):
        replaced(path, longer)
    monkeypatch.undo()
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("a.yaml", "a: 1\n")]


def test_what_somebody_else_wrote_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("evidence:\n  - id: A\n", "utf-8")
    texts = iter(["evidence:\n  - id: A\n  - id: B\n", None])

    def edit(old: str) -> Any:
        if (theirs := next(texts)) is not None:
            path.write_text(theirs, "utf-8")
        return longer(old)

    replaced(path, edit)
    assert ids(path) == ["A", "B", "AUD-2"]


def test_a_file_that_never_rests_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    numbers = iter(range(100))

    def edit(old: str) -> Any:
        path.write_text(f"a: {next(numbers)}\n", "utf-8")
        return longer(old)

    with pytest.raises(Moved):
        replaced(path, edit)
    assert "AUD-2" not in path.read_text("utf-8")


WRITER = """
import sys
from pathlib import Path
from preinspect.whole import replaced
path, texts = Path(sys.argv[1]), [Path(one).read_text("utf-8") for one in sys.argv[2:]]
print("ready", flush=True)
while True:
    for text in texts:
        replaced(path, lambda _: text)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system that can kill")
def test_a_process_killed_by_the_system_leaves_one_of_the_two_files_whole(tmp_path: Path) -> None:
    chance = random.Random(6)
    texts = [f"evidence:\n{FIRST}" + "# so long\n" * 20_000, f"evidence:\n{FIRST}"]
    copies = [tmp_path / f"{number}.txt" for number in range(2)]
    for copy, text in zip(copies, texts, strict=True):
        copy.write_text(text, "utf-8", newline="")
    path = tmp_path / "a.yaml"
    path.write_text(texts[0], "utf-8", newline="")
    for _ in range(12):
        words = [sys.executable, "-c", WRITER, str(path), *map(str, copies)]
        with subprocess.Popen(words, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None and writer.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 0.05))
            writer.kill()
            writer.wait()
        assert path.read_bytes().decode() in texts
