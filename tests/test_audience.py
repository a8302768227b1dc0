"""What each audience is kept from, in every kind of report and every format: each field of each entry is marked and looked for.

A mark tells what it is in: who may see the entry, then the field. Files are read raw, part by part, so that what nobody sees on the
page (properties, comments, hidden sheets, attributes) is looked at too.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest

from preinspect.case import Case, open_case
from preinspect.kinds.every import KINDS, page
from preinspect.kinds.material import material
from preinspect.page import Page, Table, cell_words
from preinspect.render import excel, html, json, markdown, word

pytest.importorskip("docx", reason="python-docx comes with the extra 'word'")
pytest.importorskip("xlsxwriter", reason="XlsxWriter comes with the extra 'excel'")

AUDIENCES = ("internal", "board", "public")
FORMATS = {"html": html.page, "md": markdown.page, "json": json.page, "docx": word.word, "xlsx": excel.excel}

HEAD = "assessment: {authority: Anyshire, framework: ilacs-2023, as-at: 2025-11-01}\n"

ITEM = """\
  - id: {mark}-ID
    kind: {kind}
    descriptors: [{about}]
    date: {day}
    grade: {grade}
    extent: many
    handling: {handling}
    title: {lead}{mark}TITLE
    finding: {lead}{mark}FINDING
    impact: {lead}{mark}IMPACT
    what-we-did: {lead}{mark}DID
    source: {lead}{mark}SOURCE
    held: {lead}{mark}HELD
    because: {lead}{mark}BECAUSE
    sample: {sample}
"""

NOTED = "note: {mark}NOTE, source: {mark}SOURCE, held: {mark}HELD, owner: {mark}OWNER"

FIGURES = """\
  - {{id: ZQPUBKPI1-ID, measure: re-referral-rate, date: 2025-03-31, value: 21.13, handling: public}}
  - {{id: ZQBRDKPI-ID, measure: re-referral-rate, date: 2025-06-30, value: 33.71, target: 18, handling: board, {board}}}
  - {{id: ZQINTKPI-ID, measure: re-referral-rate, date: 2025-09-30, value: 47.93, target: 18, {internal}}}
  - {{id: ZQFEWKPI1-ID, measure: return-home-interviews-offered, date: 2025-06-30, numerator: 3, denominator: 77431, handling: public}}
  - {{id: ZQFEWKPI2-ID, measure: return-home-interviews-offered, date: 2025-09-30, numerator: 60, denominator: 90, handling: public}}
  - {{id: ZQSUPKPI-ID, measure: assessments-within-45-days, date: 2025-09-30, numerator: 66173, denominator: 88379, suppressed: c,
     handling: public}}
  - {{id: ZQSUMKPI-ID, measure: unregistered-homes, date: 2025-09-30, value: 81237, handling: public}}
  - {{id: ZQSUMKPI1-ID, measure: unregistered-homes, date: 2025-09-30, value: 81233, handling: public, service: east}}
  - {{id: ZQSUMKPI2-ID, measure: unregistered-homes, date: 2025-09-30, value: 4, handling: internal, service: west}}
"""

DOING = """\
  - id: {mark}ACT-ID
    gaps: [{about}]
    result: {lead}{mark}RESULT
    action: {lead}{mark}ACTION
    owner: {lead}{mark}OWNER
    priority: immediate
    due: 2025-10-01
    status: {status}
    handling: {handling}
    measure: {{id: {measure}, baseline: {baseline}, target: {target}}}
    seen: {{date: 2025-09-03, evidence: [{seen}-ID]}}
"""

REST = """\
views:
  - {of: help-and-protection, grade: good, by: ZQVIEWBY, date: 2025-09-01, because: ZQVIEWBECAUSE}
  - {of: HP-10, grade: good, by: Manager, date: 2025-09-01, because: As ZQINT-ID says ZQVIEWLINKED}
requests:
  - {of: A-01, state: not-ready, count: 55217, due: 2025-10-01, owner: ZQREQOWNER, why: ZQREQWHY}
