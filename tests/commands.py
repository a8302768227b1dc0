"""Runs commands as a person would, and writes small assessments for them: helpers of several tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from preinspect.cli import cli
from preinspect.framework import Framework, load_framework

ROOT = Path(__file__).parents[1]
EVIDENCE = ROOT / "evidence"
OTHER_SCALES = Path(__file__).parent / "fixtures" / "frameworks"
SHIPPED = ROOT / "frameworks"
ALL_SIX = ("slac-2009", "sif-consultation-2013", "sif-2013", "ilacs-2018", "ilacs-2023", "ilacs-2026")


@cache
def framework(name: str) -> Framework:
    """Give a framework, shipped or of the fixtures; one with a problem fails the test."""
    found, problems = load_framework(name, (SHIPPED, OTHER_SCALES))
    assert found is not None and not problems, problems
    return found


def run(*words: object, exit_code: int = 0) -> Result:
    """Run a command; another exit code than is meant fails the test with all that was said."""
    result = CliRunner().invoke(cli, [str(word) for word in words])
    assert result.exit_code == exit_code, f"exit {result.exit_code}\n{result.output}\n{result.exception!r}"
    return result


def told(*words: object, exit_code: int = 0) -> str:
    """Run a command and give what it printed, with line breaks and indents as single blanks."""
    return " ".join(run(*words, exit_code=exit_code).output.split())


def facts(*words: object, exit_code: int = 0) -> Any:
    """Run a command that prints JSON, and read it."""
    return json.loads(run(*words, "--format", "json", exit_code=exit_code).stdout)


def assessed(folder: Path, name: str, grades: Mapping[str, str], *more: str, of: int = 10, as_at: str = "2026-06-30") -> Path:
    """Write an assessment: inspectors' findings of one grade on the first `of` descriptors of each judgement.

    Args:
        name: The framework.
        grades: By judgement.
        more: Sections that are written behind the evidence.
    """
    lines = [f"assessment: {{authority: Anyshire, framework: {name}, as-at: {as_at}}}", "evidence:"]
    for judgement, grade in grades.items():
        for one in framework(name).descriptors_of(judgement)[:of]:
            lines.append(
                f"  - {{id: EX-{one.id}, kind: external, descriptors: [{one.id}], date: {as_at}, grade: {grade}, extent: most, "
                f"finding: What inspectors found on {one.title.lower().replace(',', '')}.}}"
            )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "assessment.yaml").write_text("\n".join([*lines, *more, ""]), "utf-8")
    return folder
