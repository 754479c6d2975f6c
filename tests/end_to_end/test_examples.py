"""The main job as a user runs it: the command on real files, with the models that ship."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from stitext import operations

pytestmark = pytest.mark.model

EXAMPLES = Path(__file__).parents[2] / "corpora" / "examples"
FILES = {
    "thin-xenoturbella": "thin-xenoturbella.txt",
    "good-hazelnut-stinkbug": "good-hazelnut-stinkbug.docx",
    "messy-cable-sensing": "messy-cable-sensing.pdf",
}
# Of 18 points the shipped models judge 14, 18 and 13 as a person did; the floors are one below.
FLOORS = {"thin-xenoturbella": 13, "good-hazelnut-stinkbug": 17, "messy-cable-sensing": 12}


def run(*arguments, cwd=None):
    command = [Path(sys.executable).with_name("stitext"), *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False)


@pytest.fixture(scope="module")
def reports():
    """The three examples, checked in one call of the command."""
    done = run("check", *(EXAMPLES / name for name in FILES.values()), "--format", "json")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return dict(zip(FILES, lines, strict=True))


@pytest.mark.parametrize("draft", FILES)
def test_every_quote_of_a_report_stands_verbatim_in_the_file(reports, resources, draft):
    text = operations.read(EXAMPLES / FILES[draft], resources).text
    report = reports[draft]
    quotes = [found for part in (*report["points"], *report["purposes"]) for found in part["evidence"]]
    quotes += [found for point in report["points"] for found in point["considered"]]
    assert len(quotes) > 20
    assert all(text[found["start"] : found["end"]] == found["quote"] for found in quotes)


@pytest.mark.parametrize("draft", FILES)
def test_a_report_has_every_point_once_and_every_verdict_but_unaddressed_shows_a_sentence(reports, draft):
    points = reports[draft]["points"]
    assert len({point["id"] for point in points}) == len(points) == 18
    for point in points:
        assert bool(point["evidence"]) == (point["verdict"] in ("addressed", "mentioned"))
        assert bool(point["advice"]) == (point["verdict"] != "addressed")


@pytest.mark.parametrize("draft", FILES)
def test_verdicts_agree_with_a_person_on_most_points(reports, draft):
    gold = json.loads((EXAMPLES / f"{draft}.gold.json").read_text(encoding="utf-8"))["consideration"]
    right = [point["id"] for point in reports[draft]["points"] if point["verdict"] == gold[point["id"]]["verdict"]]
    assert len(right) >= FLOORS[draft], sorted(set(gold) - set(right))


def test_fail_on_unaddressed_ends_with_1_and_still_prints_the_report():
    done = run("check", EXAMPLES / FILES["thin-xenoturbella"], "--fail-on", "unaddressed")
    assert done.returncode == 1
    assert done.stdout.startswith("未記載の観点が")


def test_full_analysis_gives_the_labels_of_auto(resources):
    document = operations.read(EXAMPLES / FILES["messy-cable-sensing"], resources)
    settings = resources.settings.model_copy(update={"analysis": "full"})
    full = operations.tag(document, resources.__class__(**{**vars(resources), "settings": settings}))
    auto = operations.tag(document, resources)
    assert [sentence.labels for sentence in full.sentences] == [sentence.labels for sentence in auto.sentences]
    assert full.document_labels == auto.document_labels


def test_tag_writes_a_line_for_every_sentence_of_a_folder(tmp_path, resources):
    done = run("tag", EXAMPLES, "-o", tmp_path / "tags.jsonl")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (tmp_path / "tags.jsonl").read_text(encoding="utf-8").splitlines()]
    for name in FILES.values():
        document = operations.read(EXAMPLES / name, resources)
        found = [line for line in lines if line["document"] == (EXAMPLES / name).as_posix()]
        assert [line["sentence_id"] for line in found] == [sentence.sentence_id for sentence in document.sentences]
        assert all(document.text[line["start"] : line["end"]] == line["text"] for line in found)
    assert any(line["labels"] for line in lines)


def test_tag_rows_keeps_every_column_and_adds_labels(tmp_path):
    staff = "若手の研究者5名を相手国の研究所に半年ずつ派遣し、観測班の責任者を任せる。"
    rows = f"番号,本文,備考\n1,{staff},=1+1\n2,,空\n3,予算は別表のとおり。,\n"
    (tmp_path / "rows.csv").write_text(rows, encoding="cp932")
    done = run("tag-rows", tmp_path / "rows.csv", "--text", "本文", "-o", tmp_path / "out.jsonl")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [list(line) for line in lines] == [["番号", "本文", "備考", "labels"]] * 3
    assert [line["番号"] for line in lines] == ["1", "2", "3"]
    assert lines[0]["備考"] == "=1+1"
    assert "C1.3" in [label["id"] for label in lines[0]["labels"]]
    assert lines[1]["labels"] == lines[2]["labels"] == []


def test_a_framework_of_ones_own_works_by_cues_and_the_report_says_so():
    small = Path(__file__).parents[1] / "data" / "framework-small"
    done = run("check", EXAMPLES / FILES["thin-xenoturbella"], "--framework", small)
    assert done.returncode == 0, done.stderr
    assert "学習済みの" in done.stdout
