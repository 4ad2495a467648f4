"""Stores a value in a folder and reads it again."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from kubeflow_lab.values.arrays import ArrayFormat
from kubeflow_lab.values.describe import head, shape, type_name
from kubeflow_lab.values.errors import LoadError, NotThisFormatError, StoreError
from kubeflow_lab.values.format import Format
from kubeflow_lab.values.meta import META_FILE, Meta, file_hash, python_version, read_meta, versions_of, write_meta
from kubeflow_lab.values.models import EstimatorFormat, KerasFormat, MatrixFormat, TorchFormat
from kubeflow_lab.values.pickles import PickleFormat, cells_namespace
from kubeflow_lab.values.plain import PlainFormat
from kubeflow_lab.values.refusal import HeldError, refusal
from kubeflow_lab.values.signature import signature
from kubeflow_lab.values.tables import PandasFormat, PolarsFormat, SeriesFormat

# The first that takes a value and can give it back writes it.
FORMATS: tuple[Format, ...] = (
    PlainFormat(),
    PandasFormat(),
    SeriesFormat(),
    PolarsFormat(),
    ArrayFormat(),
    EstimatorFormat(),
    MatrixFormat(),
    KerasFormat("keras"),
    KerasFormat("tf_keras"),
    TorchFormat(),
    PickleFormat(),
)
_BY_NAME = {one.name: one for one in FORMATS}


def store(value: Any, folder: Path, *, name: str | None = None, made_at: str = "") -> Meta:
    """Writes `value.<ext>` and `meta.json` into `folder`, which is made where it is missing.

    `name` is the variable's, by default the folder's; `made_at` tells where it was made, as `line 3 of cell abc`.
    Raises StoreError, with what to do, for a value that cannot be stored; the folder then holds nothing of it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for earlier in [*folder.glob("value.*"), folder / META_FILE]:
        earlier.unlink(missing_ok=True)
    try:
        chosen, path, needed = _write(value, folder)
    except HeldError as held:
        raise StoreError(refusal(name or folder.name, value, held, made_at)) from held.reason
    meta = Meta(
        type=type_name(value),
        format=chosen.name,
        shape=shape(value),
        bytes=path.stat().st_size,
        sha256=file_hash(path),
        python=python_version(),
        packages=versions_of({*chosen.packages, *needed}),
        head=head(value),
        signature=signature(value),
    )
    write_meta(meta, folder)
    return meta


def load(folder: Path, *, namespace: dict[str, Any] | None = None) -> Any:
    """The value that `store` wrote. Functions of cells are bound to `namespace`, by default this process's cells.

    Raises LoadError, with what to do, where it is not there, was changed, or needs another Python or package.
    """
    meta = read_meta(folder)
    found = _BY_NAME.get(meta.format)
    if found is None:
        raise LoadError(f"The value {folder.name} is in the format {meta.format!r}, which this version does not know.")
    path = folder / f"value.{found.extension}"
    if not path.is_file():
        raise LoadError(f"The value {folder.name} is not there: {path} is missing.")
    if file_hash(path) != meta.sha256:
        raise LoadError(f"The value {folder.name} was changed after it was stored: {path} has another SHA-256.")
    _require_versions(folder.name, meta, found)
    try:
        return found.read(path, cells_namespace() if namespace is None else namespace)
    except Exception as error:
        raise LoadError(
            f"The value {folder.name} ({meta.type}) cannot be loaded here: {type(error).__name__}: {error}"
        ) from error


def _write(value: Any, folder: Path) -> tuple[Format, Path, frozenset[str]]:
    for one in FORMATS:
        if not one.takes(value):
            continue
        path = folder / f"value.{one.extension}"
        try:
            return one, path, one.write(value, path)
        except NotThisFormatError:
            path.unlink(missing_ok=True)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    raise AssertionError("the last format takes every value")


def _require_versions(name: str, meta: Meta, found: Format) -> None:
    """Raises LoadError for a value that this Python, or a package of another major version, cannot read."""
    if not found.is_portable and meta.python != python_version():
        raise LoadError(
            f"The value {name} ({meta.type}) was stored by Python {meta.python} and cannot be loaded by Python "
            f"{python_version()}. Run both steps in images with the same Python; only tables, arrays and plain values "
            "pass between any two."
        )
    for package in sorted({*found.packages, *meta.packages}):
        stored = meta.packages.get(package, "")
        here = _installed(name, meta, package)
        if not found.is_portable and stored and here and stored.partition(".")[0] != here.partition(".")[0]:
            raise LoadError(
                f"The value {name} ({meta.type}) was stored with {package} {stored} and cannot be loaded with "
                f"{package} {here}. Run both steps in images with the same {package}."
            )


def _installed(name: str, meta: Meta, package: str) -> str:
    try:
        return str(getattr(importlib.import_module(package), "__version__", ""))
    except ImportError as error:
        raise LoadError(
            f"The value {name} ({meta.type}) needs the package {package}, which this image does not have. Run the step "
            "in an image that has it, or install it in a cell of imports."
        ) from error
