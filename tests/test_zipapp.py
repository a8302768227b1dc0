"""The one file that any Python from 3.11 runs: it gives what the installed preinspect gives, from any folder, with nothing else there."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from importlib.metadata import requires
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[1]
EVIDENCE = ROOT / "evidence" / "ealing-2019"
TOOL = ROOT / "tools" / "zipapp.py"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the file."""
    target = tmp_path_factory.mktemp("build") / "preinspect.pyz"
    subprocess.run([sys.executable, str(TOOL), "--output", str(target)], check=True, capture_output=True)
    return target


def alone(archive: Path, folder: Path, *words: object) -> tuple[int, str, str]:
    """Run the file in a folder with no package but those within it."""
    found = subprocess.run(
        [sys.executable, "-I", "-S", str(archive), *map(str, words)],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    return found.returncode, found.stdout, found.stderr


def installed(folder: Path, *words: object) -> tuple[int, str, str]:
    """Run the installed preinspect in a folder."""
    found = subprocess.run(
        [sys.executable, "-m", "preinspect", *map(str, words)],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    return found.returncode, found.stdout, found.stderr


COMMANDS = {
    "status": ("status", EVIDENCE),
    "gaps as JSON": ("gaps", EVIDENCE, "--format", "json"),
    "a schema's problems": ("check", ROOT / "tests" / "fixtures" / "thirty-faults"),
    "an explanation": ("explain", "CL-17", EVIDENCE),
    "a page": ("report", EVIDENCE, "--output", "-"),
    "a workbook": ("export", EVIDENCE, "--sheet", "evidence", "--output", "table.xlsx", "--overwrite"),
    "working days": ("plan", EVIDENCE),
    "a framework": ("frameworks", "show", "ilacs-2026"),
    "a crosswalk": ("frameworks", "diff", "sif-2013", "ilacs-2018"),
    "a merge": ("merge", EVIDENCE, ROOT / "evidence" / "dudley-2011", "--into", "both", "--framework", "ilacs-2018", "--preview"),
    "the version": ("--version",),
}


@pytest.mark.parametrize("what", COMMANDS)
def test_it_gives_what_the_installed_one_gives(archive: Path, tmp_path: Path, what: str) -> None:
    assert alone(archive, tmp_path, *COMMANDS[what]) == installed(tmp_path, *COMMANDS[what])


def test_a_table_comes_in_as_it_went_out(archive: Path, tmp_path: Path) -> None:
    alone(archive, tmp_path, "export", EVIDENCE, "--sheet", "evidence", "--output", "table.xlsx")
    code, said, _ = alone(archive, tmp_path, "import", "table.xlsx", "--sheet", "evidence", "--folder", EVIDENCE, "--preview")
    assert code == 0 and "56 unchanged" in said


def test_a_folder_is_started_and_an_entry_written(archive: Path, tmp_path: Path) -> None:
    assert alone(archive, tmp_path, "init", "council", "--authority", "Anyshire")[0] == 0
    told = ("--descriptor", "HP-10", "--date", "2026-09-30", "--grade", "good", "--finding", "Held in time.", "--yes")
    code, said, why = alone(archive, tmp_path, "new", "audit", "--folder", "council", *told)
    assert code == 0, said + why
    assert "Held in time." in "".join(path.read_text("utf-8") for path in (tmp_path / "council").rglob("*.yaml"))


def test_it_may_be_called_from_a_folder_below(archive: Path) -> None:
    below = archive.parent / "below"
    below.mkdir()
    found = subprocess.run(
        [sys.executable, "-I", "-S", "../preinspect.pyz", "report", str(EVIDENCE), "--output", "-"],
        cwd=below,
        capture_output=True,
    )
    assert found.returncode == 0 and found.stdout.startswith(b"<!doctype html>")


def test_nothing_compiled_is_in_it(archive: Path) -> None:
    names = zipfile.ZipFile(archive).namelist()
    assert [name for name in names if name.endswith((".so", ".pyd", ".dll", ".dylib", ".pyc"))] == []
    assert {"__main__.py", "rpds.py", "preinspect/frameworks/ilacs-2026/framework.yaml", "preinspect/templates/page.html"} <= set(
        names
    )


def test_the_licence_of_everything_is_in_it(archive: Path) -> None:
    names = zipfile.ZipFile(archive).namelist()
    shipped = {name.split("/")[0] for name in names if ".dist-info/" in name}
    assert len(shipped) > 10
    assert {
        one for one in shipped if any(re.search(rf"^{re.escape(one)}/.*(LICEN|COPYING|METADATA)", name) for name in names)
    } == shipped


def test_all_that_preinspect_requires_is_in_it_or_done_without(archive: Path) -> None:
    names = {
        re.sub(r"[-_.]+", "-", name.split("-")[0]).lower()
        for name in zipfile.ZipFile(archive).namelist()
        if ".dist-info/" in name
    }
    wanted = {
        re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", one, maxsplit=1)[0]).lower()
        for one in requires("preinspect") or ()
        if "extra" not in one
    }
    assert wanted - names == {"jsonschema-rs"}
    assert {"xlsxwriter", "openpyxl"} <= names


def test_equal_input_gives_equal_bytes(archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.pyz"
    subprocess.run([sys.executable, "-X", "utf8", str(TOOL), "--output", str(again)], check=True, capture_output=True)
    assert again.read_bytes() == archive.read_bytes()


def test_an_older_python_is_told_what_it_lacks(archive: Path) -> None:
    main = zipfile.ZipFile(archive).read("__main__.py").decode()
    older = main.replace("(3, 11)", "(99, 0)")
    found = subprocess.run([sys.executable, "-c", older], capture_output=True, text=True)
    assert found.returncode == 1 and "preinspect needs Python 3.11 or newer; this is 3." in found.stderr


def test_the_plain_collections_let_jsonschema_find_what_it_finds(archive: Path, tmp_path: Path) -> None:
    rules = (
        '{"$ref": "#/$defs/a", "$defs": {"a": {"type": "object", "required": ["x"], "properties": {"y": {"type": "integer"}}}}}'
    )
    script = f"import sys; sys.path.insert(0, {str(archive)!r}); import json, jsonschema; assert {str(archive)!r} in jsonschema.__file__; "
    script += f"print([e.message for e in jsonschema.Draft202012Validator(json.loads({rules!r})).iter_errors({{'y': 'z'}})])"
    found = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, cwd=tmp_path)
    schema = {
        "$ref": "#/$defs/a",
        "$defs": {"a": {"type": "object", "required": ["x"], "properties": {"y": {"type": "integer"}}}},
    }
    assert found.stdout.strip() == str([error.message for error in Draft202012Validator(schema).iter_errors({"y": "z"})]), (
        found.stderr
    )
