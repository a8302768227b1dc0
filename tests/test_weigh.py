"""How much an item counts, and why."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import AS_AT, assessment, changed, framework, item, method, months_ago, sample
from hypothesis import given
from hypothesis import strategies as st

from preinspect.evidence import Evidence, Sample, Selection
from preinspect.method import derived_rank
from preinspect.weigh import Weighed, freshness, months_between, position, weigh, wilson

SCALE = framework().scale
INADEQUATE, RI, GOOD, OUTSTANDING = range(4)


def weighed(*items: Evidence, **changes) -> dict[str, Weighed]:
    """Weigh items, and give each as it counts for HP-10."""
    rows = weigh(assessment(items, **changes), framework(), method())["help-and-protection", "HP-10"]
    return {row.item.id: row for row in rows}


def weight_of(**changes) -> float:
    """Give the weight of one item."""
    return weighed(item("ONE", **changes))["ONE"].weight


# --- kinds


def test_kinds_weigh_in_the_order_in_which_practitioners_trust_them():
    kinds = ["external", "audit", "observation", "feedback", "challenge", "dip-sample", "staff", "governance", "document"]
    weights = [weight_of(kind=kind, sample=sample(40)) for kind in kinds]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("kind", ["document", "statement", "case-study"])
def test_what_is_nothing_alone_weighs_nothing(kind):
    assert weight_of(kind=kind) == 0


def test_what_is_nothing_alone_says_that_it_raises_a_question():
    assert weighed(item("DOC", kind="document"))["DOC"].why_not == (
        "policy or other document is nothing alone; what it says is put as a question"
    )


def test_what_is_nothing_alone_needs_no_grade():
    assert weighed(item("DOC", kind="document", grade=None))["DOC"].rank == GOOD


def test_an_item_without_grade_or_result_is_our_bug():
    with pytest.raises(ValueError, match="ONE has neither a grade nor a result"):
        weighed(item("ONE", grade=None))


@pytest.mark.parametrize("kind", ["complaint", "learning-review"])
def test_counter_evidence_never_lifts(kind):
    assert weighed(item("CO", kind=kind))["CO"].lasts == 0


@given(st.sampled_from(SCALE.ids), st.sampled_from([None, *method().effects]), st.sampled_from([None, *method().extents]))
def test_the_weight_does_not_depend_on_what_was_found(grade, effect, extent):
    assert weight_of(grade=grade, effect=effect, extent=extent) == weight_of()


# --- samples


def test_12_of_20_may_be_anything_from_39_to_78_per_cent():
    assert tuple(round(bound, 2) for bound in wilson(12, 20)) == (0.39, 0.78)


def test_none_of_ten_may_still_be_a_quarter():
    low, high = wilson(0, 10)
    assert (low, round(high, 2)) == (0.0, 0.28)


@given(st.integers(1, 500).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))))
def test_the_range_holds_the_share_that_was_found(counted):
    met, size = counted
    low, high = wilson(met, size)
    assert 0 <= low <= met / size + 1e-12 and met / size - 1e-12 <= high <= 1


def test_a_sample_under_ten_decides_nothing():
    row = weighed(item("SMALL", sample=sample(9)))["SMALL"]
    assert (row.weight, row.why_not) == (0.0, "a sample of 9 decides nothing; 10 are needed")


def test_a_sample_of_ten_counts():
    assert weighed(item("TEN", sample=sample(10)))["TEN"].counts


def test_a_sample_of_ten_counts_half_of_one_of_forty():
    assert weight_of(sample=sample(10)) == pytest.approx(weight_of(sample=sample(40)) / 2)


def test_more_than_forty_records_add_no_weight():
    assert weight_of(sample=sample(400)) == weight_of(sample=sample(40))


def test_a_sample_of_untold_size_counts_for_less():
    assert weight_of() == pytest.approx(weight_of(sample=sample(method().sampling.least)))


def test_a_kind_that_takes_no_samples_needs_none():
    assert weight_of(kind="external") == 1


def test_the_factors_multiply_to_the_weight():
    row = weighed(item("ONE", sample=sample(20, moderated=10, changed_down=5)))["ONE"]
    product = 1.0
    for factor in row.factors:
        product *= factor.value
    assert row.weight == pytest.approx(product)


def test_each_factor_says_why():
    row = weighed(item("ONE", sample=sample(20, moderated=10, changed_down=5)))["ONE"]
    assert [factor.why for factor in row.factors] == [
        "Audit of practice weighs 0.9",
        "a sample of 20, where 40 count fully",
        "auditor and moderator agreed on 50% of the round",
    ]


def result(**counts: int) -> Sample:
    """Build a sample's results by grade."""
    grades = {"o": "outstanding", "g": "good", "ri": "requires-improvement", "i": "inadequate"}
    return sample(sum(counts.values()), results=tuple((grades[name], count) for name, count in counts.items()))


