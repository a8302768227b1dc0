"""The figures are complete: from the printed text alone, and nothing else, every share and every chance can be had again.

What stands here reads the text that `preinspect explain --figures` prints, takes the numbers out of it, and does the sum by itself. It
calls nothing that scores.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import compress, pairwise, product
from pathlib import Path

import pytest
from builders import changed, framework, method, months_ago, sample
from builders import item as finding
from builders import predicted as predict_from

from preinspect.case import open_case
from preinspect.evidence import Selection
from preinspect.explain import explain
from preinspect.figures import figure
from preinspect.predict import Prediction
from preinspect.render.terminal import explanation

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT.parent / "shared" / "cases"
FOLDERS = [ROOT / "evidence" / name for name in ("ealing-2019", "dudley-2011", "bury-2013")]
FOLDERS += sorted(path.parent for path in CASES.glob("case-*/assessment.yaml"))
TOLD = 0.00001
"""How far a sum done again may be out, as the text itself says."""

N = r"-?\d+(?:\.\d+)?"


# --- the text, taken apart


@dataclass
class Line:
    """One numbered sentence as printed, and those under it."""

    text: str
    under: list[Line] = field(default_factory=list)


def sentences(printed: str) -> list[Line]:
    """Take the sentences after 'The figures' out of a printed text: a number at its own indent begins one."""
    top: list[Line] = []
    path: list[list[Line]] = [top]
    for row in printed.split("The figures\n", 1)[1].splitlines():
        start = re.match(r"( *)((?:\d+\.)+) (.*)", row)
        depth = start[2].count(".") - 1 if start else -1
        if start and len(start[1]) == 2 * depth:
            line = Line(start[3])
            path[depth:] = [path[depth]] if depth < len(path) else [path[-1][-1].under]
            path[depth].append(line)
            path.append(line.under)
        else:
            path[-2][-1].text += f" {row.strip()}"
    return top


def holding(lines: Sequence[Line], words: str) -> Line:
    """Give the first sentence with these words."""
    return next(line for line in lines if words in line.text)


def ranks(lines: Sequence[Line]) -> Mapping[str, int]:
    """Give the grades' numbers."""
    told = re.search(r"numbered from the worst: (.*?)\.", lines[0].text)[1]
    return {name: int(number) for name, number in re.findall(r"([^,]+?) (\d+)(?:, |$)", told)}


def by_rank(told: str, numbers: Mapping[str, int]) -> list[float]:
    """Read 'outstanding 0.1, good 0.2, ...' by rank."""
    found = {name: float(value) for name, value in re.findall(rf"([a-z][^,;:]*?) ({N})(?=[,.; ]|$)", told) if name in numbers}
    return [found[name] for name, _ in sorted(numbers.items(), key=lambda one: one[1])]


# --- items


def known(months: float, fresh: float, stale: float) -> float:
    if months <= fresh:
        return 1.0
    if months >= stale:
        return 0.0
    u = (stale - months) / (stale - fresh)
    return u * u * (3 - 2 * u)


def by_age(told: str) -> float:
    """Do the age of an item again: days, months, what changed since, the curve, and what else lessens it."""
    if "can only lower" in told:
        return 0.0
    less = re.findall(rf"; x ({N})(?: because managers chose| because few replied|, the share of its round)", told)
    return _by_days(told) * math.prod(map(float, less))


def _by_days(told: str) -> float:
    days = re.search(rf"({N}) days? / ({N}) =", told)
    months = float(days[1]) / float(days[2]) if days else 0.0
    later = re.search(rf"\+ ({N}) for what changed since", told)
    months += float(later[1]) if later else 0.0
    if between := re.search(rf"between ({N}) and ({N}) u =", told):
        return known(months, float(between[1]), float(between[2]))
    assert ("all is known" in told) != ("nothing is known" in told), told
    edge = float(re.search(rf"(?:up to|from) ({N})", told)[1])
    assert months <= edge + 1e-9 if "all is known" in told else months >= edge - 1e-9
    return 1.0 if "all is known" in told else 0.0


def left(told: str) -> float:
    """Do again what newer looks have left of an item."""
    return max(0.0, 1 - sum(taken(*groups) for groups in re.findall(TAKEN, told)))


TAKEN = rf"looked again ({N}) months later \((.*?)\) and takes \(1 - {N}\) x ({N}) / ({N}) ="


