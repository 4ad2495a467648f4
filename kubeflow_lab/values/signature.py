"""What a model with scikit-learn's interface remembers of the data that it was fitted with."""

from __future__ import annotations

import sys
from typing import Any

from kubeflow_lab.values.format import is_from


def signature(value: Any) -> dict[str, Any] | None:
    """The signature of a fitted estimator that predicts; None for everything else, whatever it is."""
    known = any(is_from(value, package) for package in ("sklearn", "xgboost", "lightgbm"))
    if not known or isinstance(value, type) or not callable(getattr(value, "predict", None)):
        return None
    try:
        # It is loaded: the value came from it.
        sys.modules["sklearn.utils.validation"].check_is_fitted(value)
        return fitted_with(value)
    except Exception:
        # Not fitted, or an estimator of somebody's own whose attributes cannot be asked: stored all the same.
        return None


def fitted_with(model: Any) -> dict[str, Any]:
    """`{features, names, classes}` of a fitted estimator, each None where it does not tell."""
    names = getattr(model, "feature_names_in_", None)
    classes = getattr(model, "classes_", None)
    features = getattr(model, "n_features_in_", None)
    return {
        "features": int(features) if hasattr(features, "__index__") else None,
        "names": None if names is None else [str(name) for name in names],
        "classes": None if not hasattr(classes, "tolist") else [str(one) for one in classes.tolist()],
    }
