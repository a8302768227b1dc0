"""Two services in one folder: nothing is lost, nothing is added up, and each is still scored alone as it was."""

from __future__ import annotations

import difflib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import EVIDENCE, facts, run, told

from preinspect.document import Block, Rows, parse
from preinspect.folder import yaml_files

NORTH = """\
# The north writes its comments.
assessment:
  authority: Anyshire
  framework: ilacs-2018   # until 2022
  as-at: 2019-11-01
  service: north

evidence:
  # Read this one first.
  - id: AUD-01
    kind: audit
    descriptors: [HP-10]
    date: 2019-09-30
    grade: good
    round: 2019-Q3
    sample: {population: 214, size: 40, met: 37, moderated: 12, changed: {up: 0, down: 1}}
    finding: Strategy discussions were held in time in 37 of 40 records,
      and the rest within a day.
  - {id: AUD-N, kind: audit, descriptors: [HP-06], date: 2019-09-01, grade: good, finding: Fine., service: Team 1, supersedes: [AUD-00]}
  - {id: AUD-00, kind: audit, descriptors: [HP-06], date: 2018-09-01, grade: inadequate, finding: Late.}
views: [{of: help-and-protection, grade: good, by: Service manager}]
"""
SOUTH = """\
assessment: {authority: Anyshire, framework: ilacs-2018, as-at: 2019-11-01, service: south,
             changed-since: [{what: new system, date: 2019-06-01, descriptors: [HP-10]}]}
evidence:
- id: AUD-01
  kind: audit
  descriptors: [HP-10]
  date: 2019-05-31
  grade: requires-improvement
  round: 2019-Q3
  sample: {population: 90, size: 20, met: 11, moderated: 5}
  finding: 11 of 20 were in time.   # see the tracker
- {id: AUD-00, kind: audit, descriptors: [HP-07], date: 2019-05-01, grade: good, finding: Fine.}
indicators:
- {id: KPI-1, measure: re-referral-rate, period: {from: 2018-10-01, to: 2019-09-30}, numerator: 41, denominator: 190}
views: [{of: help-and-protection, grade: requires-improvement}]
actions:
- {id: ACT-1, gaps: [HP-10], result: Children are safer., measure: {id: KPI-1}, seen: {date: 2019-10-01, evidence: [AUD-01]}}
requests: [{of: A-08, state: not-ready, why: No list yet.}]
cleared: [{id: AUD-01, pattern: local-id, reason: it is no number}]
"""
SHARED = """
indicators: [{id: KPI-9, measure: re-referral-rate, date: 2019-09-30, numerator: 412, denominator: 1905}]
actions: [{id: ACT-9, gaps: [HP-10], result: Children wait less.}]
requests: [{of: A-08, state: ready}]
"""


@pytest.fixture
def sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out two services of one council, and stand beside them."""
    monkeypatch.chdir(tmp_path)
    for name, text in {"north": NORTH + SHARED, "south": SOUTH}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "all.yaml").write_text(text, "utf-8")
    (tmp_path / "south" / "README.md").write_text("How the south works.\n", "utf-8")
    return tmp_path


def entries(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every entry of a folder with its section."""
    for path, _ in yaml_files(folder)[0]:
        document, problems = parse(path.read_text("utf-8"), path.name)
        assert document is not None, problems
        for section, rows in document.root.items():
            for entry in rows if isinstance(rows, Rows) else ():
                assert isinstance(entry, Block)
                yield section, dict(entry)


def merged(*words: str, exit_code: int = 0) -> str:
    """Merge north and south into both."""
    return told("merge", "north", "south", "--into", "both", *words, exit_code=exit_code)


def test_ids_that_both_have_stop_the_merge_until_they_are_told_apart(sides: Path) -> None:
    said = merged(exit_code=1)
    assert "AUD-01 in north/all.yaml:10:5 and south/all.yaml:4:3, with different words." in said
    assert "2 ids are in both; --prefix puts the service's name before them." in said
    assert not (sides / "both").exists()


def test_nothing_is_lost(sides: Path) -> None:
    merged("--prefix")
    before = [*entries(sides / "north"), *entries(sides / "south")]
    after = list(entries(sides / "both"))
    plain = [(section, {key: value for key, value in entry.items() if key not in CHANGING}) for section, entry in before]
    assert sorted(map(repr, plain)) == sorted(
        repr((section, {key: value for key, value in entry.items() if key not in CHANGING})) for section, entry in after
    )
    assert (sides / "both" / "south" / "README.md").read_text("utf-8") == "How the south works.\n"


