"""`%%sweep` in a real kernel: what it posts, what it shows, and what it says when something is wrong."""

from __future__ import annotations

import json

import pytest

from kubeflow_lab.magics.card import CARD_TYPE
from kubeflow_lab.tests.platform_double import Answer, problem

SWEEPS = "/api/namespaces/alice/experiments"
BASIC = '%%sweep --name digits --objective "maximize accuracy"'
TRIAL = {
    "name": "digits-b1",
    "phase": "Succeeded",
    "message": "The trial has finished.",
    "reason": "",
    "parameters": {"lr": "0.02", "units": "64"},
    "metrics": {
        "accuracy": {"value": "0.9", "min": "0.1", "max": "0.95"},
        "recall": {"value": "", "min": "0.2", "max": "0.3"},
    },
    "startedAt": None,
    "finishedAt": None,
}
BEST = {"trial": "digits-b1", "parameters": TRIAL["parameters"], "metrics": {"accuracy": "0.95"}}


def item(name="digits", phase="Running", **summary):
    return {
        "object": {
            "apiVersion": "kubeflow.org/v1beta1",
            "kind": "Experiment",
            "metadata": {"name": name, "namespace": "alice", "uid": f"uid-{name}"},
        },
        "summary": {"phase": phase, "message": "1 of 12 trials done.", "best": None, "trials": [], **summary},
    }


@pytest.fixture
def notebook(folder, routes, double):
    """Writes the parameters cell of the kernel's notebook; undone at the end."""
    double.routes[("GET", "/api/settings")] = Answer(200, {"images": {"jupyter": ["lab:1"]}})
    double.routes[("POST", SWEEPS)] = lambda request: Answer(201, item(request.json()["name"], "Queued"))
    path = folder / "train.ipynb"
    before = path.read_bytes()

    def write(source, tags=("parameters",)):
        document = json.loads(before)
        cell = {"cell_type": "code", "id": "values", "metadata": {"tags": list(tags)}, "source": source}
        document["cells"].insert(0, cell)
        path.write_text(json.dumps(document))

    yield write
    path.write_bytes(before)


def posted(double):
    (request,) = double.asked("POST", SWEEPS)
    return request.json()


def test_posts_what_the_line_the_ranges_and_the_notebook_say(kernel, double, folder, notebook):
    notebook("lr = 0.01  # 0.0001..0.1 log\nunits = 64  # {32, 64, 128}\nepochs = 5")
    result = kernel.execute(
        f"{BASIC} --trials 24 --parallel 4 --algorithm random --setting random_state=7 --goal 0.99 --cpu 1 --env A=b\n"
        "accuracy = lr * units * epochs"
    )
    assert result.is_ok, result.error
    assert posted(double) == {
        "name": "digits",
        "image": "lab:1",
        "code": {
            "cells": [
                {
                    "id": "values",
                    "source": "lr = 0.01  # 0.0001..0.1 log\nunits = 64  # {32, 64, 128}\nepochs = 5",
                },
                {"id": "setup", "source": "import helper"},
                {"id": "cell-1", "source": "accuracy = lr * units * epochs"},
            ],
            "modules": [{"path": "helper.py", "source": "rate = 1"}],
            "parameters": {},
        },
        "objective": {"metric": "accuracy", "type": "maximize", "goal": 0.99},
        "algorithm": {"name": "random", "settings": {"random_state": "7"}},
        "parameters": [
            {"name": "lr", "type": "double", "min": "0.0001", "max": "0.1", "distribution": "logUniform"},
            {"name": "units", "type": "discrete", "list": ["32", "64", "128"]},
        ],
        "maxTrials": 24,
        "parallelTrials": 4,
        "maxFailedTrials": 3,
        "resources": {"cpu": "1"},
        "env": [{"name": "A", "value": "b"}],
        "volumes": [{"claim": "shared", "path": "/home/jovyan/shared"}],
        "notebook": {"path": f"{folder.name}/train.ipynb", "cell": "cell-1"},
    }


