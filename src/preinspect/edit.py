"""The one editor of files that people wrote: entries changed and added in the text itself, which is cut where something changes.

Comments, order, quotes, line breaks and line ends stay as they were, so that the difference git shows is the change alone. (A round trip
through ruamel.yaml keeps comments too, but writes the whole file anew: of the 2,068 lines of evidence/, with nothing edited, it changed
1,805 as it comes and 116, in 11 files of 15, at its best settings: quotes, indents and line breaks that nobody had touched.) What was
written is read again and held against what was meant. An edit that cannot be made so is refused and leaves its entry as it was: one of an
entry that is referred to elsewhere (`&name` and `*name`), which would change there too; one in a text that cannot be read; and an entry for
a section that holds something else than a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

from .document import Block, Rows, Value, parse, plain_value
from .problem import Location
from .span import Sort, Span, colon, skip, spans
from .write import (
    WIDTH,
    Bare,
    folded,
    in_brackets,
    is_clean,
    item,
    lines,
    literal,
    paragraphs,
    reads_as,
    refolded,
    scalar,
)

Patch = Mapping[str, Any]
"""New values by key: None takes the key away, a mapping changes what it names in turn, a list stands for the whole list."""

Order = Mapping[str, Any]
"""The order in which a new key finds its place: names, each with the order below it."""

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Edit:
    """What changes in an entry: the one that begins at a place, or that of a section and a number in it, from 0."""

    at: Location | tuple[str, int]
    patch: Patch


@dataclass(frozen=True, slots=True)
class Addition:
    """A new entry for the end of a section."""

    section: str
    entry: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edited:
    """The new text, and what could not be done; where nothing could, the text is the old one."""

    text: str
    refused: tuple[Edit | Addition, ...]


def edited(text: str, edits: Sequence[Edit] = (), additions: Sequence[Addition] = (), order: Order | None = None) -> Edited:
    """Change entries of a file and add others.

    Args:
        text: The file as it is, line ends and all; empty for a new file.
        edits: No two for the same entry.
        additions: Written in this order after the last entry of their section; the file's own indents and lists are followed.
        order: Where new keys stand among the others; at the end where it does not name them.
    """
    changes: list[Edit | Addition] = [*edits, *additions]
    source = _Source(text.removeprefix(_BOM))
    doable, made = _doable(source, changes, order or {})
    if made is None and doable:
        made = _attempt(source, doable, order or {})
    if made is None:  # each can be made, not all together; nothing is known that leads here
        return Edited(text, tuple(changes))
    done = set(map(id, doable))
    return Edited(text[: len(text) - len(source.raw)] + made, tuple(one for one in changes if id(one) not in done))


def _doable(source: _Source, changes: list[Edit | Addition], order: Order) -> tuple[list[Edit | Addition], str | None]:
    """Find what can be made, by halves, and the new text where that is everything."""
    made = _attempt(source, changes, order)
    if made is not None or len(changes) < 2:
        return (changes if made is not None else []), made
    half = len(changes) // 2
    return [*_doable(source, changes[:half], order)[0], *_doable(source, changes[half:], order)[0]], None


def _attempt(source: _Source, changes: Iterable[Edit | Addition], order: Order) -> str | None:
    """Make the new text; None where it does not read as what was meant."""
    if source.values is None:
        return None
    meant = _plain(source.values)
    page = _Page(source, order)
    added: dict[str, list[Mapping[str, Any]]] = {}
    for change in changes:
        if isinstance(change, Addition):
            added.setdefault(change.section, []).append(change.entry)
        elif (found := source.find(change.at)) is None:
            return None
        else:
            section, index = found
            old = meant[section][index]
            meant[section][index] = patched(old, change.patch)
            page.change(section, index, old, meant[section][index])
    for section, entries in added.items():
        rows = meant.get(section)
        if rows is not None and not isinstance(rows, list):
            return None  # what stands there is no list, and is not ours to replace
        meant[section] = [*(rows or ()), *entries]
        page.append(section, entries)
    result = page.result()
    if result is None:
        return None
    # Where the last lines went, a text under | may end the file now: it needs the line end that the file did without.
    tries = (result, result + (source.ends or ["\n"])[-1])
    return next((one for one in tries if (after := _read(one)) is not None and _same(after, meant)), None)


def patched(value: Any, patch: Patch) -> dict[str, Any]:
    """Give what a mapping holds once a patch is laid over it; a mapping that is left without anything goes too."""
    found: dict[str, Any] = dict(value) if isinstance(value, Mapping) else {}
    for key, new in patch.items():
        if isinstance(new, Mapping):
            old = found.get(key)
            inner = patched(old, new)
            if inner:
                found[key] = inner
            elif isinstance(old, Mapping) and old:
                del found[key]
        elif new is None:
            found.pop(key, None)
        else:
            found[key] = new
    return found


def _read(text: str) -> Mapping[str, Any] | None:
    """Read what a text holds; nothing where it is empty, and None where it cannot be read."""
    document, problems = parse(text, "")
    if document is not None:
        return document.root
    return {} if [problem.code for problem in problems] == ["PI108"] else None


def _plain(value: Value) -> Any:
    """Give a value without its places."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, Rows) else value


