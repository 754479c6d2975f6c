"""The models on this machine: which there are, where they stand, and the one door through which new ones come.

Shipped models stand in ``models/``, pulled ones in the user's data folder. Nothing is downloaded but by ``pull_model``.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import platformdirs

from stitext.errors import ModelError, OutputError
from stitext.records import Record
from stitext.settings import data_path

_MARKS = ("meta.json", "modules.json", "config.json")
_SEPARATOR = "--"


class ModelSummary(Record):
    """One model on this machine.

    ``kind`` is ``encoder``, ``tagger`` or what the model's ``meta.json`` says; ``license`` and ``n_dimensions`` are
    given where the model states them.
    """

    id: str
    kind: str
    path: str
    shipped: bool
    n_bytes: int
    n_dimensions: int | None = None
    license: str | None = None
    description: str | None = None


def pulled_path() -> Path:
    """Return the folder of pulled models, which need not exist."""
    return platformdirs.user_data_path("stitext") / "models"


def list_models() -> tuple[ModelSummary, ...]:
    """List the models on this machine.

    Returns
    -------
    tuple of ModelSummary
        Shipped ones first, each group by id.
    """
    return tuple(
        _summarize(path, shipped=shipped)
        for shipped, folder in ((True, data_path() / "models"), (False, pulled_path()))
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if any((path / mark).is_file() for mark in _MARKS)
    )


def show_model(name: str) -> ModelSummary:
    """Describe one model.

    Parameters
    ----------
    name
        Id of a model, or the path of its folder.

    Returns
    -------
    ModelSummary
        What its files say.

    Raises
    ------
    ModelError
        If there is no such model.
    """
    path = find_model(name)
    return _summarize(path, shipped=path.parent == data_path() / "models")


def find_model(name: str) -> Path:
    """Find the folder of a model.

    Parameters
    ----------
    name
        Id of a shipped or pulled model, or the path of a folder.

    Returns
    -------
    Path
        Its folder.

    Raises
    ------
    ModelError
        If there is none.
    """
    for path in (data_path() / "models" / name, pulled_path() / name.replace("/", _SEPARATOR), Path(name)):
        try:
            if path.is_dir():
                return path
        except OSError:  # a name that no folder can have
            continue
    raise ModelError(
        f"モデルがありません: {name}。`stitext models list` で使える名前を確かめるか、"
        f"ネットワークのある端末で `stitext models pull {name}` を実行してください。",
        code="model-missing",
    )


def pull_model(name: str) -> Path:
    """Download a model from the Hugging Face hub; the only function of stitext that uses the network.

    Parameters
    ----------
    name
        The model's name there, as ``owner/name``.

    Returns
    -------
    Path
        The folder it stands in from now on.

    Raises
    ------
    ModelError
        If the name is no ``owner/name``, there is no network, or the hub has no such model.
    """
    if name.count("/") != 1:
        raise ModelError(
            f"モデルの名前は「所有者/名前」の形で書いてください: {name}（例: cl-nagoya/ruri-v3-130m）。",
            code="model-name",
        )
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    path = pulled_path() / name.replace("/", _SEPARATOR)
    try:
        # Weights are taken as safetensors or ONNX alone: other formats can run code when they are read.
        snapshot_download(
            name, local_dir=path, allow_patterns=["*.json", "*.safetensors", "*.txt", "*.model", "*.onnx"]
        )
    except (LocalEntryNotFoundError, OSError) as error:
        raise ModelError(
            f"モデル {name} を取得できません（{error}）。ネットワークと名前を確かめてください。"
            f"ネットワークのない端末では、別の端末で取得したフォルダを {path} に置いてください。",
            code="model-not-pulled",
        ) from error
    except (HfHubHTTPError, HFValidationError) as error:
        raise ModelError(
            f"モデル {name} を取得できません（{error}）。名前を確かめてください。", code="model-not-pulled"
        ) from error
    return path


def check_new_folder(path: Path) -> None:
    """Refuse a model's folder that can't be made new; to be asked before minutes of training.

    Parameters
    ----------
    path
        The folder to be.

    Raises
    ------
    OutputError
        If it exists already, or no folder can have that name.
    """
    try:
        exists = path.exists()
    except OSError as error:
        raise OutputError(f"出力先 {path} は使えません（{error.strerror}）。名前を変えてください。") from error
    if exists:
        raise OutputError(f"出力先 {path} は既にあります。新しい名前を指定してください。", code="output-exists")


@contextmanager
def new_model_folder(path: Path) -> Iterator[Path]:
    """Give a folder to write a model into, and put it in its place when it is whole.

    Parameters
    ----------
    path
        Where the model is to stand; it must not exist.

    Yields
    ------
    Path
        A folder of the same name beside it. After an error nothing is left of it.

    Raises
    ------
    OutputError
        If ``path`` exists or can't be written.
    """
    check_new_folder(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".stitext-") as folder:
            staging = Path(folder) / path.name
            staging.mkdir()
            yield staging
            for file in staging.iterdir():
                file.chmod(0o644)
            shutil.move(staging, path)
    except OSError as error:
        raise OutputError(
            f"モデルを {path} に書けません（{error.strerror}）。空き容量と書込み権限を確かめてください。"
        ) from error


def _summarize(path: Path, *, shipped: bool) -> ModelSummary:
    meta = _read_json(path / "meta.json")
    config = _read_json(path / "config.json")
    dimensions = meta.get("n_dimensions") or config.get("hidden_dim") or config.get("hidden_size")
    return ModelSummary(
        id=path.name if shipped else path.name.replace(_SEPARATOR, "/", 1),
        kind=str(meta.get("kind", "encoder")),
        path=str(path),
        shipped=shipped,
        n_bytes=sum(file.stat().st_size for file in path.rglob("*") if file.is_file()),
        n_dimensions=int(dimensions) if isinstance(dimensions, int) else None,
        license=_text(meta.get("license")),
        description=_text(meta.get("description")),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _read_json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"モデルのファイルを読めません: {path} ({error})。モデルのフォルダを入れ直してください。"
        ) from error
    return content if isinstance(content, dict) else {}
