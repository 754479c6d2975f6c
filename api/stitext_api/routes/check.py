"""``POST /v1/check``: the points that a draft leaves unaddressed."""

from __future__ import annotations

from fastapi import APIRouter

from stitext import operations
from stitext.records import CoverageReport
from stitext_api.deps import DOCUMENT_BODY, DocumentDep, ServiceDep

router = APIRouter()


@router.post("/check", operation_id="check", openapi_extra=DOCUMENT_BODY)
async def check(document: DocumentDep, service: ServiceDep) -> CoverageReport:
    """Say which consideration points and purposes a draft serves, with evidence."""
    return await service.run(lambda resources: operations.check(document, resources))
