"""Files: a path, uploaded bytes or a plain string go in, a ``Document`` comes out.

The format is named by the extension and must agree with the content. What is in the file is read by the module of its
format; what a sentence is, is the same for all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath

from stitext.errors import SourceError
from stitext.reading.assembly import assemble
from stitext.reading.blocks import Layout
from stitext.reading.containers import CONTAINER_SUFFIXES
from stitext.reading.conversion import CONVERTED, convert
from stitext.reading.decoding import check_characters, decode
from stitext.reading.forms import Form, form_of, leave_out_form, leave_out_instructions
from stitext.reading.mail import read_mail
from stitext.reading.markdown import read_markdown
from stitext.reading.ocr import find_recognizer
from stitext.reading.opendocument import read_open_document
from stitext.reading.pdf import read_pdf
from stitext.reading.plain import read_plain
from stitext.reading.rtf import read_rtf
from stitext.reading.sheets import read_csv, read_workbook
from stitext.reading.slides import read_slides
from stitext.reading.webpages import read_web_page
from stitext.reading.word import read_word
from stitext.records import Document
from stitext.settings import Settings

SUPPORTED_SUFFIXES = (
    *(".txt", ".md", ".html", ".htm", ".eml", ".csv"),
    *(".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".pptm", ".odt", ".rtf", ".pdf"),
    *CONVERTED,
)

_OLD_FORMATS = {".jtd": ".docx", ".jtdc": ".docx", ".xlsb": ".xlsx", ".ods": ".xlsx", ".odp": ".pptx", ".msg": ".eml"}
_TEXT_READERS: Mapping[str, Callable[[str], Layout]] = {".txt": read_plain, ".md": read_markdown, ".csv": read_csv}
_BYTE_READERS: Mapping[str, Callable[[bytes, str], Layout]] = {
    ".docx": read_word,
    ".pptx": read_slides,
    ".odt": read_open_document,
    ".rtf": read_rtf,
    ".html": read_web_page,
    ".htm": read_web_page,
    ".eml": read_mail,
}
_OFFICE = {".docm": ".docx", ".xlsm": ".xlsx", ".pptm": ".pptx"}  # with macros, which nothing here runs
# Forms to fill in come in these; in other formats nothing is set as an instruction.
_FORM_FORMATS = frozenset({".docx", ".xlsx", ".odt", ".rtf"})


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
    return read_bytes(load_file(path, settings), path.name, settings)


def load_file(path: Path, settings: Settings) -> bytes:
    """Load the bytes of a file, refusing it by its size and name first.

    Parameters
    ----------
    path
        A file with one of the extensions in ``SUPPORTED_SUFFIXES``, or a container of such files.
    settings
        The limit on bytes.

    Returns
    -------
    bytes
        Its content.

    Raises
    ------
    SourceError
        If the file is missing, can't be read, is too large, or of no supported format; ``code`` says which.
    """
    try:
        if path.is_dir():
            raise SourceError(f"{path}: フォルダーです。ファイルを指定してください。", code="source-is-folder")
        n_bytes = path.stat().st_size
        _check_size(n_bytes, path.name, settings)
        if path.suffix.lower() not in CONTAINER_SUFFIXES:
            _check_suffix(path.name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{path}: ファイルがありません。パスを確かめてください。", code="source-missing") from error
    except OSError as error:
        raise SourceError(
            f"{path}: ファイルを読めません（{error.strerror}）。"
            "読取り権限と、ほかのソフトで開いていないかを確かめてください。",
            code="source-unreadable",
        ) from error


def read_bytes(data: bytes, name: str, settings: Settings, *, ocr: bool = False, form: Form | None = None) -> Document:
    """Read the bytes of one file, an upload for instance.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name with its extension.
    settings
        The limits on bytes, pages and characters.
    ocr
        Whether pages of a PDF without text are recognized.
    form
        The empty form that the file was made from, whose words are left out; None where there is none at hand.

    Returns
    -------
    Document
        The document; of a mail its subject and body, without attachments.

    Raises
    ------
    SourceError
        If the format is not supported, or the content can't be used; ``code`` says which.
    """
    suffix = _check_suffix(name)
    _check_size(len(data), name, settings)
    if not data:
        raise SourceError(f"{name}: ファイルが空です（0 バイト）。保存し直してください。", code="source-empty")
    sha256 = hashlib.sha256(data).hexdigest()
    layout = _read_layout(data, name, suffix, settings, ocr=ocr)
    layout = _without_form(layout, name, suffix, form)
    return assemble(layout, name=name, format_name=suffix[1:], sha256=sha256, settings=settings)


def read_form(path: Path, settings: Settings) -> Form:
    """Read an empty form, whose words are not those of who fills it in.

    Parameters
    ----------
    path
        The empty form, in any of the formats in ``SUPPORTED_SUFFIXES``.
    settings
        The limits on bytes, pages and characters.

    Returns
    -------
    Form
        Its words.

    Raises
    ------
    SourceError
        If the file is missing or can't be read, or holds no text (``source-blank``).
    """
    data = load_file(path, settings)
    form = form_of(_read_layout(data, path.name, _check_suffix(path.name), settings, ocr=False))
    if not form.keys:
        raise SourceError(
            f"{path.name}: 様式に文字がありません。空の様式のファイルを指定してください。", code="source-blank"
        )
    return form


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
    if suffix in CONTAINER_SUFFIXES and suffix not in SUPPORTED_SUFFIXES:
        raise SourceError(
            f"{name}: 複数の文書を含むファイルなので、一つの文書としては読めません。"
            "コマンドに指定するか、中の文書を一つずつ読んでください。",
            code="source-container",
        )
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


def _without_form(layout: Layout, name: str, suffix: str, form: Form | None) -> Layout:
    """Leave out the form's own words, and refuse a form that nothing was filled in."""
    if form is not None:
        rest = leave_out_form(layout, form)
    elif CONVERTED.get(suffix, _OFFICE.get(suffix, suffix)) in _FORM_FORMATS:
        rest = leave_out_instructions(layout)
    else:
        return layout
    if any(block.pieces for block in layout.blocks) and not any(block.pieces for block in rest.blocks):
        raise SourceError(
            f"{name}: 様式の文のほかに何も書かれていません。記入したファイルを指定してください。", code="source-blank"
        )
    return rest


def _read_layout(data: bytes, name: str, suffix: str, settings: Settings, *, ocr: bool) -> Layout:
    if suffix in CONVERTED:
        data, suffix = convert(data, name, suffix), CONVERTED[suffix]
    suffix = _OFFICE.get(suffix, suffix)
    if suffix == ".pdf":
        return read_pdf(data, name, settings, recognizer=find_recognizer() if ocr else None)
    if suffix == ".xlsx":
        return read_workbook(data, name, settings)
    if suffix in _BYTE_READERS:
        return _BYTE_READERS[suffix](data, name)
    decoded = decode(data, name)
    # A text over the limit is refused before its blocks are looked for.
    if len(decoded.text) > settings.max_characters:
        return Layout(decoded.text, ())
    return _TEXT_READERS[suffix](decoded.text)._replace(encoding=decoded.encoding, warnings=decoded.warnings)
