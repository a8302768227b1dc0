"""The personal-data guard: what identifies a child or names a person, found in the text and in the name of every file.

Each file is searched once for spots (a run of digits, an @, the colon after an owner); only where there is one do the patterns look
closer. An identifier is shown to nobody: whatever is told has all but its last two characters masked.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from .document import line_of
from .evidence import Assessment, Cleared, OwnPattern
from .folder import name_of
from .problem import Location, Problem, did_you_mean, in_file_order
from .watch import Watch, unwatched
from .words import sentence, withheld


@dataclass(frozen=True, slots=True)
class Pattern:
    """One sort of identifier: the code of its problem, what it is in words, and how to say the same without it."""

    code: str
    what: str
    instead: str


PATTERNS: dict[str, Pattern] = {
    "nhs-number": Pattern("PI330", "an NHS number", "Write 'one child', and under 'held' where the health record is kept."),
    "upn": Pattern("PI331", "a unique pupil number", "Write 'one pupil', and under 'held' where the school record is kept."),
    "ni-number": Pattern(
        "PI332", "a national insurance number", "Write whether the young person has the number, not the number."
    ),
    "birth-date": Pattern(
        "PI333", "a child's date of birth", "Write 'one child' and an age or a group of ages, such as 10 to 15."
    ),
    "local-id": Pattern(
        "PI334",
        "the number of a child, a case or a file in a recording system",
        "Write how many children it is about; keep the list of numbers in that system, and point to it under 'held'.",
    ),
    "postcode": Pattern("PI335", "a postcode", "Write the town, or what sort of place it is: 'a foster home out of area'."),
    "address": Pattern("PI335", "a street address", "Write the town, or what sort of place it is: 'the family home'."),
    "telephone": Pattern("PI335", "a telephone number", "Write whose line it is: 'the duty line'."),
    "email": Pattern("PI335", "an e-mail address", "Write the role or the team that it belongs to."),
    "person-name": Pattern("PI336", "a person's name", "Write the role: 'team manager, north'; for a child, 'one child'."),
}
"""The patterns that everybody has, by the name that `cleared` gives; a council adds forms of its own under `assessment`."""

OWN = Pattern("PI337", "a number of a form that this council guards", PATTERNS["local-id"].instead)
"""What a council's own patterns have in common."""

CODES = frozenset({OWN.code, *(pattern.code for pattern in PATTERNS.values())})
"""The codes of hits: while any is told, nothing may be handed out."""

HEAD = "assessment"
"""The id by which `cleared` names what stands in no entry: the section of this name, comments above a section."""

_HISTORY = "Git keeps history: a new commit does not remove what an older one holds."


@dataclass(frozen=True, slots=True)
class Hit:
    """An identifier in a file, and the id of the entry that it stands in; only its masked form may be shown."""

    pattern: str
    at: Location
    entry: str | None
    masked: str
    excerpt: str
    cleared: Cleared | None = None
    raw: tuple[str, ...] = field(default=(), repr=False, compare=False)


def scan(
    assessment: Assessment, told: Iterable[Problem] = (), names: Iterable[str] = (), watch: Watch = unwatched
) -> tuple[tuple[Problem, ...], tuple[Hit, ...]]:
    """Look through every text of an assessment, and the names of its files, for what identifies a child or names a person.

    Args:
        assessment: As loaded, with the texts of its files.
        told: The problems found so far. They may quote what the guard finds, so they come back masked, beside its own.
        names: Of all files and folders below the assessment's own, from there.
        watch: Shows how far it is.
    Returns:
        All problems in file order, and the hits that were cleared.
    """
    entries = _by_file(assessment)
    ids = frozenset(clearable(assessment))
    found = [
        hit for name in watch(assessment.files, "Looking for personal data") for hit in _hits(name, assessment, ids, entries)
    ]
    found.extend(_in_names(names, assessment, ids))
    clearances = {(one.id, one.pattern): one for one in reversed(assessment.cleared) if _says_why(one)}
    hits = [replace(hit, cleared=clearances.get((hit.entry or "", hit.pattern))) for hit in found]
    own = (*map(_told, hits), *_idle(assessment, ids, hits))
    return in_file_order(_concealed((*told, *own), hits)), tuple(replace(hit, raw=()) for hit in hits if hit.cleared)


def clearable(assessment: Assessment) -> Iterator[str]:
    """Give the ids under which `cleared` can name an entry; one that has no id goes by what it is about."""
    yield HEAD
    yield from (name for name, _ in _entries(replace(assessment, cleared=())) if name)


def mask(raw: str) -> str:
    """Replace all but the last two characters; blanks stay, so that lines and words keep their length."""
    return re.sub(r"\S", "*", raw[:-2]) + raw[-2:]


# --- from finds to problems


def _hits(name: str, assessment: Assessment, ids: Collection[str], entries: Mapping[str, Sequence[_Start]]) -> Iterator[Hit]:
    """Say of what is found in one file where it stands and in which entry."""
    text = assessment.texts.get(name, "")
    found = (*find(text, assessment.as_at, ids, assessment.patterns), *_escaped(text, assessment, ids))
    if not found:
        return
    found = tuple(sorted(found, key=lambda one: one.start))
    lines = _Lines(text)
    starts = sorted((*entries.get(name, ()), *_sections(text, lines)), key=_place)
    masked = "".join(_masked(text, found))
    for one in found:
        at = Location(name, *lines.place(one.start))
        written = text[one.start : one.end]
        entry = _entry_at(lines.place(lines.meant(one.start)), starts)
        raw = (one.means or written, written)
        yield Hit(one.pattern, at, entry, mask(" ".join(raw[0].split())), line_of(masked, at) or "", None, raw)


def _in_names(names: Iterable[str], assessment: Assessment, ids: Collection[str]) -> Iterator[Hit]:
    """Find identifiers in the name of the folder and in those below it; they stand in no entry."""
    top = name_of(assessment.folder)
    own = assessment.folder.resolve().name
    below = ((name.rpartition("/")[2], name if top == "." else f"{top}/{name}") for name in names)
    for name, where in ((own, top), *below):
        for one in _in_name(name, assessment, ids):
            raw = name[one.start : one.end]
            yield Hit(one.pattern, Location(where), HEAD, mask(" ".join(raw.split())), "", None, (raw,))


def _in_name(part: str, assessment: Assessment, ids: Collection[str]) -> tuple[Find, ...]:
    """Find identifiers in one name, where no word need say what ten digits with the right check digit are."""
    plain = part.replace("_", " ")
    bare = (Find(*one.span(), "nhs-number") for one in _NHS.finditer(plain) if one[0][0] in "4679" and _passes("nhs", one[0]))
    return tuple(_apart((*bare, *find(plain, assessment.as_at, ids, assessment.patterns))))


_ESCAPE = re.compile(
    r"\\(?:x(?P<x>[0-9A-Fa-f]{2})|u(?P<u>[0-9A-Fa-f]{4})|U(?P<w>000[0-9A-Fa-f]{5})|(?P<end>\r?\n[ \t]*)|[ _ntNLP])"
)
"""What stands for a letter, for a blank or for nothing in a YAML text in double quotes."""


def _escaped(text: str, assessment: Assessment, ids: Collection[str]) -> Iterator[Find]:
    """Find identifiers of which some part is written as an escape, so that only the value shows them."""
    if "\\" not in text:
        return
    value, starts, places, at = "", [0], [0], 0
    for escape in _ESCAPE.finditer(text):
        code = escape["x"] or escape["u"] or escape["w"]
        letter = "" if escape["end"] else chr(int(code, 16)) if code else " "
        value += text[at : escape.start()]
        starts.extend((len(value), len(value) + len(letter)))
        value += letter
        at = escape.end()
        places.extend((escape.start(), at))
    value += text[at:]

    def place(offset: int) -> int:
        """Give where in the text a place of the value stands; every second stretch is an escape."""
        stretch = bisect_right(starts, offset) - 1
        return places[stretch] + (0 if stretch % 2 else offset - starts[stretch])

    for one in find(value, assessment.as_at, ids, assessment.patterns):
        start, end = place(one.start), place(one.end)
        if _ESCAPE.search(text, start, end):
            yield Find(start, end, one.pattern, value[one.start : one.end])


def _says_why(one: Cleared) -> bool:
    """Say whether a clearance gives a reason: a blank or a dash is none."""
    return any(char.isalnum() for char in one.reason)


def _masked(text: str, found: Iterable[Find]) -> Iterator[str]:
    begin = 0
    for one in found:
        yield text[begin : one.start]
        yield mask(text[one.start : one.end])
        begin = one.end
    yield text[begin:]


def _told(hit: Hit) -> Problem:
    """Tell of a hit: as an error, or as a note where it was cleared."""
    pattern = PATTERNS.get(hit.pattern, OWN)
    if hit.cleared is None:
        what = "This" if hit.at.line else "The name of this file or folder"
        instead = pattern.instead if hit.at.line else f"Give it another name; to clear it, give the id '{HEAD}'."
        message = f"{what} looks like {pattern.what} ({hit.pattern}): {hit.masked}. {instead} {_HISTORY}"
        return Problem(pattern.code, hit.at, message, excerpt=hit.excerpt)
    who = f" by {hit.cleared.by}" if hit.cleared.by else ""
    message = sentence(f"What looks like {pattern.what} ({hit.pattern}), {hit.masked}, was cleared{who}: {hit.cleared.reason}")
    return Problem("PI338", hit.at, message, excerpt=hit.excerpt)


