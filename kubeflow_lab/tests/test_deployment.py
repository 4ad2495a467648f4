"""From a live model to what is stored: rows, files, versions, and who is told what cannot be."""

from __future__ import annotations

import json

import joblib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from kubeflow_lab.deployment import rows as rows_module
from kubeflow_lab.deployment.bucket import ModelBucket
from kubeflow_lab.deployment.model import prepare
from kubeflow_lab.deployment.origin import origin
from kubeflow_lab.deployment.rows import portions, rows_of, sample_of
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.tests.pipelines import commit_all
from kubeflow_lab.tests.s3_double import S3Double

X = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0], [3.0, 1.0]])
Y = np.array([0, 0, 1, 1])


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (X[:2], [[0.0, 1.0], [1.0, 0.0]]),
        (X[0], [[0.0, 1.0]]),
        ([1, 2], [[1, 2]]),
        ((1, 2), [[1, 2]]),
        ([[1, 2], (3, 4)], [[1, 2], [3, 4]]),
        (["a text", "another"], ["a text", "another"]),
        (np.array([["a", "b"]]), [["a", "b"]]),
        (pd.DataFrame({"a": [1, 2], "b": [0.5, None]}), [{"a": 1, "b": 0.5}, {"a": 2, "b": None}]),
        (pd.DataFrame({0: [True]}), [{"0": True}]),
        (pd.Series([1.5, 2.5]), [[1.5, 2.5]]),
        ([[np.float32(1.5), np.int8(2), np.bool_(True)]], [[1.5, 2, True]]),
        (np.array([[1.0, np.nan]]), [[1.0, None]]),
        (pd.DataFrame({"when": pd.to_datetime(["2026-01-02"])}), [{"when": "2026-01-02T00:00:00"}]),
    ],
)
def test_rows_of_data(data, rows):
    found = rows_of(data)
    assert found == rows
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (7, "Give rows"),
        ([], "Give rows"),
        ([[float("inf")]], "infinite"),
        ([[object()]], "of type object"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "same name"),
    ],
)
def test_refuses_what_has_no_rows(data, sentence):
    with pytest.raises(KubeflowLabError, match=sentence):
        rows_of(data)


@given(st.lists(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=2, max_size=2), min_size=1))
def test_no_digit_is_lost_on_the_way(data):
    assert json.loads(json.dumps(rows_of(np.array(data)))) == data


@given(st.lists(st.lists(st.integers(0, 10**9), max_size=40), min_size=1))
def test_portions_are_all_of_the_rows(data):
    pieces = list(portions(data))
    assert [row for piece in pieces for row in piece] == data


def test_portions_fit_in_a_request(monkeypatch):
    monkeypatch.setattr(rows_module, "REQUEST_MAX", 100)
    pieces = list(portions([[number] * 10 for number in range(50)]))
    assert len(pieces) > 1
    assert all(len(json.dumps(piece)) <= 150 for piece in pieces)


def test_a_sample_keeps_as_many_rows_as_fit():
    kept = sample_of(np.zeros((10_000, 8)))
    assert 100 < len(kept) < 1000
    with pytest.raises(KubeflowLabError, match="larger than 16 kB"):
        sample_of(np.zeros((1, 10_000)))


def test_prepares_a_file_that_predicts_the_same_and_tells_what_it_is(tmp_path):
    table = pd.DataFrame(X, columns=["a", "b"])
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(table, Y)
    made = prepare(model, tmp_path, table[:1])
    again = joblib.load(tmp_path / "model.joblib")
    assert (again.predict_proba(table) == model.predict_proba(table)).all()
    assert made.format == {"name": "sklearn", "version": "1"}
    assert made.sample == [{"a": 0.0, "b": 1.0}]
    assert made.meta["type"] == "sklearn.pipeline.Pipeline"
    assert made.meta["signature"] == {
        "features": 2,
        "names": ["a", "b"],
        "classes": ["0", "1"],
        "output": {"type": "int64", "shape": []},
    }
    assert {"scikit-learn", "numpy", "joblib"} <= set(made.meta["packages"])
    json.dumps(made.meta)


@pytest.mark.parametrize(
    ("package", "make"),
    [("xgboost", "XGBClassifier"), ("xgboost", "XGBRegressor"), ("lightgbm", "LGBMClassifier")],
)
def test_models_of_other_packages_travel_with_their_format(package, make, tmp_path):
    module = pytest.importorskip(package)
    x, y = load_breast_cancer(return_X_y=True)
    model = getattr(module, make)(n_estimators=5).fit(x, y)
    made = prepare(model, tmp_path, x[:2])
    assert made.format == {"name": package, "version": module.__version__.partition(".")[0]}
    assert made.meta["packages"][package] == module.__version__
    assert made.meta["signature"]["features"] == 30
    again = joblib.load(tmp_path / "model.joblib")
    np.testing.assert_allclose(again.predict(x), model.predict(x), rtol=1e-6)


