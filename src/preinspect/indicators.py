"""Indicators in words: each beside its target and benchmarks, how far off it is, and where it is going.

A figure raises questions and never earns a grade. Only figures of one measure and one service, over periods of one length, are set in a
row: a quarter and a year are not a trend.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .day import MONTHS
from .day import in_words as day
from .evidence import Comparison, Handling, Indicator, Period, Target
from .measure import Measure, Release
from .stale import INDICATOR_MONTHS, months_on, period_end
from .words import count, listed, withheld

TREND = 4
"""How many figures a trend shows at most, the newest last."""

_ALIKE = 0.2
"""By what share the lengths of two periods may differ for their figures to be set in a row: months and leap years are not equal."""

_COUNTS = ("count",)
"""Units in which a value is itself a number of children or of things that few children could be known by."""

_UNITS = {"working-days": "working day", "days": "day", "weeks": "week", "months": "month", "cases": "case"}

_OPENNESS = {Handling.INTERNAL: 0, Handling.BOARD: 1, Handling.PUBLIC: 2}

WITHHELD = "withheld: would tell of fewer than six"
ONE_FIGURE = "one figure only"


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator beside its target and benchmarks; it raises a question and never earns a grade.

    Attributes:
        latest: Whether it is the newest of its measure and service.
        status: How it stands to its target, in words; `tone` is good, weak, bad or none, for colour beside them.
        distance: How far from the target it is, in words; `trend` where it is going, with the figures.
        urgency: 0 where it is worse than its target and getting worse, 1 worse, 2 getting worse, 3 neither.
        outdated: What is to be said of its national figures, each with the year that the figure is of.
        figure: The value as a number, and below it all that the words tell as numbers and days; `share` where they are per cent.
    """

    id: str
    title: str
    value: str
    value_public: str
    definition: str
    period: str
    target: str | None
    neighbours: str | None
    england: str | None
    question: str | None
    descriptors: tuple[str, ...]
    at: str
    handling: str
    measure: str
    latest: bool
    status: str
    tone: str
    distance: str
    trend: str
    trend_public: str
    urgency: int
    outdated: tuple[tuple[str, str], ...]
    figure: float | None
    share: bool
    numerator: float | None
    denominator: float | None
    start: date | None
    end: date
    goal: tuple[float, float] | None
    near: tuple[float, str | None] | None
    nation: tuple[float, str | None] | None

    def public(self) -> IndicatorRow:
        """Give it as the public sees it: where a count is under six, so is everything that it could be worked out from withheld."""
        hidden = self.value_public == WITHHELD
        told = replace(self, value=self.value_public, trend=self.trend_public, at="", question=None)
        if not hidden:
            return told if self.figure is not None else replace(told, numerator=None, denominator=None)
        bare = replace(told, figure=None, numerator=None, denominator=None)
        return replace(bare, status="withheld", tone="none", distance=WITHHELD, urgency=3)

    def as_newest_shown(self) -> IndicatorRow:
        """Give it as the newest figure of its measure that its readers may see, where there is a newer one: it is to comfort nobody."""
        return replace(
            self, latest=True, status=f"{self.status} (not the newest figure)", tone="none" if self.tone == "good" else self.tone
        )


def indicator_rows(indicators: Iterable[Indicator], measures: Mapping[str, Measure], as_at: date) -> tuple[IndicatorRow, ...]:
    """Word all indicators, by measure, service and date."""
    rows = sorted(indicators, key=lambda one: (one.measure, one.service or "", one.date, one.id))
    several = len({one.service for one in rows}) > 1
    small = _small(rows, measures)
    series: dict[tuple[str, str | None], list[Indicator]] = defaultdict(list)
    for one in rows:
        series[one.measure, one.service].append(one)
    return tuple(
        _row(one, same[: place + 1], place == len(same) - 1, measures.get(one.measure), as_at, several, small)
        for same in series.values()
        for place, one in enumerate(same)
    )


