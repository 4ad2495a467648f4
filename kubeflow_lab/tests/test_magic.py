"""`%%tfjob` in a real kernel: what it posts, what it shows, and what it says when something is wrong."""

from __future__ import annotations

import threading
import time
import uuid

import pytest

from kubeflow_lab.magics.card import CARD_TYPE
from kubeflow_lab.tests.platform_double import IMAGE, JOBS, Answer, event, job_item, posted, problem

pytestmark = pytest.mark.usefixtures("routes")


def test_posts_what_the_line_and_the_notebook_say(kernel, double, folder):
    line = (
        "%%tfjob --name digits --chief 1 --workers 2 --ps 1 --cpu 500m --memory 1Gi --env 'A=b c' --env E= "
        "--volume data:/data"
    )
    result = kernel.execute(f"{line}\nprint(helper)")
    assert result.is_ok, result.error
    assert posted(double) == {
        "name": "digits",
        "image": IMAGE,
        "replicas": [{"role": "Chief", "count": 1}, {"role": "Worker", "count": 2}, {"role": "PS", "count": 1}],
        "code": {
            "cells": [{"id": "setup", "source": "import helper"}, {"id": "cell-1", "source": "print(helper)"}],
            "modules": [{"path": "helper.py", "source": "rate = 1"}],
            "parameters": {},
        },
        "resources": {"cpu": "500m", "memory": "1Gi"},
        "env": [{"name": "A", "value": "b c"}, {"name": "E", "value": ""}],
        "volumes": [{"claim": "shared", "path": "/home/jovyan/shared"}, {"claim": "data", "path": "/data"}],
        "notebook": {"path": f"{folder.name}/train.ipynb", "cell": "cell-1"},
    }
    assert double.asked("POST", JOBS)[0].headers["Authorization"] == "Bearer kernel-token"
    assert "1 tagged cell travels along, as saved in train.ipynb at" in result.stdout


def test_another_kind_of_job_has_its_own_roles_image_and_route(kernel, double):
    trees = "/api/namespaces/alice/xgboostjobs"
    double.routes[("GET", "/api/settings")] = Answer(200, {"images": {"tensorflow": [IMAGE], "xgboost": ["xgb:1"]}})
    item = job_item("trees", "Pending")
    item["object"]["kind"] = "XGBoostJob"
    double.routes[("POST", trees)] = Answer(201, item)
    double.routes[("DELETE", f"{trees}/trees")] = Answer(202)
    result = kernel.execute("%%xgboostjob --name trees --workers 2 --master 1\nprint(1)")
    assert result.is_ok, result.error
    (request,) = double.asked("POST", trees)
    assert request.json()["image"] == "xgb:1"
    assert request.json()["replicas"] == [{"role": "Master", "count": 1}, {"role": "Worker", "count": 2}]
    assert kernel.execute("_.delete()").is_ok
    assert len(double.asked("DELETE", f"{trees}/trees")) == 1
    refused = kernel.execute("%%xgboostjob --name trees --ps 1\nprint(1)")
    assert "%%xgboostjob: unrecognized arguments: --ps 1" in refused.error


@pytest.mark.parametrize(
    ("magic", "line", "replicas"),
    [
        ("pytorchjob", "--image i", [("Master", 1)]),
        ("pytorchjob", "--image i --master 1 --workers 2", [("Master", 1), ("Worker", 2)]),
        ("mpijob", "--image i", [("Launcher", 1), ("Worker", 1)]),
        ("mpijob", "--image i --workers 3", [("Launcher", 1), ("Worker", 3)]),
        ("jaxjob", "--image i", [("Worker", 1)]),
        ("jaxjob", "--image i --workers 3", [("Worker", 3)]),
    ],
)
def test_each_kind_is_started_by_its_magic(kernel, double, magic, line, replicas):
    item = job_item("net", "Pending")
    item["object"]["kind"] = {"pytorchjob": "PyTorchJob", "mpijob": "MPIJob", "jaxjob": "JAXJob"}[magic]
    double.routes[("POST", f"/api/namespaces/alice/{magic}s")] = Answer(201, item)
    result = kernel.execute(f"%%{magic} --name net {line}\nprint(1)")
    assert result.is_ok, result.error
    (request,) = double.asked("POST", f"/api/namespaces/alice/{magic}s")
    assert [(one["role"], one["count"]) for one in request.json()["replicas"]] == replicas


RUNTIMES = "/api/namespaces/alice/trainingruntimes"
TRAINJOBS = "/api/namespaces/alice/trainjobs"


def offer_runtimes(double):
    item = job_item("net", "Pending")
    item["object"]["kind"] = "TrainJob"
    double.routes[("POST", TRAINJOBS)] = Answer(201, item)
    both = [{"kind": kind, "name": "torch"} for kind in ("ClusterTrainingRuntime", "TrainingRuntime")]
    double.routes[("GET", RUNTIMES)] = Answer(200, {"items": both, "overrides": "podSpecOverrides"})


