"""`python -m kubeflow_lab.tests.serve_for_real`: models for the test against the real cluster
(server/inference-services/serving.itest.ts). Reads steps from standard input, a line `STEP [VERSION]` each, and
answers each with a line `result: JSON`.
"""

from __future__ import annotations

import ctypes
import io
import json
import sys
from operator import methodcaller
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import joblib
import numpy as np
import pandas as pd
from IPython.core.interactiveshell import InteractiveShell
from lightgbm import LGBMRegressor
from onnx import ModelProto, TensorProto
from onnx.helper import make_graph, make_model, make_node, make_opsetid, make_tensor_value_info
from onnx.numpy_helper import from_array
from onnx.reference import ReferenceEvaluator
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_diabetes, load_digits
from sklearn.ensemble import RandomForestRegressor
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder
from xgboost import XGBRegressor

import kubeflow_lab
from kubeflow_lab.deployment.bucket import ModelBucket


def digits(version: int) -> dict[str, Any]:
    """A classifier whose answers tell its version: 100 to 109 are version 1's."""
    x, y = load_digits(return_X_y=True)
    model = LogisticRegression(max_iter=300).fit(x, y + 100 * version)
    deploy("digits", model, x, "--sample x[:2]")
    served = kubeflow_lab.models["digits"].predict(x)
    expected = model.predict(x)
    return {"same": bool((served == expected).all()), "type": str(served.dtype), "rows": len(served)}


def table() -> dict[str, Any]:
    """A regression on a table with texts and gaps."""
    generator = np.random.default_rng(7)
    size = generator.normal(100, 30, 200)
    place = generator.choice(["north", "south", "öst"], 200)
    price = size * 1234.5678 + (place == "north") * 1e5
    rows = pd.DataFrame({"size": np.where(generator.random(200) < 0.1, np.nan, size), "place": place})
    columns = make_column_transformer((SimpleImputer(), ["size"]), (OneHotEncoder(), ["place"]))
    model = make_pipeline(columns, RandomForestRegressor(n_estimators=20, random_state=7)).fit(rows, price)
    deploy("prices", model, rows, "--sample x[:2] --memory 768Mi")
    served = kubeflow_lab.models["prices"].predict(rows)
    return {"difference": float(np.abs(served - model.predict(rows)).max())}


def boosted() -> dict[str, Any]:
    """Regressions on real data by other packages, which must answer as they do here."""
    x, y = load_diabetes(return_X_y=True)
    same = {}
    for package, model in (("xgboost", XGBRegressor(n_estimators=30)), ("lightgbm", LGBMRegressor(verbose=-1))):
        model.fit(x, y)
        deploy(package, model, x, "--sample x[:2]")
        same[package] = bool(np.allclose(kubeflow_lab.models[package].predict(x), model.predict(x), rtol=1e-6))
        kubeflow_lab.models[package].delete()
    return same


FUNCTION = """
import numpy as np

def score(rows):
    return np.asarray(rows).sum(axis=1) * 2
"""


def others() -> dict[str, Any]:
    """A model that MLflow left in a folder, one of ONNX, and a function of a cell, which start at the same time."""
    x, y = load_diabetes(return_X_y=True)
    model = LinearRegression().fit(x, y)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "mlflow"
        folder.mkdir()
        joblib.dump(model, folder / "model.pkl")
        (folder / "MLmodel").write_text("flavors:\n  python_function: {}\n  sklearn: {pickled_model: model.pkl}\n")
        run("deploy", f"{folder} --name mlflow --no-wait")
    graph = linear_graph(model)
    deploy("onnx", graph, x, "--sample x[:2] --no-wait")
    run("serve", "--name score --no-wait", FUNCTION)
    folded, onnx, scored = (kubeflow_lab.models[name].wait() for name in ("mlflow", "onnx", "score"))
    same = bool(np.allclose(folded.predict(x), model.predict(x), rtol=1e-6))
    (expected,) = ReferenceEvaluator(graph).run(None, {"rows": x})
    equal = bool(np.allclose(onnx.predict(x), expected, rtol=1e-6))
    answers = scored.predict([[1.0, 2.0], [3.0, 4.5]]).tolist()
    for one in (folded, onnx, scored):
        one.delete()
    return {"mlflow": same, "onnx": equal, "score": answers}


