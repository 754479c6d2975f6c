"""PDF files that no program writes: loops, bombs, floods of pages."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence


def raw_pdf(objects: Sequence[bytes]) -> bytes:
    """Make a PDF of objects, the first of which is its catalog."""
    data = b"%PDF-1.7\n"
    offsets: list[int] = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    return data + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
ONE_PAGE = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def looping_pages() -> bytes:
    """A page tree whose nodes are each other's children."""
    return raw_pdf(
        [
            CATALOG,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1000 >>",
            b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 1000 >>",
        ]
    )


def looping_forms() -> bytes:
    """A drawing that draws itself twice."""
    return raw_pdf(
        [
            CATALOG,
            ONE_PAGE,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /XObject << /A 5 0 R >> >> >>",
            stream(b"/A Do /A Do"),
            stream(
                b"/A Do /A Do",
                b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /A 5 0 R >> >>",
            ),
        ]
    )


def bomb(n_bytes: int) -> bytes:
    """A page of which a few kilobytes unpack to many bytes of drawing."""
    packer = zlib.compressobj(9)
    chunk = b"q Q " * 250_000
    packed = b"".join(packer.compress(chunk) for _ in range(n_bytes // len(chunk))) + packer.flush()
    return raw_pdf(
        [
            CATALOG,
            ONE_PAGE,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
            stream(packed, b"/Filter /FlateDecode"),
        ]
    )


def flood(n_pages: int) -> bytes:
    """Many empty pages."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + n_pages))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    return raw_pdf([CATALOG, b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, n_pages), *[page] * n_pages])


def flood_of_text(n_characters: int) -> bytes:
    """One page with more characters than any page has, all in one place."""
    content = b"BT /F 10 Tf 72 700 Td " + b"(abcdefghij) Tj " * (n_characters // 10) + b"ET"
    return raw_pdf(
        [
            CATALOG,
            ONE_PAGE,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F 5 0 R >> >> >>",
            stream(zlib.compress(content), b"/Filter /FlateDecode"),
            FONT,
        ]
    )


def numbers_of_glyphs(numbers: Iterable[int]) -> bytes:
    """A line in a font that gives its glyphs numbers and no Unicode."""
    line = b"".join(b"%04x" % number for number in numbers)
    return raw_pdf(
        [
            CATALOG,
            ONE_PAGE,
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F 5 0 R >> >> >>",
            stream(b"BT /F 8 Tf 40 700 Td <" + line + b"> Tj ET"),
            b"<< /Type /Font /Subtype /Type0 /BaseFont /Unknown /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unknown /DW 1000"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        ]
    )
