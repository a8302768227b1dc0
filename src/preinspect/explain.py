"""Why the prediction is what it is: numbered sentences, each with the file and line that it can be followed back to.

First the story, which an assistant director can read; then, for whoever asks for it, the whole sum (`figures.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from .day import in_words as day
from .figures import MODERATION, Figures, condition, figure, weight_words
from .framework import Judgement, Limit, Rule
from .gap import closing_kinds
from .grade import Scale, at_least, by_id
from .limit import Bound, far_apart, share
from .measure import Measure
from .method import Reach, derived_rank
from .predict import Prediction, Verdict
from .problem import CODES, did_you_mean
from .report import ages_words, basis_words, borrowed, sample_words, set_aside_words, superseded
from .score import Alone, Contradiction, Outlook, Standing, Unit, Why, cuts, in_judgement, probabilities, supports
from .steps import Explanation, Sentence, Steps, Told
from .weigh import Weighed, is_held_by_sample
from .words import count, listed, sentence


def explain(what: str, prediction: Prediction) -> Explanation | None:
    """Explain a judgement, a descriptor, an item of evidence or a limit by its name; None for a name that is none of them."""
    framework = prediction.framework
    judgement = framework.find_judgement(what)
    if judgement is not None:
        return _judgement(framework.judgement(judgement), prediction)
    if what in framework.descriptors:
        return _descriptor(what, prediction)
    if any(one.id == what for one in prediction.assessment.evidence):
        return _item(what, prediction)
    if any(one.limit.id == what for one in prediction.bounds):
        return _limit(what, prediction)
    return None


_DIRECTIONS = {
    "higher": "Higher is better.",
    "lower": "Lower is better.",
    "band": "Too low is as much a worry as too high.",
    "context": "Neither higher nor lower is better.",
}
_SEEN = {"seen": "seen in a source", "partly-seen": "seen in part", "recalled": "recalled, so local definitions differ"}


def explain_measure(measure: Measure) -> Explanation:
    """Explain a measure: what it counts and of what, which way is better, where it comes from and what it informs."""
    steps = Steps()
    steps.say(f"{sentence(measure.definition)} The definition was {_SEEN[measure.certainty]}.", measure.at)
    if measure.unit:
        steps.say(f"Unit: {measure.unit.replace('-', ' ')}.")
    if measure.numerator or measure.denominator:
        steps.say(f"Counted: {measure.numerator or 'not said'}. Of: {measure.denominator or 'not said'}.")
    if measure.direction:
        steps.say(_DIRECTIONS[measure.direction])
    if measure.usual_source:
        steps.say(f"Usual source: {measure.usual_source}.")
    if measure.england:
        figure = measure.england
        note = f" {sentence(figure.note)}" if figure.note else ""
        steps.say(f"England: {figure.value:g} ({figure.period}; {listed(figure.sources)}).{note}")
    if measure.caution:
        steps.say(f"Mind: {sentence(measure.caution)}")
    steps.say(
        f"It informs {listed(measure.descriptors) or 'no descriptor'}, by our own judgement: it raises questions there and earns no grade."
    )
    return Explanation(f"{measure.id}: {measure.title}", tuple(steps.sentences))


def explain_code(code: str) -> Explanation | None:
    """Explain a problem code; None for a code that is not in the table."""
    entry = CODES.get(code)
    if entry is None:
        return None
    return Explanation(
        f"{code}: {entry.title}", (Sentence("1", f"Severity: {entry.severity.value}."), Sentence("2", entry.advice))
    )


def settled(what: str, prediction: Prediction) -> str:
    """Give the id that was typed with other capitals, where it can be but one; else what was typed."""
    names = _names(prediction)
    alike = [name for name in names if name.casefold() == what.casefold()]
    return alike[0] if what not in names and len(alike) == 1 else what


def nearest(what: str, prediction: Prediction) -> str | None:
    """Give the name that was perhaps meant: one that is spelled nearly so, or else what is about that or has a name like it."""
    near, framework = did_you_mean(what, _names(prediction), closeness=0.85), prediction.framework
    return near or framework.closest(what) or did_you_mean(what, _names(prediction))


def _names(prediction: Prediction) -> tuple[str, ...]:
    framework = prediction.framework
    evidence = (one.id for one in prediction.assessment.evidence)
    return tuple(
        dict.fromkeys(
            (
                *(one.id for one in framework.judgements),
                *framework.descriptors,
                *evidence,
                *(one.id for one in framework.limits),
                *CODES,
            )
        )
    )


# --- a judgement


def _judgement(judgement: Judgement, prediction: Prediction) -> Explanation:
    verdict = prediction.verdict(judgement.id)
    steps = Steps()
    if verdict.alone is None:
        _tell_overall(verdict, prediction, steps)
    else:
        _tell_judgement(verdict, verdict.alone, prediction, steps)
    story, figures = len(steps.sentences), Figures(prediction, steps)
    figures.legend()
    if verdict.alone is None:
        figures.overall(verdict)
    elif verdict.alone.outlook is not None:
        figures.judgement(verdict, verdict.alone, verdict.alone.outlook)
    else:
        figures.together(verdict)
    return steps.explained(f"{prediction.framework.name(judgement.id)}, as at {day(prediction.assessment.as_at)}", story)


def _shown(verdict: Verdict, prediction: Prediction) -> str:
    scale = prediction.framework.scale
    if verdict.rank is None:
        return f"No grade is shown: {verdict.why.value if verdict.why else 'nothing is known'}."
    upwards, grade = at_least(verdict.probabilities), scale.grades[verdict.rank].title
    if verdict.rank == 0:
        return (
            f"{grade} is shown, with {verdict.confidence} confidence: no better grade is at least as likely as not to be reached (the "
            f"chance of {scale.from_rank(1)} is {upwards[1]:.4f}). {_sure(verdict, verdict.rank, prediction)}"
        )
    chance = upwards[verdict.rank]
    return (
        f"{grade} is shown, with {verdict.confidence} confidence: it is the best grade that is at least as likely as not to be reached "
        f"(the chance of {scale.from_rank(verdict.rank)} is {chance:.4f}). {_sure(verdict, verdict.rank, prediction)}"
    )


def _sure(verdict: Verdict, rank: int, prediction: Prediction) -> str:
    """Say which number the confidence word goes by: the chance of exactly the grade shown, which may be low where 'or better' is sure."""
    method, share = prediction.method, verdict.probabilities[rank]
    high, medium = method.high.probability, method.medium.probability
    least = " is never more than the evidence on each key judgement allows, and otherwise" if verdict.alone is None else ""
    goes = f"Confidence{least} goes by the chance of exactly {prediction.framework.scale.grades[rank].title.lower()}, {share:.4f}"
    if share >= high:
        return f"{goes}: enough for high, which asks for {figure(high)}."
    if share >= medium:
        return f"{goes}: enough for medium, which asks for {figure(medium)}, and not for high, which asks for {figure(high)}."
    return f"{goes}: less than the {figure(medium)} that medium asks for, so it is low, whatever the evidence allows."


def _chances(shares: tuple[float, ...], prediction: Prediction) -> str:
    scale = prediction.framework.scale
    return ", ".join(f"{scale.title(grade).lower()} {share:.4f}" for grade, share in by_id(scale, shares).items())


def _tell_judgement(verdict: Verdict, alone: Alone, prediction: Prediction, steps: Steps) -> None:
    steps.say(_shown(verdict, prediction))
    steps.say(_evidence(alone))
    scale = prediction.framework.scale
    for told in (*_apart(verdict, prediction), *_set_aside(alone.standings, scale), *_moderated(alone.standings)):
        steps.say(told)
    if alone.outlook is None:
        steps.say(_MORE)
        return
    _tell_pulls(alone, prediction, steps)
    steps.say(_outlook(alone, alone.outlook, prediction))
    if (fitted := borrowed(prediction.framework, prediction.method.model)) is not None:
        steps.say(fitted)
    steps.say(_together(verdict, prediction))
    steps.under(_limits_on(verdict, prediction))
    if by_id(prediction.framework.scale, verdict.free) != by_id(prediction.framework.scale, verdict.probabilities):
        steps.say(f"As the limits hold it down: {_chances(verdict.probabilities, prediction)}.")
    for standing in alone.standings:
        if standing.contradictions:
            steps.say(f"The evidence on {standing.descriptor} disagrees; it is listed, and never averaged away.")
    steps.say(_would_change(verdict, alone, prediction))


def _top(scale: Scale) -> str:
    return scale.grades[scale.top].title.lower()


def _evidence(alone: Alone) -> str:
    counts = alone.counts
    own = f"{counts.tested} of {counts.descriptors} descriptors have recent evidence of practice or voice"
    kinds = f"{count(counts.kinds, 'kind')} of evidence"
    records = f", {count(counts.records, 'sampled record')}" if counts.records else ""
    inspected = ", inspectors' findings among it" if counts.inspected else ""
    return (
        f"The evidence allows {alone.evidence_word} confidence at most: {own}, {counts.triangulated} of them triangulated, by {kinds}"
        f"{records}{inspected}. {sentence(ages_words(alone.standings))}"
    )


def _apart(verdict: Verdict, prediction: Prediction) -> Iterator[str]:
    """Say where a shape of grades unlike any published makes confidence low, whatever the evidence."""
    if verdict.id in far_apart({one.id: one.rank for one in prediction.judgements}, prediction.framework):
        yield (
            "Confidence is low all the same: its grade and another lie as far apart as in no published inspection, or hardly any, so one "
            "of them is probably wrong."
        )


def _set_aside(standings: Iterable[Standing], scale: Scale) -> Iterator[str]:
    """Say what newer items took the place of because they name it."""
    if rows := superseded(standings):
        named = "; ".join(f"{row.item.id} {row.why_not}" for row in rows)
        yield f"{set_aside_words(rows, scale)}: {named}."


def _moderated(standings: Iterable[Standing]) -> Iterator[str]:
    """Say once of which items moderation takes from the weight, and why."""
    found: dict[tuple[str, float], dict[str, None]] = {}
    for one in standings:
        for row in one.counting:
            for factor in row.factors:
                if factor.name == MODERATION:
                    found.setdefault((factor.why, factor.value), {})[row.item.id] = None
    for (why, value), ids in sorted(found.items()):
        yield f"Moderation: {why}, so each of its items counts {figure(value)} of what it would: {listed(sorted(ids))}."


def _tell_pulls(alone: Alone, prediction: Prediction, steps: Steps) -> None:
    """Tell which descriptors pull a judgement down or up, the worst first, and which do neither."""
    units = {unit.descriptor: unit for unit in alone.units}
    moving = [(name, pull) for name, pull in alone.pulls if abs(pull) >= 0.005]
    still = [name for name, pull in alone.pulls if abs(pull) < 0.005]
    if moving:
        steps.say(
            "What its descriptors add to the outlook, the worst first; each finding counts once, with its first descriptor:"
        )
        steps.under(_unit_sentence(units[name], pull, alone, prediction) for name, pull in moving)
    if still:
        word = "These" if not moving else "The others"
        steps.say(f"{word} add nothing, and make what is said surer:")
        steps.under(_unit_sentence(units[name], None, alone, prediction) for name in still)


def _unit_sentence(unit: Unit, pull: float | None, alone: Alone, prediction: Prediction) -> Told:
    standing = next(one for one in alone.standings if one.descriptor == unit.descriptor)
    descriptor = prediction.framework.descriptors[unit.descriptor]
    rows, scale = [row for row in standing.counting if in_judgement(row) > 0], prediction.framework.scale
    items = "; ".join(
        f"{row.item.id} ({scale.grades[row.rank].title.lower()}, {row.effect.title}, for {row.extent.title}; weight "
        f"{figure(in_judgement(row))}{_faded(row, scale)}; {row.item.at})"
        for row in rows
    )
    added = "" if pull is None else f" {pull:+.2f}"
    return f"{unit.descriptor} {descriptor.title}{added}: {items}.", descriptor.at


def _faded(row: Weighed, scale: Scale) -> str:
    """Say why what is good may pull down: what is not known of it counts as a small shortfall."""
    return "" if row.rank < scale.benchmark or row.lasts == 1 else f"; {row.lasts:.2f} of it known"


def _outlook(alone: Alone, outlook: Outlook, prediction: Prediction) -> str:
    scale, model = prediction.framework.scale, prediction.method.model
    edges = listed(f"{grade.title.lower()} at {cut:.2f}" for grade, cut in zip(scale.grades[1:], cuts(scale, model), strict=True))
    return (
        f"All {count(len(alone.units), 'descriptor')} together, read worst first and never as an average of grades, give an outlook of "
        f"{outlook.value:.2f}. The scale of outlooks has its cuts for {edges}; the less evidence there is, the less a distance from a "
        f"cut says. So from its own evidence alone: {_chances(probabilities(outlook, scale, model), prediction)}."
    )


def _together(verdict: Verdict, prediction: Prediction) -> str:
    pattern, benchmark = prediction.framework.pattern, prediction.framework.scale.benchmark
    if pattern is None:
        chances = _chances(verdict.free, prediction)
        return f"No pattern of published grades is known for this framework, so it stays: {chances}."
    ties = [
        f"{prediction.framework.judgement(other).short} ({strength:.4f}{_heard(other, prediction)})"
        for one, two, strength in pattern.pairs
        if verdict.id in (one, two) and strength
        for other in ((two if one == verdict.id else one),)
    ]
    before = at_least(verdict.alone.probabilities)[benchmark] if verdict.alone and verdict.alone.probabilities else None
    after = at_least(verdict.free)[benchmark]
    good = prediction.framework.scale.or_better
    moved = f" (so {good} goes from {before:.4f} to {after:.4f})" if before is not None else ""
    with_them = f"; the ties and their strengths: {listed(ties)}" if ties else ""
    return (
        f"Read together with the other judgements, since published grades of one authority go together{with_them}. {pattern.about} "
        f"It is taken at {figure(prediction.method.model.pattern_strength)} of its strength. Then: "
        f"{_chances(verdict.free, prediction)}{moved}."
    )


def _heard(judgement: str, prediction: Prediction) -> str:
    """Say how far a judgement with little evidence bears on the others; nothing of one that does so in full."""
    alone = prediction.verdict(judgement).alone
    if alone is None or alone.heard == 1:
        return ""
    return (
        f", heard at {alone.heard:.2f} because little is known of it"
        if alone.heard
        else ", not heard because nothing is known of it"
    )


def _limits_on(verdict: Verdict, prediction: Prediction) -> Iterator[Told]:
    for bound in prediction.bounds:
        if bound.limit.judgement == verdict.id or verdict.id in bound.limit.when_any:
            state = "binds" if bound.binds else "does not bind"
            told = f"The limit '{bound.limit.id}' {state} here ({bound.limit.strength}{_not_counted(bound)})."
            yield f"{told} {bound.limit.says}", bound.limit.at


def _not_counted(bound: Bound) -> str:
    return f": {bound.limit.not_counted}" if bound.limit.not_counted else ""


_MORE = "What would change it most: recent evidence of practice or voice on more of its descriptors."


def _would_change(verdict: Verdict, alone: Alone, prediction: Prediction) -> str:
    worst = [name for name, pull in alone.pulls if pull < 0][:3]
    if verdict.held_by is not None:
        names = listed((prediction.framework.judgement(name).short for name in verdict.held_by.when_any), "or")
        grade = prediction.framework.scale.title(verdict.held_by.is_grade).lower()
        return f"The limit '{verdict.held_by.id}' holds it down. What would change it most: evidence that {names} is better than {grade}."
    if verdict.rank is None:
        return _MORE
    if not worst:
        return "Nothing holds it down; newer evidence that falls short would."
    names = listed(f"{name} {prediction.framework.descriptors[name].title.lower()}" for name in worst)
    return f"What would change it most: newer evidence of practice or voice on {names}."


def _tell_overall(verdict: Verdict, prediction: Prediction, steps: Steps) -> None:
    framework = prediction.framework
    steps.say(_shown(verdict, prediction))
    keys = [one for one in prediction.judgements if one.id in {key.id for key in framework.keys}]
    if all(one.alone is None or one.alone.outlook is None for one in keys):
        names = listed(framework.judgement(one.id).short for one in keys)
        steps.say(f"Nothing is known of {names}, so there are no chances to tell: any would come from no evidence.")
        _tell_rules(prediction, steps)
        return
    steps.say("The judgements that it follows from, each as it is after they were read together:")
    steps.under(
        (
            f"{framework.judgement(one.id).short}: {_chances(one.probabilities, prediction)}{_unheard(one)}.",
            framework.judgement(one.id).at,
        )
        for one in keys
    )
    _tell_rules(prediction, steps)
    limits = [bound for bound in prediction.bounds if framework.overall and bound.limit.judgement == framework.overall.id]
    if limits:
        steps.say("The limits on overall:")
        steps.under(_limit_sentence(bound.limit.id, prediction) for bound in limits)
    steps.say(
        "The grades of the judgements may each turn out otherwise, so every combination of them goes through the rules and the limits, "
        f"weighed by how likely it is. Over all combinations: {_chances(verdict.probabilities, prediction)}."
    )
    steps.say(_would_change_overall(verdict, keys, prediction))


def _would_change_overall(verdict: Verdict, keys: Sequence[Verdict], prediction: Prediction) -> str:
    shown = [one for one in keys if one.rank is not None]
    if verdict.rank is None or not shown:
        return "What would change it most: evidence on each key judgement that has no grade."
    least = min(one.rank for one in shown if one.rank is not None)
    names = listed(prediction.framework.judgement(one.id).short for one in shown if one.rank == least)
    return (
        f"What would change it most: a better grade for {names}; 'preinspect path overall --to GRADE' lists what would be enough."
    )


def _unheard(verdict: Verdict) -> str:
    """Mark chances that no evidence of its own stands behind."""
    silent = verdict.alone is None or verdict.alone.outlook is None
    return " (no evidence of its own: as the others lead to expect)" if silent else ""


def _tell_rules(prediction: Prediction, steps: Steps) -> None:
    scale, framework = prediction.framework.scale, prediction.framework
    steps.say("The first rule that fits decides:")
    steps.under((f"{scale.title(rule.grade)} where {condition(rule)}{_rule_basis(rule)}.", rule.at) for rule in framework.rules)
    if prediction.rule is not None:
        steps.say(f"The grades shown fit the rule for {scale.title(prediction.rule.grade).lower()}.", prediction.rule.at)


def _rule_basis(rule: Rule) -> str:
    held = f"; it held in {rule.held}" if rule.held else ""
    return held if rule.counts else f"{held}; recalled, so it decides nothing"


# --- a limit


def _limit(name: str, prediction: Prediction) -> Explanation:
    steps = Steps()
    steps.say(*_limit_sentence(name, prediction))
    bound = next(one for one in prediction.bounds if one.limit.id == name)
    limit = bound.limit
    steps.say(_effect(limit))
    if limit.held is not None:
        scope = f" ({limit.scope})" if limit.scope else ""
        steps.say(f"It held in {limit.held} of {limit.of}{scope}; in the sum it binds with {share(limit):.4f}{_smoothed(limit)}.")
    elif limit.scope:
        steps.say(f"Counted: {limit.scope}.")
    sources = [prediction.framework.sources[one].title for one in limit.sources]
    steps.say(f"Basis: {limit.basis}, from {listed(sources)}.")
    if limit.note:
        steps.say(limit.note)
    return Explanation(f"The limit '{name}'", tuple(steps.sentences))


def _effect(limit: Limit) -> str:
    """Say what would follow of a limit's condition, or why nothing does."""
    other = f" and the limit {limit.and_none} does not apply" if limit.and_none else ""
    where = f"here {listed(limit.when_any, 'or')} is {limit.is_grade}{other}"
    if limit.judgement is None:
        return f"No source says what follows w{where}: it moves no number."
    if limit.strength == "never":
        return f"W{where}, {limit.judgement} may still be better than {limit.at_most}: it moves no number."
    if not limit.counts:
        return f"If it were a rule: w{where}, {limit.judgement} is at most {limit.at_most}. It moves no number."
    return f"W{where}, {limit.judgement} is at most {limit.at_most}."


