"""The promises that close section 5 of the design, P1 to P6, as properties; and beside each, that it breaks where its rule is broken.

A promise is looked at over random assessments: every kind of evidence, a few descriptors of a real framework, ages up to three years,
samples, rounds, supersessions, effects and extents, moderated or not. A test named `..._if_...` breaks one rule of the method and asks
hypothesis for an example in which the promise then fails: without it, a property that cannot fail would look like one that holds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import combinations, product, zip_longest
from pathlib import Path
from typing import Any

import pytest
import yaml
from builders import (
    AS_AT,
    ROOT,
    assessment,
    changed,
    everywhere,
    framework,
    item,
    method,
    months_ago,
    predicted,
    sample,
)
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import preinspect.grade
import preinspect.predict
import preinspect.score
import preinspect.weigh
from preinspect.case import open_case
from preinspect.evidence import Assessment, Evidence, Sample, Selection
from preinspect.framework import Framework
from preinspect.grade import Scale, at_least
from preinspect.limit import applies, read_together
from preinspect.method import Method, derived_rank, share_below
from preinspect.predict import Prediction, predict
from preinspect.render import json
from preinspect.report import report
from preinspect.score import WORDS, Counts, Outlook, Standing, probabilities, stand
from preinspect.weigh import Weighed, freshness, weigh

SLOW_START = [HealthCheck.too_slow, HealthCheck.data_too_large]
IN_CI = bool(os.environ.get("CI"))
PHASES = [Phase.explicit, Phase.reuse, Phase.generate] if IN_CI else list(Phase)
"""In CI a failing example is not made small: that can take minutes, and whoever follows it up runs the test again."""


def examples(number: int) -> settings:
    """Give how long to look; always at the same examples where nobody is there to follow up a new one."""
    return settings(max_examples=number, deadline=None, derandomize=IN_CI, phases=PHASES, suppress_health_check=SLOW_START)


LOOK = settings(examples(3000), derandomize=True, database=None, phases=[Phase.generate])
"""For examples that must be found: always the same ones, and not made small, which takes long."""


# --- random assessments

_SIZES = st.none() | st.sampled_from([5, 9, 10, 12, 20, 40, 100])
_DAYS = st.integers(0, 1200) | st.sampled_from([0, 0, 30, 100])


@st.composite
def samples(draw: Any, scale: Scale) -> Sample | None:
    """Draw a sample or none: with how many met, or with results by grade; moderated or not."""
    size = draw(_SIZES)
    if size is None:
        return None
    moderated = draw(st.none() | st.integers(1, size))
    plain = sample(size, moderated=moderated, changed_down=draw(st.integers(0, moderated or 0)))
    plain = replace(plain, selection=draw(st.none() | st.sampled_from(Selection)))
    if draw(st.booleans()):
        return replace(plain, met=draw(st.integers(0, size)))
    edges = sorted([0, size, *(draw(st.integers(0, size)) for _ in scale.ids[1:])])
    return replace(plain, results=tuple((name, edges[i + 1] - edges[i]) for i, name in enumerate(scale.ids)))


@st.composite
def assessments(draw: Any, name: str = "ilacs-2018", most: int = 9, least: int = 1) -> Assessment:
    """Draw an assessment on two descriptors of each of the first three judgements."""
    where, tables = framework(name), method()
    descriptors = [one.id for judgement in where.graded[:3] for one in where.descriptors_of(judgement.id)[:2]]
    elsewhere = st.sampled_from([None, None, None, *(one.id for one in where.graded)])
    items: list[Evidence] = []
    for number in range(draw(st.integers(least, most))):
        looked_at = draw(samples(where.scale))
        derived = looked_at is not None and draw(st.booleans())
        kind = draw(st.sampled_from(sorted(tables.kinds)))
        is_paper = kind in ("document", "statement")
        items.append(
            item(
                f"E{number}",
                draw(st.lists(st.sampled_from(descriptors), min_size=1, max_size=2, unique=True)),
                kind=kind,
                judgement=draw(elsewhere),
                date=AS_AT - timedelta(days=draw(_DAYS)),
                grade=None if derived else draw(st.sampled_from(where.scale.ids)),
                extent=draw(st.none() | st.sampled_from(list(tables.extents))),
                effect=draw(st.none() | st.sampled_from(list(tables.effects))),
                sample=looked_at,
                round=draw(st.sampled_from([None, None, "2026-Q1", "2026-Q2"])),
                with_family=draw(st.sampled_from([None, 0, 5])),
                supersedes=tuple(
                    draw(st.lists(st.sampled_from([one.id for one in items]), max_size=2, unique=True)) if items else ()
                ),
                because=draw(st.sampled_from([None, "since it covers the former team"])),
                review_due=AS_AT + timedelta(days=draw(st.integers(-400, 400))) if is_paper else None,
            )
        )
    changes = [
        changed("a new front door", AS_AT - timedelta(days=days)) for days in draw(st.lists(st.integers(0, 800), max_size=1))
    ]
    return assessment(items, changed_since=tuple(changes))


_LOOKS = ["external", "audit", "observation", "feedback", "challenge", "complaint", "dip-sample", "staff"]


@st.composite
def crowds(draw: Any, name: str = "ilacs-2018", most: int = 7) -> Assessment:
    """Draw items that all stand on one descriptor, of different kinds, ages and weights: where they hold each other most."""
    where, tables = framework(name), method()
    descriptor = where.descriptors_of(where.graded[0].id)[0].id
    return assessment(
        item(
            f"E{number}",
            descriptor,
            kind=draw(st.sampled_from(_LOOKS)),
            date=AS_AT - timedelta(days=draw(_DAYS)),
            grade=draw(st.sampled_from(where.scale.ids)),
            extent=draw(st.none() | st.sampled_from(list(tables.extents))),
            effect=draw(st.none() | st.sampled_from(list(tables.effects))),
            sample=draw(st.sampled_from([None, sample(10), sample(40)])),
            with_family=draw(st.sampled_from([None, 5])),
        )
        for number in range(draw(st.integers(1, most)))
    )


@st.composite
def findings(draw: Any, name: str = "ilacs-2018") -> Assessment:
    """Draw inspectors' findings on six descriptors of every judgement: enough for grades to be shown."""
    where = framework(name)
    items = [
        item(f"EX-{one.id}", one.id, kind="external", grade=draw(st.sampled_from(where.scale.ids[near : near + 2])))
        for judgement in where.graded
        for near in [draw(st.integers(0, where.scale.top - 1))]
        for one in where.descriptors_of(judgement.id)[:6]
    ]
    return assessment(items)


