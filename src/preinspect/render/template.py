"""Templates: ours, a council's own before them, and what one may ask for.

A template lays out and computes nothing. So only what docs/templates.md lists is let through when it is read, with its line; and a budget
ends one that goes on and on when it is filled.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn, cast

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, Undefined, UndefinedError, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.loaders import FunctionLoader
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from jinja2.tests import TESTS

from ..folder import name_of
from ..page import BLOCKS, Table
from ..problem import Location, Problem, did_you_mean
from ..words import listed

_NO_REPORT = "backtest.html"
"""A page for those who look after the model, and none that a council hands out."""

LARGEST = 1_000_000
"""Letters of a template; ours has ten thousand."""

STEPS, LETTERS = 1_000_000, 100_000_000
"""What filling a council's own template may take: a gap report of 3,000 items takes a tenth of the steps and a sixth of the letters."""


class BrokenTemplate(Exception):
    """A template that cannot be used, with the problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def refused(file: str, line: int | None, message: str, suggestion: str | None = None) -> BrokenTemplate:
    """Say of a template why it is not used."""
    return BrokenTemplate(Problem("PI501", Location(file, line), message, suggestion))


@dataclass(frozen=True, slots=True)
class Own:
    """A council's own templates.

    Attributes:
        folders: Where to look, in this order, for a file named as one of ours.
        instead: One file that stands for the template of a whole report, whatever its name.
    """

    folders: tuple[Path, ...] = ()
    instead: Path | None = None

    def find(self, name: str, whole: bool = False) -> Path | None:
        """Give the council's own file of a name; None where ours is used.

        Args:
            whole: Whether it is the template of a whole report.

        Raises:
            BrokenTemplate: Where the file is a link to one outside its folder, whose words would stand in every report.
        """
        if whole and self.instead is not None:
            return self.instead
        found = next(((folder, path) for folder in self.folders if (path := folder / name).is_file()), None)
        if found is None:
            return None
        folder, path = found
        if not path.resolve().is_relative_to(folder.resolve()):
            message = "It is a link to a file outside its folder, so it is not used: what stands there would be handed out."
            raise refused(name_of(path), None, message, "Put the file itself into the folder.")
        return path


OURS = Own()


@dataclass(frozen=True, slots=True)
class Language:
    """What the templates of a format may ask for.

    Attributes:
        whole: The templates of whole reports; the others are parts of them.
        names: What stands ready when a report is filled in.
        filters: What may stand behind a bar, by name.
        tests: What may stand behind 'is', by name.
        functions: What may be called; a macro may be called too.
        computed: Kinds of expressions beyond plain placeholders: a Word template has none.
    """

    whole: frozenset[str]
    names: frozenset[str]
    filters: Mapping[str, Callable[..., Any]]
    tests: Mapping[str, Callable[..., Any]]
    functions: Mapping[str, Any]
    computed: bool = True


_PLAIN = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.For, nodes.If, nodes.Not),
    *(nodes.And, nodes.Or),
)
_COMPUTED = (
    *(nodes.Assign, nodes.NSRef, nodes.Macro, nodes.Include, nodes.Import, nodes.FromImport, nodes.With, nodes.CondExpr),
    *(nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair, nodes.Keyword, nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test),
    *(nodes.Call, nodes.Compare, nodes.Operand, nodes.Neg),
)

_SIGNS: Mapping[type[nodes.Node], str] = {
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.Pow: "**",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
    nodes.Concat: "~",
    nodes.Filter: "|",
    nodes.Test: "is",
    nodes.Call: "( )",
    nodes.Getitem: "[ ]",
    nodes.Assign: "set",
    nodes.AssignBlock: "endset",
    nodes.FilterBlock: "filter",
    nodes.CallBlock: "call",
    nodes.CondExpr: "if … else within {{ }}",
    nodes.Compare: "a comparison",
    nodes.ScopedEvalContextModifier: "autoescape",
}

_BETWEEN = 20
"""Letters that may stand between joined texts."""

_METHODS = frozenset({"walk"})
"""What a value that stands ready may be called by."""


def _is(kind: type, block: object) -> bool:
    return isinstance(block, kind)


_LISTS = frozenset({"join", "list", "select", "selectattr", "rejectattr"})
"""The filters that go through what they are given."""

WAYS: Mapping[str, Callable[..., Any]] = {
    name: FILTERS[name] for name in ("join", "length", "list", "rejectattr", "select", "selectattr", "string")
}
"""What may stand behind a bar in every format."""

QUESTIONS: Mapping[str, Callable[..., Any]] = {
    **{name: cast(Any, TESTS)[name] for name in ("defined", "none", "string")},
    **{name: partial(_is, kind) for name, kind in BLOCKS.items()},
}
"""What may stand behind 'is' in every format."""


class TooMuch(Exception):
    """A template asks for more than a report needs."""


class NotText(Exception):
    """A template prints what is no text."""


class _Budget:
    """Counts what filling a template takes."""

    def __init__(self, steps: float, letters: float) -> None:
        self.steps, self.letters = steps, letters

    def step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise TooMuch

    def write(self, value: Any) -> None:
        if isinstance(value, str):
            self.letters -= len(value)
            if self.letters < 0:
                raise TooMuch


class _Missing(StrictUndefined):
    """What a template asks for and nothing has."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name, whole = str(self._undefined_name), self._undefined_obj
        known = whole if isinstance(whole, dict) else [one for one in dir(type(whole)) if not one.startswith("_")]
        near = did_you_mean(name, known)
        return f"There is no '{name}' here.{f' Did you mean {near!r}?' if near else ''}"


