"""Parts of a workbook: an .xlsx goes in; what openpyxl's fast reader passes over comes out.

Hidden rows and columns, merged cells and the texts of drawn shapes, sheet by sheet. Values are read in ``sheets``.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from defusedxml import ElementTree
from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576  # Excel's own limits


class Merged(NamedTuple):
    """A merged cell: its first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


class Shape(NamedTuple):
    """A drawn shape with text: the row and column at which it begins, from 0, and its paragraphs."""

    row: int
    column: int
    paragraphs: tuple[str, ...]


class SheetParts(NamedTuple):
    """What a sheet hides, merges and draws; rows and columns from 0."""

    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merged: tuple[Merged, ...]
    shapes: tuple[Shape, ...]


def read_parts(package: zipfile.ZipFile) -> dict[str, SheetParts]:
    """Read the parts of all sheets.

    Parameters
    ----------
    package
        The workbook's package.

    Returns
    -------
    dict
        By the sheet's name.
    """
    targets = _targets(package, "xl/workbook.xml")
    found: dict[str, SheetParts] = {}
    names = set(package.namelist())
    for sheet in ElementTree.fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        path = targets.get(sheet.get(_RELATION_ID, ""), ("", ""))[1]
        if path in names:
            found[sheet.get("name", "")] = _sheet_parts(package, path)
    return found


def _sheet_parts(package: zipfile.ZipFile, path: str) -> SheetParts:
    rows: set[int] = set()
    columns: set[int] = set()
    merged: list[Merged] = []
    tags = [f"{_MAIN}{name}" for name in ("row", "col", "mergeCell")]
    with package.open(path) as stream:
        for _, element in etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True):
            is_hidden = element.get("hidden") in ("1", "true")
            if element.tag == tags[0] and element.get("r", "").isdecimal():
                if int(element.get("r")[:9]) > _MOST_ROWS:  # openpyxl would count up to it
                    raise ValueError(f"row {element.get('r')[:9]}")
                if is_hidden:
                    rows.add(int(element.get("r")) - 1)
            elif element.tag == tags[1] and is_hidden:
                first, last = int(element.get("min")), int(element.get("max"))
                columns.update(range(first - 1, min(last, _MOST_COLUMNS)))
            elif element.tag == tags[2]:
                merged.extend(_merged(element.get("ref", "")))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    shapes = [
        shape
        for kind, drawing in _targets(package, path).values()
        if kind.endswith("/drawing") and drawing in package.namelist()
        for shape in _shapes(package.read(drawing))
    ]
    return SheetParts(frozenset(rows), frozenset(columns), tuple(merged), tuple(shapes))


def _merged(reference: str) -> Iterator[Merged]:
    corners = _CELL.findall(reference)
    if len(corners) == 2:
        (left, top), (right, bottom) = corners
        yield Merged(int(top) - 1, _column(left), int(bottom) - 1, _column(right))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _shapes(data: bytes) -> Iterator[Shape]:
    for anchor in ElementTree.fromstring(data):
        row = anchor.findtext(f"{_DRAWING}from/{_DRAWING}row", "0")
        column = anchor.findtext(f"{_DRAWING}from/{_DRAWING}col", "0")
        paragraphs = ["".join(text.text or "" for text in part.iter(f"{_TEXT}t")) for part in anchor.iter(f"{_TEXT}p")]
        filled = tuple(paragraph for paragraph in paragraphs if paragraph.strip())
        if filled and row.isdecimal() and column.isdecimal():
            yield Shape(int(row), int(column), filled)


def _targets(package: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """Return the kind and path of each part that a part refers to, by the id of the relation."""
    folder, name = posixpath.split(path)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.namelist():
        return {}
    found: dict[str, tuple[str, str]] = {}
    for relation in ElementTree.fromstring(package.read(relations)).iter(f"{_RELATIONS}Relationship"):
        target = relation.get("Target", "")
        resolved = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        found[relation.get("Id", "")] = (relation.get("Type", ""), resolved)
    return found
