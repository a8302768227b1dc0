"""Two services in one new folder: everything of both is kept, what they share and where they differ is told, and nothing is added up.

Every file comes along with its comments; an entry changes only where it says whose it is (`service:`), and in its id where both had it.
Each service can be scored alone afterwards as it could before.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from .case import Case, open_case, roots
from .column import order
from .crosswalk import way
from .day import in_words
from .document import Block, Rows, parse
from .edit import Edit, edited
from .entries import HEAD, SECTIONS, gather
from .evidence import WITHIN, lies_within
from .folder import PASSED_OVER, yaml_files
from .framework import Framework, load_framework
from .migrate import MARK, Move, Plan
from .migrate import plan as plan_migration
from .predict import Prediction
from .problem import Location
from .words import count, listed, typed
from .write import in_brackets, scalar

REPORT = "merge-report.md"
"""What the report is called in the new folder."""

_OF_A_SERVICE = ("evidence", "indicators", "views", "actions", "requests")
_HEAD_FILE = "assessment.yaml"
_NOT_COPIED = frozenset({".git", ".preinspect"})
_TABLES = frozenset({".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"})
_MOST_PLACES = 5
_OWN_KEYS = ("authority", "framework", "as-at", "service", "changed-since")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its folder as opened, what its entries are called in the new folder, and where its files go there."""

    folder: Path
    case: Case
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the report: a heading and sentences."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge would do.

    Attributes:
        blocked: Why it cannot be done; then there are no files.
        files: Every file of the new folder by its path within it.
        parts: What people should know, whether it can be done or not.
    """

    sides: tuple[Side, Side]
    blocked: tuple[str, ...]
    files: Mapping[str, bytes]
    parts: tuple[Part, ...]


def merge(
    folders: Sequence[Path],
    today: date,
    names: Sequence[str] = (),
    prefix: bool = False,
    framework: str | None = None,
    frameworks: Path | None = None,
) -> Merged:
    """Say what putting two folders into one would do; nothing is written.

    Args:
        folders: Two of them.
        names: What the services are called; otherwise as each folder says, or by its authority or its own name.
        prefix: Put the service's name before ids that both have; without it such ids stop the merge.
        framework: Which framework the new folder answers; needed where the two differ.
    """
    sides = _sides(folders, [open_case(one, as_at=None, today=today, frameworks=frameworks) for one in folders], names)
    merger = _Merger(sides, prefix, framework, frameworks)
    return merger.run()


def write(found: Merged, into: Path) -> None:
    """Write the new folder, whole or not at all.

    Raises FileExistsError where it is there already, and OSError where it cannot be written.
    """
    if into.exists():
        raise FileExistsError(str(into))
    into.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{into.name}-", dir=into.parent))
    try:
        lay_out(found, beside)
        beside.chmod(0o755)
        beside.replace(into)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def lay_out(found: Merged, folder: Path) -> None:
    """Write all files of a merge into a folder that is there."""
    for name, content in found.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def report_text(found: Merged, extra: Iterable[Part]) -> str:
    """Write the report down, to lie beside what it is about."""
    one, other = found.sides
    lines = [
        f"# {one.name} and {other.name} in one folder",
        "",
        f"Made by `preinspect merge {typed(one.folder)} {typed(other.folder)}`.",
        "",
    ]
    for part in (*found.parts, *extra):
        lines += [f"## {part.title}", "", *(f"- {line}" for line in part.lines), ""]
    return "\n".join(lines)


# --- the two sides


def _sides(folders: Sequence[Path], cases: Sequence[Case], names: Sequence[str]) -> tuple[Side, Side]:
    own = [folder.resolve().name for folder in folders]
    called = list(names) or _called(own, cases)
    places = [_slug(name) for name in own]
    if places[0].casefold() == places[1].casefold():
        places = [_slug(name) for name in called]
    places = [f"{place}-service" if place in PASSED_OVER or not place else place for place in places]
    first, second = (Side(*one) for one in zip(folders, cases, called, places, strict=True))
    return first, second


def _called(folder_names: Sequence[str], cases: Sequence[Case]) -> list[str]:
    """Name a service as its folder does; by its authority where the two differ, else by the name of the folder."""
    authorities = [case.assessment.authority for case in cases]
    differ = all(authorities) and authorities[0] != authorities[1]
    others = [str(one) for one in authorities] if differ else folder_names
    return [case.assessment.service or other for case, other in zip(cases, others, strict=True)]


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name).strip("-_")


# --- the merge


class _Merger:
    """Goes through both folders and notes what becomes of every file, and what there is to tell."""

    def __init__(self, sides: tuple[Side, Side], prefix: bool, framework: str | None, frameworks: Path | None) -> None:
        self.sides = sides
        self.prefix = prefix
        self.frameworks = frameworks
        self.blocked: list[str] = []
        self.parts: list[Part] = []
        self.files: dict[str, bytes] = {}
        self.old_heads: list[str] = []
        self.mentions: list[str] = []
        self.tables: list[str] = []
        self.moves: dict[str, tuple[Move, ...]] = {}
        self.target = self._target(framework)
        self.renamed = self._renamed()

    def run(self) -> Merged:
        for side in self.sides:
            self._readable(side)
        if self.sides[0].name.casefold() == self.sides[1].name.casefold():
            self.blocked.append(f"Both services are called '{self.sides[0].name}'; name them with --names ONE OTHER.")
        if not self.blocked:
            for side in self.sides:
                self._copy(side)
            self.files[_HEAD_FILE] = self._head().encode("utf-8")
            if self.tables:
                told = tuple(f"{name} was copied as it is." for name in self.tables)
                self.parts.append(Part("Tables that nothing looked into; take out what is about single children", told))
            if self.mentions:
                self.parts.append(
                    Part("Words that speak of an entry by its old id, to be put right by hand", tuple(self.mentions))
                )
        return Merged(self.sides, tuple(self.blocked), {} if self.blocked else self.files, tuple(self.parts))

    def _readable(self, side: Side) -> None:
        """Nothing is lost only where everything can be read."""
        unread = [left.at.file for left in side.case.assessment.left_out if left.what == "file"]
        if unread:
            self.blocked.append(f"{listed(unread)} cannot be read; put that right first: preinspect check {typed(side.folder)}")
        if side.case.personal:
            places = listed(str(one.at) for one in side.case.personal[:_MOST_PLACES])
            more = f" and {len(side.case.personal) - _MOST_PLACES} more" if len(side.case.personal) > _MOST_PLACES else ""
            self.blocked.append(
                f"What looks like personal data stands in {places}{more}, and is not carried into another folder; put it right or "
                f"clear it with a reason first: preinspect check {typed(side.folder)}"
            )
        if side.case.framework is None and side.case.assessment.framework is None:
            self.blocked.append(f"{side.folder} does not say which framework it answers: preinspect check {typed(side.folder)}")

    # frameworks

    def _target(self, wanted: str | None) -> str | None:
        """Decide which framework the new folder answers; where the two differ, a person does."""
        there = [side.case.assessment.framework for side in self.sides]
        target = wanted or there[0] or there[1]
        if there[0] == there[1] == target:
            return target
        one, other = self.sides
        if wanted is None and all(there):
            self.blocked.append(
                f"{one.name} answers {there[0]} and {other.name} {there[1]}; say with --framework which one the new folder answers."
            )
        return target

    def _loaded(self, side: Side) -> Framework | None:
        return load_framework(str(self.target), roots(side.folder, self.frameworks))[0]

    def _moves(self, side: Side) -> tuple[Move, ...]:
        """Carry a side to the new folder's framework where the crosswalk is sure; what it is not sure of stays, and is asked."""
        old = side.case.framework
        if old is None or old.id == self.target:
            return ()
        new = self._loaded(side)
        steps, _ = way(old.id, str(self.target), roots(side.folder, self.frameworks))
        if new is None or steps is None:
            self.blocked.append(f"There is no crosswalk from {old.id} to {self.target}, so {side.name} cannot be carried over.")
            return ()
        plan = plan_migration(side.case.assessment, side.case.problems, old, new, steps)
        if plan.untouched:
            self.blocked.append(
                f"{listed(plan.untouched)} must be put right before it can be carried to {new.id}: preinspect check {typed(side.folder)}"
            )
            return ()
        found = tuple(replace(move, new=(), named_before=False) if move.asks else move for move in plan.moves)
        self._tell_moves(side, found, old, new)
        self.moves[side.name] = found
        return tuple(move for move in found if move.entry != HEAD)

    def _tell_moves(self, side: Side, moves: Sequence[Move], old: Framework, new: Framework) -> None:
        became = Counter((move.old, move.written) for move in moves if move.changes and move.entry != HEAD)
        told = [
            f"{word} became {', '.join(ids) or 'one named beside it'} in {count(number, 'place')}, a strong match of the crosswalk."
            for (word, ids), number in sorted(became.items())
        ]
        kept = sum(1 for move in moves if not move.changes and not move.asks)
        if kept:
            told.append(f"{count(kept, 'id')} {'is' if kept == 1 else 'are'} the same in both.")
        if not any("scale" in (move.asks or "") for move in moves):
            told.append(f"The grades of {old.id} mean the same on the scale of {new.id}, and stay as they are.")
        self.parts.append(Part(f"{side.name}: carried from {old.id} to {new.id}", tuple(told)))
        asked = tuple(f"{move.at}: {move.entry}: {move.asks}" for move in moves if move.asks)
        if asked:
            title = f"{side.name}: to be decided by a person ({count(len(asked), 'place')}; '{MARK}' stands above each)"
            self.parts.append(Part(title, asked))

    # ids

    def _renamed(self) -> dict[tuple[int, str], dict[str, str]]:
        """Say what becomes of ids that both have, by side and by who shares ids."""
        found: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
        ids = [_ids(side) for side in self.sides]
        told: list[str] = []
        for kind in sorted({*ids[0], *ids[1]}):
            taken = {*ids[0].get(kind, {}), *ids[1].get(kind, {})}
            for name in (one for one in ids[0].get(kind, {}) if one in ids[1].get(kind, {})):
                places = [side_ids[kind][name] for side_ids in ids]
                fresh = [self._free(side, name, taken) for side in self.sides]
                taken.update(fresh)
                for number, new in enumerate(fresh):
                    found[number, kind][name] = new
                same = "the same words; count it once by deleting one" if _same_words(places) else "different words"
                where = " and ".join(str(block.at) for block in places)
                becomes = f": now {listed(fresh)}" if self.prefix else ""
                told.append(f"{name} in {where}, with {same}{becomes}.")
        if told:
            self.parts.append(Part("The same id in both", tuple(told)))
            if not self.prefix:
                noun, them = ("id is", "it") if len(told) == 1 else ("ids are", "them")
                self.blocked.append(f"{len(told)} {noun} in both; --prefix puts the service's name before {them}.")
        return dict(found)

    def _free(self, side: Side, name: str, taken: Iterable[str]) -> str:
        there, new, number = set(taken), f"{_slug(side.name)}-{name}", 2
        while new in there:
            new, number = f"{_slug(side.name)}-{name}-{number}", number + 1
        return new

    # files

    def _copy(self, side: Side) -> None:
        """Take over every file of a side: those with entries as they read in the new folder, all others byte for byte.

        Frameworks of its own go beside both, as that is where they are looked for.
        """
        moves = self._moves(side)
        read = {path.resolve(): name for path, name in yaml_files(side.folder)[0]}
        for path in sorted(side.folder.rglob("*")):
            within = path.relative_to(side.folder)
            if path.is_dir() or _NOT_COPIED & set(within.parts):
                continue
            raw = path.read_bytes()
            if within.parts[0] == "frameworks":
                self._put(within.as_posix(), raw, path)
            elif path.resolve() in read:
                self._take(side, within, raw, read[path.resolve()], moves)
            else:
                self._put(f"{side.place}/{within.as_posix()}", raw, path)
                if path.suffix.lower() in _TABLES:
                    self.tables.append(f"{side.place}/{within.as_posix()}")

    def _put(self, name: str, raw: bytes, path: Path) -> None:
        if self.files.setdefault(name, raw) != raw:
            self.blocked.append(f"Both folders have {name}, and they differ: {path}. Make them the same first.")

    def _take(self, side: Side, within: Path, raw: bytes, name: str, moves: Sequence[Move]) -> None:
        mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
        text = raw.decode("utf-8-sig")
        here = [move for move in moves if move.at.file == name and (move.changes or move.asks or move.note)]
        if here:
            text = Plan("", "", tuple(moves), (), (), {}).new_text(name, text)
        document, _ = parse(text, name)
        if document is None:  # nothing but comments
            self._put(f"{side.place}/{within.as_posix()}", raw, within)
            return
        if HEAD in document.root:
            text = self._without_head(side, text, name, document.root)
            document, _ = parse(text, name)
            if document is None:
                return
        made = edited(text, list(self._edits(side, document.root)), (), {section: order(section) for section in SECTIONS})
        for refused in made.refused:
            at = refused.at if isinstance(refused, Edit) else Location(name)
            self.blocked.append(
                f"{at}: this entry is laid out in a way in which it cannot be told apart safely; write it plainly first."
            )
        self._note_mentions(side, f"{side.place}/{within.as_posix()}", made.text)
        self._put(f"{side.place}/{within.as_posix()}", mark + made.text.encode("utf-8"), within)

    def _note_mentions(self, side: Side, name: str, text: str) -> None:
        """Note where words speak of an entry by the id that it had; they are people's own, and stay."""
        number = self.sides.index(side)
        renamed = {old: new for kind in ("evidence", "actions") for old, new in self.renamed.get((number, kind), {}).items()}
        if not renamed:
            return
        any_of = "|".join(map(re.escape, sorted(renamed, key=len, reverse=True)))
        for line, words in enumerate(text.split("\n"), 1):
            for old in dict.fromkeys(re.findall(rf"(?<![\w-])(?:{any_of})(?![\w-])", words)):
                self.mentions.append(f"{name}:{line} speaks of {old}, which is now {renamed[old]}.")

    def _edits(self, side: Side, root: Block) -> Iterator[Edit]:
        """Say what changes in each entry of a file: whose it is, and ids that both had."""
        for section, rows in root.items():
            for entry in rows if section in SECTIONS and isinstance(rows, Rows) else ():
                if isinstance(entry, Block):
                    patch = {**self._named(side, section, entry), **self._other_ids(side, section, entry)}
                    if patch:
                        yield Edit(entry.at, patch)

    def _named(self, side: Side, section: str, entry: Block) -> dict[str, Any]:
        own = entry.typed.get("service", entry.get("service"))
        if section == "history":
            return {} if own or not self._is_of_the_service(side, entry) else {"service": side.name}
        if section not in _OF_A_SERVICE or (own and lies_within(str(own), side.name)):
            return {}
        inner = own if own and own != side.case.assessment.service else None
        return {"service": f"{side.name}{WITHIN}{inner}" if inner else side.name}

    def _is_of_the_service(self, side: Side, entry: Block) -> bool:
        """Say whether a published result is the service's own: of an authority that the other is not of, or told by both."""
        one, other = self.sides
        if one.case.assessment.authority != other.case.assessment.authority:
            return True
        published = {(one.framework, one.published.isoformat()) for one in self.sides[0].case.assessment.history}
        return side is other and (str(entry.get("framework")), str(entry.get("published"))) in published

    def _other_ids(self, side: Side, section: str, entry: Block) -> dict[str, Any]:
        number = self.sides.index(side)
        shared = SECTIONS[section].ids
        evidence, actions = self.renamed.get((number, "evidence"), {}), self.renamed.get((number, "actions"), {})
        patch: dict[str, Any] = {}
        own = {"evidence": evidence, "actions": actions}.get(shared or "", {})
        if section == "cleared":
            own = {**actions, **evidence}
        name = str(entry.typed.get("id", entry.get("id", "")))
        if name in own:
            patch["id"] = own[name]
        if section == "evidence" and (rows := _changed(entry.get("supersedes"), evidence)):
            patch["supersedes"] = rows
        if section == "actions":
            seen, measure = entry.get("seen"), entry.get("measure")
            if isinstance(seen, Block) and (rows := _changed(seen.get("evidence"), evidence)):
                patch["seen"] = {"evidence": rows}
            if isinstance(measure, Block) and str(measure.get("id")) in evidence:
                patch["measure"] = {"id": evidence[str(measure.get("id"))]}
        return patch

    # the head

    def _without_head(self, side: Side, text: str, name: str, root: Block) -> str:
        """Cut the section that says whose assessment it is; it is kept, as comments, in the new folder's own."""
        lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)
        starts = sorted((root.place_of_key(key).line or 1) - 1 for key in root)
        first = (root.place_of_key(HEAD).line or 1) - 1
        last = next((start for start in starts if start > first), len(lines))
        while last > first + 1 and last < len(lines) and (not lines[last - 1].strip() or lines[last - 1].startswith("#")):
            last -= 1  # comments above the next section are about that
        rest = "".join([*lines[:first], *lines[last:]])
        document, _ = parse(rest, name)
        kept = {key: value for key, value in root.items() if key != HEAD}
        if (document.root if document is not None else {}) != kept:
            self.blocked.append(f"{root.place_of_key(HEAD)}: write the section '{HEAD}' in lines of its own first.")
            return text
        cut = text if document is None else "".join(lines[first:last])
        commented = "".join(f"# {line}".rstrip() + "\n" for line in cut.splitlines())
        self.old_heads.append(f"# What stood in {name} ({side.name}):\n{commented}")
        return "" if document is None else rest

    def _head(self) -> str:
        """Write whose assessment the new folder is."""
        heads = [gather(side.folder).head for side in self.sides]
        told: list[str] = []
        entries: dict[str, Any] = {"authority": self._authority(told), "framework": str(self.target)}
        days = [str(head["as-at"]) for head in heads if "as-at" in head]
        if days:
            entries["as-at"] = max(days)
            if len(days) < 2 or days[0] != days[1]:
                said = " and ".join(
                    f"{side.name} {head.get('as-at', 'today')}" for side, head in zip(self.sides, heads, strict=True)
                )
                told.append(f"Ages are measured from different days: {said}. The new folder measures from {max(days)}.")
        changes = [self._change(side, block) for side in self.sides for block in gather(side.folder).changes]
        if changes:
            entries["changed-since"] = changes
            told.append(
                f"Under 'changed-since', {count(len(changes), 'change')}: for the service that told it, and not for the other."
            )
        for key in dict.fromkeys(key for head in heads for key in head if key not in _OWN_KEYS):
            values = [_without_places(head[key]) for head in heads if key in head]
            if all(isinstance(value, list) for value in values):
                entries[key] = [one for place, value in enumerate(values) for one in value if place == 0 or one not in values[0]]
            else:
                entries[key] = values[0]
                if len(values) > 1 and values[0] != values[1]:
                    told.append(f"'{key}' differs; that of {self.sides[0].name} was taken.")
        if told:
            self.parts.append(Part("Whose assessment it is", tuple(told)))
        one, other = (side.name for side in self.sides)
        lines = [
            f"# {one} and {other} in one folder, put together by `preinspect merge`; {REPORT} says what they share.",
            f"# Each alone: preinspect status --service {typed(one)}",
            f"{HEAD}:",
            *(line for key, value in entries.items() for line in _head_lines(key, value)),
            "",
        ]
        return "\n".join(lines) + "".join(f"\n{old}" for old in self.old_heads)

    def _change(self, side: Side, block: Block) -> dict[str, Any]:
        """Give a change since which older evidence says less, as one of its service alone."""
        found: dict[str, Any] = _without_places(block)
        became = {move.old: move.written for move in self.moves.get(side.name, ()) if move.changes}
        if "descriptors" in found:
            found["descriptors"] = list(dict.fromkeys(new for one in found["descriptors"] for new in became.get(one, (one,))))
        inner = found.get("service")
        return {**found, "service": f"{side.name}{WITHIN}{inner}" if inner else side.name}

    def _authority(self, told: list[str]) -> str:
        named = [side.case.assessment.authority or side.name for side in self.sides]
        if named[0] == named[1]:
            return named[0]
        told.append(f"The authority is written as '{listed(named)}'; change it in {_HEAD_FILE} if the new one has a name.")
        return listed(named)


