"""The text of one YAML file with some entries changed and some added: cut where something changes, and nowhere else.

Comments, order, quotes, line breaks and line ends stay as they were, so that the difference git shows is the change alone. What was
written is read again and held against what was meant; an edit that cannot be made so is refused and leaves its entry as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from itertools import accumulate
from textwrap import wrap
from typing import Any

import yaml

from .document import Block, Document, Rows, Value, parse, tree
from .problem import Location
from .shape import surprises

WIDTH = 110
"""Where a long text goes on in a new line."""

Patch = Mapping[str, Any]
"""New values by key: None takes the key away, a mapping changes what it names in turn, a list stands for the whole list."""

Order = Mapping[str, Any]
"""The order in which a new key finds its place: names, each with the order below it."""


class Bare(str):
    """A word that is written without quotes, such as yes where yes or no is meant."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """What changes in the entry that begins at a place."""

    at: Location
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
    changes: tuple[Edit | Addition, ...] = (*edits, *additions)
    attempt = _attempt(text, changes, (), order or {})
    return Edited(attempt, ()) if attempt is not None else _one_by_one(text, changes, order or {})


def _one_by_one(text: str, changes: Sequence[Edit | Addition], order: Order) -> Edited:
    """Try each change alone, and if it fails with every text in double quotes; then make together those that can be made."""
    plain = [one for one in changes if _attempt(text, [one], (), order) is not None]
    quoted = [one for one in changes if one not in plain and _attempt(text, [one], [one], order) is not None]
    doable = [one for one in changes if one in plain or one in quoted]
    attempt = _attempt(text, doable, quoted, order)
    if attempt is None:  # each can be made, not all together; nothing is known that leads here
        return Edited(text, tuple(changes))
    return Edited(attempt, tuple(one for one in changes if one not in doable))


def _attempt(text: str, changes: Sequence[Edit | Addition], quoted: Sequence[Edit | Addition], order: Order) -> str | None:
    """Make the new text; None where it does not read as what was meant."""
    before = _read(text)
    meant = _plain(before.root) if before is not None else {}
    page = _Page(text, order)
    for edit in (one for one in changes if isinstance(one, Edit)):
        found = _find(before.root, edit.at) if before is not None else None
        if found is None:
            return None
        rows = meant[found[0]]
        rows[found[1]] = patched(rows[found[1]], edit.patch)
        page.change(*found, edit.patch, careful=edit in quoted)
    additions = [one for one in changes if isinstance(one, Addition)]
    for section in dict.fromkeys(one.section for one in additions):
        entries = [one for one in additions if one.section == section]
        rows = meant.get(section)
        if rows is not None and not isinstance(rows, list):
            return None  # what stands there is no list, and is not ours to replace
        meant[section] = [*(rows or ()), *(dict(one.entry) for one in entries)]
        page.append(section, [(one.entry, one in quoted) for one in entries])
    result = page.result()
    after = _read(result)
    return result if after is not None and _plain(after.root) == meant else None


def patched(value: Any, patch: Patch) -> dict[str, Any]:
    """Give what a mapping holds once a patch is laid over it; a mapping that is left without anything goes too."""
    found: dict[str, Any] = dict(value) if isinstance(value, Mapping) else {}
    for key, new in patch.items():
        inner = patched(found.get(key), new) if isinstance(new, Mapping) else new
        if inner is None or inner == {}:
            found.pop(key, None)
        else:
            found[key] = inner
    return found


def _read(text: str) -> Document | None:
    return parse(text, "")[0]


def _plain(value: Value) -> Any:
    """Give a value without its places, so that two readings can be compared."""
    if isinstance(value, Block):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, Rows) else value


def _find(root: Block, at: Location) -> tuple[str, int] | None:
    """Find the section and the row of the entry that begins at a place."""
    for section, rows in root.items():
        for index in range(len(rows)) if isinstance(rows, Rows) else ():
            place = rows.place(index)
            if (place.line, place.column) == (at.line, at.column):
                return section, index
    return None


# --- how values are written

_MUST_QUOTE = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`=<~]|\.\.\.|---")
_SPLITS = re.compile(r":(\s|$)|\s#")
_PLAINLY_TEXT = re.compile(
    r"[A-Za-z][A-Za-z0-9_-]* [A-Za-z0-9 ,.;()/&'+%_-]*[A-Za-z0-9.;)%]|[A-Z][A-Z]+-[A-Za-z0-9-]*[A-Za-z0-9]"
)
_IN_FLOW = re.compile(r"[,\[\]{}]|:[,\[\]{}]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_NOT_AS_IT_IS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def scalar(value: str | int | float | bool, *, flow: bool = False, style: str | None = None) -> str:
    """Write a text or a number in one line; in quotes where it has them already (`style`) or needs them.

    A text that other programs would take for a number, a date of theirs, or yes or no, gets quotes too.
    """
    if isinstance(value, Bare):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if style == '"' or _NOT_AS_IT_IS.search(value):
        return _double(value)
    if style == "'" or not _is_safe(value, flow):
        return _double(value) if style != "'" and "'" in value and not {'"', "\\"} & set(value) else _single(value)
    return value


def _number(value: float) -> str:
    return format(Decimal(repr(value)), "f").removesuffix(".0")


def _is_safe(text: str, flow: bool) -> bool:
    """Say whether a text may stand without quotes."""
    if not text or text != text.strip() or _MUST_QUOTE.match(text) or _SPLITS.search(text) or surprises(text):
        return False
    if flow and _IN_FLOW.search(text):
        return False
    if _PLAINLY_TEXT.fullmatch(text):
        return True
    document = _read(f"v: {text}")
    return document is not None and document.root == {"v": text}


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    text = re.sub('["\\\\]', lambda found: _ESCAPES[found[0]], text)
    return _NOT_AS_IT_IS.sub(lambda found: _ESCAPES.get(found[0], f"\\u{ord(found[0]):04x}"), text)


def in_brackets(value: Any) -> str:
    """Write a value within brackets."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key, flow=True)}: {in_brackets(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(in_brackets, value)) + "]"
    return scalar(value, flow=True)


