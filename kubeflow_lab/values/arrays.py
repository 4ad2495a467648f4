"""numpy arrays as `.npy`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kubeflow_lab.values.format import is_from

# Booleans, numbers, texts of fixed length, dates and durations; not objects and records.
PLAIN_KINDS = "biufcmMSU"


class ArrayFormat:
    """An array that is nothing but an array, with its order in memory."""

    name = "numpy"
    extension = "npy"
    packages = ("numpy",)
    is_portable = True

    def takes(self, value: Any) -> bool:
        """Not a masked array, a matrix or another subclass."""
        if not is_from(value, "numpy"):
            return False
        import numpy

        return type(value) is numpy.ndarray and value.dtype.kind in PLAIN_KINDS

    def write(self, value: Any, path: Path) -> frozenset[str]:
        """Written straight to the file, without a copy in memory."""
        import numpy

        numpy.save(path, value, allow_pickle=False)
        return frozenset()

    def read(self, path: Path, _namespace: dict[str, Any]) -> Any:
        """Raises ValueError where it is not an array."""
        import numpy

        return numpy.load(path, allow_pickle=False)
