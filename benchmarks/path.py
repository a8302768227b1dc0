"""Time `path` beside `status` on the same folder, under every framework: to each better grade of each judgement.

    python benchmarks/path.py [--framework sif-2013 ...] [--runs 3]

Each folder is made up: one finding on every descriptor of the framework, so that nothing is silent and sets of descriptors are as many as
they can be; most findings are weak in one folder and mixed in the other. The yardstick is `status` of that folder, which reads the same
files and predicts the same grades. The row has the slowest way that was found; seconds depend on the machine, so read the ratio.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path

from status import in_turn, preinspect

from preinspect.case import roots
from preinspect.framework import Framework, framework_ids, load_framework

LEANS: Mapping[str, Sequence[int]] = {"weak": (1, 0, 1, 2, 0, 1, 1), "mixed": (1, 2, 0, 2, 1, 3, 2, 1)}
"""Ranks of findings, from 0, the worst, taken in turn."""

EXTENTS = ("most", "some", "many", "few", "some")
AIM = 1.0
"""Seconds that no way should take on an ordinary machine."""


def main() -> None:
    """Make the folders, time, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--framework", nargs="+", default=list(framework_ids(roots())), help="which frameworks")
    parser.add_argument("--runs", type=int, default=3, help="how many runs the figures of a row are the median of")
    options = parser.parse_args()
    print("| framework | findings | ways | status, s | slowest path, s | ratio | which |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name in options.framework:
            framework, problems = load_framework(name, roots())
            if framework is None:
                sys.exit(f"{name}: {problems[0].message}")
            for lean in LEANS:
                print(_row(Path(folder) / f"{name}-{lean}", framework, lean, options.runs), flush=True)


def _row(folder: Path, framework: Framework, lean: str, runs: int) -> str:
    _generate(folder, framework, LEANS[lean])
    ways = list(_ways(framework))
    once = [in_turn([_command(folder, *way)], 1)[0].seconds for way in ways]
    slowest = ways[once.index(max(once))]
    status, path = in_turn((preinspect("status", str(folder)), _command(folder, *slowest)), runs)
    late = "" if path.seconds <= AIM else " (!)"
    figures = f"{len(ways)} | {status.seconds:.2f} | {path.seconds:.2f}{late} | {path.seconds / status.seconds:.1f}"
    return f"| {framework.id} | {lean} | {figures} | {slowest[0]} to {slowest[1]} |"


def _ways(framework: Framework) -> Iterator[tuple[str, str]]:
    for judgement in framework.judgements:
        yield from ((judgement.id, grade.id) for grade in framework.scale.grades[1:])


def _command(folder: Path, judgement: str, grade: str) -> list[str]:
    return preinspect("path", judgement, "--to", grade, "--folder", str(folder))


def _generate(folder: Path, framework: Framework, lean: Sequence[int]) -> None:
    """Write one finding on each descriptor, the same ones every time."""
    folder.mkdir()
    day = framework.starts
    head = f"assessment: {{authority: A made-up council, framework: {framework.id}, as-at: {day}}}\nevidence:\n"
    rows = (
        f"  - {{id: X-{number:03}, kind: external, descriptors: [{descriptor}], date: {day}, extent: {extent}, "
        f"grade: {framework.scale.id(min(rank, framework.scale.top))}, finding: Made up.}}\n"
        for number, (descriptor, rank, extent) in enumerate(zip(framework.descriptors, cycle(lean), cycle(EXTENTS)))
    )
    (folder / "assessment.yaml").write_text(head + "".join(rows), "utf-8")


if __name__ == "__main__":
    main()
