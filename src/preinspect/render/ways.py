"""What would follow, and the way up: on a terminal, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.text import Text

from ..figures import condition
from ..framework import Limit, Rule
from ..grade import PLACES, by_id
from ..limit import Bound
from ..path import OverallStep, OverallWay, Step, Way
from ..predict import Prediction, Verdict
from ..report import caveat
from ..service import services
from ..start import behind
from ..whatif import Shift
from ..words import count, listed, sentence, spelled, typed
from .escape import visible
from .published import heading
from .terminal import wrapped

_ASSUMED = "Supposed, not predicted: each is taken to be shown today by evidence that can support any grade."

MOST_NAMED = 10
"""Descriptors of one way that are named on a terminal; of more, those that pull hardest."""

_NAME = 23
"""The columns that a judgement's name has before its grades; a longer one is followed by a colon."""


# --- what if


def shifts_text(found: Sequence[Shift], wanted: Mapping[str, str], prediction: Prediction) -> Iterator[Text]:
    """Lay out what would follow: each judgement before and after, and what moves it or still holds it."""
    scale = prediction.framework.scale
    names = ", ".join(f"{name} at {scale.title(grade).lower()}" for name, grade in wanted.items())
    yield from wrapped(f"If {names}:", 0, style="bold")
    yield from _whose(prediction)
    for shift in found:
        short = prediction.framework.label(shift.judgement)
        before, after = (_rank(one.rank, prediction) for one in (shift.before, shift.after))
        if shift.moves:
            name = f"  {visible(short):<23}" if len(short) < _NAME else f"  {visible(short)}: "
            line = Text(name, style="bold")
            is_better = (-1 if shift.after.rank is None else shift.after.rank) > (
                -1 if shift.before.rank is None else shift.before.rank
            )
            line.append(visible(f"{before} -> {after}"), style="green" if is_better else "yellow")
            yield line
        else:
            stays = "still no grade" if shift.before.rank is None else f"no change from {before.lower()}"
            yield from wrapped(f"{short}: {stays}.", 2, later=4, style="bold")
        for told in why(shift, prediction):
            yield from wrapped(told, 4)
    yield from wrapped(_ASSUMED, 0, style="dim")


def shifts_json(found: Sequence[Shift], wanted: Mapping[str, str], prediction: Prediction) -> str:
    """Give what `whatif` shows, as JSON."""
    scale = prediction.framework.scale
    return _text(
        {
            **_head("whatif", prediction),
            "assumed": _ASSUMED,
            "supposed": [{"descriptor": name, "grade": grade} for name, grade in wanted.items()],
            "judgements": [
                {
                    "id": one.judgement,
                    "moves": one.moves,
                    "before": _verdict(one.before, prediction),
                    "after": _verdict(one.after, prediction),
                    "supposed": list(one.own),
                    "chance": {"grade": scale.id(one.at), "before": _places(one.chances[0]), "after": _places(one.chances[1])},
                    "held_by": one.held_by,
                    "limits": {"lifted": [limit.id for limit in one.lifted], "binding": [limit.id for limit in one.binding]},
                    "why": list(why(one, prediction)),
                }
                for one in found
            ],
        }
    )


def why(shift: Shift, prediction: Prediction) -> Iterator[str]:
    """Say why a grade moves or stays: what was supposed, limits, rules, the descriptor that holds it; then the chance."""
    framework = prediction.framework
    overall = framework.overall is not None and shift.judgement == framework.overall.id
    if shift.after.why is not None:
        yield sentence(shift.after.why.value)
    if overall:
        yield from _by_rule(shift, prediction)
    elif shift.moves:
        yield _moved(shift, prediction)
    elif shift.own:
        yield from _held(shift, prediction)
    for limit in shift.lifted:
        yield f"The limit '{limit.id}' binds no longer: {limit.says}"
    for limit in shift.binding:
        yield f"The limit '{limit.id}' {'still binds' if limit in _bound_before(shift, prediction) else 'now binds'}: {limit.says}"
    was, now = shift.chances
    reach = framework.scale.from_rank(shift.at)
    before, after = chance_words(was), chance_words(now)
    if before != after:
        yield f"The chance of {reach} goes from {before} to {after}."
    elif shift.own or shift.moves:
        way = "better by a little" if now > was + 10**-PLACES else "a little less" if now < was - 10**-PLACES else "the same"
        yield f"The chance of {reach} is {after}, as before{'' if way == 'the same' else f' ({way})'}."


def _bound_before(shift: Shift, prediction: Prediction) -> tuple[Limit, ...]:
    return tuple(one.limit for one in prediction.bounds if one.binds and one.limit.judgement == shift.judgement)


def _moved(shift: Shift, prediction: Prediction) -> str:
    if not shift.own:
        return "It moves with the others: the grades of one authority go together in published inspections."
    return sentence(f"it follows from {_named(shift.own, prediction)}")


def _held(shift: Shift, prediction: Prediction) -> Iterator[str]:
    if shift.after.held_by is not None:
        yield f"The limit '{shift.after.held_by.id}' holds it: {shift.after.held_by.says}"
    elif shift.after.rank == prediction.framework.scale.top:
        yield "It is at the best grade."
    elif shift.held_by is not None:
        yield f"{_named((shift.held_by,), prediction)} still holds it."


