"""Tables out and in: only what changed is changed, nothing is lost, and what Excel does on the way is understood."""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from commands import EVIDENCE, framework, run, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import converted, needs_calc

from preinspect.case import open_case
from preinspect.column import Broken, Choices, Column, Percent, Refusal, Sort, Words, cell_of, columns, read, same
from preinspect.exchange import csv_of, plan, words_of
from preinspect.exchange import sheet as laid_out
from preinspect.render.form import form
from preinspect.table import Unreadable, as_csv, guarded, read_table, unguarded

openpyxl = pytest.importorskip("openpyxl", reason="needs the part for Excel")
xlsxwriter = pytest.importorskip("xlsxwriter", reason="needs the part for Excel")

HEAD = "assessment: {authority: Anyshire, framework: ilacs-2026, as-at: 2026-11-01}\n"
EVIDENCE_FILE = """\
# The audits of the year.
evidence:
  # The first one.
  - id: AUD-01
    title: "Strategy discussions"   # September
    kind: audit
    descriptors: [HP-10, HP-06]
    date: 30/09/2026
    grade: RI
    finding: Strategy discussions were held in time in 28 of 40 records; the rest
      waited for the police, and nobody wrote down why.
    sample: {population: 214, size: 40, results: {outstanding: 2, Good: 21, RI: 14, inadequate: 3}, moderated: yes}

  - {id: "010", kind: document, descriptors: [HP-43], version: "3.0", approved: 2026-04-01, finding: 'A policy: "all".'}
"""
INDICATORS = """\
indicators:
  - id: KPI-1
    measure: re-referral-rate
    period: {from: 2025-04-01, to: 2026-03-31}
    numerator: 412
    denominator: 1905
    target: {from: 16, to: 20}
  - {id: KPI-2, measure: re-referral-rate, date: 2026-06-30, value: 21.5, target: 18}
"""
ACTIONS = """\
actions:
  - {id: ACT-1, gaps: [HP-10], result: Children are safer., due: 2027-01-31, status: on-track, seen: {date: 2026-10-01, evidence: [AUD-01]}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out a small council, and stand beside it."""
    monkeypatch.chdir(tmp_path)
    found = tmp_path / "council"
    found.mkdir()
    files = {"assessment": HEAD, "evidence": EVIDENCE_FILE, "indicators": INDICATORS, "actions": ACTIONS}
    for name, text in files.items():
        (found / f"{name}.yaml").write_text(text, "utf-8")
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def exported(folder: Path, sheet: str = "evidence", name: str = "table.csv") -> Path:
    """Export a section beside the folder."""
    target = folder.parent / name
    run("export", folder, "--sheet", sheet, "--output", target, "--overwrite")
    return target


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a CSV as people see it."""
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def rewritten(path: Path, change: Callable[[list[dict[str, str]]], Any]) -> Path:
    """Change a CSV as Excel would, and save it."""
    rows = rows_of(path)
    change(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), "utf-8-sig", newline="")
    return path


def table(folder: Path, text: str, name: str = "table.csv", encoding: str = "utf-8") -> Path:
    """Write a table beside the folder."""
    path = folder.parent / name
    path.write_bytes(text.encode(encoding))
    return path


def imported(folder: Path, path: Path, *words: str, sheet: str = "evidence", exit_code: int = 0) -> str:
    """Import a table and give what was said, on one line."""
    return told("import", path, "--sheet", sheet, "--folder", folder, *words, exit_code=exit_code)


def changed_lines(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[str]:
    """Give the lines that a folder has now and had not before."""
    old = [line for data in before.values() for line in data.decode("utf-8").split("\n")]
    new = [line for data in after.values() for line in data.decode("utf-8").split("\n")]
    return [line for line in new if line not in old]


# --- out and in again


@pytest.mark.parametrize("sheet", ["evidence", "indicators", "actions"])
@pytest.mark.parametrize("name", ["table.csv", "table.xlsx"])
def test_what_was_exported_changes_nothing(folder: Path, sheet: str, name: str) -> None:
    before = contents(folder)
    assert "Changed no values in no entries, added no entries" in imported(folder, exported(folder, sheet, name), sheet=sheet)
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["table.csv", "table.xlsx"])
def test_equal_input_gives_equal_bytes(folder: Path, name: str) -> None:
    first = exported(folder, "evidence", name).read_bytes()
    assert exported(folder, "evidence", name).read_bytes() == first


def test_a_file_that_is_there_is_not_written_over(folder: Path) -> None:
    target = exported(folder)
    target.write_text("worked on", "utf-8")
    run("export", folder, "--sheet", "evidence", "--output", target, exit_code=2)
    assert target.read_text("utf-8") == "worked on"


def test_an_ending_that_tells_no_form_is_asked_about(folder: Path) -> None:
    assert "should end in .xlsx or .csv" in told(
        "export", folder, "--sheet", "evidence", "--output", folder / "x.pdf", exit_code=2
    )


def test_csv_opens_in_excel_with_every_letter(folder: Path) -> None:
    raw = exported(folder).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 3


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5 places", "@home", "'=x", "''+x", "\tx"])
def test_a_text_never_becomes_a_formula_and_comes_back_as_it_was(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["'tis", "plain", "a=b", ""])
def test_other_texts_are_not_touched(text: str) -> None:
    assert guarded(text) == text == unguarded(text)


def test_a_table_with_personal_data_is_not_handed_out(folder: Path) -> None:
    text = EVIDENCE_FILE.replace("28 of 40 records", "the record of 943 476 5919")
    (folder / "evidence.yaml").write_text(text, "utf-8")
    assert "No table was written" in told("export", folder, "--sheet", "evidence", "--output", "t.csv", exit_code=1)
    assert not (folder.parent / "t.csv").exists()


# --- the form in Excel


@pytest.fixture
def book(folder: Path) -> Any:
    """Open the evidence of the small council as a workbook."""
    return openpyxl.load_workbook(exported(folder, name="form.xlsx"))


def header(sheet: Any) -> dict[str, int]:
    """Give the column of each name."""
    return {cell.value: cell.column for cell in sheet[1]}


def test_the_form_shows_words_and_days(book: Any) -> None:
    sheet = book["evidence"]
    at = header(sheet)
    assert sheet.cell(2, at["descriptors"]).value == f"HP-10 {framework('ilacs-2026').descriptors['HP-10'].title}"
    assert sheet.cell(2, at["grade"]).value == "Requires improvement to be good"
    assert sheet.cell(2, at["date"]).value == datetime(2026, 9, 30)
    assert sheet.cell(2, at["sample.results.requires-improvement"]).value == 14
    assert sheet.cell(3, at["id"]).value == "010"
    assert sheet.cell(3, at["version"]).value == "3.0"


def test_the_form_has_lists_to_choose_from(book: Any) -> None:
    sheet = book["evidence"]
    lists = {
        str(rule.sqref).split(":")[0].rstrip("0123456789"): rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    letters = {name: openpyxl.utils.get_column_letter(column) for name, column in header(sheet).items()}
    chosen = {name: words(book, lists[letter]) for name, letter in letters.items() if letter in lists}
    assert {"kind", "descriptors", "descriptors.2", "judgement", "grade", "extent", "effect", "auditor", "handling"} <= set(
        chosen
    )
    assert chosen["grade"] == ["Outstanding", "Good", "Requires improvement to be good", "Inadequate"]
    assert len(chosen["descriptors"]) == len(framework("ilacs-2026").descriptors)
    assert "audit" in chosen["kind"]


def words(book: Any, formula: str) -> list[str]:
    """Give the words of the range that a rule names."""
    name, _, area = formula.partition("!")
    return [cell.value for row in book[name][area.replace("$", "")] for cell in row]


def test_the_form_is_made_for_reading(book: Any) -> None:
    sheet = book["evidence"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert all(sheet.cell(1, column).comment for column in range(1, sheet.max_column))
    assert "Strategy discussions" in str(list(book["help"].iter_rows(values_only=True)))


def test_the_form_prints_with_its_ids_on_every_page_and_its_help_on_one_page_wide(book: Any) -> None:
    form, told = book["evidence"], book["help"]
    assert (form.print_title_rows, form.print_title_cols, form.page_setup.pageOrder) == ("$1:$1", "$A:$A", "overThenDown")
    assert told.sheet_properties.pageSetUpPr.fitToPage and told.page_setup.fitToHeight == 0
    for sheet in (form, told):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.oddFooter.left.text.startswith("&A: ")
    long = max(range(2, book["help"].max_row), key=lambda row: len(str(book["help"].cell(row, 2).value)))
    assert book["help"].row_dimensions[long].height >= 30
    assert book["evidence"].row_dimensions[2].height is None  # a row grows with what people type


def test_no_cell_of_the_form_is_a_formula(folder: Path) -> None:
    (folder / "evidence.yaml").write_text(EVIDENCE_FILE.replace('Strategy discussions"', '=HYPERLINK(1)"'), "utf-8")
    sheet = openpyxl.load_workbook(exported(folder, name="form.xlsx"))["evidence"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert sheet.cell(2, header(sheet)["title"]).value == "=HYPERLINK(1)"


# --- what changes


def test_an_edited_cell_is_one_line_of_the_file(folder: Path) -> None:
    before = contents(folder)
    path = rewritten(exported(folder), lambda rows: rows[0].update({"grade": "Good"}))
    assert "council/evidence.yaml:9:12: AUD-01: grade: 'Requires improvement to be good' becomes 'Good'" in imported(folder, path)
    assert changed_lines(before, contents(folder)) == ["    grade: good"]


def test_a_word_in_a_folded_text_is_one_line_of_the_file(folder: Path) -> None:
    before = contents(folder)
    path = rewritten(exported(folder), lambda rows: rows[0].update({"finding": rows[0]["finding"].replace("nobody", "no one")}))
    imported(folder, path)
    assert changed_lines(before, contents(folder)) == ["      waited for the police, and no one wrote down why."]


def test_a_result_is_counted_under_the_word_that_the_file_has(folder: Path) -> None:
    path = rewritten(
        exported(folder), lambda rows: rows[0].update({"sample.results.good": "20", "sample.results.requires-improvement": "15"})
    )
    imported(folder, path)
    assert "results: {outstanding: 2, Good: 20, RI: 15, inadequate: 3}" in (folder / "evidence.yaml").read_text("utf-8")


def test_a_range_may_take_the_place_of_a_number(folder: Path) -> None:
    path = rewritten(
        exported(folder, "indicators"), lambda rows: rows[1].update({"target": "", "target.from": "17", "target.to": "19"})
    )
    imported(folder, path, sheet="indicators")
    assert "value: 21.5, target: {from: 17, to: 19}}" in (folder / "indicators.yaml").read_text("utf-8")


def test_a_number_and_a_range_at_once_are_refused(folder: Path) -> None:
    path = rewritten(exported(folder, "indicators"), lambda rows: rows[1].update({"target.from": "17", "target.to": "19"}))
    assert "target: write either a number or a range" in imported(folder, path, sheet="indicators", exit_code=1)


def test_an_emptied_cell_takes_its_value_away(folder: Path) -> None:
    path = rewritten(exported(folder), lambda rows: rows[0].update({"descriptors.2": "", "sample.moderated": ""}))
    imported(folder, path)
    text = (folder / "evidence.yaml").read_text("utf-8")
    assert "descriptors: [HP-10]\n" in text and "inadequate: 3}}\n" in text


def test_a_missing_column_takes_nothing_away(folder: Path) -> None:
    before = contents(folder)
    imported(folder, table(folder, "id,grade\nAUD-01,RI\n"))
    assert contents(folder) == before


def test_a_row_that_vanished_is_told_and_stays(folder: Path) -> None:
    before = contents(folder)
    path = rewritten(exported(folder), lambda rows: rows.pop())
    assert "1 entry of the folder is not in the table and stays as it is: 010" in imported(folder, path)
    assert contents(folder) == before


def test_new_rows_go_to_the_file_of_their_kind_and_get_an_id(folder: Path) -> None:
    said = imported(folder, table(folder, "id,kind,descriptors,date,grade,finding\n,audit,HP-11,2026-10-01,Good,Seen in time.\n"))
    assert "council/evidence.yaml: AUD-2026-10-HP-01 from row 2, an id that was made up" in said
    text = (folder / "evidence.yaml").read_text("utf-8")
    assert text.startswith(EVIDENCE_FILE)
    assert text.endswith(
        "\n  - id: AUD-2026-10-HP-01\n    kind: audit\n    descriptors: [HP-11]\n    date: 2026-10-01\n    grade: good\n"
        "    finding: Seen in time.\n"
    )


def test_a_row_without_an_id_that_is_there_already_is_not_added_again(folder: Path) -> None:
    path = table(folder, "id,kind,descriptors,date,grade,finding\n,audit,HP-11,2026-10-01,Good,Seen in time.\n")
    imported(folder, path)
    before = contents(folder)
    assert "1 already there" in imported(folder, path)
    assert contents(folder) == before


def test_the_first_row_of_a_section_begins_it(folder: Path) -> None:
    (folder / "actions.yaml").unlink()
    imported(folder, table(folder, "id,gaps,result\nACT-9,HP-10,Children wait less.\n"), sheet="actions")
    assert (
        (folder / "actions.yaml")
        .read_text("utf-8")
        .endswith("actions:\n  - id: ACT-9\n    gaps: [HP-10]\n    result: Children wait less.\n")
    )


# --- previews and rejects


def test_a_preview_writes_nothing(folder: Path) -> None:
    path = table(
        folder, "id,kind,descriptors,date,grade,finding\nAUD-01,audit,HP-10,31/11/2026,Good,x\n,audit,HP-1,2026-01-01,good,y\n"
    )
    before = contents(folder.parent / "council"), sorted(folder.parent.iterdir())
    assert "Nothing was written" in imported(folder, path, "--preview", exit_code=1)
    assert (contents(folder), sorted(folder.parent.iterdir())) == before


REJECTED = {
    "AUD-1,audit,HP-10,31/11/2026,good,x": "date: 31 November does not exist; the table says '31/11/2026'",
    "AUD-2,audit,HP-10,13/13/2026,good,x": "date: there is no month 13; the table says '13/13/2026'",
    "AUD-3,audit,HP-1O,2026-01-01,good,x": "did you mean HP-10",
    "AUD-4,audti,HP-10,2026-01-01,good,x": "did you mean audit",
    "AUD-5,audit,HP-10,2026-01-01,adequate,x": (
        "grade: 'adequate' is none of: Outstanding, Good, Requires improvement to be good, Inadequate"
    ),
    "AUD-6,audit,,2026-01-01,good,x": "descriptors must not be empty",
    "AUD-7,audit,HP-10,,good,x": "'date' or 'period' or 'approved' is missing",
    "AUD-8,audit,HP-10,2026-01-01,good,": "finding must not be empty",
    "AUD 9,audit,HP-10,2026-01-01,good,x": "id: 'AUD 9' cannot stand here",
    "AUD-10,audit,HP-10,2026-01-01,good,Seen with 943 476 5919.": "finding: This looks like an NHS number",
    "AUD-11,audit,HP-10 Front-door screening,2026-01-01,good,x": "'HP-10 Front-door screening' is not in the list",
    "AUD-12,audit,HP-10,#N/A,good,x": "date: '#N/A' cannot be read as a day",
}


@pytest.mark.parametrize("row", REJECTED)
def test_a_bad_row_goes_to_the_rejects_with_the_reason_and_its_own_words(folder: Path, row: str) -> None:
    before = contents(folder)
    path = table(folder, f"id,kind,descriptors,date,grade,finding\n{row}\n")
    assert "1 rejected" in imported(folder, path, exit_code=1)
    assert contents(folder) == before
    (reject,) = rows_of(folder.parent / "table-rejects.csv")
    assert REJECTED[row] in reject["reason"]
    assert reject["row"] == "2"
    assert ",".join(list(reject.values())[2:]) == row


def test_all_that_is_wrong_with_a_row_is_told_at_once(folder: Path) -> None:
    row = "AUD-1,audti,HP-1O,31/11/2026,adequate,x"
    imported(folder, table(folder, f"id,kind,descriptors,date,grade,finding\n{row}\n"), exit_code=1)
    (reject,) = rows_of(folder.parent / "table-rejects.csv")
    assert [
        part.split(":")[0] for part in reject["reason"].split("; ") if "did you" not in part and "table says" not in part
    ] == ["kind", "descriptors", "date", "grade"]


def test_good_rows_are_taken_beside_bad_ones_and_the_rejects_can_be_put_right(folder: Path) -> None:
    path = table(
        folder,
        "id,kind,descriptors,date,grade,finding\nAUD-8,audit,HP-11,2026-01-01,good,x\nAUD-9,audit,HP-11,31/11/2026,good,y\n",
    )
    assert "added 1 entry" in imported(folder, path, exit_code=1)
    rejects = rewritten(
        folder.parent / "table-rejects.csv",
        lambda rows: rows[0].update({"date": "30/11/2025"}),
    )
    said = imported(folder, rejects)
    assert "added 1 entry" in said and "not in the table" not in said


def test_a_rejects_file_that_is_there_is_never_written_over(folder: Path) -> None:
    path = table(folder, "id,kind,descriptors,date,grade,finding\nAUD-9,audit,HP-11,31/11/2026,good,y\n")
    imported(folder, path, exit_code=1)
    first = (folder.parent / "table-rejects.csv").read_bytes()
    imported(folder, path, exit_code=1)
    assert (folder.parent / "table-rejects.csv").read_bytes() == first == (folder.parent / "table-rejects-2.csv").read_bytes()


# --- duplicates


def test_an_id_twice_in_the_table_is_refused_where_the_rows_differ(folder: Path) -> None:
    said = imported(folder, table(folder, "id,grade\nAUD-01,good\nAUD-01,inadequate\n"), exit_code=1)
    assert "the id 'AUD-01' stands in rows 2 and 3, which differ" in said


def test_the_same_content_under_another_id_is_not_added(folder: Path) -> None:
    path = rewritten(exported(folder), lambda rows: rows.append({**rows[1], "id": "DOC-7"}))
    before = contents(folder)
    assert "it says the same as '010' (council/evidence.yaml:14:10) under another id" in imported(folder, path, exit_code=1)
    assert contents(folder) == before


def test_the_same_new_content_twice_is_added_once(folder: Path) -> None:
    row = "audit,HP-11,2026-10-01,Good,Seen in time.\n"
    said = imported(folder, table(folder, f"id,kind,descriptors,date,grade,finding\nAUD-8,{row}AUD-9,{row}"), exit_code=1)
    assert "added 1 entry" in said and "it says the same as row 2 under another id" in said


def test_an_id_that_the_folder_has_twice_cannot_be_matched(folder: Path) -> None:
    (folder / "more.yaml").write_text(
        "evidence:\n  - {id: AUD-01, kind: audit, descriptors: [HP-10], date: 2026-01-01, grade: good, finding: x}\n"
    )
    assert "the folder has the id 'AUD-01' twice" in imported(folder, table(folder, "id,grade\nAUD-01,good\n"), exit_code=1)


# --- a form that was on its way while others went on


def test_what_nobody_touched_in_the_form_takes_nothing_back(folder: Path) -> None:
    path = exported(folder)
    text = EVIDENCE_FILE.replace("grade: RI", "grade: good")
    (folder / "evidence.yaml").write_text(text, "utf-8")
    assert "the folder's words stay: AUD-01" in imported(folder, path)
    assert (folder / "evidence.yaml").read_text("utf-8") == text


def test_two_changes_of_different_cells_both_stay(folder: Path) -> None:
    path = rewritten(exported(folder), lambda rows: rows[0].update({"title": "Talks"}))
    (folder / "evidence.yaml").write_text(EVIDENCE_FILE.replace("grade: RI", "grade: good"), "utf-8")
    imported(folder, path)
    text = (folder / "evidence.yaml").read_text("utf-8")
    assert 'title: "Talks"   # September' in text and "grade: good" in text


def test_two_changes_of_one_cell_are_shown_and_nobody_is_preferred(folder: Path) -> None:
    path = rewritten(exported(folder), lambda rows: rows[0].update({"grade": "Inadequate"}))
    (folder / "evidence.yaml").write_text(EVIDENCE_FILE.replace("grade: RI", "grade: good"), "utf-8")
    said = imported(folder, path, exit_code=1)
    assert "grade: the table says 'Inadequate', but since it was made the folder was changed to 'Good'" in said


def test_an_entry_that_was_deleted_since_does_not_come_back(folder: Path) -> None:
    path = exported(folder)
    (folder / "evidence.yaml").write_text("evidence: []\n", "utf-8")
    assert "'AUD-01' (row 2) was taken out of the folder after this table was made" in imported(folder, path)
    assert (folder / "evidence.yaml").read_text("utf-8") == "evidence: []\n"


# --- what Excel and people do to tables

DAY = Column("date", ("date",), Sort.DAY, "")
NUMBER = Column("numerator", ("numerator",), Sort.NUMBER, "")
YES = Column("with.worker", ("with", "worker"), Sort.COUNT_OR_YES, "")
TEXT = Column("version", ("version",), Sort.TEXT, "")
WORD = Column(
    "grade", ("grade",), Sort.WORD, "", choices=Choices({"good": "Good", "requires-improvement": "Requires improvement"})
)

READ: Sequence[tuple[Column, Any, Any]] = [
    (DAY, datetime(2026, 9, 30), "2026-09-30"),
    (DAY, date(2026, 9, 30), "2026-09-30"),
    (DAY, 46295, "2026-09-30"),
    (DAY, "46295", "2026-09-30"),
    (DAY, "30/09/2026", "2026-09-30"),
    (DAY, "2026-09-30 00:00:00", "2026-09-30"),
    (DAY, " 30\u00a0September 2026 ", "2026-09-30"),
    (NUMBER, 40.0, 40),
    (NUMBER, "1,905", 1905),
    (NUMBER, Percent(18.5), 18.5),
    (NUMBER, "18.5 %", 18.5),
    (YES, True, "yes"),
    (YES, "FALSE", "no"),
    (YES, 12, 12),
    (TEXT, 3, "3"),
    (TEXT, "\u201cabout\u201d\u00a0 it\u2019s ", '"about" it\'s'),
    (WORD, "requires improvement", "requires-improvement"),
    (WORD, "Good\u200b", "good"),
    (WORD, None, None),
    (TEXT, " \u00a0", None),
]


@pytest.mark.parametrize(("column", "cell", "value"), READ)
def test_a_cell_is_read_as_it_was_meant(column: Column, cell: Any, value: Any) -> None:
    assert read(column, cell) == value


@pytest.mark.parametrize(
    ("column", "cell"), [(DAY, 12), (DAY, "soon"), (NUMBER, "many"), (YES, "perhaps"), (TEXT, Broken("#REF!"))]
)
def test_a_cell_that_means_nothing_is_refused(column: Column, cell: Any) -> None:
    assert isinstance(read(column, cell), Refusal)


def test_curly_quotes_that_people_wrote_stay() -> None:
    assert read(TEXT, "it\u2019s new", "it\u2019s old") == "it\u2019s new"


@pytest.mark.parametrize(("cell", "current", "as_text"), [("10", "010", True), (10, "010", False), ("3", "3.0", True)])
def test_a_number_that_lost_its_noughts_is_no_change(cell: Any, current: str, as_text: bool) -> None:
    assert same(TEXT, cell, current, as_text=as_text)


def test_a_number_that_was_typed_as_text_is_a_change() -> None:
    assert not same(TEXT, "3", "3.0")


def test_a_letter_that_the_file_could_not_hold_is_no_change() -> None:
    assert same(TEXT, "T?maki", "T\u014dmaki", as_text=True, code="cp1252")


ODD: Mapping[str, str] = {
    "semicolons": "ID;Grade\nAUD-01;good\n",
    "tabs": "id\tgrade\nAUD-01\tgood\n",
    "a title above, and empty rows": "Returns of September,,\n,,\n,id,Grade\n\n,AUD-01,Good\n,,\n",
    "other capitals and blanks": " Id , GRADE \nAUD-01 ,\u00a0Good\n",
    "a mark of Excel's own": "sep=;\nid;grade\nAUD-01;good\n",
}


@pytest.mark.parametrize("what", ODD)
def test_odd_tables_are_read(folder: Path, what: str) -> None:
    assert "Changed 1 value in 1 entry" in imported(folder, table(folder, ODD[what]))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read(folder: Path, encoding: str) -> None:
    imported(folder, table(folder, "id,title\nAUD-01,Café – été\n", encoding=encoding))
    assert 'title: "Café – été"' in (folder / "evidence.yaml").read_text("utf-8")


def test_an_id_that_became_a_number_is_found_again(folder: Path) -> None:
    imported(folder, table(folder, "id,version\n10,4.1\n"))
    assert 'id: "010", kind: document, descriptors: [HP-43], version: "4.1"' in (folder / "evidence.yaml").read_text("utf-8")


def test_a_renamed_column_is_asked_about_before_anything_is_read(folder: Path) -> None:
    before = contents(folder)
    said = imported(folder, table(folder, "id,findng\nAUD-01,new\n"), exit_code=1)
    assert "There is no column 'findng'; did you mean 'finding'?" in said
    assert contents(folder) == before


def test_a_column_of_ones_own_is_told_and_passed_over(folder: Path) -> None:
    assert "There is no field 'to ask Kim'; the column was not read." in imported(
        folder, table(folder, "id,grade,to ask Kim\nAUD-01,RI,x\n")
    )


def test_a_column_twice_is_refused(folder: Path) -> None:
    assert "Two columns are named 'Grade'" in imported(folder, table(folder, "id,grade,Grade\nAUD-01,RI,RI\n"), exit_code=1)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("t.xls", b"x", "cannot be read; save it as an Excel workbook"),
        ("t.pdf", b"x", "The name should end in .xlsx or .csv"),
        ("t.xlsx", b"not a workbook", "cannot be read as an Excel workbook"),
        ("t.csv", b"just,words\n1,2\n", "No row holds the names of the columns"),
        ("t.csv", b"", "No row holds the names of the columns"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=why):
        read_table(path, "evidence", ["id", "grade"])


def test_a_workbook_with_a_title_over_merged_cells_is_read(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["What we saw in September"])
    sheet.merge_cells("A1:C1")
    sheet.append([])
    sheet.append(["id", "numerator", "denominator", "period.to"])
    sheet.append(["KPI-1", 412.0, 0.5, 46112])
    sheet["C4"].number_format = "0%"
    path = folder.parent / "own.xlsx"
    book.save(path)
    said = imported(folder, path, sheet="indicators", exit_code=0)
    assert "Read from the worksheet 'Sheet'." in said
    text = (folder / "indicators.yaml").read_text("utf-8")
    assert "denominator: 50" in text and "to: 2026-03-31" in text


def test_colours_of_excels_own_are_read_past_without_a_word(folder: Path, recwarn: pytest.WarningsRecorder) -> None:
    path = folder.parent / "own.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, ["id", "numerator"])
    page.write_row(1, 0, ["KPI-1", 412])
    page.conditional_format("B2:B2", {"type": "data_bar", "data_bar_2010": True})
    book.close()
    imported(folder, path, sheet="indicators")
    assert "numerator: 412" in (folder / "indicators.yaml").read_text("utf-8")
    assert [str(one.message) for one in recwarn] == []


def test_a_formula_that_nobody_worked_out_is_not_taken_for_an_empty_cell(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "numerator", "denominator"])
    book.active.append(["KPI-1", "=206*2", 1905])
    path = folder.parent / "own.xlsx"
    book.save(path)
    said = imported(folder, path, sheet="indicators", exit_code=1)
    assert "numerator: the formula in this cell gives no result" in said


# --- the folder is left whole


def test_a_folder_that_cannot_be_read_whole_takes_no_table(folder: Path) -> None:
    (folder / "broken.yaml").write_text("evidence:\n  - id: [\n", "utf-8")
    before = contents(folder)
    assert "has files that cannot be read" in imported(folder, table(folder, "id,grade\nAUD-01,good\n"), exit_code=1)
    assert contents(folder) == before


def test_all_files_change_or_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "more.yaml").write_text(
        "evidence:\n  - {id: A-2, kind: audit, descriptors: [HP-10], date: 2026-01-01, grade: good, finding: x}\n"
    )
    before = contents(folder)
    moves: Iterator[Callable[..., Any]] = chain([Path.replace, failing], repeat(Path.replace))
    monkeypatch.setattr(Path, "replace", lambda self, target: next(moves)(self, target))
    said = imported(folder, table(folder, "id,grade\nAUD-01,good\nA-2,inadequate\n"), exit_code=1)
    assert "Nothing was changed" in said
    monkeypatch.undo()
    assert contents(folder) == before


def failing(_self: Path, _target: Path) -> None:
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device", "more.yaml")


# --- a thousand items, by way of LibreOffice


@pytest.fixture(scope="module")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a thousand items in all the ways in which people write, under git."""
    folder = tmp_path_factory.mktemp("thousand") / "council"
    folder.mkdir()
    chance = random.Random(5)
    for number in range(10):
        end = ("\n", "\r\n")[number % 2]
        lines = [f"# part {number}", *(HEAD.split("\n")[:1] * (number == 0)), "evidence:"]
        for item in range(number * 100, number * 100 + 100):
            lines += [f"{'  ' * (number % 3 != 2)}{line}" for line in written(item, chance)]
        (folder / f"part-{number}.yaml").write_bytes((end.join(lines) + end).encode("utf-8"))
    git(folder, "init", "--quiet")
    git(folder, "config", "core.autocrlf", "false")
    git(folder, "add", "--all")
    git(folder, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "--message", "as it was")
    return folder


