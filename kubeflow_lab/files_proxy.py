"""Files of the project's bucket on their way through the Jupyter server: they pass as they come, of any size."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
from jupyter_server.auth.decorator import authorized
from tornado import web

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.proxy import RESPONSE_HEADERS, ApiHandler

# How large an upload may be is the server's to say; Jupyter's own limit is for what it keeps in memory.
LARGEST = 1 << 50
# How many chunks of at most 64 KiB wait for the server while the browser is faster.
WAITING = 16


@web.stream_request_body
class FileHandler(ApiHandler):
    """Forwards `kubeflow-lab/api/namespaces/<project>/files/…`."""

    # What a browser may do with a file, which can be anybody's, is the server's to say.
    response_headers = (*RESPONSE_HEADERS, "Content-Length", "Content-Security-Policy", "X-Content-Type-Options")

    def initialize(self) -> None:
        """Nothing is on its way yet."""
        super().initialize()
        self._chunks: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING)
        self._sending: asyncio.Task[httpx.Response] | None = None
        self._refusal: KubeflowLabError | None = None

    async def prepare(self) -> None:
        """Called once the head of the request is here, and before its body is."""
        await super().prepare()
        if self.request.method == "PUT" and not self._finished:
            await self._begin_upload()

    @web.authenticated
    @authorized
    async def _begin_upload(self) -> None:
        self.request.connection.set_max_body_size(LARGEST)
        try:
            size = {name: self.request.headers[name] for name in ("Content-Length",) if name in self.request.headers}
            request = self._upstream_request(self._body(), size)
        except KubeflowLabError as error:
            # Said in the end: a browser reads no answer before it has sent everything.
            self._refusal = error
            return
        self._url = request.url
        self._sending = asyncio.create_task(self._client().send(request, stream=True))

    async def _body(self) -> AsyncIterator[bytes]:
        while (chunk := await self._chunks.get()) is not None:
            yield chunk

    async def data_received(self, chunk: bytes) -> None:
        """Tornado reads on when this returns."""
        await self._pass_on(chunk)

    async def _pass_on(self, chunk: bytes | None) -> None:
        """Waits while the server is slower than the browser. What comes after the server's answer is dropped."""
        if self._sending is None:
            return
        passing = asyncio.create_task(self._chunks.put(chunk))
        await asyncio.wait({passing, self._sending}, return_when=asyncio.FIRST_COMPLETED)
        passing.cancel()

    @web.authenticated
    @authorized
    async def put(self, _path: str) -> None:
        """The body has come to its end; what remains is the server's answer."""
        if self._sending is None:
            self._refuse(self._refusal or KubeflowLabError("Nothing was sent."))
            return
        await self._pass_on(None)
        await self._relay_while_open(self._url, self._sending)

    def on_connection_close(self) -> None:
        """The browser went away: what the server has of the file is no file."""
        super().on_connection_close()
        if self._sending is not None:
            self._sending.cancel()
