"""Isolation: a file goes in, its ``Document`` comes out, and whatever the file does to its parser stays outside.

Parsers of PDF and Office files are large programs in C and C++ that are fed by strangers. They run in a process of
their own, which has a limit on memory and is killed when its time is over. The process is kept for the next file, so
that its start (some 0.6 seconds) is paid once, and is replaced when it dies, is killed, or has read many files. Plain
text is read where it is, its reader being our own.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import weakref
from pathlib import Path, PurePath
from typing import IO, NamedTuple

from stitext import errors
from stitext.errors import SourceError, StitextError
from stitext.reading import files
from stitext.reading.forms import Form
from stitext.records import Document
from stitext.settings import Settings

SECONDS = 120.0  # 3,000 pages of dense text, the most that the settings allow by default, take some 60
RECOGNITION_SECONDS = 3_600.0  # tesseract takes some 5 seconds for a page
MEMORY_BYTES = 1 << 30  # a Word file of 5 million characters takes 0.7 GiB; what takes more is made to take more

_PLAIN_SUFFIXES = frozenset({".txt", ".md", ".csv"})
_MOST_FILES = 200  # read by one process; what its parsers leak goes with it
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from stitext.reading.isolated import serve; serve()"


class _Answer(NamedTuple):
    """What the process answered: a document, or the class, code and message of an error."""

    is_document: bool
    payload: bytes


class IsolatedReader:
    """Reads files in a process of its own; may be used by several threads, one file at a time.

    Parameters
    ----------
    seconds
        After so many the process is killed and the file refused.
    recognition_seconds
        The same for files whose pages are recognized.
    memory_bytes
        The process can't have more, where the system can hold it to that (not on Windows and macOS).
    """

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        recognition_seconds: float = RECOGNITION_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._seconds = seconds
        self._recognition_seconds = recognition_seconds
        self._memory_bytes = memory_bytes
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0  # the process that started it; one that was forked later starts its own
        self._n_read = 0
        self._finalizer: weakref.finalize[..., IsolatedReader] | None = None

    def start(self) -> None:
        """Start the process now, so that it gets ready while other things are loaded."""
        with self._lock:
            self._running()

    def close(self) -> None:
        """End the process; the next file starts another."""
        with self._lock:
            self._end()

    def read_file(self, path: Path, settings: Settings, *, ocr: bool = False) -> Document:
        """Read one file, as ``files.read_file`` does.

        Parameters
        ----------
        path
            A file with one of the extensions in ``files.SUPPORTED_SUFFIXES``.
        settings
            The limits on bytes, pages and characters.
        ocr
            Whether pages without text are recognized.

        Returns
        -------
        Document
            The document.

        Raises
        ------
        SourceError
            As ``read_bytes`` does, or if the file is missing or can't be read.
        """
        return self.read_bytes(files.load_file(path, settings), path.name, settings, ocr=ocr)

    def read_bytes(
        self, data: bytes, name: str, settings: Settings, *, ocr: bool = False, form: Form | None = None
    ) -> Document:
        """Read the bytes of one file, as ``files.read_bytes`` does.

        Parameters
        ----------
        data
            The file's bytes.
        name
            The file's name with its extension.
        settings
            The limits on bytes, pages and characters.
        ocr
            Whether pages without text are recognized.
        form
            The empty form that the file was made from; None where there is none at hand.

        Returns
        -------
        Document
            The document.

        Raises
        ------
        SourceError
            If the content can't be used; with the code ``source-too-slow``, ``source-too-heavy`` or
            ``source-crashed`` where the parser took too long, too much memory, or died.
        """
        if PurePath(name).suffix.lower() in _PLAIN_SUFFIXES:
            return files.read_bytes(data, name, settings, form=form)
        request = {
            "name": name,
            "settings": settings.model_dump(mode="json"),
            "ocr": ocr,
            "form": None if form is None else sorted(form.keys),
            "n_bytes": len(data),
        }
        answer = self._ask(json.dumps(request).encode() + b"\n", data, name, ocr=ocr)
        if answer.is_document:
            return Document.model_validate_json(answer.payload)
        raise _error(answer.payload)

    def _ask(self, head: bytes, data: bytes, name: str, *, ocr: bool) -> _Answer:
        seconds = self._recognition_seconds if ocr else self._seconds
        with self._lock:
            process = self._running()
            late = threading.Event()
            timer = threading.Timer(seconds, _kill_late, (process, late))
            timer.start()
            try:
                answer = _exchange(process, head, data)
            finally:
                timer.cancel()
            self._n_read += 1
            if answer is not None:
                if self._n_read >= _MOST_FILES:
                    self._end()
                return answer
            self._end()
            if late.is_set():
                raise SourceError(
                    f"{name}: {seconds:,.0f} 秒たっても読み終わらないため打ち切りました。"
                    "壊れているか、異常に複雑なファイルです。元のソフトから書き出し直すか、ファイルを分けてください。",
                    code="source-too-slow",
                )
            raise SourceError(
                f"{name}: 読取りの処理が異常終了しました（壊れたファイルか、メモリーを使い果たすファイルです）。"
                "元のソフトから書き出し直してください。",
                code="source-crashed",
            )

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner == os.getpid() and self._process.poll() is None:
            return self._process
        if self._owner == os.getpid():
            self._end()
        arguments = [json.dumps(sys.path), str(self._memory_bytes)]
        # A session of its own: what the process starts dies with it, and Ctrl-C reaches only its master.
        process = subprocess.Popen(  # noqa: S603  this interpreter and our own module
            [sys.executable, "-c", _START, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._process, self._owner, self._n_read = process, os.getpid(), 0
        self._finalizer = weakref.finalize(self, _end_process, process, os.getpid())
        return process

    def _end(self) -> None:
        if self._finalizer is not None:
            self._finalizer()
        self._process = self._finalizer = None


def _exchange(process: subprocess.Popen[bytes], head: bytes, data: bytes) -> _Answer | None:
    """Send a request and wait for its answer; None where the process dies before it has answered."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(head)
        process.stdin.write(data)
        process.stdin.flush()
    except OSError:
        return None
    line = process.stdout.readline()
    if not line.endswith(b"\n"):
        return None
    kind, n_bytes = line.split()
    payload = process.stdout.read(int(n_bytes))
    return _Answer(kind == b"document", payload) if len(payload) == int(n_bytes) else None


def _kill_late(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return  # it has ended by itself
    else:
        process.kill()


def _end_process(process: subprocess.Popen[bytes], owner: int) -> None:
    if owner != os.getpid():
        return
    _kill(process)
    process.wait()
    pipes: tuple[IO[bytes] | None, ...] = (process.stdin, process.stdout)
    for pipe in pipes:
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue  # what was left to send has nobody to go to


def _error(payload: bytes) -> StitextError:
    found = json.loads(payload)
    kind = getattr(errors, found["class"])
    error: StitextError = kind(found["message"], code=found["code"])
    return error
