"""Hyperband: many values with little of a resource first, the best of them again with more.

Brackets follow each other; in each, a rung tries its values with `eta` times the resource of the rung before, and goes
on with the best 1/eta of them. Which trial comes next follows from the earlier trials alone, so nothing is kept here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kubeflow_lab.suggestion.errors import UnusableSearchError
from kubeflow_lab.suggestion.history import PastTrial
from kubeflow_lab.suggestion.space import Parameter, Range
from kubeflow_lab.suggestion.stateless import Assignments, random_search

# Of a rung that had to wait for more than so many trials nobody would see the end.
TRIALS_MAX = 100_000


@dataclass(frozen=True)
class Plan:
    """What hyperband is asked for: the resource's parameter, its most, and the share 1/eta that goes on."""

    resource: Range
    most: Decimal
    eta: int
    others: tuple[Parameter, ...]

    @property
    def brackets(self) -> int:
        """How many times the resource can be divided by eta, and once more."""
        divisions = 0
        while self.eta ** (divisions + 1) <= self.most / max(self.resource.low, Decimal(1)):
            divisions += 1
        return divisions + 1

    def amount(self, divisions: int) -> str:
        """The resource of a rung that is `divisions` rungs from the last, as a trial gets it."""
        amount = self.most / self.eta**divisions
        return self.resource.text(math.floor(amount) if self.resource.whole else amount)


def parse_plan(space: Sequence[Parameter], options: Mapping[str, object]) -> Plan:
    """The plan of a search. Raises UnusableSearchError where a setting is missing or does not fit the space."""
    name, most = options.get("resource_name"), options.get("r_l")
    if name is None or most is None:
        raise UnusableSearchError(
            "The algorithm hyperband needs the settings resource_name, the parameter that says how long a trial "
            "trains, and r_l, its largest value."
        )
    resource = next((parameter for parameter in space if parameter.name == name), None)
    if not isinstance(resource, Range):
        raise UnusableSearchError(
            f'The resource_name "{name}" of hyperband is no parameter that is a range of numbers.'
        )
    limit = Decimal(repr(most))
    if not resource.low <= limit <= resource.high:
        raise UnusableSearchError(f"The r_l of hyperband must lie in the range of {name}.")
    others = tuple(parameter for parameter in space if parameter.name != name)
    if not others:
        raise UnusableSearchError("Hyperband needs a parameter to search beside its resource.")
    plan = Plan(resource, limit, int(str(options.get("eta", 3))), others)
    if _size(plan, plan.brackets - 1) > TRIALS_MAX:
        raise UnusableSearchError("Hyperband would need too many trials; give it a smaller r_l or a larger eta.")
    return plan


def hyperband_search(
    plan: Plan, trials: Sequence[PastTrial], start: int, count: int, *, minimize: bool, seed: int
) -> list[Assignments]:
    """Suggestions number `start` to `start + count`; fewer while a rung still runs, and after the last bracket."""
    found: list[Assignments] = []
    for number, assignments in enumerate(_sequence(plan, trials, minimize=minimize, seed=seed)):
        if number >= start + count:
            break
        if number >= start:
            found.append(assignments)
    return found


def _sequence(plan: Plan, trials: Sequence[PastTrial], *, minimize: bool, seed: int) -> Iterator[Assignments]:
    """All suggestions in their order, as far as the ended trials decide them."""
    results: dict[tuple[str, ...], list[PastTrial]] = defaultdict(list)
    for trial in trials:
        results[_key(plan, trial.assignments)].append(trial)
    tried = 0
    for bracket in reversed(range(plan.brackets)):
        size = _size(plan, bracket)
        rung = random_search(plan.others, tried, size, seed)
        tried += size
        for divisions in reversed(range(bracket + 1)):
            asked = [{**values, plan.resource.name: plan.amount(divisions)} for values in rung]
            yield from asked
            if divisions == 0:
                break
            ended = [_take(results, _key(plan, values)) for values in asked]
            if any(trial is None or not trial.ended for trial in ended):
                return
            goes_on = max(1, size // plan.eta ** (bracket - divisions + 1))
            order = sorted(range(len(rung)), key=lambda place: _badness(ended[place], minimize=minimize))
            rung = [rung[place] for place in sorted(order[:goes_on])]


def _size(plan: Plan, bracket: int) -> int:
    """How many values a bracket begins with: as much work in every bracket."""
    return math.ceil(plan.brackets / (bracket + 1) * plan.eta**bracket)


def _key(plan: Plan, assignments: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(assignments.get(name, "") for name in (*(one.name for one in plan.others), plan.resource.name))


def _take(results: dict[tuple[str, ...], list[PastTrial]], key: tuple[str, ...]) -> PastTrial | None:
    """The next trial with these values: equal values may be tried more than once."""
    return results[key].pop(0) if results[key] else None


def _badness(trial: PastTrial | None, *, minimize: bool) -> float:
    if trial is None or trial.value is None:
        return math.inf
    return trial.value if minimize else -trial.value