CHANGING = ("id", "service", "supersedes", "seen")
"""Keys of these two folders that hold a service or an id that both have."""


def test_only_services_and_ids_differ_from_what_was(sides: Path) -> None:
    merged("--prefix")
    new = (sides / "both" / "north" / "all.yaml").read_text("utf-8")
    shown = [line[2:] for line in difflib.ndiff((NORTH + SHARED).split("\n"), new.split("\n")) if line[0] == "+"]
    assert shown == [
        "  - id: north-AUD-01",
        "    service: north",
        "  - {id: AUD-N, kind: audit, descriptors: [HP-06], date: 2019-09-01, grade: good, finding: Fine., "
        "service: north / Team 1, supersedes: [north-AUD-00]}",
        "  - {id: north-AUD-00, kind: audit, descriptors: [HP-06], date: 2018-09-01, grade: inadequate, finding: Late., service: north}",
        "views: [{of: help-and-protection, grade: good, by: Service manager, service: north}]",
        "indicators: [{id: KPI-9, measure: re-referral-rate, date: 2019-09-30, numerator: 412, denominator: 1905, service: north}]",
        "actions: [{id: ACT-9, gaps: [HP-10], result: Children wait less., service: north}]",
        "requests: [{of: A-08, state: ready, service: north}]",
    ]
    assert "# The north writes its comments.\n" in new and "  # Read this one first.\n" in new


def test_references_follow_their_ids(sides: Path) -> None:
    merged("--prefix")
    south = (sides / "both" / "south" / "all.yaml").read_text("utf-8")
    assert "seen: {date: 2019-10-01, evidence: [south-AUD-01]}" in south and "measure: {id: KPI-1}" in south
    assert "cleared: [{id: south-AUD-01," in south
    run("check", "both")


def test_the_old_heads_are_kept_as_comments(sides: Path) -> None:
    merged("--prefix")
    head = (sides / "both" / "assessment.yaml").read_text("utf-8")
    assert "#   framework: ilacs-2018   # until 2022\n" in head
    assert "    - {what: new system, date: 2019-06-01, descriptors: [HP-10], service: south}\n" in head


@pytest.mark.parametrize("service", ["north", "south"])
def test_each_service_alone_stands_where_it_stood(sides: Path, service: str) -> None:
    merged("--prefix")
    alone, before = facts("status", "both", "--service", service), facts("status", service)
    assert alone.pop("authority") == f"Anyshire: {service}"
    before.pop("authority")
    assert json.loads(json.dumps(alone).replace(f"{service}-AUD", "AUD")) == before  # but for the ids, of which reasons speak
    there, was = facts("gaps", "both", "--service", service), facts("gaps", service)
    assert [one["descriptor"] for one in there["gaps"]] == [one["descriptor"] for one in was["gaps"]]


def test_a_team_of_a_service_can_be_seen_alone(sides: Path) -> None:
    merged("--prefix")
    assert "north: North" not in told("status", "both", "--service", "NORTH / team 1")


def test_a_service_that_is_not_there_is_asked_about(sides: Path) -> None:
    merged("--prefix")
    assert "there is no service 'nroth'. Did you mean 'north'? Nothing was changed." in told(
        "status", "both", "--service", "nroth", exit_code=2
    )


def test_what_both_say_of_the_same_is_told(sides: Path) -> None:
    said = merged("--prefix")
    claimed = "HP-10 Strategy discussions: good in north (north-AUD-01), requires improvement to be good in south (south-AUD-01)."
    assert claimed in said
    assert "HP-10: 214 (north-AUD-01) in north and 90 (south-AUD-01) in south. Children may be in both" in said
    assert "re-referral-rate: 412 of 1905 to 30 September 2019 in north and 41 of 190 to 30 September 2019 in south." in said
    assert "2019-Q3: north and south both moderated a round of this name" in said
    assert "help-and-protection: good in north and requires-improvement in south. Both stay." in said
    assert "HP-10: ACT-9 in north and ACT-1 in south. Both stay; one may be enough." in said
    assert "A-08: ready in north and not-ready in south." in said


def test_a_concern_that_only_the_other_service_looked_at_again_stands(sides: Path) -> None:
    merged("--prefix")
    assert "concern of" in told("stale", "both").lower()
    assert "A concern: it holds in full, since nobody has looked again" in told("explain", "south-AUD-01", "both")


