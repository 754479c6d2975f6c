"""Old Office files go through LibreOffice where it is installed; where it is not, that is said."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from stitext.errors import SourceError
from stitext.reading import conversion
from stitext.reading.files import read_bytes
from stitext.settings import Settings
from tests.reading.cases import check_document, pptx_bytes, rtf_bytes, texts, xlsx_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
OFFICE = shutil.which("soffice")
SOURCES = {
    ".doc": (".rtf", rtf_bytes("湖を調べる。\\par")),
    ".xls": (".xlsx", xlsx_bytes({"表": [["湖を調べる。"]]})),
    ".ppt": (".pptx", pptx_bytes("題", "湖を調べる。")),
}


@pytest.mark.parametrize("suffix", SOURCES)
def test_without_libreoffice_the_message_says_what_to_do(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    with pytest.raises(SourceError) as caught:
        read_bytes(OLE, f"draft{suffix}", Settings())
    assert caught.value.code == "source-old-format"
    assert "LibreOffice" in caught.value.message
    assert f"draft{suffix}" in caught.value.message


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", SOURCES)
def test_with_libreoffice_old_files_are_read_under_their_own_format(suffix: str, tmp_path: Path) -> None:
    made_from, data = SOURCES[suffix]
    (tmp_path / f"old{made_from}").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), "--headless", profile, "--convert-to", suffix[1:], "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / f"old{made_from}")], check=True, capture_output=True, timeout=120)
    if not (tmp_path / f"old{suffix}").is_file():
        pytest.skip(f"this LibreOffice can't write {suffix}: one of its parts is not installed")
    document = read_bytes((tmp_path / f"old{suffix}").read_bytes(), f"old{suffix}", Settings())
    check_document(document)
    assert document.format == suffix[1:]
    assert "湖を調べる。" in texts(document)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_a_conversion_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "_SECONDS", 0.01)
    with pytest.raises(SourceError) as caught:
        conversion.convert(OLE, "draft.doc", ".doc")
    assert caught.value.code == "source-damaged"
    assert "秒" in caught.value.message