@pytest.mark.parametrize(
    ("results", "rank"),
    [
        (result(g=40), GOOD),
        (result(g=32, ri=8), GOOD),
        (result(g=31, ri=9), RI),
        (result(o=20, g=20), OUTSTANDING),
        (result(o=19, g=21), GOOD),
        (result(o=39, i=1), GOOD),
        (result(o=37, i=3), GOOD),
        (result(o=36, i=4), RI),
        (result(o=30, i=10), INADEQUATE),
        (result(o=10, g=10, ri=10, i=10), INADEQUATE),
    ],
)
def test_results_are_read_by_their_tail(results, rank):
    assert derived_rank(results, SCALE, method()) == rank


@pytest.mark.parametrize(("met", "rank"), [(40, GOOD), (32, GOOD), (31, RI), (20, RI), (19, INADEQUATE), (0, INADEQUATE)])
def test_how_many_met_gives_the_grade(met, rank):
    assert derived_rank(sample(40, met=met), SCALE, method()) == rank


def test_meeting_a_standard_is_never_outstanding():
    assert derived_rank(sample(40, met=40), SCALE, method()) == GOOD


def test_a_sample_without_results_gives_no_grade():
    assert derived_rank(sample(40), SCALE, method()) is None


def test_results_of_no_record_give_no_grade():
    assert derived_rank(sample(40, results=(("good", 0),)), SCALE, method()) is None


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4).filter(sum))
def test_one_record_a_grade_better_never_gives_a_worse_grade(counts):
    before = derived_rank(sample(sum(counts), results=tuple(zip(SCALE.ids, counts, strict=True))), SCALE, method())
    after = [
        derived_rank(sample(sum(counts), results=tuple(zip(SCALE.ids, _one_up(counts, place), strict=True))), SCALE, method())
        for place in range(1, 4)
        if counts[place]
    ]
    assert all(rank >= before for rank in after)


def _one_up(counts: list[int], place: int) -> list[int]:
    return [count + (index == place - 1) - (index == place) for index, count in enumerate(counts)]


def test_a_given_grade_stands_whatever_the_sample_says():
    assert weighed(item("ONE", grade="inadequate", sample=sample(40, met=40)))["ONE"].rank == INADEQUATE


# --- moderation


def test_two_services_rounds_of_one_name_are_two_rounds():
    doubted = item("A", round="Q3", service="north", sample=sample(40, moderated=10, changed_down=3))
    rows = weighed(doubted, item("B", round="Q3", service="south", sample=sample(40)))
    assert [rows[name].weight for name in "AB"] == [pytest.approx(0.54), pytest.approx(0.9)]


def test_where_moderation_agrees_on_under_80_per_cent_every_item_of_the_round_counts_for_less():
    items = [item("A", round="Q3", sample=sample(40, moderated=10, changed_down=3)), item("B", round="Q3", sample=sample(40))]
    assert {name: row.weight for name, row in weighed(*items).items()} == pytest.approx({"A": 0.54, "B": 0.54})


def test_agreement_is_counted_over_the_whole_round():
    agreed = item("A", round="Q3", sample=sample(40, moderated=30, changed_down=0))
    doubted = item("B", round="Q3", sample=sample(40, moderated=10, changed_down=3))
    assert weighed(agreed, doubted)["B"].weight == pytest.approx(0.9)


def test_an_item_without_a_round_is_a_round_of_its_own():
    items = [item("A", sample=sample(40, moderated=10, changed_down=3)), item("B", sample=sample(40))]
    assert weighed(*items)["B"].weight == pytest.approx(0.9)


def test_agreement_on_exactly_80_per_cent_is_enough():
    assert weight_of(sample=sample(40, moderated=10, changed_up=1, changed_down=1)) == pytest.approx(0.9)


def test_moderation_that_lifts_grades_is_disagreement_too():
    assert weight_of(sample=sample(40, moderated=10, changed_up=3)) == pytest.approx(0.54)


