"""What a magic returns for what it has started on the cluster: to be waited for, read and deleted."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from IPython.display import DisplayHandle, display

from kubeflow_lab import stream
from kubeflow_lab.client import Client
from kubeflow_lab.errors import JobFailedError, KubeflowLabError
from kubeflow_lab.magics import card
from kubeflow_lab.magics.kinds import of_kind
from kubeflow_lab.save import save_soon
from kubeflow_lab.travel import notebook_path

if TYPE_CHECKING:
    from typing import Self

FAILURE_LINES = 20


class Handle:
    """One object on the cluster. As the value of a cell it shows its card."""

    # The kind's name in addresses, and in sentences.
    plural = ""
    noun = ""

    def __init__(self, client: Client, item: dict[str, Any]) -> None:
        self._client = client
        self._item = item
        self._display: DisplayHandle | None = None
        self._is_shown = False

    @property
    def name(self) -> str:
        """The name of the object."""
        return self._item["object"]["metadata"]["name"]

    @property
    def namespace(self) -> str:
        """The project that it runs in."""
        return self._item["object"]["metadata"]["namespace"]

    def status(self) -> dict[str, Any]:
        """What is known now: `{phase, message, reason, …}` and what the kind adds to it."""
        self._item = self._client.item(self.plural, self.name, self.namespace)
        return self._item["summary"]

    def metrics(self) -> dict[str, float]:
        """The last value of each metric, that is of each line `name=value` that was printed."""
        return self.status().get("metrics", {})

    def wait(self, timeout: float | None = None, *, log_lines: int = FAILURE_LINES) -> Self:
        """Waits for the end, for about `timeout` seconds (looked at when the server says something, which it does
        at least every 15 s), keeping the card up to date.

        Raises JobFailedError, with the last `log_lines` lines of its log, when it did not succeed or was deleted, and
        KubeflowLabError when the time is over. Interrupting the kernel ends the waiting and nothing else.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        for item in self._states():
            self._update(item)
            if item["summary"]["phase"] in card.FINAL_PHASES:
                break
            if deadline is not None and time.monotonic() > deadline:
                raise KubeflowLabError(
                    f"The {self.noun} {self.name} is not over after {timeout:g} s: "
                    f"{item['summary']['message']} It goes on."
                )
        if self._item["summary"]["phase"] != "Succeeded":
            raise JobFailedError(self._failure(log_lines))
        return self

    def log_lines(self, *, follow: bool = False, tail: int = 1000) -> Iterator[dict[str, Any]]:
        """The lines of all its pods, merged by time, as `{sequence, replica, time, text}`.

        With `follow` from the first line on until the last pod has ended, else the last `tail` lines.
        """
        if not follow:
            yield from self._client.log_lines(self.plural, self.name, tail=tail, namespace=self.namespace)
            return
        request = {"resource": "logs", "kind": self.plural, "namespace": self.namespace, "name": self.name}
        for event in stream.follow(self._client, request):
            yield from event.data.get("lines", [])

    def logs(self, *, follow: bool = False, tail: int = 1000) -> None:
        """Prints the lines of all its pods; with `follow` until the last one has ended."""
        for line in self.log_lines(follow=follow, tail=tail):
            print(f"{line['replica']} | {line['text']}")

    def delete(self) -> None:
        """Deletes it with its pods; what they wrote to volumes stays."""
        self._client.delete(self.plural, self.name, self.namespace)

    def show(self) -> None:
        """Shows the card below the running cell."""
        self._is_shown = True
        self._display = display(card.bundle(self._item), raw=True, display_id=True)

    def _update(self, item: dict[str, Any]) -> None:
        changed = card.bundle(item) != card.bundle(self._item)
        self._item = item
        if self._display is not None and changed:
            self._display.update(card.bundle(item), raw=True)

    def _states(self) -> Iterator[dict[str, Any]]:
        """Its item whenever it changes and whenever the server says that it is there, until it is deleted."""
        request = {"resource": self.plural, "namespace": self.namespace, "name": self.name}
        uid = self._item["object"]["metadata"].get("uid")
        for event in stream.follow(self._client, request):
            items = event.data.get("items", [event.data.get("item", self._item)])
            if event.name == "removed" or not items or items[0]["object"]["metadata"].get("uid") != uid:
                return
            yield items[0]

    def _failure(self, log_lines: int) -> str:
        summary = self._item["summary"]
        if summary["phase"] not in card.FINAL_PHASES:
            return f"The {self.noun} {self.name} was deleted before it was over."
        lines = [f"The {self.noun} {self.name} failed: {summary['message']}"]
        if log_lines == 0:
            return lines[0]
        try:
            last = list(self.log_lines(tail=log_lines))
        except KubeflowLabError as error:
            return "\n".join([*lines, f"Its log cannot be read: {error}"])
        return "\n".join([*lines, *(f"{line['replica']} | {line['text']}" for line in last)])

    def _ipython_display_(self) -> None:
        """The magic has shown the card already when its value is displayed below the same cell."""
        if self._is_shown:
            self._is_shown = False
        else:
            self.show()

    def __repr__(self) -> str:
        return f"<{card.text(self._item)}>"


class TrainingJob(Handle):
    """A training job of any kind that a magic starts."""

    noun = "job"

    def __init__(self, client: Client, item: dict[str, Any]) -> None:
        self.plural = of_kind(item["object"]["kind"]).plural
        super().__init__(client, item)

    def history(self, metric: str | None = None) -> list[dict[str, Any]]:
        """The course of every metric in the logs that are still there, or of one: `pandas.DataFrame(job.history())`.

        Each row is `{replica, metric, time, step, value}`, `time` a datetime in UTC; a curve of more than about 1,000
        values is thinned out evenly.
        """
        found = self._client.act(self.plural, self.name, "curves", namespace=self.namespace)
        return [
            {
                "replica": curve["replica"],
                "metric": curve["metric"],
                "time": datetime.fromtimestamp(time_ms / 1000, timezone.utc),
                "step": step,
                "value": value,
            }
            for curve in found["curves"]
            if metric in (None, curve["metric"])
            for time_ms, step, value in curve["points"]
        ]

    def suspend(self) -> Self:
        """Takes its pods away; `resume` makes them anew."""
        return self._act("suspend")

    def resume(self) -> Self:
        """Starts it again after `suspend`: its replicas begin anew."""
        return self._act("resume")

    def scale(self, workers: int) -> Self:
        """Gives an elastic job another number of workers while it runs."""
        return self._act("scale", {"workers": workers})

    def _act(self, action: str, body: dict[str, Any] | None = None) -> Self:
        self._update(self._client.act(self.plural, self.name, action, body, self.namespace))
        return self


def wait_as_asked(handle: Handle, wait: bool | None, *, has_front_end: bool) -> None:
    """Waits when asked to, and when nobody sits at the notebook who would see the card change.

    Where somebody does, the notebook is saved with the card.
    """
    path = notebook_path(os.environ)
    if has_front_end and path is not None:
        # So that the card is there again when the page is loaded anew.
        save_soon(path)
    is_terminal = not has_front_end and os.isatty(0)
    waits = wait if wait is not None else not (has_front_end or is_terminal)
    if waits:
        try:
            handle.wait()
        except KeyboardInterrupt:
            print(
                f"Stopped waiting. The {handle.noun} {handle.name} goes on; `_.wait()` waits again, "
                "`_.delete()` ends it."
            )
