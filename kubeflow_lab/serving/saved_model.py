"""TensorFlow's SavedModel, as TensorFlow itself and `model.export` of Keras write it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from .failure import ServingError

SIGNATURE = "serving_default"


class SavedModel:
    """Answers by the signature `serving_default`, from one tensor to one tensor."""

    def __init__(self, path: Path) -> None:
        """Reads the folder in which `path` lies. Raises ServingError for a model of another signature."""
        import tensorflow

        self._tensorflow = tensorflow
        # Held, because the signature needs its variables.
        self._loaded = tensorflow.saved_model.load(str(path.parent))
        self._signature = self._loaded.signatures.get(SIGNATURE)
        if self._signature is None:
            raise ServingError(f"The SavedModel has no signature {SIGNATURE}; store it by model.export(folder).")
        inputs = self._signature.structured_input_signature[1]
        if len(inputs) != 1 or len(self._signature.structured_outputs) != 1:
            raise ServingError(
                f"The SavedModel takes {len(inputs)} tensors and gives {len(self._signature.structured_outputs)}; "
                "this server takes models of one input and one output."
            )
        ((self._input, self._spec),) = inputs.items()

    def predict(self, rows: Any) -> np.ndarray:
        """The output for an array or a table. Raises ValueError for rows of another shape or type."""
        tensor = self._tensorflow.constant(np.asarray(rows), dtype=self._spec.dtype)
        if not self._spec.shape.is_compatible_with(tensor.shape):
            raise ValueError(f"The model takes data of the shape {self._spec.shape}, and this has {tensor.shape}.")
        ((_, answer),) = self._signature(**{self._input: tensor}).items()
        return answer.numpy()