def written(number: int, chance: random.Random) -> Iterable[str]:
    """Write one item, in one of five ways."""
    descriptors = chance.sample(list(framework("ilacs-2026").descriptors), chance.choice([1, 1, 2, 3, 4]))
    words = " ".join(
        chance.choices(["plans", "children's", '"seen"', "naïve —", "O’Brien", "28 of 40", "= 70%", "+3", "@ home"], k=30)
    )
    grade = chance.choice(["good", "RI", "Requires improvement", "inadequate"])
    day = chance.choice(["2026-05-01", "30/06/2026", "'2026-08-31'"])
    plain = f"{words} ({number})"
    quoted = "'" + plain.replace("'", "''") + "'"
    listed = ", ".join(descriptors)
    ways: Sequence[Sequence[str]] = [
        [
            f"- {{id: DOC-{number}, kind: document, descriptors: [{listed}], version: {chance.choice(['3.0', '010', 'no'])}, "
            f"approved: 2026-04-01, finding: {quoted}}}"
        ],
        [
            f"- id: AUD-{number}",
            "  kind: audit   # in their words",
            f"  descriptors: [{listed}]",
            f"  date: {day}",
            f"  grade: {grade}",
            f"  finding: {quoted}",
            "  sample: {size: 40, results: {outstanding: 2, Good: 21, RI: 14, inadequate: 3}, moderated: yes}",
            "",
        ],
        [
            f"- id: FB-{number}",
            f"  title: '{chance.choice(['=SUM(A1)', '-5 places', '+44', 'Café'])} {number}'",
            "  kind: feedback",
            "  descriptors:",
            *(f"    - {one}" for one in descriptors),
            "  period: {from: 2026-01-01, to: 2026-03-31}",
            f"  grade: {grade}",
            "  finding: |",
            f"    {plain}",
            "",
            "    a second line",
            "  from: care-leavers",
            "  asked: 180",
            "  replied: 46",
        ],
        [
            "# a word before it",
            f"- id: OBS-{number}",
            "  kind: observation",
            f"  descriptors: [{listed}]",
            f"  date: {day}",
            f"  grade: {grade}",
            f"  finding: Found that plans and visits came in time, as {number} records show,",
            "    and that nobody waited.",
            "  with: {worker: no}",
        ],
        [
            f"- id: DIP-{number}",
            "  kind: dip-sample",
            f"  descriptors: [{listed}]",
            f"  date: {day}",
            "  finding: >-",
            f"    {plain}",
            "    goes on",
            "  sample:",
            "    size: 12   # few",
            "    met: 7",
        ],
    ]
    return ways[number % 5]


