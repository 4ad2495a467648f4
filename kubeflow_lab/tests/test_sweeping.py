"""`kubeflow_lab.sweep` against a real HTTP server: what it posts for each source, and what it says when it cannot."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import kubeflow_lab
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.tests.pipelines import write_notebook
from kubeflow_lab.tests.platform_double import Answer
from kubeflow_lab.tests.test_sweep_magic import item

SWEEPS = "/api/namespaces/alice/experiments"
LR = {"lr": "0.01..0.1 log"}
BASIC = {"name": "digits", "objective": "maximize accuracy"}


@pytest.fixture(autouse=True)
def place(connected, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "searched.py").write_text("def fit(lr, units=1, epochs=1):\n    return lr * units * epochs\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    connected.routes[("GET", "/api/settings")] = Answer(200, {"images": {"jupyter": ["lab:1"], "pytorch": ["torch:1"]}})
    connected.routes[("POST", SWEEPS)] = Answer(201, item())
    return tmp_path


def posted(connected):
    (request,) = [one for one in connected.requests if one.method == "POST"]
    return request.json()


def test_a_function_is_called_in_each_trial_with_its_values(connected, tmp_path):
    from searched import fit

    sweep = kubeflow_lab.sweep(
        fit,
        **BASIC,
        parameters={**LR, "units": [32, 64]},
        args={"epochs": 3},
        trials=2,
        goal=0.9,
        stop_early=True,
        cpu=0.5,
    )
    assert (sweep.name, sweep.plural) == ("digits", "experiments")
    form = posted(connected)
    code = form.pop("code")
    assert form == {
        "name": "digits",
        "image": "lab:1",
        "objective": {"metric": "accuracy", "type": "maximize", "goal": 0.9},
        "algorithm": {"name": "tpe", "settings": {}},
        "parameters": [
            {"name": "lr", "type": "double", "min": "0.01", "max": "0.1", "distribution": "logUniform"},
            {"name": "units", "type": "discrete", "list": ["32", "64"]},
        ],
        "maxTrials": 2,
        "parallelTrials": 2,
        "maxFailedTrials": 2,
        "resources": {"cpu": "0.5"},
        "env": [],
        "volumes": [{"claim": "shared", "path": "/home/jovyan/shared"}],
        "earlyStopping": {"name": "medianstop"},
    }
    # As a trial runs it.
    file = tmp_path / "code.json"
    file.write_text(json.dumps(code))
    environment = {"KFL_PARAMETERS": '{"lr": 0.5, "units": 64}', "KUBEFLOW_LAB_METRICS": "accuracy"}
    ran = subprocess.run(
        [sys.executable, "-m", "kubeflow_lab.runtime", str(file)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (ran.stdout, ran.returncode) == ("accuracy=96.0\n", 0), ran.stderr


def test_trials_can_be_training_jobs(connected):
    from searched import fit

    kubeflow_lab.sweep(fit, **BASIC, parameters=LR, kind="PyTorchJob", replicas={"master": 1, "workers": 2})
    form = posted(connected)
    replicas = [{"role": "Master", "count": 1}, {"role": "Worker", "count": 2}]
    assert (form["job"], form["image"]) == ({"kind": "PyTorchJob", "replicas": replicas}, "torch:1")


def test_a_notebook_has_its_own_ranges(connected, place):
    cells = [("values", "lr = 0.1  # 0..1"), ("fit", "accuracy = lr")]
    write_notebook(place / "train.ipynb", *cells)
    document = json.loads((place / "train.ipynb").read_text())
    document["cells"][0]["metadata"]["tags"] = ["parameters"]
    (place / "train.ipynb").write_text(json.dumps(document))
    kubeflow_lab.sweep("train.ipynb", **BASIC)
    form = posted(connected)
    assert form["parameters"] == [{"name": "lr", "type": "double", "min": "0", "max": "1"}]
    assert [cell["id"] for cell in form["code"]["cells"]] == ["values", "fit"]
    assert form["notebook"]["cell"] == ""


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({**BASIC, "parameters": {}}, "nothing to search"),
        ({**BASIC, "parameters": {"lr": 3}}, "The parameter lr is 3; give a range"),
        ({**BASIC, "parameters": {"lr": "1..0"}}, "The parameter lr: the range of lr is empty"),
        ({**BASIC, "parameters": {"depth": "1..9"}}, "fit does not take these arguments"),
        ({**BASIC, "parameters": LR, "kind": "Job"}, "'Job' is no kind of training job"),
        ({**BASIC, "parameters": LR, "kind": "TrainJob"}, "The trials of a sweep cannot be TrainJobs"),
        ({"name": "digits", "parameters": LR}, "needs an objective"),
        ({"objective": "maximize accuracy", "parameters": LR}, "needs a name"),
    ],
)
def test_says_what_is_wrong(connected, options, sentence):
    from searched import fit

    with pytest.raises(KubeflowLabError, match=sentence):
        kubeflow_lab.sweep(fit, **options)
    assert not [one for one in connected.requests if one.method == "POST"]
