"""What a file should hold: schemas, and the values of a file brought to what they ask.

A schema is JSON Schema 2020-12 written in YAML, so that editors use the same one. Before a block is held against it, what was
typed is read as it was meant: text stays text (`010`, `no`, `1.10`), `no` is no where yes or no is meant, a British date is a
date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from . import day as days
from .document import Block, Rows, Value, line_of, parse
from .misfit import Misfit, explain
from .problem import Location, Problem

_TRUTH = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}

# What YAML 1.1, and so many a program that may read these files too, does not take for the text that it looks like.
_SURPRISING = re.compile(
    r"[-+]?0[0-9xob][0-9a-f_]*|[-+]?[0-9][0-9_]*_[0-9_]*|[0-9]+(:[0-5]?[0-9])+|[-+]?\.[0-9]+|[0-9]+\.|y|n|yes|no|on|off",
    re.IGNORECASE,
)
_LONGEST_SURPRISE = 12


def surprises(word: str) -> bool:
    """Say whether a text without quotes would be taken for something else by programs that read YAML 1.1."""
    return len(word) <= _LONGEST_SURPRISE and _SURPRISING.fullmatch(word) is not None


class Schema:
    """One schema: its definitions, each compiled when it is first asked for."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root
        self._definitions: Mapping[str, Mapping[str, Any]] = root["$defs"]
        self._wants: dict[str, _Want] = {}
        self._validators: dict[str, Callable[[Any], bool]] = {}

    def fits(self, block: Block, definition: str) -> bool:
        """Say whether a settled block is as its definition asks."""
        if definition not in self._validators:
            self._validators[definition] = _validator(self._alone(definition))
        return self._validators[definition](block)

    def misfits(self, block: Block, definition: str) -> tuple[Misfit, ...]:
        """Give all that does not fit; slow, and so only for a block that is known not to."""
        from jsonschema import Draft202012Validator  # a tenth of a second that most runs never need

        return tuple(map(Misfit.of, Draft202012Validator(self._alone(definition)).iter_errors(block)))

    def unknown_keys(self, block: Block, definition: str) -> tuple[str, ...]:
        """Give the keys of a block that its definition does not name."""
        return tuple(key for key in block if key not in self.want(definition).keys)

    def want(self, definition: str) -> _Want:
        """Give what the values of a definition should be read as."""
        if definition not in self._wants:
            self._wants[definition] = _want(self._definitions[definition], self._definitions)
        return self._wants[definition]

    def _alone(self, definition: str) -> dict[str, Any]:
        return {"$ref": f"#/$defs/{definition}", "$defs": self._definitions}


def _validator(rules: dict[str, Any]) -> Callable[[Any], bool]:
    """Give what says whether a block is as a schema asks.

    jsonschema_rs does it fifty times quicker; the build that needs no installation carries nothing compiled, and asks jsonschema.
    """
    try:
        from jsonschema_rs import Draft202012Validator as Quick
    except ImportError:
        from jsonschema import Draft202012Validator

        return Draft202012Validator(rules).is_valid
    valid: Callable[[Any], bool] = Quick(rules).is_valid
    return valid


@cache
def schema(name: str) -> Schema:
    """Give a schema that comes with preinspect: `assessment` or `framework`, say."""
    text = files("preinspect").joinpath("schema", f"{name}.yaml").read_text("utf-8")
    document, problems = parse(text, f"{name}.yaml")
    assert document is not None, problems
    return Schema(json.loads(json.dumps(document.root)))  # the validator takes plain dicts and lists only


def settle(block: Block, definition: str, rules: Schema, file_text: str) -> tuple[bool, tuple[Problem, ...]]:
    """Bring a block to what its definition asks, in place, and hold it against the definition.

    Args:
        block: As read; texts, dates, lists of one and yes or no are put right where that loses nothing.
        definition: A name under the schema's `$defs`.
        rules: The schema.
        file_text: The text of the block's file, for excerpts.
    Returns:
        False where the block must not be used, and all that there is to tell, notes included.
    """
    settler = _Settler(file_text, block.at.file)
    settler.block(block, rules.want(definition))
    if rules.fits(block, definition):
        return settler.usable, tuple(settler.problems)
    return False, (*settler.problems, *explain(block, rules.misfits(block, definition), file_text))


@dataclass(slots=True)
class _Want:
    """What a value may be: several things at once where the schema leaves a choice."""

    text: bool = False
    day: bool = False
    truth: bool = False
    number: bool = False
    closed: bool = False
    listed: bool = False
    keys: dict[str, _Want] = field(default_factory=dict)
    other: _Want | None = None
    entries: _Want | None = None
    required: frozenset[str] = frozenset()


