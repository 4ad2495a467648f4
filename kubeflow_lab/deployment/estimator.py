"""Models of scikit-learn, and those of xgboost and lightgbm with its interface, as joblib writes them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.values.errors import NotThisFormatError
from kubeflow_lab.values.format import is_from
from kubeflow_lab.values.pickles import packages_by_reference
from kubeflow_lab.values.signature import fitted_with

FILE = "model.joblib"
# The packages whose models are served, by their import names, which are also those of KServe's formats.
PACKAGES = ("xgboost", "lightgbm", "sklearn")
# What the image of the model server has, by the names under which it is imported.
SERVED_PACKAGES = frozenset({"joblib", "lightgbm", "numpy", "pandas", "scipy", "sklearn", "xgboost"})


class EstimatorForm:
    """A fitted estimator that predicts."""

    def takes(self, model: Any) -> bool:
        """By where its type comes from; a bare Booster has no such interface."""
        return hasattr(model, "get_params") and any(is_from(model, name) for name in PACKAGES)

    def check(self, model: Any) -> None:
        """Raises KubeflowLabError where it does not predict, is not fitted, or could not be loaded elsewhere."""
        kind = type(model).__name__
        if not callable(getattr(model, "predict", None)):
            raise KubeflowLabError(
                f"A {kind} does not predict, so it cannot be served by itself; deploy a Pipeline that ends in a model."
            )
        _require_fitted(model)
        try:
            packages = packages_by_reference(model)
        except NotThisFormatError as error:
            raise KubeflowLabError(
                f"The {kind} uses a function or class of this notebook, which the model server does not have; "
                "use what scikit-learn has in its place, or serve it as a function by %%serve."
            ) from error
        # Python 3.9 does not say which modules are its own.
        missing = sorted(packages - SERVED_PACKAGES - getattr(sys, "stdlib_module_names", packages) - {""})
        if missing:
            raise KubeflowLabError(
                f"The {kind} needs {', '.join(missing)}, which the model server does not have; "
                "serve it as a function by %%serve, with a line %pip install."
            )

    def write(self, model: Any, folder: Path) -> None:
        """One file."""
        import joblib

        joblib.dump(model, folder / FILE, compress=("zlib", 1))

    def format(self, model: Any) -> dict[str, str]:
        """By the package that the model itself is from, with its major version."""
        name = next(name for name in PACKAGES if is_from(model, name))
        return {"name": name, "version": sys.modules[name].__version__.partition(".")[0]}

    def signature(self, model: Any) -> dict[str, Any]:
        """The columns and classes that it was fitted with."""
        return fitted_with(model)

    def answer(self, model: Any, data: Any) -> Any:
        """What the model says of data."""
        return model.predict(data)


def _require_fitted(model: Any) -> None:
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.validation import check_is_fitted

    try:
        check_is_fitted(model)
    except NotFittedError as error:
        raise KubeflowLabError(f"The {type(model).__name__} is not fitted; call its fit first.") from error
