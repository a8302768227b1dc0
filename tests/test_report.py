"""The reasons that a report gives, and that the order in files changes none of its pages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import covering, framework, item, method, months_ago, predicted, sample
from commands import EVIDENCE, run, told

from preinspect.case import open_case
from preinspect.evidence import Evidence, Sample, Selection
from preinspect.kinds import every as kinds
from preinspect.kinds.material import material
from preinspect.page import Page
from preinspect.render.terminal import status
from preinspect.report import JudgementPage, ages_words, report, sample_words

ACTIONS = [
    "{id: ACT-1, gaps: [HP-10], action: Hold them., priority: immediate, due: 2026-10-01, status: on-track}",
    "{id: ACT-2, gaps: [HP-07], action: Write them., priority: immediate, due: 2026-10-01, status: off-track}",
]
INDICATORS = [
    "{id: KPI-1, measure: re-referral-rate, period: {from: 2025-10-01, to: 2026-09-30}, numerator: 4, denominator: 19}",
    "{id: KPI-2, measure: re-referral-rate, period: {from: 2024-10-01, to: 2025-09-30}, numerator: 5, denominator: 19}",
]
REQUESTS = ["{of: A-08, state: ready, service: north}", "{of: A-08, state: not-ready, service: south}"]


def page(*items: Evidence, judgement: str = "help-and-protection") -> JudgementPage:
    return next(one for one in report(predicted(items)).judgements if one.id == judgement)


def test_below_good_without_a_concern_says_that_nobody_told_for_how_many_children() -> None:
    weak = covering("leaders", "requires-improvement") + covering("children-in-care", "requires-improvement")
    told = page(*covering("help-and-protection", "good", extent=None), *weak)
    assert (told.grade.id, told.reason) == (
        "requires-improvement",
        "No concern stands against it in the 8 descriptors with evidence, and alone it would reach good; read together with the other "
        "judgements and limits it does not. Of 8 strengths 8 do not say for how many children.",
    )


def test_good_without_a_concern_says_no_more() -> None:
    told = page(*covering("help-and-protection", "good", extent="most"))
    assert told.reason == "No concern stands against it in the 8 descriptors with evidence."


def test_a_small_sample_is_called_that() -> None:
    (gap,) = [one for one in page(item("SMALL", sample=sample(5))).gaps if one.descriptor == "HP-10"]
    assert gap.reason == "Not tested: every sample that looked at it is under 10, too small to decide anything."


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_the_order_in_files_changes_no_page(kind: str, tmp_path: Path) -> None:
    pages = []
    for name, step in (("one", 1), ("other", -1)):
        folder = tmp_path / name / "same"
        folder.mkdir(parents=True)
        sections = {"actions": ACTIONS, "indicators": INDICATORS, "requests": REQUESTS}
        lines = [f"{section}:\n" + "".join(f"  - {row}\n" for row in rows[::step]) for section, rows in sections.items()]
        head = "assessment: {authority: Anyshire, framework: ilacs-2018, as-at: 2026-11-21}\n"
        (folder / "a.yaml").write_text(head + "".join(lines[::step]), "utf-8")
        case = open_case(folder, as_at=None, today=date(2026, 11, 21))
        assert case.problems == () or all(one.code == "PI322" for one in case.problems)
        page = kinds.page(kind, material(case, case.predict(), "internal"))
        pages.append(
            re.sub(r"[^ ']*a\.yaml:[0-9]+", "a.yaml", repr(page))
        )  # where an entry stands in its file is told, and moves with it
    assert pages[0] == pages[1]


@pytest.mark.parametrize("kind", kinds.KINDS)
@pytest.mark.parametrize(("audience", "is_told"), [("internal", True), ("board", True), ("public", False)])
def test_what_was_cleared_is_listed_with_its_reason(kind: str, audience: str, is_told: bool, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "assessment: {authority: Anyshire, framework: ilacs-2018, as-at: 2026-11-21}\n"
        "evidence:\n"
        "  - {id: AUD-1, kind: audit, descriptors: [HP-10], date: 2026-09-30, grade: good, handling: board,\n"
        "     finding: The file of child 123451 is whole.}\n"
        "cleared: [{id: AUD-1, pattern: local-id, reason: it is a room, by: Data protection officer}]\n",
        "utf-8",
    )
    case = open_case(tmp_path, as_at=None, today=date(2026, 11, 21))
    page = kinds.page(kind, material(case, case.predict(), audience))
    (told,) = [one for one in page.sections if one.title == "Cleared by a person"] or [None]
    assert (told is not None) is is_told
    if told is not None:
        assert any("AUD-1" in str(block) and "it is a room" in str(block).lower() for block in told.blocks)


# --- what is claimed of the method


FITTED, OTHERS = (
    ("ilacs-2018", "ilacs-2023", "ilacs-2026"),
    ("slac-2009", "sif-consultation-2013", "sif-2013", "five-grades", "met-or-not"),
)


def test_the_model_names_what_it_was_fitted_to() -> None:
    assert tuple(method().model.fitted_to) == FITTED


@pytest.mark.parametrize("name", OTHERS)
def test_under_a_framework_that_nothing_was_fitted_to_no_accuracy_is_claimed(name: str) -> None:
    shown = report(predicted([], framework(name)))
    borrowed = (
        "The cut points between grades were fitted to inspections under ilacs-2018, ilacs-2023 and ilacs-2026 and are borrowed here; "
        f"set, not fitted. Accuracy under {name} is not known."
    )
    assert shown.borrowed == borrowed
    assert borrowed in shown.method
    assert "exactly right" not in " ".join(shown.method)


@pytest.mark.parametrize("name", FITTED)
def test_under_a_framework_that_the_model_was_fitted_to_its_accuracy_is_told(name: str) -> None:
    shown = report(predicted([], framework(name)))
    assert shown.borrowed is None
    assert [line for line in method().model.about if line not in shown.method] == []


@pytest.mark.parametrize("name", [*FITTED, *OTHERS])
def test_judgements_are_said_to_be_read_together_only_where_a_pattern_is_known(name: str) -> None:
    told = " ".join(report(predicted([], framework(name))).method)
    assert ("read together" in told) == (framework(name).pattern is not None)


def test_overall_is_as_in_published_inspections_only_where_some_were_seen() -> None:
    where = framework("sif-consultation-2013")
    items = [one for judgement in where.graded for one in covering(judgement.id, "good", where, extent="most")]
    shown = report(predicted(items, where))
    assert shown.overall_note == "No limit binds; overall follows from the judgements together."


# --- in the words of their own scale


def test_a_grade_is_called_by_its_official_label_and_shortened_only_in_a_column() -> None:
    grade = page(*covering("help-and-protection", "requires-improvement")).grade
    assert (grade.words, grade.brief) == ("Requires improvement to be good", "Requires improvement")


OWN_WORDS = {"five-grades": ("sound", "sound or better"), "met-or-not": ("met", "met")}


@pytest.mark.parametrize("name", OWN_WORDS)
def test_no_other_scale_s_words_are_said(name: str) -> None:
    where = framework(name)
    worst = where.scale.id(0)
    shown = report(predicted([one for judgement in where.graded for one in covering(judgement.id, worst, where)], where))
    gaps = [gap for one in shown.judgements for gap in one.gaps]
    told = [shown.caveat, shown.public_caveat, *shown.method, *(one.would_change for one in shown.judgements)]
    told += [text for gap in gaps for text in (gap.state, gap.basis, gap.closes, gap.reason)]
    assert gaps
    assert [text for text in told if re.search(r"\b(good|outstanding)\b|Ofsted", text)] == []
    assert (shown.benchmark, shown.or_better) == OWN_WORDS[name]


@pytest.mark.parametrize("name", [*FITTED, *OTHERS[:3]])
def test_every_page_of_a_framework_of_ofsted_s_says_that_this_is_not_ofsted(name: str) -> None:
    assert "preinspect is not Ofsted" in report(predicted([], framework(name))).caveat


# --- what was verified


def basis_of(name: str, where: str) -> str:
    gaps = [gap for one in report(predicted([], framework(where))).judgements for gap in one.gaps]
    return next(gap.basis for gap in gaps if gap.descriptor == name)


def test_each_element_of_a_proposal_says_whether_it_was_verified() -> None:
    assert basis_of("CON-HP-S1", "sif-consultation-2013") == "Verified; in our words, from published sources."
    assert basis_of("CON-HP-05", "sif-consultation-2013") == (
        "Not verified: not seen in this framework's own text; taken from SIF-167 and EAL16; it elaborates CON-HP-S1."
    )


def test_where_all_is_verified_no_element_says_so() -> None:
    assert "erified" not in basis_of("HP-10", "ilacs-2018")


# --- bands of priority


def test_a_framework_s_own_two_bands_get_no_third() -> None:
    where = replace(framework(), bands={"soon": "Soon", "later": "Later"})
    items = covering("help-and-protection", "requires-improvement", where) + covering(
        "leaders", "inadequate", where, effect="risk"
    )
    bands = report(predicted(items, where)).bands
    assert [band.id for band in bands] == ["soon", "later"]
    assert [len(band.gaps) for band in bands] == [8, 8]


def test_good_evidence_that_other_judgements_pull_down_is_not_called_too_thin() -> None:
    where = framework()
    bad = [one for name in ("leaders", "children-in-care") for one in covering(name, "inadequate", where)]
    told = page(*covering("help-and-protection", "good", extent="most"), *bad)
    assert told.grade.id == "requires-improvement"
    assert told.reason.endswith("and alone it would reach good; read together with the other judgements and limits it does not.")


HANDLED = """
assessment: {authority: Anyshire, framework: ilacs-2018, as-at: 2026-11-21}
evidence:
  - {id: EX-1, kind: observation, descriptors: [HP-11], date: 2026-09-30, grade: inadequate, finding: Seen, handling: internal}
