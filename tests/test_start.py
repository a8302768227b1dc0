"""A folder to start from: what init writes, that nothing is written over, and that editors and git take it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import framework, method
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from preinspect.case import open_case
from preinspect.cli import cli
from preinspect.framework import framework_ids, shipped
from preinspect.measure import load_measures
from preinspect.start import Beginning, Source, begun, behind, editor_schema, in_force, is_bare, missing, welcome, write_new

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
FRAMEWORKS = framework_ids([shipped()])


@cache
def beginning(name: str = "ilacs-2026") -> Beginning:
    """Give what a folder under a shipped framework begins with."""
    return Beginning("Anyshire County Council", framework(name), method(), load_measures([shipped()])[0], TODAY)


def laid(folder: Path, name: str = "ilacs-2026") -> Path:
    """Lay out a fresh folder."""
    write_new(folder, begun(beginning(name)))
    return folder


def init(folder: Path, *words: str, **named: Any) -> Result:
    """Run init in this process."""
    return CliRunner().invoke(cli, ["init", str(folder), *words], **named)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_fresh_folder_reads_without_a_problem_under_every_framework(tmp_path: Path, name: str) -> None:
    case = open_case(laid(tmp_path, name), as_at=None, today=TODAY)
    assert [problem.code for problem in case.problems] == ["PI322"]
    assert case.framework is not None and case.framework.id == name
    assert is_bare(case)


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_every_judgement_has_a_file_that_lists_its_descriptors(tmp_path: Path, name: str) -> None:
    folder = laid(tmp_path, name)
    for judgement in framework(name).graded:
        text = (folder / f"{judgement.id}.yaml").read_text("utf-8")
        listed = re.findall(r"^#     (\S+) ", text, re.MULTILINE)
        assert sorted(listed) == sorted(one.id for one in framework(name).descriptors_of(judgement.id))


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_the_examples_read_without_a_problem_once_they_are_uncommented(tmp_path: Path, name: str) -> None:
    folder = laid(tmp_path, name)
    for path in folder.glob("*.yaml"):
        above, section, below = path.read_text("utf-8").partition("evidence:\n  # An example.")
        path.write_text(above + section + re.sub(r"^  # ", "  ", below, flags=re.MULTILINE), "utf-8")
    case = open_case(folder, as_at=None, today=TODAY)
    assert case.problems == ()
    assert len(case.assessment.evidence) == len(framework(name).graded)


@pytest.mark.parametrize("authority", ["Bath & North East Somerset", "St. Helens: north #1", "no", "Ynys Môn", '"quoted"', "010"])
def test_any_name_of_a_council_comes_back_as_it_was_given(tmp_path: Path, authority: str) -> None:
    assert init(tmp_path, "--authority", authority).exit_code == 0
    case = open_case(tmp_path, as_at=None, today=TODAY)
    assert (case.assessment.authority, [one.code for one in case.problems]) == (authority, ["PI322"])


def test_nothing_that_exists_is_written_over_and_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Ours.", "utf-8")
    (tmp_path / "leaders.yaml").write_text("evidence: []\n", "utf-8")
    told = init(tmp_path, "--authority", "Anyshire").output
    assert (tmp_path / "README.md").read_text("utf-8") == "Ours."
    assert (tmp_path / "leaders.yaml").read_text("utf-8") == "evidence: []\n"
    assert "Left as they were:\n  README.md\n  leaders.yaml\n" in told


def test_a_second_init_writes_only_what_was_taken_away(tmp_path: Path) -> None:
    init(tmp_path, "--authority", "Anyshire", "--framework", "ilacs-2023")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    (tmp_path / "assessment.schema.json").unlink()
    told = init(tmp_path).output
    assert "Wrote into" in told and "assessment.schema.json" in told.split("Left as they were")[0]
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_folder_keeps_the_framework_that_it_answers(tmp_path: Path) -> None:
    init(tmp_path, "--authority", "Anyshire", "--framework", "ilacs-2023")
    done = init(tmp_path, "--framework", "ilacs-2026")
    assert done.exit_code == 2
    assert "preinspect migrate --to ilacs-2026" in " ".join(done.output.split())


def test_what_was_written_is_listed_and_the_next_two_commands(tmp_path: Path) -> None:
    told = init(tmp_path / "readiness", "--authority", "Anyshire").output
    written = {
        path.relative_to(tmp_path / "readiness").as_posix() for path in (tmp_path / "readiness").rglob("*") if path.is_file()
    }
    assert set(re.findall(r"^  (\S+)$", told, re.MULTILINE)) == written
    assert len(re.findall(r"^  preinspect ", told.split("Next\n")[1], re.MULTILINE)) == 2


def test_without_a_name_and_without_a_console_it_is_said_how_to_tell_it(tmp_path: Path) -> None:
    done = init(tmp_path)
    assert done.exit_code == 2
    assert "--authority" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("", "utf-8")
    assert (init(tmp_path / "a", "--authority", "A").exit_code, (tmp_path / "a").read_text("utf-8")) == (2, "")


@pytest.mark.parametrize(
    ("today", "name"),
    [
        (date(2015, 1, 1), "sif-2013"),
        (date(2019, 11, 8), "ilacs-2018"),
        (date(2026, 3, 31), "ilacs-2023"),
        (date(2026, 4, 1), "ilacs-2026"),
        (date(2040, 1, 1), "ilacs-2026"),
    ],
)
def test_the_default_is_the_framework_in_force(today: date, name: str) -> None:
    found = in_force([framework(one) for one in FRAMEWORKS], today)
    assert found is not None and found.id == name


# --- the schema for editors


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_the_schema_for_editors_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(editor_schema(beginning(name)))


def checker(name: str = "ilacs-2026") -> Draft202012Validator:
    """Give what checks as an editor does."""
    return Draft202012Validator(editor_schema(beginning(name)))


@pytest.mark.parametrize("folder", sorted((ROOT / "evidence").iterdir()), ids=lambda folder: folder.name)
def test_editors_accept_what_preinspect_accepts(folder: Path) -> None:
    case = open_case(folder, as_at=None, today=TODAY)
    assert case.framework is not None
    rules = checker(case.framework.id)
    for path in folder.rglob("*.yaml"):
        held = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
        wrong = [one for one in rules.iter_errors(held) if one.validator in ("enum", "pattern", "additionalProperties")]
        assert [(path.name, list(one.absolute_path), one.message) for one in wrong if "counts" not in one.absolute_path] == []


ITEM: dict[str, Any] = {
    "id": "AUD-1",
    "kind": "audit",
    "descriptors": ["HP-10"],
    "date": "2026-09-30",
    "grade": "good",
    "finding": "Plans are clear.",
}


@pytest.mark.parametrize("change", [{}, {"grade": "RI"}, {"grade": "Requires Improvement"}, {"judgement": "Help and protection"}])
def test_editors_accept_the_words_that_people_use(change: dict[str, Any]) -> None:
    assert list(checker().iter_errors({"evidence": [{**ITEM, **change}], "history": None})) == []


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "audits"},
        {"descriptors": ["HP-1O"]},
        {"grade": "adequate"},
        {"judgement": "help"},
        {"extent": "lots"},
        {"effect": "good"},
        {"findings": "x"},
        {"sample": "14/20"},
    ],
)
def test_editors_mark_what_preinspect_would_refuse(change: dict[str, Any]) -> None:
    assert list(checker().iter_errors({"evidence": [{**ITEM, **change}]})) != []


def test_editors_offer_each_descriptor_with_what_good_looks_like() -> None:
    offered = editor_schema(beginning())["$defs"]["descriptor"]
    told = dict(zip(offered["enum"], offered["enumDescriptions"], strict=True))
    assert set(told) == set(framework("ilacs-2026").descriptors)
    assert told["HP-10"].startswith("Strategy discussions: ")


def test_settings_bind_every_yaml_file_but_not_those_of_others(tmp_path: Path) -> None:
    settings = json.loads((laid(tmp_path) / ".vscode" / "settings.json").read_text("utf-8"))
    assert "*.yaml" in settings["yaml.schemas"]["assessment.schema.json"]
    assert {"!.pre-commit-config.yaml", "!**/frameworks/**"} <= set(settings["yaml.schemas"]["assessment.schema.json"])


def test_each_file_names_the_schema_that_lies_beside_it(tmp_path: Path) -> None:
    for path in laid(tmp_path).glob("[a-z]*.yaml"):
        assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=assessment.schema.json\n")


# --- what is said in a bare folder


def test_a_folder_with_anything_to_show_is_not_bare(tmp_path: Path) -> None:
    laid(tmp_path)
    (tmp_path / "history.yaml").write_text(
        "history: [{framework: ilacs-2023, published: 2024-01-19, grades: {leaders: good}}]\n", "utf-8"
    )
    assert not is_bare(open_case(tmp_path, as_at=None, today=TODAY))


def test_a_folder_with_mistakes_is_not_bare(tmp_path: Path) -> None:
    laid(tmp_path)
    (tmp_path / "broken.yaml").write_text("evidence: [", "utf-8")
    assert not is_bare(open_case(tmp_path, as_at=None, today=TODAY))


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_what_is_missing_fits_one_screen_under_every_framework(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(laid(tmp_path, name))
    lines = list(welcome(open_case(Path(), as_at=None, today=TODAY)))
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_a_gate_still_fails_in_a_bare_folder(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["status", str(laid(tmp_path)), "--fail-under", "good"])
    assert done.exit_code == 3


def test_a_folder_is_named_behind_a_command_as_it_can_be_typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert [behind(Path(name)) for name in (".", "north", "our north")] == ["", " north", ' "our north"']


# --- git and the hook


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder that is nobody else's."""
    plain = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(words, cwd=folder, env={**own, **plain}, capture_output=True, encoding="utf-8", check=False)


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
needs_hooks = pytest.mark.skipif(find_spec("pre_commit") is None or shutil.which("git") is None, reason="needs pre-commit")