def _by_rule(shift: Shift, prediction: Prediction) -> Iterator[str]:
    before, after = shift.rules
    if after is None:
        return
    if before == after:
        yield f"The same rule decides: {_rule(after, prediction)}."
    else:
        once = f"; before: {_rule(before, prediction)}" if before else ""
        yield f"Another rule decides on the grades shown: {_rule(after, prediction)}{once}."


def _rule(rule: Rule, prediction: Prediction) -> str:
    return f"{prediction.framework.scale.title(rule.grade).lower()} where {condition(rule)}"


# --- the way up


def way_text(way: Way, prediction: Prediction) -> Iterator[Text]:
    """Lay out the way to a grade: the smallest sets, the chance that each brings, and the limit in the way."""
    framework = prediction.framework
    short = framework.label(way.judgement)
    wanted, grade = _rank(way.wanted, prediction).lower(), _rank(way.grade, prediction).lower()
    without = prediction.verdict(way.judgement).rank is None
    today = "nothing can be said of it today" if without else f"the chance today is {chance_words(way.now)}"
    yield from wrapped(f"{short} to {wanted}: {today}.", 0, style="bold")
    yield from _whose(prediction)
    if without:
        yield from wrapped(f"It has no grade today; {_evidence_first(prediction)}", 2)
    elif way.now >= 0.5:
        yield from wrapped("It is there already, or better.", 2)
    elif way.steps:
        tried = "" if way.exact else " (found by looking, not by trying every set)"
        yield from wrapped(f"{count(len(way.steps[0].descriptors), 'descriptor')} at {grade} would be enough{tried}:", 0)
        yield from _many(way, prediction) if len(way.steps[0].descriptors) > MOST_NAMED else _few(way, prediction)
    else:
        told = f"No set of descriptors is enough by itself; with all of them at {grade} the chance would be {chance_words(way.best)}."
        yield from wrapped(f"{told} The other judgements hold it: published grades go together.", 2)
    for limit in way.in_the_way:
        told = f"The limit '{limit}' is in the way: preinspect explain {typed(limit)}{behind(prediction.assessment.folder)}"
        yield from wrapped(told, 0, style="yellow")


def _few(way: Way, prediction: Prediction) -> Iterator[Text]:
    """Name all that each way takes."""
    if way.common:
        yield from wrapped(
            f"Each way has {_named(way.common, prediction, '; ')}; and besides, with the chance that it brings:", 2
        )
    for step in way.steps:
        rest = [name for name in step.descriptors if name not in way.common]
        yield from wrapped(f"{chance_words(step.chance)}: {_named(rest, prediction, '; ')}", 4 if way.common else 2, later=6)
    if len(way.steps) > 1:
        yield from wrapped(
            "The likeliest stands first; the others are those of this size that share least with it.", 2, style="dim"
        )


def _many(way: Way, prediction: Prediction) -> Iterator[Text]:
    """Name of the likeliest way what pulls hardest, and count the rest: nobody begins with thirty things at once."""
    alone, step = prediction.verdict(way.judgement).alone, way.steps[0]
    assert alone is not None
    pulls = dict(alone.pulls)
    hardest = sorted(step.descriptors, key=lambda name: (pulls[name], name))[:MOST_NAMED]
    rest = len(step.descriptors) - len(hardest)
    told = f"{chance_words(step.chance)}: {_named(hardest, prediction, '; ')}; and {rest} more."
    yield from wrapped(told, 2, later=6)
    others = f" and the other {'way' if len(way.steps) == 2 else 'ways'}" if len(way.steps) > 1 else ""
    yield from wrapped(
        f"Named are the {spelled(MOST_NAMED)} that pull it down hardest; all of them{others}: --format json. So many say that the whole "
        "falls short, not a part of it.",
        2,
        style="dim",
    )


def way_json(way: Way, prediction: Prediction) -> str:
    """Give what `path` to a judgement's grade shows, as JSON."""
    scale = prediction.framework.scale
    return _text(
        {
            **_head("path", prediction),
            "judgement": way.judgement,
            "wanted": scale.id(way.wanted),
            "grade": _shown(prediction.verdict(way.judgement), prediction),
            "chance": _places(way.now),
            "there": prediction.verdict(way.judgement).rank is not None and way.now >= 0.5,
            "lift_to": scale.id(way.grade),
            "ways": [_step(one) for one in way.steps],
            "common": list(way.common),
            "exact": way.exact,
            "best": _places(way.best),
            "limits": list(way.in_the_way),
        }
    )


def _step(step: Step) -> dict[str, Any]:
    return {"descriptors": list(step.descriptors), "chance": _places(step.chance)}


