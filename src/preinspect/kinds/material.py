"""What a report of any kind is written from, cut down for its audience."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ..audience import Audience, for_audience
from ..case import Case
from ..day import in_words as day
from ..framework import Framework
from ..measure import Measure
from ..plan import ActionState, Deadline, RequestState, action_states, by_band, deadline, request_states
from ..predict import Prediction
from ..privacy import clearances
from ..report import Report, band_titles, report


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report of any kind is written from, already cut down for its audience.

    Attributes:
        planned: The descriptors that an action is to lift, and `origins` the published areas that one answers, whoever may see the action.
        names: What is said instead of a code where members read: by the id of a descriptor, its title; of evidence, its kind and day.
        printed: Names that the framework prints, which stay as they are where acronyms and older words are written out.
        unnamed: Gives a text without the ids of entries that this audience may not see.
    """

    report: Report
    audience: Audience
    dropped: tuple[str, ...]
    actions: Mapping[str, tuple[ActionState, ...]]
    bands: Mapping[str, str]
    deadline: Deadline | None
    requests: tuple[RequestState, ...]
    cleared: tuple[str, ...] = ()
    withheld: int = 0
    planned: frozenset[str] = frozenset()
    origins: frozenset[tuple[date, int | None]] = frozenset()
    measures: Mapping[str, Measure] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    printed: frozenset[str] = frozenset()
    acronyms: Mapping[str, str] = field(default_factory=dict)
    unnamed: Callable[[str], str] = str

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.audience is Audience.PUBLIC

    @property
    def states(self) -> tuple[ActionState, ...]:
        """All actions, band by band."""
        return tuple(state for rows in self.actions.values() for state in rows)


def material(case: Case, prediction: Prediction, audience: str) -> Material:
    """Gather what a report is written from, cut down for its audience.

    Args:
        audience: internal, board or public.
    """
    sees = Audience(audience)
    titles = band_titles(prediction.framework)
    whole = report(prediction, case.problems, case.measures, case.lines)
    states = action_states(case.assessment)
    edition = for_audience(whole, states, case.assessment, case.measures, sees)
    cleared = case.cleared if sees is Audience.INTERNAL else [hit for hit in case.cleared if hit.entry in edition.shown]
    return Material(
        report=edition.report,
        audience=sees,
        dropped=edition.dropped,
        actions=by_band(edition.states, titles),
        bands=titles,
        deadline=deadline(case.assessment, case.editions),
        requests=()
        if sees is Audience.PUBLIC
        else tuple(
            replace(state, old_documents=tuple(one for one in state.old_documents if one.id in edition.shown))
            for state in request_states(case.assessment, prediction.framework, prediction.method)
        ),
        cleared=() if sees is Audience.PUBLIC else clearances(cleared),
        withheld=edition.withheld,
        planned=frozenset(name for state in states for name in state.action.gaps),
        origins=frozenset((one.published, one.area) for state in states if (one := state.action.origin)),
        measures=case.measures,
        names=_names(prediction, edition.report),
        printed=_printed(prediction.framework),
        acronyms=case.acronyms,
        unnamed=edition.unnamed,
    )


def _names(prediction: Prediction, report: Report) -> Mapping[str, str]:
    evidence = {row.id: f"{row.kind[0].lower()}{row.kind[1:]} of {day(row.date)}" for row in report.evidence}
    return {**evidence, **{one.id: one.title for one in prediction.framework.descriptors.values()}}


def _printed(framework: Framework) -> frozenset[str]:
    found = (name for one in framework.judgements for name in (one.title, one.short, one.group, one.heading))
    return frozenset((framework.title, *(name for name in found if name)))
