"""One list of facts, taken from the Report that every kind is written from, and what each format shows: for the tests of both."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache, cached_property
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

from preinspect.audience import Audience
from preinspect.day import in_words
from preinspect.kinds.material import Material, material
from preinspect.page import Cell, Count, Figure, Grid, Page, Picture, Points, Status, Table, Words, cell_words
from preinspect.render.escape import visible
from preinspect.report import GradeShown

from .pages import case, plain

# --- what a report tells

UNTOLD = {
    "title": "the page has a title of its own for each kind",
    "handling": "who it is for is said in the words of the audience",
    "public_caveat": "it takes the place of the caveat for the public",
    "benchmark": "a word of the scale, said in sentences",
    "or_better": "a word of the scale, said in sentences",
    "id": "grades, bands and limits have ids for programs; the ids of people's entries stand under ENTRIES",
    "tone": "a colour",
    "brief": "a shorter form of words that are told",
    "strength": "a limit's sentence says it",
    "direction": "told in a sentence with the earlier grade",
    "grade": "the id beside the words of a published grade",
    "short": "a judgement's name where its title is told",
    "judgement": "an id; the section that it stands in says whose it is",
    "command": "for the terminal",
    "sample_public": "it takes the place of the sample for the public",
    "value_public": "it takes the place of the value for the public",
    "overall_note": "said of frameworks without overall; otherwise it is overall's reason",
    "probabilities": "no number with decimals is shown where it was not asked for",
    "measure": "an id; its title is told",
    "trend_public": "it takes the place of the trend for the public",
    "ladder": "the ids of the scale",
    "outdated": "told in the notes on benchmarks",
    "band": "an id; the gap stands under its band's title",
}
"""Texts of a Report that no page needs to show, each with the reason."""

TOLD_AS_VALUES = (
    "evidence.when",
    *(f"{gaps}.rows.when" for gaps in ("judgements.gaps", "bands.gaps", "untested")),
    *(f"indicators.{name}" for name in ("value", "period", "target", "neighbours", "england")),
)
"""Sentences whose dates and figures a table tells in columns of their own, where the test of its rows looks for them."""

ENTRIES = ("evidence", "rows", "indicators")
"""Where `id` is that of an entry which people wrote, and so has to be told."""

TELLS: Mapping[str, tuple[str, ...]] = {
    "gap": ("",),
    "self-evaluation": (
        "authority",
        "framework",
        "as_at_words",
        "judgements.title",
        "judgements.grade",
        "evidence",
        "indicators.title",
    ),
    "plan": ("authority", "framework", "as_at_words", "caveat"),
    "committee": (
        "authority",
        "framework",
        "as_at_words",
        "judgements.title",
        "judgements.grade",
        "bands.title",
    ),
    "one-page": ("authority", "framework", "as_at_words", "caveat"),
    "board": ("authority", "framework", "as_at_words", "judgements.title", "indicators.title"),
    "ready": ("authority", "framework", "as_at_words", "caveat"),
}
"""Which parts of a Report each kind has to tell, by the beginning of their place in it; the gap report tells everything."""

NOT_FOR_THE_PUBLIC = ("limits_note", "method", "notes", "kinds", "evidence.reach", "judgements.grade", "overall.grade", "pathway")
"""What the gap report for the public leaves out beside what is cut from the Report itself; the grade is told as a published one."""


@cache
def gathered(folder: str, audience: str) -> Material:
    """Gather what every kind is written from."""
    opened = case(folder)
    return material(opened, opened.predict(), audience)


def told_by(kind: str, folder: str, audience: str) -> Iterator[tuple[str, str]]:
    """Go through the facts of the Report that a kind has to tell: the place in the Report, and the text."""
    shown = gathered(folder, audience)
    left = (*TOLD_AS_VALUES, *(NOT_FOR_THE_PUBLIC if shown.audience is Audience.PUBLIC else ()))
    for place, text in _texts(shown.report, ""):
        if any(_is_within(place, one) for one in TELLS[kind]) and not any(_is_within(place, one) for one in left):
            yield place, text


def _is_within(place: str, part: str) -> bool:
    return not part or place == part or place.startswith(f"{part}.")


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Go through every text of a value, with its place in it; a field that a page need not show is passed over."""
    if isinstance(value, str):
        yield from [(place, value)] if value.strip() else []
    elif is_dataclass(value):
        for field in fields(value):
            name = field.name
            if name in UNTOLD and not (name == "id" and place.rpartition(".")[2] in ENTRIES):
                continue
            yield from _texts(getattr(value, name), f"{place}.{name}" if place else name)
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _texts(one, place)


# --- what a page tells


Row = tuple[Cell, ...]


