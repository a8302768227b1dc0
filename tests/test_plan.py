"""Actions, the deadline and what inspectors ask for: what is late, what is too old to be ready, and the gates."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import EVIDENCE, facts, run, told

COUNCIL = Path(__file__).parent / "fixtures" / "council"


def states() -> dict[str, str]:
    """Give what is said of each action."""
    return {one["id"]: one["says"] for one in facts("plan", COUNCIL)["actions"]}


def test_every_action_says_how_it_stands_in_words() -> None:
    assert states() == {
        "ACT-1": "late by 52 days, said to be on track",
        "ACT-2": "at risk, due soon",
        "ACT-3": "done",
        "ACT-4": "done, awaiting sign-off",
        "ACT-5": "not started",
    }


def test_the_terminal_tells_done_apart_from_a_difference_seen() -> None:
    shown = told("plan", COUNCIL)
    assert "ACT-3 done; difference seen" in shown
    assert "ACT-4 done, awaiting sign-off; no difference seen yet" in shown
    assert shown.startswith(
        "5 actions: 1 late; 1 at risk; 1 not started; 1 done, awaiting sign-off; 1 done; 1 with a difference seen"
    )


def test_the_terminal_says_as_people_do_that_nobody_said_how_actions_stand(tmp_path: Path) -> None:
    assert told("plan", EVIDENCE / "bury-2013").startswith("7 actions: nobody has said how any of them stands; none with a")
    shutil.copytree(COUNCIL, tmp_path / "council")
    for path in (tmp_path / "council").rglob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace(", status: not-started", ""), "utf-8")
    assert "nobody has said how 1 of 5 actions stands" in told("plan", tmp_path / "council")


def test_an_action_at_risk_that_is_due_soon_is_still_said_to_be_at_risk() -> None:
    assert "ACT-2 at risk, due soon" in told("plan", COUNCIL)


def test_json_tells_done_and_seen_apart() -> None:
    found = {one["id"]: (one["done"], one["seen"]) for one in facts("plan", COUNCIL)["actions"]}
    assert found["ACT-3"] == (True, {"date": "2026-09-30", "evidence": ["AUD-1"], "not_here": []})
    assert found["ACT-4"] == (True, None)


def test_a_deadline_that_has_passed_is_said_to_have_and_not_to_be_due() -> None:
    shown = told("plan", COUNCIL)
    assert "Action plan was due by 2 August 2024: 70 working days after the report was received on 24 April 2024." in shown
    assert "842 days before the as-at date. Whether it was sent is not recorded here." in shown
    assert facts("plan", COUNCIL)["deadline"]["days_left"] == -842


def test_a_deadline_ahead_is_due() -> None:
    assert "Action plan due by 2 August 2024" in told("plan", COUNCIL, "--as-at", "2024-06-01")


@pytest.mark.parametrize(
    ("gate", "as_at", "exit_code"),
    [
        ("--fail-late", "2026-11-22", 3),
        ("--fail-late", "2026-10-01", 0),
        ("--fail-at-risk", "2026-10-01", 3),
    ],
)
def test_a_gate_fails_where_an_action_is_late_or_at_risk(gate: str, as_at: str, exit_code: int) -> None:
    run("plan", COUNCIL, gate, "--as-at", as_at, exit_code=exit_code)


def test_a_gate_names_the_actions() -> None:
    assert "Gate failed: late, off track or at risk: ACT-1, ACT-2." in run("plan", COUNCIL, "--fail-at-risk", exit_code=3).stderr


@pytest.mark.parametrize(("gate", "exit_code"), [("--fail-late", 3), ("--color=never", 0)])
def test_a_gate_stands_and_nothing_else_fails_where_nobody_reads_on(gate: str, exit_code: int) -> None:
    here, there = os.pipe()
    os.close(here)  # as after `| head -1`
    command = [sys.executable, "-m", "preinspect", "plan", str(COUNCIL), "--as-at", "2026-11-22", gate]
    done = subprocess.run(command, stdout=there, stderr=subprocess.PIPE, text=True)
    os.close(there)
    assert done.returncode == exit_code, done.stderr
    assert "Broken" not in done.stderr and "Traceback" not in done.stderr


# --- what inspectors ask for


def requests(*words: object) -> dict[str, dict[str, object]]:
    """Give what `ready` says of each thing, to programs."""
    return {one["id"]: one for one in facts("ready", COUNCIL, *words)["requests"]}


def test_a_list_that_was_not_refreshed_for_too_long_is_not_ready() -> None:
    one = requests()["A-08"]
    assert (one["state"], one["says"], one["too_old"], one["open"], one["age_days"]) == (
        "ready",
        "ready, but too old",
        True,
        True,
        640,
    )


def test_the_terminal_warns_of_it() -> None:
    shown = told("ready", COUNCIL)
    assert "A-08 ready, but too old: 8. Children in care" in shown
    assert "Warning: last refreshed 640 days ago; it stays ready for 31 days: refresh it" in shown


def test_a_list_refreshed_a_month_ago_is_still_ready_and_a_day_later_is_not() -> None:
    assert requests("--as-at", "2026-12-21")["A-01"]["too_old"] is False
    assert requests("--as-at", "2026-12-22")["A-01"]["too_old"] is True


def test_how_long_things_stay_ready_is_data(tmp_path: Path) -> None:
    from commands import SHIPPED

    for name in ("method.yaml", "model.yaml", "measures.yaml"):
        (tmp_path / name).write_text((SHIPPED / name).read_text("utf-8"), "utf-8")
    path = tmp_path / "method.yaml"
    path.write_text(path.read_text("utf-8").replace("kept-ready: {list: 31,", "kept-ready: {list: 700,"), "utf-8")
    assert requests("--frameworks", tmp_path)["A-08"]["too_old"] is False


def test_json_says_why_something_is_not_ready_and_how_late_it_is() -> None:
    one = requests()["A-05"]
    assert (one["why"], one["late_by"], one["warnings"]) == ("Two enquiries have no outcome yet.", 7, ["late by 7 days"])


def test_a_framework_that_asks_for_nothing_is_said_to() -> None:
    shown = told("ready", EVIDENCE / "dudley-2011")
    assert shown.startswith("Nothing is asked for in this framework, as far as its sources tell.")


def test_the_gate_fails_and_names_what_is_not_ready() -> None:
    result = run("ready", COUNCIL, "--fail-open", "--format", "json", exit_code=3)
    assert "A-08" in result.stderr.split("not ready: ")[1]
    assert json.loads(result.stdout)["version"] == 1


def test_a_day_of_refreshing_after_the_as_at_date_is_told() -> None:
    assert "its day of refreshing is after the as-at date" in requests("--as-at", "2026-11-01")["A-01"]["warnings"]


# --- gates that cannot tell, or have nothing to look at


@pytest.mark.parametrize(("gate", "want"), [("--fail-late", "no due date"), ("--fail-at-risk", "neither a state nor a due date")])
def test_a_gate_says_of_how_many_actions_it_cannot_tell(gate: str, want: str) -> None:
    result = run("plan", EVIDENCE / "dudley-2011", gate)
    assert f"8 actions have {want}, so the gate cannot tell whether they are" in result.stderr


def test_a_gate_that_can_tell_of_every_action_says_nothing_more(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "assessment: {authority: A, framework: ilacs-2026, as-at: 2026-10-31}\n"
        "evidence: [{id: AUD-1, kind: audit, descriptors: [HP-10], date: 2026-09-30, grade: good, finding: What was found.}]\n"
        "actions:\n"
        "  - {id: ACT-1, gaps: [HP-10], result: What will differ, due: 2026-10-31, status: at-risk}\n"
        "  - {id: ACT-2, gaps: [HP-10], result: What will differ, status: done}\n",
        "utf-8",
    )
    assert run("plan", tmp_path, "--fail-late").stderr == ""
    assert run("plan", tmp_path, "--fail-late", "--as-at", "2026-11-01", exit_code=3).stderr == "Gate failed: late: ACT-1.\n"
    assert run("plan", tmp_path, "--fail-at-risk", exit_code=3).stderr == "Gate failed: late, off track or at risk: ACT-1.\n"


@pytest.mark.parametrize("words", [("ready", "--fail-open"), ("status", "--fail-under", "inadequate")])
def test_an_empty_folder_passes_no_gate(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert (
        "Gate failed: there is nothing in this folder that could pass." in run(words[0], tmp_path, *words[1:], exit_code=3).stderr
    )
    run(words[0], tmp_path)
