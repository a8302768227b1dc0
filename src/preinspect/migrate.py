"""An assessment carried to another framework: everything shown before anything is written, and not a line lost.

Files are changed where an id stands and nowhere else: the text is cut at the places that the reader noted, so comments, order, line breaks
and quotes stay as they were, and the difference that git shows is the migration alone. (A rewrite by way of a YAML library joins text that
was folded over several lines, and the difference would hide what changed.) What was cut is then read again: where it does not hold just
what it should, the file is left alone.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from errno import EACCES
from pathlib import Path
from typing import Any

from .crosswalk import Carried, Crosswalk, carry_descriptor, carry_judgement
from .document import Block, Rows, Value, parse
from .evidence import Assessment
from .folder import name_of
from .framework import Framework
from .problem import Location, Problem, Severity
from .whole import write_all

MARK = "# preinspect migrate:"
"""How the comments begin that ask a person to decide: what stands below one waits until the comment is taken away."""

WAITS = "PI319"
"""The code for an entry that waits."""

NOTE = "# preinspect migrated:"
"""How the comments begin that only tell what was not written."""


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of one id where it stands in a file.

    Attributes:
        entry: The entry that it stands in, for people; `within` is where that begins.
        old: The id as it was typed.
        new: What it becomes; empty where it is gone, and then it stays as it was.
        what: kept, renamed, split, merged, gone, or moved (a judgement that follows its descriptor).
        asks: What a person has to decide, or None.
        note: What was not written and may be added, or None.
        named_before: Whether all that it becomes stands before it in the same list, so that it is taken away.
    """

    entry: str
    within: Location
    at: Location
    old: str
    new: tuple[str, ...]
    what: str
    asks: str | None
    named_before: bool = False
    note: str | None = None

    @property
    def changes(self) -> bool:
        """Whether the text of the file changes here."""
        return self.named_before or (bool(self.new) and self.new != (self.old,))

    @property
    def written(self) -> tuple[str, ...]:
        """What stands in its place afterwards."""
        return () if self.named_before else self.new


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a migration would do.

    Attributes:
        untouched: The files that cannot be carried because they have problems; while there are any, nothing is written.
        unsafe: Those of them that have no problem, and are written in a way in which an id cannot be changed with certainty.
        texts: The text of every file that was read, by its name.
    """

    source: str
    target: str
    moves: tuple[Move, ...]
    untouched: tuple[str, ...]
    unsafe: tuple[str, ...]
    texts: Mapping[str, str]

    @property
    def asking(self) -> tuple[Move, ...]:
        """The moves that need a person."""
        return tuple(move for move in self.moves if move.asks)

    @property
    def changing(self) -> tuple[str, ...]:
        """The names of the files that change."""
        return tuple(dict.fromkeys(move.at.file for move in self.moves if move.changes or move.asks or move.note))

    @property
    def noted(self) -> tuple[Move, ...]:
        """The moves that leave something unwritten which a person may add."""
        return tuple(move for move in self.moves if move.note)

    def new_text(self, name: str, text: str) -> str:
        """Give the new text of a file; `text` is what the disk holds, with line ends of its own."""
        return _rewritten(text, [move for move in self.moves if move.at.file == name])


def plan(assessment: Assessment, problems: Sequence[Problem], old: Framework, new: Framework, steps: Sequence[Crosswalk]) -> Plan:
    """Say what carrying an assessment to another framework would do; history is never touched.

    Where the assessment names the new framework already, only what an earlier migration left behind is carried: the entries that name
    what the new framework does not have.

    Args:
        problems: Of the folder; a file with an error cannot be carried, unless the error is that an entry waits for a person.
        steps: The crosswalks from the old framework to the new one.
    """
    wrong = [one for one in problems if one.severity is Severity.ERROR and one.code != WAITS]
    broken = {problem.at.file for problem in wrong} & set(assessment.files)
    moves: list[Move] = []
    unsafe: list[str] = []
    views: dict[tuple[str, ...], str] = {}
    for name in assessment.files:
        document = None if name in broken or name not in assessment.texts else parse(assessment.texts[name], name)[0]
        if document is None:
            continue
        planner = _Planner(old, new, steps, questions_by_line(document.text), views, assessment.framework == new.id)
        planner.file(document.root)
        if _reads_back(document.root, document.text, planner.moves):
            moves.extend(planner.moves)
        else:
            unsafe.append(name)
    return Plan(
        source=old.id,
        target=new.id,
        moves=tuple(moves),
        untouched=tuple(sorted({*broken, *unsafe})),
        unsafe=tuple(unsafe),
        texts=dict(assessment.texts),
    )


class _Planner:
    """Walks a file and notes what becomes of every id of the old framework."""

    def __init__(
        self,
        old: Framework,
        new: Framework,
        steps: Sequence[Crosswalk],
        waiting: Mapping[int, Sequence[str]],
        views: dict[tuple[str, ...], str],
        left_behind: bool = False,
    ) -> None:
        """Begin a file.

        Args:
            waiting: The questions of an earlier migration, by the line of the entry that waits for an answer.
            views: Whose views of what were carried so far, over all files; this file's are added.
            left_behind: Carry only entries that name what the new framework does not have.
        """
        self.old = old
        self.new = new
        self.steps = steps
        self.waiting = waiting
        self.views = views
        self.left_behind = left_behind
        self.moves: list[Move] = []

    def file(self, root: Block) -> None:
        for section in ("evidence", "views", "actions", "requests"):
            for entry in _entries(root.get(section)):
                if not self.left_behind or ((entry.at.line or 1) not in self.waiting and self.is_old(entry)):
                    before = len(self.moves)
                    self.entry(entry, section)
                    self.undecided(entry, str(entry.get("id", entry.get("of", section))), self.moves[before:])
        head = root.get("assessment")
        if isinstance(head, Block):
            if head.get("framework") == self.old.id:
                spot = _Spot("assessment", head.at, head.place("framework"), self.old.id)
                self.moves.append(spot.move((self.new.id,), "renamed"))
            for change in _entries(head.get("changed-since")):
                if not self.left_behind or self.is_old(change):
                    # A change makes older evidence say less, so what it may bear on is all kept until a person narrows it.
                    self.descriptors(change, "descriptors", f"changed since {change.get('what', '')}", every=True)

    def is_old(self, entry: Block) -> bool:
        """Say whether an entry names a descriptor or a judgement that only the old framework has."""
        words = [word for key in ("descriptors", "gaps") for word, _ in _words(entry, key)]
        if any(word in self.old.descriptors and word not in self.new.descriptors for word in words):
            return True
        of = _typed(entry, "of")
        return (of in self.old.descriptors and of not in self.new.descriptors) or any(
            self.old.find_judgement(word) is not None and self.new.find_judgement(word) is None
            for word in (of, _typed(entry, "judgement"))
            if word
        )

    def undecided(self, entry: Block, name: str, moves: Sequence[Move]) -> None:
        """Keep an entry waiting that nobody has decided on since an earlier migration; its old question no longer fits its ids."""
        if (entry.at.line or 1) in self.waiting and any(move.changes or move.asks or move.note for move in moves):
            asks = f"this still waited for a decision when it was carried over from {self.old.id}; does what stands here fit?"
            self.moves.append(_Spot(name, entry.at, entry.at, "").move((), "undecided", asks))

    def entry(self, entry: Block, section: str) -> None:
        name = str(entry.get("id", entry.get("of", section)))
        if section == "evidence":
            self.judgement(entry, name, self.descriptors(entry, "descriptors", name))
            self.grade(entry, name)
            self.results(entry, name)
        elif section == "actions":
            self.descriptors(entry, "gaps", name)
        elif section == "requests":
            self.request(entry, name)
        else:
            self.view(entry, f"view of {name}")
            self.grade(entry, f"view of {name}")

    def grade(self, entry: Block, name: str) -> None:
        """Ask about a grade that the new framework's scale does not have; grades are never converted."""
        if entry.get("grade") is not None:
            self.off_the_scale(_Spot(name, entry.at, entry.place("grade"), _typed(entry, "grade")))

    def results(self, entry: Block, name: str) -> None:
        """Ask about the grades that a sample's results are counted by."""
        sample = entry.get("sample")
        results = sample.get("results") if isinstance(sample, Block) else None
        for word in results if isinstance(results, Block) else ():
            assert isinstance(results, Block)
            self.off_the_scale(_Spot(name, entry.at, results.place_of_key(word), word))

    def off_the_scale(self, spot: _Spot) -> None:
        before, after = self.old.scale.find(spot.old), self.new.scale.find(spot.old)
        if after is None or before not in (None, after):
            grades = ", ".join(self.new.scale.ids)
            asks = f"'{spot.old}' is not on the scale of {self.new.id} ({grades}); which does this support?"
            self.moves.append(spot.move((), "gone", asks))

    def descriptors(self, entry: Block, key: str, name: str, every: bool = False) -> tuple[str, ...]:
        """Note the moves of an entry's descriptors; gives what they become, the best fit first."""
        here: list[str] = []
        for word, at in _words(entry, key):
            if word in self.old.descriptors and not (self.left_behind and word in self.new.descriptors):
                carried = carry_descriptor(word, self.steps)
                move = _move(_Spot(name, entry.at, at, word), carried, here, self.new, "descriptor", every=every)
                self.moves.append(move)
                here.extend(move.written or (() if move.named_before else (word,)))
        return tuple(here)

    def judgement(self, entry: Block, name: str, descriptors: Sequence[str]) -> None:
        """Note what becomes of the judgement that an item names.

        Of several, it is the one that the item's first descriptor belongs to, where the item counted under that descriptor's own
        judgement before. Where a person had filed it elsewhere, it stays with what became of that judgement.
        """
        word = _typed(entry, "judgement") if entry.get("judgement") is not None else ""
        found = self.old.find_judgement(word)
        if found is None:
            return
        spot = _Spot(name, entry.at, entry.place("judgement"), word)
        carried = carry_judgement(found, self.steps)
        first = next((one for one, _ in _words(entry, "descriptors") if one in self.old.descriptors), None)
        at_home = first is not None and self.old.home(first) == found
        home = next((self.new.home(one) for one in descriptors if one in self.new.descriptors), None) if at_home else None
        chosen = next((one for one in carried if one.id == home), carried[0] if carried else None)
        if chosen is None:
            self.moves.append(spot.move((), "gone", f"the judgement '{word}' is gone; where does this count?"))
            return
        asks = None
        if chosen.id != home and (len(carried) > 1 or chosen.match != "strong"):
            asks = f"the judgement '{word}' became {_listed(carried)}; does this count under {chosen.id}?"
        same = self.new.find_judgement(word) == chosen.id  # people may write a title or a short name, and both may have it
        self.moves.append(spot.move((word if same else chosen.id,), "kept" if same else "moved", asks))

    def view(self, entry: Block, name: str) -> None:
        word = _typed(entry, "of")
        spot = _Spot(name, entry.at, entry.place("of"), word)
        if word in self.old.descriptors:
            move = _move(spot, carry_descriptor(word, self.steps), (), self.new, "descriptor", most=1)
        elif (found := self.old.find_judgement(word)) is not None:
            move = _move(spot, carry_judgement(found, self.steps), (), self.new, "judgement", most=1)
            if move.new and self.new.find_judgement(word) == move.new[0]:
                move = replace(move, new=(word,), what="kept")
        else:
            return
        whose = (*(self.new.find_judgement(one) or one for one in move.new), _typed(entry, "by"), _typed(entry, "service"))
        other = self.views.setdefault(whose, word) if move.new else word
        if other != word and move.asks is None:
            asks = f"{other} and {word} are both {move.new[0]} in {self.new.id}, and there is a view of each; which one holds?"
            move = replace(move, asks=asks)
        self.moves.append(move)

    def request(self, entry: Block, name: str) -> None:
        """Ask about something that only the old framework's inspectors ask for."""
        word = _typed(entry, "of")
        known = {one.id for one in self.new.requests}
        if word not in known and word in {one.id for one in self.old.requests}:
            spot = _Spot(f"request {name}", entry.at, entry.place("of"), word)
            self.moves.append(spot.move((), "gone", f"{self.new.id} does not ask for {word}; is it still wanted?"))


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an id stands: in which entry, where that begins, the id's own place, and the id as typed."""

    entry: str
    within: Location
    at: Location
    old: str

    def move(self, new: tuple[str, ...], what: str, asks: str | None = None, named_before: bool = False) -> Move:
        return Move(self.entry, self.within, self.at, self.old, new, what, asks, named_before)


