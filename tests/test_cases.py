"""The method on real inspections: findings encoded as evidence, and the grades that were published.

The cases are no part of the project; where they are not beside it, these tests are passed over.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pytest
from builders import ROOT, framework, method

from preinspect.backtest import (
    Backtest,
    Inspected,
    Outcomes,
    baseline_scores,
    inspected,
    kin_of,
    leave_one_out,
    pattern_of,
    read_outcomes,
    score,
    seen_in,
)
from preinspect.case import Case, open_case
from preinspect.evidence import Evidence
from preinspect.fit import fit_model
from preinspect.grade import at_least
from preinspect.limit import read_together
from preinspect.score import Alone, Standing, judge, judgements, stand
from preinspect.weigh import weigh

CASES = ROOT.parent / "shared" / "cases"
OUTCOMES = ROOT.parent / "shared" / "data" / "outcomes-dev.csv"

pytestmark = pytest.mark.skipif(
    not (CASES.is_dir() and OUTCOMES.is_file()), reason=f"the encoded inspections ({CASES}) are no part of the project"
)

NAMES = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir()) if CASES.is_dir() else []


@cache
def opened(name: str) -> Case:
    """Open a case."""
    return open_case(CASES / name, as_at=None, today=date(2026, 11, 21))


@cache
def known() -> tuple[Inspected, ...]:
    """Read every case as the model does."""
    found = [inspected(opened(name)) for name in NAMES]
    assert None not in found
    return tuple(one for one in found if one is not None)


@cache
def outcomes() -> Outcomes:
    """Read the published grades."""
    return read_outcomes(OUTCOMES, [ROOT / "frameworks"])


@cache
def tried() -> Backtest:
    """Predict every case by a model fitted to the others."""
    return leave_one_out(known(), outcomes())


# --- how good the predictions are, each case left out of what predicts it


def test_all_cases_are_there():
    assert (len(NAMES), sum(len(opened(name).assessment.evidence) for name in NAMES), len(tried().judged)) == (18, 1637, 64)


def test_no_case_has_a_problem():
    assert [problem for name in NAMES for problem in opened(name).problems] == []


def test_55_of_64_grades_at_least_are_exactly_right():
    assert score(tried().judged).exact >= 55


def test_no_grade_is_more_than_one_out():
    assert score(tried().judged).within_one == 64


def test_the_ranked_probability_score_is_under_0045():
    assert score(tried().judged).rps < 0.045


def test_overall_is_right_in_12_of_14_at_least():
    whole = score(tried().overall)
    assert (whole.n, whole.exact >= 12) == (14, True)


def test_no_grade_is_withheld_of_an_inspection_told_in_full():
    assert tried().withheld == ()


def test_every_simple_rule_is_led_on_exact_grades():
    assert max(one.exact for one in baseline_scores(tried().judged).values()) < score(tried().judged).exact


def test_every_simple_rule_is_led_on_the_ranked_probability_score():
    assert min(one.rps for one in baseline_scores(tried().judged).values()) > score(tried().judged).rps


def test_there_are_four_simple_rules_to_lead():
    assert len(baseline_scores(tried().judged)) == 4


def test_a_surer_word_is_right_more_often():
    words = [score([one for one in tried().judged if one.confidence == word]).share for word in ("low", "medium", "high")]
    assert words == sorted(words)


def test_the_shipped_model_is_what_the_fit_finds():
    found, shipped = fit_model(seen_in(known())), method().model
    assert [f"{one:.4f}" for one in (found.balance, found.risk, *found.cuts)] == [
        f"{one:.4f}" for one in (shipped.balance, shipped.risk, *shipped.cuts)
    ]


@pytest.mark.parametrize("name", ["ilacs-2018", "ilacs-2023", "sif-2013"])
def test_the_shipped_pattern_is_what_the_fit_finds(name):
    shipped = framework(name)
    others = [framework(one) for one in ("ilacs-2018", "ilacs-2023", "ilacs-2026", "sif-2013")]
    found = pattern_of(shipped, outcomes().rows, kin_of(shipped, others))
    assert found is not None and shipped.pattern is not None
    assert [(*pair[:2], f"{pair[2]:.4f}") for pair in found.pairs] == [
        (*pair[:2], f"{pair[2]:.4f}") for pair in shipped.pattern.pairs
    ]


@pytest.mark.slow
def test_the_tool_that_fits_finds_nothing_out_of_date():
    run = subprocess.run([sys.executable, str(ROOT / "tools" / "fit.py"), "--check"], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, "Out of date: nothing.\n")


# --- P1 on real evidence: every item a grade better


@dataclass(frozen=True)
class Read:
    """A case as it was judged: what does not change as one item does."""

    case: Inspected
    standings: Mapping[tuple[str, str], Standing]
    beliefs: Mapping[str, tuple[float, ...]]
    above: Mapping[str, tuple[float, ...]]


def chances(case: Inspected, beliefs: Mapping[str, tuple[float, ...]]) -> dict[str, tuple[float, ...]]:
    """Give the chance of being at each rank or above, of judgements read together and overall."""
    heard = {one.judgement: one.heard for one in case.alone}
    together = read_together(beliefs, case.framework, case.method.model.pattern_strength, heard)
    overall = {"overall": at_least(together.overall)} if together.overall else {}
    return {name: at_least(shares) for name, shares in together.marginals.items()} | overall


def beliefs_of(alone: tuple[Alone, ...]) -> dict[str, tuple[float, ...]]:
    return {one.judgement: one.probabilities for one in alone if one.probabilities is not None}


@cache
def read_of(name: str) -> Read:
    """Judge a case once."""
    case = next(one for one in known() if one.case is opened(name))
    standings = {(one.judgement, one.descriptor): one for alone in case.alone for one in alone.standings}
    return Read(case, standings, beliefs_of(case.alone), chances(case, beliefs_of(case.alone)))


def a_grade_better(name: str) -> Iterator[tuple[Evidence, Evidence]]:
    """Go through the items of a case that can be a grade better, each with its better self."""
    scale = read_of(name).case.framework.scale
    for one in opened(name).assessment.evidence:
        assert one.grade is not None
        if scale.rank(one.grade) < scale.top:
            yield one, replace(one, grade=scale.id(scale.rank(one.grade) + 1))


def judged_again(read: Read, old: Evidence, new: Evidence) -> dict[str, tuple[float, ...]]:
    """Judge anew what a changed item touches, and nothing else: its descriptors and the judgement under which it counts."""
    case = read.case
    told = case.case.assessment
    evidence = tuple(new if one is old else one for one in told.evidence)
    weighed = weigh(replace(told, evidence=evidence), case.framework, case.method)
    touched = [key for key, rows in weighed.items() if any(row.item is new for row in rows)]
    standings = {**read.standings, **{key: stand(*key, weighed[key], case.framework, case.method) for key in touched}}
    beliefs = dict(read.beliefs)
    for judgement in {key[0] for key in touched}:
        own = [one for key, one in standings.items() if key[0] == judgement]
        beliefs |= beliefs_of((judge(judgement, own, case.framework, case.method),))
    return chances(case, beliefs)


def lowered_by(name: str) -> list[tuple[str, str]]:
    """Name every item and judgement (or overall) that is less likely to be at some rank or above as the item is a grade better."""
    read = read_of(name)
    return [
        (old.id, judgement)
        for old, new in a_grade_better(name)
        for judgement, now in judged_again(read, old, new).items()
        if any(one < before - 1e-9 for one, before in zip(now, read.above[judgement], strict=True))
    ]


@pytest.mark.parametrize("name", NAMES)
def test_p1_no_item_lowers_a_prediction_by_being_a_grade_better(name):
    assert lowered_by(name) == []


def test_every_item_below_the_best_grade_was_made_better():
    assert sum(1 for name in NAMES for _ in a_grade_better(name)) == 1637 - sum(
        one.grade == "outstanding" for name in NAMES for one in opened(name).assessment.evidence
    )


def test_judging_anew_what_an_item_touches_gives_what_judging_everything_gives():
    read, (old, new) = read_of(NAMES[0]), next(a_grade_better(NAMES[0]))
    told = read.case.case.assessment
    changed = replace(told, evidence=tuple(new if one is old else one for one in told.evidence))
    alone = judgements(weigh(changed, read.case.framework, read.case.method), read.case.framework, read.case.method)
    assert judged_again(read, old, new) == chances(read.case, beliefs_of(alone))


def test_p1_breaks_on_real_evidence_if_ties_between_judgements_are_turned_round():
    read = read_of(NAMES[0])
    pattern = read.case.framework.pattern
    assert pattern is not None
    turned = replace(pattern, pairs=tuple((*pair[:2], -pair[2]) for pair in pattern.pairs))
    case = replace(read.case, framework=replace(read.case.framework, pattern=turned))
    before = chances(case, read.beliefs)
    lowered = [
        old.id
        for old, new in list(a_grade_better(NAMES[0]))[:5]
        for judgement, now in judged_again(replace(read, case=case), old, new).items()
        if any(one < was - 1e-9 for one, was in zip(now, before[judgement], strict=True))
    ]
    assert lowered != []