def _smoothed(limit: Limit) -> str:
    if not limit.counts or limit.strength == "always":
        return ""
    return f" = ({limit.held} + 1) / ({limit.of} + 2), as a count of few inspections is no certainty"


def _limit_sentence(name: str, prediction: Prediction) -> Told:
    bound = next(one for one in prediction.bounds if one.limit.id == name)
    if bound.limit.counts:
        state = f"binds, because of {listed(bound.causes)}" if bound.binds else "does not bind"
    else:
        state = f"does not bind ({bound.limit.not_counted})"
        state += f", though its condition holds by {listed(bound.causes)}" if bound.met else ""
    chance = f"the chance that its condition holds is {bound.probability:.4f}"
    return f"'{name}' ({bound.limit.strength}) {state}; {chance}. {bound.limit.says}", bound.limit.at


# --- a descriptor


def _descriptor(name: str, prediction: Prediction) -> Explanation:
    framework = prediction.framework
    descriptor = framework.descriptors[name]
    steps = Steps()
    basis = basis_words(descriptor, framework)
    steps.say(f"What {framework.scale.at_benchmark} looks like ({basis}): {descriptor.good}", descriptor.at)
    as_at = prediction.assessment.as_at
    for what, when in (("Among the criteria", descriptor.since), *(("Changed", one) for one in descriptor.changed)):
        if when is not None:
            lead = f"{what} since {day(when)}" if what != "Changed" else f"Changed on {day(when)}"
            after = "; that is after the as-at date, and it is listed all the same" if when > as_at else ""
            steps.say(f"{lead}{after}.", descriptor.at)
    standings = [one for verdict in prediction.judgements for one in verdict.standings if one.descriptor == name]
    told = [one for one in standings if one.rows or one.judgement == framework.home(name)]
    for standing in told:
        _tell_standing(standing, prediction, steps)
    story, figures = len(steps.sentences), Figures(prediction, steps)
    figures.legend()
    for standing in told:
        figures.standing(standing)
    return steps.explained(f"{name} {descriptor.title}, as at {day(prediction.assessment.as_at)}", story)


