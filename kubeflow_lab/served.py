"""Served models, to be asked and managed from Python: `kubeflow_lab.models["digits"].predict(X)`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from kubeflow_lab.client import Client
from kubeflow_lab.deployment.rows import portions, rows_of
from kubeflow_lab.errors import JobFailedError, KubeflowLabError
from kubeflow_lab.magics.handle import Handle

if TYPE_CHECKING:
    import numpy as np


class ServedModel(Handle):
    """A model on the cluster. As the value of a cell it shows its card."""

    plural = "inferenceservices"
    noun = "served model"

    def predict(self, data: Any) -> np.ndarray:
        """What the served model says of rows (a table, an array, a list of lists), as its own `predict` would.

        Raises KubeflowLabError with the model's own words where it does not take them. A message of more than 1 MB is
        sent in pieces.
        """
        import numpy as np

        answers = [self._ask(portion) for portion in portions(rows_of(data))]
        return np.concatenate([np.asarray(answer) for answer in answers])

    def explain(self, data: Any) -> list[Any]:
        """What the model's explainer says of rows, as its own function returns it.

        Raises KubeflowLabError where it has none, and with its own words where it does not take them.
        """
        body = {"protocol": "v1", "explain": True, "body": {"instances": rows_of(data)}}
        return self._answer(body, "explanations")

    def put_beside(self, component: str, uri: str) -> ServedModel:
        """Makes functions that `%%serve` has stored its `transformer` or `explainer`."""
        return self._act("component", {"component": component, "storageUri": uri})

    def remove_beside(self, component: str) -> ServedModel:
        """Takes its `transformer` or `explainer` away; it answers by itself again."""
        return self._act("withoutComponent", {"component": component})

    def wait(self, timeout: float | None = None) -> ServedModel:
        """Waits until the version that was asked for answers, keeping the card up to date.

        Raises JobFailedError, with the reason, where that version cannot be served, and KubeflowLabError when the time
        is over. Interrupting the kernel ends the waiting and nothing else.
        """
        wanted = self._item["summary"]["model"]["storageUri"]
        deadline = None if timeout is None else time.monotonic() + timeout
        for item in self._states():
            summary = item["summary"]
            if summary["model"]["storageUri"] != wanted:
                # What the server said before it knew of the change.
                continue
            self._update(item)
            if summary["rollout"] == "Complete":
                return self
            if summary["rollout"] == "Failed":
                raise JobFailedError(f"{self.name}: {summary['message']}")
            if deadline is not None and time.monotonic() > deadline:
                raise KubeflowLabError(f"{self.name} is not served after {timeout:g} s: {summary['message']}")
        raise JobFailedError(f"The {self.noun} {self.name} was deleted, or given another model.")

    def start(self) -> ServedModel:
        """Brings its pods back."""
        return self._act("start")

    def stop(self) -> ServedModel:
        """Takes its pods away; its address, versions and settings stay."""
        return self._act("stop")

    def scale(self, at_least: int, at_most: int, by: str = "cpu", target: int = 80) -> ServedModel:
        """Lets it have so many replicas; no pod is replaced.

        `by`: `cpu` or `memory`, in per cent of what a replica requests; on Knative `concurrency` (requests at a time)
        or `rps` (requests a second), for each replica.
        """
        form = {"minReplicas": at_least, "maxReplicas": at_most, "metric": by, "target": target}
        return self._act("scale", form)

    def rollback(self, version: str | int) -> ServedModel:
        """Serves a stored version; the one before answers until it does."""
        return self._act("rollback", {"version": str(version)})

    def canary(self, version: str | int, percent: int = 10) -> ServedModel:
        """Gives a stored version a share of the requests through the gateway, or the canary another share."""
        return self._act("canary", {"version": str(version), "percent": percent})

    def promote(self) -> ServedModel:
        """Makes the canary the version that is served; the one before answers until it does."""
        return self._act("promote")

    def withdraw(self) -> ServedModel:
        """Takes the canary away; the version that is served gets all requests again."""
        return self._act("withdraw")

    def token(self, client: str, days: int = 30) -> str:
        """Makes a token by which a program asks this model through the gateway, and nothing else.

        It is told this once: only its hash is kept. Raises KubeflowLabError where there is a client of that name.
        """
        made = self._client.act(self.plural, self.name, "newClient", {"name": client, "days": days}, self.namespace)
        return made["token"]

    def revoke_token(self, client: str) -> None:
        """Takes a client's token away; it is refused at once. Raises KubeflowLabError where there is no such client."""
        self._client.act(self.plural, self.name, "revokeClient", {"name": client}, self.namespace)

    def _act(self, action: str, body: dict[str, Any] | None = None) -> ServedModel:
        self._update(self._client.act(self.plural, self.name, action, body, self.namespace))
        return self

    def _ask(self, rows: list[Any]) -> list[Any]:
        return self._answer({"protocol": "v1", "body": {"instances": rows}}, "predictions")

    def _answer(self, body: dict[str, Any], key: str) -> list[Any]:
        """The part of the answer that is asked for. Raises KubeflowLabError with the model's own words otherwise."""
        answer = self._client.act(self.plural, self.name, "predict", body, self.namespace)
        content = answer["body"]
        if answer["status"] == HTTPStatus.OK and isinstance(content, dict) and isinstance(content.get(key), list):
            return content[key]
        said = content.get("error") if isinstance(content, dict) else content
        raise KubeflowLabError(f"The model {self.name} does not take this: {said}", status=answer["status"])


class ServedModels(Mapping[str, ServedModel]):
    """The models that are served in the project, by name."""

    def __getitem__(self, name: str) -> ServedModel:
        """Raises KubeflowLabError with the names of those that are there."""
        client = Client()
        try:
            return ServedModel(client, client.item(ServedModel.plural, name))
        except KubeflowLabError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            names = ", ".join(sorted(self)) or "none"
            raise KubeflowLabError(
                f"No model {name} is served in this project; there are: {names}.", status=404
            ) from error

    def __iter__(self) -> Iterator[str]:
        with Client() as client:
            return iter([item["object"]["metadata"]["name"] for item in client.items(ServedModel.plural)])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in list(self)

    def __repr__(self) -> str:
        return "<served models: kubeflow_lab.models['NAME']>"
