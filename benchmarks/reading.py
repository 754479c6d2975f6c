"""What is read of the golden files, by stitext and by what a user would reach for: a table by kind of file.

The text of the others goes through our own reader of plain text (of Markdown for markitdown, which writes it), so that
sentences are joined and split alike; what differs is what they hand over. The golden files were at hand while stitext's
reader was mended: its figures on them show what it does, and not what it will do on others.

- files read
- kept: the share of the expected characters that came through in order
- beside per 100: characters handed over beside them (running titles, garbled text), for 100 that were expected
- boundary F1: of the ends of sentences that were set by hand
- heading F1: of headings by their wording, for readers that mark any
- ms per page of PDF or per file: the better of two runs, without loading the library

Files that are refused by design (encrypted, scanned, without Unicode) are listed under the table.

    pip install 'stitext[bench]'
    python benchmarks/reading.py
"""

from __future__ import annotations

import importlib.util
import io
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the golden files and their measure belong to the tests

from tests.reading.golden import NONE, Agreement, Golden, agreement, comparable, golden_files  # noqa: E402

from stitext.errors import StitextError  # noqa: E402
from stitext.reading.files import read_bytes, read_text  # noqa: E402
from stitext.records import Document  # noqa: E402
from stitext.settings import Settings  # noqa: E402

SETTINGS = Settings()
OFFICE = ("docx", "xlsx", "pptx", "html", "htm", "odt", "rtf")

Read = Callable[[bytes, str], Document]


class Contender(NamedTuple):
    """One reader: the module that it needs, how to make it, what it reads, and where it marks headings."""

    name: str
    module: str
    load: Callable[[], Read]
    reads: Sequence[str]
    marks_headings: Sequence[str]


class Score(NamedTuple):
    """What was measured over some files."""

    n_files: int = 0
    n_units: int = 0  # pages of PDF, or files
    agreement: Agreement = NONE
    n_characters_read: int = 0
    headings: tuple[int, int, int] = (0, 0, 0)  # right, read, expected
    seconds: float = 0.0


def main() -> None:
    """Measure and print the table."""
    readable = [golden for golden in golden_files() if {"sentences", "same_as"} & {*golden.spec}]
    readable = [golden for golden in readable if "template" not in golden.spec]
    made = [golden for golden in readable if "sentences" in golden.spec]
    drafts = [golden for golden in readable if "same_as" in golden.spec]
    _table("Golden PDF files", [golden for golden in made if golden.format == "pdf"], "page")
    _table("Drafts printed to PDF, with the sentences of their text", [g for g in drafts if g.format == "pdf"], "page")
    _table(
        "Word, Excel, PowerPoint, HTML",
        [g for g in made if g.format in ("docx", "xlsx", "pptx", "html", "htm")],
        "file",
    )
    _table("OpenDocument and RTF", [golden for golden in made if golden.format in ("odt", "rtf")], "file")
    _refused()


def _table(title: str, chosen: Sequence[Golden], unit: str) -> None:
    n_sentences = sum(len(_expected(golden)[0]) for golden in chosen)
    _write(f"\n{title}: {len(chosen)} files, {n_sentences:,} sentences\n")
    _write(f"| reader | files read | kept | beside per 100 | boundary F1 | heading F1 | ms per {unit} |")
    _write("|---|--:|--:|--:|--:|--:|--:|")
    formats = {golden.format for golden in chosen}
    for contender in CONTENDERS:
        if not formats & {*contender.reads}:
            continue
        if importlib.util.find_spec(contender.module) is None:
            _write(f"| {contender.name} | not installed | | | | | |")
            continue
        marks_headings = bool(formats & {*contender.marks_headings})
        _write(_row(contender.name, _score(contender, chosen), marks_headings=marks_headings))


def _expected(golden: Golden) -> tuple[list[str], list[str]]:
    """Return the sentences and the headings that are to be read."""
    if "same_as" not in golden.spec:
        return [item.text for item in golden.sentences()], golden.spec["headings"]
    name = golden.spec["same_as"]
    document = read_bytes((ROOT / "corpora" / "drafts" / name).read_bytes(), name, SETTINGS)
    headings = [item for item in document.sentences if item.kind == "heading"]
    return [document.normalized_quote(item) for item in document.sentences], [*map(document.normalized_quote, headings)]


