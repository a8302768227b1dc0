"""What answers mean: read as people write them (30 September 2026, 14 of 20), then held against schema and framework.

The holding is done by those who read the files, in their own words: what `new` accepts, `check` accepts.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from .ask import FIELDS, Field, Form, Question, Sort
from .case import Case
from .check import meet
from .day import MONTHS, in_words, parts, why_not
from .document import parse
from .entries import SECTIONS
from .evidence import LeftOut, Sample, entry_of
from .framework import Framework
from .measure import Measure
from .method import Kind, Method, Reach, derived_rank
from .privacy import CODES as PERSONAL
from .privacy import scan
from .problem import Location, Problem, Severity, did_you_mean
from .shape import schema, settle
from .words import listed, sentence
from .write import Bare, as_yaml

MOST_CHOICES = 9
"""How many of the things that words may mean are offered, so that one figure chooses."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What answers are held against: the folder, its framework, the method, the measures, the kind that is asked for, and today."""

    case: Case
    framework: Framework
    method: Method
    measures: Mapping[str, Measure]
    kind: str
    form: Form
    today: date

    @property
    def section(self) -> str:
        """The section that the entry goes to."""
        return self.form.section

    @property
    def fields(self) -> tuple[Field, ...]:
        """All that may be told of the entry."""
        return FIELDS[self.section]

    def field(self, path: str) -> Field:
        """Give a field by its path."""
        return next(one for one in self.fields if one.path == path)

    @property
    def evidence_kind(self) -> Kind | None:
        """The kind as the method has it; None for what is no evidence."""
        return self.method.kinds.get(self.kind) if self.section == "evidence" else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer means: the parts of the entry that it gives, or why it cannot be taken and what was perhaps meant.

    `said` tells how it was read where that is more than what was typed; `choices` are what it may mean, to be chosen by number.
    What may tell who a child is (`personal`) is kept nowhere.
    """

    parts: Mapping[str, Any] = field(default_factory=dict)
    said: str | None = None
    refused: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    suggestion: str | None = None
    personal: bool = False


def read(where: Field, typed: str, desk: Desk, others: Mapping[str, Any]) -> Answer:
    """Read one answer, and hold the entry so far with it against schema and framework.

    Args:
        typed: What a person answered; not empty.
        others: What is known of the entry already.
    """
    answer = _READERS[where.sort](typed.strip(), where, desk)
    if answer.refused is not None:
        return answer
    mine = {key.partition(".")[0] for key in answer.parts}
    doubts: list[str] = []
    for key, problem in faults(joined([others, answer.parts]), desk):
        if key not in mine:
            continue
        if problem.severity is Severity.ERROR or problem.code == NAMES_NOTHING:
            personal = problem.code in PERSONAL
            return Answer(refused=problem.message, suggestion=problem.suggestion, personal=personal)
        if problem.severity is Severity.WARNING:
            doubts.append(problem.message)
    return replace(answer, said=" ".join(filter(None, (answer.said, *doubts)))) if doubts else answer


NAMES_NOTHING = "PI316"
"""In a file an entry that is named and not there is a warning; who has just typed its id can put it right at once."""


def joined(many: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Put the parts of several answers together; what goes into a block, such as a sample, joins what is there."""
    entry: dict[str, Any] = {}
    for one in many:
        for key, value in one.items():
            top, dot, inner = key.partition(".")
            if dot:
                entry[top] = {**entry.get(top, {}), inner: value}
            elif isinstance(value, Mapping) and isinstance(entry.get(key), Mapping):
                entry[key] = {**entry[key], **value}
            else:
                entry[key] = value
    return entry


def in_order(entry: Mapping[str, Any], section: str) -> dict[str, Any]:
    """Put the keys of an entry into the schema's order."""
    properties = schema("assessment").root["$defs"][SECTIONS[section].definition]["properties"]
    return {key: entry[key] for key in properties if key in entry}


