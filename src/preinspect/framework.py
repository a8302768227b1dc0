"""A framework of inspection, as data: what is judged, against which descriptors, and what limits what.

A framework is a folder of YAML files. An edition may extend another and say only what changed. Everything that Ofsted may change
stands there with its source; no framework's name stands in code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from .document import Block, Document, Rows, Value, line_of, read
from .folder import name_of_data
from .grade import Grade, Scale
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


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One criterion under a judgement, in our own words: what good looks like, and the phrase that names its gap."""

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
    basis: Basis
    at: Location


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule by which one judgement bounds another: where any of `when_any` is `is_grade`, `judgement` is at most `at_most`.

    `strength` is always, likely, may or never; `held` and `of` say how often it was so in published inspections.
    """

    id: str
    when_any: tuple[str, ...]
    is_grade: str
    and_none: str | None
    judgement: str
    at_most: str
    strength: str
    held: int | None
    of: int | None
    scope: str | None
    says: str
    basis: str
    sources: tuple[str, ...]
    at: Location


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
    at: Location


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


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework or edition, whole and checked."""

    id: str
    title: str
    family: str
    extends: str | None
    starts: date
    ends: date | None
    about: str
    no_overall: str | None
    notes: tuple[str, ...]
    scale: Scale
    judgements: tuple[Judgement, ...]
    descriptors: Mapping[str, Descriptor]
    signs: Mapping[str, Mapping[str, tuple[str, ...]]]
    limits: tuple[Limit, ...]
    rules: tuple[Rule, ...]
    pathway: Pathway | None
    shapes: tuple[Shape, ...]
    requests: tuple[Request, ...]
    bands: Mapping[str, str]
    sources: Mapping[str, Source]
    pattern: Pattern | None
    at: Location
    _homes: Mapping[str, str] = field(repr=False)

    @property
    def graded(self) -> tuple[Judgement, ...]:
        """The judgements that evidence bears on, in print order: all but overall."""
        return tuple(one for one in self.judgements if one.kind != "overall")

    @property
    def overall(self) -> Judgement | None:
        """The overall judgement, or None where the framework has none."""
        return next((one for one in self.judgements if one.kind == "overall"), None)

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
        """Return the id that a person's word means (id, title, short name or alias; case aside), or None."""
        wanted = word.casefold().strip()
        for one in self.judgements:
            if wanted in {name.casefold() for name in (one.id, one.title, one.short, *one.aliases)}:
                return one.id
        return None

    def home(self, descriptor_id: str) -> str:
        """Give the judgement that a descriptor belongs to; raises KeyError for an unknown descriptor."""
        return self._homes[self.descriptors[descriptor_id].area]

    def descriptors_of(self, judgement_id: str) -> tuple[Descriptor, ...]:
        """Give a judgement's descriptors in the framework's order."""
        areas = self.judgement(judgement_id).covers
        return tuple(one for one in self.descriptors.values() if one.area in areas)


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
    found = (*found, *_cross_check(framework, sections))
    return (None if any(problem.severity is Severity.ERROR for problem in found) else framework), found


@dataclass(frozen=True, slots=True)
class Outline:
    """What is needed to read a framework's published grades: its name, its scale and its judgements."""

    id: str
    title: str
    scale: Scale
    judgements: tuple[Judgement, ...]

    def short(self, judgement_id: str) -> str:
        """Give a judgement's short name, or its id where the framework does not have it."""
        return next((one.short for one in self.judgements if one.id == judgement_id), judgement_id)


def load_outline(framework_id: str, roots: Sequence[Root]) -> Outline | None:
    """Load a framework's outline from its `framework.yaml` alone, ten times quicker than the whole; None where it cannot be read."""
    sections, _ = _gather(framework_id, roots, (), outline=True)
    if sections is None or any(problem.severity is Severity.ERROR for problem in _settle(sections)):
        return None
    head = sections.blocks["framework"]
    return Outline(head["id"], head["title"], _scale(sections.lists["scale"]), _judgements(sections))


