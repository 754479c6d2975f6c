"""A cache of vectors on disk that knows its encoder.

It serves transformer encoders; the static one is faster than the disk.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stitext.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stitext.embedding.encoder import Encoder

_LOOKED_UP = 500


class CachedEncoder:
    """An encoder that encodes no text twice.

    Parameters
    ----------
    encoder
        Encodes what the cache does not hold.
    path
        The cache's file; it is made where it does not exist.

    Raises
    ------
    ModelError
        If the file is no cache, or one of another encoder.
    """

    def __init__(self, encoder: Encoder, path: Path) -> None:
        self.id = encoder.id
        self.sha256 = encoder.sha256
        self.n_dimensions = encoder.n_dimensions
        self._encoder = encoder
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self._connect() as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS encoder (id TEXT, sha256 TEXT)")
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"
                )
                found = connection.execute("SELECT id, sha256 FROM encoder").fetchone()
                if found is None:
                    connection.execute("INSERT INTO encoder VALUES (?, ?)", (encoder.id, encoder.sha256))
        except sqlite3.DatabaseError as error:
            raise ModelError(
                f"ベクトルのキャッシュを読めません: {path} ({error})。ファイルを消せば作り直されます。"
            ) from error
        if found is not None and found[1] != encoder.sha256:
            raise ModelError(
                f"ベクトルのキャッシュ {path} はエンコーダ {found[0]} ({found[1][:12]}) のもので、今のエンコーダは "
                f"{encoder.id} ({encoder.sha256[:12]}) です。別のファイルを指定するか、このファイルを消してください。",
                code="encoder-mismatch",
            )

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode search queries as the encoder does, new ones only.

        Parameters
        ----------
        texts
            Texts of any length.

        Returns
        -------
        NDArray
            Unit rows, shape (n_texts, n_dimensions), float32. An empty text gets zeros.
        """
        return self._encode(texts, "query", self._encoder.encode_queries)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode sentences, paragraphs or documents as the encoder does, new ones only.

        Parameters
        ----------
        texts
            Texts of any length.

        Returns
        -------
        NDArray
            Unit rows, shape (n_texts, n_dimensions), float32. An empty text gets zeros.
        """
        return self._encode(texts, "passage", self._encoder.encode_passages)

    def _encode(
        self, texts: Sequence[str], role: str, encode: Callable[[Sequence[str]], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        keys = [hashlib.blake2b(f"{role}\0{text}".encode(), digest_size=20).digest() for text in texts]
        known: dict[bytes, NDArray[np.float32]] = {}
        with self._connect() as connection:
            for start in range(0, len(keys), _LOOKED_UP):
                asked = keys[start : start + _LOOKED_UP]
                marks = ",".join("?" * len(asked))
                # Only question marks are put into the statement.
                query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608
                known.update(
                    (key, np.frombuffer(vector, dtype=np.float32)) for key, vector in connection.execute(query, asked)
                )
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            encoded = dict(zip(new, encode(list(new.values())), strict=True))
            known.update(encoded)
            rows = [(key, np.ascontiguousarray(vector, dtype=np.float32).tobytes()) for key, vector in encoded.items()]
            with self._connect() as connection:
                connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
        vectors = np.zeros((len(texts), self.n_dimensions), dtype=np.float32)
        for number, key in enumerate(keys):
            vectors[number] = known[key]
        return vectors

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=60)
