"""A short load on a served model: its figures, and the handler that runs it in a real jupyter_server."""

from __future__ import annotations

import asyncio
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tornado.httpclient import HTTPClientError

from kubeflow_lab import load_handler
from kubeflow_lab.load import Answers, figures_of, load
from kubeflow_lab.load_handler import Load, run_load


class Model(BaseHTTPRequestHandler):
    """Answers `[1]` to rows of one value, and an error to others."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(self.path)
        self.server.is_asked.set()
        fits = body["instances"] == [[1]]
        answer = b'{"predictions": [1]}' if fits else b'{"error": "1 feature expected"}'
        self.send_response(200 if fits else 422)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def model():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    server.daemon_threads = True
    server.asked = []
    server.is_asked = threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


PATH = "/v1/models/digits:predict"


def test_asks_over_all_connections_until_the_time_is_over(model):
    figures = load("127.0.0.1", model.server_port, PATH, b'{"instances": [[1]]}', 0.5, 3)
    assert set(model.asked) == {PATH}
    assert figures.requests == len(model.asked) == sum(figures.course) >= 3
    assert (figures.errors, figures.problem) == (0, None)
    assert 0 < figures.median <= figures.p95 <= figures.p99 <= figures.longest


def test_counts_what_the_model_refuses_and_says_why(model):
    figures = load("127.0.0.1", model.server_port, PATH, b'{"instances": [[1, 2]]}', 0.2, 1)
    assert figures.errors == figures.requests > 0
    assert figures.problem == '422 {"error": "1 feature expected"}'


def test_counts_what_cannot_be_reached(model):
    model.shutdown()
    model.server_close()
    figures = load("127.0.0.1", model.server_port, PATH, b"{}", 0.2, 1)
    assert figures.errors == figures.requests > 0
    assert figures.median is None
    assert "ConnectionRefusedError" in figures.problem


def test_figures_are_of_all_connections_together():
    answers = [
        Answers(ended=[0.1, 1.2], took=[0.010, 0.020], errors=["500 no"]),
        Answers(ended=[0.5, 2.9], took=[0.030, 0.040], errors=["TimeoutError: "]),
    ]
    figures = figures_of(answers, 3.0)
    assert (figures.requests, figures.errors, figures.course) == (5, 2, [2, 1, 1])
    assert (figures.median, figures.p95, figures.longest) == (20, 40, 40)


@pytest.mark.parametrize(
    ("load", "host", "path"),
    [
        (Load("digits", "predictor", {"instances": []}, 1, 1), "digits-predictor.ada.svc.cluster.local", PATH),
        (Load("digits", "canary", {"instances": []}, 1, 1), "digits-canary-predictor.ada.svc.cluster.local", PATH),
        (Load("digits", "transformer", {"instances": []}, 1, 1), "digits-transformer.ada.svc.cluster.local", PATH),
        (
            Load("digits", "predictor", {"inputs": []}, 1, 1),
            "digits-predictor.ada.svc.cluster.local",
            "/v2/models/digits/infer",
        ),
    ],
)
def test_goes_to_the_version_and_by_the_protocol_that_are_wanted(load, host, path):
    assert load.address("ada") == (host, path)


async def test_ends_the_process_with_whoever_waits_for_it(model, monkeypatch):
    processes = []
    begin = asyncio.create_subprocess_exec

    async def begin_known(*arguments, **options):
        processes.append(await begin(*arguments, **options))
        return processes[0]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", begin_known)
    target = {"host": "127.0.0.1", "port": model.server_port, "path": PATH, "body": {"instances": [[1]]}}
    running = asyncio.create_task(run_load(target, Load("digits", "predictor", None, 30, 1)))
    assert await asyncio.to_thread(model.is_asked.wait, 20)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert [process.returncode for process in processes] == [-9]


@pytest.fixture
def jp_server_config():
    return {"ServerApp": {"jpserver_extensions": {"kubeflow_lab": True}}}


FORM = {"name": "digits", "body": {"instances": [[1]]}, "seconds": 1, "concurrent": 2}


@pytest.fixture
def send(jp_fetch, monkeypatch):
    monkeypatch.setenv("KUBEFLOW_LAB_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("KUBEFLOW_LAB_NAMESPACE", "ada")
    monkeypatch.setenv("KUBEFLOW_LAB_TOKEN", "secret")
    return lambda body: jp_fetch("kubeflow-lab", "load", method="POST", body=json.dumps(body))


async def test_answers_the_figures(send, model, monkeypatch):
    monkeypatch.setattr(load_handler.Load, "address", lambda *_: ("127.0.0.1", PATH))
    monkeypatch.setattr(load_handler, "_PORT", model.server_port)
    answer = await send(FORM)
    figures = json.loads(answer.body)
    assert figures["requests"] == len(model.asked)
    assert figures["errors"] == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"seconds": 31}, "The field seconds must be a whole number from 1 to 30."),
        ({"concurrent": 51}, "The field concurrent must be a whole number from 1 to 50."),
        ({"concurrent": 0}, "The field concurrent"),
        ({"seconds": True}, "The field seconds"),
        ({"name": "elsewhere.example.org"}, "The name must be that of a served model."),
        ({"name": "a/../b"}, "The name must be"),
        ({"name": 3}, "The name must be"),
        ({"part": "elsewhere"}, "The part must be one of predictor, canary, transformer."),
        ({"part": ["canary"]}, "The part must be"),
    ],
)
async def test_refuses_what_is_beyond_its_bounds(send, change, sentence):
    with pytest.raises(HTTPClientError) as caught:
        await send({**FORM, **change})
    assert caught.value.code == 400
    assert sentence in json.loads(caught.value.response.body)["detail"]
