"""The process of its own: requests come in on standard input, documents or errors go out on standard output.

It is started by ``isolation`` alone, and ends when its input ends. A request is a line of JSON and the bytes of a file;
an answer is a line with its kind and length, and that many bytes.
"""

from __future__ import annotations

import json
import os
import sys
from typing import IO, Any

from stitext.errors import SourceError, StitextError
from stitext.reading import files
from stitext.reading.forms import Form
from stitext.settings import Settings


def serve() -> None:
    """Answer requests until standard input ends."""
    _limit_memory(int(sys.argv[2]))
    # What a parser prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while head := sys.stdin.buffer.readline():
        request = json.loads(head)
        try:
            _serve_one(request, sys.stdin.buffer.read(request["n_bytes"]), answers)
        except MemoryError:
            _answer_error(answers, _too_heavy(request["name"]))
            return  # a fresh process is better than one that is full


def _limit_memory(n_bytes: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # not on Windows

    for limit, most in ((resource.RLIMIT_AS, n_bytes), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(limit)
        # The hard limit stays: LibreOffice and tesseract, which are started from here, have limits of their own.
        resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _serve_one(request: dict[str, Any], data: bytes, answers: IO[bytes]) -> None:
    name = request["name"]
    try:
        form = None if request["form"] is None else Form(frozenset(request["form"]))
        settings = Settings.model_validate(request["settings"])
        document = files.read_bytes(data, name, settings, ocr=request["ocr"], form=form)
        payload = document.model_dump_json().encode()
    except StitextError as error:
        _answer_error(answers, error)
    except MemoryError:
        raise
    except Exception as error:  # a parser may raise anything at a malformed file
        _answer_error(
            answers,
            SourceError(
                f"{name}: 中身を読めません（{type(error).__name__}）。壊れているか、規格から外れたファイルです。"
                "元のソフトから書き出し直してください。",
                code="source-damaged",
            ),
        )
    else:
        _answer(answers, "document", payload)


def _too_heavy(name: str) -> SourceError:
    return SourceError(
        f"{name}: 読むのに要るメモリーが上限を超えました。ファイルを分けるか、元のソフトから書き出し直してください。",
        code="source-too-heavy",
    )


def _answer_error(answers: IO[bytes], error: StitextError) -> None:
    found = {"class": type(error).__name__, "code": error.code, "message": error.message}
    _answer(answers, "error", json.dumps(found).encode())


def _answer(answers: IO[bytes], kind: str, payload: bytes) -> None:
    answers.write(f"{kind} {len(payload)}\n".encode())
    answers.write(payload)
    answers.flush()
