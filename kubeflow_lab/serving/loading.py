"""Finds out what a folder holds, and reads the model that it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from .failure import ServingError, one_line
from .function import FunctionModel
from .mlflow_folder import read_mlflow
from .onnx_model import OnnxModel
from .pickled import read_pickled
from .saved_model import SavedModel
from .torchscript import ScriptModel


class Predictor(Protocol):
    """What is served: rows in, one answer for each out. It may name its columns as `feature_names_in_`."""

    def predict(self, rows: Any) -> Any:
        """Answers for an array or a table. Raises TypeError or ValueError, with a sentence, for what it cannot take."""


# What tells a kind of model apart, and what reads it. A folder of MLflow holds files of other kinds, so it comes first.
READERS: tuple[tuple[tuple[str, ...], Callable[[Path], Predictor]], ...] = (
    (("MLmodel",), read_mlflow),
    (("function.json",), FunctionModel),
    # In a folder with a number, as TensorFlow Serving wants it, or by itself. Of several numbers it serves the highest.
    (("saved_model.pb", "*/saved_model.pb"), SavedModel),
    (("*.onnx",), OnnxModel),
    (("*.pt", "*.pth"), ScriptModel),
    (("*.joblib", "*.pkl", "*.pickle"), read_pickled),
)


def load_model(folder: Path) -> Predictor:
    """The one model of a folder. Raises ServingError with a sentence."""
    path, read = find_model(folder)
    try:
        return read(path)
    except ServingError:
        raise
    except ModuleNotFoundError as error:
        raise ServingError(
            f"The model needs the Python package {error.name}, which this server does not have."
        ) from error
    except Exception as error:
        raise ServingError(f"The file {path.name} cannot be read ({one_line(error)}).") from error


def find_model(folder: Path) -> tuple[Path, Callable[[Path], Predictor]]:
    """The file of the folder's model and its reader. Raises ServingError where there is none, or more than one."""
    for patterns, read in READERS:
        files = sorted({path for pattern in patterns for path in folder.glob(pattern)})
        if read is SavedModel and all(path.parent.name.isdecimal() for path in files):
            files = sorted(files, key=lambda path: int(path.parent.name))[-1:]
        if len(files) > 1:
            names = ", ".join(str(path.relative_to(folder)) for path in files)
            raise ServingError(f"The model's folder has more than one model: {names}.")
        if files:
            return files[0], read
    raise ServingError(
        "The model's folder has no file *.joblib, *.pkl, *.pickle, *.onnx, *.pt, saved_model.pb or MLmodel."
    )