indicators:
  - {id: KPI-1, measure: re-referral-rate, date: 2026-09-30, numerator: 61, denominator: 100, handling: internal}
  - {id: KPI-2, measure: unregistered-homes, date: 2026-09-30, value: 2, handling: public}
actions:
  - {id: ACT-1, gaps: [HP-11], action: Do it., priority: immediate, due: 2026-10-01, status: off-track, handling: internal}
requests:
  - {of: A-10, state: ready, count: 2}
"""


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_the_public_sees_nothing_that_is_not_its_own(kind: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HANDLED, "utf-8")
    case = open_case(tmp_path, as_at=None, today=date(2026, 11, 21))
    told = str(kinds.page(kind, material(case, case.predict(), "public")))
    assert "61" not in told.replace("EX-1", "")
    assert "HP-11" not in told
    assert "No actions are recorded" not in told
    assert "no concern" not in told
    page = kinds.page(kind, material(case, case.predict(), "public"))
    assert "1 indicator not meant for this audience." in " ".join(page.dropped)
    assert "1 action not meant for this audience." in " ".join(page.dropped)
    rows = [row for section in page.sections for block in section.blocks for row in getattr(block, "rows", ())]
    assert not [row for row in rows if 2 in row or "2" in row]


def test_the_board_is_told_of_actions_that_it_may_not_see(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HANDLED, "utf-8")
    case = open_case(tmp_path, as_at=None, today=date(2026, 11, 21))
    told = str(kinds.page("board", material(case, case.predict(), "board")))
    assert "1 action not meant for this audience" in told
    assert "No action is late" not in told
    assert "61.0%" not in told


LINKED = """
assessment: {authority: Anyshire, framework: ilacs-2026, as-at: 2026-11-01}
evidence:
  - {id: AUD-SECRET-1, kind: audit, descriptors: [HP-10], date: 2026-09-30, grade: good, finding: Held, sample: {size: 40, moderated: 10}}
  - id: AUD-SHOWN-1
    kind: audit
    descriptors: [HP-12]
    date: 2026-09-30
    grade: good
    handling: public
    finding: Most plans are kept to, as AUD-SECRET-1 says too.
    because: AUD-SECRET-1 looked at less.
    sample: {size: 40, moderated: 10}
