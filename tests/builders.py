"""Evidence, assessments and frameworks put together in a line, for the tests of the method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from preinspect.document import Block
from preinspect.evidence import Assessment, Change, Evidence, Handling, Indicator, Sample, Target
from preinspect.framework import Framework, load_framework
from preinspect.grade import Grade, Scale
from preinspect.method import Method, load_method
from preinspect.predict import Prediction, predict
from preinspect.problem import Location

ROOT = Path(__file__).parents[1]
FRAMEWORKS = (ROOT / "frameworks", ROOT / "tests" / "fixtures" / "frameworks")
AS_AT = date(2026, 9, 30)
NOWHERE = Location("evidence.yaml", 1, 1)


@cache
def framework(name: str = "ilacs-2018") -> Framework:
    """Give a framework, shipped or of the fixtures; the edition of 2018 by default, whose three judgements are soonest read together."""
    found, problems = load_framework(name, FRAMEWORKS)
    assert found is not None, problems
    return found


@cache
def method() -> Method:
    """Give the shipped method."""
    found, problems = load_method(FRAMEWORKS)
    assert found is not None, problems
    return found


def months_ago(months: float) -> date:
    """Give the day so many months of average length before the as-at date."""
    return AS_AT - timedelta(days=round(months * 365.25 / 12))


def item(name: str, descriptors: str | Iterable[str] = "HP-10", **changes: Any) -> Evidence:
    """Build one item: an audit of the as-at date that found good, unless told otherwise."""
    plain = Evidence(
        id=name,
        title=None,
        kind="audit",
        descriptors=(descriptors,) if isinstance(descriptors, str) else tuple(descriptors),
        judgement=None,
        date=AS_AT,
        period=None,
        grade="good",
        extent=None,
        effect=None,
        finding=f"What {name} found.",
        impact=None,
        sample=None,
        round=None,
        auditor=None,
        with_worker=None,
        with_family=None,
        supersedes=(),
        because=None,
        source=None,
        held=None,
        owner=None,
        handling=Handling.INTERNAL,
        service=None,
        sent_from=None,
        asked=None,
        replied=None,
        method=None,
        what_we_did=None,
        version=None,
        approved=None,
        review_due=None,
        at=NOWHERE,
        block=Block(NOWHERE),
    )
    return replace(plain, **changes)


def sample(size: int | None = 40, **changes: Any) -> Sample:
    """Build a sample of 40 records without results, unless told otherwise."""
    plain = Sample(population=None, size=size, selection=None, met=None, results=(), moderated=None, changed_up=0, changed_down=0)
    return replace(plain, **changes)


def assessment(items: Iterable[Evidence], as_at: date = AS_AT, **changes: Any) -> Assessment:
    """Build an assessment of these items."""
    plain = Assessment(
        authority="Anyshire",
        framework=None,
        framework_at=NOWHERE,
        as_at=as_at,
        folder=Path(),
        service=None,
        changed_since=(),
        evidence=tuple(items),
        indicators=(),
        views=(),
        actions=(),
        requests=(),
        history=(),
        cleared=(),
        left_out=(),
        files=(),
        at=NOWHERE,
        set_aside={},
        texts={},
    )
    return replace(plain, **changes)


def changed(what: str, when: date, *descriptors: str) -> Change:
    """Build a change after which older evidence says less."""
    return Change(what, when, descriptors, NOWHERE, Block(NOWHERE))


def indicator(name: str, measure: str, **changes: Any) -> Indicator:
    """Build an indicator of the as-at date, 40 of 100 where 90 was aimed at."""
    plain = Indicator(
        id=name,
        measure=measure,
        period=None,
        date=AS_AT,
        numerator=40,
        denominator=100,
        value=None,
        target=Target(90, 90),
        neighbours=None,
        england=None,
        suppressed=None,
        note=None,
        source=None,
        held=None,
        owner=None,
        handling=Handling.INTERNAL,
        service=None,
        at=NOWHERE,
        block=Block(NOWHERE),
    )
    return replace(plain, **changes)


def predicted(items: Iterable[Evidence], where: Framework | None = None, as_at: date = AS_AT, **changes: Any) -> Prediction:
    """Predict from these items by the shipped method."""
    return predict(assessment(items, as_at, **changes), where or framework(), method())


def covering(judgement: str, grade: str, where: Framework | None = None, count: int = 8, **changes: Any) -> list[Evidence]:
    """Build inspectors' findings of one grade on a judgement's first descriptors, enough for a grade to be shown."""
    found = (where or framework()).descriptors_of(judgement)[:count]
    return [item(f"EX-{one.id}", one.id, kind="external", grade=grade, **changes) for one in found]


def everywhere(grades: Mapping[str, str], where: Framework | None = None, count: int = 8) -> list[Evidence]:
    """Build inspectors' findings on several judgements, each of one grade throughout."""
    return [one for judgement, grade in grades.items() for one in covering(judgement, grade, where, count)]


def scale(*worst_first: str, benchmark: str = "good") -> Scale:
    """Build a scale from grade ids."""
    grades = tuple(Grade(name, name.replace("-", " ").capitalize(), rank) for rank, name in enumerate(worst_first))
    return Scale(grades, worst_first.index(benchmark))
