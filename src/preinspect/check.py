"""What shows only when an assessment meets its framework: words become ids, and what cannot be used is left out.

Each check looks at one entry for one thing. All of them run, so that one run tells everything; those that would only repeat what
is known to be wrong hold back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .document import Block, line_of
from .evidence import Action, Assessment, Change, Cleared, Evidence, Indicator, LeftOut, Outcome, Request, Sample, View
from .framework import Framework
from .measure import Measure
from .method import Method, Reach, derived_rank
from .migrate import WAITS, questions_by_line
from .privacy import clearable
from .problem import Location, Problem, did_you_mean, did_you_mean_grade, in_file_order
from .supersede import left_over, why_not
from .watch import Watch, unwatched
from .words import listed, typed


def meet(
    assessment: Assessment,
    framework: Framework,
    method: Method,
    measures: Mapping[str, Measure],
    elsewhere: Callable[[str], str | None] = lambda _: None,
    watch: Watch = unwatched,
) -> tuple[Assessment, tuple[Problem, ...]]:
    """Hold every entry against the framework that it answers.

    Args:
        assessment: As loaded.
        framework: The assessment's framework.
        method: The method, for kinds, extents and effects.
        measures: The measures by id.
        elsewhere: Gives the other framework that has a descriptor, if one does.
        watch: Shows how far it is.
    Returns:
        The assessment with ids for words and without what cannot be used, and all problems in file order.
    """
    world = _World(assessment, framework, method, measures, elsewhere)
    sections = {
        name: [_run(item, checks, world) for item in watch(getattr(assessment, name), "Checking")]
        for name, checks in CHECKS.items()
    }
    cases = [case for section in sections.values() for case in section]
    aside = [_run(item, CHECKS[name], world) for name, items in assessment.set_aside.items() for item in items]
    kept: dict[str, Any] = {name: tuple(case.item for case in section if not case.dropped) for name, section in sections.items()}
    left_out = (*assessment.left_out, *(left for case in cases for left in case.left_out))
    # What an entry that is set aside seems to lack may stand under the misspelt key that it is set aside for.
    more = (problem for case in aside for problem in case.problems if problem.code != "PI314")
    problems = in_file_order((*(problem for case in cases for problem in case.problems), *more))
    waiting = tuple(case.item for case in sections["evidence"] if case.waits)
    return replace(assessment, **kept, left_out=left_out, waiting=waiting), problems


def unknown_frameworks(assessment: Assessment, known: Collection[str]) -> tuple[Problem, ...]:
    """Find frameworks that are named and not there: an error for the assessment's own, a note for one in its history."""
    there = ", ".join(known)
    named = [("PI301", assessment.framework, assessment.framework_at, f". There are: {there}.")] if assessment.framework else []
    named.extend(("PI317", one.framework, one.block.place("framework"), " here.") for one in assessment.history)
    return tuple(
        Problem(
            code,
            at,
            f"There is no framework '{name}'{rest}",
            did_you_mean(name, known),
            line_of(assessment.texts[at.file], at),
        )
        for code, name, at, rest in named
        if name not in known
    )


@dataclass(frozen=True, slots=True)
class _World:
    """What entries are held against."""

    assessment: Assessment
    framework: Framework
    method: Method
    measures: Mapping[str, Measure]
    elsewhere: Callable[[str], str | None]
    questions: Mapping[str, Mapping[int, tuple[str, ...]]] = field(init=False)
    """What a migration asked and nobody has answered, by file and by the line of the entry."""
    evidence: Mapping[str, Evidence] = field(init=False)
    names: Mapping[str, None] = field(init=False)
    """The ids of all entries, of those that were left out too; sorted, so that the same name is always the nearest."""
    figures: Mapping[tuple[object, ...], Indicator] = field(init=False)
    """The first figure of each measure, time and service."""

    def __post_init__(self) -> None:
        sections: tuple[Iterable[Any], ...] = (
            self.assessment.evidence,
            self.assessment.indicators,
            self.assessment.actions,
            self.assessment.left_out,
        )
        names = sorted({one.id for entries in sections for one in entries if one.id})
        object.__setattr__(self, "names", dict.fromkeys(names))
        questions = {name: questions_by_line(text) for name, text in self.assessment.texts.items()}
        object.__setattr__(self, "questions", questions)
        object.__setattr__(self, "figures", {figure_of(one): one for one in reversed(self.assessment.indicators)})
        object.__setattr__(self, "evidence", {one.id: one for one in self.assessment.evidence})


