"""Loads pipelines by the `kfp` package, compiles them again, alone and as a part of another, and says what was lost.

Standard input: a JSON list of texts, each the representation of one pipeline in YAML. Standard output: a JSON list with
a list of differences for each. Needs what `kfp.requirements.txt` names.
"""

import json
import sys
import tempfile
import types
from pathlib import Path
from typing import Any

import yaml
from google.protobuf import json_format

# What talks to a server of Kubeflow Pipelines, and needs the clients of Google's cloud, is imported with the rest.
sys.modules["kfp.client"] = types.SimpleNamespace(Client=None)  # type: ignore[assignment]

import kfp  # noqa: E402
from kfp import compiler, components, dsl  # noqa: E402
from kfp.pipeline_spec import pipeline_spec_pb2  # noqa: E402

# Beside helpers that need the client of Kubernetes.
sys.path.insert(0, str(Path(next(iter(kfp.__path__))) / "kubernetes"))
import kubernetes_executor_config_pb2  # noqa: E402


def main() -> None:
    texts = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        json.dump([differences(text, Path(folder)) for text in texts], sys.stdout)


def differences(text: str, folder: Path) -> list[str]:
    """Paths where the loaded pipeline, compiled again, is not what it was; empty where nothing was lost."""
    given = list(yaml.safe_load_all(text))
    check_schema(given)
    loaded = components.load_component_from_text(text)
    alone = compiled(loaded, folder / "alone.yaml")
    return [*compare(given, alone, ""), *nested(given, loaded, folder / "nested.yaml")]


def check_schema(documents: list[dict[str, Any]]) -> None:
    """Raises ParseError for a field that the messages of Kubeflow Pipelines do not have, also of Kubernetes."""
    json_format.ParseDict(documents[0], pipeline_spec_pb2.PipelineSpec())
    for document in documents[1:]:
        executors = document["platforms"]["kubernetes"]["deploymentSpec"]["executors"]
        for config in executors.values():
            json_format.ParseDict(config, kubernetes_executor_config_pb2.KubernetesExecutorConfig())


def compiled(pipeline: Any, path: Path) -> list[dict[str, Any]]:
    compiler.Compiler().compile(pipeline, str(path))
    return list(yaml.safe_load_all(path.read_text()))


def nested(given: list[dict[str, Any]], loaded: Any, path: Path) -> list[str]:
    """As a task of a pipeline written in Python: its containers, and what they ask of Kubernetes, must all be there."""

    @dsl.pipeline(name="outer")
    def outer() -> None:
        loaded()

    found = compiled(outer, path)
    problems = []
    for index, part in enumerate(given):
        wanted = executors_of(part)
        problems += compare(wanted, executors_of(found[index]) if index < len(found) else {}, f"nested/{index}")
    tasks = next(
        component["dag"]["tasks"]
        for component in found[0]["components"].values()
        if set(given[0]["root"]["dag"]["tasks"]) == set(component.get("dag", {}).get("tasks", {}))
    )
    return problems + compare(policies(given[0]["root"]["dag"]["tasks"]), policies(tasks), "nested/tasks")


def executors_of(document: dict[str, Any]) -> dict[str, Any]:
    if "platforms" in document:
        return document["platforms"]["kubernetes"]["deploymentSpec"]["executors"]
    return document["deploymentSpec"]["executors"]


def policies(tasks: dict[str, Any]) -> dict[str, Any]:
    """Of tasks what says when and how often they run."""
    keys = ("cachingOptions", "dependentTasks", "retryPolicy", "triggerPolicy", "parameterIterator")
    return {name: {key: task[key] for key in keys if key in task} for name, task in tasks.items()}


def compare(given: Any, found: Any, path: str) -> list[str]:
    if isinstance(given, dict) and isinstance(found, dict):
        return [
            problem
            for key in sorted({*given, *found})
            for problem in compare(given.get(key), found.get(key), f"{path}/{key}")
        ]
    if isinstance(given, list) and isinstance(found, list) and len(given) == len(found):
        return [
            problem for index, one in enumerate(given) for problem in compare(one, found[index], f"{path}/{index}")
        ]
    return [] if given == found else [f"{path}: {given!r} became {found!r}"]


if __name__ == "__main__":
    main()
