"""Values that travel between steps: each a folder with `value.<ext>` in the format that fits its type, and `meta.json`.

A package is imported only where the value's type came from it, so storing a number costs nothing.
"""

from kubeflow_lab.values.errors import LoadError, StoreError
from kubeflow_lab.values.meta import Meta, read_meta
from kubeflow_lab.values.storage import load, store

__all__ = ["LoadError", "Meta", "StoreError", "load", "read_meta", "store"]
