"""Recognition: the picture of a page goes in, the runs of characters that tesseract sees in it come out.

Tesseract is a program of its own with data for each language; it is called as it is installed, and nothing else stands
in for it. Recognized text has errors, which the document's warnings say.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import NamedTuple

import pypdfium2  # type: ignore[import-untyped]

from stitext.errors import SourceError
from stitext.reading.pdf_runs import Run, is_wide, make_run

_DPI = 300  # Source: tesseract's documentation, "Improving the quality of the output": at least 300 dpi.
_MOST_PIXELS = 40_000_000  # A3 at 400 dpi; larger pages are drawn smaller
_LEAST_CONFIDENCE = 20.0  # of 100; words below are specks and lines of drawings
_SECONDS = 120.0  # for one page; a dense page takes some ten
_NEAR = 0.3  # share by which the height of a line may differ from the usual one and still be the usual type
_WIDE_GAP = 1.5  # em; wider gaps part columns and cells
_LANGUAGES = ("jpn", "eng")
_HOW_TO_INSTALL = (
    "次のように入れてください。Debian・Ubuntu: sudo apt install tesseract-ocr tesseract-ocr-jpn、"
    "macOS: brew install tesseract tesseract-lang、"
    "Windows: tesseract のインストーラーで Japanese を選ぶ（PATH に加える）。"
)


class Recognizer(NamedTuple):
    """Tesseract as it is installed: the program's path and its languages."""

    program: str
    languages: str

    def recognize(self, page: pypdfium2.PdfPage, name: str, number: int) -> list[Run]:
        """Recognize the characters of a page.

        Parameters
        ----------
        page
            An open page.
        name
            The file's name, for messages.
        number
            The page's number, from 1.

        Returns
        -------
        list of Run
            One for each line, two where a wide gap parts it, in points from the page's upper left corner.

        Raises
        ------
        SourceError
            If tesseract fails or takes too long (``ocr-failed``).
        """
        width, height = page.get_size()
        scale = min(_DPI / 72, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        table = self._run(_picture(page, scale), name, number, dpi=round(scale * 72))
        return _runs(table, scale)

    def _run(self, picture: bytes, name: str, number: int, *, dpi: int) -> str:
        command = [self.program, "-", "-", "-l", self.languages, "--dpi", str(dpi), "--psm", "3", "tsv"]
        # One thread: tesseract's own threads cost more than they bring on pages of this size.
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            done = subprocess.run(  # noqa: S603  the program found by its name, no shell
                command, input=picture, capture_output=True, timeout=_SECONDS, env=environment, check=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise SourceError(
                f"{name}: {number} ページの文字認識に失敗しました（{type(error).__name__}）。"
                "tesseract が単独で動くか確かめるか、OCR なしで読んでください。",
                code="ocr-failed",
            ) from error
        return done.stdout.decode("utf-8", errors="replace")


def find_recognizer() -> Recognizer:
    """Find tesseract with its data for Japanese and English.

    Returns
    -------
    Recognizer
        For ``read_pdf``.

    Raises
    ------
    SourceError
        If tesseract or its data are not installed (``ocr-missing``); the message says how to install them.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise SourceError(f"文字認識（OCR）に使う tesseract がありません。{_HOW_TO_INSTALL}", code="ocr-missing")
    try:
        listed = subprocess.run(  # noqa: S603  the program found by its name, no shell
            [program, "--list-langs"], capture_output=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SourceError(f"tesseract が動きません。{_HOW_TO_INSTALL}", code="ocr-missing") from error
    installed = set(listed.stdout.decode(errors="replace").split())
    missing = [language for language in _LANGUAGES if language not in installed]
    if missing:
        names = "、".join(missing)
        raise SourceError(f"tesseract のデータ（{names}）がありません。{_HOW_TO_INSTALL}", code="ocr-missing")
    return Recognizer(program, "+".join(_LANGUAGES))


def _picture(page: pypdfium2.PdfPage, scale: float) -> bytes:
    """Draw a page in shades of gray, as a PGM file."""
    bitmap = page.render(scale=scale, grayscale=True, rev_byteorder=False)
    try:
        rows = bytes(bitmap.buffer)
        lines = (rows[start : start + bitmap.width] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride))
        return f"P5 {bitmap.width} {bitmap.height} 255\n".encode() + b"".join(lines)
    finally:
        bitmap.close()


class _Word(NamedTuple):
    """A word: its line (the numbers of block, paragraph and line), its text, its box with the height of its line."""

    line: tuple[str, ...]
    text: str
    box: tuple[float, float, float, float]


def _runs(table: str, scale: float) -> list[Run]:
    """Make runs of tesseract's table of words, one a line but for wide gaps: it cuts Japanese into words at will."""
    words: list[_Word] = []
    line_box = (0.0, 0.0, 0.0, 0.0)
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != 12:
            continue
        left, top, width, height = (float(field) / scale for field in fields[6:10])
        box = (left, top, left + width, top + height)
        if fields[0] == "4":
            line_box = box
        elif fields[0] == "5" and fields[11].strip() and float(fields[10]) >= _LEAST_CONFIDENCE and width > 0:
            # All words of a line get its height, so that they stand on one line whatever their letters.
            words.append(_Word(tuple(fields[2:5]), fields[11].strip(), (box[0], line_box[1], box[2], line_box[3])))
    heights = sorted(word.box[3] - word.box[1] for word in words)
    usual = heights[len(heights) // 2] if heights else 0.0
    runs: list[Run] = []
    line: tuple[str, ...] = ()
    for word in words:
        height = word.box[3] - word.box[1]
        run = make_run(word.text, word.box, usual if abs(height - usual) < _NEAR * usual else height)
        if runs and word.line == line and -run.em < run.left - runs[-1].right < _WIDE_GAP * run.em:
            runs[-1] = _joined(runs[-1], run)
        else:
            runs.append(run)
        line = word.line
    return runs


def _joined(before: Run, after: Run) -> Run:
    """Join two words of a line, with a blank between Latin ones."""
    text, lefts, rights = before.text, before.lefts[:], before.rights[:]
    if not is_wide(text[-1]) and not is_wide(after.text[0]):
        text += " "
        lefts.append(before.right)
        rights.append(after.left)
    return before._replace(text=text + after.text, lefts=lefts + after.lefts, rights=rights + after.rights)
