"""Styles of OpenDocument: the roots of the content and styles parts go in, what their styles mean comes out."""

from __future__ import annotations

from typing import NamedTuple

from lxml.etree import _Element as Element

from stitext.reading.word_numbering import format_number
from stitext.reading.word_styles import tint_of

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LONGEST_CHAIN = 10
_MOST_LEVELS = 10

# Source: OpenDocument 1.3 part 3, 20.322 (style:num-format), and the formats that LibreOffice adds to it.
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "１, ２, ３, ...": "decimalFullWidth",
    "①, ②, ③, ...": "decimalEnclosedCircle",
    "一, 二, 三, ...": "japaneseCounting",
    "壱, 弐, 参, ...": "japaneseLegal",
    "ア, イ, ウ, ...": "aiueoFullWidth",
    "ｱ, ｲ, ｳ, ...": "aiueo",
    "イ, ロ, ハ, ...": "irohaFullWidth",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
}


class TextLook(NamedTuple):
    """How text of a style is set, None for what it leaves to the style that it builds on.

    ``tint`` is ``grey``, ``blue`` or ``plain``.
    """

    bold: bool | None = None
    italic: bool | None = None
    tint: str | None = None


class ListLevel(NamedTuple):
    """One level of a list: how its number looks, None for bullets; how many levels it shows, and where it begins."""

    style: str | None
    prefix: str
    suffix: str
    start: int
    n_shown: int


class TextStyles:
    """What the styles of a document mean.

    Parameters
    ----------
    roots
        The roots of the content part and of the styles part.
    """

    def __init__(self, roots: list[Element]) -> None:
        self._styles: dict[str, Element] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        self._outline: dict[int, ListLevel] = {}
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                self._styles.setdefault(style.get(f"{STYLE}name", ""), style)
            for listed in root.iter(f"{TEXT}list-style"):
                self._lists.setdefault(listed.get(f"{STYLE}name", ""), _levels(listed))
            for outline in root.iter(f"{TEXT}outline-style"):
                self._outline = self._outline or _levels(outline)

    def chain(self, name: str | None) -> list[Element]:
        """Return a style and those that it builds on, the nearest first."""
        chain: list[Element] = []
        while name and name in self._styles and len(chain) < _LONGEST_CHAIN:
            chain.append(self._styles[name])
            name = chain[-1].get(f"{STYLE}parent-style-name")
        return chain

    def look(self, name: str | None) -> TextLook:
        """Return how text of a style is set."""
        look = TextLook()
        for style in self.chain(name):
            properties = style.find(f"{STYLE}text-properties")
            if properties is not None:
                look = TextLook(
                    _switch(properties, "font-weight", "bold") if look.bold is None else look.bold,
                    _switch(properties, "font-style", "italic") if look.italic is None else look.italic,
                    _tint(properties) if look.tint is None else look.tint,
                )
        return look

    def is_title(self, name: str | None) -> bool:
        """Tell whether a style is that of the document's title."""
        return any(style.get(f"{STYLE}name") == "Title" for style in self.chain(name))

    def outline_level(self, name: str | None) -> int | None:
        """Return the level, from 1, that a style gives to headings; None for other styles."""
        for style in self.chain(name):
            level = style.get(f"{STYLE}default-outline-level", "")
            if level.isdecimal():
                return int(level)
        return None

    def list_style(self, name: str | None) -> str | None:
        """Return the list style that a paragraph style brings with it."""
        return next((found for style in self.chain(name) if (found := style.get(f"{STYLE}list-style-name"))), None)

    def list_level(self, list_style: str | None, level: int) -> ListLevel | None:
        """Return a level, from 1, of a list style."""
        return self._lists.get(list_style or "", {}).get(level)

    def heading_level(self, level: int) -> ListLevel | None:
        """Return how headings of a level, from 1, are numbered; None where they are not."""
        found = self._outline.get(level)
        return found if found is not None and found.style is not None else None


class Counter:
    """Counts the numbers of one list or of the headings."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def number(self, level: int, levels: dict[int, ListLevel]) -> str:
        """Count on and return the number of a paragraph.

        Parameters
        ----------
        level
            Its level, from 1.
        levels
            The levels of the list up to it.

        Returns
        -------
        str
            The number as it is shown, with a blank after it; nothing for bullets and levels without a number.
        """
        own = levels.get(level)
        if own is None or own.style is None:
            return ""
        self._counts[level] = self._counts.get(level, own.start - 1) + 1
        for deeper in [known for known in self._counts if known > level]:
            del self._counts[deeper]
        shown = range(max(level - own.n_shown, 0) + 1, level + 1)
        numbers = [
            format_number(self._counts.get(part, levels[part].start), levels[part].style or "decimal")
            for part in shown
            if part in levels
        ]
        text = own.prefix + ".".join(numbers) + own.suffix
        return f"{text} " if text.strip() else ""


def _levels(element: Element) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for child in element:
        level = child.get(f"{TEXT}level", "") if isinstance(child.tag, str) else ""
        if not level.isdecimal() or not 0 < int(level) <= _MOST_LEVELS:
            continue
        number_format = child.get(f"{STYLE}num-format", "")
        bullets = child.tag in (f"{TEXT}list-level-style-bullet", f"{TEXT}list-level-style-image") or not number_format
        levels[int(level)] = ListLevel(
            None if bullets else _FORMATS.get(number_format, "decimal"),
            child.get(f"{STYLE}num-prefix", ""),
            child.get(f"{STYLE}num-suffix", ""),
            _number(child.get(f"{TEXT}start-value", ""), 1),
            _number(child.get(f"{TEXT}display-levels", ""), 1),
        )
    return levels


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def _switch(properties: Element, name: str, value: str) -> bool | None:
    found = [properties.get(f"{_FO}{name}"), properties.get(f"{STYLE}{name}-asian")]
    given = [item for item in found if item is not None]
    return None if not given else value in given or (name == "font-weight" and "700" in given)


def _tint(properties: Element) -> str | None:
    color = properties.get(f"{_FO}color")
    return None if color is None else tint_of(color.removeprefix("#"))
