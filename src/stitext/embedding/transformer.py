"""Any sentence-transformers model from disk, with its own prompts, and long texts by windows.

Nothing is downloaded. The query and passage prompts come from the model's configuration; a few families of models
document theirs in their cards only, and those are listed here.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from stitext.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

_BATCH = 32
# Endings, for names such as "retrieval.query" and "Retrieval-passage".
_QUERY_NAMES = ("query",)
_PASSAGE_NAMES = ("passage", "document")


class Prompts(NamedTuple):
    """What is put before a query and before a passage, possibly nothing."""

    query: str
    passage: str


# Source: the model cards of intfloat/multilingual-e5-* and of cl-nagoya/ruri-* (first and second version, v3). They
# hold where a model's config_sentence_transformers.json has no prompts of its own.
_FAMILY_PROMPTS = (
    ("ruri-v3", Prompts("検索クエリ: ", "検索文書: ")),
    ("ruri", Prompts("クエリ: ", "文章: ")),
    ("e5", Prompts("query: ", "passage: ")),
)


class TransformerEncoder:
    """An encoder that sentence-transformers runs.

    Parameters
    ----------
    encoder_id
        Its name, which every artefact built on it carries.
    sha256
        SHA-256 of its files, in hexadecimal.
    model
        The loaded model.
    prompts
        What is put before queries and passages.
    """

    def __init__(self, encoder_id: str, sha256: str, model: SentenceTransformer, prompts: Prompts) -> None:
        self.id = encoder_id
        self.sha256 = sha256
        self.n_dimensions = int(model.get_embedding_dimension() or 0)
        self.prompts = prompts
        self._model = model

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode search queries, with the model's own query prompt.

        Parameters
        ----------
        texts
            Texts of any length.

        Returns
        -------
        NDArray
            Unit rows, shape (n_texts, n_dimensions), float32. An empty text gets zeros.
        """
        return self._encode(texts, self.prompts.query)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode sentences, paragraphs or documents, with the model's own passage prompt.

        A text of more tokens than the model takes is cut into windows of about equal length; its vector is the mean of
        theirs, by length.

        Parameters
        ----------
        texts
            Texts of any length.

        Returns
        -------
        NDArray
            Unit rows, shape (n_texts, n_dimensions), float32. An empty text gets zeros.
        """
        return self._encode(texts, self.prompts.passage)

    def _encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        windows: list[str] = []
        owners: list[int] = []
        room = self._room(prompt)
        for number, text in enumerate(texts):
            found = self._windows(text.strip(), room) if text.strip() else []
            windows.extend(found)
            owners.extend([number] * len(found))
        vectors = np.zeros((len(texts), self.n_dimensions), dtype=np.float32)
        if windows:
            encoded = self._model.encode(
                windows,
                prompt=prompt or None,
                batch_size=_BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
            lengths = np.array([len(window) for window in windows], dtype=np.float32)
            np.add.at(vectors, owners, np.asarray(encoded, dtype=np.float32) * lengths[:, None])
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(norms > 0, norms, 1)
        return vectors

    def _room(self, prompt: str) -> int | None:
        limit = self._model.max_seq_length
        if limit is None or not np.isfinite(limit):
            return None
        # With its special tokens; never less than one token of text.
        return max(int(limit) - len(self._model.tokenizer(prompt)["input_ids"]), 1)

    def _windows(self, text: str, room: int | None) -> list[str]:
        if room is None or len(text) < 2:
            return [text]
        n_tokens = len(self._model.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])
        n_windows = -(-n_tokens // room)
        if n_windows < 2:
            return [text]
        size = -(-len(text) // n_windows)
        pieces = [text[start : start + size] for start in range(0, len(text), size)]
        return [window for piece in pieces for window in self._windows(piece, room)]


def load_transformer(path: Path, *, encoder_id: str, sha256: str) -> TransformerEncoder:
    """Load a sentence-transformers model from disk.

    A folder whose only weights are ``onnx/model.onnx`` runs on ONNX Runtime.

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
    TransformerEncoder
        Ready to encode.

    Raises
    ------
    ModelError
        If the files can't be read, or a library that they need is missing.
    """
    from sentence_transformers import SentenceTransformer

    has_torch_weights = any(path.rglob("*.safetensors")) or any(path.rglob("pytorch_model*.bin"))
    onnx = not has_torch_weights and any(path.rglob("*.onnx"))
    if onnx and importlib.util.find_spec("optimum") is None:
        raise ModelError(
            f"エンコーダ {encoder_id} の重みは ONNX 形式だけで、それを動かすライブラリがありません。"
            "`pip install 'sentence-transformers[onnx]'` で入れてください。",
            code="model-needs-library",
        )
    try:
        model = SentenceTransformer(
            str(path), device="cpu", backend="onnx" if onnx else "torch", local_files_only=True, trust_remote_code=False
        )
    except ImportError as error:
        raise ModelError(
            f"エンコーダ {encoder_id} に必要なライブラリがありません ({error})。"
            "モデルカードの指示に従って入れてください。",
            code="model-needs-library",
        ) from error
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(f"エンコーダを読めません: {path} ({error})。モデルのフォルダを入れ直してください。") from error
    return TransformerEncoder(encoder_id, sha256, model, read_prompts(path, encoder_id))


def read_prompts(path: Path, encoder_id: str) -> Prompts:
    """Find a model's query and passage prompts.

    Parameters
    ----------
    path
        The model's folder.
    encoder_id
        Its name, which tells its family where the configuration names no prompts.

    Returns
    -------
    Prompts
        From ``config_sentence_transformers.json``; else those of its family; else none.

    Raises
    ------
    ModelError
        If the configuration is damaged.
    """
    file = path / "config_sentence_transformers.json"
    configured: dict[str, Any] = {}
    if file.is_file():
        try:
            configured = json.loads(file.read_text(encoding="utf-8")).get("prompts") or {}
        except (OSError, ValueError, AttributeError) as error:
            raise ModelError(
                f"エンコーダの設定を読めません: {file} ({error})。モデルのフォルダを入れ直してください。"
            ) from error
    query = _first(configured, _QUERY_NAMES)
    passage = _first(configured, _PASSAGE_NAMES)
    if query or passage:
        return Prompts(query, passage)
    name = encoder_id.lower().replace("--", "/").rsplit("/", 1)[-1]
    return next(
        (prompts for family, prompts in _FAMILY_PROMPTS if re.search(rf"(^|-){family}(-|$)", name)), Prompts("", "")
    )


def _first(configured: dict[str, Any], names: Sequence[str]) -> str:
    return next(
        (str(prompt) for name, prompt in configured.items() if prompt and name.lower().endswith(tuple(names))), ""
    )
