"""Text, Markdown and HTML files, in the encodings that offices have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from case import Case, Draft
from manuscript import Part, gold, manuscript, modern

_HEADING = re.compile(r"(?:[０-９\d]{1,2}[．.]|第[\d０-９一二三四五六七八九十]+|[ⅠⅡⅢⅣⅤ])\S*$")


def cases() -> list[Case]:
    """Return the cases."""
    running = ["国際共同研究計画書", "- {n} -"]
    return [
        _text("txt-cp932", "plan", "cp932", ["CP932", "hard-wrapped lines", "CRLF"], width=36, end="\r\n"),
        _text("txt-euc-jp", "annual", "euc_jp", ["EUC-JP"], width=0),
        _text("txt-iso-2022-jp", "handbook", "iso2022_jp", ["ISO-2022-JP"], width=40),
        _text("txt-utf-16", "control", "utf-16", ["UTF-16", "circled numbers"], width=30),
        _text("txt-half-width-kana", "kana", "cp932", ["half-width kana in CP932"], width=0),
        _text("txt-old-kanji", "oldstyle", "utf-8", ["old-style kanji", "CR line ends"], width=25, end="\r"),
        _text("txt-dot-stops", "dots", "utf-8-sig", ["stops 「，．」", "byte order mark"], width=38),
        _text("txt-long-sentence", "long", "utf-8", ["sentence over 2,000 characters"], width=0),
        _text("txt-english", "symposium", "utf-8", ["Latin text", "abbreviations"], width=0),
        _text("txt-minutes", "minutes", "utf-8", ["quotations", "kanji numbers"], width=42),
        _text("txt-paged", "review", "utf-8", ["running title and page numbers in text"], width=38, running=running),
        Case(
            "md-styled",
            ["Markdown"],
            [Draft("data.md", _markdown(manuscript("data")).encode(), gold(manuscript("data")))],
        ),
        Case(
            "html-utf-8",
            ["HTML", "navigation", "table"],
            [
                Draft(
                    "web.html",
                    _page("utf-8", manuscript("web")),
                    gold(manuscript("web")),
                    [("navigation", "トップへ戻る")],
                )
            ],
        ),
        Case(
            "html-sjis",
            ["HTML in Shift_JIS"],
            [Draft("handbook.htm", _page("cp932", manuscript("handbook")), gold(manuscript("handbook")))],
        ),
    ]


def _text(
    case: str,
    source: str,
    encoding: str,
    edges: Sequence[str],
    *,
    width: int,
    end: str = "\n",
    running: Sequence[str] = (),
) -> Case:
    parts = manuscript(source)
    lines: list[str] = []
    for part in parts:
        if part.kind == "heading":
            lines += ["", part.texts[0]] if lines else [part.texts[0]]
            continue
        text = _joined(part.plain())
        text = text if part.kind == "item" else "　" + text
        lines += [text[i : i + width] for i in range(0, len(text), width)] if width else [text]
    left_out: list[tuple[str, str]] = []
    if running:
        title, number = running
        paged: list[str] = []
        pages = [lines[i : i + 16] for i in range(0, len(lines), 16)]
        for n, page in enumerate(pages, 1):
            paged += [title, *page, "", number.format(n=n), "\f"]
        lines = paged
        left_out = [("running-title", title), ("page-number", number.format(n=1))]
    data = (end.join(lines) + end).replace("\f" + end, "\f").encode(encoding)
    sentences = modern(gold(parts)) if source == "oldstyle" else gold(parts)
    return Case(case, edges, [Draft(f"{source}.txt", data, sentences, left_out)])


def _joined(texts: Sequence[str]) -> str:
    joined = ""
    for text in texts:
        joined += (" " if joined and joined[-1].isascii() and text[0].isascii() else "") + text
    return joined


def _markdown(parts: Sequence[Part]) -> str:
    lines = []
    for part in parts:
        mark = "#" * (part.level + 1) + " " if part.kind == "heading" else ""
        lines.append(mark + "".join(part.plain()) + "\n")
    return "\n".join(lines)


def _page(encoding: str, parts: Sequence[Part]) -> bytes:
    body: list[str] = []
    in_table = False
    for part in parts:
        if in_table != (part.kind == "row"):
            body.append("<table>" if part.kind == "row" else "</table>")
            in_table = part.kind == "row"
        texts = [escape(text) for text in part.plain()]
        if part.kind == "heading":
            body.append(f"<h{part.level + 1}>{texts[0]}</h{part.level + 1}>")
        elif part.kind == "row":
            body.append("<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>")
        else:
            body.append(f"<p>{''.join(texts)}</p>")
    label = {"cp932": "Shift_JIS"}.get(encoding, encoding)
    return (
        f'<!DOCTYPE html><html lang="ja"><head><meta charset="{label}"><title>{parts[0].texts[0]}</title>'
        "<style>p{margin:1em}</style></head><body><nav><a href='/'>トップへ戻る</a></nav>\n"
        + "\n".join(body)
        + "\n<script>document.title='x'</script></body></html>"
    ).encode(encoding)


def parts_of(text: str) -> list[Part]:
    """Return the parts of a draft whose paragraphs are lines."""
    parts: list[Part] = []
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped:
            continue
        if not parts:
            parts.append(Part("heading", 0, (stripped,)))
        elif _HEADING.match(stripped) and len(stripped) <= 30 and "。" not in stripped:
            parts.append(Part("heading", 1, (stripped,)))
        else:
            parts.append(Part("paragraph" if line[:1] == "　" else "item", 0, (stripped,)))
    return parts
