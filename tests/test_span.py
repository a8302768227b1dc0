"""Where each part of a text begins and ends, to the character."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from preinspect import document
from preinspect.span import Sort, Span, colon, spans


@pytest.fixture(params=["CBaseLoader", "BaseLoader"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read with and without PyYAML's compiled part."""
    monkeypatch.setattr(document, "Loader", getattr(yaml, request.param))


def root(text: str) -> Span:
    """Give the outermost part."""
    found = spans(text)
    assert found is not None
    return found


def shown(text: str, span: Span) -> Iterator[str]:
    """Give the text of every value."""
    parts = [*span.items, *(value for _, value in span.pairs)]
    yield text[span.outer : span.end]
    for one in parts:
        yield from shown(text, one)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a: x  # why\nb: 'y z'\n", ["x", "'y z'"]),
        ("a: x\n  y\n\n# below\nb: 1\n", ["x\n  y", "1"]),
        ("a: |  # why\n  x\n\n\nb: >+\n  y\n\nc: 1\n", ["|  # why\n  x", ">+\n  y\n", "1"]),
        ("a: |\n  x\n     \n  # text\n# comment\nb:\n", ["|\n  x\n     \n  # text", ""]),
        ("a: &one x\nb: *one\nc: !!str y\n", ["&one x", "*one", "!!str y"]),
        ("a:   # nothing\nb: ~\n", ["", "~"]),
        ("a: &one\n  # about\n  k: v\n", ["&one\n  # about\n  k: v", "v"]),
        ("a: [x, {k: v}, w: 1 ]  # all\n", ["[x, {k: v}, w: 1 ]", "x", "{k: v}", "v", "w: 1", "1"]),
        ("a: {k, l: , m: 1}\n", ["{k, l: , m: 1}", "", "", "1"]),
        ("{a: x}\n", ["x"]),
    ],
)
def test_every_value_is_found_as_it_is_written(text: str, values: list[str]) -> None:
    assert list(shown(text, root(text)))[1:] == values


def test_the_dashes_of_a_list_are_found_past_comments_and_anchors() -> None:
    text = "a: &all\n# about\n- x  # why\n\n# next\n-  # alone\n  k: v\n- *all\n".replace("- *all\n", "")
    rows = root(text).named["a"][1]
    assert rows.dashes == [text.index("- x"), text.index("-  #")]
    assert (rows.start, text[rows.items[1].start :]) == (rows.dashes[0], "k: v\n")


def test_the_last_part_is_what_the_last_character_belongs_to() -> None:
    assert root("a:\n  - k: v\n    l: |+\n      x\n\n").last.style == "|"
    assert root("a: [x]\n").last.sort is Sort.LIST


def test_a_key_that_stands_alone_in_braces_has_no_colon() -> None:
    text = "{a, 'b' : 1}"
    (first, _), (second, _) = root(text).pairs
    assert colon(text, first) is None
    assert colon(text, second) == text.index(":") + 1


def test_a_text_that_holds_nothing_has_no_parts() -> None:
    assert spans("# only words\n") is None
