"""Which entries take the place of older ones, and which only say that they do.

A word in a file must not make a concern go away: what takes the place of an entry has to be evidence itself, of a kind that counts for
no less, of a sample that is not much smaller, no older, and it does so only where it looked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .evidence import Evidence, lies_within
from .framework import Framework
from .method import Method
from .words import count

Spot = tuple[str, str]
"""A judgement, and a descriptor that an item counts for under it."""

Replaced = Mapping[tuple[str, str], Evidence]
"""By id and descriptor of an older entry, the newest one that takes its place there."""


def spots(item: Evidence, framework: Framework) -> tuple[Spot, ...]:
    """List where an item counts, in the order of its descriptors.

    Where an item says under which judgement it counts, it says so of itself: of its first descriptor.
    """
    named = framework.find_judgement(item.judgement) if item.judgement else None
    first, *others = ((framework.home(name), name) for name in item.descriptors)
    return ((named or first[0], first[1]), *others)


def nothing_alone(item: Evidence, method: Method) -> str | None:
    """Say why an item decides nothing, whatever else is there, or None."""
    kind = method.kinds[item.kind]
    if kind.weight == 0:
        return f"{kind.title.lower()} is nothing alone; what it says is put as a question"
    size, least = size_of(item), method.sampling.least
    if size is None or size >= least:
        return None
    what = (
        f"a sample of {size} decides"
        if item.sample is not None and item.sample.size
        else f"{count(size, 'reply', 'replies')} decide"
    )
    return f"{what} nothing; {least} are needed"


def size_of(item: Evidence) -> int | None:
    """Give how many an item looked at or heard: the size of its sample, or how many replied; None where neither is told."""
    return item.sample.size if item.sample is not None and item.sample.size else item.replied


def why_not(newer: Evidence, older: Evidence, framework: Framework, method: Method) -> str | None:
    """Say why an item cannot take the place of another that it names, or None where it can, wholly or for some descriptors."""
    kind, old_kind = method.kinds[newer.kind], method.kinds[older.kind]
    if newer.date < older.date:
        return f"'{newer.id}' is the older of the two"
    if old_kind.weight == 0:
        return None  # a document weighs nothing, and may go for any other
    if (reason := nothing_alone(newer, method)) is not None:
        return reason
    if kind.weight < old_kind.weight:
        return f"{kind.title.lower()} counts for less than {old_kind.title.lower()}"
    if newer.service is not None and not lies_within(older.service, newer.service):
        return f"'{newer.id}' looked at {newer.service} only, and '{older.id}' is of {older.service or 'all services'}"
    size, old_size = size_of(newer), size_of(older)
    if old_size is not None and size is None:
        return f"'{newer.id}' does not tell how many it looked at, and '{older.id}' looked at {old_size}"
    if size is not None and old_size is not None and size < method.sampling.supersedes_share * old_size:
        return f"'{newer.id}' looked at {size}, and '{older.id}' at {old_size}"
    if method.sampling.shown_by(newer.sample) < method.sampling.shown_by(older.sample):
        return f"managers chose what '{newer.id}' looked at, and not what '{older.id}' did"
    if method.sampling.told_by(newer) < method.sampling.told_by(older):
        return f"of those asked for '{newer.id}' fewer replied than of those asked for '{older.id}'"
    if len(left_over(newer, older, framework, method)) == len(older.descriptors):
        return f"'{newer.id}' did not look at what '{older.id}' looked at"
    return None


def left_over(newer: Evidence, older: Evidence, framework: Framework, method: Method) -> tuple[str, ...]:
    """List the descriptors of an older item that the one in its place did not look at: there it goes on counting.

    What the older one found of its first descriptor, with which it counts in its judgement, only a newer first one takes the place of.
    """
    if method.kinds[older.kind].weight == 0:
        return ()
    places = {spot: place for place, spot in enumerate(spots(newer, framework))}
    last = len(places)
    return tuple(
        spot[1] for place, spot in enumerate(spots(older, framework)) if places.get(spot, last) > (0 if place == 0 else last - 1)
    )


def replaced(items: Sequence[Evidence], framework: Framework, method: Method) -> Replaced:
    """Find what takes the place of what, for each descriptor."""
    there = {one.id: one for one in items}
    found: dict[tuple[str, str], Evidence] = {}
    for newer in sorted(items, key=lambda one: (one.date, one.id)):
        for older in (there[name] for name in newer.supersedes if name in there):
            if why_not(newer, older, framework, method) is None:
                left = left_over(newer, older, framework, method)
                for descriptor in older.descriptors:
                    if descriptor not in left and not _stands_behind(newer, older, descriptor, found):
                        found[older.id, descriptor] = newer
    return found


def _stands_behind(newer: Evidence, older: Evidence, descriptor: str, found: Replaced) -> bool:
    """Say whether an item was itself replaced by the other: entries of one day that name each other in a circle must not all go."""
    above: Evidence | None = newer
    while above is not None and above.id != older.id:
        above = found.get((above.id, descriptor))
    return above is not None
