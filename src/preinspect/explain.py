"""Why the prediction is what it is: numbered sentences, each with the file and line that it can be followed back to.

Numbers with decimals stand here, because they were asked for; with the method's tables a reader can do the whole sum again by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .day import in_words as day
from .framework import Judgement, Limit, Rule
from .grade import Scale, at_least, by_id
from .limit import Bound, share
from .measure import Measure
from .method import Reach, derived_rank
from .predict import Prediction, Verdict
from .problem import CODES, Location, did_you_mean
from .report import basis_words, borrowed, sample_words
from .score import Alone, Standing, Unit, Why, cuts, in_judgement, outstanding, probabilities, shortfall
from .weigh import Weighed
from .words import count, listed, sentence


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an explanation: its number ('2.1'), and where what it says is written."""

    number: str
    text: str
    at: Location | None = None

    @property
    def depth(self) -> int:
        """How far in it stands, from 0."""
        return self.number.count(".")


@dataclass(frozen=True, slots=True)
class Explanation:
    """A title and the sentences under it."""

    title: str
    sentences: tuple[Sentence, ...]


class _Steps:
    """Numbers sentences as they are told."""

    def __init__(self) -> None:
        self.sentences: list[Sentence] = []
        self._counts = [0]

    def say(self, text: str, at: Location | None = None) -> None:
        self._counts[-1] += 1
        self.sentences.append(Sentence(".".join(str(number) for number in self._counts), text, at))

    def under(self, told: Iterable[tuple[str, Location | None]]) -> None:
        self._counts.append(0)
        for text, at in told:
            self.say(text, at)
        self._counts.pop()


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
    steps = _Steps()
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


def nearest(what: str, prediction: Prediction) -> str | None:
    """Give the name that was perhaps meant."""
    framework = prediction.framework
    names = [
        *(one.id for one in framework.judgements),
        *framework.descriptors,
        *(one.id for one in prediction.assessment.evidence),
        *(one.id for one in framework.limits),
        *CODES,
    ]
    return did_you_mean(what, names)


# --- a judgement


def _judgement(judgement: Judgement, prediction: Prediction) -> Explanation:
    verdict = prediction.verdict(judgement.id)
    steps = _Steps()
    if verdict.alone is None:
        _tell_overall(verdict, prediction, steps)
    else:
        _tell_judgement(verdict, verdict.alone, prediction, steps)
    return Explanation(
        f"{prediction.framework.name(judgement.id)}, as at {day(prediction.assessment.as_at)}", tuple(steps.sentences)
    )


def _shown(verdict: Verdict, prediction: Prediction) -> str:
    scale = prediction.framework.scale
    if verdict.rank is None:
        return f"No grade is shown: {verdict.why.value if verdict.why else 'nothing is known'}."
    chance = at_least(verdict.probabilities)[verdict.rank]
    grade = scale.grades[verdict.rank].title
    return (
        f"{grade} is shown, with {verdict.confidence} confidence: it is the best grade that is at least as likely as not to be reached "
        f"(the chance of {scale.from_rank(verdict.rank)} is {chance:.4f})."
    )


def _chances(shares: tuple[float, ...], prediction: Prediction) -> str:
    scale = prediction.framework.scale
    return ", ".join(f"{scale.title(grade).lower()} {share:.4f}" for grade, share in by_id(scale, shares).items())