def test_says_what_to_deploy_in_place_of_a_booster(tmp_path):
    xgboost = pytest.importorskip("xgboost")
    booster = xgboost.train({}, xgboost.DMatrix(X, Y), 1)
    with pytest.raises(KubeflowLabError, match=r"An object of type Booster .* deploy the model with scikit-learn's"):
        prepare(booster, tmp_path)


@pytest.mark.parametrize("package", ["tensorflow", "mlflow"])
def test_says_how_other_models_are_served(package, tmp_path):
    model = type("Net", (), {"__module__": f"{package}.nn"})()
    with pytest.raises(KubeflowLabError, match=r"deploy that folder: .* %deploy \./net --name NAME"):
        prepare(model, tmp_path)


def test_a_sample_may_be_one_row(tmp_path):
    made = prepare(LinearRegression().fit(X, Y), tmp_path, X[0])
    assert made.sample == [[0.0, 1.0]]


class OwnModel(ClassifierMixin, BaseEstimator):
    """An estimator of a package that the model server does not have."""

    def fit(self, _x, _y):
        self.fitted_ = True
        return self

    def predict(self, x):
        return x


def test_a_function_of_the_notebook_cannot_travel(tmp_path):
    def double(x):
        return 2 * x

    double.__module__ = "__main__"
    model = make_pipeline(FunctionTransformer(double), LinearRegression()).fit(X, Y)
    with pytest.raises(KubeflowLabError, match="uses a function or class of this notebook"):
        prepare(model, tmp_path)


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        ({"a": 1}, "An object of type dict cannot be deployed; %deploy takes fitted models of scikit-learn"),
        (LogisticRegression, "LogisticRegression is a class, not a model"),
        (LogisticRegression(), "The LogisticRegression is not fitted; call its fit first."),
        (StandardScaler().fit(X), "A StandardScaler does not predict"),
        (OwnModel().fit(X, Y), "needs kubeflow_lab, which the model server does not have"),
    ],
)
def test_says_what_cannot_be_deployed(model, sentence, tmp_path):
    with pytest.raises(KubeflowLabError) as caught:
        prepare(model, tmp_path)
    assert sentence in str(caught.value)


def test_a_sample_that_the_model_does_not_take(tmp_path):
    with pytest.raises(KubeflowLabError, match="does not take the sample: X has 3 features"):
        prepare(LinearRegression().fit(X, Y), tmp_path, [[1, 2, 3]])


@pytest.fixture
def s3():
    double = S3Double()
    yield double
    double.close()


def model_folder(folder):
    """A model of a file in a folder."""
    (folder / "1" / "variables").mkdir(parents=True, exist_ok=True)
    (folder / "1" / "variables" / "v").write_bytes(b"model")
    return folder


def test_versions_follow_each_other(s3, tmp_path):
    bucket = ModelBucket(s3.environment())
    assert bucket.free_version("digits", "auto") == "1"
    for version in ("1", "9", "10", "beta"):
        bucket.put("digits", version, model_folder(tmp_path), {"name": "digits"})
    bucket.put("digits-2", "77", tmp_path, {})
    assert bucket.free_version("digits", "auto") == "11"
    assert bucket.free_version("digits", "2.0") == "2.0"
    assert bucket.uri("digits", "11") == "s3://alice/models/digits/11"


def test_a_version_is_stored_and_removed_as_a_whole(s3, tmp_path):
    bucket = ModelBucket(s3.environment())
    bucket.put("digits", "1", model_folder(tmp_path), {"type": "ä"})
    assert s3.objects["alice/models/digits/1/1/variables/v"] == b"model"
    assert json.loads(s3.objects["alice/models/digits/1/meta.json"]) == {"type": "ä"}
    bucket.remove("digits", "1")
    assert s3.objects == {}


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ("1", "Version 1 of digits is stored already"),
        ("../x", "cannot be a version"),
        ("a" * 61, "cannot be a version"),
    ],
)
def test_versions_that_cannot_be(s3, version, sentence, tmp_path):
    bucket = ModelBucket(s3.environment())
    bucket.put("digits", "1", tmp_path, {})
    with pytest.raises(KubeflowLabError, match=sentence):
        bucket.free_version("digits", version)


def test_says_why_the_bucket_does_not_take_it(s3):
    s3.refuse = "AccessDenied"
    with pytest.raises(KubeflowLabError, match=r"The project's bucket alice refuses: Not you\."):
        ModelBucket(s3.environment()).versions("digits")
    with pytest.raises(KubeflowLabError, match=r"The project's bucket alice cannot be reached"):
        ModelBucket({**s3.environment(), "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}).versions("digits")
    with pytest.raises(KubeflowLabError, match="no keys of the project's bucket"):
        ModelBucket({})


def test_origin_is_notebook_and_commit(monkeypatch, tmp_path):
    home = tmp_path / "home"
    notebook = home / "work" / "train.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_text("{}")
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook))
    assert origin() == {"notebook": "work/train.ipynb", "commit": None, "changed": None}
    commit = commit_all(notebook.parent)
    assert origin() == {"notebook": "work/train.ipynb", "commit": commit, "changed": False}
    notebook.write_text("{ }")
    assert origin()["changed"] is True
