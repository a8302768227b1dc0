"""Where each part of a YAML text begins and ends, to the character, for whoever cuts the text.

The nodes that PyYAML composes do not tell enough: an alias has the place of what it refers to, a block begins at its anchor and ends behind
the comments below it, and the dashes of a list are nowhere. So the parts are put together from the parser's events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from itertools import accumulate
from typing import Any

import yaml

from .document import events

_BLANKS = re.compile(r"(?:[ \t\n]+|(?<=[ \t\n])#[^\n]*)*")
_PROPERTY = re.compile(r"[&!][^\s,\[\]{}]*")


class Sort(Enum):
    """What a part of a text is."""

    TEXT = "text"
    LIST = "list"
    MAPPING = "mapping"
    ALIAS = "alias"


@dataclass(slots=True, eq=False)
class Span:
    """One value as it is written; places are counted in characters from 0.

    Attributes:
        outer: Where it begins, with the anchor or tag before it.
        start: Where it begins itself: its text, its bracket, its first dash or key.
        end: Behind its last character; comments and blank lines below are not its own, but for those that a text after | or > keeps.
        flow: Whether it stands in brackets.
        style: The sign that a text begins with: a quote, | or >; empty for a plain one.
        dashes: Where the dash of each item stands in a list that has any.
    """

    sort: Sort
    outer: int
    start: int
    end: int
    flow: bool = False
    style: str = ""
    value: str = ""
    items: list[Span] = field(default_factory=list)
    pairs: list[tuple[Span, Span]] = field(default_factory=list)
    dashes: list[int] = field(default_factory=list)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all stands there, not even quotes."""
        return self.sort is Sort.TEXT and self.start == self.end

    @property
    def last(self) -> Span:
        """What its last character belongs to."""
        if self.flow or not (self.items or self.pairs):
            return self
        return (self.items[-1] if self.items else self.pairs[-1][1]).last

    @property
    def named(self) -> dict[str, tuple[Span, Span]]:
        """The keys of a mapping, each with itself and its value; of a key that stands twice, the first, as it is read."""
        found: dict[str, tuple[Span, Span]] = {}
        for key, value in self.pairs:
            found.setdefault(key.value, (key, value))
        return found


def spans(text: str) -> Span | None:
    """Give the parts of a text whose lines end in newlines and that `document.parse` reads; None where it holds nothing."""
    return _Reader(text).root()


def skip(text: str, place: int) -> int:
    """Go over blanks, line ends and comments."""
    found = _BLANKS.match(text, place)
    return found.end() if found else place


def colon(text: str, key: Span) -> int | None:
    """Give the place behind the colon of a key; None for a key alone in braces."""
    place = skip(text, key.end)
    return place + 1 if text.startswith(":", place) else None


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._events: Iterator[Any] = events(text)

    def root(self) -> Span | None:
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                return self._span(event)
        return None

    def _place(self, mark: Any) -> int:
        return int(min(self._starts[mark.line] + mark.column, len(self.text)))

    def _span(self, event: Any) -> Span:
        outer = start = self._place(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            return Span(Sort.ALIAS, outer, start, self._place(event.end_mark))
        while event.anchor or event.tag:
            found = _PROPERTY.match(self.text, skip(self.text, start))
            if found is None:
                break
            start = found.end()
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, outer, start)
        start = skip(self.text, start)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(Span(Sort.LIST, outer, start, start, bool(event.flow_style)))
        return self._mapping(Span(Sort.MAPPING, outer, start, start, bool(event.flow_style)))

    def _scalar(self, event: Any, outer: int, start: int) -> Span:
        style = event.style or ""
        if not event.value and not style:
            return Span(Sort.TEXT, outer, start, start)
        start, end = skip(self.text, start), self._place(event.end_mark)
        if style in ("|", ">"):
            end = self._end_of_block(start, end)
        return Span(Sort.TEXT, outer, start, end, style=style, value=event.value)

    def _end_of_block(self, start: int, end: int) -> int:
        """Give the end of the last line that tells something in a text after | or >."""
        head, *lines = self.text[start:end].removesuffix("\n").split("\n")
        if "+" not in head.partition("#")[0]:
            indent = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), default=0)
            while lines and not (lines[-1][indent:] if indent else lines[-1].strip()):
                lines.pop()
        return start + len("\n".join([head, *lines]))

    def _list(self, span: Span) -> Span:
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                if span.flow:
                    span.end = self._place(event.end_mark)
                break
            if not span.flow:
                span.dashes.append(skip(self.text, span.end))
            span.items.append(self._span(event))
            span.end = span.items[-1].end
        return span

    def _mapping(self, span: Span) -> Span:
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                end = self._place(event.end_mark)
                if span.flow and self.text[end - 1] == "}":  # [a: 1] is a mapping in brackets that are not its own
                    span.end = end
                break
            key = self._span(event)
            value = self._span(next(self._events))
            if value.is_nothing and value.outer == value.start:
                value.outer = value.start = value.end = colon(self.text, key) or key.end
            span.pairs.append((key, value))
            span.end = value.end
        return span