def test_what_was_not_moderated_loses_nothing():
    assert weight_of(sample=sample(40, moderated=0)) == pytest.approx(0.9)


# --- age


def test_evidence_is_fully_known_while_it_is_fresh():
    assert weighed(item("ONE", date=months_ago(5.9)))["ONE"].lasts == 1


def test_evidence_is_gone_when_it_is_stale():
    assert weighed(item("ONE", date=months_ago(12.1)))["ONE"].lasts == 0


@pytest.mark.parametrize(("age", "known"), [(7.5, 0.84375), (9, 0.5), (10.5, 0.15625)])
def test_between_fresh_and_stale_it_fades_smoothly(age, known):
    assert freshness(age, method().kinds["audit"]) == pytest.approx(known)


@given(st.sampled_from(sorted(method().kinds)), st.floats(0, 60), st.floats(0, 60))
def test_freshness_only_falls(kind, one, other):
    sooner, later = sorted((one, other))
    assert freshness(sooner, method().kinds[kind]) >= freshness(later, method().kinds[kind])


def test_an_inspection_lasts_longer_than_an_audit():
    rows = weighed(item("EX", kind="external", date=months_ago(20)), item("AUD", date=months_ago(20)))
    assert (rows["EX"].lasts, rows["AUD"].lasts) == (1, 0)


def test_ages_run_from_the_as_at_date():
    rows = weighed(item("ONE", date=date(2019, 9, 30)), as_at=date(2019, 11, 8))
    assert rows["ONE"].age == pytest.approx(39 / 30.4375)


def test_a_month_has_the_average_length():
    assert months_between(date(2025, 1, 1), date(2026, 1, 1)) == pytest.approx(12, abs=0.01)


def test_age_takes_nothing_from_the_weight():
    assert weight_of(date=months_ago(30)) == weight_of()


def test_what_is_older_than_a_change_ages_by_half_a_year():
    change = changed("a new recording system", months_ago(2), "HP-10")
    assert weighed(item("ONE", date=months_ago(3)), changed_since=(change,))["ONE"].age == pytest.approx(9, abs=0.02)


def test_a_change_that_names_no_descriptor_ages_all():
    rows = weighed(item("ONE", date=months_ago(3)), changed_since=(changed("a new front door", months_ago(2)),))
    assert rows["ONE"].age == pytest.approx(9, abs=0.02)


def test_a_change_elsewhere_ages_nothing():
    rows = weighed(item("ONE", date=months_ago(3)), changed_since=(changed("a new system", months_ago(2), "LD-10"),))
    assert rows["ONE"].age == pytest.approx(3, abs=0.02)


def test_what_is_newer_than_a_change_is_as_old_as_it_is():
    rows = weighed(item("ONE", date=months_ago(1)), changed_since=(changed("a new front door", months_ago(2)),))
    assert rows["ONE"].age == pytest.approx(1, abs=0.02)


def test_two_changes_age_no_more_than_one():
    changes = (changed("a new front door", months_ago(2)), changed("a new system", months_ago(1)))
    assert weighed(item("ONE", date=months_ago(3)), changed_since=changes)["ONE"].age == pytest.approx(9, abs=0.02)


def test_a_document_is_current_to_its_review_date():
    document = item("DOC", kind="document", date=months_ago(30), review_due=AS_AT + timedelta(days=1))
    assert weighed(document)["DOC"].fresh


def test_a_document_is_stale_three_months_after_its_review_date():
    document = item("DOC", kind="document", date=months_ago(2), review_due=months_ago(3.1))
    assert not weighed(document)["DOC"].fresh


def test_a_review_date_keeps_no_audit_fresh():
    """It is a document's; an audit with one would never age, and break P1 (a concern could be less known than the same as a strength)."""
    audit = item("AUD", date=months_ago(30), review_due=AS_AT + timedelta(days=900))
    assert weighed(audit)["AUD"].lasts == 0


# --- concerns


OLD_CONCERN = item("OLD", grade="requires-improvement", date=months_ago(30))


def test_a_concern_holds_however_old_it_is():
    assert weighed(OLD_CONCERN)["OLD"].holds == 1


def test_a_concern_that_nobody_looked_at_since_says_so():
    assert weighed(OLD_CONCERN)["OLD"].looked_again is None


