"""Tiny encoders, built on disk for the tests."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers

PIECES = ("水", "田", "衛星", "研究", "成果", "の", "を", "社会", "実装", "薬", "検査", "a", "i")
CHARACTERS = "水田衛星研究成果の社会実装薬検査を村で使い農家が測る。"


def write_static(path: Path, *, n_dimensions: int = 8, n_rows_off: int = 0) -> Path:
    """Write a static encoder; ``n_rows_off`` rows too many make it broken."""
    random = np.random.default_rng(0)
    pieces = [("<unk>", -20.0), *((piece, -float(n + 1)) for n, piece in enumerate(PIECES))]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), "")]
    )
    n_rows = len(pieces) + n_rows_off
    path.mkdir(parents=True)
    rows = random.integers(-127, 128, size=(n_rows, n_dimensions)).astype(np.int8)
    rows[0] = 0
    scales = random.random(n_rows).astype(np.float32)
    save_file({"embeddings": rows, "weights": scales}, path / "model.safetensors", metadata={"format": "pt"})
    tokenizer.save(str(path / "tokenizer.json"))
    modules = [
        {"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    (path / "config.json").write_text(json.dumps({"normalize": True, "max_length": None, "hidden_dim": n_dimensions}))
    (path / "modules.json").write_text(json.dumps(modules))
    return path


def write_transformer(path: Path, *, prompts: dict[str, str]) -> Path:
    """Write a two-layer BERT with mean pooling that takes 16 tokens, as sentence-transformers saves it."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(0)
    bare = path.with_name(path.name + "-bare")
    bare.mkdir(parents=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *dict.fromkeys(CHARACTERS), "query", "passage", ":"]
    (bare / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(vocab=str(bare / "vocab.txt"), model_max_length=16).save_pretrained(str(bare))
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
    )
    BertModel(config).save_pretrained(str(bare))
    transformer = Transformer(str(bare), max_seq_length=16)
    pooling = Pooling(transformer.get_embedding_dimension(), pooling_mode="mean")
    model = SentenceTransformer(modules=[transformer, pooling], prompts=prompts, device="cpu")
    model.save(str(path))
    return path
