"""What runs here: the steps of an emitted Workflow, with the very code and parameters that their pods would get."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.pipeline.compiled import Compiled

CODE_ARTIFACT = "code"
# Settings of a step that say when, and how often, it runs.
CONTROL = {"when": "has a condition", "loop": "runs many times", "onExit": "runs at the end in any case"}


@dataclass(frozen=True)
class PlannedStep:
    """`code` is the base64 of its code.json; `inputs` says which step hands on each variable."""

    name: str
    code: str
    depends_on: tuple[str, ...]
    inputs: dict[str, str]
    parameters: dict[str, str]
    cells: tuple[str, ...]


def plan_of(compiled: Compiled) -> tuple[PlannedStep, ...]:
    """The steps in the order of the notebook. Raises KubeflowLabError for a Workflow that is not one of ours."""
    workflow = yaml.safe_load(compiled.output)
    _refuse_control(compiled.graph)
    try:
        codes = dict(_codes(workflow["spec"]["templates"]))
        given = {
            one["name"]: str(one.get("value", ""))
            for one in workflow["spec"].get("arguments", {}).get("parameters", [])
        }
        return tuple(
            PlannedStep(
                name=step["name"],
                code=codes[step["name"]],
                depends_on=tuple(step["dependsOn"]),
                inputs=_producers(compiled.graph, step["name"]),
                parameters={name: given[name] for name in step["parameters"]},
                cells=tuple(step["cells"]),
            )
            for step in compiled.graph["steps"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise KubeflowLabError(
            f"The server emitted a Workflow that cannot be run here ({error!r}); submit it to the cluster instead."
        ) from error


def _refuse_control(graph: dict[str, Any]) -> None:
    """What would be run in another way here than on the cluster is not run at all."""
    for step in graph["steps"]:
        for setting, what in CONTROL.items():
            if step.get("settings", {}).get(setting):
                raise KubeflowLabError(
                    f"The step {step['name']} {what}, which only a run on the cluster knows; submit it instead."
                )


def _codes(templates: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """The name of each step, as written in the notebook, with the base64 of its code."""
    for template in templates:
        for artifact in template.get("inputs", {}).get("artifacts", []):
            if artifact["name"] == CODE_ARTIFACT:
                encoded = artifact["raw"]["data"]
                yield json.loads(base64.b64decode(encoded))["step"]["name"], encoded


def _producers(graph: dict[str, Any], step: str) -> dict[str, str]:
    return {name: edge["from"] for edge in graph["edges"] if edge["to"] == step for name in edge["variables"]}
