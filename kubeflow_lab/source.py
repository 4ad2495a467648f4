"""The exact source of the cell that is running, as the front end sent it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LAUNCHING_MAGICS = ("tfjob", "pytorchjob", "xgboostjob", "mpijob", "jaxjob", "trainjob", "sweep", "serve")
LAUNCHING_LINE = re.compile(r"\s*(?:\w+\s*=\s*)?%(?:pipeline|sweep|deploy)(?:\s|$)")


@dataclass(frozen=True)
class CellSource:
    """`text` is the code below the magic's line, byte for byte; it begins on `line` (from 1) of its cell."""

    text: str
    line: int
    cell_id: str
    has_front_end: bool


def is_launch(source: str) -> bool:
    """Whether a cell only launches something elsewhere, and so defines nothing for other cells."""
    if any(split_magic(source, magic) is not None for magic in LAUNCHING_MAGICS):
        return True
    joined = source.replace("\\\n", " ").splitlines()
    lines = [line for line in joined if line.strip() and not line.lstrip().startswith("#")]
    return bool(lines) and all(LAUNCHING_LINE.match(line) for line in lines)


def split_magic(cell: str, magic: str) -> tuple[str, int] | None:
    """What follows the line `%%magic …` in a cell, and the line that it begins on; None for another cell.

    Blank lines and other cell magics (`%%time`) may stand before it. Lines end where IPython ends them, which is
    also at form feeds and Unicode line separators; what follows the magic's line is not touched.
    """
    position = 0
    lines = cell.splitlines(keepends=True)
    for number, line in enumerate(lines, start=1):
        position += len(line)
        words = line.split(maxsplit=1)
        if not words:
            continue
        if words[0] == f"%%{magic}":
            return cell[position:], number + 1
        if not words[0].startswith("%%"):
            return None
    return None


def running_cell(message: Mapping[str, Any], magic: str, transformed: str) -> CellSource:
    """The source of the cell that the execute request `message` carries.

    `transformed` is what IPython handed to the magic; it is used where the magic was not called by the cell's own
    text (`get_ipython().run_cell_magic(…)`). The front end of a notebook names the cell, which programs that only
    execute (nbconvert, papermill) do not.
    """
    code = message.get("content", {}).get("code", "")
    cell_id = message.get("metadata", {}).get("cellId")
    text, line = split_magic(code, magic) or (transformed, 2)
    return CellSource(text=text, line=line, cell_id=cell_id or "cell", has_front_end=cell_id is not None)
