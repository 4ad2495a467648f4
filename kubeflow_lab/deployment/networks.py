"""Models of Keras, torch and ONNX, each as a graph that is served without the code that made it."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path
from typing import Any

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.values.format import is_from

# TensorFlow Serving looks for a SavedModel in a folder with a number.
SAVED_MODEL_FOLDER = "1"
SCRIPT_FILE = "model.pt"
ONNX_FILE = "model.onnx"


class KerasForm:
    """A model of Keras 3, or of Keras 2 (tf_keras), as TensorFlow's SavedModel."""

    def takes(self, model: Any) -> bool:
        """Models, not layers."""
        return any(is_from(model, name) for name in ("keras", "tf_keras")) and _has_base(model, "Model")

    def check(self, model: Any) -> None:
        """Raises KubeflowLabError for a model that was never built, and for more tensors than one."""
        kind = type(model).__name__
        if not model.built:
            raise KubeflowLabError(f"The {kind} has no weights yet; call its fit, or its build, first.")
        if len(model.inputs or [None]) != 1 or len(model.outputs or [None]) != 1:
            raise KubeflowLabError(
                f"The {kind} has {len(model.inputs)} inputs and {len(model.outputs)} outputs; models of one input and "
                "one output are served. Serve it as a function by %%serve."
            )

    def write(self, model: Any, folder: Path) -> None:
        """Raises KubeflowLabError with Keras' own words where it cannot be exported."""
        said = io.StringIO()
        try:
            # Keras prints the whole signature.
            with contextlib.redirect_stdout(said):
                model.export(str(folder / SAVED_MODEL_FOLDER))
        except Exception as error:
            raise KubeflowLabError(
                f"Keras cannot export the {type(model).__name__} as a SavedModel of TensorFlow: "
                f"{' '.join(str(error).split())[:500]}"
            ) from error

    def format(self, _model: Any) -> dict[str, str]:
        """As KServe calls it, with the major version of TensorFlow."""
        version = getattr(sys.modules.get("tensorflow"), "__version__", "2")
        return {"name": "tensorflow", "version": version.partition(".")[0]}

    def signature(self, model: Any) -> dict[str, Any]:
        """The width of its rows, where they are rows of numbers."""
        shape = model.inputs[0].shape if model.inputs else ()
        return {"features": shape[1] if len(shape) == 2 else None, "names": None, "classes": None}

    def answer(self, model: Any, data: Any) -> Any:
        """What the model says of data."""
        import numpy as np

        return model.predict(np.asarray(data), verbose=0)


class TorchForm:
    """A module of torch, as TorchScript."""

    def takes(self, model: Any) -> bool:
        """Modules, also those of a class of this notebook."""
        return is_from(model, "torch") and _has_base(model, "Module")

    def check(self, model: Any) -> None:
        """Every module is tried when it is written."""

    def write(self, model: Any, folder: Path) -> None:
        """Raises KubeflowLabError with torch's own words where it cannot be compiled."""
        import torch

        was_training = model.training
        try:
            torch.jit.script(model.eval()).save(str(folder / SCRIPT_FILE))
        except Exception as error:
            said = str(error).strip().splitlines()[0].rstrip(":.")
            raise KubeflowLabError(
                f"torch cannot compile the {type(model).__name__} as TorchScript: {said}. "
                "Give a module that torch.jit.trace made, or serve it as a function by %%serve."
            ) from error
        finally:
            model.train(was_training)

    def format(self, _model: Any) -> dict[str, str]:
        """As KServe calls it. Of TorchScript there is one version."""
        return {"name": "pytorch", "version": "1"}

    def signature(self, _model: Any) -> dict[str, Any]:
        """A module does not say what it takes."""
        return {}

    def answer(self, model: Any, data: Any) -> Any:
        """What the module says of data, as numbers of the type of its weights."""
        import numpy as np
        import torch

        dtype = next((one.dtype for one in model.parameters()), torch.float32)
        with torch.no_grad():
            return model(torch.tensor(np.asarray(data).tolist(), dtype=dtype)).numpy()


class OnnxForm:
    """A `ModelProto`, as converters such as skl2onnx give it."""

    def takes(self, model: Any) -> bool:
        """By its name; the class itself is made by protobuf."""
        return type(model).__name__ == "ModelProto" and is_from(model, "onnx")

    def check(self, model: Any) -> None:
        """The server reads every version of ONNX."""

    def write(self, model: Any, folder: Path) -> None:
        """One file."""
        (folder / ONNX_FILE).write_bytes(model.SerializeToString())

    def format(self, _model: Any) -> dict[str, str]:
        """Of the file there is one version."""
        return {"name": "onnx", "version": "1"}

    def signature(self, model: Any) -> dict[str, Any]:
        """The width of its rows, where there is one input that says it."""
        inputs = model.graph.input
        sizes = inputs[0].type.tensor_type.shape.dim if len(inputs) == 1 else ()
        width = sizes[1].dim_value if len(sizes) == 2 else 0
        return {"features": width or None, "names": None, "classes": None}

    def answer(self, _model: Any, _data: Any) -> None:
        """A ModelProto does not compute."""


def _has_base(model: Any, name: str) -> bool:
    return any(base.__name__ == name for base in type(model).__mro__)