indicators:
  - {id: KPI-SECRET-1, measure: referral-rate, date: 2026-09-30, value: 587.25}
actions:
  - {id: ACT-SECRET-1, gaps: [HP-10], action: Do it.}
  - id: ACT-SHOWN-1
    gaps: [HP-12]
    action: Follows ACT-SECRET-1.
    status: done
    handling: public
    seen: {date: 2026-10-03, evidence: [AUD-SECRET-1]}
    measure: {id: KPI-SECRET-1, baseline: 611.5, target: 493}
  - id: ACT-SHOWN-2
    gaps: [HP-12]
    action: Do more.
    status: done
    handling: public
    seen: {date: 2026-10-05, evidence: [AUD-SHOWN-1, AUD-SECRET-1]}
    measure: {id: referral-rate, baseline: 587.25, target: 493}
"""


def linked(kind: str, audience: str, folder: Path) -> Page:
    (folder / "a.yaml").write_text(LINKED, "utf-8")
    case = open_case(folder, as_at=None, today=date(2026, 11, 1))
    assert not [one for one in case.problems if one.code.startswith("PI1")]
    return kinds.page(kind, material(case, case.predict(), audience))


@pytest.mark.parametrize("kind", kinds.KINDS)
@pytest.mark.parametrize("audience", ["board", "public"])
@pytest.mark.parametrize("leak", ["SECRET", "587.25", "611.5", "493", "3 October 2026"])
def test_no_link_tells_of_an_entry_that_its_reader_may_not_see(kind: str, audience: str, leak: str, tmp_path: Path) -> None:
    assert leak not in str(linked(kind, audience, tmp_path))


@pytest.mark.parametrize("audience", ["board", "public"])
def test_links_that_were_cut_are_counted(audience: str, tmp_path: Path) -> None:
    told = " ".join(linked("plan", audience, tmp_path).dropped)
    assert "4 links of an action to a figure or a proof not meant for this audience" in told


@pytest.mark.parametrize("audience", ["board", "public"])
def test_a_difference_that_nothing_here_shows_is_not_claimed(audience: str, tmp_path: Path) -> None:
    page = linked("plan", audience, tmp_path)
    told = str(page)
    assert "not shown: the evidence is not for this audience" in told
    assert "yes, 5 October 2026: AUD-SHOWN-1'" in told
    assert "of 2 done, 1 with no difference that is shown here" in told
    assert "2 actions, 1 with a difference seen" in told


def test_what_is_internal_keeps_its_links(tmp_path: Path) -> None:
    told = str(linked("plan", "internal", tmp_path))
    assert "yes, 3 October 2026: AUD-SECRET-1" in told
    assert "from 611.5 to 493" in told


FEW = """
assessment: {authority: Anyshire, framework: ilacs-2026, as-at: 2026-11-01}
evidence:
  - id: AUD-1
    kind: audit
    descriptors: [HP-12]
    date: 2026-09-30
    grade: good
    handling: public
    finding: Plans drifted and 2 of 40 children were UNSAFE.
    impact: Two children (2) came to HARM.
    what-we-did: A further 4 families were PHONED.
    sample: {size: 40, moderated: 10}
