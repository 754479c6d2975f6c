"""Similar projects as a workbook: one row for each result, one for a project without."""

from __future__ import annotations

import io
from collections.abc import Iterator

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from stitext.records import SimilarProject, SimilarProjects
from stitext.rendering.quotes import display_quote
from stitext.rendering.similar_phrases import SimilarMessages, countries_text, similar_headline, similar_messages_in
from stitext.settings import Language

_WIDTHS = (6, 10, 40, 16, 16, 8, 8, 40, 40, 40, 14, 40, 30, 12, 40, 40)
_TEXT = "s"  # the type of a cell that is never run as a formula, whatever it begins with


def render_similar_xlsx(found: SimilarProjects, *, language: Language = "ja") -> bytes:
    """Write similar projects as an Excel workbook.

    Parameters
    ----------
    found
        The projects.
    language
        Language of all that is not the draft's or the records' wording.

    Returns
    -------
    bytes
        The file.
    """
    messages = similar_messages_in(language)
    workbook = Workbook()
    sheet = workbook.active or workbook.create_sheet()
    sheet.title = "similar"
    sheet.append(list(messages.columns))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    if not found.projects:
        sheet.append([similar_headline(found, messages)])
    for rank, project in enumerate(found.projects, start=1):
        for row in _rows(rank, project, messages):
            sheet.append([None] * len(row))
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(sheet.max_row, column, value)
                if isinstance(value, str):
                    cell.data_type = _TEXT
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "D2"
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _rows(rank: int, project: SimilarProject, messages: SimilarMessages) -> Iterator[list[str | int | float | None]]:
    theirs = "\n".join(display_quote(pair.theirs) for pair in project.similar)
    ours = "\n".join(display_quote(pair.ours) for pair in project.similar)
    head: list[str | int | float | None] = [
        rank,
        project.id,
        display_quote(project.title),
        display_quote(project.programme),
        countries_text(project, messages),
        project.year,
        project.score,
        theirs,
        ours,
    ]
    if not project.reusable:
        yield [*head, messages.no_results, None, None, None, None, project.source_url, None]
    for result in project.reusable:
        yield [
            *head,
            display_quote(result.result),
            result.kind,
            display_quote(result.use),
            display_quote("、".join(result.holders)),
            "、".join(result.points),
            result.source,
            "\n".join(display_quote(caveat) for caveat in result.caveats),
        ]
