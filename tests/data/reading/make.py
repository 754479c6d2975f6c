"""Make the golden files anew: manuscripts go in, files made by LibreOffice and others and what they hold come out.

Needs LibreOffice (Writer, Calc, Impress), poppler's pdftoppm, and the fonts Noto CJK, IPA Mincho, IPA Gothic and Takao
Mincho; not run by the tests, which read what it made.

    python tests/data/reading/make.py [CASE ...]
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import make_forms
import make_mail
import make_pdf
import make_texts
from case import Case, Draft
from flat_odf import Look, presentation, spreadsheet, text_document
from manuscript import Gold, Part, gold, manuscript, modern, notes_of

HERE = Path(__file__).parent
DRAFTS = HERE.parents[2] / "corpora" / "drafts"

IPA_MINCHO, IPA_GOTHIC, TAKAO = "IPAMincho", "IPAGothic", "TakaoMincho"
WORD_EXPORT = "docx:MS Word 2007 XML"
LOCKED = (
    'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},'
    '"DocumentOpenPassword":{"type":"string","value":"x"}}'
)
ARCHIVAL = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'

# Name of the case, manuscript, look, and what it is made for.
PRINTED: tuple[tuple[str, str, Look, Sequence[str]], ...] = (
    ("pdf-one-column", "plan", Look(header="国際共同研究計画書", footer="page"), ["running title", "page numbers"]),
    (
        "pdf-ipa-mincho",
        "annual",
        Look(IPA_MINCHO, IPA_GOTHIC, 11, heading="plain", footer="dash"),
        ["quotation", "full width numbers"],
    ),
    (
        "pdf-spaced-headings",
        "young",
        Look(TAKAO, IPA_GOTHIC, 10.5, heading="bold", spread=3, footer="page"),
        ["spaced-out headings"],
    ),
    (
        "pdf-small-page",
        "review",
        Look("Noto Sans CJK JP", size=11, page=(148, 210), margin=15, header="中間評価報告書（案）", footer="page"),
        ["running title", "decimals"],
    ),
    (
        "pdf-two-columns",
        "control",
        Look(IPA_GOTHIC, IPA_GOTHIC, 9.5, columns=2, margin=18, full_width_first=1, footer="page"),
        ["two columns", "circled numbers"],
    ),
    (
        "pdf-english",
        "symposium",
        Look("Liberation Serif", "Noto Sans CJK JP", 11, footer="page", justified=False),
        ["Latin text", "abbreviations"],
    ),
    (
        "pdf-latex-columns",
        "paper",
        Look(
            "Noto Serif CJK JP",
            "Noto Serif CJK JP",
            10,
            page=(182, 200),
            columns=2,
            margin=15,
            full_width_first=3,
            header="環境衛生研究 第12巻",
            footer="page",
        ),
        ["two columns", "abstract over the columns", "footnote"],
    ),
    (
        "pdf-vertical",
        "minutes",
        Look(IPA_MINCHO, IPA_GOTHIC, 11, page=(210, 148), margin=18, vertical=True, heading="plain"),
        ["vertical text"],
    ),
    (
        "pdf-dot-stops",
        "dots",
        Look(IPA_MINCHO, IPA_GOTHIC, 9, columns=2, margin=15, page=(182, 257), full_width_first=1, footer="page"),
        ["stops 「，．」", "narrow columns"],
    ),
    (
        "pdf-footnotes",
        "handbook",
        Look("Noto Serif CJK JP", page=(148, 210), margin=17, header="海外調査安全の手引", footer="dash"),
        ["footnotes"],
    ),
    (
        "pdf-table-over-pages",
        "budget",
        Look(IPA_MINCHO, IPA_GOTHIC, 10, page=(148, 105), margin=12, footer="page"),
        ["table over pages", "cells with sentences"],
    ),
    ("pdf-landscape", "data", Look("Noto Sans CJK JP", page=(297, 210), size=12, footer="page"), ["landscape"]),
    ("pdf-old-kanji", "oldstyle", Look(IPA_MINCHO, IPA_MINCHO, 12), ["old-style kanji"]),
    ("pdf-long-sentence", "long", Look("Noto Serif CJK JP", footer="page"), ["sentence over 2,000 characters"]),
    (
        "pdf-half-width-kana",
        "kana",
        Look(IPA_GOTHIC, IPA_GOTHIC, 10.5),
        ["half-width kana", "letters such as ㈱ and №"],
    ),
    (
        "pdf-bold-headings",
        "control",
        Look("Noto Serif CJK JP", "Noto Serif CJK JP", 12, heading="bold", margin=30, footer="dash"),
        ["headings by their look"],
    ),
    ("pdf-ragged", "review", Look("Noto Sans CJK JP", size=10, justified=False, footer="page"), ["ragged lines"]),
    (
        "pdf-two-columns-plan",
        "plan",
        Look(
            TAKAO,
            IPA_GOTHIC,
            12,
            page=(182, 257),
            columns=2,
            margin=15,
            full_width_first=1,
            header="共同研究計画",
            footer="page",
        ),
        ["two columns", "running title"],
    ),
)
WRITTEN: tuple[tuple[str, str, Look, str, Sequence[str]], ...] = (
    (
        "docx-styled",
        "plan",
        Look(header="国際共同研究計画書", footer="page"),
        ".docx",
        ["headings by style", "running title"],
    ),
    ("docx-bold", "annual", Look(heading="bold"), ".docx", ["headings by look", "bold numbered lines"]),
    ("docx-footnotes", "handbook", Look(), ".docx", ["footnotes"]),
    ("docx-tables", "budget", Look(), ".docx", ["tables", "cells with sentences"]),
    ("docx-vertical", "minutes", Look(vertical=True, heading="bold"), ".docx", ["vertical text"]),
    ("docx-two-columns", "paper", Look(columns=2, full_width_first=3), ".docx", ["two columns", "footnote"]),
    ("docx-english", "symposium", Look(), ".docx", ["Latin text", "abbreviations"]),
    ("odt-styled", "review", Look(footer="page"), ".odt", ["OpenDocument"]),
    ("odt-footnotes", "handbook", Look(), ".odt", ["OpenDocument", "footnotes"]),
    ("rtf-styled", "young", Look(), ".rtf", ["RTF"]),
    ("rtf-tables", "budget", Look(), ".rtf", ["RTF", "tables"]),
    ("doc-old-word", "control", Look(), ".doc", ["Word 97"]),
)
SAME_DRAFT = ("e04", "e11", "g22")


def main(wanted: Sequence[str]) -> None:
    """Make all cases, or those named."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        cases = [*_printed(work), *_written(work), *_sheets_and_slides(work), *_same_draft(work)]
        cases += make_pdf.cases(work) + make_forms.cases() + make_texts.cases()
        cases += make_mail.cases({case.name: case for case in cases})
    for case in cases:
        if not wanted or case.name in wanted:
            case.write(HERE / case.name)


