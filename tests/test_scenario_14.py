"""Scenario 14 of the twenty: the framework is updated mid-cycle, and a team moves its work over.

As an assistant director, I find the framework file is updated mid-cycle (for example the 2027 framework) and I see a migration
preview: elements kept, renamed, split, merged, gone; my evidence mapped; the items that need a human decision listed; and the old
version still loadable for last month's snapshot. Nothing is mapped without being shown.

The framework of 2027 is invented here: it extends that of 2026 and changes six of its elements.
"""

from __future__ import annotations

import difflib
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from commands import facts, framework, run, told

from preinspect.migrate import MARK

NEW = {
    "FH-01": "Family Help",  # renamed, was HP-02
    "MCP-01": "Protection teams",  # split, with MCP-02, was HP-10
    "MCP-02": "Joint enquiries",
    "LD-50": "Grip and honesty",  # merged, was LD-05 and LD-06
    "AI-01": "Use of new technology",  # new
}
OLD = ("HP-02", "HP-10", "LD-05", "LD-06", "CIC-36")  # CIC-36 is gone

FRAMEWORK = """framework:
  id: cfs-2027
  title: Children and families services framework, 2027
  family: cfs
  extends: ilacs-2026
  in-force: {from: 2027-04-01}
  no-overall: There is no overall grade.
sources:
  - {id: T27, title: Invented for this test}
drop:
  descriptors: [HP-02, HP-10, LD-05, LD-06, CIC-36]
requests:
  - {id: D-01, descriptors: [LD-50]}
descriptors:
"""

EVIDENCE = """# Help and protection, as our team leaders know it.
assessment:
  authority: Anyshire
  framework: ilacs-2026    # until the spring
  as-at: 2027-03-31

evidence:
  # The audit that started it all.
  - id: AUD-01
    kind: audit
    descriptors: [HP-01, HP-02]  # the best fit first
    date: 2027-02-01
    grade: good
    extent: most
    finding: Families are helped early.
    sample: {size: 40}

  - id: AUD-02
    kind: audit
    descriptors:
      - HP-10   # strategy discussions
    date: 2027-02-15
    grade: requires-improvement
    finding: Discussions were held late in 12 of 40 records.
    sample: {size: 40}

  - {id: PEER-01, kind: external, descriptors: [LD-05, LD-06], date: 2026-11-01, grade: good, finding: "Leaders know, and act."}

  - id: FB-01
    kind: feedback
    descriptors: CIC-36
    date: 2027-01-10
    grade: good
    finding: Children say that they were asked.

actions:
  - {id: ACT-01, gaps: [HP-10], result: Children are safer sooner., priority: immediate}

history:
  - {framework: ilacs-2023, published: 2024-05-01, grades: {help-and-protection: good}}
"""


@dataclass(frozen=True)
class Team:
    """A council's repository: its evidence, and the folder that the new framework came into."""

    evidence: Path
    frameworks: Path

    @property
    def file(self) -> Path:
        """The one file of evidence."""
        return self.evidence / "team.yaml"

    def said(self, *words: object, exit_code: int = 0) -> str:
        """Give what a command on the evidence says, with the new framework there."""
        return told(*words, "--frameworks", self.frameworks, exit_code=exit_code)


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    """A team in the middle of its year, and the framework of 2027 beside it."""
    monkeypatch.chdir(tmp_path)
    one = Team(Path("evidence"), Path("new-frameworks"))
    one.evidence.mkdir()
    one.file.write_text(EVIDENCE)
    _write_framework(one.frameworks)
    return one


def _write_framework(folder: Path) -> None:
    areas = {"FH-01": "HP", "MCP-01": "HP", "MCP-02": "HP", "LD-50": "LD", "AI-01": "LD"}
    rows = {area: [name for name in NEW if areas[name] == area] for area in ("HP", "LD")}
    text = FRAMEWORK
    for area, names in rows.items():
        text += f"  {area}:\n"
        for name in names:
            fields = f"id: {name}, title: {NEW[name]}, theme: New, good: It is good., gap: the quality of {NEW[name].lower()}"
            text += f"    - {{{fields}, source: [T27], confidence: source}}\n"
    (folder / "cfs-2027").mkdir(parents=True)
    (folder / "cfs-2027" / "framework.yaml").write_text(text)
    kept = [name for name in framework("ilacs-2026").descriptors if name not in OLD]
    walk = [
        "crosswalk: {from: ilacs-2026, to: cfs-2027, about: What changed in 2027., source: [T27], confidence: source}",
        "judgements:",
    ]
    walk += [_row([one.id], [one.id], "kept", "strong", "the same name and place") for one in framework("ilacs-2026").judgements]
    walk += ["descriptors:", *(_row([name], [name], "kept", "strong", "the same") for name in kept)]
    walk += [
        _row(["HP-02"], ["FH-01"], "renamed", "strong", "early help is called Family Help"),
        _row(["HP-10"], ["MCP-01", "MCP-02"], "split", "partial", "the teams, and what they do together"),
        _row(["LD-05", "LD-06"], ["LD-50"], "merged", "strong", "knowing and acting are one"),
        _row(["CIC-36"], [], "gone", "weak", "no longer looked at on its own"),
        _row([], ["AI-01"], "new", "weak", "nothing spoke of it before"),
    ]
    (folder / "crosswalks").mkdir()
    (folder / "crosswalks" / "ilacs-2026--cfs-2027.yaml").write_text("\n".join([*walk, ""]))


