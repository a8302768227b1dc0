"""What does not fit a schema, in a person's words.

A validator says "Additional properties are not allowed" and, apart from it, "'finding' is a required property"; a person reads
one sentence, at the line of the misspelt key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .document import Block, Rows, Value, line_of
from .problem import Location, Problem, did_you_mean

_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "yes or no",
    "array": "a list",
    "object": "'key: value' pairs",
}

_BOUNDS = {
    "minimum": "be {} or more",
    "maximum": "be {} or less",
    "exclusiveMinimum": "be more than {}",
    "exclusiveMaximum": "be less than {}",
    "minItems": "have at least {}",
    "maxItems": "have at most {}",
    "minLength": "be at least {} characters long",
    "maxLength": "be at most {} characters long",
    "uniqueItems": "not name the same twice",
}

_FRACTION = re.compile(r"([0-9]+) *(?:/|of|out of) *([0-9]+)")
_ALMOST_NUMBER = re.compile(r"[0-9][0-9,_ ]*(\.[0-9]+)? *%?")
_MOST_SHOWN = 40
_CLOSE = 0.7  # at less, `title` would be taken for a misspelt `state`


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that a validator found: the rule and what it asks, what stands there instead, and the schema around the rule."""

    rule: str
    asked: Any
    found: Value
    node: Mapping[str, Any]
    path: tuple[str | int, ...]
    within: tuple[Misfit, ...]

    @classmethod
    def of(cls, error: Any) -> Misfit:
        """Take over what jsonschema found."""
        within = tuple(cls.of(inner) for inner in error.context)
        return cls(error.validator, error.validator_value, error.instance, error.schema, tuple(error.absolute_path), within)


def explain(block: Block, misfits: Iterable[Misfit], text: str) -> Iterator[Problem]:
    """Say what is wrong with a block: one cause, one problem.

    Args:
        block: What was validated.
        misfits: What the validator found in it.
        text: The text of the block's file, for excerpts.
    """
    explainer = _Explainer(text, block)
    for misfit in misfits:
        yield from explainer.take(misfit)
    yield from explainer.gaps()


@dataclass(slots=True)
class _Gaps:
    """What one block has too much and too little; of a group of keys, one would do."""

    block: Block
    known: tuple[str, ...]
    unknown: list[str] = field(default_factory=list)
    missing: dict[tuple[str, ...], None] = field(default_factory=dict)


class _Explainer:
    """Sorts what a validator found: keys are told block by block, values one by one."""

    def __init__(self, text: str, top: Block) -> None:
        self.text = text
        self.top = top
        self._gaps: dict[int, _Gaps] = {}

    def take(self, misfit: Misfit) -> Iterator[Problem]:
        """Tell what is about a value at once, and keep what is about keys for `gaps`."""
        rule, asked, found = misfit.rule, misfit.asked, misfit.found
        if rule == "additionalProperties":
            self._gaps_of(misfit).unknown.extend(key for key in found if key not in misfit.node.get("properties", ()))
        elif rule == "required":
            self._gaps_of(misfit).missing |= {(key,): None for key in asked if key not in found}
        elif rule == "dependentRequired":
            needed = (key for present, keys in asked.items() if present in found for key in keys)
            self._gaps_of(misfit).missing |= {(key,): None for key in needed if key not in found}
        elif rule in ("anyOf", "oneOf") and isinstance(found, Block):
            yield from self._take_choice(misfit)
        else:
            yield self._value(misfit)

    def _take_choice(self, misfit: Misfit) -> Iterator[Problem]:
        """Explain a block by the choice that takes blocks; choices that only require keys make one group."""
        branches = misfit.asked
        if all(set(branch) == {"required"} for branch in branches):
            group = tuple(key for branch in branches for key in branch["required"])
            self._gaps_of(misfit).missing[group] = None
            return
        within = [inner for inner in misfit.within if inner.rule != "type" or inner.found is not misfit.found]
        if not within:
            yield self._value(misfit)
        for inner in within:
            yield from self.take(inner)

    def _gaps_of(self, misfit: Misfit) -> _Gaps:
        block = misfit.found
        return self._gaps.setdefault(id(block), _Gaps(block, tuple(misfit.node.get("properties", ()))))

    def gaps(self) -> Iterator[Problem]:
        """Tell of each block its unknown and missing keys; a key that is misspelt, and so missing, is one problem."""
        for gaps in self._gaps.values():
            missing = list(gaps.missing)
            for key in gaps.unknown:
                lost = did_you_mean(key, [name for group in missing for name in group], _CLOSE)
                missing = [group for group in missing if lost not in group]
                yield self._unknown(key, lost, gaps)
            if missing:
                names = _joined([" or ".join(f"'{key}'" for key in group) for group in missing])
                verb = "is" if len(missing) == 1 else "are"
                yield self._problem("PI121", gaps.block.at, f"{names} {verb} missing here.")

    def _unknown(self, key: str, lost: str | None, gaps: _Gaps) -> Problem:
        at = gaps.block.place_of_key(key)
        if lost is not None:
            return self._problem("PI120", at, f"Unknown key '{key}'; did you mean '{lost}', which is missing?", lost)
        absent = (name for name in gaps.known if name not in gaps.block)
        return self._problem("PI120", at, f"Unknown key '{key}'.", did_you_mean(key, absent, _CLOSE))

    def _value(self, misfit: Misfit) -> Problem:
        label, at, typed = self._find(misfit.path)
        found = misfit.found
        if found in ("", []) or (found is None and not typed):
            return self._problem("PI121", at, f"{label} is empty.")
        if fraction := _as_fraction(found, misfit.node):
            met, size = fraction
            message = f"'{found}' is no sample yet: write the sample as size: {size} and the number met as met: {met}."
            return self._problem("PI129", at, message)
        code, said, suggestion = _say(misfit, label, _shown(found, typed))
        return self._problem(code, at, said, suggestion)

    def _find(self, path: Iterable[str | int]) -> tuple[str, Location, str | None]:
        """Go down to a value: how to call it, where it stands, and how it was typed."""
        label, at, typed = "This entry", self.top.at, None
        inner: Any = self.top
        for key in path:
            label = f"'{key}'" if isinstance(key, str) else f"Entry {key + 1} of this list"
            at, typed = inner.place(key), inner.typed.get(key)
            inner = inner[key]
        return label, at, typed

    def _problem(self, code: str, at: Location, message: str, suggestion: str | None = None) -> Problem:
        excerpt = line_of(self.text, at) if at.file == self.top.at.file else None
        return Problem(code, at, message, suggestion, excerpt)


