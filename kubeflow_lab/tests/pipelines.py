"""Pipelines for tests: notebooks, and what the server makes of them, written down by hand."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

import yaml

from kubeflow_lab.tests.platform_double import Answer, PlatformDouble, Request

WORKFLOWS = "/api/namespaces/alice/workflows"
COMPILE = "/api/compile"


def notebook(*cells: tuple[str, str], tags: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """A notebook of code cells `(id, source)`, each of which has shown something."""
    return {
        "cells": [
            {
                "cell_type": "code",
                "id": name,
                "metadata": {"tags": (tags or {}).get(name, [])},
                "source": source,
                "execution_count": 7,
                "outputs": [{"output_type": "stream", "name": "stdout", "text": "private"}],
            }
            for name, source in cells
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def write_notebook(path: Path, *cells: tuple[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook(*cells)))
    return path


class Pipeline:
    """Steps, of which each says its cells, what it takes from whom, and what it hands on."""

    def __init__(self, **parameters: tuple[str, str]) -> None:
        self.parameters = parameters
        self.steps: list[dict[str, Any]] = []
        self.edges: dict[tuple[str, str], list[str]] = {}
        self.codes: dict[str, dict[str, Any]] = {}
        self.prelude: list[dict[str, str]] = []
        self.diagnostics: list[dict[str, Any]] = []

    def step(
        self, name: str, source: str, *, takes: dict[str, str] | None = None, gives: str = "", **more: Any
    ) -> Pipeline:
        takes, metrics = takes or {}, more.get("metrics", "").split()
        for variable, producer in takes.items():
            self.edges.setdefault((producer, name), []).append(variable)
        for before in more.get("after", "").split():
            self.edges.setdefault((before, name), [])
        used = more.get("parameters", "").split()
        self.codes[name] = {
            "cells": [*self.prelude, {"id": f"cell-{name}", "source": source}],
            "modules": [],
            "step": {
                "name": name,
                "inputs": sorted(takes),
                "outputs": gives.split(),
                "metrics": metrics,
                "parameters": {one: self.parameters[one][0] for one in used},
                "prelude": len(self.prelude),
            },
        }
        self.steps.append(
            {
                "name": name,
                "cells": [f"cell-{name}"],
                "dependsOn": sorted(before for before, after in self.edges if after == name),
                "inputs": sorted(takes),
                "outputs": gives.split(),
                "parameters": used,
                "limits": {},
                "metrics": metrics,
                "settings": {},
            }
        )
        return self

    @property
    def graph(self) -> dict[str, Any]:
        return {
            "edges": [
                {"from": before, "to": after, "variables": names, "explicit": not names}
                for (before, after), names in self.edges.items()
            ],
            "parameters": [
                {"name": name, "type": kind, "default": text} for name, (kind, text) in self.parameters.items()
            ],
            "steps": self.steps,
            "diagnostics": self.diagnostics,
        }

    def workflow(self, given: dict[str, Any]) -> str:
        values = {name: str(given.get(name, text)) for name, (_kind, text) in self.parameters.items()}
        templates = [
            {
                "name": name.replace("_", "-"),
                "inputs": {
                    "artifacts": [
                        {"name": "code", "raw": {"data": base64.b64encode(json.dumps(code).encode()).decode()}}
                    ]
                },
            }
            for name, code in self.codes.items()
        ]
        arguments = {"parameters": [{"name": name, "value": value} for name, value in values.items()]}
        return yaml.safe_dump({"kind": "Workflow", "spec": {"arguments": arguments, "templates": templates}})

    def serve(self, double: PlatformDouble) -> None:
        """Lets the platform compile every notebook to this pipeline."""

        def answer(request: Request) -> Answer:
            body = request.json()
            if body["emit"] == "graph":
                return Answer(200, {"graph": self.graph})
            if any(one["severity"] == "error" for one in self.diagnostics):
                return Answer(200, {"graph": self.graph})
            return Answer(200, {"graph": self.graph, "output": self.workflow(body.get("parameters", {}))})

        double.routes[("POST", COMPILE)] = answer


def run_item(name: str = "train-x7k2p", phase: str = "Running", **summary: Any) -> dict[str, Any]:
    """An item as the server answers it, for a run in the project alice."""
    return {
        "object": {
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Workflow",
            "metadata": {
                "name": name,
                "namespace": "alice",
                "uid": f"uid-{name}",
                "creationTimestamp": "2026-11-22T03:00:00Z",
            },
            "spec": {},
        },
        "summary": {
            "phase": phase,
            "message": f"The run is {phase}.",
            "reason": "",
            "since": None,
            "progress": {"done": 0, "total": 1},
            "parameters": {},
            "metrics": {},
            "steps": [],
            "startedAt": None,
            "finishedAt": None,
            "createdAt": "2026-11-22T03:00:00Z",
            "notebook": None,
            **summary,
        },
    }


def commit_all(folder: Path) -> str:
    """Makes a folder a git repository with one commit of all its files; gives the commit's hash."""
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "first"]):
        subprocess.run([*git, *command], check=True)
    return subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
