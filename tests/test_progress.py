"""Long work shows a bar on a terminal, short work and pipes none."""

from __future__ import annotations

import importlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from preinspect.cli import common

pty = pytest.importorskip("pty", reason="a pseudo-terminal needs a Unix")


class Terminal:
    """A stand-in for stderr that says it is a terminal, and keeps what it is told."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.told = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.told += text
        return len(text)

    def flush(self) -> None:
        """Keep all."""


def screen(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal in the place of stderr; a fixture cannot, since pytest takes stderr back before the test begins."""
    found = Terminal()
    importlib.import_module("rich.progress")  # so that a busy machine is not slow to show it
    monkeypatch.setattr(sys, "stderr", found)
    monkeypatch.setattr(common, "_BEGUN", time.monotonic())
    monkeypatch.setattr(common, "SOON", 0.2)
    monkeypatch.setenv("TERM", "xterm")
    return found


def slow() -> None:
    for _ in common.watched(range(3), "Reading files"):
        time.sleep(0.3)


def quick() -> None:
    assert list(common.watched(range(3), "Reading files")) == [0, 1, 2]


def opaque() -> None:
    with common.working("Reading files"):
        time.sleep(0.7)


@pytest.mark.parametrize(("work", "is_shown"), [(slow, True), (opaque, True), (quick, False)])
def test_a_bar_is_shown_of_what_takes_long_alone(
    work: Callable[[], None], is_shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = screen(monkeypatch)
    work()
    assert ("Reading files" in there.told) is is_shown


def test_no_bar_is_shown_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    there = screen(monkeypatch)
    monkeypatch.setattr(Terminal, "isatty", lambda _: False)
    slow()
    assert there.told == ""


def test_a_bar_is_gone_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    there = screen(monkeypatch)
    with pytest.raises(ValueError, match="broken"), common.working("Reading files"):
        time.sleep(0.7)
        raise ValueError("broken")
    assert there.told.rstrip().endswith("\x1b[2K")


def on_a_terminal(*words: str) -> str:
    """Run a command with all its streams on a terminal."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(sys.executable, [sys.executable, "-m", "preinspect", *words], {**os.environ, "TERM": "xterm"})
    told = b""
    while part := _part(terminal):
        told += part
    os.waitpid(child, 0)
    return told.decode("utf-8", "replace")


def _part(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_a_folder_that_takes_long_shows_what_it_is_at(tmp_path: Path) -> None:
    (tmp_path / "assessment.yaml").write_text("assessment: {authority: A, framework: ilacs-2018, as-at: 2019-11-08}\n", "utf-8")
    rest = "kind: audit, descriptors: [HP-10], date: 2019-09-30, grade: good, finding: F"
    for number in range(300):
        rows = "".join(f"  - {{id: A-{number}-{row}, {rest}}}\n" for row in range(20))
        (tmp_path / f"{number:03}.yaml").write_text(f"evidence:\n{rows}", "utf-8")
    told = on_a_terminal("status", str(tmp_path))
    assert "Help and protection" in told and "\x1b[?25l" in told
    assert told.count("\x1b[?25l") == told.count("\x1b[?25h")