def _move(
    spot: _Spot,
    carried: Sequence[Carried],
    taken: Sequence[str],
    new: Framework,
    noun: str,
    most: int | None = None,
    every: bool = False,
) -> Move:
    """Decide what an id becomes: the strong matches, or all where none is strong.

    One strong match is sure, and what matches in part beside it is not written but noted. All else asks a person.

    Args:
        every: Write what matches in part beside a strong match too.
    """
    old = spot.old
    if not carried:
        return spot.move((), "gone", f"{old} has no counterpart in {new.id}; which {noun} does this show something about?")
    strong = [one for one in carried if one.match == "strong" and not every] or list(carried)
    ids = tuple(one.id for one in strong if one.id not in taken)[:most]
    if not ids:  # each stands there for another id, which matches it better or has asked a person already
        return spot.move(tuple(one.id for one in strong), "merged", named_before=True)
    if ids == (old,):
        what = "kept"
    elif len(carried) > 1:
        what = "split"
    else:
        what = "renamed" if carried[0].change == "kept" else carried[0].change
    others = [one for one in carried if one.id not in ids and one.id not in taken]
    if len(strong) == 1 and carried[0].match == "strong":
        match = "matches" if len(others) == 1 else "match"
        note = f"{old} became {strong[0].id}; {_listed(others)} {match} in part and not written: add what fits"
        return replace(spot.move(ids, what), note=note if others else None)
    if len(carried) > 1:
        stands = f"; only {', '.join(ids)} written" if others else ""
        return spot.move(ids, what, f"{old} was split into {_listed(carried)}{stands}; keep what fits")
    if carried[0].match != "strong":
        return spot.move(ids, what, f"{old} became {carried[0].id}, a {carried[0].match} match; does it fit?")
    return spot.move(ids, what)


