"""Runs cells in one IPython shell, in this process, with what they print going out as it is printed."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from kubeflow_lab.runtime.code import Cell


class CellCompiler(CachingCompiler):
    """Names a cell in tracebacks by its id in the notebook, not by the order in which it ran."""

    cell_id = ""

    def __init__(self) -> None:
        super().__init__()
        self._ids: dict[str, str] = {}

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """The file name that the code is compiled under."""
        name = super().get_code_name(raw_code, transformed_code, number)
        self._ids[name] = self.cell_id
        return name

    def format_code_name(self, name: str) -> tuple[str, str] | None:
        """What a traceback says in place of that file name."""
        return ("Cell", self._ids[name]) if name in self._ids else super().format_code_name(name)


class CellShell(InteractiveShell):
    """An IPython shell without a terminal and without history: tracebacks go to standard error, plain."""

    compiler_class = Type(CellCompiler)

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        if not issubclass(etype, SystemExit):
            print(self.InteractiveTB.stb2text(stb), file=sys.stderr, flush=True)

    def show_usage_error(self, exc: BaseException) -> None:
        """A magic that was used wrongly."""
        print(f"UsageError: {exc}", file=sys.stderr, flush=True)

    def ask_exit(self) -> None:
        """What `exit` and `quit` in a cell mean here."""
        raise SystemExit(0)


def create_shell(folder: Path) -> CellShell:
    """The process's shell; IPython keeps its own files in `folder`, as HOME may not be writable."""
    config = Config()
    config.HistoryManager.enabled = False
    config.CellShell.cache_size = 0
    config.CellShell.colors = "NoColor"
    config.CellShell.ipython_dir = str(folder)
    # IPython tells people at a prompt how to leave it whenever a cell ends the process.
    warnings.filterwarnings("ignore", message="To exit: use")
    return CellShell.instance(config=config)


def run_cells(shell: CellShell, cells: Iterable[Cell], parameters: dict[str, Any]) -> int:
    """Runs the cells in order and answers the exit code of the process.

    The last cell is the one that was launched; those before it (imports, functions, parameters) support it.
    The parameters are set before the first cell and again after every supporting one, so the values given
    for this job win over the defaults in a parameters cell wherever it stands.
    """
    cells = tuple(cells)
    shell.push(dict(parameters))
    for number, cell in enumerate(cells, start=1):
        shell.compile.cell_id = cell.id
        result = shell.run_cell(cell.source, store_history=True, cell_id=cell.id)
        error = result.error_before_exec or result.error_in_exec
        if isinstance(error, SystemExit):
            return exit_code(error)
        if error is not None:
            print(f"Cell {cell.id} ({number} of {len(cells)}) failed: {type(error).__name__}.", file=sys.stderr)
            return 1
        if number < len(cells):
            shell.push(dict(parameters))
    return 0


def exit_code(error: SystemExit) -> int:
    """The exit code that Python itself gives to `sys.exit(…)`: a text goes to standard error and means 1."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code
    print(error.code, file=sys.stderr)
    return 1
