"""The personal-data guard: what it finds, what it leaves alone, and that it shows an identifier to nobody."""

from __future__ import annotations

import importlib.util
import re
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from builders import assessment
from hypothesis import given
from hypothesis import strategies as st
from tiny import loaded, met

from preinspect.case import Case, open_case
from preinspect.evidence import OwnPattern
from preinspect.privacy import PATTERNS, find, mask, may_tell_of_few, scan
from preinspect.problem import CODES, Problem
from preinspect.render.problems import FORMATS

AS_AT = date(2026, 11, 21)
HEAD = "assessment: {authority: A, framework: tiny-2026, as-at: 2026-11-21}\n"
ENTRY = "  - id: {id}\n    kind: audit\n    descriptors: [HP-07]\n    date: 2026-09-30\n    grade: good\n    finding: Plans are clear.\n"


def found(line: str, ids: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Give pattern and text of what is found in a line of an entry."""
    text = f"evidence:\n  - id: L-1\n    kind: audit\n    {line}\n    extent: some\n"
    return [(one.pattern, text[one.start : one.end]) for one in find(text, AS_AT, ids)]


def patterns(line: str, ids: tuple[str, ...] = ()) -> list[str]:
    """Give the patterns of what is found in a line of an entry."""
    return [pattern for pattern, _ in found(line, ids)]


def told(tmp_path: Path, text: str) -> tuple[Problem, ...]:
    """Write a file, read the folder, and give what the guard tells."""
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    return scan(loaded(tmp_path)[0])[0]


def opened(folder: Path) -> Case:
    """Open a folder under the tiny framework."""
    frameworks = Path(__file__).parent / "fixtures" / "frameworks"
    return open_case(folder, as_at=None, today=AS_AT, frameworks=frameworks)


# --- what is found


@pytest.mark.parametrize(
    ("line", "pattern", "identifier"),
    [
        ("finding: NHS number 999 824 5915 was there.", "nhs-number", "999 824 5915"),
        ("nhs-no: 9991361715", "nhs-number", "9991361715"),
        ("finding: Z201171328750 had no target.", "upn", "Z201171328750"),
        ("finding: T20575465636G was temporary.", "upn", "T20575465636G"),
        ("finding: It is AB 12 34 56 C now.", "ni-number", "AB 12 34 56 C"),
        ("finding: J.S. 12/03/2014 waited.", "birth-date", "J.S. 12/03/2014"),
        ("finding: JS dob 12.3.14 waited.", "birth-date", "JS dob 12.3.14"),
        ("dob: 2014-03-12", "birth-date", "2014-03-12"),
        ("finding: Seen on 02/10/2017 C.D. alone.", "birth-date", "02/10/2017 C.D."),
        ("finding: Child 1045633 waited.", "local-id", "1045633"),
        ("finding: 4410982 (LCS) shows two plans.", "local-id", "4410982"),
        ("child_id: 5561204", "local-id", "5561204"),
        ("finding: Lives at LS12 4QT.", "postcode", "LS12 4QT"),
        ("finding: Rang 07700 900123 twice.", "telephone", "07700 900123"),
        ("owner: qa@example.gov.uk", "email", "qa@example.gov.uk"),
        ("owner: Jane Smith", "person-name", "Jane Smith"),
        ("owner: QA manager (Tom O'Neill)", "person-name", "Tom O'Neill"),
        ("by: Mrs Adeyemi", "person-name", "Mrs Adeyemi"),
        ("# ring 01632 960123 after four", "telephone", "01632 960123"),
        ("finding: Liam Okafor, aged 12, said so.", "person-name", "Liam Okafor, aged 12"),
        ("finding: When Liam, aged 12, said so.", "person-name", "Liam, aged 12"),
        ("finding: KT aged 9 from Elm Road said so.", "person-name", "KT aged 9"),
        ("finding: J S, d.o.b. third of April 2014, waited.", "birth-date", "third of April 2014"),
        ("finding: dob 31/02/2014 is no day.", "birth-date", "31/02/2014"),
        ("finding: UPN A801200001001 had no plan.", "upn", "A801200001001"),
        ("finding: NHS no. 943 476 5910 was wrong.", "nhs-number", "943 476 5910"),
        ("finding: QQ123456C was there.", "ni-number", "QQ123456C"),
        ("finding: NI number GB 12 34 56 Z was there.", "ni-number", "GB 12 34 56 Z"),
        ("finding: Social worker Amara Lindqvist rang.", "person-name", "Amara Lindqvist"),
        ("finding: NHS no 999  442  0496 was pasted.", "nhs-number", "999  442  0496"),
        ("finding: The N.H.S. number is 9999778771.", "nhs-number", "9999778771"),
        ("finding: NHS 99978 69788 was not on it.", "nhs-number", "99978 69788"),
        ("finding: NHS number 999 211 759l was scanned.", "nhs-number", "999 211 759l"),
        ("finding: NHS is 9.99689E+09 in the sheet.", "nhs-number", "9.99689E+09"),
        ("finding: Seen by V309 0099 80831 only.", "upn", "V309 0099 80831"),
        ("finding: UPN Q926262600OO5 stands twice.", "upn", "Q926262600OO5"),
        ("finding: It is PW.22.81.09.D now.", "ni-number", "PW.22.81.09.D"),
        ("finding: NINO JP 4O 55 12 A was there.", "ni-number", "JP 4O 55 12 A"),
        ("finding: L (b. 12.09.2018) sleeps.", "birth-date", "12.09.2018"),
        ("finding: Date of birth given as 2014/06/30 here.", "birth-date", "2014/06/30"),
        ("finding: dob 280513 was typed.", "birth-date", "280513"),
        ("finding: DOB 41425 is a day in Excel.", "birth-date", "41425"),
        ("finding: M.T. will be 18 on 3 January.", "birth-date", "M.T. will be 18"),
        ("finding: ICS ref 778 102 was late.", "local-id", "778 102"),
        ("finding: LAC no. 20417 moved.", "local-id", "20417"),
        ("finding: (Mosaic ID 1.10423E+06) again.", "local-id", "1.10423E+06"),
        ("finding: EHM-ID 30012 closed.", "local-id", "30012"),
        ("finding: Lives at sw1a2aa now.", "postcode", "sw1a2aa"),
        ("finding: Seen at M14-5RQ twice.", "postcode", "M14-5RQ"),
        ("finding: Seen at BD3 OAA twice.", "postcode", "BD3 OAA"),
        ("finding: They live at 14 Larch Close now.", "address", "14 Larch Close"),
        ("finding: Police went to Flat 3, 22 Harbour Road late.", "address", "22 Harbour Road"),
        ("finding: Rang 0161 496 O123 twice.", "telephone", "0161 496 O123"),
        ("finding: Reached on 01632/960812 today.", "telephone", "01632/960812"),
        ("finding: The text went to 7700900652 late.", "telephone", "7700900652"),
        ("finding: Mobile 7.7009E+09 is spoilt.", "telephone", "7.7009E+09"),
        ("finding: From dj.smoke (at) example.com in May.", "email", "dj.smoke (at) example.com"),
        ("finding: It is lily dot marsh at example dot com now.", "email", "lily dot marsh at example dot com"),
        ("finding: J.T. (14) was not asked.", "person-name", "J.T. (14)"),
        ("finding: JMK (17) has been missing.", "person-name", "JMK (17)"),
        ("finding: A.M., a 15 year old girl, waits.", "person-name", "A.M., a 15 year old"),
        ("finding: We met Ms Gemma Stott twice.", "person-name", "Gemma Stott"),
        ("finding: We met Mr and Mrs Haddow twice.", "person-name", "Haddow"),
        ("finding: The allocated worker, Daniel Frith, had left.", "person-name", "Daniel Frith"),
        ("finding: A child called Aaliyah waited.", "person-name", "Aaliyah"),
        ("finding: We saw him and his brother Noah.", "person-name", "Noah"),
        ("finding: Leon (8) said that he misses it.", "person-name", "Leon"),
        ("finding: Ava, 11, is happy with her carers.", "person-name", "Ava"),
        ("finding: Jayden Cartwright said that his worker listens.", "person-name", "Jayden Cartwright"),
    ],
)
def test_an_identifier_is_found_and_nothing_around_it(line: str, pattern: str, identifier: str) -> None:
    assert found(line) == [(pattern, identifier)]


@pytest.mark.parametrize(
    "line",
    [
        "finding: 31 children and 40 case files were looked at in 2026.",
        "finding: The county has 104563 children.",
        "finding: Section 47, s.20 and section 17(10) are understood.",
        "source: Ofsted report 10245678, paragraph 12",
        "source: Contract 4822453288",
        "finding: HP-10, the A1 and form C110A.",
        "finding: RI (14/11/2024) was the last grade.",
        "finding: Anyone born between 01/09/2005 and 31/08/2008 may come.",
        "finding: K.M., 04/11/1999, was never a child of these years.",
        "finding: K.M., 04/11/2027, is to come.",
        "finding: GB 12 34 56 C is a prefix that is never given.",
        "finding: Z201171328751 fails its check letter.",
        "finding: The patient's 9991361716 fails its check digit.",
        "owner: Head of Safeguarding and Quality Assurance",
        "auditor: other-team",
        "source: https://files.example.gov.uk/v1/file/50234567",
        "finding: Children aged 9 and boys, aged 12, said so.",
        "finding: Those in Year 6, aged 10 to 11, and Young People aged 14 came.",
        "finding: One of the Children, aged 12, and a YP aged 14 spoke to an IRO aged 40.",
        "finding: In Anyshire, aged 16 to 17 is a group of its own.",
        "finding: Each social worker Quality Assurance spoke to knew it; the social worker Tower Hamlets Council lent did not.",
        "finding: The NHS number was missing in 12 of 40 records, the UPN in 3 and the date of birth in none.",
        "finding: A child placed at 450000 a year.",
        "finding: Leeds (8) has said that its teams wait.",
        "finding: CLA (17) have waited longest, and MFH (12) fell.",
        "finding: A child is 18 on their birthday.",
        "finding: Spend was 9.4E+06 on placements.",
        "finding: The hub at 3 sites is open; 40 Park House staff were trained.",
        "finding: Homes in Larch Close and Harbour Road are good.",
        "source: Report ID 4410297",
        "finding: A group called Bright Futures meets, and children called Childline.",
        "finding: We looked at dot plots and at trends; meetings @ 9 are full.",
        "finding: Scores ran 0 1 2 3 4 5 6 7 8 9 10.",
        "finding: The worker from Marlborough House knew them.",
        "finding: Mr Justice circulars are read; Dr referrals fell.",
        "finding: 7700900652 is the sum over all codes.",
    ],
)
def test_what_only_looks_like_an_identifier_is_left_alone(line: str) -> None:
    assert found(line) == []


def test_a_ten_digit_number_is_an_nhs_number_only_beside_a_word_that_says_so() -> None:
    assert patterns("finding: The order 9991361715 covers laptops.") == []
    assert patterns("finding: The patient 9991361715 waited.") == ["nhs-number"]


def test_the_words_of_one_field_say_nothing_about_the_numbers_of_another() -> None:
    assert patterns("kind: case\n    version: 1045633") == []
    assert patterns("finding: {case: none, version: 1045633}") == []


def test_the_id_of_an_entry_is_no_number_of_a_child() -> None:
    line = "finding: The child of AUD-20251 and the case AUD-20252 agree."
    assert patterns(line) == ["local-id"] * 2
    assert patterns(line, ("AUD-20251", "AUD-20252")) == []


@pytest.mark.parametrize("blank", ["\u00a0", "\u2009", "\u202f", "\u200b", "\u2011", "\n      "])
def test_what_word_pastes_and_a_line_that_goes_on_hide_nothing(blank: str) -> None:
    assert patterns(f"finding: NHS number 999{blank}824{blank}5915.") == ["nhs-number"]


def test_each_of_a_list_of_numbers_is_found() -> None:
    assert patterns("finding: Children 104563, 104877 and 104901 had no visit.") == ["local-id"] * 3
    assert patterns("finding: Tel 07700 900123 07700 900456.") == ["telephone"] * 2


def test_an_identifier_is_told_once_by_the_pattern_that_says_most() -> None:
    assert patterns("finding: The child's NHS number is 9991361715.") == ["nhs-number"]


def test_initials_that_are_a_service_count_beside_an_older_date_alone() -> None:
    assert patterns("finding: SW 12/03/2026 agreed.") == []
    assert patterns("finding: SW 12/03/2014 waited.") == ["birth-date"]


def test_who_signs_a_comment_with_the_day_is_no_child() -> None:
    assert patterns("# JB 12/11/2026: sample corrected") == []
    assert patterns("# JB 12/11/2016: no visits") == ["birth-date"]


# --- the goals


def _benchmark() -> Any:
    path = Path(__file__).parents[1] / "benchmarks" / "privacy.py"
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location("benchmark_of_privacy", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    sys.path.remove(str(path.parent))
    return module


BENCHMARK = _benchmark()
JUDGED = BENCHMARK.judged()


@pytest.mark.parametrize("name", BENCHMARK.JUDGED)
def test_recall_and_false_alarms_meet_their_goals(name: str) -> None:
    assert BENCHMARK.meets_goals(JUDGED[name]), [line.text for line in JUDGED[name] if not line.right]


def test_the_lines_are_many_and_half_of_them_innocent() -> None:
    first = JUDGED["first"]
    assert len(first) >= 300
    assert 0.4 < sum(line.identifies for line in first) / len(first) < 0.6
    assert {line.sort for lines in JUDGED.values() for line in lines if line.identifies} == set(PATTERNS)


@pytest.mark.parametrize("name", ["ealing-2019", "ealing-2011", "dudley-2011", "bury-2013", "shropshire-2011"])
def test_real_inspections_as_encoded_here_name_nobody(name: str) -> None:
    folder = Path(__file__).parents[1] / "evidence" / name
    assert scan(loaded(folder)[0]) == ((), ())


# --- what is told


def test_a_hit_tells_place_pattern_what_to_write_instead_and_that_git_keeps_history(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, f"{HEAD}evidence:\n{ENTRY.format(id='AUD-1')}    held: Mosaic > 2087451\n")
    assert (problem.code, problem.severity.value) == ("PI334", "error")
    assert (problem.at.line, problem.at.column) == (9, 20)
    assert "(local-id): *****51" in problem.message
    assert PATTERNS["local-id"].instead in problem.message
    assert "a new commit does not remove" in problem.message
    assert problem.excerpt == "    held: Mosaic > *****51"


@pytest.mark.parametrize("name", PATTERNS)
def test_every_pattern_has_a_code_and_words(name: str) -> None:
    pattern = PATTERNS[name]
    assert CODES[pattern.code].severity.value == "error"
    assert pattern.instead.startswith("Write ")


def test_all_but_the_last_two_characters_are_masked() -> None:
    assert mask("999 824 5915") == "*** *** **15"
    assert mask("Jane Smith") == "**** ***th"


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_shows_an_identifier_wherever_it_is_quoted(tmp_path: Path, form: str) -> None:
    (tmp_path / "a.yaml").write_text(
        f"{HEAD}evidence:\n{ENTRY.format(id='AUD-1')}    title: Dip sample with seven children and NHS number 999 824 5915 of one\n"
        f"{ENTRY.format(id='AUD-1')}    title: Another child 1045633\n"
        "  - {id: AUD-2, kind: child 1045633, descriptors: [J.S. 12/03/2014], date: JS dob 12.3.14, grade: x, finding: y}\n",
        "utf-8",
    )
    shown = " ".join(FORMATS[form](opened(tmp_path).problems).split())
    assert "PI310" in shown and "PI330" in shown
    assert [part for part in ("999 824", "1045633", "12/03", "12.3.14", "2014-03-12") if part in shown] == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_is_not_yaml_is_guarded_too(tmp_path: Path, form: str) -> None:
    (tmp_path / "a.yaml").write_text(HEAD, "utf-8")
    (tmp_path / "b.yaml").write_text("evidence:\n  - finding: 'NHS number 999 824 5915\n<<<<<<< HEAD\nchild 1045633\n", "utf-8")
    shown = FORMATS[form](opened(tmp_path).problems)
    assert "PI330" in shown and "PI334" in shown
    assert "824 59" not in shown and "1045633" not in shown  # a fingerprint may hold any three digits


def test_what_is_not_utf_8_and_what_is_gone_end_well(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"evidence:\n  - finding: Caf\xe9, child 1045633\n")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "gone")
    assert {problem.code for problem in opened(tmp_path).personal} == {"PI334"}


# --- cleared

NAMED = f"{HEAD}evidence:\n{ENTRY.format(id='AUD-1')}    held: Mosaic > 2087451\n"


def test_what_is_cleared_is_a_note_with_the_reason_and_listed(tmp_path: Path) -> None:
    clearance = "cleared: [{id: AUD-1, pattern: local-id, reason: it is a room, by: Data protection officer}]\n"
    (tmp_path / "a.yaml").write_text(NAMED + clearance)
    (note,), (hit,) = scan(loaded(tmp_path)[0])
    assert (note.code, note.severity.value) == ("PI338", "note")
    assert "was cleared by Data protection officer: it is a room." in note.message
    assert hit.cleared is not None and (hit.entry, hit.pattern, hit.masked) == ("AUD-1", "local-id", "*****51")


@pytest.mark.parametrize("clearance", ["{id: AUD-2, pattern: local-id, reason: x}", "{id: AUD-1, pattern: upn, reason: x}"])
def test_a_clearance_holds_for_its_own_entry_and_pattern_alone(tmp_path: Path, clearance: str) -> None:
    problems = told(tmp_path, f"{NAMED}{ENTRY.format(id='AUD-2')}cleared:\n  - {clearance}\n")
    assert [problem.code for problem in problems] == ["PI334", "PI339"]


def test_a_clearance_without_its_reason_clears_nothing(tmp_path: Path) -> None:
    assert [one.code for one in told(tmp_path, f"{NAMED}cleared: [{{id: AUD-1, pattern: local-id}}]\n")] == ["PI334"]


def test_a_misspelt_pattern_is_asked_about(tmp_path: Path) -> None:
    _, warning = told(tmp_path, f"{NAMED}cleared: [{{id: AUD-1, pattern: local_id, reason: x}}]\n")
    assert (warning.code, warning.severity.value, warning.suggestion) == ("PI339", "warning", "local-id")


def test_a_clearance_for_an_entry_that_is_gone_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"{HEAD}cleared: [{{id: FB-9, pattern: local-id, reason: x}}]\n")
    read, _ = loaded(tmp_path)
    assert [problem.code for problem in (*scan(read)[0], *met(read)[1])] == ["PI316"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("views:\n  - {of: leaders, grade: good, by: Mr Khan}\n", "leaders"),
        ("requests:\n  - {of: A-08, state: ready, owner: Jane Smith}\n", "A-08"),
        ("history:\n  - {framework: tiny-2026, published: 2026-02-01, grades: {}, areas: ['owner: Jane Smith']}\n", "tiny-2026"),
        ("# owner: Jane Smith\n", "assessment"),
    ],
)
def test_what_has_no_id_is_cleared_by_what_it_is_about(tmp_path: Path, text: str, name: str) -> None:
    clearance = f"cleared:\n  - {{id: {name}, pattern: person-name, reason: nobody is called so}}\n"
    (tmp_path / "a.yaml").write_text(HEAD + text + clearance)
    read, _ = loaded(tmp_path)
    assert [problem.code for problem in (*scan(read)[0], *met(read)[1])] == ["PI338"]


def test_an_entry_that_is_left_out_can_be_cleared(tmp_path: Path) -> None:
    late = NAMED.replace("2026-09-30", "2027-09-30") + "cleared: [{id: AUD-1, pattern: local-id, reason: a room}]\n"
    assert [problem.code for problem in told(tmp_path, late)] == ["PI338"]


def test_a_comment_belongs_to_the_entry_below_it(tmp_path: Path) -> None:
    text = f"{HEAD}evidence:\n{ENTRY.format(id='AUD-1')}  # Child 1045633 and\n  # child 1045634\n{ENTRY.format(id='AUD-2')}"
    problems = told(tmp_path, f"{text}cleared: [{{id: AUD-2, pattern: local-id, reason: a room}}]\n")
    assert [problem.code for problem in problems] == ["PI338", "PI338"]


# --- a council's own patterns


def test_a_councils_own_number_is_guarded_and_cleared_by_its_name(tmp_path: Path) -> None:
    head = HEAD.replace("}", ", patterns: [{name: swift-number, prefix: SW, digits: 6}]}")
    text = head + f"evidence:\n{ENTRY.format(id='AUD-1')}    held: sw-123456, SW 12345, SW1234567, XSW123456\n"
    (problem,) = told(tmp_path, text)
    assert problem.code == "PI337" and "(swift-number): *******56" in problem.message
    (note,) = told(tmp_path, f"{text}cleared: [{{id: AUD-1, pattern: swift-number, reason: a room}}]\n")
    assert note.code == "PI338"


def test_a_prefix_is_no_expression() -> None:
    own = (OwnPattern("odd", "(a+)+$", 3),)
    text = f"(a+)+$123 {'a' * 5000}123"
    assert [(one.start, one.end) for one in find(text, AS_AT, (), own)] == [(0, 9)]


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("{name: own, prefix: '', digits: 6}", "PI121"),
        ("{name: own, prefix: P, digits: 2}", "PI128"),
        ("{name: own, prefix: P, digits: 99}", "PI128"),
        ("{name: own, prefix: P}", "PI121"),
        ("{name: own, prefix: P, digits: 6, regex: '(a+)+'}", "PI120"),
    ],
)
def test_a_pattern_that_cannot_be_is_told_and_the_others_hold(tmp_path: Path, pattern: str, code: str) -> None:
    head = HEAD.replace("}", f", patterns: [{pattern}, {{name: other, prefix: Q, digits: 4}}]}}")
    (tmp_path / "a.yaml").write_text(f"{head}evidence:\n{ENTRY.format(id='AUD-1')}    held: Q1234\n")
    read, problems = loaded(tmp_path)
    assert [problem.code for problem in problems] == [code]
    assert [problem.code for problem in scan(read)[0]] == ["PI337"]


# --- whatever stands there

WORDS = """
    NHS child case file Mosaic owner: by: dob born J.S. JS A.B. 12/03/2014 2014-03-12 999 824 5915 9991361715 Z201171328750 AB123456C
    LS12 4QT 07700 900123 +44 qa@example.gov.uk Jane Smith Mr Khan 1045633 P1234567 children , . - ( ) : # { } ' " @ £ Tel no. https://x/
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "  ", "\n", "\n    ", "\n  - ", "\u00a0", "\t", "é", "\ud800"])
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join))