def page_texts(page: Page) -> Iterator[str]:
    """Go through every text of a page that stands outside of rows."""
    yield from (page.title, page.caveat, *page.dropped)
    for name, told in page.facts:
        yield from (name, told)
    for section in page.sections:
        for _, one in section.walk():
            yield one.title
    for block in page.blocks():
        if isinstance(block, Words):
            yield from (block.text, *((block.grade.words,) if block.grade else ()))
        elif isinstance(block, Points):
            yield from block.items
        elif isinstance(block, Table) and block.none and not block.rows:
            yield block.none
        else:
            yield block.caption
            yield from () if isinstance(block, Table) else (block.words,)


def page_rows(page: Page) -> Iterator[Row]:
    """Go through every row of a page: of tables, and of the tables that are behind pictures and grids."""
    for block in page.blocks():
        if isinstance(block, (Picture, Grid)):
            yield from block.table().rows
        elif isinstance(block, Table):
            yield from block.rows


def column_names(page: Page) -> Iterator[str]:
    """Go through the names of all columns."""
    for block in page.blocks():
        if isinstance(block, Picture):
            yield from block.heads
        elif isinstance(block, Grid) or (isinstance(block, Table) and (block.rows or not block.none)):
            yield from block.columns


# --- what a format shows


@dataclass(frozen=True)
class Shown:
    """What a file shows: its text with white space folded, and the rows of its tables, cell by cell."""

    text: str
    rows: tuple[tuple[object, ...], ...]

    def lacks_text(self, text: str) -> bool:
        """Say whether a text is nowhere to be read; as a sentence it begins with a capital."""
        words = plain(visible(text))
        return words not in self.text and words[:1].upper() + words[1:] not in self.text

    def texts_with(self, text: str) -> int:
        """Count how often a text is to be read; as a sentence it begins with a capital."""
        words = plain(visible(text))
        return sum(self.text.count(one) for one in {words, words[:1].upper() + words[1:]}) if words else 0

    def rows_that_hold(self, row: Row) -> int:
        """Count the rows that hold all the cells of a row, in whatever cells."""
        return sum(_holds(found, row) for found in self.rows_with(_first(row)))

    def rows_with(self, word: str) -> Sequence[tuple[object, ...]]:
        return self._index.get(word, ())

    @cached_property
    def _index(self) -> Mapping[str, list[tuple[object, ...]]]:
        found: dict[str, list[tuple[object, ...]]] = {}
        for row in self.rows:
            for word in {word for cell in row if isinstance(cell, str) for word in cell.split()} | {""}:
                found.setdefault(word, []).append(row)
        return found


def _first(row: Row) -> str:
    words = [word for cell in row if isinstance(cell, str) for word in plain(visible(cell)).split()]
    return words[0] if words else ""


def _holds(found: tuple[object, ...], row: Row) -> bool:
    text = " ".join(str(cell) for cell in found if isinstance(cell, str))
    values = [cell for cell in found if not isinstance(cell, str)]
    counts = [cell for cell in row if isinstance(cell, Count)]
    if counts and _counts(found)[-len(counts) :] != [one.words for one in counts]:
        return False
    return all(_is_in(cell, text, values) for cell in row if not isinstance(cell, Count))


def _counts(found: tuple[object, ...]) -> list[str]:
    return ["none" if cell == 0 and not isinstance(cell, str) else str(cell) for cell in found]


def _is_in(cell: Cell, text: str, values: Sequence[object]) -> bool:
    if cell is None or cell == "":
        return True
    if isinstance(cell, date):
        return cell in values or in_words(cell) in text or cell.isoformat() in text
    if isinstance(cell, Figure) and not cell.words:
        return False
    if isinstance(cell, Figure):
        number = round(cell.number / 100, 8) if cell.share else cell.number
        return number in values or cell.words in text
    if isinstance(cell, (int, float)):
        return cell in values or re.search(rf"(?<![0-9]){re.escape(cell_words(cell))}(?![0-9])", text) is not None
    words = cell.words if isinstance(cell, (GradeShown, Status)) else str(cell)
    return plain(visible(words)) in text


DATED = ("xlsx", "json")
"""The formats in which a date is a date; in the others it is words."""


def written(page: Page, form: str) -> Shown:
    """Give what a page tells as a file of a format would show it that tells each thing as often as the page, and nothing else."""
    rows = tuple(tuple(_written(cell, form) for cell in row) for row in page_rows(page))
    texts = [*page_texts(page), *(cell for row in rows for cell in row if isinstance(cell, str))]
    return Shown(plain(visible("\n".join(texts))), rows)


