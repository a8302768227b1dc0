"""Scenario 18: a locked-down laptop with a plain console: readable, no colour if turned off, 80 columns, no network."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from console import WIDTH, answered, broad, council, ended, entries, sit_at, typed

PLAIN = {"PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}
ANSWERS = ["strategy discussions", "30 September 2026", "28 of 40", "", "In time in 28 of 40.", "Few waited \u2013 \u00a35.", ""]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lay out a council with some evidence."""
    return council(tmp_path, help=entries(*broad("audit", "requires-improvement", "HP", range(1, 15))))


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("check",),
        ("gaps",),
        ("explain", "HP-10"),
        ("--help",),
        ("new", "--help"),
        ("new", "audit", "--help"),
        ("init", "--help"),
        ("moderate", "--help"),
    ],
)
def test_a_console_without_utf8_shows_plain_text_within_eighty_columns(folder: Path, words: tuple[str, ...]) -> None:
    screen = typed(folder, *words, **PLAIN)
    assert screen.exit == 0
    assert screen.raw.isascii() and "\x1b" not in screen.raw
    assert "?" not in re.sub(r"\w\?|\?\s|'\?'", "", screen.shown)
    assert screen.widest <= WIDTH


def test_questions_are_asked_and_answered_in_it_too_and_nothing_typed_is_garbled(tmp_path: Path) -> None:
    folder = council(tmp_path)
    screen = answered(sit_at(folder, "new", "audit", **PLAIN), ANSWERS)
    assert screen.exit == 0 and screen.raw.replace(ANSWERS[5], "").isascii()  # the console itself echoes what is typed
    assert screen.widest <= WIDTH
    assert "impact: Few waited \u2013 \u00a35.\n" in (folder / "help-and-protection.yaml").read_text("utf-8")


COLOUR = re.compile(r"\x1b\[(?:[0-9]+;)*(?:3[0-7]|4[0-7]|9[0-7]|38;|48;)[0-9;]*m")


def test_colour_is_used_on_a_terminal_unless_it_is_turned_off(folder: Path) -> None:
    assert COLOUR.search(typed(folder, "status", TERM="xterm-256color").raw)
    assert not COLOUR.search(typed(folder, "status", TERM="xterm-256color", NO_COLOR="1").raw)
    assert not COLOUR.search(typed(folder, "status", "--color", "never", TERM="xterm-256color").raw)
    assert "\x1b" not in typed(folder, "status", TERM="dumb").raw


OFFLINE = """
import socket, sys
def refused(*_, **__):
    raise AssertionError("the network was asked for")
socket.socket = socket.create_connection = socket.getaddrinfo = refused
from preinspect.cli import cli
cli(sys.argv[1:])
"""


@pytest.mark.parametrize("words", [["status"], ["check"], ["report", "--output", "gap.html"], ["init", "x", "--authority", "A"]])
def test_no_network_is_asked_for(folder: Path, words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", OFFLINE, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


def test_the_report_is_one_html_file_that_fetches_nothing(folder: Path) -> None:
    assert typed(folder, "report", "--output", "gap.html").exit == 0
    page = (folder / "gap.html").read_text("utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert not re.search(r"""<(?:link|img|iframe|object|embed|script\s)|\bsrc=|@import|url\(""", page)


def test_ctrl_c_in_it_keeps_what_was_typed(tmp_path: Path) -> None:
    folder = council(tmp_path)
    talk = sit_at(folder, "new", "audit", **PLAIN)
    for answer in ANSWERS[:3]:
        talk.expect("\n> ")
        talk.sendline(answer)
    talk.expect("4 of 6")
    talk.expect("\n> ")
    talk.sendintr()
    screen = ended(talk)
    assert screen.exit == 130
    assert "What you typed is kept in .preinspect/drafts/audit-1.yaml." in screen.words
    assert "sample: 28 of 40" in (folder / ".preinspect" / "drafts" / "audit-1.yaml").read_text("utf-8")
