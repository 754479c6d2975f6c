"""``GET /healthz``: whether the service answers."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

from stitext import __version__
from stitext.records import Record

router = APIRouter()


class Health(Record):
    """That the service answers, and which version it is."""

    status: Literal["ok"]
    stitext: str


@router.get("/healthz", operation_id="health")
async def health() -> Health:
    """Answer at once, also while a document is being read."""
    return Health(status="ok", stitext=__version__)
