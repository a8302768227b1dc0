"""Write the parts of the documents that follow from the code, so that they cannot fall behind it.

    python tools/docs.py [--check]

Writes docs/problems.md whole, and in README.md and docs/templates.md what stands between a pair of marks; with --check it writes
nothing and ends with 1 where a document is out of date.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from preinspect.cli import COMMANDS
from preinspect.page import Count, Figure, Grid, Page, Picture, Points, Section, Table, Words
from preinspect.problem import CODES
from preinspect.report import Bar, GradeShown

HERE = Path(__file__).resolve().parents[1]

STEPS = {
    "PI1": "Reading a file",
    "PI2": "Frameworks",
    "PI3": "Evidence, and where it meets the framework",
    "PI4": "Scoring",
    "PI5": "Reports",
}
"""What the first digit of a code says."""

_BETWEEN = re.compile(r"(<!-- made: ([a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> None:
    """Write what is out of date, or only say so."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a document is out of date")
    options = parser.parse_args()
    readme = HERE / "README.md"
    templates = HERE / "docs" / "templates.md"
    made = {HERE / "docs" / "problems.md": problems()} | {path: filled(path.read_text("utf-8")) for path in (readme, templates)}
    stale = [path for path, text in made.items() if not path.exists() or path.read_text("utf-8") != text]
    if not options.check:
        for path in stale:
            path.write_text(made[path], "utf-8")
    names = ", ".join(path.relative_to(HERE).as_posix() for path in stale) or "nothing"
    print(f"{'Out of date' if options.check else 'Changed'}: {names}.")
    sys.exit(1 if options.check and stale else 0)


def problems() -> str:
    """Lay out the table of problem codes."""
    return "\n".join(_problems())


def _problems() -> Iterator[str]:
    yield "# Problem codes"
    yield ""
    yield "Written by `make docs` from `src/preinspect/problem.py`; do not edit by hand. `preinspect explain CODE` prints one of them."
    yield "An error leaves something out of the score, a warning asks for a look, a note changes nothing. A code is never reused."
    for start, step in STEPS.items():
        codes = sorted(code for code in CODES if code.startswith(start))
        if codes:
            yield from ("", f"## {start}xx: {step}", "", "| code | severity | what it is | what to do |", "|---|---|---|---|")
        for code in codes:
            one = CODES[code]
            yield f"| {code} | {one.severity.value} | {_cell(one.title)} | {_cell(one.advice)} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def filled(text: str) -> str:
    """Fill what stands between each pair of marks anew."""
    return _BETWEEN.sub(lambda found: f"{found[1]}{PARTS[found[2]]()}{found[3]}", text)


def status() -> str:
    """Show what `preinspect status evidence/ealing-2019` prints."""
    words = [sys.executable, "-X", "utf8", "-m", "preinspect", "status", "evidence/ealing-2019"]
    printed = subprocess.run(words, cwd=HERE, capture_output=True, encoding="utf-8", check=True).stdout
    return "\n".join(("```text", *(line.rstrip() for line in printed.splitlines()), "```", ""))


def commands() -> str:
    """List the commands with their line of help."""
    rows = (f"| `preinspect {name}` | {_cell(told)} |" for name, told in COMMANDS.items())
    return "\n".join(("| command | what it does |", "|---|---|", *rows, ""))


VALUES: Mapping[str, type] = {
    "page": Page,
    "section": Section,
    "words": Words,
    "points": Points,
    "table": Table,
    "picture": Picture,
    "grid": Grid,
    "a `grade`": GradeShown,
    "one of the `bars`": Bar,
    "a cell of a grid": Count,
    "a cell with a figure": Figure,
}
"""What templates are filled from."""


def values() -> str:
    """List what each value has that a template may ask for."""
    rows = []
    for name, kind in VALUES.items():
        made = [one for one in vars(kind) if isinstance(vars(kind)[one], property)]
        asked = ", ".join(f"`{one}`" for one in (*(field.name for field in fields(kind)), *made))
        rows.append(f"| {name if '`' in name else f'`{name}`'} | {asked} |")
    return "\n".join(("| value | asked for as |", "|---|---|", *rows, ""))


PARTS: Mapping[str, Callable[[], str]] = {"status": status, "commands": commands, "values": values}
"""What may stand between marks, by the name in the first of them."""


if __name__ == "__main__":
    main()