def convert(work: Path, sources: dict[str, str], suffix: str, target: str) -> dict[str, bytes]:
    """Convert flat OpenDocument files by LibreOffice; returns the results by their name."""
    inside = work / target.partition(":")[0]
    outside = inside / "out"
    shutil.rmtree(inside, ignore_errors=True)
    outside.mkdir(parents=True)
    for name, text in sources.items():
        (inside / f"{name}{suffix}").write_text(text, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation=file://{work}/profile", "--headless", "--convert-to", target]
    subprocess.run(
        [*command, "--outdir", str(outside), *(str(inside / f"{name}{suffix}") for name in sources)],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return {path.stem: path.read_bytes() for path in outside.iterdir()}


def _left_out(look: Look) -> list[tuple[str, str]]:
    found = [("running-title", look.header)] if look.header else []
    return [*found, ("page-number", "- 1 -" if look.footer == "dash" else "1")] if look.footer else found


def _printed(work: Path) -> list[Case]:
    sources = {name: text_document(manuscript(source), look) for name, source, look, _ in PRINTED}
    files = convert(work, sources, ".fodt", "pdf")
    cases = []
    for name, source, look, edges in PRINTED:
        parts = manuscript(source)
        sentences = modern(gold(parts, marks=True)) if source == "oldstyle" else gold(parts, marks=True)
        draft = Draft(f"{source}.pdf", files[name], sentences, _left_out(look), notes=notes_of(parts, marks=True))
        cases.append(Case(name, edges, [draft]))
    locked = convert(work, {"plan": sources["pdf-one-column"]}, ".fodt", LOCKED)["plan"]
    cases.append(Case("pdf-encrypted", ["encrypted"], [Draft("plan.pdf", locked, error="source-encrypted")]))
    tagged = convert(work, {"young": text_document(manuscript("young"), Look(footer="page"))}, ".fodt", ARCHIVAL)[
        "young"
    ]
    cases.append(
        Case("pdf-archival", ["PDF/A"], [Draft("young.pdf", tagged, gold(manuscript("young")), [("page-number", "1")])])
    )
    return cases


def _written(work: Path) -> list[Case]:
    cases = []
    for suffix in (".docx", ".odt", ".rtf", ".doc"):
        chosen = [row for row in WRITTEN if row[3] == suffix]
        sources = {name: text_document(manuscript(source), look) for name, source, look, _, _ in chosen}
        files = convert(work, sources, ".fodt", WORD_EXPORT if suffix == ".docx" else suffix[1:])
        for name, source, _, _, edges in chosen:
            parts = manuscript(source)
            draft = Draft(f"{source}{suffix}", files[name], gold(parts), notes=notes_of(parts))
            cases.append(Case(name, edges, [draft]))
    return cases


def _sheets_and_slides(work: Path) -> list[Case]:
    parts = manuscript("slides")
    show = presentation(parts)
    slides = convert(work, {"slides": show}, ".fodp", "pptx")["slides"]
    handout = convert(work, {"slides": show}, ".fodp", "pdf")["slides"]
    rows = [part.texts for part in manuscript("budget") if part.kind in ("row", "cell")]
    sheets = {"内訳": rows[:6], "管理": rows[6:]}
    book = convert(work, {"budget": spreadsheet(sheets)}, ".fods", "xlsx:Calc MS Excel 2007 XML")["budget"]
    return [
        Case("pptx-slides", ["PowerPoint"], [Draft("slides.pptx", slides, _flat_gold(parts))]),
        Case("pdf-slides", ["slides printed to PDF"], [Draft("slides.pdf", handout, gold(parts))]),
        Case("xlsx-tables", ["Excel", "cells with sentences"], [Draft("budget.xlsx", book, _sheet_gold(sheets))]),
    ]


def _flat_gold(parts: Sequence[Part]) -> list[Gold]:
    """Return the sentences of slides, whose titles all stand on one level."""
    flat = [part._replace(level=1) if part.kind == "heading" else part for part in parts]
    return gold(flat)


def _sheet_gold(sheets: dict[str, Sequence[Sequence[str]]]) -> list[Gold]:
    found: list[Gold] = []
    for name, rows in sheets.items():
        parts = [Part("cell" if any("。" in cell for cell in row) else "row", 0, tuple(row)) for row in rows]
        found.extend(gold([Part("heading", 1, (name,)), *parts]))
    return found


def _same_draft(work: Path) -> list[Case]:
    """The same draft as text, Word and PDF of one and two columns: the text's own sentences are what is expected."""
    cases = []
    for draft in SAME_DRAFT:
        text = (DRAFTS / f"{draft}.txt").read_text(encoding="utf-8")
        parts = make_texts.parts_of(text)
        one = Look("Noto Serif CJK JP", header="研究提案書", footer="page", heading="bold")
        two = Look(IPA_MINCHO, IPA_GOTHIC, 9, columns=2, margin=18, full_width_first=1, footer="dash", heading="bold")
        files = convert(work, {"one": text_document(parts, one), "two": text_document(parts, two)}, ".fodt", "pdf")
        word = convert(work, {"word": text_document(parts, one._replace(header=""))}, ".fodt", WORD_EXPORT)["word"]
        made = {"draft.docx": word, "one-column.pdf": files["one"], "two-columns.pdf": files["two"]}
        cases.append(
            Case(
                f"same-{draft}",
                ["the same draft in four formats"],
                [Draft(name, data, same_as=f"{draft}.txt") for name, data in made.items()],
            )
        )
    return cases


if __name__ == "__main__":
    main(sys.argv[1:])