def _row(old: list[str], new: list[str], change: str, match: str, reason: str) -> str:
    return f'  - {{from: [{", ".join(old)}], to: [{", ".join(new)}], change: {change}, match: {match}, reason: "{reason}"}}'


def test_the_new_framework_is_there_with_its_dates(team: Team) -> None:
    assert "cfs-2027 from 1 April 2027, still in force" in team.said("frameworks", "list")


def test_i_see_the_elements_kept_renamed_split_merged_gone_and_new_each_with_its_reason(team: Team) -> None:
    said = team.said("frameworks", "diff", "ilacs-2026", "cfs-2027")
    for row in (
        "HP-01: kept, strong match; the same",
        "HP-02 -> FH-01: renamed, strong match; early help is called Family Help",
        "HP-10 -> MCP-01, MCP-02: split, partial match; the teams, and what they do together",
        "LD-05, LD-06 -> LD-50: merged, strong match; knowing and acting are one",
        "CIC-36 -> (nothing): gone",
        "(nothing) -> AI-01: new",
    ):
        assert row in said
    assert said.count(": kept, strong match; the same") == 158 - len(OLD) + len(framework("ilacs-2026").judgements)


def test_i_see_my_evidence_mapped_before_anything_is_written(team: Team) -> None:
    said = team.said("migrate", team.evidence, "--to", "cfs-2027")
    assert "kept: 1 place renamed: 2 places merged: 2 places split: 2 places gone: 1 place" in said
    for line in (
        "AUD-01: HP-02 becomes FH-01 [evidence/team.yaml:11:26]",
        "PEER-01: LD-05 becomes LD-50 [evidence/team.yaml:27:49]",
        "PEER-01: LD-06 becomes LD-50 [evidence/team.yaml:27:56]",
        "assessment: ilacs-2026 becomes cfs-2027 [evidence/team.yaml:4:14]",
    ):
        assert line in said
    assert "Nothing was written. Add --write to do it." in said
    assert team.file.read_text() == EVIDENCE


def test_i_see_the_items_that_need_a_decision_of_mine(team: Team) -> None:
    said = team.said("migrate", team.evidence, "--to", "cfs-2027")
    _, asked = said.split("For a person to decide: 3 places ")
    assert "AUD-02: HP-10 was split into MCP-01, MCP-02; keep what fits [evidence/team.yaml:21:9]" in asked
    assert "ACT-01: HP-10 was split into MCP-01, MCP-02; keep what fits [evidence/team.yaml:37:25]" in asked
    assert (
        "FB-01: CIC-36 has no counterpart in cfs-2027; which descriptor does this show something about? [evidence/team.yaml:31:18]"
        in asked
    )


def test_nothing_is_mapped_without_being_shown(team: Team) -> None:
    shown = team.said("migrate", team.evidence, "--to", "cfs-2027")
    team.said("migrate", team.evidence, "--to", "cfs-2027", "--write")
    changes = difflib.unified_diff(EVIDENCE.split("\n"), team.file.read_text().split("\n"), n=0, lineterm="")
    rows = [int(at) for line in changes for at in re.findall(r"^@@ -(\d+)(?:,1)? ", line)]
    assert rows
    assert [row for row in rows if f"evidence/team.yaml:{row}:" not in shown] == []


def test_what_is_written_is_what_was_shown_and_every_comment_stays(team: Team) -> None:
    team.said("migrate", team.evidence, "--to", "cfs-2027", "--write")
    text = team.file.read_text()
    expected = (
        EVIDENCE.replace("framework: ilacs-2026 ", "framework: cfs-2027 ")
        .replace("[HP-01, HP-02]", "[HP-01, FH-01]")
        .replace("      - HP-10   # strategy discussions\n", "      - MCP-01   # strategy discussions\n      - MCP-02\n")
        .replace("[LD-05, LD-06]", "[LD-50]")
        .replace("gaps: [HP-10]", "gaps: [MCP-01, MCP-02]")
    )
    assert "\n".join(line for line in text.split("\n") if MARK not in line) == expected
    assert text.count(MARK) == 3


