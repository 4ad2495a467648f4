"""Runs cells in one IPython shell, in this process, with what they print going out as it is printed."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, SupportsFloat

from IPython.core.compilerop import CachingCompiler
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from kubeflow_lab.runtime.code import Cell
from kubeflow_lab.runtime.display import CellDisplayHook, CellPublisher
from kubeflow_lab.runtime.executed import ExecutedNotebook, copy_streams


class CellCompiler(CachingCompiler):
    """Names a cell in tracebacks by its id in the notebook, not by the order in which it ran."""

    cell_id = ""

    def __init__(self) -> None:
        super().__init__()
        self.ids: dict[str, str] = {}

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """The file name that the code is compiled under."""
        name = super().get_code_name(raw_code, transformed_code, number)
        self.ids[name] = self.cell_id
        return name

    def format_code_name(self, name: str) -> tuple[str, str] | None:
        """What a traceback says in place of that file name."""
        return ("Cell", self.ids[name]) if name in self.ids else super().format_code_name(name)


class CellShell(InteractiveShell):
    """An IPython shell without a terminal and without history: tracebacks go to standard error, plain."""

    compiler_class = Type(CellCompiler)
    display_pub_class = Type(CellPublisher)
    displayhook_class = Type(CellDisplayHook)
    # What the last cell that failed has shown.
    last_traceback = ""
    # Where what cells show is kept; only steps of pipelines have one.
    notebook: ExecutedNotebook | None = None

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        if not issubclass(etype, SystemExit):
            self._show_error(etype.__name__, evalue, self.InteractiveTB.stb2text(stb))

    def show_usage_error(self, exc: BaseException) -> None:
        """A magic that was used wrongly."""
        self._show_error("UsageError", exc, f"UsageError: {exc}")

    def _show_error(self, ename: str, error: BaseException, text: str) -> None:
        self.last_traceback = text
        if self.notebook is None:
            print(text, file=sys.stderr, flush=True)
            return
        self.notebook.fail(ename, error, text.split("\n"))
        with self.notebook.paused():
            print(text, file=sys.stderr, flush=True)

    def enable_gui(self, gui: str | None = None) -> None:
        """What `%matplotlib` asks for beside a backend: a container has no windows whose events could be awaited."""

    def ask_exit(self) -> None:
        """What `exit` and `quit` in a cell mean here."""
        raise SystemExit(0)


def create_shell(folder: Path, notebook: ExecutedNotebook | None = None) -> CellShell:
    """The process's shell; IPython keeps its own files in `folder`, as HOME may not be writable.

    What cells show goes to `notebook` too, and so does whatever else this process prints while they run.
    """
    config = Config()
    config.HistoryManager.enabled = False
    config.CellShell.cache_size = 0
    config.CellShell.colors = "NoColor"
    config.CellShell.ipython_dir = str(folder)
    # IPython tells people at a prompt how to leave it whenever a cell ends the process.
    warnings.filterwarnings("ignore", message="To exit: use")
    shell = CellShell.instance(config=config)
    if notebook is not None:
        shell.notebook = notebook
        copy_streams(notebook)
    return shell


def run_cells(shell: CellShell, cells: Iterable[Cell], parameters: dict[str, Any]) -> int:
    """Runs the cells in order and answers the exit code of the process.

    The last cell is the one that was launched; those before it (imports, functions, parameters) support it.
    The parameters are set before the first cell and again after every supporting one, so the values given
    for this job win over the defaults in a parameters cell wherever it stands.
    """
    cells = tuple(cells)
    shell.push(dict(parameters))
    for number, cell in enumerate(cells, start=1):
        error = run_cell(shell, cell)
        if isinstance(error, SystemExit):
            return exit_code(error)
        if error is not None:
            said = f"{type(error).__name__}: {error}".partition("\n")[0]
            # The last line of the log is what the panels say of the job.
            print(f"Cell {cell.id} ({number} of {len(cells)}) failed: {said}", file=sys.stderr)
            return 1
        if number < len(cells):
            shell.push(dict(parameters))
    return 0


def run_cell(shell: CellShell, cell: Cell) -> BaseException | None:
    """Runs one cell and answers what ended it early, which has been shown by then."""
    shell.compile.cell_id = cell.id
    with nullcontext() if shell.notebook is None else shell.notebook.running(cell):
        result = shell.run_cell(cell.source, store_history=True, cell_id=cell.id)
    return result.error_before_exec or result.error_in_exec


def line_of(shell: CellShell, cell: Cell, error: BaseException) -> int | None:
    """The line of the cell, from 1, at which the error left it; None where the text does not show it."""
    names = {name for name, identity in shell.compile.ids.items() if identity == cell.id}
    # IPython drops blank lines at the head of a cell before it counts.
    dropped = len(cell.source) - len(cell.source.lstrip("\n \t\r"))
    blank = cell.source.count("\n", 0, dropped)
    if isinstance(error, SyntaxError) and error.lineno and error.filename in names:
        return error.lineno + blank
    frame = error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename in names:
            return frame.tb_lineno + blank
        frame = frame.tb_next
    return None


def exit_code(error: SystemExit) -> int:
    """The exit code that Python itself gives to `sys.exit(…)`: a text goes to standard error and means 1."""
    if error.code is None:
        return 0
    if isinstance(error.code, int):
        return error.code
    print(error.code, file=sys.stderr)
    return 1


def print_metrics(shell: CellShell, names: Iterable[str]) -> None:
    """Prints `name=value` for each of these variables that is a number; the code may print others, and them, itself."""
    for name in (name for name in names if name in shell.user_ns):
        try:
            print(f"{name}={_number(shell.user_ns[name])!r}")
        except (TypeError, ValueError) as error:
            print(f"The metric {name} is not reported: it is not a number ({error}).", file=sys.stderr)


def _number(value: Any) -> float:
    if not isinstance(value, SupportsFloat) or isinstance(value, (bool, str)):
        raise TypeError(f"the code leaves a {type(value).__name__} behind")
    return float(value)
