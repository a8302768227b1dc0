"""preinspect new: one entry, by six questions or by options."""

from __future__ import annotations

import contextlib
import sys
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import common

if TYPE_CHECKING:
    from ..answer import Answer, Desk
    from ..ask import Field, Question
    from ..case import Case
    from ..filing import Home
    from ..predict import Prediction

_WIDTH = 80
_INNER = " " * 8
_BARE = ("--yes", "-y", "--resume", "--help", "-h")


class _New(click.Command):
    """A command whose options hang on the kind that is asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta["preinspect.new"] = _named_kind(args)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        found: list[click.Parameter] | None = ctx.meta.get("preinspect.new.params")
        if found is None:
            found = [*self.params, *_options(ctx.meta.get("preinspect.new")), *super().get_params(ctx)[len(self.params) :]]
            ctx.meta["preinspect.new.params"] = found
        return found

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from ..ask import FORMS

        if ctx.meta.get("preinspect.new") is None:
            with formatter.section("Kinds"):
                formatter.write_dl([(kind, form.title) for kind, form in FORMS.items()])
            formatter.write_paragraph()
            formatter.write_text("Every answer can be given as an option too: preinspect new audit --help")


def _named_kind(args: Sequence[str]) -> str | None:
    """Find the kind among the words of a command line: the first that is neither an option nor an option's value."""
    passed = False
    for word in args:
        if passed:
            passed = False
        elif word.startswith("-"):
            passed = "=" not in word and word not in _BARE
        else:
            return word
    return None


def _options(kind: str | None) -> Iterator[click.Option]:
    """Make an option for everything that may be told of a kind."""
    from ..ask import FIELDS, FORMS, Sort

    if kind is None:
        return
    for one in FIELDS[FORMS[kind].section if kind in FORMS else "evidence"]:
        many = one.sort in (Sort.DESCRIPTORS, Sort.IDS)
        yield click.Option([one.option, _key(one.path)], help=one.help, metavar="TEXT", multiple=many)


def _key(path: str) -> str:
    """Name a field so that Python can take it as an argument."""
    return "told_" + path.replace(".", "__").replace("-", "_")


def _kinds(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from ..ask import FORMS

    return [kind for kind in FORMS if kind.startswith(incomplete)]


@click.command(name="new", cls=_New)
@click.argument("kind", required=False, shell_complete=_kinds)
@common.folder_option
@common.frameworks_option
@click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file instead of the one that holds most entries of the same judgement.",
)
@click.option("--id", "name", metavar="ID", help="The entry's id. [default: one that is free] Example: AUD-2026-09-HP-01")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing, and write.")
@click.option("--resume", is_flag=True, help="Go on with what was typed last and not written.")
def command(
    kind: str | None,
    folder: Path,
    frameworks: Path | None,
    file: Path | None,
    name: str | None,
    yes: bool,
    resume: bool,
    **told: Any,
) -> None:
    """Add one entry of KIND by six plain questions, or wholly by options.

    Nothing typed is lost: on Ctrl-C, or where something cannot be written, a draft is kept.

    \b
    Examples:
      preinspect new audit
      preinspect new audit --descriptor HP-10 --date 2026-09-30 \\
        --sample "28 of 40" --finding "In time in 28 of 40." --yes
    """
    _line_editing()
    case = _ready(folder, frameworks)
    _must_be_read(file, folder)
    try:
        kind = kind or (_kind_of_draft(folder) if resume else _ask_kind(yes, case))
    except (EOFError, KeyboardInterrupt):
        click.echo("\nStopped. Nothing was written.", err=True)
        sys.exit(common.STOPPED)
    _Interview(_desk(case, kind, frameworks), frameworks, file, name, yes).run(told, resume)


def _must_be_read(file: Path | None, folder: Path) -> None:
    """End where nobody would ever read what is written."""
    from ..folder import why_not_read

    if file is not None and (why := why_not_read(file, folder)):
        raise click.UsageError(f"What is written to '{file}' would never be read: {why}. Nothing was written.")


def _kind_of_draft(folder: Path) -> str:
    from ..filing import last_draft

    found = last_draft(folder)
    if found is None:
        raise click.UsageError("No draft is kept here. Begin anew: preinspect new")
    click.echo(f"Going on with a new {found.kind}.")
    return found.kind


