"""A console as people have it: 80 columns, a command typed into it, questions answered one after another."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect", reason="needs a pseudo-terminal")

WIDTH = 80
PATIENCE = 30
"""Seconds to wait for what a command should say; only a mistake takes so long."""

_STYLE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Screen:
    """What a command showed, without colours, and how it ended."""

    shown: str
    raw: str
    exit: int

    @property
    def words(self) -> str:
        """What was shown on one line: lines may break anywhere."""
        return " ".join(self.shown.split())

    @property
    def widest(self) -> int:
        """The length of the longest line."""
        return max(map(len, self.shown.split("\n")))


def _heed_ctrl_c() -> None:
    """A run in the background ignores Ctrl-C and hands that on; whoever sits at a console does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def sit_at(folder: Path, *words: str, **environment: str) -> Any:
    """Type a command into a new console that stands in a folder; gives the conversation."""
    own = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "PYTHONIOENCODING", "COLUMNS")}
    return pexpect.spawn(
        sys.executable,
        ["-m", "preinspect", *words],
        cwd=str(folder),
        env={**own, "TERM": "dumb", "PYTHONUTF8": "0", "LC_ALL": "C.UTF-8", **environment},
        encoding="utf-8",
        dimensions=(24, WIDTH),
        timeout=PATIENCE,
        echo=False,
        preexec_fn=_heed_ctrl_c,
    )


def typed(folder: Path, *words: str, **environment: str) -> Screen:
    """Type a command that asks nothing, and read what it shows."""
    return ended(sit_at(folder, *words, **environment))


def ended(talk: Any, before: str = "") -> Screen:
    """Wait for the end of a conversation."""
    talk.expect(pexpect.EOF)
    raw = before + talk.before
    talk.close()
    exit_code = talk.exitstatus if talk.exitstatus is not None else -talk.signalstatus
    return Screen(_STYLE.sub("", raw).replace("\r\n", "\n"), raw, exit_code)


def answered(talk: Any, answers: Sequence[str]) -> Screen:
    """Answer a command's questions in their order, each once it is asked."""
    said = ""
    for answer in answers:
        talk.expect("\n> ")
        said += talk.before + talk.after
        talk.sendline(answer)
    return ended(talk, said)


def council(folder: Path, **files: str) -> Path:
    """Lay out a council's folder under the framework of 2026, measured at the end of October 2026; `a__b` is a file a/b.yaml."""
    head = "assessment:\n  authority: Anyshire County Council\n  framework: ilacs-2026\n  as-at: 2026-10-31\n"
    for name, text in {"assessment": head, **files}.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def entries(*items: str) -> str:
    """Write a section of evidence; each item is the inside of a pair of braces."""
    return "evidence:\n" + "".join(f"  - {{{item}}}\n" for item in items)


def broad(kind: str, grade: str, prefix: str, numbers: Sequence[int], date: str = "2026-09-30") -> list[str]:
    """Write an item each on several descriptors, enough for a grade to be said."""
    return [
        f"id: {kind[:3].upper()}-{prefix}-{number:02}, kind: {kind}, descriptors: [{prefix}-{number:02}], date: {date}, "
        f"grade: {grade}, finding: What was found on {prefix}-{number:02}."
        for number in numbers
    ]
