"""Runs a pipeline here, each step in a fresh process, with values passed as on the cluster."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from kubeflow_lab.errors import JobFailedError
from kubeflow_lab.pipeline.plan import PlannedStep
from kubeflow_lab.values import load

LOOK_EVERY_SECONDS = 0.1
# What ends a process that does not end when it is asked to.
GRACE_SECONDS = 5

Changed = Callable[[], None]
Printed = Callable[[str, str], None]


class LocalRun:
    """One run of a pipeline in processes of this machine. Its files last as long as the object."""

    def __init__(self, plan: Sequence[PlannedStep], *, name: str, folder: Path, parallel: int | None = None) -> None:
        """Cells run in `folder`, the notebook's; `parallel` steps at a time, by default one for each processor."""
        self.name = name
        self._plan = tuple(plan)
        self._folder = folder
        self._parallel = parallel or os.cpu_count() or 1
        self._files = tempfile.TemporaryDirectory(prefix="kubeflow-lab-run-")
        self._root = Path(self._files.name)
        self._states: dict[str, dict[str, Any]] = {one.name: _waiting(one) for one in self._plan}
        self._read: dict[str, int] = {}
        self._partial: dict[str, bytes] = {}
        self._started: str | None = None
        self._finished: str | None = None
        self._stopped = False

    def execute(self, changed: Changed = lambda: None, printed: Printed = lambda _step, _line: None) -> None:
        """Runs all steps; `changed` is called when a state changes, `printed` with each line of a step.

        Raises JobFailedError, naming the step, when one fails; those that do not follow it run to their end. What is
        raised from outside, as KeyboardInterrupt, ends all processes.
        """
        self._started = _now()
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        server = subprocess.Popen(
            [sys.executable, "-m", "kubeflow_lab.runtime", "serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self._folder,
            env=environment,
            # An interrupt of the terminal is ours to pass on.
            start_new_session=True,
        )
        try:
            self._run(server, changed, printed)
        finally:
            self._end(server)
            self._finished = _now()
        changed()
        self._require_success()

    def stop(self) -> None:
        """Ends a run that executes in another thread."""
        self._stopped = True

    def value(self, step: str, name: str) -> Any:
        """A variable that a step has handed on. Raises LoadError where it did not."""
        return load(self._root / step / "outputs" / name)

    def log(self, step: str) -> str:
        """Everything that the step has printed."""
        path = self._root / step / "log"
        return path.read_text("utf-8", "replace") if path.is_file() else ""

    def item(self) -> dict[str, Any]:
        """The run as a card shows it: like a Workflow's item, but of nothing that is on the cluster."""
        metadata = {"name": self.name, "creationTimestamp": self._started or _now()}
        return {"object": {"apiVersion": "", "kind": "Local run", "metadata": metadata}, "summary": self.summary()}

    def summary(self) -> dict[str, Any]:
        """A WorkflowSummary."""
        steps = list(self._states.values())
        done = sum(one["phase"] in ("Succeeded", "Failed") for one in steps)
        phase, message = self._phase()
        metrics = {name: value for one in steps for name, value in one["metrics"].items()}
        return {
            "phase": phase,
            "message": message,
            "reason": "",
            "since": None,
            "progress": {"done": done, "total": len(steps)},
            "parameters": {name: text for one in self._plan for name, text in one.parameters.items()},
            "metrics": metrics,
            "steps": steps,
            "startedAt": self._started,
            "finishedAt": self._finished,
        }

    def _phase(self) -> tuple[str, str]:
        failed = [one for one in self._states.values() if one["phase"] == "Failed"]
        if failed:
            return "Failed", f"{failed[0]['name']} failed: {failed[0]['message']}"
        if self._finished is None:
            running = [name for name, one in self._states.items() if one["phase"] == "Running"]
            return "Running", f"Running {', '.join(running)}." if running else "Starting."
        if any(one["phase"] != "Succeeded" for one in self._states.values()):
            return "Stopped", "The run was stopped."
        return "Succeeded", f"All {len(self._states)} steps ran in processes of their own."

    def _run(self, server: subprocess.Popen[bytes], changed: Changed, printed: Printed) -> None:
        self._begin(server)
        changed()
        pending = b""
        while not self._stopped and any(one["phase"] == "Running" for one in self._states.values()):
            ready, _, _ = select.select([server.stdout], [], [], LOOK_EVERY_SECONDS)
            ended = b""
            if ready:
                ended = os.read(server.stdout.fileno(), 65536)  # type: ignore[union-attr]
                if not ended:
                    raise JobFailedError("The process that starts the steps ended; free some memory and run again.")
            self._tell_lines(printed)
            *lines, pending = (pending + ended).split(b"\n")
            for line in lines:
                self._take_end(json.loads(line))
            if lines:
                self._tell_lines(printed, at_end=True)
                self._begin(server)
                changed()

    def _begin(self, server: subprocess.Popen[bytes]) -> None:
        """Starts every step whose turn it is."""
        for step in self._plan:
            running = sum(one["phase"] == "Running" for one in self._states.values())
            before = [self._states[name]["phase"] for name in step.depends_on]
            state = self._states[step.name]
            if state["phase"] != "Queued" or running >= self._parallel:
                continue
            if any(phase in ("Failed", "Stopped") for phase in before):
                state.update(phase="Stopped", message="Not run, because a step before it failed.")
            elif all(phase == "Succeeded" for phase in before):
                self._lay_out(step)
                state.update(phase="Running", message="", startedAt=_now())
                request = {"root": str(self._root / step.name), "log": str(self._root / step.name / "log")}
                server.stdin.write(json.dumps(request).encode() + b"\n")  # type: ignore[union-attr]
                server.stdin.flush()  # type: ignore[union-attr]

    def _lay_out(self, step: PlannedStep) -> None:
        """The files that the step finds below its root, as in a pod."""
        root = self._root / step.name
        for part in ("code", "parameters", "inputs"):
            (root / part).mkdir(parents=True)
        (root / "code" / "code.b64").write_text(step.code, "ascii")
        for name, text in step.parameters.items():
            (root / "parameters" / name).write_bytes(text.encode())
        for name, producer in step.inputs.items():
            (root / "inputs" / name).symlink_to(self._root / producer / "outputs" / name)

    def _take_end(self, end: dict[str, Any]) -> None:
        root = Path(end["root"])
        state = self._states[root.name]
        state.update(finishedAt=_now(), exitCode=end["exitCode"])
        if end["exitCode"] == 0:
            result = json.loads((root / "result.json").read_text("utf-8"))
            state.update(phase="Succeeded", message="", outputs=result["outputs"], metrics=result["metrics"])
            return
        error = _json_of(root / "termination.json")
        message = f"{error['ename']}: {error['evalue']}" if error else f"Its process ended with {end['exitCode']}."
        state.update(phase="Failed", message=message, error=error)

    def _tell_lines(self, printed: Printed, *, at_end: bool = False) -> None:
        for name, state in self._states.items():
            path = self._root / name / "log"
            if state["startedAt"] is None or not path.is_file():
                continue
            with path.open("rb") as file:
                file.seek(self._read.get(name, 0))
                content = self._partial.pop(name, b"") + file.read()
                self._read[name] = file.tell()
            *lines, rest = content.split(b"\n")
            if at_end and rest and state["phase"] != "Running":
                lines.append(rest)
            elif rest:
                self._partial[name] = rest
            for line in lines:
                printed(name, line.decode("utf-8", "replace"))

    def _end(self, server: subprocess.Popen[bytes]) -> None:
        """Ends the server, and the steps that still run with all that they started."""
        with contextlib.suppress(BrokenPipeError):
            server.stdin.close()  # type: ignore[union-attr]
        if any(one["phase"] == "Running" for one in self._states.values()):
            with contextlib.suppress(ProcessLookupError):
                server.send_signal(signal.SIGTERM)
        try:
            server.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        server.stdout.close()  # type: ignore[union-attr]
        for state in self._states.values():
            if state["phase"] == "Running":
                state.update(phase="Stopped", message="Stopped.", finishedAt=_now())

    def _require_success(self) -> None:
        phase, message = self._phase()
        if phase != "Succeeded":
            raise JobFailedError(f"The pipeline {self.name} did not succeed. {message}")


def _waiting(step: PlannedStep) -> dict[str, Any]:
    """The StepSummary of a step that has not begun."""
    return {
        "id": step.name,
        "name": step.name,
        "phase": "Queued",
        "message": "",
        "reason": "",
        "startedAt": None,
        "finishedAt": None,
        "dependsOn": list(step.depends_on),
        "pod": None,
        "exitCode": None,
        "retries": 0,
        "cells": list(step.cells),
        "error": None,
        "outputs": [],
        "metrics": {},
        "executed": None,
        "reusedFrom": None,
    }


def _json_of(path: Path) -> dict[str, Any] | None:
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def _now() -> str:
    return datetime.fromtimestamp(time.time(), timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
