"""Evidence that disagrees: each finding with all that stands against it, worst first, never averaged."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from builders import everywhere, item, predicted
from click.testing import CliRunner, Result

from preinspect.cli import cli
from preinspect.compare import Disagreement, disagreements, within_one_look
from preinspect.evidence import Evidence

JUNE = date(2026, 6, 30)


def found(*items: Evidence, judgement: str | None = None) -> tuple[Disagreement, ...]:
    return disagreements(predicted(items), judgement)


def ids(*items: Evidence) -> list[tuple[str, str]]:
    """Give the pairs, the worse item of each first."""
    return [(one.worse.item.id, row.item.id) for one in found(*items) for row, _ in one.against]


def test_a_concern_is_set_against_every_item_on_the_other_side_of_good() -> None:
    low = item("LOW", kind="feedback", grade="requires-improvement", date=JUNE)
    assert ids(low, item("HIGH-1"), item("HIGH-2", kind="observation")) == [("LOW", "HIGH-1"), ("LOW", "HIGH-2")]


def test_no_more_than_five_on_a_descriptor_are_named_and_the_rest_are_counted_for_each() -> None:
    low = item("LOW", ["HP-10", "HP-11"], kind="feedback", grade="requires-improvement", date=JUNE)
    (one,) = found(low, *(item(f"HIGH-{number}") for number in range(7)), item("BOTH", ["HP-11", "HP-10"]))
    assert [(row.item.id, where) for row, where in one.against] == [
        ("BOTH", ("HP-10", "HP-11")),
        *((f"HIGH-{number}", ("HP-10",)) for number in range(4)),
    ]
    assert (one.more, one.unexplained) == ((("HP-10", 3),), 9)


def test_every_concern_is_listed() -> None:
    lows = [item(name, kind="feedback", grade="requires-improvement", date=JUNE) for name in ("LOW-1", "LOW-2")]
    assert ids(*lows, item("HIGH")) == [("LOW-1", "HIGH"), ("LOW-2", "HIGH")]


def test_the_worst_grade_comes_first_then_the_widest_apart() -> None:
    items = [
        item("RI", "HP-10", kind="feedback", grade="requires-improvement", date=JUNE),
        item("GOOD", "HP-10"),
        item("RI-2", "HP-11", kind="feedback", grade="requires-improvement", date=JUNE),
        item("TOP", "HP-11", kind="external", grade="outstanding"),
        item("BAD", "HP-12", kind="feedback", grade="inadequate", date=JUNE),
        item("GOOD-3", "HP-12"),
    ]
    assert ids(*items) == [("BAD", "GOOD-3"), ("RI-2", "TOP"), ("RI", "GOOD")]


def test_what_somebody_explained_comes_after_what_nobody_did() -> None:
    items = [
        item("BAD", "HP-10", kind="feedback", grade="inadequate", date=JUNE, because="It covers the former team."),
        item("GOOD", "HP-10"),
        item("RI", "HP-11", kind="feedback", grade="requires-improvement", date=JUNE),
        item("GOOD-2", "HP-11"),
    ]
    first, second = found(*items)
    assert first.because == ()
    assert second.because == (("BAD", "It covers the former team."),)


def test_two_items_that_disagree_on_several_descriptors_are_one_pair() -> None:
    low = item("LOW", ["HP-10", "HP-11"], kind="feedback", grade="requires-improvement", date=JUNE)
    (one,) = found(low, item("HIGH", ["HP-11", "HP-10"]))
    assert one.descriptors == ("HP-10", "HP-11")


def test_the_judgement_that_stands_worst_comes_first() -> None:
    items = [
        *everywhere({"leaders": "good", "help-and-protection": "inadequate"}, count=12),
        item("LOW-LD", "LD-01", kind="feedback", grade="requires-improvement", date=JUNE),
        item("HIGH-HP", "HP-01", kind="feedback", date=JUNE),
    ]
    assert [one.judgement for one in found(*items)] == ["help-and-protection", "leaders"]


def test_one_judgement_can_be_asked_for() -> None:
    low = item("LOW", kind="feedback", grade="requires-improvement", date=JUNE)
    assert found(low, item("HIGH"), judgement="leaders") == ()
    assert len(found(low, item("HIGH"), judgement="help-and-protection")) == 1


def test_listing_a_pair_leaves_both_items_as_they_were_found() -> None:
    low, high = item("LOW", kind="feedback", grade="inadequate", date=JUNE), item("HIGH")
    (one,) = found(low, high)
    assert (one.worse.item, [row.item for row, _ in one.against]) == (low, [high])


FOLDER = """
assessment: {authority: Anyshire, framework: ilacs-2018, as-at: 2026-09-30}
evidence:
  - {id: AUD-1, kind: audit, descriptors: [HP-10], date: 2026-09-01, grade: good, finding: Held in time.}
  - {id: FB-1, kind: feedback, descriptors: [HP-10], date: 2026-06-30, grade: requires-improvement, finding: Parents waited.}
