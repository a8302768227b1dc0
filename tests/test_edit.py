"""The text of one file with entries changed and added: nothing else differs, whatever the layout."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from preinspect import document
from preinspect.column import order
from preinspect.document import parse
from preinspect.edit import Addition, Bare, Edit, Edited, edited, scalar
from preinspect.problem import Location

TEXT = """\
# at the top
evidence:
  # about the first
  - id: A-1   # said twice
    title: 'It''s here'
    kind: audit
    descriptors: [HP-10, HP-06]
    date: 2019-09-30     # or a period
    finding: Strategy discussions were held in time in 28 of 40 records; the rest waited for
      the police, and then some
      more were found.   # why
    sample: {population: 214, size: 40,
             met: 28, changed: {up: 0, down: 3}}
    # at the end of the first

  - title: "x y"
    id: A-2
    kind: feedback
    descriptors:
      - CL-03
      - CL-04   # the second
    date: 30/06/2019
    sample:
      size: 12
      # within the sample
      met: 3
    finding: |
      line one

      line two
    impact: >
      folded text that
      goes on
  - {id: A-3, kind: document, descriptors: [HP-43], approved: 2018-04-01, finding: "old, one"}
  - &shared {id: A-4, kind: audit, descriptors: [HP-01], date: 2019-01-01, finding: x}

# about views
views: []
"""

ORDER = {"evidence": order("evidence")}


@pytest.fixture(params=["CBaseLoader", "BaseLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with and without PyYAML's compiled part: the build that needs no installation has none."""
    monkeypatch.setattr(document, "Loader", getattr(yaml, request.param))


def place(index: int, text: str = TEXT) -> Location:
    """Say where an item of evidence begins."""
    found, _ = parse(text, "")
    assert found is not None
    return found.root["evidence"].place(index)


def changed(index: int, patch: Mapping[str, Any]) -> Edited:
    """Change one entry."""
    return edited(TEXT, [Edit(place(index), patch)], order=ORDER)


def added(entry: Mapping[str, Any], section: str = "evidence", text: str = TEXT) -> Edited:
    """Add one entry."""
    return edited(text, additions=[Addition(section, entry)], order=ORDER)


