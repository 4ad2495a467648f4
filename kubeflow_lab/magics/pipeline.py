"""`%%step` and `%pipeline`: pipelines from code."""

from __future__ import annotations

import os
from argparse import BooleanOptionalAction, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class

from kubeflow_lab import pipeline_run
from kubeflow_lab.client import Client
from kubeflow_lab.command import parameter
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics.handle import wait_as_asked
from kubeflow_lab.magics.options import OptionParser, split
from kubeflow_lab.magics.run import LocalPipelineRun, PipelineRun
from kubeflow_lab.magics.training import as_yaml
from kubeflow_lab.pipeline.compiled import FORMS, compile_pipeline
from kubeflow_lab.pipeline.diagnostics import telling_places
from kubeflow_lab.pipeline.images import default_image
from kubeflow_lab.pipeline.local import LocalRun
from kubeflow_lab.pipeline.plan import plan_of
from kubeflow_lab.pipeline.source import PipelineSource, path_in_home, read_pipeline, workflow_form
from kubeflow_lab.travel import notebook_path

if TYPE_CHECKING:
    from collections.abc import Callable


def step_parser() -> OptionParser:
    """The grammar of `%%step`, as the compiler reads it too."""
    parser = OptionParser(
        prog="%%step",
        add_help=False,
        allow_abbrev=False,
        usage="%%%%step NAME [--after a,b] [--image IMAGE] [--cpu N] [--memory SIZE] [--gpu N]",
        description="Says that this cell is a step of the notebook's pipeline. Here the cell simply runs.",
    )
    parser.add_argument("name", metavar="NAME", help="the step's name, as train_model; cells of one name are one step")
    parser.add_argument("--after", metavar="A,B", help="steps that must have ended before, beside those it takes from")
    parser.add_argument("--image", help="image that the step runs in")
    parser.add_argument("--cpu", metavar="N", help="processors, as 2 or 500m")
    parser.add_argument("--memory", metavar="SIZE", help="memory, as 4Gi")
    parser.add_argument("--gpu", metavar="N", help="GPUs")
    return parser


def pipeline_parser() -> OptionParser:
    """The grammar of `%pipeline`."""
    parser = OptionParser(
        prog="%pipeline",
        add_help=False,
        allow_abbrev=False,
        usage="%%pipeline run|submit|status|logs|show|export [NAME] [options]",
        description="Compiles this notebook to a pipeline and runs it: `run` here, each step in a fresh process; "
        "`submit` on the cluster. `show` tells its steps, `export` prints it for other tools; `status` and `logs` are "
        "of the last run, or of the one named NAME.",
    )
    parser.add_argument("action", choices=sorted(ACTIONS), help="what to do")
    parser.add_argument("run", nargs="?", metavar="NAME", help="an earlier run (status, logs), or a file (export)")
    parser.add_argument("--name", help="name of the new run")
    parser.add_argument("--image", help="image of the steps (default: this notebook server's own)")
    parser.add_argument(
        "--param", type=parameter, action="append", default=[], metavar="NAME=VALUE", help="parameter; may be repeated"
    )
    parser.add_argument(
        "--emit", choices=[form for form in FORMS if form != "graph"], default="workflow", help="what to export"
    )
    parser.add_argument("--follow", action="store_true", help="follow the log to its end")
    parser.add_argument(
        "--wait",
        action=BooleanOptionalAction,
        default=None,
        help="wait for the end; without a person at the notebook (nbconvert, papermill) that is the default",
    )
    parser.add_argument("--dry-run", action="store_true", help="show the objects and create nothing")
    return parser