def _ids(side: Side) -> dict[str, dict[str, Block]]:
    """Give the ids of a side with their entries, by who shares ids."""
    found: dict[str, dict[str, Block]] = defaultdict(dict)
    for entries in gather(side.folder).entries.values():
        for entry in entries:
            if entry.section.ids is not None and entry.id is not None:
                found[entry.section.ids].setdefault(entry.id, entry.block)
    return found


def _same_words(blocks: Sequence[Block]) -> bool:
    one, other = ({key: value for key, value in block.items() if key not in ("id", "service")} for block in blocks)
    return one == other


def _changed(rows: Any, names: Mapping[str, str]) -> list[str] | None:
    """Give a list of ids with new ones for old; None where none changes."""
    words = [str(word) for word in rows] if isinstance(rows, Rows) else [str(rows)] if rows is not None else []
    return [names.get(word, word) for word in words] if any(word in names for word in words) else None


def _without_places(value: Any) -> Any:
    if isinstance(value, Block):
        return {key: _without_places(inner) for key, inner in value.items()}
    return [_without_places(inner) for inner in value] if isinstance(value, Rows) else value


def _head_lines(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, list):
        yield f"  {key}:"
        yield from (f"    - {in_brackets(one)}" for one in value)
    else:
        yield f"  {key}: {in_brackets(value) if isinstance(value, Mapping) else scalar(value)}"