def test_asks_for_no_more_at_once_than_in_all(kernel, double, notebook):
    notebook("lr = 0.01  # 0..1")
    assert kernel.execute(f"{BASIC} --trials 2\nprint(lr)").is_ok
    form = posted(double)
    assert (form["maxTrials"], form["parallelTrials"], form["maxFailedTrials"]) == (2, 2, 2)
    assert form["algorithm"] == {"name": "tpe", "settings": {}}


def test_shows_a_card_and_returns_the_sweep(kernel, double, notebook):
    notebook("lr = 0.01  # 0..1", tags=("pipeline-parameters",))
    shown = item(best=BEST, trials=[TRIAL])
    double.routes[("POST", SWEEPS)] = Answer(201, shown)
    double.routes[("GET", f"{SWEEPS}/digits")] = Answer(200, shown)
    double.routes[("POST", f"{SWEEPS}/digits/actions/stop")] = Answer(200, item(phase="Succeeded"))
    result = kernel.execute(f"{BASIC}\nprint(lr)")
    (output,) = result.shown
    assert output[CARD_TYPE]["kind"] == "Experiment"
    assert output[CARD_TYPE]["snapshot"]["summary"]["best"] == BEST
    assert "<dt>Best trial</dt><dd>digits-b1</dd><dt>accuracy</dt><dd>0.95</dd>" in output["text/html"]
    told = kernel.execute("sweep = _\nprint(sweep.best()['parameters'], sweep.metrics(), sweep.trials())").stdout
    expected = {"trial": "digits-b1", "phase": "Succeeded", "lr": "0.02", "units": "64", "accuracy": "0.9"}
    assert told == f"{BEST['parameters']} {{'accuracy': 0.95}} {[expected]}\n"
    assert kernel.execute("sweep.stop()").is_ok
    assert len(double.asked("POST", f"{SWEEPS}/digits/actions/stop")) == 1


def test_the_trials_are_a_data_frame_with_numbers_as_numbers(kernel, double, routes):
    failed = {**TRIAL, "name": "digits-b2", "phase": "Failed", "metrics": {}, "curve": [[1, 0.5], [2, 0.75]]}
    trials = [{**TRIAL, "parameters": {"lr": "0.02", "optimizer": "adam"}}, {**failed, "parameters": {"lr": "1e-3"}}]
    double.routes[("GET", f"{SWEEPS}/digits")] = Answer(200, item(phase="Succeeded", trials=trials))
    told = kernel.execute(
        "import kubeflow_lab\n"
        "sweep = kubeflow_lab.sweep('digits')\n"
        "frame = sweep.frame()\n"
        "print(list(frame.index), list(frame.columns), frame.lr.tolist(), frame.accuracy.isna().tolist())\n"
        "print(frame.phase.tolist(), frame.optimizer.iloc[0], sweep.curves().values.tolist())"
    ).stdout
    assert told.splitlines() == [
        "['digits-b1', 'digits-b2'] ['phase', 'lr', 'optimizer', 'accuracy'] [0.02, 0.001] [False, True]",
        "['Succeeded', 'Failed'] adam [['digits-b2', 1, 0.5], ['digits-b2', 2, 0.75]]",
    ]


def test_a_sweep_without_trials_is_an_empty_data_frame(kernel, double, routes):
    double.routes[("GET", f"{SWEEPS}/digits")] = Answer(200, item(trials=[]))
    told = kernel.execute(
        "import kubeflow_lab\nsweep = kubeflow_lab.sweep('digits')\nprint(len(sweep.frame()), len(sweep.curves()))"
    ).stdout
    assert told == "0 0\n"


def test_the_budget_of_a_sweep_can_be_changed(kernel, double, routes):
    double.routes[("GET", f"{SWEEPS}/digits")] = Answer(200, item())
    for action in ("budget", "stop-trials"):
        double.routes[("POST", f"{SWEEPS}/digits/actions/{action}")] = Answer(200, item())
    find = "import kubeflow_lab\nsweep = kubeflow_lab.sweep('digits')"
    assert kernel.execute(f"{find}\nsweep.budget(trials=20, parallel=4)\nsweep.stop_trials()").is_ok
    (asked,) = double.asked("POST", f"{SWEEPS}/digits/actions/budget")
    assert asked.json() == {"maxTrialCount": 20, "parallelTrialCount": 4}
    assert len(double.asked("POST", f"{SWEEPS}/digits/actions/stop-trials")) == 1


