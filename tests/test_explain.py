"""Explanations: every step is told, and each can be followed back to a file and a line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from preinspect.case import open_case
from preinspect.explain import Explanation, explain, explain_code, nearest
from preinspect.predict import Prediction
from preinspect.problem import CODES
from preinspect.render.terminal import explanation

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def ealing() -> Iterator[Prediction]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # places are named from where one stands
        yield open_case(Path("evidence/ealing-2019"), as_at=None, today=date(2026, 11, 21)).predict()


def told(what: str, prediction: Prediction) -> Explanation:
    found = explain(what, prediction)
    assert found is not None
    return found


def text(found: Explanation) -> str:
    return "\n".join(line.plain for line in explanation(found)) + "\n"


@pytest.mark.parametrize("what", ["help-and-protection", "overall", "HP-06", "CL-17", "EAL-2019-HP-01", "leaders-inadequate"])
def test_an_explanation_reads_as_it_did(what: str, ealing: Prediction, golden) -> None:
    golden(f"explain-{what}.txt", text(told(what, ealing)))


@pytest.mark.parametrize("what", ["help-and-protection", "overall", "HP-06", "EAL-2019-HP-01"])
def test_the_figures_read_as_they_did(what: str, ealing: Prediction, golden) -> None:
    whole = "\n".join(line.plain for line in explanation(told(what, ealing), figures=True)) + "\n"
    golden(f"explain-{what}-figures.txt", f"The figures\n{whole.split('The figures', 1)[1].lstrip()}")


def test_the_short_form_says_which_command_gives_every_figure(ealing: Prediction) -> None:
    lines = [line.plain for line in explanation(told("HP-06", ealing), more="preinspect explain HP-06 --figures")]
    assert lines[-2:] == ["Every figure, enough to do the sum again by hand: preinspect explain HP-06", "--figures"]


def test_every_sentence_about_an_item_names_its_file_and_line(ealing: Prediction) -> None:
    places = [one.at for one in told("HP-06", ealing).sentences if "Weight" in one.text]
    assert places and all(place is not None and place.file.endswith(".yaml") and place.line for place in places)


def test_every_item_that_counts_with_the_judgement_is_named(ealing: Prediction) -> None:
    words = text(told("help-and-protection", ealing))
    verdict = ealing.verdict("help-and-protection")
    first = {row.item.id for one in verdict.standings for row in one.counting if row.is_first}
    assert first and all(item in words for item in first)


def test_a_limit_is_explained_with_its_count_and_its_share(ealing: Prediction) -> None:
    assert "1 of 4" in text(told("leaders-inadequate", ealing)) and "0.3333" in text(told("leaders-inadequate", ealing))


def test_an_unknown_name_is_explained_by_nothing(ealing: Prediction) -> None:
    assert explain("HP-99", ealing) is None


def test_a_slip_finds_the_name_that_was_meant(ealing: Prediction) -> None:
    assert nearest("hp07", ealing) == "HP-07"


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_explained_with_its_advice(code: str) -> None:
    found = explain_code(code)
    assert found is not None and found.sentences[-1].text == CODES[code].advice


def test_a_descriptor_that_came_later_says_when(ealing: Prediction) -> None:
    said = text(told("LD-19", ealing))
    assert "Among the criteria since 1 April 2026; that is after the as-at date, and it is listed all the same." in " ".join(
        said.split()
    )
