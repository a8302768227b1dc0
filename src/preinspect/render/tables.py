"""What an import does, on a terminal: what changes from what to what, what is added, what cannot be taken and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from ..exchange import Import, Reject
from ..merge import Merged, Part
from ..words import count, listed, shortened
from .escape import visible
from .terminal import wrapped

_MOST = 40
_SHORT = 60


def imported(found: Import, file: str, rejects: str | None, preview: bool) -> Iterator[Text]:
    """Lay out what a table changes, or would change."""
    would = "Would change" if preview else "Changed"
    add = "would add" if preview else "added"
    entries = len({change.id for change in found.changes})
    told = [
        f"{would} {count(len(found.changes), 'value')} in {count(entries, 'entry', 'entries')}",
        f"{add} {count(len(found.added), 'entry', 'entries')}",
        f"{len(found.present)} already there" if found.present else "",
        f"{found.unchanged} unchanged",
        f"{len(found.rejects)} rejected" if found.rejects else "",
    ]
    yield Text(f"Read {count(found.rows, 'row')} of {found.section} from {visible(file)}.", style="bold")
    yield from wrapped(f"{', '.join(one for one in told if one)}.", 0)
    yield from _some(_changes(found), len(found.changes), "changes")
    yield from _some(_additions(found), len(found.added), "additions")
    if found.rejects:
        where = f" ({'would go' if preview else 'with the reasons'} to {visible(rejects)})" if rejects else ""
        yield Text(f"Rejected{where}:", style="yellow")
        yield from _some(map(_reject, found.rejects), len(found.rejects), "rejects")
    yield from _quietly(found)


def _some(lines: Iterator[str], number: int, what: str) -> Iterator[Text]:
    for place, line in enumerate(lines):
        if place == _MOST:
            yield from wrapped(f"... and {number - _MOST} more {what}.", 2)
            return
        yield from wrapped(visible(line), 2)


def _changes(found: Import) -> Iterator[str]:
    for one in found.changes:
        old, new = (f"'{shortened(text, _SHORT)}'" if text else "nothing" for text in (one.old, one.new))
        yield f"{one.at}: {one.id}: {one.column}: {old} becomes {new}"


def _additions(found: Import) -> Iterator[str]:
    for one in found.added:
        yield f"{one.file}: {one.id} from row {one.row}{', an id that was made up' if one.made_up else ''}"


def _reject(one: Reject) -> str:
    return f"row {one.line.number}{f' ({one.id})' if one.id else ''}: {one.reason}"


def _quietly(found: Import) -> Iterator[Text]:
    if found.present:
        rows = listed(map(str, found.present[:10]))
        more = f" and {len(found.present) - 10} more" if len(found.present) > 10 else ""
        yield from wrapped(f"Already in the folder, word for word: row {rows}{more}.", 0)
    if found.newer:
        yield from wrapped(
            f"Nobody changed these in the table, but somebody did in the folder since; the folder's words stay: {_few(found.newer)}.",
            0,
        )
    if found.missing:
        one = len(found.missing) == 1
        told = (
            "entry of the folder is not in the table and stays as it is"
            if one
            else "entries of the folder are not in the table and stay as they are"
        )
        yield from wrapped(f"{len(found.missing)} {told}: {_few(found.missing)}. To delete one, delete it there.", 0)
    for note in found.notes:
        yield from wrapped(f"Note: {visible(note)}", 0)


def _few(names: tuple[str, ...]) -> str:
    shown = ", ".join(map(visible, names[:5]))
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown


def merged(found: Merged, extra: Sequence[Part]) -> Iterator[Text]:
    """Lay out what comes of a merge, part by part; what stands in its way comes last, next to the prompt."""
    one, other = found.sides
    yield Text(visible(f"{one.name} ({one.folder}) and {other.name} ({other.folder})"), style="bold")
    for part in (*found.parts, *extra):
        yield Text("")
        yield Text(visible(part.title), style="bold")
        yield from _some(iter(part.lines), len(part.lines), "lines")
    if found.blocked:
        yield Text("")
        yield Text("This stands in the way:", style="yellow")
        for line in found.blocked:
            yield from wrapped(visible(line), 2)
