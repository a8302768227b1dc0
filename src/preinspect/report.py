"""All that may be shown, worded and ordered, once for every format: a renderer lays out and decides nothing.

Probabilities become words here, and nowhere else. Every row keeps the ids and places that it can be followed back by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .compare import over_the_years
from .day import in_words as day
from .evidence import Action, Evidence, Outcome, Sample, Selection, View
from .evidence import Area as PublishedArea
from .folder import name_of
from .framework import Descriptor, Framework, Judgement, Limit
from .gap import Gap, State, first_three, gaps
from .grade import Scale, by_id, median
from .history import Lines
from .indicators import IndicatorRow, benchmark_notes, indicator_rows
from .limit import Bound, likely_lowest
from .measure import Measure
from .method import Model, Reach
from .migrate import WAITS
from .optimism import notes as optimism_notes
from .predict import Prediction, Verdict
from .problem import Problem, Severity
from .score import Alone, Contradiction, Standing, Why
from .stale import AHEAD, INDICATOR_MONTHS, MONTH, months_on, stale_days, went_stale
from .weigh import Weighed, wilson
from .words import count, listed, sentence, withheld

HANDLING = "Internal use by the council; not for publication."


@dataclass(frozen=True, slots=True)
class GradeShown:
    """A grade in words, its id, and its tone: good, weak or bad for colour beside the word; None where there is no grade.

    `brief` is what stands in a narrow column: the words, or a shorter form of them.
    """

    id: str | None
    words: str
    tone: str
    brief: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier published grade of the same judgement; `direction` is set only where both stand on the same scale."""

    grade: str | None
    words: str
    framework: str
    published: date
    direction: str | None
    day_known: bool = True
    year: int = 0

    @property
    def when(self) -> str:
        """The day of publication, or by which day it was published where that is all that is known."""
        return published_when(self.published, self.day_known)


@dataclass(frozen=True, slots=True)
class Published:
    """The grade that inspectors published after the as-at date, and whether the prediction was kind, harsh or right."""

    grade: str | None
    words: str
    published: date
    verdict: str | None
    day_known: bool = True

    @property
    def when(self) -> str:
        """The day of publication, or by which day it was published where that is all that is known."""
        return published_when(self.published, self.day_known)


def in_force(framework: Framework) -> str:
    """Say for which inspections a framework is in force: what only was proposed is for none."""
    start, end = day(framework.starts), day(framework.ends) if framework.ends else None
    if framework.proposal:
        return f"no inspection: a proposal of {start}{f' to {end}' if end else ''} that was never used"
    recalled = " (the end is recalled)" if framework.ends_recalled else ""
    return f"inspections that start from {start}{f' to {end}{recalled}' if end else ''}"


def ages_words(standings: Iterable[Standing]) -> str:
    """Say of how many items age took nothing, a part or all: 'of 12 items, by age: 4 fresh, 6 part faded, 2 stale'."""
    rows = {row.item.id: row for one in standings for row in one.rows}.values()
    fresh = sum(1 for row in rows if row.fresh and row.age <= row.kind.fresh)
    stale = sum(1 for row in rows if not row.fresh)
    counts = ((fresh, "fresh"), (len(rows) - fresh - stale, "part faded"), (stale, "stale"))
    if not rows:
        return "there are no items"
    told = ", ".join(f"{number or 'none'} {word}" for number, word in counts)
    return f"of {count(len(rows), 'item')}, by age: {told}"


def superseded(standings: Iterable[Standing]) -> tuple[Weighed, ...]:
    """List the items that count for nothing somewhere since a newer one, which names them, has taken their place; each once, by id."""
    rows = {row.item.id: row for one in standings for row in one.rows if row.why_not and row.decides}
    return tuple(row for _, row in sorted(rows.items()))


def set_aside_words(rows: Sequence[Weighed], scale: Scale) -> str:
    """Say how many items 'supersedes' has set aside, and how many of them are concerns."""
    concerns = sum(1 for row in rows if row.rank < scale.benchmark)
    return f"'supersedes' set aside {count(len(rows), 'item')}, {count(concerns, 'concern')} among them"


def published_when(published: date, day_known: bool) -> str:
    """Say a day of publication: '19 December 2019', or 'by 30 January 2012' where only the latest that it can be is known."""
    return day(published) if day_known else f"by {day(published)}"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the picture of where descriptors stand: how many, which, and the tone of the grade.

    `brief` is the label beside a bar, where that is too long: on a phone the words would leave no room for the bars.
    """

    label: str
    count: int
    tone: str
    descriptors: tuple[str, ...]
    brief: str = ""

    @property
    def beside(self) -> str:
        """The words beside the bar."""
        return self.brief or self.label


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One item as it counts for one descriptor.

    Attributes:
        judgement: The id of the judgement in which it counts with this descriptor.
        because: What somebody wrote of why it says something else than other evidence.
        what_we_did: What was done about what people said.
        external: Whether it is a finding of inspectors or peers from outside.
    """

    id: str
    title: str
    kind: str
    when: str
    grade: GradeShown
    reach: str
    finding: str
    impact: str | None
    sample: str | None
    sample_public: str | None
    counts: str
    source: str | None
    held: str | None
    at: str
    descriptors: tuple[str, ...]
    start: date | None
    date: date
    handling: str
    moderated: bool
    judgement: str
    because: str | None
    what_we_did: str | None
    external: bool


