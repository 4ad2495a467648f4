"""The options of the job magics: their grammar, their help, and the form that they become."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Sequence
from typing import Any, NoReturn

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics.kinds import NODES, WORKERS, JobKind

SHARED_CLAIM = "shared"
SHARED_PATH = "/home/jovyan/shared"
# Roles of which a job may have any number.
MANY = (WORKERS, NODES)


class OptionParser(argparse.ArgumentParser):
    """Raises a sentence where argparse would end the process."""

    def error(self, message: str) -> NoReturn:
        """A wrong option, told with where the help is."""
        raise KubeflowLabError(f"{self.prog}: {message}. `{self.prog}?` lists the options.")


def job_parser(kind: JobKind) -> OptionParser:
    """The grammar of the magic of a kind of training jobs, such as `%%tfjob`."""
    leader = kind.leader.role.lower()
    counts = " ".join(f"[--{role.option} {'N' if role in MANY else 1}]" for role in kind.roles[:2])
    parser = OptionParser(
        prog=f"%%{kind.magic}",
        add_help=False,
        allow_abbrev=False,
        usage=f"%%%%{kind.magic} --name NAME {counts} [options]",
        description=f"Trains with the code of this cell on the cluster, as a {kind.kind}: "
        f"{kind.framework} in one or more replicas.",
    )
    parser.add_argument("--name", help="name of the job, as digits (lower-case letters, digits, hyphens)")
    usual = "the runtime's" if kind.has_runtime else f"the platform's first image for {kind.framework}"
    parser.add_argument("--image", help=f"image of the replicas (default: {usual})")
    if kind.has_runtime:
        parser.add_argument("--runtime", help="what it runs in (default: the cluster's first runtime for PyTorch)")
    replicas = parser.add_argument_group(f"replicas (default: one {leader})")
    for role in kind.roles:
        names = [f"--{name}" for name in (role.option, role.alias) if name]
        replicas.add_argument(*names, type=count, metavar="N", help=role.help)
    add_resources(parser, "replica")
    add_running(parser)
    return parser


def add_resources(parser: OptionParser, each: str) -> None:
    """The options of what each pod gets; `each` is what one is called, such as `replica`."""
    resources = parser.add_argument_group(f"what each {each} gets")
    resources.add_argument("--cpu", metavar="N", help="processors, as 2 or 500m")
    resources.add_argument("--memory", metavar="SIZE", help="memory, as 4Gi")
    resources.add_argument("--gpu", metavar="N", help="GPUs")
    resources.add_argument(
        "--env", type=variable, action="append", default=[], metavar="NAME=VALUE", help="variable; may be repeated"
    )
    resources.add_argument(
        "--volume", type=volume, action="append", default=[], metavar="CLAIM:PATH", help="volume; may be repeated"
    )
    resources.add_argument(
        "--no-shared", action="store_true", help=f"do not mount the project's shared volume at {SHARED_PATH}"
    )


def add_running(parser: OptionParser) -> None:
    """The options of what the cell itself does."""
    running = parser.add_argument_group("this cell")
    running.add_argument(
        "--wait",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="wait for the end; without a person at the notebook (nbconvert, papermill) that is the default",
    )
    running.add_argument("--dry-run", action="store_true", help="show the objects and create nothing")


def count(text: str) -> int:
    """A number of replicas."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of replicas")
    return int(text)


def variable(text: str) -> dict[str, str]:
    """`NAME=VALUE`."""
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form NAME=VALUE")
    return {"name": name, "value": value}


def volume(text: str) -> dict[str, str]:
    """`CLAIM:PATH`, the path absolute."""
    claim, separator, path = text.partition(":")
    if not separator or not claim or not path.startswith("/"):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form CLAIM:/PATH")
    return {"claim": claim, "path": path}


def split(magic: str, line: str) -> list[str]:
    """The words on a magic's line. Raises KubeflowLabError with a sentence for quotes that do not match."""
    try:
        return shlex.split(line)
    except ValueError as error:
        raise KubeflowLabError(f"{magic}: the options cannot be read ({error}): {line}") from error


def parse(parser: OptionParser, line: str) -> argparse.Namespace:
    """The options on a magic's line. Raises KubeflowLabError with a sentence for a wrong one."""
    options = parser.parse_args(split(parser.prog, line))
    if not options.name:
        raise KubeflowLabError(f"The job needs a name: {parser.prog} --name NAME, as in --name digits.")
    return options


def job_form(kind: JobKind, options: argparse.Namespace, image: str, code: dict[str, Any]) -> dict[str, Any]:
    """The TrainingJobForm that the options and the code become."""
    counts = [(role.role, getattr(options, role.option)) for role in kind.roles]
    replicas = [{"role": role, "count": asked} for role, asked in counts if asked]
    asked = replicas or [{"role": kind.leader.role, "count": 1}]
    return {
        "name": options.name,
        "image": image,
        "replicas": [*({"role": role.role, "count": 1} for role in kind.always), *asked],
        "code": code,
        **run_fields(options),
    }


def run_fields(options: argparse.Namespace) -> dict[str, Any]:
    """The fields of a form that the options of `add_resources` become."""
    resources = {key: getattr(options, key) for key in ("cpu", "memory", "gpu") if getattr(options, key)}
    shared = [] if options.no_shared else [{"claim": SHARED_CLAIM, "path": SHARED_PATH}]
    chosen = {one["path"] for one in options.volume}
    return {
        "resources": resources,
        "env": options.env,
        "volumes": [*(one for one in shared if one["path"] not in chosen), *options.volume],
    }


def option_names(parser: OptionParser) -> Sequence[str]:
    """Every option, as it is written."""
    return [name for action in parser._actions for name in action.option_strings]
