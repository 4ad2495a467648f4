"""What a real jupyter_server with our extension takes for its use."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def jp_server_config():
    return {"ServerApp": {"jpserver_extensions": {"kubeflow_lab": True, "jupyter_server_terminals": True}}}


@pytest.fixture
def last_activity(jp_fetch):
    async def ask():
        return json.loads((await jp_fetch("api", "status")).body)["last_activity"]

    return ask


async def test_what_an_open_page_asks_by_itself_is_no_use(jp_fetch, last_activity):
    before = await last_activity()
    for path in ("kernels", "sessions", "terminals", "kernelspecs", "contents", "status"):
        await jp_fetch("api", path)
    assert await last_activity() == before


async def test_saving_a_file_is(jp_fetch, last_activity):
    before = await last_activity()
    body = json.dumps({"type": "file", "format": "text", "content": "x"})
    await jp_fetch("api", "contents", "a.txt", method="PUT", body=body)
    assert await last_activity() > before


async def test_a_new_terminal_is(jp_fetch, last_activity):
    before = await last_activity()
    await jp_fetch("api", "terminals", method="POST", body="{}")
    assert await last_activity() > before
    (terminal,) = json.loads((await jp_fetch("api", "terminals")).body)
    await jp_fetch("api", "terminals", terminal["name"], method="DELETE")
