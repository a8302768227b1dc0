"""What boards, committees and members are handed, on a council with everything: figures over time, views, actions, lists and a result."""

from __future__ import annotations

import os
import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from commands import EVIDENCE, run
from render.facts import gathered
from render.pages import TODAY, cell_text, laid, plain, texts

from preinspect.case import open_case
from preinspect.kinds.every import page
from preinspect.kinds.material import material
from preinspect.page import Cell, Figure, Grid, Page, Picture, Points, Section, Status, Table, Words

COUNCIL = Path(__file__).parent / "fixtures" / "council"


@cache
def council(kind: str, audience: str = "internal") -> Page:
    """Lay out a report of the council."""
    opened = open_case(COUNCIL, as_at=None, today=TODAY)
    return page(kind, material(opened, opened.predict(), audience))


def words(written: Page) -> str:
    return plain(" ".join(texts(written)))


def section(written: Page, title: str) -> Section:
    return next(one for top in written.sections for _, one in top.walk() if one.title == title)


def table(written: Page, caption: str) -> dict[str, dict[str, Cell]]:
    """Give a table by the first cell of each row, then by column."""
    found = next(one for one in written.tables() if one.caption.startswith(caption))
    return {str(row[0]): dict(zip(found.columns, row, strict=True)) for row in found.rows}


def points(one: Section) -> tuple[str, ...]:
    return tuple(item for block in one.blocks if isinstance(block, Points) for item in block.items)


def words_of(one: Section) -> list[str]:
    return [block.text for block in one.blocks if isinstance(block, Words)]


def changed_council(folder: Path, *texts: str) -> Page:
    """Lay out the committee's paper of the council with some of its texts changed, given in pairs of old and new."""
    place = shutil.copytree(COUNCIL, folder / "council")
    for file in place.glob("*.yaml"):
        written = file.read_text("utf-8")
        for old, new in zip(texts[::2], texts[1::2], strict=True):
            written = written.replace(old, new)
        file.write_text(written, "utf-8")
    opened = open_case(place, as_at=None, today=TODAY)
    return page("committee", material(opened, opened.predict(), "internal"))


# --- board


@pytest.mark.parametrize("audience", ["internal", "board", "public"])
def test_a_board_reads_the_exceptions_before_anything_else(audience: str) -> None:
    assert council("board", audience).sections[0].title == "Exceptions"


def test_the_exceptions_are_what_is_worst_late_worsening_and_too_old() -> None:
    found = table(council("board"), "What is worst")
    assert [(name.split("(")[-1].rstrip(")"), cell_text(row["Status"])) for name, row in found.items()] == [
        ("HP-06", "children at risk"),
        ("Re-referrals within 12 months", "worse than target"),
        ("Interviews after a child has been missing: interview offered within 72 hours", "worse than target"),
        ("ACT-1", "late by 52 days, said to be on track"),
        ("ACT-2", "at risk, due soon"),
        ("A-05", "not ready"),
        ("A-08", "ready, but too old"),
    ]


def test_each_measure_has_status_number_distance_and_trend() -> None:
    one = table(council("board"), "Measures")["Re-referrals within 12 months"]
    assert one["Status"] == Status("worse than target", "bad")
    assert (one["Figure"], one["Counted"], one["Out of"]) == (Figure(25.25, "25.2%", share=True), 101, 400)
    assert one["Distance from target"] == "7.2 percentage points above 18% (worse)"
    assert one["Trend"] == "worsening: 20%, 22% then 25.2%"


def test_each_judgement_has_status_distance_and_trend() -> None:
    page = laid("ealing-2019", "board")
    one = table(page, "The judgements")["Overall effectiveness"]
    assert one["Status"] == Status("1 grade below good", "weak")
    assert all(row["Trend"] for row in table(page, "The judgements").values())


def test_the_board_is_told_how_many_judgements_cannot_be_predicted() -> None:
    told = words(council("board"))
    assert "None of 4 judgements can be predicted." in told
    assert (
        "Why they cannot be predicted: no evidence (Leaders' impact); not enough evidence to say (Help and protection, and Care leavers); "
        "samples too small to say (Children in care)."
    ) in told


