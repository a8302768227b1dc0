"""preinspect moderate: a round of moderation, recorded on an item."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import common

if TYPE_CHECKING:
    from ..case import Case
    from ..evidence import Evidence
    from ..filing import Moderation


@click.command(name="moderate")
@click.argument("name", metavar="ID")
@click.option("--of", "moderated", type=click.IntRange(min=1), required=True, help="How many a second person graded again.")
@click.option("--changed", type=click.IntRange(min=0), help="How many grades that changed. [default: --down and --up together]")
@click.option("--down", type=click.IntRange(min=0), help="How many it lowered.")
@click.option("--up", type=click.IntRange(min=0), help="How many it raised.")
@click.option(
    "--instead", is_flag=True, help="Take the place of what is recorded, where that was wrong, instead of adding to it."
)
@common.folder_option
@common.frameworks_option
def command(
    name: str,
    moderated: int,
    changed: int | None,
    down: int | None,
    up: int | None,
    instead: bool,
    folder: Path,
    frameworks: Path | None,
) -> None:
    """Record a round of moderation on item ID, in place, and say what it does to confidence.

    A second round is added to the first: what an earlier one found stays counted.

    \b
    Examples:
      preinspect moderate AUD-2026-09-HP-01 --of 12 --changed 3 --down 3
      preinspect moderate AUD-2026-09-HP-01 --of 12 --changed 0
    """
    from ..filing import Misfit, Moderation, agreement, grade_moves, moderated_by
    from ..whole import Moved

    down, up = _ways(changed, down, up)
    case = common.opened(folder, None, frameworks)
    before = common.predicted(case)
    item = _item(name, case)
    broken = [one for one in case.errors if one.at.file == item.at.file]
    if broken:
        common.tell(broken)
        click.echo(f"Nothing is changed in {item.at.file} until that is put right.", err=True)
        sys.exit(common.PROBLEMS)
    _must_be_grading(item, case)
    this = Moderation(moderated, down, up)
    try:
        line, whole, earlier = moderated_by(item, case, this, instead)
    except Misfit as error:
        raise click.UsageError(f"{error} Nothing was changed.") from error
    except (OSError, Moved) as error:
        raise click.UsageError(f"{item.at.file} could not be written: {error}. It is as it was.") from error
    if line is None:
        click.echo(
            f"{item.at.file} is laid out in a way that cannot be changed safely. Write it by hand, in the entry's sample:",
            err=True,
        )
        click.echo(f"  moderated: {whole.moderated}\n  changed: {{up: {whole.up}, down: {whole.down}}}", err=True)
        sys.exit(common.PROBLEMS)
    told = _told(this) if earlier is None else f"was {_told(earlier)}; "
    if earlier is not None:
        told += f"now {_told(whole)}" if instead or earlier.uncounted else f"with {_told(this)} now {_told(whole)} together"
    click.echo(f"Recorded in {item.at.file}, line {line}: {told}.")
    again = common.opened(folder, None, frameworks)
    after = common.predicted(again)
    new = next(one for one in again.assessment.evidence if one.id == name)
    for told in (*agreement(new, after), *(list(grade_moves(before, after)) or ["No grade and no confidence word moves by it."])):
        click.echo(told)


def _ways(changed: int | None, down: int | None, up: int | None) -> tuple[int, int]:
    """Give how many went down and up; one of the two may follow from how many changed."""
    if changed is None:
        if down is None and up is None:
            raise click.UsageError("Say how many grades changed: --changed 0, or --down 3 --up 1. Nothing was changed.")
        return down or 0, up or 0
    if changed and down is None and up is None:
        raise click.UsageError(f"Say which way the {changed} changed: --down {changed}, or --down and --up. Nothing was changed.")
    down = changed - up if down is None and up is not None else down or 0
    up = changed - down if up is None else up
    if down < 0 or up < 0 or down + up != changed:
        raise click.UsageError(f"{down} down and {up} up do not make {changed} changed. Nothing was changed.")
    return down, up


def _item(name: str, case: Case) -> Evidence:
    """Give the item of this id, or end with what could have been meant (exit 2)."""
    from ..problem import did_you_mean

    for one in case.assessment.evidence:
        if one.id == name:
            return one
    left = next((one for one in case.assessment.left_out if one.id == name), None)
    if left is not None:
        common.tell([one for one in case.errors if one.at.file == left.at.file])
        raise click.UsageError(f"'{name}' is left out because of a problem: {left.why} Nothing was changed.")
    near = did_you_mean(name, [one.id for one in case.assessment.evidence])
    raise click.UsageError(f"There is no item '{name}'.{f' Did you mean {near}?' if near else ''} Nothing was changed.")


def _must_be_grading(item: Evidence, case: Case) -> None:
    """End where an item is none whose records somebody graded, such as what parents say: there is nothing to grade again."""
    assert case.method is not None
    kind = case.method.kinds[item.kind]
    if kind.samples or item.sample is not None:
        return
    grading = " or ".join(one.id for one in case.method.kinds.values() if one.samples)
    raise click.UsageError(
        f"'{item.id}' is {kind.title[:1].lower()}{kind.title[1:]}: moderation grades records again, as of an {grading}. "
        "Nothing was changed."
    )


def _told(one: Moderation) -> str:
    number = "some" if one.uncounted else str(one.moderated)
    return f"{number} moderated, {one.down} down, {one.up} up"
