from __future__ import annotations

import json

import numpy as np
import pytest

from stitext.embedding import load_encoder
from stitext.encoder_training.export import quantize, rotate, write_model
from stitext.encoder_training.vocabulary import build_tokenizer, build_vocabulary


@pytest.fixture
def tokenizer():
    return build_tokenizer(build_vocabulary({("水田", "水田"): 2, ("衛星", "衛星"): 1}, (), n_pieces=7))


@pytest.fixture
def table():
    table = np.random.default_rng(0).standard_normal((7, 5)).astype(np.float32)
    table[0] = 0
    return table


def test_rotation_keeps_cosines_and_puts_the_widest_dimension_first(table):
    turned = rotate(table, np.ones(7, dtype=np.int64), n_dimensions=5)
    np.testing.assert_allclose(turned @ turned.T, table @ table.T, atol=1e-4)
    assert list(np.argsort(-(turned**2).sum(axis=0))) == [0, 1, 2, 3, 4]
    assert rotate(table, np.ones(7, dtype=np.int64), n_dimensions=2).shape == (7, 2)


def test_evening_out_in_full_makes_dimensions_equally_wide(table):
    turned = rotate(table, np.zeros(7, dtype=np.int64), n_dimensions=5, evening=0.5)
    widths = (turned**2).sum(axis=0)
    np.testing.assert_allclose(widths, widths[0], rtol=1e-3)


def test_quantization_is_off_by_half_a_step_at_most(table):
    rows, scales = quantize(table)
    assert rows.dtype == np.int8
    assert np.all(np.abs(rows * scales[:, None] - table) <= scales[:, None] / 2 + 1e-6)
    assert not rows[0].any()


def test_a_written_model_encodes_as_its_table(table, tokenizer, tmp_path):
    write_model(tmp_path / "own-1", table, tokenizer, meta={"id": "own-1"})
    encoder = load_encoder(str(tmp_path / "own-1"))
    row = table[tokenizer.token_to_id("水田")]
    np.testing.assert_allclose(encoder.encode_passages(["水田"])[0], row / np.linalg.norm(row), atol=0.01)
    assert json.loads((tmp_path / "own-1" / "meta.json").read_text())["id"] == "own-1"
    assert (tmp_path / "own-1" / "model.safetensors").stat().st_mode & 0o044


def test_a_model_is_written_the_same_twice(table, tokenizer, tmp_path):
    for name in ("a", "b"):
        write_model(tmp_path / name, table, tokenizer, meta={"id": "x"})
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()
