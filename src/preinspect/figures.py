"""The sum behind an explanation, figure by figure, from what stands in the files to the chances that are shown.

Whoever has only this can do the sum again with a pocket calculator; a test does it, from the printed text alone, for every descriptor
and every judgement of all cases. Nothing is worked out here that the steps before have not: what they found is told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from .day import in_words as day
from .framework import Limit, Rule
from .grade import at_least, by_id
from .limit import Joint, applies, beliefs, far_apart, limits_on_overall, overall_parts, overall_rank, share
from .method import Kind, Reach, Words, derived_rank, share_below
from .predict import Prediction, Verdict, together
from .score import (
    LEAST_SEVERITY,
    Alone,
    Outlook,
    Standing,
    Unit,
    at_risk,
    cuts,
    in_judgement,
    is_standing_risk,
    left_open,
    outstanding,
    own_outstanding,
    own_shortfall,
    probabilities,
    shortfall,
    supports,
)
from .steps import Steps
from .supersede import size_of
from .weigh import DAYS_IN_MONTH, Factor, Look, Weighed, freshness, is_held_by_sample, months_between
from .words import count, listed

MOST_SHOWN = 8
"""How many combinations of grades are told one by one, the likeliest; the rest are told by their count and their sum."""


MODERATION = "moderation"
"""The name of the factor that a round's moderation makes."""


def figure(value: float) -> str:
    """Write a number of a sum: exact where four decimals are enough for that; else six, and six digits where it is small."""
    plain = f"{value:.4f}".rstrip("0").rstrip(".")
    if abs(value - float(plain)) < 1e-12:
        return "0" if plain == "-0" else plain
    return f"{value:.{max(6, 5 - math.floor(math.log10(abs(value))))}f}"


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


def weight_words(row: Weighed) -> str:
    """Tell an item's weight, factor by factor; why a round's moderation takes from it is said once, for all its items."""
    factors = " x ".join(f"{figure(one.value)} ({'moderation' if one.name == MODERATION else one.why})" for one in row.factors)
    return f"{factors} = {figure(math.prod(one.value for one in row.factors))}"


