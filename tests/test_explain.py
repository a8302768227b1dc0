"""Explanations: every step is told, and each can be followed back to a file and a line."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import covering, item, months_ago, predicted, sample
from commands import EVIDENCE, run

from preinspect.case import open_case
from preinspect.evidence import Evidence, Selection
from preinspect.explain import Explanation, explain, explain_code, nearest
from preinspect.predict import Prediction
from preinspect.problem import CODES
from preinspect.render.inputs import explanation as as_json
from preinspect.render.terminal import explanation
from preinspect.score import confidence

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


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("care-leavers", "children-in-care"), ("strategy discussions", "HP-10"), ("help-and-protecton", "help-and-protection")],
)
def test_a_name_that_is_none_leads_to_what_is_about_it(typed: str, meant: str, ealing: Prediction) -> None:
    said = " ".join(run("explain", typed, EVIDENCE / "ealing-2019", exit_code=2).output.split())
    assert nearest(typed, ealing) == meant and f"Did you mean {meant}, " in said


@pytest.mark.parametrize("typed", ["hp-06", "Leaders-Inadequate", "re-REFERRAL-rate", "pi302"])
def test_capitals_make_no_other_name(typed: str) -> None:
    folder = EVIDENCE / "ealing-2019"
    assert (
        run("explain", typed, folder).stdout
        == run("explain", typed.upper() if typed[0] in "hp" else typed.casefold(), folder).stdout
    )


def test_a_printed_command_can_be_copied(tmp_path: Path) -> None:
    folder = tmp_path / "our evidence"
    shutil.copytree(EVIDENCE / "ealing-2019", folder)
    said = " ".join(run("explain", "Help and protection", folder).stdout.split())
    assert f'preinspect explain "Help and protection" "{folder}" --figures' in said


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_explained_with_its_advice(code: str) -> None:
    found = explain_code(code)
    assert found is not None and found.sentences[-1].text == CODES[code].advice


def test_a_descriptor_that_came_later_says_when(ealing: Prediction) -> None:
    said = text(told("LD-19", ealing))
    assert "Among the criteria since 1 April 2026; that is after the as-at date, and it is listed all the same." in " ".join(
        said.split()
    )


def test_a_round_s_moderation_is_told_once_with_all_its_items() -> None:
    moved = sample(20, moderated=10, changed_down=5)
    items = [item(f"AUD-{number}", "HP-10", round="Q1", sample=moved) for number in range(4)]
    words = [one.text for one in told("HP-10", predicted(items)).sentences]
    assert [line for line in words if "auditor and moderator" in line] == [
        "Moderation: auditor and moderator agreed on 50% of the round, so each of its items counts 0.6 of what it would: AUD-0, AUD-1, "
        "AUD-2 and AUD-3."
    ]


def test_the_worst_grade_is_not_said_to_be_reached() -> None:
    words = told("help-and-protection", predicted(covering("help-and-protection", "inadequate", effect="failure", extent="all")))
    assert "no better grade is at least as likely as not to be reached" in words.sentences[0].text


def test_a_concern_that_was_looked_at_again_tells_what_is_left_of_it() -> None:
    items = [
        item("OLD", "HP-10", grade="requires-improvement", date=months_ago(13), sample=sample(40)),
        item("NEW", "HP-10", sample=sample(10)),
    ]
    found = told("HP-10", predicted(items))
    assert any("newer looks, NEW the last, settled part of it; 0.50 of it holds" in one.text for one in found.sentences)
    assert any("from 12 nothing is known" in one.text and "takes (1 - 0) x 0.45 / 0.9 = 0.5" in one.text for one in found.figures)


def test_records_that_managers_chose_are_the_reason_told_for_no_grade() -> None:
    chosen = item("FEW", "HP-10", sample=sample(12, selection=Selection.MANAGERS_CHOICE))
    words = " ".join(text(told("HP-10", predicted([chosen]))).split())
    assert "it has no grade: only records that managers chose, too little to say." in words
    assert "just under 50% says good or better" in words
    assert "what age took, what records that managers chose cannot show, and a weak doubt" in words


RISK = item("RISK", "HP-10", grade="inadequate", effect="risk", date=months_ago(9.5), sample=sample(40))


@pytest.mark.parametrize(
    ("looks", "why"),
    [
        ([], "nobody has looked again since"),
        (
            [item("SOON", date=months_ago(8), sample=sample(40))],
            "SOON, the last to look again, came too soon after it to settle any",
        ),
        (
            [item("PICKED", sample=sample(40, selection=Selection.MANAGERS_CHOICE))],
            "no newer look can show that it is over, least of all at records that managers chose",
        ),
        ([item("TEN", sample=sample(10))], "newer looks, TEN the last, leave 0.69 of it"),
    ],
)
def test_a_risk_that_still_holds_a_descriptor_down_says_why(looks: list[Evidence], why: str) -> None:
    words = text(told("HP-10", predicted([RISK, *looks])))
    assert f"RISK leaves children at risk, and {why}" in " ".join(words.split())
    assert "A newer look settles some of it only from 6 months after it" in " ".join(words.split())


def test_a_risk_that_newer_looks_settled_holds_nothing_down_and_the_figures_say_so() -> None:
    found = told("HP-10", predicted([replace(RISK, date=months_ago(13)), item("NEW", sample=sample(40))]))
    assert not any("holds the descriptor at" in one.text for one in found.sentences)
    assert any(
        one.text.startswith("RISK: ") and one.text.endswith("nothing is left: 0. It holds nothing down.") for one in found.figures
    )


def test_a_good_finding_that_age_took_from_says_how_much_of_it_is_known() -> None:
    words = text(told("help-and-protection", predicted([item("OLD", "HP-10", date=months_ago(9), sample=sample(40))])))
    assert "OLD (good, helps children, for some; weight 0.9; 0.50 of it known; evidence.yaml:1:1)" in " ".join(words.split())


def test_what_superseded_what_is_named() -> None:
    items = [
        item("OLD", "HP-10", grade="inadequate", date=months_ago(6), sample=sample(40)),
        item("NEW", "HP-10", sample=sample(40), supersedes=("OLD",)),
    ]
    words = [one.text for one in told("help-and-protection", predicted(items)).sentences]
    assert "'supersedes' set aside 1 item, 1 concern among them: OLD superseded by NEW." in words


@pytest.mark.parametrize(
    ("what", "standings", "judgement", "combinations"),
    [("HP-06", 1, False, 0), ("EAL-2019-HP-01", 2, False, 0), ("help-and-protection", 19, True, 64), ("overall", 0, False, 64)],
)
def test_json_holds_every_number_of_the_sum(
    what: str, standings: int, judgement: bool, combinations: int, ealing: Prediction
) -> None:
    value = json.loads(as_json(what, told(what, ealing), ealing))
    assert (len(value["standings"]), value["judgement"] is not None) == (standings, judgement)
    every = value["together"]["combinations"] if value["together"] else []
    assert len(every) == combinations
    assert math.fsum(one["probability"] for one in every) == pytest.approx(1 if every else 0)
    assert len(value["figures"]) == len(told(what, ealing).figures) > 0


def test_overall_is_the_sum_over_the_combinations_in_json(ealing: Prediction) -> None:
    together = json.loads(as_json("overall", told("overall", ealing), ealing))["together"]
    shares = {
        grade: math.fsum(one["after_limits"] * one["overall"].get(grade, 0.0) for one in together["combinations"])
        for grade in ealing.framework.scale.ids
    }
    assert shares == pytest.approx(together["probabilities"], abs=0.0001)


def test_a_code_has_no_figures_in_json() -> None:
    found = explain_code("PI302")
    assert found is not None
    value = json.loads(as_json("PI302", found))
    assert (value["figures"], value["standings"], value["judgement"], value["together"]) == ([], [], None, None)


@pytest.mark.parametrize("name", ["help-and-protection", "children-in-care", "leaders", "overall"])
def test_the_number_that_a_confidence_word_goes_by_is_named(name: str, ealing: Prediction) -> None:
    verdict = ealing.verdict(name)
    assert verdict.rank is not None
    share = verdict.probabilities[verdict.rank]
    assert (
        f"{share:.4f}: enough for {confidence('high', share, ealing.method)}, which asks for"
        in told(name, ealing).sentences[0].text
    )


def test_a_grade_that_is_hardly_likelier_than_the_next_says_why_confidence_is_low(ealing: Prediction) -> None:
    close = replace(ealing.verdict("leaders"), probabilities=(0.0, 0.02, 0.55, 0.43), rank=2, confidence="low")
    others = tuple(close if one.id == "leaders" else one for one in ealing.judgements)
    said = told("leaders", replace(ealing, judgements=others)).sentences[0].text
    assert "the chance of exactly good, 0.5500: less than the 0.6 that medium asks for, so it is low" in said


def test_a_good_descriptor_that_holds_its_judgement_down_says_why(ealing: Prediction) -> None:
    (stands,) = (one.text for one in told("HP-06", ealing).sentences if "stands at" in one.text)
    assert "stands at good. It holds its judgement down all the same (-" in stands and "beside EAL-2019-HP-01 does not" in stands
    (silent,) = (one.text for one in told("LD-30", ealing).sentences if "stands at" in one.text)
    assert "all the same" not in silent


def test_status_says_that_a_good_descriptor_holds_down_by_a_concern_in_it() -> None:
    said = " ".join(run("status", EVIDENCE / "ealing-2019").stdout.split())
    assert "Front-door screening (HP-06), a concern within what is good." in said
    assert "Assessment timeliness (HP-15); " in said