@needs_git
@pytest.mark.parametrize(
    "name", ["list.xlsx", "Annex A.csv", "annex-a.zip", "data/child list 5.docx", ".preinspect/drafts/audit-1.yaml"]
)
def test_git_leaves_lists_of_children_and_drafts_out(tmp_path: Path, name: str) -> None:
    laid(tmp_path)
    run(tmp_path, "git", "init")
    assert run(tmp_path, "git", "check-ignore", "--quiet", name).returncode == 0


@needs_git
def test_git_takes_all_that_init_wrote(tmp_path: Path) -> None:
    laid(tmp_path)
    run(tmp_path, "git", "init")
    run(tmp_path, "git", "add", "--all")
    taken = set(run(tmp_path, "git", "ls-files").stdout.split())
    assert taken == set(begun(beginning()))


@needs_git
def test_line_ends_of_another_system_are_no_change_to_git(tmp_path: Path) -> None:
    path = laid(tmp_path) / "leaders.yaml"
    run(tmp_path, "git", "init")
    run(tmp_path, "git", "add", "--all")
    run(tmp_path, "git", "commit", "-m", "Start")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    run(tmp_path, "git", "add", "--all")
    assert run(tmp_path, "git", "status", "--porcelain").stdout == ""


TWICE = """evidence:
  - {id: AUD-1, title: Plans, kind: audit, descriptors: [HP-10], date: 2026-09-30, grade: good, finding: Plans are clear.}
  - {id: AUD-1, title: Visits, kind: audit, descriptors: [HP-11], date: 2026-09-30, grade: good, finding: Visits are on time.}
"""
PERSONAL = """evidence:
  - {id: AUD-1, kind: audit, descriptors: [HP-10], date: 2026-09-30, grade: good, finding: The plan of 943 476 5919 is clear.}
"""
SOUND = TWICE.replace("id: AUD-1, title: Visits", "id: AUD-2, title: Visits")


