"""A function of a notebook's cell, as `%%serve` stores it: its code, run once, answers by the function."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .failure import ServingError, one_line


class FunctionModel:
    """Answers with what the function returns for the rows."""

    def __init__(self, path: Path) -> None:
        """Runs the cells. Raises ServingError where one of them fails, or leaves no function."""
        name = json.loads(path.read_bytes())["function"]
        self._function = read_functions(path, (name,)).get(name)
        if self._function is None:
            raise ServingError(f"After its cells there is no function {name}.")

    def predict(self, rows: Any) -> Any:
        """An array, a table or a list, as the function returns it. Raises whatever the function raises."""
        answer = self._function(rows)
        return answer if isinstance(answer, (list, np.ndarray, pd.DataFrame)) else np.asarray(answer)


def read_functions(path: Path, names: tuple[str, ...]) -> dict[str, Callable[..., Any]]:
    """Those of the functions that the cells in a file leave when they have run. Raises ServingError where one fails."""
    from kubeflow_lab.runtime.code import parse_code, write_modules

    code = parse_code(path.read_bytes())
    folder = Path(tempfile.mkdtemp(prefix="kubeflow-lab-"))
    modules, packages = folder / "modules", folder / "packages"
    modules.mkdir()
    # Python looks no more where there was nothing the first time.
    packages.mkdir()
    write_modules(code.modules, modules)
    # The environment belongs to root: what a line `%pip install` brings goes elsewhere.
    os.environ["PIP_TARGET"] = str(packages)
    sys.path[:0] = [str(modules), str(packages)]
    # IPython reads this while it is imported.
    os.environ["IPYTHONDIR"] = str(folder / "ipython")
    from kubeflow_lab.runtime.shell import create_shell, run_cell

    shell = create_shell(folder / "ipython")
    for cell in code.cells:
        error = run_cell(shell, cell)
        if error is not None:
            raise ServingError(f"Cell {cell.id} failed: {one_line(error)}.{_advice(error)}") from error
    return {name: shell.user_ns[name] for name in names if callable(shell.user_ns.get(name))}


def _advice(error: BaseException) -> str:
    missing = getattr(error, "name", None)
    return f" Write %pip install {missing} above it." if isinstance(error, ModuleNotFoundError) and missing else ""
