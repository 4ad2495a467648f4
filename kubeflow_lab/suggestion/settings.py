"""The settings of algorithms, with Katib's names."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import optuna

from kubeflow_lab.suggestion.errors import UnusableSearchError

Sampler = optuna.samplers.BaseSampler


def _whole(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError("below 0")
    return number


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError("below 1")
    return number


def _above_zero(text: str) -> float:
    number = float(text)
    if not 0 < number < math.inf:
        raise ValueError("not above 0")
    return number


def _gamma(text: str) -> Callable[[int], int]:
    share = float(text)
    if not 0 < share < 1:
        raise ValueError("not between 0 and 1")
    # At most 25 trials count as good, as without the setting.
    return lambda trials: min(math.ceil(share * trials), 25)


def _no_restart(text: str) -> None:
    if text not in ("", "none"):
        raise ValueError("known to Katib only")


_TPE = {
    "gamma": ("gamma", _gamma),
    "prior_weight": ("prior_weight", _above_zero),
    "n_EI_candidates": ("n_ei_candidates", _positive),
    "n_ei_candidates": ("n_ei_candidates", _positive),
    "n_startup_trials": ("n_startup_trials", _whole),
}


def _text(text: str) -> str:
    if not text:
        raise ValueError("empty")
    return text


def _eta(text: str) -> int:
    number = int(text)
    if number < 2:
        raise ValueError("below 2")
    return number


def _one_of(*known: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError("not known")
        return text

    return read


_BAYESIAN = {
    "base_estimator": ("base_estimator", _one_of("GP", "RF", "ET", "GBRT")),
    "n_initial_points": ("n_initial_points", _whole),
    "acq_func": ("acq_func", _one_of("gp_hedge", "LCB", "EI", "PI", "EIps", "PIps")),
    "acq_optimizer": ("acq_optimizer", _one_of("auto", "sampling", "lbfgs")),
}
_HYPERBAND = {
    "resource_name": ("resource_name", _text),
    "r_l": ("r_l", _above_zero),
    "eta": ("eta", _eta),
}
_CMAES = {"sigma": ("sigma0", _above_zero), "restart_strategy": (None, _no_restart)}

# The settings of each algorithm beside `random_state`: what the sampler calls it, and how its text is read.
SETTINGS: Mapping[str, Mapping[str, tuple[str | None, Callable[[str], Any]]]] = {
    "random": {},
    "grid": {},
    "sobol": {},
    "tpe": _TPE,
    "multivariate-tpe": _TPE,
    "cmaes": _CMAES,
    "bayesianoptimization": _BAYESIAN,
    "hyperband": _HYPERBAND,
}


@dataclass(frozen=True)
class Algorithm:
    """An algorithm with its settings, read."""

    name: str
    seed: int | None
    options: dict[str, Any] = field(default_factory=dict)

    def sampler(self, seed: int) -> Sampler:
        """A new sampler of Optuna; for tpe, multivariate-tpe and cmaes."""
        if self.name == "cmaes":
            return optuna.samplers.CmaEsSampler(seed=seed, warn_independent_sampling=False, **self.options)
        multivariate = self.name == "multivariate-tpe"
        return optuna.samplers.TPESampler(seed=seed, multivariate=multivariate, **self.options)


def parse_algorithm(name: str, settings: Mapping[str, str]) -> Algorithm:
    """The algorithm of a request. Raises UnusableSearchError for one, or a setting, that is not known here."""
    if name not in SETTINGS:
        raise UnusableSearchError(
            f'This service does not know the algorithm "{name}", only {", ".join(SETTINGS)}; others need Katib.'
        )
    seed: int | None = None
    options: dict[str, Any] = {}
    for setting, text in settings.items():
        if setting == "random_state":
            seed = _read(name, setting, text, _whole)
        elif setting in SETTINGS[name]:
            option, read = SETTINGS[name][setting]
            value = _read(name, setting, text, read)
            if option is not None:
                options[option] = value
        else:
            raise UnusableSearchError(f'The algorithm {name} has no setting "{setting}" here; Katib may have it.')
    return Algorithm(name, seed, options)


def _read(algorithm: str, setting: str, text: str, read: Callable[[str], Any]) -> Any:
    try:
        return read(text)
    except ValueError as error:
        raise UnusableSearchError(f'The setting {setting} of {algorithm} cannot be "{text}".') from error
