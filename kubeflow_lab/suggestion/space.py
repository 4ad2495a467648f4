"""The space of a search: its parameters, and their values as the texts that trials get."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Union

from kubeflow_lab.suggestion import api_pb2 as api
from kubeflow_lab.suggestion.errors import UnusableSearchError

# A grid is walked by index, so its size costs nothing; a parameter's own values are held in memory.
VALUES_MAX = 1_000_000


@dataclass(frozen=True)
class Range:
    """Numbers from `low` to `high`, both included; `step` 0 means every number between."""

    name: str
    low: Decimal
    high: Decimal
    step: Decimal
    whole: bool
    log: bool

    def at(self, share: float) -> str:
        """The value at `share` (0 ≤ share < 1) of the range, as text."""
        if self.step:
            return self.text(self.low + self.step * min(int(share * self.steps), self.steps - 1))
        low, high = float(self.low), float(self.high)
        if self.log:
            value = math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
        else:
            value = low + share * (high - low)
        return self.text(min(max(value, low), high))

    @property
    def steps(self) -> int:
        """How many values a range with a step has."""
        return int((self.high - self.low) / self.step) + 1

    def values(self) -> Sequence[str]:
        """Every value, in order. Raises UnusableSearchError where there is no end of them."""
        step = self.step or (Decimal(1) if self.whole else Decimal(0))
        if not step:
            raise UnusableSearchError(f"Grid search needs a step for {self.name}, because it tries every value.")
        count = int((self.high - self.low) / step) + 1
        if count > VALUES_MAX:
            raise UnusableSearchError(f"The parameter {self.name} has {count} values, too many for a grid.")
        return [self.text(self.low + step * index) for index in range(count)]

    def text(self, number: float | Decimal) -> str:
        """A number of the range as a trial gets it."""
        return str(round(number)) if self.whole else repr(float(number))

    def number(self, text: str) -> float:
        """The number that a text of `text` stands for. Raises ValueError for another text."""
        return int(text) if self.whole else float(text)


@dataclass(frozen=True)
class Choice:
    """One of some texts; `ordered` where they are numbers, and then in their order."""

    name: str
    texts: tuple[str, ...]
    ordered: bool

    def at(self, share: float) -> str:
        """The value at `share` (0 ≤ share < 1) of the list."""
        return self.texts[min(int(share * len(self.texts)), len(self.texts) - 1)]

    def values(self) -> Sequence[str]:
        """Every value, in order."""
        return self.texts


Parameter = Union[Range, Choice]


def parse_space(specs: Iterable[api.ParameterSpec]) -> tuple[Parameter, ...]:
    """The parameters of a request. Raises UnusableSearchError where one has nothing to try."""
    parameters = tuple(_parameter(spec) for spec in specs)
    if not parameters:
        raise UnusableSearchError("The search has no parameters.")
    return parameters


def _parameter(spec: api.ParameterSpec) -> Parameter:
    space = spec.feasible_space
    if spec.parameter_type in (api.CATEGORICAL, api.DISCRETE):
        if not space.list:
            raise UnusableSearchError(f"The parameter {spec.name} has no values to try.")
        ordered = spec.parameter_type == api.DISCRETE
        texts = sorted(space.list, key=lambda text: _decimal(spec.name, "value", text)) if ordered else space.list
        return Choice(spec.name, tuple(texts), ordered)
    if spec.parameter_type not in (api.DOUBLE, api.INT):
        raise UnusableSearchError(f"The parameter {spec.name} has no type.")
    if space.distribution in (api.NORMAL, api.LOG_NORMAL):
        raise UnusableSearchError(f"The normal distribution of {spec.name} needs Katib.")
    return _range(spec)


def _range(spec: api.ParameterSpec) -> Range:
    space = spec.feasible_space
    found = Range(
        name=spec.name,
        low=_decimal(spec.name, "min", space.min),
        high=_decimal(spec.name, "max", space.max),
        step=_decimal(spec.name, "step", space.step or "0"),
        whole=spec.parameter_type == api.INT,
        log=space.distribution == api.LOG_UNIFORM,
    )
    if found.low >= found.high:
        raise UnusableSearchError(f"The range of {spec.name} is empty: {space.max} is not above {space.min}.")
    if found.step < 0:
        raise UnusableSearchError(f"The step of {spec.name} must be above 0.")
    if found.log and (found.low <= 0 or found.step):
        raise UnusableSearchError(f"The logarithmic range of {spec.name} must begin above 0 and have no step.")
    if found.whole and any(number % 1 for number in (found.low, found.high, found.step)):
        raise UnusableSearchError(f"The bounds and the step of {spec.name} must be whole numbers.")
    if found.whole and not found.step and not found.log:
        return Range(found.name, found.low, found.high, Decimal(1), whole=True, log=False)
    return found


def _decimal(name: str, field: str, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise UnusableSearchError(f'The {field} of {name} is "{text}", which is no number.') from error
    if not number.is_finite():
        raise UnusableSearchError(f'The {field} of {name} is "{text}", which is not finite.')
    return number
