"""Slides: the bytes of a .pptx go in, its blocks come out, each slide a page under its title.

Shapes are read from the top down and from left to right, as people read a slide. Speaker's notes follow all slides,
each under its slide's title; hidden slides, slide numbers, dates and footers are left out.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.presentation import Presentation as PresentationType
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.slide import Slide
from pptx.table import Table
from pptx.text.text import _Paragraph as Paragraph

from stitext.errors import SourceError
from stitext.reading.blocks import Layout
from stitext.reading.flow import Flow, FlowCell
from stitext.reading.normalization import normalize_line
from stitext.reading.office import check_package
from stitext.records import Note

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM_POINT = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}pt"
_RUNNING = frozenset({PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER})
_TITLES = frozenset({PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE})
_SAME_ROW = 250_000  # EMU, some 7 mm: shapes whose tops differ by less stand side by side
_DEEPEST = 20  # groups in groups
_DAMAGES = (
    PythonPptxError,
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
)


def read_slides(data: bytes, name: str) -> Layout:
    """Find the blocks of a PowerPoint file.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.

    Returns
    -------
    Layout
        The text of all slides, then of all notes, with their blocks.

    Raises
    ------
    SourceError
        If the file is encrypted, of an old format, damaged, or unpacks to too much.
    """
    check_package(data, name, ".pptx")
    try:
        return _read(Presentation(io.BytesIO(data)))
    except _DAMAGES as error:
        raise SourceError(
            f"{name}: PowerPoint ファイルを読めません（{error}）。PowerPoint で開いて保存し直してください。",
            code="source-damaged",
        ) from error


def _read(presentation: PresentationType) -> Layout:
    flow = Flow()
    notes: list[tuple[int, str, str | None]] = []
    hidden: list[int] = []
    slides = list(presentation.slides)
    for number, slide in enumerate(slides, start=1):
        flow.page = number
        if slide._element.get("show") in ("0", "false"):
            hidden.append(number)
            for text in _texts(slide.shapes):
                flow.leave_out(text, "hidden")
            continue
        title = _title(slide)
        if title is not None:
            flow.paragraph(_one_line(title), rank=1.0)
        _shapes(flow, slide)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            label = None if title is None else normalize_line(_one_line(title)) or None
            texts = (paragraph.text for paragraph in slide.notes_slide.notes_text_frame.paragraphs)
            notes.extend((number, _plain(text), label) for text in texts)
    for number, text, label in notes:
        flow.page = number
        flow.note(text, label)
    return flow.layout(warnings=tuple(_warnings(hidden)), n_pages=len(slides))


def _warnings(hidden: list[int]) -> Iterator[Note]:
    if hidden:
        message = (
            f"非表示のスライド（{'、'.join(map(str, hidden))}）は本文に含めていません。"
            "本文なら、PowerPoint で表示して保存し直してください。"
        )
        yield Note(code="hidden-slides", message=message, page=hidden[0])


def _title(slide: Slide) -> str | None:
    title = slide.shapes.title
    return title.text_frame.text if title is not None and title.text_frame.text.strip() else None


def _shapes(flow: Flow, slide: Slide) -> None:
    has_title = _title(slide) is not None
    for shape in _in_reading_order(slide.shapes, depth=0):
        kind = shape.placeholder_format.type if shape.is_placeholder else None
        if isinstance(shape, GraphicFrame):
            _graphic(flow, shape)
        elif not isinstance(shape, Shape) or (kind in _TITLES and has_title):
            continue
        elif kind in _RUNNING:
            flow.leave_out(_one_line(shape.text_frame.text), "running-title")
        else:
            for paragraph in shape.text_frame.paragraphs:
                flow.paragraph(_plain(paragraph.text), item=_is_item(paragraph, kind), bold=_is_bold(paragraph))
    for text in _diagrams(slide):
        flow.paragraph(_plain(text), item=True)


def _graphic(flow: Flow, shape: GraphicFrame) -> None:
    if shape.has_table:
        _table(flow, shape.table)
    elif shape.has_chart and shape.chart.has_title and shape.chart.chart_title.has_text_frame:
        flow.paragraph(_one_line(shape.chart.chart_title.text_frame.text))


def _table(flow: Flow, table: Table) -> None:
    number = flow.table()
    for row_number, row in enumerate(table.rows):
        cells = [
            FlowCell(column, [_plain(paragraph.text) for paragraph in cell.text_frame.paragraphs])
            for column, cell in enumerate(row.cells)
            if not cell.is_spanned
        ]
        flow.row(number, row_number, cells)


def _in_reading_order(shapes: Iterable[BaseShape], *, depth: int) -> Iterator[BaseShape]:
    """Yield the shapes from the top down and from left to right, those of a group together."""
    numbered = enumerate(shapes)
    placed = sorted(
        ((shape.top or 0, shape.left or 0, index, shape) for index, shape in numbered), key=lambda item: item[:3]
    )
    rows: list[list[tuple[int, int, BaseShape]]] = []
    top = None
    for shape_top, left, index, shape in placed:
        if top is None or shape_top - top >= _SAME_ROW:
            rows.append([])
            top = shape_top
        rows[-1].append((left, index, shape))
    for row in rows:
        for _, _, shape in sorted(row, key=lambda item: item[:2]):
            if isinstance(shape, GroupShape):
                if depth < _DEEPEST:
                    yield from _in_reading_order(shape.shapes, depth=depth + 1)
            else:
                yield shape


def _texts(shapes: Iterable[BaseShape]) -> Iterator[str]:
    for shape in _in_reading_order(shapes, depth=0):
        if isinstance(shape, Shape):
            yield _one_line(shape.text_frame.text)
        elif isinstance(shape, GraphicFrame) and shape.has_table:
            for cell in shape.table.iter_cells():
                yield _one_line(cell.text_frame.text)


def _diagrams(slide: Slide) -> Iterator[str]:
    """Yield the texts of SmartArt, which stand in parts of their own."""
    for relation in slide.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.DIAGRAM_DATA and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            for point in etree.fromstring(relation.target_part.blob, parser).iter(_DIAGRAM_POINT):
                text = "".join(part.text or "" for part in point.iter(f"{_A}t"))
                if text.strip():
                    yield text


def _is_item(paragraph: Paragraph, kind: object) -> bool:
    properties = paragraph._p.find(f"{_A}pPr")
    if properties is not None:
        if properties.find(f"{_A}buNone") is not None:
            return False
        if properties.find(f"{_A}buChar") is not None or properties.find(f"{_A}buAutoNum") is not None:
            return True
    return kind in (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY) or paragraph.level > 0


def _is_bold(paragraph: Paragraph) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(run.font.bold for run in runs)


def _plain(text: str) -> str:
    return text.replace("\v", "\n")


def _one_line(text: str) -> str:
    return text.replace("\v", " ").replace("\n", " ")
