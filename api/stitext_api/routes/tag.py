"""``POST /v1/tag``: the labels of every sentence."""

from __future__ import annotations

from fastapi import APIRouter

from stitext import operations
from stitext.records import TagLine
from stitext_api.deps import DOCUMENT_BODY, DocumentDep, ServiceDep

router = APIRouter()


@router.post("/tag", operation_id="tag", openapi_extra=DOCUMENT_BODY)
async def tag(document: DocumentDep, service: ServiceDep) -> list[TagLine]:
    """Tag every sentence of a document; sentences without labels are there too."""
    return await service.run(lambda resources: list(operations.tag_lines(operations.tag(document, resources))))
