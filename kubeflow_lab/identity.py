"""Who may use this notebook server: whoever the platform's gateway vouches for, and nobody else.

Every request that the gateway forwards carries a short-lived token, signed by the kubeflow-lab server for this
one notebook. There is no other way in: no password, no Jupyter token, no login page, no trust by address.
"""

from __future__ import annotations

import asyncio
import os
import time
from typing import Any

import httpx
import jwt
from jupyter_server.auth import IdentityProvider, User
from jupyter_server.base.handlers import APIVersionHandler
from jupyter_server.services.api.handlers import APIStatusHandler
from jupyter_server.services.kernels.handlers import MainKernelHandler
from jupyter_server_terminals.api_handlers import TerminalRootHandler
from tornado import web
from traitlets import Instance, default

from kubeflow_lab.configuration import notebook_of
from kubeflow_lab.connections import OpenConnections
from kubeflow_lab.repository_handler import RepositoryHandler

HEADER = "X-Kubeflow-Lab-Identity"
ISSUER = "kubeflow-lab"
LEEWAY_SECONDS = 5
ACTIVITY_USER = "kubeflow-lab-controller"
# What tells whether this server is used, and nothing of what is done with it: lists of kernels and terminals.
ACTIVITY_HANDLERS = (MainKernelHandler, TerminalRootHandler, APIStatusHandler)
REFUSED = "This notebook server is opened through the platform: go to its list of notebooks and choose Connect."
UNVERIFIABLE = "Who you are cannot be verified at the moment, because the platform does not answer. Try again."


class KeysUnavailableError(Exception):
    """The platform's public keys cannot be fetched, and none are known."""


class KeySet:
    """The public keys at `url`, a JSON Web Key Set, fetched when a token names a key that is not known.

    Tokens with made-up key ids must not become requests to the platform, so it is asked at most once in
    `retry_seconds`. `refresh_seconds` is how long a key that was withdrawn may still be trusted.
    """

    def __init__(self, url: str, *, retry_seconds: float = 5, refresh_seconds: float = 600) -> None:
        self._url = url
        self._retry_seconds = retry_seconds
        self._refresh_seconds = refresh_seconds
        self._keys: dict[str, jwt.PyJWK] = {}
        self._lock = asyncio.Lock()
        self._asked_at = float("-inf")
        self._fetched_at = float("-inf")

    async def get(self, key_id: str | None) -> jwt.PyJWK | None:
        """The key of that id, or the only key for a token that names none; None where there is no such key.

        Raises KeysUnavailableError when the platform does not answer and no keys are known.
        """
        if self._find(key_id) is None or self._is_older_than(self._fetched_at, self._refresh_seconds):
            async with self._lock:
                await self._refresh()
        if not self._keys:
            raise KeysUnavailableError
        return self._find(key_id)

    def _find(self, key_id: str | None) -> jwt.PyJWK | None:
        if key_id is None and len(self._keys) == 1:
            return next(iter(self._keys.values()))
        return self._keys.get(key_id or "")

    @staticmethod
    def _is_older_than(moment: float, seconds: float) -> bool:
        return time.monotonic() - moment > seconds

    async def _refresh(self) -> None:
        """Fetches the keys, unless that was just tried. Where it fails, the keys of before stay."""
        if not self._is_older_than(self._asked_at, self._retry_seconds):
            return
        self._asked_at = time.monotonic()
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                answer = await client.get(self._url)
            answer.raise_for_status()
            self._keys = verification_keys(answer.json())
        except (httpx.HTTPError, ValueError, jwt.PyJWTError) as error:
            if not self._keys:
                raise KeysUnavailableError from error
            return
        self._fetched_at = time.monotonic()


def verification_keys(key_set: Any) -> dict[str, jwt.PyJWK]:
    """The keys for ES256 in a JSON Web Key Set, by their ids. Raises PyJWTError for anything else."""
    if not isinstance(key_set, dict) or not isinstance(key_set.get("keys"), list):
        raise jwt.PyJWKSetError("this is not a JSON Web Key Set")
    return {
        str(key.get("kid", "")): jwt.PyJWK.from_dict(key, algorithm="ES256")
        for key in key_set["keys"]
        if isinstance(key, dict) and key.get("kty") == "EC" and key.get("crv") == "P-256"
    }


