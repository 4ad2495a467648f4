"""The ranges of a sweep, written behind the values that they are about.

In a parameters cell `lr = 0.01  # 0.0001..0.1 log` is searched between two numbers, `units = 64  # {32, 64, 128}`
among some values. A comment that begins otherwise is a comment.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.travel import SavedCell

EXAMPLE = "lr = 0.01  # 0.0001..0.1 log"
NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
# What is meant as a range, whether or not it is one.
MEANT = re.compile(rf"\s*(?:\{{|{NUMBER}\s*\.\.|\.\.)")
RANGE = re.compile(rf"({NUMBER})\s*\.\.\s*({NUMBER})(?:\s+(log))?(?:\s+step\s+({NUMBER}))?(?:\s+(log))?\s*$")


@dataclass(frozen=True)
class Written:
    """A value with the comment behind it, and where both stand."""

    name: str
    value: Any
    comment: str
    place: str

    def refused(self, why: str) -> KubeflowLabError:
        """What a person is told about the range."""
        return KubeflowLabError(f"{self.place}: {why}")


def search_parameters(cells: Iterable[SavedCell]) -> list[dict[str, Any]]:
    """The SearchParameters (docs/architecture.md, the Experiment form) that are written in parameters cells.

    Raises KubeflowLabError, naming cell and line, for a range that is empty, cannot be read, or does not fit its
    value, and where a parameter has two.
    """
    found: dict[str, dict[str, Any]] = {}
    for written in (one for cell in cells for one in written_ranges(cell)):
        if written.name in found:
            raise written.refused(f"{written.name} has a range already; keep one of the two.")
        found[written.name] = parameter(written)
    return list(found.values())


def written_ranges(cell: SavedCell) -> Iterator[Written]:
    """The assignments `name = value` of a cell that have a range behind them, in order."""
    source = TransformerManager().transform_cell(cell.source)
    try:
        statements = ast.parse(source).body
        comments = {
            token.start[0]: token.string.lstrip("#")
            for token in tokenize.generate_tokens(io.StringIO(source).readline)
            if token.type == tokenize.COMMENT
        }
    except (SyntaxError, tokenize.TokenError) as error:
        raise KubeflowLabError(f"The parameters in cell {cell.id} cannot be read: {error}.") from error
    for statement in statements:
        comment = comments.get(statement.end_lineno or 0, "")
        if MEANT.match(comment):
            place = f"Line {statement.end_lineno} of the parameters in cell {cell.id}"
            yield from _assigned(statement, comment.strip(), place)


def _assigned(statement: ast.stmt, comment: str, place: str) -> Iterator[Written]:
    target, value = None, None
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, value = statement.targets[0], statement.value
    elif isinstance(statement, ast.AnnAssign):
        target, value = statement.target, statement.value
    if not isinstance(target, ast.Name) or value is None:
        raise KubeflowLabError(f"{place}: a range stands behind `name = value`, as in `{EXAMPLE}`.")
    try:
        literal = ast.literal_eval(value)
    except ValueError:
        # A default that is computed; only its type is not known.
        literal = None
    yield Written(target.id, literal, comment, place)


def parameter(written: Written) -> dict[str, Any]:
    """The SearchParameter of one value and its range."""
    return _listed(written) if written.comment.startswith("{") else _ranged(written)


def _ranged(written: Written) -> dict[str, Any]:
    match = RANGE.match(written.comment)
    if match is None:
        raise written.refused(
            f"`{written.comment}` is no range; write two numbers, as in `{EXAMPLE}`, or values, as in "
            "`units = 64  # {32, 64, 128}`."
        )
    low, high, step = match[1], match[2], match[4]
    if written.value is not None and not _is_number(written.value):
        raise written.refused(f"{written.name} is {written.value!r}, but its range is of numbers.")
    if float(low) >= float(high):
        raise written.refused(f"the range of {written.name} is empty: {high} is not above {low}.")
    whole = all(re.fullmatch(r"[+-]?\d+", text) for text in (low, high, step or "1"))
    is_int = whole and not isinstance(written.value, float)
    if isinstance(written.value, int) and not whole:
        raise written.refused(
            f"{written.name} is the whole number {written.value}, but its range is not; write {float(written.value)} "
            "if fractions are meant."
        )
    log = match[3] or match[5]
    if log and float(low) <= 0:
        raise written.refused(f"the logarithmic range of {written.name} must begin above 0, not at {low}.")
    return {
        "name": written.name,
        "type": "int" if is_int else "double",
        "min": low,
        "max": high,
        **({"step": step} if step else {}),
        **({"distribution": "logUniform"} if log else {}),
    }


def _listed(written: Written) -> dict[str, Any]:
    values = _values(written)
    if not values:
        raise written.refused(f"{written.name} has no values to try; name some, as in {{32, 64, 128}}.")
    kinds = {_kind(value) for value in values}
    if len(kinds) > 1 or None in kinds:
        raise written.refused(f"the values of {written.name} must be all numbers, all texts or True and False.")
    (kind,) = kinds
    if written.value is not None and _kind(written.value) != kind:
        raise written.refused(f"{written.name} is {written.value!r}, but the values to try are {kind}.")
    texts = [_text(value) for value in values]
    if len(set(texts)) < len(texts):
        raise written.refused(f"{written.name} has a value twice.")
    return {"name": written.name, "type": "discrete" if kind == "numbers" else "categorical", "list": texts}


def _values(written: Written) -> list[Any]:
    """The values in their order; a set of Python would lose it."""
    try:
        node = ast.parse(written.comment, mode="eval").body
        if isinstance(node, ast.Dict) and not node.keys:
            return []
        if isinstance(node, ast.Set):
            return [ast.literal_eval(element) for element in node.elts]
    except (SyntaxError, ValueError):
        pass
    raise written.refused(f"`{written.comment}` cannot be read; write values with commas, as in {{32, 64, 128}}.")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _kind(value: Any) -> str | None:
    if isinstance(value, bool):
        return "True and False"
    if _is_number(value):
        return "numbers"
    return "texts" if isinstance(value, str) else None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else repr(value)
