"""The trained table as a model's folder that model2vec, sentence-transformers and stitext load."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer


def rotate(
    table: NDArray[np.float32], counts: NDArray[np.int64], *, n_dimensions: int, evening: float = 0.0
) -> NDArray[np.float32]:
    """Turn the table so that its first dimensions carry the most, and even the dimensions out in part.

    Parameters
    ----------
    table
        Rows, shape (n_pieces, d), float32.
    counts
        How often each piece occurs in training text, shape (n_pieces,).
    n_dimensions
        Dimensions to keep, at most d.
    evening
        0 leaves the dimensions as wide as they are, and all cosines as they were; 0.5 makes them equally wide.

    Returns
    -------
    NDArray
        Shape (n_pieces, n_dimensions), float32, in the order of falling variance (not centered). Pieces count by the
        square root of their frequency. Source for the evening out: Su et al. 2021, "Whitening sentence representations
        for better semantics and faster retrieval", here in part only.
    """
    weights = np.sqrt(counts + 1.0)[:, None]
    variances, axes = np.linalg.eigh((table * weights).T.astype(np.float64) @ table)
    variances = np.maximum(variances[::-1][:n_dimensions], 1e-9)
    widths = (variances / variances[0]) ** -evening
    turned: NDArray[np.float32] = (table @ axes[:, ::-1][:, :n_dimensions] * widths).astype(np.float32)
    return turned


def quantize(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round each row to 255 steps of its own.

    Parameters
    ----------
    table
        Rows, shape (n_pieces, d), float32.

    Returns
    -------
    tuple
        The rows as int8 and, for each, the float32 it is multiplied by.
    """
    scales = np.abs(table).max(axis=1) / 127
    rows = np.round(table / np.where(scales > 0, scales, 1)[:, None]).astype(np.int8)
    return rows, scales.astype(np.float32)


def write_model(
    path: Path,
    table: NDArray[np.float32],
    tokenizer: Tokenizer,
    *,
    meta: Mapping[str, object],
) -> None:
    """Write the model's folder.

    Parameters
    ----------
    path
        The folder; it is made where it does not exist.
    table
        Rows, shape (n_pieces, d), float32.
    tokenizer
        The tokenizer of the rows.
    meta
        What ``meta.json`` is to say.
    """
    from safetensors.numpy import save_file

    path.mkdir(parents=True, exist_ok=True)
    rows, scales = quantize(table)
    weights_path = path / "model.safetensors"
    save_file({"embeddings": rows, "weights": scales}, weights_path, metadata={"format": "pt"})
    # safetensors makes the file readable by its owner alone.
    weights_path.chmod(0o644)
    tokenizer.save(str(path / "tokenizer.json"), pretty=False)
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "tokenizer_name": "stitext",
        "hidden_dim": int(table.shape[1]),
        "seq_length": 1_000_000,
        "max_length": None,
        "normalize": True,
        "embedding_dtype": "int8",
    }
    modules = [
        {"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    for name, content in (("config.json", config), ("modules.json", modules), ("meta.json", dict(meta))):
        (path / name).write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
