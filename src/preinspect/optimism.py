"""Signs that people are kinder to themselves than the evidence is: notes to press on, each a sentence with ids. None changes a score.

What inspectors found is not what a council says of itself, so their findings are left aside wherever a check looks at how evidence was
gathered; as counter-evidence they count.

Source: users.md 4.3, the counter-measures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .day import in_words as day
from .evidence import Auditor, Evidence, View
from .method import Reach
from .predict import Prediction, Verdict
from .score import Standing
from .weigh import Weighed, is_held_by_sample, round_of
from .words import count, listed, spelled

SEVERAL = 3
"""From how many items (or descriptors) on a likeness is worth a note: two may be chance."""

MANY = 0.5
"""From which share of the items on an empty impact is worth a note, 0 to 1."""

WEEK = timedelta(days=6)
"""From the first day of a week to its last."""

UNSAID = {"", "not known", "not known yet", "not yet known", "unknown", "none", "n a", "na", "tbc", "to be confirmed"}
"""What people write under impact where they have nothing to write."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Note:
    """One note: the check that it comes from, and the sentence."""

    check: str
    says: str


def notes(prediction: Prediction) -> tuple[Note, ...]:
    """Run all checks on a prediction, in their order."""
    return tuple(Note(name, says) for name, check in CHECKS.items() for says in check(prediction))


def named(ids: Iterable[str], most: int = 6) -> str:
    """List ids, in their order, at most so many: 'AUD-1, AUD-2 and 3 more'."""
    every = tuple(dict.fromkeys(ids))
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return f"{', '.join(every[:most])}{more}"


# --- the checks


def all_good(prediction: Prediction) -> Iterator[str]:
    """Note judgements in which everything with evidence is good or better, and nothing anywhere says otherwise."""
    scale = prediction.framework.scale
    for verdict in prediction.judgements:
        standings = [one for one in verdict.standings if one.counting]
        graded = [one for one in standings if one.rank is not None and one.rank >= scale.benchmark]
        counter = _has_counter(verdict.standings, prediction) or _has_low_view(verdict, prediction)
        ids = [row.item.id for one in standings for row in _own(one.counting)]
        if len(graded) == len(standings) >= SEVERAL and ids and not counter:
            yield (
                f"{_short(verdict, prediction)}: all {spelled(len(standings))} descriptors with evidence are {scale.or_better}, and "
                f"nothing that says otherwise is recorded anywhere. There always is some: look for it ({named(ids)})."
            )


def _has_counter(standings: Iterable[Standing], prediction: Prediction) -> bool:
    """Say whether anything counter to a good grade is recorded: a shortfall, a complaint, a record that fell short in a good sample."""
    scale = prediction.framework.scale
    return any(
        row.rank < scale.benchmark
        or not row.effect.strength
        or row.kind.reach is Reach.LOWERS
        or _has_shortfall(row.item, prediction)
        for standing in standings
        for row in standing.rows
    )


def _has_shortfall(item: Evidence, prediction: Prediction) -> bool:
    sample = item.sample
    if sample is None:
        return False
    below = any(number and prediction.framework.scale.is_concern(grade) for grade, number in sample.results)
    return below or (sample.met is not None and sample.size is not None and sample.met < sample.size)


def _has_low_view(verdict: Verdict, prediction: Prediction) -> bool:
    about = {verdict.id, *(one.descriptor for one in verdict.standings)}
    scale = prediction.framework.scale
    return any(view.of in about and scale.is_concern(view.grade) for view in prediction.assessment.views)


def all_alike(prediction: Prediction) -> Iterator[str]:
    """Note that all judgements stand at one grade, with how often that was published where the framework tells it."""
    framework, ranks = prediction.framework, {one.rank for one in prediction.judgements}
    rank = next(iter(ranks), None)
    if len(ranks) > 1 or rank is None or len(prediction.judgements) < 2:
        return
    alike = next((shape for shape in framework.shapes if shape.spread == 0), None)
    often = f" In {alike.seen} of {alike.of} published inspections they did." if alike else ""
    yield (
        f"All {spelled(len(prediction.judgements))} judgements stand at {framework.scale.grades[rank].title.lower()}.{often} Check that "
        "each was judged on its own evidence, and not by one impression carried over all of them."
    )


def no_impact(prediction: Prediction) -> Iterator[str]:
    """Note that many items do not say what they meant for children, or that several say it in the same words."""
    items = [row.item for rows in _by_judgement(prediction).values() for row in rows]
    empty = [one.id for one in items if _plain(one.impact or "") in UNSAID]
    if len(items) >= SEVERAL and len(empty) >= MANY * len(items):
        yield (
            f"{len(empty)} of {count(len(items), 'item')} ({len(empty) / len(items):.0%}) do not say what it meant for children: "
            f"'impact:' is empty or says nothing ({named(empty)})."
        )
    circular = [one.id for one in items if one.impact and _plain(one.impact) == _plain(one.finding)]
    if circular:
        yield f"The impact only repeats the finding in {count(len(circular), 'item')} ({named(circular)})."
    words: dict[str, list[Evidence]] = defaultdict(list)
    for one in items:
        words[_plain(one.impact or "")].append(one)
    for plain, same in words.items():
        if len(same) >= SEVERAL and plain not in UNSAID:
            yield (
                f"{spelled(len(same)).capitalize()} items tell the impact in the same words ({named(one.id for one in same)}): was it seen "
                "each time, or copied?"
            )


