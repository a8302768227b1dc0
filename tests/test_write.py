"""Adding to and changing what people wrote: the change alone, proven, and whole at every moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preinspect import whole
from preinspect.document import parse
from preinspect.write import Moved, added, as_yaml, changed, replaced

ENTRY = {
    "id": "AUD-2",
    "kind": "audit",
    "descriptors": ["HP-10", "HP-11"],
    "date": date(2026, 9, 30),
    "finding": "In time: 28 of 40.",
    "sample": {"size": 40, "met": 28},
}
NEW = as_yaml(ENTRY)

HEAD = "assessment: {authority: A council, framework: ilacs-2026}\n"
FIRST = "  - id: AUD-1\n    kind: audit\n"

LAYOUTS = {
    "no file yet": "",
    "comments only": "# Ours.\n# Nothing yet.\n",
    "another section": HEAD,
    "an empty section": f"{HEAD}evidence:\n",
    "an empty section with an example": "evidence:\n  # - id: AUD-0\n  #   kind: audit\n",
    "an empty section and another": f"evidence:   # ours\n  # - id: AUD-0\n\n# About us.\n{HEAD}",
    "a section without entries in brackets": f"evidence: []  # none yet\n{HEAD}",
    "a section that is null": f"evidence: null\n{HEAD}",
    "one entry": f"evidence:\n{FIRST}",
    "one entry without a last line end": f"evidence:\n{FIRST}".rstrip("\n"),
    "entries with blank lines between": f"evidence:\n{FIRST}\n{FIRST.replace('1', '3')}\n\n{HEAD}",
    "entries without blank lines": f"evidence:\n{FIRST}{FIRST.replace('1', '3')}{HEAD}",
    "dashes at the margin": "evidence:\n- id: AUD-1\n  kind: audit\n- id: AUD-3\n  kind: audit\n",
    "wide dashes": "evidence:\n    -   id: AUD-1\n        kind: audit\n",
    "a dash on a line of its own": "evidence:\n  -\n    id: AUD-1\n    kind: audit\n",
    "entries in braces": "evidence:\n  - {id: AUD-1, kind: audit}\n",
    "a list in brackets": "evidence: [{id: AUD-1, kind: audit}]\n",
    "a list in brackets over lines": "evidence: [\n  {id: AUD-1, kind: audit},\n  {id: AUD-3, title: 'a ] b'},\n]\n" + HEAD,
    "a comment within the last entry": f"evidence:\n{FIRST}    # ask finance\n\n# Next.\n{HEAD}",
    "a text over lines at the end": "evidence:\n  - id: AUD-1\n    finding: |\n      One.\n      # no comment\n\n      Two.\n",
    "a folded text at the end": "evidence:\n  - id: AUD-1\n    finding: >-\n      One\n      two.\n\n# Next.\n" + HEAD,
    "a plain text over lines at the end": "evidence:\n  - id: AUD-1\n    finding: one\n      two\n      three\n",
    "a comment below the last entry": f"evidence:\n{FIRST}  # - id: AUD-9\n  #   kind: audit\n",
    "an anchor": "evidence:\n  - &one\n    id: AUD-1\n  - {id: AUD-3, with: {}}\n",
    "line ends of Windows": f"{HEAD}evidence:\n{FIRST}".replace("\n", "\r\n"),
    "line ends of old Macs": f"{HEAD}evidence:\n{FIRST}".replace("\n", "\r"),
    "a byte order mark": "\ufeff" + f"evidence:\n{FIRST}",
    "a start of document": f"---\nevidence:\n{FIRST}",
    "an end of document": f"evidence:\n{FIRST}...\n",
    "characters beyond ASCII": f"evidence:\n{FIRST}    title: “Café” – £5\n",
}


def held(text: str) -> Any:
    """Give what a text holds; nothing where it is empty."""
    document, problems = parse(text.removeprefix("\ufeff"), "f.yaml")
    assert document is not None or [one.code for one in problems] == ["PI108"], problems
    return document.root if document is not None else {}


def is_among(old: str, new: str) -> bool:
    """Say whether all characters of an old text stand in the new one, in their order, with one stretch put between."""
    start = next((place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
    return new.endswith(old[start:]) and len(new) >= len(old)


@pytest.mark.parametrize("name", LAYOUTS)
def test_an_entry_is_added_at_the_end_of_its_section_and_nothing_else_is_touched(name: str) -> None:
    old = LAYOUTS[name]
    edit = added(old, "evidence", NEW)
    assert edit is not None
    before, after = held(old), held(edit.text)
    assert after["evidence"][:-1] == (before.get("evidence") or [])
    assert after["evidence"][-1] == {**ENTRY, "date": "2026-09-30"}
    assert {key: after[key] for key in before if key != "evidence"} == {key: before[key] for key in before if key != "evidence"}


NULLS = {"a section without entries in brackets": "[]", "a section that is null": "null"}
"""Layouts in which the word for nothing has to go."""


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_byte_that_people_wrote_is_still_there(name: str) -> None:
    old = LAYOUTS[name]
    edit = added(old, "evidence", NEW)
    assert edit is not None
    assert is_among(old.replace(f" {NULLS.get(name, '[')}", "") if name in NULLS else old, edit.text)


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_line_that_is_told_is_the_one_of_the_new_entry(name: str) -> None:
    edit = added(LAYOUTS[name], "evidence", NEW)
    assert edit is not None
    lines = edit.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert "AUD-2" in lines[edit.line - 1]


def test_a_new_entry_follows_the_indent_and_the_blank_lines_of_the_file() -> None:
    edit = added(LAYOUTS["entries with blank lines between"], "evidence", NEW)
    assert edit is not None
    assert "    kind: audit\n\n  - id: AUD-2\n    kind: audit\n    descriptors: [HP-10, HP-11]\n" in edit.text
    edit = added(LAYOUTS["dashes at the margin"], "evidence", NEW)
    assert edit is not None
    assert edit.text.endswith("  kind: audit\n- id: AUD-2\n" + "".join(f"  {line}\n" for line in NEW.splitlines()[1:]))


@pytest.mark.parametrize("name", ["line ends of Windows", "line ends of old Macs"])
def test_new_lines_end_as_the_others_do(name: str) -> None:
    edit = added(LAYOUTS[name], "evidence", NEW)
    assert edit is not None
    end = LAYOUTS[name][-2:].lstrip("t")
    assert edit.text.count(end) == edit.text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "evidence:\n  - id: AUD-1\n  kind: audit\n",
        "evidence: {}\n",
        "- id: AUD-1\n",
        "{evidence: [], views: []} \n",
        "a: 1\na: 2\n",
    ],
)
def test_a_file_that_leaves_no_safe_place_is_left_alone(text: str) -> None:
    assert added(text, "evidence", NEW) is None


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=200).map(str.strip).filter(bool)


@given(finding=TEXTS, layout=st.sampled_from(sorted(LAYOUTS)))
def test_any_text_comes_back_as_it_was_typed(finding: str, layout: str) -> None:
    edit = added(LAYOUTS[layout], "evidence", as_yaml({**ENTRY, "finding": finding}))
    assert edit is not None
    last = held(edit.text)["evidence"][-1]
    assert last.typed.get("finding", last["finding"]) == finding


@pytest.mark.parametrize(
    "word", ["no", "010", "1:30", "on", "~", "null", "true", "2026-09-30", "1_000", "# x", "a: b", "- x", "*a", "&b"]
)
def test_a_word_that_looks_like_something_else_stays_the_word(word: str) -> None:
    edit = added("", "evidence", as_yaml({"id": "A", "finding": word}))
    assert edit is not None
    assert held(edit.text)["evidence"][0]["finding"] == word


# --- changing


SAMPLES = {
    "no sample": FIRST,
    "a sample in braces": FIRST + "    sample: {population: 214, size: 40}  # from the tracker\n    held: here\n",
    "a sample in braces over lines": FIRST + "    sample: {population: 214,\n             size: 40, met: 28}\n    held: here\n",
    "a sample on lines": FIRST + "    sample:\n      size: 40   # all\n      met: 28\n    held: here\n",
    "a moderated sample": FIRST + "    sample: {size: 40, moderated: 12, changed: {up: 1, down: 0}, met: 28}\n",
    "a moderated sample on lines": FIRST
    + "    sample:\n      moderated: 12  # in May\n      changed:\n        up: 1\n      met: 28\n",
    "moderated with a word": FIRST + "    sample: {size: 40, moderated: no}\n",
    "moderated with nothing": FIRST + "    sample:\n      size: 40\n      moderated:\n      changed: {}\n",
    "an entry in braces": "  - {id: AUD-1, kind: audit, sample: {size: 40}}\n",
    "an entry in braces without a sample": "  - {id: AUD-1, kind: audit, finding: 'children''s plans'}\n",
    "a text over lines at the end": "  - id: AUD-1\n    finding: |\n      One.\n      # no comment\n",
    "a quoted text over lines": '  - id: AUD-1\n    finding: "one\n      two # three"  # four\n',
    "an empty sample": FIRST + "    sample: {}\n",
}
ROUND = {"sample": {"moderated": 10, "changed": {"up": 0, "down": 3}}}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_round_of_moderation_is_recorded_in_place(name: str, end: str) -> None:
    old = f"# Ours.\nevidence:\n  - id: AUD-0\n{SAMPLES[name]}\n# Next.\n  - id: AUD-3\n".replace("\n", end)
    edit = changed(old, "evidence", 1, ROUND)
    assert edit is not None
    before, after = held(old)["evidence"], held(edit.text)["evidence"]
    sample = {**(before[1].get("sample") or {}), "moderated": 10, "changed": {"up": 0, "down": 3}}
    assert after == [before[0], {**before[1], "sample": sample}, before[2]]


@pytest.mark.parametrize("name", SAMPLES)
def test_comments_and_line_breaks_stay_where_a_value_changes(name: str) -> None:
    old = f"# Ours.\nevidence:\n{SAMPLES[name]}\n# Next.\n"
    edit = changed(old, "evidence", 0, ROUND)
    assert edit is not None
    comments = [line.partition("#")[2] for line in old.split("\n") if "#" in line]
    assert [line.partition("#")[2] for line in edit.text.split("\n") if "#" in line] == comments
    assert untouched(edit.text) == untouched(old)


def untouched(text: str) -> list[str]:
    """Give the lines of a text that a round of moderation has nothing to do with."""
    words = ("sample", "moderated", "changed", "up:", "down:", "met:", "{id: AUD-1")
    return [line for line in text.split("\n") if not any(word in line for word in words)]


def test_what_is_told_twice_is_written_once() -> None:
    old = f"evidence:\n{SAMPLES['a sample in braces']}"
    once = changed(old, "evidence", 0, ROUND)
    assert once is not None
    twice = changed(once.text, "evidence", 0, ROUND)
    assert twice is not None and twice.text == once.text


# --- whole at every moment


class Killed(BaseException):
    """The process ends here; nothing more is done by it."""


TOUCHING = [
    (tempfile, "mkstemp"),
    (os, "fdopen"),
    (os, "fsync"),
    (os, "umask"),
    (Path, "read_bytes"),
    (Path, "is_symlink"),
    (Path, "exists"),
    (Path, "stat"),
    (Path, "chmod"),
    (Path, "replace"),
    (Path, "unlink"),
]
"""All that a write calls which touches a file."""


def killing(monkeypatch: pytest.MonkeyPatch, at: int, before: bool) -> Callable[[], int]:
    """Let the process die at the call of this number, before it is made or after; gives how many were made."""
    calls = 0

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls > at or (calls == at and before):
                raise Killed
            found = real(*args, **named)
            if calls == at:
                raise Killed
            return found

        return call

    for holder, name in TOUCHING:
        monkeypatch.setattr(holder, name, dying(getattr(holder, name)))
    return lambda: calls


def calls_of_one_write() -> int:
    """Count the calls of a write that nothing stops."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "a.yaml"
        path.write_text("a: 1\n")
        count = killing(patch, 10_000, False)
        replaced(path, lambda old: added(old, "evidence", NEW))
        return count()


