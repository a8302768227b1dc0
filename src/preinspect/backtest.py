"""How good the predictions are: on published grades alone, and on inspections whose findings were encoded as evidence.

Outcomes are a table of published grades: a framework's rules for overall, its limits and its pathway test are put to every row. Cases are
assessments with a result that was published later: every judgement of a case is predicted by a model that was fitted without that case,
and by a pattern that was fitted without its row of the published grades.

Nothing here draws by chance by itself: whoever calls hands in what draws, as the day of the run is handed in.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Protocol, TypeVar

from .case import Case, open_case
from .day import parts, why_not
from .fit import Fitted, Seen, fit_model, fit_pattern
from .folder import name_of, yaml_files
from .framework import Framework, Pattern, Root, load_framework
from .grade import Scale, at_least, median
from .limit import applies, on_pathway, overall_rank, read_together, share
from .method import Method, Model
from .predict import predict
from .problem import Location, Problem, did_you_mean, in_file_order
from .score import Alone, Outlook, Why, judgements, probabilities
from .watch import Watch, unwatched
from .weigh import weigh, wilson
from .words import count, listed

BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Edges of the reliability table: shares of certainty of the grade shown."""

LEAST_CASES = 6
"""So many cases are needed before a model is fitted to all of them but one."""

LEAST_ROWS = 30
"""So many complete rows of published grades are needed before a pattern is fitted to them."""

SEED = 2026
SIZES = (4, 6, 9, 12, 17)
PASSES = 20
DRAWS = 40
LEFT_OUT = 5
"""Of the two longer trials: the seed of what draws, the sizes of the learning curve and the passes at each, and the draws in which so
many cases are left out."""

_T = TypeVar("_T")


class Chance(Protocol):
    """What draws, such as `random.Random(seed)`."""

    def sample(self, population: Sequence[_T], k: int) -> list[_T]:
        """Draw k different members."""


# --- a table of published grades


@dataclass(frozen=True, slots=True)
class Published:
    """One row of published grades: ranks by judgement id, those that were not judged left out."""

    authority: str
    framework: str
    published: date
    ranks: Mapping[str, int]
    at: Location


@dataclass(frozen=True, slots=True)
class Outcomes:
    """A table of published grades: its rows, the frameworks that they name (in the order of the table), and what is wrong with it."""

    rows: tuple[Published, ...]
    frameworks: Mapping[str, Framework]
    problems: tuple[Problem, ...]


