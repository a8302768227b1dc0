"""The one page for a lead member."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from ..day import in_words as day
from ..page import Block, Points, Section, Words
from ..plain import unknown_acronyms
from ..plan import ActionState
from ..report import EvidenceRow, JudgementPage, Report
from ..words import count, listed, sentence, shortened, spelled
from .actions import answered_area, no_actions
from .material import Material
from .parts import each, is_below, off_benchmark, on_day, prompted, tallied

SOON = 84
"""The 12 weeks that a lead member's page looks ahead, in days."""

MOST = 3
"""How many actions it names."""

FEW = 7
"""How many judgements a page for the lead member names; where there are more, only those that stand above the rest."""


def sections(material: Material) -> Iterable[Section]:
    """Write one page for a lead member: no acronyms, no codes, and what there is not room for is counted."""
    report, public = material.report, material.is_public
    headline = Words(_headline(report, public), "strong")
    yield Section("The judgements", (headline, *_few_judgements(report, public), Words(_last_look(report, public))))
    strong = _found_good(report) if public else _strong_points(report)
    yield _three("strength", strong, public)
    yield _three("concern", _asked_of_us(report) if public else _weak_points(report), public)
    yield _plan(material)
    yield Section("Questions you may be asked", (Points(QUESTIONS),))
    yield Section("Questions you might ask us", (Points((*OURS[:2], OURS[3] if public else OURS[2])),))
    unknown = unknown_acronyms(text for text in (*strong, *_weak_points(report), *chain(*_to_do(material))))
    if left := [name for name in unknown if name.rstrip("s") not in material.acronyms]:
        yield Section("Before this is sent", (prompted(f"Write out {listed(left)}"),))


QUESTIONS = (
    "What do you know about the quality of social work, and what difference does it make to children?",
    "How do you know?",
    "What are your plans for the next 12 months?",
)
"""The three that inspectors ask each year."""

OURS = (
    "Which children are waiting longest for help today?",
    "What did children and families tell you last month, and what changed because of it?",
    "Which of these grades are you least sure of?",
    "What has changed for children since inspectors last looked?",
)


def _three(what: str, points: Sequence[str], public: bool) -> Section:
    """Give at most three points under a heading that says how many there are; none where nothing is recorded."""
    shown = points[:3]
    title = f"{spelled(len(shown)).capitalize()} {what}{'' if len(shown) == 1 else 's'}" if shown else f"{what.capitalize()}s"
    none = f"No {what} that inspectors published is recorded here." if public else "None that the evidence recorded here shows."
    block = Points(tuple(shown)) if shown else Words(none)
    prompt = () if shown or public else (prompted(f"Say which you know of; nobody has recorded evidence of any {what}"),)
    return Section(title, (block, *prompt))


def _headline(report: Report, public: bool) -> str:
    if public:
        return tallied(report, public)
    worst = [one.short for one in report.judgements if one.grade.tone in ("bad", "weak")]
    unknown = [one.short for one in report.judgements if one.grade.id is None]
    if worst:
        who = each(worst) if len(worst) <= 3 else f"{len(worst)} of {len(report.judgements)} judgements"
        rest = each(unknown) if 0 < len(unknown) <= 3 else f"{len(unknown)} more"
        silent = f", and of {rest} nothing can be said for want of evidence" if unknown else ""
        return sentence(f"{who} would not be judged {report.benchmark} today, on our own evidence{silent}")
    if unknown:
        most = (
            "any judgement"
            if len(unknown) == len(report.judgements)
            else f"{len(unknown)} of {len(report.judgements)} judgements"
        )
        who = each(unknown) if len(unknown) <= 3 else most
        return sentence(f"There is not enough evidence to say how {who} would be judged today")
    return f"Every judgement would be {report.or_better} today, on our own evidence."


def _few_judgements(report: Report, public: bool) -> Iterable[Block]:
    """Name all judgements where they are few; else those that stand above the rest, and count the others by grade."""
    pages = report.every_judgement
    shown = pages if len(pages) <= FEW else [one for one in pages if one.key][:FEW] or pages[:FEW]
    yield Points(tuple(f"{one.short}: {_told_grade(one, public)}." for one in shown))
    rest = [one for one in pages if one not in shown]
    days = {one.last_published.when if one.last_published else "" for one in rest}
    once = days.pop() if public and len(days) == 1 else ""  # where one day holds for all, it is said once
    others = [_grade_of(one, public, bool(once)) if public or one.grade.id else "cannot be said" for one in rest]
    others.sort(key=lambda words: words == "cannot be said")
    if others:
        kinds = tuple(dict.fromkeys(others))
        counted = listed(f"{others.count(words)} {words}" for words in kinds) if len(kinds) > 1 else f"all {kinds[0]}"
        published = f", published {on_day(once)}" if once else ""
        yield Words(f"The other {len(others)}{published} (in the committee report): {counted}.")


def _grade_of(one: JudgementPage, public: bool, dated: bool = False) -> str:
    """Give a grade in words; for the public the one that was published, with its day where that is not `dated` already."""
    last = one.last_published
    when = "" if dated or not last else f" ({last.when})"
    words = (f"{last.words}{when}" if last else "no grade recorded") if public else one.grade.words
    return words[0].lower() + words[1:]


def _told_grade(one: JudgementPage, public: bool) -> str:
    if public and one.newer:
        return f"{_grade_of(one, public)}; since then {one.newer.words.lower()} ({one.newer.when})"
    if public or one.earlier is None or one.earlier.direction is None:
        return _grade_of(one, public)
    arrow = {"better": "\u2191 up from", "worse": "\u2193 down from", "the same": "\u2192 still"}[one.earlier.direction]
    return f"{_grade_of(one, public)}, {arrow} {one.earlier.words.lower()}"


