"""Entries added to and changed in files that people wrote, and not another byte of theirs touched.

Only the new part is written by a YAML library; it is put into the text where it belongs, in the file's own indentation and line ends. (A
rewrite of the whole by way of a library joins text that was folded over several lines, and the difference would hide what changed.)
Whatever a layout may hold, no edit leaves here unproven: the new text is read again and must say what the old one said and the change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

from .document import Block, Rows, parse
from .whole import write_whole

INDENT = 2
"""Columns that an entry is indented by where a file has none yet to go by."""

_WIDTH = 100
_BOM = "\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_NOTHING = re.compile(r"(:)[ \t]*(?:null|Null|NULL|~|\[[ \t]*\])([ \t]*(?:#.*)?)$")
_MOST_TRIES = 5


class Moved(Exception):
    """Somebody else has changed the file since it was read."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a file becomes: its whole new text, and the line, from 1, at which the change begins."""

    text: str
    line: int


def can_write() -> bool:
    """Say whether the library that writes entries is there; it is an extra."""
    try:
        return find_spec("ruamel.yaml") is not None
    except ModuleNotFoundError:  # not even the package around it
        return False


def as_yaml(entry: Mapping[str, Any], quoted: Collection[str] = ()) -> str:
    """Write one entry as YAML, a key a line; lists and blocks within it stand on one line, as people write them.

    Args:
        entry: Texts, numbers, days, and lists and mappings of them.
        quoted: Keys whose text is put into quotes, because another program could take it for something else.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

    def node(value: Any, key: str, inner: bool) -> Any:
        if isinstance(value, Mapping):
            block = CommentedMap((name, node(one, name, True)) for name, one in value.items())
            block.fa.set_flow_style()
            return block
        if isinstance(value, list | tuple):
            from ruamel.yaml.comments import CommentedSeq

            rows = CommentedSeq(node(one, key, True) for one in value)
            rows.fa.set_flow_style()
            return rows
        if isinstance(value, str) and "\n" in value and not inner:
            return LiteralScalarString(value)
        # '?0' stands bare on a line of its own, but between brackets readers take the '?' for the mark of a key.
        if isinstance(value, str) and (key in quoted or value.startswith("?")):
            return DoubleQuotedScalarString(value)
        return value

    yaml = YAML(typ="rt", pure=True)
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    out = StringIO()
    yaml.dump(CommentedMap((key, node(value, key, False)) for key, value in entry.items()), out)
    return out.getvalue()


# --- adding an entry


def added(text: str, section: str, entry: str) -> Edit | None:
    """Add an entry at the end of a section; the section comes at the end of the file where it has none.

    Args:
        text: The file's text, whatever its line ends; empty for a new file.
        entry: The entry as `as_yaml` gives it.
    Returns:
        The edit, or None where the file's layout leaves no place that could be proven right.
    """
    before = _read(text)
    if before is None:
        return None
    wanted = _read(f"{section}:\n" + _laid(entry, INDENT, 1, "\n"))
    assert wanted is not None
    rows = before.get(section)
    after = {**before, section: [*(rows or ()), *wanted[section]]}
    for edit in _places(text, before, section, entry):
        if _says(edit.text, after):
            return edit
    return None


def _read(text: str) -> dict[str, Any] | None:
    """Read what a text holds; nothing where it is empty, and None where it cannot be read."""
    document, problems = parse(text.removeprefix(_BOM), "")
    if document is not None:
        return None if problems else document.root
    return {} if [problem.code for problem in problems] == ["PI108"] else None


def _says(text: str, wanted: Mapping[str, Any]) -> bool:
    found = _read(text)
    return found == wanted and list(found) == list(wanted)


def _places(text: str, root: dict[str, Any], section: str, entry: str) -> Iterator[Edit]:
    """Give the ways in which an entry could be added, the likeliest first."""
    lines = _LINE.findall(text)
    if section not in root:
        yield _at_the_end(lines, section, entry)
        return
    assert isinstance(root, Block)
    first, last = _reach(root, section, len(lines))
    rows = root[section]
    if not rows:
        yield _in_empty_section(lines, first, last, _dash_elsewhere(root, lines), entry)
    elif isinstance(rows, Rows):
        found = _dash(lines, rows, len(rows) - 1)
        if found is not None:
            yield _after_last(lines, rows, last, found, entry)
        else:
            yield from _before_bracket(lines, first, last, entry)


def _reach(root: Block, section: str, count: int) -> tuple[int, int]:
    """Give the index of a section's first line, and of the line behind its last."""
    starts = sorted(root.place_of_key(key).line or 1 for key in root)
    first = root.place_of_key(section).line or 1
    return first - 1, next((start - 1 for start in starts if start > first), count)


