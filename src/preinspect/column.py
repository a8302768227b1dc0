"""The columns of a table: one for each field of an entry, as the schema has them, and how cells and values become each other.

What Excel does to a table on its way is understood here: days as numbers, percent signs, TRUE for yes, blanks that do not break, curly
quotes, a text that came back as a number. None of it counts as a change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from . import day as days
from .document import Block, Rows, Value
from .entries import SECTIONS
from .framework import Framework
from .measure import Measure
from .method import Method
from .problem import did_you_mean, did_you_mean_grade
from .shape import schema
from .write import Bare

SHEETS = ("evidence", "indicators", "actions")
"""The sections that go out and come in as tables."""

Cell = str | int | float | date | None
"""What stands in a cell: a text, a number, true or false, a day, or nothing."""

_LISTED_APART = ("descriptors", "gaps")  # one column each, so that each has a drop-down list
_LEAST_APART = 3
_MOST_NAMED = 14


class Percent(float):
    """A number that a cell shows with a percent sign: 18 for 18%."""

    def __str__(self) -> str:
        return f"{number_text(float(self))}%"


class Broken(str):
    """What a cell shows whose formula failed, such as #N/A."""

    __slots__ = ()


class Sort(Enum):
    """How a cell is read."""

    ID = "an id"
    TEXT = "a short text"
    PROSE = "sentences"
    DAY = "a day"
    NUMBER = "a number"
    COUNT_OR_YES = "a number, or yes or no"
    WORD = "one of several words"
    IDS = "ids of entries"


@dataclass(frozen=True, slots=True)
class Choices:
    """The words that a cell may hold: by id, how it is shown; what else people may mean by a word; and whether others may stand too."""

    shown: Mapping[str, str]
    find: Callable[[str], str | None] = field(default=lambda _: None, compare=False)
    open: bool = False
    near: Callable[[str, Iterable[str]], str | None] = field(default=did_you_mean, compare=False)
    _names: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _titles: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, shown in self.shown.items():
            self._names[name.casefold()] = self._names[shown.casefold()] = name
            self._titles.setdefault(_rest(shown, name).casefold(), []).append(name)

    def read(self, word: str) -> str | None:
        """Give the id that a word means: an id, what is shown for it, or its title; None where it is none of them."""
        wanted = normal(word).casefold()
        titled = self._titles.get(wanted, [])
        found = self._names.get(wanted) or self.find(normal(word)) or (titled[0] if len(titled) == 1 else None)
        if found is not None:
            return found
        if (hyphened := re.sub(r"[ _-]+", "-", wanted)) in self._names:
            return self._names[hyphened]
        first, _, rest = wanted.partition(" ")
        if rest in self._titles:
            return None  # the title of another one: it would be a guess which of the two is meant
        return self._names.get(first) if rest else None

    def refuse(self, word: str, apart: str = "") -> Refusal:
        """Say that a word is none of these, and which was perhaps meant; of a list, that each has a column of its own (`apart`)."""
        several = [one for one in re.split(r"[,;/\n]|\band\b", word) if one.strip()]
        if apart and len(several) > 1 and all(self.read(one) for one in several):
            return Refusal(f"'{word}' is {len(several)} at once: write each in a column of its own, {apart}, {apart}.2 and so on")
        near = self.near(word, self.shown) or self.near(word.partition(" ")[0], self.shown)
        by_title = {titles[0]: title for title, titles in self._titles.items()}
        near = near or next((one for one, title in by_title.items() if title == self.near(word, self._titles)), None)
        there = f"is none of: {', '.join(self.shown.values())}" if len(self.shown) <= _MOST_NAMED else "is not in the list"
        return Refusal(f"'{word}' {there}{f'; did you mean {self.shown[near]}?' if near else ''}")


def _rest(shown: str, name: str) -> str:
    return shown.removeprefix(name).strip() or shown


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        path: The keys under which an entry holds the value; `place` counts from 0 within a list that has a column for each text.
        about: What the field is, for people.
        choices: Of a WORD; where there are none any text is taken.
        needed: Whether a new entry must have it.
    """

    name: str
    path: tuple[str, ...]
    sort: Sort
    about: str
    place: int | None = None
    choices: Choices | None = None
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a cell cannot be taken."""

    why: str


# --- which columns there are


