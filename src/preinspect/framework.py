"""A framework of inspection, as data: what is judged, against which descriptors, and what limits what.

A framework is a folder of YAML files. An edition may extend another and say only what changed. Everything that Ofsted may change
stands there with its source; no framework's name stands in code.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from .document import Block, Document, Rows, Value, line_of, read
from .folder import name_of_data
from .grade import Grade, Scale, plain
from .problem import Location, Problem, Severity, did_you_mean
from .shape import schema, settle

Root = Path | Traversable
"""A folder that holds frameworks, each in a folder of its own."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: a document and, where it has one, its address."""

    id: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Basis:
    """How firm a fact is: its sources, and whether it was read there, derived, or only recalled."""

    sources: tuple[str, ...]
    confidence: str
    inferred: bool = False
    seen_in_reports: bool = False

    @property
    def is_recalled(self) -> bool:
        """Whether the fact was never seen in a document: such a fact is never shown as Ofsted's requirement."""
        return self.confidence.startswith("recalled")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What inspectors grade. `covers` names the areas of descriptors that belong to it; overall covers none."""

    id: str
    title: str
    short: str
    kind: str
    role: str | None
    covers: tuple[str, ...]
    parent: str | None
    group: str | None
    heading: str | None
    number: str | None
    aliases: tuple[str, ...]
    basis: Basis
    at: Location
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One criterion under a judgement, in our own words: what good looks like, and the phrase that names its gap.

    `found` says in how many reports the topic was found ('149 of 163'); `shares` the same in per cent, by the year of an edition.
    `verified` is whether it was seen in the framework itself; `statement` names the verified descriptor that an unverified one elaborates.
    """

    id: str
    area: str
    title: str
    theme: str
    good: str
    gap: str
    locator: str
    since: date | None
    changed: tuple[date, ...]
    weight: float
    verified: bool
    statement: str | None
    basis: Basis
    at: Location
    found: str | None = None
    shares: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """Over how many inspections it was counted how often a rule or a limit held.

    `among` is reports, every published one that was found, or outcomes, the project's own table of published grades.
    """

    inspections: int
    among: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule by which one judgement bounds another: where any of `when_any` is `is_grade`, `judgement` is at most `at_most`.

    `strength` is always, likely, may or never; `held` and `of` say how often it was so in published inspections. `judgement` and
    `at_most` are None where no source says what is limited, or how far.
    """

    id: str
    when_any: tuple[str, ...]
    is_grade: str
    and_none: str | None
    judgement: str | None
    at_most: str | None
    strength: str
    held: int | None
    of: int | None
    scope: str | None
    says: str
    basis: str
    sources: tuple[str, ...]
    note: str | None
    at: Location
    counted: Counted | None = None

    @property
    def not_counted(self) -> str | None:
        """Why it moves no number and never binds; None for a limit that does.

        What was only recalled is no rule of Ofsted's, and what no source says how far it reaches cannot be held against anything: each
        is told as a note, and the grade is what it would be without it.
        """
        if self.strength == "never":
            return "there is no such rule"
        if self.basis == "recalled":
            return "recalled; not counted in the grade"
        if self.judgement is None or self.at_most is None:
            return "what it would limit is not stated; not counted in the grade"
        return None

    @property
    def counts(self) -> bool:
        """Whether it may hold a judgement down: the one place that says so."""
        return self.not_counted is None

    def limits(self, judgement: str, scale: Scale) -> int | None:
        """Give the best rank that it leaves to a judgement; None where it is about another one, or does not count."""
        return scale.rank(self.at_most) if self.counts and self.judgement == judgement and self.at_most else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule by which overall is reached; the first that fits decides. Conditions left out are None."""

    grade: str
    any: tuple[str, ...] | None
    is_grade: str | None
    at_least: str | None
    count: int | None
    all_at_least: str | None
    leaders_at_least: str | None
    below: str | None
    at_most: int | None
    held: str | None
    basis: str
    note: str | None
    at: Location

    @property
    def counts(self) -> bool:
        """Whether it may decide: what was only recalled is told, and decides nothing."""
        return self.basis != "recalled"


@dataclass(frozen=True, slots=True)
class Test:
    """One condition of the pathway test: at least `count` of these judgements are at this grade or better."""

    of: tuple[str, ...]
    count: int
    at_least: str


