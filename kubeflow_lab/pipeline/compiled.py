"""What the server makes of a notebook: the graph of its steps, what is wrong with it, and the emitted pipeline."""

from __future__ import annotations

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
    """`graph` as docs/architecture.md gives it; `output` is the emitted text, empty for the graph alone."""

    graph: dict[str, Any]
    output: str

    def warnings(self) -> Iterator[str]:
        """One line for each diagnostic that does not keep it from running."""
        for one in self.graph.get("diagnostics", []):
            if one.get("severity") != "error":
                yield diagnostic_line(one)


def compile_pipeline(
    client: Client,
    source: PipelineSource,
    emit: str,
    *,
    parameters: dict[str, Any] | None = None,
    image: str | None = None,
) -> Compiled:
    """Raises NotCompiledError where a diagnostic is an error."""
    answer = client.compile(
        source.document, emit, parameters=parameters or None, image=image, path=path_in_home(source.path)
    )
    graph = answer["graph"]
    errors = [one for one in graph.get("diagnostics", []) if one.get("severity") == "error"]
    if errors:
        count = "One thing keeps" if len(errors) == 1 else f"{len(errors)} things keep"
        lines = [f"{count} {source.path.name} from being a pipeline:", *map(diagnostic_line, errors)]
        raise NotCompiledError("\n".join(lines))
    return Compiled(graph, answer.get("output") or "")


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
