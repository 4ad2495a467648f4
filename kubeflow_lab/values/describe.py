"""What a person is told about a value without loading it: its type, its shape, and how it begins."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sized
from reprlib import Repr
from types import FunctionType
from typing import Any

HEAD_CHARACTERS = 1000
ROWS = 5

_short = Repr()
_short.maxlevel, _short.maxlist, _short.maxdict, _short.maxset = 3, 10, 10, 10
_short.maxtuple, _short.maxstring, _short.maxother = 10, 200, HEAD_CHARACTERS


def type_name(value: Any) -> str:
    """The type as a person knows it: `int`, `pandas.DataFrame`, `sklearn.linear_model.LogisticRegression`."""
    kind = type(value)
    module = [part for part in str(kind.__module__).split(".") if not part.startswith("_")]
    if kind.__module__ in ("builtins", "__main__"):
        return kind.__qualname__
    return ".".join([*module, kind.__qualname__])


def shape(value: Any) -> str:
    """The sizes of a table or an array, the number of items as `3 items`, or nothing."""
    try:
        found = getattr(value, "shape", None)
        if isinstance(found, tuple) and all(isinstance(size, int) for size in found):
            return " × ".join(str(size) for size in found)
        if isinstance(value, (str, bytes, bytearray)):
            return _counted(len(value), "character" if isinstance(value, str) else "byte")
        if isinstance(value, Sized) and not isinstance(value, type):
            return _counted(len(value), "item")
    except Exception:
        # Foreign code: a value whose size cannot be asked is shown without one.
        return ""
    return ""


def head(value: Any, limit: int = HEAD_CHARACTERS) -> str:
    """How the value begins, at most `limit` characters; the same text for the same value in every process."""
    try:
        text = _text(value)
    except Exception as error:
        text = f"(its text cannot be had: {type(error).__name__})"
    # An address differs from process to process and says nothing.
    return cut(re.sub(r" at 0x[0-9a-fA-F]+", "", text), limit)


def cut(text: str, limit: int) -> str:
    """The text as UTF-8 can hold it, with an ellipsis where it is longer than `limit` characters."""
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= limit else f"{text[: max(0, limit - 1)]}…"


def _text(value: Any) -> str:
    package = type(value).__module__.partition(".")[0]
    if isinstance(value, FunctionType):
        return f"{value.__name__}{inspect.signature(value)}"
    if isinstance(value, type):
        return f"class {value.__qualname__}"
    if package == "pandas" and hasattr(value, "head"):
        return value.head(ROWS).to_string(max_cols=8) if hasattr(value, "columns") else value.head(ROWS).to_string()
    if package == "polars" and hasattr(value, "head"):
        return str(value.head(ROWS))
    if package == "numpy" and hasattr(value, "dtype"):
        import numpy

        return numpy.array2string(value, threshold=20, edgeitems=3)
    return _short.repr(value)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
