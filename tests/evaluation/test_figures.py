"""The figures are those that a person counts by hand."""

from pathlib import Path

import pytest

from stitext.corpus import GoldDraft, GoldLabel, GoldPoint
from stitext.evaluation import (
    agreement_by_weakness,
    evaluate_drafts,
    evaluate_sentences,
    spread,
    summarize_folds,
)
from stitext.records import Tag, TaggedSentence
from tests.builders import evidence_of, point_of, purpose_of, report_of


def gold(*labels):
    return tuple(GoldLabel(id=label_id, stance=stance) for label_id, stance in labels)


def found(*labels):
    tags = tuple(Tag(id=label_id, stance=stance, score=0.9) for label_id, stance in labels)
    return TaggedSentence(sentence_id="s0001", labels=tags)


GOLD = [
    [gold(("C1.1", "concrete"), ("P1.3", "mention")), gold()],
    [gold(("C1.1", "negative")), gold(("P1.6", "concrete"))],
]
FOUND = [
    [found(("C1.1", "concrete")), found(("P1.3", "mention"))],
    [found(("C1.1", "concrete")), found(("P1.6", "concrete"), ("D1.5", "mention"))],
]


def test_labels_are_counted_sentence_by_sentence():
    figures = evaluate_sentences(GOLD, FOUND)
    assert (figures.n_documents, figures.n_sentences) == (2, 4)
    micro = figures.micro
    assert (micro.n_gold, micro.n_predicted, micro.n_hits) == (4, 5, 3)
    assert (micro.precision, micro.recall, micro.f1) == (0.6, 0.75, 0.6667)


def test_macro_f1_is_the_mean_over_the_labels_that_people_gave():
    figures = evaluate_sentences(GOLD, FOUND)
    assert {label_id: label.f1 for label_id, label in figures.labels.items()} == {
        "C1.1": 1.0, "D1.5": 0.0, "P1.3": 0.0, "P1.6": 1.0,
    }  # fmt: skip
    assert figures.macro_f1 == 0.6667


def test_stance_accuracy_counts_only_labels_that_were_given_and_predicted():
    assert evaluate_sentences(GOLD, FOUND).stance_accuracy == 0.6667


def test_groups_add_up_to_the_whole():
    figures = evaluate_sentences(GOLD, FOUND)
    assert set(figures.groups) == {"C1", "D1", "P1"}
    assert sum(group.n_hits for group in figures.groups.values()) == figures.micro.n_hits


def test_nothing_given_and_nothing_predicted_is_no_division_by_zero():
    figures = evaluate_sentences([[gold()]], [[found()]])
    assert (figures.micro.f1, figures.macro_f1, figures.stance_accuracy) == (0.0, 0.0, 0.0)


def test_documents_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="zip"):
        evaluate_sentences([[gold(), gold()]], [[found()]])


def test_spread_is_that_of_the_population():
    assert spread([0.4, 0.6]).model_dump() == {"mean": 0.5, "deviation": 0.1, "lowest": 0.4, "highest": 0.6}


def test_folds_are_summarized_beside_the_pooled_figures():
    folds = [evaluate_sentences(GOLD[:1], FOUND[:1]), evaluate_sentences(GOLD[1:], FOUND[1:])]
    summary = summarize_folds(folds, evaluate_sentences(GOLD, FOUND))
    assert summary.n_folds == 2
    assert (summary.micro_f1.lowest, summary.micro_f1.highest) == (0.5, 0.8)
    assert summary.pooled.micro.f1 == 0.6667


def test_the_weakest_label_comes_first():
    labels = evaluate_sentences(GOLD, FOUND).labels
    assert [label_id for label_id, _ in agreement_by_weakness(labels)] == ["D1.5", "P1.3", "C1.1", "P1.6"]


TEXT = "輸出管理の確認を\n研究推進課が行う。若手を派遣する。背景を述べる。"


def quote(words):
    start = TEXT.index(words)
    return evidence_of(words).model_copy(update={"start": start, "end": start + len(words)})


def draft(points, purposes=None):
    return GoldDraft(
        draft_id="d1",
        path=Path("d1.txt"),
        points={
            point_id: GoldPoint(verdict=verdict, evidence=evidence, why="") for point_id, verdict, evidence in points
        },
        purposes=purposes or {},
    )


def test_verdicts_are_compared_point_by_point():
    wanted = draft(
        [
            ("C1.1", "unaddressed", ()), ("C1.2", "addressed", ("確認を研究推進課が行う",)),
            ("C1.3", "mentioned", ("若手を派遣する。",)), ("C2.1", "unaddressed", ()),
        ],
        {"P1.6": True, "P2.1": True},
    )  # fmt: skip
    report = report_of(
        point_of("C1.1", "unaddressed", considered=(quote("背景を述べる。"),)),
        point_of("C1.2", "addressed", quote("輸出管理の確認を\n研究推進課が行う。")),
        point_of("C1.3", "unaddressed"),
        point_of("C2.1", "addressed", quote("背景を述べる。")),
        purposes=(
            purpose_of("P1.6", "人材", quote("若手を派遣する。")),
            purpose_of("P2.1", "公共財"),
            purpose_of("P1", "力"),
        ),
    )
    figures = evaluate_drafts([wanted], [report], [TEXT])
    assert (figures.n_drafts, figures.n_points, figures.verdict_accuracy) == (1, 4, 0.5)
    assert (figures.negative_predictive_value, figures.unaddressed_recall) == (0.5, 0.5)
    assert figures.evidence_hit == 1.0
    assert figures.quotes_verbatim == 1.0
    assert figures.purpose_accuracy == 0.5
    assert figures.points == {"C1.1": 1.0, "C1.2": 1.0, "C1.3": 0.0, "C2.1": 0.0}


def test_a_quote_that_is_not_in_the_text_is_found_out():
    wrong = evidence_of("言い換えた文。")
    figures = evaluate_drafts(
        [draft([("C1.2", "addressed", ("輸出管理",))])], [report_of(point_of("C1.2", "addressed", wrong))], [TEXT]
    )
    assert (figures.quotes_verbatim, figures.evidence_hit) == (0.0, 0.0)


def test_only_the_first_three_quotes_can_hit():
    quotes = [quote(words) for words in ("背景を", "述べる", "背景", "若手を派遣する。")]
    figures = evaluate_drafts(
        [draft([("C1.3", "addressed", ("若手を派遣する。",))])],
        [report_of(point_of("C1.3", "addressed", *quotes))],
        [TEXT],
    )
    assert figures.evidence_hit == 0.0
