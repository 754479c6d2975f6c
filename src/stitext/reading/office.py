"""Office packages: the bytes of a .docx, .xlsx, .pptx or .odt go in, and are let through or refused with the reason.

It opens the package's directory and the heads of its parts only; what they say is read elsewhere.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from stitext.errors import SourceError

_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PARTS = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".pptx": "ppt/presentation.xml",
    ".odt": "content.xml",
}
_OLD = {".docx": ".doc", ".xlsx": ".xls", ".pptx": ".ppt", ".odt": ".doc"}
_OPEN_DOCUMENT_PARTS = frozenset({"content.xml", "styles.xml"})  # what is read; the manifest may name its DTD
_MOST_BYTES = 500_000_000
_SUSPECT_BYTES = 50_000_000
_SUSPECT_RATIO = 200
_HEAD_BYTES = 4_096


def check_package(data: bytes, name: str, suffix: str) -> None:
    """Refuse what is no sound package of the format that its name says.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.
    suffix
        ``.docx``, ``.xlsx``, ``.pptx`` or ``.odt``.

    Raises
    ------
    SourceError
        If the file is encrypted (``source-encrypted``), of an old format (``source-old-format``), of another format or
        damaged (``source-damaged``), or unpacks to more than is safe (``source-too-large``).
    """
    if data.startswith(_OLE_SIGNATURE):
        _refuse_ole(data, name, suffix)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_size(package, len(data), name)
            _check_parts(package, name, suffix)
            _check_declarations(package, name, suffix)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise SourceError(
            f"{name}: 壊れているか、{suffix} の中身ではありません（{error}）。元のソフトで開いて保存し直してください。",
            code="source-damaged",
        ) from error


def _refuse_ole(data: bytes, name: str, suffix: str) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise SourceError(
            f"{name}: パスワードで暗号化されています。パスワードを外して保存し直してください。", code="source-encrypted"
        )
    old = _OLD[suffix]
    raise SourceError(
        f"{name}: 中身は古い形式（{old}）です。元のソフトで開き、{suffix} として保存し直してください。",
        code="source-old-format",
    )


def _check_size(package: zipfile.ZipFile, n_bytes: int, name: str) -> None:
    unpacked = sum(part.file_size for part in package.infolist())
    if unpacked > _MOST_BYTES or (unpacked > _SUSPECT_BYTES and unpacked > _SUSPECT_RATIO * n_bytes):
        raise SourceError(
            f"{name}: 展開すると大きくなりすぎます（{unpacked:,} バイト）。画像などを除いて保存し直してください。",
            code="source-too-large",
        )


def _check_parts(package: zipfile.ZipFile, name: str, suffix: str) -> None:
    names = set(package.namelist())
    manifest = "META-INF/manifest.xml"
    if suffix == ".odt" and manifest in names and b"encryption-data" in package.read(manifest):
        raise SourceError(
            f"{name}: パスワードで暗号化されています。パスワードを外して保存し直してください。", code="source-encrypted"
        )
    if _MAIN_PARTS[suffix] in names:
        return
    for other, part in _MAIN_PARTS.items():
        if part in names:
            raise SourceError(f"{name}: 中身は {other} です。拡張子を中身に合わせてください。", code="source-damaged")
    raise SourceError(
        f"{name}: {suffix} の本文（{_MAIN_PARTS[suffix]}）が見つかりません。元のソフトで開いて保存し直してください。",
        code="source-damaged",
    )


def _check_declarations(package: zipfile.ZipFile, name: str, suffix: str) -> None:
    """Refuse parts that declare a document type: Office writes none, and entities are declared in it."""
    for part in package.infolist():
        if part.filename in _OPEN_DOCUMENT_PARTS if suffix == ".odt" else part.filename.endswith((".xml", ".rels")):
            with package.open(part) as stream:
                head = stream.read(_HEAD_BYTES).replace(b"\0", b"")  # of UTF-16 too
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise SourceError(
                    f"{name}: 文書型宣言を含む部品（{part.filename}）があり、安全のため読みません。"
                    "元のソフトで開いて保存し直してください。",
                    code="source-damaged",
                )
