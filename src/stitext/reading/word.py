"""Word: the bytes of a .docx go in, its blocks come out, in the order of the document.

The text is what is displayed: insertions but no deletions, no hidden text, no field codes, no ruby. Numbers that Word
counts by itself are not in the file and so not in the text. Headers, footers and comments are left out; footnotes and
endnotes follow at the end.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from stitext.errors import SourceError
from stitext.reading.blocks import Block, Layout
from stitext.reading.headings import can_head
from stitext.reading.lines import Line, group_lines, mark_headings
from stitext.reading.office import check_package
from stitext.reading.tables import Cell, cut_lines, row_blocks
from stitext.records import LeftOut

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_TEXT_BOX = f"{_W}txbxContent"
_PASSED_OVER = frozenset(
    {
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}rt",
        f"{_W}rPr",
        f"{_W}pPr",
        f"{_W}instrText",
        f"{_W}delText",
        _MC_FALLBACK,
        _TEXT_BOX,
    }
)
_SIGNS = {f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_CONTAINERS = frozenset(
    {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "footnote", "endnote")}
)
_TITLE_STYLES = frozenset({"title", "表題"})
_OUTLINE_OFF = 9
_LONGEST_CHAIN = 10


class _Styles(NamedTuple):
    """What the styles say of the paragraphs that have them: headings with their rank, lists, tables of contents."""

    ranks: dict[str, float]
    items: frozenset[str]
    contents: frozenset[str]


def read_word(data: bytes, name: str) -> Layout:
    """Find the blocks of a Word file.

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
        If the file is encrypted, of an old format, damaged, or unpacks to too much.
    """
    check_package(data, name, ".docx")
    try:
        package = docx.Document(io.BytesIO(data))
        collector = _Collector(_styles(package.styles.element))
        collector.collect(package.element.body)
        for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
            for relation in package.part.rels.values():
                if relation.reltype == kind and not relation.is_external:
                    collector.collect(parse_xml(relation.target_part.blob))
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        zlib.error,
        SyntaxError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
    ) as error:
        raise SourceError(
            f"{name}: Word ファイルを読めません（{error}）。Word で開いて保存し直してください。", code="source-damaged"
        ) from error
    return Layout("".join(collector.parts), tuple(collector.blocks()), tuple(collector.left_out))


class _Collector:
    """Goes through the body, writes its text and notes where each paragraph and cell stands."""

    def __init__(self, styles: _Styles) -> None:
        self.styles = styles
        self.parts: list[str] = []
        self.left_out: list[LeftOut] = []
        self.length = 0
        self.paragraphs: list[list[Line]] = []  # the paragraphs before each row, and the row
        self.rows: list[list[Block]] = []
        self.lines: list[Line] = []  # paragraphs since the last row

    def collect(self, parent: BaseOxmlElement) -> None:
        """Read the paragraphs and tables of a body, a cell, a text box or a note."""
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag in _CONTAINERS and child.get(f"{_W}type") is None:
                self.collect(child)

    def blocks(self) -> list[Block]:
        """Make blocks of all that was read; a row of a table ends what paragraphs can say of each other."""
        self._add_rows([])
        has_headings = any(mark_headings(lines) for lines in self.paragraphs)
        blocks: list[Block] = []
        for lines, rows in zip(self.paragraphs, self.rows, strict=True):
            blocks.extend(group_lines(lines, wrapped=False, is_start=not blocks, has_headings=has_headings))
            blocks.extend(rows)
        return blocks

    def _add_rows(self, rows: list[Block]) -> None:
        self.paragraphs.append(self.lines)
        self.rows.append(rows)
        self.lines = []

    def _write(self, text: str, after: str) -> int:
        start = self.length
        self.parts.append(text + after)
        self.length += len(text) + len(after)
        return start

    def _paragraph(self, paragraph: BaseOxmlElement) -> None:
        text = _text(paragraph)
        start = self._write(text, "\n")
        if _style_id(paragraph) in self.styles.contents:
            if text.strip():
                self.left_out.append(LeftOut(start=start, end=start + len(text), reason="table-of-contents"))
            return
        rank = self._rank(paragraph)
        is_item = _value(paragraph, "numId") not in (None, "0") or _style_id(paragraph) in self.styles.items
        bold = rank is None and can_head(text.strip()) and _is_bold(paragraph)
        for piece in cut_lines(text, start):
            raw = text[piece.start - start : piece.end - start]
            lead = len(raw) - len(raw.lstrip())
            stripped = raw.strip()
            self.lines.append(
                Line(
                    piece.start + lead,
                    piece.start + lead + len(stripped),
                    stripped,
                    indented=raw[:1] == "\u3000",
                    rank=rank if stripped else None,
                    item=is_item and rank is None,
                    bold=bold,
                )
            )
        for box in _text_boxes(paragraph):
            self.collect(box)

    def _rank(self, paragraph: BaseOxmlElement) -> float | None:
        outline = _value(paragraph, "outlineLvl")
        if outline is not None:
            return float(outline) + 1 if int(outline) < _OUTLINE_OFF else None
        return self.styles.ranks.get(_style_id(paragraph))

    def _table(self, table: BaseOxmlElement) -> None:
        for row in _children(table, f"{_W}tr"):
            cells = [cell for cell in _children(row, f"{_W}tc") if not _is_merged_away(cell)]
            if len(cells) == 1:
                # A frame around text, as forms have it: what stands in it are paragraphs.
                self.collect(cells[0])
                continue
            self._row(cells)

    def _row(self, cells: list[BaseOxmlElement]) -> None:
        found: list[Cell] = []
        nested: list[BaseOxmlElement] = []
        for column, cell in enumerate(cells):
            paragraphs = list(_paragraphs_of(cell))
            nested.extend(_children(cell, f"{_W}tbl"))
            for index, paragraph in enumerate(paragraphs):
                text = _text(paragraph)
                ends_cell = index + 1 == len(paragraphs)
                ends_row = ends_cell and column + 1 == len(cells)
                start = self._write(text, "\n" if ends_row or not ends_cell else "\t")
                if text.strip():
                    found.append(Cell(cut_lines(text, start), text, column))
            if not paragraphs:
                self._write("", "\n" if column + 1 == len(cells) else "\t")
        self._add_rows(row_blocks(found))
        for table in nested:
            self._table(table)


def _children(parent: BaseOxmlElement, tag: str) -> Iterator[BaseOxmlElement]:
    """Yield the children of one tag, also those inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _CONTAINERS:
            yield from _children(child, tag)