def _small(rows: Iterable[Indicator], measures: Mapping[str, Measure]) -> frozenset[str]:
    """Give the ids of figures that tell of a few: by their own counts, or since a service's could be worked out from them.

    With the figure of the whole authority and those of all services but one, that one is known; so where the figure of one service is
    small, those of its fellows go too, and that of the whole stays.
    """
    together: dict[tuple[str, Period | date], list[Indicator]] = defaultdict(list)
    for one in rows:
        together[one.measure, one.period or one.date].append(one)
    small = {one.id for one in rows if indicator_words(one, measures.get(one.measure), public=True) == WITHHELD}
    for same in together.values():
        parts = {one.id for one in same if one.service}
        if parts & small and len(parts) < len(same):
            small |= parts
    return frozenset(small)


def _row(
    one: Indicator,
    so_far: Sequence[Indicator],
    latest: bool,
    measure: Measure | None,
    as_at: date,
    several: bool,
    small: Collection[str],
) -> IndicatorRow:
    title = measure.title if measure else one.measure
    value, direction = indicator_value(one), measure.direction if measure else None
    off = _off(value, one.target)
    going, trend = _trend(so_far, measure)
    worse = value is not None and one.target is not None and _is_worse(value, one.target.low, one.target.high, direction)
    status = _status(value, one.target, off, direction, worse)
    old = as_at > months_on(one.date, INDICATOR_MONTHS)
    return IndicatorRow(
        id=one.id,
        title=f"{title} ({one.service})" if several and one.service else title,
        value=indicator_words(one, measure),
        value_public=WITHHELD if one.id in small else indicator_words(one, measure, public=True),
        definition=measure.definition if measure else "",
        period=f"{day(one.period.start)} to {day(one.period.end)}" if one.period else day(one.date),
        target=_target(one.target, measure),
        neighbours=_benchmark(one.neighbours),
        england=_benchmark(one.england),
        question=_question(one, direction, value),
        descriptors=measure.descriptors if measure else (),
        at=f"{one.at.file}:{one.at.line}",
        handling=one.handling.value,
        measure=one.measure,
        latest=latest,
        status=f"{status}, but the figure is over {count(INDICATOR_MONTHS, 'month')} old" if old else status,
        tone=("bad" if going == "worsening" else "weak")
        if worse
        else "none"
        if old or off is None or direction == "context"
        else "good",
        distance=_distance(off, one, direction, worse, measure, _target(one.target, measure)),
        trend=trend,
        trend_public=WITHHELD if any(each.id in small for each in so_far[-TREND:]) else trend,
        urgency=(0 if going == "worsening" else 1) if worse else 2 if going == "worsening" else 3,
        outdated=tuple(_outdated(one, measure, as_at)),
        figure=None if value is None else round(value, 4),
        share=_is_share(one, measure),
        numerator=one.numerator,
        denominator=one.denominator,
        start=one.period.start if one.period else None,
        end=one.period.end if one.period else one.date,
        goal=(one.target.low, one.target.high) if one.target else None,
        near=(one.neighbours.value, one.neighbours.period) if one.neighbours else None,
        nation=(one.england.value, one.england.period) if one.england else None,
    )


# --- one figure


def is_counted(measure: Measure | None) -> bool:
    """Say whether a value of a measure is itself a number of children or of things; of a measure that nobody knows it may be."""
    return measure is None or measure.unit in _COUNTS


def indicator_value(indicator: Indicator) -> float | None:
    """Give an indicator's figure: its value, or its numerator as a share of its denominator in per cent; None if it is missing."""
    if indicator.suppressed is not None:
        return None
    if indicator.value is not None:
        return indicator.value
    if indicator.numerator is not None and indicator.denominator:
        return 100 * indicator.numerator / indicator.denominator
    return None


