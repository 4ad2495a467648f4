"""`%deploy` in a real kernel: what it stores and posts, what it shows, and what it leaves when it is refused."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys

import joblib
import pytest

from kubeflow_lab.magics.card import CARD_TYPE
from kubeflow_lab.tests.models import MODELS, model_item
from kubeflow_lab.tests.platform_double import Answer, problem
from kubeflow_lab.tests.s3_double import S3Double

TRAIN = """
import numpy as np
from sklearn.linear_model import LinearRegression
X = np.array([[0.0], [1.0], [2.0]])
model = LinearRegression().fit(X, [0.0, 2.0, 4.0])
"""


@pytest.fixture(scope="module")
def bucket(kernel):
    double = S3Double()
    kernel.execute(f"import os; os.environ.update({double.environment()!r})\n{TRAIN}")
    yield double
    double.close()


@pytest.fixture(autouse=True)
def platform_serves(routes, double, bucket):
    """Nothing is stored, and the platform takes every model."""
    bucket.objects.clear()

    def deploy(request):
        form = request.json()
        if request.path.endswith("?dryRun=true"):
            return Answer(200, {"objects": [{"kind": "InferenceService", "metadata": {"name": form["name"]}}]})
        version = form["storageUri"].rpartition("/")[2]
        return Answer(201, model_item(form["name"], version, "Progressing"))

    double.routes[("POST", MODELS)] = deploy


def posted(double):
    """The forms that were sent, not the trials of them."""
    return [one.json() for one in double.asked("POST", MODELS) if "dryRun" not in one.path]


def test_stores_the_model_and_asks_for_a_service(kernel, double, bucket, folder):
    result = kernel.execute("%deploy model --name digits --sample X[:1] --cpu 1 --memory 1Gi --replicas 2")
    assert result.is_ok, result.error
    assert posted(double) == [
        {
            "name": "digits",
            "format": {"name": "sklearn", "version": "1"},
            "storageUri": "s3://alice/models/digits/1",
            "cpu": "1",
            "memory": "1Gi",
            "minReplicas": 2,
            "sample": [[0.0]],
            "notebook": f"{folder.name}/train.ipynb",
        }
    ]
    stored = joblib.load(io.BytesIO(bucket.objects["alice/models/digits/1/model.joblib"]))
    assert stored.predict([[3.0]]).round(9).tolist() == [6.0]
    meta = json.loads(bucket.objects["alice/models/digits/1/meta.json"])
    assert (meta["name"], meta["version"], meta["notebook"]) == ("digits", "1", f"{folder.name}/train.ipynb")
    assert meta["type"].endswith(".LinearRegression")
    assert meta["sample"] == [[0.0]]
    (shown,) = result.shown
    assert shown[CARD_TYPE]["kind"] == "InferenceService"
    assert "<dt>Version</dt><dd>1</dd>" in shown["text/html"]


def test_records_the_data_that_it_was_trained_on(kernel, bucket, folder):
    (folder / "rows.csv").write_text("a,b")
    (folder / "more.csv").write_text("c,d")
    result = kernel.execute("%deploy model --name digits --data rows.csv --data more.csv")
    assert result.is_ok, result.error
    meta = json.loads(bucket.objects["alice/models/digits/1/meta.json"])
    assert meta["data"] == [
        {"name": f"{folder.name}/{name}", "step": None, "sha256": hashlib.sha256(text).hexdigest()}
        for name, text in (("rows.csv", b"a,b"), ("more.csv", b"c,d"))
    ]


def test_the_next_one_is_the_next_version(kernel, double, bucket):
    for _ in range(2):
        assert kernel.execute("%deploy model --name digits").is_ok
    assert kernel.execute("%deploy model --name digits --version 2026.11").is_ok
    assert [form["storageUri"].rpartition("/")[2] for form in posted(double)] == ["1", "2", "2026.11"]
    assert len(bucket.objects) == 6


def test_serves_what_lies_at_an_address(kernel, double, bucket):
    assert kernel.execute("%deploy s3://alice/boards/net --name net --format tensorflow --sample X[:1]").is_ok
    (form,) = posted(double)
    assert form["format"] == {"name": "tensorflow"}
    assert form["storageUri"] == "s3://alice/boards/net"
    assert form["sample"] == [[0.0]]
    assert bucket.objects == {}


def test_serves_what_lies_in_a_file(kernel, double, bucket, folder):
    assert kernel.execute("import joblib; joblib.dump(model, 'kept.joblib')").is_ok
    assert kernel.execute("%deploy ./kept.joblib --name kept --sample X[:1]").is_ok
    (form,) = posted(double)
    assert form["format"] == {"name": "sklearn"}
    assert form["storageUri"] == "s3://alice/models/kept/1"
    stored = joblib.load(io.BytesIO(bucket.objects["alice/models/kept/1/model.joblib"]))
    assert stored.predict([[3.0]]).round(9).tolist() == [6.0]


SERVE = """%%serve --name {name} --sample X[:1]
{code}"""
SCORE = """import numpy as np
import shapes_for_score

