"""What must stay true of the code as a whole: the order of imports, and what a module below cli/ never does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "preinspect"
MODULES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))
BELOW_CLI = [name for name in MODULES if not name.startswith("cli/") and name != "__main__.py"]

FILES = {
    f"render/{form}.py" for form in ("escape", "html", "markdown", "word_table", "word", "excel", "form", "json", "problems")
}
"""What makes a file or a text for programs; the rest of render/ lays out for a terminal."""

# Where each library may be imported at all, and where only within functions, because most runs never need it.
LIBRARIES = {
    "click": {name for name in MODULES if name.startswith("cli/")},
    "docx": {"render/word_table.py", "render/word.py"},
    "docxtpl": {"render/word.py"},
    "jinja2": {"render/template.py", "render/html.py", "render/word.py"},
    "jsonschema": {"shape.py"},
    "jsonschema_rs": {"shape.py"},
    "rich": {name for name in MODULES if name.startswith("cli/")}
    | {name for name in MODULES if name.startswith("render/")} - FILES,
    "lxml": {"render/letter.py"},
    "openpyxl": {"table.py"},
    "xlsxwriter": {"render/excel.py", "render/form.py"},
    "yaml": {"document.py", "span.py"},
}
WITHIN_FUNCTIONS = {
    ("jsonschema", "shape.py"),
    ("openpyxl", "table.py"),
    ("xlsxwriter", "render/excel.py"),
    ("xlsxwriter", "render/form.py"),
    *(("rich", name) for name in MODULES if name.startswith("cli/")),
}

CLOCKS = {"today", "now", "utcnow", "time", "perf_counter", "monotonic", "localtime", "gmtime"}
OUTPUTS = {"echo", "secho", "print", "input"}
NEVER = {"time", "random", "secrets", "uuid", "logging", "socket", "urllib.request", "http", "click"}


@cache
def tree(name: str) -> ast.Module:
    """Parse a module, named by its path below src/preinspect."""
    return ast.parse((SOURCE / name).read_text("utf-8"))


def listed() -> list[str]:
    """Read the list of modules in ARCHITECTURE.md; the last line of cli/ stands for the commands, which never import each other."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    block = text.split("## Modules", 1)[1].split("```text\n", 1)[1].split("```", 1)[0]
    names = [line.split()[0] for line in block.splitlines()]
    commands = [name for name in MODULES if name.startswith("cli/") and name not in names]
    return [one for name in names for one in (commands if name == "cli/*.py" else [name])]


def imported(name: str) -> Iterator[tuple[str, bool]]:
    """Give each module or library that a module imports, by its path or dotted name, and whether it does so only within a function.

    Imports that only a type checker sees count as within.
    """
    whole = tree(name)
    at_top = set()
    for node in whole.body:
        inner = [] if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.If) else ast.walk(node)
        at_top.update(id(one) for one in inner)
    for node in ast.walk(whole):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) not in at_top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or "", id(node) not in at_top
        elif isinstance(node, ast.ImportFrom):
            yield from ((target, id(node) not in at_top) for target in _own(name, node))


def _own(name: str, node: ast.ImportFrom) -> Iterator[str]:
    """Find the files that a relative import names: `from .render import html` is render/html.py, `from .grade import Scale` grade.py."""
    package = Path(name).parent.parts
    base = Path(*package[: len(package) - node.level + 1], *(node.module.split(".") if node.module else ()))
    for alias in node.names:
        places = [(base / f"{alias.name}.py").as_posix(), f"{base.as_posix()}.py", (base / "__init__.py").as_posix()]
        found = [place for place in places if place in MODULES]
        assert found, f"{name} imports {alias.name} from {base}, which is no module"
        yield found[0]


def test_the_list_in_the_architecture_names_every_module_once() -> None:
    assert len(MODULES) > 30
    assert set(MODULES) - set(listed()) == set(), "add these to the list in ARCHITECTURE.md, each below all that it imports"
    assert sorted(listed()) == MODULES


@pytest.mark.parametrize("name", [name for name in listed() if name in MODULES])
def test_a_module_imports_only_modules_above_it_in_the_list(name: str) -> None:
    order = listed()
    above = set(order[: order.index(name)])
    own = {target for target, _ in imported(name) if target in MODULES and target != name}
    assert own <= above


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("cli/")])
def test_a_command_imports_its_steps_only_when_it_runs(name: str) -> None:
    at_once = {target for target, within in imported(name) if target in MODULES and not within}
    assert at_once <= {"cli/common.py", "cli/__init__.py"}


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("cli/")])
def test_a_command_imports_no_other_command(name: str) -> None:
    assert {target for target, _ in imported(name) if target.startswith("cli/")} <= {"cli/common.py"}


@pytest.mark.parametrize("library", sorted(LIBRARIES))
def test_a_library_is_imported_only_where_it_is_used(library: str) -> None:
    users = {name for name in MODULES for target, _ in imported(name) if target.split(".")[0] == library}
    assert users <= LIBRARIES[library]
    at_once = {name for name in users for target, within in imported(name) if target.split(".")[0] == library and not within}
    assert not {(library, name) for name in at_once} & WITHIN_FUNCTIONS


@pytest.mark.parametrize("name", BELOW_CLI)
def test_nothing_below_the_command_line_prints_or_reads_the_clock(name: str) -> None:
    assert not {target for target, _ in imported(name)} & NEVER
    called = [node.func for node in ast.walk(tree(name)) if isinstance(node, ast.Call)]
    plain = {one.id for one in called if isinstance(one, ast.Name)}
    dotted = {one.attr for one in called if isinstance(one, ast.Attribute)}
    assert not plain & OUTPUTS
    assert not dotted & (OUTPUTS | CLOCKS)


@pytest.mark.parametrize("name", MODULES)
def test_every_public_function_and_class_says_what_it_is(name: str) -> None:
    assert ast.get_docstring(tree(name))
    silent = [one.name for one in _public(tree(name)) if not ast.get_docstring(one)]
    assert silent == []


def _public(node: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Give the public functions and classes of a module, and the public methods of those classes."""
    for one in node.body:
        if isinstance(one, ast.FunctionDef | ast.ClassDef) and not one.name.startswith("_"):
            yield one
            if isinstance(one, ast.ClassDef):
                yield from _public(one)


@cache
def framework_names() -> set[str]:
    """Give the ids of the shipped frameworks, and their families."""
    heads = list((ROOT / "frameworks").glob("*/framework.yaml"))
    families = {yaml.safe_load(path.read_text("utf-8"))["framework"]["family"] for path in heads}
    return {path.parent.name for path in heads} | families


@pytest.mark.parametrize("name", MODULES)
def test_no_frameworks_name_stands_in_code(name: str) -> None:
    """Docstrings, help and advice may name one as an example; code may not compare with one."""
    texts = {node.value for node in ast.walk(tree(name)) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert len(framework_names()) >= 6
    assert not texts & framework_names()


def test_no_framework_is_named_in_a_schema_but_as_an_example() -> None:
    rules = [text for path in SOURCE.glob("schema/*.yaml") for text in _rules(yaml.safe_load(path.read_text("utf-8")))]
    assert rules
    pattern = re.compile("|".join(map(re.escape, framework_names())))
    assert [text for text in rules if pattern.search(text)] == []


def _rules(value: Any) -> Iterator[str]:
    """Give every text of a schema that is a rule, not a description or an example."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from () if key in ("description", "examples", "title") else _rules(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _rules(inner)
    else:
        yield str(value)
