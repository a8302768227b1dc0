"""The papers that the product was conceived from, as assessments: what they give is shown, and what they do not give is not."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from commands import EVIDENCE, ROOT, assessed, facts, framework, run, told

from preinspect.document import parse

SAFEGUARDING = [
    "Overall effectiveness",
    "Capacity for improvement",
    "Children and young people are safe and feel safe",
    "Quality of provision",
    "The contribution of health agencies to keeping children and young people safe",
    "Ambition and prioritisation",
    "Leadership and management",
    "Performance management and quality assurance",
    "Partnership working",
    "Equality and diversity",
]
CARE = [
    "Overall effectiveness",
    "Capacity for improvement",
    "Being healthy",
    "Staying safe",
    "Enjoying and achieving",
    "Making a positive contribution, including user engagement",
    "Economic well-being",
    "Quality of provision",
    "Ambition and prioritisation",
    "Leadership and management",
    "Performance management and quality assurance",
    "Equality and diversity",
]
"""The rows of the papers' tables of findings, in their order."""

GRADES = {"o": "outstanding", "g": "good", "a": "adequate"}
EALING = [GRADES[letter] for letter in "gogggoogoggogggoggoogg"]
DUDLEY = [GRADES[letter] for letter in "agaaaggaggggagoggaggag"]
PAPERS = {"ealing-2011": EALING, "dudley-2011": DUDLEY}


@cache
def status(name: str) -> Any:
    """Give what `status` says of a shipped assessment, to programs."""
    return facts("status", EVIDENCE / name)


@cache
def said(name: str) -> str:
    """Give what `status` says of a shipped assessment, to people."""
    return run("status", EVIDENCE / name).stdout


@pytest.mark.parametrize("name", [*PAPERS, "shropshire-2011", "bury-2013", "ealing-2019"])
def test_no_shipped_assessment_has_an_error(name: str) -> None:
    found = facts("check", EVIDENCE / name)["problems"]
    assert [problem for problem in found if problem["severity"] != "note"] == []


@pytest.mark.parametrize("name", [*PAPERS, "shropshire-2011"])
def test_all_22_judgements_are_shown_in_the_paper_s_order(name: str) -> None:
    titles = [one["title"] for one in status(name)["judgements"]]
    assert [title.partition(" (")[0] for title in titles] == SAFEGUARDING + CARE
    assert len(set(titles)) == 22


@pytest.mark.parametrize("name", [*PAPERS, "shropshire-2011"])
def test_each_block_stands_under_the_paper_s_heading(name: str) -> None:
    one = framework("slac-2009")
    first, second = said(name).split("\nServices for looked after children\n")
    assert "\nSafeguarding services\n" in first
    blocks = [(first, one.graded[:10]), (second, one.graded[10:])]
    assert [
        judgement.id for block, judgements in blocks for judgement in judgements if f"\n{judgement.title}" not in f"\n{block}"
    ] == []


def test_the_framework_has_the_paper_s_headings_within_the_blocks() -> None:
    headings = [one.heading for one in framework("slac-2009").judgements]
    first, second = (
        "Safeguarding outcomes for children and young people",
        "How good are outcomes for looked after children and care leavers?",
    )
    assert headings[:10] == [None, None, first, first, first, "Management", "Management", "Management", "Management", None]
    assert headings[10:] == [None, None, *([second] * 6), "Management", "Management", "Management", None]


@pytest.mark.parametrize(("name", "grades"), PAPERS.items())
def test_published_grades_are_those_of_the_paper(name: str, grades: list[str]) -> None:
    assert [one["published"]["grade"] for one in status(name)["judgements"]] == grades


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("ealing-2011", {"good": 14, "outstanding": 8}),
        ("dudley-2011", {"outstanding": 1, "good": 13, "adequate": 8}),
    ],
)
def test_counts_agree_with_the_paper(name: str, counts: dict[str, int]) -> None:
    assert Counter(one["published"]["grade"] for one in status(name)["judgements"]) == counts
    shown = Counter(grade.lower() for grade in re.findall(r"Published (?:on|by) [^:]+: (\w+)", said(name)))
    assert shown == counts


@pytest.mark.parametrize(("name", "day"), [("ealing-2011", "on 27 June 2011"), ("dudley-2011", "by 30 January 2012")])
def test_every_judgement_shows_the_published_grade_beside_the_prediction(name: str, day: str) -> None:
    judgements = re.split(r"\n(?=\S)", said(name))
    shown = [one for one in judgements if "Published " in one]
    assert len(shown) == 22
    assert [one for one in shown if f"Published {day}: " not in one] == []


