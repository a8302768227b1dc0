"""The plan: areas for improvement by timescale, actions, and whether a difference was seen."""

from __future__ import annotations

from collections.abc import Iterable

from ..page import Section, Words
from ..report import GapPage
from .actions import actions_part, area_table, deadline_part, no_actions, states_part
from .looked import heard_part
from .material import Material
from .parts import gap_points, prompted


def sections(material: Material) -> Iterable[Section]:
    """Write the sections of the plan."""
    yield Section(
        "Purpose and governance",
        (
            prompted("Who owns the plan, who approved it, which version this is, and who received it"),
            *deadline_part(material.deadline),
        ),
    )
    if material.states:
        yield Section("Actions by state", states_part(material))
    for band, rows in material.actions.items():
        title = material.bands.get(band, "Without a band")
        if rows:
            yield Section(title, tuple(actions_part(rows, f"Actions: {title.lower()}", material, filtered=True)))
    if not material.states:
        yield Section("Actions", (no_actions(material),))
    unanswered = [one for one in material.report.areas if one.number not in _answered_numbers(material)]
    if unanswered:
        yield Section("Published areas for improvement without an action", (area_table(unanswered, material),))
    unplanned = _unplanned(material)
    if unplanned:
        lead = Words("Predicted from our own evidence; inspectors have not published these.", "quiet")
        yield Section("Our own gaps without an action", (lead, gap_points(unplanned)))
    if heard := heard_part(material.report.evidence):
        yield Section("What we heard and did", tuple(heard))


def _answered_numbers(material: Material) -> frozenset[int]:
    """Give the published areas that an action answers, whether or not this audience sees the action."""
    return frozenset(one.number for one in material.report.areas if (one.published, one.number) in material.origins)


def _unplanned(material: Material) -> tuple[GapPage, ...]:
    found = {gap.descriptor: gap for band in material.report.bands for gap in band.gaps if gap.descriptor not in material.planned}
    return tuple(found.values())