def _key(name: str, flow: bool = False) -> str:
    return scalar(name, flow=flow)


def _folded(text: str, first: int, rest: int) -> list[str]:
    """Break a text over lines at single blanks, which reading joins again; both widths count columns that are free."""
    if len(text) <= first or "  " in text or rest < 30:
        return [text]
    lines = wrap(text, max(first, 30), break_long_words=False, break_on_hyphens=False)
    if len(lines) > 1 and first != rest:
        lines = [lines[0], *wrap(" ".join(lines[1:]), rest, break_long_words=False, break_on_hyphens=False)]
    return lines if " ".join(lines) == text else [text]


def _refolded(old: Sequence[str], new: str, width: int) -> list[str]:
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
        return _folded(new, width, width)
    middle = new[begin:end]
    room = max(width, *map(len, old)) + 20  # a word more is no reason to move all that follows
    return [*old[:first], *([middle] if len(middle) <= room else _folded(middle, width, width)), *old[last:]]


# --- the text, and where things stand in it

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class _Splice:
    """New text for what stands from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Habit:
    """How entries of a section are laid out: columns of dash and keys, lists of one entry a line, blank lines between entries."""

    dash: int = 2
    step: int = 2
    lists_down: bool = False
    list_step: int = 2
    blank: bool = False


@dataclass(slots=True)
class _Page:
    """One file's text with its tree, and the splices that are to be made."""

    raw: str
    order: Order
    careful: bool = False
    """Whether every text is written in double quotes, which can hold anything."""
    text: str = field(init=False)
    splices: list[_Splice] = field(default_factory=list)
    _ends: list[str] = field(init=False)
    _starts: list[int] = field(init=False)
    _root: yaml.MappingNode | None = field(init=False)

    def __post_init__(self) -> None:
        self._ends = _LINE_END.findall(self.raw)
        lines = _LINE_END.split(self.raw)
        self.text = "\n".join(lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in lines)]
        root = tree(self.text)
        self._root = root if isinstance(root, yaml.MappingNode) else None

    # places

    def _start(self, node: yaml.Node) -> int:
        return self._starts[node.start_mark.line] + int(node.start_mark.column)

    def _end(self, node: yaml.Node) -> int:
        """Where the last character of a node ends; comments and blank lines after it are not its own."""
        if isinstance(node, yaml.MappingNode) and not node.flow_style:
            return self._end(node.value[-1][1])
        if isinstance(node, yaml.SequenceNode) and not node.flow_style:
            return self._end(node.value[-1])
        end = self._starts[node.end_mark.line] + int(node.end_mark.column)
        start = self._start(node)
        return start + len(self.text[start:end].rstrip()) if end > start else start

    def _line(self, place: int) -> int:
        """Where the line of a place begins."""
        return self.text.rfind("\n", 0, place) + 1

    def _line_end(self, place: int) -> int:
        """Where the line of a place ends, before its line break."""
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found

    def _column(self, place: int) -> int:
        return place - self._line(place)

    def _dash(self, rows: yaml.SequenceNode, item: yaml.Node) -> int:
        """Where the dash before an item of a block list stands: all stand below each other."""
        column, line = int(rows.start_mark.column), int(item.start_mark.line)
        while self.text[self._starts[line] + column : self._starts[line] + column + 2].rstrip() != "-":
            line -= 1
        return self._starts[line] + column

    def _cut(self, start: int, end: int, text: str = "") -> None:
        self.splices.append(_Splice(start, end, text))

    def result(self) -> str:
        """Make all splices at once."""
        parts, place = [], 0
        for splice in sorted(self.splices, key=lambda one: (one.start, one.end)):
            parts.append(self._raw(place, splice.start))
            parts.append(splice.text.replace("\n", self._line_break(splice.start)))
            place = max(place, splice.end)
        return "".join(parts) + self._raw(place, len(self.text))

    def _raw(self, start: int, end: int) -> str:
        """Give a stretch of the text with the line ends that the file has."""
        first = self.text.count("\n", 0, start)
        pieces = self.text[start:end].split("\n")
        ends = self._ends[first : first + len(pieces) - 1]
        return "".join(piece + end for piece, end in zip(pieces, (*ends, ""), strict=True))

    def _line_break(self, place: int) -> str:
        """Give the line break that is used around a place."""
        line = self.text.count("\n", 0, place)
        return self._ends[min(line, len(self._ends) - 1)] if self._ends else "\n"

    # changing an entry

    def change(self, section: str, index: int, patch: Patch, careful: bool) -> None:
        """Change one entry."""
        self.careful = careful
        rows = _child(self._root, section)
        self._mapping(rows.value[index], patch, self.order.get(section, {}), self._habit(rows))

    def _mapping(self, node: yaml.MappingNode, patch: Patch, order: Order, habit: _Habit) -> None:
        pairs = _pairs(node)
        gone = [key for key, new in patch.items() if key in pairs and _is_gone(node, key, new)]
        for key, new in patch.items():
            if key in pairs and key not in gone:
                self._value(node, key, new, order.get(key, {}), habit)
        fresh = {key: new for key, new in patch.items() if key not in pairs and new is not None}
        fresh = {key: new for key, value in fresh.items() if (new := patched({}, {key: value}).get(key)) is not None}
        kept = [key for key in pairs if key not in gone]
        if node.flow_style:
            self._insert_in_flow(node, fresh, kept, order)
            self._remove_from_flow(node, gone)
        else:
            self._insert_lines(node, fresh, kept, order, habit)
            self._remove_lines(node, gone)

    def _value(self, node: yaml.MappingNode, key: str, new: Any, order: Order, habit: _Habit) -> None:
        name, old = _pairs(node)[key]
        flow = bool(node.flow_style)
        if isinstance(new, Mapping) and isinstance(old, yaml.MappingNode) and _survivors(old, new):
            self._mapping(old, new, order, habit)
        elif isinstance(new, list) and isinstance(old, yaml.SequenceNode) and old.value:
            self._list(old, new)
        elif isinstance(new, str | int | float) and isinstance(old, yaml.ScalarNode):
            self._scalar(name, old, new, flow)
        elif isinstance(new, Mapping):
            self._whole(name, old, in_brackets(patched({}, new)))
        else:
            self._whole(name, old, self._written(new, flow) if isinstance(new, str | int | float) else in_brackets(new))

    def _whole(self, key: yaml.Node, node: yaml.Node, text: str) -> None:
        """Put a new value in the place of one of another sort."""
        colon = self.text.index(":", self._end(key)) + 1
        self._cut(colon, max(self._end(node), colon), f" {text}")

    def _scalar(self, key: yaml.Node, node: yaml.ScalarNode, new: str | int | float, flow: bool) -> None:
        start, end = self._start(node), self._end(node)
        if start == end:  # nothing stood there
            glue = "" if self.text[start - 1 : start] in (" ", "\n") else " "
            written = glue + self._written(new, flow)
        elif not isinstance(new, str) or self.careful:
            written = self._written(new, flow)
        elif node.style in ("|", ">"):
            written = self._block_text(node, new)
        elif "\n" in new:
            written = _double(new) if flow else _literal(new, self._column(self._start(key)) + 2)
        elif "\n" in self.text[start:end]:
            written = self._refold(node, new, flow)
        else:
            written = scalar(new, flow=flow, style=_quote(node))
        self._cut(start, end, written)

    def _written(self, new: Any, flow: bool) -> str:
        return _double(new) if self.careful and isinstance(new, str) else scalar(new, flow=flow)

    def _refold(self, node: yaml.ScalarNode, new: str, flow: bool) -> str:
        """Write a text that runs over several lines."""
        start, end = self._start(node), self._end(node)
        written = scalar(new, flow=flow, style=_quote(node))
        lines = [line.strip() for line in self.text[start:end].split("\n")]
        if not all(lines):  # a paragraph ends within it
            return written
        indent = _indent(self.text[self._line(end) :])
        return f"\n{' ' * indent}".join(_refolded(lines, written, WIDTH - indent))

    def _block_text(self, node: yaml.ScalarNode, new: str) -> str:
        """Write a text after | or >, under the sign that is there."""
        start, end = self._start(node), self._end(node)
        head, *lines = self.text[start:end].split("\n")
        indent = min((_indent(line) for line in lines if line.strip()), default=2)
        body = new.rstrip("\n").split("\n")
        if node.style == ">":
            if len(body) > 1:
                return _double(new)
            body = _refolded([line.strip() for line in lines if line.strip()], body[0], WIDTH - indent)
        return "\n".join([head, *(f"{' ' * indent}{line}" if line else "" for line in body)])

    # keys

    def _insert_lines(self, node: yaml.CollectionNode, fresh: Patch, kept: Sequence[str], order: Order, habit: _Habit) -> None:
        pairs = _pairs(node)
        indent = self._column(self._start(node))
        for before, keys in _places(fresh, kept, order):
            lines = [line for key in keys for line in self._lines(key, fresh[key], indent, habit)]
            if before is None:
                first = self._start(node)
                self._cut(first, first, "\n".join(lines)[indent:] + f"\n{' ' * indent}")
            else:
                end = self._line_end(self._end(pairs[before][1]))
                self._cut(end, end, "".join(f"\n{line}" for line in lines))

    def _remove_lines(self, node: yaml.CollectionNode, gone: Sequence[str]) -> None:
        pairs = list(_pairs(node).items())
        while pairs and gone and pairs[0][0] in gone:  # what follows moves up to the dash
            (_, (key, _value)), (_, (following, _)) = pairs[0], pairs[1]
            self._cut(self._start(key), self._start(following))
            pairs.pop(0)
        for name, (key, value) in pairs:
            if name in gone:
                end = self._line_end(max(self._end(value), self._end(key)))
                start = self._line(self._start(key))
                self._cut(start if end < len(self.text) else max(start - 1, 0), min(end + 1, len(self.text)))

    def _insert_in_flow(self, node: yaml.CollectionNode, fresh: Patch, kept: Sequence[str], order: Order) -> None:
        pairs = _pairs(node)
        for before, keys in _places(fresh, kept, order):
            written = ", ".join(f"{_key(key, flow=True)}: {self._flow(fresh[key])}" for key in keys)
            if before is not None:
                end = self._end(pairs[before][1])
                self._cut(end, end, f", {written}")
            else:
                start = self._start(node) + 1
                self._cut(start, start, f"{written}, " if kept else written)

    def _remove_from_flow(self, node: yaml.CollectionNode, gone: Sequence[str]) -> None:
        pairs = list(_pairs(node).items())
        for first, last in _runs([name in gone for name, _ in pairs]):
            if last + 1 < len(pairs):
                self._cut(self._start(pairs[first][1][0]), self._start(pairs[last + 1][1][0]))
            else:
                start = self._end(pairs[first - 1][1][1]) if first else self._start(pairs[0][1][0])
                self._cut(start, self._end(pairs[last][1][1]))

    def _flow(self, value: Any) -> str:
        return _double(value) if self.careful and isinstance(value, str) else in_brackets(value)

    # lists

    def _list(self, node: yaml.SequenceNode, new: Sequence[Any]) -> None:
        """Change a list of texts; what stays in it stays as it was written."""
        old = [item.value if isinstance(item, yaml.ScalarNode) else item for item in node.value]
        steps = SequenceMatcher(None, [str(one) for one in old], [str(one) for one in new], autojunk=False).get_opcodes()
        for what, first, last, from_, to in steps:
            same = min(last - first, to - from_) if what == "replace" else 0
            for place in range(same):
                item = node.value[first + place]
                self._cut(self._start(item), self._end(item), scalar(new[from_ + place], flow=bool(node.flow_style)))
            if what != "equal":
                insert = self._add_to_flow if node.flow_style else self._add_lines
                insert(node, first + same, new[from_ + same : to])
        gone = [
            what != "equal" and place - first >= to - from_
            for what, first, last, from_, to in steps
            for place in range(first, last)
        ]
        for first, last in _runs(gone):
            self._remove_items(node, first, last)

    def _add_to_flow(self, node: yaml.SequenceNode, place: int, new: Sequence[Any]) -> None:
        if new:
            written = ", ".join(scalar(one, flow=True) for one in new)
            at = self._end(node.value[place - 1]) if place else self._start(node.value[0])
            self._cut(at, at, f", {written}" if place else f"{written}, ")

    def _add_lines(self, node: yaml.SequenceNode, place: int, new: Sequence[Any]) -> None:
        dash = self._dash(node, node.value[0])
        indent = " " * self._column(dash)
        at = self._line_end(self._end(node.value[place - 1])) if place else dash
        lines = [f"- {scalar(one)}" for one in new]
        if new:
            self._cut(
                at, at, "".join(f"\n{indent}{line}" for line in lines) if place else "".join(f"{one}\n{indent}" for one in lines)
            )

    def _remove_items(self, node: yaml.SequenceNode, first: int, last: int) -> None:
        items = node.value
        if not node.flow_style:
            self._cut(self._line(self._dash(node, items[first])), min(self._line_end(self._end(items[last])) + 1, len(self.text)))
        elif last + 1 < len(items):
            self._cut(self._start(items[first]), self._start(items[last + 1]))
        else:
            self._cut(self._end(items[first - 1]), self._end(items[last]))

    # new entries

    def append(self, section: str, entries: Sequence[tuple[Mapping[str, Any], bool]]) -> None:
        """Add entries at the end of a section, which is made where it does not stand yet; each says whether to be careful."""
        rows = _child(self._root, section) if self._root is not None and section in _pairs(self._root) else None
        if isinstance(rows, yaml.SequenceNode) and rows.value and rows.flow_style:
            end = self._end(rows.value[-1])
            self._cut(end, end, "".join(f", {in_brackets(entry)}" for entry, _ in entries))
            return
        habit = self._habit(rows)
        told = [self._entry(entry, habit, careful) for entry, careful in entries]
        between = "\n\n" if habit.blank else "\n"
        if isinstance(rows, yaml.SequenceNode) and rows.value:
            end = self._end_with_comments(rows.value[-1], habit.dash)
            self._cut(end, end, "".join(f"{between}{entry}" for entry in told))
        elif rows is not None:  # the section is there, with nothing in it
            key = _pairs(self._root)[section][0]
            colon = self.text.index(":", self._end(key)) + 1
            self._cut(colon, max(colon, self._end(rows)), "")
            end = self._line_end(max(colon, self._end(rows)))
            self._cut(end, end, "\n" + between.join(told))
        else:
            end = len(self.text.rstrip())
            head = "\n\n" if end else ""
            self._cut(end, len(self.text), f"{head}{section}:\n{between.join(told)}\n")

    def _end_with_comments(self, node: yaml.Node, dash: int) -> int:
        """Where an entry ends, with the comments right below that are indented as what is in it."""
        end = self._line_end(self._end(node))
        while end < len(self.text):
            following = self.text[end + 1 : self._line_end(end + 1)]
            if not following.lstrip().startswith("#") or _indent(following) <= dash:
                break
            end = self._line_end(end + 1)
        return end

    def _habit(self, rows: yaml.Node | None) -> _Habit:
        """Learn from the last entries of a section how to lay out another."""
        if not isinstance(rows, yaml.SequenceNode) or not rows.value or rows.flow_style:
            return _Habit()
        starts = [self._dash(rows, item) for item in rows.value[-2:]]
        dash = self._column(starts[-1])
        gap = self.text[self._end(rows.value[-2]) : starts[-1]] if len(starts) > 1 else ""
        blocks = [item for item in reversed(rows.value) if isinstance(item, yaml.MappingNode) and not item.flow_style]
        step = self._column(self._start(blocks[0])) - dash if blocks else 2
        lists = next((found for item in blocks if (found := _first_list(item)) is not None), None)
        down = lists is not None and not lists[1].flow_style
        list_step = self._column(self._start(lists[1])) - self._column(self._start(lists[0])) if lists is not None and down else 2
        return _Habit(dash, step, down, list_step, re.search(r"\n[ \t]*\n", gap) is not None)

    def _entry(self, entry: Mapping[str, Any], habit: _Habit, careful: bool) -> str:
        self.careful = careful
        indent = habit.dash + habit.step
        lines = [line for key, value in entry.items() for line in self._lines(key, value, indent, habit)]
        return f"{' ' * habit.dash}{'-':<{habit.step}}{lines[0][indent:]}" + "".join(f"\n{line}" for line in lines[1:])

    def _lines(self, key: str, value: Any, indent: int, habit: _Habit) -> list[str]:
        """Write a key with its value in lines of its own."""
        head = f"{' ' * indent}{_key(key)}:"
        if isinstance(value, Mapping):
            return [f"{head} {in_brackets(value)}"]
        if isinstance(value, Sequence) and not isinstance(value, str):
            if habit.lists_down:
                return [head, *(f"{' ' * (indent + habit.list_step)}- {self._written(one, False)}" for one in value)]
            return [f"{head} {in_brackets(value)}"]
        if isinstance(value, str) and "\n" in value and not self.careful:
            return f"{head} {_literal(value, indent + 2)}".split("\n")
        written = self._written(value, False)
        if self.careful or "\\" in written:
            return [f"{head} {written}"]
        first, *rest = _folded(written, WIDTH - len(head) - 1, WIDTH - indent - 2)
        return [f"{head} {first}", *(f"{' ' * (indent + 2)}{line}" for line in rest)]


