"""What the server makes of a notebook: the graph of its steps, what is wrong with it, and the emitted pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.pipeline.source import PipelineSource, path_in_home

FORMS = ("graph", "workflow", "kfp", "python")


class NotCompiledError(KubeflowLabError):
    """A notebook that is no pipeline as it stands; the text lists what is wrong, each with its cell and line."""


@dataclass(frozen=True)
class Compiled:
    """`graph` as the compiler answers it; `output` is the emitted text, empty where an error keeps it from that."""

    graph: dict[str, Any]
    output: str

    def errors(self) -> list[str]:
        """One line for each diagnostic that keeps it from running."""
        return [diagnostic_line(one) for one in self._diagnostics() if one.get("severity") == "error"]

    def warnings(self) -> Iterator[str]:
        """One line for each diagnostic that does not keep it from running."""
        yield from (diagnostic_line(one) for one in self._diagnostics() if one.get("severity") != "error")

    def require_valid(self, name: str) -> None:
        """Raises NotCompiledError where something keeps the notebook `name` from being a pipeline."""
        errors = self.errors()
        if errors:
            count = "One thing keeps" if len(errors) == 1 else f"{len(errors)} things keep"
            raise NotCompiledError("\n".join([f"{count} {name} from being a pipeline:", *errors]))

    def _diagnostics(self) -> list[dict[str, Any]]:
        return self.graph.get("diagnostics", [])


def compile_pipeline(
    client: Client,
    source: PipelineSource,
    emit: str,
    *,
    parameters: dict[str, Any] | None = None,
    image: str | None = None,
) -> Compiled:
    """Compiles the notebook. Raises NotCompiledError where an error keeps it from being what is to be emitted.

    A graph is drawn also of a notebook with errors, which are then among its diagnostics.
    """
    answer = client.compile(
        source.document,
        emit,
        parameters=parameters or None,
        image=image,
        path=path_in_home(source.path),
        modules=list(source.modules) or None,
    )
    graph = answer["graph"]
    if emit == "graph":
        return Compiled(graph, json.dumps(graph, ensure_ascii=False, indent=2))
    compiled = Compiled(graph, answer.get("output") or "")
    compiled.require_valid(source.path.name)
    return compiled


def diagnostic_line(one: dict[str, Any]) -> str:
    """A diagnostic as one line: where, and what."""
    cell, line = one.get("cell"), one.get("line")
    place = f"cell {cell}" if cell is not None else "the notebook"
    place = f"{place}, line {line}" if line is not None else place
    return f"  {place}: {one.get('message', '')}"


def describe(graph: dict[str, Any]) -> str:
    """The graph as a text for a terminal: each step with what it follows, takes and hands on."""
    lines = [f"parameter {one['name']}: {one['type']} = {one['default']!r}" for one in graph.get("parameters", [])]
    for step in graph.get("steps", []):
        after = f" after {', '.join(step['dependsOn'])}" if step["dependsOn"] else ""
        lines.append(f"{step['name']}{after}")
        for word, key in (("takes", "inputs"), ("hands on", "outputs"), ("reports", "metrics")):
            if step.get(key):
                lines.append(f"  {word} {', '.join(step[key])}")
    lines += [diagnostic_line(one).strip() for one in graph.get("diagnostics", [])]
    return "\n".join(lines)
