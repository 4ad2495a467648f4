"""What the steps of a run on the cluster have stored in the project's bucket, loaded into this process."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.values import load

REUSED = "lab.kubeflow.org/reused"


def load_stored(client: Client, workflow: dict[str, Any], step: str, name: str) -> Any:
    """The variable that a step of a Workflow has handed on.

    Raises KubeflowLabError where nothing is stored under that name, and LoadError where this kernel cannot load it.
    """
    metadata = workflow["metadata"]
    folder = f"runs/{run_of(workflow, step)}/{step}/{name}/"
    files = client.files(folder, metadata["namespace"])["files"]
    if not files:
        raise KubeflowLabError(
            f"The run {metadata['name']} has stored no {name} of the step {step}. "
            "A step stores what other steps take from it, when it has succeeded."
        )
    with tempfile.TemporaryDirectory(prefix="kubeflow-lab-value-") as place:
        target = Path(place) / name
        target.mkdir()
        for file in files:
            client.download(file["path"], target / Path(file["name"]).name, metadata["namespace"])
        return load(target)


def run_of(workflow: dict[str, Any], step: str) -> str:
    """The uid of the run that has run the step: an earlier one, where its result was used again."""
    metadata = workflow["metadata"]
    try:
        reused = json.loads(metadata.get("annotations", {}).get(REUSED, "{}"))
        if step in reused:
            return reused[step]["uid"]
        return _cached_run(workflow, step) or metadata["uid"]
    except (ValueError, TypeError, KeyError, AttributeError):
        # Anybody can write annotations and states; what cannot be read counts as none.
        return metadata["uid"]


def _cached_run(workflow: dict[str, Any], step: str) -> str | None:
    """The run that has left what the step took from the cache; None where it was run."""
    template = step.replace("_", "-").strip("-")
    for node in workflow.get("status", {}).get("nodes", {}).values():
        if node.get("templateName") == template and node.get("memoizationStatus", {}).get("hit"):
            for artifact in node.get("outputs", {}).get("artifacts", []):
                found = re.match(r"runs/([^/]+)/", artifact.get("s3", {}).get("key", ""))
                if found:
                    return found[1]
    return None