@dataclass(frozen=True, slots=True)
class Words:
    """Where words come from: the framework, the method and the measures, as far as a folder has them."""

    framework: Framework | None = None
    method: Method | None = None
    measures: Mapping[str, Measure] = field(default_factory=dict)


def columns(section: str, words: Words, blocks: Iterable[Block] = ()) -> tuple[Column, ...]:
    """Give the columns of a section, in the schema's order.

    Args:
        blocks: Its entries: lists get as many columns as the longest needs, and results those of grades that the scale lacks.
    """
    definition = SECTIONS[section].definition
    return tuple(_columns(_Maker(words, tuple(blocks)), _resolved({"$ref": f"#/$defs/{definition}"}), ()))


def order(section: str) -> Mapping[str, Any]:
    """Give the order of an entry's keys, and below each the order within it."""
    return _order(_resolved({"$ref": f"#/$defs/{SECTIONS[section].definition}"}))


def _order(node: Mapping[str, Any]) -> dict[str, Any]:
    inner = (branch for branch in (node, *node.get("anyOf", ())) if "properties" in branch)
    return {key: _order(_resolved(value)) for branch in inner for key, value in branch["properties"].items()}


@dataclass(frozen=True, slots=True)
class _Maker:
    words: Words
    blocks: tuple[Block, ...]


