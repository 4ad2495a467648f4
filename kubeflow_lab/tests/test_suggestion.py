"""The suggestion service: over gRPC where the protocol matters, else through its own door."""

from __future__ import annotations

import itertools
import math
import statistics

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from kubeflow_lab.suggestion import api_pb2 as api
from kubeflow_lab.suggestion.__main__ import serve
from kubeflow_lab.suggestion.errors import UnusableSearchError
from kubeflow_lab.suggestion.generate import PROTO, ROOT, generate
from kubeflow_lab.suggestion.service import SERVICE_NAME, SuggestionService

SUCCEEDED, RUNNING = api.TrialStatus.SUCCEEDED, api.TrialStatus.RUNNING

CLASSIC = (
    ("lr", api.DOUBLE, {"min": "0.01", "max": "0.05"}),
    ("num-layers", api.INT, {"min": "2", "max": "5"}),
    ("optimizer", api.CATEGORICAL, {"list": ["sgd", "adam", "ftrl"]}),
)


def experiment(algorithm, parameters=CLASSIC, *, settings=None, name="ns/classic/uid", minimize=False):
    specs = [
        api.ParameterSpec(name=name_, parameter_type=kind, feasible_space=api.FeasibleSpace(**space))
        for name_, kind, space in parameters
    ]
    return api.Experiment(
        name=name,
        spec=api.ExperimentSpec(
            parameter_specs=api.ExperimentSpec.ParameterSpecs(parameters=specs),
            objective=api.ObjectiveSpec(
                type=api.MINIMIZE if minimize else api.MAXIMIZE, objective_metric_name="accuracy"
            ),
            algorithm=api.AlgorithmSpec(
                algorithm_name=algorithm,
                algorithm_settings=[
                    api.AlgorithmSetting(name=key, value=value) for key, value in (settings or {}).items()
                ],
            ),
        ),
    )


def trial(index, assignments, value=None, condition=api.TrialStatus.SUCCEEDED):
    metrics = [] if value is None else [api.Metric(name="accuracy", value=value)]
    return api.Trial(
        name=f"trial-{index}",
        spec=api.TrialSpec(
            parameter_assignments=api.TrialSpec.ParameterAssignments(
                assignments=[api.ParameterAssignment(name=key, value=text) for key, text in assignments.items()]
            )
        ),
        status=api.TrialStatus(condition=condition, observation=api.Observation(metrics=metrics)),
    )


def suggest(service, search, count, total, trials=()):
    reply = service.suggest(
        api.GetSuggestionsRequest(
            experiment=search, trials=trials, current_request_number=count, total_request_number=total
        )
    )
    return [{one.name: one.value for one in entry.assignments} for entry in reply.parameter_assignments]


def searched(objective, search, budget, *, parallel=1, fresh_each_time=False):
    """The values of `objective` over a whole search, `parallel` trials at a time, each ended before the next wave."""
    service, trials, values = SuggestionService(), [], []
    while len(trials) < budget:
        service = SuggestionService() if fresh_each_time else service
        wave = suggest(service, search, parallel, len(trials) + parallel, trials)
        for assignments in wave:
            values.append(objective(assignments))
            trials.append(trial(len(trials), assignments, repr(values[-1])))
    return values


def in_space(assignments):
    return (
        0.01 <= float(assignments["lr"]) <= 0.05
        and int(assignments["num-layers"]) in range(2, 6)
        and assignments["optimizer"] in ("sgd", "adam", "ftrl")
    )


@pytest.mark.parametrize("algorithm", ["random", "sobol", "tpe", "multivariate-tpe", "cmaes", "bayesianoptimization"])
def test_every_suggestion_is_a_point_of_the_space(algorithm):
    parameters = (*CLASSIC, ("momentum", api.DOUBLE, {"min": "0.5", "max": "0.9"}))
    search = experiment(algorithm, parameters)
    trials = []
    service = SuggestionService()
    for round_ in range(5):
        for assignments in suggest(service, search, 3, 3 * round_ + 3, trials):
            assert in_space(assignments)
            assert list(assignments) == ["lr", "num-layers", "optimizer", "momentum"]
            trials.append(trial(len(trials), assignments, str(len(trials))))
    assert len({str(one.spec) for one in trials}) > 12


@pytest.mark.parametrize("algorithm", ["random", "sobol", "grid"])
def test_what_a_trial_tries_depends_on_its_number_alone(algorithm):
    parameters = CLASSIC[1:]
    search = experiment(algorithm, parameters)
    together = suggest(SuggestionService(), search, 9, 9)
    one_by_one = [suggest(SuggestionService(), search, 1, number + 1)[0] for number in range(9)]
    assert one_by_one == together


