"""Promise: columns are proposed by their names, a person can correct that, and a wrong mapping is refused."""

import tomllib

import pytest

from stitext.errors import UsageError
from stitext.projects.mappings import Mapping, load_mapping, mapping_toml, suggest_mapping

JST = ["No.", "課題番号", "研究課題名", "相手国", "採択年度", "研究期間", "代表機関", "主な成果", "担当者"]
ERAD = ["配分事業名", "研究開発課題名", "研究代表機関名", "研究開発期間", "研究開発開始日", "概要"]


def test_columns_are_proposed_by_their_names():
    mapping = suggest_mapping([JST])
    assert mapping.columns == {
        "id": ("課題番号",),
        "title_ja": ("研究課題名",),
        "countries": ("相手国",),
        "fiscal_year": ("採択年度",),
        "period": ("研究期間",),
        "institutions_jp": ("代表機関",),
        "results": ("主な成果",),
    }


def test_names_that_are_longer_than_ours_are_understood():
    mapping = suggest_mapping([ERAD])
    assert mapping.columns["title_ja"] == ("研究開発課題名",)
    assert mapping.columns["institutions_jp"] == ("研究代表機関名",)
    assert mapping.columns["programme"] == ("配分事業名",)


def test_english_and_japanese_titles_and_both_sides_are_told_apart():
    mapping = suggest_mapping([["課題名（英語）", "課題名", "相手国研究機関", "研究機関", "国・地域"]])
    assert mapping.columns == {
        "title_en": ("課題名（英語）",),
        "title_ja": ("課題名",),
        "institutions_partner": ("相手国研究機関",),
        "institutions_jp": ("研究機関",),
        "countries": ("国・地域",),
    }


def test_a_beginning_and_an_end_make_a_period():
    assert suggest_mapping([["課題名", "開始日", "終了日"]]).columns["period"] == ("開始日", "終了日")


def test_the_header_is_found_below_a_title_and_notes():
    mapping = suggest_mapping([["国際共同研究 採択課題一覧"], ["令和6年3月現在", "", "単位:千円"], JST])
    assert mapping.header_row == 3


@pytest.mark.parametrize("rows", [[], [["品名", "数量"]], [["課題名"]]])
def test_a_table_of_something_else_gives_no_proposal(rows):
    assert suggest_mapping(rows) is None


def test_the_proposal_as_a_file_is_read_back_equal_and_names_what_is_not_used(tmp_path):
    mapping = suggest_mapping([JST])
    text = mapping_toml(mapping, JST)
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    assert load_mapping(tmp_path / "map.toml") == mapping
    assert "担当者" in text
    assert tomllib.loads(text)["table"]["header_row"] == 1


def test_several_columns_constants_and_a_prefix_can_be_written(tmp_path):
    text = '[columns]\ntitle_ja = ["題", "副題"]\n[constants]\nprogramme = "X"\n'
    text += '[table]\nid_prefix = "X-"\nsheet = "一覧"\n'
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    assert load_mapping(tmp_path / "map.toml") == Mapping(
        columns={"title_ja": ("題", "副題")}, constants={"programme": "X"}, id_prefix="X-", sheet="一覧"
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[columns]\nid = 'a'\n", "title_ja"),
        ("[columns]\ntitle_ja = 'a'\ntitlee = 'b'\n", "titlee"),
        ("[columns]\ntitle_ja = 'a'\n[row]\nx = 1\n", "row"),
        ("[columns]\ntitle_ja = 'a'\n[table]\nheader = 1\n", "header"),
        ("[columns]\ntitle_ja = 3\n", "title_ja"),
        ("columns = 'a'\n", "columns"),
        ("[columns", "TOML"),
    ],
)
def test_a_wrong_mapping_is_refused_with_what_is_wrong(tmp_path, text, named):
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=named) as caught:
        load_mapping(tmp_path / "map.toml")
    assert caught.value.code == "mapping-invalid"