def committed(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Try to commit a file of evidence."""
    (folder / "audits.yaml").write_text(text, "utf-8")
    run(folder, "git", "add", "--all")
    return run(folder, "git", "commit", "-m", "Audits")


def assert_the_hook_works(folder: Path) -> None:
    """See that a commit with a mistake or with personal data is stopped in words, and a sound one made."""
    twice = committed(folder, TWICE)
    assert twice.returncode == 1
    told = " ".join((twice.stdout + twice.stderr).split())
    assert "preinspect check" in told and "Failed" in told
    assert (
        "audits.yaml:3:10: PI310 error: The id 'AUD-1' (Visits) is used in audits.yaml:2:10 (Plans) too; 'AUD-1-2' is free."
        in told
    )
    assert "Give one of the two another id." in told
    personal = committed(folder, PERSONAL)
    assert personal.returncode == 1
    told = " ".join((personal.stdout + personal.stderr).split())
    assert "audits.yaml:2:" in told and "This looks like an NHS number" in told
    assert "943 476" not in told
    assert "Take it out before you commit." in told
    sound = committed(folder, SOUND)
    assert (sound.returncode, run(folder, "git", "log", "--oneline").stdout.count("\n")) == (0, 1), sound.stderr


@needs_hooks
@pytest.mark.slow
def test_the_hook_that_init_writes_stops_a_commit_with_a_mistake_or_a_number_of_a_child(tmp_path: Path) -> None:
    laid(tmp_path)
    run(tmp_path, "git", "init")
    assert run(tmp_path, sys.executable, "-m", "pre_commit", "install").returncode == 0
    assert_the_hook_works(tmp_path)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Make a repository of what git knows or would take of this tree, as a council would name it."""
    target = tmp_path_factory.mktemp("preinspect")
    listed = run(ROOT, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").stdout.split("\0")
    for name in (name for name in listed if name and (ROOT / name).is_file()):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target / name)
    for words in (["init"], ["add", "--all"], ["commit", "-m", "A release"]):
        run(target, "git", *words)
    return Source(target.as_posix(), run(target, "git", "rev-parse", "HEAD").stdout.strip())


@needs_hooks
@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs a git checkout to copy cleanly")
def test_a_councils_repository_can_take_the_hook_from_this_one(
    tmp_path: Path, repository: Source, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = beginning()
    start = Beginning(plain.authority, plain.framework, plain.method, plain.measures, TODAY, repository)
    write_new(tmp_path, begun(start))
    run(tmp_path, "git", "init")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path_factory.mktemp("pre-commit")))
    made = run(tmp_path, sys.executable, "-m", "pre_commit", "install", "--install-hooks")
    assert made.returncode == 0, made.stdout + made.stderr
    assert_the_hook_works(tmp_path)