def clearances(hits: Iterable[Hit]) -> tuple[str, ...]:
    """Say of each hit that was cleared where it stands, why it was let through and by whom; each once, by id and pattern."""
    found = {}
    for hit in hits:
        if hit.cleared is not None:
            who = f", by {hit.cleared.by}" if hit.cleared.by else ""
            what = PATTERNS.get(hit.pattern, OWN).what
            found[hit.entry or "", hit.pattern] = (
                f"{hit.entry}: what looks like {what} ({hit.pattern}){who}: {sentence(hit.cleared.reason)}"
            )
    return tuple(found[key] for key in sorted(found))


def _idle(assessment: Assessment, ids: Collection[str], hits: Iterable[Hit]) -> Iterator[Problem]:
    """Tell of clearances that clear nothing; one of an entry that is not there is told where references are looked at."""
    known = tuple(dict.fromkeys((*PATTERNS, *(one.name for one in assessment.patterns))))
    used = {(hit.entry, hit.pattern) for hit in hits}
    for one in assessment.cleared:
        at, near = one.block.place("pattern"), None
        if one.pattern not in known:
            message = f"There is no pattern '{one.pattern}'. There are: {', '.join(known)}."
            near = did_you_mean(one.pattern, known)
        elif not _says_why(one):
            at, message = one.block.place("reason"), "This clears nothing: it gives no reason."
        elif one.id in ids and (one.id, one.pattern) not in used:
            message = f"This clears nothing: no {one.pattern} is found in '{one.id}'."
        else:
            continue
        yield Problem("PI339", at, message, near, line_of(assessment.texts.get(at.file, ""), at))


_KEY = 4  # characters of an identifier by which a text that quotes it is known, so that not every one is looked for in each


def _concealed(problems: Iterable[Problem], hits: Iterable[Hit]) -> Iterator[Problem]:
    """Mask in each problem whatever identifier it quotes."""
    quotes: dict[str, dict[str, re.Pattern[str]]] = defaultdict(dict)
    for raw in {raw for hit in hits for raw in hit.raw}:
        quotes[raw.split()[0][:_KEY]][raw] = _as_quoted(raw)
    for one in problems:
        shown = [part and _conceal(part, quotes) for part in (one.message, one.suggestion, one.excerpt)]
        at = replace(one.at, file=_conceal(one.at.file, quotes))  # a file may be named by an identifier
        yield replace(one, at=at, message=shown[0] or "", suggestion=shown[1], excerpt=shown[2]) if quotes else one


def _conceal(text: str, quotes: Mapping[str, Mapping[str, re.Pattern[str]]]) -> str:
    pieces = {text[start : start + length] for length in range(1, _KEY + 1) for start in range(len(text))}
    for key in sorted(pieces & quotes.keys()):
        for quoted in quotes[key].values():
            text = quoted.sub(lambda match: mask(match[0]), text)
    return text


def _as_quoted(raw: str) -> re.Pattern[str]:
    """Match an identifier as messages quote it: as it stands, on one line, or cut off after one of its words."""
    words = [re.escape(word) for word in raw.split()]
    cuts = (rf"{' '.join(words[:count])}(?= \.\.\.)" for count in range(len(words) - 1, 0, -1))
    return re.compile("|".join((r"\s+".join(words), *cuts)))


# --- which entry a place belongs to

_Start = tuple[tuple[int, int], str | None]
"""The line and column at which an entry begins, and its name."""


def _place(start: _Start) -> tuple[int, int]:
    return start[0]


def _entries(assessment: Assessment) -> Iterator[tuple[str | None, Location]]:
    """Give the name of every entry, of those too that are left out, and where it begins."""
    named = (assessment.evidence, assessment.indicators, assessment.actions, assessment.left_out)
    yield from ((one.id, one.at) for entries in named for one in entries)
    yield from ((None, one.at) for one in assessment.cleared)  # it clears another entry, and never its own words
    yield from ((one.of, one.at) for entries in (assessment.views, assessment.requests) for one in entries)
    yield from ((one.framework, one.at) for one in assessment.history)


def _by_file(assessment: Assessment) -> Mapping[str, Sequence[_Start]]:
    starts: dict[str, list[_Start]] = defaultdict(list)
    for name, at in _entries(assessment):
        starts[at.file].append(((at.line or 1, at.column or 1), name))
    return starts


_SECTION = re.compile(r"^[\w-]+[ \t]*:", re.MULTILINE)
_TO_NEXT = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?:- +)?")


@dataclass(slots=True)
class _Lines:
    """The lines of a text, for places in it."""

    text: str
    ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.ends = [end.start() for end in re.finditer("\n", self.text)]

    def place(self, offset: int) -> tuple[int, int]:
        """Give line and column, from 1."""
        line = bisect_right(self.ends, offset - 1)
        return line + 1, offset - (self.ends[line - 1] if line else -1)

    def meant(self, offset: int) -> int:
        """Give the place that a place speaks of: a line of comment speaks of what follows it."""
        begin = offset - self.place(offset)[1] + 1
        if not self.text[begin:offset].lstrip(" \t").startswith("#"):
            return offset
        after = _TO_NEXT.match(self.text, begin)
        return after.end() if after else offset


def _sections(text: str, lines: _Lines) -> Iterator[_Start]:
    """Give the sections of a file, where the entry before them ends."""
    for section in _SECTION.finditer(text):
        yield (lines.place(section.start())[0], 0), HEAD


def _entry_at(place: tuple[int, int], starts: Sequence[_Start]) -> str | None:
    index = bisect_right(starts, place, key=_place)
    return starts[index - 1][1] if index else HEAD


# --- finding


@dataclass(frozen=True, slots=True)
class Find:
    """Where in a text an identifier stands, and by which pattern."""

    start: int
    end: int
    pattern: str
    means: str = ""
    """The identifier, where the text has it in escapes."""


def find(text: str, as_at: date, ids: Collection[str] = (), own: Sequence[OwnPattern] = ()) -> tuple[Find, ...]:
    """Find what identifies a child or names a person, in time that grows with the length of the text alone.

    Args:
        text: The text of a file; places are offsets in it.
        as_at: Dates of birth lie up to 25 years before it.
        ids: Ids of entries, which are no numbers of children.
        own: The council's own patterns.
    Returns:
        The finds in order; none overlaps another.
    """
    plain = text if text.isascii() else text.translate(_LOOK_ALIKES)
    page = _Page(_MISTYPED.sub(lambda letter: _MEANT[letter[0]], plain), as_at, ids)
    finds = [*_own(page.text, own)]
    for spot in _SPOT.finditer(page.text):
        finds.extend(_LOOK_CLOSER[spot.lastgroup or ""](page, spot))
    for look in (_labelled, _shortened, _spelled_emails, _addresses, _aged, _after_roles, _called):
        finds.extend(look(page))
    return tuple(_apart(finds))


def _own(text: str, own: Sequence[OwnPattern]) -> Iterator[Find]:
    """Find a council's own numbers: a prefix as it stands, perhaps a blank or hyphen, and so many digits."""
    for one in own:
        number = re.compile(rf"(?<![A-Za-z0-9]){re.escape(one.prefix)}[ -]?[0-9]{{{one.digits}}}(?![A-Za-z0-9])", re.IGNORECASE)
        yield from (Find(*match.span(), one.name) for match in number.finditer(text))


def _apart(finds: Iterable[Find]) -> Iterator[Find]:
    """Of finds that overlap keep that of the pattern that says most: a council's own, then in the order of the table."""
    order = {name: rank for rank, name in enumerate(PATTERNS)}
    last: Find | None = None
    for one in sorted(finds, key=lambda find: (find.start, order.get(find.pattern, -1), -find.end)):
        if last is None or one.start >= last.end:
            if last is not None:
                yield last
            last = one
        elif order.get(one.pattern, -1) < order.get(last.pattern, -1):
            last = one
    if last is not None:
        yield last


