"""A model behind KServe's protocols v1 and v2."""

from __future__ import annotations

import asyncio
import contextlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from kserve import InferRequest, InferResponse, Model
from kserve.errors import InvalidInput
from kserve.utils.utils import get_predict_input, get_predict_response

from .failure import one_line
from .loading import load_model
from .tensors import as_tensors, rows_of_tensors

NO_ROWS = 'Give at least one row: {"instances": [[…], …]}.'


class JsonModel(Model):
    """Takes what clients send as JSON."""

    async def preprocess(
        self,
        payload: Any,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any] | InferRequest:
        """Takes JSON also from clients that call it something else, as curl does without a header."""
        if isinstance(payload, bytes):
            try:
                payload = json.loads(payload)
            except ValueError as error:
                raise InvalidInput("The request is no JSON.") from error
        if not isinstance(payload, (dict, InferRequest)):
            raise InvalidInput(NO_ROWS)
        return payload


class FolderModel(JsonModel):
    """Serves the one model that lies in a folder."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(name)
        self._folder = folder
        self._model: Any = None

    def load(self) -> bool:
        """Reads the model. Raises ServingError with a sentence where that fails."""
        self._model = load_model(self._folder)
        self.ready = True
        return self.ready

    async def predict(
        self,
        payload: dict[str, Any] | InferRequest,
        headers: dict[str, str] | None = None,
    ) -> dict[str, Any] | InferResponse:
        """What the model says of the rows of a request, as it would say it in a notebook."""
        rows = rows_of(payload, getattr(self._model, "feature_names_in_", None))
        try:
            # In a thread, so that probes are answered meanwhile.
            result = await asyncio.to_thread(self._model.predict, rows)
            # JSON has room for lists of any form.
            if isinstance(payload, InferRequest) or not isinstance(result, list):
                result = as_tensors(result)
        except (TypeError, ValueError) as error:
            raise InvalidInput(" ".join(str(error).split())) from error
        return get_predict_response(payload, result, self.name)


def rows_of(payload: dict[str, Any] | InferRequest, names: Any) -> Any:
    """The rows of a request: an array, or a table where rows or the model name their columns.

    `names` are the columns that the model was fitted with, or None. Raises InvalidInput for anything else.
    """
    if isinstance(payload, dict):
        instances = payload.get("instances", payload.get("inputs"))
        if not isinstance(instances, list) or not instances:
            raise InvalidInput(NO_ROWS)
        if all(isinstance(row, dict) for row in instances):
            return pd.DataFrame(instances)
    try:
        rows = _values_of(payload)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise InvalidInput(f"The rows cannot be read ({one_line(error)}).") from error
    if isinstance(payload, dict) and isinstance(rows, np.ndarray) and rows.dtype == object:
        # Missing numbers are null in JSON; rows that hold texts stay as they are.
        with contextlib.suppress(TypeError, ValueError):
            rows = rows.astype(float)
    # A model that was fitted with a table tells its columns by their names.
    if isinstance(rows, np.ndarray) and names is not None and rows.ndim == 2 and rows.shape[1] == len(names):
        return pd.DataFrame(rows, columns=names)
    return rows


def _values_of(payload: dict[str, Any] | InferRequest) -> Any:
    """As KServe reads them, whose own reading loses the shape of texts and all tensors but the first."""
    if isinstance(payload, dict) or (payload.parameters or {}).get("content_type"):
        return get_predict_input(payload)
    return rows_of_tensors(payload.inputs)
