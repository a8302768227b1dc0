"""A folder to start from, and what to say in one that holds nothing yet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from string import Template
from textwrap import wrap
from typing import Any

from .case import Case
from .filing import SCHEMA_NAME
from .folder import name_of
from .framework import Framework, Judgement
from .measure import Measure
from .method import Method
from .shape import schema
from .whole import write_whole
from .words import count, listed, typed

WIDTH = 80

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 '&().,-]*[A-Za-z0-9).]")
_LOOKS_ELSE = re.compile(r"y|n|yes|no|on|off|true|false|null", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """Where preinspect was installed from, for the hook: a repository and a revision of it."""

    url: str
    revision: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a folder is begun with: whose it is, under which framework, and where the hook comes from.

    `within` is the folder's path in the git repository around it, where that begins higher up.
    """

    authority: str
    framework: Framework
    method: Method
    measures: Mapping[str, Measure]
    today: date
    source: Source | None = None
    within: str | None = None


def in_force(frameworks: Iterable[Framework], today: date) -> Framework | None:
    """Give the framework that inspections follow on a day: of those in force, the one that came last."""
    known = sorted(frameworks, key=lambda one: (one.starts, one.id))
    now = [one for one in known if not one.proposal and one.starts <= today and (one.ends is None or today <= one.ends)]
    return next(reversed(now or known), None)


def begun(start: Beginning) -> dict[str, str]:
    """Give the files to begin with, by their paths within the folder, in the order in which they are best read."""
    framework = start.framework
    made = {
        "README.md": _filled("README.md", start),
        "assessment.yaml": _filled(
            "assessment.yaml",
            start,
            authority=_as_yaml(start.authority),
            before=framework.extends or framework.id,
            grades=", ".join(f"{one.id}: {framework.scale.id(framework.scale.benchmark)}" for one in framework.graded[:2]),
        ),
    }
    for judgement in framework.graded:
        if framework.descriptors_of(judgement.id):
            made[f"{judgement.id}.yaml"] = _judgement(judgement, start)
    made[SCHEMA_NAME] = json.dumps(editor_schema(start), ensure_ascii=False, indent=1) + "\n"
    for name, template in _HIDDEN.items():
        made[name] = _filled(template, start)
    made[_HOOK] = _hook(start)
    return made


_HIDDEN = {
    ".gitignore": "gitignore",
    ".gitattributes": "gitattributes",
    ".vscode/settings.json": "vscode-settings.json",
    ".vscode/extensions.json": "vscode-extensions.json",
}
"""Files whose names begin with a dot, and the templates that they are made from: packages leave dotfiles out."""


def _filled(template: str, start: Beginning, **values: str) -> str:
    text = files("preinspect.templates").joinpath("start", template).read_text("utf-8")
    common = {
        "authority": start.authority,
        "framework": start.framework.id,
        "title": start.framework.title,
        "schema": SCHEMA_NAME,
        "today": start.today.isoformat(),
        "month": f"{start.today:%Y-%m}",
    }
    return Template(text).substitute(common | values)


def _as_yaml(text: str) -> str:
    """Write a text so that it stays one: in quotes where it could be taken for something else."""
    plain = _PLAIN.fullmatch(text) and not _LOOKS_ELSE.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)


def _judgement(judgement: Judgement, start: Beginning) -> str:
    """Write one judgement's file: its descriptors as comments, and one example to be uncommented."""
    descriptors = start.framework.descriptors_of(judgement.id)
    rows: list[str] = []
    theme = None
    for one in descriptors:
        if one.theme != theme:
            rows.append(f"#   {one.theme}")
        theme = one.theme
        rows.append(f"#     {one.id:<7} {one.title}")
    first = descriptors[0].id
    return _filled(
        "judgement.yaml",
        start,
        heading=judgement.title,
        short=judgement.short,
        count=count(len(descriptors), "descriptor"),
        first=first,
        benchmark=start.framework.scale.at_benchmark,
        descriptors="\n".join(rows),
        id=f"AUD-{start.today:%Y-%m}-{first.rpartition('-')[0] or first}-01",
    )


def _hook(start: Beginning) -> str:
    folder = "." if start.within is None else start.within
    if start.source is None:
        return _filled("pre-commit-local.yaml", start, folder=_as_yaml(folder) if folder != "." else folder)
    return _filled(
        "pre-commit-config.yaml",
        start,
        url=start.source.url,
        revision=start.source.revision,
        folder=json.dumps(folder),
    )