def by_default(given_assessment: Assessment, name: str = "ilacs-2018", tables: Method | None = None) -> Prediction:
    """Predict under a framework by its name."""
    return predict(given_assessment, framework(name), tables or method())


def in_place_of(old: Assessment, index: int, *new: Evidence) -> Assessment:
    """Put an item in the place of another, or take it away."""
    return replace(old, evidence=(*old.evidence[:index], *new, *old.evidence[index + 1 :]))


Shares = tuple[float, ...]


def never_lower(before: Mapping[Any, Shares], after: Mapping[Any, Shares]) -> list[Any]:
    """Name what became less likely to be at some rank or above; equal up to the rounding of sums."""
    return [key for key in before if any(now < then - 1e-9 for then, now in zip(before[key], after[key], strict=True))]


def of_descriptors(prediction: Prediction) -> dict[Any, Shares]:
    """Give, by judgement and descriptor, the share of the evidence at each rank or above; unknown counts as just below the benchmark."""
    below = prediction.framework.scale.benchmark - 1
    return {
        (one.judgement, one.descriptor): at_least([mass + one.unknown * (rank == below) for rank, mass in enumerate(one.masses)])
        for verdict in prediction.judgements
        for one in verdict.standings
    }


def of_judgements(prediction: Prediction) -> dict[Any, Shares]:
    """Give the chance of being at each rank or above, of judgements alone and read together, and of overall."""
    together = {one.id: at_least(one.probabilities) for one in prediction.judgements}
    alone = {
        (one.id, "alone"): at_least(one.alone.probabilities)
        for one in prediction.judgements
        if one.alone is not None and one.alone.probabilities is not None
    }
    overall = {prediction.overall.id: at_least(prediction.overall.probabilities)} if prediction.overall else {}
    return {**together, **alone, **overall}


def order(rank: int | None, scale: Scale) -> float:
    """Put a grade in order; a withheld one stands between below the benchmark and the benchmark."""
    return scale.benchmark - 0.5 if rank is None else rank


def standings(prediction: Prediction) -> dict[tuple[str, str], Standing]:
    """Give every descriptor's standing by judgement and descriptor."""
    return {(one.judgement, one.descriptor): one for verdict in prediction.judgements for one in verdict.standings}


def evidence_words(prediction: Prediction) -> dict[str, int]:
    """Give the evidence word of every judgement, as its place from low to high."""
    return {one.id: WORDS.index(one.alone.evidence_word) for one in prediction.judgements if one.alone is not None}


# --- P1: a better item never lowers the chance of being at or above any grade


def better(one: Evidence, scale: Scale, tables: Method) -> Iterator[Evidence]:
    """Give every item that is better than this one in a single way of the partial order."""
    yield from _better_grade(one, scale)
    yield from _better_effect(one, scale, tables)
    yield from _better_extent(one, scale, tables)
    yield from _better_sample(one, scale)


def _rank(one: Evidence, scale: Scale, tables: Method) -> int:
    told = [scale.rank(one.grade)] if one.grade is not None else []
    if one.sample is not None and (derived := derived_rank(one.sample, scale, tables)) is not None:
        told.append(derived)
    return min(told)


def _better_grade(one: Evidence, scale: Scale) -> Iterator[Evidence]:
    if one.grade is not None and scale.rank(one.grade) < scale.top:
        yield replace(one, grade=scale.id(scale.rank(one.grade) + 1))


def _better_effect(one: Evidence, scale: Scale, tables: Method) -> Iterator[Evidence]:
    now = tables.effects[one.effect] if one.effect else tables.effect_of(_rank(one, scale, tables), scale)
    names = list(tables.effects)
    for name in names[: names.index(now.id)]:
        yield replace(one, effect=name)


def _better_extent(one: Evidence, scale: Scale, tables: Method) -> Iterator[Evidence]:
    names = list(tables.extents)
    wider_is_better = _rank(one, scale, tables) >= scale.benchmark
    told = one.sample is not None and share_below(one.sample, scale) is not None
    here = names.index(one.extent or ("all" if told and wider_is_better else tables.default_extent))
    for name in names[:here] if wider_is_better else names[here + 1 :]:
        yield replace(one, extent=name)


def _better_sample(one: Evidence, scale: Scale) -> Iterator[Evidence]:
    if one.sample is None:
        return
    if one.sample.met is not None and one.sample.size is not None and one.sample.met < one.sample.size:
        yield replace(one, sample=replace(one.sample, met=one.sample.met + 1))
    counts = dict(one.sample.results)
    for down, up in zip(scale.ids[1:], scale.ids, strict=False):
        if counts.get(down):
            moved = {**counts, down: counts[down] - 1, up: counts.get(up, 0) + 1}
            yield replace(one, sample=replace(one.sample, results=tuple(moved.items())))


