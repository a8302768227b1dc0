"""preinspect explain: why."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common

if TYPE_CHECKING:
    from ..steps import Explanation


@click.command(name="explain")
@click.argument("what")
@common.reading
@common.service_option
@click.option("--figures", is_flag=True, help="Tell the whole sum too: every figure, enough to do it again by hand.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it. [default: text]")
@common.color_option
@common.schema_option("explain")
def command(
    what: str,
    folder: Path,
    as_at: date | None,
    frameworks: Path | None,
    service: str | None,
    figures: bool,
    form: str,
    color: str,
) -> None:
    """Explain WHAT: a judgement, a descriptor, an item of evidence, a limit, a measure or a problem code.

    \b
    Examples:
      preinspect explain help-and-protection evidence/ealing-2019
      preinspect explain HP-06 evidence/ealing-2019 --figures
      preinspect explain re-referral-rate
      preinspect explain PI302
    """
    from ..explain import explain, explain_code, explain_measure, nearest, settled
    from ..start import behind
    from ..words import typed

    told = explain_code(what.upper())
    if told is not None:
        _show(what.upper(), told, form, color)
        return
    from ..case import roots
    from ..measure import load_measures

    measures, _ = load_measures(roots(folder, frameworks))
    if (measure := measures.get(what.casefold())) is not None:
        _show(measure.id, explain_measure(measure), form, color)
        return
    case = common.opened(folder, as_at, frameworks, service)
    prediction = common.predicted(case)
    common.refuse_several(what, prediction.framework)
    what = settled(what, prediction)
    told = explain(what, prediction)
    if told is None and (left := [one for one in case.assessment.left_out if one.id == what]):
        common.tell(
            list(dict.fromkeys(one for one in case.errors for at in left if one.at.file == at.at.file and what in one.message))
        )
        why = " ".join(dict.fromkeys(one.why for one in left))
        raise click.UsageError(f"'{what}' is left out, so there is nothing to explain: {why} Nothing was changed.")
    if told is None:
        near, framework = nearest(what, prediction), prediction.framework
        descriptor = framework.descriptors.get(near or "")
        title = f", {descriptor.title.lower()}" if descriptor else ""
        if any(one.id == near for one in framework.judgements):
            title = f", {framework.name(str(near))}"
        hint = f" Did you mean {near}{title}?" if near else ""
        raise click.UsageError(f"There is nothing named '{what}' to explain.{hint} Nothing was changed.")
    if form == "json":
        from ..render.inputs import explanation

        click.echo(explanation(what, told, prediction))
    else:
        of_service = f" --service {typed(service)}" if service else ""
        more = f"preinspect explain {typed(what)}{behind(case.assessment.folder)}{of_service} --figures"
        _show(what, told, form, color, figures, more)
    common.tell_problems(case)
    sys.exit(common.PROBLEMS if case.errors else common.FINE)


def _show(what: str, told: Explanation, form: str, color: str, figures: bool = False, more: str = "") -> None:
    """Print an explanation as text, or what needs no prediction in either form."""
    if form == "json":
        from ..render.inputs import explanation as as_json

        click.echo(as_json(what, told))
        return
    from ..render.terminal import explanation

    common.show(explanation(told, figures, more), color)