# What Word and web pages paste for blanks, hyphens, quotes and digits; one character for one, so that places stay.
_LOOK_ALIKES = str.maketrans(
    dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u2060\u3000\ufeff", " ")
    | dict.fromkeys("\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | {"\uff20": "@", "\uff1a": ":"}
)

_MISTYPED = re.compile(
    r"""[OoIl](?:
        (?:(?<=[0-9].)|(?<=[0-9][OoIl].))(?=[OoIl]?[ ]?[0-9])
      | (?<=[0-9][ ].)(?=[0-9]{2}|[A-Z]{2}(?![A-Za-z0-9]))
      | (?<=[0-9]{3}[lI])(?![A-Za-z0-9])
    )""",
    re.VERBOSE,
)
"""Letters typed for digits, or read so by a scanner: among the digits of a number, before its last group, or at its end."""

_MEANT = {"O": "0", "o": "0", "I": "1", "l": "1"}

_KEYS_OF_PEOPLE = ("owner", "by", "auditor", "author", "worker", "manager", "reviewer", "moderator")
_OWNERS = "|".join(  # each ends in r or y, which is looked at first
    f"(?<=(?i:{key}):)|(?<=(?i:{key})[\"']:)" for key in _KEYS_OF_PEOPLE
)
_MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"

_SPOT = re.compile(
    rf"""
    [0-9@:] (?:
      (?P<at> (?<=@) )
    | (?P<owner> (?:(?<=[rRyY]:)|(?<=[rRyY]["']:)) (?:{_OWNERS}) )
    | (?<=[0-9]) (?<![0-9][0-9]) (?:
        (?P<date>
            (?<=[12]) [09][0-9]{{2}}(?P<dash>[-/])[01][0-9](?P=dash)[0-3][0-9](?![0-9/-])
          | [0-9]? (?P<sep>[/.-]) [0-9]{{1,2}} (?P=sep) (?:[0-9]{{4}}|[0-9]{{2}}) (?![0-9/-])
          | [0-9]? (?:st|nd|rd|th)? (?:[ ]of)? [ ](?i:{_MONTH})[.,]? [ ] (?:[0-9]{{4}}|'?[0-9]{{2}}) (?![0-9])
        )
      | (?P<long> (?:(?:[ ().-]{{0,3}}|[ ]?\n[ #]{{1,40}}) [0-9]){{4,30}} )
      | (?P<code> [0-9]{{0,2}} [A-Za-z]{{2}} (?![A-Za-z0-9]) )
      | (?P<mixed> (?<=[A-Za-z][0-9]) [0-9]{{2,}} )
      )
    )
    """,
    re.VERBOSE,
)
"""Where it is worth to look closer: one pass over a text finds all such spots, and leaves most lines alone."""

_BOUND = re.compile(r"""\n[ \t]*(?:\#|(?:-[ ]+)?["']?[\w-]+["']?[ \t]*:\s|\n)|[{,][ \t]*["']?[\w-]+["']?[ \t]*:[ ]""", re.VERBOSE)
"""Where one field ends and another begins; the words of one say nothing about the numbers of another."""


_BLANK = re.compile(r"\s")
_ADDRESS = re.compile(r"\S*://\S*")


@dataclass(slots=True)
class _Page:
    """A text that is looked through."""

    text: str
    as_at: date
    ids: Collection[str]
    last_id: int = -1
    """Where the last local id ended, since lists of them are named but once."""
    small: str = field(init=False)
    """The text in small letters, for words that are looked for before anything is matched."""

    def __post_init__(self) -> None:
        small = self.text.lower()
        self.small = (
            small if len(small) == len(self.text) else "".join(low if len(low := one.lower()) == 1 else one for one in self.text)
        )

    def near(
        self, pattern: re.Pattern[str], hints: Iterable[str] | re.Pattern[str], back: int = 70, ahead: int = 120
    ) -> Iterator[re.Match[str]]:
        """Match a pattern only about hints: words in small letters that it cannot do without, or what finds them."""
        places = (one.start() for one in hints.finditer(self.text)) if isinstance(hints, re.Pattern) else self._places(hints)
        start = end = 0
        for place in sorted(places):
            if place - back > end:
                yield from pattern.finditer(self.text, start, end)
                start = place - back
            end = place + ahead
        yield from pattern.finditer(self.text, start, end)

    def _places(self, words: Iterable[str]) -> Iterator[int]:
        for word in words:
            place = self.small.find(word)
            while place >= 0:
                yield place
                place = self.small.find(word, place + 1)

    def before(self, offset: int, width: int = 70) -> str:
        """Give what stands before a place in the same field, its key included."""
        start = max(0, offset - width)
        for bound in _BOUND.finditer(self.text, start, offset):
            start = bound.start() + 1
        passage = self.text[start:offset]
        return _ADDRESS.sub(" ", passage) if "://" in passage else passage

    def after(self, offset: int, width: int = 50) -> str:
        """Give what stands after a place in the same field."""
        passage = self.text[offset : offset + width]
        bound = _BOUND.search(passage)
        return passage[: bound.start()] if bound else passage

    def word(self, start: int, end: int) -> str:
        """Give the whole word, path or address that a place is part of."""
        low = max(0, start - 200)
        begin = max(low, self.text.rfind(" ", low, start) + 1, self.text.rfind("\n", low, start) + 1)
        blank = _BLANK.search(self.text, end, end + 100)
        return self.text[begin : blank.start() if blank else end + 100]


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_NO_DIGIT = re.compile(r"[^0-9]+")


def _around(page: _Page, spot: re.Match[str], pattern: re.Pattern[str], back: int = 8) -> Iterator[re.Match[str]]:
    """Match a pattern where it begins in a spot or just before it; no identifier is longer than the margin behind."""
    for match in pattern.finditer(page.text, max(0, spot.start() - back), spot.end() + 64):
        if match.start() >= spot.end():
            return
        yield match


# --- numbers with check digits, and those that need none

_BREAK = r"\n[ \t#]{1,40}"  # a long text goes on in the next line
_GAP = rf"(?:[ .-]{{1,2}}|{_BREAK})?"
_NHS = re.compile(rf"(?<![0-9])[0-9]{{3}}(?P<gap>{_GAP})[0-9]{{3}}{_GAP}[0-9]{{4}}(?![A-Za-z0-9])")
_HEALTH = re.compile(
    r"nhs|n\.h\.s\b|(?<![a-z])(?:patients?|hospitals?|gps?|surgery|clinic|camhs|nurse|health|medical|immunisation|systmone|emis|rio)(?![a-z])",
    re.IGNORECASE,
)
_UPN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][ -]?[0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{4}[0-9A-Za-z](?![A-Za-z0-9])")
_NI = re.compile(
    r"(?<![A-Za-z0-9])(?:(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]|QQ)"  # QQ: of forms, and never given
    rf"{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[A-D](?![A-Za-z0-9])",
    re.IGNORECASE,
)
_LOOSE_NI = re.compile(r"[A-Za-z][a-z]\s+[0-9]{6}\s+[a-d]")  # at 450000 a year
_INSURANCE = re.compile(r"(?<![a-z])(?:ni|nino|insurance)(?![a-z])", re.IGNORECASE)


def _nhs_numbers(page: _Page, spot: re.Match[str]) -> Iterator[Find]:
    """Find NHS numbers: one in eleven numbers passes the check, so a word nearby or the grouping must say the same."""
    for match in _around(page, spot, _NHS):
        if not _passes("nhs", match[0]):
            continue
        before, grouped = page.before(match.start()), match["gap"] and match[0][0] in "4679"
        if grouped or ((_HEALTH.search(before) or _HEALTH.search(page.after(match.end()))) and not _is_other(before, 3)):
            yield Find(*match.span(), "nhs-number")


def _pupil_numbers(page: _Page, spot: re.Match[str]) -> Iterator[Find]:
    for match in _around(page, spot, _UPN):
        if _passes("upn", match[0]):
            yield Find(*match.span(), "upn")


def _passes(sort: str, number: str) -> bool:
    """Check a number's check digit or letter."""
    if sort == "nhs":
        from stdnum.gb import nhs

        return bool(nhs.is_valid(_NO_DIGIT.sub("", number)))
    from stdnum.gb import upn

    plain = upn.compact(number.replace("-", ""))  # `upn.is_valid` refuses authorities younger than its list, such as 838 and 940
    return plain[-1] not in "IOS" and bool(upn.calc_check_digit(plain[1:]) == plain[0])


def _insurance_numbers(page: _Page, spot: re.Match[str]) -> Iterator[Find]:
    for match in _around(page, spot, _NI):
        if not _LOOSE_NI.fullmatch(match[0]) or _INSURANCE.search(page.before(match.start())):
            yield Find(*match.span(), "ni-number")


# --- telephone numbers, e-mail addresses, postcodes

_S = rf"(?:[)]?[ ./-]{{1,3}}|[)]|{_BREAK})"
_TELEPHONE = re.compile(
    rf"""(?<![\w.+-])(?:
    (?:[+]44|0044) {_S}? (?:[(]0[)]{_S}?)? [1-35-9] (?:{_S}?[0-9]){{8,9}}
  | [(]?0[12378] (?:
        [0-9] {_S} [0-9]{{4}} {_S}? [0-9]{{4}}
      | [0-9]{{2}} {_S} (?: [0-9]{{3}} {_S}? [0-9]{{3,4}} | [0-9]{{4}} {_S} [0-9]{{3}} )
      | [0-9]{{3}} {_S} (?: [0-9]{{3}} {_S}? [0-9]{{3}} | [0-9]{{5}} )
    )
  | 0[ ]7 (?:[ ][0-9]){{9}}
  | (?P<bare> 0[12378][0-9]{{8,9}} | (?P<short> 7[0-9]{{9}}) )
    )(?![A-Za-z0-9])""",
    re.VERBOSE,
)
_SHORT_TELEPHONE = re.compile(
    r"(?<![a-z])(?:tel|telephone|phone|mobile|mob|fax)\b[.:]{0,2} ?(?:no\.?|number)?:? ?"
    r"(?P<number>[0-9][0-9 -]{4,10}[0-9])(?![A-Za-z0-9-])",
    re.IGNORECASE,
)
_CALL = re.compile(r"(?<![a-z])(?:tel|phone|mob|call|ring|rang|text|fax|voicemail|reach)", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}")
_POSTCODE = re.compile(
    r"(?<![A-Za-z0-9#-])(?P<area>[A-Za-z]{1,2})[0-9](?P<third>[0-9A-Za-z]?)"
    rf"(?P<blank>[ ]{{0,2}}|-|{_BREAK})(?P<last>[0-9][ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{{2}})(?![A-Za-z0-9])"
)
_ORDINALS = frozenset({"1st", "2nd", "3rd", *(f"{digit}th" for digit in "0456789")})
_AREAS = _words(
    """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL
    GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX
    PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR
    WS WV YO ZE
    """
)
_AREAS_OF_LONDON = frozenset({"E", "EC", "N", "NW", "SE", "SW", "W", "WC"})


def _telephones(page: _Page, spot: re.Match[str]) -> Iterator[Find]:
    for match in _around(page, spot, _TELEPHONE):
        if match["bare"] is None or _is_called(page, match):
            yield Find(*match.span(), "telephone")
    for match in _around(page, spot, _SHORT_TELEPHONE, 24):
        yield Find(*match.span("number"), "telephone")


def _is_called(page: _Page, match: re.Match[str]) -> bool:
    """Tell a telephone number without blanks from the number of an order or a report, by the words before it."""
    before = page.before(match.start())
    named = (_CALL.search(before) and not (match["short"] and _is_other(before, 3))) or (
        len(match[0]) == 11 and not _is_other(before)
    )
    return bool(named) and "://" not in page.word(*match.span())


def _emails(page: _Page, spot: re.Match[str]) -> Iterator[Find]:
    for match in _EMAIL.finditer(page.text, max(0, spot.start() - 64), spot.end() + 120):
        yield Find(*match.span(), "email")


def _postcodes(page: _Page, spot: re.Match[str]) -> Iterator[Find]:
    for match in _POSTCODE.finditer(page.text, max(0, spot.start() - 46), spot.end() + 1):
        area, written = match["area"].upper(), match[0]
        fits = area in _AREAS and (not match["third"].isalpha() or area in _AREAS_OF_LONDON)
        long = match["third"] and len(area) == 2
        plain = written.isupper() or ((match["blank"] or long) and match["last"] not in _ORDINALS)
        if fits and plain and "://" not in page.word(*match.span()):
            yield Find(*match.span(), "postcode")


# --- dates of birth

_BORN = re.compile(
    r"(?<![a-z])(?:d\.?[ ]?o\.?[ ]?b\b\.?|date[ _-]of[ _-]birth|birth[ _-]?da(?:te|y)|born|(?<=\()b\.?)[\"']?"
    rf"(?:[ :=,(\[\"'-]|{_BREAK}){{0,5}}(?:(?:is|was|on|of|the|as|given|recorded|shown|written|entered)[ ]){{0,3}}[\"']?$",
    re.IGNORECASE,
)
_INITIALS = r"[A-Z]\. ?[A-Z](?:\.(?: ?[A-Z]\.)?)?|[A-Z]{2,3}|[A-Z](?: [A-Z]){1,2}"
_INITIALS_BEFORE = re.compile(rf"(?<![A-Za-z0-9&'-])(?<![A-Z]\.)({_INITIALS})(?:[ ,:;(\[\"'-]|{_BREAK}){{0,4}}$")
_INITIALS_AFTER = re.compile(rf"(?:[ ,(]|{_BREAK}){{1,3}}([A-Z]\. ?[A-Z]\.|[A-Z]{{2}}(?![A-Za-z0-9'-]|[ ][A-Z]))")
_ROW_BEFORE = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{0,3}[0-9]{5,10}[A-Za-z]?)(?:[,;\t]|[ ]?[|][ ]?)[\"']?$")
_STAMP = re.compile(r"#[ \t]*\W*$")
_DATE = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[ /.-](?P<month>[0-9]{1,2}|[A-Za-z]{3})[a-z]*[ /.,-]{1,2}'?(?P<year>[0-9]+)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEARS_OF_CHILDHOOD = 25

