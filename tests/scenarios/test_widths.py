"""Screens of other widths, and what people write: no word is broken, no line runs over, nothing moves the cursor."""

from __future__ import annotations

from pathlib import Path

import pytest
from console import council, typed

LONG = "word " * 400
TEXTS = ("<b>x</b>", "[red]x[/red]", "{{ 7*7 }}", "**x**", "\\e[31mred\\a", "\\u202eesrever", LONG, "w" * 300)
ACTIONS = "actions:\n" + "".join(
    f'  - {{id: ACT-{number:03}, gaps: [HP-10], result: "{TEXTS[number % 8]}", action: "{TEXTS[number % 7]}", '
    f'owner: "{TEXTS[number % 6]}", '
    f"due: 2026-{1 + number % 12:02}-15, status: {('on-track', 'at-risk', 'done')[number % 3]}}}\n"
    for number in range(100)
)
FOUND = "evidence:\n  - {id: AUD-1, kind: audit, descriptors: [HP-10], date: 2026-09-30, grade: good, finding: What was found.}\n"
LISTS = f'requests:\n  - {{of: A-01, state: not-ready, count: 12, refreshed: 2026-10-01, due: 2026-09-01, why: "{LONG}"}}\n'


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("command", ["plan", "ready", "status"])
def test_a_screen_keeps_its_width_and_all_that_people_wrote(tmp_path: Path, command: str, width: int) -> None:
    folder = council(tmp_path, plan=ACTIONS, found=FOUND, lists=LISTS)
    screen = typed(folder, command, COLUMNS=str(width), NO_COLOR="1")
    assert screen.exit == 0
    assert "\x1b" not in screen.raw and "\u202e" not in screen.raw
    assert [line for line in screen.shown.splitlines() if len(line) > min(width, 80) and "wwww" not in line] == []
    pipe = typed(folder, command, COLUMNS="200", NO_COLOR="1")
    assert screen.words.replace(" ", "").replace("-", "") == pipe.words.replace(" ", "").replace("-", "")


def test_a_narrow_screen_breaks_lines_between_words_and_keeps_their_indent(tmp_path: Path) -> None:
    screen = typed(council(tmp_path, found=FOUND, lists=LISTS), "ready", COLUMNS="60")
    lines = [line for line in screen.shown.splitlines() if "word" in line]
    assert len(lines) > 30
    assert {line.strip(" word") for line in lines if not line.strip().startswith("12 records")} <= {"", "due 1 September 2026;"}
    assert all(line.startswith("        ") for line in lines)
