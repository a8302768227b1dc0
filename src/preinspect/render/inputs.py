"""What the sum behind an explanation starts from and comes to, unrounded, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ..grade import Scale, by_id
from ..limit import Joint, beliefs, limits_on_overall, overall_parts, share
from ..predict import Prediction, Verdict, read_from, together
from ..score import Alone, Standing, cuts, in_judgement
from ..steps import Explanation, Sentence
from ..weigh import Weighed
from .published import heading


def explanation(what: str, told: Explanation, prediction: Prediction | None = None) -> str:
    """Give an explanation as JSON: its sentences, those of its figures, and the numbers themselves.

    Args:
        what: The id of what is explained.
        prediction: What it was explained from; None for a measure or a code, which have no numbers.
    """
    value = {
        **heading("explain"),
        "of": what,
        "title": told.title,
        "sentences": [_sentence(one) for one in told.sentences],
        "figures": [_sentence(one) for one in told.figures],
        "standings": _standings(what, prediction) if prediction else [],
        "judgement": _judgement(what, prediction) if prediction else None,
        "together": _together(what, prediction) if prediction else None,
    }
    return json.dumps(value, indent=2, ensure_ascii=False)


def _sentence(one: Sentence) -> dict[str, Any]:
    at = one.at
    return {
        "number": one.number,
        "text": one.text,
        "file": at.file if at else None,
        "line": at.line if at else None,
        "column": at.column if at else None,
    }


def _named(scale: Scale, shares: Sequence[float]) -> dict[str, float]:
    return {grade: shares[scale.rank(grade)] for grade in scale.ids}


def _verdict(what: str, prediction: Prediction) -> Verdict | None:
    found = prediction.framework.find_judgement(what)
    return prediction.verdict(found) if found else None


def _standings(what: str, prediction: Prediction) -> list[dict[str, Any]]:
    """Give where descriptors stand: the one that is explained, those of an item, or all of a judgement that have evidence."""
    verdict = _verdict(what, prediction)
    every = [one for other in prediction.judgements for one in other.standings if one.rows]
    if verdict is not None:
        chosen = [one for one in every if one.judgement == verdict.id]
    else:
        chosen = [one for one in every if one.descriptor == what or any(row.item.id == what for row in one.rows)]
    return [_standing(one, prediction) for one in chosen]


def _standing(one: Standing, prediction: Prediction) -> dict[str, Any]:
    scale = prediction.framework.scale
    return {
        "judgement": one.judgement,
        "descriptor": one.descriptor,
        "grade": scale.id(one.rank) if one.rank is not None else None,
        "why": one.why.value if one.why else None,
        "shares": _named(scale, one.masses),
        "unknown": one.unknown,
        "capped_by": one.capped_by.item.id if one.capped_by else None,
        "items": [_item(row, scale) for row in one.rows],
    }


def _item(row: Weighed, scale: Scale) -> dict[str, Any]:
    return {
        "id": row.item.id,
        "file": row.item.at.file,
        "line": row.item.at.line,
        "grade": scale.id(row.rank),
        "counts": row.counts,
        "why_not": row.why_not,
        "factors": [{"name": one.name, "value": one.value, "why": one.why} for one in row.factors],
        "weight": row.weight,
        "position": row.position,
        "age": row.age,
        "lasts": row.lasts,
        "holds": row.holds,
        "stays": row.stays,
        "risk_holds": row.risk_holds,
        "looks": [look.item.id for look in row.looks],
        "in_judgement": in_judgement(row),
    }


def _judgement(what: str, prediction: Prediction) -> dict[str, Any] | None:
    verdict = _verdict(what, prediction)
    if verdict is None or verdict.alone is None or verdict.alone.outlook is None:
        return None
    return _alone(verdict.alone, prediction)


def _alone(alone: Alone, prediction: Prediction) -> dict[str, Any]:
    scale, outlook = prediction.framework.scale, alone.outlook
    edges = zip(scale.grades[1:], cuts(scale, prediction.method.model), strict=True)
    return {
        "descriptors": [
            {
                "descriptor": unit.descriptor,
                "weight": unit.weight,
                "volume": unit.volume,
                "outstanding": unit.outstanding,
                "shortfall": unit.shortfall,
                "risk": unit.risk,
            }
            for unit in alone.units
        ],
        "volume": outlook.volume if outlook else None,
        "outstanding": outlook.outstanding if outlook else None,
        "shortfall": outlook.shortfall if outlook else None,
        "risk": outlook.risk if outlook else None,
        "outlook": outlook.value if outlook else None,
        "flatness": outlook.flatness if outlook else None,
        "cuts": {grade.id: cut for grade, cut in edges},
        "alone": _named(scale, alone.probabilities) if alone.probabilities else None,
    }


def _together(what: str, prediction: Prediction) -> dict[str, Any] | None:
    """Give what the judgements' grades are read together from, and every combination of them."""
    verdict = _verdict(what, prediction)
    if verdict is None:
        return None
    alone, framework, strength, _ = read_from(prediction)
    scale = framework.scale
    every, pattern, own = together(prediction), framework.pattern, beliefs(alone, framework)
    return {
        "judgements": list(every.tied),
        "heard": list(every.heard),
        "alone": {name: _named(scale, own[name]) for name in every.tied},
        "published": {name: _named(scale, framework.usual(name)) for name in every.tied},
        "strength": strength if pattern else None,
        "main": {name: _named(scale, pattern.main[name]) for name in every.tied if name in pattern.main} if pattern else None,
        "pairs": [{"of": [one, other], "strength": value} for one, other, value in pattern.pairs] if pattern else [],
        "limits": [{"id": one.id, "share": share(one)} for one in framework.limits],
        "combinations": list(_combinations(every, verdict, prediction)),
        "probabilities": dict(by_id(scale, verdict.probabilities)),
    }


def _combinations(every: Joint, verdict: Verdict, prediction: Prediction) -> Iterable[dict[str, Any]]:
    framework, scale = prediction.framework, prediction.framework.scale
    held, limits = dict(every.held), limits_on_overall(framework)
    for ranks, chance in every.free:
        found: dict[str, Any] = {
            "grades": [scale.id(rank) for rank in ranks],
            "probability": chance,
            "after_limits": held.get(ranks, 0.0),
        }
        if framework.overall is not None and verdict.id == framework.overall.id:
            parts = overall_parts(dict(zip(every.tied, ranks, strict=True)), framework, limits)
            found["overall"] = {scale.id(rank): part for rank, part in parts if part}
        yield found