def _tell_standing(standing: Standing, prediction: Prediction, steps: Steps) -> None:
    scale = prediction.framework.scale
    under = prediction.framework.judgement(standing.judgement).short
    if standing.why is Why.SILENT:
        steps.say(f"Under {under} there is no evidence: it is unknown, not bad.")
        steps.say(_would_close(standing, prediction))
        return
    grade = scale.grades[standing.rank].title if standing.rank is not None else None
    steps.say(
        f"Under {under} it stands at {grade.lower()}.{_down_all_the_same(standing, prediction)}"
        if grade
        else f"Under {under} it has no grade: {_reason(standing)}."
    )
    steps.say(f"{count(len(standing.rows), 'item')}, newest first:")
    steps.under((_row_sentence(row, prediction), row.item.at) for row in standing.rows)
    for told in (*_set_aside((standing,), scale), *_moderated((standing,))):
        steps.say(told)
    steps.say(_spread_sentence(standing, prediction))
    steps.say(_reach_sentence(standing, prediction))
    if standing.capped_by is not None:
        row = standing.capped_by
        steps.say(
            f"{row.item.id} {row.effect.title}, and {_unsettled(row)}: that holds the descriptor at "
            f"{scale.grades[row.rank].title.lower()} however many {scale.at_benchmark} findings stand beside it.",
            row.item.at,
        )
        steps.say(_would_settle(row, prediction))
    for contradiction in standing.contradictions:
        steps.say(_disagreement(contradiction), contradiction.worse.item.at)
    steps.say(_triangulation(standing, prediction))
    steps.say(_would_close(standing, prediction))


