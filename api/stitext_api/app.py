"""Settings → the HTTP service: the same operations and records as the library, and nothing kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from fastapi import Depends, FastAPI
from starlette.concurrency import run_in_threadpool

from stitext import __version__
from stitext.resources import load_resources
from stitext.settings import Settings
from stitext_api.boundary import Boundary
from stitext_api.deps import Service, no_query
from stitext_api.problems import PROBLEM_RESPONSES, add_problem_handlers
from stitext_api.routes import check, explain, frameworks, health, read, similar, tag

_DESCRIPTION = (
    "Says, sentence by sentence and with verbatim evidence, which purposes and consideration points of a policy "
    "document a Japanese text serves. Texts are answered and not kept; nothing leaves the machine."
)


def create_app(settings: Settings) -> FastAPI:
    """Make the service; models are loaded when it starts.

    Parameters
    ----------
    settings
        The settings in force for as long as the service runs.

    Returns
    -------
    FastAPI
        An application for an ASGI server.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        resources = await run_in_threadpool(load_resources, settings)
        app.state.service = Service(resources=resources, lock=anyio.Lock())
        yield

    app = FastAPI(
        title="stitext",
        version=__version__,
        description=_DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,  # FastAPI's pages load their scripts from other hosts
        redoc_url=None,
        dependencies=[Depends(no_query)],
        responses=PROBLEM_RESPONSES,
    )
    app.add_middleware(Boundary)
    add_problem_handlers(app)
    app.include_router(health.router)
    for module in (check, read, tag, similar, explain, frameworks):
        app.include_router(module.router, prefix="/v1")
    return app
