"""The algorithms that need no history: what trial number n tries follows from n alone.

So a service that was restarted anywhere goes on where it was: nothing is tried twice, and nothing is left out.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence

import numpy as np
from scipy.stats import qmc

from kubeflow_lab.suggestion.space import Parameter

Assignments = dict[str, str]


def random_search(space: Sequence[Parameter], start: int, count: int, seed: int) -> list[Assignments]:
    """Values at random, each trial's from a generator of its own."""
    rows = (np.random.default_rng([seed, start + index]).random(len(space)) for index in range(count))
    return [_at(space, row) for row in rows]


def sobol_search(space: Sequence[Parameter], start: int, count: int, seed: int) -> list[Assignments]:
    """Points of the scrambled Sobol sequence, which fill a space more evenly than chance."""
    engine = qmc.Sobol(d=len(space), scramble=True, rng=np.random.default_rng(seed))
    with warnings.catch_warnings():
        # It is balanced only over powers of two, which no search asks for at once.
        warnings.simplefilter("ignore", UserWarning)
        if start:
            engine.fast_forward(start)
        return [_at(space, row) for row in engine.random(count)]


def grid_search(space: Sequence[Parameter], start: int, count: int, _seed: int) -> list[Assignments]:
    """Every combination once, the last parameter changing first; fewer than `count` at the end."""
    values = [parameter.values() for parameter in space]
    size = math.prod(len(list_) for list_ in values)
    return [_combination(space, values, index) for index in range(start, min(start + count, size))]


def _combination(space: Sequence[Parameter], values: Sequence[Sequence[str]], index: int) -> Assignments:
    chosen = []
    for list_ in reversed(values):
        index, place = divmod(index, len(list_))
        chosen.append(list_[place])
    return {parameter.name: value for parameter, value in zip(space, reversed(chosen))}


def _at(space: Sequence[Parameter], shares: Sequence[float]) -> Assignments:
    return {parameter.name: parameter.at(float(share)) for parameter, share in zip(space, shares)}


STATELESS = {"random": random_search, "grid": grid_search, "sobol": sobol_search}
