"""An assessment carried to another framework: everything shown before anything is written, and not a line lost.

Files are changed where an id stands and nowhere else: the text is cut at the places that the reader noted, so comments, order, line breaks
and quotes stay as they were, and the difference that git shows is the migration alone. (A rewrite by way of a YAML library joins text that
was folded over several lines, and the difference would hide what changed.)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .crosswalk import Carried, Crosswalk, carry_descriptor, carry_judgement
from .document import Block, Rows, Value, parse
from .evidence import Assessment
from .framework import Framework
from .problem import Location, Problem, Severity

MARK = "# preinspect migrate:"
"""How the comments begin that ask a person to decide."""


DOUBLE = "merged into one named before"


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of one id where it stands in a file.

    Attributes:
        entry: The entry that it stands in, for people; `within` is where that begins.
        new: What it becomes; empty where it is gone, and then it stays as it was.
        what: kept, renamed, split, merged, gone, moved (a judgement that follows its descriptor), or merged into one named before.
        asks: What a person has to decide, or None.
    """

    entry: str
    within: Location
    at: Location
    old: str
    new: tuple[str, ...]
    what: str
    asks: str | None

    @property
    def changes(self) -> bool:
        """Whether the text of the file changes here."""
        return self.what == DOUBLE or (bool(self.new) and self.new != (self.old,))


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a migration would do. `untouched` names the files that are left alone because they have problems."""

    source: str
    target: str
    moves: tuple[Move, ...]
    untouched: tuple[str, ...]
    texts: Mapping[str, str]

    @property
    def asking(self) -> tuple[Move, ...]:
        """The moves that need a person."""
        return tuple(move for move in self.moves if move.asks)

    def new_texts(self) -> Mapping[str, str]:
        """Give the new text of every file that changes, by its name."""
        changed: dict[str, str] = {}
        for name, text in self.texts.items():
            moves = [move for move in self.moves if move.at.file == name and (move.changes or move.asks)]
            if moves:
                changed[name] = _rewritten(text, moves)
        return changed


def plan(assessment: Assessment, problems: Sequence[Problem], old: Framework, new: Framework, steps: Sequence[Crosswalk]) -> Plan:
    """Say what carrying an assessment to another framework would do; history is never touched.

    Args:
        problems: Of the folder; a file with an error is left alone.
        steps: The crosswalks from the old framework to the new one.
    """
    broken = {problem.at.file for problem in problems if problem.severity is Severity.ERROR}
    planner = _Planner(old, new, steps)
    for name in assessment.files:
        if name not in broken and name in assessment.texts:
            document, _ = parse(assessment.texts[name], name)
            if document is not None:
                planner.file(document.root)
    return Plan(old.id, new.id, tuple(planner.moves), tuple(sorted(broken & set(assessment.files))), dict(assessment.texts))


class _Planner:
    """Walks the files and notes what becomes of every id of the old framework."""

    def __init__(self, old: Framework, new: Framework, steps: Sequence[Crosswalk]) -> None:
        self.old = old
        self.new = new
        self.steps = steps
        self.moves: list[Move] = []

    def file(self, root: Block) -> None:
        for section in ("evidence", "views", "actions"):
            for entry in _entries(root.get(section)):
                self.entry(entry, section)
        head = root.get("assessment")
        if isinstance(head, Block):
            if head.get("framework") == self.old.id:
                self.moves.append(
                    Move("assessment", head.at, head.place("framework"), self.old.id, (self.new.id,), "renamed", None)
                )
            for change in _entries(head.get("changed-since")):
                self.descriptors(change, "descriptors", f"changed since {change.get('what', '')}")

    def entry(self, entry: Block, section: str) -> None:
        name = str(entry.get("id", entry.get("of", section)))
        if section == "evidence":
            carried = self.descriptors(entry, "descriptors", name)
            self.judgement(entry, name, carried)
            self.grade(entry, name)
        elif section == "actions":
            self.descriptors(entry, "gaps", name)
        else:
            self.view(entry, name)
            self.grade(entry, f"view of {name}")

    def grade(self, entry: Block, name: str) -> None:
        """Ask about a grade that the new framework's scale does not have; grades are never converted."""
        word = entry.get("grade")
        if word is not None and self.new.scale.find(str(word)) is None:
            grades = ", ".join(self.new.scale.ids)
            asks = f"'{word}' is not on the scale of {self.new.id} ({grades}); which does this support?"
            self.moves.append(Move(name, entry.at, entry.place("grade"), str(word), (), "gone", asks))

    def descriptors(self, entry: Block, key: str, name: str) -> tuple[str, ...]:
        """Note the moves of an entry's descriptors; gives what they become, the best fit first."""
        rows = entry.get(key)
        words = [(str(word), rows.place(place)) for place, word in enumerate(rows)] if isinstance(rows, Rows) else []
        if isinstance(rows, str):
            words = [(rows, entry.place(key))]
        here: list[str] = []
        for word, at in words:
            if word not in self.old.descriptors:
                continue
            move = _move(_Spot(name, entry.at, at, word), carry_descriptor(word, self.steps), here, self.new)
            self.moves.append(move)
            here.extend(move.new or (word,))
        return tuple(here)

    def judgement(self, entry: Block, name: str, descriptors: Sequence[str]) -> None:
        """Note what becomes of the judgement that an item names: of several, the one that its first descriptor belongs to."""
        word = entry.get("judgement")
        found = self.old.find_judgement(str(word)) if word else None
        if found is None:
            return
        at = entry.place("judgement")
        carried = carry_judgement(found, self.steps)
        homes = [self.new.home(one) for one in descriptors if one in self.new.descriptors]
        chosen = next((one for one in carried if homes and one.id == homes[0]), carried[0] if carried else None)
        if chosen is None:
            self.moves.append(
                Move(name, entry.at, at, str(word), (), "gone", f"the judgement '{word}' is gone; where does this count?")
            )
        else:
            self.moves.append(Move(name, entry.at, at, str(word), (chosen.id,), "kept" if chosen.id == word else "moved", None))

    def view(self, entry: Block, name: str) -> None:
        word = str(entry.get("of", ""))
        spot = _Spot(f"view of {name}", entry.at, entry.place("of"), word)
        if word in self.old.descriptors:
            self.moves.append(_move(spot, carry_descriptor(word, self.steps), (), self.new, most=1))
        elif (found := self.old.find_judgement(word)) is not None:
            self.moves.append(_move(spot, carry_judgement(found, self.steps), (), self.new, most=1))


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an id stands: in which entry, where that begins, the id's own place, and the id."""

    entry: str
    within: Location
    at: Location
    old: str

    def move(self, new: tuple[str, ...], what: str, asks: str | None = None) -> Move:
        return Move(self.entry, self.within, self.at, self.old, new, what, asks)


