"""Crosswalks: what becomes of a judgement or a descriptor, forwards and back, over as many frameworks as lie between."""

from __future__ import annotations

import shutil
from functools import cache
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from commands import ALL_SIX, OTHER_SCALES, SHIPPED, framework, run, told

from preinspect.crosswalk import (
    MATCHES,
    Carried,
    Crosswalk,
    Row,
    carry_descriptor,
    carry_judgement,
    check_crosswalk,
    check_families,
    check_way,
    direct,
    load_crosswalks,
    way,
)

PAIRS = tuple(pairwise(ALL_SIX))
WAYS = tuple(permutations(ALL_SIX, 2))
LONGEST = ((ALL_SIX[0], ALL_SIX[-1]), (ALL_SIX[-1], ALL_SIX[0]))


def crosswalk(old: str, new: str) -> Crosswalk:
    """Give the one crosswalk between two neighbours."""
    (step,) = steps(old, new)
    return step


@cache
def steps(old: str, new: str) -> tuple[Crosswalk, ...]:
    """Give the way between two shipped frameworks."""
    found, problems = way(old, new, (SHIPPED,))
    assert found is not None
    assert problems == ()
    return found


def strength(carried: Carried) -> int:
    """Rank a match, 0 for the weakest."""
    return MATCHES.index(carried.match)


def test_there_is_a_crosswalk_from_each_framework_to_the_next_and_none_beside() -> None:
    found, problems = load_crosswalks((SHIPPED,))
    assert problems == ()
    assert {(one.source, one.target) for one in found} == set(PAIRS)


def test_every_crosswalk_checks_clean() -> None:
    there = {name: framework(name) for name in ALL_SIX}
    assert [problem for one in load_crosswalks((SHIPPED,))[0] for problem in check_crosswalk(one, there)] == []
    assert list(check_families(there.values())) == []


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_nothing_falls_between_two_frameworks(old: str, new: str) -> None:
    one = crosswalk(old, new)
    rows = {"judgements": one.judgements, "descriptors": one.descriptors}
    everything = {
        "judgements": ({judgement.id for judgement in framework(old).judgements}, {j.id for j in framework(new).judgements}),
        "descriptors": (set(framework(old).descriptors), set(framework(new).descriptors)),
    }
    told_of = {name: ({i for row in some for i in row.old}, {i for row in some for i in row.new}) for name, some in rows.items()}
    same = (everything["descriptors"][0],) * 2
    assert told_of | ({"descriptors": same} if one.identical else {}) == everything


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_every_row_has_a_reason_that_is_no_single_word(old: str, new: str) -> None:
    one = crosswalk(old, new)
    assert [row for row in (*one.judgements, *one.descriptors) if len(row.reason) < 4 or row.reason.endswith(".")] == []


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_what_is_gone_leads_nowhere_and_what_is_new_comes_from_nowhere(old: str, new: str) -> None:
    one = crosswalk(old, new)
    rows = (*one.judgements, *one.descriptors)
    assert [row for row in rows if bool(row.new) == (row.change == "gone") or bool(row.old) == (row.change == "new")] == []


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_what_is_kept_or_renamed_is_one_to_one_in_its_row(old: str, new: str) -> None:
    one = crosswalk(old, new)
    rows = [row for row in (*one.judgements, *one.descriptors) if row.change in ("kept", "renamed")]
    assert [row for row in rows if (len(row.old), len(row.new)) != (1, 1)] == []


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_crosswalk_read_backwards_twice_is_the_crosswalk(old: str, new: str) -> None:
    one = crosswalk(old, new)
    assert one.backwards() != one
    assert one.backwards().backwards() == one


@pytest.mark.parametrize(("old", "new"), WAYS)
def test_there_is_a_way_between_any_two_forwards_and_back(old: str, new: str) -> None:
    forwards, back = steps(old, new), steps(new, old)
    assert (forwards[0].source, forwards[-1].target) == (old, new)
    assert back == tuple(step.backwards() for step in reversed(forwards))
    assert len(forwards) == abs(ALL_SIX.index(old) - ALL_SIX.index(new))


