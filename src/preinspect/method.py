"""The tables of the method: what each kind of evidence can do, how it ages, and the numbers of the judgement model.

What is set by judgement stands in `frameworks/method.yaml`, what was fitted to published inspections in `frameworks/model.yaml`, each with
its reason; this module only reads them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from .document import Block, read
from .evidence import Evidence, Sample
from .folder import name_of_data
from .framework import Root
from .grade import Scale
from .problem import Location, Problem, Severity
from .shape import schema, settle


class Reach(Enum):
    """How high a kind of evidence can lift a descriptor, in terms that fit every scale."""

    TOP = "top"
    BENCHMARK = "benchmark"
    BELOW = "below"
    NOTHING = "nothing"
    LOWERS = "lowers"

    @property
    def height(self) -> int:
        """Order of reach; what only lowers, like what is nothing alone, lifts no descriptor."""
        return {Reach.TOP: 3, Reach.BENCHMARK: 2, Reach.BELOW: 1}.get(self, 0)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of evidence: its role, its reach alone, its shelf life in months, and its weight (0 to 1) against the others.

    `short` and `group` head its column, and those of the kinds that it stands with, where evidence is counted by kind.
    """

    id: str
    title: str
    short: str
    group: str
    role: str | None
    tests: bool
    reach: Reach
    best_reach: Reach
    fresh: float
    stale: float
    weight: float
    samples: bool
    own_triangulation: bool
    closes: str

    @property
    def is_look(self) -> bool:
        """Whether somebody looked at practice or listened, and tested it: such evidence can settle an earlier concern."""
        return self.role is not None and self.tests


@dataclass(frozen=True, slots=True)
class Effect:
    """What a finding means for children.

    `severity` counts in steps from 0, `moves` in grades; `lifts` is how much of an outstanding finding a good one with it is, 0 to 1;
    `goes_with` names the grade (top, benchmark, below, lowest) that has this effect where a finding names none.
    """

    id: str
    title: str
    strength: bool
    severity: float
    moves: float
    lifts: float
    is_risk: bool
    goes_with: str | None


@dataclass(frozen=True, slots=True)
class Extent:
    """The share of children that a finding is about, 0 to 1; `limited` where a strength is not yet shown for children at large."""

    id: str
    title: str
    share: float
    limited: bool
    lifts: float


@dataclass(frozen=True, slots=True)
class Sampling:
    """What a sample does: under `least` records it decides nothing, `full` count fully; the rest are shares, 0 to 1."""

    least: int
    full: int
    unstated: float
    met_benchmark: float
    met_below: float
    benchmark_share: float
    top_share: float
    lowest_share: float
    tail_share: float
    shows: Mapping[str, float]
    replies_enough: float
    supersedes_share: float

    def shown_by(self, sample: Sample | None) -> float:
        """Say how much of what a sample found good it shows of practice at large, 0 to 1, by how it was chosen; 1 where nothing is told."""
        chosen = sample.selection if sample is not None else None
        return self.shows.get(chosen.value, 1.0) if chosen is not None else 1.0

    def told_by(self, item: Evidence) -> float:
        """Say how much of what a survey found good its replies show of all who were asked, 0 to 1; 1 where nobody says how many were."""
        if not item.asked or item.replied is None:
            return 1.0
        return min(1.0, item.replied / (self.replies_enough * item.asked))


@dataclass(frozen=True, slots=True)
class Model:
    """The judgement model: one outlook, in logits, and the cut points that divide it into grades.

    `balance`, `risk` and `cuts` are fitted; the rest is set, and `frameworks/method.yaml` says why. `cuts` are for the boundaries to the
    top, the benchmark and the grade above the lowest. `fitted_to` counts inspections by framework: under any other the numbers are
    borrowed, and `about`, which says how well they did, is not true of it.
    """

    balance: float
    risk: float
    cuts: tuple[float, float, float]
    fitted_to: Mapping[str, int]
    about: tuple[str, ...]
    limited_shortfall: float
    limited_outstanding: float
    most_lift: float
    unknown_shortfall: float
    imaginary: float
    spread: float
    flatten: float
    saturation: float
    pattern_strength: float


@dataclass(frozen=True, slots=True)
class Words:
    """From when a confidence word may be used: the counts of evidence that it needs, and the probability."""

    tested: float
    triangulated: float
    items: int
    kinds: int
    records: int
    probability: float


@dataclass(frozen=True, slots=True)
class Withhold:
    """When no grade is shown: too few descriptors with one, too much no longer known, no concern large enough."""

    least_descriptors: int
    small_share: float
    least_share: float
    most_unknown: float
    concern_share: float


@dataclass(frozen=True, slots=True)
class Method:
    """All tables of the method. Effects and extents stand best and widest first. Agreement and factors are shares, 0 to 1.

    `risk_holds` is the share of a finding of risk or failure that holds a descriptor at its grade as long as it is not settled.
    `kept_ready` is, by sort of what inspectors ask for, how many days it stays ready once it was refreshed.
    """

    kinds: Mapping[str, Kind]
    effects: Mapping[str, Effect]
    extents: Mapping[str, Extent]
    default_extent: str
    extent_moves: float
    prior: float
    second_descriptor: float
    risk_holds: float
    sampling: Sampling
    moderation_agreement: float
    moderation_factor: float
    triangulation_months: float
    changed_since_months: float
    review_grace_months: float
    high: Words
    medium: Words
    withhold: Withhold
    kept_ready: Mapping[str, int]
    model: Model

    def effect_of(self, rank: int, scale: Scale) -> Effect:
        """Give the effect that goes with a grade where a finding names none."""
        if rank >= scale.benchmark:
            places = ["top"] * (rank == scale.top > scale.benchmark) + ["benchmark"]
        else:
            places = ["lowest" if rank == 0 < scale.benchmark - 1 else "below"]
        return next(effect for place in places for effect in self.effects.values() if effect.goes_with == place)


