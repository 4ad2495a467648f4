"""The jupyter_server handler that starts a training job or a sweep from a form: `POST <base_url>kubeflow-lab/train`.

The body is `{plural, path, cell?, pipeline?, parameters?, form, dryRun?}`: `path` is the notebook whose saved cell
`cell` is the code, or without `cell` a notebook or a Python file all of which is; with `pipeline` the trials of a sweep
are runs of the notebook's pipeline. `parameters` are values as they were typed, which win over those in the code.
Everything that the code needs is added here, as for the magics; `form` is the rest of the TrainingJobForm or the
ExperimentForm. What the server answers is the answer.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from kubeflow_lab import configuration
from kubeflow_lab.errors import KubeflowLabError, NotConfiguredError
from kubeflow_lab.magics.kinds import ALL_KINDS
from kubeflow_lab.packing import pack_file, pack_notebook, pack_saved_cell
from kubeflow_lab.pipeline.source import pipeline_fields, read_pipeline
from kubeflow_lab.proxy import NOT_CONNECTED, ApiHandler
from kubeflow_lab.submit import file_in
from kubeflow_lab.travel import Travel

SWEEPS = "experiments"
PLURALS = frozenset((SWEEPS, *(row.plural for row in ALL_KINDS)))
FIELDS = {
    "plural": str,
    "path": str,
    "cell": str,
    "pipeline": bool,
    "parameters": dict,
    "form": dict,
    "dryRun": bool,
}
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True)
class Start:
    """What the browser asks for."""

    plural: str
    path: str
    cell: str | None
    is_pipeline: bool
    parameters: dict[str, Any]
    form: dict[str, Any]
    dry_run: bool


class TrainHandler(ApiHandler):
    """Starts a job with code of this Jupyter server, with the token of this pod."""

    SUPPORTED_METHODS = ("POST",)

    @web.authenticated
    @authorized
    async def post(self, _path: str = "") -> None:
        """Jupyter has checked the XSRF token before."""
        try:
            start = parse_start(self.request.body)
            root = Path(self.contents_manager.root_dir)
            # Reading and packing files would keep the whole server waiting.
            form = await asyncio.to_thread(form_of, start, root)
        except KubeflowLabError as error:
            self._problem(error.status or 422, "Not started", str(error))
            return
        try:
            found = configuration.load()
            dry_run = "?dryRun=true" if start.dry_run else ""
            request = self._client().build_request(
                "POST",
                f"{found.url}/api/namespaces/{found.require_namespace()}/{start.plural}{dry_run}",
                headers={"Authorization": f"Bearer {found.token()}", "Accept-Encoding": "identity"},
                json=form,
            )
        except NotConfiguredError as error:
            self._problem(503, "Not connected", str(error), NOT_CONNECTED)
            return
        await self._answer_with(request)


def parse_start(body: bytes) -> Start:
    """Raises KubeflowLabError (400), naming the field, for a body of another shape."""
    try:
        document = json.loads(body)
    except ValueError as error:
        raise KubeflowLabError(f"The body is not JSON: {error}.", status=400) from error
    if not isinstance(document, dict):
        raise KubeflowLabError("The body must be an object.", status=400)
    for name in ("plural", "path", "form"):
        if not isinstance(document.get(name), FIELDS[name]):
            raise KubeflowLabError(f"The field {name} is missing, or not of its type.", status=400)
    for name, value in document.items():
        if name not in FIELDS or not (value is None or isinstance(value, FIELDS[name])):
            raise KubeflowLabError(f"The field {name} is not known, or not of its type.", status=400)
    if document["plural"] not in PLURALS:
        raise KubeflowLabError(f"No cell can start one of {document['plural']!r}.", status=400)
    if document.get("pipeline") and document["plural"] != SWEEPS:
        raise KubeflowLabError("Only the trials of a sweep can be runs of a pipeline.", status=400)
    parameters = document.get("parameters") or {}
    odd = next(
        (name for name, text in parameters.items() if not name.isidentifier() or not isinstance(text, str)), None
    )
    if odd is not None:
        raise KubeflowLabError(f"The parameter {odd!r} is no variable with a text as its value.", status=400)
    return Start(
        plural=document["plural"],
        path=document["path"],
        cell=document.get("cell"),
        is_pipeline=document.get("pipeline") or False,
        parameters={name: typed(text) for name, text in parameters.items()},
        form=document["form"],
        dry_run=document.get("dryRun") or False,
    )


def typed(text: str) -> Any:
    """A value as it is typed into a form: a number or a truth value where it is one, else the text."""
    word = text.strip()
    if NUMBER.fullmatch(word):
        # As Python reads it: whole numbers stay whole, and 1.0 is none.
        return int(word) if re.fullmatch(r"[+-]?\d+", word) else float(word)
    return {"true": True, "false": False}.get(word.lower(), text)


def form_of(start: Start, root: Path) -> dict[str, Any]:
    """The form with its code. Raises KubeflowLabError with a sentence where that is not there or not whole."""
    path = start.path.lstrip("/")
    if start.is_pipeline:
        source = read_pipeline(file_in(root, path, ".ipynb"))
        return {**start.form, "pipeline": pipeline_fields(source, path), "notebook": {"path": path, "cell": ""}}
    travel, cell = code_of(start, root, path)
    code = {**travel.code, "parameters": {**travel.code["parameters"], **start.parameters}}
    notebook = {} if cell is None else {"notebook": {"path": path, "cell": cell}}
    return {**start.form, "code": code, **notebook}


def code_of(start: Start, root: Path, path: str) -> tuple[Travel, str | None]:
    """What travels, and the cell of the notebook that it is: '' for all of them, None where there is no notebook."""
    if start.cell is not None:
        return pack_saved_cell(file_in(root, path, ".ipynb"), start.cell), start.cell
    if path.endswith(".ipynb"):
        return pack_notebook(file_in(root, path, ".ipynb")), ""
    return pack_file(file_in(root, path, ".py"), path), None
