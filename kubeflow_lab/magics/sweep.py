"""`%%sweep`: tries the code of a cell with many values of the notebook's parameters, on the cluster."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, cell_magic, magics_class

from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics.handle import Handle, wait_as_asked
from kubeflow_lab.magics.options import OptionParser, add_resources, add_running, parse, run_fields
from kubeflow_lab.magics.ranges import EXAMPLE, search_parameters
from kubeflow_lab.magics.training import as_yaml, pack_cell
from kubeflow_lab.pipeline.images import default_image
from kubeflow_lab.pipeline.source import path_in_home
from kubeflow_lab.source import running_cell
from kubeflow_lab.travel import SavedNotebook, Travel

if TYPE_CHECKING:
    import pandas

PARAMETER_TAGS = frozenset({"parameters", "pipeline-parameters"})
# The algorithms that Katib knows and that search by parameters; the server says which of them run here.
ALGORITHMS = ("random", "grid", "tpe", "multivariate-tpe", "bayesianoptimization", "hyperband", "cmaes", "sobol")
OBJECTIVE = re.compile(r"(maximize|minimize)\s+([\w-]+)$")
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
        "parameters, to find those with the best value of a metric. What is tried stands behind the values in the "
        f"cell tagged parameters: `{EXAMPLE}` is searched between two numbers, `units = 64  # {{32, 64, 128}}` "
        "among some values. The metric is a variable that the code leaves behind, or a line NAME=VALUE that it prints.",
    )
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
    parser.add_argument("--image", help="image of the trials (default: that of this notebook server)")
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


def setting(text: str) -> tuple[str, str]:
    """`NAME=VALUE`."""
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    return name, value


class Sweep(Handle):
    """A sweep that runs on the cluster, or has."""

    plural = "experiments"
    noun = "sweep"

    def trials(self) -> list[dict[str, Any]]:
        """What each trial tried and what came of it: `{trial, phase, <parameter>: text, <metric>: text}`.

        The value of a metric is its latest, as it was printed.
        """
        return [
            {
                "trial": one["name"],
                "phase": one["phase"],
                **one["parameters"],
                **{name: metric["value"] for name, metric in one["metrics"].items()},
            }
            for one in self.status()["trials"]
        ]

    def frame(self) -> pandas.DataFrame:
        """The trials as a DataFrame: a row for each with its `phase`, parameters and latest metrics, with numbers.

        The index is the trial's name. What a trial has no value of is missing, as is a text among numbers; `trials()`
        has all as it was printed. Needs pandas.
        """
        import pandas as pd

        trials = self.trials()
        return pd.DataFrame(trials).set_index("trial").apply(_numbers) if trials else pd.DataFrame()

    def curves(self) -> pandas.DataFrame:
        """How the objective went in each trial: a row for each value, with `trial`, `step` (from 1) and `value`.

        At most 100 values of a trial, and none of one that reported fewer than two. Needs pandas.
        """
        import pandas as pd

        rows = [
            {"trial": one["name"], "step": step, "value": value}
            for one in self.status()["trials"]
            for step, value in one.get("curve", [])
        ]
        return pd.DataFrame(rows, columns=["trial", "step", "value"])

    def budget(self, *, trials: int | None = None, parallel: int | None = None, failures: int | None = None) -> None:
        """Changes how many trials there are in all, at once, and failed ones that end the sweep; it may run or be over.

        Raises KubeflowLabError where a number does not fit the others, or the sweep cannot go on.
        """
        asked = {"maxTrialCount": trials, "parallelTrialCount": parallel, "maxFailedTrialCount": failures}
        form = {name: number for name, number in asked.items() if number is not None}
        self._item = self._client.act(self.plural, self.name, "budget", form, namespace=self.namespace)

    def best(self) -> dict[str, Any] | None:
        """The best trial so far: `{trial, parameters, metrics}`; None while there is none."""
        return self.status()["best"]

    def metrics(self) -> dict[str, float]:
        """Of the best trial so far, the value of each metric that counts."""
        return {name: float(text) for name, text in (self.best() or {"metrics": {}})["metrics"].items()}

    def stop(self) -> None:
        """Begins no more trials, stops those that run, and keeps the results."""
        self._item = self._client.act(self.plural, self.name, "stop", namespace=self.namespace)

    def stop_trials(self) -> None:
        """Ends the trials that go on although the sweep has ended, as it has when its goal is reached.

        Raises KubeflowLabError where there are none.
        """
        self._item = self._client.act(self.plural, self.name, "stop-trials", namespace=self.namespace)


def _numbers(column: pandas.Series) -> pandas.Series:
    """A column of texts as numbers, where it has one; texts among them are missing."""
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce")
    return numbers if numbers.notna().any() and column.name != "phase" else column


@magics_class
class SweepMagics(Magics):
    """The magic that starts sweeps."""

    @cell_magic
    def sweep(self, line: str, cell: str = "") -> Sweep | None:
        """Replaced below by the help of the options."""
        options = parse(sweep_parser(), line)
        if options.objective is None:
            raise KubeflowLabError('The sweep needs an objective: %%sweep --objective "maximize accuracy".')
        get_parent = getattr(self.shell, "get_parent", dict)
        source = running_cell(get_parent() or {}, "sweep", cell)
        travel = pack_cell(source, "sweep")
        parameters = ranges_of(travel.notebook)
        client = Client()
        form = sweep_form(options, options.image or default_image(client), travel, parameters)
        if travel.notebook:
            form["notebook"] = {"path": path_in_home(travel.notebook.path), "cell": source.cell_id}
        if options.dry_run:
            print(as_yaml(client.preview(Sweep.plural, form)))
            return None
        sweep = Sweep(client, client.create(Sweep.plural, form))
        if travel.notice:
            print(travel.notice)
        sweep.show()
        wait_as_asked(sweep, options.wait, has_front_end=source.has_front_end)
        return sweep


SweepMagics.sweep.__doc__ = sweep_parser().format_help()


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


def sweep_form(
    options: argparse.Namespace, image: str, travel: Travel, parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    """The Experiment form (docs/architecture.md) that the options, the code and the ranges become."""
    goal = {} if options.goal is None else {"goal": options.goal}
    return {
        "name": options.name,
        "image": image,
        "code": travel.code,
        "objective": {**options.objective, **goal},
        "algorithm": {"name": options.algorithm, "settings": dict(options.setting)},
        "parameters": parameters,
        "maxTrials": options.trials,
        "parallelTrials": options.parallel or min(DEFAULT_PARALLEL, options.trials),
        "maxFailedTrials": options.failures or min(DEFAULT_FAILURES, options.trials),
        **run_fields(options),
    }