def faults(entry: Mapping[str, Any], desk: Desk, whole: bool = False) -> tuple[tuple[str | None, Problem], ...]:
    """Say what reading this entry from a file would tell, each with the key that it is about.

    Args:
        entry: All of it, or what is known so far.
        whole: Whether nothing more will come: then what is missing is told too.
    """
    known = dict(entry) if whole else {**_placeholders(desk), **entry}
    text = f"{desk.section}:\n" + "".join(
        f"{'  - ' if not row else '    '}{line}\n" for row, line in enumerate(as_text(known, desk)[:-1].split("\n"))
    )
    document, problems = parse(text, _NEW)
    if document is None:
        return tuple((None, problem) for problem in problems)
    block = document.root[desk.section][0]
    lines = {key: block.place_of_key(key).line or 0 for key in block}
    usable, found = settle(block, SECTIONS[desk.section].definition, schema("assessment"), text)
    told = [*problems, *found]
    names = tuple(LeftOut(name, "", block.at, "", "") for name in taken(desk.case))
    alone: dict[str, Any] = dict.fromkeys((*SECTIONS, "changed_since"), ())
    assessment = replace(desk.case.assessment, **alone, set_aside={}, left_out=names, files=(_NEW,), texts={_NEW: text})
    if usable:
        values: dict[str, Any] = {desk.section: (entry_of(desk.section, block, None),)}
        _, met = meet(replace(assessment, **values), desk.framework, desk.method, desk.measures)
        told.extend(met)
    guarded, _ = scan(assessment, told)
    return tuple((_key_at(problem.at, lines), problem) for problem in guarded)


_NEW = "the new entry"


def _key_at(at: Location, lines: Mapping[str, int]) -> str | None:
    """Give the key whose lines a place stands in."""
    above = [(line, key) for key, line in lines.items() if line <= (at.line or 0)]
    return max(above)[1] if above else None


def _placeholders(desk: Desk) -> dict[str, Any]:
    """Give what an entry needs before it can be held against anything; nothing that is told about these reaches a person."""
    first = next(iter(desk.framework.descriptors))
    scale = desk.framework.scale
    sections: Mapping[str, dict[str, Any]] = {
        "evidence": {
            "id": "NEW",
            "kind": desk.kind,
            "descriptors": [first],
            "date": desk.today,
            "finding": "New.",
            "grade": scale.id(scale.benchmark),
        },
        "indicators": {"id": "NEW", "measure": next(iter(desk.measures), "none"), "date": desk.today, "value": 0},
        "actions": {"id": "NEW"},
        "views": {"of": desk.framework.graded[0].id, "grade": scale.id(scale.benchmark)},
        "requests": {"of": next((one.id for one in desk.framework.requests), "none"), "state": "ready"},
    }
    return sections[desk.section]


def as_text(entry: Mapping[str, Any], desk: Desk) -> str:
    """Write an entry as it is shown and checked."""
    return as_yaml(in_order(entry, desk.section))


# --- how each sort of answer is read


def _text(typed: str, where: Field, _desk: Desk) -> Answer:
    return Answer({where.path: typed})


_ID = re.compile(r"[A-Za-z]{1,5}[ -]?[0-9OoIl]{1,3}|[A-Za-z]{1,5}-\S*[0-9]\S*")


def _descriptors(typed: str, where: Field, desk: Desk) -> Answer:
    there = desk.framework.descriptors
    words = [word.strip() for word in re.split(r"[,;]", typed) if word.strip()]
    if len(words) == 1 and all(part in there or _ID.fullmatch(part) for part in typed.split()):
        words = typed.split()
    titles = {one.title.casefold(): one.id for one in there.values()}
    words = [titles.get(word.casefold(), word) for word in words]
    for word in words:
        if word not in there and not _ID.fullmatch(word):
            found = [(one.id, one.title) for one in _matching(word, there.values())]
            return _choose(f"'{word}' is no descriptor's id", found, "descriptor")
    named = [f"{word}, {there[word].title.lower()}" for word in words if word in there]
    said = f"That is {listed(named)}." if named else None
    return Answer({where.path: list(dict.fromkeys(words))}, said)


