"""The code and the parameters of a step, as they arrive in its pod."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kubeflow_lab.runtime.code import Cell, CodeError, Module, parse_code


@dataclass(frozen=True)
class StepCode:
    """What a step runs. The first `prelude` cells are those that every step shares: imports, functions, parameters.

    `parameters` are the types (`int`, `float`, `str`, `bool`) of those that the step uses.
    """

    cells: tuple[Cell, ...]
    modules: tuple[Module, ...]
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    metrics: tuple[str, ...]
    parameters: dict[str, str]
    prelude: int


def read_step(path: Path) -> StepCode:
    """Reads the base64 of a step's code.json. Raises CodeError where it is not one."""
    try:
        content = base64.b64decode(path.read_bytes(), validate=False)
    except OSError as error:
        raise CodeError(f"The code of this step cannot be read: {error}.") from error
    except binascii.Error as error:
        raise CodeError(f"The code of this step is not base64: {error}.") from error
    code = parse_code(content)
    try:
        step: dict[str, Any] = json.loads(content)["step"]
        return StepCode(
            cells=code.cells,
            modules=code.modules,
            name=str(step["name"]),
            inputs=_names(step, "inputs"),
            outputs=_names(step, "outputs"),
            metrics=_names(step, "metrics"),
            parameters=_types(step.get("parameters", {})),
            prelude=int(step.get("prelude", 0)),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CodeError(f"The code of this step does not say what the step is: {error!r}.") from error


def _names(step: dict[str, Any], key: str) -> tuple[str, ...]:
    """Names of variables, which are names of folders too."""
    names = tuple(step.get(key, []))
    for name in names:
        if not isinstance(name, str) or not name.isidentifier():
            raise ValueError(f"{key} names {name!r}, which is no variable")
    return names


def _types(parameters: dict[str, Any]) -> dict[str, str]:
    for name, kind in parameters.items():
        if not name.isidentifier() or kind not in _READERS:
            raise ValueError(f"the parameter {name!r} is of the type {kind!r}")
    return parameters


def read_parameters(code: StepCode, folder: Path) -> dict[str, object]:
    """The values of the step's parameters, each a text file. Raises CodeError, naming it, for one of another type."""
    values: dict[str, object] = {}
    for name, kind in code.parameters.items():
        try:
            text = (folder / name).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CodeError(f"The parameter {name} cannot be read: {error}.") from error
        try:
            values[name] = _READERS[kind](text)
        except ValueError as error:
            raise CodeError(
                f"The parameter {name} must be of the type {kind}, but is {text[:100]!r}. "
                "Submit the run again with another value."
            ) from error
    return values


def _boolean(text: str) -> bool:
    word = text.strip().lower()
    if word not in ("true", "false"):
        raise ValueError
    return word == "true"


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number


_READERS: dict[str, Callable[[str], object]] = {"int": int, "float": _number, "str": str, "bool": _boolean}