_NO_INITIALS = _words(
    """
    AEM ASC ASD AYP BCU BME CAF CAN CCE CCG CEO CFO CIC CIN CME CPC CPD CPP CPR CPS CQC CSC CSE CSP CWD CYP DASH DBS DCS
    DFE DMT DOL DPA DPO DSL DV DWP EDT EET EHA EHC EHE EHM EIA EIF ESA EU FAQ FGC FOI FSM FTE GB GDPR HCP HMI HQ ICB ICO
    ICS ICT IFA IHA II III IMR IRO ISO IT IV JSNA JTAI KPI LAC LCS LGA LSB LSC LST MAR MOU MPS NHS NI OFS OOA OT PAT PDF
    PDR PEP PLO PPR PQ PRU PSW QA QR RAG RHA RI SAR SCR SDM SDQ SEF SEN SGO SIF SLA SLT SMT SOP SOS SRO STM SWE TAC TAF
    TOR UK US USA YJ YJB YJS YOS YOT
    """
)
"""Capitals that stand before dates in such papers and are nobody's initials: reports, boards, plans, services."""

_SELDOM_INITIALS = _words(
    """
    AD AM AP CC CD CE CJ CL CP CS DA DD DI DS EA EH EP FC FE FH FS FT GM GP HE HM HO HP HR HV IA ID JD KS LA LD LM LP LT
    MA MET MI MP NA NB NE NW OH OK ON OR PA PC PI PM PO PR PS PT SC SE SG SM SO SP SS SW TM TV UC VC VR VS WD WT YP YR
    """
)
"""Capitals that are a role or a service beside a recent date, and may be initials beside an older one."""

_RECENT = 3 * 366  # days
_DATED = re.compile(r"(?:[ \n,-][ ]|.[{])date: [0-9]{4}-[0-9]{2}-[0-9]{2}[\n,}]")


def _birth_dates(page: _Page, spot: re.Match[str]) -> Iterator[Find]:
    """Find dates of the last 25 years that stand with 'born' or the like, with initials, or in a row after a number."""
    if _DATED.match(page.text, max(0, spot.start() - 8)):  # the commonest line of all, and never a date of birth
        return
    day = _day(spot[0], page.as_at)
    if day is None or not page.as_at.year - _YEARS_OF_CHILDHOOD <= day.year or day > page.as_at:
        return
    age = (page.as_at - day).days
    before = page.before(spot.start(), 60)
    born = _BORN.search(before)
    initials = _INITIALS_BEFORE.search(before[: born.start()] if born else before)
    later = _INITIALS_AFTER.match(page.text, spot.end())
    row = _ROW_BEFORE.search(before)
    if initials and (born or _are_initials(initials[1], age)) and (born or not _is_stamp(before, initials.start(), age)):
        yield Find(spot.start() - len(before) + initials.start(1), spot.end(), "birth-date")
    elif born:
        yield Find(*spot.span(), "birth-date")
    elif later and _are_initials(later[1], age) and not _is_stamp(before, len(before), age):
        yield Find(spot.start(), later.end(1), "birth-date")
    elif row and not _is_other(before[: row.start()]):
        yield Find(spot.start() - len(before) + row.start(1), spot.end(), "birth-date")


def _are_initials(capitals: str, age: int) -> bool:
    """Tell initials from other capitals, by the days since the date beside them."""
    letters = capitals.replace(".", "").replace(" ", "")
    if "." in capitals:
        return letters not in ("UK", "US", "EU")
    return letters not in _NO_INITIALS and (age > _RECENT or letters not in _SELDOM_INITIALS)


def _is_stamp(before: str, end: int, age: int) -> bool:
    """Say whether a comment begins with day and initials, as people sign what they changed."""
    return age < 366 and _STAMP.search(before, 0, end) is not None


def _day(written: str, as_at: date) -> date | None:
    """Read a date; a year of two digits is the last that fits."""
    parts = _DATE.fullmatch(written)
    try:
        if parts is None:
            return date.fromisoformat(written.replace("/", "-"))
        month, year = parts["month"].casefold(), int(parts["year"])
        if len(parts["year"]) == 2:
            year += 2000 if year <= as_at.year % 100 else 1900
        return date(year, _MONTHS.index(month) + 1 if month in _MONTHS else int(month), int(parts["day"]))
    except ValueError:
        return None


# --- numbers of children, cases and files

