"""A function of a cell as what a model server loads: the code that travels with the cell, and the function's name."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from kubeflow_lab.deployment.model import Deployable, about
from kubeflow_lab.errors import KubeflowLabError

FILE = "function.json"
FORMAT = {"name": "python-function", "version": "1"}


# What a cell may define to stand beside a model.
COMPONENTS = {"transformer": ("preprocess", "postprocess"), "explainer": ("explain",)}


def write_function(code: dict[str, Any], function: str, folder: Path, sample: Any = None) -> Deployable:
    """Writes a function into an empty folder. `code`: the JobCode that travels with its cell."""
    content = json.dumps({**code, "function": function}, ensure_ascii=False)
    (folder / FILE).write_text(content, "utf-8")
    return Deployable(folder, {"type": f"function {function}", "format": FORMAT, **about({}, sample)})


def component_functions(source: str, component: str) -> str:
    """The functions of a cell that make it a transformer or an explainer. Raises KubeflowLabError where none does."""
    names = COMPONENTS[component]
    found = [name for name in defined_functions(source) if name in names]
    if not found:
        forms = "preprocess(rows), postprocess(answers) or both" if len(names) > 1 else "explain(rows, predict)"
        raise KubeflowLabError(f"The cell of the {component} defines none of what it needs; write {forms}.")
    return ", ".join(found)


def served_function(source: str, service: str) -> str:
    """The function of a cell that a service is to call: the one that is called like it, or the only one.

    Raises KubeflowLabError where that leaves none, or more than one.
    """
    names = defined_functions(source)
    wanted = service.replace("-", "_")
    if wanted in names:
        return wanted
    if len(names) == 1:
        return names[0]
    if names:
        raise KubeflowLabError(
            f"The cell defines the functions {', '.join(names)}; call the one that is to be served {wanted}, "
            "as the service is called."
        )
    raise KubeflowLabError(
        f"The cell defines no function; write one that takes rows and returns an answer for each: def {wanted}(rows): …"
    )


def defined_functions(source: str) -> list[str]:
    """The functions that a cell defines, in their order. Raises KubeflowLabError where it cannot be read."""
    try:
        tree = ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError as error:
        raise KubeflowLabError(f"Line {error.lineno} below %%serve cannot be read: {error.msg}.") from error
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