def test_the_board_sees_how_much_is_ready_as_bars_with_the_numbers_in_words() -> None:
    picture = next(block for block in section(council("board"), "Ready for inspection").blocks if isinstance(block, Picture))
    assert {bar.label: bar.count for bar in picture.bars} == {
        "Ready": 1,
        "Ready, but too old": 1,
        "Not ready": 1,
        "Not yet said": 38,
        "Not applicable": 1,
    }
    assert picture.words == (
        "42 things asked for: 1 ready; 1 ready, but too old; 1 not ready; 38 not yet said; 1 not applicable."
    )


def test_a_board_without_indicators_is_told_so() -> None:
    assert "No measure that may be shown here has a figure." in words(laid("ealing-2019", "board"))


def test_a_board_is_not_told_that_nothing_is_late_where_nobody_said_how_actions_stand() -> None:
    told = words(laid("bury-2013", "board"))
    assert "There are 7 actions; nobody has said how any of them stands." in told
    assert "Every judgement has evidence" not in told and "No evidence has been recorded." in told


# --- plan


def test_the_plan_names_the_published_area_that_an_action_answers() -> None:
    found = table(council("plan"), "Actions: immediately")
    assert found["ACT-1"]["Area for improvement"] == "Published on 1 May 2024, area 1: the timeliness of assessments"
    assert str(found["ACT-2"]["Area for improvement"]).startswith("Our own: the timeliness and consistency of decisions")


def test_the_plan_tells_measure_start_target_and_where_it_is_now() -> None:
    one = table(council("plan"), "How we will know: actions: immediately")["ACT-1"]
    assert one["Measure"] == "Assessments within 45 working days: from 70 to 95"
    assert str(one["Now"]).startswith("88.0% (352 of 400)")
    assert str(one["Evidence to come"]).startswith("A moderated audit")


def test_done_and_a_difference_seen_stand_in_columns_of_their_own() -> None:
    found = table(council("plan"), "How we will know: actions: within three months")
    assert (found["ACT-3"]["Done"], found["ACT-3"]["Difference seen"]) == ("done", "yes, 30 September 2026: AUD-1")
    assert (found["ACT-4"]["Done"], found["ACT-4"]["Difference seen"]) == ("done, awaiting sign-off", "not yet")


def test_an_action_without_a_state_is_not_said_to_be_undone() -> None:
    found = table(laid("dudley-2011", "plan"), "How we will know: actions: within six months")
    assert found["DUD-2011-ACT-08"]["Done"] == "nobody has said"


def test_evidence_of_a_difference_that_the_public_may_not_see_is_not_named() -> None:
    told = words(council("plan", "public"))
    assert "ACT-3" in told and "yes, 30 September 2026: AUD-1" in told
    assert "FB-1" not in told and "AUD-2" not in told and "ACT-2" not in told


def test_published_areas_that_no_action_answers_are_listed() -> None:
    found = next(one for one in council("plan").tables() if one.caption.startswith("Published on 1 May 2024"))
    assert [row[1] for row in found.rows] == ["The offer to care leavers over 21."]


def test_what_was_done_about_what_people_said_is_in_the_plan() -> None:
    assert "Every family now gets a letter within two days" in words(council("plan", "board"))
    assert "Every family now gets a letter" not in words(council("plan", "public"))


def test_the_plan_says_that_its_deadline_has_passed() -> None:
    assert "The action plan was due by 2 August 2024" in words(council("plan"))


# --- self-evaluation


def test_impact_that_the_evidence_tells_is_used_and_not_asked_for() -> None:
    written = council("self-evaluation")
    blocks = section(written, "The experiences and progress of children who need help and protection").blocks
    (place,) = [number for number, one in enumerate(blocks) if isinstance(one, Words) and one.text == "Impact on children:"]
    impact = blocks[place + 1]
    assert isinstance(impact, Points) and len(impact.items) == 3
    assert impact.items[0].startswith("Families waited up to four weeks longer for help to begin (audit")
    (asked,) = [
        one.text for one in written.blocks() if isinstance(one, Words) and one.prompt and "different for children" in one.text
    ]
    assert "Leaders' impact" in asked and "Help and protection" not in asked