def overall_text(way: OverallWay, prediction: Prediction) -> Iterator[Text]:
    """Lay out which judgements would have to move for overall to reach a grade, the chance of each way, and what is in it."""
    scale = prediction.framework.scale
    reach = scale.from_rank(way.wanted)
    today = "nothing can be said of it today" if way.waits else f"the chance today is {chance_words(way.now)}"
    yield from wrapped(f"Overall to {_rank(way.wanted, prediction).lower()}: {today}.", 0, style="bold")
    yield from _whose(prediction)
    if way.waits:
        names = listed(prediction.framework.label(name) for name in way.waits)
        have = "has" if len(way.waits) == 1 else "have"
        yield from wrapped(f"{names} {have} no grade today; {_evidence_first(prediction)}", 2)
    elif not way.steps:
        yield from wrapped("No grades of its judgements would be enough.", 2)
    for number, step in enumerate(way.steps, 1):
        if not step.lifts:
            yield from wrapped(f"The grades shown are enough; the chance of {reach} is {chance_words(step.chance)}.", 2)
        else:
            told = f"{number}. {sentence(_lifts(step, prediction))} Then the chance of {reach} is {chance_words(step.chance)}."
            yield from wrapped(told, 2, later=5)
        for bound in step.limits:
            yield from wrapped(_in_the_way(bound), 5, style="yellow")
        for command in _commands(step, prediction):
            yield Text(visible(f"     {command}"), style="dim")
    if any(step.lifts for step in way.steps):
        told = "Each way supposes that these judgements stand there for certain, and the others as their evidence says."
        yield from wrapped(told, 0, style="dim")


def overall_json(way: OverallWay, prediction: Prediction) -> str:
    """Give what `path overall` shows, as JSON."""
    scale, overall = prediction.framework.scale, prediction.overall
    assert overall is not None
    return _text(
        {
            **_head("path", prediction),
            "judgement": overall.id,
            "wanted": scale.id(way.wanted),
            "grade": _shown(overall, prediction),
            "chance": _places(way.now),
            "there": any(not step.lifts for step in way.steps),
            "without_grade": list(way.waits),
            "ways": [
                {
                    "lifts": [{"judgement": name, "grade": scale.id(rank)} for name, rank in step.lifts.items()],
                    "chance": _places(step.chance),
                    "limits": [{"id": one.limit.id, "probability": _places(one.probability)} for one in step.limits],
                    "next": list(_commands(step, prediction)),
                }
                for step in way.steps
            ],
        }
    )


def _evidence_first(prediction: Prediction) -> str:
    return f"evidence comes first: preinspect gaps{behind(prediction.assessment.folder)}"


def _lifts(step: OverallStep, prediction: Prediction) -> str:
    framework = prediction.framework
    return listed(f"{framework.label(name)} to {_rank(rank, prediction).lower()}" for name, rank in step.lifts.items())


def _in_the_way(bound: Bound) -> str:
    return f"In the way, {chance_words(bound.probability)} that it applies: limit '{bound.limit.id}'. {bound.limit.says}"


def _commands(step: OverallStep, prediction: Prediction) -> Iterator[str]:
    """Give the commands that lead on from a way."""
    folder, service = behind(prediction.assessment.folder), prediction.assessment.service
    options = f"{f' --folder{folder}' if folder else ''}{f' --service {typed(service)}' if service else ''}"
    for name, rank in step.lifts.items():
        yield f"preinspect path {typed(name)} --to {prediction.framework.scale.id(rank)}{options}"


# --- what both have


def chance_words(chance: float) -> str:
    """Put a chance into words, since decimals stand only where they were asked for."""
    tenths = round(chance * 10)
    return "nearly none" if chance < 0.05 else "nearly certain" if chance > 0.95 else f"about {spelled(tenths)} in ten"


def _rank(rank: int | None, prediction: Prediction) -> str:
    return "No grade" if rank is None else prediction.framework.scale.grades[rank].title


def _named(descriptors: Sequence[str], prediction: Prediction, joint: str = "") -> str:
    """Name descriptors with their titles."""
    named = [f"{name} {prediction.framework.descriptors[name].title.lower()}" for name in descriptors]
    return joint.join(named) if joint else listed(named)


def _whose(prediction: Prediction) -> Iterator[Text]:
    """Say whose evidence it is, where a folder holds that of several services."""
    if prediction.assessment.service is not None:
        yield from wrapped(f"Only the service {prediction.assessment.service}.", 0)
    elif len(names := services(prediction.assessment)) > 1:
        yield from wrapped(f"All services together: {listed(names)}. One of them alone: --service", 0)


def _head(name: str, prediction: Prediction) -> dict[str, Any]:
    assessment = prediction.assessment
    return {
        **heading(name),
        "authority": assessment.authority,
        "framework": prediction.framework.id,
        "as_at": assessment.as_at.isoformat(),
        "caveat": caveat(prediction.framework),
        "service": assessment.service,
        "services": list(services(assessment)),
    }


def _verdict(verdict: Verdict, prediction: Prediction) -> dict[str, Any]:
    return {
        "grade": _shown(verdict, prediction),
        "why": None if verdict.why is None else verdict.why.value,
        "probabilities": dict(by_id(prediction.framework.scale, verdict.probabilities)),
    }


def _shown(verdict: Verdict, prediction: Prediction) -> str | None:
    return None if verdict.rank is None else prediction.framework.scale.id(verdict.rank)


def _places(chance: float) -> float:
    return round(chance, PLACES)


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
