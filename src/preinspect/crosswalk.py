"""How one framework's judgements and descriptors stand in another's, forwards or back, over as many frameworks as lie between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .document import Block, Rows, Value, line_of, read
from .folder import name_of_data
from .framework import Framework, Root, load_framework
from .problem import Location, Problem, did_you_mean
from .shape import schema, settle
from .words import listed

MATCHES = ("weak", "partial", "strong")
"""How well two things match, the loosest first; strong is the same subject at similar weight."""

_SECTIONS = ("crosswalk", "judgements", "resumes", "descriptors")
_BACKWARDS = {"split": "merged", "merged": "split", "gone": "new", "new": "gone"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what was called `old` is called `new`; both may name several, or nothing."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    change: str
    match: str
    reason: str
    at: Location

    def backwards(self) -> Row:
        """The same row read from the newer framework."""
        return replace(self, old=self.new, new=self.old, change=_BACKWARDS.get(self.change, self.change))


@dataclass(frozen=True, slots=True)
class Resumed:
    """A judgement that takes up one of a framework further back, which the frameworks between them did not grade.

    `earlier` and `later` are a framework and its judgement each.
    """

    earlier: tuple[str, str]
    later: tuple[str, str]
    match: str
    reason: str
    at: Location


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """How framework `source` stands to framework `target`; `identical` where all descriptors kept their ids.

    `is_backwards` where it is read against the direction in which its reasons were written.
    """

    source: str
    target: str
    about: str
    judgements: tuple[Row, ...]
    descriptors: tuple[Row, ...]
    identical: bool
    at: Location
    sources: tuple[tuple[str, Location], ...] = ()
    text: str = field(default="", repr=False, compare=False)
    resumes: tuple[Resumed, ...] = ()
    is_backwards: bool = False

    def backwards(self) -> Crosswalk:
        """The same crosswalk read the other way."""
        return Crosswalk(
            self.target,
            self.source,
            self.about,
            tuple(row.backwards() for row in self.judgements),
            tuple(row.backwards() for row in self.descriptors),
            self.identical,
            self.at,
            self.sources,
            self.text,
            self.resumes,
            not self.is_backwards,
        )


@dataclass(frozen=True, slots=True)
class Carried:
    """What one id becomes: an id of the other framework, how well it matches, and the reasons on the way."""

    id: str
    match: str
    change: str
    reasons: tuple[str, ...]


def load_crosswalks(roots: Sequence[Root]) -> tuple[tuple[Crosswalk, ...], tuple[Problem, ...]]:
    """Load every crosswalk of the roots; of two between the same frameworks, the first root's counts."""
    found: list[Crosswalk] = []
    problems: list[Problem] = list(_misnamed(roots))
    for path in _paths(roots).values():
        crosswalk, told = _load(path)
        problems.extend(told)
        if crosswalk is not None:
            found.append(crosswalk)
    return tuple(found), tuple(problems)


def _paths(roots: Sequence[Root]) -> Mapping[tuple[str, str], Root]:
    """Find the files; their names, `old--new.yaml`, say between which frameworks they lead."""
    found: dict[tuple[str, str], Root] = {}
    for path in _files(roots):
        if (pair := _pair(path)) is not None:
            found.setdefault(pair, path)
    return found


def _misnamed(roots: Sequence[Root]) -> Iterator[Problem]:
    for path in _files(roots):
        if path.name.endswith((".yaml", ".yml")) and _pair(path) is None:
            at = Location(name_of_data(path, 3))
            yield Problem("PI217", at, "The file of a crosswalk should be named after the two frameworks: old--new.yaml.")


def _files(roots: Sequence[Root]) -> Iterator[Root]:
    for root in roots:
        folder = root.joinpath("crosswalks")
        yield from sorted(folder.iterdir(), key=lambda one: one.name) if folder.is_dir() else ()


def _pair(path: Root) -> tuple[str, str] | None:
    old, dashes, new = path.name.removesuffix(".yaml").partition("--")
    return (old, new) if dashes and path.name.endswith(".yaml") else None


def _load(path: Root) -> tuple[Crosswalk | None, tuple[Problem, ...]]:
    document, problems = read(path, name_of_data(path, 3))
    if document is None:
        return None, problems
    crosswalk, told = _crosswalk(document.root, document.text)
    if crosswalk is not None and path.name != f"{crosswalk.source}--{crosswalk.target}.yaml":
        message = f"The file of a crosswalk from '{crosswalk.source}' to '{crosswalk.target}' should be named after them."
        return None, (*problems, *told, Problem("PI217", crosswalk.at, message))
    return crosswalk, (*problems, *told)