def test_tables_of_the_self_evaluation_stand_in_its_annex() -> None:
    written = laid("dudley-2011", "self-evaluation")
    body = [one for one in written.sections if "nnex" not in one.title]
    captions = [
        block.caption for top in body for _, one in top.walk() for block in one.blocks if isinstance(block, (Table, Grid))
    ]
    assert captions == ["The judgements"]
    assert {"Evidence register", "Actions"} <= {one.caption for one in written.tables()}


def test_the_self_evaluation_says_once_of_what_nothing_is_recorded() -> None:
    told = words(laid("bury-2013", "self-evaluation"))
    assert told.count("No evidence has been recorded on any judgement.") == 1 and "Strengths" not in told
    assert "No evidence has been recorded of Economic well-being." in words(laid("dudley-2011", "self-evaluation"))


def test_what_we_say_of_ourselves_stands_beside_the_evidence_with_its_reason() -> None:
    one = table(council("self-evaluation"), "What we say of ourselves")["HP-15 Assessment timeliness"]
    assert (one["Our view is"], one["Because"]) == ("1 grade kinder", "Most assessments are done in time.")


def test_an_explained_contradiction_is_told_with_its_reason() -> None:
    told = words(council("self-evaluation"))
    assert "FB-1 (feedback from children, families, carers or care leavers, 15 September 2026) says" in told
    assert "Explained: It asked families of the team that was closed in June." in told


@pytest.mark.parametrize("text", ["It asked families of the team", "The front door has been steady", "Every family now gets"])
def test_reasons_and_views_of_our_own_are_not_for_the_public(text: str) -> None:
    written = council("self-evaluation", "public")
    assert text in words(council("self-evaluation")) and text not in words(written)
    assert "Grades that we give ourselves, and why." in written.dropped


# --- ready


def test_the_inspection_day_list_says_why_something_is_not_ready() -> None:
    assert "Two enquiries have no outcome yet." in words(council("ready"))
    assert "Two enquiries have no outcome yet." not in words(council("ready", "public"))


def test_a_list_that_is_too_old_is_named_first() -> None:
    assert any("last refreshed 640 days ago" in item for item in points(section(council("ready"), "To put right")))


# --- one page


def test_headings_of_one_page_count_what_stands_under_them() -> None:
    assert [one.title for one in council("one-page").sections][1:3] == ["One strength", "Three concerns"]
    assert [one.title for one in laid("bury-2013", "one-page").sections][1:3] == ["Strengths", "Concerns"]


@pytest.mark.parametrize("folder", ["ealing-2019", "dudley-2011", "bury-2013"])
@pytest.mark.parametrize("audience", ["internal", "board", "public"])
def test_one_page_has_three_points_at_most_each_of_two_lines(folder: str, audience: str) -> None:
    told = laid(folder, "one-page", audience)
    lists = [points(one) for one in told.sections if one.title != "The judgements"]
    assert all(len(one) <= 3 for one in lists) and all(len(item) < 200 for one in lists for item in one)
    assert len(points(told.sections[0])) <= 7


def test_the_public_reads_first_how_many_published_grades_are_below_good() -> None:
    one = section(laid("dudley-2011", "one-page", "public"), "The judgements")
    assert isinstance(one.blocks[0], Words) and one.blocks[0].text == "Inspectors last published 8 of 22 judgements below good."
    assert (
        "The other 18, published by 30 January 2012 (in the committee report): 7 adequate, 10 good and 1 outstanding."
        in words(laid("dudley-2011", "one-page", "public"))
    )


def test_members_read_how_many_judgements_are_below_good_before_the_table() -> None:
    first = section(laid("dudley-2011", "committee"), "5. Judgements").blocks[0]
    assert isinstance(first, Words) and first.text.startswith("Of 22 judgements, 5 are predicted below good")


def test_one_page_has_no_code_and_no_acronym() -> None:
    told = words(council("one-page"))
    assert not re.search(r"\b(HP|CL|LD|CIC|ACT|AUD|FB)-[0-9]", told)
    assert "LAC" not in told
    assert "Children in care who answered know their social worker." in words(council("committee"))