def test_the_report_lies_in_the_new_folder(sides: Path) -> None:
    merged("--prefix")
    report = (sides / "both" / "merge-report.md").read_text("utf-8")
    assert report.startswith("# north and south in one folder\n")
    assert "## The same id in both\n\n- AUD-01 in north/all.yaml:10:5" in report


def test_a_preview_writes_nothing(sides: Path) -> None:
    merged("--prefix", "--preview")
    assert sorted(path.name for path in sides.iterdir()) == ["north", "south"]


def test_a_folder_that_is_there_is_not_written_over(sides: Path) -> None:
    (sides / "both").mkdir()
    assert "'both' exists already" in merged("--prefix", exit_code=2)


def test_a_folder_within_one_of_the_two_is_refused(sides: Path) -> None:
    run("merge", "north", "south", "--into", "north/both", exit_code=2)


def test_services_of_one_name_are_asked_about(sides: Path) -> None:
    (sides / "south" / "all.yaml").write_text(SOUTH.replace("service: south", "service: north"), "utf-8")
    assert "Both services are called 'north'; name them with --names" in merged("--prefix", exit_code=1)
    merged("--prefix", "--names", "upper", "lower")
    assert facts("status", "both", "--service", "lower")["judgements"] == facts("status", "south")["judgements"]


def test_a_file_that_cannot_be_read_stops_the_merge(sides: Path) -> None:
    (sides / "south" / "bad.yaml").write_text("evidence: [\n", "utf-8")
    assert "south/bad.yaml cannot be read; put that right first" in merged("--prefix", exit_code=1)


def test_other_days_are_told(sides: Path) -> None:
    (sides / "south" / "all.yaml").write_text(SOUTH.replace("as-at: 2019-11-01", "as-at: 2019-12-01"), "utf-8")
    assert "north 2019-11-01 and south 2019-12-01. The new folder measures from 2019-12-01." in merged("--prefix")


def test_published_results_of_one_council_stand_once_for_the_whole(sides: Path) -> None:
    told_by_both = "history: [{framework: sif-2013, published: 2016-08-26, grades: {help-and-protection: good}}]\n"
    for name in ("north", "south"):
        with (sides / name / "all.yaml").open("a", encoding="utf-8") as file:
            file.write(told_by_both)
    merged("--prefix")
    for words in (("both",), ("both", "--service", "north"), ("both", "--service", "south")):
        line = next(one for one in facts("status", *words)["judgements"] if one["id"] == "help-and-protection")
        assert line["previous"]["grade"] == "good" and str(line).count("2016-08-26") == 1


def test_two_councils_keep_their_own_results(tmp_path: Path) -> None:
    for name, other in {"ealing-2019": "Ealing", "copy": "Elsewhere"}.items():
        shutil.copytree(EVIDENCE / "ealing-2019", tmp_path / name)
        head = tmp_path / name / "assessment.yaml"
        head.write_text(head.read_text("utf-8").replace("London Borough of Ealing", other), "utf-8")
    run("merge", tmp_path / "ealing-2019", tmp_path / "copy", "--into", tmp_path / "both", "--prefix")
    whole, one = facts("status", tmp_path / "both"), facts("status", tmp_path / "both", "--service", "Elsewhere")
    assert {judgement["previous"] for judgement in whole["judgements"]} == {None}
    assert one["judgements"] == facts("status", tmp_path / "copy")["judgements"]


def test_other_frameworks_are_asked_about_and_carried_only_where_sure(tmp_path: Path) -> None:
    words = ("merge", EVIDENCE / "ealing-2019", EVIDENCE / "dudley-2011", "--into", tmp_path / "both")
    asked = told(*words, exit_code=1)
    assert "answers ilacs-2018 and Dudley slac-2009; say with --framework which one" in asked
    said = told(*words, "--framework", "ilacs-2018")
    assert "LAC-HEALTHY-01 became CIC-20 in 2 places, a strong match of the crosswalk." in said
    assert "'adequate' is not on the scale of ilacs-2018" in said
    text = (tmp_path / "both" / "dudley-2011" / "evidence-care.yaml").read_text("utf-8")
    assert "- CIC-20" in text or "[CIC-20" in text
    assert "# preinspect migrate: LAC-SAFE-01 was split into" in text and "LAC-SAFE-01" in text.replace(
        "migrate: LAC-SAFE-01", ""
    )
    alone = facts("status", tmp_path / "both", "--service", "London Borough of Ealing", exit_code=1)
    assert alone["judgements"] == facts("status", EVIDENCE / "ealing-2019")["judgements"]


