"""How a server goes away without a failed request.

The pod's preStop hook calls GET /drain, which answers after `seconds`. Until then the server goes on as before, so that
everybody learns of its end in time, and asks clients to close their connections, so that none of them sends a
request into a closing one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

PATH = "/drain"


class Drain:
    """ASGI middleware."""

    def __init__(self, app: Application, seconds: float) -> None:
        self._app = app
        self._seconds = seconds
        self._draining = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers /drain, and everything else by the application."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == PATH:
            await self._drain(send)
        else:
            await self._app(scope, receive, self._closing(send))

    async def _drain(self, send: Send) -> None:
        self._draining += 1
        try:
            await asyncio.sleep(self._seconds)
        finally:
            self._draining -= 1
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def _closing(self, send: Send) -> Send:
        async def with_header(message: Message) -> None:
            if self._draining and message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), (b"connection", b"close")]
            await send(message)

        return with_header