@dataclass(slots=True)
class _Case:
    """One entry while it is checked: what became of it, and what there is to tell."""

    item: Any
    noun: str
    texts: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    dropped: bool = False
    asked: bool = False
    waits: bool = False

    def mend(self, **changes: Any) -> None:
        """Take over what words were found to mean."""
        self.item = replace(self.item, **changes)

    def place(self, *path: str | int) -> Location:
        """Say where a value of the entry stands."""
        holder: Any = self.item.block
        for key in path[:-1]:
            holder = holder[key]
        found: Location = holder.place(path[-1])
        return found

    def tell(self, code: str, at: Location, message: str, suggestion: str | None = None) -> None:
        """Tell of a problem that leaves nothing out."""
        self.problems.append(Problem(code, at, message, suggestion, line_of(self.texts[at.file], at)))

    def drop(self, code: str, at: Location, message: str, suggestion: str | None = None) -> None:
        """Tell of a problem and leave the entry out."""
        self.tell(code, at, message, suggestion)
        self.leave_out(code, message)

    def leave_out(self, code: str, why: str) -> None:
        """Leave the entry out, for the first reason that there is; its parts need no word of their own then."""
        if not self.dropped:
            self.dropped = True
            self.left_out = [LeftOut(_name(self.item), self.noun, self.item.at, why, code)]

    def drop_part(self, what: str, code: str, at: Location, message: str, suggestion: str | None = None) -> None:
        """Tell of a problem and leave a part of the entry out."""
        self.tell(code, at, message, suggestion)
        if not self.dropped:
            self.left_out.append(LeftOut(_name(self.item), what, at, message, code))


def _name(item: Any) -> str | None:
    name: str | None = getattr(item, "id", None) or getattr(item, "of", None)
    return name


_SURE = 0.8  # at less, one number would be taken for another

_Check = Callable[[_Case, _World], None]

_NOUNS = {
    Evidence: "evidence",
    Indicator: "indicator",
    View: "view",
    Action: "action",
    Request: "request",
    Outcome: "published result",
    Cleared: "clearance",
    Change: "change",
}


def _run(item: Any, checks: Iterable[_Check], world: _World) -> _Case:
    case = _Case(item, _NOUNS[type(item)], world.assessment.texts)
    asked = world.questions.get(item.at.file, {}).get(item.at.line or 1, ())
    if asked:
        _waits(case, asked)
    for check in checks:
        check(case, world)
    if case.asked:  # what does not fit the framework is what the migration asked about
        case.problems = [one for one in case.problems if one.code not in _OF_THE_FRAMEWORK]
    return case


_OF_THE_FRAMEWORK = ("PI302", "PI304", "PI305", "PI323")


def _waits(case: _Case, questions: Iterable[str]) -> None:
    """Tell of an entry on which nobody has decided since a migration; what would raise or lower a grade is left out until then."""
    message = f"This waits for a decision since it was carried over: {'; '.join(questions)}"
    case.asked = True
    if isinstance(case.item, Evidence | View):
        case.waits = True
        case.drop(WAITS, case.item.at, message)
    else:
        case.tell(WAITS, case.item.at, message)


# --- evidence


def _descriptors(case: _Case, world: _World) -> None:
    known = tuple(_known_descriptors(case, world, case.item.descriptors, "descriptors"))
    if known:
        case.mend(descriptors=known)
    else:
        case.leave_out("PI302", "None of its descriptors is known.")


