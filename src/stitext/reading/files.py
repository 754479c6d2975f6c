"""Files: a path, uploaded bytes or a plain string go in, a ``Document`` comes out.

The format is named by the extension and must agree with the content. What is in the file is read by the module of its
format; what a sentence is, is the same for all of them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePath

from stitext.errors import SourceError
from stitext.reading.assembly import assemble
from stitext.reading.blocks import Layout
from stitext.reading.decoding import check_characters, decode
from stitext.reading.markdown import read_markdown
from stitext.reading.pdf import read_pdf
from stitext.reading.plain import read_plain
from stitext.reading.sheets import read_csv, read_workbook
from stitext.reading.word import read_word
from stitext.records import Document
from stitext.settings import Settings

SUPPORTED_SUFFIXES = (".txt", ".md", ".docx", ".pdf", ".csv", ".xlsx")

_OLD_FORMATS = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pdf", ".rtf": ".docx", ".jtd": ".docx"}


def read_file(path: Path, settings: Settings) -> Document:
    """Read one file.

    Parameters
    ----------
    path
        A file with one of the extensions in ``SUPPORTED_SUFFIXES``.
    settings
        The limits on bytes, pages and characters.

    Returns
    -------
    Document
        The document, under the file's name without its folder.

    Raises
    ------
    SourceError
        If the file is missing, can't be read, is too large, or its content can't be used; ``code`` says which.
    """
    try:
        if path.is_dir():
            raise SourceError(f"{path}: フォルダーです。ファイルを指定してください。", code="source-is-folder")
        n_bytes = path.stat().st_size
        _check_size(n_bytes, path.name, settings)
        _check_suffix(path.name)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{path}: ファイルがありません。パスを確かめてください。", code="source-missing") from error
    except OSError as error:
        raise SourceError(
            f"{path}: ファイルを読めません（{error.strerror}）。"
            "読取り権限と、ほかのソフトで開いていないかを確かめてください。",
            code="source-unreadable",
        ) from error
    return read_bytes(data, path.name, settings)


def read_bytes(data: bytes, name: str, settings: Settings) -> Document:
    """Read the bytes of one file, an upload for instance.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name with its extension.
    settings
        The limits on bytes, pages and characters.

    Returns
    -------
    Document
        The document.

    Raises
    ------
    SourceError
        If the format is not supported, or the content can't be used; ``code`` says which.
    """
    suffix = _check_suffix(name)
    _check_size(len(data), name, settings)
    if not data:
        raise SourceError(f"{name}: ファイルが空です（0 バイト）。保存し直してください。", code="source-empty")
    layout = _read_layout(data, name, suffix, settings)
    return assemble(
        layout, name=name, format_name=suffix[1:], sha256=hashlib.sha256(data).hexdigest(), settings=settings
    )


def read_text(text: str, name: str, settings: Settings) -> Document:
    """Read a plain string, as typed into a form.

    Parameters
    ----------
    text
        The text.
    name
        A name for it.
    settings
        The limits on bytes and characters.

    Returns
    -------
    Document
        The document, of format ``text`` and without an encoding; its ``sha256`` is that of the text in UTF-8.

    Raises
    ------
    SourceError
        If the text is empty, blank, too long, or no text.
    """
    if not text:
        raise SourceError(f"{name}: 文章が空です。本文を入れてください。", code="source-empty")
    check_characters(text, name)
    data = text.encode()
    _check_size(len(data), name, settings)
    layout = read_plain(text.removeprefix("\ufeff"))
    return assemble(layout, name=name, format_name="text", sha256=hashlib.sha256(data).hexdigest(), settings=settings)


def _check_suffix(name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    if suffix in _OLD_FORMATS:
        raise SourceError(
            f"{name}: {suffix} は読めません。元のソフトで開き、{_OLD_FORMATS[suffix]} として保存し直してください。",
            code="source-old-format",
        )
    if suffix not in SUPPORTED_SUFFIXES:
        raise SourceError(
            f"{name}: この形式（{suffix or '拡張子なし'}）は読めません。読める形式: {' '.join(SUPPORTED_SUFFIXES)}",
            code="source-unsupported",
        )
    return suffix


def _check_size(n_bytes: int, name: str, settings: Settings) -> None:
    if n_bytes > settings.max_file_bytes:
        raise SourceError(
            f"{name}: ファイルが大きすぎます（{n_bytes:,} バイト、上限 {settings.max_file_bytes:,} バイト）。"
            "ファイルを分けるか、設定 max_file_bytes を上げてください。",
            code="source-too-large",
        )


def _read_layout(data: bytes, name: str, suffix: str, settings: Settings) -> Layout:
    if suffix == ".pdf":
        return read_pdf(data, name, settings)
    if suffix == ".docx":
        return read_word(data, name)
    if suffix == ".xlsx":
        return read_workbook(data, name, settings)
    decoded = decode(data, name)
    readers = {".txt": read_plain, ".md": read_markdown, ".csv": read_csv}
    # A text over the limit is refused before its blocks are looked for.
    if len(decoded.text) > settings.max_characters:
        return Layout(decoded.text, ())
    return readers[suffix](decoded.text)._replace(encoding=decoded.encoding, warnings=decoded.warnings)
