"""What a step leaves for the engine: `result.json`, and the error that ended it."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kubeflow_lab.values.meta import read_meta

# Engines take no more of an output parameter, and Kubernetes of a termination message.
LIMIT_BYTES = 4096
DEFAULT_LOG = "/dev/termination-log"
EVALUE_CHARACTERS = 1000


class StepFailure(Exception):  # noqa: N818 (it is the news of an error, which the cell has raised)
    """What ended a step. `is_shown` where a person has seen it in the log already; `line` counts from 1 in `cell`."""

    def __init__(
        self,
        ename: str,
        evalue: str,
        cell: str | None,
        line: int | None,
        traceback: str,
        exit_code: int,
        *,
        is_shown: bool = False,
    ) -> None:
        super().__init__(ename, evalue)
        self.ename = ename
        self.evalue = evalue
        self.cell = cell
        self.line = line
        self.traceback = traceback
        self.exit_code = exit_code
        self.is_shown = is_shown


def termination_log(environment: Mapping[str, str]) -> Path | None:
    """Where the container's termination message is taken from; None outside a container."""
    given = environment.get("KUBEFLOW_LAB_TERMINATION_LOG")
    if given:
        return Path(given)
    path = Path(DEFAULT_LOG)
    return path if path.is_file() and os.access(path, os.W_OK) else None


def write_result(root: Path, outputs: list[dict[str, Any]], metrics: dict[str, float]) -> None:
    """Writes `result.json`, with the heads of the values cut so that it fits."""
    (root / "result.json").write_text(fitting_result(outputs, metrics), "utf-8")


def fitting_result(outputs: list[dict[str, Any]], metrics: dict[str, float]) -> str:
    """The result as JSON of at most 4 KiB: first the heads grow shorter, then the last values are left out."""
    for characters in (1000, 500, 250, 120, 60, 30, 0):
        cut = [{**one, "head": _cut(one["head"], characters)} for one in outputs]
        text = _json({"outputs": cut, "metrics": metrics})
        if _bytes(text) <= LIMIT_BYTES:
            return text
    while outputs and _bytes(text) > LIMIT_BYTES:
        outputs = outputs[:-1]
        text = _json({"outputs": [{**one, "head": ""} for one in outputs], "metrics": metrics})
    return text if _bytes(text) <= LIMIT_BYTES else _json({"outputs": [], "metrics": {}})


def write_digest(root: Path, names: Iterable[str]) -> None:
    """Writes `digest`: a hash over the values that the step has stored, by which later steps know a change."""
    hashes = [[name, read_meta(root / "outputs" / name).sha256] for name in sorted(names)]
    (root / "digest").write_text(hashlib.sha256(_json(hashes).encode()).hexdigest(), "ascii")


def write_error(log: Path | None, failure: StepFailure) -> None:
    """Writes the error as the termination message, where there is one to write."""
    if log is None:
        return
    try:
        log.write_text(fitting_error(failure), "utf-8")
    except OSError as error:
        # The error itself stands in the log of the container; only the short form of it is missing.
        print(f"The termination message cannot be written: {error}.", file=sys.stderr)


def fitting_error(failure: StepFailure) -> str:
    """The error as JSON of at most 4 KiB: of a long traceback the end stays, where the error is."""
    error = {
        "ename": _cut(failure.ename, 200),
        "evalue": _cut(failure.evalue, EVALUE_CHARACTERS),
        "cell": failure.cell,
        "line": failure.line,
        "traceback": failure.traceback.encode("utf-8", "backslashreplace").decode(),
    }
    while _bytes(_json(error)) > LIMIT_BYTES and error["traceback"]:
        excess = _bytes(_json(error)) - LIMIT_BYTES
        # At least one character goes in each round, even where escapes make a character several bytes.
        error["traceback"] = error["traceback"][max(1, excess // 6) :]
    return _json(error)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _bytes(text: str) -> int:
    return len(text.encode())


def _cut(text: str, characters: int) -> str:
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= characters else f"{text[: max(0, characters - 1)]}…" if characters else ""
