from __future__ import annotations

import json

import pytest

from stitext.encoder_training.public_data import (
    load_jaquad,
    load_jsick,
    load_jsquad,
    load_jsts,
    split_sentences,
)
from stitext.errors import CorpusError

CONTEXT = "水は低きに流れる。水田は水を使う。"


def article(context):
    answers = [{"text": "水を", "answer_start": context.index("水を")}]
    return {
        "title": "水",
        "paragraphs": [{"context": context, "qas": [{"question": "何を使うか", "answers": answers}]}],
    }


@pytest.fixture
def public(tmp_path):
    (tmp_path / "jglue").mkdir()
    (tmp_path / "jsick").mkdir()
    (tmp_path / "jaquad" / "train").mkdir(parents=True)
    pair = {"sentence1": "水がある。", "sentence2": "水だ。", "label": 3.5}
    (tmp_path / "jglue" / "jsts_train.json").write_text(json.dumps(pair) + "\n\n", encoding="utf-8")
    squad = {"data": [article("水 [SEP] " + CONTEXT)]}
    (tmp_path / "jglue" / "jsquad_valid.json").write_text(json.dumps(squad), encoding="utf-8")
    (tmp_path / "jaquad" / "train" / "a.json").write_text(json.dumps({"data": [article(CONTEXT)]}), encoding="utf-8")
    rows = ["data\tsentence_A_Ja\tsentence_B_Ja\trelatedness_score_Ja", "train\ta\tb\t3.7", "test\tc\td\t1"]
    (tmp_path / "jsick" / "jsick.tsv").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path


def test_pairs_are_read_with_their_scores(public):
    assert load_jsts(public, "train") == (("水がある。", "水だ。", 3.5),)
    assert load_jsick(public, "test") == (("c", "d", 1.0),)


def test_a_question_knows_its_paragraph_and_the_sentence_with_its_answer(public):
    found = load_jaquad(public, "train")
    assert found.questions[0] == ("何を使うか", 0, "水田は水を使う。")
    assert found.paragraphs[0] == ("水", CONTEXT)


def test_the_title_of_a_jsquad_paragraph_is_a_line_of_its_own(public):
    assert load_jsquad(public, "valid").paragraphs[0].text == "水\n" + CONTEXT


def test_sentences_end_at_stops_and_line_breaks():
    assert split_sentences("一。二？三\n四") == ("一。", "二？", "三", "四")


@pytest.mark.parametrize("load", [load_jsts, load_jsquad, load_jsick, load_jaquad])
def test_a_missing_set_is_named_with_its_path(tmp_path, load):
    with pytest.raises(CorpusError, match=str(tmp_path)):
        load(tmp_path, "train")