def _literal(text: str, indent: int) -> str:
    sign = "|" if text.endswith("\n") else "|-"
    lines = text.removesuffix("\n").split("\n")
    return "\n".join([sign, *(f"{' ' * indent}{line}" if line else "" for line in lines)])


def _quote(node: yaml.ScalarNode) -> str | None:
    return node.style if node.style in ("'", '"') else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _pairs(node: yaml.Node | None) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """Give the keys of a mapping with their nodes; of a key that stands twice, the first, as it is read."""
    found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        found.setdefault(key.value, (key, value))
    return found


def _child(node: yaml.Node | None, key: str) -> Any:
    return _pairs(node)[key][1]


def _first_list(item: yaml.MappingNode) -> tuple[yaml.Node, yaml.SequenceNode] | None:
    pairs = ((key, value) for key, value in item.value if isinstance(value, yaml.SequenceNode) and value.value)
    return next(pairs, None)


def _survivors(node: yaml.Node, patch: Patch) -> list[str]:
    """Give the keys of a mapping that a patch leaves."""
    return [key for key in _pairs(node) if not _is_gone(node, key, patch.get(key, True))]


def _is_gone(node: yaml.Node, key: str, new: Any) -> bool:
    """Say whether a patch leaves nothing of a key."""
    if isinstance(new, Mapping):
        inner = _child(node, key)
        kept = dict.fromkeys(_survivors(inner, new), True) if isinstance(inner, yaml.MappingNode) else {}
        return not kept and not patched({}, new)
    return new is None or new == []


def _places(fresh: Iterable[str], kept: Sequence[str], order: Order) -> Iterator[tuple[str | None, list[str]]]:
    """Say after which key each new key stands; None is the very beginning."""
    rank = {name: place for place, name in enumerate(order)}
    found: dict[str | None, list[str]] = {}
    for key in sorted(fresh, key=lambda one: rank.get(one, len(rank))):
        before = [name for name in kept if key not in rank or rank.get(name, len(rank)) < rank[key]]
        nearest = max(before, key=lambda name: (rank.get(name, -1), kept.index(name))) if key in rank and before else None
        found.setdefault(nearest if key in rank else kept[-1] if kept else None, []).append(key)
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
