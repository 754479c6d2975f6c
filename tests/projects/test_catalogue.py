"""Promise: a catalogue is read whole or refused with the line that is at fault; what is written is read back equal."""

import pytest

from stitext.errors import CorpusError
from stitext.projects.catalogue import catalogue_line, iter_catalogue, load_catalogue
from stitext.records import Project, ProjectResult

LAKE = Project(id="P1", title_ja="湖の保全", results=(ProjectResult(text="水質を\u2028調べた", kind="データベース"),))
RICE = Project(id="P2", title_en="Rice", countries=("TH",), doubts=("年度は不明。",))


def write(path, *lines):
    path.write_text("".join(lines), encoding="utf-8")
    return path


def test_what_is_written_is_read_back_equal_one_line_a_project(tmp_path):
    path = write(tmp_path / "c.jsonl", catalogue_line(LAKE), catalogue_line(RICE))
    assert load_catalogue(path) == (LAKE, RICE)
    assert len(path.read_text(encoding="utf-8").splitlines()) == 2


def test_blank_lines_and_a_byte_order_mark_do_no_harm(tmp_path):
    path = write(tmp_path / "c.jsonl", "\ufeff", catalogue_line(LAKE), "\n")
    assert load_catalogue(path) == (LAKE,)


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ('{"id": "P1", "title": "x"}\n', "catalogue-invalid", "1 行目"),
        ("\n{broken\n", "catalogue-invalid", "2 行目"),
        ('{"id": " "}\n', "catalogue-invalid", "id が空"),
        (catalogue_line(LAKE) * 2, "catalogue-duplicate", "2 行目"),
        ("", "catalogue-empty", "一件もありません"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path, text, code, named):
    path = write(tmp_path / "c.jsonl", text)
    with pytest.raises(CorpusError, match=named) as caught:
        load_catalogue(path)
    assert caught.value.code == code


def test_a_missing_catalogue_says_how_to_make_one(tmp_path):
    with pytest.raises(CorpusError, match="projects import") as caught:
        load_catalogue(tmp_path / "none.jsonl")
    assert caught.value.code == "catalogue-missing"


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "c.jsonl").write_bytes("湖".encode("cp932"))
    with pytest.raises(CorpusError, match="UTF-8"):
        list(iter_catalogue(tmp_path / "c.jsonl"))
