from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path

import docx
import pytest

from stitext.errors import SourceError
from stitext.reading.conversion import CONVERTED
from stitext.reading.files import SUPPORTED_SUFFIXES, read_bytes, read_file, read_text
from stitext.reading.folders import find_files
from stitext.settings import Settings
from tests.reading.cases import (
    DRAFT,
    check_document,
    docx_bytes,
    odt_bytes,
    pdf_bytes,
    pptx_bytes,
    rtf_bytes,
    texts,
    xlsx_bytes,
)

SETTINGS = Settings()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _docx(text: str = "若手を派遣する。") -> bytes:
    package = docx.Document()
    package.add_paragraph(text)
    return docx_bytes(package)


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    return _zip(parts | {name: content})


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'
REFUSED = [
    ("draft.txt", b"", "source-empty"),
    ("draft.docx", b"", "source-empty"),
    ("draft.txt", b" \n\t\r\n", "source-blank"),
    ("draft.txt", "　\u200b\ufeff　".encode(), "source-blank"),
    ("draft.md", b"---\n", "source-blank"),
    ("draft.csv", b",,\n,,\n", "source-blank"),
    ("draft.docx", _docx("  "), "source-blank"),
    ("draft.xlsx", xlsx_bytes({"空": []}), "source-blank"),
    ("draft.txt", b"%PDF-1.7", "source-binary"),
    ("draft.md", _docx(), "source-binary"),
    ("draft.csv", b"a\0b\0c\0\xff\xff", "source-binary"),
    ("draft.pdf", b"not a pdf at all", "source-damaged"),
    ("draft.pdf", b"%PDF-1.7\nbroken", "source-damaged"),
    ("draft.pdf", pdf_bytes([["本文"]], encrypt="secret"), "source-encrypted"),
    ("draft.pdf", pdf_bytes([[], []]), "source-scanned"),
    ("draft.docx", b"not a zip", "source-damaged"),
    ("draft.docx", _docx()[:-200], "source-damaged"),
    ("draft.docx", _zip({"readme.txt": b"x"}), "source-damaged"),
    ("draft.docx", xlsx_bytes({"表": [["a"]]}), "source-damaged"),
    ("draft.xlsx", _docx(), "source-damaged"),
    ("draft.docx", _with_part(_docx(), "word/document.xml", b"<broken"), "source-damaged"),
    ("draft.docx", _with_part(_docx(), "word/document.xml", ENTITIES), "source-damaged"),
    ("draft.xlsx", _with_part(xlsx_bytes({"表": [["a"]]}), "xl/workbook.xml", ENTITIES), "source-damaged"),
    ("draft.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "source-encrypted"),
    ("draft.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "source-encrypted"),
    ("draft.docx", OLE + "WordDocument".encode("utf-16-le"), "source-old-format"),
    ("draft.docx", _with_part(_docx(), "word/media/x.bin", b"\0" * 60_000_000), "source-too-large"),
    ("draft.jtd", OLE, "source-old-format"),
    ("draft.xlsb", b"PK", "source-old-format"),
    ("draft.doc", b"{\\rtf1 x}", "source-damaged"),
    ("draft.pptx", _docx(), "source-damaged"),
    ("draft.pptx", OLE, "source-old-format"),
    ("draft.odt", _zip({"readme.txt": b"x"}), "source-damaged"),
    ("draft.odt", _zip({"content.xml": ENTITIES}), "source-damaged"),
    (
        "draft.odt",
        _zip({"content.xml": b"<x/>", "META-INF/manifest.xml": b"<m:encryption-data/>"}),
        "source-encrypted",
    ),
    ("draft.rtf", b"plain", "source-damaged"),
    ("draft.eml", b"\0\1\2", "source-damaged"),
    ("draft.html", b"<script>x</script>", "source-blank"),
    ("draft.zip", _zip({"a.txt": b"x"}), "source-container"),
    ("draft.docx", _with_part(_docx(), "word/document.xml", ENTITIES.decode().encode("utf-16")), "source-damaged"),
    ("draft.png", b"x", "source-unsupported"),
    ("draft", b"x", "source-unsupported"),
]


@pytest.mark.parametrize(
    ("name", "data", "code"), REFUSED, ids=[f"{n}-{row[2]}-{row[0]}" for n, row in enumerate(REFUSED)]
)
def test_what_cannot_be_read_is_refused_by_cause(name: str, data: bytes, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_bytes(data, name, SETTINGS)
    assert caught.value.code == code
    assert name in caught.value.message
    assert "。" in caught.value.message or "読める形式" in caught.value.message


LIMITS = [
    ("draft.txt", DRAFT.encode(), {"max_file_bytes": 100}, "source-too-large"),
    ("draft.txt", DRAFT.encode(), {"max_characters": 10}, "source-too-large"),
    ("draft.pdf", pdf_bytes([["本文である。"]] * 3), {"max_pages": 2}, "source-too-many-pages"),
    ("draft.pdf", pdf_bytes([["本文である。"]] * 3), {"max_characters": 10}, "source-too-large"),
    ("draft.docx", _docx(DRAFT), {"max_characters": 10}, "source-too-large"),
    ("draft.xlsx", xlsx_bytes({"表": [["長い本文" * 9]] * 9}), {"max_characters": 10}, "source-too-large"),
]


@pytest.mark.parametrize(("name", "data", "limits", "code"), LIMITS)
def test_limits_are_kept_and_named(name: str, data: bytes, limits: dict[str, int], code: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_bytes(data, name, Settings(**limits))
    assert caught.value.code == code
    assert next(iter(limits)) in caught.value.message


def test_read_file_names_the_file_without_its_folder_and_hashes_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "提案書.TXT"
    path.write_bytes(DRAFT.encode("cp932"))
    document = read_file(path, SETTINGS)
    check_document(document)
    assert (document.name, document.format, document.encoding) == ("提案書.TXT", "txt", "cp932")
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document == read_bytes(path.read_bytes(), "提案書.TXT", SETTINGS)


def test_read_file_tells_missing_folder_and_unreadable_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SourceError) as caught:
        read_file(tmp_path / "none.txt", SETTINGS)
    assert caught.value.code == "source-missing"
    with pytest.raises(SourceError) as caught:
        read_file(tmp_path, SETTINGS)
    assert caught.value.code == "source-is-folder"
    path = tmp_path / "a.txt"
    path.write_text("本文")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(SourceError) as caught:
        read_file(path, SETTINGS)
    assert caught.value.code == "source-unreadable"


def test_a_file_that_vanishes_while_it_is_read_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("本文")

    def vanish(_: Path) -> bytes:
        raise FileNotFoundError(2, os.strerror(2))

    monkeypatch.setattr(Path, "read_bytes", vanish)
    with pytest.raises(SourceError) as caught:
        read_file(path, SETTINGS)
    assert caught.value.code == "source-missing"


def test_read_text_keeps_the_string_and_hashes_it_in_utf8() -> None:
    document = read_text(DRAFT, "入力", SETTINGS)
    assert (document.text, document.format, document.encoding) == (DRAFT, "text", None)
    assert document.sha256 == hashlib.sha256(DRAFT.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "source-empty"), (" 　\n", "source-blank"), ("a\0b", "source-binary"), ("\ud800", "source-binary")],
)
def test_read_text_refuses_what_is_no_text(text: str, code: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_text(text, "入力", SETTINGS)
    assert caught.value.code == code


def test_find_files_goes_through_folders_in_order_and_skips_hidden_and_lock_files(tmp_path: Path) -> None:
    for name in ("b/2.md", "a.txt", "b/1.DOCX", "~$a.docx", ".hidden.txt", ".git/x.txt", "c.png", "b/c/d.pdf", "z.zip"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert found == ["a.txt", "b/1.DOCX", "b/2.md", "b/c/d.pdf", "z.zip"]
    given = tmp_path / "c.png"
    assert list(find_files([given, tmp_path / "b" / "c"])) == [given, tmp_path / "b" / "c" / "d.pdf"]


def test_find_files_names_a_missing_path(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        list(find_files([tmp_path / "none"]))
    assert caught.value.code == "source-missing"


def test_all_supported_formats_have_a_reader() -> None:
    page = "<p>若手を派遣する。</p>".encode()
    made = {
        ".txt": DRAFT.encode(),
        ".md": DRAFT.encode(),
        ".html": page,
        ".htm": page,
        ".eml": "Subject: x\nContent-Type: text/plain; charset=utf-8\n\n若手を派遣する。\n".encode(),
        ".csv": "題,本文\n一,若手を派遣する。".encode(),
        ".docx": _docx(),
        ".docm": _docx(),
        ".xlsx": xlsx_bytes({"表": [["若手を派遣する。"]]}),
        ".xlsm": xlsx_bytes({"表": [["若手を派遣する。"]]}),
        ".pptx": pptx_bytes("題", "若手を派遣する。"),
        ".pptm": pptx_bytes("題", "若手を派遣する。"),
        ".odt": odt_bytes("<text:p>若手を派遣する。</text:p>"),
        ".rtf": rtf_bytes("若手を派遣する。\\par"),
        ".pdf": pdf_bytes([["若手を派遣する。"]]),
    }
    assert sorted(made) == sorted(set(SUPPORTED_SUFFIXES) - set(CONVERTED))
    for suffix, data in made.items():
        document = read_bytes(data, f"draft{suffix}", SETTINGS)
        check_document(document)
        assert document.format == suffix[1:]
        assert any("派遣" in text for text in texts(document)) or suffix in (".txt", ".md")