def test_dudley_s_paper_gives_no_day_of_publication_so_none_is_claimed() -> None:
    claims = re.compile(r"(?<!by )(?<!paper of )30 January 2012")
    for command in (("status",), ("plan",), ("report", "--kind", "committee", "--format", "md", "--output", "-")):
        shown = told(command[0], EVIDENCE / "dudley-2011", *command[1:])
        assert not claims.search(shown), command
    assert "2012 Adequate" not in said("dudley-2011")


def test_where_there_is_evidence_dudley_has_predictions_beside_the_published_grades() -> None:
    predicted = [one for one in status("dudley-2011")["judgements"] if one["grade"]]
    assert len(predicted) >= 8
    assert said("dudley-2011").count("(as predicted)") >= 5
    assert [one["id"] for one in predicted if not one["coverage"]["evidenced"]] == []


@pytest.mark.parametrize("name", [*PAPERS, "shropshire-2011", "bury-2013"])
def test_where_there_is_no_evidence_there_is_no_grade(name: str) -> None:
    empty = [one for one in status(name)["judgements"] if not one["coverage"]["evidenced"]]
    assert empty
    assert {one["grade"] for one in empty} == {None}


@pytest.mark.parametrize("name", [*PAPERS, "shropshire-2011"])
def test_nothing_is_graded_across_the_two_blocks(name: str) -> None:
    assert status(name)["overall"] is None
    assert "There is no grade for the whole authority" in " ".join(said(name).split())


@pytest.mark.parametrize("name", [*PAPERS, "shropshire-2011"])
def test_no_grade_of_another_scale_is_shown(name: str) -> None:
    assert "requires improvement" not in said(name).casefold()


# --- the committee report beside the paper


AREAS = [
    ("Safeguarding services", "three-months", ("health action plan",)),
    ("Safeguarding services", "three-months", ("mental health", "women", "birth")),
    ("Safeguarding services", "three-months", ("protocols", "older young people")),
    ("Safeguarding services", "three-months", ("standards", "quality assurance", "safeguarding practice")),
    ("Services for looked after children", "three-months", ("specialist health services", "capacity")),
    ("Services for looked after children", "three-months", ("teenage parents", "parents in care")),
    ("Services for looked after children", "three-months", ("reviewing officers", "capacity", "quality")),
    ("Services for looked after children", "six-months", ("audit", "challenge", "across the partnership")),
]
"""Dudley's areas for improvement in the paper's order: block, timescale, and words that tell each."""

BANDS = {"three-months": "Within three months", "six-months": "Within six months"}


@cache
def committee(audience: str, form: str) -> str:
    """Give Dudley's report to committee on one line."""
    words = ("--kind", "committee", "--audience", audience, "--format", form, "--output", "-")
    return told("report", EVIDENCE / "dudley-2011", *words)


def committee_tables(audience: str, caption: str) -> list[Any]:
    """Give the tables of Dudley's report to committee whose captions begin so, each with the titles of the sections that it is in."""
    found = json.loads(
        run(
            "report", EVIDENCE / "dudley-2011", "--kind", "committee", "--audience", audience, "--format", "json", "--output", "-"
        ).stdout
    )

    def walk(section: Any) -> Iterator[Any]:
        for block in section["blocks"]:
            if block["type"] == "table" and block["caption"].startswith(caption):
                yield {**block, "section": section["title"]}
        for inner in section["sections"]:
            yield from walk(inner)

    return [one for section in found["sections"] for one in walk(section)]


@pytest.mark.parametrize("audience", ["internal", "board", "public"])
def test_the_committee_report_has_the_paper_s_table_of_judgements(audience: str) -> None:
    tables = committee_tables(audience, "The judgements")
    assert [one["caption"] for one in tables] == [
        "The judgements: Safeguarding services",
        "The judgements: Services for looked after children",
    ]
    rows = [(row[0].split(" (")[0], row[1].split(",")[0].lower()) for one in tables for row in one["rows"]]
    assert rows == list(zip(SAFEGUARDING + CARE, DUDLEY, strict=True))


