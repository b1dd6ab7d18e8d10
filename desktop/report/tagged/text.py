"""Words on their way into a PDF: cleaned, and escaped in this one place.

A paragraph takes plain text, or a list of plain text, `Bold` and `Link`:

    P(["Visitors made ", Bold("26"), " visits; see ", Link("the notes", "#notes")])
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TypeAlias
from urllib.parse import quote

from desktop.report.fonts import MARK

LINK_COLOUR = "#12436D"
_BULLETS = "\uf0a7\uf0b7"  # what Word's own lists leave behind when they are pasted
_NEW_LINES = "\n\r\x0b\x0c\x85\u2028\u2029"
_DESTINATIONS = ("https://", "http://", "mailto:", "#")
_TIED = "\xa0\u2007\u202f"


@dataclass(frozen=True, slots=True)
class Bold:
    """Words in bold."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to `to`: "https://…", "http://…", "mailto:…" or "#key" of a heading.

    Words with any other destination are printed without a link.
    """

    text: str
    to: str


Inline: TypeAlias = str | Bold | Link
Content: TypeAlias = str | Sequence[Inline]


@lru_cache(maxsize=4096)
def _clean_character(c: str) -> str:
    kind = unicodedata.category(c)
    if c in _NEW_LINES:
        clean = "\n"
    elif c in _TIED:
        clean = "\xa0"
    elif c in _BULLETS:
        clean = "•"
    elif kind == "Zs" or c == "\t":
        clean = " "
    elif kind in ("Cc", "Cf") or "\ufe00" <= c <= "\ufe0f":
        clean = ""  # controls, joiners, variation selectors: nothing to see
    elif kind in ("Co", "Cs") or 0xFDD0 <= ord(c) <= 0xFDEF or ord(c) & 0xFFFE == 0xFFFE:
        clean = MARK  # private to some font, half a character, or none at all
    else:
        clean = c
    return clean


def clean(text: str) -> str:
    r"""Give the text in characters that a PDF may hold; every kind of new line becomes "\n"."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(map(_clean_character, composed))


def plain(content: Content) -> str:
    """Give the words alone, with single spaces."""
    parts = [content] if isinstance(content, str) else content
    words = (part if isinstance(part, str) else part.text for part in parts)
    return " ".join(clean("".join(words)).split())


def headline(content: Content, most: int) -> str:
    """Give the words alone, on one line; what is beyond `most` characters is left out: "…"."""
    words = plain(content)
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"


def markup(content: Content) -> str:
    """Give ReportLab's markup for it."""
    if isinstance(content, str):
        return _escaped(content)
    return "".join(map(_part, content))


def _escaped(text: str) -> str:
    return escape(clean(text), quote=False).replace("\n", "<br/>")


def _part(part: Inline) -> str:
    if isinstance(part, str):
        return _escaped(part)
    if isinstance(part, Bold):
        return f"<b>{_escaped(part.text)}</b>"
    if not part.to.startswith(_DESTINATIONS) or not part.text.strip():
        return _escaped(part.text)
    to = part.to if part.to.startswith("#") else quote(clean(part.to), safe=":/?#[]@!$&'()*+,;=%~")
    words = _escaped(part.text).replace("<br/>", " ")
    return f'<a href="{escape(to)}" color="{LINK_COLOUR}"><u>{words}</u></a>'
