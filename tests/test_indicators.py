"""Figures in words: to their target, over time, and beside national figures of which year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from commands import SHIPPED

from preinspect.evidence import load_assessment
from preinspect.indicators import IndicatorRow, benchmark_notes, indicator_rows
from preinspect.measure import load_measures

MEASURES, _ = load_measures((SHIPPED,))
AS_AT = date(2026, 11, 22)
QUARTERS = (
    "2025-10-01, to: 2025-12-31",
    "2026-01-01, to: 2026-03-31",
    "2026-04-01, to: 2026-06-30",
    "2026-07-01, to: 2026-09-30",
)


HEAD = "assessment: {authority: Anyshire, framework: ilacs-2026}"


def rows(folder: Path, *indicators: str, as_at: date = AS_AT) -> tuple[IndicatorRow, ...]:
    """Word indicators, each given by its fields."""
    lines = (f"  - {{id: K-{number}, {fields}}}" for number, fields in enumerate(indicators, 1))
    (folder / "figures.yaml").write_text("\n".join([HEAD, "indicators:", *lines, ""]), "utf-8")
    assessment, problems = load_assessment(folder, as_at=as_at, today=as_at)
    assert [one.code for one in problems if one.code != "PI322"] == []  # that there is no evidence
    return indicator_rows(assessment.indicators, MEASURES, as_at)


def newest(folder: Path, *indicators: str, as_at: date = AS_AT) -> IndicatorRow:
    """Give the newest of them."""
    (found,) = [one for one in rows(folder, *indicators, as_at=as_at) if one.latest]
    return found


def quarters(measure: str, *shares: float, more: str = "target: 18") -> tuple[str, ...]:
    """Give figures of one measure for the last quarters, in per cent of 1000."""
    last = QUARTERS[-len(shares) :]
    return tuple(
        f"measure: {measure}, period: {{from: {when}}}, numerator: {share * 10:g}, denominator: 1000, {more}"
        for share, when in zip(shares, last, strict=True)
    )


HIGHER, BAND = "assessments-within-45-days", "re-referral-rate"


@pytest.mark.parametrize(
    ("measure", "value", "target", "status", "distance"),
    [
        (HIGHER, 88, "85", "better than target", "3 percentage points above 85% (better)"),
        (HIGHER, 85, "85", "at target", "none; the target is 85%"),
        (HIGHER, 82.5, "85", "worse than target", "2.5 percentage points below 85% (worse)"),
        (HIGHER, 86, "{from: 85, to: 90}", "within target", "none; the target is 85% to 90%"),
        (BAND, 12, "{from: 16, to: 20}", "worse than target", "4 percentage points below 16% to 20% (worse)"),
        (BAND, 25.2, "{from: 16, to: 20}", "worse than target", "5.2 percentage points above 16% to 20% (worse)"),
    ],
)
def test_a_figure_has_a_word_for_how_it_stands_to_its_target_and_how_far_it_is(
    tmp_path: Path, measure: str, value: float, target: str, status: str, distance: str
) -> None:
    found = newest(tmp_path, *quarters(measure, value, more=f"target: {target}"))
    assert (found.status, found.distance) == (status, distance)


def test_without_a_target_it_is_said_that_there_is_none(tmp_path: Path) -> None:
    found = newest(tmp_path, *quarters(HIGHER, 88, more="note: none"))
    assert (found.status, found.distance) == ("no target", "no target is set")


def test_what_is_at_its_target_as_it_is_shown_is_not_called_worse(tmp_path: Path) -> None:
    found = newest(tmp_path, *quarters(HIGHER, 84.96, more="target: 85"))
    assert (found.status, found.question) == ("at target", None)


@pytest.mark.parametrize(
    ("measure", "shares", "trend"),
    [
        (HIGHER, (75, 80, 88), "improving: 75%, 80% then 88%"),
        (HIGHER, (88, 80), "worsening: 88% then 80%"),
        (HIGHER, (80, 80), "unchanged: 80% then 80%"),
        (BAND, (12, 17), "improving: 12% then 17%"),
        (BAND, (17, 25), "worsening: 17% then 25%"),
        (BAND, (17, 19), "unchanged in its band: 17% then 19%"),
        (HIGHER, (80,), "one figure only"),
    ],
)
def test_a_trend_is_a_word_and_its_numbers(tmp_path: Path, measure: str, shares: tuple[float, ...], trend: str) -> None:
    assert newest(tmp_path, *quarters(measure, *shares, more="target: {from: 16, to: 20}")).trend == trend


def test_a_quarter_and_a_year_are_no_trend(tmp_path: Path) -> None:
    year = f"measure: {HIGHER}, period: {{from: 2025-04-01, to: 2026-03-31}}, numerator: 700, denominator: 1000"
    found = newest(tmp_path, year, *quarters(HIGHER, 88))
    assert found.trend == "earlier figures are of periods of another length"


def test_a_trend_shows_no_figure_that_may_be_seen_by_fewer_people_than_the_newest(tmp_path: Path) -> None:
    hidden, shown = quarters(HIGHER, 75, 88)
    assert newest(tmp_path, hidden, f"{shown}, handling: public").trend == "one figure only"


def test_the_public_sees_no_trend_through_a_count_under_six(tmp_path: Path) -> None:
    small = f"measure: {HIGHER}, period: {{from: {QUARTERS[-2]}}}, numerator: 3, denominator: 1000, target: 85, handling: public"
    found = newest(tmp_path, small, f"{quarters(HIGHER, 88)[0]}, handling: public").public()
    assert found.trend == "withheld: would tell of fewer than six"
    assert found.value == "88.0% (880 of 1000)"


def test_a_withheld_figure_tells_nothing_by_its_distance_or_status(tmp_path: Path) -> None:
    small = f"measure: {HIGHER}, period: {{from: {QUARTERS[-1]}}}, numerator: 3, denominator: 1000, target: 85, handling: public"
    found = newest(tmp_path, small).public()
    assert {found.value, found.distance, found.trend} == {"withheld: would tell of fewer than six"}
    assert found.status == "withheld" and found.question is None


def test_a_good_figure_that_is_old_is_said_to_be_old(tmp_path: Path) -> None:
    found = newest(tmp_path, *quarters(HIGHER, 88, more="target: 85"), as_at=date(2027, 6, 1))
    assert found.status == "better than target, but the figure is over 6 months old"
    assert found.tone == "none"


def test_what_is_worse_and_worsening_comes_before_what_is_only_worse(tmp_path: Path) -> None:
    worsening, improving = quarters(HIGHER, 80, 70, more="target: 85"), quarters("audits-completed", 60, 70, more="target: 85")
    found = {one.measure: one.urgency for one in rows(tmp_path, *worsening, *improving) if one.latest}
    assert found == {HIGHER: 0, "audits-completed": 1}


def test_one_measure_of_two_services_is_told_apart_and_makes_no_trend(tmp_path: Path) -> None:
    north, south = quarters(HIGHER, 75, 88)
    found = rows(tmp_path, f"{north}, service: north", f"{south}, service: south")
    assert [(one.title, one.trend) for one in found] == [
        ("Assessments within 45 working days (north)", "one figure only"),
        ("Assessments within 45 working days (south)", "one figure only"),
    ]


# --- the calendar of national figures


def notes(folder: Path, figure: str, as_at: date, measure: str = HIGHER) -> tuple[str, ...]:
    """Give what is said of one figure for England."""
    when = QUARTERS[0]
    one = f"measure: {measure}, period: {{from: {when}}}, numerator: 700, denominator: 1000, england: {figure}"
    return benchmark_notes(rows(folder, one, as_at=as_at))


def test_a_figure_of_the_newest_release_is_not_mentioned(tmp_path: Path) -> None:
    assert notes(tmp_path, "{value: 85, period: 2024-25}", date(2026, 10, 31)) == ()


def test_on_the_day_that_new_figures_may_be_out_it_is_said(tmp_path: Path) -> None:
    (told,) = notes(tmp_path, "{value: 85, period: 2024-25}", date(2026, 11, 1))
    assert told.startswith("Figures for England that come out anew this month, November 2026")
    assert told.endswith("Assessments within 45 working days (2024-25).")


def test_a_figure_older_than_the_calendar_is_named_with_its_year(tmp_path: Path) -> None:
    (told,) = notes(tmp_path, "{value: 85, period: 2024-25}", date(2026, 12, 1))
    assert told.startswith("Figures for England that are older than the release calendar: newer ones came out in November 2026")


def test_figures_of_the_workforce_follow_a_calendar_of_their_own(tmp_path: Path) -> None:
    assert notes(tmp_path, '{value: 15.2, period: "2025"}', date(2027, 1, 31), "caseload") == ()
    assert notes(tmp_path, '{value: 15.2, period: "2025"}', date(2027, 3, 1), "caseload")


def test_a_figure_without_a_year_is_judged_by_the_day_it_was_looked_up(tmp_path: Path) -> None:
    assert notes(tmp_path, "{value: 85, retrieved: 2025-11-30}", date(2026, 10, 1)) == ()
    assert notes(tmp_path, "{value: 85, retrieved: 2024-11-30}", date(2026, 10, 1))


def test_a_figure_of_no_known_year_is_said_to_be_one(tmp_path: Path) -> None:
    (told,) = notes(tmp_path, "{value: 85}", AS_AT)
    assert (
        told
        == "Figures for England that do not say of which year they are: Assessments within 45 working days (year not stated)."
    )
