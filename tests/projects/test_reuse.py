"""Reuse cards: the record's own words, and what stands against a result."""

import numpy as np
import pytest

from stitext.projects.reuse import Situation, reuse_card
from stitext.projects.search import Hit, Text
from stitext.projects.units import project_units
from tests.projects.builders import ENGLISH, PEAT, RABIES, RICE

SENTENCES = ("泥炭の水位を戻す。", "犬を守る。")


def hit_of(project, vectors, labels=None):
    texts = [
        Text(unit.place, unit.kind, unit.text, np.array(vector, dtype=np.float32), (labels or {}).get(unit.place, ()))
        for unit, vector in zip(project_units(project)[1:], vectors, strict=True)
    ]
    return Hit(project, 0.5, tuple(texts))


def situation_of(**changes):
    plain = Situation(
        asked=SENTENCES,
        vectors=np.eye(2, dtype=np.float32),
        from_draft=True,
        countries=(),
        points=frozenset({"C4.5", "C4.7"}),
        year=2026,
        language="ja",
    )
    return plain._replace(**changes)


PEAT_HIT = hit_of(PEAT, [(0.4, 0), (0.3, 0), (0.9, 0.1), (0.8, 0), (0.0, 0.1)], {4: ("C4.7", "P2.2", "C9.9")})


def test_card_lays_the_nearest_sentences_side_by_side_verbatim():
    card = reuse_card(PEAT_HIT, situation_of())
    assert [(pair.theirs, pair.ours) for pair in card.similar] == [("水位を戻す方法を村で試す。", SENTENCES[0])]
    assert card.similar[0].score == pytest.approx(0.9)


def test_result_names_use_holders_points_source_and_caveats():
    (result,) = reuse_card(PEAT_HIT, situation_of(countries=("VN",))).reusable
    assert result.result == PEAT.results[0].text
    assert result.use == SENTENCES[0]
    assert result.holders == ("北の大学", "島の研究所")
    assert result.points == ("C4.5", "C4.7")
    assert result.source == "https://example.org/t1"
    assert result.caveats[0].startswith("採択は 2009 年度で、17 年前です。")
    assert "インドネシア" in result.caveats[1]
    assert result.caveats[2] == "期間は二次資料による。"


def test_meeting_is_no_result_to_build_on_unless_the_draft_speaks_of_it():
    texts = [(0.4, 0), (0.3, 0), (0.2, 0), (0.1, 0), (0.0, 0.9)]
    results = reuse_card(hit_of(PEAT, texts), situation_of()).reusable
    assert [(result.result, result.use) for result in results] == [
        ("合同のセミナーを開催", SENTENCES[1]),
        ("泥炭の水位を測る装置を30か所に設置", ""),
    ]


def test_search_by_keywords_names_no_sentence_of_a_draft():
    results = reuse_card(PEAT_HIT, situation_of(from_draft=False)).reusable
    assert [result.use for result in results] == [""]


def test_page_is_part_of_the_source_and_unknown_holders_are_said():
    (result,) = reuse_card(hit_of(RABIES, [(0, 1)] * 3), situation_of(language="en")).reusable
    assert result.source == "https://example.org/t2 p.12"
    assert result.caveats == ("The record does not say who holds the result.",)


def test_unknown_year_is_said_and_same_country_is_no_caveat():
    project = PEAT.model_copy(update={"fiscal_year": None, "doubts": ()})
    (result,) = reuse_card(PEAT_HIT._replace(project=project), situation_of(countries=("ID", "TH"))).reusable
    assert result.caveats == ("採択年度は記録にありません。",)


def test_card_of_a_record_without_results_is_empty_there():
    assert reuse_card(hit_of(RICE, [(1, 0)]), situation_of()).reusable == ()
    assert reuse_card(hit_of(ENGLISH, [(1, 0)] * 3), situation_of()).title == ENGLISH.title_en


def test_framework_without_the_point_gets_none():
    (result,) = reuse_card(PEAT_HIT, situation_of(points=frozenset())).reusable
    assert result.points == ()