def _score(contender: Contender, chosen: Sequence[Golden]) -> Score:
    read = contender.load()
    score = Score()
    for golden in chosen:
        data = golden.path.read_bytes()
        expected, expected_headings = _expected(golden)
        seconds: list[float] = []
        document: Document | None = None
        try:
            for _ in range(2):
                start = time.perf_counter()
                document = read(data, golden.path.name)
                seconds.append(time.perf_counter() - start)
        except (StitextError, NotImplementedError, OSError, ValueError) as error:
            sys.stderr.write(f"{contender.name} cannot read {golden.id}: {error}\n")
        if document is None:
            score = score._replace(agreement=score.agreement.plus(agreement([], expected)))
            continue
        notes = {comparable(note) for note in golden.spec.get("notes", [])}
        texts = [document.normalized_quote(sentence) for sentence in document.sentences]
        texts = [text for text in texts if comparable(text) not in notes]
        score = Score(
            score.n_files + 1,
            score.n_units + _n_units(data, golden),
            score.agreement.plus(agreement(texts, expected)),
            score.n_characters_read + sum(len("".join(text.split())) for text in texts),
            _plus(score.headings, _headings(document, expected_headings)),
            score.seconds + min(seconds),
        )
    return score


def _headings(document: Document, headings: Sequence[str]) -> tuple[int, int, int]:
    read = [comparable(document.normalized_quote(item)) for item in document.sentences if item.kind == "heading"]
    expected = [comparable(text) for text in headings]
    left = list(expected)
    n_right = 0
    for text in read:
        if text in left:
            left.remove(text)
            n_right += 1
    return n_right, len(read), len(expected)


def _plus(a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _n_units(data: bytes, golden: Golden) -> int:
    if golden.format != "pdf":
        return 1
    import pypdfium2

    return len(pypdfium2.PdfDocument(data))


def _row(name: str, score: Score, *, marks_headings: bool) -> str:
    found = score.agreement
    n_right, n_read, n_expected = score.headings
    headings = f"{2 * n_right / max(n_read + n_expected, 1):.3f}" if marks_headings else "–"
    beside = 100 * (score.n_characters_read - found.n_characters_kept) / max(found.n_characters, 1)
    speed = f"{1_000 * score.seconds / max(score.n_units, 1):.0f}" if score.n_units else "–"
    return f"| {name} | {score.n_files} | {found.kept:.3f} | {beside:.1f} | {found.f1:.3f} | {headings} | {speed} |"


def _refused() -> None:
    _write("\nRefused with a reason:")
    for golden in golden_files():
        if "error" in golden.spec:
            _write(f"- {golden.id}: {golden.spec['error']}")


def _stitext() -> Read:
    return lambda data, name: read_bytes(data, name, SETTINGS)


def _pypdf() -> Read:
    import pypdf

    def read(data: bytes, name: str) -> Document:
        pages = pypdf.PdfReader(io.BytesIO(data)).pages
        return _document("\f".join(page.extract_text() for page in pages), name)

    return read


def _pdfminer() -> Read:
    from pdfminer.high_level import extract_text

    def read(data: bytes, name: str) -> Document:
        return _document(extract_text(io.BytesIO(data)), name)

    return read


def _pdfplumber() -> Read:
    import pdfplumber

    def read(data: bytes, name: str) -> Document:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return _document("\f".join(page.extract_text() for page in document.pages), name)

    return read


def _markitdown() -> Read:
    from markitdown import MarkItDown, MarkItDownException

    converter = MarkItDown()

    def read(data: bytes, name: str) -> Document:
        suffix = Path(name).suffix
        try:
            text = converter.convert_stream(io.BytesIO(data), file_extension=suffix).text_content
        except MarkItDownException as error:
            raise NotImplementedError(str(error)) from error
        return read_bytes(text.encode(), f"{name}.md", SETTINGS)

    return read


def _docling() -> Read:
    # Its PDF pipeline needs layout models from a hub; what it reads of Office files and HTML needs none.
    from docling.datamodel.base_models import DocumentStream
    from docling.document_converter import DocumentConverter
    from docling.exceptions import ConversionError

    converter = DocumentConverter()

    def read(data: bytes, name: str) -> Document:
        try:
            found = converter.convert(DocumentStream(name=name, stream=io.BytesIO(data)))
        except ConversionError as error:
            raise NotImplementedError(str(error)) from error
        return read_bytes(found.document.export_to_markdown().encode(), f"{name}.md", SETTINGS)

    return read


def _document(text: str, name: str) -> Document:
    # Control characters, which garbled text is full of, would be refused as no text.
    kept = "".join(c for c in text if c in "\n\t\f" or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    return read_text(kept, name, SETTINGS)


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


CONTENDERS = (
    Contender("stitext", "stitext", _stitext, ("pdf", *OFFICE), ("pdf", *OFFICE)),
    Contender("pypdf", "pypdf", _pypdf, ("pdf",), ()),
    Contender("pdfminer.six", "pdfminer", _pdfminer, ("pdf",), ()),
    Contender("pdfplumber", "pdfplumber", _pdfplumber, ("pdf",), ()),
    Contender("markitdown", "markitdown", _markitdown, ("pdf", "docx", "xlsx", "pptx", "html", "htm"), OFFICE),
    Contender("docling", "docling", _docling, ("docx", "xlsx", "pptx", "html", "htm"), OFFICE),
)

if __name__ == "__main__":
    main()