def test_a_concern_gives_way_where_somebody_looked_again():
    rows = weighed(OLD_CONCERN, item("NEW"))
    assert (rows["OLD"].holds, rows["OLD"].looked_again.id) == (0, "NEW")


def test_a_concern_fades_by_the_time_between_the_two_looks():
    concern, look = replace(OLD_CONCERN, date=months_ago(20)), item("NEW", date=months_ago(11))
    assert weighed(concern, look)["OLD"].holds == pytest.approx(0.5, abs=0.01)


def test_a_second_look_soon_after_does_not_settle_a_concern():
    assert weighed(replace(OLD_CONCERN, date=months_ago(3)), item("NEW"))["OLD"].holds == 1


@pytest.mark.parametrize("kind", ["staff", "challenge", "document", "governance", "complaint", "workforce"])
def test_only_practice_or_voice_looks_again(kind):
    assert weighed(OLD_CONCERN, item("NEW", kind=kind))["OLD"].looked_again is None


def test_a_dip_sample_tests_nothing_and_settles_nothing():
    assert weighed(OLD_CONCERN, item("NEW", kind="dip-sample"))["OLD"].looked_again is None


def test_a_look_settles_as_much_as_it_weighs():
    concern = replace(OLD_CONCERN, sample=sample(40))
    rows = [weighed(concern, item("NEW", sample=sample(size)))["OLD"] for size in (10, 20, 40)]
    assert [row.holds for row in rows] == [pytest.approx(0.5), pytest.approx(1 - math.sqrt(0.5)), pytest.approx(0)]


PICKED = replace(sample(40), selection=Selection.MANAGERS_CHOICE)


def test_records_that_managers_chose_settle_half_of_a_concern():
    assert weighed(replace(OLD_CONCERN, sample=sample(40)), item("NEW", sample=PICKED))["OLD"].holds == pytest.approx(0.5)


def test_records_that_managers_chose_do_not_take_the_place_of_others():
    rows = weighed(replace(OLD_CONCERN, sample=sample(40)), item("NEW", sample=PICKED, supersedes=("OLD",)))
    assert rows["OLD"].counts
    rows = weighed(replace(OLD_CONCERN, sample=PICKED), item("NEW", sample=PICKED, supersedes=("OLD",)))
    assert rows["OLD"].why_not == "superseded by NEW"


def test_what_names_a_descriptor_second_leaves_its_concern_in_the_judgement():
    rows = weigh(assessment([OLD_CONCERN, item("NEW", ["HP-07", "HP-10"])]), framework(), method())
    (old,) = [row for row in rows["help-and-protection", "HP-10"] if row.item.id == "OLD"]
    assert (old.holds, old.stays) == (pytest.approx(0.5), 1)


def test_several_looks_together_settle_a_concern():
    concern = replace(OLD_CONCERN, sample=sample(40))
    looks = [item(f"NEW-{number}", sample=sample(10), date=months_ago(number)) for number in range(2)]
    assert weighed(concern, *looks)["OLD"].stays == 0


def test_a_look_that_decides_nothing_settles_nothing():
    assert weighed(OLD_CONCERN, item("NEW", sample=sample(5)))["OLD"].looked_again is None


def test_a_look_that_was_superseded_settles_nothing():
    rows = weighed(OLD_CONCERN, item("NEW"), item("LATER", kind="complaint", supersedes=("NEW",)))
    assert rows["OLD"].looked_again is None


def test_a_look_at_another_descriptor_settles_nothing():
    assert weighed(OLD_CONCERN, item("NEW", "HP-07"))["OLD"].looked_again is None


def test_a_look_of_the_same_day_settles_nothing():
    assert weighed(OLD_CONCERN, item("NEW", date=OLD_CONCERN.date))["OLD"].looked_again is None


def test_the_newest_look_is_named():
    rows = weighed(OLD_CONCERN, item("A", date=months_ago(5)), item("B", date=months_ago(2)))
    assert rows["OLD"].looked_again.id == "B"


@pytest.mark.parametrize(
    ("concern", "look", "settled"),
    [
        ("north", "north", True),
        ("north", None, True),
        ("north", "south", False),
        (None, "south", False),
        (None, None, True),
        ("north / front door", "north", True),
        ("north", "north / front door", False),
    ],
)
def test_a_look_in_one_service_settles_nothing_in_another(concern, look, settled):
    rows = weighed(replace(OLD_CONCERN, service=concern), item("NEW", service=look))
    assert (rows["OLD"].looked_again is not None) is settled


