"""Where results go: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from pathlib import Path
from types import TracebackType
from typing import NoReturn

from stitext.errors import OutputError

EXIT_BROKEN_PIPE = 141  # 128 + SIGPIPE, as shells report it
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class OutputFile:
    """A file that appears under its name only once all of it is written.

    Text goes to a hidden file in the same folder, which takes the file's place on ``commit``. Leaving the ``with``
    block without it removes the hidden file and leaves the place as it was.

    Parameters
    ----------
    path
        The file to write. A link is followed.
    overwrite
        Whether a file that exists may be replaced.

    Raises
    ------
    OutputError
        If the file exists, its folder does not, or it can't be written.
    """

    def __init__(self, path: Path, *, overwrite: bool) -> None:
        check_output(path, overwrite=overwrite)
        self.path = path
        self.overwrite = overwrite
        self._target = path.resolve()
        # The name is short whatever the target's is: file systems limit names to 255 bytes.
        self._part = self._target.with_name(f".stitext-{secrets.token_hex(8)}.part")
        self._committed = False
        try:
            self._stream = self._part.open("x", encoding="utf-8", newline="")
        except OSError as error:
            _refuse(path, error)

    def __enter__(self) -> OutputFile:
        """Return the file itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Remove what was written, unless it was committed."""
        if self._committed:
            return
        try:
            self._stream.close()
        except OSError:  # the disk is full, say; what was buffered is given up with the rest
            pass
        finally:
            self._part.unlink(missing_ok=True)

    def write(self, text: str) -> None:
        """Add text to the file.

        Parameters
        ----------
        text
            What to add; line breaks are kept as they are.

        Raises
        ------
        OutputError
            If the disk is full or fails.
        """
        try:
            self._stream.write(text)
        except OSError as error:
            _refuse(self.path, error)

    def write_bytes(self, data: bytes) -> None:
        """Add bytes to the file, as they are.

        Parameters
        ----------
        data
            What to add.

        Raises
        ------
        OutputError
            If the disk is full or fails.
        """
        try:
            self._stream.flush()
            self._stream.buffer.write(data)
        except OSError as error:
            _refuse(self.path, error)

    def commit(self) -> None:
        """Put the file in its place.

        Raises
        ------
        OutputError
            If the disk is full or fails, or another file has come to stand there meanwhile.
        """
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            check_output(self.path, overwrite=self.overwrite)
            self._part.replace(self._target)
        except OSError as error:
            _refuse(self.path, error)
        self._committed = True


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; a name that the system can't hold is none.

    Parameters
    ----------
    path
        A path as a user typed it.

    Returns
    -------
    bool
        False too where the path can't be looked at; what opens it then says why.
    """
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def check_output(path: Path, *, overwrite: bool) -> None:
    """Refuse a place that can't be written, before any work is done for it.

    Parameters
    ----------
    path
        The file to write.
    overwrite
        Whether a file that exists may be replaced.

    Raises
    ------
    OutputError
        If the path is no regular file, exists without ``overwrite``, or has no folder.
    """
    try:
        if path.is_dir():
            raise OutputError(
                f"出力先 {path} はフォルダーです。ファイル名まで書いてください。", code="output-is-folder"
            )
        if path.exists() and not path.is_file():
            raise OutputError(
                f"出力先 {path} は普通のファイルではありません。標準出力へ出すには -o を省くか -o - としてください。",
                code="output-unwritable",
            )
        if path.exists() and not overwrite:
            raise OutputError(
                f"出力先 {path} は既にあります。置き換えるなら --overwrite を付けてください。", code="output-exists"
            )
        if not path.resolve().parent.is_dir():
            raise OutputError(
                f"出力先のフォルダー {path.parent} がありません。作ってから、もう一度実行してください。",
                code="output-folder-missing",
            )
    except (OSError, ValueError) as error:  # a name that no file can have
        raise OutputError(f"出力先 {str(path)!r} は使えない名前です（{error}）。名前を変えてください。") from error


def write_output(text: str, path: Path, *, overwrite: bool) -> None:
    """Write a whole file.

    Parameters
    ----------
    text
        Its content.
    path
        The file to write.
    overwrite
        Whether a file that exists may be replaced.

    Raises
    ------
    OutputError
        If the file exists, its folder does not, or it can't be written.
    """
    with OutputFile(path, overwrite=overwrite) as output:
        output.write(text)
        output.commit()


def write_binary(data: bytes, path: Path, *, overwrite: bool) -> None:
    """Write a whole file that is no text.

    Parameters
    ----------
    data
        Its content.
    path
        The file to write.
    overwrite
        Whether a file that exists may be replaced.

    Raises
    ------
    OutputError
        If the file exists, its folder does not, or it can't be written.
    """
    with OutputFile(path, overwrite=overwrite) as output:
        output.write_bytes(data)
        output.commit()


def write_stdout(text: str) -> None:
    """Write to standard output, and end quietly where its reader has left.

    Parameters
    ----------
    text
        What to write.

    Raises
    ------
    OutputError
        If standard output leads to a disk that is full.
    SystemExit
        If the reader has closed the pipe.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError as error:
        # Python flushes standard output once more at its end, and must find something to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(EXIT_BROKEN_PIPE) from error
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _refuse(Path("-"), error)


def make_folder(path: Path) -> None:
    """Make the folder that results go to, where it does not exist.

    Parameters
    ----------
    path
        The folder; the one above it must exist.

    Raises
    ------
    OutputError
        If it can't be made.
    """
    try:
        path.mkdir(exist_ok=True)
    except FileNotFoundError as error:
        raise OutputError(
            f"出力先のフォルダー {path.parent} がありません。作ってから、もう一度実行してください。",
            code="output-folder-missing",
        ) from error
    except OSError as error:
        _refuse(path, error)


def _refuse(path: Path, error: OSError) -> NoReturn:
    name = "標準出力" if path == Path("-") else str(path)
    if error.errno in _FULL:
        raise OutputError(
            f"{name} を書き切れません。ディスクに空きがないか、大きさの上限を超えます（{error.strerror}）。"
            "空きを作るか、別の場所を -o で指定してください。",
            code="disk-full",
        ) from error
    raise OutputError(
        f"{name} に書けません（{error.strerror}）。書込み権限と名前を確かめるか、別の場所を -o で指定してください。",
        code="output-unwritable",
    ) from error
