"""A later sentence takes back what it says it takes back, and nothing else."""

import pytest

from stitext.analysis.analyze import analyze
from stitext.tagging.withdrawal import Promise, find_withdrawn
from tests.builders import document_of

PROMISE = "毎月オンラインで研究会を開き、標本の読み方を話し合う。"
OTHER = "若手の技術者3名を先方の工場に半年ずつ置く。"


def withdrawn(analyzer, *lines, promises=((0, 0),), negatives=()):
    analyzed = analyze(document_of(*lines), analyzer)
    return find_withdrawn(analyzed, {Promise(*place) for place in promises}, {Promise(*place) for place in negatives})


@pytest.mark.parametrize(
    "later",
    [
        "研究会は人手が足りず取りやめた。",
        "研究会の開催は見送ることとした。",
        "研究会は実施しないこととした。",
        "研究会の制度は廃止した。",
    ],
)
def test_a_negative_sentence_of_the_same_label_with_a_withdrawal_word_takes_the_promise_back(analyzer, later):
    assert withdrawn(analyzer, PROMISE, later, negatives=((1, 0),)) == {Promise(0, 0): 1}


def test_a_negative_sentence_of_another_label_takes_nothing_back(analyzer):
    assert withdrawn(analyzer, PROMISE, "工場の見学は取りやめた。", negatives=((1, 5),)) == {}


def test_a_weakness_takes_nothing_back(analyzer):
    assert withdrawn(analyzer, PROMISE, "研究会の回数は十分でなかった。", negatives=((1, 0),)) == {}


def test_a_promise_after_the_withdrawal_stands(analyzer):
    assert withdrawn(analyzer, "研究会は取りやめた。", PROMISE, promises=((1, 0),), negatives=((0, 0),)) == {}


def test_a_sentence_that_shares_most_words_is_taken_back_without_a_label_of_its_own(analyzer):
    later = "先方の通信の事情により、毎月オンラインで開く研究会と標本の読み方の話し合いは取りやめる。"
    assert withdrawn(analyzer, PROMISE, OTHER, later, promises=((0, 0), (1, 3))) == {Promise(0, 0): 2}


def test_a_section_that_is_named_narrows_what_is_taken_back(analyzer):
    later = "1に書いた研究会は、都合により取りやめます。"
    assert withdrawn(analyzer, PROMISE, OTHER, later, promises=((0, 0), (1, 3))) == {Promise(0, 0): 2}
    elsewhere = "7に書いた研究会は、都合により取りやめます。"
    assert withdrawn(analyzer, PROMISE, OTHER, elsewhere, promises=((0, 0), (1, 3))) == {}


def test_a_stop_that_is_part_of_a_plan_takes_no_other_sentence_back(analyzer):
    later = "土着の虫に害が出たときは放飼を中止する。"
    assert withdrawn(analyzer, PROMISE, OTHER, later, promises=((0, 0), (1, 3), (2, 4))) == {}