def test_the_way_to_the_same_framework_is_no_step() -> None:
    assert steps("sif-2013", "sif-2013") == ()


def test_there_is_no_way_to_a_framework_that_no_crosswalk_names() -> None:
    assert way("ilacs-2026", "five-grades", (SHIPPED, OTHER_SCALES)) == (None, ())


@pytest.mark.parametrize(("old", "new"), WAYS)
def test_matches_only_weaken_along_a_way(old: str, new: str) -> None:
    whole = steps(old, new)
    first, rest = whole[:1], whole[1:]
    for name in framework(old).descriptors:
        between = carry_descriptor(name, first)
        reached = {one.id: max(strength(part), -1) for part in between for one in carry_descriptor(part.id, rest)}
        for one in carry_descriptor(name, whole):
            assert one.id in reached
            assert strength(one) <= max(strength(part) for part in between)


@pytest.mark.parametrize(("old", "new"), WAYS)
def test_the_best_match_comes_first_and_every_step_leaves_its_reason(old: str, new: str) -> None:
    whole = steps(old, new)
    telling = sum(1 for step in whole if not step.identical)
    for name in framework(old).descriptors:
        carried = carry_descriptor(name, whole)
        assert [strength(one) for one in carried] == sorted((strength(one) for one in carried), reverse=True)
        assert [one for one in carried if len(one.reasons) != telling] == []


@pytest.mark.parametrize(("old", "new"), WAYS)
def test_whatever_is_carried_over_is_there(old: str, new: str) -> None:
    whole, target = steps(old, new), framework(new)
    carried = [one.id for name in framework(old).descriptors for one in carry_descriptor(name, whole)]
    judged = [one.id for judgement in framework(old).judgements for one in carry_judgement(judgement.id, whole)]
    assert set(carried) <= set(target.descriptors)
    assert set(judged) <= {one.id for one in target.judgements}


@pytest.mark.parametrize(("old", "new"), [way for way in WAYS if way[0].startswith("ilacs") and way[1].startswith("ilacs")])
def test_the_editions_of_ilacs_keep_every_descriptor(old: str, new: str) -> None:
    whole = steps(old, new)
    assert [
        name for name in framework(old).descriptors if carry_descriptor(name, whole) != (Carried(name, "strong", "kept", ()),)
    ] == []


def test_care_leavers_part_from_children_in_care_in_2023_and_join_them_going_back() -> None:
    forwards = [(one.id, one.match, one.change) for one in carry_judgement("children-in-care", steps("ilacs-2018", "ilacs-2023"))]
    assert forwards == [("children-in-care", "strong", "split"), ("care-leavers", "partial", "split")]
    back = [(one.id, one.match, one.change) for one in carry_judgement("care-leavers", steps("ilacs-2026", "ilacs-2018"))]
    assert back == [("children-in-care", "partial", "merged")]


def test_overall_is_gone_in_2026_and_new_going_back() -> None:
    assert carry_judgement("overall", steps("ilacs-2023", "ilacs-2026")) == ()
    assert [row.change for row in steps("ilacs-2026", "ilacs-2023")[0].judgements if row.new == ("overall",)] == ["new"]


def test_the_board_has_no_place_after_2018() -> None:
    assert carry_judgement("lscb", steps("sif-2013", "ilacs-2018")) == ()


def test_a_descriptor_of_2009_reaches_2026_over_three_frameworks() -> None:
    (found,) = carry_descriptor("LAC-ENJOY-01", steps("slac-2009", "ilacs-2026"))
    assert (found.id, found.match) == ("CIC-22", "strong")
    assert len(found.reasons) == 3


# --- printing one


@pytest.mark.parametrize(("old", "new"), LONGEST)
def test_diff_prints_what_a_migration_would_do_row_by_row_with_the_reasons(old: str, new: str) -> None:
    said = told("frameworks", "diff", old, new)
    for name in framework(old).descriptors:
        for one in carry_descriptor(name, steps(old, new)):
            (row,) = [row for row in composed(old, new) if (row.old, row.new) == ((name,), (one.id,))]
            assert row.match == one.match
            assert f"{name} -> {one.id}: {row.change}, {one.match} match; {'; then '.join(dict.fromkeys(one.reasons))}" in said
    gone = [name for name in framework(old).descriptors if not carry_descriptor(name, steps(old, new))]
    assert [name for name in gone if f"{name} -> (nothing): gone" not in said] == []


