"""A folder opened: its assessment, the framework that it names, the method, and every problem on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from .check import meet, unknown_frameworks
from .crosswalk import check_families, check_way, load_crosswalks
from .evidence import Assessment, load_assessment
from .folder import all_names, yaml_files
from .framework import Framework, Root, framework_ids, load_framework, shipped
from .history import Lines, Outlines, lines, outlines
from .measure import Measure, load_measures
from .method import Method, load_method
from .plain import load_acronyms
from .predict import Prediction, predict
from .privacy import CODES as PERSONAL
from .privacy import Hit, scan
from .problem import Problem, Severity
from .service import of_all, of_service
from .watch import Watch, unwatched


@dataclass(frozen=True, slots=True)
class Case:
    """What a folder holds, as far as it can be used.

    Attributes:
        framework: None where the folder names none, or one that is unknown or broken; then nothing can be predicted.
        measures: Loaded only where the folder names any.
        lines: What inspectors published of each judgement, joined to this framework.
        editions: By id, the frameworks of its published results, in outline.
        acronyms: What acronyms are written out as where members or the public read.
        problems: All of them, in file order.
        cleared: What looks like personal data and was cleared, with the reason.
        left_behind: The framework of which ids stand in the folder that its own does not have, as a migration left half done leaves them.
    """

    assessment: Assessment
    framework: Framework | None
    method: Method | None
    measures: dict[str, Measure]
    lines: Lines
    problems: tuple[Problem, ...]
    cleared: tuple[Hit, ...] = ()
    left_behind: str | None = None
    editions: Outlines = field(default_factory=dict)
    acronyms: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that leave something out of the score, and those on account of which nothing may be handed out."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    @property
    def personal(self) -> tuple[Problem, ...]:
        """The problems on account of which nothing may be handed out: personal data that is not cleared."""
        return tuple(one for one in self.problems if one.code in PERSONAL)

    @property
    def can_predict(self) -> bool:
        """Whether the framework that the folder names, and the method, could be loaded."""
        return self.framework is not None and self.method is not None

    @property
    def names_unknown_framework(self) -> bool:
        """Whether the folder names a framework that is nowhere."""
        return any(one.code == "PI301" for one in self.problems)

    def predict(self) -> Prediction:
        """Predict; only for a case that can."""
        assert self.framework is not None and self.method is not None
        return predict(self.assessment, self.framework, self.method)


def roots(folder: Path | None = None, frameworks: Path | None = None) -> tuple[Root, ...]:
    """Say where frameworks are looked for: the folder named, then `frameworks` beside the evidence, then the shipped ones."""
    own = [frameworks] if frameworks is not None else []
    beside = [folder / "frameworks"] if folder is not None and (folder / "frameworks").is_dir() else []
    return (*own, *beside, shipped())


def own_faults(places: Sequence[Root]) -> tuple[Problem, ...]:
    """Say what is wrong with frameworks and crosswalks that a team wrote itself, those that no folder names among them.

    Args:
        places: As `roots` gives them, the shipped ones last; where there are no others, nothing is looked at.
    """
    own = places[:-1]
    mine = framework_ids(own)
    crosswalks, told = load_crosswalks(own)
    if not mine and not crosswalks:
        return told
    loaded = {name: load_framework(name, places) for name in framework_ids(places)}
    found = [one for one, _ in loaded.values() if one is not None]
    broken = [problem for name in mine for problem in loaded[name][1]]
    whole = [one for one in crosswalks if not {one.source, one.target} & (loaded.keys() - {known.id for known in found})]
    return tuple(dict.fromkeys((*broken, *told, *check_families(found), *check_way(whole, places, found))))


def open_case(
    folder: Path,
    *,
    as_at: date | None,
    today: date,
    frameworks: Path | None = None,
    framework: str | None = None,
    service: str | None = None,
    instead: Mapping[str, str] | None = None,
    watch: Watch = unwatched,
) -> Case:
    """Open a folder.

    Args:
        as_at: The day from which ages are measured; the assessment's own, or today, where it is None.
        today: The day of the run.
        frameworks: A folder of frameworks to look in first.
        framework: Read the evidence against this framework instead of the one that the folder names.
        service: Only what belongs to this service, one of `services()`; problems are told of the whole folder.
        instead: Texts that stand for what files hold, by name; so what a change would do is seen before it is written.
        watch: Shows how far it is.
    """
    assessment, problems = load_assessment(folder, as_at=as_at, today=today, instead=instead, watch=watch)
    guarded = _with_unread(assessment)
    places = roots(folder, frameworks)
    known = framework_ids(places)
    told = [*problems, *unknown_frameworks(assessment, known), *own_faults(places)]
    wanted = framework or assessment.framework
    if wanted not in known:
        return Case(assessment, None, None, {}, {}, *scan(guarded, told, all_names(folder), watch))
    loaded, framework_problems = load_framework(wanted, places)
    method, method_problems = load_method(places)
    measures, measure_problems = load_measures(places) if _names_measures(assessment) else ({}, ())
    told.extend((*framework_problems, *method_problems, *measure_problems))
    published: Lines = {}
    editions: Outlines = {}
    others = _Others(places, wanted)
    if loaded is not None and method is not None:
        whole, met = meet(assessment, loaded, method, measures, others, watch)
        assessment = of_service(whole, service, assessment) if service is not None else of_all(whole)
        editions = outlines(assessment, loaded, places)
        published, on_the_way = lines(assessment, loaded, editions, places)
        told.extend((*met, *on_the_way))
    acronyms, acronym_problems = load_acronyms(places)
    told.extend(acronym_problems)
    told = list(dict.fromkeys(told))  # what is wrong with an own framework may have been met twice
    return Case(
        assessment,
        loaded,
        method,
        dict(measures),
        published,
        *scan(guarded, told, all_names(folder), watch),
        others.most_named,
        editions,
        acronyms,
    )


class _Others:
    """The other frameworks, loaded when a word is looked for that the assessment's own does not have."""

    def __init__(self, places: Sequence[Root], own: str) -> None:
        self.places, self.own = places, own
        self.named: Counter[str] = Counter()
        self.loaded: tuple[Framework, ...] | None = None

    def __call__(self, word: str) -> str | None:
        """Give the framework that has a descriptor, or None."""
        if self.loaded is None:
            names = [name for name in framework_ids(self.places) if name != self.own]
            found = [load_framework(name, self.places)[0] for name in names]
            self.loaded = tuple(one for one in found if one is not None)
        there = next((one.id for one in self.loaded if word in one.descriptors), None)
        self.named.update([there] if there else [])
        return there

    @property
    def most_named(self) -> str | None:
        """The framework that had most of the words that were looked for."""
        return self.named.most_common(1)[0][0] if self.named else None


def _with_unread(assessment: Assessment) -> Assessment:
    """Add the texts of files that are not YAML: the guard looks into them too, since git keeps them all the same."""
    missing = set(assessment.files) - assessment.texts.keys()
    if not missing:
        return assessment
    texts = {name: _as_far_as_readable(path) for path, name in yaml_files(assessment.folder)[0] if name in missing}
    return replace(assessment, texts={**assessment.texts, **texts})


def _as_far_as_readable(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig", errors="replace")
    except OSError:  # told when it was to be read
        return ""


def _names_measures(assessment: Assessment) -> bool:
    indicators = assessment.indicators or assessment.set_aside.get("indicators")
    return bool(indicators) or any(action.measure for action in assessment.actions)
