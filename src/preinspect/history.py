"""An authority's line: what inspectors published of each judgement over the years, under whichever framework it was.

Grades of another framework join a judgement's line only where the crosswalk says that the two match strongly, and stay in the words of
their own scale: they are never converted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .crosswalk import carry_judgement, way
from .evidence import Assessment, Outcome
from .framework import Framework, Outline, Root, load_outline
from .problem import Problem


@dataclass(frozen=True, slots=True)
class PublishedGrade:
    """One published grade of a judgement's line.

    Attributes:
        judgement: What it was called in its own framework, where that is another name; None where it is the same.
        words: The grade in the words of its own scale.
        rank: Its rank on today's scale, only where both scales are the same.
        later: Whether it was published after the as-at date.
        same_framework: Whether it was given under the framework of the assessment.
    """

    framework: str
    published: date
    judgement: str | None
    grade: str
    words: str
    rank: int | None
    later: bool
    same_framework: bool


Lines = Mapping[str, tuple[PublishedGrade, ...]]
"""By judgement id, its published grades, the earliest first."""


def lines(assessment: Assessment, framework: Framework, roots: Sequence[Root]) -> tuple[Lines, tuple[Problem, ...]]:
    """Join the history of an assessment to the judgements of its framework.

    Returns:
        The lines, and what is wrong with crosswalks on the way.
    """
    found: dict[str, list[PublishedGrade]] = defaultdict(list)
    problems: list[Problem] = []
    for entry in sorted(assessment.history, key=lambda one: one.published):
        own = Outline(framework.id, framework.title, framework.scale, framework.judgements)
        outline = own if entry.framework == framework.id else load_outline(entry.framework, roots)
        steps, told = way(entry.framework, framework.id, roots)
        problems.extend(told)
        if outline is None or steps is None:
            continue
        for name, word in entry.grades:
            for carried in carry_judgement(name, steps):
                if carried.match == "strong":
                    found[carried.id].append(_grade(entry, name, word, carried.id, outline, framework, assessment.as_at))
    return {name: tuple(grades) for name, grades in found.items()}, tuple(problems)


def _grade(
    entry: Outcome, name: str, word: str, joined: str, outline: Outline, framework: Framework, as_at: date
) -> PublishedGrade:
    known = outline.scale.find(word)
    same_scale = outline.scale.ids == framework.scale.ids
    return PublishedGrade(
        framework=entry.framework,
        published=entry.published,
        judgement=None if name == joined else outline.short(name),
        grade=known or word,
        words=outline.scale.title(known) if known else word.replace("-", " ").capitalize(),
        rank=framework.scale.rank(known) if known and same_scale else None,
        later=entry.published > as_at,
        same_framework=entry.framework == framework.id,
    )