def _resolved(node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a schema with what it refers to; its own words stand over those."""
    if "$ref" not in node:
        return node
    base = schema("assessment").root["$defs"][node["$ref"].rpartition("/")[2]]
    return {**_resolved(base), **{key: value for key, value in node.items() if key != "$ref"}}


def _columns(maker: _Maker, node: Mapping[str, Any], path: tuple[str, ...], above: str = "") -> Iterator[Column]:
    needed = node.get("required", ()) if not path else ()
    for key, raw in node["properties"].items():
        inner, here = _resolved(raw), (*path, key)
        name = ".".join(here)
        about = " ".join(part for part in (above, inner.get("description", "")) if part)
        branches = (inner, *map(_resolved, inner.get("anyOf", ())))
        types = {one for branch in branches for one in _types(branch)}
        if "array" in types and key in _LISTED_APART:
            yield from _apart(maker, here, about, key in needed)
        elif "array" in types:
            yield Column(name, here, Sort.IDS, about, needed=key in needed)
        elif any("enum" in branch for branch in branches) and "boolean" in types:
            yield Column(name, here, Sort.COUNT_OR_YES, about)
        elif "number" in types or "integer" in types:
            yield Column(name, here, Sort.NUMBER, about, needed=key in needed)
            for branch in branches:
                if "properties" in branch:
                    yield from _columns(maker, branch, here, about)
        elif "properties" in inner:
            yield from _columns(maker, inner, here, about)
        elif isinstance(inner.get("additionalProperties"), Mapping):
            yield from _by_grade(maker, here, about)
        else:
            yield _plain_column(maker, here, inner, about, key in needed)


def _types(node: Mapping[str, Any]) -> tuple[str, ...]:
    types = node.get("type", ())
    return (types,) if isinstance(types, str) else tuple(types)


def _plain_column(maker: _Maker, path: tuple[str, ...], node: Mapping[str, Any], about: str, needed: bool) -> Column:
    name = ".".join(path)
    if node.get("format") == "date":
        return Column(name, path, Sort.DAY, about, needed=needed)
    if "enum" in node:
        return Column(name, path, Sort.WORD, about, choices=Choices({one: one for one in node["enum"]}), needed=needed)
    if (choices := _choices(name, maker.words)) is not None:
        return Column(name, path, Sort.WORD, about, choices=choices, needed=needed)
    if name == "id":
        return Column(name, path, Sort.ID, about, needed=needed)
    return Column(name, path, Sort.PROSE if name in _PROSE else Sort.TEXT, about, needed=needed)


_PROSE = frozenset({"finding", "impact", "because", "what-we-did", "note", "result", "action"})


def _choices(name: str, words: Words) -> Choices | None:
    """Give the words of a field whose words the framework, the method or the measures hold."""
    framework, method = words.framework, words.method
    if name in ("kind", "extent", "effect") and method is not None:
        there: Mapping[str, Mapping[str, Any]] = {"kind": method.kinds, "extent": method.extents, "effect": method.effects}
        return Choices({one: one for one in there[name]})
    if name == "grade" and framework is not None:
        return Choices(
            {one: framework.scale.title(one) for one in framework.scale.ids}, framework.scale.find, near=did_you_mean_grade
        )
    if name == "judgement" and framework is not None:
        return Choices({one.id: one.short for one in framework.graded}, framework.find_judgement)
    if name in ("measure", "measure.id") and words.measures:
        shown = {one.id: f"{one.id} {one.title}" for one in words.measures.values()}
        return Choices(shown, open=name == "measure.id")  # an action may be measured by an indicator's id
    return None


def _apart(maker: _Maker, path: tuple[str, ...], about: str, needed: bool) -> Iterator[Column]:
    framework = maker.words.framework
    choices = None
    if framework is not None:
        choices = Choices({one.id: f"{one.id} {one.title}" for one in framework.descriptors.values()})
    most = max((len(rows) for block in maker.blocks if isinstance(rows := held(block, path), list)), default=0)
    for place in range(max(_LEAST_APART, most)):
        name = ".".join(path) if place == 0 else f"{'.'.join(path)}.{place + 1}"
        told = about if place == 0 else f"A further one. {about}"
        yield Column(name, path, Sort.WORD, told, place, choices, needed and place == 0)


def _by_grade(maker: _Maker, path: tuple[str, ...], about: str) -> Iterator[Column]:
    scale = maker.words.framework.scale if maker.words.framework is not None else None
    names = dict.fromkeys(scale.ids if scale is not None else ())
    for block in maker.blocks:
        results = held(block, path)
        for word in results if isinstance(results, Block) else ():
            names[(scale.find(word) if scale is not None else None) or word] = None
    for name in names:
        title = scale.title(name) if scale is not None and name in scale.ids else name
        yield Column(".".join((*path, name)), (*path, name), Sort.NUMBER, f"{about} Here: {title}.")


# --- from an entry to a cell


def held(block: Mapping[str, Any], path: tuple[str, ...]) -> Value:
    """Give what an entry holds under a path of keys, or None."""
    found: Any = block
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def cell_of(column: Column, block: Mapping[str, Any], words: Words) -> Cell:
    """Give the cell that shows a field of an entry; what was typed wrongly is shown as it was typed."""
    value = held(block, key_path(column, block, words))
    if isinstance(value, Rows | list):
        if column.sort is Sort.IDS:
            return ", ".join(map(str, value)) or None
        value = value[column.place] if column.place is not None and column.place < len(value) else None
    elif column.place:
        return None
    if value is None or isinstance(value, Mapping | list):
        return None
    if column.sort is Sort.DAY:
        return _as_day(value) or str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column.choices is not None:
        return column.choices.shown.get(column.choices.read(str(value)) or "", str(value))
    return value if isinstance(value, str | int | float) else str(value)


def key_path(column: Column, block: Mapping[str, Any], words: Words) -> tuple[str, ...]:
    """Give the path under which an entry holds a column's value: results may be counted under another word for the same grade."""
    if len(column.path) < 2 or column.path[-2] != "results" or words.framework is None:
        return column.path
    results = held(block, column.path[:-1])
    find = words.framework.scale.find
    for word in results if isinstance(results, Mapping) else ():
        if (find(word) or word) == column.path[-1]:
            return (*column.path[:-1], word)
    return column.path


def _as_day(value: Value) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


# --- from a cell to a value

_QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"'})
_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_BLANKS = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_FIRST_SERIAL, _LAST_SERIAL = 32874, 73415  # 1 January 1990 to the end of 2100: outside, a number is no day that people mean
_EPOCH = date(1899, 12, 30)
_TRUTH = {"true": "yes", "yes": "yes", "y": "yes", "wahr": "yes", "false": "no", "no": "no", "n": "no"}
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


def normal(text: str) -> str:
    """Take from a text what Excel and e-mail put there: unusual blanks, what cannot be seen, curly quotes, blanks at both ends."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tidy = [_BLANKS.sub(" ", _UNSEEN.sub("", line)).strip().translate(_QUOTES) for line in lines]
    return "\n".join(tidy).strip()


def number_text(number: float) -> str:
    """Write a number as people do: 18, not 18.0."""
    return format(Decimal(repr(number)), "f").removesuffix(".0")


def plain(cell: Cell) -> str:
    """Give a cell as text, tidied up; nothing is an empty text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, Percent):
        return str(cell)
    if isinstance(cell, int | float):
        return number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else normal(cell)


