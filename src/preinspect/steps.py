"""Numbered sentences, each with the file and line that it can be followed back to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .problem import Location

Told = tuple[str, Location | None]
"""A sentence and where what it says is written."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an explanation: its number ('2.1'), and where what it says is written."""

    number: str
    text: str
    at: Location | None = None

    @property
    def depth(self) -> int:
        """How far in it stands, from 0."""
        return self.number.count(".")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A title, the sentences under it, and the sum behind them, figure by figure; their numbers go on from those of the sentences."""

    title: str
    sentences: tuple[Sentence, ...]
    figures: tuple[Sentence, ...] = ()


class Steps:
    """Numbers sentences as they are told."""

    def __init__(self) -> None:
        self.sentences: list[Sentence] = []
        self._counts = [0]

    def say(self, text: str, at: Location | None = None) -> None:
        """Tell a sentence."""
        self._counts[-1] += 1
        self.sentences.append(Sentence(".".join(str(number) for number in self._counts), text, at))

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Let the sentences that follow stand under the last one."""
        self._counts.append(0)
        yield
        self._counts.pop()

    def under(self, told: Iterable[Told]) -> None:
        """Tell sentences under the last one."""
        with self.inside():
            for text, at in told:
                self.say(text, at)

    def explained(self, title: str, story: int | None = None) -> Explanation:
        """Give what was told.

        Args:
            story: How many of the sentences stand before the figures; all where left out.
        """
        return Explanation(title, tuple(self.sentences[:story]), () if story is None else tuple(self.sentences[story:]))