def _strong_points(report: Report) -> tuple[str, ...]:
    """Say what goes well in the words of what was found, with what it means for children: one of each judgement before two of any."""
    rows = {row.id: row for row in report.evidence}
    turns = sorted(
        (
            (turn, strength.grade.tone != "top", place, strength)
            for place, one in enumerate(report.judgements)
            for turn, strength in enumerate(one.strengths)
        ),
        key=lambda each: each[:3],
    )
    found = dict.fromkeys(row for _, _, _, one in turns for name in one.evidence[:1] if (row := rows.get(name)))
    return tuple(_finding(row) for row in found)


LONGEST = 140
"""How many letters a point of the lead member's page may have, so that it stays one page; the whole stands in the self-evaluation."""

LONGEST_STEP = 170
"""How many letters what is done may have with what it is about before it; the whole stands in the action plan."""


def _finding(row: EvidenceRow) -> str:
    return shortened(" ".join(sentence(text) for text in (row.finding, row.impact) if text), LONGEST)


def _found_good(report: Report) -> tuple[str, ...]:
    """Give what inspectors graded above the rest, then what they found at work, as far as it may be published."""
    top = tuple(
        f"{one.short}: {_grade_of(one, True)}." for one in report.every_judgement if (off_benchmark(one.grade, report) or 0) > 0
    )
    found: dict[str, str] = {}
    for row in report.evidence:
        if row.external and row.grade.tone in ("top", "good"):
            found.setdefault(row.judgement, _finding(row))
    return (*top, *found.values())


def _weak_points(report: Report) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence(gap.gap) for band in report.bands for gap in band.gaps))


def _asked_of_us(report: Report) -> tuple[str, ...]:
    """Give the areas for improvement that inspectors published; where none is recorded, the judgements that they found wanting."""
    areas = tuple(shortened(sentence(one.text), LONGEST) for one in report.areas)
    return areas or tuple(f"{one.short}: {_grade_of(one, True)}." for one in report.every_judgement if is_below(one, report))


def _to_do(material: Material) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what is open and due within 12 weeks, the earliest first; and apart what has no date: nobody said when it will be done."""
    open_ones = [one for one in material.states if not one.is_done]
    soon = [
        (one.action.due, one) for one in open_ones if one.action.due and (one.action.due - material.report.as_at).days <= SOON
    ]
    soon.sort(key=lambda each: (each[0], each[1].action.id))
    dated = (f"{_step(one, material)} {'Was due' if one.late_by else 'Due'} {on_day(day(due))}." for due, one in soon)
    undated = (_step(one, material) for one in sorted(open_ones, key=lambda one: one.action.id) if one.action.due is None)
    return tuple(dict.fromkeys(dated)), tuple(dict.fromkeys(undated))


def _step(state: ActionState, material: Material) -> str:
    """Give an action after what it is about, so that it can be read alone."""
    action = state.action
    area = answered_area(state, material.report.areas)
    names = [area.text] if area else [material.names[name] for name in action.gaps if name in material.names]
    about = names[0] if len(names) == 1 else f"{names[0]} and {count(len(names) - 1, 'other area')}" if names else ""
    done = action.action or f"no step is named; the aim is: {action.result or 'not said'}"
    told = shortened(sentence(done), max(60, LONGEST_STEP - len(about)))
    return f"{sentence(about)[:-1]}: {told}" if about else told


def _plan(material: Material) -> Section:
    """Give three actions at most; only what has a date is said to be done in the next 12 weeks."""
    dated, undated = _to_do(material)
    title = "What we are doing in the next 12 weeks" if dated or not undated else "What we plan to do"
    if not dated and not undated:
        return Section(title, (_nothing_soon(material),))
    blocks: list[Block] = [Points(dated[:MOST])] if dated else []
    more = len(dated) + len(undated) - MOST
    if rest := undated[: max(0, MOST - len(dated))]:
        others = f" ({more} more stand in the action plan)" if more > 0 and not dated else ""
        blocks += [Words(f"Planned or under way, no date given{others}:"), Points(rest)]
    if more > 0 and dated:
        unsaid = len(undated) - len(rest)
        without = f", {unsaid} of them with no date given" if unsaid and dated else ""
        blocks.append(Words(f"{more} more{without}; the action plan has them all."))
    return Section(title, tuple(blocks))


def _nothing_soon(material: Material) -> Words:
    """Say why no action is named; what falls due later is not done."""
    if not material.is_public:
        return prompted("What is done, by whom, by when; no action is recorded for then")
    if not material.states:
        return no_actions(material)
    all_done = all(state.is_done for state in material.states)
    return Words(
        f"{'Every action' if all_done else 'No action'} that may be shown here is {'done' if all_done else 'due by then'}."
    )


def _last_look(report: Report, public: bool) -> str:
    """Say when somebody from outside last looked, and when inspectors last published: but to the public, as was known on the day."""
    looks = [row.date for row in report.evidence if row.external]
    grades = [one.newer or one.last_published if public else one.earlier for one in report.every_judgement]
    published = max((one for one in grades if one), key=lambda one: one.published, default=None)
    told = [f"Inspectors or peers last looked on {day(max(looks))}"] if looks else []
    told.append(
        f"inspectors last published grades {on_day(published.when)}"
        if published
        else "no result is recorded"
        if public
        else f"no result published by {'then' if looks and max(looks) == report.as_at else report.as_at_words} is recorded"
    )
    return sentence("; ".join(told))
