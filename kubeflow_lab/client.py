"""The Python client of the REST API, used by the magics and by anyone's own code.

Every method raises KubeflowLabError with the server's own sentence when the server refuses, and
ConnectionFailedError when it does not answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from kubeflow_lab import __version__, configuration
from kubeflow_lab.configuration import Configuration
from kubeflow_lab.errors import ConnectionFailedError, problem_error

Json = dict[str, Any]


class Client:
    """Calls one server as one user, in one project (namespace) unless a call names another."""

    def __init__(self, settings: Configuration | None = None, *, timeout: float = 30) -> None:
        """Without `settings`, those of this process; raises NotConfiguredError where there are none."""
        self.configuration = settings or configuration.load()
        self.namespace = self.configuration.require_namespace()
        self._http = httpx.Client(
            base_url=self.configuration.url,
            timeout=httpx.Timeout(timeout, connect=5),
            headers={"User-Agent": f"kubeflow-lab/{__version__}"},
        )

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def settings(self) -> Json:
        """What the platform offers: `{version, origin, images, addons, limits}`."""
        return self.request("GET", "/api/settings")

    def volumes(self, namespace: str | None = None) -> list[Json]:
        """The volumes of the project, as `{name, size, phase, usedBy}`."""
        return self.request("GET", self._path(namespace, "persistentvolumeclaims"))["items"]

    def training_runtimes(self, namespace: str | None = None) -> list[Json]:
        """What a TrainJob of the project can run in, as `{kind, name, framework, image, nodes, …}`."""
        return self.request("GET", self._path(namespace, "trainingruntimes"))["items"]

    def training_jobs(self, namespace: str | None = None) -> list[Json]:
        """The TensorFlow jobs of the project, as items `{object, summary}`."""
        return self.items("tfjobs", namespace)

    def training_job(self, name: str, namespace: str | None = None) -> Json:
        """One TensorFlow job, as an item."""
        return self.item("tfjobs", name, namespace)

    def create_training_job(self, form: Json, namespace: str | None = None) -> Json:
        """Creates the job that the form (docs/architecture.md, TrainingJobForm) describes; answers its item."""
        return self.create("tfjobs", form, namespace)

    def preview_training_job(self, form: Json, namespace: str | None = None) -> list[Json]:
        """The Kubernetes objects that `create_training_job` would make; nothing is created."""
        return self.preview("tfjobs", form, namespace)

    def delete_training_job(self, name: str, namespace: str | None = None) -> None:
        """Deletes the job with its pods and logs."""
        self.delete("tfjobs", name, namespace)

    def training_job_logs(self, name: str, *, tail: int = 1000, namespace: str | None = None) -> list[Json]:
        """The last lines of all replicas, merged by time, as `{sequence, replica, time, text}`."""
        return self.log_lines("tfjobs", name, tail=tail, namespace=namespace)

    def items(self, plural: str, namespace: str | None = None) -> list[Json]:
        """The objects of a kind (`workflows`, `tfjobs`, …) in the project, as items `{object, summary}`."""
        return self.request("GET", self._path(namespace, plural))["items"]

    def item(self, plural: str, name: str, namespace: str | None = None) -> Json:
        """One object, as an item."""
        return self.request("GET", self._path(namespace, plural, name))

    def create(self, plural: str, form: Json, namespace: str | None = None) -> Json:
        """Creates what the kind's form, or the object itself, describes; answers its item."""
        return self.request("POST", self._path(namespace, plural), form)

    def preview(self, plural: str, form: Json, namespace: str | None = None) -> list[Json]:
        """The Kubernetes objects that `create` would make; nothing is created."""
        return self.plan(plural, form, namespace)["objects"]

    def plan(self, plural: str, form: Json, namespace: str | None = None) -> Json:
        """What `create` would make: `objects`, and perhaps `notes`, lines on what will come of them."""
        return self.request("POST", self._path(namespace, plural) + "?dryRun=true", form)

    def act(self, plural: str, name: str, action: str, body: Json | None = None, namespace: str | None = None) -> Json:
        """Does what the kind offers (`stop`, `retry`, …); answers the item."""
        return self.request("POST", self._path(namespace, plural, name, "actions", action), body or {})

    def delete(self, plural: str, name: str, namespace: str | None = None) -> None:
        """Deletes the object with its pods and logs."""
        self.request("DELETE", self._path(namespace, plural, name))

    def log_lines(self, plural: str, name: str, *, tail: int = 1000, namespace: str | None = None) -> list[Json]:
        """The last lines of all its pods, merged by time, as `{sequence, replica, time, text}`."""
        return self.request("GET", self._path(namespace, plural, name, "logs") + f"?tail={tail}")["lines"]

    def files(self, prefix: str, namespace: str | None = None) -> Json:
        """A folder of the project's bucket: `{folders, files: [{name, path, size, modified}], next}`."""
        return self.request("GET", self._path(namespace, "files") + f"?prefix={quote(prefix, safe='')}")

    def download(self, path: str, target: Path, namespace: str | None = None) -> None:
        """Writes a file of the project's bucket to `target`, however large it is."""
        address = self._path(namespace, "files", *path.split("/"))
        try:
            with self._http.stream("GET", address, headers=self._authorization()) as response:
                if not response.is_success:
                    response.read()
                    self._checked(response)
                with target.open("wb") as file:
                    for chunk in response.iter_bytes():
                        file.write(chunk)
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error

    def compile(self, notebook: Json, emit: str, **options: Any) -> Json:
        """Compiles a notebook (its JSON) to a pipeline: `{graph, output?}`.

        `emit` is `graph`, `workflow`, `kfp` or `python`; options are `parameters`, `image`, `path`, `modules`.
        """
        given = {name: value for name, value in options.items() if value is not None}
        return self.request("POST", "/api/compile", {"notebook": notebook, "emit": emit, **given})

    def request(self, method: str, path: str, body: Json | None = None) -> Any:
        """Calls `path` (from `/api/` on) and answers the JSON, None where there is none."""
        try:
            response = self._http.request(method, path, json=body, headers=self._authorization())
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error
        return self._checked(response)

    @contextmanager
    def open_stream(self) -> Iterator[Iterator[str]]:
        """The lines of a new event stream; a stream that is silent for 45 s (three missed comments) has ended."""
        timeout = httpx.Timeout(45, connect=5)
        try:
            with self._http.stream(
                "GET",
                "/api/stream",
                headers={**self._authorization(), "Accept": "text/event-stream"},
                timeout=timeout,
            ) as response:
                if not response.is_success:
                    response.read()
                    self._checked(response)
                yield response.iter_lines()
        except httpx.HTTPError as error:
            raise self._unreachable(error) from error

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.configuration.token()}"}

    def _path(self, namespace: str | None, *segments: str) -> str:
        return "/".join(
            ["/api/namespaces", *(quote(part, safe="") for part in (namespace or self.namespace, *segments))]
        )

    def _unreachable(self, error: httpx.HTTPError) -> ConnectionFailedError:
        return ConnectionFailedError(
            f"The kubeflow-lab server at {self.configuration.url} cannot be reached ({type(error).__name__}). "
            "Nothing was changed as far as this notebook knows; try again."
        )

    def _checked(self, response: httpx.Response) -> Any:
        if response.is_redirect:
            raise problem_error(
                response.status_code,
                b'{"detail": "The configured address answers with a redirect; it is not a kubeflow-lab server."}',
            )
        if not response.is_success:
            raise problem_error(response.status_code, response.content)
        if not response.content:
            return None
        try:
            return response.json()
        except ValueError as error:
            raise problem_error(
                response.status_code,
                b'{"detail": "The configured address does not answer with JSON; it is not a kubeflow-lab server."}',
            ) from error