def _matching(word: str, there: Iterable[Any]) -> list[Any]:
    """Find what words may mean: what has all of them in its title, then in its theme too, then what has most of them anywhere."""
    wanted = [part.rstrip("s") for part in re.findall(r"[a-z0-9]+", word.casefold()) if part not in _SMALL]
    if not wanted:
        return []
    fits: list[tuple[float, Any]] = []
    for one in there:
        title = one.title.casefold()
        near = f"{title} {getattr(one, 'theme', '').casefold()}"
        words = (getattr(one, name, "") for name in ("good", "gap", "definition"))
        far = " ".join((near, *words)).casefold()
        share = sum(part in far for part in wanted) / len(wanted)
        if share >= _HALF:
            rank = 3 if all(part in title for part in wanted) else 2 if all(part in near for part in wanted) else share
            fits.append((rank, one))
    best = max((rank for rank, _ in fits), default=0)
    floor = min(best, 1)  # a word that is nowhere is passed over only where nothing has them all
    return [one for rank, one in sorted(fits, key=lambda pair: -pair[0]) if rank >= floor]


_HALF = 0.5
_SMALL = {"the", "and", "of", "for", "to", "in", "a", "with", "at", "on"}


def _choose(told: str, found: Sequence[tuple[str, str]], noun: str) -> Answer:
    """Refuse words, and offer what they may mean."""
    if not found:
        return Answer(refused=f"{told}, and no {noun} has these words. Type ? to see all, or fewer words.")
    if len(found) == 1:
        return Answer(refused=f"{told}; did you mean {found[0][0]}, {found[0][1].lower()}?", suggestion=found[0][0])
    return Answer(refused=f"{told}; it may mean one of these. Type its number.", choices=tuple(found[:MOST_CHOICES]))


_TO = re.compile(r"\s+(?:to|until|till)\s+|\s*[\u2013\u2014]\s*|\s+-\s+")
_MONTH = re.compile(r"([A-Za-z]{3,9})\.?(?: +([0-9]{4}))?")
_FINANCIAL = re.compile(r"([0-9]{4})[-/]([0-9]{2})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{2})")


def _days(typed: str, where: Field, desk: Desk) -> Answer:
    """Read a day or a period."""
    halves = _completed(_TO.split(typed))
    if len(halves) > 2:
        return Answer(refused=f"'{typed}' cannot be read as from when to when. {_DAYS_HELP}")
    spans: list[tuple[date, date]] = []
    for half, other in zip(halves, reversed(halves), strict=True):
        span = _span(half, other, desk.today)
        if isinstance(span, Answer):
            return span
        spans.append(span)
    first, last = spans[0][0], spans[-1][1]
    if first > last:
        said = f"The period ends before it begins: it runs from {in_words(first)} to {in_words(last)}."
        return Answer(refused=said)
    late = _late(last, desk)
    if first == last:
        return Answer({where.path: first}, f"Read as {in_words(first)}.{late}" if late or typed != first.isoformat() else None)
    return Answer({"period": {"from": first, "to": last}}, f"Read as {in_words(first)} to {in_words(last)}.{late}")


def _completed(halves: Sequence[str]) -> Sequence[str]:
    """Give the beginning of a period the month and the year that only its end tells: 1 to 5 September 2026."""
    if len(halves) != 2 or (end := _END.fullmatch(halves[1].strip())) is None:
        return halves
    first = halves[0].strip()
    if re.fullmatch(r"[0-9]{1,2}(?:st|nd|rd|th)?", first):
        return f"{first} {end[1]} {end[2]}", halves[1]
    if re.fullmatch(r"[0-9]{1,2}(?:st|nd|rd|th)? +[A-Za-z]{3,9}\.?", first):
        return f"{first} {end[2]}", halves[1]
    return halves


_END = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)? +([A-Za-z]{3,9})\.?,? +([0-9]{4})")


def on_its_day(typed: str, today: date) -> str:
    """Write a day that hangs on today, such as yesterday or last month, as it will be understood on any other day."""
    word = " ".join(typed.casefold().split())
    first = today.replace(day=1)
    spans = {
        "today": (today, today),
        "yesterday": (today - timedelta(days=1),) * 2,
        "this month": (first, today),
        "last month": ((first - timedelta(days=1)).replace(day=1), first - timedelta(days=1)),
    }
    if word not in spans:
        return typed
    begin, end = spans[word]
    return begin.isoformat() if begin == end else f"{in_words(begin)} to {in_words(end)}"