def _say(misfit: Misfit, label: str, shown: str) -> tuple[str, str, str | None]:
    """Say what is wrong with a value: code, sentence, and what was perhaps meant."""
    asked, node = misfit.asked, misfit.node
    if misfit.rule in ("enum", "const"):
        names = [str(name) for name in (asked if misfit.rule == "enum" else [asked])]
        return (
            "PI123",
            f"{shown} is not {'one of: ' if len(names) > 1 else ''}{', '.join(names)}.",
            did_you_mean(str(misfit.found), names),
        )
    if misfit.rule == "pattern":
        return "PI128", f"{shown} cannot stand here. {node.get('description', '')}".rstrip(), None
    if bound := _BOUNDS.get(misfit.rule):
        return "PI128", f"{label} should {bound.format(asked)}.", None
    return "PI122", f"{label} should be {_asked(node)}, not {shown}{_such_as(node)}.", _as_number(misfit.found)


def _asked(node: Mapping[str, Any]) -> str:
    branches = (node, *node.get("anyOf", ()), *node.get("oneOf", ()))
    words = [_WORDS[name] for branch in branches for name in _types(branch)]
    return " or ".join(dict.fromkeys(words)) or "something else"


def _types(node: Mapping[str, Any]) -> tuple[str, ...]:
    types = node.get("type", ())
    return (types,) if isinstance(types, str) else tuple(types)


def _such_as(node: Mapping[str, Any]) -> str:
    """Show how it is written, from the schema's first example."""
    examples = node.get("examples", ())
    return f", such as {_flow(examples[0])}" if examples else ""


def _flow(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)


def _shown(value: Value, typed: str | None) -> str:
    """Say what stands there, as it was typed."""
    if isinstance(value, Block):
        return "'key: value' pairs"
    if isinstance(value, Rows):
        return "a list"
    word = typed or str(value)
    return f"'{word}'" if len(word) <= _MOST_SHOWN else f"'{word[: _MOST_SHOWN - 3]}...'"


def _as_fraction(value: Value, node: Mapping[str, Any]) -> tuple[str, str] | None:
    """Take `14/20` apart where a sample is meant."""
    if not isinstance(value, str) or not {"size", "met"} <= set(node.get("properties", ())):
        return None
    match = _FRACTION.fullmatch(value)
    return (match[1], match[2]) if match else None


def _as_number(value: Value) -> str | None:
    """Give the bare number in what was typed as `1,905` or `33%`."""
    if isinstance(value, str) and _ALMOST_NUMBER.fullmatch(value):
        return re.sub(r"[,_ %]", "", value)
    return None


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
