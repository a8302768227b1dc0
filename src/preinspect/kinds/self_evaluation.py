"""The self-evaluation, by its three questions: what we know, how we know it, what we plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..day import in_words as day
from ..page import Block, Points, Section, Words
from ..plan import NO_STATE, ActionState, unsaid_words
from ..report import EvidenceRow, JudgementPage, Report
from ..words import count, sentence
from .actions import actions_at_a_glance, deadline_part, no_actions
from .looked import described, heard_part, kinds_grid, measures_part, own_views, register
from .material import Material
from .parts import each, grades_table, ground, prompted


def sections(material: Material) -> Iterable[Section]:
    """Write the sections of the self-evaluation: what is to be read first, and the tables in an annex."""
    report, public = material.report, material.is_public
    yield Section("Our council and our children", (prompted("One paragraph, with numbers and their dates"),))
    yield Section(
        "What do we know about the quality and impact of practice?",
        (grades_table(material, report.every_judgement), *own_views(report), *ground(report), *_untold(report, public)),
        tuple(_known(one, report, public) for one in report.judgements if _is_told(one, report)),
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
    yield Section("Evidence annex", (register(report.evidence, public), *measures_part(report)))
    if material.states:
        actions = actions_at_a_glance(material.states, "Actions", material)
        yield Section("Annex: actions", (actions,))
    if report.evidence and not public:  # the one wide grid comes last: it turns the sheet
        yield Section("Annex: where nobody looked", (kinds_grid(report),))


def _is_told(one: JudgementPage, report: Report) -> bool:
    """Say whether the evidence tells anything of a judgement."""
    return bool(one.strengths or any(gap.rows for gap in one.gaps) or _impacts(one, report))


def _untold(report: Report, public: bool) -> Iterable[Block]:
    """Say once of which judgements the evidence tells nothing, and of which it tells of no impact on children."""
    silent = [one.short for one in report.judgements if not _is_told(one, report)]
    if public:
        yield Words("Our own view of strengths and weaknesses is not shown in this edition.")
        return
    if silent and len(silent) == len(report.judgements):
        yield Words("No evidence has been recorded on any judgement.", "warning")
    elif silent:
        yield Words(f"No evidence has been recorded of {each(silent)}.", "warning")
    without = [one.short for one in report.judgements if not _impacts(one, report)]
    if without:
        of = "any judgement" if len(without) == len(report.judgements) else each(without)
        yield prompted(f"{ASK_IMPACT} of {of}")


def _known(one: JudgementPage, report: Report, public: bool) -> Section:
    found = {row.id: row.finding for row in report.evidence}
    strengths = tuple(
        f"{strength.title} ({strength.descriptor}): {sentence(found.get(strength.evidence[0], ''))} ({', '.join(strength.evidence)})"
        if strength.evidence
        else f"{strength.title} ({strength.descriptor})."
        for strength in one.strengths
    )
    weak = tuple(sentence(f"{gap.gap} ({gap.descriptor}). {gap.reason}") for gap in one.gaps if gap.rows)
    return Section(
        one.title,
        (
            *_longest("Strengths", strengths, "" if public else "none that the evidence shows without a concern."),
            *_longest("Weaknesses", weak, "" if public else "none recorded; there always is some, so look again."),
            *_longest("Impact on children", _impacts(one, report), ""),
        ),
    )


ASK_IMPACT = "What has become different for children, and how we know: no evidence says it yet"

MOST = 8
"""How many points of one sort a self-evaluation shows; it is to be read, and the rest stands in its annex."""


def _longest(what: str, points: Sequence[str], none: str) -> Iterable[Block]:
    """Show as many points as people read, and say how many more there are; or in a line that there is none."""
    if points:
        yield Words(f"{what}:", "strong")
        yield Points(tuple(points[:MOST]))
    elif none:
        yield Words(f"{what}: {none}")
    if len(points) > MOST:
        yield Words(f"{len(points) - MOST} more; all stand in the gap report and in the annex.", "quiet")


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
    by_kind: dict[str, list[EvidenceRow]] = {}
    for row in report.evidence:
        by_kind.setdefault(row.kind, []).append(row)
    yield Points(tuple(f"{kind}: {described(rows)}." for kind, rows in sorted(by_kind.items())))
    yield from heard_part(report.evidence)
    if unsure := _unsure(report):
        yield Words("What we are unsure about:", "strong")
        yield Points(unsure)
    if report.contradictions:
        yield Words("Where the evidence disagrees:", "strong")
        yield Points(report.contradictions)
    if reasons := _explanations(report):
        yield Words("Where the evidence disagrees, and why:", "strong")
        yield Points(reasons)


def _unsure(report: Report) -> tuple[str, ...]:
    """Name the judgements that cannot be predicted, by why, and those predicted with low confidence; the table says more of each."""
    reasons: dict[str, list[str]] = {}
    for one in report.judgements:
        if one.grade.id is None:
            reasons.setdefault(one.grade.words, []).append(one.short)
        elif one.confidence == "low":
            reasons.setdefault("Predicted with low confidence", []).append(one.short)
    return tuple(f"{why}: {'; '.join(names)}." for why, names in reasons.items())


def _explanations(report: Report) -> tuple[str, ...]:
    """Give the reasons that people wrote of why an item says something else: with what it disagrees with, where that still counts."""
    said = report.explained
    alone = (row for row in report.evidence if row.because and not any(row.because in one for one in said))
    return (*said, *(f"{row.id} ({row.kind.lower()}, {day(row.date)}): {sentence(row.because or '')}" for row in alone))


def _plans(material: Material) -> list[Block]:
    """Give each action in a line with who does it by when; the annex has the table."""
    if material.states:
        unsaid = sum(1 for state in material.states if state.group == NO_STATE)
        of = len(material.states)
        told = [Words(sentence(f"{count(of, 'action')}: {unsaid_words(unsaid, of)}"), "warning")] if unsaid else []
        return [*told, Points(tuple(_action(state) for state in material.states))]
    if material.withheld:
        return [no_actions(material)]
    return [prompted("No actions are recorded; write them under 'actions:'")]


def _action(state: ActionState) -> str:
    action = state.action
    facts = [f"due {day(action.due)}"] if action.due else []
    facts += [action.owner] if action.owner else []
    facts += [state.words] if state.group != NO_STATE else []
    facts += ["difference seen"] if state.seen and not state.not_shown else []
    result = action.result and f"So that: {action.result}"
    told = " ".join(sentence(text) for text in (action.action, result) if text)
    return f"{action.id}: {told or 'No words.'}" + (f" ({'; '.join(facts)})" if facts else "")