def test_one_page_names_the_most_important_of_many_judgements_and_counts_the_rest() -> None:
    one = section(laid("dudley-2011", "one-page"), "The judgements")
    assert len(points(one)) == 4
    assert any(
        isinstance(block, Words) and block.text.startswith("The other 18 (in the committee report)") for block in one.blocks
    )


def test_the_one_sentence_says_of_how_many_judgements_nothing_can_be_said() -> None:
    one = section(laid("dudley-2011", "one-page"), "The judgements").blocks[0]
    assert isinstance(one, Words) and one.text == (
        "5 of 22 judgements would not be judged good today, on our own evidence, and of 11 more nothing can be said for want of "
        "evidence."
    )
    every = section(laid("ealing-2019", "one-page"), "The judgements").blocks[0]
    assert isinstance(every, Words) and "nothing can be said" not in every.text


def test_one_page_says_what_is_done_by_when_and_promises_no_weeks_for_what_has_no_date() -> None:
    soon = points(section(council("one-page"), "What we are doing in the next 12 weeks"))
    assert soon[0] == "The timeliness of assessments: A second assessment team at the front door. Was due on 1 October 2026."
    assert [item.rpartition(". ")[2] for item in soon[1:]] == ["Due on 5 December 2026."]


@pytest.mark.parametrize("folder", ["dudley-2011", "bury-2013"])
def test_one_page_lists_actions_without_a_date_as_planned_and_each_after_its_area(folder: str) -> None:
    page = laid(folder, "one-page")
    one = section(page, "What we plan to do")
    assert isinstance(one.blocks[0], Words) and "no date given" in one.blocks[0].text
    assert "next 12 weeks" not in words(page)
    assert any(item.startswith(ABOUT[folder]) for item in points(one))


ABOUT = {
    "dudley-2011": "Timely emotional and mental health support for women before and after birth: The local NHS and its providers",
    "bury-2013": "Sound thresholds: Develop this part of the draft plan",
}


@pytest.mark.parametrize("folder", ["dudley-2011", "ealing-2019"])
def test_one_page_does_not_know_what_was_published_after_its_day(folder: str) -> None:
    told = words(laid(folder, "one-page"))
    assert "30 January 2012" not in told and "19 December 2019" not in told


@pytest.mark.parametrize("kind", ["one-page", "board", "committee", "gap", "self-evaluation"])
def test_the_public_is_told_the_same_published_grade_in_every_kind_with_its_day(kind: str) -> None:
    told = words(laid("ealing-2019", kind, "public"))
    assert "equires improvement to be good" in told and "19 December 2019" in told
    assert "by 30 January 2012" in words(laid("dudley-2011", kind, "public"))


def test_published_areas_are_concerns_on_the_public_s_page() -> None:
    told = words(laid("dudley-2011", "one-page", "public"))
    assert "Three concerns" in told and "None that inspectors" not in told


def test_published_grades_that_fell_are_exceptions_for_the_public() -> None:
    found = table(laid("ealing-2019", "board", "public"), "What is worst")["Overall effectiveness"]
    assert cell_text(found["Status"]) == "lower than before"
    assert found["Where it stands"] == "Requires improvement to be good, 19 December 2019"
    assert found["Trend"] == "before: Good, 26 August 2016"


@pytest.mark.parametrize("kind", ["ready", "board"])
def test_nothing_of_what_inspectors_ask_for_is_for_the_public(kind: str) -> None:
    told = words(council(kind, "public"))
    assert "Data team" not in told and "318" not in told and "asked for:" not in told
    assert "How ready the things are that inspectors ask for." in told


def test_the_public_s_paper_promises_no_evidence_that_it_does_not_show() -> None:
    assert "beside what the council's own evidence" in words(laid("ealing-2019", "committee"))
    assert "beside what the council's own evidence" not in words(laid("ealing-2019", "committee", "public"))


def test_the_public_is_not_asked_about_grades_that_it_was_not_shown() -> None:
    assert "least sure" in words(laid("ealing-2019", "one-page"))
    assert "least sure" not in words(laid("ealing-2019", "one-page", "public"))


# --- committee


