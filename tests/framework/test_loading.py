"""What ``load_framework`` and ``list_frameworks`` promise."""

import hashlib
import json
import shutil
import time
from pathlib import Path

import pytest
from pydantic import ValidationError

from stitext.errors import FrameworkError
from stitext.framework import Framework, list_frameworks, load_framework, validate_framework
from stitext.settings import PACKAGE_PATH, Settings

SMALL = Path(__file__).parents[1] / "data" / "framework-small"


def test_settings_name_a_framework_that_ships():
    assert load_framework(Settings().framework).id == Settings().framework


def test_an_id_without_version_loads_the_latest():
    latest = [summary for summary in list_frameworks() if summary.id == "sti-international"][-1]

    assert load_framework("sti-international").version == latest.version
    assert load_framework("sti-international/1").version == "1"


def test_latest_version_is_the_highest_number_not_the_last_letter(tmp_path, monkeypatch):
    for version in ("2", "10"):
        folder = tmp_path / "frameworks" / "minatodai-open-data" / version
        shutil.copytree(SMALL, folder)
        policy = (folder / "policy.toml").read_text(encoding="utf-8")
        (folder / "policy.toml").write_text(policy.replace('version = "1"', f'version = "{version}"'), encoding="utf-8")
    monkeypatch.setattr("stitext.framework.PACKAGE_PATH", tmp_path)

    assert [summary.version for summary in list_frameworks()] == ["2", "10"]
    assert load_framework("minatodai-open-data").version == "10"


def test_what_ships_stands_in_the_folder_of_its_id_and_version_and_has_no_problem():
    assert list_frameworks() != ()
    for summary in list_frameworks():
        folder = PACKAGE_PATH / "frameworks" / summary.id / summary.version
        framework = load_framework(str(folder))
        assert (framework.id, framework.version) == (summary.id, summary.version)
        assert validate_framework(folder) == ()


@pytest.mark.parametrize("path", [SMALL, SMALL / "policy.toml"])
def test_folder_and_policy_file_load_the_same(path):
    framework = load_framework(str(path))

    assert framework == load_framework(str(SMALL))
    assert framework.id == "minatodai-open-data"
    assert [len(part) for part in (framework.purposes, framework.aims, framework.points)] == [2, 4, 4]
    assert framework.directions == ()
    assert framework.label("C2.2").purposes == ("P1", "P2")


def test_folder_one_stands_in_loads_by_its_dot(monkeypatch):
    monkeypatch.chdir(SMALL)

    assert load_framework(".") == load_framework(str(SMALL))
    assert validate_framework(Path()) == ()


def test_framework_round_trips_to_json():
    framework = load_framework("sti-international")

    assert Framework.model_validate(json.loads(framework.model_dump_json())) == framework


def test_framework_is_frozen():
    framework = load_framework(str(SMALL))

    with pytest.raises(ValidationError):
        framework.version = "2"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["policy.toml", "interpretation.toml"])
def test_sha256_changes_with_either_file(tmp_path, name):
    folder = shutil.copytree(SMALL, tmp_path / "copy")
    before = load_framework(str(folder)).sha256

    (folder / name).write_text((folder / name).read_text(encoding="utf-8") + "# seen\n", encoding="utf-8")

    after = load_framework(str(folder)).sha256
    assert before == load_framework(str(SMALL)).sha256
    assert after != before
    assert len(after) == len(hashlib.sha256().hexdigest())


def test_file_with_byte_order_mark_and_carriage_returns_loads(tmp_path):
    folder = shutil.copytree(SMALL, tmp_path / "copy")
    for name in ("policy.toml", "interpretation.toml"):
        content = (SMALL / name).read_bytes().replace(b"\n", b"\r\n")
        (folder / name).write_bytes(b"\xef\xbb\xbf" + content)

    assert load_framework(str(folder)).labels == load_framework(str(SMALL)).labels


@pytest.mark.parametrize("name", ["sti-domestic", "sti-international/9", "", "a" * 5000, __file__, "sti\0"])
def test_unknown_name_lists_what_there_is(name):
    with pytest.raises(FrameworkError, match="sti-international/1") as caught:
        load_framework(name)

    assert caught.value.code == "framework-unknown"


def test_unknown_label_names_the_near_ones():
    framework = load_framework("sti-international")

    with pytest.raises(FrameworkError, match=r"C2\.9 .*C2\.\d") as caught:
        framework.label("C2.9")
    assert caught.value.code == "label-unknown"


def test_label_in_full_width_or_lower_case_is_refused_with_the_right_one_named():
    framework = load_framework("sti-international")

    for label_id in ("c2.4", "Ｃ２．４"):
        with pytest.raises(FrameworkError, match=r"近いもの: C2\.4"):
            framework.label(label_id)


def test_loading_takes_less_than_50_ms():
    times = []
    for _ in range(3):
        start = time.perf_counter()
        load_framework("sti-international")
        times.append(time.perf_counter() - start)

    assert min(times) < 0.05
