"""The operations on the shipped models: one bad file stops no other, and a result says what it rests on."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stitext import operations
from stitext.errors import FrameworkError, ModelError, UsageError
from stitext.reading.rows import Row
from stitext.resources import load_resources
from stitext.settings import PACKAGE_PATH, Settings
from stitext.tagging.cues import CueTagger
from tests.embedding.builders import write_static
from tests.reading.cases import pdf_bytes

pytestmark = pytest.mark.model

SMALL = Path(__file__).parents[1] / "data" / "framework-small"
DRAFT = """１．背景
琵琶湖の水質は近年悪化しており、国内だけでは原因となる藻類の標本がそろわない。
２．体制
ケニアの研究所は湖の標本を三十年分持ち、当方は遺伝子解析の装置を受け持つ。
輸出管理の該非判定は、研究推進課が試料を送る前に毎回行う。
若手研究者三名を毎年二か月ずつ現地に派遣し、共同で採水と解析を行う。
３．成果の展開
得られたデータは、両国の水道局が使う早期警報の仕組みに組み込む予定である。
オンラインの打合せを毎週行い、対面の会合は年に一回とする。
今回の計画では、住民への説明会は予定していない。
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "first.txt").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "last.md").write_text(DRAFT, encoding="utf-8")
    return [tmp_path / name for name in ("first.txt", "missing.docx", "empty.txt", "last.md")]


def test_checking_goes_on_after_a_file_that_fails(files, resources):
    results = list(operations.check_all(files, resources))
    assert [result.item.name for result in results] == [str(path) for path in files]
    assert [result.item.status for result in results] == ["ok", "failed", "failed", "ok"]
    assert [result.report is None for result in results] == [False, True, True, False]
    assert [[error.code for error in result.item.errors] for result in results] == [
        [], ["source-missing"], ["source-empty"], [],
    ]  # fmt: skip
    assert "missing.docx" in results[1].item.errors[0].message


def test_tagging_goes_on_after_a_file_that_fails(files, resources):
    results = list(operations.tag_all(files, resources))
    assert [result.item.status for result in results] == ["ok", "failed", "failed", "ok"]
    assert [result.tagged is None for result in results] == [False, True, True, False]


def test_files_are_done_one_by_one_as_they_are_asked_for(files, resources):
    results = operations.check_all(iter(files), resources)
    assert next(results).item.status == "ok"
    files[3].unlink()
    assert [result.item.status for result in results] == ["failed", "failed", "failed"]


def test_a_text_too_short_to_judge_is_done_in_part_and_says_why(tmp_path, resources):
    path = tmp_path / "short.txt"
    path.write_text("湖沼観測の国際共同研究を提案する。", encoding="utf-8")
    (result,) = operations.check_all([path], resources)
    assert result.item.status == "partial"
    assert [error.code for error in result.item.errors] == ["text-too-short"]
    assert result.report.summary.not_assessed == 18


def test_a_page_without_text_makes_a_pdf_partial_and_is_named(tmp_path, resources):
    path = tmp_path / "scan.pdf"
    lines = [line for line in DRAFT.splitlines() if line]
    path.write_bytes(pdf_bytes([lines, []]))
    (result,) = operations.check_all([path], resources)
    assert result.item.status == "partial"
    assert [(error.code, error.page) for error in result.item.errors] == [("page-without-text", 2)]
    assert result.report.summary.not_assessed == 0


def test_the_same_input_gives_the_same_result_twice(resources):
    document = operations.read_text(DRAFT, "draft.txt", resources)
    assert operations.tag(document, resources) == operations.tag(document, resources)
    assert operations.check(document, resources) == operations.check(document, resources)


def test_parsing_all_sentences_changes_no_label_and_no_verdict(repository, resources):
    full = replace(resources, settings=resources.settings.model_copy(update={"analysis": "full"}))
    document = operations.read(repository / "corpora" / "examples" / "thin-xenoturbella.txt", resources)
    assert operations.tag(document, full).sentences == operations.tag(document, resources).sentences
    auto, all_parsed = operations.check(document, resources), operations.check(document, full)
    assert all_parsed.points == auto.points
    assert (all_parsed.provenance.analysis, auto.provenance.analysis) == ("full", "auto")


def test_file_bytes_and_text_of_one_draft_get_one_report(tmp_path, resources):
    path = tmp_path / "draft.txt"
    path.write_text(DRAFT, encoding="utf-8")
    reports = [
        operations.check(document, resources)
        for document in (
            operations.read(path, resources),
            operations.read_bytes(DRAFT.encode(), "draft.txt", resources),
            operations.read_text(DRAFT, "draft.txt", resources),
        )
    ]
    assert reports[0].points == reports[1].points == reports[2].points
    assert reports[0] == reports[1]


def test_every_quote_of_a_report_is_verbatim(resources):
    document = operations.read_text(DRAFT, "draft.txt", resources)
    report = operations.check(document, resources)
    quotes = [found for point in report.points for found in (*point.evidence, *point.considered)]
    quotes += [found for purpose in report.purposes for found in purpose.evidence]
    assert quotes
    for found in quotes:
        assert document.text[found.start : found.end] == found.quote
        assert all(phrase in document.text for phrase in found.why)