def _ready(folder: Path, frameworks: Path | None) -> Case:
    """Open the folder, or say how to make one that an entry can be written to."""
    case = common.opened(folder, None, frameworks)
    if case.can_predict:
        return case
    common.tell(case.errors)
    if case.names_unknown_framework:
        sys.exit(common.UNKNOWN_FRAMEWORK)
    if not case.errors:
        click.echo(f"There is no assessment here yet. Make one first: preinspect init{_behind(folder)}", err=True)
    sys.exit(common.PROBLEMS)


def _desk(case: Case, kind: str, frameworks: Path | None) -> Desk:
    from ..answer import Desk
    from ..ask import FORMS, form_of
    from ..case import roots
    from ..measure import load_measures
    from ..problem import did_you_mean

    assert case.framework is not None and case.method is not None
    form = form_of(kind, case.method)
    if form is None:
        known = (*FORMS, *case.method.kinds)
        near = did_you_mean(kind, known)
        hint = f" Did you mean {near}?" if near else f" There are: {', '.join(FORMS)}."
        raise click.UsageError(f"There is no kind '{kind}'.{hint} Nothing was written.")
    measures = load_measures(roots(case.assessment.folder, frameworks))[0] if form.section in ("indicators", "actions") else {}
    return Desk(case, case.framework, case.method, measures, kind, form, date.today())


def _ask_kind(yes: bool, case: Case) -> str:
    """Ask what somebody has, where the command did not say."""
    from ..ask import FORMS, form_of
    from ..problem import did_you_mean

    if yes:
        raise click.UsageError(f"Say what it is: one of {', '.join(FORMS)}.")
    assert case.method is not None
    click.echo("What do you have? Type its number or its name.")
    names = list(FORMS)
    for number, kind in enumerate(names, 1):
        first = f"  {number:>2}  {kind:<16} "
        click.echo("\n".join(textwrap.wrap(FORMS[kind].title, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first))))
    while True:
        word = _typed()
        if word.isdigit() and 1 <= int(word) <= len(names):
            return names[int(word) - 1]
        if word and form_of(word, case.method) is not None:
            return word
        if word:
            near = did_you_mean(word, (*names, *case.method.kinds))
            click.echo(
                f"There is no kind '{word}'.{f' Did you mean {near}?' if near else ''} Type a number from 1 to {len(names)}."
            )


def _typed(prompt: str = "> ") -> str:
    """Read one line; a console that does not speak UTF-8 may still send it."""
    line = input(prompt).strip()
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:
        raw = line.encode(sys.stdin.encoding or "ascii", "surrogateescape")
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode("utf-8")
        return raw.decode("cp1252", "replace")
    return line


def _pasted() -> list[str]:
    """Read the lines that are there already, as after a text of several paragraphs was pasted; nobody types so fast."""
    found: list[str] = []
    while sys.stdin.isatty() and _is_waiting():
        found.append(_typed(""))
    return found


def _is_waiting() -> bool:
    try:
        import select

        return bool(select.select([sys.stdin], [], [], _AT_ONCE)[0])
    except (OSError, ValueError):  # on Windows only sockets can be asked so
        with contextlib.suppress(ImportError):
            import msvcrt

            waiting = getattr(msvcrt, "kbhit", None)
            return bool(waiting and waiting())
    return False


_AT_ONCE = 0.05
"""Seconds within which the lines of what was pasted follow each other."""