actions:
  - {id: ACT-1, gaps: [HP-12], action: Find the three children who were LOST., result: One family is HOUSED., handling: public}
"""


@pytest.mark.parametrize("kind", kinds.KINDS)
@pytest.mark.parametrize("word", ["UNSAFE", "HARM", "PHONED", "LOST", "HOUSED"])
def test_the_public_reads_no_text_that_counts_a_few_children(kind: str, word: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(FEW, "utf-8")
    case = open_case(tmp_path, as_at=None, today=date(2026, 11, 1))
    page = kinds.page(kind, material(case, case.predict(), "public"))
    assert word not in str(page)
    assert "5 texts that may tell of fewer than six, withheld whole." in " ".join(page.dropped)
    assert "where we recognise them; read it before you publish" in " ".join(page.dropped)


@pytest.mark.parametrize(
    ("records", "told"),
    [
        (sample(20, met=12), "20 looked at; 12 met (could be 39% to 78%)"),
        (sample(20, population=200, met=12), "20 of 200 looked at; 12 met (could be 39% to 78%)"),
        (sample(20, population=20, met=12), "all 20 looked at; 12 met"),
        (sample(20, selection=Selection.ALL, met=12), "all 20 looked at; 12 met"),
        (
            sample(20, selection=Selection.MANAGERS_CHOICE, met=12),
            "20 looked at, chosen by managers, so a range for the rest would mean nothing; 12 met",
        ),
        (
            sample(20, results=(("good", 12), ("requires-improvement", 8))),
            "20 looked at; 12 good, 8 requires improvement to be good; 12 of 20 good or better (could be 39% to 78%)",
        ),
        (sample(20, selection=Selection.ALL, results=(("good", 20),)), "all 20 looked at; 20 good"),
    ],
)
def test_a_sample_has_a_range_only_where_one_means_anything(records: Sample, told: str) -> None:
    assert sample_words(item("AUD", sample=records), framework().scale) == told


def test_what_supersedes_set_aside_is_counted_with_its_concerns() -> None:
    items = [
        item("OLD-1", "HP-10", grade="inadequate", date=months_ago(6), sample=sample(40)),
        item("OLD-2", "HP-10", date=months_ago(6), sample=sample(40)),
        item("NEW", "HP-10", sample=sample(40), supersedes=("OLD-1", "OLD-2")),
    ]
    assert report(predicted(items)).set_aside == "'supersedes' set aside 2 items, 1 concern among them."
    assert report(predicted(items[1:2])).set_aside is None


def test_status_says_what_was_set_aside_and_where_the_notes_on_optimism_are() -> None:
    items = [
        item("OLD", "HP-10", grade="inadequate", date=months_ago(6), sample=sample(40)),
        item("NEW", "HP-10", sample=sample(40, moderated=10, changed_down=5), supersedes=("OLD",)),
    ]
    shown = report(predicted(items))
    words = " ".join(" ".join(line.plain for line in status(shown)).split())
    assert "'supersedes' set aside 1 item, 1 concern among them. Which: preinspect explain, with the judgement's name" in words
    assert len(shown.optimism) == 1
    assert "1 note on signs of optimism; none changes a grade: preinspect gaps" in words
    plain = " ".join(
        " ".join(line.plain for line in status(report(predicted(covering("leaders", "requires-improvement"))))).split()
    )
    assert "set aside" not in plain


def test_ages_are_told_as_fresh_part_faded_and_stale() -> None:
    items = [item(f"AUD-{months}", "HP-10", date=months_ago(months), sample=sample(40)) for months in (1, 8, 9, 30)]
    assert (
        ages_words(predicted(items).verdict("help-and-protection").standings)
        == "of 4 items, by age: 1 fresh, 2 part faded, 1 stale"
    )


@pytest.mark.parametrize(("name", "asked"), [("gap.docx", "html"), ("gap.html", "json"), ("gap.xlsx", "docx")])
def test_a_name_that_says_another_format_is_refused_and_nothing_is_written(name: str, asked: str, tmp_path: Path) -> None:
    screen = told("report", EVIDENCE / "ealing-2019", "--output", tmp_path / name, "--format", asked, exit_code=2)
    assert f"--format says {asked}" in screen and not (tmp_path / name).exists()
    run("report", EVIDENCE / "ealing-2019", "--output", tmp_path / "gap.txt", "--format", "md")


@pytest.mark.parametrize(
    ("one", "later", "says"),
    [
        (item("ONE"), [], "Counts."),
        (item("ONE", date=months_ago(9)), [], "Counts for less: ageing."),
        (item("ONE", date=months_ago(13)), [], "No longer counts: too old."),
        (item("ONE", sample=sample(40, selection=Selection.MANAGERS_CHOICE)), [], "Counts for less: managers chose the records."),
        (
            item("ONE", date=months_ago(9), sample=sample(40, selection=Selection.MANAGERS_CHOICE)),
            [],
            "Counts for less: managers chose the records and ageing.",
        ),
        (item("ONE", kind="complaint"), [], "Only lowers, so what is good in it does not count."),
        (item("ONE", grade="requires-improvement", date=months_ago(60)), [], "Counts."),
        (
            item("ONE", grade="requires-improvement", date=months_ago(13)),
            [item("NEW")],
            "No longer counts: newer looks settled it.",
        ),
        (
            item("ONE", grade="requires-improvement", date=months_ago(9), sample=sample(40)),
            [item("NEW", sample=sample(40))],
            "Counts for less: newer looks settled part of it.",
        ),
    ],
)
def test_what_takes_from_an_item_is_told_as_it_is(one: Evidence, later: list[Evidence], says: str) -> None:
    shown = report(predicted([one, *later]))
    assert [row.counts for row in shown.evidence if row.id == "ONE"] == [says]


def test_a_judgement_that_chosen_records_alone_speak_for_gives_that_as_its_reason() -> None:
    chosen = sample(12, selection=Selection.MANAGERS_CHOICE)
    shown = report(predicted([item(f"FEW-{number}", f"LD-{number:02}", sample=chosen) for number in range(1, 7)]))
    page = next(one for one in shown.judgements if one.id == "leaders")
    assert page.grade.words == "Only records that managers chose, too little to say"
    assert page.reason == "Records drawn at random would tell how practice is at large."
    assert page.whole_reason.startswith("Only records that managers chose, too little to say: records drawn at random would tell")
    assert {gap.reason for gap in shown.untested} >= {
        "Only records that managers chose (FEW-1), which say too little of practice at large; draw some at random."
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_status_tells_judgements_of_one_name_apart_by_their_block(form: str) -> None:
    shown = told("status", EVIDENCE / "dudley-2011", "--format", form)
    for name in ("Overall effectiveness", "Capacity for improvement", "Quality of provision"):
        assert f"{name} (Safeguarding services)" in shown
        assert f"{name} (Services for looked after children)" in shown
    assert "Staying safe (" not in shown
