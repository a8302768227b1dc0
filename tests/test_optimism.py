"""Signs of optimism: notes to press on, each a sentence with ids; none of them changes a score."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import AS_AT, NOWHERE, covering, everywhere, framework, item, predicted, sample
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from preinspect.audience import Audience
from preinspect.cli import cli
from preinspect.document import Block
from preinspect.evidence import Auditor, Evidence, Period, Selection, View
from preinspect.framework import Shape
from preinspect.kinds.every import page
from preinspect.kinds.material import Material
from preinspect.optimism import CHECKS, named, notes
from preinspect.page import Page
from preinspect.render.html import page as html
from preinspect.render.markdown import page as markdown
from preinspect.report import Report, report

HP = "help-and-protection"
ALIKE = {"leaders": "good", HP: "good", "children-in-care": "good"}


def told(check: str, *items: Evidence, **changes: Any) -> list[str]:
    """Give the sentences of one check."""
    return [note.says for note in notes(predicted(items, **changes)) if note.check == check]


def view(of: str, grade: str, by: str | None = "Service manager", when: date | None = None, because: str | None = None) -> View:
    return View(of, grade, by, when, because, None, NOWHERE, Block(NOWHERE))


def audits(*descriptors: str, **changes: Any) -> list[Evidence]:
    """Build an audit for each descriptor, on days far apart."""
    return [
        item(f"AUD-{place}", name, date=AS_AT - timedelta(days=20 * place), **changes)
        for place, name in enumerate(descriptors, 1)
    ]


THREE = ("HP-10", "HP-11", "HP-12")


# --- everything good


def test_a_judgement_without_any_counter_evidence_is_noted() -> None:
    assert told("all-good", *audits(*THREE)) == [
        "Help and protection: all three descriptors with evidence are good or better, and nothing that says otherwise is recorded "
        "anywhere. There always is some: look for it (AUD-1, AUD-2, AUD-3)."
    ]


@pytest.mark.parametrize(
    "counter",
    [
        item("LOW", "HP-14", grade="requires-improvement"),
        item("COMPLAINT", "HP-10", kind="complaint"),
        item("QUESTION", "HP-10", kind="statement", grade="requires-improvement"),
        item("SMALL", "HP-10", grade="inadequate", sample=sample(4)),
        item("TAIL", "HP-10", sample=sample(results=(("good", 39), ("inadequate", 1)))),
        item("UNMET", "HP-10", sample=sample(met=39)),
    ],
    ids=lambda one: one.id,
)
def test_counter_evidence_of_any_kind_answers_the_note(counter: Evidence) -> None:
    assert told("all-good", *audits(*THREE), counter) == []


def test_a_lower_view_is_counter_evidence_too() -> None:
    assert told("all-good", *audits(*THREE), views=(view(HP, "requires-improvement"),)) == []
    assert told("all-good", *audits(*THREE), views=(view(HP, "good"),)) != []


def test_two_good_descriptors_may_be_chance() -> None:
    assert told("all-good", *audits("HP-10", "HP-11")) == []


def test_what_inspectors_found_is_not_what_a_council_says_of_itself() -> None:
    found = covering(HP, "good", count=12)
    assert [told(check, *found) for check in ("all-good", "no-impact", "one-source")] == [[], [], []]


# --- everything alike


def test_judgements_that_all_stand_alike_are_noted() -> None:
    assert told("all-alike", *everywhere(ALIKE, count=12)) == [
        "All three judgements stand at good. Check that each was judged on its own evidence, and not by one impression carried over all "
        "of them."
    ]


def test_the_count_of_published_inspections_is_told_where_the_framework_has_it() -> None:
    alike = Shape("all-alike", None, 0, 45, 156, "All alike.", None, NOWHERE)
    where = replace(framework(), shapes=(alike,))
    assert (
        "stand at good. In 45 of 156 published inspections they did. Check"
        in told("all-alike", *everywhere(ALIKE, count=12), where=where)[0]
    )


@pytest.mark.parametrize(
    "grades",
    [{**ALIKE, "leaders": "outstanding", HP: "requires-improvement"}, {"leaders": "good", HP: "good"}],
    ids=["one differs", "one withheld"],
)
def test_judgements_that_differ_or_are_withheld_are_not_alike(grades: dict[str, str]) -> None:
    assert told("all-alike", *everywhere(grades, count=12)) == []


# --- impact


@pytest.mark.parametrize("impact", [None, "Not known yet.", "None", "n/a", "TBC"])
def test_items_that_do_not_say_what_it_meant_for_children_are_counted(impact: str | None) -> None:
    items = [*audits(*THREE, impact=impact), item("TOLD", "HP-14", impact="Children were seen sooner.")]
    assert told("no-impact", *items) == [
        "3 of 4 items (75%) do not say what it meant for children: 'impact:' is empty or says nothing (AUD-3, AUD-2, AUD-1)."
    ]


def test_few_items_without_impact_are_no_sign() -> None:
    items = [*(item(f"T-{n}", "HP-10", impact=f"Child {n} was safer.") for n in range(3)), item("EMPTY", "HP-11")]
    assert told("no-impact", *items) == []


def test_the_same_impact_in_several_items_is_noted_whatever_its_capitals_and_stops() -> None:
    words = ["Children were safer.", "children were SAFER", "Children  were safer!"]
    items = [item(f"A-{n}", "HP-10", impact=impact) for n, impact in enumerate(words)]
    assert told("no-impact", *items) == [
        "Three items tell the impact in the same words (A-0, A-1, A-2): was it seen each time, or copied?"
    ]


def test_an_impact_that_repeats_the_finding_is_noted() -> None:
    assert told("no-impact", item("A", impact="What A found.")) == ["The impact only repeats the finding in 1 item (A)."]


# --- one owner, one team, one week


def test_evidence_of_one_owner_is_noted() -> None:
    assert told("one-source", *audits(*THREE, owner="QA manager")) == [
        "Help and protection: all three items of evidence come from one owner, QA manager: nobody else has looked (AUD-3, AUD-2, AUD-1)."
    ]


def test_evidence_that_tells_no_owner_is_not_of_one_owner() -> None:
    assert told("one-source", *audits(*THREE)) == []


def test_evidence_that_the_team_gathered_on_its_own_work_is_noted() -> None:
    (says,) = told("one-source", *audits(*THREE, auditor=Auditor.IN_TEAM))
    assert says.startswith("Help and protection: all three items of evidence were gathered by the team whose work it is")
    assert told("one-source", *audits(*THREE, auditor=Auditor.INDEPENDENT)) == []


@pytest.mark.parametrize(
    ("days", "says"),
    [
        ((0, 3, 6), "are from one week, 24 September 2026 to 30 September 2026: what holds in other weeks was not seen"),
        ((0, 0, 0), "are from one day, 30 September 2026: what holds in other weeks was not seen"),
    ],
)
def test_evidence_of_one_week_is_noted(days: tuple[int, ...], says: str) -> None:
    items = [item(f"A-{place}", "HP-10", date=AS_AT - timedelta(days=before)) for place, before in enumerate(days)]
    (found,) = told("one-source", *items)
    assert says in found


def test_eight_days_or_a_long_period_are_more_than_a_week() -> None:
    long = Period(AS_AT - timedelta(days=90), AS_AT)
    assert told("one-source", *(item(f"A-{n}", "HP-10", date=AS_AT - timedelta(days=n)) for n in (0, 3, 7))) == []
    assert told("one-source", item("A", period=long), item("B"), item("C")) == []


# --- samples that managers chose


def chosen(name: str, how: Selection | None) -> Evidence:
    return item(name, sample=replace(sample(20), selection=how))


def test_samples_that_managers_chose_are_noted():
    rows = [chosen("A-1", Selection.MANAGERS_CHOICE), chosen("A-2", Selection.RANDOM)]
    assert told("chosen-samples", *rows) == [
        "1 of 2 samples was chosen by managers (A-1). What is good in them counts for 50%, because picked records do not show how common "
        "it is. Draw the next ones at random."
    ]


@pytest.mark.parametrize("how", [Selection.RANDOM, Selection.STRATIFIED, Selection.ALL, Selection.INSPECTOR_CHOSEN, None])
def test_other_samples_are_not_noted(how):
    assert told("chosen-samples", chosen("A-1", how)) == []


def test_one_sample_of_three_that_managers_chose_is_not_noted():
    assert told("chosen-samples", chosen("A-1", Selection.MANAGERS_CHOICE), chosen("A-2", None), chosen("A-3", None)) == []


# --- moderation


def test_a_round_with_too_little_agreement_says_which_way_the_changes_went() -> None:
    items = [
        item("A-1", round="2026-Q3", sample=sample(moderated=10, changed_down=3)),
        item("A-2", "HP-11", round="2026-Q3", sample=sample(moderated=5, changed_up=1)),
    ]
    assert told("moderation", *items) == [
        "Round 2026-Q3 (A-1, A-2): moderators changed 4 of 15 grades, so they agreed on 73%, under 80%: 3 down and 1 up. "
        "Auditors graded too kindly."
    ]


def test_an_item_without_a_round_is_a_round_of_its_own() -> None:
    (says,) = told("moderation", item("A-1", sample=sample(moderated=10, changed_up=3)))
    assert says.startswith("Round A-1: moderators changed 3 of 10 grades")
    assert says.endswith("0 down and 3 up. Auditors graded too harshly.")


def test_rounds_of_one_name_in_two_services_are_two_rounds() -> None:
    items = [
        item(f"A-{number}", round="Q3", service=service, sample=sample(moderated=10, changed_down=down))
        for number, (service, down) in enumerate([("north", 4), ("south", 0)])
    ]
    (says,) = told("moderation", *items)
    assert says.startswith("Round Q3 of north (A-0): moderators changed 4 of 10 grades")


def test_changes_both_ways_are_told_as_such() -> None:
    (says,) = told("moderation", item("A-1", sample=sample(moderated=10, changed_up=2, changed_down=2)))
    assert says.endswith("Auditors were as often too kind as too harsh.")


def test_many_rounds_with_too_little_agreement_are_told_in_one_note():
    items = [item(f"A-{number}", sample=sample(moderated=10, changed_down=2 + number)) for number in range(3)]
    assert told("moderation", *items) == [
        "In 2 rounds auditor and moderator agreed on under 80% of grades: A-1 70%; A-2 60%. In all, moderators moved 7 down and 0 up. "
        "Auditors graded too kindly."
    ]


@pytest.mark.parametrize("changed_down", range(3))
def test_agreement_on_four_of_five_is_enough(changed_down: int) -> None:
    assert told("moderation", item("A-1", sample=sample(moderated=10, changed_down=changed_down))) == []


# --- views and words


def test_a_grade_that_rests_on_a_view_alone_is_noted() -> None:
    assert told(
        "views-only", *audits("HP-10"), views=(view("leaders", "good"), view("HP-11", "outstanding", None), view("HP-10", "good"))
    ) == [
        "Leaders' impact: graded good by Service manager, with no evidence that counts behind it.",
        "Help and protection: HP-11 graded outstanding by somebody unnamed, with no evidence that counts behind it.",
    ]


def test_a_statement_is_no_evidence_that_counts_behind_a_view() -> None:
    assert len(told("views-only", item("S", kind="statement"), views=(view("HP-10", "good"),))) == 1


def test_a_claim_in_the_words_of_an_older_item_is_noted() -> None:
    old = item("OLD", ["HP-10", "HP-11"], date=date(2025, 9, 30), finding="Work continues to improve.")
    new = item("NEW", ["HP-11", "HP-10"], finding="Work continues to improve")
    assert told("same-words", old, new) == [
        "NEW of 30 September 2026 says of HP-10 and HP-11 word for word what OLD said on 30 September 2025: what has changed since?"
    ]


def test_a_claim_is_held_against_the_item_just_before_it() -> None:
    items = [item(f"A-{year}", date=date(year, 9, 30), finding="The same.") for year in (2024, 2025, 2026)]
    older, newer = told("same-words", *items)
    assert older.startswith("A-2025 of") and "what A-2024 said" in older
    assert newer.startswith("A-2026 of") and "what A-2025 said" in newer


@pytest.mark.parametrize(
    "other",
    [
        item("B", finding="The same."),
        item("B", "HP-11", date=date(2025, 1, 1), finding="The same."),
        item("B", date=date(2025, 1, 1)),
    ],
    ids=["same day", "another descriptor", "other words"],
)
def test_other_words_another_descriptor_or_the_same_day_are_no_repetition(other: Evidence) -> None:
    assert told("same-words", item("A", finding="The same."), other) == []


def test_a_view_with_last_years_reason_is_noted() -> None:
    views = (
        view(HP, "good", when=date(2025, 9, 1), because="Audits show it."),
        view(HP, "good", when=AS_AT, because="audits show it"),
    )
    assert told("same-words", views=views) == [
        "The view of help-and-protection by Service manager of 30 September 2026 gives word for word the reason of 1 September 2025: what "
        "has changed since?"
    ]


# --- what holds for all


@given(st.permutations(range(6)))
def test_the_order_of_items_does_not_matter(order: list[int]) -> None:
    items = [*audits(*THREE, owner="QA manager", impact="Safer."), *audits("HP-14", "HP-15", "HP-16", owner="QA manager")]
    items = [replace(one, id=f"I-{place}") for place, one in enumerate(items)]
    assert notes(predicted([items[place] for place in order])) == notes(predicted(items))


def test_no_evidence_gives_no_note() -> None:
    assert notes(predicted([])) == ()


def test_every_note_names_its_check() -> None:
    items = [*audits(*THREE, owner="QA manager"), item("M", sample=sample(moderated=10, changed_down=5))]
    assert {note.check for note in notes(predicted(items))} <= set(CHECKS)
    assert all(note.says.endswith((".", "?")) for note in notes(predicted(items)))


def test_a_long_list_of_ids_is_cut_with_its_count() -> None:
    assert named(f"A-{n}" for n in range(9)) == "A-0, A-1, A-2, A-3, A-4, A-5 and 3 more"
    assert named(["A", "A", "B"]) == "A, B"


# --- where they are shown


NOTED = audits(*THREE, owner="QA <b>manager</b>")


def paged(shown: Report) -> Page:
    return page("gap", Material(shown, Audience.INTERNAL, (), {}, {}, None, ()))


def test_the_report_lists_the_notes_in_every_format() -> None:
    shown = report(predicted(NOTED))
    assert len(shown.optimism) == 3
    assert "<h3>To press on</h3>" in html(paged(shown))
    assert "QA &lt;b&gt;manager&lt;/b&gt;" in html(paged(shown))
    assert "### To press on" in markdown(paged(shown))


def test_a_report_without_notes_has_no_empty_heading() -> None:
    shown = replace(report(predicted(NOTED)), optimism=())
    assert "To press on" not in html(paged(shown))
    assert "To press on" not in markdown(paged(shown))


@pytest.mark.parametrize(("words", "there"), [([], True), (["--judgement", HP], False)], ids=["whole", "one judgement"])
def test_gaps_end_with_the_notes_on_the_whole(tmp_path: Path, words: list[str], there: bool) -> None:
    (tmp_path / "a.yaml").write_text(
        "assessment: {authority: Anyshire, framework: ilacs-2018, as-at: 2026-09-30}\n"
        "evidence:\n"
        "  - {id: A, kind: audit, descriptors: [HP-10], date: 2026-09-01, grade: good, finding: Same words., impact: same words}\n",
        "utf-8",
    )
    shown = CliRunner().invoke(cli, ["gaps", str(tmp_path), *words]).stdout
    assert ("To press on" in shown) == there
    assert ("The impact only repeats the finding in 1 item (A)." in shown) == there


def test_grades_that_are_kinder_than_their_own_samples_are_noted_and_counted():
    kinder = [item(f"AUD-{met}", grade="good", sample=sample(40, met=met)) for met in (2, 24)]
    (said,) = told("kinder-than-sample", *kinder, item("AUD-40", grade="good", sample=sample(40, met=40)))
    assert said.startswith("2 written grades are kinder than what the sample beside them shows (AUD-2, AUD-24)")


def test_surveys_that_few_replied_to_are_noted():
    heard = [item(f"FB-{replied}", kind="feedback", asked=2000, replied=replied) for replied in (11, 399, 400)]
    (said,) = told("few-replies", *heard)
    assert said.startswith("In 2 surveys under 20% of those asked replied (FB-11, FB-399)")
