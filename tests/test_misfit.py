"""What does not fit, in a person's words and at the right place."""

from __future__ import annotations

import pytest

from preinspect.document import parse
from preinspect.problem import Problem
from preinspect.shape import schema, settle

START = "{id: A-1, kind: audit, descriptors: [HP-07], date: 2026-09-30, finding: x"


def told(text: str, definition: str = "evidence") -> tuple[Problem, ...]:
    document, problems = parse(text, "f.yaml")
    assert document is not None, problems
    return settle(document.root, definition, schema("assessment"), document.text)[1]


def test_a_misspelt_key_that_leaves_a_required_one_missing_is_one_problem() -> None:
    (problem,) = told("{id: A-1, kind: audit, descriptors: [HP-07], date: 2026-09-30, fnding: x}")
    assert problem.message == "Unknown key 'fnding'; did you mean 'finding', which is missing?"
    assert (problem.suggestion, problem.at.column) == ("finding", 64)


def test_a_misspelt_key_of_a_choice_is_one_problem() -> None:
    (problem,) = told("{id: A-1, kind: audit, descriptors: [HP-07], daet: 2026-09-30, finding: x}")
    assert problem.message == "Unknown key 'daet'; did you mean 'date', which is missing?"


def test_a_key_unlike_the_missing_one_is_not_taken_for_it() -> None:
    assert [problem.code for problem in told("{of: A-08, title: Children in need}", "request")] == ["PI120", "PI121"]


def test_a_misspelt_optional_key_suggests_one_that_is_not_there_yet() -> None:
    (problem,) = told(START + ", sampel: {size: 20}}")
    assert (problem.message, problem.suggestion) == ("Unknown key 'sampel'.", "sample")


def test_all_that_is_missing_in_one_place_is_one_problem() -> None:
    (problem,) = told("{id: A-1, date: 2026-09-30}")
    assert problem.message == "'kind', 'descriptors' and 'finding' are missing here."


def test_half_of_a_fraction_is_missing() -> None:
    (problem,) = told("{id: K, measure: m, date: 2026-09-30, numerator: 3}", "indicator")
    assert problem.message == "'denominator' is missing here."


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("asked: many", "'asked' should be a whole number, not 'many'."),
        ("asked: true", "'asked' should be a whole number, not 'true'."),
        ("impact: [a]", "'impact' should be text, not a list."),
        ("period: 2026", "'period' should be 'key: value' pairs, not '2026', such as {from: 2026-07-01, to: 2026-09-30}."),
        ("supersedes: {a: b}", "'supersedes' should be a list, not 'key: value' pairs, such as [AUD-2026-06-HP-01]."),
        ("supersedes: [[a]]", "Entry 1 of this list should be text, not a list, such as AUD-2026-09-HP-01."),
        ("with: {worker: some}", "'worker' should be a whole number or yes or no, not 'some'."),
        ("asked: -1", "'asked' should be 0 or more."),
        ("handling: secret", "'secret' is not one of: internal, board, public."),
        (f"asked: {'x' * 90}", f"'asked' should be a whole number, not '{'x' * 37}...'."),
    ],
)
def test_a_value_that_does_not_fit_is_told_in_plain_words(value: str, message: str) -> None:
    (problem,) = told(f"{START}, {value}}}")
    assert problem.message == message


@pytest.mark.parametrize(("typed", "number"), [('"1,905"', "1905"), ('"33%"', "33"), ("1_000", "1000"), ('"12.5 %"', "12.5")])
def test_a_number_with_signs_in_it_is_suggested_bare(typed: str, number: str) -> None:
    (problem,) = told(f"{START}, asked: {typed}}}")
    assert problem.suggestion == number


@pytest.mark.parametrize("typed", ["14/20", "14 / 20", "14 of 20", "14 out of 20"])
def test_a_sample_as_a_fraction_is_taken_apart_in_words(typed: str) -> None:
    (problem,) = told(f"{START}, sample: {typed}}}")
    assert problem.code == "PI129"
    assert problem.message.endswith("write the sample as size: 20 and the number met as met: 14.")


def test_of_a_choice_only_the_branch_that_was_meant_is_explained() -> None:
    found = told("{framework: f, published: 2026-01-01, grades: {}, areas: [{txt: plans}]}", "outcome")
    assert [problem.message for problem in found] == ["Unknown key 'txt'; did you mean 'text', which is missing?"]


def test_every_mistake_of_an_entry_is_told_at_once() -> None:
    found = told("{id: A 1, kinds: audit, descriptors: [], date: 31/11/2026, finding: , handling: x}")
    assert {problem.code for problem in found} == {"PI120", "PI121", "PI123", "PI124", "PI128"}


def test_problems_carry_the_line_they_stand_in() -> None:
    (problem,) = told(START + ", colour: green}")
    assert problem.excerpt == START + ", colour: green}"


def test_a_value_that_can_be_but_one_word_is_told_which() -> None:
    document, _ = parse("{all: gone, match: strong, reason: x}", "f.yaml")
    assert document is not None
    (problem,) = settle(document.root, "all", schema("crosswalk"), document.text)[1]
    assert (problem.code, problem.message) == ("PI123", "'gone' is not kept.")
