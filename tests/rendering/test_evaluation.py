"""Figures as a table and as drawings: every method side by side, nothing that the record does not say."""

from xml.etree import ElementTree

import pytest
from rich.cells import cell_len

from stitext.corpus import GoldLabel
from stitext.evaluation import (
    Baseline,
    CurvePoint,
    Evaluation,
    RowsEvaluation,
    evaluate_drafts,
    evaluate_sentences,
    reliability,
    summarize_folds,
)
from stitext.records import Tag, TaggedSentence
from stitext.rendering.evaluation_svg import render_curve_svg, render_reliability_svg
from stitext.rendering.evaluation_text import render_evaluation_text, render_rows_text
from tests.builders import FRAMEWORK, MODEL, point_of, report_of
from tests.evaluation.test_figures import draft

SVG = "{http://www.w3.org/2000/svg}"


def figures(*hits):
    gold = [[(GoldLabel(id="C1.1", stance="concrete"),)] for _ in hits]
    predicted = [
        [TaggedSentence(sentence_id="s0001", labels=(Tag(id="C1.1" if hit else "P2.3", stance="concrete", score=0.9),))]
        for hit in hits
    ]
    return evaluate_sentences(gold, predicted)


@pytest.fixture
def evaluation():
    report = report_of(point_of("C1.1", "unaddressed"), point_of("C1.2", "unaddressed"))
    gold = draft([("C1.1", "unaddressed", ()), ("C1.2", "addressed", ("若手",))])
    pooled = figures(True, True, True, False)
    return Evaluation(
        tagger=summarize_folds([figures(True, True), figures(True, False)], pooled),
        baselines=(
            Baseline(name="coding_rules", figures=figures(True, False, False, False)),
            Baseline(name="cosine", figures=figures(False, False, False, False)),
            Baseline(name="tfidf", figures=figures(True, True, False, False)),
        ),
        rules=figures(True, False, True, False),
        reliability=reliability([0.1, 0.2, 0.9, 0.8], [False, False, True, True]),
        learning_curve=(
            CurvePoint(n_documents=10, micro_f1=0.512, macro_f1=0.401),
            CurvePoint(n_documents=40, micro_f1=0.633, macro_f1=0.585),
        ),
        drafts=evaluate_drafts([gold], [report], ["若手。"]),
        test=None,
        test_drafts=None,
    )


def table_rows(text, first, last):
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(first))
    end = next(number for number, line in enumerate(lines) if line.startswith(last))
    return lines[start : end + 1]


def test_all_methods_stand_in_one_table_with_intervals(evaluation):
    rows = table_rows(render_evaluation_text(evaluation, language="ja"), "方法", "この判定モデル")
    assert [row.split("  ")[0] for row in rows] == [
        "方法", "コーディングルール（KH Coder 流）", "枠組みの手がかり規則", "類似度（学習なし）",
        "TF-IDF + ロジスティック回帰", "この判定モデル",
    ]  # fmt: skip
    interval = evaluation.tagger.pooled.intervals.micro_f1
    assert f"0.750 [{interval.low:.3f}, {interval.high:.3f}]" in rows[-1]
    columns = {cell_len(row[: row.index("[")]) for row in rows[1:]}
    assert len(columns) == 1


def test_the_table_says_what_was_seen_and_what_flatters(evaluation):
    text = render_evaluation_text(evaluation, language="ja")
    assert "語彙と文書頻度は全文書の文から数え、測る文書のラベルは見ない" in text
    assert "コーディングルールは、測る文書も見て書いた" in text
    without = evaluation.model_copy(update={"baselines": evaluation.baselines[1:]})
    assert "コーディングルール" not in render_evaluation_text(without, language="ja")
    english = render_evaluation_text(evaluation, language="en")
    assert "no label of a held-out document is seen" in english
    assert english.isascii() is False or "方法" not in english


def test_drafts_calibration_and_curve_are_shown(evaluation):
    text = render_evaluation_text(evaluation, language="ja")
    assert "「未記載」の的中率  0.500" in text
    assert f"確率の狂い（ECE）{evaluation.reliability.ece:.3f}" in text
    assert "40 文書  micro-F1 0.633  macro-F1 0.585" in text
    assert "学習曲線" not in render_evaluation_text(evaluation.model_copy(update={"learning_curve": ()}), language="ja")


@pytest.mark.parametrize(("n_stances", "words"), [(0, "測っていない"), (3, "3 個のうち")])
def test_own_rows_have_the_same_table_and_figures_by_label(n_stances, words):
    found = RowsEvaluation(
        source="gold.csv", framework=FRAMEWORK, tagger=MODEL, n_stances=n_stances, figures=figures(True, False)
    )
    text = render_rows_text(found, language="ja")
    assert text.startswith("gold.csv: 2 行、2 文書（sti-tagger-1、枠組み sti-international/1）")
    assert words in text
    assert text.index("  P2.3 ") < text.rindex("  C1.1 ")
    by_cues = render_rows_text(found.model_copy(update={"tagger": None}), language="ja")
    assert "枠組みの手がかり規則" in by_cues


def test_the_reliability_drawing_has_a_mark_for_each_bin(evaluation):
    root = ElementTree.fromstring(render_reliability_svg(evaluation, language="ja"))  # noqa: S314 - our own text
    n_bins = len(evaluation.reliability.bins), len(evaluation.drafts.reliability.bins)
    # One mark more each stands in the legend, and one rectangle is the background.
    assert len(root.findall(f".//{SVG}circle")) == n_bins[0] + 1
    assert len(root.findall(f".//{SVG}rect")) == n_bins[1] + 2
    captions = [text.text for text in root.iter(f"{SVG}text")]
    assert "確率はどれだけ当たるか" in captions
    assert any(f"ECE {evaluation.reliability.ece:.3f}" in caption for caption in captions)


def test_higher_shares_are_drawn_higher(evaluation):
    root = ElementTree.fromstring(render_reliability_svg(evaluation, language="ja"))  # noqa: S314 - our own text
    places = [(float(dot.get("cx")), float(dot.get("cy"))) for dot in root.iter(f"{SVG}circle")][:-1]
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert places[0][1] > places[-1][1]


def test_the_curve_names_each_size_and_figure(evaluation):
    text = render_curve_svg(evaluation, language="ja")
    captions = [element.text for element in ElementTree.fromstring(text).iter(f"{SVG}text")]  # noqa: S314 - our own text
    assert {"0.512", "0.633", "0.401", "0.585", "10", "40", "micro-F1", "macro-F1"} <= set(captions)
    assert "F1 against the number of training documents" in render_curve_svg(evaluation, language="en")


def test_drawings_need_no_drafts_and_load_nothing(evaluation):
    text = render_reliability_svg(evaluation.model_copy(update={"drafts": None}), language="ja")
    assert "href" not in text
    assert "原稿" not in text
