"""Word: the bytes of a .docx go in, its blocks come out, in the order of the document.

The text is what Word displays, with the numbers that it counts by itself (``word_text``, ``word_numbering``). Headers,
footers and comments are left out and stand at the end of the text; footnotes and endnotes follow the body.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.package import OpcPackage
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from stitext.errors import SourceError
from stitext.reading.blocks import Block, Faint, Layout
from stitext.reading.headings import can_head, is_bullet, look_at
from stitext.reading.lines import Line, group_lines, mark_headings
from stitext.reading.normalization import normalize_line
from stitext.reading.office import check_package
from stitext.reading.running import is_page_number
from stitext.reading.tables import Cell, cell_name, cut_lines, is_caption, row_blocks
from stitext.reading.word_numbering import Numbering
from stitext.reading.word_styles import W, outline_rank, property_of, read_styles
from stitext.reading.word_tables import (
    CONTAINERS,
    cells_of,
    children,
    goes_on_below,
    is_contents,
    paragraphs_of,
    rows_of,
)
from stitext.reading.word_text import FALLBACK, Read, is_placeholder, read_paragraph, text_boxes
from stitext.records import LeftOut, Note, Place

_MOST_BOLD = 0.5  # share of the letters; where more are bold, bold says nothing of headings
_LARGER = 1.15  # times the size of most letters


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
        package = OpcPackage.open(io.BytesIO(data))
        return _read(package.main_document_part)
    except (
        OpcError,
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


def _read(main: Part) -> Layout:
    body = _root(main).find(f"{W}body")
    if body is None:
        raise ValueError("w:body")
    styles, numbering = (_first(main, kind) for kind in (RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.NUMBERING))
    collector = _Collector(styles, numbering)
    collector.collect(body)
    collector.end_part(apart=False)
    for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
        for notes in _roots(main, kind):
            collector.collect(notes)
    collector.end_part(apart=True)
    for kind in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER):
        for running in _roots(main, kind):
            collector.leave_out(running, "running-title")
    n_comments = 0
    for comments in _roots(main, RELATIONSHIP_TYPE.COMMENTS):
        n_comments += len(comments)
        collector.leave_out(comments, "comment")
    return Layout(
        "".join(collector.parts),
        tuple(collector.blocks()),
        tuple(collector.left_out),
        tuple(_warnings(collector.n_changes, n_comments)),
        places=tuple(collector.places),
        faint=tuple(collector.faint),
    )


def _warnings(n_changes: int, n_comments: int) -> Iterator[Note]:
    if n_changes:
        message = (
            f"変更履歴が {n_changes:,} か所あり、すべて承諾した状態で読みました。"
            "提出する版と同じかどうか、Word で確かめてください。"
        )
        yield Note(code="tracked-changes", message=message)
    if n_comments:
        yield Note(code="comments-left-out", message=f"コメントが {n_comments:,} 件あり、本文には含めていません。")


class _Look(NamedTuple):
    """How much of a paragraph's letters is bold, and the size of its smallest."""

    n_letters: int
    n_bold: int
    size: float


