"""A report on a terminal: 80 columns, plain ASCII of our own, and every colour beside a word that says the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.text import Text

from ..crosswalk import Row, carry_descriptor, carry_judgement, direct
from ..day import in_words as day
from ..words import count
from .escape import visible

if TYPE_CHECKING:  # each command brings its own; the others' modules need not be read for it
    from ..crosswalk import Crosswalk
    from ..framework import Basis, Descriptor, Framework
    from ..measure import Measure
    from ..migrate import Plan
    from ..report import GapPage, GradeShown, JudgementPage, Report
    from ..steps import Explanation, Sentence

PRESS_ON = "To press on; none of these notes changes a grade"
WIDTH = 80
_NAME = 22
"""The columns of `status` that a judgement's name has."""
_RULE = "-" * WIDTH
_STYLES = {"top": "bold green", "good": "green", "weak": "yellow", "bad": "bold red", "none": "magenta", "silent": "dim"}


def status(report: Report) -> Iterator[Text]:
    """Lay out the summary: two lines a judgement, what limits overall, and what to do next."""
    yield from _head(report)
    above: JudgementPage | None = None
    for page in report.judgements:
        yield from _headings(page, above)
        above = page
        yield from _judgement(page)
    if report.overall:
        yield from _judgement(report.overall)
    yield Text(_RULE, style="dim")
    yield from _shortened(report)
    yield from _ground(report)
    yield from _next(report)


def _headings(page: JudgementPage, above: JudgementPage | None) -> Iterator[Text]:
    """Lay out the paper's block and heading where they begin."""
    if page.group and (above is None or page.group != above.group):
        yield from wrapped(page.group, 0, style="bold underline")
    if page.heading and (above is None or (page.group, page.heading) != (above.group, above.heading)):
        yield from wrapped(f"- {page.heading}", 0, later=2)


def _head(report: Report) -> Iterator[Text]:
    yield Text(visible(report.authority), style="bold")
    yield from wrapped(f"{report.framework}. As at {report.as_at_words}.", 0)
    yield from wrapped(report.caveat, 0, style="dim")
    if report.borrowed:
        yield from wrapped(report.borrowed, 0, style="dim")
    if report.left_out:
        left = count(len(report.left_out), "entry", "entries")
        yield from wrapped(
            f"Warning: {left} left out because of problems; what follows rests on the rest: preinspect check", 0, style="yellow"
        )
    if report.waiting:
        waits = count(report.waiting, "entry waits", "entries wait")
        yield from wrapped(
            f"Warning: {waits} for your decision after the migration: look for '# preinspect migrate:' in the files",
            0,
            style="yellow",
        )
    yield Text(_RULE, style="dim")


def _judgement(page: JudgementPage) -> Iterator[Text]:
    name = visible(page.short)
    if len(name) > _NAME:  # a title of the paper is not cut, and has the line above
        yield from wrapped(name, 0, style="bold")
        name = ""
    line = Text(f"{name:<{_NAME + 1}}", style="bold")
    line.append(f"{visible(_column(page.grade)):<22}", style=_STYLES[page.grade.tone])
    line.append(f"{page.confidence or '':<8}", style="")
    line.append(visible(page.coverage))
    yield line
    told = [page.whole_reason]
    if page.earlier is not None and page.earlier.direction is not None:
        told.append(f"Was {page.earlier.words.lower()} in {page.earlier.year}, now {page.earlier.direction}.")
    yield from wrapped(" ".join(told), 2)
    if page.published is not None:
        verdict = f" ({page.published.verdict})" if page.published.verdict else ""
        on = "on " if page.published.day_known else ""
        yield from wrapped(f"Published {on}{page.published.when}: {page.published.words}{verdict}.", 2)
    told_above = page.published is not None or (page.earlier is not None and page.earlier.direction is not None)
    if ";" in page.line or (page.line and not told_above):  # a line of one result may say no more than what stands above it
        yield from wrapped(f"Over the years: {page.line}.", 2, style="dim")


def _grade(grade: GradeShown) -> str:
    return grade.words.upper() if grade.id is not None else "NO GRADE"


def _column(grade: GradeShown) -> str:
    """Give a grade for the column of `status`, which is narrower than some titles are."""
    return grade.brief.upper() if grade.id is not None else "NO GRADE"


def _shortened(report: Report) -> Iterator[Text]:
    """Say of each grade that stands shortened in the column what it is in full."""
    pages = report.every_judgement
    for brief, words in dict.fromkeys((one.grade.brief, one.grade.words) for one in pages if one.grade.brief != one.grade.words):
        yield from wrapped(f"{brief.upper()} is short for '{words}'.", 0, style="dim")


