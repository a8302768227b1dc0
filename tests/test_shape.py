"""Bringing what was typed to what a schema asks."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from preinspect.document import Block, parse
from preinspect.problem import Location, Problem
from preinspect.shape import Schema, schema, settle

RULES = Schema(
    {
        "$defs": {
            "name": {"type": "string", "minLength": 1},
            "item": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {
                    "name": {"$ref": "#/$defs/name"},
                    "names": {"type": "array", "items": {"$ref": "#/$defs/name"}},
                    "day": {"type": "string", "format": "date"},
                    "sure": {"type": "boolean"},
                    "many": {"anyOf": [{"type": "integer"}, {"type": "boolean"}, {"enum": ["yes", "no"]}]},
                    "size": {"type": "integer"},
                    "word": {"enum": ["no", "yes", "other"]},
                    "free": {"type": "object", "additionalProperties": {"type": "string"}},
                },
            },
        }
    }
)


def settled(text: str) -> tuple[Block, bool, tuple[Problem, ...]]:
    """Settle the block `item` of a text."""
    document, problems = parse(text, "f.yaml")
    assert document is not None, problems
    usable, told = settle(document.root, "item", RULES, document.text)
    return document.root, usable, told


@pytest.mark.parametrize("typed", ["2019", "-4", "3.5"])
def test_a_number_where_text_is_meant_is_the_text_as_typed(typed: str) -> None:
    block, usable, told = settled(f"name: {typed}")
    assert (block["name"], usable, told) == (typed, True, ())


@pytest.mark.parametrize(
    "typed", ["010", "1.10", "1.0e3", "true", "False", "null", "~", "no", "On", "y", "12:30", "1_000", "0x1F", "+5"]
)
def test_a_word_that_would_surprise_elsewhere_is_kept_with_a_note(typed: str) -> None:
    block, usable, (note,) = settled(f"name: {typed}")
    assert (block["name"], usable) == (typed, True)
    assert (note.code, note.at) == ("PI127", Location("f.yaml", 1, 7))
    assert note.message == f"'{typed}' is kept as text, just as it was typed."


@pytest.mark.parametrize("typed", ["'010'", '"no"', '"1.10"', "'12:30'"])
def test_a_word_in_quotes_needs_no_note(typed: str) -> None:
    block, usable, told = settled(f"name: {typed}")
    assert (block["name"], usable, told) == (typed[1:-1], True, ())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("yes", True), ("No", False), ("TRUE", True), ("false", False), ("on", True), ("off", False), ("'no'", False)],
)
def test_yes_and_no_in_any_form_are_read_where_they_are_meant(typed: str, meant: bool) -> None:
    block, usable, told = settled(f"{{name: x, sure: {typed}, many: {typed}}}")
    assert (block["sure"], block["many"], usable, told) == (meant, meant, True, ())


def test_a_number_stays_a_number_where_either_may_stand() -> None:
    assert settled("{name: x, many: 38}")[0]["many"] == 38


def test_no_is_a_word_where_a_closed_list_has_it() -> None:
    block, usable, told = settled("{name: x, word: no}")
    assert (block["word"], usable, told) == ("no", True, ())


@pytest.mark.parametrize("typed", ["21/11/2026", "21 November 2026"])
def test_a_british_date_is_read_with_a_note_that_says_it_in_words(typed: str) -> None:
    block, usable, (note,) = settled(f"{{name: x, day: {typed}}}")
    assert (block["day"], usable, note.code) == ("2026-11-21", True, "PI126")
    assert note.message == f"'{typed}' is read as 21 November 2026; the form for files is 2026-11-21."


def test_an_impossible_date_is_refused_with_the_text_that_was_typed() -> None:
    _, usable, (problem,) = settled("{name: x, day: 31/11/2026}")
    assert (usable, problem.code) == (False, "PI124")
    assert problem.message == "31 November does not exist; the file says '31/11/2026'."


@pytest.mark.parametrize("typed", ["2026", "1.5", "true"])
def test_a_date_that_yaml_took_for_something_else_is_told_as_typed(typed: str) -> None:
    _, usable, (problem,) = settled(f"{{name: x, day: {typed}}}")
    assert (usable, problem.message) == (False, f"'{typed}' cannot be read as a day.")


@pytest.mark.parametrize(("typed", "meant"), [("HP-07", ["HP-07"]), ("2019", ["2019"]), ("[a, 3]", ["a", "3"])])
def test_one_text_where_a_list_is_meant_is_a_list_of_one(typed: str, meant: list[str]) -> None:
    block, usable, told = settled(f"{{name: x, names: {typed}}}")
    assert (block["names"], usable, told) == (meant, True, ())
    assert block["names"].place(0).line == 1


def test_values_under_free_keys_are_settled_too() -> None:
    assert settled("{name: x, free: {any: 12}}")[0]["free"] == {"any": "12"}


def test_a_key_with_nothing_behind_it_counts_as_left_out() -> None:
    block, usable, told = settled("name: x\nday:\nnames:\n")
    assert (dict(block), usable, told) == ({"name": "x"}, True, ())


def test_a_required_key_with_nothing_behind_it_is_empty() -> None:
    _, usable, (problem,) = settled("name:\n")
    assert (usable, problem.code, problem.message) == (False, "PI121", "'name' is empty.")


def test_an_unknown_key_with_nothing_behind_it_is_still_unknown() -> None:
    _, usable, (problem,) = settled("name: x\nnaame:\n")
    assert (usable, problem.code) == (False, "PI120")


def test_a_block_with_a_repeated_key_must_not_be_used() -> None:
    document, _ = parse("{name: x, free: {a: b, a: c}}", "f.yaml")
    assert document is not None
    assert settle(document.root, "item", RULES, document.text) == (False, ())


def test_a_value_of_another_file_has_no_excerpt_of_this_one() -> None:
    one, _ = parse("name: no\n", "one.yaml")
    other, _ = parse("day: 2026-01-01\n", "other.yaml")
    assert one is not None and other is not None
    _, (note,) = settle(one.root.under(other.root), "item", RULES, other.text)
    assert (note.at.file, note.excerpt) == ("one.yaml", None)


@pytest.mark.parametrize("name", ["assessment", "framework"])
def test_a_schema_is_itself_valid(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name).root)


def _properties(node: Any) -> list[tuple[str, Any]]:
    """Give every property that a schema names, however deep."""
    within = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = list(node.get("properties", {}).items()) if isinstance(node, dict) else []
    return own + [found for inner in within for found in _properties(inner)]


def test_every_property_of_the_assessment_is_described_for_editors() -> None:
    root = schema("assessment").root
    found = [
        (name, node.get("description") or root["$defs"][node.get("$ref", "#/$defs/text").rpartition("/")[2]].get("description"))
        for name, node in _properties(root)
        if isinstance(node, dict)
    ]
    assert len(found) > 100
    assert [name for name, description in found if not description and name not in ("from", "to")] == []


def test_the_example_of_the_design_fits_the_schema_of_editors() -> None:
    item: dict[str, Any] = {"id": "A-1", "kind": "audit", "descriptors": ["HP-10"], "date": "2019-09-30", "finding": "x"}
    item["with"] = {"worker": 38, "family": "no"}
    assert jsonschema.Draft202012Validator(schema("assessment").root).is_valid({"evidence": [item]})
