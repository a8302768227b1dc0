"""One page in five formats: the same facts in each, text as text, and files that open."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile

import pytest
from render.pages import AUDIENCES, FOLDERS, HOSTILE, KINDS, TRAP, laid, plain, text_of_word, texts

from preinspect.page import Page
from preinspect.render import html as html_format
from preinspect.render import json as json_format
from preinspect.render import markdown as markdown_format
from preinspect.render.escape import markdown as escaped
from preinspect.render.escape import visible

pytest.importorskip("docx", reason="python-docx comes with the extra 'word'")
openpyxl = pytest.importorskip("openpyxl", reason="openpyxl comes with the test extra")

CALLS = [(folder, kind, audience) for folder in FOLDERS for kind in KINDS for audience in AUDIENCES]


class Shown(HTMLParser):
    """The text that a browser would show."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        self.parts.append("" if self.hidden else data)


def shown_html(page: Page) -> str:
    return plain("".join(Shown(html_format.page(page)).parts))


def shown_word(page: Page) -> str:
    from preinspect.render.word import word

    with ZipFile(BytesIO(word(page))) as parts:
        assert parts.testzip() is None
    return text_of_word(word(page))


def book(page: Page) -> object:
    from preinspect.render.excel import excel

    return openpyxl.load_workbook(BytesIO(excel(page)))


@pytest.mark.parametrize(("folder", "kind", "audience"), CALLS)
def test_html_tells_every_fact_of_the_page(folder: str, kind: str, audience: str) -> None:
    page = laid(folder, kind, audience)
    content = shown_html(page)
    assert [text for text in texts(page) if plain(visible(text)) not in content] == []


@pytest.mark.parametrize(("folder", "kind", "audience"), CALLS)
def test_markdown_tells_every_fact_of_the_page(folder: str, kind: str, audience: str) -> None:
    page = laid(folder, kind, audience)
    content = plain(markdown_format.page(page))
    assert [text for text in texts(page) if escaped(text) not in content and escaped(text, begins=False) not in content] == []


@pytest.mark.parametrize(("folder", "kind", "audience"), CALLS)
def test_json_tells_every_fact_of_the_page(folder: str, kind: str, audience: str) -> None:
    page = laid(folder, kind, audience)
    content = json.dumps(json.loads(json_format.page(page)), ensure_ascii=False)
    assert [text for text in texts(page) if json.dumps(text, ensure_ascii=False)[1:-1] not in content] == []


@pytest.mark.parametrize("kind", KINDS)
def test_word_tells_every_fact_of_the_page(kind: str) -> None:
    page = laid("ealing-2019", kind)
    content = shown_word(page)
    assert [text for text in texts(page) if plain(visible(text)) not in content] == []


@pytest.mark.parametrize("kind", KINDS)
def test_excel_holds_every_row_of_every_table(kind: str) -> None:
    page = laid("ealing-2019", kind)
    rows = sum(sheet.max_row - 1 for sheet in book(page).worksheets[1:])  # type: ignore[attr-defined]
    assert rows == sum(max(1, len(table.rows)) if len(table.rows) else 0 for table in page.tables())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_text_in_html(text: str) -> None:
    assert plain(visible(text)) in shown_html(TRAP)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_text_in_word(text: str) -> None:
    assert plain(visible(text)) in shown_word(TRAP)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_out_as_text_in_excel(text: str) -> None:
    cells = [cell for sheet in book(TRAP).worksheets for row in sheet.iter_rows() for cell in row]  # type: ignore[attr-defined]
    assert any(cell.data_type == "s" and plain(str(cell.value)) == plain(visible(text)) for cell in cells)


def test_excel_holds_no_formula() -> None:
    cells = [cell for sheet in book(TRAP).worksheets for row in sheet.iter_rows() for cell in row]  # type: ignore[attr-defined]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_excel_keeps_dates_as_dates() -> None:
    sheet = book(TRAP)["Traps"]  # type: ignore[index]
    assert sheet["B2"].is_date and sheet["B2"].value.date() == date(2019, 11, 8)


def test_excel_freezes_the_header_and_filters() -> None:
    sheet = book(TRAP)["Traps"]  # type: ignore[index]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:B11"


@pytest.mark.parametrize("form", ["word", "excel"])
def test_equal_input_gives_equal_bytes(form: str) -> None:
    from preinspect.render.excel import excel
    from preinspect.render.word import word

    write: Callable[[Page], bytes] = {"word": word, "excel": excel}[form]
    assert write(TRAP) == write(TRAP)


@pytest.mark.parametrize(
    ("folder", "kind", "audience"),
    [(f, k, a) for f in ("ealing-2019", "dudley-2011") for k in KINDS for a in ("internal", "public")],
)
def test_a_report_reads_as_it_did(folder: str, kind: str, audience: str, golden: Callable[[str, str], None]) -> None:
    golden(f"{folder}-{kind}-{audience}.md", markdown_format.page(laid(folder, kind, audience)))