@given(TEXTS)
def test_any_text_is_looked_through_and_finds_stand_apart_in_order(text: str) -> None:
    finds = find(text, AS_AT, (), (OwnPattern("own", "P", 7),))
    assert all(0 <= one.start < one.end <= len(text) for one in finds)
    assert all(one.end <= other.start for one, other in pairwise(finds))


@given(TEXTS)
def test_whatever_is_found_is_shown_to_nobody(text: str) -> None:
    read = assessment((), AS_AT, files=("a.yaml",), texts={"a.yaml": text})
    raw = {text[one.start : one.end] for one in find(text, AS_AT, ("assessment",))}
    quoted = Problem("PI101", read.at, f"Something is wrong with '{' '.join(text.split())}' here.", excerpt=text)
    problems, _ = scan(read, (quoted,))
    shown = [" ".join(part.split()) for one in problems for part in (one.message, one.excerpt or "")]
    assert [(one, part) for one in raw for part in shown if " ".join(one.split()) in part] == []


MANY = ["child 1045633 ", "NHS 999 824 5915 ", "1 ", "a@", "owner: Jane Smith\n", "(0", "https://x/12345", "JS 12/3/14 "]
MANY += [
    "a dot ",
    "a.b (at) ",
    "at 1 Aa ",
    "NHS ",
    "his brother ",
    "A.B., 1, ",
    "Mr Aa ",
    "0O",
    "worker, Aa ",
    "no 12 34 ",
    "0 7 7",
    "e+09 1.2",
]


