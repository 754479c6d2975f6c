"""Lines: the lines of a text, PDF or Word file go in, blocks come out.

Hard-wrapped lines are joined, headings, items and table rows told apart by look and by their neighbors. Page numbers
and running titles have been taken out before (``running``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from stitext.reading.blocks import Block, Piece
from stitext.reading.headings import Look, can_head, is_bare_heading, is_bullet, is_label, look_at
from stitext.reading.normalization import normalize_line
from stitext.reading.tables import Cell, row_blocks
from stitext.reading.typed_rows import lengthened, row_cells, row_wraps
from stitext.reading.wrapping import (
    ends_sentence,
    goes_on,
    hangs,
    leading_number,
    likely_full,
    may_abbreviate,
    wrap_width,
)

_SPACED_OUT = re.compile(r"^\S{1,2}[ \u3000]\S[ \u3000]\S")
_RULED = re.compile(r"[\s┌┬┐├┼┤└┴┘─━┏┳┓┣╋┫┗┻┛═―—–\-=＝_＿*＊~〜+｜│┃|…・.]{3,}$")
_CLOSING_WORDS = frozenset({"以上", "記", "敬具", "拝啓", "以下余白", "(以下余白)", "(了)", "了"})

# A field of a form without a colon: a name, an ideographic space, a value.
_FIELD = re.compile(r"[^\s。、，．？！?!」）)]{1,10}[ \u3000]*\u3000\S")

TITLE_STYLE = "title"
BARE_STYLE = "bare"
_BARE_RANK = 4.9
_LONGEST_TITLE = 80
_LONGEST_STYLED_HEADING = 150


class Line(NamedTuple):
    """One line of the source.

    Attributes
    ----------
    start
        Where it begins in the source, blanks left out.
    end
        Where it ends in the source, blanks left out.
    raw
        The line between the two.
    indented
        Whether an ideographic space, or two blanks, stood before it.
    page
        Its page, from 1.
    rank
        The rank of a heading that the format itself marks as one.
    item
        Whether the format itself marks it as a list item.
    bold
        Whether all of it is bold.
    full
        Whether it fills the width, so that its paragraph may go on; None where only its length tells.
    """

    start: int
    end: int
    raw: str
    indented: bool = False
    page: int | None = None
    rank: float | None = None
    item: bool = False
    bold: bool = False
    full: bool | None = None


class _Seen(NamedTuple):
    """A line with what its look says; ``text`` is closed up, ``look`` None for plain lines."""

    line: Line
    text: str
    look: Look | None
    label: bool


def split_lines(text: str, *, start: int = 0, page: int | None = None) -> list[Line]:
    """Cut a text at its line breaks.

    Parameters
    ----------
    text
        Any text, with any line breaks.
    start
        Offset of the text in the source, in code points.
    page
        The page that the text stands on, from 1.

    Returns
    -------
    list of Line
        The lines in order; a blank one has no length and stands for any number of blank ones.
    """
    lines: list[Line] = []
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if not stripped and lines and not lines[-1].raw:
            start += len(raw)
            continue
        lead = len(raw) - len(raw.lstrip()) if stripped else 0
        indented = raw[:1] == "\u3000" or raw[:2] == "  "
        lines.append(Line(start + lead, start + lead + len(stripped), stripped, indented, page))
        start += len(raw)
    return lines


def group_lines(
    lines: Sequence[Line], *, wrapped: bool, is_start: bool = True, has_headings: bool | None = None
) -> list[Block]:
    """Make blocks of lines.

    Parameters
    ----------
    lines
        The lines in order, blank ones included.
    wrapped
        Whether a paragraph may have been broken over lines; in a Word file it has not.
    is_start
        Whether the document begins with these lines, so that the first may be its title.
    has_headings
        Whether the document marks its headings, so that short lines standing apart are none; found out from the lines
        where it is not given.

    Returns
    -------
    list of Block
        The blocks in order.
    """
    seen = [_see(line) for line in lines if not is_ruled(line)]
    classifier = _Classifier(
        seen,
        wrap_width([line.raw for line in lines]) if wrapped else None,
        is_start=is_start,
        has_headings=mark_headings(lines) if has_headings is None else has_headings,
    )
    blocks: list[Block] = []
    index = 0
    while index < len(seen):
        if not seen[index].text:
            index += 1
            continue
        row = _row_cells(seen, index)
        if row is not None:
            page = seen[index].line.page
            if (
                index + 1 < len(seen)
                and _is_plain(seen[index + 1])
                and row_wraps(seen[index].line, seen[index + 1].line)
            ):
                index += 1
                row[-1] = lengthened(row[-1], seen[index].line)
            blocks.extend(row_blocks(row, page=page))
            index += 1
            continue
        last = classifier.last_of_block(index)
        blocks.append(classifier.block(index, last))
        index = last + 1
    return blocks


def mark_headings(lines: Sequence[Line]) -> bool:
    """Tell whether any of the lines is marked as a heading, by the format or by a number.

    Parameters
    ----------
    lines
        All lines of a document.

    Returns
    -------
    bool
        True if one is.
    """
    for line in lines:
        if line.rank is not None:
            return True
        look = look_at(line.raw) if line.raw else None
        if look is not None and not look.listed and can_head(line.raw):
            return True
    return False


def is_ruled(line: Line) -> bool:
    """Tell whether a line is nothing but a drawn rule or the border of a table."""
    return len(line.raw) >= 3 and _RULED.match(line.raw) is not None


def _see(line: Line) -> _Seen:
    text = line.raw
    if not text:
        return _Seen(line, text, None, False)
    if _SPACED_OUT.match(text) is not None or re.match(r"\S[ \u3000]\S", text):
        closed = normalize_line(text)
        # Normalization turns ① and Ⅰ into plain numbers; what the line begins with must stay readable.
        text = (
            closed
            if unicodedata.normalize("NFKC", text[:1]) in closed[:1] and text[0] not in "①②③④⑤⑥⑦⑧⑨ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
            else text
        )
    return _Seen(line, text, look_at(text), is_label(text))


def _row_cells(seen: Sequence[_Seen], index: int) -> list[Cell] | None:
    """Return the cells of a line that is a row of a table drawn with pipes or set with wide gaps."""
    item = seen[index]
    if item.line.rank is not None or item.label:
        return None
    neighbors = [seen[near].line.raw for near in (index - 1, index + 1) if 0 <= near < len(seen)]
    return row_cells(item.line, neighbors, has_look=item.look is not None)


def _is_plain(item: _Seen) -> bool:
    return bool(item.text) and item.look is None and not item.label


class _Classifier:
    """Decides what each line begins, looking at its neighbors; remembers how a list began."""

    def __init__(self, seen: Sequence[_Seen], width: int | None, *, is_start: bool, has_headings: bool) -> None:
        self.seen = seen
        self.width = width
        self.listed: dict[str, bool] = {}  # for styles of lists: whether their current series are items
        self.numbers: dict[str, int] = {}  # for styles of numbers: the last one seen
        self.has_headings = has_headings
        self.n_titles = 0
        self.is_start = is_start
        self.started = not is_start

    def last_of_block(self, index: int) -> int:
        """Return the index of the last line that the line at ``index`` goes on to."""
        look = self.seen[index].look
        number = None if look is None else leading_number(self.seen[index].text, look)
        if look is not None and number is not None:
            self.numbers[look.style] = number
        while self._may_wrap(index) and self._continues(index):
            index += 1
        return index

    def _may_wrap(self, index: int) -> bool:
        return self.width is not None or self.seen[index].line.full is not None

    def _is_plain(self, index: int) -> bool:
        """Tell whether a line is there and is neither numbered, marked, nor a form field."""
        return index < len(self.seen) and _is_plain(self.seen[index])

    def block(self, first: int, last: int) -> Block:
        lines = [item.line for item in self.seen[first : last + 1]]
        pieces = tuple(Piece(line.start, line.end) for line in lines)
        page = lines[0].page
        item = self.seen[first]
        heading = self._heading(first, last)
        self.started = True
        if heading is not None:
            style, rank = heading
            self._forget(rank)
            return Block(pieces, "heading", rank, style, page)
        is_item = item.look is not None or item.label or item.line.item
        return Block(pieces, "item" if is_item else "paragraph", page=page)

    def _continues(self, index: int) -> bool:
        """Tell whether a line of a wrapped text goes on in the next line."""
        if index + 1 >= len(self.seen):
            return False
        this, following = self.seen[index], self.seen[index + 1]
        if not following.text:
            return False
        if goes_on(following.text):
            return True
        if ends_sentence(this.line.raw):
            return this.line.full is True and may_abbreviate(this.line.raw, following.text)
        is_full = this.line.full or (self._may_hang(this, following) and hangs(this.line.raw))
        if this.line.full is None:
            is_full = self.width is not None and likely_full(this.line.raw, following.text, self.width)
        return is_full and (not self._starts(index + 1) or self._runs_on(this, following))

    def _may_hang(self, this: _Seen, following: _Seen) -> bool:
        """Tell whether a line that is not full may go on; headings such as 「１．はじめに」 end with particles, too."""
        is_known = this.line.full is not None and this.line.bold == following.line.bold
        return is_known and not (this.look is not None and can_head(this.text) and not is_bullet(this.look))

    def _runs_on(self, this: _Seen, following: _Seen) -> bool:
        """Tell whether a number at the start of a line is one of the sentence, and numbers nothing."""
        if following.look is None or following.look.rank is None or following.line.indented:
            return False
        number = leading_number(following.text, following.look)
        if number is None:
            return this.line.full is True and this.line.raw[-1] in "、，,"
        if number == self.numbers.get(following.look.style, -1) + 1:
            return False
        if this.look is not None and not this.look.listed and this.line.full is False:
            return False  # a heading such as 「1. 出発の前に」 right above one of the next level
        return number != 1 or hangs(this.line.raw)

    def _starts(self, index: int) -> bool:
        item = self.seen[index]
        is_row = _row_cells(self.seen, index) is not None
        is_field = item.line.full is not None and _FIELD.match(item.line.raw) is not None
        begins = item.look is not None or item.label or item.line.indented
        return begins or is_row or is_field or is_bare_heading(item.text)

    def _heading(self, first: int, last: int) -> tuple[str, float | None] | None:
        item = self.seen[first]
        if item.line.rank is not None:
            # A whole paragraph under a heading style is text that was set to look like one.
            return None if len(item.text) > _LONGEST_STYLED_HEADING else ("styled", item.line.rank)
        text = item.text if first == last else "".join(part.text for part in self.seen[first : last + 1])
        if item.line.item or (not can_head(text) and not self._is_title(first, last, text)):
            return None
        if item.look is not None:
            if is_bullet(item.look) or not self._heads(first, last, item.look):
                return None
            return item.look.style, item.look.rank
        return self._plain_heading(first, last, text)

    def _plain_heading(self, first: int, last: int, text: str) -> tuple[str, float | None] | None:
        item = self.seen[first]
        if item.label or text in _CLOSING_WORDS:
            return None
        if self._is_title(first, last, text):
            self.n_titles += 1
            return TITLE_STYLE, 0.0
        if is_bare_heading(text) or item.line.bold:
            return BARE_STYLE, _BARE_RANK
        stands_apart = self._after(first, -1) is None and len(text) <= 20 and not item.line.indented
        if stands_apart and re.search(r"\w$", text) and self._heads_text(last):
            return BARE_STYLE, _BARE_RANK
        return None

    def _is_title(self, first: int, last: int, text: str) -> bool:
        """Tell whether a line at the start of the document is its title."""
        item = self.seen[first]
        if item.look is not None or item.label or len(text) > _LONGEST_TITLE or "。" in text or text[-1] in "、，,":
            return False
        if self.n_titles == 0 and not self.started:
            near = last + 1
            while near < last + 3 and self._is_plain(near) and can_head(self.seen[near].text):
                near += 1
            return len(self.seen) > 2 and near < len(self.seen) and not self._is_plain(near)
        return self.is_start and first < 8 and _SPACED_OUT.match(item.line.raw) is not None and not self.listed

    def _heads(self, first: int, last: int, look: Look) -> bool:
        """Tell whether a numbered or marked line heads what follows, and is no item of a list."""
        before, following = self._after(first, -1), self._after(last, 1)
        same_before = before is not None and before.look is not None and before.look.style == look.style
        same_after = following is not None and following.look is not None and following.look.style == look.style
        if not look.listed and look.rank is not None:
            return not (same_before or same_after)
        if look.style not in self.listed:
            self.listed[look.style] = same_after or not self._body_follows(last)
        return not self.listed[look.style]

    def _after(self, index: int, step: int) -> _Seen | None:
        """Return the neighboring line, None where that is blank or missing."""
        near = index + step
        return self.seen[near] if 0 <= near < len(self.seen) and self.seen[near].text else None

    def _heads_text(self, last: int) -> bool:
        """Tell whether a short line standing apart heads a text; beside marked headings only one right on top does."""
        following = self._after(last, 1)
        if following is None:
            return not self.has_headings and self._body_follows(last)
        is_text = following.look is None or is_bullet(following.look)
        return is_text and not following.label and "。" in following.text

    def _body_follows(self, last: int) -> bool:
        near = last + 1
        while near < len(self.seen) and near <= last + 2 and not self.seen[near].text:
            near += 1
        return near < len(self.seen) and bool(self.seen[near].text)

    def _forget(self, rank: float | None) -> None:
        """Let the lists under a new heading begin anew."""
        if rank is None or rank < 7.0:
            self.listed.clear()