def test_members_are_told_of_the_actions_that_answer_what_is_predicted_whichever_band_they_stand_in() -> None:
    paper = council("committee")
    (here,) = points(section(paper, "Immediately: predicted by us"))
    assert here.endswith("An action answers it: at risk, due soon, on 5 December 2026.")
    (elsewhere,) = points(section(paper, "Within six months: predicted by us"))
    assert elsewhere.endswith("An action answers it (timescale: within three months): done, was due 1 June 2026.")
    late, finished = points(section(paper, "Within three months: predicted by us"))
    assert "(timescale: immediately): late by 52 days, said to be on track, due 1 October 2026." in late
    assert finished.endswith("An action answers it: done, awaiting sign-off, was due 1 August 2026, no difference seen yet.")


def test_an_empty_band_claims_no_more_than_this_audience_may_see() -> None:
    hidden = section(council("committee", "public"), "Immediately")
    assert words_of(hidden) == ["None that inspectors published or that an action shown here answers."]
    assert words_of(section(laid("ealing-2019", "committee"), "Immediately")) == [
        "None that inspectors published or that an action answers."
    ]


def test_an_action_of_another_band_is_not_denied_by_an_empty_one(tmp_path: Path) -> None:
    paper = changed_council(
        tmp_path, "gaps: [HP-06], result", "gaps: [HP-06, HP-10], result", "priority: six-months", "priority: immediate"
    )
    band = section(paper, "Within six months")
    assert words_of(band) == ["None that inspectors published."]
    (gap,) = points(section(paper, "Within six months: predicted by us"))
    assert "An action answers it (timescale: immediately): at risk" in gap


def test_what_is_finished_stands_apart_from_what_is_under_way() -> None:
    paper = council("committee")
    open_one, finished = section(paper, "Immediately"), section(paper, "Within three months")
    assert words_of(open_one) == ["What is being done or is planned:"]
    assert points(open_one)[0].endswith("At risk, due soon, on 5 December 2026. Owner: Head of assessment.")
    assert words_of(finished) == ["What is done and awaits sign-off:"]
    assert "Done, awaiting sign-off, was due 1 August 2026, no difference seen yet." in points(finished)[0]


def test_what_else_is_said_only_after_something(tmp_path: Path) -> None:
    paper = changed_council(
        tmp_path, "status: done-awaiting-sign-off", "status: on-track", "gaps: [CL-17], result: C", "gaps: [CL-17], result: c"
    )
    band = section(paper, "Within three months")
    assert words_of(band) == ["What else is being done or is planned:"]
    assert "So that: care leavers have a home" in points(band)[0]  # as it was typed
    assert "So that: Children know" in points(section(paper, "Within six months"))[0]


def test_actions_without_a_timescale_are_not_left_out() -> None:
    paper = laid("bury-2013", "committee", "board")
    assert len(points(section(paper, "Actions without a timescale"))) == 7
    assert words_of(section(paper, "Immediately")) == ["None that inspectors published."]


def test_members_read_whose_evidence_it_is_and_who_read_it_as_what() -> None:
    page = laid("ealing-2019", "committee")
    assert "Predicted from the evidence of this council." in page.caveat
    evidence = next(one for one in page.tables() if one.caption == "The evidence")
    assert "Read by the council as" in evidence.columns and "Says" not in evidence.columns
    (purpose,) = section(page, "1. Purpose").blocks
    assert isinstance(purpose, Words) and "services for children under" not in purpose.text


def test_a_board_reads_titles_and_staff_read_ids() -> None:
    assert "(ilacs-2018)" in str(laid("ealing-2019", "board").facts)
    assert "ilacs-2018" not in str(laid("ealing-2019", "board", "board").facts)


def test_actions_without_a_state_are_counted_in_words_that_read_on() -> None:
    assert "7 actions: nobody has said how any of them stands." in words(laid("bury-2013", "board"))


# --- the board's descriptors


