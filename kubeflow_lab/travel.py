"""What travels with a cell: the cells that support it, the cell itself byte for byte, and the modules they import."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.modules import local_modules
from kubeflow_lab.names import Part, require_defined_names
from kubeflow_lab.save import LOOK_EVERY_SECONDS, save_first
from kubeflow_lab.source import is_launch

# So long may a file that is being written, and not replaced at once, be no JSON. Jupyter empties it first and fills it
# when the whole notebook is checked and turned into text, which takes seconds where little processor is granted.
WRITING_SECONDS = 30.0
NOT_SAVED_NOW = "The notebook was not saved just now, so what was changed since then is missing."
SUPPORTING_TAGS = frozenset({"imports", "functions", "parameters", "pipeline-parameters"})


@dataclass(frozen=True)
class SavedCell:
    """A code cell of a notebook file; one without an id is known by its index, as text."""

    id: str
    source: str
    tags: frozenset[str]


@dataclass(frozen=True)
class SavedNotebook:
    """The code cells of a notebook file, as last saved (`saved_at`, seconds since the epoch).

    `is_current` is false where somebody may have changed the notebook since, and it could not be saved first.
    """

    path: Path
    cells: tuple[SavedCell, ...]
    saved_at: float
    is_current: bool = True


@dataclass(frozen=True)
class Travel:
    """`code` is the JobCode of the REST API; `notice` says what a person should know about it, or nothing."""

    code: dict[str, Any]
    notebook: SavedNotebook | None
    notice: str


def notebook_path(environment: Mapping[str, str]) -> Path | None:
    """The notebook that this kernel serves, where Jupyter said so and it is still there."""
    name = environment.get("JPY_SESSION_NAME", "")
    path = Path(name)
    return path if name.endswith(".ipynb") and path.is_file() else None


def read_notebook(path: Path) -> SavedNotebook:
    """Reads the code cells of a notebook file. Raises KubeflowLabError where it is not one."""
    document = read_document(path)
    try:
        return SavedNotebook(
            path=path,
            cells=tuple(
                SavedCell(
                    id=str(cell.get("id", index)),
                    source=_joined(cell["source"]),
                    tags=frozenset(cell.get("metadata", {}).get("tags", [])),
                )
                for index, cell in enumerate(document["cells"])
                if cell["cell_type"] == "code"
            ),
            saved_at=path.stat().st_mtime,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path, "its cells are not those of a notebook") from error


def read_document(path: Path) -> dict[str, Any]:
    """The JSON of a notebook file of format 4. Raises KubeflowLabError, with the reason, where it is not one."""
    try:
        document = _settled_json(path)
    except OSError as error:
        raise _unreadable(path, error.strerror or type(error).__name__) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, f"byte {error.start + 1} is not UTF-8") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        why = f"it is not JSON ({place}: {error.msg})" if error.doc.strip() else "it is empty"
        raise _unreadable(path, why) from error
    if not isinstance(document, dict) or not isinstance(document.get("cells"), list):
        is_old = isinstance(document, dict) and "worksheets" in document
        raise _unreadable(path, "it is of an older format" if is_old else "it is JSON, but no notebook")
    return document


def _settled_json(path: Path) -> Any:
    """The JSON of a file. One that somebody is writing at the moment may be empty or cut: then it is read again."""
    while True:
        try:
            return json.loads(path.read_text("utf-8"))
        except ValueError:
            if time.time() - path.stat().st_mtime > WRITING_SECONDS:
                raise
            time.sleep(LOOK_EVERY_SECONDS)


def _unreadable(path: Path, why: str) -> KubeflowLabError:
    return KubeflowLabError(
        f"The notebook {path.name} cannot be read: {why}. Open it in JupyterLab, save it and try again."
    )


def read_current(path: Path, *, has_front_end: bool) -> SavedNotebook:
    """Reads a notebook file after the front end, where there is one, was asked to save it."""
    is_current = save_first(path) if has_front_end else True
    return replace(read_notebook(path), is_current=is_current)


def _joined(source: str | list[str]) -> str:
    """A notebook file holds a source as one text or as its lines."""
    return source if isinstance(source, str) else "".join(source)


def supporting_cells(notebook: SavedNotebook, launched: str) -> tuple[SavedCell, ...]:
    """The tagged cells in their order, without the launched one and others that only launch something."""
    return tuple(
        cell
        for cell in notebook.cells
        if cell.tags & SUPPORTING_TAGS and cell.id != launched and not is_launch(cell.source)
    )


def pack(source: str, *, cell_id: str, line: int, notebook: SavedNotebook | None, folder: Path) -> Travel:
    """Everything that travels with the cell `source`, which begins on `line` of its cell in the notebook.

    Modules are looked for in `folder`. Raises KubeflowLabError, naming name, cell and line, where something that the
    code uses would be missing in the job, and where a text cannot travel.
    """
    supporting = supporting_cells(notebook, cell_id) if notebook else ()
    parts = [Part(f"cell {cell.id}", cell.source, 1) for cell in supporting]
    parts.append(Part("the cell", source, line))
    for part in parts:
        require_text(part.label, part.source)
    require_defined_names(parts)
    modules = local_modules([part.source for part in parts], folder)
    for module in modules:
        require_text(module.path, module.source)
    cells = [{"id": cell.id, "source": cell.source} for cell in supporting]
    return Travel(
        code={
            "cells": [*cells, {"id": cell_id, "source": source}],
            "modules": [{"path": module.path, "source": module.source} for module in modules],
            "parameters": {},
        },
        notebook=notebook,
        notice=saved_notice(notebook, supporting),
    )


def require_text(label: str, text: str) -> None:
    """Raises KubeflowLabError for half a surrogate pair, which no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise KubeflowLabError(
            f"Line {line} of {label} holds half a character (U+{ord(text[error.start]):04X}), which cannot be stored; "
            "type it again."
        ) from error


def saved_notice(notebook: SavedNotebook | None, supporting: Sequence[SavedCell]) -> str:
    """Which saved state of the tagged cells travels; unsaved changes to them do not."""
    if notebook is None or not supporting:
        return ""
    noun = "tagged cell travels" if len(supporting) == 1 else "tagged cells travel"
    return as_saved(f"{len(supporting)} {noun} along", notebook)


def as_saved(what: str, notebook: SavedNotebook) -> str:
    """Says of something of a notebook that it is of its saved state, and of which."""
    saved = time.strftime("%H:%M:%S", time.localtime(notebook.saved_at))
    notice = f"{what}, as saved in {notebook.path.name} at {saved}."
    return notice if notebook.is_current else f"{notice} {NOT_SAVED_NOW}"