@st.composite
def improvements(draw: Any, drawn: st.SearchStrategy[Assessment], name: str = "ilacs-2018") -> tuple[Assessment, Assessment]:
    """Draw an assessment, and the same with one item better in a single way."""
    before = draw(drawn)
    scale, tables = framework(name).scale, method()
    ways = [(index, new) for index, one in enumerate(before.evidence) for new in better(one, scale, tables)]
    index, new = draw(st.sampled_from(ways)) if ways else (0, before.evidence[0])
    return before, in_place_of(before, index, new)


def lowered(before: Assessment, after: Assessment, name: str = "ilacs-2018", tables: Method | None = None) -> list[Any]:
    """Name what a change made less likely to be at some rank or above."""
    was, now = by_default(before, name, tables), by_default(after, name, tables)
    return [*never_lower(of_descriptors(was), of_descriptors(now)), *never_lower(of_judgements(was), of_judgements(now))]


@given(improvements(assessments()))
@examples(120)
def test_p1_a_better_item_never_lowers_a_chance(drawn):
    """Of any descriptor, any judgement (from its own evidence and read together) and overall, at any rank."""
    assert lowered(*drawn) == []


@given(improvements(crowds()))
@examples(150)
def test_p1_holds_on_a_crowded_descriptor(drawn):
    assert lowered(*drawn) == []


@pytest.mark.parametrize("name", ["ilacs-2023", "slac-2009", "five-grades", "met-or-not"])
@given(data=st.data())
@examples(25)
def test_p1_holds_in_other_frameworks(name, data):
    assert lowered(*data.draw(improvements(assessments(name) | crowds(name), name)), name) == []


@given(improvements(assessments("sif-2013", most=5), "sif-2013"))
@examples(6)
def test_p1_holds_where_a_limit_binds_one_judgement_to_another(drawn):
    assert lowered(*drawn, "sif-2013") == []


def test_p1_holds_under_a_cap():
    """What is not known stands above a cap at the lowest grade, and so has to come down to it with all that is known.

    Otherwise an old concern that looks better, and of which less is known, would take from what stands above the cap.
    """
    cap = item("CAP", "HP-01", kind="external", grade="inadequate")
    aged = item("AGED", "HP-01", kind="feedback", date=months_ago(15), extent="few")
    assert lowered(assessment([cap, aged]), assessment([cap, replace(aged, extent="all")])) == []


_AFTER = [
    item("SOON", kind="external", date=months_ago(29.9)),
    item("EARLY", kind="feedback", date=months_ago(22.5)),
    item("LATE", kind="audit", date=months_ago(17), sample=sample(40)),
    item("SMALL", kind="observation", date=months_ago(13), sample=sample(10)),
    item("PICKED", kind="audit", date=months_ago(7), sample=sample(40, selection=Selection.MANAGERS_CHOICE)),
    item("DIP", kind="dip-sample", date=months_ago(3), sample=sample(40)),
    item("TOLD", kind="complaint", date=months_ago(2)),
    item("LAST", kind="external"),
]
"""Looks of every sort after a risk of thirty months ago: those that settle all of it, some of it and nothing."""


def after_a_risk() -> Iterator[Assessment]:
    """Give a risk of each sort, and after it none, one or two looks of every sort that found each grade."""
    scale = framework().scale
    for grade, kind in product(["inadequate", "requires-improvement"], ["audit", "external"]):
        risk = item("RISK", kind=kind, grade=grade, effect="risk", date=months_ago(30), sample=sample(40))
        for number in range(3):
            for looks in combinations(_AFTER, number):
                for found in product(scale.ids, repeat=number):
                    graded = (replace(look, grade=one) for look, one in zip(looks, found, strict=True))
                    yield assessment([risk, *graded])


def risk_stands(given_assessment: Assessment) -> Standing:
    """Say where the descriptor stands, by itself: what stands beside it in its judgement does not matter to it."""
    where, tables = framework(), method()
    rows = weigh(given_assessment, where, tables)["help-and-protection", "HP-10"]
    return stand("help-and-protection", "HP-10", rows, where, tables)


def shares(one: Standing) -> Shares:
    below = framework().scale.benchmark - 1
    return at_least([mass + one.unknown * (rank == below) for rank, mass in enumerate(one.masses)])


def test_p1_holds_for_whatever_looks_there_were_after_a_risk():
    """Every better form of every item, one at a time."""
    scale, tables, looked_at = framework().scale, method(), 0
    for before in after_a_risk():
        was = shares(risk_stands(before))
        for index, one in enumerate(before.evidence):
            for new in better(one, scale, tables):
                looked_at += 1
                assert never_lower({"": was}, {"": shares(risk_stands(in_place_of(before, index, new)))}) == [], (before, new)
    assert looked_at > 10_000


@st.composite
def lifts(draw: Any, name: str) -> tuple[dict[str, Shares], dict[str, Shares], dict[str, float]]:
    """Draw what is believed of every judgement, the same with the outlook of one of them better, and how far each is heard."""
    where, model = framework(name), method().model

    def shares(value: float) -> Shares:
        return probabilities(Outlook(1, 0, 0, 0, value, 0.6), where.scale, model)

    values = {one.id: draw(st.floats(-40, 15)) for one in where.graded}
    lifted = draw(st.sampled_from(sorted(values)))
    before = {judgement: shares(value) for judgement, value in values.items()}
    heard = {name: draw(st.sampled_from([1.0, 1.0, 0.0]) | st.floats(0, 1)) for name in values}
    return before, {**before, lifted: shares(values[lifted] + draw(st.floats(0, 30)))}, heard


