"""A framework's scale of grades, and how belief is spread over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

PLACES = 4
"""Decimals that a probability is rounded to wherever it is shown or written."""


@dataclass(frozen=True, slots=True)
class Grade:
    """One grade of a scale: `rank` counts from 0, the worst; `aliases` are other ways in which people write it.

    `short` is for columns that the title does not fit into; empty where it needs none.
    """

    id: str
    title: str
    rank: int
    aliases: tuple[str, ...] = ()
    meaning: str = ""
    number: str | None = None
    short: str = ""

    @property
    def brief(self) -> str:
        """The words for a narrow column."""
        return self.short or self.title


@dataclass(frozen=True, slots=True)
class Scale:
    """A framework's grades, worst first, and the benchmark: the grade that its descriptors describe."""

    grades: tuple[Grade, ...]
    benchmark: int

    def __len__(self) -> int:
        return len(self.grades)

    def rank(self, grade: str) -> int:
        """Give the rank of a grade id, 0 for the worst; raises KeyError for an id that the scale lacks."""
        for one in self.grades:
            if one.id == grade:
                return one.rank
        raise KeyError(grade)

    def title(self, grade: str) -> str:
        """Give a grade's words."""
        return self.grades[self.rank(grade)].title

    def id(self, rank: int) -> str:
        """Give the grade id at a rank."""
        return self.grades[rank].id

    @property
    def ids(self) -> tuple[str, ...]:
        """Grade ids, best first, as people list them."""
        return tuple(grade.id for grade in reversed(self.grades))

    @property
    def at_benchmark(self) -> str:
        """The benchmark's words within a sentence: 'good'."""
        return self.grades[self.benchmark].title.lower()

    @property
    def or_better(self) -> str:
        """The words for reaching the benchmark: 'good or better'; only its own where nothing is better."""
        return self.from_rank(self.benchmark)

    def from_rank(self, rank: int) -> str:
        """Give the words for a grade or better: 'good or better'; only its own where nothing is better."""
        title = self.grades[rank].title.lower()
        return f"{title} or better" if rank < self.top else title

    @property
    def top(self) -> int:
        """The best grade's rank."""
        return len(self.grades) - 1

    def is_concern(self, grade: str) -> bool:
        """Say whether a grade is below the benchmark (below good)."""
        return self.rank(grade) < self.benchmark

    def find(self, word: str) -> str | None:
        """Return the id that a person's word means (id, title or alias; case and hyphens aside), or None."""
        wanted = plain(word)
        for grade in self.grades:
            if wanted in {plain(name) for name in (grade.id, grade.title, grade.brief, *grade.aliases)}:
                return grade.id
        return None


def plain(word: str) -> str:
    """Give a word as it is compared: case and hyphens aside."""
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())


def at_least(masses: Sequence[float]) -> tuple[float, ...]:
    """Turn masses by rank (worst first) into the share at or above each rank; the first is the sum of all."""
    return tuple(reversed(list(accumulate(reversed(masses)))))


def median(probabilities: Sequence[float]) -> int:
    """Return the grade shown: the best rank at which the chance of being there or better reaches one half.

    Args:
        probabilities: By rank, worst first; they sum to one.
    Source: design section 5: a mode can jump over a grade, and would break the promises.
    """
    cumulated = at_least(probabilities)
    # 1e-12: a sum of halves such as 0.3 + 0.2 must count as one half on every machine.
    return max(rank for rank, share in enumerate(cumulated) if rank == 0 or share >= 0.5 - 1e-12)


def rounded(probabilities: Sequence[float]) -> tuple[float, ...]:
    """Round to `PLACES` decimals by largest remainder, so that what is shown sums to exactly one.

    Ties go to the worse grade, so that rounding never flatters.
    """
    unit = 10**PLACES
    total = sum(probabilities)
    scaled = [p / total * unit for p in probabilities]
    whole = [int(value + 1e-9) for value in scaled]
    order = sorted(range(len(scaled)), key=lambda i: (-(round(scaled[i] - whole[i], 9)), i))
    for index in order[: unit - sum(whole)]:
        whole[index] += 1
    return tuple(value / unit for value in whole)


def by_id(scale: Scale, probabilities: Sequence[float]) -> Mapping[str, float]:
    """Name rounded probabilities by grade id, best first."""
    shown = rounded(probabilities)
    return {grade: shown[scale.rank(grade)] for grade in scale.ids}


def worst(ranks: Iterable[int]) -> int:
    """Return the lowest rank; at least one is needed."""
    return min(ranks)
