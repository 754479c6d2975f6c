"""Labelled corpora are read whole, and what breaks the format is named with its place."""

import json

import pytest

from stitext.corpus import load_corpus, load_drafts, load_splits
from stitext.errors import CorpusError


def line(doc, n, text, *, section=None, labels=(), part="A"):
    found = [{"id": label_id, "stance": stance} for label_id, stance in labels]
    return {"part": part, "doc": doc, "genre": "提案書", "n": n, "section": section, "text": text, "labels": found}


LINES = (
    line("t1", 1, "湖沼観測の提案書"),
    line("t1", 2, "１．目的"),
    line("t1", 3, "ＡＩで水質を予測する。", section="１．目的", labels=(("P1.2", "concrete"),)),
    line("t2", 1, "若手を派遣したい。", labels=(("P1.6", "mention"), ("C1.3", "mention"))),
)


def write(folder, *lines):
    text = "".join((one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n" for one in lines)
    (folder / "documents.jsonl").write_text(text, encoding="utf-8")
    return folder


def test_documents_keep_their_order_their_sentences_and_their_labels(tmp_path):
    first, second = load_corpus(write(tmp_path, *LINES))
    assert (first.key, first.part, second.key) == ("A/t1", "A", "A/t2")
    assert [first.document.quote(sentence) for sentence in first.document.sentences] == [
        "湖沼観測の提案書", "１．目的", "ＡＩで水質を予測する。",
    ]  # fmt: skip
    assert [[(label.id, label.stance) for label in found] for found in first.labels] == [[], [], [("P1.2", "concrete")]]
    assert [label.id for label in second.labels[0]] == ["P1.6", "C1.3"]


def test_the_normalized_wording_is_what_reading_a_file_gives(tmp_path):
    document = load_corpus(write(tmp_path, *LINES))[0].document
    assert [document.normalized_quote(sentence) for sentence in document.sentences] == [
        "湖沼観測の提案書", "1.目的", "AIで水質を予測する。",
    ]  # fmt: skip
    assert document.sentences[2].section == "1.目的"
    assert document.sentences[2].section_path == ("1.目的",)


def test_a_line_that_later_lines_name_as_their_section_is_a_heading(tmp_path):
    document = load_corpus(write(tmp_path, *LINES))[0].document
    assert [sentence.kind for sentence in document.sentences] == ["paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        ("{", "JSON"),
        (line("t1", 3, "文。") | {"note": ""}, "note"),
        ({"part": "A"}, "doc"),
        (line("t1", 3, "文。", labels=(("C1.1", "strong"),)), "labels.0.stance"),
    ],
    ids=["no JSON", "unknown key", "key missing", "unknown stance"],
)
def test_a_broken_line_is_named_with_file_and_number(tmp_path, broken, word):
    with pytest.raises(CorpusError) as caught:
        load_corpus(write(tmp_path, *LINES[:2], broken))
    assert caught.value.code == "corpus-invalid"
    assert "documents.jsonl 3 行目" in caught.value.message
    assert word in caught.value.message


def test_a_document_in_two_pieces_is_refused_by_its_key(tmp_path):
    with pytest.raises(CorpusError, match="A/t1"):
        load_corpus(write(tmp_path, LINES[0], LINES[3], LINES[1]))


def test_two_parts_may_have_documents_of_one_name(tmp_path):
    lines = (line("t1", 1, "文。"), line("t1", 1, "文。", part="B"))
    assert [gold.key for gold in load_corpus(write(tmp_path, *lines))] == ["A/t1", "B/t1"]


def test_an_empty_or_missing_corpus_is_refused(tmp_path):
    with pytest.raises(CorpusError, match=r"documents\.jsonl"):
        load_corpus(tmp_path)
    with pytest.raises(CorpusError, match="文がありません"):
        load_corpus(write(tmp_path))


def test_splits_are_read(tmp_path):
    (tmp_path / "splits.json").write_text('{"test": ["A/t1"], "folds": [["A/t2"], ["A/t3"]], "rule": "x"}')
    splits = load_splits(tmp_path)
    assert splits.test == ("A/t1",)
    assert splits.folds == (("A/t2",), ("A/t3",))


@pytest.mark.parametrize("content", [None, "{", "[]", '{"test": []}', '{"test": "A/t1", "folds": []}'])
def test_splits_that_cannot_be_read_are_refused_with_the_file_s_name(tmp_path, content):
    if content is not None:
        (tmp_path / "splits.json").write_text(content)
    with pytest.raises(CorpusError, match=r"splits\.json"):
        load_splits(tmp_path)


GOLD = {
    "consideration": {"C1.1": {"verdict": "mentioned", "evidence": ["重要である"], "why": "言及"}},
    "purposes": {"P1.1": True},
}


def test_drafts_come_with_their_gold_verdicts(tmp_path):
    for name in ("b.gold.json", "a.json", "splits.json"):
        (tmp_path / name).write_text(json.dumps(GOLD), encoding="utf-8")
    (tmp_path / "a.txt").write_text("重要である。")
    (tmp_path / "b.docx").write_bytes(b"")
    first, second = load_drafts(tmp_path)
    assert [(draft.draft_id, draft.path.name) for draft in (first, second)] == [("a", "a.txt"), ("b", "b.docx")]
    assert first.points["C1.1"].verdict == "mentioned"
    assert first.purposes == {"P1.1": True}


def test_a_gold_file_without_its_draft_is_refused(tmp_path):
    (tmp_path / "a.gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"a\.gold\.json"):
        load_drafts(tmp_path)


def test_a_gold_file_that_breaks_the_format_is_refused_by_its_name(tmp_path):
    (tmp_path / "a.txt").write_text("重要である。")
    (tmp_path / "a.json").write_text('{"consideration": {"C1.1": {"verdict": "perhaps"}}, "purposes": {}}')
    with pytest.raises(CorpusError, match=r"a\.json: .*C1\.1\.verdict"):
        load_drafts(tmp_path)


def test_a_folder_without_drafts_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="原稿がありません"):
        load_drafts(tmp_path)
