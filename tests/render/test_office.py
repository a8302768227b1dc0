"""Word and Excel files as LibreOffice opens them: pages with the headline facts, dates that are dates, text that stays text."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands import EVIDENCE, run
from office import converted, needs_calc, needs_writer
from render.pages import FOLDERS, HOSTILE, KINDS, TRAP, laid, plain

from preinspect.page import Words
from preinspect.render.escape import visible

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl comes with the test extra")
pytest.importorskip("docx", reason="python-docx comes with the extra 'word'")

# One process does them all, where pytest runs in several: each would start LibreOffice anew for the same files.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("office")]
WORD = [f"ealing-2019-{kind}" for kind in KINDS] + [f"{folder}-committee" for folder in FOLDERS[1:2]]
WORD += [f"{folder}-one-page" for folder in FOLDERS[1:]]
BOOKS = [f"ealing-2019-{kind}" for kind in KINDS]
RESAVED = "xlsx:Calc MS Excel 2007 XML"


def reports(names: list[str], suffix: str, folder: Path) -> list[Path]:
    """Write reports as a person would."""
    found = []
    for name in names:
        found.append(folder / f"{name}{suffix}")
        run("report", EVIDENCE / folder_of(name), "--kind", kind_of(name), "--output", found[-1])
    return found


@pytest.fixture(scope="module")
def word_pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("word")
    return converted(reports(WORD, ".docx", folder), "pdf", folder)


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every kind as a workbook, and one whose every text is hostile."""
    from preinspect.render.excel import excel

    folder = tmp_path_factory.mktemp("excel")
    (folder / "trap.xlsx").write_bytes(excel(TRAP))
    return [*reports(BOOKS, ".xlsx", folder), folder / "trap.xlsx"]


@pytest.fixture(scope="module")
def book_pdfs(books: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return converted(books, "pdf", tmp_path_factory.mktemp("pdf"))


@pytest.fixture(scope="module")
def resaved(books: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    found = converted(books, RESAVED, tmp_path_factory.mktemp("resaved"))
    return {name: openpyxl.load_workbook(path) for name, path in found.items()}


def read(pdf: Path) -> str:
    """Give the text of a PDF."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext: apt-get install poppler-utils")
    return plain(subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, encoding="utf-8").stdout)


def pages(pdf: Path) -> int:
    """Count the pages of a PDF by its own count."""
    told = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    return int(re.search("Pages: +([0-9]+)", told)[1])  # type: ignore[index]


@needs_writer
@pytest.mark.parametrize("name", WORD)
def test_a_word_report_has_pages_that_tell_its_headline_facts(word_pdfs: dict[str, Path], name: str) -> None:
    content = read(word_pdfs[name])
    page = laid(folder_of(name), kind_of(name)).to_read()
    first = [section.title for section in page.sections]
    strong = [block.text for section in page.sections for block in section.blocks if is_headline(block)]
    assert pages(word_pdfs[name]) > 0
    assert [one for one in (*first, *strong, *(told for _, told in page.facts)) if squeezed(one) not in squeezed(content)] == []


@needs_writer
@pytest.mark.parametrize("folder", FOLDERS)
def test_the_page_for_a_lead_member_is_one_page_in_word(word_pdfs: dict[str, Path], folder: str) -> None:
    assert pages(word_pdfs[f"{folder}-one-page"]) == 1


def folder_of(name: str) -> str:
    return re.sub("(-[0-9]{4}).*", r"\1", name)


def kind_of(name: str) -> str:
    return re.sub(".*?-[0-9]{4}-", "", name)


def is_headline(block: object) -> bool:
    return isinstance(block, Words) and block.tone == "strong"


def squeezed(text: str) -> str:
    """Leave blanks out: lines break anywhere."""
    return re.sub(r"\s+", "", text)


@needs_calc
@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_opens_and_prints(book_pdfs: dict[str, Path], name: str) -> None:
    assert pages(book_pdfs[name]) > 0
    assert squeezed(laid(folder_of(name), kind_of(name)).title) in squeezed(read(book_pdfs[name]))


@needs_calc
@pytest.mark.parametrize("name", BOOKS)
def test_a_workbook_that_libreoffice_saved_holds_the_same_cells(books: list[Path], resaved: dict[str, Any], name: str) -> None:
    (own,) = [openpyxl.load_workbook(path) for path in books if path.stem == name]
    assert cells(resaved[name]) == cells(own)


@needs_calc
def test_dates_are_still_dates_and_text_is_still_no_formula(resaved: dict[str, Any]) -> None:
    sheet = resaved["trap"]["Traps"]
    assert [(cell.is_date, cell.value.date()) for cell in sheet["B"][1:]] == [(True, date(2019, 11, 8))] * len(HOSTILE)
    told = [cell.value for cell in sheet["A"][1:]]
    assert [plain(one) for one in told] == [plain(visible(one)) for one in HOSTILE]
    assert [one for one in told if one.startswith("=")]
    assert {cell.data_type for book in resaved.values() for one in book for row in one.iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
    }


def cells(book: Any) -> dict[str, list[list[Any]]]:
    """Give the values of every sheet by its name; what is empty at an end is no cell."""
    return {sheet.title: [[one for one in row if one is not None] for row in sheet.iter_rows(values_only=True)] for sheet in book}
