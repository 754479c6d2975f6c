"""Two processes parse as one does."""

import pytest

from stitext.analysis import parallel
from stitext.corpus import GoldLabel, GoldLine, gold_document
from stitext.embedding import load_encoder
from stitext.learning import parsing
from stitext.settings import Settings

pytestmark = pytest.mark.model

TEXTS = ("輸出管理室が装置の該非判定を行う。", "駐車場は30台分ある。", "若手を派遣する予定はない。")


@pytest.fixture(scope="module")
def examples():
    label = GoldLabel(id="C1.2", stance="concrete")
    documents = [
        gold_document(
            name,
            tuple(
                GoldLine(part="T", doc=name, genre="", n=n, section=None, text=text, labels=() if n == 1 else (label,))
                for n, text in enumerate(TEXTS)
            ),
        )
        for name in ("a", "b", "c")
    ]
    return parsing.gather_examples(documents, load_encoder(Settings().encoder))


def syntax_of(examples):
    return [[sentence.syntax for sentence in example.analyzed.sentences] for example in examples]


def test_two_processes_give_the_same_syntax_in_the_same_order(examples, monkeypatch):
    by_one = syntax_of(parsing.parse_labelled(examples))
    monkeypatch.setattr(parallel, "MIN_SENTENCES", 1)
    monkeypatch.setattr(parallel.os, "cpu_count", lambda: 2)
    assert syntax_of(parsing.parse_labelled(examples)) == by_one
    assert [[syntax is not None for syntax in found] for found in by_one] == [[True, False, True]] * 3


def test_sentences_that_are_parsed_already_keep_their_syntax(examples):
    once = parsing.parse_labelled(examples)
    twice = parsing.parse(once, [[False, True, False]] * 3)
    assert [[syntax is not None for syntax in found] for found in syntax_of(twice)] == [[True, True, True]] * 3
    assert syntax_of(twice)[0][0] is syntax_of(once)[0][0]
