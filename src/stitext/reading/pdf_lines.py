"""Printed lines: the columns of a page go in, its lines with what their place says of them come out.

It tells apart what is no body text by its place and size: footnotes, captions of figures and tables, ruby.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from stitext.reading.headings import is_label, look_at
from stitext.reading.pdf_columns import group_rows, split_columns
from stitext.reading.pdf_drawings import Rule
from stitext.reading.pdf_pages import Page
from stitext.reading.pdf_runs import Run, is_wide
from stitext.reading.pdf_tables import Table, find_tables
from stitext.reading.wrapping import ends_sentence

Role = Literal["body", "caption", "footnote", "ruby"]

_NOTE_MARK = re.compile(
    r"(?:\*{1,3}|[†‡§]|[※＊注]\s?[\d０-９]{0,3}|[(（]?注[\d０-９]*[)）:：]?|[\d０-９]{1,3}[)）.．]?|[¹²³]|\[\d+\])(?=\s|\S)"
)
_CAPTION = re.compile(
    r"(?:図|表|写真|(?:figures?|figs?\.|fig|tables?|photos?|scheme|chart))\s?[\d０-９]{1,3}(?:[-.．－‐・][\d０-９]{1,3})*"
    r"(?:[\s:：.．、)）(（]|(?=[^\s、。,.にはがをのでともへやかよ以参])|$)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s*(?:【[^】]{1,20}】|[^\s:：。]{1,8}(?:\s+[^\s:：。]{1,4}){0,6}\s*[:：])\s*")
_KANA = re.compile(r"[ぁ-んァ-ヶー・\s]+$")
_SMALL = 0.93  # of the body's em; footnotes are set at least this much smaller
_RUBY = 0.62  # of the em below; ruby is set at half of it
_APART = 1.4  # times the usual step from line to line
_LONGEST_NOTES = 0.45  # share of the page's height
_LONGEST_NOTE_RULE = 0.6  # share of the column's width
_MOST_CAPTION_LINES = 6
_LONG_COLUMN = 10  # lines
_LEAST_WIDTH = 12.0  # em; lines in narrower columns are entries of a list
_RAGGED = 1.5  # em; lines that end that near to each other end at one edge
_LEAST_REACHING = 3  # lines at an edge that show it
_LATIN_WORD = 5.0  # em; the width that the next word may have


class PrintedLine(NamedTuple):
    """One line as it is printed.

    Attributes
    ----------
    text
        Its characters; a wide gap is two blanks.
    lefts
        Where each character begins, in points.
    rights
        Where each ends.
    top
        The upper edge, from the top of the page down.
    bottom
        The lower edge.
    em
        Width of a full-width character.
    font
        Name of the font of most of its characters.
    role
        What its place and size say that it is.
    full
        Whether the next word would not have fitted any more.
    indented
        Whether it is set in as the first line of a paragraph is.
    apart
        Whether it stands farther from the line above than lines usually do.
    """

    text: str
    lefts: array[float]
    rights: array[float]
    top: float
    bottom: float
    em: float
    font: str
    role: Role = "body"
    full: bool = False
    indented: bool = False
    apart: bool = False

    @property
    def left(self) -> float:
        """The left edge."""
        return self.lefts[0]

    @property
    def right(self) -> float:
        """The right edge."""
        return self.rights[-1]


class Body(NamedTuple):
    """How the body of a document is set: its em in points, its font, where right columns begin."""

    em: float
    font: str
    gutters: tuple[float, ...]


Column = list["PrintedLine | Table"]


def body_of(runs: Iterable[Run], gutters: Sequence[float]) -> Body:
    """Tell how the body of a document is set.

    Parameters
    ----------
    runs
        The runs of its pages.
    gutters
        Where the right columns of its pages begin.

    Returns
    -------
    Body
        The em and font of most of its characters.
    """
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    for run in runs:
        sizes[round(run.em * 4) / 4] += len(run.text)
        fonts[run.font] += len(run.text)
    em = sizes.most_common(1)[0][0] if sizes else 10.0
    return Body(em, fonts.most_common(1)[0][0] if fonts else "", tuple(gutters))


def read_columns(page: Page, runs: Sequence[Run], body: Body) -> list[Column]:
    """Make the lines and tables of a page, in reading order.

    Parameters
    ----------
    page
        The page.
    runs
        Its runs, without running titles.
    body
        How the body is set.

    Returns
    -------
    list of list
        The columns and full-width bands of the page, each from top to bottom.
    """
    tables, rest = find_tables(page.rules, runs)
    columns = split_columns([*rest, *tables], body.em, gutters=body.gutters)
    return [_column(column, page.rules, body, page.height) for column in columns]


def fit_columns(pages: Sequence[Sequence[Column]]) -> list[list[Column]]:
    """Tell anew which lines are full, by the widest column of the document at the same place of a page.

    The last page, or a page of short lines, does not show by itself where its lines end.

    Parameters
    ----------
    pages
        The columns of each page, from ``read_columns``.

    Returns
    -------
    list of list
        The same columns.
    """
    edges = [edge for columns in pages for column in columns if (edge := _edges(column)) is not None]
    return [[_fitted(column, edges) for column in columns] for columns in pages]


def read_lines(runs: Sequence[Run], *, edge: float | None = None) -> list[PrintedLine]:
    """Make the lines of one column, or of one cell of a table.

    Parameters
    ----------
    runs
        Its runs, in any order.
    edge
        Where its lines end, in points from the left of the page; the right edge of its longest lines where not given.

    Returns
    -------
    list of PrintedLine
        From top to bottom.
    """
    rows = [[part for part in row if isinstance(part, Run)] for row in group_rows(runs)]
    lines = _with_ruby([_line(row) for row in rows])
    placed = iter(_placed([line for line in lines if line.role != "ruby"], edge))
    return [line if line.role == "ruby" else next(placed) for line in lines]


def _column(parts: Sequence[object], rules: Sequence[Rule], body: Body, height: float) -> Column:
    runs = [part for part in parts if isinstance(part, Run)]
    tables = [part for part in parts if isinstance(part, Table)]
    lines = read_lines(runs)
    lines = _with_captions(_with_footnotes(lines, rules, body, height))
    return sorted([*lines, *tables], key=lambda part: part.top)


def _line(row: Sequence[Run]) -> PrintedLine:
    text = ""
    lefts, rights = array("f"), array("f")
    for run in row:
        if text:
            blanks = _blanks(run.left - rights[-1], run, text[-1])
            text += blanks
            lefts.extend([rights[-1]] * len(blanks))
            rights.extend([run.left] * len(blanks))
        text += run.text
        lefts.extend(run.lefts)
        rights.extend(run.rights)
    longest = max(row, key=lambda run: len(run.text))
    top, bottom = min(run.top for run in row), max(run.bottom for run in row)
    return PrintedLine(text, lefts, rights, top, bottom, longest.em, longest.font)


def _blanks(gap: float, run: Run, before: str) -> str:
    if before.isspace() or run.text[0].isspace() or gap < 0.2 * run.em:
        return ""
    if gap < 0.5 * run.em and (is_wide(before) or is_wide(run.text[0])):
        return ""
    return " " if gap < 1.8 * run.em else "  "


def _edges(column: Column) -> tuple[float, float] | None:
    """Return where the lines of a column begin and end."""
    lines = [line for line in column if isinstance(line, PrintedLine) and line.role == "body"]
    return (min(line.left for line in lines), _edge(lines)) if lines else None


def _fitted(column: Column, edges: Sequence[tuple[float, float]]) -> Column:
    own = _edges(column)
    if own is None:
        return column
    lines = [part for part in column if isinstance(part, PrintedLine)]
    edge = own[1]
    n_reaching = sum(1 for line in lines if abs(line.right - edge) < _RAGGED * line.em)
    if n_reaching < max(_LEAST_REACHING, len(lines) / 5):
        edge = max([edge, *(right for left, right in edges if abs(left - own[0]) < 2 * lines[0].em)])
    fitted: Column = []
    n_lines = 0
    for part in column:
        if isinstance(part, PrintedLine):
            n_lines += 1
            after = lines[n_lines] if n_lines < len(lines) else None
            is_full = part.full and edge - own[0] >= _LEAST_WIDTH * part.em and _is_full(part, after, edge)
            part = part._replace(full=is_full)
        fitted.append(part)
    return fitted


def _edge(lines: Sequence[PrintedLine]) -> float:
    # In a long column one line may jut out.
    rights = sorted(line.right for line in lines)
    return rights[int(0.93 * (len(rights) - 1))] if len(rights) >= _LONG_COLUMN else rights[-1]


def _placed(lines: Sequence[PrintedLine], edge: float | None) -> list[PrintedLine]:
    """Tell of each line whether it is full, indented and apart."""
    if not lines:
        return []
    edge = _edge(lines) if edge is None else edge - 0.5 * lines[0].em
    steps = sorted(after.bottom - before.bottom for before, after in pairwise(lines))
    usual = steps[(len(steps) - 1) // 3] if steps else 0.0
    placed: list[PrintedLine] = []
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        step = line.bottom - before.bottom if before is not None else 0.0
        placed.append(
            line._replace(
                full=_is_full(line, after, edge),
                indented=_is_indented(line, before, after) and not (placed and _breaks_off(placed[-1])),
                apart=step > _APART * max(usual, 1.05 * line.em),
            )
        )
    return placed


def _is_full(line: PrintedLine, after: PrintedLine | None, edge: float) -> bool:
    """Tell whether the next word would not have fitted; a Japanese word breaks anywhere but before small kana."""
    label = _LABEL.match(line.text)
    if "  " in line.text[label.end() if label else 0 :].strip():  # fields of a form, or a row of a table without rules
        return False
    if after is None:
        return edge - line.right < (2.2 if is_wide(line.text.rstrip()[-1:]) else _LATIN_WORD) * line.em
    word = re.match(r"[!-~]+(?= |$)|[!-~]{1,12}", after.text.lstrip())
    space = 2.2 * line.em
    if word is not None:
        start = len(after.text) - len(after.text.lstrip())
        space = max(space, after.rights[start + word.end() - 1] - after.lefts[start] + 1.2 * line.em)
    return edge - line.right < space


def _breaks_off(before: PrintedLine) -> bool:
    """Tell whether a line must go on in the next, however far that is set in: it is full and ends no sentence."""
    return before.full and not ends_sentence(before.text.rstrip()) and "\u3000\u3000" not in before.text.strip()


def _is_indented(line: PrintedLine, before: PrintedLine | None, after: PrintedLine | None) -> bool:
    if line.text[0] == "\u3000":
        return True
    if before is not None and (look_at(before.text.strip()) is not None or is_label(before.text.strip())):
        return False  # what an item or a field of a form hangs under its mark
    set_in = before is None or 0.7 * line.em < line.left - before.left < 3 * line.em
    return set_in and after is not None and 0.7 * line.em < line.left - after.left < 3 * line.em


def _with_ruby(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Mark the lines of small kana that stand right above a line."""
    marked: list[PrintedLine] = []
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else None
        is_ruby = (
            below is not None
            and line.em < _RUBY * below.em
            and below.top - line.bottom < 0.5 * line.em
            and _KANA.match(line.text) is not None
        )
        marked.append(line._replace(role="ruby") if is_ruby else line)
    return marked


