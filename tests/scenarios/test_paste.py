"""What is pasted into a question with line breaks in it stays one answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from console import council, ended, sit_at


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "paragraphs"])
def test_a_pasted_second_paragraph_is_no_answer_to_the_next_question(tmp_path: Path, between: str) -> None:
    talk = sit_at(council(tmp_path), "new", "audit")
    for answer in ("HP-10", "2026-09-30", "28 of 40", ""):
        talk.expect("\n> ")
        talk.sendline(answer)
    talk.expect("\n> ")
    talk.sendline(f"Held in time.{between}Police were late.")
    for answer in ("Few waited.", ""):
        talk.expect("\n> ")
        talk.sendline(answer)
    assert ended(talk).exit == 0
    text = (tmp_path / "help-and-protection.yaml").read_text("utf-8")
    assert "finding: |-\n" in text and "Held in time." in text and "Police were late." in text
    assert "impact: Few waited." in text
