"""What shows when an assessment meets its framework."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny import loaded, met

from preinspect.check import CHECKS, unknown_frameworks
from preinspect.evidence import Assessment
from preinspect.problem import Problem

HEAD = "assessment: {authority: A council, framework: tiny-2026, as-at: 2026-11-21}\n"
BASE = {
    "id": "AUD-1",
    "kind": "audit",
    "descriptors": "[HP-07]",
    "date": "2026-09-30",
    "grade": "good",
    "finding": "Plans are clear.",
}


def item(**changes: str | None) -> str:
    """Write one item of evidence; what is None is left out."""
    values = {**BASE, **{key.replace("_", "-"): value for key, value in changes.items()}}
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items() if value is not None) + "}"


def checked(tmp_path: Path, *items: str, more: str = "") -> tuple[Assessment, tuple[Problem, ...]]:
    (tmp_path / "a.yaml").write_text(f"{HEAD}evidence: [{', '.join(items or (item(),))}]\n{more}", "utf-8")
    assessment, problems = loaded(tmp_path)
    assert problems == ()
    return met(assessment)


@pytest.mark.parametrize("word", ["requires-improvement", "RI", "ri", "Requires Improvement", "requires improvement to be good"])
def test_a_grade_is_read_under_any_of_its_names(tmp_path: Path, word: str) -> None:
    assessment, problems = checked(tmp_path, item(grade=word))
    assert (assessment.evidence[0].grade, problems) == ("requires-improvement", ())


def test_a_grade_of_another_scale_names_those_of_this_one(tmp_path: Path) -> None:
    assessment, (problem,) = checked(tmp_path, item(grade="adequate"))
    assert (
        problem.message == "'adequate' is no grade of tiny-2026. There are: outstanding, good, requires-improvement, inadequate."
    )
    assert problem.suggestion is None
    assert [(left.id, left.code) for left in assessment.left_out] == [("AUD-1", "PI304")]


def test_an_unknown_descriptor_names_the_nearest_with_its_title(tmp_path: Path) -> None:
    assessment, (problem,) = checked(tmp_path, item(descriptors="[hp07]"))
    assert problem.message == "There is no descriptor 'hp07' in tiny-2026; did you mean 'HP-07', Child protection plans?"
    assert (problem.suggestion, assessment.evidence) == ("HP-07", ())
    assert [(left.id, left.what) for left in assessment.left_out] == [("AUD-1", "evidence")]


def test_an_item_still_counts_for_the_descriptors_that_are_known(tmp_path: Path) -> None:
    assessment, (problem,) = checked(tmp_path, item(descriptors="[HP-1O, HP-07]"))
    assert problem.code == "PI302"
    assert assessment.evidence[0].descriptors == ("HP-07",)
    assert [(left.id, left.what) for left in assessment.left_out] == [("AUD-1", "descriptor 'HP-1O'")]


def test_a_judgement_is_read_under_any_of_its_names(tmp_path: Path) -> None:
    assessment, problems = checked(tmp_path, item(judgement="Leadership", descriptors="[LD-10]"))
    assert (assessment.evidence[0].judgement, problems) == ("leaders", ())


def test_evidence_cannot_count_under_overall(tmp_path: Path) -> None:
    _, (problem,) = checked(tmp_path, item(judgement="overall"))
    assert problem.code == "PI305"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"kind": "audits"}, "PI303"), ({"extent": "lots"}, "PI306"), ({"effect": "helpful"}, "PI307")],
)
def test_a_word_that_the_method_lacks_leaves_the_item_out(tmp_path: Path, change: dict[str, str], code: str) -> None:
    assessment, (problem,) = checked(tmp_path, item(**change))
    assert (problem.code, assessment.evidence) == (code, ())
    assert "There are: " in problem.message


@pytest.mark.parametrize(
    ("sample", "message"),
    [
        ("{size: 20, met: 28}", "28 met the standard, but only 20 were looked at."),
        ("{size: 20, results: {good: 10, RI: 8}}", "The results add up to 18, but 20 were looked at."),
        ("{size: 20, moderated: 21}", "21 were moderated, but only 20 were looked at."),
        ("{population: 12, size: 20}", "20 were looked at, out of only 12."),
        ("{size: 20, moderated: 4, changed: {up: 3, down: 2}}", "Moderation changed 5 grades, but looked at only 4."),
    ],
)
def test_numbers_of_a_sample_that_cannot_be_are_refused_in_words(tmp_path: Path, sample: str, message: str) -> None:
    assessment, (problem,) = checked(tmp_path, item(sample=sample))
    assert (problem.code, problem.message, assessment.evidence) == ("PI313", message, ())


def test_grades_of_results_become_ids_and_an_untold_size_is_their_sum(tmp_path: Path) -> None:
    assessment, problems = checked(tmp_path, item(grade=None, sample="{results: {Good: 8, RI: 4}}"))
    sample = assessment.evidence[0].sample
    assert sample is not None and problems == ()
    assert (sample.results, sample.size) == ((("good", 8), ("requires-improvement", 4)), 12)


@pytest.mark.parametrize("sample", [None, "{size: 20}", "{met: 14}", "{results: {good: 0}}"])
def test_an_item_with_neither_grade_nor_result_is_left_out(tmp_path: Path, sample: str | None) -> None:
    assessment, (problem,) = checked(tmp_path, item(grade=None, sample=sample))
    assert (problem.code, assessment.evidence) == ("PI314", ())


@pytest.mark.parametrize("sample", ["{size: 20, met: 14}", "{results: {good: 12}}"])
def test_a_sample_with_results_needs_no_grade(tmp_path: Path, sample: str) -> None:
    assessment, problems = checked(tmp_path, item(grade=None, sample=sample))
    assert (len(assessment.evidence), problems) == (1, ())


def test_a_document_needs_no_grade(tmp_path: Path) -> None:
    assessment, problems = checked(tmp_path, item(kind="document", grade=None))
    assert (assessment.evidence[0].grade, problems) == (None, ())


@pytest.mark.parametrize(
    ("grade", "effect"), [("RI", "helping"), ("inadequate", "transforming"), ("good", "risk"), ("outstanding", "failure")]
)
def test_an_effect_that_contradicts_the_grade_is_a_warning_and_the_item_stays(tmp_path: Path, grade: str, effect: str) -> None:
    assessment, (warning,) = checked(tmp_path, item(grade=grade, effect=effect))
    assert (warning.code, warning.severity.value, len(assessment.evidence)) == ("PI315", "warning", 1)


@pytest.mark.parametrize(
    ("grade", "effect"), [("good", "quality"), ("outstanding", "helping"), ("RI", "risk"), ("inadequate", "unmet")]
)
def test_effects_that_inspectors_used_with_a_grade_are_no_contradiction(tmp_path: Path, grade: str, effect: str) -> None:
    assert checked(tmp_path, item(grade=grade, effect=effect))[1] == ()


def test_one_cause_is_one_problem(tmp_path: Path) -> None:
    _, problems = checked(tmp_path, item(kind="audits", grade=None))
    assert [problem.code for problem in problems] == ["PI303"]


def test_all_mistakes_of_an_item_are_told_and_the_first_is_the_reason(tmp_path: Path) -> None:
    assessment, problems = checked(tmp_path, item(kind="audits", grade="adequate", extent="lots"))
    assert {problem.code for problem in problems} == {"PI303", "PI304", "PI306"}
    assert [left.code for left in assessment.left_out] == ["PI303"]


def test_an_entry_that_is_superseded_must_exist(tmp_path: Path) -> None:
    assessment, (warning,) = checked(tmp_path, item(), item(id="AUD-2", supersedes="[AUD-1, AUD-01X]"))
    assert (warning.code, warning.severity.value) == ("PI316", "warning")
    assert assessment.evidence[1].supersedes == ("AUD-1",)


def test_an_entry_that_was_left_out_exists_all_the_same(tmp_path: Path) -> None:
    _, problems = checked(tmp_path, item(kind="audits"), item(id="AUD-2", supersedes="AUD-1"))
    assert [problem.code for problem in problems] == ["PI303"]


STATEMENT = item(id="ST", kind="statement", supersedes="AUD-1", date="2026-10-01")


@pytest.mark.parametrize(
    ("newer", "message"),
    [
        (STATEMENT, "'ST' cannot take the place of 'AUD-1': statement is nothing alone; what it says is put as a question."),
        (
            item(id="FB", kind="feedback", supersedes="AUD-1", date="2026-10-01"),
            "'FB' cannot take the place of 'AUD-1': feedback ",
        ),
        (item(id="OLD", supersedes="AUD-1", date="2020-01-01"), "'OLD' cannot take the place of 'AUD-1': 'OLD' is the older"),
    ],
)
def test_what_cannot_take_the_place_of_another_is_told(tmp_path: Path, newer: str, message: str) -> None:
    _, (warning,) = checked(tmp_path, item(), newer)
    assert warning.code == "PI318"
    assert warning.message.startswith(message)


def test_that_a_sample_of_unknown_size_takes_no_place_is_told(tmp_path: Path) -> None:
    _, (warning,) = checked(tmp_path, item(sample="{size: 40}"), item(id="AUD-2", supersedes="AUD-1"))
    assert (warning.code, warning.message) == (
        "PI318",
        "'AUD-2' cannot take the place of 'AUD-1': 'AUD-2' does not tell how many it looked at, and 'AUD-1' looked at 40.",
    )


def test_where_the_older_entry_goes_on_counting_is_told(tmp_path: Path) -> None:
    _, (warning,) = checked(tmp_path, item(descriptors="[HP-10, HP-07]"), item(id="AUD-2", supersedes="AUD-1"))
    assert (warning.code, warning.message) == ("PI318", "'AUD-1' goes on counting for HP-10: 'AUD-2' did not look at that first.")


def test_nothing_supersedes_itself(tmp_path: Path) -> None:
    assessment, (warning,) = checked(tmp_path, item(supersedes="AUD-1"))
    assert (warning.code, assessment.evidence[0].supersedes) == ("PI316", ())


def test_an_indicator_of_an_unknown_measure_is_left_out(tmp_path: Path) -> None:
    more = "indicators: [{id: KPI-1, measure: rereferral-rates, date: 2026-09-30, value: 20}]"
    assessment, (problem,) = checked(tmp_path, more=more)
    assert (problem.code, problem.suggestion, assessment.indicators) == ("PI308", "re-referral-rate", ())


def test_views_are_of_judgements_or_descriptors(tmp_path: Path) -> None:
    more = (
        "views: [{of: Leadership, grade: RI}, {of: HP-07, grade: good}, {of: overall, grade: good}, {of: nothing, grade: good}]"
    )
    assessment, (problem,) = checked(tmp_path, more=more)
    assert problem.code == "PI305"
    assert [(view.of, view.grade) for view in assessment.views] == [
        ("leaders", "requires-improvement"),
        ("HP-07", "good"),
        ("overall", "good"),
    ]


def test_an_action_stays_without_what_it_names_in_vain(tmp_path: Path) -> None:
    more = "actions: [{id: A-1, gaps: [HP-99, HP-07], measure: {id: joy}, seen: {date: 2026-10-01, evidence: [DIP-1, AUD-1]}}]"
    assessment, problems = checked(tmp_path, more=more)
    (action,) = assessment.actions
    assert sorted(problem.code for problem in problems) == ["PI302", "PI308", "PI316"]
    assert (action.gaps, action.measure) == (("HP-07",), None)
    assert action.seen is not None and action.seen.evidence == ("AUD-1",)
    assert [left.id for left in assessment.left_out] == ["A-1", "A-1", "A-1"]


def test_a_request_must_be_one_of_the_frameworks(tmp_path: Path) -> None:
    assessment, (problem,) = checked(tmp_path, more="requests: [{of: A-8, state: ready}, {of: A-08, state: ready}]")
    assert (problem.code, problem.suggestion) == ("PI309", "A-08")
    assert [request.of for request in assessment.requests] == ["A-08"]


def test_a_result_of_the_same_framework_is_read_in_its_words(tmp_path: Path) -> None:
    more = "history: [{framework: tiny-2026, published: 2026-02-01, grades: {Leadership: RI, care: good, overall: adequate}}]"
    assessment, problems = checked(tmp_path, more=more)
    assert assessment.history[0].grades == (("leaders", "requires-improvement"),)
    assert [problem.code for problem in problems] == ["PI305", "PI304"]


def test_a_result_of_another_framework_keeps_its_own_words(tmp_path: Path) -> None:
    more = (
        "history: [{framework: slac-2009, published: 2010-02-01, grades: {leadership-and-management: adequate}, "
        "areas: [{text: x, descriptors: [Q1]}]}]"
    )
    assessment, problems = checked(tmp_path, more=more)
    assert (assessment.history[0].grades, problems) == ((("leadership-and-management", "adequate"),), ())


def test_a_change_of_unknown_descriptors_alone_does_not_come_to_mean_all(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "assessment:\n  framework: tiny-2026\n  changed-since:\n"
        "    - {what: x, date: 2026-01-01, descriptors: [HP-1]}\n    - {what: y, date: 2026-01-01}\n"
        f"evidence: [{item()}]\n"
    )
    assessment, (problem,) = met(loaded(tmp_path)[0])
    assert problem.code == "PI302"
    assert [change.what for change in assessment.changed_since] == ["y"]


def test_a_clearance_for_an_entry_that_is_gone_is_a_warning(tmp_path: Path) -> None:
    assessment, (warning,) = checked(tmp_path, more="cleared: [{id: FB-9, pattern: local-id, reason: a report number}]")
    assert (warning.code, len(assessment.cleared)) == ("PI316", 1)


def test_entries_that_are_set_aside_are_looked_at_too_but_for_what_they_seem_to_lack(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"{HEAD}evidence: [{item(grade=None, grad='good', kind='audits')}]\n")
    assessment, problems = loaded(tmp_path)
    _, more = met(assessment)
    assert [problem.code for problem in (*problems, *more)] == ["PI120", "PI303"]


def test_an_unknown_framework_is_an_error_and_one_in_the_history_only_a_note(tmp_path: Path) -> None:
    assessment, _ = checked(tmp_path, more="history: [{framework: sif-2013, published: 2016-01-01, grades: {}}]")
    told = unknown_frameworks(assessment, ["tiny-2027"])
    assert [(one.code, one.severity.value, one.suggestion) for one in told] == [
        ("PI301", "error", "tiny-2027"),
        ("PI317", "note", None),
    ]


def test_checking_changes_nothing_that_it_checks(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"{HEAD}evidence: [{item(grade='RI')}]\n")
    assessment, _ = loaded(tmp_path)
    met(assessment)
    assert assessment.evidence[0].grade == "RI"


def test_problems_point_at_the_value_and_show_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"{HEAD}evidence:\n  - {item(descriptors='[HP-07, HP-1O]')}\n")
    _, (problem,) = met(loaded(tmp_path)[0])
    assert (problem.at.line, problem.at.column) == (3, 51)
    assert problem.excerpt is not None and problem.excerpt[50:].startswith("HP-1O")


def test_every_section_of_an_assessment_has_its_checks() -> None:
    assert set(CHECKS) == {"changed_since", "evidence", "indicators", "views", "actions", "requests", "history", "cleared"}