def _ground(report: Report) -> Iterator[Text]:
    """Say what stands under the grades: the limit that binds, the pathway, warnings, and what was left out."""
    if report.overall is None:
        yield from wrapped(report.overall_note, 0)
    for limit in report.limits:
        if limit.binds or limit.noted:
            what = "Limit" if limit.binds else "Note on"
            yield from wrapped(f"{what} {limit.id}: {limit.says}", 0, style="yellow")
    if report.overall is not None and not any(limit.binds for limit in report.limits):
        yield Text("No limit binds.")
    if report.counts_published:
        yield from wrapped(report.counts_published, 0)
    if report.pathway:
        yield from wrapped(report.pathway, 0)
    for warning in report.warnings:
        yield from wrapped(f"Warning: {warning}", 0, style="yellow")
    if report.set_aside:
        yield from wrapped(f"{report.set_aside} Which: preinspect explain, with the judgement's name", 0)
    if report.optimism:
        notes = count(len(report.optimism), "note")
        yield from wrapped(f"{notes} on signs of optimism; none changes a grade: preinspect gaps", 0)


def _next(report: Report) -> Iterator[Text]:
    if not report.next:
        return
    yield Text("Do next", style="bold")
    for number, step in enumerate(report.next, 1):
        yield from wrapped(f"{number}. {step.descriptor} {step.advice}", 0, later=3)
    yield from wrapped(f"More: {report.next[0].command} | preinspect gaps", 0, style="dim")


def gap_list(report: Report, judgement: str | None = None) -> Iterator[Text]:
    """Lay out the gaps, worst first, judgement by judgement, then the areas for improvement by band."""
    yield from _head(report)
    pages = [page for page in report.judgements if judgement in (None, page.id)]
    above: JudgementPage | None = None
    for page in pages:
        yield from _headings(page, above)
        above = page
        yield from wrapped(page.title, 0, style="bold")
        line = Text(f"  {visible(_grade(page.grade))}", style=_STYLES[page.grade.tone])
        line.append(f"  {page.confidence or ''}  {visible(page.coverage)}".rstrip(), style="")
        yield line
        silent = [gap for gap in page.gaps if not gap.rows]
        for gap in page.gaps:
            if gap.rows:
                yield from _gap(gap)
        if silent:
            names = ", ".join(gap.descriptor for gap in silent)
            yield from wrapped(f"No evidence on {count(len(silent), 'descriptor')}: {names}.", 2, style="dim")
        yield Text("")
    if judgement is None:
        yield from _bands(report)
        yield from press_on(report.optimism)


def _gap(gap: GapPage) -> Iterator[Text]:
    line = Text(f"  {visible(gap.descriptor):<11} ", style="bold")
    line.append(f"{visible(_grade(gap.grade))} - {gap.state}", style=_STYLES[gap.grade.tone])
    yield line
    yield from wrapped(gap.gap, 4)
    yield from wrapped(gap.reason, 4)
    for told in (*gap.contradictions, *gap.questions):
        yield from wrapped(told, 4, style="yellow")
    yield from wrapped(f"To close it: {gap.closes}", 4, style="dim")


def press_on(notes: Sequence[str]) -> Iterator[Text]:
    """Lay out the notes on signs of optimism."""
    if notes:
        yield Text("")
        yield from wrapped(PRESS_ON, 0, style="bold")
        for number, note in enumerate(notes, 1):
            yield from wrapped(f"{number}. {note}", 2, later=5)


def _bands(report: Report) -> Iterator[Text]:
    yield Text("Areas for improvement, by band of priority", style="bold")
    if report.bands_note:
        yield from wrapped(report.bands_note, 2, style="dim")
    for band in report.bands:
        actions = f", {count(len(band.actions), 'action')}" if band.actions else ""
        found = f"{count(len(band.gaps), 'gap')}{actions}"
        told = found if band.published is None else f"published: {band.published}; in this evidence {found}"
        yield from wrapped(f"{band.title}: {told}", 2, later=4)
    if report.counts_published:
        yield from wrapped(report.counts_published, 2, later=4)


def wrapped(text: str, indent: int, later: int | None = None, style: str = "") -> Iterator[Text]:
    """Break a text into lines that fit; lines after the first are indented by `later`."""
    for line in wrap(
        visible(text),
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if later is None else later),
        break_on_hyphens=False,
    ):
        yield Text(line, style=style)


