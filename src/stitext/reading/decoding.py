"""Decoding: the bytes of a text file go in, its text and the name of its encoding come out.

The order is fixed: byte order mark, ISO-2022-JP escapes, strict UTF-8, UTF-16 by its NUL bytes, then CP932 against
EUC-JP by what the characters look like. Nothing is replaced without a warning.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import charset_normalizer

from stitext.errors import SourceError
from stitext.records import Note

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "PDF", ".pdf"),
    (b"PK\x03\x04", "Word・Excel などの圧縮形式", ".docx か .xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "古い Office 形式か暗号化された文書", ".docx"),
    (b"{\\rtf", "RTF", ".docx"),
    (b"\x89PNG", "画像", ".txt"),
    (b"\xff\xd8\xff", "画像", ".txt"),
    (b"GIF8", "画像", ".txt"),
    (b"\x1f\x8b", "圧縮ファイル", ".txt"),
)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_KANA = re.compile(r"[ぁ-んァ-ヶー]")
_PLAUSIBLE = re.compile(
    r"[ぁ-んァ-ヶー、。，．・「」（）一-龠々ａ-ｚＡ-Ｚ０-９：\u3000～〜－①-⑳㈠-㏿Ⅰ-ⅻ\u2010-\u2042\u2190-\u22ff\u2500-\u266f]"
)
_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]")
_SAMPLE = 200_000
_MOST_CONTROLS = 0.005  # share of characters
_MOST_REPLACED = 0.01  # share of characters
_LEAST_PLAUSIBLE = 0.6  # share of characters beyond ASCII


class DecodedText(NamedTuple):
    """A text, the name of its encoding as Python has it, and what was lost."""

    text: str
    encoding: str
    warnings: tuple[Note, ...] = ()


def decode(data: bytes, name: str) -> DecodedText:
    """Decode the bytes of a text file.

    Parameters
    ----------
    data
        The bytes, not empty.
    name
        Name of the file, for messages.

    Returns
    -------
    DecodedText
        The text without its byte order mark; all else as it is.

    Raises
    ------
    SourceError
        If the bytes are no text (``source-binary``) or in no encoding that can be told (``source-encoding``).
    """
    for signature, what, suffix in _SIGNATURES:
        if data.startswith(signature):
            raise SourceError(
                f"{name}: テキストではなく{what}です。"
                f"拡張子を中身に合わせるか（{suffix}）、テキストで保存し直してください。",
                code="source-binary",
            )
    decoded = _decode(data)
    if decoded is None:
        raise SourceError(f"{name}: 文字コードを判別できません。UTF-8 で保存し直してください。", code="source-encoding")
    check_characters(decoded.text, name)
    return decoded


def check_characters(text: str, name: str) -> None:
    """Refuse a text that holds what no text holds.

    Parameters
    ----------
    text
        A text.
    name
        Its name, for messages.

    Raises
    ------
    SourceError
        If it holds NUL, unpaired surrogates or many control characters (``source-binary``).
    """
    n_controls = len(_CONTROLS.findall(text))
    if "\0" in text or n_controls > max(2, _MOST_CONTROLS * len(text)) or re.search("[\ud800-\udfff]", text):
        raise SourceError(
            f"{name}: テキストではありません（制御文字や NUL を含みます）。文書をテキストで保存し直してください。",
            code="source-binary",
        )


def _decode(data: bytes) -> DecodedText | None:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            text = _strict(data, codec)
            return None if text is None else DecodedText(text, name)
    if b"\x1b" in data and re.search(rb"\x1b\$[@B]|\x1b\(J", data) and data.isascii():
        text = _strict(data, "iso2022_jp_ext")
        if text is not None:
            return DecodedText(text, "iso2022_jp")
    text = _strict(data, "utf-8")
    if text is not None and "\0" not in text:
        return DecodedText(text, "utf-8")
    if b"\0" in data:
        return _utf16(data)
    return _japanese(data) or _damaged(data) or _guess(data)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf16(data: bytes) -> DecodedText | None:
    """Decode UTF-16 without a byte order mark by the order in which the text is readable."""
    best: tuple[float, DecodedText] | None = None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strict(data, encoding)
        if text is None or "\0" in text:
            continue
        sample = text[:_SAMPLE]
        share = sum(1 for character in sample if character.isascii() or _PLAUSIBLE.match(character)) / len(sample)
        if share >= 0.8 and (best is None or share > best[0]):
            best = (share, DecodedText(text, encoding))
    # Bytes with NUL that are no UTF-16 are handed on, to be refused as binary and not as an unknown encoding.
    return best[1] if best else DecodedText(data.decode("latin-1"), "latin-1")


def _japanese(data: bytes) -> DecodedText | None:
    """Decode what is CP932 or EUC-JP; where both can be read, the one with more kana and fewer half-width ones."""
    cp932, euc = _strict(data, "cp932"), _strict(data, "euc_jp")
    if euc is not None and (cp932 is None or _japaneseness(euc) > _japaneseness(cp932)):
        return DecodedText(euc, "euc_jp") if _is_plausible(euc) else None
    return DecodedText(cp932, "cp932") if cp932 is not None and _is_plausible(cp932) else None


def _beyond_ascii(text: str) -> str:
    return "".join(character for character in text[:_SAMPLE] if not character.isascii())


def _japaneseness(text: str) -> float:
    """Return how much the characters beyond ASCII look like Japanese, from -1 to 2."""
    beyond = _beyond_ascii(text)
    n_half_width = len(_HALF_WIDTH.findall(beyond))
    if n_half_width == len(beyond):  # half-width kana and nothing else is what an old table may hold
        return 2.0
    return (len(_PLAUSIBLE.findall(beyond)) + len(_KANA.findall(beyond)) - n_half_width) / len(beyond)


def _is_plausible(text: str) -> bool:
    beyond = _beyond_ascii(text)
    n_plausible = len(_PLAUSIBLE.findall(beyond)) + len(_HALF_WIDTH.findall(beyond))
    return n_plausible >= _LEAST_PLAUSIBLE * len(beyond)


def _damaged(data: bytes) -> DecodedText | None:
    """Decode a text of which a few bytes are broken, in the encoding that loses least."""
    found: list[tuple[float, str, str]] = []
    for encoding in ("utf-8", "cp932", "euc_jp"):
        text = data.decode(encoding, errors="replace")
        share = text.count("\ufffd") / len(text)
        if share < _MOST_REPLACED and _is_plausible(text.replace("\ufffd", "")):
            found.append((share, encoding, text))
    if not found:
        return None
    _, encoding, text = min(found)
    note = Note(
        code="garbled-text",
        message=f"読めない符号が {text.count(chr(0xFFFD)):,} か所あり、「\ufffd」に置き換えました"
        f"（文字コード {encoding}）。原本を確かめてください。",
    )
    return DecodedText(text, encoding, (note,))


def _guess(data: bytes) -> DecodedText | None:
    best = charset_normalizer.from_bytes(data).best()
    if best is None or best.encoding in ("cp932", "euc_jp", "utf_8"):
        return None
    return DecodedText(str(best), best.encoding)