def _tell_judgement(verdict: Verdict, alone: Alone, prediction: Prediction, steps: _Steps) -> None:
    model, scale = prediction.method.model, prediction.framework.scale
    top = _top(scale)
    steps.say(_shown(verdict, prediction))
    steps.say(_evidence(alone))
    if alone.outlook is None:
        return
    steps.say(
        f"Each descriptor is read as three means over the findings that count with it first: how {top}, how far short, and for "
        f"what share of children at risk. Its volume is its weight to the power {model.saturation:g}. The descriptors that pull down most "
        "come first:"
    )
    pulls = dict(alone.pulls)
    units = {unit.descriptor: unit for unit in alone.units}
    steps.under(_unit_sentence(units[name], pulls[name], alone, prediction) for name, _ in alone.pulls)
    outlook = alone.outlook
    imagined = f"{model.imaginary:g} imagined descriptor of shortfall {model.unknown_shortfall:g}"
    steps.say(
        f"Over all descriptors by volume ({outlook.volume:.4f}), with {imagined} beside them: "
        f"{top} {outlook.outstanding:.4f}, shortfall {outlook.shortfall:.4f}, at risk {outlook.risk:.4f}."
    )
    steps.say(
        f"The outlook is {model.balance:g} x (log(1 + {model.spread:g} x {outlook.outstanding:.4f}) - log(1 + {model.spread:g} x "
        f"{outlook.shortfall:.4f})) - {model.risk:g} x {outlook.risk:.4f} = {outlook.value:.4f} (natural logarithms)."
    )
    edges = ", ".join(f"{grade.title.lower()} {cut:.4f}" for grade, cut in zip(scale.grades[1:], cuts(scale, model), strict=True))
    steps.say(
        f"The cut points are: {edges}. The chance of being at a grade or better is 1 / (1 + exp(-f x (outlook - cut))), where "
        f"f = sqrt(volume / (volume + {model.flatten:g})) = {outlook.flatness:.4f}, less than 1 because little evidence says little."
    )
    if (told := borrowed(prediction.framework, model)) is not None:
        steps.say(told)
    steps.say(f"From its own evidence alone: {_chances(probabilities(outlook, scale, model), prediction)}.")
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
    stale = f"; {count(counts.stale, 'item')} went stale" if counts.stale else ""
    return (
        f"The evidence allows {alone.evidence_word} confidence at most: {own}, {counts.triangulated} of them triangulated, by {kinds}"
        f"{records}{inspected}{stale}."
    )


def _unit_sentence(unit: Unit, pull: float, alone: Alone, prediction: Prediction) -> tuple[str, Location | None]:
    standing = next(one for one in alone.standings if one.descriptor == unit.descriptor)
    descriptor = prediction.framework.descriptors[unit.descriptor]
    rows, scale = [row for row in standing.counting if in_judgement(row) > 0], prediction.framework.scale
    items = listed(f"{row.item.id} ({row.item.at}, weight {in_judgement(row):.4f})" for row in rows)
    text = (
        f"{unit.descriptor} {descriptor.title}: weight {unit.weight:.4f}, volume {unit.volume:.4f}; {_top(scale)} {unit.outstanding:.4f}, "
        f"shortfall {unit.shortfall:.4f}, at risk {unit.risk:.4f}; it adds {pull:+.4f} to the outlook. From {items}."
    )
    return text, descriptor.at


