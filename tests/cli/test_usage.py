"""What can't be meant is refused before anything is loaded; an end is always an exit code."""

import os
import subprocess
import sys

import pytest

from stitext.cli.check import _report_names
from stitext.cli.main import main


def _names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "draft.txt"
    path.write_text("タイの大学と共同で土壌を調べる。\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "DRAFT", "--format", "docx"],
        ["check", "DRAFT", "--fail-on", "addressed"],
        ["check", "DRAFT", "--lang", "fr"],
        ["check", "DRAFT", "-o", "report.docx"],
        ["check", "DRAFT", "-o", "reports/"],
        ["check", "DRAFT", "DRAFT", "--format", "html"],
        ["check", "DRAFT", "DRAFT", "-o", "both.html"],
        ["check", "-", "-"],
        ["check", "FOLDER"],
        ["tag", "DRAFT"],
        ["tag", "DRAFT", "-o", "tags.xlsx"],
        ["tag", "DRAFT", "-o", "tags.jsonl", "--format", "parquet"],
        ["tag-rows", "DRAFT"],
        ["explain"],
        ["serve", "--port", "0"],
        ["no-such-command"],
    ],
    ids=" ".join,
)
def test_a_request_that_cannot_be_meant_ends_with_2_and_writes_nothing(arguments, draft, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    named = {"DRAFT": str(draft), "FOLDER": str(tmp_path)}
    assert main([named.get(argument, argument) for argument in arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("stitext: ")
    assert _names(tmp_path) == ["draft.txt"]


@pytest.mark.parametrize(
    "command", [["check", "DRAFT"], ["tag", "DRAFT", "--format", "jsonl"], ["tag-rows", "DRAFT"]], ids=" ".join
)
@pytest.mark.parametrize(
    ("place", "code"), [("taken.txt", "output-exists"), ("no/out.txt", "output-folder-missing")], ids=str
)
def test_an_output_that_cannot_be_written_is_refused_before_the_work(command, place, code, draft, tmp_path, capsys):
    (tmp_path / "taken.txt").write_text("前の結果", encoding="utf-8")
    arguments = [str(draft) if argument == "DRAFT" else argument for argument in command]
    assert main([*arguments, "-o", str(tmp_path / place)]) == 3
    assert f"[{code}]" in capsys.readouterr().err
    assert (tmp_path / "taken.txt").read_text(encoding="utf-8") == "前の結果"


def test_check_refuses_a_folder_of_reports_in_which_one_exists(draft, tmp_path, capsys):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "draft.txt.html").write_text("前", encoding="utf-8")
    assert main(["check", str(draft), "-o", str(tmp_path / "reports"), "--format", "html"]) == 3
    assert "[output-exists]" in capsys.readouterr().err


def test_reports_of_files_with_one_name_do_not_overwrite_each_other(tmp_path):
    files = [tmp_path / "a" / "draft.docx", tmp_path / "b" / "draft.docx", tmp_path / "draft.pdf"]
    assert _report_names(files, ".html") == ["draft.docx.html", "draft.docx-2.html", "draft.pdf.html"]


def test_a_full_disk_behind_standard_output_is_said(run_stitext):
    result = run_stitext("framework", "list", shell_before="exec 1>/dev/full")
    assert result.returncode == 3
    assert "[disk-full]" in result.stderr.decode()
    assert "Traceback" not in result.stderr.decode()


def test_a_reader_that_has_left_is_no_error_to_talk_about():
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-c", "from stitext.cli.main import run; run()", "framework", "list"]
    result = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writer)
    assert result.returncode == 141
    assert result.stderr == b""


def test_a_file_that_outgrows_its_limit_is_not_written_in_part(run_stitext, tmp_path):
    code = (
        "import sys; from pathlib import Path; from stitext.cli.output import write_output;"
        "from stitext.errors import StitextError\n"
        "try:\n    write_output('あ' * 1_000_000, Path('big.txt'), overwrite=False)\n"
        "except StitextError as error:\n    sys.exit(error.code)"
    )
    command = ["/bin/sh", "-c", 'ulimit -f 64; exec "$@"', "sh", sys.executable, "-c", code]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.stderr.strip() == "disk-full"
    assert _names(tmp_path) == []


def test_japanese_reaches_a_pipe_as_utf8_whatever_the_locale(run_stitext):
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    result = run_stitext("framework", "list", env=environment)
    assert result.returncode == 0
    assert "科学技術の国際展開" in result.stdout.decode("utf-8")


def test_empty_standard_input_is_refused(run_stitext):
    result = run_stitext("check", "-", input=b" \n")
    assert result.returncode == 3
    assert "[source-empty]" in result.stderr.decode()


def test_tag_of_a_folder_without_documents_says_so(tmp_path, capsys):
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "photo.raw").write_bytes(b"\0")
    assert main(["tag", str(tmp_path / "archive"), "-o", str(tmp_path / "tags.jsonl")]) == 3
    assert "[source-missing]" in capsys.readouterr().err
    assert _names(tmp_path) == ["archive"]


def test_tag_does_not_read_its_own_earlier_output(tmp_path, capsys):
    (tmp_path / "tags.csv").write_text("前の結果", encoding="utf-8")
    assert main(["tag", str(tmp_path), "-o", str(tmp_path / "tags.csv"), "--overwrite"]) == 3
    assert "[source-missing]" in capsys.readouterr().err
    assert (tmp_path / "tags.csv").read_text(encoding="utf-8") == "前の結果"


def test_a_terminated_run_leaves_no_part_of_a_file(tmp_path):
    code = (
        "import os, signal, sys; from pathlib import Path; from stitext.cli import main; "
        "from stitext.cli.output import OutputFile\n"
        "def work(arguments):\n"
        "    with OutputFile(Path('out.jsonl'), overwrite=False) as output:\n"
        "        output.write('半分')\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "main.main = work\n"
        "main.run()"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert result.returncode == 143
    assert _names(tmp_path) == []