def lowered_together(
    before: Mapping[str, Shares], after: Mapping[str, Shares], heard: Mapping[str, float], where: Framework
) -> list[str]:
    """Name the judgements, overall among them, that a better outlook of one makes less likely to be at some rank or above."""
    was, now = (read_together(beliefs, where, 0.5, heard) for beliefs in (before, after))
    return never_lower(
        {name: at_least(shares) for name, shares in [*was.marginals.items(), ("overall", was.overall or ())]},
        {name: at_least(shares) for name, shares in [*now.marginals.items(), ("overall", now.overall or ())]},
    )


@pytest.mark.parametrize(
    ("name", "number"), [("ilacs-2018", 60), ("ilacs-2023", 40), ("five-grades", 20), ("slac-2009", 20), ("sif-2013", 5)]
)
def test_p1_a_better_outlook_of_one_judgement_lowers_none(name, number):
    @given(lifts(name))
    @examples(number)
    def none_is_lowered(drawn):
        assert lowered_together(*drawn, framework(name)) == []

    none_is_lowered()


def test_p1_breaks_if_a_limit_holds_down_what_is_best():
    """The rule: a limit binds where a judgement is at its lowest. Turned round, a better sub-judgement lowers its parent."""
    plain = framework("five-grades")
    turned = replace(plain, limits=tuple(replace(one, is_grade="exemplary", strength="always") for one in plain.limits[1:2]))
    before, after, _ = find(lifts("five-grades"), lambda drawn: bool(lowered_together(*drawn, turned)), settings=LOOK)
    assert before != after


def test_p1_breaks_if_a_better_finding_weighs_less(monkeypatch):
    weigh = preinspect.weigh._Context.weigh
    monkeypatch.setattr(preinspect.weigh._Context, "weigh", lambda *told: _less_the_better(weigh(*told)))
    before, after = find(improvements(assessments()), lambda drawn: bool(lowered(*drawn)), settings=LOOK)
    assert before != after


def _less_the_better(row: Weighed) -> Weighed:
    return replace(row, weight=row.weight * 0.7**row.rank)


OLD_CONCERN = item("OLD", "HP-01", grade="requires-improvement", extent="isolated", date=months_ago(11.5))
NOW_GOOD = replace(OLD_CONCERN, grade="good")


def test_p1_holds_for_an_old_concern_about_few_children():
    assert lowered(assessment([OLD_CONCERN]), assessment([NOW_GOOD])) == []


def test_p1_breaks_if_a_small_concern_counts_for_less_than_not_knowing(monkeypatch):
    def without_floor(row, standing, scale, model):
        known = preinspect.score._known(row, standing, scale)
        short = row.effect.severity * row.extent.share * (row.rank < scale.benchmark)
        return known * short + (1 - known) * model.unknown_shortfall

    monkeypatch.setattr(preinspect.score, "shortfall", without_floor)
    assert ("help-and-protection", "alone") in lowered(assessment([OLD_CONCERN]), assessment([NOW_GOOD]))


def test_p1_breaks_if_not_knowing_is_as_bad_as_can_be(monkeypatch):
    """The rule: unknown stands just below the benchmark; 'silent descriptors are unknown, not bad'."""
    monkeypatch.setattr(preinspect.score, "_spread", _with_unknown_at(0, preinspect.score._spread))
    assert ("help-and-protection", "HP-01") in lowered(assessment([OLD_CONCERN]), assessment([NOW_GOOD]))


def _with_unknown_at(place: int, spread: Callable[..., Any]) -> Callable[..., Any]:
    def spread_otherwise(*told: Any) -> tuple[Shares, float]:
        masses, unknown = spread(*told)
        return tuple(mass + unknown * (rank == place) for rank, mass in enumerate(masses)), 0.0

    return spread_otherwise


def test_p1_breaks_if_judgements_that_go_together_are_set_against_each_other():
    """The rule: ties between judgements are zero or more. With a tie below zero, a better finding on one lowers the others."""
    shipped = framework()
    assert shipped.pattern is not None
    tied = replace(shipped, pattern=replace(shipped.pattern, pairs=tuple((*pair[:2], -2.0) for pair in shipped.pattern.pairs)))
    was, now = (of_judgements(predicted(everywhere({"leaders": grade}), tied)) for grade in ("requires-improvement", "good"))
    assert {"help-and-protection", "children-in-care"} <= set(never_lower(was, now))


def test_p1_holds_where_a_finding_that_fell_short_in_quality_now_helps():
    now = item("EX", "HP-01", kind="external", extent="most", effect="quality")
    assert lowered(assessment([now]), assessment([replace(now, effect="helping")])) == []


# --- P2: taking an item away


@st.composite
def removals(draw: Any, drawn: st.SearchStrategy[Assessment]) -> tuple[Assessment, int]:
    """Draw an assessment, and the number of an item to take away."""
    before = draw(drawn)
    return before, draw(st.integers(0, len(before.evidence) - 1))


def word_rises(drawn: Assessment, index: int) -> list[str]:
    """Name the judgements whose evidence word rises as an item is taken away."""
    was, now = evidence_words(by_default(drawn)), evidence_words(by_default(in_place_of(drawn, index)))
    return [name for name, word in was.items() if now[name] > word]


@given(removals(assessments() | crowds()))
@examples(80)
def test_p2_taking_an_item_away_never_raises_the_evidence_word(drawn):
    assert word_rises(*drawn) == []


@given(findings(), st.integers(0, 17))
@examples(30)
def test_p2_holds_where_the_word_is_high(drawn, index):
    assert word_rises(drawn, index) == []


SIX = tuple(one.id for one in framework().descriptors_of("leaders")[:6])
TRIANGULATED = [
    item("AUD", SIX, sample=sample(40), with_family=5),
    item("FB", SIX, kind="feedback"),
    item("ST", SIX, kind="staff"),
    item("OB", SIX, kind="observation"),
    item("GOV", SIX, kind="governance"),
    item("CO", SIX, kind="complaint", grade="inadequate"),
]


