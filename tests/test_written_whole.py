"""A report is written whole or not at all: over what it may not take the place of, where there is no room, and where it is stopped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from commands import EVIDENCE, ROOT, run

BURY = EVIDENCE / "bury-2013"
AS_MODULE = [sys.executable, "-m", "preinspect"]
posix = pytest.mark.skipif(os.name != "posix", reason="needs limits and devices of a Unix")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def process(*words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own."""
    return subprocess.run([*AS_MODULE, *map(str, words)], text=True, stderr=subprocess.PIPE, check=False, **options)


def test_a_report_takes_the_place_of_no_evidence(tmp_path: Path) -> None:
    (tmp_path / "audits.yaml").write_text("views: []\n", "utf-8")
    result = run("report", BURY, "--format", "html", "--output", tmp_path / "audits.yaml", exit_code=2)
    assert "is evidence, and a report would take its place. Name another file. Nothing was written." in result.stderr
    assert (tmp_path / "audits.yaml").read_text("utf-8") == "views: []\n"


@pytest.mark.parametrize("named", ["--template", "--templates"])
def test_a_report_takes_the_place_of_no_template_that_it_is_made_with(tmp_path: Path, named: str) -> None:
    own = tmp_path / "page.md"
    shutil.copy(ROOT / "templates" / "page.md", own)
    before = own.read_bytes()
    where = own if named == "--template" else tmp_path
    result = run("report", BURY, "--kind", "board", named, where, "--output", tmp_path / "." / "page.md", exit_code=2)
    assert "is your template" in result.stderr
    assert own.read_bytes() == before


def test_an_older_report_is_replaced_and_a_link_to_it_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_text("old", "utf-8")
    (tmp_path / "link.html").symlink_to("old.html")
    run("report", BURY, "--kind", "board", "--output", tmp_path / "link.html")
    assert (tmp_path / "link.html").is_symlink()
    assert "<html" in (tmp_path / "old.html").read_text("utf-8")


def test_a_folder_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    result = run("report", BURY, "--kind", "board", "--output", tmp_path / "none" / "a.html", exit_code=2)
    assert "cannot be written: there is no such folder; make it first. Nothing was written." in result.stderr
    assert names(tmp_path) == []


def test_a_name_with_blanks_and_other_letters_is_written_and_no_mark_in_it_reaches_the_screen(tmp_path: Path) -> None:
    name = "Über uns – März\x1b[31m.html"
    result = run("report", BURY, "--kind", "board", "--output", tmp_path / name)
    assert names(tmp_path) == [name]
    assert "Über uns – März\\x1b[31m.html" in result.stderr
    assert "\x1b" not in result.stderr


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("where", ["preinspect.case.open_case", "preinspect.render.word.word", "os.fsync"])
def test_ctrl_c_leaves_what_was_there_and_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    pytest.importorskip("docx", reason="python-docx comes with the extra 'word'")
    (tmp_path / "a.docx").write_text("old", "utf-8")
    monkeypatch.setattr(where, interrupt)
    result = run("report", BURY, "--kind", "board", "--output", tmp_path / "a.docx", exit_code=130)
    assert result.stderr == "\nStopped by Ctrl-C.\n"
    assert names(tmp_path) == ["a.docx"]
    assert (tmp_path / "a.docx").read_text("utf-8") == "old"


def small_files() -> None:
    """Let files have no more than four thousand bytes, as a full disk would."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@posix
def test_a_disk_that_is_full_leaves_the_old_report(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("old", "utf-8")
    result = process("report", BURY, "--kind", "board", "--output", tmp_path / "a.html", preexec_fn=small_files)
    assert (result.returncode, "cannot be written: file too large. Nothing was written." in result.stderr) == (2, True)
    assert names(tmp_path) == ["a.html"]
    assert (tmp_path / "a.html").read_text("utf-8") == "old"


@posix
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("words", [("status", BURY), ("report", BURY, "--kind", "board", "--output", "-"), ("explain", "PI302")])
def test_what_cannot_be_printed_is_no_bug_of_ours(words: tuple[object, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        result = process(*words, stdout=full)
    assert (result.returncode, result.stderr) == (
        2,
        "preinspect: No space left on device, while writing what was to be printed. Nothing more was written.\n",
    )


@posix
def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    result = process("report", BURY, "--kind", "board", "--output", tmp_path / f"{'x' * 300}.html")
    assert (result.returncode, result.stderr.startswith("preinspect: File name too long: ")) == (2, True)
    assert names(tmp_path) == []
