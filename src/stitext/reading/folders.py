"""Folders: paths of files and folders go in, the files to read come out, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from stitext.errors import SourceError
from stitext.reading.containers import CONTAINER_SUFFIXES
from stitext.reading.files import SUPPORTED_SUFFIXES


def find_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files given, and those in the folders given.

    Folders are searched to any depth, in sorted order, for files of the formats that are read and for containers of
    such files; hidden files and folders and Office's lock files (``~$``) are passed over. A file given by name is
    yielded as it is.

    Parameters
    ----------
    paths
        Paths of files and folders.

    Yields
    ------
    Path
        One file.

    Raises
    ------
    SourceError
        If a path does not exist (``source-missing``) or a folder can't be listed (``source-unreadable``).
    """
    for path in paths:
        try:
            is_folder, is_there = path.is_dir(), path.exists()
        except OSError:  # no access, or a name that no file can have: reading the file says which
            is_folder, is_there = False, True
        if is_folder:
            yield from _files_under(path)
        elif is_there:
            yield path
        else:
            raise SourceError(
                f"{path}: ファイルもフォルダーもありません。パスを確かめてください。", code="source-missing"
            )


def _files_under(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise SourceError(
            f"{folder}: フォルダーを開けません（{error.strerror}）。読取り権限を確かめてください。",
            code="source-unreadable",
        ) from error
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            # A link to a folder may lead back to where it stands.
            if not entry.is_symlink():
                yield from _files_under(entry)
        elif entry.suffix.lower() in (*SUPPORTED_SUFFIXES, *CONTAINER_SUFFIXES):
            yield entry
