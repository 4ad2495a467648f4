"""Who may see a TensorBoard: whoever the platform's gateway vouches for, and nobody else."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import Any

import jwt

HEADER = "HTTP_X_KUBEFLOW_LAB_IDENTITY"
ISSUER = "kubeflow-lab"
LEEWAY_SECONDS = 5
REFUSED = b"This TensorBoard is opened through the platform."

log = logging.getLogger(__name__)

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Guard:
    """A WSGI application that passes on requests with a valid identity token, and answers 403 to all others.

    TensorBoard has no sign-in of its own, and every pod of the cluster can reach it by its address. Only when it was
    last used is told to anybody, because the controller stops one that nobody uses.
    """

    def __init__(self, app: WsgiApp, keys: jwt.PyJWKClient, audience: str) -> None:
        self._app = app
        self._keys = keys
        self._audience = audience
        self._activity_path = f"/{audience.replace(':', '/', 1)}/kubeflow-lab/last-activity"
        self._last_activity = datetime.now(timezone.utc)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """One request."""
        if environ.get("PATH_INFO") == self._activity_path:
            return self._tell_activity(start_response)
        try:
            self._verify(environ.get(HEADER, ""))
        except jwt.PyJWTError as error:
            log.warning("Refused a request: %s", error)
            start_response("403 Forbidden", [("Content-Type", "text/plain"), ("Content-Length", str(len(REFUSED)))])
            return [REFUSED]
        self._last_activity = datetime.now(timezone.utc)
        return self._app(environ, start_response)

    def _tell_activity(self, start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = json.dumps({"lastActivity": self._last_activity.isoformat()}).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def _verify(self, token: str) -> None:
        """Raises PyJWTError for anything but a token that the platform has signed for this TensorBoard."""
        jwt.decode(
            token,
            self._keys.get_signing_key_from_jwt(token),
            algorithms=["ES256"],
            audience=self._audience,
            issuer=ISSUER,
            leeway=LEEWAY_SECONDS,
            options={"require": ["aud", "exp", "iss", "sub"], "strict_aud": True},
        )