def _listed(carried: Iterable[Carried]) -> str:
    return ", ".join(one.id for one in carried)


def _words(entry: Block, key: str) -> list[tuple[str, Location]]:
    """Give the ids that an entry names under a key, as typed, each with its place."""
    rows = entry.get(key)
    if isinstance(rows, Rows):
        return [(_typed(rows, place), rows.place(place)) for place in range(len(rows))]
    return [(_typed(entry, key), entry.place(key))] if rows is not None else []


def _entries(rows: Value) -> Iterator[Block]:
    if isinstance(rows, Rows):
        yield from (row for row in rows if isinstance(row, Block))


def _typed(holder: Any, key: Any) -> str:
    """Give a value as it was typed: `1.10` is an id, not a number."""
    value = holder.get(key, "") if isinstance(holder, Block) else holder[key]
    typed: str = holder.typed.get(key, str(value))
    return typed


# --- changing the text

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BEFORE_A_WORD = re.compile(r"(?:[&!]\S*\s+)*")  # an anchor or a tag
_AFTER_A_WORD = re.compile(r"\s|[,\]}]|$")


def _rewritten(text: str, moves: Iterable[Move]) -> str:
    """Put the new ids where the old ones stand, and comments above every entry that a person has to look at.

    Comments of an earlier migration give way where the entry below them changes: they speak of ids that it no longer has. Rows are
    changed from the last to the first, so that a new line never moves a place that is still to be changed.
    """
    lines: list[str] = _LINES.findall(text)
    newline = next((end for line in lines if (end := _end(line))), "\n")
    changes: dict[int, dict[Location, Move]] = defaultdict(dict)
    comments: dict[int, list[str]] = defaultdict(list)
    for move in moves:
        if move.changes:  # an entry that refers to another's list stands at the same place
            changes[(move.at.line or 1) - 1].setdefault(move.at, move)
        start = (move.within.line or 1) - 1
        if move.changes:
            comments[start] += ()
        for mark, words in ((MARK, move.asks), (NOTE, move.note)):
            indent = lines[start][: len(lines[start]) - len(lines[start].lstrip())]
            comment = f"{indent}{mark} {' '.join(words.split())}" if words else ""
            if comment and comment not in comments[start]:
                comments[start].append(comment)
    for row in sorted({*changes, *comments}, reverse=True):
        for move in sorted(changes[row].values(), key=lambda one: one.at.column or 1, reverse=True):
            body, end = lines[row][: len(lines[row]) - len(_end(lines[row]))], _end(lines[row])
            new = _replaced(body, (move.at.column or 1) - 1, move)
            lines[row : row + 1] = [*(f"{line}{newline}" for line in new[:-1]), *(f"{line}{end}" for line in new[-1:])]
        if row in comments:
            lines[row:row] = [f"{comment}{newline}" for comment in comments[row]]
            for above in list(_ours_above(lines, row)):
                del lines[above]
    return "".join(lines)


