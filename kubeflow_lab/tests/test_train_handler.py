"""The handler that starts a training job from a form, in a real jupyter_server before a real HTTP server."""

from __future__ import annotations

import json

import pytest
from tornado.httpclient import HTTPClientError

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.tests.pipelines import write_notebook
from kubeflow_lab.tests.platform_double import JOBS, Answer, job_item, problem
from kubeflow_lab.train_handler import parse_start

FORM = {"name": "digits", "replicas": [], "manifest": {"kind": "TFJob"}}


@pytest.fixture
def jp_server_config():
    return {"ServerApp": {"jpserver_extensions": {"kubeflow_lab": True}}}


@pytest.fixture(autouse=True)
def files(jp_root_dir):
    (jp_root_dir / "helper.py").write_text("rate = 1")
    (jp_root_dir / "fit.py").write_text("import helper\nprint('é $(HOME)')")
    (jp_root_dir / "empty.py").write_text("# nothing\n")
    write_notebook(
        jp_root_dir / "train.ipynb",
        ("plain", "import helper\nprint(helper.rate)"),
        ("magic", "%%tfjob --name digits\nimport helper"),
        ("empty", "%%tfjob --name digits\n"),
        ("hole", "print(missing)"),
    )


@pytest.fixture
def train(jp_fetch):
    def send(**body):
        return jp_fetch("kubeflow-lab", "train", method="POST", body=json.dumps({"plural": "tfjobs", **body}))

    return send


async def refused(request) -> tuple[int, str]:
    with pytest.raises(HTTPClientError) as caught:
        await request
    return caught.value.code, json.loads(caught.value.response.body)["detail"]


MODULE = {"path": "helper.py", "source": "rate = 1"}


@pytest.mark.parametrize(
    ("body", "cell"),
    [
        ({"path": "train.ipynb", "cell": "plain"}, {"id": "plain", "source": "import helper\nprint(helper.rate)"}),
        ({"path": "/train.ipynb", "cell": "magic"}, {"id": "magic", "source": "import helper"}),
        ({"path": "fit.py"}, {"id": "fit.py", "source": "import helper\nprint('é $(HOME)')"}),
    ],
)
async def test_adds_the_code_to_the_form(train, connected, body, cell):
    connected.routes[("POST", JOBS)] = Answer(201, job_item("digits", "Pending"))
    answer = await train(form=FORM, **body)
    assert answer.code == 201
    form = connected.requests[0].json()
    assert form["code"] == {"cells": [cell], "modules": [MODULE], "parameters": {}}
    assert form.get("notebook") == ({"path": "train.ipynb", "cell": body["cell"]} if "cell" in body else None)
    assert form["manifest"] == FORM["manifest"]
    assert connected.requests[0].headers["Authorization"] == "Bearer platform-token"


async def test_gives_parameters_the_values_that_were_typed(train, connected):
    connected.routes[("POST", JOBS)] = Answer(201, job_item("digits", "Pending"))
    values = {"n": "32", "lr": "1e-3", "x": "1.0", "deep": "True", "kind": "adam", "odd": "1 2"}
    await train(form=FORM, path="fit.py", parameters=values)
    found = connected.requests[0].json()["code"]["parameters"]
    expected = {"n": 32, "lr": 0.001, "x": 1.0, "deep": True, "kind": "adam", "odd": "1 2"}
    assert [(name, type(value), value) for name, value in found.items()] == [
        (name, type(value), value) for name, value in expected.items()
    ]


async def test_a_dry_run_stays_one_and_a_problem_arrives_as_it_is(train, connected):
    connected.routes[("POST", JOBS)] = problem(422, "Two chiefs.")
    assert await refused(train(form=FORM, path="fit.py", dryRun=True)) == (422, "Two chiefs.")
    assert connected.requests[0].path.endswith("?dryRun=true")


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"path": "gone.ipynb", "cell": "plain"}, 404, "no notebook 'gone.ipynb'"),
        ({"path": "../fit.py"}, 404, "no .py file"),
        ({"path": "train.ipynb"}, 422, "missing"),
        ({"path": "gone.ipynb"}, 404, "no notebook"),
        ({"path": "train.ipynb", "cell": "deleted"}, 422, "no such cell any more"),
        ({"path": "train.ipynb", "cell": "empty"}, 422, "The chosen cell has no code"),
        ({"path": "empty.py"}, 422, "empty.py has no code"),
        ({"path": "train.ipynb", "cell": "hole"}, 422, "missing"),
    ],
)
async def test_says_what_is_wrong_with_the_code(train, connected, body, status, sentence):
    code, detail = await refused(train(form=FORM, **body))
    assert (code, connected.requests) == (status, [])
    assert sentence in detail


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"{", "not JSON"),
        (b"[]", "must be an object"),
        (b'{"plural": "tfjobs", "path": 1, "form": {}}', "field path"),
        (b'{"plural": "tfjobs", "path": "a.py"}', "field form"),
        (b'{"plural": "notebooks", "path": "a.py", "form": {}}', "'notebooks'"),
        (b'{"plural": "tfjobs", "path": "a.py", "form": {}, "x": 1}', "field x"),
        (b'{"plural": "tfjobs", "path": "a.ipynb", "form": {}, "pipeline": true}', "runs of a pipeline"),
        (b'{"plural": "tfjobs", "path": "a.py", "form": {}, "parameters": {"a b": "1"}}', "parameter 'a b'"),
        (b'{"plural": "tfjobs", "path": "a.py", "form": {}, "parameters": {"a": 1}}', "parameter 'a'"),
    ],
)
def test_refuses_bodies_of_another_shape(body, sentence):
    with pytest.raises(KubeflowLabError, match=sentence) as caught:
        parse_start(body)
    assert caught.value.status == 400
