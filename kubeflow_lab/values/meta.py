"""`meta.json`: what is known of a stored value without reading it. The same value gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kubeflow_lab.values.errors import LoadError

META_FILE = "meta.json"
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Meta:
    """`bytes` is the size of the value's file, `sha256` the hash of it (hex), `python` the minor version (`3.11`).

    `packages` are the versions of what reading needs, by import name; `shape` and `head` are for a person. `signature`
    is what a fitted estimator that predicts remembers of its data, and null for everything else.
    """

    type: str
    format: str
    shape: str
    bytes: int
    sha256: str
    python: str
    packages: dict[str, str]
    head: str
    signature: dict[str, Any] | None = None

    def summary(self, name: str) -> dict[str, Any]:
        """A ValueSummary of the REST API."""
        return {"name": name, "type": self.type, "shape": self.shape, "bytes": self.bytes, "head": self.head}


def write_meta(meta: Meta, folder: Path) -> None:
    """Writes the description beside the value."""
    text = json.dumps(asdict(meta), ensure_ascii=False, indent=2, sort_keys=True)
    (folder / META_FILE).write_bytes(f"{text}\n".encode())


def read_meta(folder: Path) -> Meta:
    """Raises LoadError where there is none, or not ours."""
    path = folder / META_FILE
    try:
        document = json.loads(path.read_text("utf-8"))
        # What was stored before there were signatures has none.
        meta = Meta(**{key: document[key] for key in Meta.__dataclass_fields__ if key != "signature"})
    except FileNotFoundError as error:
        raise LoadError(
            f"The value {folder.name} is not there: {path} is missing. The step that makes it did not store it."
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LoadError(f"The description of the value {folder.name} cannot be read: {error!r}.") from error
    return meta


def file_hash(path: Path) -> str:
    """SHA-256 of a file, read piece by piece."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def python_version() -> str:
    """This Python's minor version, as 3.11."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def versions_of(packages: Iterable[str]) -> dict[str, str]:
    """The versions of those packages that are imported and tell one; Python's own have Python's."""
    own = getattr(sys, "stdlib_module_names", frozenset())
    found = {name: getattr(sys.modules.get(name), "__version__", None) for name in packages if name not in own}
    return {name: version for name, version in sorted(found.items()) if isinstance(version, str)}
