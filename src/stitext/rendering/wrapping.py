"""Wrapping for terminals, where a Japanese character takes two columns and words have no blanks between them."""

from __future__ import annotations

import re

from rich.cells import cell_len

# A line must not begin with these, nor end with those (JIS X 4051, 行頭禁則文字 and 行末禁則文字).
_NOT_FIRST = frozenset(
    "、。，．・：；！？）」』】〕〉》］｝〗ー々ゝゞぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥,.:;!?)]}%％"
)
_NOT_LAST = frozenset("（「『【〔〈《［｛〖([{")
_UNIT = re.compile(r"[!-~]+|\s+|.", re.DOTALL)


def wrap_text(text: str, width: int) -> list[str]:
    """Break a text into lines of at most ``width`` columns.

    Lines break between Japanese characters and between Latin words; a closing mark goes over to the next line
    together with the character before it. A single word wider than ``width`` is cut.

    Source: JIS X 4051, line-start and line-end prohibition.

    Parameters
    ----------
    text
        Text without line breaks.
    width
        Columns, at least 4; wide characters count two.

    Returns
    -------
    list of str
        The lines, without blanks at their ends; one empty line for an empty text.
    """
    lines: list[str] = []
    line = ""
    for unit in _units(text, width):
        if line and width < cell_len(line) + cell_len(unit.rstrip()):
            lines.append(line.rstrip())
            line = ""
        line += unit.lstrip() if not line else unit
    lines.append(line.rstrip())
    return lines


def _units(text: str, width: int) -> list[str]:
    """Cut a text into stretches that stay on one line."""
    units: list[str] = []
    for found in _UNIT.finditer(text):
        unit = found.group()
        previous = units[-1] if units else ""
        sticks = bool(previous) and not previous.isspace() and (unit[0] in _NOT_FIRST or previous[-1] in _NOT_LAST)
        if sticks and not unit.isspace() and cell_len(previous + unit) < width + 1:
            units[-1] = previous + unit
        else:
            units.extend(_cut(unit, width))
    return units


def _cut(unit: str, width: int) -> list[str]:
    if cell_len(unit) < width + 1:
        return [unit]
    return [unit[start : start + width] for start in range(0, len(unit), width)]
