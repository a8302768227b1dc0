"""Problems in each format."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from tiny import FIXTURES, problems_of

from preinspect.problem import CODES, Location, Problem
from preinspect.render.problems import FORMATS, WIDTH, as_github, as_gitlab, as_json, as_junit, as_sarif, as_text

UNKNOWN_KEY = Problem(
    "PI120",
    Location("evidence/north.yaml", 14, 5),
    "Unknown key 'sampel'.",
    "sample",
    "    sampel: {size: 20, met: 14}",
)
WHOLE_FILE = Problem("PI108", Location("evidence/empty.yaml"), "This file is empty.")
NOTE = Problem("PI126", Location("a.yaml", 1, 3), "'21/11/2026' is read as 21 November 2026.")
NASTY = Problem(
    "PI120", Location("a\x1b[31m.yaml", 1, 1), "Unknown key '\x1b]0;x\x07<b>&\u202e\ud800%\n::error'.", None, "\x1b[2J\tx: 1"
)
ALL = (WHOLE_FILE, UNKNOWN_KEY, NOTE)


def test_text_says_where_what_and_what_to_do() -> None:
    assert as_text([UNKNOWN_KEY]) == (
        "evidence/north.yaml:14:5: PI120 error: Unknown key 'sampel'.\n"
        "    14 |     sampel: {size: 20, met: 14}\n"
        "       |     ^\n"
        "    Correct the key or take it away; what stands under a misspelt key would be\n"
        "    lost without a word. Did you mean 'sample'?\n"
    )


def test_text_of_a_whole_file_has_no_excerpt() -> None:
    assert as_text([WHOLE_FILE]) == (
        "evidence/empty.yaml: PI108 warning: This file is empty.\n    Write into it what belongs there, or delete it.\n"
    )


def test_text_asks_only_once_what_was_meant() -> None:
    told = Problem(
        "PI120", Location("a.yaml", 1, 1), "Unknown key 'fnding'; did you mean 'finding', which is missing?", "finding"
    )
    assert as_text([told]).casefold().count("did you mean") == 1


def test_text_without_problems_says_so() -> None:
    assert as_text([]) == "No problems.\n"


@pytest.mark.parametrize("column", [1, 30, 60, 61, 150, 298, 300])
def test_a_long_line_is_cut_around_the_mark_which_stays_below_its_character(column: int) -> None:
    line = "".join(chr(ord("a") + index % 26) for index in range(300))
    _, shown, mark, *_ = as_text([Problem("PI120", Location("a.yaml", 7, column), "Unknown.", None, line)]).split("\n")
    assert len(shown) <= WIDTH
    assert shown[mark.index("^")] == line[column - 1]


def test_a_tab_before_the_mark_moves_it_by_one_column_only() -> None:
    _, shown, mark, *_ = as_text([Problem("PI103", Location("a.yaml", 2, 3), "A tab.", None, "\t\tkind: audit")]).split("\n")
    assert shown[mark.index("^")] == "k"


def test_a_mark_may_stand_behind_the_end_of_a_line() -> None:
    _, _, mark, *_ = as_text([Problem("PI121", Location("a.yaml", 2, 9), "Empty.", None, "finding:")]).split("\n")
    assert mark == "      |         ^"


def test_two_versions_are_shown_as_they_are_and_whole() -> None:
    excerpt = "\n".join(["yours     theirs"] + ["a         b"] * 40)
    lines = as_text([Problem("PI102", Location("a.yaml", 2, 1), "Markers.", None, excerpt)]).split("\n")
    assert lines[1].split() == ["yours", "theirs"]
    assert [line.split() for line in lines[2:42]] == [["a", "b"]] * 40


def test_text_of_real_problems_reads_at_eighty_columns() -> None:
    lines = as_text(problems_of(FIXTURES / "thirty-faults")).split("\n")
    assert [line for line in lines if len(line) > WIDTH] == []


def test_json_has_the_fields_of_the_design_and_a_version() -> None:
    told = json.loads(as_json([UNKNOWN_KEY, WHOLE_FILE]))
    assert told["version"] == 1
    assert told["problems"][0] == {
        "code": "PI120",
        "severity": "error",
        "file": "evidence/north.yaml",
        "line": 14,
        "column": 5,
        "message": "Unknown key 'sampel'.",
        "advice": CODES["PI120"].advice,
        "suggestion": "sample",
    }
    assert (told["problems"][1]["line"], told["problems"][1]["suggestion"]) == (None, None)


def test_sarif_places_each_result_and_explains_each_rule_once() -> None:
    log = json.loads(as_sarif([UNKNOWN_KEY, UNKNOWN_KEY, WHOLE_FILE, NOTE]))
    (run,) = log["runs"]
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in rules] == ["PI108", "PI120", "PI126"]
    assert [result["level"] for result in results] == ["error", "error", "warning", "note"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    place = results[0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "evidence/north.yaml"}, "region": {"startLine": 14, "startColumn": 5}}
    assert "region" not in results[2]["locations"][0]["physicalLocation"]


def test_sarif_escapes_blanks_in_file_names() -> None:
    log = json.loads(as_sarif([Problem("PI108", Location("north team/é.yaml"), "This file is empty.")]))
    assert (
        log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "north%20team/%C3%A9.yaml"
    )


def test_junit_fails_on_errors_and_lets_the_rest_pass_with_a_word() -> None:
    suite = ElementTree.fromstring(as_junit(ALL).encode())[0]
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    (failure,) = suite.iter("failure")
    assert failure.get("type") == "PI120" and failure.text is not None and "Did you mean 'sample'?" in failure.text
    assert len(list(suite.iter("system-out"))) == 2


def test_junit_without_problems_is_one_passed_test() -> None:
    suite = ElementTree.fromstring(as_junit([]).encode())[0]
    assert (suite.get("tests"), suite.get("failures"), len(suite)) == ("1", "0", 1)


def test_github_commands_name_severity_place_and_code() -> None:
    first, second, third = as_github(ALL).splitlines()
    assert first.startswith("::warning file=evidence/empty.yaml,title=PI108::This file is empty. ")
    assert second.startswith("::error file=evidence/north.yaml,line=14,col=5,title=PI120::Unknown key 'sampel'. ")
    assert third.startswith("::notice ")


def test_github_commands_cannot_be_smuggled_in() -> None:
    (line,) = as_github([NASTY]).splitlines()
    assert "%25%0A::error" in line
    assert as_github([Problem("PI108", Location("a,b:c%.yaml"), "x.")]).startswith("::warning file=a%2Cb%3Ac%25.yaml,")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_format_lets_control_characters_through(name: str) -> None:
    written = FORMATS[name]([NASTY])
    assert not [char for char in written if (ord(char) < 32 and char != "\n") or char in "\x7f\u202e\ud800"]
    assert written.encode("utf-8")


def test_junit_stays_readable_whatever_stands_in_a_file() -> None:
    assert ElementTree.fromstring(as_junit([NASTY]).encode()) is not None


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_writes_whatever_can_go_wrong(name: str) -> None:
    told = problems_of(FIXTURES / "thirty-faults")
    assert FORMATS[name](told) == FORMATS[name](told)
    assert FORMATS[name](told).endswith("\n")


def test_gitlab_names_each_problem_by_a_mark_that_does_not_hang_on_its_line() -> None:
    (here,) = json.loads(as_gitlab([UNKNOWN_KEY]))
    (moved,) = json.loads(
        as_gitlab([Problem("PI120", Location("evidence/north.yaml", 99, 5), "Unknown key 'sampel'.", "sample")])
    )
    assert here["fingerprint"] == moved["fingerprint"]
    assert (here["location"], here["check_name"], here["severity"]) == (
        {"path": "evidence/north.yaml", "lines": {"begin": 14}},
        "PI120",
        "major",
    )
    assert "Did you mean 'sample'?" in here["description"]


def test_gitlab_keeps_two_problems_of_the_same_words_apart() -> None:
    rows = json.loads(as_gitlab([NOTE, Problem("PI126", Location("a.yaml", 9, 3), NOTE.message), WHOLE_FILE]))
    assert len({row["fingerprint"] for row in rows}) == 3
    assert [row["severity"] for row in rows] == ["info", "info", "minor"]
    assert rows[2]["location"] == {"path": "evidence/empty.yaml", "lines": {"begin": 1}}
