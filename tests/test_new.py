"""One entry by questions or by options: what answers mean, where the entry goes, and that nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import framework, method
from click.testing import CliRunner, Result

from preinspect.answer import Desk, faults, free_id, joined, on_its_day, read
from preinspect.ask import FIELDS, FORMS, Sort, form_of
from preinspect.case import open_case
from preinspect.cli import cli
from preinspect.filing import Home, filed, home_of
from preinspect.framework import shipped
from preinspect.measure import load_measures
from preinspect.shape import schema
from preinspect.write import as_yaml

TODAY = date(2026, 11, 22)
HEAD = "assessment:\n  authority: Anyshire\n  framework: ilacs-2026\n  as-at: 2026-11-22\n"


def council(folder: Path, **files: str) -> Path:
    """Lay out a folder with these files, by their names without the suffix."""
    for name, text in {"assessment": HEAD, **files}.items():
        (folder / f"{name.replace('_', '-')}.yaml").write_text(text, "utf-8", newline="")
    return folder


def desk(folder: Path, kind: str = "audit") -> Desk:
    """Give what the answers about one entry are held against."""
    case = open_case(folder, as_at=None, today=TODAY)
    form = form_of(kind, method())
    assert form is not None
    return Desk(case, framework("ilacs-2026"), method(), load_measures([shipped()])[0], kind, form, TODAY)


def new(folder: Path, *words: str, answers: str = "", **told: str) -> Result:
    """Run `new` in this process; options are named with _ for -."""
    options = [word for name, value in told.items() for word in (f"--{name.replace('_', '-')}", value)]
    return CliRunner().invoke(cli, ["new", *words, *options, "--folder", str(folder)], input=answers)


AUDIT = {"descriptor": "HP-10", "date": "2026-09-30", "sample": "28 of 40", "finding": "In time in 28 of 40 records."}


# --- what is asked


@pytest.mark.parametrize("kind", FORMS)
def test_each_kind_asks_at_most_six_questions_each_with_an_example(kind: str) -> None:
    questions = FORMS[kind].questions
    assert 4 <= len(questions) <= 6
    assert all(one.asks.endswith(("?", ".")) and one.example for one in questions)
    assert len({one.path for one in questions}) == len(questions)


@pytest.mark.parametrize("kind", FORMS)
def test_all_that_is_asked_can_be_told_by_an_option(kind: str) -> None:
    fields = {one.path: one.option for one in FIELDS[FORMS[kind].section]}
    assert {one.path for one in FORMS[kind].questions} <= set(fields)
    assert len(set(fields.values())) == len(fields)


def test_every_kind_of_evidence_of_the_method_can_be_asked_for() -> None:
    assert set(method().kinds) <= set(FORMS)


def test_a_kind_that_only_a_council_has_is_asked_for_too() -> None:
    kinds: Any = {"mock-inspection": method().kinds["audit"]}
    own = type("Own", (), {"kinds": kinds})()
    found = form_of("mock-inspection", own)
    assert found is not None and found.section == "evidence"


COMPOSED = {"replies", "figure", "date"}
"""Fields whose answers become several keys."""


@pytest.mark.parametrize("section", FIELDS)
def test_every_field_goes_where_the_schema_has_a_place(section: str) -> None:
    definition = {"evidence": "evidence", "indicators": "indicator", "actions": "action", "views": "view", "requests": "request"}
    keys = schema("assessment").root["$defs"][definition[section]]["properties"]
    assert {one.top for one in FIELDS[section]} - COMPOSED <= set(keys)


# --- what answers mean


@pytest.mark.parametrize(
    ("path", "typed", "parts"),
    [
        ("descriptors", "HP-10", {"descriptors": ["HP-10"]}),
        ("descriptors", "HP-10, HP-11", {"descriptors": ["HP-10", "HP-11"]}),
        ("descriptors", "HP-10 HP-11 HP-10", {"descriptors": ["HP-10", "HP-11"]}),
        ("descriptors", "Strategy discussions", {"descriptors": ["HP-10"]}),
        ("date", "2026-09-30", {"date": date(2026, 9, 30)}),
        ("date", "30/9/2026", {"date": date(2026, 9, 30)}),
        ("date", "30 Sept 2026", {"date": date(2026, 9, 30)}),
        ("date", "30th September 2026", {"date": date(2026, 9, 30)}),
        ("date", "yesterday", {"date": date(2026, 11, 21)}),
        ("date", "September 2026", {"period": {"from": date(2026, 9, 1), "to": date(2026, 9, 30)}}),
        ("date", "1 to 5 September 2026", {"period": {"from": date(2026, 9, 1), "to": date(2026, 9, 5)}}),
        ("date", "1 July to 30 September 2026", {"period": {"from": date(2026, 7, 1), "to": date(2026, 9, 30)}}),
        ("date", "2026-09", {"period": {"from": date(2026, 9, 1), "to": date(2026, 9, 30)}}),
        ("date", "2025-26", {"period": {"from": date(2025, 4, 1), "to": date(2026, 3, 31)}}),
        ("date", "July to September 2026", {"period": {"from": date(2026, 7, 1), "to": date(2026, 9, 30)}}),
        ("date", "1/7/2026 - 30/9/2026", {"period": {"from": date(2026, 7, 1), "to": date(2026, 9, 30)}}),
        ("date", "2025-26", {"period": {"from": date(2025, 4, 1), "to": date(2026, 3, 31)}}),
        ("grade", "RI", {"grade": "requires-improvement"}),
        ("grade", "Good", {"grade": "good"}),
        ("sample", "14/20", {"sample": {"size": 20, "met": 14}}),
        ("sample", "14 out of 20", {"sample": {"size": 20, "met": 14}}),
        ("sample", "20", {"sample": {"size": 20}}),
        (
            "sample",
            "2 outstanding, 21 good, 14 RI and 3 inadequate",
            {"sample": {"size": 40, "results": {"outstanding": 2, "good": 21, "requires-improvement": 14, "inadequate": 3}}},
        ),
        ("replies", "46 of 180", {"asked": 180, "replied": 46}),
        ("with.family", "no", {"with.family": "no"}),
        ("with.worker", "38", {"with.worker": 38}),
    ],
)
def test_an_answer_is_read_as_people_write_it(tmp_path: Path, path: str, typed: str, parts: Mapping[str, Any]) -> None:
    one = desk(council(tmp_path))
    answer = read(one.field(path), typed, one, {})
    assert (answer.refused, answer.parts) == (None, parts)


@pytest.mark.parametrize(
    ("kind", "path", "typed", "parts"),
    [
        ("indicator", "figure", "412 of 1,905", {"numerator": 412, "denominator": 1905}),
        ("indicator", "figure", "18.5%", {"value": 18.5}),
        ("indicator", "figure", "c", {"suppressed": "c"}),
        ("indicator", "target", "16 to 20", {"target": {"from": 16, "to": 20}}),
        ("indicator", "target", "18", {"target": 18}),
        ("indicator", "england", "22.6 in 2025-26", {"england": {"value": 22.6, "period": "2025-26"}}),
        ("indicator", "measure", "re-referral-rate", {"measure": "re-referral-rate"}),
        ("document", "review-due", "1 April 2027", {"review-due": date(2027, 4, 1)}),
        ("view", "of", "care leavers", {"of": "care-leavers"}),
        ("request", "of", "A-08", {"of": "A-08"}),
        ("action", "gaps", "HP-10", {"gaps": ["HP-10"]}),
        ("action", "priority", "three-months", {"priority": "three-months"}),
    ],
)
def test_an_answer_of_another_kind_is_read_too(
    tmp_path: Path, kind: str, path: str, typed: str, parts: Mapping[str, Any]
) -> None:
    one = desk(council(tmp_path), kind)
    answer = read(one.field(path), typed, one, {})
    assert (answer.refused, answer.parts) == (None, parts)


@pytest.mark.parametrize(
    ("kind", "path", "typed", "told", "suggestion"),
    [
        ("audit", "descriptors", "hp10", "did you mean 'HP-10', Strategy discussions?", "HP-10"),
        ("audit", "descriptors", "HP-1O", "did you mean 'HP-10', Strategy discussions?", "HP-10"),
        ("audit", "descriptors", "strategy discussion", "did you mean HP-10, strategy discussions?", "HP-10"),
        ("audit", "descriptors", "xylophone", "no descriptor has these words", None),
        ("audit", "date", "soon", "'soon' cannot be read as a day.", None),
        ("audit", "date", "30/9/26", "'30/9/26' has a year of two figures.", "30/9/2026"),
        ("audit", "date", "September", "'September' has no year.", "September 2026"),
        ("audit", "date", "31/11/2026", "31 November does not exist; you typed '31/11/2026'.", None),
        ("audit", "date", "30 September 2026 to 1 July 2026", "The period ends before it begins", None),
        ("audit", "grade", "god", "'god' is no grade of ilacs-2026.", "good"),
        ("audit", "grade", "adequate", "There are: outstanding, good, requires-improvement, inadequate.", None),
        ("audit", "sample", "20/14", "20 met the standard, but only 14 were looked at.", None),
        ("audit", "sample", "most of them", "such as 28 of 40", None),
        ("audit", "sample", "3 splendid, 4 good", "'splendid' is no grade of ilacs-2026.", None),
        ("audit", "extent", "mostly", "'mostly' is no extent.", "most"),
        ("audit", "auditor", "in team", "'in team' is not one of: in-team, other-team, independent.", "in-team"),
        ("audit", "sample.population", "2,14", "should be a whole number", "214"),
        ("audit", "supersedes", "AUD-0", "There is no entry 'AUD-0'.", None),
        ("audit", "finding", "Child 4345612 was seen.", "This looks like the number of a child", None),
        ("audit", "owner", "Jane Smith", "This looks like a person's name", None),
        ("feedback", "replies", "180 of 46", "180 replied, but only 46 were asked.", None),
        ("indicator", "measure", "re-referal-rate", "There is no measure 're-referal-rate'.", "re-referral-rate"),
        ("indicator", "target", "20 to 16", "The range ends before it begins", None),
        ("indicator", "figure", "many", "'many' is no figure.", None),
        ("request", "of", "A-88", "ilacs-2026 has no request 'A-88'.", "A-08"),
        ("view", "of", "HP-1O", "is neither a judgement nor a descriptor", "HP-10"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_refused_in_the_words_of_the_reader(
    tmp_path: Path, kind: str, path: str, typed: str, told: str, suggestion: str | None
) -> None:
    one = desk(council(tmp_path), kind)
    answer = read(one.field(path), typed, one, {})
    assert answer.refused is not None and told in answer.refused
    assert suggestion is None or answer.suggestion == suggestion


def test_a_word_that_goes_ill_with_the_grade_is_taken_and_doubted(tmp_path: Path) -> None:
    one = desk(council(tmp_path))
    answer = read(one.field("effect"), "helping", one, {"grade": "inadequate"})
    assert answer.refused is None
    assert answer.said == "'helping' is a strength, and the grade is below Good."


def test_words_that_mean_several_descriptors_are_offered_to_choose_from(tmp_path: Path) -> None:
    one = desk(council(tmp_path))
    answer = read(one.field("descriptors"), "child protection", one, {})
    assert answer.refused is not None and len(answer.choices) > 1
    assert set(dict(answer.choices)) <= set(one.framework.descriptors)


def test_what_may_tell_who_a_child_is_is_marked_so_that_no_draft_keeps_it(tmp_path: Path) -> None:
    one = desk(council(tmp_path))
    assert read(one.field("finding"), "NHS number 943 476 5919 waited.", one, {}).personal
    assert not read(one.field("grade"), "god", one, {}).personal


def test_an_answer_is_held_against_those_before_it(tmp_path: Path) -> None:
    one = desk(council(tmp_path))
    answer = read(one.field("with.family"), "30", one, {"sample": {"size": 20, "met": 14}})
    assert answer.refused == "The family was heard in 30, but only 20 were looked at."


@pytest.mark.parametrize("kind", FORMS)
def test_the_examples_that_are_shown_can_be_typed(tmp_path: Path, kind: str) -> None:
    one = desk(council(tmp_path), kind)
    skipped = {"descriptors", "gaps", "measure", "of"}
    for question in FORMS[kind].questions:
        shown = re.sub(r"^or by grade: ", "", question.example).replace(" or by grade: ", " ").split("; ")
        typed = [word for word in shown if not word.startswith("?")] if question.path not in skipped else []
        typed = [question.example] if one.field(question.path).sort is Sort.TEXT else typed
        for word in typed:
            assert read(one.field(question.path), word.removesuffix(" where it is confidential"), one, {}).refused is None, word


# --- the id, the file, the text


def test_the_id_that_is_suggested_says_what_when_and_about_what_and_is_free(tmp_path: Path) -> None:
    taken = (
        "evidence:\n  - {id: AUD-2026-09-HP-01, kind: audit, descriptors: [HP-10], date: 2026-09-30, grade: good, finding: A.}\n"
    )
    broken = "  - {id: AUD-2026-09-HP-02, kind: audit}\n"
    one = desk(council(tmp_path, help=taken + broken))
    assert free_id({"descriptors": ["HP-11"], "date": date(2026, 9, 3)}, one) == "AUD-2026-09-HP-03"


@pytest.mark.parametrize(
    ("kind", "entry", "name"),
    [
        ("action", {"gaps": ["HP-10"]}, "ACT-01"),
        ("indicator", {"measure": "re-referral-rate", "date": date(2026, 9, 30)}, "KPI-2026-09-re-referral-rate"),
        ("document", {"descriptors": ["HP-10"], "approved": date(2026, 4, 1)}, "DOC-2026-04-HP-01"),
        ("feedback", {"descriptors": ["CL-03"], "period": {"to": date(2026, 6, 30)}}, "FB-2026-06-CL-01"),
    ],
)
def test_every_kind_has_ids_of_its_own(tmp_path: Path, kind: str, entry: Mapping[str, Any], name: str) -> None:
    assert free_id(entry, desk(council(tmp_path), kind)) == name


def items(*descriptors: str) -> str:
    """Write a file with an item on each of these descriptors."""
    rows = [
        f"{{id: X-{one}, kind: audit, descriptors: [{one}], date: 2026-09-30, grade: good, finding: A.}}" for one in descriptors
    ]
    return "evidence:\n" + "".join(f"  - {row}\n" for row in rows)


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({}, "help-and-protection.yaml"),
        ({"north": items("HP-01"), "south": items("HP-02", "HP-03")}, "south.yaml"),
        ({"north": items("HP-01"), "leaders": items("LD-02", "LD-03")}, "north.yaml"),
        ({"help_and_protection": "evidence:\n", "leaders": items("LD-02")}, "help-and-protection.yaml"),
        ({"b": items("HP-01"), "a": items("HP-02")}, "a.yaml"),
    ],
)
def test_an_entry_goes_where_most_of_its_judgement_stand(tmp_path: Path, files: Mapping[str, str], name: str) -> None:
    home = home_of({"descriptors": ["HP-10"]}, desk(council(tmp_path, **files)))
    assert home.path == tmp_path / name


def test_a_judgement_that_an_entry_names_decides_over_its_descriptor(tmp_path: Path) -> None:
    home = home_of({"descriptors": ["HP-10"], "judgement": "leaders"}, desk(council(tmp_path)))
    assert home.path.name == "leaders.yaml"


def test_an_entry_goes_to_the_file_of_its_own_service(tmp_path: Path) -> None:
    north = items("HP-01").replace("finding", "service: north, finding")
    one = desk(council(tmp_path, north=north, south=items("HP-02", "HP-03")))
    assert home_of({"descriptors": ["HP-10"], "service": "north"}, one).path.name == "north.yaml"
    assert home_of({"descriptors": ["HP-10"]}, one).path.name == "south.yaml"


def test_indicators_and_actions_have_files_of_their_own(tmp_path: Path) -> None:
    council(tmp_path)
    assert home_of({}, desk(tmp_path, "indicator")).path.name == "indicators.yaml"
    assert home_of({}, desk(tmp_path, "action")).path.name == "actions.yaml"


def test_an_entry_told_wholly_by_options_is_written_and_read_again(tmp_path: Path) -> None:
    done = new(council(tmp_path), "audit", "--yes", **AUDIT, held="SharePoint > QA", owner="QA manager")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "help-and-protection.yaml").read_text("utf-8") == (
        "# Help and protection\n"
        "\n"
        "evidence:\n"
        "  - id: AUD-2026-09-HP-01\n"
        "    kind: audit\n"
        "    descriptors: [HP-10]\n"
        "    date: 2026-09-30\n"
        "    finding: In time in 28 of 40 records.\n"
        "    sample: {size: 40, met: 28}\n"
        "    held: SharePoint > QA\n"
        "    owner: QA manager\n"
    )
    assert open_case(tmp_path, as_at=None, today=TODAY).problems == ()


TOLD: Mapping[str, Mapping[str, str]] = {
    "audit": AUDIT,
    "dip-sample": AUDIT,
    "observation": {**AUDIT, "grade": "good"},
    "feedback": {
        "descriptor": "CL-03",
        "date": "2026-09-30",
        "from": "care-leavers",
        "replies": "46 of 180",
        "grade": "good",
        "finding": "A.",
    },
    "external": {**AUDIT, "grade": "good", "source": "Focused visit"},
    "complaint": {**AUDIT, "grade": "RI"},
    "challenge": {**AUDIT, "grade": "good"},
    "staff": {**AUDIT, "replies": "88 of 140", "grade": "good"},
    "workforce": {**AUDIT, "grade": "RI"},
    "governance": {**AUDIT, "grade": "good"},
    "learning-review": {**AUDIT, "grade": "RI"},
    "case-study": {"descriptor": "HP-10", "date": "2026-09-30", "finding": "A."},
    "document": {
        "descriptor": "HP-10",
        "approved": "2026-04-01",
        "review-due": "2027-04-01",
        "version-no": "3.0",
        "finding": "A.",
    },
    "statement": {"descriptor": "HP-10", "date": "2026-09-30", "finding": "A."},
    "indicator": {
        "measure": "re-referral-rate",
        "date": "2025-26",
        "figure": "412 of 1905",
        "target": "16 to 20",
        "england": "22.6 in 2025-26",
    },
    "action": {"descriptor": "HP-10", "result": "Safer.", "action": "Sign-off.", "due": "31/3/2027", "priority": "immediate"},
    "view": {"of": "leaders", "grade": "good", "by": "Director", "date": "2026-09-30"},
    "request": {"of": "A-08", "state": "ready", "count": "318", "refreshed": "2026-09-30"},
}


@pytest.mark.parametrize("kind", FORMS)
def test_every_kind_can_be_told_wholly_by_options(tmp_path: Path, kind: str) -> None:
    done = new(council(tmp_path), kind, "--yes", **TOLD[kind])
    assert done.exit_code == 0, done.output
    case = open_case(tmp_path, as_at=None, today=TODAY)
    assert [(one.code, one.message) for one in case.problems if one.code not in ("PI322", "PI326")] == []
    assert len(getattr(case.assessment, FORMS[kind].section)) == 1


def test_two_descriptors_and_a_quoted_word_come_back_as_they_were_told(tmp_path: Path) -> None:
    words = ["audit", "--yes", "--descriptor", "HP-10", "--descriptor", "HP-11", "--held", "010"]
    assert new(council(tmp_path), *words, date="2026-09-30", grade="good", finding="no").exit_code == 0
    case = open_case(tmp_path, as_at=None, today=TODAY)
    (item,) = case.assessment.evidence
    assert (item.descriptors, item.held, item.finding, case.problems) == (("HP-10", "HP-11"), "010", "no", ())


def test_comments_and_order_of_the_file_stay(tmp_path: Path) -> None:
    old = f"# Ours.\nviews: []   # none\n{items('HP-01').rstrip()}   # last\n\n# The end.\n".replace("\n", "\r\n")
    new(council(tmp_path, help=old), "audit", "--yes", **AUDIT)
    text = (tmp_path / "help.yaml").read_bytes().decode()
    start = text.index("  - id: AUD-2026-09-HP-01")
    end = text.index("\r\n\r\n# The end.")
    assert text[:start].rstrip("\r\n") + text[end:] == old
    assert "\n" not in text.replace("\r\n", "")


def test_a_file_in_braces_takes_an_entry_within_them(tmp_path: Path) -> None:
    done = new(council(tmp_path, help="{evidence: [], views: []}\n"), "audit", "--yes", file=str(tmp_path / "help.yaml"), **AUDIT)
    assert done.exit_code == 0, done.output
    text = (tmp_path / "help.yaml").read_text("utf-8")
    assert text.startswith("{evidence: [{id: AUD-2026-09-HP-01, ") and text.endswith("}], views: []}\n")


def test_a_file_that_takes_no_entry_stays_and_a_new_one_takes_it(tmp_path: Path) -> None:
    (tmp_path / "help.yaml").write_text("evidence: {}\n", "utf-8")
    path, line = filed({"id": "A"}, "evidence", Home(tmp_path / "help.yaml", "help.yaml", ""))
    assert (tmp_path / "help.yaml").read_text("utf-8") == "evidence: {}\n"
    assert (path.name, path.read_text("utf-8"), line) == ("help-2.yaml", "evidence:\n  - id: A\n", 2)


def test_a_new_file_names_the_schema_for_editors_where_the_folder_has_it(tmp_path: Path) -> None:
    CliRunner().invoke(cli, ["init", str(tmp_path), "--authority", "Anyshire"])
    (tmp_path / "teams").mkdir()
    new(tmp_path, "audit", "--yes", file=str(tmp_path / "teams" / "north.yaml"), **AUDIT)
    assert (
        (tmp_path / "teams" / "north.yaml")
        .read_text("utf-8")
        .startswith("# yaml-language-server: $schema=../assessment.schema.json\n")
    )


# --- what is said afterwards


def test_what_it_covers_now_is_told(tmp_path: Path) -> None:
    told = " ".join(new(council(tmp_path), "audit", "--yes", **AUDIT).output.split())
    assert "Saved AUD-2026-09-HP-01 in " in told
    assert "1 of 7 descriptors of 'Enquiries, assessment and decisions' has direct evidence; HP-10 is new." in told
    told = " ".join(new(tmp_path, "audit", "--yes", **{**AUDIT, "descriptor": "HP-11"}).output.split())
    assert "2 of 7 descriptors of 'Enquiries, assessment and decisions' have direct evidence; HP-11 is new." in told


def test_the_only_voice_of_families_is_told(tmp_path: Path) -> None:
    told = " ".join(new(council(tmp_path), "feedback", "--yes", **TOLD["feedback"]).output.split())
    assert "It is the only recent evidence from children and families under Care leavers." in told


@pytest.mark.parametrize(
    ("kind", "change", "told"),
    [
        ("audit", {"sample": "6 of 6"}, "It does not count by itself: a sample of 6 decides nothing; 10 are needed."),
        ("audit", {"date": "2024-09-30"}, "It is too old to count as evidence of today"),
        ("audit", {"date": "2026-12-24"}, "after the as-at date"),
        ("dip-sample", {}, "Dip sample tests no descriptor by itself, as an audit, an observation or feedback does"),
        ("document", {}, "It does not count by itself: policy or other document is nothing alone"),
    ],
)
def test_an_entry_that_does_not_count_is_told_so_at_once(tmp_path: Path, kind: str, change: Mapping[str, str], told: str) -> None:
    done = new(council(tmp_path), kind, "--yes", **{**TOLD[kind], **change})
    assert (done.exit_code, told in " ".join(done.output.split())) == (0, True), done.output


# --- nothing typed is lost


def drafts(folder: Path) -> list[Path]:
    """List the drafts of a folder."""
    return sorted((folder / ".preinspect" / "drafts").glob("*.yaml"))


STARTED = "HP-10\n30 September 2026\n28 of 40\n\nIn time in 28 of 40 records.\n"


def test_a_console_that_closes_leaves_a_draft_and_says_where(tmp_path: Path) -> None:
    done = new(council(tmp_path), "audit", answers=STARTED)
    assert done.exit_code == 130
    (draft,) = drafts(tmp_path)
    assert "finding: In time in 28 of 40 records." in draft.read_text("utf-8")
    assert str(draft.relative_to(tmp_path)) in done.output.replace("\n", "")
    assert "preinspect new audit --resume" in done.output
    assert not (tmp_path / "help-and-protection.yaml").exists()


def test_a_draft_is_taken_up_where_it_was_left_and_thrown_away_once_written(tmp_path: Path) -> None:
    new(council(tmp_path), "audit", answers=STARTED)
    done = new(tmp_path, "audit", "--resume", answers="\nFew waited.\n\n")
    assert done.exit_code == 0, done.output
    text = (tmp_path / "help-and-protection.yaml").read_text("utf-8")
    assert "finding: In time in 28 of 40 records.\n    impact: Few waited.\n    sample: {size: 40, met: 28}\n" in text
    assert not (tmp_path / ".preinspect").exists()


def test_a_refusal_at_the_end_leaves_a_draft(tmp_path: Path) -> None:
    done = new(council(tmp_path), "audit", answers=f"{STARTED}\nno\n")
    assert done.exit_code == 1
    assert len(drafts(tmp_path)) == 1
    assert not (tmp_path / "help-and-protection.yaml").exists()


def test_a_file_that_cannot_be_written_leaves_a_draft_and_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    council(tmp_path, help=items("HP-01"))

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("preinspect.whole.write_whole", full)
    done = new(tmp_path, "audit", answers=f"{STARTED}\n\n")
    assert done.exit_code == 1
    assert "could not be written: No space left on device. It is as it was." in " ".join(done.output.split())
    assert (tmp_path / "help.yaml").read_text("utf-8") == items("HP-01")
    assert len(drafts(tmp_path)) == 1


def test_a_folder_that_cannot_be_written_to_keeps_the_draft_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("preinspect.filing.new_draft", refused)
    done = new(council(tmp_path), "audit", answers=STARTED)
    kept = Path("".join(done.output.split("is kept in ")[1].split("Go on")[0].split()).rstrip("."))
    assert "In time in 28 of 40 records." in kept.read_text("utf-8")


def test_git_never_sees_a_draft_even_in_a_folder_that_init_did_not_make(tmp_path: Path) -> None:
    new(council(tmp_path), "audit", answers=STARTED)
    assert (tmp_path / ".preinspect" / ".gitignore").read_text("utf-8").splitlines()[-1] == "*"


def test_a_draft_counts_for_nothing(tmp_path: Path) -> None:
    new(council(tmp_path), "audit", answers=STARTED)
    assert [one.code for one in open_case(tmp_path, as_at=None, today=TODAY).problems] == ["PI322"]


def test_a_number_of_a_child_that_was_typed_is_in_no_draft(tmp_path: Path) -> None:
    new(council(tmp_path), "audit", answers="HP-10\ntoday\n14/20\n\nChild 4345612 waited.\n")
    assert "4345612" not in "".join(path.read_text("utf-8") for path in drafts(tmp_path))


def test_resume_without_a_draft_says_so(tmp_path: Path) -> None:
    done = new(council(tmp_path), "audit", "--resume")
    assert (done.exit_code, "No draft of a new audit is kept here." in done.output) == (2, True)


# --- who is refused, and when


def test_a_file_with_problems_is_refused_before_more_is_typed(tmp_path: Path) -> None:
    broken = items("HP-01") + "  - {id: X, kind: audti}\n"
    done = new(council(tmp_path, help=broken), "audit", answers="HP-10\n")
    assert done.exit_code == 1
    assert "Nothing is added to" in done.output and "2 of 6" not in done.output
    assert (tmp_path / "help.yaml").read_text("utf-8") == broken


def test_a_folder_without_an_assessment_says_how_to_make_one(tmp_path: Path) -> None:
    done = new(tmp_path, "audit", "--yes", **AUDIT)
    assert (done.exit_code, "preinspect init" in done.output) == (1, True)


def test_what_is_still_needed_is_told_at_once(tmp_path: Path) -> None:
    done = new(council(tmp_path), "audit", "--yes", descriptor="HP-10")
    assert done.exit_code == 2
    assert "Still needed: --date, --grade, --finding." in done.output


def test_a_sample_gives_the_grade_so_that_none_need_be_told(tmp_path: Path) -> None:
    assert new(council(tmp_path), "audit", "--yes", **AUDIT).exit_code == 0
    assert new(tmp_path, "audit", "--yes", **{**AUDIT, "sample": "40"}).exit_code == 2


def test_without_a_kind_it_is_asked_what_somebody_has(tmp_path: Path) -> None:
    done = new(council(tmp_path), answers="1\nHP-10\n")
    assert "What do you have?" in done.output
    assert "An audit of children's records. For Anyshire, ilacs-2026: 6 questions." in " ".join(done.output.split())


def test_a_question_mark_explains(tmp_path: Path) -> None:
    done = new(council(tmp_path), "audit", answers="?\n? strategy discussions\nHP-10\ntoday\n\n?\n")
    assert "HP-10 to HP-16: Enquiries, assessment and decisions" in done.output
    assert "HP-10   Strategy discussions" in done.output
    assert done.output.count("\n") < 80
    assert "requires-improvement: The basics are in place" in " ".join(done.output.split())


def test_a_number_chooses_among_what_words_may_mean(tmp_path: Path) -> None:
    done = new(council(tmp_path), "audit", answers="child protection\n2\n")
    offered = re.findall(r"^ +([0-9])  (\S+)  ", done.output, re.MULTILINE)
    assert f"That is {offered[1][1]}, " in done.output


def test_placeholders_reach_nobody(tmp_path: Path) -> None:
    one = desk(council(tmp_path))
    assert faults(joined([{"descriptors": ["HP-10"]}]), one) == ()
    assert "New." not in as_yaml({"id": "A"})


# --- where it may not go, and what is not guessed


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("x.txt", "its name does not end in .yaml"),
        ("README.md", "its name does not end in .yaml"),
        (".hidden.yaml", "names that begin with a dot are passed over"),
        (".pre-commit-config.yaml", "names that begin with a dot are passed over"),
        (".vscode/settings.json", "names that begin with a dot are passed over, as .vscode is"),
        ("frameworks/x.yaml", "a folder named frameworks is passed over"),
        ("../etc.yaml", "it does not lie in"),
    ],
)
def test_nothing_is_saved_where_it_would_never_be_read(tmp_path: Path, file: str, why: str) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    council(folder)
    before = sorted(tmp_path.rglob("*"))
    done = new(folder, "audit", "--yes", "--file", str(folder / file), **AUDIT)
    assert (done.exit_code, why in " ".join(done.output.split())) == (2, True), done.output
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_in_a_folder_that_is_new_is_written_and_read(tmp_path: Path) -> None:
    assert new(council(tmp_path), "audit", "--yes", "--file", str(tmp_path / "north" / "x.yaml"), **AUDIT).exit_code == 0
    assert [one.id for one in open_case(tmp_path, as_at=None, today=TODAY).assessment.evidence] == ["AUD-2026-09-HP-01"]


@pytest.mark.parametrize("grade", ["adequat", "inadequat", "goood"])
def test_enter_never_takes_a_grade_that_nobody_typed(tmp_path: Path, grade: str) -> None:
    done = new(council(tmp_path), "audit", answers=f"HP-10\ntoday\n\n{grade}\n\n")
    told = done.output.split(grade)[-1]
    assert "Enter:" not in told and "This is needed." in told
    assert not (tmp_path / "help-and-protection.yaml").exists()


@pytest.mark.parametrize(
    ("grade", "sample", "said"),
    [("good", "9 of 12", True), ("good", "12 of 12", False)],
)
def test_a_grade_that_is_not_what_the_sample_shows_is_remarked_upon(tmp_path: Path, grade: str, sample: str, said: bool) -> None:
    done = new(council(tmp_path), "audit", "--yes", **{**AUDIT, "grade": grade, "sample": sample})
    assert ("Is that meant?" in " ".join(done.output.split())) == said, done.output


def test_a_review_before_the_approval_is_remarked_upon(tmp_path: Path) -> None:
    told = {**TOLD["document"], "approved": "2026-06-01", "review-due": "2026-01-01"}
    done = new(council(tmp_path), "document", "--yes", **told)
    assert "The review is due on 1 January 2026, before the approval on 1 June 2026." in " ".join(done.output.split())


@pytest.mark.parametrize(("typed", "written"), [("No", "no"), ("Yes", "yes"), ("true", "yes"), ("FALSE", "no"), ("12", "12")])
def test_yes_and_no_are_written_as_editors_take_them(tmp_path: Path, typed: str, written: str) -> None:
    assert new(council(tmp_path), "audit", "--yes", **AUDIT, worker=typed).exit_code == 0
    assert f"with: {{worker: {written}}}" in (tmp_path / "help-and-protection.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("last month", "1 October 2026 to 31 October 2026"),
        ("Yesterday", "2026-11-21"),
        ("30 September 2026", "30 September 2026"),
    ],
)
def test_a_day_that_hangs_on_today_is_kept_as_the_day_that_it_is(typed: str, kept: str) -> None:
    assert on_its_day(typed, TODAY) == kept


# --- a way back


ANSWERS = "HP-10\n2026-09-30\n28 of 40\n\nIn time in 28 of 40.\n\n"


def test_an_answer_can_be_given_anew_before_it_is_written(tmp_path: Path) -> None:
    done = new(council(tmp_path), "audit", answers=f"{ANSWERS}5\nLate in 12 of 40.\n\n")
    assert done.exit_code == 0, done.output
    assert "A number asks again: 1 descriptor, 2 date, 3 sample, 4 grade, 5 finding, 6 impact." in " ".join(done.output.split())
    assert "finding: Late in 12 of 40." in (tmp_path / "help-and-protection.yaml").read_text("utf-8")


def test_enter_keeps_an_answer_that_is_asked_again(tmp_path: Path) -> None:
    new(council(tmp_path), "audit", answers=f"{ANSWERS}5\n\n\n")
    assert "finding: In time in 28 of 40." in (tmp_path / "help-and-protection.yaml").read_text("utf-8")


def test_a_draft_that_is_there_is_told_of_and_taken_up_without_its_kind(tmp_path: Path) -> None:
    new(council(tmp_path), "audit", answers=f"{ANSWERS}no\n")
    assert "was typed and not written. Ctrl-C, and go on with it:" in " ".join(new(tmp_path, "audit").output.split())
    done = new(tmp_path, "--resume", answers="\n\n5\nLate in 12 of 40.\n\n")
    assert "Going on with a new audit." in done.output
    assert "finding: Late in 12 of 40." in (tmp_path / "help-and-protection.yaml").read_text("utf-8")


def test_a_kind_that_is_mistyped_is_asked_again(tmp_path: Path) -> None:
    done = new(council(tmp_path), answers="adit\n1\nHP-10\n")
    assert "There is no kind 'adit'. Did you mean audit?" in done.output
    assert "When was it done?" in done.output


# --- moderate


def moderated(folder: Path, *words: str) -> Result:
    """Run `moderate` in this process."""
    return CliRunner().invoke(cli, ["moderate", *words, "--folder", str(folder)])


BEFORE = """# Ours.
evidence:
  - id: AUD-1
    kind: audit          # quarter 3
    descriptors: [HP-10]
    date: 2026-09-30
    finding: Plans are clear.
    sample: {population: 214, size: 40, met: 28}   # from the tracker
    round: 2026-Q3

  # the second of the round
  - {id: AUD-2, kind: audit, descriptors: [HP-11], date: 2026-09-30, grade: good, finding: A., round: 2026-Q3}