def read_outcomes(path: Path, roots: Sequence[Root]) -> Outcomes:
    """Read a table of published grades.

    Args:
        path: A CSV with columns authority, framework, published, and one for each judgement (its id with _ for -).
        roots: Where frameworks are looked for.
    """
    name = name_of(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        return Outcomes((), {}, (Problem("PI110", Location(name), f"This file cannot be opened: {reason}."),))
    except UnicodeDecodeError:
        return Outcomes((), {}, (Problem("PI105", Location(name), "This file holds bytes that are not UTF-8 text."),))
    return _Reader(name, text, roots).read()


def needed(framework: Framework) -> tuple[str, ...]:
    """Name the judgements whose grades the rules for overall ask for, overall itself among them; or those of the pathway test."""
    if framework.overall is not None:
        return (*(one.id for one in framework.keys), framework.overall.id)
    return tuple(dict.fromkeys(name for test in framework.pathway.tests for name in test.of)) if framework.pathway else ()


_HEAD = ("authority", "framework", "published")
_NOT_JUDGED = ("", "not judged")


def _column(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")


class _Reader:
    """Reads one table. The same mistake in several rows is told once, at the first of them."""

    def __init__(self, name: str, text: str, roots: Sequence[Root]) -> None:
        self._name = name
        self._lines = re.split(r"\r\n|\r|\n", text)
        self._text = text
        self._roots = roots
        self._loaded: dict[str, tuple[Framework | None, tuple[Problem, ...]]] = {}
        self._told: dict[tuple[str, str, str | None, str], list[int]] = {}

    def read(self) -> Outcomes:
        """Read the table whole."""
        records = self._records()
        head = [_column(cell) for cell in next(records, (1, []))[1]]
        rows = tuple(self._rows(head, records)) if self._has_columns(head) else ()
        known = {name: one for name, (one, _) in self._loaded.items() if one is not None}
        for framework in known.values():
            self._look_for_columns(framework, head)
        broken = [one for _, told in self._loaded.values() for one in told if one.code != "PI201"]
        return Outcomes(rows, known, in_file_order((*self._problems(), *broken)))

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Give each row that is not blank, with the line that it begins on."""
        reader = csv.reader(io.StringIO(self._text, newline=""))
        line = 1
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield line, [cell.strip() for cell in cells]
                line = reader.line_num + 1
        except csv.Error:
            self._tell("PI122", line, "From here on this is no table: a quote is perhaps opened and never closed.")

    def _has_columns(self, head: Sequence[str]) -> bool:
        """See that the head names what every row needs, and nothing twice."""
        lacking = [name for name in _HEAD if name not in head]
        if lacking:
            noun = "column" if len(lacking) == 1 else "columns"
            parted = " Its values have to be parted by commas." if len(head) == 1 and re.search(r"[;\t|]", head[0]) else ""
            near = did_you_mean(lacking[0], head) if len(lacking) == 1 else None
            self._tell("PI121", 1, f"The head of this table lacks the {noun} {listed(lacking)}.{parted}", near)
        doubles = [name for name, times in Counter(head).items() if name and times > 1]
        for name in doubles:
            self._tell("PI104", 1, f"The head of this table names the column '{name}' twice.")
        return not lacking and not doubles

    def _look_for_columns(self, framework: Framework, head: Sequence[str]) -> None:
        for name in needed(framework):
            if _column(name) not in head:
                message = f"The head names no column '{_column(name)}', which {framework.id} needs."
                self._tell("PI121", 1, message, did_you_mean(_column(name), head))

    def _rows(self, head: Sequence[str], records: Iterable[tuple[int, list[str]]]) -> Iterator[Published]:
        for line, cells in records:
            if len(cells) != len(head):
                told = (
                    f"This row has {count(len(cells), 'value')}, the head has {len(head)}. A comma within a value needs quotes."
                )
                self._tell("PI122", line, told)
            elif row := self._row(line, dict(zip(head, cells, strict=True))):
                yield row

    def _row(self, line: int, row: Mapping[str, str]) -> Published | None:
        framework, published = self._framework(line, row["framework"]), self._day(line, row["published"])
        if framework is None or published is None:
            return None
        ranks = {}
        for one in framework.judgements:
            word = row.get(_column(one.id), "")
            if word.casefold() not in _NOT_JUDGED and (rank := self._rank(line, word, framework)) is not None:
                ranks[one.id] = rank
        return Published(row["authority"], framework.id, published, ranks, Location(self._name, line))

    def _framework(self, line: int, name: str) -> Framework | None:
        if not name:
            self._tell("PI121", line, "This row names no framework.")
            return None
        if name not in self._loaded:
            self._loaded[name] = load_framework(name, self._roots)
        framework, problems = self._loaded[name]
        for one in problems:
            if one.code == "PI201":
                self._tell(one.code, line, one.message, one.suggestion, name)
        return framework

    def _day(self, line: int, word: str) -> date | None:
        read = parts(word)
        if read is None:
            self._tell("PI125", line, f"'{word}' is no date." if word else "This row has no date of publication.", None, word)
        elif reason := why_not(*read):
            self._tell("PI124", line, f"{reason}.", None, word)
        else:
            return date(*read)
        return None

    def _rank(self, line: int, word: str, framework: Framework) -> int | None:
        grade = framework.scale.find(word)
        if grade is None:
            message = f"'{word}' is no grade of {framework.id}. There are: {', '.join(framework.scale.ids)}; or 'not judged'."
            self._tell("PI304", line, message, did_you_mean(word, framework.scale.ids), word)
            return None
        return framework.scale.rank(grade)

    def _tell(self, code: str, line: int, message: str, suggestion: str | None = None, word: str = "") -> None:
        self._told.setdefault((code, message, suggestion, word), []).append(line)

    def _problems(self) -> Iterator[Problem]:
        for (code, message, suggestion, word), lines in self._told.items():
            first = lines[0]
            column = self._lines[first - 1].find(word) + 1 if word else 0
            excerpt = self._lines[first - 1] if column else None
            yield Problem(code, Location(self._name, first, column or None), f"{message}{_also(lines[1:])}", suggestion, excerpt)


def _also(lines: Sequence[int]) -> str:
    """Name the other lines with the same mistake, the first three of them at least."""
    if not lines:
        return ""
    named = [str(line) for line in lines[:3]] + ([f"{len(lines) - 3} more"] if len(lines) > 3 else [])
    return f" So too in {'line' if len(lines) == 1 else 'lines'} {listed(named)}."


# --- rules and limits on published grades


@dataclass(frozen=True, slots=True)
class Held:
    """How often something held, of how often it was put to the test."""

    held: int
    of: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """One row under the rules for overall: the rank given, the rank that the rules say, and the place of the rule that decided."""

    row: Published
    given: int
    said: int
    rule: int


@dataclass(frozen=True, slots=True)
class Record:
    """How a framework's rules, limits and pathway test did on published grades.

    Attributes:
        ruled: The rows with every grade that the rules for overall ask for.
        left_out: The other rows, each with the judgements whose grade it lacks. None where the framework has no overall.
        limits: By limit id: how often the judgement that it bounds kept to it, of the rows where its condition holds.
        pathway: Every row with whether the pathway test is met, None where a missing grade leaves it open.
    """

    framework: Framework
    ruled: tuple[Ruled, ...]
    left_out: tuple[tuple[Published, tuple[str, ...]], ...]
    limits: Mapping[str, Held]
    pathway: tuple[tuple[Published, bool | None], ...]

    @property
    def exact(self) -> int:
        """How often the rules say what was given."""
        return sum(1 for one in self.ruled if one.said == one.given)

    @property
    def too_kind(self) -> int:
        """How often the rules say a better grade than was given."""
        return sum(1 for one in self.ruled if one.said > one.given)

    @property
    def too_harsh(self) -> int:
        """How often the rules say a worse grade than was given."""
        return sum(1 for one in self.ruled if one.said < one.given)

    @property
    def error(self) -> float | None:
        """The standard error of the share that is exact; None for fewer than two rows."""
        return standard_error([float(one.said == one.given) for one in self.ruled], range(len(self.ruled)))

    @property
    def misses(self) -> tuple[Ruled, ...]:
        """The rows that were given another grade than the rules say."""
        return tuple(one for one in self.ruled if one.said != one.given)

    @property
    def rules(self) -> tuple[Held, ...]:
        """For each rule for overall, in order: how often it decided, and how often what it and the limits say was given."""
        decided = [[one for one in self.ruled if one.rule == place] for place in range(len(self.framework.rules))]
        return tuple(Held(sum(1 for one in rows if one.said == one.given), len(rows)) for rows in decided)


def records(outcomes: Outcomes) -> tuple[Record, ...]:
    """Put every framework of a table to its own rows."""
    return tuple(
        record(framework, [row for row in outcomes.rows if row.framework == name])
        for name, framework in outcomes.frameworks.items()
    )


def record(framework: Framework, rows: Sequence[Published]) -> Record:
    """Put a framework's rules, limits and pathway test to published grades."""
    names = needed(framework) if framework.overall else ()
    lacking = [(row, tuple(name for name in names if name not in row.ranks)) for row in rows]
    ruled = [_ruled(row, framework) for row, missing in lacking if framework.overall and not missing]
    return Record(
        framework=framework,
        ruled=tuple(ruled),
        left_out=tuple((row, missing) for row, missing in lacking if missing),
        limits={one.id: _held(one.id, framework, rows) for one in framework.limits},
        pathway=tuple((row, _on_pathway(row, framework)) for row in rows if framework.pathway),
    )


def _ruled(row: Published, framework: Framework) -> Ruled:
    assert framework.overall is not None
    rank, rule = overall_rank(row.ranks, framework)
    return Ruled(row, row.ranks[framework.overall.id], _bounded(rank, row, framework), framework.rules.index(rule))


def _bounded(rank: int, row: Published, framework: Framework) -> int:
    """Bound what the rules say by the limits on overall: the median over those that only may bind, as in a prediction."""
    assert framework.overall is not None
    name, scale = framework.overall.id, framework.scale
    on_overall = [(one, one.limits(name, scale)) for one in framework.limits if applies(one, row.ranks, framework)]
    limits = [(share(one), ceiling) for one, ceiling in on_overall if ceiling is not None]
    while rank and math.prod(1 - part for part, ceiling in limits if ceiling < rank) < 0.5:
        rank -= 1
    return rank


def _held(limit_id: str, framework: Framework, rows: Iterable[Published]) -> Held:
    limits = {one.id: one for one in framework.limits}
    limit = limits[limit_id]
    if limit.judgement is None or limit.at_most is None:
        return Held(0, 0)
    excluded = limits[limit.and_none].when_any if limit.and_none else ()
    counted = [
        row.ranks[limit.judgement]
        for row in rows
        if limit.judgement in row.ranks and row.ranks.keys() >= {*excluded} and applies(limit, row.ranks, framework)
    ]
    ceiling = framework.scale.rank(limit.at_most)
    return Held(sum(1 for rank in counted if rank <= ceiling), len(counted))


def _on_pathway(row: Published, framework: Framework) -> bool | None:
    assert framework.pathway is not None
    shown = {one.id: row.ranks.get(one.id) for one in framework.judgements}
    return on_pathway(shown, framework.pathway, framework.scale)


# --- cases: assessments with a result that was published later


@dataclass(frozen=True, slots=True)
class Inspected:
    """One case as the model reads it, and the grades that were given."""

    case: Case
    framework: Framework
    method: Method
    alone: tuple[Alone, ...]
    published: date
    ranks: Mapping[str, int]

    @property
    def folder(self) -> str:
        """Its folder as people see it."""
        return name_of(self.case.assessment.folder)

    @property
    def authority(self) -> str:
        """Whose case it is."""
        return self.case.assessment.authority or self.folder

    @property
    def graded(self) -> tuple[Alone, ...]:
        """Its judgements that a grade was given to, overall aside."""
        return tuple(one for one in self.alone if one.judgement in self.ranks)


class Unfit(Enum):
    """Why a folder is no case."""

    FRAMEWORK = "its framework is unknown"
    ERRORS = "its files have errors"
    RESULT = "no result under its framework was published after its as-at date"
    HEAD = "no file of its folder says whose assessment it is"


@dataclass(frozen=True, slots=True)
class NoCase:
    """A folder (or file) that was left out, and why."""

    folder: str
    authority: str | None
    why: Unfit


def find_cases(folder: Path) -> tuple[tuple[Path, ...], tuple[NoCase, ...], tuple[Problem, ...]]:
    """Find the assessments below a folder, the folder itself among them.

    A folder is an assessment where one of the files directly in it has the section `assessment:`; what lies below it belongs to it.

    Returns:
        The folders by name, the YAML files that belong to none, and what could not be looked into.
    """
    files, problems = yaml_files(folder)
    heads = {path.parent for path, _ in files if _has_head(path)}
    tops = [one for one in heads if not any(one != other and one.is_relative_to(other) for other in heads)]
    strays = [name for path, name in files if not any(path.is_relative_to(one) for one in tops)]
    return tuple(sorted(tops)), tuple(NoCase(name, None, Unfit.HEAD) for name in strays), problems


_ASSESSMENT = re.compile(rb"""^(?:\xef\xbb\xbf)?["']?assessment["']?\s*:""", re.MULTILINE)


def _has_head(path: Path) -> bool:
    try:
        return _ASSESSMENT.search(path.read_bytes()) is not None
    except OSError:
        return False


def read_cases(
    folders: Sequence[Path], today: date, frameworks: Path | None, watch: Watch = unwatched
) -> tuple[tuple[Inspected, ...], tuple[NoCase, ...]]:
    """Open assessments and keep those that can be compared with a published result.

    Args:
        today: The day of the run.
        frameworks: A folder of frameworks to look in first.
    Returns:
        The cases, and the assessments that are none.
    """
    known: list[Inspected] = []
    others: list[NoCase] = []
    for folder in watch(folders, "Reading"):
        case = open_case(folder, as_at=None, today=today, frameworks=frameworks)
        one = None if case.errors else inspected(case)
        if one is not None:
            known.append(one)
        else:
            others.append(NoCase(name_of(folder), case.assessment.authority, _unfit(case)))
    return tuple(known), tuple(others)


def _unfit(case: Case) -> Unfit:
    return Unfit.FRAMEWORK if case.names_unknown_framework else Unfit.ERRORS if case.errors else Unfit.RESULT


def inspected(case: Case) -> Inspected | None:
    """Read a case as the model does; None where it has no outcome under its own framework to compare with."""
    framework, method = case.framework, case.method
    if framework is None or method is None:
        return None
    after = [one for one in case.assessment.history if one.published > case.assessment.as_at and one.framework == framework.id]
    if not after:
        return None
    entry = min(after, key=lambda one: one.published)
    ranks = {name: framework.scale.rank(grade) for name, word in entry.grades if (grade := framework.scale.find(word))}
    alone = judgements(weigh(case.assessment, framework, method), framework, method)
    return Inspected(case, framework, method, alone, entry.published, ranks)


# --- fitting without the case that is predicted


def seen_in(cases: Iterable[Inspected]) -> tuple[Seen, ...]:
    """Collect what the model is fitted to: judgements on a scale with the model's three boundaries."""
    return tuple(_seen(alone, one) for one in cases if _is_usual(one.framework.scale) for alone in one.graded if alone.outlook)


def _is_usual(scale: Scale) -> bool:
    return (len(scale), scale.benchmark) == (4, 2)


def _seen(alone: Alone, one: Inspected) -> Seen:
    outlook = alone.outlook
    assert outlook is not None
    return Seen(_balance(outlook, one.method.model), outlook.risk, outlook.flatness, one.ranks[alone.judgement])


def _balance(outlook: Outlook, model: Model) -> float:
    return math.log1p(model.spread * outlook.outstanding) - math.log1p(model.spread * outlook.shortfall)


def _hold_every_grade(cases: Iterable[Inspected]) -> bool:
    """Say whether a model can be fitted to these cases: every grade was given at least once."""
    return len({one.rank for one in seen_in(cases)}) == 4


def pattern_of(framework: Framework, outcomes: Iterable[Published], kin: Iterable[str]) -> Pattern | None:
    """Fit the pattern of a framework to published grades.

    Args:
        kin: The frameworks whose rows count: those of one family that grade the same judgements.
    Returns:
        The pattern, or None where too few complete rows were published.
    """
    names = [one.id for one in framework.graded if one.kind != "separate"]
    wanted = set(kin)
    rows = [[row.ranks[name] for name in names] for row in outcomes if row.framework in wanted and set(names) <= set(row.ranks)]
    if len(rows) < LEAST_ROWS:
        return None
    about = (
        f"Fitted to the {len(rows)} published inspections of {' and '.join(sorted(wanted))} that graded all of these judgements."
    )
    return fit_pattern(names, rows, len(framework.scale), about)


def kin_of(framework: Framework, frameworks: Iterable[Framework]) -> tuple[str, ...]:
    """List the frameworks of one family that grade the same judgements on the same scale."""
    names = [one.id for one in framework.graded]
    return tuple(
        other.id
        for other in frameworks
        if other.family == framework.family
        and [one.id for one in other.graded] == names
        and other.scale.ids == framework.scale.ids
    )


def with_fitted(model: Model, fitted: Fitted) -> Model:
    """Put newly fitted numbers into the model."""
    return replace(model, balance=fitted.balance, risk=fitted.risk, cuts=fitted.cuts)


def _refitted(method: Method, cases: Iterable[Inspected]) -> Method:
    return replace(method, model=with_fitted(method.model, fit_model(seen_in(cases))))


class Fit(Enum):
    """What the cases were predicted by."""

    LEFT_OUT = "left-out"
    FEW = "too-few-cases"
    GRADES = "too-few-grades"


@dataclass(frozen=True, slots=True)
class Left:
    """A case left out: the others, and the method and the framework that have not seen it.

    Attributes:
        pattern: Whether the framework's pattern was fitted anew, without the case's row.
        row: The case's row in the published grades, or None where it has none or no grades were given.
    """

    case: Inspected
    others: tuple[Inspected, ...]
    method: Method
    framework: Framework
    pattern: bool
    row: Published | None


def how_to_fit(cases: Sequence[Inspected]) -> Fit:
    """Say whether the model can be fitted to all cases but one, whichever is left out."""
    if len(cases) < LEAST_CASES:
        return Fit.FEW
    every = all(_hold_every_grade(one for one in cases if one is not left) for left in cases)
    return Fit.LEFT_OUT if every else Fit.GRADES


def leave_each_out(cases: Sequence[Inspected], outcomes: Outcomes | None, watch: Watch = unwatched) -> tuple[Left, ...]:
    """Fit without each case in turn; where that cannot be done, the shipped numbers stand.

    Args:
        outcomes: Published grades, for the pattern; without them the frameworks' own pattern is used, which saw each case's row.
    """
    frameworks = {**(outcomes.frameworks if outcomes else {}), **{one.framework.id: one.framework for one in cases}}
    rows = outcomes.rows if outcomes else ()
    refits = how_to_fit(cases) is Fit.LEFT_OUT
    found = []
    for case in watch(cases, "Fitting without each case"):
        others = tuple(one for one in cases if one is not case)
        own = [row for row in rows if _is_of(row, case)]
        rest = [row for row in rows if row not in own]
        pattern = pattern_of(case.framework, rest, kin_of(case.framework, frameworks.values()))
        found.append(
            Left(
                case=case,
                others=others,
                method=_refitted(case.method, others) if refits else case.method,
                framework=replace(case.framework, pattern=pattern) if pattern else case.framework,
                pattern=pattern is not None,
                row=own[0] if own else None,
            )
        )
    return tuple(found)


def _is_of(row: Published, case: Inspected) -> bool:
    """Say whether a row of published grades is the inspection that a case was encoded from."""
    same = (row.framework, row.published) == (case.framework.id, case.published)
    return same and all(row.ranks.get(name) == rank for name, rank in case.ranks.items())


# --- predictions beside what was given


@dataclass(frozen=True, slots=True)
class Trial:
    """One prediction beside the grade that was given.

    `probabilities` by rank, worst first; `baselines` gives what simple rules say, by their name (none for overall).
    """

    case: Inspected
    judgement: str
    given: int
    probabilities: tuple[float, ...]
    confidence: str
    baselines: Mapping[str, int]

    @property
    def shown(self) -> int:
        """The grade shown."""
        return median(self.probabilities)

    @property
    def scale(self) -> Scale:
        """The scale of both grades."""
        return self.case.framework.scale

    @property
    def is_overall(self) -> bool:
        """Whether it is about overall, which follows from the other judgements."""
        return self.case.framework.judgement(self.judgement).kind == "overall"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A judgement that got a grade from inspectors and none from us, and why."""

    case: Inspected
    judgement: str
    given: int
    why: Why


@dataclass(frozen=True)
class Backtest:
    """All cases, each predicted without having been learnt from, as far as that could be done."""

    fit: Fit
    lefts: tuple[Left, ...]
    trials: tuple[Trial, ...]
    withheld: tuple[Withheld, ...]

    @cached_property
    def judged(self) -> tuple[Trial, ...]:
        """The predictions of judgements."""
        return tuple(one for one in self.trials if not one.is_overall)

    @cached_property
    def overall(self) -> tuple[Trial, ...]:
        """The predictions of overall."""
        return tuple(one for one in self.trials if one.is_overall)

    @property
    def misses(self) -> tuple[Trial, ...]:
        """The predictions that were not exactly right."""
        return tuple(one for one in self.trials if one.shown != one.given)


def leave_one_out(cases: Sequence[Inspected], outcomes: Outcomes | None, watch: Watch = unwatched) -> Backtest:
    """Predict every judgement of every case, overall among them, by a model fitted to the other cases.

    Args:
        outcomes: Published grades, for the pattern; without them the frameworks' own pattern is used, which saw each case's row.
    """
    lefts, fit = leave_each_out(cases, outcomes, watch), how_to_fit(cases)
    found = [one for left in lefts for one in _tried(left, fit)]
    trials = tuple(one for one in found if isinstance(one, Trial))
    return Backtest(fit, lefts, trials, tuple(one for one in found if isinstance(one, Withheld)))


def _tried(left: Left, fit: Fit) -> Iterator[Trial | Withheld]:
    case = left.case
    prediction = predict(case.case.assessment, left.framework, left.method)
    simple = _baselines(left, fit)
    for verdict in (*prediction.judgements, *filter(None, [prediction.overall])):
        given = case.ranks.get(verdict.id)
        if given is None:
            continue
        if verdict.why is not None:
            yield Withheld(case, verdict.id, given, verdict.why)
        else:
            yield Trial(case, verdict.id, given, verdict.probabilities, verdict.confidence or "low", simple.get(verdict.id, {}))


# --- simple rules to lead


def _baselines(left: Left, fit: Fit) -> Mapping[str, Mapping[str, int]]:
    """Say what simple rules make of each judgement; the two that learn from other cases need as many as the model does."""
    case, scale = left.case, left.case.framework.scale
    if fit is not Fit.LEFT_OUT:
        return {alone.judgement: _unfitted(alone) for alone in case.graded}
    commonest = Counter(one.ranks[alone.judgement] for one in left.others for alone in one.graded)
    cut_points = _fitted_shares(left.others)
    return {
        alone.judgement: {
            "commonest grade": commonest.most_common(1)[0][0],
            **_unfitted(alone),
            "share below good, fitted cuts": sum(1 for cut in cut_points if _below(alone, scale) <= cut),
        }
        for alone in case.graded
    }


def _unfitted(alone: Alone) -> Mapping[str, int]:
    ranks = _ranks(alone)
    mean = sum(ranks) / len(ranks) if ranks else 0.0
    return {
        "mean of the grades, rounded": int(mean + 0.5),
        "median of the grades": ranks[(len(ranks) - 1) // 2] if ranks else 0,
    }


def _ranks(alone: Alone) -> list[int]:
    return sorted(row.rank for one in alone.standings for row in one.rows if row.is_first)


def _below(alone: Alone, scale: Scale) -> float:
    ranks = _ranks(alone)
    return sum(1 for rank in ranks if rank < scale.benchmark) / len(ranks) if ranks else 0.0


def _fitted_shares(cases: Sequence[Inspected]) -> tuple[float, ...]:
    """Find the cuts on the share of findings below good that fit the other cases best, one for each boundary between grades.

    Each boundary gets the threshold between two neighbouring cases at which most of them fall on their own side.
    """
    points = [(_below(alone, one.framework.scale), one.ranks[alone.judgement]) for one in cases for alone in one.graded]
    tried = sorted({share for share, _ in points})
    middles = [(a + b) / 2 for a, b in pairwise(tried)] or tried
    top = max(rank for _, rank in points)
    return tuple(
        max(middles, key=lambda cut: (sum((share <= cut) == (rank >= edge) for share, rank in points), -cut))
        for edge in range(1, top + 1)
    )


# --- how they did


@dataclass(frozen=True, slots=True)
class Score:
    """How a set of predictions did: counts, and the ranked probability score (0 is perfect).

    `error` and `rps_error` are the standard errors of the share that was exact, and of the score: judgements of one inspection hang
    together, so whole inspections are taken as drawn. None where there are fewer than two inspections.
    """

    n: int
    exact: int
    within_one: int
    rps: float
    error: float | None
    rps_error: float | None

    @property
    def share(self) -> float:
        """Share that was exactly right, 0 to 1."""
        return self.exact / self.n if self.n else 0.0


_Guess = tuple[Trial, int, Sequence[float]]
"""A trial, the grade that was said of it, and the belief behind that."""


def score(trials: Iterable[Trial]) -> Score:
    """Count how predictions did."""
    return _score([(one, one.shown, one.probabilities) for one in trials])


def _score(guesses: Sequence[_Guess]) -> Score:
    steps = [abs(said - one.given) for one, said, _ in guesses]
    scores = [ranked_probability_score(shares, one.given) for one, _, shares in guesses]
    clusters = [one.case.case.assessment.folder for one, _, _ in guesses]
    return Score(
        n=len(guesses),
        exact=steps.count(0),
        within_one=steps.count(0) + steps.count(1),
        rps=math.fsum(scores) / max(1, len(guesses)),
        error=standard_error([float(step == 0) for step in steps], clusters),
        rps_error=standard_error(scores, clusters),
    )


def standard_error(values: Sequence[float], clusters: Sequence[Hashable]) -> float | None:
    """Give the standard error of a mean whose values come in clusters that were drawn whole; None for fewer than two clusters.

    Source: the usual linearisation of a ratio of totals; W. G. Cochran, Sampling Techniques, 3rd edition 1977, section 9A.
    """
    names = list(dict.fromkeys(clusters))
    if len(names) < 2:
        return None
    mean = math.fsum(values) / len(values)
    off: dict[Hashable, list[float]] = defaultdict(list)
    for value, name in zip(values, clusters, strict=True):
        off[name].append(value - mean)
    squares = math.fsum(math.fsum(off[name]) ** 2 for name in names)
    return math.sqrt(len(names) / (len(names) - 1) * squares) / len(values)


def ranked_probability_score(shares: Sequence[float], given: int) -> float:
    """Give the mean squared difference, over the boundaries, between the chance of being at or above and whether it was so."""
    above = at_least(shares)[1:]
    return math.fsum((share - (given >= rank)) ** 2 for rank, share in enumerate(above, 1)) / len(above)


def baseline_scores(trials: Sequence[Trial]) -> Mapping[str, Score]:
    """Count how the simple rules did.

    A rule says a grade and no probability. For its ranked probability score it is believed as far as its word came true in the other
    cases, which is kinder to it than to believe it wholly.
    """
    names = list(trials[0].baselines) if trials else []
    return {name: _score([(one, one.baselines[name], _belief(one, name, trials)) for one in trials]) for name in names}


def _belief(trial: Trial, name: str, trials: Iterable[Trial]) -> tuple[float, ...]:
    """Give how often each grade was given in other cases where a rule said what it says here, with one imagined case spread evenly."""
    alike = Counter(one.given for one in trials if one.case is not trial.case and one.baselines[name] == trial.baselines[name])
    size = len(trial.scale)
    return tuple((alike[rank] + 1 / size) / (alike.total() + 1) for rank in range(size))


def confusion(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Count grades given and said, by their ids."""
    return Counter(pairs)


def grades_of(scales: Iterable[Scale]) -> Mapping[str, str]:
    """List the grades of several scales with their words for a table, best first."""
    every = sorted((one for scale in scales for one in scale.grades), key=lambda one: -one.rank)
    return {one.id: one.brief for one in every}


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions that were about as sure: the edges, how many, the mean probability of the grade shown, and how many were right."""

    low: float
    high: float
    n: int
    sure: float
    right: int

    @property
    def share(self) -> float:
        """Share that was right, 0 to 1."""
        return self.right / self.n

    @property
    def range(self) -> tuple[float, float]:
        """The range in which the true share lies, at 95 %."""
        return wilson(self.right, self.n)


def reliability(trials: Iterable[Trial]) -> tuple[Bin, ...]:
    """Compare how sure the predictions were with how often they were right; bins without any are left out."""
    rows = [(one.probabilities[one.shown], one.shown == one.given) for one in trials]
    found = []
    for low, high in pairwise(BINS):
        inside = [(sure, right) for sure, right in rows if low <= sure < high or high == 1.0 <= sure]
        if inside:
            sure = math.fsum(one for one, _ in inside) / len(inside)
            found.append(Bin(low, high, len(inside), sure, sum(right for _, right in inside)))
    return tuple(found)


def by_word(trials: Sequence[Trial]) -> Mapping[str, Score]:
    """Count how predictions did by their confidence word."""
    return {word: score(one for one in trials if one.confidence == word) for word in ("high", "medium", "low")}


def by_judgement(trials: Sequence[Trial]) -> Mapping[str, Score]:
    """Count how predictions did by judgement."""
    names = dict.fromkeys(one.judgement for one in trials)
    return {name: score(one for one in trials if one.judgement == name) for name in names}


def by_grade(trials: Sequence[Trial]) -> Mapping[str, Score]:
    """Count how predictions did by the id of the grade that was given, best first."""
    names = grades_of(one.scale for one in trials)
    found = {name: score(one for one in trials if one.scale.id(one.given) == name) for name in names}
    return {name: one for name, one in found.items() if one.n}


# --- how much hangs on the choice of cases


@dataclass(frozen=True, slots=True)
class Learning:
    """How predictions did that were fitted to so many other cases, each time drawn anew for every case.

    `exact` is the mean share of passes over all cases, `spread` its standard deviation between passes (None for a single one).
    """

    others: int
    passes: int
    exact: float
    spread: float | None
    rps: float


@dataclass(frozen=True, slots=True)
class Stability:
    """What changes when several cases are left out at once, beside leaving out only the one that is predicted.

    Attributes:
        left: How many cases were left out in each draw; they are the ones predicted.
        n: Predictions of judgements over all draws.
        changed: How many of them show another grade.
        exact: How many of them are exactly right.
        moved: By how much the probability of the grade shown moved in the mean, 0 to 1.
    """

    left: int
    draws: int
    n: int
    changed: int
    exact: int
    moved: float


_Beliefs = Mapping[str, tuple[float, ...]]


def _together(left: Left, method: Method) -> _Beliefs:
    """Give the probabilities of a case's judgements under other numbers: those that show a grade and were given one."""
    case, model = left.case, method.model
    own = {
        one.judgement: probabilities(_looked_at_anew(one.outlook, model), case.framework.scale, model)
        for one in case.alone
        if one.outlook
    }
    heard = {one.judgement: one.heard for one in case.alone}
    shares = read_together(own, left.framework, model.pattern_strength, heard).marginals
    return {one.judgement: shares[one.judgement] for one in case.graded if one.why is None}


def _looked_at_anew(outlook: Outlook, model: Model) -> Outlook:
    """Give an outlook the value that other fitted numbers make of the same findings."""
    return replace(outlook, value=model.balance * _balance(outlook, model) - model.risk * outlook.risk)


def _drawn(chance: Chance, cases: Sequence[Inspected], size: int) -> tuple[Inspected, ...] | None:
    """Draw cases that hold every grade; None where that is not found."""
    for _ in range(100):
        found = tuple(chance.sample(cases, size))
        if _hold_every_grade(found):
            return found
    return None


def learning_curve(lefts: Sequence[Left], chance: Chance, watch: Watch = unwatched) -> tuple[Learning, ...]:
    """Predict every case by fits to a few other cases, drawn by chance; to all others there is only one fit, and so one pass."""
    most = len(lefts) - 1
    plan = [size for size in SIZES if size <= most for _ in range(PASSES if size < most else 1)]
    found: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for size in watch(plan, "Learning curve"):
        results = [one for left in lefts for one in _from_few(left, size, chance)]
        if results:
            exact = sum(1 for shares, given in results if median(shares) == given) / len(results)
            found[size].append((exact, math.fsum(ranked_probability_score(*one) for one in results) / len(results)))
    return tuple(_learning(size, passes) for size, passes in found.items())


def _from_few(left: Left, size: int, chance: Chance) -> list[tuple[tuple[float, ...], int]]:
    others = _drawn(chance, left.others, size)
    if others is None:
        return []
    beliefs = _together(left, _refitted(left.case.method, others))
    return [(shares, left.case.ranks[name]) for name, shares in beliefs.items()]


def _learning(size: int, passes: Sequence[tuple[float, float]]) -> Learning:
    exact = [one for one, _ in passes]
    mean = math.fsum(exact) / len(passes)
    spread = math.sqrt(math.fsum((one - mean) ** 2 for one in exact) / (len(passes) - 1)) if len(passes) > 1 else None
    return Learning(size, len(passes), mean, spread, math.fsum(rps for _, rps in passes) / len(passes))


def stability(lefts: Sequence[Left], chance: Chance, watch: Watch = unwatched) -> Stability | None:
    """Leave several cases out at once and predict them; None where the rest never holds every grade."""
    usual = {id(one.case): _together(one, one.method) for one in lefts}
    pairs: list[tuple[int, tuple[float, ...], tuple[float, ...]]] = []
    draws = 0
    for _ in watch(range(DRAWS), "Stability"):
        kept = _drawn(chance, [one.case for one in lefts], max(0, len(lefts) - LEFT_OUT))
        if kept is None:
            continue
        draws += 1
        within = {id(one) for one in kept}
        for left in lefts:
            if id(left.case) not in within:
                fewer, before = _together(left, _refitted(left.case.method, kept)), usual[id(left.case)]
                pairs.extend((left.case.ranks[name], before[name], shares) for name, shares in fewer.items())
    if not pairs:
        return None
    return Stability(
        left=LEFT_OUT,
        draws=draws,
        n=len(pairs),
        changed=sum(1 for _, before, after in pairs if median(before) != median(after)),
        exact=sum(1 for given, _, after in pairs if median(after) == given),
        moved=math.fsum(abs(after[median(before)] - before[median(before)]) for _, before, after in pairs) / len(pairs),
    )


@dataclass(frozen=True, slots=True)
class Deep:
    """The two longer trials."""

    learning: tuple[Learning, ...]
    stability: Stability | None


def deep(found: Backtest, chance: Callable[[int], Chance], watch: Watch = unwatched) -> Deep | None:
    """Try how much hangs on the choice of cases; None where no model was fitted to them.

    Args:
        chance: Makes what draws from a seed; `random.Random` does.
    """
    if found.fit is not Fit.LEFT_OUT:
        return None
    return Deep(learning_curve(found.lefts, chance(SEED), watch), stability(found.lefts, chance(SEED), watch))