def difference(new: str, old: str = TEXT) -> list[str]:
    """Give the lines that git would show."""
    lines = difflib.unified_diff(old.split("\n"), new.split("\n"), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_a_value_is_replaced_in_its_line_with_its_quotes_and_comment() -> None:
    found = changed(0, {"title": "It's there", "date": Bare("2019-10-01")})
    assert difference(found.text) == [
        "-    title: 'It''s here'",
        "+    title: 'It''s there'",
        "-    date: 2019-09-30     # or a period",
        "+    date: 2019-10-01     # or a period",
    ]


def test_of_a_text_over_several_lines_only_the_line_of_the_change_differs() -> None:
    new = "Strategy discussions were held in time in 28 of 40 records; the rest waited for the police, and then all more were found."
    assert difference(changed(0, {"finding": new}).text) == [
        "-      the police, and then some",
        "+      the police, and then all",
    ]


def test_of_a_text_of_lines_only_the_changed_line_differs() -> None:
    assert difference(changed(1, {"finding": "line one\n\nline 2\n"}).text) == ["-      line two", "+      line 2"]


def test_of_a_folded_text_only_the_line_of_the_change_differs() -> None:
    assert difference(changed(1, {"impact": "folded text that runs on\n"}).text) == ["-      goes on", "+      runs on"]


def test_a_new_key_stands_where_the_order_has_it() -> None:
    assert difference(changed(0, {"grade": "good"}).text) == ["+    grade: good"]
    assert changed(0, {"grade": "good"}).text.index("grade: good") > TEXT.index("date: 2019-09-30")


def test_a_new_block_stands_in_one_line() -> None:
    found = changed(0, {"with": {"worker": Bare("yes"), "family": 9}})
    assert difference(found.text) == ["+    with: {worker: yes, family: 9}"]


def test_a_key_joins_the_block_that_it_belongs_to() -> None:
    assert difference(changed(1, {"sample": {"population": 90}}).text) == ["+      population: 90"]
    assert "sample: {population: 214, size: 40, selection: random,\n" in changed(0, {"sample": {"selection": "random"}}).text


def test_a_key_that_is_taken_away_takes_its_line_and_no_other() -> None:
    assert difference(changed(1, {"date": None, "approved": Bare("2019-06-30")}).text) == [
        "-    date: 30/06/2019",
        "+    approved: 2019-06-30",
    ]


def test_what_follows_moves_up_to_the_dash_where_the_first_key_goes() -> None:
    assert difference(changed(1, {"title": None}).text) == ['-  - title: "x y"', "-    id: A-2", "+  - id: A-2"]


def test_a_block_that_is_left_without_keys_goes_too() -> None:
    gone = {"population": None, "size": None, "met": None, "changed": {"up": None, "down": None}}
    assert "population" not in changed(0, {"sample": gone}).text


def test_an_entry_in_brackets_stays_in_its_brackets() -> None:
    found = changed(2, {"descriptors": ["HP-42", "HP-43"], "approved": None, "finding": "new: one", "grade": "good"})
    assert '- {id: A-3, kind: document, descriptors: [HP-42, HP-43], grade: good, finding: "new: one"}' in found.text


def test_what_stays_in_a_list_stays_as_it_was_written() -> None:
    assert difference(changed(1, {"descriptors": ["CL-01", "CL-03", "CL-04"]}).text) == ["+      - CL-01"]
    assert difference(changed(1, {"descriptors": ["CL-04"]}).text) == ["-      - CL-03"]


def test_line_ends_stay_as_they_are() -> None:
    windows = TEXT.replace("\n", "\r\n")
    found = edited(windows, [Edit(place(0), {"grade": "good"})], [Addition("evidence", {"id": "A-5"})], ORDER)
    assert found.text.count("\r\n") == found.text.count("\n") == windows.count("\n") + 2


def test_a_new_entry_follows_the_indents_and_lists_of_the_others() -> None:
    text = "evidence:\n- id: A-1\n  descriptors:\n  - HP-10\n\n- id: A-2\n  kind: audit\n\nviews: []\n"
    found = added({"id": "A-3", "descriptors": ["HP-01", "HP-02"]}, text=text)
    assert found.text == text.replace("  kind: audit\n", "  kind: audit\n\n- id: A-3\n  descriptors:\n  - HP-01\n  - HP-02\n")


def test_an_entry_joins_a_section_that_is_empty_or_missing() -> None:
    assert added({"of": "leaders"}, "views").text.endswith("# about views\nviews:\n  - of: leaders\n")
    assert added({"id": "ACT-1"}, "actions").text == TEXT + "\nactions:\n  - id: ACT-1\n"
    assert added({"id": "A-1"}, text="").text == "evidence:\n  - id: A-1\n"
    assert added({"id": "A-1"}, text="# only words\n").text == "# only words\n\nevidence:\n  - id: A-1\n"


def test_an_entry_joins_a_section_in_brackets() -> None:
    assert added({"id": "A-2"}, text="evidence: [{id: A-1}]  # all\n").text == "evidence: [{id: A-1}, {id: A-2}]  # all\n"


@pytest.mark.parametrize("held", ["{}", "{a: 1}", "words", "12", "\n  a: 1"])
def test_what_stands_where_a_list_should_is_not_replaced(held: str) -> None:
    text = f"evidence: {held}\n"
    addition = Addition("evidence", {"id": "A-1"})
    assert edited(text, additions=[addition]) == Edited(text, (addition,))


def test_a_long_text_goes_on_in_further_lines() -> None:
    found = added({"id": "A-5", "finding": "Some words that go on. " * 20 + "End."}, text="")
    assert max(map(len, found.text.split("\n"))) <= 110


def test_an_entry_that_is_referred_to_elsewhere_is_left_alone() -> None:
    text = TEXT.replace("views: []", "views:\n  - *shared")
    edit = Edit(place(3, text), {"finding": "y"})
    assert edited(text, [edit], order=ORDER) == Edited(text, (edit,))


def test_what_cannot_be_changed_does_not_keep_the_rest_from_it() -> None:
    text = TEXT.replace("views: []", "views:\n  - *shared")
    refused, fine = Edit(place(3, text), {"finding": "y"}), Edit(place(0, text), {"kind": "observation"})
    found = edited(text, [refused, fine], order=ORDER)
    assert found.refused == (refused,)
    assert difference(found.text, text) == ["-    kind: audit", "+    kind: observation"]


@pytest.mark.parametrize(
    "text", ["no", "010", "1:30", "true", "~", "null", "- x", "a: b", "x #y", "@home", "{x}", "", " x", "1.10", "=", "y"]
)
def test_a_text_that_would_be_taken_for_something_else_gets_quotes(text: str) -> None:
    assert scalar(text)[0] in "'\""
    found, _ = parse(f"v: {scalar(text)}", "")
    assert found is not None and found.root["v"] == text


@pytest.mark.parametrize("text", ["HP-10", "2019-09-30", "requires-improvement", "It is so; all of it (40 of 60)."])
def test_a_plain_text_gets_none(text: str) -> None:
    assert scalar(text) == text


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=60)
VALUES = st.one_of(WORDS, st.integers(0, 10**9), st.decimals(0, 10**6, places=3).map(float), st.none())
KEYS = ("title", "finding", "impact", "date", "kind", "grade", "owner")


def patches() -> Iterator[tuple[str, Any]]:
    """Give a strategy for each key that a patch may hold."""
    yield from ((key, VALUES) for key in KEYS)
    yield "descriptors", st.lists(st.sampled_from(["HP-01", "HP-10", "CL-04", "no", "a, b"]), min_size=1, max_size=4, unique=True)
    yield "sample", st.fixed_dictionaries({"size": st.integers(1, 99)}, optional={"met": st.none(), "population": st.none()})


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2), st.fixed_dictionaries({}, optional=dict(patches())), st.sampled_from(["\n", "\r\n"]))
def test_whatever_is_changed_reads_as_meant_and_all_else_as_before(index: int, patch: dict[str, Any], end: str) -> None:
    """The text is read again by `edited` itself; what it cannot prove it refuses whole, and then not a letter is changed."""
    before = TEXT.replace("\n", end)
    found = edited(before, [Edit(place(index), patch)], order=ORDER)
    assert not found.refused or found.text == before
    comments = [line.strip() for line in TEXT.split("\n") if line.strip().startswith("#") and "within" not in line]
    assert [line for line in comments if line not in found.text] == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(KEYS), VALUES.filter(lambda value: value is not None), min_size=1), min_size=1, max_size=3
    )
)
def test_whatever_is_added_reads_as_meant(entries: list[dict[str, Any]]) -> None:
    assert edited(TEXT, additions=[Addition("evidence", one) for one in entries]).refused == ()