def _same(one: Any, other: Any) -> bool:
    """Say whether two values are read alike; true is no 1."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(inner, other[key]) for key, inner in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    one, other = _as_read(one), _as_read(other)
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _as_read(value: Any) -> Any:
    return plain_value(value) if isinstance(value, Bare) else value.isoformat() if isinstance(value, date) else value


# --- the text, and where things stand in it

_LINE_END = re.compile(r"\r\n|\r|\n")


class _Source:
    """A file's text with its parts, which attempts share."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.ends = _LINE_END.findall(raw)
        split = _LINE_END.split(raw)
        self.text = "\n".join(split)
        self.starts = [0, *accumulate(len(line) + 1 for line in split)]
        self.values = _read(raw)

    @cached_property
    def root(self) -> Span | None:
        """The sections, where the text holds any."""
        return spans(self.text) if self.values else None

    @cached_property
    def _places(self) -> dict[tuple[int | None, int | None], list[tuple[str, int]]]:
        found: dict[tuple[int | None, int | None], list[tuple[str, int]]] = {}
        for section, rows in (self.values or {}).items():
            for index in range(len(rows)) if isinstance(rows, Rows) else ():
                at = rows.place(index)
                found.setdefault((at.line, at.column), []).append((section, index))
        return found

    def find(self, at: Location | tuple[str, int]) -> tuple[str, int] | None:
        """Find the section and the number of an entry; a place that stands for several, as one beyond what it counts to, tells none."""
        found = self._places.get((at.line, at.column), []) if isinstance(at, Location) else [at]
        section, index = found[0] if len(found) == 1 else ("", 0)
        span = self.root.named[section][1] if self.root is not None and section in self.root.named else None
        is_there = span is not None and index < len(span.items) and span.items[index].sort is Sort.MAPPING
        return (section, index) if is_there and isinstance(self.values, Block) and self.values[section] else None


