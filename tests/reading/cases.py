"""Files made for the tests of reading, and what must hold of every document."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import docx
import openpyxl
import pptx
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from stitext.records import Document, Sentence

DRAFT = """国際共同研究　提案書

課題名　：湖沼の水質の観測
相手国　：ケニア共和国

１．背景
　湖の水は年々濁っている。国内には同じ型の湖がない。
２．方法
(1) 採水
　毎月、12地点で採水する。
(2) 分析
　リンと窒素を測る。
"""


# Far more than any of these texts takes on a busy machine, far less than work that is not linear would.
_PATIENCE_SECONDS = 30


@contextmanager
def linear_time() -> Iterator[None]:
    """Fail where the work inside takes as long as only work that is not linear would."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < _PATIENCE_SECONDS


def docx_bytes(package: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    package.save(stream)
    return stream.getvalue()


def xlsx_bytes(sheets: dict[str, list[list[object]]]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def pdf_bytes(pages: list[list[str]], *, header: str = "", numbered: bool = False, encrypt: str | None = None) -> bytes:
    """Draw each page's lines from the top down; an empty page gets a gray area and no text at all, as a scan has."""
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream, encrypt=encrypt)
    for number, lines in enumerate(pages, start=1):
        sheet.setFont("HeiseiMin-W3", 10)
        if not lines:
            sheet.setFillGray(0.9)
            sheet.rect(60, 60, 400, 600, stroke=0, fill=1)
        if header and lines:
            sheet.drawString(60, 800, header)
        for index, line in enumerate(lines):
            sheet.drawString(60, 770 - 18 * index, line)
        if numbered and lines:
            sheet.drawString(290, 30, f"- {number} -")
        sheet.showPage()
    sheet.save()
    return stream.getvalue()


def pptx_bytes(title: str, body: str) -> bytes:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = title
    slide.placeholders[1].text = body
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def zip_bytes(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return stream.getvalue()


def rtf_bytes(body: str) -> bytes:
    """Make an RTF file as Word in Japanese writes it: letters beyond ASCII as bytes of CP932."""
    escaped = "".join(
        character if character.isascii() else "".join(f"\\'{byte:02x}" for byte in character.encode("cp932"))
        for character in body
    )
    return ("{\\rtf1\\ansi\\ansicpg932\\deff0{\\fonttbl{\\f0\\fcharset128 MS Mincho;}}\\f0 " + escaped + "}").encode()


def odt_bytes(body: str, *, automatic: str = "", styles: str = "") -> bytes:
    """Make an OpenDocument text of the XML of its body, its automatic styles and its named styles."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("style", "style"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    named = f"<office:document-styles {spaces}><office:styles>{styles}</office:styles></office:document-styles>"
    return zip_bytes(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": content.encode(),
            "styles.xml": named.encode(),
        }
    )


def texts(document: Document) -> list[str]:
    return [document.normalized_quote(sentence) for sentence in document.sentences]


def sentence_with(document: Document, words: str) -> Sentence:
    found = [sentence for sentence in document.sentences if words in document.normalized_quote(sentence)]
    assert len(found) == 1, f"{words}: {texts(document)}"
    return found[0]


def check_document(document: Document) -> None:
    """Check what holds of every document: verbatim, in order, nothing lost inside a block, exact map."""
    assert [sentence.sentence_id for sentence in document.sentences] == [
        f"s{n:04d}" for n in range(1, len(document.sentences) + 1)
    ]
    normalized = document.normalized.text
    previous = None
    for sentence in document.sentences:
        quote = document.quote(sentence)
        assert quote
        assert quote == quote.strip()
        assert (sentence.start, sentence.end) == document.normalized.source_span(
            sentence.normalized_start, sentence.normalized_end
        )
        assert "\n" not in document.normalized_quote(sentence)
        assert sentence.section == (sentence.section_path[-1] if sentence.section_path else None)
        if previous is not None:
            assert previous.end <= sentence.start
            assert not normalized[previous.normalized_end : sentence.normalized_start].strip()
            assert previous.block <= sentence.block <= previous.block + 1
        previous = sentence
    assert not normalized[: document.sentences[0].normalized_start].strip()
    assert not normalized[document.sentences[-1].normalized_end :].strip()
    for left_out in document.left_out:
        assert document.text[left_out.start : left_out.end].strip()
    assert type(document).model_validate_json(document.model_dump_json()) == document
