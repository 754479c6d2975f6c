"""``GET /v1/explain/{label_id}``: what a label means."""

from __future__ import annotations

from fastapi import APIRouter

from stitext import operations
from stitext.framework import Label
from stitext_api.deps import ServiceDep

router = APIRouter()


@router.get("/explain/{label_id}", operation_id="explain")
async def explain(label_id: str, service: ServiceDep) -> Label:
    """Return a label of the framework in use: the policy document's wording, and apart from it our reading."""
    return operations.explain(label_id, service.resources)
