"""Finds and reads the model in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import joblib

from .failure import ServingError, one_line

MODEL_FILES = ("*.joblib", "*.pkl", "*.pickle")


def load_model(folder: Path) -> Any:
    """The one pickled object of a folder, which has a method `predict`. Raises ServingError with a sentence."""
    path = model_file(folder)
    try:
        model = joblib.load(path)
    except ModuleNotFoundError as error:
        raise ServingError(
            f"The model needs the Python package {error.name}, which this server does not have."
        ) from error
    except Exception as error:
        raise ServingError(f"The file {path.name} cannot be read ({one_line(error)}).") from error
    if not callable(getattr(model, "predict", None)):
        kind = type(model).__name__
        raise ServingError(f"The file {path.name} holds an object of type {kind}, which has no method predict.")
    return model


def model_file(folder: Path) -> Path:
    """The one file of a folder that holds a model. Raises ServingError where there is none, or more than one."""
    files = sorted({path for pattern in MODEL_FILES for path in folder.glob(pattern)})
    if len(files) == 1:
        return files[0]
    if not files:
        raise ServingError("The model's folder has no file *.joblib, *.pkl or *.pickle.")
    names = ", ".join(path.name for path in files)
    raise ServingError(f"The model's folder has more than one model: {names}.")