def _dash(lines: Sequence[str], rows: Rows, index: int) -> tuple[int, int, int] | None:
    """Find the dash of an entry: its line, its column, and that of what follows, from 0; None in a list within brackets."""
    at = rows.place(index)
    row, column = (at.line or 1) - 1, (at.column or 1) - 1
    before = lines[row][:column]
    if before.strip(" \ufeff") == "-":
        return row, before.index("-"), column
    for above in range(row - 1, -1, -1):  # a dash on a line of its own
        bare = lines[above].partition("#")[0].rstrip()
        if bare.strip() == "-":
            return above, bare.index("-"), column
        if bare:
            break
    return None


def _dash_elsewhere(root: Block, lines: Sequence[str]) -> int:
    """Give the column of the dashes in the file's other lists, or our habit."""
    for value in root.values():
        if isinstance(value, Rows) and value and (found := _dash(lines, value, 0)):
            return found[1]
    return INDENT


def _laid(entry: str, dash: int, gap: int, end: str) -> str:
    """Indent an entry: a dash at this column, its keys `gap` columns behind it."""
    first, *others = entry.rstrip("\n").split("\n")
    inner = " " * (dash + 1 + gap)
    return "".join(
        f"{line}{end}" for line in (f"{' ' * dash}-{' ' * gap}{first}", *(f"{inner}{one}" if one else "" for one in others))
    )


def _end_of(lines: Sequence[str], index: int = -1) -> str:
    """Give how a file ends its lines: as the one at an index, else as its first."""
    for line in (*lines[index:][:1], *lines[:1]):
        if ending := line[len(line.rstrip("\r\n")) :]:
            return ending
    return "\n"


def _inserted(lines: Sequence[str], at: int, new: str) -> Edit:
    """Put new lines before an index; a last line without an end gets one first."""
    head = "".join(lines[:at])
    if head and not head.endswith(("\n", "\r")):
        head += _end_of(lines)
    line = head.count("\n") + head.replace("\r\n", "").count("\r") + 1
    blank = len(new) - len(new.lstrip("\r\n"))
    skipped = new[:blank].count("\n") or new[:blank].count("\r")
    return Edit(head + new + "".join(lines[at:]), line + skipped)


def _at_the_end(lines: Sequence[str], section: str, entry: str) -> Edit:
    end = _end_of(lines)
    spaced = end if any(line.strip() for line in lines) and lines[-1].strip() else ""
    edit = _inserted(lines, len(lines), f"{spaced}{section}:{end}{_laid(entry, INDENT, 1, end)}")
    return Edit(edit.text, edit.line + 1)


def _in_empty_section(lines: Sequence[str], first: int, last: int, dash: int, entry: str) -> Edit:
    """Put the first entry behind what a template left commented out below the section's name."""
    end = _end_of(lines, first)
    key = lines[first]
    bare = key.rstrip("\r\n")
    opened = [
        *lines[:first],
        _NOTHING.sub(r"\1\2", bare) + key[len(bare) :],
        *lines[first + 1 :],
    ]
    commented = [index for index in range(first + 1, last) if lines[index].startswith(" ") and lines[index].strip()]
    at = commented[-1] + 1 if commented else first + 1
    return _inserted(opened, at, (end if commented else "") + _laid(entry, dash, 1, end))


def _after_last(lines: Sequence[str], rows: Rows, last: int, found: tuple[int, int, int], entry: str) -> Edit:
    """Put an entry behind the last one and the comments that stand within it."""
    row, dash, column = found
    within = [index for index in range(row, last) if lines[index].strip() and _indent(lines[index]) > dash]
    at = max([row, (rows.place(len(rows) - 1).line or 1) - 1, *within]) + 1
    gap = column - dash - 1 if (rows.place(len(rows) - 1).line or 1) - 1 == row else 1
    end = _end_of(lines, at - 1)
    return _inserted(lines, at, (end if _spaced(lines, rows) else "") + _laid(entry, dash, gap, end))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _spaced(lines: Sequence[str], rows: Rows) -> bool:
    """Say whether blank lines part the entries; where there is one entry only, its length decides."""
    if len(rows) == 1:
        return len(rows[0]) > 1
    above = _dash(lines, rows, len(rows) - 1)
    row = above[0] - 1 if above else 0
    while row > 0 and lines[row].lstrip().startswith("#"):
        row -= 1
    return not lines[row].strip()


def _before_bracket(lines: Sequence[str], first: int, last: int, entry: str) -> Iterator[Edit]:
    """Put an entry into a list within brackets, before one of the last brackets that close."""
    head, tail = "".join(lines[:first]), "".join(lines[last:])
    body = "".join(lines[first:last])
    flow = _as_flow(entry)
    places = [match.start() for match in re.finditer(r"\]", body)]
    for at in places[: -_MOST_TRIES - 1 : -1]:
        before = body[:at].rstrip()
        joint = " " if before.endswith(",") else "" if before.endswith("[") else ", "
        line = (head + before).count("\n") + 1
        yield Edit(head + before + joint + flow + body[len(before) :] + tail, line)