def _crosswalk(root: Block, text: str) -> tuple[Crosswalk | None, tuple[Problem, ...]]:
    problems: list[Problem] = []
    head = root.get("crosswalk")
    if not isinstance(head, Block) or not all(isinstance(root.get(name), Rows) for name in ("judgements", "descriptors")):
        message = "A crosswalk needs 'crosswalk:', and lists under 'judgements:' and 'descriptors:'."
        return None, (Problem("PI205", root.at, message, excerpt=line_of(text, root.at)),)
    odd = [name for name in root if name not in _SECTIONS]
    for name in odd:
        at = root.place_of_key(name)
        message = f"There is no section '{name}' in a crosswalk."
        problems.append(Problem("PI204", at, message, did_you_mean(name, _SECTIONS), line_of(text, at)))
    usable, told = settle(head, "crosswalk", schema("crosswalk"), text)
    problems.extend(told)
    judgements, fine = _rows(root["judgements"], text, problems)
    whole = [row for row in root["descriptors"] if isinstance(row, Block) and "all" in row]
    for row in whole:
        fits, told = settle(row, "all", schema("crosswalk"), text)
        problems.extend(told)
        fine &= fits
    descriptors, all_fine = _rows(root["descriptors"], text, problems, but=whole)
    resumes, taken_up = _resumes(root.get("resumes"), head, text, problems)
    usable &= fine and all_fine and taken_up and not odd
    if not usable:
        return None, tuple(problems)
    sources = tuple((name, head["source"].place(index)) for index, name in enumerate(head["source"]))
    return (
        Crosswalk(head["from"], head["to"], head["about"], judgements, descriptors, bool(whole), head.at, sources, text, resumes),
        tuple(problems),
    )


def _rows(rows: Rows, text: str, problems: list[Problem], but: Sequence[Block] = ()) -> tuple[tuple[Row, ...], bool]:
    found, fine = [], True
    for index, row in enumerate(rows):
        if not isinstance(row, Block):
            at = rows.place(index)
            message = "A row should hold 'from', 'to', 'change', 'match' and 'reason'."
            problems.append(Problem("PI205", at, message, excerpt=line_of(text, at)))
            fine = False
        elif row not in but:
            usable, told = settle(row, "row", schema("crosswalk"), text)
            problems.extend(told)
            fine &= usable
            if usable:
                found.append(Row(tuple(row["from"]), tuple(row["to"]), row["change"], row["match"], row["reason"], row.at))
    return tuple(found), fine


def _resumes(rows: Value, head: Block, text: str, problems: list[Problem]) -> tuple[tuple[Resumed, ...], bool]:
    found, fine = [], True
    for row in rows if isinstance(rows, Rows) else ():
        if not isinstance(row, Block):
            problems.append(Problem("PI205", rows.at, "A row should hold 'framework', 'judgement', 'to', 'match' and 'reason'."))
            fine = False
            continue
        usable, told = settle(row, "resumed", schema("crosswalk"), text)
        problems.extend(told)
        fine &= usable
        if usable:
            earlier, later = (row["framework"], row["judgement"]), (head["to"], row["to"])
            found.append(Resumed(earlier, later, row["match"], row["reason"], row.at))
    return tuple(found), fine


def check_crosswalk(crosswalk: Crosswalk, frameworks: Mapping[str, Framework]) -> Iterator[Problem]:
    """Say where a crosswalk leads nowhere: a framework, judgement or descriptor that does not exist, or one that it leaves out."""
    for name in (crosswalk.source, crosswalk.target):
        if name not in frameworks:
            message = f"This crosswalk names the framework '{name}', which does not exist."
            yield Problem("PI217", crosswalk.at, message, did_you_mean(name, frameworks))
    if not {crosswalk.source, crosswalk.target} <= set(frameworks):
        return
    for resumed in crosswalk.resumes:
        for framework, judgement in (resumed.earlier, resumed.later):
            there = {one.id for one in frameworks[framework].judgements} if framework in frameworks else {judgement}
            if judgement not in there:
                yield Problem("PI217", resumed.at, f"{framework} has no '{judgement}'.", did_you_mean(judgement, there))
    old, new = frameworks[crosswalk.source], frameworks[crosswalk.target]
    yield from _check_rows(
        crosswalk.judgements, {one.id for one in old.judgements}, {one.id for one in new.judgements}, crosswalk
    )
    known = (*old.sources, *new.sources)
    for name, at in crosswalk.sources:
        if name not in known:
            message = f"This crosswalk cites the source '{name}', which neither {old.id} nor {new.id} has."
            yield Problem("PI209", at, message, did_you_mean(name, known), line_of(crosswalk.text, at))
    whole = not crosswalk.identical
    yield from _check_rows(crosswalk.descriptors, set(old.descriptors), set(new.descriptors), crosswalk, whole)
    if crosswalk.identical and set(old.descriptors) != set(new.descriptors):
        odd = _some(set(old.descriptors) ^ set(new.descriptors))
        yield Problem(
            "PI217", crosswalk.at, f"This crosswalk says that all descriptors are kept, but only one framework has {odd}."
        )


