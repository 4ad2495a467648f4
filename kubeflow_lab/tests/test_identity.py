"""The pod's identity provider, in a real jupyter_server: what the gateway signed comes in, all else is 403."""

from __future__ import annotations

import asyncio
import json
import re
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from tornado.httpclient import HTTPClientError
from tornado.routing import PathMatches

from kubeflow_lab.identity import HEADER, KeySet, KeysUnavailableError
from kubeflow_lab.tests.platform_double import Answer, problem

KEYS = "/.well-known/jwks.json"


def new_key(key_id):
    private = ec.generate_private_key(ec.SECP256R1())
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(private.public_key()))
    return private, {**public, "kid": key_id, "use": "sig", "alg": "ES256"}


PRIVATE, PUBLIC = new_key("one")


def signed(key=PRIVATE, key_id="one", algorithm="ES256", **changes):
    claims = {"iss": "kubeflow-lab", "aud": "alice/lab", "sub": "alice", "exp": time.time() + 60, **changes}
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": key_id} if key_id else None)


@pytest.fixture
def jp_server_config(connected):
    connected.routes[("GET", KEYS)] = Answer(200, {"keys": [PUBLIC]})
    return {
        "ServerApp": {
            "identity_provider_class": "kubeflow_lab.identity.KubeflowLabIdentityProvider",
            "jpserver_extensions": {"kubeflow_lab": True, "jupyterlab": True},
            "allow_unauthenticated_access": False,
        }
    }


@pytest.fixture
def fetch(http_server_client, jp_serverapp):
    """Answers status and body of a request that carries nothing but what is given."""

    async def ask(path, token=None, **options):
        headers = {**options.pop("headers", {}), **({HEADER: token} if token else {})}
        try:
            answer = await http_server_client.fetch(
                jp_serverapp.base_url + path, headers=headers, follow_redirects=False, **options
            )
        except HTTPClientError as error:
            if error.response is None:
                return error.code, ""
            answer = error.response
        return answer.code, (answer.body or b"").decode()

    return ask


async def test_the_user_is_who_the_token_names(fetch):
    status, body = await fetch("api/me", signed(sub="zoë@example.org"))
    assert (status, json.loads(body)["identity"]["username"]) == (200, "zoë@example.org")


OTHER, OTHER_PUBLIC = new_key("other")


@pytest.mark.parametrize(
    "token",
    [
        signed(OTHER),
        signed(OTHER, "other"),
        signed(aud="alice/other"),
        signed(aud=["alice/lab", "bob/lab"]),
        signed(aud=None),
        signed(iss="someone"),
        signed(iss=None),
        signed(exp=time.time() - 30),
        signed(exp=None),
        signed(sub=None),
        signed(sub=""),
        signed("a secret that is long enough for it", algorithm="HS256"),
        signed(None, algorithm="none"),
        "not a token",
        f"{signed()}, {signed()}",
    ],
)
async def test_any_other_token_is_refused(fetch, token):
    assert (await fetch("api/me", token))[0] == 403


async def test_clocks_may_differ_a_little(fetch):
    assert (await fetch("api/me", signed(exp=time.time() - 2)))[0] == 200


async def test_a_token_without_key_id_is_checked_with_the_only_key(fetch):
    assert (await fetch("api/me", signed(key_id=None)))[0] == 200
    assert (await fetch("api/me", signed(OTHER, key_id=None)))[0] == 403


async def test_only_the_version_is_open(fetch):
    status, body = await fetch("api")
    assert (status, list(json.loads(body))) == (200, ["version"])


async def test_a_page_says_where_to_go_and_does_not_redirect(fetch):
    status, body = await fetch("lab", headers={"Accept": "text/html"})
    assert status == 403
    assert "choose Connect" in body


ACTIVITY = ("api/kernels", "api/terminals", "api/status")


def for_activity(**changes):
    return signed(**{"aud": "activity:alice/lab", "sub": "activity", **changes})


async def test_the_controller_may_read_whether_the_server_is_used(fetch):
    for path in ACTIVITY:
        assert (await fetch(f"{path}?no_track_activity=1", for_activity()))[0] == 200, path


async def test_a_token_for_activity_opens_nothing_else(fetch):
    for path in ("api/me", "api/contents", "api/kernels/x", "api/terminals/1", "api/sessions", "kubeflow-lab/status"):
        assert (await fetch(path, for_activity()))[0] == 403, path
    for path in ("api/kernels", "api/terminals"):
        headers = {"X-XSRFToken": "1", "Cookie": "_xsrf=1"}
        assert (await fetch(path, for_activity(), method="POST", body="{}", headers=headers))[0] == 403, path


async def test_another_token_does_not_even_tell_of_activity(fetch):
    tokens = [
        for_activity(aud="activity:alice/other"),
        for_activity(aud=["activity:alice/lab"]),
        for_activity(exp=time.time() - 30),
        for_activity(iss="someone"),
        for_activity(key=OTHER),
        for_activity(key=OTHER, key_id="other"),
    ]
    for path in ACTIVITY:
        assert [(await fetch(path, token))[0] for token in tokens] == [403] * len(tokens), path


async def test_jupyters_own_ways_in_are_shut(fetch, jp_serverapp, jp_auth_header):
    assert jp_serverapp.identity_provider.token == ""
    token = "t0ken"
    assert (await fetch("api/me", headers=jp_auth_header))[0] == 403
    assert (await fetch(f"api/me?token={token}"))[0] == 403
    assert (await fetch("login", method="POST", body="password=", headers={"Cookie": "_xsrf=1"}))[0] == 403


