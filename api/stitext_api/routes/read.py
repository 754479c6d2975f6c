"""``POST /v1/read``: what is read of a document, before anything is judged."""

from __future__ import annotations

from fastapi import APIRouter

from stitext.reading.readout import Readout, read_out
from stitext_api.deps import DOCUMENT_BODY, DocumentDep

router = APIRouter()


@router.post("/read", operation_id="read", openapi_extra=DOCUMENT_BODY)
async def read(document: DocumentDep) -> Readout:
    """Show the sentences of a document, what was left out and why, and warnings."""
    return read_out(document)
