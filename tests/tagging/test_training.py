"""Training gives a tagger that tags, and refuses data that are too few; without a language model."""

import numpy as np
import pytest

from stitext.errors import CorpusError
from stitext.tagging.tagger import in_play, score_sentences, tag
from stitext.tagging.training import train_tagger
from tests.tagging.builders import ENCODER, FRAMEWORK, LABEL_IDS, analyzed_of, examples_of, vectors_of

SENTENCES = ("輸出|管理|の|審査|を|四月|に|行う|。", "会議|は|京都|で|開い|た|。", "標準|試料|の|配布|は|行わ|ない|。")


def train(examples, label_ids=LABEL_IDS):
    return train_tagger(examples, label_ids, framework=FRAMEWORK, encoder=ENCODER, progress=lambda line: None)


def tagged_by(tagger, *lines):
    analyzed = analyzed_of(*lines)
    scores = score_sentences(analyzed, vectors_of(len(lines), seed=9), tagger)
    return tag(analyzed, scores, tagger)


def test_sentences_like_the_training_ones_get_their_labels_and_stances(small_tagger):
    tagged = tagged_by(small_tagger, *SENTENCES)
    assert [[(label.id, label.stance) for label in sentence.labels] for sentence in tagged.sentences] == [
        [("C1.2", "concrete")], [], [("P2.1", "negative")],
    ]  # fmt: skip


def test_what_weighed_is_verbatim(small_tagger):
    tagged = tagged_by(small_tagger, *SENTENCES)
    (label,) = tagged.sentences[0].labels
    assert label.why
    assert all(phrase in tagged.document.text for phrase in label.why)


def test_the_document_says_something_of_each_label(small_tagger):
    whole = {label.id: label for label in tagged_by(small_tagger, *SENTENCES).document_labels}
    assert set(whole) == set(LABEL_IDS)
    assert whole["C1.2"].held >= whole["C1.2"].held_threshold
    assert whole["P1.6"].held < whole["P1.6"].held_threshold
    assert all(0 <= label.concrete <= label.held <= 1 for label in whole.values())


def test_only_sentences_in_which_a_label_is_in_play_are_to_be_parsed(small_tagger):
    analyzed = analyzed_of(*SENTENCES)
    scores = score_sentences(analyzed, vectors_of(3, seed=9), small_tagger)
    asked = in_play(analyzed, scores)
    assert {"s0001", "s0003"} <= set(asked)
    assert [row for row in range(3) if (scores.probabilities[row] >= 0.05).any()] == [
        int(sentence_id[1:]) - 1 for sentence_id in asked
    ]


def test_candidates_are_below_the_threshold_highest_first(small_tagger):
    candidates = tagged_by(small_tagger, *SENTENCES * 4).candidates
    for column, label_id in enumerate(LABEL_IDS):
        scores = [candidate.score for candidate in candidates if candidate.id == label_id]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= 3
        assert all(score < small_tagger.thresholds[column] for score in scores)


def test_a_document_without_sentences_is_tagged(small_tagger):
    analyzed = analyzed_of("文|。")
    empty = analyzed.model_copy(
        update={"document": analyzed.document.model_copy(update={"sentences": ()}), "sentences": ()}
    )
    scores = score_sentences(empty, vectors_of(0), small_tagger)
    assert in_play(empty, scores) == []
    tagged = tag(empty, scores, small_tagger)
    assert tagged.sentences == tagged.candidates == ()
    assert all(label.held < label.held_threshold for label in tagged.document_labels)
    assert not tagged.assessable


def test_training_twice_gives_the_same_tagger(small_tagger):
    again = train(examples_of())
    assert np.array_equal(again.sparse_weights, small_tagger.sparse_weights)
    assert np.array_equal(again.context.coefficients, small_tagger.context.coefficients)
    assert (again.held_threshold, again.concrete_threshold) == (
        small_tagger.held_threshold, small_tagger.concrete_threshold,
    )  # fmt: skip


def test_a_tagger_of_one_label_works():
    tagger = train(examples_of(), ("P1.6",))
    tagged = tagged_by(tagger, "若手|研究|者|の|派遣|を|四月|に|行う|。", "会議|は|京都|で|開い|た|。")
    assert [len(sentence.labels) for sentence in tagged.sentences] == [1, 0]


@pytest.mark.parametrize("stances", [("concrete",), ("concrete", "mention")], ids=" ".join)
def test_a_corpus_without_some_stance_trains_too(stances):
    tagged = tagged_by(train(examples_of(stances=stances)), SENTENCES[0])
    assert [label.stance for label in tagged.sentences[0].labels] == ["concrete"]


def test_too_few_documents_are_refused():
    with pytest.raises(CorpusError, match="8 文書") as caught:
        train(examples_of(n_documents=7))
    assert caught.value.code == "corpus-too-small"


def test_a_label_without_a_sentence_is_refused_by_its_id():
    with pytest.raises(CorpusError, match=r"C4\.1") as caught:
        train(examples_of(), (*LABEL_IDS, "C4.1"))
    assert caught.value.code == "label-without-sentence"


def test_documents_without_labelled_sentences_do_not_count():
    labelled = [example for example in examples_of() if any(example.stances)]
    bare = [example._replace(stances=tuple({} for _ in example.stances)) for example in labelled]
    with pytest.raises(CorpusError, match="7 文書しか") as caught:
        train(labelled[:7] + bare)
    assert caught.value.code == "corpus-too-small"


def test_a_label_on_every_sentence_is_refused_by_its_id():
    examples = [
        example._replace(stances=tuple(found | {"P1.6": "concrete"} for found in example.stances))
        for example in examples_of()
    ]
    with pytest.raises(CorpusError, match=r"P1\.6") as caught:
        train(examples)
    assert caught.value.code == "label-on-every-sentence"
