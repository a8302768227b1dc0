"""Side by side: what was predicted, what people say of themselves, and what inspectors published; who agrees with whom, and which
evidence disagrees with which.

All of it looks at a prediction and changes nothing in it. A step is one grade; steps above nought mean kinder.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from .day import in_words as day
from .evidence import View
from .framework import Framework
from .grade import Scale
from .history import Lines, PublishedGrade
from .predict import Prediction, Verdict
from .score import Contradiction, Standing, Why
from .score import within_one_look as pairs_of_one_look
from .weigh import Weighed
from .words import count, listed, sentence, spelled

FEW = 5
"""Under so many comparisons nothing is said of a habit."""

LEAST_THINGS = 10
"""Under so many things that two people graded, kappa is not to be leaned on: what holds for a sample of records holds here."""

PREDICTION, PUBLISHED, EVIDENCE = "the prediction", "what was published", "what the evidence shows"


@dataclass(frozen=True, slots=True)
class Own:
    """One person's view of one thing. `who` is a role, with its service where the folder's views are of several."""

    who: str
    rank: int
    view: View


@dataclass(frozen=True, slots=True)
class Difference:
    """By how many grades `who` was kinder than `than`; below nought, harsher."""

    who: str
    than: str
    steps: int


@dataclass(frozen=True, slots=True)
class Row:
    """One judgement or descriptor, side by side.

    Attributes:
        rank: The predicted grade, or for a descriptor the one that the evidence shows; None with the reason in `why`.
        confidence: Of the prediction; None for a descriptor.
        own: The newest view of each person, by name.
        published: The grade of the result that the prediction may be held against (`history`); None for a descriptor.
        before, later: Other published results, up to the as-at date and after it.
    """

    of: str
    title: str
    rank: int | None
    why: Why | None
    confidence: str | None
    own: tuple[Own, ...]
    published: PublishedGrade | None
    before: tuple[PublishedGrade, ...]
    later: tuple[PublishedGrade, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Twice:
    """One thing that two people graded, as each saw it before anybody settled it.

    `settled` is the later view of it that ended a difference; None where they did not differ, or still do.
    """

    of: str
    name: str
    one: Own
    other: Own
    settled: Own | None

    @property
    def steps(self) -> int:
        """By how many grades the first of the two was kinder."""
        return self.one.rank - self.other.rank


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people and all that both graded; `one` and `other` stand in the order of their names."""

    one: str
    other: str
    things: tuple[Twice, ...]

    @property
    def kappa(self) -> float:
        """How far they agree beyond chance, from -1 to 1."""
        return weighted_kappa([(thing.one.rank, thing.other.rank) for thing in self.things])

    @property
    def differing(self) -> tuple[Twice, ...]:
        """What they do not agree on, widest apart first."""
        return tuple(sorted((thing for thing in self.things if thing.steps), key=lambda thing: -abs(thing.steps)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """One assessment, side by side.

    Attributes:
        descriptors: Those that anybody gave a view of, in print order.
        pairs: Any two people who graded the same things.
        unnamed: How many views do not say whose they are.
    """

    judgements: tuple[Row, ...]
    descriptors: tuple[Row, ...]
    pairs: tuple[Pair, ...]
    unnamed: int

    @property
    def differing(self) -> tuple[Row, ...]:
        """Descriptors of which a view and the evidence differ: where a view flatters most first, then the worst grade."""
        found = [row for row in self.descriptors if any(one.steps for one in row.differences)]
        return tuple(sorted(found, key=lambda row: (-max(one.steps for one in row.differences), row.rank)))

    @property
    def unsupported(self) -> tuple[Row, ...]:
        """Descriptors with a view, and no evidence that could carry a grade."""
        return tuple(row for row in self.descriptors if row.rank is None)


def compare(prediction: Prediction, lines: Lines) -> Comparison:
    """Set a prediction beside the views that people gave and the grades that inspectors published.

    Args:
        lines: What inspectors published of each judgement.
    """
    assessment, framework = prediction.assessment, prediction.framework
    views = _by_thing(assessment.views, framework)
    return Comparison(
        judgements=tuple(_judgement(one, views.get(one.id, ()), lines, framework) for one in prediction.verdicts),
        descriptors=tuple(
            _descriptor(prediction.standing(name), views[name], framework) for name in framework.descriptors if name in views
        ),
        pairs=pairs(
            views, {**{one.id: one.short for one in framework.judgements}, **{name: name for name in framework.descriptors}}
        ),
        unnamed=sum(1 for view in assessment.views if view.by is None),
    )


def _by_thing(views: Iterable[View], framework: Framework) -> Mapping[str, tuple[Own, ...]]:
    """Gather the views by what they are of, the oldest first; undated ones count as the oldest, and the kinder of a day as the older."""
    views = tuple(views)
    several = len({view.service for view in views}) > 1
    found: dict[str, list[Own]] = defaultdict(list)
    for view in views:
        service = f", {view.service}" if several and view.service else ""
        found[view.of].append(Own(f"{view.by or 'somebody unnamed'}{service}", framework.scale.rank(view.grade), view))
    return {of: tuple(sorted(owns, key=_age)) for of, owns in found.items()}


def _age(own: Own) -> tuple[date, int, str]:
    return _day(own), -own.rank, own.who


def _day(own: Own) -> date:
    return own.view.date or date.min


def newest(owns: Iterable[Own]) -> tuple[Own, ...]:
    """Give each person's newest view, by name.

    Args:
        owns: Views of one thing, the oldest first.
    """
    latest = {own.who: own for own in owns}
    return tuple(latest[who] for who in sorted(latest))


def _judgement(verdict: Verdict, owns: Sequence[Own], lines: Lines, framework: Framework) -> Row:
    line = lines.get(verdict.id, ())
    published = next((one for one in line if one.outcome), None)
    yardsticks = [(PUBLISHED, published.rank if published else None), (PREDICTION, verdict.rank)]
    own = newest(owns)
    judgement = framework.judgement(verdict.id)
    return Row(
        of=verdict.id,
        title=judgement.short,
        rank=verdict.rank,
        why=verdict.why,
        confidence=verdict.confidence,
        own=own,
        published=published,
        before=tuple(one for one in line if not one.later),
        later=tuple(one for one in line if one.later and one is not published),
        differences=(*_differences(PREDICTION, verdict.rank, yardsticks[:1]), *_own_differences(own, yardsticks)),
    )


def _descriptor(standing: Standing, owns: Sequence[Own], framework: Framework) -> Row:
    own = newest(owns)
    return Row(
        of=standing.descriptor,
        title=framework.descriptors[standing.descriptor].title,
        rank=standing.rank,
        why=standing.why,
        confidence=None,
        own=own,
        published=None,
        before=(),
        later=(),
        differences=tuple(_own_differences(own, [(EVIDENCE, standing.rank)])),
    )


def _own_differences(owns: Iterable[Own], yardsticks: Sequence[tuple[str, int | None]]) -> Iterator[Difference]:
    for own in owns:
        yield from _differences(own.who, own.rank, yardsticks)


def _differences(who: str, rank: int | None, yardsticks: Iterable[tuple[str, int | None]]) -> Iterator[Difference]:
    for name, other in yardsticks:
        if rank is not None and other is not None:
            yield Difference(who, name, rank - other)


# --- two people's views of the same things


def pairs(views: Mapping[str, Sequence[Own]], names: Mapping[str, str]) -> tuple[Pair, ...]:
    """Find what any two people both graded, and how each difference was settled.

    People are compared as they saw a thing before anybody settled it. A view that is later than the first difference about its thing
    settles it, where it comes from somebody else, or where with it the two agree. Views without a name are left out.

    Args:
        views: By what they are of, the oldest first.
        names: What people call it, by id, for all that can be graded, in print order.
    """
    found: dict[tuple[str, str], list[Twice]] = defaultdict(list)
    for of in (one for one in names if one in views):
        named = [own for own in views[of] if own.view.by is not None]
        for service in sorted({own.view.service or "" for own in named}):
            for thing in _twice(of, names[of], [own for own in named if (own.view.service or "") == service]):
                found[thing.one.who, thing.other.who].append(thing)
    return tuple(Pair(one, other, tuple(things)) for (one, other), things in sorted(found.items()))


def _twice(of: str, name: str, owns: Sequence[Own]) -> Iterator[Twice]:
    """Compare all who graded one thing of one service."""
    before: dict[str, Own] = {}
    after: list[Own] = []
    differed_on: date | None = None
    for own in owns:
        if differed_on is not None and _day(own) > differed_on:
            after.append(own)
            continue
        before[own.who] = own
        if len({one.rank for one in before.values()}) > 1 and differed_on is None:
            differed_on = _day(own)
    for one, other in combinations(sorted(before), 2):
        yield Twice(of, name, before[one], before[other], _settled(before[one], before[other], after))


def _settled(one: Own, other: Own, after: Sequence[Own]) -> Own | None:
    if one.rank == other.rank or not after:
        return None
    last = after[-1]
    if last.who not in (one.who, other.who):
        return last
    latest = {own.who: own.rank for own in (one, other, *after)}
    return last if latest[one.who] == latest[other.who] else None


def weighted_kappa(ratings: Sequence[tuple[int, int]]) -> float:
    """Say how far two people agree beyond chance, where a difference of two grades counts twice one of one grade.

    kappa = 1 - D / E, where D is the mean difference in grades, |a - b|, over the things that both graded, and E the mean of |a - b|
    over all pairs of any grade of the one with any grade of the other: what chance would give two people with their habits. How many
    grades the scale has does not matter, because it divides both. Where E is 0 both gave one and the same grade throughout; nothing
    differs then, and it is taken as 1.

    Args:
        ratings: The two ranks given to each thing; at least one thing.
    Returns:
        From -1 (they differ as much as they can) over 0 (as chance would have it) to 1 (no difference).
    Source: J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968), 213-220, with disagreement weighed by the steps between grades;
        unlike quadratic weights these do not let one wide difference outweigh many narrow ones.
    """
    apart = sum(abs(one - other) for one, other in ratings)
    first, second = Counter(one for one, _ in ratings), Counter(other for _, other in ratings)
    chance = sum(abs(one - other) * n * m for one, n in first.items() for other, m in second.items())
    return 1 - apart * len(ratings) / chance if chance else 1.0


_READINGS = (
    (0.8, "almost complete agreement"),
    (0.6, "strong agreement"),
    (0.4, "moderate agreement"),
    (0.2, "fair agreement, and no more"),
    (0.0, "hardly better than chance"),
)


def kappa_words(kappa: float, things: int, one_grade: bool = False) -> str:
    """Read kappa in plain words, with a warning where it rests on few things.

    Args:
        things: How many things both graded.
        one_grade: Whether both gave one and the same grade throughout.
    Source: the bounds of J. R. Landis and G. G. Koch, Biometrics 33 (1977), 159-174, which they call arbitrary; the words are ours.
    """
    if one_grade:
        told = "both gave the same grade throughout, so agreement cannot be told from habit"
    else:
        told = next((words for above, words in _READINGS if kappa > above), "no better than chance")
    few = f"; too few to lean on, where {LEAST_THINGS} are the least" if things < LEAST_THINGS else ""
    return f"{told}{few}"


def pair_words(pair: Pair) -> tuple[str, str]:
    """Say on how many things two people agree and which of them is kinder; then kappa with its count and its reading."""
    things = len(pair.things)
    grades = {rank for thing in pair.things for rank in (thing.one.rank, thing.other.rank)}
    same = things - len(pair.differing)
    told = [f"Both graded {count(things, 'thing')}: the same grade on {same or 'none'}"]
    for who, sign in ((pair.one, 1), (pair.other, -1)):
        steps = [sign * thing.steps for thing in pair.differing if sign * thing.steps > 0]
        if steps:
            told.append(f"{who} was kinder on {len(steps)} ({_by_steps(steps)})")
    kappa = f"{pair.kappa:.2f}".replace("-0.00", "0.00")
    reading = kappa_words(pair.kappa, things, len(grades) == 1)
    return (
        f"{'; '.join(told)}.",
        f"Weighted kappa {kappa} (linear weights) over {count(things, 'thing')}: {reading}.",
    )


# --- words


def steps_words(steps: int, than: str) -> str:
    """Say a difference: 'one grade kinder than the prediction', 'level with what was published'."""
    if not steps:
        return f"level with {than}"
    noun = "grade" if abs(steps) == 1 else "grades"
    return f"{spelled(abs(steps))} {noun} {'kinder' if steps > 0 else 'harsher'} than {than}"


def row_words(row: Row, scale: Scale) -> Iterator[str]:
    """Say of each voice in a row what it was kinder or harsher than: 'Service manager (1 May 2026) was one grade kinder than ...'."""
    told: dict[str, list[str]] = defaultdict(list)
    for one in row.differences:
        told[one.who].append(steps_words(one.steps, one.than))
    if PREDICTION in told:
        yield sentence(f"{PREDICTION} was {listed(told[PREDICTION])}")
    for own in row.own:
        grade = scale.grades[own.rank].title.lower()
        said = f"was {listed(told[own.who])}" if own.who in told else f"says {grade}; there is no grade to set it beside"
        yield sentence(f"{dated(own)} {said}") + (f" Reason given: {sentence(own.view.because)}" if own.view.because else "")


def dated(own: Own) -> str:
    """Say whose view it is, and of which day: 'Service manager (1 May 2026)'."""
    return f"{own.who} ({day(own.view.date) if own.view.date else 'no date'})"


def thing_words(thing: Twice, scale: Scale) -> str:
    """Say what two people gave one thing, and how that was settled."""

    def said(own: Own) -> str:
        return f"{own.who} {scale.grades[own.rank].title.lower()} ({day(own.view.date) if own.view.date else 'no date'})"

    told = f"{thing.name}: {said(thing.one)}, {said(thing.other)}."
    if thing.settled is None:
        return f"{told} Not settled."
    because = f"because: {thing.settled.view.because}" if thing.settled.view.because else "no reason is given"
    when = f" on {day(thing.settled.view.date)}" if thing.settled.view.date else ""
    grade = scale.grades[thing.settled.rank].title.lower()
    return f"{told} {sentence(f'Settled by {thing.settled.who}{when} as {grade}, {because}')}"


def over_the_years(grades: Iterable[PublishedGrade]) -> str:
    """Write published grades as one history, each in the words of its own framework: '2016 Good [sif]; 2019 Good [ilacs]'."""
    years: dict[tuple[date, str], list[PublishedGrade]] = defaultdict(list)
    for one in grades:
        years[one.published, one.framework].append(one)
    told = []
    for (_, framework), same in years.items():
        words = listed(f"{one.words}{f' ({one.judgement.lower()})' if one.judgement else ''}" for one in same)
        told.append(f"{same[0].year} {words} [{framework}]")
    return "; ".join(told)


def grade_words(row: Row, scale: Scale) -> str:
    """Give a row's grade in words, or why there is none."""
    if row.rank is not None:
        return scale.grades[row.rank].title
    return f"No grade: {row.why.value if row.why else 'nothing is known'}"


# --- evidence that disagrees


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An item of evidence, and all that counts beside it under one judgement and does not agree with it.

    Attributes:
        descriptors: Where something stands against it.
        against: The items that do, each with the descriptors on which it is named, the best first.
        more: By descriptor, how many others stand against it there that are not named.
        unexplained: On how many of all these pairs, counted for each descriptor, nobody wrote why.
        because: The words that explain it, each with the id of the item in which they stand; empty where nobody wrote any.
    """

    judgement: str
    descriptors: tuple[str, ...]
    worse: Weighed
    against: tuple[tuple[Weighed, tuple[str, ...]], ...]
    more: tuple[tuple[str, int], ...]
    unexplained: int
    because: tuple[tuple[str, str], ...]


def disagreements(prediction: Prediction, judgement: str | None = None) -> tuple[Disagreement, ...]:
    """List every item that others disagree with, and those; nothing is averaged, and what is not named is counted.

    Args:
        judgement: Only those under this judgement; all where left out.
    Returns:
        Within each judgement those that nobody explained first, then those with the worst grade, then the widest apart; judgements by
        their predicted grade, the worst first, then in print order.
    """
    verdicts = [one for one in prediction.judgements if judgement in (None, one.id)]
    found: list[Disagreement] = []
    for verdict in sorted(verdicts, key=lambda one: -1 if one.rank is None else one.rank):
        found.extend(sorted(_disagreements(verdict), key=_gravity))
    return tuple(found)


def _disagreements(verdict: Verdict) -> Iterator[Disagreement]:
    """Gather a judgement's contradictions by the worse item: it may stand against others on several descriptors at once."""
    found: dict[str, list[Contradiction]] = defaultdict(list)
    for standing in verdict.standings:
        for one in standing.contradictions:
            found[one.worse.item.id].append(one)
    for same in found.values():
        where: dict[str, list[Weighed]] = defaultdict(list)
        for one in same:
            for row in one.better:
                where[row.item.id].append(row)
        against = sorted(where.values(), key=lambda rows: (-rows[0].rank, -rows[0].item.date.toordinal(), rows[0].item.id))
        yield Disagreement(
            judgement=verdict.id,
            descriptors=tuple(one.worse.descriptor for one in same),
            worse=same[0].worse,
            against=tuple((rows[0], tuple(row.descriptor for row in rows)) for rows in against),
            more=tuple((one.worse.descriptor, one.more) for one in same if one.more),
            unexplained=sum(one.unexplained for one in same),
            because=tuple(dict.fromkeys(words for one in same for words in one.because)),
        )


def within_one_look(prediction: Prediction, judgement: str | None = None) -> Mapping[str, int]:
    """Count by descriptor, in print order, the pairs that are no contradiction because one look found both.

    Args:
        judgement: Only under this judgement; under all where left out.
    """
    found: Counter[str] = Counter()
    for verdict in prediction.judgements:
        for standing in verdict.standings if judgement in (None, verdict.id) else ():
            found[standing.descriptor] += pairs_of_one_look(standing, prediction.framework.scale)
    return {name: found[name] for name in prediction.framework.descriptors if found[name]}


def _gravity(one: Disagreement) -> tuple[bool, int, int, str]:
    return not one.unexplained, one.worse.rank, one.worse.rank - one.against[0][0].rank, one.worse.item.id


# --- over several folders


@dataclass(frozen=True, slots=True)
class Habit:
    """The steps by which one sort of grade was kinder (or, below nought, harsher) than another, one number for each comparison."""

    what: str
    noun: str
    steps: tuple[int, ...]

    @property
    def kinder(self) -> tuple[int, ...]:
        """Steps where it was kinder."""
        return tuple(one for one in self.steps if one > 0)

    @property
    def harsher(self) -> tuple[int, ...]:
        """Steps where it was harsher."""
        return tuple(-one for one in self.steps if one < 0)

    @property
    def reading(self) -> str:
        """What may be said of it: nothing where it rests on few."""
        if len(self.steps) < FEW:
            return "too few to say"
        kinder, harsher = len(self.kinder), len(self.harsher)
        if not kinder and not harsher:
            return "always level"
        return (
            "more often kinder"
            if kinder > harsher
            else "more often harsher"
            if harsher > kinder
            else "as often kinder as harsher"
        )


@dataclass(frozen=True, slots=True)
class Authority:
    """What one authority's assessments say together.

    Attributes:
        habits: How its own views stood to what was published, to the prediction, and to the evidence; none where it gave no view.
        pairs: The same two people's views over all its assessments.
    """

    name: str
    habits: tuple[Habit, ...]
    pairs: tuple[Pair, ...]


def by_authority(comparisons: Iterable[tuple[str, Comparison]]) -> tuple[Authority, ...]:
    """Put an authority's assessments together, in the order in which it is first named; no authority is set beside another."""
    found: dict[str, list[Comparison]] = defaultdict(list)
    for name, comparison in comparisons:
        found[name].append(comparison)
    return tuple(Authority(name, _own_habits(same), _pooled(same)) for name, same in found.items())


def _own_habits(comparisons: Sequence[Comparison]) -> tuple[Habit, ...]:
    judgements = [row for one in comparisons for row in one.judgements]
    descriptors = [row for one in comparisons for row in one.descriptors]
    if not any(row.own for row in (*judgements, *descriptors)):
        return ()
    return (
        Habit("Own views against what was published", "view", _steps(judgements, PUBLISHED, own=True)),
        Habit("Own views against the prediction", "view", _steps(judgements, PREDICTION, own=True)),
        Habit("Own views of descriptors against the evidence", "view", _steps(descriptors, EVIDENCE, own=True)),
    )


def prediction_habit(comparisons: Iterable[Comparison]) -> Habit:
    """Gather how predictions stood to what was published, over all assessments."""
    judgements = [row for one in comparisons for row in one.judgements]
    return Habit("Predictions against what was published", "judgement", _steps(judgements, PUBLISHED, own=False))


def _pooled(comparisons: Iterable[Comparison]) -> tuple[Pair, ...]:
    found: dict[tuple[str, str], list[Twice]] = defaultdict(list)
    for comparison in comparisons:
        for pair in comparison.pairs:
            found[pair.one, pair.other].extend(pair.things)
    return tuple(Pair(one, other, tuple(things)) for (one, other), things in sorted(found.items()))


def _steps(rows: Iterable[Row], than: str, own: bool) -> tuple[int, ...]:
    return tuple(one.steps for row in rows for one in row.differences if one.than == than and (one.who != PREDICTION) == own)


def habit_words(habit: Habit) -> str:
    """Say a habit, counts first: 'Own views ...: 9 views: 5 kinder (4 by one grade, 1 by two), 3 level, 1 harsher (by one grade); ...'."""
    if not habit.steps:
        return f"{habit.what}: none to compare."
    level = len(habit.steps) - len(habit.kinder) - len(habit.harsher)
    told = [
        f"{len(habit.kinder)} kinder ({_by_steps(habit.kinder)})" if habit.kinder else "none kinder",
        f"{level} level",
        f"{len(habit.harsher)} harsher ({_by_steps(habit.harsher)})" if habit.harsher else "none harsher",
    ]
    return f"{habit.what}: {count(len(habit.steps), habit.noun)}: {', '.join(told)}; {habit.reading}."


def _by_steps(steps: Sequence[int]) -> str:
    """Say how many by how much: 'by one grade' where it is always the same, else '4 by one grade, 1 by two'."""
    counted = sorted(Counter(steps).items())
    if len(counted) == 1:
        return f"by {spelled(counted[0][0])} {'grade' if counted[0][0] == 1 else 'grades'}"
    first, *rest = (f"{n} by {spelled(step)}" for step, n in counted)
    return ", ".join((f"{first} {'grade' if counted[0][0] == 1 else 'grades'}", *rest))