_DAYS_HELP = "Write a day such as 30 September 2026, or 1 July 2026 to 30 September 2026."


def _late(last: date, desk: Desk) -> str:
    as_at = desk.case.assessment.as_at
    if last <= as_at or desk.section not in ("evidence", "indicators", "views"):
        return ""
    return f" That is after the as-at date, {in_words(as_at)}: it will not count until then."


def _span(word: str, other: str, today: date) -> tuple[date, date] | Answer:
    """Read a day, a month or a financial year as its first and last day; a month may take its year from the other end."""
    word = word.strip()
    if word.casefold() in ("today", "yesterday"):
        one = today - timedelta(days=word.casefold() == "yesterday")
        return one, one
    if (match := _FINANCIAL.fullmatch(word)) and int(match[2]) == (int(match[1]) + 1) % 100:
        return date(int(match[1]), 4, 1), date(int(match[1]) + 1, 3, 31)
    if (match := _ISO_MONTH.fullmatch(word)) and 1 <= int(match[2]) <= len(MONTHS):
        return date(int(match[1]), int(match[2]), 1), date(int(match[1]), int(match[2]), monthrange(*map(int, match.groups()))[1])
    if (match := _MONTH.fullmatch(word)) and (month := _month(match[1])):
        year = match[2] or next(iter(re.findall(r"[0-9]{4}", other)), None)
        if year is None:
            return Answer(refused=f"'{word}' has no year.", suggestion=f"{MONTHS[month - 1]} {today.year}")
        return date(int(year), month, 1), date(int(year), month, monthrange(int(year), month)[1])
    found = _one_day(word)
    return found if isinstance(found, Answer) else (found, found)


def _month(word: str) -> int | None:
    started = (number for number, name in enumerate(MONTHS, 1) if name.casefold().startswith(word.casefold()))
    return next(started, None)


def _one_day(word: str) -> date | Answer:
    if match := _SHORT_YEAR.fullmatch(word):
        return Answer(refused=f"'{word}' has a year of two figures.", suggestion=f"{match[1]}/{match[3]}/20{match[4]}")
    found = parts(word)
    if found is None:
        return Answer(refused=f"'{word}' cannot be read as a day. {_DAYS_HELP}")
    if reason := why_not(*found):
        return Answer(refused=f"{reason}; you typed '{word}'.")
    return date(*found)


def _day(typed: str, where: Field, desk: Desk) -> Answer:
    if typed.casefold() in ("today", "yesterday"):
        one: date | Answer = desk.today - timedelta(days=typed.casefold() == "yesterday")
    else:
        one = _one_day(typed)
    if isinstance(one, Answer):
        return one
    return Answer({where.path: one}, f"Read as {in_words(one)}." if typed != one.isoformat() else None)


_OF = re.compile(r"([0-9][0-9,]*) *(?:/|of|out of) *([0-9][0-9,]*)")
_BY_GRADE = re.compile(r"([0-9]+) +([A-Za-z][A-Za-z -]*?)(?=[,;]|$| +and +[0-9]| +[0-9])")


def _sample(typed: str, where: Field, desk: Desk) -> Answer:
    if match := _OF.fullmatch(typed):
        met, size = (int(one.replace(",", "")) for one in match.groups())
        return Answer({where.path: {"size": size, "met": met}}, f"Read as: {size} looked at, {met} of them met the standard.")
    if typed.isdigit():
        return Answer({where.path: {"size": int(typed)}}, f"Read as: {int(typed)} looked at, without results.")
    if part := re.search(r"[0-9]+\.[0-9]+", typed):
        return Answer(refused=f"Records are counted whole, and '{part[0]}' is no whole number. Write it as 28 of 40.")
    rows = _BY_GRADE.findall(typed)
    results: dict[str, int] = {}
    for number, word in rows:
        grade = desk.framework.scale.find(word)
        if grade is None:
            return Answer(
                refused=f"'{word}' is no grade of {desk.framework.id}. There are: {', '.join(desk.framework.scale.ids)}."
            )
        results[grade] = results.get(grade, 0) + int(number)
    if results:
        told = ", ".join(f"{number} {desk.framework.scale.title(grade).lower()}" for grade, number in results.items())
        return Answer(
            {where.path: {"size": sum(results.values()), "results": results}},
            f"Read as: {sum(results.values())} looked at: {told}.",
        )
    return Answer(refused=f"'{typed}' cannot be read as a sample. Write how many met the standard of how many, such as 28 of 40.")


