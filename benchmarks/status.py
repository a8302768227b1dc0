"""Time `status` on folders of growing size beside the time that reading the same files takes at the least.

    python benchmarks/status.py [--items 100 1000 10000] [--runs 3]

Prints two tables. The first has folders of made-up evidence, 20 items a file. Its yardstick is a process that reads the same files and
parses them with the YAML loader written in C, and does nothing else, so the ratio says what all the rest of `status` costs. The second
has the example and `--help` beside a Python that does nothing. Every figure is the median over whole processes, run in turn.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
AS_AT = date(2026, 11, 1)
FRAMEWORK = "ilacs-2026"
A_FILE = 20

YARDSTICK = """\
import pathlib, sys, yaml
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml")):
    yaml.compose(path.read_text("utf-8"), Loader=yaml.CBaseLoader)
"""

GRADES = ("good", "good", "requires-improvement", "good", "outstanding", "good", "requires-improvement")
EXTENTS = ("most", "some", "many", "few")
AREAS = {"HP": 52, "LD": 38, "CIC": 38, "CL": 30}
"""Areas of descriptors, and up to which number the generated items name them."""

ITEM = """\
  - id: {id}
    title: Made-up item {number} of a round of audits
    kind: {kind}
    descriptors: [{first}, {second}]
    date: {day}
    grade: {grade}
    extent: {extent}
    finding: In {met} of {size} records the work was done in time and its purpose was clear; in the others a manager had asked twice.
    impact: Most children were seen soon enough and knew why somebody came to see them.
    sample: {{population: 214, size: {size}, selection: random, met: {met}}}
    with: {{worker: {size}, family: 9}}
    source: Quality assurance report, table {number}
    owner: Quality assurance manager
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: wall time in seconds, and the most memory that it held, in MiB."""

    seconds: float
    memory: float


def main() -> None:
    """Generate, time, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--items", type=int, nargs="+", default=[100, 1000, 10000], help="how many items each folder holds")
    parser.add_argument("--runs", type=int, default=3, help="how many runs each figure is the median of")
    options = parser.parse_args()
    if not hasattr(os, "wait4"):
        sys.exit("This script asks the system for the memory of a process, which Windows does not tell this way.")
    print("| items | files | yardstick, s | status, s | ratio | ms an item | peak memory, MiB |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for items in options.items:
            print(_row(Path(folder) / str(items), items, options.runs), flush=True)
    print()
    print("| start-up | s | beside `python -c pass` |")
    print("|---|---|---|")
    for line in _start_up(options.runs):
        print(line, flush=True)


def _row(folder: Path, items: int, runs: int) -> str:
    files = generate(folder, items)
    parse, status = in_turn(([sys.executable, "-c", YARDSTICK, str(folder)], preinspect("status", str(folder))), runs)
    each = status.seconds / items * 1000
    ratio = status.seconds / parse.seconds
    return (
        f"| {items:,} | {files:,} | {parse.seconds:.2f} | {status.seconds:.2f} | {ratio:.1f} | {each:.2f} | {status.memory:.0f} |"
    )


def _start_up(runs: int) -> Sequence[str]:
    commands = (
        [sys.executable, "-c", "pass"],
        preinspect("--help"),
        preinspect("status", str(HERE / "evidence" / "ealing-2019")),
    )
    nothing, told, example = in_turn(commands, max(runs, 5))
    return (
        f"| `python -c pass` | {nothing.seconds:.3f} | 1.0 |",
        f"| `preinspect --help` | {told.seconds:.3f} | {told.seconds / nothing.seconds:.1f} |",
        f"| `preinspect status evidence/ealing-2019` | {example.seconds:.3f} | {example.seconds / nothing.seconds:.1f} |",
    )


def preinspect(*words: str) -> list[str]:
    return [sys.executable, "-m", "preinspect", *words]


def in_turn(commands: Sequence[Sequence[str]], runs: int) -> list[Run]:
    """Run each command in turn, once without counting and then `runs` times, and give the medians."""
    rounds = [[_timed(command) for command in commands] for _ in range(runs + 1)][1:]
    return [
        Run(statistics.median(one.seconds for one in column), statistics.median(one.memory for one in column))
        for column in zip(*rounds, strict=True)
    ]


def _timed(command: Sequence[str]) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = process.stderr.read() if process.stderr else b""
    _, code, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(code)
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}: {told.decode('utf-8', 'replace')}")
    unit = 2**20 if sys.platform == "darwin" else 2**10  # macOS counts in bytes, Linux in KiB
    return Run(seconds, used.ru_maxrss / unit)


def generate(folder: Path, items: int) -> int:
    """Write a folder of so many items, the same ones every time; return how many files of evidence it holds."""
    folder.mkdir()
    head = f"assessment: {{authority: A made-up council, framework: {FRAMEWORK}, as-at: {AS_AT}}}\n"
    (folder / "assessment.yaml").write_text(head, "utf-8")
    files = 0
    for files, start in enumerate(range(0, items, A_FILE), 1):
        rows = "".join(_item(number) for number in range(start, min(start + A_FILE, items)))
        (folder / f"evidence-{files:04}.yaml").write_text(f"evidence:\n{rows}", "utf-8")
    return files


def _item(number: int) -> str:
    area, most = list(AREAS.items())[number % len(AREAS)]
    first, second = number * 7 % most + 1, (number * 7 + 3) % most + 1
    size = 12 + number % 30
    return ITEM.format(
        id=f"AUD-{number:05}",
        number=number,
        kind=("audit", "observation", "audit", "feedback")[number // 4 % 4],
        first=f"{area}-{first:02}",
        second=f"{area}-{second:02}",
        day=AS_AT - timedelta(days=number * 13 % 400),
        grade=GRADES[number % len(GRADES)],
        extent=EXTENTS[number // 3 % len(EXTENTS)],
        met=size * 3 // 4,
        size=size,
    )


if __name__ == "__main__":
    main()