def _paragraphs_of(cell: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    for paragraph in _children(cell, f"{_W}p"):
        yield paragraph
        for box in _text_boxes(paragraph):
            yield from _children(box, f"{_W}p")


def _text_boxes(element: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """Yield the text boxes anchored in an element, each once."""
    for child in element:
        if child.tag == _TEXT_BOX:
            yield child
        elif child.tag != _MC_FALLBACK:
            yield from _text_boxes(child)


def _text(element: BaseOxmlElement) -> str:
    parts: list[str] = []
    _gather(element, parts)
    return "".join(parts)


def _gather(element: BaseOxmlElement, parts: list[str]) -> None:
    for child in element:
        if child.tag in _PASSED_OVER or (child.tag == f"{_W}r" and _is_hidden(child)):
            continue
        if child.tag in (f"{_W}t", _MATH_TEXT):
            parts.append(child.text or "")
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
        else:
            _gather(child, parts)


def _is_on(properties: BaseOxmlElement | None, name: str) -> bool:
    mark = None if properties is None else properties.find(f"{_W}{name}")
    return mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false", "none")


def _is_hidden(run: BaseOxmlElement) -> bool:
    return _is_on(run.find(f"{_W}rPr"), "vanish")


def _is_bold(paragraph: BaseOxmlElement) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if _text(run).strip()]
    return bool(runs) and all(_is_on(run.find(f"{_W}rPr"), "b") for run in runs)


def _is_merged_away(cell: BaseOxmlElement) -> bool:
    """Tell whether a cell only goes on with the merged cell above or beside it."""
    properties = cell.find(f"{_W}tcPr")
    if properties is None:
        return False
    marks = (properties.find(f"{_W}vMerge"), properties.find(f"{_W}hMerge"))
    return any(mark is not None and mark.get(f"{_W}val", "continue") == "continue" for mark in marks)


def _style_id(paragraph: BaseOxmlElement) -> str:
    return _value(paragraph, "pStyle") or ""


def _value(element: BaseOxmlElement, name: str) -> str | None:
    """Return the value of a paragraph's or style's property, None where it has none."""
    found = element.find(f"{_W}pPr/{_W}{name}")
    if found is None and name == "numId":
        found = element.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    return None if found is None else found.get(f"{_W}val")


def _styles(element: BaseOxmlElement) -> _Styles:
    by_id = {style.get(f"{_W}styleId"): style for style in element.findall(f"{_W}style")}
    ranks: dict[str, float] = {}
    items: set[str] = set()
    contents = {style_id for style_id, style in by_id.items() if _name(style).startswith(("toc ", "目次"))}
    for style_id, style in by_id.items():
        chain = _chain(style, by_id)
        outline = next((level for part in chain if (level := _value(part, "outlineLvl")) is not None), None)
        if any(_name(part) in _TITLE_STYLES for part in chain):
            ranks[style_id] = 0.0
        elif outline is not None and int(outline) < _OUTLINE_OFF:
            ranks[style_id] = float(outline) + 1
        elif any(_value(part, "numId") not in (None, "0") for part in chain):
            items.add(style_id)
    return _Styles(ranks, frozenset(items), frozenset(contents))


def _chain(style: BaseOxmlElement, by_id: dict[str | None, BaseOxmlElement]) -> list[BaseOxmlElement]:
    """Return a style and those that it builds on."""
    chain = [style]
    while len(chain) < _LONGEST_CHAIN:
        base = chain[-1].find(f"{_W}basedOn")
        found = None if base is None else by_id.get(base.get(f"{_W}val"))
        if found is None:
            break
        chain.append(found)
    return chain


def _name(style: BaseOxmlElement) -> str:
    name = style.find(f"{_W}name")
    return "" if name is None else name.get(f"{_W}val", "").lower()