def _disagreement(one: Contradiction) -> str:
    """Tell an item and all that stands against it, with the words that explain it or how many pairs nobody explained."""
    more = (f"{one.more} more",) if one.more else ()
    said = f"{listed((*(row.item.id for row in one.better), *more))} and {one.worse.item.id} disagree."
    if one.pairs > 1:
        said = f"{one.worse.item.id} disagrees with {listed((*(row.item.id for row in one.better), *more))}."
    explained = "".join(f" Explained in {id}: {sentence(words)}" for id, words in one.because)
    if not one.unexplained:
        return f"{said}{explained}"
    of = "" if one.unexplained == one.pairs else f" for {one.unexplained} of these"
    return f"{said}{explained} Nobody has written why{of} ('because:')."


def _down_all_the_same(standing: Standing, prediction: Prediction) -> str:
    """Say why a descriptor that stands at good or better pulls its judgement down; nothing of one that does not."""
    scale, alone = prediction.framework.scale, prediction.verdict(standing.judgement).alone
    pull = dict(alone.pulls).get(standing.descriptor, 0.0) if alone is not None else 0.0
    worse = [row for row in standing.counting if row.rank < scale.benchmark and in_judgement(row) > 0]
    if standing.rank is None or standing.rank < scale.benchmark or pull > -0.005 or not worse:
        return ""
    return (
        f" It holds its judgement down all the same ({pull:+.2f} to its outlook). A descriptor stands where half of what is said of it "
        f"reaches; in the judgement the worst is read first, each finding with its first descriptor, and what is {scale.at_benchmark} "
        f"beside {listed(row.item.id for row in worse)} does not make up for it."
    )


