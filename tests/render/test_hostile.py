"""An assessment whose every text is hostile: in every kind and format it comes out as text, whole, and nothing acts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from render.facts import shown_html
from render.pages import HOSTILE, KINDS, TODAY, all_texts, laid, plain, text_of_word, texts
from render.test_formats import book

from preinspect.case import Case, open_case
from preinspect.kinds.every import page as page_of
from preinspect.kinds.material import material
from preinspect.page import Page
from preinspect.render import html, markdown
from preinspect.render import json as json_format
from preinspect.render.escape import markdown as escaped
from preinspect.render.escape import visible
from preinspect.render.template import Own

docx = pytest.importorskip("docx", reason="python-docx comes with the extra 'word'")

SAID = [text for text in HOSTILE if "\ufffe" not in text]
"""What a file of YAML can hold: it takes no U+FFFE."""

SHORT = "".join(text for text in SAID if len(text) < 100)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Open a folder with every hostile text in every place that takes free words."""
    folder = tmp_path_factory.mktemp("hostile")
    owner = SHORT
    sections = {
        "assessment": {"authority": SHORT, "framework": "ilacs-2018", "as-at": "2019-11-08"},
        "evidence": [
            {
                **{
                    "id": f"AUD-{n}",
                    "kind": "audit",
                    "descriptors": [f"HP-{n + 1:02}"],
                    "date": "2019-10-01",
                    "handling": "public",
                },
                **{"grade": "good" if n % 2 else "inadequate", "extent": "most", "effect": "helping" if n % 2 else "risk"},
                **dict.fromkeys(("title", "finding", "impact", "source", "held", "because"), text),
                **{
                    "sample": {
                        "population": 200,
                        "size": 40,
                        "selection": "random",
                        "moderated": 12,
                        "changed": {"up": 0, "down": 0},
                    }
                },
            }
            for n, text in enumerate(SAID)
        ],
        "actions": [
            {
                **{
                    "id": f"ACT-{n}",
                    "gaps": [f"HP-{n + 1:02}"],
                    "result": text,
                    "action": text,
                    "owner": owner,
                    "due": "2019-10-01",
                },
                **{"status": "on-track", "priority": "immediate", "handling": "public"},
            }
            for n, text in enumerate(SAID)
        ],
        "requests": [{"of": f"D-{n + 1:02}", "state": "not-ready", "owner": owner, "why": text} for n, text in enumerate(SAID)],
    }
    (folder / "all.yaml").write_text(json.dumps(sections), "utf-8")
    return open_case(folder, as_at=None, today=TODAY)


def laid_out(case: Case, kind: str, audience: str = "internal") -> Page:
    return page_of(kind, material(case, case.predict(), audience))


def said(told: Iterable[str]) -> list[str]:
    """Give the texts that have one of the hostile ones in them."""
    return [text for text in told if any(one.strip() in text for one in SAID)]


def of_word(page: Page, folder: Path) -> str:
    from preinspect.render.word import word

    template = docx.Document()
    template.add_paragraph("{{ title }} {{ authority }}")
    template.add_paragraph("{{p body }}")
    template.save(str(folder / "own.docx"))
    return text_of_word(word(page, Own(instead=folder / "own.docx")))


def test_the_folder_is_read_whole(case: Case) -> None:
    assert len(case.assessment.evidence) == len(case.assessment.actions) == len(case.assessment.requests) == len(SAID)


@pytest.mark.parametrize("audience", ["internal", "public"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_hostile_text_is_text_in_html_markdown_json_and_word(case: Case, tmp_path: Path, kind: str, audience: str) -> None:
    page = laid_out(case, kind, audience)
    wanted, held = said(texts(page)), said(all_texts(page))
    shown, lines = shown_html(page).text, plain(markdown.page(page))
    words, told = of_word(page, tmp_path), json.dumps(json.loads(json_format.page(page)), ensure_ascii=False)
    assert SHORT in "".join(wanted)
    assert [text for text in wanted if plain(visible(text)) not in shown] == []
    assert [text for text in wanted if escaped(text, begins=False) not in lines and escaped(text) not in lines] == []
    assert [text for text in wanted if plain(visible(text)) not in words] == []
    assert [text for text in held if json.dumps(text, ensure_ascii=False)[1:-1] not in told] == []


@pytest.mark.parametrize("kind", ["gap", "self-evaluation", "plan", "board"])
def test_the_kinds_with_findings_or_actions_show_every_hostile_text(case: Case, kind: str) -> None:
    told = "\n".join(said(texts(laid_out(case, kind))))
    assert [text for text in SAID if text not in told] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_holds_every_hostile_text_as_text(case: Case, kind: str) -> None:
    page = laid_out(case, kind)
    cells = [cell for sheet in book(page).worksheets for row in sheet.iter_rows() for cell in row]  # type: ignore[attr-defined]
    told = {plain(str(cell.value)) for cell in cells}
    rows = [cell for table in page.tables() for row in table.rows for cell in row if isinstance(cell, str) and cell]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert [text for text in rows if plain(visible(text)) not in told] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_hostile_text_becomes_an_element_or_a_mark_that_turns_the_writing(case: Case, kind: str) -> None:
    content = html.page(laid_out(case, kind))
    own = html.page(laid("ealing-2019", kind))
    assert content.count("<script") <= own.count("<script") + 1
    assert "<script>alert" not in content
    for made in (content, markdown.page(laid_out(case, kind))):
        assert "\u202e" not in made and "\x1b" not in made
