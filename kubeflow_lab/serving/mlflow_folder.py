"""Folders of MLflow, read by what their file `MLmodel` says; MLflow itself is not needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .failure import ServingError
from .onnx_model import OnnxModel
from .pickled import read_pickled

PICKLES = ("pickle", "cloudpickle")


def read_mlflow(path: Path) -> Any:
    """The model that the file `MLmodel` describes. Raises ServingError for one of another flavour."""
    described = yaml.safe_load(path.read_text("utf-8"))
    flavors = described.get("flavors", {}) if isinstance(described, dict) else {}
    if "sklearn" in flavors:
        flavor = flavors["sklearn"]
        form = flavor.get("serialization_format", "pickle")
        if form not in PICKLES:
            raise ServingError(f"The MLflow model is stored as {form}; store it with serialization_format='pickle'.")
        return read_pickled(path.parent / flavor["pickled_model"])
    if "onnx" in flavors:
        return OnnxModel(path.parent / flavors["onnx"]["data"])
    names = ", ".join(sorted(flavors)) or "none"
    raise ServingError(f"The MLflow model has the flavours {names}; this server takes those of sklearn and onnx.")