# --- gathering the files, and laying an edition over the one that it extends

_LISTS = ("sources", "scale", "judgements", "limits", "shapes", "requests", "bands")
_BLOCKS = ("framework", "overall", "pathway", "pattern", "signs-source", "drop")
_AREAS = ("descriptors", "signs")
_KNOWN = (*_LISTS, *_BLOCKS, *_AREAS, "judgement-order")


@dataclass(slots=True)
class _Sections:
    """A framework's sections while they are put together: lists by id, areas by name then id."""

    lists: dict[str, dict[str, Block]]
    blocks: dict[str, Block]
    descriptors: dict[str, dict[str, Block]]
    signs: dict[str, Block]
    order: list[str] | None
    texts: dict[str, str]


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
        return own, problems
    if base_id in (*above, framework_id):
        message = f"'{framework_id}' extends itself by way of '{base_id}'."
        return None, (*problems, Problem("PI203", head.place("extends"), message))
    base, base_problems = _gather(str(base_id), roots, (*above, framework_id), outline)
    if base is None:
        first = next(iter(base_problems))
        at = head.place("extends") if first.code == "PI201" else first.at
        return None, (*problems, Problem(first.code, at, first.message, first.suggestion), *base_problems[1:])
    return _overlay(base, own), (*base_problems, *problems)


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
            sections.signs |= value
        elif name == "judgement-order" and isinstance(value, Rows):
            sections.order = [str(one) for one in value]
        elif name in _BLOCKS and isinstance(value, Block):
            sections.blocks[name] = value
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


def _overlay(base: _Sections, own: _Sections) -> _Sections:
    """Lay an edition over the one that it extends: entries match by id, `drop` takes away."""
    drop = own.blocks.get("drop", Block(Location("")))
    lists = {name: _lay(base.lists[name], own.lists[name], drop.get(name, ())) for name in _LISTS}
    gone = set(drop.get("sections", ()))
    blocks = {name: block for name, block in base.blocks.items() if name not in gone and name != "drop"}
    for name, block in own.blocks.items():
        blocks[name] = blocks[name].under(block) if name == "framework" else block
    # What an edition says of itself is not inherited.
    for key in ("no-overall", "notes"):
        if key not in own.blocks["framework"] and key in blocks["framework"]:
            del blocks["framework"][key]
    areas = dict.fromkeys((*base.descriptors, *own.descriptors))
    return _Sections(
        lists={name: {} if name in gone else rows for name, rows in lists.items()},
        blocks=blocks,
        descriptors={
            area: _lay(base.descriptors.get(area, {}), own.descriptors.get(area, {}), drop.get("descriptors", ()))
            for area in areas
        },
        signs=base.signs | own.signs,
        order=own.order or base.order,
        texts=base.texts | own.texts,
    )


def _lay(base: Mapping[str, Block], own: Mapping[str, Block], drop: Iterable[str]) -> dict[str, Block]:
    gone = set(drop)
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


# --- building the values, once every entry is known to have the right form


def _build(sections: _Sections) -> Framework:
    head = sections.blocks["framework"]
    scale = _scale(sections.lists["scale"])
    judgements = _judgements(sections)
    return Framework(
        id=head["id"],
        title=head["title"],
        family=head["family"],
        extends=head.get("extends"),
        starts=date.fromisoformat(head["in-force"]["from"]),
        ends=_day(head["in-force"].get("until")),
        about=head.get("about", ""),
        no_overall=head.get("no-overall"),
        notes=tuple(head.get("notes", ())),
        scale=scale,
        judgements=judgements,
        descriptors={key: _descriptor(area, row) for area, rows in sections.descriptors.items() for key, row in rows.items()},
        signs={area: {grade: tuple(told) for grade, told in block.items()} for area, block in sections.signs.items()},
        limits=tuple(_limit(row) for row in sections.lists["limits"].values()),
        rules=tuple(_rule(row) for row in sections.blocks["overall"]["rules"]) if "overall" in sections.blocks else (),
        pathway=_pathway(sections.blocks["pathway"]) if "pathway" in sections.blocks else None,
        shapes=tuple(_shape(row) for row in sections.lists["shapes"].values()),
        requests=tuple(_request(row) for row in sections.lists["requests"].values()),
        bands={key: row["title"] for key, row in sections.lists["bands"].items()},
        sources={key: Source(key, row["title"], row.get("url")) for key, row in sections.lists["sources"].items()},
        pattern=_pattern(sections.blocks["pattern"], scale) if "pattern" in sections.blocks else None,
        at=head.at,
        _homes={area: one.id for one in judgements for area in one.covers},
    )