def test_the_items_that_need_a_decision_are_marked_where_they_stand(team: Team) -> None:
    team.said("migrate", team.evidence, "--to", "cfs-2027", "--write")
    text = team.file.read_text()
    assert f"  {MARK} HP-10 was split into MCP-01, MCP-02; keep what fits\n  - id: AUD-02\n" in text
    assert f"  {MARK} HP-10 was split into MCP-01, MCP-02; keep what fits\n  - {{id: ACT-01," in text
    assert re.search(rf"  {MARK} CIC-36 has no counterpart in cfs-2027; [^\n]+\n  - id: FB-01\n", text)


def test_the_new_folder_answers_the_new_framework(team: Team) -> None:
    team.said("migrate", team.evidence, "--to", "cfs-2027", "--write", "--output", "evidence-2027")
    shown = facts("status", "evidence-2027", "--frameworks", team.frameworks, exit_code=1)  # what is gone is still to be settled
    assert shown["framework"] == "cfs-2027"
    checked = team.said("check", "evidence-2027", exit_code=1)
    assert checked.count("PI319 error:") == checked.count("error:") == 3
    assert "CIC-36 has no counterpart in cfs-2027" in checked
    assert shown["waiting"] == 2


def test_once_a_person_has_decided_everything_is_in_order(team: Team) -> None:
    team.said("migrate", team.evidence, "--to", "cfs-2027", "--write")
    decided = team.file.read_text().replace("descriptors: CIC-36", "descriptors: CIC-15")
    team.file.write_text("\n".join(line for line in decided.split("\n") if MARK not in line))
    assert team.said("check", team.evidence) == "No problems."


def test_the_old_version_is_still_loadable_for_last_month_s_snapshot(team: Team) -> None:
    before = facts("status", team.evidence)
    git = ["git", "-c", "user.name=Team", "-c", "user.email=team@example.org", "-c", "init.defaultBranch=main"]
    for words in (["init", "-q"], ["add", "evidence"], ["commit", "-qm", "March"]):
        subprocess.run([*git, *words], check=True)
    team.said("migrate", team.evidence, "--to", "cfs-2027", "--write")
    subprocess.run([*git, "worktree", "add", "-q", "last-month", "HEAD"], check=True)
    assert facts("status", "last-month/evidence") == before
    assert before["framework"] == "ilacs-2026"


def test_the_diff_that_git_shows_is_readable(team: Team) -> None:
    git = ["git", "-c", "user.name=Team", "-c", "user.email=team@example.org", "-c", "init.defaultBranch=main"]
    for words in (["init", "-q"], ["add", "evidence"], ["commit", "-qm", "March"]):
        subprocess.run([*git, *words], check=True)
    team.said("migrate", team.evidence, "--to", "cfs-2027", "--write")
    shown = subprocess.run([*git, "diff", "--numstat"], check=True, capture_output=True, text=True).stdout
    assert shown.split() == ["9", "5", "evidence/team.yaml"]


def test_published_grades_of_before_stay_and_are_read_with_the_new_framework(team: Team) -> None:
    team.said("migrate", team.evidence, "--to", "cfs-2027", "--write")
    assert "{framework: ilacs-2023, published: 2024-05-01, grades: {help-and-protection: good}}" in team.file.read_text()
    shown = facts("status", team.evidence, "--frameworks", team.frameworks, exit_code=1)
    previous = {one["id"]: one["previous"] for one in shown["judgements"]}["help-and-protection"]
    assert (previous["grade"], previous["framework"]) == ("good", "ilacs-2023")


def test_a_new_framework_with_a_mistake_is_refused_at_its_line_before_anything_is_mapped(team: Team) -> None:
    walk = team.frameworks / "crosswalks" / "ilacs-2026--cfs-2027.yaml"
    walk.write_text(walk.read_text().replace("to: [FH-01]", "to: [FH-10]"))
    said = team.said("migrate", team.evidence, "--to", "cfs-2027", "--write", exit_code=1)
    assert re.search(r"ilacs-2026--cfs-2027\.yaml:\d+:5: PI217 error: cfs-2027 has no 'FH-10'\.", said)
    assert "Did you mean 'FH-01'?" in said
    assert team.file.read_text() == EVIDENCE


def test_without_the_new_framework_i_am_told_that_it_is_unknown(team: Team) -> None:
    assert "There is no framework 'cfs-2027'." in run("migrate", team.evidence, "--to", "cfs-2027", exit_code=4).output
