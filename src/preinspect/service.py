"""The services of an assessment: who they are, and the assessment as it would be with one of them alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .evidence import WITHIN, Assessment, lies_within
from .folder import name_of
from .problem import Location

_SECTIONS = ("evidence", "indicators", "views", "actions", "requests", "changed_since", "history")


def services(assessment: Assessment) -> tuple[str, ...]:
    """Give the services that entries name, and those that they lie within, in alphabetical order."""
    names = {name for item in _items(assessment) if item.service for name in levels(item.service)}
    return tuple(sorted(names, key=str.casefold))


def _items(assessment: Assessment) -> Iterator[Any]:
    for section in _SECTIONS:
        yield from getattr(assessment, section)


def levels(name: str) -> Iterator[str]:
    """Give a service and those that it lies within, the widest first."""
    parts = name.split(WITHIN)
    yield from (WITHIN.join(parts[: place + 1]) for place in range(len(parts)))


def find_service(word: str, assessment: Assessment) -> str | None:
    """Give the service that a word means, capitals aside, by its name or by the folder that holds nothing but its entries."""
    named = next((name for name in services(assessment) if name.casefold() == word.strip().casefold()), None)
    return named or _of_folder(word.strip(), assessment)


def _of_folder(word: str, assessment: Assessment) -> str | None:
    top = f"{name_of(assessment.folder)}/" if name_of(assessment.folder) != "." else ""
    within = f"{top}{word}/".casefold()
    whose = {item.service for item in _items(assessment) if item.at.file.casefold().startswith(within)}
    tops = {next(levels(name)) if name else None for name in whose}
    return tops.pop() if len(tops) == 1 else None


def of_service(assessment: Assessment, name: str, loaded: Assessment) -> Assessment:
    """Give what belongs to one service: what names it or a team within it, and of changes and results also what names none.

    Args:
        assessment: As it met its framework.
        loaded: As it was before, with the entries that were left out since.
    """
    kept: dict[str, Any] = {
        section: tuple(item for item in getattr(assessment, section) if _belongs(item, name, section)) for section in _SECTIONS
    }
    own = {(one.framework, one.published) for one in kept["history"] if one.service is not None}
    kept["history"] = tuple(
        one for one in kept["history"] if one.service is not None or (one.framework, one.published) not in own
    )
    there = f"{assessment.authority}: {name}" if assessment.authority else name
    starts = [(item.at, item.service) for item in (*_items(loaded), *_set_aside(loaded)) if item.service is not None]
    left_out = tuple(one for one in assessment.left_out if lies_within(_service_at(one.at, starts) or name, name))
    waiting = tuple(one for one in assessment.waiting if _belongs(one, name, "evidence"))
    return replace(assessment, authority=there, service=name, left_out=left_out, waiting=waiting, **kept)


def _set_aside(assessment: Assessment) -> Iterator[Any]:
    for section, items in assessment.set_aside.items():
        if section in _SECTIONS:
            yield from items


def _service_at(at: Location, starts: Sequence[tuple[Location, str]]) -> str | None:
    """Give the service of the entry that a place lies in."""
    above = [start for start in starts if start[0].file == at.file and start[0] <= at]
    return max(above)[1] if above else None


def _belongs(item: Any, name: str, section: str) -> bool:
    if item.service is None:
        return section in ("changed_since", "history")
    return lies_within(item.service, name)


def of_all(assessment: Assessment) -> Assessment:
    """Give the assessment as a whole: what inspectors published of one of its services is not its own history."""
    return replace(assessment, history=tuple(one for one in assessment.history if one.service is None))