@dataclass(frozen=True, slots=True)
class Pathway:
    """The test on area grades that stands where a framework has no overall grade."""

    title: str
    tests: tuple[Test, ...]
    met: str
    not_met: str
    basis: Basis
    at: Location
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of results that was (almost) never published, and the count that it was checked against.

    Either leadership stands `leaders_above_worst_by` steps above the worst practice judgement, or grades lie `spread` steps apart.
    """

    id: str
    leaders_above_worst_by: int | None
    spread: int | None
    seen: int
    of: int
    says: str
    scope: str | None
    at: Location


@dataclass(frozen=True, slots=True)
class Request:
    """Something that inspectors ask for: a child-level list or a document."""

    id: str
    kind: str
    title: str
    number: int | None
    window: str | None
    traps: tuple[str, ...]
    descriptors: tuple[str, ...]
    basis: Basis
    at: Location


@dataclass(frozen=True, slots=True)
class Pattern:
    """How the grades of one authority go together in published inspections: pairs of judgements with a strength of 0 or more.

    By judgement, one number a rank, worst first: `shares` is how often each grade was given, `main` corrects for what the ties alone
    would do to those shares.
    """

    judgements: tuple[str, ...]
    shares: Mapping[str, tuple[float, ...]]
    main: Mapping[str, tuple[float, ...]]
    pairs: tuple[tuple[str, str, float], ...]
    about: str


_KINDS: Mapping[str, str] = {
    "key": "key judgement",
    "contributory": "contributory judgement",
    "sub": "sub-judgement",
    "separate": "separate review",
    "overall": "overall",
}


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework or edition, whole and checked."""

    id: str
    title: str
    family: str
    inspectorate: str
    extends: str | None
    starts: date
    ends: date | None
    ends_recalled: bool
    proposal: bool
    kinds: Mapping[str, str]
    about: str
    no_overall: str | None
    without_grade: tuple[str, ...]
    notes: tuple[str, ...]
    scale: Scale
    judgements: tuple[Judgement, ...]
    descriptors: Mapping[str, Descriptor]
    signs: Mapping[str, Mapping[str, tuple[str, ...]]]
    signs_basis: Basis | None
    signs_note: str | None
    grade_bases: Mapping[str, Basis]
    limits: tuple[Limit, ...]
    rules: tuple[Rule, ...]
    rules_sources: tuple[str, ...]
    rules_note: str | None
    rules_counted: Counted | None
    pathway: Pathway | None
    shapes: tuple[Shape, ...]
    requests: tuple[Request, ...]
    bands: Mapping[str, str]
    plan_days: int | None
    sources: Mapping[str, Source]
    pattern: Pattern | None
    at: Location
    _homes: Mapping[str, str] = field(repr=False)

    def __hash__(self) -> int:
        """Go by the id, since mappings have no hash; two that share it are still told apart by all that they hold."""
        return hash(self.id)

    @property
    def kind_words(self) -> Mapping[str, str]:
        """What its kinds of judgement are called: in the framework's own words, or ours where it gives none."""
        return {**_KINDS, **self.kinds}

    @property
    def outline(self) -> Outline:
        """What is needed to read its published grades."""
        own = (self.id, self.title, self.family, self.starts, self.ends, self.plan_days)
        return Outline(*own, self.scale, self.judgements, self.without_grade)

    @property
    def graded(self) -> tuple[Judgement, ...]:
        """The judgements that evidence bears on, in print order: all but overall."""
        return tuple(one for one in self.judgements if one.kind != "overall")

    @property
    def overall(self) -> Judgement | None:
        """The overall judgement, or None where the framework has none."""
        return next((one for one in self.judgements if one.kind == "overall"), None)

    def name(self, judgement_id: str) -> str:
        """Give a judgement's title, with its block beside it where two judgements have the same title."""
        one = self.judgement(judgement_id)
        twice = sum(1 for other in self.judgements if other.title == one.title) > 1
        return f"{one.title} ({one.group})" if twice and one.group else one.title

    def label(self, judgement_id: str) -> str:
        """Give a judgement's short name; in a framework that prints its judgements in blocks, what the paper calls it."""
        blocks = any(one.group for one in self.judgements)
        return self.name(judgement_id) if blocks else self.judgement(judgement_id).short

    def meant(self, word: str) -> tuple[str, ...]:
        """List every judgement that a person's word may mean; an id means its own judgement and no other."""
        return _meant(word, self.judgements)

    @property
    def all_verified(self) -> bool:
        """Whether every descriptor was seen in the framework itself, so that none needs to say whether it was."""
        return all(one.verified for one in self.descriptors.values())

    @property
    def keys(self) -> tuple[Judgement, ...]:
        """The key judgements: those that the overall rules count."""
        return tuple(one for one in self.judgements if one.kind == "key")

    def judgement(self, judgement_id: str) -> Judgement:
        """Give a judgement by its id; raises KeyError where there is none."""
        for one in self.judgements:
            if one.id == judgement_id:
                return one
        raise KeyError(judgement_id)

    def find_judgement(self, word: str) -> str | None:
        """Return the id that a person's word means (id, title, short name or alias; case aside); None for one that means none, or more."""
        return _find_judgement(word, self.judgements)

    def find_descriptor(self, word: str) -> str | None:
        """Return the id that a person's word means, case aside, or None."""
        wanted = word.casefold().strip()
        return next((name for name in self.descriptors if name.casefold() == wanted), None)

    def closest(self, word: str) -> str | None:
        """Give the first judgement, else the first descriptor, whose title, alias or area holds every word of what was typed.

        For a hint: where care leavers are judged with children in care, 'care-leavers' is about that judgement.
        """
        wanted = _words(word)
        named = {one.id: (one.id, one.title, one.short, *one.covers, *one.aliases) for one in self.judgements}
        named.update({one.id: (one.title,) for one in self.descriptors.values()})
        return next((name for name, said in named.items() if wanted and any(wanted <= _words(one) for one in said)), None)

    def find_without_grade(self, word: str) -> str | None:
        """Return the framework's own words for a result that came without a grade, as 'Not judged', or None."""
        return _find_without_grade(word, self.without_grade)

    def usual(self, judgement_id: str) -> tuple[float, ...]:
        """Give how often each grade is given to a judgement in published inspections, by rank; evenly where no pattern tells."""
        even = (1 / len(self.scale),) * len(self.scale)
        return self.pattern.shares.get(judgement_id, even) if self.pattern else even

    def home(self, descriptor_id: str) -> str:
        """Give the judgement that a descriptor belongs to; raises KeyError for an unknown descriptor."""
        return self._homes[self.descriptors[descriptor_id].area]

    def descriptors_of(self, judgement_id: str) -> tuple[Descriptor, ...]:
        """Give a judgement's descriptors in the framework's order."""
        areas = self.judgement(judgement_id).covers
        return tuple(one for one in self.descriptors.values() if one.area in areas)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _meant(word: str, judgements: Iterable[Judgement]) -> tuple[str, ...]:
    wanted, every = word.casefold().strip(), tuple(judgements)
    own = tuple(one.id for one in every if one.id.casefold() == wanted)
    return own or tuple(one.id for one in every if wanted in {name.casefold() for name in (one.title, one.short, *one.aliases)})


