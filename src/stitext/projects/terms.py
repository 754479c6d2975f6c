"""Terms of the field in Japanese and English: what a text names goes in, the other names of it come out.

The lists stand in ``terms/*.tsv`` beside this module: diseases, hazards, fields, technologies; the names of countries
come from ``countries.tsv``. Each row is one thing, with its names in both languages. A name of one Japanese character
is not looked for: it stands in too many other words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from importlib import resources
from typing import NamedTuple

LISTS = ("diseases", "hazards", "fields", "technologies")
_LATIN_WORD = re.compile(r"[a-z0-9À-ɏ][a-z0-9À-ɏ'’.-]*", re.IGNORECASE)
_LONGEST_ENGLISH = 6  # words
_LEAST_LATIN = 3  # letters that a name needs to be found in lower case too: "is" is no Iceland
_JAPANESE = re.compile(r"[ぁ-ヿ一-鿿]")


class Term(NamedTuple):
    """One thing with its names, the usual one first."""

    japanese: tuple[str, ...]
    english: tuple[str, ...]


class Terms(NamedTuple):
    """All terms, and where each name leads.

    Attributes
    ----------
    terms
        The terms; a term's number is its place here.
    by_japanese, by_english
        Numbers of the terms that have a name, by the name in NFKC and lower case.
    longest
        Characters of the longest Japanese name that begins with two given ones.
    """

    terms: tuple[Term, ...]
    by_japanese: dict[str, tuple[int, ...]]
    by_english: dict[str, tuple[int, ...]]
    longest: dict[str, int]


def load_terms() -> Terms:
    """Read the lists that ship with stitext.

    Returns
    -------
    Terms
        Ready to look up.
    """
    terms = (*_from_lists(), *_from_countries())
    by_japanese: dict[str, tuple[int, ...]] = {}
    by_english: dict[str, tuple[int, ...]] = {}
    for number, term in enumerate(terms):
        for name in term.japanese:
            key = _plain(name)
            table = by_japanese if _JAPANESE.search(key) else by_english
            table[key] = (*table.get(key, ()), number)
        for name in term.english:
            key = _plain(name)
            if number not in by_english.get(key, ()):
                by_english[key] = (*by_english.get(key, ()), number)
    longest: dict[str, int] = {}
    for name in by_japanese:
        longest[name[:2]] = max(longest.get(name[:2], 0), len(name))
    return Terms(terms, by_japanese, by_english, longest)


def find_terms(text: str, terms: Terms) -> tuple[int, ...]:
    """Find the terms that a text names, in either language.

    Parameters
    ----------
    text
        Any text.
    terms
        From ``load_terms``.

    Returns
    -------
    tuple of int
        Numbers of the terms, each once, Japanese names first. The longest name at a place counts alone; English
        names are found in the plural too.
    """
    plain = _plain(text)
    return tuple(dict.fromkeys([*_in_japanese(plain, terms), *_in_english(plain, terms)]))


def expand(text: str, terms: Terms) -> str:
    """Add the usual Japanese names of what a text names otherwise or in English.

    Parameters
    ----------
    text
        Any text.
    terms
        From ``load_terms``.

    Returns
    -------
    str
        The text with the names behind it, parted by blanks; the text itself where it has them all.
    """
    plain = _plain(text)
    usual = [terms.terms[number].japanese[0] for number in find_terms(text, terms)]
    missing = [name for name in usual if _plain(name) not in plain]
    return " ".join([text, *missing]) if missing else text


def _in_japanese(plain: str, terms: Terms) -> Iterator[int]:
    start = 0
    while start < len(plain):
        for length in range(terms.longest.get(plain[start : start + 2], 0), 1, -1):
            found = terms.by_japanese.get(plain[start : start + length])
            if found is not None:
                yield from found
                start += length
                break
        else:
            start += 1


def _in_english(plain: str, terms: Terms) -> Iterator[int]:
    words = [word.strip(".'’-") for word in _LATIN_WORD.findall(plain)]
    start = 0
    while start < len(words):
        for length in range(min(_LONGEST_ENGLISH, len(words) - start), 0, -1):
            found = _english(" ".join(words[start : start + length]), terms)
            if found:
                yield from found
                start += length
                break
        else:
            start += 1


def _english(name: str, terms: Terms) -> tuple[int, ...]:
    if len(name) < _LEAST_LATIN:
        return ()
    forms = (name, name.removesuffix("s"), name.removesuffix("es"), re.sub("ies$", "y", name))
    return next((terms.by_english[form] for form in forms if form in terms.by_english), ())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _from_lists() -> Iterator[Term]:
    folder = resources.files("stitext.projects").joinpath("terms")
    for name in LISTS:
        lines = folder.joinpath(f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        for line in lines:
            if line.startswith("#") or line == "ja\ten":
                continue
            japanese, english = line.split("\t")
            yield Term(tuple(japanese.split("|")), tuple(english.split("|")))


def _from_countries() -> Iterator[Term]:
    table = resources.files("stitext.projects").joinpath("countries.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        names = [name for name in line.split("\t")[2:] if len(name) >= _LEAST_LATIN or _JAPANESE.search(name)]
        japanese = tuple(name for name in names if _JAPANESE.search(name) and len(name) > 1)
        english = tuple(name for name in names if not _JAPANESE.search(name))
        if japanese:
            yield Term(japanese, english)