def _written(cell: Cell, form: str) -> object:
    if isinstance(cell, date):
        return cell if form in DATED else in_words(cell)
    words = cell.words if isinstance(cell, (GradeShown, Status, Figure, Count)) else cell
    return plain(visible(words)) if isinstance(words, str) else words


class _Html(HTMLParser):
    def __init__(self, content: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.rows: list[list[str]] = []
        self.hidden = 0
        self.in_cell = False
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("style", "script")
        self.in_cell = self.in_cell or tag in ("td", "th")
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag in ("br", "p", "li"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "script")
        self.in_cell = self.in_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)
            if self.in_cell:
                self.rows[-1][-1] += data


def shown_html(page: Page) -> Shown:
    from preinspect.render.html import page as render

    read = _Html(render(page))
    return Shown(plain("".join(read.parts)), _plain_rows(read.rows))


def _plain_rows(rows: Sequence[Sequence[str]]) -> tuple[tuple[object, ...], ...]:
    return tuple(tuple(plain(cell) for cell in row) for row in rows)


def shown_markdown(page: Page) -> Shown:
    from preinspect.render.markdown import page as render

    def read(text: str) -> str:
        return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))

    written = render(page)
    rows = [[read(cell) for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in written.split("\n") if line.startswith("|")]
    return Shown(plain(read(written)), _plain_rows(rows))


def shown_json(page: Page) -> Shown:
    from preinspect.render.json import page as render

    laid = json.loads(render(page))
    texts, rows = [], []

    def walk(value: object) -> None:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, list):
            for one in value:
                walk(one)
        elif isinstance(value, dict):
            rows.extend(_json_rows(value))
            for key, one in value.items():
                texts.append(key)
                walk(one)

    walk(laid)
    return Shown(plain(visible("\n".join(texts))), tuple(rows))


def _json_rows(block: Mapping[str, object]) -> Iterator[tuple[object, ...]]:
    if block.get("type") == "table":
        for row in block["rows"]:  # type: ignore[attr-defined]
            yield tuple(plain(visible(_json_cell(one))) if isinstance(one, (str, dict)) else one for one in row)
    elif block.get("type") == "grid":
        for row in block["rows"]:  # type: ignore[attr-defined]
            counts = zip(row["counts"], row["old"], strict=True)
            yield (plain(visible(row["row"])), *(Count(number, old).words for number, old in counts))
    elif block.get("type") == "picture":
        for bar in block["bars"]:  # type: ignore[attr-defined]
            yield (bar["label"], bar["count"], ", ".join(bar["which"]))


def _json_cell(value: object) -> str:
    return str(value["words"]) if isinstance(value, dict) else str(value)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def shown_word(page: Page) -> Shown:
    from lxml import etree

    from preinspect.render.word import word

    with ZipFile(BytesIO(word(page))) as parts:
        root = etree.fromstring(parts.read("word/document.xml"))

    def read(element: etree._Element) -> str:
        return "".join(
            " " if one.tag in (f"{_W}br", f"{_W}cr", f"{_W}tab", f"{_W}p") else one.text or ""
            for one in element.iter(f"{_W}t", f"{_W}br", f"{_W}cr", f"{_W}tab", f"{_W}p")
        )

    tables = [[[read(cell) for cell in row.iter(f"{_W}tc")] for row in table.iter(f"{_W}tr")] for table in root.iter(f"{_W}tbl")]
    rows = [row for table in tables for row in (*table, *(zip(*table, strict=True) if _counts_only(table) else ()))]
    return Shown(plain(read(root)), _plain_rows(rows))


def _counts_only(table: Sequence[Sequence[str]]) -> bool:
    """Say whether all cells beside names are counts: such a table may be printed with its rows as columns."""
    return all(re.fullmatch(r"\s*([0-9]+( old)?|none)\s*", cell) for row in table[1:] for cell in row[1:])


def shown_excel(page: Page) -> Shown:
    import openpyxl

    from preinspect.render.excel import excel

    book = openpyxl.load_workbook(BytesIO(excel(page)))
    rows = [[_excel_cell(value) for value in row] for sheet in book for row in sheet.iter_rows(values_only=True)]
    names = [sheet.title for sheet in book]
    return Shown(
        plain("\n".join([*names, *(cell for row in rows for cell in row if isinstance(cell, str))])), tuple(map(tuple, rows))
    )


def _excel_cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    return plain(value) if isinstance(value, str) else "" if value is None else value


FORMATS: Mapping[str, Callable[[Page], Shown]] = {
    "html": shown_html,
    "md": shown_markdown,
    "docx": shown_word,
    "xlsx": shown_excel,
    "json": shown_json,
}
"""Every format, and how what it shows is read back."""