def _end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _ours_above(lines: Sequence[str], row: int) -> Iterator[int]:
    """Give the rows right above an entry that hold comments of a migration, the lowest first; people's own are passed over."""
    while row > 0 and (not lines[row - 1].strip() or lines[row - 1].lstrip().startswith("#")):
        row -= 1
        if lines[row].lstrip().startswith((MARK, NOTE)):
            yield row


def questions_by_line(text: str) -> Mapping[int, tuple[str, ...]]:
    """Give what a migration asked and nobody has answered yet, by the line (from 1) of the entry that it stands above."""
    found: dict[int, tuple[str, ...]] = {}
    if MARK not in text:
        return found
    lines: list[str] = _LINES.findall(text)
    for row, line in enumerate(lines):
        if line.strip() and not line.lstrip().startswith("#"):
            above = [lines[one].strip() for one in _ours_above(lines, row)]
            asked = tuple(one.removeprefix(MARK).strip() for one in reversed(above) if one.startswith(MARK))
            if asked:
                found[row + 1] = asked
    return found


def _replaced(line: str, column: int, move: Move) -> list[str]:
    """Replace one id; gives the lines that stand in its line's place, none where nothing is left of it."""
    match = _BEFORE_A_WORD.match(line, column)
    start = match.end() if match else column
    quote = line[start : start + 1] if line[start : start + 1] in ("'", '"') else ""
    end = start + len(move.old) + 2 * len(quote)
    if line[start:end] != f"{quote}{move.old}{quote}" or not _AFTER_A_WORD.match(line, end):
        return [line]  # it is not what was read there: reading it back will tell
    before, after = line[:start], line[end:]
    words = [f"{quote}{word}{quote}" for word in move.written]
    if not words:
        return _without(before, after)
    if before.strip() == "-":  # in a list of one entry a line, further ids get lines of their own
        return [f"{before}{words[0]}{after}", *(f"{before}{one}" for one in words[1:])]
    if before.rstrip().endswith(":") and len(words) > 1:  # a single text where a list may stand
        return [f"{before}[{', '.join(words)}]{after}"]
    return [f"{before}{', '.join(words)}{after}"]