def _spread_sentence(standing: Standing, prediction: Prediction) -> str:
    """Put a descriptor's distribution into words: what speaks for good or better, what against, what nobody knows."""
    scale = prediction.framework.scale
    upwards = at_least(standing.masses)
    good, below = upwards[scale.benchmark], max(0.0, 1 - upwards[scale.benchmark] - standing.unknown)
    best = f" ({upwards[scale.top]:.0%} {_top(scale)})" if scale.top > scale.benchmark and upwards[scale.top] >= 0.005 else ""
    worst = f" ({standing.masses[0]:.0%} {scale.grades[0].title.lower()})" if standing.masses[0] >= 0.005 else ""
    says = (
        "just under 50%" if good < 0.5 <= round(good, 2) else f"{good:.0%}"
    )  # a little less is not enough, and must not read as if it were
    chosen = "" if all(row.shows == 1 for row in standing.counting) else ", what records that managers chose cannot show"
    lowered = "" if all(row.upheld == 1 for row in standing.counting) else ", what moderators lowered"
    few = "" if all(row.told == 1 for row in standing.counting) else ", what few replies cannot show"
    return (
        f"Of all that counts here {says} says {scale.or_better}{best}, {below:.0%} falls short{worst}, and {standing.unknown:.0%} is "
        f"not known: what age took{chosen}{few}{lowered}, and a weak doubt that stands beside every descriptor. One half is enough "
        f"to stand at {scale.at_benchmark}; what is not known is no concern, and speaks for nothing."
    )