# --- what the new folder says


def compare(folder: Path, sides: Sequence[Side], today: date, frameworks: Path | None = None) -> tuple[Part, ...]:
    """Say where the two services differ in the new folder, and what must not be added up there."""
    cases = [open_case(folder, as_at=None, today=today, frameworks=frameworks, service=side.name) for side in sides]
    whole = open_case(folder, as_at=None, today=today, frameworks=frameworks)
    names = [side.name for side in sides]
    parts = [_kept(whole, cases, names)]
    if all(case.can_predict for case in (*cases, whole)):
        alone = [case.predict() for case in cases]
        together = whole.predict()
        parts += [_standings(alone, together, names), _claims(alone, names)]
    parts += [
        _populations(cases, names),
        _measures(cases, names),
        _rounds(cases, names),
        _views(cases, names),
        _actions(cases, names),
    ]
    parts.append(_requests(cases, names))
    return tuple(part for part in parts if part.lines)


def _kept(whole: Case, cases: Sequence[Case], names: Sequence[str]) -> Part:
    lines = []
    for section in _OF_A_SERVICE:
        numbers = [len(getattr(case.assessment, section)) for case in cases]
        if any(numbers):
            told = listed(f"{number} of {name}" for number, name in zip(numbers, names, strict=True))
            lines.append(f"{section}: {len(getattr(whole.assessment, section))} that count: {told}.")
    errors = [one for one in whole.errors if one not in whole.personal]
    if whole.personal:
        seems = count(len(whole.personal), "place looks", "places look")
        lines.append(f"{seems} like personal data, so that nothing of it may be handed out: preinspect check")
    if errors:
        lines.append(f"{count(len(errors), 'problem')} to put right: preinspect check")
    return Part("What is in the new folder", tuple(lines))


