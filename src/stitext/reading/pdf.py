"""PDF: the bytes of a PDF go in, the blocks of its text layer come out, in the order in which a person reads them.

Pages without a text layer are named in a warning, or recognized where that is asked for (``ocr``). Text to which the
file gives no Unicode is never passed on: its lines are left out, and a warning names their pages.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import NamedTuple

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw as pdfium

from stitext.errors import SourceError
from stitext.reading.blocks import Layout
from stitext.reading.garbling import is_garbled
from stitext.reading.lines import Line
from stitext.reading.ocr import Recognizer
from stitext.reading.pdf_columns import find_gutter, group_rows
from stitext.reading.pdf_lines import Body, Column, PrintedLine, body_of, fit_columns, read_columns, read_lines
from stitext.reading.pdf_pages import Page, read_page
from stitext.reading.pdf_runs import Run
from stitext.reading.pdf_text import GETA, TextBuilder
from stitext.reading.running import Edge, Reason, find_lone_edges, find_running_edges, find_running_lines
from stitext.records import Note
from stitext.settings import Settings

_N_LISTED = 20  # ranges of pages
_LEAST_CHARACTERS = 20  # on a page that a picture covers; fewer are a stamp or a page number on a scan
_SCAN = 0.5  # share of a page that a picture covers from which on the page may be a scan
_APART = 1.5  # times the usual gap between lines, from which on a running title stands apart
_SMALL = 0.93  # of the body's em; the running title of a single page is set smaller
_RUBY = 0.62  # of the body's em; ruby is set at half of it
_EDGE_DEPTH = 2  # lines at the top and at the bottom of a page that may be running titles
_ENCRYPTED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)

_PDFIUM = threading.Lock()  # pdfium may not be entered by two threads at once


def read_pdf(data: bytes, name: str, settings: Settings, *, recognizer: Recognizer | None = None) -> Layout:
    """Find the blocks of a PDF.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.
    settings
        The limits on pages and characters.
    recognizer
        Recognizes the pages without a text layer, from ``find_recognizer``; they stay unread where none is given.

    Returns
    -------
    Layout
        The text with its blocks and boxes, and warnings on pages without text or with garbled text.

    Raises
    ------
    SourceError
        If the file is no PDF or damaged (``source-damaged``), encrypted (``source-encrypted``), has too many pages
        (``source-too-many-pages``) or characters (``source-too-large``), no page has text (``source-scanned``), or no
        text can be read (``source-garbled``).
    """
    if b"%PDF-" not in data[:1024]:
        raise SourceError(
            f"{name}: PDF の中身ではありません。拡張子を中身に合わせるか、PDF で保存し直してください。",
            code="source-damaged",
        )
    with _PDFIUM, _opened(data, name) as document:
        pages, recognized = _pages(document, name, settings, recognizer)
    silent = [page.number for page in pages if _is_silent(page)]
    if silent and not any(page.runs or page.turned for page in pages if not _is_silent(page)):
        raise SourceError(
            f"{name}: 全 {len(pages)} ページに文字の情報がありません（画像だけのスキャンのようです）。"
            "先に OCR で文字の層を付けるか、OCR を有効にして読み直してください（stitext[ocr]）。",
            code="source-scanned",
        )
    layout, builder = _lay_out(pages)
    if not layout.blocks and builder.garbled:
        raise SourceError(
            f"{name}: 文字の情報が壊れていて読めません（フォントに Unicode の対応がなく、文字化けします）。"
            "元のソフトから PDF を書き出し直すか、OCR を有効にして読み直してください（stitext[ocr]）。",
            code="source-garbled",
        )
    warnings = tuple(_warnings(silent, recognized, builder))
    return layout._replace(warnings=warnings, n_pages=len(pages))


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _ENCRYPTED:
            raise SourceError(
                f"{name}: パスワードで暗号化されています。パスワードを外して保存し直してください。",
                code="source-encrypted",
            ) from error
        raise SourceError(
            f"{name}: PDF が壊れています（{error}）。元のソフトから書き出し直してください。", code="source-damaged"
        ) from error
    try:
        yield document
    finally:
        document.close()


def _pages(
    document: pypdfium2.PdfDocument, name: str, settings: Settings, recognizer: Recognizer | None
) -> tuple[list[Page], list[int]]:
    """Read all pages; returns them and the numbers of those that were recognized."""
    n_pages = len(document)
    if n_pages > settings.max_pages:
        raise SourceError(
            f"{name}: ページ数が上限を超えています（{n_pages:,} ページ、上限 {settings.max_pages:,} ページ）。"
            "ファイルを分けるか、設定 max_pages を上げてください。",
            code="source-too-many-pages",
        )
    if n_pages == 0:
        raise SourceError(
            f"{name}: ページが 1 枚もありません。元のソフトから PDF を書き出し直してください。",
            code="source-damaged",
        )
    pages: list[Page] = []
    recognized: list[int] = []
    n_characters = 0
    for number in range(1, n_pages + 1):
        page = _page(document, number, name)
        if recognizer is not None and (_is_silent(page) or _is_garbled(page)):
            runs = recognizer.recognize(document[number - 1], name, number)
            page = page._replace(runs=runs, turn=0, turned={}, slanted="", pictures=0.0)
            recognized.append(number)
        pages.append(page)
        n_characters += sum(len(run.text) for run in _all_runs(page))
        if n_characters > settings.max_characters:
            raise SourceError(
                f"{name}: {number} ページまでで文字数が上限を超えました（上限 {settings.max_characters:,} 字）。"
                "ファイルを分けるか、設定 max_characters を上げてください。",
                code="source-too-large",
            )
    return pages, recognized


def _page(document: pypdfium2.PdfDocument, number: int, name: str) -> Page:
    try:
        page = document[number - 1]
        try:
            return read_page(page, number)
        finally:
            page.close()
    except pypdfium2.PdfiumError as error:
        raise SourceError(
            f"{name}: {number} ページを読めません（{error}）。元のソフトから書き出し直してください。",
            code="source-damaged",
        ) from error


def _all_runs(page: Page) -> Iterator[Run]:
    yield from page.runs
    for runs in page.turned.values():
        yield from runs


def _is_silent(page: Page) -> bool:
    """Tell whether a page with something on it has no text layer, or on a scan hardly one."""
    n_characters = sum(len(run.text.strip()) for run in _all_runs(page))
    return (n_characters == 0 and not page.is_blank) or (page.pictures >= _SCAN and n_characters < _LEAST_CHARACTERS)


def _is_garbled(page: Page) -> bool:
    return is_garbled("".join(run.text for run in _all_runs(page)))


class _RunningRow(NamedTuple):
    """A line at the edge of a page that is no text of it."""

    runs: list[Run]
    reason: Reason
    at_top: bool


def _running_rows(pages: Sequence[Page], em: float) -> list[list[_RunningRow]]:
    """Find the page numbers and running titles of each page."""
    rows = [[[part for part in row if isinstance(part, Run)] for row in group_rows(page.runs)] for page in pages]
    lines: list[list[Line]] = []
    n_rows = 0
    for page_rows in rows:
        texts = [" ".join(run.text.strip() for run in row).strip() for row in page_rows]
        lines.append([Line(n_rows + index, n_rows + index, text) for index, text in enumerate(texts)])
        n_rows += len(page_rows)
    reasons = find_running_lines(lines)
    edges = _edges(rows, lines, em)
    reasons.update({start: "running-title" for start in find_running_edges(edges) if start not in reasons})
    if len(edges) == 1:
        reasons = find_lone_edges(edges[0]) | reasons
    found: list[list[_RunningRow]] = []
    for page_rows, page_lines in zip(rows, lines, strict=True):
        found.append(
            [
                _RunningRow(row, reasons[line.start], at_top=2 * index < len(page_rows))
                for index, (row, line) in enumerate(zip(page_rows, page_lines, strict=True))
                if line.start in reasons
            ]
        )
    return found


def _edges(rows: Sequence[Sequence[Sequence[Run]]], lines: Sequence[Sequence[Line]], em: float) -> list[list[Edge]]:
    """Return the two lines at the top and the two at the bottom of each page, with whether they stand apart."""
    gaps = [
        [min(run.top for run in after) - max(run.bottom for run in before) for before, after in pairwise(page)]
        for page in rows
    ]
    every = sorted(gap for page in gaps for gap in page)
    usual = max(every[len(every) // 3], 1.0) if every else 1.0
    edges: list[list[Edge]] = []
    for page, page_lines, page_gaps in zip(rows, lines, gaps, strict=True):
        last = len(page) - 1
        found: list[Edge] = []
        for index in sorted({0, 1, last - 1, last}) if last >= _EDGE_DEPTH else ():
            inward = page_gaps[index:_EDGE_DEPTH] if index < _EDGE_DEPTH else page_gaps[last - _EDGE_DEPTH : index]
            top = min(run.top for run in page[index])
            found.append(
                Edge(
                    page_lines[index].start,
                    page_lines[index].raw,
                    top,
                    apart=max(inward) > _APART * usual,
                    outermost=index in (0, last),
                    small=_RUBY * em < max(run.em for run in page[index]) < _SMALL * em,
                )
            )
        edges.append(found)
    return edges


def _lay_out(pages: Sequence[Page]) -> tuple[Layout, TextBuilder]:
    body = body_of((run for page in pages for run in page.runs), ())
    gutters = {gutter for page in pages if (gutter := find_gutter(page.runs, body.em)) is not None}
    builder = TextBuilder(body._replace(gutters=tuple(sorted(gutters))))
    running_rows = _running_rows(pages, body.em)
    columns = fit_columns(
        [_columns(page, running, builder.body) for page, running in zip(pages, running_rows, strict=True)]
    )
    for page, running, page_columns in zip(pages, running_rows, columns, strict=True):
        _leave_out(builder, page, [row for row in running if row.at_top])
        _add_page(builder, page, page_columns)
        _leave_out(builder, page, [row for row in running if not row.at_top])
    return builder.finish(), builder


def _leave_out(builder: TextBuilder, page: Page, running: Sequence[_RunningRow]) -> None:
    for row in running:
        for line in read_lines(row.runs):
            builder.leave_out(page, line, row.reason)


def _columns(page: Page, running: Sequence[_RunningRow], body: Body) -> list[Column]:
    left_out = {id(run) for row in running for run in row.runs}
    runs = [run for run in page.runs if id(run) not in left_out]
    return [[*read_lines(runs)]] if _is_garbled(page) else read_columns(page, runs, body)


def _add_page(builder: TextBuilder, page: Page, columns: Sequence[Column]) -> None:
    if _is_garbled(page):
        builder.garbled.add(page.number)
        for line in (part for column in columns for part in column if isinstance(part, PrintedLine)):
            builder.leave_out(page, line, "garbled-text")
        return
    for column in columns:
        builder.add_column(page, column)
    for turn, turned in sorted(page.turned.items()):
        builder.add_apart(page, turned, turn)
    if page.slanted:
        builder.leave_out_text(page, page.slanted, "slanted-text")


def _warnings(silent: list[int], recognized: list[int], builder: TextBuilder) -> Iterator[Note]:
    if silent:
        yield Note(
            code="page-without-text",
            message=f"文字の情報がないページがあります（{list_pages(silent)}）。画像の中の文字は読めません。"
            "必要なら先に OCR を行うか、OCR を有効にして読み直してください（stitext[ocr]）。",
            page=silent[0],
        )
    garbled = sorted(builder.garbled)
    if garbled:
        yield Note(
            code="garbled-text",
            message=f"文字化けして読めないところがあり、除きました（{list_pages(garbled)}）。"
            "元のソフトから書き出し直すか、OCR を行ってください。",
            page=garbled[0],
        )
    unmapped = sorted(builder.unmapped - builder.garbled)
    if unmapped:
        yield Note(
            code="unreadable-characters",
            message=f"読めない文字（外字など）を「{GETA}」に置き換えました（{list_pages(unmapped)}）。原本を確かめてください。",
            page=unmapped[0],
        )
    if recognized:
        yield Note(
            code="page-recognized",
            message=f"画像から文字を認識したページがあります（{list_pages(recognized)}）。"
            "誤りを含むことがあります。引用は原本と照らし合わせてください。",
            page=recognized[0],
        )


def list_pages(pages: Sequence[int]) -> str:
    """Name pages, those in a row as one range.

    Parameters
    ----------
    pages
        Numbers of pages, ascending.

    Returns
    -------
    str
        Their names in Japanese, at most twenty.

    Examples
    --------
    >>> list_pages([3, 7, 8, 9])
    '3、7-9 ページ'
    """
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][-1] + 1:
            ranges[-1] = [ranges[-1][0], page]
        else:
            ranges.append([page])
    shown = ranges[:_N_LISTED]
    n_shown = sum(part[-1] - part[0] + 1 for part in shown)
    more = f" ほか {len(pages) - n_shown} ページ" if n_shown < len(pages) else ""
    return "、".join("-".join(map(str, part)) for part in shown) + " ページ" + more