def _would_close(standing: Standing, prediction: Prediction) -> str:
    scale = prediction.framework.scale
    concern = any(row.rank < scale.benchmark and row.holds > 0 for row in standing.counting)
    kinds = closing_kinds(standing, concern, prediction.method)
    if not kinds:
        able = "" if standing.reach is Reach.TOP else f" of a kind that can support {_top(scale)}"
        lift = "" if standing.rank == scale.top else f"What would lift it: more evidence{able} that finds {_top(scale)}. "
        return f"{lift}What would lower it: newer evidence that falls short, or age."
    said = listed((kind.closes for kind in kinds), "and")
    return f"What would change it: {said}{', newer than the concern' if concern else ''}."


def _triangulation(standing: Standing, prediction: Prediction) -> str:
    months = figure(prediction.method.triangulation_months)
    takes = f"three sources of three kinds, practice and voice among them, within {months} months"
    if standing.triangulated:
        if any(row.kind.own_triangulation and row.fresh for row in standing.rows):
            return "It is triangulated: inspectors, whose findings are among it, triangulate them themselves."
        return f"It is triangulated: there are {takes}."
    return f"It is not triangulated: that takes {takes}."


def _reason(standing: Standing) -> str:
    return standing.why.value if standing.why else "nothing can be said"


def _row_sentence(row: Weighed, prediction: Prediction, with_finding: bool = True) -> str:
    scale = prediction.framework.scale
    said = f"{row.item.id} ({row.kind.title.lower()}, {day(row.item.date)}) says {scale.grades[row.rank].title.lower()}"
    said += f" for {row.extent.title}{f': {sentence(row.item.finding)}' if with_finding else '.'}"
    if (
        row.item.grade is None
        and row.item.sample is not None
        and derived_rank(row.item.sample, scale, prediction.method) is not None
    ):
        said += " The grade was read from its results."
    elif is_held_by_sample(row, scale):
        said += (
            f" Its grade says {scale.title(row.item.grade or '').lower()}, kinder than its own sample: it counts as that shows."
        )
    if (sample := sample_words(row.item, scale)) is not None:
        said += f" {sentence(sample)}"
    if row.why_not is not None:
        return f"{said} It does not count: {row.why_not}."
    said += f" It {row.effect.title}. Weight {weight_words(row)}."
    if row.rank < scale.benchmark:
        return f"{said} A concern: {_still_holds(row)}.{_where(row)}"
    if row.kind.reach is Reach.LOWERS:
        return f"{said} Evidence of this kind only lowers, so what is good in it counts for nothing.{_where(row)}"
    said += f" It is {row.age:.1f} months old; {_still_known(row)}."
    if row.shows < 1:
        said += f" Managers chose its records, so {row.shows:g} of that counts."
    if row.told < 1:
        said += f" {row.item.replied} of {row.item.asked} who were asked replied, so {row.told:.2f} of that counts."
    if row.upheld < 1:
        said += f" Moderators did not lower {row.upheld:.2f} of what they read of its round, so that share of it counts."
    if not supports(row, scale.benchmark, scale):
        said += f" Its kind cannot support {scale.at_benchmark} by itself, so it says nothing there, for or against."
    return f"{said}{_where(row)}"