def _standings(alone: Sequence[Prediction], together: Prediction, names: Sequence[str]) -> Part:
    lines = []
    for verdict in together.judgements:
        told = [f"{name} {_grade(one, one.verdict(verdict.id).rank)}" for name, one in zip(names, alone, strict=True)]
        lines.append(
            f"{together.framework.judgement(verdict.id).short}: {', '.join(told)}; together {_grade(together, verdict.rank)}."
        )
    return Part("Predicted grades, each service alone and both together", tuple(lines))


def _grade(prediction: Prediction, rank: int | None) -> str:
    return "no grade" if rank is None else prediction.framework.scale.grades[rank].title.lower()


def _claims(alone: Sequence[Prediction], names: Sequence[str]) -> Part:
    """Find descriptors that both services have evidence on, and that stand at different grades."""
    lines, same, unsaid = [], 0, 0
    one, other = alone
    for verdict in one.judgements:
        theirs = {standing.descriptor: standing for standing in other.verdict(verdict.id).standings}
        for standing in verdict.standings:
            match = theirs.get(standing.descriptor)
            if match is None or not standing.rows or not match.rows:
                continue
            if standing.rank == match.rank:
                same += 1
                continue
            if standing.rank is None or match.rank is None:
                unsaid += 1
                continue
            title = one.framework.descriptors[standing.descriptor].title
            told = [
                f"{_grade(one, row.rank)} in {name} ({listed(sorted({item.item.id for item in row.rows}))})"
                for name, row in zip(names, (standing, match), strict=True)
            ]
            lines.append(f"{standing.descriptor} {title}: {', '.join(told)}. Both stay.")
    if same:
        noun = "descriptor stands" if same == 1 else "descriptors stand"
        lines.append(f"{same} further {noun} the same in both.")
    if unsaid:
        has = count(unsaid, "further descriptor has", "further descriptors have")
        lines.append(f"{has} evidence of both, and a grade in one only.")
    return Part("The same descriptor claimed twice", tuple(lines))


