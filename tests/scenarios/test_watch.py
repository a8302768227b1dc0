"""`check --watch`: files are checked again as they are saved, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from console import broad, council, ended, entries, sit_at

from preinspect.cli import cli


def items(*numbers: int) -> str:
    """Write a file with an item on each of these descriptors."""
    return entries(*broad("audit", "good", "HP", numbers))


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Any]:
    """Watch a folder in a console."""
    talk = sit_at(council(tmp_path, help=items(1)), "check", "--watch")
    talk.expect("Watching; Ctrl-C stops.")
    yield talk
    talk.close(force=True)


def test_each_save_is_checked_again_with_a_line_and_what_is_new(tmp_path: Path, watching: Any) -> None:
    assert "No problems." in watching.before
    (tmp_path / "help.yaml").write_text(items(1, 99), "utf-8")
    watching.expect(r"[0-9:]{8} help.yaml saved: 1 problem \(1 new\)\r\n")
    watching.expect("help.yaml:3:")
    watching.expect("There is no descriptor 'HP-99'")
    (tmp_path / "help.yaml").write_text(items(1, 9), "utf-8")
    watching.expect(r"[0-9:]{8} help.yaml saved: no problems \(1 gone\)\r\n")
    (tmp_path / "north.yaml").write_text("views: []\n", "utf-8")
    watching.expect(r"[0-9:]{8} north.yaml added: no problems\r\n")
    (tmp_path / "north.yaml").unlink()
    watching.expect(r"[0-9:]{8} north.yaml taken away: no problems\r\n")


def test_a_problem_that_only_moved_is_not_told_again(tmp_path: Path, watching: Any) -> None:
    (tmp_path / "help.yaml").write_text(items(99), "utf-8")
    watching.expect(r"\(1 new\)")
    (tmp_path / "help.yaml").write_text("# A comment above.\n" + items(99), "utf-8")
    watching.expect(r"help.yaml saved: 1 problem\r\n")


def test_a_template_of_the_council_is_watched_too(tmp_path: Path, watching: Any) -> None:
    own = tmp_path / "templates" / "page.md"
    own.parent.mkdir()
    own.write_text("{{ pagge.title }}\n", "utf-8")
    watching.expect(r"templates/page.md added: 1 problem \(1 new\)\r\n")
    watching.expect("There is no 'pagge' to put into a report.")
    (own.parent / "~$port.docx").write_bytes(b"")
    own.write_text("{{ page.title }}\n", "utf-8")
    watching.expect(r"templates/page.md saved: no problems \(1 gone\)\r\n")


def test_ctrl_c_stops_it_cleanly(watching: Any) -> None:
    watching.sendintr()
    screen = ended(watching)
    assert (screen.exit, "Stopped." in screen.words) == (0, True)


@pytest.mark.parametrize("words", [["--format", "json"], ["--strict"]])
def test_watching_goes_with_text_only(tmp_path: Path, words: list[str]) -> None:
    assert CliRunner().invoke(cli, ["check", str(tmp_path), "--watch", *words]).exit_code == 2
