"""The measures that councils keep: what each indicator counts, in which direction it is better, and what it informs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .document import Block, Rows, Value, read
from .folder import name_of_data
from .framework import Root
from .problem import Location, Problem
from .shape import schema, settle


@dataclass(frozen=True, slots=True)
class Figure:
    """A national figure, with the period that it is of; one with a note is of another group and is never a benchmark."""

    value: float
    period: str
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """When national figures come out anew: every year in `month`, for a year that ended `lag` calendar years before."""

    id: str
    title: str
    of: str
    month: int
    lag: int


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure, or one part of a measure that holds two numbers.

    `direction` is higher or lower (is better), context (neither) or band (too low is as much a worry as too high). `descriptors` are
    those that it informs, by our own judgement: it raises questions about them and never earns a grade.
    """

    id: str
    title: str
    definition: str
    unit: str | None
    numerator: str | None
    denominator: str | None
    direction: str | None
    certainty: str
    usual_source: str | None
    england: Figure | None
    descriptors: tuple[str, ...]
    caution: str | None
    at: Location
    release: Release | None = None


def load_measures(roots: Sequence[Root]) -> tuple[Mapping[str, Measure], tuple[Problem, ...]]:
    """Load the measures by id, parts under ids of their own; the first root that has a `measures.yaml` wins."""
    paths = [path for root in roots if (path := root.joinpath("measures.yaml")).is_file()]
    if not paths:
        return {}, ()
    document, problems = read(paths[0], name_of_data(paths[0], 2))
    if document is None:
        return {}, problems
    rows = document.root.get("measures")
    if not isinstance(rows, Rows) or not all(isinstance(row, Block) for row in rows):
        return {}, (*problems, Problem("PI205", document.root.at, "'measures' should be a list of measures."))
    found: dict[str, Measure] = {}
    told = list(problems)
    releases, faults = _releases(document.root.get("releases"), document.text)
    told.extend(faults)
    for row in rows:
        usable, more = settle(row, "measure", schema("measures"), document.text)
        told.extend(more)
        if usable:
            told.extend(_unknown_release(row, releases))
            found.update((one.id, one) for one in _measures(row, releases))
    return found, tuple(told)


def _releases(rows: Value, text: str) -> tuple[Mapping[str, Release], tuple[Problem, ...]]:
    """Read when national figures come out; a file of measures need not say."""
    if rows is None:
        return {}, ()
    if not isinstance(rows, Rows) or not all(isinstance(row, Block) for row in rows):
        at = rows.at if isinstance(rows, (Block, Rows)) else Location("measures.yaml")
        return {}, (Problem("PI205", at, "'releases' should be a list of releases."),)
    settled = [(row, *settle(row, "release", schema("measures"), text)) for row in rows]
    found = {
        row["id"]: Release(row["id"], row["title"], row["of"], row["month"], row["lag"]) for row, usable, _ in settled if usable
    }
    return found, tuple(problem for _, _, told in settled for problem in told)


def _unknown_release(row: Block, releases: Mapping[str, Release]) -> Iterator[Problem]:
    if "release" in row and row["release"] not in releases:
        yield Problem("PI205", row.place("release"), f"There is no release '{row['release']}' in this file.")


def _measures(row: Block, releases: Mapping[str, Release]) -> Iterator[Measure]:
    for part in row.get("parts", (row,)):
        yield Measure(
            id=part["id"],
            title=part["title"] if part is row else f"{row['title']}: {part['title'].lower()}",
            definition=row["definition"],
            unit=part.get("unit"),
            numerator=part.get("numerator"),
            denominator=part.get("denominator"),
            direction=part.get("direction"),
            certainty=row["certainty"],
            usual_source=row.get("usual-source"),
            england=_figure(row["england"]) if "england" in row and part is row else None,
            descriptors=tuple(row["descriptors"]),
            caution=row.get("caution"),
            at=part.at,
            release=releases.get(row.get("release", "")),
        )


def _figure(block: Block) -> Figure:
    return Figure(block["value"], block["period"], block.get("note"), tuple(block["source"]))
