"""One YAML file as plain values that know where they stand.

Scalars are read by the rules of YAML 1.2: `no`, `010`, `1:30` and dates stay the text that was typed, so Python's YAML 1.1
surprises never happen to anybody. What a value should have been is for the schema to say (`shape`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from .conflict import conflicted
from .problem import Location, Problem

try:
    from yaml import CBaseLoader as Loader
except ImportError:  # PyYAML without libyaml reads the same, eight times slower
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

MOST_NODES = 200_000
"""How many values a file may stand for once its references are written out; an alias bomb stands for billions."""

DEEPEST = 50
"""How many lists and blocks may stand within each other; thousands make libyaml's composer crash the whole program."""

_COLUMNS = 1 << 14  # a place is packed as line * _COLUMNS + column: a tenth of the memory of two objects

# Longer numbers stay text: beyond some 300 digits none fits a float, and Python refuses to read 4,300.
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,99})(\.[0-9]{1,99})?([eE][-+]?[0-9]{1,2})?")
_OTHER_LINE_ENDS = str.maketrans({"\x85": " ", "\u2028": " ", "\u2029": " "})
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_OWN_TAGS = frozenset(f"tag:yaml.org,2002:{sort}" for sort in ("str", "seq", "map"))
_PLAIN = (None, "")  # the style of a scalar without quotes: pure Python says None, libyaml says ""
_LEADS = re.compile(r"^[ \t?:-]+", re.MULTILINE)

Value = Any
"""What a YAML file holds: Block, Rows, str, int, float, bool or None."""


class Block(dict[str, Value]):
    """A mapping that knows where it, its keys and its values stand, and how a plain scalar was typed."""

    __slots__ = ("_files", "_keys", "_values", "at", "repeats", "typed")

    def __init__(self, at: Location) -> None:
        super().__init__()
        self.at = at
        self.typed: dict[str, str] = {}
        self.repeats = False
        """Whether a key stands twice in this block: then nothing is taken from it."""
        self._keys: dict[str, int] = {}
        self._values: dict[str, int] = {}
        self._files: dict[str, str] = {}

    def place(self, key: str) -> Location:
        """Where the value of a key stands; the block itself for a key that it lacks."""
        return _unpack(self._file(key), self._values[key]) if key in self._values else self.at

    def place_of_key(self, key: str) -> Location:
        """Where a key itself stands; the block for a key that it lacks."""
        return _unpack(self._file(key), self._keys[key]) if key in self._keys else self.at

    def under(self, over: Block) -> Block:
        """Lay another block over this one: its keys replace those of the same name, and every place stays true."""
        both = Block(over.at)
        for layer in (self, over):
            both.update(layer)
            both.typed = {key: typed for key, typed in both.typed.items() if key not in layer} | layer.typed
            both._keys |= layer._keys
            both._values |= layer._values
            both._files |= {key: layer._file(key) for key in layer}
            both.repeats |= layer.repeats
        return both

    def _file(self, key: str) -> str:
        return self._files.get(key, self.at.file)

    def _put(self, key: str, value: Value, key_at: int, value_at: int, typed: str | None) -> None:
        self[key] = value
        self._keys[key], self._values[key] = key_at, value_at
        if typed is not None:
            self.typed[key] = typed


class Rows(list[Value]):
    """A list that knows where each of its entries stands, and how a plain scalar was typed."""

    __slots__ = ("_values", "at", "typed")

    def __init__(self, at: Location) -> None:
        super().__init__()
        self.at = at
        self.typed: dict[int, str] = {}
        self._values: list[int] = []

    @classmethod
    def of_one(cls, value: Value, at: Location, typed: str | None) -> Rows:
        """Make a list of the one value that stands where a list was meant."""
        rows = cls(at)
        rows.append(value)
        rows._values.append((at.line or 1) * _COLUMNS + (at.column or 1))
        if typed is not None:
            rows.typed[0] = typed
        return rows

    def place(self, index: int) -> Location:
        """Where an entry stands."""
        return _unpack(self.at.file, self._values[index])

    def _put(self, value: Value, at: int, typed: str | None) -> None:
        if typed is not None:
            self.typed[len(self)] = typed
        self.append(value)
        self._values.append(at)


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its name as people see it, its text, and what it holds."""

    file: str
    text: str
    root: Block


def read(path: Path | Traversable, name: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read one file.

    Args:
        path: Where it lies.
        name: How messages name it, usually its path from where the user stands.
    Returns:
        The document, or None where nothing of the file may be used, and the problems found.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unknown reason"
        return None, (Problem("PI110", Location(name), f"This file cannot be opened: {reason.lower()}."),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        shown = raw.splitlines()[line - 1].decode("cp1252", "replace")  # what Windows wrote, most likely
        return None, (
            Problem("PI105", Location(name, line, column), "This file holds bytes that are not UTF-8 text.", excerpt=shown),
        )
    return parse(text, name, path if isinstance(path, Path) else None)


def parse(text: str, name: str, path: Path | None = None) -> tuple[Document | None, tuple[Problem, ...]]:
    """Read the text of one file; arguments and result as for `read`, but that a text may lie nowhere."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if problem := conflicted(text, name, path, _is_sound):
        return None, (problem,)
    builder = _Builder(name, text)
    # YAML 1.2 ends no line at these, libyaml does: columns stay, and lines count as people's editors count them.
    plain = text.translate(_OTHER_LINE_ENDS) if not text.isascii() else text
    try:
        if deep := _too_deep(plain):
            at = Location(name, deep.line + 1, deep.column + 1)
            message = f"More than {DEEPEST} lists and blocks stand within each other here."
            return None, (Problem("PI112", at, message, excerpt=line_of(text, at)),)
        roots = list(_roots(plain))
    except yaml.YAMLError as error:
        return None, (_not_yaml(error, name, text),)
    if not roots or all(_is_empty(root) for root in roots):
        return None, (Problem("PI108", Location(name), "This file is empty."),)
    if len(roots) > 1:
        at = _place(name, roots[1])
        return None, (Problem("PI111", at, "A second document starts here, after the line '---'.", excerpt=line_of(text, at)),)
    if not isinstance(roots[0], yaml.MappingNode):
        at = _place(name, roots[0])
        message = "This file should hold sections such as 'evidence:', but holds "
        message += "a list." if isinstance(roots[0], yaml.SequenceNode) else "a single text."
        return None, (Problem("PI109", at, message, excerpt=line_of(text, at)),)
    root = builder.build(roots[0])
    if builder.fatal:
        return None, tuple(builder.problems)
    return Document(name, text, root), tuple(builder.problems)