def composed(old: str, new: str) -> list[Row]:
    """Give the rows of descriptors that lead from one framework to another over all between."""
    return list(direct(steps(old, new), framework(old).descriptors, framework(new).descriptors, carry_descriptor))


@pytest.mark.parametrize(("old", "new"), WAYS)
def test_a_composed_way_leaves_nothing_out(old: str, new: str) -> None:
    rows = composed(old, new)
    assert {name for row in rows for name in row.old} == set(framework(old).descriptors)
    assert {name for row in rows for name in row.new} == set(framework(new).descriptors)
    assert [row for row in rows if (row.change == "gone") != (not row.new) or (row.change == "new") != (not row.old)] == []


def test_diff_leads_from_2009_to_2018_at_once() -> None:
    said = told("frameworks", "diff", "slac-2009", "ilacs-2018")
    assert [name for name in ("HP-06", "HP-14", "HP-15") if f"SG-OE-02 -> {name}: split" not in said] == []
    assert "weak match" not in said.split("(nothing)")[0].split("gone")[-1].split(";")[0]
    assert "gone, weak match" not in said and "new, weak match" not in said


@pytest.mark.parametrize(
    ("old", "new"), [("ilacs-2023", "ilacs-2026"), ("ilacs-2026", "ilacs-2023"), ("ilacs-2018", "ilacs-2026")]
)
def test_diff_says_what_an_edition_added_or_changed(old: str, new: str) -> None:
    said = told("frameworks", "diff", old, new)
    assert "All 158 descriptors are kept under the same ids." in said
    for name in ("HP-03", "HP-50", "HP-51", "LD-19", "LD-21", "LD-22"):
        assert f"{name} {framework('ilacs-2026').descriptors[name].title}: kept, but added on 1 April 2026" in said


def test_diff_leaves_out_what_came_in_an_edition_outside_the_two() -> None:
    assert "1 April 2026" not in told("frameworks", "diff", "ilacs-2018", "ilacs-2023").split("Descriptors")[1]


def test_the_way_back_says_that_its_reasons_are_of_the_way_there() -> None:
    said = told("frameworks", "diff", "ilacs-2026", "ilacs-2023")
    assert "(nothing) -> overall: new; on the way there: removed on 1 April 2026" in said


# --- what an edition takes up again


@pytest.mark.parametrize("target", ["ilacs-2023", "ilacs-2026"])
@pytest.mark.parametrize(("source", "name"), [("slac-2009", "care-economic"), ("sif-2013", "care-leavers")])
def test_care_leavers_of_2013_are_care_leavers_again_from_2023(source: str, name: str, target: str) -> None:
    best = carry_judgement(name, steps(source, target))[0]
    assert (best.id, best.match) == ("care-leavers", "strong")
    back = carry_judgement("care-leavers", steps(target, "sif-2013"))[0]
    assert (back.id, back.match) == ("care-leavers", "strong")


def test_adoption_never_becomes_care_leavers() -> None:
    assert [(one.id, one.match) for one in carry_judgement("adoption", steps("sif-2013", "ilacs-2026"))] == [
        ("children-in-care", "partial")
    ]


@pytest.mark.parametrize(("old", "new"), LONGEST)
def test_diff_fits_80_columns_without_colour(old: str, new: str) -> None:
    lines = run("frameworks", "diff", old, new).stdout.split("\n")
    assert [line for line in lines if len(line) > 80 or "\x1b" in line] == []


def test_diff_of_a_framework_with_itself_asks_for_two() -> None:
    assert "Both are sif-2013; name two frameworks." in told("frameworks", "diff", "sif-2013", "sif-2013", exit_code=2)


