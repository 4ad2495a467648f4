"""What a kernel with TensorFlow does for the test on a real cluster (server/testing/keras-kernel.ts).

It trains a network on real digits, leaves it as a SavedModel in two numbered folders of the project's volume, after few
epochs and after more, and deploys the object itself. With what came of it, its container ends.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from IPython.core.interactiveshell import InteractiveShell

import kubeflow_lab

TRAINING = """
import keras
from sklearn.datasets import load_digits

# So that no run is luck.
keras.utils.set_random_seed(7)
x, y = load_digits(return_X_y=True)
layers = [keras.layers.Rescaling(1 / 16), keras.layers.Dense(16, "relu"), keras.layers.Dense(10, "softmax")]
model = keras.Sequential(layers)
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y, epochs=2, verbose=0)
model.export("/home/jovyan/shared/network/9")
model.fit(x, y, epochs=3, verbose=0)
model.export("/home/jovyan/shared/network/10")
"""
DEPLOYMENT = "%deploy model --name keras --sample x[:2]"
# As many as the message of a container has room for.
SHOWN = 5


def run(shell: InteractiveShell, cell: str) -> None:
    """Runs a cell as a notebook does. Raises what it raised."""
    shell.run_cell(cell).raise_error()


def main() -> None:
    """Trains, deploys, and compares what the service answers with what the object does."""
    shell = InteractiveShell.instance()
    for cell in ("%load_ext kubeflow_lab", TRAINING, DEPLOYMENT):
        run(shell, cell)
    model, rows = shell.user_ns["model"], shell.user_ns["x"]
    answers = model.predict(rows, verbose=0)
    served = kubeflow_lab.models["keras"].predict(rows)
    told = {
        "same": served.shape == answers.shape and bool(np.allclose(served, answers, rtol=1e-6)),
        "rows": rows[:SHOWN].tolist(),
        "answers": answers[:SHOWN].tolist(),
    }
    Path("/dev/termination-log").write_text(json.dumps(told))


if __name__ == "__main__":
    main()
