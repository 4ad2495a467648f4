"""The life of a step inside its shell: shared cells, inputs, its own cells, metrics, outputs."""

from __future__ import annotations

import ast
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kubeflow_lab.runtime.code import Cell
from kubeflow_lab.runtime.result import StepFailure
from kubeflow_lab.runtime.shell import CellShell, exit_code, line_of, run_cell
from kubeflow_lab.runtime.step_code import StepCode
from kubeflow_lab.values import StoreError, load, store
from kubeflow_lab.values.classes import name_classes


@dataclass(frozen=True)
class Place:
    """A line, from 1, of a cell."""

    cell: str
    line: int

    def __str__(self) -> str:
        return f"line {self.line} of cell {self.cell}"


class StepRun:
    """Runs the cells of one step. Raises StepFailure, StoreError or LoadError where it cannot go on."""

    def __init__(self, shell: CellShell, code: StepCode, parameters: dict[str, object]) -> None:
        self._shell = shell
        self._code = code
        self._parameters = parameters
        self._is_over = False

    def run_cells(self, inputs: Path) -> None:
        """The shared cells, with the given parameters winning over their defaults; the inputs; the step's own cells."""
        prelude = self._code.cells[: self._code.prelude]
        self._shell.push(dict(self._parameters))
        for cell in prelude:
            self._run(cell)
            self._shell.push(dict(self._parameters))
            name_classes(self._shell.user_ns, f"{cell.id}\0{cell.source}")
        # All are read before any is assigned: what a function brings along never goes before a real input.
        namespace = self._shell.user_ns
        values = {name: load(inputs / name, namespace=namespace) for name in self._code.inputs}
        self._shell.push(values)
        for cell in self._code.cells[self._code.prelude :]:
            if not self._is_over:
                self._run(cell)

    def report_metrics(self) -> dict[str, float]:
        """Prints `name=value` for each metric, and answers those that a JSON number can be."""
        metrics: dict[str, float] = {}
        for name in self._code.metrics:
            try:
                value = float(self._shell.user_ns[name])
            except KeyError:
                print(f"The metric {name} is not reported: no cell of this step assigned it.", file=sys.stderr)
            except (TypeError, ValueError) as error:
                print(f"The metric {name} is not reported: it is not a number ({error}).", file=sys.stderr)
            else:
                print(f"{name}={value!r}")
                if math.isfinite(value):
                    metrics[name] = value
        return metrics

    def store_outputs(self, folder: Path) -> list[dict[str, Any]]:
        """Stores what other steps take, and answers the summaries."""
        summaries = []
        for name in self._code.outputs:
            if name not in self._shell.user_ns:
                raise StoreError(
                    f"Other steps take {name} from the step {self._code.name}, but after its cells there is no {name}. "
                    "Assign it on every path through the cells."
                )
            summaries.append(self._store(name, folder / name))
        return summaries

    def _store(self, name: str, folder: Path) -> dict[str, Any]:
        place = made_at(self._code.cells, name)
        try:
            return store(self._shell.user_ns[name], folder, name=name, made_at=str(place or "")).summary(name)
        except StoreError as error:
            if place is None:
                raise
            raise StepFailure(type(error).__name__, str(error), place.cell, place.line, "", 1) from error

    def _run(self, cell: Cell) -> None:
        error = run_cell(self._shell, cell)
        if isinstance(error, SystemExit):
            code = exit_code(error)
            if code:
                raise StepFailure("SystemExit", str(error), cell.id, None, "", code, is_shown=True)
            self._is_over = True
        elif error is not None:
            raise StepFailure(
                ename=type(error).__name__,
                evalue=str(error),
                cell=cell.id,
                line=line_of(self._shell, cell, error),
                traceback=self._shell.last_traceback,
                exit_code=1,
                is_shown=True,
            ) from error


def made_at(cells: tuple[Cell, ...], name: str) -> Place | None:
    """Where the cells assign the name for the last time; None where that cannot be seen."""
    for cell in reversed(cells):
        try:
            tree = ast.parse(cell.source)
        except (SyntaxError, ValueError):
            # A cell with magics: IPython's rewriting keeps its lines, but is not needed for a hint.
            continue
        lines = [node.lineno for node in ast.walk(tree) if _binds(node, name)]
        if lines:
            return Place(cell.id, max(lines))
    return None


def _binds(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Name):
        return node.id == name and isinstance(node.ctx, ast.Store)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name == name
    # An import's alias has a line only since Python 3.10.
    return (
        isinstance(node, ast.alias) and (node.asname or node.name.partition(".")[0]) == name and hasattr(node, "lineno")
    )
