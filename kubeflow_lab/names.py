"""Finds the names that code uses and nothing defines, before the code is sent away to run."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager
from pyflakes.checker import Checker
from pyflakes.messages import UndefinedName

from kubeflow_lab.errors import KubeflowLabError

# What IPython puts into every namespace, here as in the job.
IPYTHON_NAMES = frozenset(["get_ipython", "display", "exit", "quit", "In", "Out", "_", "__", "___", "_ih", "_oh"])

# Magics that run what follows them in this namespace, so that names are defined there.
TRANSPARENT_CELL_MAGIC = re.compile(r"\A(\s*)%%(?:time|capture|prun|step)\b[^\n]*")
TRANSPARENT_LINE_MAGIC = re.compile(r"^([ \t]*)%time[ \t]+(?=\S)", re.MULTILINE)


@dataclass(frozen=True)
class Part:
    """Code that runs before or after other parts in one namespace; its first line is `first_line` of `label`."""

    label: str
    source: str
    first_line: int


@dataclass(frozen=True)
class Undefined:
    """A name that nothing defines, and where it is used."""

    name: str
    label: str
    line: int


def require_defined_names(parts: Sequence[Part]) -> None:
    """Raises KubeflowLabError with a sentence on the first names that are defined nowhere in the parts."""
    found = undefined_names(parts)
    if not found:
        return
    first, *others = found
    rest = f" The same holds for {', '.join(f'{one.name} (line {one.line})' for one in others)}." if others else ""
    raise KubeflowLabError(
        f"{first.name} is not defined in what travels with this cell (line {first.line} of {first.label}). "
        "Define it in the cell, or tag the cell that defines it with imports, functions or parameters "
        f"and save the notebook.{rest}"
    )


def undefined_names(parts: Sequence[Part]) -> list[Undefined]:
    """The names that are used but not defined, each once, in order of use; a line with `# noqa` is passed over.

    Raises KubeflowLabError for a part that is not Python.
    """
    body: list[ast.stmt] = []
    owners: list[Part] = []
    offset = 0
    for part in parts:
        tree = parse(part)
        ast.increment_lineno(tree, offset)
        body.extend(tree.body)
        lines = len(re.split(r"\r\n|\r|\n", python_of(part.source))) + 1
        owners.extend([part] * lines)
        offset += lines
    checker = Checker(ast.Module(body=body, type_ignores=[]), builtins=IPYTHON_NAMES)
    starts = {id(part): owners.index(part) for part in parts}
    found: dict[str, Undefined] = {}
    for message in sorted(checker.messages, key=lambda one: one.lineno):
        if isinstance(message, UndefinedName):
            part = owners[message.lineno - 1]
            line = message.lineno - starts[id(part)] + leading_blank_lines(part.source)
            name = str(message.message_args[0])
            if not _is_excused(part.source, line):
                found.setdefault(name, Undefined(name, part.label, part.first_line + line - 1))
    return list(found.values())


def parse(part: Part) -> ast.Module:
    """The syntax tree of a part. Raises KubeflowLabError with the line that is not Python."""
    try:
        return ast.parse(python_of(part.source))
    except (SyntaxError, ValueError) as error:
        line = (getattr(error, "lineno", 1) or 1) + leading_blank_lines(part.source) + part.first_line - 1
        reason = getattr(error, "msg", str(error))
        raise KubeflowLabError(f"Line {line} of {part.label} is not valid Python: {reason}.") from error


def python_of(source: str) -> str:
    """A cell as the Python that IPython makes of it: magics and shell lines become calls.

    What `%%time` and its like run stays code, on the same lines.
    """
    bare = TRANSPARENT_LINE_MAGIC.sub(r"\1", TRANSPARENT_CELL_MAGIC.sub(r"\1pass", source))
    try:
        return TransformerManager().transform_cell(bare)
    except SyntaxError:
        return source


def leading_blank_lines(source: str) -> int:
    """How many lines IPython drops from the head of a cell."""
    match = re.match(r"(?:[^\S\n]*\n)*", source)
    return match.group().count("\n") if match else 0


def _is_excused(source: str, line: int) -> bool:
    lines = source.split("\n")
    return line <= len(lines) and "# noqa" in lines[line - 1]