def test_the_board_sees_one_grid_of_how_descriptors_spread_over_grades() -> None:
    grids = {one.caption: one for one in laid("ealing-2019", "board").blocks() if isinstance(one, Grid)}
    spread = grids["Spread of descriptors over grades"]
    assert spread.columns == (
        "Outstanding",
        "Good",
        "Requires improvement to be good",
        "Inadequate",
        "Cannot be said",
        "No evidence",
    )
    assert [(name, [one.number for one in counts]) for name, counts in spread.rows] == [
        ("Leaders' impact", [0, 12, 6, 0, 0, 20]),
        ("Help and protection", [0, 13, 6, 0, 0, 33]),
        ("Care and care leavers", [0, 15, 8, 0, 0, 45]),
    ]
    assert spread.words.startswith("Descriptors: 40 at good and 20 at requires improvement to be good; 98 without evidence.")


def test_the_boards_descriptors_stand_worst_first_whatever_their_judgement() -> None:
    rows = list(table(laid("ealing-2019", "board"), "Descriptors that something stands against, the worst first").values())
    assert [str(row["State"]) for row in rows] == ["children at risk"] * 2 + ["below good"] * 18 + ["a concern"] * 4
    assert [row["Judgement"] for row in rows[:3]] == ["Care and care leavers", "Care and care leavers", "Leaders' impact"]


@pytest.mark.parametrize("folder", ["ealing-2019", "dudley-2011"])
def test_every_descriptor_with_evidence_is_told_once_to_the_board_and_no_other(folder: str) -> None:
    page, report = laid(folder, "board"), gathered(folder, "internal").report
    below = table(page, "Descriptors that something stands against, the worst first")
    (good,) = [one for one in page.tables() if one.caption == f"Descriptors at {report.or_better}, with nothing against"]
    found = [*below, *(name for row in good.rows for name in str(row[-1]).split("; "))]
    told = [f"{gap.descriptor} {gap.title}" for one in report.judgements for gap in one.gaps if gap.rows]
    told += [f"{one.descriptor} {one.title}" for page in report.judgements for one in page.strengths]
    assert sorted(found) == sorted(told)


