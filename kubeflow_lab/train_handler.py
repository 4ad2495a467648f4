"""The jupyter_server handler that starts a training job from a form: `POST <base_url>kubeflow-lab/train`.

The body is `{plural, path, cell?, form, dryRun?}`: `path` is the notebook whose saved cell `cell` is the code, or
without `cell` a notebook or a Python file all of which is. Everything that the code needs is added here, as for the
magics; `form` is the rest of the TrainingJobForm. What the server answers is the answer.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from kubeflow_lab import configuration
from kubeflow_lab.errors import KubeflowLabError, NotConfiguredError
from kubeflow_lab.magics.kinds import JOB_KINDS
from kubeflow_lab.packing import pack_file, pack_notebook, pack_saved_cell
from kubeflow_lab.proxy import NOT_CONNECTED, ApiHandler
from kubeflow_lab.submit import file_in

PLURALS = frozenset(row.plural for row in JOB_KINDS)
FIELDS = {"plural": str, "path": str, "cell": str, "form": dict, "dryRun": bool}


@dataclass(frozen=True)
class Start:
    """What the browser asks for."""

    plural: str
    path: str
    cell: str | None
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
    return Start(
        plural=document["plural"],
        path=document["path"],
        cell=document.get("cell"),
        form=document["form"],
        dry_run=document.get("dryRun") or False,
    )


def form_of(start: Start, root: Path) -> dict[str, Any]:
    """The TrainingJobForm. Raises KubeflowLabError with a sentence where the code is not there or not whole."""
    path = start.path.lstrip("/")
    if start.cell is None and path.endswith(".ipynb"):
        travel = pack_notebook(file_in(root, path, ".ipynb"))
        return {**start.form, "code": travel.code, "notebook": {"path": path, "cell": ""}}
    if start.cell is None:
        travel = pack_file(file_in(root, path, ".py"), path)
        return {**start.form, "code": travel.code}
    travel = pack_saved_cell(file_in(root, path, ".ipynb"), start.cell)
    return {**start.form, "code": travel.code, "notebook": {"path": path, "cell": start.cell}}
