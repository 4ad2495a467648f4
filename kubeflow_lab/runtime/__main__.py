"""`python -m kubeflow_lab.runtime FILE`: verifies the code of a job and runs it.

`step` in place of FILE runs a step of a pipeline (`kubeflow_lab.runtime.step`), `serve` forks one for each line of its
input (`kubeflow_lab.runtime.serve`).

Environment: `KUBEFLOW_LAB_CODE_SHA256` is the hash that FILE must have, `KFL_PARAMETERS` a JSON object,
`KUBEFLOW_LAB_METRICS` names of variables (with commas) that are printed as metrics at the end, where they are numbers.
Exit codes: 0, or 1 when a cell failed, 2 when the code could not be run at all, 143 when it was told to end, or what
the code exits with.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path

from kubeflow_lab.runtime.code import CodeError, parameters_of, read_code, write_modules


def main(arguments: list[str]) -> int:
    """Runs the code in the file that `arguments` names, and answers the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # Logs are followed line by line while the job runs, and hold any text whatever the image's locale.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True, write_through=True)
    if len(arguments) != 1:
        print("Usage: python -m kubeflow_lab.runtime FILE|step|serve", file=sys.stderr)
        return 2
    if arguments == ["serve"]:
        from kubeflow_lab.runtime import serve

        return serve.main()
    end_when_told()
    if arguments == ["step"]:
        from kubeflow_lab.runtime import step

        return step.main()
    with tempfile.TemporaryDirectory(prefix="kubeflow-lab-") as temporary:
        try:
            code = read_code(Path(arguments[0]), os.environ.get("KUBEFLOW_LAB_CODE_SHA256"))
            parameters = parameters_of(code, os.environ)
            modules = Path(temporary) / "modules"
            modules.mkdir()
            write_modules(code.modules, modules)
        except CodeError as error:
            print(error, file=sys.stderr)
            return 2
        sys.path.insert(0, str(modules))
        # IPython reads this while it is imported; a pod's HOME may be read-only.
        os.environ["IPYTHONDIR"] = str(Path(temporary) / "ipython")
        from kubeflow_lab.runtime.shell import create_shell, print_metrics, run_cells

        shell = create_shell(Path(temporary) / "ipython")
        exit_code = run_cells(shell, code.cells, parameters)
        if exit_code == 0:
            print_metrics(shell, os.environ.get("KUBEFLOW_LAB_METRICS", "").split(","))
        return exit_code


def end_when_told() -> None:
    """Makes SIGTERM end the process, unless code sets a handler of its own.

    The first process of a container ignores a signal that it has no handler for; its pod would stay for as long as it
    may take to end.
    """
    signal.signal(signal.SIGTERM, _end)


def _end(number: int, _frame: object) -> None:
    # Not by an exception: to a cell that would be its own exit, after which a step's outputs are stored.
    os._exit(128 + number)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