def hook_of(name: str) -> dict[str, Any]:
    """Give the one hook that a file of hooks offers."""
    (hook,) = yaml.safe_load((ROOT / name).read_text("utf-8"))
    assert isinstance(hook, dict)
    return hook


@pytest.mark.parametrize(("name", "hit"), [("a.yaml", True), ("north/b.yml", True), ("README.md", False)])
def test_the_hook_runs_where_a_yaml_file_is_committed(name: str, hit: bool) -> None:
    assert bool(re.search(hook_of(".pre-commit-hooks.yaml")["files"], name)) == hit


def test_init_names_the_repository_that_preinspect_was_installed_from(tmp_path: Path) -> None:
    plain = beginning()
    source = Source("https://example.org/preinspect", "0123abcd")
    start = Beginning(plain.authority, plain.framework, plain.method, plain.measures, TODAY, source, "evidence/ours")
    held: Sequence[Any] = yaml.safe_load(begun(start)[".pre-commit-config.yaml"])["repos"]
    assert held == [
        {
            "repo": "https://example.org/preinspect",
            "rev": "0123abcd",
            "hooks": [{"id": "preinspect-check", "args": ["evidence/ours"]}],
        }
    ]


@needs_git
def test_a_folder_within_a_repository_is_told_where_hooks_and_settings_belong(tmp_path: Path) -> None:
    run(tmp_path, "git", "init")
    told = init(tmp_path / "evidence" / "ours", "--authority", "Anyshire").output
    assert "This lies within a git repository." in told and "../.. from there" in told
    held = yaml.safe_load((tmp_path / "evidence" / "ours" / ".pre-commit-config.yaml").read_text("utf-8"))
    assert held["repos"][0]["hooks"][0]["args"] == ["evidence/ours"]


