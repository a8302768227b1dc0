"""A folder opened: its assessment, the framework that it names, the method, and every problem on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .check import meet, unknown_frameworks
from .evidence import Assessment, load_assessment
from .framework import Framework, Root, framework_ids, load_framework, shipped
from .history import Lines, lines
from .measure import Measure, load_measures
from .method import Method, load_method
from .predict import Prediction, predict
from .problem import Problem, Severity, in_file_order


@dataclass(frozen=True, slots=True)
class Case:
    """What a folder holds, as far as it can be used.

    Attributes:
        framework: None where the folder names none, or one that is unknown or broken; then nothing can be predicted.
        measures: Loaded only where the folder names any.
        lines: What inspectors published of each judgement, joined to this framework.
        problems: All of them, in file order.
    """

    assessment: Assessment
    framework: Framework | None
    method: Method | None
    measures: dict[str, Measure]
    lines: Lines
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that leave something out of the score."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    @property
    def can_predict(self) -> bool:
        """Whether the framework that the folder names, and the method, could be loaded."""
        return self.framework is not None and self.method is not None

    @property
    def names_unknown_framework(self) -> bool:
        """Whether the folder names a framework that is nowhere."""
        return any(one.code == "PI301" for one in self.problems)

    def predict(self) -> Prediction:
        """Predict; only for a case that can."""
        assert self.framework is not None and self.method is not None
        return predict(self.assessment, self.framework, self.method)


def roots(folder: Path | None = None, frameworks: Path | None = None) -> tuple[Root, ...]:
    """Say where frameworks are looked for: the folder named, then `frameworks` beside the evidence, then the shipped ones."""
    own = [frameworks] if frameworks is not None else []
    beside = [folder / "frameworks"] if folder is not None and (folder / "frameworks").is_dir() else []
    return (*own, *beside, shipped())


def open_case(
    folder: Path, *, as_at: date | None, today: date, frameworks: Path | None = None, framework: str | None = None
) -> Case:
    """Open a folder.

    Args:
        as_at: The day from which ages are measured; the assessment's own, or today, where it is None.
        today: The day of the run.
        frameworks: A folder of frameworks to look in first.
        framework: Read the evidence against this framework instead of the one that the folder names.
    """
    assessment, problems = load_assessment(folder, as_at=as_at, today=today)
    places = roots(folder, frameworks)
    known = framework_ids(places)
    told = [*problems, *unknown_frameworks(assessment, known)]
    wanted = framework or assessment.framework
    if wanted not in known:
        return Case(assessment, None, None, {}, {}, in_file_order(told))
    loaded, framework_problems = load_framework(wanted, places)
    method, method_problems = load_method(places)
    measures, measure_problems = load_measures(places) if _names_measures(assessment) else ({}, ())
    told.extend((*framework_problems, *method_problems, *measure_problems))
    published: Lines = {}
    if loaded is not None and method is not None:
        assessment, met = meet(assessment, loaded, method, measures)
        published, on_the_way = lines(assessment, loaded, places)
        told.extend((*met, *on_the_way))
    return Case(assessment, loaded, method, dict(measures), published, in_file_order(told))


def _names_measures(assessment: Assessment) -> bool:
    indicators = assessment.indicators or assessment.set_aside.get("indicators")
    return bool(indicators) or any(action.measure for action in assessment.actions)
