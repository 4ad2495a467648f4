"""The gRPC service: reads requests, keeps the studies of searches, answers with sentences where it cannot."""

from __future__ import annotations

import hashlib
import logging
import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import grpc

from kubeflow_lab.suggestion import api_pb2 as api
from kubeflow_lab.suggestion.bayesian import bayesian_search
from kubeflow_lab.suggestion.errors import UnusableSearchError
from kubeflow_lab.suggestion.history import History, PastTrial
from kubeflow_lab.suggestion.hyperband import hyperband_search, parse_plan
from kubeflow_lab.suggestion.settings import Algorithm, parse_algorithm
from kubeflow_lab.suggestion.space import Parameter, Range, parse_space
from kubeflow_lab.suggestion.stateless import STATELESS, Assignments

SERVICE_NAME = "api.v1.beta1.Suggestion"
# Searches whose studies are kept; one more makes the one that was asked for longest ago be rebuilt when it comes again.
STUDIES_MAX = 64
# More at once are no search that somebody watches.
COUNT_MAX = 10_000

_END_STATES = {
    api.TrialStatus.SUCCEEDED,
    api.TrialStatus.KILLED,
    api.TrialStatus.FAILED,
    api.TrialStatus.METRICSUNAVAILABLE,
    api.TrialStatus.EARLYSTOPPED,
}

log = logging.getLogger(__name__)


@dataclass
class _Study:
    lock: threading.Lock = field(default_factory=threading.Lock)
    history: History | None = None
    # What the history was made for: another search of the same name needs another one.
    made_for: bytes = b""


class SuggestionService:
    """Katib's `Suggestion`. Studies lie in memory; they follow from the trials that come with every request."""

    def __init__(self) -> None:
        self._studies: OrderedDict[str, _Study] = OrderedDict()
        self._lock = threading.Lock()

    def suggest(self, request: api.GetSuggestionsRequest) -> api.GetSuggestionsReply:
        """The next values to try. Raises UnusableSearchError."""
        experiment = request.experiment
        algorithm, space = parse_search(experiment)
        count = request.current_request_number
        start = request.total_request_number - count
        if not 0 <= count <= COUNT_MAX or start < 0:
            raise UnusableSearchError(f"{count} suggestions of {request.total_request_number} cannot be asked for.")
        seed = algorithm.seed if algorithm.seed is not None else _number(experiment.name)
        if algorithm.name in STATELESS:
            found = STATELESS[algorithm.name](space, start, count, seed)
        elif algorithm.name == "hyperband":
            plan = parse_plan(space, algorithm.options)
            minimize = _minimizes(experiment)
            found = hyperband_search(plan, _trials(request), start, count, minimize=minimize, seed=seed)
        elif algorithm.name == "bayesianoptimization":
            found = bayesian_search(
                algorithm.options,
                space,
                _trials(request),
                count,
                minimize=_minimizes(experiment),
                seed=_number(f"{seed}/{start}"),
            )
        else:
            found = self._learn(request, algorithm, space, _number(f"{seed}/{start}"))
        return api.GetSuggestionsReply(parameter_assignments=[_reply(assignments) for assignments in found])

    def validate(self, request: api.ValidateAlgorithmSettingsRequest) -> api.ValidateAlgorithmSettingsReply:
        """Raises UnusableSearchError where the algorithm cannot search the space."""
        parse_search(request.experiment)
        return api.ValidateAlgorithmSettingsReply()

    def _learn(
        self, request: api.GetSuggestionsRequest, algorithm: Algorithm, space: tuple[Parameter, ...], seed: int
    ) -> list[Assignments]:
        experiment = request.experiment
        study = self._study(experiment.name)
        made_for = b"".join(
            part.SerializeToString(deterministic=True)
            for part in (experiment.spec.parameter_specs, experiment.spec.algorithm, experiment.spec.objective)
        )
        with study.lock:
            if study.history is None or study.made_for != made_for:
                study.history = History(algorithm, space, minimize=_minimizes(experiment), seed=seed)
                study.made_for = made_for
            return study.history.suggest(_trials(request), request.current_request_number)

    def _study(self, name: str) -> _Study:
        with self._lock:
            study = self._studies.setdefault(name, _Study())
            self._studies.move_to_end(name)
            while len(self._studies) > STUDIES_MAX:
                self._studies.popitem(last=False)
            return study


def parse_search(experiment: api.Experiment) -> tuple[Algorithm, tuple[Parameter, ...]]:
    """The algorithm and the space of an experiment. Raises UnusableSearchError where they do not go together."""
    spec = experiment.spec.algorithm
    algorithm = parse_algorithm(
        spec.algorithm_name, {setting.name: setting.value for setting in spec.algorithm_settings}
    )
    space = parse_space(experiment.spec.parameter_specs.parameters)
    if algorithm.name == "grid":
        for parameter in space:
            parameter.values()
    if algorithm.name == "cmaes" and sum(isinstance(parameter, Range) for parameter in space) < 2:
        raise UnusableSearchError("The algorithm cmaes needs at least two parameters that are ranges of numbers.")
    if algorithm.name == "hyperband":
        parse_plan(space, algorithm.options)
    return algorithm, space


def _minimizes(experiment: api.Experiment) -> bool:
    return experiment.spec.objective.type == api.MINIMIZE


def _trials(request: api.GetSuggestionsRequest) -> list[PastTrial]:
    metric = request.experiment.spec.objective.objective_metric_name
    return [_past(trial, metric) for trial in request.trials]


def _past(trial: api.Trial, metric: str) -> PastTrial:
    assignments = {one.name: one.value for one in trial.spec.parameter_assignments.assignments}
    texts = [one.value for one in trial.status.observation.metrics if one.name == metric]
    succeeded = trial.status.condition in (api.TrialStatus.SUCCEEDED, api.TrialStatus.EARLYSTOPPED)
    value = _float(texts[0]) if texts and succeeded else None
    return PastTrial(trial.name, assignments, value, ended=trial.status.condition in _END_STATES)


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return None if math.isnan(value) else value


def _number(text: str) -> int:
    """A seed that depends on nothing but the text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def _reply(assignments: Assignments) -> api.GetSuggestionsReply.ParameterAssignments:
    return api.GetSuggestionsReply.ParameterAssignments(
        assignments=[api.ParameterAssignment(name=name, value=value) for name, value in assignments.items()]
    )


def handler(service: SuggestionService) -> grpc.GenericRpcHandler:
    """What a gRPC server needs to serve `service`."""

    def method(call: Callable[[Any], Any], request: Any, reply: Any) -> grpc.RpcMethodHandler:
        return grpc.unary_unary_rpc_method_handler(
            _refusing(call), request_deserializer=request.FromString, response_serializer=reply.SerializeToString
        )

    methods = {
        "GetSuggestions": method(service.suggest, api.GetSuggestionsRequest, api.GetSuggestionsReply),
        "ValidateAlgorithmSettings": method(
            service.validate, api.ValidateAlgorithmSettingsRequest, api.ValidateAlgorithmSettingsReply
        ),
    }
    return grpc.method_handlers_generic_handler(SERVICE_NAME, methods)


def _refusing(call: Callable[[Any], Any]) -> Callable[[Any, grpc.ServicerContext], Any]:
    """A call whose refusals reach the other side as INVALID_ARGUMENT with their sentence."""

    def answer(request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return call(request)
        except UnusableSearchError as error:
            return context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))

    return answer
