"""A tagger ↔ a model's folder: weights, vocabulary, labelled examples and ``meta.json``. No pickle.

The weights of the sparse features are int8 with one scale a feature; all other arrays are kept as they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file
from sklearn.feature_extraction.text import TfidfVectorizer

from stitext.errors import ModelError
from stitext.records import STANCES, FrameworkInfo, ModelInfo
from stitext.settings import data_path
from stitext.tagging.context import N_CONTEXT_FEATURES, ContextModel
from stitext.tagging.examples import ExampleStore
from stitext.tagging.features import SPARSE_WEIGHTS, FeatureSpace, new_vectorizer
from stitext.tagging.stance import StanceModel, new_stance_vectorizer
from stitext.tagging.tagger import Tagger
from stitext.tagging.verdicts import N_VERDICT_FEATURES, VerdictModel

Array = NDArray[np.float32]

WEIGHTS = "weights.safetensors"
VOCABULARY = "vocabulary.json"
META = "meta.json"
EXAMPLES = "examples.json"
FORMAT = "stitext-tagger/2"


def find_tagger(name: str) -> Path:
    """Return the folder of a tagger.

    Parameters
    ----------
    name
        Id of a shipped tagger, or a folder's path.

    Returns
    -------
    Path
        A folder with a ``meta.json``.

    Raises
    ------
    ModelError
        If there is no such tagger.
    """
    for path in (data_path() / "models" / name, Path(name)):
        try:
            if (path / META).is_file():
                return path
        except OSError:  # a name that no folder can have
            continue
    found = sorted(
        meta.parent.name for meta in (data_path() / "models").glob(f"*/{META}") if (meta.parent / VOCABULARY).is_file()
    )
    raise ModelError(
        f"タグ付けモデル {name} がありません。使えるモデル: {', '.join(found) or 'なし'}。"
        "`stitext settings tagger=…` で選ぶか、`stitext train -o FOLDER` で作ってください。",
        code="model-missing",
    )


def save_tagger(tagger: Tagger, path: Path, *, sources: Mapping[str, Any]) -> Tagger:
    """Write a tagger to a new folder.

    Parameters
    ----------
    tagger
        From ``train_tagger``.
    path
        The folder, whose name becomes the tagger's id; it must exist and be empty.
    sources
        What the model was made from, for ``meta.json``: corpora with hashes and licences.

    Returns
    -------
    Tagger
        As ``load_tagger`` reads it: with its hash, and with the rounding of its files.
    """
    quantized, scales = _quantize(tagger.sparse_weights)
    arrays = {
        "sparse_weights": quantized,
        "sparse_scales": scales,
        "dense_weights": tagger.dense_weights,
        "intercepts": tagger.intercepts,
        "context_coefficients": tagger.context.coefficients,
        "context_intercepts": tagger.context.intercepts,
        "stance_coefficients": tagger.stance.coefficients,
        "stance_label_offsets": tagger.stance.label_offsets,
        "stance_intercepts": tagger.stance.intercepts,
        "verdict_coefficients": tagger.verdict.coefficients,
        "verdict_intercepts": tagger.verdict.intercepts,
        "example_columns": tagger.examples.columns,
        "example_vectors": tagger.examples.vectors,
        "idf_stance": np.asarray(tagger.stance.vectorizer.idf_, dtype=np.float32),
    }
    vocabularies = {"stance": _features(tagger.stance.vectorizer)}
    for block, vectorizer in tagger.space.vectorizers.items():
        arrays[f"idf_{block}"] = np.asarray(vectorizer.idf_, dtype=np.float32)
        vocabularies[block] = _features(vectorizer)
    meta = {
        "format": FORMAT,
        "id": path.name,
        "kind": "tagger",
        "framework": tagger.framework.model_dump(),
        "encoder": tagger.encoder.model_dump(),
        "n_dimensions": tagger.space.n_dimensions,
        "label_ids": list(tagger.label_ids),
        "thresholds": {
            label_id: round(float(threshold), 4)
            for label_id, threshold in zip(tagger.label_ids, tagger.thresholds, strict=True)
        },
        "held_threshold": tagger.held_threshold,
        "concrete_threshold": tagger.concrete_threshold,
        "sources": dict(sources),
    }
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, path / WEIGHTS)
    (path / VOCABULARY).write_text(
        json.dumps(vocabularies, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    (path / EXAMPLES).write_text(
        json.dumps(tagger.examples.texts, ensure_ascii=False, indent=0) + "\n", encoding="utf-8"
    )
    (path / META).write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return load_tagger(path)


def load_tagger(path: Path) -> Tagger:
    """Read a tagger from its folder.

    Parameters
    ----------
    path
        From ``find_tagger``.

    Returns
    -------
    Tagger
        Ready to tag.

    Raises
    ------
    ModelError
        If a file is missing or damaged, or of a format that this version does not read.
    """
    try:
        meta = json.loads((path / META).read_text(encoding="utf-8"))
        if meta.get("format") != FORMAT:
            raise ModelError(
                f"{path}: この版では読めない形式のモデルです（{meta.get('format')}、読めるのは {FORMAT}）。"
                "`stitext train -o FOLDER` で作り直してください。",
                code="model-format",
            )
        vocabularies = json.loads((path / VOCABULARY).read_text(encoding="utf-8"))
        texts = json.loads((path / EXAMPLES).read_text(encoding="utf-8"))
        arrays = load_file(path / WEIGHTS)
        examples = ExampleStore(tuple(texts), arrays["example_columns"], arrays["example_vectors"])
        return _build(meta, vocabularies, arrays, examples, ModelInfo(id=meta["id"], sha256=_sha256(path)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, SafetensorError) as error:
        raise ModelError(
            f"{path}: モデルを読めません（{type(error).__name__}: {error}）。"
            "stitext を入れ直すか、モデルを作り直してください。",
            code="model-damaged",
        ) from error


def _build(
    meta: Mapping[str, Any],
    vocabularies: Mapping[str, list[str]],
    arrays: dict[str, Any],
    examples: ExampleStore,
    info: ModelInfo,
) -> Tagger:
    vectorizers = {}
    for block in SPARSE_WEIGHTS:
        vectorizer = new_vectorizer(block, vocabulary=_indices(vocabularies[block]))
        vectorizer.idf_ = arrays[f"idf_{block}"]
        vectorizers[block] = vectorizer
    stance_vectorizer = new_stance_vectorizer(vocabulary=_indices(vocabularies["stance"]))
    stance_vectorizer.idf_ = arrays["idf_stance"]
    label_ids = tuple(meta["label_ids"])
    if not len(examples.texts) == len(examples.columns) == len(examples.vectors):
        raise ValueError(f"{len(examples.texts)} examples, {len(examples.columns)} labels of examples")
    _check_shapes(arrays, vocabularies, n_labels=len(label_ids), n_dimensions=meta["n_dimensions"])
    return Tagger(
        info=info,
        framework=FrameworkInfo.model_validate(meta["framework"]),
        encoder=ModelInfo.model_validate(meta["encoder"]),
        label_ids=label_ids,
        space=FeatureSpace(vectorizers=vectorizers, n_dimensions=meta["n_dimensions"]),
        sparse_weights=arrays["sparse_weights"].astype(np.float32) * arrays["sparse_scales"][:, None],
        dense_weights=arrays["dense_weights"],
        intercepts=arrays["intercepts"],
        context=ContextModel(arrays["context_coefficients"], arrays["context_intercepts"]),
        stance=StanceModel(
            stance_vectorizer,
            arrays["stance_coefficients"],
            arrays["stance_label_offsets"],
            arrays["stance_intercepts"],
        ),
        verdict=VerdictModel(arrays["verdict_coefficients"], arrays["verdict_intercepts"]),
        thresholds=np.asarray([meta["thresholds"][label_id] for label_id in label_ids], dtype=np.float32),
        held_threshold=meta["held_threshold"],
        concrete_threshold=meta["concrete_threshold"],
        examples=examples,
    )


def _check_shapes(
    arrays: Mapping[str, Any], vocabularies: Mapping[str, list[str]], *, n_labels: int, n_dimensions: int
) -> None:
    n_sparse = sum(len(vocabularies[block]) for block in SPARSE_WEIGHTS)
    n_stance, n_stances = len(vocabularies["stance"]), len(STANCES)
    expected = {
        "sparse_weights": (n_sparse, n_labels),
        "sparse_scales": (n_sparse,),
        "dense_weights": (3 * n_dimensions, n_labels),
        "intercepts": (n_labels,),
        "context_coefficients": (n_labels, N_CONTEXT_FEATURES),
        "context_intercepts": (n_labels,),
        "stance_coefficients": (n_stance, n_stances),
        "stance_label_offsets": (n_labels, n_stances),
        "stance_intercepts": (n_stances,),
        "verdict_coefficients": (2, N_VERDICT_FEATURES),
        "verdict_intercepts": (2, n_labels),
        **{f"idf_{block}": (len(features),) for block, features in vocabularies.items()},
    }
    for name, shape in expected.items():
        if arrays[name].shape != shape:
            raise ValueError(f"{name}: {arrays[name].shape} instead of {shape}")


def _quantize(weights: Array) -> tuple[NDArray[np.int8], Array]:
    scales = np.maximum(np.abs(weights).max(axis=1), 1e-12).astype(np.float32) / 127
    return np.round(weights / scales[:, None]).astype(np.int8), scales


def _features(vectorizer: TfidfVectorizer) -> list[str]:
    return sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)


def _indices(features: list[str]) -> dict[str, int]:
    return {feature: index for index, feature in enumerate(features)}


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for name in (META, VOCABULARY, EXAMPLES, WEIGHTS):
        digest.update((path / name).read_bytes())
    return digest.hexdigest()
