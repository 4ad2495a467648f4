"""The jupyter_server handler that submits a notebook as a pipeline: `POST <base_url>kubeflow-lab/submit`.

The body is `{path, parameters?, image?, reuse?, name?, dryRun?, schedule?}`, `path` as JupyterLab has it. The saved
file is read here, beside the modules that it imports, and goes to the server as a WorkflowForm; what the server answers
is the answer. With `dryRun` the server only answers what it would make, with `schedule` it makes what runs the notebook
at the times that stand in it.
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
from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError, NotConfiguredError
from kubeflow_lab.pipeline.images import default_image, own_image
from kubeflow_lab.pipeline.source import read_pipeline, workflow_form
from kubeflow_lab.proxy import NOT_CONNECTED, ApiHandler

FIELDS = {"path": str, "parameters": dict, "image": str, "name": str, "reuse": dict, "dryRun": bool, "schedule": bool}


@dataclass(frozen=True)
class Submission:
    """What the browser asks for."""

    path: str
    parameters: dict[str, Any]
    image: str | None
    name: str | None
    reuse: dict[str, str] | None
    dry_run: bool
    plural: str


class SubmitHandler(ApiHandler):
    """Submits a notebook of this Jupyter server, with the token of this pod."""

    SUPPORTED_METHODS = ("POST",)

    @web.authenticated
    @authorized
    async def post(self, _path: str = "") -> None:
        """Jupyter has checked the XSRF token before."""
        try:
            submission = parse_submission(self.request.body)
            notebook = notebook_in(Path(self.contents_manager.root_dir), submission.path)
        except KubeflowLabError as error:
            self._problem(error.status or 400, "Not a submission", str(error))
            return
        try:
            found = configuration.load()
            # Files and another request, which would keep the whole server waiting.
            form = await asyncio.to_thread(form_of, submission, notebook)
            request = self._client().build_request(
                "POST",
                f"{found.url}/api/namespaces/{found.require_namespace()}/{submission.plural}",
                params={"dryRun": "true"} if submission.dry_run else None,
                headers={"Authorization": f"Bearer {found.token()}", "Accept-Encoding": "identity"},
                json=form,
            )
        except NotConfiguredError as error:
            self._problem(503, "Not connected", str(error), NOT_CONNECTED)
            return
        except KubeflowLabError as error:
            self._problem(error.status or 422, "Not submitted", str(error))
            return
        await self._answer_with(request)


def parse_submission(body: bytes) -> Submission:
    """Raises KubeflowLabError, naming the field, for a body of another shape."""
    try:
        document = json.loads(body)
    except ValueError as error:
        raise KubeflowLabError(f"The body is not JSON: {error}.") from error
    if not isinstance(document, dict) or not isinstance(document.get("path"), str):
        raise KubeflowLabError("The body must be an object with the notebook's path.")
    for name, value in document.items():
        if name not in FIELDS or not (value is None or isinstance(value, FIELDS[name])):
            raise KubeflowLabError(f"The field {name} is not known, or not of its type.")
    return Submission(
        path=document["path"],
        parameters=document.get("parameters") or {},
        image=document.get("image"),
        name=document.get("name"),
        reuse=document.get("reuse"),
        dry_run=document.get("dryRun") or False,
        plural="cronworkflows" if document.get("schedule") else "workflows",
    )


def notebook_in(root: Path, path: str) -> Path:
    """The notebook's file below `root`. Raises KubeflowLabError (404) for anything else, links out of it included."""
    return file_in(root, path, ".ipynb")


def file_in(root: Path, path: str, suffix: str) -> Path:
    """A file of a kind below `root`. Raises KubeflowLabError (404) for anything else, links out of it included."""
    root = root.resolve()
    try:
        found = (root / path.lstrip("/")).resolve()
        is_there = found.is_relative_to(root) and found.suffix == suffix and found.is_file()
    except (OSError, ValueError):
        # A name that no file can have.
        is_there = False
    if not is_there:
        what = "notebook" if suffix == ".ipynb" else f"{suffix} file"
        raise KubeflowLabError(f"There is no {what} {path!r} in this Jupyter server.", status=404)
    return found


def form_of(submission: Submission, notebook: Path) -> dict[str, Any]:
    """The WorkflowForm; the image is by default this notebook server's own."""
    image = submission.image or own_image()
    if image is None:
        with Client() as client:
            image = default_image(client)
    return workflow_form(
        read_pipeline(notebook),
        path=submission.path.lstrip("/"),
        image=image,
        parameters=submission.parameters,
        name=submission.name,
        reuse=submission.reuse,
    )
