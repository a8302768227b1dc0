"""Tables out and in: a section as a form that is sent round, and what a form that came back changes.

A row and an entry meet by their id. What a cell says is held against what the entry says now and, where the form tells it, against what the
entry said when the form was made: so a form that was on its way for a fortnight takes nothing back that others have changed since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from .answer import Desk, free_id, taken
from .ask import FORMS
from .case import Case, open_case, roots
from .column import (
    SHEETS,
    Cell,
    Column,
    Refusal,
    Sort,
    Words,
    cell_of,
    columns,
    has_short_year,
    held,
    holds_what_is_left,
    is_what_is_left,
    key_path,
    name_of_column,
    nearest,
    order,
    plain,
    read,
    same,
)
from .document import Block, Rows, parse
from .edit import Addition, Edit, edited
from .entries import Contents, Entry, gather
from .filing import Home, home_of
from .folder import name_of, yaml_files
from .measure import load_measures
from .problem import Location, Problem, Severity
from .table import Line, Table, as_csv, guarded, meant
from .whole import Moved, write_all
from .words import listed, shortened

EXPORTED = "as-exported"
"""The column that tells what each cell held when the form was made, as short sums that nobody can read anything from."""

AS_CSV = "csv"
"""What stands before the sums of a row that went out as CSV: its texts are guarded, even where it comes back as a workbook."""

ROW, REASON = "row", "reason"
"""What a rejects file has before the columns of the table."""


# --- out


@dataclass(frozen=True, slots=True)
class Sheet:
    """A section as a table. `about` is a line on where it comes from; `unread` names what is not in it."""

    section: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: str
    words: Words

    @property
    def header(self) -> tuple[str, ...]:
        """The names of all columns, the last of which tells what was exported."""
        return (*(column.name for column in self.columns), EXPORTED)


def words_of(case: Case, frameworks: Path | None = None) -> Words:
    """Give the words that tables of a folder may use: those of its framework, the method and the measures."""
    measures, _ = load_measures(roots(case.assessment.folder, frameworks))
    return Words(case.framework, case.method, measures)


def sheet(section: str, case: Case, words: Words) -> Sheet:
    """Lay a section out as a table: an entry a row, in the order of the files."""
    contents = gather(case.assessment.folder)
    entries = [entry for entry in contents.entries[section] if entry.id is not None]
    there = columns(section, words, [entry.block for entry in entries])
    rows = tuple(_row(there, entry.block, words) for entry in entries)
    named = [part for part in (case.assessment.authority, case.assessment.framework) if part]
    return Sheet(section, there, rows, ", ".join(named), words)


def _row(there: Sequence[Column], block: Block, words: Words) -> tuple[Cell, ...]:
    cells = [cell_of(column, block, words) for column in there]
    sums = (f"{column.name}:{_sum(column, cell)}" for column, cell in zip(there, cells, strict=True) if plain(cell))
    return (*cells, " ".join(sums))


def _sums(parts: Sequence[Column], cells: Sequence[Cell]) -> list[str]:
    return [one for column, cell in zip(parts, cells, strict=True) if (one := _sum(column, cell))]


def _shown(cells: Sequence[Cell]) -> str:
    return ", ".join(word for cell in cells if (word := plain(cell)))


def _sum(column: Column, cell: Cell) -> str:
    """Give a short sum of what a cell says, the same for all ways of saying it."""
    value = read(column, cell)
    said = plain(cell) if isinstance(value, Refusal) or column.sort in (Sort.TEXT, Sort.PROSE) else str(value)
    return sha256(said.encode("utf-8")).hexdigest()[:6] if said and value is not None else ""


def csv_of(table: Sheet) -> bytes:
    """Write a table as CSV."""
    return as_csv([table.header, *((*row[:-1], f"{AS_CSV} {row[-1]}") for row in table.rows)])


# --- in


@dataclass(frozen=True, slots=True)
class Change:
    """One value that becomes another, as the table shows both."""

    id: str
    column: str
    at: Location
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Added:
    """A new entry: the row that it stands in, its id, and whether that was made up; the file that it goes to."""

    row: int
    id: str
    made_up: bool
    file: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be taken, in the reader's own words, and why."""

    line: Line
    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Import:
    """What a table would change in a folder.

    Attributes:
        unchanged: How many rows say what the folder says.
        present: Rows without an id whose entry is there already.
        newer: Ids of rows that nobody edited while the folder went on; the folder's own words stay.
        missing: Ids of the folder that the table does not have; they stay.
        notes: What people should know beside that.
        texts: The new content of each file that changes, and the old; None where it is new.
        rejects_file: The rows that cannot be taken, as CSV; None where there are none.
    """

    section: str
    rows: int
    unchanged: int
    changes: tuple[Change, ...] = ()
    added: tuple[Added, ...] = ()
    present: tuple[int, ...] = ()
    rejects: tuple[Reject, ...] = ()
    newer: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    files: Mapping[Path, tuple[bytes | None, bytes]] = field(default_factory=dict)
    rejects_file: bytes | None = None