@pytest.mark.parametrize("piece", MANY)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    text = piece * (100_000 // len(piece))  # what took time by its square would not end today
    assert all(one.end <= len(text) for one in find(text, AS_AT))


# --- where an identifier hides


@pytest.mark.parametrize(
    ("name", "code", "identifier"),
    [
        ("NHS 999 824 5915.yaml", "PI330", "999 824"),
        ("9434765919.docx", "PI330", "94347"),
        ("nhs_943_476_5919/notes.txt", "PI330", "943_476"),
        ("visits/H801200001001.yaml", "PI331", "H80120000"),
        ("child_1045633/notes.yaml", "PI334", "10456"),
    ],
)
def test_the_names_of_files_and_folders_are_looked_at(name: str, code: str, identifier: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD, "utf-8")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("", "utf-8")
    case = opened(tmp_path)
    (hit,) = case.personal
    assert (hit.code, hit.at.line) == (code, None)
    assert "The name of this file or folder looks like" in hit.message
    assert identifier not in FORMATS["text"](case.problems)


def test_the_name_of_the_folder_itself_is_looked_at_and_can_be_cleared(tmp_path: Path) -> None:
    folder = tmp_path / "NHS number 999 824 5915"
    folder.mkdir()
    (folder / "a.yaml").write_text(HEAD, "utf-8")
    assert [one.code for one in opened(folder).personal] == ["PI330"]
    assert "824" not in " ".join(str(one) for one in opened(folder).personal)
    (folder / "a.yaml").write_text(f"{HEAD}cleared: [{{id: assessment, pattern: nhs-number, reason: a test}}]\n", "utf-8")
    assert opened(folder).personal == ()


@pytest.mark.parametrize(
    "name", ["audit-2026-09.yaml", "2026093012.yaml", "KPI_2026_Q3/north.yaml", "report 50004267.docx", "9434765918.docx"]
)
def test_innocent_names_are_left_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD, "utf-8")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("", "utf-8")
    assert opened(tmp_path).personal == ()


