"""PDF: the bytes of a PDF go in, the blocks of its text layer come out. It does not recognize characters in images.

The text is what the pages' text layers give, in their order, pages joined by one line break.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw as pdfium

from stitext.errors import SourceError
from stitext.reading.blocks import Layout
from stitext.reading.lines import Line, split_lines
from stitext.reading.plain import lay_out
from stitext.reading.running import find_running_lines
from stitext.records import Note
from stitext.settings import Settings

_LINE_END = re.compile(r"\r\n?|\x0b|\x0c|\u2028")
_GARBLED = re.compile(r"[\ufffd\ue000-\uf8ff]|\(cid:\d+\)")
_MOST_GARBLED = 0.05  # share of the characters of a page
_N_LISTED = 20
_ENCRYPTED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)

_PDFIUM = threading.Lock()  # pdfium may not be entered by two threads at once


def read_pdf(data: bytes, name: str, settings: Settings) -> Layout:
    """Find the blocks of a PDF's text layer.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.
    settings
        The limits on pages and characters.

    Returns
    -------
    Layout
        The text with its blocks, page by page, and warnings on pages without text or with garbled text.

    Raises
    ------
    SourceError
        If the file is no PDF or damaged (``source-damaged``), encrypted (``source-encrypted``), has too many pages
        (``source-too-many-pages``) or characters (``source-too-large``), or no page has text (``source-scanned``).
    """
    if b"%PDF-" not in data[:1024]:
        raise SourceError(
            f"{name}: PDF の中身ではありません。拡張子を中身に合わせるか、PDF で保存し直してください。",
            code="source-damaged",
        )
    texts = _page_texts(data, name, settings)
    if not any(text.strip() for text in texts):
        raise SourceError(
            f"{name}: 全 {len(texts)} ページに文字の情報がありません（画像だけのスキャンのようです）。"
            "先に OCR で文字の層を付けてください。",
            code="source-scanned",
        )
    pages: list[list[Line]] = []
    starts: list[int] = []
    start = 0
    for number, text in enumerate(texts, start=1):
        starts.append(start)
        pages.append(split_lines(text, start=start, page=number))
        start += len(text) + 1
    lines = [line for page in pages for line in page]
    layout = lay_out("\n".join(texts), lines, find_running_lines(pages))
    return layout._replace(warnings=tuple(_warnings(texts)), n_pages=len(texts), page_starts=tuple(starts))


def _page_texts(data: bytes, name: str, settings: Settings) -> list[str]:
    with _PDFIUM, _opened(data, name) as document:
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
        texts: list[str] = []
        n_characters = 0
        for index in range(n_pages):
            texts.append(_page_text(document, index, name))
            n_characters += len(texts[-1])
            if n_characters > settings.max_characters:
                raise SourceError(
                    f"{name}: {index + 1} ページまでで文字数が上限を超えました（上限 {settings.max_characters:,} 字）。"
                    "ファイルを分けるか、設定 max_characters を上げてください。",
                    code="source-too-large",
                )
        return texts


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


def _page_text(document: pypdfium2.PdfDocument, index: int, name: str) -> str:
    try:
        page = document[index]
        text_page = page.get_textpage()
        text = text_page.get_text_range()
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError as error:
        raise SourceError(
            f"{name}: {index + 1} ページを読めません（{error}）。元のソフトから書き出し直してください。",
            code="source-damaged",
        ) from error
    return _LINE_END.sub("\n", text.replace("\0", "\ufffd")).rstrip("\n")


def _warnings(texts: list[str]) -> Iterator[Note]:
    silent = [number for number, text in enumerate(texts, start=1) if not text.strip()]
    if silent:
        yield Note(
            code="page-without-text",
            message=f"文字の情報がないページがあります（{_listed(silent)}）。画像の中の文字は読めません。"
            "必要なら先に OCR を行ってください。",
            page=silent[0],
        )
    garbled = [
        number
        for number, text in enumerate(texts, start=1)
        if sum(len(found) for found in _GARBLED.findall(text)) > _MOST_GARBLED * len(text)
    ]
    if garbled:
        yield Note(
            code="garbled-text",
            message=f"文字化けの多いページがあります（{_listed(garbled)}）。"
            "元のソフトから書き出し直すか、OCR を行ってください。",
            page=garbled[0],
        )


def _listed(pages: list[int]) -> str:
    more = f" ほか {len(pages) - _N_LISTED} ページ" if len(pages) > _N_LISTED else ""
    return "、".join(str(page) for page in pages[:_N_LISTED]) + " ページ" + more