class Refused(Exception):
    """Why nothing of a table can be taken; the message is for people."""


def plan(section: str, table: Table, case: Case, words: Words, today: date, frameworks: Path | None = None) -> Import:
    """Say what a table would change; nothing is written.

    Args:
        case: The folder as it was opened, with the same folder of frameworks.
        words: What the folder's words may be.

    Raises Refused where the folder cannot be read whole, or a column's name is not known while one like it is missing.
    """
    contents = gather(case.assessment.folder)
    if contents.unread or contents.head.at == Location(contents.folder):
        raise Refused("The folder has files that cannot be read, or names no framework; put that right first: preinspect check")
    return _Planner(section, table, case, words, contents, today, frameworks).run()


def write(found: Import, rejects: Path | None) -> None:
    """Write all files of an import, or none.

    Raises Moved where a file was changed since it was read, and OSError where one cannot be written.
    """
    for path, (old, _) in found.files.items():
        if (path.read_bytes() if path.exists() else None) != old:
            raise Moved(str(path))
    contents = {path: new for path, (_, new) in found.files.items()}
    if rejects is not None and found.rejects_file is not None:
        contents[rejects] = found.rejects_file
    write_all(contents)


def rejects_path(table: Path) -> Path:
    """Give a name beside a table that no file has: one that is there may have been worked on."""
    names = (table.with_name(f"{table.stem}-rejects{'' if number == 1 else f'-{number}'}.csv") for number in count(1))
    return next(path for path in names if not path.exists())


@dataclass(slots=True)
class _Row:
    """A row on its way: what it says, and what becomes of it."""

    line: Line
    cells: dict[str, Cell]
    id: str
    entry: Entry | None = None
    patch: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    value: dict[str, Any] | None = None
    made_up: bool = False
    home: Home | None = None
    reasons: list[str] = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        """Whether nothing speaks against the row."""
        return not self.reasons

    @property
    def does_something(self) -> bool:
        """Whether the row changes an entry or adds one."""
        return self.is_taken and bool(self.patch or self.value)

    def refuse(self, why: str) -> None:
        """Note why the row cannot be taken."""
        if why not in self.reasons:
            self.reasons.append(why)


