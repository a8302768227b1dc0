"""The measures that councils keep: what each counts, and nothing claimed that was not seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from commands import SHIPPED, framework, run, told

from preinspect.document import Block, read
from preinspect.measure import Measure, load_measures

DIRECTIONS = {"higher", "lower", "context", "band"}
UNITS = {"percent", "rate-per-10000", "count", "working-days", "days", "weeks", "months", "score", "cases"}

_found, _problems = load_measures((SHIPPED,))
MEASURES = sorted(_found.values(), key=lambda one: one.id)
_document, _ = read(SHIPPED / "measures.yaml", "measures.yaml")
assert _document is not None
ROWS: list[Block] = list(_document.root["measures"])
WITH_FIGURES = [row for row in ROWS if "england" in row]


def test_the_measures_load_without_a_word() -> None:
    assert _problems == ()


def test_there_are_exactly_55_numbered_entries() -> None:
    assert [row["number"] for row in ROWS] == list(range(1, 56))


def test_every_measure_and_every_part_has_an_id_of_its_own() -> None:
    parts = [part["id"] for row in ROWS for part in row.get("parts", (row,))]
    assert len(parts) == len(set(parts)) == len(MEASURES)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.id)
def test_every_measure_has_a_direction_and_a_unit(measure: Measure) -> None:
    assert measure.direction in DIRECTIONS
    assert measure.unit in UNITS


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.id)
def test_every_measure_informs_descriptors_that_exist_and_says_what_it_counts(measure: Measure) -> None:
    assert measure.descriptors
    assert set(measure.descriptors) <= set(framework("ilacs-2026").descriptors)
    assert len(measure.definition) > 20
    assert measure.certainty in ("seen", "partly-seen", "recalled")


@pytest.mark.parametrize("measure", [one for one in MEASURES if one.unit == "percent"], ids=lambda one: one.id)
def test_a_share_says_of_what(measure: Measure) -> None:
    assert measure.numerator
    assert measure.denominator


@pytest.mark.parametrize("row", WITH_FIGURES, ids=lambda row: row["id"])
def test_a_figure_for_england_has_a_period_and_sources_that_are_listed(row: Block) -> None:
    figure = row["england"]
    assert re.search(r"20\d\d", figure["period"])
    assert figure["source"]
    assert _document is not None
    listed = {source["id"] for source in _document.root["sources"]}
    assert set(figure["source"]) <= listed


def test_figures_for_england_are_those_that_the_reference_saw() -> None:
    figures = {row["number"]: row["england"]["value"] for row in WITH_FIGURES}
    seen = {
        4: 22.6,
        5: 6.5,
        6: 30.8,
        7: 85.7,
        8: 33,
        11: 31.3,
        12: 81.4,
        15: 4.4,
        27: 68,
        47: 15.2,
        48: 13.0,
        49: 14.2,
        50: 11.8,
        51: 3.5,
    }
    assert {number: figures.get(number) for number in seen} == seen


@pytest.mark.parametrize(
    "number", [1, 9, 14, 16, 17, 18, 19, 20, 21, 22, 23, 24, 28, 29, 30, 31, 33, 34, 35, 36, 37, 39, 40, 41, 45, 52, 53, 54, 55]
)
def test_where_the_reference_saw_no_figure_there_is_none(number: int) -> None:
    assert "england" not in ROWS[number - 1]


@pytest.mark.parametrize(
    ("number", "direction"), [(1, "higher"), (2, "context"), (4, "band"), (8, "lower"), (14, "band"), (26, "lower"), (50, "band")]
)
def test_directions_are_those_of_the_reference(number: int, direction: str) -> None:
    assert ROWS[number - 1]["direction"] == direction


def test_a_council_s_own_measures_come_before_the_shipped_ones(tmp_path: Path) -> None:
    row = "{id: ours, number: 1, title: Ours, definition: What we count ourselves., certainty: seen, descriptors: [HP-01]}"
    (tmp_path / "measures.yaml").write_text(f"measures: [{row}]\n")
    found, problems = load_measures((tmp_path, SHIPPED))
    assert problems == ()
    assert list(found) == ["ours"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("measures: none\n", "PI205"), ("measures: [x]\n", "PI205"), ("measures:\n  - {id: a}\n", "PI121"), ("[", "PI101")],
)
def test_measures_with_a_mistake_are_told(text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "measures.yaml").write_text(text)
    found, problems = load_measures((tmp_path,))
    assert found == {}
    assert [problem.code for problem in problems] == [code]


def test_without_measures_there_are_none_and_no_problem(tmp_path: Path) -> None:
    assert load_measures((tmp_path,)) == ({}, ())


def test_a_measure_can_be_read_without_a_folder() -> None:
    shown = told("explain", "assessments-within-45-days")
    for words in ("within 45", "Higher is better.", "It informs HP-15", "earns no grade"):
        assert words in shown


def test_every_measure_is_listed() -> None:
    lines = run("frameworks", "measures").output.splitlines()
    measures, _ = load_measures([SHIPPED])
    assert [name for name in measures if name not in lines] == []
    assert [line for line in lines if len(line) > 80] == []
