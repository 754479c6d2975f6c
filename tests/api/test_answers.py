"""What the service answers: records as JSON, problems as problem+json, and safe headers on both."""

import anyio
import pytest

from stitext.errors import HTTP_STATUS
from stitext.records import CoverageReport, TagLine
from tests.api.conftest import MAX_UPLOAD_BYTES

pytestmark = pytest.mark.model

TEXT = "1. 体制\n運営委員会を年二回開き、URA が事務局を務める。\n今後、指標を検討する。\n"
JSON = {"content-type": "application/json"}


def assert_problem(response, status, code):
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert response.status_code == status
    assert list(problem) == ["type", "title", "status", "detail", "code"]
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["type"] == f"urn:stitext:problem:{code}"
    assert problem["detail"]
    assert "Traceback" not in response.text


def test_check_of_a_text_answers_a_report(client):
    response = client.post("/v1/check", json={"text": TEXT, "name": "案"})
    assert response.status_code == 200
    report = CoverageReport.model_validate_json(response.content)
    assert report.document.name == "案"
    assert len(report.points) == 18
    quotes = [e.quote for point in report.points for e in (*point.evidence, *point.considered)]
    assert quotes
    assert all(quote in TEXT for quote in quotes)


def test_check_of_a_file_answers_what_the_text_does(client):
    by_text = client.post("/v1/check", json={"text": TEXT, "name": "案.txt"}).json()
    by_file = client.post("/v1/check", files={"file": ("案.txt", TEXT.encode())}).json()
    assert by_file["points"] == by_text["points"]
    assert by_file["document"]["name"] == "案.txt"


def test_read_answers_what_was_read_with_its_offsets(client):
    readout = client.post("/v1/read", json={"text": TEXT, "name": "案"}).json()
    assert readout["document"]["text"] == TEXT
    assert [sentence["text"] for sentence in readout["sentences"]] == TEXT.splitlines()
    assert all(TEXT[sentence["start"] : sentence["end"]] == sentence["text"] for sentence in readout["sentences"])


def test_a_zip_file_is_refused_with_what_to_do(client):
    assert_problem(client.post("/v1/check", files={"file": ("a.zip", b"PK")}), 422, "source-container")


def test_tag_answers_a_line_for_every_sentence(client):
    response = client.post("/v1/tag", json={"text": TEXT})
    lines = [TagLine.model_validate(line) for line in response.json()]
    assert [line.text for line in lines] == TEXT.splitlines()
    assert all(TEXT[line.start : line.end] == line.text for line in lines)


def test_uploaded_name_loses_its_folders(client):
    for name in ("C:\\Users\\k\\案.txt", "../../案.txt"):
        response = client.post("/v1/check", files={"file": (name, TEXT.encode())})
        assert response.json()["document"]["name"] == "案.txt"


@pytest.mark.parametrize("route", ["/v1/check", "/v1/tag"])
@pytest.mark.parametrize(
    ("request_parts", "status", "code"),
    [
        ({"content": TEXT.encode(), "headers": {"content-type": "text/plain"}}, 415, "content-type-unknown"),
        ({"content": b""}, 415, "content-type-unknown"),
        ({"content": b"{", "headers": JSON}, 422, "request-invalid"),
        ({"content": b"\xff\xfe", "headers": JSON}, 422, "request-invalid"),
        ({"content": b'{"text": "\\ud800"}', "headers": JSON}, 422, "request-invalid"),
        ({"json": {"text": 1}}, 422, "request-invalid"),
        ({"json": {"txt": TEXT}}, 422, "request-invalid"),
        ({"json": {"text": TEXT, "name": ""}}, 422, "request-invalid"),
        ({"json": {"text": ""}}, 422, "source-empty"),
        ({"json": {"text": " \n\u3000"}}, 422, "source-blank"),
        ({"files": {"file": ("a.txt", b"")}}, 422, "source-empty"),
        ({"files": {"draft": ("a.txt", b"a")}}, 422, "file-missing"),
        ({"files": [("file", ("a.txt", b"a")), ("file", ("b.txt", b"b"))]}, 400, "form-invalid"),
        ({"files": {"file": ("a.txt", b"a")}, "data": {"lang": "en"}}, 400, "form-invalid"),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, 400, "form-invalid"),
        ({"json": {"text": TEXT}, "params": {"framework": "x"}}, 400, "query-unknown"),
        ({"json": {"text": "あ" * MAX_UPLOAD_BYTES}}, 413, "body-too-large"),
        ({"files": {"file": ("a.txt", b"a" * MAX_UPLOAD_BYTES)}}, 413, "body-too-large"),
    ],
)
def test_bad_request_is_answered_with_a_problem(client, route, request_parts, status, code):
    assert_problem(client.post(route, **request_parts), status, code)