def _still_holds(row: Weighed) -> str:
    if row.looked_again is None:
        return "it holds in full, since nobody has looked again"
    if row.holds == 1:
        return f"it holds in full, since {row.looked_again.id} looked again too soon after it to settle anything"
    if row.holds == 0:
        return f"it is settled, since others have looked again, {row.looked_again.id} last"
    return f"newer looks, {row.looked_again.id} the last, settled part of it; {row.holds:.2f} of it holds"


def _unsettled(row: Weighed) -> str:
    """Say why a finding of risk or failure still holds a descriptor down."""
    looks = [look for look in row.looks if look.clears]
    if not row.looks:
        return "nobody has looked again since"
    if not looks:
        return (
            "no newer look can show that it is over, least of all at records that managers chose or a survey that few replied to"
        )
    if row.risk_holds == 1:
        return f"{looks[0].item.id}, the last to look again, came too soon after it to settle any of it"
    return f"newer looks, {looks[0].item.id} the last, leave {row.risk_holds:.2f} of it"


def _would_settle(row: Weighed, prediction: Prediction) -> str:
    """Say what frees a descriptor from a finding of risk or failure."""
    least, months = figure(prediction.method.risk_holds), figure(row.kind.fresh)
    return (
        f"It does so as long as {least} of it or more holds. A newer look settles some of it only from {months} months after it, and the "
        "more the later; records that managers chose, and surveys that few replied to, settle none. A newer look of no "
        "weaker kind, and not much smaller, may also take its place ('supersedes')."
    )


