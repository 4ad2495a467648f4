"""`%%sweep` and `%sweep`: tries a cell, the notebook or its pipeline with many values of the parameters."""

from __future__ import annotations

import argparse
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from IPython.core.magic import Magics, line_cell_magic, magics_class

from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.launch import counts
from kubeflow_lab.magics.handle import wait_as_asked
from kubeflow_lab.magics.kinds import JOB_KINDS
from kubeflow_lab.magics.options import OptionParser, add_resources, add_running, count, parse, run_fields
from kubeflow_lab.magics.ranges import EXAMPLE, search_parameters
from kubeflow_lab.magics.sweep_handle import Sweep
from kubeflow_lab.magics.training import as_yaml, default_image, pack_cell
from kubeflow_lab.packing import pack_notebook
from kubeflow_lab.pipeline import images
from kubeflow_lab.pipeline.source import path_in_home, pipeline_fields, read_pipeline
from kubeflow_lab.source import CellSource, running_cell
from kubeflow_lab.travel import SavedNotebook, notebook_path, read_notebook

PARAMETER_TAGS = frozenset({"parameters", "pipeline-parameters"})
# The algorithms that Katib knows and that search by parameters; the server says which of them run here.
ALGORITHMS = ("random", "grid", "tpe", "multivariate-tpe", "bayesianoptimization", "hyperband", "cmaes", "sobol")
OBJECTIVE = re.compile(r"(maximize|minimize)\s+([\w-]+)$")
# What a line without code can run.
WHOLE = ("notebook", "pipeline")
DEFAULT_TRIALS = 12
DEFAULT_PARALLEL = 3
DEFAULT_FAILURES = 3


def sweep_parser() -> OptionParser:
    """The grammar of `%%sweep`."""
    parser = OptionParser(
        prog="%%sweep",
        add_help=False,
        allow_abbrev=False,
        usage='%%%%sweep --name NAME --objective "maximize accuracy" [--trials N] [--parallel N] [options]',
        description="Runs the code of this cell many times on the cluster, each time with other values of the "
        "parameters, to find those with the best value of a metric. `%sweep notebook` does so with all cells of the "
        "notebook, `%sweep pipeline` with its pipeline. What is tried stands behind the values in the "
        f"cell tagged parameters: `{EXAMPLE}` is searched between two numbers, `units = 64  # {{32, 64, 128}}` "
        "among some values. The metric is a variable that the code leaves behind, or a line NAME=VALUE that it prints.",
    )
    parser.add_argument("what", nargs="?", choices=WHOLE, help="of %%sweep without code: what is run")
    parser.add_argument("--name", help="name of the sweep, as digits (lower-case letters, digits, hyphens)")
    parser.add_argument("--objective", type=objective, metavar="GOAL", help='as "maximize accuracy" or "minimize loss"')
    parser.add_argument("--goal", type=float, metavar="VALUE", help="ends the sweep as soon as the metric is this good")
    parser.add_argument("--algorithm", choices=ALGORITHMS, default="tpe", help="what chooses the values (default: tpe)")
    parser.add_argument(
        "--setting", type=setting, action="append", default=[], metavar="NAME=VALUE", help="of the algorithm; repeated"
    )
    parser.add_argument(
        "--trials", type=positive, default=DEFAULT_TRIALS, metavar="N", help=f"how many (default: {DEFAULT_TRIALS})"
    )
    parser.add_argument("--parallel", type=positive, metavar="N", help=f"at once (default: {DEFAULT_PARALLEL})")
    parser.add_argument(
        "--failures", type=positive, metavar="N", help=f"failed trials that end the sweep (default: {DEFAULT_FAILURES})"
    )
    parser.add_argument("--stop-early", action="store_true", help="end trials whose values are worse than the median")
    parser.add_argument(
        "--kind", choices=[row.magic for row in JOB_KINDS], help="run each trial as such a job (default: in one pod)"
    )
    parser.add_argument(
        "--replicas", type=replicas, action="append", default=[], metavar="ROLE=N", help="of --kind, as workers=2"
    )
    parser.add_argument("--image", help="image of the trials (default: that of this notebook server, or for --kind)")
    add_resources(parser, "trial")
    add_running(parser)
    return parser


def objective(text: str) -> dict[str, str]:
    """`maximize METRIC` or `minimize METRIC`."""
    match = OBJECTIVE.match(text.strip())
    if match is None:
        raise argparse.ArgumentTypeError(f'{text!r} is not of the form "maximize METRIC" or "minimize METRIC"')
    return {"metric": match[2], "type": match[1]}


def positive(text: str) -> int:
    """A whole number above 0."""
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)


def replicas(text: str) -> tuple[str, int]:
    """`ROLE=N`."""
    role, _, number = text.partition("=")
    return role, count(number)


def setting(text: str) -> tuple[str, str]:
    """`NAME=VALUE`."""
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    return name, value


@dataclass(frozen=True)
class Trials:
    """What the trials run: fields of the form, the notebook whose ranges count, and what a person should know."""

    fields: dict[str, Any]
    notebook: SavedNotebook | None
    notice: str