def events(text: str) -> Iterator[Any]:
    """Give the parser's events of a text that `parse` reads: their marks say where each thing stands, for whoever cuts the text."""
    loader = Loader(text.translate(_OTHER_LINE_ENDS))
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _roots(text: str) -> Iterator[yaml.Node]:
    loader = Loader(text)
    try:
        while loader.check_node():
            if node := loader.get_node():
                yield node
    finally:
        loader.dispose()


def _too_deep(text: str) -> Any:
    """Find the mark where lists and blocks stand too deeply within each other, without composing them."""
    if text.count("[") + text.count("{") + max(map(len, _LEADS.findall(text)), default=0) < DEEPEST:
        return None  # no text nests deeper than it has brackets and indents; most files end here
    depth = 0
    for event in events(text):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return event.start_mark
    return None


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style in _PLAIN and node.value in _EMPTY


class _Builder:
    """Turns YAML nodes into Blocks and Rows, and collects what is wrong with them."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.problems: list[Problem] = []
        self.fatal = False
        self._root: yaml.MappingNode | None = None
        self._measures: dict[int, tuple[int, int]] = {}

    def build(self, root: yaml.MappingNode) -> Block:
        self._root = root
        at = _place(self.name, root)
        size, depth = self._measure(root, frozenset()) if "&" in self.text else (1, 1)  # without references it is what it is
        if size > MOST_NODES:
            self._fatal(Problem("PI107", at, f"Written out, this file would hold over {MOST_NODES:,} values."))
            return Block(at)
        if depth > DEEPEST:
            message = f"Written out, more than {DEEPEST} lists and blocks of this file stand within each other."
            self._fatal(Problem("PI112", at, message))
            return Block(at)
        self._check_tag(root)
        return self._block(root)

    def _measure(self, node: yaml.Node, above: frozenset[int]) -> tuple[int, int]:
        """Count the values that a node stands for and how deep they go, references written out.

        A node within itself counts as too many.
        """
        if isinstance(node, yaml.ScalarNode):
            return 1, 0
        if id(node) in above:
            return MOST_NODES + 1, 0
        if id(node) in self._measures:
            return self._measures[id(node)]
        within = above | {id(node)}
        size, depth = 1, 0
        for child in _children(node):
            child_size, child_depth = self._measure(child, within)
            size, depth = min(size + child_size, MOST_NODES + 1), max(depth, child_depth)
        self._measures[id(node)] = size, depth + 1
        return size, depth + 1

    def _fatal(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.fatal = True

    def _value(self, node: yaml.Node) -> Value:
        self._check_tag(node)
        if isinstance(node, yaml.MappingNode):
            return self._block(node)
        if isinstance(node, yaml.SequenceNode):
            rows = Rows(_place(self.name, node))
            for child in node.value:
                rows._put(self._value(child), _pack(child), _typed(child))
            return rows
        assert isinstance(node, yaml.ScalarNode)
        return _scalar(node)

    def _block(self, node: yaml.MappingNode) -> Block:
        block = Block(_place(self.name, node))
        for key_node, value_node in node.value:
            self._check_tag(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                at = _place(self.name, key_node)
                message = "A list or a block stands here where a name should."
                self._fatal(Problem("PI101", at, message, excerpt=line_of(self.text, at)))
                continue
            key: str = key_node.value
            if key in block:
                self._repeated(key, key_node, block, "PI113" if node is self._root else "PI104")
                continue
            block._put(key, self._value(value_node), _pack(key_node), _pack(value_node), _typed(value_node))
        return block

    def _repeated(self, key: str, second: yaml.Node, block: Block, code: str) -> None:
        at = _place(self.name, second)
        message = f"'{key}' stands here a second time; the first is in line {block.place_of_key(key).line}."
        self.problems.append(Problem(code, at, message, excerpt=line_of(self.text, at)))
        block.repeats = True

    def _check_tag(self, node: yaml.Node) -> None:
        """Refuse every tag but those that the base loader itself gives to texts, lists and blocks."""
        if node.tag in _OWN_TAGS:
            return
        at = _place(self.name, node)
        tag = node.tag.replace("tag:yaml.org,2002:", "!!")
        message = f"The tag '{tag}' asks for something that a plain file cannot hold."
        self._fatal(Problem("PI106", at, message, excerpt=line_of(self.text, at)))


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _scalar(node: yaml.ScalarNode) -> Value:
    """Give the value of a scalar by YAML 1.2; whatever was quoted is text."""
    return plain_value(node.value) if node.style in _PLAIN else node.value


def plain_value(word: str) -> Value:
    """Give what a word without quotes stands for."""
    if word in _EMPTY:
        return None
    if word in _TRUTH:
        return _TRUTH[word]
    if _NUMBER.fullmatch(word):
        return int(word) if word.lstrip("+-").isdigit() else float(word)
    return word


def _typed(node: yaml.Node) -> str | None:
    """Give a plain scalar as typed where reading it lost the text: `1.10`, `true`, `2019`."""
    if isinstance(node, yaml.ScalarNode) and node.style in _PLAIN and not isinstance(_scalar(node), str):
        return str(node.value)
    return None


def _pack(node: yaml.Node) -> int:
    mark = node.start_mark
    return (mark.line + 1) * _COLUMNS + min(mark.column + 1, _COLUMNS - 1)


def _unpack(file: str, packed: int) -> Location:
    return Location(file, packed // _COLUMNS, packed % _COLUMNS)


def _place(name: str, node: yaml.Node) -> Location:
    return _unpack(name, _pack(node))


def line_of(text: str, at: Location) -> str | None:
    """Give the line of the text that a location points at, for an excerpt."""
    lines = _lines(text)
    return lines[at.line - 1].rstrip() if at.line and at.line <= len(lines) else None


@lru_cache(maxsize=4)  # a file with thousands of problems would be split thousands of times
def _lines(text: str) -> list[str]:
    return text.split("\n")


def _is_sound(text: str) -> bool:
    found, problems = parse(text, "")
    return found is not None and not problems


_CAUSES = (
    ("found character '\\t'", "PI103", "A tab stands here where only spaces may."),
    (
        "could not find expected ':'",
        "PI101",
        "A colon is missing, or text runs on to the next line without its indent.",
    ),
    (
        "mapping values are not allowed",
        "PI101",
        "A colon stands where text was expected; put quotes round text that holds ': '.",
    ),
    ("found undefined alias", "PI101", "A text that begins with '*' must be put in quotes."),
    ("while scanning an alias", "PI101", "A text that begins with '*' must be put in quotes."),
    ("while scanning an anchor", "PI101", "A text that begins with '&' must be put in quotes."),
    (
        "cannot start any token",
        "PI101",
        "This text begins with a character that YAML keeps for itself; put quotes round it.",
    ),
    ("while scanning a quoted scalar", "PI101", "A quote is opened here and never closed."),
    ("while parsing a flow", "PI101", "A bracket is opened here and not closed, or a comma is missing."),
    ("expected <block end>", "PI101", "The indent of this line fits none of the lines above it."),
    (
        "did not find expected key",
        "PI101",
        "The indent of this line fits none of the lines above it, or a quote is missing.",
    ),
    ("did not find expected '-' indicator", "PI101", "The indent of this line does not fit the list above it."),
    ("control characters are not allowed", "PI101", "The file holds an invisible control character."),
    ("special characters are not allowed", "PI101", "The file holds an invisible control character."),
    ("found duplicate anchor", "PI101", "The same reference is named twice."),
    ("found unexpected end of stream", "PI101", "A quote is opened here and never closed."),
)


def _not_yaml(error: yaml.YAMLError, name: str, text: str) -> Problem:
    """Say in plain words why a text is not YAML, at the place that a person should look at."""
    mark, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    told = " ".join(str(part) for part in (getattr(error, "context", None), getattr(error, "problem", None), error) if part)
    code, why = next(((code, why) for sign, code, why in _CAUSES if sign in told), ("PI101", "This line cannot be read as YAML."))
    mark = opened if opened is not None and "opened here" in why else mark
    if mark is None:  # a character that YAML forbids: the reader gives an offset, not a mark
        offset = getattr(error, "position", 0) or 0
        at = Location(name, text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1)
    else:
        at = Location(name, min(mark.line + 1, text.count("\n") + 1), mark.column + 1)
    line = line_of(text, at) or ""
    if code == "PI101" and line[: at.column or 0].lstrip(" ").startswith("\t"):
        code, why = "PI103", "A tab stands here where only spaces may."
    return Problem(code, at, why, excerpt=line_of(text, at))
