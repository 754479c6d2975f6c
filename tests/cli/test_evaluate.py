"""``stitext evaluate`` refuses what can't be meant before it works, and writes its drawings where it was told to."""

import json

import pytest

from stitext.cli.main import main


@pytest.mark.parametrize("more", [["--corpus", "c"], ["--drafts", "d"], ["--plots", "p"], ["--test"]], ids=" ".join)
def test_own_rows_do_not_go_with_a_corpus(more, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["evaluate", "--rows", "gold.jsonl", *more]) == 2
    assert "--rows は" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_drawings_that_are_there_already_are_kept(tmp_path, capsys):
    (tmp_path / "learning-curve.svg").write_text("mine")
    assert main(["evaluate", "--plots", str(tmp_path)]) != 0
    assert "learning-curve.svg は既にあります" in capsys.readouterr().err
    assert (tmp_path / "learning-curve.svg").read_text() == "mine"


@pytest.mark.model
def test_own_rows_are_measured_as_text_and_as_json(tmp_path, capsys):
    path = tmp_path / "gold.jsonl"
    row = {"text": "契約の前に輸出管理室が装置の該非判定を行う。", "labels": ["C1.2"]}
    path.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    assert main(["evaluate", "--rows", str(path)]) == 0
    assert "gold.jsonl: 1 行" in capsys.readouterr().out
    assert main(["evaluate", "--rows", str(path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"]["labels"]["C1.2"]["n_gold"] == 1


@pytest.mark.model
def test_a_wrong_row_ends_with_its_line(tmp_path, capsys):
    path = tmp_path / "gold.jsonl"
    path.write_text('{"text": "若手を派遣する。", "labels": ["Q1"]}\n', encoding="utf-8")
    assert main(["evaluate", "--rows", str(path)]) != 0
    assert "gold.jsonl の 1 行目" in capsys.readouterr().err
