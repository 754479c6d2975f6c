"""Zip files and mails as many documents: names, limits, and that one bad member stops no other."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from stitext.errors import SourceError
from stitext.reading import files
from stitext.reading.containers import open_members
from stitext.reading.files import SUPPORTED_SUFFIXES
from stitext.reading.sources import Reading, ReadingOptions, document_names, read_each
from stitext.settings import Settings
from tests.reading.cases import check_document, docx_bytes, texts, zip_bytes

SETTINGS = Settings()
TEXT = "若手を派遣する。".encode()


def _docx() -> bytes:
    package = docx.Document()
    package.add_paragraph("湖を調べる。")
    return docx_bytes(package)


def _readings(path: Path) -> list[Reading]:
    found = list(read_each(path, SETTINGS, files, ReadingOptions()))
    assert [reading.name for reading in found] == document_names(path, SETTINGS)
    return found


def _written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_each_member_is_a_document_named_by_its_path_and_one_bad_member_stops_no_other(tmp_path: Path) -> None:
    members = {
        "b/計画.docx": _docx(),
        "a.txt": TEXT,
        "bad.docx": b"broken",
        "photo.png": b"x",
        "__MACOSX/._a.txt": b"x",
        ".hidden.txt": b"x",
    }
    path = _written(tmp_path, "archive.zip", zip_bytes(members))
    readings = _readings(path)
    names = [reading.name.removeprefix(f"{path.as_posix()}/") for reading in readings]
    assert names == ["a.txt", "b/計画.docx", "bad.docx"]
    assert [reading.error and reading.error.code for reading in readings] == [None, None, "source-damaged"]
    document = readings[1].document
    assert document is not None
    check_document(document)
    assert document.name == "archive.zip/b/計画.docx"
    assert document.sentences[0].place.member == "b/計画.docx"
    assert document.sentences[0].place.paragraph == 1
    assert "archive.zip/bad.docx" in str(readings[2].error)


def test_names_in_cp932_and_in_utf8_without_its_mark_are_read(tmp_path: Path) -> None:
    for encoding in ("cp932", "utf-8"):
        raw = "研究計画ソ.txt".encode(encoding)
        placeholder = b"x" * (len(raw) - 4) + b".txt"
        data = zip_bytes({placeholder.decode(): TEXT}).replace(placeholder, raw)
        path = _written(tmp_path, f"{encoding}.zip", data)
        assert document_names(path, SETTINGS) == [f"{path.as_posix()}/研究計画ソ.txt"]
        assert texts(_readings(path)[0].document) == ["若手を派遣する。"]


def test_names_that_climb_out_of_the_container_are_labels_only(tmp_path: Path) -> None:
    path = _written(tmp_path, "a.zip", zip_bytes({"../../etc/x.txt": TEXT, "/abs.txt": TEXT}))
    assert [name.removeprefix(f"{path.as_posix()}/") for name in document_names(path, SETTINGS)] == [
        "abs.txt",
        "etc/x.txt",
    ]


def test_containers_in_containers_are_opened_to_a_depth(tmp_path: Path) -> None:
    data = zip_bytes({"deep.txt": TEXT})
    for level in range(3):
        data = zip_bytes({f"{level}.zip": data, f"{level}.txt": TEXT})
    readings = _readings(_written(tmp_path, "a.zip", data))
    assert [reading.error and reading.error.code for reading in readings] == [None, None, None, "source-too-deep"]
    assert readings[3].name.endswith("2.zip/1.zip/0.zip")


def test_a_mail_is_a_document_and_so_are_its_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "送付"
    message.set_content("添付する。\n")
    for _ in range(2):
        message.add_attachment(TEXT, maintype="text", subtype="plain", filename="計画.txt")
    path = _written(tmp_path, "a.zip", zip_bytes({"mail.eml": message.as_bytes()}))
    names = [reading.name.removeprefix(f"{path.as_posix()}/") for reading in _readings(path)]
    assert names == ["mail.eml", "mail.eml/計画.txt", "mail.eml/計画-2.txt"]


def test_a_mail_that_only_carries_attachments_is_an_envelope(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "a@example.jp"
    message.add_attachment(TEXT, maintype="text", subtype="plain", filename="計画.txt")
    envelope, attached = _readings(_written(tmp_path, "m.eml", message.as_bytes()))
    assert envelope.is_envelope
    assert envelope.error is not None
    assert envelope.error.code == "source-blank"
    assert attached.document is not None


def _encrypted() -> bytes:
    data = bytearray(zip_bytes({"a.txt": TEXT}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    return bytes(data)


REFUSED = [
    (b"not a zip", "source-damaged"),
    (zip_bytes({"photo.png": b"x"}), "source-blank"),
    (zip_bytes({"big.txt": b"\0" * 60_000_000}), "source-too-large"),
    (_encrypted(), "source-encrypted"),
    (zip_bytes({"a.txt": TEXT}).replace(TEXT, TEXT[::-1]), None),
]


@pytest.mark.parametrize(("data", "code"), REFUSED, ids=[f"{n}-{row[1]}" for n, row in enumerate(REFUSED)])
def test_what_cannot_be_opened_is_refused_by_cause(data: bytes, code: str | None, tmp_path: Path) -> None:
    (reading,) = _readings(_written(tmp_path, "a.zip", data))
    assert (reading.error and reading.error.code) == code


def test_members_that_overlap_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", b"a" * 1_000)
        first = package.infolist()[0]
        for number in range(50):
            twin = zipfile.ZipInfo(f"{number}.txt")
            twin.header_offset, twin.CRC = first.header_offset, first.CRC
            twin.compress_size = twin.file_size = first.file_size
            package.filelist.append(twin)
            package.NameToInfo[twin.filename] = twin
    with pytest.raises(SourceError) as caught:
        open_members(stream.getvalue(), "bomb.zip", SUPPORTED_SUFFIXES)
    assert caught.value.code == "source-too-large"
