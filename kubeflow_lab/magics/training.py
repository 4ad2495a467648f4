"""`%%tfjob`, `%%pytorchjob`, …, `%%trainjob`: train with the code of a cell on the cluster."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml
from IPython.core.magic import Magics, cell_magic, magics_class

from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics.handle import TrainingJob, wait_as_asked
from kubeflow_lab.magics.kinds import ALL_KINDS, JAXJOB, MPIJOB, PYTORCHJOB, TFJOB, TRAINJOB, XGBOOSTJOB, JobKind
from kubeflow_lab.magics.options import job_form, job_parser, parse
from kubeflow_lab.pipeline.source import path_in_home
from kubeflow_lab.source import CellSource, running_cell
from kubeflow_lab.travel import Travel, notebook_path, pack, read_current


@magics_class
class TrainingMagics(Magics):
    """The magics that start training: one for each kind of job. Their help is set below, from their options."""

    @cell_magic
    def tfjob(self, line: str, cell: str = "") -> TrainingJob | None:
        return self._start(TFJOB, line, cell)

    @cell_magic
    def pytorchjob(self, line: str, cell: str = "") -> TrainingJob | None:
        return self._start(PYTORCHJOB, line, cell)

    @cell_magic
    def mpijob(self, line: str, cell: str = "") -> TrainingJob | None:
        return self._start(MPIJOB, line, cell)

    @cell_magic
    def jaxjob(self, line: str, cell: str = "") -> TrainingJob | None:
        return self._start(JAXJOB, line, cell)

    @cell_magic
    def xgboostjob(self, line: str, cell: str = "") -> TrainingJob | None:
        return self._start(XGBOOSTJOB, line, cell)

    @cell_magic
    def trainjob(self, line: str, cell: str = "") -> TrainingJob | None:
        return self._start(TRAINJOB, line, cell)

    def _start(self, kind: JobKind, line: str, cell: str) -> TrainingJob | None:
        options = parse(job_parser(kind), line)
        source = running_cell(self._request(), kind.magic, cell)
        travel = pack_cell(source, kind.magic)
        client = Client()
        form = job_form(kind, options, options.image or default_image(client, kind), travel.code)
        if kind.has_runtime and options.runtime:
            form["runtime"] = runtime_named(client, options.runtime)
        if travel.notebook:
            form["notebook"] = {"path": path_in_home(travel.notebook.path), "cell": source.cell_id}
        if options.dry_run:
            print(plan_text(client.plan(kind.plural, form)))
            return None
        job = TrainingJob(client, client.create(kind.plural, form))
        if travel.notice:
            print(travel.notice)
        job.show()
        wait_as_asked(job, options.wait, has_front_end=source.has_front_end)
        return job

    def _request(self) -> dict[str, Any]:
        """The execute request that is being served; a terminal's IPython has none."""
        get_parent = getattr(self.shell, "get_parent", dict)
        return get_parent() or {}


for row in ALL_KINDS:
    getattr(TrainingMagics, row.magic).__doc__ = job_parser(row).format_help()


def pack_cell(source: CellSource, magic: str) -> Travel:
    """What travels with the running cell. Raises KubeflowLabError where there is nothing, or something is missing."""
    if not source.text.strip():
        raise KubeflowLabError(f"The cell has no code below %%{magic}; write what is to run there.")
    path = notebook_path(os.environ)
    return pack(
        source.text,
        cell_id=source.cell_id,
        line=source.line,
        notebook=read_current(path, has_front_end=source.has_front_end) if path else None,
        folder=path.parent if path else Path.cwd(),
    )


def default_image(client: Client, kind: JobKind) -> str:
    """The platform's first image for a kind of jobs; none where the runtime has one."""
    if kind.has_runtime:
        return ""
    images = client.settings().get("images", {}).get(kind.image, [])
    if not images:
        raise KubeflowLabError(f"The platform offers no {kind.framework} image; name one with --image.")
    return images[0]


def runtime_named(client: Client, name: str, namespace: str | None = None) -> dict[str, str]:
    """The runtime of that name, the project's own before the cluster's. Raises KubeflowLabError where there is none."""
    offered = client.training_runtimes(namespace)
    found = [one for one in offered if one["name"] == name]
    if not found:
        names = ", ".join(one["name"] for one in offered) or "none; an administrator has to install Kubeflow Trainer"
        raise KubeflowLabError(f"There is no training runtime {name!r} here. There is {names}.")
    chosen = min(found, key=lambda one: one["kind"] != "TrainingRuntime")
    return {"kind": chosen["kind"], "name": name}


def plan_text(plan: dict[str, Any]) -> str:
    """What a dry run answers, as YAML that `kubectl apply -f -` reads; who talks to whom stands above, as comments."""
    notes = "".join(f"# {line}\n" for line in plan.get("notes", []))
    return notes + as_yaml(plan["objects"])


def as_yaml(objects: list[dict[str, Any]]) -> str:
    """Kubernetes objects as one YAML stream, as `kubectl apply -f -` reads it."""
    return yaml.safe_dump_all(objects, sort_keys=False, allow_unicode=True, explicit_start=True)
