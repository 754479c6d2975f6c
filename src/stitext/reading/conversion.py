"""Conversion: the bytes of an old Office file go in, those of the present format come out, by LibreOffice.

LibreOffice runs without a window and with a profile of its own that is thrown away; macros are not run. Where it is
not installed, the message says so.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from stitext.errors import SourceError

CONVERTED = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pptx"}
_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 100
_MEMORY_BYTES = 4 << 30  # address space; LibreOffice maps some 1.5 GiB before it reads anything
_FILTERS = {".docx": "docx:MS Word 2007 XML", ".xlsx": "xlsx:Calc MS Excel 2007 XML", ".pptx": "pptx"}
_SIGNATURES = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)


def convert(data: bytes, name: str, suffix: str) -> bytes:
    """Convert an old Office file.

    Parameters
    ----------
    data
        The file's bytes.
    name
        The file's name, for messages.
    suffix
        Its extension, one of ``CONVERTED``.

    Returns
    -------
    bytes
        The file in the format that ``CONVERTED`` names.

    Raises
    ------
    SourceError
        If LibreOffice is not installed (``source-old-format``), or can't read the file (``source-damaged``).
    """
    target = CONVERTED[suffix]
    if not data.startswith(_SIGNATURES):
        raise SourceError(
            f"{name}: 中身が {suffix} ではありません。元のソフトで開き、{target} として保存し直してください。",
            code="source-damaged",
        )
    program = next((found for candidate in _PROGRAMS if (found := shutil.which(candidate))), None)
    if program is None:
        raise SourceError(
            f"{name}: {suffix} を読むには LibreOffice が要りますが、この計算機にありません。LibreOffice を入れるか、"
            f"元のソフトで開いて {target} として保存し直してください。",
            code="source-old-format",
        )
    with tempfile.TemporaryDirectory(prefix="stitext-") as folder:
        source = Path(folder) / f"source{suffix}"
        source.write_bytes(data)
        message = _run(program, source, Path(folder), _FILTERS[target])
        result = source.with_suffix(target)
        if message is None and result.is_file() and result.stat().st_size:
            return result.read_bytes()
    raise SourceError(
        f"{name}: LibreOffice が {suffix} を変換できません（{message or '結果がありません'}）。"
        f"元のソフトで開き、{target} として保存し直してください。",
        code="source-damaged",
    )


def _run(program: str, source: Path, folder: Path, output_filter: str) -> str | None:
    """Run LibreOffice in a group of its own, so that all of it can be ended; return what went wrong."""
    command = [
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        output_filter,
        "--outdir",
        str(folder),
        str(source),
    ]
    try:
        process = subprocess.Popen(  # noqa: S603 (a program of this machine on a file that we wrote)
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=None if sys.platform == "win32" else _limit_memory,
        )
    except OSError as error:
        return str(error.strerror)
    try:
        code = process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return f"{_SECONDS} 秒で終わりません"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return None if code == 0 else f"終了コード {code}"


def _limit_memory() -> None:
    """Give LibreOffice a limit of its own, in place of that of the process that starts it."""
    if sys.platform != "win32":
        import resource  # not on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = _MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(_MEMORY_BYTES, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
