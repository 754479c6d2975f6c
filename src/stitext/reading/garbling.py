"""Garbled text: characters go in, whether they can be read comes out.

A PDF whose fonts hold no Unicode gives numbers of glyphs, which readers show as boxes, as ``(cid:12)``, or as the
letters that happen to have those numbers. Such text looks like text and says nothing.
"""

from __future__ import annotations

import re

_UNMAPPED = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]|\(cid:\d+\)")
# What Japanese in a two-byte encoding becomes when it is read as Latin: 「‚±‚ñ‚É‚¿‚Í」.
_MISREAD = re.compile(r"[\u00a1-\u017f\u0192\u02c6\u02dc\u201a\u201e\u2020\u2021\u2026\u2030\u2039\u203a\u2122]")
_READABLE = re.compile(r"[\w\s、。，．,.・「」（）()]")
_LETTER = re.compile(r"[A-Za-z]")
_VOWEL = re.compile(r"[AEIOUYaeiouy]")
_MOST_UNMAPPED = 0.2  # share of the characters
_MOST_MISREAD = 0.35  # share; French, the accented language nearest to hand, stays under 0.1
_LEAST_READABLE = 0.4  # share
_LEAST_VOWELS = 0.16  # share of the letters; English has 0.4, a list of acronyms 0.25
_LEAST_LETTERS = 80


def is_garbled(text: str) -> bool:
    """Tell whether a line, or the text of a page, can't be read.

    Parameters
    ----------
    text
        A line or more.

    Returns
    -------
    bool
        True where the file gives no Unicode for a fifth of the characters, or the letters can be no language's.

    Examples
    --------
    >>> is_garbled("(cid:12)(cid:34)文"), is_garbled("派遣する。")
    (True, False)
    """
    visible = re.sub(r"\s+", "", text)
    if not visible:
        return False
    found = _UNMAPPED.findall(visible)
    if len(found) >= 2 and sum(map(len, found)) >= _MOST_UNMAPPED * len(visible):
        return True
    if len(visible) < _LEAST_LETTERS:
        return False
    if len(_MISREAD.findall(visible)) >= _MOST_MISREAD * len(visible):
        return True
    if len(_READABLE.findall(visible)) < _LEAST_READABLE * len(visible):
        return True
    letters = _LETTER.findall(visible)
    n_vowels = len(_VOWEL.findall(visible))
    return len(letters) >= max(_LEAST_LETTERS, 0.5 * len(visible)) and n_vowels < _LEAST_VOWELS * len(letters)
