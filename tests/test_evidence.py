"""Loading an assessment: what is kept, what is left out, and what is told."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import TODAY, loaded, met

from preinspect.evidence import (
    Action,
    Assessment,
    Auditor,
    Change,
    Handling,
    Indicator,
    LeftOut,
    Outcome,
    Period,
    Priority,
    Sample,
    Selection,
    State,
    Status,
    Suppressed,
    Target,
    load_assessment,
)
from preinspect.problem import Problem
from preinspect.shape import schema

HEAD = "assessment: {authority: A council, framework: tiny-2026, as-at: 2026-11-21, service: north}\n"
ITEM = "{id: AUD-1, kind: audit, descriptors: [HP-07], date: 2026-09-30, grade: good, finding: Plans are clear.}"

EXAMPLE = """\
assessment:
  authority: London Borough of Ealing
  framework: ilacs-2018
  as-at: 2019-11-08
  service: north
  changed-since: [{what: new recording system, date: 2018-06-01, descriptors: [HP-06]}]
evidence:
  - id: AUD-2019-09-HP-01
    title: Strategy discussions, September audit
    kind: audit
    descriptors: [HP-10]
    date: 2019-09-30
    grade: requires-improvement
    extent: some
    effect: inconsistent
    finding: Strategy discussions were held in time in 28 of 40 records; the rest waited for police.
    impact: Early action was poorly informed for those children; none was found in immediate danger.
    sample: {population: 214, size: 40, selection: random, met: 28, results: {good: 28, RI: 12},
             moderated: 12, changed: {up: 0, down: 3}}
    round: 2019-Q3
    auditor: other-team
    with: {worker: 38, family: yes}
    supersedes: [AUD-2018-HP-02]
    because: Feedback says otherwise since it covers the former team.
    source: QA audit report, September 2019, table 3
    held: SharePoint > QA > 2019-09
    owner: QA manager
    handling: board
  - {id: FB-2019-06, kind: feedback, descriptors: [CL-03], date: 2019-06-30, grade: requires-improvement, from: care-leavers,
     asked: 180, replied: 46, method: survey with interviews, finding: Half feel heard., what-we-did: A new forum., service: south}
  - {id: DOC-12, kind: document, descriptors: [HP-43], version: "3.0", approved: 2018-04-01, review-due: 2019-04-01, finding: A protocol.}
indicators:
  - id: KPI-2019-09-rereferral
    measure: re-referral-rate
    period: {from: 2018-10-01, to: 2019-09-30}
    numerator: 412
    denominator: 1905
    target: 18
    neighbours: {value: 19.2, period: 2018-19}
    england: {value: 22.6, period: 2018-19, retrieved: 2019-11-01}
  - {id: KPI-2, measure: re-referral-rate, date: 2019-09-30, suppressed: c, target: {from: 16, to: 20}}
views:    [{of: help-and-protection, grade: good, by: Service manager, date: 2019-10-01, because: Trend.}]
actions:  [{id: ACT-01, gaps: [HP-10], from: {published: 2019-10-19, area: 2}, result: Children are safer sooner., action: A rota.,
            priority: immediate, owner: Head of service, due: 2020-01-31, status: on-track,
            measure: {id: timely-strategy-discussions, baseline: 70, target: 95}, seen: {date: 2019-10-30, evidence: [DIP-1]}}]
requests: [{of: A-08, state: ready, count: 318, covers: {from: 2019-05-01, to: 2019-10-31}, refreshed: 2019-11-01,
            due: 2019-11-05, owner: Performance analyst, why: All there.}]
history:  [{framework: sif-2013, published: 2016-08-26, grades: {help-and-protection: good}},
           {framework: ilacs-2018, published: 2019-12-19, received: 2019-12-12, grades: {leaders: requires-improvement},
            counts: {children: 3}, areas: [the quality of plans, {text: the pace of change, descriptors: [LD-05], judgement: leaders}]}]