_ID = re.compile(
    r"(?<![A-Za-z0-9£€$])(?<![0-9]\.)(?<!20[0-9][0-9][-/])(?:[A-Za-z]{1,4}[-/]?)?[0-9]{3,10}(?:[A-Za-z]{1,2}[0-9]{0,3})?"
    r"(?![A-Za-z0-9]|\.[0-9]|,[0-9]{3}(?![0-9])|[ ]?%)"
)
_COMPOUND = (
    "load|work|stud|law|mix|audit|for|record|conf|protection|poverty|benefit|population|in[ ]need|health|store|server|size|share|format|"
    "count|weight"
)
"""What makes another thing of a case, a child or a file: case load, child poverty, file store."""

_THINGS = (
    "report|order|ticket|invoice|contract|form|company|charity|document|paper|item|version|batch|census|tender|asset|room|policy|"
    "project|meeting|incident|device|school|survey|event|session|build|change|call|job|provider|dataset|table|audit|user|staff|vendor"
)
"""What has an id of its own and is no child."""

_LABEL = re.compile(
    rf"""(?<![a-z])(?=[a-z£])(?:
    (?P<sure>
        mosaic | liquid[ ]?logic | lcs | ics | care[ ]?first | framework-?i | eclipse | pid | swift[ ](?:id|no)
      | (?:lac|cla|cic|cin|cp|ehm?|fam(?:ily)?|household|referral)[ _-]?(?:ids?|no|number|ref)
      | (?!(?:{_THINGS}|the|its?|an|this|that|their|your|our|no|same|each|new|own)s?[ -])[a-z]{{2,12}}[ -](?-i:IDs?)
      | (?:la)?(?:person|child|children|client|case|pupil|young[ ]person|service[ ]user|sibling|social[ ]care|record|file|system|customer)
        (?:'s)?[ _-]?(?:(?:file|record|case)[ _-])?(?:ids?|nos?|numbers?|refs?|references?|identifiers?)
    )
  | (?P<other>
        £ | per | reports? | tables? | figures? | urn | papers? | minutes? | inspections? | ofsted | invoice | orders? | ticket | foi
      | forms? | isbn | contracts? | column | charity | company | version | batch | decision | ombudsman | lgsco | paragraphs?
      | pages? | documents? | items? | articles? | census | codes? | authority | schools? | returns? | budgets? | costs? | spen[dt]
      | population | job | box | barcode | doi | tool | agenda | release | upgrade | grant | fund | tender | licence | policy | asset
      | room | act | regulations? | ewhc | ewca | uksc | bulletin | survey | rates? | dataset | list | archive | reference
      | requisition | registration | register | number[ ]of | total
    )
  | (?P<many> children | young[ ]people | cases | files | records | pupils | clients | siblings | service[ ]users )
  | (?P<one>
        casefiles? | casenotes? | child | case | file | record | yp | young[ ]person | service[ ]user | client | pupil | sibling | baby
      | boy | girl | care[ ]leaver
    )(?![ -](?:{_COMPOUND}))
    )(?![a-z])(?!'s?[ ](?:service|home|board|social|centre|fund))""",
    re.IGNORECASE | re.VERBOSE,
)
"""What the numbers after a word count or name; of several words the nearest before the number decides."""

_THEN_LABEL = re.compile(
    rf"""[ ,]{{0,2}}(?:\((?:on[ ]|in[ ]|from[ ])?|on[ ]|in[ ]|from[ ])(?:the[ ])?(?:mosaic|liquid[ ]?logic|lcs|ics|care[ ]?first)\b
    |[ ]?[-:,(]?[ ]?(?:a[ ]|the[ ]|this[ ])?(?:child|young[ ]person|case|file)(?![\w'])(?![ -](?:{_COMPOUND}|care|level))""",
    re.IGNORECASE | re.VERBOSE,
)
_COUNTED = re.compile(
    r"""(?:[ ](?:more|fewer|other|open|closed|new|of|the|different|looked|after|young|social|working|local)){0,3}[ ](?:
        children | people | persons | cases | files | records | plans | hours | days | weeks | months | years | pounds | contacts
      | referrals | families | carers | staff | workers | visits | assessments | episodes | residents | households | pupils | homes
      | places | words | pages | rows | entries | items | births | views | k[bB] | MB | GB )(?![a-z])
      | [ ](?:a|per|each)[ ](?:day|week|month|year|head|place|child)(?![a-z])""",
    re.IGNORECASE | re.VERBOSE,
)
_IN_ADDRESS = re.compile(r"(?:person|child|client|pupil|patient|mosaic|lcs|liquidlogic)[a-z_-]{0,12}[/=]$", re.IGNORECASE)
_AND_NEXT = re.compile(r"\s*(?:[,;/&-]|,?\s?and|,?\s?or)?\s*")
_SENTENCE_ENDS = re.compile(r"[!?;]|\.\s+[A-Z][a-z]")


def _local_ids(page: _Page, spot: re.Match[str]) -> Iterator[Find]:
    """Find numbers of 5 to 10 digits, some with letters, that a word beside them makes those of a child, a case or a file."""
    for match in _around(page, spot, _ID):
        if _is_local_id(page, match):
            page.last_id = match.end()
            yield Find(*match.span(), "local-id")


def _is_local_id(page: _Page, match: re.Match[str]) -> bool:
    digits = len(_NO_DIGIT.sub("", match[0]))
    word = page.word(*match.span())
    if len(match[0]) < 5 or word.strip("\"'()[]{},.;") in page.ids:
        return False
    if "://" in word or word.startswith("www."):
        return digits >= 5 and bool(_IN_ADDRESS.search(page.text[max(0, match.start() - 30) : match.start()]))
    if _COUNTED.match(page.text, match.end()):
        return False
    if 0 <= page.last_id < match.start() <= page.last_id + 8 and _AND_NEXT.fullmatch(page.text, page.last_id, match.start()):
        return digits >= 5
    before = page.before(match.start())
    label = _last_label(before)
    sort = label.lastgroup if label else None
    gap = " ".join(before[label.end() :].split()) if label else ""
    if label is None or (sort == "other" and len(gap.split()) > 3):
        return digits >= 5 and bool(_THEN_LABEL.match(page.after(match.end())))
    if _looks_like_day(match[0]):
        return False
    if sort == "sure":
        return len(gap) <= 30 and len(gap.split()) <= 4 and not _SENTENCE_ENDS.search(gap)
    if digits < 5:
        return False
    if sort == "one":
        return len(gap) <= 24 and len(gap.split()) <= 3 and not _SENTENCE_ENDS.search(gap)
    return sort == "many" and gap in ("", "(", ": [", ": -")


def _last_label(before: str) -> re.Match[str] | None:
    last = None
    for last in _LABEL.finditer(before):  # noqa: B007
        pass
    return last


def _is_other(before: str, near: int = 12) -> bool:
    """Say whether a number is that of a report, an order or the like: the word stands so many characters before it at most."""
    label = _last_label(before)
    return label is not None and label.lastgroup == "other" and len(before) - label.end() <= near


def _looks_like_day(digits: str) -> bool:
    return re.fullmatch(r"20[0-3][0-9](?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])", digits) is not None


# --- few people in free text

_PEOPLE = (
    r"(?:child(?:ren)?|young[ ]people|young[ ]person|famil(?:y|ies)|people|persons?|parents?|mothers?|fathers?|carers?"
    r"|siblings?|bab(?:y|ies)|mums?|dads?|grandparents?|adopters?|relatives?|kids?|lads?|toddlers?|youngsters?|students?|CIC|CLA|UASC"
    r"|infants?|boys?|girls?|pupils?|leavers?|adults?|cases?|records?|files?|audits?|plans?|referrals?|contacts?|enquiries|visits?"
    r"|placements?|episodes?|teenagers?|brothers?|sisters?|deaths?|homes?)"
)
_FEW = r"(?:[1-5]|(?<!no[ ])(?<!from[ ])one|two|three|four|five)"
_SMALL = re.compile(
    rf"""(?<![\w.,/:£$-])
    (?<!aged[ ])(?<!under[ ])(?<!over[ ])(?<!section[ ])(?<!stage[ ])(?<!level[ ])(?<!band[ ])(?<!area[ ])(?<!year[ ])(?<!tier[ ])
    {_FEW}(?![\w%/:-]|[.,][0-9])
    (?!(?:[ ](?:to|or|and)[ ]\w+)?[ ](?:more[ ])?(?:working[ ]|calendar[ ]|school[ ])?
       (?:day|week|month|year|hour|minute|term|quarter|time|grade|step|judgement|per[ ]cent|{"|".join(_MONTHS)}))""",
    re.IGNORECASE | re.VERBOSE,
)
"""A number under six that counts no time, names no day and is no age."""

