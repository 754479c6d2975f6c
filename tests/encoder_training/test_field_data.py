from __future__ import annotations

import json

import numpy as np
import pytest

from stitext.encoder_training.field_data import (
    FieldSentence,
    GroupSource,
    Passage,
    PassageSource,
    load_groups,
    load_projects,
    load_sentences,
    passages,
    project_groups,
    project_text,
)
from stitext.encoder_training.vocabulary import build_tokenizer, build_vocabulary
from stitext.errors import CorpusError
from stitext.records import Project, ProjectResult

PROJECT = Project(
    id="P900",
    title_ja="湖の保全",
    field="環境",
    countries=("KH", "TH"),
    summary="湖を守る。",
    results=(ProjectResult(text="水質を調べた"), ProjectResult(text="人を育てた", kind="人材")),
)


@pytest.fixture
def tokenizer():
    letters = {(letter, letter): 1 for letter in "あいうえおかきく見出し"}
    return build_tokenizer(build_vocabulary(letters, (), n_pieces=20))


def sentence(document, section, text, *, is_test=False):
    return FieldSentence(document, section, text, frozenset(), is_test)


def test_passages_follow_sections_and_leave_test_documents_out():
    lines = [
        sentence("A/1", None, "見出し"),
        sentence("A/1", "背景", "背景の一つ目の文です。"),
        sentence("A/1", "背景", "背景の二つ目の文です。"),
        sentence("A/1", "方法", "方法を述べる文です。"),
        sentence("A/2", "方法", "試験文書の文である。", is_test=True),
        sentence("A/3", "方法", "別の文書の文である。"),
    ]
    found = passages(lines)
    assert [(passage.document, passage.heading, len(passage.sentences)) for passage in found] == [
        ("A/1", "背景", 2),
        ("A/1", "方法", 1),
        ("A/3", "方法", 1),
    ]


def test_corpus_tells_test_documents_from_others(tmp_path):
    record = {"part": "A", "doc": "t1", "section": None, "text": "文", "labels": [{"id": "P1.1", "stance": "concrete"}]}
    lines = [json.dumps(record), json.dumps({**record, "doc": "t2"})]
    (tmp_path / "documents.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "splits.json").write_text(json.dumps({"test": ["A/t2"]}), encoding="utf-8")
    first, second = load_sentences(tmp_path)
    assert (first.is_test, second.is_test) == (False, True)
    assert first.labels == {"P1.1"}
    with pytest.raises(CorpusError, match="CHECKSUMS"):
        load_sentences(tmp_path / "none")


def test_a_project_is_one_passage_without_empty_lines():
    assert project_text(PROJECT) == "湖の保全\n環境\nカンボジア、タイ\n湖を守る。\n水質を調べた。人を育てた"
    assert project_text(PROJECT.model_copy(update={"summary": "", "results": ()})) == "湖の保全\n環境\nカンボジア、タイ"


def test_the_shipped_catalogue_gives_a_text_for_every_project(repository):
    projects = load_projects(repository / "corpora" / "projects" / "projects.jsonl")
    texts = {project.id: project_text(project) for project in projects}
    assert texts["P004"] == "水汚染耐性のある水供給システムの構築\n環境・エネルギー(環境)\nベトナム"
    assert len(texts) == 289


def test_a_project_with_a_title_alone_teaches_nothing():
    bare = PROJECT.model_copy(update={"summary": "", "results": ()})
    assert project_groups([PROJECT, bare]) == (("湖の保全", "湖を守る。", "水質を調べた。人を育てた"),)


def test_a_group_of_one_is_refused_with_its_line(tmp_path):
    (tmp_path / "g.tsv").write_text("一\t二\n三\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="2 行目"):
        load_groups(tmp_path / "g.tsv")


def test_group_source_draws_two_different_texts_of_one_group(tokenizer):
    drawn = GroupSource([("あ", "い"), ("う", "え", "お")], tokenizer, 50).draw(np.random.default_rng(0))
    texts = [
        {tokenizer.id_to_token(int(bag[0])) for bag in pair}
        for pair in zip(drawn.anchors, drawn.positives, strict=True)
    ]
    assert len(texts) == 50
    for pair, group in zip(texts, drawn.groups.tolist(), strict=True):
        assert len(pair) == 2
        assert pair <= (set("あい") if group == 0 else set("うえお"))


def test_passage_source_pairs_within_a_section(tokenizer):
    found = [Passage("d1", "見", ("あ", "い", "う")), Passage("d2", "出", ("か", "き"))]
    drawn = PassageSource(found, tokenizer).draw(np.random.default_rng(0))
    assert len(drawn.anchors) == 5
    for anchor, positive, section in zip(drawn.anchors, drawn.positives, drawn.groups.tolist(), strict=True):
        own = set("見あいう") if section == 0 else set("出かき")
        assert {tokenizer.id_to_token(int(piece)) for piece in [*anchor, *positive]} <= own
