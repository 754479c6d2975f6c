"""Promise: sentences that tell results are found as well as the module says, on reports kept apart."""

import json

import pytest

from stitext.projects.results import is_english_result, is_result


@pytest.fixture(scope="module")
def labelled(repository):
    text = (repository / "corpora" / "projects" / "report_sentences.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def precision_and_recall(rows):
    found = [row for row in rows if is_result(row["text"], row["section"])]
    n_right = sum(row["is_result"] for row in found)
    return n_right / len(found), n_right / sum(row["is_result"] for row in rows)


@pytest.mark.parametrize(("split", "least_precision", "least_recall"), [("dev", 0.9, 0.7), ("test", 0.85, 0.72)])
def test_results_are_found_as_well_as_is_said(labelled, split, least_precision, least_recall):
    precision, recall = precision_and_recall([row for row in labelled if row["split"] == split])
    assert precision >= least_precision
    assert recall >= least_recall


def test_rules_do_much_better_than_the_headings_alone(labelled):
    test = [row for row in labelled if row["split"] == "test"]
    under = [row for row in test if any(word in (row["section"] or "") for word in ("成果", "結果", "得られた"))]
    assert sum(row["is_result"] for row in under) / len(under) < precision_and_recall(test)[0] - 0.2


@pytest.mark.parametrize(
    "text",
    [
        "現地の大学に検査室を整備し、技術者4名が自力で判定している。",
        "開発した診断キットは保健省の検査指針に採用された。",
        "観測データは公開リポジトリに登録した。",
        "塩害に強い系統を選び、収量が従来より3割増えた。",
    ],
)
def test_a_result_is_told(text):
    assert is_result(text, "研究成果")


@pytest.mark.parametrize(
    "text",
    [
        "今後、診断キットを開発する予定である。",
        "論文の掲載には至らなかった。",
        "総事業費は3億円である。",
        "分析には質量分析計を用いた。",
        "本課題は診断法の確立を目的とした。",
        "研究成果",
    ],
)
def test_a_plan_a_failure_and_the_like_are_none(text):
    assert not is_result(text, "研究成果")


def test_english_outcomes_are_told_from_tasks():
    assert is_english_result("The team developed and validated a sensor.")
    assert not is_english_result("A sensor will be developed in the second year.")
    assert not is_english_result("Partners met twice in Lyon.")