def _known_descriptors(case: _Case, world: _World, words: tuple[str, ...], *path: str | int) -> Iterator[str]:
    """Give those of some descriptors that the framework has, and tell of the others."""
    there = world.framework.descriptors
    for index, word in enumerate(words):
        if word in there:
            yield word
        else:
            what, at = f"descriptor '{word}'", case.place(*path, index)
            if not case.asked and (other := world.elsewhere(word)) is not None:
                case.drop_part(what, "PI323", at, _of_another(word, other, world))
            else:
                case.drop_part(what, "PI302", at, *_no_descriptor(word, world.framework))


def _of_another(word: str, other: str, world: _World) -> str:
    own, folder = world.framework.id, world.assessment.folder
    return (
        f"'{word}' is a descriptor of {other}, not of {own}; carry it over: preinspect migrate {typed(folder)} --to {own} --write"
    )


def _no_descriptor(word: str, framework: Framework) -> tuple[str, str | None]:
    there = framework.descriptors
    several = [part.strip() for part in word.split(",")]
    if len(several) > 1 and all(part in there for part in several):
        return f"'{word}' is no descriptor; several are written as a list: [{', '.join(several)}].", None
    near = did_you_mean(word, there)
    meant = f"; did you mean '{near}', {there[near].title}?" if near else "."
    return f"There is no descriptor '{word}' in {framework.id}{meant}", near


def _kind(case: _Case, world: _World) -> None:
    word = case.item.kind
    if word not in world.method.kinds:
        message = f"'{word}' is no kind of evidence. There are: {', '.join(world.method.kinds)}."
        case.drop("PI303", case.place("kind"), message, did_you_mean(word, world.method.kinds))


def _judgement(case: _Case, world: _World) -> None:
    word = case.item.judgement
    if word is None:
        return
    found = world.framework.find_judgement(word)
    if found in [one.id for one in world.framework.graded]:
        case.mend(judgement=found)
    else:
        case.drop("PI305", case.place("judgement"), *_no_judgement(word, world))


def _several(word: str, meant: Sequence[str]) -> str:
    return f"'{word}' may mean {listed(meant, 'or')}; write which."


def _no_judgement(word: str, world: _World) -> tuple[str, str | None]:
    there = [one.id for one in world.framework.graded]
    if len(several := world.framework.meant(word)) > 1:
        return _several(word, several), None
    message = f"'{word}' is no judgement of {world.framework.id} that evidence can count under. There are: {', '.join(there)}."
    return message, did_you_mean(word, there)


def _grade(case: _Case, world: _World) -> None:
    word = case.item.grade
    if word is None:
        return
    found = world.framework.scale.find(word)
    if found is not None:
        case.mend(grade=found)
    else:
        case.drop("PI304", case.place("grade"), *_no_grade(word, world))


def _no_grade(word: str, world: _World) -> tuple[str, str | None]:
    grades = world.framework.scale.ids
    return f"'{word}' is no grade of {world.framework.id}. There are: {', '.join(grades)}.", did_you_mean_grade(word, grades)


def _extent(case: _Case, world: _World) -> None:
    word, there = case.item.extent, world.method.extents
    if word is not None and word not in there:
        message = f"'{word}' is no extent. There are: {', '.join(there)}."
        case.drop("PI306", case.place("extent"), message, did_you_mean(word, there))


def _effect(case: _Case, world: _World) -> None:
    word, there = case.item.effect, world.method.effects
    if word is not None and word not in there:
        message = f"'{word}' is no effect. There are: {', '.join(there)}."
        case.drop("PI307", case.place("effect"), message, did_you_mean(word, there))


