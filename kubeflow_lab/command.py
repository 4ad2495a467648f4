"""The command `kubeflow-lab`: a notebook as a pipeline, from a terminal or in CI.

Exit codes: 0; 1 when something failed, told in a sentence; 2 for a wrong use; 130 when interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kubeflow_lab import __version__
from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.pipeline.compiled import FORMS, compile_pipeline
from kubeflow_lab.pipeline.diagnostics import telling_places
from kubeflow_lab.pipeline.images import default_image
from kubeflow_lab.pipeline.local import LocalRun
from kubeflow_lab.pipeline.plan import plan_of
from kubeflow_lab.pipeline.source import path_in_home, read_pipeline, workflow_form

EXAMPLES = """examples:
  kubeflow-lab compile train.ipynb --emit graph        the steps and what flows between them, as JSON
  kubeflow-lab compile train.ipynb --emit workflow | kubectl apply -f -
  kubeflow-lab run train.ipynb --param epochs=1        here, each step in a process of its own
  kubeflow-lab submit train.ipynb --wait               on the cluster, until it is over

In a notebook server everything is configured. Elsewhere set KUBEFLOW_LAB_URL, KUBEFLOW_LAB_NAMESPACE and
KUBEFLOW_LAB_TOKEN, or write them to ~/.config/kubeflow-lab/config.json.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command with `arguments`, by default those of the process, and answers its exit code."""
    options = parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # What steps print is any text, whatever the terminal's encoding.
        stream.reconfigure(errors="backslashreplace")
    try:
        return options.do(options)
    except KubeflowLabError as error:
        print(f"kubeflow-lab: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing more can be said there, also not by Python at its end.
        sys.stdout = None  # type: ignore[assignment]
        return 1


def parser() -> argparse.ArgumentParser:
    """The grammar of the command."""
    found = argparse.ArgumentParser(
        prog="kubeflow-lab",
        description="Compiles a notebook to a pipeline and runs it, here or on the cluster.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    found.add_argument("--version", action="version", version=f"kubeflow-lab {__version__}")
    commands = found.add_subparsers(title="commands", required=True, metavar="COMMAND")
    compiling = _command(commands, "compile", "print the pipeline of a notebook", compile_notebook)
    compiling.add_argument("--emit", choices=FORMS, default="workflow", help="what to print (default: workflow)")
    compiling.add_argument("--image", help="image of the steps")
    running = _command(commands, "run", "run the steps here, each in a fresh process", run_notebook)
    running.add_argument("--parallel", type=_positive, metavar="N", help="steps at a time (default: one per processor)")
    submitting = _command(commands, "submit", "run the steps on the cluster", submit_notebook)
    submitting.add_argument("--image", help="image of the steps (default: this notebook server's own)")
    submitting.add_argument("--name", help="name of the run (default: from the notebook's)")
    submitting.add_argument("--wait", action="store_true", help="follow its log until it is over")
    return found


def compile_notebook(options: argparse.Namespace) -> int:
    """Prints what the server emits; diagnostics go to standard error. A graph is printed with its errors, and fails."""
    source = read_pipeline(options.notebook)
    with Client() as client:
        compiled = compile_pipeline(client, source, options.emit, parameters=dict(options.param), image=options.image)
    for line in [*compiled.warnings(), *compiled.errors()]:
        print(line, file=sys.stderr)
    print(compiled.output.rstrip("\n"))
    return 1 if compiled.errors() else 0


def run_notebook(options: argparse.Namespace) -> int:
    """Runs the steps here; what they print goes to standard output, each line behind the name of its step."""
    source = read_pipeline(options.notebook)
    with Client() as client:
        compiled = compile_pipeline(client, source, "workflow", parameters=dict(options.param))
    for line in compiled.warnings():
        print(line, file=sys.stderr)
    run = LocalRun(
        plan_of(compiled), name=source.path.stem, folder=source.path.resolve().parent, parallel=options.parallel
    )
    run.execute(printed=lambda step, line: print(f"{step} | {line}", flush=True))
    print(run.summary()["message"], file=sys.stderr)
    return 0


def submit_notebook(options: argparse.Namespace) -> int:
    """Creates the run and says its name; with `--wait` prints its log and ends as it ends."""
    # Needs IPython, which a laptop that only compiles may spare.
    from kubeflow_lab.magics.run import PipelineRun

    source = read_pipeline(options.notebook)
    with Client() as client:
        form = workflow_form(
            source,
            path=path_in_home(source.path),
            image=options.image or default_image(client),
            parameters=dict(options.param),
            name=options.name,
        )
        with telling_places(source):
            item = client.create("workflows", form)
        run = PipelineRun(client, item)
        print(run.name, flush=True)
        if options.wait:
            run.logs(follow=True)
            # Its log has just been printed.
            run.wait(log_lines=0)
            print(run.status()["message"], file=sys.stderr)
    return 0


def _command(commands: argparse._SubParsersAction, name: str, text: str, do: object) -> argparse.ArgumentParser:
    found = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False)
    found.set_defaults(do=do)
    found.add_argument("notebook", type=Path, metavar="NOTEBOOK", help="the notebook's file")
    found.add_argument(
        "--param", type=parameter, action="append", default=[], metavar="NAME=VALUE", help="parameter; may be repeated"
    )
    return found


def parameter(text: str) -> tuple[str, str]:
    """`NAME=VALUE`; the server knows the parameter's type."""
    name, separator, value = text.partition("=")
    if not separator or not name.isidentifier():
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    return name, value


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of steps")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
