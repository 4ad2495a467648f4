"""Bayesian optimization by scikit-optimize, as Katib has it, with Katib's settings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Union

from skopt import Optimizer
from skopt.space import Categorical, Dimension, Integer, Real

from kubeflow_lab.suggestion.history import PastTrial
from kubeflow_lab.suggestion.space import Choice, Parameter
from kubeflow_lab.suggestion.stateless import Assignments

Point = list[Union[float, int, str]]


def bayesian_search(
    options: Mapping[str, Any],
    space: Sequence[Parameter],
    trials: Sequence[PastTrial],
    count: int,
    *,
    minimize: bool,
    seed: int,
) -> list[Assignments]:
    """`count` new assignments, from a model of all `trials` that is made anew each time.

    A trial without a number counts as bad as the worst, so that its neighbourhood is left; one that still runs as the
    mean, so that it is not tried twice.
    """
    optimizer = Optimizer([_dimension(parameter) for parameter in space], random_state=seed, **options)
    points, values = _known(space, trials, sign=1 if minimize else -1)
    if points:
        optimizer.tell(points, values)
    asked = optimizer.ask(n_points=count) if count else []
    return [{one.name: _text(one, value) for one, value in zip(space, point)} for point in asked]


def _known(space: Sequence[Parameter], trials: Sequence[PastTrial], *, sign: int) -> tuple[list[Point], list[float]]:
    """What is told to the model: less is better."""
    measured = [sign * trial.value for trial in trials if trial.value is not None and math.isfinite(trial.value)]
    if not measured:
        return [], []
    worst, mean = max(measured), sum(measured) / len(measured)
    points, values = [], []
    for trial in trials:
        point = _point(space, trial.assignments)
        if point is None:
            # No point of this space: somebody wrote the trial by hand.
            continue
        points.append(point)
        if trial.value is not None and math.isfinite(trial.value):
            values.append(sign * trial.value)
        else:
            values.append(worst if trial.ended else mean)
    return points, values


def _dimension(parameter: Parameter) -> Dimension:
    """A parameter for scikit-optimize. Ordered choices and steps are places, so that neighbours count as near."""
    if isinstance(parameter, Choice):
        if parameter.ordered and len(parameter.texts) > 1:
            return Integer(0, len(parameter.texts) - 1)
        return Categorical(parameter.texts)
    if parameter.step and parameter.steps > 1:
        return Integer(0, parameter.steps - 1)
    prior = "log-uniform" if parameter.log else "uniform"
    if parameter.whole:
        return Integer(int(parameter.low), int(parameter.high), prior=prior)
    return Real(float(parameter.low), float(parameter.high), prior=prior)


def _text(parameter: Parameter, value: Any) -> str:
    if isinstance(parameter, Choice):
        return parameter.texts[int(value)] if parameter.ordered and len(parameter.texts) > 1 else str(value)
    if parameter.step and parameter.steps > 1:
        return parameter.text(parameter.low + parameter.step * int(value))
    return parameter.text(value)


def _point(space: Sequence[Parameter], assignments: Mapping[str, str]) -> Point | None:
    try:
        point = [_place(parameter, assignments[parameter.name]) for parameter in space]
    except (KeyError, ValueError):
        return None
    return point if all(value in _dimension(parameter) for parameter, value in zip(space, point)) else None


def _place(parameter: Parameter, text: str) -> float | int | str:
    if isinstance(parameter, Choice):
        place = parameter.texts.index(text)
        return place if parameter.ordered and len(parameter.texts) > 1 else text
    number = parameter.number(text)
    if parameter.step and parameter.steps > 1:
        return round((number - float(parameter.low)) / float(parameter.step))
    return number
