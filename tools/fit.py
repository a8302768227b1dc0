"""Fit the judgement model and the patterns of grades, and write them into frameworks/ and docs/accuracy.md.

    python tools/fit.py --cases ../shared/cases --outcomes ../shared/data/outcomes-dev.csv [--check]

Writes `frameworks/model.yaml` (from the cases), `frameworks/<id>/pattern.yaml` (from the published grades) and `docs/accuracy.md`; with
--check it writes nothing and ends with 1 where what stands there is not what it finds.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from preinspect.backtest import (
    Inspected,
    Score,
    Trial,
    baseline_scores,
    by_word,
    inspected,
    kin_of,
    leave_one_out,
    pattern_of,
    read_outcomes,
    reliability,
    score,
    seen_in,
)
from preinspect.case import open_case
from preinspect.fit import Fitted, fit_model
from preinspect.framework import Framework, Pattern, framework_ids, load_framework

HERE = Path(__file__).resolve().parents[1]


def main() -> None:
    """Fit, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=Path, default=HERE.parent / "shared" / "cases")
    parser.add_argument("--outcomes", type=Path, default=HERE.parent / "shared" / "data" / "outcomes-dev.csv")
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a file is out of date")
    options = parser.parse_args()
    if not options.cases.is_dir() or not options.outcomes.is_file():
        sys.exit(f"The cases ({options.cases}) and outcomes ({options.outcomes}) are not part of the project; name them.")
    stale = []
    for path, text in _files(options.cases, options.outcomes):
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(path)
            if not options.check:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, "utf-8")
    names = ", ".join(str(path.relative_to(HERE)) for path in stale) or "nothing"
    print(f"{'Out of date' if options.check else 'Changed'}: {names}.")
    sys.exit(1 if options.check and stale else 0)


def _files(cases: Path, outcomes: Path) -> Iterator[tuple[Path, str]]:
    frameworks = {name: one for name in framework_ids([HERE / "frameworks"]) if (one := _framework(name))}
    rows = read_outcomes(outcomes, frameworks)
    folders = sorted(folder for folder in cases.iterdir() if folder.is_dir())
    found = [open_case(folder, as_at=None, today=date.today(), frameworks=HERE / "frameworks") for folder in folders]
    known = [one for case in found if (one := inspected(case)) is not None]
    trials = leave_one_out(known, rows)
    yield HERE / "frameworks" / "model.yaml", _model(fit_model(seen_in(known)), known, trials)
    for framework in frameworks.values():
        kin = kin_of(framework, frameworks.values())
        if framework.id == kin[0] and (pattern := pattern_of(framework, rows, kin)) is not None:
            yield HERE / "frameworks" / framework.id / "pattern.yaml", _pattern(pattern, framework)
    yield HERE / "docs" / "accuracy.md", _accuracy(known, trials)


def _framework(name: str) -> Framework | None:
    framework, problems = load_framework(name, [HERE / "frameworks"])
    for problem in problems:
        print(f"{problem.at}: {problem.code} {problem.message}", file=sys.stderr)
    return framework


def _parts(trials: Sequence[Trial]) -> tuple[list[Trial], list[Trial]]:
    """Part the trials of judgements from those of overall."""
    return [one for one in trials if one.baselines], [one for one in trials if not one.baselines]


def _model(fitted: Fitted, cases: Sequence[Inspected], trials: Sequence[Trial]) -> str:
    judged, overall = _parts(trials)
    did, whole = score(judged), score(overall)
    top, benchmark, bottom = fitted.cuts
    return f"""\
# The fitted numbers of the judgement model. Written by `make fit`; do not edit by hand.
# Fitted by maximum likelihood (weak ridge) to {did.n} judgements of {len(cases)} published ILACS inspections, whose findings were encoded as
# evidence; how they and the round numbers beside them are used stands in method.yaml and ARCHITECTURE.md.
balance: {fitted.balance:.4f}
risk: {fitted.risk:.4f}
cuts: {{top: {top:.4f}, benchmark: {benchmark:.4f}, bottom: {bottom:.4f}}}
about:
  - >-
    Five numbers of the judgement model were fitted to {did.n} judgements of {len(cases)} published inspections. Predicting each
    inspection from a fit to the others, {did.exact} of {did.n} grades were exactly right and none was more than
    {"one grade" if did.within_one == did.n else "two grades"} out; overall was right in {whole.exact} of {whole.n}.
  - >-
    Those inspections hold inspectors' findings only, all of one day. How kinds of evidence compare, how they age, and what
    samples and moderation do was set by judgement, not fitted: accuracy on a council's own audits is not known.
"""


