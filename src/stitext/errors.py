"""The errors of stitext, named by cause.

Every error carries a stable ``code``, and a message that says what happened, where, and what to do next.
``EXIT_CODES`` and ``HTTP_STATUS`` are the one place that maps an error to a command's exit code and to an
HTTP status.
"""

from __future__ import annotations


class StitextError(Exception):
    """An error whose message is meant for the person who uses stitext.

    Parameters
    ----------
    message
        What happened, where, and what to do next.
    code
        A stable, readable name of the cause; the class's own ``code`` where none is given.
    """

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class UsageError(StitextError):
    """The request itself can't be meant: options that exclude each other, a missing column."""

    code = "usage"


class SourceError(StitextError):
    """An input can't be read: missing, empty, damaged, encrypted, scanned, too large."""

    code = "source-unreadable"


class OutputError(StitextError):
    """A result can't be written: the place exists, is not writable, or the disk is full."""

    code = "output-unwritable"


class FrameworkError(StitextError):
    """A framework is unknown, or its files break the format."""

    code = "framework-invalid"


class CorpusError(StitextError):
    """Labelled data break the format, or are too few for what is asked."""

    code = "corpus-invalid"


class ModelError(StitextError):
    """A model is missing, damaged, or does not fit what it is used with."""

    code = "model-unusable"


class SettingsError(StitextError):
    """A setting is unknown or has a value that is not allowed."""

    code = "settings-invalid"


EXIT_OK = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_FAILED = 3

EXIT_CODES: dict[type[StitextError], int] = {
    StitextError: EXIT_FAILED,
    UsageError: EXIT_USAGE,
    SourceError: EXIT_FAILED,
    OutputError: EXIT_FAILED,
    FrameworkError: EXIT_USAGE,
    CorpusError: EXIT_FAILED,
    ModelError: EXIT_FAILED,
    SettingsError: EXIT_USAGE,
}

HTTP_STATUS: dict[type[StitextError], int] = {
    StitextError: 500,
    UsageError: 400,
    SourceError: 422,
    OutputError: 500,
    FrameworkError: 404,
    CorpusError: 422,
    ModelError: 503,
    SettingsError: 400,
}


def exit_code(error: StitextError) -> int:
    """Return the exit code of a command that ends with ``error``.

    Parameters
    ----------
    error
        The error that ended the command.

    Returns
    -------
    int
        2 where the request was at fault, 3 where an input, output or model was.
    """
    return EXIT_CODES[type(error)]


def http_status(error: StitextError) -> int:
    """Return the HTTP status of a response that reports ``error``.

    Parameters
    ----------
    error
        The error to report.

    Returns
    -------
    int
        A status from 400 to 599.
    """
    return HTTP_STATUS[type(error)]
