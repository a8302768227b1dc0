"""What is too old, or will be: days, documents, benchmarks, and concerns that nobody looked at again."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import AS_AT, NOWHERE, ROOT, assessment, changed, framework, item, method, months_ago, predicted, sample
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from preinspect.cli import cli
from preinspect.document import Block
from preinspect.evidence import Comparison, Evidence, Handling, Indicator
from preinspect.render.compare import concern_words
from preinspect.report import report
from preinspect.stale import Staleness, months_on, period_end, stale_days, stale_on, staleness, went_stale
from preinspect.weigh import weigh

DAY = timedelta(days=1)
UNTIL = date(2026, 12, 30)
KINDS = st.sampled_from(sorted(method().kinds))


def stale(*items: Evidence, until: date = UNTIL, **changes: object) -> Staleness:
    return staleness(predicted(items, **changes), until)


def ids(endings: object) -> list[str]:
    return [one.item.id for one in endings]  # type: ignore[attr-defined]


def is_fresh(one: Evidence, as_at: date, **changes: object) -> bool:
    """Say whether the method counts an item as evidence of a day."""
    (row,) = weigh(assessment([one], as_at, **changes), framework(), method())["help-and-protection", "HP-10"]
    return row.fresh


# --- the day


@given(KINDS, st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_the_day_is_the_first_on_which_the_method_counts_an_item_as_old(kind: str, when: date) -> None:
    one = item("A", kind=kind, date=when)
    on = stale_on(one, "HP-10", (), method())
    assert is_fresh(one, on - DAY)
    assert not is_fresh(one, on)


@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_a_document_lasts_to_its_review_date_and_the_grace_after_it(due: date) -> None:
    one = item("DOC", kind="document", date=due - timedelta(days=2000), review_due=due)
    on = stale_on(one, "HP-10", (), method())
    assert due < on
    assert is_fresh(one, on - DAY)
    assert not is_fresh(one, on)


@given(KINDS, st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(1, 1500))
def test_a_change_ages_what_is_older_from_its_own_day_on(kind: str, when: date, after: int) -> None:
    change = changed("new recording system", when + timedelta(days=after))
    one = item("A", kind=kind, date=when)
    on = stale_on(one, "HP-10", [change], method())
    assert on <= stale_on(one, "HP-10", (), method())
    assert not is_fresh(one, max(on, change.date), changed_since=(change,))
    assert is_fresh(one, on - DAY, changed_since=(change,) * (change.date < on))


def test_a_change_ages_only_the_descriptors_that_it_bears_on() -> None:
    change = changed("new front door", months_ago(4), "HP-10")
    found = stale_days(
        assessment([item("A", ["HP-10", "HP-11"], date=months_ago(8))], changed_since=(change,)), framework(), method()
    )
    assert [(one.descriptors, one.change) for one in found] == [(("HP-10",), change), (("HP-11",), None)]
    assert found[0].on < AS_AT < found[1].on


def test_what_a_newer_item_takes_the_place_of_needs_no_new_look() -> None:
    old, new = item("OLD", date=months_ago(20)), item("NEW", supersedes=("OLD",))
    assert ids(stale(old, new).gone) == []


def test_one_document_takes_the_place_of_another_whatever_either_is_about() -> None:
    old, new = item("OLD", kind="document", date=months_ago(20)), item("NEW", "HP-07", kind="document", supersedes=("OLD",))
    assert ids(stale(old, new).gone) == []


def test_what_a_newer_item_did_not_look_at_goes_stale_all_the_same() -> None:
    old, new = item("OLD", ["HP-10", "HP-07"], date=months_ago(20)), item("NEW", supersedes=("OLD",))
    assert [(one.item.id, one.descriptors) for one in stale(old, new).gone] == [("OLD", ("HP-07",))]


# --- the lists


def test_what_is_stale_comes_first_then_what_will_be_each_the_oldest_first() -> None:
    found = stale(
        item("OLD-2", date=months_ago(13)),
        item("OLD-1", date=months_ago(30)),
        item("SOON-2", date=months_ago(10)),
        item("SOON-1", date=months_ago(11)),
        item("LATER", date=months_ago(1)),
    )
    assert ids(found.gone) == ["OLD-1", "OLD-2"]
    assert ids(found.going) == ["SOON-1", "SOON-2"]


def test_the_day_looked_ahead_to_decides_what_will_be_stale() -> None:
    soon = item("SOON", date=months_ago(10))
    assert ids(stale(soon, until=AS_AT).going) == []
    assert ids(stale(soon, until=date(2027, 6, 1)).going) == ["SOON"]


def test_a_descriptor_is_left_bare_when_its_last_practice_or_voice_evidence_goes() -> None:
    found = stale(
        item("OLD", "HP-10", date=months_ago(13)),
        item("SOON", ["HP-10", "HP-11"], date=months_ago(10)),
        item("HOLDS", "HP-11", kind="feedback"),
        item("TALK", "HP-10", kind="governance"),
    )
    assert list(found.bare) == ["HP-10"]
    assert found.bare["HP-10"] == found.going[0].on
    assert [found.left_bare(one) for one in (*found.gone, *found.going)] == [("HP-10",), ("HP-10",)]


def test_a_small_sample_keeps_no_descriptor_from_being_bare() -> None:
    found = stale(item("OLD", date=months_ago(13)), item("SMALL", sample=sample(4)))
    assert list(found.bare) == ["HP-10"]


def test_documents_are_listed_by_their_review_date_and_not_twice() -> None:
    found = stale(
        item("SOON", kind="document", review_due=date(2026, 11, 1)),
        item("PAST", kind="document", review_due=date(2026, 4, 1), date=months_ago(40)),
        item("LATER", kind="document", review_due=date(2027, 11, 1)),
        item("NONE", kind="document"),
    )
    assert [(one.id, on) for one, on in found.documents] == [("PAST", date(2026, 7, 2)), ("SOON", date(2027, 2, 1))]
    assert [one.id for one in found.undated] == ["NONE"]
    assert ids((*found.gone, *found.going)) == []


def test_what_went_stale_this_month_is_counted_once_an_item() -> None:
    change = changed("new front door", months_ago(12.3), "HP-10")
    found = stale(
        item("NOW", ["HP-10", "HP-11"], date=months_ago(12.5)),
        item("BEFORE", date=months_ago(15)),
        item("SOON", date=months_ago(11)),
        changed_since=(change,),
    )
    assert found.this_month == ("NOW",)


def test_the_month_is_the_days_up_to_the_as_at_date() -> None:
    (one,) = stale_days(assessment([item("A", date=months_ago(12))]), framework(), method())
    assert went_stale([one], one.on) == {"A"}
    assert went_stale([one], one.on + timedelta(days=30)) == {"A"}
    assert went_stale([one], one.on + timedelta(days=31)) == frozenset()
    assert went_stale([one], one.on - DAY) == frozenset()


def test_the_report_names_the_same_items() -> None:
    items = [item("NOW", date=months_ago(12.5)), item("SOON", date=months_ago(11))]
    assert report(predicted(items)).changes == (
        "Went stale this month: 1 item (NOW).",
        "Will go stale within three months: 1 item (SOON).",
    )


# --- concerns


def test_a_concern_that_nobody_has_looked_at_again_is_said_with_its_month() -> None:
    found = stale(item("AUD-1", grade="inadequate", date=date(2025, 3, 10), finding="Visits were missed."))
    assert [concern_words(one) for one in found.concerns] == [
        "AUD-1 (HP-10): concern of March 2025, not looked at since. Visits were missed."
    ]


def test_concerns_are_listed_the_oldest_first() -> None:
    names = [item(f"A-{n}", f"HP-{n}", grade="requires-improvement", date=months_ago(n)) for n in (11, 20, 14)]
    assert [one.item.id for one in stale(*names).concerns] == ["A-20", "A-14", "A-11"]


def test_a_newer_look_of_any_grade_answers_a_concern_for_its_descriptor_alone() -> None:
    old = item("OLD", ["HP-10", "HP-11"], grade="inadequate", date=months_ago(14))
    found = stale(old, item("NEW", "HP-10", grade="inadequate", date=months_ago(1)))
    assert [(one.item.id, one.descriptors) for one in found.concerns] == [("OLD", ("HP-11",))]


@pytest.mark.parametrize(
    "one",
    [
        item("FRESH", grade="inadequate", date=months_ago(2)),
        item("GOOD", date=months_ago(14)),
        item("PAPER", kind="statement", grade="inadequate", date=months_ago(14)),
    ],
    ids=lambda one: one.id,
)
def test_what_is_fresh_or_good_or_nothing_alone_is_no_such_concern(one: Evidence) -> None:
    assert stale(one).concerns == ()


# --- figures


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("2018-19", date(2019, 3, 31)),
        ("2018/19", date(2019, 3, 31)),
        ("2018 to 2019", date(2019, 3, 31)),
        ("1999-00", date(2000, 3, 31)),
        ("2011-12", date(2012, 3, 31)),
        ("2018", date(2018, 12, 31)),
        ("year ending 31 March 2019", date(2019, 3, 31)),
        ("31/03/2019", date(2019, 3, 31)),
        ("year to March 2019", date(2019, 3, 31)),
        ("February 2020", date(2020, 2, 29)),
        ("2019-09", date(2019, 9, 30)),
        ("Q2 of 2019", date(2019, 12, 31)),
        ("31 February 2019", date(2019, 2, 28)),
        ("last year", None),
        ("12345", None),
        ("9999-00", None),
    ],
)
def test_the_end_of_a_period_is_read_as_people_write_it(period: str, end: date | None) -> None:
    assert period_end(period) == end


@given(st.text(max_size=30))
def test_no_text_stops_the_reading_of_a_period(period: str) -> None:
    assert period_end(period) is None or period_end(period) > date.min


def indicator(
    name: str, when: date = AS_AT, england: Comparison | None = None, neighbours: Comparison | None = None
) -> Indicator:
    return Indicator(
        id=name,
        measure="re-referral-rate",
        period=None,
        date=when,
        numerator=None,
        denominator=None,
        value=20.0,
        target=None,
        neighbours=neighbours,
        england=england,
        suppressed=None,
        note=None,
        source=None,
        held=None,
        owner=None,
        handling=Handling.INTERNAL,
        service="north",
        at=NOWHERE,
        block=Block(NOWHERE),
    )


def benchmarks(**figures: Comparison) -> list[tuple[str, date | None]]:
    return [(one.of, one.on) for one in stale(indicators=(indicator("KPI", **figures),)).benchmarks]  # type: ignore[arg-type]


def test_a_benchmark_is_old_a_year_after_the_period_that_it_is_of() -> None:
    assert benchmarks(england=Comparison(22.0, "2024-25", None)) == [("England", date(2026, 4, 1))]
    assert benchmarks(england=Comparison(22.0, "2025-26", None)) == []


def test_a_benchmark_that_turns_old_in_time_is_listed_too() -> None:
    assert benchmarks(neighbours=Comparison(22.0, "October 2025", None)) == [("neighbours", date(2026, 11, 1))]


def test_without_a_period_the_day_of_retrieval_counts_and_without_either_the_age_is_not_known() -> None:
    assert benchmarks(england=Comparison(22.0, None, date(2025, 6, 1))) == [("England", date(2026, 6, 2))]
    assert benchmarks(england=Comparison(22.0, None, None)) == [("England", None)]


def test_an_indicator_is_stale_six_months_after_what_it_counts() -> None:
    found = stale(indicators=(indicator("OLD", date(2026, 2, 28)), indicator("FRESH", date(2026, 9, 1))))
    assert [(one.id, on) for one, on in found.indicators] == [("OLD", date(2026, 8, 29))]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 9, 30), 3, date(2026, 12, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_so_many_months_on_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert months_on(day, months) == later


def test_a_day_that_means_never_stops_nothing() -> None:
    never = date.max
    found = stale(
        item("DOC", kind="document", review_due=never),
        indicators=(indicator("KPI", england=Comparison(22.0, None, never)),),
        until=never,
    )
    assert [(one.id, on) for one, on in found.documents] == [("DOC", never)]
    assert [one.on for one in found.benchmarks] == [never]


# --- the command


FOLDER = """
assessment: {authority: Anyshire, framework: ilacs-2018, as-at: 2026-09-30}
evidence:
  - {id: OLD, kind: audit, descriptors: [HP-10], date: 2025-09-10, grade: inadequate, finding: Visits were missed., service: north}
  - {id: SOON, kind: audit, descriptors: [HP-11], date: 2025-11-10, grade: good, finding: Done well., service: south}
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["stale", *words])


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "a.yaml").write_text(FOLDER, "utf-8")
    return str(tmp_path)


