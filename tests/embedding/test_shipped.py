"""The encoder that ships: its size, its layout and the figures that it claims."""

from __future__ import annotations

import json

import numpy as np
import pytest

from stitext.embedding import load_encoder, show_model
from stitext.encoder_training.evaluate import paraphrase_figure
from stitext.evaluation import EncoderFigures

TEXTS = ("水田の水管理を衛星で改善する。", "ＳＤＧｓ①㍍", "研究成果の社会実装 research security", "長い文" * 1000)


@pytest.fixture(scope="module")
def encoder():
    return load_encoder("static-ja-1")


def test_shipped_encoder_is_small_and_says_what_it_is_made_from():
    shown = show_model("static-ja-1")
    assert shown.shipped
    assert shown.n_bytes <= 40_000_000
    assert shown.license == "CC-BY-SA-4.0"
    assert shown.n_dimensions == 512


def test_shipped_encoder_finds_paraphrases_as_its_figures_say(encoder, repository):
    claimed = EncoderFigures.model_validate_json(
        (repository / "models" / "static-ja-1" / "metrics.json").read_text(encoding="utf-8")
    )
    for split, figure in (("dev", claimed.paraphrases_dev), ("test", claimed.paraphrases_test)):
        assert paraphrase_figure(encoder.encode_passages, repository / "corpora", split) == pytest.approx(
            figure, abs=5e-3
        )


def test_shipped_encoder_puts_what_matters_first(encoder):
    widths = (encoder.encode_passages(TEXTS * 2) ** 2).mean(axis=0)
    assert widths[:128].sum() > 0.3


def test_shipped_encoder_gives_the_same_vectors_through_model2vec(encoder, repository):
    from model2vec import StaticModel

    theirs = StaticModel.from_pretrained(repository / "models" / "static-ja-1").encode(TEXTS)
    np.testing.assert_allclose(encoder.encode_passages(TEXTS), theirs, atol=1e-3)


@pytest.mark.slow
def test_shipped_encoder_gives_the_same_vectors_through_sentence_transformers(encoder, repository):
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(repository / "models" / "static-ja-1"), device="cpu").encode(TEXTS)
    np.testing.assert_allclose(encoder.encode_passages(TEXTS), theirs, atol=1e-3)


def test_the_card_holds_the_figures_of_the_meta_file(repository):
    folder = repository / "models" / "static-ja-1"
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert meta["figures"] == json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    for value in meta["figures"].values():
        assert f"| {value:.3f} |" in card
