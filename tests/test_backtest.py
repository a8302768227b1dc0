"""Backtests: rules and limits on published grades, and predictions of inspections whose findings were encoded."""

from __future__ import annotations

import csv
import json
import random
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from published import faults

from preinspect.backtest import (
    SEED,
    Backtest,
    Bin,
    Deep,
    Fit,
    Inspected,
    Outcomes,
    Record,
    Unfit,
    baseline_scores,
    deep,
    find_cases,
    leave_one_out,
    ranked_probability_score,
    read_cases,
    read_outcomes,
    records,
    reliability,
    score,
    stability,
    standard_error,
)
from preinspect.cli import cli
from preinspect.framework import load_framework
from preinspect.problem import Location
from preinspect.render.backtest import cases_as_json, cases_as_text, outcomes_as_text, view

ROOT = Path(__file__).parents[1]
FRAMEWORKS = [ROOT / "frameworks"]
CASES = ROOT.parent / "shared" / "cases"
OUTCOMES = ROOT.parent / "shared" / "data" / "outcomes-dev.csv"
TODAY = date(2026, 11, 21)
HEAD = "authority,framework,published,help_and_protection,children_in_care,leaders,overall"
SIX = ("case-01", "case-18", "case-19", "case-20", "case-36", "case-38", "case-47")

with_outcomes = pytest.mark.skipif(not OUTCOMES.is_file(), reason="the published grades are no part of the project")
with_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the encoded inspections are no part of the project")


def ran(*words: str) -> Result:
    """Run `preinspect backtest` in this process."""
    return CliRunner().invoke(cli, ["backtest", *words])


def table(folder: Path, *rows: str, head: str = HEAD) -> Path:
    """Write a table of published grades."""
    path = folder / "outcomes.csv"
    path.write_text("\n".join((head, *rows, "")), "utf-8")
    return path


def read(path: Path) -> Outcomes:
    return read_outcomes(path, FRAMEWORKS)


def only(path: Path) -> Record:
    """Give the record of a table with one framework and no problem."""
    found = read(path)
    assert found.problems == ()
    return records(found)[0]


# --- a table of published grades


@cache
def rows_of(framework: str) -> list[dict[str, str]]:
    """Read the published grades without preinspect."""
    with OUTCOMES.open(encoding="utf-8-sig", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["framework"] == framework]


@cache
def published_records() -> Mapping[str, Record]:
    return {one.framework.id: one for one in records(read(OUTCOMES))}


def held(framework: str, where: str, what: str, *allowed: str) -> tuple[int, int]:
    """Count rows with an inadequate grade in any of these columns, and those of them whose other grade is one of those allowed."""
    rows = [row for row in rows_of(framework) if "inadequate" in [row[name] for name in where.split()]]
    return sum(row[what] in allowed for row in rows), len(rows)


@with_outcomes
def test_every_row_of_the_published_grades_is_read_without_a_problem() -> None:
    found = read(OUTCOMES)
    assert found.problems == ()
    assert Counter(one.framework for one in found.rows) == {"sif-2013": 84, "ilacs-2018": 82, "ilacs-2023": 73, "ilacs-2026": 5}


@with_outcomes
@pytest.mark.parametrize(
    ("framework", "limit", "where", "what", "allowed"),
    [
        ("sif-2013", "key-inadequate", "help_and_protection children_in_care leaders", "overall", ["inadequate"]),
        (
            "sif-2013",
            "sub-inadequate-for-care",
            "adoption care_leavers",
            "children_in_care",
            ["requires improvement", "inadequate"],
        ),
        ("sif-2013", "sub-inadequate-for-overall", "adoption care_leavers", "overall", ["inadequate"]),
        ("sif-2013", "board-inadequate", "lscb", "overall", ["inadequate"]),
        ("ilacs-2018", "practice-inadequate", "help_and_protection children_in_care", "overall", ["inadequate"]),
        ("ilacs-2023", "practice-inadequate", "help_and_protection children_in_care care_leavers", "overall", ["inadequate"]),
    ],
)
def test_a_limits_record_agrees_with_an_independent_count(
    framework: str, limit: str, where: str, what: str, allowed: list[str]
) -> None:
    counted = published_records()[framework].limits[limit]
    assert (counted.held, counted.of) == held(framework, where, what, *allowed)


