"""The handlers between browser and platform, in a real jupyter_server before a real HTTP server."""

from __future__ import annotations

import asyncio
import json
import threading

import pytest
from tornado.httpclient import HTTPClientError

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.proxy import NOT_CONNECTED, api_path
from kubeflow_lab.tests.platform_double import JOBS, Answer, problem


@pytest.fixture
def jp_server_config():
    return {"ServerApp": {"jpserver_extensions": {"kubeflow_lab": True}}}


async def refused(request) -> HTTPClientError:
    with pytest.raises(HTTPClientError) as caught:
        await request
    return caught.value


async def test_forwards_a_request_with_the_tokens_changed(jp_fetch, connected):
    connected.routes[("POST", JOBS)] = Answer(201, {"ok": "ü"}, {"Set-Cookie": "session=1", "X-Internal": "x"})
    answer = await jp_fetch(
        "kubeflow-lab", *JOBS.split("/")[1:], params={"dryRun": "true", "q": "a b"}, method="POST",
        body='{"name": "ü"}',
        headers={"Content-Type": "application/json", "Cookie": "_xsrf=1", "X-XSRFToken": "1", "Origin": "http://evil"},
    )  # fmt: skip
    assert (answer.code, json.loads(answer.body)) == (201, {"ok": "ü"})
    assert "session=1" not in answer.headers.get("Set-Cookie", "")
    assert "X-Internal" not in answer.headers
    (asked,) = connected.requests
    assert asked.path == f"{JOBS}?dryRun=true&q=a+b"
    assert asked.body == '{"name": "ü"}'.encode()
    sent = {name.lower(): value for name, value in asked.headers.items()}
    assert sent["authorization"] == "Bearer platform-token"
    assert sent["content-type"] == "application/json"
    assert not {"cookie", "x-xsrftoken", "origin", "referer"} & set(sent)


async def test_a_token_that_was_exchanged_is_used_at_once_and_cookies_are_not_kept(jp_fetch, connected, tmp_path):
    connected.routes[("GET", "/api/settings")] = Answer(200, {}, {"Set-Cookie": "session=1; Path=/"})
    await jp_fetch("kubeflow-lab", "api", "settings")
    (tmp_path / "token").write_text("another")
    await jp_fetch("kubeflow-lab", "api", "settings")
    assert [one.headers["Authorization"] for one in connected.requests] == ["Bearer platform-token", "Bearer another"]
    assert "Cookie" not in connected.requests[1].headers


async def test_a_problem_of_the_server_arrives_as_it_is(jp_fetch, connected):
    connected.routes[("DELETE", f"{JOBS}/digits")] = problem(409, "Taken.")
    error = await refused(jp_fetch("kubeflow-lab", *f"{JOBS}/digits".split("/")[1:], method="DELETE"))
    assert error.code == 409
    assert error.response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(error.response.body)["detail"] == "Taken."


async def test_an_answer_without_content(jp_fetch, connected):
    connected.routes[("DELETE", JOBS)] = Answer(204)
    assert (await jp_fetch("kubeflow-lab", *JOBS.split("/")[1:], method="DELETE")).code == 204


async def test_says_how_to_configure_where_nothing_is(jp_fetch):
    error = await refused(jp_fetch("kubeflow-lab", "api", "settings"))
    found = json.loads(error.response.body)
    assert (error.code, found["type"], found["status"]) == (503, NOT_CONNECTED, 503)
    assert "config.json" in found["detail"]
    status = json.loads((await jp_fetch("kubeflow-lab", "status")).body)
    assert (status["configured"], status["url"], status["namespace"]) == (False, None, None)
    assert "config.json" in status["message"]


async def test_status_names_the_server_without_calling_it_and_without_its_token(jp_fetch, connected):
    answer = (await jp_fetch("kubeflow-lab", "status")).body.decode()
    status = json.loads(answer)
    assert status == {
        "configured": True,
        "url": connected.url,
        "namespace": "alice",
        "notebook": "alice/lab",
        "message": "",
        "version": status["version"],
    }
    assert "platform-token" not in answer
    assert connected.requests == []


async def test_a_server_that_is_down_or_is_something_else(jp_fetch, connected, monkeypatch):
    connected.routes[("GET", "/api/settings")] = Answer(302, None, {"Location": "http://elsewhere/"})
    error = await refused(jp_fetch("kubeflow-lab", "api", "settings"))
    assert (error.code, "redirect" in json.loads(error.response.body)["detail"]) == (502, True)
    monkeypatch.setenv("KUBEFLOW_LAB_URL", "http://127.0.0.1:9")
    error = await refused(jp_fetch("kubeflow-lab", "api", "settings"))
    found = json.loads(error.response.body)
    assert (error.code, found["status"]) == (502, 502)
    assert "127.0.0.1:9 cannot be reached" in found["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/kubeflow-lab/metrics",
        "/kubeflow-lab/api",
        "/kubeflow-lab/api/../metrics",
        "/kubeflow-lab/api/%2e%2e/metrics",
        "/kubeflow-lab/api/a%2f..%2f..%2fmetrics",
        "/kubeflow-lab/api/a%5c..%5cmetrics",
        "/kubeflow-lab/api//settings",
        "/kubeflow-lab/api/a%0d%0aX:%20y",
        "/elsewhere/api/settings",
    ],
)
def test_only_the_api_is_reached(path):
    with pytest.raises(KubeflowLabError):
        api_path(path, "/kubeflow-lab/")


def test_a_path_keeps_its_encoding():
    assert api_path("/kubeflow-lab/api/namespaces/a/notebooks/b%20c", "/kubeflow-lab/") == (
        "api/namespaces/a/notebooks/b%20c"
    )


async def test_without_jupyters_consent_nothing_is_forwarded(jp_serverapp, jp_base_url, http_server_client, connected):
    for method, headers in (("GET", {}), ("POST", {"Cookie": "_xsrf=1"})):
        path = f"{jp_base_url}kubeflow-lab{JOBS}"
        body = "{}" if method == "POST" else None
        error = await refused(http_server_client.fetch(path, method=method, headers=headers, body=body))
        assert error.code == 403
    assert connected.requests == []


@pytest.fixture
def streaming(connected):
    """An event stream that sends one event, and then says whether the reader went away."""
    gone, finish = threading.Event(), threading.Event()

    def body(send):
        try:
            send("event: hello\ndata: {}\n\n")
            while not finish.wait(0.02):
                send(": \n\n")
        except OSError:
            gone.set()

    connected.routes[("GET", "/api/stream")] = Answer(200, body)
    yield gone
    finish.set()


async def test_an_event_stream_passes_as_it_comes_and_ends_with_its_reader(
    http_server_client, jp_auth_header, jp_base_url, http_server_port, streaming
):
    reader, writer = await asyncio.open_connection("127.0.0.1", http_server_port[-1])
    token = jp_auth_header["Authorization"]
    path = f"{jp_base_url}kubeflow-lab/api/stream"
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token}\r\n\r\n".encode())
    received = await asyncio.wait_for(reader.readuntil(b"event: hello"), 5)
    assert b"text/event-stream" in received
    assert not streaming.is_set()
    writer.close()
    assert await asyncio.to_thread(streaming.wait, 5)