class _Planner:
    """Meets the rows of a table with the entries of a folder."""

    def __init__(
        self, section: str, table: Table, case: Case, words: Words, contents: Contents, today: date, frameworks: Path | None
    ) -> None:
        self.section = section
        self.table = table
        self.case = case
        self.words = words
        self.contents = contents
        self.today = today
        self.frameworks = frameworks
        self.entries: dict[str, list[Entry]] = defaultdict(list)
        for entry in contents.entries[section]:
            if entry.id is not None:
                self.entries[entry.id].append(entry)
        self.columns = columns(section, words, [entry.block for rows in self.entries.values() for entry in rows])
        self.notes = list(table.notes)
        self.places = self._places()
        self.known = [column for column in self.columns if column.name in self.places]
        self.fields = self._fields()
        self.newer: list[str] = []
        self.unchanged = 0
        self.present: list[int] = []
        self.cut_short: list[int] = []
        self.beside: list[int] = []
        self.kept_letters: list[str] = []
        self.short_years: list[str] = []

    # the names of the columns

    def _places(self) -> dict[str, int]:
        """Say in which place of a row each column stands; a name that nobody knows is told, or asked about."""
        there = [column.name for column in self.columns]
        more = self._further()
        found: dict[str, int] = {}
        unknown: list[str] = []
        for place, header in enumerate(self.table.names):
            name = name_of_column(header, [*there, *more, EXPORTED, ROW, REASON])
            if name is not None and name in found:
                raise Refused(f"Two columns are named '{header}'; rename or delete one. Nothing was imported.")
            if name is not None:
                found[name] = place
            elif header:
                unknown.append(header)
        self._refuse_another_section(found)
        for header in unknown:
            near = nearest(header, [name for name in there if name not in found])
            if near is not None:
                raise Refused(f"There is no column '{header}'; did you mean '{near}'? Rename or delete it. Nothing was imported.")
            self.notes.append(f"There is no field '{header}'; the column was not read.")
        if "id" not in found and EXPORTED in found:
            raise Refused("The table has lost its column 'id', by which rows and entries meet. Nothing was imported.")
        if "id" not in found:
            self.notes.append("The table has no column 'id', so every row of it is taken for a new entry.")
        return found

    def _refuse_another_section(self, found: Iterable[str]) -> None:
        """Say where a table holds another section than it is taken for."""
        named = [header for header in self.table.names if header]

        def fit(section: str) -> int:
            there = [column.name for column in columns(section, self.words)]
            return sum(name_of_column(header, there) is not None for header in named)

        fits = {section: fit(section) for section in SHEETS}
        best = max(fits, key=lambda section: fits[section])
        own = [name for name in found if name not in (EXPORTED, ROW, REASON)]
        if fits[best] > len(own):
            raise Refused(f"This is a table of {best}, by the names of its columns: --sheet {best}. Nothing was imported.")

    def _further(self) -> list[str]:
        """Let a table have more columns for descriptors than the folder needs today."""
        apart = [column for column in self.columns if column.place == 0]
        further = [
            replace(column, name=f"{column.name}.{place + 1}", place=place, needed=False)
            for column in apart
            for place in range(sum(one.path == column.path for one in self.columns), 20)
        ]
        named = [one for one in further if any(name_of_column(header, [one.name]) for header in self.table.names)]
        self.columns = (*self.columns, *named)
        return [one.name for one in named]

    def _fields(self) -> list[list[Column]]:
        """Put the columns of one list together; every other column but the id is a field by itself."""
        groups: dict[tuple[str, ...], list[Column]] = defaultdict(list)
        for column in self.known:
            if column.name != "id":
                groups[column.path].append(column)
        return list(groups.values())

    # rows

    def run(self) -> Import:
        """Go through all rows, and hold what they would change against schema and framework."""
        rows = [self._row(line) for line in self.table.lines]
        self._part_doubles(rows)
        for row in rows:
            if row.is_taken:
                self._meet(row)
        self._part_copies(rows)
        self._part_figures(rows)
        self._find_homes(rows)
        files = self._proven(rows)
        rejects = tuple(Reject(row.line, row.id, "; ".join(row.reasons)) for row in rows if not row.is_taken)
        taken_ids = {row.id for row in rows}
        is_rejects = REASON in self.places
        return Import(
            section=self.section,
            rows=len(rows),
            unchanged=self.unchanged,
            changes=tuple(change for row in rows if row.is_taken for change in row.changes),
            added=tuple(
                Added(row.line.number, row.id, row.made_up, row.home.name)
                for row in rows
                if row.does_something and row.home is not None
            ),
            present=tuple(self.present),
            rejects=rejects,
            newer=tuple(self.newer),
            missing=() if is_rejects else tuple(name for name in self.entries if name not in taken_ids),
            notes=(*self.notes, *self._told_of_cells()),
            files=files,
            rejects_file=self._rejects(rejects) if rejects else None,
        )

    def _told_of_cells(self) -> Iterator[str]:
        """Say which cells were read in another way than they stand."""
        if self.kept_letters:
            shown = f"{', '.join(self.kept_letters[:5])}{' and more' if len(self.kept_letters) > 5 else ''}"
            yield f"Only letters that the file could not hold differ, so the folder's words stay: {shown}."
        if self.short_years:
            more = f" and {len(self.short_years) - 5} more" if len(self.short_years) > 5 else ""
            yield f"Years of two figures were read as of this century: {', '.join(self.short_years[:5])}{more}."
        if self.cut_short:
            yield f"Fewer cells than there are columns, in {_rows(self.cut_short)}: what the folder has for the missing ones stays."
        if self.beside:
            yield f"Cells beside the table, below no name, were not read, in {_rows(self.beside)}."

    def _row(self, line: Line) -> _Row:
        line = self._as_meant(line)
        cells = {name: line.cells[place] if place < len(line.cells) else None for name, place in self.places.items()}
        name = plain(cells.get("id"))
        row = _Row(line, cells, self._known_id(name, cells.get("id")))
        found = self.entries.get(row.id, [])
        if len(found) > 1:
            places = listed(str(entry.block.place("id")) for entry in found)
            row.refuse(f"the folder has the id '{row.id}' twice, in {places}; give one of the two another id first")
        row.entry = found[0] if found else None
        self._fill_up(row)
        return row

    def _as_meant(self, line: Line) -> Line:
        """Take away what guarded texts in a CSV file; a row tells how it went out, whatever it was saved as since."""
        place = self.places.get(EXPORTED, len(line.cells))
        told = plain(line.cells[place]).split() if place < len(line.cells) else []
        return meant(line) if (AS_CSV in told if told else self.table.as_text) else line

    def _fill_up(self, row: _Row) -> None:
        """Read a row that has fewer cells than there are columns, or more: a cell that is missing is not an empty one."""
        width, there = len(self.table.names), len(row.line.cells)
        if any(plain(cell) for cell in row.line.cells[width:]):
            if self.table.as_text:
                row.refuse("it has more cells than there are names of columns, as when a text with commas has lost its quotes")
            else:
                self.beside.append(row.line.number)
        missing = [name for name, place in self.places.items() if place >= there]
        if row.entry is None or not missing:
            return
        if EXPORTED in missing:
            row.refuse(f"it breaks off after {there} of {width} cells, so that something of it is lost; export again")
            return
        self.cut_short.append(row.line.number)
        for column in self.known:
            if column.name in missing:
                row.cells[column.name] = cell_of(column, row.entry.block, self.words)

    def _known_id(self, name: str, cell: Cell) -> str:
        """Find the id that a cell means: Excel makes 10 of 010."""
        if name in self.entries or not name:
            return name
        column = next(one for one in self.columns if one.name == "id")
        near = [one for one in self.entries if same(column, cell, one, as_text=self.table.as_text, code=self.table.code)]
        return near[0] if len(near) == 1 else name

    def _part_doubles(self, rows: Sequence[_Row]) -> None:
        """Refuse rows that share an id and differ; of rows that say the same one is enough."""
        groups: dict[str, list[_Row]] = defaultdict(list)
        for row in rows:
            if row.id:
                groups[row.id].append(row)
        for name, group in groups.items():
            numbers = listed(str(row.line.number) for row in group)
            if len({self._content(row) for row in group}) > 1:
                for row in group:
                    row.refuse(f"the id '{name}' stands in rows {numbers}, which differ; give each row an id of its own")
            elif len(group) > 1:
                for row in group[1:]:
                    row.refuse(f"rows {numbers} say the same; the first was taken")

    def _content(self, row: _Row, but: str = EXPORTED) -> tuple[tuple[str, str], ...]:
        """Give all that a row says, so that two can be compared."""
        return self._said(lambda column: row.cells.get(column.name), but)

    def _content_of(self, entry: Entry) -> tuple[tuple[str, str], ...]:
        return self._said(lambda column: cell_of(column, entry.block, self.words), "id")

    def _said(self, cell: Any, but: str) -> tuple[tuple[str, str], ...]:
        told = ((column.name, _sum(column, cell(column))) for column in self.columns if column.name != but)
        return tuple((name, one) for name, one in told if one)

    # one row

    def _meet(self, row: _Row) -> None:
        base = _base(row.cells.get(EXPORTED), row.cells.get("id"))
        if row.entry is not None:
            self._compare(row, row.entry, base)
        elif base is not None:
            if any(_sum(column, row.cells[column.name]) != base.get(column.name, "") for column in self.known):
                row.refuse(f"'{row.id}' was taken out of the folder after this table was made")
            else:
                self.notes.append(
                    f"'{row.id}' (row {row.line.number}) was taken out of the folder after this table was made, and stays out."
                )
        else:
            self._new(row)

    def _compare(self, row: _Row, entry: Entry, base: Mapping[str, str] | None) -> None:
        changed: list[Column] = []
        stale = False
        for parts in self.fields:
            mine = [row.cells[one.name] for one in parts]
            theirs = [cell_of(one, entry.block, self.words) for one in parts]
            if self._same(parts, mine, theirs):
                if len(parts) == 1 and is_what_is_left(mine[0], theirs[0], self.table.code):
                    self.kept_letters.append(f"{row.id}: {parts[0].name}")
                continue
            if self._has_lost_letters(mine, theirs):
                row.refuse(
                    f"{parts[0].name}: this was changed in a file that cannot hold all letters of '{shortened(_shown(theirs), 60)}'; "
                    "save it as an Excel workbook or as CSV UTF-8, and import that"
                )
                continue
            before = None if base is None else [base[one.name] for one in parts if one.name in base]
            if before is not None and _sums(parts, mine) == before:
                stale = True
            elif before is not None and _sums(parts, theirs) != before:
                row.refuse(
                    f"{parts[0].name}: the table says '{_shown(mine)}', but since it was made the folder was changed to "
                    f"'{_shown(theirs)}'; export again and write there which it should be"
                )
            else:
                changed += [
                    one for one, own, other in zip(parts, mine, theirs, strict=True) if not self._same([one], [own], [other])
                ]
        if stale:
            self.newer.append(row.id)
        if row.is_taken and changed:
            self._patch(row, entry, changed)
        elif row.is_taken:
            self.unchanged += 1

    def _has_lost_letters(self, mine: Sequence[Cell], theirs: Sequence[Cell]) -> bool:
        """Say whether cells that differ, do so in letters too that the file cannot hold."""
        code = self.table.code
        pairs = zip(mine, theirs, strict=True)
        return code is not None and any(holds_what_is_left(own, other, code) for own, other in pairs)

    def _same(self, parts: Sequence[Column], mine: Sequence[Cell], theirs: Sequence[Cell]) -> bool:
        """Say whether the cells of one field tell what the entry holds; a list may have empty cells between full ones."""
        if parts[0].place is not None and len(parts) > 1:
            return _sums(parts, mine) == _sums(parts, theirs)
        return same(parts[0], mine[0], theirs[0], as_text=self.table.as_text, code=self.table.code)

    def _patch(self, row: _Row, entry: Entry, changed: Sequence[Column]) -> None:
        """Say what changes in an entry."""
        block = entry.block
        for column in changed:
            path = key_path(column, block, self.words)
            old = held(block, path)
            value = self._value(row, column, old) if column.place is None else self._whole_list(row, column, old)
            _put(row.patch, path, value)
            shown = plain(cell_of(column, block, self.words)), plain(row.cells[column.name])
            row.changes.append(Change(row.id, column.name, _place(block, path, column.place), *shown))
        self._refuse_two_forms(row)

    def _value(self, row: _Row, column: Column, old: Any = None) -> Any:
        """Read a cell; where it cannot be read, the row gets the reason."""
        value = read(column, row.cells[column.name], old if isinstance(old, str) else None)
        if isinstance(value, Refusal):
            row.refuse(f"{column.name}: {value.why}")
            return None
        if column.sort is Sort.DAY and has_short_year(row.cells[column.name]):
            self.short_years.append(f"'{plain(row.cells[column.name])}' in row {row.line.number} as {value}")
        if isinstance(value, str) and isinstance(old, str) and column.sort is Sort.PROSE and old.endswith("\n"):
            return f"{value}\n"  # a text after | ends its last line
        return value

    def _whole_list(self, row: _Row, column: Column, old: Any) -> list[Any] | None:
        """Put a list together from its columns; what is not shown of it, as the table has too few columns, stays."""
        parts = [one for one in self.known if one.path == column.path]
        before = [str(one) for one in old] if isinstance(old, list) else []
        found: list[Any] = []
        for part in parts:
            place = part.place or 0
            current = cell_of(part, {column.path[0]: before}, self.words)
            if place < len(before) and same(part, row.cells[part.name], current, as_text=self.table.as_text):
                found.append(before[place])
            elif (value := self._value(row, part)) is not None:
                found.append(value)
        found += before[max((part.place or 0) + 1 for part in parts) :]
        return found or None

    # new rows

    def _new(self, row: _Row) -> None:
        entry: dict[str, Any] = {}
        for column in self.known:
            if column.place is None and (value := self._value(row, column)) is not None:
                _put(entry, column.path, value)
            elif column.place == 0 and (rows := self._whole_list(row, column, None)):
                _put(entry, column.path, rows)
        self._refuse_two_forms(row)
        row.value = _in_order(entry, order(self.section))

    def _refuse_two_forms(self, row: _Row) -> None:
        """Refuse a number and a range for the same thing."""
        for column in self.columns:
            ends = [f"{column.name}.{end}" for end in ("from", "to")]
            if plain(row.cells.get(column.name)) and any(plain(row.cells.get(end)) for end in ends):
                row.refuse(f"{column.name}: write either a number or a range ({listed(ends)}), not both")

    def _part_copies(self, rows: Sequence[_Row]) -> None:
        """Find new rows that say what an entry, or another new row, says already under another id."""
        if all(row.value is None for row in rows):
            return
        there: dict[tuple[tuple[str, str], ...], tuple[str, str]] = {}
        for name, group in self.entries.items():
            for entry in group:
                there.setdefault(self._content_of(entry), (name, f"'{name}' ({entry.block.place('id')})"))
        for row in rows:
            if row.value is None or not row.is_taken:
                continue
            said = self._content(row, "id")
            if said not in there:
                there[said] = row.id, f"row {row.line.number}"
            elif row.id:
                row.refuse(f"it says the same as {there[said][1]} under another id; nothing was added")
            else:
                self.present.append(row.line.number)
                row.id, row.value = there[said][0], None

    def _part_figures(self, rows: Sequence[_Row]) -> None:
        """Refuse a further figure of the same measure and time that has no id: nobody said that it is another one."""
        if self.section != "indicators":
            return
        there: dict[tuple[str, ...], str] = {}
        for name, group in self.entries.items():
            for entry in group:
                there.setdefault(
                    self._figure({one.name: cell_of(one, entry.block, self.words) for one in self.columns}), f"'{name}'"
                )
        for row in rows:
            if row.value is None or not row.is_taken:
                continue
            own = self._figure(row.cells)
            if own in there and not row.id:
                row.refuse(
                    f"{there[own]} is a figure of the same measure and time already; write its id into this row to change it, or "
                    "give the row an id of its own"
                )
            there.setdefault(own, f"row {row.line.number}")

    def _figure(self, cells: Mapping[str, Cell]) -> tuple[str, ...]:
        """Say what a row is a figure of."""
        wanted = ("measure", "date", "period.from", "period.to", "service")
        return tuple(_sum(one, cells.get(one.name)) for one in self.columns if one.name in wanted)

    def _find_homes(self, rows: Sequence[_Row]) -> None:
        """Find the file for each new entry, and an id for those that have none."""
        given = {row.id for row in rows if row.id} | taken(self.case)
        for row in rows:
            if row.value is None or not row.is_taken:
                continue
            desk = self._desk(row.value)
            if isinstance(desk, str):
                row.refuse(desk)
                continue
            if not row.id:
                row.id = _free(free_id(_with_days(row.value), desk), given)
                row.made_up = True
                row.value = {"id": row.id, **row.value}
                given.add(row.id)
            row.home = home_of(row.value, desk)

    def _desk(self, entry: Mapping[str, Any]) -> Desk | str:
        """Give what is needed to file an entry, or why it cannot be filed."""
        framework, method = self.case.framework, self.case.method
        if framework is None or method is None:
            return "the folder's framework cannot be used; put that right first"
        kind = {"indicators": "indicator", "actions": "action"}.get(self.section) or str(entry.get("kind", ""))
        missing = [one.name for one in self.columns if one.needed and one.name not in ("id", *entry)]
        if missing:
            return f"{listed(missing)} must not be empty"
        if kind not in FORMS:
            return f"kind: no new entry can be made of the kind '{kind}' by way of a table"
        return Desk(self.case, framework, method, self.words.measures, kind, FORMS[kind], self.today)

    # proof

    def _proven(self, rows: Sequence[_Row]) -> dict[Path, tuple[bytes | None, bytes]]:
        """Make the new texts, read the folder with them, and leave out row by row what would be wrong there."""
        before = _sorted_by_entry(self.case.problems, self._starts(self.contents.texts))
        for _ in range(len(rows) + 1):
            files = self._files(rows)
            if not files:
                return files
            instead = {name_of(path): _text(new) for path, (_, new) in files.items()}
            case = open_case(
                self.case.assessment.folder,
                as_at=self.case.assessment.as_at,
                today=self.today,
                frameworks=self.frameworks,
                instead=instead,
            )
            after = _sorted_by_entry(case.problems, self._starts(instead))
            told = {row.id: _new_faults(after.get(row.id, ()), before.get(row.id, ())) for row in rows if row.does_something}
            faulty = [row for row in rows if row.does_something and any(map(_is_error, told[row.id]))]
            for row in faulty:
                for fault in filter(_is_error, told[row.id]):
                    row.refuse(fault.reason)
            if not faulty:
                warnings = ((name, one) for name, some in told.items() for one in some)
                self.notes += [f"{name}: {one.reason}" for name, one in warnings if one.problem.severity is Severity.WARNING]
                return files
        return {}

    def _starts(self, texts: Mapping[str, str]) -> dict[str, list[_Start]]:
        """Say where each entry and each of its keys begins, by file; entries of other sections have no name."""
        found: dict[str, list[_Start]] = defaultdict(list)
        for name, text in texts.items():
            document, _ = parse(text, name)
            for section, rows in document.root.items() if document is not None else ():
                for entry in rows if isinstance(rows, Rows) else ():
                    if isinstance(entry, Block):
                        own = str(entry.typed.get("id", entry.get("id", ""))) if section == self.section else ""
                        found[name].append(_Start(entry.at, own, tuple((entry.place_of_key(key), key) for key in entry)))
        return found

    def _files(self, rows: Sequence[_Row]) -> dict[Path, tuple[bytes | None, bytes]]:
        """Write the texts of all files that change."""
        paths = {name: path for path, name in yaml_files(self.case.assessment.folder)[0]}
        edits: dict[Path, list[tuple[_Row, Edit]]] = defaultdict(list)
        additions: dict[Path, list[tuple[_Row, Addition]]] = defaultdict(list)
        heads: dict[Path, str] = {}
        for row in rows:
            if not row.is_taken:
                continue
            if row.patch and row.entry is not None:
                edits[paths[row.entry.block.at.file]].append((row, Edit(row.entry.block.at, row.patch)))
            elif row.value is not None and row.home is not None:
                additions[row.home.path].append((row, Addition(self.section, row.value)))
                heads[row.home.path] = row.home.header
        found: dict[Path, tuple[bytes | None, bytes]] = {}
        for path in dict.fromkeys((*edits, *additions)):
            old = path.read_bytes() if path.exists() else None
            text = _text(old) if old is not None else heads.get(path, "")
            made = edited(
                text, [one for _, one in edits[path]], [one for _, one in additions[path]], {self.section: order(self.section)}
            )
            for row, change in (*edits[path], *additions[path]):
                if change in made.refused:
                    row.refuse(
                        f"{name_of(path)} is laid out in a way in which this cannot be changed safely; change it there by hand"
                    )
            if made.text != text:
                mark = b"\xef\xbb\xbf" if old is not None and old.startswith(b"\xef\xbb\xbf") else b""
                found[path] = old, mark + made.text.encode("utf-8")
        return found

    def _rejects(self, rejects: Sequence[Reject]) -> bytes:
        """Write rows that cannot be taken as a table that can be put right and imported again."""
        names = [(place, name) for place, name in enumerate(self.table.names) if name and place not in self._own_places()]
        head: list[Cell] = [ROW, REASON, *(name for _, name in names)]
        rows: list[list[Cell]] = []
        for one in rejects:  # a row that breaks off still does: what it lacks is not empty
            cells = [one.line.cells[place] for place, _ in names if place < len(one.line.cells)]
            rows.append([one.line.number, one.reason, *cells])
        if EXPORTED not in self.places and any(isinstance(cell, str) and guarded(cell) != cell for row in rows for cell in row):
            rows = [[*row, None] if len(row) == len(head) else row for row in rows]
            head.append(EXPORTED)
        own = next((at for at, name in enumerate(head) if name_of_column(str(name), [EXPORTED])), len(head))
        rows = [[*row[:own], _as_csv(row[own]), *row[own + 1 :]] if own < len(row) else row for row in rows]
        return as_csv([head, *rows])

    def _own_places(self) -> set[int]:
        return {self.places[name] for name in (ROW, REASON) if name in self.places}