def git(folder: Path, *words: str) -> str:
    """Run git in a folder of the test's own."""
    return subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, text=True).stdout


def through_office(path: Path) -> Path:
    """Open a workbook in LibreOffice and save it."""
    return converted([path], "xlsx:Calc MS Excel 2007 XML", path.parent / "saved")[path.stem]


@pytest.mark.slow
@needs_calc
@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_thousand_items_through_libreoffice_leave_an_empty_difference_and_one_cell_one_line(council: Path) -> None:
    saved = through_office(exported(council, name="thousand.xlsx"))
    assert "1000 unchanged" in imported(council, saved)
    assert git(council, "status", "--porcelain") == ""
    book = openpyxl.load_workbook(saved)
    sheet = book["evidence"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "OBS-503")
    row[header(sheet)["finding"] - 1].value = row[header(sheet)["finding"] - 1].value.replace("nobody", "no child")
    book.save(saved)
    assert "Changed 1 value in 1 entry, added no entries, 999 unchanged" in imported(council, saved)
    assert git(council, "diff", "--numstat").split() == ["1", "1", "part-5.yaml"]
    assert "+    and that no child waited." in git(council, "diff")
    git(council, "checkout", "--", ".")


def test_a_thousand_items_as_csv_leave_an_empty_difference(council: Path) -> None:
    assert "1000 unchanged" in imported(council, exported(council, name="thousand.csv"))
    assert git(council, "status", "--porcelain") == ""