def _with_footnotes(
    lines: Sequence[PrintedLine], rules: Sequence[Rule], body: Body, height: float
) -> list[PrintedLine]:
    """Mark the footnotes at the end of a column: smaller than the body, under a short rule or begun by a mark."""
    start = len(lines)
    while start and lines[start - 1].em < _SMALL * body.em:
        start -= 1
    ruled = next((index for index in range(1, start) if _is_ruled_off(lines, index, rules, body)), None)
    start = start if ruled is None else ruled
    # Text in small type above the notes, such as that of a figure, is none of them.
    while start < len(lines) and not _begins_notes(lines, start, rules):
        start += 1
    if start == 0 or start == len(lines) or lines[-1].bottom - lines[start].top > _LONGEST_NOTES * height:
        return list(lines)
    notes: list[PrintedLine] = [line._replace(role="footnote") for line in lines[start:]]
    return [*lines[:start], *notes]


def _is_ruled_off(lines: Sequence[PrintedLine], index: int, rules: Sequence[Rule], body: Body) -> bool:
    """Tell whether a line with a note's mark stands under a short rule, in type that is no larger than the body's."""
    line, above = lines[index], lines[index - 1]
    width = _edge(lines) - min(other.left for other in lines)
    return (
        all(other.em <= body.em for other in lines[index:])
        and _NOTE_MARK.match(line.text.lstrip()) is not None
        and any(
            above.bottom - 2 <= rule.top == rule.bottom <= line.top + 2
            and abs(rule.left - line.left) < 2 * line.em
            and rule.right - rule.left < _LONGEST_NOTE_RULE * width
            for rule in rules
        )
    )