def test_p2_holds_where_one_side_of_a_contradiction_is_taken_away():
    assert word_rises(assessment(TRIANGULATED), 5) == []


def test_p2_breaks_if_the_evidence_word_counts_contradictions(monkeypatch):
    """The rule: the word is built from counts that only fall as items go. A contradiction goes with the item that contradicts."""
    triangulated, scale = preinspect.score._triangulated, framework().scale

    def and_agreed(rows, tables):
        return triangulated(rows, tables) and not preinspect.score._contradictions(rows, scale)

    monkeypatch.setattr(preinspect.score, "_triangulated", and_agreed)
    assert word_rises(assessment(TRIANGULATED), 5) == ["leaders"]


def raised(drawn: Assessment, index: int, name: str = "ilacs-2018") -> list[tuple[str, str]]:
    """Name the descriptors whose grade rises as an item that is better than it is taken away."""
    gone, scale = drawn.evidence[index].id, framework(name).scale
    was, now = standings(by_default(drawn, name)), standings(by_default(in_place_of(drawn, index), name))
    return [
        key
        for key, one in was.items()
        if key in now
        and any(row.item.id == gone and row.rank > order(one.rank, scale) for row in one.rows)
        and order(now[key].rank, scale) > order(one.rank, scale)
    ]


def _withdraws_nothing_else(drawn: tuple[Assessment, int]) -> bool:
    one = drawn[0].evidence[drawn[1]]
    return not one.supersedes and not (one.sample and one.sample.moderated)


@given(removals(assessments(most=6)).filter(_withdraws_nothing_else))
@examples(80)
def test_p2_taking_a_better_item_away_never_raises_its_descriptor(drawn):
    """Of an item that supersedes nothing and carries no moderation record.

    What an item superseded counts again once it is gone, and may be better. A moderation record that is taken away takes the doubt about
    its whole round away too; `diff` names what was withdrawn. A withheld grade stands between below the benchmark and the benchmark.
    """
    assert raised(*drawn) == []


@given(removals(crowds()))
@examples(150)
def test_p2_holds_on_a_crowded_descriptor(drawn):
    assert raised(*drawn) == []


@pytest.mark.parametrize("name", ["five-grades", "met-or-not"])
@given(data=st.data())
@examples(30)
def test_p2_holds_on_other_scales(name, data):
    assert raised(*data.draw(removals(crowds(name))), name) == []


def test_p2_holds_for_an_item_that_went_stale():
    """A stale audit that was good neither lifts two fresh good ones beside a concern nor holds them down."""
    fresh = [item("A", extent="all"), item("B", extent="all"), item("EX", kind="external", grade="requires-improvement")]
    with_old = predicted([*fresh, item("OLD", extent="all", date=months_ago(13))])
    assert predicted(fresh).standing("HP-10").rank == with_old.standing("HP-10").rank


def test_p2_breaks_if_what_age_takes_counts_against_the_others(monkeypatch):
    """The rule: what age takes from an item leaves its side of a boundary and joins no other."""

    def lost_speaks_against(rows, rank, scale, prior):
        total = prior + sum(row.weight for row in rows)
        return sum(row.weight * min(1.0, max(0.0, row.position - rank + 1)) * row.lasts for row in rows) / total

    fresh = [
        item("A", extent="all", sample=sample(20)),
        item("B", extent="all", sample=sample(20)),
        item("EX", kind="external", grade="requires-improvement"),
    ]
    with_old = assessment([*fresh, item("OLD", extent="all", sample=sample(20), date=months_ago(13))])
    assert raised(with_old, 3) == []
    monkeypatch.setattr(preinspect.score, "_at_or_above", lost_speaks_against)
    assert raised(with_old, 3) == [("help-and-protection", "HP-10")]


# --- P3: the same files at a later as-at


@st.composite
def waits(draw: Any, drawn: st.SearchStrategy[Assessment]) -> tuple[Assessment, Assessment]:
    """Draw an assessment, and the same up to three years later."""
    now = draw(drawn)
    return now, replace(now, as_at=now.as_at + timedelta(days=draw(st.integers(1, 1100))))


@st.composite
def mixed_findings(draw: Any) -> Assessment:
    """Draw findings of kinds that test, of different ages, on six descriptors of every judgement."""
    kinds = st.sampled_from(["external", "audit", "feedback", "complaint"])
    return assessment(
        replace(one, kind=draw(kinds), date=AS_AT - timedelta(days=draw(_DAYS)), sample=sample(40))
        for one in draw(findings()).evidence
    )


def improved_by_waiting(now: Assessment, later: Assessment, name: str = "ilacs-2018") -> list[Any]:
    """Name whatever is better at the later day: the grade of a descriptor or judgement, a chance of a judgement, an evidence word.

    A descriptor's withheld grade stands between below the benchmark and the benchmark, so a strength may become 'cannot be said' or a
    concern, and a concern only a worse one. A judgement's grade may be withheld later, whatever it was: what is no longer known is not
    said, and that is no better grade. A judgement's grade that is withheld is never shown later; of overall, a grade that is withheld
    is never shown at the benchmark or above, but a practice judgement that falls to the lowest grade may decide it.
    """
    scale, was, then = framework(name).scale, by_default(now, name), by_default(later, name)
    old, new = standings(was), standings(then)
    shown, after = ({one.id: one.rank for one in day.judgements} for day in (was, then))
    words, fewer = evidence_words(was), evidence_words(then)
    whole, wholly = (day.overall.rank if day.overall else None for day in (was, then))
    return [
        *never_lower(of_judgements(then), of_judgements(was)),
        *(key for key, one in old.items() if order(new[key].rank, scale) > order(one.rank, scale)),
        *(key for key, rank in shown.items() if after[key] is not None and (rank is None or after[key] > rank)),
        *(f"{key} word" for key, word in words.items() if fewer[key] > word),
        *(["overall"] if wholly is not None and wholly > order(whole, scale) else []),
    ]


