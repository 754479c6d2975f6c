import csv
import io

import pytest

from stitext.records import Tag, TagLine
from stitext.rendering.tags_csv import CSV_HEAD, render_csv_rows


def _line(text, *labels, section="1. 目的"):
    return TagLine(
        document="a.txt", sentence_id="s0001", page=3, section=section, start=0, end=len(text), text=text, labels=labels
    )


def _read(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_csv_has_one_row_for_each_label_and_none_for_a_sentence_without():
    tags = (
        Tag(id="C2.3", stance="concrete", score=0.91, why=("実証", "県")),
        Tag(id="P2.3", stance="mention", score=0.5),
    )
    rows = _read(CSV_HEAD + render_csv_rows(_line("県で実証する。", *tags)) + render_csv_rows(_line("序論。")))
    assert [(row["label"], row["stance"], row["score"], row["why"]) for row in rows] == [
        ("C2.3", "concrete", "0.9100", "実証、県"),
        ("P2.3", "mention", "0.5000", ""),
    ]
    assert rows[0]["page"] == "3"


def test_csv_begins_with_a_byte_order_mark():
    assert CSV_HEAD.encode("utf-8").startswith(b"\xef\xbb\xbfdocument,")


def test_csv_keeps_commas_quotes_and_line_breaks_of_the_text():
    text = '県で,"実証"\nする。'
    rows = _read(CSV_HEAD + render_csv_rows(_line(text, Tag(id="C2.3", stance="concrete", score=0.9))))
    assert rows[0]["text"] == text


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_csv_keeps_a_spreadsheet_from_running_a_cell(start):
    tag = Tag(id="C2.3", stance="concrete", score=0.9, why=(f"{start}x",))
    row = _read(CSV_HEAD + render_csv_rows(_line(f"{start}HYPERLINK(1)", tag, section=f"{start}y")))[0]
    assert row["text"] == f"'{start}HYPERLINK(1)"
    assert row["section"] == f"'{start}y"
    assert row["why"] == f"'{start}x"
