"""Plain words: codes left out, acronyms and older words written out, and how easy a text is to read."""

from __future__ import annotations

import pytest
from commands import SHIPPED

from preinspect.plain import Speller, load_acronyms, reading_age, unknown_acronyms, without_codes

ACRONYMS, PROBLEMS = load_acronyms((SHIPPED,))
NAMES = {"HP-10": "Strategy discussions", "HP-11": "Enquiries", "AUD-1": "an audit of 1 May 2026", "audit": "never"}


def test_the_shipped_list_has_no_fault() -> None:
    assert PROBLEMS == () and len(ACRONYMS) > 30


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Held down by: Discussions (HP-10); Enquiries (HP-11).", "Held down by: Discussions; Enquiries."),
        ("Weak (HP-10, HP-11).", "Weak."),
        ("Shown by AUD-1.", "Shown by an audit of 1 May 2026."),
        ("Concerns of its own: HP-10 and HP-11.", "Concerns of its own: Strategy discussions and Enquiries."),
        ("An audit of 40 (not all) records.", "An audit of 40 (not all) records."),
        ("A-HP-10 is another word, and so is HP-100.", "A-HP-10 is another word, and so is HP-100."),
    ],
)
def test_codes_are_left_out_or_said_in_words(text: str, plain: str) -> None:
    assert without_codes(text, NAMES) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("IROs challenge.", "Independent reviewing officers challenge."),
        ("We asked LAC and care leavers.", "We asked children in care and care leavers."),
        ("Looked after children were asked.", "Children in care were asked."),
        ("The NHS and CAMHS met.", "The NHS and child and adolescent mental health services met."),
        ("PLACE and BLACK are words.", "PLACE and BLACK are words."),
    ],
)
def test_acronyms_and_older_words_are_written_out(text: str, plain: str) -> None:
    assert Speller(ACRONYMS, ())(text) == plain


def test_names_that_a_framework_prints_stay() -> None:
    name = "Services for looked after children"
    assert Speller(ACRONYMS, (name,))(f"{name}: good.") == f"{name}: good."


def test_what_was_written_out_is_kept_and_what_everybody_knows_is_not() -> None:
    speller = Speller(ACRONYMS, ())
    speller("The NHS and an IRO.")
    assert list(speller.used) == ["IRO"]


def test_what_looks_like_an_acronym_is_found() -> None:
    assert unknown_acronyms(["The DART met the NHS.", "DART again, HP-10."]) == ("DART", "NHS")


def test_long_words_in_long_sentences_need_older_readers() -> None:
    easy = ["The cat sat on the mat. It was a warm day and the sun shone."]
    hard = ["The partnership articulates appropriate priorities that will deliver and sustain continuous improvement everywhere."]
    young, old = reading_age(easy), reading_age(hard)
    assert young is not None and old is not None and young < 9 and old > 16


def test_labels_alone_have_no_reading_age() -> None:
    assert reading_age(["Good", "Help and protection"]) is None
