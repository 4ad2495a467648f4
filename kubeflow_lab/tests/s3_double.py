"""A bucket service for tests: the few calls of S3 that storing a model needs, by path, any key accepted."""

from __future__ import annotations

import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


class S3Double:
    """`objects` are the contents by `bucket/key`; `refuse` is an error code that every call is answered with."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.refuse = ""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def environment(self) -> dict[str, str]:
        """What a notebook server gets from the project's Secret."""
        return {
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_ENDPOINT_URL": self.url,
            "AWS_DEFAULT_REGION": "us-east-1",
            "KUBEFLOW_LAB_BUCKET": "alice",
        }

    def keys(self, bucket: str, prefix: str) -> list[str]:
        keys = [name.partition("/")[2] for name in self.objects if name.startswith(f"{bucket}/")]
        return [key for key in keys if key.startswith(prefix)]

    def folders(self, bucket: str, prefix: str) -> list[str]:
        inside = [key[len(prefix) :] for key in self.keys(bucket, prefix)]
        return sorted({prefix + rest.partition("/")[0] + "/" for rest in inside if "/" in rest})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, double: S3Double, *arguments: Any) -> None:
        self.double = double
        super().__init__(*arguments)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        prefix = parse_qs(parts.query).get("prefix", [""])[0]
        folders = self.double.folders(parts.path.strip("/"), prefix)
        found = "".join(f"<CommonPrefixes><Prefix>{escape(one)}</Prefix></CommonPrefixes>" for one in folders)
        if "delimiter" not in parse_qs(parts.query):
            keys = self.double.keys(parts.path.strip("/"), prefix)
            found = "".join(f"<Contents><Key>{escape(key)}</Key></Contents>" for key in keys)
        self.answer(200, f"<ListBucketResult>{found}<IsTruncated>false</IsTruncated></ListBucketResult>")

    def do_PUT(self) -> None:
        content = self.content()
        if not self.double.refuse:
            self.double.objects[self.key()] = content
        self.answer(200, "")

    def do_DELETE(self) -> None:
        self.double.objects.pop(self.key(), None)
        self.answer(204, "")

    def key(self) -> str:
        return unquote(urlsplit(self.path).path.lstrip("/"))

    def content(self) -> bytes:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_chunked = "aws-chunked" in self.headers.get("Content-Encoding", "")
        return unchunked(body) if is_chunked else body

    def answer(self, status: int, text: str) -> None:
        if self.double.refuse:
            status, text = 403, f"<Error><Code>{self.double.refuse}</Code><Message>Not you.</Message></Error>"
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Silent."""


def unchunked(body: bytes) -> bytes:
    """The content of a signed upload: chunks `<size>[;…](CR LF) bytes (CR LF)`, then trailers."""
    plain, rest = b"", body
    while True:
        head, _, rest = rest.partition(b"\r\n")
        size = int(head.partition(b";")[0], 16)
        if size == 0:
            return plain
        plain, rest = plain + rest[:size], rest[size + 2 :]
