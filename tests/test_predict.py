"""The whole way from evidence to what may be said, and what the report says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import assessment, covering, everywhere, framework, indicator, item, method, months_ago, predicted, sample

from preinspect.evidence import Evidence
from preinspect.grade import at_least
from preinspect.limit import far_apart
from preinspect.predict import predict
from preinspect.report import report
from preinspect.score import Why

INADEQUATE, RI, GOOD, OUTSTANDING = range(4)


def overall_reason(items: list[Evidence], where: str = "ilacs-2018") -> str:
    page = report(predicted(items, framework(where))).overall
    assert page is not None
    return page.reason


# --- a folder without evidence


def test_without_evidence_no_judgement_has_a_grade():
    assert {(one.rank, one.why, one.confidence) for one in predicted([]).judgements} == {(None, Why.SILENT, None)}


def test_without_evidence_overall_has_no_grade():
    assert (predicted([]).overall.rank, predicted([]).overall.why) == (None, Why.SILENT)


@pytest.mark.parametrize("name", ["ilacs-2018", "ilacs-2023", "ilacs-2026", "sif-2013", "slac-2009", "five-grades", "met-or-not"])
def test_every_framework_predicts_from_nothing(name):
    assert {one.rank for one in predicted([], framework(name)).judgements} == {None}


@pytest.mark.parametrize("name", ["ilacs-2018", "ilacs-2023", "ilacs-2026", "sif-2013", "slac-2009", "five-grades", "met-or-not"])
@pytest.mark.parametrize("end", [0, -1])
def test_every_framework_reaches_both_ends_of_its_scale(name, end):
    where = framework(name)
    grade = where.scale.ids[end]
    items = everywhere({one.id: grade for one in where.graded}, where, count=20)
    prediction = predicted([replace(one, extent="all") for one in items], where)
    assert {one.rank for one in prediction.judgements} == {where.scale.rank(grade)}


# --- what earns no grade


@pytest.mark.parametrize("value", [0, 100])
def test_an_indicator_never_earns_or_costs_a_grade(value):
    items = everywhere({"leaders": "good", "help-and-protection": "requires-improvement"})
    figures = tuple(indicator(f"KPI-{number}", "re-referral-rate", numerator=value) for number in range(20))
    assert predicted(items, indicators=figures).judgements == predicted(items).judgements


def test_indicators_alone_are_no_evidence():
    assert predicted([], indicators=(indicator("KPI", "re-referral-rate"),)).verdict("leaders").why is Why.SILENT


@pytest.mark.parametrize("grade", ["outstanding", "inadequate"])
def test_a_policy_on_every_descriptor_earns_and_costs_no_grade(grade):
    items = everywhere({"leaders": "good"}, count=20)
    policies = [item(f"DOC-{one}", one, kind="document", grade=grade) for one in framework().descriptors]
    assert predicted([*items, *policies]).verdict("leaders").probabilities == predicted(items).verdict("leaders").probabilities


# --- overall and its limits


@pytest.mark.parametrize(
    ("name", "judgement", "limit"),
    [
        ("ilacs-2018", "help-and-protection", "practice-inadequate"),
        ("ilacs-2018", "children-in-care", "practice-inadequate"),
        ("ilacs-2023", "help-and-protection", "practice-inadequate"),
        ("ilacs-2023", "children-in-care", "practice-inadequate"),
        ("ilacs-2023", "care-leavers", "practice-inadequate"),
        ("sif-2013", "leaders", "key-inadequate"),
        ("sif-2013", "help-and-protection", "key-inadequate"),
        ("sif-2013", "children-in-care", "key-inadequate"),
    ],
)
def test_one_inadequate_practice_judgement_gives_overall_inadequate_and_names_the_limit(name, judgement, limit):
    where = framework(name)
    grades = {one.id: "good" for one in where.keys} | {judgement: "inadequate"}
    prediction = predicted(everywhere(grades, where), where)
    bound = next(one for one in prediction.bounds if one.binds)
    assert (prediction.overall.rank, bound.limit.id, judgement in bound.causes) == (INADEQUATE, limit, True)


def test_the_reason_for_overall_names_the_judgement_that_limits_it():
    grades = {"leaders": "good", "help-and-protection": "good", "children-in-care": "inadequate"}
    assert overall_reason(everywhere(grades)).startswith("Limited by ")


LEADERS_ALONE = everywhere({"leaders": "inadequate", "help-and-protection": "good", "children-in-care": "good"})


def test_leaders_alone_inadequate_do_not_decide_overall():
    prediction = predicted(LEADERS_ALONE)
    assert (prediction.verdict("leaders").rank, prediction.overall.rank) == (INADEQUATE, RI)


def test_leaders_alone_inadequate_says_may_with_1_of_4():
    assert overall_reason(LEADERS_ALONE).startswith("May, 1 of 4: ")


def test_leaders_alone_inadequate_enters_overall_at_its_smoothed_third():
    without = replace(framework(), limits=framework().limits[:1])
    before, after = predicted(LEADERS_ALONE, without).overall, predicted(LEADERS_ALONE).overall
    condition = next(one.probability for one in predicted(LEADERS_ALONE).bounds if one.limit.id == "leaders-inadequate")
    assert after.probabilities[INADEQUATE] - before.probabilities[INADEQUATE] == pytest.approx(condition / 3)


@pytest.mark.parametrize("leaders", ["requires-improvement", "inadequate"])
@pytest.mark.parametrize("practice", ["outstanding", "good", "requires-improvement", "inadequate"])
def test_leaders_below_good_never_give_overall_good_in_the_grades_shown(leaders, practice):
    grades = {"leaders": leaders, "help-and-protection": practice, "children-in-care": practice}
    prediction = predicted(everywhere(grades, count=20))
    assert prediction.overall.rank < GOOD or prediction.verdict("leaders").rank >= GOOD


def test_leaders_can_be_shown_below_good_beside_good_practice():
    grades = {"leaders": "requires-improvement", "help-and-protection": "good", "children-in-care": "good"}
    items = [replace(one, extent="most") for one in everywhere(grades, count=20)]
    assert [one.rank for one in predicted(items).judgements] == [RI, GOOD, GOOD]


def half_inadequate(judgement: str) -> list[Evidence]:
    """Give findings of which every other one is inadequate, for needs that were left unmet."""
    lower = covering(judgement, "inadequate", effect="unmet")
    return [one if place % 2 else replace(one, grade="requires-improvement", effect=None) for place, one in enumerate(lower)]


ONE_OF_SEVERAL = [
    *covering("leaders", "requires-improvement"),
    *half_inadequate("help-and-protection"),
    *half_inadequate("children-in-care"),
]


def test_overall_can_be_likely_inadequate_though_no_single_judgement_is():
    prediction = predicted(ONE_OF_SEVERAL)
    assert ([one.rank for one in prediction.judgements], prediction.overall.rank) == ([RI, RI, RI], INADEQUATE)


def test_where_one_of_several_is_probably_inadequate_the_report_says_just_that():
    assert overall_reason(ONE_OF_SEVERAL) == (
        "No single judgement is likely to be inadequate, and yet one of several probably is; that decides overall."
    )


def test_the_rule_that_fits_the_grades_shown_is_given():
    prediction = predicted(everywhere({"leaders": "good", "help-and-protection": "inadequate", "children-in-care": "good"}))
    assert (prediction.rule.grade, prediction.rule.held) == ("inadequate", "22 of 22")


def test_no_rule_is_given_where_a_key_judgement_is_withheld():
    assert predicted(everywhere({"leaders": "good"})).rule is None


def test_overall_is_withheld_where_a_key_judgement_is():
    prediction = predicted(everywhere({"leaders": "good", "help-and-protection": "good"}))
    assert (prediction.overall.rank, prediction.overall.why, prediction.overall.confidence) == (None, Why.SILENT, None)


def test_overall_is_said_where_an_always_limit_has_decided_it():
    prediction = predicted(everywhere({"help-and-protection": "inadequate"}))
    assert (prediction.overall.rank, prediction.verdict("leaders").rank) == (INADEQUATE, None)


def test_a_withheld_grade_makes_no_limit_bind():
    stale = predicted(covering("help-and-protection", "inadequate", count=3))
    assert [one.binds for one in stale.bounds] == [False, False]


def test_overall_is_no_surer_than_the_judgement_with_least_evidence():
    thin = [
        *everywhere({"leaders": "good", "help-and-protection": "good"}, count=30),
        *covering("children-in-care", "good", count=7),
    ]
    prediction = predicted(thin)
    assert prediction.verdict("children-in-care").alone.evidence_word == "low" == prediction.overall.confidence


# --- shapes


FAR_APART = everywhere({"leaders": "outstanding", "help-and-protection": "inadequate", "children-in-care": "good"})


def test_a_shape_that_was_never_published_carries_its_warning_and_its_count():
    assert [(one.id, one.seen, one.of) for one in predicted(FAR_APART).unlike_any] == [
        ("leaders-far-above-practice", 0, 82),
        ("wide-spread", 0, 82),
    ]


def test_the_report_tells_the_count_with_the_warning():
    assert [line.endswith("Checked against: 0 of 82.") for line in report(predicted(FAR_APART)).warnings] == [True, True]


def test_grades_never_published_together_are_of_low_confidence_however_much_evidence_there_is():
    grades = {"leaders": "outstanding", "help-and-protection": "inadequate", "children-in-care": "good"}
    found = predicted(everywhere(grades, count=40))
    assert {one.id: (one.alone.evidence_word, one.confidence) for one in found.judgements} == {
        "leaders": ("high", "low"),
        "help-and-protection": ("high", "low"),
        "children-in-care": ("high", "high"),
    }
    assert found.overall.confidence == "low"


def test_leaders_two_steps_above_a_judgement_cast_doubt_on_both():
    shown = {"leaders": 3, "help-and-protection": 1, "children-in-care": 2}
    assert far_apart(shown, framework()) == {"leaders", "help-and-protection"}
    assert far_apart({**shown, "leaders": 2}, framework()) == far_apart({**shown, "leaders": None}, framework()) == set()


def test_a_usual_shape_carries_no_warning():
    assert (
        report(predicted(everywhere({"leaders": "good", "help-and-protection": "good", "children-in-care": "good"}))).warnings
        == ()
    )


# --- the edition of 2026


def of_2026(**grades: str) -> list[Evidence]:
    there = framework("ilacs-2026")
    named = {name.replace("_", "-"): grade for name, grade in grades.items()}
    return [replace(one, extent="most") for one in everywhere(named, there, count=12)]


ALL_GOOD = {"leaders": "good", "help_and_protection": "good", "children_in_care": "good", "care_leavers": "good"}


def test_the_edition_of_2026_has_no_overall():
    told = report(predicted(of_2026(**ALL_GOOD), framework("ilacs-2026")))
    assert (told.overall, predicted([], framework("ilacs-2026")).overall) == (None, None)


def test_the_edition_of_2026_has_no_limits():
    assert predicted(of_2026(**ALL_GOOD), framework("ilacs-2026")).bounds == ()


@pytest.mark.parametrize(
    ("grades", "met", "line"),
    [
        (ALL_GOOD, True, "Pathway to the next inspection: met."),
        ({**ALL_GOOD, "leaders": "requires-improvement"}, False, "Pathway to the next inspection: not met."),
        ({"leaders": "good", "help_and_protection": "good"}, None, "Pathway to the next inspection: cannot be said"),
    ],
)
def test_the_pathway_line_stands_in_place_of_overall(grades, met, line):
    told = report(predicted(of_2026(**grades), framework("ilacs-2026")))
    assert (told.on_pathway, told.pathway.startswith(line)) == (met, True)


def test_an_edition_with_overall_has_no_pathway_line():
    assert report(predicted([])).pathway is None


# --- one judgement and the others


def test_a_judgement_without_evidence_leaves_no_grade_on_the_others():
    items = [replace(one, extent="most") for one in everywhere({"leaders": "good", "help-and-protection": "good"}, count=15)]
    assert [one.rank for one in predicted(items).judgements] == [GOOD, GOOD, None]


def test_a_judgement_is_read_from_its_own_evidence_first():
    verdict = predicted(everywhere({"leaders": "good", "help-and-protection": "inadequate"})).verdict("leaders")
    assert at_least(verdict.alone.probabilities)[GOOD] > at_least(verdict.probabilities)[GOOD]


def test_the_confidence_is_that_of_the_grade_shown():
    items = [replace(one, extent="all") for one in covering("leaders", "outstanding", count=30)]
    verdict = predicted(items).verdict("leaders")
    assert (verdict.probabilities[OUTSTANDING] > 0.85, verdict.confidence) == (True, "high")


def test_a_withheld_grade_has_no_confidence_word():
    assert predicted(covering("leaders", "good", date=months_ago(40))).verdict("leaders").confidence is None


def test_evidence_that_counts_under_another_judgement_stands_there():
    prediction = predicted([item("ONE", "HP-10", judgement="leaders", sample=sample(40))])
    assert [one.descriptor for one in prediction.verdict("leaders").standings if one.rows] == ["HP-10"]


def test_a_descriptor_s_standing_is_the_one_at_home():
    prediction = predicted([item("ONE", "HP-10", judgement="leaders"), item("TWO", "HP-10", grade="inadequate")])
    assert [row.item.id for row in prediction.standing("HP-10").rows] == ["TWO"]


def test_an_unknown_judgement_has_no_verdict():
    with pytest.raises(KeyError):
        predicted([]).verdict("care-leavers")


def test_judgements_come_in_print_order():
    assert [one.id for one in predicted([]).judgements] == [one.id for one in framework().graded]


def test_overall_is_a_verdict_too():
    prediction = predicted([])
    assert prediction.verdict("overall") is prediction.overall


def test_equal_input_gives_an_equal_prediction():
    assert predict(assessment(FAR_APART), framework(), method()) == predict(assessment(FAR_APART), framework(), method())