@pytest.mark.parametrize("audience", ["internal", "board", "public"])
def test_the_committee_report_has_the_paper_s_areas_for_improvement(audience: str) -> None:
    tables = committee_tables(audience, "Published by 30 January 2012 as areas for improvement")
    rows = [
        (one["caption"].split(": ")[1].split(", ")[0], one["section"], row[0], row[1]) for one in tables for row in one["rows"]
    ]
    assert [(block, band, number) for block, band, number, _ in rows] == [
        (block, BANDS[band], number) for number, (block, band, _) in enumerate(AREAS, 1)
    ]
    missing = [
        (text, word) for (*_, text), (*_, words) in zip(rows, AREAS, strict=True) for word in words if word not in text.casefold()
    ]
    assert missing == []


@pytest.mark.parametrize("form", ["html", "md", "json"])
@pytest.mark.parametrize("audience", ["internal", "board", "public"])
def test_every_format_of_the_committee_report_has_them(form: str, audience: str) -> None:
    document, _ = parse((EVIDENCE / "dudley-2011" / "history.yaml").read_text("utf-8"), "history.yaml")
    assert document is not None
    areas = [area["text"][1:] for area in document.root["history"][0]["areas"]]
    assert len(areas) == 8 and [area for area in areas if area not in committee(audience, form)] == []


def test_the_word_and_the_excel_file_of_the_committee_report_have_them(tmp_path: Path) -> None:
    docx, openpyxl = pytest.importorskip("docx"), pytest.importorskip("openpyxl")
    for form in ("docx", "xlsx"):
        run(
            "report",
            EVIDENCE / "dudley-2011",
            "--kind",
            "committee",
            "--audience",
            "public",
            "--output",
            tmp_path / f"out.{form}",
        )
    tables = docx.Document(str(tmp_path / "out.docx")).tables
    written = [cell.text for table in tables for row in table.rows for cell in row.cells]
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    listed = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    for found in (written, listed):
        assert [words for *_, words in AREAS if not any(all(word in cell.casefold() for word in words) for cell in found)] == []


def test_an_area_of_the_committee_report_keeps_the_result_that_its_action_is_for() -> None:
    first, *_ = committee_tables("internal", "Published by 30 January 2012 as areas for improvement")
    assert first["columns"] == ["Number", "Area for improvement", "Result for children", "What is done"]
    assert first["rows"][1][2].startswith("Women who need more support")


def test_the_paper_itself_has_these_areas_where_it_is_at_hand() -> None:
    papers = list((ROOT.parent / "shared" / "seeds").glob("*.txt"))
    dudley = [text for one in papers if "Dudley" in (text := one.read_text("utf-8", errors="replace"))]
    if not dudley:
        pytest.skip("needs the seed papers beside this clone")
    lists = dudley[0].split("Within three months:")[1]
    assert lists.count("- Ensure ") + lists.count("- NHS Dudley") + lists.count("- Develop ") + lists.count("- Establish ") == 7
    assert "Within six months:" in lists and "Strengthen quality assurance" in lists


# --- what a paper does not give


SHROPSHIRE = {
    "safeguarding-overall": "adequate",
    "safeguarding-ambition": "good",
    "care-overall": "good",
    "care-capacity": "good",
}


def test_shropshire_s_grades_are_those_that_its_paper_states() -> None:
    grades = {one["id"]: one["published"]["grade"] for one in status("shropshire-2011")["judgements"]}
    assert {name: grade for name, grade in grades.items() if grade} == SHROPSHIRE


def test_shropshire_s_other_grades_are_shown_as_not_known() -> None:
    assert said("shropshire-2011").count("Published on 25 March 2011: grade not known.") == 22 - len(SHROPSHIRE)


def test_shropshire_s_counts_are_those_of_its_paper() -> None:
    document, _ = parse((EVIDENCE / "shropshire-2011" / "history.yaml").read_text("utf-8"), "history.yaml")
    assert document is not None
    counts = document.root["history"][0]["counts"]
    assert (counts["immediate"], counts["three-months"], counts["six-months"]) == (3, 6, 2)
    safeguarding = {name: count for name, count in counts.items() if name.startswith("safeguarding-")}
    assert safeguarding == {"safeguarding-good": 5, "safeguarding-adequate": 5, "safeguarding-inadequate": 0}
    care = {name: count for name, count in counts.items() if name.startswith("care-")}
    assert care == {"care-outstanding": 1, "care-good": 7, "care-adequate": 2, "care-inadequate": 0}


def test_bury_has_not_enough_evidence_to_say_and_no_grade() -> None:
    assert [one["grade"] for one in status("bury-2013")["judgements"]] == [None] * 6
    assert [one["reason"][:30] for one in status("bury-2013")["judgements"]] == ["Not enough evidence to say: no"] * 6
    assert status("bury-2013")["overall"]["grade"] is None