def score(rows):
    return shapes_for_score.FACTOR * np.asarray(rows).sum(axis=1)
"""


def test_serves_a_function_with_the_modules_that_it_imports(kernel, double, bucket, folder, monkeypatch):
    (folder / "shapes_for_score.py").write_text("FACTOR = 3\n")
    result = kernel.execute(SERVE.format(name="my-score", code=SCORE))
    assert result.is_ok, result.error
    (form,) = posted(double)
    assert form["format"] == {"name": "python-function", "version": "1"}
    assert form["sample"] == [[0.0]]
    stored = bucket.objects["alice/models/my-score/1/function.json"]
    assert json.loads(stored)["function"] == "score"
    assert json.loads(bucket.objects["alice/models/my-score/1/meta.json"])["type"] == "function score"
    (shown,) = result.shown
    assert shown[CARD_TYPE]["kind"] == "InferenceService"
    served = folder / "served"
    served.mkdir()
    (served / "function.json").write_bytes(stored)
    program = "from kubeflow_lab.serving.loading import load_model; import pathlib, sys; "
    program += "print(load_model(pathlib.Path(sys.argv[1])).predict([[1, 2], [3, 4]]).tolist())"
    done = subprocess.run([sys.executable, "-c", program, str(served)], capture_output=True, text=True, cwd="/")
    assert done.stdout == "[9, 21]\n", done.stderr


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "x = 1",
            "The cell defines no function; write one that takes rows and returns an answer for each: def a(rows):",
        ),
        (
            "def b(rows): return rows\ndef c(rows): return rows",
            "The cell defines the functions b, c; call the one that is to be served a",
        ),
        ("def a(rows): return nowhere(rows)", "nowhere"),
        ("def a(rows: return rows", "Line 1 below %%serve cannot be read"),
    ],
)
def test_says_why_a_cell_cannot_be_served(kernel, double, bucket, code, sentence):
    result = kernel.execute(SERVE.format(name="a", code=code))
    assert sentence in result.error
    assert posted(double) == []
    assert bucket.objects == {}


TRANSFORMER = "def preprocess(rows): return rows * 2\ndef helper(): pass"


def test_puts_functions_beside_a_model(kernel, double, bucket):
    double.routes[("GET", f"{MODELS}/iris")] = Answer(200, model_item("iris"))
    double.routes[("POST", f"{MODELS}/iris/actions/component")] = Answer(200, model_item("iris", rollout="Progressing"))
    result = kernel.execute(f"%%serve --as transformer --for iris\n{TRANSFORMER}")
    assert result.is_ok, result.error
    (asked,) = double.asked("POST", f"{MODELS}/iris/actions/component")
    uri = "s3://alice/models/iris-transformer/1"
    assert asked.json() == {"component": "transformer", "storageUri": uri}
    stored = json.loads(bucket.objects["alice/models/iris-transformer/1/function.json"])
    assert stored["function"] == "preprocess"
    assert stored["cells"][-1]["source"] == TRANSFORMER
    bucket.objects.clear()
    result = kernel.execute(f"%%serve --as transformer --for iris --dry-run\n{TRANSFORMER}")
    assert result.stdout == "Version 1 of iris-transformer, with preprocess, would be the transformer of iris.\n"
    assert bucket.objects == {}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            "--as explainer --for iris",
            "The cell of the explainer defines none of what it needs; write explain(rows, predict).",
        ),
        ("--as explainer", "Say whose explainer it is, by --for NAME in place of --name."),
        ("--as transformer --for iris --name a", "Say whose transformer it is, by --for NAME in place of --name."),
        ("--for iris", "%%serve needs --name NAME, or --as transformer or explainer with --for NAME."),
        ("--as sidecar --for iris", "invalid choice: 'sidecar'"),
    ],
)
def test_says_what_cannot_stand_beside_a_model(kernel, double, bucket, options, sentence):
    assert sentence in kernel.execute(f"%%serve {options}\n{TRANSFORMER}").error
    assert bucket.objects == {}


def test_another_version_gets_a_share(kernel, double, bucket):
    assert kernel.execute("%deploy model --name digits --canary 10").is_ok
    assert [form["canary"] for form in posted(double)] == [10]


def test_a_dry_run_stores_nothing(kernel, double, bucket):
    result = kernel.execute("%deploy model --name digits --dry-run")
    assert "kind: InferenceService" in result.stdout
    assert posted(double) == []
    assert bucket.objects == {}


def test_what_the_server_refuses_is_not_stored(kernel, double, bucket):
    double.routes[("POST", MODELS)] = problem(409, "A served model named digits exists already.")
    result = kernel.execute("%deploy model --name digits")
    assert "A served model named digits exists already." in result.error
    assert bucket.objects == {}


def test_what_the_server_refuses_in_the_end_does_not_stay_stored(kernel, double, bucket):
    def deploy(request):
        is_trial = request.path.endswith("?dryRun=true")
        return Answer(200, {"objects": []}) if is_trial else problem(403, "The quota is used up.")

    double.routes[("POST", MODELS)] = deploy
    assert "The quota is used up." in kernel.execute("%deploy model --name digits").error
    assert bucket.objects == {}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("nothing --name a", "This notebook has no variable nothing; run the cell that makes it."),
        ("X --name a", "An object of type ndarray cannot be deployed; %deploy takes fitted models of scikit-learn"),
        ("./nothing --name a", "There is nothing at nothing; give the path of a file or folder"),
        ("LinearRegression --name a", "LinearRegression is a class, not a model"),
        ("model", "%deploy: the following arguments are required: --name"),
        ("--name a", "%deploy: the following arguments are required: MODEL"),
        ("model --name a --sample nope[0]", "--sample nope[0]: NameError: name 'nope' is not defined"),
        ("model --name a --sample X.T", "The model does not take the sample"),
        ("model --name a --version a/b", "'a/b' cannot be a version"),
        ("s3://alice/x --name a", "Say the format of the model at that address, as in --format sklearn."),
        ("s3://alice/x --name a --format onnx --version 2", "leave --version out"),
        ("s3://alice/x --name a --format onnx --data x.csv", "leave --data out"),
        ("model --name a --data nothing.csv", "--data nothing.csv: there is no such file"),
        ("model --name a --data .", "--data .: there is no such file"),
        ("model --name a --format sklearn", "what a variable holds says it by itself"),
        ("model --name a --replicas many", "invalid int value: 'many'"),
    ],
)
def test_says_what_is_wrong(kernel, double, bucket, line, sentence):
    result = kernel.execute(f"%deploy {line}")
    assert sentence in result.error
    assert "Traceback" not in result.error
    assert posted(double) == []
    assert bucket.objects == {}


def test_completes_options(kernel):
    assert "--sample" in kernel.complete("%deploy model --sa")
    assert "--canary" in kernel.complete("%%serve --name a --can")
    assert kernel.execute("%deploy?").is_ok
