"""A setting comes from the strongest source that gives it, and an unknown one is an error."""

import pytest

from stitext.errors import OutputError, SettingsError
from stitext.settings import Settings, explain_settings, load_settings, save_setting, settings_sha256


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('language = "en"\nmax_pages = 12\n', encoding="utf-8")
    return path


def test_without_any_source_the_defaults_hold(tmp_path):
    assert load_settings(path=tmp_path / "none.toml", environment={}) == Settings()


def test_a_stronger_source_wins(file):
    environment = {"STITEXT_LANGUAGE": "ja", "STITEXT_ANALYSIS": "full"}
    assert load_settings(path=file, environment={}).language == "en"
    assert load_settings(path=file, environment=environment).language == "ja"
    settings = load_settings(path=file, environment=environment, options={"analysis": "auto"})
    assert (settings.language, settings.analysis, settings.max_pages) == ("ja", "auto", 12)


def test_each_value_is_explained_with_its_source(file):
    found = explain_settings(path=file, environment={"STITEXT_ANALYSIS": "full"}, options={"encoder": "x"})
    sources = {setting.key: (setting.value, setting.source) for setting in found}
    assert sources["language"] == ("en", str(file))
    assert sources["analysis"] == ("full", "environment variable STITEXT_ANALYSIS")
    assert sources["encoder"] == ("x", "option")
    assert sources["framework"] == ("sti-international", "default")
    assert set(sources) == set(Settings.model_fields)


def test_an_unknown_key_is_refused_with_its_source_and_the_known_ones(file):
    file.write_text('colour_scheme = "en"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="colour_scheme") as caught:
        load_settings(path=file, environment={})
    assert str(file) in caught.value.message
    assert "language" in caught.value.message


@pytest.mark.parametrize(
    ("key", "value"), [("language", "de"), ("analysis", "fast"), ("max_pages", "0"), ("max_pages", "many")]
)
def test_a_value_that_is_not_allowed_is_refused_with_its_source(key, value, tmp_path):
    name = f"STITEXT_{key.upper()}"
    with pytest.raises(SettingsError, match=key) as caught:
        load_settings(path=tmp_path / "none.toml", environment={name: value})
    assert name in caught.value.message
    assert value in caught.value.message


def test_a_file_that_is_no_toml_is_refused_by_its_name(file):
    file.write_text("language = \n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        load_settings(path=file, environment={})


def test_saving_a_setting_keeps_the_others(file):
    save_setting("analysis", "full", path=file)
    settings = load_settings(path=file, environment={})
    assert (settings.analysis, settings.language, settings.max_pages) == ("full", "en", 12)


def test_saving_makes_the_folder(tmp_path):
    path = tmp_path / "new" / "settings.toml"
    save_setting("tagger", 'my "tagger"\\', path=path)
    assert load_settings(path=path, environment={}).tagger == 'my "tagger"\\'


@pytest.mark.parametrize(("key", "value"), [("colour_scheme", "en"), ("language", "de")])
def test_a_setting_that_is_not_allowed_is_not_saved(file, key, value):
    before = file.read_text(encoding="utf-8")
    with pytest.raises(SettingsError):
        save_setting(key, value, path=file)
    assert file.read_text(encoding="utf-8") == before


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"settings\.toml"):
        save_setting("language", "en", path=tmp_path / "file" / "settings.toml")


def test_the_hash_changes_with_any_setting():
    assert settings_sha256(Settings()) == settings_sha256(Settings())
    assert settings_sha256(Settings()) != settings_sha256(Settings(max_pages=7))
