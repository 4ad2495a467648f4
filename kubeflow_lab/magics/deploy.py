"""`%deploy` and `%%serve`: serve a model, or a function, of this notebook on the cluster."""

from __future__ import annotations

from argparse import BooleanOptionalAction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from IPython.core.magic import Magics, cell_magic, line_magic, magics_class

from kubeflow_lab.client import Client
from kubeflow_lab.deployment.bucket import ModelBucket
from kubeflow_lab.deployment.data import training_file
from kubeflow_lab.deployment.function import COMPONENTS, component_functions, served_function, write_function
from kubeflow_lab.deployment.model import TAKEN, Deployable, prepare
from kubeflow_lab.deployment.origin import origin
from kubeflow_lab.deployment.rows import sample_of
from kubeflow_lab.deployment.stored import copy_stored
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics.handle import wait_as_asked
from kubeflow_lab.magics.options import OptionParser, split
from kubeflow_lab.magics.training import as_yaml, pack_cell
from kubeflow_lab.served import ServedModel, ServedModels
from kubeflow_lab.source import CellSource, running_cell

if TYPE_CHECKING:
    from collections.abc import Sequence


def deploy_parser() -> OptionParser:
    """The grammar of `%deploy`."""
    parser = OptionParser(
        prog="%deploy",
        add_help=False,
        allow_abbrev=False,
        usage="%%deploy MODEL --name NAME [--sample 'X[:3]'] [options]",
        description="Stores a model of scikit-learn, xgboost, lightgbm, Keras, torch or ONNX in the project's bucket "
        "and serves it; from a file or folder also a SavedModel of TensorFlow and a model of MLflow. "
        "With a name that is served already, it becomes the next version: the one before serves until it answers. "
        "Then: kubeflow_lab.models['NAME'].predict(X)",
    )
    parser.add_argument(
        "model",
        metavar="MODEL",
        help="variable that holds the model, the path of its file or folder (./net), or the address where one lies "
        "(s3://… or pvc://…, with --format)",
    )
    parser.add_argument("--format", metavar="NAME", help="of a model at an address, as its runtime names it: sklearn …")
    parser.add_argument(
        "--data",
        metavar="FILE",
        action="append",
        default=[],
        help="file that it was trained on, of which the SHA-256 is recorded; may be repeated",
    )
    add_served(parser)
    return parser


def serve_parser() -> OptionParser:
    """The grammar of `%%serve`."""
    parser = OptionParser(
        prog="%%serve",
        add_help=False,
        allow_abbrev=False,
        usage="%%%%serve --name NAME [--sample 'X[:3]'] [options] | --as transformer|explainer --for NAME",
        description="Serves a function of this cell, which takes rows (an array, or a table where they name their "
        "columns) and returns an answer for each. It is the function that is called like the service, or the only one. "
        "The cells tagged imports, functions and parameters travel along, and the modules that they import; a line "
        "%%pip install brings packages. With a name that is served already, it becomes the next version. "
        "Then: kubeflow_lab.models['NAME'].predict(X)",
    )
    parser.add_argument(
        "--as",
        dest="component",
        choices=("predictor", *COMPONENTS),
        default="predictor",
        help="transformer: preprocess(rows) and postprocess(answers) stand before the model --for; explainer: "
        "explain(rows, predict) says why it answers as it does (default: a service of its own)",
    )
    parser.add_argument("--for", dest="beside", metavar="NAME", help="the served model that a transformer belongs to")
    add_served(parser, required=False)
    return parser


def add_served(parser: OptionParser, *, required: bool = True) -> None:
    """The options of what is served."""
    parser.add_argument(
        "--name", required=required, help="name of the served model, as digits (lower-case letters, digits, hyphens)"
    )
    parser.add_argument("--version", default="auto", help="its version (default: the number after the last one)")
    parser.add_argument("--sample", metavar="ROWS", help="rows that it takes, to try it with, as X_test[:3]")
    parser.add_argument("--cpu", metavar="N", help="processors, as 2 or 500m")
    parser.add_argument("--memory", metavar="SIZE", help="memory, as 1Gi")
    parser.add_argument("--replicas", type=int, metavar="N", help="pods that serve it (default: 1)")
    parser.add_argument(
        "--canary",
        type=int,
        metavar="PERCENT",
        help="serve it beside the version that is served, with this share of the requests through the gateway",
    )
    parser.add_argument(
        "--wait",
        action=BooleanOptionalAction,
        default=None,
        help="wait until it answers; without a person at the notebook (nbconvert, papermill) that is the default",
    )
    parser.add_argument("--dry-run", action="store_true", help="show the object and create nothing")