def _begins_notes(lines: Sequence[PrintedLine], index: int, rules: Sequence[Rule]) -> bool:
    line = lines[index]
    above = lines[index - 1].bottom if index else 0.0
    ruled = any(
        above - 2 <= rule.top == rule.bottom <= line.top + 2 and rule.left <= line.right and line.left <= rule.right
        for rule in rules
    )
    return ruled or _NOTE_MARK.match(line.text.lstrip()) is not None


def _with_captions(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Mark the captions of figures and tables, with the lines on which they go on."""
    marked: list[PrintedLine] = []
    n_caption = 0
    for index, line in enumerate(lines):
        before = marked[-1] if marked else None
        if line.role != "body":
            n_caption = 0
        elif _CAPTION.match(line.text.lstrip()) and (before is None or line.apart or _is_new(before)):
            n_caption = 1
        elif n_caption and not line.apart and lines[index - 1].full and abs(line.em - lines[index - 1].em) < 0.3:
            n_caption += 1
        else:
            n_caption = 0
        is_caption = 1 <= n_caption <= _MOST_CAPTION_LINES
        marked.append(line._replace(role="caption") if is_caption else line)
    return marked


def _is_new(before: PrintedLine) -> bool:
    """Tell whether a line begins anew after another: that was not full, or ended its sentence."""
    return not before.full or before.text.rstrip()[-1:] in "。．.」）)"
