"""Scenario 16: two services are merged, and what they share, where they differ and what must not be added up is told; nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from console import Screen, typed

NORTH = """\
assessment: {authority: North council, framework: ilacs-2018, as-at: 2019-11-01}
evidence:
  - {id: AUD-01, kind: audit, descriptors: [HP-10], date: 2019-09-30, grade: good, sample: {population: 214, size: 40, met: 37},
     finding: Held in time.}
  - {id: AUD-02, kind: audit, descriptors: [HP-14], date: 2019-09-30, grade: good, finding: Assessments are full.}
  - {id: FB-01, kind: feedback, descriptors: [HP-15], date: 2019-09-30, grade: good, finding: Families were kept informed.}
"""
SOUTH = """\
# The smaller one of the two.
assessment: {authority: South council, framework: slac-2009, as-at: 2019-11-01}
evidence:
  # What people there say.
  - {id: AUD-01, kind: audit, descriptors: [LAC-HEALTHY-01], date: 2019-09-01, grade: adequate, finding: Some wait long.}
  - {id: AUD-09, kind: audit, descriptors: [LAC-HEALTHY-02], date: 2019-09-01, grade: good, finding: Well helped.}
"""
SAME_FRAMEWORK = """\
assessment: {authority: South council, framework: ilacs-2018, as-at: 2019-11-01}
evidence:
  - {id: AUD-01, kind: audit, descriptors: [HP-10], date: 2019-09-01, grade: requires-improvement,
     sample: {population: 90, size: 20, met: 9}, finding: Nine of 20 were in time.}
  - {id: OBS-01, kind: observation, descriptors: [HP-26], date: 2019-09-01, grade: good, finding: Workers know the children.}
"""


@pytest.fixture
def services(tmp_path: Path) -> Path:
    """Lay out two services beside each other, the smaller one in the south."""
    for name, text in {"north": NORTH, "south": SAME_FRAMEWORK, "old-south": SOUTH}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "evidence.yaml").write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def merged(services: Path) -> Screen:
    """Merge north and south into one trust."""
    return typed(services, "merge", "north", "south", "--into", "trust", "--prefix")


def test_an_id_that_both_have_stops_it_and_both_places_are_named(services: Path) -> None:
    screen = typed(services, "merge", "north", "south", "--into", "trust")
    assert screen.exit == 1
    assert "AUD-01 in north/evidence.yaml:3:5 and south/evidence.yaml:3:5, with different words." in screen.words
    assert "--prefix puts the service's name before it" in screen.words
    assert not (services / "trust").exists()


def test_the_same_element_claimed_twice_is_shown_with_both_grades(merged: Screen) -> None:
    told = "HP-10 Strategy discussions: good in North council (North-council-AUD-01), inadequate in South council"
    assert merged.exit == 0
    assert told in merged.words


def test_populations_are_not_added_together(merged: Screen) -> None:
    assert "214 (North-council-AUD-01) in North council and 90 (South-council-AUD-01) in South council" in merged.words
    assert "write no item with the sum" in merged.words
    assert "304" not in merged.words


def test_the_smaller_services_evidence_is_not_lost(services: Path, merged: Screen) -> None:
    assert "evidence: 5 that count: 3 of North council and 2 of South council." in merged.words
    assert "Workers know the children." in (services / "trust" / "south" / "evidence.yaml").read_text("utf-8")


def test_each_service_is_scored_alone_beside_the_combined_score(services: Path, merged: Screen) -> None:
    assert merged.exit == 0
    before = typed(services, "gaps", "south").shown.split("\n", 1)[1]
    after = typed(services, "gaps", "trust", "--service", "South council").shown.split("\n", 1)[1]
    assert after.replace("South-council-", "").replace("trust/south/", "south/").split() == before.split()
    assert typed(services, "status", "trust").shown.startswith("North council and South council\n")
    assert typed(services, "status", "trust", "--service", "South council").shown.startswith(
        "North council and South council: South council\n"
    )


def test_differing_scales_are_mapped_only_where_sure_with_a_note_and_else_asked(services: Path) -> None:
    asked = typed(services, "merge", "north", "old-south", "--into", "trust", "--prefix")
    assert asked.exit == 1
    assert "North council answers ilacs-2018 and South council slac-2009; say with --framework which one" in asked.words
    screen = typed(services, "merge", "north", "old-south", "--into", "trust", "--prefix", "--framework", "ilacs-2018")
    assert "LAC-HEALTHY-01 became CIC-20 in 1 place, a strong match of the crosswalk." in screen.words
    assert "'adequate' is not on the scale of ilacs-2018" in screen.words
    assert "grade: adequate" in (services / "trust" / "old-south" / "evidence.yaml").read_text("utf-8")


def test_nothing_of_the_two_folders_is_changed(services: Path, merged: Screen) -> None:
    assert merged.exit == 0
    assert (services / "north" / "evidence.yaml").read_text("utf-8") == NORTH
    assert (services / "south" / "evidence.yaml").read_text("utf-8") == SAME_FRAMEWORK