def one_source(prediction: Prediction) -> Iterator[str]:
    """Note judgements of which all evidence comes from one owner, from the teams themselves, or from one week."""
    for judgement, rows in _by_judgement(prediction).items():
        items = [row.item for row in rows]
        if len(items) >= SEVERAL:
            lead = f"{prediction.framework.judgement(judgement).short}: all {spelled(len(items))} items of evidence"
            for told in (_one_owner(items), _one_auditor(items), _one_week(items)):
                if told:
                    yield f"{lead} {told} ({named(one.id for one in items)})."


def _one_owner(items: Sequence[Evidence]) -> str | None:
    owners = {one.owner for one in items}
    owner = next(iter(owners))
    return f"come from one owner, {owner}: nobody else has looked" if len(owners) == 1 and owner else None


def _one_auditor(items: Sequence[Evidence]) -> str | None:
    told = {one.auditor for one in items}
    return "were gathered by the team whose work it is" if told == {Auditor.IN_TEAM} else None


def _one_week(items: Sequence[Evidence]) -> str | None:
    starts, ends = zip(*(_span(one) for one in items), strict=True)
    first, last = min(starts), max(ends)
    if last - first > WEEK:
        return None
    when = f"from one day, {day(first)}" if first == last else f"from one week, {day(first)} to {day(last)}"
    return f"are {when}: what holds in other weeks was not seen"


def _span(item: Evidence) -> tuple[date, date]:
    return (item.period.start, item.period.end) if item.period else (item.date, item.date)


def moderation(prediction: Prediction) -> Iterator[str]:
    """Note rounds in which auditor and moderator agreed on too few records, and which way the changes went.

    Several such rounds are told in one note.
    """
    rounds: dict[tuple[str | None, str], list[Evidence]] = defaultdict(list)
    for item in _in_order(prediction):
        if item.sample is not None and item.sample.moderated:
            rounds[round_of(item)].append(item)
    least = prediction.method.moderation_agreement
    poor = []
    for (service, name), items in sorted(rounds.items(), key=lambda pair: (pair[0][1], pair[0][0] or "")):
        samples = [one.sample for one in items if one.sample is not None]
        looked = sum(one.moderated or 0 for one in samples)
        up, down = sum(one.changed_up for one in samples), sum(one.changed_down for one in samples)
        if 1 - (up + down) / looked < least:
            ids = f" ({named(one.id for one in items)})" if [one.id for one in items] != [name] else ""
            of = f" of {service}" if service and items[0].round else ""
            poor.append((f"{name}{of}{ids}", looked, up, down))
    if len(poor) == 1:
        ((which, looked, up, down),) = poor
        yield (
            f"Round {which}: moderators changed {up + down} of {looked} grades, so they agreed on {1 - (up + down) / looked:.0%}, under "
            f"{least:.0%}: {down} down and {up} up. {_which_way(up, down)}"
        )
    elif poor:
        told = "; ".join(f"{which} {1 - (up + down) / looked:.0%}" for which, looked, up, down in poor)
        up, down = sum(one[2] for one in poor), sum(one[3] for one in poor)
        yield (
            f"In {len(poor)} rounds auditor and moderator agreed on under {least:.0%} of grades: {told}. In all, moderators moved {down} "
            f"down and {up} up. {_which_way(up, down)}"
        )


def _which_way(up: int, down: int) -> str:
    if up == down:
        return "Auditors were as often too kind as too harsh."
    return "Auditors graded too kindly." if down > up else "Auditors graded too harshly."


def kinder_than_sample(prediction: Prediction) -> Iterator[str]:
    """Note written grades that are kinder than the results of the samples beside them."""
    scale = prediction.framework.scale
    rows = [row for one in prediction.judgements for each in one.standings for row in each.rows]
    kinder = {row.item.id: row for row in rows if is_held_by_sample(row, scale)}
    if kinder:
        does, it = ("is", "it counts as its") if len(kinder) == 1 else ("are", "each counts as its")
        yield (
            f"{count(len(kinder), 'written grade')} {does} kinder than what the sample beside {'it' if len(kinder) == 1 else 'them'} shows "
            f"({named(sorted(kinder))}): {it} sample shows. Inspectors read the same records."
        )


def chosen_samples(prediction: Prediction) -> Iterator[str]:
    """Note that at least half of the samples were chosen by those whose work they show."""
    tables = prediction.method.sampling
    items = [item for item in _in_order(prediction) if item.sample is not None and item.sample.size]
    chosen = [item for item in items if tables.shown_by(item.sample) < 1]
    if chosen and len(chosen) >= MANY * len(items):
        yield (
            f"{len(chosen)} of {count(len(items), 'sample')} {'was' if len(chosen) == 1 else 'were'} chosen by managers "
            f"({named(one.id for one in chosen)}). What is good in them counts for {tables.shown_by(chosen[0].sample):.0%}, because picked "
            "records do not show how common it is. Draw the next ones at random."
        )


