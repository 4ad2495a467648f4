"""Numbers, texts, and small lists and dicts of them, as JSON that a person can read."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from kubeflow_lab.values.errors import NotThisFormatError

MOST_VALUES = 5000
LONGEST_TEXT = 65536


class PlainFormat:
    """JSON, only for what comes back as the same value: no tuples, no shared lists, no infinity."""

    name = "json"
    extension = "json"
    packages = ()
    is_portable = True

    def takes(self, value: Any) -> bool:
        """By its exact type; what is inside is looked at when it is written."""
        return type(value) in (type(None), bool, int, float, str, list, dict)

    def write(self, value: Any, path: Path) -> frozenset[str]:
        """Raises NotThisFormatError for anything that JSON would change, and for what is not small."""
        _require_same(value, set())
        path.write_text(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n", "utf-8")
        return frozenset()

    def read(self, path: Path, _namespace: dict[str, Any]) -> Any:
        """Raises ValueError where it is not JSON."""
        return json.loads(path.read_text("utf-8"))


def _require_same(value: Any, seen: set[int]) -> None:
    """Raises NotThisFormatError where `value`, or what it holds, would not come back as it is."""
    pending = [value]
    number = 0
    while pending:
        one = pending.pop()
        number += 1
        if number > MOST_VALUES or not _is_plain(one):
            raise NotThisFormatError
        if type(one) in (list, dict):
            # What is there twice is one object here, and would be two.
            if id(one) in seen:
                raise NotThisFormatError
            seen.add(id(one))
            pending.extend(one if type(one) is list else [*one, *one.values()])
            if type(one) is dict and any(type(key) is not str for key in one):
                raise NotThisFormatError


def _is_plain(one: Any) -> bool:
    kind = type(one)
    if kind is int:
        return abs(one) < 2**63
    if kind is float:
        return math.isfinite(one)
    if kind is str:
        return len(one) <= LONGEST_TEXT and not any("\ud800" <= character <= "\udfff" for character in one)
    return kind in (type(None), bool, list, dict)
