"""The documents say what is so: what they promise is run, and what they list is compared with the code."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from builders import framework
from click.testing import CliRunner, Result

from preinspect.cli import COMMANDS, cli, common

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")])
README = (ROOT / "README.md").read_text("utf-8")
A_BUG = 70


def ran(*words: str) -> Result:
    """Run preinspect in this process."""
    return CliRunner().invoke(cli, words)


def every_command() -> list[tuple[str, ...]]:
    """List the words of every command, those of groups too."""
    context = click.Context(cli)
    found: list[tuple[str, ...]] = []
    for name in COMMANDS:
        command = cli.get_command(context, name)
        inner = sorted(command.commands) if isinstance(command, click.Group) else []
        found.extend([(name, one) for one in inner] or [(name,)])
    return found


def block(language: str, after: str) -> str:
    """Give the first block in a language of the README after some words."""
    return README.split(after, 1)[1].split(f"```{language}\n", 1)[1].split("```", 1)[0]


def test_the_documents_that_follow_from_the_code_are_current() -> None:
    words = [sys.executable, str(ROOT / "tools" / "docs.py"), "--check"]
    done = subprocess.run(words, capture_output=True, encoding="utf-8", cwd=ROOT, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, f"{done.stdout}{done.stderr} `make docs` writes them anew."


def test_every_command_that_a_document_names_exists() -> None:
    first_words = {
        found[1]
        for path in DOCUMENTS
        for found in re.finditer(r"(?:`|^|bin/|Scripts\\)preinspect ([a-z]+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert first_words >= {"status", "check", "report"}
    assert first_words - set(COMMANDS) - not_yet() == set()


def not_yet() -> set[str]:
    """Give the commands that only the advice of a problem code speaks of: its own test looks after those."""
    advice = (ROOT / "docs" / "problems.md").read_text("utf-8")
    return set(re.findall(r"`preinspect ([a-z]+)", advice)) - set(COMMANDS)


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_help_has_an_example_that_uses_its_own_command(words: tuple[str, ...]) -> None:
    told = ran(*words, "--help").output
    assert re.search(r"Examples?:", told)
    assert f"preinspect {' '.join(words)}" in told.split("Example", 1)[1]


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_option_and_argument_has_help_or_is_named_in_it(words: tuple[str, ...]) -> None:
    command: click.Command = cli
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None
        command = found
    options = [one for one in command.params if isinstance(one, click.Option)]
    assert [one.name for one in options if not one.help] == []


def test_the_exit_codes_of_the_readme_are_those_of_the_command_line() -> None:
    told = {int(code) for code in re.findall(r"^\| ([0-9]+) \|", README, re.MULTILINE)}
    used = {common.FINE, common.PROBLEMS, common.USAGE, common.GATE, common.UNKNOWN_FRAMEWORK, A_BUG, common.STOPPED}
    assert told == used
    assert f"sys.exit({A_BUG})" in (ROOT / "src" / "preinspect" / "cli" / "__init__.py").read_text("utf-8")


def test_the_five_commands_of_the_readme_work_in_a_fresh_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    after = "## From one evidence file to a report"
    commands = block("sh", after).splitlines()
    (tmp_path / "readiness").mkdir()
    (tmp_path / "readiness" / "audits.yaml").write_text(block("yaml", after), "utf-8")
    monkeypatch.chdir(tmp_path)
    results = [ran(*line.split()[1:]) for line in commands]
    assert len(commands) == 5
    assert [(line, one.output) for line, one in zip(commands, results, strict=True) if one.exit_code != common.FINE] == []
    assert "Strategy discussions" in (tmp_path / "gap.html").read_text("utf-8")


def test_the_readme_claims_no_more_accuracy_than_was_measured() -> None:
    measured = re.search(
        r"^\| preinspect \| ([0-9]+) of ([0-9]+),[^|]*\| ([0-9]+) of \2 \|",
        (ROOT / "docs" / "accuracy.md").read_text("utf-8"),
        re.MULTILINE,
    )
    assert measured
    exact, judged, within_one = map(int, measured.groups())
    assert "about nine grades in ten were right and none was\n  more than one grade out" in README
    assert round(10 * exact / judged) == 9
    assert within_one == judged


def test_every_target_that_a_document_names_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {found for path in DOCUMENTS for found in re.findall(r"(?:`|^)make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE)}
    assert {"demo", "test", "lint"} <= named <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_into_the_tree_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("status", "evidence/ealing-2019"), "## `status --format json`"),
        (("gaps", "evidence/ealing-2019"), "## `gaps --format json`"),
        (("explain", "help-and-protection", "evidence/ealing-2019"), "## `explain WHAT --format json`"),
        (("explain", "overall", "evidence/ealing-2019"), "## `explain WHAT --format json`"),
        (("explain", "HP-06", "evidence/ealing-2019"), "## `explain WHAT --format json`"),
        (("compare", "evidence/ealing-2019"), "## `compare FOLDER... --format json`"),
        (("stale", "evidence/ealing-2019"), "## `stale --format json`"),
        (("contradictions", "evidence/ealing-2019"), "## `contradictions --format json`"),
        (("check", "tests/fixtures/thirty-faults"), "## `check --format json`"),
        (("report", "evidence/ealing-2019", "--output", "-"), "## `report --format json`"),
    ],
)
def test_every_key_of_a_json_format_is_documented(words: tuple[str, ...], title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    told = ran(*words, "--format", "json").stdout
    section = (ROOT / "docs" / "json.md").read_text("utf-8").split(title, 1)[1].split("\n## ", 1)[0]
    ids = {one.id for one in (*framework().judgements, *framework().scale.grades)}
    missing = {key for key in keys_of(json.loads(told)) - ids if f"`{key}`" not in section}
    assert missing == set()


def keys_of(value: Any) -> set[str]:
    """Give every key of a JSON value, but not the grades that probabilities are told by, nor the words of facts."""
    if isinstance(value, dict):
        inner = [keys_of(one) for key, one in value.items() if key not in ("probabilities", "facts")]
        return set(value).union(*inner)
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()
