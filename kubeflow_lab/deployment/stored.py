"""A model that lies in a file or folder of this machine: which one it is, by what it holds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from kubeflow_lab.deployment.estimator import FILE
from kubeflow_lab.deployment.model import Deployable, about
from kubeflow_lab.deployment.networks import ONNX_FILE, SAVED_MODEL_FOLDER, SCRIPT_FILE
from kubeflow_lab.errors import KubeflowLabError

# A file's ending, its format as runtimes call it, and its name in a model's folder.
FILES = {
    ".joblib": ("sklearn", FILE),
    ".pkl": ("sklearn", "model.pkl"),
    ".pickle": ("sklearn", "model.pickle"),
    ".onnx": ("onnx", ONNX_FILE),
    ".pt": ("pytorch", SCRIPT_FILE),
    ".pth": ("pytorch", SCRIPT_FILE),
}
SERVED = (
    "what is served is a file *.joblib or *.pkl with a model of scikit-learn, xgboost or lightgbm, a file *.onnx, "
    "a file *.pt with TorchScript, a SavedModel of TensorFlow, and a folder of MLflow"
)


def copy_stored(path: Path, folder: Path, name: str | None, sample: list[Any] | None) -> Deployable:
    """Copies a model's file or folder into an empty folder. `name`: of its format, or None where its form says it.

    Raises KubeflowLabError where there is nothing, and for what no server of ours reads.
    """
    if not path.exists():
        raise KubeflowLabError(f"There is nothing at {path}; give the path of a file or folder, from {Path.cwd()}.")
    found = _copy_folder(path, folder) if path.is_dir() else _copy_file(path, folder)
    meta = {"type": path.name, "format": {"name": name or found}, **about({}, sample)}
    return Deployable(folder, meta)


def _copy_file(path: Path, folder: Path) -> str:
    if path.suffix == ".keras":
        raise KubeflowLabError(
            f"{path} is Keras' own form, which needs the classes that made it: load it by "
            f"keras.models.load_model({str(path)!r}) and deploy the variable."
        )
    if path.suffix not in FILES:
        raise KubeflowLabError(f"{path} is no model that is served: {SERVED}.")
    kind, target = FILES[path.suffix]
    shutil.copyfile(path, folder / target)
    return kind


def _copy_folder(path: Path, folder: Path) -> str:
    if (path / "MLmodel").is_file():
        shutil.copytree(path, folder, dirs_exist_ok=True)
        return "mlflow"
    if (path / "saved_model.pb").is_file():
        shutil.copytree(path, folder / SAVED_MODEL_FOLDER)
        return "tensorflow"
    files = [one for one in path.iterdir() if one.suffix in FILES]
    if len(files) == 1:
        return _copy_file(files[0], folder)
    if len(files) > 1:
        names = ", ".join(sorted(one.name for one in files))
        raise KubeflowLabError(f"The folder {path} has more than one model: {names}. Give the path of one of them.")
    raise KubeflowLabError(f"The folder {path} holds no model that is served: {SERVED}.")
