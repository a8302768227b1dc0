"""preinspect explain: why."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from . import common


@click.command(name="explain")
@click.argument("what")
@common.reading
@common.service_option
@common.color_option
def command(what: str, folder: Path, as_at: date | None, frameworks: Path | None, service: str | None, color: str) -> None:
    """Explain WHAT: a judgement, a descriptor, an item of evidence, a limit, a measure or a problem code.

    \b
    Examples:
      preinspect explain help-and-protection evidence/ealing-2019
      preinspect explain HP-06 evidence/ealing-2019
      preinspect explain re-referral-rate
      preinspect explain PI302
    """
    from ..explain import explain, explain_code, explain_measure, nearest
    from ..render.terminal import explanation

    told = explain_code(what.upper())
    if told is not None:
        common.show(explanation(told), color)
        return
    from ..case import roots
    from ..measure import load_measures

    measures, _ = load_measures(roots(folder, frameworks))
    if what in measures:
        common.show(explanation(explain_measure(measures[what])), color)
        return
    case = common.opened(folder, as_at, frameworks, service)
    prediction = common.predicted(case)
    common.refuse_several(what, prediction.framework)
    told = explain(what, prediction)
    if told is None and (left := [one for one in case.assessment.left_out if one.id == what]):
        common.tell(
            list(dict.fromkeys(one for one in case.errors for at in left if one.at.file == at.at.file and what in one.message))
        )
        why = " ".join(dict.fromkeys(one.why for one in left))
        raise click.UsageError(f"'{what}' is left out, so there is nothing to explain: {why} Nothing was changed.")
    if told is None:
        near = nearest(what, prediction)
        descriptor = prediction.framework.descriptors.get(near or "")
        title = f", {descriptor.title.lower()}" if descriptor else ""
        hint = f" Did you mean {near}{title}?" if near else ""
        raise click.UsageError(f"There is nothing named '{what}' to explain.{hint} Nothing was changed.")
    common.show(explanation(told), color)
    common.tell_problems(case)
    sys.exit(common.PROBLEMS if case.errors else common.FINE)
