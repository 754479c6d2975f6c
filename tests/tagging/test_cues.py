"""Without a trained tagger the framework's cues decide, and the result says so."""

from pathlib import Path

import numpy as np
import pytest

from stitext.framework import load_framework
from stitext.tagging.cues import build_cue_tagger, label_descriptions, rule_stance, tag_by_cues
from tests.tagging.builders import analyzed_of, unit_rows

SMALL = Path(__file__).parents[1] / "data" / "framework-small"
LINES = (
    "氏名|と|住所|を|情報|課|が|取り除く|。",
    "避難所|の|一覧|は|毎月|更新|し|たい|。",
    "ＡＰＩ|で|は|提供|し|て|い|ない|。".replace("ＡＰＩ", "API"),
    "市長|が|挨拶|し|た|。",
)


@pytest.fixture(scope="module")
def framework():
    return load_framework(str(SMALL))


@pytest.fixture(scope="module")
def tagger(framework):
    return build_cue_tagger(framework, unit_rows(len(framework.labels)))


def tag(tagger, *lines, kind="paragraph", vectors=None):
    analyzed = analyzed_of(*lines)
    sentences = tuple(sentence.model_copy(update={"kind": kind}) for sentence in analyzed.document.sentences)
    document = analyzed.document.model_copy(update={"sentences": sentences})
    vectors = np.zeros((len(lines), 16), dtype=np.float32) if vectors is None else vectors
    return tag_by_cues(analyzed.model_copy(update={"document": document}), vectors, tagger)


def labels_in(tagged):
    return [[(label.id, label.stance) for label in sentence.labels] for sentence in tagged.sentences]


def test_a_sentence_with_a_cue_gets_the_label_and_one_without_gets_none(tagger):
    found = labels_in(tag(tagger, *LINES))
    assert ("C1.1", "concrete") in found[0]
    assert "C1.2" in dict(found[1])
    assert ("C2.1", "negative") in found[2]
    assert found[3] == []


def test_the_cue_s_words_are_shown_verbatim(tagger):
    tagged = tag(tagger, *LINES)
    why = [phrase for sentence in tagged.sentences for label in sentence.labels for phrase in label.why]
    assert why
    assert all(phrase in tagged.document.text for phrase in why)


def test_a_heading_gets_no_label(tagger):
    assert labels_in(tag(tagger, LINES[0], kind="heading")) == [[]]


def test_likeness_to_the_definition_raises_the_score_and_gives_no_label_of_its_own(tagger, framework):
    column = [label.id for label in framework.labels].index("C1.1")
    like = np.vstack([tagger.label_vectors[column]] * 2)
    with_likeness = tag(tagger, LINES[0], LINES[3], vectors=like)
    without = tag(tagger, LINES[0], LINES[3])
    (near,) = [label for label in with_likeness.sentences[0].labels if label.id == "C1.1"]
    (plain,) = [label for label in without.sentences[0].labels if label.id == "C1.1"]
    assert near.score > plain.score
    assert with_likeness.sentences[1].labels == ()
    nearest = next(candidate for candidate in with_likeness.candidates if candidate.id == "C1.1")
    assert (nearest.sentence_id, nearest.score) == ("s0002", 0.5)


def test_the_document_holds_what_some_sentence_holds(tagger):
    whole = {label.id: label for label in tag(tagger, *LINES).document_labels}
    assert set(whole) == set(tagger.label_ids)
    assert whole["C1.1"].held >= whole["C1.1"].held_threshold
    assert whole["C1.1"].concrete >= whole["C1.1"].concrete_threshold
    assert whole["C2.1"].held == 0.0
    assert whole["P2.2"].held == 0.0


def test_scores_stay_in_range(tagger):
    vectors = np.vstack([tagger.label_vectors[:1]] * len(LINES))
    tagged = tag(tagger, *LINES, vectors=vectors)
    scores = [label.score for sentence in tagged.sentences for label in sentence.labels]
    assert all(0 <= score <= 1 for score in (*scores, *(near.score for near in tagged.candidates)))


def test_every_result_says_that_no_trained_tagger_made_it(tagger):
    tagged = tag(tagger, *LINES)
    assert tagged.model is None
    assert tagged.warnings[0].code == "no-trained-tagger"
    assert "未記載" in tagged.warnings[0].message


def test_a_short_text_is_not_assessable_here_either(tagger):
    tagged = tag(tagger, LINES[0])
    assert not tagged.assessable
    assert [note.code for note in tagged.warnings] == ["no-trained-tagger", "text-too-short"]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("法務室が審査を行う。", "concrete"),
        ("計画を公開した", "concrete"),
        ("審査は行わない。", "negative"),
        ("体制は不十分であった。", "negative"),
        ("派遣は見送った(令和5年度)。", "concrete"),
        ("訪問を断念した。", "negative"),
        ("人材の育成が重要である。", "mention"),
        ("今後検討する。", "mention"),
        ("「成果を社会に還元したい」", "mention"),
        ("活用されるべきである。", "mention"),
        ("行わないことが多い地域で、毎月測定する。", "concrete"),
    ],
)
def test_the_end_of_a_sentence_decides_its_stance(text, stance):
    assert rule_stance(text) == stance


def test_sentences_are_compared_with_wording_and_definition(framework):
    texts = label_descriptions(framework)
    assert len(texts) == len(framework.labels)
    label = framework.labels[0]
    assert texts[0] == f"{label.clause.text} {label.interpretation.definition}"


def test_a_document_without_sentences_is_tagged(tagger):
    analyzed = analyzed_of("文|。")
    empty = analyzed.model_copy(
        update={"document": analyzed.document.model_copy(update={"sentences": ()}), "sentences": ()}
    )
    tagged = tag_by_cues(empty, np.zeros((0, 16), dtype=np.float32), tagger)
    assert tagged.sentences == tagged.candidates == ()