def _find_judgement(word: str, judgements: Iterable[Judgement]) -> str | None:
    found = _meant(word, judgements)
    return found[0] if len(found) == 1 else None


def _find_without_grade(word: str, known: Iterable[str]) -> str | None:
    wanted = plain(word)
    return next((one for one in known if plain(one) == wanted), None)


def shipped() -> Root:
    """Give the folder of frameworks that comes with preinspect."""
    return files("preinspect.frameworks")


def framework_ids(roots: Sequence[Root]) -> tuple[str, ...]:
    """List the ids of the frameworks that can be loaded, in order of their names."""
    return tuple(sorted({folder.name for root in roots for folder in _folders(root)}))


def _folders(root: Root) -> Iterator[Root]:
    if root.is_dir():
        for folder in root.iterdir():
            if folder.is_dir() and folder.joinpath("framework.yaml").is_file():
                yield folder


def load_framework(framework_id: str, roots: Sequence[Root]) -> tuple[Framework | None, tuple[Problem, ...]]:
    """Load one framework and check it.

    Args:
        framework_id: The name of its folder.
        roots: Where to look; the first root that has it wins, so a council's own comes before the shipped one.
    Returns:
        The framework, or None where it has an error, and all that is wrong with it. An unknown id is one problem (PI201).
    """
    sections, problems = _gather(framework_id, roots, ())
    if sections is None:
        return None, problems
    found = (*problems, *_settle(sections))
    if any(problem.severity is Severity.ERROR for problem in found):
        return None, found
    framework = _build(sections)
    found = (*found, *_cross_check(framework, sections, framework_id))
    return (None if any(problem.severity is Severity.ERROR for problem in found) else framework), found


@dataclass(frozen=True, slots=True)
class Outline:
    """What is needed to read a framework's published grades: its name, its family and days, its scale and its judgements.

    `plan_days` are the working days that a council has for its action plan, where a source tells.
    """

    id: str
    title: str
    family: str
    starts: date
    ends: date | None
    plan_days: int | None
    scale: Scale
    judgements: tuple[Judgement, ...]
    without_grade: tuple[str, ...] = ()

    def in_force(self, day: date) -> bool:
        """Say whether an inspection under it could start on a day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)

    def short(self, judgement_id: str) -> str:
        """Give a judgement's short name, or its id where the framework does not have it."""
        return next((one.short for one in self.judgements if one.id == judgement_id), judgement_id)

    def find_judgement(self, word: str) -> str | None:
        """Return the id that a person's word means, as `Framework.find_judgement` does."""
        return _find_judgement(word, self.judgements)

    def find_without_grade(self, word: str) -> str | None:
        """Return the framework's own words for a result that came without a grade, or None."""
        return _find_without_grade(word, self.without_grade)


def load_outline(framework_id: str, roots: Sequence[Root]) -> Outline | None:
    """Load a framework's outline from its `framework.yaml` alone, ten times quicker than the whole; None where it cannot be read."""
    sections, _ = _gather(framework_id, roots, (), outline=True)
    if sections is not None and not (sections.lists["scale"] and sections.lists["judgements"]):
        sections, _ = _gather(framework_id, roots, ())  # a council's own may keep them in a file of their own
    if sections is None or any(problem.severity is Severity.ERROR for problem in _settle(sections)):
        return None
    head = sections.blocks["framework"]
    return Outline(
        id=head["id"],
        title=head["title"],
        family=head["family"],
        starts=date.fromisoformat(head["in-force"]["from"]),
        ends=_day(head["in-force"].get("until")),
        plan_days=_plan_days(sections),
        scale=_scale(sections.lists["scale"]),
        judgements=_judgements(sections),
        without_grade=tuple(head.get("without-grade", ())),
    )


def _plan_days(sections: _Sections) -> int | None:
    days: int | None = sections.block("action-plan").get("working-days")
    return days


# --- gathering the files, and laying an edition over the one that it extends

_LISTS = ("sources", "scale", "judgements", "limits", "shapes", "requests", "bands")
_BLOCKS = ("framework", "overall", "pathway", "pattern", "signs-source", "action-plan", "drop")
_AREAS = ("descriptors", "signs")
_KNOWN = (*_LISTS, *_BLOCKS, *_AREAS, "judgement-order")


@dataclass(slots=True)
class _Sections:
    """A framework's sections while they are put together: lists by id, areas by name then id."""

    lists: dict[str, dict[str, Block]]
    blocks: dict[str, Block]
    descriptors: dict[str, dict[str, Block]]
    signs: dict[str, Block]
    order: Rows | None
    texts: dict[str, str]

    def problem(self, code: str, at: Location, message: str, suggestion: str | None = None) -> Problem:
        """Tell a problem with the line that it points at."""
        return Problem(code, at, message, suggestion, line_of(self.texts.get(at.file, ""), at))

    def block(self, name: str) -> Block:
        """Give a section that is no list; an empty one where the framework has none."""
        return self.blocks.get(name, Block(Location("")))

    def rows(self, section: str, key: str) -> Sequence[Block]:
        """Give a list that stands within a section."""
        rows: Sequence[Block] = self.block(section).get(key, ())
        return rows