@with_outcomes
@pytest.mark.parametrize(
    ("framework", "practice"),
    [
        ("ilacs-2018", ["help_and_protection", "children_in_care"]),
        ("ilacs-2023", ["help_and_protection", "children_in_care", "care_leavers"]),
    ],
)
def test_inadequate_leaders_are_counted_where_no_practice_judgement_is_inadequate(framework: str, practice: list[str]) -> None:
    alone = [
        row
        for row in rows_of(framework)
        if row["leaders"] == "inadequate" and "inadequate" not in [row[name] for name in practice]
    ]
    counted = published_records()[framework].limits["leaders-inadequate"]
    assert (counted.held, counted.of) == (sum(row["overall"] == "inadequate" for row in alone), len(alone))


BEST = ["outstanding", "good", "requires improvement", "inadequate"]


def by_hand(row: Mapping[str, str], practice: list[str], deciding: list[str]) -> str:
    """Say overall by the rules as the design tells them, in another way than the code: the cases in turn, from the worst."""
    keys = [row[name] for name in [*practice, "leaders"]]
    below = sum(BEST.index(one) > 1 for one in keys)
    if any(row[name] == "inadequate" for name in deciding):
        return "inadequate"
    if row["leaders"] not in BEST[:2] or below > 1:
        return "requires improvement"
    return "outstanding" if row["leaders"] == "outstanding" and keys.count("outstanding") > 1 and below == 0 else "good"


@with_outcomes
@pytest.mark.parametrize(
    ("framework", "practice", "deciding"),
    [
        ("sif-2013", ["help_and_protection", "children_in_care"], ["help_and_protection", "children_in_care", "leaders"]),
        ("ilacs-2018", ["help_and_protection", "children_in_care"], ["help_and_protection", "children_in_care"]),
        (
            "ilacs-2023",
            ["help_and_protection", "children_in_care", "care_leavers"],
            ["help_and_protection", "children_in_care", "care_leavers"],
        ),
    ],
)
def test_the_overall_rules_agree_with_an_independent_count(framework: str, practice: list[str], deciding: list[str]) -> None:
    steps = [BEST.index(row["overall"]) - BEST.index(by_hand(row, practice, deciding)) for row in rows_of(framework)]
    missed = {row["authority"] for row, step in zip(rows_of(framework), steps, strict=True) if step}
    one = published_records()[framework]
    assert (one.exact, one.too_kind, one.too_harsh) == (steps.count(0), sum(s > 0 for s in steps), sum(s < 0 for s in steps))
    assert {row.row.authority for row in one.misses} == missed


@with_outcomes
def test_each_rule_decided_as_many_rows_as_there_are() -> None:
    assert all(sum(rule.of for rule in one.rules) == len(one.ruled) for one in published_records().values())


@with_outcomes
def test_a_framework_without_overall_gives_its_pathway_test_by_row() -> None:
    one = published_records()["ilacs-2026"]
    good = [
        [row[name] in BEST[:2] for name in ("help_and_protection", "children_in_care", "care_leavers")]
        for row in rows_of("ilacs-2026")
    ]
    leads = [row["leaders"] in BEST[:2] for row in rows_of("ilacs-2026")]
    assert [met for _, met in one.pathway] == [lead and sum(row) >= 2 for lead, row in zip(leads, good, strict=True)]
    assert (one.ruled, one.left_out) == ((), ())
    assert "there is no overall grade" in ran(str(OUTCOMES)).stdout


SAME = "counted over the 73 inspections that are tested here: it repeats what stands beside it and checks nothing."


@with_outcomes
def test_a_record_that_was_counted_over_the_rows_tested_says_that_it_checks_nothing() -> None:
    told = " ".join(ran(str(OUTCOMES)).stdout.split())
    of_2023 = told[told.index("ilacs-2023: 73 inspections") : told.index("ilacs-2026: there is")]
    assert told.count(SAME) == of_2023.count(SAME) == 1
    assert " ".join((ROOT / "docs" / "accuracy.md").read_text("utf-8").split()).count(SAME) == 1