def _check_rows(rows: Sequence[Row], old: set[str], new: set[str], crosswalk: Crosswalk, whole: bool = True) -> Iterator[Problem]:
    """Say where rows lead nowhere; and, where they are the whole of it and not beside `all: kept`, what they leave out."""
    for row in rows:
        for names, known, framework in ((row.old, old, crosswalk.source), (row.new, new, crosswalk.target)):
            for name in names:
                if name not in known:
                    yield Problem("PI217", row.at, f"{framework} has no '{name}'.", did_you_mean(name, known))
        # A row says either what both sides are called, or that one of them has nothing.
        if bool(row.old) == (row.change == "new") or bool(row.new) == (row.change == "gone"):
            message = f"A row that says '{row.change}' leads from {_some(row.old)} to {_some(row.new)}."
            yield Problem("PI217", row.at, message)
    if not whole:
        return
    for missing, framework in (
        (old - {name for row in rows for name in row.old}, crosswalk.source),
        (new - {name for row in rows for name in row.new}, crosswalk.target),
    ):
        if missing:
            yield Problem("PI217", crosswalk.at, f"No row says what becomes of {_some(missing)} of {framework}.")


def _some(names: Collection[str], most: int = 6) -> str:
    more = [f"{len(names) - most} more"] if len(names) > most else []
    return listed([*(f"'{name}'" for name in sorted(names)[:most]), *more]) or "nothing"


def check_way(steps: Sequence[Crosswalk], roots: Sequence[Root], known: Iterable[Framework] = ()) -> tuple[Problem, ...]:
    """Say where a way leads nowhere: each of its crosswalks is held against the frameworks that it joins.

    Args:
        known: Those of the frameworks that were loaded before.
    """
    there = {one.id: one for one in known}
    names = dict.fromkeys(name for step in steps for name in (step.source, step.target) if name not in there)
    loaded = {name: load_framework(name, roots) for name in names}
    there |= {name: framework for name, (framework, _) in loaded.items() if framework is not None}
    broken = (problem for framework, problems in loaded.values() if framework is None for problem in problems)
    return (*broken, *(problem for step in steps for problem in check_crosswalk(step, there)))


def check_families(frameworks: Iterable[Framework]) -> Iterator[Problem]:
    """Say where the dates of two editions of one family overlap."""
    by_start = sorted(frameworks, key=lambda one: (one.family, one.starts, one.id))
    for earlier, later in pairwise(by_start):
        if earlier.family == later.family and (earlier.ends is None or earlier.ends >= later.starts):
            message = f"'{later.id}' begins before '{earlier.id}', an earlier edition of the same family, ends."
            yield Problem("PI218", later.at, message)


Loaded = dict[tuple[str, str], tuple[Crosswalk | None, tuple[Problem, ...]]]
"""Crosswalks by the frameworks that they lead between, with what was wrong with them."""


def way(
    source: str, target: str, roots: Sequence[Root], loaded: Loaded | None = None
) -> tuple[tuple[Crosswalk, ...] | None, tuple[Problem, ...]]:
    """Find the shortest way from one framework to another, forwards or back, and load the crosswalks on it.

    Args:
        loaded: What earlier ways of the same run have loaded; this one adds to it, so that no file is read twice.
    Returns:
        The crosswalks, each read in the direction of the way; None where there is no way, or a crosswalk on it has errors.
    """
    paths = _paths(roots)
    ways: dict[str, tuple[tuple[str, str], ...]] = {source: ()}
    waiting = [source]
    while waiting and target not in ways:
        here = waiting.pop(0)
        for pair in paths:
            there = {pair[0]: pair[1], pair[1]: pair[0]}.get(here)
            if there is not None and there not in ways:
                ways[there] = (*ways[here], pair)
                waiting.append(there)
    if target not in ways:
        return None, ()
    steps: list[Crosswalk] = []
    problems: list[Problem] = []
    here = source
    known = {} if loaded is None else loaded
    for pair in ways[target]:
        if pair not in known:
            known[pair] = _load(paths[pair])
        crosswalk, told = known[pair]
        problems.extend(told)
        if crosswalk is None:
            return None, tuple(problems)
        steps.append(crosswalk if here == pair[0] else crosswalk.backwards())
        here = steps[-1].target
    return tuple(steps), tuple(problems)


