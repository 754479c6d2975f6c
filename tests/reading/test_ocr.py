from __future__ import annotations

import io
import shutil
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from stitext.errors import SourceError
from stitext.reading.files import read_bytes
from stitext.reading.isolation import IsolatedReader
from stitext.reading.ocr import find_recognizer
from stitext.settings import Settings
from tests.reading.cases import check_document, pdf_bytes, texts

SETTINGS = Settings()
LINES = ["湖の水質を毎日測り、漁に出る日を選ぶための知らせを届ける。", "若手研究者を現地に派遣する。"]


def _is_installed() -> bool:
    try:
        find_recognizer()
    except SourceError:
        return False
    return True


needs_tesseract = pytest.mark.skipif(not _is_installed(), reason="tesseract with Japanese is not installed")


@pytest.fixture(scope="module")
def scan() -> bytes:
    """A page of text, and that page as a picture."""
    printed = pypdfium2.PdfDocument(pdf_bytes([LINES]))
    picture = printed[0].render(scale=300 / 72).to_pil()
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream, pagesize=(595, 842))
    sheet.drawString(60, 770, "The first page has its text, and nothing of it is recognized.")
    sheet.showPage()
    sheet.drawImage(ImageReader(picture), 0, 0, 595, 842)
    sheet.showPage()
    sheet.save()
    return stream.getvalue()


def test_a_scanned_page_is_named_where_it_is_not_recognized(scan: bytes) -> None:
    document = read_bytes(scan, "scan.pdf", SETTINGS)
    assert [(note.code, note.page) for note in document.warnings] == [("page-without-text", 2)]
    assert "stitext[ocr]" in document.warnings[0].message


@needs_tesseract
def test_a_scanned_page_is_recognized_when_asked(scan: bytes) -> None:
    document = read_bytes(scan, "scan.pdf", SETTINGS, ocr=True)
    check_document(document)
    assert texts(document)[0] == "The first page has its text, and nothing of it is recognized."
    recognized = "".join(texts(document)[1:]).replace(" ", "")
    assert sum(character in recognized for line in LINES for character in set(line)) >= 0.9 * sum(
        len(set(line)) for line in LINES
    )
    assert [(note.code, note.page) for note in document.warnings] == [("page-recognized", 2)]
    assert [sentence.page for sentence in document.sentences[1:]] == [2] * (len(document.sentences) - 1)
    place = document.sentences[1].place
    assert place is not None
    assert place.boxes[0].page == 2
    assert abs(place.boxes[0].left - 60) < 5


@needs_tesseract
def test_recognition_works_in_a_process_of_its_own(scan: bytes) -> None:
    reader = IsolatedReader()
    try:
        document = reader.read_bytes(scan, "scan.pdf", SETTINGS, ocr=True)
        assert document == read_bytes(scan, "scan.pdf", SETTINGS, ocr=True)
    finally:
        reader.close()


def test_without_tesseract_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, scan: bytes) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SourceError) as raised:
        read_bytes(scan, "scan.pdf", SETTINGS, ocr=True)
    assert raised.value.code == "ocr-missing"
    assert "apt install tesseract-ocr tesseract-ocr-jpn" in raised.value.message


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell to stand in for a program")
def test_without_japanese_data_the_error_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho 'List of available languages (1):'\necho eng\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(SourceError, match="jpn") as raised:
        find_recognizer()
    assert raised.value.code == "ocr-missing"
