"""The executed notebook of a step: its cells with all that they have shown, as JupyterLab would have kept it.

It is written after each cell, so that a step that is killed leaves what its cells have shown before.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from kubeflow_lab.runtime.code import Cell

FILE = "notebook.ipynb"
# The log has everything; a notebook that no browser can open serves nobody.
CELL_CHARACTERS = 4 << 20
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class ExecutedNotebook:
    """Collects what the cells of one step show; what is shown between cells belongs to none."""

    def __init__(self, path: Path, step: str) -> None:
        self._path = path
        self._step = step
        self._cells: list[dict[str, Any]] = []
        self._outputs: list[dict[str, Any]] | None = None
        self._shown: dict[str, list[dict[str, Any]]] = {}
        # Characters that the current cell may still show.
        self._room = 0
        self._is_full = False
        self._is_paused = False
        self._clears_next = False

    @contextmanager
    def running(self, cell: Cell) -> Iterator[None]:
        """Takes what is shown until the cell has ended, and writes the notebook then."""
        self._outputs = []
        self._room = CELL_CHARACTERS
        self._is_full = self._clears_next = False
        self._cells.append(
            {
                "cell_type": "code",
                "id": self._free_id(cell.id),
                "metadata": {},
                "source": cell.source,
                "execution_count": len(self._cells) + 1,
                "outputs": self._outputs,
            }
        )
        try:
            yield
        finally:
            for output in self._outputs:
                if output["output_type"] == "stream":
                    output["text"] = "".join(output["text"])
            self._outputs = None
            self._write()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """While something is written to the log that the notebook has in a better form."""
        before, self._is_paused = self._is_paused, True
        try:
            yield
        finally:
            self._is_paused = before

    def print(self, stream: str, text: str) -> None:
        """What was written to `stdout` or `stderr`."""
        if not text or self._is_paused or self._is_full:
            return
        outputs = self._next()
        if outputs is None:
            return
        if len(text) > self._room:
            self._is_full = True
            text = f"{text[: self._room]}\n… The log of the step has the rest.\n"
        self._room -= len(text)
        last = outputs[-1] if outputs else {}
        if last.get("name") == stream:
            last["text"].append(text)
        else:
            outputs.append({"output_type": "stream", "name": stream, "text": [text]})

    def show(self, data: Mapping[str, Any], metadata: Mapping[str, Any], display_id: str | None, update: bool) -> None:
        """What was displayed, by MIME type; with `update` in place of what was displayed under the same id."""
        if self._next() is None:
            return
        content = {"data": self._fitting(data), "metadata": _plain(metadata)}
        if update:
            for earlier in self._shown.get(display_id or "", []):
                earlier.update(content)
            return
        output = {"output_type": "display_data", **content}
        self._append(output)
        if display_id:
            self._shown.setdefault(display_id, []).append(output)

    def result(self, data: Mapping[str, Any], metadata: Mapping[str, Any]) -> None:
        """The value of the cell's last expression."""
        if self._next() is not None:
            count = len(self._cells)
            content = {"data": self._fitting(data), "metadata": _plain(metadata)}
            self._append({"output_type": "execute_result", "execution_count": count, **content})

    def fail(self, ename: str, error: BaseException, traceback: list[str]) -> None:
        """The error that ended the cell, with the lines of its traceback."""
        try:
            evalue = str(error)
        except Exception:
            # An error of a cell's own, which fails when it is asked what it says.
            evalue = ""
        self._append({"output_type": "error", "ename": ename, "evalue": evalue, "traceback": traceback})

    def clear(self, wait: bool) -> None:
        """What the cell has shown goes; with `wait` when the next thing is shown."""
        if wait:
            self._clears_next = True
        elif self._outputs is not None:
            self._outputs.clear()

    def _next(self) -> list[dict[str, Any]] | None:
        """Where the next output goes; None between cells."""
        if self._outputs is not None and self._clears_next:
            self._clears_next = False
            self._outputs.clear()
        return self._outputs

    def _append(self, output: dict[str, Any]) -> None:
        if self._outputs is not None:
            self._outputs.append(output)

    def _fitting(self, data: Mapping[str, Any]) -> dict[str, Any]:
        plain = _plain(data)
        size = len(json.dumps(plain))
        if size > self._room:
            return {"text/plain": f"(Too large to be kept: {size / 1e6:.1f} MB.)"}
        self._room -= size
        return plain

    def _free_id(self, wanted: str) -> str:
        """Ids of cells are of few characters and each stands once; an import that travels has that of its cell."""
        taken = {cell["id"] for cell in self._cells}
        if CELL_ID.fullmatch(wanted) and wanted not in taken:
            return wanted
        number = len(self._cells) + 1
        while f"cell-{number}" in taken:
            number += 1
        return f"cell-{number}"

    def _write(self) -> None:
        language = {"name": "python", "version": "{}.{}.{}".format(*sys.version_info[:3])}
        kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        document = {
            "cells": self._cells,
            "metadata": {"kernelspec": kernel, "language_info": language, "title": self._step},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        part = self._path.with_suffix(".part")
        try:
            part.write_text(json.dumps(document, indent=1), "ascii")
            part.replace(self._path)
        except OSError as error:
            # What the step computes does not depend on it.
            print(f"The executed notebook cannot be written: {error}.", file=sys.stderr)


class Copied:
    """A standard stream, all that is written to which goes to the notebook as well."""

    def __init__(self, stream: TextIO, name: str, notebook: ExecutedNotebook) -> None:
        self._stream = stream
        self._name = name
        self._notebook = notebook

    def write(self, text: str) -> int:
        """As the stream's own."""
        written = self._stream.write(text)
        self._notebook.print(self._name, text)
        return written

    def writelines(self, lines: list[str]) -> None:
        """As the stream's own."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._stream)

    def __reduce__(self) -> tuple[Any, ...]:
        # What holds it, as a handler of logs does, gets the stream of the process that loads it.
        return getattr, (sys, self._name)


def copy_streams(notebook: ExecutedNotebook) -> None:
    """From now on what this process prints goes to the notebook too."""
    sys.stdout = Copied(sys.stdout, "stdout", notebook)  # type: ignore[assignment]
    sys.stderr = Copied(sys.stderr, "stderr", notebook)  # type: ignore[assignment]


def _plain(content: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON can hold it: bytes in base64, as notebooks have their pictures, and what it does not know as text."""
    encoded = {
        key: base64.b64encode(value).decode() if isinstance(value, bytes) else value for key, value in content.items()
    }
    return json.loads(json.dumps(encoded, default=str))