def linear_graph(model: LinearRegression) -> ModelProto:
    """The same regression as ONNX."""
    weights = [from_array(model.coef_.reshape(-1, 1), "weights"), from_array(np.array([model.intercept_]), "bias")]
    rows = make_tensor_value_info("rows", TensorProto.DOUBLE, [None, len(model.coef_)])
    answer = make_tensor_value_info("answer", TensorProto.DOUBLE, [None, 1])
    node = make_node("Gemm", ["rows", "weights", "bias"], ["answer"])
    # What the server's onnxruntime is sure to know.
    return make_model(
        make_graph([node], "linear", [rows], [answer], weights), ir_version=10, opset_imports=[make_opsetid("", 17)]
    )


def texts() -> dict[str, Any]:
    """A classifier that takes texts and answers texts. It stays, to be asked in other ways."""
    x = ["a good day", "good bread", "a bad day", "bad müsli"]
    model = make_pipeline(CountVectorizer(), LogisticRegression()).fit(x, ["gut", "gut", "übel", "übel"])
    deploy("texts", model, x, "--sample x[:2]")
    return {"answers": kubeflow_lab.models["texts"].predict(x).tolist(), "expected": model.predict(x).tolist()}


TRANSFORMER = """
import numpy as np

def preprocess(rows):
    return np.asarray(rows) * 2

def postprocess(answers):
    return answers + 0.5
"""
EXPLAINER = """
import numpy as np

def explain(rows, predict):
    rows = np.asarray(rows, float)
    return [[float(predict([row + step])[0] - predict([row])[0]) for step in np.eye(len(row))] for row in rows]
"""


def beside() -> dict[str, Any]:
    """A model with a transformer before it, and an explainer, each a function of a cell."""
    x = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [2.0, 0.0]])
    deploy("linear", LinearRegression().fit(x, x @ [3.0, 5.0]), x, "--sample x[:1]")
    run("serve", "--as transformer --for linear --no-wait", TRANSFORMER)
    run("serve", "--as explainer --for linear --wait", EXPLAINER)
    model = kubeflow_lab.models["linear"]
    answers, explained = model.predict(x[:2]), model.explain(x[:1])
    return {"answers": np.round(answers, 6).tolist(), "explained": np.round(explained, 6).tolist()}


def run(magic: str, line: str, cell: str | None = None) -> None:
    """A magic, as a cell of a notebook runs it."""
    shell = InteractiveShell.instance()
    kubeflow_lab.load_ipython_extension(shell)
    if cell is None:
        shell.run_line_magic(magic, line)
    else:
        shell.run_cell_magic(magic, line, cell)


def deploy(name: str, model: Any, x: Any, options: str) -> None:
    """As a cell of a notebook does; here waiting is the default."""
    InteractiveShell.instance().push({"model": model, "x": x})
    run("deploy", f"model --name {name} {options}")


def broken(version: int) -> dict[str, Any]:
    """Stores a file that is no model."""
    store("digits", version, b"garbage")
    return {}


def store(name: str, version: int, content: bytes) -> None:
    """A version of one file, as `%deploy` keeps it."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "model.joblib").write_bytes(content)
        ModelBucket().put(name, str(version), Path(folder), {})


def crashing(version: int) -> dict[str, Any]:
    """Stores a model that ends its process with the first row."""
    model = make_pipeline(FunctionTransformer(), FunctionTransformer(), LinearRegression())
    model.fit([[0.0], [1.0]], [0.0, 1.0])
    # The number in the row becomes an address that nothing may be read from. (A signal would not end process 1.)
    model.steps[0][1].func = methodcaller("item")
    model.steps[1][1].func = ctypes.string_at
    buffer = io.BytesIO()
    joblib.dump(model, buffer)
    store("digits", version, buffer.getvalue())
    return {}


def versions() -> dict[str, Any]:
    """What is stored."""
    return {"versions": sorted(ModelBucket().versions("digits"))}


TOLD = (digits, table, boosted, others, texts, beside, broken, crashing, versions)
STEPS = {step.__name__: step for step in TOLD}

if __name__ == "__main__":
    for line in sys.stdin:
        step, *arguments = line.split()
        print("result:", json.dumps(STEPS[step](*map(int, arguments))), flush=True)
