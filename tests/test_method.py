"""The method's tables: what they hold, and what happens to a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import FRAMEWORKS, ROOT, framework, method

from preinspect.method import Reach, load_method

SHIPPED = ROOT / "frameworks"
METHOD, MODEL = (SHIPPED / "method.yaml").read_text("utf-8"), (SHIPPED / "model.yaml").read_text("utf-8")


def roots(folder: Path, *, method: str = METHOD, model: str = MODEL) -> list[Path]:
    """Write a council's own tables, and give them before the shipped ones."""
    (folder / "method.yaml").write_text(method, "utf-8")
    (folder / "model.yaml").write_text(model, "utf-8")
    return [folder, SHIPPED]


def swapped(text: str, old: str, new: str) -> str:
    """Change a table, and be sure that there was something to change."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


# --- what they hold


def test_the_shipped_tables_have_no_problem():
    assert load_method(FRAMEWORKS)[1] == ()


@pytest.mark.parametrize(
    ("kind", "role", "reach", "fresh", "stale"),
    [
        ("external", "practice", Reach.TOP, 24, 36),
        ("audit", "practice", Reach.BENCHMARK, 6, 12),
        ("observation", "practice", Reach.BENCHMARK, 6, 12),
        ("feedback", "voice", Reach.BENCHMARK, 12, 18),
        ("challenge", None, Reach.BENCHMARK, 6, 12),
        ("dip-sample", "practice", Reach.BELOW, 6, 12),
        ("staff", None, Reach.BELOW, 6, 12),
        ("workforce", None, Reach.BELOW, 6, 12),
        ("governance", None, Reach.BELOW, 12, 18),
        ("case-study", None, Reach.NOTHING, 12, 18),
        ("document", None, Reach.NOTHING, 12, 18),
        ("statement", None, Reach.NOTHING, 12, 18),
        ("complaint", None, Reach.LOWERS, 12, 18),
        ("learning-review", None, Reach.LOWERS, 12, 18),
    ],
)
def test_the_kinds_are_those_of_the_design(kind, role, reach, fresh, stale):
    one = method().kinds[kind]
    assert (one.role, one.reach, one.fresh, one.stale) == (role, reach, fresh, stale)


def test_there_is_no_kind_beside_those_of_the_design():
    assert len(method().kinds) == 14


def test_only_an_audit_reaches_higher_with_moderation_and_the_family():
    assert [kind.id for kind in method().kinds.values() if kind.best_reach is not kind.reach] == ["audit"]


def test_a_dip_sample_has_a_role_and_tests_nothing():
    one = method().kinds["dip-sample"]
    assert (one.role, one.tests, one.is_look) == ("practice", False, False)


def test_what_only_lowers_lifts_no_higher_than_what_is_nothing():
    assert Reach.LOWERS.height == Reach.NOTHING.height == 0


def test_reaches_are_in_order():
    assert Reach.TOP.height > Reach.BENCHMARK.height > Reach.BELOW.height > Reach.NOTHING.height


def test_kinds_fade_before_they_are_stale():
    assert all(kind.fresh < kind.stale for kind in method().kinds.values())


def test_effects_stand_best_first_and_grow_graver():
    severities = [effect.severity for effect in method().effects.values()]
    assert severities == sorted(severities)


def test_extents_stand_widest_first():
    shares = [extent.share for extent in method().extents.values()]
    assert shares == sorted(shares, reverse=True)


def test_the_extent_of_a_finding_that_tells_none_is_one_of_them():
    assert method().default_extent in method().extents


def test_what_was_fitted_says_what_it_was_fitted_to():
    assert "64 judgements of 18 published inspections" in method().model.about[0]


def test_what_was_not_fitted_is_said():
    assert "accuracy on a council's own audits is not known" in method().model.about[1]


def test_cut_points_stand_from_the_top_down():
    assert list(method().model.cuts) == sorted(method().model.cuts, reverse=True)


@pytest.mark.parametrize("name", ["tested", "triangulated", "items", "kinds", "records", "probability"])
def test_high_asks_for_more_than_medium(name):
    assert getattr(method().high, name) > getattr(method().medium, name)


def test_not_knowing_counts_for_no_less_than_a_limited_strength():
    """P1 rests on it: a strength about some children that ages must not gain by it."""
    assert method().model.unknown_shortfall >= method().model.limited_shortfall


def test_no_effect_and_extent_together_move_an_item_by_more_than_half_a_step():
    width = method().extent_moves * max(abs(extent.share - 0.5) for extent in method().extents.values())
    assert max(abs(effect.moves) for effect in method().effects.values()) + width <= 0.5


@pytest.mark.parametrize(
    ("name", "effects"),
    [
        ("ilacs-2018", ["risk", "inconsistent", "helping", "helping"]),
        ("five-grades", ["risk", "inconsistent", "helping", "helping", "helping"]),
        ("met-or-not", ["inconsistent", "helping"]),
    ],
)
def test_each_grade_of_a_scale_has_an_effect_that_goes_with_it(name, effects):
    scale = framework(name).scale
    assert [method().effect_of(rank, scale).id for rank in range(len(scale))] == effects


# --- a council's own, and broken ones


def test_a_council_s_own_table_stands_for_the_shipped_one(tmp_path):
    own, problems = load_method(roots(tmp_path, method=swapped(METHOD, "\nprior: 0.25", "\nprior: 0.5")))
    assert (own.prior, problems) == (0.5, ())


def test_a_council_s_own_model_stands_for_the_shipped_one(tmp_path):
    own, _ = load_method(roots(tmp_path, model=swapped(MODEL, "balance: ", "balance: 1")))
    assert own.model.balance > 100


def test_the_shipped_model_stands_beside_a_council_s_own_method(tmp_path):
    (tmp_path / "method.yaml").write_text(METHOD, "utf-8")
    assert load_method([tmp_path, SHIPPED])[0].model == method().model


def test_without_tables_there_is_one_problem_for_each(tmp_path):
    found, problems = load_method([tmp_path])
    assert (found, [problem.code for problem in problems]) == (None, ["PI216", "PI216"])


def test_a_number_out_of_range_is_a_problem_and_no_method(tmp_path):
    found, problems = load_method(roots(tmp_path, method=swapped(METHOD, "\nsecond-descriptor: 0.5", "\nsecond-descriptor: 1.5")))
    assert (found, len(problems)) == (None, 1)


def test_a_problem_in_a_table_knows_its_line(tmp_path):
    text = swapped(METHOD, "\nsecond-descriptor: 0.5", "\nsecond-descriptor: 1.5")
    problem = load_method(roots(tmp_path, method=text))[1][0]
    assert text.splitlines()[problem.at.line - 1].startswith("second-descriptor")


def test_a_table_that_is_no_yaml_is_a_problem_and_no_method(tmp_path):
    found, problems = load_method(roots(tmp_path, model="balance: [1"))
    assert (found, len(problems)) == (None, 1)


def test_an_unknown_key_in_a_table_is_a_problem(tmp_path):
    found, problems = load_method(roots(tmp_path, method=swapped(METHOD, "\nprior: 0.25", "\nprior: 0.25\npriors: 1")))
    assert (found, len(problems)) == (None, 1)


def test_a_missing_number_in_a_table_is_a_problem(tmp_path):
    found, problems = load_method(roots(tmp_path, method=swapped(METHOD, "\nprior: 0.25", "")))
    assert (found, len(problems)) == (None, 1)