class Figures:
    """Tells the sum behind one descriptor, item, judgement or overall."""

    def __init__(self, prediction: Prediction, steps: Steps) -> None:
        self.prediction = prediction
        self.framework = prediction.framework
        self.scale = prediction.framework.scale
        self.method = prediction.method
        self.model = prediction.method.model
        self.steps = steps

    # --- what every sum needs

    def legend(self) -> None:
        """Say how grades are numbered and how far the figures can be relied on."""
        numbers = ", ".join(f"{grade.title.lower()} {grade.rank}" for grade in self.scale.grades)
        self.steps.say(
            f"Grades are numbered from the worst: {numbers}. A figure with six decimals or more is rounded, every other one is exact. "
            "A month is 365.25 / 12 days. Done again from what is printed here, every share and chance comes out the same to four "
            "decimals, but for one that lies within 0.00001 of the edge between two."
        )

    def grade(self, rank: int) -> str:
        """Give a grade's words within a sentence."""
        return self.scale.grades[rank].title.lower()

    def chances(self, shares: Sequence[float]) -> str:
        """Give unrounded chances by grade, best first."""
        return ", ".join(f"{self.grade(rank)} {figure(shares[rank])}" for rank in reversed(range(len(self.scale))))

    def rounded(self, shares: Sequence[float]) -> str:
        """Give chances, and how they are shown everywhere: with four decimals that sum to one."""
        told = ", ".join(f"{self.scale.title(grade).lower()} {chance:.4f}" for grade, chance in by_id(self.scale, shares).items())
        whole = ", ".join(f"{self.grade(rank)} {shares[rank]:.6f}" for rank in reversed(range(len(self.scale))))
        return f"{whole}. Shown with four decimals, those that lose most by it rounded up, so that they sum to 1: {told}"

    # --- an item

    def weight(self, row: Weighed) -> str:
        """Tell an item's weight, factor by factor."""
        factors = " x ".join(f"{figure(one.value)} ({self._why(one, row)})" for one in row.factors)
        return f"Weight {factors} = {figure(math.prod(one.value for one in row.factors))}."

    def _why(self, factor: Factor, row: Weighed) -> str:
        size, full = size_of(row.item), self.method.sampling.full
        if factor.name == MODERATION:
            return factor.name
        if factor.name == "sample" and size and abs(factor.value - min(1.0, math.sqrt(size / full))) < 1e-12:
            return f"{factor.why}: the square root of {size} / {full}{', at most 1' if size > full else ''}"
        return factor.why

    def place(self, row: Weighed) -> str:
        """Tell where an item stands on the scale, and between which two grades it is shared."""
        moves, width = row.effect.moves, self.method.extent_moves
        sign = "+" if row.rank >= self.scale.benchmark else "-"
        raw = row.rank + moves + (1 if sign == "+" else -1) * width * (row.extent.share - 0.5)
        told = f"Place {row.rank} ({self.grade(row.rank)}) {'-' if moves < 0 else '+'} {figure(abs(moves))} ({row.effect.title})"
        told += f" {sign} {figure(width)} x ({figure(row.extent.share)} ({self._extent(row)}) - 0.5) = {figure(raw)}"
        if abs(raw - row.position) > 1e-12:
            told += f", held at the scale's end: {figure(row.position)}"
        low = math.floor(row.position)
        part = row.position - low
        if part < 1e-12:
            return f"{told}; all of it stands at {self.grade(low)}."
        return f"{told}; {figure(1 - part)} of it stands at {self.grade(low)}, {figure(part)} at {self.grade(low + 1)}."

    def _extent(self, row: Weighed) -> str:
        told = share_below(row.item.sample, self.scale) is not None if row.item.sample else False
        if row.item.extent is None and row.extent.id == self.method.default_extent and not told:
            return f"{row.extent.title}, as the finding does not say for how many"
        return row.extent.title

    def derived(self, row: Weighed) -> str | None:
        """Tell how grade and extent were read from results, where nobody gave a grade, or a kinder one; None where results told nothing."""
        sample, rules, benchmark = row.item.sample, self.method.sampling, self.scale.benchmark
        if sample is None or derived_rank(sample, self.scale, self.method) is None:
            return None
        if row.item.grade is not None and not is_held_by_sample(row, self.scale):
            return self._extent_from_results(row)
        below, lowest = self.grade(max(benchmark - 1, 0)), self.grade(0)
        if sample.results:
            told = self._from_results(row)
        else:
            met, size = sample.met or 0, sample.size or 1
            told = (
                f"{met} of {size} met is {figure(met / size)}; from {figure(rules.met_benchmark)} that is {self.scale.at_benchmark}, "
                f"from {figure(rules.met_below)} {below}, under that {lowest}"
            )
        lead = "Nobody gave a grade, so it was read from the results"
        if row.item.grade is not None:
            given = self.grade(self.scale.rank(row.item.grade))
            lead = f"Its grade says {given}, which is kinder than its results, so it was read from those"
        text = f"{lead}: {told}. So: {self.grade(row.rank)}."
        return f"{text} {extent}" if (extent := self._extent_from_results(row)) else text

    def _extent_from_results(self, row: Weighed) -> str | None:
        """Tell for how many children an item counts by its sample's results; None where these told nothing."""
        short = share_below(row.item.sample, self.scale) if row.item.sample else None
        if short is None:
            return None
        good, extent = self.scale.or_better, f"{row.extent.title} ({figure(row.extent.share)})"
        if row.rank < self.scale.benchmark:
            told = "the least extent that covers it, or a wider one that was written with a concern,"
            return f"{figure(short)} of the records were not {good}; {told} is {extent}."
        return f"{figure(1 - short)} of the records were {good}; the widest extent within that, or a narrower written one, is {extent}."

    def _from_results(self, row: Weighed) -> str:
        sample, rules = row.item.sample, self.method.sampling
        counts = [0] * len(self.scale)
        for grade, number in sample.results if sample else ():
            counts[self.scale.rank(grade)] += number
        total, benchmark, top = sum(counts), self.scale.benchmark, self.scale.top
        good, below, lowest, best = self.scale.or_better, self.grade(max(benchmark - 1, 0)), self.grade(0), self.grade(top)
        return (
            f"{counts[0]} of {total} {lowest} is {figure(counts[0] / total)}, {sum(counts[benchmark:])} of {total} {good} is "
            f"{figure(sum(counts[benchmark:]) / total)}, {counts[top]} of {total} {best} is {figure(counts[top] / total)}. The first that "
            f"fits decides: {lowest} from {figure(rules.lowest_share)} {lowest}; {below} under {figure(rules.benchmark_share)} {good} or "
            f"from {figure(rules.tail_share)} {lowest}; {best} from {figure(rules.top_share)} {best} and none {lowest}; else "
            f"{self.scale.at_benchmark}"
        )

    def known(self, row: Weighed) -> str:
        """Tell how much of an item counts today: of a concern what holds, of anything else what age has left."""
        if row.rank < self.scale.benchmark:
            told = f"Known {figure(row.holds)}: {self._left(row, row.looks, 'holds', 'a concern')}."
            if row.position <= self.scale.benchmark - 1:
                return told
            good = self.scale.at_benchmark
            return f"{told} What of it stands at {good} lasts {figure(row.lasts)}: {self._age(row)}."
        return f"Known {figure(row.lasts)}: {self._age(row)}."

    def _age(self, row: Weighed) -> str:
        if row.kind.reach is Reach.LOWERS:
            return "this kind of evidence can only lower, so what is good in it counts for nothing"
        days = max(0, (self.prediction.assessment.as_at - row.item.date).days)
        told = f"{count(days, 'day')} / {figure(DAYS_IN_MONTH)} = {figure(days / DAYS_IN_MONTH)} months old"
        if days == 0:
            told = "0 months old"
        if (later := row.age - days / DAYS_IN_MONTH) > 1e-9:
            told += f", + {figure(later)} for what changed since = {figure(row.age)}"
        chosen = f"; x {figure(row.shows)} because managers chose the records" if row.shows < 1 else ""
        enough, item = self.method.sampling.replies_enough, row.item
        few = (
            f"; x {figure(row.told)} because few replied: {item.replied} of {item.asked} is less than {figure(enough)}, and "
            f"{item.replied} / ({figure(enough)} x {item.asked}) = {figure(row.told)}"
            if row.told < 1
            else ""
        )
        lowered = f"; x {figure(row.upheld)}, the share of its round that moderators did not lower" if row.upheld < 1 else ""
        return f"{told}; {_curve(row.age, row.kind)}{chosen}{few}{lowered}"

    def _left(self, row: Weighed, looks: Iterable[Look], word: str, what: str, without: str = "nobody has looked again") -> str:
        """Tell what newer looks leave of an item; `without` says that there are none."""
        takes, near = [], 0
        for look in looks:
            months = months_between(row.item.date, look.item.date)
            known = freshness(months, row.kind)
            taken = (1 - known) * look.weight / row.weight if row.weight else 0.0
            if taken == 0:
                near += 1
                continue
            takes.append(
                (
                    taken,
                    f"{look.item.id} of {day(look.item.date)} looked again {figure(months)} months later ({_curve(months, row.kind)}) "
                    f"and takes (1 - {figure(known)}) x {figure(look.weight)} / {figure(row.weight)} = {figure(taken)}"
                    f"{self._lessened(look)}",
                )
            )
        soon = f"{count(near, 'newer look')} came within {figure(row.kind.fresh)} months, which settles nothing" if near else ""
        if not takes:
            return f"{what}; {soon or without}, so all of it {word}"
        left = 1.0 - sum(taken for taken, _ in takes)
        end = f"1 - {' - '.join(figure(taken) for taken, _ in takes)} = {figure(left)}"
        nothing = ", so nothing is left: 0" if left <= 0 else ""
        return f"{what}; {'; '.join(told for _, told in takes)}; {end}{nothing}{f'; {soon}' if soon else ''}"

    def _lessened(self, look: Look) -> str:
        """Tell why a look settles less than it weighs."""
        rules = self.method.sampling
        shows, told = rules.shown_by(look.item.sample), rules.told_by(look.item)
        reasons = [
            *(["managers chose its records"] if shows < 1 else []),
            *(["few replied"] if told < 1 else []),
            *(["moderators lowered grades of its round"] if look.shown < shows * told else []),
        ]
        return f" ({figure(look.shown)} of its weight counts as a look, since {listed(reasons)})" if reasons else ""

    def item(self, row: Weighed, standing: Standing) -> None:
        """Tell an item by itself: its weight, its place, what is known of it, and what its judgement reads of it."""
        under = self.framework.judgement(row.judgement).short
        head = f"For {row.descriptor} under {under}"
        if not row.counts:
            self.steps.say(f"{head} it weighs nothing: {row.why_not}.")
            return
        self.steps.say(f"{head}: {self._row(row)}", row.item.at)
        if row.is_first and in_judgement(row) > 0:
            self.steps.say(self._how_read())
            self.steps.say(self._in_judgement(row, standing), row.item.at)

    def _row(self, row: Weighed) -> str:
        derived = f" {told}" if (told := self.derived(row)) else ""
        return f"{row.item.id} ({self._can(row)}): {self.weight(row)}{derived} {self.place(row)} {self.known(row)}"

    def _can(self, row: Weighed) -> str:
        """Tell what an item's kind can support by itself."""
        if supports(row, self.scale.top, self.scale):
            return "can support any grade"
        good = self.scale.at_benchmark
        return f"can support {good} at most" if supports(row, self.scale.benchmark, self.scale) else f"cannot support {good}"

    # --- a descriptor

    def standing(self, standing: Standing) -> None:
        """Tell how a descriptor's shares come about."""
        steps, benchmark = self.steps, self.scale.benchmark
        rows = standing.counting
        under = self.framework.judgement(standing.judgement).short
        if not rows:
            steps.say(f"Under {under}, nothing that weighs anything stands behind {standing.descriptor}, so there is no sum.")
            return
        steps.say(
            f"Under {under}, each item of {standing.descriptor} has a weight, a place on the scale (the number of its grade, moved by "
            f"what it means for children and for how many: wider is better for what is {self.scale.or_better}, and worse for a concern), "
            "and a share that is known today:"
        )
        with steps.inside():
            for row in rows:
                steps.say(self._row(row), row.item.at)
        for rank in range(benchmark, len(self.scale)):
            steps.say(self._boundary(standing, rank))
        total = math.fsum((self.method.prior, *(row.weight for row in rows)))
        steps.say(
            f"Below {self.scale.at_benchmark}, a concern's share is weight x known x the part of it that stands at the grade, over all "
            f"weight and {figure(self.method.prior)} of which nothing is known: {figure(total)}."
        )
        with steps.inside():
            for rank in reversed(range(benchmark)):
                steps.say(self._concern(rows, rank, total))
        self._result(standing)

    def _boundary(self, standing: Standing, rank: int) -> str:
        """Tell the share at a grade from the benchmark upwards, or better."""
        name = self.scale.from_rank(rank)
        if not standing.tested:
            return f"The share {name} is 0: nobody has looked at practice or listened recently enough."
        if not any(supports(row, rank, self.scale) for row in standing.counting):
            return f"The share {name} is 0: the kinds of evidence here cannot support it."
        for_it, against = [], [(self.method.prior, f"{figure(self.method.prior)} (nobody's finding)")]
        for row in standing.counting:
            able = supports(row, rank, self.scale)
            if not able and row.rank >= rank:
                continue
            part = min(1.0, max(0.0, row.position - rank + 1.0)) if able else 0.0
            known = row.lasts if row.rank >= rank else 1.0
            if part * row.lasts > 0:
                told = f"{figure(row.weight)} x {figure(part)} x {figure(row.lasts)} ({row.item.id})"
                for_it.append((row.weight * part * row.lasts, told))
            if (1 - part) * known > 1e-12:
                told = f"{figure(row.weight)} x {figure(1 - part)} x {figure(known)} ({row.item.id})"
                against.append((row.weight * (1 - part) * known, told))
        if not for_it:
            return f"The share {name} is 0: no item reaches it."
        speaks, speaks_not = math.fsum(one for one, _ in for_it), math.fsum(one for one, _ in against)
        return (
            f"The share {name} is what speaks for it over that and what speaks against. For: {_sum(for_it)}. Against, each part that "
            f"stands lower (in full for what is graded lower, as far as known for the rest; what cannot support the grade says nothing "
            f"where it is graded so, and is all against where it is graded lower): {_sum(against)}. "
            f"{figure(speaks)} / ({figure(speaks)} + {figure(speaks_not)}) = {figure(speaks / (speaks + speaks_not))}."
        )

    def _concern(self, rows: Sequence[Weighed], rank: int, total: float) -> str:
        parts = []
        for row in rows:
            part = max(0.0, 1.0 - abs(row.position - rank))
            if row.rank < self.scale.benchmark and part * row.holds > 1e-12:
                told = f"{figure(row.weight)} x {figure(row.holds)} x {figure(part)} ({row.item.id})"
                parts.append((row.weight * row.holds * part, told))
        if not parts:
            return f"{self.scale.grades[rank].title}: 0."
        mass = math.fsum(one for one, _ in parts)
        return f"{self.scale.grades[rank].title}: {_sum(parts)}; {figure(mass)} / {figure(total)} = {figure(mass / total)}."

    def _result(self, standing: Standing) -> None:
        steps, scale = self.steps, self.scale
        steps.say(
            f"Each grade from {scale.at_benchmark} upwards has its share less that of the next one up; what is left of 1 is unknown, and "
            f"stands just below {scale.at_benchmark}."
        )
        self._risks(standing)
        steps.say(f"So {standing.descriptor} has: {self.chances(standing.masses)}, unknown {figure(standing.unknown)}.")
        steps.say(self._median(standing))

    def _risks(self, standing: Standing) -> None:
        """Tell of each finding of risk or failure what still holds of it, and whether that holds the descriptor down."""
        risks = [row for row in standing.counting if row.effect.is_risk and row.rank < self.scale.benchmark]
        if not risks:
            return
        least = figure(self.method.risk_holds)
        self.steps.say(
            f"A finding of risk or failure holds the descriptor at its own grade while {least} of it or more holds. It is settled only by "
            f"newer looks that can support {self.scale.at_benchmark}, at records that managers did not choose:"
        )
        with self.steps.inside():
            for row in risks:
                looks = (look for look in row.looks if look.clears)
                left = self._left(row, looks, "holds", "risk or failure", "no newer look settles any of it")
                does = f"{self.grade(row.rank)} at most" if is_standing_risk(row, self.method) else "nothing down"
                self.steps.say(f"{row.item.id}: {left}. It holds {does}.", row.item.at)
        if standing.capped_by is not None:
            self.steps.say(
                f"So all that stands above {self.grade(standing.capped_by.rank)}"
                f"{', the unknown with it,' if standing.capped_by.rank < self.scale.benchmark - 1 else ''} is moved down to it."
            )

    def _median(self, standing: Standing) -> str:
        scale, withhold = self.scale, self.method.withhold
        rule = (
            f"The grade shown is the best from {scale.at_benchmark} upwards that half of it, or more, reaches; else, where at least "
            f"{figure(withhold.concern_share)} is below {scale.at_benchmark}, the worst that more than half has been reached at, counted "
            "from below"
        )
        if scale.benchmark > 0:
            rule += f", and otherwise {self.grade(scale.benchmark - 1)}"
        shown = f"So: {self.grade(standing.rank)}" if standing.rank is not None else f"So: none, {_why(standing.why)}"
        return f"{rule}; else there is none. {shown}."

    # --- a judgement

    def numbers(self, row: Weighed, standing: Standing) -> str:
        """Tell the three numbers that the judgement model reads of an item."""
        model, scale = self.model, self.scale
        concern = row.rank < scale.benchmark
        top, short, risk = outstanding(row, standing, scale, model), shortfall(row, standing, scale, model), at_risk(row, scale)
        if concern:
            severity = max(row.effect.severity, LEAST_SEVERITY[row.rank == 0])
            raised = "" if severity == row.effect.severity else f", as {self.grade(row.rank)} weighs at least that"
            told = f"shortfall {figure(severity)} ({row.effect.title}{raised}) x {figure(row.extent.share)} ({self._extent(row)})"
            product = severity * row.extent.share
            told += f" = {figure(product)}"
            told += f", at least {figure(short)}" if product < short - 1e-12 else ""
            return f"Outstanding 0, {told}, at risk {figure(risk)}."
        k = row.lasts if standing.tested else 0.0
        left = left_open(row, scale, model)
        why = "" if standing.tested else " (nobody has looked at practice or listened recently, so k is 0)"
        own_top, own_short = (read(row, standing.tested, scale, model) for read in (own_outstanding, own_shortfall))
        of = f" = {figure(k)} x {figure(own_top / (k or 1.0))}" if own_top else ""
        best, good = self.grade(scale.top), scale.at_benchmark
        held = raised = ""
        if own_top and not supports(row, scale.top, scale):
            held = f", held to {figure(top)} since it cannot support {best}: those that can have {figure(standing.borne.outstanding)}"
        if not supports(row, scale.benchmark, scale):
            raised = f", at least {figure(short)} since it cannot support {good}: those that can have {figure(standing.borne.shortfall)}"
        return (
            f"k {figure(k)}{why}: outstanding {figure(own_top)}{of}{held}, shortfall {figure(k)} x {figure(left)} ({self._extent(row)}) + "
            f"(1 - {figure(k)}) x {figure(model.unknown_shortfall)} = {figure(own_short)}{raised}, at risk 0."
        )

    def _how_read(self) -> str:
        model, scale = self.model, self.scale
        top = self.grade(scale.top)
        lifts = [f"{figure(one.lifts)} where it {one.title}" for one in self.method.effects.values() if one.lifts]
        lifts += [f"{figure(one.lifts)} where it holds for {one.title}" for one in self.method.extents.values() if one.lifts]
        limited = listed((one.title for one in self.method.extents.values() if one.limited), "or")
        unknown = figure(model.unknown_shortfall)
        return (
            "Every finding counts once, with its first descriptor, by its weight x what no newer look that counts there has taken the "
            f"place of, and is read as three numbers; k is how much of it is known, 1 for a concern. How {top}: k for such a finding, "
            f"k x {figure(model.limited_outstanding)} where it is about {limited}; for a {scale.at_benchmark} one "
            f"k x ({' + '.join(lifts)}), at most {figure(model.most_lift)}; where the item cannot support {top}, no more than the mean, by "
            "what they count, of those of its descriptor that can, 0 without any. "
            f"How far short: severity x share of children for a concern, at least {unknown}; for any other "
            f"k x {figure(model.limited_shortfall)} where it is {scale.at_benchmark} (or better, and cannot support {top}) for "
            f"{limited}, + (1 - k) x {unknown}; where the item "
            f"cannot support {scale.at_benchmark}, no less than the mean of those of its descriptor that can, or than {unknown} where that "
            "is less or there are none. At risk: the share of children where it found risk or failure."
        )

    def judgement(self, verdict: Verdict, alone: Alone, outlook: Outlook) -> None:
        """Tell how a judgement's chances come about."""
        self.steps.say(self._how_read())
        standings = {one.descriptor: one for one in alone.standings}
        units = {unit.descriptor: unit for unit in alone.units}
        with self.steps.inside():
            for name, _ in alone.pulls:
                self._unit(units[name], standings[name])
        self._outlook(alone, outlook)
        self.together(verdict)
        self._confidence(verdict, alone)

    def _unit(self, unit: Unit, standing: Standing) -> None:
        steps, model = self.steps, self.model
        title = self.framework.descriptors[unit.descriptor].title
        steps.say(
            f"{unit.descriptor} {title}: weight {figure(unit.weight)}, volume {figure(unit.weight)} to the power "
            f"{figure(model.saturation)} = {figure(unit.volume)}; means by weight: outstanding {figure(unit.outstanding)}, shortfall "
            f"{figure(unit.shortfall)}, at risk {figure(unit.risk)}. From:"
        )
        with steps.inside():
            for row in standing.counting:
                if in_judgement(row) > 0:
                    steps.say(self._in_judgement(row, standing), row.item.at)
        if gone := [row.item.id for row in standing.counting if row.is_first and in_judgement(row) == 0]:
            steps.say(f"Newer looks have taken the place of {listed(gone)}.")

    def _in_judgement(self, row: Weighed, standing: Standing) -> str:
        looks = [look for look in row.looks if look.is_first]
        derived = f" {told}" if (told := self.derived(row)) else ""
        stays = f" Stays {figure(row.stays)}: {self._left(row, looks, 'stays', 'in this judgement')}." if row.stays < 1 else ""
        ages = f" {self.known(row)}" if row.rank >= self.scale.benchmark else ""
        counts = f" It counts with {figure(row.weight)} x {figure(row.stays)} = {figure(in_judgement(row))}."
        told = f"{self.weight(row)}{derived}{stays}{counts}{ages} {self.numbers(row, standing)}"
        return f"{row.item.id} ({self._can(row)}): {told}"

    def _outlook(self, alone: Alone, outlook: Outlook) -> None:
        steps, model, scale = self.steps, self.model, self.scale
        units, total = alone.units, outlook.volume + model.imaginary
        tops, risks = (
            math.fsum(one.volume * number for one, number in pairs)
            for pairs in ([(one, one.outstanding) for one in units], [(one, one.risk) for one in units])
        )
        shorts = math.fsum(one.volume * one.shortfall for one in units)
        steps.say(
            f"The volumes add up to {figure(outlook.volume)}. {figure(model.imaginary)} imagined of shortfall "
            f"{figure(model.unknown_shortfall)} is put beside them, so that little evidence says little, and the means by volume are:"
        )
        with steps.inside():
            steps.say(f"Outstanding: {figure(tops)} / {figure(total)} = {figure(outlook.outstanding)}.")
            steps.say(
                f"Shortfall: ({figure(shorts)} + {figure(model.imaginary)} x {figure(model.unknown_shortfall)}) / {figure(total)} = "
                f"{figure(outlook.shortfall)}."
            )
            steps.say(f"At risk: {figure(risks)} / {figure(total)} = {figure(outlook.risk)}.")
        steps.say(
            f"The outlook is {figure(model.balance)} x (ln(1 + {figure(model.spread)} x {figure(outlook.outstanding)}) - ln(1 + "
            f"{figure(model.spread)} x {figure(outlook.shortfall)})) - {figure(model.risk)} x {figure(outlook.risk)} = "
            f"{figure(outlook.value)}; ln is the natural logarithm. So the first shortfalls tell most."
        )
        steps.say(
            f"The less evidence, the flatter the chances: f = the square root of {figure(outlook.volume)} / ({figure(outlook.volume)} + "
            f"{figure(model.flatten)}) = {figure(outlook.flatness)}."
        )
        shares = probabilities(outlook, scale, model)
        upwards = at_least(shares)
        steps.say("The chance of a grade or better is 1 / (1 + exp(-f x (outlook - cut))), where each grade has its cut:")
        with steps.inside():
            for rank, cut in enumerate(cuts(scale, model), 1):
                distance = outlook.flatness * (outlook.value - cut)
                name = scale.from_rank(rank)
                steps.say(
                    f"{name[0].upper()}{name[1:]}: cut {figure(cut)}; {figure(outlook.flatness)} x ({figure(outlook.value)} - "
                    f"{_signed(cut)}) = {figure(distance)}; 1 / (1 + exp({figure(-distance)})) = {figure(upwards[rank])}."
                )
        steps.say(f"From its own evidence alone, each less the next one up: {self.chances(shares)}.")

    def _confidence(self, verdict: Verdict, alone: Alone) -> None:
        """Tell why the confidence word is what it is, or why no grade is shown."""
        counts, withhold = alone.counts, self.method.withhold
        volume = math.fsum(unit.volume for unit in alone.units)
        unknown = math.fsum(unit.volume * unit.unknown for unit in alone.units)
        heard = sum(
            1 for one in alone.standings if one.rank is not None and one.descriptor in {unit.descriptor for unit in alone.units}
        )
        few = min(withhold.least_descriptors, withhold.small_share * counts.descriptors)
        self.steps.say(
            f"A grade is shown where not more than {figure(withhold.most_unknown)} of the volume is no longer known or cannot support a "
            f"grade (here {figure(unknown / volume)}), and at least {figure(few)} descriptors, and {figure(withhold.least_share)} of all, "
            f"have a grade from findings of their own (here {heard} of {counts.descriptors})."
        )
        if verdict.rank is None:
            return
        triangulated = counts.triangulated / counts.descriptors if counts.descriptors else 0.0
        inspected = "; inspectors' findings stand for kinds and records" if counts.inspected else ""
        self.steps.say(
            f"Confidence is {verdict.confidence}{self._apart(verdict) or ', the best word of which every need is met, else low'}. "
            f"{_needs('High', self.method.high)} {_needs('Medium', self.method.medium)} Here: "
            f"{figure(counts.coverage)} ({counts.tested} of {counts.descriptors}), {figure(triangulated)} ({counts.triangulated}), "
            f"{count(counts.items, 'item')}, {count(counts.kinds, 'kind')}, {count(counts.records, 'record')}, "
            f"{figure(verdict.probabilities[verdict.rank])}{inspected}."
        )

    def _apart(self, verdict: Verdict) -> str:
        """Tell where a shape of grades unlike any published makes confidence low, whatever the evidence."""
        shown = {one.id: one.rank for one in self.prediction.judgements}
        if verdict.id not in far_apart(shown, self.framework):
            return ""
        return ", because its grade and another lie as far apart as in no published inspection, or hardly any"

    # --- judgements together

    def together(self, verdict: Verdict) -> None:
        """Tell how the other judgements move this one, and the limits between them."""
        every, alone = self._joint(), verdict.alone
        if verdict.id not in every.tied:
            self.steps.say(f"Nothing ties it to another judgement, so its chances are: {self.rounded(verdict.probabilities)}.")
            return
        if self._unknown(every):
            return
        self._inputs(every)
        self._combinations(every, every.free)
        before = alone.probabilities if alone else None
        if before is not None:
            moved = ", ".join(
                f"{self.grade(rank)} {before[rank]:.6f} -> {verdict.free[rank]:.6f}" for rank in reversed(range(len(self.scale)))
            )
            self.steps.say(f"What the other judgements do to this one: {moved}.")
        self._between(every)
        name = self.framework.judgement(verdict.id).short
        self.steps.say(f"So {name} has: {self.rounded(verdict.probabilities)}.")

    def _unknown(self, every: Joint) -> bool:
        """Say that there is no sum where nothing is known of any judgement; whether that is so."""
        if any(self._alone(name) for name in every.tied):
            return False
        names = listed(self._short(name) for name in every.tied)
        self.steps.say(f"Nothing is known of {names}, so there is no sum.")
        return True

    def _joint(self) -> Joint:
        return together(self.prediction)

    def _alone(self, name: str) -> Sequence[float] | None:
        verdict = self.prediction.verdict(name)
        return verdict.alone.probabilities if verdict.alone else None

    def _short(self, name: str) -> str:
        return self.framework.judgement(name).short

    def _inputs(self, every: Joint) -> None:
        """Tell what a combination's weight is made of."""
        steps, pattern, strength = self.steps, self.framework.pattern, self.model.pattern_strength
        middle = figure(self.scale.top / 2)
        names = listed(self._short(name) for name in every.tied)
        steps.say(
            f"Read together: {names} are looked at in each of the {len(self.scale)} to the power {len(every.tied)} = "
            f"{len(self.scale) ** len(every.tied)} combinations of their grades. A combination weighs the product of its grades' chances, "
            + (
                f"times exp({figure(strength)} x T), where T is the sum of its grades' main numbers and, for each pair, strength x (the "
                f"one grade's number - {middle}) x (the other's - {middle}). {pattern.about} It is taken at "
                f"{figure(strength)} of its strength."
                if pattern
                else "since no pattern of published grades is known for this framework."
            )
        )
        shares = beliefs({name: one for name in every.tied if (one := self._alone(name))}, self.framework)
        in_part = any(part < 1 for part in every.heard)
        with steps.inside():
            for name, part in zip(every.tied, every.heard, strict=True):
                silent = "as in published inspections" if pattern and name in pattern.shares else "evenly"
                what = "from its own evidence" if self._alone(name) else f"without evidence, {silent}"
                main = f"; main numbers {self.chances(pattern.main[name])}" if pattern and name in pattern.main else ""
                usual = f"; published shares {self.chances(self.framework.usual(name))}" if in_part else ""
                heard = f"; heard {figure(part)}{self._volume(name, part)}" if in_part else ""
                steps.say(f"{self._short(name)} ({name}), {what}: {self.chances(shares[name])}{main}{usual}{heard}.")
            pairs = [
                f"{self._short(one)} with {self._short(other)} {figure(value)}"
                for one, other, value in (pattern.pairs if pattern else ())
                if value and one in every.tied and other in every.tied
            ]
            if pairs:
                steps.say(f"Strength of pairs (0 for any other): {'; '.join(pairs)}.")
        if in_part:
            self._in_part()

    def _volume(self, name: str, part: float) -> str:
        """Tell why a judgement is heard in part."""
        alone = self.prediction.verdict(name).alone
        if alone is None or alone.outlook is None or part in (0, 1):
            return ""
        return f" (its volume {figure(alone.outlook.volume)} / {figure(alone.outlook.volume / part)}, as many descriptors as a grade needs)"

    def _in_part(self) -> None:
        strength = figure(self.model.pattern_strength)
        self.steps.say(
            "A judgement of which little or nothing is known is heard by the others in part or not at all, so that it leaves little or no "
            "trace on them. The combinations are weighed once for each choice of which judgements are heard (those at 1 always, those at 0 "
            "never), and the results are mixed: a choice has the share that multiplies the part of each that is heard in it, and 1 less "
            "that part for each that is not. In one choice:"
        )
        with self.steps.inside():
            self.steps.say(
                "E of the grades of some judgements is the sum, over all grades of the other judgements, of exp(T) times the published "
                "shares of those others' grades."
            )
            self.steps.say(
                f"The grades of the heard ones weigh the product of their chances, times (E of them) to the power {strength}; divided by "
                "the sum of such weights over all their grades."
            )
            self.steps.say(
                "Each one that is not heard has, beside given grades of the heard ones, its own chance of a grade times (E of theirs and "
                f"its grade) to the power {strength}; divided by the sum of the same over its grades."
            )
            self.steps.say("A combination has the product of these.")

    def _combinations(self, every: Joint, weighed: Sequence[tuple[tuple[int, ...], float]]) -> None:
        """Tell the combinations that carry most, by their share of the weight of all."""
        likeliest = sorted(weighed, key=lambda one: (-round(one[1], 12), one[0]))
        if all(part == 1 for part in every.heard):
            self.steps.say(self._example(every, *likeliest[0]))
        self.steps.say("The combinations that carry most, each by its weight over the weight of all:")
        with self.steps.inside():
            shown = _carrying(likeliest)
            for ranks, chance in shown:
                self.steps.say(f"{self._named(every, ranks)}: {chance:.4f}.")
            self._rest(likeliest[len(shown) :])

    def _example(self, every: Joint, ranks: Sequence[int], chance: float) -> str:
        """Work out one combination's weight for all to see."""
        pattern, strength, middle = self.framework.pattern, self.model.pattern_strength, self.scale.top / 2
        own = beliefs({name: chances for name in every.tied if (chances := self._alone(name))}, self.framework)
        shares = [own[name][rank] for name, rank in zip(every.tied, ranks, strict=True)]
        told, weight = " x ".join(figure(one) for one in shares), math.prod(shares)
        if pattern is not None:
            terms = [
                (value, figure(value))
                for name, rank in zip(every.tied, ranks, strict=True)
                if (value := pattern.main.get(name, (0.0,) * len(self.scale))[rank])
            ]
            for one, other, value in pattern.pairs:
                if value and one in every.tied and other in every.tied:
                    c, d = (ranks[every.tied.index(name)] - middle for name in (one, other))
                    terms.append((value * c * d, f"{figure(value)} x {_signed(c)} x {_signed(d)}"))
            summed = math.fsum(value for value, _ in terms)
            weight *= math.exp(strength * summed)
            told += f" x exp({figure(strength)} x ({' + '.join(term for _, term in terms)}))"
        return (
            f"For instance {self._named(every, ranks)}: {told} = {figure(weight)}. All combinations together weigh "
            f"{figure(weight / chance)}, so its share is {chance:.4f}."
        )

    def _rest(self, rest: Sequence[tuple[tuple[int, ...], float]]) -> None:
        if rest:
            total = math.fsum(chance for _, chance in rest)
            self.steps.say(f"The other {len(rest)} together: {total:.4f} (each of them: --format json).")

    def _named(self, every: Joint, ranks: Sequence[int]) -> str:
        return ", ".join(f"{self._short(name)} {rank}" for name, rank in zip(every.tied, ranks, strict=True))

    def _between(self, every: Joint) -> None:
        """Tell the limits of one judgement on another."""
        for limit in self.framework.limits:
            if limit.judgement in every.tied and limit.counts:
                self.steps.say(
                    f"Limit '{limit.id}': {self.bind(limit)}. So much of the chance of every such combination moves to the one in which "
                    f"{limit.judgement} is {limit.at_most}.",
                    limit.at,
                )

    def bind(self, limit: Limit) -> str:
        """Tell under which condition a limit binds, and with which share."""
        other = f" and the limit '{limit.and_none}' does not apply" if limit.and_none else ""
        how = "always"
        if limit.strength != "always":
            how = f"({limit.held} + 1) / ({limit.of} + 2)" if limit.held is not None else f"{limit.strength}, and never counted"
        return (
            f"where {listed(limit.when_any, 'or')} is {limit.is_grade}{other}, {limit.judgement} is at most {limit.at_most} with a share "
            f"of {figure(share(limit))} ({how})"
        )

    # --- overall

    def overall(self, verdict: Verdict) -> None:
        """Tell how overall's chances come about."""
        every, framework = self._joint(), self.framework
        if self._unknown(every):
            return
        self._inputs(every)
        self._between(every)
        keys = framework.keys
        leaders = listed(one.id for one in keys if one.role == "leadership")
        self.steps.say(
            f"Every combination goes through these rules; the first that fits decides. They ask for the key judgements "
            f"{listed(one.id for one in keys)}{f', and by leaders they mean {leaders}' if leaders else ''}:"
        )
        counting = [rule for rule in framework.rules if rule.counts]
        self.steps.under((f"{self.scale.title(rule.grade)} where {condition(rule)}.", rule.at) for rule in counting)
        limits = limits_on_overall(framework)
        if limits:
            self.steps.say("Then through the limits on overall, one after the other:")
            self.steps.under((f"Limit '{one.id}': {self.bind(one)}.", one.at) for one in limits)
        self.steps.say("The combinations that carry most, each by its weight over the weight of all, and what overall they give:")
        likeliest = sorted(every.held, key=lambda one: (-round(one[1], 12), one[0]))
        with self.steps.inside():
            shown = _carrying(likeliest)
            for ranks, chance in shown:
                self.steps.say(f"{self._named(every, ranks)}: {chance:.4f}; {self._gives(every, ranks, counting, limits)}.")
            self._rest(likeliest[len(shown) :])
        self.steps.say(f"Over all combinations, so Overall has: {self.rounded(verdict.probabilities)}.")
        self._overall_confidence(verdict)

    def _overall_confidence(self, verdict: Verdict) -> None:
        keys = [self.prediction.verdict(one.id) for one in self.framework.keys]
        if verdict.rank is None:
            without = listed(self._short(one.id) for one in keys if one.rank is None)
            self.steps.say(
                f"No grade is shown, because none is for {without}, and no limit that always binds has decided it already."
            )
            return
        words = listed(f"{self._short(one.id)} {one.alone.evidence_word}" for one in keys if one.alone and one.rank is not None)
        high, medium = figure(self.method.high.probability), figure(self.method.medium.probability)
        shown = {one.id: one.rank for one in self.prediction.judgements}
        apart = (
            " of low, as grades here lie as far apart as in hardly any inspection," if far_apart(shown, self.framework) else ""
        )
        self.steps.say(
            f"Confidence is {verdict.confidence}, the lowest{apart} of what the evidence on each allows ({words}) and what the chance of "
            f"the grade shown does: {figure(verdict.probabilities[verdict.rank])}, where high is from {high} and medium from {medium}."
        )

    def _gives(self, every: Joint, ranks: Sequence[int], rules: Sequence[Rule], limits: Sequence[Limit]) -> str:
        named = dict(zip(every.tied, ranks, strict=True))
        rank, rule = overall_rank(named, self.framework)
        told = f"rule {rules.index(rule) + 1}, {self.grade(rank)}"
        parts = {one: part for one, part in overall_parts(named, self.framework, limits) if part}
        if set(parts) != {rank}:
            by = listed(f"'{one.id}'" for one in limits if applies(one, named, self.framework))
            told += (
                f"; by the limit {by} {listed(f'{figure(part)} of it {self.grade(one)}' for one, part in sorted(parts.items()))}"
            )
        return told