def test_a_real_inspection_goes_out_and_comes_back(tmp_path: Path) -> None:
    folder = shutil.copytree(EVIDENCE / "dudley-2011", tmp_path / "dudley")
    before = contents(folder)
    for sheet in ("evidence", "actions"):
        imported(folder, exported(folder, sheet, f"{sheet}.xlsx"), sheet=sheet, exit_code=0)
    assert contents(folder) == before


def test_a_cell_shows_what_was_typed_wrongly_as_it_was_typed() -> None:
    assert cell_of(DAY, {"date": "31/11/2026"}, Words()) == "31/11/2026"


def test_rows_are_written_as_csv_with_days_as_text() -> None:
    assert as_csv([["id", date(2026, 9, 30), None, 18.0]], mark=False) == b"id,2026-09-30,,18\r\n"


# --- what a table loses on its way


BULLETS = """\
# Two paragraphs, and what looks like a formula.
evidence:
  - id: AUD-01
    kind: audit
    descriptors: [HP-10]
    date: 2026-09-30
    grade: good
    finding: |
      - first bullet

      second paragraph, "quoted"
    impact: "=1+1"
  - id: AUD-02
    kind: audit
    descriptors: [HP-11]
    date: 2026-09-30
    grade: good
    finding: One line.
"""


@pytest.fixture
def bullets(folder: Path) -> Path:
    """Let the small council have findings of several paragraphs."""
    (folder / "evidence.yaml").write_text(BULLETS, "utf-8")
    return folder


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_lines_that_end_as_on_a_macintosh_lose_nothing(bullets: Path, quoting: Any) -> None:
    before = contents(bullets)
    rows = list(csv.reader(io.StringIO(exported(bullets).read_text("utf-8-sig"), newline="")))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r", quoting=quoting).writerows(rows)
    path = bullets.parent / "macintosh.csv"
    path.write_bytes(out.getvalue().encode("mac_roman"))
    assert "2 unchanged" in imported(bullets, path)
    assert contents(bullets) == before


