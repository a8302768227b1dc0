"""An authority's line: published grades of several frameworks joined, in the words of their own scales."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from commands import EVIDENCE, assessed, facts, run, told

from preinspect.case import Case, open_case
from preinspect.compare import over_the_years
from preinspect.history import PublishedGrade
from preinspect.plan import deadline

TODAY = date(2026, 11, 21)


def opened(folder: Path, as_at: date | None = None) -> Case:
    """Open a folder on a day that never changes."""
    return open_case(folder, as_at=as_at, today=TODAY)


def line(case: Case, judgement: str) -> list[tuple[int, str, str, str | None]]:
    """Give a judgement's line: year, framework, words, and its name there where it had another."""
    return [(one.published.year, one.framework, one.words, one.judgement) for one in case.lines.get(judgement, ())]


def with_history(folder: Path, *entries: str, framework: str = "ilacs-2018", as_at: str = "2020-06-30") -> Path:
    """Write an assessment that stands at good, with published results."""
    practice = {"leaders": "good", "help-and-protection": "good", "children-in-care": "good"}
    return assessed(folder, framework, practice, "history:", *(f"  - {entry}" for entry in entries), as_at=as_at)


SLAC = "{framework: slac-2009, published: 2012-01-30, grades: {safeguarding-safe: adequate, care-overall: good, care-equality: good}}"
SIF = (
    "{framework: sif-2013, published: 2016-08-26, grades: {help-and-protection: inadequate, leaders: good, overall: inadequate}}"
)


# --- Ealing, 2011 to 2024


@pytest.mark.parametrize(
    ("judgement", "years"),
    [
        (
            "leaders",
            [
                (2011, "slac-2009", "Outstanding", "Safeguarding leaders"),
                (2011, "slac-2009", "Outstanding", "Care leaders"),
                (2016, "sif-2013", "Good", None),
                (2019, "ilacs-2018", "Requires improvement to be good", None),
                (2024, "ilacs-2023", "Good", None),
            ],
        ),
        (
            "help-and-protection",
            [
                (2011, "slac-2009", "Good", "Safe and feel safe"),
                (2011, "slac-2009", "Good", "Safeguarding quality"),
                (2016, "sif-2013", "Good", None),
                (2019, "ilacs-2018", "Requires improvement to be good", None),
                (2024, "ilacs-2023", "Requires improvement to be good", None),
            ],
        ),
        (
            "children-in-care",
            [
                (2011, "slac-2009", "Good", "Care overall"),
                (2011, "slac-2009", "Good", "Care quality"),
                (2016, "sif-2013", "Good", None),
                (2019, "ilacs-2018", "Requires improvement to be good", None),
                (2024, "ilacs-2023", "Good", None),
            ],
        ),
        (
            "overall",
            [
                (2016, "sif-2013", "Good", None),
                (2019, "ilacs-2018", "Requires improvement to be good", None),
                (2024, "ilacs-2023", "Good", None),
            ],
        ),
    ],
)
def test_ealing_s_four_results_are_one_line(judgement: str, years: list[tuple[int, str, str, str | None]]) -> None:
    assert line(opened(EVIDENCE / "ealing-2019"), judgement) == years


def test_care_leavers_have_a_line_again_from_2023(tmp_path: Path) -> None:
    folder = shutil.copytree(EVIDENCE / "ealing-2019", tmp_path / "e")
    run("migrate", folder, "--to", "ilacs-2026", "--write")
    assert line(opened(folder), "care-leavers") == [
        (2011, "slac-2009", "Good", "Economic well-being"),
        (2016, "sif-2013", "Outstanding", None),
        (2024, "ilacs-2023", "Good", None),
    ]
    assert "2016 Outstanding [sif-2013]; 2024 Good [ilacs-2023]." in told("status", folder)


def test_a_line_of_one_result_is_read_out_where_nothing_else_tells_it(tmp_path: Path) -> None:
    entry = "{framework: slac-2009, published: 2012-01-30, grades: {care-overall: good}}"
    assert "Over the years: 2012 Good (care overall) [slac-2009]." in told("status", with_history(tmp_path, entry))


def test_status_reads_ealing_s_line_out() -> None:
    said = told("status", EVIDENCE / "ealing-2019")
    assert (
        "Over the years: 2011 Good (safe and feel safe) and Good (safeguarding quality) [slac-2009]; 2016 Good [sif-2013]; "
        "2019 Requires improvement to be good [ilacs-2018]; 2024 Requires improvement to be good [ilacs-2023]."
    ) in said