"""


def test_a_round_of_moderation_is_recorded_and_comments_stay(tmp_path: Path) -> None:
    done = moderated(council(tmp_path, help=BEFORE), "AUD-1", "--of", "12", "--changed", "3", "--down", "3")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "help.yaml").read_text("utf-8") == BEFORE.replace(
        "met: 28}", "met: 28, moderated: 12, changed: {up: 0, down: 3}}"
    )
    told = " ".join(done.output.split())
    assert "Auditor and moderator agreed on 9 of 12 (75%): 3 down." in told
    assert "That is under 80%, so all two items of the round count for less." in told


def test_a_second_round_adds_to_the_first_and_says_what_it_was(tmp_path: Path) -> None:
    moderated(council(tmp_path, help=BEFORE), "AUD-1", "--of", "10", "--down", "3")
    done = moderated(tmp_path, "AUD-1", "--of", "20", "--down", "1", "--up", "1")
    assert "moderated: 30, changed: {up: 1, down: 4}}   # from the tracker" in (tmp_path / "help.yaml").read_text("utf-8")
    told = " ".join(done.output.split())
    assert "was 10 moderated, 3 down, 0 up; with 20 moderated, 1 down, 1 up now 30 moderated, 4 down, 1 up together." in told


def test_a_kinder_second_round_takes_no_earlier_disagreement_away(tmp_path: Path) -> None:
    moderated(council(tmp_path, help=BEFORE), "AUD-1", "--of", "10", "--down", "9")
    assert "under 80%" in " ".join(moderated(tmp_path, "AUD-1", "--of", "10", "--changed", "0").output.split())


def test_a_round_that_was_written_down_wrongly_is_replaced_only_when_told_so(tmp_path: Path) -> None:
    moderated(council(tmp_path, help=BEFORE), "AUD-1", "--of", "10", "--down", "3")
    done = moderated(tmp_path, "AUD-1", "--of", "20", "--down", "1", "--instead")
    assert "moderated: 20, changed: {up: 0, down: 1}}" in (tmp_path / "help.yaml").read_text("utf-8")
    assert "was 10 moderated, 3 down, 0 up; now 20 moderated, 1 down, 0 up." in " ".join(done.output.split())


def test_rounds_that_are_more_than_were_looked_at_are_refused_with_what_to_do(tmp_path: Path) -> None:
    moderated(council(tmp_path, help=BEFORE), "AUD-1", "--of", "30", "--down", "3")
    before = (tmp_path / "help.yaml").read_text("utf-8")
    done = moderated(tmp_path, "AUD-1", "--of", "20", "--changed", "0")
    told = " ".join(done.output.split())
    assert "30 were moderated before, and 20 more are 50, but only 40 were looked at." in told and "--instead" in told
    assert (done.exit_code, (tmp_path / "help.yaml").read_text("utf-8")) == (2, before)


def test_a_number_takes_the_place_of_a_yes_that_nobody_counted(tmp_path: Path) -> None:
    council(tmp_path, help=BEFORE.replace("met: 28}", "met: 28, moderated: yes, changed: {down: 2}}"))
    done = moderated(tmp_path, "AUD-1", "--of", "12", "--down", "1")
    assert "was some moderated, 2 down, 0 up; now 12 moderated, 3 down, 0 up." in " ".join(done.output.split())


def test_what_parents_say_is_not_moderated(tmp_path: Path) -> None:
    council(
        tmp_path,
        help="evidence:\n  - {id: FB-1, kind: feedback, descriptors: [HP-10], date: 2026-09-30, grade: good, finding: A.}\n",
    )
    done = moderated(tmp_path, "FB-1", "--of", "10", "--changed", "0")
    assert (
        done.exit_code,
        "moderation grades records again, as of an audit or dip-sample." in " ".join(done.output.split()),
    ) == (2, True)


def test_an_item_without_a_sample_gets_one(tmp_path: Path) -> None:
    assert moderated(council(tmp_path, help=BEFORE), "AUD-2", "--of", "10", "--changed", "0").exit_code == 0
    assert "sample: {moderated: 10, changed: {up: 0, down: 0}}, round: 2026-Q3}" in (tmp_path / "help.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["AUD-1", "--of", "12"], "Say how many grades changed"),
        (["AUD-1", "--of", "12", "--changed", "3"], "Say which way the 3 changed"),
        (["AUD-1", "--of", "12", "--changed", "3", "--down", "1", "--up", "1"], "1 down and 1 up do not make 3 changed"),
        (["AUD-1", "--of", "12", "--changed", "1", "--down", "3"], "do not make 1 changed"),
        (["AUD-1", "--of", "50", "--changed", "0"], "50 were moderated, but only 40 were looked at."),
        (["AUD-1", "--of", "2", "--down", "3"], "Moderation changed 3 grades, but looked at only 2."),
        (["AUD-3", "--of", "2", "--down", "1"], "There is no item 'AUD-3'. Did you mean AUD-"),
    ],
)
def test_numbers_that_cannot_be_are_refused_and_nothing_is_changed(tmp_path: Path, words: list[str], told: str) -> None:
    done = moderated(council(tmp_path, help=BEFORE), *words)
    assert (done.exit_code, told in " ".join(done.output.split())) == (2, True), done.output
    assert (tmp_path / "help.yaml").read_text("utf-8") == BEFORE


def test_a_file_with_problems_is_not_moderated_in(tmp_path: Path) -> None:
    broken = BEFORE + "  - {id: X}\n"
    done = moderated(council(tmp_path, help=broken), "AUD-1", "--of", "12", "--changed", "0")
    assert (done.exit_code, (tmp_path / "help.yaml").read_text("utf-8") == broken) == (1, True)


def test_what_moderation_does_to_confidence_is_told(tmp_path: Path) -> None:
    rows = [
        f"  - {{id: AUD-{number}, kind: audit, descriptors: [HP-{number:02}], date: 2026-09-30, grade: good, finding: A., "
        "round: Q3, sample: {size: 40}}\n"
        for number in range(1, 9)
    ]
    council(tmp_path, help="evidence:\n" + "".join(rows))
    done = moderated(tmp_path, "AUD-1", "--of", "10", "--changed", "6", "--down", "6")
    told = " ".join(done.output.split())
    assert "Over the round Q3, eight items: 4 of 10 (40%)." in told
    assert "No grade and no confidence word moves by it." in told or " before, " in told
