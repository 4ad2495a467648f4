"""A transformer or an explainer of KServe from functions of a cell, beside the model that another pod serves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from kserve import InferRequest, Model, PredictorConfig
from kserve.errors import InvalidInput

from .model import JsonModel, rows_of

V1_ONLY = 'A transformer or explainer takes requests of protocol v1: {"instances": [[…], …]}.'
Function = Callable[..., Any]


class Beside(JsonModel):
    """What stands beside a model that answers at a host."""

    def __init__(self, name: str, host: str) -> None:
        super().__init__(name)
        self._config = PredictorConfig(predictor_host=host)

    @property
    def predictor_config(self) -> PredictorConfig:
        """Where KServe's `predict` asks."""
        return self._config


class Transformer(Beside):
    """Changes the rows before the model gets them, its answers before the client does, or both."""

    def __init__(self, name: str, host: str, preprocess: Function | None, postprocess: Function | None) -> None:
        super().__init__(name, host)
        self._before = preprocess
        self._after = postprocess
        self.ready = True

    async def preprocess(self, payload: Any, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """The request that the model gets."""
        given = await super().preprocess(payload, headers)
        return given if self._before is None else instances(await called(self._before, rows_of(v1(given), None)))

    async def postprocess(self, result: Any, headers: dict[str, str] | None = None, *_: Any) -> dict[str, Any]:
        """The answer that the client gets."""
        if self._after is None:
            return result
        return {"predictions": plain(await called(self._after, np.asarray(result["predictions"])))}


class Explainer(Beside):
    """Answers `:explain`. Its function gets the rows, and a function that asks the model."""

    def __init__(self, name: str, host: str, explain: Function) -> None:
        super().__init__(name, host)
        self._function = explain
        self.ready = True

    async def explain(self, payload: Any, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """What the function says of the rows of a request."""
        loop = asyncio.get_running_loop()

        def predict(rows: Any) -> np.ndarray:
            asked = Model.predict(self, instances(rows), headers)
            return np.asarray(asyncio.run_coroutine_threadsafe(asked, loop).result()["predictions"])

        return {"explanations": plain(await called(self._function, rows_of(v1(payload), None), predict))}


def v1(payload: Any) -> dict[str, Any]:
    """The payload, which must be of protocol v1. Raises InvalidInput for any other."""
    if isinstance(payload, InferRequest) or not isinstance(payload, dict):
        raise InvalidInput(V1_ONLY)
    return payload


async def called(function: Function, *arguments: Any) -> Any:
    """What a function of somebody's says, in a thread, so that probes are answered meanwhile."""
    try:
        return await asyncio.to_thread(function, *arguments)
    except (TypeError, ValueError) as error:
        raise InvalidInput(" ".join(str(error).split())) from error


def instances(rows: Any) -> dict[str, Any]:
    """Rows as a request of protocol v1."""
    return {"instances": plain(rows)}


def plain(values: Any) -> Any:
    """Arrays and tables, also those in a list, as lists, of which JSON is made."""
    if isinstance(values, pd.DataFrame):
        return values.to_dict(orient="records")
    if isinstance(values, (list, tuple)):
        return [plain(one) for one in values]
    return values.tolist() if hasattr(values, "tolist") else values
