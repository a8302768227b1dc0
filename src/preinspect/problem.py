"""Mistakes that people make, as values: where, what is wrong, what to do.

A user's mistake is never an exception. Each step collects all the problems that it meets and returns them beside its result.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How much a problem matters: an error leaves something out of the score, a note changes nothing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: lines and columns count from 1; None where a whole file (or folder) is meant."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Code:
    """What a problem code means, for everybody: its severity, what it is and what to do about it."""

    severity: Severity
    title: str
    advice: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake, told once: a code of the table, a place, a sentence, and the nearest known name if a name is unknown."""

    code: str
    at: Location
    message: str
    suggestion: str | None = None
    excerpt: str | None = None

    @property
    def severity(self) -> Severity:
        """The severity that the table of codes gives."""
        return CODES[self.code].severity

    @property
    def advice(self) -> str:
        """What to do, from the table of codes."""
        return CODES[self.code].advice


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file, line and column, then code; a problem of a whole file comes first, doubles are dropped."""
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda p: (p.at.file, p.at.line or 0, p.at.column or 0, p.code, p.message),
        )
    )


_LEADING_NOUGHTS = re.compile(r"(?<![0-9])0+(?=[0-9])")


def did_you_mean(word: str, known: Iterable[str], closeness: float = 0.6) -> str | None:
    """Return the known name nearest to what was typed, or None where none is near (from 0 to 1); capitals do not count.

    Ids differ in their digits, so a missing hyphen or nought (`hp7` for `HP-07`) is looked for first.
    """
    names = {_bare(name): name for name in known}
    if (same := names.get(_bare(word))) is not None:
        return same
    near = difflib.get_close_matches(_bare(word), names, n=1, cutoff=closeness)
    return names[near[0]] if near else None


def did_you_mean_grade(word: str, grades: Iterable[str]) -> str | None:
    """Return the grade of which a word is a misspelling, or None.

    A grade of another scale may be near in its letters and far in its meaning ('adequate' and 'inadequate', 'met' and 'not-met'), and a
    hint would invite to record it: so the first letter has to be the same.
    """
    first = _bare(word)[:1]
    return did_you_mean(word, [one for one in grades if _bare(one)[:1] == first])


def _bare(word: str) -> str:
    """Strip what people leave out or mistype most: capitals, hyphens, blanks, leading noughts; O and nought look alike."""
    plain = "".join(char for char in word.casefold().replace("o", "0") if char.isalnum())
    return _LEADING_NOUGHTS.sub("", plain)


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

_IDENTIFIES = (
    "Take it out before you commit. If it was committed already, ask information governance how to take it out of the history too. "
    "If it is something else, clear it under 'cleared:' with the entry's id, the pattern in brackets and the reason. No report is "
    "written until then."
)

CODES: dict[str, Code] = {
    # PI1xx: reading a file
    "PI101": Code(
        _E,
        "The file is not valid YAML",
        "Look at the line shown and the one before it: a missing colon, quote or space is the usual cause. "
        "Nothing in this file counts until it can be read.",
    ),
    "PI102": Code(
        _E,
        "The file holds merge markers",
        "Keep one of the two versions, or parts of both, and delete the lines that start with <<<<<<<, ======= and >>>>>>>. "
        "`preinspect check` shows both, and git's command that keeps each where git holds them still. Nothing in this file counts "
        "until then.",
    ),
    "PI103": Code(_E, "A tab is used to indent", "Replace the tab with spaces; two for each level is our habit."),
    "PI104": Code(
        _E,
        "The same key stands twice",
        "Keep one of the two. Nothing is taken from this entry, because either value might be the one that was meant.",
    ),
    "PI105": Code(_E, "The file is not UTF-8 text", "Save it again as UTF-8 (in most editors: Save as, encoding UTF-8)."),
    "PI106": Code(_E, "The file holds a YAML tag", "Write the value as plain text without the part that begins with '!'."),
    "PI107": Code(
        _E, "The file refers to itself too often", "Write the repeated parts out, or take the & and * references away."
    ),
    "PI108": Code(_W, "The file is empty", "Write into it what belongs there, or delete it."),
    "PI109": Code(
        _E,
        "The file does not hold sections",
        "Start the file with a section such as 'evidence:' and indent what follows.",
    ),
    "PI110": Code(_E, "The file cannot be opened", "Check that the file exists and that you may read it."),
    "PI111": Code(
        _E,
        "The file holds several documents",
        "Take the line '---' away and put everything under one set of sections, or split the file in two.",
    ),
    "PI112": Code(_E, "Too much stands within each other", "Look for brackets that are opened again and again and never closed."),
    "PI113": Code(
        _E,
        "The same section stands twice",
        "Put what stands under the second with the first. Until then only the first counts.",
    ),
    "PI114": Code(
        _E, "The folder cannot be opened", "Give the folder that holds the assessment, or make one with `preinspect init`."
    ),
    "PI120": Code(
        _E,
        "The key is unknown",
        "Correct the key or take it away; what stands under a misspelt key would be lost without a word.",
    ),
    "PI121": Code(_E, "Something is missing", "Add what is missing; nothing is taken from this entry until then."),
    "PI122": Code(_E, "The value is of another sort than is meant", "Write it as the message says."),
    "PI123": Code(_E, "The value is none of those that are possible", "Use one of those named."),
    "PI124": Code(_E, "The day does not exist", "Correct the date; files write it as year-month-day, such as 2026-11-21."),
    "PI125": Code(_E, "The date cannot be read", "Write it as year-month-day, such as 2026-11-21."),
    "PI126": Code(
        _N,
        "The date is written in another form",
        "Nothing need be done if the day is right; year-month-day, such as 2026-11-21, reads the same everywhere.",
    ),
    "PI127": Code(
        _N,
        "The text looks like something else",
        "Nothing need be done; put it in quotes if other programs read this file too: they may take it for a number, or for "
        "yes or no.",
    ),
    "PI128": Code(_E, "The value cannot be right", "Correct the value."),
    "PI129": Code(_E, "The sample is written as a fraction", "Write the two numbers apart, such as {size: 20, met: 14}."),
    # PI2xx: frameworks
    "PI201": Code(
        _E,
        "The framework is unknown",
        "Use one of the names that `preinspect frameworks list` prints, or put your own framework into a folder "
        "'frameworks' beside the evidence.",
    ),
    "PI202": Code(
        _E, "The framework has no head", "Begin its framework.yaml with 'framework:', its id, title, family and dates."
    ),
    "PI203": Code(_E, "The framework extends itself", "Let each edition extend an earlier one."),
    "PI204": Code(_E, "A framework has no such section", "Correct the name; CONTRIBUTING.md lists the sections of a framework."),
    "PI205": Code(_E, "A section of a framework has the wrong form", "Compare it with the same section of a shipped framework."),
    "PI206": Code(_E, "An id stands twice in a framework", "Give one of the two another id, or delete it."),
    "PI207": Code(_E, "A framework names an unknown judgement", "Use the id of one of its own judgements."),
    "PI208": Code(_E, "A framework names an unknown grade", "Use the id of one of the grades of its own scale."),
    "PI209": Code(_E, "A framework cites an unknown source", "Add the source to its 'sources:', or correct the name."),
    "PI210": Code(_E, "A framework names an unknown descriptor", "Use the id of one of its own descriptors."),
    "PI211": Code(_E, "A limit names an unknown limit", "Use the id of another of its own limits."),
    "PI212": Code(_E, "A framework ends before it begins", "Correct 'in-force:'; 'until' is the last day."),
    "PI213": Code(_E, "A scale needs one benchmark", "Mark the grade that the descriptors describe with 'benchmark: true'."),
    "PI214": Code(
        _E,
        "A framework leaves open how overall is reached",
        "Give an overall judgement its rules, or say in 'no-overall:' that there is none.",
    ),
    "PI217": Code(_E, "A crosswalk leads nowhere", "Name what both frameworks really hold, and give every part of both a row."),
    "PI218": Code(_E, "Two editions of a family overlap", "Let each edition end on the day before the next one begins."),
    "PI219": Code(_E, "A count cannot be", "Count again: of how many there were, so many held; never more than there were."),
    "PI216": Code(_E, "The method's tables are missing", "Leave method.yaml and model.yaml in the folder of frameworks."),
    "PI215": Code(
        _E, "Descriptors and judgements do not meet", "Let each area of descriptors be covered by exactly one judgement."
    ),
    # PI3xx: evidence, and where it meets the framework
    "PI301": Code(
        _E,
        "The framework is unknown",
        "Write the id of one that exists under 'assessment:'; `preinspect frameworks list` names all.",
    ),
    "PI302": Code(
        _E,
        "The descriptor is unknown",
        "Use an id of the framework; `preinspect frameworks show` lists them. The entry still counts for those that are known.",
    ),
    "PI303": Code(_E, "The kind of evidence is unknown", "Use one of the kinds that the message names."),
    "PI304": Code(_E, "The grade is not on the framework's scale", "Use one of the grades that the message names."),
    "PI305": Code(_E, "The judgement is unknown", "Use the id or the name of one of the framework's judgements."),
    "PI306": Code(_E, "The extent is unknown", "Use one of the words that the message names, or leave it out."),
    "PI307": Code(_E, "The effect is unknown", "Use one of the words that the message names, or leave it out."),
    "PI308": Code(_E, "The measure is unknown", "Use a measure of the list in frameworks/measures.yaml."),
    "PI309": Code(_E, "The request is unknown", "Use the id of something that the framework's inspectors ask for."),
    "PI310": Code(_E, "The same id stands twice", "Give one of the two another id. Neither counts until then."),
    "PI311": Code(
        _E, "A period or range is the wrong way round", "Correct one of the two ends. The entry does not count until then."
    ),
    "PI312": Code(
        _W,
        "The entry is dated after the as-at date",
        "It is left out, as nobody knew it then. Correct its date, or choose a later day with --as-at.",
    ),
    "PI313": Code(_E, "The numbers of the sample do not fit", "Correct them. The entry does not count until then."),
    "PI314": Code(
        _E,
        "There is no grade, nor a sample that gives one",
        "Write the grade that this entry alone would support, or the sample's results, or how many of how many met the standard.",
    ),
    "PI315": Code(
        _W,
        "Effect and grade contradict each other",
        "Say what the finding means for children in a word that goes with its grade, or correct the grade.",
    ),
    "PI316": Code(_W, "An entry that is named does not exist", "Correct the id, or take it away if that entry is gone."),
    "PI317": Code(
        _N,
        "A published result names a framework that is not here",
        "Nothing need be done; the result is kept, and no comparison is made with it.",
    ),
    "PI318": Code(
        _W,
        "An entry cannot take the place of the one that it names",
        "Both count. If the older one no longer holds, record newer evidence of the same or a stronger kind that looked at the same "
        "descriptor; else take its id away here.",
    ),
    "PI319": Code(
        _E,
        "An entry waits for a decision since it was carried to another framework",
        "Decide what the comment above it asks, correct the entry where it needs it, and take the comment away. Until then evidence and "
        "views do not count, and actions, requests and changes do.",
    ),
    "PI320": Code(_E, "Two sections say whose assessment this is", "Keep one; only the first counts."),
    "PI321": Code(
        _E,
        "The assessment names no framework",
        "Write in one file of the folder 'assessment:', and indented below it 'authority:' with the council's name and "
        "'framework:' with an edition, such as ilacs-2026; `preinspect frameworks list` names all.",
    ),
    "PI322": Code(
        _N,
        "There is no evidence yet",
        "`preinspect new` asks for one entry and writes it; where there is no folder to fill yet, `preinspect init` makes one.",
    ),
    "PI323": Code(
        _E,
        "The descriptor is another framework's",
        "Run the command that the message names, which shows first without --write; or use an id of this framework.",
    ),
    "PI324": Code(
        _W,
        "The numbers of an indicator do not fit together",
        "Correct the value or what it was counted from; a part is seldom more than its whole. The figure is shown as it stands.",
    ),
    "PI325": Code(
        _W,
        "Two indicators tell the same figure",
        "Keep one, or say whose each is (`service`), or what sets them apart (`period`).",
    ),
    "PI326": Code(
        _W,
        "The grade is kinder than the sample's results",
        "Correct the grade, or the sample's results; inspectors read the same records.",
    ),
    "PI330": Code(_E, "An NHS number stands in the file", _IDENTIFIES),
    "PI331": Code(_E, "A pupil number stands in the file", _IDENTIFIES),
    "PI332": Code(_E, "A national insurance number stands in the file", _IDENTIFIES),
    "PI333": Code(_E, "A date of birth stands in the file", _IDENTIFIES),
    "PI334": Code(_E, "The number of a child, a case or a file stands in the file", _IDENTIFIES),
    "PI335": Code(_E, "A postcode, a street, a telephone number or an e-mail address stands in the file", _IDENTIFIES),
    "PI336": Code(_E, "A person is named", _IDENTIFIES),
    "PI337": Code(_E, "A number stands in the file that this council guards", _IDENTIFIES),
    "PI338": Code(
        _N, "What looks like personal data was cleared", "Nothing need be done; reports list what was cleared, with the reason."
    ),
    "PI339": Code(
        _W,
        "A clearance clears nothing",
        "Take it away, or correct the id or the pattern; what it was meant for is told until it is cleared.",
    ),
    # PI5xx: reports
    "PI501": Code(
        _E,
        "A template of your own cannot be used",
        "Correct it at the line shown; docs/templates.md lists all that a template may ask for, and ours are good to start from. No report "
        "is written with it until then.",
    ),
    "PI502": Code(
        _E,
        "A template of your own leaves out what no report may leave out",
        "Put in what is missing; docs/templates.md says how each is written. No report is written with it until then.",
    ),
    "PI503": Code(
        _W,
        "A part of a Word template was not taken over",
        "Nothing need be done: the report is made without it. To be rid of this line, take it out of the template in Word.",
    ),
    "PI504": Code(
        _W,
        "A file among the templates is not used",
        "Name it as the template that it is meant for; docs/templates.md lists them.",
    ),
}
