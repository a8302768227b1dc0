"""An assessment carried to another framework: no line lost, nothing changed beside ids, whole files or none."""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from builders import assessment
from commands import EVIDENCE, OTHER_SCALES, SHIPPED, assessed, facts, framework, run, told
from hypothesis import given, settings
from hypothesis import strategies as st

from preinspect.case import open_case
from preinspect.crosswalk import Crosswalk, carry_descriptor, way
from preinspect.document import Block, Rows, parse
from preinspect.migrate import MARK, NOTE, ChangedMeanwhile, Plan, plan, write
from preinspect.problem import Location

TODAY = date(2026, 11, 21)


def copied(name: str, folder: Path) -> Path:
    """Copy one of the shipped assessments."""
    return shutil.copytree(EVIDENCE / name, folder / name)


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder, hidden ones among them, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def changed_lines(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[str]:
    """Give the lines that differ, as git would show them, without those that only say where."""
    assert old.keys() == new.keys()
    return [
        line
        for name in old
        for line in difflib.unified_diff(old[name].decode().split("\n"), new[name].decode().split("\n"), n=0, lineterm="")
        if not line.startswith(("---", "+++", "@@"))
    ]


@cache
def steps(old: str, new: str) -> tuple[Crosswalk, ...]:
    """Give the way between two shipped frameworks."""
    found, problems = way(old, new, (SHIPPED,))
    assert found is not None and problems == ()
    return found


def planned(folder: Path, new: str) -> Plan:
    """Plan to carry a folder over."""
    case = open_case(folder, as_at=None, today=TODAY)
    assert case.framework is not None
    return plan(case.assessment, case.problems, case.framework, framework(new), steps(case.framework.id, new))


def ids(folder: Path) -> list[str]:
    """Give the ids of all entries of a folder, as the program reads them, left out or not."""
    case = open_case(folder, as_at=None, today=TODAY)
    sections = (case.assessment.evidence, case.assessment.actions, case.assessment.left_out)
    return sorted({one.id or "" for entries in sections for one in entries})


def comments(files: Mapping[str, bytes]) -> list[str]:
    """Give all comments that people wrote."""
    lines = [line.strip() for text in files.values() for line in text.decode().split("\n")]
    return [line for line in lines if line.startswith("#") and not line.startswith((MARK, NOTE))]


# --- Ealing 2019: there and back


@pytest.mark.parametrize(
    "through", [("ilacs-2023",), ("ilacs-2026",), ("ilacs-2023", "ilacs-2026"), ("ilacs-2026", "ilacs-2023")]
)
def test_ealing_carried_over_and_back_is_the_same_byte_for_byte(through: tuple[str, ...], tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    before = contents(folder)
    for name in (*through, "ilacs-2018"):
        run("migrate", folder, "--to", name, "--write")
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["ilacs-2023", "ilacs-2026"])
def test_ealing_loses_no_item_and_no_comment(name: str, tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    before, there = contents(folder), ids(folder)
    run("migrate", folder, "--to", name, "--write")
    case = open_case(folder, as_at=None, today=TODAY)
    assert case.framework is not None and case.framework.id == name
    assert case.problems == ()
    assert ids(folder) == there
    assert comments(contents(folder)) == comments(before)


@pytest.mark.parametrize("name", ["ilacs-2023", "ilacs-2026"])
def test_only_the_lines_with_ids_change(name: str, tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    before = contents(folder)
    run("migrate", folder, "--to", name, "--write")
    assert changed_lines(before, contents(folder)) == [
        "-  framework: ilacs-2018",
        f"+  framework: {name}",
        *["-    judgement: children-in-care", "+    judgement: care-leavers"] * 6,
    ]


def test_care_leavers_items_move_to_the_judgement_on_care_leavers(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    run("migrate", folder, "--to", "ilacs-2023", "--write")
    case = open_case(folder, as_at=None, today=TODAY)
    homes = {
        item.id: item.judgement for item in case.assessment.evidence if item.judgement in ("children-in-care", "care-leavers")
    }
    assert {name.split("-")[2]: home for name, home in homes.items()} == {"CIC": "children-in-care", "CL": "care-leavers"}


def test_history_stays_as_it_was(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    before = (folder / "history.yaml").read_bytes()
    run("migrate", folder, "--to", "ilacs-2026", "--write")
    assert (folder / "history.yaml").read_bytes() == before


def test_what_would_be_done_is_shown_and_nothing_is_written(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    before = contents(tmp_path)
    said = told("migrate", folder, "--to", "ilacs-2023")
    assert contents(tmp_path) == before
    assert "Nothing was written. Add --write to do it." in said
    assert "EAL-2019-CL-01: children-in-care becomes care-leavers" in said
    assert "The history of published grades stays as it is." in said


# --- Dudley 2011: over three frameworks, with much for a person


@pytest.fixture(scope="module")
def dudley(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], str]:
    """Carry Dudley over: the folder, what it was, and what was said."""
    folder = copied("dudley-2011", tmp_path_factory.mktemp("dudley"))
    before = contents(folder)
    return folder, before, told("migrate", folder, "--to", "ilacs-2018", "--write")


Carried = tuple[Path, dict[str, bytes], str]


def entry(folder: Path, name: str) -> str:
    """Give the text of one entry with the comments above it."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.yaml")))
    return next(part for part in re.split(r"\n\n", text) if f"- id: {name}\n" in part)


def test_a_split_asks_a_person_and_is_marked_in_the_file(dudley: Carried) -> None:
    folder, _, said = dudley
    assert "DUD-2011-ACT-03: SG-PART-02 was split into CL-14, CL-27; keep what fits" in said
    assert f"  {MARK} SG-PART-02 was split into CL-14, CL-27; keep what fits\n  - id: DUD-2011-ACT-03" in entry(
        folder, "DUD-2011-ACT-03"
    )
    assert "gaps: [CL-14, CL-27]" in entry(folder, "DUD-2011-ACT-03")


def test_what_is_gone_stays_as_written_and_asks(dudley: Carried) -> None:
    folder, _, said = dudley
    assert "DUD-2011-ACT-01: SG-HEALTH-04 has no counterpart in ilacs-2018" in said
    assert "gaps: [SG-HEALTH-04]" in entry(folder, "DUD-2011-ACT-01")
    assert f"{MARK} SG-HEALTH-04 has no counterpart" in entry(folder, "DUD-2011-ACT-01")


def test_a_grade_off_the_scale_is_asked_about_and_never_converted(dudley: Carried) -> None:
    folder, before, said = dudley
    now = contents(folder)
    assert "DUD-2011-CARE-05: 'adequate' is not on the scale of ilacs-2018" in said
    for name in before:
        assert re.findall(rb"grade: (\S+)", now[name]) == re.findall(rb"grade: (\S+)", before[name])
    off = sum(text.count(b"grade: adequate") for name, text in before.items() if name.startswith("evidence"))
    assert sum(text.count(b"'adequate' is not on the scale of ilacs-2018") for text in now.values()) == off


def test_dudley_s_history_and_comments_stay(dudley: Carried) -> None:
    folder, before, _ = dudley
    now = contents(folder)
    assert now["history.yaml"] == before["history.yaml"]
    assert now["README.md"] == before["README.md"]
    assert comments(now) == comments(before)


def test_dudley_s_lines_change_only_where_ids_stand(dudley: Carried) -> None:
    folder, before, _ = dudley
    lines = changed_lines(before, contents(folder))
    taken = [line for line in lines if line.startswith("-")]
    added = [line for line in lines if line.startswith("+") and MARK not in line and NOTE not in line]
    assert [line for line in (*taken, *added) if not re.match(r"[-+] +(descriptors|gaps|framework):", line)] == []
    assert len(taken) == len(added)


def test_every_id_becomes_what_the_crosswalk_says(dudley: Carried) -> None:
    folder, before, _ = dudley
    for name in (name for name in before if name.endswith(".yaml")):
        old, new = (lists(text.decode()) for text in (before[name], (folder / name).read_bytes()))
        assert new == [expected(ids_) for ids_ in old]


def test_dudley_loses_no_item(dudley: Carried) -> None:
    folder, _, _ = dudley
    assert ids(folder) == ids(EVIDENCE / "dudley-2011")


def test_as_many_places_are_marked_as_are_listed(dudley: Carried) -> None:
    folder, _, said = dudley
    marked = sum(text.count(MARK.encode()) for text in contents(folder).values())
    assert f"For a person to decide: {marked} places" in said
    assert f"{marked} places for a person to decide: look for '{MARK}' in the files." in said


def test_what_was_told_once_is_not_told_again(tmp_path: Path) -> None:
    folder = assessed(tmp_path, "ilacs-2018", {}, "views: [{of: children-in-care, grade: good}]")
    for name in ("ilacs-2023", "ilacs-2018", "ilacs-2023"):
        run("migrate", folder, "--to", name, "--write")
    note = f"{NOTE} children-in-care became children-in-care; care-leavers matches in part and not written: add what fits"
    assert (folder / "assessment.yaml").read_text("utf-8").count(note) == 1


def test_what_is_gone_waits_on_through_the_next_migration(tmp_path: Path) -> None:
    folder = assessed(tmp_path, "ilacs-2023", {}, "views: [{of: overall, grade: good}]")
    for name in ("ilacs-2026", "ilacs-2023"):
        run("migrate", folder, "--to", name, "--write")
        case = open_case(folder, as_at=None, today=TODAY)
        assert "PI319" in [one.code for one in case.problems]
        assert case.assessment.views == ()
    assert (folder / "assessment.yaml").read_text("utf-8").count(MARK) == 1


def test_the_questions_of_two_migrations_do_not_pile_up(tmp_path: Path) -> None:
    folder = copied("dudley-2011", tmp_path)
    run("migrate", folder, "--to", "sif-2013", "--write")
    asked = marks(contents(folder))
    run("migrate", folder, "--to", "ilacs-2018", "--write")
    now = "\n".join(text.decode() for text in contents(folder).values())
    stale = [line for line in marks(contents(folder)) if line in asked and "SIF-" in line.split(" became ")[-1]]
    assert stale == []
    assert "this still waited for a decision when it was carried over from sif-2013; does what stands here fit?" in now
    blocks = re.findall(rf"(?: *{MARK}.*\n)+", now)
    assert [block for block in blocks if len(set(block.splitlines())) != len(block.splitlines())] == []


def marks(files: Mapping[str, bytes]) -> list[str]:
    """Give all questions that stand in the files."""
    return [line.strip() for text in files.values() for line in text.decode().split("\n") if MARK in line]


# --- the same by an oracle of its own: what descriptors become, from the crosswalk alone


def lists(text: str) -> list[list[str]]:
    """Give every list of descriptors of a file, in order."""
    document, _ = parse(text, "file.yaml")
    assert document is not None
    return [
        [str(one) for one in (rows if isinstance(rows, Rows) else [rows])]
        for section in ("evidence", "actions")
        for block in document.root.get(section, ())
        for rows in [block.get("descriptors", block.get("gaps"))]
        if isinstance(block, Block) and rows is not None
    ]


def expected(words: list[str], old: str = "slac-2009", new: str = "ilacs-2018") -> list[str]:
    """Say what a list becomes: of each id the strong matches, or all where none is strong; what stands there already, once."""
    found: list[str] = []
    for word in words:
        carried = carry_descriptor(word, steps(old, new)) if word in framework(old).descriptors else ()
        strong = [one.id for one in carried if one.match == "strong"] or [one.id for one in carried] or [word]
        found.extend(one for one in strong if one not in found)
    return found


# --- ways of writing


HEAD = "assessment: {authority: Anyshire, framework: slac-2009, as-at: 2012-01-01}\n"
ITEM = "id: A, kind: audit, date: 2011-12-01, grade: good, finding: Plans."


def carried_over(folder: Path, text: str, new: str = "ilacs-2018", exit_code: int = 0) -> str:
    """Write a file, carry it over and give what it is then; line ends are kept as they are."""
    folder.mkdir(exist_ok=True)
    (folder / "head.yaml").write_text(HEAD)
    (folder / "items.yaml").write_bytes(text.encode("utf-8"))
    run("migrate", folder, "--to", new, "--write", exit_code=exit_code)
    return (folder / "items.yaml").read_bytes().decode("utf-8")


def carried(text: str, unsafe: bool = False) -> str:
    """Carry the text of one file over without a disk, which is quicker."""
    plain = text.replace("\r\n", "\n")
    document, problems = parse(plain, "a.yaml")
    assert document is not None and problems == ()
    folder = assessment((), files=("a.yaml",), texts={"a.yaml": plain}, framework_at=Location("head.yaml", 1, 1))
    found = plan(folder, (), framework("slac-2009"), framework("ilacs-2018"), steps("slac-2009", "ilacs-2018"))
    assert bool(found.unsafe) == unsafe
    return found.new_text("a.yaml", text)


STRONG = {
    "LAC-HEALTHY-01": "CIC-20",
    "LAC-HEALTHY-02": "CIC-21",
    "LAC-ENJOY-01": "CIC-22",
    "LAC-OE-01": "LD-10",
    "LAC-LEAD-01": "LD-10",
}
"""One id for one id: no question is asked."""


def plainly(text: str) -> str:
    """Replace ids as anybody would by hand."""
    for old, new in STRONG.items():
        text = text.replace(old, new)
    return text


BEGIN = "evidence:\n  - id: A\n    kind: audit\n"
END = "    date: 2011-12-01\n    grade: good\n    finding: Plans.\n"
LAYOUTS = [
    f"evidence: [{{{ITEM[:-1]}, descriptors: [LAC-HEALTHY-01]}}]\n",
    f"evidence:\n  - {{{ITEM[:-1]}, descriptors: [LAC-HEALTHY-01, LAC-ENJOY-01]}}\n",
    f"evidence:\n- {{{ITEM[:-1]}, descriptors: LAC-HEALTHY-01}}\n",
    f"evidence:\n- {{{ITEM[:-1]}, 'descriptors': 'LAC-HEALTHY-01'}}  # the id in quotes: 'LAC-HEALTHY'\n",
    f'{BEGIN}    descriptors:\n      - LAC-HEALTHY-01  # health\n      - "LAC-ENJOY-01"\n{END}',
    f"{BEGIN}    descriptors:\n    - LAC-HEALTHY-01\n    -   LAC-ENJOY-01   # not indented\n{END}",
    f"{BEGIN}    descriptors: [\n      LAC-HEALTHY-01,  # first\n      'LAC-ENJOY-01'\n      ,]\n{END}",
    f"{BEGIN}    descriptors: !!seq [!!str LAC-HEALTHY-01]\n{END}",
    f"{BEGIN}    descriptors: &health [&one LAC-HEALTHY-01]\n{END}  - id: B\n    kind: audit\n    descriptors: *health\n{END}",
    f"# \t a tab, and LAC in a comment\n{BEGIN}    title: Plans\t# a tab\n    descriptors: [LAC-HEALTHY-01]\t# \tmore\n{END}",
    f"{BEGIN}    impact: >-\n      Folded text that speaks of\n      health.\n\n      And more.\n    descriptors: [LAC-HEALTHY-01]\n{END}",
    f"{BEGIN}    title: Zoë's «Übergang» 👧🏽\n    impact: 👧🏽👧🏽 naïve  # ←\n    descriptors: [LAC-HEALTHY-01]  # 👧🏽\n{END}",
    f'evidence:\n  - {{impact: "👧🏽 é", {ITEM[:-1]}, descriptors: [LAC-HEALTHY-01, LAC-ENJOY-01]}}\n',
    f"{BEGIN}    descriptors: [LAC-HEALTHY-01]\n{END}actions:\n  - {{id: X, gaps: LAC-ENJOY-01, result: It differs.}}\n",
    "actions:\n  - {id: X, gaps: LAC-ENJOY-01, result: It differs.}\n  - {id: Y, gaps: [LAC-HEALTHY-02], result: It differs.}\n",
    "views:\n  - {of: LAC-HEALTHY-01, grade: good, by: Service manager}\n  - {grade: good, of: 'LAC-ENJOY-01'}\n",
    f"{BEGIN}    descriptors: [LAC-HEALTHY-01]\n{END[:-1]}",
    f"---\n{BEGIN}    descriptors: [LAC-HEALTHY-01]\n{END}...\n",
    f"{BEGIN}\n\n    descriptors:   [  LAC-HEALTHY-01  ,LAC-ENJOY-01  ]   \n    impact: |\n      As it is:\n        LAC\n    \n\n{END}",
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_ids_change_and_nothing_else(layout: str, ends: str) -> None:
    text = layout.replace("\n", ends)
    assert carried(text) == plainly(text)


def test_line_ends_that_are_mixed_stay_mixed(tmp_path: Path) -> None:
    text = f"evidence:\r\n  - {{{ITEM[:-1]},\n     descriptors: [LAC-HEALTHY-01]}}\r\n# the end\n"
    assert carried_over(tmp_path / "a", text) == plainly(text)


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    text = f"\ufeffevidence: [{{{ITEM[:-1]}, descriptors: [LAC-HEALTHY-01]}}]\r\n"
    assert carried_over(tmp_path / "a", text) == plainly(text)


def test_a_question_takes_the_line_ends_of_its_file(tmp_path: Path) -> None:
    text = f"evidence:\r\n  - {{{ITEM[:-1]}, descriptors: [SG-PART-02]}}\r\n"
    assert carried_over(tmp_path / "a", text) == (
        f"evidence:\r\n  {MARK} SG-PART-02 was split into CL-14, CL-27; keep what fits\r\n"
        f"  - {{{ITEM[:-1]}, descriptors: [CL-14, CL-27]}}\r\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("descriptors: [SG-PART-02]", "descriptors: [CL-14, CL-27]"),
        ("descriptors: SG-PART-02", "descriptors: [CL-14, CL-27]"),
        ("descriptors: 'SG-PART-02'  # both", "descriptors: ['CL-14', 'CL-27']  # both"),
        ("descriptors:\n      - SG-PART-02  # both\n", "descriptors:\n      - CL-14  # both\n      - CL-27\n"),
        ('descriptors:\n    - "SG-PART-02"', 'descriptors:\n    - "CL-14"\n    - "CL-27"'),
        ("descriptors: [\n      SG-PART-02,\n      LAC-ENJOY-01]", "descriptors: [\n      CL-14, CL-27,\n      CIC-22]"),
    ],
)
def test_several_ids_stand_where_one_stood_in_the_way_that_the_list_is_written(before: str, after: str) -> None:
    text = "evidence:\n  - id: A\n    kind: audit\n    date: 2011-12-01\n    grade: good\n    finding: Plans.\n    {}\n"
    new = carried(text.format(before))
    assert "\n".join(line for line in new.split("\n") if MARK not in line) == text.format(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[LAC-OE-01, LAC-LEAD-01]", "[LD-10]"),
        ("[LAC-OE-01, LAC-LEAD-01, LAC-ENJOY-01]  # three", "[LD-10, CIC-22]  # three"),
        ("[LAC-ENJOY-01, LAC-OE-01 , LAC-LEAD-01 ]", "[CIC-22, LD-10 ]"),
        ("\n      - LAC-OE-01\n      - LAC-LEAD-01\n      - LAC-ENJOY-01", "\n      - LD-10\n      - CIC-22"),
        ("\n      - LAC-OE-01\n      - LAC-LEAD-01  # why\n", "\n      - LD-10\n        # why\n"),
        ("[\n      LAC-OE-01,\n      LAC-LEAD-01,\n      LAC-ENJOY-01,\n    ]", "[\n      LD-10,\n      CIC-22,\n    ]"),
        ("[\n      LAC-OE-01,\n      LAC-LEAD-01  # last\n    ]", "[\n      LD-10,\n      # last\n    ]"),
        ("[\n      LAC-OE-01\n      , LAC-LEAD-01]", "[\n      LD-10\n      ]"),
    ],
)
def test_what_merged_into_one_named_before_is_taken_away_with_its_comma_and_not_with_its_comment(before: str, after: str) -> None:
    text = (
        "evidence:\n  - id: A\n    kind: audit\n    date: 2011-12-01\n    grade: good\n    finding: Plans.\n    descriptors: {}\n"
    )
    new = carried(text.format(before))
    assert new == text.format(after)
    assert lists(new) == [expected(words) for words in lists(text.format(before))]


def test_an_id_that_begins_like_another_is_not_mistaken_for_it(tmp_path: Path) -> None:
    """The council's own framework has ids that are parts of each other; only whole ids are replaced."""
    folder, text = own_frameworks(tmp_path, {"GV-1": "LE-01", "GV-10": "LE-02", "GV-1.1": "LE-03", "1.10": "LE-04"})
    item = "id: GV-1, kind: audit, descriptors: [GV-10, GV-1, GV-1.1, 1.10], date: 2026-01-01, grade: sound, finding: GV-1 and GV-10."
    (folder / "a.yaml").write_text(f"{text}evidence:\n  - {{{item}}}\n")
    run("migrate", folder, "--to", "met-or-not", "--write")
    assert "{id: GV-1, kind: audit, descriptors: [LE-02, LE-01, LE-03, LE-04], " in (folder / "a.yaml").read_text()
    assert "finding: GV-1 and GV-10.}" in (folder / "a.yaml").read_text()


def own_frameworks(folder: Path, renamed: Mapping[str, str]) -> tuple[Path, str]:
    """Write a folder with two frameworks and a crosswalk beside it; gives the folder and how its file begins."""
    place = folder / "evidence" / "frameworks"
    for name in ("five-grades", "met-or-not"):
        shutil.copytree(OTHER_SCALES / name, place / name)
    text = (place / "five-grades" / "descriptors.yaml").read_text()
    for number, name in enumerate(renamed, 1):
        text = text.replace(f"id: GV-{number:02}", f"id: '{name}'")
    (place / "five-grades" / "descriptors.yaml").write_text(text)
    others = ", ".join(f"{area}-0{number}" for area in ("SF", "GR", "FO") for number in range(1, 5))
    rows = "".join(
        f"  - {{from: ['{old}'], to: [{new}], change: renamed, match: strong, reason: for a test}}\n"
        for old, new in renamed.items()
    )
    (place / "crosswalks").mkdir()
    (place / "crosswalks" / "five-grades--met-or-not.yaml").write_text(
        "crosswalk: {from: five-grades, to: met-or-not, about: For tests., source: [F1], confidence: derived}\n"
        "judgements:\n"
        "  - {from: [governance], to: [leading], change: renamed, match: strong, reason: for a test}\n"
        "  - {from: [safety, growth, fostering], to: [practice], change: merged, match: partial, reason: for a test}\n"
        "  - {from: [whole], to: [registration], change: renamed, match: strong, reason: for a test}\n"
        f"descriptors:\n{rows}"
        f"  - {{from: [{others}], to: [PR-01, PR-02, PR-03, PR-04], change: merged, match: weak, reason: for a test}}\n"
    )
    return folder / "evidence", "assessment: {authority: Anyshire, framework: five-grades, as-at: 2026-06-30}\n"


@pytest.mark.parametrize(
    ("section", "question"),
    [
        (
            "evidence:\n  - {id: A, kind: audit, descriptors: [GV-01], date: 2026-01-01, grade: strong, finding: F.}",
            "'strong' is not on",
        ),
        (
            "evidence:\n  - {id: A, kind: audit, descriptors: [GV-01], date: 2026-01-01, finding: F.,\n"
            "     sample: {size: 20, results: {sound: 10, weak: 10}}}",
            "'weak' is not on",
        ),
        ("views: [{of: whole, grade: sound}]", "'sound' is not on"),
        ("requests: [{of: Q-01, state: ready}]", "met-or-not does not ask for Q-01; is it still wanted?"),
        ("views: [{of: safety, grade: sound}]", "safety became practice, a partial match; does it fit?"),
        (
            "evidence:\n  - {id: A, kind: audit, descriptors: [GV-01], judgement: growth, date: 2026-01-01, grade: strong, finding: F.}",
            "the judgement 'growth' became practice; does this count under practice?",
        ),
    ],
)
def test_what_the_new_framework_does_not_have_is_asked_about(section: str, question: str, tmp_path: Path) -> None:
    folder, head = own_frameworks(tmp_path, {f"GV-0{number}": f"LE-0{number}" for number in range(1, 5)})
    (folder / "a.yaml").write_text(f"{head}{section}\n")
    assert question in told("migrate", folder, "--to", "met-or-not", "--write")
    assert question in (folder / "a.yaml").read_text()


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("children-in-care", "care-leavers"),
        ("Children in care", "care-leavers"),
        ("The experiences and progress of children in care and care leavers", "care-leavers"),
        ("'Care and care leavers'", "'care-leavers'"),
        ("leaders", "leaders"),
        ("Leadership", "Leadership"),
        ("Help and protection", "Help and protection"),
        (
            "The experiences and progress of children who need help and protection",
            "The experiences and progress of children who need help and protection",
        ),
    ],
)
def test_a_judgement_may_be_written_in_words_and_stays_so_where_both_have_them(typed: str, becomes: str, tmp_path: Path) -> None:
    text = (
        "assessment: {{authority: A, framework: {}, as-at: 2020-01-01}}\nevidence:\n"
        "  - {{id: A, kind: audit, descriptors: [CL-03], judgement: {}, date: 2020-01-01, grade: good, finding: F.}}  # who\n"
    )
    (tmp_path / "a.yaml").write_text(text.format("ilacs-2018", typed))
    run("migrate", tmp_path, "--to", "ilacs-2023", "--write")
    lines = (tmp_path / "a.yaml").read_text().split("\n")
    assert "\n".join(line for line in lines if MARK not in line) == text.format("ilacs-2023", becomes)


def test_the_gaps_of_changes_since_are_carried_too(tmp_path: Path) -> None:
    head = "assessment:\n  authority: A\n  framework: {}\n  as-at: 2012-01-01\n  changed-since:\n"
    head += "    - {{what: a new form, date: 2011-06-01, descriptors: [{}]}}\n"
    (tmp_path / "a.yaml").write_text(head.format("slac-2009", "LAC-HEALTHY-01"))
    run("migrate", tmp_path, "--to", "ilacs-2018", "--write")
    assert (tmp_path / "a.yaml").read_text() == head.format("ilacs-2018", "CIC-20")


# --- whole or not at all


def test_nothing_is_written_while_one_file_has_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = copied("ealing-2019", Path())
    broken = folder / "leaders.yaml"
    broken.write_text(
        broken.read_text("utf-8").replace("  - id: EAL-2019-LD-01\n", "  - id: EAL-2019-LD-01\n    judgment: leaders\n")
    )
    before = contents(folder)
    said = told("migrate", folder, "--to", "ilacs-2023", "--write", exit_code=1)
    assert contents(folder) == before
    assert "ealing-2019/leaders.yaml has problems, so nothing can be carried over" in said
    assert (
        "Nothing was written, because a folder is carried over whole or not at all. Mend first: ealing-2019/leaders.yaml" in said
    )


def test_once_the_file_is_mended_the_same_command_carries_all(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    more = folder / "more.yaml"
    text = "evidence: [{id: X, kind: audit, descriptors: [CL-03], date: 2019-10-01, grade: %s, finding: F.}]\n"
    more.write_text(text % "godo")
    run("migrate", folder, "--to", "sif-2013", "--write", exit_code=1)
    more.write_text(text % "good")
    run("migrate", folder, "--to", "sif-2013", "--write")
    assert "SIF-CL" in more.read_text()


@pytest.mark.parametrize(
    "text", ["evidence: [", "<<<<<<< HEAD\nevidence: []\n=======\nevidence: []\n>>>>>>> x\n", "\tevidence: []\n"]
)
@pytest.mark.parametrize("output", [(), ("--output", "new")], ids=["in place", "to a new folder"])
def test_nothing_is_written_while_one_file_cannot_be_read(
    text: str, output: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = copied("ealing-2019", Path())
    (folder / "more.yaml").write_text(text)
    before = contents(tmp_path)
    assert "Mend first: ealing-2019/more.yaml" in told("migrate", folder, "--to", "ilacs-2023", "--write", *output, exit_code=1)
    assert contents(tmp_path) == before


def test_a_file_that_is_not_utf_8_is_never_touched(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    (folder / "latin.yaml").write_bytes(b"evidence: [] # caf\xe9\n")
    before = contents(folder)
    run("migrate", folder, "--to", "ilacs-2023", "--write", exit_code=1)
    assert contents(folder) == before


# --- what an earlier version left half done


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """Write a folder of which one file was carried over and one was not."""
    (tmp_path / "a.yaml").write_text(
        "assessment: {authority: A, framework: ilacs-2023, as-at: 2023-06-30}\n"
        "evidence:\n"
        "  - {id: A, kind: audit, descriptors: [HP-05], date: 2023-06-01, grade: good, finding: F.}\n"
    )
    (tmp_path / "bad.yaml").write_text(
        "evidence:\n"
        "  - {id: B, kind: audit, descriptors: [SIF-HP-03], date: 2023-06-01, grade: inadequate, finding: F.}  # theirs\n"
        "  - {id: C, kind: audit, descriptors: [HP-10], date: 2023-06-01, grade: good, finding: F.}\n"
    )
    return tmp_path


def test_check_says_whose_ids_were_left_behind_and_what_to_run(half: Path) -> None:
    (problem,) = open_case(half, as_at=None, today=TODAY).problems
    assert problem.code == "PI323"
    assert problem.message == (
        "'SIF-HP-03' is a descriptor of sif-2013, not of ilacs-2023; "
        f"carry it over: preinspect migrate {half} --to ilacs-2023 --write"
    )
    assert problem.suggestion is None


def test_a_second_run_carries_what_was_left_behind_and_nothing_else(half: Path) -> None:
    before = contents(half)
    said = told("migrate", half, "--to", "ilacs-2023", "--write")
    assert "answers ilacs-2023 already, but ids of sif-2013 stand in it; only those entries are carried over." in said
    assert contents(half) == {**before, "bad.yaml": before["bad.yaml"].replace(b"SIF-HP-03", b"HP-05")}
    assert open_case(half, as_at=None, today=TODAY).problems == ()


def test_a_second_run_writes_nothing_either_while_a_file_has_an_error(half: Path) -> None:
    bad = half / "bad.yaml"
    bad.write_text(bad.read_text().replace("inadequate", "inadekwate"))
    before = contents(half)
    assert "Mend first:" in told("migrate", half, "--to", "ilacs-2023", "--write", exit_code=1)
    assert contents(half) == before


# --- views and what a person filed elsewhere


def views_of(folder: Path, source: str, target: str, *of: str) -> str:
    """Carry views of judgements over; gives the file."""
    views = "".join(f"  - {{of: {one}, grade: good, by: Service manager}}\n" for one in of)
    (folder / "a.yaml").write_text(f"assessment: {{authority: A, framework: {source}, as-at: 2023-06-30}}\nviews:\n{views}")
    run("migrate", folder, "--to", target, "--write")
    return (folder / "a.yaml").read_text()


def test_a_view_of_care_leavers_stays_one_of_care_leavers(tmp_path: Path) -> None:
    text = views_of(tmp_path, "sif-2013", "ilacs-2023", "care-leavers")
    assert "{of: care-leavers," in text and MARK not in text


def test_a_view_of_adoption_asks_and_does_not_count_beside_that_of_children_in_care(tmp_path: Path) -> None:
    text = views_of(tmp_path, "sif-2013", "ilacs-2023", "children-in-care", "adoption")
    assert f"{MARK} adoption became children-in-care, a partial match; does it fit?\n  - {{of: children-in-care" in text
    assert [one.of for one in open_case(tmp_path, as_at=None, today=TODAY).assessment.views] == ["children-in-care"]


def test_two_views_that_become_one_judgement_s_ask_which_holds(tmp_path: Path) -> None:
    text = views_of(tmp_path, "slac-2009", "sif-2013", "safeguarding-safe", "safeguarding-quality")
    question = "safeguarding-safe and safeguarding-quality are both help-and-protection in sif-2013"
    assert f"{MARK} {question}, and there is a view of each; which one holds?" in text


def test_what_a_person_filed_under_care_leavers_stays_there(tmp_path: Path) -> None:
    text = (
        "assessment: {{authority: A, framework: {}, as-at: 2023-06-30}}\nevidence:\n"
        "  - {{id: A, kind: audit, descriptors: [{}], judgement: care-leavers, date: 2023-06-01, grade: good, finding: F.}}\n"
    )
    (tmp_path / "a.yaml").write_text(text.format("sif-2013", "SIF-LAC-15"))
    run("migrate", tmp_path, "--to", "ilacs-2023", "--write")
    assert "judgement: care-leavers" in (tmp_path / "a.yaml").read_text()


# --- splits


def test_a_change_bears_on_all_that_its_descriptor_was_split_into(tmp_path: Path) -> None:
    head = "assessment:\n  authority: A\n  framework: {}\n  as-at: 2017-01-01\n  changed-since:\n{}"
    row = "    - {{what: a new form, date: 2016-06-01, descriptors: [{}]}}\n"
    (tmp_path / "a.yaml").write_text(head.format("sif-2013", row.format("SIF-HP-10")))
    run("migrate", tmp_path, "--to", "ilacs-2018", "--write")
    assert "descriptors: [HP-14, HP-15]" in (tmp_path / "a.yaml").read_text()


def test_what_matches_in_part_beside_a_strong_match_is_noted_and_not_claimed(tmp_path: Path) -> None:
    text = "assessment: {authority: A, framework: sif-2013, as-at: 2017-01-01}\nevidence:\n"
    item = "  - {id: A, kind: audit, descriptors: [SIF-HP-10], date: 2016-06-01, grade: good, finding: F.}\n"
    (tmp_path / "a.yaml").write_text(text + item)
    run("migrate", tmp_path, "--to", "ilacs-2018", "--write")
    now = (tmp_path / "a.yaml").read_text()
    assert f"{NOTE} SIF-HP-10 became HP-14; HP-15 matches in part and not written: add what fits\n" in now
    assert "descriptors: [HP-14]," in now
    assert [one.id for one in open_case(tmp_path, as_at=None, today=TODAY).assessment.evidence] == ["A"]


# --- what waits for a person


def waiting(folder: Path, grade: str) -> Path:
    """Write a folder that stands at good, with one audit more that waits."""
    practice = {"help-and-protection": "good", "leaders": "good", "children-in-care": "good"}
    assessed(folder, "ilacs-2018", practice)
    (folder / "waiting.yaml").write_text(
        f"evidence:\n  # ours\n  {MARK} SIF-HP-09 became HP-11, a weak match; does it fit?\n\n"
        f"  - {{id: W, kind: audit, descriptors: [HP-11], date: 2020-05-01, grade: {grade}, finding: F.}}\n"
    )
    return folder


def test_evidence_that_waits_does_not_count_and_is_told_with_its_question(tmp_path: Path) -> None:
    case = open_case(waiting(tmp_path, "good"), as_at=None, today=TODAY)
    assert [one.code for one in case.problems] == ["PI319"]
    assert case.problems[0].message == (
        "This waits for a decision since it was carried over: SIF-HP-09 became HP-11, a weak match; does it fit?"
    )
    assert [one.id for one in case.assessment.waiting] == ["W"]
    assert "W" not in [one.id for one in case.assessment.evidence]


def test_status_counts_what_waits(tmp_path: Path) -> None:
    folder = waiting(tmp_path, "good")
    assert "Warning: 1 entry waits for your decision after the migration: look for '# preinspect migrate:'" in told(
        "status", folder, exit_code=1
    )
    assert facts("status", folder, exit_code=1)["waiting"] == 1


@pytest.mark.parametrize(("grade", "shown"), [("good", "good"), ("inadequate", None), ("adequate", None)])
def test_no_grade_is_shown_while_what_waits_could_lower_it(grade: str, shown: str | None, tmp_path: Path) -> None:
    found = {one["id"]: one["grade"] for one in facts("status", waiting(tmp_path, grade), exit_code=1)["judgements"]}
    assert found == {"leaders": "good", "help-and-protection": shown, "children-in-care": "good"}


def test_once_the_comment_is_gone_it_counts(tmp_path: Path) -> None:
    folder = waiting(tmp_path, "good")
    path = folder / "waiting.yaml"
    path.write_text("\n".join(line for line in path.read_text().split("\n") if MARK not in line))
    case = open_case(folder, as_at=None, today=TODAY)
    assert (case.problems, case.assessment.waiting) == ((), ())
    assert "W" in [one.id for one in case.assessment.evidence]


def test_an_adequate_finding_is_never_told_to_be_inadequate(tmp_path: Path) -> None:
    folder = copied("dudley-2011", tmp_path)
    run("migrate", folder, "--to", "sif-2013", "--write")
    problems = open_case(folder, as_at=None, today=TODAY).problems
    assert [one for one in problems if one.suggestion == "inadequate"] == []
    found = facts("status", folder, exit_code=1)
    assert [one["grade"] for one in (*found["judgements"], found["overall"]) if one["grade"] is not None] == []
    assert found["waiting"] > 30


@pytest.mark.parametrize(
    "entries",
    [
        f'  - {{{ITEM[:-1]}, descriptors: ["LAC-HEALTHY\\x2d01"]}}\n',
        f"  - {{{ITEM[:-1]}, descriptors: [LAC-ENJOY-01, &o LAC-LEAD-01]}}\n  - {{{ITEM[:-1]}, descriptors: [LAC-OE-01, *o]}}\n",
        "  - id: B\n    descriptors:\n      -\n        SG-PART-02\n",
        '  [{id: A, finding: "A text\n    that goes on"}, {id: B, descriptors: [SG-PART-02]}]\n',
    ],
    ids=[
        "an escape in an id",
        "a reference that would have to part",
        "a hyphen in a line of its own",
        "a question that would stand in a text",
    ],
)
def test_what_cannot_be_changed_with_certainty_is_left_alone(entries: str) -> None:
    text = f"evidence:\n{entries}"
    assert carried(text, unsafe=True) == text


def test_a_file_that_cannot_be_changed_with_certainty_is_named(tmp_path: Path) -> None:
    text = f'evidence:\n  - {{{ITEM[:-1]}, descriptors: ["LAC-HEALTHY\\x2d01"]}}\n'
    assert carried_over(tmp_path / "a", text, exit_code=1) == text
    folder = tmp_path / "b"
    folder.mkdir()
    (folder / "a.yaml").write_text(HEAD + text)
    said = told("migrate", folder, "--to", "ilacs-2018", exit_code=1)
    assert "Its ids cannot be changed with certainty; write them in a plain list: " in said


def test_frameworks_and_hidden_files_are_not_read_as_evidence(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    (folder / ".draft.yaml").write_text("evidence: [{descriptors: [CL-03], judgement: children-in-care}]\n")
    run("migrate", folder, "--to", "ilacs-2023", "--write")
    assert (folder / ".draft.yaml").read_text() == "evidence: [{descriptors: [CL-03], judgement: children-in-care}]\n"


# --- to a new folder


def test_a_new_folder_is_made_and_the_old_one_stays_byte_for_byte(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    before = contents(folder)
    run("migrate", folder, "--to", "ilacs-2026", "--write", "--output", tmp_path / "new" / "ealing-2026")
    assert contents(folder) == before
    assert changed_lines(before, contents(tmp_path / "new" / "ealing-2026"))[:2] == [
        "-  framework: ilacs-2018",
        "+  framework: ilacs-2026",
    ]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["ealing-2026"]


def test_both_the_old_and_the_new_folder_load(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    run("migrate", folder, "--to", "ilacs-2026", "--write", "--output", tmp_path / "ealing-2026")
    frameworks = [open_case(one, as_at=None, today=TODAY).framework for one in (folder, tmp_path / "ealing-2026")]
    assert [one and one.id for one in frameworks] == ["ilacs-2018", "ilacs-2026"]


@pytest.mark.parametrize("output", ["there", "ealing-2019", "ealing-2019/new", "ealing-2019/../ealing-2019/new"])
def test_a_folder_that_exists_or_lies_within_the_old_one_is_refused(output: str, tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    (tmp_path / "there").mkdir()
    before = contents(tmp_path)
    said = told("migrate", folder, "--to", "ilacs-2026", "--write", "--output", tmp_path / output, exit_code=2)
    assert "Nothing was written." in said
    assert contents(tmp_path) == before


def test_a_new_folder_without_write_is_not_made(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    run("migrate", folder, "--to", "ilacs-2026", "--output", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_new_folder_takes_no_repository_with_it(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    run("migrate", folder, "--to", "ilacs-2026", "--write", "--output", tmp_path / "new")
    assert not (tmp_path / "new" / ".git").exists()


def test_a_new_folder_that_cannot_be_finished_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied("ealing-2019", tmp_path)
    before = contents(tmp_path)
    monkeypatch.setattr(Path, "replace", failing_at(1, Path.replace))
    said = told("migrate", folder, "--to", "ilacs-2026", "--write", "--output", tmp_path / "new", exit_code=1)
    assert "Nothing was changed." in said
    assert contents(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ealing-2019"]


# --- when something goes wrong between


def failing_at(call: int, real: Callable[..., Any], then: bool = True) -> Callable[..., Any]:
    """Stand for a function that fails at one call, and works again afterwards unless told otherwise."""
    calls = iter(range(1, 1000))

    def replaced(*words: Any, **names: Any) -> Any:
        number = next(calls)
        works = {number < call: True, number == call: False}.get(True, then)
        return real(*words, **names) if works else _fail()

    return replaced


def _fail() -> None:
    raise OSError(28, "No space left on device")


FILES_THAT_CHANGE = 4


@pytest.mark.parametrize("call", range(1, FILES_THAT_CHANGE + 1))
def test_if_one_file_cannot_be_replaced_all_are_as_they_were(call: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied("dudley-2011", tmp_path)
    found, before = planned(folder, "ilacs-2018"), contents(tmp_path)
    monkeypatch.setattr(Path, "replace", failing_at(call, Path.replace))
    with pytest.raises(OSError, match="No space left"):
        write(found, folder)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("call", range(1, FILES_THAT_CHANGE + 1))
def test_if_a_new_file_cannot_be_laid_beside_its_old_one_nothing_is_changed(
    call: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied("dudley-2011", tmp_path)
    found, before = planned(folder, "ilacs-2018"), contents(tmp_path)
    monkeypatch.setattr("preinspect.whole.os.fsync", failing_at(call, lambda _: None))
    with pytest.raises(OSError, match="No space left"):
        write(found, folder)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("call", range(1, FILES_THAT_CHANGE + 1))
def test_whatever_ends_the_process_every_file_is_whole_old_or_new(
    call: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dudley: Carried
) -> None:
    """From the n-th call on nothing can be replaced, and so nothing put back, as if the machine had stopped there."""
    folder = copied("dudley-2011", tmp_path)
    found, old, new = planned(folder, "ilacs-2018"), contents(folder), contents(dudley[0])
    monkeypatch.setattr(Path, "replace", failing_at(call, Path.replace, then=False))
    with pytest.raises(OSError, match="No space left"):
        write(found, folder)
    now = contents(folder)
    assert [name for name in old if now[name] not in (old[name], new[name])] == []
    assert sum(now[name] == new[name] != old[name] for name in old) == call - 1


def test_a_disk_that_is_full_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied("dudley-2011", tmp_path)
    monkeypatch.setattr(Path, "replace", failing_at(2, Path.replace))
    said = told("migrate", folder, "--to", "ilacs-2018", "--write", exit_code=1)
    assert "Error: It cannot be written: No space left on device. Nothing was changed." in said


def test_what_could_not_be_put_back_is_named_with_what_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied("dudley-2011", tmp_path)
    before = contents(folder)
    monkeypatch.setattr(Path, "replace", failing_at(2, Path.replace, then=False))
    said = told("migrate", folder, "--to", "ilacs-2018", "--write", exit_code=1)
    assert "Nothing was changed." not in said
    (named,) = re.findall(r"(\S+) could not be put back; what it was is in (\S+\.old)\.", said)
    assert Path(named[1]).read_bytes() == before[Path(named[0]).name]


def test_an_interruption_puts_everything_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copied("dudley-2011", tmp_path)
    before = contents(tmp_path)
    real = Path.replace
    calls = iter(range(1, 100))

    def interrupted(path: Path, target: Path) -> Path:
        {3: _interrupt}.get(next(calls), lambda: None)()
        return real(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(planned(folder, "ilacs-2018"), folder)
    assert contents(tmp_path) == before


def _interrupt() -> None:
    raise KeyboardInterrupt


def test_a_file_that_was_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    folder = copied("dudley-2011", tmp_path)
    found = planned(folder, "ilacs-2018")
    actions = folder / "actions.yaml"
    actions.write_text(actions.read_text("utf-8").replace("priority", "# meanwhile\n    priority", 1), "utf-8")
    before = contents(folder)
    with pytest.raises(ChangedMeanwhile, match=r"actions\.yaml"):
        write(found, folder)
    assert contents(folder) == before


def test_rights_and_links_stay(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path / "a")
    elsewhere = tmp_path / "assessment.yaml"
    (folder / "assessment.yaml").rename(elsewhere)
    (folder / "assessment.yaml").symlink_to(elsewhere)
    (folder / "children-in-care.yaml").chmod(0o640)
    run("migrate", folder, "--to", "ilacs-2023", "--write")
    assert (folder / "assessment.yaml").is_symlink()
    assert b"framework: ilacs-2023" in elsewhere.read_bytes()
    assert (folder / "children-in-care.yaml").stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_write_protected_is_not_replaced(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    (folder / "children-in-care.yaml").chmod(0o444)
    before = contents(folder)
    said = told("migrate", folder, "--to", "ilacs-2023", "--write", exit_code=1)
    assert "children-in-care.yaml' cannot be written: it is write-protected. Nothing was changed." in said
    assert contents(folder) == before


def test_a_readme_that_still_names_the_old_framework_is_told(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    (folder / "README.md").write_text("Against ilacs-2018.\n")
    said = told("migrate", folder, "--to", "ilacs-2023", "--write", "--output", tmp_path / "new")
    assert "README.md still speaks of ilacs-2018; its words are yours to change." in said
    assert (tmp_path / "new" / "README.md").read_text() == "Against ilacs-2018.\n"


def test_a_judgement_that_has_no_counterpart_is_told_before_anything_is_written(tmp_path: Path) -> None:
    said = told("migrate", copied("ealing-2019", tmp_path), "--to", "ilacs-2026")
    assert "The judgement 'overall' has no counterpart in ilacs-2026, and no grade takes its place." in said


def test_a_view_of_a_judgement_that_is_gone_asks_which_judgement(tmp_path: Path) -> None:
    text = views_of(tmp_path, "ilacs-2023", "ilacs-2026", "overall")
    assert f"{MARK} overall has no counterpart in ilacs-2026; which judgement does this show something about?" in text


# --- what cannot be


def test_carrying_to_the_framework_that_it_has_is_nothing_to_do(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    before = contents(folder)
    assert "answers ilacs-2018 already; there is nothing to carry over." in told(
        "migrate", folder, "--to", "ilacs-2018", "--write"
    )
    assert contents(folder) == before


def test_an_unknown_framework_is_told_with_the_nearest(tmp_path: Path) -> None:
    said = told("migrate", copied("ealing-2019", tmp_path), "--to", "ilacs-2O23", exit_code=4)
    assert "Did you mean 'ilacs-2023'?" in said


def test_a_folder_whose_own_framework_is_unknown_cannot_be_carried(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("assessment: {authority: A, framework: ilacs-2017}\n")
    assert "PI301" in told("migrate", tmp_path, "--to", "ilacs-2018", exit_code=4)


def test_frameworks_that_no_crosswalk_joins_are_told(tmp_path: Path) -> None:
    folder = copied("ealing-2019", tmp_path)
    said = told("migrate", folder, "--to", "met-or-not", "--frameworks", OTHER_SCALES, exit_code=1)
    assert "There is no crosswalk from ilacs-2018 to met-or-not, so nothing can be carried over." in said


def test_a_crosswalk_that_leads_nowhere_carries_nothing(tmp_path: Path) -> None:
    folder, head = own_frameworks(tmp_path, {f"GV-0{number}": f"LE-0{number}" for number in range(1, 5)})
    walk = folder / "frameworks" / "crosswalks" / "five-grades--met-or-not.yaml"
    walk.write_text(walk.read_text().replace("to: [LE-01]", "to: [LE-09]"))
    (folder / "a.yaml").write_text(head)
    said = told("migrate", folder, "--to", "met-or-not", "--write", exit_code=1)
    assert "met-or-not has no 'LE-09'." in said
    assert "The crosswalks have problems, so nothing can be carried over." in said
    assert (folder / "a.yaml").read_text() == head


# --- any layout


DESCRIPTORS = st.lists(st.sampled_from(sorted(framework("slac-2009").descriptors)), min_size=1, max_size=4, unique=True)
QUOTES = st.sampled_from(["", "'", '"'])
NOTES = st.sampled_from(["", "  # a note", "\t# tab\tin it", " # SG-OE-01, [x]: 'y'", "   "])
GAPS = st.sampled_from(["", " ", "  "])


@st.composite
def flow(draw: st.DrawFn, words: list[str]) -> str:
    """Write a list in brackets, on one line or over several."""
    quote, pad = draw(QUOTES), draw(GAPS)
    joint = draw(st.sampled_from([", ", ",", " , ", ",\n          ", ",  # why\n          ", "\n          , "]))
    ids_ = joint.join(f"{quote}{word}{quote}" for word in words)
    return f" [{pad}{ids_}{draw(st.sampled_from(['', ' ', ',', ' , ', ',' + chr(10) + '      ']))}]{draw(NOTES)}\n"


@st.composite
def block(draw: st.DrawFn, words: list[str]) -> str:
    """Write a list with one entry a line."""
    indent = draw(st.sampled_from(["    ", "      ", "        "]))
    lines = [f"{indent}-{draw(st.sampled_from([' ', '   ']))}{(q := draw(QUOTES))}{word}{q}{draw(NOTES)}\n" for word in words]
    between = draw(st.sampled_from(["", "\n", f"{indent}# between\n"]))
    return f"{draw(NOTES)}\n" + between.join(lines)


@st.composite
def listed(draw: st.DrawFn) -> str:
    """Write a list of descriptors in any of the ways that there are."""
    words = draw(DESCRIPTORS)
    single = [f" {(q := draw(QUOTES))}{words[0]}{q}{draw(NOTES)}\n"] if len(words) == 1 else []
    return draw(st.one_of(flow(words), block(words), *(st.just(one) for one in single)))


TEXTS = st.sampled_from(
    [
        "Plans.",
        "'It''s SG-OE-01: fine'",
        '"Über \\u00e9 👧🏽 # no comment"',
        ">-\n      Folded SG-OE-01\n      text.\n\n      More.",
        "|\n      - SG-OE-01\n      # no comment\n",
        "plain text\n      that goes on  # a comment",
    ]
)


@st.composite
def layouts(draw: st.DrawFn) -> str:
    """Write a file of evidence and actions, in any order of keys, with comments and blank lines anywhere."""
    text = draw(st.sampled_from(["", "# SG-OE-01 at the top\n", "\n\n", "---\n"]))
    section = draw(st.sampled_from(["evidence", "actions"]))
    text += f"{section}:{draw(NOTES)}\n"
    for number in range(draw(st.integers(1, 4))):
        key = {"evidence": "descriptors", "actions": "gaps"}[section]
        keys = {
            "evidence": [
                "    kind: audit\n",
                "    date: 2011-12-01\n",
                f"    grade: good{draw(NOTES)}\n",
                f"    finding: {draw(TEXTS)}\n",
            ],
            "actions": [f"    result: {draw(TEXTS)}\n", f"    action: {draw(TEXTS)}\n"],
        }[section]
        rest = draw(st.permutations([*keys, f"    {key}:{draw(listed())}"]))
        text += draw(st.sampled_from(["", "\n", "  # above\n", "\n  # above\n\n"]))
        text += f"  - id: A-{number}{draw(NOTES)}\n{''.join(rest)}"
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def without_ids(text: str) -> str:
    """Give a text without what a migration may change: the ids in lists, their brackets, commas and quotes, and the questions."""
    lines = [line for line in re.split(r"\r?\n", text) if MARK not in line and NOTE not in line]
    known = "|".join(sorted((*framework("slac-2009").descriptors, *framework("ilacs-2018").descriptors), key=len, reverse=True))
    bare = [re.sub(rf"(['\"]?)\b(?:{known})\b\1", "", line) for line in lines]
    return re.sub(r"[\s,\[\]-]+", "", "\n".join(bare))


@settings(max_examples=200, deadline=None)
@given(text=layouts())
def test_in_any_layout_ids_become_what_the_crosswalk_says_and_all_else_stays(text: str) -> None:
    new = carried(text)
    assert lists(new) == [expected(words) for words in lists(text)]
    assert without_ids(new) == without_ids(text)
    assert new.count("\r\n") == new.count("\n") * ("\r\n" in text)
    assert values(new) == values(text)


def values(text: str) -> list[dict[str, Any]]:
    """Give all that the entries say, without their descriptors."""
    document, _ = parse(text, "a.yaml")
    assert document is not None
    rows = [block for section in ("evidence", "actions") for block in document.root.get(section, ())]
    return [{key: value for key, value in block.items() if key not in ("descriptors", "gaps")} for block in rows]