cleared:  [{id: FB-2019-06, pattern: local-id, reason: it is a report number, by: Data protection officer}]
"""


def folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        path = tmp_path / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def load(tmp_path: Path, **files: str) -> tuple[Assessment, tuple[Problem, ...]]:
    return loaded(folder(tmp_path, **files))


@pytest.fixture
def example(tmp_path: Path) -> Assessment:
    assessment, problems = load(tmp_path, assessment=EXAMPLE)
    assert problems == ()
    return assessment


def test_the_example_of_the_design_is_read_without_a_problem(example: Assessment) -> None:
    assert (example.authority, example.framework, example.as_at) == ("London Borough of Ealing", "ilacs-2018", date(2019, 11, 8))
    assert [item.id for item in example.evidence] == ["AUD-2019-09-HP-01", "FB-2019-06", "DOC-12"]
    assert example.left_out == ()


def test_every_field_of_evidence_is_kept(example: Assessment) -> None:
    audit, feedback, document = example.evidence
    assert audit.sample == Sample(214, 40, Selection.RANDOM, 28, (("good", 28), ("RI", 12)), 12, 0, 3)
    assert (audit.auditor, audit.with_worker, audit.with_family) == (Auditor.OTHER_TEAM, 38, 1)
    assert (audit.handling, audit.service, audit.supersedes) == (Handling.BOARD, "north", ("AUD-2018-HP-02",))
    assert (feedback.sent_from, feedback.asked, feedback.replied) == ("care-leavers", 180, 46)
    assert (feedback.what_we_did, feedback.service, feedback.handling) == ("A new forum.", "south", Handling.INTERNAL)
    assert (document.version, document.grade, document.review_due) == ("3.0", None, date(2019, 4, 1))


def test_a_documents_age_runs_from_its_approval(example: Assessment) -> None:
    assert example.evidence[2].date == date(2018, 4, 1)


def test_every_field_of_the_other_sections_is_kept(example: Assessment) -> None:
    rate, hidden = example.indicators
    assert (rate.numerator, rate.denominator, rate.target) == (412, 1905, Target(18, 18))
    assert (rate.date, rate.period) == (date(2019, 9, 30), Period(date(2018, 10, 1), date(2019, 9, 30)))
    assert rate.england is not None and rate.england.retrieved == date(2019, 11, 1)
    assert (hidden.suppressed, hidden.target) == (Suppressed.CONFIDENTIAL, Target(16, 20))
    (action,) = example.actions
    assert isinstance(action, Action)
    assert (action.priority, action.status, action.gaps) == (Priority.IMMEDIATE, Status.ON_TRACK, ("HP-10",))
    assert action.origin is not None and action.origin.area == 2
    assert action.measure is not None and action.measure.target == 95
    assert action.seen is not None and action.seen.evidence == ("DIP-1",)
    assert example.requests[0].state is State.READY
    assert [change.what for change in example.changed_since] == ["new recording system"]
    assert isinstance(example.changed_since[0], Change)
    before, after = example.history
    assert isinstance(before, Outcome)
    assert (before.grade("help-and-protection"), before.grade("leaders")) == ("good", None)
    assert (after.counts, after.areas[0].text, after.areas[1].descriptors) == (
        (("children", 3),),
        "the quality of plans",
        ("LD-05",),
    )
    assert example.cleared[0].reason == "it is a report number"
    assert example.views[0].by == "Service manager"


def test_every_entry_knows_its_place(example: Assessment) -> None:
    assert (example.evidence[0].at.line, example.evidence[0].at.column) == (8, 5)
    assert example.evidence[0].at.file.endswith("/assessment.yaml")


def test_sections_of_all_files_are_merged(tmp_path: Path) -> None:
    assessment, problems = load(
        tmp_path, a=HEAD, teams__north=f"evidence: [{ITEM}]", south=f"evidence: [{ITEM.replace('-1', '-2')}]"
    )
    assert problems == ()
    assert [item.id for item in assessment.evidence] == ["AUD-2", "AUD-1"]
    assert [Path(name).name for name in assessment.files] == ["a.yaml", "south.yaml", "north.yaml"]


def test_the_order_of_keys_and_sections_changes_nothing(tmp_path: Path) -> None:
    one, _ = load(tmp_path / "one", a=HEAD + f"evidence: [{ITEM}]")
    turned = "{finding: Plans are clear., grade: good, date: 2026-09-30, descriptors: [HP-07], kind: audit, id: AUD-1}"
    other, _ = load(tmp_path / "other", a=f"evidence: [{turned}]\n" + HEAD)
    fields = ("id", "kind", "descriptors", "date", "grade", "finding", "service")
    assert [getattr(one.evidence[0], name) for name in fields] == [getattr(other.evidence[0], name) for name in fields]


def test_ages_are_measured_from_the_argument_then_the_file_then_today(tmp_path: Path) -> None:
    where = folder(tmp_path, a=HEAD, b=f"evidence: [{ITEM}]")
    assert load_assessment(where, as_at=date(2026, 10, 1), today=TODAY)[0].as_at == date(2026, 10, 1)
    assert load_assessment(where, as_at=None, today=date(2027, 1, 1))[0].as_at == date(2026, 11, 21)
    folder(tmp_path, a="assessment: {framework: tiny-2026}")
    assert load_assessment(where, as_at=None, today=date(2027, 1, 1))[0].as_at == date(2027, 1, 1)


def test_what_is_dated_after_the_as_at_date_is_left_out_with_a_warning(tmp_path: Path) -> None:
    where = folder(tmp_path, a=HEAD + f"evidence: [{ITEM}]")
    assessment, (warning,) = load_assessment(where, as_at=date(2026, 9, 29), today=TODAY)
    assert assessment.evidence == ()
    assert warning.message == "This entry is dated 30 September 2026, after the as-at date, 29 September 2026."
    assert [(left.id, left.code) for left in assessment.left_out] == [("AUD-1", "PI312")]


def test_a_later_published_result_is_kept_to_compare_with(tmp_path: Path) -> None:
    text = HEAD + f"evidence: [{ITEM}]\nhistory: [{{framework: f, published: 2027-01-01, grades: {{leaders: good}}}}]"
    assert len(load(tmp_path, a=text)[0].history) == 1


def test_all_that_share_an_id_are_left_out_and_a_free_id_is_named(tmp_path: Path) -> None:
    north = ITEM.replace("id: AUD-1,", "id: AUD-1, title: Plans north,")
    south = ITEM.replace("id: AUD-1,", "id: AUD-1, title: Plans south,")
    assessment, (problem,) = load(tmp_path, a=HEAD, north=f"evidence: [{north}]", south=f"evidence: [{south}]")
    assert assessment.evidence == ()
    assert problem.at.file.endswith("south.yaml")
    assert "north.yaml:1:17 (Plans north)" in problem.message and "(Plans south)" in problem.message
    assert "'AUD-1-2' is free" in problem.message
    assert [left.id for left in assessment.left_out] == ["AUD-1", "AUD-1"]


def test_an_entry_that_is_left_out_for_another_reason_still_takes_up_its_id(tmp_path: Path) -> None:
    broken = ITEM.replace("grade:", "graade:")
    assessment, problems = load(tmp_path, a=HEAD + f"evidence: [{ITEM}, {broken}]")
    assert assessment.evidence == ()
    assert [problem.code for problem in problems] == ["PI310", "PI120"]
    assert len(assessment.left_out) == 2


def test_one_file_that_cannot_be_read_takes_nothing_from_the_others(tmp_path: Path) -> None:
    assessment, (problem,) = load(tmp_path, a=HEAD + f"evidence: [{ITEM}]", b="evidence: [")
    assert len(assessment.evidence) == 1
    (left,) = assessment.left_out
    assert (left.id, left.what, left.code, left.why) == (None, "file", "PI101", problem.message)
    assert isinstance(left, LeftOut)


def test_what_seems_to_lack_may_stand_in_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    _, problems = load(tmp_path, a="assessment: {", b=f"evidence: [{ITEM}]")
    assert [problem.code for problem in problems] == ["PI101"]


def test_a_section_that_stands_twice_is_left_out_the_second_time_and_said_so(tmp_path: Path) -> None:
    assessment, (problem,) = load(tmp_path, a=HEAD + f"evidence: [{ITEM}]\nevidence: [{ITEM.replace('-1', '-2')}]")
    assert [item.id for item in assessment.evidence] == ["AUD-1"]
    assert [(left.what, left.code, left.at) for left in assessment.left_out] == [("section", "PI113", problem.at)]


def test_an_entry_with_a_repeated_key_is_left_out(tmp_path: Path) -> None:
    assessment, (problem,) = load(tmp_path, a=HEAD + f"evidence: [{ITEM.replace('kind: audit', 'kind: audit, kind: feedback')}]")
    assert (problem.code, assessment.evidence) == ("PI104", ())
    assert [(left.id, left.code) for left in assessment.left_out] == [("AUD-1", "PI104")]


def test_the_first_section_about_the_assessment_counts(tmp_path: Path) -> None:
    assessment, (problem,) = load(tmp_path, a=HEAD + f"evidence: [{ITEM}]", b=HEAD.replace("tiny-2026", "other"))
    assert assessment.framework == "tiny-2026"
    assert problem.code == "PI320" and problem.at.file.endswith("b.yaml")


def test_a_mistake_beside_the_framework_does_not_hide_the_framework(tmp_path: Path) -> None:
    text = "assessment: {framework: tiny-2026, as-at: 31/11/2026, autority: X, changed-since: [{what: x, date: 2020-01-01}]}\n"
    assessment, problems = load(tmp_path, a=text + f"evidence: [{ITEM}]")
    assert (assessment.framework, assessment.as_at, len(assessment.evidence)) == ("tiny-2026", TODAY, 1)
    assert {problem.code for problem in problems} == {"PI124", "PI120"}
    assert [left.what for left in assessment.left_out] == ["changes since"]


def test_a_fresh_folder_is_a_note_and_names_the_commands_that_start_it(tmp_path: Path) -> None:
    assessment, (note,) = load(tmp_path)
    assert (note.code, note.severity.value, note.at.line) == ("PI322", "note", None)
    assert "`preinspect init`" in note.advice and "`preinspect new`" in note.advice
    assert (assessment.framework, assessment.evidence, assessment.files) == (None, (), ())


def test_evidence_without_a_framework_says_what_to_write(tmp_path: Path) -> None:
    _, (problem,) = load(tmp_path, a=f"evidence: [{ITEM}]")
    assert problem.code == "PI321"
    assert "'assessment:'" in problem.advice and "'framework:'" in problem.advice


@pytest.mark.parametrize("head", ["assessment:", "assessment: {}", "assessment: {authority: A council}"])
def test_a_section_without_a_framework_says_so_once(tmp_path: Path, head: str) -> None:
    _, (problem,) = load(tmp_path, a=f"{head}\nevidence: [{ITEM}]")
    assert problem.code == "PI321"


@pytest.mark.parametrize("name", ["nowhere", "file.txt"])
def test_a_folder_that_is_none_is_an_error_and_no_crash(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("x")
    assessment, (problem,) = loaded(tmp_path / name)
    assert (problem.code, problem.severity.value, assessment.evidence) == ("PI114", "error", ())


def test_yes_and_no_count_as_one_and_none(tmp_path: Path) -> None:
    text = HEAD + f"evidence: [{ITEM[:-1]}, with: {{worker: No, family: yes}}, sample: {{size: 12, moderated: no}}}}]"
    (item,) = load(tmp_path, a=text)[0].evidence
    assert (item.with_worker, item.with_family) == (0, 1)
    assert item.sample is not None and item.sample.moderated == 0


def test_an_assessment_can_be_compared_and_its_entries_kept_in_sets(example: Assessment, tmp_path: Path) -> None:
    again, _ = loaded(tmp_path)
    assert again == example
    assert len({*example.evidence, *again.evidence, *example.indicators, *example.actions, *example.history}) == 3 + 2 + 1 + 2
    assert isinstance(example.indicators[0], Indicator)


SECTIONS = sorted(schema("assessment").root["properties"])
TYPED = ("good", "RI", "HP-07", "no", "010", "2026-01-01", "31/11/2026", "14/20", "yes", "leaders", "audit", "c", "", "A 1")
WORDS = st.sampled_from(TYPED)
SCALARS = WORDS | st.integers(-3, 2100) | st.floats(allow_nan=True) | st.booleans() | st.none() | st.text(max_size=6)
NAMED = {key for node in schema("assessment").root["$defs"].values() for key in node.get("properties", {})}
KEYS = st.sampled_from([*sorted(NAMED), "fnding"])
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8)
ENTRIES = st.dictionaries(KEYS, VALUES, max_size=10)
FOLDERS = st.dictionaries(
    st.sampled_from([*SECTIONS, "evidense"]), st.lists(ENTRIES | VALUES, max_size=3) | ENTRIES | VALUES, max_size=5
)


def whole(entry: dict[str, Any]) -> dict[str, Any]:
    """Make an entry likely enough to be usable that later steps see it."""
    return {"id": "A-1", "kind": "audit", "descriptors": ["HP-07"], "date": "2026-01-01", "finding": "x"} | entry


@given(st.lists(ENTRIES.map(whole), max_size=3), FOLDERS)
@settings(deadline=None)
def test_no_folder_makes_loading_or_checking_raise(evidence: list[dict[str, Any]], others: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as where:
        head = {"assessment": {"framework": "tiny-2026", "as-at": "2026-11-21"}, "evidence": evidence}
        (Path(where) / "a.yaml").write_text(yaml.safe_dump(head, allow_unicode=True), "utf-8")
        (Path(where) / "b.yaml").write_text(yaml.safe_dump(others, allow_unicode=True), "utf-8")
        assessment, problems = loaded(Path(where))
        checked, more = met(assessment)
    assert all(problem.message.endswith((".", "?")) for problem in (*problems, *more))
    assert len(checked.evidence) <= len(assessment.evidence)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(deadline=None)
def test_no_bytes_make_loading_raise(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as where:
        (Path(where) / "a.yaml").write_bytes(raw)
        assessment, _ = loaded(Path(where))
    assert len(assessment.files) == 1
