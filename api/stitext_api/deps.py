"""What routes ask for: the loaded service, and the document that a request brings.

A document comes as ``multipart/form-data`` with one ``file``, or as ``application/json`` with ``text``; the request's
Content-Type tells which. Nothing is kept after the response.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated, Any, NamedTuple, TypeVar

import anyio
from fastapi import Depends, Request
from pydantic import Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from stitext import operations
from stitext.records import Document, Record, SimilarRequest
from stitext.resources import Resources
from stitext_api.problems import RequestProblemError, invalid, problem_of

_MULTIPART = "multipart/form-data"
_JSON = "application/json"
_T = TypeVar("_T")
_R = TypeVar("_R", bound=Record)


@dataclass(frozen=True)
class Service:
    """The loaded resources, and the lock that gives them to one request at a time: the parsers are not thread-safe."""

    resources: Resources
    lock: anyio.Lock

    async def run(self, work: Callable[[Resources], _T]) -> _T:
        """Do some work with the resources, in a thread of its own so that other requests are answered meanwhile.

        Parameters
        ----------
        work
            The work.

        Returns
        -------
        _T
            What the work gives.
        """
        async with self.lock:
            return await run_in_threadpool(work, self.resources)


class TextBody(Record):
    """A text in a JSON body; ``name`` is what the answer calls it."""

    text: str
    name: str = Field(default="text", min_length=1, max_length=255)


def service_of(request: Request) -> Service:
    """Return the service that the application loaded when it started.

    Parameters
    ----------
    request
        The request.

    Returns
    -------
    Service
        The service.
    """
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Service, Depends(service_of)]


async def no_query(request: Request) -> None:
    """Refuse query parameters: no route takes any, and one that is ignored would mislead.

    Parameters
    ----------
    request
        The request.

    Raises
    ------
    RequestProblemError
        If there are any.
    """
    if request.query_params:
        names = ", ".join(sorted(set(request.query_params)))
        detail = f"この URL はパラメーターを取りません: {names}。外して送り直してください。"
        raise RequestProblemError(problem_of(400, "query-unknown", detail))


async def posted_document(request: Request, service: ServiceDep) -> Document:
    """Read the document that a request brings.

    Parameters
    ----------
    request
        The request.
    service
        The service, whose settings limit the body's size.

    Returns
    -------
    Document
        The document as it was read.

    Raises
    ------
    RequestProblemError
        If the body is too large, of another type, or not in form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    limit = service.resources.settings.max_upload_bytes
    limited = Request(request.scope, _limited(request.receive, request.headers.get("content-length"), limit))
    if kind == _MULTIPART:
        data, name = await _file(limited)
        return await service.run(lambda resources: operations.read_bytes(data, name, resources))
    if kind == _JSON:
        body = await _text(limited)
        return await service.run(lambda resources: operations.read_text(body.text, body.name, resources))
    detail = f"本文は {_MULTIPART}（file）か {_JSON}（text）で送ってください。"
    raise RequestProblemError(problem_of(415, "content-type-unknown", detail))


DocumentDep = Annotated[Document, Depends(posted_document)]

DOCUMENT_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            _MULTIPART: {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                    "additionalProperties": False,
                }
            },
            _JSON: {
                "schema": TextBody.model_json_schema(),
                "example": {"text": "若手研究者を現地に派遣する。", "name": "draft"},
            },
        },
    }
}


class SimilarBody(SimilarRequest):
    """A request for similar projects in a JSON body; ``document`` is a draft as text."""

    document: TextBody | None = None


class PostedSimilar(NamedTuple):
    """A request for similar projects, and the draft that it brings."""

    request: SimilarRequest
    document: Document | None


async def posted_similar(request: Request, service: ServiceDep) -> PostedSimilar:
    """Read a request for similar projects.

    Parameters
    ----------
    request
        The request: JSON, or a form with one ``file`` and, where there are filters, the rest as JSON in ``request``.
    service
        The service, whose settings limit the body's size.

    Returns
    -------
    PostedSimilar
        With the document as it was read.

    Raises
    ------
    RequestProblemError
        If the body is too large, of another type, or not in form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    limit = service.resources.settings.max_upload_bytes
    limited = Request(request.scope, _limited(request.receive, request.headers.get("content-length"), limit))
    if kind == _MULTIPART:
        data, name, text = await _form(limited, n_fields=1)
        asked = _validated(SimilarRequest, text or "{}")
        document = await service.run(lambda resources: operations.read_bytes(data, name, resources))
        return PostedSimilar(asked, document)
    if kind == _JSON:
        body = _validated(SimilarBody, await limited.body())
        asked = SimilarRequest.model_validate(body.model_dump(exclude={"document"}))
        draft = body.document
        if draft is None:
            return PostedSimilar(asked, None)
        document = await service.run(lambda resources: operations.read_text(draft.text, draft.name, resources))
        return PostedSimilar(asked, document)
    detail = f"本文は {_MULTIPART}（file と request）か {_JSON} で送ってください。"
    raise RequestProblemError(problem_of(415, "content-type-unknown", detail))


SimilarDep = Annotated[PostedSimilar, Depends(posted_similar)]

SIMILAR_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            _MULTIPART: {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "request": SimilarRequest.model_json_schema(),
                    },
                    "required": ["file"],
                    "additionalProperties": False,
                }
            },
            _JSON: {
                "schema": SimilarRequest.model_json_schema()
                | {
                    "title": "SimilarBody",
                    "properties": SimilarRequest.model_json_schema()["properties"]
                    | {"document": TextBody.model_json_schema()},
                },
                "example": {"text": "泥炭地の火災を防ぐ", "countries": ["ID"], "k": 3},
            },
        },
    }
}


def _validated(model: type[_R], text: str | bytes) -> _R:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        raise RequestProblemError(invalid(error)) from error


def _limited(receive: Receive, declared: str | None, limit: int) -> Receive:
    n_read = int(declared) if declared and declared.isdecimal() and limit < int(declared) else 0

    async def receive_limited() -> Message:
        nonlocal n_read
        if n_read <= limit:
            message = await receive()
            n_read += len(message.get("body", b""))
        if limit < n_read:
            detail = (
                f"本文が上限の {limit:,} バイトを超えています。分けて送るか、設定 max_upload_bytes を変えてください。"
            )
            raise RequestProblemError(problem_of(413, "body-too-large", detail))
        return message

    return receive_limited


async def _file(request: Request) -> tuple[bytes, str]:
    data, name, _ = await _form(request, n_fields=0)
    return data, name


async def _form(request: Request, *, n_fields: int) -> tuple[bytes, str, str]:
    """Return the file's content and name, and the text of the field ``request``."""
    try:
        async with request.form(max_files=1, max_fields=n_fields) as form:
            file, text = form.get("file"), form.get("request")
            if isinstance(file, UploadFile) and file.filename:
                name = PurePosixPath(file.filename.replace("\\", "/")).name
                return await file.read(), name, text if isinstance(text, str) else ""
    except HTTPException as error:
        detail = f"{_MULTIPART} として読めません（{error.detail}）。file を一つだけ送ってください。"
        raise RequestProblemError(problem_of(400, "form-invalid", detail)) from error
    detail = f"{_MULTIPART} に、名前のあるファイルが file の名で入っていません。一つ入れて送り直してください。"
    raise RequestProblemError(problem_of(422, "file-missing", detail))


async def _text(request: Request) -> TextBody:
    try:
        return TextBody.model_validate_json(await request.body())
    except ValidationError as error:
        raise RequestProblemError(invalid(error)) from error