def test_what_came_after_the_as_at_date_is_no_earlier_grade() -> None:
    later = {one.published.year: one.later for one in opened(EVIDENCE / "ealing-2019").lines["leaders"]}
    assert later == {2011: False, 2016: False, 2019: True, 2024: True}
    assert facts("status", EVIDENCE / "ealing-2019")["judgements"][0]["previous"]["published"] == "2016-08-26"


def test_a_later_as_at_date_makes_the_same_grade_an_earlier_one() -> None:
    lines = opened(EVIDENCE / "ealing-2019", date(2020, 1, 1)).lines
    assert [one.later for one in lines["leaders"]] == [False, False, False, False, True]


# --- scales


def test_a_grade_of_the_same_scale_gives_a_direction(tmp_path: Path) -> None:
    shown = facts("status", with_history(tmp_path, SIF))
    by_id = {one["id"]: one["previous"] for one in shown["judgements"]}
    assert (by_id["help-and-protection"]["grade"], by_id["help-and-protection"]["direction"]) == ("inadequate", "better")
    assert (by_id["leaders"]["grade"], by_id["leaders"]["direction"]) == ("good", "the same")


def test_a_grade_of_another_scale_gives_no_direction(tmp_path: Path) -> None:
    shown = facts("status", with_history(tmp_path, SLAC))
    previous = [one["previous"] for one in shown["judgements"] if one["previous"]]
    assert [one["framework"] for one in previous] == ["slac-2009", "slac-2009"]
    assert [one["direction"] for one in previous] == [None, None]


def test_only_the_latest_earlier_grade_gives_a_direction(tmp_path: Path) -> None:
    shown = facts("status", with_history(tmp_path, SIF, SLAC))
    by_id = {one["id"]: one["previous"] for one in shown["judgements"]}
    assert (by_id["help-and-protection"]["framework"], by_id["children-in-care"]["framework"]) == ("sif-2013", "slac-2009")


def test_adequate_never_becomes_requires_improvement(tmp_path: Path) -> None:
    folder = with_history(tmp_path, SLAC)
    (found,) = opened(folder).lines["help-and-protection"]
    assert (found.grade, found.words, found.rank) == ("adequate", "Adequate", None)
    output = tmp_path.parent / f"{tmp_path.name}.md"
    run("report", folder, "--format", "md", "--output", output)
    shown = "\n".join((run("status", folder).output, run("status", folder, "--format", "json").output, output.read_text("utf-8")))
    assert "adequate" in shown
    assert "requires improvement" not in run("status", folder).output.casefold()


@pytest.mark.parametrize("framework", ["sif-consultation-2013", "sif-2013", "ilacs-2018", "ilacs-2023", "ilacs-2026"])
def test_no_grade_of_2009_has_a_rank_on_a_later_scale(framework: str, tmp_path: Path) -> None:
    folder = with_history(tmp_path, SLAC, framework=framework)
    found = [one for grades in opened(folder).lines.values() for one in grades]
    assert found
    assert {one.rank for one in found} == {None}


def test_only_strong_matches_join(tmp_path: Path) -> None:
    case = opened(with_history(tmp_path, SLAC))
    assert {name: line(case, name) for name in case.lines} == {
        "help-and-protection": [(2012, "slac-2009", "Adequate", "Safe and feel safe")],
        "children-in-care": [(2012, "slac-2009", "Good", "Care overall")],
    }


def test_care_leavers_of_2018_do_not_stand_for_care_leavers_of_2023(tmp_path: Path) -> None:
    entry = "{framework: ilacs-2018, published: 2019-12-19, grades: {children-in-care: inadequate}}"
    case = opened(with_history(tmp_path, entry, framework="ilacs-2023", as_at="2024-06-30"))
    assert line(case, "children-in-care") == [(2019, "ilacs-2018", "Inadequate", None)]
    assert line(case, "care-leavers") == []


def test_a_line_goes_back_as_well_as_forwards(tmp_path: Path) -> None:
    entry = "{framework: ilacs-2023, published: 2024-04-11, grades: {leaders: good, care-leavers: outstanding}}"
    case = opened(with_history(tmp_path, entry, framework="sif-2013", as_at="2024-06-30"))
    assert line(case, "leaders") == [(2024, "ilacs-2023", "Good", None)]
    assert line(case, "care-leavers") == [(2024, "ilacs-2023", "Outstanding", None)]


