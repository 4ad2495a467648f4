"""The code of a job as it arrives in its pod: read, verified, and its modules laid out to be imported."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any


class CodeError(Exception):
    """The code cannot be run as it arrived; the message is a sentence for a person."""


@dataclass(frozen=True)
class Cell:
    """One cell of the notebook, byte for byte, with the id that the notebook knows it by."""

    id: str
    source: str


@dataclass(frozen=True)
class Module:
    """A Python file from the notebook's folder; `path` is relative to that folder, with `/`."""

    path: str
    source: str


@dataclass(frozen=True)
class Code:
    """What travels with a cell, and nothing else."""

    cells: tuple[Cell, ...]
    modules: tuple[Module, ...]
    parameters: dict[str, Any]


def read_code(path: Path, expected_sha256: str | None) -> Code:
    """Reads `path` and compares its SHA-256 (hex) with the expected one, where there is one.

    Raises CodeError when the file is missing, is another one than was announced, or is not a job's code.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CodeError(f"The code of this job cannot be read: {error}.") from error
    found = hashlib.sha256(content).hexdigest()
    if expected_sha256 and found != expected_sha256.strip().lower():
        raise CodeError(
            f"The code in {path} has the SHA-256 {found}, but this job was made for {expected_sha256}: "
            "it was changed after the job was created. Start the job again from the notebook."
        )
    return parse_code(content)


def parse_code(content: bytes) -> Code:
    """The code that `content`, the JSON `{cells, modules, parameters}`, describes."""
    try:
        document = json.loads(content)
        return Code(
            cells=tuple(Cell(_text(cell, "id"), _text(cell, "source")) for cell in document["cells"]),
            modules=tuple(
                Module(_text(module, "path"), _text(module, "source")) for module in document.get("modules", [])
            ),
            parameters=dict(document.get("parameters", {})),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CodeError(f"The code of this job is not a list of cells: {error!r}.") from error


def _text(value: Mapping[str, Any], key: str) -> str:
    text = value[key]
    if not isinstance(text, str):
        raise TypeError(f"{key} is not text")
    return text


def parameters_of(code: Code, environment: Mapping[str, str]) -> dict[str, Any]:
    """The job's parameters; the JSON object in `KFL_PARAMETERS` goes before what came with the code."""
    text = environment.get("KFL_PARAMETERS", "")
    if not text:
        return code.parameters
    try:
        given = json.loads(text)
    except ValueError as error:
        raise CodeError(f"KFL_PARAMETERS is not JSON: {error}.") from error
    if not isinstance(given, dict):
        raise CodeError("KFL_PARAMETERS must be a JSON object of names and values.")
    unusable = [name for name in given if not name.isidentifier()]
    if unusable:
        raise CodeError(f"KFL_PARAMETERS has names that no variable can have: {', '.join(unusable)}.")
    return {**code.parameters, **given}


def write_modules(modules: tuple[Module, ...], folder: Path) -> None:
    """Writes the modules below `folder`, byte for byte. Raises CodeError for a path that leads out of it."""
    for module in modules:
        path = PurePosixPath(module.path)
        if path.is_absolute() or ".." in path.parts or "\\" in module.path or not path.parts:
            raise CodeError(f"The module path {module.path!r} leads out of the notebook's folder.")
        target = folder.joinpath(*path.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(module.source.encode())