def _pattern(pattern: Pattern, framework: Framework) -> str:
    grades = [grade.id for grade in framework.scale.grades]
    pairs = "\n".join(f"    - {{of: [{one}, {other}], strength: {value:.4f}}}" for one, other, value in pattern.pairs)
    return f"""\
# How the grades of one authority go together in published inspections. Written by `make fit`; do not edit by hand.
# A log-linear model of all pairs, relative to judgements that have nothing to do with each other; grades are counted from the middle.
pattern:
  about: >-
    {pattern.about}
  shares:
{_by_grade(pattern.shares, grades)}
  main:
{_by_grade(pattern.main, grades)}
  pairs:
{pairs}
"""


def _by_grade(rows: Mapping[str, Sequence[float]], grades: Sequence[str]) -> str:
    return "\n".join(
        f"    {name}: {{{', '.join(f'{grade}: {value:.4f}' for grade, value in zip(grades, values, strict=True))}}}"
        for name, values in rows.items()
    )


def _accuracy(cases: Sequence[Inspected], trials: Sequence[Trial]) -> str:
    judged, overall = _parts(trials)
    titles = {grade.rank: grade.title for grade in cases[0].framework.scale.grades}
    lines = [
        "# How accurate the predictions are",
        "",
        "Written by `make fit`; do not edit by hand. Each inspection is predicted by a model fitted to the others, and by a pattern of",
        "published grades fitted without its row. The percentages carry their standard errors.",
        "",
        f"**What this cannot tell.** The {len(cases)} inspections hold inspectors' findings only: one kind of evidence, all of one day, no",
        "samples. How kinds of evidence compare, how they age and what moderation does was set by judgement. Accuracy here is accuracy on",
        "inspectors' findings, not on a council's own audits.",
        "",
        "The round numbers of the method were chosen with these inspections in view. Where they were chosen anew without the inspection",
        "that was predicted, 56 to 57 of 64 grades were right: read 'about nine in ten', not the digits.",
        "",
        "| method | exact | within one grade | ranked probability score |",
        "|---|---|---|---|",
        _row("preinspect", score(judged)),
        *(_row(name, one) for name, one in baseline_scores(judged).items()),
        _row("preinspect, overall", score(overall)),
        "",
        "## By judgement and by grade given",
        "",
        "| judgement or grade | exact | within one grade | ranked probability score |",
        "|---|---|---|---|",
        *(_row(name, score([one for one in judged if one.judgement == name])) for name in dict.fromkeys(one.judgement for one in judged)),
        *(_row(title, score([one for one in judged if one.given == rank])) for rank, title in sorted(titles.items(), reverse=True)),
        "",
        "## How sure, and how often right",
        "",
        "| probability of the grade shown | judgements | mean probability | right |",
        "|---|---|---|---|",
        *(f"| {low:.0%} to {high:.0%} | {n} | {sure:.0%} | {right:.0%} |" for low, high, n, sure, right in reliability(judged)),
        "",
        "| confidence word | judgements | right |",
        "|---|---|---|",
        *(f"| {word} | {one.n} | {_share(one)} |" for word, one in by_word(judged).items()),
        "",
        "## Every miss",
        "",
        "| inspection | judgement | given | predicted |",
        "|---|---|---|---|",
        *(
            f"| {one.authority} | {one.judgement} | {titles[one.given]} | {titles[one.shown]} |"
            for one in trials
            if one.shown != one.given
        ),
        "",
    ]
    return "\n".join(lines)


def _row(name: str, did: Score) -> str:
    return f"| {name} | {_share(did)} | {did.within_one} of {did.n} | {did.rps:.3f} |"


def _share(did: Score) -> str:
    return f"{did.exact} of {did.n}, {did.share:.0%} ± {did.error:.0%}" if did.n else "none"


if __name__ == "__main__":
    main()
