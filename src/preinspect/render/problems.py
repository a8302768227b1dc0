"""Problems in each format that people, editors and build servers read. Colour is for the command line to add."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from ..problem import CODES, Location, Problem, Severity
from .published import heading

WIDTH = 80
_INDENT = "    "

# What would move the cursor, colour the console, turn text round or make XML invalid: C0 and C1 controls, bidirectional
# overrides, halves of surrogate pairs, and two code points that are no characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def as_text(problems: Sequence[Problem]) -> str:
    """Write problems for people: place, sentence, the line itself with a mark, what to do, and what was perhaps meant."""
    return "".join(f"{_told(problem)}\n" for problem in problems) or "No problems.\n"


def as_json(problems: Sequence[Problem]) -> str:
    """Write problems as JSON, one object each; absent places and suggestions are null."""
    rows = [
        {
            "code": problem.code,
            "severity": problem.severity.value,
            "file": _clean(problem.at.file),
            "line": problem.at.line,
            "column": problem.at.column,
            "message": _clean(problem.message),
            "advice": problem.advice,
            "suggestion": problem.suggestion and _clean(problem.suggestion),
        }
        for problem in problems
    ]
    return _json({**heading("check"), "problems": rows})


def as_sarif(problems: Sequence[Problem]) -> str:
    """Write problems as SARIF 2.1.0, which code hosts show beside the lines."""
    codes = sorted({problem.code for problem in problems})
    driver = {"name": "preinspect", "rules": [_rule(code) for code in codes]}
    results = [_result(problem, codes.index(problem.code)) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _json({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]})


def as_junit(problems: Sequence[Problem]) -> str:
    """Write problems as a JUnit report: an error is a failed test, anything else a passed one that says something."""
    failures = sum(problem.severity is Severity.ERROR for problem in problems)
    counts = {"name": "preinspect", "tests": str(max(len(problems), 1)), "failures": str(failures), "errors": "0"}
    root = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(root, "testsuite", counts)
    for problem in problems:
        named = {"classname": _clean(problem.at.file), "name": _clean(_headline(problem))}
        case = ElementTree.SubElement(suite, "testcase", named)
        told = {"message": _clean(problem.message), "type": problem.code}
        is_error = problem.severity is Severity.ERROR
        within = ElementTree.SubElement(case, "failure", told) if is_error else ElementTree.SubElement(case, "system-out")
        within.text = _told(problem)
    if not problems:  # some servers take a report without tests for a broken one
        ElementTree.SubElement(suite, "testcase", {"classname": "preinspect", "name": "no problems"})
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def as_github(problems: Sequence[Problem]) -> str:
    """Write problems as commands of GitHub's runner, which shows them beside the lines."""
    return "".join(f"{_command(problem)}\n" for problem in problems)


def as_gitlab(problems: Sequence[Problem]) -> str:
    """Write problems as GitLab's code quality report, which it shows beside the lines of a merge request."""
    seen: Counter[tuple[str, str, str]] = Counter()
    rows = []
    for problem in problems:
        same = problem.code, problem.at.file, problem.message
        seen[same] += 1
        # Not of the line: a problem stays the same one when lines are added above it.
        mark = sha256("\0".join((*same, str(seen[same]))).encode("utf-8", "replace")).hexdigest()
        rows.append(
            {
                "description": _clean(" ".join(filter(None, (problem.message, problem.advice, _perhaps(problem))))),
                "check_name": problem.code,
                "fingerprint": mark,
                "severity": _GITLAB[problem.severity],
                "location": {"path": _clean(problem.at.file), "lines": {"begin": problem.at.line or 1}},
            }
        )
    return _json(rows)


FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
    "gitlab": as_gitlab,
}


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


# --- text


def _told(problem: Problem) -> str:
    lines = _wrapped(_headline(problem), "")
    if problem.excerpt:
        lines.extend(_INDENT + line for line in _excerpt(problem.excerpt, problem.at))
    help_text = " ".join(filter(None, (problem.advice, _perhaps(problem))))
    lines.extend(_wrapped(help_text, _INDENT))
    return _clean("\n".join(lines))


def _wrapped(text: str, first_indent: str) -> list[str]:
    """Break a text into lines of the console's width; ids and paths stay whole, so that they can be copied."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first_indent,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _headline(problem: Problem) -> str:
    return f"{problem.at}: {problem.code} {problem.severity.value}: {problem.message}"


def _perhaps(problem: Problem) -> str | None:
    """Ask whether the nearest name was meant, unless the sentence asks already."""
    if problem.suggestion is None or "did you mean" in problem.message.casefold():
        return None
    return f"Did you mean '{problem.suggestion}'?"


def _excerpt(excerpt: str, at: Location) -> list[str]:
    """Lay out the line with a mark below the column, or several lines as they are."""
    lines = [_one_wide(line) for line in excerpt.split("\n")]
    if len(lines) > 1 or at.line is None or at.column is None:
        return lines  # whole: of two versions, the one that is wanted may differ in the last line alone
    number = str(at.line)
    shown, column = _window(lines[0], at.column, WIDTH - len(_INDENT) - len(number) - 3)
    return [f"{number} | {shown}".rstrip(), f"{' ' * len(number)} | {' ' * (column - 1)}^"]


def _one_wide(line: str) -> str:
    """Let each character be one column wide: a tab, or what the console must not see, becomes a blank."""
    return _UNPRINTABLE.sub(" ", line.replace("\t", " "))


def _window(line: str, column: int, width: int) -> tuple[str, int]:
    """Cut a long line to what stands around a column; gives the column in what is left."""
    if len(line) <= width:
        return line, column
    start = max(0, min(column - 1 - width // 3, len(line) - width + 3))
    before = "..." if start else ""
    left = line[start + len(before) :]
    shown = before + left
    after = shown if len(shown) <= width else shown[: width - 3] + "..."
    return after, column - start


# --- other formats


def _rule(code: str) -> dict[str, Any]:
    entry = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": f"{entry.title}."},
        "help": {"text": entry.advice},
        "defaultConfiguration": {"level": entry.severity.value},
    }


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(problem.at.file)}}
    if problem.at.line is not None:
        place["region"] = {"startLine": problem.at.line, "startColumn": problem.at.column or 1}
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity.value,
        "message": {"text": _clean(" ".join(filter(None, (problem.message, problem.advice, _perhaps(problem)))))},
        "locations": [{"physicalLocation": place}],
    }


_GITLAB = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def _command(problem: Problem) -> str:
    where = {"file": problem.at.file, "line": problem.at.line, "col": problem.at.column, "title": problem.code}
    given = ",".join(f"{key}={_property(str(value))}" for key, value in where.items() if value is not None)
    said = " ".join(filter(None, (problem.message, problem.advice, _perhaps(problem))))
    return f"::{_COMMANDS[problem.severity]} {given}::{_data(said)}"


def _data(text: str) -> str:
    return _clean(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
