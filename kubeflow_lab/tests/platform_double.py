"""A kubeflow-lab server for tests: a real HTTP server that records what it is asked and answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JOBS = "/api/namespaces/alice/tfjobs"
IMAGE = "localhost/kubeflow-lab-tensorflow:0.1.0"


@dataclass
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Answer:
    """`body` is JSON, or bytes, or a function that writes chunks and may block."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class PlatformDouble:
    """Answers the routes that a test sets; the others with a problem 404."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.routes: dict[tuple[str, str], Answer | Callable[[Request], Answer]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def asked(self, method: str, path: str) -> list[Request]:
        return [one for one in self.requests if (one.method, one.path.partition("?")[0]) == (method, path)]

    def answer(self, request: Request) -> Answer:
        route = self.routes.get((request.method, request.path.partition("?")[0]))
        if route is None:
            return problem(404, f"No {request.path} here.")
        return route(request) if callable(route) else route

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        double = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                request = Request(self.command, self.path, dict(self.headers), self.rfile.read(length))
                double.requests.append(request)
                write_answer(self, double.answer(request))

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_any  # noqa: N815

            def log_message(self, *_: Any) -> None:
                """Silent."""

        return Handler


def write_answer(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    handler.send_response(answer.status)
    if callable(answer.body):
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True

        def send(text: str) -> None:
            handler.wfile.write(text.encode())
            handler.wfile.flush()

        answer.body(send)
        return
    content = answer.body if isinstance(answer.body, bytes) else b""
    if not isinstance(answer.body, bytes | None):
        content = json.dumps(answer.body).encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(content)), **answer.headers}
    if answer.status == 204:
        del headers["Content-Length"]
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)


def problem(status: int, detail: str, **more: Any) -> Answer:
    body = {"type": "about:blank", "title": "Problem", "status": status, "detail": detail, **more}
    return Answer(status, body, {"Content-Type": "application/problem+json"})


def event(name: str, data: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def job_item(name: str = "digits", phase: str = "Running", **summary: Any) -> dict[str, Any]:
    """An item as the server answers it, for a job in the project alice."""
    return {
        "object": {
            "apiVersion": "kubeflow.org/v1",
            "kind": "TFJob",
            "metadata": {
                "name": name,
                "namespace": "alice",
                "uid": f"uid-{name}",
                "creationTimestamp": "2026-11-22T03:00:00Z",
                "resourceVersion": "7",
                "annotations": {"lab.kubeflow.org/code-sha256": "0"},
            },
            "spec": {"tfReplicaSpecs": {}},
        },
        "summary": {
            "phase": phase,
            "message": f"The job is {phase}.",
            "reason": "",
            "since": None,
            "replicas": [],
            "metrics": {},
            **summary,
        },
    }


def posted(double: PlatformDouble) -> dict[str, Any]:
    """The form of the one job that was posted."""
    (request,) = double.asked("POST", JOBS)
    return request.json()
