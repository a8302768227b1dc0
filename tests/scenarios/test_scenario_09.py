"""Scenario 9: a merge conflict shows both versions side by side and the command that keeps each; the file scores nothing."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from console import WIDTH, Screen, council, typed

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

NAMED = {
    f"GIT_{who}_{what}": word
    for who in ("AUTHOR", "COMMITTER")
    for what, word in (("NAME", "Colleague"), ("EMAIL", "colleague@example.org"))
}


def git(folder: Path, *words: str) -> int:
    """Run git in a folder that is nobody else's."""
    plain = {**os.environ, **NAMED, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(["git", *words], cwd=folder, env=plain, capture_output=True, check=False).returncode


def entry(descriptor: str, grade: str, finding: str) -> list[str]:
    """Give the options that tell one entry."""
    told = {"--descriptor": descriptor, "--date": "2026-09-30", "--grade": grade, "--finding": finding}
    return [*(word for pair in told.items() for word in pair), "--yes"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lay out a repository in which two people have each added an entry at the same place."""
    council(tmp_path)
    git(tmp_path, "init", "-b", "main")
    typed(tmp_path, "new", "audit", *entry("HP-10", "good", "Plans are clear."))
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-m", "Start")
    git(tmp_path, "switch", "-c", "north")
    typed(tmp_path, "new", "audit", "--id", "N-1", *entry("HP-11", "good", "Enquiries were thorough in the north."))
    git(tmp_path, "commit", "-am", "North")
    git(tmp_path, "switch", "main")
    typed(tmp_path, "new", "audit", "--id", "S-1", *entry("HP-12", "RI", "Safety plans were late in the south."))
    git(tmp_path, "commit", "-am", "South")
    assert git(tmp_path, "merge", "north") != 0
    return tmp_path


def test_both_versions_stand_side_by_side_with_the_lines_they_are_in(folder: Path) -> None:
    screen = typed(folder, "check")
    lines = (folder / "help-and-protection.yaml").read_text("utf-8").split("\n")
    first, last = (
        next(number for number, line in enumerate(lines, 1) if line.startswith(mark)) for mark in ("<<<<<<<", ">>>>>>>")
    )
    assert screen.exit == 1
    assert f"This file has merge markers in lines {first} to {last}: your version and theirs are shown here." in screen.words
    assert re.search(r"yours \(HEAD\) +theirs \(north\)", screen.shown)
    assert re.search(r"id: S-1 +- id: N-1", screen.shown)
    assert screen.widest <= WIDTH


def test_no_score_comes_from_the_file_until_it_is_clean(folder: Path) -> None:
    status = typed(folder, "status")
    assert "left out because of problems" in status.words
    assert "1 of 52 tested" not in status.shown
    assert typed(folder, "new", "audit", *entry("HP-10", "good", "More.")).exit == 1


def run_shown(screen: Screen, whose: str, stand: Path) -> None:
    """Run the commands that the message shows for keeping a version, from where the message was read."""
    lines = [line.strip() for line in screen.shown.split("\n")]
    for said in (f"keep {whose} whole file:", "then, in any case:"):
        assert git(stand, *shlex.split(lines[lines.index(said) + 1])[1:]) == 0


@pytest.mark.parametrize(("whose", "kept", "gone"), [("your", "S-1", "N-1"), ("their", "N-1", "S-1")])
@pytest.mark.parametrize("beside", [False, True], ids=["within", "beside"])
def test_the_command_that_is_shown_keeps_that_version(folder: Path, whose: str, kept: str, gone: str, beside: bool) -> None:
    stand, words = (folder.parent, [folder.name]) if beside else (folder, [])
    run_shown(typed(stand, "check", *words), whose, stand)
    assert typed(folder, "check").words == "No problems."
    text = (folder / "help-and-protection.yaml").read_text("utf-8")
    assert kept in text and gone not in text


def test_a_folder_whose_name_has_blanks_is_named_so_that_the_command_works(folder: Path) -> None:
    blank = folder.rename(folder.parent / "our north")
    run_shown(typed(folder.parent, "check", "our north"), "your", folder.parent)
    assert typed(blank, "check").words == "No problems."


@pytest.mark.parametrize(("whose", "kept"), [("your", "S-1"), ("their", "N-1")])
def test_in_a_rebase_yours_is_what_you_wrote(folder: Path, whose: str, kept: str) -> None:
    git(folder, "merge", "--abort")
    assert git(folder, "rebase", "north") != 0
    screen = typed(folder, "check")
    assert re.search(r"yours \([0-9a-f]+ \(South\)\) +theirs \(HEAD\)", screen.shown)
    assert re.search(r"id: S-1 +- id: N-1", screen.shown)
    run_shown(screen, whose, folder)
    held = (folder / "help-and-protection.yaml").read_text("utf-8")
    assert kept in held and held.count("id: S-1") + held.count("id: N-1") == 1


@pytest.mark.parametrize(("whose", "kept"), [("your", "S-2"), ("their", "N-1")])
def test_after_a_stash_yours_is_what_you_stashed(folder: Path, whose: str, kept: str) -> None:
    git(folder, "merge", "--abort")
    git(folder, "reset", "--hard", "HEAD~1")
    typed(folder, "new", "audit", "--id", "S-2", *entry("HP-12", "RI", "Safety plans were late."))
    git(folder, "stash")
    git(folder, "merge", "north")
    assert git(folder, "stash", "pop") != 0
    screen = typed(folder, "check")
    assert re.search(r"yours \(Stashed changes\) +theirs \(Updated upstream\)", screen.shown)
    run_shown(screen, whose, folder)
    held = (folder / "help-and-protection.yaml").read_text("utf-8")
    assert kept in held and held.count("id: S-2") + held.count("id: N-1") == 1


def test_where_git_holds_no_second_version_no_command_of_git_is_shown(folder: Path) -> None:
    git(folder, "commit", "-am", "With the markers")
    committed = typed(folder, "check")
    assert "git holds no second version of this file: it was saved with the markers." in committed.words
    assert "git checkout" not in committed.shown
    shutil.rmtree(folder / ".git")
    alone = typed(folder, "check")
    assert "keep one version: in an editor, delete the lines of the other" in alone.words
    assert "git checkout" not in alone.shown and "no second version" not in alone.words


def test_where_both_belong_taking_the_three_lines_away_keeps_both(folder: Path) -> None:
    assert "keep both: delete only the lines with <<<<<<<, ======= and >>>>>>>" in typed(folder, "check").words
    path = folder / "help-and-protection.yaml"
    lines = [line for line in path.read_text("utf-8").split("\n") if not line.startswith(("<<<<<<<", "=======", ">>>>>>>"))]
    path.write_text("\n".join(lines), "utf-8")
    assert typed(folder, "check").words == "No problems."
    assert "3 of 52 tested" in typed(folder, "status").shown
