"""``GET /v1/frameworks``: the policy documents that texts can be read by."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from stitext.errors import FrameworkError
from stitext.framework import Framework, FrameworkSummary, list_frameworks, load_framework
from stitext_api.deps import ServiceDep

router = APIRouter()


@router.get("/frameworks", operation_id="frameworks")
async def frameworks() -> tuple[FrameworkSummary, ...]:
    """List the frameworks that ship with stitext."""
    return await run_in_threadpool(list_frameworks)


@router.get("/frameworks/{framework_id}", operation_id="framework")
async def framework(framework_id: str, service: ServiceDep) -> Framework:
    """Return a framework: the one in use, or the latest version of one that ships."""
    if framework_id == service.resources.framework.id:
        return service.resources.framework
    known = {summary.id for summary in await run_in_threadpool(list_frameworks)}
    if framework_id not in known:  # load_framework would take it for a path
        raise FrameworkError(
            f"枠組み {framework_id} はありません。使えるもの: {', '.join(sorted(known))}。", code="framework-unknown"
        )
    return await run_in_threadpool(load_framework, framework_id)