@dataclass(frozen=True, slots=True)
class GapPage:
    """One gap: what it is, in the register of an area for improvement, and what would close it."""

    judgement: str
    descriptor: str
    title: str
    theme: str
    good: str
    basis: str
    gap: str
    state: str
    grade: GradeShown
    reason: str
    closes: str
    band: str
    rows: tuple[EvidenceRow, ...]
    contradictions: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """A descriptor that stands at good or better with no concern against it, and the ids of the evidence for it."""

    descriptor: str
    title: str
    grade: GradeShown
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindShown:
    """A kind of evidence as the head of a column, and the group of kinds that it stands in."""

    id: str
    short: str
    group: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One item of evidence, or one indicator, that tells of a descriptor; `current` where it is young enough to count today."""

    id: str
    kind: str
    current: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """Who looked at a descriptor: everything that was recorded about it, of whatever kind."""

    descriptor: str
    title: str
    by: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class JudgementPage:
    """One judgement as every output shows it. `coverage` counts descriptors that fresh practice or voice evidence looked at.

    `title` and `short` have the block beside them where the title stands twice;
    `explained` are contradictions that somebody gave the reason of; `key` says whether it stands above the others;
    `led` whether the reason goes on from the words that stand in place of the grade; `newer` is the newest published grade, where that
    is newer than the one which is told as the last.
    """

    id: str
    title: str
    short: str
    group: str | None
    heading: str | None
    grade: GradeShown
    confidence: str | None
    probabilities: Mapping[str, float]
    evidenced: int
    of: int
    stale: int
    coverage: str
    earlier: Earlier | None
    published: Published | None
    line: str
    reason: str
    would_change: str
    bars: tuple[Bar, ...]
    bars_words: str
    gaps: tuple[GapPage, ...]
    strengths: tuple[Strength, ...]
    explained: tuple[str, ...] = ()
    key: bool = True
    looked: tuple[Looked, ...] = ()
    led: bool = False
    newer: Published | None = None

    @property
    def whole_reason(self) -> str:
        """The reason as it reads where the words in place of the grade do not stand beside it."""
        return f"{self.grade.words}: {self.reason[0].lower()}{self.reason[1:]}" if self.led else self.reason

    @property
    def last_published(self) -> Published | Earlier | None:
        """What every kind of report tells as published: the result that this is about, after the as-at date too, else the last before."""
        return self.published or self.earlier


@dataclass(frozen=True, slots=True)
class Area:
    """One area for improvement that inspectors published.

    Attributes:
        number: Its place in the published list, from 1.
        band: The id of the band that it was put in, or the empty text where nobody says.
        group: The block of judgements that it belongs to, or the judgement where there are no blocks; None where neither is known.
        when: The day of publication in words; `later` where that is after the as-at date.
    """

    number: int
    text: str
    band: str
    group: str | None
    published: date
    when: str
    later: bool


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A grade that people give themselves, beside the prediction; `kinder` says by how much in words, or that they agree."""

    title: str
    grade: GradeShown
    by: str | None
    when: date | None
    because: str | None
    predicted: GradeShown
    kinder: str


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit in words: whether it binds, how strongly, and how often it held.

    `counted` is False where it moves no number; `noted` is True where its condition holds and it is only a note all the same.
    """

    id: str
    strength: str
    binds: bool
    probability: float
    says: str
    counted: bool = True
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One of the things to do next."""

    judgement: str
    descriptor: str
    advice: str
    command: str


@dataclass(frozen=True, slots=True)
class Band:
    """A band of priority with the gaps, or the actions, that belong to it.

    `published` is how many areas for improvement inspectors put there, in words; None where no result counts them by band.
    """

    id: str
    title: str
    gaps: tuple[GapPage, ...]
    actions: tuple[str, ...]
    published: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """A prediction, ready to be laid out.

    `benchmark` and `or_better` are how this scale says 'good' and 'good or better', `benchmark_rank` is its place in `ladder`, the ids of
    all grades, worst first; `borrowed` is said where nothing was fitted to the framework; `left` is how many entries were left out, and
    `left_out` says which they are and why, to those who may know.
    """

    title: str
    authority: str
    framework_id: str
    framework: str
    in_force: str
    as_at: date
    as_at_words: str
    handling: str
    caveat: str
    public_caveat: str
    borrowed: str | None
    benchmark: str
    benchmark_rank: int
    ladder: tuple[str, ...]
    or_better: str
    judgements: tuple[JudgementPage, ...]
    overall: JudgementPage | None
    overall_note: str
    limits: tuple[LimitLine, ...]
    limits_note: str
    pathway: str | None
    on_pathway: bool | None
    warnings: tuple[str, ...]
    next: tuple[Step, ...]
    changes: tuple[str, ...]
    bands: tuple[Band, ...]
    bands_note: str | None
    counts_published: str | None
    areas: tuple[Area, ...]
    views: tuple[ViewRow, ...]
    untested: tuple[GapPage, ...]
    contradictions: tuple[str, ...]
    optimism: tuple[str, ...]
    set_aside: str | None
    indicators: tuple[IndicatorRow, ...]
    kinds: tuple[KindShown, ...]
    method: tuple[str, ...]
    evidence: tuple[EvidenceRow, ...]
    left_out: tuple[str, ...]
    left: int
    waiting: int
    problems: int
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def every_judgement(self) -> tuple[JudgementPage, ...]:
        """All judgements, overall last where there is one."""
        return (*self.judgements, *((self.overall,) if self.overall else ()))

    @property
    def explained(self) -> tuple[str, ...]:
        """Contradictions that somebody gave the reason of."""
        return tuple(dict.fromkeys(line for page in self.judgements for line in page.explained))

    @property
    def benchmarks(self) -> tuple[str, ...]:
        """What is to be said of the years of national figures."""
        return benchmark_notes(self.indicators)

    @property
    def no_concern(self) -> str:
        """The state of a descriptor that has nothing against it: the only one that is no gap."""
        return f"{self.or_better}, no concern"


def caveat(framework: Framework) -> str:
    """Give the sentence that goes with every prediction."""
    return f"Predicted from the evidence of this council. preinspect is not {framework.inspectorate}, and a prediction is not a promise."


def report(
    prediction: Prediction,
    problems: Sequence[Problem] = (),
    measures: Mapping[str, Measure] | None = None,
    lines: Lines | None = None,
) -> Report:
    """Word a prediction.

    Args:
        problems: What was wrong with the files; what they left out of the score is said.
        measures: The measures that indicators name, by id.
        lines: What inspectors published of each judgement.
    """
    return _Author(prediction, tuple(problems), measures or {}, lines or {}).report()


def borrowed(framework: Framework, model: Model) -> str | None:
    """Say that a framework's cut points were fitted to inspections of others; None where they were fitted to its own."""
    if framework.id in model.fitted_to:
        return None
    return (
        f"The cut points between grades were fitted to inspections under {listed(model.fitted_to)} and are borrowed here; set, not "
        f"fitted. Accuracy under {framework.id} is not known."
    )


def basis_words(descriptor: Descriptor, framework: Framework) -> str:
    """Say where a descriptor's words come from; and, where a framework has some that nobody could verify, of each whether it is."""
    told = "recalled, not seen in a document" if descriptor.basis.is_recalled else "in our words, from published sources"
    if framework.all_verified:
        return told
    if descriptor.verified:
        return f"verified; {told}"
    taken = f"not verified: not seen in this framework's own text; taken from {listed(descriptor.basis.sources)}"
    return (
        f"{taken}; it elaborates {descriptor.statement}" if descriptor.statement else f"{taken}; nothing ties it to a statement"
    )


def tone(rank: int | None, scale: Scale) -> str:
    """Give the tone of a grade: good at the benchmark and above, bad at the worst, weak between, none without a grade."""
    if rank is None:
        return "none"
    if rank >= scale.benchmark:
        return "top" if rank == scale.top > scale.benchmark else "good"
    return "bad" if rank == 0 else "weak"


