"""The algorithms that learn from earlier trials: a study of Optuna that follows the trials of a search."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import TrialState

from kubeflow_lab.suggestion.settings import Algorithm
from kubeflow_lab.suggestion.space import Choice, Parameter
from kubeflow_lab.suggestion.stateless import Assignments


@dataclass(frozen=True)
class PastTrial:
    """A trial of the search. `value` is None where it has none; `ended` false while it may still get one."""

    name: str
    assignments: Mapping[str, str]
    value: float | None
    ended: bool


class History:
    """A study of one search, brought up to date by the trials of each request; so it may be made anew at any time."""

    def __init__(self, algorithm: Algorithm, space: Sequence[Parameter], *, minimize: bool, seed: int) -> None:
        self._space = {parameter.name: parameter for parameter in space}
        self._distributions = {name: _distribution(parameter) for name, parameter in self._space.items()}
        self._study = optuna.create_study(
            sampler=algorithm.sampler(seed), direction="minimize" if minimize else "maximize"
        )
        # Numbers of trials in the study: by the names of the search's trials, and of those suggested but not seen yet.
        self._known: dict[str, int] = {}
        self._ended: set[str] = set()
        self._suggested: list[tuple[Assignments, int]] = []

    def suggest(self, trials: Sequence[PastTrial], count: int) -> list[Assignments]:
        """`count` new assignments, with what `trials`, all of the search so far, have shown."""
        for trial in trials:
            self._follow(trial)
        # What was suggested before and became no trial was never taken: the answer got lost.
        for _, number in self._suggested:
            self._study.tell(number, state=TrialState.FAIL)
        self._suggested = [self._ask() for _ in range(count)]
        return [assignments for assignments, _ in self._suggested]

    def _ask(self) -> tuple[Assignments, int]:
        trial = self._study.ask(self._distributions)
        return {name: self._text(name, trial.params[name]) for name in self._space}, trial.number

    def _follow(self, trial: PastTrial) -> None:
        if trial.name in self._ended:
            return
        number = self._known.get(trial.name)
        if number is None:
            number = self._number_of(trial)
            if number is None:
                return
            self._known[trial.name] = number
        if trial.ended:
            self._ended.add(trial.name)
            if trial.value is None or math.isnan(trial.value):
                self._study.tell(number, state=TrialState.FAIL)
            else:
                self._study.tell(number, trial.value)

    def _number_of(self, trial: PastTrial) -> int | None:
        """The number of a trial that is new here: one that was suggested, or one from before this study was made."""
        assignments = dict(trial.assignments)
        for index, (suggested, number) in enumerate(self._suggested):
            if suggested == assignments:
                del self._suggested[index]
                return number
        try:
            params = {name: self._param(name, assignments[name]) for name in self._space}
            self._study.add_trial(
                optuna.trial.create_trial(state=TrialState.RUNNING, params=params, distributions=self._distributions)
            )
        except (KeyError, ValueError):
            # No point of this space: somebody wrote the trial by hand.
            return None
        return len(self._study.get_trials(deepcopy=False)) - 1

    def _param(self, name: str, text: str) -> float | str:
        parameter = self._space[name]
        if isinstance(parameter, Choice):
            place = parameter.texts.index(text)
            return place if parameter.ordered else text
        return parameter.number(text)

    def _text(self, name: str, param: float | str) -> str:
        parameter = self._space[name]
        if isinstance(parameter, Choice):
            return parameter.texts[int(param)] if parameter.ordered else str(param)
        return parameter.text(param)


def _distribution(parameter: Parameter) -> BaseDistribution:
    """A parameter for Optuna. Ordered choices are places in their list, so that neighbours count as near."""
    if isinstance(parameter, Choice):
        if parameter.ordered:
            return IntDistribution(0, len(parameter.texts) - 1)
        return CategoricalDistribution(parameter.texts)
    if parameter.whole:
        return IntDistribution(
            int(parameter.low), int(parameter.high), log=parameter.log, step=int(parameter.step or 1)
        )
    step = float(parameter.step) or None
    return FloatDistribution(float(parameter.low), float(parameter.high), log=parameter.log, step=step)