def test_other_rows_than_were_counted_are_not_said_to_be_the_same(tmp_path: Path) -> None:
    path = table(tmp_path, "A,ilacs-2023,2024-03-01,good,good,good,good,good", head=f"{HEAD},care_leavers")
    told = " ".join(ran(str(path)).stdout.split())
    assert (
        "that are tested here: it repeats" not in told and "the project's own table of outcomes: of inspections that are" in told
    )


@pytest.mark.parametrize("name", ["sif-2013", "ilacs-2018", "ilacs-2023"])
def test_the_rules_were_counted_over_as_many_inspections_as_they_decided(name: str) -> None:
    found, _ = load_framework(name, FRAMEWORKS)
    assert found is not None and found.rules_counted is not None
    assert found.rules_counted.inspections == sum(int(str(rule.held).split(" of ")[1]) for rule in found.rules)
    assert all(limit.counted is not None for limit in found.limits if limit.held is not None)


def test_a_miss_is_named_with_its_place_and_both_grades(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Kindly,ilacs-2018,2019-03-01,good,good,good,good",
        '"Harshly, City of",ilacs-2018,2019-04-01,good,good,good,outstanding',
    )
    one = only(path)
    assert (len(one.ruled), one.exact, one.too_kind, one.too_harsh) == (2, 1, 0, 1)
    told = " ".join(ran(str(path)).stdout.split())
    assert f"Harshly, City of, 1 April 2019: given Outstanding, the rules say Good [{path}:3]" in told


def test_a_limit_that_only_may_bind_does_not_change_what_the_rules_say(tmp_path: Path) -> None:
    one = only(table(tmp_path, "A,ilacs-2018,2019-03-01,good,good,inadequate,requires improvement"))
    assert one.exact == 1
    assert (one.limits["leaders-inadequate"].held, one.limits["leaders-inadequate"].of) == (0, 1)


def test_a_row_that_lacks_a_grade_is_named_as_left_out_and_is_no_problem(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Islands,ilacs-2018,2019-03-01,good,Not judged,good,good",
        "City,ilacs-2018,2019-03-02,good,good,good,",
        "Town,ilacs-2018,2019-03-02,good,good,good,good",
    )
    one = only(path)
    assert [(row.authority, missing) for row, missing in one.left_out] == [
        ("Islands", ("children-in-care",)),
        ("City", ("overall",)),
    ]
    result = ran(str(path))
    assert result.exit_code == 0
    assert "1 inspection (2 of 3 left out for want of a grade)" in result.stdout
    assert "Islands, 1 March 2019: no grade for children-in-care" in result.stdout


def test_grades_and_days_are_read_as_people_write_them(tmp_path: Path) -> None:
    row = "A,ilacs-2018,21/03/2019,Requires improvement to be good,RI,requires-improvement,Requires Improvement"
    one = only(table(tmp_path, row))
    assert (one.exact, one.ruled[0].row.published) == (1, date(2019, 3, 21))


@pytest.mark.parametrize(
    ("row", "code", "place", "named"),
    [
        ("A,ilacs-2108,2019-03-01,good,good,good,good", "PI201", (3, 3), "ilacs-2108"),
        ("A,,2019-03-01,good,good,good,good", "PI121", (3, None), "no framework"),
        ("A,ilacs-2018,2019-03-01,good,goood,good,good", "PI304", (3, 30), "goood"),
        ("A,ilacs-2018,2019-02-30,good,good,good,good", "PI124", (3, 14), "30 February"),
        ("A,ilacs-2018,soon,good,good,good,good", "PI125", (3, 14), "soon"),
        ("Bristol, City of,ilacs-2018,2019-03-01,good,good,good,good", "PI122", (3, None), "8 values"),
    ],
)
def test_a_bad_row_is_told_with_file_and_line(
    tmp_path: Path, row: str, code: str, place: tuple[int, int | None], named: str
) -> None:
    path = table(tmp_path, "Good,ilacs-2018,2019-03-01,good,good,good,good", row)
    (problem,) = read(path).problems
    assert (problem.code, problem.at) == (code, Location(str(path), *place))
    assert named in problem.message
    result = ran(str(path))
    assert result.exit_code == 1
    assert " ".join(result.stderr.split()).startswith(f"{problem.at}: {code} error: {problem.message}")
    assert result.stdout.startswith("ilacs-2018: 1 inspection")