def _judgements(sections: _Sections) -> tuple[Judgement, ...]:
    found = [_judgement(row) for row in sections.lists["judgements"].values()]
    order = sections.order
    return tuple(sorted(found, key=lambda one: _position(one.id, order)) if order else found)


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
        Grade(row["id"], row["title"], rank, tuple(row.get("aliases", ())), row.get("meaning", ""))
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
        basis=_basis(row),
        at=row.at,
    )


def _limit(row: Block) -> Limit:
    held, of = _count(row.get("held"))
    return Limit(
        id=row["id"],
        when_any=tuple(row["when"]["any"]),
        is_grade=row["when"]["is"],
        and_none=row["when"].get("and-none"),
        judgement=row["then"]["judgement"],
        at_most=row["then"]["at-most"],
        strength=row["strength"],
        held=held,
        of=of,
        scope=row.get("scope"),
        says=row["says"],
        basis=row.get("basis", "observed"),
        sources=tuple(row.get("source", ())),
        at=row.at,
    )


def _count(text: str | None) -> tuple[int | None, int | None]:
    """Read '22 of 22'."""
    if text is None:
        return None, None
    held, _, of = text.partition(" of ")
    return int(held), int(of)


def _rule(row: Block) -> Rule:
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
        at=row.at,
    )


def _pathway(block: Block) -> Pathway:
    tests = tuple(
        Test(tuple(row.get("all", row.get("of", ()))), row.get("count", len(row.get("all", ()))), row["at-least"])
        for row in block["tests"]
    )
    return Pathway(block["title"], tests, block["met"], block["not-met"], _basis(block), block.at)


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
        return {judgement: tuple(float(row[grade.id]) for grade in scale.grades) for judgement, row in rows.items()}

    main = by_rank(block["main"])
    pairs = tuple((row["of"][0], row["of"][1], float(row["strength"])) for row in block["pairs"])
    return Pattern(tuple(main), by_rank(block["shares"]), main, pairs, block["about"])


# --- what shows only when the parts meet


def _cross_check(framework: Framework, sections: _Sections) -> Iterator[Problem]:
    yield from _check_head(framework, sections)
    judgements = {one.id for one in framework.judgements}
    grades = set(framework.scale.ids)
    for what, name, at in _judgement_names(framework, sections):
        if name not in judgements:
            message = f"{what} names the judgement '{name}', which this framework does not have."
            yield Problem("PI207", at, message, did_you_mean(name, judgements))
    for what, name, at in _grade_names(framework):
        if name not in grades:
            message = f"{what} names the grade '{name}', which is not on this framework's scale."
            yield Problem("PI208", at, message, did_you_mean(name, grades))
    for what, names, at in _source_names(framework):
        for name in names:
            if name not in framework.sources:
                message = f"{what} cites the source '{name}', which is not among this framework's sources."
                yield Problem("PI209", at, message, did_you_mean(name, framework.sources))
    for request in framework.requests:
        for name in request.descriptors:
            if name not in framework.descriptors and not any(name == one.area for one in framework.descriptors.values()):
                message = f"The request '{request.id}' names the descriptor '{name}', which this framework does not have."
                yield Problem("PI210", request.at, message, did_you_mean(name, framework.descriptors))
    yield from _check_areas(framework)
    limits = {one.id for one in framework.limits}
    for limit in framework.limits:
        if limit.and_none is not None and limit.and_none not in limits:
            message = f"The limit '{limit.id}' names another, '{limit.and_none}', which this framework does not have."
            yield Problem("PI211", limit.at, message, did_you_mean(limit.and_none, limits))


