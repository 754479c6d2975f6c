"""``POST /v1/similar``: by text, by a draft as text or file, with filters; what can't be meant is a problem."""

import pytest
from fastapi.testclient import TestClient

from stitext.projects.catalogue import catalogue_line
from stitext.records import SimilarProjects
from stitext.settings import Settings
from stitext_api.app import create_app
from tests.api.test_answers import assert_problem
from tests.projects.builders import PROJECTS

pytestmark = pytest.mark.model

DRAFT = "1. 目的\n泥炭地の火災を防ぐため、泥炭の水位を測る装置を村に置く。\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The service over a catalogue of four projects."""
    path = tmp_path_factory.mktemp("catalogue") / "mine.jsonl"
    path.write_text("".join(map(catalogue_line, PROJECTS)), encoding="utf-8")
    with TestClient(create_app(Settings(catalogue=str(path))), raise_server_exceptions=False) as client:
        yield client


def ids(response):
    assert response.status_code == 200, response.text
    return [project.id for project in SimilarProjects.model_validate_json(response.content).projects]


def test_text_with_filters_finds_projects(client):
    assert ids(client.post("/v1/similar", json={"text": "犬の病気をなくす", "countries": ["PH"], "k": 1})) == ["T2"]


def test_draft_as_text_and_as_file_find_the_same(client):
    by_text = client.post("/v1/similar", json={"document": {"text": DRAFT, "name": "案.txt"}, "k": 1})
    by_file = client.post("/v1/similar", files={"file": ("案.txt", DRAFT.encode())}, data={"request": '{"k": 1}'})
    assert ids(by_text) == ids(by_file) == ["T1"]
    assert by_text.json()["projects"] == by_file.json()["projects"]
    assert ids(client.post("/v1/similar", files={"file": ("案.txt", DRAFT.encode())}))[0] == "T1"


def test_nothing_near_is_an_answer(client):
    assert ids(client.post("/v1/similar", json={"text": "歌舞伎の所作を記録する"})) == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "nothing-asked"),
        ({"text": "泥炭", "k": 0}, 422, "request-invalid"),
        ({"text": "泥炭", "until": 2020}, 422, "request-invalid"),
        ({"text": "泥炭", "point": "C9.9"}, 404, "label-unknown"),
    ],
)
def test_request_that_cannot_be_meant_is_a_problem(body, status, code, client):
    assert_problem(client.post("/v1/similar", json=body), status, code)


def test_other_bodies_are_refused(client):
    text = {"content-type": "text/plain"}
    assert_problem(client.post("/v1/similar", content=b"x", headers=text), 415, "content-type-unknown")
    broken = client.post("/v1/similar", files={"file": ("a.txt", b"x")}, data={"request": "{"})
    assert_problem(broken, 422, "request-invalid")
    assert_problem(
        client.post("/v1/similar", data={"request": "{}"}, files={"other": ("a", b"x")}), 422, "file-missing"
    )
