from __future__ import annotations

import importlib.util
import shutil

import numpy as np
import pytest

from stitext.embedding import load_encoder
from stitext.errors import ModelError
from tests.embedding.builders import write_transformer

pytestmark = pytest.mark.slow  # importing torch and sentence-transformers takes ten seconds

SENTENCE = "薬の検査を村で使い農家が測る。"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return write_transformer(
        tmp_path_factory.mktemp("models") / "tiny", prompts={"query": "query: ", "passage": "passage: "}
    )


def test_transformer_gives_what_sentence_transformers_gives_with_its_prompts(path):
    from sentence_transformers import SentenceTransformer

    texts = ["水田の水を測る", "衛星"]
    theirs = SentenceTransformer(str(path), device="cpu")
    encoder = load_encoder(str(path))
    assert encoder.n_dimensions == 16
    queries = theirs.encode(texts, prompt="query: ", normalize_embeddings=True)
    np.testing.assert_allclose(encoder.encode_queries(texts), queries, atol=1e-5)
    passages = theirs.encode(texts, prompt="passage: ", normalize_embeddings=True)
    np.testing.assert_allclose(encoder.encode_passages(texts), passages, atol=1e-5)
    assert np.abs(queries - passages).max() > 1e-3


def test_transformer_gives_zeros_for_empty_texts_and_nothing_for_none(path):
    encoder = load_encoder(str(path))
    np.testing.assert_array_equal(encoder.encode_passages(["", " \n"]), np.zeros((2, 16), dtype=np.float32))
    assert encoder.encode_queries([]).shape == (0, 16)


def test_transformer_reads_long_texts_to_their_end(path):
    encoder = load_encoder(str(path))
    first, second = encoder.encode_passages([SENTENCE * 5 + "水田", SENTENCE * 5 + "衛星の研究"])
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-5)
    assert np.abs(first - second).max() > 1e-3


def test_transformer_is_deterministic(path):
    texts = [SENTENCE * 3, "水田"]
    np.testing.assert_array_equal(
        load_encoder(str(path)).encode_passages(texts), load_encoder(str(path)).encode_passages(texts)
    )


def test_transformer_with_damaged_weights_is_refused(path, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(path, broken)
    (broken / "model.safetensors").write_bytes(b"damaged")
    with pytest.raises(ModelError, match="broken"):
        load_encoder(str(broken))


def test_a_folder_with_onnx_weights_alone_names_the_library_it_needs(path, tmp_path):
    if importlib.util.find_spec("optimum") is not None:
        pytest.skip("the library is installed here")
    bare = tmp_path / "onnx-model"
    shutil.copytree(path, bare)
    (bare / "model.safetensors").unlink()
    (bare / "onnx").mkdir()
    (bare / "onnx" / "model.onnx").write_bytes(b"")
    with pytest.raises(ModelError, match=r"sentence-transformers\[onnx\]") as caught:
        load_encoder(str(bare))
    assert caught.value.code == "model-needs-library"