def test_a_seed_decides_what_random_search_tries():
    def tried(seed):
        return suggest(SuggestionService(), experiment("random", settings={"random_state": seed}), 5, 5)

    assert tried("1") == tried("1")
    assert tried("1") != tried("2")


def test_a_grid_is_exactly_the_product():
    parameters = (
        ("lr", api.DOUBLE, {"min": "0.1", "max": "0.3", "step": "0.1"}),
        ("units", api.DISCRETE, {"list": ["128", "32", "64"]}),
        ("layers", api.INT, {"min": "1", "max": "2"}),
        ("optimizer", api.CATEGORICAL, {"list": ["sgd", "adam"]}),
    )
    search = experiment("grid", parameters)
    service = SuggestionService()
    waves = [suggest(service, search, 5, total) for total in range(5, 46, 5)]
    tried = [tuple(one.values()) for one in itertools.chain(*waves)]
    assert tried == list(itertools.product(["0.1", "0.2", "0.3"], ["32", "64", "128"], ["1", "2"], ["sgd", "adam"]))
    assert suggest(service, search, 5, 50) == []


def test_sobol_fills_a_space_more_evenly_than_chance():
    parameters = (("x", api.DOUBLE, {"min": "0", "max": "1"}),)

    def emptiest(algorithm):
        values = sorted(
            float(one["x"]) for one in suggest(SuggestionService(), experiment(algorithm, parameters), 64, 64)
        )
        return max(b - a for a, b in itertools.pairwise([0.0, *values, 1.0]))

    assert emptiest("sobol") < 2.1 / 64 < emptiest("random")


def test_a_logarithmic_range_is_tried_evenly_by_magnitude():
    parameters = (("lr", api.DOUBLE, {"min": "0.0001", "max": "0.1", "distribution": api.LOG_UNIFORM}),)
    tried = [float(one["lr"]) for one in suggest(SuggestionService(), experiment("random", parameters), 300, 300)]
    magnitudes = [sum(10**power <= lr < 10 ** (power + 1) for lr in tried) for power in (-4, -3, -2)]
    assert min(magnitudes) > 70


BRANIN = (("x", api.DOUBLE, {"min": "-5", "max": "10"}), ("y", api.DOUBLE, {"min": "0", "max": "15"}))


def branin(assignments):
    """Branin's function; its least value is 0.397887."""
    x, y = float(assignments["x"]), float(assignments["y"])
    valley = y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6
    return valley**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def best_of_seeds(algorithm, **options):
    return [
        min(
            searched(
                branin,
                experiment(algorithm, BRANIN, settings={"random_state": str(seed)}, minimize=True),
                60,
                parallel=3,
                **options,
            )
        )
        for seed in range(10)
    ]


def test_learning_beats_chance_with_the_same_budget():
    figures = {algorithm: best_of_seeds(algorithm) for algorithm in ("random", "tpe", "multivariate-tpe", "cmaes")}
    means = {algorithm: statistics.mean(values) for algorithm, values in figures.items()}
    wins = sum(tpe < chance for tpe, chance in zip(figures["tpe"], figures["random"]))
    print("\nBranin, 60 trials, 3 at a time, 10 seeds; mean of the least values (0.398 is the optimum):")
    print(*(f"  {algorithm}: {mean:.3f}" for algorithm, mean in means.items()), sep="\n")
    print(f"  tpe better than random with {wins} of 10 seeds")
    assert means["tpe"] < means["random"]
    assert means["multivariate-tpe"] < means["random"]
    assert means["cmaes"] < means["random"]
    assert wins >= 7


EPOCHS = ("epochs", api.INT, {"min": "1", "max": "9"})
HALVING = {"resource_name": "epochs", "r_l": "9", "eta": "3", "random_state": "1"}


def test_hyperband_goes_on_with_the_best_of_each_rung():
    search = experiment("hyperband", (*CLASSIC[:1], EPOCHS), settings=HALVING)
    trials, waves = [], []
    # A new service before every request, four trials at a time: a rung that still runs is waited for.
    while wave := suggest(SuggestionService(), search, 4, len(trials) + 4, trials):
        waves.append(len(wave))
        for assignments in wave:
            trials.append(trial(len(trials), assignments, str(-float(assignments["lr"]))))
    tried = [(one["epochs"], float(one["lr"])) for one in (_assigned(entry) for entry in trials)]
    assert [int(epochs) for epochs, _ in tried] == [1] * 9 + [3] * 3 + [9] + [3] * 5 + [9] + [9] * 3
    assert waves == [4, 4, 1, 3, 4, 2, 4]
    first, second = tried[:9], tried[9:12]
    assert sorted(lr for _, lr in second) == sorted(lr for _, lr in first)[:3]
    assert tried[12][1] == min(lr for _, lr in first)
    assert len({lr for _, lr in tried}) == 9 + 5 + 3


