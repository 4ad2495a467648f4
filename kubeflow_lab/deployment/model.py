"""The object that is deployed: whether it can be, its files, and what is known of it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib import metadata
from pathlib import Path
from typing import Any

from kubeflow_lab.deployment.estimator import EstimatorForm
from kubeflow_lab.deployment.networks import KerasForm, OnnxForm, TorchForm
from kubeflow_lab.deployment.rows import is_one_row, sample_of
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.values.format import is_from

TAKEN = (
    "%deploy takes fitted models of scikit-learn, such as a LogisticRegression or a Pipeline, models of xgboost and "
    "lightgbm with its interface, such as an XGBClassifier, models of Keras, torch and ONNX, and the path of a file or "
    "folder that holds one."
)
FORMS = (KerasForm(), TorchForm(), OnnxForm(), EstimatorForm())
# Packages whose versions decide whether the files can be read elsewhere.
RECORDED = ("scikit-learn", "numpy", "scipy", "joblib", "pandas")
# Recorded by the names of their imports: they come in more than one package.
IMPORTED = ("xgboost", "lightgbm", "keras", "tf_keras", "tensorflow", "torch", "onnx")


@dataclass(frozen=True)
class Deployable:
    """A model as the files of a folder, and all that is known of it (`meta.json`)."""

    folder: Path
    meta: dict[str, Any]

    @property
    def format(self) -> dict[str, str]:
        """Name and version, as runtimes call them."""
        return self.meta["format"]

    @property
    def sample(self) -> list[Any] | None:
        """Rows that the model takes."""
        return self.meta["sample"]


def prepare(model: Any, folder: Path, sample: Any = None) -> Deployable:
    """Writes a model that lives in this process into an empty folder. `sample`: data that it takes, or None.

    Raises KubeflowLabError where it is no model that is served, where the model server could not load it, and where it
    does not take the sample.
    """
    if isinstance(model, type):
        raise KubeflowLabError(f"{model.__name__} is a class, not a model; {TAKEN}")
    form = next((one for one in FORMS if one.takes(model)), None)
    if form is None:
        raise KubeflowLabError(f"An object of type {type(model).__name__} cannot be deployed; {_other_way(model)}")
    form.check(model)
    signature = {**form.signature(model), **_tried_with(form, model, sample)}
    form.write(model, folder)
    kind = f"{type(model).__module__}.{type(model).__qualname__}"
    return Deployable(folder, {"type": kind, "format": form.format(model), **about(signature, sample)})


def about(signature: dict[str, Any], sample: Any) -> dict[str, Any]:
    """What every `meta.json` says beside the type and format of its model."""
    return {
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "python": sys.version.split()[0],
        "packages": {
            **{name: metadata.version(name) for name in RECORDED if _is_installed(name)},
            **{
                name: sys.modules[name].__version__
                for name in IMPORTED
                if hasattr(sys.modules.get(name), "__version__")
            },
        },
        "signature": signature,
        "sample": None if sample is None else sample_of(sample),
    }


def _other_way(model: Any) -> str:
    """What somebody can do instead."""
    if any(is_from(model, name) for name in ("xgboost", "lightgbm")):
        return (
            "deploy the model with scikit-learn's interface in its place, such as an XGBClassifier or an LGBMRegressor."
        )
    if any(is_from(model, name) for name in ("tensorflow", "mlflow")):
        return (
            "store it in a folder as its own package does, and deploy that folder: tensorflow.saved_model.save(model, "
            "'net'), or mlflow.sklearn.save_model(model, 'net'), and %deploy ./net --name NAME"
        )
    return TAKEN


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _tried_with(form: Any, model: Any, sample: Any) -> dict[str, Any]:
    """What the model says of the sample."""
    if sample is None:
        return {}
    import numpy as np

    try:
        said = form.answer(model, [sample] if is_one_row(sample) else sample)
    except Exception as error:
        raise KubeflowLabError(f"The model does not take the sample: {error}") from error
    if said is None:
        return {}
    answer = np.asarray(said)
    return {"output": {"type": str(answer.dtype), "shape": list(answer.shape[1:])}}
