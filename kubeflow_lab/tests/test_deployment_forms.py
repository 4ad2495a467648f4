"""Models that are no estimators: what is stored of them, and of what lies in files and folders."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kubeflow_lab.deployment.model import prepare
from kubeflow_lab.deployment.stored import copy_stored
from kubeflow_lab.errors import KubeflowLabError

X = np.array([[0.0, 1.0], [1.0, 0.0]])


def keras_model(built=True, inputs=1, error=None):
    """What `prepare` looks at of a model of Keras."""

    class Model:
        __module__ = "keras.models"

        def __init__(self):
            self.built = built
            self.inputs = [np.empty((0, 64))] * inputs
            self.outputs = [None]

        def predict(self, rows, verbose):
            return np.asarray(rows, np.float32)[:, :10]

        def export(self, path):
            print("Endpoint 'serve'")
            if error is not None:
                raise error
            Path(path).mkdir()
            (Path(path) / "saved_model.pb").write_bytes(b"graph")

    return Model()


def test_a_model_of_keras_becomes_a_saved_model(tmp_path, capsys):
    made = prepare(keras_model(), tmp_path, np.zeros((2, 64)))
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.pb")] == ["1/saved_model.pb"]
    assert made.format == {"name": "tensorflow", "version": "2"}
    assert made.meta["signature"]["features"] == 64
    assert made.meta["signature"]["output"] == {"type": "float32", "shape": [10]}
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"built": False}, "The Model has no weights yet; call its fit, or its build, first."),
        ({"inputs": 2}, "The Model has 2 inputs and 1 outputs; models of one input and one output are served."),
        (
            {"error": ValueError("no\n backend")},
            "Keras cannot export the Model as a SavedModel of TensorFlow: no backend",
        ),
    ],
)
def test_says_why_a_model_of_keras_cannot_be_deployed(change, sentence, tmp_path):
    with pytest.raises(KubeflowLabError) as caught:
        prepare(keras_model(**change), tmp_path)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("files", "given", "kind", "stored"),
    [
        (["a.pkl"], "a.pkl", "sklearn", ["model.pkl"]),
        (["net/a.onnx", "net/readme.md"], "net", "onnx", ["model.onnx"]),
        (["a.pt"], "a.pt", "pytorch", ["model.pt"]),
        (["net/saved_model.pb", "net/variables/v"], "net", "tensorflow", ["1/saved_model.pb", "1/variables/v"]),
        (["net/MLmodel", "net/model.pkl"], "net", "mlflow", ["MLmodel", "model.pkl"]),
    ],
)
def test_a_path_is_what_it_holds(files, given, kind, stored, tmp_path):
    for name in files:
        (tmp_path / "from" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "from" / name).write_text(name)
    folder = tmp_path / "to"
    folder.mkdir()
    made = copy_stored(tmp_path / "from" / given, folder, None, X[:1])
    assert made.format == {"name": kind}
    assert made.sample == [[0.0, 1.0]]
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == stored
    (tmp_path / "again").mkdir()
    assert copy_stored(tmp_path / "from" / given, tmp_path / "again", "xgboost", None).format == {"name": "xgboost"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("nothing", "There is nothing at"),
        ("a.keras", "load it by keras.models.load_model("),
        ("a.txt", "is no model that is served: what is served is a file *.joblib"),
        ("empty", "holds no model that is served"),
        ("two", "has more than one model: a.onnx, b.pkl"),
    ],
)
def test_says_what_is_no_model_at_a_path(given, sentence, tmp_path):
    for name in ("a.keras", "a.txt", "two/a.onnx", "two/b.pkl", "empty/readme.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    with pytest.raises(KubeflowLabError) as caught:
        copy_stored(tmp_path / given, tmp_path, None, None)
    assert sentence in str(caught.value)