def _gather(
    framework_id: str, roots: Sequence[Root], above: tuple[str, ...], outline: bool = False
) -> tuple[_Sections | None, tuple[Problem, ...]]:
    folder = next((one for root in roots for one in _folders(root) if one.name == framework_id), None)
    if folder is None:
        known = framework_ids(roots)
        message = f"There is no framework '{framework_id}'. Known: {', '.join(known)}."
        return None, (Problem("PI201", Location(framework_id), message, did_you_mean(framework_id, known)),)
    own, problems = _read_folder(folder, outline)
    head = own.blocks.get("framework")
    if head is None:
        return None, (*problems, Problem("PI202", Location(_name(folder)), "No section 'framework:' says what this is."))
    base_id = head.get("extends")
    if base_id is None:
        return own, (*problems, *_check_changes(own, None, own))
    at = head.place("extends")
    if base_id in (*above, framework_id):
        message = f"'{framework_id}' extends itself" + (f" by way of '{base_id}'." if base_id != framework_id else ".")
        return None, (*problems, own.problem("PI203", at, message))
    base, base_problems = _gather(str(base_id), roots, (*above, framework_id), outline)
    if base is None:  # one that is nowhere has no place of its own: it is told where it is named
        line = line_of(own.texts[at.file], at)
        nowhere = {one for one in base_problems if one.code == "PI201" and one.at.line is None}
        told = (replace(one, at=at, excerpt=line) if one in nowhere else one for one in base_problems)
        return None, (*problems, *told)
    whole = _overlay(base, own)
    # An outline has not read the files that some of what is dropped stands in.
    return whole, (*base_problems, *problems, *(() if outline else _check_changes(own, base, whole)))


_UNKNOWN = {"judgements": "PI207", "scale": "PI208", "sources": "PI209", "descriptors": "PI210", "limits": "PI211"}
"""The code for an unknown id, by the section that it should be of."""


def _check_changes(own: _Sections, base: _Sections | None, whole: _Sections) -> Iterator[Problem]:
    """Say where an edition drops or orders what is not there."""
    drop = own.block("drop")
    known: dict[str, Iterable[str]] = {}
    if base is not None:
        known.update(base.lists)
        known["descriptors"] = {key for rows in base.descriptors.values() for key in rows}
        known["sections"] = {*base.blocks, *(name for name, rows in base.lists.items() if rows)} - {"framework", "drop"}
    for name, rows in drop.items():
        if name not in known:
            message = f"'drop' cannot take '{name}' away" + ("." if base else "; this framework extends no other.")
            yield own.problem("PI204", drop.place_of_key(name), message, did_you_mean(name, known))
        elif not isinstance(rows, Rows):
            yield own.problem("PI205", drop.place(name), f"'{name}' should be a list of what is dropped.")
        else:
            for index, word in enumerate(rows):
                if str(word) not in known[name]:
                    message = f"'{word}' is dropped from '{name}', where the framework that is extended does not have it."
                    code = _UNKNOWN.get(name, "PI205")
                    yield own.problem(code, rows.place(index), message, did_you_mean(str(word), known[name]))
    for index, word in enumerate(own.order or ()):
        there = whole.lists["judgements"]
        if str(word) not in there:
            message = f"The order of judgements names '{word}', which is not there."
            assert own.order is not None
            yield own.problem("PI207", own.order.place(index), message, did_you_mean(str(word), there))


def _name(folder: Root) -> str:
    return name_of_data(folder.joinpath("framework.yaml"), 3)


def _read_folder(folder: Root, outline: bool) -> tuple[_Sections, tuple[Problem, ...]]:
    sections = _Sections({name: {} for name in _LISTS}, {}, {}, {}, None, {})
    problems: list[Problem] = []
    paths = [folder.joinpath("framework.yaml")] if outline else sorted(_yaml_files(folder), key=lambda one: one.name)
    for path in paths:
        document, found = read(path, name_of_data(path, 3))
        problems.extend(found)
        if document is not None:
            sections.texts[document.file] = document.text
            problems.extend(_take(document, sections))
    return sections, tuple(problems)


def _yaml_files(folder: Root) -> Iterator[Root]:
    return (path for path in folder.iterdir() if path.name.endswith((".yaml", ".yml")) and not path.name.startswith("."))


def _take(document: Document, sections: _Sections) -> Iterator[Problem]:
    """Add one file's sections to those gathered so far."""
    root = document.root
    for name, value in root.items():
        at = root.place_of_key(name)
        if name not in _KNOWN:
            message = f"There is no section '{name}' in a framework."
            yield Problem("PI204", at, message, did_you_mean(name, _KNOWN), line_of(document.text, at))
        elif name in _LISTS:
            yield from _take_rows(name, value, at, sections.lists[name], document)
        elif name == "descriptors" and isinstance(value, Block):
            for area, rows in value.items():
                yield from _take_rows(area, rows, value.place_of_key(area), sections.descriptors.setdefault(area, {}), document)
        elif name == "signs" and isinstance(value, Block):
            for area, signs in value.items():
                yield from _take_once(area, signs, value.place_of_key(area), sections.signs, document)
        elif name == "judgement-order" and isinstance(value, Rows):
            sections.order = value
        elif name in _BLOCKS:
            yield from _take_once(name, value, at, sections.blocks, document)
        else:
            yield Problem("PI205", at, f"'{name}' does not hold what it should.", excerpt=line_of(document.text, at))