def test_the_same_mistake_in_several_rows_is_told_once_with_their_lines(tmp_path: Path) -> None:
    rows = [f"A{number},ilacs-2108,2019-03-01,good,good,good,good" for number in range(6)]
    (problem,) = read(table(tmp_path, *rows)).problems
    assert "So too in lines 3, 4, 5 and 2 more." in problem.message


@pytest.mark.parametrize(
    ("head", "said", "near"),
    [
        (HEAD.replace("authority", "autority"), "lacks the column authority", "autority"),
        (HEAD.replace(",", ";"), "parted by commas", None),
        (HEAD.replace("children_in_care", "children_in_car"), "no column 'children_in_care'", "children_in_car"),
    ],
)
def test_a_head_that_lacks_a_column_is_told(tmp_path: Path, head: str, said: str, near: str | None) -> None:
    path = table(tmp_path, "A,ilacs-2018,2019-03-01,good,good,good,good", head=head)
    problem = read(path).problems[0]
    assert (problem.code, problem.at.line, problem.suggestion) == ("PI121", 1, near)
    assert said in problem.message


def test_a_quote_that_is_never_closed_is_told_where_it_begins(tmp_path: Path) -> None:
    path = table(tmp_path, '"A,ilacs-2018,2019-03-01,good,good,good,good', "B,ilacs-2018,2019-03-01,good,good,good,good")
    (problem,) = read(path).problems
    assert (problem.code, problem.at.line) == ("PI122", 2)


def test_a_file_in_another_encoding_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(f"{HEAD}\nCaf\xe9,ilacs-2018,2019-03-01,good,good,good,good\n".encode("latin-1"))
    assert [one.code for one in read(path).problems] == ["PI105"]


def test_the_json_of_a_table_has_the_keys_of_the_design(tmp_path: Path) -> None:
    path = table(tmp_path, "A,ilacs-2018,2019-03-01,good,good,good,outstanding", "B,ilacs-2018,2019-03-01,good,good,good,good")
    told = json.loads(ran(str(path), "--format", "json").stdout)
    one = told["frameworks"]["ilacs-2018"]
    assert (told["version"], told["problems"]) == (1, [])
    assert {name: one[name] for name in ("n", "exact", "too_kind", "too_harsh")} == {
        "n": 2,
        "exact": 1,
        "too_kind": 0,
        "too_harsh": 1,
    }
    assert one["limits"]["practice-inadequate"] == {
        "strength": "always",
        "held": 0,
        "of": 0,
        "recorded": "22 of 22",
        "counted_over": {"inspections": 165, "among": "reports"},
    }
    assert one["misses"] == [
        {"authority": "A", "published": "2019-03-01", "file": str(path), "line": 2, "given": "outstanding", "said": "good"}
    ]


def test_options_of_folders_are_refused_with_a_table(tmp_path: Path) -> None:
    result = ran(str(table(tmp_path)), "--deep")
    assert (result.exit_code, result.stdout) == (2, "")


# --- cases


@cache
def every_case() -> tuple[Inspected, ...]:
    return read_cases(find_cases(CASES)[0], TODAY, None)[0]


@cache
def tried() -> Backtest:
    """Predict every case by the others, with the published grades where they are there."""
    return leave_one_out(every_case(), read(OUTCOMES))


@cache
def alone() -> Backtest:
    """Predict every case by the others, with the shipped pattern."""
    return leave_one_out(every_case(), None)


@cache
def longer() -> Deep:
    """Make the longer trials, but with every twentieth step only."""
    found = deep(alone(), random.Random, lambda steps, about: steps[::20])
    assert found is not None
    return found


def copied(folder: Path, names: tuple[str, ...] = SIX) -> Path:
    """Copy some cases below a folder."""
    for name in names:
        shutil.copytree(CASES / name, folder / name)
    return folder


def assessment(folder: Path, *, framework: str = "ilacs-2018", published: str = "2020-02-01", more: str = "") -> Path:
    """Write an assessment with one audit and a published result."""
    folder.mkdir(parents=True)
    (folder / "assessment.yaml").write_text(
        f"""\
assessment: {{authority: Somewhere, framework: {framework}, as-at: 2020-01-01}}
evidence:
  - {{id: A-1, kind: audit, descriptors: [HP-10], date: 2019-12-01, grade: good, finding: Seen., sample: {{size: 40, met: 36}}}}
history: [{{framework: ilacs-2018, published: {published}, grades: {{help-and-protection: good, overall: good}}}}]
{more}
""",
        "utf-8",
    )
    return folder


