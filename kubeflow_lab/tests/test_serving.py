"""What the model server's image runs, as far as it needs nothing of KServe."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys

import joblib
import pytest
from IPython.core.interactiveshell import InteractiveShell
from sklearn.dummy import DummyClassifier
from sklearn.preprocessing import StandardScaler

from kubeflow_lab.runtime.shell import CellShell
from kubeflow_lab.serving.drain import Drain
from kubeflow_lab.serving.failure import ServingError, fail, one_line
from kubeflow_lab.serving.loading import find_model, load_model


def function_json(cell):
    """What `%%serve` stores of a function `f`."""
    cells = [{"id": "a", "source": "h = 2"}, {"id": "b", "source": cell}]
    return json.dumps({"cells": cells, "modules": [], "function": "f"}).encode()


@pytest.fixture(autouse=True)
def no_shell_stays(monkeypatch):
    """As in a process of its own: the shell of a function's cells is one for the whole process."""
    yield
    InteractiveShell.clear_instance()
    CellShell.clear_instance()


def test_loads_the_one_model_of_a_folder(tmp_path):
    joblib.dump(DummyClassifier().fit([[0]], [7]), tmp_path / "model.joblib")
    (tmp_path / "meta.json").write_text("{}")
    assert load_model(tmp_path).predict([[1]]).tolist() == [7]


def test_loads_a_folder_of_mlflow(tmp_path):
    joblib.dump(DummyClassifier().fit([[0]], [7]), tmp_path / "model.pkl")
    (tmp_path / "MLmodel").write_text("flavors:\n  python_function: {}\n  sklearn: {pickled_model: model.pkl}\n")
    assert load_model(tmp_path).predict([[1]]).tolist() == [7]


def test_of_versioned_folders_the_highest_is_served(tmp_path):
    for name in ("9", "10", "2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "saved_model.pb").write_bytes(b"")
    assert find_model(tmp_path)[0] == tmp_path / "10" / "saved_model.pb"


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({}, "The model's folder has no file *.joblib, *.pkl, *.pickle, *.onnx, *.pt, saved_model.pb or MLmodel."),
        (
            {"function.json": function_json("import nowhere_at_all")},
            "Cell b failed: ModuleNotFoundError: No module named 'nowhere_at_all'. Write %pip install nowhere_at_all",
        ),
        ({"function.json": function_json("g = 1")}, "After its cells there is no function f."),
        ({"function.json": b"{}"}, "The file function.json cannot be read"),
        ({"a.onnx": b""}, "The model needs the Python package onnxruntime, which this server does not have."),
        ({"a.pt": b""}, "The model needs the Python package torch, which this server does not have."),
        ({"saved_model.pb": b""}, "The model needs the Python package tensorflow, which this server does not have."),
        ({"MLmodel": b"flavors: {spark: {}}"}, "The MLflow model has the flavours spark; this server takes those of"),
        (
            {"MLmodel": b"flavors: {sklearn: {pickled_model: m, serialization_format: skops}}"},
            "The MLflow model is stored as skops; store it with",
        ),
        (
            {"a/saved_model.pb": b"", "1/saved_model.pb": b""},
            "The model's folder has more than one model: 1/saved_model.pb, a",
        ),
        ({"a.pkl": b"", "b.joblib": b""}, "The model's folder has more than one model: a.pkl, b.joblib."),
        ({"model.joblib": b""}, "The file model.joblib cannot be read (EOFError)."),
        ({"model.pkl": b"cnowhere_at_all\nModel\n."}, "The model needs the Python package nowhere_at_all, which"),
    ],
)
def test_says_why_a_model_cannot_be_loaded(tmp_path, files, sentence):
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ServingError) as caught:
        load_model(tmp_path)
    assert str(caught.value).startswith(sentence)


def test_refuses_what_does_not_predict(tmp_path):
    joblib.dump(StandardScaler(), tmp_path / "model.joblib")
    with pytest.raises(ServingError, match="an object of type StandardScaler, which has no method predict"):
        load_model(tmp_path)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ServingError("A sentence."), "A sentence."),
        (RuntimeError("S3 says\nno"), "S3 says no"),
        (RuntimeError(), "RuntimeError"),
        (ValueError("odd"), "ValueError: odd"),
    ],
)
def test_an_error_is_one_line(error, line):
    assert one_line(error) == line


def test_the_last_line_of_a_log_is_the_reason(capsys):
    with pytest.raises(SystemExit, match="1"):
        fail(ValueError("odd"))
    assert capsys.readouterr().err.splitlines()[-1] == "ValueError: odd"


async def application(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"a", b"b")]})
    await send({"type": "http.response.body", "body": b"ok"})


async def ask(app, path):
    """The head of the answer."""
    sent = []

    async def send(message):
        sent.append(message)

    await app({"type": "http", "path": path}, None, send)
    return sent[0]


def test_asks_clients_to_close_their_connections_while_it_drains():
    async def scenario():
        app = Drain(application, seconds=0.2)
        before = await ask(app, "/v1/models/a")
        draining = asyncio.create_task(ask(app, "/drain"))
        await asyncio.sleep(0)
        during = await ask(app, "/v1/models/a")
        assert not draining.done()
        ended = await draining
        return before, during, ended, await ask(app, "/v1/models/a")

    before, during, ended, after = asyncio.run(scenario())
    assert before["headers"] == after["headers"] == [(b"a", b"b")]
    assert during["headers"] == [(b"a", b"b"), (b"connection", b"close")]
    assert ended["status"] == 204


def test_needs_nothing_of_the_rest_of_the_package(tmp_path):
    """The image holds the folder `serving` alone."""
    from kubeflow_lab import serving

    (tmp_path / "serving").symlink_to(serving.__path__[0])
    program = "import serving.loading, serving.drain, serving.failure, sys; print('kubeflow_lab' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path, env={"PATH": ""}
    )
    assert done.stdout.strip() == "False"
