"""Values of runs on the cluster, loaded from the bucket through a real HTTP server."""

from __future__ import annotations

import json

import pytest

from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics.run import PipelineRun
from kubeflow_lab.tests.pipelines import run_item
from kubeflow_lab.tests.platform_double import Answer
from kubeflow_lab.values import LoadError, store

FILES = "/api/namespaces/alice/files"


@pytest.fixture
def run(connected):
    item = run_item()
    item["object"]["metadata"].update(uid="u1", namespace="alice")
    return PipelineRun(Client(), item)


@pytest.fixture
def stored(connected, tmp_path):
    """Puts a value where a step of a run leaves it."""

    def put(value, uid="u1"):
        folder = tmp_path / uid
        store(value, folder, name="table")
        prefix = f"runs/{uid}/load/table/"
        listed = []
        for file in folder.iterdir():
            path = prefix + file.name
            listed.append({"name": file.name, "path": path, "size": file.stat().st_size, "modified": ""})
            connected.routes[("GET", f"{FILES}/{path}")] = Answer(200, file.read_bytes())
        connected.routes[("GET", FILES)] = lambda request: Answer(
            200, {"files": listed if request.path.endswith(prefix.replace("/", "%2F")) else []}
        )

    return put


@pytest.mark.parametrize("value", [{"a": [1, 2.5, None]}, range(10_000), "é"])
def test_a_value_comes_as_it_was_stored(run, stored, value):
    stored(value)
    assert run.value("load", "table") == value


def test_the_value_of_a_step_that_was_not_run_again_comes_from_the_earlier_run(run, stored):
    stored([1], uid="u0")
    annotations = {"lab.kubeflow.org/reused": json.dumps({"load": {"workflow": "first", "uid": "u0"}})}
    run._item["object"]["metadata"]["annotations"] = annotations
    assert run.value("load", "table") == [1]


def test_the_value_of_a_cached_step_comes_from_the_run_that_left_it(run, stored):
    stored([2], uid="u0")
    outputs = {"artifacts": [{"name": "output-table", "s3": {"key": "runs/u0/load/table"}}]}
    node = {"templateName": "load", "memoizationStatus": {"hit": True}, "outputs": outputs}
    run._item["object"]["status"] = {"nodes": {"n": node}}
    assert run.value("load", "table") == [2]


@pytest.mark.parametrize("text", ["{", "[]", '{"load": 3}', '{"load": {}}'])
def test_annotations_that_nobody_can_read_count_as_none(run, stored, text):
    stored([1])
    run._item["object"]["metadata"]["annotations"] = {"lab.kubeflow.org/reused": text}
    assert run.value("load", "table") == [1]


def test_what_is_not_stored_is_said_with_its_step_and_run(run, stored):
    stored([1])
    with pytest.raises(KubeflowLabError, match=rf"The run {run.name} has stored no other of the step load\."):
        run.value("load", "other")


def test_a_value_that_was_changed_is_not_loaded(run, stored, connected):
    stored([1, 2])
    (path,) = [path for method, path in connected.routes if path.endswith("value.json")]
    connected.routes[("GET", path)] = Answer(200, b"[1,3]")
    with pytest.raises(LoadError, match="was changed after it was stored"):
        run.value("load", "table")
