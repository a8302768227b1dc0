"""Who may see what: a report cut down for its audience, and the list of what was left out.

The handling of an item is never exceeded, not by what another entry says of it either: a link to an entry that the audience may not see
goes with its id and its figures. The public sees no prediction, no grade that nobody moderated, no internal note and no count
under six; what inspectors published is public.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from .evidence import Aim, Assessment, Handling
from .indicators import WITHHELD, IndicatorRow, is_counted
from .measure import Measure
from .plan import ActionState
from .privacy import may_tell_of_few
from .report import Band, Earlier, EvidenceRow, GapPage, GradeShown, JudgementPage, Published, Report, ViewRow
from .words import SMALLEST, count, spelled, withheld

FEW = f"Withheld: may tell of fewer than {spelled(SMALLEST)}."

NOT_MEANT = "It rests on evidence that is not meant for this audience."

HIDDEN = GradeShown(None, "Not shown", "none", "Not shown")


class Audience(Enum):
    """For whom a report is written."""

    INTERNAL = "internal"
    BOARD = "board"
    PUBLIC = "public"

    @property
    def words(self) -> str:
        """Who that is, for the head of a report."""
        return {
            Audience.INTERNAL: "Internal use by the council; not for publication.",
            Audience.BOARD: "The board; not for publication.",
            Audience.PUBLIC: "The public.",
        }[self]


_SEES = {
    Audience.INTERNAL: {"internal", "board", "public"},
    Audience.BOARD: {"board", "public"},
    Audience.PUBLIC: {"public"},
}


def may_see(handling: Handling, audience: Audience) -> bool:
    """Say whether an entry may be shown to an audience."""
    return handling.value in _SEES[audience]


@dataclass(frozen=True, slots=True)
class Edition:
    """What an audience may see of a report and of the plan.

    Attributes:
        dropped: A sentence for each sort of thing that was left out; `withheld` counts the actions among them.
        shown: The ids of the entries that may be named; `unnamed` gives a text without the ids of all others.
    """

    report: Report
    states: tuple[ActionState, ...]
    dropped: tuple[str, ...]
    withheld: int
    shown: frozenset[str]
    unnamed: Callable[[str], str]


def for_audience(
    report: Report, states: Iterable[ActionState], assessment: Assessment, measures: Mapping[str, Measure], audience: Audience
) -> Edition:
    """Cut a report and the plan down to what their audience may see."""
    every = _ids(assessment)
    states = tuple(states)
    if audience is Audience.INTERNAL:
        return Edition(report, states, (), 0, every, _Unnamed(()))
    cutter = _Cutter(report, audience, every, measures)
    cut = cutter.report()
    allowed = [state for state in states if may_see(state.action.handling, audience)]
    linked = _Links(report, cut)
    kept = tuple(cutter.action(linked.cut(state)) for state in allowed)
    hidden = len(states) - len(allowed)
    dropped = cutter.dropped()
    if hidden:
        dropped = (*dropped, f"{count(hidden, 'action')} not meant for this audience.")
    if linked.cuts:
        told = f"{count(linked.cuts, 'link')} of an action to a figure or a proof not meant for this audience, with what it says of it."
        dropped = (*dropped, told)
    shown = cutter.seen | {state.action.id for state in kept}
    return Edition(cut, kept, dropped, hidden, shown, _Unnamed(every - shown))


def _ids(assessment: Assessment) -> frozenset[str]:
    evidence = (one.id for one in (*assessment.evidence, *assessment.waiting))
    others = (*(one.id for one in assessment.indicators), *(one.id for one in assessment.actions))
    return frozenset((*evidence, *others, *(one.id for one in assessment.left_out if one.id)))


class _Unnamed:
    """Writes texts without the ids of entries that their reader may not see."""

    def __init__(self, hidden: Collection[str]) -> None:
        names = sorted((re.escape(name) for name in hidden), key=len, reverse=True)
        self.pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(names)})(?![\w-])") if names else None

    def __call__(self, text: str) -> str:
        return self.pattern.sub("[an entry not for this audience]", text) if self.pattern else text


class _Links:
    """Cuts what actions say of figures and of evidence that their reader may not see, and counts what it cuts."""

    def __init__(self, whole: Report, shown: Report) -> None:
        self.figures = {row.id: row for row in whole.indicators}
        self.shown_figures = {row.id: row for row in shown.indicators}
        self.proofs = {row.id for row in shown.evidence}
        self.cuts = 0

    def cut(self, state: ActionState) -> ActionState:
        action = state.action
        aim = action.measure and self._aim(action.measure)
        self.cuts += aim != action.measure
        state = replace(state, action=replace(action, measure=aim))
        if action.seen is None:
            return state
        kept = tuple(name for name in action.seen.evidence if name in self.proofs)
        self.cuts += len(kept) < len(action.seen.evidence)
        if kept:
            return replace(state, action=replace(state.action, seen=replace(action.seen, evidence=kept)))
        why = "the evidence is not for this audience" if action.seen.evidence else "no evidence is named"
        return replace(state, action=replace(state.action, seen=None), seen=False, unproven=state.is_done, not_shown=why)

    def _aim(self, aim: Aim) -> Aim | None:
        """Keep a measure that has a figure which may be seen, or none at all; where it stood, only if no hidden figure says so."""
        of = [row for row in self.figures.values() if aim.id in (row.id, row.measure)]
        shown = [self.shown_figures[row.id] for row in of if row.id in self.shown_figures]
        if of and not shown:
            return None
        told = [row for row in shown if row.value != WITHHELD]
        known = {row.figure for row in told}
        secret = {row.figure for row in of} - known
        hides = (bool(shown) and not told) or aim.baseline in secret
        return replace(aim, baseline=None) if hides and aim.baseline is not None else aim


class _Cutter:
    """Cuts one report down, and counts what it leaves out."""

    def __init__(self, report: Report, audience: Audience, every: frozenset[str], measures: Mapping[str, Measure]) -> None:
        self.whole = report
        self.audience = audience
        self.measures = measures
        self.hidden = {row.id for row in self._rows() if not self._may_see(row)}
        self.seen = frozenset(
            {row.id for row in self._rows()} - self.hidden | {row.id for row in report.indicators if self._is_meant(row)}
        )
        self.few: set[str] = set()
        self.few_aimed = 0
        self.older = 0
        self._unnamed = _Unnamed(every - self.seen)

    def _rows(self) -> list[EvidenceRow]:
        return [*self.whole.evidence, *(row for page in self.whole.judgements for gap in page.gaps for row in gap.rows)]

    def _may_see(self, row: EvidenceRow) -> bool:
        return self._is_meant(row) and (not self.is_public or row.moderated)

    def _is_meant(self, row: EvidenceRow | IndicatorRow) -> bool:
        return row.handling in _SEES[self.audience]

    @property
    def is_public(self) -> bool:
        return self.audience is Audience.PUBLIC

    def report(self) -> Report:
        whole = self.whole
        public = self.is_public
        return replace(
            whole,
            handling=self.audience.words,
            caveat=whole.public_caveat if public else whole.caveat,
            borrowed=None if public else whole.borrowed,
            judgements=tuple(self.judgement(page) for page in whole.judgements),
            overall=self.judgement(whole.overall) if whole.overall else None,
            overall_note="" if public and whole.overall else whole.overall_note,
            limits=() if public else whole.limits,
            pathway=None if public else whole.pathway,
            on_pathway=None if public else whole.on_pathway,
            warnings=() if public else whole.warnings,
            next=() if public else whole.next,
            changes=() if public or self.hidden else whole.changes,
            bands=tuple(self.band(band) for band in whole.bands),
            untested=() if public else tuple(self.gap(gap) for gap in whole.untested),
            contradictions=() if public else self.texts(whole.contradictions),
            views=() if public else tuple(self.view(one) for one in whole.views),
            indicators=tuple(self.indicators()),
            evidence=self.rows(whole.evidence),
            left_out=(),  # which they are and why quotes what nobody has said may be seen
            optimism=(),
            set_aside=None,
        )

    def band(self, band: Band) -> Band:
        """Leave out actions, which are handled each by itself: whoever may see one is shown it among the actions."""
        return replace(band, gaps=() if self.is_public else tuple(self.gap(gap) for gap in band.gaps), actions=())

    def judgement(self, page: JudgementPage) -> JudgementPage:
        if not self.is_public:
            gaps = tuple(self.gap(gap) for gap in page.gaps)
            strengths = tuple(
                replace(one, evidence=tuple(e for e in one.evidence if e not in self.hidden)) for one in page.strengths
            )
            looked = tuple(replace(one, by=tuple(seen for seen in one.by if seen.id in self.seen)) for one in page.looked)
            shown = self.text(page.reason) is not None
            told = replace(page, reason=page.reason if shown else NOT_MEANT, led=page.led and shown)
            return replace(told, gaps=gaps, strengths=strengths, explained=self.texts(page.explained), looked=looked)
        published = page.last_published
        return replace(
            page,
            grade=GradeShown(published.grade, published.words, "plain", published.words) if published else HIDDEN,
            confidence=None,
            probabilities={},
            coverage="",
            published=page.published and replace(page.published, verdict=None),
            earlier=page.earlier and replace(page.earlier, direction=None),
            reason=_published_reason(page),
            led=False,
            would_change="",
            bars=(),
            bars_words="",
            gaps=(),  # which descriptors fall short, or stand well, is a prediction too
            strengths=(),
            explained=(),
            looked=(),
        )

    def gap(self, gap: GapPage) -> GapPage:
        heard = self.rows(gap.rows)
        return replace(
            gap,
            reason=gap.reason if len(heard) == len(gap.rows) else NOT_MEANT,
            rows=heard,
            contradictions=self.texts(gap.contradictions),
            questions=self.texts(gap.questions),
        )

    def rows(self, rows: tuple[EvidenceRow, ...]) -> tuple[EvidenceRow, ...]:
        seen = (row for row in rows if row.id not in self.hidden)
        return tuple(self.row(row) for row in seen)

    def row(self, row: EvidenceRow) -> EvidenceRow:
        if not self.is_public:
            return replace(row, counts=self.text(row.counts) or "", because=self.text(row.because))
        return replace(
            row,
            title=self.written(row.title) or "",
            finding=self.written(row.finding) or "",
            impact=self.written(row.impact),
            what_we_did=self.written(row.what_we_did),
            source=self.written(row.source),
            sample=row.sample_public,
            held=None,
            counts="",
            at="",
            because=None,
        )

    def action(self, state: ActionState) -> ActionState:
        """Cut an action that this audience may see."""
        action = state.action
        told = replace(
            action,
            result=self.written(action.result),
            action=self.written(action.action),
            owner=self.written(action.owner),
            measure=action.measure and self.aim(action.measure),
        )
        return replace(state, action=told)

    def aim(self, aim: Aim) -> Aim:
        """Keep where an action's measure stood and should stand, but for the public not where that counts a few."""
        measure = next((row.measure for row in self.whole.indicators if row.id == aim.id), aim.id)
        if not self.is_public or not is_counted(self.measures.get(measure)):
            return aim
        small = [one for one in (aim.baseline, aim.target) if one is not None and withheld(one)]
        self.few_aimed += len(small)
        return replace(aim, baseline=None, target=None) if small else aim

    def written(self, text: str | None) -> str | None:
        """Keep a text that somebody wrote, but for the public one that may count a few people: it is withheld whole, and counted."""
        if text is None or not self.is_public or not may_tell_of_few(text):
            return text
        self.few.add(text)
        return FEW

    def view(self, row: ViewRow) -> ViewRow:
        """Keep the grade that people give themselves, and leave out why: a view has no handling, so its reason is an internal note."""
        return replace(row, because=None)

    def text(self, text: str | None) -> str | None:
        """Keep a text, unless it names an item that is hidden."""
        return text if text is None or self._unnamed(text) == text else None

    def texts(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Keep the texts that name no item that is hidden."""
        return tuple(text for text in texts if self.text(text) is not None)

    def indicators(self) -> Iterator[IndicatorRow]:
        """Keep the figures that may be seen; of a measure whose newest may not, the newest that may stands for it, and says so."""
        meant = [row for row in self.whole.indicators if self._is_meant(row)]
        last = {(row.measure, row.title): row for row in meant}
        self.older = sum(not row.latest for row in last.values())
        for row in meant:
            shown = row.public() if self.is_public else row
            yield shown if row.latest or row is not last[row.measure, row.title] else shown.as_newest_shown()

    def dropped(self) -> tuple[str, ...]:
        told = []
        if self.hidden:
            meant = {row.id for row in self._rows() if row.id in self.hidden and self._is_meant(row)}
            if others := len(self.hidden) - len(meant):
                told.append(f"{count(others, 'item')} of evidence not meant for this audience.")
            if meant:
                told.append(f"{count(len(meant), 'item')} of evidence meant for it that nobody moderated.")
        indicators = sum(1 for row in self.whole.indicators if not self._is_meant(row))
        if indicators:
            told.append(f"{count(indicators, 'indicator')} not meant for this audience.")
        if self.older:
            told.append(
                f"The newest figure of {count(self.older, 'measure')}, not meant for this audience; an older one is shown."
            )
        reasons = sum(1 for row in self.whole.views if row.because)
        if reasons and not self.is_public:
            told.append(f"Why we give ourselves the grades that we do: {count(reasons, 'reason')}.")
        if self.whole.left:
            told.append(f"{count(self.whole.left, 'entry', 'entries')} left out because of problems: which they are, and why.")
        if self.is_public:
            told += [
                *_newer(self.whole),
                "Predicted grades, how sure they are, and what would change them.",
                "Where descriptors stand, strengths and areas for improvement as predicted, contradictions, questions, and where evidence "
                "is held.",
                *(["Grades that we give ourselves, and why."] if self.whole.views else []),
                "How ready the things are that inspectors ask for.",
                f"Counts under {SMALLEST}, where we recognise them; read it before you publish.",
                *([f"{count(self.few_aimed, 'figure')} of what an action aims at, under {SMALLEST}."] if self.few_aimed else []),
                *(
                    [f"{count(len(self.few), 'text')} that may tell of fewer than {spelled(SMALLEST)}, withheld whole."]
                    if self.few
                    else []
                ),
            ]
        return tuple(told)


def _published_reason(page: JudgementPage) -> str:
    """Say of a published grade whether it is the last, and where a newer one is known, which."""
    shown, newer = page.last_published, page.newer
    if newer is not None:
        was = f"The grade is that published {_on(shown)}" if shown else "No grade is shown"
        return f"{was}; since then inspectors published: {newer.words}, {newer.when}."
    return "The grade is the last that inspectors published." if shown else "No grade has been published."


def _on(published: Published | Earlier) -> str:
    """Give the day of publication as a sentence has it: 'on 19 December 2019', or 'by' the latest that it can have been."""
    return f"on {published.when}" if published.day_known else published.when


def _newer(report: Report) -> Iterator[str]:
    """Tell of grades that were published after the result that this is about: an older one must not pass for the last."""
    newest: dict[str, dict[str, list[str]]] = {}
    for page in report.every_judgement:
        if page.newer is not None:
            newest.setdefault(_on(page.newer), {}).setdefault(page.newer.words, []).append(page.short)
    for when, grades in newest.items():
        told = "; ".join(f"{words} for {', '.join(names)}" for words, names in grades.items())
        yield f"Newer than the grades told here, as this is as at {report.as_at_words}: what inspectors published {when}: {told}."