def test_bury_s_status_says_not_enough_evidence_to_say_to_people() -> None:
    assert "not enough evidence to say" in " ".join(said("bury-2013").casefold().split())
    assert re.findall(r"\b(?:OUTSTANDING|GOOD|REQUIRES IMPROVEMENT|INADEQUATE)\b", said("bury-2013")) == []


def test_bury_s_plan_covers_the_six_statements() -> None:
    document, _ = parse((EVIDENCE / "bury-2013" / "actions.yaml").read_text("utf-8"), "actions.yaml")
    assert document is not None
    gaps = {gap for action in document.root["actions"] for gap in action["gaps"]}
    assert gaps == {f"CON-HP-S{number}" for number in range(1, 7)}


@pytest.mark.parametrize("name", [*PAPERS, "shropshire-2011", "bury-2013"])
def test_each_folder_says_what_its_paper_gives_and_what_it_does_not(name: str) -> None:
    text = (EVIDENCE / name / "README.md").read_text("utf-8")
    assert "## What the paper gives" in text
    assert "## What it does not" in text


# --- bands of priority


def test_dudley_s_actions_are_counted_by_their_bands() -> None:
    bands = {band["id"]: len(band["actions"]) for band in facts("gaps", EVIDENCE / "dudley-2011")["bands"]}
    assert (bands["immediate"], bands["three-months"], bands["six-months"]) == (0, 7, 1)


def test_bands_are_shown_with_gaps_and_actions() -> None:
    shown = told("gaps", EVIDENCE / "shropshire-2011")
    assert "Immediately: published: 3; in this evidence no gaps, 3 actions" in shown
    assert [band for band in ("Immediately: ", "Within three months: ", "Within six months: ") if band not in shown] == []


