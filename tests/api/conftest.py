import pytest
from fastapi.testclient import TestClient

from stitext.settings import Settings
from stitext_api.app import create_app

MAX_UPLOAD_BYTES = 200_000


@pytest.fixture(scope="package")
def client():
    """The service as it runs, with a small limit on uploads."""
    with TestClient(create_app(Settings(max_upload_bytes=MAX_UPLOAD_BYTES)), raise_server_exceptions=False) as client:
        yield client