# --- what was there before


def test_what_files_that_stay_as_they_are_lack_is_told_line_by_line(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.log\n*.csv\n", "utf-8")
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: []\n", "utf-8")
    told = init(tmp_path, "--authority", "Anyshire").output
    assert (
        "Add these lines to .gitignore yourself; without them git takes spreadsheets and lists of children in:\n  *.xlsx\n"
        in told
    )
    assert "\n  *.csv\n" not in told
    assert "      id: preinspect-check" in told.replace("- id", "  id")
    assert (tmp_path / ".gitignore").read_text("utf-8") == "*.log\n*.csv\n"


def test_a_folder_that_was_begun_already_is_told_to_add_nothing(tmp_path: Path) -> None:
    init(tmp_path, "--authority", "Anyshire")
    assert "yourself" not in init(tmp_path, "--authority", "Anyshire").output


def test_lines_that_are_told_are_all_that_is_missing(tmp_path: Path) -> None:
    made = begun(beginning())
    (tmp_path / ".gitignore").write_text("# Ours.\n", "utf-8")
    ((name, lines),) = missing(tmp_path, made, [".gitignore"])
    (tmp_path / name).write_text("# Ours.\n" + "".join(f"{line}\n" for line in lines), "utf-8")
    assert not list(missing(tmp_path, made, [name]))
    assert "*.xlsx" in lines


def test_blanks_are_no_name_of_an_authority(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "a"), "--authority", "   "])
    assert (done.exit_code, (tmp_path / "a").exists()) == (2, False)


def test_a_preinspect_that_git_would_not_find_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "Until it is, git refuses" in " ".join(init(tmp_path / "a", "--authority", "Anyshire").output.split())


def test_a_folder_that_was_begun_is_not_told_to_begin(tmp_path: Path) -> None:
    init(tmp_path, "--authority", "Anyshire")
    told = " ".join(CliRunner().invoke(cli, ["check", str(tmp_path)]).output.split())
    assert "`preinspect new` asks for one entry" in told and "Start with" not in told


# --- what commands say of a folder


def test_no_table_is_written_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    table = tmp_path / "q.csv"
    done = CliRunner().invoke(cli, ["export", str(tmp_path / "nosuch"), "--sheet", "evidence", "--output", str(table)])
    assert (done.exit_code, table.exists()) == (1, False)
    assert "No table was written" in done.output and "Wrote" not in done.output


def test_an_id_that_stands_twice_is_explained_as_left_out(tmp_path: Path) -> None:
    init(tmp_path, "--authority", "Anyshire")
    row = "  - {id: X-1, kind: audit, descriptors: [HP-10], date: 2026-09-30, grade: good, finding: A.}\n"
    (tmp_path / "x.yaml").write_text(f"evidence:\n{row}{row}", "utf-8")
    done = CliRunner().invoke(cli, ["explain", "X-1", str(tmp_path)])
    assert done.exit_code == 2
    assert "'X-1' is left out, so there is nothing to explain: The id 'X-1' (A.) is used in" in " ".join(done.output.split())


def test_a_folder_whose_name_has_a_blank_is_named_so_that_the_command_works(tmp_path: Path) -> None:
    folder = tmp_path / "south west"
    init(folder, "--authority", "Anyshire")
    (folder / "x.yaml").write_text("evidence:\n  - {id: X-1}\n", "utf-8")
    assert f'preinspect check "{folder}"' in CliRunner().invoke(cli, ["status", str(folder)]).output