def test_a_report_says_all_that_it_rests_on(resources):
    report = operations.check(operations.read_text(DRAFT, "draft.txt", resources), resources)
    assert report.provenance.tagger == resources.tagger.info
    assert len(report.provenance.tagger.sha256) == len(report.provenance.encoder.sha256) == 64
    assert (report.framework.id, report.provenance.framework) == ("sti-international", report.framework)


def test_each_sentence_becomes_one_line_with_its_wording(resources):
    document = operations.read_text(DRAFT, "draft.txt", resources)
    tagged = operations.tag(document, resources)
    lines = list(operations.tag_lines(tagged))
    assert len(lines) == len(document.sentences)
    assert all(document.text[line.start : line.end] == line.text for line in lines)
    assert any(line.labels for line in lines)
    assert any(not line.labels for line in lines)


def row(number, text, **columns):
    return Row(number=number, columns={"本文": text, **columns}, text=text, section=None)


def test_rows_keep_every_column_and_get_labels(resources):
    rows = [
        row(1, "輸出管理の該非判定は、研究推進課が試料を送る前に毎回行う。", 番号=7, 備考=None, 可否=True),
        row(2, "会場の地図は別紙のとおりである。", 番号="8"),
    ]
    first, second = operations.tag_rows(rows, resources)
    assert {key: value for key, value in first.items() if key != "labels"} == rows[0].columns
    assert list(first) == ["本文", "番号", "備考", "可否", "labels"]
    assert "C1.2" in [label["id"] for label in first["labels"]]
    assert set(first["labels"][0]) == {"id", "stance", "score", "why", "example", "withdrawn_by"}
    assert second["labels"] == []


@pytest.mark.parametrize("text", ["", "  ", "\u3000\n"])
def test_a_row_without_text_has_no_labels_and_stays(text, resources):
    (done,) = operations.tag_rows([row(1, text, 番号=1)], resources)
    assert done == {"本文": text, "番号": 1, "labels": []}


def test_a_column_that_the_result_would_overwrite_is_refused(resources):
    with pytest.raises(UsageError, match="labels") as caught:
        list(operations.tag_rows([row(1, "文。", labels="C1.1")], resources))
    assert caught.value.code == "column-taken"


def test_an_encoder_that_the_tagger_was_not_built_on_is_refused_with_the_command(tmp_path):
    encoder = write_static(tmp_path / "tiny-encoder")
    with pytest.raises(ModelError, match=r"stitext train -o FOLDER") as caught:
        load_resources(Settings(encoder=str(encoder)))
    assert "tiny-encoder" in caught.value.message
    assert caught.value.code == "encoder-mismatch"


def test_another_version_of_the_framework_is_refused_with_both_versions(tmp_path):
    folder = tmp_path / "framework"
    shutil.copytree(PACKAGE_PATH / "frameworks" / "sti-international" / "1", folder)
    policy = folder / "policy.toml"
    text = policy.read_text(encoding="utf-8")
    assert 'version = "1"' in text
    policy.write_text(text.replace('version = "1"', 'version = "7"', 1), encoding="utf-8")
    with pytest.raises(ModelError, match=r"版 1 .*版 7") as caught:
        load_resources(Settings(framework=str(folder)))
    assert caught.value.code == "model-framework-mismatch"


def test_another_framework_is_answered_by_cues_and_every_result_says_so(analyzer):
    resources = replace(load_resources(Settings(framework=str(SMALL))), analyzer=analyzer)
    assert isinstance(resources.tagger, CueTagger)
    text = (
        "氏名と住所は情報課が公開の前に取り除く。避難所の一覧は毎月一日に更新する。"
        + "市の人口と面積の推移を次に示す。" * 15
    )
    report = operations.check(operations.read_text(text, "plan.txt", resources), resources)
    verdicts = {point.id: point.verdict for point in report.points}
    assert verdicts["C1.1"] == verdicts["C1.2"] == "addressed"
    assert verdicts["C2.2"] == "unaddressed"
    assert report.provenance.tagger is None
    assert "no-trained-tagger" in [note.code for note in report.document.warnings]
    assert report.framework.id == "minatodai-open-data"


def test_explaining_gives_the_label_or_refuses_an_unknown_one(resources):
    assert operations.explain("C2.4", resources).id == "C2.4"
    with pytest.raises(FrameworkError, match=r"C9\.9"):
        operations.explain("C9.9", resources)


def test_vectors_follow_the_sentences_their_headings_and_those_before(resources):
    document = operations.read_text(DRAFT, "draft.txt", resources)
    vectors = operations.sentence_vectors(document, resources.encoder)
    n = len(document.sentences)
    assert {array.shape for array in vectors} == {(n, resources.encoder.n_dimensions)}
    assert not vectors.previous[0].any()
    assert np.array_equal(vectors.previous[1:], vectors.sentences[:-1])
    under = [
        place for place, sentence in enumerate(document.sentences) if sentence.section == document.sentences[-1].section
    ]
    assert len(under) > 1
    assert all(np.array_equal(vectors.headings[place], vectors.headings[under[0]]) for place in under)


def test_a_document_without_sentences_has_no_vectors_and_is_tagged(resources):
    document = operations.read_text(DRAFT, "draft.txt", resources).model_copy(update={"sentences": ()})
    vectors = operations.sentence_vectors(document, resources.encoder)
    assert {len(array) for array in vectors} == {0}
    assert operations.tag(document, resources).sentences == ()
