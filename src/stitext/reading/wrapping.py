"""Wrapping: two neighboring lines go in, whether the first goes on in the second comes out.

A page's geometry tells whether a line is full where there is one; in plain text the width at which most lines end does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from stitext.reading.headings import Look

_ENDS_SENTENCE = re.compile(r"[。．！？!?][」』）)】”\"]*$|[A-Za-z\d)\]][.!?][\"”)]*$")
_LATIN_STOP = re.compile(r"[A-Za-z\d)\]]\.[\"”)]*$")
_GOES_ON = re.compile(r"[、。，．,)）」』】〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ]")
# A line that ends with one of these has not come to its end, whatever the next begins with.
# Headings end with 「について」 and the like as well, so these say nothing.
_HANGS = re.compile(
    r"(?<!につい)(?<!に関し)(?<!に向け)(?<!にあたっ)(?<!に当たっ)て$|(?<!こ)と$|[をにがはでのもへや、，,]$|"
    r"(?:および|及び|または|又は|並びに|ならびに)$"
)
_DIGITS = re.compile(r"\d+|[一二三四五六七八九十百]+|[IVX]+")
_HYPHENATED = re.compile(r"([A-Za-z]{2,})-$")
_SMALL_LETTERS = re.compile(r"[a-z]+")
_LATIN_WORDS = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*(?!-?[A-Za-z]|-$)")
_LEAST_BROKEN = 3  # lines that end with a hyphen; fewer are compounds that happen to stand at the end
_KANJI_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}


def wrap_width(raws: Sequence[str]) -> int | None:
    """Return the width at which a text was wrapped by hand or by its page, in half-width columns.

    Parameters
    ----------
    raws
        The lines of the text without blanks at their ends; blank ones count for nothing.

    Returns
    -------
    int or None
        The width; None for a text with one line per paragraph.
    """
    widths = sorted(line_width(raw) for raw in raws if raw)
    if len(widths) < 4:
        return None
    widest = widths[min(len(widths) - 1, int(len(widths) * 0.95))]
    full = [raw for raw in raws if raw and 0.85 * widest <= line_width(raw) <= 1.15 * widest]
    n_open = sum(1 for raw in full if not ends_sentence(raw))
    if not 30 <= widest <= 200 or len(full) < max(3, 0.25 * len(widths)) or n_open < 0.4 * len(full):
        return None
    return widest


def line_width(text: str) -> int:
    """Return the width of a text in half-width columns."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def ends_sentence(raw: str) -> bool:
    """Tell whether a line ends with a full stop and what may close after it."""
    return _ENDS_SENTENCE.search(raw) is not None


def goes_on(following: str) -> bool:
    """Tell whether a line begins with what no line of its own begins with."""
    return _GOES_ON.match(following) is not None


def hangs(raw: str) -> bool:
    """Tell whether a line ends with a particle, a comma or a conjunction, so that it must go on."""
    return _HANGS.search(raw) is not None


def may_abbreviate(raw: str, following: str) -> bool:
    """Tell whether the full stop at the end of a Latin line may be that of an abbreviation.

    Parameters
    ----------
    raw
        The line.
    following
        The next one.

    Returns
    -------
    bool
        True where the next line goes on with a small letter, a digit or a bracket, or both are of one paragraph.
    """
    return _LATIN_STOP.search(raw) is not None and re.match(r"[a-z\d(\[]", following) is not None


def likely_full(raw: str, following: str, width: int) -> bool:
    """Tell whether a line is long enough to have been wrapped.

    Parameters
    ----------
    raw
        The line.
    following
        The next one.
    width
        The width at which the text is wrapped, in half-width columns.

    Returns
    -------
    bool
        True for most of the width; a line before kana needs less, being more often broken than ended.
    """
    likely = raw[-1] in "、，," or "ぁ" <= following[0] <= "ん"
    return line_width(raw) >= (0.5 if likely else 0.8) * width


def broken_words(raws: Sequence[str]) -> list[int]:
    """Find the lines whose last hyphen only breaks a word, and is no part of it.

    A word that stands whole elsewhere in the text is broken; one that stands there with its hyphen is not; of others
    the text's habit decides.

    Parameters
    ----------
    raws
        The lines of a text in order, without blanks at their ends.

    Returns
    -------
    list of int
        Their indices.
    """
    pairs = [
        (index, before.group(1), after.group())
        for index, (this, following) in enumerate(pairwise(raws))
        if (before := _HYPHENATED.search(this)) and (after := _SMALL_LETTERS.match(following))
    ]
    if not pairs:
        return []
    words = {word.lower() for raw in raws for word in _LATIN_WORDS.findall(raw)}
    broken: list[int] = []
    for index, first, second in pairs:
        joined, hyphenated = f"{first}{second}".lower(), f"{first}-{second}".lower()
        if joined in words or (hyphenated not in words and len(pairs) >= _LEAST_BROKEN):
            broken.append(index)
    return broken


def leading_number(text: str, look: Look) -> int | None:
    """Return the number with which a numbered line begins, of 「2.1」 the last.

    Parameters
    ----------
    text
        The line.
    look
        Its look.

    Returns
    -------
    int or None
        The number; None for marks, letters and kana.
    """
    narrow = unicodedata.normalize("NFKC", text[:12])
    parts = look.style.count(".") if re.match(r"1\.1", look.style) else 0
    found = list(_DIGITS.finditer(narrow))[: parts + 1]
    if not found or look.style in ("ア", "(ア)", "a.", "(a)", "A.", "Ａ"):
        return None
    digits = found[-1].group()
    if digits[0] in _ROMAN_DIGITS:
        values = [_ROMAN_DIGITS[digit] for digit in digits]
        return sum(-value if value < max(values[index:]) else value for index, value in enumerate(values))
    if digits.isdecimal():
        return int(digits)
    tens, has_tens, units = digits.rpartition("十")
    return (_KANJI_DIGITS.get(tens[:1], 1) * 10 if has_tens else 0) + _KANJI_DIGITS.get(units[:1], 0)