@given(waits(assessments()))
@examples(100)
def test_p3_nothing_improves_by_waiting(drawn):
    assert improved_by_waiting(*drawn) == []


@given(waits(crowds()))
@examples(150)
def test_p3_holds_on_a_crowded_descriptor(drawn):
    assert improved_by_waiting(*drawn) == []


def test_p3_holds_for_whatever_looks_there_were_after_a_risk():
    """Every month of four years: what is settled depends on the time between two looks, and on no day since."""
    scale = framework().scale
    for now in after_a_risk():
        was = risk_stands(now)
        for months in (1, 3, 6, 9, 12, 24, 48):
            later = risk_stands(replace(now, as_at=AS_AT + timedelta(days=months * 31)))
            assert order(later.rank, scale) <= order(was.rank, scale), (now, months)
            assert (later.capped_by is None) == (was.capped_by is None)


def test_p3_breaks_if_a_risk_is_settled_by_waiting(monkeypatch):
    """The rule: what still holds of a risk follows from the time between two looks, never from the calendar."""
    goods = [item(f"EX-{number}", "HP-10", kind="external") for number in range(3)]
    now = assessment([item("RISK", grade="inadequate", effect="risk", kind="external"), *goods])
    later = replace(now, as_at=AS_AT + timedelta(days=200))
    assert improved_by_waiting(now, later) == []
    monkeypatch.setattr(preinspect.score, "is_standing_risk", lambda row, tables: row.risk_holds > 0 and row.age < 6)
    assert ("help-and-protection", "HP-10") in improved_by_waiting(now, later)


def test_p3_what_was_good_leaves_nothing_outstanding_behind_as_it_goes_stale():
    """An audit that was good still stands against 'outstanding' when it is too old to stand for 'good'."""
    now = assessment([item("EX", kind="external", grade="outstanding", extent="all"), item("AUD", sample=sample(40))])
    assert improved_by_waiting(now, replace(now, as_at=AS_AT + timedelta(days=400))) == []


@given(waits(mixed_findings()))
@examples(80)
def test_p3_no_judgement_improves_by_waiting(drawn):
    assert improved_by_waiting(*drawn) == []


@pytest.mark.parametrize("name", ["five-grades", "met-or-not"])
@given(data=st.data())
@examples(30)
def test_p3_holds_on_other_scales(name, data):
    assert improved_by_waiting(*data.draw(waits(assessments(name) | crowds(name))), name) == []


def test_p3_breaks_if_concern_fades_with_the_days(monkeypatch):
    weigh = preinspect.weigh._Context.weigh
    monkeypatch.setattr(preinspect.weigh._Context, "weigh", lambda *told: _fading(weigh(*told)))
    now, later = find(waits(assessments()), lambda drawn: bool(improved_by_waiting(*drawn)), settings=LOOK)
    assert later.as_at > now.as_at


def _fading(row: Weighed) -> Weighed:
    return replace(row, holds=min(row.holds, freshness(row.age, row.kind)))


def test_p3_breaks_if_unknown_stands_above_good(monkeypatch):
    monkeypatch.setattr(preinspect.score, "_spread", _with_unknown_at(3, preinspect.score._spread))
    now, later = find(waits(assessments()), lambda drawn: bool(improved_by_waiting(*drawn)), settings=LOOK)
    assert later.as_at > now.as_at


def test_p3_breaks_if_the_evidence_word_counts_what_went_stale(monkeypatch):
    """The rule: the word counts fresh evidence only; were the stale items among what speaks for it, it would rise by waiting."""
    counts = preinspect.score._counts
    monkeypatch.setattr(preinspect.score, "_counts", lambda *told: _with_stale_ones(counts(*told)))
    old = [replace(one, date=months_ago(20)) for one in everywhere({"leaders": "good"})]
    now = assessment(old)
    assert "leaders word" in improved_by_waiting(now, replace(now, as_at=AS_AT + timedelta(days=800)))


def _with_stale_ones(one: Counts) -> Counts:
    return replace(one, tested=2 * one.stale, triangulated=one.stale, items=12, inspected=True)


# --- P4: files, items and keys in another order


def in_bytes(given_assessment: Assessment) -> bytes:
    """Give what `status` and `gaps` print for programs, and how every item counts."""
    prediction = by_default(given_assessment)
    told = report(prediction)
    rows = [
        (*key, row.item.id, row.weight, row.why_not or "")
        for key, one in sorted(standings(prediction).items())
        for row in one.rows
    ]
    return "\n".join([json.status(told), json.gap_list(told), *map(str, rows)]).encode()


def unlike(one: Assessment, other: Assessment) -> list[tuple[bytes | None, bytes | None]]:
    """List the lines in which what two assessments give differs by a byte."""
    pairs = zip_longest(in_bytes(one).splitlines(keepends=True), in_bytes(other).splitlines(keepends=True))
    return [pair for pair in pairs if pair[0] != pair[1]]


@st.composite
def reorderings(draw: Any) -> tuple[Assessment, Assessment]:
    """Draw an assessment, and the same with items and keys in another order."""
    drawn = draw(assessments())
    return drawn, replace(drawn, evidence=tuple(_turned(one) for one in draw(st.permutations(drawn.evidence))))


def _turned(one: Evidence) -> Evidence:
    turned = replace(one.sample, results=one.sample.results[::-1]) if one.sample else None
    return replace(one, sample=turned, supersedes=one.supersedes[::-1])


@given(reorderings())
@examples(60)
def test_p4_items_in_another_order_give_the_same_bytes(drawn):
    assert unlike(*drawn) == []