"""


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["contradictions", str(folder), *words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(FOLDER, "utf-8")
    return tmp_path


def test_both_sides_are_shown_with_date_kind_grade_finding_and_place(folder: Path) -> None:
    shown = " ".join(run(folder).stdout.split())
    assert "HP-10 Strategy discussions: these disagree" in shown
    assert (
        "FB-1 (feedback from children, families, carers or care leavers, 30 June 2026) says requires improvement to be "
        "good: Parents waited." in shown
    )
    assert "AUD-1 (audit of practice, 1 September 2026) says good: Held in time." in shown
    assert "a.yaml:5]" in shown
    assert "Not explained: say why in 'because:' of either, or look again." in shown


def test_words_that_explain_stand_with_the_item_that_says_them(folder: Path) -> None:
    (folder / "a.yaml").write_text(FOLDER.replace("waited.}", "waited., because: It covers the former team.}"), "utf-8")
    shown = run(folder).stdout
    assert "Explained in FB-1: It covers the former team." in shown
    assert "1 finding with evidence against it, none not explained" in shown


def test_those_that_are_not_named_are_counted_on_the_screen_and_in_json(folder: Path) -> None:
    line = next(line for line in FOLDER.splitlines() if "AUD-1" in line)
    more = "\n".join(line.replace("AUD-1", f"AUD-{number}") for number in range(2, 9))
    (folder / "b.yaml").write_text(f"evidence:\n{more}\n", "utf-8")
    shown = run(folder).stdout
    assert "And 3 more against it." in shown
    assert shown.count("against it: AUD-") == 5
    (one,) = json.loads(run(folder, "--format", "json").stdout)["contradictions"]
    assert (len(one["against"]), one["more"]) == (5, [{"descriptor": "HP-10", "items": 3}])


def test_json_carries_the_same_facts(folder: Path) -> None:
    (one,) = json.loads(run(folder, "--format", "json").stdout)["contradictions"]
    ((better,), worse) = one["against"], one["worse"]
    assert (worse["id"], better["id"], one["explained"], one["descriptors"]) == ("FB-1", "AUD-1", False, ["HP-10"])
    assert (better["descriptors"], one["more"]) == (["HP-10"], [])
    assert one["worse"]["finding"] == "Parents waited."


def test_evidence_that_agrees_is_said_to(folder: Path) -> None:
    (folder / "a.yaml").write_text(FOLDER.replace("requires-improvement", "good"), "utf-8")
    assert "No two items of evidence that count disagree." in run(folder).stdout


def test_a_judgement_that_is_not_there_is_a_wrong_use(folder: Path) -> None:
    result = run(folder, "--judgement", "leeders")
    assert result.exit_code == 2
    assert "Did you mean leaders?" in result.stderr


def test_what_one_inspection_found_on_both_sides_is_counted_and_said_to_be_exempt() -> None:
    folder = Path(__file__).parents[1] / "evidence" / "ealing-2019"
    said = CliRunner().invoke(cli, ["contradictions", str(folder)]).stdout
    shown = json.loads(CliRunner().invoke(cli, ["contradictions", str(folder), "--format", "json"]).stdout)
    within = {one["descriptor"]: one["pairs"] for one in shown["within_one_look"]}
    assert within["HP-06"] == 6  # HP-01 and HP-03 fall short; HP-02, HP-05 and LD-07 are good
    assert f"{sum(within.values())} pairs of findings on" in said and "They are not set against each other" in " ".join(
        said.split()
    )
    assert "No two items of evidence" not in said


def test_what_two_looks_found_is_not_counted_as_one() -> None:
    low = item("LOW", kind="feedback", grade="requires-improvement", date=JUNE)
    assert within_one_look(predicted([low, item("HIGH")])) == {}
    inspected = [
        item(name, kind="external", grade=grade)
        for name, grade in (("BAD", "inadequate"), ("GOOD", "good"), ("BEST", "outstanding"))
    ]
    assert within_one_look(predicted(inspected)) == {"HP-10": 2}