def test_text_of_a_macintosh_is_read_in_its_own_letters(folder: Path) -> None:
    imported(folder, table(folder, "id,title\rAUD-01,Café\r", encoding="mac_roman"))
    assert 'title: "Café"' in (folder / "evidence.yaml").read_text("utf-8")


def test_a_cell_that_is_missing_is_not_an_empty_one(folder: Path) -> None:
    said = imported(folder, table(folder, "id,grade,title,finding\nAUD-01,Good\n"))
    assert "Changed 1 value in 1 entry" in said
    assert "Fewer cells than there are columns, in row 2: what the folder has for the missing ones stays." in said
    assert 'title: "Strategy discussions"   # September' in (folder / "evidence.yaml").read_text("utf-8")


@pytest.mark.parametrize("cells", [3, 9, 20])
def test_a_row_that_breaks_off_is_refused_and_stays_so(bullets: Path, cells: int) -> None:
    before = contents(bullets)
    rows = list(csv.reader(io.StringIO(exported(bullets).read_text("utf-8-sig"), newline="")))
    path = bullets.parent / "short.csv"
    path.write_bytes(as_csv([rows[0], rows[1][:cells], rows[2]]))
    assert f"it breaks off after {cells} of {len(rows[0])} cells" in imported(bullets, path, exit_code=1)
    assert "it breaks off after" in imported(bullets, bullets.parent / "short-rejects.csv", exit_code=1)
    assert contents(bullets) == before