@magics_class
class DeployMagics(Magics):
    """The magics that serve models and functions."""

    @line_magic
    def deploy(self, line: str) -> ServedModel | None:
        """Replaced below by the help of the options."""
        parser = deploy_parser()
        options = parser.parse_args(split(parser.prog, line))
        sample = None if options.sample is None else self._value("--sample", options.sample)
        if "://" in options.model:
            return self._serve_address(options, sample)
        data = [training_file(name) for name in options.data]
        with TemporaryDirectory(prefix="kubeflow-lab-") as temporary:
            return self._serve_stored(self._made(options, sample, Path(temporary)), options, data)

    @cell_magic
    def serve(self, line: str, cell: str = "") -> ServedModel | None:
        """Replaced below by the help of the options."""
        parser = serve_parser()
        options = parser.parse_args(split(parser.prog, line))
        sample = None if options.sample is None else self._value("--sample", options.sample)
        source = running_cell(self._request(), "serve", cell)
        if options.component != "predictor":
            return self._serve_beside(source, options)
        if options.name is None or options.beside is not None:
            raise KubeflowLabError("%%serve needs --name NAME, or --as transformer or explainer with --for NAME.")
        function = served_function(source.text, options.name)
        travel = pack_cell(source, "serve")
        with TemporaryDirectory(prefix="kubeflow-lab-") as temporary:
            model = self._serve_stored(write_function(travel.code, function, Path(temporary), sample), options)
        if travel.notice and model is not None:
            print(travel.notice)
        return model

    def _serve_beside(self, source: CellSource, options: Any) -> ServedModel | None:
        """Stores functions of a cell and puts them beside a model that is served."""
        component, name = options.component, options.beside
        if name is None or options.name is not None:
            raise KubeflowLabError(f"Say whose {component} it is, by --for NAME in place of --name.")
        functions = component_functions(source.text, component)
        travel = pack_cell(source, "serve")
        bucket = ModelBucket()
        model = ServedModels()[name]
        stored = f"{name}-{component}"
        version = bucket.free_version(stored, options.version)
        if options.dry_run:
            print(f"Version {version} of {stored}, with {functions}, would be the {component} of {name}.")
            return None
        with TemporaryDirectory(prefix="kubeflow-lab-") as temporary:
            made = write_function(travel.code, functions, Path(temporary))
            meta = {"name": stored, "version": version, **made.meta, **origin()}
            bucket.put(stored, version, made.folder, meta)
        model.put_beside(component, bucket.uri(stored, version))
        if travel.notice:
            print(travel.notice)
        return self._shown(model, options)

    def _made(self, options: Any, sample: Any, folder: Path) -> Deployable:
        """The files of the model that a variable or a path names."""
        if not options.model.isidentifier():
            return copy_stored(Path(options.model).expanduser(), folder, options.format, sample)
        if options.format is not None:
            raise KubeflowLabError(
                "--format is for a model at an address or path; what a variable holds says it by itself. "
                f"A folder of that name is ./{options.model}."
            )
        return prepare(self._variable(options.model), folder, sample)

    def _serve_stored(self, made: Deployable, options: Any, data: Sequence[dict[str, Any]] = ()) -> ServedModel | None:
        """Stores the files of a model as its next version, with the data that it was trained on, and serves it."""
        bucket, client = ModelBucket(), Client()
        version = bucket.free_version(options.name, options.version)
        source = origin()
        form = model_form(options, made.format, bucket.uri(options.name, version), made.sample, source["notebook"])
        # Everything that can be refused is, before anything is stored.
        planned = client.preview(ServedModel.plural, form)
        if options.dry_run:
            print(as_yaml(planned))
            return None
        meta = {"name": options.name, "version": version, **made.meta, **source, "data": list(data)}
        bucket.put(options.name, version, made.folder, meta)
        try:
            item = client.create(ServedModel.plural, form)
        except KubeflowLabError as error:
            # Where nobody knows whether the server got it, it stays.
            if error.status:
                bucket.remove(options.name, version)
            raise
        return self._served(client, item, options)

    def _serve_address(self, options: Any, sample: Any) -> ServedModel | None:
        """Serves what lies at an address already; nothing is stored."""
        if options.format is None:
            raise KubeflowLabError("Say the format of the model at that address, as in --format sklearn.")
        if options.version != "auto":
            raise KubeflowLabError("Only a model of a variable is stored under a version; leave --version out.")
        if options.data:
            raise KubeflowLabError("Data is recorded with a model of a variable or path; leave --data out.")
        client = Client()
        rows = None if sample is None else sample_of(sample)
        form = model_form(options, {"name": options.format}, options.model, rows, origin()["notebook"])
        if options.dry_run:
            print(as_yaml(client.preview(ServedModel.plural, form)))
            return None
        return self._served(client, client.create(ServedModel.plural, form), options)

    def _served(self, client: Client, item: dict[str, Any], options: Any) -> ServedModel:
        return self._shown(ServedModel(client, item), options)

    def _shown(self, model: ServedModel, options: Any) -> ServedModel:
        model.show()
        wait_as_asked(model, options.wait, has_front_end=self._has_front_end())
        return model

    def _variable(self, name: str) -> Any:
        if name not in self.shell.user_ns:
            raise KubeflowLabError(f"This notebook has no variable {name}; run the cell that makes it. {TAKEN}")
        return self.shell.user_ns[name]

    def _value(self, option: str, expression: str) -> Any:
        try:
            return self.shell.ev(expression)
        except Exception as error:
            raise KubeflowLabError(f"{option} {expression}: {type(error).__name__}: {error}") from error

    def _has_front_end(self) -> bool:
        return "cellId" in self._request().get("metadata", {})

    def _request(self) -> dict[str, Any]:
        """The execute request that is being served; a terminal's IPython has none."""
        get_parent = getattr(self.shell, "get_parent", dict)
        return get_parent() or {}


DeployMagics.deploy.__doc__ = deploy_parser().format_help()
DeployMagics.serve.__doc__ = serve_parser().format_help()


def model_form(
    options: Any, kind: dict[str, str], uri: str, sample: list[Any] | None, notebook: str | None
) -> dict[str, Any]:
    """The ModelForm of a model of a kind (`{name, version?}`, its format) that lies at `uri`."""
    given = {
        "cpu": options.cpu,
        "memory": options.memory,
        "minReplicas": options.replicas,
        "canary": options.canary,
        "sample": sample,
        "notebook": notebook,
    }
    return {
        "name": options.name,
        "format": kind,
        "storageUri": uri,
        **{key: value for key, value in given.items() if value is not None},
    }