def _carrying(likeliest: Sequence[tuple[tuple[int, ...], float]]) -> Sequence[tuple[tuple[int, ...], float]]:
    """Give the combinations that are worth telling one by one: those with any chance at four decimals, not too many."""
    return [one for one in likeliest[:MOST_SHOWN] if one[1] >= 0.00005]


def _needs(word: str, words: Words) -> str:
    return (
        f"{word} needs {figure(words.tested)} of the descriptors looked at lately and {figure(words.triangulated)} triangulated, "
        f"{count(words.items, 'fresh item')} of {count(words.kinds, 'kind')} with {count(words.records, 'sampled record')}, and a chance "
        f"of {figure(words.probability)} for the grade shown."
    )


def _why(why: object) -> str:
    return str(getattr(why, "value", "nothing can be said"))


def _signed(value: float) -> str:
    return f"({figure(value)})" if value < 0 else figure(value)


def _sum(parts: Sequence[tuple[float, str]]) -> str:
    """Tell a sum part by part."""
    return f"{' + '.join(told for _, told in parts)} = {figure(math.fsum(value for value, _ in parts))}"


def _curve(months: float, kind: Kind) -> str:
    """Tell how much of a kind of evidence is known at an age in months."""
    fresh, stale, known = figure(kind.fresh), figure(kind.stale), freshness(months, kind)
    if known == 1:
        return f"up to {fresh} all is known"
    if known == 0:
        return f"from {stale} nothing is known"
    u = (kind.stale - months) / (kind.stale - kind.fresh)
    return (
        f"between {fresh} and {stale} u = ({stale} - {figure(months)}) / ({stale} - {fresh}) = {figure(u)} and known = u x u x "
        f"(3 - 2 x u) = {figure(known)}"
    )
