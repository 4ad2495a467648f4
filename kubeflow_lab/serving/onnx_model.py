"""ONNX models, by onnxruntime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .failure import ServingError, one_line

# ONNX's types of elements, as NumPy calls them.
TYPES = {
    "tensor(float)": np.float32,
    "tensor(double)": np.float64,
    "tensor(float16)": np.float16,
    "tensor(int32)": np.int32,
    "tensor(int64)": np.int64,
    "tensor(bool)": np.bool_,
    "tensor(string)": np.object_,
}


class OnnxModel:
    """Answers with the first output. A model of several inputs takes a table with a column for each."""

    def __init__(self, path: Path) -> None:
        """Raises ServingError for inputs and outputs that rows of numbers and texts cannot be."""
        import onnxruntime
        from onnxruntime.capi.onnxruntime_pybind11_state import InvalidArgument

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._refusal = InvalidArgument
        self._inputs = self._session.get_inputs()
        self._output = self._session.get_outputs()[0]
        for one in (*self._inputs, self._output):
            if one.type not in TYPES:
                raise ServingError(f"The ONNX model has {one.name} of the type {one.type}, which is not served here.")

    def predict(self, rows: Any) -> np.ndarray:
        """The first output for an array or a table. Raises ValueError for what the model does not take."""
        feed = {one.name: values.astype(TYPES[one.type]) for one, values in self._given(rows)}
        try:
            (answer,) = self._session.run([self._output.name], feed)
        except self._refusal as error:
            raise ValueError(one_line(error)) from error
        return answer

    def _given(self, rows: Any) -> list[tuple[Any, np.ndarray]]:
        """Each input with its values."""
        if len(self._inputs) == 1:
            return [(self._inputs[0], np.asarray(rows))]
        names = [one.name for one in self._inputs]
        if not isinstance(rows, pd.DataFrame) or not set(names) <= set(rows.columns):
            raise ValueError(f"The model takes rows with the columns {', '.join(names)}.")
        return [(one, rows[[one.name]].to_numpy()) for one in self._inputs]