PUBLISHED = {
    "ealing-2011": ["none", "7", "not stated"],
    "shropshire-2011": ["3", "6", "2"],
    "dudley-2011": ["not stated", "7", "1"],
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_the_paper_counts_by_band_stands_beside_what_the_evidence_shows(name: str) -> None:
    assert [band["published"] for band in facts("gaps", EVIDENCE / name)["bands"]] == PUBLISHED[name]
    shown = told("gaps", EVIDENCE / name)
    assert [number for number in PUBLISHED[name] if f": published: {number}; in this evidence" not in shown] == []
    page = told("report", EVIDENCE / name, "--format", "md", "--output", "-")
    known = [number for number in PUBLISHED[name] if number != "not stated"]
    assert [number for number in known if f"Areas that inspectors published for this band: {number}." not in page] == []
    assert ("How many areas inspectors published for this band is not stated." in page) == ("not stated" in PUBLISHED[name])


@pytest.mark.parametrize("command", ["status", "gaps"])
def test_grades_that_a_paper_only_counts_are_shown_as_counts(command: str) -> None:
    assert "by number: safeguarding good 5, safeguarding adequate 5, safeguarding inadequate 0, care outstanding 1" in told(
        command, EVIDENCE / "shropshire-2011"
    )


def test_a_framework_without_bands_has_local_ones_and_says_so() -> None:
    assert "Local planning bands: the reports of this framework give none." in told("gaps", EVIDENCE / "ealing-2019")
    assert "published:" not in told("gaps", EVIDENCE / "ealing-2019")


# --- what was looked at is not called untested


def test_what_inspectors_looked_at_is_not_said_to_be_untested() -> None:
    for name in ("shropshire-2011", "dudley-2011"):
        assert "nobody has looked at practice" not in told("status", EVIDENCE / name)


# --- what limits what under the single framework


GOOD = dict.fromkeys(("help-and-protection", "children-in-care", "adoption", "care-leavers", "leaders", "lscb"), "good")


def single(folder: Path, **grades: str) -> dict[str, str]:
    """Predict under sif-2013 from evidence that is good but for some judgements; gives every grade shown."""
    shown = facts(
        "status", assessed(folder, "sif-2013", GOOD | {name.replace("_", "-"): grade for name, grade in grades.items()})
    )
    return {one["id"]: one["grade"] for one in shown["judgements"]} | {"overall": shown["overall"]["grade"]}


def binding(folder: Path) -> dict[str, str]:
    """Give the limits that bind in a folder, with their strength."""
    return {one["id"]: one["strength"] for one in facts("status", folder)["limits"] if one["binds"]}


@pytest.mark.parametrize("judgement", ["adoption", "care_leavers"])
def test_an_inadequate_sub_judgement_does_not_force_overall_and_holds_children_in_care_down(
    judgement: str, tmp_path: Path
) -> None:
    grades = single(tmp_path, **{judgement: "inadequate"})
    assert grades[judgement.replace("_", "-")] == "inadequate"
    assert grades["children-in-care"] == "requires-improvement"
    assert grades["overall"] == "requires-improvement"
    assert binding(tmp_path) == {"sub-inadequate-for-care": "likely", "sub-inadequate-below-good": "likely"}


def test_what_an_inadequate_adoption_holds_down_is_said(tmp_path: Path) -> None:
    folder = assessed(tmp_path, "sif-2013", GOOD | {"adoption": "inadequate"})
    sentence = (
        "Likely, binds here (held in 24 of 24): Inadequate adoption performance or services for care leavers holds the judgement on "
        "children in care at requires improvement at best."
    )
    assert f"Limit sub-inadequate-for-care: {sentence}" in told("status", folder)
    assert "Where adoption or care-leavers is inadequate, children-in-care is at most requires-improvement." in told(
        "explain", "sub-inadequate-for-care", folder
    )


def test_what_a_limit_holds_down_says_so_and_not_that_nothing_stands_against_it(tmp_path: Path) -> None:
    folder = assessed(tmp_path, "sif-2013", GOOD | {"adoption": "inadequate"})
    found = {one["id"]: one["reason"] for one in facts("status", folder)["judgements"]}
    assert found["children-in-care"] == (
        "Held down by the limit sub-inadequate-for-care, because Adoption is inadequate: without it, good would be shown."
    )
    explained = told("explain", "children-in-care", folder)
    assert "Nothing holds it down" not in explained
    assert "The limit 'sub-inadequate-for-care' holds it down." in explained
    assert "Likely, 24 of 24: With inadequate adoption" in facts("status", folder)["overall"]["reason"]


@pytest.mark.parametrize(
    ("limit", "judgement", "counted"),
    [
        ("sub-inadequate-for-overall", "adoption", "seven of the 24 reports"),
        ("board-inadequate", "lscb", "four authorities stayed at requires improvement"),
    ],
)
def test_a_limit_that_never_is_one_is_explained_as_binding_nothing(
    limit: str, judgement: str, counted: str, tmp_path: Path
) -> None:
    explained = told("explain", limit, assessed(tmp_path, "sif-2013", GOOD | {judgement: "inadequate"}))
    assert f"'{limit}' (never) does not bind (there is no such rule), though its condition holds by {judgement};" in explained
    assert "overall may still be better than inadequate: it moves no number." in explained
    assert f"Counted: {counted}" in explained
    assert [wrong for wrong in (" binds", "is at most") if wrong in explained] == []


SLAC_GOOD = {one.id: "good" for one in framework("slac-2009").judgements}


def test_a_rule_that_is_only_recalled_is_a_note_and_decides_no_grade(tmp_path: Path) -> None:
    folder = assessed(tmp_path / "inadequate", "slac-2009", SLAC_GOOD | {"safeguarding-safe": "inadequate"})
    shown = facts("status", folder)
    page = next(one for one in shown["judgements"] if one["id"] == "safeguarding-overall")
    plain = assessed(tmp_path / "plain", "slac-2009", SLAC_GOOD)
    same = next(one for one in facts("status", plain)["judgements"] if one["id"] == "safeguarding-overall")
    assert (page["grade"], page["probabilities"]) == ("good", same["probabilities"])
    line = next(one for one in shown["limits"] if one["id"] == "safeguarding-safety-inadequate")
    assert (line["binds"], line["counted"]) == (False, False)
    assert "Note on safeguarding-safety-inadequate: Likely, recalled; not counted in the grade:" in told("status", folder)
    explained = told("explain", "safeguarding-safety-inadequate", folder)
    assert "does not bind (recalled; not counted in the grade), though its condition holds by safeguarding-safe" in explained
    assert "It moves no number." in explained


def test_the_consultation_s_limit_of_unstated_reach_holds_nothing_down(tmp_path: Path) -> None:
    folder = assessed(tmp_path, "sif-consultation-2013", GOOD | {"adoption": "inadequate"})
    assert facts("status", folder)["overall"]["grade"] == "good"
    explained = told("explain", "contributory-inadequate", folder)
    assert "what it would limit, and how far, is not stated." in explained
    assert "is at most" not in explained
    assert "Note on contributory-inadequate: May, what it would limit is not stated" in told("status", folder)


def test_no_chance_is_told_of_an_overall_that_nothing_is_known_of() -> None:
    explained = told("explain", "overall", EVIDENCE / "bury-2013")
    assert "so there are no chances to tell" in explained
    assert not re.search(r"0\.\d{4}", explained)


@pytest.mark.parametrize("judgement", ["leaders", "help_and_protection", "children_in_care"])
def test_any_inadequate_key_judgement_makes_overall_inadequate(judgement: str, tmp_path: Path) -> None:
    grades = single(tmp_path, **{judgement: "inadequate"})
    assert (grades[judgement.replace("_", "-")], grades["overall"]) == ("inadequate", "inadequate")
    assert binding(tmp_path) == {"key-inadequate": "always"}


def test_an_inadequate_leadership_is_named_as_what_limits_overall(tmp_path: Path) -> None:
    folder = assessed(tmp_path, "sif-2013", GOOD | {"leaders": "inadequate"})
    assert "Limited by Leadership: Inadequate in any of the three key judgements, leadership included," in told("status", folder)


def test_an_inadequate_board_limits_nothing(tmp_path: Path) -> None:
    grades = single(tmp_path, lscb="inadequate")
    assert (grades["lscb"], grades["overall"]) == ("inadequate", "good")
    assert binding(tmp_path) == {}


# --- what is not known of frameworks without cases


@pytest.mark.parametrize("command", ["status", "gaps"])
def test_commands_say_that_cut_points_are_borrowed(command: str) -> None:
    sentence = "Accuracy under slac-2009 is not known."
    assert sentence in told(command, EVIDENCE / "dudley-2011")
    assert sentence in facts(command, EVIDENCE / "dudley-2011")["borrowed"]


def test_explain_says_that_cut_points_are_borrowed() -> None:
    assert "borrowed here; set, not fitted" in told("explain", "safeguarding-quality", EVIDENCE / "dudley-2011")
    assert "borrowed" not in told("explain", "help-and-protection", EVIDENCE / "ealing-2019")


# --- in the paper's headings and words


HEADINGS = {
    "Safeguarding services": ["Safeguarding outcomes for children and young people", "Management"],
    "Services for looked after children": ["How good are outcomes for looked after children and care leavers?", "Management"],
}


@pytest.mark.parametrize("command", ["status", "gaps"])
def test_judgements_stand_under_the_paper_s_headings(command: str) -> None:
    lines = run(command, EVIDENCE / "dudley-2011").output.splitlines()
    begins = [lines.index(group) for group in HEADINGS] + [len(lines)]
    for number, headings in enumerate(HEADINGS.values()):
        block = lines[begins[number] : begins[number + 1]]
        assert [line[2:] for line in block if line.startswith("- ")] == headings


def test_status_calls_judgements_what_the_paper_calls_them() -> None:
    lines = run("status", EVIDENCE / "dudley-2011").output.splitlines()
    titles = [one.title for one in framework("slac-2009").judgements]
    assert [title for title in titles if not any(line.startswith(title) for line in lines)] == []
    assert [line for line in lines if len(line) > 80] == []


@pytest.mark.parametrize("words", [("gaps",), ("report", "--format", "md", "--output", "-")])
def test_a_title_that_stands_twice_has_its_block_beside_it(words: tuple[str, ...]) -> None:
    shown = told(*words, EVIDENCE / "dudley-2011")
    for group in HEADINGS:
        assert f"Overall effectiveness ({group})" in shown
    assert "Being healthy (" not in shown


@pytest.mark.parametrize("words", [("explain", "Overall effectiveness"), ("gaps", "--judgement", "Overall effectiveness")])
def test_a_title_that_stands_twice_asks_which(words: tuple[str, ...]) -> None:
    shown = told(*words, EVIDENCE / "dudley-2011", exit_code=2)
    assert "safeguarding-overall" in shown and "care-overall" in shown


def test_a_view_of_a_title_that_stands_twice_is_told_and_not_guessed(tmp_path: Path) -> None:
    views = "views: [{of: Overall effectiveness, grade: good, by: team, date: 2011-01-01}]"
    folder = assessed(tmp_path, "slac-2009", {"care-safe": "good"}, views, as_at="2011-06-30")
    assert "'Overall effectiveness' may mean safeguarding-overall or care-overall; write which." in told(
        "check", folder, exit_code=1
    )


def test_an_id_longer_than_its_column_is_not_run_into_the_grade() -> None:
    assert "LAC-HEALTHY-01 ADEQUATE" in run("gaps", EVIDENCE / "dudley-2011").output
