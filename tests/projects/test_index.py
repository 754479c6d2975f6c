"""The index: knows its encoder, is updated in place, and says how to rebuild it."""

import json
from dataclasses import replace

import pytest

from stitext.errors import ModelError
from stitext.projects.index import build_index, open_index, update_index
from stitext.projects.search import Filters, ask, search
from tests.projects.builders import PEAT, PROJECTS, RABIES, RICE, SOURCE, making_of

pytestmark = pytest.mark.model


def ids(index, wording, text="狂犬病の予防接種"):
    hits = search(ask([text], wording), index, wording, filters=Filters(), n_hits=10, threshold=0)
    return [hit.project.id for hit in hits]


@pytest.fixture
def own_index(wording, tmp_path):
    return build_index(tmp_path / "own", PROJECTS[:3], making_of(wording), source=SOURCE)


def test_reopened_index_answers_as_the_new_one_did(own_index, wording):
    again = open_index(own_index.path, wording)
    assert ids(again, wording) == ids(own_index, wording)
    assert again.info == own_index.info
    assert again.rarity == own_index.rarity


def test_index_of_another_encoder_is_refused_with_the_command_that_rebuilds(own_index, wording):
    class Other:
        id, sha256, n_dimensions = "other", "00" * 32, 8

    with pytest.raises(ModelError, match="stitext similar --rebuild") as caught:
        open_index(own_index.path, replace(wording, encoder=Other()))
    assert caught.value.code == "encoder-mismatch"


def test_missing_and_damaged_indices_are_told_apart(own_index, wording, tmp_path):
    with pytest.raises(ModelError) as missing:
        open_index(tmp_path / "nowhere", wording)
    (own_index.path / "holders.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelError) as damaged:
        open_index(own_index.path, wording)
    info = json.loads((own_index.path / "info.json").read_text(encoding="utf-8"))
    (own_index.path / "info.json").write_text(json.dumps(info | {"format": 0}), encoding="utf-8")
    with pytest.raises(ModelError, match="--rebuild") as older:
        open_index(own_index.path, wording)
    assert [each.value.code for each in (missing, damaged, older)] == [
        "index-missing",
        "index-invalid",
        "index-invalid",
    ]


def test_update_takes_in_what_is_new_or_changed_and_drops_what_is_gone(own_index, wording):
    changed = RABIES.model_copy(update={"title_ja": "エボラ出血熱の診断"})
    now = (PEAT, changed, RICE)
    updated = update_index(own_index, now, making_of(wording), source=SOURCE._replace(state="2"))
    assert ids(updated, wording, "エボラ出血熱")[0] == "T2"
    assert "T3" not in ids(updated, wording, "landslide early warning")
    assert ids(updated, wording, "少ない肥料で米を作る")[0] == "T4"
    assert (updated.info.catalogue.n_projects, updated.info.source) == (3, "2")
    fresh = build_index(own_index.path.with_name("fresh"), now, making_of(wording), source=SOURCE)
    assert dict(updated.rarity.holders) == dict(fresh.rarity.holders)
    assert open_index(own_index.path, wording).rarity.n_projects == 3


def test_rebuilding_replaces_the_index_and_leaves_nothing_else(own_index, wording):
    build_index(own_index.path, PROJECTS[:1], making_of(wording), source=SOURCE)
    assert open_index(own_index.path, wording).info.catalogue.n_projects == 1
    assert [path.name for path in own_index.path.parent.iterdir()] == [own_index.path.name]
