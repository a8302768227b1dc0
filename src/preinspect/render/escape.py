"""What keeps a text from a file a text: nothing that a person wrote may act as markup, hide, or turn the direction of writing."""

from __future__ import annotations

import re
import unicodedata

_WRITTEN_OUT = ("Cc", "Cf", "Cs")
_MARKS = re.compile(r"[\\`*_\[\]#|~$]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_OPENING = re.compile(r"^(?:[-+=]|[0-9]{1,9}(?=[.)]))")


def visible(text: str) -> str:
    """Write control characters and marks that are not seen (those that turn the direction of writing too) as their codes."""
    return "".join(
        f"\\x{ord(char):02x}" if char not in "\n\t" and (unicodedata.category(char) in _WRITTEN_OUT or _is_none(char)) else char
        for char in text
    )


def _is_none(char: str) -> bool:
    """Say whether a code stands for no character at all, as Unicode has it: XML and so Word take no U+FFFE."""
    code = ord(char)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def markdown(text: str) -> str:
    r"""Write a text so that any reader of Markdown shows it as it stands, on one line and so in a cell of a table too.

    `<` and `>` become entities and not `\<`, because a reader that does not know this backslash would let a tag through.
    """
    text = " ".join(visible(text).split())
    text = _MARKS.sub(r"\\\g<0>", text)
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
    return _OPENING.sub(_opened, text)


def _opened(found: re.Match[str]) -> str:
    mark = found.group()
    return f"&#{ord(mark[0])};{mark[1:]}" if mark[0].isdigit() else f"\\{mark}"
