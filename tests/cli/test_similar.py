"""``stitext similar``: what can't be meant is refused before anything is loaded; each form of output is written."""

import json

import pytest
from openpyxl import load_workbook

from stitext.cli.main import main
from stitext.projects.catalogue import catalogue_line
from tests.projects.builders import PROJECTS


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    path = tmp_path / "mine.jsonl"
    path.write_text("".join(map(catalogue_line, PROJECTS)), encoding="utf-8")
    monkeypatch.setenv("STITEXT_CATALOGUE", str(path))
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ["similar"],
        ["similar", "draft.txt", "--text", "泥炭"],
        ["similar", "--text", "泥炭", "--format", "xlsx"],
        ["similar", "--text", "泥炭", "-o", "found.docx"],
        ["similar", "--text", "泥炭", "--country", "どこか"],
        ["similar", "--text", "泥炭", "-k", "0"],
        ["similar", "--text", "泥炭", "--since", "昔"],
    ],
)
def test_command_that_cannot_be_meant_is_refused(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.model
def test_forms_of_output_hold_the_same_projects(catalogue, tmp_path, capsys):
    asked = ["similar", "--text", "泥炭の火災", "-k", "1", "--country", "インドネシア,TH"]
    assert main([*asked, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [project["id"] for project in found["projects"]] == ["T1"]
    assert found["query"]["request"]["countries"] == ["ID", "TH"]
    assert main(asked) == 0
    assert "T1" in capsys.readouterr().out
    for name in ("found.html", "found.json", "found.txt", "found.xlsx"):
        assert main([*asked, "-o", str(tmp_path / name)]) == 0
    assert "T1" in (tmp_path / "found.html").read_text(encoding="utf-8")
    assert load_workbook(tmp_path / "found.xlsx").active.cell(2, 2).value == "T1"
    assert main([*asked, "-o", str(tmp_path / "found.xlsx")]) == 3
    assert "--overwrite" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.model
def test_draft_and_rebuilding(catalogue, tmp_path, capsys):
    draft = tmp_path / "draft.txt"
    draft.write_text("1. 目的\n泥炭地の火災を防ぐため、泥炭の水位を測る装置を村に置く。\n", encoding="utf-8")
    assert main(["similar", "--rebuild"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "(4)" in said.err
    assert main(["similar", str(draft), "--lang", "en"]) == 0
    assert "T1" in capsys.readouterr().out
    assert main(["similar", str(tmp_path / "gone.txt")]) == 3


@pytest.mark.model
def test_nothing_found_is_said_and_no_failure(catalogue, capsys):
    assert main(["similar", "--text", "歌舞伎の所作を記録する"]) == 0
    assert "見つかりませんでした" in capsys.readouterr().out