def test_the_newest_look_of_a_service_or_of_all_is_named():
    concern = replace(OLD_CONCERN, service="north")
    looks = item("ALL", date=months_ago(2)), item("NORTH", service="north", date=months_ago(1)), item("SOUTH", service="south")
    assert weighed(concern, *looks)["OLD"].looked_again.id == "NORTH"


# --- supersession


def test_a_superseded_item_counts_for_nothing_and_says_by_which():
    row = weighed(item("OLD"), item("NEW", supersedes=("OLD",)))["OLD"]
    assert (row.weight, row.why_not) == (0.0, "superseded by NEW")


def test_the_newest_of_several_that_supersede_is_named_whatever_their_order():
    old = item("OLD", date=months_ago(2))
    one, other = item("A", supersedes=("OLD",)), item("B", supersedes=("OLD",), date=months_ago(1))
    assert {weighed(old, one, other)["OLD"].why_not, weighed(other, one, old)["OLD"].why_not} == {"superseded by A"}


CONCERN = item("OLD", grade="inadequate")


@pytest.mark.parametrize(
    "newer",
    [
        item("NEW", kind="statement", supersedes=("OLD",)),
        item("NEW", kind="feedback", supersedes=("OLD",)),
        item("NEW", sample=sample(9), supersedes=("OLD",)),
        item("NEW", date=months_ago(1), supersedes=("OLD",)),
        item("NEW", "LD-10", supersedes=("OLD",)),
    ],
    ids=["nothing alone", "of a weaker kind", "too small a sample", "older", "about another descriptor"],
)
def test_what_is_no_evidence_of_its_own_takes_no_place(newer):
    row = weighed(CONCERN, newer)["OLD"]
    assert (row.weight, row.why_not) == (weighed(CONCERN)["OLD"].weight, None)


@pytest.mark.parametrize(
    ("old", "new", "takes"),
    [(40, None, False), (40, 19, False), (40, 20, True), (None, 40, True), (None, None, True), (10, None, False)],
)
def test_a_sample_of_unknown_size_takes_the_place_only_of_another(old: int | None, new: int | None, takes: bool):
    older = replace(OLD_CONCERN, sample=sample(old) if old else None)
    rows = weighed(older, item("NEW", sample=sample(new) if new else None, supersedes=("OLD",)))
    assert (rows["OLD"].why_not == "superseded by NEW") is takes


def test_a_sample_that_is_told_without_its_size_is_of_unknown_size():
    rows = weighed(replace(OLD_CONCERN, sample=sample(40)), item("NEW", sample=sample(None), supersedes=("OLD",)))
    assert rows["OLD"].counts


def test_an_item_is_superseded_only_where_the_newer_one_looked():
    rows = weigh(assessment([item("OLD", ["HP-10", "HP-07"]), item("NEW", supersedes=("OLD",))]), framework(), method())
    counts = {
        name: [row.counts for row in rows["help-and-protection", name] if row.item.id == "OLD"] for name in ("HP-10", "HP-07")
    }
    assert counts == {"HP-10": [False], "HP-07": [True]}


def test_two_items_of_a_day_that_name_each_other_do_not_both_go():
    rows = weighed(item("A", supersedes=("B",)), item("B", supersedes=("A",)))
    assert [rows[name].counts for name in "AB"] == [True, False]


def test_three_items_of_a_day_in_a_circle_do_not_all_go():
    rows = weighed(item("A", supersedes=("C",)), item("B", supersedes=("A",)), item("C", supersedes=("B",)))
    assert any(row.counts for row in rows.values())


def test_what_was_superseded_stays_so_when_the_newer_one_is_superseded_too():
    old, middle = item("OLD", date=months_ago(2)), item("MIDDLE", date=months_ago(1), supersedes=("OLD",))
    rows = weighed(old, middle, item("NEW", supersedes=("MIDDLE",)))
    assert [name for name in rows if rows[name].counts] == ["NEW"]


# --- where an item counts


def test_a_further_descriptor_counts_half():
    rows = weigh(assessment([item("ONE", ["HP-07", "HP-10"], kind="external")]), framework(), method())
    assert [rows["help-and-protection", name][0].weight for name in ("HP-07", "HP-10")] == [1, 0.5]


