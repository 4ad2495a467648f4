"""Models, and the functions and classes of cells, on their way from one fresh process to another."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from types import ModuleType

import lightgbm
import numpy
import pandas
import pytest
import xgboost
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from kubeflow_lab.tests.steps import StepFolder
from kubeflow_lab.values import load, read_meta, store

RANDOM = numpy.random.default_rng(7)
X = RANDOM.normal(size=(60, 4))
Y = (X[:, 0] + X[:, 1] > 0).astype(int)


@pytest.mark.parametrize(
    ("model", "package"),
    [
        (LogisticRegression().fit(X, Y), "sklearn"),
        (make_pipeline(StandardScaler(), RandomForestClassifier(5, random_state=1)).fit(X, Y), "sklearn"),
        (xgboost.XGBClassifier(n_estimators=3).fit(X, Y), "xgboost"),
        (lightgbm.LGBMClassifier(n_estimators=3, verbose=-1).fit(X, Y), "lightgbm"),
        (lightgbm.train({"verbose": -1}, lightgbm.Dataset(X, Y), 3), "lightgbm"),
    ],
)
def test_a_model_predicts_the_same(tmp_path, model, package):
    meta = store(model, tmp_path / "model")
    assert meta.format == "joblib"
    assert {package, "joblib"} <= set(meta.packages)
    found = load(tmp_path / "model")
    assert type(found) is type(model)
    assert numpy.array_equal(found.predict(X), model.predict(X))


@pytest.mark.parametrize(
    ("model", "signature"),
    [
        (LogisticRegression().fit(X, Y), {"features": 4, "names": None, "classes": ["0", "1"]}),
        (X, None),
        (StandardScaler().fit(X), None),
        (LogisticRegression(), None),
        (LogisticRegression, None),
    ],
)
def test_a_fitted_model_is_stored_with_what_it_takes(tmp_path, model, signature):
    assert store(model, tmp_path / "model").signature == signature
    assert json.loads((tmp_path / "model" / "meta.json").read_text())["signature"] == signature


def test_a_model_that_was_fitted_with_a_table_knows_its_columns(tmp_path):
    model = LogisticRegression().fit(pandas.DataFrame(X, columns=list("abcd")), Y)
    assert store(model, tmp_path / "model").signature["names"] == ["a", "b", "c", "d"]


def test_what_was_stored_without_a_signature_is_read(tmp_path):
    store(LogisticRegression().fit(X, Y), tmp_path / "model")
    path = tmp_path / "model" / "meta.json"
    meta = json.loads(path.read_text())
    del meta["signature"]
    path.write_text(json.dumps(meta))
    assert load(tmp_path / "model").n_features_in_ == 4


def test_xgboosts_own_types(tmp_path):
    matrix = xgboost.DMatrix(X, Y, feature_names=list("abcd"))
    booster = xgboost.train({"max_depth": 2}, matrix, 3)
    store(matrix, tmp_path / "matrix")
    store(booster, tmp_path / "booster")
    found = load(tmp_path / "matrix")
    assert found.feature_names == ["a", "b", "c", "d"]
    assert numpy.array_equal(found.get_label(), Y)
    assert numpy.array_equal(load(tmp_path / "booster").predict(found), booster.predict(matrix))


def test_a_model_of_a_class_that_only_this_process_has_is_pickled_with_it(tmp_path):
    model = make_pipeline(FunctionTransformer(lambda x: x * 2), LogisticRegression()).fit(X, Y)
    meta = store(model, tmp_path / "model")
    assert meta.format == "cloudpickle"
    assert "sklearn" in meta.packages
    assert numpy.array_equal(load(tmp_path / "model").predict(X), model.predict(X))


@pytest.fixture
def steps(tmp_path):
    """Runs two steps, the second taking what the first hands on, and answers what the second makes of it as `y`."""

    def run(first: str, second: str, names: str, prelude: str = "") -> object:
        parts = {"prelude": [prelude] if prelude else []}
        one = StepFolder(tmp_path / "one", cells=[first], outputs=names.split(), **parts).write()
        found = one.run()
        assert found.returncode == 0, found.stderr
        inputs = {name: one.output(name) for name in names.split()}
        two = StepFolder(tmp_path / "two", cells=[second], inputs=inputs, outputs=["y"], **parts).write()
        found = two.run()
        assert found.returncode == 0, found.stderr
        return two.value("y")

    return run


@pytest.mark.parametrize(
    ("first", "second", "names", "expected"),
    [
        ("k = 2\nf = lambda v: v * k", "y = f(4)", "f k", 8),
        # As in one notebook, a function sees what its globals are when it is called.
        ("k = 2\ndef f(v): return v * k", "k = 5\ny = f(4)", "f k", 20),
        ("k = 2\ndef f(v): return v * k", "y = f(4)", "f", 8),
        ("def make(k):\n    def f(v): return v * k\n    return f\nf = make(3)", "y = f(4)", "f", 12),
        ("def g(v): return v + 1\ndef f(v): return g(v) * 2", "def g(v): return v\ny = f(4)", "f", 8),
        ("def f(n): return 1 if n == 0 else n * f(n - 1)", "y = f(5)", "f", 120),
        ("async def f(v): return v * 2", "y = await f(4)", "f", 8),
        ("def f():\n    for n in range(3): yield n", "y = list(f())", "f", [0, 1, 2]),
        ("n = 0\ndef f():\n    global n\n    n += 1", "f()\nf()\ny = n", "f n", 2),
        ("import math\ndef f(v): return math.sqrt(v)", "y = f(4)", "f", 2.0),
        ("class C:\n    k = 3\n    def f(self, v): return v * self.k", "y = C().f(4)", "C", 12),
        ("class C:\n    pass\nc = C()\nc.v = 4", "y = [c.v, isinstance(c, C)]", "C c", [4, True]),
        ("k = 1\nclass C:\n    def f(self): return k\nc = C()", "k = 9\ny = c.f()", "c", 9),
        ("from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int = 1\np = P()", "y = p.x", "p", 1),
        ("import enum\nclass E(enum.Enum):\n    A = 1\ne = E.A", "y = [e is E.A, e.value]", "E e", [True, 1]),
        ("import functools\ndef g(a, b): return a + b\nf = functools.partial(g, 1)", "y = f(2)", "f", 3),
        ("import functools\n@functools.lru_cache\ndef f(v): return v + 1", "y = f(2)", "f", 3),
        ("d = {'f': [lambda v: v + k]}\nk = 1", "k = 10\ny = d['f'][0](1)", "d", 11),
        ("import numpy as np\nm = np.ones(3)\ndef f(): return m.sum() + np.e * 0", "y = float(f())", "f m", 3.0),
    ],
)
def test_functions_and_classes_of_cells_mean_the_same_in_the_next_step(steps, first, second, names, expected):
    assert steps(first, second, names) == expected


def test_an_instance_is_one_of_the_class_that_the_shared_cell_defines(steps):
    prelude = "class Net:\n    def double(self): return self.v * 2\nclass Deep(Net): pass"
    first = "a, b = Net(), [Deep()]\na.v, b[0].v = 1, 2"
    second = "y = [isinstance(a, Net), type(b[0]) is Deep, isinstance(b[0], Net), a.double(), b[0].double()]"
    assert steps(first, second, "a b", prelude) == [True, True, True, 2, 4]


def test_an_estimator_of_a_shared_cell(steps):
    prelude = (
        "from sklearn.base import BaseEstimator\n"
        "class Mean(BaseEstimator):\n    def fit(self, x): self.m = float(x.mean()); return self"
    )
    first = "import numpy\nm = Mean().fit(numpy.arange(5))"
    assert steps(first, "y = [m.m, isinstance(m, Mean)]", "m", prelude) == [2.0, True]


def test_a_module_beside_the_notebook_is_named_not_copied(tmp_path):
    modules = {"helper.py": "class Thing:\n    v = 1\n"}
    one = StepFolder(tmp_path / "one", cells=["import helper\nt = helper.Thing()"], outputs=["t"], modules=modules)
    assert one.write().run().returncode == 0
    assert b"helper" in (one.output("t") / "value.pkl").read_bytes()
    inputs = {"t": one.output("t")}
    two = StepFolder(tmp_path / "two", cells=["y = t.v"], inputs=inputs, outputs=["y"], modules=modules).write()
    assert two.run().returncode == 0
    assert two.value("y") == 1
    three = StepFolder(tmp_path / "three", cells=["y = t.v"], inputs=inputs).write()
    found = three.run()
    assert found.returncode == 1
    assert "The value t (helper.Thing)" in found.stderr
    assert "helper" in found.stderr.splitlines()[0]


def test_large_values_are_written_by_their_format(tmp_path: Path):
    array = numpy.arange(2_000_000, dtype=float)
    meta = store(array, tmp_path / "big")
    assert meta.bytes == 16_000_128
    assert read_meta(tmp_path / "big").sha256 == meta.sha256
    assert numpy.array_equal(load(tmp_path / "big"), array)


# What the formats ask of packages that are too large for this environment, and no more than that.
DOUBLES = {
    "torch": (
        "import pickle\n"
        "class Tensor: pass\n"
        "class cuda:\n    is_available = staticmethod(lambda: False)\n"
        "def save(value, path):\n    with open(path, 'wb') as file: pickle.dump(value, file)\n"
        "def load(path, map_location, weights_only):\n"
        "    assert (map_location, weights_only) == ('cpu', False)\n"
        "    with open(path, 'rb') as file: return pickle.load(file)\n"
    ),
    "keras": (
        "import pickle, sys, types\n"
        "class Model:\n"
        "    def save(self, path):\n"
        "        assert str(path).endswith('.keras')\n"
        "        with open(path, 'wb') as file: pickle.dump(self.__dict__, file)\n"
        "def load_model(path):\n"
        "    model = Model()\n"
        "    with open(path, 'rb') as file: model.__dict__.update(pickle.load(file))\n"
        "    return model\n"
        "models = sys.modules[__name__ + '.models'] = types.ModuleType(__name__ + '.models')\n"
        "models.load_model = load_model\n"
    ),
}


@pytest.fixture
def doubled(tmp_path, monkeypatch):
    """Makes one of them known to this process, until the test is over."""
    made = []

    def double(package: str) -> ModuleType:
        (tmp_path / f"{package}.py").write_text(f"__version__ = '3.2'\n{DOUBLES[package.removeprefix('tf_')]}")
        monkeypatch.syspath_prepend(tmp_path)
        made.append(package)
        return importlib.import_module(package)

    yield double
    for name in [name for name in sys.modules if name.partition(".")[0] in made]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("package", "kind", "extension"),
    [("torch", "Tensor", "pt"), ("keras", "Model", "keras"), ("tf_keras", "Model", "keras")],
)
def test_models_of_large_packages_are_written_by_themselves(tmp_path, doubled, package, kind, extension):
    value = getattr(doubled(package), kind)()
    value.weights = [1, 2]
    meta = store(value, tmp_path / "model")
    assert (meta.format, meta.packages[package]) == (package, "3.2")
    assert [path.name for path in (tmp_path / "model").glob("value.*")] == [f"value.{extension}"]
    found = load(tmp_path / "model")
    assert (type(found), found.weights) == (type(value), [1, 2])


def test_a_module_of_torch_with_a_class_of_a_cell_is_pickled_with_it(tmp_path):
    (tmp_path / "torch.py").write_text(f"__version__ = '3.2'\n{DOUBLES['torch']}")
    cells = ["import torch\nclass Net(torch.Tensor): pass\nnet = Net()\nnet.weights = [1]"]
    one = StepFolder(tmp_path / "one", cells=cells, outputs=["net"]).write()
    found = one.run(PYTHONPATH=str(tmp_path))
    assert found.returncode == 0, found.stderr
    assert read_meta(one.output("net")).format == "cloudpickle"
