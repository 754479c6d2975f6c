"""The thresholds of verdicts come from whole drafts: "unaddressed" right most often, most of them found."""

import shutil

import pytest

from stitext.corpus import load_split_drafts
from stitext.errors import CorpusError
from stitext.learning.draft_thresholds import VerdictCase, choose_draft_thresholds, choose_thresholds
from stitext.records import DocumentLabel


def case(held, gold, *, concrete=0.0, stances=("mention",)):
    whole = DocumentLabel(id="C1.1", held=held, concrete=concrete, held_threshold=0.5, concrete_threshold=0.5)
    return VerdictCase(whole, frozenset(stances), gold)


def test_the_threshold_parts_unaddressed_points_from_the_others():
    cases = [case(0.35, "unaddressed"), case(0.52, "unaddressed"), case(0.71, "mentioned"), case(0.88, "mentioned")]
    held, _ = choose_thresholds(cases)
    assert 0.52 < held <= 0.71


def test_precision_of_unaddressed_counts_once_four_in_five_are_found():
    cases = [case(0.32, "unaddressed")] * 8 + [case(0.62, "mentioned")] * 3 + [case(0.72, "unaddressed")] * 2
    held, _ = choose_thresholds(cases)
    assert 0.32 < held <= 0.62


def test_a_point_without_a_sentence_stays_unaddressed_at_any_threshold():
    cases = [case(0.95, "unaddressed", stances=("negative",)), case(0.6, "mentioned"), case(0.2, "unaddressed")]
    held, _ = choose_thresholds(cases)
    assert held <= 0.6


def test_the_concrete_threshold_parts_addressed_points_from_mentioned_ones():
    cases = [
        case(0.9, "mentioned", concrete=0.58, stances=("concrete",)),
        case(0.9, "addressed", concrete=0.83, stances=("concrete",)),
        case(0.1, "unaddressed"),
    ]
    _, concrete = choose_thresholds(cases)
    assert 0.58 < concrete <= 0.83


def test_only_development_drafts_are_read(repository):
    drafts = load_split_drafts(repository / "corpora" / "drafts", test=False)
    assert len(drafts) == 36
    assert "e02" not in {draft.draft_id for draft in drafts}


def test_drafts_without_a_split_are_refused(tmp_path):
    with pytest.raises(CorpusError, match="development"):
        load_split_drafts(tmp_path, test=False)


def test_a_corpus_of_test_drafts_alone_is_refused(tmp_path, repository):
    drafts = repository / "corpora" / "drafts"
    for name in ("e02.json", "e02.md"):
        shutil.copy(drafts / name, tmp_path)
    (tmp_path / "splits.json").write_text('{"test": ["e02"], "development": []}', encoding="utf-8")
    with pytest.raises(CorpusError, match="開発用"):
        choose_draft_thresholds(tmp_path, None)
