from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stitext.errors import SourceError
from stitext.reading.files import read_bytes
from stitext.reading.isolation import IsolatedReader
from stitext.settings import Settings
from tests.reading.cases import pdf_bytes, texts, xlsx_bytes
from tests.reading.hostile import bomb, flood, flood_of_text, looping_forms, looping_pages

SETTINGS = Settings()
PAGES = [["１．目的", "　若手を現地に派遣する。", "帰国後も続ける。"]]
_PATIENCE_SECONDS = 30


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    reader = IsolatedReader(seconds=60)
    yield reader
    reader.close()


def _process_id(reader: IsolatedReader) -> int:
    process = reader._process
    assert process is not None
    return process.pid


def test_a_file_reads_the_same_in_a_process_of_its_own(reader: IsolatedReader) -> None:
    data = pdf_bytes(PAGES, header="様式", numbered=True)
    assert reader.read_bytes(data, "draft.pdf", SETTINGS) == read_bytes(data, "draft.pdf", SETTINGS)
    sheets = xlsx_bytes({"様式": [["課題名", "湖の観測"]]})
    assert reader.read_bytes(sheets, "form.xlsx", SETTINGS) == read_bytes(sheets, "form.xlsx", SETTINGS)


def test_a_file_on_disk_reads_as_its_bytes(reader: IsolatedReader, tmp_path: Path) -> None:
    data = pdf_bytes(PAGES)
    (tmp_path / "draft.pdf").write_bytes(data)
    assert reader.read_file(tmp_path / "draft.pdf", SETTINGS) == read_bytes(data, "draft.pdf", SETTINGS)
    with pytest.raises(SourceError) as raised:
        reader.read_file(tmp_path / "none.pdf", SETTINGS)
    assert raised.value.code == "source-missing"


def test_an_error_is_the_same_in_a_process_of_its_own(reader: IsolatedReader) -> None:
    for data in (b"%PDF-1.7 nothing", pdf_bytes(PAGES, encrypt="secret"), pdf_bytes([[]]), b"no pdf"):
        errors = []
        for read in (reader.read_bytes, read_bytes):
            with pytest.raises(SourceError) as raised:
                read(data, "draft.pdf", SETTINGS)
            errors.append((raised.value.code, raised.value.message))
        assert errors[0] == errors[1]


def test_the_process_is_kept_for_the_next_file(reader: IsolatedReader) -> None:
    reader.read_bytes(pdf_bytes(PAGES), "draft.pdf", SETTINGS)
    before = _process_id(reader)
    with pytest.raises(SourceError):
        reader.read_bytes(b"no pdf", "draft.pdf", SETTINGS)
    reader.read_bytes(pdf_bytes(PAGES), "draft.pdf", SETTINGS)
    assert _process_id(reader) == before


def test_plain_text_starts_no_process() -> None:
    reader = IsolatedReader()
    assert texts(reader.read_bytes("派遣する。".encode(), "draft.txt", SETTINGS)) == ["派遣する。"]
    assert reader._process is None


def test_a_process_that_dies_is_replaced(reader: IsolatedReader) -> None:
    reader.read_bytes(pdf_bytes(PAGES), "draft.pdf", SETTINGS)
    os.kill(_process_id(reader), signal.SIGKILL)
    process = reader._process
    assert process is not None
    process.wait(timeout=_PATIENCE_SECONDS)
    assert reader.read_bytes(pdf_bytes(PAGES), "draft.pdf", SETTINGS).sentences


def test_a_file_that_takes_too_long_is_refused_and_its_process_killed() -> None:
    reader = IsolatedReader(seconds=0.01)  # less than the process needs to start
    with pytest.raises(SourceError) as raised:
        reader.read_bytes(pdf_bytes(PAGES), "slow.pdf", SETTINGS)
    assert raised.value.code == "source-too-slow"
    assert "slow.pdf" in raised.value.message
    assert reader._process is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_a_file_that_takes_too_much_memory_is_refused() -> None:
    reader = IsolatedReader(memory_bytes=320 << 20)
    try:
        with pytest.raises(SourceError) as raised:
            reader.read_bytes(b"%PDF-1.7" + b" " * (150 << 20), "heavy.pdf", SETTINGS)
        assert raised.value.code in ("source-too-heavy", "source-crashed")
        assert reader.read_bytes(pdf_bytes(PAGES), "draft.pdf", SETTINGS).sentences
    finally:
        reader.close()


def test_threads_may_read_at_the_same_time(reader: IsolatedReader) -> None:
    data = pdf_bytes(PAGES)
    found: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append(texts(reader.read_bytes(data, "draft.pdf", SETTINGS))))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [texts(read_bytes(data, "draft.pdf", SETTINGS))] * 4


def test_no_process_is_left_when_a_reader_is_gone() -> None:
    reader = IsolatedReader()
    reader.start()
    process = reader._process
    assert process is not None
    del reader
    assert process.wait(timeout=_PATIENCE_SECONDS) != 0


HOSTILE = {
    "pages that are their own parents": (looping_pages, {"source-damaged", "source-blank"}),
    "a drawing that draws itself": (looping_forms, {"source-scanned", "source-blank", "source-crashed"}),
    "300 MB of drawing in some kilobytes": (
        lambda: bomb(300_000_000),
        {"source-scanned", "source-blank", "source-damaged", "source-crashed", "source-too-heavy"},
    ),
    "10,000 empty pages": (lambda: flood(10_000), {"source-too-many-pages"}),
    "a PDF cut off": (lambda: pdf_bytes(PAGES)[:700], {"source-damaged", "source-blank"}),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_ends_in_a_clear_error_in_time(case: str, reader: IsolatedReader) -> None:
    make, codes = HOSTILE[case]
    data = make()
    start = time.monotonic()
    with pytest.raises(SourceError) as raised:
        reader.read_bytes(data, "hostile.pdf", SETTINGS)
    assert raised.value.code in codes
    assert "hostile.pdf" in raised.value.message
    assert time.monotonic() - start < _PATIENCE_SECONDS


def test_a_flood_of_characters_in_one_place_is_read_in_time(reader: IsolatedReader) -> None:
    start = time.monotonic()
    document = reader.read_bytes(flood_of_text(300_000), "flood.pdf", SETTINGS)
    assert texts(document)[0].startswith("abcdefghij")
    assert time.monotonic() - start < _PATIENCE_SECONDS
