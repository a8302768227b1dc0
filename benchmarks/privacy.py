"""Judge the personal-data guard on invented lines, and time it beside the reading of the same files.

    python benchmarks/privacy.py [--items 10000] [--set first blind again habits later last hard]

Reads benchmarks/privacy-lines.yaml: lines with an identifier, by pattern, and innocent ones that tempt, by what they look like. A line
with an identifier is found if its own pattern is told; any hit in an innocent line is a false alarm. Goals: recall of 98 % or more,
false alarms under 3 %. Ends with 1 where any set but `hard` misses them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from status import AS_AT, generate

from preinspect.evidence import load_assessment
from preinspect.privacy import PATTERNS, find, scan

LINES = Path(__file__).with_name("privacy-lines.yaml")
RECALL, FALSE_ALARMS = 0.98, 0.03
JUDGED = ("first", "blind", "again", "habits", "later", "last")
"""The sets that the goals are for; `hard` was written to break the guard."""

ENTRY = "evidence:\n  - id: L-1\n    kind: audit\n    {line}\n    extent: some\n"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the pattern that it should be told by, or what it only looks like, and the patterns that it is told by."""

    text: str
    sort: str
    identifies: bool
    told: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether the guard says what it should."""
        return self.sort in self.told if self.identifies else not self.told


def main() -> None:
    """Judge, time, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--items", type=int, default=10000, help="how many items the folder holds that is timed; 0 for none")
    parser.add_argument(
        "--set", nargs="+", default=["first", "blind", "again", "habits", "later", "last", "hard"], help="which sets of lines"
    )
    options = parser.parse_args()
    lines = judged()
    for name in options.set:
        print("\n".join(_told(name, lines[name])), flush=True)
    if options.items:
        print(_timed(options.items))
    sys.exit(any(not meets_goals(lines[name]) for name in options.set if name in JUDGED))


def judged() -> Mapping[str, tuple[Line, ...]]:
    """Put every line into an entry of its own and let the guard look at it, by set."""
    content = yaml.safe_load(LINES.read_text("utf-8"))
    as_at = content.pop("as-at")
    return {name: tuple(_lines(kinds, as_at)) for name, kinds in content.items()}


def _lines(kinds: Mapping[str, Mapping[str, str]], as_at: Any) -> Iterator[Line]:
    for kind, sorts in kinds.items():
        for sort, texts in sorts.items():
            for text in texts.splitlines():
                told = frozenset(one.pattern for one in find(ENTRY.format(line=text), date.fromisoformat(str(as_at))))
                yield Line(text, sort, kind == "identifiers", told)


def rates(lines: tuple[Line, ...]) -> tuple[float, float]:
    """Give recall and the share of false alarms, 0 to 1."""
    identifying = [line.right for line in lines if line.identifies]
    innocent = [not line.right for line in lines if not line.identifies]
    return sum(identifying) / len(identifying), sum(innocent) / len(innocent)


def meets_goals(lines: tuple[Line, ...]) -> bool:
    """Say whether a set's rates are good enough."""
    recall, false_alarms = rates(lines)
    return recall >= RECALL and false_alarms < FALSE_ALARMS


def _told(name: str, lines: tuple[Line, ...]) -> Iterator[str]:
    recall, false_alarms = rates(lines)
    many = sum(line.identifies for line in lines)
    yield f"{name}: {many} lines with an identifier, recall {recall:.1%}; {len(lines) - many} innocent, false alarms {false_alarms:.1%}"
    yield "| pattern | lines | found | innocent lines it is told of |"
    yield "|---|---|---|---|"
    for pattern in PATTERNS:
        own = [line for line in lines if line.identifies and line.sort == pattern]
        wrong = sum(pattern in line.told for line in lines if not line.identifies)
        yield f"| {pattern} | {len(own)} | {sum(line.right for line in own)} | {wrong} |"
    yield from (f"{'missed' if line.identifies else 'false alarm'}: {line.text}" for line in lines if not line.right)
    yield ""


def _timed(items: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder) / "made", items)
        begun = time.process_time()
        assessment, _ = load_assessment(Path(folder) / "made", as_at=None, today=AS_AT)
        loaded = time.process_time()
        scan(assessment)
        scanned = time.process_time()
    reading, guarding = loaded - begun, scanned - loaded
    return f"{items:,} items: read in {reading:.2f} s of CPU, guarded in {guarding:.2f} s, {guarding / reading:.0%} of it"


if __name__ == "__main__":
    main()
