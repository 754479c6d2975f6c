"""What weighed most is shown verbatim, and nothing where nothing spoke for the label."""

import numpy as np
import pytest

from stitext.records import Document, NormalizedText, Sentence, Syntax
from stitext.tagging.explanation import character_weights, explain_label
from stitext.tagging.features import fit_features, transform
from tests.builders import document_of
from tests.tagging.builders import N_DIMENSIONS, unit_of, vectors_of

MARKED = "輸出|管理|の|審査|を|法務|室|が|行う|。"
TEXT = MARKED.replace("|", "")


def weights_of(**parts):
    weights = np.zeros(len(TEXT), dtype=np.float32)
    for words, weight in parts.items():
        start = TEXT.index(words)
        weights[start : start + len(words)] = weight / len(words)
    return weights


def explain(weights, *, syntax=None):
    document = document_of(TEXT)
    return explain_label(document, document.sentences[0], unit_of(MARKED), syntax, weights)


def test_the_heaviest_phrases_come_first_and_are_content_words():
    assert explain(weights_of(輸出管理=2.0, 法務室=1.5, を=9.0)) == ("輸出管理", "法務室")


def test_phrases_that_weigh_little_beside_the_heaviest_are_left_out():
    assert explain(weights_of(輸出管理=2.0, 法務室=0.6)) == ("輸出管理",)


def test_at_most_three_phrases_are_shown():
    assert len(explain(weights_of(輸出管理=2.0, 審査=1.9, 法務室=1.8, 行う=1.7))) == 3


@pytest.mark.parametrize("weights", [weights_of(), weights_of(輸出管理=-1.0, 審査=-2.0)])
def test_where_nothing_speaks_for_the_label_nothing_is_shown(weights):
    assert explain(weights) == ()


def test_with_syntax_phrases_are_bunsetu_without_their_particles():
    syntax = Syntax(
        surfaces=("輸出管理", "の", "審査", "を", "法務室", "が", "行う", "。"),
        lemmas=("輸出管理", "の", "審査", "を", "法務室", "が", "行う", "。"),
        pos=("NOUN",) * 8,
        tags=("名詞", "助詞-格助詞", "名詞", "助詞-格助詞", "名詞", "助詞-格助詞", "動詞", "補助記号-句点"),
        deps=("nmod", "case", "obj", "case", "nsubj", "case", "ROOT", "punct"),
        heads=(2, 0, 6, 2, 6, 4, 6, 6),
        starts=(0, 4, 5, 7, 8, 11, 12, 14),
        bunsetu=((0, 2), (2, 4), (4, 6), (6, 8)),
    )
    assert explain(weights_of(輸出管理=2.0, 行う=1.0), syntax=syntax) == ("輸出管理", "行う")


def test_phrases_are_verbatim_where_the_original_is_not_normalized():
    original = "ＡＢＣ試料を\n送る。"
    normalized = NormalizedText(text="ABC試料を送る。", runs=((0, 0), (6, 7), (9, 10)))
    sentence = Sentence(
        sentence_id="s0001", start=0, end=10, normalized_start=0, normalized_end=9, kind="paragraph", block=0
    )
    document = Document(
        name="a.txt", format="text", encoding=None, sha256="", n_pages=None, text=original,
        normalized=normalized, sentences=(sentence,),
    )  # fmt: skip
    weights = np.asarray([1, 1, 1, 1, 1, 0, 0, 0, 0], dtype=np.float32)
    assert explain_label(document, sentence, unit_of("ABC|試料|を|送る|。"), None, weights) == ("ＡＢＣ試料",)


def test_the_weights_of_characters_add_up_to_what_the_words_contributed():
    all_units = [unit_of(MARKED, heading="体制")] * 3
    space = fit_features(all_units, n_dimensions=N_DIMENSIONS)
    features = transform(all_units, vectors_of(3), space)
    row = features.sparse[0]
    values = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
    label_weights = np.random.default_rng(0).normal(size=space.n_sparse).astype(np.float32)
    n_located = sum(len(space.vectorizers[block].vocabulary_) for block in ("char", "content", "word"))
    contributed = sum(value * label_weights[index] for index, value in values.items() if index < n_located)
    weights = character_weights(all_units[0], values, label_weights, space)
    assert weights.shape == (len(TEXT),)
    assert weights.sum() == pytest.approx(contributed, abs=1e-4)
