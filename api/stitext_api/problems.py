"""Errors → ``application/problem+json`` (RFC 9457), with stitext's own ``code``."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from stitext.errors import StitextError, http_status
from stitext.records import Record

MEDIA_TYPE = "application/problem+json"

_TITLES = {
    400: "要求に誤りがあります",
    404: "見つかりません",
    405: "このメソッドは使えません",
    413: "本文が大きすぎます",
    415: "この Content-Type は受け取れません",
    422: "内容を読めません",
    500: "不具合です",
    503: "モデルを使えません",
}
_CODES = {400: "request-invalid", 404: "path-unknown", 405: "method-not-allowed"}
_DETAILS = {
    400: "本文を読めません。送り方を確かめてください（/openapi.json）。",
    404: "この URL はありません。使える URL は /openapi.json にあります。",
    405: "この URL で使えるメソッドは Allow ヘッダーにあります。",
}


class Problem(Record):
    """The body of every error response.

    ``type`` is ``urn:stitext:problem:`` and the ``code``, which is stable; ``detail`` says what happened and what to
    do next.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str

    def response(self, headers: dict[str, str] | None = None) -> JSONResponse:
        """Return the response that carries this problem.

        Parameters
        ----------
        headers
            Headers to add.

        Returns
        -------
        JSONResponse
            With the problem's status.
        """
        return JSONResponse(self.model_dump(), status_code=self.status, media_type=MEDIA_TYPE, headers=headers)


class RequestProblemError(Exception):
    """A request that HTTP itself refuses: too large, of another type, not in form.

    Parameters
    ----------
    problem
        What to answer.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def problem_of(status: int, code: str, detail: str) -> Problem:
    """Make a problem with the title of its status.

    Parameters
    ----------
    status
        HTTP status, 400 to 599.
    code
        A stable, readable name of the cause.
    detail
        What happened, and what to do next.

    Returns
    -------
    Problem
        The problem.
    """
    return Problem(
        type=f"urn:stitext:problem:{code}",
        title=_TITLES.get(status, "要求に応えられません"),
        status=status,
        detail=detail,
        code=code,
    )


INTERNAL = problem_of(500, "internal", "stitext の不具合です。同じ文書で繰り返すなら、時刻を添えて知らせてください。")

PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"description": title, "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
    for status, title in _TITLES.items()
}


def invalid(error: ValidationError | RequestValidationError) -> Problem:
    """Say what is wrong with a request's values, without quoting them.

    Parameters
    ----------
    error
        What pydantic found.

    Returns
    -------
    Problem
        With status 422.
    """
    found = [f"{'.'.join(str(part) for part in e['loc']) or 'body'}: {e['msg']}" for e in error.errors()]
    return problem_of(422, "request-invalid", f"要求の値が使えません。{'; '.join(found)}")


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error of the service with a problem.

    Parameters
    ----------
    app
        The service.
    """
    app.add_exception_handler(StitextError, _stitext_problem)
    app.add_exception_handler(RequestProblemError, _request_problem)
    app.add_exception_handler(RequestValidationError, _validation_problem)
    app.add_exception_handler(HTTPException, _http_problem)


async def _stitext_problem(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, StitextError):
        raise error
    return problem_of(http_status(error), error.code, error.message).response()


async def _request_problem(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestProblemError):
        raise error
    return error.problem.response()


async def _validation_problem(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    return invalid(error).response()


async def _http_problem(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    status = error.status_code
    problem = problem_of(status, _CODES.get(status, "http-error"), _DETAILS.get(status, str(error.detail)))
    return problem.response(dict(error.headers or {}))
