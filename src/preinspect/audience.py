"""Who may see what: a report cut down for its audience, and the list of what was left out.

The handling of an item is never exceeded. The public sees no prediction, no grade that nobody moderated, no internal note and no count
under six; what inspectors published is public.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from .evidence import Handling
from .indicators import IndicatorRow
from .report import Band, EvidenceRow, GapPage, GradeShown, JudgementPage, Report, ViewRow
from .words import SMALLEST, count

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


def for_audience(report: Report, audience: Audience) -> tuple[Report, tuple[str, ...]]:
    """Cut a report down to what its audience may see.

    Returns:
        The report, and a sentence for each sort of thing that was left out.
    """
    if audience is Audience.INTERNAL:
        return report, ()
    cutter = _Cutter(report, audience)
    return cutter.report(), cutter.dropped()


class _Cutter:
    """Cuts one report down, and counts what it leaves out."""

    def __init__(self, report: Report, audience: Audience) -> None:
        self.whole = report
        self.audience = audience
        self.hidden = {row.id for row in self._rows() if not self._may_see(row)}
        self.seen = {row.id for row in self._rows()} - self.hidden | {row.id for row in report.indicators if self._is_meant(row)}

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
            indicators=tuple(self.indicator(row) for row in whole.indicators if self._is_meant(row)),
            evidence=self.rows(whole.evidence),
            left_out=() if public else whole.left_out,
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
            return replace(page, gaps=gaps, strengths=strengths, explained=self.texts(page.explained), looked=looked)
        published = page.published or page.earlier
        return replace(
            page,
            grade=GradeShown(published.grade, published.words, "plain", published.words) if published else HIDDEN,
            confidence=None,
            probabilities={},
            coverage="",
            published=page.published and replace(page.published, verdict=None),
            earlier=page.earlier and replace(page.earlier, direction=None),
            reason="The grade is the last that inspectors published." if published else "No grade has been published.",
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
            reason=gap.reason if len(heard) == len(gap.rows) else "It rests on evidence that is not meant for this audience.",
            rows=heard,
            contradictions=self.texts(gap.contradictions),
            questions=self.texts(gap.questions),
        )

    def rows(self, rows: tuple[EvidenceRow, ...]) -> tuple[EvidenceRow, ...]:
        seen = (row for row in rows if row.id not in self.hidden)
        return tuple(self.row(row) for row in seen)

    def row(self, row: EvidenceRow) -> EvidenceRow:
        if not self.is_public:
            return row
        return replace(row, sample=row.sample_public, held=None, counts="", at="", because=None)

    def view(self, row: ViewRow) -> ViewRow:
        """Keep the reason of a view only where it names no item that is hidden."""
        return replace(row, because=next(iter(self.texts((row.because,))), None)) if row.because else row

    def texts(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Keep the texts that name no item that is hidden."""
        return tuple(text for text in texts if not any(name in text for name in self.hidden))

    def indicator(self, row: IndicatorRow) -> IndicatorRow:
        return row.public() if self.is_public else row

    def dropped(self) -> tuple[str, ...]:
        told = []
        if self.hidden:
            unmoderated = " or that nobody moderated" if self.is_public else ""
            told.append(f"{count(len(self.hidden), 'item')} of evidence not meant for this audience{unmoderated}.")
        indicators = sum(1 for row in self.whole.indicators if not self._is_meant(row))
        if indicators:
            told.append(f"{count(indicators, 'indicator')} not meant for this audience.")
        if self.is_public:
            told += [
                "Predicted grades, how sure they are, and what would change them.",
                "Where descriptors stand, strengths and areas for improvement as predicted, contradictions, questions, and where evidence "
                "is held.",
                *(["Grades that we give ourselves, and why."] if self.whole.views else []),
                f"Counts under {SMALLEST}.",
            ]
        return tuple(told)
