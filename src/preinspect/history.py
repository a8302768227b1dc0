"""An authority's line: what inspectors published of each judgement over the years, under whichever framework it was.

Grades of another framework join a judgement's line only where the crosswalk says that the two match strongly, and stay in the words of
their own scale: they are never converted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .crosswalk import Loaded, carry_judgement, way
from .document import line_of
from .evidence import Assessment, Outcome
from .framework import Framework, Outline, Root, load_outline
from .problem import Problem, did_you_mean, did_you_mean_grade


@dataclass(frozen=True, slots=True)
class PublishedGrade:
    """One published grade of a judgement's line.

    Attributes:
        grade: An id of its own scale; None where the result was published without one, or the folder does not say what it was.
        published: The day of publication, or the latest that it can have been.
        judgement: What it was called in its own framework, where that is another name; None where it is the same.
        words: The grade in the words of its own scale.
        rank: Its rank on today's scale, only where both scales are the same.
        later: Whether it was published after the as-at date.
        outcome: Whether it is of the result that a prediction may be held against: the first that was published after the as-at date
            under the assessment's framework or another edition of its family, and that under the assessment's own or under the edition
            that was in force on that date.
    """

    framework: str
    published: date
    judgement: str | None
    grade: str | None
    words: str
    rank: int | None
    later: bool
    outcome: bool
    day_known: bool = True
    inspected: date | None = None

    @property
    def year(self) -> int:
        """The year that it is told under: of the last day on site where that is known, else of publication."""
        return (self.inspected or self.published).year


Lines = Mapping[str, tuple[PublishedGrade, ...]]
"""By judgement id, its published grades, the earliest first."""


UNKNOWN = "grade not known"
"""What is said of a grade that was published and that the folder does not tell."""


Outlines = Mapping[str, Outline]
"""By id, the frameworks that a history names and that are there, with the assessment's own."""


def outlines(assessment: Assessment, framework: Framework, roots: Sequence[Root]) -> Outlines:
    """Load what is needed to read the results of an assessment's history."""
    names = {one.framework for one in assessment.history} - {framework.id}
    found = {name: outline for name in sorted(names) if (outline := load_outline(name, roots)) is not None}
    return {framework.id: framework.outline, **found}


def _outcome(assessment: Assessment, framework: Framework, there: Outlines) -> Outcome | None:
    """Find the result that a prediction may be held against, if there is one."""
    family = [one for one in assessment.history if (known := there.get(one.framework)) and known.family == framework.family]
    first = min((one for one in family if one.published > assessment.as_at), key=lambda one: one.published, default=None)
    if first is None or first.framework == framework.id or there[first.framework].in_force(assessment.as_at):
        return first
    return None


def lines(
    assessment: Assessment, framework: Framework, there: Outlines, roots: Sequence[Root]
) -> tuple[Lines, tuple[Problem, ...]]:
    """Join the history of an assessment to the judgements of its framework.

    Returns:
        The lines, and what is wrong with crosswalks on the way or with results of other frameworks.
    """
    found: dict[str, list[PublishedGrade]] = defaultdict(list)
    problems: list[Problem] = []
    loaded: Loaded = {}
    outcome = _outcome(assessment, framework, there)
    for entry in sorted(assessment.history, key=lambda one: one.published):
        outline = there.get(entry.framework)
        steps, told = way(entry.framework, framework.id, roots, loaded)
        problems.extend(told)
        if outline is None or steps is None:
            continue
        for name, word in entry.grades:
            judgement, grade = outline.find_judgement(name), outline.scale.find(word)
            problems.extend(_misnamed(entry, name, word, outline, assessment))
            words = outline.scale.title(grade) if grade else outline.find_without_grade(word)
            for carried in carry_judgement(judgement, steps) if judgement and words else ():
                if carried.match == "strong":
                    told_of = (entry, str(judgement), grade, str(words), carried.id)
                    found[carried.id].append(_grade(*told_of, outline, framework, assessment.as_at, outcome))
        if entry.framework == framework.id and entry.published > assessment.as_at:
            for one in framework.graded:  # the outcome to compare with: what it leaves open is said to be open
                if entry.grade(one.id) is None:
                    found[one.id].append(
                        _grade(entry, one.id, None, UNKNOWN, one.id, outline, framework, assessment.as_at, outcome)
                    )
    return {name: tuple(grades) for name, grades in found.items()}, tuple(problems)


def _misnamed(entry: Outcome, name: str, word: str, outline: Outline, assessment: Assessment) -> Iterator[Problem]:
    """Tell of a name that the result's own framework does not have; for the assessment's own framework `check` has done so."""
    grades = entry.block["grades"]
    if outline.find_judgement(name) is None:
        at, message = grades.place_of_key(name), f"'{name}' is no judgement of {outline.id}."
        near = did_you_mean(name, [one.id for one in outline.judgements])
        yield Problem("PI305", at, message, near, line_of(assessment.texts[at.file], at))
    elif outline.scale.find(word) is None and outline.find_without_grade(word) is None:
        at, there = grades.place(name), outline.scale.ids
        message = f"'{word}' is no grade of {outline.id}; its grades are {', '.join(there)}."
        yield Problem("PI304", at, message, did_you_mean_grade(word, there), line_of(assessment.texts[at.file], at))


def _grade(
    entry: Outcome,
    name: str,
    grade: str | None,
    words: str,
    joined: str,
    outline: Outline,
    framework: Framework,
    as_at: date,
    outcome: Outcome | None,
) -> PublishedGrade:
    same_scale = outline.scale.ids == framework.scale.ids
    return PublishedGrade(
        framework=entry.framework,
        published=entry.published,
        judgement=None if name == joined else outline.short(name),
        grade=grade,
        words=words,
        rank=framework.scale.rank(grade) if grade and same_scale else None,
        later=entry.published > as_at,
        outcome=entry is outcome,
        day_known=entry.day_known,
        inspected=entry.inspected,
    )