class KubeflowLabIdentityProvider(IdentityProvider):
    """Accepts the identity that the gateway sends with each request, and refuses everything else with 403.

    It refuses by raising, not by answering "nobody": so there is no page, file or websocket that a handler
    could still open to nobody, and no redirect to a login page that does not exist. Only the version at
    `/api` is open, for the readiness probe. The platform's controller, which stops servers that nobody uses, has
    tokens of its own, good for reading ACTIVITY_HANDLERS and nothing else; so has the platform itself for what a person
    agreed to on its page, good for fetching a repository.
    """

    keys = Instance(KeySet, help="The platform's public keys.")
    connections = Instance(OpenConnections, help="What was opened with an identity and is open still.")

    @default("keys")
    def _default_keys(self) -> KeySet:
        return KeySet(f"{platform_url()}/.well-known/jwks.json")

    @default("connections")
    def _default_connections(self) -> OpenConnections:
        return OpenConnections(f"{platform_url()}/auth/connections", self.log)

    @default("token")
    def _token_default(self) -> str:
        return ""

    @property
    def auth_enabled(self) -> bool:
        """Always: without this provider's consent nothing is answered."""
        return True

    @property
    def login_available(self) -> bool:
        """No login page: people sign in to the platform."""
        return False

    @property
    def logout_available(self) -> bool:
        """No logout page, likewise."""
        return False

    def is_token_authenticated(self, handler: web.RequestHandler) -> bool:
        """Never: a browser sends the gateway's token without its page's doing, so XSRF stays checked."""
        return False

    async def get_user(self, handler: web.RequestHandler) -> User | None:
        """The user that the request's identity token names; raises HTTPError 403 without a valid one."""
        if isinstance(handler, APIVersionHandler) and handler.request.method in ("GET", "HEAD"):
            return None
        # Pages of errors ask for the current user too.
        handler.current_user = handler._jupyter_current_user = None
        tokens = handler.request.headers.get_list(HEADER)
        if len(tokens) != 1:
            raise web.HTTPError(403, REFUSED)
        try:
            if tells_activity(handler) and is_for(tokens[0], activity_audience()):
                await verify(tokens[0], self.keys, activity_audience())
                return User(username=ACTIVITY_USER)
            if isinstance(handler, RepositoryHandler) and is_for(tokens[0], repository_audience()):
                return User(username=await verify(tokens[0], self.keys, repository_audience()))
            name = await verify(tokens[0], self.keys, audience())
        except KeysUnavailableError as error:
            self.log.warning("The platform's keys cannot be fetched: %r", error.__cause__)
            raise web.HTTPError(403, UNVERIFIABLE) from error
        except jwt.PyJWTError as error:
            self.log.warning("Refused an identity token: %s", error)
            raise web.HTTPError(403, REFUSED) from error
        self.connections.add(handler, tokens[0])
        return User(username=name, name=name, display_name=name)


async def verify(token: str, keys: KeySet, expected_audience: str) -> str:
    """The name of the user in a valid identity token; raises PyJWTError or KeysUnavailableError."""
    header = jwt.get_unverified_header(token)
    key = await keys.get(header.get("kid"))
    if key is None:
        raise jwt.InvalidKeyError("it is signed with an unknown key")
    claims = jwt.decode(
        token,
        key,
        algorithms=["ES256"],
        audience=expected_audience,
        issuer=ISSUER,
        leeway=LEEWAY_SECONDS,
        options={"require": ["aud", "exp", "iss", "sub"], "strict_aud": True},
    )
    if not claims["sub"]:
        raise jwt.InvalidTokenError("it names nobody")
    return claims["sub"]


def tells_activity(handler: web.RequestHandler) -> bool:
    """Whether a request reads whether this server is used, and does nothing."""
    return isinstance(handler, ACTIVITY_HANDLERS) and handler.request.method == "GET"


def is_for(token: str, expected_audience: str) -> bool:
    """What a token says of itself, which is still to be verified. Raises PyJWTError for what is no token."""
    claims = jwt.decode(token, options={"verify_signature": False})
    return claims.get("aud") == expected_audience


def platform_url() -> str:
    """The platform's address, as pods reach it."""
    return os.environ["KUBEFLOW_LAB_URL"].rstrip("/")


def audience() -> str:
    """`<namespace>/<name>` of this notebook server."""
    notebook = notebook_of(os.environ)
    if notebook is None:
        raise web.HTTPError(403, "This notebook server does not know its own name: NB_PREFIX is not set.")
    return "/".join(notebook)


def activity_audience() -> str:
    """The audience of tokens that say who asks whether this notebook server is used."""
    return f"activity:{audience()}"


def repository_audience() -> str:
    """The audience of tokens by which the platform has a repository fetched."""
    return f"repository:{audience()}"