history:
  - framework: ilacs-2023
    published: 2024-05-01
    grades: {help-and-protection: good, children-in-care: good, care-leavers: good, leaders: good, overall: good}
    areas: [{text: how ZQAREA of three children is done, descriptors: [HP-10]}]
  - framework: ilacs-2023
    published: 2025-12-01
    grades: {help-and-protection: good, children-in-care: good, care-leavers: good, leaders: good, overall: good}
  - framework: ilacs-2023
    published: 2026-02-01
    grades: {help-and-protection: inadequate, children-in-care: good, care-leavers: good, leaders: good, overall: inadequate}
cleared:
  - {id: ZQINT-ID, pattern: local-id, reason: ZQCLEARED}
"""

FEW = "Three children were "
AUDITED = "{{size: {size}, met: {met}, moderated: 10}}"


def _item(mark: str, about: str, handling: str, size: int, met: int, **more: str) -> str:
    sample = AUDITED.format(size=size, met=met)
    told = {"kind": "audit", "day": "2025-09-30", "grade": "good", "lead": "", "sample": sample, **more}
    return ITEM.format(mark=mark, about=about, handling=handling, **told)


def written() -> str:
    """Write a folder's file, with a mark in every text."""
    evidence = [
        _item("ZQINT", "HP-10", "internal", 41233, 39877, grade="inadequate", lead="Child 1234567 "),
        _item("ZQBRD", "HP-10", "board", 42239, 38873, grade="requires-improvement"),
        _item("ZQPUB", "HP-10", "public", 43237, 37871),
        _item("ZQUNM", "HP-11", "public", 44243, 36869, sample="{size: 44243, met: 36869}"),
        _item("ZQFEW", "HP-12", "public", 45247, 45244, lead=FEW),
        _item("ZQFBK", "HP-12", "public", 0, 0, kind="external", sample="{}").replace(
            "sample: {}", "asked: 46273\n    replied: 46271"
        ),
        _item("ZQBAD", "HP-99", "public", 47221, 35221),
        _item("ZQOLD", "HP-13", "internal", 48221, 34221, kind="staff", day="2022-01-01"),
    ]
    figures = FIGURES.format(internal=NOTED.format(mark="ZQINTKPI"), board=NOTED.format(mark="ZQBRDKPI"))
    doing = [
        _doing("ZQINT", "internal", "re-referral-rate", 51.17, 12.19, "ZQINT", "HP-10"),
        _doing("ZQBRD", "board", "re-referral-rate", 52.17, 13.19, "ZQBRD", "HP-10"),
        _doing("ZQPUB", "public", "re-referral-rate", 53.17, 14.19, "ZQPUB", "HP-10"),
        _doing("ZQTIE", "public", "ZQINTKPI-ID", 54.17, 15.19, "ZQINT", "HP-10"),
        _doing("ZQFEW", "public", "unregistered-homes", 2.17, 1.19, "ZQFEW", "HP-12", FEW),
    ]
    parts = ["evidence:\n# ZQCOMMENT\n", *evidence, "indicators:\n", figures, "actions:\n", *doing, REST]
    return HEAD + "".join(parts)


def _doing(mark: str, handling: str, measure: str, baseline: float, target: float, seen: str, about: str, lead: str = "") -> str:
    known = {"measure": measure, "baseline": baseline, "target": target, "seen": seen, "about": about}
    return DOING.format(mark=mark, handling=handling, lead=lead, status="done", **known)


@cache
def case() -> Case:
    with TemporaryDirectory() as folder:
        (Path(folder) / "zqfile.yaml").write_text(written(), "utf-8")
        return open_case(Path(folder), as_at=None, today=date(2026, 11, 21))


@cache
def laid(kind: str, audience: str) -> Page:
    opened = case()
    return page(kind, material(opened, opened.predict(), audience))


