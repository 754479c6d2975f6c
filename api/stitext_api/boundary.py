"""What every response passes through: safe headers, and a defect that tells nothing of the draft."""

from __future__ import annotations

import logging
import traceback
from collections.abc import MutableMapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from stitext_api.problems import INTERNAL

_LOGGER = logging.getLogger("stitext_api")

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
)


class Boundary:
    """ASGI middleware around the whole service.

    Parameters
    ----------
    app
        The application inside.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on.

        Parameters
        ----------
        scope
            The request's ASGI scope.
        receive
            Brings the request's body.
        send
            Takes the response.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_safely(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _add_headers(message)
            await send(message)

        try:
            await self.app(scope, receive, send_safely)
        except Exception as error:  # the edge: neither the client nor the log may get the error's text, which can quote
            _LOGGER.error("%s %s: %s", scope["method"], _route(scope), _place(error))
            if not started:
                await INTERNAL.response()(scope, receive, send_safely)


def _add_headers(message: MutableMapping[str, Any]) -> None:
    message["headers"] = [*message.get("headers", ()), *_HEADERS]


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "(no route)")


def _place(error: Exception) -> str:
    """Name an error's class and the lines that it came through, without its text."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return f"{type(error).__name__} at " + " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