def _together(verdict: Verdict, prediction: Prediction) -> str:
    chances = _chances(verdict.free, prediction)
    pattern = prediction.framework.pattern
    if pattern is None:
        return f"No pattern of published grades is known for this framework, so it stays: {chances}."
    ties = [
        f"{prediction.framework.judgement(other).short} ({strength:.4f}{_heard(other, prediction)})"
        for one, two, strength in pattern.pairs
        if verdict.id in (one, two)
        for other in ((two if one == verdict.id else one),)
    ]
    return (
        f"Read together with the other judgements, at {prediction.method.model.pattern_strength:g} of the strength with which published "
        f"grades go together ({listed(ties)}): {chances}. {pattern.about}"
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


def _limits_on(verdict: Verdict, prediction: Prediction) -> Iterator[tuple[str, Location | None]]:
    for bound in prediction.bounds:
        if bound.limit.judgement == verdict.id or verdict.id in bound.limit.when_any:
            state = "binds" if bound.binds else "does not bind"
            told = f"The limit '{bound.limit.id}' {state} here ({bound.limit.strength}{_not_counted(bound)})."
            yield f"{told} {bound.limit.says}", bound.limit.at


def _not_counted(bound: Bound) -> str:
    return f": {bound.limit.not_counted}" if bound.limit.not_counted else ""


def _would_change(verdict: Verdict, alone: Alone, prediction: Prediction) -> str:
    worst = [name for name, pull in alone.pulls if pull < 0][:3]
    if verdict.held_by is not None:
        names = listed((prediction.framework.judgement(name).short for name in verdict.held_by.when_any), "or")
        grade = prediction.framework.scale.title(verdict.held_by.is_grade).lower()
        return f"The limit '{verdict.held_by.id}' holds it down. What would change it most: evidence that {names} is better than {grade}."
    if not worst:
        return "Nothing holds it down; newer evidence that falls short would."
    names = listed(f"{name} {prediction.framework.descriptors[name].title.lower()}" for name in worst)
    return f"What would change it most: newer evidence of practice or voice on {names}."


def _tell_overall(verdict: Verdict, prediction: Prediction, steps: _Steps) -> None:
    framework = prediction.framework
    steps.say(_shown(verdict, prediction))
    keys = [one for one in prediction.judgements if one.id in {key.id for key in framework.keys}]
    if all(one.alone is None or one.alone.outlook is None for one in keys):
        names = listed(framework.judgement(one.id).short for one in keys)
        steps.say(f"Nothing is known of {names}, so there are no chances to tell: any would come from no evidence.")
        _tell_rules(prediction, steps)
        return
    steps.say(
        "Every combination of the judgements' grades is carried through the framework's rules, weighed by how likely it is:"
    )
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
    steps.say(f"Over all combinations: {_chances(verdict.probabilities, prediction)}.")


def _unheard(verdict: Verdict) -> str:
    """Mark chances that no evidence of its own stands behind."""
    silent = verdict.alone is None or verdict.alone.outlook is None
    return " (no evidence of its own: as the others lead to expect)" if silent else ""


def _tell_rules(prediction: Prediction, steps: _Steps) -> None:
    scale, framework = prediction.framework.scale, prediction.framework
    steps.say("The first rule that fits decides:")
    steps.under((f"{scale.title(rule.grade)} where {condition(rule)}{_rule_basis(rule)}.", rule.at) for rule in framework.rules)
    if prediction.rule is not None:
        steps.say(f"The grades shown fit the rule for {scale.title(prediction.rule.grade).lower()}.", prediction.rule.at)


def _rule_basis(rule: Rule) -> str:
    held = f"; it held in {rule.held}" if rule.held else ""
    return held if rule.counts else f"{held}; recalled, so it decides nothing"


def condition(rule: Rule) -> str:
    """Put an overall rule's condition into words."""
    told = []
    if rule.any is not None:
        told.append(f"{listed(rule.any, 'or')} is {rule.is_grade}")
    if rule.at_least is not None:
        told.append(f"at least {rule.count} judgements are {rule.at_least} or better")
    if rule.all_at_least is not None:
        told.append(f"none is below {rule.all_at_least}")
    if rule.leaders_at_least is not None:
        told.append(f"leaders are {rule.leaders_at_least} or better")
    if rule.below is not None:
        told.append(f"{f'at most {rule.at_most}' if rule.at_most else 'none'} is below {rule.below}")
    return listed(told) or "none of these fits"


# --- a limit


def _limit(name: str, prediction: Prediction) -> Explanation:
    steps = _Steps()
    steps.say(*_limit_sentence(name, prediction))
    bound = next(one for one in prediction.bounds if one.limit.id == name)
    limit = bound.limit
    steps.say(_effect(limit))
    if limit.held is not None:
        scope = f" ({limit.scope})" if limit.scope else ""
        steps.say(f"It held in {limit.held} of {limit.of}{scope}; in the sum it binds with {share(limit):.4f}.")
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


def _limit_sentence(name: str, prediction: Prediction) -> tuple[str, Location | None]:
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
    steps = _Steps()
    basis = basis_words(descriptor, framework)
    steps.say(f"What {framework.scale.at_benchmark} looks like ({basis}): {descriptor.good}", descriptor.at)
    as_at = prediction.assessment.as_at
    for what, when in (("Among the criteria", descriptor.since), *(("Changed", one) for one in descriptor.changed)):
        if when is not None:
            lead = f"{what} since {day(when)}" if what != "Changed" else f"Changed on {day(when)}"
            after = "; that is after the as-at date, and it is listed all the same" if when > as_at else ""
            steps.say(f"{lead}{after}.", descriptor.at)
    standings = [one for verdict in prediction.judgements for one in verdict.standings if one.descriptor == name]
    for standing in standings:
        if standing.rows or standing.judgement == framework.home(name):
            _tell_standing(standing, prediction, steps)
    return Explanation(f"{name} {descriptor.title}, as at {day(prediction.assessment.as_at)}", tuple(steps.sentences))


def _tell_standing(standing: Standing, prediction: Prediction, steps: _Steps) -> None:
    scale = prediction.framework.scale
    under = prediction.framework.judgement(standing.judgement).short
    if standing.why is Why.SILENT:
        steps.say(f"Under {under} there is no evidence: it is unknown, not bad.")
        return
    grade = scale.grades[standing.rank].title if standing.rank is not None else None
    steps.say(f"Under {under} it stands at {grade.lower()}." if grade else f"Under {under} it has no grade: {_reason(standing)}.")
    steps.say(f"{count(len(standing.rows), 'item')}, newest first:")
    steps.under((_row_sentence(row, prediction), row.item.at) for row in standing.rows)
    spread = ", ".join(f"{grade.title.lower()} {mass:.4f}" for grade, mass in zip(scale.grades, standing.masses, strict=True))
    steps.say(
        f"The share at {scale.or_better} is what still says so, over that and all that does not: "
        f"the parts of items that stand lower, and a weak prior of {prediction.method.prior:g}; one half is enough to stand there. "
        f"A concern's share is what holds of it, over all weight. So: {spread}, unknown {standing.unknown:.4f}."
    )
    steps.say(_reach_sentence(standing, prediction))
    if standing.capped_by is not None:
        row = standing.capped_by
        steps.say(
            f"{row.item.id} {row.effect.title}, and nobody has looked again since: that holds the descriptor at "
            f"{scale.grades[row.rank].title.lower()} however many {scale.at_benchmark} findings stand beside it.",
            row.item.at,
        )
    for contradiction in standing.contradictions:
        why = f"Explained: {contradiction.because}" if contradiction.because else "Nobody has written why ('because:')."
        steps.say(
            f"{contradiction.better.item.id} and {contradiction.worse.item.id} disagree. {why}", contradiction.worse.item.at
        )
    steps.say(_triangulation(standing))


def _triangulation(standing: Standing) -> str:
    if standing.triangulated:
        return "It is triangulated."
    return "It is not triangulated: that takes three kinds, practice and voice among them, within six months."


def _reason(standing: Standing) -> str:
    return standing.why.value if standing.why else "nothing can be said"


def _row_sentence(row: Weighed, prediction: Prediction) -> str:
    scale = prediction.framework.scale
    said = f"{row.item.id} ({row.kind.title.lower()}, {day(row.item.date)}) says {scale.grades[row.rank].title.lower()}"
    said += f" for {row.extent.title}: {sentence(row.item.finding)}"
    if (
        row.item.grade is None
        and row.item.sample is not None
        and derived_rank(row.item.sample, scale, prediction.method) is not None
    ):
        said += " The grade was derived from its results."
    if (sample := sample_words(row.item, scale)) is not None:
        said += f" {sentence(sample)}"
    if row.why_not is not None:
        return f"{said} It does not count: {row.why_not}."
    factors = " x ".join(f"{factor.value:.4f} ({factor.why})" for factor in row.factors)
    known = row.holds if row.rank < scale.benchmark else row.lasts
    said += f" Weight {factors} = {row.weight:.4f}. Position {row.position:.4f} on the scale from 0 to {scale.top}: it {row.effect.title}."
    said += " What lies between two grades is shared by them."
    if row.rank < scale.benchmark:
        held = (
            "it still holds in full, since nobody has looked again"
            if row.looked_again is None
            else (f"{row.looked_again.id} has looked again, so {known:.4f} of it holds")
        )
        said += f" A concern: {held}."
    else:
        said += f" It is {row.age:.1f} months old; {known:.4f} of it is still known."
        if row.looked_again is not None and row.holds < 1:
            said += f" {row.looked_again.id} has looked again since."
    if row.is_first:
        said += _numbers(row, prediction)
    else:
        said += f" In its judgement it counts with {row.item.descriptors[0]}, its first descriptor."
    return said


def _numbers(row: Weighed, prediction: Prediction) -> str:
    """Say what the judgement model reads of an item."""
    standing = next(
        one
        for verdict in prediction.judgements
        for one in verdict.standings
        if (one.judgement, one.descriptor) == (row.judgement, row.descriptor)
    )
    scale, model = prediction.framework.scale, prediction.method.model
    top, short = outstanding(row, standing, scale, model), shortfall(row, standing, scale, model)
    if in_judgement(row) == 0:
        return " In the judgement it counts no more: the newer look has taken its place."
    there = f" with {in_judgement(row):.4f}" if row.stays < 1 else ""
    return f" In the judgement it counts{there} as {_top(scale)} {top:.4f}, shortfall {short:.4f}."


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
    steps = _Steps()
    rows = [
        row for verdict in prediction.judgements for standing in verdict.standings for row in standing.rows if row.item.id == name
    ]
    item = rows[0].item
    steps.say(f"{sentence(item.finding)}{f' {sentence(item.impact)}' if item.impact else ''}", item.at)
    for row in sorted(rows, key=lambda one: item.descriptors.index(one.descriptor)):
        under = prediction.framework.judgement(row.judgement).short
        steps.say(f"For {row.descriptor} under {under}: {_row_sentence(row, prediction)}", item.at)
    return Explanation(f"{name}{f': {item.title}' if item.title else ''}", tuple(steps.sentences))