def write_new(folder: Path, made: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write the files that are not there yet.

    Returns:
        The names of those that were written, and of those that were left as they are. Raises OSError where one cannot be written.
    """
    wrote, left = [], []
    for name, text in made.items():
        path = folder / name
        if path.exists() or path.is_symlink():
            left.append(name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
        wrote.append(name)
    return tuple(wrote), tuple(left)


_HOOK = ".pre-commit-config.yaml"
_LINED = (".gitignore", ".gitattributes")
"""Files whose lines each say something by themselves."""


def missing(folder: Path, made: Mapping[str, str], left: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give what files that were left as they are lack of what `init` would have written: the file, and the lines to add.

    Without them child-level lists are not ignored, and nothing stops a commit.
    """
    for name in left:
        if name not in (*_LINED, _HOOK):
            continue
        try:
            theirs = (folder / name).read_text("utf-8", "replace")
        except OSError:
            continue
        lines = tuple(line for line in made[name].splitlines() if line.strip() and not line.startswith("#"))
        if name == _HOOK:
            lines = () if "preinspect-check" in theirs else tuple(line for line in lines if line != "repos:")
        else:
            there = {line.strip() for line in theirs.splitlines()}
            lines = tuple(line for line in lines if line.strip() not in there)
        if lines:
            yield name, lines


# --- the schema for editors


def editor_schema(start: Beginning) -> dict[str, Any]:
    """Fill the words of framework and method into the schema, so that an editor offers and checks them as people type."""
    framework, method = start.framework, start.method
    rules = deepcopy(dict(schema("assessment").root))
    rules["title"] = f"An assessment under {framework.id}"
    for section in rules["properties"].values():
        if section.get("type") == "array":
            section["type"] = ["array", "null"]  # a section without entries is a start, no mistake
    descriptors = [one for judgement in framework.graded for one in framework.descriptors_of(judgement.id)]
    kinds = {one.id: one.title for one in method.kinds.values()}
    grades = {one: next(grade.meaning for grade in framework.scale.grades if grade.id == one) for one in framework.scale.ids}
    words: dict[str, dict[str, Any]] = {
        "kind-of-evidence": _one_of(kinds),
        "grade": _one_of(grades, _other_names(framework)),
        "extent": _one_of({one.id: one.title for one in method.extents.values()}),
        "effect": _one_of({one.id: one.title for one in method.effects.values()}),
        "descriptor": _one_of({one.id: f"{one.title}: {one.good}" for one in descriptors}),
        "judgement": _one_of({one.id: one.title for one in framework.graded}, _names(framework.graded)),
        "measure": _one_of({one.id: one.title for one in start.measures.values()}),
        "request-id": _one_of({one.id: one.title for one in framework.requests}),
        "of": _one_of(
            {
                **{one.id: one.title for one in framework.judgements},
                **{one.id: one.title for one in descriptors},
            },
            _names(framework.judgements),
        ),
    }
    rules["$defs"] |= {name: found for name, found in words.items() if found}
    for place, name in _PLACES.items():
        if words[name]:
            _put(rules["$defs"], place.split("/"), f"#/$defs/{name}")
    return rules


_PLACES = {
    "descriptors/items": "descriptor",
    "evidence/properties/descriptors/items": "descriptor",
    "evidence/properties/kind": "kind-of-evidence",
    "evidence/properties/judgement": "judgement",
    "evidence/properties/grade": "grade",
    "evidence/properties/extent": "extent",
    "evidence/properties/effect": "effect",
    "indicator/properties/measure": "measure",
    "view/properties/of": "of",
    "view/properties/grade": "grade",
    "request/properties/of": "request-id",
}
"""Where the schema leaves a word to framework or method, and which words those are."""


def _one_of(words: Mapping[str, str], others: Sequence[str] = ()) -> dict[str, Any]:
    """Let a text be one of some words, each with what it means; other names for them pass and are not offered."""
    if not words:
        return {}
    listed_words = {"enum": list(words), "enumDescriptions": list(words.values())}
    if not others:
        return {"type": "string", **listed_words}
    names = "|".join(_any_case(name) for name in others)
    return {"type": "string", "anyOf": [listed_words, {"pattern": f"^(?:{names})$"}]}


def _other_names(framework: Framework) -> tuple[str, ...]:
    return tuple(
        name for grade in framework.scale.grades for name in dict.fromkeys((grade.id, grade.title, grade.brief, *grade.aliases))
    )


def _names(judgements: Iterable[Judgement]) -> tuple[str, ...]:
    return tuple(name for one in judgements for name in (one.id, one.title, one.short, *one.aliases))


def _any_case(name: str) -> str:
    """Write a pattern for a name in capitals or not, with blanks or hyphens."""
    return "".join(
        f"[{char.lower()}{char.upper()}]" if char.isalpha() else "[ _-]" if char in " -_" else re.escape(char) for char in name
    )


def _put(node: dict[str, Any], path: Sequence[str], target: str) -> None:
    """Let a place of the schema refer to a definition; what it says of itself stays."""
    for key in path[:-1]:
        node = node[key]
    told = {key: value for key, value in node[path[-1]].items() if key in ("description", "examples")}
    node[path[-1]] = {"$ref": target, **told}


# --- what to say where nothing is written yet


def behind(folder: Path) -> str:
    """Give the words that name a folder behind a command; none for the one that people stand in."""
    shown = name_of(folder)
    if shown == ".":
        return ""
    return f" {typed(shown)}"


def is_bare(case: Case) -> bool:
    """Say whether a folder holds nothing yet that a grade, a figure or a history could be shown from, and no mistake either."""
    assessment = case.assessment
    sections = (assessment.evidence, assessment.indicators, assessment.history, assessment.left_out)
    return not any(sections) and not case.errors


def welcome(case: Case) -> Iterator[str]:
    """Say in one screen what is missing in a folder, and the two commands that start it."""
    assessment, framework = case.assessment, case.framework
    folder = behind(assessment.folder)
    option = f" --folder{folder}" if folder else ""
    shown = name_of(assessment.folder)
    where = "This folder" if shown == "." else f"The folder {shown}"
    if framework is None:
        yield from _lines(f"{where} holds no assessment yet, so there is nothing to predict from.")
        yield ""
        yield "Missing"
        yield from _lines("- whose assessment it is, and under which framework of inspection (assessment.yaml)", 2)
        yield from _lines("- evidence: what audits, observations, feedback and inspections show", 2)
        yield ""
        yield "Start with"
        yield from _command(f"preinspect init{folder}", "makes the files to fill, with examples")
        yield from _command(f"preinspect new audit{option}", "asks six questions and writes the first entry")
        return
    if assessment.authority:
        yield from _lines(assessment.authority)
    yield from _lines(f"{framework.title}.")
    yield from _lines(f"There is not enough evidence to say how anything would be judged: {where} holds none yet.")
    yield ""
    yield "Missing"
    graded = framework.graded
    told = listed(f"{one.short} ({len(framework.descriptors_of(one.id))})" for one in graded) if len(graded) < _MANY else ""
    numbers = f"{count(len(framework.descriptors), 'descriptor')} of {count(len(graded), 'judgement')}"
    yield from _lines(f"- evidence on all {numbers}{f': {told}' if told else ''}", 2)
    yield from _lines("- what inspectors published before (history), if there is any: it shows whether things got better", 2)
    yield ""
    yield "Start with one that looks at practice and one that listens"
    yield from _command(f"preinspect new audit{option}", "asks six questions about an audit")
    yield from _command(f"preinspect new feedback{option}", "asks six about what children and families say")
    yield ""
    yield from _lines(
        f"A policy or a figure is nothing alone: without somebody looking or listening no grade reaches {framework.scale.at_benchmark}."
    )


_MANY = 8
"""From so many judgements on they are counted and not listed."""


def _lines(text: str, indent: int = 0) -> list[str]:
    inner = indent + 2 if text.startswith("- ") else indent
    return wrap(text, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * inner, break_on_hyphens=False)


def _command(command: str, told: str) -> Iterator[str]:
    """Lay out a command on a line of its own, so that it can be copied, with what it does beside or below it."""
    line = f"  {command:<34}  {told}"
    if len(line) <= WIDTH:
        yield line
    else:
        yield f"  {command}"
        yield f"      {told}"