def _replies(typed: str, where: Field, _desk: Desk) -> Answer:
    match = _OF.fullmatch(typed)
    if match is None:
        if typed.isdigit():
            return Answer({"replied": int(typed)}, f"Read as: {int(typed)} replied; how many were asked is not told.")
        return Answer(refused=f"'{typed}' cannot be read. Write how many replied of how many that were asked, such as 46 of 180.")
    replied, asked = (int(one.replace(",", "")) for one in match.groups())
    return Answer({"asked": asked, "replied": replied}, f"Read as: {asked} were asked, {replied} replied.")


def _grade(typed: str, where: Field, desk: Desk) -> Answer:
    found = desk.framework.scale.find(typed)
    if found is None:
        return Answer({where.path: typed})
    title = desk.framework.scale.title(found)
    return Answer({where.path: found}, f"Read as {title.lower()}." if typed.casefold() not in (found, title.casefold()) else None)


_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def _number(word: str) -> int | float | str:
    """Give the number that a word is; the word itself, for the schema to refuse, where it is none."""
    if not _NUMBER.fullmatch(word):
        return word
    return float(word) if "." in word else int(word)


def _count(typed: str, where: Field, _desk: Desk) -> Answer:
    return Answer({where.path: _number(typed)})


_YES, _NO = ("yes", "y", "true"), ("no", "n", "false")


def _yes_or_count(typed: str, where: Field, desk: Desk) -> Answer:
    """Read yes or no as editors take it too, and a number."""
    word = typed.casefold()
    if word in (*_YES, *_NO):
        return Answer({where.path: Bare("yes" if word in _YES else "no")})
    return _count(typed, where, desk)


def _ids(typed: str, where: Field, _desk: Desk) -> Answer:
    return Answer({where.path: [word for word in re.split(r"[,;\s]+", typed) if word]})


def _measure(typed: str, where: Field, desk: Desk) -> Answer:
    if typed in desk.measures:
        return Answer({where.path: typed}, f"That is: {sentence(desk.measures[typed].title)}")
    if "-" in typed and did_you_mean(typed, desk.measures, 0.8):
        return Answer({where.path: typed})
    found = [(one.id, one.title) for one in _matching(typed, desk.measures.values())]
    return _choose(f"There is no measure '{typed}'", found, "measure")


_LETTERS = {"c": "confidential", "k": "rounds to nought", "x": "not available", "z": "does not apply"}


def _figure(typed: str, _where: Field, _desk: Desk) -> Answer:
    if match := _OF.fullmatch(typed):
        numerator, denominator = (int(one.replace(",", "")) for one in match.groups())
        return Answer({"numerator": numerator, "denominator": denominator}, f"Read as {numerator} of {denominator}.")
    if typed.casefold() in _LETTERS:
        return Answer({"suppressed": typed.casefold()}, f"Read as: no figure, because {_LETTERS[typed.casefold()]}.")
    if _NUMBER.fullmatch(bare := typed.rstrip("% ").replace(",", "")):
        return Answer({"value": _number(bare)}, f"Read as {bare}." if bare != typed else None)
    return Answer(refused=f"'{typed}' is no figure. Write 412 of 1905, a number, or c, k, x or z where there is none.")


_RANGE = re.compile(r"(-?[0-9.]+)%? *(?:to|-|\u2013) *(-?[0-9.]+)%?")


def _target(typed: str, where: Field, _desk: Desk) -> Answer:
    if match := _RANGE.fullmatch(typed):
        low, high = _number(match[1]), _number(match[2])
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            return Answer(refused=f"The range ends before it begins: it goes from {match[1]} to {match[2]}.")
        return Answer({where.path: {"from": low, "to": high}})
    return Answer({where.path: _number(typed.rstrip("% "))})


