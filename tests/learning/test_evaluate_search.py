"""Measures of project search: against figures worked out by hand, and on the shipped queries."""

import json

import pytest

from stitext.errors import CorpusError
from stitext.learning.evaluate_search import bigrams, evaluate_search, figures_of_ranking, load_queries, word_search
from stitext.rendering.search_text import render_search_text
from stitext.settings import Settings


def test_figures_are_those_worked_out_by_hand():
    figures = figures_of_ranking(["x", "b", "a"], {"a": 2, "b": 1, "c": 2})
    # Gains 3 and 1 at ranks 3 and 2, against 3, 3, 1 in the best order.
    assert figures.ndcg == pytest.approx((1 / 1.58496 + 3 / 2) / (3 + 3 / 1.58496 + 1 / 2), abs=1e-4)
    assert figures.recall == pytest.approx(2 / 3)
    assert figures.recall_good == pytest.approx(1 / 2)
    assert figures_of_ranking([], {"a": 1}).ndcg == 0


def test_bigrams_do_not_cross_marks():
    assert bigrams("泥炭の、火事ＡＢ") == ("泥炭", "炭の", "火事", "事a", "ab")


def test_word_search_puts_the_text_with_the_rare_word_first():
    ranked = word_search({"a": ["犬", "村"], "b": ["村", "村"], "c": ["村"]})
    assert ranked(["犬"])[0] == "a"
    assert ranked(["猫"]) == ["a", "b", "c"]


def test_queries_of_both_sets_are_split_apart_and_name_known_projects(repository):
    queries = load_queries(repository / "corpora" / "queries")
    lines = (repository / "corpora" / "projects" / "projects.jsonl").read_text(encoding="utf-8").splitlines()
    known = {json.loads(line)["id"] for line in lines}
    assert len({query.text for query in queries}) == len(queries)
    assert all(set(query.grades) <= known for query in queries)
    assert sum(not query.grades for query in queries) == 12
    assert sum(query.queries == "requests" and bool(query.grades) for query in queries) >= 20
    assert {query.split for query in queries} == {"dev", "test"}


def test_missing_queries_are_named(tmp_path):
    with pytest.raises(CorpusError, match="CHECKSUMS"):
        load_queries(tmp_path)


@pytest.mark.slow
@pytest.mark.model
def test_shipped_search_keeps_its_figures_on_unseen_queries(repository):
    table = evaluate_search(repository / "corpora", Settings(), progress=lambda line: None)
    rows = {row.name: row.figures["all/test"] for row in table.rows}
    assert rows["re-ranked"].ndcg >= 0.75
    assert rows["re-ranked"].recall_good >= 0.85
    assert rows["re-ranked"].ndcg > max(rows[name].ndcg for name in ("BM25 words", "BM25 bigrams", "encoder"))
    assert table.refusals["test"].refused_without >= 5
    assert "re-ranked" in render_search_text(table, language="ja")