def _move(spot: _Spot, carried: Sequence[Carried], taken: Sequence[str], new: Framework, most: int | None = None) -> Move:
    """Decide what an id becomes: the strong matches, or all where none is strong; what is not strong asks a person."""
    old = spot.old
    if not carried:
        return spot.move((), "gone", f"{old} has no counterpart in {new.id}; which descriptor does this show something about?")
    strong = [one for one in carried if one.match == "strong"] or list(carried)
    ids = tuple(one.id for one in strong if one.id not in taken)[:most]
    if not ids:
        return spot.move((), DOUBLE)
    if ids == (old,):
        what = "kept"
    elif len(carried) > 1:
        what = "split"
    else:
        what = "renamed" if carried[0].change == "kept" else carried[0].change
    if len(carried) > 1:
        return spot.move(ids, what, f"{old} was split into {', '.join(one.id for one in carried)}; keep what fits")
    if carried[0].match != "strong":
        return spot.move(ids, what, f"{old} became {carried[0].id}, a {carried[0].match} match; does it fit?")
    return spot.move(ids, what)


def _entries(rows: Value) -> Iterator[Block]:
    if isinstance(rows, Rows):
        yield from (row for row in rows if isinstance(row, Block))


# --- changing the text


def _rewritten(text: str, moves: Iterable[Move]) -> str:
    """Put the new ids where the old ones stand, and a comment above every entry that asks a person.

    Rows are changed from the last to the first, so that a new line never moves a place that is still to be changed.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    changes: dict[int, list[Move]] = defaultdict(list)
    comments: dict[int, list[str]] = defaultdict(list)
    for move in moves:
        if move.at.line is None:
            continue
        if move.changes:
            changes[move.at.line - 1].append(move)
        if move.asks:
            start = (move.within.line or move.at.line) - 1
            indent = len(lines[start]) - len(lines[start].lstrip())
            comment = f"{' ' * indent}{MARK} {move.asks}"
            if comment not in comments[start]:
                comments[start].append(comment)
    for row in sorted({*changes, *comments}, reverse=True):
        for move in sorted(changes[row], key=lambda one: one.at.column or 0, reverse=True):
            _replace(lines, row, (move.at.column or 1) - 1, move)
        lines[row:row] = comments[row]
    return newline.join(lines)


def _replace(lines: list[str], row: int, column: int, move: Move) -> None:
    """Replace one id; in a list of one entry a line, further ids get lines of their own."""
    line = lines[row]
    end = _end_of_word(line, column)
    before, word, after = line[:column], line[column:end], line[end:]
    quote = word[0] if word[0] in "'\"" else ""
    words = [f"{quote}{one}{quote}" for one in move.new]
    if not words:
        if before.strip() == "-":
            del lines[row]
        else:
            lines[row] = before.rstrip().removesuffix(",") + after
    elif before.strip() == "-":
        lines[row : row + 1] = [f"{before}{words[0]}{after}", *(f"{before}{one}" for one in words[1:])]
    elif before.rstrip().endswith((":", "{")) and len(words) > 1:  # a single text where a list may stand
        lines[row] = f"{before}[{', '.join(words)}]{after}"
    else:
        lines[row] = f"{before}{', '.join(words)}{after}"


def _end_of_word(line: str, column: int) -> int:
    if line[column] in "'\"":
        return line.index(line[column], column + 1) + 1
    match = re.compile(r"[^\s,\]}#]+").match(line, column)
    return match.end() if match else column


def name_in(folder: Path, name: str, shown: str) -> Path:
    """Give the path within a folder of a file that messages name; `shown` is how they name the folder."""
    return folder / (name if shown == "." else Path(name).relative_to(shown).as_posix())
