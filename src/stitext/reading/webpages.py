"""Web pages: the bytes of an .html go in, its blocks come out: headings, paragraphs, lists and tables.

The text is what a browser shows without scripts and styles. Navigation is left out and kept apart; deleted text,
ruby and hidden elements are no text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from stitext.reading.blocks import Layout
from stitext.reading.decoding import DecodedText, decode
from stitext.reading.flow import Flow, FlowCell
from stitext.reading.normalization import normalize_line
from stitext.reading.word_numbering import format_number

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w\-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 4_096
# Source: WHATWG Encoding Standard: what pages call Shift_JIS is Windows-31J.
_AS_READ = {"shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932"}
_GONE = frozenset(
    {
        "script", "style", "noscript", "template", "head", "svg", "iframe", "object", "audio", "video",
        "canvas", "select", "textarea", "button", "input", "map", "rt", "rp", "del", "s", "strike", "math",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "main", "header", "footer", "aside", "blockquote", "pre", "figure",
        "figcaption", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "address",
        "form", "fieldset", "legend", "details", "summary", "hr", "center", "caption", "table", "tbody",
        "thead", "tfoot", "tr", "td", "th", "body", "html", "nav",
    }
)  # fmt: skip
_HEADING = re.compile(r"h[1-6]$")
_LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LAYOUT_PARTS = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6"})
_MOST_SPANNED = 1_000


def read_web_page(data: bytes, name: str) -> Layout:
    """Find the blocks of a web page.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.

    Returns
    -------
    Layout
        The page's text with its blocks.
    """
    decoded = _decode(data, name)
    return lay_out_html(decoded.text)._replace(encoding=decoded.encoding, warnings=decoded.warnings)


def lay_out_html(text: str) -> Layout:
    """Find the blocks of HTML that was decoded before.

    Parameters
    ----------
    text
        The page or a part of one.

    Returns
    -------
    Layout
        Its text with its blocks.
    """
    flow = Flow()
    root = LexborHTMLParser(text).root
    if root is not None:
        _Walker(flow).walk(root)
    return flow.layout()


def _decode(data: bytes, name: str) -> DecodedText:
    """Decode a page as it says itself, where it can be decoded so."""
    declared = _DECLARED.search(data[:_HEAD_BYTES])
    if declared is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        label = declared.group(1).decode("ascii").lower()
        try:
            encoding = codecs.lookup(_AS_READ.get(label, label)).name
            return DecodedText(data.decode(encoding), encoding, ())
        except (LookupError, ValueError):
            pass  # a page that says of itself what is not so is decoded by its bytes
    return decode(data, name)


class _List(NamedTuple):
    """A list that is open: how its numbers look, None for bullets, and the next number."""

    style: str | None
    number: int


class _Walker:
    """Goes through the tree without recursion: pages can nest as deep as they like."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.inline: list[str] = []
        self.rank: float | None = None
        self.lists: list[_List] = []
        self.marker: str | None = None  # of the item that has just begun
        self.in_item = 0
        self.n_bold = 0
        self.all_bold = True
        self.n_pre = 0
        self.tables: list[_Table] = []

    def walk(self, root: LexborNode) -> None:
        """Read a tree."""
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node)
            elif node.is_text_node:
                self._text(node)
            elif node.is_element_node and self._enter(node):
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(list(_children(node))))
        self._flush()

    def _enter(self, node: LexborNode) -> bool:
        """Begin an element; return whether to go into it."""
        tag = node.tag or ""
        if _is_gone(node):
            return False
        if tag == "nav" or node.attributes.get("role") == "navigation":
            self._flush()
            self.flow.leave_out(" ".join(_paragraphs(node)), "navigation")
            return False
        if tag == "br":
            self.inline.append("\n")
        if tag in _BLOCKS:
            self._flush()
        if tag == "tr" and self.tables and _is_data(node):
            self._row(node, self.tables[-1])
            return False
        self._open(node, tag)
        return True

    def _open(self, node: LexborNode, tag: str) -> None:
        if _HEADING.match(tag):
            self.rank = float(tag[1])
        elif tag in ("ul", "ol"):
            style = _LIST_STYLES.get(node.attributes.get("type") or "", "decimal") if tag == "ol" else None
            start = node.attributes.get("start") or ""
            self.lists.append(_List(style, int(start) if start.isdecimal() and len(start) < 6 else 1))
        elif tag == "li":
            self._item()
        elif tag == "table":
            self.tables.append(_Table(self.flow.table()))
        elif tag == "tr" and self.tables:
            self.tables[-1].next_row()
        elif tag in ("b", "strong"):
            self.n_bold += 1
        elif tag == "pre":
            self.n_pre += 1

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _BLOCKS:
            self._flush()
        if _HEADING.match(tag):
            self.rank = None
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "table" and self.tables:
            self.tables.pop()
        elif tag == "li":
            self.in_item = max(self.in_item - 1, 0)
            self.marker = None
        elif tag in ("b", "strong"):
            self.n_bold = max(self.n_bold - 1, 0)
        elif tag == "pre":
            self.n_pre = max(self.n_pre - 1, 0)

    def _item(self) -> None:
        self.in_item += 1
        self.marker = ""
        if self.lists and self.lists[-1].style is not None:
            style, number = self.lists[-1]
            self.marker = f"{format_number(number, style or '')}. "
            self.lists[-1] = _List(style, number + 1)

    def _text(self, node: LexborNode) -> None:
        text = node.text_content or ""
        if text.strip():
            self.all_bold = self.all_bold and self.n_bold > 0
        self.inline.append(text if self.n_pre else _collapsed(text))

    def _flush(self) -> None:
        text, self.inline = _joined(self.inline), []
        bold, self.all_bold = self.all_bold, True
        if text.strip():
            marker, self.marker = self.marker or "", None if self.marker is None else ""
            self.flow.paragraph(marker + text, rank=self.rank, item=self.in_item > 0 and not marker, bold=bold)

    def _row(self, row: LexborNode, table: _Table) -> None:
        number, label, taken = table.next_row()
        cells: list[FlowCell] = []
        column = 0
        for cell in _cells(row):
            while column in taken:
                column += 1
            paragraphs = list(_paragraphs(cell))
            cells.append(FlowCell(column, paragraphs))
            n_rows = _span(cell, "rowspan")
            if n_rows > 1:
                table.down[column] = (n_rows - 1, normalize_line(paragraphs[0]) if len(paragraphs) == 1 else "")
            column += _span(cell, "colspan")
        self.flow.row(table.number, number, cells, label=label)