def test_a_text_that_lost_its_quotes_is_refused(folder: Path) -> None:
    before = contents(folder)
    said = imported(folder, table(folder, "id,finding,grade\nAUD-01,Seen, in time,good\n"), exit_code=1)
    assert "it has more cells than there are names of columns" in said
    assert contents(folder) == before


def test_what_stands_beside_a_workbooks_table_is_told(folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "grade"])
    book.active.append(["AUD-01", "Good", None, "ask Kim"])
    book.save(folder.parent / "own.xlsx")
    said = imported(folder, folder.parent / "own.xlsx")
    assert "Changed 1 value" in said and "Cells beside the table, below no name, were not read, in row 2." in said


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows(folder: Path) -> None:
    before = contents(folder)
    said = imported(folder, table(folder, 'id,finding\nAUD-01,"Seen in time\n010,New\n'), exit_code=1)
    assert "A quotation mark that opens a cell is never closed" in said
    assert contents(folder) == before


def as_workbook(path: Path) -> Path:
    """Open a CSV file in Excel and save it as a workbook."""
    rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    return workbook(path.with_suffix(".xlsx"), rows)


def workbook(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """Save rows of texts as a workbook."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet("table")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            page.write_string(number, place, cell)
    book.close()
    return path


def as_saved_csv(path: Path) -> Path:
    """Open a workbook in Excel and save it as CSV: nothing is guarded there."""
    out = io.StringIO(newline="")
    rows = openpyxl.load_workbook(path)["evidence"].iter_rows(values_only=True)
    csv.writer(out, lineterminator="\r\n").writerows([as_shown(cell) for cell in row] for row in rows)
    path.with_suffix(".csv").write_bytes(out.getvalue().encode("utf-8-sig"))
    return path.with_suffix(".csv")


def as_shown(cell: Any) -> str:
    """Give a cell as Excel shows it."""
    return cell.strftime("%d/%m/%Y") if isinstance(cell, datetime) else "" if cell is None else str(cell)


def test_csv_that_was_saved_as_a_workbook_has_no_apostrophes_left(bullets: Path) -> None:
    before = contents(bullets)
    path = exported(bullets)
    assert rows_of(path)[0]["impact"] == "'=1+1"
    assert "2 unchanged" in imported(bullets, as_workbook(path))
    assert contents(bullets) == before


def test_an_edited_text_of_csv_that_was_saved_as_a_workbook_gets_no_apostrophe(bullets: Path) -> None:
    path = rewritten(
        exported(bullets), lambda rows: rows[0].update(finding=rows[0]["finding"].replace("first bullet", "first point"))
    )
    imported(bullets, as_workbook(path))
    assert (bullets / "evidence.yaml").read_text("utf-8") == BULLETS.replace("first bullet", "first point")


def test_rejects_that_were_saved_as_a_workbook_get_no_apostrophe(folder: Path) -> None:
    path = table(folder, "id,kind,descriptors,date,grade,finding\nAUD-9,audit,HP-11,31/11/2026,good,- one point\n")
    imported(folder, path, exit_code=1)
    rejects = rewritten(folder.parent / "table-rejects.csv", lambda rows: rows[0].update(date="30/11/2025"))
    assert "added 1 entry" in imported(folder, as_workbook(rejects))
    assert "finding: '- one point'" in (folder / "evidence.yaml").read_text("utf-8")


def test_an_apostrophe_of_the_folders_own_stays_in_a_workbook_saved_as_csv(bullets: Path) -> None:
    (bullets / "evidence.yaml").write_text(BULLETS.replace('"=1+1"', '"\'=1+1"'), "utf-8")
    before = contents(bullets)
    assert "2 unchanged" in imported(bullets, as_saved_csv(exported(bullets, name="table.xlsx")))
    assert contents(bullets) == before


@pytest.mark.parametrize("text", ["a _x000D_ b", "_x005F_", "ax005F_b", "_x0041_"])
def test_letters_that_look_like_an_escape_of_excel_stay(bullets: Path, text: str) -> None:
    (bullets / "evidence.yaml").write_text(BULLETS.replace("One line.", text), "utf-8")
    before = contents(bullets)
    assert "2 unchanged" in imported(bullets, exported(bullets, name="table.xlsx"))
    assert contents(bullets) == before
    rows = list(csv.reader(io.StringIO(exported(bullets).read_text("utf-8-sig"), newline="")))
    place = rows[0].index("finding")
    rows[2][place] = f"{text} And more."
    imported(bullets, workbook(bullets.parent / "edited.xlsx", rows))
    assert f"finding: {text} And more.\n" in (bullets / "evidence.yaml").read_text("utf-8")


LOST = {
    "zero\u200bwidth": "zero?width",
    "emoji \U0001f642 \U0001f469\u200d\U0001f466": "emoji ?? ?????",
    "Tāmaki Łódź": "T?maki ?ód?",
    "Tāmaki": "Tamaki",
    "an\u2003em space": "an?em space",
}


@pytest.mark.parametrize("text", LOST)
@pytest.mark.parametrize("more", ["", " Café"])
def test_letters_that_plain_csv_lost_stay(bullets: Path, text: str, more: str) -> None:
    (bullets / "evidence.yaml").write_text(BULLETS.replace("One line.", f"{text}{more}"), "utf-8")
    before = contents(bullets)
    path = rewritten(exported(bullets), lambda rows: rows[1].update(finding=f"{LOST[text]}{more}"))
    path.write_bytes(path.read_text("utf-8-sig").encode("cp1252"))
    said = imported(bullets, path)
    assert "2 unchanged" in said
    assert "Only letters that the file could not hold differ, so the folder's words stay: AUD-02: finding." in said
    assert contents(bullets) == before


def test_a_change_of_a_text_whose_letters_are_lost_is_asked_about(bullets: Path) -> None:
    (bullets / "evidence.yaml").write_text(BULLETS.replace("One line.", "Seen in Tāmaki."), "utf-8")
    before = contents(bullets)
    path = rewritten(exported(bullets), lambda rows: rows[1].update(finding="Heard in T?maki."))
    path.write_bytes(path.read_text("utf-8-sig").encode("cp1252"))
    assert "finding: this was changed in a file that cannot hold all letters of" in imported(bullets, path, exit_code=1)
    assert contents(bullets) == before


def test_a_text_may_be_written_anew_in_a_file_of_plain_letters(bullets: Path) -> None:
    (bullets / "evidence.yaml").write_text(BULLETS.replace("One line.", "Seen in Tāmaki \U0001f642"), "utf-8")
    assert "Changed 1 value" in imported(bullets, table(bullets, "id,finding\nAUD-02,All were seen.\n"))


ODD_ENDS = ("\r\n", "\x01", "\x0b", "\x1f", "\x7f", "\x85", "\u2028", "\ufeff", "\u200b", "\u2003")
ODD_WORDS = ("B c", "\U0001f642", "\u201c", "_x000D_", "x005F_", "010", "3.0", "1e5", "TRUE")
PIECES = st.sampled_from((*"aé?'=+-@,;\"\r\n\t ", *ODD_ENDS, *ODD_WORDS))
# Two signs of Excel's own for a letter, one within the end of the other, are more than the library that writes workbooks tells apart.
_OVERLAP = re.compile(r"_x[0-9A-Fa-f]{4}_?x[0-9A-Fa-f]{4}_")
TEXTS = st.lists(PIECES, min_size=1, max_size=12).map("".join).filter(lambda text: text.strip() and not _OVERLAP.search(text))


@given(title=TEXTS, finding=TEXTS, version=TEXTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_goes_out_and_comes_back_unchanged(folder: Path, title: str, finding: str, version: str) -> None:
    texts = {"title": title, "finding": finding, "version": version}
    lines = [f"    {key}: {escaped(text)}\n" for key, text in texts.items()]
    (folder / "evidence.yaml").write_text("".join([HEADLESS, *lines]), "utf-8")
    before = contents(folder)
    case = open_case(folder, as_at=None, today=TODAY)
    known = words_of(case)
    shown = laid_out("evidence", case, known)
    plain_csv, book = folder.parent / "t.csv", folder.parent / "t.xlsx"
    plain_csv.write_bytes(csv_of(shown))
    book.write_bytes(form(shown))
    for path in (plain_csv, book, as_workbook(plain_csv), as_macintosh(plain_csv)):
        found = plan(
            "evidence", read_table(path, "evidence", [one.name for one in columns("evidence", known)]), case, known, TODAY
        )
        assert (found.unchanged, found.changes, found.rejects, found.files) == (1, (), (), {}), path
    assert contents(folder) == before


HEADLESS = """\
evidence:
  - id: AUD-01
    kind: audit
    descriptors: [HP-10]
    date: 2026-09-30
    grade: good
"""


def escaped(text: str) -> str:
    """Write any text as YAML."""
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'


def as_macintosh(path: Path) -> Path:
    """Save a CSV file with lines that end as on a Macintosh."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r").writerows(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    path.with_name("mac.csv").write_bytes(out.getvalue().encode("utf-8-sig"))
    return path.with_name("mac.csv")


TODAY = date(2026, 11, 1)


# --- what people write in tables


@pytest.mark.parametrize("word", ["12-Aug-26", "12/08/26", "12.08.26", "12 Aug 26", "12 August 26", "12-Aug-2026"])
def test_days_as_excel_writes_them_into_csv_are_read(folder: Path, word: str) -> None:
    said = imported(folder, table(folder, f"id,date\nAUD-01,{word}\n"))
    assert "    date: 2026-08-12\n" in (folder / "evidence.yaml").read_text("utf-8")
    assert ("Years of two figures were read as of this century" in said) == (not word.endswith("2026"))


def test_a_year_of_two_figures_that_changes_nothing_is_not_spoken_of(folder: Path) -> None:
    said = imported(folder, table(folder, "id,date\nAUD-01,30-Sep-26\n"))
    assert "1 unchanged" in said and "Years of two figures" not in said


def test_a_year_of_two_figures_that_may_be_of_the_last_century_is_asked_about(folder: Path) -> None:
    said = imported(folder, table(folder, "id,date\nAUD-01,12/08/95\n"), exit_code=1)
    assert "date: '12/08/95' has a year of two figures; write it whole" in said


ADVICE = {
    "value,c": "value: 'c' is no number: write c under suppressed, and leave value empty",
    "value,6.5% (19/291)": "write 291 under denominator and 19 under numerator, and leave value empty",
    "value,19 of 291": "write 291 under denominator and 19 under numerator",
}


@pytest.mark.parametrize("cell", ADVICE)
def test_a_figure_that_is_none_is_refused_with_what_to_write(folder: Path, cell: str) -> None:
    name, word = cell.split(",")
    said = imported(folder, table(folder, f"id,{name}\nKPI-2,{word}\n"), sheet="indicators", exit_code=1)
    assert ADVICE[cell] in said


def test_several_descriptors_in_a_cell_are_refused_with_what_to_write(folder: Path) -> None:
    said = imported(folder, table(folder, "id,descriptors\nAUD-01,HP-01; HP-02\n"), exit_code=1)
    assert "'HP-01; HP-02' is 2 at once: write each in a column of its own, descriptors, descriptors.2 and so on" in said


def test_a_word_with_a_blank_for_its_hyphen_is_taken(folder: Path) -> None:
    imported(folder, table(folder, "id,status\nACT-1,At risk\n"), sheet="actions")
    assert "status: at-risk" in (folder / "actions.yaml").read_text("utf-8")


def test_a_table_without_ids_holds_new_entries(folder: Path) -> None:
    said = imported(folder, table(folder, "kind,descriptors,date,grade,finding\naudit,HP-11,2026-10-01,Good,Seen in time.\n"))
    assert "added 1 entry" in said and "every row of it is taken for a new entry" in said


def test_an_exported_table_that_lost_its_ids_is_refused(folder: Path) -> None:
    path = exported(folder)
    rows = [row[1:] for row in csv.reader(io.StringIO(path.read_text("utf-8-sig")))]
    path.write_bytes(as_csv(rows))
    assert "The table has lost its column 'id'" in imported(folder, path, exit_code=1)


@pytest.mark.parametrize(("sheet", "other"), [("evidence", "actions"), ("actions", "evidence"), ("indicators", "evidence")])
def test_a_table_of_another_section_is_named(folder: Path, sheet: str, other: str) -> None:
    before = contents(folder)
    said = imported(folder, exported(folder, sheet, "table.xlsx"), sheet=other, exit_code=1)
    assert f"This is a table of {sheet}, by the names of its columns: --sheet {sheet}. Nothing was imported." in said
    assert contents(folder) == before


FIGURE = "re-referral-rate,2025-04-01,2026-03-31,24.1"


def test_a_second_figure_of_the_same_measure_and_time_is_asked_about(folder: Path) -> None:
    before = contents(folder)
    path = table(folder, f"id,measure,period.from,period.to,value\n,{FIGURE}\n")
    said = imported(folder, path, sheet="indicators", exit_code=1)
    assert "'KPI-1' is a figure of the same measure and time already; write its id into this row to change it" in said
    assert contents(folder) == before


def test_a_second_figure_with_an_id_of_its_own_is_added_and_told(folder: Path) -> None:
    path = table(folder, f"id,measure,period.from,period.to,value\nKPI-9,{FIGURE}\n")
    said = imported(folder, path, sheet="indicators")
    assert "added 1 entry" in said
    assert "Note: KPI-9: measure: 'KPI-1' (council/indicators.yaml:2:5) is of the same measure, time and service." in said


def test_figures_that_do_not_fit_are_told(folder: Path) -> None:
    path = table(folder, "id,numerator,denominator,value\nKPI-2,90,100,80\n")
    assert "KPI-2: value: The value is 80, but 90 of 100 gives 90.0." in imported(folder, path, sheet="indicators")
