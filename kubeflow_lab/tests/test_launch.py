"""`kubeflow_lab.train` against a real HTTP server: what it posts for each source, and what it says when it cannot."""

from __future__ import annotations

import ast
import json
from datetime import datetime, timezone

import pytest

import kubeflow_lab
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.tests.pipelines import write_notebook
from kubeflow_lab.tests.platform_double import IMAGE, JOBS, Answer, job_item, posted

NASTY = "a 'quote' \"$(HOME)\" `id` ${trialParameters.x} {{workflow.name}} é 😀 \\n"


@pytest.fixture(autouse=True)
def place(connected, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "helper.py").write_text("import math\n\ndef fit(rate, layers=()):\n    print(math.pi, rate)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    connected.routes[("GET", "/api/settings")] = Answer(200, {"images": {"tensorflow": [IMAGE]}})
    connected.routes[("POST", JOBS)] = Answer(201, job_item("digits", "Pending"))
    return tmp_path


def test_a_function_of_a_module_travels_with_it_and_its_arguments(connected):
    from helper import fit

    job = kubeflow_lab.train(
        fit,
        name="digits",
        args={"rate": 0.1, "layers": [8, NASTY]},
        replicas={"chief": 1, "workers": 2},
        cpu=0.5,
        memory="1Gi",
        env={"A": "b"},
        volumes={"data": "/data"},
    )
    assert (job.name, job.plural) == ("digits", "tfjobs")
    form = posted(connected)
    (cell,) = form.pop("code")["cells"]
    assert form == {
        "name": "digits",
        "image": IMAGE,
        "replicas": [{"role": "Chief", "count": 1}, {"role": "Worker", "count": 2}],
        "resources": {"cpu": "0.5", "memory": "1Gi"},
        "env": [{"name": "A", "value": "b"}],
        "volumes": [{"claim": "shared", "path": "/home/jovyan/shared"}, {"claim": "data", "path": "/data"}],
    }
    (imported, call) = ast.parse(cell["source"]).body
    assert ast.unparse(imported) == "from helper import fit"
    given = {one.arg: ast.literal_eval(one.value) for one in call.value.keywords}
    assert (call.value.func.id, given) == ("fit", {"rate": 0.1, "layers": [8, NASTY]})


def test_a_trainjob_names_its_runtime(connected, place):
    (place / "job.py").write_text("print(1)\n")
    item = job_item("net", "Pending")
    item["object"]["kind"] = "TrainJob"
    connected.routes[("POST", "/api/namespaces/alice/trainjobs")] = Answer(201, item)
    runtimes = {"items": [{"kind": "ClusterTrainingRuntime", "name": "torch"}], "overrides": "runtimePatches"}
    connected.routes[("GET", "/api/namespaces/alice/trainingruntimes")] = Answer(200, runtimes)
    job = kubeflow_lab.train("job.py", name="net", kind="TrainJob", runtime="torch", replicas={"nodes": 2})
    assert job.plural == "trainjobs"
    (request,) = connected.asked("POST", "/api/namespaces/alice/trainjobs")
    assert request.json()["runtime"] == {"kind": "ClusterTrainingRuntime", "name": "torch"}
    with pytest.raises(KubeflowLabError, match="A TFJob runs in no runtime"):
        kubeflow_lab.train("job.py", name="net", runtime="torch")


def test_a_function_of_a_cell_travels_with_the_tagged_cells(kernel, double, routes):
    cell = f"import kubeflow_lab\ndef fit(rate):\n    print(helper.rate, rate, {NASTY!r})\n"
    result = kernel.execute(f'{cell}kubeflow_lab.train(fit, name="digits", args={{"rate": 2}})')
    assert result.is_ok, result.error
    supporting, own = posted(double)["code"]["cells"]
    assert supporting == {"id": "setup", "source": "import helper"}
    assert own["source"] == f"def fit(rate):\n    print(helper.rate, rate, {NASTY!r})\n\nfit(rate=2)\n"


def test_files_travel_byte_for_byte(connected, place):
    source = f"import helper\nrate = 1\nprint({NASTY!r})\n"
    (place / "fit.py").write_text(source)
    kubeflow_lab.train(place / "fit.py", name="digits", args={"rate": 2}, shared=False)
    form = posted(connected)
    assert form["code"]["cells"] == [{"id": "fit.py", "source": source}]
    assert [module["path"] for module in form["code"]["modules"]] == ["helper.py"]
    assert (form["code"]["parameters"], form["volumes"]) == ({"rate": 2}, [])


def test_a_whole_notebook_travels_without_what_only_launches(connected, place):
    write_notebook(place / "train.ipynb", ("a", "x = 1"), ("b", "%%tfjob --name digits\n1"), ("c", "print(x)"))
    kubeflow_lab.train("train.ipynb", name="digits")
    assert posted(connected)["code"]["cells"] == [{"id": "a", "source": "x = 1"}, {"id": "c", "source": "print(x)"}]


MANIFEST = {"apiVersion": "kubeflow.org/v1", "kind": "TFJob", "metadata": {"name": "own"}, "spec": {"odd": [NASTY]}}


@pytest.mark.parametrize("form", ["object", "file"])
def test_a_whole_job_is_made_as_it_is(connected, place, form):
    (place / "job.yaml").write_text(json.dumps(MANIFEST))
    kubeflow_lab.train(MANIFEST if form == "object" else "job.yaml")
    assert posted(connected) == MANIFEST


def test_a_dry_run_prints_what_would_be_made(connected, capsys):
    connected.routes[("POST", JOBS)] = Answer(200, {"objects": [MANIFEST], "notes": ["1 Chief"]})
    assert kubeflow_lab.train(MANIFEST, dry_run=True) is None
    assert "# 1 Chief" in capsys.readouterr().out
    assert connected.requests[-1].path.endswith("?dryRun=true")


def of_two(first, second):
    print(first, second)


@pytest.mark.parametrize(
    ("source", "options", "sentence"),
    [
        (lambda: 1, {}, "defined with def"),
        (test_files_travel_byte_for_byte.__get__(1), {}, "defined with def"),
        (of_two, {"args": {"first": 1}}, "does not take these arguments"),
        (of_two, {"args": {"first": 1, "second": {1}}}, "second cannot travel"),
        (of_two, {"args": {"first": 1, "second": (1,)}}, r"would arrive as \[1\]"),
        (of_two, {"args": {"first": float("nan"), "second": 1}}, "first cannot travel"),
        ("fit.txt", {}, "nothing to train with"),
        ("gone.py", {}, "gone.py cannot be read"),
        ("gone.yaml", {"name": None}, "gone.yaml cannot be read"),
        ({"kind": "Pod"}, {"name": None}, "'Pod' is no kind of training job"),
        (MANIFEST, {}, "name cannot be given beside it"),
        (of_two, {"name": None}, "needs a name"),
        (of_two, {"kind": "Job"}, "'Job' is no kind"),
        (of_two, {"args": {"first": 1, "second": 2}, "replicas": {"boss": 1}}, "has no boss; it has chief, workers"),
    ],
)
def test_says_what_is_wrong(connected, source, options, sentence):
    with pytest.raises(KubeflowLabError, match=sentence):
        kubeflow_lab.train(source, **{"name": "digits", **options})
    assert connected.asked("POST", JOBS) == []


def test_the_handle_tells_the_course_of_metrics_and_acts(connected):
    job = kubeflow_lab.train(MANIFEST)
    action = f"{JOBS}/digits/actions"
    curve = {"replica": "digits-chief-0", "metric": "loss", "points": [[1500, 0, 2.5]], "count": 1}
    other = {**curve, "metric": "accuracy"}
    connected.routes[("POST", f"{action}/curves")] = Answer(200, {"curves": [curve, other]})
    row = {"replica": "digits-chief-0", "time": datetime.fromtimestamp(1.5, timezone.utc), "step": 0, "value": 2.5}
    assert job.history("loss") == [{**row, "metric": "loss"}]
    assert len(job.history()) == 2
    for name in ("suspend", "resume", "scale"):
        connected.routes[("POST", f"{action}/{name}")] = Answer(200, job_item("digits", name))
    for acted in (job.suspend(), job.resume(), job.scale(3)):
        assert acted is job
    assert "scale" in repr(job)
    assert connected.requests[-1].json() == {"workers": 3}
