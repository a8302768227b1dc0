"""What programs are given is as the published schemas say: every command, kind, audience and folder, and no key that they do not know."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from commands import EVIDENCE, ROOT, facts, run
from jsonschema import Draft202012Validator
from published import SCHEMAS, faults, schema
from render.pages import AUDIENCES, FOLDERS, KINDS, TRAP, laid

from preinspect.render import json as json_format
from preinspect.render.published import heading

NAMES = (
    "status",
    "gaps",
    "explain",
    "whatif",
    "path",
    "compare",
    "backtest",
    "stale",
    "contradictions",
    "plan",
    "ready",
    "report",
    "check",
)
OF_A_FOLDER = ("status", "gaps", "stale", "contradictions", "compare", "plan", "ready", "check")
CASES = ROOT.parent / "shared" / "cases"
SOME = tuple(path for name in ("case-01", "case-23", "case-45") if (path := CASES / name).is_dir())
EVERY = (*sorted(path for path in EVIDENCE.iterdir() if path.is_dir()), ROOT / "tests" / "fixtures" / "council", *SOME)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_report_is_as_its_schema_says(folder: str, kind: str, audience: str) -> None:
    assert faults("report", json.loads(json_format.page(laid(folder, kind, audience)))) == []


def test_a_report_of_hostile_text_is_as_its_schema_says() -> None:
    assert faults("report", json.loads(json_format.page(TRAP))) == []


@pytest.mark.parametrize("name", OF_A_FOLDER)
@pytest.mark.parametrize("folder", EVERY, ids=lambda path: path.name)
def test_what_every_command_prints_of_every_example_is_as_its_schema_says(name: str, folder: Path) -> None:
    assert faults(name, facts(name, folder)) == []


@pytest.mark.parametrize("folder", EVERY, ids=lambda path: path.name)
def test_every_explanation_is_as_its_schema_says(folder: Path) -> None:
    whole = facts("status", folder)
    judgements = [one["id"] for one in whole["judgements"]]
    asked = [*judgements, *(["overall"] if whole["overall"] else []), *(one["id"] for one in whole["limits"][:2])]
    found = facts("gaps", folder)["gaps"][::10]
    asked += [what for one in found for what in (one["descriptor"], *one["evidence"][:1])]
    assert found
    assert [(what, wrong) for what in asked if (wrong := faults("explain", facts("explain", what, folder)))] == []


@pytest.mark.parametrize("what", ["PI302", "re-referral-rate"])
def test_what_needs_no_folder_to_be_explained_is_as_the_schema_says(what: str) -> None:
    assert faults("explain", facts("explain", what)) == []


@pytest.mark.parametrize("folder", EVERY, ids=lambda path: path.name)
def test_what_would_follow_and_the_ways_up_are_as_their_schemas_say(folder: Path) -> None:
    whole = facts("status", folder)
    judgements = [one["id"] for one in whole["judgements"]] + (["overall"] if whole["overall"] else [])
    descriptor = facts("gaps", folder)["gaps"][0]["descriptor"]
    assert faults("whatif", facts("whatif", f"{descriptor}=good", "--folder", folder)) == []
    ways = {
        (name, grade): ("path", name, "--to", grade, "--folder", folder)
        for name in judgements
        for grade in ("good", "outstanding")
    }
    assert [(asked, found) for asked, words in ways.items() if (found := faults("path", facts(*words)))] == []


def test_problems_of_every_severity_are_as_the_schema_says() -> None:
    told = facts("check", ROOT / "tests" / "fixtures" / "thirty-faults", exit_code=4)
    assert {one["severity"] for one in told["problems"]} == {"error", "warning", "note"}
    assert faults("check", told) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_and_its_command_prints_it(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert json.loads(run(name, "--schema").stdout) == schema(name)
    forms = schema(name).get("oneOf") and schema(name)["$defs"]
    for form in [forms[one["$ref"].rpartition("/")[2]] for one in schema(name)["oneOf"]] if forms else [schema(name)]:
        assert {key: form["properties"][key]["const"] for key in heading(name)} == heading(name)
        assert form["required"][:2] == list(heading(name))
    assert schema(name)["$id"] == heading(name)["schema"]


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