@dataclass(frozen=True, slots=True)
class _Splice:
    """New text for what stands from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Habit:
    """How entries of a section are laid out.

    Attributes:
        dash: Columns before the dash; `step` is from there to the keys.
        lists: Columns from a key to the dashes of its list; None where lists stand in brackets.
        blank: Whether blank lines part the entries.
    """

    dash: int = 2
    step: int = 2
    lists: int | None = None
    blank: bool = False

    @property
    def between(self) -> str:
        """What stands between two entries."""
        return "\n\n" if self.blank else "\n"


@dataclass(slots=True)
class _Page:
    """One file's text, and the splices that are to be made."""

    source: _Source
    order: Order
    text: str = field(init=False)
    splices: list[_Splice] = field(default_factory=list)
    _ends: dict[int, Span] = field(default_factory=dict)
    """By the end of an entry, the value that ends it now that what stood there has gone."""

    def __post_init__(self) -> None:
        self.text = self.source.text

    # places

    def _line(self, place: int) -> int:
        """Where the line of a place begins."""
        return self.text.rfind("\n", 0, place) + 1

    def _line_end(self, place: int) -> int:
        """Where the line of a place ends, before its line break."""
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found

    def _column(self, place: int) -> int:
        return place - self._line(place)

    def _is_alone(self, place: int) -> bool:
        """Say whether only blanks stand before a place in its line, and a line above."""
        line = self._line(place)
        return line > 0 and not self.text[line:place].strip(" ")

    def _below(self, place: int, indent: int, past_blanks: bool = False) -> int:
        """Give the end of a place's line, or of the comments right below it that are indented more than that."""
        end = place = self._line_end(place)
        while place < len(self.text):
            begin, place = place + 1, self._line_end(place + 1)
            line = self.text[begin:place]
            if line.strip() or not past_blanks:
                if not line.lstrip().startswith("#") or _indent(line) <= indent:
                    break
                end = place
        return end

    def _past_blanks(self, place: int, above: Span | None) -> int:
        """Give the end of a place's line, or of the blank lines below where a text above would take those for its own."""
        end = self._line_end(place)
        while above is not None and self._keeps(above) and end + 1 < len(self.text):
            following = self._line_end(end + 1)
            if self.text[end + 1 : following].strip():
                break
            end = following
        return end

    def _has_comment(self, start: int, end: int) -> bool:
        return re.search(r"(?:^|\s)#", self.text[start:end]) is not None

    # splices

    def _cut(self, start: int, end: int, text: str = "") -> None:
        self.splices.append(_Splice(start, end, text))

    def result(self) -> str | None:
        """Make all splices at once; None where two are in each other's way."""
        self._close_last_text()
        splices = sorted(self.splices, key=lambda one: (one.start, one.end))
        if any(one.end > other.start for one, other in pairwise(splices)):
            return None
        parts, place = [], 0
        for splice in splices:
            parts.append(self._raw(place, splice.start))
            parts.append(splice.text.replace("\n", self._line_break(splice.start)))
            place = splice.end
        return "".join(parts) + self._raw(place, len(self.text))

    def _close_last_text(self) -> None:
        """Say of a text under | or > that ends the file within its last line that it has no line end: one now follows it."""
        last = self.source.root.last if self.source.root is not None else None
        if last is None or last.style not in ("|", ">") or last.value.endswith("\n") or self.text.endswith("\n"):
            return
        if any(one.start >= last.end and one.text for one in self.splices) and not any(
            one.start < last.end and one.end > last.start for one in self.splices
        ):
            sign = re.match(r"[|>][1-9]?", self.text[last.start :])
            assert sign is not None
            place = last.start + sign.end()
            self._cut(place, place + self.text.startswith("+", place), "" if self.text.startswith("-", place) else "-")

    def _raw(self, start: int, end: int) -> str:
        """Give a stretch of the text with the line ends that the file has."""
        first = self.text.count("\n", 0, start)
        pieces = self.text[start:end].split("\n")
        ends = self.source.ends[first : first + len(pieces) - 1]
        return "".join(piece + end for piece, end in zip(pieces, (*ends, ""), strict=True))

    def _line_break(self, place: int) -> str:
        """Give the line break that is used around a place."""
        ends = self.source.ends
        return ends[min(self.text.count("\n", 0, place), len(ends) - 1)] if ends else "\n"

    # changing an entry

    def change(self, section: str, index: int, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Change one entry."""
        assert self.source.root is not None
        rows = self.source.root.named[section][1]
        self._mapping(rows.items[index], old, new, self.order.get(section, {}), self._habit(rows))

    def _mapping(self, span: Span, old: Mapping[str, Any], new: Mapping[str, Any], order: Order, habit: _Habit) -> None:
        """Change a mapping of which at least a key stays; of others, nothing of the old text is of use."""
        kept = [key for key in span.named if key in new]
        if not kept:
            self._cut(span.start, span.end, in_brackets(new))
            return
        for key in kept:
            if not _same(old[key], new[key]):
                self._value(*span.named[key], span.flow, old[key], new[key], order.get(key, {}), habit)
        fresh = {key: value for key, value in new.items() if key not in span.named}
        if span.flow:
            self._insert_in_flow(span, fresh, kept, order)
            self._remove_from_flow(
                [(key.outer, value.end) for key, value in span.pairs], [key.value in kept for key, _ in span.pairs]
            )
        else:
            self._change_lines(span, fresh, kept, order, habit)

    def _value(self, key: Span, span: Span, flow: bool, old: Any, new: Any, order: Order, habit: _Habit) -> None:
        """Change the value of a key."""
        if isinstance(new, Mapping) and span.sort is Sort.MAPPING and any(name in new for name in span.named):
            self._mapping(span, old, new, order, habit)
        elif isinstance(new, list | tuple) and new and span.sort is Sort.LIST and span.items:
            self._list(span, old, new, habit)
        elif isinstance(new, Mapping | list | tuple) or span.sort is not Sort.TEXT or span.is_nothing:
            self._whole(key, span, flow, new)
        else:
            self._text(span, new, flow, self._column(key.start) + 2)

    def _whole(self, key: Span, span: Span, flow: bool, new: Any) -> None:
        """Put a new value where nothing stood, or one of another sort; comments before the old one stay."""
        behind = colon(self.text, key)
        told = literal(new) if isinstance(new, str) and not flow else None
        head, *rest = told or [in_brackets(new) if flow or not isinstance(new, str) else scalar(new)]
        if behind is None:
            self._cut(key.end, key.end, f": {head}")
            return
        below = self.text.rfind("\n", behind, span.outer)
        if below < 0 or span.is_nothing:
            self._cut(behind, span.end, f" {head}{self._sign_comment(span)}")
        elif span.flow or span.sort is Sort.TEXT:
            self._cut(span.outer, span.end, f"{head}{self._sign_comment(span)}")
        else:  # a block goes with its lines
            self._cut(behind, behind, f" {head}")
            self._cut(below, self._line_end(span.end))
        self._lay(behind if span.sort is not Sort.TEXT else span.end, rest, self._column(key.start) + 2)

    def _lay(self, place: int, body: Sequence[str], indent: int) -> None:
        """Put the lines of a text below the line that its sign stands in, behind the comment there."""
        if body:
            end = self._line_end(place)
            self._cut(end, end, _indented(body, indent))

    def _sign_comment(self, span: Span) -> str:
        """Give the comment that stands behind | or >."""
        found = re.match(r"[|>][^\s#]*([ \t]+#[^\n]*)", self.text[span.start : span.end]) if span.style in ("|", ">") else None
        return found[1].rstrip() if found else ""

    def _text(self, span: Span, new: Any, flow: bool, indent: int) -> None:
        """Put a text, a number or a day where another stood, in the manner of that one."""
        comment = self._sign_comment(span)
        if isinstance(new, str) and not isinstance(new, Bare):
            if span.style in ("|", ">") and (body := self._body(span, new)) is not None:
                ends = "-" if not new.endswith("\n") else "+" if self._keeps(span) else ""
                self._cut(span.start, span.end, f"{span.style}{ends}{comment}{body}")
                return
            if not flow and not comment and (told := literal(new)) is not None:
                self._cut(span.start, span.end, told[0])
                self._lay(span.end, told[1:], indent)
                return
            written = "\n".join(self._broken(span, new, flow, indent))
        else:
            written = scalar(new, flow=flow)
        self._cut(span.start, span.end, written + comment)

    def _broken(self, span: Span, new: str, flow: bool, indent: int) -> list[str]:
        """Write a text that runs over several lines as it did, and one that has outgrown its line over several."""
        written = scalar(new, flow=flow, style=span.style if span.style in ("'", '"') else "")
        old = [line.strip() for line in self.text[span.start : span.end].split("\n")]
        column = self._column(span.start)
        if span.style in ("|", ">") or (flow and len(old) == 1) or not all(old):  # a blank line within it ends a paragraph
            return [written]
        if len(old) > 1:
            indent = _indent(self.text[self._line(span.end) :])
            told = refolded(old, written, WIDTH - indent)
        elif column + len(old[0]) <= WIDTH:
            told = folded(written, WIDTH - column, WIDTH - indent)
        else:
            return [written]
        told = [told[0], *(" " * indent + line for line in told[1:])]
        return told if len(told) == 1 or reads_as("\n".join(told), new, flow) else [written]

    def _body(self, span: Span, new: str) -> str | None:
        """Write the lines of a text under the sign | or > that is there; None where they need another form."""
        body = new.removesuffix("\n").split("\n")
        old = self.text[span.start : span.end].split("\n")[1:]
        indent = min((_indent(line) for line in old if line.strip()), default=self._indent_of(span) + 2)
        if not is_clean(body) or not all((body[0], body[-1])):
            return None
        if span.style == ">":
            told = paragraphs([line.strip() for line in old], new.removesuffix("\n"), WIDTH - indent)
            if told is None or not reads_as(">-" + _indented(told, 2), new.removesuffix("\n")):
                return None
            body = told
        return _indented(body, indent)

    def _indent_of(self, span: Span) -> int:
        return _indent(self.text[self._line(span.start) :])

    def _keeps(self, span: Span) -> bool:
        """Say whether the line ends below a text under | or > are part of it."""
        return re.match(r"[|>]\d?\+", self.text[span.start : span.end]) is not None

    # keys in lines

    def _change_lines(self, span: Span, fresh: Patch, kept: Sequence[str], order: Order, habit: _Habit) -> None:
        """Insert and remove lines of a block; a line is removed with the line break before it."""
        indent = self._column(span.start)
        head = ""
        for before, keys in _places(fresh, kept, order):
            told = [line for key in keys for line in lines(key, fresh[key], indent, habit.lists)]
            if before is None:
                head = "\n".join(told)[indent:]
            else:
                end = self._below(span.named[before][1].end, indent)
                self._cut(end, end, "".join(f"\n{line}" for line in told))
        stays = next(place for place, (key, _) in enumerate(span.pairs) if key.value in kept)
        first, following = span.pairs[0], span.pairs[stays][0]
        gone = [pair for pair in span.pairs if pair[0].value not in kept]
        if not stays and head:
            self._cut(first[0].outer, first[0].outer, f"{head}\n{' ' * indent}")
        elif head and self._is_alone(span.start):
            above = self._line(span.start) - 1
            self._cut(above, above, f"\n{' ' * indent}{head}")
        elif head:
            self._cut(first[0].outer, self._line_end(first[1].end), head)
            gone = gone[1:]
        elif stays and not self._is_alone(span.start):
            end = self._line_end(first[1].end)
            if self._has_comment(end, self._line(following.start)):  # which stays: the dash then stands in a line of its own
                self._cut(len(self.text[: first[0].outer].rstrip(" ")), end)
                gone = gone[1:]
            else:  # what follows moves up to the dash
                self._cut(first[0].outer, following.outer)
                gone = gone[stays:]
        before_it: Span | None = None
        for key, value in span.pairs:
            if (key, value) in gone:
                self._cut(self._line(key.start) - 1, self._past_blanks(value.end, before_it))
            elif key.value in kept:
                before_it = value.last
        if before_it is not None:
            self._ends[span.end] = before_it

    # what stands in brackets

    def _insert_in_flow(self, span: Span, fresh: Patch, kept: Sequence[str], order: Order) -> None:
        for before, keys in _places(fresh, kept, order):
            written = in_brackets({key: fresh[key] for key in keys})[1:-1]
            if before is None:
                self._cut(span.start + 1, span.start + 1, f"{written}, ")
            else:
                end = span.named[before][1].end
                self._cut(end, end, f"{' ' if span.named[before][1].is_nothing else ''}, {written}")

    def _remove_from_flow(self, places: Sequence[tuple[int, int]], stays: Sequence[bool]) -> None:
        """Take parts out of brackets, of which at least one stays; comments between them stay too."""
        for first, last in _runs([not one for one in stays]):
            is_last = last + 1 == len(places)
            start = places[first - 1][1] if is_last and first else places[first][0]
            end = places[last][1] if is_last else places[last + 1][0]
            begin = max(first - is_last, 0)
            if not any(self._has_comment(places[one][1], places[one + 1][0]) for one in range(begin, last + 1 - is_last)):
                self._cut(start, end, " " if self.text[start - 1] == ":" else "")  # a colon ends a key only before a blank
                continue
            for start, end in places[first : last + 1]:
                self._cut(start, end)
                comma = skip(self.text, end)
                if self.text.startswith(",", comma):
                    self._cut(comma, comma + 1)

    # lists

    def _list(self, span: Span, old: Sequence[Any], new: Sequence[Any], habit: _Habit) -> None:
        """Change a list; what stays in it stays as it was written."""
        steps = SequenceMatcher(None, list(map(_known, old)), list(map(_known, new)), autojunk=False).get_opcodes()
        stays = [True] * len(old)
        for what, first, last, begin, end in steps:
            same = min(last - first, end - begin) if what == "replace" else 0
            for place in range(same):
                self._item(span, first + place, old[first + place], new[begin + place], habit)
            if what != "equal":
                stays[first + same : last] = [False] * (last - first - same)
                insert = self._add_to_flow if span.flow else self._add_lines
                insert(span, first + same, new[begin + same : end])
        if span.flow:
            self._remove_from_flow([(one.outer, one.end) for one in span.items], stays)
        else:
            for place in (place for place, one in enumerate(stays) if not one):
                self._cut(self._line(span.dashes[place]) - 1, self._line_end(span.items[place].end))

    def _item(self, span: Span, place: int, old: Any, new: Any, habit: _Habit) -> None:
        """Change one item of a list."""
        one = span.items[place]
        if isinstance(new, Mapping) and one.sort is Sort.MAPPING and any(name in new for name in one.named):
            self._mapping(one, old, new, {}, habit)
        elif isinstance(new, Mapping | list | tuple) or one.sort is not Sort.TEXT or one.is_nothing:
            glue = " " if one.is_nothing and self.text[one.end - 1 : one.end] not in (" ", "\n") else ""
            self._cut(one.outer, one.end, glue + (in_brackets(new) if span.flow else item(new)))
        else:
            self._text(one, new, span.flow, self._column(one.start) if span.flow else self._column(span.dashes[place]) + 2)

    def _add_to_flow(self, span: Span, place: int, new: Sequence[Any]) -> None:
        if new:
            written = in_brackets(new)[1:-1]
            at = span.items[place - 1].end if place else span.items[0].outer
            self._cut(at, at, f", {written}" if place else f"{written}, ")

    def _add_lines(self, span: Span, place: int, new: Sequence[Any]) -> None:
        indent = self._column(span.dashes[0])
        if place:
            at = self._line_end(span.items[place - 1].end)
        else:  # above the comments on what is first now
            at = self._line(span.dashes[0]) - 1
            while self.text[self._line(at) : at].lstrip().startswith("#"):
                at = self._line(at) - 1
        self._cut(at, at, "".join(f"\n{' ' * indent}- {item(one)}" for one in new))

    # new entries

    def append(self, section: str, entries: Sequence[Mapping[str, Any]]) -> None:
        """Add entries at the end of a section, which is made where it does not stand yet."""
        root = self.source.root
        key, rows = root.named.get(section, (None, None)) if root is not None else (None, None)
        if root is not None and (root.flow or (rows is not None and rows.flow and "\n" in self.text[rows.start : rows.end])):
            self._append_in_flow(root, section, key, rows, entries)
        elif rows is not None and rows.items and rows.flow:
            self._add_to_flow(rows, len(rows.items), entries)
        elif rows is not None and rows.items:
            habit = self._habit(rows)
            last = self._ends.get(rows.end, rows.last)
            end = self._below(self._past_blanks(rows.end, last), habit.dash, past_blanks=True)
            gap = "\n" if self._keeps(last) else habit.between
            self._cut(end, end, gap + habit.between.join(self._entry(one, habit) for one in entries))
        else:
            habit = self._habit_of_others()
            told = habit.between.join(self._entry(one, habit) for one in entries)
            if key is not None and rows is not None:
                self._fill(key, rows, told)
            else:
                self._append_section(section, told)

    def _append_in_flow(self, root: Span, section: str, key: Span | None, rows: Span | None, entries: Sequence[Any]) -> None:
        """Add entries where brackets stand around all sections, or round a section over several lines."""
        if key is None or rows is None:
            end = root.pairs[-1][1].end
            self._cut(end, end, f", {scalar(section, flow=True)}: {in_brackets(list(entries))}")
        elif rows.items:
            self._add_to_flow(rows, len(rows.items), entries)
        elif rows.sort is Sort.LIST:
            self._cut(rows.start + 1, rows.start + 1, in_brackets(list(entries))[1:-1])
        else:
            self._whole(key, rows, True, list(entries))

    def _fill(self, key: Span, rows: Span, told: str) -> None:
        """Put entries into a section that holds none, behind what a template left commented out there."""
        behind = colon(self.text, key)
        assert behind is not None
        start = max(behind, self.text.rfind("\n", behind, rows.end))
        if start < rows.end:
            self._cut(start, rows.end)
        line_end = self._line_end(max(start, rows.end))
        end = self._below(line_end, 0, past_blanks=True)
        self._cut(end, end, ("\n\n" if end > line_end else "\n") + told)

    def _append_section(self, section: str, told: str) -> None:
        """Make a section at the end of the file, or before the sign that ends it."""
        root = self.source.root
        found = re.compile(r"^\.\.\.(?=\s|$)", re.MULTILINE).search(self.text, root.end if root is not None else 0)
        end = found.start() if found else len(self.text)
        before = self.text[:end]
        lead = "" if before.endswith("\n") or not before else "\n"
        is_parted = not before.strip() or before.endswith("\n\n") or (root is not None and self._keeps(root.last))
        self._cut(end, end, f"{lead}{'' if is_parted else chr(10)}{scalar(section)}:\n{told}\n")

    def _habit(self, rows: Span) -> _Habit:
        """Learn from the last entries of a section how to lay out another."""
        if not rows.items or rows.flow:
            return _Habit()
        dash = self._column(rows.dashes[-1])
        blocks = [one for one in reversed(rows.items) if one.sort is Sort.MAPPING and not one.flow]
        step = self._column(blocks[0].start) - dash if blocks else 2
        found = next(((key, value) for one in blocks for key, value in one.pairs if value.items), None)
        lists = None if found is None or found[1].flow else self._column(found[1].start) - self._column(found[0].start)
        if len(rows.items) > 1:
            blank = re.search(r"\n[ \t]*\n", self.text[rows.items[-2].end : rows.dashes[-1]]) is not None
        else:
            blank = "\n" in self.text[rows.start : rows.end]
        return _Habit(dash, step, lists, blank)

    def _habit_of_others(self) -> _Habit:
        """Learn from another section; its blank lines say nothing of this one."""
        rows = (rows for _, rows in (self.source.root.pairs if self.source.root is not None else ()))
        habit = next((self._habit(one) for one in rows if one.dashes), _Habit())
        return _Habit(habit.dash, habit.step, habit.lists)

    def _entry(self, entry: Mapping[str, Any], habit: _Habit) -> str:
        indent = habit.dash + habit.step
        told = [line for key, value in entry.items() for line in lines(key, value, indent, habit.lists)]
        first = told[0][indent:] if told else "{}"
        return "\n".join([f"{' ' * habit.dash}{'-':<{habit.step}}{first}", *told[1:]])


def _known(value: Any) -> str:
    """Give what two values have in common only if they are read alike."""
    value = _as_read(value)
    return f"{type(value).__name__} {value}"


def _indented(body: Sequence[str], indent: int) -> str:
    return "".join(f"\n{' ' * indent}{line}" if line else "\n" for line in body)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _places(fresh: Iterable[str], kept: Sequence[str], order: Order) -> Iterator[tuple[str | None, list[str]]]:
    """Say after which key each new key stands; None is the very beginning."""
    rank = {name: place for place, name in enumerate(order)}
    found: dict[str | None, list[str]] = {}
    for key in sorted(fresh, key=lambda one: rank.get(one, len(rank))):
        before = [name for name in kept if key not in rank or rank.get(name, len(rank)) < rank[key]]
        nearest = max(before, key=lambda name: (rank.get(name, -1), kept.index(name))) if key in rank and before else None
        found.setdefault(nearest if key in rank else kept[-1], []).append(key)
    yield from found.items()


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Give the first and the last place of every run of what is true."""
    start = None
    for place, flag in enumerate((*flags, False)):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            yield start, place - 1
            start = None