def same(column: Column, cell: Cell, current: Cell, *, as_text: bool = False, code: str | None = None) -> bool:
    """Say whether a cell tells what an entry holds already, whatever was done to it on the way.

    Args:
        current: The cell that the entry would be shown in.
        as_text: Whether the file holds nothing but text, so that a number's noughts may have been lost before.
        code: The code page of a file that could not hold every letter.
    """
    mine, theirs = _compared(column, cell), _compared(column, current)
    if mine == theirs:
        return True
    if (as_text or not isinstance(cell, str)) and _same_number(mine, theirs):
        return True
    return is_what_is_left(cell, current, code)


def is_what_is_left(cell: Cell, current: Cell, code: str | None) -> bool:
    """Say whether a cell is what a code page leaves of a text with letters that it does not have."""
    if code is None or not isinstance(cell, str) or not isinstance(current, str) or not loses(current, code):
        return False
    return re.fullmatch(_left_of(current, code), normal(cell)) is not None


def holds_what_is_left(cell: Cell, current: Cell, code: str) -> bool:
    """Say whether a cell, whatever else it says, holds what a code page leaves of a word with letters that it does not have."""
    if not isinstance(cell, str) or not isinstance(current, str):
        return False
    lost = (word for word in current.split() if loses(word, code))
    return any(found[0] for word in lost for found in re.finditer(_left_of(word, code), normal(cell)))


def loses(text: str, code: str) -> bool:
    """Say whether a code page lacks letters of a text."""
    return any(not _has(code, char) for char in text)


def _has(code: str, char: str) -> bool:
    try:
        char.encode(code)
    except UnicodeEncodeError:
        return False
    return True


_UNSEEN_AND_LOST = "\U0010fffe"


def _left_of(text: str, code: str) -> str:
    """Give the pattern of what is left: question marks, one or two for each letter, or the letter without its accent, or nothing."""
    kept = "".join(_UNSEEN_AND_LOST if not _has(code, char) and normal(f"a{char}a") != f"a{char}a" else char for char in text)
    return "".join(_left_of_one(char, code) for char in normal(kept))


def _left_of_one(char: str, code: str) -> str:
    if char == _UNSEEN_AND_LOST:
        return "[ ?'\"]{0,2}"
    if _has(code, char):
        return re.escape(char)
    bare = "".join(one for one in unicodedata.normalize("NFKD", char) if _has(code, one))
    return f"(?:\\?{{1,2}}|{re.escape(bare)})?"


def _compared(column: Column, cell: Cell) -> str:
    value = read(column, cell)
    if isinstance(value, Refusal) or column.sort in (Sort.TEXT, Sort.PROSE):
        return plain(cell)
    return "" if value is None else str(value)


def _same_number(one: str, other: str) -> bool:
    """Say whether two texts are the same number, one of which lost its noughts: '010' and 10, '3.0' and 3."""
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def read(column: Column, cell: Cell, kept: str | None = None) -> Any:
    """Read a cell as a value for a file.

    Args:
        kept: The text that stands there now: its own curly quotes are kept.
    Returns:
        The value, None for an empty cell, or a Refusal.
    """
    if isinstance(cell, Broken):
        return Refusal(f"the formula in this cell gives {cell}")
    word = plain(cell)
    if not word:
        return None
    if column.sort is Sort.DAY:
        return _day(cell, word)
    if column.sort in (Sort.NUMBER, Sort.COUNT_OR_YES):
        return _number(column, cell, word)
    if column.sort is Sort.IDS:
        return [one for one in re.split(r"[,;\s]+", word) if one]
    if column.sort is Sort.WORD:
        if column.choices is None:
            return word
        found = column.choices.read(word)
        apart = ".".join(column.path) if column.place is not None else ""
        return found if found is not None else word if column.choices.open else column.choices.refuse(word, apart)
    if isinstance(cell, str) and kept is not None and kept != kept.translate(_QUOTES):
        return _tidy(cell)
    return word


def _tidy(text: str) -> str:
    """As `normal`, but curly quotes stay."""
    return "\n".join(_BLANKS.sub(" ", _UNSEEN.sub("", line)).strip() for line in text.replace("\r\n", "\n").split("\n")).strip()


