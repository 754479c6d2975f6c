"""Texts of sources: fields as sources write them go in, plain lines, sentences and years come out."""

from __future__ import annotations

import html
import re
import unicodedata

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
_BREAK = re.compile(r"<(?:br|/p|/li|/div)\b[^<>]*>", re.IGNORECASE)
_MARKED = re.compile(r"[<&\n\r\t]|\s\s")
_BLANKS = re.compile(r"[^\S\n]+")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-鿿]")
_OPENERS, _CLOSERS = "「『（(【〔[", "」』）)】〕]"
_LEAST_LETTERS = 4

# Source: abbreviations that end in a full stop inside sentences of English project reports.
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|cf|vs|approx|Figs?|Eq|Refs?|Nos?|Vol|Dr|Prof|Mr|Ms|St|Inc|Ltd|Co|resp|ca)|\b[A-Z])\.$"
)
_ENGLISH_STOP = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_BULLET = re.compile(r"^\s*(?:[・•◆◇■□●○※*\-–―]|\(?\d{1,2}[).]\s|[①-⑳])\s*")

_ERAS = {"昭和": 1926, "平成": 1989, "令和": 2019, "S": 1926, "H": 1989, "R": 2019}
_YEAR = re.compile(r"(昭和|平成|令和|(?<![A-Za-z])[SHR](?=\d{1,2}[年./]))\s?(元|\d{1,2})|(?<!\d)((?:19|20)\d{2})(?!\d)")


def plain_text(text: str) -> str:
    """Return a text without markup: tags gone, entities as characters, blanks single, line breaks kept.

    Parameters
    ----------
    text
        A field of a record.

    Returns
    -------
    str
        The text, without blanks at its ends and without empty lines.
    """
    if not _MARKED.search(text):
        return text.strip()
    unmarked = _TAG.sub("", _BREAK.sub("\n", html.unescape(text)))
    lines = [_BLANKS.sub(" ", line).strip() for line in unmarked.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(line for line in lines if line)


def is_japanese(text: str) -> bool:
    """Tell whether a text holds Japanese characters."""
    return _JAPANESE.search(text) is not None


def sentences_of(text: str) -> tuple[str, ...]:
    """Cut a field of a record into its sentences.

    Parameters
    ----------
    text
        A text in Japanese or English. A line break ends a sentence; a bullet in front is dropped.

    Returns
    -------
    tuple of str
        The sentences, verbatim; scraps without four letters are left out.
    """
    found: list[str] = []
    for line in plain_text(text).split("\n"):
        for sentence in _japanese(line) if is_japanese(line) else _english(line):
            stripped = _BULLET.sub("", sentence).strip()
            if sum(character.isalpha() for character in stripped) >= _LEAST_LETTERS:
                found.append(stripped)
    return tuple(found)


def years_in(text: str) -> tuple[int, ...]:
    """Find the years that a period or a date names, those of Japanese eras too.

    Parameters
    ----------
    text
        ``令和3年4月～令和7年3月``, ``2015/04/01-2020/03/31``.

    Returns
    -------
    tuple of int
        Years of the common era in the order of the text.
    """
    found = []
    for era, number, western in _YEAR.findall(unicodedata.normalize("NFKC", text)):
        found.append(int(western) if western else _ERAS[era] + (1 if number == "元" else int(number)) - 1)
    return tuple(found)


def _japanese(line: str) -> list[str]:
    """Cut after 。 outside brackets."""
    cuts, depth, start = [], 0, 0
    for place, character in enumerate(line):
        if character in _OPENERS:
            depth += 1
        elif character in _CLOSERS:
            depth = max(depth - 1, 0)
        elif character in "。．！？" and depth == 0 and not line[place + 1 : place + 2].isdigit():
            cuts.append(line[start : place + 1])
            start = place + 1
    return [*cuts, line[start:]]


def _english(line: str) -> list[str]:
    cuts, start = [], 0
    for match in _ENGLISH_STOP.finditer(line):
        if _ABBREVIATION.search(line[start : match.start() + 1]):
            continue
        cuts.append(line[start : match.end()])
        start = match.end()
    return [*cuts, line[start:]]
