from __future__ import annotations

import io

import pytest
from reportlab.pdfgen import canvas

from stitext.errors import SourceError
from stitext.reading.files import read_bytes
from stitext.reading.garbling import is_garbled
from stitext.reading.pdf import list_pages
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document, pdf_bytes, texts
from tests.reading.hostile import numbers_of_glyphs


def _read(data: bytes) -> Document:
    document = read_bytes(data, "draft.pdf", Settings())
    check_document(document)
    return document


def test_garbled_lines_are_left_out_and_their_page_named() -> None:
    document = _read(
        pdf_bytes([["一枚目の文である。"], ["(cid:12)(cid:34)文(cid:56)(cid:78)"], ["三枚目の文である。"]])
    )
    assert texts(document) == ["一枚目の文である。", "三枚目の文である。"]
    assert [(note.code, note.page) for note in document.warnings] == [("garbled-text", 2)]
    assert [(part.reason, part.page) for part in document.left_out] == [("garbled-text", 2)]


def test_a_single_character_without_unicode_becomes_a_geta_and_is_reported() -> None:
    document = _read(pdf_bytes([["担当は\ue000田一郎である。"]]))
    assert texts(document) == ["担当は〓田一郎である。"]
    assert [(note.code, note.page) for note in document.warnings] == [("unreadable-characters", 1)]


def test_fonts_without_unicode_never_pass_on_glyph_numbers_as_text() -> None:
    with pytest.raises(SourceError) as raised:
        _read(numbers_of_glyphs(range(1, 60)))
    assert raised.value.code == "source-garbled"
    assert "Unicode" in raised.value.message


def test_bullets_of_dingbat_fonts_are_bullets() -> None:
    document = _read(pdf_bytes([["\uf0b7採水地点を設ける", "\uf0b7技術者を招く"]]))
    assert texts(document) == ["・採水地点を設ける", "・技術者を招く"]
    assert {sentence.kind for sentence in document.sentences} == {"item"}
    assert document.warnings == ()


GARBLED = [
    "\ufffd\ufffd\ufffd研究\ufffd",
    "‚±‚ñ‚É‚¿‚Í¢–{Œ¤‹†‚Å‚Í¢ŒÎ‚Ì…Ž¿‚ð–ˆ“ú‘ª‚è¢‹™‚Éo‚é“ú‚ð‘I‚Ô‚½‚ß‚Ì’m‚ç‚¹‚ð“Í‚¯‚é¢‚±‚ñ‚É‚¿‚Í¢–{Œ¤‹†‚Å‚Í¢",
    "2XU SDUWQHUV UXQ WKH VWDWLRQ DQG ZH DQDO\\]H WKH VDPSOHV WKDW WKH\\ FROOHFW GXULQJ WKH ZHW VHDVRQ 2XU SDUWQHUV",
    "".join(chr(0x21 + (5 * n) % 14) for n in range(200)),
]
READABLE = [
    "湖の水質を毎日測り、漁に出る日を選ぶための知らせを届ける。" * 4,
    "Our partners run the station and we analyze the samples that they collect during the wet season each year.",
    "L'équipe a mesuré la qualité de l'eau à côté du lac où les pêcheurs élèvent des espèces très appréciées.",
    "NASA, ESA, JAXA, CNES, ISRO, DLR, ASI, UKSA, KARI, CSA, INPE, CONAE, CNSA, SUPARCO, ASAL, EGSA, NARSS, GISTDA",
    "12 345 67 890 1,234 5.67 89% 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35",
    "",
    "〓",
]


@pytest.mark.parametrize("text", GARBLED)
def test_what_no_language_writes_is_garbled(text: str) -> None:
    assert is_garbled(text)


@pytest.mark.parametrize("text", READABLE)
def test_what_people_write_is_not_garbled(text: str) -> None:
    assert not is_garbled(text)


def test_pages_are_listed_as_ranges() -> None:
    assert list_pages([3, 7, 8, 9]) == "3、7-9 ページ"
    assert list_pages(list(range(1, 100, 2))).endswith(" ほか 30 ページ")


def test_pages_without_text_are_named_and_blank_pages_are_not() -> None:
    scanned = _read(pdf_bytes([["一枚目の文。"], [], [], ["四枚目の文。"], []]))
    (note,) = scanned.warnings
    assert (note.code, note.page) == ("page-without-text", 2)
    assert "2-3、5 ページ" in note.message
    assert scanned.n_pages == 5
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream)
    sheet.drawString(60, 700, "One page.")
    sheet.showPage()
    sheet.showPage()
    sheet.save()
    assert _read(stream.getvalue()).warnings == ()
