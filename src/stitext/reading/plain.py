"""Plain text: a string goes in, its blocks come out. Markdown and tables have readers of their own."""

from __future__ import annotations

from collections.abc import Sequence

from stitext.reading.blocks import Layout
from stitext.reading.lines import Line, group_lines, is_ruled, split_lines
from stitext.reading.running import Reason, bare_numbers, find_running_lines, is_contents_line, is_page_number
from stitext.records import LeftOut


def read_plain(text: str) -> Layout:
    """Find the blocks of a plain text.

    Parameters
    ----------
    text
        The text with its own line breaks.

    Returns
    -------
    Layout
        The text as it is, with its blocks and what was left out.
    """
    lines = split_lines(text)
    running = _running_lines(text, lines)
    return lay_out(text, lines, running)


def lay_out(text: str, lines: Sequence[Line], running: dict[int, Reason]) -> Layout:
    """Make a layout of lines, without their running lines and drawn rules.

    Parameters
    ----------
    text
        The source.
    lines
        All of its lines.
    running
        For each line to leave out, its start and the reason.

    Returns
    -------
    Layout
        The blocks and what was left out.
    """
    left_out: list[LeftOut] = []
    kept: list[Line] = []
    at_page_end = False
    for line in lines:
        reason = running.get(line.start) if line.raw else None
        if reason is None and is_ruled(line):
            reason_text = "ruled-line"
        elif reason is None and is_contents_line(line.raw):
            reason_text = "table-of-contents"
        elif reason is not None:
            reason_text = reason
        else:
            # Blank lines around a page break say nothing about the paragraph that runs over it.
            if line.raw or not at_page_end:
                kept.append(line)
            at_page_end = at_page_end and not line.raw
            continue
        left_out.append(LeftOut(start=line.start, end=line.end, reason=reason_text, page=line.page))
        if reason is not None:
            while kept and not kept[-1].raw:
                kept.pop()
            at_page_end = True
    return Layout(text, tuple(group_lines(kept, wrapped=True)), tuple(left_out))


def _running_lines(text: str, lines: Sequence[Line]) -> dict[int, Reason]:
    """Find page numbers and running titles; pages end at a form feed or at a page number."""
    counted = set(bare_numbers(lines))
    pages: list[list[Line]] = [[]]
    found: dict[int, Reason] = {}
    end = 0
    for index, line in enumerate(lines):
        if line.raw and "\f" in text[end : line.start]:
            pages.append([])
        end = line.end
        if is_page_number(line.raw) or index in counted:
            found[line.start] = "page-number"
            pages.append([])
        else:
            pages[-1].append(line)
    pages = [page for page in pages if any(line.raw for line in page)]
    if len(pages) >= 3:
        titles = find_running_lines(pages)
        found.update({start: reason for start, reason in titles.items() if reason == "running-title"})
    return found
