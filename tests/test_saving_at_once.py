"""Files are replaced by one writer at a time, and a writer that stopped keeps nobody out for long."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from commands import run

from preinspect import whole
from preinspect.case import Case, open_case
from preinspect.filing import Moderation, moderated_by
from preinspect.whole import LOCK, alone

HEAD = "assessment:\n  authority: Anyshire\n  framework: ilacs-2026\n  as-at: 2026-10-31\n"
AUDIT = "evidence:\n  - {id: A-1, kind: audit, descriptors: [HP-10], date: 2026-09-30, grade: good, finding: A., sample: {size: 40}}\n"
SECOND = "evidence:\n  - {id: AUD-2026-09-HP-01, kind: audit, descriptors: [HP-11], date: 2026-09-30, grade: good, finding: B.}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Lay out a folder with one audit."""
    (tmp_path / "assessment.yaml").write_text(HEAD, "utf-8")
    (tmp_path / "help.yaml").write_text(AUDIT, "utf-8")
    return tmp_path


def opened(folder: Path) -> Case:
    """Open a folder as commands do."""
    return open_case(folder, as_at=None, today=date(2026, 10, 31))


def audit(folder: Path, finding: str, *more: str) -> list[str]:
    """Give the words of a command that adds an audit."""
    told = ["--descriptor", "HP-10", "--date", "2026-09-30", "--grade", "good", "--finding", finding, "--yes"]
    return ["new", "audit", *told, *more, "--folder", str(folder)]


def ids(folder: Path) -> list[str]:
    """Give the ids that a folder holds, those that stand twice twice."""
    assessment = opened(folder).assessment
    return sorted(one.id for one in (*assessment.evidence, *assessment.left_out))


def meanwhile(monkeypatch: pytest.MonkeyPatch, colleague: Callable[[], Any]) -> Callable[[], None]:
    """Let somebody else begin just when a file was compared and is about to be replaced; gives what waits until they are done."""
    real, thread = whole._laid_beside, Thread(target=colleague)

    def laid(path: Path, data: bytes) -> Any:
        if thread.ident is None:
            thread.start()
            thread.join(1)  # whoever waits for nobody is done by now
        return real(path, data)

    monkeypatch.setattr(whole, "_laid_beside", laid)
    return thread.join