def _pairs(cases: Sequence[Case], section: str, key: str) -> Iterator[tuple[str, list[Any], list[Any]]]:
    """Give what both services tell of under the same name."""
    found: list[dict[str, list[Any]]] = [defaultdict(list), defaultdict(list)]
    for case, by_name in zip(cases, found, strict=True):
        for item in getattr(case.assessment, section):
            value = getattr(item, key)
            for name in value if isinstance(value, tuple) else (value,):
                if name is not None:
                    by_name[name].append(item)
    yield from ((name, found[0][name], found[1][name]) for name in found[0] if name in found[1])


def _populations(cases: Sequence[Case], names: Sequence[str]) -> Part:
    lines = []
    for name, one, other in _pairs(cases, "evidence", "descriptors"):
        sized = [[item for item in items if item.sample is not None and item.sample.population] for items in (one, other)]
        if all(sized):
            told = [
                f"{', '.join(f'{item.sample.population} ({item.id})' for item in items)} in {who}"
                for items, who in zip(sized, names, strict=True)
            ]
            lines.append(f"{name}: {listed(told)}. Children may be in both; write no item with the sum.")
    return Part("Populations that must not be added", tuple(lines))


def _measures(cases: Sequence[Case], names: Sequence[str]) -> Part:
    lines = []
    for name, *both in _pairs(cases, "indicators", "measure"):
        told = [f"{', '.join(map(_figure, items))} in {who}" for items, who in zip(both, names, strict=True)]
        lines.append(
            f"{name}: {listed(told)}. A rate of both needs both counts anew, of children counted once; it is no mean of the two."
        )
    return Part("Measures of both services", tuple(lines))