def test_a_judgement_overrides_where_the_first_descriptor_counts():
    rows = weigh(assessment([item("ONE", ["HP-10", "HP-07"], judgement="leaders")]), framework(), method())
    assert {("leaders", "HP-10"), ("help-and-protection", "HP-07")} == set(rows)


def test_items_stand_newest_first_and_then_by_id():
    rows = weighed(item("B"), item("A"), item("OLD", date=months_ago(1)))
    assert list(rows) == ["A", "B", "OLD"]


def test_a_shortfall_that_results_tell_holds_for_those_who_fell_short():
    rows = weighed(item("ONE", grade=None, extent="most", sample=result(g=28, ri=12)))
    assert (rows["ONE"].rank, rows["ONE"].extent.id) == (RI, "some")


def test_what_was_written_of_a_strength_stays_where_results_are_good():
    assert weighed(item("ONE", grade=None, extent="most", sample=result(g=40)))["ONE"].extent.id == "most"


# --- the place on the scale


def at(grade: str, extent: str = "some", effect: str | None = None) -> float:
    """Give an item's place on the scale."""
    rank, tables = SCALE.rank(grade), method()
    found = tables.effects[effect] if effect else tables.effect_of(rank, SCALE)
    return position(rank, found, tables.extents[extent], SCALE, tables)


def test_a_wider_extent_moves_a_strength_up():
    places = [at("good", extent) for extent in ("isolated", "few", "some", "many", "most", "all")]
    assert places == sorted(places)


def test_a_wider_extent_moves_a_shortfall_down():
    places = [at("requires-improvement", extent) for extent in ("isolated", "few", "some", "many", "most", "all")]
    assert places == sorted(places, reverse=True)


def test_a_finding_without_an_effect_has_the_one_that_goes_with_its_grade():
    assert [weighed(item("ONE", grade=grade))["ONE"].effect.id for grade in SCALE.ids] == [
        "helping",
        "helping",
        "inconsistent",
        "risk",
    ]


def test_a_finding_without_an_extent_is_about_some():
    assert weighed(item("ONE"))["ONE"].extent.id == "some"


@given(st.sampled_from(SCALE.ids), st.sampled_from(sorted(method().effects)), st.sampled_from(sorted(method().extents)))
def test_nothing_moves_an_item_by_more_than_half_a_step(grade, effect, extent):
    assert abs(at(grade, extent, effect) - SCALE.rank(grade)) <= 0.5


@given(st.sampled_from(SCALE.ids), st.sampled_from(sorted(method().effects)), st.sampled_from(sorted(method().extents)))
def test_no_item_leaves_the_scale(grade, effect, extent):
    assert 0 <= at(grade, extent, effect) <= SCALE.top


@pytest.mark.parametrize(
    ("grade", "met", "counts"),
    [
        ("good", 2, "inadequate"),
        ("good", 24, "requires-improvement"),
        ("outstanding", 40, "good"),
        ("inadequate", 40, "inadequate"),
    ],
)
def test_a_written_grade_counts_no_better_than_its_own_sample(grade, met, counts):
    assert weighed(item("ONE", grade=grade, sample=sample(40, met=met)))["ONE"].rank == SCALE.rank(counts)


@pytest.mark.parametrize(
    ("grade", "extent", "met", "is_for"),
    [
        (None, None, 40, "all"),
        (None, None, 38, "most"),
        (None, "some", 38, "some"),
        (None, "all", 38, "most"),
        ("good", None, 38, "most"),
        ("good", None, 2, "all"),
        ("good", "few", 24, "some"),
        ("requires-improvement", None, 12, "most"),
        ("requires-improvement", "most", 36, "most"),
    ],
)
def test_a_samples_results_say_for_how_many_children_it_speaks(grade, extent, met, is_for):
    found = weighed(item("ONE", grade=grade, extent=extent, sample=sample(40, met=met)))["ONE"].extent
    assert found.id == is_for


def test_replies_count_as_a_sample_of_their_number():
    def survey(replied):
        return weighed(item("ONE", kind="feedback", asked=2000, replied=replied))["ONE"]

    assert survey(10).weight == pytest.approx(survey(None).weight / 2)
    assert survey(40).weight == survey(400).weight == survey(None).weight
    assert [survey(few).why_not for few in (9, 0)] == [
        "9 replies decide nothing; 10 are needed",
        "no replies decide nothing; 10 are needed",
    ]