def taken(months: str, curve: str, weight: str, own: str) -> float:
    between = re.search(rf"between ({N}) and ({N}) u =", curve)
    there = known(float(months), float(between[1]), float(between[2])) if between else 0.0
    return (1 - there) * float(weight) / float(own)


def weight_of(told: str) -> float:
    factors = re.search(rf"Weight (.*?\)) = {N}\.", told)[1]
    return math.prod(float(value) for value in re.findall(rf"(?:^|\) x )({N}) \(", factors))


def can(told: str) -> str:
    return re.search(r" \((can support any grade|can support .*? at most|cannot support .*?)\): ", told)[1]


def supports(what: str, rank: int, benchmark: int) -> bool:
    return what == "can support any grade" or (rank == benchmark and what.endswith("at most"))


@dataclass
class Item:
    can: str
    weight: float
    rank: int
    place: float
    holds: float
    lasts: float


def item(told: str, benchmark: int, top: int) -> Item:
    place = re.search(rf"Place (\d+) \(.*?\) ([+-]) ({N}) \(.*?\) ([+-]) ({N}) x \(({N}) \(.*?\) - 0\.5\) =", told)
    rank, moves, width, share = int(place[1]), float(place[3]), float(place[5]), float(place[6])
    raw = rank + (moves if place[2] == "+" else -moves) + (1 if place[4] == "+" else -1) * width * (share - 0.5)
    age = (
        told.split("Known ", 1)[1]
        if rank >= benchmark
        else told.split(" lasts ", 1)[-1]
        if " lasts " in told
        else "0 all is known up to 0"
    )
    concern = re.search(r"Known .*?: (a concern; .*?)(?: What of it stands|$)", told)
    return Item(
        can(told), weight_of(told), rank, max(0.0, min(float(top), raw)), left(concern[1]) if concern else 1.0, by_age(age)
    )


# --- descriptors


def shares_again(lines: Sequence[Line]) -> tuple[list[float], float]:
    """Do the shares of one descriptor under one judgement again."""
    numbers = ranks(lines)
    start = next(line for line in lines if "has a weight, a place on the scale" in line.text)
    below = holding(lines, "a concern's share is")
    benchmark = numbers[re.search(r"Below ([^,]+), a concern", below.text)[1]]
    top = len(numbers) - 1
    prior = float(re.search(rf"and ({N}) of which nothing is known", below.text)[1])
    items = [item(line.text, benchmark, top) for line in start.under]
    total = prior + sum(one.weight for one in items)
    upwards = [0.0] * (top + 2)
    for rank in range(benchmark, top + 1):
        name = next(grade for grade, number in numbers.items() if number == rank)
        told = next(line.text for line in lines if re.match(rf"The share {name}( or better)? is ", line.text))
        if "is 0: nobody" in told or "is 0: the kinds" in told:
            continue
        speaks, against = 0.0, prior
        for one in items:
            able = supports(one.can, rank, benchmark)
            if not able and one.rank >= rank:
                continue
            part = min(1.0, max(0.0, one.place - rank + 1)) if able else 0.0
            speaks += one.weight * part * one.lasts
            against += one.weight * (1 - part) * (one.lasts if one.rank >= rank else 1.0)
        upwards[rank] = speaks / (speaks + against)
    shares = [
        sum(one.weight * one.holds * max(0.0, 1 - abs(one.place - rank)) for one in items if one.rank < benchmark) / total
        for rank in range(benchmark)
    ]
    shares += [upwards[rank] - upwards[rank + 1] for rank in range(benchmark, top + 1)]
    unknown = 1 - sum(shares)
    ceiling = ceiling_again(lines, {line.text.split(" ", 1)[0]: one.rank for line, one in zip(start.under, items, strict=True)})
    cap = next((line.text for line in lines if "So all that stands above" in line.text), None)
    assert (cap is None) == (ceiling is None)
    if cap is not None and ceiling is not None:
        assert numbers[re.search(r"all that stands above (.*?)(?:, the unknown with it,)? is moved down", cap)[1]] == ceiling
        shares[ceiling] += sum(shares[ceiling + 1 :])
        shares[ceiling + 1 :] = [0.0] * (top - ceiling)
        if "the unknown with it" in cap:
            shares[ceiling], unknown = shares[ceiling] + unknown, 0.0
    return shares, unknown


