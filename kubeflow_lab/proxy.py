"""The jupyter_server handlers that connect the browser's extension with the kubeflow-lab server.

The browser is authenticated by Jupyter and never sees the platform's token; the platform is called with the
token of this pod (or laptop) and never sees Jupyter's cookies or token. Headers pass by a list of what is
needed, in both directions.
"""

from __future__ import annotations

import asyncio
import http.cookiejar
import json
import os
import re
from collections.abc import AsyncIterator, Awaitable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web
from tornado.iostream import StreamClosedError

from kubeflow_lab import __version__, configuration
from kubeflow_lab.errors import KubeflowLabError, NotConfiguredError

NOT_CONNECTED = "urn:kubeflow-lab:not-connected"
REQUEST_HEADERS = ("Accept", "Accept-Language", "Content-Type", "If-Match", "If-None-Match", "Last-Event-ID")
RESPONSE_HEADERS = ("Cache-Control", "Content-Disposition", "Content-Type", "ETag", "Retry-After")
_CLIENT = "kubeflow_lab_http_client"


class StatusHandler(APIHandler):
    """Says which server is configured, without calling it."""

    auth_resource = "kubeflow-lab"
    _track_activity = False

    @web.authenticated
    @authorized
    def get(self) -> None:
        """`{configured, url, namespace, notebook, message, version}`."""
        notebook = configuration.notebook_of(os.environ)
        status: dict[str, Any] = {
            "configured": False,
            "url": None,
            "namespace": None,
            "notebook": "/".join(notebook) if notebook else None,
            "message": "",
            "version": __version__,
        }
        try:
            found = configuration.load()
            status.update(url=found.url, namespace=found.namespace)
            found.token()
            status["configured"] = True
        except NotConfiguredError as error:
            status["message"] = str(error)
        self.finish(json.dumps(status))


