"""The command `kubeflow-lab` as a terminal runs it: in a process of its own, before a real HTTP server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading

import pytest

from kubeflow_lab.tests.pipelines import COMPILE, WORKFLOWS, Pipeline, run_item, write_notebook
from kubeflow_lab.tests.platform_double import Answer, event, problem


@pytest.fixture
def notebook(tmp_path):
    return write_notebook(tmp_path / "home" / "train.ipynb", ("a", "x = 1"))


@pytest.fixture
def command(tmp_path, platform):
    """Runs the command, configured for the platform of the test."""

    def run(*arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", "kubeflow_lab.command", *map(str, arguments)],
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(tmp_path / "home"),
                "KUBEFLOW_LAB_URL": platform.url,
                "KUBEFLOW_LAB_TOKEN": "laptop-token",
                "KUBEFLOW_LAB_NAMESPACE": "alice",
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_is_installed_under_its_name():
    found = subprocess.run([f"{sys.prefix}/bin/kubeflow-lab", "--version"], capture_output=True, text=True, check=True)
    assert found.stdout.startswith("kubeflow-lab 0.")


def test_help_has_examples(command):
    found = command("--help")
    assert found.returncode == 0
    assert "kubeflow-lab submit train.ipynb --wait" in found.stdout
    assert "--param NAME=VALUE" in command("run", "--help").stdout


@pytest.mark.parametrize(
    "arguments",
    [[], ["compile"], ["train"], ["run", "a.ipynb", "--param", "x"], ["run", "a.ipynb", "--parallel", "0"],
     ["compile", "a.ipynb", "--emit", "yaml"], ["submit", "a.ipynb", "--par", "a=1"]],
)  # fmt: skip
def test_a_wrong_use_is_2(command, arguments):
    found = command(*arguments)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("usage: kubeflow-lab")


@pytest.mark.parametrize("emit", ["graph", "workflow"])
def test_compile_prints_what_the_server_emits_and_nothing_else(command, notebook, platform, emit):
    pipeline = Pipeline(n=("int", "1")).step("a", "x = n", parameters="n")
    pipeline.diagnostics = [{"severity": "warning", "code": "c", "message": "Beware.", "cell": "a", "line": 2}]
    pipeline.serve(platform)
    found = command("compile", notebook, "--emit", emit, "--param", "n=2", "--image", "i:1")
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip() == (
        json.dumps(pipeline.graph, indent=2) if emit == "graph" else pipeline.workflow({"n": 2}).strip()
    )
    assert found.stderr == "  cell 1, line 2: Beware.\n"
    body = platform.asked("POST", COMPILE)[0].json()
    assert {key: body[key] for key in ("emit", "parameters", "image", "path")} == {
        "emit": emit,
        "parameters": {"n": "2"},
        "image": "i:1",
        "path": "train.ipynb",
    }
    assert body["notebook"]["cells"][0]["source"] == "x = 1"


def test_errors_of_the_notebook_are_listed_with_their_places(command, notebook, platform):
    pipeline = Pipeline().step("a", "x = y")
    pipeline.diagnostics = [
        {"severity": "error", "code": "undefined-name", "message": "y is not defined.", "cell": "a", "line": 1},
        {"severity": "error", "code": "no-steps", "message": "No steps.", "cell": None, "line": None},
    ]
    pipeline.serve(platform)
    found = command("compile", notebook, "--emit", "graph")
    assert (found.returncode, json.loads(found.stdout)) == (1, pipeline.graph)
    assert "  cell 1, line 1: y is not defined." in found.stderr
    # A run is refused with the same list.
    refusal = {"detail": "y is not defined.", "diagnostics": pipeline.diagnostics, "errors": []}
    platform.routes[("POST", WORKFLOWS)] = Answer(422, refusal)
    platform.routes[("GET", "/api/settings")] = Answer(200, {"images": {"jupyter": ["lab:1"]}})
    for name in ("compile", "run", "submit"):
        found = command(name, notebook)
        assert (found.returncode, found.stdout) == (1, "")
        assert found.stderr.splitlines() == [
            "kubeflow-lab: 2 things keep train.ipynb from being a pipeline:",
            "  cell 1, line 1: y is not defined.",
            "  the notebook: No steps.",
        ]


def test_run_prints_the_lines_of_the_steps_and_fails_with_them(command, notebook, platform):
    Pipeline().step("a", "x = 2\nprint('one')", gives="x").step("b", "print(x / 0)", takes={"x": "a"}).serve(platform)
    found = command("run", notebook)
    assert found.returncode == 1
    assert found.stdout.startswith("a | one\n")
    assert "b | ZeroDivisionError: division by zero" in found.stdout
    assert (
        found.stderr
        == "kubeflow-lab: The pipeline train did not succeed. b failed: ZeroDivisionError: division by zero\n"
    )
    Pipeline().step("a", "print('one')").serve(platform)
    found = command("run", notebook)
    assert (found.returncode, found.stdout) == (0, "a | one\n")


def streaming(platform, phase):
    """A run that is over when it is looked at, with its log."""
    subscribed, requests = threading.Event(), []

    def subscribe(request):
        requests.append(request.json())
        subscribed.set()
        return Answer(201, {"subscription": f"s{len(requests)}"})

    def body(send):
        subscribed.clear()
        send(event("hello", {"stream": "s"}))
        subscribed.wait(10)
        name, asked = f"s{len(requests)}", requests[-1]
        if asked["resource"] == "logs":
            lines = [{"sequence": 1, "replica": "fit", "time": "", "text": "epoch 1"}]
            send(event("snapshot", {"subscription": name, "lines": lines}))
            send(event("end", {"subscription": name}))
        else:
            send(event("snapshot", {"subscription": name, "items": [run_item(phase=phase)]}))

    platform.routes[("GET", "/api/stream")] = lambda _request: Answer(200, body)
    platform.routes[("POST", "/api/stream/s/subscriptions")] = subscribe
    platform.routes[("GET", f"{WORKFLOWS}/train-x7k2p")] = Answer(200, run_item(phase=phase))
    last = [{"sequence": 1, "replica": "fit", "time": "", "text": "epoch 1"}]
    platform.routes[("GET", f"{WORKFLOWS}/train-x7k2p/logs")] = Answer(200, {"lines": last})
    return requests


def test_submit_says_the_name_of_the_run(command, notebook, platform):
    platform.routes[("POST", WORKFLOWS)] = Answer(201, run_item())
    found = command("submit", notebook, "--param", "n=2", "--image", "i:1", "--name", "mine")
    assert (found.returncode, found.stdout, found.stderr) == (0, "train-x7k2p\n", "")
    (request,) = platform.requests
    form = request.json()
    assert (form["image"], form["name"], form["parameters"], form["path"]) == ("i:1", "mine", {"n": "2"}, "train.ipynb")
    assert request.headers["Authorization"] == "Bearer laptop-token"


@pytest.mark.parametrize(("phase", "code"), [("Succeeded", 0), ("Failed", 1)])
def test_submit_and_wait_ends_as_the_run_ends(command, notebook, platform, phase, code):
    platform.routes[("POST", WORKFLOWS)] = Answer(201, run_item())
    requests = streaming(platform, phase)
    found = command("submit", notebook, "--wait", KUBEFLOW_LAB_IMAGE="own:1")
    assert found.returncode == code, found.stderr
    assert found.stdout == "train-x7k2p\nfit | epoch 1\n"
    sentence = "The run is Succeeded." if code == 0 else "kubeflow-lab: The run train-x7k2p failed: The run is Failed."
    assert found.stderr == f"{sentence}\n"
    assert requests[0] == {"resource": "logs", "kind": "workflows", "namespace": "alice", "name": "train-x7k2p"}


def test_what_the_server_refuses_and_where_there_is_none(command, notebook, platform):
    platform.routes[("POST", WORKFLOWS)] = problem(422, "Not so.", errors=[{"path": "a", "message": "Why."}])
    found = command("submit", notebook, "--image", "i")
    assert (found.returncode, found.stderr) == (1, "kubeflow-lab: Not so.\n  a: Why.\n")
    found = command("submit", notebook, "--image", "i", KUBEFLOW_LAB_URL="")
    assert found.returncode == 1
    assert "No kubeflow-lab server is configured" in found.stderr
    found = command("run", notebook.parent / "missing.ipynb")
    assert (found.returncode, "There is no notebook" in found.stderr) == (1, True)
