"""The static encoder: one vector for each piece, the mean of a text's pieces, without torch.

Its folder is what ``model2vec`` writes: ``model.safetensors`` with ``embeddings`` (int8 or floats) and, where given,
one of ``weights`` for each row, ``tokenizer.json``, ``config.json``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stitext.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

# Measured on two cores: paragraphs go fastest when the rows that a batch uses fit the cache.
_BATCH = 256


class StaticEncoder:
    """An encoder that is a table.

    Parameters
    ----------
    encoder_id
        Its name, which every artefact built on it carries.
    sha256
        SHA-256 of its files, in hexadecimal.
    tokenizer
        Cuts a text into pieces and normalizes it.
    rows
        One row for each piece, shape (n_pieces, d), int8 or a float.
    scales
        What each row is multiplied by, shape (n_pieces,), float32.
    unknown_id
        The piece that stands for what the tokenizer does not know; it counts for nothing.

    Raises
    ------
    ModelError
        If pieces, rows and scales differ in number.
    """

    def __init__(
        self,
        encoder_id: str,
        sha256: str,
        tokenizer: Tokenizer,
        rows: NDArray[np.int8] | NDArray[np.float32],
        scales: NDArray[np.float32],
        *,
        unknown_id: int | None = None,
    ) -> None:
        n_pieces = tokenizer.get_vocab_size()
        if not n_pieces == len(rows) == len(scales):
            raise ModelError(
                f"エンコーダ {encoder_id} のファイルが揃っていません: 語 {n_pieces} 個に対し、行 {len(rows)} 本、"
                f"倍率 {len(scales)} 個です。モデルのフォルダを入れ直してください。"
            )
        self.id = encoder_id
        self.sha256 = sha256
        self.n_dimensions = int(rows.shape[1])
        self._tokenizer = tokenizer
        self._rows = rows
        self._scales = scales
        self._unknown_id = unknown_id

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode search queries; a static encoder makes no difference between queries and passages.

        Parameters
        ----------
        texts
            Texts of any length.

        Returns
        -------
        NDArray
            Unit rows, shape (n_texts, n_dimensions), float32. A text without a known piece gets zeros.
        """
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode sentences, paragraphs, documents.

        Parameters
        ----------
        texts
            Texts of any length.

        Returns
        -------
        NDArray
            Unit rows, shape (n_texts, n_dimensions), float32. A text without a known piece gets zeros.
        """
        vectors = np.zeros((len(texts), self.n_dimensions), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            vectors[start : start + len(batch)] = self._sums(batch)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(norms > 0, norms, 1)
        return vectors

    def _sums(self, texts: list[str]) -> NDArray[np.float32]:
        from scipy.sparse import csr_array

        encodings = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        bags = [encoding.ids for encoding in encodings]
        ends = np.cumsum([0, *map(len, bags)])
        ids = np.fromiter(chain.from_iterable(bags), dtype=np.int64, count=int(ends[-1]))
        used, columns = np.unique(ids, return_inverse=True)
        rows = self._rows[used].astype(np.float32) * self._scales[used, None]
        if self._unknown_id is not None:
            rows[used == self._unknown_id] = 0
        counts = csr_array((np.ones(len(ids), dtype=np.float32), columns, ends), shape=(len(texts), len(used)))
        sums: NDArray[np.float32] = counts @ rows
        return sums


def is_static(path: Path) -> bool:
    """Tell whether a folder holds a static encoder in ``model2vec``'s layout.

    Parameters
    ----------
    path
        A model's folder.

    Returns
    -------
    bool
        Whether its weights are a table.

    Raises
    ------
    ModelError
        If the weights can't be read.
    """
    if not all((path / name).is_file() for name in ("model.safetensors", "tokenizer.json", "config.json")):
        return False
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path / "model.safetensors", framework="numpy") as tensors:
            return "embeddings" in tensors.keys()  # noqa: SIM118 - safe_open is no mapping
    except (OSError, SafetensorError) as error:
        raise _unreadable(path, error) from error


def load_static(path: Path, *, encoder_id: str, sha256: str) -> StaticEncoder:
    """Read a static encoder.

    Parameters
    ----------
    path
        Its folder.
    encoder_id
        Its name.
    sha256
        SHA-256 of its files, in hexadecimal.

    Returns
    -------
    StaticEncoder
        Ready to encode.

    Raises
    ------
    ModelError
        If the files are damaged or don't fit each other.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    try:
        tensors = load_file(path / "model.safetensors")
        tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
    except (OSError, SafetensorError) as error:
        raise _unreadable(path, error) from error
    except Exception as error:  # tokenizers raises bare Exception for a damaged file
        raise _unreadable(path / "tokenizer.json", error) from error
    if "mapping" in tensors:
        raise ModelError(
            f"エンコーダ {path} は語彙を量子化した model2vec 形式（mapping）で、この版では読めません。"
            "vocabulary_quantization なしで保存し直してください。"
        )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    rows = tensors["embeddings"]
    scales = tensors.get("weights", np.ones(len(rows), dtype=np.float32)).astype(np.float32)
    unknown_id = _unknown_id(path / "tokenizer.json")
    return StaticEncoder(encoder_id, sha256, tokenizer, rows, scales, unknown_id=unknown_id)


def _unreadable(path: Path, error: Exception) -> ModelError:
    return ModelError(f"エンコーダを読めません: {path} ({error})。モデルのフォルダを入れ直してください。")


def _unknown_id(path: Path) -> int | None:
    # Asking the loaded tokenizer means writing all of it out as JSON, which takes longer than to load it.
    found = re.search(r'"unk_id"\s*:\s*(\d+)', path.read_text(encoding="utf-8"))
    return None if found is None else int(found.group(1))