def _figure(item: Any) -> str:
    when = f"to {in_words(item.date)}"
    if item.numerator is not None:
        return f"{item.numerator:g} of {item.denominator:g} {when}"
    return f"{item.value:g} {when}" if item.value is not None else f"nothing ({item.suppressed.value}) {when}"


def _rounds(cases: Sequence[Case], names: Sequence[str]) -> Part:
    lines = []
    for name, one, other in _pairs(cases, "evidence", "round"):
        if all(any(item.sample is not None and item.sample.moderated for item in items) for items in (one, other)):
            lines.append(f"{name}: {listed(names)} both moderated a round of this name; each is judged as a round of its own.")
    return Part("Audit rounds of the same name", tuple(lines))


def _both_tell(
    cases: Sequence[Case], names: Sequence[str], keyed: tuple[str, str], word: Callable[[Any], str], advice: str, title: str
) -> Part:
    """List what both services tell of the same: of entries by section and key, a word of each, and what to do about it."""
    lines = []
    for name, *both in _pairs(cases, *keyed):
        told = [f"{', '.join(map(word, items))} in {who}" for items, who in zip(both, names, strict=True)]
        lines.append(f"{name}: {listed(told)}. {advice}")
    return Part(title, tuple(lines))


def _views(cases: Sequence[Case], names: Sequence[str]) -> Part:
    title = "Views of both services on the same"
    return _both_tell(cases, names, ("views", "of"), lambda item: str(item.grade), "Both stay.", title)


def _actions(cases: Sequence[Case], names: Sequence[str]) -> Part:
    title = "Actions of both services on the same gap"
    return _both_tell(cases, names, ("actions", "gaps"), lambda item: str(item.id), "Both stay; one may be enough.", title)


def _requests(cases: Sequence[Case], names: Sequence[str]) -> Part:
    advice, title = "Inspectors will ask for one list of both.", "Requests of both services"
    return _both_tell(cases, names, ("requests", "of"), lambda item: str(item.state.value), advice, title)
