"""From items to descriptors, and from descriptors to judgements on their own evidence."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise, product

import pytest
from builders import AS_AT, assessment, covering, framework, item, method, months_ago, predicted, sample
from hypothesis import given, settings
from hypothesis import strategies as st

from preinspect.evidence import Evidence, Selection
from preinspect.method import Reach
from preinspect.score import Alone, Contradiction, Standing, Why, confidence, cuts, judgements, probabilities
from preinspect.weigh import weigh

INADEQUATE, RI, GOOD, OUTSTANDING = range(4)


def standing(*items: Evidence, **changes) -> Standing:
    """Say where HP-10 stands."""
    return predicted(items, **changes).standing("HP-10")


def alone(items: list[Evidence], judgement: str = "leaders", where: str = "ilacs-2018") -> Alone:
    """Judge one judgement on its own evidence."""
    found = judgements(weigh(assessment(items), framework(where), method()), framework(where), method())
    return next(one for one in found if one.judgement == judgement)


def judged(*items: Evidence) -> Alone:
    """Judge help and protection on items that count there."""
    return alone(list(items), "help-and-protection")


AUDIT = item("AUD", sample=sample(40))
MODERATED = replace(AUDIT, sample=sample(40, moderated=12), with_family=9)


# --- a descriptor: what can be said


def test_a_descriptor_without_evidence_has_no_grade_and_is_unknown():
    one = standing()
    assert (one.rank, one.why, one.unknown) == (None, Why.SILENT, 1.0)


@pytest.mark.parametrize("kind", ["challenge", "staff", "workforce", "governance"])
def test_without_practice_or_voice_evidence_it_is_not_tested(kind):
    one = standing(item("ONE", kind=kind))
    assert (one.rank, one.why) == (None, Why.UNTESTED)


@pytest.mark.parametrize("kind", ["document", "statement", "case-study"])
@pytest.mark.parametrize("grade", ["outstanding", None])
def test_a_policy_never_earns_a_grade(kind, grade):
    one = standing(item("ONE", kind=kind, grade=grade))
    assert (one.rank, one.why) == (None, Why.UNTESTED)


def test_any_number_of_policies_earns_no_grade():
    assert standing(*(item(f"DOC-{number}", kind="document") for number in range(20))).rank is None


def test_a_policy_changes_nothing_beside_an_audit():
    assert standing(AUDIT, item("DOC", kind="document", grade="inadequate")).masses == standing(AUDIT).masses


def test_many_weak_kinds_together_do_not_reach_good():
    weak = [item(f"{kind}-{number}", kind=kind) for kind in ("challenge", "staff", "governance") for number in range(5)]
    assert standing(*weak).rank is None


def test_a_dip_sample_alone_tests_nothing():
    assert standing(item("DIP", kind="dip-sample", sample=sample(40))).why is Why.UNTESTED


def test_samples_under_ten_give_no_grade_and_say_so():
    one = standing(item("SMALL", sample=sample(9)))
    assert (one.rank, one.why) == (None, Why.SMALL)


def test_handfuls_and_statements_are_no_evidence_however_many():
    handfuls = [item(f"S{number}", name, sample=sample(9)) for number in range(6) for name in ("HP-07", "HP-10", "HP-11")]
    statements = [item(f"ST{number}", name, kind="statement") for number in range(6) for name in ("HP-07", "HP-10", "HP-11")]
    one = alone([*handfuls, *statements], "help-and-protection")
    counts = one.counts
    assert (one.evidence_word, counts.items, counts.kinds, counts.records, counts.tested) == ("low", 0, 0, 0, 0)


def test_what_counts_under_another_judgement_supersedes_nothing():
    one = standing(AUDIT, item("NEW", judgement="leaders", supersedes=("AUD",)))
    assert (one.rank, one.why) == (GOOD, None)


def test_an_audit_gives_a_grade():
    assert standing(AUDIT).rank == GOOD


def test_children_s_feedback_gives_a_grade():
    assert standing(item("FB", kind="feedback")).rank == GOOD


def test_no_recent_evidence_gives_no_grade():
    one = standing(replace(AUDIT, date=months_ago(13)))
    assert (one.rank, one.why) == (None, Why.STALE)


def test_what_good_evidence_loses_by_age_becomes_unknown():
    young, old = standing(AUDIT), standing(replace(AUDIT, date=months_ago(13)))
    assert old.unknown == pytest.approx(young.unknown + young.masses[GOOD])


def test_what_good_evidence_loses_by_age_goes_to_no_other_item():
    fading = replace(AUDIT, id="OLD", date=months_ago(9))
    concern = item("EX", kind="external", grade="requires-improvement", date=months_ago(9))
    assert standing(fading, concern).masses[RI] == pytest.approx(standing(replace(fading, date=AS_AT), concern).masses[RI])


def test_a_concern_stands_however_old_it_is():
    assert standing(replace(AUDIT, grade="requires-improvement", date=months_ago(60))).rank == RI


def test_a_concern_stands_until_somebody_looked_again_and_said_so():
    concern = replace(AUDIT, grade="requires-improvement", date=months_ago(30))
    assert standing(concern, replace(AUDIT, id="NEW"), replace(AUDIT, id="NEW-2")).rank == GOOD


def test_a_newer_look_that_finds_the_same_leaves_the_concern():
    concern = replace(AUDIT, grade="requires-improvement", date=months_ago(30))
    assert standing(concern, replace(concern, id="NEW", date=AS_AT)).rank == RI


def test_masses_and_unknown_sum_to_one():
    one = standing(AUDIT, item("FB", kind="feedback", grade="inadequate"), item("ST", kind="staff", date=months_ago(8)))
    assert math.fsum((*one.masses, one.unknown)) == pytest.approx(1)


def test_a_weak_prior_keeps_the_weakest_evidence_from_saying_much():
    assert standing(item("GOV", kind="governance", grade="inadequate", effect="unmet")).masses[INADEQUATE] < 0.5


def test_a_tie_between_good_and_not_good_is_not_yet_good():
    assert standing(AUDIT, replace(AUDIT, id="B", grade="requires-improvement")).rank == RI


def test_the_lowest_grade_is_shown_only_where_it_is_more_than_half_of_the_evidence():
    low = [item(f"LOW-{number}", kind="external", grade="inadequate", effect="unmet") for number in range(2)]
    beside = item("RI", kind="external", grade="requires-improvement")
    assert [standing(low[0], beside).rank, standing(*low, beside).rank] == [RI, INADEQUATE]


# --- ceilings and caps


def test_an_audit_alone_supports_no_more_than_good():
    one = standing(replace(AUDIT, grade="outstanding"))
    assert (one.rank, one.reach) == (GOOD, Reach.BENCHMARK)


def test_a_moderated_audit_that_heard_the_family_supports_outstanding():
    one = standing(replace(MODERATED, grade="outstanding"))
    assert (one.rank, one.reach) == (OUTSTANDING, Reach.TOP)


@pytest.mark.parametrize(
    "changes",
    [{"with_family": None}, {"with_family": 0}, {"sample": sample(40)}, {"sample": sample(40, moderated=0)}, {"sample": None}],
)
def test_an_audit_needs_both_moderation_and_the_family_for_outstanding(changes):
    assert standing(replace(MODERATED, grade="outstanding", **changes)).rank == GOOD


def test_challenge_supports_good_only_beside_practice_or_voice():
    alone, beside = standing(item("CH", kind="challenge")), standing(item("CH", kind="challenge"), item("ST", kind="feedback"))
    assert (alone.reach, beside.reach) == (Reach.BELOW, Reach.BENCHMARK)


def test_an_inspection_supports_outstanding():
    assert standing(item("EX", kind="external", grade="outstanding", extent="all")).rank == OUTSTANDING


def test_a_ceiling_is_never_a_vote_for_the_lower_grade():
    weak = [item(f"{kind}-{number}", kind=kind) for kind in ("staff", "governance", "challenge") for number in range(5)]
    assert standing(AUDIT, *weak).rank == GOOD


def test_weak_support_neither_adds_to_good_evidence_nor_takes_from_it():
    assert standing(AUDIT, item("ST", kind="staff")).masses[GOOD] == standing(AUDIT).masses[GOOD]


@pytest.mark.parametrize("kind", ["governance", "staff", "workforce", "dip-sample"])
def test_what_is_no_test_of_practice_does_not_become_one_beside_a_survey_that_found_otherwise(kind):
    survey = item("ST", kind="feedback", grade="requires-improvement")
    weak = [item(f"MIN-{number}", kind=kind, sample=sample(40)) for number in range(9)]
    assert standing(survey, *weak).rank != GOOD
    assert standing(survey, *weak).masses[GOOD] == standing(survey).masses[GOOD]


def test_an_audit_that_cannot_support_outstanding_does_not_do_so_beside_an_inspection_that_found_good():
    inspection, audits = item("EX", kind="external"), [item(f"A-{n}", kind="audit", grade="outstanding") for n in range(9)]
    assert standing(inspection, *audits).rank == GOOD
    assert judged(inspection, *audits).units[0].outstanding == 0.0


def test_weak_support_does_not_lift_a_judgement_above_what_stronger_kinds_found():
    survey = item("ST", kind="feedback", grade="requires-improvement")
    weak = [item(f"MIN-{number}", kind="governance") for number in range(9)]
    sound = [item(f"OB-{number}", kind="observation") for number in range(9)]
    assert judged(survey, *weak).units[0].shortfall > 0.2 > judged(survey, *sound).units[0].shortfall


def test_weak_support_does_not_drag_a_judgement_down():
    weak = [item(f"MIN-{number}", kind="governance", extent="most") for number in range(9)]
    survey = item("ST", kind="feedback", extent="most")
    assert judged(survey, *weak).units[0].shortfall == judged(survey).units[0].shortfall == 0.0


# --- what managers chose

CHOSEN = item("A-1", kind="audit", sample=replace(sample(40), selection=Selection.MANAGERS_CHOICE))
RANDOM = item("A-1", kind="audit", sample=replace(sample(40), selection=Selection.RANDOM))


def test_what_managers_chose_counts_half_where_it_is_good():
    chosen, drawn = judged(CHOSEN).units[0], judged(RANDOM).units[0]
    assert (chosen.weight, chosen.unknown) == (drawn.weight, drawn.unknown)
    assert chosen.shortfall == pytest.approx((drawn.shortfall + 0.2) / 2)
    assert standing(CHOSEN).masses[GOOD] < standing(RANDOM).masses[GOOD]


def test_what_managers_chose_counts_in_full_where_it_falls_short():
    chosen, drawn = (judged(replace(one, grade="requires-improvement")) for one in (CHOSEN, RANDOM))
    assert chosen.probabilities == drawn.probabilities


FEW_CHOSEN = item("FEW", sample=sample(12, selection=Selection.MANAGERS_CHOICE))


@pytest.mark.parametrize(
    ("items", "why"),
    [
        ([FEW_CHOSEN], Why.CHOSEN),
        ([replace(FEW_CHOSEN, date=months_ago(9))], Why.CHOSEN),
        ([FEW_CHOSEN, item("STAFF", kind="staff")], Why.CHOSEN),
        ([FEW_CHOSEN, item("OLD", kind="feedback", date=months_ago(30))], Why.CHOSEN),
        ([replace(FEW_CHOSEN, date=months_ago(9)), item("DRAWN", date=months_ago(11), sample=sample(10))], Why.STALE),
        ([replace(FEW_CHOSEN, date=months_ago(13))], Why.STALE),
        ([item("OLD", date=months_ago(13), sample=sample(40))], Why.STALE),
    ],
)
def test_only_records_that_managers_chose_lately_are_the_reason_for_no_grade(items: list[Evidence], why: Why):
    one = standing(*items)
    assert (one.rank, one.why) == (None, why)


# --- surveys that few replied to


def survey(replied: int, asked: int = 2000, **fields: object) -> Evidence:
    return item("S-1", kind="feedback", asked=asked, replied=replied, **fields)


def test_what_few_replies_show_grows_with_the_share_that_replied():
    good = [standing(survey(replied)).masses[GOOD] for replied in (40, 100, 200, 400, 2000)]
    assert good[0] < good[1] < good[2] < good[3] == good[4] == standing(survey(40, asked=40)).masses[GOOD]


def test_what_few_replies_find_wrong_counts_in_full():
    few, many = (judged(survey(replied, grade="requires-improvement")) for replied in (40, 2000))
    assert few.probabilities == many.probabilities


def test_a_survey_that_few_replied_to_is_the_reason_for_no_grade():
    one = standing(survey(40))
    assert (one.rank, one.why) == (None, Why.FEW)
    spread = [replace(survey(40), id=f"S-{number}", descriptors=(f"LD-{number:02}",)) for number in range(1, 7)]
    assert alone(spread).why is Why.FEW


def test_a_survey_that_few_replied_to_settles_little_and_clears_no_risk():
    old = item("OLD", date=months_ago(20), grade="inadequate", effect="risk", kind="audit", sample=sample(40))
    few, many = (next(row for row in standing(old, survey(count)).rows if row.item.id == "OLD") for count in (40, 2000))
    assert 1 - few.holds == pytest.approx((1 - many.holds) / 10)
    assert [look.clears for look in (*few.looks, *many.looks)] == [False, True]


# --- what moderators lowered


def lowered(down: int, up: int = 0, **fields: object) -> Evidence:
    return item("A-1", kind="audit", sample=replace(sample(40), moderated=12, changed_down=down, changed_up=up), **fields)


def test_the_more_moderators_lowered_the_less_is_good():
    good = [standing(lowered(down)).masses[GOOD] for down in range(13)]
    assert good == sorted(good, reverse=True) and good[-1] == 0.0 < good[1] < good[0]


def test_what_moderators_lowered_keeps_its_concern_as_other_changes_do():
    down, up = (judged(lowered(*changes, grade="requires-improvement")) for changes in ((10, 0), (0, 10)))
    assert down.probabilities == up.probabilities


def test_moderators_who_lowered_most_leave_no_grade_and_are_the_reason():
    one = standing(lowered(10))
    assert (one.rank, one.why) == (None, Why.LOWERED)
    spread = [replace(lowered(10), id=f"A-{number}", descriptors=(f"LD-{number:02}",)) for number in range(1, 7)]
    assert alone(spread).why is Why.LOWERED


def test_as_many_records_drawn_at_random_have_a_grade():
    assert standing(replace(FEW_CHOSEN, sample=sample(12, selection=Selection.RANDOM))).rank == GOOD


def test_a_judgement_that_only_chosen_records_speak_for_says_so():
    spread = [replace(FEW_CHOSEN, id=f"FEW-{number}", descriptors=(f"LD-{number:02}",)) for number in range(1, 7)]
    assert alone(spread).why is Why.CHOSEN
    assert alone(spread[:2]).why is Why.THIN


def test_records_that_managers_chose_are_no_records_to_be_sure_by():
    assert (judged(CHOSEN).counts.records, judged(RANDOM).counts.records) == (0, 40)


# --- risk


def test_a_finding_of_risk_caps_however_many_goods_stand_beside_it():
    goods = [item(f"EX-{number}", kind="external") for number in range(20)]
    one = standing(*goods, item("RISK", grade="inadequate", effect="risk"))
    assert (one.rank, one.capped_by.item.id) == (INADEQUATE, "RISK")


def test_a_cap_is_the_finding_s_own_grade():
    goods = [item(f"EX-{number}", kind="external") for number in range(20)]
    assert standing(*goods, item("RISK", grade="requires-improvement", effect="risk")).rank == RI


def test_the_worst_of_several_caps_holds():
    risks = [item("A", grade="requires-improvement", effect="risk"), item("B", grade="inadequate", effect="failure")]
    assert standing(*risks).capped_by.item.id == "B"


RISK = item("RISK", grade="inadequate", date=months_ago(13), sample=sample(40))
PICKED = sample(40, selection=Selection.MANAGERS_CHOICE)


def held(*looks: Evidence, risk: Evidence = RISK) -> bool:
    """Say whether a finding of risk holds the descriptor down after these looks."""
    one = standing(risk, *looks)
    assert one.capped_by is None or (one.rank, one.capped_by.item.id) == (INADEQUATE, risk.id)
    return one.capped_by is not None


def test_a_risk_that_newer_looks_settled_caps_no_longer():
    assert not held(AUDIT)


@pytest.mark.parametrize("grade", ["inadequate", "requires-improvement", "good", "outstanding"])
def test_what_a_look_found_does_not_matter_to_an_older_cap(grade):
    assert not held(replace(AUDIT, grade=grade, effect="inconsistent" if grade == "inadequate" else None))


@pytest.mark.parametrize(
    "look",
    [
        item("SOON", kind="external", date=months_ago(12)),
        item("PICKED", sample=PICKED),
        item("SMALL", sample=sample(9)),
        item("TEN", sample=sample(10), date=months_ago(3)),
        item("DIP", kind="dip-sample", sample=sample(40)),
        item("STAFF", kind="staff"),
        item("BESIDE", ["HP-07", "HP-10"], date=months_ago(3), sample=sample(40)),
        item("NORTH", sample=sample(40), service="north"),
        item("OTHER", "HP-07", sample=sample(40)),
    ],
    ids=lambda one: one.id,
)
def test_a_look_that_settles_too_little_of_a_risk_does_not_lift_its_cap(look):
    assert held(look)


def test_looks_that_managers_chose_lift_no_cap_however_many():
    looks = [item(f"PICKED-{number}", sample=PICKED) for number in range(5)]
    one = standing(RISK, *looks)
    assert next(row for row in one.rows if row.item.id == "RISK").holds == 0
    assert (one.rank, one.capped_by.item.id) == (INADEQUATE, "RISK")


def test_looks_lift_a_cap_together():
    looks = [item(f"TEN-{number}", sample=sample(10)) for number in range(2)]
    assert (held(looks[0]), held(*looks)) == (True, False)


def test_many_looks_of_the_same_weeks_lift_no_cap():
    assert held(*(item(f"EX-{number}", kind="external", date=months_ago(12)) for number in range(5)))


def test_a_look_that_was_superseded_lifts_no_cap():
    assert held(AUDIT, item("LATER", kind="complaint", grade="good", supersedes=("AUD",), sample=sample(40)))


def test_what_takes_the_place_of_a_risk_lifts_its_cap_at_once():
    assert not held(item("NEW", date=months_ago(12), sample=sample(40), supersedes=("RISK",)))


def test_a_look_at_one_service_lifts_the_cap_of_a_risk_there():
    assert not held(replace(AUDIT, service="north"), risk=replace(RISK, service="north"))


def test_half_of_a_risk_still_holds_and_less_does_not():
    half = item("HALF", kind="external", sample=sample(10))
    less = item("LESS", kind="external", sample=sample(11))
    external = replace(RISK, kind="external", date=months_ago(37))
    assert (held(half, risk=external), held(less, risk=external)) == (True, False)


def test_an_old_risk_that_nobody_looked_at_again_still_caps():
    assert standing(item("RISK", grade="inadequate", date=months_ago(60)), item("ST", kind="staff")).rank == INADEQUATE


def test_a_risk_in_a_sample_under_ten_caps_nothing():
    assert standing(AUDIT, item("RISK", grade="inadequate", sample=sample(5))).rank == GOOD


def test_unmet_needs_do_not_cap():
    goods = [item(f"EX-{number}", kind="external") for number in range(20)]
    assert standing(*goods, item("LOW", grade="inadequate", effect="unmet")).rank == GOOD


# --- contradictions and triangulation


def test_a_contradiction_of_an_audit_and_feedback_is_listed():
    one = standing(AUDIT, item("FB", kind="feedback", grade="requires-improvement"))
    assert [(against(pair), pair.worse.item.id, pair.unexplained) for pair in one.contradictions] == [(["AUD"], "FB", 1)]


def test_a_contradiction_is_not_averaged():
    one = standing(replace(AUDIT, grade="outstanding"), item("FB", kind="feedback", grade="inadequate", effect="unmet"))
    assert one.masses[RI] < min(one.masses[INADEQUATE], one.masses[GOOD])


@pytest.mark.parametrize("who", ["AUD", "FB"])
def test_a_contradiction_is_explained_by_because_on_either_side(who):
    items = [AUDIT, item("FB", kind="feedback", grade="requires-improvement")]
    explained = [replace(one, because="It covers the former team.") if one.id == who else one for one in items]
    (one,) = standing(*explained).contradictions
    assert (one.because, one.unexplained) == (((who, "It covers the former team."),), 0)


def test_grades_two_steps_apart_contradict_on_one_side_of_the_benchmark_too():
    items = [item("A", "SF-01", kind="feedback", grade="sound"), item("B", "SF-01", grade="exemplary")]
    assert len(predicted(items, framework("five-grades")).standing("SF-01").contradictions) == 1


def test_neighbouring_grades_on_one_side_of_good_do_not_contradict():
    one = standing(item("A", kind="feedback", grade="outstanding"), item("B", kind="staff", grade="good"))
    assert one.contradictions == ()


def test_findings_of_one_kind_and_day_are_parts_of_one_look():
    one = standing(item("A", kind="external"), item("B", kind="external", grade="inadequate"))
    assert one.contradictions == ()


LOW = item("LOW", kind="feedback", grade="requires-improvement")


def against(one: Contradiction) -> list[str]:
    return [row.item.id for row in one.better]


def test_all_that_stands_against_a_concern_is_listed_with_it_the_best_and_newest_first():
    goods = [item("A", date=months_ago(2)), item("B"), item("C", kind="external", grade="outstanding", date=months_ago(3))]
    (one,) = standing(LOW, *goods).contradictions
    assert (against(one), one.pairs, one.more, one.unexplained) == (["C", "B", "A"], 3, 0, 3)


def test_those_that_are_not_named_are_counted():
    (one,) = standing(LOW, *(item(f"A-{number}") for number in range(8))).contradictions
    assert (against(one), one.pairs, one.more) == ([f"A-{number}" for number in range(5)], 8, 3)


def test_one_explained_pair_does_not_explain_the_others():
    goods = [item("TOLD", because="It covers the former team."), *(item(f"A-{number}") for number in range(8))]
    (one,) = standing(LOW, *goods).contradictions
    assert (one.pairs, one.unexplained, one.because) == (9, 8, ())
    assert "TOLD" not in against(one)


def test_what_one_look_found_is_not_among_what_stands_against_a_concern():
    same = {"round": "Q1", "source": "Audit report"}
    looks = [
        item("BOTH", **same),
        item("ROUND", round="Q1"),
        item("SOURCE", source="Audit report"),
        item("OTHER", round="Q2"),
        item("NONE"),
        item("BEFORE", date=months_ago(1), **same),
    ]
    (one,) = standing(item("LOW", grade="requires-improvement", **same), *looks).contradictions
    assert (against(one), one.pairs) == (["NONE", "OTHER", "BEFORE"], 3)


@given(data=st.data())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_as_many_pairs_are_counted_as_there_are(data: st.DataObject):
    some = {
        "kind": st.sampled_from(["audit", "external", "feedback"]),
        "date": st.sampled_from([AS_AT, months_ago(1)]),
        "grade": st.sampled_from(framework().scale.ids),
        "round": st.sampled_from([None, "Q1", "Q2"]),
        "source": st.sampled_from([None, "A report", "Another"]),
        "because": st.sampled_from([None, "It covers the former team."]),
    }
    items = [
        item(f"I-{number}", **{key: data.draw(values) for key, values in some.items()})
        for number in range(data.draw(st.integers(2, 12)))
    ]
    one = standing(*items)
    found = {}
    for worse, better in product(one.rows, repeat=2):
        apart = better.rank - worse.rank >= 2 or worse.rank < GOOD <= better.rank
        same = (worse.item.kind, worse.item.date) == (better.item.kind, better.item.date) and (
            worse.kind.id == "external"
            or (worse.item.round is not None and worse.item.round == better.item.round)
            or (worse.item.source is not None and worse.item.source == better.item.source)
        )
        if apart and not same:
            found.setdefault(worse.item.id, []).append(not (worse.item.because or better.item.because))
    told = {pair.worse.item.id: (pair.pairs, pair.unexplained, len(pair.better)) for pair in one.contradictions}
    assert told == {name: (len(every), sum(every), min(5, len(every))) for name, every in found.items()}


def test_what_went_stale_contradicts_nothing():
    one = standing(replace(AUDIT, date=months_ago(13)), item("FB", kind="feedback", grade="requires-improvement"))
    assert one.contradictions == ()


def test_what_does_not_count_contradicts_nothing():
    assert standing(AUDIT, item("DOC", kind="document", grade="inadequate")).contradictions == ()


TRIANGLE = (item("AUD"), item("FB", kind="feedback"), item("ST", kind="staff"))


def test_three_sources_of_three_kinds_with_practice_and_voice_triangulate():
    assert standing(*TRIANGLE).triangulated


def test_two_kinds_do_not_triangulate():
    assert not standing(*TRIANGLE[:2], item("FB-2", kind="feedback")).triangulated


def test_without_voice_nothing_is_triangulated():
    assert not standing(item("AUD"), item("OB", kind="observation"), item("ST", kind="staff")).triangulated


def test_an_audit_that_heard_the_family_is_voice_too():
    assert standing(item("AUD", with_family=4), item("OB", kind="observation"), item("ST", kind="staff")).triangulated


def test_without_practice_nothing_is_triangulated():
    assert not standing(item("CH", kind="challenge"), item("FB", kind="feedback"), item("ST", kind="staff")).triangulated


def test_a_dip_sample_is_practice_for_triangulation():
    assert standing(item("DIP", kind="dip-sample"), item("FB", kind="feedback"), item("ST", kind="staff")).triangulated


def test_looks_more_than_six_months_apart_do_not_triangulate():
    assert not standing(*TRIANGLE[1:], replace(TRIANGLE[0], date=months_ago(6.5))).triangulated


def test_what_went_stale_triangulates_nothing():
    assert not standing(*(replace(one, date=months_ago(20)) for one in TRIANGLE)).triangulated


def test_an_inspection_triangulates_its_findings_itself():
    assert standing(item("EX", kind="external")).triangulated


# --- a judgement


def test_a_judgement_without_evidence_has_no_outlook():
    one = alone([])
    assert (one.outlook, one.probabilities, one.why) == (None, None, Why.SILENT)


def test_a_judgement_of_policies_is_not_tested():
    assert alone([item("DOC", "LD-01", kind="document")]).why is Why.UNTESTED


def test_a_judgement_of_small_samples_says_so():
    assert alone([item("SMALL", "LD-01", sample=sample(5))]).why is Why.SMALL


def test_too_few_descriptors_withhold_the_grade():
    assert alone(covering("leaders", "good", count=3)).why is Why.THIN


def test_four_of_38_descriptors_are_enough_for_a_grade():
    assert alone(covering("leaders", "good", count=4)).why is None


def test_a_tenth_of_the_descriptors_is_needed():
    assert [alone(covering("children-in-care", "good", count=count), "children-in-care").why for count in (6, 7)] == [
        Why.THIN,
        None,
    ]


def test_a_judgement_of_few_descriptors_needs_half_of_them():
    where = framework("met-or-not")
    assert [alone(covering("practice", "met", where, count), "practice", "met-or-not").why for count in (1, 2)] == [
        Why.THIN,
        None,
    ]


def test_a_judgement_whose_evidence_went_stale_says_so():
    assert alone(covering("leaders", "good", date=months_ago(40))).why is Why.STALE


def test_a_judgement_of_kinds_that_test_nothing_is_not_tested():
    staff = [replace(one, kind="staff") for one in covering("leaders", "good")]
    assert alone(staff).why is Why.UNTESTED


def test_good_audits_of_every_quarter_are_not_withheld_for_their_age():
    names = [one.id for one in framework().descriptors_of("help-and-protection")][:12]
    newest = [item(f"{name}-0", name, sample=sample(40), extent="most") for name in names]
    older = [
        item(f"{name}-{quarter}", name, sample=sample(40), extent="most", date=months_ago(3 * quarter))
        for name in names
        for quarter in range(1, 8)
    ]
    assert alone(newest, "help-and-protection").why is None
    assert alone([*newest, *older], "help-and-protection").why is None


def test_good_audits_that_nobody_followed_are_withheld_once_they_are_old():
    names = [one.id for one in framework().descriptors_of("help-and-protection")][:12]
    old = [item(name, name, sample=sample(40), extent="most", date=months_ago(14)) for name in names]
    assert alone(old, "help-and-protection").why is Why.STALE


def test_silent_descriptors_are_unknown_not_bad():
    few, many = alone(covering("leaders", "outstanding", count=4)), alone(covering("leaders", "inadequate", count=4))
    assert few.outlook.value > 0 > many.outlook.value


def test_the_outlook_can_be_done_again_by_hand():
    one, model = alone(covering("leaders", "requires-improvement", extent="most")), method().model
    short = (8 * 0.8 + 0.2) / 9
    by_hand = model.balance * -math.log1p(10 * short) - model.risk * 0
    assert one.outlook.value == pytest.approx(by_hand)


def test_the_chances_can_be_done_again_by_hand():
    one, model = alone(covering("leaders", "good", extent="most")), method().model
    chance = [1 / (1 + math.exp(-one.outlook.flatness * (one.outlook.value - cut))) for cut in model.cuts]
    assert one.probabilities == pytest.approx((1 - chance[2], chance[2] - chance[1], chance[1] - chance[0], chance[0]))


def test_flatness_falls_with_the_volume_of_evidence():
    one = alone(covering("leaders", "good"))
    assert one.outlook.flatness == pytest.approx(math.sqrt(8 / (8 + 40)))


def test_volume_is_not_weight():
    four = [replace(one, id=f"{one.id}-{number}") for one in covering("leaders", "good", count=1) for number in range(4)]
    assert alone(four).outlook.volume == pytest.approx(2)


def test_little_evidence_says_little():
    sure = [max(alone(covering("leaders", "inadequate", count=count)).probabilities) for count in (1, 4, 16)]
    assert sure == sorted(sure)


def test_a_finding_counts_once_in_its_judgement():
    twice = [replace(one, descriptors=(*one.descriptors, "LD-38")) for one in covering("leaders", "good")]
    assert alone(twice).outlook == alone(covering("leaders", "good")).outlook


def test_a_wider_shortfall_weighs_more():
    values = [
        alone(covering("leaders", "requires-improvement", extent=extent)).outlook.value
        for extent in ("few", "some", "most", "all")
    ]
    assert values == sorted(values, reverse=True)


def test_a_graver_effect_weighs_more():
    effects = ["inconsistent", "unmet", "risk", "failure"]
    values = [alone(covering("leaders", "inadequate", effect=effect)).outlook.value for effect in effects]
    assert values == sorted(values, reverse=True)


def test_children_at_risk_weigh_by_their_share():
    assert alone(covering("leaders", "inadequate", effect="risk", extent="few")).outlook.risk == pytest.approx(8 * 0.2 / 9)


def test_an_outstanding_finding_about_some_counts_half():
    outstanding = [alone(covering("leaders", "outstanding", extent=extent)).outlook.outstanding for extent in ("some", "many")]
    assert outstanding == pytest.approx([8 * 0.5 / 9, 8 / 9])


def test_an_outstanding_finding_beyond_its_reach_counts_as_good():
    audits = [replace(one, kind="audit") for one in covering("leaders", "outstanding", extent="most")]
    assert alone(audits).outlook.outstanding == 0


def test_a_concern_never_counts_for_less_than_not_knowing():
    old, isolated = (
        covering("leaders", "good", date=months_ago(40)),
        covering("leaders", "requires-improvement", extent="isolated"),
    )
    assert alone(isolated).outlook.value <= alone(old).outlook.value


def test_pulls_share_out_the_outlook():
    mixed = [*covering("leaders", "outstanding", count=4), item("EX", "LD-20", kind="external", grade="inadequate")]
    one, model = alone(mixed), method().model
    imagined = 1 / (one.outlook.volume + 1) * 0.2 * math.log1p(10 * one.outlook.shortfall) / one.outlook.shortfall * model.balance
    assert math.fsum(pull for _, pull in one.pulls) - imagined == pytest.approx(one.outlook.value)


def test_what_pulls_down_most_comes_first():
    items = [*covering("leaders", "good", count=4), item("EX", "LD-20", kind="external", grade="inadequate")]
    assert alone(items).pulls[0][0] == "LD-20"


def test_equal_pulls_stand_by_id():
    names = [name for name, _ in alone(list(reversed(covering("leaders", "good", count=5)))).pulls]
    assert names == ["LD-01", "LD-02", "LD-03", "LD-04", "LD-05"]


def test_evidence_may_count_under_another_judgement_than_its_own():
    borrowed = alone([item("ONE", "HP-10", judgement="leaders")])
    assert [one.descriptor for one in borrowed.standings if one.rows] == ["HP-10"]


# --- scales of other lengths


def test_four_grades_have_the_fitted_cuts():
    top, benchmark, bottom = method().model.cuts
    assert cuts(framework().scale, method().model) == (bottom, benchmark, top)


def test_five_grades_have_a_cut_between_the_benchmark_and_the_top():
    top, benchmark, bottom = method().model.cuts
    assert cuts(framework("five-grades").scale, method().model) == pytest.approx((bottom, benchmark, (top + benchmark) / 2, top))


def test_met_or_not_has_the_cut_of_the_benchmark():
    assert cuts(framework("met-or-not").scale, method().model) == (method().model.cuts[1],)


@pytest.mark.parametrize("name", ["ilacs-2018", "slac-2009", "five-grades", "met-or-not"])
def test_cuts_rise_with_the_grades(name):
    found = cuts(framework(name).scale, method().model)
    assert len(found) == framework(name).scale.top and all(one < other for one, other in pairwise(found))


@pytest.mark.parametrize(("name", "judgement"), [("five-grades", "safety"), ("met-or-not", "practice")])
def test_on_any_scale_better_findings_give_a_better_outlook(name, judgement):
    where = framework(name)
    values = [
        alone(covering(judgement, grade, where, 4, extent="most"), judgement, name).outlook.value for grade in where.scale.ids
    ]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(("name", "judgement"), [("five-grades", "safety"), ("met-or-not", "practice")])
def test_on_any_scale_probabilities_sum_to_one(name, judgement):
    where = framework(name)
    found = [alone(covering(judgement, grade, where, 4), judgement, name) for grade in where.scale.ids]
    assert [math.fsum(one.probabilities) for one in found] == pytest.approx([1.0] * len(where.scale))


def test_a_better_outlook_shifts_every_chance():
    outlook = alone(covering("leaders", "good")).outlook
    worse, better = (probabilities(replace(outlook, value=value), framework().scale, method().model) for value in (-9.0, -8.0))
    assert all(math.fsum(better[rank:]) > math.fsum(worse[rank:]) for rank in (1, 2, 3))


# --- how surely


@pytest.mark.parametrize(("word", "probability", "said"), [("high", 0.9, "high"), ("high", 0.7, "medium"), ("high", 0.5, "low")])
def test_confidence_is_no_higher_than_the_probability_allows(word, probability, said):
    assert confidence(word, probability, method()) == said


@pytest.mark.parametrize("word", ["low", "medium", "high"])
def test_confidence_is_no_higher_than_the_evidence_allows(word):
    assert confidence(word, 0.99, method()) == word


def test_an_inspection_of_half_the_descriptors_is_high_evidence():
    assert alone(covering("leaders", "good", count=19)).evidence_word == "high"


def test_an_inspection_of_a_few_descriptors_is_medium_evidence():
    assert alone(covering("leaders", "good", count=6)).evidence_word == "medium"


def test_five_recent_items_are_needed_for_medium():
    assert alone(covering("leaders", "good", count=4)).evidence_word == "low"


def test_one_kind_of_one_s_own_evidence_is_low():
    audits = [replace(one, kind="audit", sample=sample(40)) for one in covering("leaders", "good", count=30)]
    assert alone(audits).evidence_word == "low"


def test_coverage_is_the_share_of_descriptors_that_were_tested():
    assert alone(covering("leaders", "good", count=19)).counts.coverage == 0.5


def test_records_are_counted_once_an_item():
    names = [one.id for one in framework().descriptors_of("leaders")[:4]]
    assert alone([item("AUD", names, sample=sample(40))]).counts.records == 40


def test_stale_items_are_counted():
    assert alone([item("OLD", "LD-01", date=months_ago(13)), item("NEW", "LD-01")]).counts.stale == 1


def test_a_bare_word_never_does_better_than_a_good_sample_that_was_shown():
    """An audit that names no sample, or an observation, called outstanding, against 38 of 40 records drawn at random and moderated."""
    names = [f"HP-{number:02}" for number in range(1, 13)]
    shown = sample(40, met=38, selection=Selection.RANDOM, moderated=12)

    def chance(**changes):
        prediction = predicted(item(f"E-{name}", name, **changes) for name in names)
        return sum(prediction.verdict("help-and-protection").probabilities[prediction.framework.scale.benchmark :])

    honest = chance(grade=None, sample=shown, with_family=20)
    assert chance(grade="outstanding") < honest
    assert chance(grade="outstanding", impact="Children are safer.") < honest
    assert chance(grade="outstanding", kind="observation") < honest


def test_evidence_on_another_judgements_descriptors_earns_no_grade_alone():
    names = [f"HP-{number:02}" for number in range(1, 13)]
    prediction = predicted(item(f"E-{name}", name, judgement="leaders", sample=sample(40, met=38)) for name in names)
    verdict = prediction.verdict("leaders")
    assert (verdict.rank, verdict.why) == (None, Why.THIN)
