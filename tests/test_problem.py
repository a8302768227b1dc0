"""The table of codes, and a fixture for each code of reading: what it tells, and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tiny import FIXTURES, PROBLEMS, expected_of, loaded, met, place_of, problems_of

import preinspect
from preinspect.problem import CODES, Location, Problem, did_you_mean, did_you_mean_grade, in_file_order

READING = sorted(code for code in CODES if code[:3] in ("PI1", "PI3"))
SOURCES = sorted(path for path in Path(preinspect.__file__).parent.rglob("*.py") if path.name != "problem.py")


@pytest.mark.parametrize("folder", sorted(PROBLEMS.iterdir()), ids=lambda folder: folder.name)
def test_each_fixture_tells_just_the_problems_that_it_marks(folder: Path) -> None:
    told = [place_of(problem) for problem in problems_of(folder)]
    assert sorted(told, key=str) == sorted(expected_of(folder), key=str)


@pytest.mark.parametrize("code", READING)
def test_every_code_of_reading_has_a_fixture(code: str) -> None:
    assert any(folder.name.startswith(code) for folder in PROBLEMS.iterdir())


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_says_what_to_do_in_whole_sentences(code: str) -> None:
    assert CODES[code].advice.endswith(".")
    assert not CODES[code].title.endswith(".")


def test_every_code_is_told_somewhere_and_every_code_told_is_in_the_table() -> None:
    told = {code for path in SOURCES for code in re.findall(r'"(PI[0-9]{3})"', path.read_text("utf-8"))}
    assert told == set(CODES)


def test_a_folder_with_thirty_faults_tells_more_than_thirty_problems_in_one_run() -> None:
    told = problems_of(FIXTURES / "thirty-faults")
    assert len({(problem.code, problem.message) for problem in told}) >= 30
    assert len({problem.code for problem in told}) >= 30


def test_what_is_sound_among_thirty_faults_still_counts() -> None:
    assessment, _ = loaded(FIXTURES / "thirty-faults")
    checked, _ = met(assessment)
    assert [item.id for item in checked.evidence] == ["AUD-09", "AUD-10", "AUD-24", "AUD-25", "AUD-27"]


def test_whatever_is_left_out_of_thirty_faults_is_said_with_its_reason() -> None:
    assessment, _ = loaded(FIXTURES / "thirty-faults")
    checked, _ = met(assessment)
    ids = {left.id for left in checked.left_out}
    assert {f"AUD-{number:02}" for number in (1, *range(2, 9), *range(12, 19), 20, 21, 22, 23, 26)} <= ids
    assert all(left.why.endswith((".", "?")) and left.code in CODES for left in checked.left_out)


WORDS_OF_MACHINES = re.compile(
    r"NoneType|ScannerError|ParserError|Traceback|is not of type|\b(dict|str|int|bool|object|array|integer|property)\b"
)


@pytest.mark.parametrize("folder", sorted(PROBLEMS.iterdir()), ids=lambda folder: folder.name)
def test_no_word_of_a_machine_reaches_people(folder: Path) -> None:
    told = [problem.message.replace("!!python/object/apply:os.system", "") for problem in problems_of(folder)]
    assert not [message for message in told if WORDS_OF_MACHINES.search(message)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hp07", "HP-07"), ("hp7", "HP-07"), ("HP-1O", "HP-10"), ("LD10", "LD-10"), ("fnding", "finding"), ("xyz", None)],
)
def test_the_nearest_name_is_found_across_case_hyphens_and_noughts(typed: str, meant: str | None) -> None:
    assert did_you_mean(typed, ["HP-07", "HP-10", "HP-47", "LD-10", "finding"]) == meant


def test_problems_stand_in_the_order_of_files_and_lines_and_once_each() -> None:
    later = Problem("PI120", Location("b.yaml", 2, 1), "Later.")
    whole = Problem("PI108", Location("b.yaml"), "Whole file.")
    other = Problem("PI120", Location("a.yaml", 10, 1), "Other file.")
    assert in_file_order([later, whole, other, later]) == (other, whole, later)


def test_a_place_is_written_as_editors_read_it() -> None:
    assert str(Location("a.yaml", 3, 9)) == "a.yaml:3:9"
    assert str(Location("a.yaml")) == "a.yaml"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("adequate", None),
        ("adequat", None),
        ("inadequat", "inadequate"),
        ("goood", "good"),
        ("requires improvment", "requires-improvement"),
    ],
)
def test_a_grade_is_suggested_only_for_a_misspelling_of_it(typed: str, meant: str | None) -> None:
    assert did_you_mean_grade(typed, ["outstanding", "good", "requires-improvement", "inadequate"]) == meant


def test_not_met_is_never_suggested_for_met() -> None:
    assert did_you_mean_grade("mett", ["not-met"]) is None
