"""The entries that an assessment's files hold: each settled by the schema, and parted from its namesakes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path
from textwrap import shorten

from .day import in_words
from .document import Block, Document, Rows, Value, line_of, parse, read
from .folder import name_of, yaml_files
from .problem import Location, Problem, Severity, did_you_mean
from .shape import schema, settle
from .watch import Watch, unwatched

HEAD = "assessment"
"""The section that says whose assessment a folder is; it stands once."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: what one of its entries is called, its definition in the schema, and who shares its ids."""

    noun: str
    definition: str
    ids: str | None = None


SECTIONS = {
    "evidence": Section("evidence", "evidence", "evidence"),
    "indicators": Section("indicator", "indicator", "evidence"),  # `explain` finds either by its id
    "views": Section("view", "view"),
    "actions": Section("action", "action", "actions"),
    "requests": Section("request", "request"),
    "history": Section("published result", "outcome"),
    "cleared": Section("clearance", "cleared"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not scored, and why; `code` is that of the problem that tells more."""

    id: str | None
    what: str
    at: Location
    why: str
    code: str


@dataclass(slots=True)
class Entry:
    """One entry of a section; `usable` turns False once it must be left out.

    What is whole but for an unknown key or the like can still be held against the framework, so that one run tells everything.
    """

    section: Section
    block: Block
    usable: bool
    whole: bool

    @property
    def id(self) -> str | None:
        """The id, where the entry has one."""
        found = self.block.get("id")
        return found if isinstance(found, str) and found else None

    @property
    def in_brackets(self) -> str:
        """What people know the entry by, to stand behind its id."""
        said = (self.block.get(key) for key in ("title", "finding", "measure", "action", "result"))
        title = next((word for word in said if isinstance(word, str)), None)
        return f" ({shorten(title, 50, placeholder=' ...')})" if title else ""


@dataclass(slots=True)
class Contents:
    """What a folder holds: settled entries by section, the assessment's own section, and what was found wrong."""

    folder: str
    head: Block
    changes: list[Block] = field(default_factory=list)
    entries: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in SECTIONS})
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    unread: bool = False
    """Whether something could not be read, so that what seems missing may stand there."""

    def usable(self, section: str) -> Iterator[Block]:
        """Give the blocks of a section that may be used."""
        return (entry.block for entry in self.entries[section] if entry.usable)

    def set_aside(self, section: str) -> Iterator[Block]:
        """Give the blocks of a section that are left out, and that can still be looked at for more mistakes."""
        return (entry.block for entry in self.entries[section] if entry.whole and not entry.usable)

    def tell(self, code: str, at: Location, message: str, suggestion: str | None = None) -> Problem:
        """Note a problem."""
        problem = Problem(code, at, message, suggestion, line_of(self.texts.get(at.file, ""), at))
        self.problems.append(problem)
        return problem

    def leave_out(self, what: str, at: Location, problem: Problem, name: str | None = None) -> None:
        """Note what is left out on account of a problem."""
        self.left_out.append(LeftOut(name, what, at, problem.message, problem.code))


def gather(folder: Path, instead: Mapping[str, str] | None = None, watch: Watch = unwatched) -> Contents:
    """Read a folder's files and bring every entry to what the schema asks.

    Args:
        instead: Texts that stand for what files hold, or for files that are not there yet, by the names that messages use.
        watch: Shows how far it is.
    """
    contents = Contents(name_of(folder), Block(Location(name_of(folder))))
    documents = list(_documents(folder, contents, instead or {}, watch))
    _take_heads([block for document in documents if isinstance(block := document.root.get(HEAD), Block)], contents)
    for document in watch(documents, "Reading entries"):
        _take(document, contents)
    _part_namesakes(contents)
    _tell_what_lacks(contents)
    return contents


def _documents(folder: Path, contents: Contents, instead: Mapping[str, str], watch: Watch) -> Iterator[Document]:
    found, problems = yaml_files(folder)
    contents.problems.extend(problems)
    contents.unread = bool(problems)
    paths = {name: path for path, name in found}
    for name in watch(sorted({**paths, **instead}), "Reading files"):
        contents.files.append(name)
        document, problems = parse(instead[name], name) if name in instead else read(paths[name], name)
        contents.problems.extend(problems)
        if document is not None:
            contents.texts[name] = document.text
            for repeated in problems:
                if repeated.code == "PI113":  # a key that stands twice in an entry is told with the entry
                    contents.leave_out("section", repeated.at, repeated)
            yield document
        elif (problem := _first_error(problems)) is not None:
            contents.unread = True
            contents.leave_out("file", Location(name), problem)


def _first_error(problems: Iterable[Problem]) -> Problem | None:
    return next((problem for problem in problems if problem.severity is Severity.ERROR), None)


