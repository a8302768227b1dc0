"""What would follow: each grade before and after, and why it moves or stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import EVIDENCE, assessed, facts, framework, run, told

EALING = EVIDENCE / "ealing-2019"


@pytest.fixture
def weak(tmp_path: Path) -> Path:
    """Lay out a council that is inadequate in help and protection and good elsewhere."""
    grades = {"help-and-protection": "inadequate", "children-in-care": "good", "leaders": "good"}
    return assessed(tmp_path / "weak", "ilacs-2018", grades)


def all_of(judgement: str, grade: str) -> list[str]:
    return [f"{one.id}={grade}" for one in framework("ilacs-2018").descriptors_of(judgement)[:10]]


def judgement(found: dict, name: str) -> dict:  # type: ignore[type-arg]
    return next(one for one in found["judgements"] if one["id"] == name)


def test_one_that_stays_says_which_descriptor_still_holds_it_and_its_chance() -> None:
    screen = told("whatif", "HP-10=good", "HP-14=good", "--folder", EALING)
    assert (
        "Help and protection: no change from requires improvement to be good. HP-15 assessment timeliness still holds it."
        in screen
    )
    assert "The chance of good or better is nearly none, as before (better by a little)." in screen


def test_one_that_moves_says_from_what_and_how_its_chance_goes(weak: Path) -> None:
    screen = told("whatif", *all_of("help-and-protection", "good"), "--folder", weak)
    assert "Help and protection Inadequate -> Good" in screen
    assert "It follows from HP-01" in screen and "goes from nearly none to" in screen


def test_overall_says_which_rule_decides_and_which_limit_is_lifted(weak: Path) -> None:
    words = all_of("help-and-protection", "good")
    screen = told("whatif", *words, "--folder", weak)
    assert "The limit 'practice-inadequate' binds no longer" in screen
    assert "Another rule decides on the grades shown: good where" in screen
    overall = judgement(facts("whatif", *words, "--folder", weak), "overall")
    assert (overall["moves"], overall["limits"]) == (True, {"lifted": ["practice-inadequate"], "binding": []})
    assert overall["chance"]["before"] < 0.5 <= overall["chance"]["after"]


def test_a_limit_that_comes_to_bind_is_named(weak: Path) -> None:
    screen = told("whatif", *all_of("children-in-care", "inadequate"), "--folder", weak)
    assert "The limit 'practice-inadequate' still binds" in screen
    good = assessed(
        weak.parent / "good", "ilacs-2018", dict.fromkeys(("help-and-protection", "children-in-care", "leaders"), "good")
    )
    screen = told("whatif", *all_of("children-in-care", "inadequate"), "--folder", good)
    assert "The limit 'practice-inadequate' now binds" in screen


def test_json_tells_what_the_screen_tells(weak: Path) -> None:
    found = facts("whatif", "HP-10=good", "--folder", weak)
    assert found["supposed"] == [{"descriptor": "HP-10", "grade": "good"}]
    help_ = judgement(found, "help-and-protection")
    assert (help_["supposed"], help_["moves"], judgement(found, "leaders")["supposed"]) == (["HP-10"], False, [])
    screen = told("whatif", "HP-10=good", "--folder", weak)
    assert all(" ".join(sentence.split()) in screen for one in found["judgements"] for sentence in one["why"])
    assert sum(help_["after"]["probabilities"].values()) == pytest.approx(1)


def test_two_grades_for_one_descriptor_are_refused() -> None:
    screen = run("whatif", "HP-10=good", "HP-10=outstanding", "--folder", EALING, exit_code=2).output
    assert "'HP-10' stands here twice, at good and at outstanding." in " ".join(screen.split())
    run("whatif", "HP-10=good", "HP-10=good", "--folder", EALING)


@pytest.mark.parametrize("words", [("whatif", "HP-10=good"), ("path", "leaders", "--to", "outstanding")])
def test_services_are_named_and_one_can_be_asked_about_alone(words: tuple[str, ...], tmp_path: Path) -> None:
    folder = assessed(tmp_path / "two", "ilacs-2018", {"leaders": "good", "help-and-protection": "good"})
    text = (folder / "assessment.yaml").read_text("utf-8")
    for area, service in (("LD", "north"), ("HP", "south")):
        text = text.replace(f"{{id: EX-{area}", f"{{service: {service}, id: EX-{area}")
    (folder / "assessment.yaml").write_text(text, "utf-8")
    assert "All services together: north and south. One of them alone: --service" in told(*words, "--folder", folder)
    assert "Only the service north." in told(*words, "--folder", folder, "--service", "north")
    assert facts(*words, "--folder", folder)["services"] == ["north", "south"]


def test_one_without_a_grade_says_why_and_blocks_are_told_apart() -> None:
    screen = told("whatif", "SG-SAFE-01=inadequate", "SG-SAFE-04=inadequate", "--folder", EVIDENCE / "dudley-2011")
    assert "Leadership and management (Safeguarding services): still no grade. Not enough evidence to say." in screen
    assert "Children and young people are safe and feel safe: Good ->" in screen
