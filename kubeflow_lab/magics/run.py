"""What `%pipeline` returns: a run of a pipeline, on the cluster or here."""

from __future__ import annotations

import contextvars
import threading
from typing import Any

from IPython.display import DisplayHandle, display

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics import card
from kubeflow_lab.magics.handle import Handle
from kubeflow_lab.pipeline.local import LocalRun
from kubeflow_lab.pipeline.stored import load_stored


class PipelineRun(Handle):
    """A run of a pipeline on the cluster."""

    plural = "workflows"
    noun = "run"

    def act(self, action: str, **body: Any) -> PipelineRun:
        """`stop`, `terminate`, `suspend`, `resume`, `retry` or `resubmit`; the last one answers the new run."""
        item = self._client.act(self.plural, self.name, action, body, self.namespace)
        if item["object"]["metadata"]["name"] != self.name:
            return PipelineRun(self._client, item)
        self._update(item)
        return self

    def value(self, step: str, name: str) -> Any:
        """A variable that a step has handed on, loaded from the project's bucket.

        Raises KubeflowLabError where it is not there, or needs another Python or package.
        """
        return load_stored(self._client, self._item["object"], step, name)


class LocalPipelineRun:
    """A run in processes of this machine. As the value of a cell it shows its card."""

    def __init__(self, run: LocalRun) -> None:
        self._run = run
        self._display: DisplayHandle | None = None
        self._is_shown = False
        self._error: BaseException | None = None
        # With this cell's context, so that the card below this cell is the one that changes.
        context = contextvars.copy_context()
        self._thread = threading.Thread(target=context.run, args=(self._execute,), daemon=True)

    @property
    def name(self) -> str:
        """The notebook's name."""
        return self._run.name

    def start(self) -> None:
        """Shows the card and begins."""
        self.show()
        self._is_shown = True
        self._thread.start()

    def wait(self) -> LocalPipelineRun:
        """Waits for the end. Raises JobFailedError when a step failed; an interrupt ends the run."""
        try:
            while self._thread.is_alive():
                # In short pieces: a wait without end takes no interrupt on every system.
                self._thread.join(1)
        except KeyboardInterrupt:
            self.stop()
            raise
        if self._error is not None:
            raise self._error
        return self

    def stop(self) -> None:
        """Ends all processes of the run."""
        self._run.stop()
        self._thread.join()

    def status(self) -> dict[str, Any]:
        """What is known now, as of a run on the cluster."""
        return self._run.summary()

    def metrics(self) -> dict[str, float]:
        """The metrics that the steps have reported."""
        return self._run.summary()["metrics"]

    def value(self, step: str, name: str) -> Any:
        """A variable that a step has handed on."""
        return self._run.value(step, name)

    def logs(self) -> None:
        """Prints what the steps have printed, one after the other."""
        for step in self._run.summary()["steps"]:
            for line in self._run.log(step["name"]).splitlines():
                print(f"{step['name']} | {line}")

    def show(self) -> None:
        """Shows the card below the running cell."""
        self._display = display(self._bundle(), raw=True, display_id=True)

    def _execute(self) -> None:
        try:
            self._run.execute(changed=self._changed)
        except KubeflowLabError as error:
            # Raised again where somebody waits; else the card tells it.
            self._error = error
        finally:
            self._changed()

    def _changed(self) -> None:
        if self._display is not None:
            self._display.update(self._bundle(), raw=True)

    def _bundle(self) -> dict[str, Any]:
        item = self._run.item()
        return {"text/html": card.html(item), "text/plain": card.text(item)}

    def _ipython_display_(self) -> None:
        if self._is_shown:
            self._is_shown = False
        else:
            self.show()

    def __repr__(self) -> str:
        return f"<{card.text(self._run.item())}>"