def indicator_words(indicator: Indicator, measure: Measure | None, public: bool = False) -> str:
    """Write an indicator with what it was counted from: '21.6% (412 of 1905)'; a suppressed one with its reason.

    For the public, one whose counts (or what is left of the whole) are under six is withheld.
    """
    parts = [one for one in (indicator.numerator, indicator.denominator) if one is not None]
    if len(parts) == 2:
        parts.append(parts[1] - parts[0])
    if is_counted(measure):
        parts += [one for one in (indicator.value,) if one is not None]
    if public and any(withheld(one) for one in parts):
        return WITHHELD
    if indicator.suppressed is not None:
        reasons = {"c": "protected", "k": "rounds to nought", "x": "not available", "z": "does not apply"}
        return f"missing: {reasons[indicator.suppressed.value]}"
    value = indicator_value(indicator)
    if value is None:
        return "missing"
    if indicator.numerator is not None and indicator.denominator is not None:
        return f"{value:.1f}% ({indicator.numerator:g} of {indicator.denominator:g})"
    return f"{value:g}{_sign(measure)}"


def _sign(measure: Measure | None) -> str:
    return "%" if measure and measure.unit == "percent" else ""


def _is_share(indicator: Indicator, measure: Measure | None) -> bool:
    return bool(_sign(measure)) or (indicator.value is None and indicator.numerator is not None)


def _target(target: Target | None, measure: Measure | None) -> str | None:
    if target is None:
        return None
    low, high, sign = target.low, target.high, _sign(measure)
    return f"{low:g}{sign}" if low == high else f"{low:g}{sign} to {high:g}{sign}"


def _benchmark(figure: Comparison | None) -> str | None:
    """Write a figure to compare with, with the year that it is of."""
    return f"{figure.value:g} ({figure.period or 'year not stated'})" if figure else None


def _is_worse(value: float, low: float, high: float, direction: str | None) -> bool:
    """Say whether a figure is worse than a target from `low` to `high`, rounded as it is shown."""
    shown = round(value, 1)
    return {"higher": shown < low, "lower": shown > high, "band": not low <= shown <= high}.get(direction or "", False)


def _question(one: Indicator, direction: str | None, value: float | None) -> str | None:
    """Put a question where the figure is worse than the target or a benchmark; without a direction it puts none."""
    if value is None:
        return None
    worse = ["the target"] if one.target and _is_worse(value, one.target.low, one.target.high, direction) else []
    for name, other in (("its neighbours", one.neighbours), ("England", one.england)):
        if other is not None and direction != "band" and _is_worse(value, other.value, other.value, direction):
            worse.append(name)
    return f"Worse than {listed(worse)}: why, and what does it mean for children?" if worse else None


# --- to its target


def _off(value: float | None, target: Target | None) -> float | None:
    """Give how far a figure is beyond the nearer end of its target, below nought where it is under it; None where one is missing."""
    if value is None or target is None:
        return None
    shown = round(value, 1)
    return round(shown - target.high, 1) if shown > target.high else round(shown - target.low, 1) if shown < target.low else 0.0


def _status(value: float | None, target: Target | None, off: float | None, direction: str | None, worse: bool) -> str:
    if value is None:
        return "no figure"
    if off is None or target is None:
        return "no target"
    if off == 0:
        return "at target" if target.low == target.high else "within target"
    if direction in ("higher", "lower", "band"):
        return "worse than target" if worse else "better than target"
    return f"{'above' if off > 0 else 'below'} target; neither is better by itself"


def _distance(
    off: float | None, one: Indicator, direction: str | None, worse: bool, measure: Measure | None, target: str | None
) -> str:
    if target is None:
        return "no target is set"
    if off is None:
        return f"no figure; the target is {target}"
    if off == 0:
        return f"none; the target is {target}"
    amount = f"{abs(off):g}"
    side = "above" if off > 0 else "below"
    unit = " percentage points" if _is_share(one, measure) else _unit(abs(off), measure)
    judged = f" ({'worse' if worse else 'better'})" if direction in ("higher", "lower", "band") else ""
    return f"{amount}{unit} {side} {target}{judged}"


