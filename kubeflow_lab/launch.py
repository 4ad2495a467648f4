"""`kubeflow_lab.train(...)`: a training job from Python, as the magics start one from a cell."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Union

import yaml

from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics.handle import TrainingJob
from kubeflow_lab.magics.kinds import JobKind, of_kind
from kubeflow_lab.magics.options import SHARED_CLAIM, SHARED_PATH
from kubeflow_lab.magics.training import default_image, plan_text, runtime_named
from kubeflow_lab.packing import literal, pack_file, pack_function, pack_notebook
from kubeflow_lab.pipeline.source import path_in_home
from kubeflow_lab.travel import Travel, notebook_path, read_notebook

Source = Union[Callable[..., Any], Mapping[str, Any], str, Path]


def start(source: Source, *, namespace: str | None, dry_run: bool, **options: Any) -> TrainingJob | None:
    """Starts what `kubeflow_lab.train` describes; None after a dry run, which prints what would be made."""
    client = Client()
    plural, body = manifest(source, options) if is_manifest(source) else form(client, source, namespace, **options)
    if dry_run:
        print(plan_text(client.plan(plural, body, namespace)))
        return None
    return TrainingJob(client, client.create(plural, body, namespace))


def is_manifest(source: Source) -> bool:
    """Whether it is a whole job already: an object, or a YAML file that holds one."""
    return isinstance(source, Mapping) or (
        isinstance(source, (str, Path)) and Path(source).suffix in (".yaml", ".yml", ".json")
    )


def manifest(source: Source, options: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The plural of a whole job and the job, exactly as it was written."""
    given = [name for name, value in options.items() if value not in (None, {}, True, "TFJob")]
    if given:
        raise KubeflowLabError(
            f"A whole job says everything by itself, so {', '.join(given)} cannot be given beside it; change it there."
        )
    job = dict(source) if isinstance(source, Mapping) else read_manifest(Path(str(source)))
    try:
        return of_kind(str(job.get("kind"))).plural, job
    except LookupError:
        raise KubeflowLabError(f"{job.get('kind')!r} is no kind of training job.") from None


def read_manifest(path: Path) -> dict[str, Any]:
    """The one object of a YAML file. Raises KubeflowLabError where there is none, or more than one."""
    try:
        text = path.read_text("utf-8")
        documents = [one for one in documents_in(text) if one is not None]
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise KubeflowLabError(f"{path} cannot be read: {error}") from error
    if len(documents) != 1 or not isinstance(documents[0], dict):
        raise KubeflowLabError(f"{path} must hold one object, the job; it holds {len(documents)}.")
    return documents[0]


def documents_in(text: str) -> list[Any]:
    """The documents of a YAML text. JSON is YAML too, but for PyYAML, which takes its surrogate pairs apart."""
    try:
        return [json.loads(text)]
    except ValueError:
        return list(yaml.safe_load_all(text))


def form(
    client: Client,
    source: Source,
    namespace: str | None,
    *,
    name: str | None,
    kind: str,
    runtime: str | None,
    image: str | None,
    replicas: Mapping[str, int] | None,
    args: Mapping[str, Any] | None,
    cpu: Any,
    memory: str | None,
    gpu: Any,
    env: Mapping[str, str] | None,
    volumes: Mapping[str, str] | None,
    shared: bool,
) -> tuple[str, dict[str, Any]]:
    """The plural of a job and its TrainingJobForm."""
    row = kind_named(kind)
    if not name:
        raise KubeflowLabError('The job needs a name: kubeflow_lab.train(..., name="digits").')
    if runtime is not None and not row.has_runtime:
        raise KubeflowLabError(f"A {row.kind} runs in no runtime; only a TrainJob does.")
    travel = pack_source(source, args or {})
    amounts = {"cpu": cpu, "memory": memory, "gpu": gpu}
    body = {
        "name": name,
        "image": image or default_image(client, row),
        "replicas": counts(row, replicas or {}),
        "code": travel.code,
        "resources": {key: str(value) for key, value in amounts.items() if value is not None},
        "env": [{"name": key, "value": str(value)} for key, value in (env or {}).items()],
        "volumes": mounted_volumes(volumes, shared=shared),
    }
    if runtime is not None:
        body["runtime"] = runtime_named(client, runtime, namespace)
    if travel.notebook:
        cell = travel.code["cells"][-1]["id"]
        body["notebook"] = {"path": path_in_home(travel.notebook.path), "cell": cell}
    return row.plural, body


def mounted_volumes(volumes: Mapping[str, str] | None, *, shared: bool) -> list[dict[str, str]]:
    """The volumes of a form: claims with the folders that they are mounted at, the project's own first."""
    mounted = dict(volumes or {})
    if shared and SHARED_PATH not in mounted.values():
        mounted = {SHARED_CLAIM: SHARED_PATH, **mounted}
    return [{"claim": claim, "path": path} for claim, path in mounted.items()]


def kind_named(kind: str) -> JobKind:
    """The row of a kind. Raises KubeflowLabError for one that is not there."""
    try:
        return of_kind(kind)
    except LookupError:
        raise KubeflowLabError(f"{kind!r} is no kind of training job.") from None


def counts(kind: JobKind, replicas: Mapping[str, int]) -> list[dict[str, Any]]:
    """The replicas of a form; one leader where nobody said. Roles are as in `%%tfjob`: chief, workers, ps."""
    roles = {alias: role for role in kind.roles for alias in (role.option, role.alias, role.role, role.role.lower())}
    unknown = [name for name in replicas if name not in roles]
    if unknown:
        known = ", ".join(role.option for role in kind.roles)
        raise KubeflowLabError(f"A {kind.kind} has no {', '.join(unknown)}; it has {known}.")
    asked = [{"role": roles[name].role, "count": count} for name, count in replicas.items() if count]
    always = [{"role": role.role, "count": 1} for role in kind.always]
    return [*always, *(asked or [{"role": kind.leader.role, "count": 1}])]


def pack_source(source: Source, args: Mapping[str, Any]) -> Travel:
    """What travels: a function with its arguments, or a file whose variables `args` set."""
    if callable(source):
        path = notebook_path(os.environ)
        notebook = read_notebook(path) if path else None
        return pack_function(source, args, notebook=notebook, folder=path.parent if path else Path.cwd())
    path = Path(str(source))
    for name, value in args.items():
        literal(name, value)
    if path.suffix not in (".py", ".ipynb"):
        raise KubeflowLabError(
            f"{source!r} is nothing to train with; give a function, a .py or .ipynb file, or a job as YAML."
        )
    travel = pack_notebook(path) if path.suffix == ".ipynb" else pack_file(path, path.name)
    travel.code["parameters"] = dict(args)
    return travel