def test_hyperband_counts_a_trial_without_a_value_as_worst():
    search = experiment("hyperband", (*CLASSIC[:1], EPOCHS), settings=HALVING)
    first = suggest(SuggestionService(), search, 9, 9)
    trials = [
        trial(index, one, None if index < 6 else "0.5", api.TrialStatus.FAILED if index < 6 else SUCCEEDED)
        for index, one in enumerate(first)
    ]
    second = suggest(SuggestionService(), search, 3, 12, trials)
    assert [one["lr"] for one in second] == [one["lr"] for one in first[6:]]
    assert suggest(SuggestionService(), search, 3, 12, [*trials[:8], trial(8, first[8], None, RUNNING)]) == []


def _assigned(entry):
    return {one.name: one.value for one in entry.spec.parameter_assignments.assignments}


def test_a_model_of_the_function_finds_its_least_value():
    parameters = (("x", api.DOUBLE, {"min": "0", "max": "1"}),)
    settings = {"random_state": "1", "n_initial_points": "5"}
    search = experiment("bayesianoptimization", parameters, settings=settings, minimize=True)
    values = searched(lambda assignments: (float(assignments["x"]) - 0.3) ** 2, search, 10)
    assert min(values) < 1e-3


def test_a_model_takes_trials_that_failed_run_or_are_no_number():
    parameters = (
        CLASSIC[0],
        ("units", api.DISCRETE, {"list": ["64", "32"]}),
        ("half", api.DOUBLE, {"min": "0", "max": "1", "step": "0.5"}),
        CLASSIC[2],
    )
    search = experiment("bayesianoptimization", parameters, settings={"n_initial_points": "2"})
    tried = suggest(SuggestionService(), search, 6, 6)
    values = ["0.1", "nan", "inf", None, None, "0.9"]
    states = [SUCCEEDED, SUCCEEDED, SUCCEEDED, api.TrialStatus.FAILED, RUNNING, SUCCEEDED]
    trials = [trial(index, *entry) for index, entry in enumerate(zip(tried, values, states))]
    found = suggest(SuggestionService(), search, 2, 8, [*trials, trial(9, {"other": "1"}, "0.5")])
    assert all(0.01 <= float(one["lr"]) <= 0.05 and one["half"] in ("0.0", "0.5", "1.0") for one in found)
    assert len(found) == 2


def test_a_service_that_begins_anew_before_every_request_learns_from_the_trials():
    assert statistics.mean(best_of_seeds("tpe", fresh_each_time=True)) < statistics.mean(best_of_seeds("random"))


def test_a_restart_repeats_no_trial():
    search = experiment("tpe", settings={"random_state": "7"})
    trials = []
    for number in range(12):
        assignments = suggest(SuggestionService(), search, 1, number + 1, trials)[0]
        trials.append(trial(number, assignments, "0.5"))
    assert len({str(one.spec) for one in trials}) == 12


def test_trials_without_a_number_do_no_harm():
    search = experiment("tpe")
    service = SuggestionService()
    odd = [
        trial(0, suggest(service, search, 1, 1)[0], "nan"),
        trial(1, suggest(service, search, 1, 2)[0], None, api.TrialStatus.FAILED),
        trial(2, suggest(service, search, 1, 3)[0], "inf"),
        trial(3, suggest(service, search, 1, 4)[0], "none at all"),
        trial(4, {"lr": "7", "num-layers": "3", "optimizer": "sgd"}, "0.5"),
        trial(5, {"other": "1"}, "0.5"),
        trial(6, suggest(service, search, 1, 5)[0], None, api.TrialStatus.RUNNING),
    ]
    assert in_space(suggest(service, search, 1, 6, odd)[0])
    odd[6] = trial(6, {one.name: one.value for one in odd[6].spec.parameter_assignments.assignments}, "-0.5")
    assert in_space(suggest(service, search, 1, 7, odd)[0])


def test_a_search_changed_under_the_same_name_is_another_search():
    service = SuggestionService()
    suggest(service, experiment("tpe"), 1, 1)
    narrow = (("lr", api.DOUBLE, {"min": "1", "max": "2"}),)
    assert 1 <= float(suggest(service, experiment("tpe", narrow), 1, 1)[0]["lr"]) <= 2


