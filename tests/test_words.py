"""Counts and lists in plain English."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preinspect.words import count, listed, sentence, shortened, spelled, typed


@pytest.mark.parametrize(("number", "words"), [(0, "no items"), (1, "1 item"), (2, "2 items"), (14, "14 items")])
def test_a_count_has_its_noun(number, words):
    assert count(number, "item") == words


def test_a_noun_may_have_a_plural_of_its_own():
    assert count(3, "child", "children") == "3 children"


@pytest.mark.parametrize(("number", "word"), [(0, "no"), (1, "one"), (10, "ten"), (11, "11"), (-1, "-1")])
def test_numbers_up_to_ten_are_words(number, word):
    assert spelled(number) == word


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), (("a", "b"), "a and b")]
)
def test_a_list_reads_as_a_sentence_does(words, said):
    assert listed(words) == said


def test_a_list_may_be_joined_by_or():
    assert listed(["a", "b", "c"], "or") == "a, b or c"


def test_a_list_takes_what_can_be_gone_through_once():
    assert listed(word for word in ("a", "b")) == "a and b"


@pytest.mark.parametrize(
    ("text", "said"), [("late", "Late."), ("Late.", "Late."), (" why? ", "Why?"), ("", ""), ("IRO minutes", "IRO minutes.")]
)
def test_a_sentence_begins_with_a_capital_and_ends_with_a_stop(text, said):
    assert sentence(text) == said


def test_a_text_that_fits_stays_whole():
    assert shortened("In time  for all", 40) == "In time for all"


def test_a_text_that_does_not_fit_ends_at_a_word():
    assert shortened("Strategy discussions were held in time", 24) == "Strategy discussions..."


def test_no_stop_stands_before_the_three_dots():
    assert shortened("In time, and for all of them", 12) == "In time..."


@given(st.text(max_size=200), st.integers(10, 80))
def test_a_shortened_text_fits(text, width):
    assert len(shortened(text, width)) <= width


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("HP-10", "HP-10"),
        ("evidence/ealing-2019", "evidence/ealing-2019"),
        ("Help and protection", '"Help and protection"'),
        ("C:\\Readiness 2026\\ours", '"C:\\Readiness 2026\\ours"'),
        ("", '""'),
        ("a $HOME", "'a $HOME'"),
        ("what's on", '"what\'s on"'),
    ],
)
def test_a_word_of_a_command_is_quoted_where_a_shell_would_take_it_apart(word, written):
    assert typed(word) == written


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12))
def test_a_posix_shell_reads_a_word_of_a_command_as_it_was(word):
    assert shlex.split(typed(word)) == [word]
