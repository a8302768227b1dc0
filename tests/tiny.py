"""A tiny framework, and what a folder's problems are and should be: helpers of several tests."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from preinspect.check import meet, unknown_frameworks
from preinspect.evidence import Assessment, load_assessment
from preinspect.folder import name_of
from preinspect.framework import Framework, load_framework
from preinspect.measure import Measure, load_measures
from preinspect.method import Method, load_method
from preinspect.privacy import scan
from preinspect.problem import Location, Problem

FIXTURES = Path(__file__).parent / "fixtures"
PROBLEMS = FIXTURES / "problems"
TODAY = date(2026, 11, 21)

_SHIPPED = (Path(__file__).parents[1] / "frameworks",)
_MARK = re.compile(r"# expect (PI[0-9]{3})(?: ([0-9]+):([0-9]+))?")
_SIDECAR = re.compile(r"(\S+) (PI[0-9]{3})(?: ([0-9]+):([0-9]+))?")


@cache
def tiny_framework() -> Framework:
    """Give the framework tiny-2026."""
    framework, problems = load_framework("tiny-2026", (FIXTURES / "frameworks",))
    assert framework is not None, problems
    return framework


def met(assessment: Assessment) -> tuple[Assessment, tuple[Problem, ...]]:
    """Hold an assessment against the tiny framework and the shipped method and measures."""
    return meet(assessment, tiny_framework(), *_tables())


@cache
def _tables() -> tuple[Method, Mapping[str, Measure]]:
    method, problems = load_method(_SHIPPED)
    assert method is not None, problems
    return method, load_measures(_SHIPPED)[0]


def loaded(folder: Path) -> tuple[Assessment, tuple[Problem, ...]]:
    """Load a folder on a day that never changes."""
    return load_assessment(folder, as_at=None, today=TODAY)


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Give all that reading a folder, holding it against the tiny framework and the personal-data guard tell."""
    assessment, problems = loaded(folder)
    _, more = meet(assessment, tiny_framework(), *_tables(), {"SIF-HP-03": "sif-2013"}.get)
    return scan(assessment, (*problems, *unknown_frameworks(assessment, ["tiny-2026"]), *more))[0]


def expected_of(folder: Path) -> set[tuple[str, str, int | None, int | None]]:
    """Read the marks of a fixture: code, file and place of each problem that is to be told, and of no other."""
    return set(_marks(folder))


def place_of(problem: Problem) -> tuple[str, str, int | None, int | None]:
    """Give of a problem what a mark says."""
    at: Location = problem.at
    return problem.code, at.file, at.line, at.column


def _marks(folder: Path) -> Iterator[tuple[str, str, int | None, int | None]]:
    for path in [folder] if folder.is_file() else sorted(folder.rglob("*.yaml")):
        text = path.read_text("utf-8", errors="replace") if path.exists() else ""
        for code, line, column in _MARK.findall(text):
            yield code, name_of(path), _number(line), _number(column)
    sidecar = folder / "expect.txt"
    for name, code, line, column in _SIDECAR.findall(sidecar.read_text("utf-8") if sidecar.exists() else ""):
        yield code, name_of(folder / name), _number(line), _number(column)


def _number(digits: str) -> int | None:
    return int(digits) if digits else None
