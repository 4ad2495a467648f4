"""Data of a notebook as the rows of a request, and the answer as data again.

Rows are lists, or, where the columns have names, objects; a missing number is null.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from kubeflow_lab.errors import KubeflowLabError

# What the server keeps of a sample, and what one request may hold, in characters of JSON.
SAMPLE_MAX = 16_000
REQUEST_MAX = 1_000_000


def rows_of(data: Any) -> list[Any]:
    """The rows of a table, an array or a list; one row may stand alone.

    Raises KubeflowLabError for what has no rows, and for infinite numbers, which JSON does not know.
    """
    if hasattr(data, "to_dict") and hasattr(data, "columns"):
        if not data.columns.is_unique:
            raise KubeflowLabError("Two columns of the table have the same name; rename one.")
        columns = [_plain(data.iloc[:, index].tolist()) for index in range(data.shape[1])]
        names = [str(name) for name in data.columns]
        return [dict(zip(names, values)) for values in zip(*columns)]
    if hasattr(data, "toarray"):
        data = data.toarray()
    rows = _plain(data.tolist() if hasattr(data, "tolist") else data)
    if not isinstance(rows, list) or not rows:
        raise KubeflowLabError("Give rows: a table, an array of two dimensions, or a list of lists.")
    return [rows] if is_one_row(rows) else rows


def is_one_row(data: Any) -> bool:
    """Whether data is the numbers of one row. Texts are rows of one text each."""
    first = next(iter(data), None) if hasattr(data, "__iter__") and not hasattr(data, "columns") else data
    return not hasattr(first, "__iter__")


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if hasattr(value, "dtype") and hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        if math.isinf(value):
            raise KubeflowLabError("The rows hold an infinite number, which cannot be sent to a model.")
        return None
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if type(value).__name__ in ("NAType", "NaTType"):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise KubeflowLabError(
        f"The rows hold a value of type {type(value).__name__}; models are sent numbers, texts and truth values."
    )


def sample_of(data: Any) -> list[Any]:
    """As many of the first rows as a served model keeps to be tried with. Raises KubeflowLabError for one too large."""
    rows = rows_of(data)
    kept: list[Any] = []
    for row in rows:
        if len(json.dumps([*kept, row])) > SAMPLE_MAX:
            break
        kept.append(row)
    if not kept:
        raise KubeflowLabError(f"A row of the sample is larger than {SAMPLE_MAX // 1000} kB; deploy without --sample.")
    return kept


def portions(rows: list[Any]) -> Iterator[list[Any]]:
    """The rows in pieces that fit in a request each."""
    portion: list[Any] = []
    size = 0
    for row in rows:
        length = len(json.dumps(row)) + 1
        if portion and size + length > REQUEST_MAX:
            yield portion
            portion, size = [], 0
        portion.append(row)
        size += length
    if portion:
        yield portion
