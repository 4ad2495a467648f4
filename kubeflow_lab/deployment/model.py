"""The object that is deployed: whether it can be, its file, and what is known of it."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from datetime import datetime, timezone
from importlib import metadata
from typing import Any

from kubeflow_lab.deployment.rows import is_one_row, sample_of
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.values.errors import NotThisFormatError
from kubeflow_lab.values.format import is_from
from kubeflow_lab.values.pickles import packages_by_reference
from kubeflow_lab.values.signature import fitted_with

FILE = "model.joblib"
TAKEN = (
    "%deploy takes fitted models of scikit-learn, such as a LogisticRegression or a Pipeline, and models of "
    "xgboost and lightgbm with its interface, such as an XGBClassifier."
)
# What the image of the model server has, by the names under which it is imported.
SERVED_PACKAGES = frozenset({"joblib", "lightgbm", "numpy", "pandas", "scipy", "sklearn", "xgboost"})
# The packages whose models are served, by their import names, which are also those of KServe's formats.
FORMATS = ("xgboost", "lightgbm", "sklearn")
# Packages whose versions decide whether the file can be read elsewhere.
RECORDED = ("scikit-learn", "numpy", "scipy", "joblib", "pandas")


@dataclass(frozen=True)
class Deployable:
    """A model as a file, with the name of its format and all that is known of it (`meta.json`)."""

    content: bytes
    format_name: str
    format_version: str
    meta: dict[str, Any]

    @property
    def sample(self) -> list[Any] | None:
        """Rows that the model takes."""
        return self.meta["sample"]


def prepare(model: Any, sample: Any = None) -> Deployable:
    """Makes the file of a model that lives in this process. `sample`: data that it takes, or None.

    Raises KubeflowLabError where it is no fitted model of scikit-learn, where the model server could not load it, and
    where it does not take the sample.
    """
    import joblib

    _require_served(model)
    format_name = next(name for name in FORMATS if is_from(model, name))
    buffer = io.BytesIO()
    joblib.dump(model, buffer, compress=("zlib", 1))
    meta: dict[str, Any] = {
        "type": f"{type(model).__module__}.{type(model).__qualname__}",
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "python": sys.version.split()[0],
        "packages": {name: metadata.version(name) for name in RECORDED if _is_installed(name)},
        "signature": {**fitted_with(model), **_tried_with(model, sample)},
        "sample": None if sample is None else sample_of(sample),
    }
    version = sys.modules[format_name].__version__
    if format_name != "sklearn":
        # By the name of its import: xgboost comes in more than one package.
        meta["packages"][format_name] = version
    return Deployable(buffer.getvalue(), format_name, version.partition(".")[0], meta)


def _require_served(model: Any) -> None:
    kind = type(model).__name__
    if isinstance(model, type):
        raise KubeflowLabError(f"{model.__name__} is a class, not a model; {TAKEN}")
    if not any(is_from(model, name) for name in FORMATS) or not hasattr(model, "get_params"):
        raise KubeflowLabError(f"An object of type {kind} cannot be deployed; {_other_way(model)}")
    if not callable(getattr(model, "predict", None)):
        raise KubeflowLabError(f"A {kind} does not predict, so it cannot be served by itself; {TAKEN}")
    _require_fitted(model)
    try:
        packages = packages_by_reference(model)
    except NotThisFormatError as error:
        raise KubeflowLabError(
            f"The {kind} uses a function or class of this notebook, which the model server does not have; "
            "use what scikit-learn has in its place."
        ) from error
    # Python 3.9 does not say which modules are its own.
    missing = sorted(packages - SERVED_PACKAGES - getattr(sys, "stdlib_module_names", packages) - {""})
    if missing:
        raise KubeflowLabError(f"The {kind} needs {', '.join(missing)}, which the model server does not have; {TAKEN}")


def _other_way(model: Any) -> str:
    """What somebody can do instead."""
    if any(is_from(model, name) for name in ("xgboost", "lightgbm")):
        return (
            "deploy the model with scikit-learn's interface in its place, such as an XGBClassifier or an LGBMRegressor."
        )
    if any(is_from(model, name) for name in ("keras", "tf_keras", "tensorflow", "torch", "onnx", "mlflow")):
        return (
            "store it in the bucket as its own package does, and serve that folder with a runtime of the cluster that "
            "takes it: %deploy s3://BUCKET/FOLDER --name NAME --format FORMAT"
        )
    return TAKEN


def _require_fitted(model: Any) -> None:
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.validation import check_is_fitted

    try:
        check_is_fitted(model)
    except NotFittedError as error:
        raise KubeflowLabError(f"The {type(model).__name__} is not fitted; call its fit first.") from error


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _tried_with(model: Any, sample: Any) -> dict[str, Any]:
    """What the model says of the sample."""
    if sample is None:
        return {}
    import numpy as np

    try:
        answer = np.asarray(model.predict([sample] if is_one_row(sample) else sample))
    except Exception as error:
        raise KubeflowLabError(f"The model does not take the sample: {error}") from error
    return {"output": {"type": str(answer.dtype), "shape": list(answer.shape[1:])}}
