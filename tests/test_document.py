"""Reading YAML: values as typed, places, and plain words for whatever cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preinspect.document import Block, Document, Rows, line_of, parse, read
from preinspect.problem import Location, Problem

YAML_LIKE = st.text(alphabet="ab:-[]{}#&*!|>'\"%@`?<=.,~ \n\t0192\u2028\ufeff\x00é", max_size=80)


def document(text: str) -> Document:
    found, problems = parse(text, "f.yaml")
    assert found is not None, problems
    return found


def only_problem(text: str) -> Problem:
    found, (problem,) = parse(text, "f.yaml")
    assert found is None
    return problem


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("010", "010"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("2026-11-21", "2026-11-21"),
        ("2026-11-31", "2026-11-31"),
        ("true", True),
        ("12", 12),
        ("-1.5", -1.5),
        ("1.10", 1.1),
        ("~", None),
        ("", None),
        ("'12'", "12"),
        ('"true"', "true"),
    ],
)
def test_scalars_are_read_by_the_rules_of_yaml_1_2(typed: str, value: Any) -> None:
    assert document(f"a: {typed}\nb: x").root["a"] == value


@pytest.mark.parametrize("typed", ["9" * 5000, "1e999", "0." + "1" * 200, "1e-999"])
def test_a_number_that_no_machine_can_hold_stays_text(typed: str) -> None:
    assert document(f"a: {typed}").root["a"] == typed


def test_a_plain_scalar_remembers_how_it_was_typed() -> None:
    root = document("version: 1.10\nlist: [1.10, x]\n").root
    assert root.typed["version"] == "1.10"
    assert root["list"].typed[0] == "1.10"


def test_keys_values_and_entries_know_their_line_and_column() -> None:
    root = document("evidence:\n  - id: AUD-1\n    descriptors: [HP-07, HP-10]\n").root
    item = root["evidence"][0]
    assert root.place_of_key("evidence") == Location("f.yaml", 1, 1)
    assert root["evidence"].place(0) == item.at == Location("f.yaml", 2, 5)
    assert item.place_of_key("descriptors") == Location("f.yaml", 3, 5)
    assert item["descriptors"].place(1) == Location("f.yaml", 3, 26)


def test_the_place_of_an_absent_key_is_that_of_its_block() -> None:
    root = document("a: 1\n").root
    assert root.place("b") == root.place_of_key("b") == root.at


def test_columns_count_characters_and_not_bytes() -> None:
    assert document("{é: ü, b: x}").root.place("b") == Location("f.yaml", 1, 11)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_count_alike_whatever_ends_them(end: str) -> None:
    assert document(f"a: 1{end}b: 2{end}").root.place("b").line == 2


def test_a_line_separator_inside_a_text_ends_no_line() -> None:
    found = document("a: one\u2028two\nb: 2\n")
    assert found.root.place("b") == Location("f.yaml", 2, 4)
    assert line_of(found.text, found.root.place("b")) == "b: 2"


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")
    found, problems = read(tmp_path / "f.yaml", "f.yaml")
    assert found is not None and found.root["a"] == 1
    assert not problems


def test_a_repeated_key_marks_its_block_and_keeps_the_first_value() -> None:
    found, (problem,) = parse("a:\n  b: 1\n  b: 2\n", "f.yaml")
    assert found is not None and found.root["a"].repeats and found.root["a"]["b"] == 1
    assert (problem.code, problem.at) == ("PI104", Location("f.yaml", 3, 3))
    assert problem.message == "'b' stands here a second time; the first is in line 2."


def test_a_repeated_section_is_told_apart_from_a_repeated_key() -> None:
    _, (problem,) = parse("a: [1]\na: [2]\n", "f.yaml")
    assert problem.code == "PI113"


def test_merge_markers_show_both_versions_side_by_side_and_how_to_keep_one() -> None:
    problem = only_problem("a: 1\n<<<<<<< HEAD\nb: ours\nc: 1\n=======\nb: theirs\n>>>>>>> north\nd: 1\n")
    assert problem.code == "PI102" and problem.at.line == 2
    assert problem.message.startswith("This file has merge markers in lines 2 to 7")
    assert problem.excerpt is not None
    assert [line.split() for line in problem.excerpt.split("\n")] == [
        ["yours", "(HEAD)", "theirs", "(north)"],
        ["b:", "ours", "b:", "theirs"],
        ["c:", "1"],
        ["keep", "one", "version:", "in", "an", "editor,", "delete", "the", "lines", "of", "the", "other"],
        ["and", "the", "lines", "with", "<<<<<<<,", "=======", "and", ">>>>>>>;", "then", "save."],
    ]


def test_both_versions_are_shown_whole_however_long_they_are() -> None:
    ours, theirs = ("".join(f"{side}{number}: 1\n" for number in range(30)) for side in "ab")
    problem = only_problem(f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> north\n")
    shown = (problem.excerpt or "").split("\n")
    assert [line.split() for line in shown[1:31]] == [[f"a{one}:", "1", f"b{one}:", "1"] for one in range(30)]


@pytest.mark.parametrize(
    ("text", "rows", "last"),
    [
        ("<<<<<<< HEAD\na: 1\n=======\nb: 1\n", [["a:", "1", "b:", "1"]], 4),
        ("<<<<<<< HEAD\na: 1\nb: 1\n", [["a:", "1"], ["b:", "1"]], 3),
    ],
)
def test_markers_that_were_half_taken_away_still_show_what_stands_between(text: str, rows: list[list[str]], last: int) -> None:
    problem = only_problem(text)
    assert f"in lines 1 to {last}" in problem.message and "The line >>>>>>> that ends them is missing." in problem.message
    assert [line.split() for line in (problem.excerpt or "").split("\n")[1 : 1 + len(rows)]] == rows


def test_a_stash_laid_upon_what_was_pulled_is_yours() -> None:
    problem = only_problem("<<<<<<< Updated upstream\na: pulled\n=======\na: mine\n>>>>>>> Stashed changes\n")
    head, row = (line.split("  ") for line in (problem.excerpt or "").split("\n")[:2])
    assert (head[0], row[0]) == ("yours (Stashed changes)", "a: mine")


def test_where_both_versions_belong_the_message_says_how_to_keep_both() -> None:
    problem = only_problem("a:\n<<<<<<< HEAD\n  - b: ours\n=======\n  - b: theirs\n>>>>>>> north\n")
    assert "keep both: delete only the lines with <<<<<<<, ======= and >>>>>>>" in (problem.excerpt or "")


def test_where_one_version_takes_lines_away_nobody_is_told_to_keep_both() -> None:
    problem = only_problem("a:\n<<<<<<< HEAD\n  - b: ours\n=======\n>>>>>>> north\n")
    assert "keep both" not in (problem.excerpt or "")


def test_a_difference_at_the_end_of_a_long_line_is_seen() -> None:
    same = "In time in 28 of 40 records, and late in the others, which waited for police"
    problem = only_problem(f"<<<<<<< HEAD\na: {same} twice.\n=======\na: {same} once.\n>>>>>>> north\n")
    assert "twice." in (problem.excerpt or "") and "once." in (problem.excerpt or "")


def test_what_stood_before_both_versions_is_not_shown() -> None:
    problem = only_problem("<<<<<<< HEAD\na: ours\n||||||| base\na: before\n=======\na: theirs\n>>>>>>> north\n")
    assert problem.excerpt is not None and "before" not in problem.excerpt


def test_merge_markers_side_by_side_fit_eighty_columns() -> None:
    problem = only_problem(f"<<<<<<< HEAD\na: {'x' * 200}\n=======\na: {'y' * 200}\n>>>>>>> north\n")
    assert problem.excerpt is not None and max(map(len, problem.excerpt.split("\n"))) <= 76


def test_a_heading_underlined_with_equals_signs_is_no_merge_marker() -> None:
    assert document("a: |\n  Title\n  =======\n  <<<<<<< is what git writes\n").root["a"].startswith("Title")


def test_an_open_quote_is_told_where_it_opens() -> None:
    assert only_problem("a: 1\nb: 'open\nc: 2\n").at == Location("f.yaml", 2, 4)


def test_a_reference_within_itself_is_refused() -> None:
    assert only_problem("a: &a\n  b: *a\n").code == "PI107"


def test_plain_references_are_followed() -> None:
    root = document("a: &a {x: 1}\nb: *a\n").root
    assert root["b"] == {"x": 1} and root["b"] is not root["a"]


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 100_000, "a: " + "{a: " * 100_000, "\n".join(" " * n + "a:" for n in range(2000))]
)
def test_depth_that_would_crash_the_composer_is_a_problem(text: str) -> None:
    assert only_problem(text).code == "PI112"


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert len(document("a: [" + "[x], " * 500 + "]").root["a"]) == 500


def test_a_python_tag_on_a_key_is_refused_too() -> None:
    assert only_problem("!!python/name:os.system a: 1\n").code == "PI106"


def test_lists_and_blocks_have_types_of_their_own() -> None:
    root = document("a: [1]\nb: {c: 1}\n").root
    assert isinstance(root["a"], Rows) and isinstance(root["b"], Block)


@given(st.text(max_size=200) | YAML_LIKE)
def test_no_text_makes_the_reader_raise(text: str) -> None:
    found, problems = parse(text, "f.yaml")
    assert found is not None or problems
    assert all(problem.message.endswith(".") for problem in problems)
    assert all(problem.at.line is None or 1 <= problem.at.line <= text.count("\n") + text.count("\r") + 1 for problem in problems)