def test_body_without_end_is_stopped_at_the_limit(client):
    n_sent, messages = 0, []

    async def receive():
        nonlocal n_sent
        n_sent += 1
        if n_sent > 1_000:
            raise AssertionError("the service goes on reading")
        return {"type": "http.request", "body": b"a" * 10_000, "more_body": True}

    async def send(message):
        messages.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/check",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    anyio.run(client.app, scope, receive, send)
    assert messages[0]["status"] == 413
    assert n_sent == MAX_UPLOAD_BYTES / 10_000 + 1


def test_damaged_file_is_answered_with_a_problem(client):
    assert_problem(client.post("/v1/check", files={"file": ("a.pdf", b"%PDF-1.7 nothing")}), 422, "source-damaged")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/explain/C9.9", 404, "label-unknown"),
        ("/v1/frameworks/none", 404, "framework-unknown"),
        ("/v1/frameworks/..%2F..", 404, "path-unknown"),
        ("/v1/frameworks/%2E%2E", 404, "framework-unknown"),
        ("/v1/check", 405, "method-not-allowed"),
        ("/docs", 404, "path-unknown"),
        ("/redoc", 404, "path-unknown"),
    ],
)
def test_what_is_not_there_is_answered_with_a_problem(client, path, status, code):
    assert_problem(client.get(path), status, code)


def test_frameworks_are_listed_and_one_is_shown(client):
    (listed,) = client.get("/v1/frameworks").json()
    assert (listed["id"], listed["version"]) == ("sti-international", "1")
    assert client.get("/v1/frameworks/sti-international").json()["title"] == listed["title"]


def test_health_names_the_version(client):
    assert client.get("/healthz").json()["status"] == "ok"


@pytest.mark.parametrize("path", ["/healthz", "/v1/frameworks", "/v1/explain/C2.4", "/openapi.json", "/nothing"])
def test_every_response_has_safe_headers(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_defect_tells_nothing_of_the_draft(client, monkeypatch, caplog):
    sentence = "秘密の文である。"

    def defective(document, resources):
        raise RuntimeError(document.text)

    monkeypatch.setattr("stitext.operations.check", defective)
    response = client.post("/v1/check", json={"text": sentence})
    assert_problem(response, 500, "internal")
    assert sentence not in response.text
    assert "RuntimeError at defective" in caplog.text
    assert sentence not in caplog.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_openapi_describes_both_kinds_of_body_and_every_problem(client):
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) == {
        "/healthz",
        "/v1/check",
        "/v1/read",
        "/v1/tag",
        "/v1/similar",
        "/v1/explain/{label_id}",
        "/v1/frameworks",
        "/v1/frameworks/{framework_id}",
    }
    for operation in (paths[f"/v1/{verb}"]["post"] for verb in ("check", "read", "tag", "similar")):
        assert set(operation["requestBody"]["content"]) == {"multipart/form-data", "application/json"}
        own = {str(status) for status in HTTP_STATUS.values()}
        assert own <= set(operation["responses"])
        assert set(operation["responses"]["413"]["content"]) == {"application/problem+json"}
    assert [operation["operationId"] for path in paths.values() for operation in path.values()] == [
        "health",
        "check",
        "read",
        "tag",
        "similar",
        "explain",
        "frameworks",
        "framework",
    ]
