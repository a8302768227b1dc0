"""Scenario 19: the public version has no predictions, unmoderated grades, small numbers or internal notes, and lists what was removed.

It says how easy it is to read, and children in care and care leavers are the words that it uses.
"""

from __future__ import annotations

import io
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pytest
from console import broad, council, entries, typed

KINDS = ("gap", "self-evaluation", "plan", "committee", "one-page", "board", "ready")
FORMS = ("html", "md", "json", "docx", "xlsx")

PUBLIC = entries(
    "id: AUD-1, kind: audit, descriptors: [HP-10], date: 2026-09-30, grade: good, extent: most, handling: public, "
    "finding: LAC and their IROs were heard., impact: Children said so., because: NOTE-OF-OURS, held: SHAREPOINT-PLACE, "
    "sample: {size: 40, met: 36, moderated: 12}",
    "id: AUD-2, kind: audit, descriptors: [HP-11], date: 2026-09-30, grade: good, finding: NOBODY-MODERATED this., handling: public, "
    "sample: {size: 40, met: 37}",
    "id: AUD-3, kind: audit, descriptors: [HP-15], date: 2026-09-30, grade: requires-improvement, finding: FOR-OURSELVES only., "
    "sample: {size: 40, met: 20, moderated: 12}",
    "id: AUD-4, kind: audit, descriptors: [CL-03], date: 2026-09-30, grade: good, finding: Care leavers had a plan., handling: public, "
    "sample: {size: 37, met: 34, moderated: 12}",
    *broad("external", "requires-improvement", "LD", range(1, 15)),
)
REST = """indicators:
  - id: K-1
    measure: re-referral-rate
    period: {from: 2026-04-01, to: 2026-06-30}
    numerator: 4
    denominator: 409
    target: 18
    handling: public
  - id: K-2
    measure: assessments-within-45-days
    period: {from: 2026-07-01, to: 2026-09-30}
    numerator: 352
    denominator: 400
    target: 85
    handling: public
views: [{of: help-and-protection, grade: outstanding, by: A-MANAGER, because: VIEW-OF-OURS}]
actions:
  - {id: ACT-1, gaps: [HP-15], action: PLAN-OF-OURS, priority: immediate}
  - {id: ACT-2, gaps: [HP-10], action: Every family gets a letter., priority: immediate, handling: public}
requests:
  - {of: A-08, state: not-ready, count: 3, why: REASON-OF-OURS}
history:
  - framework: ilacs-2023
    published: 2024-05-01
    grades: {help-and-protection: good, children-in-care: good, care-leavers: good, leaders: good, overall: good}
"""

REMOVED = (
    *("NOTE-OF-OURS", "SHAREPOINT-PLACE", "NOBODY-MODERATED", "FOR-OURSELVES", "VIEW-OF-OURS", "A-MANAGER", "PLAN-OF-OURS"),
    *(
        "REASON-OF-OURS",
        "Predicted from the evidence of this council",
        "How sure we are",
        "4 of 409",
        "34 met",
        "Held down by",
        ".yaml",
    ),
)
"""What the public must not read: notes, places, unmoderated and internal findings, views, predictions and what small counts are in."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out a council with something of everything that the public is not to see."""
    return council(tmp_path_factory.mktemp("council"), evidence=PUBLIC, rest=REST)


def public(folder: Path, kind: str, form: str = "md") -> str:
    """Ask for the public version, and read all of its text on one line."""
    target = folder / f"{kind}.{form}"
    screen = typed(folder, "report", "--kind", kind, "--audience", "public", "--output", target.name)
    assert screen.exit == 0, screen.shown
    content = target.read_bytes()
    if form in ("docx", "xlsx"):
        with ZipFile(io.BytesIO(content)) as parts:
            content = b" ".join(parts.read(name) for name in sorted(parts.namelist()) if name.endswith(".xml"))
    return " ".join(unescape(content.decode("utf-8")).split())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_for_the_public_is_in_no_public_file(folder: Path, kind: str, form: str) -> None:
    said = public(folder, kind, form)
    assert [word for word in REMOVED if word in said] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_internal_version_has_something_to_remove(folder: Path, kind: str) -> None:
    typed(folder, "report", "--kind", kind, "--output", f"own-{kind}.md")
    said = (folder / f"own-{kind}.md").read_text("utf-8")
    assert any(word in said for word in REMOVED)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_removed_is_listed(folder: Path, kind: str) -> None:
    said = public(folder, kind)
    left_out = said.split("## Left out of this version")[1]
    for sort in (
        "items of evidence not meant for this audience.",
        "1 item of evidence meant for it that nobody moderated.",
        "Predicted grades, how sure they are, and what would change them.",
        "Grades that we give ourselves, and why.",
        "Counts under 6, where we recognise them; read it before you publish.",
        "1 action not meant for this audience.",
    ):
        assert sort in left_out


@pytest.mark.parametrize("form", ["html", "md", "json", "docx"])
@pytest.mark.parametrize("kind", KINDS)
def test_there_is_a_line_on_the_reading_age(folder: Path, kind: str, form: str) -> None:
    said = public(folder, kind, form)
    assert "Reading age" in said and "by the length of sentences and words" in said


def test_small_numbers_are_withheld_and_others_are_not(folder: Path) -> None:
    said = public(folder, "board")
    assert "withheld: would tell of fewer than six" in said
    assert "88.0% | 352 | 400" in said


def test_a_count_that_a_small_one_follows_from_is_withheld_too(folder: Path) -> None:
    assert "37 looked at; results withheld, a count is under six" in public(folder, "committee")


@pytest.mark.parametrize("kind", ["gap", "self-evaluation", "committee"])
def test_children_in_care_and_care_leavers_are_the_words_used(folder: Path, kind: str) -> None:
    said = public(folder, kind)
    assert "Children in care and their independent reviewing officers were heard." in said
    assert "Short and older words, written out: LAC and IRO; names that the framework prints stay as they are." in said
    assert "Care leavers had a plan." in said


@pytest.mark.parametrize("kind", ["self-evaluation", "committee", "board"])
def test_what_inspectors_published_and_what_may_be_shown_stays(folder: Path, kind: str) -> None:
    said = public(folder, kind)
    assert "Published" in said and "1 May 2024" in said and "Good" in said


def test_what_we_do_and_may_show_stays(folder: Path) -> None:
    assert "Every family gets a letter." in public(folder, "plan")