def test_the_lists_are_told_in_words_within_eighty_columns(folder: str) -> None:
    result = run(folder)
    shown = " ".join(result.stdout.split())
    assert result.exit_code == 0
    assert "Stale at 30 September 2026: 1 item" in shown
    assert "Audit of practice of 10 September 2025, went stale on 11 September 2026" in shown
    assert "Covers HP-10. HP-10 is without recent practice or voice evidence." in shown
    assert "Covers HP-11. By 30 December 2026 HP-11 will be without recent practice or voice evidence." in shown
    assert "1 item went stale this month: OLD." in shown
    assert "concern of September 2025, not looked at since." in shown


def test_the_last_line_is_the_command_that_shows_the_grades_on_that_day(folder: str) -> None:
    assert run(folder, "--before", "2027-03-01").stdout.splitlines()[-1] == f"  preinspect status {folder} --as-at 2027-03-01"


def test_json_carries_the_same_facts(folder: str) -> None:
    found = json.loads(run(folder, "--format", "json").stdout)
    assert [one["id"] for one in found["stale"]] == ["OLD"]
    assert [one["id"] for one in found["going"]] == ["SOON"]
    assert found["this_month"] == ["OLD"]
    assert found["without"][0] == {"descriptor": "HP-10", "from": "2026-09-11"}
    assert found["concerns"][0]["says"].startswith("OLD (HP-10): concern of September 2025, not looked at since.")


def test_a_service_narrows_the_lists(folder: str) -> None:
    found = json.loads(run(folder, "--service", "south", "--format", "json").stdout)
    assert (found["stale"], [one["id"] for one in found["going"]]) == ([], ["SOON"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--service", "nort"], "Did you mean 'north'?"),
        (["--before", "2026-01-01"], "comes before the as-at date"),
        (["--before", "soon"], "is not a day"),
    ],
)
def test_what_cannot_be_meant_is_a_wrong_use(folder: str, words: list[str], told: str) -> None:
    result = run(folder, *words)
    assert result.exit_code == 2
    assert told in result.stderr


def test_nothing_is_stale_on_the_last_day_of_an_inspection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "evidence")  # a command is never broken into two lines, however long the folder's name is
    shown = run("ealing-2019").stdout
    assert "Stale at 8 November 2019: no items" in shown
    assert max(map(len, shown.splitlines())) <= 80
