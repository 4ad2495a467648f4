"""The handler that submits a notebook, in a real jupyter_server before a real HTTP server."""

from __future__ import annotations

import json
import os

import pytest
from tornado.httpclient import HTTPClientError

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.proxy import NOT_CONNECTED
from kubeflow_lab.submit import notebook_in, parse_submission
from kubeflow_lab.tests.pipelines import WORKFLOWS, commit_all, run_item, write_notebook
from kubeflow_lab.tests.platform_double import Answer, problem


@pytest.fixture
def jp_server_config():
    return {"ServerApp": {"jpserver_extensions": {"kubeflow_lab": True}}}


@pytest.fixture
def notebook(jp_root_dir):
    (jp_root_dir / "work").mkdir()
    (jp_root_dir / "work" / "helper.py").write_text("rate = 1")
    return write_notebook(jp_root_dir / "work" / "train.ipynb", ("a", "import helper"), ("b", "x = '{{x}} é'"))


@pytest.fixture
def submit(jp_fetch):
    def send(body):
        content = body if isinstance(body, str) else json.dumps(body)
        return jp_fetch("kubeflow-lab", "submit", method="POST", body=content)

    return send


async def refused(request) -> tuple[int, dict]:
    with pytest.raises(HTTPClientError) as caught:
        await request
    assert caught.value.response.headers["Content-Type"] == "application/problem+json"
    return caught.value.code, json.loads(caught.value.response.body)


async def test_sends_the_saved_notebook_with_its_modules_and_answers_the_item(submit, notebook, connected, monkeypatch):
    monkeypatch.setenv("KUBEFLOW_LAB_IMAGE", "own:1")
    connected.routes[("POST", WORKFLOWS)] = Answer(201, run_item())
    answer = await submit({"path": "work/train.ipynb", "parameters": {"epochs": 3}})
    assert (answer.code, json.loads(answer.body)) == (201, run_item())
    (request,) = connected.requests
    form = request.json()
    cells = form.pop("notebook")["cells"]
    assert [cell["source"] for cell in cells] == ["import helper", "x = '{{x}} é'"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
    assert form == {
        "path": "work/train.ipynb",
        "modules": [{"path": "helper.py", "source": "rate = 1"}],
        "parameters": {"epochs": 3},
        "image": "own:1",
    }
    assert request.headers["Authorization"] == "Bearer platform-token"
    assert "private" in notebook.read_text()


async def test_image_name_and_reuse_are_passed_on(submit, notebook, connected):
    connected.routes[("POST", WORKFLOWS)] = Answer(201, run_item())
    reuse = {"workflow": "train-1", "from": "fit"}
    await submit({"path": "/work/train.ipynb", "image": "other:2", "name": "again", "reuse": reuse})
    form = connected.requests[0].json()
    assert (form["image"], form["name"], form["reuse"], form["parameters"]) == ("other:2", "again", reuse, {})


async def test_the_commit_of_the_notebooks_folder_is_told(submit, notebook, connected, monkeypatch):
    monkeypatch.setenv("KUBEFLOW_LAB_IMAGE", "own:1")
    connected.routes[("POST", WORKFLOWS)] = Answer(201, run_item())
    commit = commit_all(notebook.parent)
    await submit({"path": "work/train.ipynb"})
    (notebook.parent / "helper.py").write_text("rate = 2")
    await submit({"path": "work/train.ipynb"})
    clean, changed = (request.json()["git"] for request in connected.requests)
    assert clean == {"commit": commit, "changed": False}
    assert changed == {"commit": commit, "changed": True}


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({"dryRun": True}, f"{WORKFLOWS}?dryRun=true"),
        ({"schedule": True}, "/api/namespaces/alice/cronworkflows"),
        ({"schedule": True, "dryRun": True}, "/api/namespaces/alice/cronworkflows?dryRun=true"),
    ],
)
async def test_what_is_asked_for_is_made_or_only_planned(submit, notebook, connected, monkeypatch, asked, path):
    monkeypatch.setenv("KUBEFLOW_LAB_IMAGE", "own:1")
    connected.routes[("POST", path.partition("?")[0])] = Answer(200, {"objects": []})
    await submit({"path": "work/train.ipynb", **asked})
    (request,) = connected.requests
    assert request.path == path


async def test_outside_a_pod_the_platforms_first_image_is_taken(submit, notebook, connected, monkeypatch):
    monkeypatch.delenv("KUBEFLOW_LAB_IMAGE", raising=False)
    connected.routes[("GET", "/api/settings")] = Answer(200, {"images": {"jupyter": ["first:1", "second:1"]}})
    connected.routes[("POST", WORKFLOWS)] = Answer(201, run_item())
    await submit({"path": "work/train.ipynb"})
    assert connected.asked("POST", WORKFLOWS)[0].json()["image"] == "first:1"


async def test_a_problem_of_the_server_arrives_as_it_is(submit, notebook, connected):
    errors = [{"path": "cell b, line 1", "message": "x"}]
    connected.routes[("POST", WORKFLOWS)] = problem(422, "Not a pipeline.", errors=errors)
    status, found = await refused(submit({"path": "work/train.ipynb", "image": "i"}))
    assert (status, found["detail"], found["errors"]) == (422, "Not a pipeline.", errors)


async def test_without_a_server_it_says_how_to_configure_one(submit, notebook):
    status, found = await refused(submit({"path": "work/train.ipynb"}))
    assert (status, found["type"]) == (503, NOT_CONNECTED)


@pytest.mark.parametrize(
    "path",
    ["../outside.ipynb", "/../outside.ipynb", "work/../../outside.ipynb", "link.ipynb", "work", "work/helper.py", "",
     "missing.ipynb", "a\0.ipynb", "x" * 5000 + ".ipynb", "..%2foutside.ipynb"],
)  # fmt: skip
async def test_only_notebooks_of_this_server_are_read(submit, notebook, connected, jp_root_dir, path):
    outside = write_notebook(jp_root_dir.parent / "outside.ipynb", ("a", "secret"))
    (jp_root_dir / "link.ipynb").symlink_to(outside)
    status, found = await refused(submit({"path": path, "image": "i"}))
    assert status == 404
    assert "There is no notebook" in found["detail"]
    assert connected.requests == []


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"path": 1}', '{"path": "a", "parameters": []}', '{"path": "a", "x": 1}']
)
async def test_a_body_of_another_shape(submit, connected, body):
    status, _ = await refused(submit(body))
    assert (status, connected.requests) == (400, [])


async def test_a_file_that_is_no_notebook(submit, connected, jp_root_dir):
    path = jp_root_dir / "bad.ipynb"
    path.write_text("not json")
    # Nobody is writing it any more.
    os.utime(path, (0, 0))
    status, found = await refused(submit({"path": "bad.ipynb", "image": "i"}))
    assert status == 422
    assert "bad.ipynb cannot be read" in found["detail"]


async def test_without_jupyters_consent_nothing_is_submitted(http_server_client, jp_base_url, connected, notebook):
    body = json.dumps({"path": "work/train.ipynb", "image": "i"})
    with pytest.raises(HTTPClientError) as caught:
        await http_server_client.fetch(f"{jp_base_url}kubeflow-lab/submit", method="POST", body=body)
    assert caught.value.code == 403
    assert connected.requests == []


async def test_it_can_only_be_posted_to(jp_fetch, connected):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("kubeflow-lab", "submit")
    assert caught.value.code == 405


def test_shapes(tmp_path):
    assert parse_submission(b'{"path": "a", "reuse": null}').reuse is None
    with pytest.raises(KubeflowLabError, match="no notebook"):
        notebook_in(tmp_path, "a.ipynb")
