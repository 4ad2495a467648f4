"""Keeps an instance an instance of its class when both travel.

The cells of imports and functions run in every step, so each step defines their classes anew. cloudpickle knows a class
of a cell by an id that it makes up in each process; an id made from the cell's source is the same in all of them, and
an instance that is read gets the class that this step has defined.
"""

from __future__ import annotations

import hashlib
from typing import Any


def name_classes(namespace: dict[str, Any], origin: str) -> None:
    """Gives an id to every class of the namespace that has none yet; `origin` tells where they were defined."""
    try:
        from cloudpickle.cloudpickle import (
            _DYNAMIC_CLASS_TRACKER_BY_CLASS as IDS,
        )
        from cloudpickle.cloudpickle import (
            _DYNAMIC_CLASS_TRACKER_BY_ID as CLASSES,
        )
        from cloudpickle.cloudpickle import (
            _DYNAMIC_CLASS_TRACKER_LOCK as LOCK,
        )
    except ImportError:
        # Without cloudpickle no instance can be stored or read.
        return
    for value in list(namespace.values()):
        if isinstance(value, type) and value.__module__ == "__main__":
            identity = hashlib.sha256(f"{origin}\0{value.__qualname__}".encode()).hexdigest()
            with LOCK:
                if value not in IDS:
                    IDS[value] = identity
                    CLASSES[identity] = value