class Templates(SandboxedEnvironment):
    """The templates of one format, ours and a council's own, read and filled under guard."""

    def __init__(self, language: Language, own: Own, shown: Callable[[Any], Any], **layout: Any) -> None:
        """Make ready to read templates.

        Args:
            shown: What every value that a template prints goes through on its way out; it escapes.
            layout: How white space is kept, as jinja2 names it.
        """

        def counted(value: Any) -> Any:
            self.budget.write(value)
            return shown(_printable(value))

        self.language, self.own, self.budget = language, own, _Budget(STEPS, LETTERS)
        self.read: dict[str, Path | None] = {}
        super().__init__(
            loader=FunctionLoader(self._source),
            autoescape=True,
            undefined=_Missing,
            finalize=counted,
            auto_reload=False,
            **layout,
        )
        self.filters = {**language.filters, "_each": _each, "_charged": _charged}
        self.tests = dict(language.tests)
        self.globals = dict(language.functions)

    def fill(self, name: str, **values: Any) -> str:
        """Fill a template.

        Raises:
            BrokenTemplate: Where it, or a part of it, is a council's own and cannot be used.
        """
        self.budget = _Budget(math.inf, math.inf) if self.own == OURS else _Budget(STEPS, LETTERS)
        try:
            return self.get_template(name).render(values)
        except BrokenTemplate:
            raise
        except Exception as error:  # a template may fail in as many ways as people can write one
            self._tell(error)

    def check(self, name: str) -> None:
        """Read a template and fill nothing; raises BrokenTemplate as `fill` does."""
        try:
            self.get_template(name)
        except BrokenTemplate:
            raise
        except Exception as error:  # as above
            self._tell(error)

    def _tell(self, error: Exception) -> NoReturn:
        """Say what is wrong with a council's own template; a fault of ours goes on as it is."""
        file, line = self._place(error)
        if file is None:
            raise error
        if isinstance(error, TemplateNotFound):
            known = sorted({*ours(), *self.read} - {str(error.name)})
            raise refused(
                file, line, f"There is no template '{error.name}' to take in.", did_you_mean(str(error.name), known)
            ) from error
        raise refused(file, line, said(error)) from error

    def _place(self, error: Exception) -> tuple[str | None, int | None]:
        """Give the council's own file that an error lies in, and the line."""
        names = {name_of(path) for path in self.read.values() if path is not None}
        if isinstance(error, TemplateSyntaxError) and error.filename in names:
            return error.filename, error.lineno
        step, found = error.__traceback__, None
        while step is not None:
            if step.tb_frame.f_code.co_filename in names:
                found = step.tb_frame.f_code.co_filename, step.tb_lineno
            step = step.tb_next
        if found is None and isinstance(error, (RecursionError, TooMuch)) and names:
            return min(names), None
        return found or (None, None)

    def _source(self, name: str) -> tuple[str, str, None] | None:
        """Find a template: a council's own, or ours."""
        parts = name.replace("\\", "/").split("/")
        if any(part in ("", ".", "..") for part in parts) or ":" in parts[0]:
            return None
        path = self.own.find(name, name in self.language.whole)
        self.read[name] = path
        if path is None:
            there = files("preinspect.templates").joinpath(*parts)
            return (_literal(name, there.read_text("utf-8")), name, None) if there.is_file() else None
        return _literal(name, text_of(path)), name_of(path), None

    def _load_template(self, name: Any, globals: Any) -> Any:
        self.budget.step()
        return super()._load_template(name, globals)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        vet(tree, self.language, filename or str(name))
        filters, loops = tuple(tree.find_all(nodes.Filter)), tuple(tree.find_all(nodes.For))
        for loop in loops:
            loop.iter = _filtered(loop.iter, "_each")
        for one in filters:
            if one.node is not None:
                one.node = _filtered(one.node, "_each" if one.name in _LISTS else "_charged")
        return tree

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls, and count it."""
        self.budget.step()
        for one in args:
            if isinstance(one, Table):  # what looks at a table looks at each cell
                self.budget.steps -= len(one.rows) * len(one.columns)
        return super().call(context, obj, *args, **kwargs)


def ours() -> tuple[str, ...]:
    """Name the templates of reports that come with preinspect."""
    kinds = (".html", ".md", ".css", ".docx")
    names = (one.name for one in files("preinspect.templates").iterdir() if one.name.endswith(kinds))
    return tuple(sorted(name for name in names if name != _NO_REPORT))


def strangers(own: Own) -> tuple[Problem, ...]:
    """Say of files among a council's templates that are named nearly as one of ours, and so are never used, which is meant."""
    known = ours()
    found = [path for folder in own.folders if folder.is_dir() for path in sorted(folder.iterdir()) if path.is_file()]
    used = "\n".join(path.read_text("utf-8", "replace") for path in found if path.suffix in (".html", ".md"))
    # Word and LibreOffice keep a file of such a name beside the one that they have open.
    odd = [path for path in found if path.name not in known and path.name not in used and not path.name.startswith(("~$", "."))]
    return tuple(
        Problem("PI504", Location(name_of(path)), f"No template of ours is named '{path.name}', so it is not used.", near)
        for path in odd
        if (near := did_you_mean(path.name, known, 0.8))
    )


