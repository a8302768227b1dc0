"""What stands between a descriptor and the next grade up, worst first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from builders import covering, everywhere, framework, item, method, months_ago, predicted, sample

from preinspect.evidence import Evidence, Selection
from preinspect.gap import Gap, State, closing_kinds, first_three, gaps
from preinspect.score import Why

INADEQUATE, RI, GOOD, OUTSTANDING = range(4)
AUDIT = item("AUD", sample=sample(40))


CHOSEN = item("CHOSEN", sample=sample(12, selection=Selection.MANAGERS_CHOICE))


def gap_of(*items: Evidence, descriptor: str = "HP-10") -> Gap | None:
    """Give the gap of a descriptor, or None where it has none."""
    return next((one for one in gaps(predicted(items)) if one.descriptor.id == descriptor), None)


# --- what is a gap


def test_a_good_descriptor_without_concern_is_no_gap():
    assert gap_of(AUDIT) is None


def test_a_silent_descriptor_is_a_gap():
    assert gap_of().state is State.SILENT


def test_a_descriptor_below_good_is_a_shortfall():
    assert gap_of(replace(AUDIT, grade="requires-improvement")).state is State.SHORTFALL


def test_a_finding_of_risk_is_a_risk():
    assert gap_of(AUDIT, item("RISK", grade="inadequate")).state is State.RISK


def test_a_good_descriptor_with_a_concern_is_still_a_gap():
    goods = [replace(AUDIT, id=f"AUD-{number}", kind="external") for number in range(4)]
    concern = item("EX", kind="external", grade="requires-improvement")
    assert gap_of(*goods, concern).state is State.CONCERN


def test_an_unexplained_contradiction_comes_before_a_concern():
    goods = [replace(AUDIT, id=f"AUD-{number}") for number in range(4)]
    assert gap_of(*goods, item("FB", kind="feedback", grade="requires-improvement")).state is State.CONTRADICTED


def test_an_explained_contradiction_is_a_concern():
    goods = [replace(AUDIT, id=f"AUD-{number}") for number in range(4)]
    explained = item("FB", kind="feedback", grade="requires-improvement", because="It covers the former team.")
    assert gap_of(*goods, explained).state is State.CONCERN


def test_evidence_that_is_too_old_is_stale():
    assert gap_of(replace(AUDIT, date=months_ago(13))).state is State.STALE


def test_records_that_managers_chose_alone_are_named_as_the_reason():
    gap = gap_of(CHOSEN)
    assert (gap.state, gap.standing.why) == (State.CHOSEN, Why.CHOSEN)


def test_evidence_that_tests_nothing_is_untested():
    assert gap_of(item("ST", kind="staff")).state is State.UNTESTED


def test_a_shortfall_in_a_policy_is_put_as_a_question():
    gap = gap_of(item("DOC", kind="document", grade="inadequate"))
    assert ([row.item.id for row in gap.questions], gap.holds) == (["DOC"], ())


def test_a_concern_that_counts_is_no_question():
    assert gap_of(replace(AUDIT, grade="requires-improvement")).questions == ()


def test_a_policy_without_a_grade_puts_no_question():
    assert gap_of(item("DOC", kind="document", grade=None)).questions == ()


# --- what it tells


def test_concerns_stand_gravest_first():
    mild = item("A", grade="requires-improvement", extent="few")
    grave = item("B", grade="requires-improvement", effect="unmet", extent="all")
    assert [row.item.id for row in gap_of(mild, grave).holds] == ["B", "A"]


def test_equal_concerns_stand_by_id():
    concerns = [item(name, grade="requires-improvement") for name in ("B", "A")]
    assert [row.item.id for row in gap_of(*concerns).holds] == ["A", "B"]


def test_a_concern_that_was_settled_is_not_among_them():
    settled = item("OLD", grade="requires-improvement", date=months_ago(30))
    newer = [replace(AUDIT, id=f"AUD-{number}", grade="requires-improvement") for number in range(3)]
    assert "OLD" not in [row.item.id for row in gap_of(settled, *newer).holds]


def test_the_next_grade_up_is_one_step():
    assert (gap_of(item("ONE", grade="inadequate")).rank, gap_of(item("ONE", grade="inadequate")).next_rank) == (INADEQUATE, RI)


def test_where_nothing_can_be_said_the_next_grade_up_is_good():
    assert gap_of().next_rank == GOOD


def test_at_the_top_there_is_no_next_grade():
    tops = [item(f"EX-{number}", kind="external", grade="outstanding", extent="all") for number in range(4)]
    assert gap_of(*tops, item("EX", kind="external", grade="requires-improvement")).next_rank is None


def test_stale_items_are_named():
    gap = gap_of(replace(AUDIT, id="OLD", date=months_ago(13)), item("NEW", grade="requires-improvement"))
    assert [row.item.id for row in gap.stale] == ["OLD"]


def test_a_gap_pulls_its_judgement_down():
    assert gap_of(item("ONE", grade="requires-improvement")).pull < 0


def test_a_silent_descriptor_pulls_nothing():
    assert gap_of().pull == 0


# --- what would close it


def closes(*items: Evidence) -> list[str]:
    return [kind.id for kind in gap_of(*items).closes]


def test_a_silent_descriptor_needs_practice_and_voice():
    assert closes() == ["audit", "feedback"]


def test_where_practice_was_looked_at_voice_is_asked_for():
    assert closes(item("OB", kind="observation", date=months_ago(11))) == ["feedback"]


def test_where_managers_chose_the_records_practice_is_asked_for_too():
    assert closes(CHOSEN) == ["audit", "feedback"]


def test_where_children_were_heard_practice_is_asked_for():
    assert closes(item("FB", kind="feedback", date=months_ago(17))) == ["audit"]


def test_a_sample_under_ten_was_no_look():
    assert closes(item("SMALL", sample=sample(5))) == ["audit", "feedback"]


def test_a_concern_needs_a_newer_look_even_where_there_is_fresh_evidence():
    assert closes(AUDIT, item("FB", kind="feedback", grade="requires-improvement")) == ["audit"]


def test_an_external_look_is_never_asked_for():
    standing = predicted([]).standing("HP-10")
    assert "external" not in [kind.id for kind in closing_kinds(standing, True, method())]


# --- order


def states(*items: Evidence) -> list[State]:
    return [gap.state for gap in gaps(predicted(items), "help-and-protection")]


def test_within_a_judgement_the_most_pressing_stand_first():
    items = [
        item("RISK", "HP-05", grade="inadequate"),
        item("LOW", "HP-04", grade="requires-improvement", sample=sample(40)),
        item("OLD", "HP-02", date=months_ago(13)),
        item("ST", "HP-01", kind="staff"),
    ]
    assert states(*items)[:5] == [State.RISK, State.SHORTFALL, State.STALE, State.UNTESTED, State.SILENT]


def test_equal_gaps_stand_in_print_order():
    names = [gap.descriptor.id for gap in gaps(predicted([]), "help-and-protection")]
    assert names == [one.id for one in framework().descriptors_of("help-and-protection")]


def test_among_gaps_of_one_state_the_one_that_pulls_hardest_stands_first():
    items = [
        item("A", "HP-01", grade="requires-improvement", extent="few"),
        item("B", "HP-02", grade="requires-improvement", extent="all"),
    ]
    found = gaps(predicted([replace(one, kind="external") for one in items]), "help-and-protection")
    assert [gap.descriptor.id for gap in found[:2]] == ["HP-02", "HP-01"]


GRADES = {"leaders": "outstanding", "help-and-protection": "good", "children-in-care": "inadequate"}
FAR_APART = [replace(one, extent="all") for one in everywhere(GRADES, count=20)]


def test_the_worst_judgement_comes_first():
    order = list(dict.fromkeys(gap.judgement for gap in gaps(predicted(FAR_APART))))
    ranks = {one.id: one.rank for one in predicted(FAR_APART).judgements}
    assert [ranks[name] for name in order] == sorted(ranks.values())


def test_a_judgement_without_a_grade_comes_before_those_with_one():
    some = everywhere({"leaders": "inadequate"})
    assert gaps(predicted(some))[0].judgement == "help-and-protection"


def test_gaps_of_one_judgement_can_be_had_alone():
    assert {gap.judgement for gap in gaps(predicted(FAR_APART), "leaders")} == {"leaders"}


# --- the three to work on first


def test_the_first_three_are_three():
    assert len(first_three(predicted(FAR_APART))) == 3


def test_the_first_three_lie_where_it_stands_worst():
    assert {gap.judgement for gap in first_three(predicted(FAR_APART))} == {"children-in-care"}


def test_unknown_is_not_yet_bad():
    low = [replace(one, extent="all") for one in covering("leaders", "requires-improvement", count=12)]
    assert {gap.judgement for gap in first_three(predicted(low))} == {"leaders"}


def test_unknown_comes_before_what_is_good():
    good = [replace(one, extent="all") for one in covering("leaders", "good", count=30)]
    assert "leaders" not in {gap.judgement for gap in first_three(predicted(good))}


def test_without_evidence_the_first_three_stand_in_print_order():
    names = [gap.descriptor.id for gap in first_three(predicted([]))]
    assert names == [one.id for one in framework().descriptors_of("leaders")[:3]]


def test_a_gap_knows_why_nothing_can_be_said():
    assert gap_of().standing.why is Why.SILENT


@pytest.mark.parametrize("name", ["ilacs-2026", "five-grades", "met-or-not"])
def test_every_framework_has_gaps_where_nothing_is_known(name):
    where = framework(name)
    assert len(gaps(predicted([], where))) == sum(len(where.descriptors_of(one.id)) for one in where.graded)
