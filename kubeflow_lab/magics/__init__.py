"""The magics of the kernels: `%%tfjob`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def register(shell: InteractiveShell) -> None:
    """Adds the magics and their completion to a shell."""
    from kubeflow_lab.magics.completion import complete_tfjob
    from kubeflow_lab.magics.tfjob import TrainingMagics

    shell.register_magics(TrainingMagics)
    if complete_tfjob not in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.append(complete_tfjob)
