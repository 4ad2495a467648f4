"""What the server makes of a notebook: the graph of its steps, what is wrong with it, and the emitted pipeline."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from kubeflow_lab.client import Client
from kubeflow_lab.pipeline.diagnostics import diagnostic_line, errors_among, require_no_errors
from kubeflow_lab.pipeline.source import PipelineSource, path_in_home

FORMS = ("graph", "workflow", "kfp", "python")


@dataclass(frozen=True)
class Compiled:
    """`graph` as the compiler answers it for the notebook `document`.

    `output` is the emitted text, empty where an error keeps it from that.
    """

    document: dict[str, Any]
    graph: dict[str, Any]
    output: str

    def errors(self) -> list[str]:
        """One line for each diagnostic that keeps it from running."""
        return errors_among(self._diagnostics(), self.document)

    def warnings(self) -> list[str]:
        """One line for each diagnostic that does not keep it from running."""
        mild = [one for one in self._diagnostics() if one.get("severity") != "error"]
        return [diagnostic_line(one, self.document) for one in mild]

    def describe(self) -> str:
        """The graph as a text for a terminal: each step with what it follows, takes and hands on."""
        parameters = self.graph.get("parameters", [])
        lines = [f"parameter {one['name']}: {one['type']} = {one['default']!r}" for one in parameters]
        for step in self.graph.get("steps", []):
            after = f" after {', '.join(step['dependsOn'])}" if step["dependsOn"] else ""
            lines.append(f"{step['name']}{after}")
            for word, key in (("takes", "inputs"), ("hands on", "outputs"), ("reports", "metrics")):
                if step.get(key):
                    lines.append(f"  {word} {', '.join(step[key])}")
        lines += [diagnostic_line(one, self.document).strip() for one in self._diagnostics()]
        return "\n".join(lines)

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
        return Compiled(source.document, graph, json.dumps(graph, ensure_ascii=False, indent=2))
    compiled = Compiled(source.document, graph, answer.get("output") or "")
    require_no_errors(compiled.errors(), source.path.name)
    return compiled