@cache
def raw(kind: str, form: str, audience: str) -> str:
    """Give all that a file holds: each part as it stands, and without its tags, so that no mark hides between two runs."""
    made = FORMATS[form](laid(kind, audience))
    if isinstance(made, str):
        return f"{made}\n{re.sub(r'<[^>]*>', '', made)}"
    with ZipFile(BytesIO(made)) as parts:
        texts = [name + "\n" + parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
    return "\n".join([*texts, *(re.sub(r"<[^>]*>", "", text) for text in texts)])


def everything(audience: str) -> str:
    return "\n".join(raw(kind, form, audience) for kind in KINDS for form in FORMATS)


FIELDS = ("-ID", "TITLE", "FINDING", "IMPACT", "DID", "SOURCE", "HELD", "BECAUSE")
TOLD_OF_ACTIONS = ("ACT-ID", "RESULT", "ACTION", "OWNER")
INTERNAL = ("ZQINT", "ZQOLD", "ZQBAD", "ZQCLEARED", "ZQVIEWBECAUSE", "ZQVIEWLINKED", "ZQCOMMENT", "ZQSUMKPI2")
INTERNAL_NUMBERS = ("41233", "39877", "47221", "47.93", "47.9", "51.17", "12.19", "54.17", "15.19")
COUNCILS_OWN = ("ZQBRD", "ZQUNM", "ZQVIEW", "ZQREQ", "zqfile", "ZQPUBHELD", "ZQPUBBECAUSE", "ZQFBKHELD", "ZQFBKBECAUSE")
FEW_MARKS = tuple(f"ZQFEW{field}" for field in (*FIELDS[1:], *TOLD_OF_ACTIONS[1:]))
BOARDS_NUMBERS = ("42239", "38873", "44243", "33.71", "33.7", "52.17", "13.19", "55217")
FEW_NUMBERS = ("45244", "46271", "46273", "77431", "66173", "81233", "2.17", "1.19")


def numbers(text: str) -> set[str]:
    return set(re.findall(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?(?![0-9])", text.replace(",", "")))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_board_is_handed_nothing_internal(kind: str, form: str) -> None:
    told = raw(kind, form, "board")
    assert [mark for mark in INTERNAL if mark in told] == []
    assert set(INTERNAL_NUMBERS) & numbers(told) == set()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_public_is_handed_nothing_internal_and_nothing_of_the_board_nor_of_a_few(kind: str, form: str) -> None:
    told = raw(kind, form, "public")
    assert [mark for mark in (*INTERNAL, *COUNCILS_OWN, *FEW_MARKS) if mark in told] == []
    assert {*INTERNAL_NUMBERS, *BOARDS_NUMBERS, *FEW_NUMBERS} & numbers(told) == set()
    assert FEW not in told


def test_every_mark_that_is_kept_back_is_told_to_those_who_may_see_it() -> None:
    inside, board, public = everything("internal"), everything("board"), everything("public")
    own = [f"{mark}{field}" for mark in ("ZQINT", "ZQBRD", "ZQPUB") for field in FIELDS]
    own += [f"{mark}{field}" for mark in ("ZQINT", "ZQBRD", "ZQPUB", "ZQFEW") for field in TOLD_OF_ACTIONS]
    own += [*FEW_MARKS, "ZQBAD", "ZQCLEARED", "ZQVIEWBECAUSE", "ZQVIEWLINKED", "ZQREQWHY", "ZQREQOWNER", "ZQAREA", "zqfile"]
    assert [mark for mark in own if mark not in inside] == []
    assert {*INTERNAL_NUMBERS[:2], "47.93", "51.17", "54.17", *FEW_NUMBERS} - numbers(inside) == set()
    assert [mark for mark in own if "ZQBRD" in mark and mark not in board] == []
    assert {"42239", "33.71", "52.17", "55217"} - numbers(board) == set()
    shown = [f"ZQPUB{field}" for field in FIELDS if field not in ("HELD", "BECAUSE")]
    assert [mark for mark in (*shown, "ZQPUBACTION", "ZQTIEACTION", "ZQAREA") if mark not in public] == []
    assert {"43237", "21.13", "81237"} - numbers(public) == set()


# --- what takes the place of what is kept back


def public(kind: str = "gap") -> str:
    return raw(kind, "md", "public")


def measure(name: str, audience: str) -> list[str]:
    """Give status and figure of a measure as the table of the dashboard has them."""
    (table,) = [one for one in laid("board", audience).tables() if isinstance(one, Table) and one.caption.startswith("Measures")]
    (found,) = [row for row in table.rows if row[0] == name]
    return [cell_words(cell) for cell in found[1:3]]


def test_a_measure_whose_newest_figure_is_kept_back_shows_an_older_one_and_says_so() -> None:
    name = "Re-referrals within 12 months"
    assert measure(name, "internal") == ["worse than target", "47.93%"]
    assert measure(name, "board") == ["worse than target (not the newest figure)", "33.71%"]
    assert measure(name, "public") == ["no target, but the figure is over 6 months old (not the newest figure)", "21.13%"]
    assert "newest figure of 1 measure, not meant for this audience; an older one is shown." in " ".join(
        laid("board", "board").dropped
    )


def test_an_older_figure_that_is_within_its_target_is_not_coloured_as_if_all_were_well() -> None:
    shown = [one for one in material(case(), case().predict(), "board").report.indicators if one.latest]
    assert [one.tone for one in shown if "not the newest" in one.status and one.tone in ("good", "top")] == []


def test_of_entries_with_problems_the_board_and_the_public_are_told_how_many_alone() -> None:
    told = "1 entry left out because of problems: which they are, and why."
    assert [told in laid("gap", audience).dropped for audience in AUDIENCES] == [False, True, True]
    assert "1 entry left out" in raw("gap", "md", "board") and "Nothing was left out" not in raw("gap", "md", "board")
    assert "None of its descriptors is known." in raw("gap", "md", "internal")
    assert "None of its descriptors is known." not in everything("board") + everything("public")


def test_what_an_action_aims_at_is_told_to_the_public_unless_it_counts_a_few() -> None:
    assert "from 53.17 to 14.19" in public("plan").replace("\\", "")
    assert "2 figures of what an action aims at, under 6." in laid("plan", "public").dropped
    assert "from 2.17 to 1.19" in raw("plan", "md", "board").replace("\\", "")


def test_a_service_s_figure_from_which_a_small_one_could_be_worked_out_goes_with_it_and_the_whole_stays() -> None:
    rows = {one.id: one.value for one in material(case(), case().predict(), "public").report.indicators}
    assert rows["ZQSUMKPI-ID"] == "81237"
    assert rows["ZQSUMKPI1-ID"] == "withheld: would tell of fewer than six"


@pytest.mark.parametrize("kind", KINDS)
def test_the_public_is_told_of_grades_that_are_newer_than_those_shown(kind: str) -> None:
    """An older and kinder grade is not to pass for the last."""
    told = " ".join(laid(kind, "public").dropped)
    assert (
        "what inspectors published on 1 February 2026: Good for" in told and "Inadequate for Help and protection, Overall" in told
    )
    assert "what inspectors published" not in " ".join(laid(kind, "board").dropped)


def test_the_lead_members_public_page_tells_each_newer_grade_beside_the_older() -> None:
    assert "Help and protection: good (1 December 2025); since then inadequate (1 February 2026)." in public("one-page")


def test_what_nobody_moderated_is_counted_apart_from_what_is_not_meant_for_the_public() -> None:
    told = " ".join(laid("gap", "public").dropped)
    assert "of evidence not meant for this audience." in told and "of evidence meant for it that nobody moderated." in told
    assert "nobody moderated" not in " ".join(laid("gap", "board").dropped)


def test_the_board_reads_the_grades_that_people_give_themselves_and_that_their_reasons_are_left_out() -> None:
    assert "ZQVIEWBY" in raw("gap", "md", "board")
    assert "Why we give ourselves the grades that we do: 2 reasons." in laid("gap", "board").dropped


@pytest.mark.parametrize("audience", ["board", "public"])
@pytest.mark.parametrize("kind", ["plan", "board", "gap"])
def test_where_actions_are_kept_back_no_count_speaks_for_them(kind: str, audience: str) -> None:
    told = raw(kind, "md", audience)
    assert "not meant for this audience and not counted here: whether late or not, nothing is said of" in told
    assert "None that is shown here is said to be" in told and "None is said to be" not in told


def test_no_page_calls_an_older_grade_the_last() -> None:
    told = public("one-page")
    assert "inspectors last published grades on 1 February 2026." in told and "Inspectors last published 0 of 4" not in told
    assert "Inspectors published 0 of 4 judgements below good; what they published on 1 February 2026 is newer" in told
    said = public().replace("\\", "")
    assert "The grade is that published on 1 December 2025; since then inspectors published: Inadequate, 1 February 2026." in said
    assert "The grade is the last that inspectors published." not in said
