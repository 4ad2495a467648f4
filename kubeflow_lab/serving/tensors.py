"""Tensors of KServe's second protocol as the rows that models take, and what models answer as tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd


class Tensor(Protocol):
    """An input of a request, as KServe reads it from JSON and from gRPC."""

    name: str

    def as_numpy(self) -> np.ndarray:
        """Its values in its shape; texts as `str` or as bytes. Raises ValueError where the shape does not fit."""


def rows_of_tensors(tensors: Sequence[Tensor]) -> np.ndarray | pd.DataFrame:
    """One tensor holds the rows; several are the columns of a table.

    Raises IndexError where there is none, and ValueError for columns that do not go together.
    """
    if len(tensors) > 1:
        return pd.DataFrame({one.name: with_texts(one.as_numpy()).ravel() for one in tensors})
    return with_texts(tensors[0].as_numpy())


def as_tensors(answer: Any) -> np.ndarray | pd.DataFrame:
    """An array, a table or a list of answers in types that KServe names; texts are `str` in an array of objects.

    Raises ValueError for a list whose answers have different lengths.
    """
    if isinstance(answer, pd.DataFrame):
        own = [name for name, dtype in answer.dtypes.items() if not isinstance(dtype, np.dtype)]
        return answer.astype(dict.fromkeys(own, object))
    return with_texts(np.asarray(answer))


def with_texts(values: np.ndarray) -> np.ndarray:
    """The same array, but of objects where it holds texts: NumPy's own texts and bytes become `str`."""
    return np.vectorize(_text, otypes=[object])(values) if values.dtype.kind in "OSTU" else values


def _text(value: Any) -> Any:
    return value.decode(errors="replace") if isinstance(value, bytes) else value