def test_a_trainjob_runs_in_a_runtime_with_its_image(kernel, double):
    offer_runtimes(double)
    assert kernel.execute("%%trainjob --name net --nodes 2 --runtime torch\nprint(1)").is_ok
    assert kernel.execute("%%trainjob --name net --image i\nprint(1)").is_ok
    named, plain = (request.json() for request in double.asked("POST", TRAINJOBS))
    # The project's own before the cluster's.
    assert named["runtime"] == {"kind": "TrainingRuntime", "name": "torch"}
    assert (named["image"], named["replicas"]) == ("", [{"role": "Node", "count": 2}])
    assert "runtime" not in plain
    assert (plain["image"], plain["replicas"]) == ("i", [{"role": "Node", "count": 1}])
    refused = kernel.execute("%%trainjob --name net --runtime jax\nprint(1)")
    assert "There is no training runtime 'jax' here. There is torch" in refused.error


@pytest.mark.parametrize(
    ("options", "replicas", "volumes"),
    [
        ("", [("Chief", 1)], ["shared"]),
        ("--worker 3 --no-shared", [("Worker", 3)], []),
        ("--chief 0 --workers 1", [("Worker", 1)], ["shared"]),
        ("--volume mine:/home/jovyan/shared", [("Chief", 1)], ["mine"]),
    ],
)
def test_defaults(kernel, double, options, replicas, volumes):
    assert kernel.execute(f"%%tfjob --name a --image i {options}\n1").is_ok
    form = posted(double)
    assert [(one["role"], one["count"]) for one in form["replicas"]] == replicas
    assert [one["claim"] for one in form["volumes"]] == volumes
    assert form["image"] == "i"
    assert double.asked("GET", "/api/settings") == []


def test_shows_a_card_and_returns_the_job(kernel, double):
    evil = "<script>alert(1)</script>"
    replica = {"name": evil, "phase": "Running", "message": evil, "role": "chief", "index": 0}
    item = job_item("digits", message=evil, replicas=[replica], metrics={"accuracy": 0.97})
    double.routes[("POST", JOBS)] = Answer(201, item)
    double.routes[("GET", f"{JOBS}/digits")] = Answer(200, item)
    result = kernel.execute("%%tfjob --name digits\n1")
    (shown,) = result.shown
    card = shown[CARD_TYPE]
    assert {**card, "snapshot": None} == {
        "apiVersion": "kubeflow.org/v1",
        "kind": "TFJob",
        "namespace": "alice",
        "name": "digits",
        "uid": "uid-digits",
        "snapshot": None,
    }
    assert set(card["snapshot"]["object"]["metadata"]) == {"name", "namespace", "uid", "creationTimestamp"}
    assert set(card["snapshot"]["object"]) == {"apiVersion", "kind", "metadata"}
    assert card["snapshot"]["summary"] == item["summary"]
    assert "<script>" not in shown["text/html"]
    assert "&lt;script&gt;" in shown["text/html"]
    assert shown["text/plain"].startswith("TFJob digits: Running.")
    assert kernel.execute("job = _\njob.metrics()").shown[0]["text/plain"] == "{'accuracy': 0.97}"
    assert CARD_TYPE in kernel.execute("job").shown[0]
    double.routes[("DELETE", f"{JOBS}/digits")] = Answer(202)
    assert kernel.execute("job.delete()").is_ok


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("%%tfjob --chief 1\n1", "The job needs a name"),
        ("%%tfjob --name a --chef 1\n1", "unrecognized arguments: --chef"),
        ("%%tfjob --name a --chief two\n1", "'two' is not a number of replicas"),
        ("%%tfjob --name a --env A\n1", "not of the form NAME=VALUE"),
        ("%%tfjob --name a --volume data\n1", "not of the form CLAIM:/PATH"),
        ("%%tfjob --name 'a\n1", "the options cannot be read"),
        ("%%tfjob --name a\n \n", "has no code"),
        ("%%tfjob --name a\nx = 1\nmodel.fit()", "model is not defined in what travels with this cell (line 3"),
        ("%%tfjob --name a\n\nx = = 1", "Line 3 of the cell is not valid Python"),
    ],
)
def test_a_mistake_is_one_sentence_and_makes_nothing(kernel, double, cell, sentence):
    result = kernel.execute(cell)
    assert sentence in result.error
    assert "Traceback" not in result.error
    assert len(result.error.splitlines()) == 1
    assert double.asked("POST", JOBS) == []


def test_what_the_server_refuses_is_said_in_its_words(kernel, double):
    detail = "A TFJob digits is already in alice; choose another name or delete it."
    fields = [{"path": "name", "message": detail}, {"path": "image", "message": "Is empty."}]
    double.routes[("POST", JOBS)] = problem(409, detail, errors=fields)
    result = kernel.execute("%%tfjob --name digits\n1")
    assert result.error == f"{detail}\n  image: Is empty."
    assert result.shown == []


def test_a_platform_without_images_asks_for_one(kernel, double):
    double.routes[("GET", "/api/settings")] = Answer(200, {"images": {}})
    assert "name one with --image" in kernel.execute("%%tfjob --name a\n1").error


