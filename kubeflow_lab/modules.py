"""The modules that code imports from the notebook's folder, and those that they import in turn."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.names import python_of


@dataclass(frozen=True)
class LocalModule:
    """A Python file in the notebook's folder; `path` is relative to it, with `/`."""

    path: str
    source: str


def local_modules(sources: Sequence[str], folder: Path) -> list[LocalModule]:
    """The files and packages of `folder` that the sources import, directly or not, sorted by path.

    A package travels as a whole, since its files may be imported by names that only running shows.
    """
    found: dict[str, LocalModule] = {}
    names = {name for source in sources for name in imported_names(source)}
    looked_up: set[str] = set()
    while names:
        name = names.pop()
        looked_up.add(name)
        for path in files_of(name, folder):
            module = LocalModule(path.relative_to(folder).as_posix(), read_module(path))
            found[module.path] = module
            names |= set(imported_names(module.source)) - looked_up
    return [found[path] for path in sorted(found)]


def imported_names(source: str) -> Iterator[str]:
    """The first segment of each absolute import; nothing of a source that is not Python."""
    try:
        tree = ast.parse(python_of(source))
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.partition(".")[0]


def files_of(name: str, folder: Path) -> Iterable[Path]:
    """The Python files that `import name` may load from `folder`; a package goes before a module of its name."""
    package, module = folder / name, folder / f"{name}.py"
    if package.is_dir() and ((package / "__init__.py").is_file() or not module.is_file()):
        return sorted(path for path in package.rglob("*.py") if not _is_hidden(path.relative_to(folder)))
    return [module] if module.is_file() else []


def read_module(path: Path) -> str:
    """The text of a file, byte for byte. Raises KubeflowLabError for a file that is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise KubeflowLabError(
            f"The module {path.name} is not UTF-8 (byte {error.start}), so it cannot travel; save it as UTF-8."
        ) from error


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)
