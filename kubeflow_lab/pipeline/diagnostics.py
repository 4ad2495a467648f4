"""What the compiler finds wrong with a notebook, as lines for somebody who does not see its cells."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.pipeline.source import PipelineSource


class NotCompiledError(KubeflowLabError):
    """A notebook that is no pipeline as it stands; the text lists what is wrong, each with its cell and line."""


def diagnostic_line(one: dict[str, Any], document: dict[str, Any]) -> str:
    """A diagnostic as one line: where, and what. Cells count from 1, all kinds of them: nobody sees their ids."""
    cell, line = one.get("cell"), one.get("line")
    numbers = {str(found.get("id", index)): index + 1 for index, found in enumerate(document["cells"])}
    place = f"cell {numbers.get(cell, cell)}" if cell is not None else "the notebook"
    place = f"{place}, line {line}" if line is not None else place
    return f"  {place}: {one.get('message', '')}"


def errors_among(diagnostics: list[dict[str, Any]], document: dict[str, Any]) -> list[str]:
    """One line for each diagnostic that keeps the notebook from running."""
    return [diagnostic_line(one, document) for one in diagnostics if one.get("severity") == "error"]


def require_no_errors(errors: list[str], name: str) -> None:
    """Raises NotCompiledError where something keeps the notebook `name` from being a pipeline."""
    if errors:
        count = "One thing keeps" if len(errors) == 1 else f"{len(errors)} things keep"
        raise NotCompiledError("\n".join([f"{count} {name} from being a pipeline:", *errors]))


@contextmanager
def telling_places(source: PipelineSource) -> Iterator[None]:
    """Where the server refuses the notebook for what stands in it: raises NotCompiledError, with every place."""
    try:
        yield
    except KubeflowLabError as error:
        require_no_errors(errors_among(error.diagnostics, source.document), source.path.name)
        raise