_URGENCY = {State.RISK: 0, State.SHORTFALL: 1, State.CONCERN: 2, State.CONTRADICTED: 2}
"""How soon a gap should be dealt with: its place among three bands; where a framework has fewer, the last takes what is over."""

_BAND_TITLES = {"immediate": "Immediately", "three-months": "Within three months", "six-months": "Within six months"}

CHILDREN_AT_RISK = "children at risk"

NO_EVIDENCE = "no evidence"
"""The state of a descriptor that nobody has recorded anything on."""

_STATES = {
    State.RISK: CHILDREN_AT_RISK,
    State.SHORTFALL: "below {benchmark}",
    State.CONCERN: "a concern",
    State.CONTRADICTED: "evidence disagrees",
    State.STALE: "evidence too old",
    State.CHOSEN: "only records that managers chose",
    State.LOWERED: "lowered by moderators",
    State.FEW: "only a survey that few replied to",
    State.UNTESTED: "not tested",
    State.SILENT: NO_EVIDENCE,
}
_NOT_SHOWN = {_STATES[state] for state in (State.UNTESTED, State.CHOSEN, State.LOWERED, State.FEW)}


_CANNOT, _SILENT = "Cannot be said", "No evidence"

_INDICATORS = KindShown("indicator", "Indicators", "Measures")
"""The column of what stands under `indicators:`, which is no kind of evidence."""


def band_titles(framework: Framework) -> Mapping[str, str]:
    """Give the bands of priority with their titles: the framework's own, and none besides; local ones where it has none."""
    return framework.bands or _BAND_TITLES


def _band_of(state: State, bands: Sequence[str]) -> str:
    return bands[min(_URGENCY[state], len(bands) - 1)] if state in _URGENCY else ""