def _take_rows(name: str, rows: Value, at: Location, into: dict[str, Block], document: Document) -> Iterator[Problem]:
    if not isinstance(rows, Rows) or not all(isinstance(row, Block) and "id" in row for row in rows):
        yield Problem("PI205", at, f"'{name}' should be a list of entries, each with an id.", excerpt=line_of(document.text, at))
        return
    for row in rows:
        key = row.typed.get("id", str(row["id"]))
        if key in into:
            message = f"'{key}' stands twice under '{name}'; the first is in {into[key].at}."
            yield Problem("PI206", row.place("id"), message, excerpt=line_of(document.text, row.place("id")))
        else:
            into[key] = row


def _take_once(name: str, value: Value, at: Location, into: dict[str, Block], document: Document) -> Iterator[Problem]:
    if not isinstance(value, Block):
        yield Problem("PI205", at, f"'{name}' does not hold what it should.", excerpt=line_of(document.text, at))
    elif name in into:
        message = f"'{name}' stands here a second time; the first is in {into[name].at}."
        yield Problem("PI206", at, message, excerpt=line_of(document.text, at))
    else:
        into[name] = value


def _overlay(base: _Sections, own: _Sections) -> _Sections:
    """Lay an edition over the one that it extends: entries match by id, `drop` takes away."""

    def dropped(name: str) -> set[str]:
        rows = own.block("drop").get(name)
        return {str(one) for one in rows} if isinstance(rows, Rows) else set()

    lists = {name: _lay(base.lists[name], own.lists[name], dropped(name)) for name in _LISTS}
    gone = dropped("sections")
    blocks = {name: block for name, block in base.blocks.items() if name not in gone and name != "drop"}
    for name, block in own.blocks.items():
        blocks[name] = blocks[name].under(block) if name == "framework" else block
    # What an edition says of itself is not inherited.
    for key in ("id", "title", "in-force", "proposal", "about", "no-overall", "notes"):
        if key not in own.blocks["framework"] and key in blocks["framework"]:
            del blocks["framework"][key]
    areas = dict.fromkeys((*base.descriptors, *own.descriptors))
    return _Sections(
        lists={name: {} if name in gone else rows for name, rows in lists.items()},
        blocks=blocks,
        descriptors={
            area: _lay(base.descriptors.get(area, {}), own.descriptors.get(area, {}), dropped("descriptors")) for area in areas
        },
        signs=base.signs | own.signs,
        order=own.order or base.order,
        texts=base.texts | own.texts,
    )


def _lay(base: Mapping[str, Block], own: Mapping[str, Block], gone: Collection[str]) -> dict[str, Block]:
    both = {key: row for key, row in base.items() if key not in gone}
    for key, row in own.items():
        both[key] = both[key].under(row) if key in both else row
    return both


def _settle(sections: _Sections) -> Iterator[Problem]:
    """Hold every entry against the schema."""
    rules = schema("framework")
    for name, definition in (
        ("sources", "source"),
        ("scale", "grade"),
        ("judgements", "judgement"),
        ("limits", "limit"),
        ("shapes", "shape"),
        ("requests", "request"),
        ("bands", "band"),
    ):
        for row in sections.lists[name].values():
            yield from settle(row, definition, rules, sections.texts[row.at.file])[1]
    for rows in sections.descriptors.values():
        for row in rows.values():
            yield from settle(row, "descriptor", rules, sections.texts[row.at.file])[1]
    for name, block in sections.blocks.items():
        if name != "drop":
            yield from settle(block, name, rules, sections.texts[block.at.file])[1]
    for block in sections.signs.values():
        yield from settle(block, "signs", rules, sections.texts[block.at.file])[1]
    seen: dict[str, Block] = {}
    for rows in sections.descriptors.values():
        for key, row in rows.items():
            if key in seen:
                message = f"The descriptor '{key}' stands in a second area; the first is in {seen[key].at}."
                yield sections.problem("PI206", row.place("id"), message)
            seen.setdefault(key, row)


# --- building the values, once every entry is known to have the right form


def _build(sections: _Sections) -> Framework:
    head = sections.blocks["framework"]
    scale = _scale(sections.lists["scale"])
    judgements = _judgements(sections)
    overall, signs = sections.block("overall"), sections.block("signs-source")
    return Framework(
        id=head["id"],
        title=head["title"],
        family=head["family"],
        inspectorate=head.get("inspectorate", "an inspectorate"),
        extends=head.get("extends"),
        starts=date.fromisoformat(head["in-force"]["from"]),
        ends=_day(head["in-force"].get("until")),
        ends_recalled=head["in-force"].get("until-confidence", "source").startswith("recalled"),
        proposal=head.get("proposal", False),
        kinds=dict(head.get("kinds", {})),
        about=head.get("about", ""),
        no_overall=head.get("no-overall"),
        without_grade=tuple(head.get("without-grade", ())),
        notes=tuple(head.get("notes", ())),
        scale=scale,
        judgements=judgements,
        descriptors={key: _descriptor(area, row) for area, rows in sections.descriptors.items() for key, row in rows.items()},
        signs={area: {grade: tuple(told) for grade, told in block.items()} for area, block in sections.signs.items()},
        signs_basis=_basis(signs) if "source" in signs else None,
        signs_note=signs.get("note"),
        grade_bases={row["id"]: _basis(row) for row in sections.lists["scale"].values() if "source" in row},
        limits=tuple(_limit(row) for row in sections.lists["limits"].values()),
        rules=tuple(_rule(row, overall.get("basis", "observed")) for row in overall.get("rules", ())),
        rules_sources=tuple(overall.get("source", ())),
        rules_note=overall.get("note"),
        rules_counted=_counted(overall.get("counted-over")),
        pathway=_pathway(sections.blocks["pathway"]) if "pathway" in sections.blocks else None,
        shapes=tuple(_shape(row) for row in sections.lists["shapes"].values()),
        requests=tuple(_request(row) for row in sections.lists["requests"].values()),
        bands={key: row["title"] for key, row in sections.lists["bands"].items()},
        plan_days=_plan_days(sections),
        sources={key: Source(key, row["title"], row.get("url")) for key, row in sections.lists["sources"].items()},
        pattern=_pattern(sections.blocks["pattern"], scale) if "pattern" in sections.blocks else None,
        at=head.at,
        _homes={area: one.id for one in judgements for area in one.covers},
    )


