"""Drawings: a PDF page goes in, its ruled lines and the share of it that pictures cover come out."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw as pdfium

from stitext.reading.pdf_runs import turn_box

_MOST_OBJECTS = 20_000  # of one page; a drawing of more holds no table that anyone could read
_THIN = 2.5  # points; a filled rectangle that is thinner is a rule
_LEAST_RULE = 8.0  # points


class Rule(NamedTuple):
    """A drawn line, horizontal (``top == bottom``) or vertical (``left == right``)."""

    left: float
    top: float
    right: float
    bottom: float


def read_drawings(page: pypdfium2.PdfPage, turn: int) -> tuple[list[Rule], float]:
    """Read the rules of a page, and what share of it pictures cover.

    Parameters
    ----------
    page
        An open page.
    turn
        By how many quarters to turn the rules counter-clockwise.

    Returns
    -------
    tuple
        The rules in points from the turned page's upper left corner, and a share in [0, 1].
    """
    width, height = page.get_size()
    crop_left, crop_bottom, crop_right, crop_top = page.get_cropbox()
    quarter = page.get_rotation() // 90
    rules: list[Rule] = []
    covered = 0.0
    for kind, left, bottom, right, top in _objects(page):
        box = (left - crop_left, crop_top - top, right - crop_left, crop_top - bottom)
        if quarter:
            box = turn_box(box, 4 - quarter, crop_right - crop_left, crop_top - crop_bottom)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            shown = (max(box[0], 0), max(box[1], 0), min(box[2], width), min(box[3], height))
            covered += max(shown[2] - shown[0], 0) * max(shown[3] - shown[1], 0)
        else:
            rules.append(Rule(*turn_box(box, turn, width, height)))
    return rules, min(covered / max(width * height, 1), 1.0)


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[int, float, float, float, float]]:
    """Yield the boxes of pictures and of rules, left, bottom, right, top in the file's own space."""
    edges = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind not in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH):
            continue
        if not pdfium.FPDFPageObj_GetBounds(item, *pointers):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            yield kind, left, bottom, right, top
        elif min(right - left, top - bottom) <= _THIN:
            if max(right - left, top - bottom) >= _LEAST_RULE:
                yield kind, *_thin(left, bottom, right, top)
        else:
            yield from ((kind, *edge) for edge in _path_edges(item))


def _thin(left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    """Return a thin rectangle as a line without thickness."""
    if right - left >= top - bottom:
        return left, (bottom + top) / 2, right, (bottom + top) / 2
    return (left + right) / 2, bottom, (left + right) / 2, top


def _path_edges(item: object) -> Iterator[tuple[float, float, float, float]]:
    """Yield the horizontal and vertical strokes of a path; a filled area has none, unless it is stroked as well."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    n_segments = pdfium.FPDFPath_CountSegments(item)
    if not stroke.value or not 2 <= n_segments <= 2_000:
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    first = before = (0.0, 0.0)
    for index in range(n_segments):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _stroke(before, point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _stroke(point, first)
        before = point


def _stroke(before: tuple[float, float], after: tuple[float, float]) -> Iterator[tuple[float, float, float, float]]:
    left, right = sorted((before[0], after[0]))
    bottom, top = sorted((before[1], after[1]))
    if min(right - left, top - bottom) <= 1 and max(right - left, top - bottom) >= _LEAST_RULE:
        yield _thin(left, bottom, right, top)