def _want(node: Mapping[str, Any], definitions: Mapping[str, Mapping[str, Any]]) -> _Want:
    """Read from a schema what it wants; definitions must not refer to themselves."""
    want = _Want()
    for branch in _branches(node, definitions):
        types = (branch["type"],) if isinstance(branch.get("type"), str) else branch.get("type", ())
        want.closed |= "enum" in branch
        want.day |= branch.get("format") == "date"
        want.text |= "string" in types or "enum" in branch
        want.truth |= "boolean" in types
        want.number |= "number" in types or "integer" in types
        want.listed |= "array" in types
        if "properties" in branch:  # a branch that only requires keys is one of several choices
            want.required |= frozenset(branch.get("required", ()))
            want.keys |= {key: _want(value, definitions) for key, value in branch["properties"].items()}
        if isinstance(branch.get("additionalProperties"), dict):
            want.other = _want(branch["additionalProperties"], definitions)
        if "items" in branch:
            want.entries = _want(branch["items"], definitions)
    return want


def _branches(node: Mapping[str, Any], definitions: Mapping[str, Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Give a schema and all that it refers to or lets choose from."""
    yield node
    if "$ref" in node:
        yield from _branches(definitions[node["$ref"].rpartition("/")[2]], definitions)
    for choice in ("anyOf", "oneOf", "allOf"):
        for branch in node.get(choice, ()):
            yield from _branches(branch, definitions)


class _Settler:
    """Walks a block beside what it should be, puts values right, and notes what a person should know."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.problems: list[Problem] = []
        self.usable = True

    def block(self, block: Block, want: _Want) -> None:
        self.usable &= not block.repeats
        if None in block.values():
            _drop_empty(block, want)
        for key in block:
            wanted = want.keys.get(key, want.other)
            if wanted is not None:
                self._value(block, key, wanted)

    def _rows(self, rows: Rows, want: _Want) -> None:
        for index in range(len(rows)):
            self._value(rows, index, want)

    def _value(self, holder: Any, key: Any, want: _Want) -> None:
        value: Value = holder[key]
        if isinstance(value, Block):
            self.block(value, want)
        elif isinstance(value, Rows):
            if want.entries is not None:
                self._rows(value, want.entries)
        elif value is None and not holder.typed.get(key):
            return
        elif want.listed and not want.text:
            holder[key] = Rows.of_one(value, holder.place(key), holder.typed.get(key))
            self._value(holder, key, want)
        elif isinstance(value, str):
            self._word(holder, key, value, want)
        else:
            self._plain(holder, key, value, holder.typed[key], want)

    def _word(self, holder: Any, key: Any, word: str, want: _Want) -> None:
        if want.day:
            self._day(holder, key, word)
        elif want.truth and word.casefold() in _TRUTH:
            holder[key] = _TRUTH[word.casefold()]
        elif want.text and not want.closed and surprises(word):
            self._keep(holder.place(key), word)

    def _plain(self, holder: Any, key: Any, value: Value, typed: str, want: _Want) -> None:
        """Put right what YAML read as a number, as true or false, or as nothing."""
        if want.day:
            holder[key] = typed
            self._day(holder, key, typed)
        elif want.text and not (want.truth if isinstance(value, bool) else want.number):
            holder[key] = typed
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            if not want.closed and not (is_number and str(value) == typed):
                self._keep(holder.place(key), typed)

    def _day(self, holder: Any, key: Any, word: str) -> None:
        parts = days.parts(word)
        if parts is None:
            self._refuse("PI125", holder.place(key), f"'{word}' cannot be read as a day.")
        elif reason := days.why_not(*parts):
            self._refuse("PI124", holder.place(key), f"{reason}; the file says '{word}'.")
        else:
            day = date(*parts)
            holder[key] = day.isoformat()
            if word != holder[key]:
                message = f"'{word}' is read as {days.in_words(day)}; the form for files is {holder[key]}."
                self._tell("PI126", holder.place(key), message)

    def _keep(self, at: Location, word: str) -> None:
        line = line_of(self.text, at) or ""
        if not line[(at.column or 1) - 1 :].startswith(('"', "'", "|", ">")):  # in quotes it surprises nobody
            self._tell("PI127", at, f"'{word}' is kept as text, just as it was typed.")

    def _refuse(self, code: str, at: Location, message: str) -> None:
        self.usable = False
        self._tell(code, at, message)

    def _tell(self, code: str, at: Location, message: str) -> None:
        # A framework's block may hold keys of the edition that it extends: their lines are not in this text.
        excerpt = line_of(self.text, at) if at.file == self.file else None
        self.problems.append(Problem(code, at, message, excerpt=excerpt))


def _drop_empty(block: Block, want: _Want) -> None:
    """Take away keys with nothing behind them, as a template leaves them, where they need not be there."""
    for key in [key for key, value in block.items() if value is None and not block.typed.get(key)]:
        if key in want.keys and key not in want.required:
            del block[key]
