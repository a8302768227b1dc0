"""How values are written: read as what was meant, by preinspect and by others, in quotes only where they are needed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from preinspect import document
from preinspect.document import parse
from preinspect.write import WIDTH, Bare, as_yaml, in_brackets, lines, scalar


@pytest.fixture(params=["CBaseLoader", "BaseLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with and without PyYAML's compiled part."""
    monkeypatch.setattr(document, "Loader", getattr(yaml, request.param))


def held(text: str) -> Any:
    """Give what a text holds."""
    found, problems = parse(text, "f.yaml")
    assert found is not None, problems
    return found.root


def test_an_entry_is_written_a_key_a_line() -> None:
    entry = {"id": "AUD-2", "descriptors": ["HP-10", "HP-11"], "date": date(2026, 9, 30), "sample": {"size": 40, "met": 28}}
    written = "id: AUD-2\ndescriptors: [HP-10, HP-11]\ndate: 2026-09-30\nsample: {size: 40, met: 28}\n"
    assert as_yaml({**entry, "with": {"worker": Bare("yes")}}) == f"{written}with: {{worker: yes}}\n"


@pytest.mark.parametrize(
    "word",
    [
        *("no", "010", "1:30", "on", "true", "~", "null", "1_000", "- x", "a: b", "x #y", "# x", "@home", "{x}", "*a", "&b"),
        *("", " x", "1.10", "=", "y", "?0", "x:"),
    ],
)
def test_a_text_that_would_be_taken_for_something_else_gets_quotes(word: str) -> None:
    assert scalar(word)[0] in "'\""
    assert held(f"v: {scalar(word)}\nw: {in_brackets([word, {'a': word}])}") == {"v": word, "w": [word, {"a": word}]}


@pytest.mark.parametrize("word", ["HP-10", "2019-09-30", "requires-improvement", "It is so; all of it (40 of 60)."])
def test_a_plain_text_gets_none(word: str) -> None:
    assert scalar(word) == word


@pytest.mark.parametrize(("number", "written"), [(40, "40"), (0.5, "0.5"), (40.0, "40"), (1e-7, "0.0000001"), (True, "true")])
def test_a_number_is_written_as_people_write_it(number: float, written: str) -> None:
    assert scalar(number) == written


def test_what_is_long_goes_on_in_further_lines() -> None:
    entry = {"finding": "Some words that go on. " * 20 + "End.", "descriptors": [f"HP-{one}" for one in range(10, 60)]}
    text = as_yaml(entry)
    assert held(text) == entry
    assert WIDTH - 10 < max(map(len, text.split("\n"))) <= WIDTH


def test_a_text_of_several_lines_stands_under_a_sign_where_it_can() -> None:
    assert as_yaml({"finding": "One.\n\n  Two.\n"}) == "finding: |\n  One.\n\n    Two.\n"
    assert as_yaml({"finding": " One.\nTwo."}) == 'finding: " One.\\nTwo."\n'


def test_a_list_stands_in_lines_where_the_file_has_it_so() -> None:
    assert lines("descriptors", ["HP-10", {"a": 1}], 4, 2) == ["    descriptors:", "      - HP-10", "      - {a: 1}"]
    assert lines("descriptors", [], 4, 2) == ["    descriptors: []"]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200)
LEAVES = TEXTS | st.integers(-(10**9), 10**9) | st.booleans() | st.none()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(st.sampled_from(["id", "title", "finding", "sample"]), VALUES, min_size=1), st.sampled_from([None, 0, 2]))
def test_whatever_is_written_is_read_as_meant(entry: dict[str, Any], step: int | None) -> None:
    assert held("\n".join(line for key, value in entry.items() for line in lines(key, value, 0, step))) == entry


@given(st.dictionaries(st.sampled_from(["id", "title", "finding"]), TEXTS | st.lists(TEXTS, max_size=3), min_size=1))
def test_another_reader_of_yaml_reads_the_same(entry: dict[str, Any]) -> None:
    assert yaml.safe_load(as_yaml(entry)) == entry
