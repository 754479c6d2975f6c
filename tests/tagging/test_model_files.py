"""A tagger comes back from its folder as it was, up to the rounding of its weights; a broken one is named."""

import json

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from stitext.errors import ModelError
from stitext.tagging.model_files import EXAMPLES, META, VOCABULARY, WEIGHTS, find_tagger, load_tagger, save_tagger
from stitext.tagging.tagger import score_sentences, tag
from tests.tagging.builders import examples_of


@pytest.fixture
def folder(small_tagger, tmp_path):
    path = tmp_path / "my-tagger"
    path.mkdir()
    save_tagger(small_tagger, path, sources={"corpus": "by hand"})
    return path


def test_a_saved_tagger_gives_the_same_tags_up_to_rounding(small_tagger, folder):
    loaded = load_tagger(folder)
    for example in examples_of(n_documents=4):
        before, after = (score_sentences(example.analyzed, example.vectors, found) for found in (small_tagger, loaded))
        assert np.abs(before.probabilities - after.probabilities).max() < 0.02
        tags = [
            [
                [(label.id, label.stance) for label in sentence.labels]
                for sentence in tag(example.analyzed, scores, found).sentences
            ]
            for scores, found in ((before, small_tagger), (after, loaded))
        ]
        assert tags[0] == tags[1]


def test_saving_returns_the_tagger_as_it_will_be_loaded(small_tagger, tmp_path):
    path = tmp_path / "named"
    path.mkdir()
    saved, loaded = save_tagger(small_tagger, path, sources={}), load_tagger(path)
    assert saved.info == loaded.info
    assert saved.info.id == "named"
    assert len(saved.info.sha256) == 64
    assert np.array_equal(saved.sparse_weights, loaded.sparse_weights)


def test_the_hash_is_that_of_the_files(folder):
    before = load_tagger(folder).info.sha256
    meta = json.loads((folder / META).read_text())
    meta["sources"] = {"corpus": "another"}
    (folder / META).write_text(json.dumps(meta))
    assert load_tagger(folder).info.sha256 != before


def test_a_model_folder_holds_no_pickle(folder):
    assert {path.name for path in folder.iterdir()} == {EXAMPLES, META, VOCABULARY, WEIGHTS}
    json.loads((folder / META).read_text())
    load_file(folder / WEIGHTS)


def test_a_tagger_is_found_by_its_folder(folder):
    assert find_tagger(str(folder)) == folder


def test_a_missing_tagger_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(ModelError, match="stitext train") as caught:
        find_tagger(str(tmp_path / "nothing"))
    assert caught.value.code == "model-missing"


@pytest.mark.parametrize("name", [META, VOCABULARY, WEIGHTS])
def test_a_missing_file_is_a_damaged_model(folder, name):
    (folder / name).unlink()
    refused(folder, "model-damaged")


@pytest.mark.parametrize("name", [META, VOCABULARY, WEIGHTS])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe{", b"[]"], ids=["empty", "no text", "a list"])
def test_a_damaged_file_is_a_damaged_model(folder, name, content):
    (folder / name).write_bytes(content)
    refused(folder, "model-damaged")


def test_a_cut_weight_file_is_a_damaged_model(folder):
    whole = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(whole[: len(whole) // 2])
    refused(folder, "model-damaged")


def test_another_format_is_refused_by_its_name(folder):
    meta = json.loads((folder / META).read_text())
    (folder / META).write_text(json.dumps(meta | {"format": "stitext-tagger/9"}))
    refused(folder, "model-format")


@pytest.mark.parametrize("key", ["label_ids", "thresholds", "framework", "encoder", "held_threshold", "id"])
def test_a_missing_key_is_a_damaged_model(folder, key):
    meta = json.loads((folder / META).read_text())
    del meta[key]
    (folder / META).write_text(json.dumps(meta))
    refused(folder, "model-damaged")


@pytest.mark.parametrize(
    "name",
    [
        "sparse_weights",
        "dense_weights",
        "context_coefficients",
        "stance_coefficients",
        "verdict_coefficients",
        "idf_char",
    ],
)
def test_an_array_of_the_wrong_shape_is_a_damaged_model(folder, name):
    arrays = load_file(folder / WEIGHTS)
    arrays[name] = np.ascontiguousarray(np.concatenate([arrays[name], arrays[name]], axis=-1))
    save_file(arrays, folder / WEIGHTS)
    refused(folder, "model-damaged")


def refused(folder, code):
    with pytest.raises(ModelError) as caught:
        load_tagger(folder)
    assert caught.value.code == code
    assert str(folder) in caught.value.message


def test_a_name_that_no_folder_can_have_is_a_missing_tagger():
    with pytest.raises(ModelError) as caught:
        find_tagger("x" * 300)
    assert caught.value.code == "model-missing"
