"""Ends what is still open when its right to be open has ended: after a sign-out, or when access was taken away.

The gateway asks who somebody is before it forwards a request, and a web socket of a kernel or a terminal is one
request that lasts for hours. So this server asks again, every few seconds, for those that are open.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any
from weakref import WeakKeyDictionary

import httpx
from tornado.web import RequestHandler
from tornado.websocket import WebSocketHandler

CHECK_SECONDS = 5
# As many as one question may name.
BATCH = 500
# "Policy violation" of RFC 6455: JupyterLab then asks for the page anew, and is refused with a reason.
CLOSE_CODE = 1008
CLOSE_REASON = "You are signed out, or may no longer open this notebook server."


class OpenConnections:
    """The requests of people that are not answered to the end yet, each with the identity token that it came with."""

    def __init__(self, url: str, log: logging.Logger | Any, *, check_seconds: float = CHECK_SECONDS) -> None:
        """`url` of the platform's `POST /auth/connections`."""
        self._url = url
        self._log = log
        self._check_seconds = check_seconds
        self._opened: WeakKeyDictionary[RequestHandler, tuple[str, float]] = WeakKeyDictionary()
        self._task: asyncio.Task[None] | None = None

    def add(self, handler: RequestHandler, token: str) -> None:
        """Watches a request from now on; must be called in the event loop."""
        self._opened[handler] = (token, time.monotonic())
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        """Ends itself when nothing is open, so that an idle server asks nothing."""
        while self._opened:
            await asyncio.sleep(self._check_seconds)
            await self.check()

    async def check(self) -> None:
        """Asks about everything that has been open for a while, and ends what must end.

        A platform that does not answer says nothing about anybody: then everything stays, until it does.
        """
        lasting = [(handler, token) for handler, token in self._open() if is_open(handler)]
        for start in range(0, len(lasting), BATCH):
            batch = lasting[start : start + BATCH]
            try:
                ended = await self._ask([token for _, token in batch])
            except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
                self._log.warning("The platform does not say whether open connections may stay open: %r", error)
                return
            for index in ended:
                end(batch[index][0])
        self._forget_finished()

    def _open(self) -> list[tuple[RequestHandler, str]]:
        """Those that came before the last question; most requests are over long before the first."""
        before = time.monotonic() - self._check_seconds / 2
        return [(handler, token) for handler, (token, since) in list(self._opened.items()) if since <= before]

    async def _ask(self, tokens: list[str]) -> list[int]:
        async with httpx.AsyncClient(timeout=10) as client:
            answer = await client.post(self._url, json={"connections": tokens})
        answer.raise_for_status()
        return [int(index) for index in answer.json()["ended"] if 0 <= int(index) < len(tokens)]

    def _forget_finished(self) -> None:
        for handler, _ in self._open():
            if not is_open(handler):
                self._opened.pop(handler, None)


def is_open(handler: RequestHandler) -> bool:
    """Whether the other side may still send or get something."""
    if isinstance(handler, WebSocketHandler):
        return handler.ws_connection is not None and not handler.ws_connection.is_closing()
    return not handler._finished


def end(handler: RequestHandler) -> None:
    """Closes a web socket with a reason, and the connection of anything else."""
    if isinstance(handler, WebSocketHandler):
        handler.close(CLOSE_CODE, CLOSE_REASON)
    else:
        handler.request.connection.stream.close()
