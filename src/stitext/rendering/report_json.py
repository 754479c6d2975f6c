"""A report for other programs: the record itself, as JSON in UTF-8 with its Japanese left readable."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import JsonValue

from stitext.records import Record

# str.splitlines and many readers of JSON Lines take these for line breaks; in JSON they can only stand in strings.
_LINE_BREAKS = {ord(character): f"\\u{ord(character):04x}" for character in "\u0085\u2028\u2029"}


def render_json(record: Record) -> str:
    """Write a record as one indented JSON object.

    Parameters
    ----------
    record
        A report, say.

    Returns
    -------
    str
        JSON with a line break at its end.
    """
    return record.model_dump_json(indent=2) + "\n"


def render_json_line(record: Record) -> str:
    """Write a record as one line of JSON Lines.

    Parameters
    ----------
    record
        A report, or a sentence with its labels.

    Returns
    -------
    str
        One line, with its line break.
    """
    return record.model_dump_json().translate(_LINE_BREAKS) + "\n"


def render_row_line(row: Mapping[str, JsonValue]) -> str:
    """Write a row of a table as one line of JSON Lines.

    Parameters
    ----------
    row
        The row's columns.

    Returns
    -------
    str
        One line, with its line break.
    """
    return json.dumps(row, ensure_ascii=False).translate(_LINE_BREAKS) + "\n"
