"""The files that a model was trained on, by the hash of their content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.pipeline.source import path_in_home
from kubeflow_lab.values.meta import file_hash


def training_file(name: str) -> dict[str, Any]:
    """What is recorded of a file: `{name, step, sha256}`; no step has stored it. Raises KubeflowLabError."""
    path = Path(name).expanduser()
    if not path.is_file():
        raise KubeflowLabError(f"--data {name}: there is no such file; name files, each with an option of its own.")
    try:
        return {"name": path_in_home(path), "step": None, "sha256": file_hash(path)}
    except OSError as error:
        raise KubeflowLabError(f"--data {name}: {error.strerror or error}.") from error
