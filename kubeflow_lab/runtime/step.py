"""`python -m kubeflow_lab.runtime step`: one step of a pipeline, from its files to its files.

Below `/tmp/kubeflow-lab` (or `KUBEFLOW_LAB_STEP_ROOT`) lie `code/code.b64`, `parameters/<name>` and
`inputs/<variable>/`; the step leaves `outputs/<variable>/`, `result.json` and the executed `notebook.ipynb` there, and
the error that ended it in the container's termination message. Exit codes: 0, 1 when a cell, an input or an output
failed, 2 when the code cannot be run at all, or what a cell exits with.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from kubeflow_lab.runtime.code import CodeError, write_modules
from kubeflow_lab.runtime.result import StepFailure, termination_log, write_digest, write_error, write_result
from kubeflow_lab.runtime.step_code import StepCode, read_parameters, read_step
from kubeflow_lab.values.errors import LoadError, StoreError

DEFAULT_ROOT = "/tmp/kubeflow-lab"  # noqa: S108 (the folder of a container of our own)


def main() -> int:
    """Runs the step of this pod and answers the exit code."""
    return run_step(Path(os.environ.get("KUBEFLOW_LAB_STEP_ROOT", DEFAULT_ROOT)), termination_log(os.environ))


def run_step(root: Path, log: Path | None) -> int:
    """Runs the step that lies below `root`; the error that ends it goes to `log`, where there is one."""
    try:
        # Engines collect it from failed steps too.
        write_result(root, [], {})
        code = read_step(root / "code" / "code.b64")
        parameters = read_parameters(code, root / "parameters")
        with tempfile.TemporaryDirectory(prefix="kubeflow-lab-") as temporary:
            return _run(root, code, parameters, Path(temporary))
    except CodeError as error:
        print(error, file=sys.stderr)
        write_error(log, StepFailure(type(error).__name__, str(error), None, None, "", 2))
        return 2
    except StepFailure as failure:
        if not failure.is_shown:
            print(failure.evalue, file=sys.stderr)
        write_error(log, failure)
        return failure.exit_code


def _run(root: Path, code: StepCode, parameters: dict[str, object], temporary: Path) -> int:
    modules = temporary / "modules"
    modules.mkdir()
    write_modules(code.modules, modules)
    sys.path.insert(0, str(modules))
    # IPython reads this while it is imported; a pod's HOME may be read-only.
    os.environ["IPYTHONDIR"] = str(temporary / "ipython")
    # As in a notebook: a cell's figures are shown when it has ended.
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    from kubeflow_lab.runtime.executed import FILE, ExecutedNotebook
    from kubeflow_lab.runtime.shell import create_shell
    from kubeflow_lab.runtime.step_run import StepRun

    notebook = ExecutedNotebook(root / FILE, code.name)
    run = StepRun(create_shell(temporary / "ipython", notebook), code, parameters)
    try:
        run.run_cells(root / "inputs")
        metrics = run.report_metrics()
        outputs = run.store_outputs(root / "outputs")
    except (LoadError, StoreError) as error:
        raise StepFailure(type(error).__name__, str(error), None, None, "", 1) from error
    write_result(root, outputs, metrics)
    write_digest(root, (one["name"] for one in outputs))
    return 0
