"""Small helps for plain English: counts and lists in words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


SMALLEST = 6
"""Counts under this are withheld from the public: one to five children could be known."""


def withheld(number: float) -> bool:
    """Say whether a count is too small for the public; nought tells of nobody."""
    return 0 < number < SMALLEST


def count(number: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun: 'no items', '1 item', '14 items'."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{'no' if number == 0 else number} {noun}"


def spelled(number: int) -> str:
    """Write a number up to ten as a word, a larger one in figures."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Join words as a sentence does: 'a', 'a and b', 'a, b and c'."""
    names: Sequence[str] = tuple(words)
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joint} {names[-1]}"


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop, changing nothing else."""
    text = text.strip()
    if not text:
        return text
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else f"{text}."


def shortened(text: str, width: int) -> str:
    """Cut a text at a word's end so that it fits, with '...' where something was left out."""
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    cut = text[: width - 3].rsplit(" ", 1)[0].rstrip(",;:")
    return f"{cut}..."


def typed(word: object) -> str:
    """Write a word of a command so that it can be typed as it stands, in a shell of any system.

    Double quotes do for spaces both in a POSIX shell and in Windows' own; only where that shell reads something else within
    them does it take single ones.
    """
    text = str(word)
    if re.fullmatch(r"[\w./:@+=-]+", text):
        return text
    return shlex.quote(text) if re.search(r'["$`!]|\\$|\\\\', text) else f'"{text}"'


def install(extra: str) -> str:
    """Say how to install what one kind of output needs; preinspect is installed from a clone of it."""
    return f'pip install ".[{extra}]" in the folder that preinspect was cloned to'