def text_of(path: Path) -> str:
    """Read a council's own template.

    Raises:
        BrokenTemplate: Where it cannot be read, is too large or, as HTML, would fetch or run something.
    """
    shown = name_of(path)
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(shown, None, "It is not UTF-8 text. Save it again as UTF-8.") from error
    except OSError as error:
        raise refused(shown, None, f"It cannot be read: {(error.strerror or 'unknown reason').lower()}.") from error
    if len(text) > LARGEST:
        raise refused(shown, None, f"It is too large: {len(text):,} letters, and {LARGEST:,} is the most.")
    if path.suffix.lower() in (".html", ".htm", ".css"):
        for pattern, why in _FETCHES:
            if found := pattern.search(text):
                raise refused(shown, text.count("\n", 0, found.start()) + 1, why)
    return text


_ELSEWHERE = r"[\"']?\s*(?:[a-z][a-z0-9+.-]*:)?//"
_FETCHES = (
    (
        re.compile(rf"<(?!a\s)[^<>]*\s(?:src|srcset|href|data|poster|action)\s*=\s*{_ELSEWHERE}", re.IGNORECASE),
        "It would fetch something from the network. Write a picture as data:image/png;base64,… and styles into style.css.",
    ),
    (
        re.compile(rf"url\(\s*{_ELSEWHERE}|@import", re.IGNORECASE),
        "It would fetch styles, a typeface or a picture from the network. Write them into style.css.",
    ),
    (
        re.compile(r"<script\b(?!>\{\{ script\.text \}\}</script>)", re.IGNORECASE),
        "It holds a script of its own. Only ours runs in a report: <script>{{ script.text }}</script>.",
    ),
    (
        re.compile(r"<(?:iframe|object|embed|base|applet)\b", re.IGNORECASE),
        "It would show another page or program within the report.",
    ),
)


def _literal(name: str, text: str) -> str:
    """Let styles stand as they are written: braces and hashes mean something else in them."""
    if not name.endswith(".css"):
        return text
    return "".join(("{% raw %}", text.replace("{% endraw", "{%  endraw"), "{% endraw %}"))


def vet(tree: nodes.Template, language: Language, file: str) -> None:
    """Refuse a template that asks for what it may not.

    Raises:
        BrokenTemplate: At the first place, with its line.
    """
    allowed = (*_PLAIN, *(_COMPUTED if language.computed else ()))
    imported = {one.target for one in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, allowed):
            raise refused(file, node.lineno, f"A template may not use '{_SIGNS.get(type(node), type(node).__name__.lower())}'.")
        if isinstance(node, nodes.For) and node.recursive:
            raise refused(file, node.lineno, "A template may not use 'recursive'.")
        if isinstance(node, nodes.Filter):
            _known(node.name, language.filters, "way to write something", "|", file, node.lineno)
            if node.name == "join" and not all(
                isinstance(one, nodes.Const) and len(str(one.value)) <= _BETWEEN for one in node.args
            ):
                raise refused(
                    file, node.lineno, f"What stands between joined texts is written out, in {_BETWEEN} letters at most."
                )
        if isinstance(node, nodes.Test):
            _known(node.name, language.tests, "question", "is", file, node.lineno)
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            raise refused(file, node.lineno, f"A template may not look at '{node.attr}'.")
        if isinstance(node, nodes.Call):
            _callable(node, imported, file)
    for name in sorted(find_undeclared_variables(tree) - language.names - language.functions.keys()):
        line = min(one.lineno for one in tree.find_all(nodes.Name) if one.name == name)
        known = {*language.names, *language.functions}
        raise refused(file, line, f"There is no '{name}' to put into a report.", did_you_mean(name, known))