class _Collector:
    """Goes through the parts, writes their text and notes where each paragraph and cell stands."""

    def __init__(self, styles: BaseOxmlElement | None, numbering: BaseOxmlElement | None) -> None:
        self.styles = read_styles(styles)
        self.numbering = Numbering(numbering)
        self.parts: list[str] = []
        self.length = 0
        self.left_out: list[LeftOut] = []
        self.places: list[tuple[int, Place]] = []
        self.faint: list[Faint] = []
        self.n_changes = 0
        self.n_paragraphs = 0  # of the parts before
        self.n_tables = 0
        self.numbers: dict[BaseOxmlElement, int] = {}
        self.looks: dict[int, _Look] = {}  # by the start of the line
        self.paragraphs: list[list[Line]] = []  # the paragraphs before each row, and the row
        self.rows: list[list[Block]] = []
        self.lines: list[Line] = []  # paragraphs since the last row
        self.n_body = 0  # how many of the rows belong to the body
        self.known: set[tuple[str, str]] = set()  # what was left out, with the reason
        self.carried = ""  # the text of a paragraph whose end was deleted, for the next one

    def collect(self, parent: BaseOxmlElement, *, cell: str | None = None, placeholder: bool = False) -> None:
        """Read the paragraphs and tables of a body, a cell, a text box or a note."""
        if parent.getparent() is None or parent.tag == f"{W}body":
            self._count(parent)
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child, cell=cell, placeholder=placeholder)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag == f"{W}sdt" and is_contents(child):
                self.leave_out(child, "table-of-contents")
            elif child.tag in CONTAINERS and child.get(f"{W}type") is None:
                self.collect(child, cell=cell, placeholder=placeholder or is_placeholder(child))

    def leave_out(self, part: BaseOxmlElement, reason: str) -> None:
        """Write the text of a part that is no text of the document, the same words once."""
        for paragraph in part.iter(f"{W}p"):
            text = read_paragraph(paragraph, self.styles).text
            told = "page-number" if reason == "running-title" and is_page_number(text.strip()) else reason
            if text.strip() and (told, text) not in self.known:
                self.known.add((told, text))
                start = self._write(text, "\n")
                self.left_out.append(LeftOut(start=start, end=start + len(text), reason=told))

    def end_part(self, *, apart: bool) -> None:
        """Close the lines of a part, so that nothing runs on into the next."""
        self._add_rows([])
        if not apart:
            self.n_body = len(self.rows)

    def blocks(self) -> list[Block]:
        """Make blocks of all that was read; a row of a table ends what paragraphs can say of each other."""
        looks = self.looks.values()
        n_letters = sum(look.n_letters for look in looks)
        tells = sum(look.n_bold for look in looks) <= _MOST_BOLD * n_letters
        sizes: dict[float, int] = {}
        for look in looks:
            sizes[look.size] = sizes.get(look.size, 0) + look.n_letters
        usual = max(sizes, key=lambda size: sizes[size], default=0.0)
        paragraphs = [[self._judged(line, usual, tells_bold=tells) for line in lines] for lines in self.paragraphs]
        has_headings = any(mark_headings(lines) for lines in paragraphs)
        blocks: list[Block] = []
        for index, (lines, rows) in enumerate(zip(paragraphs, self.rows, strict=True)):
            found = group_lines(lines, wrapped=False, is_start=not blocks, has_headings=has_headings)
            if index >= self.n_body:
                found = [
                    block._replace(apart=True, kind="paragraph" if block.kind == "heading" else block.kind)
                    for block in found
                ]
                rows = [row._replace(apart=True) for row in rows]
            blocks.extend(found)
            blocks.extend(rows)
        return blocks

    def _judged(self, line: Line, usual: float, *, tells_bold: bool) -> Line:
        """Mark a line as bold where bold or large letters set it apart from the rest."""
        look = self.looks.get(line.start)
        if look is None or line.rank is not None or line.item or not can_head(line.raw) or is_caption(line.raw):
            return line
        stands_out = tells_bold and look.n_bold == look.n_letters
        if not stands_out and not look.size >= _LARGER * usual > 0:
            return line
        numbered = look_at(line.raw)
        if numbered is None:
            return line._replace(bold=True)
        # Numbers of lists head a section only where their line is set apart; other numbers do by themselves.
        return line._replace(rank=numbered.rank) if numbered.listed and not is_bullet(numbered) else line

    def _count(self, root: BaseOxmlElement) -> None:
        """Give each paragraph of a part its number, those in text boxes once."""
        for paragraph in root.iter(f"{W}p"):
            if next(paragraph.iterancestors(FALLBACK), None) is None:
                self.n_paragraphs += 1
                self.numbers[paragraph] = self.n_paragraphs

    def _add_rows(self, rows: list[Block]) -> None:
        self.paragraphs.append(self.lines)
        self.rows.append(rows)
        self.lines = []

    def _write(self, read: str, after: str) -> int:
        start = self.length
        self.parts.append(read + after)
        self.length += len(read) + len(after)
        return start

    def _paragraph(self, paragraph: BaseOxmlElement, *, cell: str | None, placeholder: bool) -> None:
        read, number, is_item = self._read(paragraph, placeholder=placeholder)
        text = self.carried + number + read.text
        lead = len(self.carried) + len(number)
        self.carried = ""
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            # The paragraph's end was deleted: in the accepted state it runs on into the next.
            self.carried = text
            return
        start = self._write(text, "\n")
        if property_of(paragraph, "pStyle") in self.styles.contents:
            if text.strip():
                self.left_out.append(LeftOut(start=start, end=start + len(text), reason="table-of-contents"))
            return
        self._note(paragraph, read, start, lead=lead, cell=cell)
        rank = outline_rank(paragraph, self.styles)
        for piece in cut_lines(text, start):
            raw = text[piece.start - start : piece.end - start]
            blank = len(raw) - len(raw.lstrip())
            stripped = raw.strip()
            line = Line(
                piece.start + blank,
                piece.start + blank + len(stripped),
                stripped,
                indented=raw[:1] == "\u3000",
                rank=rank if stripped else None,
                item=is_item and rank is None,
            )
            self.lines.append(line)
            if stripped:
                self.looks[line.start] = _look_of(read)
        for box in text_boxes(paragraph):
            self.collect(box, cell=cell, placeholder=placeholder)

    def _read(self, paragraph: BaseOxmlElement, *, placeholder: bool) -> tuple[Read, str, bool]:
        """Return a paragraph's text, the number before it, and whether it is marked as an item without a number."""
        read = read_paragraph(paragraph, self.styles, placeholder=placeholder)
        self.n_changes += read.n_changes
        style_id = property_of(paragraph, "pStyle") or ""
        num_id, level = property_of(paragraph, "numId"), property_of(paragraph, "ilvl")
        of_style = self.styles.numbers.get(style_id)
        if num_id is None and of_style is not None:
            num_id = of_style[0]
            known = of_style[1] if of_style[1] is not None else self.numbering.level_of_style(num_id, style_id)
            level = str(known) if level is None else level
        if num_id in (None, "0") or not read.text.strip():
            return read, "", False
        shown = self.numbering.shown(str(num_id), int(level) if level is not None and level.isdecimal() else 0)
        if shown is None or shown.is_bullet or not shown.text:
            return read, "", True
        return read, shown.text, look_at(shown.text + read.text.strip()) is None

    def _note(self, paragraph: BaseOxmlElement, read: Read, start: int, *, lead: int, cell: str | None) -> None:
        """Note where a paragraph stands and which of its words are set as a form's own."""
        self.places.append((start, Place(paragraph=self.numbers.get(paragraph), cell=cell)))
        position = start + lead
        for stretch in read.stretches:
            end = position + len(stretch.text)
            if stretch.strength is not None and stretch.text.strip():
                self.faint.append(Faint(position, end, stretch.strength))
            position = end

    def _table(self, table: BaseOxmlElement) -> None:
        self.n_tables += 1
        number = self.n_tables
        above: dict[int, str] = {}  # for each column the text of the cell that is merged downward
        for row_number, row in enumerate(rows_of(table)):
            cells, merged = cells_of(row)
            above = {column: text for column, text in above.items() if column in merged}
            named = [(f"{number}!{cell_name(row_number, column)}", column, cell) for column, cell in cells]
            label = next((text for _, text in sorted(above.items()) if text), None)
            if len(named) == 1 and label is None:
                # A frame around text, as forms have it: what stands in it are paragraphs.
                self.collect(named[0][2], cell=named[0][0])
                continue
            above.update(self._row(named, label))

    def _row(self, cells: list[tuple[str, int, BaseOxmlElement]], label: str | None) -> dict[int, str]:
        """Read a row, and return for each column the text of a cell that goes on below."""
        found: list[Cell] = []
        nested: list[BaseOxmlElement] = []
        downward: dict[int, str] = {}
        for index, (place, column, cell) in enumerate(cells):
            paragraphs = list(paragraphs_of(cell))
            nested.extend(children(cell, f"{W}tbl"))
            for count, (paragraph, placeholder) in enumerate(paragraphs, start=1):
                read, number, _ = self._read(paragraph, placeholder=placeholder)
                text = number + read.text
                ends_row = count == len(paragraphs) and index + 1 == len(cells)
                start = self._write(text, "\n" if ends_row or count < len(paragraphs) else "\t")
                self._note(paragraph, read, start, lead=len(number), cell=place)
                if text.strip():
                    found.append(Cell(cut_lines(text, start), text, column))
                    if count == 1 and goes_on_below(cell):
                        downward[column] = normalize_line(text)
            if not paragraphs:
                self._write("", "\n" if index + 1 == len(cells) else "\t")
        blocks = row_blocks(found)
        if label is not None:
            blocks = [block._replace(label=label) if block.label is None else block for block in blocks]
        self._add_rows(blocks)
        for table in nested:
            self._table(table)
        return downward


def _look_of(read: Read) -> _Look:
    """Tell how the letters of a paragraph are set."""
    letters = [(stretch, len("".join(stretch.text.split()))) for stretch in read.stretches]
    return _Look(
        sum(n for _, n in letters),
        sum(n for stretch, n in letters if stretch.bold),
        min((stretch.size for stretch, n in letters if n), default=0.0),
    )


def _root(part: Part) -> BaseOxmlElement:
    return part.element if isinstance(part, XmlPart) else parse_xml(part.blob)


def _roots(main: Part, kind: str) -> Iterator[BaseOxmlElement]:
    for relation in main.rels.values():
        if relation.reltype == kind and not relation.is_external:
            yield _root(relation.target_part)


def _first(main: Part, kind: str) -> BaseOxmlElement | None:
    return next(_roots(main, kind), None)
