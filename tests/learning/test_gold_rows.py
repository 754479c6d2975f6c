"""Anybody's own labelled rows: read with clear errors, measured with the tagger in use."""

import json

import openpyxl
import pytest

from stitext.errors import CorpusError, SourceError, UsageError
from stitext.learning import evaluate_rows
from stitext.settings import Settings

pytestmark = pytest.mark.model

YOUNG = "若手研究者 3 名を相手国の研究所に 6 箇月派遣する。"
EXPORT = "契約の前に輸出管理室が装置と技術データの該非判定を行う。"
PARKING = "駐車場は 30 台分ある。"


def measure(path):
    return evaluate_rows(path, Settings(), progress=lambda line: None)


def write_lines(path, *rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_rows_are_measured_label_by_label(tmp_path):
    path = write_lines(
        tmp_path / "gold.jsonl",
        {"text": EXPORT, "labels": [{"id": "C1.2", "stance": "concrete"}]},
        {"text": PARKING, "labels": []},
        {"text": YOUNG, "labels": ["C4.2"]},
    )
    found = measure(path)
    assert (found.source, found.framework.id, found.n_stances) == ("gold.jsonl", "sti-international", 1)
    assert found.tagger.id == "sti-tagger-1"
    assert (found.figures.n_sentences, found.figures.n_documents) == (3, 3)
    assert found.figures.labels["C1.2"].f1 == 1.0
    assert found.figures.labels["C4.2"].n_hits == 0
    assert found.figures.stance_accuracy == 1.0


def test_rows_of_one_document_that_follow_each_other_are_tagged_together(tmp_path):
    path = write_lines(
        tmp_path / "gold.jsonl",
        {"text": "1. 安全保障", "labels": [], "document": "a"},
        {"text": EXPORT, "labels": ["C1.2"], "section": "1. 安全保障", "document": "a"},
        {"text": PARKING, "labels": None, "document": 7},
        {"text": YOUNG, "labels": ["C1.3"]},
        {"text": YOUNG, "labels": ["C1.3"]},
    )
    assert measure(path).figures.n_documents == 4


def test_a_table_gives_the_same_figures_as_json_lines(tmp_path):
    rows = [(EXPORT, "C1.2"), (PARKING, ""), (YOUNG, "C1.3; P1.6 ;")]
    lines = write_lines(
        tmp_path / "gold.jsonl",
        *({"text": text, "labels": [part.strip() for part in ids.split(";") if part.strip()]} for text, ids in rows),
    )
    (tmp_path / "gold.csv").write_text("text,labels\n" + "".join(f'"{t}",{ids}\n' for t, ids in rows), encoding="utf-8")
    book = openpyxl.Workbook()
    for row in [("text", "labels"), *rows]:
        book.active.append(row)
    book.save(tmp_path / "gold.xlsx")
    by_lines, by_csv, by_book = (
        measure(path).figures for path in (lines, tmp_path / "gold.csv", tmp_path / "gold.xlsx")
    )
    assert by_lines == by_csv == by_book
    assert by_lines.micro.n_gold == 3


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"text": "  ", "labels": []}, "本文が空"),
        ({"text": YOUNG}, "列「labels」がありません"),
        ({"text": YOUNG, "labels": ["C9.9"]}, "枠組みにないラベルです: C9.9"),
        ({"text": YOUNG, "labels": ["C1.3", "C1.3"]}, "C1.3 が二度"),
        ({"text": YOUNG, "labels": [{"id": "C1.3", "stance": "やる"}]}, "concrete / mention / negative"),
        ({"text": YOUNG, "labels": [{"label": "C1.3"}]}, "ID か {id, stance}"),
        ({"text": YOUNG, "labels": [3]}, "ID か {id, stance}"),
        ({"text": YOUNG, "labels": {"C1.3": "concrete"}}, "ID の並び"),
        ({"text": YOUNG, "labels": [], "section": ["1"]}, "列「section」が文字ではありません"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, row, words):
    path = tmp_path / "gold.jsonl"
    good = json.dumps({"text": PARKING, "labels": []}, ensure_ascii=False)
    path.write_text(f"{good}\n\n{json.dumps(row, ensure_ascii=False)}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"gold\.jsonl の 3 行目") as caught:
        measure(path)
    assert words in caught.value.message
    assert caught.value.code == "gold-rows-invalid"


def test_in_a_table_the_row_below_the_header_is_named(tmp_path):
    path = tmp_path / "gold.csv"
    path.write_text(f"text,labels\n{PARKING},\n{YOUNG},C1.3;X1\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"gold\.csv の 2 件目: .*X1"):
        measure(path)


def test_files_that_are_no_rows_are_refused(tmp_path):
    (tmp_path / "gold.txt").write_text(YOUNG, encoding="utf-8")
    (tmp_path / "broken.jsonl").write_text("{", encoding="utf-8")
    (tmp_path / "other.csv").write_text(f"本文なし,labels\n{YOUNG},C1.3\n", encoding="utf-8")
    (tmp_path / "empty.csv").write_text("text,labels\n", encoding="utf-8")
    for name, error in (
        ("gold.txt", SourceError), ("broken.jsonl", SourceError), ("other.csv", UsageError), ("none.csv", SourceError),
        ("empty.csv", CorpusError),
    ):  # fmt: skip
        with pytest.raises(error):
            measure(tmp_path / name)