_BESIDE = re.compile(
    rf"""(?:[ ]\([^()]*\))?(?:
        [ ]?\)
      | (?:[ ][\w'-]+){{0,3}}[ ]{_PEOPLE}\b
      | [ ](?:of|out[ ]of|in)[ ](?:the[ ]|these[ ]|those[ ]|all[ ])?(?:[0-9]+\b|them\b|these\b|those\b|whom\b)
      | [ ](?:was|were|is|are|had|has|have|did|do|felt|came|said|told|waited|went|died|could|would|reported|received|remain)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_OF = re.compile(
    r"(?<![\w.,/-])([0-9]{1,4})(?: [a-z-]+){0,2} (?:of|out of) (?:the |all )?([0-9]{1,4})(?![\w%/-]|[.,][0-9])", re.IGNORECASE
)
_SHARE = re.compile(
    r"(?<![\w.,])([0-9]{1,3}(?:\.[0-9]+)?) ?(?:%|per ?cent) of (?:the |all |our |these )?([0-9]{1,4})(?![\w%/-]|[.,][0-9])"
)
_SLASHED = re.compile(r"(?<![\w.,/-])([0-9]{1,4}) ?/ ?([0-9]{1,4})(?![\w%/-]|[.,][0-9])")
_COUPLE = re.compile(
    rf"""\b(?:
        (?:a[ ]single|only[ ]one|a[ ](?:couple|pair|handful)[ ]of|a[ ]few|very[ ]few|both|one[ ]other)[ ](?:[\w'-]+[ ]){{0,2}}{_PEOPLE}\b
      | twins\b | triplets\b
      | n[ ]?=[ ]?[1-5](?![\w.,%]*[0-9])
      | [0-5][ ]?[-\u2013][ ]?[1-5][ ](?:[\w'-]+[ ]){{0,2}}{_PEOPLE}\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ALONE = re.compile(r"(?:\bonly|\bjust|:)[ ]$|\bfrom[ ]$", re.IGNORECASE)
_ENDS = re.compile(
    r"[ ]?(?:[.;,)]|$)|[ ]to[ ](?:[0-5]|no(?:ne|ught)|zero|one|two|three|four|five)\b(?![ ](?:to|and)\b)", re.IGNORECASE
)
_WHO = re.compile(rf"\b{_PEOPLE}\b[^.;:!?]{{0,40}}$", re.IGNORECASE)


def may_tell_of_few(text: str) -> bool:
    """Say whether a text may count fewer than six people or things that they could be known by; rather too often than not.

    A number under six beside people or cases, one of so many, or one in brackets after them; one that stands for itself, as in 'late: 3'
    or 'from 4 to 2'; and '38 of 40' or '95% of 40', which leave two.
    """
    told = " ".join(text.split())
    if _COUPLE.search(told) or any(withheld(part) or withheld(whole - part) for part, whole in _parts(told)):
        return True
    return any(
        _BESIDE.match(told, small.end())
        or (small[0][0].isdigit() and _WHO.search(told[: small.start()]))
        or (_ALONE.search(told, max(0, small.start() - 6), small.start()) and _ENDS.match(told, small.end()))
        for small in _SMALL.finditer(told)
    )


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Give the parts of wholes that a text tells of: each number with that out of which it is, or rounded from a share."""
    for one in (*_OF.finditer(text), *_SLASHED.finditer(text)):
        yield int(one[1]), int(one[2])
    for one in _SHARE.finditer(text):
        yield round(float(one[1]) * int(one[2]) / 100), int(one[2])


# --- names of people

_VALUE = re.compile(r"[ \t]*(?:[>|][+-]?[ \t]*)?(?:\n[ \t]+(?![\w-]+[ \t]*:))?(?:- +)?[\"'\[]?(?P<value>[^\n{}\[\]\"#]{2,120})")
_NEXT_KEY = re.compile(r",[ ]*[\w-]+[ ]*:|: ")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_])|\.)*|[,;/()&]|[ ]-[ ]")
_JOINED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{2,}")  # J.Smith
_TITLES = _words(
    """
    cllr councillor dame dr miss mr mrs ms mx prof professor rev revd sir
    """
)
_PARTICLES = _words(
    """
    ab al ap bin da de del della den der di el ibn la le st van von
    """
)
_ROLES = _words(
    """
    academy access accommodation achieving action adm administration administrator adolescent adoption adult adults advice
    adviser advisers advisor advocacy advocate agency aide alliance ambassador ambassadors analysis analyst anyshire
    apprentice approved area assessment assessments assistant assurance asye attendance audit auditor authority barnardo
    barnardo's better board borough brighter budget bureau business cafcass camhs campaign capital care carer carers case
    cases ccg cell central centre chair chairs champion champions change charity chief child child's children children's
    citizens city civic clerk clinical clinician co-ordinator coach college commission commissioner commissioning
    committee communications community complaints compliance conference conferences contact contacts contract contracts
    coordinator corporate council councillor county court crime criminal customer data dcs dean delegate delegates
    delivery department deputy designated desk developer development dfe digital direct director directorate directors
    disability disabled district division doctor domestic door dpo duty early east eastern economic edge education
    educational emergency employment engagement england enquiries enquiry envoy equality estates evaluation executive
    experience experienced expert experts external facilitator families family finance first focus force forum fostering
    foundation front futures gateway general governance governor governors grants greater group groups guardian head heads
    health healthcare help helpline home homes hospital house housing hr hub human icb ict improvement inclusion
    independent information insight inspection inspector intake integrated intelligence intensive interim internal
    intervention investigation investigations iro iros it joint justice key kinship lado lead leader leaders leadership
    leads learning leavers leaving legal liaison licensing link litigation local locality london looked lscb lscp
    management manager managers marac mash maternity mayor measurement media member members mental mentor metropolitan
    midwife ministry missing moderation monitoring multi-agency municipal named national neighbourhood network nhs north
    northern nurse nurses nursing office officer officers ofsted operational operations outcomes outreach oversight panel
    parent parental parenting parents participation partner partners partnership partnerships patron people people's
    performance permanence permanency personal personnel physician pilot placement placements planning plans platform
    police policy portfolio practice practitioner practitioners president prevent prevention primary principal probation
    procurement professional programme programmes project projects protection proud provider providers provision pso psw
    psychologist psychology public pupil qa quality record records recruitment referral referrals reform region regional
    registered registrar regulatory relationship relationships representative research residential resource resources
    response responsible restorative return review reviewer reviewers reviewing reviews risk role royal safe safeguarding
    safer safety school schools screening scrutiny secondary secretary section secure security senco send senior sensory
    service services short signs single social society solicitor solicitors source south southern special specialist
    sponsor staff standards statistics statutory steering strategic strategy stronger student substance sufficiency
    supervising supervision supervisor support supported system systems task team teams technical technology therapeutic
    therapist therapy third town tracker training transformation transition transitions transport travel treasurer trust
    trustee trustees unaccompanied unit university validation vice victim violence virtual visiting visitor visitors voice
    voluntary volunteer vulnerable ward warden welfare wellbeing west western whole woman women work worker workers
    workforce working works workshop yjs yos yot young youth
    """
)
"""Words that roles, teams and organisations are named by: two capitals in a row that hold one of them are nobody's name."""


_ORGANISATIONS = _words(
    """
    academy area board borough centre charity college council county department directorate district division forum foundation group
    home homes hospital house hub hubs locality mash network nursery office panel partnership partnerships police region school
    service services team teams trust unit university ward
    """
)
"""What the words before it are the name of, and so nobody's: Tower Hamlets Council."""


def _names(page: _Page, spot: re.Match[str]) -> Iterator[Find]:
    """Find a person's name in a field that should hold a role."""
    match = _VALUE.match(page.text, spot.end())
    if match is None:
        return
    value = _NEXT_KEY.split(match["value"], maxsplit=1)[0]
    for start, end in _runs(value.rstrip()):
        yield Find(match.start("value") + start, match.start("value") + end, "person-name")


@lru_cache(maxsize=512)  # a folder has many entries and few owners
def _runs(value: str) -> tuple[tuple[int, int], ...]:
    """Find runs of words that can be a name: two with capitals and no role among them, or one after a title."""
    return tuple(_each_run(value))


def _each_run(value: str) -> Iterator[tuple[int, int]]:
    words = list(_WORD.finditer(value))
    if [word[0] for word in words[1:2]] == [","] and len(words) == 3 and _is_name(words[0][0]) and _is_name(words[2][0]):
        yield words[0].start(), words[2].end()  # Smith, Jane
        return
    for phrase in _phrases(words):
        run: list[re.Match[str]] = []
        for word in phrase:
            if _is_name(word[0]) or _is_title(word[0]) or (run and word[0].casefold() in _PARTICLES):
                run.append(word)
            else:
                if _names_somebody(run) and phrase[-1][0].casefold() not in _ORGANISATIONS:  # Tower Hamlets Council
                    yield run[0].start(), run[-1].end()
                run = []
        if _names_somebody(run):
            yield run[0].start(), run[-1].end()


def _phrases(words: Iterable[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Part words where a comma, a bracket or a dash stands between them."""
    phrase: list[re.Match[str]] = []
    for word in words:
        if word[0][0].isalpha():
            phrase.append(word)
        elif phrase:
            yield phrase
            phrase = []
    if phrase:
        yield phrase


def _names_somebody(run: list[re.Match[str]]) -> bool:
    """Say whether a run of words is a name: two of them, or one after a title or initials, and the last no initial."""
    several = len(run) >= 2 or (len(run) == 1 and _JOINED.fullmatch(run[0][0]))
    full = sum(len(one[0].rstrip(".")) > 1 for one in run)
    return bool(several) and full >= 1 + _is_title(run[0][0]) and len(run[-1][0].rstrip(".")) > 1


def _is_title(word: str) -> bool:
    return word[0].isupper() and word.rstrip(".").casefold() in _TITLES


def _is_name(word: str) -> bool:
    """Say whether a word can be part of a name: with a capital and no word of roles, an initial, or long capitals."""
    plain = word.rstrip(".").casefold()
    if not word[0].isupper() or plain in _ROLES or plain.removesuffix("'s") in _ROLES:
        return False
    if any(part in _ROLES for part in plain.split("-")):
        return False
    letters = word.rstrip(".").rpartition(".")[2]
    return len(letters) == 1 or (len(letters) >= 3 if letters.isupper() else len(letters) >= 2)


# --- what a word beside it names, whatever its form

_IS = rf"(?:[ :=#.,(\"'-]|{_BREAK}){{1,5}}(?:(?:is|was|on|of|the)[ ]){{0,2}}[\"']?"
_FIRST_TO_LAST = (
    "first|second|third|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    "twentie|thirtie)th|twenty[- ](?:first|second|third|(?:four|fif|six|seven|eigh|nin)th)|thirty[- ]first"
)
_NAMED = re.compile(
    rf"""(?<![A-Za-z])(?i:
    (?:upn|unique[ ]pupil[ ](?:number|no)){_IS}(?P<upn> [a-z]?[ ]?[0-9](?:[ -]?[0-9]){{8,13}}[a-z]? )
  | nhs{_IS}(?P<health> [0-9](?:[ ./-]{{0,2}}[0-9]){{9}} )
  | nhs[ _-](?:no|num|number){_IS}(?P<nhs> [0-9](?:[ .-]?[0-9]){{7,11}} )
  | (?:ni|nino|national[ ]insurance)(?:[ _-](?:no|number))?{_IS}(?P<ni> [a-z]{{2}}[ ]?[0-9]{{2}}[ ]?[0-9]{{2}}[ ]?[0-9]{{2}}[ ]?[a-z]? )
  | (?:d\.?[ ]?o\.?[ ]?b\.?|date[ _-]of[ _-]birth|born){_IS}(?P<words> (?:{_FIRST_TO_LAST})[ ](?:of[ ])?{_MONTH}[ ,]{{1,2}}[0-9]{{4}} )
  | (?:d\.?[ ]?o\.?[ ]?b\.?|date[ _-]of[ _-]birth){_IS}(?P<day> [0-9]{{1,2}}[/.-][0-9]{{1,2}}[/.-][0-9]{{2,4}} )
  | (?:d\.?[ ]?o\.?[ ]?b\.?|date[ _-]of[ _-]birth){_IS}(?P<serial> [0-9]{{5,6}} | [0-9]{{8}} )
  | (?:mosaic|lcs|ics|liquid[ ]?logic|care[ ]?first|eclipse|(?:child|case|person|client|pupil|file|record)(?:'s)?)[ _-]?
    (?:id|no|number|ref){_IS}(?P<parts> [0-9]{{2,4}}(?:[ -][0-9]{{2,4}}){{1,3}} )
    )(?![A-Za-z0-9])""",
    re.VERBOSE,
)
"""An explicit label makes an identifier of what fails its check: a slip of the pen hides no child."""

_NAMERS = (
    *(
        "upn",
        "unique pupil",
        "nhs",
        "nino",
        "ni no",
        "ni num",
        "ni ",
        "ni:",
        "insurance",
        "dob",
        "d.o",
        "d. o",
        "d o b",
        "birth",
        "born",
    ),
    *("id ", "id:", "id=", "id-", "no ", "no.", "no:", "number ", "number:", "ref ", "ref.", "ref:"),
)
"""Words that such labels cannot do without."""

_SORTS = {
    **{"upn": "upn", "nhs": "nhs-number", "ni": "ni-number", "words": "birth-date", "day": "birth-date"},
    **{"serial": "birth-date", "parts": "local-id", "health": "nhs-number"},
}


def _labelled(page: _Page) -> Iterator[Find]:
    for match in page.near(_NAMED, _NAMERS):
        sort = match.lastgroup or ""
        if sort == "words" and not 0 <= page.as_at.year - int(match[sort][-4:]) <= _YEARS_OF_CHILDHOOD:
            continue
        if sort == "day" and _day(match[sort], page.as_at):
            continue  # a day that there is has been looked at, with the years of childhood
        if sort == "parts" and len(_NO_DIGIT.sub("", match[sort])) < 6:
            continue  # case no 12 2026
        if sort == "health" and not _passes("nhs", match[sort]):
            continue
        yield Find(*match.span(sort), _SORTS[sort])


_AGE = "(?:[0-9]|1[0-9]|2[0-5])"
_AGED = re.compile(
    rf"""(?:[ ,(]|\n[ \t#]{{1,40}}){{1,3}}(?:
        (?:who[ ]is[ ]|is[ ]|was[ ])?aged[ ]{_AGE}(?![0-9])(?!(?:[ ]years)?[ ]?(?:to|-|and|or|plus|[+]|under|over)(?![a-z]))
      | (?:who[ ]is[ ]|is[ ]|was[ ])?(?P<old>(?:an?[ ])?{_AGE}[ -]?(?:years?[ -]old|yrs?(?:[ -]old)?|yo|y/o))(?![A-Za-z])
      | (?P<bare>(?:(?<=\(){_AGE}\)|(?<=,[ ]){_AGE}(?=,[ ]))(?P<one>(?=[ ](?:has|is|was|told|says|said|asked|wants|lives|does)(?![a-z])))?)
      | (?P<turns>(?:is|was|turns|turned|will[ ]be|becomes)[ ]{_AGE}(?=[ ](?:on|in|this|next)[ ]))(?P<day>(?=[ ]on[ ](?:the[ ])?[0-9]))?
    )""",
    re.VERBOSE,
)
"""One age, however it is told, and not a range of ages, which is of a group; of initials alone in some of these forms."""

_AGES = re.compile(
    r"[0-9](?:(?<=aged[ ].)|(?<=\(.)|(?<=,[ ].)|(?<=[ ]is[ ].)|(?<=was[ ].)|(?<=turns[ ].)|(?<=turned[ ].)|(?<=[ ]be[ ].)|(?<=omes[ ].)"
    r"|(?=[0-9]?[ -]?y))"
)
_PERSON_BEFORE = re.compile(
    r"(?:(?<![A-Za-z0-9&'-])(?P<initials>(?:[A-Z]\. ?){1,2}[A-Z]\.?|[A-Z] ?[A-Z]\.?|[A-Z]{2,3})"
    r"|(?P<name>[A-Z][\w'-]+(?:[ ][A-Z][\w'-]+){0,3}))$"
)
_NOT_NAMES = _words(
    """
    a about all and another any anyone asian at baby babies black both boy boys british brother brothers but by childline cohort each eight
    every everyone few five for four from girl girls half he if in infants it man many men mixed most nine no nobody none now of on one
    only other others over nspcc pupils samaritans seven several she sibling siblings sister sisters six some teenager teenagers ten
    that the then there
    these they this those three to today twin twins two under until we when where white who with you
    """
)
"""Words that stand with a capital before an age, and name nobody."""


def _aged(page: _Page) -> Iterator[Find]:
    """Find the name or the initials of somebody whose one age stands beside them; a range of ages is of a group."""
    for match in page.near(_AGED, _AGES, 60, 40):
        before = page.before(match.start())
        person = _PERSON_BEFORE.search(before)
        if person is None:
            continue
        start = match.start() - len(before)
        if person["initials"]:
            letters = re.sub("[. ]", "", person["initials"])
            dotted = "." in person["initials"] and letters not in ("UK", "US", "EU")
            counted = match["bare"] and match["one"] is None  # CLA (14)
            if dotted or not (counted or letters in _NO_INITIALS or letters in _SELDOM_INITIALS):
                yield Find(start + person.start(), match.end(), "birth-date" if match["day"] is not None else "person-name")
            continue
        if match["bare"] or match["turns"]:
            continue  # a word before a number in brackets is counted
        words = person["name"].split(" ")
        while words and words[0].casefold() in _NOT_NAMES:
            del words[0]
        alone = len(words) == 1 and match[0][0] not in ",("  # a lone word is a name only where the age is an aside
        if words and not alone and all(_is_name(word) and word.casefold() not in _NOT_NAMES for word in words):
            yield Find(match.start() - len(" ".join(words)), match.end(), "person-name")


_AFTER_ROLE = re.compile(
    r"""(?<![A-Za-z])(?:[Ss]ocial[ ]worker|[Ss]upport[ ]worker|[Kk]ey[ ]?worker|[Ff]amily[ ]worker|[Tt]eam[ ]manager|[Ss]ervice[ ]manager
      |[Pp]ractice[ ]manager|[Rr]eviewing[ ]officer|[Pp]olice[ ]officer|[Pp]ersonal[ ]advis[eo]r|[Hh]ead[ ]?teacher|[Ff]oster[ ]carer
      |[Hh]ealth[ ]visitor|[Ss]chool[ ]nurse|[Aa]uditor|[Mm]oderator|[Aa]dvocate|[Nn]urse|[Tt]eacher|[Ss]olicitor
      |worker|mother|father|stepfather|grandmother|IRO|LADO|PSW|DSL|SENCO|GP|PA|TM|SW)
    (?:[ ]|:[ ]|[ ]\(|,[ ])(?P<name>[A-Z][\w'-]+[ ][A-Z][\w'-]+)(?P<next>[ ][A-Z]?[a-z]*)?""",
    re.VERBOSE,
)


_ROLES_BEFORE = (
    *(
        "worker",
        "manager",
        "officer",
        "advis",
        "teacher",
        "carer",
        "visitor",
        "nurse",
        "auditor",
        "moderator",
        "advocate",
        "solicitor",
    ),
    *("mother", "father", "iro", "lado", "psw", "dsl", "senco", "gp ", "pa ", "tm ", "sw "),
)


def _after_roles(page: _Page) -> Iterator[Find]:
    """Find a name of two words behind the role of who has it, in any text."""
    for match in page.near(_AFTER_ROLE, _ROLES_BEFORE, 20, 80):
        following = (match["next"] or "").strip().casefold()
        are_names = all(_is_name(word) and word.casefold() not in _NOT_NAMES for word in match["name"].split(" "))
        if are_names and following not in _ORGANISATIONS:
            yield Find(*match.span("name"), "person-name")


_TITLED = re.compile(
    r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?(?:[ ](?:and|&)[ ](?:Mrs|Ms|Mr|Dr)\.?)?[ ](?P<name>[A-Z][\w'-]+(?:[ ][A-Z][\w'-]+){0,2})"
)
_PERSON_CALLED = re.compile(
    r"""(?<![A-Za-z])(?:[Cc]hild|[Bb]oy|[Gg]irl|[Bb]aby|[Tt]oddler|[Yy]oung[ ](?:person|man|woman)|[Ss]on|[Dd]aughter|[Bb]rother|[Ss]ister
      |[Ss]ibling|[Mm]other|[Ff]ather|[Mm]um|[Dd]ad|[Cc]arer|[Ww]orker|[Cc]are[ ]leaver)
    (?:,?[ ]who)?(?:[ ](?:is|was))?,?[ ](?:called|named|known[ ]as|(?:whose|his|her)[ ](?:first[ ])?name[ ](?:is|was))[ ]
    (?P<name>[A-Z][\w'-]+(?:[ ][A-Z][\w'-]+)?)""",
    re.VERBOSE,
)
_KIN = re.compile(
    r"(?<![A-Za-z])(?:his|her|their|my)[ ](?:(?:older|younger|little|big|half|step|foster)[ -]?)?(?:brother|sister|mum|mother"
    r"|dad|father|son|daughter|cousin|uncle|aunt|partner|friend|nan|gran|grandmother|carer)[ ](?P<name>[A-Z][a-z'-]+)"
)
_SPEAKER = re.compile(
    r"(?<![A-Za-z][ ])(?<![\w'-])(?P<name>[A-Z][a-z'-]+[ ][A-Z][a-z'-]+)[ ](?:said|says|told|asked|feels|thinks|wants)(?![a-z])"
    r"(?=[^.\n]{0,40}(?<![A-Za-z])(?:his|her|he|she|him|my)(?![A-Za-z]))"
)


_TITLES_BEFORE = ("mr ", "mr.", "mrs", "ms ", "ms.", "miss ", "mx ", "mx.", "dr ", "dr.")
_CALLED = ("called", "named", "known as", "name is", "name was")
_KIN_BEFORE = ("his ", "her ", "their ", "my ")
_SPEECH = (" said", " says", " told", " asked", " feels", " thinks", " wants")


_OF_AGE = re.compile(
    rf"(?<![\w'-])(?P<name>[A-Z][a-z'-]+)(?:[ ]\({_AGE}\)|,[ ]{_AGE},)[ ]"
    r"(?:is|was|has|had|said|says|told|asked|feels|thinks|wants|lives)(?![a-z])"
    r"(?=[^.\n]{0,60}(?<![A-Za-z])(?:his|her|he|she|him)(?![A-Za-z]))"
)


def _called(page: _Page) -> Iterator[Find]:
    """Find a name behind a title, 'a child named' or 'his brother', and that of somebody who said something of himself or herself."""
    looks: tuple[tuple[re.Pattern[str], Iterable[str] | re.Pattern[str]], ...] = (
        *((_TITLED, _TITLES_BEFORE), (_PERSON_CALLED, _CALLED), (_KIN, _KIN_BEFORE), (_SPEAKER, _SPEECH)),
        (_OF_AGE, _AGES),
    )
    for pattern, hints in looks:
        for match in page.near(pattern, hints):
            words = match["name"].split(" ")
            if all(_is_name(word) and word.casefold() not in _NOT_NAMES for word in words) and words[0] != "Justice":
                yield Find(*match.span("name"), "person-name")


# --- numbers that a spreadsheet shortened, addresses in words, streets

_ROUNDED = re.compile(r"(?<![\w.])[1-9](?:\.[0-9]{1,9})?[eE][+](?:0?[5-9]|1[0-2])(?![A-Za-z0-9])")


def _shortened(page: _Page) -> Iterator[Find]:
    """Find long numbers that a spreadsheet shortened, such as 9.99E+09, by the word before them: what is hidden comes back with a click."""
    for match in page.near(_ROUNDED, ("e+",), 14, 6):
        before = page.before(match.start(), 30)
        label = _last_label(before)
        if _HEALTH.search(before) and "nhs" in before.casefold():
            yield Find(*match.span(), "nhs-number")
        elif _CALL.search(before):
            yield Find(*match.span(), "telephone")
        elif label is not None and label.lastgroup == "sure":
            yield Find(*match.span(), "local-id")


_SPELLED_EMAIL = re.compile(
    r"""(?<![\w.+-])[\w.+-]{1,64}(?:
        (?:[ ]?[(\[][ ]?at[ ]?[)\]][ ]?|[ ]@[ ]?|@[ ])[\w-]{1,63}(?:(?:\.|[ ]dot[ ]|[ ]?[(\[]dot[)\]][ ]?)[\w-]{2,63}){1,4}
      | (?:[ ]dot[ ][\w-]{1,63}){0,3}[ ]at[ ][\w-]{1,63}(?:[ ]dot[ ][\w-]{2,63}){1,4}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SPELLED = (" dot ", "(at)", "[at]", "( at", "[ at", "(dot)", "[dot]", " @", "@ ")


def _spelled_emails(page: _Page) -> Iterator[Find]:
    """Find e-mail addresses in which at and dot are words, or blanks stand about the @."""
    for match in page.near(_SPELLED_EMAIL, _SPELLED):
        yield Find(*match.span(), "email")


_STREET = re.compile(
    r"""(?<![A-Za-z])(?:
      (?:at|to|from|near|outside|is|of|by|and|behind|f(?:ou|i)nd|left|reach(?:ed)?|visit(?:ed)?|address[:,]?|lives?[ ]in)[ ]
      |[Ff]lat[ ][0-9]{1,3}[A-Za-z]?,?[ ](?:at[ ])?)
    (?P<street>[0-9]{1,3}[A-Za-z]?,?[ ](?:[A-Z][\w'.-]{1,20}[ ]){1,3}
    (?:Close|Road|Rd|Street|St|Avenue|Ave|Lane|Terrace|Drive|Crescent|Way|Court|Grove|Gardens|Walk|Mews|Square|Rise|Row))(?![\w'-])""",
    re.VERBOSE,
)


_STREETS = (
    *(
        " close",
        " road",
        " rd",
        " st",
        " av",
        " lane",
        " terrace",
        " drive",
        " crescent",
        " way",
        " court",
        " grove",
        " gardens",
        " walk",
    ),
    *(" mews", " square", " rise", " row"),
)


def _addresses(page: _Page) -> Iterator[Find]:
    """Find a house number with its street, behind a word that says where."""
    for match in page.near(_STREET, _STREETS, 110, 12):
        yield Find(*match.span("street"), "address")


# --- what to look for at which spot


def _dates(page: _Page, spot: re.Match[str]) -> Iterator[Find]:
    yield from _birth_dates(page, spot)
    if spot[0][2:3] == ".":  # PW.22.81.09.D
        yield from _insurance_numbers(page, spot)


def _long(page: _Page, spot: re.Match[str]) -> Iterator[Find]:
    digits = len(_NO_DIGIT.sub("", spot[0]))
    if digits >= 10:
        yield from _nhs_numbers(page, spot)
    if digits >= 11:
        yield from _pupil_numbers(page, spot)
    if digits >= 6:
        yield from _insurance_numbers(page, spot)
        yield from _telephones(page, spot)
    yield from _local_ids(page, spot)


_LOOK_CLOSER: Mapping[str, Callable[[_Page, re.Match[str]], Iterable[Find]]] = {
    "at": _emails,
    "owner": _names,
    "date": _dates,
    "long": _long,
    "code": _postcodes,
    "mixed": _local_ids,
}
"""Which patterns look closer at which sort of spot."""