def explanation(told: Explanation, figures: bool = False, more: str = "") -> Iterator[Text]:
    """Lay out an explanation: numbered sentences, each with the place that it can be followed back to.

    Args:
        figures: Lay out the sum behind it too.
        more: The command that does; said at the end where the sum is left out.
    """
    yield from wrapped(told.title, 0, style="bold")
    yield from _sentences(told.sentences)
    if told.figures and figures:
        yield from _heading("The figures")
        yield from _sentences(told.figures)
    elif told.figures and more:
        yield from wrapped(f"Every figure, enough to do the sum again by hand: {more}", 0, style="dim")


def _sentences(told: Iterable[Sentence]) -> Iterator[Text]:
    for sentence in told:
        indent = 2 * sentence.depth
        lead = f"{sentence.number}. "
        yield from wrapped(f"{lead}{sentence.text}", indent, later=indent + len(lead))
        if sentence.at is not None:
            yield Text(visible(f"{' ' * (indent + len(lead))}[{sentence.at}]"), style="dim")


def framework_list(frameworks: Iterable[Framework]) -> Iterator[Text]:
    """Lay out the frameworks: id, dates in force, title."""
    for one in frameworks:
        until = day(one.ends) if one.ends else "still in force"
        line = Text(f"{visible(one.id):<24}", style="bold")
        line.append(f"{day(one.starts)} to {until}" if one.ends else f"from {day(one.starts)}, {until}")
        yield line
        if one.proposal:
            yield Text("  A proposal, never in force; the dates are those of the proposal.")
        if one.ends_recalled:
            yield Text("  The end is recalled; it was not seen in a document.")
        overall = "" if one.overall else ", no overall grade"
        numbers = f"{count(len(one.graded), 'judgement')}, {count(len(one.descriptors), 'descriptor')}{overall}"
        yield from wrapped(f"{one.title}: {numbers}.", 2)


def measure_list(measures: Iterable[Measure]) -> Iterator[Text]:
    """Lay out the measures: id, title, and what they inform."""
    for one in measures:
        yield Text(visible(one.id), style="bold")
        yield from wrapped(f"{one.title}. Informs {', '.join(one.descriptors) or 'nothing'}.", 2, later=4)


def framework(one: Framework) -> Iterator[Text]:
    """Lay out one framework whole, each fact with its source and how firm it is."""
    from ..report import in_force

    yield Text(visible(f"{one.id}: {one.title}"), style="bold")
    yield from wrapped(f"For {in_force(one)}. {one.about}", 0)
    yield from _heading("Grades, best first")
    for grade in reversed(one.scale.grades):
        number = f"{grade.number} " if grade.number else ""
        basis = _basis(one.grade_bases[grade.id]) if grade.id in one.grade_bases else ""
        yield from wrapped(f"{number}{grade.title} ({grade.id}). {grade.meaning}".strip() + basis, 2, later=4)
    for word in one.without_grade:
        yield from wrapped(f"A result may also be '{word}', without a grade.", 2, later=4)
    yield from _heading("Judgements")
    yield from _judgement_lines(one)
    if one.no_overall:
        yield from wrapped(one.no_overall, 2)
    yield from _heading("Limits and rules")
    yield from _limit_lines(one)
    for judgement in one.graded:
        descriptors = one.descriptors_of(judgement.id)
        yield from _heading(f"{judgement.title}: {count(len(descriptors), 'descriptor')}")
        for descriptor in descriptors:
            yield from wrapped(_descriptor_line(descriptor, one), 2, later=4)
    yield from _sign_lines(one)
    if one.requests:
        yield from _heading("What inspectors ask for")
        for request in one.requests:
            window = f" ({request.window})" if request.window else ""
            yield from wrapped(f"{request.id} {request.title}{window}{_basis(request.basis)}", 2, later=4)
    if one.bands:
        yield from _heading("Timescales of areas for improvement")
        for band, title in one.bands.items():
            yield from wrapped(f"{title} ({band})", 2, later=4)
    yield from _heading("Notes")
    for note in one.notes:
        yield from wrapped(note, 2, later=4)
    yield from _heading("Sources")
    for source in one.sources.values():
        yield from wrapped(f"{source.id}: {source.title}{f' {source.url}' if source.url else ''}", 2, later=4)