def _as_csv(cell: Cell) -> str:
    """Mark a row as one that goes out as CSV."""
    sums = [word for word in plain(cell).split() if word != AS_CSV]
    return " ".join((AS_CSV, *sums))


def _rows(numbers: Sequence[int]) -> str:
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""
    return f"{'row' if len(numbers) == 1 else 'rows'} {listed(map(str, numbers[:10]))}{more}"


def _base(cell: Cell, own_id: Cell) -> dict[str, str] | None:
    """Read what a row held when the form was made; None where that is not told, or is told of another row that was copied."""
    pairs = (word.rpartition(":") for word in plain(cell).split())
    sums = {name: one for name, colon, one in pairs if colon}
    id_column = Column("id", ("id",), Sort.ID, "")
    return sums if sums and sums.get("id") == _sum(id_column, own_id) else None


def _put(into: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Put a value under a path of keys; a range takes the place of the number that was there, and never the other way round."""
    *above, last = path
    for key in above:
        if not isinstance(into.get(key), dict):
            into[key] = {}
        into = into[key]
    if value is not None or not isinstance(into.get(last), dict):
        into[last] = value


def _place(block: Block, path: tuple[str, ...], place: int | None) -> Location:
    """Say where a value stands, or the nearest block that it will stand in."""
    at = block.at
    found: Any = block
    for key in path:
        if not isinstance(found, Block) or key not in found:
            return at
        at, found = found.place(key), found[key]
    return found.place(place) if place is not None and hasattr(found, "place") and place < len(found) else at


def _in_order(entry: Mapping[str, Any], keys: Mapping[str, Any]) -> dict[str, Any]:
    names = [*(key for key in keys if key in entry), *(key for key in entry if key not in keys)]
    return {key: _in_order(entry[key], keys.get(key, {})) if isinstance(entry[key], Mapping) else entry[key] for key in names}


def _free(name: str, given: Iterable[str]) -> str:
    """Give a name that nobody has, counting on from one that may be taken."""
    taken_names = set(given)
    stem = name.rstrip("0123456789")
    if name not in taken_names or stem == name:
        return name if name not in taken_names else _free(f"{name}-02", taken_names)
    number = int(name[len(stem) :])
    return next(new for one in count(number) if (new := f"{stem}{one:02}") not in taken_names)


@dataclass(frozen=True, slots=True)
class _Start:
    """Where an entry begins, its id, and where each of its keys stands."""

    at: Location
    id: str
    keys: tuple[tuple[Location, str], ...]


@dataclass(frozen=True, slots=True)
class _Fault:
    """A problem of an entry: the key that it is about, where it is about one."""

    key: str | None
    problem: Problem

    @property
    def reason(self) -> str:
        """What is wrong, for somebody who sees the table and not the file."""
        said, near = self.problem.message, self.problem.suggestion
        hint = f" Did you mean '{near}'?" if near and near not in said else ""
        return f"{f'{self.key}: ' if self.key else ''}{said}{hint}"


def _sorted_by_entry(problems: Iterable[Problem], starts: Mapping[str, Sequence[_Start]]) -> dict[str, list[_Fault]]:
    """Sort problems by the id of the entry that they stand in."""
    found: dict[str, list[_Fault]] = defaultdict(list)
    for problem in problems:
        if problem.at.line is None:  # of a whole file or folder
            continue
        above = [start for start in starts.get(problem.at.file, ()) if start.at <= problem.at]
        start = max(above, key=lambda one: one.at, default=None)
        if start is not None and start.id:
            keys = [one for one in start.keys if one[0] <= problem.at] if problem.at != start.at else []
            found[start.id].append(_Fault(max(keys)[1] if keys else None, problem))
    return found


def _is_error(fault: _Fault) -> bool:
    return fault.problem.severity is Severity.ERROR


def _new_faults(after: Iterable[_Fault], before: Iterable[_Fault]) -> list[_Fault]:
    known = {one.reason for one in before}
    return [one for one in after if one.reason not in known]


def _with_days(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Give an entry with days for what the table holds as days."""
    found = dict(entry)
    for key in ("date", "approved"):
        if key in found:
            found[key] = date.fromisoformat(found[key])
    if isinstance(period := found.get("period"), Mapping) and "to" in period:
        found["period"] = {"to": date.fromisoformat(period["to"])}
    return found


def _text(raw: bytes) -> str:
    return raw.decode("utf-8-sig")
