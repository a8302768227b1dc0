"""The kinds of report, each written once as a Page from the same Report, so that no two of them tell different facts.

Structure and headings follow what councils hand out: the three questions of a self-evaluation, the committee paper of the seed
reports, the one page for a lead member, the board's dashboard, the inspection-day list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from ..audience import Audience
from ..page import Page, Points, Section, Words
from ..plain import Speller, reading_age, without_codes
from ..report import Report
from ..words import listed
from . import board, committee, gap, one_page, plan, ready, self_evaluation
from .material import Material
from .parts import on_day


def page(kind: str, material: Material) -> Page:
    """Write a report of a kind; raises KeyError for an unknown kind."""
    title, sections = KINDS[kind]
    shown = material.report
    for_members = kind in FOR_MEMBERS or (kind == "board" and material.audience is not Audience.INTERNAL)
    code = "" if for_members else f" ({shown.framework_id})"
    subject = (("Subject", _subject(shown)),) if kind == "committee" else ()
    written = Page(
        kind=kind,
        title=f"{title}: {shown.authority}",
        facts=(
            *subject,
            ("Framework", f"{shown.framework}{code}"),
            *((("In force for", shown.in_force),) if kind == "gap" else ()),
            ("Data as at", shown.as_at_words),
            ("Who it is for", material.audience.words),
        ),
        caveat=shown.caveat,
        sections=tuple(sections(material)),
        dropped=material.dropped,
        authority=shown.authority,
        contents=CONTENTS.get(kind, 0),
    )
    plain = _plainly(written.reworded(material.unnamed), material)
    if kind == "one-page" and plain.dropped:
        plain = replace(plain, dropped=(" ".join(plain.dropped),))  # a list would not leave it one page
    return replace(
        plain, sections=(*plain.sections, *_cleared(material))
    )  # which entry was cleared is told by its id to everybody


def _plainly(written: Page, material: Material) -> Page:
    """Leave codes out where members read, write acronyms out there and for the public, and tell the public how easy it is to read."""
    if written.kind in FOR_MEMBERS:
        written = written.reworded(lambda text: without_codes(text, material.names))
    if written.kind in FOR_MEMBERS or material.is_public:
        speller = Speller(material.acronyms, material.printed)
        written = written.reworded(speller)
        if speller.used and material.is_public:
            out = f"Short and older words, written out: {listed(speller.used)}; names that the framework prints stay as they are."
            written = replace(written, dropped=(*written.dropped, out))
    age = reading_age(written.texts()) if material.is_public else None
    return (
        replace(written, facts=(*written.facts, ("Reading age", f"about {age}, by the length of sentences and words")))
        if age
        else written
    )


def _subject(report: Report) -> str:
    """Say what a paper is about: the result where one was published after the as-at date, else readiness."""
    outcome = next((one.published for one in report.every_judgement if one.published), None)
    if outcome is None:
        return f"How ready services for children are for inspection: {report.framework}"
    return f"The result of the inspection of services for children published {on_day(outcome.when)}: {report.framework}"


def _cleared(material: Material) -> Iterable[Section]:
    """List what looked like personal data and was let through, so that whoever hands the report out knows it."""
    if material.cleared:
        lead = Words("The check for personal data stopped at these; a person said why each is none.")
        yield Section("Cleared by a person", (lead, Points(material.cleared)))


KINDS: Mapping[str, tuple[str, Callable[[Material], Iterable[Section]]]] = {
    "gap": ("Gap report", gap.sections),
    "self-evaluation": ("Self-evaluation", self_evaluation.sections),
    "plan": ("Action plan", plan.sections),
    "committee": ("Report to committee", committee.sections),
    "one-page": ("One page for the lead member", one_page.sections),
    "board": ("Board dashboard", board.sections),
    "ready": ("Ready for inspection", ready.sections),
}
"""Every kind: its title, and what writes its sections."""

CONTENTS: Mapping[str, int | None] = {"gap": 1, "board": None}
"""After how many sections a list of contents comes, where it is not the first: what is in short, and exceptions, are read before it."""

FOR_MEMBERS = frozenset({"committee", "one-page"})
"""Kinds that members of the council read: no codes, no places in files, no acronyms."""