def _effect_fits_grade(case: _Case, world: _World) -> None:
    """Say where a strength is graded as a shortfall, or children at risk as good."""
    item = case.item
    if case.dropped or item.effect is None or item.grade is None:
        return
    effect, scale = world.method.effects[item.effect], world.framework.scale
    benchmark = scale.title(scale.id(scale.benchmark))
    if effect.strength and scale.is_concern(item.grade):
        message = f"'{item.effect}' is a strength, and the grade is below {benchmark}."
    elif effect.is_risk and not scale.is_concern(item.grade):
        message = f"'{item.effect}' is a grave shortfall, and the grade is {scale.title(item.grade)}."
    else:
        return
    case.tell("PI315", case.place("effect"), message)


_AT_MOST = (
    (("sample", "size"), ("sample", "population"), "{} were looked at, out of only {}."),
    (("sample", "met"), ("sample", "size"), "{} met the standard, but only {} were looked at."),
    (("sample", "moderated"), ("sample", "size"), "{} were moderated, but only {} were looked at."),
    (("with", "worker"), ("sample", "size"), "The worker took part in {}, but only {} were looked at."),
    (("with", "family"), ("sample", "size"), "The family was heard in {}, but only {} were looked at."),
    (("replied",), ("asked",), "{} replied, but only {} were asked."),
)
"""Pairs of counts of which the first can be no more than the second."""


def _counts_fit(case: _Case, _world: _World) -> None:
    for part, whole, says in _AT_MOST:
        one, other = _count(case.item.block, part), _count(case.item.block, whole)
        if one is not None and other is not None and one > other:
            case.drop("PI313", case.place(*part), says.format(one, other))


def _count(block: Block, path: tuple[str, ...]) -> int | None:
    """Give a count; yes and no count nothing."""
    found: Any = block
    for key in path:
        found = found.get(key, {})
    return int(found) if isinstance(found, int | float) and not isinstance(found, bool) else None


def _moderation_fits(case: _Case, _world: _World) -> None:
    sample: Sample | None = case.item.sample
    moderated = _count(case.item.block, ("sample", "moderated"))
    if sample is not None and moderated is not None and sample.changed_up + sample.changed_down > moderated:
        message = f"Moderation changed {sample.changed_up + sample.changed_down} grades, but looked at only {moderated}."
        case.drop("PI313", case.place("sample", "changed"), message)


def _results(case: _Case, world: _World) -> None:
    """Read the grades that a sample's results count by, and see that they add up; a size that is not told is their sum."""
    sample: Sample | None = case.item.sample
    if sample is None or not sample.results:
        return
    written = case.item.block["sample"]["results"]
    results = []
    for word, count in sample.results:
        if (grade := world.framework.scale.find(word)) is not None:
            results.append((grade, count))
        else:
            case.drop("PI304", written.place_of_key(word), *_no_grade(word, world))
    total = sum(written.values())
    if sample.size is not None and total != sample.size:
        case.drop("PI313", case.place("sample", "results"), f"The results add up to {total}, but {sample.size} were looked at.")
    case.mend(sample=replace(sample, results=tuple(results), size=sample.size or total or None))


def _has_grade(case: _Case, world: _World) -> None:
    """See that there is a grade or a sample that gives one, for all but kinds that are nothing alone."""
    item = case.item
    if case.dropped or item.grade is not None or world.method.kinds[item.kind].reach is Reach.NOTHING:
        return
    sample: Sample | None = item.sample
    if sample is None or not sample.size or not (sample.results or sample.met is not None):
        case.drop("PI314", item.at, "This entry has no grade, and no sample with results that would give one.")


def _grade_fits_sample(case: _Case, world: _World) -> None:
    """Say where a grade is kinder than the results of its own sample."""
    item, scale = case.item, world.framework.scale
    if case.dropped or item.grade is None or item.sample is None:
        return
    told = derived_rank(item.sample, scale, world.method)
    if told is not None and told < scale.rank(item.grade):
        message = (
            f"The grade is {scale.title(item.grade)}, but its sample shows {scale.title(scale.id(told))}, and it counts as that."
        )
        case.tell("PI326", case.place("grade"), message)


