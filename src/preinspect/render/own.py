"""What is wrong with a council's own templates, told before the day on which a report is needed."""

from __future__ import annotations

from ..page import Page
from ..problem import Problem
from . import html, markdown
from .template import BrokenTemplate, Own, ours, strangers


def faults(own: Own) -> tuple[Problem, ...]:
    """Read a council's own templates, as far as that can be done without a report to fill in."""
    found = list(strangers(own))
    for name in ours():
        try:
            if own.find(name) is None:
                continue
            if name.endswith(".docx"):
                found += _word(own)
            else:
                (markdown if name.endswith(".md") else html).templates(own).check(name)
        except BrokenTemplate as error:
            found.append(error.problem)
    return tuple(found)


def _word(own: Own) -> tuple[Problem, ...]:
    try:
        from .word import left_out, word
    except ImportError:  # no Word file can be made here either
        return ()
    word(Page("gap", "A report", (), "A caveat", ()), own)
    return left_out(own)