def test_results_stand_in_the_order_of_their_days_not_of_the_file(tmp_path: Path) -> None:
    assert [year for year, *_ in line(opened(with_history(tmp_path, SIF, SLAC)), "help-and-protection")] == [2012, 2016]


# --- words of another framework


def test_a_judgement_may_be_named_by_its_title_or_short_name_in_any_framework(tmp_path: Path) -> None:
    entry = "{framework: sif-2013, published: 2016-08-26, grades: {Leadership: good, Help and protection: RI}}"
    case = opened(with_history(tmp_path, entry))
    assert line(case, "leaders") == [(2016, "sif-2013", "Good", None)]
    assert line(case, "help-and-protection") == [(2016, "sif-2013", "Requires improvement", None)]


def test_a_judgement_that_another_framework_does_not_have_is_told(tmp_path: Path) -> None:
    entry = "{framework: sif-2013, published: 2016-08-26, grades: {leaderz: good, help-and-protection: good}}"
    case = opened(with_history(tmp_path, entry))
    assert [(one.code, one.message, one.suggestion) for one in case.errors] == [
        ("PI305", "'leaderz' is no judgement of sif-2013.", "leaders")
    ]
    assert case.errors[0].at.column == 59
    assert list(case.lines) == ["help-and-protection"]


def test_a_grade_that_another_framework_does_not_have_is_told_and_never_printed(tmp_path: Path) -> None:
    entry = "{framework: sif-2013, published: 2016-08-26, grades: {leaders: adequate, help-and-protection: good}}"
    folder = with_history(tmp_path, entry)
    (problem,) = opened(folder).errors
    assert (problem.code, problem.message) == (
        "PI304",
        "'adequate' is no grade of sif-2013; its grades are outstanding, good, requires-improvement, inadequate.",
    )
    assert "Adequate" not in run("status", folder, exit_code=1).stdout


def test_a_result_of_a_framework_that_is_not_here_is_a_note_and_leaves_the_others(tmp_path: Path) -> None:
    entry = "{framework: jar-2005, published: 2008-06-01, grades: {staying-safe: good}}"
    case = opened(with_history(tmp_path, entry, SIF))
    assert [one.code for one in case.problems] == ["PI317"]
    assert [one.framework for one in case.lines["leaders"]] == ["sif-2013"]


@pytest.mark.parametrize("word", ["Not judged", "not-judged"])
def test_a_judgement_that_was_not_judged_is_a_result_without_a_grade(word: str, tmp_path: Path) -> None:
    entry = f"{{framework: sif-2013, published: 2016-10-10, grades: {{leaders: good, help-and-protection: {word}}}}}"
    case = opened(with_history(tmp_path, entry))
    assert case.problems == ()
    (found,) = case.lines["help-and-protection"]
    assert (found.grade, found.words, found.rank) == (None, "Not judged", None)


def test_not_judged_is_accepted_where_the_assessment_is_under_the_same_framework(tmp_path: Path) -> None:
    entry = "{framework: sif-2013, published: 2016-10-10, grades: {leaders: good, adoption: Not judged}}"
    folder = with_history(tmp_path, entry, framework="sif-2013", as_at="2016-06-30")
    case = opened(folder)
    assert case.problems == ()
    assert [(one.grade, one.words) for one in case.lines["adoption"]] == [(None, "Not judged")]
    assert [one.words for one in case.lines["care-leavers"]] == ["grade not known"]
    assert "Published on 10 October 2016: Not judged." in told("status", folder)


def test_not_judged_is_no_result_where_the_framework_has_no_such_words(tmp_path: Path) -> None:
    entry = "{framework: slac-2009, published: 2012-01-30, grades: {care-overall: Not judged}}"
    assert [one.code for one in opened(with_history(tmp_path, entry)).problems] == ["PI304"]


# --- a day of publication that nobody knows


def test_where_only_the_latest_day_is_known_no_day_is_claimed(tmp_path: Path) -> None:
    entry = "{framework: ilacs-2018, published: 2020-08-01, day-known: no, grades: {leaders: good}}"
    folder = with_history(tmp_path, entry)
    assert "Published by 1 August 2020: Good" in told("status", folder)
    assert "on 1 August 2020" not in told("status", folder) + told("plan", folder)
    found = facts("status", folder)["judgements"][0]["published"]
    assert (found["published"], found["day_known"]) == ("2020-08-01", False)


