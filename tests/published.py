"""Holds what programs are given against its published schema: for the tests of every command that prints JSON."""

from __future__ import annotations

import json
from typing import Any

from commands import ROOT
from jsonschema import Draft202012Validator, FormatChecker

SCHEMAS = ROOT / "src" / "preinspect" / "schema" / "output"


def schema(name: str) -> Any:
    """Read a published schema."""
    return json.loads((SCHEMAS / f"{name}-1.json").read_text("utf-8"))


def faults(name: str, value: Any) -> list[str]:
    """Say where a value is not as its schema asks."""
    validator = Draft202012Validator(_closed(schema(name)), format_checker=FormatChecker())
    return [f"{deep.json_path}: {deep.message}" for one in validator.iter_errors(value) for deep in (one.context or [one])]


def _closed(rules: Any) -> Any:
    """Let a schema take no key that it does not name: readers pass over such keys, and we have to write them down."""
    if isinstance(rules, list):
        return [_closed(one) for one in rules]
    if not isinstance(rules, dict):
        return rules
    inner = {key: _closed(value) for key, value in rules.items()}
    return (
        {"additionalProperties": False, **inner} if isinstance(rules.get("properties"), dict) and "required" in rules else inner
    )
