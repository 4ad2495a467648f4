"""Steps laid out in folders as engines lay them out in pods, and run in fresh processes."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kubeflow_lab.values import load


@dataclass
class StepFolder:
    """The files of one step below `root`."""

    root: Path
    cells: list[str] = field(default_factory=list)
    prelude: list[str] = field(default_factory=list)
    inputs: dict[str, Path] = field(default_factory=dict)
    outputs: list[str] = field(default_factory=list)
    metrics: list[str] = field(default_factory=list)
    parameters: dict[str, tuple[str, str]] = field(default_factory=dict)
    modules: dict[str, str] = field(default_factory=dict)

    def write(self) -> StepFolder:
        """Cells of the prelude get the ids p0, p1 …, the step's own c0, c1 …"""
        cells = [{"id": f"p{index}", "source": source} for index, source in enumerate(self.prelude)]
        cells += [{"id": f"c{index}", "source": source} for index, source in enumerate(self.cells)]
        code = {
            "cells": cells,
            "modules": [{"path": path, "source": source} for path, source in self.modules.items()],
            "step": {
                "name": self.root.name,
                "inputs": list(self.inputs),
                "outputs": self.outputs,
                "metrics": self.metrics,
                "parameters": {name: kind for name, (kind, _text) in self.parameters.items()},
                "prelude": len(self.prelude),
            },
        }
        (self.root / "code").mkdir(parents=True)
        (self.root / "code" / "code.b64").write_bytes(base64.b64encode(json.dumps(code).encode()))
        (self.root / "parameters").mkdir()
        for name, (_kind, text) in self.parameters.items():
            (self.root / "parameters" / name).write_text(text)
        (self.root / "inputs").mkdir()
        for name, folder in self.inputs.items():
            (self.root / "inputs" / name).symlink_to(folder)
        return self

    def run(self, python: str = sys.executable, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs the step in a process of its own, with a HOME that does not exist."""
        return subprocess.run(
            [python, "-m", "kubeflow_lab.runtime", "step"],
            env={
                "PATH": os.environ["PATH"],
                "HOME": "/nonexistent",
                "LC_ALL": "C",
                "KUBEFLOW_LAB_STEP_ROOT": str(self.root),
                "KUBEFLOW_LAB_TERMINATION_LOG": str(self.root / "termination.json"),
                **environment,
            },
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def output(self, name: str) -> Path:
        return self.root / "outputs" / name

    def value(self, name: str) -> Any:
        return load(self.output(name))

    @property
    def result(self) -> dict[str, Any]:
        return json.loads((self.root / "result.json").read_text())

    @property
    def error(self) -> dict[str, Any]:
        return json.loads((self.root / "termination.json").read_text())
