"""Tagged sentences as CSV for spreadsheets: one row per sentence and label."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from stitext.records import TagLine

_COLUMNS = (
    "document",
    "sentence_id",
    "page",
    "section",
    "start",
    "end",
    "text",
    "label",
    "stance",
    "score",
    "why",
)
# A spreadsheet takes a cell that begins so for a formula and runs it; Japanese ones do so for the wide forms too.
# Source: OWASP, CSV Injection.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def render_csv_rows(line: TagLine) -> str:
    """Write the labels of one sentence as rows.

    Parameters
    ----------
    line
        The sentence with its labels.

    Returns
    -------
    str
        One row for each label, none for a sentence without. A cell that a spreadsheet would run as a formula has
        an apostrophe before it.
    """
    return _rows(
        [
            line.document,
            line.sentence_id,
            "" if line.page is None else line.page,
            line.section or "",
            line.start,
            line.end,
            line.text,
            tag.id,
            tag.stance,
            f"{tag.score:.4f}",
            "、".join(tag.why),
        ]
        for tag in line.labels
    )


def _rows(rows: Iterable[list[str | int]]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return stream.getvalue()


def _safe(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


CSV_HEAD = "\ufeff" + ",".join(_COLUMNS) + "\r\n"
"""The first row, behind the byte order mark by which Excel knows UTF-8."""
