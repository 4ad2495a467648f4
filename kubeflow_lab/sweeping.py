"""`kubeflow_lab.sweep(...)`: a sweep from Python, as `%%sweep` starts one from a cell."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Union

from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.launch import counts, kind_named, mounted_volumes, pack_source
from kubeflow_lab.magics import training
from kubeflow_lab.magics.ranges import Written, parameter
from kubeflow_lab.magics.sweep import DEFAULT_FAILURES, DEFAULT_PARALLEL, ranges_of
from kubeflow_lab.magics.sweep import objective as parse_objective
from kubeflow_lab.magics.sweep_handle import Sweep
from kubeflow_lab.packing import pack_trials
from kubeflow_lab.pipeline import images
from kubeflow_lab.pipeline.source import path_in_home
from kubeflow_lab.travel import Travel, notebook_path, read_notebook

Source = Union[Callable[..., Any], str, Path]
# A range as it stands behind a value in a parameters cell, or the values to try.
Ranges = Mapping[str, Union[str, list[Any], tuple[Any, ...]]]


def is_name(source: Source) -> bool:
    """Whether it is the name of a sweep, and not the path of code."""
    return isinstance(source, str) and Path(source).suffix not in (".py", ".ipynb")


def start(source: Source, *, namespace: str | None, dry_run: bool, **options: Any) -> Sweep | None:
    """Starts what `kubeflow_lab.sweep` describes; None after a dry run, which prints what would be made."""
    client = Client()
    body = form(client, source, **options)
    if dry_run:
        print(training.plan_text(client.plan(Sweep.plural, body, namespace)))
        return None
    return Sweep(client, client.create(Sweep.plural, body, namespace))


def form(
    client: Client,
    source: Source,
    *,
    name: str | None,
    parameters: Ranges | None,
    objective: str | None,
    goal: float | None,
    algorithm: str,
    settings: Mapping[str, Any] | None,
    trials: int,
    parallel: int | None,
    failures: int | None,
    stop_early: bool,
    kind: str | None,
    replicas: Mapping[str, int] | None,
    image: str | None,
    args: Mapping[str, Any] | None,
    cpu: Any,
    memory: str | None,
    gpu: Any,
    env: Mapping[str, str] | None,
    volumes: Mapping[str, str] | None,
    shared: bool,
) -> dict[str, Any]:
    """The ExperimentForm."""
    if not name:
        raise KubeflowLabError('The sweep needs a name: kubeflow_lab.sweep(..., name="digits").')
    aim = objective_of(objective)
    row = None if kind is None else kind_named(kind)
    if row is not None and row.has_runtime:
        raise KubeflowLabError(f"The trials of a sweep cannot be {row.kind}s; take a kind of the training-operator.")
    searched = [search_parameter(key, space) for key, space in (parameters or {}).items()]
    travel = travel_of(source, args or {}, searched, aim["metric"])
    amounts = {"cpu": cpu, "memory": memory, "gpu": gpu}
    body = {
        "name": name,
        "image": image or (images.default_image(client) if row is None else training.default_image(client, row)),
        "code": travel.code,
        "objective": aim if goal is None else {**aim, "goal": goal},
        "algorithm": {"name": algorithm, "settings": {key: str(value) for key, value in (settings or {}).items()}},
        "parameters": searched or ranges_of(travel.notebook),
        "maxTrials": trials,
        "parallelTrials": parallel or min(DEFAULT_PARALLEL, trials),
        "maxFailedTrials": failures or min(DEFAULT_FAILURES, trials),
        "resources": {key: str(value) for key, value in amounts.items() if value is not None},
        "env": [{"name": key, "value": str(value)} for key, value in (env or {}).items()],
        "volumes": mounted_volumes(volumes, shared=shared),
    }
    if row is not None:
        body["job"] = {"kind": row.kind, "replicas": counts(row, replicas or {})}
    if stop_early:
        body["earlyStopping"] = {"name": "medianstop"}
    if travel.notebook:
        # A function is no cell that could be found again.
        cell = "" if not callable(source) else travel.code["cells"][-1]["id"]
        body["notebook"] = {"path": path_in_home(travel.notebook.path), "cell": cell}
    return body


def objective_of(text: str | None) -> dict[str, str]:
    """What `objective` says. Raises KubeflowLabError for anything but `maximize METRIC` and `minimize METRIC`."""
    try:
        return parse_objective(text or "")
    except argparse.ArgumentTypeError as error:
        raise KubeflowLabError(f"The sweep needs an objective: {error}.") from error


def search_parameter(name: str, space: Any) -> dict[str, Any]:
    """The SearchParameter of a range, or of a list of values. Raises KubeflowLabError where it is neither."""
    if not isinstance(space, (str, list, tuple)):
        raise KubeflowLabError(
            f'The parameter {name} is {space!r}; give a range, as in "0.0001..0.1 log", or a list of values.'
        )
    comment = space.strip() if isinstance(space, str) else "{" + ", ".join(repr(value) for value in space) + "}"
    return parameter(Written(name, None, comment, f"The parameter {name}"))


def travel_of(source: Source, args: Mapping[str, Any], searched: list[dict[str, Any]], metric: str) -> Travel:
    """What travels: a function that each trial calls with its values, or a file whose variables they set."""
    if not callable(source):
        return pack_source(source, args)
    if not searched:
        raise KubeflowLabError('The sweep has nothing to search: give parameters={"lr": "0.0001..0.1 log"}.')
    path = notebook_path(os.environ)
    return pack_trials(
        source,
        args,
        [one["name"] for one in searched],
        metric,
        notebook=read_notebook(path) if path else None,
        folder=path.parent if path else Path.cwd(),
    )
