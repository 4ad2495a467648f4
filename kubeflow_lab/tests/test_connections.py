"""Open web sockets and streams end when the platform says so, in a real jupyter_server."""

from __future__ import annotations

import asyncio
import logging
import threading
import time

import pytest

from kubeflow_lab.connections import CLOSE_CODE, OpenConnections
from kubeflow_lab.identity import HEADER
from kubeflow_lab.tests.platform_double import Answer, event, problem
from kubeflow_lab.tests.test_identity import jp_server_config, signed

__all__ = ["jp_server_config"]

CONNECTIONS = "/auth/connections"
SECONDS = 0.05
PATIENCE = 20


class Rights:
    """What the platform knows: whose each identity token is, and whose connections must end."""

    def __init__(self):
        self.names = {}
        self.ended = set()

    def token(self, name):
        token = signed(sub=name)
        self.names[token] = name
        return token

    def answer(self, request):
        asked = request.json()["connections"]
        return Answer(200, {"ended": [index for index, token in enumerate(asked) if self.names[token] in self.ended]})


@pytest.fixture
def rights(connected):
    """The rights that the platform answers by."""
    found = Rights()
    connected.routes[("POST", CONNECTIONS)] = found.answer
    return found


@pytest.fixture
def watched(jp_serverapp, connected, rights):
    """The connections of the running server, asked about often."""
    url = connected.url + CONNECTIONS
    connections = OpenConnections(url, logging.getLogger("connections"), check_seconds=SECONDS)
    jp_serverapp.identity_provider.connections = connections
    return connections


@pytest.fixture
def subscribe(jp_ws_fetch, watched, rights):
    """Opens a web socket as somebody."""
    return lambda name: jp_ws_fetch("api", "events", "subscribe", headers={HEADER: rights.token(name)})


async def questions(connected, count):
    """Waits for that many more questions to the platform."""
    wanted = len(connected.asked("POST", CONNECTIONS)) + count

    end = time.monotonic() + PATIENCE
    while len(connected.asked("POST", CONNECTIONS)) < wanted:
        assert time.monotonic() < end, "the platform was not asked"
        await asyncio.sleep(SECONDS)


async def is_closed(socket):
    assert await asyncio.wait_for(socket.read_message(), PATIENCE) is None
    return socket.close_code == CLOSE_CODE and "signed out" in socket.close_reason


async def test_a_web_socket_ends_when_its_person_may_no_longer_have_it_and_no_other(subscribe, connected, rights):
    ada, bob = await subscribe("ada"), await subscribe("bob")
    await questions(connected, 3)
    assert (ada.close_code, bob.close_code) == (None, None)

    rights.ended.add("ada")
    assert await is_closed(ada)
    await questions(connected, 3)
    assert bob.close_code is None
    asked = connected.asked("POST", CONNECTIONS)[-1].json()["connections"]
    assert [rights.names[token] for token in asked] == ["bob"]
    bob.close()


@pytest.mark.parametrize(
    "answer", [problem(503, "Away."), Answer(200, {}), Answer(200, {"ended": [7]}), Answer(200, [])]
)
async def test_an_answer_that_says_nothing_ends_nothing(subscribe, connected, rights, answer):
    socket = await subscribe("ada")
    usual = connected.routes[("POST", CONNECTIONS)]
    connected.routes[("POST", CONNECTIONS)] = answer
    await questions(connected, 3)
    assert socket.close_code is None

    connected.routes[("POST", CONNECTIONS)] = usual
    rights.ended.add("ada")
    assert await is_closed(socket)


async def test_an_open_event_stream_ends_too(http_server, jp_base_url, http_server_port, watched, connected, rights):
    over = threading.Event()

    def body(send):
        send(event("hello", {}))
        over.wait(PATIENCE)

    connected.routes[("GET", "/api/stream")] = Answer(200, body)
    reader, writer = await asyncio.open_connection("127.0.0.1", http_server_port[-1])
    path, identity = f"{jp_base_url}kubeflow-lab/api/stream", f"{HEADER}: {rights.token('ada')}"
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{identity}\r\n\r\n".encode())
    await asyncio.wait_for(reader.readuntil(b"event: hello"), PATIENCE)
    rights.ended.add("ada")
    await asyncio.wait_for(reader.read(), PATIENCE / 2)
    assert not over.is_set()
    writer.close()
    over.set()


async def test_nothing_is_asked_while_nothing_is_open(subscribe, watched, connected):
    socket = await subscribe("ada")
    await questions(connected, 1)
    task = watched._task
    socket.close()
    await asyncio.wait_for(task, PATIENCE)
