"""Frameworks as data: the six shipped ones, other scales, and what is told of a framework with a mistake."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from commands import ALL_SIX, EVIDENCE, OTHER_SCALES, SHIPPED, assessed, facts, framework, run, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import expected_of, place_of

from preinspect.crosswalk import check_crosswalk, check_families, load_crosswalks
from preinspect.document import Block, Rows, read
from preinspect.framework import Framework, framework_ids, load_framework, load_outline
from preinspect.method import load_method
from preinspect.problem import CODES, Problem

BAD = OTHER_SCALES / "bad"
MISTAKES = sorted(folder for folder in BAD.iterdir() if folder.name != "PI216")
EDITIONS = {"ilacs-2023": "ilacs-2018", "ilacs-2026": "ilacs-2023"}


# --- the six


@pytest.mark.parametrize("name", ALL_SIX)
def test_a_shipped_framework_loads_without_a_word(name: str) -> None:
    found, problems = load_framework(name, (SHIPPED,))
    assert found is not None
    assert problems == ()


def test_there_are_six_frameworks_and_no_other() -> None:
    assert framework_ids((SHIPPED,)) == tuple(sorted(ALL_SIX))


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("ilacs-2026", {"help-and-protection": 52, "children-in-care": 38, "care-leavers": 30, "leaders": 38}),
        ("ilacs-2023", {"help-and-protection": 52, "children-in-care": 38, "care-leavers": 30, "leaders": 38}),
        ("ilacs-2018", {"help-and-protection": 52, "children-in-care": 68, "leaders": 38}),
        (
            "sif-2013",
            {"help-and-protection": 35, "children-in-care": 33, "adoption": 14, "care-leavers": 18, "leaders": 25, "lscb": 19},
        ),
    ],
)
def test_each_judgement_has_as_many_descriptors_as_the_reference_counts(name: str, counts: dict[str, int]) -> None:
    one = framework(name)
    assert {judgement.id: len(one.descriptors_of(judgement.id)) for judgement in one.graded} == counts


@pytest.mark.parametrize(
    ("name", "descriptors"), [("slac-2009", 83), ("sif-2013", 144), ("ilacs-2018", 158), ("ilacs-2023", 158), ("ilacs-2026", 158)]
)
def test_each_framework_has_as_many_descriptors_as_the_issue_counts(name: str, descriptors: int) -> None:
    assert len(framework(name).descriptors) == descriptors


def test_the_framework_of_2009_has_22_judgements_in_two_blocks_of_ten_and_twelve() -> None:
    groups = [one.group for one in framework("slac-2009").judgements]
    assert groups == ["Safeguarding services"] * 10 + ["Services for looked after children"] * 12


def test_the_framework_of_2009_has_grades_one_to_four_and_nothing_across_the_blocks() -> None:
    one = framework("slac-2009")
    assert [grade.title for grade in one.scale.grades] == ["Inadequate", "Adequate", "Good", "Outstanding"]
    assert one.scale.find("3") == "adequate"
    assert one.overall is None
    assert one.no_overall is not None and one.no_overall.startswith("There is no grade for the whole authority")


def test_the_consultation_has_three_key_and_three_contributory_judgements() -> None:
    kinds = [one.kind for one in framework("sif-consultation-2013").judgements]
    assert kinds == ["key", "key", "key", "contributory", "contributory", "contributory", "overall"]


def test_the_consultation_has_the_six_statements_and_at_least_25_elements_of_help_and_protection() -> None:
    ids = [one.id for one in framework("sif-consultation-2013").descriptors_of("help-and-protection")]
    assert ids[:6] == [f"CON-HP-S{number}" for number in range(1, 7)]
    assert len(ids[6:]) >= 25


def test_every_element_of_the_consultation_says_whether_it_was_verified_there() -> None:
    taken = [one for one in framework("sif-consultation-2013").descriptors.values() if not one.verified]
    assert len(taken) == 144
    assert {one.basis.confidence for one in taken} == {"derived"}


def test_the_single_framework_has_the_kinds_of_judgement_of_the_reference() -> None:
    one = framework("sif-2013")
    assert {judgement.id: (judgement.kind, judgement.parent) for judgement in one.judgements} == {
        "help-and-protection": ("key", None),
        "children-in-care": ("key", None),
        "adoption": ("sub", "children-in-care"),
        "care-leavers": ("sub", "children-in-care"),
        "leaders": ("key", None),
        "overall": ("overall", None),
        "lscb": ("separate", None),
    }


@pytest.mark.parametrize(
    ("name", "limit", "strength", "held"),
    [
        ("sif-2013", "key-inadequate", "always", (39, 39)),
        ("sif-2013", "sub-inadequate-for-care", "likely", (24, 24)),
        ("sif-2013", "board-inadequate", "never", (None, None)),
        ("ilacs-2018", "practice-inadequate", "always", (22, 22)),
        ("ilacs-2023", "practice-inadequate", "always", (11, 11)),
        ("ilacs-2018", "leaders-inadequate", "may", (1, 4)),
        ("ilacs-2023", "leaders-inadequate", "may", (1, 4)),
    ],
)
def test_limits_hold_as_strongly_and_as_often_as_the_reference_counts(
    name: str, limit: str, strength: str, held: tuple[int | None, int | None]
) -> None:
    found = next(one for one in framework(name).limits if one.id == limit)
    assert (found.strength, (found.held, found.of)) == (strength, held)


def test_the_edition_of_2026_has_no_overall_no_limit_and_a_pathway() -> None:
    one = framework("ilacs-2026")
    assert (one.overall, one.limits, one.rules) == (None, (), ())
    assert one.pathway is not None


@pytest.mark.parametrize("name", [*ALL_SIX, "five-grades", "met-or-not"])
def test_every_gap_has_a_phrase_of_its_own(name: str) -> None:
    phrases = [one.gap.casefold() for one in framework(name).descriptors.values()]
    assert len(phrases) == len(set(phrases))


@pytest.mark.parametrize("name", ALL_SIX)
def test_every_fact_has_a_source(name: str) -> None:
    one = framework(name)
    citing = (*one.judgements, *one.descriptors.values(), *one.requests)
    assert [fact.id for fact in citing if not fact.basis.sources] == []
    assert [limit.id for limit in one.limits if not limit.sources] == []


@pytest.mark.parametrize("name", ALL_SIX)
def test_the_sections_that_decide_grades_have_a_source(name: str) -> None:
    sections = [block for path in sorted((SHIPPED / name).glob("*.yaml")) for block in _deciding(path)]
    assert [block.at for block in sections if not block.get("source")] == []


def _deciding(path: Path) -> list[Block]:
    document, _ = read(path, path.name)
    assert document is not None
    return [document.root[name] for name in ("overall", "pathway", "signs-source") if name in document.root]


@pytest.mark.parametrize("name", ALL_SIX)
def test_what_nobody_saw_is_marked_recalled(name: str) -> None:
    one = framework(name)
    unseen = [fact for fact in (*one.descriptors.values(), *one.requests) if set(fact.basis.sources) == {"recalled"}]
    assert [fact.id for fact in unseen if not fact.basis.is_recalled] == []
    assert [limit.id for limit in one.limits if set(limit.sources) == {"recalled"} and limit.basis != "recalled"] == []


@pytest.mark.parametrize("name", ALL_SIX)
def test_a_limit_that_is_recalled_says_so_wherever_it_is_told(name: str) -> None:
    recalled = [limit for limit in framework(name).limits if limit.basis == "recalled"]
    assert [limit.id for limit in recalled if "recalled" not in limit.says] == []


# --- editions


@pytest.mark.parametrize(("edition", "base"), EDITIONS.items())
def test_an_edition_repeats_nothing_of_the_one_that_it_extends(edition: str, base: str) -> None:
    before, own = _sections(base), _sections(edition)
    same = [(place, key) for place, row in own.items() for key, value in row.items() if before.get(place, {}).get(key) == value]
    # What an overall section or a judgement needs to be whole stands there again, and nothing else.
    assert [(place, key) for place, key in same if key != "id" and place[0] not in ("overall", "framework")] == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_repeats_no_descriptor(edition: str) -> None:
    assert [place for place in _sections(edition) if place[0] == "descriptors"] == []


def _sections(name: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Give all that a framework's own files say, by section and id; what is no list stands under its section alone."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for path in sorted((SHIPPED / name).glob("*.yaml")):
        document, _ = read(path, path.name)
        assert document is not None
        for section, value in document.root.items():
            found.update(
                {(section, row["id"]): row for row in value if isinstance(row, Block)} if isinstance(value, Rows) else {}
            )
            found.update({(section, ""): value} if isinstance(value, Block) and section != "pattern" else {})
    return found


@pytest.mark.parametrize("edition", EDITIONS)
def test_descriptors_of_an_edition_are_those_of_2018(edition: str) -> None:
    assert framework(edition).descriptors == framework("ilacs-2018").descriptors


def test_the_editions_follow_each_other_without_a_gap_or_an_overlap() -> None:
    editions = [framework(name) for name in ("ilacs-2018", "ilacs-2023", "ilacs-2026")]
    assert [one.starts.toordinal() for one in editions[1:]] == [one.ends.toordinal() + 1 for one in editions[:-1] if one.ends]
    assert editions[-1].ends is None


@pytest.mark.parametrize("name", ALL_SIX)
def test_an_outline_is_the_framework_s_own_head(name: str) -> None:
    whole, outline = framework(name), load_outline(name, (SHIPPED,))
    assert outline is not None
    assert (outline.id, outline.title, outline.scale, outline.judgements) == (
        whole.id,
        whole.title,
        whole.scale,
        whole.judgements,
    )


def test_an_outline_is_found_where_scale_and_judgements_have_files_of_their_own(tmp_path: Path) -> None:
    folder = shutil.copytree(OTHER_SCALES / "met-or-not", tmp_path / "met-or-not")
    text = (folder / "framework.yaml").read_text()
    head, rest = text.split("scale:", 1)
    (folder / "framework.yaml").write_text(head)
    (folder / "rest.yaml").write_text(f"scale:{rest}")
    outline = load_outline("met-or-not", (tmp_path,))
    assert outline is not None
    assert outline.scale.ids == ("met", "not-met")


# --- a council's own


def test_a_framework_beside_the_evidence_comes_before_the_shipped_one(tmp_path: Path) -> None:
    folder = assessed(tmp_path, "ilacs-2026", {"leaders": "good"})
    own = shutil.copytree(SHIPPED / "ilacs-2026", tmp_path / "frameworks" / "ilacs-2026")
    _replace(own / "framework.yaml", "2026 edition", "2026 edition as we read it")
    assert "2026 edition as we read it" in told("status", folder)


def test_a_framework_of_the_folder_that_is_named_comes_before_the_one_beside_the_evidence(tmp_path: Path) -> None:
    folder = assessed(tmp_path / "evidence", "met-or-not", {"leading": "met"})
    beside = shutil.copytree(OTHER_SCALES / "met-or-not", folder / "frameworks" / "met-or-not")
    named = shutil.copytree(OTHER_SCALES / "met-or-not", tmp_path / "elsewhere" / "met-or-not")
    _replace(beside / "framework.yaml", "A framework of standards", "The one beside")
    _replace(named / "framework.yaml", "A framework of standards", "The one that was named")
    assert "The one beside" in told("status", folder)
    assert "The one that was named" in told("status", folder, "--frameworks", tmp_path / "elsewhere")


def test_a_council_s_edition_may_extend_a_shipped_one(tmp_path: Path) -> None:
    folder = assessed(tmp_path, "ilacs-2026", {"leaders": "good"})
    _replace(folder / "assessment.yaml", "ilacs-2026", "our-2026")
    own = tmp_path / "frameworks" / "our-2026"
    own.mkdir(parents=True)
    (own / "framework.yaml").write_text(
        "framework: {id: our-2026, title: Our own reading, family: ours, extends: ilacs-2026, in-force: {from: 2026-04-01},\n"
        "  no-overall: We give none.}\n"
        "drop: {descriptors: [LD-38]}\n"
    )
    shown = facts("status", folder)
    assert shown["judgements"][0]["coverage"]["of"] == 37
    assert "We give none." in told("status", folder)


def _replace(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


# --- mistakes


def problems_of(folder: Path) -> list[Problem]:
    """Give all that is told of a folder of frameworks and crosswalks."""
    loaded = {name: load_framework(name, (folder, OTHER_SCALES)) for name in framework_ids((folder,))}
    mine = {name: one for name, (one, _) in loaded.items() if one is not None}
    there = {name: framework(name) for name in ("five-grades", "met-or-not", "tiny-2026")} | mine
    crosswalks, problems = load_crosswalks((folder,))
    return [
        *(problem for _, told in loaded.values() for problem in told),
        *problems,
        *check_families(mine.values()),
        *(problem for one in crosswalks for problem in check_crosswalk(one, there)),
    ]


@pytest.mark.parametrize("folder", MISTAKES, ids=lambda folder: folder.name)
def test_a_mistake_is_told_with_its_code_at_its_place(folder: Path) -> None:
    assert {place_of(problem) for problem in problems_of(folder)} == expected_of(folder)


@pytest.mark.parametrize("folder", MISTAKES, ids=lambda folder: folder.name)
def test_each_mistake_is_told_with_its_own_line(folder: Path) -> None:
    lines = [problem for problem in problems_of(folder) if problem.at.line and problem.code not in ("PI217", "PI218")]
    assert [
        problem for problem in lines if problem.excerpt != Path(problem.at.file).read_text().split("\n")[problem.at.line - 1]
    ] == []


@pytest.mark.parametrize("folder", MISTAKES, ids=lambda folder: folder.name)
def test_no_framework_with_a_mistake_can_be_used(folder: Path) -> None:
    loaded = [load_framework(name, (folder, OTHER_SCALES)) for name in framework_ids((folder,))]
    assert [one for one, problems in loaded if one is not None and problems] == []


@pytest.mark.parametrize("code", sorted(code for code in CODES if code.startswith("PI2")))
def test_every_code_of_frameworks_has_a_fixture(code: str) -> None:
    assert (BAD / code).is_dir()


def test_a_folder_of_frameworks_without_the_method_s_tables_says_which_are_missing() -> None:
    method, problems = load_method((BAD / "PI216",))
    assert method is None
    assert [place_of(problem)[:2] for problem in problems] == [("PI216", "method.yaml"), ("PI216", "model.yaml")]


def test_an_unknown_framework_is_told_with_those_that_are_known_and_the_nearest() -> None:
    _, (problem,) = load_framework("ilacs-2O26", (SHIPPED,))
    assert problem.code == "PI201"
    assert problem.suggestion == "ilacs-2026"
    assert all(name in problem.message for name in ALL_SIX)


def test_a_mistake_in_the_framework_that_is_extended_is_told_where_it_stands() -> None:
    _, problems = load_framework("extends-that", (BAD / "PI201", OTHER_SCALES))
    assert [Path(problem.at.file).parent.name for problem in problems] == ["extends-nowhere"]


def with_base(code: str, folder: Path) -> Path:
    """Copy the mistakes of a code beside the framework that they extend."""
    shutil.copytree(OTHER_SCALES / "five-grades", folder / "five-grades")
    return shutil.copytree(BAD / code, folder, dirs_exist_ok=True)


def test_the_list_shows_the_good_frameworks_and_tells_of_the_bad_ones(tmp_path: Path) -> None:
    result = run("frameworks", "list", "--frameworks", with_base("PI212", tmp_path), exit_code=1)
    assert [name for name in (*ALL_SIX, "five-grades") if name not in result.stdout] == []
    assert "PI212 error: The framework ends before it begins." in " ".join(result.stderr.split())


def test_dates_that_overlap_are_told_by_the_list(tmp_path: Path) -> None:
    said = told("frameworks", "list", "--frameworks", with_base("PI218", tmp_path), exit_code=1)
    assert "PI218 error: 'edition-2' begins before 'edition-1', an earlier edition of the same family, ends." in said


@pytest.mark.parametrize("command", ["check", "status"])
def test_a_folder_whose_own_editions_overlap_is_told_so_by_every_command(command: str, tmp_path: Path) -> None:
    folder = assessed(tmp_path / "team", "five-grades", {"safety": "sound"})
    shutil.copytree(BAD / "PI218", folder / "frameworks")
    found = facts("check", folder, "--frameworks", OTHER_SCALES, exit_code=1)["problems"]
    assert [one["code"] for one in found] == ["PI218", "PI218"]
    assert found[0]["file"].endswith("frameworks/edition-2/framework.yaml")
    assert (found[0]["line"], found[0]["column"]) == (2, 3)
    run(command, folder, "--frameworks", OTHER_SCALES, exit_code=1)


def test_a_folder_whose_own_crosswalk_leads_nowhere_is_told_so(tmp_path: Path) -> None:
    folder = assessed(tmp_path / "team", "ilacs-2026", {"leaders": "good"})
    crosswalks = folder / "frameworks" / "crosswalks"
    crosswalks.mkdir(parents=True)
    (crosswalks / "ilacs-2026--nowhere.yaml").write_text(
        "crosswalk: {from: ilacs-2026, to: nowhere, about: Ours., source: [R], confidence: derived}\njudgements: []\ndescriptors: []\n"
    )
    said = told("check", folder, exit_code=1)
    assert "ilacs-2026--nowhere.yaml:1:12: PI217 error: This crosswalk names the framework 'nowhere', which does not" in said


def test_a_mistake_in_an_own_framework_that_the_folder_does_not_name_is_told_once(tmp_path: Path) -> None:
    folder = assessed(tmp_path / "team", "ilacs-2026", {"leaders": "good"})
    shutil.copytree(BAD / "PI212", folder / "frameworks")
    shutil.copytree(OTHER_SCALES / "five-grades", folder / "frameworks" / "five-grades")
    assert [one["code"] for one in facts("check", folder, exit_code=1)["problems"]] == ["PI212"]
    name = next((BAD / "PI212").iterdir()).name
    _replace(folder / "assessment.yaml", "framework: ilacs-2026", f"framework: {name}")
    assert [one["code"] for one in facts("check", folder, exit_code=1)["problems"]] == ["PI212"]


def test_show_tells_of_editions_that_overlap(tmp_path: Path) -> None:
    said = told("frameworks", "show", "edition-1", "--frameworks", with_base("PI218", tmp_path), exit_code=1)
    assert "PI218 error: 'edition-2' begins before 'edition-1'" in said


def test_an_assessment_whose_framework_has_a_mistake_is_told_where(tmp_path: Path) -> None:
    folder = assessed(tmp_path, "five-grades", {"safety": "sound"})
    _replace(folder / "assessment.yaml", "five-grades", "in-a-limit")
    shutil.copytree(BAD / "PI207" / "in-a-limit", folder / "frameworks" / "in-a-limit")
    said = told("status", folder, "--frameworks", OTHER_SCALES, exit_code=1)
    assert "frameworks/in-a-limit/framework.yaml:10:26: PI207 error: The limit 'mine' names the judgement 'safty'" in said
    assert "Did you mean 'safety'?" in said


_WORDS = st.sampled_from(
    [None, "safety", "failing", "12", "[a, b]", "{a: b}", "- x", "''", "2026-13-01", "&a [*a]", "#", "overall"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.tuples(st.integers(0, 98), st.integers(1, 12)), word=_WORDS, at=st.integers(0, 98))
def test_no_mistake_in_a_framework_is_an_exception(tmp_path: Path, cut: tuple[int, int], word: str | None, at: int) -> None:
    """Lines are taken out, and a value is replaced: whatever comes of it is a framework or a problem."""
    folder = tmp_path / "five-grades"
    shutil.copytree(OTHER_SCALES / "five-grades", folder, dirs_exist_ok=True)
    lines = (folder / "framework.yaml").read_text().split("\n")
    key, colon, value = lines[at % len(lines)].partition(": ")
    lines[at % len(lines)] = f"{key}{colon}{word or value}"
    del lines[cut[0] : cut[0] + cut[1]]
    (folder / "framework.yaml").write_text("\n".join(lines))
    found, problems = load_framework("five-grades", (tmp_path,))
    assert isinstance(found, Framework) or problems
    assert load_outline("five-grades", (tmp_path,)) is not None or problems


# --- other scales


@pytest.mark.parametrize(
    "name", ["five-grades", "met-or-not", "exemplary", "failing", "fostering", "registration", "unsafe-fails"]
)
def test_no_word_of_code_knows_a_framework_of_another_scale(name: str) -> None:
    sources = sorted((SHIPPED.parent / "src").rglob("*.py"))
    assert [path for path in sources if f'"{name}"' in path.read_text("utf-8")] == []


GOOD = {
    "five-grades": dict.fromkeys(("governance", "safety", "growth", "fostering"), "sound"),
    "met-or-not": dict.fromkeys(("leading", "practice"), "met"),
}
BEST = {"five-grades": dict.fromkeys(GOOD["five-grades"], "exemplary"), "met-or-not": GOOD["met-or-not"]}
RISKY = {"five-grades": GOOD["five-grades"] | {"safety": "failing"}, "met-or-not": GOOD["met-or-not"] | {"practice": "not-met"}}


def predicted(folder: Path, name: str, grades: dict[str, str], *options: str, exit_code: int = 0) -> dict[str, str | None]:
    """Give the grade of each judgement, the whole last, as `status` says it to programs."""
    shown = facts("status", assessed(folder, name, grades), "--frameworks", OTHER_SCALES, *options, exit_code=exit_code)
    return {one["id"]: one["grade"] for one in shown["judgements"]} | {"whole": shown["overall"]["grade"]}


@pytest.mark.parametrize("name", GOOD)
def test_good_evidence_reaches_the_benchmark_on_any_scale(name: str, tmp_path: Path) -> None:
    benchmark = framework(name).scale.benchmark
    grades = predicted(tmp_path, name, GOOD[name])
    assert [one for one, grade in grades.items() if framework(name).scale.rank(grade or "") < benchmark] == []


@pytest.mark.parametrize("name", BEST)
def test_the_best_evidence_reaches_the_best_grade_on_any_scale(name: str, tmp_path: Path) -> None:
    assert set(predicted(tmp_path, name, BEST[name]).values()) == {framework(name).scale.ids[0]}


@pytest.mark.parametrize(("name", "judgement"), [("five-grades", "safety"), ("met-or-not", "practice")])
def test_serious_risk_is_the_worst_grade_on_any_scale_and_limits_the_whole(name: str, judgement: str, tmp_path: Path) -> None:
    grades = predicted(tmp_path, name, RISKY[name])
    worst = framework(name).scale.ids[-1]
    assert (grades[judgement], grades["whole"]) == (worst, worst)


@pytest.mark.parametrize("name", GOOD)
def test_probabilities_are_told_by_the_grades_of_the_scale_best_first(name: str, tmp_path: Path) -> None:
    shown = facts("status", assessed(tmp_path, name, RISKY[name]), "--frameworks", OTHER_SCALES)
    rows = [one["probabilities"] for one in (*shown["judgements"], shown["overall"])]
    assert [list(row) for row in rows] == [list(framework(name).scale.ids)] * len(rows)
    assert [round(sum(row.values()), 4) for row in rows] == [1] * len(rows)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("five-grades", ["FAILING", "SOUND", "Limit unsafe-fails: Always, binds here", "What comes next: not met.", "Warning: "]),
        (
            "met-or-not",
            ["NOT MET", "MET", "Limit practice-not-met: Always, binds here", "What comes next: not met.", "Warning: "],
        ),
    ],
)
def test_status_says_grades_limits_and_pathway_of_another_scale_in_its_words(name: str, words: list[str], tmp_path: Path) -> None:
    grades = RISKY[name] | {"governance": "exemplary"} if name == "five-grades" else RISKY[name]
    said = told("status", assessed(tmp_path, name, grades), "--frameworks", OTHER_SCALES)
    assert [word for word in words if word not in said] == []


@pytest.mark.parametrize(("name", "grade", "gap"), [("five-grades", "FAILING", "SF-01"), ("met-or-not", "NOT MET", "PR-01")])
def test_gaps_are_listed_on_another_scale(name: str, grade: str, gap: str, tmp_path: Path) -> None:
    said = told("gaps", assessed(tmp_path, name, RISKY[name]), "--frameworks", OTHER_SCALES)
    assert f"{gap} {grade} - " in said
    assert framework(name).descriptors[gap].gap in said


def test_bands_of_a_framework_have_its_own_names(tmp_path: Path) -> None:
    said = told("gaps", assessed(tmp_path, "five-grades", RISKY["five-grades"]), "--frameworks", OTHER_SCALES)
    assert "Today: 4 gaps This season: no gaps This year: no gaps" in said


@pytest.mark.parametrize(
    ("name", "what", "words"),
    [
        ("five-grades", "safety", "Failing is shown"),
        ("five-grades", "being safe", "Failing is shown"),
        ("five-grades", "whole", "The first rule that fits decides"),
        ("five-grades", "SF-01", "Under Safety it stands at failing."),
        ("five-grades", "GR-04", "recalled, not seen in a document"),
        ("five-grades", "unsafe-fails", "Where safety is failing, whole is at most failing."),
        (
            "five-grades",
            "weak-fostering",
            "It held in 9 of 10 (ten imagined services); in the sum it binds with 0.8333 = (9 + 1) / (10 + 2)",
        ),
        ("met-or-not", "practice", "Not met is shown"),
        ("met-or-not", "registration", "The grades shown fit the rule for not met."),
        ("met-or-not", "PR-01", "Under Work with children it stands at not met."),
        ("met-or-not", "practice-not-met", "Where practice is not-met, registration is at most not-met."),
    ],
)
def test_explain_tells_why_on_another_scale(name: str, what: str, words: str, tmp_path: Path) -> None:
    assert words in told("explain", what, assessed(tmp_path, name, RISKY[name]), "--frameworks", OTHER_SCALES)


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("form", ["html", "md"])
def test_a_report_is_written_on_another_scale_in_its_words_alone(name: str, form: str, tmp_path: Path) -> None:
    folder = assessed(tmp_path, name, RISKY[name])
    run("report", folder, "--frameworks", OTHER_SCALES, "--format", form, "--output", tmp_path / f"gap.{form}")
    text = (tmp_path / f"gap.{form}").read_text("utf-8")
    assert [grade.title for grade in framework(name).scale.grades if grade.title not in text] == []
    assert [word for word in ("Outstanding", "Requires improvement", "Inadequate") if word in text] == []


@pytest.mark.parametrize(
    ("name", "gate", "grades", "exit_code"),
    [
        ("five-grades", "sound", GOOD, 0),
        ("five-grades", "3", GOOD, 0),
        ("five-grades", "exemplary", GOOD, 3),
        ("five-grades", "weak", RISKY, 3),
        ("met-or-not", "met", GOOD, 0),
        ("met-or-not", "Not met", RISKY, 0),
        ("met-or-not", "compliant", RISKY, 3),
        ("met-or-not", "good", GOOD, 2),
    ],
)
def test_a_gate_takes_the_grades_of_any_scale(
    name: str, gate: str, grades: dict[str, dict[str, str]], exit_code: int, tmp_path: Path
) -> None:
    folder = assessed(tmp_path, name, grades[name])
    run("status", folder, "--frameworks", OTHER_SCALES, "--fail-under", gate, exit_code=exit_code)


def test_a_grade_of_another_scale_is_no_grade(tmp_path: Path) -> None:
    folder = assessed(tmp_path, "met-or-not", {"practice": "good"})
    assert "PI304 error: 'good' is no grade of met-or-not." in told("check", folder, "--frameworks", OTHER_SCALES, exit_code=1)


# --- printing one whole


@pytest.mark.parametrize("name", ALL_SIX)
def test_show_prints_every_judgement_descriptor_limit_request_and_source(name: str) -> None:
    one, said = framework(name), told("frameworks", "show", name)
    titles = (*one.judgements, *one.descriptors.values(), *one.requests, *one.sources.values())
    assert [fact.id for fact in titles if fact.title not in said] == []
    assert [limit.id for limit in one.limits if limit.says not in said] == []
    assert [key for key in one.descriptors if f"{key} " not in said] == []


@pytest.mark.parametrize("name", ALL_SIX)
def test_show_prints_every_rule_count_scope_note_sign_heading_and_topic(name: str) -> None:
    one, said = framework(name), told("frameworks", "show", name)
    plain = said.replace("\n", " ")
    facts_of_it = [
        *(f"{limit.id} ({limit.strength}, held in {limit.held} of {limit.of};" for limit in one.limits if limit.held is not None),
        *(text for limit in one.limits for text in (limit.scope, limit.note) if text),
        *(f"{number}. {one.scale.title(rule.grade)} where " for number, rule in enumerate(one.rules, 1)),
        *(f"held in {rule.held}" for rule in one.rules if rule.held),
        *(f"{shape.id} (seen in {shape.seen} of {shape.of}): {shape.says}" for shape in one.shapes),
        *(sign for grades in one.signs.values() for signs in grades.values() for sign in signs),
        *(text for judgement in one.judgements for text in (judgement.group, judgement.heading, judgement.note) if text),
        *(f"Topic found in {one.found} reports." for one in one.descriptors.values() if one.found),
        *(text for text in (one.rules_note, one.signs_note, one.pathway and one.pathway.note) if text),
        *one.bands.values(),
        *one.without_grade,
    ]
    assert [fact for fact in facts_of_it if fact not in plain] == []
    assert [grade.id for grade in one.scale.grades if f"{grade.title} ({grade.id}). " not in plain] == []


def test_show_prints_the_rules_for_overall_with_their_counts() -> None:
    said = told("frameworks", "show", "sif-2013")
    assert "5. Requires improvement where none of these fits (observed, held in 66 of 66)." in said
    assert "4. Good where leaders are good or better and at most 1 is below good (observed, held in 20 of 25)." in said
    assert "seven of the 24 reports with an inadequate sub-judgement" in said
    assert "four authorities stayed at requires improvement with an inadequate board" in said
    assert "That this is likely rather than automatic is recalled" in said


def test_show_prints_the_numbers_of_grades_where_the_scale_has_them() -> None:
    said = told("frameworks", "show", "slac-2009")
    for number, title in enumerate(("Outstanding", "Good", "Adequate", "Inadequate"), 1):
        assert f"{number} {title} ({title.lower()})." in said


@pytest.mark.parametrize("name", ["ilacs-2018", "ilacs-2023", "ilacs-2026"])
def test_no_judgement_of_ilacs_is_called_key(name: str) -> None:
    said = told("frameworks", "show", name)
    assert "(leaders; area judgement) [source: R]" in said
    assert not re.search(r"[;,] key\b", said)


def test_what_the_counts_of_leaders_alone_are_counted_over_is_said() -> None:
    for name in ("ilacs-2018", "ilacs-2023"):
        assert "the editions of 2018 (1 of 3) and 2023 (0 of 1)" in told("frameworks", "show", name)


def test_an_end_that_is_only_recalled_is_said_to_be(tmp_path: Path) -> None:
    assert "from 1 April 2009 to 31 July 2012 (the end is recalled)." in told("frameworks", "show", "slac-2009")
    assert "1 April 2009 to 31 July 2012 The end is recalled; it was not seen in a document." in told("frameworks", "list")
    run("report", EVIDENCE / "ealing-2011", "--format", "md", "--output", tmp_path / "gap.md")
    assert "31 July 2012 (the end is recalled)" in (tmp_path / "gap.md").read_text("utf-8")


def test_a_proposal_is_in_force_for_no_inspection(tmp_path: Path) -> None:
    said = told("frameworks", "show", "sif-consultation-2013")
    assert "For no inspection: a proposal of 14 June 2013 to 30 September 2013 that was never used." in said
    assert "For inspections that start" not in said
    assert "14 June 2013 to 30 September 2013 A proposal, never in force;" in told("frameworks", "list")
    run("report", EVIDENCE / "bury-2013", "--format", "md", "--output", tmp_path / "gap.md")
    assert "In force for: no inspection: a proposal of" in (tmp_path / "gap.md").read_text("utf-8")


def test_an_edition_does_not_inherit_that_the_one_it_extends_was_a_proposal(tmp_path: Path) -> None:
    own = tmp_path / "final"
    own.mkdir()
    (own / "framework.yaml").write_text(
        "framework: {id: final, title: Final, family: final, extends: sif-consultation-2013, in-force: {from: 2013-11-01}}\n"
    )
    found, problems = load_framework("final", (tmp_path, SHIPPED))
    assert found is not None and not problems and not found.proposal


def test_rules_that_are_only_recalled_must_leave_one_that_decides(tmp_path: Path) -> None:
    own = tmp_path / "ours"
    own.mkdir()
    (own / "framework.yaml").write_text(
        "framework: {id: ours, title: Ours, family: ours, extends: ilacs-2018, in-force: {from: 2013-11-01}}\n"
        "overall: {basis: recalled, source: [R], rules: [{grade: good}]}\n"
    )
    found, (problem,) = load_framework("ours", (tmp_path, SHIPPED))
    assert (found, problem.code, problem.at.line) == (None, "PI214", 2)
    assert "is only recalled" in problem.message


@pytest.mark.parametrize("name", ALL_SIX)
def test_show_says_of_each_recalled_descriptor_that_it_is_recalled(name: str) -> None:
    one, said = framework(name), told("frameworks", "show", name)
    assert said.count("[recalled") >= sum(descriptor.basis.is_recalled for descriptor in one.descriptors.values())


@pytest.mark.parametrize("name", ALL_SIX)
def test_show_fits_80_columns_without_colour(name: str) -> None:
    _, *lines = run("frameworks", "show", name).stdout.split("\n")
    assert [line for line in lines if "\x1b" in line] == []
    assert [line for line in lines if len(line) > 80 and "http" not in line] == []


def test_the_list_shows_six_frameworks_with_their_dates() -> None:
    said = told("frameworks", "list")
    for name, dates in {
        "slac-2009": "1 April 2009 to 31 July 2012",
        "sif-consultation-2013": "14 June 2013 to 30 September 2013",
        "sif-2013": "19 November 2013 to 5 July 2018",
        "ilacs-2018": "1 January 2018 to 31 December 2022",
        "ilacs-2023": "1 January 2023 to 31 March 2026",
        "ilacs-2026": "from 1 April 2026, still in force",
    }.items():
        assert f"{name} {dates}" in said


def test_what_is_recalled_is_called_recalled_in_reports(tmp_path: Path) -> None:
    run("report", EVIDENCE / "ealing-2019", "--format", "md", "--output", tmp_path / "gap.md")
    text = (tmp_path / "gap.md").read_text("utf-8")
    looks = [line for line in text.split("\n") if line.startswith("What good looks like")]
    recalled = [line for line in looks if line.endswith("(Recalled, not seen in a document.)")]
    one = framework("ilacs-2018")
    assert recalled
    assert [
        line
        for line in looks
        if line not in recalled and any(d.good in line for d in one.descriptors.values() if d.basis.is_recalled)
    ] == []


@pytest.mark.parametrize("command", ["status", "gaps"])
def test_nothing_is_shown_as_a_requirement_of_ofsted(command: str) -> None:
    said = told(command, EVIDENCE / "ealing-2019").casefold()
    assert [
        phrase for phrase in ("ofsted requires", "ofsted's requirement", "ofsted says", "required by ofsted") if phrase in said
    ] == []
