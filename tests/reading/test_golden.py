"""The golden files: documents made by office programs, each read as its ``expected.json`` says."""

from __future__ import annotations

import shutil

import pytest

from stitext.errors import SourceError
from stitext.reading import files
from stitext.reading.files import read_bytes, read_form
from stitext.reading.sources import ReadingOptions, read_each
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document
from tests.reading.golden import DATA, NONE, Golden, agreement, comparable, golden_files

SETTINGS = Settings()
FILES = list(golden_files())
SAME_DRAFT = [golden for golden in FILES if "same_as" in golden.spec]
CONTAINERS = [golden for golden in FILES if "members" in golden.spec]
REFUSED = [golden for golden in FILES if "error" in golden.spec]
READ = [golden for golden in FILES if "sentences" in golden.spec]
HAS_NO_OFFICE = shutil.which("soffice") is None

# Files that are not read without a flaw yet: the boundary F1 that is measured, and what goes wrong.
LEAST_F1 = {"pdf": 0.95}
LEAST_CLEAN_F1 = 0.98
LEAST_WHOLE = 0.97


def _read(golden: Golden) -> Document:
    template = golden.spec.get("template")
    form = None if template is None else read_form(golden.path.parent / template, SETTINGS)
    document = read_bytes(golden.path.read_bytes(), golden.path.name, SETTINGS, form=form)
    check_document(document)
    return document


def _texts(document: Document, golden: Golden) -> list[str]:
    """Return the sentences without those of notes, which stand where the format prints them."""
    notes = {comparable(note) for note in golden.spec.get("notes", [])}
    texts = [document.normalized_quote(sentence) for sentence in document.sentences]
    return [text for text in texts if comparable(text) not in notes]


def _needs_office(golden: Golden) -> None:
    if golden.format in ("doc", "xls", "ppt") and HAS_NO_OFFICE:
        pytest.skip("LibreOffice is not installed")


def _each(chosen: list[Golden]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("golden", chosen, ids=lambda golden: golden.id)


@_each(READ)
def test_a_golden_file_is_read_as_expected(golden: Golden) -> None:
    _needs_office(golden)
    document = _read(golden)
    notes = [comparable(note) for note in golden.spec.get("notes", [])]
    read = [
        (sentence.kind, comparable(sentence.section or ""), comparable(document.normalized_quote(sentence)))
        for sentence in document.sentences
    ]
    assert [text for _, _, text in read if text in notes] == notes
    assert [item for item in read if item[2] not in notes] == [
        (item.kind, comparable(item.section or ""), comparable(item.text)) for item in golden.sentences()
    ]
    left_out = {(item.reason, comparable(document.text[item.start : item.end])) for item in document.left_out}
    assert {(reason, comparable(text)) for reason, text in golden.spec["left_out"]} <= left_out
    assert [note.code for note in document.warnings] == golden.spec["warnings"]


@_each(REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(golden: Golden) -> None:
    with pytest.raises(SourceError) as caught:
        _read(golden)
    assert caught.value.code == golden.spec["error"]


@_each(CONTAINERS)
def test_the_documents_of_a_container_are_read_like_files(golden: Golden) -> None:
    readings = list(read_each(golden.path, SETTINGS, files, ReadingOptions()))
    prefix = golden.path.as_posix()
    assert [reading.name.removeprefix(prefix).lstrip("/") for reading in readings] == [
        member["name"] for member in golden.spec["members"]
    ]
    for reading, member in zip(readings, golden.spec["members"], strict=True):
        assert reading.document is not None
        assert [comparable(reading.document.normalized_quote(item)) for item in reading.document.sentences] == [
            comparable(text) for _, _, text in member["sentences"]
        ]


@_each(SAME_DRAFT)
def test_the_same_draft_keeps_its_sentences_whole_in_every_format(golden: Golden) -> None:
    text = read_bytes((DATA.parents[2] / "corpora/drafts" / golden.spec["same_as"]).read_bytes(), "d.txt", SETTINGS)
    expected = [text.normalized_quote(sentence) for sentence in text.sentences]
    document = _read(golden)
    found = agreement([document.normalized_quote(sentence) for sentence in document.sentences], expected)
    assert found.whole >= LEAST_WHOLE


def test_boundaries_agree_with_those_set_by_hand_in_every_format() -> None:
    totals = dict.fromkeys((golden.format for golden in READ), NONE)
    for golden in READ:
        if golden.format == "doc":
            continue  # takes LibreOffice some seconds; its own test reads it
        found = agreement(_texts(_read(golden), golden), [item.text for item in golden.sentences()])
        totals[golden.format] = totals[golden.format].plus(found)
    assert sum(total.n_expected for total in totals.values()) >= 1_500
    for name, total in totals.items():
        assert name == "doc" or total.f1 >= LEAST_F1.get(name, LEAST_CLEAN_F1), f"{name}: {total.f1:.3f}"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
@pytest.mark.parametrize(("case", "least"), [("pdf-scanned", 0.8), ("pdf-partly-scanned", 0.85)])
def test_scanned_pages_are_recognized_with_their_boundaries(case: str, least: float) -> None:
    (original,) = (golden for golden in READ if golden.case == "docx-styled")  # what was scanned
    data = (DATA / case / "plan.pdf").read_bytes()
    document = read_bytes(data, "plan.pdf", SETTINGS, ocr=True)
    texts = [document.normalized_quote(sentence) for sentence in document.sentences]
    assert agreement(texts, [item.text for item in original.sentences()]).f1 >= least
