"""The magics of the kernels: training jobs, `%%sweep`, `%%step`, `%pipeline`, `%deploy`, `%%serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def register(shell: InteractiveShell) -> None:
    """Adds the magics and their completion to a shell."""
    from kubeflow_lab.magics.completion import complete_options
    from kubeflow_lab.magics.deploy import DeployMagics
    from kubeflow_lab.magics.pipeline import PipelineMagics, as_plain_cell
    from kubeflow_lab.magics.sweep import SweepMagics
    from kubeflow_lab.magics.training import TrainingMagics

    shell.register_magics(TrainingMagics, SweepMagics, PipelineMagics, DeployMagics)
    if as_plain_cell not in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.append(as_plain_cell)
    if complete_options not in shell.Completer.custom_matchers:
        shell.Completer.custom_matchers.append(complete_options)
