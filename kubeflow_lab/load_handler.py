"""The jupyter_server handler that puts a served model under load: `POST <base_url>kubeflow-lab/load`.

The body is `{name, part?, body, seconds, concurrent}`; the answer are the figures of `kubeflow_lab.load`. `part` is
`canary` or `transformer`, where not the version that is served by itself is to be asked. The requests come from this
server's own pod and go to the model's address inside the cluster, past the gateway. They end with the connection of
whoever asked.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from dataclasses import dataclass
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web
from tornado.iostream import StreamClosedError

from kubeflow_lab import configuration
from kubeflow_lab.errors import KubeflowLabError, NotConfiguredError
from kubeflow_lab.load import CONCURRENT_MAX, SECONDS_MAX
from kubeflow_lab.proxy import NOT_CONNECTED, ApiHandler

_NAME = re.compile(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?")
_SERVICES = {"predictor": "predictor", "canary": "canary-predictor", "transformer": "transformer"}
_RUNS = "kubeflow_lab_load_runs"
_PORT = 80


@dataclass(frozen=True)
class Load:
    """What the browser asks for."""

    name: str
    part: str
    body: Any
    seconds: int
    concurrent: int

    def address(self, namespace: str) -> tuple[str, str]:
        """Host and path, by the names that KServe gives."""
        service = f"{self.name}-{_SERVICES[self.part]}"
        is_v2 = isinstance(self.body, dict) and "inputs" in self.body
        path = f"/v2/models/{self.name}/infer" if is_v2 else f"/v1/models/{self.name}:predict"
        return f"{service}.{namespace}.svc.cluster.local", path


class LoadHandler(ApiHandler):
    """One load at a time: two would measure each other."""

    SUPPORTED_METHODS = ("POST",)

    @web.authenticated
    @authorized
    async def post(self, _path: str = "") -> None:
        """Jupyter has checked the XSRF token before."""
        try:
            load = parse_load(self.request.body)
            host, path = load.address(configuration.load().require_namespace())
        except NotConfiguredError as error:
            self._problem(503, "Not connected", str(error), NOT_CONNECTED)
            return
        except KubeflowLabError as error:
            self._problem(error.status or 422, "No load", str(error))
            return
        if self.settings.get(_RUNS):
            self._problem(409, "No load", "Another load runs from this JupyterLab; wait for its end, or end it.")
            return
        self.settings[_RUNS] = True
        # A task of its own, which a closed connection cancels.
        self._forwarding = asyncio.create_task(
            run_load({"host": host, "port": _PORT, "path": path, "body": load.body}, load)
        )
        try:
            figures = await self._forwarding
        except KubeflowLabError as error:
            self._problem(502, "No load", str(error))
            return
        except (asyncio.CancelledError, StreamClosedError):
            self.log.debug("The browser ended the load on %s", host)
            return
        finally:
            self.settings[_RUNS] = False
        self.finish(figures)


async def run_load(target: dict[str, Any], load: Load) -> bytes:
    """The figures of a load, as JSON. Cancelled, it ends the load. Raises KubeflowLabError where there are none."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kubeflow_lab.load"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    wanted = {**target, "seconds": load.seconds, "concurrent": load.concurrent}
    try:
        figures, said = await process.communicate(json.dumps(wanted).encode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        last = said.decode("utf-8", "replace").strip().splitlines()[-1:] or ["it was ended"]
        raise KubeflowLabError(f"The load could not be run: {last[0]}.")
    return figures


def parse_load(body: bytes) -> Load:
    """Raises KubeflowLabError with the field that is wrong."""
    try:
        fields = json.loads(body)
        load = Load(
            name=fields["name"],
            part=fields.get("part", "predictor"),
            body=fields["body"],
            seconds=fields["seconds"],
            concurrent=fields["concurrent"],
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KubeflowLabError("The body must be {name, part?, body, seconds, concurrent}.", status=400) from error
    if not isinstance(load.name, str) or not _NAME.fullmatch(load.name):
        raise KubeflowLabError("The name must be that of a served model.", status=400)
    if not isinstance(load.part, str) or load.part not in _SERVICES:
        raise KubeflowLabError(f"The part must be one of {', '.join(_SERVICES)}.", status=400)
    for name, value, most in (
        ("seconds", load.seconds, SECONDS_MAX),
        ("concurrent", load.concurrent, CONCURRENT_MAX),
    ):
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise KubeflowLabError(f"The field {name} must be a whole number from 1 to {most}.", status=400)
    return load
