"""What every encoder does, and how one is found and loaded by its name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from stitext.embedding.models import find_model
from stitext.embedding.static import is_static, load_static
from stitext.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What an encoder's vectors depend on; cards and notes may change without a new encoder.
_HASHED = ("*.json", "*.safetensors", "*.bin", "*.onnx", "*.txt", "*.model")
_NOT_HASHED = ("meta.json", "metrics.json")


class Encoder(Protocol):
    """Turns texts into unit vectors.

    Attributes
    ----------
    id
        Its name, which every artefact built on it carries.
    sha256
        SHA-256 of its files, in hexadecimal.
    n_dimensions
        Width of its vectors.
    """

    id: str
    sha256: str
    n_dimensions: int

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode search queries, with the model's own query prompt where it has one.

        Parameters
        ----------
        texts
            Texts of any length.

        Returns
        -------
        NDArray
            Unit rows, shape (n_texts, n_dimensions), float32. An empty text gets zeros.
        """
        ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode sentences, paragraphs or documents, with the model's own passage prompt where it has one.

        Parameters
        ----------
        texts
            Texts of any length.

        Returns
        -------
        NDArray
            Unit rows, shape (n_texts, n_dimensions), float32. An empty text gets zeros.
        """
        ...


def load_encoder(name: str) -> Encoder:
    """Load an encoder from disk; nothing is downloaded.

    A folder in ``model2vec``'s layout is read without torch, any other by sentence-transformers.

    Parameters
    ----------
    name
        Id of a model that ships with stitext or was pulled, or the path of a model's folder.

    Returns
    -------
    Encoder
        Ready to encode.

    Raises
    ------
    ModelError
        If there is no such model, or its files can't be read.
    """
    path = find_model(name)
    encoder_id = name if not Path(name).is_dir() else path.resolve().name
    if is_static(path):
        return load_static(path, encoder_id=encoder_id, sha256=model_sha256(path))
    if not (path / "modules.json").is_file() and not (path / "config.json").is_file():
        raise ModelError(
            f"エンコーダのフォルダではありません: {path}（modules.json も config.json もありません）。"
            "`stitext models list` で使える名前を確かめてください。"
        )
    from stitext.embedding.transformer import load_transformer

    return load_transformer(path, encoder_id=encoder_id, sha256=model_sha256(path))


def check_encoder(encoder: Encoder, *, built_with: str, sha256: str, artefact: str, rebuild: str) -> None:
    """Refuse an artefact that another encoder made.

    Parameters
    ----------
    encoder
        The encoder in use.
    built_with
        Id of the encoder that made the artefact.
    sha256
        SHA-256 of that encoder's files.
    artefact
        What was made, by name, for the message.
    rebuild
        The command that makes it anew.

    Raises
    ------
    ModelError
        If the encoder's files are not those that made the artefact.
    """
    if encoder.sha256 != sha256:
        raise ModelError(
            f"{artefact} はエンコーダ {built_with} ({sha256[:12]}) で作られていますが、今のエンコーダは "
            f"{encoder.id} ({encoder.sha256[:12]}) です。"
            f"`{rebuild}` で作り直すか、設定 encoder を {built_with} に戻してください。",
            code="encoder-mismatch",
        )


def model_sha256(path: Path) -> str:
    """Return the SHA-256 of a model's files.

    Parameters
    ----------
    path
        The model's folder.

    Returns
    -------
    str
        Hexadecimal; over the name and SHA-256 of each file that decides the vectors, in the order of names.
    """
    found = {file for pattern in _HASHED for file in path.rglob(pattern) if file.name not in _NOT_HASHED}
    digest = hashlib.sha256()
    for file in sorted(found):
        with file.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
        digest.update(f"{file.relative_to(path).as_posix()} {content}\n".encode())
    return digest.hexdigest()
