"""Scenario 17: what tells who a child is stops the commit and every report, is told in words, and is shown to nobody."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run, told

from preinspect.cli.report import FORMATS, KINDS
from preinspect.render.problems import FORMATS as CHECKS

PASTES = Path(__file__).parent / "fixtures" / "privacy"
SECRETS = ("J.S.", "12/03/2014", "999 824 5915", "9998245915", "Q838230649455", "2087451")
NAMED = {"birth-date": "date of birth", "nhs-number": "NHS number", "upn": "unique pupil number", "local-id": "recording system"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lay out the assessment into which somebody pasted an audit form."""
    return paste(tmp_path, "pasted")


def paste(folder: Path, name: str) -> Path:
    """Put one of the fixtures into a folder, over what was there."""
    shutil.copyfile(PASTES / f"{name}.yaml", folder / "visits.yaml")
    return folder


def secrets_in(shown: str) -> list[str]:
    """Give which identifiers can be read in what was shown, however its lines break."""
    return [secret for secret in SECRETS if secret in shown or secret in " ".join(shown.split())]


@pytest.mark.parametrize("pattern", NAMED)
def test_the_file_the_line_and_the_pattern_are_named_in_words(folder: Path, pattern: str) -> None:
    shown = told("check", folder, exit_code=1)
    line = {"birth-date": 10, "nhs-number": 11, "upn": 12, "local-id": 13}[pattern]
    assert f"visits.yaml:{line}:" in shown
    assert f"{NAMED[pattern]} ({pattern})" in shown


def test_it_is_said_how_to_record_the_same_without_it_and_that_git_keeps_history(folder: Path) -> None:
    shown = told("check", folder, exit_code=1)
    assert "Write 'one child' and an age or a group of ages" in shown
    assert "Git keeps history: a new commit does not remove what an older one holds." in shown
    assert "ask information governance how to take it out of the history" in shown


@pytest.mark.parametrize("form", CHECKS)
def test_no_format_of_the_check_shows_an_identifier(folder: Path, form: str) -> None:
    result = run("check", folder, "--format", form, exit_code=1)
    assert all(code in result.output for code in ("PI330", "PI331", "PI333", "PI334"))
    assert secrets_in(result.output) == []


@pytest.mark.skipif(shutil.which("git") is None or os.name == "nt", reason="needs git and a shell")
def test_the_line_is_stopped_before_the_commit_and_goes_in_once_it_is_said_without(folder: Path) -> None:
    assert git(folder, "init").returncode == 0
    hook = folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m preinspect check\n')
    hook.chmod(0o755)
    git(folder, "add", "-A")
    stopped = git(folder, "commit", "-m", "Visits")
    assert stopped.returncode == 1
    assert "PI330" in stopped.stdout + stopped.stderr
    assert secrets_in(stopped.stdout + stopped.stderr) == []
    git(paste(folder, "said-without"), "add", "-A")
    assert git(folder, "commit", "-m", "Visits").returncode == 0


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder that is nobody else's."""
    who = {f"GIT_{role}_{what}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    plain = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(["git", *words], cwd=folder, env=plain, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", FORMATS)
def test_no_report_is_written_while_it_stands_there(folder: Path, kind: str, form: str) -> None:
    target = folder / f"out{FORMATS[form]}"
    result = run("report", folder, "--kind", kind, "--format", form, "--output", target, exit_code=1)
    assert not target.exists()
    assert result.stdout == ""
    assert "No report was written: 4 places look like personal data." in result.stderr
    assert secrets_in(result.output) == []


def test_a_report_that_stood_there_before_stays_as_it_was(folder: Path) -> None:
    (folder / "out.html").write_text("the last one")
    run("report", folder, "--output", folder / "out.html", exit_code=1)
    assert (folder / "out.html").read_text() == "the last one"


@pytest.mark.parametrize("name", ["said-without", "cleared"])
def test_the_report_is_written_once_it_is_said_without_or_cleared(folder: Path, name: str) -> None:
    run("report", paste(folder, name), "--output", folder / "out.html")
    assert (folder / "out.html").stat().st_size > 1000


def test_what_was_cleared_is_listed_with_its_reason(folder: Path) -> None:
    shown = told("check", paste(folder, "cleared"))
    assert "PI338 note:" in shown
    assert "was cleared by Data protection officer: it is the number of a budget line." in shown
    assert "450000" not in shown


@pytest.mark.parametrize("words", [("status",), ("gaps",), ("explain", "HP-10")])
def test_the_screen_still_works_and_says_that_nothing_may_be_handed_out(folder: Path, words: tuple[str, ...]) -> None:
    result = run(*words, folder, exit_code=1)
    assert result.stdout
    assert "Hand nothing of this out: 4 places look like personal data" in result.stderr
