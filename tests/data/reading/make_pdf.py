"""PDF files that are no plain export: without Unicode, scanned, turned, with a contents page."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pypdfium2
from case import Case, Draft
from flat_odf import Look, text_document
from manuscript import Gold, Part, gold, manuscript, notes_of
from PIL import Image

_DPI = 200
_INK = 150  # lighter grey is paper
_TO_UNICODE = re.compile(rb"/ToUnicode \d+ 0 R")


def cases(work: Path) -> list[Case]:
    """Return the cases."""
    from make import convert

    plan = manuscript("plan")
    small = Look("Noto Serif CJK JP", size=12, page=(148, 210), margin=16)
    contents = [Part("heading", 0, ("海外調査安全の手引",)), Part("heading", 1, ("目次",)), *_contents()]
    book = manuscript("handbook")[1:]
    files = convert(
        work,
        {
            "plan": text_document(plan, small),
            "minutes": text_document(manuscript("minutes"), small),
            "data": text_document(manuscript("data"), small._replace(size=10.5)),
            "contents": text_document([*contents, *book], small._replace(footer="page", heading="bold")),
        },
        ".fodt",
        "pdf",
    )
    garbled = _TO_UNICODE.sub(lambda match: b" " * len(match.group()), files["minutes"])
    scanned = _scanned(files["plan"], work)
    n_plan = len(pypdfium2.PdfDocument(files["plan"]))
    printed = "".join(pypdfium2.PdfDocument(files["plan"])[0].get_textpage().get_text_range().split())
    first = [item for item in gold(plan) if "".join(item.text.split()) in printed]
    mixed = _joined(files["plan"], range(1), scanned, range(1, n_plan))
    partly = _joined(files["data"], None, garbled, None)
    sentences = gold(manuscript("data"))
    return [
        Case(
            "pdf-without-unicode", ["fonts without ToUnicode"], [Draft("minutes.pdf", garbled, error="source-garbled")]
        ),
        Case(
            "pdf-partly-garbled",
            ["fonts without ToUnicode on some pages"],
            [Draft("data.pdf", partly, sentences, warnings=["garbled-text"])],
        ),
        Case("pdf-scanned", ["scan"], [Draft("plan.pdf", scanned, error="source-scanned")]),
        Case(
            "pdf-partly-scanned",
            ["scan on some pages", "a sentence cut by the missing page"],
            [Draft("plan.pdf", mixed, first, warnings=["page-without-text"])],
        ),
        *(
            Case(
                f"pdf-turned-{degrees}",
                ["rotated page"],
                [Draft("data.pdf", _turned(files["data"], degrees), sentences)],
            )
            for degrees in (90, 180)
        ),
        Case(
            "pdf-contents",
            ["table of contents", "footnotes"],
            [
                Draft(
                    "handbook.pdf",
                    files["contents"],
                    [
                        Gold("heading", None, "海外調査安全の手引"),
                        Gold("heading", "海外調査安全の手引", "目次"),
                        *(
                            item
                            if item.section or item.kind != "heading"
                            else item._replace(section="海外調査安全の手引")
                            for item in gold(book, marks=True)
                        ),
                    ],
                    [("table-of-contents", "1.1 情報を集める ………………………… 2")],
                    notes=notes_of(book, marks=True),
                )
            ],
        ),
    ]


def _contents() -> list[Part]:
    headings = [part for part in manuscript("handbook") if part.kind == "heading" and part.level]
    return [Part("paragraph", 0, (f"{part.texts[0]} ………………………… {2 + i // 4}",)) for i, part in enumerate(headings)]


def _scanned(data: bytes, work: Path) -> bytes:
    """Render the pages to pictures of two colors, as an office's copier does."""
    (work / "scan.pdf").write_bytes(data)
    subprocess.run(
        ["pdftoppm", "-r", str(_DPI), "-gray", "-png", str(work / "scan.pdf"), str(work / "scan")],
        check=True,
        capture_output=True,
    )
    pages = [
        Image.open(path).convert("L").point(lambda value: 255 * (value > _INK), "1")
        for path in sorted(work.glob("scan-*.png"))
    ]
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=_DPI)
    return stream.getvalue()


def _joined(first: bytes, these: range | None, second: bytes, those: range | None) -> bytes:
    joined = pypdfium2.PdfDocument.new()
    joined.import_pages(pypdfium2.PdfDocument(first), None if these is None else [*these])
    joined.import_pages(pypdfium2.PdfDocument(second), None if those is None else [*those])
    return _saved(joined)


def _turned(data: bytes, degrees: int) -> bytes:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    return _saved(document)


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
