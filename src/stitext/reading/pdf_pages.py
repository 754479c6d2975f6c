"""PDF pages: pdfium's page goes in, its printed runs of characters, ruled lines and pictures come out.

Text that is turned by a quarter, or set vertically, is turned upright, so that all later steps know one direction only.
Lengths are points of 1/72 inch.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw as pdfium

from stitext.reading.pdf_drawings import Rule, read_drawings
from stitext.reading.pdf_runs import Glyph, Run, is_wide, join_glyphs, turn_box, turn_glyph

_LEAST_VERTICAL = 4  # characters under each other that make a vertical line
_MOST_CHARACTERS = 200_000  # of one page; A0 in 4-point type holds fewer
_SLANTED = 4
# Control characters that pdfium gives: a hyphen at the end of a line, and blanks.
_CONTROLS = {2: "-", 9: " ", 10: "", 13: ""}
# Dingbats that word processors draw bullets with: the Symbol and Wingdings fonts, in the private use area.
_DINGBATS = {0xF0B7: "・", 0xF06C: "●", 0xF06E: "■", 0xF0A7: "■", 0xF0D8: "▶", 0xF0FC: "✓", 0xF075: "◆", 0xF0A1: "○"}


class Page(NamedTuple):
    """What is printed on a page.

    Attributes
    ----------
    number
        From 1.
    width
        As shown.
    height
        As shown.
    turn
        Quarters by which most of its text is turned clockwise; vertical text counts as turned by one.
    runs
        The runs of that text, turned upright, in the order in which they are drawn.
    turned
        The runs of the other text, by the quarters by which it is turned.
    slanted
        Text that stands aslant, such as a stamp across the page.
    rules
        The ruled lines, turned as ``runs`` are.
    pictures
        Share of the page that pictures cover, in [0, 1].
    is_blank
        Whether nothing at all is drawn on it.
    """

    number: int
    width: float
    height: float
    turn: int
    runs: list[Run]
    turned: dict[int, list[Run]]
    slanted: str
    rules: list[Rule]
    pictures: float
    is_blank: bool


def read_page(page: pypdfium2.PdfPage, number: int) -> Page:
    """Read what is printed on a page.

    Parameters
    ----------
    page
        An open page.
    number
        Its number, from 1.

    Returns
    -------
    Page
        Its runs, rules and pictures.
    """
    width, height = page.get_size()
    text_page = page.get_textpage()
    try:
        glyphs, slanted = _glyphs(page, text_page, width, height)
        groups = _by_turn(glyphs)
        turn = max(groups, key=lambda key: len(groups[key]), default=0)
        runs = {
            key: join_glyphs([turn_glyph(glyph, key, width, height) for glyph in group])
            for key, group in groups.items()
        }
    finally:
        text_page.close()
    rules, pictures = read_drawings(page, turn)
    is_blank = pdfium.FPDFPage_CountObjects(page.raw) <= 0
    main = runs.pop(turn, [])
    return Page(number, width, height, turn, main, runs, slanted, rules, pictures, is_blank)


def _glyphs(
    page: pypdfium2.PdfPage, text_page: pypdfium2.PdfTextPage, width: float, height: float
) -> tuple[list[Glyph], str]:
    """Return the upright characters of a page as it is shown, and those aslant."""
    raw = text_page.raw
    crop_left, crop_bottom, crop_right, crop_top = page.get_cropbox()
    quarter = page.get_rotation() // 90
    unturned = (crop_right - crop_left, crop_top - crop_bottom)
    rectangle = pdfium.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    unicode_at, box_at, angle_at = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_GetCharAngle,
    )
    fonts = _Fonts()
    glyphs: list[Glyph] = []
    slanted: list[str] = []
    spaced = False
    high = 0  # the first half of a surrogate pair
    for index in range(min(text_page.count_chars(), _MOST_CHARACTERS)):
        code = unicode_at(raw, index)
        if code in (10, 13, 32) and pdfium.FPDFText_IsGenerated(raw, index) == 1:
            spaced = True
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        high = 0
        character = _character(code, raw, index)
        box_at(raw, index, pointer)
        box = (
            rectangle.left - crop_left,
            crop_top - rectangle.top,
            rectangle.right - crop_left,
            crop_top - rectangle.bottom,
        )
        if quarter:
            box = turn_box(box, 4 - quarter, *unturned)
        left, top, right, bottom = box
        if not character or min(left, top) < -1 or width + 1 < right or height + 1 < bottom:
            continue
        turn = _turn(angle_at(raw, index) + quarter * math.pi / 2)
        if turn == _SLANTED:
            slanted.append(character)
            continue
        font, em = fonts.of(index, text_page)
        glyphs.append(Glyph(character, left, top, right, bottom, turn, index, spaced, font, is_wide(character), em))
        spaced = False
    return glyphs, "".join(slanted).strip()


def _character(code: int, raw: object, index: int) -> str:
    """Return the character at an index: nothing for a line break, U+FFFD where the file gives no Unicode."""
    if code in _DINGBATS:
        return _DINGBATS[code]
    if code < 32 and pdfium.FPDFText_HasUnicodeMapError(raw, index) != 1:
        return _CONTROLS.get(code, "\ufffd")
    if code < 32 or 0xD800 <= code < 0xF900 or code in (0xFFFD, 0xFFFE, 0xFFFF):
        return "\ufffd"
    return "\ufffd" if pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1 else chr(code)


def _turn(angle: float) -> int:
    """Return by how many quarters an angle turns clockwise."""
    quarters = angle / (math.pi / 2)
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) < 0.06 else _SLANTED


def _by_turn(glyphs: Sequence[Glyph]) -> dict[int, list[Glyph]]:
    """Part the characters by how they are turned; those set vertically go with those turned by a quarter."""
    vertical = _vertical(glyphs)
    mostly = sum(vertical) > len(glyphs) / 2
    groups: dict[int, list[Glyph]] = {}
    for index, (glyph, is_vertical) in enumerate(zip(glyphs, vertical, strict=True)):
        alone = mostly and not glyph.turn and not _is_beside(glyphs, index)
        groups.setdefault(1 if is_vertical or alone else glyph.turn, []).append(glyph)
    return groups


def _vertical(glyphs: Sequence[Glyph]) -> list[bool]:
    """Mark the upright characters that stand under each other, at least four in a row."""
    marks = [False] * len(glyphs)
    start = 0
    for index, (before, after) in enumerate(pairwise([*glyphs, None]), start=1):
        if before is not None and after is not None and _is_under(before, after):
            continue
        if index - start >= _LEAST_VERTICAL:
            marks[start:index] = [True] * (index - start)
        start = index
    return marks


def _is_under(before: Glyph, after: Glyph) -> bool:
    if not before.wide or not after.wide or before.turn or after.turn or before.right - before.left < 1:
        return False
    em = max(before.right - before.left, after.right - after.left)
    step = after.top + after.bottom - before.top - before.bottom
    aside = abs(after.left + after.right - before.left - before.right)
    return aside < 0.7 * em and 1.2 * em < step < 2.8 * em


def _is_beside(glyphs: Sequence[Glyph], index: int) -> bool:
    """Tell whether a character has its neighbor to the left or right, on its own line."""
    glyph = glyphs[index]
    for near in (index - 1, index + 1):
        if 0 <= near < len(glyphs):
            other = glyphs[near]
            gap = max(other.left - glyph.right, glyph.left - other.right)
            if abs(other.bottom - glyph.bottom) < 2 and gap < glyph.bottom - glyph.top:
                return True
    return False


class _Fonts:
    """The font of each character and its em in points: those of the text object to which the character belongs."""

    def __init__(self) -> None:
        self.item: int | None = None
        self.font = ("", 1.0)
        self.matrix = pdfium.FS_MATRIX()

    def of(self, index: int, text_page: pypdfium2.PdfTextPage) -> tuple[str, float]:
        pointer = pdfium.FPDFText_GetTextObject(text_page.raw, index)
        item = ctypes.cast(pointer, ctypes.c_void_p).value
        if item is None or item != self.item:
            size = pdfium.FPDFText_GetFontSize(text_page.raw, index)
            if item is not None and pdfium.FPDFPageObj_GetMatrix(pointer, ctypes.byref(self.matrix)):
                matrix = self.matrix
                size *= abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
            self.item = item
            self.font = (_font(text_page, index), max(size, 1.0))
        return self.font


def _font(text_page: pypdfium2.PdfTextPage, index: int) -> str:
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(128)
    length = pdfium.FPDFText_GetFontInfo(text_page.raw, index, buffer, 128, ctypes.byref(flags))
    name = buffer.value.decode("utf-8", errors="replace") if 0 < length <= 128 else ""
    return f"{name} ForceBold" if flags.value & 1 << 18 else name
