"""Which files of a folder are read, in which order, and under which names."""

from __future__ import annotations

from pathlib import Path

import pytest

from preinspect.folder import name_of, yaml_files


def made(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("evidence: []\n")
    return folder


def test_yaml_files_of_all_folders_below_are_found_in_order_of_their_names(tmp_path: Path) -> None:
    folder = made(tmp_path, "b.yaml", "a/z.yml", "a.yaml", "a/b/c.YAML", "notes.md")
    found, problems = yaml_files(folder)
    assert [path.relative_to(folder).as_posix() for path, _ in found] == ["a.yaml", "a/b/c.YAML", "a/z.yml", "b.yaml"]
    assert problems == ()


def test_hidden_names_frameworks_and_templates_are_passed_over(tmp_path: Path) -> None:
    folder = made(tmp_path, ".hidden.yaml", ".git/a.yaml", "frameworks/f.yaml", "x/templates/t.yaml", "x/y.yaml")
    assert [path.name for path, _ in yaml_files(folder)[0]] == ["y.yaml"]


def test_files_are_named_from_where_the_user_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, "evidence/a.yaml")
    monkeypatch.chdir(tmp_path)
    assert [name for _, name in yaml_files(Path("evidence"))[0]] == ["evidence/a.yaml"]
    assert [name for _, name in yaml_files(tmp_path / "evidence")[0]] == ["evidence/a.yaml"]
    assert [name for _, name in yaml_files(Path("evidence/../evidence"))[0]] == ["evidence/a.yaml"]
    monkeypatch.chdir(tmp_path / "evidence")
    assert [name for _, name in yaml_files(Path())[0]] == ["a.yaml"]


def test_files_elsewhere_are_named_as_the_user_named_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(tmp_path, "one/a.yaml", "two/b.yaml")
    monkeypatch.chdir(tmp_path / "one")
    assert [name for _, name in yaml_files(Path("../two"))[0]] == ["../two/b.yaml"]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    found, (problem,) = yaml_files(tmp_path / "nowhere")
    assert (found, problem.code, problem.message) == ((), "PI114", "There is no such folder.")


def test_a_name_that_is_not_utf_8_can_be_printed() -> None:
    assert name_of(Path("audit-\udce9.yaml")) == "audit-?.yaml"