def carry_judgement(name: str, steps: Sequence[Crosswalk]) -> tuple[Carried, ...]:
    """Say what becomes of a judgement on a way, the best match first."""
    return _carry(name, steps, "judgements")


def carry_descriptor(name: str, steps: Sequence[Crosswalk]) -> tuple[Carried, ...]:
    """Say what becomes of a descriptor on a way, the best match first; nothing where it is gone."""
    return _carry(name, steps, "descriptors")


def _carry(name: str, steps: Sequence[Crosswalk], section: str) -> tuple[Carried, ...]:
    here = {name: Carried(name, "strong", "kept", ())}
    passed = {(steps[0].source, name): here[name]} if steps else {}
    for step in steps:
        if step.identical and section == "descriptors":
            continue
        there: dict[str, Carried] = {}
        for carried in here.values():
            for row in _rows_of(carried, step, section):
                for new in row.new:
                    match = min(carried.match, row.match, key=MATCHES.index)
                    change = row.change if row.change != "kept" else carried.change
                    _keep_better(there, Carried(new, match, change, (*carried.reasons, row.reason)))
        if section == "judgements":
            for one in _taken_up(passed, step.target, steps):
                _keep_better(there, one)
            passed |= {(step.target, one.id): one for one in there.values()}
        here = there
    return tuple(sorted(here.values(), key=lambda one: -MATCHES.index(one.match)))


def _keep_better(found: dict[str, Carried], one: Carried) -> None:
    if one.id not in found or MATCHES.index(found[one.id].match) < MATCHES.index(one.match):
        found[one.id] = one


def _rows_of(carried: Carried, step: Crosswalk, section: str) -> Iterator[Row]:
    """Give the rows that lead on; a judgement that matches only in part goes on with the whole, not with what parted from it."""
    rows: list[Row] = [row for row in getattr(step, section) if carried.id in row.old]
    whole = any(row.match == "strong" for row in rows) and section == "judgements" and carried.match != "strong"
    yield from (row for row in rows if row.match == "strong" or not whole)


def _taken_up(passed: Mapping[tuple[str, str], Carried], target: str, steps: Iterable[Crosswalk]) -> Iterator[Carried]:
    """Give what a framework takes up again of one that the way has passed, forwards or back."""
    for resumed in (one for step in steps for one in step.resumes):
        for one, other in ((resumed.earlier, resumed.later), (resumed.later, resumed.earlier)):
            if one in passed and other[0] == target:
                before = passed[one]
                match = min(before.match, resumed.match, key=MATCHES.index)
                yield Carried(other[1], match, before.change, (*before.reasons, resumed.reason))


def direct(
    steps: Sequence[Crosswalk],
    names: Iterable[str],
    there: Iterable[str],
    carry: Callable[[str, Sequence[Crosswalk]], tuple[Carried, ...]],
) -> Iterator[Row]:
    """Compose a way into rows from its first framework to its last, as a migration carries things.

    Args:
        names: All that the first framework has; `there`, all that the last one has.
        carry: `carry_judgement` or `carry_descriptor`.
    Returns:
        For each name a row a match, the best first, then those of `there` that are new.
    """
    at = steps[0].at
    found = {name: carry(name, steps) for name in names}
    shared = Counter(one.id for carried in found.values() for one in carried)
    for name, carried in found.items():
        if not carried:
            yield Row((name,), (), "gone", MATCHES[0], _why_gone(name, steps, carry), at)
        for one in carried:
            alone = len(carried) == 1 and shared[one.id] == 1
            change = "split" if len(carried) > 1 else "merged" if shared[one.id] > 1 else one.change
            change = ("kept" if one.id == name else "renamed") if alone and change in ("split", "merged") else change
            yield Row((name,), (one.id,), change, one.match, "; then ".join(dict.fromkeys(one.reasons)), at)
    for name in there:
        if name not in shared:
            yield Row((), (name,), "new", MATCHES[0], _why_gone(name, [step.backwards() for step in reversed(steps)], carry), at)


def _why_gone(name: str, steps: Sequence[Crosswalk], carry: Callable[[str, Sequence[Crosswalk]], tuple[Carried, ...]]) -> str:
    """Say why a name leads nowhere: the reason of the row at which each of its ways ends."""
    here = [name]
    for number, step in enumerate(steps, 1):
        after = [one.id for one in carry(name, steps[:number])]
        if not after:
            rows = [row for row in (*step.judgements, *step.descriptors) if set(here) & set(row.old) and not row.new]
            return "; ".join(dict.fromkeys(row.reason for row in rows))
        here = after
    return ""
