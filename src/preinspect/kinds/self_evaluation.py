"""The self-evaluation, by its three questions: what we know, how we know it, what we plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..day import in_words as day
from ..page import Block, Points, Section, Words
from ..report import EvidenceRow, JudgementPage, Report
from ..words import sentence
from .actions import actions_part, deadline_part, no_actions
from .looked import described, heard_part, kinds_grid, measures_part, own_views, register
from .material import Material
from .parts import grades_table, ground, prompted


def sections(material: Material) -> Iterable[Section]:
    """Write the sections of the self-evaluation."""
    report, public = material.report, material.is_public
    yield Section("Our council and our children", (prompted("One paragraph, with numbers and their dates"),))
    yield Section(
        "What do we know about the quality and impact of practice?",
        (grades_table(material, report.every_judgement), *own_views(report), *ground(report)),
        tuple(_known(one, report, public) for one in report.judgements),
    )
    yield Section("How do we know it?", tuple(_how_known(report, public)))
    yield Section("What are our plans for the next 12 months?", (*_plans(material), *deadline_part(material.deadline)))
    yield Section(
        "What has changed since last year",
        (
            *((Points(report.changes),) if report.changes else ()),
            prompted("What changed for children, and what we got wrong last year"),
        ),
    )
    yield Section("Evidence", (register(report.evidence, public), *measures_part(report)))


NOT_SHOWN = Words("Not shown in this edition, as nobody but inspectors has judged it.")


def _known(one: JudgementPage, report: Report, public: bool) -> Section:
    found = {row.id: row.finding for row in report.evidence}
    strengths = tuple(
        f"{strength.title} ({strength.descriptor}): {sentence(found.get(strength.evidence[0], ''))} ({', '.join(strength.evidence)})"
        if strength.evidence
        else f"{strength.title} ({strength.descriptor})."
        for strength in one.strengths
    )
    weak = tuple(sentence(f"{gap.gap} ({gap.descriptor}). {gap.reason}") for gap in one.gaps if gap.rows)
    none_strong = NOT_SHOWN if public else Words("None that the evidence shows without a concern.")
    looked = any(row.judgement == one.id for row in report.evidence)
    nothing = "None recorded; there always is some, so look again." if looked else "No evidence has been recorded."
    none_weak = NOT_SHOWN if public else Words(nothing)
    return Section(
        one.title,
        (),
        (
            Section("Strengths", tuple(_longest(strengths, none_strong))),
            Section("Weaknesses", tuple(_longest(weak, none_weak))),
            Section("Impact on children", tuple(_longest(_impacts(one, report), prompted(ASK_IMPACT)))),
        ),
    )


ASK_IMPACT = "What has become different for children, and how we know: no evidence says it yet"

MOST = 8
"""How many points of one sort a self-evaluation shows; it is to be read, and the rest stands in its annex."""


def _longest(points: Sequence[str], none: Words) -> Iterable[Block]:
    """Show as many points as people read, and say how many more there are."""
    if not points:
        yield none
        return
    yield Points(tuple(points[:MOST]))
    if len(points) > MOST:
        yield Words(f"{len(points) - MOST} more; all stand in the gap report and under Evidence.", "quiet")


def _impacts(one: JudgementPage, report: Report) -> tuple[str, ...]:
    """Give what the evidence of a judgement says about the difference made to children, the newest first."""
    rows = [row for row in report.evidence if row.judgement == one.id and row.impact]
    newest = sorted(rows, key=lambda row: (-row.date.toordinal(), row.id))
    return tuple(f"{sentence(row.impact or '').removesuffix('.')} ({_from(row)})." for row in newest)


def _from(row: EvidenceRow) -> str:
    return f"{row.kind[0].lower()}{row.kind[1:]}, {day(row.date)}, {row.id}"


def _how_known(report: Report, public: bool) -> Iterable[Block]:
    if not report.evidence:
        yield Words("No evidence has been recorded." if not public else "No evidence that may be published.")
        return
    if not public:
        yield kinds_grid(report)
    by_kind: dict[str, list[EvidenceRow]] = {}
    for row in report.evidence:
        by_kind.setdefault(row.kind, []).append(row)
    yield Points(tuple(f"{kind}: {described(rows)}." for kind, rows in sorted(by_kind.items())))
    yield from heard_part(report.evidence)
    unsure = [f"{one.short}: {one.reason}" for one in report.judgements if one.grade.id is None or one.confidence == "low"]
    if unsure:
        yield Words("What we are unsure about:", "strong")
        yield Points(tuple(unsure))
    if report.contradictions:
        yield Words("Where the evidence disagrees:", "strong")
        yield Points(report.contradictions)
    if reasons := _explanations(report):
        yield Words("Where the evidence disagrees, and why:", "strong")
        yield Points(reasons)


def _explanations(report: Report) -> tuple[str, ...]:
    """Give the reasons that people wrote of why an item says something else: with what it disagrees with, where that still counts."""
    said = report.explained
    alone = (row for row in report.evidence if row.because and not any(row.because in one for one in said))
    return (*said, *(f"{row.id} ({row.kind.lower()}, {day(row.date)}): {sentence(row.because or '')}" for row in alone))


def _plans(material: Material) -> list[Block]:
    if material.states:
        return actions_part(material.states, "Actions", material)
    if material.withheld:
        return [no_actions(material)]
    return [prompted("No actions are recorded; write them under 'actions:'")]
