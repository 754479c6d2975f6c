"""Paragraphs of Word: one paragraph goes in, the text that Word displays comes out, with how it is set.

The text is that of the accepted state: insertions but no deletions, no hidden text, no field codes, no ruby.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from docx.oxml.xmlchemy import BaseOxmlElement

from stitext.reading.blocks import Strength
from stitext.reading.word_styles import RunLook, Styles, W, property_of, run_look

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TEXT_BOX = f"{W}txbxContent"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_CHANGES = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_PASSED_OVER = frozenset(
    {*(f"{W}{name}" for name in ("del", "moveFrom", "rt", "rPr", "pPr", "sdtPr", "instrText", "delText")), FALLBACK}
)
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# The signs of Wingdings that forms use, which have no code point of their own in the text.
_WINGDINGS = {
    "6C": "●", "6D": "○", "6E": "■", "6F": "□", "71": "□", "75": "◆", "9F": "・", "A7": "■", "A8": "□", "D8": "➢",
    "E0": "→", "E8": "→", "F0": "⇒", "FC": "✓", "FD": "☒", "FE": "☑",
}  # fmt: skip


class Stretch(NamedTuple):
    """A part of a paragraph's text that is set in one way; ``strength`` as in ``Faint``."""

    text: str
    bold: bool
    size: float
    strength: Strength | None


class Read(NamedTuple):
    """A paragraph's text in its stretches, and how many tracked changes were met in it."""

    stretches: tuple[Stretch, ...]
    n_changes: int

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(stretch.text for stretch in self.stretches)


def read_paragraph(paragraph: BaseOxmlElement, styles: Styles, *, placeholder: bool = False) -> Read:
    """Read the text of one paragraph, text boxes anchored in it left out.

    Parameters
    ----------
    paragraph
        The paragraph.
    styles
        The document's styles.
    placeholder
        Whether it stands in a content control that nothing was entered into.

    Returns
    -------
    Read
        Its text.
    """
    reader = _Reader(styles, property_of(paragraph, "pStyle") or "")
    reader.gather(paragraph, placeholder=placeholder)
    return Read(tuple(reader.stretches), reader.n_changes)


def text_boxes(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield the text boxes anchored in an element, each once.

    Parameters
    ----------
    element
        A paragraph.

    Yields
    ------
    BaseOxmlElement
        The content of one box.
    """
    for child in element:
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag != FALLBACK:
            yield from text_boxes(child)


def is_placeholder(control: BaseOxmlElement) -> bool:
    """Tell whether a content control shows the text that asks for its content."""
    return control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


class _Reader:
    """Goes through one paragraph; field codes that open in it are left out up to their result."""

    def __init__(self, styles: Styles, style_id: str) -> None:
        self.styles = styles
        self.style = styles.looks.get(style_id, RunLook())
        self.own_style = self.style if style_id in styles.own else RunLook()
        self.stretches: list[Stretch] = []
        self.n_changes = 0
        self.in_code: list[bool] = []  # for each open field whether its result has not begun
        self.look = self.style.over(styles.base)
        self.strength: Strength | None = None

    def gather(self, element: BaseOxmlElement, *, placeholder: bool) -> None:
        for child in element:
            if child.tag in _CHANGES:
                self.n_changes += 1
            if child.tag in _PASSED_OVER or child.tag == TEXT_BOX:
                continue
            if child.tag == f"{W}r":
                self._run(child, placeholder=placeholder)
            elif child.tag in (f"{W}t", _MATH_TEXT):
                self._add(child.text or "")
            elif child.tag in _SIGNS:
                self._add(_SIGNS[child.tag])
            elif child.tag == f"{W}sym":
                self._add(_sign(child))
            elif child.tag == f"{W}fldChar":
                self._field(child)
            else:
                self.gather(child, placeholder=placeholder or (child.tag == f"{W}sdt" and is_placeholder(child)))

    def _run(self, run: BaseOxmlElement, *, placeholder: bool) -> None:
        properties = run.find(f"{W}rPr")
        if _is_on(properties, "vanish"):
            return
        named = None if properties is None else properties.find(f"{W}rStyle")
        style_id = "" if named is None else named.get(f"{W}val", "")
        own = run_look(properties).over(self.styles.looks.get(style_id, RunLook()))
        self.look = own.over(self.style).over(self.styles.base)
        is_empty = placeholder or style_id in self.styles.placeholders
        self.strength = "sure" if is_empty else self._strength(own.over(self.own_style))
        self.gather(run, placeholder=placeholder)
        self.look, self.strength = self.style.over(self.styles.base), None

    def _strength(self, look: RunLook) -> Strength | None:
        if look.tint == "grey":
            return "likely"
        if not look.italic and look.tint != "blue":
            return None
        is_small = look.size is not None and self.styles.base.size is not None and look.size < self.styles.base.size
        return "likely" if is_small else "weak"

    def _field(self, mark: BaseOxmlElement) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            self._add(_form_field(mark))
            self.in_code.append(True)
        elif kind == "separate" and self.in_code:
            self.in_code[-1] = False
        elif kind == "end" and self.in_code:
            self.in_code.pop()

    def _add(self, text: str) -> None:
        if text and not any(self.in_code):
            self.stretches.append(Stretch(text, bool(self.look.bold), self.look.size or 0.0, self.strength))


def _form_field(mark: BaseOxmlElement) -> str:
    """Return the state of a check box or a drop-down list of the old kind, which no text in the file shows."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        return "☑" if state is not None and state.get(f"{W}val", "1") not in ("0", "false") else "□"
    entries = mark.find(f"{W}ffData/{W}ddList")
    if entries is None:
        return ""
    chosen = entries.find(f"{W}result")
    index = "0" if chosen is None else chosen.get(f"{W}val", "0")
    texts = [entry.get(f"{W}val", "") for entry in entries.findall(f"{W}listEntry")]
    return texts[int(index)] if index.isdecimal() and len(index) < 4 and int(index) < len(texts) else ""


def _sign(symbol: BaseOxmlElement) -> str:
    if not symbol.get(f"{W}font", "").startswith("Wingdings"):
        return ""
    return _WINGDINGS.get(symbol.get(f"{W}char", "").upper().removeprefix("F0"), "")


def _is_on(properties: BaseOxmlElement | None, name: str) -> bool:
    mark = None if properties is None else properties.find(f"{W}{name}")
    return mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "none")