_IN_YEAR = re.compile(r"(-?[0-9.,]+)%?(?: *(?:in|for|,|\()? *([0-9]{4}(?:[-/][0-9]{2,4})?)\)?)?")


def _comparison(typed: str, where: Field, _desk: Desk) -> Answer:
    match = _IN_YEAR.fullmatch(typed)
    if match is None:
        return Answer(refused=f"'{typed}' cannot be read. Write the figure and its year, such as 22.6 in 2025-26.")
    period = {"period": match[2]} if match[2] else {}
    return Answer({where.path: {"value": _number(match[1].replace(",", "")), **period}})


def _of(typed: str, where: Field, desk: Desk) -> Answer:
    found = desk.framework.find_judgement(typed)
    if found is not None or typed in desk.framework.descriptors or _ID.fullmatch(typed):
        return Answer({where.path: found or typed})
    matching = [(one.id, one.title) for one in _matching(typed, desk.framework.descriptors.values())]
    judgements = [(one.id, one.short) for one in desk.framework.judgements if typed.casefold() in one.title.casefold()]
    return _choose(f"'{typed}' is neither a judgement nor a descriptor", [*judgements, *matching], "judgement or descriptor")


def _request(typed: str, where: Field, desk: Desk) -> Answer:
    there = {one.id: one for one in desk.framework.requests}
    if typed in there:
        return Answer({where.path: typed}, f"That is: {sentence(there[typed].title)}")
    if _ID.fullmatch(typed):
        return Answer({where.path: typed})
    return _choose(f"'{typed}' is no request's id", [(one.id, one.title) for one in _matching(typed, there.values())], "request")


_READERS: Mapping[Sort, Callable[[str, Field, Desk], Answer]] = {
    Sort.TEXT: _text,
    Sort.DESCRIPTORS: _descriptors,
    Sort.DAYS: _days,
    Sort.DAY: _day,
    Sort.GRADE: _grade,
    Sort.SAMPLE: _sample,
    Sort.REPLIES: _replies,
    Sort.COUNT: _count,
    Sort.YES_OR_COUNT: _yes_or_count,
    Sort.WORD: _text,
    Sort.IDS: _ids,
    Sort.MEASURE: _measure,
    Sort.FIGURE: _figure,
    Sort.TARGET: _target,
    Sort.COMPARISON: _comparison,
    Sort.OF: _of,
    Sort.REQUEST: _request,
}
"""How each sort of answer becomes parts of an entry; what it lets pass, the schema and the framework judge."""


# --- what a question needs to know


def is_needed(question: Question, desk: Desk, entry: Mapping[str, Any]) -> bool:
    """Say whether a question must be answered: a grade need not be where the sample gives one, or where none is wanted."""
    if question.path != "grade" or desk.section != "evidence":
        return question.needed
    kind = desk.evidence_kind
    return not (shown_by_sample(entry, desk) or (kind is not None and kind.reach is Reach.NOTHING))


def shown_by_sample(entry: Mapping[str, Any], desk: Desk) -> str | None:
    """Give the grade that the sample of an entry shows by itself, in words."""
    if "sample" not in entry:
        return None
    sample = entry["sample"]
    results = tuple(sample.get("results", {}).items())
    read_as = Sample(None, sample.get("size"), None, sample.get("met"), results, None, 0, 0)
    rank = derived_rank(read_as, desk.framework.scale, desk.method)
    return None if rank is None else desk.framework.scale.grades[rank].title


def doubts(entry: Mapping[str, Any], desk: Desk) -> Iterator[str]:
    """Say what may be so and seldom is: a grade that is not what the sample shows, a review before the approval."""
    scale = desk.framework.scale
    shown = shown_by_sample(entry, desk)
    given = scale.find(str(entry["grade"])) if desk.section == "evidence" and "grade" in entry else None
    if shown is not None and given is not None and scale.title(given) != shown:
        yield f"The sample by itself shows {shown.lower()}, and the grade says {scale.title(given).lower()}. Is that meant?"
    approved, due = entry.get("approved"), entry.get("review-due")
    if isinstance(approved, date) and isinstance(due, date) and due < approved:
        yield f"The review is due on {in_words(due)}, before the approval on {in_words(approved)}. Is that meant?"


