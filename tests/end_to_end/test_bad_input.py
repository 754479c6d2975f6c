"""Bad input gets a clear error that names the file, and nothing else is lost."""

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from docx import Document as WordDocument
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.model

GOOD = (
    "1. 目的\n本研究は、流域の水質を衛星と現地の観測で測り、下流の村の井戸に砒素が広がる仕組みを明らかにする。"
    "州の水道局と住民212戸に聞き取り、飲み水の調べ方を知りたいとの声を受けて課題を定めた。\n"
    "2. 体制\n両国の代表者による運営委員会を年2回開き、国際室のURA2名が契約と渡航の手続きを受け持つ。"
    "博士課程の学生3名を毎年4か月派遣し、採水班の責任者を務めさせる。打合せは月1回オンラインで行い、"
    "採水の実習は現地で対面で行う。試料の扱いは倫理審査を経て、個人の情報は切り離して保管する。\n"
)


def run(*arguments, **options):
    command = [Path(sys.executable).with_name("stitext"), *(str(argument) for argument in arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, **options)


def pdf(*, text=True, encrypt=None):
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=encrypt)
    if text:
        canvas.drawString(72, 700, "a page")
    else:
        canvas.rect(72, 600, 200, 80, fill=1)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def docx():
    stream = io.BytesIO()
    word = WordDocument()
    word.add_paragraph("本文")
    word.save(stream)
    return stream.getvalue()


BAD_FILES = {
    "empty.txt": (b"", "source-empty"),
    "blank.txt": (" \r\n\t　\n".encode(), "source-blank"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "source-binary"),
    "encrypted.pdf": (pdf(encrypt=StandardEncryption("secret")), "source-encrypted"),
    "damaged.pdf": (pdf()[:200] + b"\x00" * 50, "source-damaged"),
    "scanned.pdf": (pdf(text=False), "source-scanned"),
    "damaged.docx": (docx()[:400], "source-damaged"),
    "old.doc": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "source-damaged" if shutil.which("soffice") else "source-old-format",
    ),
    "encrypted.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "source-"),
    "film.mp4": (b"\x00" * 100, "source-unsupported"),
}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """One call with all bad files and a missing one between two good ones."""
    folder = tmp_path_factory.mktemp("inputs")
    for name, (data, _) in BAD_FILES.items():
        (folder / name).write_bytes(data)
    for name in ("first.txt", "last.txt"):
        (folder / name).write_text(GOOD, encoding="utf-8")
    names = ["first.txt", *BAD_FILES, "missing.txt", "last.txt"]
    return run("check", *names, "--format", "json", "-o", "out/", cwd=folder), folder


def test_the_pdf_without_text_can_be_opened():
    assert len(pypdfium2.PdfDocument(pdf(text=False))) == 1


def test_good_files_are_done_beside_bad_ones(done):
    result, folder = done
    assert result.returncode == 3
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["first.txt.json", "last.txt.json"]


def test_tagging_goes_on_after_bad_files(done):
    _, folder = done
    result = run("tag", "first.txt", "empty.txt", "scanned.pdf", "last.txt", "-o", "-", cwd=folder)
    assert result.returncode == 3
    assert {json.loads(line)["document"] for line in result.stdout.splitlines()} == {"first.txt", "last.txt"}
    assert all(name in result.stderr for name in ("empty.txt", "scanned.pdf"))
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("name", BAD_FILES)
def test_each_bad_file_is_named_with_its_cause_and_without_a_traceback(done, name):
    result, _ = done
    line = next((line for line in result.stderr.splitlines() if name in line), "")
    assert BAD_FILES[name][1] in line
    assert "Traceback" not in result.stderr


def test_a_missing_file_is_named(done):
    result, _ = done
    assert any("missing.txt" in line and "source-missing" in line for line in result.stderr.splitlines())


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [
        (("check", "good.txt", "doubled"), 2, "usage"),
        (("check", "good.txt", "-o", "there.html"), 3, "output-exists"),
        (("check", "good.txt", "-o", "no/such/folder/report.html"), 3, "output-folder-missing"),
        (("check", "good.txt", "-o", f"{'x' * 300}.html"), 3, "output-unwritable"),
        (("check", "good.txt", "-o", "good.txt/report.html"), 3, "output-folder-missing"),
        (("check", "good.txt", "--framework", "no-such-framework"), 2, "framework-unknown"),
        (("check", "good.txt", "--framework", "doubled"), 2, "framework-invalid"),
        (("check", f"{'x' * 300}.txt"), 3, "source-unreadable"),
        (("tag", f"{'x' * 300}.txt", "-o", "-"), 3, "source-unreadable"),
        (("tag-rows", f"{'x' * 300}.csv", "-o", "-"), 3, "source-unreadable"),
        (("train", "-o", "x" * 300), 3, "output-unwritable"),
        (("tag-rows", "rows.csv", "--text", "本文", "-o", "out.jsonl"), 2, "column-missing"),
    ],
)
def test_a_mistaken_call_says_what_and_leaves_nothing_behind(tmp_path, arguments, exit_code, code):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "there.html").write_text("mine", encoding="utf-8")
    (tmp_path / "rows.csv").write_text("番号,文\n1,あ\n", encoding="utf-8")
    small = Path(__file__).parents[1] / "data" / "framework-small"
    (tmp_path / "doubled").mkdir()
    for file in small.iterdir():
        text = file.read_text(encoding="utf-8")
        (tmp_path / "doubled" / file.name).write_text(text.replace('id = "C1.2"', 'id = "C1.1"', 1), encoding="utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    result = run(*arguments, cwd=tmp_path)
    assert (result.returncode, code in result.stderr) == (exit_code, True), result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert (tmp_path / "there.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_t_be_written_is_named(tmp_path):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    result = run("check", "good.txt", "-o", "locked/report.html", cwd=tmp_path)
    assert result.returncode == 3
    assert "output-unwritable" in result.stderr