def _without(before: str, after: str) -> list[str]:
    """Take an entry out of a list, with its hyphen or one of the commas beside it; a comment behind it stays."""
    indent = before[: len(before) - len(before.lstrip())]
    if before.strip() == "-":
        before = before.replace("-", " ")
    elif after.lstrip().startswith(","):
        after = after.lstrip()[1:].lstrip()
    else:
        before = before.rstrip().removesuffix(",").rstrip()
    if not before.strip():
        return [f"{before or indent}{after.lstrip()}"] if after.strip() else []
    return [f"{before}{after}" if after.strip() else before.rstrip()]


# --- reading it back


def _reads_back(root: Block, text: str, moves: Sequence[Move]) -> bool:
    """Say whether the changed text holds just what it should: the new ids for the old, and all else as it was."""
    places: dict[Location, Move] = {}
    for move in moves:
        if move.changes and places.setdefault(move.at, move).written != move.written:
            return False  # two entries share a list, and would need it to become two different ones
    document, _ = parse(_rewritten(text, moves), root.at.file)
    return document is not None and _carried(root, places) == document.root


def _carried(value: Value, places: Mapping[Location, Move]) -> Value:
    """Give a value as it should read afterwards."""
    if isinstance(value, Block):
        found = {key: _carried(one, places) for key, one in value.items()}
        for key in value:
            if not isinstance(value[key], Block | Rows) and (move := places.get(value.place(key))):
                found[key] = move.written[0] if len(move.written) == 1 else list(move.written)
        return found
    if isinstance(value, Rows):
        rows: list[Value] = []
        for index, one in enumerate(value):
            plain = not isinstance(one, Block | Rows)
            rows.extend(move.written if plain and (move := places.get(value.place(index))) else [_carried(one, places)])
        return rows
    return value


# --- writing it


class ChangedMeanwhile(Exception):
    """A file is no longer what the plan was made from; its name is the argument."""


def write(found: Plan, folder: Path, output: Path | None = None) -> int:
    """Write what was planned: all files or none, in place or into a copy of the folder.

    Args:
        output: A folder that does not exist yet; the old one stays as it is.
    Returns:
        How many files were changed. Raises OSError where something cannot be written, and ChangedMeanwhile; nothing is changed then.
    """
    contents = dict(_contents(found, folder))
    if output is None:
        for path in contents:
            if (
                not (folder / path).stat().st_mode & 0o222
            ):  # a file may be replaced in a folder that can be written, and is not meant to be
                raise PermissionError(EACCES, "it is write-protected", str(folder / path))
        write_all({folder / path: data for path, data in contents.items()})
        return len(contents)
    output.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    try:
        shutil.copytree(folder, beside, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git"))
        for path, data in contents.items():
            (beside / path).write_bytes(data)
        beside.replace(output)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return len(contents)


def _contents(found: Plan, folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Give the new bytes of every file that changes; its line ends and its byte order mark stay."""
    shown = name_of(folder)
    for name in found.changing:
        path = Path(name) if shown == "." else Path(name).relative_to(shown)
        raw = (folder / path).read_bytes()
        text = raw.decode("utf-8-sig")
        if parse(text, name) != parse(found.texts[name], name):
            raise ChangedMeanwhile(name)
        mark = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
        yield path, mark + found.new_text(name, text).encode("utf-8")