class _Author:
    """Words one prediction; holds what every sentence needs."""

    def __init__(
        self, prediction: Prediction, problems: Sequence[Problem], measures: Mapping[str, Measure], lines: Lines
    ) -> None:
        self.prediction = prediction
        self.assessment = prediction.assessment
        self.framework = prediction.framework
        self.scale = prediction.framework.scale
        self.problems = problems
        self.measures = measures
        self.lines = lines
        self.gaps = gaps(prediction)
        self.folder = f"{name_of(prediction.assessment.folder)}/"

    def place(self, at: str) -> str:
        """Name a place from the assessment's folder: a report is the same wherever it was made."""
        return at.removeprefix(self.folder)

    def report(self) -> Report:
        framework, assessment = self.framework, self.assessment
        pages = tuple(self.judgement(one) for one in self.prediction.judgements)
        every_gap = tuple(gap for page in sorted(pages, key=self._urgency) for gap in page.gaps)
        return Report(
            title="Gap report",
            authority=assessment.authority or "An authority without a name",
            framework_id=framework.id,
            framework=framework.title,
            in_force=self._in_force(),
            as_at=assessment.as_at,
            as_at_words=day(assessment.as_at),
            handling=HANDLING,
            caveat=caveat(framework),
            public_caveat=f"Grades shown are those that inspectors published. preinspect is not {framework.inspectorate}.",
            borrowed=borrowed(framework, self.prediction.method.model),
            benchmark=self.scale.at_benchmark,
            benchmark_rank=self.scale.benchmark,
            ladder=tuple(grade.id for grade in self.scale.grades),
            or_better=self.scale.or_better,
            judgements=pages,
            overall=self._overall_page() if self.prediction.overall else None,
            overall_note=self._overall_note(),
            limits=tuple(self._limit(bound) for bound in self.prediction.bounds),
            limits_note=self._limits_note(),
            pathway=self._pathway(),
            on_pathway=self.prediction.on_pathway,
            warnings=tuple(
                f"{shape.says} One of these grades is probably wrong, so confidence is low. Checked against: {shape.seen} of {shape.of}."
                for shape in self.prediction.unlike_any
            ),
            next=tuple(self._step(gap) for gap in first_three(self.prediction)),
            changes=self._changes(),
            bands=self._bands(every_gap),
            bands_note=None if framework.bands else "Local planning bands: the reports of this framework give none.",
            counts_published=self._counts_published(),
            areas=self._areas(),
            views=tuple(self._view(one) for one in assessment.views),
            untested=tuple(gap for gap in every_gap if gap.state in _NOT_SHOWN),
            contradictions=tuple(line for gap in every_gap for line in gap.contradictions),
            optimism=tuple(note.says for note in optimism_notes(self.prediction)),
            set_aside=self._set_aside(),
            indicators=tuple(
                replace(row, at=self.place(row.at))
                for row in indicator_rows(assessment.indicators, self.measures, assessment.as_at)
            ),
            kinds=self._kinds(),
            method=self._method(),
            evidence=self._register(),
            left_out=tuple(self._left_out()),
            left=len(assessment.left_out),
            waiting=sum(1 for one in assessment.left_out if one.code == WAITS),
            problems=sum(1 for one in self.problems if one.severity is Severity.ERROR),
            notes=framework.notes,
            sources=tuple(f"{one.id}: {one.title}{f' <{one.url}>' if one.url else ''}" for one in framework.sources.values()),
        )

    def _urgency(self, page: JudgementPage) -> int:
        return -1 if page.grade.id is None else self.scale.rank(page.grade.id)

    def _in_force(self) -> str:
        return in_force(self.framework)

    def grade(self, rank: int | None, why: Why | None = None) -> GradeShown:
        if rank is None:
            words = sentence(why.value if why else "no grade").rstrip(".")
            return GradeShown(None, words, "none", words)
        grade = self.scale.grades[rank]
        return GradeShown(grade.id, grade.title, tone(rank, self.scale), grade.brief)

    # --- judgements

    def judgement(self, verdict: Verdict) -> JudgementPage:
        judgement = self.framework.judgement(verdict.id)
        own = [gap for gap in self.gaps if gap.judgement == verdict.id]
        counts = verdict.alone.counts if verdict.alone else None
        return JudgementPage(
            id=verdict.id,
            title=self.framework.name(verdict.id),
            short=self.framework.label(verdict.id),
            group=judgement.group,
            heading=judgement.heading,
            grade=self.grade(verdict.rank, verdict.why),
            confidence=verdict.confidence,
            probabilities=by_id(self.scale, verdict.probabilities),
            evidenced=counts.tested if counts else 0,
            of=counts.descriptors if counts else 0,
            stale=counts.stale if counts else 0,
            coverage=self._coverage(verdict),
            earlier=self._earlier(verdict),
            published=self._published(verdict),
            newer=self._newer(verdict),
            line=self._line(verdict),
            reason=self._reason(verdict, own),
            would_change=self._would_change(verdict, own),
            bars=self._bars(verdict),
            bars_words=bars_words(self._bars(verdict)),
            gaps=tuple(self._gap(gap) for gap in own),
            strengths=self._strengths(verdict, own),
            explained=tuple(
                f"{one.descriptor}: {self._sides(two)}. Explained: {' '.join(sentence(words) for _, words in two.because)}"
                for one in verdict.standings
                for two in one.contradictions
                if not two.unexplained
            ),
            key=verdict.id in self._keys(),
            looked=tuple(self._looked(one) for one in verdict.standings),
            led=verdict.alone is not None and verdict.why not in (None, Why.SILENT),
        )

    def _overall_page(self) -> JudgementPage:
        verdict = self.prediction.overall
        assert verdict is not None and self.framework.overall is not None
        judgement: Judgement = self.framework.overall
        return JudgementPage(
            id=verdict.id,
            title=judgement.title,
            short=judgement.short,
            group=None,
            heading=None,
            grade=self.grade(verdict.rank, verdict.why),
            confidence=verdict.confidence,
            probabilities=by_id(self.scale, verdict.probabilities),
            evidenced=0,
            of=0,
            stale=0,
            coverage="",
            earlier=self._earlier(verdict),
            published=self._published(verdict),
            newer=self._newer(verdict),
            line=self._line(verdict),
            reason=self._overall_reason(verdict),
            would_change="",
            bars=(),
            bars_words="",
            gaps=(),
            strengths=(),
        )

    def _coverage(self, verdict: Verdict) -> str:
        counts = verdict.alone.counts if verdict.alone else None
        if counts is None or not counts.evidenced:
            return "no evidence"
        stale = f", {count(counts.stale, 'stale item')}" if counts.stale else ""
        return f"{counts.tested} of {counts.descriptors} tested{stale}"

    def _reason(self, verdict: Verdict, own: Sequence[Gap]) -> str:
        """Give the one reason: what holds the judgement down, or why there is no grade."""
        alone = verdict.alone
        if alone is None or verdict.why is Why.SILENT:
            of = count(alone.counts.descriptors if alone else 0, "descriptor")
            return f"Not enough evidence to say: nothing has been recorded on any of its {of}."
        if verdict.why is not None:
            return self._withheld(verdict)
        holding = [gap for gap in sorted(own, key=lambda one: (round(one.pull, 9), one.descriptor.id)) if gap.holds]
        if verdict.held_by is not None:
            return self._held_by(verdict, verdict.held_by, holding)
        if not holding:
            return self._without_concern(alone, verdict)
        benchmark = self.scale.benchmark
        stands = {one.descriptor: one.rank for one in alone.standings}
        mixed = [(stands[gap.descriptor.id] or 0) >= benchmark for gap in holding[:2]]
        phrase = "; ".join(
            f"{gap.descriptor.title} ({gap.descriptor.id}){f', a concern within what is {self.scale.at_benchmark}' if is_mixed else ''}"
            for gap, is_mixed in zip(holding, mixed, strict=False)
        )
        rank = verdict.rank if verdict.rank is not None else benchmark
        return f"{'Held down by' if rank < benchmark else 'To watch'}: {phrase}."

    def _held_by(self, verdict: Verdict, limit: Limit, holding: Sequence[Gap]) -> str:
        """Say that a limit holds a judgement down, with what its own evidence would have led to."""
        bound = next(one for one in self.prediction.bounds if one.limit == limit)
        names = [self.framework.label(name) for name in bound.causes or limit.when_any]
        grade = self.scale.title(limit.is_grade).lower()
        cause = f"{listed(names)} {'is' if len(names) == 1 else 'are'} {grade}"
        cause = cause if bound.causes else f"{listed(names, 'or')} may well be {grade}"
        without = self.scale.grades[median(verdict.free)].title.lower()
        concerns = f" Concerns of its own: {listed(gap.descriptor.id for gap in holding[:2])}." if holding else ""
        return f"Held down by the limit {limit.id}, because {cause}: without it, {without} would be shown.{concerns}"

    def _set_aside(self) -> str | None:
        standings = [one for verdict in self.prediction.judgements for one in verdict.standings]
        gone = superseded(standings)
        return f"{set_aside_words(gone, self.scale)}." if gone else None

    def _without_concern(self, alone: Alone, verdict: Verdict) -> str:
        """Say that no concern stands; and below the benchmark, what keeps it there all the same."""
        none = f"No concern stands against it in the {count(alone.counts.evidenced, 'descriptor')} with evidence"
        if verdict.rank is None or verdict.rank >= self.scale.benchmark:
            return f"{none}."
        good = self.scale.at_benchmark
        strengths = {
            row.item.id: row
            for one in alone.standings
            for row in one.counting
            if row.is_first and row.rank >= self.scale.benchmark
        }
        narrow = [row for row in strengths.values() if row.extent.limited]
        unsaid = sum(1 for row in narrow if row.item.extent is None)
        narrowly = len(narrow) - unsaid
        told = [f"{narrowly} {'tells' if narrowly == 1 else 'tell'} of a part of the children only"] if narrowly else []
        told += [f"{unsaid} {'does' if unsaid == 1 else 'do'} not say for how many children"] if unsaid else []
        tell = f"of {count(len(strengths), 'strength')} {listed(told)}" if len(narrow) * 2 > len(strengths) else ""
        if alone.probabilities is not None and median(alone.probabilities) >= self.scale.benchmark:
            together = f"{none}, and alone it would reach {good}; read together with the other judgements and limits it does not."
            return f"{together} {sentence(tell)}".rstrip()
        if not tell:
            return f"{none}, but too little is known to expect {good}."
        return f"{none}, but {tell}, which does not yet show {good}."

    def _withheld(self, verdict: Verdict) -> str:
        assert verdict.alone is not None and verdict.why is not None
        counts = verdict.alone.counts
        told = {
            Why.STALE: f"{ages_words(verdict.standings)}; {counts.tested} of {counts.descriptors} descriptors have recent practice or "
            "voice evidence",
            Why.UNTESTED: "nobody has looked at practice or listened to children and families",
            Why.SMALL: f"every sample is under {self.prediction.method.sampling.least}",
            Why.CHOSEN: "records drawn at random would tell how practice is at large",
            Why.LOWERED: "a new audit, moderated again, would tell how practice is",
            Why.FEW: "ask those who did not reply, or look at practice",
            Why.THIN: f"{counts.tested} of {count(counts.descriptors, 'descriptor')} {'has' if counts.tested == 1 else 'have'} been "
            "looked at",
            Why.WAITING: "what is set aside may speak below good",
        }
        risks = [row for one in verdict.standings if (row := one.capped_by) is not None]
        concern = ""
        if risks:
            oldest = min(risks, key=lambda row: row.item.date)
            concern = f" A finding of risk of {day(oldest.item.date)} still stands ({oldest.item.id})."
        return sentence(told.get(verdict.why, "no item can carry a grade")) + concern

    def _would_change(self, verdict: Verdict, own: Sequence[Gap]) -> str:
        if verdict.rank is None:
            return "Evidence of practice or voice, recent enough to count, on more of its descriptors."
        if verdict.held_by is not None:
            causes = listed((self.framework.label(name) for name in verdict.held_by.when_any), "or")
            grade = self.scale.title(verdict.held_by.is_grade).lower()
            return f"Newer evidence that {causes} is better than {grade}: a limit holds it down, not its own evidence."
        if verdict.rank == self.scale.top:
            return "Newer evidence that falls short, or evidence growing stale, would lower it."
        concerns = [gap for gap in sorted(own, key=lambda one: (round(one.pull, 9), one.descriptor.id)) if gap.holds][:3]
        if not concerns:
            return f"More evidence at {self.scale.grades[self.scale.top].title.lower()} would lift it."
        names = listed(gap.descriptor.id for gap in concerns)
        return (
            f"Newer practice or voice evidence that {names} {'are' if len(concerns) > 1 else 'is'} now {self.scale.at_benchmark} would "
            "lift it most."
        )

    def _bars(self, verdict: Verdict) -> tuple[Bar, ...]:
        def bar(label: str, tone: str, standings: Iterable[Standing], brief: str = "") -> Bar:
            names = tuple(one.descriptor for one in standings)
            return Bar(label, len(names), tone, names, brief)

        every = verdict.standings
        return (
            *(
                bar(grade.title, tone(grade.rank, self.scale), (one for one in every if one.rank == grade.rank), grade.short)
                for grade in reversed(self.scale.grades)
            ),
            bar(_CANNOT, "none", (one for one in every if one.rank is None and one.why is not Why.SILENT)),
            bar(_SILENT, "silent", (one for one in every if one.why is Why.SILENT)),
        )

    def _strengths(self, verdict: Verdict, own: Sequence[Gap]) -> tuple[Strength, ...]:
        gapped = {gap.descriptor.id for gap in own}
        return tuple(
            Strength(
                descriptor=one.descriptor,
                title=self.framework.descriptors[one.descriptor].title,
                grade=self.grade(one.rank),
                evidence=tuple(row.item.id for row in one.counting),
            )
            for one in sorted(verdict.standings, key=lambda one: -(one.rank or 0))
            if one.rank is not None and one.descriptor not in gapped
        )

    def _kinds(self) -> tuple[KindShown, ...]:
        """Give every kind of evidence that there is, used or not, group by group, and indicators after them."""
        groups: dict[str, list[KindShown]] = {}
        for kind in self.prediction.method.kinds.values():
            groups.setdefault(kind.group, []).append(KindShown(kind.id, kind.short, kind.group))
        return (*(one for kinds in groups.values() for one in kinds), _INDICATORS)

    def _looked(self, standing: Standing) -> Looked:
        until = self.assessment.as_at
        figures = [
            Seen(one.id, _INDICATORS.id, months_on(one.date, INDICATOR_MONTHS) >= until)
            for one in sorted(self.assessment.indicators, key=lambda one: one.id)
            if (measure := self.measures.get(one.measure)) and standing.descriptor in measure.descriptors
        ]
        return Looked(
            descriptor=standing.descriptor,
            title=self.framework.descriptors[standing.descriptor].title,
            by=(*(Seen(row.item.id, row.kind.id, row.fresh) for row in standing.rows), *figures),
        )

    # --- history

    def _earlier(self, verdict: Verdict) -> Earlier | None:
        before = [one for one in self.lines.get(verdict.id, ()) if not one.later]
        if not before:
            return None
        latest = before[-1]
        direction = None
        if latest.rank is not None and verdict.rank is not None:
            direction = "better" if verdict.rank > latest.rank else "worse" if verdict.rank < latest.rank else "the same"
        return Earlier(latest.grade, latest.words, latest.framework, latest.published, direction, latest.day_known, latest.year)

    def _published(self, verdict: Verdict) -> Published | None:
        after = [one for one in self.lines.get(verdict.id, ()) if one.outcome]
        if not after:
            return None
        first = after[0]
        told = None
        if first.rank is not None and verdict.rank is not None:
            apart = verdict.rank - first.rank
            told = "as predicted" if apart == 0 else "the prediction was kind" if apart > 0 else "the prediction was harsh"
        return Published(first.grade, first.words, first.published, told, first.day_known)

    def _newer(self, verdict: Verdict) -> Published | None:
        """Give the newest grade of a line, where it is newer than the result that this is about and than what came before it."""
        line = self.lines.get(verdict.id, ())
        first = next((one for one in line if one.outcome), None)
        newest = line[-1] if line else None
        if newest is None or not newest.later or (first is not None and newest.published <= first.published):
            return None
        return Published(newest.grade, newest.words, newest.published, None, newest.day_known)

    def _line(self, verdict: Verdict) -> str:
        return over_the_years(self.lines.get(verdict.id, ()))

    # --- overall, limits, pathway

    def _overall_note(self) -> str:
        if self.prediction.overall is None:
            return self.framework.no_overall or "This framework has no overall grade."
        return self._overall_reason(self.prediction.overall)

    def _overall_reason(self, verdict: Verdict) -> str:
        binding = [one for one in self.prediction.bounds if one.binds and self._is_on_overall(one)]
        if verdict.rank is None:
            missing = [self.framework.label(one.id) for one in self.prediction.judgements if self._is_open(one)]
            return f"Overall cannot be said, because {listed(missing)} cannot be."
        always = [one for one in binding if one.limit.strength == "always"]
        if always:
            causes = listed(self.framework.label(name) for name in always[0].causes)
            return f"Limited by {causes}: {always[0].limit.says}"
        overall = self.prediction.overall
        assert overall is not None
        marginals = {one.id: one.probabilities for one in self.prediction.judgements if one.id in self._keys()}
        if verdict.rank < self.scale.benchmark and likely_lowest(marginals, overall.probabilities, verdict.rank):
            grade = self.scale.grades[verdict.rank].title.lower()
            return f"No single judgement is likely to be {grade}, and yet one of several probably is; that decides overall."
        if binding:
            return sentence(f"{self._strength_words(binding[0])}: {binding[0].limit.says}")
        seen = ", as in published inspections" if self.framework.pattern else ""
        return f"No limit binds; overall follows from the judgements together{seen}."

    def _keys(self) -> set[str]:
        return {one.id for one in self.framework.keys}

    def _is_open(self, verdict: Verdict) -> bool:
        return verdict.rank is None and verdict.id in self._keys()

    def _is_on_overall(self, bound: Bound) -> bool:
        return self.framework.overall is not None and bound.limit.judgement == self.framework.overall.id

    def _strength_words(self, bound: Bound) -> str:
        limit = bound.limit
        held = f", {limit.held} of {limit.of}" if limit.held is not None else ""
        return f"{limit.strength.capitalize()}{held}"

    def _limit(self, bound: Bound) -> LimitLine:
        limit = bound.limit
        held = f" (held in {limit.held} of {limit.of})" if limit.held is not None else ""
        is_note = limit.strength != "never" and not limit.counts
        state = limit.not_counted if is_note else "binds here" if bound.binds else "does not bind here"
        return LimitLine(
            id=limit.id,
            strength=limit.strength,
            binds=bound.binds,
            probability=round(bound.probability, 4),
            says=f"{limit.strength.capitalize()}, {state}{held}: {limit.says}",
            counted=limit.counts,
            noted=bound.met and is_note,
        )

    def _limits_note(self) -> str:
        if not self.prediction.bounds:
            return "No limiting rule applies in this framework."
        if not any(verdict.rank is not None for verdict in self.prediction.judgements):
            return "No judgement has a grade, so that nobody can say whether a limit would bind."
        binds = any(bound.binds for bound in self.prediction.bounds)
        return "A limit binds on the grades shown." if binds else "No limit binds on the grades shown."

    def _pathway(self) -> str | None:
        pathway = self.framework.pathway
        if pathway is None:
            return None
        if self.prediction.on_pathway is None:
            return f"{pathway.title}: cannot be said while a judgement has no grade."
        result = "met" if self.prediction.on_pathway else "not met"
        return f"{pathway.title}: {result}. {pathway.met if self.prediction.on_pathway else pathway.not_met}"

    # --- gaps

    def _gap(self, gap: Gap) -> GapPage:
        descriptor = gap.descriptor
        return GapPage(
            judgement=gap.judgement,
            descriptor=descriptor.id,
            title=descriptor.title,
            theme=descriptor.theme,
            good=descriptor.good,
            basis=sentence(basis_words(descriptor, self.framework)),
            gap=descriptor.gap,
            state=_STATES[gap.state].format(benchmark=self.scale.at_benchmark),
            grade=self.grade(gap.rank, gap.standing.why),
            reason=self._gap_reason(gap),
            closes=self._closes(gap),
            band=_band_of(gap.state, tuple(band_titles(self.framework))),
            rows=tuple(self.row(row) for row in gap.standing.rows),
            contradictions=tuple(self._disagreement(one, gap) for one in gap.contradictions),
            questions=tuple(f"{self._told(row)}: {row.item.finding}" for row in gap.questions),
        )

    def _disagreement(self, one: Contradiction, gap: Gap) -> str:
        return f"{gap.descriptor.id}: {self._sides(one)}. These disagree; say why in 'because:', or look again."

    def _sides(self, one: Contradiction) -> str:
        """Tell an item and all that stands against it, the first few by name."""
        more = (f"{one.more} more",) if one.more else ()
        return f"{listed((*map(self._told, one.better), *more))}; {self._told(one.worse)}"

    def _told(self, row: Weighed) -> str:
        grade = self.scale.grades[row.rank].title.lower()
        return f"{row.item.id} ({row.kind.title.lower()}, {day(row.item.date)}) says {grade}"

    def _gap_reason(self, gap: Gap) -> str:
        standing = gap.standing
        if gap.state is State.RISK and standing.capped_by is not None:
            row = standing.capped_by
            again = ", not looked at since" if self._is_old(row) else ""
            return f"Concern of {day(row.item.date)}{again}: {sentence(row.item.finding)} It {row.effect.title} ({row.item.id})."
        if gap.holds:
            row = gap.holds[0]
            again = ", not looked at since" if self._is_old(row) else ""
            more = f" {count(len(gap.holds) - 1, 'other concern')} beside it." if len(gap.holds) > 1 else ""
            return f"Concern of {day(row.item.date)}{again}: {sentence(row.item.finding)}{more}"
        if gap.state is State.CONTRADICTED:
            return "The evidence disagrees, and nobody has written why."
        if gap.state is State.STALE:
            newest = max(standing.rows, key=lambda row: row.item.date)
            return f"Not enough recent evidence to say; the newest is {newest.item.id} of {day(newest.item.date)}."
        if gap.state is State.CHOSEN:
            chosen = listed(row.item.id for row in standing.counting if row.fresh and row.shows < 1)
            return f"Only records that managers chose ({chosen}), which say too little of practice at large; draw some at random."
        if gap.state is State.LOWERED:
            lowered = listed(row.item.id for row in standing.counting if row.fresh and row.upheld < 1)
            return f"Moderators lowered too many of its grades ({lowered}) for what stands to show good practice; audit it anew."
        if gap.state is State.FEW:
            few = listed(row.item.id for row in standing.counting if row.fresh and row.told < 1)
            return f"Too few of those asked replied ({few}) for what they say to show good practice; ask the others too."
        if gap.state is State.UNTESTED and standing.why is Why.SMALL:
            least = self.prediction.method.sampling.least
            return f"Not tested: every sample that looked at it is under {least}, too small to decide anything."
        if gap.state is State.UNTESTED:
            kinds = listed(sorted({row.kind.title.lower() for row in standing.rows}))
            return f"Not tested: only {kinds}, and no evidence of practice or voice."
        return "No evidence has been recorded."

    def _is_old(self, row: Weighed) -> bool:
        return row.looked_again is None and row.age > row.kind.fresh

    def _closes(self, gap: Gap) -> str:
        if not gap.closes:
            return f"Evidence that all of it is now {self.scale.at_benchmark}."
        return sentence(listed(kind.closes for kind in gap.closes))

    def row(self, row: Weighed) -> EvidenceRow:
        item = row.item
        return EvidenceRow(
            id=item.id,
            title=item.title or item.finding,
            kind=row.kind.title,
            when=self._when(item),
            grade=self.grade(row.rank if item.grade is not None or item.sample is not None else None),
            reach=f"{row.extent.title}; {row.effect.title}",
            finding=item.finding,
            impact=item.impact,
            sample=sample_words(item, self.scale),
            sample_public=sample_words(item, self.scale, public=True),
            counts=self._counts(row),
            source=item.source,
            held=item.held,
            at=self.place(f"{item.at.file}:{item.at.line}"),
            descriptors=item.descriptors,
            start=item.period.start if item.period else None,
            date=item.date,
            handling=item.handling.value,
            moderated=row.kind.own_triangulation or (item.sample is not None and bool(item.sample.moderated)),
            judgement=row.judgement,
            because=item.because,
            what_we_did=item.what_we_did,
            external=row.kind.own_triangulation,
        )

    def _when(self, item: Evidence) -> str:
        return f"{day(item.period.start)} to {day(item.period.end)}" if item.period else day(item.date)

    def _counts(self, row: Weighed) -> str:
        if row.why_not is not None:
            return f"Does not count: {row.why_not}."
        if row.rank < self.scale.benchmark:
            if row.holds == 0:
                return "No longer counts: newer looks settled it."
            return "Counts." if row.holds == 1 else "Counts for less: newer looks settled part of it."
        if row.kind.reach is Reach.LOWERS:
            return "Only lowers, so what is good in it does not count."
        if row.lasts == 0:
            return (
                "No longer counts: too old."
                if row.upheld
                else "Does not count: moderators lowered every grade that they looked at."
            )
        reasons = [
            *(["managers chose the records"] if row.shows < 1 else []),
            *(["few of those asked replied"] if row.told < 1 else []),
            *(["moderators lowered grades of its round"] if row.upheld < 1 else []),
            *(["ageing"] if row.lasts < row.shown - 1e-12 else []),
        ]
        return f"Counts for less: {listed(reasons)}." if reasons else "Counts."

    def _step(self, gap: Gap) -> Step:
        gap_words = gap.descriptor.gap
        look = gap.closes[0].closes if gap.closes else "a newer look"
        if gap.holds:
            advice = f"{gap_words}: put it right, then show it by {look}"
        elif gap.state is State.CONTRADICTED:
            advice = f"{gap_words}: the evidence disagrees; settle it, or write why in 'because:'"
        else:
            advice = f"{gap_words}: find out, by {look}"
        return Step(gap.judgement, gap.descriptor.id, sentence(advice), f"preinspect explain {gap.descriptor.id}")

    # --- bands, changes, method, annexes

    def _bands(self, every_gap: Sequence[GapPage]) -> tuple[Band, ...]:
        titles = band_titles(self.framework)
        actions: dict[str, list[str]] = {name: [] for name in titles}
        for action in sorted(self.assessment.actions, key=lambda one: one.id):
            if action.priority is not None:
                actions.setdefault(action.priority.value, []).append(self._action(action))
        others = {name: f"{_BAND_TITLES[name]} (no band of this framework)" for name in actions if name not in titles}
        return tuple(
            Band(name, title, tuple(gap for gap in every_gap if gap.band == name), tuple(actions[name]), self._published_in(name))
            for name, title in {**titles, **others}.items()
        )

    def _result(self) -> Outcome | None:
        """Give the published result that this is about: the first after the as-at date under this framework, else the latest."""
        own = sorted(
            (one for one in self.assessment.history if one.framework == self.framework.id), key=lambda one: one.published
        )
        after = [one for one in own if one.published > self.assessment.as_at]
        return after[0] if after else own[-1] if own else None

    def _areas(self) -> tuple[Area, ...]:
        """Give what inspectors published as areas for improvement: of the result that this is about, else of the latest that names any."""
        before = [one for one in self.assessment.history if one.areas and one.published <= self.assessment.as_at]
        latest = max(before, key=lambda one: one.published, default=None)
        result = self._result()
        outcome = result if result is not None and result.areas else latest
        if outcome is None:
            return ()
        return tuple(self._area(outcome, number, area) for number, area in enumerate(outcome.areas, 1))

    def _area(self, outcome: Outcome, number: int, area: PublishedArea) -> Area:
        origin = (outcome.published, number)
        actions = [one for one in self.assessment.actions if one.origin and (one.origin.published, one.origin.area) == origin]
        bands = [one.priority.value for one in actions if one.priority is not None]
        about = [*area.descriptors, *(name for one in actions for name in one.gaps)]
        return Area(
            number=number,
            text=area.text,
            band=area.priority.value if area.priority else bands[0] if bands else "",
            group=self._block(area.judgement, about),
            published=outcome.published,
            when=published_when(outcome.published, outcome.day_known),
            later=outcome.published > self.assessment.as_at,
        )

    def _block(self, named: str | None, about: Sequence[str]) -> str | None:
        """Give the block, else the judgement, that an area for improvement belongs to: by its own word, else by its first descriptor."""
        own = [one for one in self.framework.judgements if named is not None and one.id == self.framework.find_judgement(named)]
        of = [one for one in self.framework.judgements for name in about[:1] if self._covers(one, name)]
        found = next(iter((*own, *of)), None)
        return None if found is None else found.group or found.short

    def _covers(self, judgement: Judgement, descriptor: str) -> bool:
        return descriptor in self.framework.descriptors and self.framework.descriptors[descriptor].area in judgement.covers

    def _view(self, view: View) -> ViewRow:
        rank = self.scale.rank(view.grade)
        verdict = next((one for one in self.prediction.verdicts if one.id == view.of), None)
        standing = self.prediction.standing(view.of) if view.of in self.framework.descriptors else None
        found, why = (verdict.rank, verdict.why) if verdict else (standing.rank, standing.why) if standing else (None, None)
        apart = None if found is None else rank - found
        steps = count(abs(apart), "grade") if apart else ""
        return ViewRow(
            title=f"{view.of} {self.framework.descriptors[view.of].title}" if standing else self.framework.name(view.of),
            grade=self.grade(rank),
            by=view.by,
            when=view.date,
            because=view.because,
            predicted=self.grade(found, why),
            kinder="no grade to compare with"
            if apart is None
            else "agree"
            if not apart
            else f"{steps} {'kinder' if apart > 0 else 'harsher'}",
        )

    def _published_in(self, band: str) -> str | None:
        result = self._result()
        counts = dict(result.counts) if result else {}
        if not counts.keys() & band_titles(self.framework).keys():
            return None
        number = counts.get(band)
        return "not stated" if number is None else "none" if number == 0 else str(number)

    def _counts_published(self) -> str | None:
        """Say what a published result counted, apart from its bands: where it names few grades, that is all that is known of them."""
        result = self._result()
        bands = band_titles(self.framework)
        counts = [(name.replace("-", " "), number) for name, number in (result.counts if result else ()) if name not in bands]
        if result is None or not counts:
            return None
        told = ", ".join(f"{name} {number}" for name, number in counts)
        return f"Published on {day(result.published)} by number: {told}."

    def _action(self, action: Action) -> str:
        what = action.action or action.result or "no words"
        return f"{action.id}: {sentence(what)}"

    def _changes(self) -> tuple[str, ...]:
        """Say what happened in the month before the as-at date, and what goes stale in the three months after it."""
        as_at = self.assessment.as_at
        newly = sorted(one.id for one in self.assessment.evidence if as_at - MONTH <= one.date <= as_at)
        lines = [f"Recorded for the month to {day(as_at)}: {_named(newly)}."] if newly else []
        endings = stale_days(self.assessment, self.framework, self.prediction.method)
        went = went_stale(endings, as_at)
        goes = {one.item.id for one in endings if as_at < one.on <= months_on(as_at, AHEAD)}
        if went:
            lines.append(f"Went stale this month: {_named(sorted(went))}.")
        if goes:
            lines.append(f"Will go stale within three months: {_named(sorted(goes))}.")
        return tuple(lines) or ("Nothing was recorded and nothing went stale in the last month.",)

    def _method(self) -> tuple[str, ...]:
        method, top = self.prediction.method, self.scale.grades[self.scale.top].title.lower()
        return (
            "Each item of evidence counts by its kind, its age, its sample and how it was moderated. What it says at "
            f"{self.scale.or_better} lasts for the kind's shelf life; a concern holds until practice or voice evidence looks at the same "
            "thing again.",
            f"A descriptor reaches {self.scale.at_benchmark} only where somebody looked at practice or listened to children and families. "
            "Policies, case studies, statements and indicators earn no grade; they raise questions.",
            f"A judgement is read worst first, never as an average: what share of its evidence is {top}, how far it falls short, "
            "for how many children, and whether any were found at risk. Descriptors without evidence are unknown, not bad.",
            self._together(),
            f"A sample under {method.sampling.least} decides nothing. The grade shown is the best that is at least as likely as not "
            "to be reached.",
            "Confidence is the lower of two words: how likely the grade shown is, and how much evidence stands behind it.",
            *((told,) if (told := borrowed(self.framework, method.model)) else method.model.about),
            "What it does not know: anything that nobody wrote down, and how inspectors will weigh what they see.",
        )

    def _together(self) -> str:
        pattern = self.framework.pattern
        if pattern is None:
            return (
                "Each judgement stands on its own evidence: how the grades of one authority go together under this framework is not "
                "known. Only limits and rules of the framework join them."
            )
        return (
            "The judgements are then read together, because the grades of one authority go together in published inspections. "
            f"{pattern.about}"
        )

    def _register(self) -> tuple[EvidenceRow, ...]:
        first: dict[str, Weighed] = {}
        for verdict in self.prediction.judgements:
            for standing in verdict.standings:
                for row in standing.rows:
                    if row.item.descriptors[0] == row.descriptor:
                        first.setdefault(row.item.id, row)
        return tuple(self.row(first[key]) for key in sorted(first))

    def _left_out(self) -> Iterable[str]:
        for one in self.assessment.left_out:
            yield f"{one.what} {one.id or ''} at {self.place(str(one.at))}: {sentence(one.why)}".replace("  ", " ")