def explained(where: Field, desk: Desk, words: str = "") -> Iterator[str]:
    """Explain a question: what may be answered, one a line; of descriptors those that have these words, else what they are about."""
    scale = desk.framework.scale
    if where.sort is Sort.GRADE:
        for grade in reversed(scale.grades):
            yield f"{grade.id}: {grade.meaning}"
    elif where.sort is Sort.DESCRIPTORS:
        if words:
            yield from (f"{one.id:<7} {one.title}" for one in _matching(words, desk.framework.descriptors.values()))
            return
        for judgement in desk.framework.graded:
            yield judgement.title
            themes: dict[str, list[str]] = {}
            for one in desk.framework.descriptors_of(judgement.id):
                themes.setdefault(one.theme, []).append(one.id)
            for theme, ids in themes.items():
                yield f"  {ids[0] if len(ids) == 1 else f'{ids[0]} to {ids[-1]}'}: {theme}"
        yield "Type what you mean in plain words, and choose; '? words' lists all that have them, such as '? plan'."
    elif where.sort is Sort.MEASURE:
        yield from (f"{one.id}: {one.title}" for one in desk.measures.values())
    elif where.sort is Sort.REQUEST:
        yield from (f"{one.id}: {one.title}" for one in desk.framework.requests)
    elif where.sort is Sort.OF:
        yield from (f"{one.id}: {one.title}" for one in desk.framework.judgements)
    elif choices := _words(where, desk):
        yield f"One of: {', '.join(choices)}."
    else:
        yield where.help


def _words(where: Field, desk: Desk) -> tuple[str, ...]:
    """Give the words that a field is one of."""
    own: Mapping[str, Iterable[str]] = {
        "extent": desk.method.extents,
        "effect": desk.method.effects,
        "judgement": (one.id for one in desk.framework.graded),
    }
    if where.path in own:
        return tuple(own[where.path])
    rules = schema("assessment").root["$defs"]
    node: Any = rules[SECTIONS[desk.section].definition]
    for key in where.path.split("."):
        node = node.get("properties", {}).get(key, {})
        node = {**rules[node["$ref"].rpartition("/")[2]], **node} if "$ref" in node else node
    return tuple(map(str, node.get("enum", ())))


def example(question: Question, desk: Desk) -> str:
    """Give a question's example, with a descriptor of the framework where one is wanted."""
    graded = desk.framework.graded
    judgement = next((one.id for one in graded if one.role == "practice"), graded[0].id)
    first = desk.framework.descriptors_of(judgement)[0]
    request = next((one.id for one in desk.framework.requests), "")
    return question.example.format(id=first.id, words=first.title.lower(), judgement=judgement, request=request)


def taken(case: Case) -> frozenset[str]:
    """Give every id of a folder, those of entries that were left out too."""
    assessment = case.assessment
    sections: tuple[Iterable[Any], ...] = (
        assessment.evidence,
        assessment.indicators,
        assessment.actions,
        assessment.left_out,
        *assessment.set_aside.values(),
    )
    return frozenset(name for entries in sections for one in entries if (name := getattr(one, "id", None)))


def free_id(entry: Mapping[str, Any], desk: Desk, there: Collection[str] | None = None) -> str:
    """Suggest an id that nobody has: what it is, when it was, and what it is about.

    Args:
        there: The ids that there are, where that is known better than when the folder was opened.
    """
    there = taken(desk.case) if there is None else there
    if desk.section == "actions":
        return _first_free(f"{desk.form.prefix}-", there)
    last = entry.get("date") or entry.get("approved") or entry.get("period", {}).get("to", desk.today)
    month = f"{last:%Y-%m}" if isinstance(last, date) else f"{desk.today:%Y-%m}"
    if desk.section == "indicators":
        plain = f"{desk.form.prefix}-{month}-{entry['measure']}"
        return plain if plain not in there else _first_free(f"{plain}-", there)
    area = str(next(iter(entry["descriptors"]))).rpartition("-")[0] or "X"
    return _first_free(f"{desk.form.prefix}-{month}-{area}-", there)


def _first_free(start: str, there: Collection[str]) -> str:
    return next(name for number in count(1) if (name := f"{start}{number:02}") not in there)