@magics_class
class SweepMagics(Magics):
    """The magic that starts sweeps."""

    @line_cell_magic
    def sweep(self, line: str, cell: str | None = None) -> Sweep | None:
        """Replaced below by the help of the options."""
        options = parse(sweep_parser(), line)
        if options.objective is None:
            raise KubeflowLabError('The sweep needs an objective: %%sweep --objective "maximize accuracy".')
        if (cell is None) == (options.what is None):
            raise KubeflowLabError(
                "`%%sweep` runs the code below it; `%sweep notebook` and `%sweep pipeline` run all of the notebook."
            )
        get_parent = getattr(self.shell, "get_parent", dict)
        source = running_cell(get_parent() or {}, "sweep", cell or "")
        trials = trials_of(options.what, source)
        parameters = ranges_of(trials.notebook)
        client = Client()
        form = {**sweep_form(options, image_of(options, client), parameters), **trials.fields}
        if options.dry_run:
            print(as_yaml(client.preview(Sweep.plural, form)))
            return None
        sweep = Sweep(client, client.create(Sweep.plural, form))
        if trials.notice:
            print(trials.notice)
        sweep.show()
        wait_as_asked(sweep, options.wait, has_front_end=source.has_front_end)
        return sweep


SweepMagics.sweep.__doc__ = sweep_parser().format_help()


def trials_of(what: str | None, source: CellSource) -> Trials:
    """What the trials of the running cell run. Raises KubeflowLabError where something of it is missing."""
    if what is None:
        travel = pack_cell(source, "sweep")
        path = travel.notebook and path_in_home(travel.notebook.path)
        notebook = {"notebook": {"path": path, "cell": source.cell_id}} if path else {}
        return Trials({"code": travel.code, **notebook}, travel.notebook, travel.notice)
    file = current_notebook()
    if what == "pipeline":
        pipeline = read_pipeline(file, has_front_end=source.has_front_end)
        place = path_in_home(file)
        fields = {"pipeline": pipeline_fields(pipeline, place), "notebook": {"path": place, "cell": ""}}
        # Its steps say by themselves what they mount.
        return Trials({**fields, "volumes": []}, read_notebook(file), pipeline.notice)
    travel = pack_notebook(file, has_front_end=source.has_front_end)
    fields = {"code": travel.code, "notebook": {"path": path_in_home(file), "cell": ""}}
    return Trials(fields, travel.notebook, travel.notice)


def current_notebook() -> Path:
    """The notebook of this kernel. Raises KubeflowLabError where there is none."""
    path = notebook_path(os.environ)
    if path is None:
        raise KubeflowLabError("Which notebook this kernel serves is not known; run the sweep from one in Jupyter.")
    return path


def image_of(options: argparse.Namespace, client: Client) -> str:
    """The image of the trials: the one that was named, else the platform's for such jobs, else this server's."""
    kind = next((row for row in JOB_KINDS if row.magic == options.kind), None)
    return options.image or (images.default_image(client) if kind is None else default_image(client, kind))


def ranges_of(notebook: SavedNotebook | None) -> list[dict[str, Any]]:
    """The parameters that the notebook's parameters cells give ranges to. Raises KubeflowLabError where none has."""
    cells = [cell for cell in notebook.cells if cell.tags & PARAMETER_TAGS] if notebook else []
    if not cells:
        raise KubeflowLabError(
            "The sweep has nothing to search: tag a cell with `parameters` and write ranges behind its values, as in "
            f"`{EXAMPLE}`."
        )
    found = search_parameters(cells)
    if not found:
        raise KubeflowLabError(
            "The sweep has nothing to search: no value in the parameters cell has a range behind it, as in "
            f"`{EXAMPLE}`."
        )
    return found


def sweep_form(options: argparse.Namespace, image: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    """The Experiment form (docs/architecture.md) of the options and the ranges, without what its trials run."""
    goal = {} if options.goal is None else {"goal": options.goal}
    return {
        "name": options.name,
        "image": image,
        **job_fields(options),
        "objective": {**options.objective, **goal},
        "algorithm": {"name": options.algorithm, "settings": dict(options.setting)},
        "parameters": parameters,
        "maxTrials": options.trials,
        "parallelTrials": options.parallel or min(DEFAULT_PARALLEL, options.trials),
        "maxFailedTrials": options.failures or min(DEFAULT_FAILURES, options.trials),
        **({"earlyStopping": {"name": "medianstop"}} if options.stop_early else {}),
        **run_fields(options),
    }


def job_fields(options: argparse.Namespace) -> dict[str, Any]:
    """The field of the form that says as which job each trial runs; none where it runs in one pod."""
    kind = next((row for row in JOB_KINDS if row.magic == options.kind), None)
    if kind is None:
        if options.replicas:
            raise KubeflowLabError(
                "%%sweep: --replicas belongs to --kind, as in --kind pytorchjob --replicas workers=2."
            )
        return {}
    return {"job": {"kind": kind.kind, "replicas": counts(kind, dict(options.replicas))}}
