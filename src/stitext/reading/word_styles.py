"""Styles of Word: the styles part goes in, what a paragraph or run of each style looks like comes out."""

from __future__ import annotations

from typing import NamedTuple

from docx.oxml.xmlchemy import BaseOxmlElement

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TITLE_STYLES = frozenset({"title", "表題"})
_PLACEHOLDER_STYLES = frozenset({"placeholder text", "プレースホルダー テキスト"})
_OUTLINE_OFF = 9
_LONGEST_CHAIN = 10
_DEFAULT_SIZE = 21.0  # Word's own default in Japanese, 10.5 points
_GREY = (0x60, 0xE0)  # of 255; darker is black to a reader, lighter is white
_GREY_SPREAD = 0x18


class RunLook(NamedTuple):
    """How a run is set; None for what it leaves to its style.

    Attributes
    ----------
    bold
        Whether it is bold.
    italic
        Whether it is italic.
    size
        Its size in half points.
    tint
        ``grey``, ``blue`` or ``plain``.
    """

    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    tint: str | None = None

    def over(self, base: RunLook) -> RunLook:
        """Return this look with what it leaves open taken from another."""
        return RunLook(
            base.bold if self.bold is None else self.bold,
            base.italic if self.italic is None else self.italic,
            base.size if self.size is None else self.size,
            base.tint if self.tint is None else self.tint,
        )


class Styles(NamedTuple):
    """What the styles say of the paragraphs and runs that have them.

    Attributes
    ----------
    ranks
        For heading styles the rank of the heading.
    numbers
        For styles of lists the list's id and level, None for a level that the list itself gives.
    contents
        The styles of tables of contents.
    placeholders
        The styles of text that asks to be replaced.
    looks
        How text of each style is set.
    own
        The styles that somebody made for this document, not those that come with Word.
    base
        How text is set where nothing says otherwise.
    """

    ranks: dict[str, float]
    numbers: dict[str, tuple[str, int | None]]
    contents: frozenset[str]
    placeholders: frozenset[str]
    looks: dict[str, RunLook]
    own: frozenset[str]
    base: RunLook


def read_styles(element: BaseOxmlElement | None) -> Styles:
    """Read the styles of a document.

    Parameters
    ----------
    element
        Root of the styles part; None for a document without one.

    Returns
    -------
    Styles
        What they say.
    """
    if element is None:
        return Styles({}, {}, frozenset(), frozenset(), {}, frozenset(), RunLook(False, False, _DEFAULT_SIZE, "plain"))
    by_id = {style.get(f"{W}styleId"): style for style in element.findall(f"{W}style")}
    ranks: dict[str, float] = {}
    numbers: dict[str, tuple[str, int | None]] = {}
    looks: dict[str, RunLook] = {}
    for style_id, style in by_id.items():
        if style_id is None:
            continue
        chain = _chain(style, by_id)
        outline = next((level for part in chain if (level := property_of(part, "outlineLvl")) is not None), None)
        if any(_name(part) in _TITLE_STYLES for part in chain):
            ranks[style_id] = 0.0
        elif outline is not None and outline.isdecimal() and int(outline) < _OUTLINE_OFF:
            ranks[style_id] = float(outline) + 1
        num_id = next((number for part in chain if (number := property_of(part, "numId")) is not None), None)
        if num_id not in (None, "0"):
            level = next((found for part in chain if (found := property_of(part, "ilvl")) is not None), None)
            numbers[style_id] = (str(num_id), int(level) if level is not None and level.isdecimal() else None)
        look = RunLook()
        for part in chain:
            look = look.over(run_look(part.find(f"{W}rPr")))
        looks[style_id] = look
    defaults = run_look(element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    normal = next((key for key, style in by_id.items() if key and _is_default(style)), "")
    base = looks.get(normal, RunLook()).over(defaults).over(RunLook(False, False, _DEFAULT_SIZE, "plain"))
    return Styles(
        ranks,
        numbers,
        frozenset(key for key, style in by_id.items() if key and _name(style).startswith(("toc ", "目次"))),
        frozenset(key for key, style in by_id.items() if key and _name(style) in _PLACEHOLDER_STYLES),
        looks,
        frozenset(key for key, style in by_id.items() if key and style.get(f"{W}customStyle") in ("1", "true")),
        base,
    )


def run_look(properties: BaseOxmlElement | None) -> RunLook:
    """Read how a run is set.

    Parameters
    ----------
    properties
        Its properties, None where it has none.

    Returns
    -------
    RunLook
        What they say.
    """
    if properties is None:
        return RunLook()
    size = properties.find(f"{W}sz")
    color = properties.find(f"{W}color")
    value = "" if size is None else size.get(f"{W}val", "")
    return RunLook(
        bold=_switch(properties, "b"),
        italic=_switch(properties, "i"),
        size=float(value) if value.isdecimal() and len(value) < 5 else None,
        tint=None if color is None else tint_of(color.get(f"{W}val", "")),
    )


def tint_of(color: str) -> str:
    """Tell what a color looks like.

    Parameters
    ----------
    color
        Six hexadecimal digits, or ``auto``.

    Returns
    -------
    str
        ``grey``, ``blue`` or ``plain``.
    """
    try:
        red, green, blue = (int(color[index : index + 2], 16) for index in (0, 2, 4))
    except ValueError:
        return "plain"
    if max(red, green, blue) - min(red, green, blue) <= _GREY_SPREAD and _GREY[0] <= green <= _GREY[1]:
        return "grey"
    return "blue" if blue >= 0x80 and blue >= 1.4 * max(red, 1) and blue >= 1.15 * max(green, 1) else "plain"


def property_of(element: BaseOxmlElement, name: str) -> str | None:
    """Return the value of a paragraph's or style's property.

    Parameters
    ----------
    element
        A paragraph or a style.
    name
        Name of the property.

    Returns
    -------
    str or None
        Its value, None where it has none.
    """
    found = element.find(f"{W}pPr/{W}{name}")
    if found is None and name in ("numId", "ilvl"):
        found = element.find(f"{W}pPr/{W}numPr/{W}{name}")
    return None if found is None else found.get(f"{W}val")


def outline_rank(paragraph: BaseOxmlElement, styles: Styles) -> float | None:
    """Return the rank of a paragraph that the format itself marks as a heading.

    Parameters
    ----------
    paragraph
        A paragraph.
    styles
        The document's styles.

    Returns
    -------
    float or None
        Its rank, None for a paragraph that is none.
    """
    outline = property_of(paragraph, "outlineLvl")
    if outline is not None and outline.isdecimal():
        return float(outline) + 1 if int(outline) < _OUTLINE_OFF else None
    return styles.ranks.get(property_of(paragraph, "pStyle") or "")


def _switch(properties: BaseOxmlElement, name: str) -> bool | None:
    mark = properties.find(f"{W}{name}")
    return None if mark is None else mark.get(f"{W}val", "1") not in ("0", "false", "none", "off")


def _is_default(style: BaseOxmlElement) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")


def _chain(style: BaseOxmlElement, by_id: dict[str | None, BaseOxmlElement]) -> list[BaseOxmlElement]:
    """Return a style and those that it builds on."""
    chain = [style]
    while len(chain) < _LONGEST_CHAIN:
        base = chain[-1].find(f"{W}basedOn")
        found = None if base is None else by_id.get(base.get(f"{W}val"))
        if found is None:
            break
        chain.append(found)
    return chain


def _name(style: BaseOxmlElement) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else name.get(f"{W}val", "").lower()
