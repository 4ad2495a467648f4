"""kubeflow-lab: training on Kubernetes from the cells of a notebook.

Kept light: a training pod imports this package only for `kubeflow_lab.runtime`, and a kernel only for the
magics, so everything that needs jupyter_server or httpx is imported where it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from IPython.core.interactiveshell import InteractiveShell

    from kubeflow_lab.magics.handle import TrainingJob
    from kubeflow_lab.magics.run import PipelineRun
    from kubeflow_lab.magics.sweep_handle import Sweep
    from kubeflow_lab.served import ServedModels

    models: ServedModels

__version__ = "0.1.0"


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Where JupyterLab finds the prebuilt extension in a development install."""
    return [{"src": "labextension", "dest": "kubeflow-lab"}]


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "kubeflow_lab"}]


def _load_jupyter_server_extension(server_app: Any) -> None:
    from kubeflow_lab.activity import count_only_changes
    from kubeflow_lab.handlers import add_handlers

    add_handlers(server_app.web_app)
    count_only_changes()


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Registers the magics: `%load_ext kubeflow_lab`, which the installation does in every kernel."""
    from kubeflow_lab.magics import register

    register(shell)


def train(
    source: Callable[..., Any] | Mapping[str, Any] | str | Path,
    *,
    name: str | None = None,
    kind: str = "TFJob",
    runtime: str | None = None,
    image: str | None = None,
    replicas: Mapping[str, int] | None = None,
    args: Mapping[str, Any] | None = None,
    cpu: str | float | None = None,
    memory: str | None = None,
    gpu: int | None = None,
    env: Mapping[str, str] | None = None,
    volumes: Mapping[str, str] | None = None,
    shared: bool = True,
    namespace: str | None = None,
    dry_run: bool = False,
) -> TrainingJob | None:
    """Starts a training job and returns its handle, which waits, tells logs and metrics, and deletes.

    `source` is a function, which travels with the notebook's tagged cells as a cell does and is called with `args` in
    every replica; the path of a Python file or a notebook, whose variables `args` set; or a whole job, as an object or
    the path of its YAML, which is made as it is. `replicas` are as the options of the magics (`{"chief": 1,
    "workers": 2}`), `volumes` are claims with the folders that they are mounted at, the project's own (`shared`) among
    them unless said otherwise. `runtime` is what a TrainJob runs in. No code of yours passes through a shell.

    With `dry_run` nothing is made, and what would be is printed. Raises KubeflowLabError with a sentence where
    something is wrong with the source or the options, and NotConfiguredError without a server.
    """
    from kubeflow_lab.launch import start

    return start(
        source,
        name=name,
        kind=kind,
        runtime=runtime,
        image=image,
        replicas=replicas,
        args=args,
        cpu=cpu,
        memory=memory,
        gpu=gpu,
        env=env,
        volumes=volumes,
        shared=shared,
        namespace=namespace,
        dry_run=dry_run,
    )


def training_job(name: str, namespace: str | None = None, *, kind: str = "TFJob") -> TrainingJob:
    """A training job that is on the cluster, by its name: to wait for it, read its logs, delete it.

    Raises KubeflowLabError where there is none, LookupError for a kind that no magic starts, and
    NotConfiguredError without a server.
    """
    from kubeflow_lab.client import Client
    from kubeflow_lab.magics.handle import TrainingJob
    from kubeflow_lab.magics.kinds import of_kind

    client = Client()
    return TrainingJob(client, client.item(of_kind(kind).plural, name, namespace))


def pipeline_run(name: str, namespace: str | None = None) -> PipelineRun:
    """A run of a pipeline that is on the cluster, by its name: to wait for it, read its logs, retry or delete it.

    Raises KubeflowLabError where there is none, and NotConfiguredError without a server.
    """
    from kubeflow_lab.client import Client
    from kubeflow_lab.magics.run import PipelineRun

    client = Client()
    return PipelineRun(client, client.item(PipelineRun.plural, name, namespace))


def sweep(
    source: Callable[..., Any] | str | Path,
    namespace: str | None = None,
    *,
    name: str | None = None,
    parameters: Mapping[str, str | list[Any] | tuple[Any, ...]] | None = None,
    objective: str | None = None,
    goal: float | None = None,
    algorithm: str = "tpe",
    settings: Mapping[str, Any] | None = None,
    trials: int = 12,
    parallel: int | None = None,
    failures: int | None = None,
    stop_early: bool = False,
    kind: str | None = None,
    replicas: Mapping[str, int] | None = None,
    image: str | None = None,
    args: Mapping[str, Any] | None = None,
    cpu: str | float | None = None,
    memory: str | None = None,
    gpu: int | None = None,
    env: Mapping[str, str] | None = None,
    volumes: Mapping[str, str] | None = None,
    shared: bool = True,
    dry_run: bool = False,
) -> Sweep | None:
    """Starts a sweep, or finds the one of that name; its handle waits, and tells the trials and the best of them.

    `source` is a function, which is called with `args` and in each trial with other values of `parameters`, and whose
    result is the metric unless it prints that; or the path of a Python file or a notebook, whose variables they set.
    Any other text is the name of a sweep on the cluster. `parameters` are ranges, as in `{"lr": "0.0001..0.1 log",
    "units": [32, 64]}`; those of a notebook may stand in its parameters cell. `objective` is as in "maximize accuracy".
    With `kind`, such as "PyTorchJob", each trial is such a training job with `replicas`, as for `train`.

    Raises KubeflowLabError with a sentence where something is wrong, or there is no such sweep, and NotConfiguredError
    without a server.
    """
    from kubeflow_lab import sweeping

    if sweeping.is_name(source) and name is None:
        from kubeflow_lab.client import Client
        from kubeflow_lab.magics.sweep_handle import Sweep

        client = Client()
        return Sweep(client, client.item(Sweep.plural, str(source), namespace))
    return sweeping.start(
        source,
        namespace=namespace,
        dry_run=dry_run,
        name=name,
        parameters=parameters,
        objective=objective,
        goal=goal,
        algorithm=algorithm,
        settings=settings,
        trials=trials,
        parallel=parallel,
        failures=failures,
        stop_early=stop_early,
        kind=kind,
        replicas=replicas,
        image=image,
        args=args,
        cpu=cpu,
        memory=memory,
        gpu=gpu,
        env=env,
        volumes=volumes,
        shared=shared,
    )


def __getattr__(name: str) -> Any:
    """`kubeflow_lab.models["digits"]`: the models that are served in the project, loaded where they are used."""
    if name == "models":
        from kubeflow_lab.served import ServedModels

        return ServedModels()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