@with_cases
@with_outcomes
def test_the_engine_leads_every_baseline_on_exact_and_on_the_ranked_probability_score() -> None:
    engine, simple = score(tried().judged), baseline_scores(tried().judged)
    assert len(simple) == 4
    assert engine.exact > max(one.exact for one in simple.values())
    assert engine.rps < min(one.rps for one in simple.values())


@with_cases
@with_outcomes
def test_the_goals_of_the_cases_are_met() -> None:
    judged, overall = score(tried().judged), score(tried().overall)
    assert (judged.n, judged.within_one, overall.n) == (64, 64, 14)
    assert judged.exact >= 55
    assert judged.rps <= 0.045
    assert overall.exact >= 12


@with_cases
@with_outcomes
def test_a_word_is_right_as_often_as_it_has_to_be() -> None:
    words = {word: score(one for one in tried().judged if one.confidence == word) for word in ("high", "medium")}
    assert words["high"].share >= 0.9
    assert words["medium"].share >= 0.6


@with_cases
@with_outcomes
def test_every_case_has_its_row_in_the_published_grades_and_a_pattern_fitted_without_it() -> None:
    lefts = tried().lefts
    assert tried().fit is Fit.LEFT_OUT
    assert all(one.row is not None and one.pattern for one in lefts)
    fitted_to = {one.framework.pattern.about.split()[3] for one in lefts if one.framework.pattern}
    assert fitted_to == {"81", "77"}  # of the 82 inspections of 2018, and the 78 of 2023 and 2026


@with_cases
def test_what_a_case_was_given_does_not_move_its_own_prediction() -> None:
    cases = every_case()
    turned = replace(cases[0], ranks={name: 3 - rank for name, rank in cases[0].ranks.items()})
    before = alone().trials
    after = leave_one_out((turned, *cases[1:]), None).trials
    own = [one.probabilities for one in before if one.case is cases[0]]
    assert own == [one.probabilities for one in after if one.case is turned]
    assert [one.probabilities for one in before if one.case is cases[1]] != [
        one.probabilities for one in after if one.case is cases[1]
    ]


