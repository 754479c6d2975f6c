"""Countries: a name as a source writes it goes in, ISO 3166-1 alpha-2 comes out, and the other way round.

The table is ours: ``countries.tsv`` holds alpha-2, alpha-3, the Japanese and the English name, and other names that
sources use. ``XK`` for Kosovo is not in the standard but left free by it, and used by the European Union.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import NamedTuple

# Source: the official names of states in Japanese end in one of these, and everyday names drop them.
_FORMS_OF_STATE = (
    "民主社会主義共和国",
    "社会主義共和国",
    "人民民主共和国",
    "民主人民共和国",
    "人民共和国",
    "民主共和国",
    "アラブ共和国",
    "多民族国",
    "ボリバル共和国",
    "イスラム共和国",
    "連合共和国",
    "連邦共和国",
    "連邦民主共和国",
    "独立国",
    "共和国",
    "連合王国",
    "首長国",
    "大公国",
    "公国",
    "王国",
    "合衆国",
    "連邦",
    "国",
)
_IN_ENGLISH = re.compile(r"^(?:the\s+)?(?:(?:federal|federative|democratic|socialist)\s+)*(?:republic|kingdom)\s+of\s+")
_SEPARATORS = re.compile(r"[、，,;；/／|｜\n\t]|\s+(?:and|&)\s+|及び|および|並びに|ならびに|と(?=[ァ-ヶ])")
_BRACKETS = re.compile(r"\([^()]*\)|〔[^〔〕]*〕|【[^【】]*】|\[[^\[\]]*\]")
_KATAKANA = "ァ-ヶー"
_NO_COUNTRIES_IN_TEXT = frozenset({"南極"})  # a place of work, not a partner
_NO_COUNTRIES_HERE = re.compile(r"中国(?=地方|山地|新聞|電力|四国)|インド(?=洋)")


class _Table(NamedTuple):
    """The table and the look-ups made of it."""

    japanese: dict[str, str]
    by_name: dict[str, str]
    in_text: re.Pattern[str]


def country_code(name: str) -> str | None:
    """Return the code of a country.

    Parameters
    ----------
    name
        A name in Japanese or English, everyday or official, or a code of two or three letters.

    Returns
    -------
    str or None
        Alpha-2 in upper case; None where the name is not known.
    """
    table = _table()
    key = _key(name)
    if key in table.by_name:
        return table.by_name[key]
    without = _IN_ENGLISH.sub("", key)
    if without in table.by_name:
        return table.by_name[without]
    for form in _FORMS_OF_STATE:
        if key.endswith(form) and key.removesuffix(form) in table.by_name:
            return table.by_name[key.removesuffix(form)]
    return None


def country_name(code: str) -> str:
    """Return the everyday Japanese name of a country.

    Parameters
    ----------
    code
        Alpha-2 in upper case.

    Returns
    -------
    str
        The name; the code itself where it is not in the table.
    """
    return _table().japanese.get(code, code)


def parse_countries(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read a field that lists countries: ``タイ王国、ベトナム`` or ``DE;FR``.

    Parameters
    ----------
    text
        The field.

    Returns
    -------
    tuple of tuple
        The codes in the order of the field, each once and without Japan, and the parts that are no known country.
    """
    codes: dict[str, None] = {}
    unknown: list[str] = []
    whole = country_code(text)
    for part in [text] if whole is not None else _SEPARATORS.split(_without_brackets(text)):
        if not part.strip():
            continue
        code = country_code(part)
        found = (code,) if code is not None else tuple(filter(None, map(country_code, part.split("・"))))
        if code is None and len(found) != len(part.split("・")):
            unknown.append(part.strip())
            found = ()
        codes.update(dict.fromkeys(found))
    return tuple(code for code in codes if code != "JP"), tuple(unknown)


def countries_in(text: str) -> tuple[str, ...]:
    """Find the countries that a text names in Japanese.

    Parameters
    ----------
    text
        Any text. Katakana before or after a name make it part of another word (インド in インドネシア).

    Returns
    -------
    tuple of str
        The codes in the order of the text, each once and without Japan.
    """
    table = _table()
    found = table.in_text.findall(_NO_COUNTRIES_HERE.sub("", unicodedata.normalize("NFKC", text)))
    codes = dict.fromkeys(table.by_name[_key(name)] for name in found)
    return tuple(code for code in codes if code != "JP")


def _without_brackets(text: str) -> str:
    return _BRACKETS.sub("", unicodedata.normalize("NFKC", text))


def _key(name: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", name).split()).casefold()
    return re.sub(r"[.。]$", "", plain.removeprefix("the ")).strip()


@cache
def _table() -> _Table:
    japanese: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for line in resources.files("stitext.projects").joinpath("countries.tsv").read_text(encoding="utf-8").splitlines():
        alpha2, alpha3, name, *others = line.split("\t")
        japanese[alpha2] = name
        for each in (alpha2, alpha3, name, *others):
            by_name[_key(each)] = alpha2
    names = sorted((name for name in by_name if re.search(r"[ァ-ヶ一-鿿]", name)), key=len, reverse=True)
    in_text = re.compile(
        "|".join(
            rf"(?<![{_KATAKANA}]){re.escape(name)}(?![{_KATAKANA}])" if re.search(f"[{_KATAKANA}]", name) else name
            for name in names
            if len(name) > 1 and name not in _NO_COUNTRIES_IN_TEXT
        )
    )
    return _Table(japanese, by_name, in_text)
