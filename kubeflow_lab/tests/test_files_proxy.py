"""Files on their way between browser and platform, in a real jupyter_server before a real HTTP server."""

from __future__ import annotations

import asyncio
import json
import os
from functools import partial

import pytest
from tornado.httpclient import HTTPClientError

from kubeflow_lab.proxy import NOT_CONNECTED
from kubeflow_lab.tests.platform_double import Answer, problem

FILES = "/api/namespaces/alice/files"
FILE = f"{FILES}/data/a%20b.bin"
MEBI = 1 << 20


@pytest.fixture
def jp_server_config():
    # What Jupyter keeps in memory is limited; what only passes is not.
    return {"ServerApp": {"jpserver_extensions": {"kubeflow_lab": True}, "max_body_size": MEBI}}


@pytest.fixture
def send(jp_serverapp, jp_base_url, jp_auth_header, http_server_client):
    """Sends a request to a path as it is written."""

    def fetch(method, path, body=None, **headers):
        return http_server_client.fetch(
            f"{jp_base_url.rstrip('/')}/kubeflow-lab{path}",
            method=method,
            body=body,
            headers={**jp_auth_header, **headers},
            request_timeout=30,
        )

    return fetch


@pytest.fixture
def put(send):
    return partial(send, "PUT")


async def refused(request) -> HTTPClientError:
    with pytest.raises(HTTPClientError) as caught:
        await request
    return caught.value


async def test_an_upload_larger_than_what_jupyter_keeps_passes_byte_for_byte(put, connected):
    connected.routes[("PUT", FILE)] = Answer(201, {"path": "data/a b.bin"})
    body = os.urandom(5 * MEBI)
    answer = await put(FILE, body, **{"Content-Type": "application/octet-stream", "If-None-Match": "*"})
    assert (answer.code, json.loads(answer.body)) == (201, {"path": "data/a b.bin"})
    (asked,) = connected.requests
    sent = {name.lower(): value for name, value in asked.headers.items()}
    assert asked.body == body
    assert (asked.path, sent["content-length"], sent["if-none-match"]) == (FILE, str(5 * MEBI), "*")
    assert "transfer-encoding" not in sent
    assert sent["authorization"] == "Bearer platform-token"


async def test_an_empty_file(put, connected):
    connected.routes[("PUT", FILE)] = Answer(201, {})
    assert (await put(FILE, b"")).code == 201
    assert connected.requests[0].body == b""


async def test_a_refusal_of_the_server_arrives(put, connected):
    connected.routes[("PUT", FILE)] = problem(413, "Too large.")
    error = await refused(put(FILE, bytes(2 * MEBI)))
    assert (error.code, json.loads(error.response.body)["detail"]) == (413, "Too large.")


async def test_a_server_that_is_down_is_said(put, connected, monkeypatch):
    monkeypatch.setenv("KUBEFLOW_LAB_URL", "http://127.0.0.1:9")
    error = await refused(put(FILE, bytes(2 * MEBI)))
    assert error.code == 502
    assert "127.0.0.1:9 cannot be reached" in json.loads(error.response.body)["detail"]


async def test_says_how_to_configure_where_nothing_is(put):
    error = await refused(put(FILE, bytes(2 * MEBI)))
    assert (error.code, json.loads(error.response.body)["type"]) == (503, NOT_CONNECTED)


@pytest.mark.parametrize("path", [f"{FILES}/..%2f..%2fx", f"{FILES}/a/%2e%2e/b", f"{FILES}//a", f"{FILES}/a%5cb"])
async def test_only_paths_of_files_pass(put, connected, path):
    assert (await refused(put(path, b"x"))).code == 400
    assert connected.requests == []


async def test_without_jupyters_consent_nothing_is_sent(put, connected):
    assert (await refused(put(FILE, bytes(2 * MEBI), Authorization="token wrong"))).code == 403
    assert connected.requests == []


async def test_a_download_keeps_its_bytes_and_what_protects_the_browser(send, connected):
    body = os.urandom(3 * MEBI)
    connected.routes[("GET", FILE)] = Answer(
        200,
        body,
        {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": "attachment; filename=a",
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        },
    )
    answer = await send("GET", FILE)
    assert answer.body == body
    found = {name: answer.headers[name] for name in ("Content-Disposition", "Content-Security-Policy")}
    assert found == {"Content-Disposition": "attachment; filename=a", "Content-Security-Policy": "sandbox"}
    assert answer.headers["Content-Length"] == str(len(body))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_an_upload_that_the_browser_breaks_off_is_broken_off(
    jp_serverapp, jp_base_url, jp_auth_header, http_server_port, http_server_client, connected
):
    arrived: asyncio.Queue[int] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def took(request):
        loop.call_soon_threadsafe(arrived.put_nowait, len(request.body))
        return Answer(201, {})

    connected.routes[("PUT", FILE)] = took
    _, writer = await asyncio.open_connection("127.0.0.1", http_server_port[-1])
    head = f"PUT {jp_base_url}kubeflow-lab{FILE} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {2 * MEBI}\r\n"
    writer.write(f"{head}Authorization: {jp_auth_header['Authorization']}\r\n\r\n".encode() + bytes(MEBI))
    await writer.drain()
    writer.close()
    # The double reads until the connection ends.
    assert await asyncio.wait_for(arrived.get(), 10) < 2 * MEBI