class ApiHandler(APIHandler):
    """Forwards `kubeflow-lab/api/…` to `<server>/api/…` and streams the answer back as it comes."""

    auth_resource = "kubeflow-lab"
    # An open panel is not activity: it must not keep an idle notebook server from being stopped.
    _track_activity = False
    # What passes of the server's answer.
    response_headers: tuple[str, ...] = RESPONSE_HEADERS
    _forwarding: asyncio.Task[None] | None = None

    @web.authenticated
    @authorized
    async def get(self, _path: str) -> None:
        """Forwards; an event stream passes chunk by chunk."""
        await self._forward()

    @web.authenticated
    @authorized
    async def post(self, _path: str) -> None:
        """Forwards; Jupyter has checked the XSRF token before."""
        await self._forward()

    @web.authenticated
    @authorized
    async def patch(self, _path: str) -> None:
        """Forwards; Jupyter has checked the XSRF token before."""
        await self._forward()

    @web.authenticated
    @authorized
    async def delete(self, _path: str) -> None:
        """Forwards; Jupyter has checked the XSRF token before."""
        await self._forward()

    def on_connection_close(self) -> None:
        """The browser went away: end the request to the server too."""
        super().on_connection_close()
        if self._forwarding is not None:
            self._forwarding.cancel()

    async def _forward(self) -> None:
        try:
            request = self._upstream_request(self.request.body or None)
        except KubeflowLabError as error:
            self._refuse(error)
            return
        await self._answer_with(request)

    def _refuse(self, error: KubeflowLabError) -> None:
        """Says why a request was not forwarded."""
        if isinstance(error, NotConfiguredError):
            self._problem(503, "Not connected", str(error), NOT_CONNECTED)
        else:
            self._problem(400, "Not a path of the API", str(error))

    async def _answer_with(self, request: httpx.Request) -> None:
        """Sends the request to the server and its answer to the browser."""
        await self._relay_while_open(request.url, self._client().send(request, stream=True))

    async def _relay_while_open(self, url: httpx.URL, sending: Awaitable[httpx.Response]) -> None:
        # A task of its own, so that a closed connection can cancel it without cancelling Tornado's.
        self._forwarding = asyncio.create_task(self._relay(url, sending))
        try:
            await self._forwarding
        except (asyncio.CancelledError, StreamClosedError):
            self.log.debug("The browser closed %s", self.request.path)

    def _upstream_request(
        self, content: bytes | AsyncIterator[bytes] | None, headers: Mapping[str, str] | None = None
    ) -> httpx.Request:
        """The request with the platform's token, and `headers` beside those that pass.

        Raises NotConfiguredError without a server or token, KubeflowLabError for a path out of the API.
        """
        found = configuration.load()
        path = api_path(self.request.path, url_path_join(self.base_url, "kubeflow-lab/"))
        query = f"?{self.request.query}" if self.request.query else ""
        sent = {name: self.request.headers[name] for name in REQUEST_HEADERS if name in self.request.headers}
        sent |= {**(headers or {}), "Accept-Encoding": "identity", "Authorization": f"Bearer {found.token()}"}
        return self._client().build_request(
            self.request.method or "GET",
            f"{found.url}/{path}{query}",
            headers=sent,
            content=content,
        )

    async def _relay(self, url: httpx.URL, sending: Awaitable[httpx.Response]) -> None:
        try:
            response = await sending
        except httpx.HTTPError as error:
            self.log.warning("The kubeflow-lab server cannot be reached: %r", error)
            self._problem(502, "No connection", f"{unreachable(url)} Trying again may help.")
            return
        try:
            await self._answer(response)
        finally:
            await response.aclose()

    async def _answer(self, response: httpx.Response) -> None:
        if response.is_redirect:
            self._problem(
                502,
                "Not the API",
                f"{response.url.host} answers with a redirect, so it is not a kubeflow-lab server. "
                "Check the configured address.",
            )
            return
        self.set_status(response.status_code)
        for name in self.response_headers:
            if name in response.headers:
                self.set_header(name, response.headers[name])
        if response.status_code in (204, 304):
            self.clear_header("Content-Type")
            web.RequestHandler.finish(self)
            return
        try:
            # The head goes out before there is anything to say, so that an event stream opens at once.
            await self.flush()
            async for chunk in response.aiter_raw():
                self.write(chunk)
                await self.flush()
        except httpx.HTTPError as error:
            # The status is sent already: a torn connection is how the browser learns that this is not all.
            self.log.warning("The kubeflow-lab server broke off an answer: %r", error)
            self.request.connection.stream.close()
            return
        web.RequestHandler.finish(self)

    def _problem(self, status: int, title: str, detail: str, kind: str = "about:blank") -> None:
        self.set_status(status)
        problem = {"type": kind, "title": title, "status": status, "detail": detail}
        self.finish(json.dumps(problem), set_content_type="application/problem+json")

    def _client(self) -> httpx.AsyncClient:
        """One client, and so one set of connections, for the whole Jupyter server."""
        if _CLIENT not in self.settings:
            self.settings[_CLIENT] = new_client()
        return self.settings[_CLIENT]


def new_client() -> httpx.AsyncClient:
    """A client that keeps no cookies, follows no redirects, and lets a stream be silent for a minute."""
    no_cookies = http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    return httpx.AsyncClient(
        cookies=no_cookies,
        timeout=httpx.Timeout(60, connect=5),
        limits=httpx.Limits(max_connections=None),
        headers={"User-Agent": f"kubeflow-lab/{__version__}"},
    )


def api_path(path: str, prefix: str) -> str:
    """The part of a raw request path behind `prefix`, as `api/…`.

    Raises KubeflowLabError for anything that another parser might read as a path outside `/api/`.
    """
    rest = path[len(prefix) :] if path.startswith(prefix) else ""
    segments = [unquote(segment) for segment in rest.split("/")]
    misleading = any(re.search(r"[/\\\x00-\x1f]", segment) or segment in (".", "..") for segment in segments)
    if segments[0] != "api" or not rest.startswith("api/") or misleading or "" in segments[:-1]:
        raise KubeflowLabError("Only addresses below kubeflow-lab/api/ are forwarded.")
    return rest


def unreachable(url: httpx.URL | str) -> str:
    """A sentence about a server that does not answer."""
    return f"The kubeflow-lab server at {urlsplit(str(url)).netloc} cannot be reached."