def test_each_trial_can_be_a_training_job_and_be_stopped_early(kernel, double, notebook):
    notebook("lr = 0.01  # 0..1")
    double.routes[("GET", "/api/settings")] = Answer(200, {"images": {"pytorch": ["torch:1"]}})
    line = f"{BASIC} --kind pytorchjob --replicas master=1 --replicas workers=2 --stop-early"
    result = kernel.execute(f"{line}\nprint(lr)")
    assert result.is_ok, result.error
    form = posted(double)
    replicas = [{"role": "Master", "count": 1}, {"role": "Worker", "count": 2}]
    assert (form["job"], form["image"]) == ({"kind": "PyTorchJob", "replicas": replicas}, "torch:1")
    assert form["earlyStopping"] == {"name": "medianstop"}


def test_the_whole_notebook_is_tried(kernel, double, notebook, folder):
    notebook("lr = 0.01  # 0..1")
    path = folder / "train.ipynb"
    path.write_text(path.read_text().replace("as saved before", "accuracy = lr"))
    result = kernel.execute(BASIC.replace("%%sweep", "%sweep notebook"))
    assert result.is_ok, result.error
    form = posted(double)
    assert form["notebook"] == {"path": f"{folder.name}/train.ipynb", "cell": ""}
    sources = [cell["source"] for cell in form["code"]["cells"]]
    assert sources == ["lr = 0.01  # 0..1", "import helper", "accuracy = lr"]
    assert form["parameters"][0]["name"] == "lr"
    assert "3 code cells of the notebook travel, as saved in train.ipynb at" in result.stdout


def test_says_how_many_cells_of_the_notebook_do_not_travel(kernel, double, notebook, folder):
    notebook("lr = 0.01  # 0..1")
    path = folder / "train.ipynb"
    path.write_text(path.read_text().replace("as saved before", "%sweep notebook"))
    result = kernel.execute(BASIC.replace("%%sweep", "%sweep notebook"))
    assert "2 code cells of the notebook travel (1 that launches something left out), as saved in" in result.stdout


def test_the_pipeline_is_tried(kernel, double, notebook, folder):
    notebook("lr = 0.01  # 0..1")
    result = kernel.execute(BASIC.replace("%%sweep", "%sweep pipeline"))
    assert result.is_ok, result.error
    form = posted(double)
    assert form["pipeline"]["path"] == f"{folder.name}/train.ipynb"
    assert form["pipeline"]["notebook"]["cells"][0]["source"] == "lr = 0.01  # 0..1"
    assert (form["volumes"], "code" in form) == ([], False)


def test_a_sweep_is_found_again_by_its_name(kernel, double, routes):
    double.routes[("GET", f"{SWEEPS}/digits")] = Answer(200, item(phase="Succeeded", best=BEST))
    told = kernel.execute("import kubeflow_lab\nprint(kubeflow_lab.sweep('digits').best()['trial'])")
    assert told.stdout == "digits-b1\n"
    double.routes[("GET", f"{SWEEPS}/other")] = problem(404, 'There is no sweep "other" in project "alice".')
    assert 'There is no sweep "other"' in kernel.execute("kubeflow_lab.sweep('other')").error


