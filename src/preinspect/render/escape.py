"""What keeps a text from a file a text: nothing that a person wrote may act as markup, hide, or turn the direction of writing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_WRITTEN_OUT = ("Cc", "Cf", "Cs")

_JOINED_SCRIPTS = "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af"
"""Arabic and its kin, the scripts of India, Tibet and Burma, Khmer and Mongolian: their letters join, or not, as these marks say."""

_SHOWN_AS_MEANT = re.compile(
    f"(?<=[{_JOINED_SCRIPTS}])[\u200c\u200d](?=[{_JOINED_SCRIPTS}])"
    "|(?<=[\u200d\ufe0f\U0001f3fb-\U0001f3ff\u2190-\u2bff\U0001f000-\U0001faff])\u200d(?=[\u2190-\u2bff\U0001f000-\U0001faff])"
    "|(?<=\U0001f3f4)\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)"
    "\U000e007f"
    "|[\u0600-\u0605\u06dd\u08e2]"
)
"""What has no shape of its own and yet belongs to what is read: joiners between letters of scripts that need them and between the parts
of one emoji, the flags of England, Scotland and Wales, and Arabic signs that stand over numbers."""

_MARKS = re.compile(r"[\\`*_\[\]|~$]|(?<!\S)#")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_OPENING = re.compile(r"^(?:[-+=>]|[0-9]{1,9}(?=[.)]))")


def visible(text: str) -> str:
    """Write control characters and marks that are not seen (those that turn the direction of writing too) as their codes.

    What is not seen and yet shapes letters or an emoji stays: without it a name in Urdu would be another word.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = {place for found in _SHOWN_AS_MEANT.finditer(text) for place in range(*found.span())}
    return "".join(
        f"\\x{ord(char):02x}" if char not in "\n\t" and place not in kept and _is_hidden(char) else char
        for place, char in enumerate(text)
    )


def seen(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Go through texts with their names as `visible` writes them."""
    return ((name, visible(text)) for name, text in texts)


def _is_hidden(char: str) -> bool:
    """Say whether a character is not seen, or is none at all, as Unicode has it: XML and so Word take no U+FFFE."""
    code = ord(char)
    return unicodedata.category(char) in _WRITTEN_OUT or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def markdown(text: str, begins: bool = True) -> str:
    r"""Write a text so that any reader of Markdown shows it as it stands, on one line and so in a cell of a table too.

    Args:
        begins: Whether it may begin a paragraph or a point, where '7.' would begin a list; in a heading or a cell nothing can.

    Whoever reads the file itself should meet as little of this as may be: a `<` that opens no tag and a `>` stay as they are. One
    that does becomes an entity and not `\<`, because a reader that does not know this backslash would let a tag through.
    """
    text = " ".join(visible(text).split())
    text = _MARKS.sub(r"\\\g<0>", text)
    text = _TAG.sub("&lt;", _ENTITY.sub("&amp;", text))
    return _OPENING.sub(_opened, text) if begins else text


def _opened(found: re.Match[str]) -> str:
    """Take from what begins a line its power to begin a list, a quotation or a heading; a number's is in the mark behind it."""
    mark = found.group()
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"
