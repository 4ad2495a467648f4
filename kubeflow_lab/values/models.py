"""Trained models, each in the form that its own package writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kubeflow_lab.values.errors import NotThisFormatError
from kubeflow_lab.values.format import is_from
from kubeflow_lab.values.pickles import packages_by_reference


class EstimatorFormat:
    """scikit-learn's estimators, and the models of xgboost and lightgbm, by joblib.

    Not one that holds a function or class of a cell: joblib would write only its name.
    """

    name = "joblib"
    extension = "joblib"
    packages = ("joblib",)
    is_portable = False

    def takes(self, value: Any) -> bool:
        """By where its type comes from; joblib itself is looked for when it is written."""
        if is_from(value, "sklearn"):
            return hasattr(value, "get_params")
        return type(value).__name__ == "Booster" and (is_from(value, "xgboost") or is_from(value, "lightgbm"))

    def write(self, value: Any, path: Path) -> frozenset[str]:
        """Raises NotThisFormatError without joblib, and for an estimator with code of a cell."""
        try:
            import joblib
        except ImportError as error:
            raise NotThisFormatError from error
        packages = packages_by_reference(value)
        joblib.dump(value, path)
        return packages

    def read(self, path: Path, _namespace: dict[str, Any]) -> Any:
        """The estimator."""
        import joblib

        return joblib.load(path)


class MatrixFormat:
    """xgboost's DMatrix, which cannot be pickled."""

    name = "xgboost-dmatrix"
    extension = "dmatrix"
    packages = ("xgboost",)
    is_portable = False

    def takes(self, value: Any) -> bool:
        """Not a QuantileDMatrix: it has lost the values that it was made from."""
        return is_from(value, "xgboost") and type(value).__name__ == "DMatrix"

    def write(self, value: Any, path: Path) -> frozenset[str]:
        """In xgboost's binary form, with labels, weights and the names of features."""
        value.save_binary(str(path))
        return frozenset()

    def read(self, path: Path, _namespace: dict[str, Any]) -> Any:
        """The matrix."""
        import xgboost

        return xgboost.DMatrix(str(path))


class KerasFormat:
    """Models of Keras 3 and of Keras 2 (tf_keras), with weights, optimizer and what they were compiled with."""

    extension = "keras"
    is_portable = False

    def __init__(self, package: str) -> None:
        self.name = package
        self.packages = (package,)

    def takes(self, value: Any) -> bool:
        """A model; layers and optimizers alone are pickled."""
        return is_from(value, self.name) and any(base.__name__ == "Model" for base in type(value).__mro__)

    def write(self, value: Any, path: Path) -> frozenset[str]:
        """One `.keras` file."""
        value.save(path)
        return frozenset()

    def read(self, path: Path, _namespace: dict[str, Any]) -> Any:
        """The model. Raises ValueError for one that was never saved by this package."""
        import importlib

        return importlib.import_module(f"{self.name}.models").load_model(path)


class TorchFormat:
    """torch's modules, tensors and optimizers by `torch.save`; what holds a class of a cell is pickled."""

    name = "torch"
    extension = "pt"
    packages = ("torch",)
    is_portable = False

    def takes(self, value: Any) -> bool:
        """Modules, tensors and optimizers; containers of them are pickled."""
        return is_from(value, "torch") and any(
            base.__name__ in ("Module", "Tensor", "Optimizer") for base in type(value).__mro__
        )

    def write(self, value: Any, path: Path) -> frozenset[str]:
        """Raises NotThisFormatError for a module with code of a cell, of which torch would write only the name."""
        import torch

        packages = packages_by_reference(value)
        torch.save(value, path)
        return packages

    def read(self, path: Path, _namespace: dict[str, Any]) -> Any:
        """On the processor where no GPU is."""
        import torch

        return torch.load(path, map_location=None if torch.cuda.is_available() else "cpu", weights_only=False)
