"""Scenario 8: one id in two files: both files, both titles, a free id, and nothing scored from either."""

from __future__ import annotations

from pathlib import Path

from console import council, entries, typed


def item(title: str) -> str:
    """Write one item under an id that others use too."""
    return (
        f"id: AUD-2026-09-HP-01, title: {title}, kind: audit, descriptors: [HP-10], date: 2026-09-30, grade: good, "
        "finding: Plans are clear."
    )


def test_one_id_in_two_files_shows_both_files_both_titles_and_a_free_id(tmp_path: Path) -> None:
    folder = council(tmp_path, north=entries(item("Plans in the north")), south=entries(item("Plans in the south")))
    screen = typed(folder, "check")
    assert screen.exit == 1
    for told in ("north.yaml:2:", "south.yaml:2:", "Plans in the north", "Plans in the south", "'AUD-2026-09-HP-01-2' is free"):
        assert told in screen.words
    assert "2 entries left out because of problems" in typed(folder, "status").words


def test_the_same_id_twice_in_one_file_is_caught_too(tmp_path: Path) -> None:
    folder = council(tmp_path, help=entries(item("One"), item("Two")))
    screen = typed(folder, "check")
    assert (screen.exit, "'AUD-2026-09-HP-01-2' is free" in screen.words) == (1, True)


def test_a_key_twice_in_one_entry_is_caught_too(tmp_path: Path) -> None:
    folder = council(tmp_path, help=entries(item("One").replace("grade: good", "grade: good, grade: inadequate")))
    screen = typed(folder, "check")
    assert (screen.exit, "'grade' stands here a second time" in screen.words) == (1, True)


def test_new_never_suggests_an_id_that_is_used_and_refuses_one_that_is(tmp_path: Path) -> None:
    folder = council(tmp_path, help=entries(item("One")))
    told = ["--descriptor", "HP-10", "--date", "2026-09-30", "--grade", "good", "--finding", "Clear.", "--yes"]
    screen = typed(folder, "new", "audit", "--id", "AUD-2026-09-HP-01", *told)
    assert screen.exit == 1
    assert "The id 'AUD-2026-09-HP-01' is used already" in screen.words and "'AUD-2026-09-HP-02' is free" in screen.words
    assert "Saved AUD-2026-09-HP-02" in typed(folder, "new", "audit", *told).words


def test_nothing_is_added_to_a_file_that_holds_a_double_until_it_is_put_right(tmp_path: Path) -> None:
    folder = council(tmp_path, help=entries(item("One"), item("Two")))
    before = (folder / "help.yaml").read_bytes()
    told = ["--descriptor", "HP-10", "--date", "2026-09-30", "--grade", "good", "--finding", "Clear.", "--yes"]
    screen = typed(folder, "new", "audit", "--file", "help.yaml", *told)
    assert (screen.exit, (folder / "help.yaml").read_bytes() == before) == (1, True)
    assert "Nothing is added to help.yaml until that is put right." in screen.words
    assert "What you typed is kept in .preinspect/drafts/audit-1.yaml." in screen.words
