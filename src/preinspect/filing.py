"""Where a new entry is filed, where an unfinished one is kept, and what changes by it."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from .answer import Desk
from .case import Case
from .column import order
from .day import in_words
from .document import Block, Rows, parse, read
from .edit import Addition, Edit, edited
from .entries import SECTIONS
from .evidence import Evidence
from .folder import name_of, yaml_files
from .predict import Prediction
from .problem import Location, Problem
from .shape import schema, settle
from .weigh import Weighed
from .whole import alone, replaced, write_whole
from .words import listed, spelled
from .write import as_yaml

SCHEMA_NAME = "assessment.schema.json"
"""What the schema is called that editors check files by."""


@dataclass(frozen=True, slots=True)
class Home:
    """The file that an entry goes to: its path, how messages name it, and what it begins with where it is new."""

    path: Path
    name: str
    header: str


def home_of(entry: Mapping[str, Any], desk: Desk, file: Path | None = None) -> Home:
    """Choose the file for an entry.

    Args:
        file: The one that was asked for, if any.
    Returns:
        Of evidence, the file that holds most entries of the same judgement, else the one named after it; of the rest, the file that
        holds most entries of the section. It may not exist yet.
    """
    folder = desk.case.assessment.folder
    paths, _ = yaml_files(folder)
    by_name = {name: path for path, name in paths}
    stem, title, files = _kin(entry, desk)
    if file is not None:
        return Home(file, name_of(file), header(title, file, folder))
    if files:
        most = max(sorted(files), key=lambda name: files[name])
        return Home(by_name[most], most, "")
    for path, name in paths:
        if path.stem == stem:
            return Home(path, name, "")
    path = folder / f"{stem}.yaml"
    return Home(path, name_of(path), header(title, path, folder))


def _kin(entry: Mapping[str, Any], desk: Desk) -> tuple[str, str, Counter[str]]:
    """Say what a file for this entry would be called, its title, and which files hold entries of the same sort and service."""
    assessment, framework = desk.case.assessment, desk.framework
    rows: Sequence[Any] = getattr(assessment, desk.section)
    stem, title = desk.section, f"{desk.section.capitalize()} of {assessment.authority or 'this service'}"
    if desk.section == "evidence":
        named = str(entry.get("judgement") or framework.home(entry["descriptors"][0]))
        stem = framework.find_judgement(named) or named
        title = framework.judgement(stem).short
        rows = [one for one in rows if (one.judgement or framework.home(one.descriptors[0])) == stem]
    service = entry.get("service", assessment.service)
    same = [one for one in rows if one.service == service]
    return stem, title, Counter(one.at.file for one in same or rows)


def header(title: str, path: Path, folder: Path) -> str:
    """Give what a new file begins with: the schema for editors, where the folder has it, and what the file is about."""
    schema = folder / SCHEMA_NAME
    line = ""
    if schema.is_file() and path.parent.resolve().is_relative_to(folder.resolve()):
        up = len(path.parent.resolve().relative_to(folder.resolve()).parts)
        line = f"# yaml-language-server: $schema={'../' * up}{SCHEMA_NAME}\n"
    return f"{line}# {title}\n"


def faults_of(home: Home, case: Case) -> tuple[Problem, ...]:
    """Give the errors of a file: nothing is added to one that has any, so that nobody has to ask which are new."""
    return tuple(problem for problem in case.errors if problem.at.file == home.name)


_ID = re.compile(r"""\bid:[ \t]*["']?([^\s,"'}]+)""")


def ids_now(folder: Path) -> frozenset[str]:
    """Give every id that stands in the files of a folder at this moment, in files that cannot be used too."""
    found: set[str] = set()
    for path, name in yaml_files(folder)[0]:
        document, _ = read(path, name)
        if document is None:
            with contextlib.suppress(OSError):
                found.update(_ID.findall(path.read_text("utf-8", "replace")))
            continue
        blocks = (one for rows in document.root.values() if isinstance(rows, Rows) for one in rows if isinstance(one, Block))
        found.update(one.typed.get("id", str(one["id"])) for one in blocks if "id" in one)
    return frozenset(found)


def moved_since(case: Case) -> str | None:
    """Name a file that somebody has changed, added or taken away since the folder was opened; None where all is as it was."""
    texts = case.assessment.texts
    paths = {name: path for path, name in yaml_files(case.assessment.folder)[0]}
    for name in sorted({*texts, *paths}):
        document = read(paths[name], name)[0] if name in paths else None
        if (document.text if document is not None else None) != texts.get(name):
            return name
    return None


def filed(entry: Mapping[str, Any], section: str, home: Home) -> tuple[Path, int]:
    """Add an entry to its file, or to a new one beside it where the file's layout leaves no safe place; gives the file and the line.

    Raises whole.Moved where somebody keeps changing the file, and OSError where it cannot be written.
    """

    def longer(old: str) -> str | None:
        made = edited(old, additions=[Addition(section, entry)])
        return None if made.refused else made.text

    path = home.path
    path.parent.mkdir(parents=True, exist_ok=True)
    new = replaced(path, lambda old: longer(old or home.header))
    if new is None:
        names = (home.path.with_name(f"{home.path.stem}-{number}.yaml") for number in count(2))
        path = next(path for path in names if not path.exists())
        new = replaced(path, longer)
    assert new is not None, "an empty file takes any entry"
    return path, _entries(new, section).place(-1).line or 1


def _entries(text: str, section: str) -> Rows:
    """Read the entries of a section; none where there are none that can be read."""
    document, _ = parse(text.removeprefix("\ufeff"), "")
    rows = document.root.get(section) if document is not None else None
    return rows if isinstance(rows, Rows) else Rows(Location(""))


# --- what was typed and not written


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers that were typed and not written: as they were typed, by field."""

    path: Path
    kind: str
    answers: Mapping[str, str]


_OWN = ".preinspect"  # names that begin with a dot are never read as evidence
_DRAFTS = "drafts"


def new_draft(folder: Path, kind: str) -> Path:
    """Give a path for a draft that nobody has taken; git never sees what lies there."""
    drafts = folder / _OWN / _DRAFTS
    drafts.mkdir(parents=True, exist_ok=True)
    ignore = folder / _OWN / ".gitignore"
    if not ignore.exists():
        write_whole(ignore, "# What lies here is yours alone: drafts of what you typed.\n*\n")
    for number in count(1):
        path = drafts / f"{kind}-{number}.yaml"
        with contextlib.suppress(FileExistsError):
            path.touch(exist_ok=False)
            return path
    raise AssertionError


def keep(draft: Draft, today: date) -> None:
    """Write a draft down."""
    told = f"# Typed into 'preinspect new {draft.kind}' on {in_words(today)} and not written yet: nothing here counts.\n"
    told += f"# Go on with it: preinspect new {draft.kind} --resume\n"
    write_whole(draft.path, told + as_yaml({"kind": draft.kind, **draft.answers}))


def drop(path: Path) -> None:
    """Throw a draft away, and the folder of drafts with it where it was the last."""
    own = path.parent.parent
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
        if path.parent.name != _DRAFTS or any(path.parent.iterdir()):
            return
        path.parent.rmdir()
        if {one.name for one in own.iterdir()} <= {".gitignore"}:
            (own / ".gitignore").unlink(missing_ok=True)
            own.rmdir()


def last_draft(folder: Path, kind: str | None = None) -> Draft | None:
    """Give the newest draft, of one kind or of any."""
    found = [path for path in (folder / _OWN / _DRAFTS).glob("*.yaml") if path.stem.rpartition("-")[2].isdigit()]
    for path in sorted(found, key=lambda one: (one.stat().st_mtime_ns, int(one.stem.rpartition("-")[2])), reverse=True):
        document, _ = read(path, path.name)
        of = document.root.get("kind") if document is not None else None
        if document is not None and isinstance(of, str) and kind in (None, of) and path.stem.startswith(f"{of}-"):
            root = document.root
            return Draft(path, of, {key: root.typed.get(key, str(root[key])) for key in root if key != "kind"})
    return None


# --- what changes by an entry


def difference(before: Prediction | None, after: Prediction, name: str) -> Iterator[str]:
    """Say in sentences what a new item of evidence changes: what it covers, whether it counts, and whether a grade moves."""
    framework = after.framework
    rows = [row for verdict in after.judgements for one in verdict.standings for row in one.rows if row.item.id == name]
    if not rows:
        yield from dict.fromkeys(f"It does not count: {left.why}" for left in after.assessment.left_out if left.id == name)
        return
    first = next(row for row in rows if row.is_first)
    yield _coverage(before, after, first)
    if first.why_not is not None:
        yield f"It does not count by itself: {first.why_not}."
    elif not first.kind.tests:
        yield f"{first.kind.title} tests no descriptor by itself, as an audit, an observation or feedback does; it counts beside them."
    elif not first.fresh:
        yield f"It is too old to count as evidence of today: {first.kind.title.lower()} lasts {first.kind.stale:g} months at most."
    short = framework.judgement(first.judgement).short
    if first.kind.role == "voice" and first.fresh and _voices(after, first.judgement) == {name}:
        yield f"It is the only recent evidence from children and families under {short}."
    yield from grade_moves(before, after)


def _coverage(before: Prediction | None, after: Prediction, row: Weighed) -> str:
    """Count how many descriptors of the same theme somebody has looked at lately."""
    descriptors = after.framework.descriptors
    theme = descriptors[row.descriptor].theme
    near = [one for one in after.verdict(row.judgement).standings if descriptors[one.descriptor].theme == theme]
    tested = [one.descriptor for one in near if one.tested]
    verb = "has" if len(tested) == 1 else "have"
    told = f"{len(tested)} of {len(near)} descriptors of {theme!r} {verb} direct evidence".replace('"', "'")
    if before is None:
        return f"{told}."
    old = {one.descriptor for one in before.verdict(row.judgement).standings if one.tested}
    new = [one for one in tested if one not in old]
    return f"{told}; {listed(new)} {'is' if len(new) == 1 else 'are'} new." if new else f"{told}."


def _voices(prediction: Prediction, judgement: str) -> set[str]:
    rows = (row for one in prediction.verdict(judgement).standings for row in one.rows)
    return {row.item.id for row in rows if row.kind.role == "voice" and row.fresh}


def grade_moves(before: Prediction | None, after: Prediction) -> Iterator[str]:
    """Say which grades and confidence words are no longer what they were."""
    for new in after.judgements:
        old = before.verdict(new.id) if before is not None else None
        if old is None or (old.rank, old.confidence) == (new.rank, new.confidence):
            continue
        yield f"{after.framework.judgement(new.id).short}: {_stands(old, after)} before, {_stands(new, after)} now."


def _stands(verdict: Any, prediction: Prediction) -> str:
    if verdict.rank is None:
        return "no grade"
    return f"{prediction.framework.scale.grades[verdict.rank].title.lower()} ({verdict.confidence} confidence)"


def agreement(item: Evidence, prediction: Prediction) -> Iterator[str]:
    """Say how far auditor and moderator agreed, on this item and over its round, and what that does."""
    sample = item.sample
    if sample is None or not sample.moderated:
        return
    kept = sample.moderated - sample.changed_up - sample.changed_down
    ways = [f"{number} {way}" for number, way in ((sample.changed_down, "down"), (sample.changed_up, "up")) if number]
    told = f": {listed(ways)}" if ways else ""
    yield f"Auditor and moderator agreed on {kept} of {sample.moderated} ({_share(kept, sample.moderated)}){told}."
    least = prediction.method.moderation_agreement
    mates = [one for one in prediction.assessment.evidence if (one.round or one.id) == (item.round or item.id)]
    moderated = sum(one.sample.moderated or 0 for one in mates if one.sample)
    kept = moderated - sum(
        one.sample.changed_up + one.sample.changed_down for one in mates if one.sample and one.sample.moderated
    )
    if len(mates) > 1:
        yield f"Over the round {item.round}, {spelled(len(mates))} items: {kept} of {moderated} ({_share(kept, moderated)})."
    every = "this item counts" if len(mates) == 1 else f"all {spelled(len(mates))} items of the round count"
    if kept / moderated < least:
        yield f"That is under {least:.0%}, so {every} for less."
    else:
        yield f"That is {least:.0%} or more, so {every} in full."


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%"


@dataclass(frozen=True, slots=True)
class Moderation:
    """What a sample tells of moderation: how many were graded again, and how many grades that lowered and raised.

    `uncounted` says that there was some, and nobody told how many.
    """

    moderated: int = 0
    down: int = 0
    up: int = 0
    uncounted: bool = False

    def with_another(self, other: Moderation) -> Moderation:
        """Add a round to those that are recorded: what an earlier one found is as true after a later one."""
        before = replace(self, moderated=0) if self.uncounted else self
        return Moderation(before.moderated + other.moderated, before.down + other.down, before.up + other.up)


class Misfit(Exception):
    """The figures cannot be those of this sample; says why."""


def moderated_by(
    item: Evidence, case: Case, this: Moderation, instead: bool = False
) -> tuple[int | None, Moderation, Moderation | None]:
    """Write a round of moderation into an item's entry: added to what is recorded there, or `instead` of it.

    What is recorded is read when it is written, so that two people who record a round each lose neither.

    Returns:
        The line, or None where no safe way is found; what is recorded now; and what was before, None where nothing was.

    Raises Misfit where the figures do not fit the sample, whole.Moved where somebody keeps changing the file, and OSError where it
    cannot be written.
    """
    paths, _ = yaml_files(case.assessment.folder)
    path = next(path for path, name in paths if name == item.at.file)
    earlier: Moderation | None = None
    whole = this

    def change(old: str) -> str | None:
        nonlocal earlier, whole
        found = _entry_in(old, item.id)
        if found is None:
            return None
        place, block = found
        earlier = _recorded(block)
        whole = this if instead or earlier is None else earlier.with_another(this)
        _must_fit(whole, this, earlier if whole is not this else None, block)
        patch = {"sample": {"moderated": whole.moderated, "changed": {"up": whole.up, "down": whole.down}}}
        made = edited(old, [Edit(("evidence", place), patch)], order={"evidence": order("evidence")})
        return None if made.refused else made.text

    with alone(case.assessment.folder):
        new = replaced(path, change)
    found = _entry_in(new, item.id) if new is not None else None
    return found[1]["sample"].place_of_key("moderated").line if found is not None else None, whole, earlier


def _must_fit(whole: Moderation, this: Moderation, earlier: Moderation | None, block: Block) -> None:
    size = _sample(block).get("size")
    if this.down + this.up > this.moderated:
        raise Misfit(f"Moderation changed {this.down + this.up} grades, but looked at only {this.moderated}.")
    if not isinstance(size, int) or whole.moderated <= size:
        return
    if earlier is None or this.moderated > size:
        raise Misfit(f"{this.moderated} were moderated, but only {size} were looked at.")
    raise Misfit(
        f"{earlier.moderated} were moderated before, and {this.moderated} more are {whole.moderated}, but only {size} were looked at. "
        "Where this round looked at some of them again, count each once, give the figures of both rounds together, and add --instead."
    )


def _sample(block: Block) -> Mapping[str, Any]:
    sample = block.get("sample")
    return sample if isinstance(sample, Block) else {}


def _recorded(block: Block) -> Moderation | None:
    """Read what an entry tells of moderation; None where it tells of none."""
    sample = _sample(block)
    ways = sample.get("changed", {})
    told, down, up = sample.get("moderated", 0), ways.get("down", 0), ways.get("up", 0)
    if not told and not down and not up:
        return None
    return Moderation(int(told), down, up, told is True)


def _entry_in(text: str, name: str) -> tuple[int, Block] | None:
    """Find an entry of evidence by its id in a file's text: its place, and what it says; one that cannot be used is none."""
    rows = _entries(text, "evidence")
    ids = [row.typed.get("id", str(row.get("id"))) if isinstance(row, Block) else None for row in rows]
    if name not in ids:
        return None
    place = ids.index(name)
    usable, _ = settle(rows[place], SECTIONS["evidence"].definition, schema("assessment"), text)
    return (place, rows[place]) if usable else None