def _day(cell: Cell, word: str) -> str | Refusal:
    if isinstance(cell, date):
        return word
    if (number := _as_number(word)) is not None:
        if _FIRST_SERIAL <= number <= _LAST_SERIAL:
            return (_EPOCH + timedelta(days=int(number))).isoformat()
        return Refusal(f"'{word}' cannot be read as a day")
    bare = re.sub(r"[ T]0?0:00(:00(\.0+)?)?$", "", word)
    parts = days.parts(_with_whole_year(bare))
    if parts is None and _SHORT_YEAR.fullmatch(bare):
        return Refusal(f"'{word}' has a year of two figures; write it whole, such as 2026-11-21 or 21/11/2026")
    if parts is None:
        return Refusal(f"'{word}' cannot be read as a day; write it as 2026-11-21 or 21/11/2026")
    if reason := days.why_not(*parts):
        return Refusal(f"{reason[0].lower()}{reason[1:]}; the table says '{word}'")
    return date(*parts).isoformat()


_SHORT_YEAR = re.compile(r"([0-9]{1,2})(?:([/.])[0-9]{1,2}\2|([ -])[A-Za-z]{3,9}\.?\3)(?P<year>[0-9]{2})")
_NAMED_MONTH = re.compile(r"([0-9]{1,2})-([A-Za-z]{3,9})-([0-9]{4})")
_LAST_SHORT_YEAR = 49


def has_short_year(cell: Cell) -> bool:
    """Say whether a cell tells a day with a year of two figures, as Excel writes it into CSV."""
    return isinstance(cell, str) and _with_whole_year(plain(cell)) != _with_hyphens_out(plain(cell))


def _with_whole_year(word: str) -> str:
    """Write a year of two figures whole; the later half of a hundred could be of either century, and stays."""
    if (match := _SHORT_YEAR.fullmatch(word)) and int(match["year"]) <= _LAST_SHORT_YEAR:
        word = f"{word[:-2]}20{match['year']}"
    return _with_hyphens_out(word)


def _with_hyphens_out(word: str) -> str:
    return _NAMED_MONTH.sub(r"\1 \2 \3", word)


def _as_number(word: str) -> float | None:
    if _GROUPED.fullmatch(word):
        word = word.replace(",", "")
    if not re.fullmatch(r"[-+]?([0-9]{1,15}(\.[0-9]{0,12})?|\.[0-9]{1,12})", word):
        return None
    number = float(word)
    return int(number) if number.is_integer() else number


_NO_FIGURE = {"c", "k", "x", "z"}


def _number(column: Column, cell: Cell, word: str) -> int | float | Bare | Refusal:
    if column.sort is Sort.COUNT_OR_YES and word.casefold() in _TRUTH:
        return Bare(_TRUTH[word.casefold()])
    number = _as_number(word.removesuffix("%").strip())
    if number is not None:
        return number
    wanted = "a number, yes or no" if column.sort is Sort.COUNT_OR_YES else "a number"
    if match := re.fullmatch(r"(?:[0-9.]+ *%[ (,]*)?([0-9]+) *(?:/|of|out of) *([0-9]+)\)?", word):
        fields = {"sample": ("sample.size", "sample.met"), "value": ("denominator", "numerator")}
        if (names := fields.get(column.path[0])) is not None:
            emptied = ", and leave value empty" if column.path == ("value",) else ""
            return Refusal(f"'{word}' is two numbers: write {match[2]} under {names[0]} and {match[1]} under {names[1]}{emptied}")
    if column.path == ("value",) and word.casefold() in _NO_FIGURE:
        return Refusal(f"'{word}' is no number: write {word.casefold()} under suppressed, and leave value empty")
    return Refusal(f"'{word}' is not {wanted}")


# --- names of columns


def name_of_column(header: str, known: Iterable[str]) -> str | None:
    """Give the column that a header names, blanks, capitals and signs aside; None where it names none."""
    wanted = _bare(header)
    return next((name for name in known if _bare(name) == wanted), None) if wanted else None


def nearest(header: str, known: Iterable[str]) -> str | None:
    """Give the column whose name is nearest to a header that names none."""
    return did_you_mean(normal(header), known)


def _bare(name: str) -> str:
    return "".join(char for char in normal(name).casefold() if char.isalnum())
