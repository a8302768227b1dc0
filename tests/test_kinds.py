"""Every kind of report, for every audience: what is told, and what is not."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from commands import EVIDENCE, SHIPPED, told
from render.pages import AUDIENCES, FOLDERS, KINDS, laid, plain, texts

from preinspect.kinds.every import KINDS as WRITTEN
from preinspect.page import Grid, Picture, Table, Words, cell_words
from preinspect.report import GradeShown

CALLS = [(folder, kind, audience) for folder in FOLDERS for kind in KINDS for audience in AUDIENCES]


def words(folder: str, kind: str, audience: str = "internal") -> str:
    return plain(" ".join(texts(laid(folder, kind, audience))))


def test_the_command_offers_every_kind() -> None:
    assert set(WRITTEN) == set(KINDS)


@pytest.mark.parametrize(("folder", "kind", "audience"), CALLS)
def test_every_kind_says_for_whom_and_as_at_when(folder: str, kind: str, audience: str) -> None:
    facts = dict(laid(folder, kind, audience).facts)
    assert facts["Data as at"] and facts["Who it is for"]


@pytest.mark.parametrize(("folder", "kind", "audience"), CALLS)
def test_rows_of_a_table_have_a_cell_for_each_column(folder: str, kind: str, audience: str) -> None:
    assert all(len(row) == len(table.columns) for table in laid(folder, kind, audience).tables() for row in table.rows)


@pytest.mark.parametrize("kind", KINDS)
def test_the_public_sees_no_prediction(kind: str) -> None:
    page = laid("ealing-2019", kind, "public")
    told = plain(" ".join(texts(replace(page, dropped=()))))
    assert "Predicted" not in told and "confidence" not in told.casefold()


@pytest.mark.parametrize("kind", KINDS)
def test_a_public_report_lists_what_was_left_out(kind: str) -> None:
    assert laid("ealing-2019", kind, "public").dropped


@pytest.mark.parametrize("kind", KINDS)
def test_an_internal_report_leaves_nothing_out(kind: str) -> None:
    assert laid("ealing-2019", kind, "internal").dropped == ()


SLIPS = re.compile(
    r"\b(?P<words>\w+(?: \w+){1,7})[:;] (?i:(?P=words))\b"  # 'No evidence: no evidence'
    r"|\b(?P<word>[a-z]+) (?P=word)\b"  # 'the the'
    r"|(?<!\.)\.\.(?!\.)| [,;.](?!\w)|: ?:|[,;:]\.|\(\)",
)
"""What reads as a slip: words twice running, and marks that do not go together."""


@pytest.mark.parametrize(("folder", "kind", "audience"), CALLS)
def test_no_words_stand_twice_running_and_no_marks_beside_others(folder: str, kind: str, audience: str) -> None:
    told = (plain(text) for text in texts(laid(folder, kind, audience)))
    assert [found[0] for text in told if (found := SLIPS.search(text))] == []


@pytest.mark.parametrize(("folder", "kind", "audience"), CALLS)
def test_the_grade_of_a_judgement_and_its_reason_do_not_say_the_same(folder: str, kind: str, audience: str) -> None:
    rows = [row for table in laid(folder, kind, audience).tables() for row in table.rows]
    grades = [(one.words, tuple(map(cell_words, row))) for row in rows for one in row if isinstance(one, GradeShown)]
    twice = [words for words, cells in grades for other in cells if other.startswith(f"{words}:")]
    blocks = [one for one in laid(folder, kind, audience).blocks() if isinstance(one, Words) and one.grade]
    assert twice == [] and [one.told for one in blocks if one.grade and one.text.startswith(one.grade.words)] == []


def test_a_slip_is_noticed() -> None:
    slips = ("No evidence: No evidence.", "the the", "one.. two", "a , b", "a: : b", "said;.", "none ()")
    assert [text for text in slips if not SLIPS.search(text)] == []


def test_the_committee_paper_has_the_headings_of_the_seed_papers_in_their_order() -> None:
    titles = [section.title for section in laid("dudley-2011", "committee").sections]
    assert [title for title in titles if title[0].isdigit()] == [
        "1. Purpose",
        "2. Recommendations",
        "3. Background",
        "4. Evidence considered",
        "5. Judgements",
        "6. Areas for development",
        "7. Implications",
        "8. Conclusion",
    ]


def test_dudleys_committee_paper_holds_its_22_judgements_in_the_papers_order() -> None:
    tables = [one for one in laid("dudley-2011", "committee").tables() if one.columns[0] == "Judgement"]
    titles = [str(row[0]) for table in tables for row in table.rows]
    assert len(titles) == 22 and titles[0] == "Overall effectiveness (Safeguarding services)"
    assert titles[9] == "Equality and diversity (Safeguarding services)"


def test_dudleys_committee_paper_holds_its_areas_for_improvement_by_band() -> None:
    areas = next(one for one in laid("dudley-2011", "committee").sections if one.title == "6. Areas for development")
    rows = {one.title: [row for block in one.blocks if isinstance(block, Table) for row in block.rows] for one in areas.sections}
    assert (len(rows["Within three months"]), len(rows["Within six months"])) == (7, 1)


def test_the_page_for_a_lead_member_names_no_descriptor_code() -> None:
    assert "HP-" not in words("ealing-2019", "one-page") and "CL-" not in words("ealing-2019", "one-page")


def test_the_board_sees_where_nobody_looked() -> None:
    blocks = [block for section in laid("ealing-2019", "board").sections for block in section.blocks]
    assert any(isinstance(block, Grid) for block in blocks) and any(isinstance(block, Picture) for block in blocks)


def test_a_folder_without_evidence_gets_no_grade_in_any_kind() -> None:
    told = [
        cell
        for kind in KINDS
        for table in laid("bury-2013", kind).tables()
        if isinstance(table, Table)
        for row in table.rows
        for cell in row
    ]
    assert not [cell for cell in told if getattr(cell, "id", None)]


def test_the_deadline_names_the_bank_holidays_that_were_not_counted() -> None:
    assert "31 March 2020" in words("ealing-2019", "plan") and "Boxing Day" in words("ealing-2019", "plan")


@pytest.mark.parametrize("name", ["ealing-2011", "dudley-2011", "shropshire-2011"])
def test_no_deadline_is_told_where_no_source_says_how_long_the_framework_gave(name: str) -> None:
    assert (
        "action plan is due"
        not in told("report", EVIDENCE / name, "--kind", "plan", "--format", "md", "--output", "-").casefold()
    )
    assert "action plan due" not in told("plan", EVIDENCE / name).casefold()


def test_the_deadline_follows_from_the_framework_of_the_result(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "ilacs-2018", tmp_path / "ilacs-2018")
    shutil.copytree(SHIPPED / "crosswalks", tmp_path / "crosswalks")
    path = tmp_path / "ilacs-2018" / "framework.yaml"
    path.write_text(path.read_text("utf-8").replace("{working-days: 70,", "{working-days: 20,"), "utf-8")
    assert ": 20 working days after the report was published on 19 December 2019." in told(
        "plan", EVIDENCE / "ealing-2019", "--frameworks", tmp_path
    )


def test_a_gap_report_on_nothing_recorded_has_no_word_of_comfort() -> None:
    told = "\n".join(texts(laid("bury-2013", "gap")))
    assert "No judgement has a grade, so that nobody can say whether a limit would bind." in told
    assert "There is no evidence here, so that there is no claim to test." in told
    comfort = ("No limit binds", "There is no warning.", "None in this evidence.", "wherever there is evidence")
    assert [words for words in comfort if words in told] == []


def test_the_public_is_shown_no_band_that_is_empty_only_because_predictions_are_kept_back() -> None:
    page = laid("ealing-2019", "gap", "public")
    (areas,) = [one for one in page.sections if one.title == "Areas for improvement"]
    assert [one.title for one in areas.sections] == ["Published by inspectors"]