def _judgements(sections: _Sections) -> tuple[Judgement, ...]:
    found = [_judgement(row) for row in sections.lists["judgements"].values()]
    order = [str(one) for one in sections.order or ()]
    return tuple(sorted(found, key=lambda one: _position(one.id, order)))


def _position(word: str, order: Sequence[str]) -> int:
    return order.index(word) if word in order else len(order)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _basis(row: Mapping[str, Any]) -> Basis:
    return Basis(
        tuple(row.get("source", ())),
        row.get("confidence", "source"),
        row.get("inferred", False),
        row.get("seen-in-reports", False),
    )


def _scale(rows: Mapping[str, Block]) -> Scale:
    worst_first = list(reversed(list(rows.values())))
    grades = tuple(
        Grade(
            row["id"],
            row["title"],
            rank,
            tuple(row.get("aliases", ())),
            row.get("meaning", ""),
            row.get("number"),
            row.get("short", ""),
        )
        for rank, row in enumerate(worst_first)
    )
    return Scale(grades, next((rank for rank, row in enumerate(worst_first) if row.get("benchmark")), len(grades) - 1))


def _judgement(row: Block) -> Judgement:
    return Judgement(
        id=row["id"],
        title=row["title"],
        short=row["short"],
        kind=row["kind"],
        role=row.get("role"),
        covers=tuple(row.get("covers", ())),
        parent=row.get("parent"),
        group=row.get("group"),
        heading=row.get("heading"),
        number=row.get("number"),
        aliases=tuple(row.get("aliases", ())),
        basis=_basis(row),
        at=row.at,
        note=row.get("note"),
    )


def _descriptor(area: str, row: Block) -> Descriptor:
    return Descriptor(
        id=row["id"],
        area=area,
        title=row["title"],
        theme=row["theme"],
        good=row["good"],
        gap=row["gap"],
        locator=row.get("locator", ""),
        since=_day(row.get("since")),
        changed=tuple(date.fromisoformat(one) for one in row.get("changed", ())),
        weight=float(row.get("weight", 1)),
        verified=row.get("verified", True),
        statement=row.get("statement"),
        basis=_basis(row),
        at=row.at,
        found=row.get("reports-found"),
        shares=tuple((str(year), share) for year, share in row.get("reports", {}).items()),
    )


def _limit(row: Block) -> Limit:
    held, of = _count(row.get("held"))
    return Limit(
        id=row["id"],
        when_any=tuple(row["when"]["any"]),
        is_grade=row["when"]["is"],
        and_none=row["when"].get("and-none"),
        judgement=row["then"]["judgement"] if "then" in row else None,
        at_most=row["then"]["at-most"] if "then" in row else None,
        strength=row["strength"],
        held=held,
        of=of,
        scope=row.get("scope"),
        says=row["says"],
        basis=row.get("basis", "observed"),
        sources=tuple(row.get("source", ())),
        note=row.get("note"),
        at=row.at,
        counted=_counted(row.get("counted-over")),
    )


def _counted(told: Mapping[str, Any] | None) -> Counted | None:
    return None if told is None else Counted(told["inspections"], told["among"])


def _count(text: str | None) -> tuple[int | None, int | None]:
    """Read '22 of 22'."""
    if text is None:
        return None, None
    held, _, of = text.partition(" of ")
    return int(held), int(of)


def _rule(row: Block, basis: str) -> Rule:
    when = row.get("when", {})
    return Rule(
        grade=row["grade"],
        any=tuple(when["any"]) if "any" in when else None,
        is_grade=when.get("is"),
        at_least=when.get("at-least"),
        count=when.get("count"),
        all_at_least=when.get("all-at-least"),
        leaders_at_least=when.get("leaders-at-least", when.get("leaders")),
        below=when.get("below"),
        at_most=when.get("at-most"),
        held=row.get("held"),
        basis=row.get("basis", basis),
        note=row.get("note"),
        at=row.at,
    )


def _pathway(block: Block) -> Pathway:
    tests = tuple(
        Test(tuple(row.get("all", row.get("of", ()))), row.get("count", len(row.get("all", ()))), row["at-least"])
        for row in block["tests"]
    )
    return Pathway(block["title"], tests, block["met"], block["not-met"], _basis(block), block.at, block.get("note"))


def _shape(row: Block) -> Shape:
    seen, of = _count(row["seen"])
    return Shape(
        row["id"], row.get("leaders-above-worst-by"), row.get("spread"), seen or 0, of or 0, row["says"], row.get("scope"), row.at
    )


def _request(row: Block) -> Request:
    return Request(
        id=row["id"],
        kind=row["kind"],
        title=row["title"],
        number=row.get("number"),
        window=row.get("window"),
        traps=tuple(row.get("traps", ())),
        descriptors=tuple(row.get("descriptors", ())),
        basis=_basis(row),
        at=row.at,
    )


