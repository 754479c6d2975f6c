"""Quotes as people read them: line breaks of the page joined, invisible characters shown, all else verbatim."""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAK = re.compile(r"[^\S\n\u3000]*(?:\r\n|[\n\r\v\f\u0085\u2028\u2029])\s*")
_CONTROL_PICTURES = 0x2400
_DELETE = 0x7F
_REPLACEMENT = "\ufffd"
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def display_quote(quote: str) -> str:
    """Join the line breaks of a quote and make its control characters visible.

    A break between two letters of a script that is written with blanks becomes a blank, any other break nothing, as
    Japanese text goes on over line ends. Characters that steer a terminal or turn the reading direction are shown by
    a sign in their place: a draft must not be able to change how its report looks.

    Parameters
    ----------
    quote
        Verbatim wording from a document.

    Returns
    -------
    str
        One line.
    """
    joined = _LINE_BREAK.sub(lambda found: _joint(quote, found.start(), found.end()), quote)
    return "".join(_visible(character) for character in joined)


def _joint(quote: str, start: int, end: int) -> str:
    if start == 0 or end == len(quote):
        return ""
    return " " if _is_spaced(quote[start - 1]) and _is_spaced(quote[end]) else ""


def _is_spaced(character: str) -> bool:
    return unicodedata.east_asian_width(character) not in {"W", "F"} and not character.isspace()


def _visible(character: str) -> str:
    point = ord(character)
    if character == "\t":
        return " "
    if point < ord(" "):
        return chr(_CONTROL_PICTURES + point)
    if point == _DELETE:
        return chr(_CONTROL_PICTURES + 0x21)
    if unicodedata.category(character) in {"Cc", "Cs"} or character in _REORDERING:
        return _REPLACEMENT
    return character