def _line_editing() -> None:
    """Let arrow keys work where Python can do it, and take bytes that the console's encoding does not know."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")


class _Refused(Exception):
    """The entry cannot be written as it is; the message says why."""


class _Interview:
    """Asks what was not told, keeps every answer as it is typed, and writes the entry."""

    def __init__(self, desk: Desk, frameworks: Path | None, file: Path | None, name: str | None, yes: bool) -> None:
        self.desk = desk
        self.frameworks = frameworks
        self.file = file
        self.name = name
        self.yes = yes
        self.answers: dict[str, str] = {}
        self.parts: dict[str, Any] = {}
        self.draft: Path | None = None

    def run(self, told: dict[str, Any], resume: bool) -> None:
        try:
            self._take_options(told)
            if resume:
                self._take_draft()
            elif not self.yes:
                self._tell_of_draft()
            self._known_home()
            self._questions()
            while not self._is_agreed(entry := self._whole()):
                pass
            self._write(entry)
        except (EOFError, KeyboardInterrupt):
            click.echo("\nStopped. Nothing was written.", err=True)
            self._say_kept()
            sys.exit(common.STOPPED)
        except _Refused as refused:
            click.echo(str(refused), err=True)
            self._say_kept()
            sys.exit(common.PROBLEMS)

    # --- answers

    def _take_options(self, told: dict[str, Any]) -> None:
        """Take what was told by options; one that cannot be taken ends the run, and nothing was typed yet that could be lost."""
        for one in self.desk.fields:
            value = told.get(_key(one.path))
            typed = ", ".join(value) if isinstance(value, tuple) else value
            if typed is not None and typed.strip():
                answer = self._answer(one, typed)
                if answer.refused is not None:
                    raise click.UsageError(f"{one.option}: {answer.refused}{_meant(answer)} Nothing was written.")

    def _take_draft(self) -> None:
        from ..filing import last_draft

        found = last_draft(self.desk.case.assessment.folder, self.desk.kind)
        if found is None:
            raise click.UsageError(f"No draft of a new {self.desk.kind} is kept here.")
        self.draft = found.path
        fields = {one.path: one for one in self.desk.fields}
        for path, typed in found.answers.items():
            if path not in fields or path in self.answers:
                continue
            answer = self._answer(fields[path], typed)
            click.echo(f"Kept: {path}: {typed}")
            if answer.refused is not None:
                self._tell(answer.refused)

    def _tell_of_draft(self) -> None:
        """Say that there is something typed and not written; it is not taken up unasked."""
        from ..day import in_words
        from ..filing import last_draft

        folder = self.desk.case.assessment.folder
        found = last_draft(folder, self.desk.kind)
        if found is not None:
            day = in_words(date.fromtimestamp(found.path.stat().st_mtime))
            option = f" --folder{_behind(folder)}" if _behind(folder) else ""
            self._tell(f"A new {found.kind} of {day} was typed and not written. Ctrl-C, and go on with it:", first="", later="")
            click.echo(f"  preinspect new {found.kind} --resume{option}")

    def _answer(self, where: Field, typed: str) -> Answer:
        """Read one answer; it is kept whatever becomes of it, and part of the entry where it can be taken."""
        from ..answer import joined, on_its_day, read

        others = joined(parts for path, parts in self.parts.items() if path != where.path)
        if where.sort.value.startswith("a day"):
            typed = on_its_day(typed, self.desk.today)  # a draft may be taken up on another day
        answer = read(where, typed, self.desk, others)
        if answer.personal:
            self.answers.pop(where.path, None)
        else:
            self.answers[where.path] = typed
        if answer.refused is None:
            self.parts[where.path] = answer.parts
        else:
            self.parts.pop(where.path, None)
        return answer

    def _entry(self) -> dict[str, Any]:
        from ..answer import joined

        return joined(self.parts.values())

    def _questions(self) -> None:
        """Ask what was not told; with --yes, say what is still needed."""
        from ..answer import is_needed

        open_questions = [one for one in self.desk.form.questions if one.path not in self.parts]
        if self.yes:
            missing = [one for one in open_questions if is_needed(one, self.desk, self._entry())]
            if missing:
                options = ", ".join(self.desk.field(one.path).option for one in missing)
                raise click.UsageError(f"Still needed: {options}. Nothing was written.")
            return
        many = len(open_questions)
        if many:
            about = self.desk.case.assessment.authority or "this assessment"
            self._tell(
                f"{self.desk.form.title}. For {about}, {self.desk.framework.id}: {many} question{'s' if many > 1 else ''}. "
                "Enter takes what stands behind 'Enter:'; ? explains; Ctrl-C stops and keeps what you typed.",
                first="",
                later="",
            )
        for number, question in enumerate(open_questions, 1):
            self._ask(question, f"{number} of {many}")
            self._known_home()

    def _ask(self, question: Question, count: str, before: str | None = None) -> None:
        """Ask one question until its answer can be taken; where it was answered `before`, Enter keeps that."""
        from ..answer import example, explained, is_needed, shown_by_sample
        from ..ask import Sort

        where = self.desk.field(question.path)
        enter = before or question.enter
        choices: tuple[tuple[str, str], ...] = ()
        needed = is_needed(question, self.desk, self._entry())
        click.echo()
        self._tell(f"{count}  {question.asks}", first="")
        self._tell(f"For example: {example(question, self.desk)}")
        if question.path == "grade" and not before and not needed and (shown := shown_by_sample(self._entry(), self.desk)):
            self._tell(f"Enter: as the sample shows, {shown.lower()}")
        elif enter or not needed:
            self._tell(f"Enter: {enter or 'not known, leave it out'}")
        while True:
            word = _typed() or enter or ""
            if word and where.sort is Sort.TEXT:
                word = "\n".join((word, *_pasted())).strip()
            if word == "?" or (word.startswith("? ") and where.sort is Sort.DESCRIPTORS):
                for line in explained(where, self.desk, word[1:].strip()):
                    self._tell(line)
                continue
            if not word and not needed:
                return
            if not word:
                self._tell("This is needed. Ctrl-C stops and keeps what you typed.")
                continue
            if choices and word.isdigit() and 1 <= int(word) <= len(choices):
                word = choices[int(word) - 1][0]
            answer = self._answer(where, word)
            self._keep()
            if answer.refused is None:
                if answer.said:
                    self._tell(answer.said)
                return
            self._tell(answer.refused)
            # A grade is never guessed: whoever leans on Enter would give one that nobody meant.
            choices, enter = answer.choices, question.enter if where.sort is Sort.GRADE else answer.suggestion or question.enter
            for number, (name, title) in enumerate(choices, 1):
                self._tell(f"{number}  {name}  {title}")
            if enter:
                self._tell(f"Enter: {enter}")

    def _tell(self, text: str, first: str = _INNER, later: str = _INNER) -> None:
        click.echo("\n".join(textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)))

    # --- the whole entry

    def _known_home(self) -> Home | None:
        """Find the file as soon as it can be known: who would be refused at the end is refused before typing more."""
        from ..filing import faults_of, home_of

        entry = self._entry()
        if self.desk.section == "evidence" and "descriptors" not in entry:
            return None
        home = home_of(entry, self.desk, self.file)
        faults = faults_of(home, self.desk.case)
        if faults:
            common.tell(faults)
            raise _Refused(f"Nothing is added to {home.name} until that is put right.")
        return home

    def _whole(self) -> dict[str, Any]:
        """Give the entry with its id, once nothing is wrong with it."""
        from ..answer import faults, free_id
        from ..entries import SECTIONS
        from ..problem import Severity

        while True:
            entry = self._entry()
            if self.desk.section == "evidence":
                entry["kind"] = self.desk.kind
            if SECTIONS[self.desk.section].ids is not None:
                entry["id"] = self._free(free_id(entry, self.desk))
            if self.desk.section == "actions":
                entry.setdefault("status", "not-started")
            wrong = [(key, one) for key, one in faults(entry, self.desk, whole=True) if one.severity is Severity.ERROR]
            if not wrong:
                return entry
            key, problem = wrong[0]
            asked = self._question_on("grade" if problem.code == "PI314" else key)
            if self.yes or asked is None:
                raise _Refused(f"{problem.message} {problem.advice} Nothing was written.")
            click.echo()
            self._tell(problem.message)
            self.parts.pop(asked.path, None)
            self._ask(asked, "Again")

    def _question_on(self, key: str | None) -> Question | None:
        found = (one for one in self.desk.form.questions if self.desk.field(one.path).top == key)
        return next(found, None)

    def _free(self, suggested: str) -> str:
        """Give the id that was asked for, if it is free, or the one that is suggested."""
        from ..answer import taken

        there = taken(self.desk.case)
        if self.name is None:
            return suggested
        if self.name in there:
            raise _Refused(f"The id '{self.name}' is used already; '{suggested}' is free. Nothing was written.")
        return self.name

    def _is_agreed(self, entry: dict[str, Any]) -> bool:
        """Show the entry and ask whether to write it; False where an answer was given anew, so that it is another entry."""
        from ..answer import as_text, doubts

        home = self._known_home()
        assert home is not None
        if not self.yes:
            click.echo()
            click.echo(textwrap.indent(as_text(entry, self.desk), "    "), nl=False)
            click.echo()
        for one in doubts(entry, self.desk):
            self._tell(one, first="", later="")
        if self.yes:
            return True
        questions = self.desk.form.questions
        click.echo(f"Write it to {home.name}? Enter: yes; no keeps it as a draft.")
        numbered = (f"{number} {self.desk.field(one.path).option[2:]}" for number, one in enumerate(questions, 1))
        self._tell(f"A number asks again: {', '.join(numbered)}.", first="", later="")
        while True:
            word = _typed().casefold()
            if word in ("", "y", "yes"):
                return True
            if word in ("n", "no"):
                raise _Refused("Nothing was written.")
            if word.isdigit() and 1 <= int(word) <= len(questions):
                question = questions[int(word) - 1]
                self.parts.pop(question.path, None)
                click.echo()
                self._ask(question, "Again", self.answers.get(question.path))
                return False
            click.echo(f"Type yes, no, or a number from 1 to {len(questions)}.")

    def _write(self, entry: dict[str, Any]) -> None:
        from ..answer import in_order
        from ..filing import filed
        from ..whole import Moved, alone

        home = self._known_home()
        assert home is not None
        before = self.desk.case.predict()
        suggested = entry.get("id")
        try:
            with alone(self.desk.case.assessment.folder):
                entry = self._named_now(entry)
                path, line = filed(in_order(entry, self.desk.section), self.desk.section, home)
        except (OSError, Moved, UnicodeDecodeError) as error:
            why = "somebody else is changing it" if isinstance(error, Moved) else getattr(error, "strerror", None) or str(error)
            raise _Refused(f"{home.name} could not be written: {why}. It is as it was.") from error
        if self.draft is not None:
            from ..filing import drop

            drop(self.draft)
        if entry.get("id") != suggested:
            self._tell(f"Somebody else has taken the id {suggested} meanwhile, so this is {entry['id']}.", first="", later="")
        self._say_saved(entry, path, line, before)

    def _named_now(self, entry: dict[str, Any]) -> dict[str, Any]:
        """Give the entry an id that is free at this moment: while questions were answered, somebody else may have saved one."""
        from ..answer import free_id
        from ..filing import ids_now

        there = ids_now(self.desk.case.assessment.folder) if "id" in entry else ()
        if "id" not in entry or entry["id"] not in there:
            return entry
        free = free_id(entry, self.desk, there)
        if self.name is not None:
            raise _Refused(f"The id '{self.name}' is used already; '{free}' is free. Nothing was written.")
        return {**entry, "id": free}

    def _say_saved(self, entry: dict[str, Any], path: Path, line: int, before: Prediction) -> None:
        from ..filing import difference
        from ..folder import name_of

        shown = name_of(path)
        name = entry.get("id") or entry.get("of")
        click.echo(f"Saved {name} in {shown}, line {line}.")
        home = self._known_home()
        if home is not None and home.name != shown:
            self._tell(
                f"It stands there because {home.name} is laid out so that nothing can be added safely.", first="", later=""
            )
        case = common.opened(self.desk.case.assessment.folder, None, self.frameworks)
        common.tell([one for one in case.problems if one.at.file == shown and (one.at.line or 0) >= line])
        if self.desk.section == "indicators":
            informs = ", ".join(self.desk.measures[entry["measure"]].descriptors)
            self._tell(f"It raises questions about {informs or 'practice'}, and earns no grade.", first="", later="")
        if case.can_predict and self.desk.section == "evidence":
            for told in difference(before, case.predict(), str(name)):
                self._tell(told, first="", later="")
            at = _behind(self.desk.case.assessment.folder)
            click.echo(f"Why and what next: preinspect explain {entry['descriptors'][0]}{at}")

    # --- what must not be lost

    def _keep(self) -> None:
        """Write down what was typed so far; where the folder cannot be written to, elsewhere."""
        from ..filing import Draft, keep, new_draft

        if not self.answers:
            return
        folder = self.desk.case.assessment.folder
        try:
            self.draft = self.draft or new_draft(folder, self.desk.kind)
            keep(Draft(self.draft, self.desk.kind, self.answers), self.desk.today)
        except OSError:
            elsewhere = Path(tempfile.mkdtemp(prefix="preinspect-")) / f"{self.desk.kind}.yaml"
            self.draft = elsewhere
            keep(Draft(elsewhere, self.desk.kind, self.answers), self.desk.today)

    def _say_kept(self) -> None:
        from ..folder import name_of

        self._keep()
        if self.draft is not None:
            at = _behind(self.desk.case.assessment.folder)
            option = f" --folder{at}" if at else ""
            click.echo(f"What you typed is kept in {name_of(self.draft)}.", err=True)
            click.echo(f"Go on with it: preinspect new {self.desk.kind} --resume{option}", err=True)


def _behind(folder: Path) -> str:
    from ..start import behind

    return behind(folder)


def _meant(answer: Answer) -> str:
    """Say what an answer may have meant, on one line."""
    if answer.choices:
        return " " + "; ".join(f"{name}, {title.lower()}" for name, title in answer.choices) + "."
    if answer.suggestion and "did you mean" not in (answer.refused or "").casefold():
        return f" Did you mean '{answer.suggestion}'?"
    return ""