def _check_head(framework: Framework, sections: _Sections) -> Iterator[Problem]:
    head = sections.blocks["framework"]
    if framework.ends is not None and framework.ends < framework.starts:
        yield Problem("PI212", head.place("in-force"), "The framework ends before it begins.")
    if sum(1 for row in sections.lists["scale"].values() if row.get("benchmark")) != 1:
        yield Problem("PI213", head.at, "Exactly one grade of the scale should be marked 'benchmark: true'.")
    if framework.overall is None and framework.no_overall is None:
        yield Problem("PI214", head.at, "This framework has no overall judgement and no sentence 'no-overall:' that says so.")
    if framework.overall is not None and not framework.rules:
        yield Problem(
            "PI214", framework.overall.at, "This framework has an overall judgement and no rules by which it is reached."
        )


def _judgement_names(framework: Framework, sections: _Sections) -> Iterator[tuple[str, str, Location]]:
    for limit in framework.limits:
        for name in (*limit.when_any, limit.judgement):
            yield f"The limit '{limit.id}'", name, limit.at
    for rule in framework.rules:
        for name in rule.any or ():
            yield "A rule for overall", name, rule.at
    if framework.pathway:
        for test in framework.pathway.tests:
            for name in test.of:
                yield "The pathway test", name, framework.pathway.at
    if framework.pattern:
        at = sections.blocks["pattern"].at
        for name in (*framework.pattern.judgements, *(one for pair in framework.pattern.pairs for one in pair[:2])):
            yield "The pattern of published grades", name, at
    for judgement in framework.judgements:
        if judgement.parent is not None:
            yield f"The judgement '{judgement.id}'", judgement.parent, judgement.at


def _grade_names(framework: Framework) -> Iterator[tuple[str, str, Location]]:
    for limit in framework.limits:
        for name in (limit.is_grade, limit.at_most):
            yield f"The limit '{limit.id}'", name, limit.at
    for rule in framework.rules:
        named = (rule.grade, rule.is_grade, rule.at_least, rule.all_at_least, rule.leaders_at_least, rule.below)
        for word in named:
            if word is not None:
                yield "A rule for overall", word, rule.at
    if framework.pathway:
        for test in framework.pathway.tests:
            yield "The pathway test", test.at_least, framework.pathway.at


def _source_names(framework: Framework) -> Iterator[tuple[str, tuple[str, ...], Location]]:
    for one in framework.judgements:
        yield f"The judgement '{one.id}'", one.basis.sources, one.at
    for descriptor in framework.descriptors.values():
        yield f"The descriptor '{descriptor.id}'", descriptor.basis.sources, descriptor.at
    for limit in framework.limits:
        yield f"The limit '{limit.id}'", limit.sources, limit.at
    for request in framework.requests:
        yield f"The request '{request.id}'", request.basis.sources, request.at


def _check_areas(framework: Framework) -> Iterator[Problem]:
    areas = {one.area for one in framework.descriptors.values()}
    covered = [area for one in framework.judgements for area in one.covers]
    for one in framework.judgements:
        for area in one.covers:
            if area not in areas:
                message = f"The judgement '{one.id}' covers the area '{area}', which has no descriptors."
                yield Problem("PI215", one.at, message, did_you_mean(area, areas))
            if covered.count(area) > 1:
                yield Problem("PI215", one.at, f"The area '{area}' is covered by more than one judgement.")
    for area in sorted(areas - set(covered)):
        first = next(one for one in framework.descriptors.values() if one.area == area)
        yield Problem("PI215", first.at, f"No judgement covers the area '{area}'.")