def bars_words(bars: Sequence[Bar]) -> str:
    """Say in words what the picture shows: 'Descriptors: 15 at good and 9 at requires improvement; 21 without evidence.'"""
    ungraded = {_CANNOT: "with evidence too weak or too old for a grade", _SILENT: "without evidence"}
    graded = listed(f"{bar.count} at {bar.label.lower()}" for bar in bars if bar.count and bar.label not in ungraded)
    others = [f"{bar.count} {ungraded[bar.label]}" for bar in bars if bar.count and bar.label in ungraded]
    return f"Descriptors: {'; '.join([*([graded] if graded else ['none has a grade']), *others])}."


def _named(ids: Sequence[str], most: int = 6) -> str:
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return f"{count(len(ids), 'item')} ({', '.join(ids[:most])}{more})"


def sample_words(item: Evidence, scale: Scale, public: bool = False) -> str | None:
    """Say what was sampled, with the range in which the true share lies: '28 of 40 met (could be 55% to 82%)'.

    Where all were looked at there is no range, and where managers chose them a range would mean nothing; both are said.
    For the public, counts under six are withheld, and with one all that it could be worked out from.
    """
    sample = item.sample
    if sample is None or not sample.size:
        if not item.asked or item.replied is None:
            return None
        small = public and any(map(withheld, (item.replied, item.asked, item.asked - item.replied)))
        return "under six replied, or were asked" if small else f"{item.replied} of {item.asked} replied"
    counts = [
        sample.size,
        *(() if sample.met is None else (sample.met, sample.size - sample.met)),
        *(n for _, n in sample.results),
        *((sample.size - sum(n for _, n in sample.results),) if sample.results else ()),
    ]
    if public and any(withheld(number) for number in counts):
        return (
            f"{sample.size} looked at; results withheld, a count is under six"
            if not withheld(sample.size)
            else "under six looked at"
        )
    of = f" of {sample.population}" if sample.population and not _is_census(sample) else ""
    words = [f"all {sample.size} looked at" if _is_census(sample) else f"{sample.size}{of} looked at"]
    if sample.selection is Selection.MANAGERS_CHOICE and not _is_census(sample):
        words[0] += ", chosen by managers, so a range for the rest would mean nothing"
    if sample.met is not None:
        words.append(f"{sample.met} met{_range(sample.met, sample)}")
    if sample.results:
        told = ", ".join(f"{number} {_in_words(grade, scale)}" for grade, number in sample.results)
        good = sum(number for grade, number in sample.results if grade in scale.ids and not scale.is_concern(grade))
        total = sum(number for _, number in sample.results)
        spread = _range(good, sample, total)
        words.append(f"{told}; {good} of {total} {scale.or_better}{spread}" if spread else told)
    if sample.moderated and not public:
        words.append(f"{sample.moderated} moderated, {sample.changed_up + sample.changed_down} changed")
    return "; ".join(words)


def _is_census(sample: Sample) -> bool:
    """Say whether all that there were have been looked at."""
    return sample.selection is Selection.ALL or (sample.population is not None and sample.size == sample.population)


def _range(met: int, sample: Sample, of: int | None = None) -> str:
    """Give the range in which the true share lies; nothing where none is needed, or none would mean anything."""
    total = of or sample.size or 0
    if _is_census(sample) or sample.selection is Selection.MANAGERS_CHOICE or not 0 <= met <= total or not total:
        return ""
    low, high = wilson(met, total)
    return f" (could be {low:.0%} to {high:.0%})"


def _in_words(grade: str, scale: Scale) -> str:
    return scale.title(grade).lower() if grade in scale.ids else grade
