"""The inspection-day list: what inspectors ask for, counts and refresh times only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..page import Points, Section, Status, Table, Words
from ..plan import RequestState
from ..words import sentence
from .material import Material
from .parts import READY_TONES, prompted, readiness, without_columns


def sections(material: Material) -> Iterable[Section]:
    """Write the sections of the inspection-day list."""
    if material.is_public:
        yield Section("In short", (Words(NOT_FOR_THE_PUBLIC, "strong"),))
        return
    yield Section("In short", (readiness(material.requests),) if material.requests else (Words(NOTHING_ASKED, "strong"),))
    old = tuple(f"{state.request.title}: {'; '.join(state.warnings)}." for state in material.requests if state.warnings)
    if old:
        yield Section("To put right", (Points(old),))
    for kind, title in (("list", "Child-level lists"), ("document", "Documents")):
        rows = [state for state in material.requests if state.request.kind == kind]
        if rows:
            yield Section(title, (_request_table(title, rows),))
    traps = tuple(f"{state.request.title}: {trap}" for state in material.requests for trap in state.request.traps)
    if traps:
        yield Section("Known traps", (Points(traps),))
    yield Section(
        "People and places",
        (prompted("Owners for lists, documents, audits and tracked records, communications, and rooms, logins and printing"),),
    )


NOT_FOR_THE_PUBLIC = "How ready the council is for what inspectors ask for is the council's own: nothing of it is for the public."
NOTHING_ASKED = "Nothing is asked for in this framework, as far as its sources tell."


def _request_table(title: str, rows: Sequence[RequestState]) -> Table:
    table = Table(
        f"{title}: counts and refresh times only, never the lists themselves",
        ("What", "State", "Count", "Refreshed", "Due", "Owner", "To mind"),
        tuple(
            (
                f"{state.request.id} {state.request.title}",
                Status(state.words, READY_TONES.get(state.words, "none")),
                state.prepared.count if state.prepared else None,
                state.prepared.refreshed if state.prepared else None,
                state.prepared.due if state.prepared else None,
                state.prepared.owner if state.prepared else None,
                _to_mind(state),
            )
            for state in rows
        ),
        sheet=title,
        marks=tuple(("", state.words) for state in rows),
    )
    return without_columns(table, "Count", "Refreshed", "Due", "Owner", "To mind")


def _to_mind(state: RequestState) -> str:
    """Say what to mind about a thing, and why it is not ready."""
    why = state.prepared.why if state.prepared else None
    return " ".join([sentence("; ".join(state.warnings)), sentence(why or "")]).strip()
