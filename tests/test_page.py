"""A page as people read it, beside what a workbook and programs are given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from preinspect.page import Block, Page, Section, Table, Words

DAY = date(2026, 11, 1)
ROWS = (("A-1", DAY, "audit", "Counts.", "a.yaml:1"), ("A-2", DAY, "audit", "Counts for less: ageing.", "a.yaml:9"))
COLUMNS = ("Id", "Date", "Kind", "How it counts", "Where")


def read(table: Table) -> tuple[Block, ...]:
    (section,) = Page("gap", "T", (), "C", (Section("S", (table,)),)).to_read().sections
    return section.blocks


def test_what_every_row_has_in_a_column_is_said_once_above_the_table() -> None:
    words, table = read(Table("Evidence", COLUMNS, ROWS, together=(3, 2), once=("Date", "Kind", "How it counts")))
    assert isinstance(words, Words) and isinstance(table, Table)
    assert words.text == "In each of the 2 rows below, date: 1 November 2026. Kind: audit."
    assert (table.columns, table.together) == (("Id", "How it counts", "Where"), (1, 2))
    assert table.rows == tuple((row[0], row[3], row[4]) for row in ROWS)


def test_only_columns_that_are_named_are_said_once() -> None:
    table = Table("Evidence", COLUMNS, ROWS)
    assert read(table) == (table,)


def test_a_table_of_one_row_keeps_its_columns() -> None:
    table = Table("Evidence", COLUMNS, ROWS[:1], once=COLUMNS)
    assert read(table) == (table,)


def test_a_column_that_is_empty_in_every_row_is_not_said_to_be_the_same() -> None:
    table = Table("Evidence", ("Id", "Held"), (("A-1", None), ("A-2", "")), once=("Held",))
    assert read(table) == (table,)


def test_no_table_is_left_with_names_alone() -> None:
    table = Table("Evidence", ("Id", "Kind", "State"), (("A-1", "audit of practice", "new"), ("A-2", "audit of practice", "new")))
    words, shown = read(replace(table, once=("Kind", "State")))
    assert isinstance(words, Words) and words.text == "In each of the 2 rows below, kind: audit of practice."
    assert isinstance(shown, Table) and shown.columns == ("Id", "State")
    alone = Table("Evidence", ("Id", "Kind"), (("A-1", "audit"), ("A-2", "audit")), once=("Kind",))
    assert read(alone) == (alone,)
    names = Table("Evidence", ("Id",), (("A-1",), ("A-2",)))
    assert read(names) == (names,)


def test_what_a_page_tells_elsewhere_is_in_the_workbook_alone() -> None:
    table = Table("Evidence", COLUMNS, ROWS, elsewhere=("Where",))
    (shown,) = read(table)
    assert isinstance(shown, Table) and shown.columns == COLUMNS[:-1]
    assert table.columns == COLUMNS


def test_a_page_to_read_is_the_same_when_it_is_made_to_read_again() -> None:
    same = Table("E", ("Id", "Date", "Kind"), tuple(row[:3] for row in ROWS), once=("Date", "Kind"))
    page = Page("gap", "T", (), "C", (Section("S", (Table("E", COLUMNS, ROWS, once=("Kind",), elsewhere=("Where",)), same)),))
    assert page.to_read().to_read() == page.to_read() != page


def test_columns_are_known_by_their_names_after_these_were_written_out() -> None:
    table = Table("Evidence", COLUMNS, ROWS, once=("Kind",), elsewhere=("Where",))
    spelled = Page("gap", "T", (), "C", (Section("S", (table,)),)).reworded(
        lambda text: text.replace("Kind", "Sort").replace("Where", "Place")
    )
    (words, shown) = spelled.to_read().sections[0].blocks
    assert isinstance(words, Words) and words.text.endswith("sort: audit.")
    assert isinstance(shown, Table) and shown.columns == ("Id", "Date", "How it counts")
