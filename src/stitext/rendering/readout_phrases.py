"""What a readout says in Japanese and in English, beside the words of the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stitext.reading.readout import ReadLeftOut, Readout, ReadSentence
from stitext.records import BlockKind, Note, Place
from stitext.rendering.quotes import display_quote
from stitext.settings import Language


@dataclass(frozen=True)
class ReadoutMessages:
    """The strings of one language."""

    language: Language
    title: str
    counts: str
    encoding: str
    pages: str
    joiner: str
    body: str
    warnings: str
    left_out: str
    nothing_left_out: str
    page: str
    paragraph: str
    kinds: Mapping[BlockKind, str]
    reasons: Mapping[str, str]


_JA = ReadoutMessages(
    language="ja",
    title="読み取りの結果",
    counts="文 {sentences:,} ／ 除いた箇所 {left_out:,} ／ 注意 {warnings:,}",
    encoding="文字コード {encoding}",
    pages="{n:,} ページ",
    joiner=" ／ ",
    body="本文",
    warnings="読み取りの注意",
    left_out="除いた箇所",
    nothing_left_out="除いた箇所はありません。",
    page="p.{page}",
    paragraph="段落 {paragraph}",
    kinds={"heading": "見出し", "paragraph": "文", "item": "項目", "row": "表の行", "cell": "表のセル"},
    reasons={
        "page-number": "ページ番号",
        "running-title": "柱（ヘッダー・フッター）",
        "ruled-line": "罫線",
        "table-of-contents": "目次",
        "front-matter": "前付け",
        "comment": "コメント",
        "template": "空の様式と同じ",
        "instruction": "様式の記入要領",
        "hidden": "非表示",
        "navigation": "ページの案内",
        "mail-header": "メールのヘッダー",
        "quotation": "前のメールの引用",
        "ruby": "ふりがな",
        "garbled-text": "読めない文字",
    },
)
_EN = ReadoutMessages(
    language="en",
    title="What was read",
    counts="{sentences:,} sentences / {left_out:,} left out / {warnings:,} warnings",
    encoding="encoding {encoding}",
    pages="{n:,} pages",
    joiner=" / ",
    body="Text",
    warnings="Warnings",
    left_out="Left out",
    nothing_left_out="Nothing was left out.",
    page="p.{page}",
    paragraph="paragraph {paragraph}",
    kinds={"heading": "heading", "paragraph": "sentence", "item": "item", "row": "table row", "cell": "table cell"},
    reasons={
        "page-number": "page number",
        "running-title": "running title",
        "ruled-line": "ruled line",
        "table-of-contents": "table of contents",
        "front-matter": "front matter",
        "comment": "comment",
        "template": "same as in the empty form",
        "instruction": "the form's instructions",
        "hidden": "hidden",
        "navigation": "navigation",
        "mail-header": "mail header",
        "quotation": "quoted from an earlier mail",
        "ruby": "reading aids",
        "garbled-text": "garbled text",
    },
)
_MESSAGES: Mapping[Language, ReadoutMessages] = {"ja": _JA, "en": _EN}


def readout_messages_in(language: Language) -> ReadoutMessages:
    """Return the strings of a language.

    Parameters
    ----------
    language
        ``ja`` or ``en``.

    Returns
    -------
    ReadoutMessages
        The strings.
    """
    return _MESSAGES[language]


def facts(readout: Readout, messages: ReadoutMessages) -> str:
    """Return what a document is and how much was read of it, in one line.

    Parameters
    ----------
    readout
        What was read.
    messages
        The strings of the language.

    Returns
    -------
    str
        The line.
    """
    document = readout.document
    parts = [display_quote(document.name), document.format]
    if document.encoding is not None:
        parts.append(messages.encoding.format(encoding=document.encoding))
    if document.n_pages is not None:
        parts.append(messages.pages.format(n=document.n_pages))
    counts = messages.counts.format(
        sentences=len(readout.sentences), left_out=len(readout.left_out), warnings=len(readout.warnings)
    )
    return messages.joiner.join((*parts, counts))


def place_of(item: ReadSentence | ReadLeftOut | Note, messages: ReadoutMessages) -> str:
    """Return where something stands: its page, cell or paragraph, as far as the format knows.

    Parameters
    ----------
    item
        A sentence, a stretch that was left out, or a warning.
    messages
        The strings of the language.

    Returns
    -------
    str
        The place; nothing where the format has none.
    """
    parts = [] if item.page is None else [messages.page.format(page=item.page)]
    place = item.place if isinstance(item, ReadSentence) and item.place is not None else Place()
    if place.cell is not None:
        parts.append(display_quote(place.cell))
    elif place.paragraph is not None:
        parts.append(messages.paragraph.format(paragraph=place.paragraph))
    return " ".join(parts)


def reason_of(item: ReadLeftOut, messages: ReadoutMessages) -> str:
    """Return why a stretch was left out, in words.

    Parameters
    ----------
    item
        The stretch.
    messages
        The strings of the language.

    Returns
    -------
    str
        The reason.
    """
    return messages.reasons.get(item.reason, item.reason)


def warning_text(note: Note, messages: ReadoutMessages) -> str:
    """Return a warning with its place.

    Parameters
    ----------
    note
        The warning.
    messages
        The strings of the language.

    Returns
    -------
    str
        One line.
    """
    place = place_of(note, messages)
    return f"{place} {display_quote(note.message)}" if place else display_quote(note.message)
