"""What `%%sweep` and `kubeflow_lab.sweep` return: a sweep on the cluster."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics.handle import Handle

if TYPE_CHECKING:
    import pandas


class Sweep(Handle):
    """A sweep that runs on the cluster, or has."""

    plural = "experiments"
    noun = "sweep"

    def trials(self) -> list[dict[str, Any]]:
        """What each trial tried and what came of it: `{trial, phase, <parameter>: text, <metric>: text}`.

        The value of a metric is its latest, as it was printed; one whose latest Katib does not know is missing.
        """
        return [
            {
                "trial": one["name"],
                "phase": one["phase"],
                **one["parameters"],
                **{name: metric["value"] for name, metric in one["metrics"].items() if metric["value"]},
            }
            for one in self.status()["trials"]
        ]

    def frame(self) -> pandas.DataFrame:
        """The trials as a DataFrame: a row for each with its `phase`, parameters and latest metrics, with numbers.

        The index is the trial's name. What a trial has no value of is missing, as is a text among numbers; `trials()`
        has all as it was printed. Needs pandas.
        """
        import pandas as pd

        trials = self.trials()
        return pd.DataFrame(trials).set_index("trial").apply(_numbers) if trials else pd.DataFrame()

    def curves(self) -> pandas.DataFrame:
        """How the objective went in each trial: a row for each value, with `trial`, `step` (from 1) and `value`.

        At most 100 values of a trial, and none of one that reported fewer than two. Needs pandas.
        """
        import pandas as pd

        rows = [
            {"trial": one["name"], "step": step, "value": value}
            for one in self.status()["trials"]
            for step, value in one.get("curve", [])
        ]
        return pd.DataFrame(rows, columns=["trial", "step", "value"])

    def budget(self, *, trials: int | None = None, parallel: int | None = None, failures: int | None = None) -> None:
        """Changes how many trials there are in all, at once, and failed ones that end the sweep; it may run or be over.

        Raises KubeflowLabError where a number does not fit the others, or the sweep cannot go on.
        """
        asked = {"maxTrialCount": trials, "parallelTrialCount": parallel, "maxFailedTrialCount": failures}
        form = {name: number for name, number in asked.items() if number is not None}
        self._item = self._client.act(self.plural, self.name, "budget", form, namespace=self.namespace)

    def best(self) -> dict[str, Any] | None:
        """The best trial so far: `{trial, parameters, metrics}`; None while there is none."""
        return self.status()["best"]

    def best_values(self) -> dict[str, Any]:
        """The parameters of the best trial so far as its code had them: numbers, True and False, texts.

        So `kubeflow_lab.train(function, args=sweep.best_values())` trains with them. Raises KubeflowLabError while no
        trial has a value of the objective.
        """
        status = self.status()
        if status["best"] is None:
            raise KubeflowLabError(f"No trial of {self.name} has a value of {status['objective']['metric']} yet.")
        types = {one["name"]: one["type"] for one in status["parameters"]}
        return {name: _value(text, types.get(name)) for name, text in status["best"]["parameters"].items()}

    def metrics(self) -> dict[str, float]:
        """Of the best trial so far, the value of each metric that counts."""
        return {name: float(text) for name, text in (self.best() or {"metrics": {}})["metrics"].items()}

    def stop(self) -> None:
        """Begins no more trials, stops those that run, and keeps the results."""
        self._item = self._client.act(self.plural, self.name, "stop", namespace=self.namespace)

    def stop_trials(self) -> None:
        """Ends the trials that go on although the sweep has ended, as it has when its goal is reached.

        Raises KubeflowLabError where there are none.
        """
        self._item = self._client.act(self.plural, self.name, "stop-trials", namespace=self.namespace)


def _value(text: str, kind: str | None) -> Any:
    """What a trial's code gets for the text of a parameter of a type."""
    if kind == "categorical":
        return {"true": True, "false": False}.get(text, text)
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else float(text)


def _numbers(column: pandas.Series) -> pandas.Series:
    """A column of texts as numbers, where it has one; texts among them are missing."""
    import pandas as pd

    numbers = pd.to_numeric(column, errors="coerce")
    return numbers if numbers.notna().any() and column.name != "phase" else column