def _pattern(block: Block, scale: Scale) -> Pattern:
    def by_rank(rows: Mapping[str, Mapping[str, float]]) -> Mapping[str, tuple[float, ...]]:
        return {judgement: tuple(float(row.get(grade.id, 0)) for grade in scale.grades) for judgement, row in rows.items()}

    main = by_rank(block["main"])
    pairs = tuple((row["of"][0], row["of"][1], float(row["strength"])) for row in block["pairs"])
    return Pattern(tuple(main), by_rank(block["shares"]), main, pairs, block["about"])


# --- what shows only when the parts meet

_Named = Iterator[tuple[str, str, Location]]
"""Who names something, what is named, and where."""


def _cross_check(framework: Framework, sections: _Sections, name: str) -> Iterator[Problem]:
    yield from _check_head(framework, sections, name)
    yield from _check_overall(framework, sections)
    judgements = [one.id for one in framework.judgements]
    yield from _check_names("PI207", "the judgement", _judgement_names(sections), judgements, sections)
    yield from _check_names("PI207", "the judgement", _limited_names(sections), judgements, sections)
    yield from _check_names("PI208", "the grade", _grade_names(sections), framework.scale.ids, sections)
    yield from _check_names("PI209", "the source", _source_names(sections), framework.sources, sections)
    for who, row in _citing(sections):
        if row.get("source") == []:
            yield sections.problem("PI209", row.place("source"), f"{who} cites no source.")
    for row in _shares(sections):
        for grade in framework.scale.ids:
            if grade not in row:
                yield sections.problem("PI208", row.at, f"The pattern of published grades says nothing of '{grade}' here.")
    known = (*framework.descriptors, *sections.descriptors)
    yield from _check_names("PI210", "the descriptor", _descriptor_names(sections), known, sections)
    yield from _check_names("PI211", "the limit", _limit_names(sections), [one.id for one in framework.limits], sections)
    yield from _check_counts(sections)
    yield from _check_circles(framework, sections)
    yield from _check_areas(framework, sections)


def _check_names(code: str, what: str, named: _Named, known: Collection[str], sections: _Sections) -> Iterator[Problem]:
    for who, name, at in named:
        if name not in known:
            message = f"{who} names {what} '{name}', which {sections.blocks['framework']['id']} does not have."
            yield sections.problem(code, at, message, did_you_mean(name, known))


def _check_head(framework: Framework, sections: _Sections, name: str) -> Iterator[Problem]:
    head = sections.blocks["framework"]
    if framework.id != name:
        message = f"The id '{framework.id}' should be the name of its folder, '{name}'."
        yield sections.problem("PI205", head.place("id"), message)
    if framework.ends is not None and framework.ends < framework.starts:
        yield sections.problem("PI212", head.place("in-force"), "The framework ends before it begins.")
    marked = [row for row in sections.lists["scale"].values() if row.get("benchmark")]
    if len(marked) != 1:
        at = marked[1].place("benchmark") if marked else head.at
        yield sections.problem(
            "PI213", at, f"{len(marked) or 'No'} grades of the scale are marked 'benchmark: true'; one should be."
        )


def _check_overall(framework: Framework, sections: _Sections) -> Iterator[Problem]:
    """Say where overall cannot always be reached, or is named where only the judgements that lead to it can stand."""
    head, block = sections.blocks["framework"], sections.blocks.get("overall")
    overall = [one for one in framework.judgements if one.kind == "overall"]
    if not overall and framework.no_overall is None:
        yield sections.problem(
            "PI214", head.at, "This framework has no overall judgement and no sentence 'no-overall:' that says so."
        )
    if overall and block is None:
        yield sections.problem(
            "PI214", overall[0].at, "This framework has an overall judgement and no rules by which it is reached."
        )
    if not overall and block is not None:
        yield sections.problem("PI214", block.at, "This framework has rules for overall and no overall judgement.")
    if len(overall) > 1:
        yield sections.problem(
            "PI214", overall[1].at, f"'{overall[1].id}' is a second overall judgement beside '{overall[0].id}'."
        )
    if overall and not framework.keys:
        yield sections.problem("PI214", overall[0].at, "Overall counts the key judgements, and this framework has none.")
    if framework.rules and sections.blocks["overall"]["rules"][-1].get("when"):
        message = "The last rule for overall should have no condition, so that there is always a rule that fits."
        yield sections.problem("PI214", framework.rules[-1].at, message)
    elif framework.rules and not framework.rules[-1].counts:
        message = (
            "The last rule for overall is only recalled; what is recalled decides nothing, so overall cannot always be reached."
        )
        yield sections.problem("PI214", framework.rules[-1].at, message)
    keys, graded = {one.id for one in framework.keys}, {one.id for one in framework.graded}
    for who, name, at in _judgement_names(sections):
        if who.startswith("A rule") and name in graded - keys:
            yield sections.problem("PI207", at, f"{who} names '{name}', which is no key judgement; overall counts only those.")
        if name in {one.id for one in overall}:
            yield sections.problem("PI207", at, f"{who} names '{name}', which follows from the others and cannot stand here.")


def _limited_names(sections: _Sections) -> _Named:
    for row in sections.lists["limits"].values():
        if "then" in row:
            yield f"The limit '{row['id']}'", row["then"]["judgement"], row["then"].place("judgement")


