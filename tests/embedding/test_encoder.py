from __future__ import annotations

import numpy as np
import pytest

from stitext.embedding import CachedEncoder, check_encoder, load_encoder, model_sha256
from stitext.errors import ModelError
from tests.embedding.builders import write_static


class Counting:
    """Counts what reaches the encoder behind a cache."""

    def __init__(self, encoder):
        self.id, self.sha256, self.n_dimensions = encoder.id, encoder.sha256, encoder.n_dimensions
        self.encoder, self.seen = encoder, []

    def encode_queries(self, texts):
        self.seen.extend(("query", text) for text in texts)
        return self.encoder.encode_queries(texts)

    def encode_passages(self, texts):
        self.seen.extend(("passage", text) for text in texts)
        return self.encoder.encode_passages(texts)


@pytest.fixture
def encoder(tmp_path):
    return Counting(load_encoder(str(write_static(tmp_path / "tiny"))))


def test_sha256_follows_the_weights_and_not_the_card(tmp_path):
    path = write_static(tmp_path / "tiny")
    before = model_sha256(path)
    (path / "MODEL_CARD.md").write_text("新しいカード", encoding="utf-8")
    (path / "meta.json").write_text("{}", encoding="utf-8")
    assert model_sha256(path) == before
    (path / "config.json").write_text("{}", encoding="utf-8")
    assert model_sha256(path) != before


def test_encoder_of_a_path_is_named_by_its_folder(tmp_path):
    assert load_encoder(str(write_static(tmp_path / "tiny"))).id == "tiny"


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(ModelError, match="stitext models list"):
        load_encoder(str(tmp_path))


def test_another_encoder_is_refused_with_the_command_that_rebuilds(encoder):
    check_encoder(encoder, built_with="tiny", sha256=encoder.sha256, artefact="索引 a", rebuild="stitext index a")
    with pytest.raises(ModelError, match="stitext index a") as caught:
        check_encoder(encoder, built_with="old", sha256="0" * 64, artefact="索引 a", rebuild="stitext index a")
    assert caught.value.code == "encoder-mismatch"


def test_cache_gives_the_encoders_vectors_and_encodes_no_text_twice(encoder, tmp_path):
    texts = ["水田", "衛星", "水田", ""]
    cached = CachedEncoder(encoder, tmp_path / "cache" / "v.sqlite")
    first = cached.encode_passages(texts)
    np.testing.assert_array_equal(first, encoder.encoder.encode_passages(texts))
    assert [text for _, text in encoder.seen] == ["水田", "衛星", ""]
    again = CachedEncoder(encoder, tmp_path / "cache" / "v.sqlite").encode_passages([*texts, "研究"])
    np.testing.assert_array_equal(again[:4], first)
    assert encoder.seen[-1] == ("passage", "研究")


def test_cache_keeps_queries_and_passages_apart(encoder, tmp_path):
    cached = CachedEncoder(encoder, tmp_path / "v.sqlite")
    cached.encode_passages(["水田"])
    cached.encode_queries(["水田"])
    assert encoder.seen == [("passage", "水田"), ("query", "水田")]


def test_cache_of_another_encoder_is_refused(encoder, tmp_path):
    CachedEncoder(encoder, tmp_path / "v.sqlite").encode_queries(["水"])
    encoder.sha256 = "0" * 64
    with pytest.raises(ModelError) as caught:
        CachedEncoder(encoder, tmp_path / "v.sqlite")
    assert caught.value.code == "encoder-mismatch"


def test_cache_that_is_no_cache_is_refused(encoder, tmp_path):
    (tmp_path / "v.sqlite").write_bytes(b"no database at all, whatever its name says")
    with pytest.raises(ModelError, match=r"v\.sqlite"):
        CachedEncoder(encoder, tmp_path / "v.sqlite")
