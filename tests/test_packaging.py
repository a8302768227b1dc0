"""What ships: the wheel, built from a clean copy, holds all of the tree that it should and nothing else, and works elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOMES = {"src/preinspect": "preinspect", "frameworks": "preinspect/frameworks", "templates": "preinspect/templates"}
"""Which folders of the tree ship, and where in the wheel they go."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("git") is None or not (ROOT / ".git").exists(), reason="needs a git checkout to copy cleanly"
    ),
    pytest.mark.skipif(find_spec("pip") is None, reason="needs pip"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what git knows or would take, and nothing that lies about: a stale build/ would ship deleted files again."""
    listed = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], ROOT).split("\0")
    target = tmp_path_factory.mktemp("copy")
    for name in filter(None, listed):
        if (ROOT / name).is_file():  # deleted, and not committed yet
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


@pytest.fixture(scope="module")
def wheel(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of the copy; with the setuptools at hand if it can, otherwise pip fetches one."""
    target = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-build-isolation"] if can_build() else []
    pip(["wheel", "--quiet", "--no-deps", "--wheel-dir", str(target), *isolation, "."], copy)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone into a folder of its own; what it needs is taken from this environment."""
    target = tmp_path_factory.mktemp("installed")
    pip(["install", "--quiet", "--no-deps", "--no-index", "--target", str(target), str(wheel)], target)
    return target


def can_build() -> bool:
    """Say whether the setuptools of this environment, if any, can build a wheel: since 70.1 it needs no other package for it."""
    if find_spec("setuptools") is None:
        return False
    major, minor, *_ = version("setuptools").split(".")
    return (int(major), int(minor)) >= (70, 1) or find_spec("wheel") is not None


def run(words: Sequence[str], folder: Path, **environment: str) -> str:
    """Run a command and give what it printed; where it fails, the test fails with all that it said."""
    done = subprocess.run(
        words, cwd=folder, env={**os.environ, **environment}, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, f"{' '.join(words)} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def pip(words: Sequence[str], folder: Path) -> None:
    """Run pip; it says nothing of newer versions of itself."""
    run([sys.executable, "-m", "pip", "--disable-pip-version-check", *words], folder)


def names_in(wheel: Path) -> set[str]:
    """List the files of a wheel, without those that describe it."""
    with zipfile.ZipFile(wheel) as parts:
        return {name for name in parts.namelist() if ".dist-info/" not in name}


def names_of(copy: Path) -> set[str]:
    """List the files that should ship, by their names in the wheel."""
    return {
        f"{home}/{path.relative_to(copy / folder).as_posix()}"
        for folder, home in HOMES.items()
        for path in (copy / folder).rglob("*")
        if path.is_file()
    }


def test_the_wheel_holds_every_file_of_the_folders_that_ship_and_no_other(copy: Path, wheel: Path) -> None:
    assert names_in(wheel) == names_of(copy)


def test_the_wheel_holds_frameworks_templates_and_schemas(wheel: Path) -> None:
    suffixes = {(name.split("/")[1], Path(name).suffix) for name in names_in(wheel)}
    assert {
        ("frameworks", ".yaml"),
        ("templates", ".html"),
        ("templates", ".md"),
        ("templates", ".css"),
        ("schema", ".yaml"),
    } <= suffixes


def test_the_wheel_carries_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as parts:
        licences = [parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith("/LICENSE")]
    assert licences == [(ROOT / "LICENSE").read_text("utf-8")]


def test_the_installed_wheel_is_what_runs_and_knows_its_frameworks(elsewhere: Path, tmp_path: Path) -> None:
    within = f"import preinspect; assert preinspect.__file__.startswith({str(elsewhere)!r}), preinspect.__file__"
    run([sys.executable, "-c", within], tmp_path, PYTHONPATH=str(elsewhere))
    printed = run([sys.executable, "-m", "preinspect", "frameworks", "list"], tmp_path, PYTHONPATH=str(elsewhere))
    shipped = [path.parent.name for path in (ROOT / "frameworks").glob("*/framework.yaml")]
    assert [name for name in shipped if name not in printed] == []


def test_the_installed_wheel_writes_a_report_far_from_the_tree(elsewhere: Path, copy: Path, tmp_path: Path) -> None:
    shutil.copytree(copy / "evidence" / "ealing-2019", tmp_path / "ealing-2019")
    words = [sys.executable, "-m", "preinspect", "report", "ealing-2019", "--output", "gap.html"]
    run(words, tmp_path, PYTHONPATH=str(elsewhere))
    assert "London Borough of Ealing" in (tmp_path / "gap.html").read_text("utf-8")