def _as_flow(entry: str) -> str:
    """Write an entry on one line."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.width = 1_000_000
    yaml.preserve_quotes = True
    block = yaml.load(entry)
    block.fa.set_flow_style()
    out = StringIO()
    yaml.dump(block, out)
    return out.getvalue().strip()


# --- changing an entry


def changed(text: str, section: str, index: int, values: Mapping[str, Any]) -> Edit | None:
    """Set values of an entry in place: what stands there is replaced, what is missing is added behind what there is.

    Args:
        index: Of the entry in its section, from 0.
        values: By key; a mapping within it sets some keys of a block and leaves its others.
    Returns:
        The edit, or None where the file's layout leaves no way that could be proven right.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    before = _read(text)
    if before is None:
        return None
    after = deepcopy(before)
    _lay_over(after[section][index], values)
    plain = text.removeprefix(_BOM)
    try:
        root: Any = YAML(typ="rt", pure=True).compose(plain)
        node = _child(_child(root, section), index)
    except (YAMLError, LookupError):
        return None
    cuts = sorted(_cuts(plain, node, values), reverse=True)
    new = plain
    for start, end, word in cuts:
        new = new[:start] + word + new[end:]
    line = plain.count("\n", 0, cuts[-1][0]) + 1 if cuts else node.start_mark.line + 1
    new = text[: len(text) - len(plain)] + new
    return Edit(new, line) if _says(new, after) else None


def _lay_over(block: dict[str, Any], values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        if isinstance(value, Mapping) and isinstance(block.get(key), dict):
            _lay_over(block[key], value)
        else:
            block[key] = deepcopy(value)


def _child(node: Any, key: str | int) -> Any:
    """Give the value of a key, or the entry at a place; raises LookupError where there is none."""
    if isinstance(key, int):
        return node.value[key]
    for name, value in node.value:
        if name.value == key:
            return value
    raise KeyError(key)


_Cut = tuple[int, int, str]
"""From where to where a text is cut out, and what comes in its place."""


def _cuts(text: str, node: Any, values: Mapping[str, Any]) -> Iterator[_Cut]:
    """Say what to cut so that a mapping holds these values."""
    there = {name.value: (name, value) for name, value in node.value}
    missing = {key: value for key, value in values.items() if key not in there}
    for key, value in values.items():
        if key not in there:
            continue
        name, old = there[key]
        if isinstance(value, Mapping) and old.id == "mapping":
            yield from _cuts(text, old, value)
        elif old.start_mark.index == old.end_mark.index:  # nothing behind the colon
            colon = text.index(":", name.end_mark.index) + 1
            yield colon, colon, f" {_flow(value)}"
        else:
            yield old.start_mark.index, old.end_mark.index, _flow(value)
    if missing:
        yield _addition(text, node, missing)


def _addition(text: str, node: Any, missing: Mapping[str, Any]) -> _Cut:
    """Add keys behind the last one of a mapping: within its braces, or on lines of their own."""
    rows = [f"{key}: {_flow(value)}" for key, value in missing.items()]
    if node.flow_style:
        at = node.value[-1][1].end_mark.index if node.value else node.start_mark.index + 1
        return at, at, (", " if node.value else "") + ", ".join(rows)
    last = _last_leaf(node.value[-1][1])
    end = "\r\n" if "\r\n" in text else "\n"
    indent = " " * node.start_mark.column
    if last.id == "scalar" and last.style in ("|", ">"):
        at = last.start_mark.index + len(text[last.start_mark.index : last.end_mark.index].rstrip())
    else:
        at = last.end_mark.index
    closes = re.compile(r"[^\r\n]*").match(text, at)
    at = closes.end() if closes else at
    return at, at, "".join(f"{end}{indent}{row}" for row in rows)


def _last_leaf(node: Any) -> Any:
    """Give what a block ends with: marks of blocks themselves lie behind blank lines and comments."""
    while node.id != "scalar" and not node.flow_style and node.value:
        node = node.value[-1][1] if node.id == "mapping" else node.value[-1]
    return node


def _flow(value: Any) -> str:
    """Write a value so that it may stand anywhere on a line."""
    return str(value) if type(value) is int else _as_flow(as_yaml({"_": value}))[1:-1].removeprefix("_: ")


# --- the files themselves


def replaced(path: Path, edit: Callable[[str], Edit | None]) -> Edit | None:
    """Change one file whole: the old one stands until the new one is there.

    Args:
        path: The file; it need not exist yet.
        edit: From the old text to the new one.
    Returns:
        The edit that was made, or None where `edit` made none. Raises Moved where somebody changed the file meanwhile again and
        again, and OSError where it cannot be written.
    """
    for _ in range(_MOST_TRIES):
        old = _bytes(path)
        made = edit(old.decode("utf-8") if old is not None else "")
        if made is None:
            return None
        if _bytes(path) == old:
            write_whole(path, made.text)
            return made
    raise Moved(str(path))


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