def test_two_people_who_record_moderation_at_once_lose_neither(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened(folder)
    (item,) = case.assessment.evidence
    wait = meanwhile(monkeypatch, lambda: moderated_by(item, case, Moderation(10, 3, 0)))
    moderated_by(item, case, Moderation(20, 0, 1))
    wait()
    assert "moderated: 30, changed: {up: 1, down: 3}" in (folder / "help.yaml").read_text("utf-8")


def test_an_entry_and_a_round_of_moderation_saved_at_once_both_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = opened(folder)
    (item,) = case.assessment.evidence
    wait = meanwhile(monkeypatch, lambda: moderated_by(item, case, Moderation(10, 3, 0)))
    run(*audit(folder, "Plans are clear."))
    wait()
    assert ids(folder) == ["A-1", "AUD-2026-09-HP-01"]
    assert "moderated: 10" in (folder / "help.yaml").read_text("utf-8")


def test_a_folder_that_is_migrated_loses_nothing_that_is_saved_meanwhile(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "assessment.yaml").write_text(HEAD.replace("ilacs-2026", "sif-2013"), "utf-8")
    (folder / "help.yaml").write_text(AUDIT.replace("HP-10", "SIF-HP-01"), "utf-8")
    case = opened(folder)
    (item,) = case.assessment.evidence
    wait = meanwhile(monkeypatch, lambda: moderated_by(item, case, Moderation(10, 3, 0)))
    run("migrate", folder, "--to", "ilacs-2018", "--write")
    wait()
    text = (folder / "help.yaml").read_text("utf-8")
    assert "moderated: 10" in text and "SIF-HP-01" not in text and opened(folder).assessment.framework == "ilacs-2018"


def test_a_table_is_not_taken_over_where_somebody_saved_after_it_was_compared(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = folder / "audits.csv"
    run("export", folder, "--sheet", "evidence", "--output", table)
    table.write_text(table.read_text("utf-8-sig").replace("A.", "Otherwise."), "utf-8")
    real = whole.alone

    def late(where: Path) -> Any:
        (folder / "more.yaml").write_text(SECOND, "utf-8")
        return real(where)

    monkeypatch.setattr(whole, "alone", late)
    done = run("import", table, "--sheet", "evidence", "--folder", folder, exit_code=1)
    assert "more.yaml was changed meanwhile. Nothing was written; run this again." in done.output
    assert (folder / "help.yaml").read_text("utf-8") == AUDIT


# --- ids


@pytest.mark.parametrize("file", ["help.yaml", "more.yaml"])
def test_an_id_that_a_colleague_took_while_questions_were_asked_is_not_given_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    answers = iter(["HP-10", "2026-09-30", "", "good", "Plans are clear.", "", ""])

    def typed() -> str:
        answer = next(answers)
        if answer == "Plans are clear.":
            rows = SECOND if file == "more.yaml" else AUDIT + SECOND.removeprefix("evidence:\n")
            (folder / file).write_text(rows, "utf-8")
        return answer

    monkeypatch.setattr("preinspect.cli.new._typed", typed)
    told = " ".join(run("new", "audit", "--folder", folder).output.split())
    assert ids(folder) == ["A-1", "AUD-2026-09-HP-01", "AUD-2026-09-HP-02"]
    assert "Somebody else has taken the id AUD-2026-09-HP-01 meanwhile, so this is AUD-2026-09-HP-02." in told
    assert "does not count" not in told


def test_an_id_that_was_asked_for_and_is_taken_meanwhile_leaves_a_draft(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["HP-10", "2026-09-30", "", "good", "Plans are clear.", "", ""])

    def typed() -> str:
        (folder / "more.yaml").write_text(SECOND, "utf-8")
        return next(answers)

    monkeypatch.setattr("preinspect.cli.new._typed", typed)
    told = run("new", "audit", "--id", "AUD-2026-09-HP-01", "--folder", folder, exit_code=1).output
    assert "'AUD-2026-09-HP-02' is free. Nothing was written." in told and "is kept in" in told
    assert ids(folder) == ["A-1", "AUD-2026-09-HP-01"]


def test_an_id_in_a_file_that_cannot_be_read_is_taken_too(folder: Path) -> None:
    (folder / "broken.yaml").write_text(SECOND + "  - {\n", "utf-8")
    assert "AUD-2026-09-HP-02" in run(*audit(folder, "Plans are clear.")).output


# --- the lock itself


def test_a_lock_leaves_nothing_behind(folder: Path) -> None:
    with alone(folder):
        assert (folder / LOCK).exists()
    assert sorted(one.name for one in folder.iterdir()) == ["assessment.yaml", "help.yaml"]


def test_a_lock_that_a_stopped_process_left_is_taken_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "PAUSE", 0.001)
    (folder / LOCK).write_bytes(b"somebody who is gone")
    with alone(folder):
        assert (folder / LOCK).read_bytes() != b"somebody who is gone"
    assert not list(folder.glob(f"{LOCK}*"))


def test_a_lock_that_changes_hands_again_and_again_is_waited_for_and_then_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "_pause", lambda: (folder / LOCK).write_bytes(os.urandom(8)))
    (folder / LOCK).write_bytes(b"one")
    told = run(*audit(folder, "Plans are clear."), exit_code=1).output
    assert "help.yaml could not be written: others have been writing in this folder for a minute. It is as it was." in told
    assert "is kept in" in told
    assert (folder / "help.yaml").read_text("utf-8") == AUDIT


def test_a_newer_lock_that_was_moved_aside_by_mistake_is_put_back(folder: Path) -> None:
    (folder / LOCK).write_bytes(b"newer")
    whole._take_away(folder / LOCK, b"older")
    assert [(one.name, one.read_bytes()) for one in folder.glob(f"{LOCK}*")] == [(LOCK, b"newer")]


@pytest.mark.slow
def test_four_people_who_save_at_once_lose_nothing(folder: Path) -> None:
    command = [sys.executable, "-m", "preinspect"]
    people = [
        subprocess.Popen([*command, *audit(folder, f"Finding {number}.")], stdout=subprocess.PIPE, text=True)
        for number in range(4)
    ]
    assert all("Saved" in one.communicate(timeout=120)[0] for one in people)
    assert ids(folder) == ["A-1", *(f"AUD-2026-09-HP-0{number}" for number in range(1, 5))]
    assert not opened(folder).problems
