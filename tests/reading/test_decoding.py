from __future__ import annotations

import codecs

import pytest

from stitext.errors import SourceError
from stitext.reading.decoding import decode
from stitext.reading.files import read_bytes
from stitext.settings import Settings
from tests.reading.cases import DRAFT, check_document, texts

ENCODINGS = [
    (DRAFT.encode(), "utf-8"),
    (codecs.BOM_UTF8 + DRAFT.encode(), "utf-8"),
    (codecs.BOM_UTF16_LE + DRAFT.encode("utf-16-le"), "utf-16-le"),
    (codecs.BOM_UTF16_BE + DRAFT.encode("utf-16-be"), "utf-16-be"),
    (DRAFT.encode("utf-16-le"), "utf-16-le"),
    (DRAFT.encode("utf-16-be"), "utf-16-be"),
    (DRAFT.encode("cp932"), "cp932"),
    (DRAFT.encode("euc_jp"), "euc_jp"),
    (DRAFT.encode("iso2022_jp"), "iso2022_jp"),
    (DRAFT.replace("\n", "\r\n").encode("cp932"), "cp932"),
]


@pytest.mark.parametrize(("data", "encoding"), ENCODINGS, ids=[f"{n}-{name}" for n, (_, name) in enumerate(ENCODINGS)])
def test_encodings_are_told_apart_and_named(data: bytes, encoding: str) -> None:
    decoded = decode(data, "draft.txt")
    assert decoded.encoding == encoding
    assert decoded.text.replace("\r\n", "\n") == DRAFT
    assert decoded.warnings == ()
    document = read_bytes(data, "draft.txt", Settings())
    check_document(document)
    assert document.encoding == encoding


@pytest.mark.parametrize("text", ["研究計画", "若手を派遣する", "①㈱髙橋", "ｱｲｳ と 研究", "カタカナ"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_short_texts_are_decoded(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), "draft.txt")
    assert decoded.text == text


@pytest.mark.parametrize("text", ["若手を派遣する", "研究の計画を立てる", "カタカナの語"])
def test_short_euc_texts_are_decoded(text: str) -> None:
    assert decode(text.encode("euc_jp"), "draft.txt") == (text, "euc_jp", ())


def test_half_width_kana_of_an_old_table_are_cp932() -> None:
    assert decode("ｹﾝｷｭｳ".encode("cp932"), "draft.txt").text == "ｹﾝｷｭｳ"


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_a_few_broken_bytes_are_replaced_with_a_warning(encoding: str) -> None:
    data = (DRAFT * 5).encode(encoding)
    broken = data[:200] + b"\xff" + data[200:]
    document = read_bytes(broken, "draft.txt", Settings())
    assert [note.code for note in document.warnings] == ["garbled-text"]
    assert "\ufffd" in document.text


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n...",
        b"PK\x03\x04rest",
        b"\x89PNG\r\n\x1a\n",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"text\0with\0nul",
        bytes(range(256)) * 4,
        "本文\x01\x02\x03\x04\x05".encode(),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data, "draft.txt")
    assert caught.value.code == "source-binary"
    assert "draft.txt" in caught.value.message


def test_a_broken_utf16_is_refused_as_undecodable() -> None:
    with pytest.raises(SourceError) as caught:
        decode(codecs.BOM_UTF16_LE + b"\x00\xd8", "draft.txt")
    assert caught.value.code == "source-encoding"


def test_mixed_line_ends_are_all_line_ends() -> None:
    document = read_bytes("派遣する。\r\n帰国する。\r続ける。\n終わる。".encode("cp932"), "draft.txt", Settings())
    assert texts(document) == ["派遣する。", "帰国する。", "続ける。", "終わる。"]


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp", "utf-8-sig", "utf-16", "utf-16-le"])
def test_full_width_commas_and_stops_and_half_width_kana_read_alike_in_all_encodings(encoding: str) -> None:
    text = "若手を派遣し，帰国後も続ける．ケニアとの協定を結ぶ．"
    document = read_bytes(text.encode(encoding), "draft.txt", Settings())
    assert texts(document) == ["若手を派遣し,帰国後も続ける.", "ケニアとの協定を結ぶ."]
    kana = read_bytes("ｹﾆｱを訪ねる。ｶﾞｰﾅも訪ねる。".encode(), "draft.txt", Settings())
    assert texts(kana) == ["ケニアを訪ねる。", "ガーナも訪ねる。"]
    assert kana.quote(kana.sentences[0]) == "ｹﾆｱを訪ねる。"