def _supersedes(case: _Case, world: _World) -> None:
    written = case.item.supersedes
    case.mend(supersedes=tuple(_known_entries(case, world, written, "supersedes")))
    for name in case.item.supersedes if not case.dropped else ():
        older = world.evidence.get(name)
        if older is not None and older.kind in world.method.kinds:
            _takes_the_place(case, older, case.place("supersedes", written.index(name)), world)


def _takes_the_place(case: _Case, older: Evidence, at: Location, world: _World) -> None:
    """Say where an entry does not take the place of one that it names, or not everywhere."""
    known = tuple(name for name in older.descriptors if name in world.framework.descriptors)
    if not known:
        return
    older = replace(older, descriptors=known)
    if (reason := why_not(case.item, older, world.framework, world.method)) is not None:
        case.tell("PI318", at, f"'{case.item.id}' cannot take the place of '{older.id}': {reason}.")
    elif left := left_over(case.item, older, world.framework, world.method):
        case.tell("PI318", at, f"'{older.id}' goes on counting for {listed(left)}: '{case.item.id}' did not look at that first.")


def _known_entries(case: _Case, world: _World, words: tuple[str, ...], *path: str | int) -> Iterator[str]:
    """Give those of some ids that are another entry's, and tell of the others."""
    for index, word in enumerate(words):
        if word == case.item.id:
            case.drop_part(f"reference to '{word}'", "PI316", case.place(*path, index), f"'{word}' names itself here.")
        elif word in world.names:
            yield word
        else:
            near = did_you_mean(word, world.names, _SURE)
            case.drop_part(f"reference to '{word}'", "PI316", case.place(*path, index), f"There is no entry '{word}'.", near)


# --- the other sections


def _measure(case: _Case, world: _World) -> None:
    word = case.item.measure
    if word not in world.measures:
        case.drop("PI308", case.place("measure"), f"There is no measure '{word}'.", did_you_mean(word, world.measures))


_PARTS_OF = {"percent": 100, "rate-per-10000": 10_000}
"""The units of a share, and what the whole is in each."""


def _figures_fit(case: _Case, world: _World) -> None:
    """Say where a figure is not what its counts give, or a part is more than its whole."""
    item: Indicator = case.item
    measure = world.measures.get(item.measure)
    whole = _PARTS_OF.get((measure.unit if measure is not None else None) or "")
    if whole is None or item.numerator is None or not item.denominator:
        return
    given, counted = item.value, whole * item.numerator / item.denominator
    counts = f"{item.numerator:g} of {item.denominator:g}"
    if item.numerator > item.denominator:
        case.tell("PI324", case.place("numerator"), f"{counts} is more than all there are.")
    if given is not None and abs(given - counted) > _HALF_A_STEP * 10 ** -_decimals(given):
        case.tell("PI324", case.place("value"), f"The value is {given:g}, but {counts} gives {counted:.1f}.")


_HALF_A_STEP = 0.5 + 1e-6


def _decimals(number: float) -> int:
    return len(f"{number:f}".rstrip("0").partition(".")[2])


def figure_of(item: Indicator) -> tuple[object, ...]:
    """Say what an indicator is a figure of: a measure, a time and a service."""
    return item.measure, item.period, item.date, item.service


def _told_once(case: _Case, world: _World) -> None:
    first = world.figures.get(figure_of(case.item))
    if first is not None and first.at != case.item.at:
        told = f"'{first.id}' ({first.at}) is of the same measure, time and service."
        case.tell("PI325", case.place("measure"), told)


def _view_of(case: _Case, world: _World) -> None:
    word = case.item.of
    found = world.framework.find_judgement(word) or (word if word in world.framework.descriptors else None)
    if found is not None:
        case.mend(of=found)
    else:
        there = [*(one.id for one in world.framework.judgements), *world.framework.descriptors]
        message = f"'{word}' is neither a judgement nor a descriptor of {world.framework.id}."
        if len(several := world.framework.meant(word)) > 1:
            message = _several(word, several)
        case.drop("PI305", case.place("of"), message, did_you_mean(word, there))