def test_a_dry_run_shows_the_objects_as_yaml(kernel, double):
    objects = [{"kind": "TFJob", "metadata": {"name": "é"}}, {"kind": "ConfigMap"}]
    notes = ["TFJob a: 1 Chief; asks for no fixed amounts.", "  a-chief-0:"]
    double.routes[("POST", JOBS)] = Answer(200, {"objects": objects, "notes": notes})
    result = kernel.execute("%%tfjob --name a --dry-run\n1")
    assert double.asked("POST", JOBS)[0].path.endswith("?dryRun=true")
    drawn, _, manifests = result.stdout.rstrip().partition("---\n")
    assert drawn.splitlines() == [f"# {line}" for line in notes]
    assert manifests == "kind: TFJob\nmetadata:\n  name: é\n---\nkind: ConfigMap"
    assert result.shown == []


def streaming(double, *states, then=()):
    """The event stream and its subscriptions, which go through these states of the job."""
    subscribed = threading.Event()

    def body(send):
        send(event("hello", {"stream": "s"}))
        subscribed.wait(10)
        send(event("snapshot", {"subscription": "x", "items": states[:1]}))
        for item in states[1:]:
            send(event("changed", {"subscription": "x", "item": item}))
        for name, data in then:
            send(event(name, {"subscription": "x", **data}))
        time.sleep(0.2)

    def subscribe(_request):
        subscribed.set()
        return Answer(201, {"subscription": "x"})

    double.routes[("GET", "/api/stream")] = Answer(200, body)
    double.routes[("POST", "/api/stream/s/subscriptions")] = subscribe


def test_waits_where_nobody_sits_at_the_notebook(kernel, double):
    streaming(double, job_item("a", "Pending"), job_item("a", "Running"), job_item("a", "Succeeded"))
    result = kernel.execute("%%tfjob --name a\n1", cell_id=None)
    assert result.is_ok, result.error
    phases = [one[CARD_TYPE]["snapshot"]["summary"]["phase"] for one in [*result.shown, *result.updates]]
    assert phases == ["Pending", "Running", "Succeeded"]
    (request,) = double.asked("POST", "/api/stream/s/subscriptions")
    assert request.json() == {"resource": "tfjobs", "namespace": "alice", "name": "a"}


def test_a_job_that_fails_fails_the_cell_with_its_last_lines(kernel, double):
    streaming(double, job_item("a", "Running"), job_item("a", "Failed", message="Exit code 1."))
    line = {"sequence": 1, "replica": "a-chief-0", "time": "", "text": "ValueError: no data"}
    double.routes[("GET", f"{JOBS}/a/logs")] = Answer(200, {"lines": [line]})
    result = kernel.execute("%%tfjob --name a --wait\n1")
    assert result.error == "The job a failed: Exit code 1.\na-chief-0 | ValueError: no data"
    assert result.reply["ename"] == "JobFailedError"
    assert result.updates[-1][CARD_TYPE]["snapshot"]["summary"]["phase"] == "Failed"


@pytest.mark.parametrize(
    "then", [[("removed", {"uid": "uid-a", "name": "a", "namespace": "alice"})], [("snapshot", {"items": []})]]
)
def test_a_job_that_is_deleted_ends_the_waiting(kernel, double, then):
    streaming(double, job_item("a", "Running"), then=then)
    assert "was deleted before it was over" in kernel.execute("%%tfjob --name a --wait\n1").error


def test_an_interrupt_ends_the_waiting_and_not_the_job(kernel, double):
    streaming(double, job_item("a", "Running"), then=[("lines", {})] * 1)
    message = kernel.start("%%tfjob --name a --wait\n1")
    deadline = time.monotonic() + 10
    while not double.asked("POST", "/api/stream/s/subscriptions") and time.monotonic() < deadline:
        time.sleep(0.02)
    kernel.manager.interrupt_kernel()
    result = kernel.finish(message)
    assert result.is_ok, result.error
    assert "Stopped waiting. The job a goes on" in result.stdout
    assert [one for one in double.requests if one.method == "DELETE"] == []


def test_help_and_completion(kernel, double):
    shown = kernel.execute("%%tfjob?").reply["payload"][0]["data"]["text/plain"]
    assert "--workers" in shown
    assert "--dry-run" in shown
    assert sorted(kernel.complete("%%tfjob --name a --wor")) == ["--worker", "--workers"]
    assert kernel.complete("%%tfjob --image ") == [IMAGE, "other:1"]
    assert kernel.complete("%%tfjob --name a --image other:") == ["other:1"]
    assert "print" in kernel.complete("%%tfjob --name a\npri")


def test_two_cells_are_two_requests(kernel, double):
    name = f"job-{uuid.uuid4().hex[:8]}"
    kernel.execute(f"%%tfjob --name {name}\nfirst = 1")
    kernel.execute(f"%%tfjob --name {name}\nsecond = 2", cell_id="cell-2")
    forms = [one.json() for one in double.asked("POST", JOBS)]
    assert [one["code"]["cells"][-1] for one in forms] == [
        {"id": "cell-1", "source": "first = 1"},
        {"id": "cell-2", "source": "second = 2"},
    ]
