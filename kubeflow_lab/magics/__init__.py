"""The magics of the kernels: `%%tfjob`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def register(shell: InteractiveShell) -> None:
    """Adds the magics and their completion to a shell."""
    from kubeflow_lab.magics.tfjob import TrainingMagics, complete

    shell.register_magics(TrainingMagics)
    shell.set_hook("complete_command", complete, str_key="%%tfjob")