def few_replies(prediction: Prediction) -> Iterator[str]:
    """Note surveys to which so few replied that those who did chose themselves."""
    rules = prediction.method.sampling
    few = [one.id for one in _in_order(prediction) if rules.told_by(one) < 1]
    if few:
        yield (
            f"In {count(len(few), 'survey')} under {rules.replies_enough:.0%} of those asked replied ({named(few)}): who answers then has "
            "mostly chosen to, so what is good in it counts for less. Ask those who did not reply."
        )


def views_only(prediction: Prediction) -> Iterator[str]:
    """Note what people graded with no evidence that counts behind it."""
    for verdict in prediction.judgements:
        bare = [one.descriptor for one in verdict.standings if not one.counting]
        about = [verdict.id] if len(bare) == len(verdict.standings) else []
        views = [view for of in (*about, *bare) for view in prediction.assessment.views if view.of == of]
        if views:
            told = listed(dict.fromkeys(_told(view, verdict, prediction) for view in views))
            yield f"{_short(verdict, prediction)}: {told}, with no evidence that counts behind {'it' if len(views) == 1 else 'them'}."


def _told(view: View, verdict: Verdict, prediction: Prediction) -> str:
    name = "" if view.of == verdict.id else f"{view.of} "
    return f"{name}graded {prediction.framework.scale.title(view.grade).lower()} by {view.by or 'somebody unnamed'}"


def same_words(prediction: Prediction) -> Iterator[str]:
    """Note claims that stand word for word as in an older item on the same descriptor, or in the same person's older view."""
    told: dict[tuple[str, str], list[str]] = defaultdict(list)
    for verdict in prediction.judgements:
        for standing in verdict.standings:
            for newer, older in _repeated([row.item for row in standing.rows]):
                told[newer.id, older.id].append(standing.descriptor)
    items = {one.id: one for one in prediction.assessment.evidence}
    for (newer_id, older_id), descriptors in told.items():
        yield (
            f"{newer_id} of {day(items[newer_id].date)} says of {listed(dict.fromkeys(descriptors))} word for word what {older_id} said on "
            f"{day(items[older_id].date)}: what has changed since?"
        )
    yield from _same_reasons(prediction.assessment.views)


def _repeated(items: Sequence[Evidence]) -> Iterator[tuple[Evidence, Evidence]]:
    """Pair each item with the latest older one that has the same finding."""
    latest: dict[str, Evidence] = {}
    for item in sorted(items, key=lambda one: (one.date, one.id)):
        plain = _plain(item.finding)
        older = latest.get(plain)
        if older is not None and older.date < item.date:
            yield item, older
        latest[plain] = item


def _same_reasons(views: Iterable[View]) -> Iterator[str]:
    latest: dict[tuple[str, str | None, str | None, str], date] = {}
    dated = [(view.date, view) for view in views if view.date is not None and view.because]
    for when, view in sorted(dated, key=lambda pair: (pair[0], pair[1].of, pair[1].by or "")):
        key = (view.of, view.by, view.service, _plain(view.because or ""))
        older = latest.get(key)
        if older is not None and older < when:
            yield (
                f"The view of {view.of} by {view.by or 'somebody unnamed'} of {day(when)} gives word for word the reason of {day(older)}: "
                "what has changed since?"
            )
        latest[key] = when


CHECKS: dict[str, Callable[[Prediction], Iterable[str]]] = {
    "all-good": all_good,
    "all-alike": all_alike,
    "no-impact": no_impact,
    "one-source": one_source,
    "moderation": moderation,
    "kinder-than-sample": kinder_than_sample,
    "chosen-samples": chosen_samples,
    "few-replies": few_replies,
    "views-only": views_only,
    "same-words": same_words,
}
"""Every check by its name, in the order in which notes are shown."""


# --- helps


def _short(verdict: Verdict, prediction: Prediction) -> str:
    return prediction.framework.judgement(verdict.id).short


def _in_order(prediction: Prediction) -> list[Evidence]:
    """Give all items, by date and id: files and items in another order give the same bytes."""
    return sorted(prediction.assessment.evidence, key=lambda one: (one.date, one.id))


def _own(rows: Iterable[Weighed]) -> list[Weighed]:
    """Leave inspectors' findings aside."""
    return [row for row in rows if not row.kind.own_triangulation]


def _by_judgement(prediction: Prediction) -> Mapping[str, tuple[Weighed, ...]]:
    """Give the council's own items that count, each once, by judgement and then by date and id."""
    found = {}
    for verdict in prediction.judgements:
        rows = [row for one in verdict.standings for row in _own(one.counting) if row.is_first]
        found[verdict.id] = tuple(sorted(rows, key=lambda row: (row.item.date, row.item.id)))
    return found


def _plain(text: str) -> str:
    """Give a text's words alone, so that capitals, stops and blanks make no difference."""
    return " ".join(_WORD.findall(text.casefold()))