def _unit(amount: float, measure: Measure | None) -> str:
    noun = _UNITS.get(measure.unit or "") if measure else None
    return "" if noun is None else f" {noun}" if amount == 1 else f" {noun}s"


# --- over time


def _trend(so_far: Sequence[Indicator], measure: Measure | None) -> tuple[str, str]:
    """Say where a measure is going, in one word, and the same with its figures, the newest last."""
    open_to = [
        one for one in so_far if _OPENNESS[one.handling] >= _OPENNESS[so_far[-1].handling]
    ]  # a trend tells all its figures
    figures = [one for one in open_to if indicator_value(one) is not None]
    if not figures or figures[-1] is not so_far[-1]:
        return "", "no figure"
    like = [one for one in figures if _alike(one, figures[-1])][-TREND:]
    if len(like) < 2:
        other = len(figures) > 1
        return "", "earlier figures are of periods of another length" if other else ONE_FIGURE
    values = [round(value, 1) for one in like if (value := indicator_value(one)) is not None]
    word = _way(values[-2], values[-1], like[-1].target, measure.direction if measure else None)
    sign = "%" if _is_share(like[-1], measure) else ""
    return word, f"{word}: {listed((f'{value:g}{sign}' for value in values), 'then')}"


def _alike(one: Indicator, other: Indicator) -> bool:
    lengths = [(each.period.end - each.period.start).days + 1 if each.period else 0 for each in (one, other)]
    return abs(lengths[0] - lengths[1]) <= _ALIKE * max(lengths)


def _way(before: float, now: float, target: Target | None, direction: str | None) -> str:
    if before == now:
        return "unchanged"
    if direction == "band" and target is not None:
        far = [abs(off) for value in (before, now) if (off := _off(value, target)) is not None]
        return "unchanged in its band" if far[0] == far[1] == 0 else "improving" if far[1] < far[0] else "worsening"
    if direction in ("higher", "lower"):
        return "improving" if (now > before) == (direction == "higher") else "worsening"
    return "rising" if now > before else "falling"


# --- the calendar of national figures


def benchmark_notes(rows: Iterable[IndicatorRow]) -> tuple[str, ...]:
    """Say which national figures are older than the calendar of releases, or come out anew this month, and which tell no year.

    Only the newest indicator of a measure is looked at; a figure is of the year in which its period ends.
    """
    told: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for lead, figure in row.outdated if row.latest else ():
            told[lead].append(f"{row.title} ({figure})")
    return tuple(f"{lead}: {'; '.join(dict.fromkeys(names))}." for lead, names in sorted(told.items()))


def _outdated(one: Indicator, measure: Measure | None, as_at: date) -> Iterator[tuple[str, str]]:
    for whose, figure in (("England", one.england), ("neighbours", one.neighbours)):
        if figure is not None:
            for lead in _leads(figure, measure.release if measure else None, as_at):
                yield lead.format(whose=whose), figure.period or "year not stated"


def _leads(figure: Comparison, release: Release | None, as_at: date) -> Iterator[str]:
    ends = period_end(figure.period) if figure.period else None
    if ends is None and figure.retrieved is None:
        yield "Figures for {whose} that do not say of which year they are"
    if release is None:
        return
    out = as_at.year if as_at.month >= release.month else as_at.year - 1
    came = f"{MONTHS[release.month - 1]} {out}"
    newest = out - release.lag
    behind = newest - ends.year if ends else int(bool(figure.retrieved and figure.retrieved < date(out, release.month, 1)))
    if behind <= 0:
        return
    which = f"({release.title}, {release.of} {newest})"
    if behind == 1 and as_at.month == release.month:
        yield f"Figures for {{whose}} that come out anew this month, {came} {which}; look whether they are out"
    else:
        yield f"Figures for {{whose}} that are older than the release calendar: newer ones came out in {came} {which}"