def test_the_best_values_are_what_the_code_got(kernel, double, routes):
    texts = {"lr": "0.5", "units": "64", "size": "1.0", "deep": "true", "kind": "7"}
    types = {"lr": "double", "units": "int", "size": "discrete", "deep": "categorical", "kind": "categorical"}
    parameters = [{"name": name, "type": kind} for name, kind in types.items()]
    shown = {"objective": {"metric": "accuracy"}, "parameters": parameters}
    double.routes[("GET", f"{SWEEPS}/digits")] = Answer(200, item(best={**BEST, "parameters": texts}, **shown))
    told = kernel.execute("import kubeflow_lab\nprint(kubeflow_lab.sweep('digits').best_values())")
    assert told.stdout == "{'lr': 0.5, 'units': 64, 'size': 1.0, 'deep': True, 'kind': '7'}\n"
    double.routes[("GET", f"{SWEEPS}/digits")] = Answer(200, item(**shown))
    error = kernel.execute("kubeflow_lab.sweep('digits').best_values()").error
    assert "No trial of digits has a value of accuracy yet." in error


def test_a_dry_run_shows_the_objects_and_creates_nothing(kernel, double, notebook):
    notebook("lr = 0.01  # 0..1")
    double.routes[("POST", SWEEPS)] = Answer(200, {"objects": [item()["object"]]})
    result = kernel.execute(f"{BASIC} --dry-run\nprint(lr)")
    assert "kind: Experiment" in result.stdout
    assert double.asked("POST", SWEEPS)[0].path.endswith("?dryRun=true")


@pytest.mark.parametrize(
    ("line", "parameters", "sentence"),
    [
        (BASIC, "lr = 0.01", "no value in the parameters cell has a range behind it"),
        (BASIC, "lr = 0.01  # 1..0", "Line 1 of the parameters in cell values: the range of lr is empty"),
        (BASIC, "lr = 'a'  # 0..1", "lr is 'a', but its range is of numbers"),
        ("%%sweep --name digits", "lr = 0.01  # 0..1", "needs an objective"),
        ('%%sweep --objective "maximize accuracy"', "lr = 0.01  # 0..1", "needs a name"),
        ("%%sweep --name a --objective accuracy", "lr = 0.01  # 0..1", 'not of the form "maximize METRIC"'),
        (f"{BASIC} --trials none", "lr = 0.01  # 0..1", "'none' is not a number above 0"),
        (f"{BASIC} --algorithm magic", "lr = 0.01  # 0..1", "invalid choice: 'magic'"),
        (f"{BASIC} --kind job", "lr = 0.01  # 0..1", "invalid choice: 'job'"),
        (f"{BASIC} --replicas workers=2", "lr = 0.01  # 0..1", "--replicas belongs to --kind"),
        (f"{BASIC} --image a --kind tfjob --replicas cooks=2", "lr = 0.01  # 0..1", "A TFJob has no cooks"),
        (BASIC.replace("%%sweep", "%%sweep pipeline"), "lr = 0.01  # 0..1", "runs the code below it"),
        (f"{BASIC} --setting x", "lr = 0.01  # 0..1", "'x' is not of the form NAME=VALUE"),
    ],
)
def test_says_what_is_wrong_at_the_cell(kernel, double, notebook, line, parameters, sentence):
    notebook(parameters)
    result = kernel.execute(f"{line}\nprint(1)")
    assert sentence in result.error
    assert double.asked("POST", SWEEPS) == []


def test_says_that_there_is_no_parameters_cell(kernel, double, routes):
    result = kernel.execute(f"{BASIC}\nprint(1)")
    assert "tag a cell with `parameters`" in result.error


def test_says_what_the_server_refuses(kernel, double, notebook):
    notebook("lr = 0.01  # 0..1")
    double.routes[("POST", SWEEPS)] = problem(422, "Grid search needs a step for lr.")
    assert "Grid search needs a step for lr." in kernel.execute(f"{BASIC} --algorithm grid\nprint(lr)").error


def test_completes_its_options(kernel, routes):
    assert {"--objective", "--trials", "--goal", "--image"} <= set(kernel.complete("%%sweep --"))


def test_helps(kernel, routes):
    found = kernel.execute("print(get_ipython().find_cell_magic('sweep').__doc__)").stdout
    assert "%%sweep --name NAME" in found
    assert "`lr = 0.01 # 0.0001..0.1 log` is searched" in " ".join(found.split())