def _judgement_names(sections: _Sections) -> _Named:
    for row in sections.lists["limits"].values():
        yield from _each(f"The limit '{row['id']}'", row["when"]["any"])
    for row in sections.rows("overall", "rules"):
        yield from _each("A rule for overall", row.get("when", {}).get("any"))
    for row in sections.rows("pathway", "tests"):
        yield from _each("The pathway test", row.get("all"))
        yield from _each("The pathway test", row.get("of"))
    pattern = sections.block("pattern")
    for name in ("shares", "main"):
        for judgement in pattern.get(name, ()):
            yield "The pattern of published grades", judgement, pattern[name].place_of_key(judgement)
    for row in sections.rows("pattern", "pairs"):
        yield from _each("The pattern of published grades", row["of"])
    for row in sections.lists["judgements"].values():
        if "parent" in row:
            yield f"The judgement '{row['id']}'", row["parent"], row.place("parent")


def _grade_names(sections: _Sections) -> _Named:
    for row in sections.lists["limits"].values():
        yield f"The limit '{row['id']}'", row["when"]["is"], row["when"].place("is")
        if "then" in row:
            yield f"The limit '{row['id']}'", row["then"]["at-most"], row["then"].place("at-most")
    for row in sections.rows("overall", "rules"):
        yield "A rule for overall", row["grade"], row.place("grade")
        when = row.get("when", Block(row.at))
        for key in ("is", "at-least", "all-at-least", "leaders", "leaders-at-least", "below"):
            if key in when:
                yield "A rule for overall", when[key], when.place(key)
    for row in sections.rows("pathway", "tests"):
        yield "The pathway test", row["at-least"], row.place("at-least")
    for area, signs in sections.signs.items():
        for grade in signs:
            yield f"A sign of '{area}'", grade, signs.place_of_key(grade)
    for row in _shares(sections):
        for grade in row:
            yield "The pattern of published grades", grade, row.place_of_key(grade)


def _shares(sections: _Sections) -> Iterator[Block]:
    pattern = sections.block("pattern")
    for name in ("shares", "main"):
        yield from pattern.get(name, {}).values()


def _source_names(sections: _Sections) -> _Named:
    for who, row in _citing(sections):
        yield from _each(who, row.get("source"))


def _citing(sections: _Sections) -> Iterator[tuple[str, Block]]:
    nouns = {"judgements": "judgement", "limits": "limit", "requests": "request", "scale": "grade", "shapes": "shape"}
    for name, noun in nouns.items():
        for row in sections.lists[name].values():
            yield f"The {noun} '{row['id']}'", row
    for rows in sections.descriptors.values():
        for row in rows.values():
            yield f"The descriptor '{row['id']}'", row
    for name in ("overall", "pathway", "signs-source", "action-plan"):
        if name in sections.blocks:
            yield f"The section '{name}'", sections.blocks[name]


def _descriptor_names(sections: _Sections) -> _Named:
    for row in sections.lists["requests"].values():
        yield from _each(f"The request '{row['id']}'", row.get("descriptors"))


def _limit_names(sections: _Sections) -> _Named:
    for row in sections.lists["limits"].values():
        if "and-none" in row["when"]:
            yield f"The limit '{row['id']}'", row["when"]["and-none"], row["when"].place("and-none")


def _each(who: str, rows: Rows | None) -> _Named:
    for index, name in enumerate(rows or ()):
        assert rows is not None
        yield who, name, rows.place(index)


def _check_counts(sections: _Sections) -> Iterator[Problem]:
    """Say where more is said to have held than was counted, or something of nothing."""
    counted: list[tuple[str, Block, str]] = [
        (f"The limit '{row['id']}'", row, "held") for row in sections.lists["limits"].values()
    ]
    counted += [("A rule for overall", row, "held") for row in sections.rows("overall", "rules")]
    counted += [(f"The shape '{row['id']}'", row, "seen") for row in sections.lists["shapes"].values()]
    for rows in sections.descriptors.values():
        counted += [(f"The descriptor '{row['id']}'", row, "reports-found") for row in rows.values()]
    for who, row, key in counted:
        part, of = _count(row.get(key))
        if part is not None and of is not None and (part > of or of == 0):
            yield sections.problem("PI219", row.place(key), f"{who} says '{row[key]}', which cannot be.")


def _check_circles(framework: Framework, sections: _Sections) -> Iterator[Problem]:
    """Say where a limit waits for one that waits for it."""
    others = {one.id: one.and_none for one in framework.limits}
    for limit in framework.limits:
        seen, here = {limit.id}, limit.and_none
        while here is not None and here not in seen:
            seen.add(here)
            here = others.get(here)
        if here == limit.id:
            at = sections.lists["limits"][limit.id]["when"].place("and-none")
            yield sections.problem("PI211", at, f"The limit '{limit.id}' waits by way of '{limit.and_none}' for itself.")


def _check_areas(framework: Framework, sections: _Sections) -> Iterator[Problem]:
    areas = {area: rows for area, rows in sections.descriptors.items() if rows}
    covered: dict[str, str] = {}
    for row in sections.lists["judgements"].values():
        for index, area in enumerate(row.get("covers", ())):
            at = row["covers"].place(index)
            if area not in areas:
                message = f"The judgement '{row['id']}' covers the area '{area}', which has no descriptors."
                yield sections.problem("PI215", at, message, did_you_mean(area, areas))
            elif area in covered:
                message = f"The judgement '{row['id']}' covers the area '{area}', which '{covered[area]}' covers already."
                yield sections.problem("PI215", at, message)
            covered.setdefault(area, row["id"])
        if row["kind"] != "overall" and not row.get("covers"):
            yield sections.problem("PI215", row.at, f"The judgement '{row['id']}' covers no area of descriptors.")
    for area, rows in areas.items():
        if area not in covered:
            first = next(iter(rows.values()))
            yield sections.problem("PI215", first.at, f"No judgement covers the area '{area}'.", did_you_mean(area, covered))