def example_path(pattern):
    """A path that a route's pattern matches, or nearly; alternatives are cut down to the first."""
    path = re.sub(r"\(\?P<\w+>|\(\?:|\(\?[!=].*?\)", "(", pattern)
    path = re.sub(r"\[.*?\][+*]?|\\w\+|\.[*+]", "x", path)
    path = re.sub(r"\|[^)]*", "", path)
    return re.sub(r"[()^$\\?+*]", "", path)


async def test_nothing_that_is_served_is_open_to_nobody(fetch, jp_serverapp):
    base = jp_serverapp.base_url
    patterns = [
        rule.matcher.regex.pattern
        for group in jp_serverapp.web_app.default_router.rules
        for rule in getattr(group.target, "rules", [])
        if isinstance(rule.matcher, PathMatches)
    ]
    patterns += [
        rule.matcher.regex.pattern
        for rule in jp_serverapp.web_app.wildcard_router.rules
        if isinstance(rule.matcher, PathMatches)
    ]
    paths = {example_path(pattern).removeprefix(base) for pattern in patterns} - {"api", "/api"}
    # JupyterLab's handler of licences never finishes an answer that is an error.
    paths -= {path for path in paths if path.startswith("lab/api/licenses")}
    paths |= {
        "api/kernels/x/channels",
        "terminals/websocket/1",
        "static/favicon.ico",
        "files/a",
        "lab/tree/a",
        "metrics",
    }
    assert len(paths) >= 60
    answers = {path: (await fetch(path.lstrip("/")))[0] for path in sorted(paths)}
    # Redirects to another of these paths and 404 or 405 give nothing away; a closed connection (599) even less.
    assert {path: code for path, code in answers.items() if code not in (301, 302, 403, 404, 405, 599)} == {}
    assert sum(code == 403 for code in answers.values()) > 50


@pytest.mark.parametrize(
    "path", [("api", "kernels", "x", "channels"), ("terminals", "websocket", "1"), ("api", "events", "subscribe")]
)
async def test_websockets_ask_for_the_same_identity(jp_ws_fetch, path):
    with pytest.raises(HTTPClientError) as caught:
        await jp_ws_fetch(*path)
    assert caught.value.code == 403
    if path[1] == "events":
        socket = await jp_ws_fetch(*path, headers={HEADER: signed()})
        socket.close()


async def test_unsafe_requests_still_need_the_xsrf_token(fetch):
    unsafe = {"method": "POST", "body": '{"type": "notebook"}'}
    assert (await fetch("api/contents", signed(), **unsafe))[0] == 403
    token = {"Cookie": "_xsrf=abc", "X-XSRFToken": "abc"}
    assert (await fetch("api/contents", signed(), headers=token, **unsafe))[0] == 201
    foreign = {**token, "Origin": "http://evil.example"}
    assert (await fetch("api/contents", signed(), headers=foreign, **unsafe))[0] in (403, 404)


async def test_unknown_keys_do_not_become_requests_to_the_platform(fetch, connected):
    for number in range(20):
        await fetch("api/me", signed(OTHER, key_id=f"made-up-{number}"))
    assert len(connected.asked("GET", KEYS)) == 1


async def test_a_new_key_is_fetched_once_and_keys_outlive_an_outage(platform):
    platform.routes[("GET", KEYS)] = Answer(200, {"keys": [PUBLIC]})
    keys = KeySet(platform.url + KEYS, retry_seconds=0)
    assert (await keys.get("one")).key_id == "one"
    platform.routes[("GET", KEYS)] = Answer(200, {"keys": [PUBLIC, OTHER_PUBLIC]})
    found = await asyncio.gather(*(keys.get("other") for _ in range(5)))
    assert {key.key_id for key in found} == {"other"}
    platform.routes[("GET", KEYS)] = problem(503, "Starting.")
    assert await keys.get("third") is None
    assert (await keys.get("one")).key_id == "one"


async def test_without_keys_the_sentence_says_so(fetch, connected):
    connected.routes[("GET", KEYS)] = problem(503, "Starting.")
    status, body = await fetch("lab", signed())
    assert status == 403
    assert "the platform does not answer" in body
    for answer in (Answer(200, {"keys": "none"}), Answer(200, {"keys": [{"kty": "EC", "crv": "P-256"}]})):
        connected.routes[("GET", KEYS)] = answer
        with pytest.raises(KeysUnavailableError):
            await KeySet(connected.url + KEYS).get("one")


async def test_a_token_for_fetching_a_repository_is_good_for_that_alone(fetch):
    token = signed(aud="repository:alice/lab")
    xsrf = {"Cookie": "_xsrf=00ff", "X-XSRFToken": "00ff"}
    sent = {"method": "POST", "body": "{}", "headers": xsrf}
    assert (await fetch("kubeflow-lab/repository", token, **sent))[0] == 400
    assert (await fetch("kubeflow-lab/submit", token, **sent))[0] == 403
    for path in ("api/me", "api/contents", "lab"):
        assert (await fetch(path, token))[0] == 403
    other = signed(aud="repository:alice/other")
    assert (await fetch("kubeflow-lab/repository", other, **sent))[0] == 403
