"""The guard before TensorBoard: what it lets through."""

from __future__ import annotations

import json
import time
from datetime import datetime
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kubeflow_lab.board.guard import HEADER, Guard

AUDIENCE = "tensorboard:ada/digits"
KEY = ec.generate_private_key(ec.SECP256R1())
OTHER_KEY = ec.generate_private_key(ec.SECP256R1())


class Keys:
    """Knows one key, as the platform's key set does."""

    def get_signing_key_from_jwt(self, token: str) -> Any:
        jwt.get_unverified_header(token)
        return KEY.public_key()


def app(environ, start_response):
    start_response("200 OK", [])
    return [b"curves"]


def ask(token: str | None) -> tuple[str, bytes]:
    """The status and the body that a request with that token gets."""
    seen = []
    environ = {} if token is None else {HEADER: token}
    body = b"".join(Guard(app, Keys(), AUDIENCE)(environ, lambda status, _headers: seen.append(status)))
    return seen[0], body


def token(key: Any = KEY, algorithm: str = "ES256", **changes: Any) -> str:
    claims = {"iss": "kubeflow-lab", "aud": AUDIENCE, "sub": "ada", "exp": time.time() + 60, **changes}
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, key, algorithm)


def test_a_request_of_the_gateway_is_answered():
    assert ask(token()) == ("200 OK", b"curves")


@pytest.mark.parametrize(
    "forged",
    [
        None,
        "",
        "no token",
        token(OTHER_KEY),
        token(aud="ada/digits"),
        token(aud="tensorboard:ada/other"),
        token(aud=[AUDIENCE]),
        token(iss="somebody"),
        token(exp=time.time() - 60),
        token(exp=None),
        token(sub=None),
        jwt.encode({"aud": AUDIENCE, "iss": "kubeflow-lab", "sub": "ada", "exp": time.time() + 60}, "x" * 32, "HS256"),
        f"{token()},{token()}",
    ],
)
def test_everything_else_is_refused(forged):
    status, body = ask(forged)
    assert status == "403 Forbidden"
    assert b"through the platform" in body


def test_only_when_it_was_last_used_is_told_to_anybody():
    guard = Guard(app, Keys(), AUDIENCE)

    def last_activity() -> datetime:
        environ = {"PATH_INFO": "/tensorboard/ada/digits/kubeflow-lab/last-activity"}
        return datetime.fromisoformat(json.loads(b"".join(guard(environ, lambda *_: None)))["lastActivity"])

    begun = last_activity()
    list(guard({HEADER: "no token", "PATH_INFO": "/tensorboard/ada/digits/"}, lambda *_: None))
    assert last_activity() == begun
    list(guard({HEADER: token(), "PATH_INFO": "/tensorboard/ada/digits/"}, lambda *_: None))
    assert last_activity() > begun
