"""The jupyter_server handler that tells what a notebook says of a search: `POST <base_url>kubeflow-lab/ranges`.

The body is `{path}`, of a saved notebook; the answer `{parameters}`, as the ExperimentForm has them, of the ranges
behind the values in its parameters cells.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics.sweep import ranges_of
from kubeflow_lab.proxy import ApiHandler
from kubeflow_lab.submit import file_in
from kubeflow_lab.travel import read_notebook


class RangesHandler(ApiHandler):
    """Reads a notebook of this Jupyter server; asks nobody else."""

    SUPPORTED_METHODS = ("POST",)

    @web.authenticated
    @authorized
    async def post(self, _path: str = "") -> None:
        """Jupyter has checked the XSRF token before."""
        root = Path(self.contents_manager.root_dir)
        try:
            parameters = await asyncio.to_thread(ranges_in, self.request.body, root)
        except KubeflowLabError as error:
            self._problem(error.status or 422, "No ranges", str(error))
            return
        self.finish({"parameters": parameters})


def ranges_in(body: bytes, root: Path) -> list[dict[str, Any]]:
    """The SearchParameters of the notebook that a body names. Raises KubeflowLabError where there are none."""
    try:
        path = json.loads(body)["path"]
    except (ValueError, KeyError, TypeError) as error:
        raise KubeflowLabError("The body must be an object with the path of a notebook.", status=400) from error
    if not isinstance(path, str):
        raise KubeflowLabError("The path of the notebook must be a text.", status=400)
    return ranges_of(read_notebook(file_in(root, path.lstrip("/"), ".ipynb")))
