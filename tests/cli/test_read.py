"""``stitext read``: what was read, in each form; containers; the empty form; and what can't be meant."""

import io
import json
import zipfile

import docx
import pytest

from stitext.cli.main import main
from tests.reading.cases import docx_bytes, zip_bytes


def _docx(*paragraphs):
    package = docx.Document()
    for text in paragraphs:
        package.add_paragraph(text)
    return docx_bytes(package)


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "draft.docx"
    path.write_bytes(_docx("１．目的", "湖を調べる。", "※簡潔に記入してください。", "毎月続ける。"))
    return path


def test_text_shows_sentences_with_their_places_what_was_left_out_and_warnings(draft, capsys):
    assert main(["read", str(draft)]) == 0
    shown = capsys.readouterr().out
    assert "文 3" in shown
    assert "s0002 [段落 2] 湖を調べる。" in shown
    assert "[様式の記入要領] ※簡潔に記入してください。" in shown
    assert "読み取りの注意" in shown
    assert main(["read", str(draft), "--lang", "en"]) == 0
    assert "3 sentences" in capsys.readouterr().out


def test_json_of_one_file_is_an_object_and_of_several_json_lines(draft, capsys):
    assert main(["read", str(draft), "--format", "json"]) == 0
    one = json.loads(capsys.readouterr().out)
    assert list(one) == ["document", "sentences", "left_out", "warnings"]
    assert [item["reason"] for item in one["left_out"]] == ["instruction"]
    assert main(["read", str(draft), str(draft), "--format", "json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line) for line in lines] == [one, one]


def test_html_is_written_to_a_file_by_its_extension(draft, tmp_path, capsys):
    assert main(["read", str(draft), "-o", str(tmp_path / "read.html")]) == 0
    page = (tmp_path / "read.html").read_text(encoding="utf-8")
    assert "湖を調べる。" in page
    assert "script-src" not in page
    assert "default-src 'none'" in page
    assert main(["read", str(draft), "-o", str(tmp_path / "read.html")]) == 3
    assert "[output-exists]" in capsys.readouterr().err


def test_the_empty_form_takes_its_own_words_away(draft, tmp_path, capsys):
    (tmp_path / "form.docx").write_bytes(_docx("１．目的", "※簡潔に記入してください。"))
    assert main(["read", str(draft), "--template", str(tmp_path / "form.docx"), "--format", "json"]) == 0
    readout = json.loads(capsys.readouterr().out)
    assert [(item["text"], item["section"]) for item in readout["sentences"]] == [
        ("湖を調べる。", "1.目的"),
        ("毎月続ける。", "1.目的"),
    ]
    assert {item["reason"] for item in readout["left_out"]} == {"template"}
    assert main(["read", str(draft), "--template", str(tmp_path / "none.docx")]) == 3
    assert "[source-missing]" in capsys.readouterr().err


def test_members_of_a_zip_file_are_read_by_themselves_and_a_bad_one_ends_with_3(tmp_path, capsys):
    path = tmp_path / "archive.zip"
    path.write_bytes(zip_bytes({"a.docx": _docx("湖を調べる。"), "b.docx": b"bad", "c.txt": "続ける。".encode()}))
    assert main(["read", str(path), "--format", "json"]) == 3
    captured = capsys.readouterr()
    readouts = [json.loads(line) for line in captured.out.splitlines()]
    assert [readout["document"]["name"] for readout in readouts] == ["archive.zip/a.docx", "archive.zip/c.txt"]
    assert readouts[0]["sentences"][0]["place"]["member"] == "a.docx"
    assert "archive.zip/b.docx" in captured.err
    assert "[source-damaged]" in captured.err


def test_standard_input_is_read_as_text(run_stitext):
    result = run_stitext("read", "-", "--format", "json", input="湖を調べる。\n".encode())
    assert result.returncode == 0
    assert json.loads(result.stdout)["sentences"][0]["text"] == "湖を調べる。"


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "FOLDER"],
        ["read", "-", "-"],
        ["read", "DRAFT", "--format", "pdf"],
        ["read", "DRAFT", "-o", "out.docx"],
        ["read", "DRAFT", "DRAFT", "--format", "html"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_ends_with_2_and_writes_nothing(arguments, draft, tmp_path, capsys):
    named = {"DRAFT": str(draft), "FOLDER": str(tmp_path)}
    assert main([named.get(argument, argument) for argument in arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("stitext: ")
    assert [path.name for path in tmp_path.iterdir()] == ["draft.docx"]


@pytest.mark.model
def test_check_reports_each_document_of_a_zip_file(tmp_path, capsys):
    path = tmp_path / "archive.zip"
    path.write_bytes(zip_bytes({"a.docx": _docx("湖を調べる。"), "sub/a.docx": _docx("毎月続ける。")}))
    (tmp_path / "reports").mkdir()
    assert main(["check", str(path), "-o", str(tmp_path / "reports"), "--format", "json"]) == 0
    reports = sorted(file.name for file in (tmp_path / "reports").iterdir())
    assert reports == ["a.docx-2.json", "a.docx.json"]
    names = {json.loads((tmp_path / "reports" / name).read_text())["document"]["name"] for name in reports}
    assert names == {"archive.zip/a.docx", "archive.zip/sub/a.docx"}


@pytest.mark.model
def test_tag_names_the_members_of_containers(tmp_path, capsys):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", "若手研究者を派遣する。")
    (tmp_path / "archive.zip").write_bytes(stream.getvalue())
    assert main(["tag", str(tmp_path), "-o", "-"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["document"] == f"{(tmp_path / 'archive.zip').as_posix()}/a.txt"