def _judgement_lines(one: Framework) -> Iterator[Text]:
    """Lay out the judgements, under the blocks and headings that the framework prints."""
    group, heading = None, None
    for judgement in one.judgements:
        if judgement.group != group:
            group, heading = judgement.group, None
            yield from wrapped(group or "Over all blocks", 2, style="bold")
        if judgement.heading != heading:
            heading = judgement.heading
            yield from wrapped(heading or "(no heading)", 4)
        indent = 6 if judgement.heading else 4 if judgement.group else 2
        number = f"{judgement.number} " if judgement.number else ""
        kind = one.kind_words[judgement.kind]
        of = f" of {judgement.parent}" if judgement.parent else ""
        note = f" {judgement.note}" if judgement.note else ""
        yield from wrapped(
            f"{number}{judgement.title} ({judgement.id}; {kind}{of}){_basis(judgement.basis)}{note}", indent, later=indent + 2
        )


def _limit_lines(one: Framework) -> Iterator[Text]:
    """Lay out limits, the rules for overall, shapes and the pathway, each with what was counted, its basis and its note."""
    from ..figures import condition

    for limit in one.limits:
        held = f", held in {limit.held} of {limit.of}" if limit.held is not None else ""
        scope = f" Counted: {limit.scope}." if limit.scope else ""
        basis = "" if limit.basis == "recalled" else f"; {limit.basis}, {', '.join(limit.sources)}"
        not_counted = f"; {limit.not_counted}" if limit.not_counted else ""
        told = f"{limit.id} ({limit.strength}{held}{basis}{not_counted}): {limit.says}{scope}"
        yield from wrapped(f"{told}{_and(limit.note)}", 2, later=4)
    if not one.limits:
        yield Text("  No judgement limits another.")
    if one.rules:
        yield from wrapped(
            f"Overall, the first rule that fits [{', '.join(one.rules_sources)}]:{_and(one.rules_note)}", 2, later=4
        )
    for number, rule in enumerate(one.rules, 1):
        held = f", held in {rule.held}" if rule.held else ""
        grade = one.scale.title(rule.grade)
        not_counted = "" if rule.counts else ", so it decides nothing"
        told = f"{number}. {grade} where {condition(rule)} ({rule.basis}{held}{not_counted}).{_and(rule.note)}"
        yield from wrapped(told, 4, later=7)
    for shape in one.shapes:
        scope = f" Counted: {shape.scope}." if shape.scope else ""
        yield from wrapped(f"{shape.id} (seen in {shape.seen} of {shape.of}): {shape.says}{scope}", 2, later=4)
    if one.pathway:
        told = f"{one.pathway.title}{_basis(one.pathway.basis)}: {one.pathway.met} {one.pathway.not_met}"
        yield from wrapped(f"{told}{_and(one.pathway.note)}", 2, later=4)


def _and(note: str | None) -> str:
    return f" {note}" if note else ""


def _descriptor_line(descriptor: Descriptor, framework: Framework) -> str:
    since = f" Since {day(descriptor.since)}." if descriptor.since else ""
    found = f" Topic found in {descriptor.found} reports." if descriptor.found else ""
    shares = ", ".join(f"{share:g}% of {year}" for year, share in descriptor.shares)
    found += f" Mentioned in report sections of editions: {shares}." if shares else ""
    seen = f"{_verified(descriptor, framework)}{_basis(descriptor.basis)}"
    return f"{descriptor.id} {descriptor.title}: {descriptor.good}{since}{found}{seen}"


def _sign_lines(one: Framework) -> Iterator[Text]:
    """Lay out the signs by which each grade is told, by area."""
    if not one.signs:
        return
    yield from _heading("Signs of each grade")
    if one.signs_basis is not None:
        yield from wrapped(f"{_basis(one.signs_basis).strip()}{_and(one.signs_note)}", 2)
    titles = {area: judgement.title for judgement in one.judgements for area in judgement.covers}
    for area, grades in one.signs.items():
        yield from wrapped(f"{titles.get(area, 'All judgements')} ({area}):", 2, later=4)
        for grade in reversed(one.scale.grades):
            for sign in grades.get(grade.id, ()):
                yield from wrapped(f"{grade.title}: {sign}", 4, later=6)


def _heading(text: str) -> Iterator[Text]:
    yield Text("")
    yield from wrapped(text, 0, style="bold")


def _verified(descriptor: Descriptor, framework: Framework) -> str:
    """Say whether a descriptor was seen in the framework itself, where some of its descriptors were not."""
    if framework.all_verified:
        return ""
    elaborates = f"; it elaborates {descriptor.statement}" if descriptor.statement else ""
    return " Verified." if descriptor.verified else f" Not verified{elaborates}."


