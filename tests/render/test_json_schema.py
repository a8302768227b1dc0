"""What programs are given is as the published schemas say: every kind, audience and folder, and no key that they do not know."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from commands import EVIDENCE, ROOT, facts, run
from jsonschema import Draft202012Validator, FormatChecker
from render.pages import AUDIENCES, FOLDERS, KINDS, TRAP, laid

from preinspect.render import json as json_format

SCHEMAS = ROOT / "src" / "preinspect" / "schema" / "output"
NAMES = ("status", "gaps", "report", "plan", "ready", "check")
EVERY = sorted(path for path in EVIDENCE.iterdir() if path.is_dir())


def schema(name: str) -> Any:
    """Read a published schema."""
    return json.loads((SCHEMAS / f"{name}-1.json").read_text("utf-8"))


def closed(rules: Any) -> Any:
    """Let a schema take no key that it does not name: readers pass over such keys, and we have to write them down."""
    if isinstance(rules, list):
        return [closed(one) for one in rules]
    if not isinstance(rules, dict):
        return rules
    inner = {key: closed(value) for key, value in rules.items()}
    return (
        {"additionalProperties": False, **inner} if isinstance(rules.get("properties"), dict) and "required" in rules else inner
    )


def faults(name: str, value: Any) -> list[str]:
    """Say where a value is not as its schema asks."""
    validator = Draft202012Validator(closed(schema(name)), format_checker=FormatChecker())
    return [f"{one.json_path}: {one.message}" for one in validator.iter_errors(value)]


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_report_is_as_its_schema_says(folder: str, kind: str, audience: str) -> None:
    assert faults("report", json.loads(json_format.page(laid(folder, kind, audience)))) == []


def test_a_report_of_hostile_text_is_as_its_schema_says() -> None:
    assert faults("report", json.loads(json_format.page(TRAP))) == []


@pytest.mark.parametrize("name", ["status", "gaps", "plan", "ready", "check"])
@pytest.mark.parametrize("folder", EVERY, ids=lambda path: path.name)
def test_what_every_command_prints_of_every_example_is_as_its_schema_says(name: str, folder: Path) -> None:
    assert faults(name, facts(name, folder)) == []


def test_problems_of_every_severity_are_as_the_schema_says() -> None:
    told = facts("check", ROOT / "tests" / "fixtures" / "thirty-faults", exit_code=4)
    assert {one["severity"] for one in told["problems"]} == {"error", "warning", "note"}
    assert faults("check", told) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_and_its_command_prints_it(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert json.loads(run(name, "--schema").stdout) == schema(name)
    assert schema(name)["properties"]["version"]["const"] == json_format.VERSION


def test_a_schema_tells_what_is_missing_and_what_is_of_another_kind() -> None:
    whole = json.loads(json_format.page(laid("ealing-2019", "board")))
    for key in whole:
        without = {name: value for name, value in whole.items() if name != key}
        assert faults("report", without) != []
    odd = deepcopy(whole)
    odd["sections"][0]["blocks"][0]["type"] = "film"
    assert faults("report", odd) != []
    assert faults("report", {**whole, "version": 2}) != []
    assert faults("report", {**whole, "more": 1}) != []


def test_every_schema_is_told_of_in_the_documents() -> None:
    told = (ROOT / "docs" / "json.md").read_text("utf-8").split("**Schemas.**", 1)[1].split("\n\n", 1)[0]
    assert {path.name for path in SCHEMAS.iterdir()} == {f"{name}-1.json" for name in NAMES}
    assert [name for name in NAMES if f"`{name}`" not in told] == []
