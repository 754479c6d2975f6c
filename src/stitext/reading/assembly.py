"""Assembly: a ``Layout`` goes in, the ``Document`` with normalized text, sections and sentences comes out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from stitext.errors import SourceError
from stitext.reading.blocks import Block, Layout
from stitext.reading.normalization import normalize_pieces
from stitext.reading.sections import SectionStack
from stitext.reading.sentences import split_sentences
from stitext.records import Box, Document, NormalizedText, Place, Sentence
from stitext.settings import Settings

_DOT_STOP = re.compile(r"[ぁ-んァ-ヶ一-龠]．(?:\s|[ぁ-んァ-ヶ一-龠]|$)")
_UNSPLIT = frozenset({"heading", "row"})


def assemble(layout: Layout, *, name: str, format_name: str, sha256: str, settings: Settings) -> Document:
    """Build the document of a layout.

    Parameters
    ----------
    layout
        What a reader found.
    name
        The document's name.
    format_name
        The name of its format.
    sha256
        SHA-256 of the source's bytes, as lower-case hexadecimal.
    settings
        The limit on characters.

    Returns
    -------
    Document
        The document.

    Raises
    ------
    SourceError
        If the text holds nothing but blanks (``source-blank``), or is too long (``source-too-large``).
    """
    if len(layout.text) > settings.max_characters:
        raise SourceError(
            f"{name}: 文字数が上限を超えています（{len(layout.text):,} 字、上限 {settings.max_characters:,} 字）。"
            "ファイルを分けるか、設定 max_characters を上げてください。",
            code="source-too-large",
        )
    normalized, spans = normalize_pieces(layout.text, (block.pieces for block in layout.blocks))
    sentences = _sentences(layout, normalized, spans)
    if not sentences:
        raise SourceError(
            f"{name}: 空白のほかに文字がありません。本文の入ったファイルを指定してください。", code="source-blank"
        )
    return Document(
        name=name,
        format=format_name,
        encoding=layout.encoding,
        sha256=sha256,
        n_pages=layout.n_pages,
        text=layout.text,
        normalized=normalized,
        sentences=tuple(sentences),
        left_out=layout.left_out,
        warnings=layout.warnings,
    )


def _sentences(layout: Layout, normalized: NormalizedText, spans: list[tuple[int, int]]) -> list[Sentence]:
    dot_stops = sum(1 for _, _ in zip(_DOT_STOP.finditer(layout.text), range(2), strict=False)) == 2
    sections = SectionStack()
    sentences: list[Sentence] = []
    n_blocks = 0
    places = _Places(layout)
    for block, (start, end) in zip(layout.blocks, spans, strict=True):
        if start == end:
            if block.kind == "heading" and block.label:
                sections.enter(block, block.label)
            continue
        text = normalized.text[start:end]
        path = () if block.apart else sections.path
        path = path if block.label is None else (*path, block.label)
        if block.kind == "heading":
            sections.enter(block, text)
            path = sections.path[:-1]
        whole = [(0, len(text))]
        for from_start, to_end in whole if block.kind in _UNSPLIT else split_sentences(text, dot_stops=dot_stops):
            first = _whole(normalized, start + from_start, start)
            last = _whole(normalized, start + to_end, start)
            if first == last:
                continue
            source_start, source_end = normalized.source_span(first, last)
            place = places.of(source_start, source_end)
            sentences.append(
                Sentence(
                    sentence_id=f"s{len(sentences) + 1:04d}",
                    start=source_start,
                    end=source_end,
                    normalized_start=first,
                    normalized_end=last,
                    kind=block.kind,
                    block=n_blocks,
                    page=place.boxes[0].page
                    if place is not None and place.boxes
                    else _page(layout, block, source_start),
                    section=path[-1] if path else None,
                    section_path=path,
                    place=place,
                )
            )
        n_blocks += 1
    return sentences


class _Places:
    """Finds the place of a stretch of the source."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.starts = [start for start, _ in layout.places]
        self.box_starts = [start for start, _, _ in layout.boxes]

    def of(self, start: int, end: int) -> Place | None:
        """Return where a stretch stands, None where the format does not say."""
        boxes = self._boxes(start, end)
        first, last = bisect_right(self.starts, start) - 1, bisect_left(self.starts, end) - 1
        place = self.layout.places[first][1] if first >= 0 else None
        place = None if place == Place() else place
        if boxes:
            return (place or Place()).model_copy(update={"boxes": boxes})
        if place is not None and place.cell is not None and first < last:
            # A row is one sentence; it fills the cells from its first to its last.
            return place.model_copy(
                update={"cell": _cell_range([item for _, item in self.layout.places[first : last + 1]])}
            )
        return place

    def _boxes(self, start: int, end: int) -> tuple[Box, ...]:
        first = max(bisect_right(self.box_starts, start) - 1, 0)
        found = self.layout.boxes[first : bisect_left(self.box_starts, end)]
        boxes: list[Box] = []
        for box_start, box_end, box in found:
            if end <= box_start or box_end <= start:
                continue
            before = boxes[-1] if boxes else None
            if before is not None and (before.page, before.top, before.bottom) == (box.page, box.top, box.bottom):
                boxes[-1] = before.model_copy(
                    update={"left": min(before.left, box.left), "right": max(before.right, box.right)}
                )
            else:
                boxes.append(box)
        return tuple(boxes)


def _cell_range(places: Sequence[Place]) -> str | None:
    first, last = places[0].cell, places[-1].cell
    if first is None or last is None:
        return first
    sheet, _, cell = last.rpartition("!")
    return first if first == last or not first.startswith(f"{sheet}!") else f"{first}:{cell}"


def _whole(normalized: NormalizedText, offset: int, start: int) -> int:
    """Move an offset out of the parts of one original character, such as the three of 「㈱」."""
    while start < offset < len(normalized.text):
        before, after = normalized.source_span(offset - 1, offset), normalized.source_span(offset, offset + 1)
        if before[0] < after[0]:
            break
        offset += 1
    return offset


def _page(layout: Layout, block: Block, start: int) -> int | None:
    """Return the page on which a sentence starts, which need not be that of its block."""
    if block.page is None or not layout.page_starts:
        return block.page
    page = block.page
    while page < len(layout.page_starts) and layout.page_starts[page] <= start:
        page += 1
    return page