MOMENTS = [(at, before) for at in range(1, calls_of_one_write() + 1) for before in (True, False)]
"""Every moment of a write: before and after each of its calls."""


def test_a_write_has_many_moments() -> None:
    assert len(MOMENTS) >= 16


@pytest.mark.parametrize(("at", "before"), MOMENTS)
def test_a_process_that_dies_while_it_writes_leaves_the_old_file_or_the_new_one(tmp_path: Path, at: int, before: bool) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes((old := f"evidence:\n{FIRST}").encode())
    made = added(old, "evidence", NEW)
    assert made is not None
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        killing(patch, at, before)
        replaced(path, lambda _: made)
    assert path.read_bytes().decode() in (old, made.text)
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".yaml"] == ["a.yaml"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("name", ["fdopen", "fsync"])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, name: str
) -> None:
    def fails(*_: Any) -> None:
        raise error

    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n", "utf-8")
    monkeypatch.setattr(whole.os, name, fails)
    with pytest.raises(type(error)):
        replaced(path, lambda old: added(old, "evidence", NEW))
    monkeypatch.undo()
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("a.yaml", "a: 1\n")]


def test_what_somebody_else_wrote_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("evidence:\n  - id: A\n", "utf-8")
    texts = iter(["evidence:\n  - id: A\n  - id: B\n", None])

    def edit(old: str) -> Any:
        if (theirs := next(texts)) is not None:
            path.write_text(theirs, "utf-8")
        return added(old, "evidence", NEW)

    replaced(path, edit)
    assert [one["id"] for one in held(path.read_text("utf-8"))["evidence"]] == ["A", "B", "AUD-2"]