def _take_heads(heads: list[Block], contents: Contents) -> None:
    """Take the first section that says whose assessment this is, even if part of it is wrong; the rest hangs on its framework."""
    for head in heads[1:]:
        contents.leave_out(f"section '{HEAD}'", head.at, contents.tell("PI320", head.at, _second_head(heads[0])))
    if not heads:
        return
    contents.head = head = heads[0]
    _, problems = settle(head, HEAD, schema("assessment"), contents.texts[head.at.file])
    # Nothing can be said without a framework, so its absence has advice of its own.
    told = [replace(one, code="PI321") if one.code == "PI121" and one.at == head.at else one for one in problems]
    contents.problems.extend(told)
    if (problem := _first_error(told)) is not None and "changed-since" in head:
        contents.leave_out("changes since", head.place("changed-since"), problem)
    else:
        contents.changes = list(head.get("changed-since", ()))


def _second_head(first: Block) -> str:
    return f"A second section '{HEAD}' stands here; the first, in {first.at}, counts."


def _take(document: Document, contents: Contents) -> None:
    """Take one file's sections."""
    for name, value in document.root.items():
        at = document.root.place_of_key(name)
        if name in SECTIONS and isinstance(value, Rows):
            for index, entry in enumerate(value):
                _take_entry(name, entry, value.place(index), contents)
        elif name not in SECTIONS and name != HEAD:
            known = (HEAD, *SECTIONS)
            problem = contents.tell("PI120", at, f"Unknown section '{name}'.", did_you_mean(name, known))
            contents.leave_out(f"section '{name}'", at, problem)
        elif value is not None and not (name == HEAD and isinstance(value, Block)):  # an empty section is a start, no mistake
            contents.leave_out(f"section '{name}'", at, contents.tell("PI122", at, _wrong_section(name)))


def _wrong_section(name: str) -> str:
    if name == HEAD:
        return f"'{name}' should hold 'key: value' pairs, indented below it."
    return f"'{name}' should be a list: begin each entry below it with '- '."


def _take_entry(name: str, block: Value, at: Location, contents: Contents) -> None:
    section = SECTIONS[name]
    if not isinstance(block, Block):
        problem = contents.tell("PI122", at, f"An entry of '{name}' should hold 'key: value' pairs.")
        contents.leave_out(section.noun, at, problem)
        return
    usable, problems = settle(block, section.definition, schema("assessment"), contents.texts[at.file])
    contents.problems.extend(problems)
    entry = Entry(section, block, usable, usable or _is_whole(block, section.definition, problems))
    contents.entries[name].append(entry)
    if not usable:
        repeated = Problem("PI104", at, "A key stands twice in it.")  # told when the file was read
        contents.leave_out(section.noun, at, _first_error(problems) or repeated, entry.id)
    elif backwards := _backwards(block):
        _drop(entry, contents.tell("PI311", *backwards), contents)


def _is_whole(block: Block, definition: str, problems: Iterable[Problem]) -> bool:
    """Say whether an entry has nothing wrong but unknown keys, which are taken away, or a key that stands twice."""
    if any(problem.code in ("PI124", "PI125") for problem in problems):
        return False
    rules = schema("assessment")
    for key in rules.unknown_keys(block, definition):
        del block[key]
    return rules.fits(block, definition)


def _drop(entry: Entry, problem: Problem, contents: Contents) -> None:
    """Leave an entry out that could otherwise be used."""
    if entry.usable:
        entry.usable = False
        contents.leave_out(entry.section.noun, entry.block.at, problem, entry.id)


def _backwards(block: Block) -> tuple[Location, str] | None:
    """Find a period that ends before it begins, or a target whose upper end is the lower."""
    for value in block.values():
        if isinstance(value, Block) and "from" in value and "to" in value and value["from"] > value["to"]:
            return value.place("to"), _said_backwards(value["from"], value["to"])
    return None


def _said_backwards(first: str | float, last: str | float) -> str:
    if isinstance(first, str) and isinstance(last, str):
        begins, ends = in_words(date.fromisoformat(first)), in_words(date.fromisoformat(last))
        return f"The period ends before it begins: it runs from {begins} to {ends}."
    return f"The range ends before it begins: it goes from {first} to {last}."


def _part_namesakes(contents: Contents) -> None:
    """Leave out all entries that share an id, and tell at each later one where the first stands."""
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entries in contents.entries.values():
        for entry in entries:
            if entry.section.ids is not None and entry.id is not None:
                groups[entry.section.ids, entry.id].append(entry)
    taken = {name for _, name in groups}
    for (_, name), (first, *later) in groups.items():
        free_names = (new for number in count(2) if (new := f"{name}-{number}") not in taken)
        for entry, free in zip(later, free_names, strict=False):
            at = entry.block.place("id")
            other = f"{first.block.place('id')}{first.in_brackets}"
            message = f"The id '{name}'{entry.in_brackets} is used in {other} too; '{free}' is free."
            problem = contents.tell("PI310", at, message)
            _drop(first, problem, contents)
            _drop(entry, problem, contents)


def _tell_what_lacks(contents: Contents) -> None:
    """Say that a folder has no framework or no evidence, unless that may stand in what could not be read."""
    if contents.unread:
        return
    at = Location(contents.folder)
    if contents.head.at == at and any(contents.entries.values()):
        contents.tell("PI321", at, "No file of this folder says whose assessment it is and under which framework.")
    if not contents.entries["evidence"]:
        contents.tell("PI322", at, "There is no evidence in this folder yet.")
