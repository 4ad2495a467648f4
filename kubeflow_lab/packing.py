"""What travels with code that is no running cell: a saved cell, a whole notebook, a Python file, a function."""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.source import LAUNCHING_MAGICS, is_launch, split_magic
from kubeflow_lab.travel import SUPPORTING_TAGS, SavedNotebook, Travel, as_saved, pack, read_current, read_notebook


def pack_file(file: Path, name: str) -> Travel:
    """A Python file as the one cell of a job, with the modules beside it that it imports."""
    try:
        source = file.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise KubeflowLabError(f"The file {name} cannot be read: {error}.") from error
    require_code(source, f"The file {name}")
    return pack(source, cell_id=name, line=1, notebook=None, folder=file.parent)


def pack_saved_cell(file: Path, cell_id: str) -> Travel:
    """A cell of a saved notebook with all that travels with it; a line that launches jobs is left out."""
    notebook = read_notebook(file)
    cell = next((one for one in notebook.cells if one.id == cell_id), None)
    if cell is None:
        raise KubeflowLabError(f"The saved notebook {file.name} has no such cell any more; choose one again.")
    source, line = next(
        (found for magic in LAUNCHING_MAGICS if (found := split_magic(cell.source, magic))), (cell.source, 1)
    )
    require_code(source, "The chosen cell")
    return pack(source, cell_id=cell_id, line=line, notebook=notebook, folder=file.parent)


def pack_notebook(file: Path, *, has_front_end: bool = False) -> Travel:
    """All code cells of a notebook in their order, each byte for byte, without those that launch something.

    Where there is a front end, it is asked to save the notebook first.
    """
    notebook = read_current(file, has_front_end=has_front_end)
    written = [cell for cell in notebook.cells if cell.source.strip()]
    cells = [cell for cell in written if not is_launch(cell.source)]
    if not cells:
        raise KubeflowLabError(f"The notebook {file.name} has no code.")
    *before, last = cells
    # All of them belong to the job, as tagged ones do.
    tagged = tuple(replace(cell, tags=SUPPORTING_TAGS) for cell in before)
    whole = replace(notebook, cells=(*tagged, last))
    travel = pack(last.source, cell_id=last.id, line=1, notebook=whole, folder=file.parent)
    return replace(travel, notice=whole_notice(notebook, len(cells), len(written) - len(cells)))


def whole_notice(notebook: SavedNotebook, cells: int, launching: int) -> str:
    """Which cells of a notebook travel where all of them do but those that launch something."""
    what = "1 code cell of the notebook travels" if cells == 1 else f"{cells} code cells of the notebook travel"
    if launching > 0:
        what += f" ({launching} that {'launches' if launching == 1 else 'launch'} something left out)"
    return as_saved(what, notebook)


def pack_function(
    function: Callable[..., Any],
    arguments: Mapping[str, Any],
    *,
    notebook: SavedNotebook | None,
    folder: Path,
) -> Travel:
    """A function with what it needs of the notebook's tagged cells, called with `arguments` (values of JSON).

    One of a module of the notebook's folder travels as an import of it. Raises KubeflowLabError with a sentence where
    the function cannot travel, or does not take the arguments.
    """
    name = function.__name__
    require_takes(function, arguments)
    call = f"{name}({', '.join(given(arguments))})"
    return pack(f"{definition_of(function)}\n\n{call}\n", cell_id=name, line=1, notebook=notebook, folder=folder)


def pack_trials(
    function: Callable[..., Any],
    arguments: Mapping[str, Any],
    searched: Collection[str],
    metric: str,
    *,
    notebook: SavedNotebook | None,
    folder: Path,
) -> Travel:
    """A function as `pack_function` has it, called in each trial with that one's values of `searched`.

    What it returns, where that is something, is the value of `metric`.
    """
    name = function.__name__
    require_takes(function, {**arguments, **dict.fromkeys(searched)})
    travel = pack(f"{definition_of(function)}\n", cell_id=name, line=1, notebook=notebook, folder=folder)
    call = f"{name}({', '.join([*given(arguments), *(f'{one}={one}' for one in searched)])})"
    # A metric whose name no variable can have is one that the function prints.
    source = f"_returned = {call}\nif _returned is not None:\n    {metric} = _returned\n"
    last = {"id": f"{name}-call", "source": source if metric.isidentifier() else f"{call}\n"}
    travel.code["cells"].append(last)
    return travel


def given(arguments: Mapping[str, Any]) -> list[str]:
    """Arguments of a call with their values, as Python writes them."""
    return [f"{key}={literal(key, value)}" for key, value in arguments.items()]


def require_takes(function: Callable[..., Any], arguments: Mapping[str, Any]) -> None:
    """Raises KubeflowLabError for a function that cannot travel, or does not take the arguments."""
    require_plain(function)
    try:
        inspect.signature(function).bind(**arguments)
    except TypeError as error:
        raise KubeflowLabError(f"{function.__name__} does not take these arguments: {error}.") from error


def definition_of(function: Callable[..., Any]) -> str:
    """What defines a function elsewhere: its text, or where it comes from a module, the import of it."""
    is_local = function.__module__ == "__main__"
    return source_of(function) if is_local else f"from {function.__module__} import {function.__name__}"


def require_plain(function: Callable[..., Any]) -> None:
    """Raises KubeflowLabError for what is no function with a name of its own that all it needs can travel with."""
    if not inspect.isfunction(function) or function.__name__ == "<lambda>":
        raise KubeflowLabError("Only a function that was defined with def can travel; give it a name.")
    if function.__qualname__ != function.__name__:
        raise KubeflowLabError(
            f"{function.__qualname__} is defined inside of something else, which cannot travel with it; "
            "define it at the top of a cell."
        )


def source_of(function: Callable[..., Any]) -> str:
    """The text of a function, as it was typed."""
    try:
        return textwrap.dedent(inspect.getsource(function)).rstrip()
    except (OSError, TypeError) as error:
        raise KubeflowLabError(
            f"The source of {function.__name__} is not known here ({error}); put it into a cell or a module."
        ) from error


def literal(name: str, value: Any) -> str:
    """A value as Python writes it. Raises KubeflowLabError for one that JSON cannot hold as it is."""
    try:
        same = json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise KubeflowLabError(
            f"The argument {name} cannot travel ({error}); numbers, texts, lists and dicts of them can."
        ) from error
    if same != value or type(same) is not type(value):
        raise KubeflowLabError(f"The argument {name} would arrive as {same!r}; give it as that.")
    return repr(same)


def require_code(source: str, what: str) -> None:
    """Raises KubeflowLabError for a text without any code."""
    if not re.search(r"^\s*[^\s#]", source, re.MULTILINE):
        raise KubeflowLabError(f"{what} has no code.")
