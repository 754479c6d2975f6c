"""Texts to vectors; the only importer of sentence_transformers, model2vec, torch and tokenizers beside the training.

The shipped encoder is a table that numpy reads at once; any other model on disk goes through sentence-transformers.
Nothing is downloaded but by ``pull_model``.
"""

from __future__ import annotations

from stitext.embedding.cache import CachedEncoder
from stitext.embedding.encoder import Encoder, check_encoder, load_encoder, model_sha256
from stitext.embedding.models import (
    ModelSummary,
    check_new_folder,
    find_model,
    list_models,
    new_model_folder,
    pull_model,
    pulled_path,
    show_model,
)

__all__ = [
    "CachedEncoder",
    "Encoder",
    "ModelSummary",
    "check_encoder",
    "check_new_folder",
    "find_model",
    "list_models",
    "load_encoder",
    "model_sha256",
    "new_model_folder",
    "pull_model",
    "pulled_path",
    "show_model",
]
