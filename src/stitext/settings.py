"""Settings: built once at the edge and passed down.

A value comes from, weakest first: the default here, the settings file, an environment variable ``STITEXT_<KEY>``, an
option of the command. Unknown keys are errors. Nothing is read on import.
"""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, ValidationError

from stitext.errors import OutputError, SettingsError
from stitext.records import AnalysisMode, Record

Language = Literal["ja", "en"]

PACKAGE_PATH = Path(__file__).resolve().parent


class Settings(Record):
    """All that a user can set.

    Attributes
    ----------
    framework
        Id of a framework that ships with stitext, or the path of a framework's folder.
    tagger
        Id of a shipped tagger, or the path of a model's folder.
    encoder
        Id of a shipped encoder, or the path of a model's folder.
    catalogue
        Id of a shipped catalogue of past projects, or the path of one (JSON Lines).
    analysis
        ``auto`` parses the sentences in which a label is in play, ``full`` all of them.
    language
        Language of reports and messages.
    max_file_bytes
        Larger files are refused, in bytes.
    max_pages
        Files with more pages are refused.
    max_characters
        Texts with more code points are refused.
    max_upload_bytes
        The HTTP service refuses larger uploads, in bytes.
    """

    framework: str = "sti-international"
    tagger: str = "sti-tagger-1"
    encoder: str = "static-ja-1"
    catalogue: str = "projects"
    analysis: AnalysisMode = "auto"
    language: Language = "ja"
    max_file_bytes: int = Field(default=200_000_000, ge=1)
    max_pages: int = Field(default=3_000, ge=1)
    max_characters: int = Field(default=5_000_000, ge=1)
    max_upload_bytes: int = Field(default=30_000_000, ge=1)


class SettingSource(Record):
    """One setting with its value and where the value came from."""

    key: str
    value: str
    source: str


def settings_path() -> Path:
    """Return the path of the user's settings file, which need not exist."""
    return platformdirs.user_config_path("stitext") / "settings.toml"


def data_path() -> Path:
    """Return the folder that holds ``models/`` and ``corpora/``.

    In an installed wheel they travel inside the package, in a checkout they stand at its top.
    """
    installed = PACKAGE_PATH / "_data"
    return installed if installed.is_dir() else PACKAGE_PATH.parents[1]


def load_settings(
    *,
    path: Path | None = None,
    environment: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> Settings:
    """Build the settings from file, environment and options.

    Parameters
    ----------
    path
        The settings file; the user's own where none is given.
    environment
        Environment variables; those of the process where none are given.
    options
        Values given on the command line, by key.

    Returns
    -------
    Settings
        The settings in force.

    Raises
    ------
    SettingsError
        If a key is unknown, a value is not allowed, or the file is not TOML.
    """
    return _build(_gather(path=path, environment=environment, options=options))


def explain_settings(
    *,
    path: Path | None = None,
    environment: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> tuple[SettingSource, ...]:
    """Tell each setting's value and where it came from.

    Parameters
    ----------
    path
        The settings file; the user's own where none is given.
    environment
        Environment variables; those of the process where none are given.
    options
        Values given on the command line, by key.

    Returns
    -------
    tuple of SettingSource
        One for each key, in the order of ``Settings``.

    Raises
    ------
    SettingsError
        If a key is unknown, a value is not allowed, or the file is not TOML.
    """
    gathered = _gather(path=path, environment=environment, options=options)
    settings = _build(gathered)
    return tuple(
        SettingSource(
            key=key,
            value=str(value),
            source=gathered[key][1] if key in gathered else "default",
        )
        for key, value in settings.model_dump().items()
    )


def save_setting(key: str, value: str, *, path: Path | None = None) -> Path:
    """Write one setting to the settings file, keeping the others.

    Parameters
    ----------
    key
        A key of ``Settings``.
    value
        Its new value.
    path
        The settings file; the user's own where none is given.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    SettingsError
        If the key is unknown or the value is not allowed.
    OutputError
        If the file can't be written.
    """
    path = settings_path() if path is None else path
    stored = {name: str(found) for name, (found, _) in _read_file(path).items()}
    stored[key] = value
    _build({name: (found, str(path)) for name, found in stored.items()})
    lines = [f"{name} = {json.dumps(found, ensure_ascii=False)}\n" for name, found in sorted(stored.items())]
    temporary = path.with_suffix(".toml.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text("".join(lines), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise OutputError(
            f"設定ファイルに書けません: {path} ({error.strerror})。書込み権限を確かめてください。"
        ) from error
    return path


def settings_sha256(settings: Settings) -> str:
    """Return the SHA-256 of the settings' JSON, as lower-case hexadecimal."""
    return hashlib.sha256(settings.model_dump_json().encode()).hexdigest()


def _gather(
    *,
    path: Path | None,
    environment: Mapping[str, str] | None,
    options: Mapping[str, str] | None,
) -> dict[str, tuple[object, str]]:
    gathered = _read_file(settings_path() if path is None else path)
    for name, value in (os.environ if environment is None else environment).items():
        key = name.removeprefix("STITEXT_").lower()
        if name.startswith("STITEXT_") and key in Settings.model_fields:
            gathered[key] = (value, f"environment variable {name}")
    for key, value in (options or {}).items():
        gathered[key] = (value, "option")
    return gathered


def _read_file(path: Path) -> dict[str, tuple[object, str]]:
    if not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(
            f"設定ファイルを読めません: {path} ({error})。TOML の書式を直すか、ファイルを消してください。"
        ) from error
    return {key: (value, str(path)) for key, value in values.items()}


def _build(gathered: Mapping[str, tuple[object, str]]) -> Settings:
    for key, (_, source) in gathered.items():
        if key not in Settings.model_fields:
            known = ", ".join(Settings.model_fields)
            raise SettingsError(f"知らない設定です: {key}（{source}）。使える名前: {known}")
    try:
        return Settings.model_validate({key: value for key, (value, _) in gathered.items()})
    except ValidationError as error:
        key = str(error.errors()[0]["loc"][0])
        value, source = gathered[key]
        raise SettingsError(
            f"設定 {key} の値 {value!r} は使えません（{source}）: {error.errors()[0]['msg']}"
        ) from error