def _known(name: str, known: Iterable[str], what: str, sign: str, file: str, line: int) -> None:
    names = tuple(known)
    if name not in names:
        raise refused(file, line, f"A template has no {what} '{sign} {name}'.", did_you_mean(name, names))


def _callable(node: nodes.Call, imported: set[str], file: str) -> None:
    called = node.node
    if isinstance(called, nodes.Name):
        return
    if isinstance(called, nodes.Getattr):
        of = called.node
        if called.attr in _METHODS or (isinstance(of, nodes.Name) and of.name in imported):
            return
        raise refused(file, node.lineno, f"A template may not use '.{called.attr}( )'.")
    raise refused(file, node.lineno, "A template may call macros and functions by their names alone.")


_NEVER_CLOSED = re.compile(r"The innermost block that needs to be closed is '(\w+)'")
_UNKNOWN_TAG = re.compile(r"Encountered unknown tag '(\w+)'")
_TAGS = ("for", "endfor", "if", "elif", "else", "endif", "set", "macro", "endmacro", "include", "import")


def _printable(value: Any) -> Any:
    """Give what is printed of a value: nothing of what is absent, and no word of Python."""
    if isinstance(value, Undefined):
        return str(value)  # which says that there is no such thing
    if value is None or isinstance(value, bool):
        return {None: "", True: "yes", False: "no"}[value]
    if not isinstance(value, (str, int, float, date)):
        raise NotText
    return value


def said(error: Exception) -> str:
    """Say in plain words what an error in a template means."""
    if isinstance(error, NotText):
        return "What stands here is no text and no number: name a part of it, such as '.words' of a grade, or go through it with 'for'."
    if isinstance(error, TooMuch):
        return "It goes on for too long, or writes too much: a report needs far less. Look for a loop within a loop."
    if isinstance(error, RecursionError):
        return "A part of it uses itself without end."
    if isinstance(error, SecurityError):
        return "It asks for something that a template may not look at."
    if isinstance(error, UndefinedError):
        return str(error)
    if isinstance(error, TemplateSyntaxError):
        told = error.message or ""
        if found := _NEVER_CLOSED.search(told):
            return f"A '{found[1]}' is never closed: write {{% end{found[1]} %}} where it ends."
        if found := _UNKNOWN_TAG.search(told):
            near = did_you_mean(found[1], _TAGS)
            return f"There is no '{{% {found[1]} %}}'.{f' Did you mean {{% {near} %}}?' if near else ''}"
        return "What stands between the braces here cannot be read."
    return "What stands here cannot be worked out."


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(cast(nodes.Expr, node), name, [], [], None, None, lineno=node.lineno)


@pass_context
def _each(context: Context, values: Any) -> Iterator[Any]:
    """Go through values, and count them and their letters."""
    budget = context.environment.budget  # type: ignore[attr-defined]
    for value in values:
        budget.step()
        budget.write(value)
        yield value


@pass_context
def _charged(context: Context, value: Any) -> Any:
    """Count the letters of what is written otherwise."""
    budget = context.environment.budget  # type: ignore[attr-defined]
    budget.step()
    budget.write(value)
    return value


def check_whole(path: Path | None, wanted: Iterable[tuple[str, str]], told: Callable[[], str]) -> None:
    """See that a report made with a council's own template tells what none may leave out.

    Args:
        path: The template; where it is None, ours was used and nothing is looked at.
        wanted: What has to be told: its name for people, and its text.
        told: Gives the text of the report.
    Raises:
        BrokenTemplate: With all that is missing.
    """
    if path is None:
        return
    text = folded(told())
    if missing := dict.fromkeys(name for name, part in wanted if folded(part) not in text):
        message = f"A report made with it would leave out {listed(missing)}."
        raise BrokenTemplate(Problem("PI502", Location(name_of(path)), message))


def folded(text: str) -> str:
    """Fold white space: where lines break does not count."""
    return " ".join(text.split())