def test_diff_with_an_unknown_framework_names_the_nearest() -> None:
    assert "Did you mean 'sif-2013'?" in told("frameworks", "diff", "sif-2031", "ilacs-2018", exit_code=4)


def test_diff_of_frameworks_that_no_crosswalk_joins_says_so() -> None:
    said = told("frameworks", "diff", "five-grades", "met-or-not", "--frameworks", OTHER_SCALES, exit_code=1)
    assert "There is no crosswalk from five-grades to met-or-not." in said


# --- a council's own


ROWS = """crosswalk: {{from: five-grades, to: met-or-not, about: For tests., source: [F1], confidence: derived}}
judgements:
  - {{from: [governance], to: [leading], change: renamed, match: strong, reason: the same under another name}}
  - {{from: [safety, growth, fostering], to: [practice], change: merged, match: partial, reason: all of it is work with children}}
  - {{from: [whole], to: [registration], change: renamed, match: weak, reason: nearest}}
descriptors:
  - {{from: [GV-01], to: [LE-01], change: renamed, match: strong, reason: {reason}}}
  - {{from: [GV-02, GV-03, GV-04], to: [LE-02, LE-03, LE-04], change: merged, match: weak, reason: by and large}}
  - {{from: [{others}], to: [PR-01, PR-02, PR-03, {last}], change: merged, match: weak, reason: by and large}}
"""
OTHERS = ", ".join(f"{area}-0{number}" for area in ("SF", "GR", "FO") for number in range(1, 5))


def joined(folder: Path, reason: str = "plans have aims", last: str = "PR-04") -> Path:
    """Write a folder of two frameworks and the crosswalk between them."""
    for name in ("five-grades", "met-or-not"):
        shutil.copytree(OTHER_SCALES / name, folder / name)
    (folder / "crosswalks").mkdir()
    text = ROWS.format(reason=reason, others=OTHERS, last=last)
    (folder / "crosswalks" / "five-grades--met-or-not.yaml").write_text(text)
    return folder


def test_a_council_s_own_crosswalk_joins_its_own_frameworks(tmp_path: Path) -> None:
    said = told("frameworks", "diff", "met-or-not", "five-grades", "--frameworks", joined(tmp_path))
    assert "LE-01 -> GV-01: renamed, strong match; plans have aims" in said
    assert "practice -> safety, growth, fostering: split, partial match; all of it is work with children" in said


def test_of_two_crosswalks_between_the_same_frameworks_the_first_root_s_counts(tmp_path: Path) -> None:
    ours, theirs = joined(tmp_path / "ours", "our reason"), joined(tmp_path / "theirs", "their reason")
    (step,), _ = way("five-grades", "met-or-not", (ours, theirs))
    assert [row.reason for row in step.descriptors if row.new == ("LE-01",)] == ["our reason"]


def test_the_shortest_way_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "crosswalks"
    folder.mkdir()
    head = "crosswalk: {from: slac-2009, to: ilacs-2026, about: At once., source: [R], confidence: derived}"
    (folder / "slac-2009--ilacs-2026.yaml").write_text(f"{head}\njudgements: []\ndescriptors: []\n")
    found, _ = way("slac-2009", "ilacs-2023", (tmp_path, SHIPPED))
    assert found is not None
    assert [step.target for step in found] == ["ilacs-2026", "ilacs-2023"]


def test_a_way_over_a_crosswalk_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    roots = (joined(tmp_path, last="PR-05"),)
    found, _ = way("five-grades", "met-or-not", roots)
    messages = [problem.message for problem in check_way(found or (), roots)]
    assert messages == ["met-or-not has no 'PR-05'.", "No row says what becomes of 'PR-04' of met-or-not."]


def test_a_crosswalk_that_leads_nowhere_is_told_by_list_and_by_diff(tmp_path: Path) -> None:
    folder = joined(tmp_path, last="PR-05")
    message = "five-grades--met-or-not.yaml:9:5: PI217 error: met-or-not has no 'PR-05'."
    assert message in told("frameworks", "list", "--frameworks", folder, exit_code=1)
    assert message in told("frameworks", "diff", "five-grades", "met-or-not", "--frameworks", folder, exit_code=1)
