"""What is too old, or will be by a day: evidence, documents, figures to compare with, and concerns that nobody looked at again.

The method fixes how long each kind of evidence lasts; here that becomes days in the calendar.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .day import MONTHS, parts, why_not
from .evidence import Assessment, Change, Comparison, Evidence, Indicator
from .framework import Framework
from .method import Method, Reach
from .predict import Prediction
from .supersede import replaced
from .weigh import DAYS_IN_MONTH, Weighed

MONTH = timedelta(days=31)
"""What 'this month' means: the days up to the as-at date."""

AHEAD = 3
"""How many months on people look by default."""

INDICATOR_MONTHS = 6
"""When an indicator is stale. Source: design section 5; councils report monthly (users.md 3.4)."""

BENCHMARK_MONTHS = 12
"""When a figure for England or for neighbours is old: they are published once a year (users.md 3.4)."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The day on which an item goes stale, for those of its descriptors for which that is the day; `change` made it the earlier."""

    item: Evidence
    descriptors: tuple[str, ...]
    on: date
    change: Change | None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A figure for England or for neighbours; `on` is the day from which it is over a year old, None where it tells no year."""

    indicator: Indicator
    of: str
    figure: Comparison
    on: date | None


@dataclass(frozen=True, slots=True)
class Concern:
    """An adverse finding that is no longer fresh, with the descriptors at which nobody has looked again."""

    item: Evidence
    descriptors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Staleness:
    """What is stale at the as-at date and what will be by a later day; every list the oldest first.

    Attributes:
        endings: Evidence that went stale, or will by `until`, documents with a review date too; not what a newer item takes the place of.
        bare: By descriptor that has, or had, practice or voice evidence: the day from which none of it is recent, up to `until`.
        documents: Those whose review date has passed or will by `until`, with the day on which they go stale.
        undated: Documents without a review date.
        concerns: Adverse findings that are no longer fresh and that nobody has looked at again.
        indicators: Those whose own figure is, or will be, too old, with the day.
    """

    as_at: date
    until: date
    endings: tuple[Ending, ...]
    bare: Mapping[str, date]
    documents: tuple[tuple[Evidence, date], ...]
    undated: tuple[Evidence, ...]
    benchmarks: tuple[Benchmark, ...]
    indicators: tuple[tuple[Indicator, date], ...]
    concerns: tuple[Concern, ...]

    @property
    def gone(self) -> tuple[Ending, ...]:
        """What is stale at the as-at date, without the documents that are listed by their review date."""
        return tuple(one for one in self._others if one.on <= self.as_at)

    @property
    def going(self) -> tuple[Ending, ...]:
        """What will be stale by `until` and is not yet, without the documents that are listed by their review date."""
        return tuple(one for one in self._others if one.on > self.as_at)

    @property
    def _others(self) -> tuple[Ending, ...]:
        listed = {item.id for item, _ in self.documents}
        return tuple(one for one in self.endings if one.item.id not in listed)

    @property
    def this_month(self) -> tuple[str, ...]:
        """The ids of what went stale in the month up to the as-at date."""
        return tuple(sorted(went_stale(self.endings, self.as_at)))

    def left_bare(self, ending: Ending) -> tuple[str, ...]:
        """Give those of an item's descriptors that are, or will be by `until`, without recent practice or voice evidence."""
        return tuple(name for name in ending.descriptors if name in self.bare)


def staleness(prediction: Prediction, until: date) -> Staleness:
    """Say what is stale at the as-at date of a prediction, and what will be by a later day."""
    assessment, method = prediction.assessment, prediction.method
    rows = [row for verdict in prediction.judgements for standing in verdict.standings for row in standing.rows]
    endings = stale_days(assessment, prediction.framework, method)
    due = {
        one.item.id: (one.item, one.on)
        for one in endings
        if lasts_to_review(one.item, method) and one.item.review_due is not None and one.item.review_due <= until
    }
    return Staleness(
        as_at=assessment.as_at,
        until=until,
        endings=tuple(one for one in endings if one.on <= until),
        bare=_bare(rows, assessment, method, until),
        documents=tuple(sorted(due.values(), key=lambda pair: (pair[1], pair[0].id))),
        undated=tuple(one for one in assessment.evidence if one.kind == "document" and one.review_due is None),
        benchmarks=tuple(_benchmarks(assessment.indicators, until)),
        indicators=tuple(_indicators(assessment.indicators, until)),
        concerns=tuple(_concerns(rows, prediction.framework.scale.benchmark)),
    )


def stale_on(item: Evidence, descriptor: str, changes: Iterable[Change], method: Method) -> date:
    """Give the first day on which an item no longer counts as evidence of today for a descriptor.

    A document lasts until its review date and the grace that it has after it, everything else for the shelf life of its kind; before a
    change that bears on the descriptor it counts as older, from the day of the change.

    Source: the method's table of kinds; `weigh` takes the same steps from an as-at date, and the tests hold the two together.
    """
    return _ending(item, descriptor, changes, method)[0]


