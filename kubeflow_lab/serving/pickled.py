"""Objects that predict, as joblib and pickle write them: those of scikit-learn, xgboost and lightgbm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .failure import ServingError


def read_pickled(path: Path) -> Any:
    """The object. Raises ServingError where it has no method `predict`."""
    # Not every image has it, and those without serve other forms.
    import joblib

    model = joblib.load(path)
    if not callable(getattr(model, "predict", None)):
        kind = type(model).__name__
        raise ServingError(f"The file {path.name} holds an object of type {kind}, which has no method predict.")
    return model
