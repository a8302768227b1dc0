"""A council's own Word file, looked into before anything is written with it: what it may not hold, and what is left out of it."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from ..folder import name_of
from ..problem import Location, Problem
from .template import refused

LARGEST, MOST = 60_000_000, 2_000
"""Bytes and parts that a template may unpack to."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_FIELD = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|MACROBUTTON|DATABASE)\b", re.IGNORECASE)

_EDITED = {
    ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"): "tracked changes, with the names of those who made them. "
    "Accept or reject them all in Word.",
    ("comment",): "comments, with the names of those who made them. Delete them all in Word.",
}
"""What tells of those who wrote a letter, by its elements, and what to do about it."""

_OBJECT = "It holds an object of another program, which may do anything when the report is opened. Take it out in Word."
_MACROS = "It holds macros, which are not run and not passed on. Save it as .docx without them."
_DAMAGED = "It is not a Word file (.docx), is damaged, or has a password. Save it again in Word."


def opened(path: Path) -> tuple[bytes, tuple[Problem, ...]]:
    """Read a council's own Word file.

    Returns:
        The file as it is to be used, and what was left out of it.

    Raises:
        BrokenTemplate: Where it is no Word file, or holds what would run or fetch something.
    """
    shown = name_of(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refused(shown, None, f"It cannot be read: {(error.strerror or 'unknown reason').lower()}.") from error
    parts = _parts(data, shown)
    _refuse_objects(parts, shown)
    told: list[Problem] = []
    for name, content in parts.items():
        if name.lower().endswith((".xml", ".rels")):
            parts[name] = _sound(name, content, shown, told)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return stream.getvalue(), tuple(told)


def _parts(data: bytes, shown: str) -> dict[str, bytes]:
    """Unpack a Word file."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            infos = packed.infolist()
            if sum(one.file_size for one in infos) > LARGEST or len(infos) > MOST:
                raise refused(shown, None, "It is too large. Take large pictures out of it, or make them smaller.")
            parts = {one.filename: packed.read(one) for one in infos if not one.is_dir()}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, NotImplementedError) as error:
        raise refused(shown, None, _DAMAGED) from error
    if not {"word/document.xml", "[Content_Types].xml"} <= parts.keys():
        raise refused(shown, None, _DAMAGED)
    return parts


def _refuse_objects(names: Iterable[str], shown: str) -> None:
    for name in names:
        low = name.lower()
        if "vba" in low and low.startswith("word/"):
            raise refused(shown, None, _MACROS)
        if low.startswith(("word/embeddings/", "word/activex/")):
            raise refused(shown, None, _OBJECT)


def _sound(name: str, content: bytes, shown: str, told: list[Problem]) -> bytes:
    """Give a part of the file without what is left out of it; raises BrokenTemplate where it may not be used at all."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise refused(shown, None, _DAMAGED) from error
    if root.getroottree().docinfo.doctype:
        raise refused(shown, None, "A part of it defines names of its own, as no file of Word does. Save it again in Word.")
    if name == "[Content_Types].xml":
        return _types(root, shown)
    if name.endswith(".rels"):
        return _relations(root, shown, told)
    _refuse_fields(root, shown)
    _refuse_names_of_editors(root, shown)
    attached = root.findall(f"{_W}attachedTemplate")
    for one in attached:
        root.remove(one)
    return etree.tostring(root) if attached else content


def _types(root: Any, shown: str) -> bytes:
    """Let a template of Word (.dotx) be a document; macros are told here too."""
    for one in root:
        kind = one.get("ContentType") or ""
        if "macroEnabled" in kind or "vba" in kind.lower():
            raise refused(shown, None, _MACROS)
        if kind == _TEMPLATE:
            one.set("ContentType", _MAIN)
    return etree.tostring(root)  # type: ignore[no-any-return]


def _relations(root: Any, shown: str, told: list[Problem]) -> bytes:
    for one in list(root):
        kind = (one.get("Type") or "").rpartition("/")[2]
        elsewhere = one.get("TargetMode") == "External"
        if kind == "attachedTemplate":
            told.append(Problem("PI503", Location(shown), "It is attached to another template; a report made with it is not."))
            root.remove(one)
        elif kind in ("oleObject", "control", "aFChunk", "package", "vbaProject") or (
            elsewhere and kind not in ("image", "hyperlink")
        ):
            raise refused(shown, None, _OBJECT)
        elif elsewhere and kind == "image":
            raise refused(
                shown, None, "It shows a picture that Word fetches from elsewhere each time. Insert the picture itself."
            )
    return etree.tostring(root)  # type: ignore[no-any-return]


def _refuse_names_of_editors(root: Any, shown: str) -> None:
    """Refuse what tells who wrote a letter: each report made with it would hand these names out."""
    for kind, what in _EDITED.items():
        if next(root.iter(*(f"{_W}{name}" for name in kind)), None) is not None:
            raise refused(shown, None, f"It has {what}")


def _refuse_fields(root: Any, shown: str) -> None:
    for paragraph in root.iter(f"{_W}p"):
        typed = "".join(one.text or "" for one in paragraph.iter(f"{_W}instrText"))
        simple = " ".join(one.get(f"{_W}instr") or "" for one in paragraph.iter(f"{_W}fldSimple"))
        if found := _FIELD.search(f"{typed} {simple}"):
            raise refused(
                shown,
                None,
                f"It has a field of the kind {found[1].upper()}, which fetches or runs something. Take it out in Word.",
            )
