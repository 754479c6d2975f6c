"""From twelve labelled documents of our own to a tagger that answers: train, save, load, check."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from stitext import learning, operations
from stitext.errors import CorpusError, OutputError
from stitext.resources import load_resources
from stitext.settings import Settings
from stitext.tagging.tagger import Tagger

pytestmark = pytest.mark.model

DATA = Path(__file__).parents[1] / "data"
CORPUS, FRAMEWORK = DATA / "tiny-corpus", str(DATA / "framework-tiny")

PLAN = """図書館の運営
市立図書館は昭和四十八年に建てられた。
司書が毎週日曜に絵本の読み聞かせの会を開き、児童に本を手渡す。
書庫の湿度と温度は資料係が毎朝測り、傷んだ本は職人が修理する。
利用者への聞取りに基づき、夜間の開館の時間を二時間延ばした。
職員は司書八名と事務四名からなる。
駐車場は三十台分ある。
経費の内訳は別の表に示す。
昨年度の来館者は九万人であった。
会議は四半期ごとに開かれ、館長が進行を務める。
電気の契約を見直した。
机と椅子を二十組買い替えた。
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """The summary of a training, and the lines that it said."""
    lines = []
    output = tmp_path_factory.mktemp("models") / "library-tagger"
    summary = learning.train(CORPUS, output, Settings(framework=FRAMEWORK), progress=lines.append)
    return summary, lines


@pytest.fixture(scope="module")
def library(trained, analyzer):
    settings = Settings(framework=FRAMEWORK, tagger=trained[0].path)
    return replace(load_resources(settings), analyzer=analyzer)


def test_the_summary_says_what_was_trained_without_the_held_out_document(trained):
    summary, lines = trained
    assert (summary.n_documents, summary.n_labels) == (11, 3)
    assert summary.framework.id == "minatodai-library"
    assert summary.tagger.id == "library-tagger"
    assert lines


def test_the_model_s_folder_tells_its_sources(trained):
    meta = json.loads((Path(trained[0].path) / "meta.json").read_text(encoding="utf-8"))
    assert meta["sources"]["corpus"] == "tiny-corpus"
    assert len(meta["sources"]["documents_sha256"]) == 64


def test_the_trained_tagger_is_found_and_fits_its_framework(library, trained):
    assert isinstance(library.tagger, Tagger)
    assert library.tagger.info == trained[0].tagger


@pytest.mark.parametrize(
    ("words", "label_id"), [("読み聞かせ", "P1.1"), ("書庫の湿度", "C1.1"), ("夜間の開館", "C1.2")]
)
def test_sentences_that_are_clearly_about_a_label_get_it(library, words, label_id):
    lines = operations.tag_lines(operations.tag(operations.read_text(PLAN, "plan.txt", library), library))
    found = {line.text: {label.id: label for label in line.labels} for line in lines}
    (labels,) = [labels for text, labels in found.items() if words in text]
    assert label_id in labels
    assert labels[label_id].stance == "concrete"
    assert labels[label_id].why


def test_sentences_that_are_about_no_label_get_none(library):
    lines = operations.tag_lines(operations.tag(operations.read_text(PLAN, "plan.txt", library), library))
    about_nothing = [line for line in lines if "駐車場" in line.text or "電気" in line.text or "経費" in line.text]
    assert [line.labels for line in about_nothing] == [(), (), ()]


def test_a_draft_is_checked_by_the_trained_tagger(library):
    report = operations.check(operations.read_text(PLAN, "plan.txt", library), library)
    assert {point.id: point.verdict for point in report.points} == {"C1.1": "addressed", "C1.2": "addressed"}
    assert report.provenance.tagger == library.tagger.info
    assert all(point.evidence[0].quote in PLAN for point in report.points)


def test_an_output_that_exists_is_refused_before_any_work(tmp_path):
    with pytest.raises(OutputError) as caught:
        learning.train(tmp_path / "no corpus", tmp_path, Settings(), progress=lambda line: None)
    assert caught.value.code == "output-exists"


def test_a_corpus_that_is_too_small_leaves_no_folder(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    lines = (CORPUS / "documents.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    few = [line for line in lines if json.loads(line)["doc"] in ("d01", "d02", "d03")]
    (corpus / "documents.jsonl").write_text("".join(few), encoding="utf-8")
    (corpus / "splits.json").write_text('{"test": [], "folds": []}')
    with pytest.raises(CorpusError) as caught:
        learning.train(corpus, tmp_path / "model", Settings(framework=FRAMEWORK), progress=lambda line: None)
    assert caught.value.code == "corpus-too-small"
    assert {path.name for path in tmp_path.iterdir()} == {"corpus"}


def test_a_framework_with_labels_that_the_corpus_lacks_is_refused_by_their_ids(tmp_path):
    with pytest.raises(CorpusError, match=r"C2\.1") as caught:
        learning.train(
            CORPUS, tmp_path / "model", Settings(framework=str(DATA / "framework-small")), progress=lambda line: None
        )
    assert caught.value.code == "label-without-sentence"
    assert list(tmp_path.iterdir()) == []


def test_evaluation_looks_at_each_document_of_the_folds_once_and_at_no_held_out_one(trained):
    settings = Settings(framework=FRAMEWORK, tagger=trained[0].path)
    evaluation = learning.evaluate(
        CORPUS, None, settings, extras=learning.Extras(test=True), progress=lambda line: None
    )
    assert evaluation.tagger.n_folds == 4
    assert evaluation.tagger.pooled.n_documents == evaluation.rules.n_documents == 11
    assert evaluation.test.n_documents == 1
    assert evaluation.drafts is None
    assert evaluation.tagger.pooled.micro.f1 > 0.5
    assert set(evaluation.tagger.pooled.labels) == {"P1.1", "C1.1", "C1.2"}


def test_a_missing_tagger_is_said_before_the_evaluation_starts(tmp_path):
    said = []
    settings = Settings(framework=FRAMEWORK, tagger=str(tmp_path / "nothing"))
    with pytest.raises(Exception, match="nothing"):
        learning.evaluate(CORPUS, None, settings, extras=learning.Extras(), progress=said.append)
    assert said == []


def test_a_damaged_corpus_is_named_with_its_line(tmp_path):
    corpus = tmp_path / "corpus"
    shutil.copytree(CORPUS, corpus)
    with (corpus / "documents.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("{}\n")
    with pytest.raises(CorpusError, match="87 行目"):
        learning.train(corpus, tmp_path / "model", Settings(framework=FRAMEWORK), progress=lambda line: None)
