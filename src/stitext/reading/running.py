"""Running lines: the lines of each page go in, page numbers and running titles are told apart from the text.

A running title is a line that stands at the top or the bottom of at least half of the pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from stitext.reading.lines import Line

Reason = Literal["page-number", "running-title"]

_DASH = r"[-‐‑–—―ー~]"
_DECORATED = re.compile(
    rf"(?:{_DASH}\s*\d{{1,4}}\s*{_DASH}|\d{{1,4}}\s*/\s*\d{{1,4}}|(?:p|page|頁|ページ)\.?\s*\d{{1,4}}(?:\s*(?:/|of)\s*\d{{1,4}})?|"
    rf"\d{{1,4}}\s*(?:頁|ページ)|[(\[<]\s*\d{{1,4}}\s*[)\]>])$",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:[.．・･‥…]\s?){3,}\s*[\d０-９]{1,4}$")
_BARE = re.compile(r"\d{1,4}$")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DEPTH = 2  # lines at the top and at the bottom of a page that may be running lines
_MOST_PAGES_FOR_ONE_NUMBER = 2
_SAME_PLACE = 4.0  # points
_LONGEST_LONE_TITLE = 40
_TITLE = re.compile(r"[^\W\d_][^。:※]*$")


def find_running_lines(pages: Sequence[Sequence[Line]]) -> dict[int, Reason]:
    """Find the page numbers and running titles of a document.

    Parameters
    ----------
    pages
        The lines of each page.

    Returns
    -------
    dict
        For each line to leave out, the offset at which it starts and the reason.
    """
    edges = [_edges(page) for page in pages]
    found: dict[int, Reason] = {}
    for index, lines in enumerate(edges):
        for line in lines:
            if is_page_number(line.raw) or _is_counted(edges, index, line):
                found[line.start] = "page-number"
    if len(pages) < 3:
        return found
    titles = _running_titles([[line for line in lines if line.start not in found] for lines in edges])
    for lines in edges:
        for line in lines:
            if line.start not in found and _key(line.raw) in titles:
                found[line.start] = "running-title"
    return found


class Edge(NamedTuple):
    """A line at the top or bottom of a printed page.

    Attributes
    ----------
    start
        What names the line.
    raw
        Its text without blanks at its ends.
    top
        Where it stands, in points from the top of the page down.
    apart
        Whether it stands farther from the text than the text's lines from each other.
    outermost
        Whether it is the first or the last of its page.
    small
        Whether it is set smaller than the text.
    """

    start: int
    raw: str
    top: float
    apart: bool
    outermost: bool = False
    small: bool = False


def find_running_edges(pages: Sequence[Sequence[Edge]]) -> set[int]:
    """Find the running titles that show by their place: the same on two pages, in the same place, apart from the text.

    Parameters
    ----------
    pages
        The lines at the top and bottom of each page.

    Returns
    -------
    set of int
        The ``start`` of each.
    """
    found: dict[tuple[str, int], list[Edge]] = {}
    for edges in pages:
        for edge in edges:
            key = _key(edge.raw)
            if edge.apart and re.search(r"\w", key):
                found.setdefault((key, round(edge.top / _SAME_PLACE)), []).append(edge)
    return {edge.start for edges in found.values() if len(edges) >= 2 for edge in edges}


def find_lone_edges(edges: Sequence[Edge]) -> dict[int, Reason]:
    """Find the page number and running titles of a document of one page, where nothing repeats.

    Parameters
    ----------
    edges
        The lines at the top and bottom of the page.

    Returns
    -------
    dict
        For each line to leave out, its ``start`` and the reason: a bare number at the bottom, and a short line in small
        type that ends no sentence and is no note.
    """
    found: dict[int, Reason] = {}
    for index, edge in enumerate(edges):
        if not (edge.apart and edge.outermost):
            continue
        narrow = edge.raw.translate(_FULL_WIDTH)
        if _BARE.match(narrow) is not None:
            if index:
                found[edge.start] = "page-number"
        elif edge.small and len(narrow) <= _LONGEST_LONE_TITLE and _TITLE.match(narrow) is not None:
            found[edge.start] = "running-title"
    return found


def is_page_number(raw: str) -> bool:
    """Tell whether a line is a page number by its look: 「- 3 -」, 「3/10」, 「p. 4」.

    Parameters
    ----------
    raw
        A line without blanks at its ends.

    Returns
    -------
    bool
        True for a decorated number; a bare one says nothing by itself.
    """
    return len(raw) <= 20 and _DECORATED.match(raw.translate(_FULL_WIDTH)) is not None


def is_contents_line(raw: str) -> bool:
    """Tell whether a line is an entry of a table of contents: a title, a dotted leader and a page.

    Parameters
    ----------
    raw
        A line without blanks at its ends.

    Returns
    -------
    bool
        True for such an entry.
    """
    return _LEADER.search(raw[-40:]) is not None


def bare_numbers(lines: Sequence[Line]) -> list[int]:
    """Find bare numbers on lines of their own that count up by one through a text, at least two of them.

    Parameters
    ----------
    lines
        The lines of a text without page breaks.

    Returns
    -------
    list of int
        The indices of those lines; empty where the numbers do not count pages.
    """
    found = [index for index, line in enumerate(lines) if _BARE.match(line.raw.translate(_FULL_WIDTH))]
    numbers = [int(lines[index].raw.translate(_FULL_WIDTH)) for index in found]
    counts_up = all(after == before + 1 for before, after in pairwise(numbers))
    far_apart = all(after - before >= 10 for before, after in pairwise(found))
    return found if len(found) >= 2 and numbers[0] <= 2 and counts_up and far_apart else []


def _edges(page: Sequence[Line]) -> list[Line]:
    filled = [line for line in page if line.raw]
    if len(filled) <= 2 * _DEPTH:
        return filled
    return [*filled[:_DEPTH], *filled[-_DEPTH:]]


def _is_counted(edges: Sequence[Sequence[Line]], index: int, line: Line) -> bool:
    """Tell whether a bare number counts the pages: on at least half of them, the same distance from the page's own."""
    narrow = line.raw.translate(_FULL_WIDTH)
    if _BARE.match(narrow) is None or len(edges) < 2:
        return False
    offset = int(narrow) - index
    expected = sum(
        1
        for other, lines in enumerate(edges)
        if any(item.raw.translate(_FULL_WIDTH) == str(other + offset) for item in lines)
    )
    return expected >= max(_MOST_PAGES_FOR_ONE_NUMBER, len(edges) / 2)


def _running_titles(edges: Sequence[Sequence[Line]]) -> set[str]:
    counts = Counter(key for lines in edges for key in {_key(line.raw) for line in lines})
    n_pages = sum(1 for lines in edges if lines)
    return {key for key, count in counts.items() if count >= max(3, n_pages / 2) and re.search(r"\w", key)}


def _key(raw: str) -> str:
    """Return what stays the same of a running title from page to page."""
    return re.sub(r"[\s\d]+", "", raw.translate(_FULL_WIDTH))