@pytest.mark.parametrize(
    ("search", "sentence"),
    [
        (experiment("pbt"), "others need Katib"),
        (experiment("hyperband"), "needs the settings resource_name"),
        (experiment("hyperband", settings={"resource_name": "optimizer", "r_l": "9"}), "no parameter that is a range"),
        (experiment("hyperband", settings={"resource_name": "num-layers", "r_l": "9"}), "lie in the range"),
        (experiment("hyperband", settings={"eta": "1"}), 'eta of hyperband cannot be "1"'),
        (experiment("bayesianoptimization", settings={"acq_func": "x"}), "acq_func of bayesianoptimization cannot be"),
        (experiment("random", ()), "no parameters"),
        (experiment("random", [("x", api.DOUBLE, {"min": "2", "max": "1"})]), "1 is not above 2"),
        (experiment("random", [("x", api.INT, {"min": "0.5", "max": "3"})]), "whole numbers"),
        (experiment("random", [("x", api.DOUBLE, {"min": "a", "max": "1"})]), '"a", which is no number'),
        (experiment("random", [("x", api.DOUBLE, {"min": "0", "max": "inf"})]), "not finite"),
        (experiment("random", [("x", api.CATEGORICAL, {})]), "no values"),
        (experiment("random", [("x", api.DISCRETE, {"list": ["big"]})]), "no number"),
        (
            experiment("tpe", [("x", api.DOUBLE, {"min": "0", "max": "1", "distribution": api.LOG_UNIFORM})]),
            "must begin above 0",
        ),
        (
            experiment("tpe", [("x", api.DOUBLE, {"min": "0", "max": "1", "distribution": api.NORMAL})]),
            "needs Katib",
        ),
        (experiment("grid", [("x", api.DOUBLE, {"min": "0", "max": "1"})]), "needs a step"),
        (experiment("cmaes", CLASSIC[1:]), "two parameters"),
        (experiment("tpe", settings={"gamma": "2"}), 'gamma of tpe cannot be "2"'),
        (experiment("tpe", settings={"colour": "2"}), 'no setting "colour"'),
        (experiment("random", settings={"random_state": "x"}), 'random_state of random cannot be "x"'),
    ],
)
def test_what_cannot_be_searched_is_refused_with_a_sentence(search, sentence):
    with pytest.raises(UnusableSearchError) as refused:
        SuggestionService().validate(api.ValidateAlgorithmSettingsRequest(experiment=search))
    assert sentence in str(refused.value)


@pytest.fixture
def channel():
    server, port = serve("localhost:0")
    with grpc.insecure_channel(f"localhost:{port}") as channel:
        yield channel
    server.stop(None).wait()


def test_it_speaks_katibs_protocol(channel):
    call = channel.unary_unary(
        "/api.v1.beta1.Suggestion/GetSuggestions",
        request_serializer=api.GetSuggestionsRequest.SerializeToString,
        response_deserializer=api.GetSuggestionsReply.FromString,
    )
    request = api.GetSuggestionsRequest(
        experiment=experiment("random"), current_request_number=2, total_request_number=2
    )
    assert len(call(request, timeout=10).parameter_assignments) == 2


def test_a_refusal_is_an_invalid_argument_with_its_sentence(channel):
    call = channel.unary_unary(
        "/api.v1.beta1.Suggestion/ValidateAlgorithmSettings",
        request_serializer=api.ValidateAlgorithmSettingsRequest.SerializeToString,
        response_deserializer=api.ValidateAlgorithmSettingsReply.FromString,
    )
    with pytest.raises(grpc.RpcError) as refused:
        call(api.ValidateAlgorithmSettingsRequest(experiment=experiment("pbt")), timeout=10)
    assert refused.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    assert "Katib" in refused.value.details()


def test_it_says_that_it_is_well(channel):
    health = health_pb2_grpc.HealthStub(channel)
    for name in ("", SERVICE_NAME):
        answer = health.Check(health_pb2.HealthCheckRequest(service=name), timeout=10)
        assert answer.status == health_pb2.HealthCheckResponse.SERVING


def test_the_generated_code_is_that_of_the_protocol(tmp_path):
    generate(tmp_path)
    generated = PROTO.replace(".proto", "_pb2.py")

    def meaning(path):
        # Versions of the generator differ in what stands before the descriptor.
        return [line for line in path.read_text().splitlines() if line.startswith("DESCRIPTOR")]

    assert meaning(tmp_path / generated) == meaning(ROOT / generated)
