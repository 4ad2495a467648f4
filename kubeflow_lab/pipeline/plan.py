"""What runs here: the steps of an emitted Workflow, with the very code and parameters that their pods would get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.pipeline.compiled import Compiled

CODE_ARTIFACT = "code"


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
    try:
        templates = {one["name"]: one for one in workflow["spec"]["templates"]}
        given = {
            one["name"]: str(one.get("value", ""))
            for one in workflow["spec"].get("arguments", {}).get("parameters", [])
        }
        return tuple(
            PlannedStep(
                name=step["name"],
                code=_code_of(templates[step["name"].replace("_", "-")]),
                depends_on=tuple(step["dependsOn"]),
                inputs=_producers(compiled.graph, step["name"]),
                parameters={name: given[name] for name in step["parameters"]},
                cells=tuple(step["cells"]),
            )
            for step in compiled.graph["steps"]
        )
    except (KeyError, TypeError, StopIteration) as error:
        raise KubeflowLabError(
            f"The server emitted a Workflow that cannot be run here ({error!r}); submit it to the cluster instead."
        ) from error


def _code_of(template: dict[str, Any]) -> str:
    artifacts = template["inputs"]["artifacts"]
    return next(one for one in artifacts if one["name"] == CODE_ARTIFACT)["raw"]["data"]


def _producers(graph: dict[str, Any], step: str) -> dict[str, str]:
    return {name: edge["from"] for edge in graph["edges"] if edge["to"] == step for name in edge["variables"]}
