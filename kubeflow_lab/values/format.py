"""What a format is, and the helpers that formats share."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol


class Format(Protocol):
    """A way to write values of some types to one file.

    `packages` are the import names that reading needs. What is `is_portable` can be read by another minor version of
    Python and another major version of the packages; anything else is refused there.
    """

    name: str
    extension: str
    packages: tuple[str, ...]
    is_portable: bool

    def takes(self, value: Any) -> bool:
        """Whether the format is made for such a value; never imports anything."""

    def write(self, value: Any, path: Path) -> frozenset[str]:
        """Writes the value and answers which packages it needs beside `packages`.

        Raises NotThisFormatError where reading would not give back the same value.
        """

    def read(self, path: Path, namespace: dict[str, Any]) -> Any:
        """The value; `namespace` holds the variables that functions among it use."""


def is_from(value: Any, package: str) -> bool:
    """Whether the value's type, or one that it derives from, is defined in the package."""
    return any(base.__module__.partition(".")[0] == package for base in type(value).__mro__)
