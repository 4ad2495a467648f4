"""Everything else, by cloudpickle: also functions and classes that were defined in cells.

In one notebook a function looks up its globals where it is called, at that time. So that the same holds in the step
that receives it, a function of a cell is written without its own copy of the globals: there it is bound to that step's
variables, and only what that step does not have is filled in from here.
"""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any

from kubeflow_lab.values.errors import NotThisFormatError
from kubeflow_lab.values.refusal import HeldError, cannot_travel

PROTOCOL = 5
# What a pickle calls the variables of the cells.
CELLS = "cells"
CACHED = type(lru_cache(lambda: None))


def cells_namespace() -> dict[str, Any]:
    """The variables of the cells that run in this process."""
    return sys.modules["__main__"].__dict__


class PickleFormat:
    """Any value; whether it can be pickled shows only when it is."""

    name = "cloudpickle"
    extension = "pkl"
    packages = ("cloudpickle",)
    is_portable = False

    def takes(self, _value: Any) -> bool:
        """Everything is tried."""
        return True

    def write(self, value: Any, path: Path) -> frozenset[str]:
        """Raises HeldError, naming the part that cannot be stored."""
        with path.open("wb") as file:
            pickler = cell_pickler(file)
            try:
                pickler.dump(value)
            except HeldError:
                raise
            except Exception as error:
                # Any type may refuse with any error; the last object that was begun is the one that refused.
                raise HeldError(pickler.begun, error) from error
        return frozenset(pickler.packages)

    def read(self, path: Path, namespace: dict[str, Any]) -> Any:
        """The value, its functions bound to `namespace`."""
        with path.open("rb") as file:
            return CellUnpickler(file, namespace).load()


def cell_pickler(file: Any) -> Any:
    """A pickler of cloudpickle that leaves the variables of the cells to the step that reads."""
    import cloudpickle
    from cloudpickle.cloudpickle import _function_setstate

    class CellPickler(cloudpickle.Pickler):
        def __init__(self) -> None:
            super().__init__(file, protocol=PROTOCOL)
            self.packages: set[str] = set()
            self.begun: Any = None
            self._cells = cells_namespace()
            # cloudpickle looks here for what stands for a function's globals; ours become a reference.
            self.globals_ref[id(self._cells)] = self._cells

        def persistent_id(self, one: Any) -> str | None:
            """What is not written but found again by the reader."""
            return CELLS if one is self._cells else None

        def reducer_override(self, one: Any) -> Any:
            """Called for every object that is not a number, a text or a plain container."""
            self.begun = one
            if cannot_travel(one):
                raise HeldError(one, None)
            self.packages.add(package_of(one))
            if isinstance(one, CACHED) and one.__module__ == "__main__":
                # Python would write only its name.
                return restore_cached, (one.__wrapped__, one.cache_parameters())
            return super().reducer_override(one)

        def _dynamic_function_reduce(self, function: FunctionType) -> Any:
            made = super()._dynamic_function_reduce(function)
            if function.__globals__ is not self._cells:
                return made
            make, arguments, (state, slots), *_ = made
            bare = (state, {**slots, "__globals__": {}})
            carried = {name: value for name, value in slots["__globals__"].items() if name != "__builtins__"}
            return make, arguments, (bare, carried, _function_setstate), None, None, restore_function

    return CellPickler()


def restore_function(function: FunctionType, state: Any) -> None:
    """Gives a function that is read its attributes, and the reading step the globals that it lacks."""
    bare, carried, set_state = state
    set_state(function, bare)
    for name, value in carried.items():
        function.__globals__.setdefault(name, value)


def restore_cached(function: FunctionType, parameters: dict[str, Any]) -> Any:
    """A function of a cell under `functools.lru_cache`, its cache empty."""
    return lru_cache(**parameters)(function)


class CellUnpickler(pickle.Unpickler):
    """Binds functions of cells to the variables of the step that reads."""

    def __init__(self, file: Any, namespace: dict[str, Any]) -> None:
        super().__init__(file)
        self._namespace = namespace

    def persistent_load(self, name: str) -> Any:
        """What `CellPickler.persistent_id` left out. Raises UnpicklingError for a pickle of somebody else."""
        if name != CELLS:
            raise pickle.UnpicklingError(f"unknown reference {name!r}")
        return self._namespace


def packages_by_reference(value: Any) -> frozenset[str]:
    """The packages whose types a plain pickle of `value` names.

    Raises NotThisFormatError where it would name something of a cell, which no other process has. Nothing is written,
    and large arrays are not copied for it.
    """

    class Probe(pickle.Pickler):
        def __init__(self) -> None:
            super().__init__(_Nowhere(), protocol=PROTOCOL, buffer_callback=lambda _buffer: None)
            self.packages: set[str] = set()

        def reducer_override(self, one: Any) -> Any:
            if cannot_travel(one):
                raise HeldError(one, None)
            if isinstance(one, (type, FunctionType)) and one.__module__ == "__main__":
                raise NotThisFormatError
            self.packages.add(package_of(one))
            return NotImplemented

    probe = Probe()
    try:
        probe.dump(value)
    except (NotThisFormatError, HeldError):
        raise
    except Exception as error:
        # A lambda among it, say: cloudpickle has ways for more, and says what it has none for.
        raise NotThisFormatError from error
    return frozenset(probe.packages)


def package_of(one: Any) -> str:
    """The package that a type, a function, or the type of a value comes from."""
    owner: Callable[..., Any] = one if isinstance(one, (type, FunctionType)) else type(one)
    return str(getattr(owner, "__module__", "")).partition(".")[0]


class _Nowhere(io.RawIOBase):
    """A file that keeps nothing."""

    def write(self, content: Any) -> int:
        return len(content)
