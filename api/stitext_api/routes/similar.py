"""``POST /v1/similar``: past projects whose results a draft or a request could reuse."""

from __future__ import annotations

from fastapi import APIRouter

from stitext import operations
from stitext.records import SimilarProjects
from stitext_api.deps import SIMILAR_BODY, ServiceDep, SimilarDep

router = APIRouter()


@router.post("/similar", operation_id="similar", openapi_extra=SIMILAR_BODY)
async def similar(posted: SimilarDep, service: ServiceDep) -> SimilarProjects:
    """Find past projects whose results could be reused; none where nothing in the catalogue is near enough."""
    return await service.run(lambda resources: operations.similar(posted.request, resources, document=posted.document))