def _action_gaps(case: _Case, world: _World) -> None:
    case.mend(gaps=tuple(_known_descriptors(case, world, case.item.gaps, "gaps")))


def _action_measure(case: _Case, world: _World) -> None:
    aim = case.item.measure
    there = {*world.measures, *(one.id for one in world.assessment.indicators)}
    if aim is not None and aim.id not in there:
        message = f"There is no measure and no indicator '{aim.id}'."
        case.drop_part("measure", "PI308", case.place("measure", "id"), message, did_you_mean(aim.id, sorted(there)))
        case.mend(measure=None)


def _action_seen(case: _Case, world: _World) -> None:
    seen = case.item.seen
    if seen is not None:
        case.mend(seen=replace(seen, evidence=tuple(_known_entries(case, world, seen.evidence, "seen", "evidence"))))


def _request_of(case: _Case, world: _World) -> None:
    word = case.item.of
    there = [one.id for one in world.framework.requests]
    if word not in there:
        message = f"{world.framework.id} has no request '{word}'."
        case.drop("PI309", case.place("of"), message, did_you_mean(word, there))


def _outcome_grades(case: _Case, world: _World) -> None:
    """Read the grades of a result that was published under the same framework; the others are in words of their own."""
    if case.item.framework != world.framework.id:
        return
    case.mend(grades=tuple(_known_grades(case, world)))


def _known_grades(case: _Case, world: _World) -> Iterator[tuple[str, str]]:
    grades = case.item.block["grades"]
    for name, word in case.item.grades:
        judgement = world.framework.find_judgement(name)
        grade = world.framework.scale.find(word) or world.framework.find_without_grade(word)
        if judgement is None:
            there = [one.id for one in world.framework.judgements]
            several = world.framework.meant(name)
            message = _several(name, several) if len(several) > 1 else f"'{name}' is no judgement of {world.framework.id}."
            case.drop_part(f"grade of '{name}'", "PI305", grades.place_of_key(name), message, did_you_mean(name, there))
        elif grade is None:
            case.drop_part(f"grade of '{name}'", "PI304", grades.place(name), *_no_grade(word, world))
        else:
            yield judgement, grade


def _outcome_areas(case: _Case, world: _World) -> None:
    if case.item.framework != world.framework.id:
        return
    areas = tuple(
        replace(area, descriptors=tuple(_known_descriptors(case, world, area.descriptors, "areas", index, "descriptors")))
        for index, area in enumerate(case.item.areas)
    )
    case.mend(areas=areas)


def _change_descriptors(case: _Case, world: _World) -> None:
    known = tuple(_known_descriptors(case, world, case.item.descriptors, "descriptors"))
    case.dropped = bool(case.item.descriptors) and not known  # to name none would mean all
    case.mend(descriptors=known)


def _cleared_id(case: _Case, world: _World) -> None:
    word = case.item.id
    if word not in world.names and word not in (there := dict.fromkeys(clearable(world.assessment))):
        case.tell("PI316", case.place("id"), f"There is no entry '{word}'.", did_you_mean(word, there, _SURE))


CHECKS: dict[str, tuple[_Check, ...]] = {
    "changed_since": (_change_descriptors,),
    "evidence": (
        _descriptors,
        _kind,
        _judgement,
        _grade,
        _extent,
        _effect,
        _effect_fits_grade,
        _counts_fit,
        _moderation_fits,
        _results,
        _has_grade,
        _grade_fits_sample,
        _supersedes,
    ),
    "indicators": (_measure, _figures_fit, _told_once),
    "views": (_view_of, _grade),
    "actions": (_action_gaps, _action_measure, _action_seen),
    "requests": (_request_of,),
    "history": (_outcome_grades, _outcome_areas),
    "cleared": (_cleared_id,),
}
"""What is checked, by section of the assessment, in this order."""