def _basis(basis: Basis) -> str:
    seen = "; seen in reports" if basis.seen_in_reports else ""
    inferred = "; inferred" if basis.inferred else ""
    sources = ", ".join(one for one in basis.sources if one != "recalled")
    firm = {
        "source": f"source: {sources}",
        "derived": f"derived from: {sources}",
        "recalled": f"recalled{f', with {sources}' if sources else ''}",
        "recalled-low": f"recalled, unsure{f', with {sources}' if sources else ''}",
    }
    return f" [{firm[basis.confidence]}{seen}{inferred}]"


def framework_diff(old: Framework, new: Framework, steps: Sequence[Crosswalk]) -> Iterator[Text]:
    """Lay out how one framework stands to another, row by row, with the reason of each; a way of several steps as one."""
    yield Text(visible(f"From {old.id} to {new.id}"), style="bold")
    for step in steps:
        turned = " Its reasons are told of that way, not of the way back." if step.is_backwards else ""
        ends = f"{step.target} to {step.source}" if step.is_backwards else f"{step.source} to {step.target}"
        yield from wrapped(f"{ends}: {step.about}{turned}", 0)
    if len(steps) > 1:
        yield from wrapped("Each row leads over all of these; it matches as well as its weakest part.", 0)
    before, after = ([one.id for one in framework.judgements] for framework in (old, new))
    back = any(step.is_backwards for step in steps)
    yield from _heading("Judgements")
    one = steps[0] if len(steps) == 1 else None  # its rows, which may join several names, read best as they were written
    yield from _rows(one.judgements if one else direct(steps, before, after, carry_judgement), back)
    yield from _heading("Descriptors")
    if all(step.identical for step in steps):
        yield from wrapped(f"All {count(len(new.descriptors), 'descriptor')} are kept under the same ids.", 2)
        yield from _dated(old, new)
    else:
        rows = one.descriptors if one else direct(steps, old.descriptors, new.descriptors, carry_descriptor)
        yield from _rows(rows, back)


def _rows(rows: Iterable[Row], back: bool) -> Iterator[Text]:
    for row in rows:
        before, after = ", ".join(row.old) or "(nothing)", ", ".join(row.new) or "(nothing)"
        head = before if row.old == row.new else f"{before} -> {after}"
        match = f", {row.match} match" if row.old and row.new else ""
        way = "on the way there: " if back and not match else ""
        yield from wrapped(f"{head}: {row.change}{match}{f'; {way}{row.reason}' if row.reason else ''}", 2, later=4)


def _dated(old: Framework, new: Framework) -> Iterator[Text]:
    """Say what came or changed between two editions that carry the same descriptors."""
    first, last = sorted((old, new), key=lambda one: one.starts)
    for one in new.descriptors.values():
        days = [("added", one.since), *(("changed", when) for when in one.changed)]
        told = [
            f"{what} on {day(when)}"
            for what, when in days
            if when is not None and when > (first.ends or first.starts) and (last.ends is None or when <= last.ends)
        ]
        if told:
            yield from wrapped(f"{one.id} {one.title}: kept, but {' and '.join(told)}", 2, later=4)


def migration(plan: Plan, steps: Sequence[Crosswalk]) -> Iterator[Text]:
    """Lay out what a migration would do: how many ids of each sort, each one that changes, and what needs a person."""
    through = " to ".join((plan.source, *(step.target for step in steps)))
    yield from wrapped(f"From {through}", 0, style="bold")
    for what in ("kept", "renamed", "moved", "merged", "split", "gone"):
        moves = [move for move in plan.moves if move.what == what]
        if moves:
            yield Text(f"  {what}: {count(len(moves), 'place')}")
    for name in dict.fromkeys(name for row in steps[0].judgements for name in row.old):
        if not carry_judgement(name, steps):
            yield from wrapped(f"The judgement '{name}' has no counterpart in {plan.target}, and no grade takes its place.", 2)
    for move in plan.moves:
        if move.changes and not move.asks:
            yield from wrapped(f"{move.entry}: {move.old} becomes {', '.join(move.new)} [{move.at}]", 2, later=4)
    if plan.asking:
        yield from _heading(f"For a person to decide: {count(len(plan.asking), 'place')}")
        for move in plan.asking:
            yield from wrapped(f"{move.entry}: {move.asks} [{move.at}]", 2, later=4, style="yellow")
    if plan.noted:
        yield from _heading(f"Not written, to be added where it fits: {count(len(plan.noted), 'place')}")
        for move in plan.noted:
            yield from wrapped(f"{move.entry}: {move.note} [{move.at}]", 2, later=4)
    for name in plan.untouched:
        yield from wrapped(f"{name} has problems, so nothing can be carried over: preinspect check", 2, later=4, style="yellow")
    yield from wrapped("The history of published grades stays as it is.", 0)
