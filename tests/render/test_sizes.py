"""How wide columns are and how high rows."""

from __future__ import annotations

import pytest

from preinspect.render import sizes


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("short", 1),
        ("one two three four", 2),
        ("x" * 30, 3),
        ("a x" + "x" * 30, 4),
        ("one\ntwo\nthree", 3),
        ("\u4e2d\u6587" * 4, 2),
    ],
)
def test_lines_break_at_words_at_line_ends_and_in_words_that_are_too_long(text: str, lines: int) -> None:
    assert sizes.lines(text, 10) == lines


def test_a_row_of_short_texts_needs_no_height() -> None:
    assert sizes.height([("short", 10.0), ("", 3.0)]) is None
    assert sizes.height([]) is None


def test_the_text_with_most_lines_makes_a_row_as_high_as_it_is() -> None:
    assert sizes.height([("one two three four", 10.0), ("one\ntwo\nthree", 10.0)]) == 3 * sizes.LINE + 3


def test_a_column_is_as_wide_as_its_texts_where_there_is_room() -> None:
    narrow, wide = sizes.widths(["Id", "What"], [["A-1", "w" * 30]], 100)
    assert 3 < narrow < 10
    assert 30 < wide < 34


def test_columns_share_the_room_where_it_is_short_and_every_head_has_its_words() -> None:
    rows = [["A-1", "long words " * 30, "long words " * 30, "word"]] * 5
    found = sizes.widths(["Id", "What was found", "Why", "Responsibility"], rows, 100)
    assert sum(found) <= 101
    assert found[3] >= len("Responsibility")
    assert found[1] > 2 * found[0]


def test_a_running_head_doubles_what_would_be_a_command_and_is_cut_where_it_is_too_long() -> None:
    assert sizes.running("Fish & chips\n&A") == "Fish && chips &&A"
    assert sizes.running("&" * 300) == "&&" * 94 + "..."
    assert len(sizes.running("long " * 100)) == 195