def _ending(item: Evidence, descriptor: str, changes: Iterable[Change], method: Method) -> tuple[date, Change | None]:
    kind = method.kinds[item.kind]
    if lasts_to_review(item, method) and item.review_due is not None:
        return _after(item.review_due, method.review_grace_months), None
    ends = _after(item.date, kind.stale)
    bearing = [one for one in changes if one.date < ends and one.bears_on(item, descriptor)]
    first = min(bearing, key=lambda one: (one.date, one.what), default=None)
    if first is None:
        return ends, None
    return max(_after(item.date, kind.stale - method.changed_since_months), first.date), first


def lasts_to_review(item: Evidence, method: Method) -> bool:
    """Say whether an item lasts to a review date: one that has it, and is of a kind that is nothing alone."""
    return item.review_due is not None and method.kinds[item.kind].reach is Reach.NOTHING


def _after(start: date, months: float) -> date:
    """Give the first day on which so many months of average length have passed."""
    return _days_on(start, math.ceil(months * DAYS_IN_MONTH))


def _days_on(start: date, days: int) -> date:
    """Give the day so many days later, or the last that there is: people write 9999-12-31 where they mean never."""
    return date.fromordinal(min(start.toordinal() + days, date.max.toordinal()))


def stale_days(assessment: Assessment, framework: Framework, method: Method) -> tuple[Ending, ...]:
    """Give the day on which each item goes stale, the oldest first; what a newer item takes the place of is left out."""
    gone = replaced(assessment.evidence, framework, method)
    found: list[Ending] = []
    for item in assessment.evidence:
        days: dict[tuple[date, Change | None], list[str]] = defaultdict(list)
        for descriptor in item.descriptors:
            if (item.id, descriptor) not in gone:
                days[_ending(item, descriptor, assessment.changed_since, method)].append(descriptor)
        found.extend(Ending(item, tuple(names), *day) for day, names in days.items())
    return tuple(sorted(found, key=lambda one: (one.on, one.item.id, one.descriptors)))


def went_stale(endings: Iterable[Ending], as_at: date) -> frozenset[str]:
    """Give the ids of what went stale in the month up to a day."""
    return frozenset(one.item.id for one in endings if as_at - MONTH < one.on <= as_at)


def months_on(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# --- what it leaves, and what else is old


def _bare(rows: Iterable[Weighed], assessment: Assessment, method: Method, until: date) -> Mapping[str, date]:
    """Give the descriptors whose practice or voice evidence is all too old by a day, with the day on which the last of it went."""
    last: dict[str, date] = {}
    for row in rows:
        if row.kind.tests and row.counts:
            on = stale_on(row.item, row.descriptor, assessment.changed_since, method)
            last[row.descriptor] = max(on, last.get(row.descriptor, on))
    return {name: on for name, on in sorted(last.items(), key=lambda pair: (pair[1], pair[0])) if on <= until}


def _concerns(rows: Iterable[Weighed], benchmark: int) -> Iterator[Concern]:
    found: dict[str, list[Weighed]] = defaultdict(list)
    for row in rows:
        if row.counts and row.rank < benchmark and row.looked_again is None and row.age > row.kind.fresh:
            found[row.item.id].append(row)
    for same in sorted(found.values(), key=lambda same: (same[0].item.date, same[0].item.id)):
        item = same[0].item
        yield Concern(item, tuple(name for name in item.descriptors if name in {row.descriptor for row in same}))


def _benchmarks(indicators: Sequence[Indicator], until: date) -> Iterator[Benchmark]:
    found = []
    for indicator in indicators:
        for of, figure in (("England", indicator.england), ("neighbours", indicator.neighbours)):
            if figure is not None:
                known = (figure.period and period_end(figure.period)) or figure.retrieved
                on = _days_on(months_on(known, BENCHMARK_MONTHS), 1) if known else None
                found.append(Benchmark(indicator, of, figure, on))
    old = [one for one in found if one.on is None or one.on <= until]
    yield from sorted(old, key=lambda one: (one.on or date.min, one.indicator.id, one.of))


def _indicators(indicators: Iterable[Indicator], until: date) -> Iterator[tuple[Indicator, date]]:
    old = ((one, _days_on(months_on(one.date, INDICATOR_MONTHS), 1)) for one in indicators)
    yield from sorted((pair for pair in old if pair[1] <= until), key=lambda pair: (pair[1], pair[0].id))


_TWO_YEARS = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2}) ?(?:-|/|\u2013|to) ?(?:[0-9]{2})?([0-9]{2})(?![0-9]|-)")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def period_end(period: str) -> date | None:
    """Read the last day of the year that a figure is for: '2018-19' ends on 31 March 2019, '2018' on the last of December.

    Also read: a day, a month with its year, and years within other words; None where there is no year at all.
    """
    words = period.strip()
    day = parts(words.split(" to ")[-1].removeprefix("year ending ").strip())
    if day is not None and why_not(*day) is None:
        return date(*day)
    if (match := _TWO_YEARS.search(words)) and int(match[2]) == (int(match[1]) + 1) % 100:
        return date(int(match[1]) + 1, 3, 31)
    years = _YEAR.findall(words)
    if not years:
        return None
    year = int(years[-1])
    named = [number for number, name in enumerate(MONTHS, 1) if re.search(rf"\b{name[:3]}", words, re.IGNORECASE)]
    month = named[-1] if named else _month_of(words) or 12
    return date(year, month, monthrange(year, month)[1])


def _month_of(words: str) -> int | None:
    match = re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", words)
    return int(match[1]) if match else None