def ceiling_again(lines: Sequence[Line], graded: Mapping[str, int]) -> int | None:
    """Do again what is left of each finding of risk or failure, and give the worst grade at which one holds the descriptor."""
    risks = next((line for line in lines if line.text.startswith("A finding of risk or failure holds")), None)
    if risks is None:
        return None
    least = float(re.search(rf"while ({N}) of it or more", risks.text)[1])
    standing = [graded[name] for name, told in (line.text.split(": ", 1) for line in risks.under) if left(told) >= least - TOLD]
    return min(standing, default=None)


def parts_of(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Part a descriptor's figures by the judgements that it counts under; each with the legend."""
    starts = [place for place, line in enumerate(lines) if re.match(r"Under .*, (each item of|nothing that weighs)", line.text)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield [lines[0], *lines[start:end]]


# --- judgements


def unit(line: Line, least: float) -> tuple[float, float, float, float]:
    """Do one descriptor's volume and three means again."""
    saturation = float(re.search(rf"to the power ({N}) =", line.text)[1])
    own = [counted(one.text, least) for one in line.under]
    tops = [(row[0], row[1]) for row in own if row[4]]
    goods = [(row[0], row[2]) for row in own if row[5]]
    rows = [held_to(row, mean(tops, 0.0), min(least, mean(goods, least))) for row in own]
    weight = sum(row[0] for row in rows)
    means = [sum(row[0] * row[place] for row in rows) / weight for place in (1, 2, 3)]
    return weight**saturation, means[0], means[1], means[2]


def mean(pairs: Sequence[tuple[float, float]], without: float) -> float:
    return sum(weight * value for weight, value in pairs) / sum(weight for weight, _ in pairs) if pairs else without


Counted = tuple[float, float, float, float, bool, bool, bool]
"""What an item counts with, its three numbers by itself, whether it can support the best grade and the benchmark, and is a concern."""


def held_to(row: Counted, top: float, short: float) -> tuple[float, float, float, float]:
    """Hold an item whose kind cannot support a grade to what those show that can."""
    weight, own_top, own_short, risk, best, good, concern = row
    return weight, own_top if best else min(own_top, top), own_short if good or concern else max(own_short, short), risk


def counted(told: str, least: float) -> Counted:
    """Do again what an item counts in its judgement, and its three numbers."""
    stays = re.search(r"Stays .*?: (in this judgement; .*?) It counts with", told)
    weight = weight_of(told) * (left(stays[1]) if stays else 1.0)
    risk = float(re.search(rf"at risk ({N})\.", told)[1])
    able = (can(told) == "can support any grade", not can(told).startswith("cannot"))
    if concern := re.search(rf"Outstanding 0, shortfall ({N}) \(.*?\) x ({N}) \(", told):
        return weight, 0.0, max(least, float(concern[1]) * float(concern[2])), risk, *able, True
    k = 0.0 if "so k is 0" in told else by_age(told.split("Known ", 1)[1])
    lift = re.search(rf"outstanding {N} = {N} x ({N})[,;]", told)
    short = re.search(rf"shortfall {N} x ({N}) \(.*?\) \+ \(1 - {N}\) x ({N}) =", told)
    return weight, k * (float(lift[1]) if lift else 0.0), k * float(short[1]) + (1 - k) * float(short[2]), risk, *able, False


def alone_again(lines: Sequence[Line]) -> list[float]:
    """Do a judgement's chances from its own evidence again."""
    read = holding(lines, "is read as three numbers")
    least = float(re.search(rf"for a concern, at least ({N});", read.text)[1])
    units = [unit(line, least) for line in read.under if "From:" in line.text]
    beside = re.search(rf"\. ({N}) imagined of shortfall ({N})", holding(lines, "imagined of shortfall").text)
    imagined, unknown = float(beside[1]), float(beside[2])
    volume = sum(one[0] for one in units)
    top, short, risk = (sum(one[0] * one[place] for one in units) / (volume + imagined) for place in (1, 2, 3))
    short += imagined * unknown / (volume + imagined)
    told = re.search(rf"outlook is ({N}) x \(ln\(1 \+ ({N}) x .*? - ({N}) x {N} =", holding(lines, "The outlook is").text)
    balance, spread, against = (float(told[place]) for place in (1, 2, 3))
    outlook = balance * (math.log(1 + spread * top) - math.log(1 + spread * short)) - against * risk
    flatten = float(re.search(rf"\+ ({N})\) =", holding(lines, "flatter the chances").text)[1])
    flatness = math.sqrt(volume / (volume + flatten))
    cuts = [float(re.search(rf"cut ({N});", line.text)[1]) for line in holding(lines, "where each grade has its cut").under]
    upwards = [1.0, *(1 / (1 + math.exp(-flatness * (outlook - cut))) for cut in cuts), 0.0]
    return [here - above for here, above in pairwise(upwards)]


Weights = dict[tuple[int, ...], float]


@dataclass
class Limit:
    name: str
    when: list[str]
    grade: int
    and_none: str | None
    of: str
    at_most: int
    share: float


def limit(told: str, numbers: Mapping[str, int]) -> Limit:
    found = re.match(
        rf"Limit '(\S+)': where (.*?) is (\S+?)(?: and the limit '(\S+)' does not apply)?, (\S+) is at most (\S+) with a share of ({N}) ",
        told,
    )
    ids = {plain(name): number for name, number in numbers.items()}
    share = re.search(r"\(\((\d+) \+ 1\) / \((\d+) \+ 2\)\)", told)
    exact = (int(share[1]) + 1) / (int(share[2]) + 2) if share else float(found[7])
    return Limit(found[1], re.split(", | or ", found[2]), ids[found[3]], found[4], found[5], ids[found[6]], exact)


def plain(name: str) -> str:
    """Give a grade's id for its words: rules and limits name ids."""
    return name.removesuffix(" to be good").replace(" ", "-")


def applies(one: Limit, combination: Mapping[str, int], limits: Sequence[Limit]) -> bool:
    if not any(combination.get(name) == one.grade for name in one.when):
        return False
    return not any(applies(other, combination, limits) for other in limits if other.name == one.and_none)


def joint_again(lines: Sequence[Line], own: Mapping[str, Sequence[float]]) -> tuple[list[str], Weights]:
    """Weigh every combination again, before limits."""
    numbers = ranks(lines)
    told = holding(lines, "Read together: ")
    found = [
        re.match(r"(.*?) \((\S+?)\), (?:from its own evidence|without evidence).*?: (.*)\.$", one.text) for one in told.under
    ]
    inputs = [one for one in found if one]
    names, shorts = [one[2] for one in inputs], [one[1] for one in inputs]
    parts = [one[3].split("; ") for one in inputs]
    shares = [own.get(name) or by_rank(part[0], numbers) for name, part in zip(names, parts, strict=True)]
    main = [
        by_rank(after(part, "main numbers "), numbers) if after(part, "main numbers ") else [0.0] * len(numbers) for part in parts
    ]
    power = re.search(rf"times exp\(({N}) x T\)", told.text)
    strength = float(power[1]) if power else 0.0
    pairs = [
        (shorts.index(one), shorts.index(other), float(value))
        for line in told.under
        if line.text.startswith("Strength of pairs")
        for one, other, value in re.findall(rf"(?:: |; )(.+?) with (.+?) ({N})(?=;|\.$|\. )", line.text)
    ]
    middle = (len(numbers) - 1) / 2
    often = {
        grades: math.exp(
            sum(main[place][rank] for place, rank in enumerate(grades))
            + sum(value * (grades[one] - middle) * (grades[other] - middle) for one, other, value in pairs)
        )
        for grades in product(range(len(numbers)), repeat=len(names))
    }
    if not any(after(part, "heard ") for part in parts):
        weighed = {
            grades: math.prod(share[rank] for share, rank in zip(shares, grades, strict=True)) * value**strength
            for grades, value in often.items()
        }
        total = sum(weighed.values())
        return names, {grades: weight / total for grades, weight in weighed.items()}
    usual = [by_rank(after(part, "published shares "), numbers) for part in parts]
    heard = [heard_again(after(part, "heard ")) for part in parts]
    sums = Sums(often, usual)
    mixed: Weights = dict.fromkeys(often, 0.0)
    for choice in product(*([False, True] if 0 < part < 1 else [part == 1] for part in heard)):
        part = math.prod(one if is_heard else 1 - one for one, is_heard in zip(heard, choice, strict=True))
        for grades, weight in one_choice(choice, shares, sums, strength).items():
            mixed[grades] += part * weight
    return names, mixed


def after(parts: Sequence[str], words: str) -> str:
    return next((part.removeprefix(words) for part in parts if part.startswith(words)), "")


def heard_again(told: str) -> float:
    volume = re.search(rf"its volume ({N}) / ({N})", told)
    return float(volume[1]) / float(volume[2]) if volume else float(told)


class Sums:
    """What the text calls E: of the grades of some judgements, summed over all grades of the others."""

    def __init__(self, often: Weights, usual: Sequence[Sequence[float]]) -> None:
        self.often, self.usual, self.kept = often, usual, {}

    def of(self, fixed: tuple[bool, ...]) -> Weights:
        if fixed not in self.kept:
            found: Weights = {}
            others = [place for place, kept in enumerate(fixed) if not kept]
            for grades, value in self.often.items():
                key = tuple(compress(grades, fixed))
                found[key] = found.get(key, 0.0) + value * math.prod(self.usual[place][grades[place]] for place in others)
            self.kept[fixed] = found
        return self.kept[fixed]


def one_choice(choice: tuple[bool, ...], shares: Sequence[Sequence[float]], sums: Sums, strength: float) -> Weights:
    """Weigh every combination where the chosen judgements are heard and the others only hear them."""
    heard_ones = list(compress(shares, choice))
    weights = {
        grades: value**strength * math.prod(share[rank] for share, rank in zip(heard_ones, grades, strict=True))
        for grades, value in sums.of(choice).items()
    }
    total = sum(weights.values())
    beside = {
        place: sums.of((*choice[:place], True, *choice[place + 1 :])) for place, is_heard in enumerate(choice) if not is_heard
    }
    follow: dict[tuple[int, tuple[int, ...]], list[float]] = {}
    for place, told in beside.items():
        at = sum(choice[:place])
        for key in weights:
            found = [one * told[(*key[:at], rank, *key[at:])] ** strength for rank, one in enumerate(shares[place])]
            follow[place, key] = [one / sum(found) for one in found]
    chances: Weights = {}
    for grades in sums.often:
        key = tuple(compress(grades, choice))
        chances[grades] = weights[key] / total * math.prod(follow[place, key][grades[place]] for place in beside)
    return chances


def held_again(lines: Sequence[Line], names: Sequence[str], weighed: Weights) -> Weights:
    """Let limits of one judgement on another move what they move."""
    limits = [limit(line.text, ranks(lines)) for line in lines if line.text.startswith("Limit '")]
    for one in limits:
        place = names.index(one.of)
        moved: Weights = {}
        for combination, weight in weighed.items():
            share = (
                one.share
                if combination[place] > one.at_most and applies(one, dict(zip(names, combination, strict=True)), limits)
                else 0.0
            )
            down = (*combination[:place], one.at_most, *combination[place + 1 :])
            moved[down] = moved.get(down, 0.0) + weight * share
            moved[combination] = moved.get(combination, 0.0) + weight * (1 - share)
        weighed = moved
    return weighed


def judgement_again(what: str, lines: Sequence[Line]) -> list[float]:
    numbers = ranks(lines)
    has_own = any("The outlook is" in line.text for line in lines)
    own = alone_again(lines) if has_own else None
    if not any("Read together: " in line.text for line in lines):
        assert own is not None
        return own
    names, weighed = joint_again(lines, {what: own} if own else {})
    weighed = held_again(lines, names, weighed)
    place = names.index(what)
    return [sum(weight for combination, weight in weighed.items() if combination[place] == rank) for rank in range(len(numbers))]


def overall_again(lines: Sequence[Line]) -> list[float]:
    numbers = ranks(lines)
    ids = {plain(name): number for name, number in numbers.items()}
    names, weighed = joint_again(lines, {})
    weighed = held_again(lines, names, weighed)
    rules = holding(lines, "goes through these rules")
    asked = re.search(r"key judgements (.*?)(?:, and by leaders they mean (.*?))?:$", rules.text)
    keys, leaders = re.split(", | and ", asked[1]), re.split(", | and ", asked[2] or "")
    conditions = [re.match(r"(.*?) where (.*?)\.(?: \[|$)", one.text).groups() for one in rules.under]
    through = next((line for line in lines if line.text.startswith("Then through the limits")), Line(""))
    limits = [limit(one.text, numbers) for one in through.under]
    shares = [0.0] * len(numbers)
    for combination, weight in weighed.items():
        named = dict(zip(names, combination, strict=True))
        grade = next(grade for grade, condition in conditions if fits(condition, named, keys, leaders, ids))
        parts = {numbers[grade.lower()]: 1.0}
        for one in limits:
            if applies(one, named, limits):
                for above in [rank for rank in parts if rank > one.at_most]:
                    down = parts[above] * one.share
                    parts[above] -= down
                    parts[one.at_most] = parts.get(one.at_most, 0.0) + down
        for rank, part in parts.items():
            shares[rank] += weight * part
    return shares


def fits(condition: str, named: Mapping[str, int], keys: Sequence[str], leaders: Sequence[str], ids: Mapping[str, int]) -> bool:
    grades = [named[name] for name in keys]
    if condition == "none of these fits":
        return True
    for part in re.split(r"(?:, | and )(?=at least|none|leaders are|at most)", condition):
        if found := re.match(r"at least (\d+) judgements are (\S+) or better", part):
            met = sum(grade >= ids[found[2]] for grade in grades) >= int(found[1])
        elif found := re.match(r"(none|at most (\d+)) is below (\S+)", part):
            met = sum(grade < ids[found[3]] for grade in grades) <= int(found[2] or 0)
        elif found := re.match(r"leaders are (\S+) or better", part):
            met = all(named[name] >= ids[found[1]] for name in leaders)
        else:
            found = re.match(r"(.*) is (\S+)$", part)
            met = any(named[name] == ids[found[2]] for name in re.split(", | or ", found[1]))
        if not met:
            return False
    return True


# --- the tests


@cache
def predicted(folder: Path) -> Prediction:
    return open_case(folder, as_at=None, today=date(2026, 11, 21)).predict()


def printed(what: str, prediction: Prediction) -> str:
    found = explain(what, prediction)
    assert found is not None
    return "\n".join(line.plain for line in explanation(found, figures=True)) + "\n"


def shown(lines: Sequence[Line], words: str) -> list[float]:
    return by_rank(holding(lines, words).text.split(": ", 1)[1].split(" Shown with")[0], ranks(lines))


def as_shown(lines: Sequence[Line], words: str) -> list[float]:
    return by_rank(holding(lines, words).text.split("sum to 1: ", 1)[1], ranks(lines))


def test_the_cases_are_looked_at_where_they_are():
    if not CASES.is_dir():
        pytest.skip(f"{CASES} is not there: the cases are not part of this repository")
    assert len(FOLDERS) >= 3 + 18


def descriptors_hold(prediction: Prediction) -> int:
    """Hold every descriptor's shares against what is had again from the text; give how many there were."""
    heard = {one.descriptor for verdict in prediction.judgements for one in verdict.standings if one.counting}
    found = 0
    for name in sorted(heard):
        for part in parts_of(sentences(printed(name, prediction))):
            if any("has a weight, a place" in line.text for line in part):
                shares, unknown = shares_again(part)
                told = holding(part, f"So {name} has: ").text
                assert shares == pytest.approx(shown(part, f"So {name} has: "), abs=TOLD), (name, told)
                assert unknown == pytest.approx(float(re.search(rf"unknown ({N})\.", told)[1]), abs=TOLD)
                found += 1
    assert found >= len(heard)
    return found


def judgements_hold(prediction: Prediction) -> int:
    """Hold every judgement's chances, and overall's, against what is had again from the text; give how many there were."""
    found = 0
    for verdict in prediction.judgements:
        lines = sentences(printed(verdict.id, prediction))
        short = prediction.framework.judgement(verdict.id).short
        apart = any("Nothing ties it" in line.text for line in lines)
        if (apart and not any("The outlook is" in line.text for line in lines)) or "so there is no sum" in lines[-1].text:
            continue  # nothing is known of it, and it follows no other
        words = "Nothing ties it" if apart else f"So {short} has: "
        told = shown(lines, words)
        again = judgement_again(verdict.id, lines)
        assert again == pytest.approx(told, abs=TOLD), verdict.id
        assert again == pytest.approx(as_shown(lines, words), abs=0.0001)
        found += 1
    if prediction.overall is not None:
        lines = sentences(printed("overall", prediction))
        if "so there is no sum" in lines[-1].text:
            assert not prediction.assessment.evidence
            return found
        assert overall_again(lines) == pytest.approx(shown(lines, "so Overall has: "), abs=TOLD)
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_all_of_a_folder_can_be_had_again_from_what_is_printed(folder: Path):
    prediction = predicted(folder)
    of_descriptors, of_judgements = descriptors_hold(prediction), judgements_hold(prediction)
    assert (of_descriptors > 0) == bool(prediction.assessment.evidence)
    assert of_judgements > 0 or not prediction.assessment.evidence


def mixed(seed: int, framework_id: str) -> Prediction:
    """Predict from evidence of every kind, age and sample, some of it twice looked at: what inspectors' findings of one day lack."""
    chance = random.Random(seed)
    where = framework(framework_id)
    names = [one.id for one in where.descriptors.values()]
    names = chance.sample(names, 12)
    grades = list(where.scale.ids)
    kinds = [one.id for one in method().kinds.values()]
    items = []
    for number in range(60):
        size = chance.choice([None, 8, 12, 25, 60])
        results = tuple((grade, chance.randint(1, 9)) for grade in grades)
        ways = (
            {"met": chance.randint(0, size or 1)},
            {"results": results, "size": sum(count for _, count in results)},
            {"moderated": 10, "changed_down": chance.randint(0, 5)},
        )
        way = chance.choice(ways)
        grade = chance.choice(grades)
        fitting = [one.id for one in method().effects.values() if one.strength != where.scale.is_concern(grade)]
        derived = size is not None and "moderated" not in way and chance.random() < 0.5
        items.append(
            finding(
                f"I-{number:02}",
                chance.sample(names, chance.choice([1, 1, 2, 3])),
                kind=chance.choice([*kinds, "audit", "feedback", "external", "observation"]),
                grade=None if derived else grade,
                extent=chance.choice([None, *method().extents]),
                effect=None if derived else chance.choice([None, *fitting]),
                date=months_ago(chance.choice([0, 1, 5, 7, 9, 11, 13, 15, 17, 25, 30, 35, 40])),
                sample=None if size is None else sample(**{"size": size, "selection": chance.choice([None, *Selection]), **way}),
                with_family=chance.choice([None, 9]),
                asked=200 if (replied := chance.choice([None, None, 15, 30, 60])) is not None and size is None else None,
                replied=replied if size is None else None,
                supersedes=(f"I-{chance.randrange(number):02}",) if number > 30 and chance.random() < 0.2 else (),
            )
        )
    changes = (changed("the recording system", months_ago(10), names[0], names[1]),)
    return predict_from(items, where, changed_since=changes)


SMALL = ["ilacs-2018", "ilacs-2023", "ilacs-2026", "slac-2009"]


@pytest.mark.parametrize(("framework_id", "seed"), [*product(SMALL, range(4)), ("sif-2013", 0)])
def test_all_of_mixed_evidence_can_be_had_again_from_what_is_printed(framework_id: str, seed: int):
    prediction = mixed(seed, framework_id)
    assert descriptors_hold(prediction) > 0 and judgements_hold(prediction) > 0


def test_the_mixed_evidence_meets_every_turn_of_the_sum():
    told = "\n".join(
        " ".join(printed(one.descriptor, prediction).split())
        for seed in range(4)
        for prediction in [mixed(seed, "ilacs-2018")]
        for verdict in prediction.judgements
        for one in verdict.standings
        if one.counting
    )
    turns = ["looked again", "for what changed since", "read from the results", "of which nothing is known", "moved down to it"]
    turns += ["between 6 and 12 u =", "can only lower", "held at the scale's end", "(moderation)", "the square root of"]
    turns += [
        "because managers chose the records",
        "because few replied: ",
        "of its weight counts as a look, since few replied)",
        "that moderators did not lower",
        "(cannot support good)",
        "(can support good at most)",
        "It holds nothing down.",
    ]
    turns += ["no newer look settles any of it", "It holds inadequate at most.", "which settles nothing"]
    assert [turn for turn in turns if turn not in told] == []


def test_a_wrong_figure_in_the_text_is_noticed():
    prediction = mixed(0, "ilacs-2018")
    name = next(
        one.descriptor
        for verdict in prediction.judgements
        for one in verdict.standings
        if len(one.counting) > 3 and max(one.masses) < 1
    )
    text = printed(name, prediction).replace("and 0.25 of which", "and 0.75 of which")
    part = next(iter(parts_of(sentences(text))))
    assert shares_again(part)[0] != pytest.approx(shown(part, f"So {name} has: "), abs=TOLD)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (10.256, "10.256"),
        (1 / 3, "0.333333"),
        (0.000312456789, "0.000312457"),
        (-1e-13, "0"),
    ],
)
def test_a_figure_is_exact_or_has_six_decimals(value: float, told: str):
    assert figure(value) == told
