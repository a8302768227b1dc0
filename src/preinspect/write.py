"""How values are written as YAML: what needs quotes, where a long text breaks, what stands in brackets.

Here is no place and no file: `edit` says where in a person's text something is written, and `whole` replaces the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from textwrap import wrap
from typing import Any

from .document import parse
from .shape import surprises

WIDTH = 110
"""Where a long text goes on in a new line."""

_NARROWEST = 30

_MUST_QUOTE = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<~]|\.\.\.|---")
_SPLITS = re.compile(r":(\s|$)|\s#")
_PLAINLY_TEXT = re.compile(
    r"[A-Za-z][A-Za-z0-9_-]* [A-Za-z0-9 ,.;()/&'+%_-]*[A-Za-z0-9.;)%]|[A-Z][A-Z]+-[A-Za-z0-9-]*[A-Za-z0-9]"
)
_IN_FLOW = re.compile(r"[,\[\]{}?]")  # the last ends a text there for PyYAML without its compiled part
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_NOT_AS_IT_IS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class Bare(str):
    """A word that is written without quotes, such as yes where yes or no is meant."""

    __slots__ = ()


# --- in one line


def scalar(value: str | int | float | bool | date | None, *, flow: bool = False, style: str = "") -> str:
    """Write a text, a number or a day in one line; in quotes where it has them already (`style`) or needs them.

    A text that other programs would take for a number, a date of theirs, or yes or no, gets quotes too.
    """
    if isinstance(value, Bare):
        return value
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    if isinstance(value, date):
        return value.isoformat()
    if style == '"' or _NOT_AS_IT_IS.search(value):
        return _double(value)
    if style == "'" or not _is_safe(value, flow):
        return _double(value) if style != "'" and "'" in value and not {'"', "\\"} & set(value) else _single(value)
    return value


def in_brackets(value: Any) -> str:
    """Write a value within brackets."""
    if isinstance(value, Mapping | list | tuple):
        opens, parts, closes = _parts(value)
        return f"{opens}{', '.join(parts)}{closes}"
    return scalar(value, flow=True)


def _parts(value: Mapping[str, Any] | Sequence[Any]) -> tuple[str, list[str], str]:
    if isinstance(value, Mapping):
        return "{", [f"{scalar(key, flow=True)}: {in_brackets(inner)}" for key, inner in value.items()], "}"
    return "[", [in_brackets(one) for one in value], "]"


def _is_safe(text: str, flow: bool) -> bool:
    """Say whether a text may stand without quotes."""
    if not text or text != text.strip() or _MUST_QUOTE.match(text) or _SPLITS.search(text) or surprises(text):
        return False
    if flow and _IN_FLOW.search(text):
        return False
    return _PLAINLY_TEXT.fullmatch(text) is not None or reads_as(text, text)


def reads_as(written: str, text: str, flow: bool = False) -> bool:
    """Say whether what was written is read as a text."""
    document, _ = parse(f"v: [{written}]" if flow else f"v: {written}", "")
    return document is not None and document.root == {"v": [text] if flow else text}


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    text = re.sub('["\\\\]', lambda found: _ESCAPES[found[0]], text)
    return '"' + _NOT_AS_IT_IS.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04x}"), text) + '"'


# --- in lines


def as_yaml(entry: Mapping[str, Any]) -> str:
    """Write an entry as `preinspect new` shows it: a key a line, lists and blocks within it in brackets."""
    return "".join(f"{line}\n" for key, value in entry.items() for line in lines(key, value))


def lines(key: str, value: Any, indent: int = 0, step: int | None = None) -> list[str]:
    """Write a key with its value in lines of its own.

    Args:
        indent: Columns before the key.
        step: Columns from the key to the dashes of a list; None where lists stand in brackets.
    """
    head = f"{' ' * indent}{scalar(key)}:"
    if isinstance(value, list | tuple) and value and step is not None:
        return [head, *(f"{' ' * (indent + step)}- {item(one)}" for one in value)]
    if isinstance(value, Mapping | list | tuple):
        opens, parts, closes = _parts(value)
        parts = [f"{part}," for part in parts[:-1]] + [f"{part}{closes}" for part in parts[-1:]]
        first, *rest = _filled([opens + "".join(parts[:1]) if parts else opens + closes, *parts[1:]], len(head) + 1, indent + 2)
    elif isinstance(value, str) and (told := literal(value)) is not None:
        first, *rest = told
    else:
        first, *rest = folded(scalar(value), WIDTH - len(head) - 1, WIDTH - indent - 2)
    return [f"{head} {first}", *(f"{' ' * (indent + 2)}{line}" if line else "" for line in rest)]


def item(value: Any) -> str:
    """Write what stands behind a dash."""
    return in_brackets(value) if isinstance(value, Mapping | list | tuple) else scalar(value)


def _filled(parts: Sequence[str], first: int, rest: int) -> list[str]:
    """Put parts into lines, as many into each as there is room for."""
    found = [parts[0]]
    for part in parts[1:]:
        if (first if len(found) == 1 else rest) + len(found[-1]) + 1 + len(part) <= WIDTH:
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def literal(text: str) -> list[str] | None:
    """Write a text of several lines under |, the sign first; None for one of a single line, or that needs quotes."""
    body = text.removesuffix("\n").split("\n")
    if len(body) == 1 or not is_clean(body) or not all((body[0], body[-1])):
        return None
    return ["|" if text.endswith("\n") else "|-", *body]


def is_clean(body: Sequence[str]) -> bool:
    """Say whether lines may stand as they are under | or >."""
    return not any(line != line.rstrip() or _NOT_AS_IT_IS.search(line) for line in body) and not body[0].startswith(" ")


def folded(text: str, first: int, rest: int) -> list[str]:
    """Break a text over lines at single blanks, which reading joins again; both widths count columns that are free."""
    if len(text) <= first or "  " in text or "\\" in text or rest < _NARROWEST:
        return [text]
    found = wrap(text, max(first, _NARROWEST), break_long_words=False, break_on_hyphens=False)
    if len(found) > 1 and first != rest:
        found = [found[0], *wrap(" ".join(found[1:]), rest, break_long_words=False, break_on_hyphens=False)]
    return found if " ".join(found) == text else [text]


def refolded(old: Sequence[str], new: str, width: int) -> list[str]:
    """Break a text where the old one was broken, so that only the lines around the change differ."""
    begin, end = 0, len(new)
    first, last = 0, len(old)
    while first < len(old) and new.startswith(f"{old[first]} ", begin):
        begin += len(old[first]) + 1
        first += 1
    while last > first and new.endswith(f" {old[last - 1]}", begin, end) and end - len(old[last - 1]) - 1 > begin:
        end -= len(old[last - 1]) + 1
        last -= 1
    if begin >= end:
        return folded(new, width, width)
    middle = new[begin:end]
    room = max(width, *map(len, old), 0) + 20  # a word more is no reason to move all that follows
    return [*old[:first], *([middle] if len(middle) <= room else folded(middle, width, width)), *old[last:]]


def paragraphs(old: Sequence[str], new: str, width: int) -> list[str] | None:
    """Write a text under > as the old lines were, paragraph by paragraph; None where it needs quotes."""
    told = new.split("\n")
    if not is_clean(told) or any(not one or one.startswith(" ") or "  " in one for one in told):
        return None
    groups: list[list[str]] = [[]]
    for line in old:
        groups[-1].append(line) if line else groups.append([])
    joined = [" ".join(group) for group in groups]
    found: list[list[str]] = []
    for what, first, last, begin, end in SequenceMatcher(None, joined, told, autojunk=False).get_opcodes():
        for number in range(begin, end):
            twin = first + number - begin
            if what == "equal":
                found.append(groups[twin])
            else:
                found.append(refolded(groups[twin], told[number], width) if twin < last else folded(told[number], width, width))
    return [line for number, group in enumerate(found) for line in ([""] if number else []) + group]
