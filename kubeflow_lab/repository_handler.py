"""The jupyter_server handler that fetches a repository into the home folder: `POST <base_url>kubeflow-lab/repository`.

The body is `{git, branch?, path?}`; the answer is `{done, message, path}`, or a problem with a sentence. It comes
within seconds, done or not; whoever asks again with the same body waits for the same fetching. The platform asks, after
a person has agreed on its own page: a link that leads here by itself does nothing.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from jupyter_server.auth.decorator import authorized
from tornado import web

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.proxy import ApiHandler
from kubeflow_lab.repository import Repository, environment, parse_repository

PATIENCE_SECONDS = 5
_FETCHES = "kubeflow_lab_fetches"


@dataclass
class Fetch:
    """A fetching under way."""

    task: asyncio.Task[str]
    message: str = ""


class RepositoryHandler(ApiHandler):
    """One fetching at a time, which outlives the request that began it."""

    SUPPORTED_METHODS = ("POST",)

    @web.authenticated
    @authorized
    async def post(self, _path: str = "") -> None:
        """Jupyter has checked the XSRF token before."""
        try:
            repository = parse_repository(self.request.body)
        except KubeflowLabError as error:
            self._problem(error.status or 400, "Not a repository", str(error))
            return
        fetches: dict[Repository, Fetch] = self.settings.setdefault(_FETCHES, {})
        fetch = fetches.get(repository) or self._begin(repository, fetches)
        await asyncio.wait([fetch.task], timeout=PATIENCE_SECONDS)
        if not fetch.task.done():
            self.finish(json.dumps({"done": False, "message": fetch.message, "path": ""}))
            return
        fetches.pop(repository, None)
        try:
            path = fetch.task.result()
        except KubeflowLabError as error:
            self._problem(422, "Not fetched", str(error))
            return
        self.finish(json.dumps({"done": True, "message": "", "path": path}))

    def _begin(self, repository: Repository, fetches: dict[Repository, Fetch]) -> Fetch:
        home = Path(self.contents_manager.root_dir)

        def report(line: str) -> None:
            fetch.message = line

        before = [other.task for other in fetches.values()]
        fetch = Fetch(asyncio.create_task(fetch_after(before, repository, home, report)))
        fetches[repository] = fetch
        return fetch


async def fetch_after(
    before: list[asyncio.Task[str]], repository: Repository, home: Path, report: Callable[[str], None]
) -> str:
    """Fetches when others have ended, which may write to the same folder."""
    if before:
        await asyncio.wait(before)
    return await run_fetch(repository, home, report)


async def run_fetch(repository: Repository, home: Path, report: Callable[[str], None]) -> str:
    """The path to open, relative to `home`. Raises KubeflowLabError."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kubeflow_lab.repository", str(home)),
        # Python looks for modules where it is started, and in the home folder lies what others wrote.
        cwd=sys.prefix,
        env=environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    process.stdin.write(json.dumps(asdict(repository)).encode())
    process.stdin.close()
    said, last = await asyncio.gather(process.stderr.read(), _follow(process.stdout, report))
    if await process.wait() != 0:
        lines = said.decode("utf-8", "replace").strip().splitlines()
        raise KubeflowLabError(lines[-1] if lines else "The fetching was ended.")
    return json.loads(last)["opens"]


async def _follow(lines: asyncio.StreamReader, report: Callable[[str], None]) -> str:
    """Reports each line; gives the last."""
    last = ""
    async for line in lines:
        last = line.decode("utf-8", "replace").strip()
        report(last)
    return last