def test_a_file_that_never_rests_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    numbers = iter(range(100))

    def edit(old: str) -> Any:
        path.write_text(f"a: {next(numbers)}\n", "utf-8")
        return added(old, "evidence", NEW)

    with pytest.raises(Moved):
        replaced(path, edit)
    assert "AUD-2" not in path.read_text("utf-8")


WRITER = """
import sys
from pathlib import Path
from preinspect.write import Edit, replaced
path, texts = Path(sys.argv[1]), [Path(one).read_text("utf-8") for one in sys.argv[2:]]
print("ready", flush=True)
while True:
    for text in texts:
        replaced(path, lambda _: Edit(text, 1))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system that can kill")
def test_a_process_killed_by_the_system_leaves_one_of_the_two_files_whole(tmp_path: Path) -> None:
    chance = random.Random(6)
    texts = [f"evidence:\n{FIRST}" + "# so long\n" * 20_000, f"evidence:\n{FIRST}"]
    copies = [tmp_path / f"{number}.txt" for number in range(2)]
    for copy, text in zip(copies, texts, strict=True):
        copy.write_text(text, "utf-8", newline="")
    path = tmp_path / "a.yaml"
    path.write_text(texts[0], "utf-8", newline="")
    for _ in range(12):
        words = [sys.executable, "-c", WRITER, str(path), *map(str, copies)]
        with subprocess.Popen(words, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None and writer.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 0.05))
            writer.kill()
            writer.wait()
        assert path.read_bytes().decode() in texts
