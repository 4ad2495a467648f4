"""A notebook as it travels to the server: its JSON, and the modules that its cells import."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kubeflow_lab.commit import commit_of
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.modules import local_modules
from kubeflow_lab.save import save_first
from kubeflow_lab.travel import NOT_SAVED_NOW, read_document, read_notebook, require_text


@dataclass(frozen=True)
class PipelineSource:
    """`document` is the notebook's JSON; `notice` says what a person should know about it, or nothing."""

    path: Path
    document: dict[str, Any]
    modules: tuple[dict[str, str], ...]
    notice: str = ""


def read_pipeline(path: Path, *, has_front_end: bool = False) -> PipelineSource:
    """Reads a notebook file, after the front end, where there is one, was asked to save it.

    Raises KubeflowLabError where it is no notebook, or holds a text that cannot travel.
    """
    if not path.is_file():
        raise KubeflowLabError(f"There is no notebook {path}.")
    is_current = save_first(path) if has_front_end else True
    notebook = read_notebook(path)
    document = read_document(path)
    for cell in notebook.cells:
        require_text(f"cell {cell.id}", cell.source)
    modules = local_modules([cell.source for cell in notebook.cells if "skip" not in cell.tags], path.parent)
    for module in modules:
        require_text(module.path, module.source)
    saved = time.strftime("%H:%M:%S", time.localtime(notebook.saved_at))
    return PipelineSource(
        path=path,
        document=without_outputs(document),
        modules=tuple({"path": module.path, "source": module.source} for module in modules),
        notice="" if is_current else f"{path.name} is used as it was saved at {saved}. {NOT_SAVED_NOW}",
    )


def without_outputs(document: dict[str, Any]) -> dict[str, Any]:
    """The notebook without what its cells have shown, which may be large and private and is not needed to run it."""
    cells = [
        {**cell, "outputs": [], "execution_count": None} if cell.get("cell_type") == "code" else cell
        for cell in document["cells"]
    ]
    return {**document, "cells": cells}


def path_in_home(path: Path) -> str:
    """A notebook's path as JupyterLab shows it: relative to the home folder where it lies there."""
    try:
        return path.resolve().relative_to(Path.home().resolve()).as_posix()
    except ValueError:
        return path.name


def workflow_form(
    source: PipelineSource,
    *,
    path: str,
    image: str,
    parameters: dict[str, Any],
    name: str | None = None,
    reuse: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The WorkflowForm of the REST API, with the commit of git that the notebook's folder is at."""
    git = commit_of(source.path.parent)
    given = (("name", name), ("reuse", reuse), ("git", git if git["commit"] else None))
    optional = {key: value for key, value in given if value}
    return {**pipeline_fields(source, path), "parameters": parameters, "image": image, **optional}


def pipeline_fields(source: PipelineSource, path: str) -> dict[str, Any]:
    """The fields of a form that say which pipeline it is."""
    return {"notebook": source.document, "path": path, "modules": list(source.modules)}
