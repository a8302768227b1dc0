"""Plain words for people outside the service: no codes, no acronyms, and how easy a text is to read.

A page for members of a council, or for the public, is reworded as a whole, so that a sentence which somebody else words is covered too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from .document import Block, Rows, read
from .folder import name_of_data
from .framework import Root
from .problem import Problem
from .shape import schema, settle

_TOKEN = re.compile(r"[^\s,;()\[\]]+?(?=[.:]?(?:[\s,;()\[\]]|$))")
_IN_BRACKETS = re.compile(r" ?\(([^()]*)\)")
_JOINTS = re.compile(r", | and |; ")
_CAPITALS = re.compile(r"(?<![\w-])[A-Z]{3,}s?(?![\w-])")
_SENTENCES = re.compile(r"[.!?](?:\s|$)|\n")
_WORDS = re.compile(r"[A-Za-z][A-Za-z']*")
_SYLLABLES = re.compile(r"[aeiouy]+", re.IGNORECASE)

LEAST_WORDS = 4
"""A text of fewer words is a label and no sentence: it says nothing about how a page reads."""

SCHOOL = 5
"""Years of age at which the grades of schools begin to be counted."""


def load_acronyms(roots: Sequence[Root]) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """Load what acronyms and older words are written out as; the first root that has an `acronyms.yaml` wins."""
    paths = [path for root in roots if (path := root.joinpath("acronyms.yaml")).is_file()]
    if not paths:
        return {}, ()
    document, problems = read(paths[0], name_of_data(paths[0], 2))
    if document is None:
        return {}, problems
    rows = document.root.get("acronyms")
    if not isinstance(rows, Rows) or not all(isinstance(row, Block) for row in rows):
        return {}, (*problems, Problem("PI205", document.root.at, "'acronyms' should be a list."))
    found: dict[str, str] = {}
    told = list(problems)
    for row in rows:
        usable, more = settle(row, "acronym", schema("acronyms"), document.text)
        told.extend(more)
        if usable:
            found[row["short"]] = row["words"]
    return found, tuple(told)


def without_codes(text: str, names: Mapping[str, str]) -> str:
    """Say what codes stand for, and leave out those that only stand in brackets behind their words.

    Args:
        names: By code, what is said instead of it. A code without a digit is a word like any other, and stays.
    """

    def bracketed(match: re.Match[str]) -> str:
        inside = [one.strip() for one in _JOINTS.split(match[1])]
        return "" if inside and all(_is_code(one, names) for one in inside) else match[0]

    bare = _IN_BRACKETS.sub(bracketed, text)
    return _TOKEN.sub(lambda token: names[token[0]] if _is_code(token[0], names) else token[0], bare)


def _is_code(word: str, names: Mapping[str, str]) -> bool:
    return word in names and any(char.isdigit() for char in word)


class Speller:
    """Writes acronyms and older words out, and keeps what it wrote out.

    Args:
        acronyms: By acronym or phrase, what it is written out as.
        kept: Names that stay as they are printed, such as those of a framework.
    """

    def __init__(self, acronyms: Mapping[str, str], kept: Collection[str]) -> None:
        self.acronyms = acronyms
        self.used: dict[str, None] = {}
        self.folded = {name.casefold(): name for name in acronyms if name != name.upper()}
        stay = [re.escape(name) for name in sorted(kept, key=len, reverse=True) if name]
        exact = [re.escape(name) for name in sorted(acronyms, key=len, reverse=True) if name not in self.folded.values()]
        loose = [re.escape(name) for name in sorted(self.folded, key=len, reverse=True)]
        parts = [
            f"(?P<kept>{'|'.join(stay) or '(?!)'})",
            rf"(?<![\w-])(?P<exact>{'|'.join(exact) or '(?!)'})(?P<many>s?)(?![\w-])",
            rf"(?<![\w-])(?P<loose>(?i:{'|'.join(loose) or '(?!)'}))(?![\w-])",
        ]
        self.pattern = re.compile("|".join(parts))

    def __call__(self, text: str) -> str:
        """Write out what a text holds."""
        return self.pattern.sub(self._written, text)

    def _written(self, match: re.Match[str]) -> str:
        if match["kept"] is not None:
            return match["kept"]
        name = match["exact"] or self.folded[match["loose"].casefold()]
        if self.acronyms[name] != name:
            self.used[name] = None
        words = self.acronyms[name] + ("s" if match["many"] else "")
        return words[0].upper() + words[1:] if match.start() == 0 else words


def unknown_acronyms(texts: Iterable[str]) -> tuple[str, ...]:
    """Name what looks like an acronym, in order: three capitals or more in a row."""
    return tuple(dict.fromkeys(found for text in texts for found in _CAPITALS.findall(text)))


def reading_age(texts: Iterable[str]) -> int | None:
    """Estimate the age in years at which a text can be read, from the length of its sentences and words.

    The Flesch-Kincaid grade with syllables counted as groups of vowels, which is near enough for whole years; a library that knows every
    word's syllables is many times the size of preinspect. None where there is too little text.

    Source: Kincaid and others, Derivation of new readability formulas, 1975.
    """
    sentences = [words for text in texts for part in _SENTENCES.split(text) if len(words := _WORDS.findall(part)) >= LEAST_WORDS]
    words = [word for one in sentences for word in one]
    if not words:
        return None
    syllables = sum(_syllables(word) for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return max(SCHOOL, round(grade) + SCHOOL)


def _syllables(word: str) -> int:
    silent = word.casefold().endswith("e") and not word.casefold().endswith("le")
    return max(1, len(_SYLLABLES.findall(word)) - silent)
