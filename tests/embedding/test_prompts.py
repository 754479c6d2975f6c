from __future__ import annotations

import json

import pytest

from stitext.embedding.transformer import read_prompts


@pytest.mark.parametrize(
    ("name", "prompts", "expected"),
    [
        ("multilingual-e5-small", {}, ("query: ", "passage: ")),
        ("ruri-v3-130m", {}, ("検索クエリ: ", "検索文書: ")),
        ("ruri-base", {}, ("クエリ: ", "文章: ")),
        ("ruri-base", {"query": "問: "}, ("問: ", "")),
        ("other", {"Retrieval-query": "問\n", "Retrieval-passage": "文\n", "query": ""}, ("問\n", "文\n")),
        ("tune5-model", {}, ("", "")),
    ],
)
def test_prompts_come_from_the_configuration_then_from_the_family(tmp_path, name, prompts, expected):
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}), encoding="utf-8")
    assert read_prompts(tmp_path, f"owner/{name}") == expected