@with_cases
def test_a_folder_of_cases_gives_the_keys_of_the_design(tmp_path: Path) -> None:
    result = ran(str(copied(tmp_path)), "--format", "json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["version"], told["fit"], len(told["cases"])) == (0, 1, "left-out", len(SIX))
    assert faults("backtest", told) == []
    assert {"n", "exact", "within_one", "rps", "confusion", "by_judgement", "calibration"} <= told["judgements"].keys()
    assert {"n", "exact"} <= told["overall"].keys()
    assert {"n", "exact", "within_one", "rps"} <= told["baselines"]["commonest grade"].keys()
    counts = told["judgements"]["confusion"]
    assert sum(sum(row.values()) for row in counts.values()) == told["judgements"]["n"]
    assert sum(counts[grade][grade] for grade in counts) == told["judgements"]["exact"]
    assert len(told["predictions"]) == told["judgements"]["n"] + told["overall"]["n"]
    assert all(sum(one["probabilities"].values()) == pytest.approx(1) for one in told["predictions"])


@with_cases
@with_outcomes
def test_published_grades_are_used_only_where_they_are_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (tmp_path / OUTCOMES.name).write_bytes(OUTCOMES.read_bytes())
    plain = json.loads(ran(str(folder), "--format", "json").stdout)
    named = json.loads(ran(str(folder), "--outcomes", str(OUTCOMES), "--format", "json").stdout)
    assert (plain["patterns_fitted"], named["patterns_fitted"]) == (0, len(SIX))


@with_cases
def test_fewer_than_six_cases_are_predicted_by_the_shipped_numbers_and_it_is_said(tmp_path: Path) -> None:
    result = ran(str(copied(tmp_path, SIX[:3])), "--deep")
    assert result.exit_code == 0
    assert "Fewer than six inspections (3)" in result.stdout
    assert "the shipped numbers were used" in " ".join(result.stdout.split())
    assert "fitted cuts" not in result.stdout


@with_cases
def test_six_cases_that_lack_a_grade_are_predicted_by_the_shipped_numbers() -> None:
    same = tuple(one for one in every_case() if set(one.ranks.values()) <= {2, 3})
    alike = tuple(replace(one) for one in (*same, *same))
    assert leave_one_out(alike, None).fit is Fit.GRADES


@with_cases
def test_every_miss_is_named_with_what_was_predicted() -> None:
    found = alone()
    text = " ".join(cases_as_text(view(found, (), None)).split())
    assert found.misses
    assert all(
        f"{one.case.authority}, " in text
        and f"given {one.scale.grades[one.given].title}, predicted {one.scale.grades[one.shown].title}" in text
        for one in found.misses
    )


@with_cases
def test_what_is_printed_fits_80_columns_in_plain_ascii() -> None:
    text = cases_as_text(view(alone(), (), longer()))
    assert max(map(len, text.splitlines())) <= 80
    assert text.isascii()


@with_outcomes
def test_what_is_printed_of_a_table_fits_80_columns_but_for_paths() -> None:
    lines = outcomes_as_text(read(OUTCOMES)).splitlines()
    assert [line for line in lines if len(line) > 80 and str(OUTCOMES) not in line] == []


def test_folders_that_are_no_case_are_named_with_the_reason(tmp_path: Path) -> None:
    assessment(tmp_path / "a-good")
    assessment(tmp_path / "b-unknown", framework="ilacs-2108")
    assessment(tmp_path / "c-broken", more="evidense: []")
    assessment(tmp_path / "d-earlier", published="2019-02-01")
    (tmp_path / "stray.yaml").write_text("evidence: []\n", "utf-8")
    folders, strays, problems = find_cases(tmp_path)
    cases, others = read_cases(folders, TODAY, None)
    assert [Path(one.folder).name for one in cases] == ["a-good"]
    assert [(Path(one.folder).name, one.why) for one in (*others, *strays)] == [
        ("b-unknown", Unfit.FRAMEWORK),
        ("c-broken", Unfit.ERRORS),
        ("d-earlier", Unfit.RESULT),
        ("stray.yaml", Unfit.HEAD),
    ]
    assert problems == ()
    result = ran(str(tmp_path))
    assert result.exit_code == 1
    assert all(name in " ".join(result.stdout.split()) for name in ("b-unknown", "c-broken", "d-earlier", "stray.yaml"))


def test_what_lies_below_an_assessment_belongs_to_it(tmp_path: Path) -> None:
    assessment(tmp_path / "one")
    assessment(tmp_path / "one" / "within")
    assessment(tmp_path / "group" / "two")
    assert [one.relative_to(tmp_path).as_posix() for one in find_cases(tmp_path)[0]] == ["group/two", "one"]


def test_an_assessment_given_itself_is_the_one_case(tmp_path: Path) -> None:
    assert find_cases(assessment(tmp_path / "one"))[0] == (tmp_path / "one",)


def test_a_judgement_that_gets_no_grade_is_told_and_not_counted(tmp_path: Path) -> None:
    assessment(tmp_path / "thin")
    found = json.loads(ran(str(tmp_path), "--format", "json").stdout)
    assert found["judgements"]["n"] == 0
    assert [(one["judgement"], one["given"]) for one in found["withheld"]] == [
        ("help-and-protection", "good"),
        ("overall", "good"),
    ]
    assert "thin" not in (one["folder"] for one in found["left_out"])


def test_a_folder_without_cases_is_told_and_ends_well(tmp_path: Path) -> None:
    result = ran(str(tmp_path))
    assert result.exit_code == 0
    assert "No folder here holds an assessment" in result.stdout


def test_without_the_library_that_draws_the_page_is_refused_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("preinspect.render.backtest.can_draw", lambda: False)
    result = ran(str(tmp_path), "--output", str(tmp_path / "page.html"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'pip install ".[chart]" in the folder that preinspect was cloned to' in result.stderr
    assert not (tmp_path / "page.html").exists()


# --- how much hangs on the choice of cases


@with_cases
def test_the_learning_curve_ends_where_leaving_one_out_does() -> None:
    last, whole = longer().learning[-1], score(alone().judged)
    assert (last.others, last.passes, last.spread) == (17, 1, None)
    assert last.exact == pytest.approx(whole.share)
    assert last.rps == pytest.approx(whole.rps, abs=1e-6)


@with_cases
def test_the_longer_trials_give_the_same_for_the_same_seed() -> None:
    few = [stability(alone().lefts, random.Random(SEED), lambda steps, about: steps[:3]) for _ in range(2)]
    assert few[0] == few[1]
    assert few[0] is not None
    assert (few[0].draws, few[0].left) == (3, 5)
    assert few[0].n >= few[0].exact >= 0.7 * few[0].n


@with_cases
def test_no_longer_trial_is_made_where_nothing_was_fitted() -> None:
    assert deep(leave_one_out(every_case()[:3], None), random.Random) is None


@with_cases
def test_the_json_of_the_longer_trials_has_every_documented_key() -> None:
    told = json.loads(cases_as_json(alone(), (), longer()))
    assert [one["others"] for one in told["learning_curve"]] == [4, 6, 9, 12, 17]
    assert faults("backtest", told) == []
    assert undocumented(told, "## `backtest FOLDER --format json`") == set()


def test_every_key_of_the_json_of_a_table_is_documented(tmp_path: Path) -> None:
    path = table(tmp_path, "A,ilacs-2018,2019-03-01,good,,good,outstanding", "B,ilacs-2018,2019-03-01,good,good,good,outstanding")
    told = json.loads(ran(str(path), "--format", "json").stdout)
    assert undocumented(told, "## `backtest OUTCOMES.csv --format json`") == set()
    assert faults("backtest", told) == []


def undocumented(value: Any, title: str) -> set[str]:
    """Give the keys of a JSON value that a section of docs/json.md does not name; what is told by grade, id or name aside."""
    section = (ROOT / "docs" / "json.md").read_text("utf-8").split(title, 1)[1].split("\n## ", 1)[0]
    return {key for key in keys_of(value) if f"`{key}`" not in section}


_BY_NAME = {"confusion", "by_judgement", "by_grade", "by_confidence", "baselines", "probabilities", "frameworks", "limits"}


def keys_of(value: Any) -> set[str]:
    if isinstance(value, list):
        return {key for one in value for key in keys_of(one)}
    if not isinstance(value, dict):
        return set()
    inner = {key: list(one.values()) if key in _BY_NAME else one for key, one in value.items()}
    return set(value) | {key for name, one in inner.items() if name not in ("confusion", "probabilities") for key in keys_of(one)}


# --- figures


def test_a_standard_error_of_values_on_their_own_is_the_usual_one() -> None:
    assert standard_error([1.0, 0.0, 1.0, 1.0], "abcd") == pytest.approx((0.25 / 4) ** 0.5)


def test_values_of_one_cluster_count_as_drawn_together() -> None:
    apart, twice = standard_error([1.0, 0.0, 1.0], "abc"), standard_error([1.0, 1.0, 0.0, 0.0, 1.0, 1.0], "aabbcc")
    assert twice == pytest.approx(apart)


def test_one_cluster_has_no_standard_error() -> None:
    assert standard_error([1.0, 0.0], "aa") is None


@pytest.mark.parametrize(
    ("shares", "given", "expected"),
    [
        ((0, 0, 1, 0), 2, 0.0),
        ((0, 0, 1, 0), 1, 1 / 3),
        ((1, 0, 0, 0), 3, 1.0),
        ((0.25, 0.25, 0.25, 0.25), 3, (0.0625 + 0.25 + 0.5625) / 3),
    ],
)
def test_the_ranked_probability_score_is_the_mean_squared_error_over_the_boundaries(
    shares: tuple[float, ...], given: int, expected: float
) -> None:
    assert ranked_probability_score(shares, given) == pytest.approx(expected)


@with_cases
@with_outcomes
def test_the_reliability_table_holds_every_prediction_once() -> None:
    bins = reliability(tried().judged)
    assert (sum(one.n for one in bins), sum(one.right for one in bins)) == (score(tried().judged).n, score(tried().judged).exact)
    assert all(one.low <= one.sure <= one.high for one in bins)


def test_the_range_of_a_bin_is_wilsons() -> None:
    assert Bin(0.5, 0.6, 20, 0.55, 12).range == pytest.approx((0.387, 0.781), abs=0.001)