def _still_known(row: Weighed) -> str:
    fresh, stale = figure(row.kind.fresh), figure(row.kind.stale)
    known = row.lasts / row.shown if row.shown else float(row.fresh)
    if abs(known - 1) < 1e-9:
        return f"all of it is still known, as up to {fresh} months"
    if known == 0:
        return f"nothing of it is known any longer, as from {stale} months"
    part = "almost all" if known > 0.995 else "almost none" if known < 0.005 else f"{known:.2f}"
    return f"{part} of it is still known, between {fresh} months, when all is, and {stale}, when nothing is"


def _where(row: Weighed) -> str:
    if not row.is_first:
        return f" In its judgement it counts with {row.item.descriptors[0]}, its first descriptor."
    if in_judgement(row) == 0:
        return " In the judgement it counts no more: newer looks have taken its place."
    if row.stays < 1:
        return f" In the judgement {row.stays:.2f} of it counts: newer looks have taken the place of the rest."
    return ""


def _reach_sentence(standing: Standing, prediction: Prediction) -> str:
    scale = prediction.framework.scale
    if standing.reach is Reach.TOP:
        return "Its kinds of evidence can support any grade."
    good = scale.at_benchmark
    if standing.reach is Reach.BENCHMARK:
        return f"Its kinds of evidence can support {good} at best."
    return f"Nobody has looked at practice or listened recently, so it cannot be shown to be {good}."


# --- an item


def _item(name: str, prediction: Prediction) -> Explanation:
    steps = Steps()
    found = [
        (row, standing)
        for verdict in prediction.judgements
        for standing in verdict.standings
        for row in standing.rows
        if row.item.id == name
    ]
    item = found[0][0].item
    found.sort(key=lambda one: item.descriptors.index(one[0].descriptor))
    steps.say(f"{sentence(item.finding)}{f' {sentence(item.impact)}' if item.impact else ''}", item.at)
    for row, _ in found:
        under = prediction.framework.judgement(row.judgement).short
        steps.say(f"For {row.descriptor} under {under}: {_row_sentence(row, prediction, with_finding=False)}", item.at)
    for told in _moderated([replace(standing, rows=(row,)) for row, standing in found]):
        steps.say(told)
    story, figures = len(steps.sentences), Figures(prediction, steps)
    figures.legend()
    for row, standing in found:
        figures.item(row, standing)
    return steps.explained(f"{name}{f': {item.title}' if item.title else ''}", story)