class _Table:
    """A table that is open: its number, its rows so far, and for each column the cell that goes on downward."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.n_rows = 0
        self.down: dict[int, tuple[int, str]] = {}  # for how many more rows, and its text

    def next_row(self) -> tuple[int, str | None, set[int]]:
        """Go on to the next row; return its number, the text of the cell beside it, and the columns that are taken."""
        label = next((text for _, (_, text) in sorted(self.down.items()) if text), None)
        taken = set(self.down)
        self.down = {column: (n_left - 1, text) for column, (n_left, text) in self.down.items() if n_left > 1}
        self.n_rows += 1
        return self.n_rows - 1, label, taken


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _is_gone(node: LexborNode) -> bool:
    attributes = node.attributes
    hidden = "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or "") is not None
    return node.tag in _GONE or hidden or attributes.get("aria-hidden") == "true"


def _is_data(row: LexborNode) -> bool:
    """Tell whether a row holds data; one that holds headings or tables, or a single cell, lays out a page."""
    if len(list(_cells(row))) < 2:
        return False
    stack = list(_children(row))
    while stack:
        node = stack.pop()
        if node.tag in _LAYOUT_PARTS:
            return False
        stack.extend(_children(node))
    return True


def _cells(row: LexborNode) -> Iterator[LexborNode]:
    return (cell for cell in _children(row) if cell.tag in ("td", "th") and not _is_gone(cell))


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or ""
    return min(int(value), _MOST_SPANNED) if value.isdecimal() and 0 < len(value) < 5 and int(value) else 1


def _paragraphs(node: LexborNode) -> Iterator[str]:
    """Yield the texts of an element's blocks, without its structure."""
    inline: list[str] = []
    stack: list[LexborNode | None] = [node]
    while stack:
        current = stack.pop()
        if current is None or current.tag in _BLOCKS:
            text, inline = _joined(inline), []
            if text.strip():
                yield text
        if current is None:
            continue
        if current.is_text_node:
            inline.append(_collapsed(current.text_content or ""))
        elif current.tag == "br":
            inline.append("\n")
        elif current.is_element_node and not _is_gone(current):
            if current.tag in _BLOCKS:
                stack.append(None)
            stack.extend(reversed(list(_children(current))))
    text = _joined(inline)
    if text.strip():
        yield text


def _collapsed(text: str) -> str:
    return _BLANKS.sub(lambda found: _blank(text, found), text)


def _blank(text: str, found: re.Match[str]) -> str:
    """Return what blanks in the source are on the page: one blank, but nothing where Japanese text was wrapped."""
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    wrapped = "\n" in found.group() and _WIDE.match(before) is not None and _WIDE.match(after) is not None
    return "" if wrapped else " "


def _joined(parts: list[str]) -> str:
    text = "".join(parts)
    return "\n".join(line.strip(" ") for line in text.split("\n")).strip("\n ")
