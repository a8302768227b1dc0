"""What one judgement does to another: reading together, limits, rules for overall, the pathway test, shapes; see P5 in test_promises.py."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product

import pytest
from builders import framework
from hypothesis import given
from hypothesis import strategies as st

from preinspect.framework import Framework, Limit
from preinspect.grade import at_least, median
from preinspect.limit import (
    Together,
    applies,
    likely_lowest,
    on_pathway,
    overall_rank,
    read_together,
    share,
    unlike_any,
)

INADEQUATE, RI, GOOD, OUTSTANDING = range(4)
WITH_OVERALL = ["ilacs-2018", "ilacs-2023", "sif-2013"]
PRACTICE = [
    (name, judgement.id)
    for name in ["ilacs-2018", "ilacs-2023"]
    for judgement in framework(name).keys
    if judgement.role == "practice"
]


def certain(rank: int, grades: int = 4) -> tuple[float, ...]:
    return tuple(float(one == rank) for one in range(grades))


def together(ranks: dict[str, int], where: Framework | None = None, strength: float = 0.5) -> Together:
    """Read together judgements whose grades are certain; those that are not named are good."""
    there = where or framework()
    return read_together({one.id: certain(ranks.get(one.id, GOOD)) for one in there.graded}, there, strength)


def limit(name: str, where: str = "ilacs-2018") -> Limit:
    return next(one for one in framework(where).limits if one.id == name)


# --- how strongly a limit binds


def test_always_is_always():
    assert share(limit("practice-inadequate")) == 1


def test_1_of_4_enters_as_a_third():
    assert share(limit("leaders-inadequate")) == pytest.approx(1 / 3)


def test_never_never_binds():
    assert share(limit("board-inadequate", "sif-2013")) == 0


def test_likely_enters_at_its_smoothed_share_too():
    assert share(limit("sub-inadequate-for-care", "sif-2013")) == pytest.approx(25 / 26)


def test_likely_that_was_never_counted_is_nine_in_ten():
    assert share(replace(limit("leaders-inadequate"), strength="likely", held=None, of=None)) == 0.9


@pytest.mark.parametrize("strength", ["always", "likely", "may"])
def test_what_is_only_recalled_binds_nothing_however_strong_it_is_said_to_be(strength):
    recalled = replace(limit("practice-inadequate"), strength=strength, basis="recalled")
    assert (recalled.counts, share(recalled)) == (False, 0)


def test_may_that_was_never_counted_is_a_toss():
    assert share(replace(limit("leaders-inadequate"), held=None, of=None)) == 0.5


def test_a_recalled_limit_moves_no_number_between_judgements():
    there = framework("slac-2009")
    beliefs = {one.id: certain(GOOD) for one in there.graded} | {"safeguarding-safe": certain(INADEQUATE)}
    found = read_together(beliefs, there, 0.5)
    assert {name: median(shares) for name, shares in found.marginals.items()} == {
        name: median(shares) for name, shares in beliefs.items()
    }
    bound = next(one for one in found.bounds if one.limit.id == "safeguarding-safety-inadequate")
    assert (bound.probability, bound.met, bound.binds) == (1, True, False)


@pytest.mark.parametrize("strength", ["always", "likely", "may"])
def test_a_recalled_limit_moves_no_number_of_overall(strength):
    there = framework()
    limits = tuple(replace(one, strength=strength, basis="recalled", held=None, of=None) for one in there.limits)
    low = {"leaders": INADEQUATE, "help-and-protection": RI}
    assert together(low, replace(there, limits=limits)).overall == together(low, replace(there, limits=())).overall


def test_a_recalled_limit_does_not_stand_in_the_way_of_one_that_counts():
    first, second = framework().limits
    there = replace(framework(), limits=(replace(first, basis="recalled"), second))
    low = {"leaders": INADEQUATE, "children-in-care": RI, "help-and-protection": INADEQUATE}
    assert together(low, there).bounds[1].binds


def test_a_limit_whose_reach_no_source_states_moves_no_number():
    there = framework("sif-consultation-2013")
    unstated = next(one for one in there.limits if one.id == "contributory-inadequate")
    assert (unstated.judgement, unstated.at_most, share(unstated)) == (None, None, 0)
    assert together({"adoption": INADEQUATE}, there).overall == together({}, there).overall


def test_a_recalled_rule_decides_nothing():
    there = framework()
    first = next(one for one in there.rules if one.grade == "outstanding")
    rules = tuple(replace(one, basis="recalled") if one is first else one for one in there.rules)
    best = dict.fromkeys((one.id for one in there.keys), OUTSTANDING)
    assert overall_rank(best, there)[0] == OUTSTANDING
    assert overall_rank(best, replace(there, rules=rules))[0] == GOOD


# --- limits on overall


@pytest.mark.parametrize(("name", "judgement"), PRACTICE)
def test_one_inadequate_practice_judgement_gives_overall_inadequate(name, judgement):
    assert together({judgement: INADEQUATE}, framework(name)).overall == certain(INADEQUATE)


@pytest.mark.parametrize(("name", "judgement"), PRACTICE)
def test_the_limit_that_binds_is_named_with_its_cause(name, judgement):
    bound = together({judgement: INADEQUATE}, framework(name)).bounds[0]
    assert (bound.limit.id, bound.binds, bound.causes) == ("practice-inadequate", True, (judgement,))


@pytest.mark.parametrize("judgement", ["help-and-protection", "children-in-care", "leaders"])
def test_in_2013_any_inadequate_key_judgement_gives_overall_inadequate(judgement):
    found = together({judgement: INADEQUATE}, framework("sif-2013"))
    assert (found.overall, found.bounds[0].limit.id, found.bounds[0].binds) == (certain(INADEQUATE), "key-inadequate", True)


def test_leaders_alone_inadequate_makes_overall_inadequate_in_a_third():
    assert together({"leaders": INADEQUATE}).overall == pytest.approx((1 / 3, 2 / 3, 0, 0))


def test_leaders_alone_inadequate_may_bind_as_1_of_4():
    bound = together({"leaders": INADEQUATE}).bounds[1]
    assert (bound.limit.strength, bound.limit.held, bound.limit.of, bound.binds) == ("may", 1, 4, True)


def test_the_limit_of_leaders_stands_back_where_practice_is_inadequate():
    assert not together({"leaders": INADEQUATE, "children-in-care": INADEQUATE}).bounds[1].binds


def test_an_inadequate_safeguarding_board_limits_nothing():
    there = framework("sif-2013")
    assert together({"lscb": INADEQUATE}, there).overall == together({}, there).overall


def test_an_inadequate_sub_judgement_holds_care_at_requires_improvement_at_best():
    there = framework("sif-2013")
    even = {one.id: (0.25,) * 4 for one in there.graded} | {"adoption": certain(INADEQUATE), "care-leavers": certain(INADEQUATE)}
    found = read_together(even, replace(there, pattern=None), 0.5).marginals["children-in-care"]
    assert sum(found[GOOD:]) == pytest.approx(0.5 / 26)


def test_evidence_that_is_sure_of_a_better_grade_does_not_outweigh_a_limit_that_always_held():
    there = framework("sif-2013")
    beliefs = {one.id: certain(GOOD) for one in there.graded} | {
        "adoption": certain(INADEQUATE),
        "children-in-care": certain(OUTSTANDING),
    }
    found = read_together(beliefs, replace(there, pattern=None), 0.5).marginals["children-in-care"]
    assert sum(found[GOOD:]) == pytest.approx(1 / 26)


@pytest.mark.parametrize("judgement", ["adoption", "care-leavers"])
def test_with_an_inadequate_sub_judgement_overall_is_as_good_as_never_good(judgement):
    overall = together({judgement: INADEQUATE}, framework("sif-2013")).overall
    assert median(overall) == RI
    assert sum(overall[GOOD:]) == pytest.approx(1 / 26)


def test_what_the_judgements_are_before_a_limit_holds_them_down_is_kept():
    found = together({"adoption": INADEQUATE}, framework("sif-2013"))
    assert (median(found.free["children-in-care"]), median(found.marginals["children-in-care"])) == (GOOD, RI)


def test_the_chance_that_a_condition_holds_is_told():
    beliefs = {one.id: certain(GOOD) for one in framework().graded} | {"leaders": (0.3, 0.7, 0.0, 0.0)}
    assert read_together(beliefs, replace(framework(), pattern=None), 0.5).bounds[1].probability == pytest.approx(0.3)


def test_limits_come_in_the_framework_s_order():
    there = framework("sif-2013")
    assert [bound.limit.id for bound in together({}, there).bounds] == [one.id for one in there.limits]


# --- rules for overall


@pytest.mark.parametrize("name", WITH_OVERALL)
def test_leaders_below_good_never_give_overall_good(name):
    there = framework(name)
    names = [one.id for one in there.keys if one.id != "leaders"]
    best = [
        overall_rank({"leaders": leaders, **dict(zip(names, ranks, strict=True))}, there)[0]
        for leaders in (INADEQUATE, RI)
        for ranks in product(range(4), repeat=len(names))
    ]
    assert max(best) == RI


@pytest.mark.parametrize("name", [*WITH_OVERALL, "five-grades", "met-or-not"])
def test_a_better_judgement_never_gives_a_worse_overall(name):
    there = framework(name)
    names = [one.id for one in there.keys]
    grades = {
        ranks: overall_rank(dict(zip(names, ranks, strict=True)), there)[0]
        for ranks in product(range(len(there.scale)), repeat=len(names))
    }
    steps = [(ranks, (*ranks[:i], ranks[i] + 1, *ranks[i + 1 :])) for ranks in grades for i in range(len(names))]
    assert all(grades[better] >= grades[ranks] for ranks, better in steps if better in grades)


@pytest.mark.parametrize(
    ("leaders", "practice", "care", "overall"),
    [
        (OUTSTANDING, OUTSTANDING, GOOD, OUTSTANDING),
        (OUTSTANDING, GOOD, GOOD, GOOD),
        (OUTSTANDING, OUTSTANDING, RI, GOOD),
        (GOOD, OUTSTANDING, OUTSTANDING, GOOD),
        (GOOD, RI, GOOD, GOOD),
        (GOOD, RI, RI, RI),
        (RI, GOOD, GOOD, RI),
        (INADEQUATE, GOOD, GOOD, RI),
        (OUTSTANDING, INADEQUATE, OUTSTANDING, INADEQUATE),
    ],
)
def test_overall_follows_the_rules_of_2018(leaders, practice, care, overall):
    combination = {"leaders": leaders, "help-and-protection": practice, "children-in-care": care}
    assert overall_rank(combination, framework())[0] == overall


def test_rules_without_a_last_one_are_our_bug():
    with pytest.raises(ValueError, match="the last rule"):
        overall_rank({"leaders": GOOD, "help-and-protection": GOOD, "children-in-care": GOOD}, replace(framework(), rules=()))


def test_the_rule_that_decided_is_given():
    rule = overall_rank({"leaders": RI, "help-and-protection": GOOD, "children-in-care": GOOD}, framework())[1]
    assert (rule.grade, rule.held) == ("requires-improvement", "52 of 53")


def test_overall_is_reached_on_other_scales():
    there = framework("met-or-not")
    assert read_together({"leading": (0.0, 1.0), "practice": (0.25, 0.75)}, there, 0.5).overall == pytest.approx((0.25, 0.75))


# --- reading together


BELIEF = st.lists(st.floats(0.01, 1), min_size=4, max_size=4).map(lambda parts: tuple(part / sum(parts) for part in parts))


@given(st.fixed_dictionaries({one.id: BELIEF for one in framework().graded}))
def test_without_a_pattern_judgements_keep_their_own_chances(beliefs):
    found = read_together(beliefs, replace(framework(), pattern=None), 0.5).marginals
    assert all(found[name] == pytest.approx(shares) for name, shares in beliefs.items())


@given(st.fixed_dictionaries({one.id: BELIEF for one in framework().graded}))
def test_at_no_strength_the_pattern_says_nothing(beliefs):
    found = read_together(beliefs, framework(), 0.0).marginals
    assert all(found[name] == pytest.approx(shares) for name, shares in beliefs.items())


@given(st.fixed_dictionaries({one.id: BELIEF for one in framework().graded}), st.floats(0, 1))
def test_marginals_and_overall_sum_to_one(beliefs, strength):
    found = read_together(beliefs, framework(), strength)
    assert [math.fsum(shares) for shares in (*found.marginals.values(), found.overall)] == pytest.approx([1.0] * 4)


def test_a_judgement_is_drawn_towards_the_others():
    shares = {"leaders": (0.1, 0.4, 0.4, 0.1), "children-in-care": (0.1, 0.4, 0.4, 0.1)}
    low, high = (
        read_together({**shares, "help-and-protection": certain(rank)}, framework(), 0.5) for rank in (INADEQUATE, OUTSTANDING)
    )
    assert at_least(low.marginals["leaders"])[GOOD] < 0.5 < at_least(high.marginals["leaders"])[GOOD]


@pytest.mark.parametrize("name", ["ilacs-2018", "ilacs-2023", "sif-2013"])
def test_where_nothing_is_known_grades_stand_as_often_as_published(name):
    there = framework(name)
    found = read_together({}, replace(there, limits=()), 1.0).marginals
    assert all(found[judgement] == pytest.approx(shares, abs=2e-4) for judgement, shares in there.pattern.shares.items())


@given(BELIEF)
def test_without_a_pattern_a_judgement_without_evidence_leaves_no_trace_on_the_others(belief):
    loose = replace(framework(), pattern=None)
    assert read_together({"leaders": belief}, loose, 0.5).marginals["leaders"] == pytest.approx(belief)


def of_two(beliefs: dict[str, tuple[float, ...]], silent: str, strength: float) -> dict[str, list[float]]:
    """Read two judgements together by what was published of the two alone, the third left out of the sum from the start."""
    there = framework()
    published = {
        ranks: math.exp(
            sum(there.pattern.main[one.id][rank] for one, rank in zip(there.graded, ranks, strict=True))
            + sum(
                value * (ranks[names.index(one)] - 1.5) * (ranks[names.index(other)] - 1.5)
                for one, other, value in there.pattern.pairs
            )
        )
        * math.prod(there.pattern.shares[one.id][rank] for one, rank in zip(there.graded, ranks, strict=True))
        for names in [[one.id for one in there.graded]]
        for ranks in product(range(4), repeat=3)
    }
    two: dict[tuple[int, ...], float] = {}
    place = [one.id for one in there.graded].index(silent)
    for ranks, often in published.items():
        rest = (*ranks[:place], *ranks[place + 1 :])
        two[rest] = two.get(rest, 0.0) + often
    names = [one.id for one in there.graded if one.id != silent]
    weighed = {
        ranks: (often / math.prod(there.pattern.shares[name][rank] for name, rank in zip(names, ranks, strict=True))) ** strength
        * math.prod(beliefs[name][rank] for name, rank in zip(names, ranks, strict=True))
        for ranks, often in two.items()
    }
    total = sum(weighed.values())
    return {
        name: [sum(weight for ranks, weight in weighed.items() if ranks[index] == rank) / total for rank in range(4)]
        for index, name in enumerate(names)
    }


@pytest.mark.parametrize("strength", [0, 0.5, 1])
@pytest.mark.parametrize("silent", ["leaders", "help-and-protection", "children-in-care"])
def test_a_judgement_without_evidence_leaves_no_trace_on_the_others(silent, strength):
    """It stands as often at each grade as published, so the others are read by what was published of them alone."""
    others = [one.id for one in framework().graded if one.id != silent]
    beliefs = dict(zip(others, [(0.1, 0.6, 0.25, 0.05), (0.05, 0.5, 0.4, 0.05)], strict=True))
    found, alone = read_together(beliefs, framework(), strength).marginals, of_two(beliefs, silent, strength)
    assert all(found[name] == pytest.approx(alone[name], abs=1e-9) for name in others)


def of_others(found: Together, name: str) -> list[float]:
    return [share for other, shares in found.marginals.items() if other != name for share in shares]


@pytest.mark.parametrize("name", ["leaders", "help-and-protection", "children-in-care"])
def test_a_judgement_is_heard_by_the_others_as_far_as_it_is_known(name):
    """From no trace at nothing it comes in evenly: half known, it moves the others half as far."""
    beliefs = {one.id: (0.1, 0.5, 0.3, 0.1) for one in framework().graded} | {name: (0.6, 0.3, 0.1, 0.0)}
    loose = replace(framework(), limits=())
    unheard, half, full = (of_others(read_together(beliefs, loose, 0.5, {name: part}), name) for part in (0.0, 0.5, 1.0))
    silent = read_together({other: shares for other, shares in beliefs.items() if other != name}, loose, 0.5)
    assert unheard == pytest.approx(of_others(silent, name))
    assert half == pytest.approx([(one + other) / 2 for one, other in zip(unheard, full, strict=True)])
    assert unheard != pytest.approx(full, abs=0.05)


def test_a_judgement_that_is_not_heard_still_hears_the_others():
    beliefs = {"leaders": certain(INADEQUATE), "help-and-protection": (0.25,) * 4, "children-in-care": certain(INADEQUATE)}
    found = read_together(beliefs, framework(), 0.5, {"help-and-protection": 0.0}).marginals["help-and-protection"]
    assert at_least(found)[GOOD] < 0.2


@given(BELIEF)
def test_a_judgement_that_alone_has_evidence_stays_as_it_is(belief):
    found = read_together({"leaders": belief}, replace(framework(), limits=()), 0.5).marginals["leaders"]
    assert found == pytest.approx(belief, abs=1e-4)  # shipped with four places


@pytest.mark.parametrize("silent", ["leaders", "help-and-protection", "children-in-care"])
def test_a_judgement_without_evidence_is_not_taken_to_be_bad(silent):
    others = [one.id for one in framework().graded if one.id != silent]
    good = dict.fromkeys(others, (0.02, 0.18, 0.7, 0.1))
    found = read_together(good, framework(), 0.5).marginals
    assert all(at_least(found[name])[GOOD] > 0.8 for name in others)


def test_a_limit_that_moves_no_number_has_its_chance_told_all_the_same():
    there = framework("sif-2013")
    beliefs = {"lscb": (0.3, 0.4, 0.2, 0.1), "leaders": (0.1, 0.4, 0.4, 0.1)}
    found = {one.limit.id: one for one in read_together(beliefs, there, 0.5).bounds}
    assert found["board-inadequate"].probability == pytest.approx(0.3)


def test_frameworks_of_one_id_are_told_apart_by_what_they_hold():
    there = framework()
    loose, bound = replace(there, pattern=None), together({"help-and-protection": INADEQUATE}, there)
    assert hash(loose) == hash(there)
    assert together({"help-and-protection": INADEQUATE}, loose) == bound  # certain beliefs, so no pattern moves them
    beliefs = {one.id: (0.1, 0.4, 0.4, 0.1) for one in there.graded} | {"leaders": (0.0, 0.1, 0.2, 0.7)}
    assert read_together(beliefs, loose, 0.5).marginals != read_together(beliefs, there, 0.5).marginals


def test_without_a_pattern_a_silent_judgement_stands_evenly():
    assert read_together({}, replace(framework(), pattern=None), 0.5).marginals["leaders"] == (0.25,) * 4


def test_22_judgements_are_not_all_looked_at_together():
    there = framework("slac-2009")
    found = read_together({one.id: certain(GOOD) for one in there.graded}, there, 0.5)
    assert set(found.marginals.values()) == {certain(GOOD)}


# --- the pathway test


def pathway(leaders: int | None, *practice: int | None) -> bool | None:
    there = framework("ilacs-2026")
    shown = {"leaders": leaders, **dict(zip(("help-and-protection", "children-in-care", "care-leavers"), practice, strict=True))}
    return on_pathway(shown, there.pathway, there.scale)


def test_the_pathway_is_met_by_good_leaders_and_two_good_practice_judgements():
    assert pathway(GOOD, GOOD, OUTSTANDING, INADEQUATE) is True


def test_the_pathway_is_not_met_by_leaders_below_good():
    assert pathway(RI, OUTSTANDING, OUTSTANDING, OUTSTANDING) is False


def test_the_pathway_is_not_met_by_one_good_practice_judgement():
    assert pathway(GOOD, GOOD, RI, RI) is False


@pytest.mark.parametrize("grades", [(None, GOOD, GOOD, GOOD), (GOOD, GOOD, None, RI), (GOOD, None, None, RI), (None,) * 4])
def test_the_pathway_is_open_where_a_withheld_grade_could_decide_it(grades):
    assert pathway(*grades) is None


def test_a_withheld_grade_that_cannot_matter_leaves_the_pathway_met():
    assert pathway(GOOD, GOOD, GOOD, None) is True


@pytest.mark.parametrize("grades", [(RI, None, None, None), (GOOD, None, RI, RI), (None, RI, RI, GOOD)])
def test_a_withheld_grade_that_cannot_matter_leaves_the_pathway_not_met(grades):
    assert pathway(*grades) is False


# --- shapes


def shapes(leaders: int | None, practice: int | None, care: int | None) -> list[str]:
    found = unlike_any({"leaders": leaders, "help-and-protection": practice, "children-in-care": care}, framework())
    return [shape.id for shape in found]


def test_leaders_two_steps_above_the_worst_practice_judgement_are_unlike_any():
    assert shapes(OUTSTANDING, RI, GOOD) == ["leaders-far-above-practice"]


def test_leaders_one_step_above_are_not():
    assert shapes(GOOD, RI, GOOD) == []


def test_grades_three_steps_apart_are_unlike_any():
    assert shapes(INADEQUATE, GOOD, OUTSTANDING) == ["wide-spread"]


def test_practice_far_above_leaders_is_no_shape_of_its_own():
    assert shapes(INADEQUATE, GOOD, GOOD) == []


def test_a_withheld_grade_has_no_shape():
    assert shapes(None, INADEQUATE, OUTSTANDING) == ["wide-spread"]
    assert shapes(OUTSTANDING, None, None) == []


def test_a_shape_carries_the_count_that_it_was_checked_against():
    found = unlike_any({"leaders": OUTSTANDING, "help-and-protection": RI, "children-in-care": GOOD}, framework())
    assert (found[0].seen, found[0].of) == (0, 82)


def test_a_shape_that_was_seen_says_how_often():
    found = unlike_any({"leading": 1, "practice": 0}, framework("met-or-not"))
    assert (found[0].seen, found[0].of) == (2, 40)


# --- one of several


def test_one_of_several_may_probably_be_inadequate_though_none_is_likely():
    marginals = dict.fromkeys(("leaders", "help-and-protection", "children-in-care"), (0.4, 0.6, 0.0, 0.0))
    assert likely_lowest(marginals, (0.6, 0.4, 0.0, 0.0), INADEQUATE)


def test_it_is_not_one_of_several_where_one_is_likely():
    marginals = {"leaders": (0.6, 0.4, 0.0, 0.0), "help-and-protection": (0.4, 0.6, 0.0, 0.0)}
    assert not likely_lowest(marginals, (0.6, 0.4, 0.0, 0.0), INADEQUATE)


def test_it_is_not_one_of_several_where_overall_stands_elsewhere():
    assert not likely_lowest({"leaders": (0.4, 0.6, 0.0, 0.0)}, (0.4, 0.6, 0.0, 0.0), INADEQUATE)


# --- conditions


def test_a_condition_needs_any_of_its_judgements():
    one = limit("practice-inadequate")
    assert applies(one, {"help-and-protection": GOOD, "children-in-care": INADEQUATE, "leaders": GOOD}, framework())


def test_a_condition_needs_its_own_grade():
    one = limit("practice-inadequate")
    assert not applies(one, {"help-and-protection": RI, "children-in-care": RI, "leaders": INADEQUATE}, framework())
