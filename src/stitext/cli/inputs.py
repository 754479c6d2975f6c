"""What commands read: files, containers of files, standard input, and how."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from stitext.errors import SourceError

if TYPE_CHECKING:
    from stitext.reading.sources import ReadingOptions
    from stitext.settings import Settings

STDIN = Path("-")


def documents_of(files: Sequence[Path], settings: Settings) -> list[Path]:
    """Name the documents that files hold: of a zip file those inside, of a mail its attachments too.

    Parameters
    ----------
    files
        Files as they were given, standard input among them.
    settings
        The limit on bytes.

    Returns
    -------
    list[Path]
        One for each document, in the order in which they are read.
    """
    from stitext.reading.sources import document_names

    return [Path(name) for path in files for name in document_names(path, settings)]


def reading_options(template: Path | None, settings: Settings, *, ocr: bool) -> ReadingOptions:
    """Load what the options of a command say of how to read.

    Parameters
    ----------
    template
        Value of ``--template``.
    settings
        The limits on bytes, pages and characters.
    ocr
        Value of ``--ocr``.

    Returns
    -------
    ReadingOptions
        How to read.

    Raises
    ------
    SourceError
        If the template can't be read.
    """
    from stitext.reading.files import read_form
    from stitext.reading.sources import ReadingOptions

    return ReadingOptions(form=None if template is None else read_form(template, settings), ocr=ocr)


@contextmanager
def readable(files: Sequence[Path], command: str) -> Iterator[list[Path]]:
    """Give standard input a path for as long as the run lasts.

    Parameters
    ----------
    files
        Files as they were given.
    command
        The command's name, for messages.

    Yields
    ------
    list[Path]
        Files that can be opened.

    Raises
    ------
    SourceError
        If standard input is empty.
    """
    if STDIN not in files:
        yield list(files)
        return
    content = sys.stdin.buffer.read()
    if not content.strip():
        raise SourceError(
            f"標準入力が空です。テキストを渡してください（例: stitext {command} - < draft.txt）。", code="source-empty"
        )
    with tempfile.TemporaryDirectory(prefix="stitext-") as folder:
        path = Path(folder) / "stdin.txt"
        path.write_bytes(content)
        yield [path if file == STDIN else file for file in files]