@pytest.mark.parametrize(
    "written",
    [
        r'"NHS number \x39\x399 824 5915"',
        r'"NHS number 999\u0020824\u00205915"',
        r'"NHS number 999 824\_5915"',
        '"NHS number 999 8\\\n      24 5915"',
        r'"\u004eHS number 9\U000000399 824 591\x35 of one"',
        r'"Her pupil number is H80120000100\x31"',
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_what_a_value_holds_is_found_however_it_is_written(written: str, form: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(f"{HEAD}evidence:\n{ENTRY.format(id='AUD-1')}    title: {written}\n", "utf-8")
    (hit,) = opened(tmp_path).personal
    assert hit.at.line == 9 and hit.code in ("PI330", "PI331")
    shown = FORMATS[form](opened(tmp_path).problems)
    plain = re.sub(r"\b[0-9a-f]{40,}\b", "", shown)  # a fingerprint may hold any three digits
    assert "824" not in plain and "H80120" not in plain and r"\x39" not in plain


def test_a_path_with_backslashes_hides_and_tells_nothing(tmp_path: Path) -> None:
    held = r"    held: S:\Teams\x5 audits\north 2026-09" + "\n"
    assert told(tmp_path, f"{HEAD}evidence:\n{ENTRY.format(id='AUD-1')}{held}") == ()


def test_a_clearance_never_clears_its_own_words(tmp_path: Path) -> None:
    clearance = "cleared: [{id: AUD-1, pattern: local-id, reason: it is no child 1045633}]\n"
    problems = told(tmp_path, f"{NAMED}{clearance}")
    assert [one.code for one in problems] == ["PI338", "PI334"]
    assert "1045633" not in " ".join(one.message for one in problems)


@pytest.mark.parametrize("reason", ['" "', '"\\u00a0"', "'-'", '"\\u200b"'])
def test_a_reason_that_says_nothing_clears_nothing(reason: str, tmp_path: Path) -> None:
    hit, problem = told(tmp_path, f"{NAMED}cleared:\n  - {{id: AUD-1, pattern: local-id, reason: {reason}}}\n")
    assert (hit.code, problem.code, problem.at.line) == ("PI334", "PI339", 11)
    assert problem.message == "This clears nothing: it gives no reason."


@pytest.mark.parametrize(
    "text",
    [
        "Three of 20 children waited.",
        "2 of 20 were unsafe.",
        "a further 4 children were missed",
        "Two children (2) came to harm.",
        "Care leavers said five felt unsafe.",
        "we phoned 3 of them",
        "One child was hurt.",
        "38 of 40 records met it.",
        "Both children moved.",
        "Children (2) came to harm",
        "4/40 plans were late",
        "38/40 seen",
        "3 / 40 late",
        "n=3",
        "Late plans (n = 4)",
        "5% of 40 children waited",
        "95% of 40 plans were kept to",
        "95 per cent of the 40 plans",
        "a handful of children waited",
        "The twins were moved",
        "Late: 3",
        "Late: 3.",
        "Reduce from 4 to 2",
        "Cut unregistered placements from four to none",
        "only two",
        "Just three, both in the north",
        "a few children",
        "a pair of brothers",
        "children: 4",
        "1-2 children waited",
        "4 CIC were moved",
        "5 UASC arrived",
        "two young mums",
        "2 lads",
        "Reduce from 4 to 2 children",
        "Waits fell; late ones went from 5 to 1.",
    ],
)
def test_a_text_that_counts_a_few_people_is_recognised(text: str) -> None:
    assert may_tell_of_few(text)


@pytest.mark.parametrize(
    "text",
    [
        "Assessments took longer than 45 days in 19 of 40 records.",
        "Children were seen within three working days.",
        "No one asked children what they thought.",
        "Families waited up to four weeks longer for help.",
        "Children under five are visited.",
        "On 3 October 2026 we asked parents.",
        "20% of children (412 of 1905)",
        "It differs from one care leaver to another.",
        "Two teams were joined.",
        "Seen 24/7 since 2025/26",
        "a third of children",
        "three quarters of children",
        "Working together stage 2",
        "Only two weeks late",
        "from 3 to 2 weeks",
        "Moved from 12 to 9 days",
        "n=40",
        "75% of 40 records",
        "50 per cent of 1200",
        "14/05/2025 and 2/6/2026",
        "Stage: two weeks",
        "from one team to another",
        "all 40",
        "Band B/C and 9/12/2025",
        "0% of 40",
        "100% of 40 plans",
        "40/40 seen",
        "waits of 4 to 5 weeks",
        "Both teams agree",
        "from two directors to the board",
    ],
)
def test_a_text_that_counts_none_or_many_is_let_through(text: str) -> None:
    assert not may_tell_of_few(text)
