"""The text of one file with entries changed and added: nothing else differs, whatever the layout."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from yaml_files import Writer

from preinspect import document
from preinspect.column import order
from preinspect.document import parse
from preinspect.edit import Addition, Edit, Edited, edited, patched
from preinspect.problem import Location
from preinspect.span import Sort, Span, spans
from preinspect.write import Bare

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


# --- additions to every layout


HEAD = "assessment: {authority: A council, framework: ilacs-2026}\n"
FIRST = "  - id: AUD-1\n    kind: audit\n"

LAYOUTS = {
    "no file yet": "",
    "comments only": "# Ours.\n# Nothing yet.\n",
    "another section": HEAD,
    "an empty section": f"{HEAD}evidence:\n",
    "an empty section with an example": "evidence:\n  # - id: AUD-0\n  #   kind: audit\n",
    "an empty section and another": f"evidence:   # ours\n  # - id: AUD-0\n\n# About us.\n{HEAD}",
    "a section without entries in brackets": f"evidence: []  # none yet\n{HEAD}",
    "a section that is null": f"evidence: null\n{HEAD}",
    "one entry": f"evidence:\n{FIRST}",
    "one entry without a last line end": f"evidence:\n{FIRST}".rstrip("\n"),
    "entries with blank lines between": f"evidence:\n{FIRST}\n{FIRST.replace('1', '3')}\n\n{HEAD}",
    "entries without blank lines": f"evidence:\n{FIRST}{FIRST.replace('1', '3')}{HEAD}",
    "dashes at the margin": "evidence:\n- id: AUD-1\n  kind: audit\n- id: AUD-3\n  kind: audit\n",
    "wide dashes": "evidence:\n    -   id: AUD-1\n        kind: audit\n",
    "a dash on a line of its own": "evidence:\n  -\n    id: AUD-1\n    kind: audit\n",
    "entries in braces": "evidence:\n  - {id: AUD-1, kind: audit}\n",
    "a list in brackets": "evidence: [{id: AUD-1, kind: audit}]\n",
    "a list in brackets over lines": "evidence: [\n  {id: AUD-1, kind: audit},\n  {id: AUD-3, title: 'a ] b'},\n]\n" + HEAD,
    "a comment within the last entry": f"evidence:\n{FIRST}    # ask finance\n\n# Next.\n{HEAD}",
    "a text over lines at the end": "evidence:\n  - id: AUD-1\n    finding: |\n      One.\n      # no comment\n\n      Two.\n",
    "a folded text at the end": "evidence:\n  - id: AUD-1\n    finding: >-\n      One\n      two.\n\n# Next.\n" + HEAD,
    "a plain text over lines at the end": "evidence:\n  - id: AUD-1\n    finding: one\n      two\n      three\n",
    "a comment below the last entry": f"evidence:\n{FIRST}  # - id: AUD-9\n  #   kind: audit\n",
    "an anchor": "evidence:\n  - &one\n    id: AUD-1\n  - {id: AUD-3, with: {}}\n",
    "line ends of Windows": f"{HEAD}evidence:\n{FIRST}".replace("\n", "\r\n"),
    "line ends of old Macs": f"{HEAD}evidence:\n{FIRST}".replace("\n", "\r"),
    "a byte order mark": "\ufeff" + f"evidence:\n{FIRST}",
    "a start of document": f"---\nevidence:\n{FIRST}",
    "an end of document and another section": f"{HEAD}...\n",
    "all in braces": "{evidence: [], views: []}\n",
    "all in braces and another section": "{views: []}\n",
    "a list without entries over lines": "evidence: [  # none yet\n]\n",
    "a text without a line end": "evidence:\n  - id: AUD-1\n    finding: |\n      One.",
    "a text that keeps its line ends": f"evidence:\n{FIRST}    finding: |+\n      One.\n\n\n",
    "a section after a text that keeps its line ends": f"views:\n{FIRST}    finding: |+\n      One.\n\n\n",
    "tabs before comments": f"evidence:\t# ours\n{FIRST}".replace("audit", "audit\t# one"),
    "blank lines at the end": f"{HEAD}\n\n",
    "an end of document": f"evidence:\n{FIRST}...\n",
    "characters beyond ASCII": f"evidence:\n{FIRST}    title: “Café” – £5\n",
}

ENTRY = {
    "id": "AUD-2",
    "kind": "audit",
    "descriptors": ["HP-10", "HP-11"],
    "date": date(2026, 9, 30),
    "finding": "In time: 28 of 40.",
    "sample": {"size": 40, "met": 28},
}
READ = {**ENTRY, "date": "2026-09-30"}


@pytest.fixture
def compiled(request: pytest.FixtureRequest) -> None:
    """Pass over what plain PyYAML takes for a mistake."""
    if "tabs before comments" in request.node.callspec.params.values() and document.Loader is yaml.BaseLoader:
        pytest.skip("without its compiled part PyYAML reads no tab before a comment")


def held(text: str) -> Any:
    """Give what a text holds; nothing where it is empty."""
    found, problems = parse(text.removeprefix("\ufeff"), "f.yaml")
    assert found is not None or [one.code for one in problems] == ["PI108"], problems
    return found.root if found is not None else {}


def longer(old: str, entry: Mapping[str, Any] = ENTRY) -> str:
    """Add an entry."""
    found = edited(old, additions=[Addition("evidence", entry)], order=ORDER)
    assert found.refused == ()
    return found.text


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("name", LAYOUTS)
def test_an_entry_is_added_at_the_end_of_its_section_and_nothing_else_is_touched(name: str) -> None:
    before, after = held(LAYOUTS[name]), held(longer(LAYOUTS[name]))
    assert after == {**before, "evidence": [*(before.get("evidence") or []), READ]}
    assert list(after) == list({**before, "evidence": []})


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("name", LAYOUTS)
def test_entries_are_added_one_after_the_other(name: str) -> None:
    others = [{**ENTRY, "id": f"AUD-{number}"} for number in (7, 8, 9)]
    found = edited(LAYOUTS[name], additions=[*(Addition("evidence", one) for one in others), Addition("actions", {"id": "A"})])
    assert found.refused == ()
    assert [one["id"] for one in held(found.text)["evidence"][-3:]] == ["AUD-7", "AUD-8", "AUD-9"]
    assert held(found.text)["actions"] == [{"id": "A"}]


GONE = {"a section without entries in brackets": " []", "a section that is null": " null"}
"""Layouts in which the word for nothing has to go, and the one in which a sign has to say that no line end followed."""


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("name", sorted(set(LAYOUTS) - {"a text without a line end"}))
def test_every_byte_that_people_wrote_is_still_there(name: str) -> None:
    old = LAYOUTS[name].replace(GONE.get(name, "\0"), "")
    new = longer(LAYOUTS[name])
    start = next((place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
    assert new.endswith(old[start:]) and len(new) > len(old)


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("name", LAYOUTS)
def test_the_place_of_the_last_entry_is_that_of_the_new_one(name: str) -> None:
    new = longer(LAYOUTS[name])
    line = held(new)["evidence"].place(-1).line
    assert "AUD-2" in re.split("\r\n|\r|\n", new)[line - 1]


@pytest.mark.parametrize("name", sorted(set(LAYOUTS) - {"tabs before comments"}))
def test_another_reader_of_yaml_finds_the_new_entry_too(name: str) -> None:
    assert YAML(typ="safe", pure=True).load(longer(LAYOUTS[name]))["evidence"][-1] == ENTRY


def test_a_text_that_ends_the_file_without_a_line_end_stays_without_one() -> None:
    assert longer(LAYOUTS["a text without a line end"], {"id": "A"}).startswith(
        "evidence:\n  - id: AUD-1\n    finding: |-\n      One.\n"
    )


def test_a_new_entry_follows_the_indent_and_the_blank_lines_of_the_file() -> None:
    assert "    kind: audit\n\n  - id: AUD-2\n    kind: audit\n    descriptors: [HP-10, HP-11]\n" in longer(
        LAYOUTS["entries with blank lines between"]
    )
    assert longer(LAYOUTS["dashes at the margin"], {"id": "A", "kind": "audit"}).endswith(
        "  kind: audit\n- id: A\n  kind: audit\n"
    )
    assert longer("views:\n- of: a\n  by: b\n", {"id": "A", "kind": "audit"}).endswith("\n\nevidence:\n- id: A\n  kind: audit\n")


def test_a_new_entry_stands_behind_the_examples_of_a_template() -> None:
    old = "evidence:\n  # - id: AUD-0\n  #   kind: audit\n\n# About us.\nviews: []\n"
    assert longer(old, {"id": "A"}) == old.replace("audit\n", "audit\n\n  - id: A\n")


@pytest.mark.parametrize("name", ["line ends of Windows", "line ends of old Macs"])
def test_new_lines_end_as_the_others_do(name: str) -> None:
    new = longer(LAYOUTS[name])
    assert set(re.findall("\r\n|\r|\n", new)) == set(re.findall("\r\n|\r|\n", LAYOUTS[name]))


@pytest.mark.parametrize(
    "text",
    ["evidence:\n  - id: AUD-1\n  kind: audit\n", "evidence: {}\n", "- id: AUD-1\n", "a: 1\n---\nb: 2\n", "a: [\n", "words"],
)
def test_a_text_that_cannot_be_read_or_holds_no_list_there_is_left_alone(text: str) -> None:
    addition = Addition("evidence", ENTRY)
    assert edited(text, additions=[addition]) == Edited(text, (addition,))


# --- every way to write a sample


SAMPLES = {
    "no sample": FIRST,
    "a sample in braces": FIRST + "    sample: {population: 214, size: 40}  # from the tracker\n    held: here\n",
    "a sample in braces over lines": FIRST + "    sample: {population: 214,\n             size: 40, met: 28}\n    held: here\n",
    "a sample on lines": FIRST + "    sample:\n      size: 40   # all\n      met: 28\n    held: here\n",
    "a moderated sample": FIRST + "    sample: {size: 40, moderated: 12, changed: {up: 1, down: 0}, met: 28}\n",
    "a moderated sample on lines": FIRST
    + "    sample:\n      moderated: 12  # in May\n      changed:\n        up: 1\n      met: 28\n",
    "moderated with a word": FIRST + "    sample: {size: 40, moderated: no}\n",
    "moderated with nothing": FIRST + "    sample:\n      size: 40\n      moderated:\n      changed: {}\n",
    "an entry in braces": "  - {id: AUD-1, kind: audit, sample: {size: 40}}\n",
    "an entry in braces without a sample": "  - {id: AUD-1, kind: audit, finding: 'children''s plans'}\n",
    "a text over lines at the end": "  - id: AUD-1\n    finding: |\n      One.\n      # no comment\n",
    "a quoted text over lines": '  - id: AUD-1\n    finding: "one\n      two # three"  # four\n',
    "an empty sample": FIRST + "    sample: {}\n",
}
ROUND = {"sample": {"moderated": 10, "changed": {"up": 0, "down": 3}}}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_round_of_moderation_is_recorded_in_place(name: str, end: str) -> None:
    old = f"# Ours.\nevidence:\n  - id: AUD-0\n{SAMPLES[name]}\n# Next.\n  - id: AUD-3\n".replace("\n", end)
    found = edited(old, [Edit(("evidence", 1), ROUND)], order=ORDER)
    before, after = held(old)["evidence"], held(found.text)["evidence"]
    sample = {**(before[1].get("sample") or {}), "moderated": 10, "changed": {"up": 0, "down": 3}}
    assert after == [before[0], {**before[1], "sample": sample}, before[2]]
    check(old, found.text, 1, ROUND)
    assert edited(found.text, [Edit(("evidence", 1), ROUND)], order=ORDER) == Edited(found.text, ())


def test_an_empty_file_has_no_entry_to_change() -> None:
    edit = Edit(("evidence", 0), ROUND)
    assert edited("", [edit]) == Edited("", (edit,))


def test_two_entries_at_a_place_beyond_what_is_counted_to_are_left_alone() -> None:
    words = "x" * 20_000
    text = f"evidence: [{{id: A, finding: {words}}}, {{id: B}}, {{id: C}}]\n"
    edit = Edit(place(1, text), {"id": "D"})
    assert place(1, text) == place(2, text)
    assert edited(text, [edit]) == Edited(text, (edit,))
    assert held(edited(text, [Edit(("evidence", 1), {"id": "D"})]).text)["evidence"][1] == {"id": "D"}


# --- whatever people may write


def normal(text: str) -> str:
    """Give a text with plain line ends."""
    return re.sub("\r\n|\r", "\n", text)


def texts(span: Span) -> Iterator[Span]:
    """Give every text of a part."""
    parts = [*span.items, *(one for pair in span.pairs for one in pair)]
    yield from ([span] if span.sort is Sort.TEXT else [])
    for one in parts:
        yield from texts(one)


def comments(text: str, passed_over: Sequence[tuple[int, int]] = ()) -> Counter[str]:
    """Count the comments of a file."""
    root = spans(text)
    assert root is not None
    bare = list(text)
    for span in texts(root):
        begin = text.find("\n", span.start, span.end) if span.style in ("|", ">") else span.start
        for at in range(begin, span.end) if begin >= 0 else ():
            bare[at] = "\n" if text[at] == "\n" else "x"
    found = re.finditer(r"(?:^|(?<=[ \t\n]))#[^\n]*", "".join(bare))
    return Counter(one[0] for one in found if not any(start <= one.start() < end for start, end in passed_over))


def line_end(text: str, at: int) -> int:
    """Say where a line ends."""
    return f"{text}\n".index("\n", at)


def unindented(text: str) -> str:
    """Give a text without the blanks that its lines begin with."""
    return re.sub(r"\n\s*", "\n", text)


def check(old: str, new: str, index: int, patch: Mapping[str, Any]) -> None:
    """Hold a text against what one edit was to make of it: the values meant, and nothing else different."""
    assert set(re.findall("\r\n|\r|\n", new)) <= set(re.findall("\r\n|\r|\n", old)) or "\n" not in normal(old)
    old, new = normal(old), normal(new)
    before, after = held(old), held(new)
    meant = patched(before["evidence"][index], patch)
    assert after == {**before, "evidence": [*before["evidence"][:index], meant, *before["evidence"][index + 1 :]]}
    root, new_root = spans(old), spans(new)
    assert root is not None and new_root is not None
    entry, rows = root.named["evidence"][1].items[index], root.named["evidence"][1]
    new_entry = new_root.named["evidence"][1].items[index]
    assert new.startswith(old[: rows.dashes[index] + 1 if rows.dashes else entry.outer])
    rest = old[line_end(old, entry.end) :]
    # A text under |+ would take the blank lines below for its own once what stood between has gone.
    assert new.endswith(rest) or (re.search(r"[|>]\d?\+", old) and new.endswith(rest.lstrip("\n")))
    may_go = []
    for name, (key, value) in entry.named.items():
        if name in meant and repr(meant[name]) == repr(before["evidence"][index][name]):
            twin = new_entry.named[name][1]
            is_cut_short = (
                value.style in ("|", ">") and value is root.last and not old.endswith("\n")
            )  # its sign says that no line end followed
            assert unindented(new[twin.outer : twin.end]) == unindented(old[value.outer : value.end]) or is_cut_short
        elif value.sort in (Sort.LIST, Sort.MAPPING) or not isinstance(meant.get(name), str | int | float):
            may_go.append((key.start, line_end(old, value.end)))
    if set(entry.named) & set(meant):
        assert not comments(old, may_go) - comments(new)


def file_and_edit(draw: st.DrawFn) -> tuple[str, int, dict[str, Any]]:
    """Draw a file, an entry of it and a change; the tabs of comments are for PyYAML's compiled part alone."""
    writer = Writer(lambda options: draw(st.sampled_from(options)), tabs=document.Loader is not yaml.BaseLoader)
    text = writer.file()
    return text, draw(st.integers(0, len(held(text)["evidence"]) - 1)), writer.patch()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_every_edit_of_a_sound_file_is_made_and_nothing_else_differs(data: st.DataObject) -> None:
    text, index, patch = file_and_edit(data.draw)
    found = edited(text, [Edit(("evidence", index), patch)], order=ORDER)
    assert found.refused == ()
    check(text, found.text, index, patch)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_all_entries_of_a_sound_file_can_be_changed_at_once_and_others_added(data: st.DataObject) -> None:
    writer = Writer(lambda options: data.draw(st.sampled_from(options)), tabs=document.Loader is not yaml.BaseLoader)
    text = writer.file()
    before = held(text)
    patches = [writer.patch() for _ in before["evidence"]]
    entries = [{"id": "C-1", **patched({}, writer.patch())}, {"id": "C-2"}]
    additions = [Addition(section, one) for section in ("evidence", "views", "requests") for one in entries]
    found = edited(text, [Edit(("evidence", index), patch) for index, patch in enumerate(patches)], additions, ORDER)
    assert found.refused == ()
    after = held(found.text)
    assert after["evidence"] == [*map(patched, before["evidence"], patches), *entries]
    assert (after["views"], after["requests"]) == (entries, entries)
    assert held(found.text).get("history") == before.get("history")


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
VALUES = st.one_of(WORDS, st.integers(0, 10**9), st.decimals(0, 10**6, places=3).map(float), st.none())
KEYS = ("title", "finding", "impact", "date", "kind", "grade", "owner")


def patches() -> Iterator[tuple[str, Any]]:
    """Give a strategy for each key that a patch may hold."""
    yield from ((key, VALUES) for key in KEYS)
    yield "descriptors", st.lists(st.sampled_from(["HP-01", "HP-10", "CL-04", "no", "a, b"]), min_size=1, max_size=4, unique=True)
    numbers = st.integers(1, 99) | st.none()
    yield "sample", st.fixed_dictionaries({}, optional={"size": numbers, "met": numbers, "population": numbers})


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2), st.fixed_dictionaries({}, optional=dict(patches())), st.sampled_from(["\n", "\r\n"]))
def test_any_text_can_be_put_into_any_entry(index: int, patch: dict[str, Any], end: str) -> None:
    before = TEXT.replace("\n", end)
    found = edited(before, [Edit(place(index), patch)], order=ORDER)
    assert found.refused == ()
    check(before, found.text, index, patch)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1), min_size=1, max_size=3), st.sampled_from(sorted(LAYOUTS))
)
def test_whatever_is_added_reads_as_meant(entries: list[dict[str, Any]], layout: str) -> None:
    text = LAYOUTS[layout].replace("\t#", " #")
    assert edited(text, additions=[Addition("evidence", one) for one in entries]).refused == ()
