"""Promise: the library, the command and the service give the same answer to the same draft."""

import json
import subprocess
import sys

import pytest
from fastapi.testclient import TestClient

from stitext import operations
from stitext.records import SimilarRequest
from stitext.resources import load_resources
from stitext.settings import Settings
from stitext_api.app import create_app

pytestmark = pytest.mark.model

DRAFTS = ("thin-xenoturbella.txt", "good-hazelnut-stinkbug.docx", "messy-cable-sensing.pdf")


@pytest.fixture(scope="module")
def settings():
    return Settings()


@pytest.fixture(scope="module")
def resources(settings):
    return load_resources(settings)


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture(scope="module")
def drafts(repository):
    return [repository / "corpora" / "examples" / name for name in DRAFTS]


def run_stitext(*arguments):
    command = [sys.executable, "-c", "from stitext.cli.main import run; run()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_check_gives_equal_json_everywhere(drafts, resources, client):
    by_command = [json.loads(line) for line in run_stitext("check", *drafts, "--format", "json").splitlines()]
    for draft, of_command in zip(drafts, by_command, strict=True):
        document = operations.read_bytes(draft.read_bytes(), draft.name, resources)
        of_library = json.loads(operations.check(document, resources).model_dump_json())
        of_service = client.post("/v1/check", files={"file": (draft.name, draft.read_bytes())}).json()
        names = {answer["document"].pop("name") for answer in (of_library, of_command, of_service)}
        assert names <= {draft.name, str(draft)}
        assert of_library == of_command == of_service


def test_read_gives_equal_json_everywhere(drafts, settings, client):
    by_command = [json.loads(line) for line in run_stitext("read", *drafts, "--format", "json").splitlines()]
    by_library = [json.loads(result.readout.model_dump_json()) for result in operations.read_all(drafts, settings)]
    by_service = [client.post("/v1/read", files={"file": (draft.name, draft.read_bytes())}).json() for draft in drafts]
    assert [answer["document"]["name"] for answer in by_library] == list(DRAFTS)
    assert by_library == by_command == by_service


def test_tag_gives_equal_json_everywhere(drafts, resources, client):
    by_command = [json.loads(line) for line in run_stitext("tag", *drafts, "-o", "-").splitlines()]
    by_library, by_service = [], []
    for draft in drafts:
        document = operations.read_bytes(draft.read_bytes(), draft.name, resources)
        tagged = operations.tag(document, resources)
        by_library += [json.loads(line.model_dump_json()) for line in operations.tag_lines(tagged)]
        by_service += client.post("/v1/tag", files={"file": (draft.name, draft.read_bytes())}).json()
    assert by_library
    names = {line.pop("document") for lines in (by_library, by_command, by_service) for line in lines}
    assert names <= {*DRAFTS, *map(str, drafts)}
    assert by_library == by_command == by_service


def test_similar_gives_equal_json_everywhere(drafts, resources, client):
    by_command = json.loads(run_stitext("similar", drafts[2], "-k", "3", "--format", "json"))
    document = operations.read_bytes(drafts[2].read_bytes(), drafts[2].name, resources)
    by_library = json.loads(operations.similar(SimilarRequest(k=3), resources, document=document).model_dump_json())
    posted = {"files": {"file": (drafts[2].name, drafts[2].read_bytes())}, "data": {"request": '{"k": 3}'}}
    by_service = client.post("/v1/similar", **posted).json()
    assert by_library["projects"]
    assert by_library == by_command == by_service
    text = {"text": "泥炭地の火災を防ぐ", "countries": ["ID"], "k": 2}
    by_command = json.loads(
        run_stitext("similar", "--text", text["text"], "--country", "ID", "-k", "2", "--format", "json")
    )
    by_library = json.loads(operations.similar(SimilarRequest(**text), resources).model_dump_json())
    by_service = client.post("/v1/similar", json=text).json()
    assert len(by_library["projects"]) == 2
    assert by_library == by_command == by_service


def test_explain_gives_equal_json_everywhere(resources, client):
    by_library = json.loads(operations.explain("C2.4", resources).model_dump_json())
    by_command = json.loads(run_stitext("explain", "C2.4", "--format", "json"))
    by_service = client.get("/v1/explain/C2.4").json()
    assert by_library == by_command == by_service


def test_framework_gives_equal_json_everywhere(resources, client):
    by_library = json.loads(resources.framework.model_dump_json())
    by_command = json.loads(run_stitext("framework", "show", "sti-international", "--format", "json"))
    by_service = client.get("/v1/frameworks/sti-international").json()
    assert by_library == by_command == by_service