def test_an_own_framework_goes_where_it_is_found(sides: Path) -> None:
    shutil.copytree(Path(__file__).parent / "fixtures" / "frameworks" / "tiny-2026", sides / "north" / "frameworks" / "tiny-2026")
    merged("--prefix")
    assert (sides / "both" / "frameworks" / "tiny-2026" / "framework.yaml").exists()


def test_a_folder_that_names_no_framework_is_told_once_and_in_words(sides: Path) -> None:
    (sides / "south" / "all.yaml").write_text("evidence: []\n", "utf-8")
    said = merged("--prefix", exit_code=1)
    assert "south does not say which framework it answers: preinspect check south" in said
    assert "None" not in said and "say with --framework" not in said


def test_a_service_is_found_by_its_folder_too(sides: Path) -> None:
    merged("--prefix", "--names", "Upper Valley", "Lower Valley")
    by_folder, by_name = (facts("status", "both", "--service", word) for word in ("north", "Upper Valley"))
    assert by_folder == by_name


@pytest.mark.parametrize("words", [("explain", "HP-10"), ("plan",), ("ready",)])
def test_what_is_shown_of_one_service_holds_nothing_of_the_other(sides: Path, words: tuple[str, ...]) -> None:
    merged("--prefix")
    other, one = (told(*words, "both", "--service", name) for name in ("north", "south"))
    assert one != other
    assert "north-" not in one and "ACT-9" not in one


def test_reports_of_two_services_have_names_of_their_own(sides: Path) -> None:
    merged("--prefix")
    for name in ("north", "south"):
        run("report", "both", "--service", name)
    assert sorted(path.name for path in sides.glob("*.html")) == ["gap-north-2019-11-01.html", "gap-south-2019-11-01.html"]
    assert "north-AUD-01" not in (sides / "gap-south-2019-11-01.html").read_text("utf-8")


def test_a_service_that_is_not_there_gives_no_report(sides: Path) -> None:
    merged("--prefix")
    assert "there is no service 'east'" in told("report", "both", "--service", "east", exit_code=2)


def test_personal_data_is_not_carried_into_another_folder(sides: Path) -> None:
    (sides / "south" / "all.yaml").write_text(SOUTH.replace("in time.", "in time, 943 476 5919 not."), "utf-8")
    said = merged("--prefix", exit_code=1)
    assert "What looks like personal data stands in south/all.yaml:11:" in said
    assert "is not carried into another folder" in said
    assert not (sides / "both").exists()


def test_tables_that_are_copied_are_named(sides: Path) -> None:
    (sides / "south" / "lists").mkdir()
    (sides / "south" / "lists" / "children.csv").write_text("id\n", "utf-8")
    said = merged("--prefix")
    assert "Tables that nothing looked into; take out what is about single children" in said
    assert "south/lists/children.csv was copied as it is." in said


def test_words_that_speak_of_an_old_id_are_told(sides: Path) -> None:
    (sides / "south" / "all.yaml").write_text(SOUTH.replace("in time.", "in time. See AUD-00 and AUD-0."), "utf-8")
    said = merged("--prefix")
    line = (sides / "both" / "south" / "all.yaml").read_text("utf-8").split("See AUD-00")[0].count("\n") + 1
    assert f"south/all.yaml:{line} speaks of AUD-00, which is now south-AUD-00." in said
    assert "AUD-0," not in said


def test_the_new_folder_begins_as_any_other(sides: Path) -> None:
    (sides / "south" / ".gitignore").write_text("mine\n", "utf-8")
    merged("--prefix")
    made = {path.relative_to(sides / "both").as_posix() for path in (sides / "both").rglob("*") if path.is_file()}
    assert {".gitignore", ".gitattributes", ".pre-commit-config.yaml", ".vscode/settings.json", "south/.gitignore"} <= made
    head = (sides / "both" / "assessment.yaml").read_text("utf-8")
    assert head.startswith("# yaml-language-server: $schema=")
    assert "*.xlsx" in (sides / "both" / ".gitignore").read_text("utf-8")


def test_a_refused_merge_says_nothing_of_grades_that_it_did_not_carry(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(EVIDENCE / "dudley-2011", tmp_path / "dudley"))
    care = folder / "evidence-care.yaml"
    care.write_text(care.read_text("utf-8").replace("    grade: adequate", "    graed: adequate", 1), "utf-8")
    words = ("merge", EVIDENCE / "ealing-2019", folder, "--into", tmp_path / "both", "--framework", "ilacs-2018")
    said = told(*words, exit_code=1)
    assert "must be put right before it can be carried to ilacs-2018" in said
    assert "mean the same" not in said