@magics_class
class PipelineMagics(Magics):
    """The magics of pipelines."""

    last: PipelineRun | LocalPipelineRun | None = None

    @line_cell_magic
    def step(self, line: str, cell: str | None = None) -> None:
        """Replaced below by the help of the options."""
        step_parser().parse_args(split("%%step", line))
        if cell is not None:
            # Only where the magic is called by its name; `as_plain_cell` makes plain code of a cell's own line.
            self.shell.run_cell(cell).raise_error()

    @line_magic
    def pipeline(self, line: str) -> Any:
        """Replaced below by the help of the options."""
        options = pipeline_parser().parse_args(split("%pipeline", line))
        return ACTIONS[options.action](self, options)

    def run(self, options: Namespace) -> LocalPipelineRun:
        """`%pipeline run`."""
        source = self._source()
        compiled = compile_pipeline(Client(), source, "workflow", parameters=dict(options.param))
        tell(source.notice, *compiled.warnings())
        run = LocalPipelineRun(LocalRun(plan_of(compiled), name=source.path.stem, folder=source.path.parent))
        self.last = run
        run.start()
        waits = options.wait if options.wait is not None else not self._has_front_end()
        return run.wait() if waits else run

    def submit(self, options: Namespace) -> PipelineRun | None:
        """`%pipeline submit`."""
        source, client = self._source(), Client()
        form = workflow_form(
            source,
            path=path_in_home(source.path),
            image=options.image or default_image(client),
            parameters=dict(options.param),
            name=options.name,
        )
        with telling_places(source):
            if options.dry_run:
                print(as_yaml(client.preview("workflows", form)))
                return None
            run = PipelineRun(client, client.create("workflows", form))
        self.last = run
        tell(source.notice)
        run.show()
        wait_as_asked(run, options.wait, has_front_end=self._has_front_end())
        return run

    def status(self, options: Namespace) -> PipelineRun | LocalPipelineRun:
        """`%pipeline status`: the card, as it is now."""
        run = self._chosen(options)
        run.status()
        return run

    def logs(self, options: Namespace) -> None:
        """`%pipeline logs`."""
        run = self._chosen(options)
        if isinstance(run, PipelineRun):
            run.logs(follow=options.follow)
        else:
            if options.follow:
                run.wait()
            run.logs()

    def show(self, options: Namespace) -> None:
        """`%pipeline show`: the steps, what flows between them, and what is wrong."""
        source = self._source()
        compiled = compile_pipeline(Client(), source, "graph", parameters=dict(options.param))
        tell(source.notice)
        print(compiled.describe())

    def export(self, options: Namespace) -> None:
        """`%pipeline export`: to a file, or below the cell."""
        source = self._source()
        compiled = compile_pipeline(Client(), source, options.emit, parameters=dict(options.param), image=options.image)
        tell(source.notice, *compiled.warnings())
        if options.run is None:
            print(compiled.output)
            return
        path = Path(options.run).expanduser()
        path.write_text(compiled.output, "utf-8")
        print(f"Written to {path}.")

    def _chosen(self, options: Namespace) -> PipelineRun | LocalPipelineRun:
        if options.run is not None:
            return pipeline_run(options.run)
        if self.last is None:
            raise KubeflowLabError(
                "No run was started from this kernel; name one, as in `%pipeline status digits-x7k2p`."
            )
        return self.last

    def _source(self) -> PipelineSource:
        path = notebook_path(os.environ)
        if path is None:
            raise KubeflowLabError(
                "Which notebook this kernel serves is not known, as it was not started by Jupyter for one. "
                "Use the command `kubeflow-lab run NOTEBOOK` in a terminal."
            )
        return read_pipeline(path, has_front_end=self._has_front_end())

    def _has_front_end(self) -> bool:
        """Whether a person's notebook sent the cell; programs that only execute do not name it."""
        get_parent = getattr(self.shell, "get_parent", dict)
        return (get_parent() or {}).get("metadata", {}).get("cellId") is not None


ACTIONS: dict[str, Callable[[PipelineMagics, Namespace], Any]] = {
    "run": PipelineMagics.run,
    "submit": PipelineMagics.submit,
    "status": PipelineMagics.status,
    "logs": PipelineMagics.logs,
    "show": PipelineMagics.show,
    "export": PipelineMagics.export,
}

PipelineMagics.step.__doc__ = step_parser().format_help()
PipelineMagics.pipeline.__doc__ = pipeline_parser().format_help()


def as_plain_cell(lines: list[str]) -> list[str]:
    """A cell that begins with `%%step …` as plain code: the magic checks the line, and all lines keep their numbers.

    A cell magic below it has to stand first, so there the line goes. For `input_transformers_cleanup`.
    """
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    if first is None or not lines[first].lstrip().startswith("%%step"):
        return lines
    words = lines[first].strip().partition(" ")
    if words[0] != "%%step" or words[2].startswith("?"):
        return lines
    below = lines[first + 1 :]
    if below and below[0].startswith("%%"):
        return below
    end = "\n" if lines[first].endswith("\n") else ""
    return [*lines[:first], f"get_ipython().run_line_magic('step', {words[2]!r}){end}", *below]


def tell(*lines: str) -> None:
    """Prints what a person should know, where there is something."""
    for line in lines:
        if line:
            print(line)