def test_no_deadline_is_counted_from_a_day_that_nobody_knows(tmp_path: Path) -> None:
    entry = "{framework: ilacs-2018, published: 2020-08-01, day-known: no, grades: {leaders: good}}"
    case = opened(with_history(tmp_path, entry))
    assert deadline(case.assessment, case.editions) is None
    received = entry.replace("day-known: no", "day-known: no, received: 2020-07-20")
    case = opened(with_history(tmp_path, received))
    found = deadline(case.assessment, case.editions)
    assert found is not None and found.received == date(2020, 7, 20)


def test_a_line_tells_the_year_of_the_inspection_where_it_is_known(tmp_path: Path) -> None:
    entry = "{framework: slac-2009, published: 2012-01-30, inspected: 2011-12-09, grades: {safeguarding-safe: adequate}}"
    case = opened(with_history(tmp_path, entry, SIF))
    assert over_the_years(case.lines["help-and-protection"]).startswith("2011 Adequate (safe and feel safe) [slac-2009]; 2016")


# --- what a folder does not tell of the outcome


def test_a_grade_that_the_outcome_leaves_open_is_not_known(tmp_path: Path) -> None:
    entry = "{framework: ilacs-2018, published: 2020-08-01, grades: {leaders: good}}"
    case = opened(with_history(tmp_path, entry))
    (found,) = case.lines["help-and-protection"]
    assert found == PublishedGrade("ilacs-2018", date(2020, 8, 1), None, None, "grade not known", None, later=True, outcome=True)
    assert "Published on 1 August 2020: grade not known." in told("status", case.assessment.folder)


def test_an_earlier_result_that_leaves_a_grade_open_hides_none_before_it(tmp_path: Path) -> None:
    entry = "{framework: ilacs-2018, published: 2019-12-19, grades: {leaders: good}}"
    shown = facts("status", with_history(tmp_path, SIF, entry))
    assert {one["id"]: one["previous"] and one["previous"]["grade"] for one in shown["judgements"]} == {
        "leaders": "good",
        "help-and-protection": "inadequate",
        "children-in-care": None,
    }


# --- which result a prediction may be held against


def outcomes(case: Case, judgement: str) -> list[tuple[int, str]]:
    """Give the grades that the prediction of a judgement is held against: year and framework."""
    return [(one.published.year, one.framework) for one in case.lines.get(judgement, ()) if one.outcome]


@pytest.mark.parametrize("framework", ["ilacs-2018", "ilacs-2023", "ilacs-2026"])
def test_evidence_of_2019_is_held_against_the_result_of_2019_under_every_edition(framework: str, tmp_path: Path) -> None:
    folder = shutil.copytree(EVIDENCE / "ealing-2019", tmp_path / "e")
    run("migrate", folder, "--to", framework, "--write")
    case = opened(folder)
    assert {name: outcomes(case, name) for name in ("leaders", "help-and-protection", "children-in-care")} == {
        "leaders": [(2019, "ilacs-2018")],
        "help-and-protection": [(2019, "ilacs-2018")],
        "children-in-care": [(2019, "ilacs-2018")],
    }
    assert outcomes(case, "care-leavers") == []
    assert "2024: Good (the prediction was harsh)" not in told("status", folder)
    assert "Published on 12 July 2024" not in told("compare", folder)


def test_a_later_edition_s_result_alone_is_no_outcome(tmp_path: Path) -> None:
    entry = "{framework: ilacs-2023, published: 2024-07-12, grades: {leaders: good}}"
    assert outcomes(opened(with_history(tmp_path, entry)), "leaders") == []


def test_another_family_s_result_is_no_outcome(tmp_path: Path) -> None:
    entry = "{framework: sif-2013, published: 2020-08-01, grades: {leaders: good}}"
    assert outcomes(opened(with_history(tmp_path, entry)), "leaders") == []


def test_of_two_later_results_only_the_first_is_the_outcome(tmp_path: Path) -> None:
    entries = [f"{{framework: ilacs-2018, published: {year}-08-01, grades: {{leaders: good}}}}" for year in (2022, 2021)]
    assert outcomes(opened(with_history(tmp_path, *entries)), "leaders") == [(2021, "ilacs-2018")]