def test_p4_items_of_a_round_in_another_order_give_the_same_bytes():
    """What is noted of a round on which moderators did not agree names its items by date, then by id."""
    round_of_two = [item(name, round="2026-Q1", sample=sample(40, moderated=10, changed_down=5)) for name in ("A", "B")]
    assert unlike(assessment(round_of_two), assessment(round_of_two[::-1])) == []


def _row(one: Evidence) -> dict[str, Any]:
    plain = {"id": one.id, "kind": one.kind, "descriptors": list(one.descriptors), "date": one.date, "grade": one.grade}
    return {**plain, "finding": one.finding, "extent": one.extent or "some", "sample": {"size": 40, "met": 12, "moderated": 10}}


def _status_of(files: list[list[dict[str, Any]]]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        head = {"assessment": {"authority": "Anyshire", "framework": "ilacs-2018", "as-at": AS_AT}}
        for number, rows in enumerate(files):
            text = yaml.safe_dump({"evidence": rows} if rows else {}, sort_keys=False)
            (Path(folder) / f"file-{number}.yaml").write_text(text, "utf-8")
        (Path(folder) / "head.yaml").write_text(yaml.safe_dump(head), "utf-8")
        case = open_case(Path(folder), as_at=None, today=AS_AT)
        return json.status(report(case.predict(), case.problems)).encode()


@st.composite
def partings(draw: Any) -> tuple[list[list[dict[str, Any]]], list[list[dict[str, Any]]]]:
    """Draw the entries of a folder in one file, and the same in three files, with items and keys in another order."""
    rows = [_row(one) for one in draw(findings()).evidence]
    turned = [dict(draw(st.permutations(list(row.items())))) for row in draw(st.permutations(rows))]
    first, second = sorted(draw(st.lists(st.integers(1, len(rows) - 1), min_size=2, max_size=2)))
    return [rows], [turned[:first], turned[first:second], turned[second:]]


@given(partings())
@examples(6)
def test_p4_files_and_keys_in_another_order_give_the_same_bytes(drawn):
    assert _status_of(drawn[0]) == _status_of(drawn[1])


def test_p4_breaks_if_items_of_one_day_stand_as_they_were_written(monkeypatch):
    """The rule: items are put newest first, then by id."""
    monkeypatch.setattr(preinspect.predict, "weigh", _as_written)
    one, other = find(reorderings(), lambda drawn: bool(unlike(*drawn)), settings=LOOK)
    assert one.evidence != other.evidence


def _as_written(told: Assessment, where: Framework, tables: Method) -> Mapping[tuple[str, str], tuple[Weighed, ...]]:
    place = {one.id: number for number, one in enumerate(told.evidence)}
    weighed = preinspect.weigh.weigh(told, where, tables)
    return {key: tuple(sorted(rows, key=lambda row: place[row.item.id])) for key, rows in weighed.items()}


# --- P5: an always limit


WITH_OVERALL = ["ilacs-2018", "ilacs-2023", "sif-2013", "five-grades", "met-or-not"]


def always(where: Framework) -> list[Any]:
    """Give a framework's limits on overall that always hold."""
    return [one for one in where.limits if one.strength == "always" and where.overall and one.judgement == where.overall.id]


def certainly(ranks: Mapping[str, int], where: Framework) -> dict[str, Shares]:
    """Put all belief on one grade a judgement; on the benchmark where none is named."""
    there = range(len(where.scale))
    return {one.id: tuple(float(rank == ranks.get(one.id, where.scale.benchmark)) for rank in there) for one in where.graded}


def combinations_above(where: Framework, limits: list[Any]) -> list[Mapping[str, int]]:
    """List the combinations of key judgements in which one of these limits applies and overall can yet be above it."""
    names = [one.id for one in where.keys]
    found = []
    for ranks in product(range(len(where.scale)), repeat=len(names)):
        combination = dict(zip(names, ranks, strict=True))
        overall = read_together(certainly(combination, where), where, 0.5).overall
        assert overall is not None
        for limit in limits:
            if applies(limit, combination, where) and sum(overall[where.scale.rank(limit.at_most) + 1 :]) > 0:
                found.append(combination)
    return found


@pytest.mark.parametrize("name", WITH_OVERALL)
def test_p5_an_always_limit_holds_in_every_combination(name):
    assert combinations_above(framework(name), always(framework(name))) == []


@pytest.mark.parametrize("name", WITH_OVERALL)
def test_p5_there_is_an_always_limit_to_hold(name):
    assert always(framework(name)) != []


def _without_the_first_rule(where: Framework) -> Framework:
    """Leave out the rule for overall that says the same as the limit, so that the limit has to hold by itself."""
    return replace(where, rules=where.rules[1:])


def test_p5_the_limit_holds_without_the_rule_that_says_the_same():
    assert combinations_above(_without_the_first_rule(framework()), always(framework())) == []


def _as_may(where: Framework) -> Framework:
    return replace(where, limits=tuple(replace(one, strength="may") for one in where.limits))


def test_p5_breaks_if_the_limit_only_may_hold():
    assert combinations_above(_without_the_first_rule(_as_may(framework())), always(framework())) != []


def shown_above(drawn: Assessment, where: Framework) -> list[str]:
    """Name the limits on overall that always hold and yet do not hold in the grades shown."""
    prediction = predict(drawn, where, method())
    assert prediction.overall is not None
    shown = {one.id: one.rank for one in prediction.judgements}
    return [
        limit.id
        for limit in always(where)
        if any(shown[name] == where.scale.rank(limit.is_grade) for name in limit.when_any)
        and order(prediction.overall.rank, where.scale) > where.scale.rank(limit.at_most)
    ]


@given(findings())
@examples(80)
def test_p5_an_always_limit_holds_in_the_grades_shown(drawn):
    assert shown_above(drawn, framework()) == []


@given(waits(mixed_findings()))
@examples(50)
def test_p5_holds_in_the_grades_shown_where_others_are_withheld(drawn):
    assert shown_above(drawn[1], framework()) == []


def test_p5_breaks_in_the_grades_shown_if_overall_is_withheld_with_any_judgement(monkeypatch):
    """The rule: overall is said where a limit that always holds has decided it, though another judgement has no grade."""
    items = assessment(everywhere({"help-and-protection": "inadequate"}))
    assert shown_above(items, framework()) == []
    decided = preinspect.predict._overall
    monkeypatch.setattr(preinspect.predict, "_overall", lambda *told: replace(decided(*told), rank=None))
    assert shown_above(items, framework()) == ["practice-inadequate"]


def beliefs(names: list[str], grades: int) -> st.SearchStrategy[dict[str, Shares]]:
    """Draw any belief about judgements."""
    shares = st.lists(st.floats(0.001, 1), min_size=grades, max_size=grades).map(
        lambda one: tuple(share / sum(one) for share in one)
    )
    return st.fixed_dictionaries(dict.fromkeys(names, shares))


def _bound_to_another(strength: str) -> Framework:
    """Give the framework of five grades with its limit of one judgement on another made as strong as this."""
    plain = framework("five-grades")
    limits = tuple(replace(one, strength=strength) if one.id == "weak-fostering" else one for one in plain.limits)
    return replace(plain, limits=limits)


def breaks_between(belief: Mapping[str, Shares], where: Framework) -> bool:
    """Say whether growth can be above weak more often than fostering is not failing."""
    together = read_together(belief, where, 0.5).marginals
    return at_least(together["growth"])[2] > 1 - together["fostering"][0] + 1e-9


@given(beliefs(["growth", "fostering"], 5))
@examples(30)
def test_p5_an_always_limit_on_another_judgement_holds(belief):
    assert not breaks_between(belief, _bound_to_another("always"))


def test_p5_breaks_between_judgements_if_the_limit_only_may_hold():
    at_odds = {"growth": (0.01, 0.01, 0.01, 0.01, 0.96), "fostering": (0.96, 0.01, 0.01, 0.01, 0.01)}
    assert not breaks_between(at_odds, _bound_to_another("always"))
    assert breaks_between(at_odds, _bound_to_another("may"))


# --- P6: rounding, and equal bytes


_PARTS = st.lists(st.floats(0, 1), min_size=2, max_size=6).filter(lambda parts: sum(parts) > 1e-6)
PROBABILITIES = _PARTS.map(lambda parts: [part / sum(parts) for part in parts])


def in_decimals(probabilities: list[float]) -> Decimal:
    """Sum what is shown as people would, digit by digit."""
    return sum((Decimal(repr(share)) for share in preinspect.grade.rounded(probabilities)), Decimal(0))


@given(PROBABILITIES)
@examples(500)
def test_p6_rounded_probabilities_sum_to_one_exactly(probabilities):
    assert in_decimals(probabilities) == 1


@given(PROBABILITIES)
@examples(300)
def test_p6_rounding_moves_no_probability_by_a_whole_unit(probabilities):
    shown = preinspect.grade.rounded(probabilities)
    assert all(abs(one - other) < 1e-4 for one, other in zip(shown, probabilities, strict=True))


@given(PROBABILITIES)
@examples(300)
def test_p6_what_is_shown_has_four_places_at_most(probabilities):
    assert all(Decimal(repr(share)).as_tuple().exponent >= -4 for share in preinspect.grade.rounded(probabilities))


@given(findings())
@examples(20)
def test_p6_every_probability_in_a_status_sums_to_one(drawn):
    pages = report(by_default(drawn)).judgements
    assert {sum(Decimal(repr(share)) for share in page.probabilities.values()) for page in pages} == {1}


def test_p6_breaks_if_each_probability_is_rounded_by_itself(monkeypatch):
    monkeypatch.setattr(preinspect.grade, "rounded", lambda told: tuple(round(share, 4) for share in told))
    probabilities = find(PROBABILITIES, lambda one: in_decimals(one) != 1, settings=LOOK)
    assert sum(probabilities) == pytest.approx(1)


PRINTED = """
import sys
sys.path.insert(0, {tests!r})
from builders import everywhere, predicted
import preinspect.gap, preinspect.weigh
from preinspect.render import json
from preinspect.report import report
{broken}
told = report(predicted(everywhere({{"leaders": "requires-improvement", "help-and-protection": "good"}})))
print(json.status(told), json.gap_list(told))
"""


def printed(seed: str, broken: str = "") -> bytes:
    """Give what another Python prints, whose sets and hashes are in another order."""
    program = PRINTED.format(tests=str(ROOT / "tests"), broken=broken)
    run = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
    )
    return run.stdout


def test_p6_equal_input_gives_equal_bytes():
    assert printed("1") == printed("2")


def test_p6_breaks_if_anything_goes_by_the_order_of_a_set():
    by_hash = "order = preinspect.gap._of\npreinspect.gap._of = lambda *told: sorted(order(*told), key=lambda gap: hash(gap.descriptor.id))"
    assert printed("1", by_hash) != printed("2", by_hash)


def test_no_chances_are_told_of_a_judgement_whose_grade_is_withheld():
    """Published grades alone would say that a judgement nobody looked at is probably good."""
    prediction = by_default(assessment([item("ONE", "HP-01")]))
    told = yaml.safe_load(json.status(report(prediction)))
    assert [(one["grade"], one["probabilities"]) for one in (*told["judgements"], told["overall"])] == [(None, None)] * 4
