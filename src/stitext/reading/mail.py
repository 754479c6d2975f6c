"""Mail: the bytes of an .eml go in, the blocks of its subject and body come out, and apart from them its attachments.

The text is the plain body where there is one, else the HTML body. Who wrote to whom, and what is quoted from earlier
mails, is left out and kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.message import EmailMessage, Message
from typing import NamedTuple

from stitext.errors import SourceError
from stitext.reading.blocks import Block, Layout, Piece
from stitext.reading.decoding import decode
from stitext.reading.plain import read_plain
from stitext.reading.webpages import lay_out_html
from stitext.records import LeftOut, Note

_HEADERS = ("From", "To", "Cc", "Date")
# What the standard library raises at headers that break their grammar.
_MALFORMED = (LookupError, ValueError, TypeError, AttributeError, MessageError)
_QUOTED = re.compile(r"(?:^[>＞|].*(?:\r?\n|\Z))+", re.MULTILINE)
# Source: WHATWG Encoding Standard, and what mailers of Japan call ISO-2022-JP.
_AS_READ = {"shift_jis": "cp932", "x-sjis": "cp932", "iso-2022-jp": "iso2022_jp_ext"}


class Attachment(NamedTuple):
    """A file that comes with a mail."""

    name: str
    data: bytes


def read_mail(data: bytes, name: str) -> Layout:
    """Find the blocks of a mail's subject and body.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.

    Returns
    -------
    Layout
        The text with its blocks; a warning names the attachments, which are documents of their own.

    Raises
    ------
    SourceError
        If it is no mail (``source-damaged``).
    """
    message = _parse(data, name)
    subject = _one_line(_header(message, "Subject"))
    parts: list[str] = []
    blocks: list[Block] = []
    left_out: list[LeftOut] = []
    length = 0
    for header in _HEADERS:
        value = _one_line(_header(message, header))
        if value:
            line = f"{header}: {value}"
            left_out.append(LeftOut(start=length, end=length + len(line), reason="mail-header"))
            parts.append(line + "\n")
            length += len(line) + 1
    if subject:
        blocks.append(Block((Piece(length, length + len(subject)),), "heading", 0.0, "styled"))
        parts.append(subject + "\n\n")
        length += len(subject) + 2
    body = _shifted(_body(message, name), length)
    names = [attachment.name for attachment in _attachments(message)]
    return body._replace(
        text="".join(parts) + body.text,
        blocks=(*blocks, *body.blocks),
        left_out=(*left_out, *body.left_out),
        warnings=(*body.warnings, *_warnings(names)),
    )


def attachments_of(data: bytes, name: str) -> list[Attachment]:
    """Return the files that come with a mail.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.

    Returns
    -------
    list of Attachment
        In the order of the mail.

    Raises
    ------
    SourceError
        If it is no mail (``source-damaged``).
    """
    return list(_attachments(_parse(data, name)))


def _parse(data: bytes, name: str) -> EmailMessage:
    try:
        message = message_from_bytes(data, policy=policy.default)
        if not isinstance(message, EmailMessage) or not message.keys():
            raise ValueError("header")
        for _ in message.walk():
            pass
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise SourceError(
            f"{name}: メールとして読めません。メールソフトで .eml として保存し直してください。", code="source-damaged"
        ) from error
    return message


def _warnings(names: list[str]) -> Iterator[Note]:
    if names:
        message = (
            f"添付ファイルが {len(names):,} 件あります: {'、'.join(names)}。この文書には含めていません。"
            "読める形式のものは、コマンドでは別の文書として読みます。"
        )
        yield Note(code="attachments-apart", message=message)


def _body(message: EmailMessage, name: str) -> Layout:
    plain, html = _body_part(message, "text/plain"), _body_part(message, "text/html")
    if plain is not None:
        text, encoding, warnings = _decoded(plain, name)
        return _without_quotations(text)._replace(encoding=encoding, warnings=warnings)
    if html is not None:
        text, encoding, warnings = _decoded(html, name)
        return lay_out_html(text)._replace(encoding=encoding, warnings=warnings)
    return Layout("", ())


def _body_part(message: EmailMessage, kind: str) -> Message | None:
    for part in message.walk():
        if _content_type(part) == kind and not _is_attachment(part):
            return part
    return None


def _decoded(part: Message, name: str) -> tuple[str, str | None, tuple[Note, ...]]:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = _charset(part)
    if not data:
        return "", None, ()
    try:
        encoding = _AS_READ.get(charset, charset or "ascii")
        return data.decode(encoding), charset or encoding, ()
    except (LookupError, ValueError):
        return decode(data, name)


def _without_quotations(text: str) -> Layout:
    """Lay out a body with the lines that it quotes blanked, so that all offsets stay."""
    quoted = [found for found in _QUOTED.finditer(text) if found.group().strip("> ＞|\r\n")]
    blanked = text
    for found in quoted:
        blank = re.sub(r"[^\r\n]", " ", found.group())
        blanked = blanked[: found.start()] + blank + blanked[found.end() :]
    layout = read_plain(blanked)
    own = [LeftOut(start=q.start(), end=q.start() + len(q.group().rstrip()), reason="quotation") for q in quoted]
    return layout._replace(text=text, left_out=tuple(sorted((*layout.left_out, *own), key=lambda item: item.start)))


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    number = 0
    inside: set[int] = set()  # the parts of mails that are attached: those are read with their mail
    for part in message.walk():
        if id(part) in inside:
            continue
        if _content_type(part) == "message/rfc822" and part is not message:
            inside.update(id(inner) for inner in part.walk())
            number += 1
            attached = part.get_payload(0) if part.is_multipart() else None
            if isinstance(attached, Message):
                name = _file_name(part) or f"転送メール{number}.eml"
                yield Attachment(name if name.lower().endswith(".eml") else f"{name}.eml", attached.as_bytes())
        elif _is_attachment(part) and not part.is_multipart():
            payload = part.get_payload(decode=True)
            yield Attachment(_file_name(part) or "添付", payload if isinstance(payload, bytes) else b"")


def _is_attachment(part: Message) -> bool:
    try:
        disposition = part.get_content_disposition()
    except _MALFORMED:
        disposition = None
    return disposition == "attachment" or bool(_file_name(part))


def _content_type(part: Message) -> str:
    try:
        return part.get_content_type()
    except _MALFORMED:
        return ""


def _charset(part: Message) -> str:
    try:
        return (part.get_content_charset() or "").lower()
    except _MALFORMED:
        return ""


def _file_name(part: Message) -> str:
    """Return a part's file name without folders, however its mailer wrote it."""
    try:
        name = part.get_filename() or ""
    except _MALFORMED:
        return ""
    if "=?" in name:
        try:
            pieces = decode_header(name)
            name = "".join(
                text if isinstance(text, str) else text.decode(charset or "ascii", errors="replace")
                for text, charset in pieces
            )
        except (LookupError, ValueError, MessageError):
            return name
    return _repaired(name).replace("\\", "/").rpartition("/")[2].strip()


def _header(message: EmailMessage, name: str) -> str:
    try:
        return _repaired(str(message.get(name) or ""))
    except _MALFORMED:
        return ""


def _repaired(text: str) -> str:
    """Decode bytes that stand in a header without saying what they are."""
    if not any("\udc80" <= character <= "\udcff" for character in text):
        return text
    data = text.encode("utf-8", errors="surrogateescape")
    for encoding in ("utf-8", "cp932"):
        try:
            return data.decode(encoding)
        except ValueError:
            continue
    return data.decode("ascii", errors="replace")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shifted(layout: Layout, offset: int) -> Layout:
    """Move a layout behind a text of some length."""
    return layout._replace(
        blocks=tuple(
            block._replace(
                pieces=tuple(
                    piece._replace(start=piece.start + offset, end=piece.end + offset) for piece in block.pieces
                )
            )
            for block in layout.blocks
        ),
        left_out=tuple(
            item.model_copy(update={"start": item.start + offset, "end": item.end + offset}) for item in layout.left_out
        ),
        places=tuple((start + offset, place) for start, place in layout.places),
    )
