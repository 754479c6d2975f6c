from __future__ import annotations

import json

import pytest

from stitext.embedding import find_model, list_models, models, pull_model, show_model
from stitext.errors import ModelError
from tests.embedding.builders import write_static


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setattr(models, "data_path", lambda: tmp_path / "data")
    monkeypatch.setattr(models, "pulled_path", lambda: tmp_path / "pulled")
    shipped = write_static(tmp_path / "data" / "models" / "tiny-1")
    (shipped / "meta.json").write_text(
        json.dumps({"kind": "encoder", "n_dimensions": 8, "license": "CC0-1.0"}), encoding="utf-8"
    )
    write_static(tmp_path / "pulled" / "owner--name")
    return tmp_path


def test_models_are_listed_shipped_ones_first(folders):
    found = list_models()
    assert [(model.id, model.shipped) for model in found] == [("tiny-1", True), ("owner/name", False)]
    assert found[0].license == "CC0-1.0"
    assert found[0].n_bytes == sum(file.stat().st_size for file in find_model("tiny-1").iterdir())


def test_a_model_is_found_by_id_by_hub_name_and_by_path(folders):
    assert find_model("tiny-1") == folders / "data" / "models" / "tiny-1"
    assert find_model("owner/name") == folders / "pulled" / "owner--name"
    assert show_model(str(folders / "pulled" / "owner--name")).n_dimensions == 8


def test_an_unknown_model_is_refused_with_the_command_that_fetches_it(folders):
    with pytest.raises(ModelError, match="stitext models pull owner/other") as caught:
        find_model("owner/other")
    assert caught.value.code == "model-missing"


def test_a_damaged_meta_file_is_named(folders):
    (folders / "data" / "models" / "tiny-1" / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError, match=r"meta\.json"):
        list_models()


def test_pull_without_a_network_says_where_to_put_the_folder(folders, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="owner--unknown") as caught:
        pull_model("owner/unknown")
    assert caught.value.code == "model-not-pulled"
    with pytest.raises(ModelError):
        find_model("owner/unknown")


def test_pull_takes_only_names_of_the_hub(folders):
    with pytest.raises(ModelError, match="cl-nagoya/ruri"):
        pull_model("ruri")


def test_a_name_that_no_folder_can_have_is_a_missing_model():
    with pytest.raises(ModelError) as caught:
        find_model("x" * 300)
    assert caught.value.code == "model-missing"