def test_what_awaits_sign_off_is_not_counted_as_done_twice(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(
        "assessment: {authority: Anyshire, framework: ilacs-2026, as-at: 2026-11-01}\nactions:\n"
        + "".join(
            f"  - {{id: ACT-{number}, action: Do it, status: {status}}}\n"
            for number, status in enumerate(("done", "done-awaiting-sign-off", "on-track"))
        ),
        "utf-8",
    )
    run("report", tmp_path, "--kind", "plan", "--output", tmp_path / "plan.md")
    told = (tmp_path / "plan.md").read_text("utf-8")
    assert "1 done, awaiting sign-off; 1 done; of 2 done or awaiting sign-off, 2 with no difference seen yet." in told


@pytest.mark.parametrize(
    ("doing", "told"),
    [
        ("status: done", "Every action that may be shown here is done."),
        ("status: on-track, due: 2027-06-30", "No action that may be shown here is due by then."),
    ],
)
def test_an_action_that_is_due_later_is_not_said_to_be_done(doing: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(
        "assessment: {authority: Anyshire, framework: ilacs-2026, as-at: 2026-11-01}\n"
        f"actions:\n  - {{id: ACT-1, action: Do it, handling: public, {doing}}}\n",
        "utf-8",
    )
    for audience in ("public", "internal"):
        run("report", tmp_path, "--kind", "one-page", "--audience", audience, "--output", tmp_path / f"{audience}.md")
    assert told in (tmp_path / "public.md").read_text("utf-8")
    inside = (tmp_path / "internal.md").read_text("utf-8")
    assert "no action is recorded for then" in inside and "Every action" not in inside


def test_strengths_for_the_public_are_what_inspectors_published_and_found() -> None:
    told = words(laid("dudley-2011", "one-page", "public"))
    assert "Three strengths" in told and "Enjoying and achieving: outstanding (by 30 January 2012)." in told


def test_why_judgements_cannot_be_predicted_is_the_reason_that_holds() -> None:
    assert "Why they cannot be predicted: no evidence (6)." in words(laid("bury-2013", "board"))
    told = words(laid("dudley-2011", "board"))
    assert "Why they cannot be predicted: not enough evidence to say (10); no evidence (Economic well-being)." in told
    assert "not enough recent evidence" not in told


@pytest.mark.parametrize(
    ("folder", "audience", "told"),
    [
        ("dudley-2011", "internal", "Of 22 judgements, 5 are predicted below good, 6 good or better and 11 cannot be predicted."),
        ("dudley-2011", "public", "Inspectors last published 8 of 22 judgements below good."),
        ("ealing-2019", "board", "All 3 judgements are predicted below good."),
        ("bury-2013", "internal", "None of 6 judgements can be predicted."),
    ],
)
def test_a_board_reads_first_how_many_judgements_are_below_good(folder: str, audience: str, told: str) -> None:
    first = laid(folder, "board", audience).sections[0].blocks[0]
    assert isinstance(first, Words) and first.text == told


def test_what_is_the_same_of_every_action_is_said_once() -> None:
    told = words(laid("dudley-2011", "gap"))
    assert told.count("evidence to come: A moderated audit") == 1


def test_a_count_that_was_not_published_is_said_not_to_be_stated() -> None:
    assert "How many areas inspectors published for this band is not stated." in words(laid("dudley-2011", "committee"))


def test_a_state_that_no_action_has_is_named_and_has_no_column() -> None:
    ours, bury = (
        [one for one in page.blocks() if isinstance(one, Grid)] for page in (council("plan"), laid("bury-2013", "plan"))
    )
    assert ours[0].columns == ("late", "at risk", "not started", "done, awaiting sign-off", "done")
    assert ours[0].words.endswith("1 with a difference seen. None is said to be off track or on track.")
    assert bury[0].columns == ("no state given",)
    assert "None is said" not in bury[0].words  # nobody has said anything of any


@pytest.mark.parametrize("folder", ["dudley-2011", "ealing-2019", "bury-2013"])
@pytest.mark.parametrize("audience", ["internal", "board", "public"])
def test_members_are_shown_no_codes_and_no_places_in_files(folder: str, audience: str) -> None:
    told = words(laid(folder, "committee", audience))
    assert not re.search(r"\.yaml|\b(?:SG|LAC|HP|CL|LD|CIC|DUD|EAL|BUR|CON)-[A-Z0-9]|slac-|ilacs-|sif-", told)


def test_the_paper_has_a_subject() -> None:
    assert dict(laid("dudley-2011", "committee").facts)["Subject"].startswith(
        "The result of the inspection of services for children published by 30 January 2012"
    )


def test_what_is_predicted_stands_under_a_heading_of_its_own_marked_as_ours() -> None:
    ours = section(laid("dudley-2011", "committee"), "Within three months: predicted by us")
    assert isinstance(ours.blocks[0], Words) and "inspectors have not published these" in ours.blocks[0].text
    band = section(laid("dudley-2011", "committee"), "Within three months")
    assert not [block for block in band.blocks if isinstance(block, Points)]


@pytest.mark.parametrize("kind", ["board", "plan", "committee", "self-evaluation", "ready", "one-page"])
def test_every_kind_is_written_for_the_council(kind: str, tmp_path: Path) -> None:
    run("report", COUNCIL, "--kind", kind, "--output", tmp_path / "out.html")


@pytest.mark.parametrize("kind", ["board", "committee", "self-evaluation"])
def test_judgements_of_one_name_in_two_blocks_are_told_apart(kind: str) -> None:
    told = [str(row[0]) for one in laid("dudley-2011", kind).tables() if one.sheet == "Judgements" for row in one.rows]
    assert len(told) == len(set(told)) == 22


@pytest.mark.parametrize("kind", ["gap", "self-evaluation", "committee"])
def test_a_report_is_the_same_wherever_it_is_made(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for number, where in enumerate((EVIDENCE, EVIDENCE / "ealing-2019", tmp_path)):
        monkeypatch.chdir(where)
        folder = os.path.relpath(EVIDENCE / "ealing-2019", where)
        run("report", folder, "--kind", kind, "--output", tmp_path / f"{number}.md")
        made.append((tmp_path / f"{number}.md").read_text("utf-8"))
    assert made[0] == made[1] == made[2]
    assert ("children-in-care.yaml:5" in made[0]) == (kind != "committee")
