"""OpenDocument: the bytes of an .odt go in, its blocks come out, in the order of the document.

The text is that of the accepted state: what tracked changes delete is kept in a part of its own and not read. Numbers
are written out as they are shown; notes follow the body; annotations are left out and stand at the end.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element as Element

from stitext.errors import SourceError
from stitext.reading.blocks import Layout, Strength
from stitext.reading.flow import Flow, FlowCell
from stitext.reading.headings import look_at
from stitext.reading.normalization import normalize_line
from stitext.reading.office import check_package
from stitext.reading.opendocument_styles import (
    DRAW,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    Counter,
    ListLevel,
    TextLook,
    TextStyles,
)
from stitext.reading.tables import cell_name
from stitext.records import Note

_PASSED_OVER = frozenset(
    {
        f"{TEXT}tracked-changes",
        f"{TEXT}ruby-text",
        f"{TEXT}hidden-text",
        f"{TEXT}note",
        f"{TEXT}sequence-decls",
        f"{TEXT}variable-decls",
        f"{OFFICE}annotation",
        f"{OFFICE}annotation-end",
        f"{OFFICE}forms",
        f"{DRAW}text-box",
    }
)
_INDEXES = frozenset(
    f"{TEXT}{name}" for name in ("table-of-content", "illustration-index", "table-index", "alphabetical-index")
)
_CONTAINERS = frozenset(
    {f"{TEXT}section", f"{TEXT}numbered-paragraph", f"{TEXT}index-body", f"{DRAW}text-box", f"{DRAW}frame", f"{DRAW}a"}
)
_MOST_REPEATED = 1_000
_MOST_LEVELS = 10  # OpenDocument's own limit


def read_open_document(data: bytes, name: str) -> Layout:
    """Find the blocks of an OpenDocument text.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.

    Returns
    -------
    Layout
        Paragraphs and rows joined by line breaks, cells by tabs, with their blocks.

    Raises
    ------
    SourceError
        If the file is encrypted, damaged, or unpacks to too much.
    """
    check_package(data, name, ".odt")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            roots = [_parse(package.read(part)) for part in ("content.xml", "styles.xml") if part in package.namelist()]
        body = roots[0].find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise ValueError("office:text")
        return _read(body, roots)
    except (
        zipfile.BadZipFile,
        zlib.error,
        SyntaxError,
        KeyError,
        ValueError,
        EOFError,
        OSError,
        RuntimeError,
    ) as error:
        raise SourceError(
            f"{name}: OpenDocument ファイルを読めません（{error}）。元のソフトで開いて保存し直してください。",
            code="source-damaged",
        ) from error


def _parse(data: bytes) -> Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _read(body: Element, roots: list[Element]) -> Layout:
    reader = _Reader(TextStyles(roots))
    reader.read(body)
    for note in body.iter(f"{TEXT}note-body"):
        for paragraph in note.iter(f"{TEXT}p"):
            reader.flow.note(_text(paragraph), None)
    for root in roots[1:]:
        known: set[str] = set()
        for master in root.iter(f"{STYLE}header", f"{STYLE}footer"):
            for paragraph in master.iter(f"{TEXT}p"):
                text = _text(paragraph)
                if text not in known:
                    known.add(text)
                    reader.flow.leave_out(text, "running-title")
    annotations = list(body.iter(f"{OFFICE}annotation"))
    for annotation in annotations:
        reader.flow.leave_out("\n".join(_text(paragraph) for paragraph in annotation.iter(f"{TEXT}p")), "comment")
    n_changes = len(list(body.iter(f"{TEXT}changed-region")))
    return reader.flow.layout(warnings=tuple(_warnings(n_changes, len(annotations))))


def _warnings(n_changes: int, n_comments: int) -> Iterator[Note]:
    if n_changes:
        message = (
            f"変更履歴が {n_changes:,} か所あり、すべて承諾した状態で読みました。"
            "提出する版と同じかどうか、元のソフトで確かめてください。"
        )
        yield Note(code="tracked-changes", message=message)
    if n_comments:
        yield Note(code="comments-left-out", message=f"コメントが {n_comments:,} 件あり、本文には含めていません。")


class _Reader:
    """Goes through the body and counts what it numbers."""

    def __init__(self, styles: TextStyles) -> None:
        self.flow = Flow()
        self.styles = styles
        self.headings = Counter()
        self.lists: dict[str, Counter] = {}

    def read(self, parent: Element, *, cell: str | None = None) -> None:
        """Read the paragraphs, lists and tables of a body, a section, a cell or a text box."""
        for child in parent:
            if child.tag == f"{TEXT}h":
                self._heading(child, cell)
            elif child.tag == f"{TEXT}p":
                self._paragraph(child, cell)
            elif child.tag == f"{TEXT}list":
                self._list(child, cell)
            elif child.tag == f"{TABLE}table":
                self._table(child)
            elif child.tag in _INDEXES:
                for paragraph in child.iter(f"{TEXT}p"):
                    self.flow.leave_out(_text(paragraph), "table-of-contents")
            elif child.tag in _CONTAINERS:
                self.read(child, cell=cell)

    def _heading(self, heading: Element, cell: str | None, number: str | None = None) -> None:
        written = heading.get(f"{TEXT}outline-level", "1")
        level = min(int(written), _MOST_LEVELS) if written.isdecimal() and len(written) < 4 else 1
        text = _text(heading)
        numbered = heading.get(f"{TEXT}is-list-header") != "true" and text.strip() and number is None
        if numbered:
            levels = {up: found for up in range(1, level + 1) if (found := self.styles.heading_level(up)) is not None}
            number = self.headings.number(level, levels)
        self.flow.paragraph((number or "") + text, rank=float(level), cell=cell)
        self._boxes(heading, cell)

    def _paragraph(self, paragraph: Element, cell: str | None, number: str = "", *, item: bool = False) -> None:
        style = paragraph.get(f"{TEXT}style-name")
        text = _text(paragraph)
        level = self.styles.outline_level(style)
        rank = 0.0 if self.styles.is_title(style) else None if level is None else float(level)
        look = self.styles.look(style)
        looks = [self.styles.look(span.get(f"{TEXT}style-name")) for span in _spans(paragraph)]
        bold = look.bold is True or (bool(looks) and _is_spanned(paragraph) and all(span.bold for span in looks))
        start = self.flow.paragraph(number + text, rank=rank, item=item, bold=bold, cell=cell)
        strength = _strength(look if not looks or not _is_spanned(paragraph) else looks[0])
        if strength is not None and text.strip() and len(set(map(_strength, looks))) <= 1:
            self.flow.faint(start, start + len(number + text), strength)
        self._boxes(paragraph, cell)

    def _boxes(self, element: Element, cell: str | None) -> None:
        for box in element.iter(f"{DRAW}text-box"):
            if next(box.iterancestors(f"{DRAW}text-box", f"{TEXT}p", f"{TEXT}h"), None) is element:
                self.read(box, cell=cell)

    def _list(self, listed: Element, cell: str | None, level: int = 1, style: str | None = None, key: str = "") -> None:
        style = listed.get(f"{TEXT}style-name") or style
        if level == 1:
            goes_on = listed.get(f"{TEXT}continue-numbering") == "true" or listed.get(f"{TEXT}continue-list")
            key = style or ""
            if not goes_on or key not in self.lists:
                self.lists[key] = Counter()
        for item in listed:
            if item.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            is_first = item.tag == f"{TEXT}list-item"
            for child in item:
                if child.tag == f"{TEXT}list":
                    self._list(child, cell, level + 1, style, key)
                elif child.tag in (f"{TEXT}p", f"{TEXT}h"):
                    number = self._number(child, style, level, key) if is_first else ""
                    is_first = False
                    if child.tag == f"{TEXT}h":
                        self._heading(child, cell, number)
                    else:
                        listed_only = not number or look_at(number + _text(child).strip()) is None
                        self._paragraph(child, cell, number, item=listed_only)
                elif child.tag == f"{TABLE}table":
                    self._table(child)

    def _number(self, paragraph: Element, style: str | None, level: int, key: str) -> str:
        if not _text(paragraph).strip():
            return ""
        own = style or self.styles.list_style(paragraph.get(f"{TEXT}style-name"))
        levels: dict[int, ListLevel] = {}
        for up in range(1, level + 1):
            found = self.styles.list_level(own, up)
            if found is not None:
                levels[up] = found
        return self.lists[key].number(level, levels)

    def _table(self, table: Element) -> None:
        number = self.flow.table()
        down: dict[int, tuple[int, str]] = {}  # for each column how many rows its cell goes on, and its text
        for row_number, row in enumerate(_rows(table)):
            label = next((text for _, (_, text) in sorted(down.items()) if text), None)
            down = {column: (n_left - 1, text) for column, (n_left, text) in down.items() if n_left > 1}
            cells = [(column, cell) for column, cell in _cells(row) if cell.tag == f"{TABLE}table-cell"]
            if len(cells) == 1 and label is None:
                self.read(cells[0][1], cell=f"{number}!{cell_name(row_number, cells[0][0])}")
                continue
            for column, cell in cells:
                n_rows = _count(cell, "number-rows-spanned")
                if n_rows > 1:
                    text = " ".join(_paragraphs(cell))
                    down[column] = (n_rows - 1, normalize_line(text))
            self.flow.row(
                number, row_number, [FlowCell(column, list(_paragraphs(cell))) for column, cell in cells], label=label
            )
            for _, cell in cells:
                for nested in _nested(cell):
                    self._table(nested)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in (f"{TABLE}table-header-rows", f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _rows(child)


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in row:
        if cell.tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            yield column, cell
            column += _count(cell, "number-columns-repeated")


def _nested(cell: Element) -> Iterator[Element]:
    for table in cell.iter(f"{TABLE}table"):
        if next(table.iterancestors(f"{TABLE}table-cell"), None) is cell:
            yield table


def _paragraphs(cell: Element) -> Iterator[str]:
    for paragraph in cell.iter(f"{TEXT}p", f"{TEXT}h"):
        in_note = next(paragraph.iterancestors(f"{TEXT}note", f"{OFFICE}annotation"), None) is not None
        if not in_note and next(paragraph.iterancestors(f"{TABLE}table-cell"), None) is cell:
            yield _text(paragraph)


def _count(cell: Element, name: str) -> int:
    return _number(cell.get(f"{TABLE}{name}", "1"))


def _number(text: str) -> int:
    return max(min(int(text), _MOST_REPEATED), 1) if text.isdecimal() and len(text) < 8 else 1


def _spans(paragraph: Element) -> list[Element]:
    return [span for span in paragraph.iter(f"{TEXT}span") if _text(span).strip()]


def _is_spanned(paragraph: Element) -> bool:
    """Tell whether all of a paragraph's letters stand in spans."""
    outside = [paragraph.text or "", *(child.tail or "" for child in paragraph)]
    return not "".join(outside).strip()


def _strength(look: TextLook) -> Strength | None:
    if look.tint == "grey":
        return "likely"
    return "weak" if look.italic or look.tint == "blue" else None


def _text(element: Element) -> str:
    parts: list[str] = []
    _gather(element, parts)
    return "".join(parts)


def _gather(element: Element, parts: list[str]) -> None:
    # Blanks in the file are as in HTML: several are one.
    parts.append(" ".join((element.text or "").split("\n")))
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" " * _number(child.get(f"{TEXT}c", "1")))
        elif child.tag == f"{TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif isinstance(child.tag, str) and child.tag not in _PASSED_OVER:
            _gather(child, parts)
        parts.append(" ".join((child.tail or "").split("\n")))