def load_method(roots: Sequence[Root]) -> tuple[Method | None, tuple[Problem, ...]]:
    """Load the tables; a council's own `method.yaml` or `model.yaml` in an earlier root stands for the shipped one.

    Returns:
        The method, or None where a table has an error, and all that is wrong with them.
    """
    tables, problems = _block("method", roots)
    model, more = _block("model", roots)
    problems = (*problems, *more)
    if tables is None or model is None or any(one.severity is Severity.ERROR for one in problems):
        return None, problems
    return _method(tables, _model(model, tables["judgement"])), problems


def _block(name: str, roots: Sequence[Root]) -> tuple[Block | None, tuple[Problem, ...]]:
    paths = [path for root in roots if (path := root.joinpath(f"{name}.yaml")).is_file()]
    if not paths:
        return None, (Problem("PI216", Location(f"{name}.yaml"), f"There is no {name}.yaml beside the frameworks."),)
    document, problems = read(paths[0], name_of_data(paths[0], 2))
    if document is None:
        return None, problems
    usable, more = settle(document.root, name, schema("method"), document.text)
    return (document.root if usable else None), (*problems, *more)


def _method(block: Mapping[str, Any], model: Model) -> Method:
    return Method(
        kinds={row["id"]: _kind(row) for row in block["kinds"]},
        effects={row["id"]: _effect(row) for row in block["effects"]},
        extents={row["id"]: _extent(row) for row in block["extents"]},
        default_extent=block["default-extent"],
        extent_moves=block["extent-moves"],
        prior=block["prior"],
        second_descriptor=block["second-descriptor"],
        risk_holds=block["risk-holds"],
        sampling=Sampling(**_plain(block["samples"])),
        moderation_agreement=block["moderation"]["agreement"],
        moderation_factor=block["moderation"]["factor"],
        triangulation_months=block["triangulation-months"],
        changed_since_months=block["changed-since-months"],
        review_grace_months=block["review-grace-months"],
        high=Words(**block["confidence"]["high"]),
        medium=Words(**block["confidence"]["medium"]),
        withhold=Withhold(**_plain(block["withhold"])),
        kept_ready=dict(block["kept-ready"]),
        model=model,
    )


def _plain(block: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("-", "_"): value for key, value in block.items()}


def _kind(row: Mapping[str, Any]) -> Kind:
    reach = Reach(row["reach"])
    return Kind(
        id=row["id"],
        title=row["title"],
        short=row.get("short", row["title"]),
        group=row.get("group", "Others"),
        role=row.get("role"),
        tests=row.get("tests", row.get("role") is not None),
        reach=reach,
        best_reach=Reach(row["best-reach"]) if "best-reach" in row else reach,
        fresh=row["fresh"],
        stale=row["stale"],
        weight=row["weight"],
        samples=row.get("samples", False),
        own_triangulation=row.get("own-triangulation", False),
        closes=row["closes"],
    )


def _effect(row: Mapping[str, Any]) -> Effect:
    return Effect(
        id=row["id"],
        title=row["title"],
        strength=row["strength"],
        severity=row["severity"],
        moves=row["moves"],
        lifts=row.get("lifts", 0.0),
        is_risk=row.get("risk", False),
        goes_with=row.get("goes-with"),
    )


def _extent(row: Mapping[str, Any]) -> Extent:
    return Extent(row["id"], row["title"], row["share"], row.get("limited", False), row.get("lifts", 0.0))


def _model(fitted: Mapping[str, Any], chosen: Mapping[str, Any]) -> Model:
    cuts = fitted["cuts"]
    return Model(
        balance=fitted["balance"],
        risk=fitted["risk"],
        cuts=(cuts["top"], cuts["benchmark"], cuts["bottom"]),
        fitted_to=dict(fitted["fitted-to"]),
        about=tuple(fitted["about"]),
        **_plain(chosen),
    )


def derived_rank(sample: Sample, scale: Scale, method: Method) -> int | None:
    """Give the rank that a sample's results support, read worst first, or None where it holds no result.

    Counts by grade are read by their tail: enough of the lowest grade decides, then the share at the benchmark or better.
    """
    rules = method.sampling
    if sample.results and sample.size:
        counts = [0] * len(scale)
        for grade, count in sample.results:
            counts[scale.rank(grade)] += count
        total = sum(counts)
        if not total:
            return None
        lowest, top = counts[0] / total, counts[-1] / total
        good = sum(counts[scale.benchmark :]) / total
        if lowest >= rules.lowest_share:
            return 0
        if good < rules.benchmark_share or lowest >= rules.tail_share:
            return max(scale.benchmark - 1, 0)
        return scale.top if top >= rules.top_share and lowest == 0 else scale.benchmark
    if sample.met is not None and sample.size:
        share = sample.met / sample.size
        if share >= rules.met_benchmark:
            return scale.benchmark
        return max(scale.benchmark - 1, 0) if share >= rules.met_below else 0
    return None


def share_below(sample: Sample, scale: Scale) -> float | None:
    """Give the share of a sample's records that fell short of the benchmark, 0 to 1, or None where it holds no result."""
    if sample.results:
        total = sum(count for _, count in sample.results)
        return sum(count for grade, count in sample.results if scale.is_concern(grade)) / total if total else None
    return 1 - sample.met / sample.size if sample.met is not None and sample.size else None
