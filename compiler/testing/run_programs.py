"""Runs notebooks whole and step by step: a list of jobs as JSON on standard input, their results on standard output.

A job is {"whole": [sources], "steps": [{"code": code.json as text, "inputs": {variable: step},
"parameters": {name: text}}]}; its result
{"whole": text, "steps": text}: what the cells printed, and the exit code where that is not 0. Each run of a
notebook or a step is a process of its own, forked from this one, which has imported the runtime, and the modules that
its arguments name, and run nothing.
"""

from __future__ import annotations

import base64
import importlib
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import cloudpickle  # noqa: F401 (warms the interpreter)

import kubeflow_lab.values  # noqa: F401
from kubeflow_lab.runtime.code import Cell
from kubeflow_lab.runtime.shell import create_shell, run_cells
from kubeflow_lab.runtime.step import run_step


def forked(run: Callable[[], int], output: Path) -> tuple[int, str]:
    """Runs `run` in a fork; answers its exit code and what it wrote to standard output."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(file, 1)
            # Tracebacks name files, which differ.
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            code = run()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), output.read_text()


def run_whole(sources: list[str], folder: Path) -> str:
    def run() -> int:
        cells = [Cell(f"c{index}", source) for index, source in enumerate(sources)]
        return run_cells(create_shell(folder / "ipython"), cells, {})

    code, text = forked(run, folder / "whole.txt")
    return text if code == 0 else f"{text}EXIT {code}"


def run_steps(steps: list[dict], folder: Path) -> str:
    texts = []
    for step in steps:
        code = json.loads(step["code"])
        root = folder / code["step"]["name"]
        for name in ("code", "parameters", "inputs", "outputs"):
            (root / name).mkdir(parents=True)
        (root / "code" / "code.b64").write_bytes(base64.b64encode(step["code"].encode()))
        for name, text in step["parameters"].items():
            (root / "parameters" / name).write_text(text)
        for name, producer in step["inputs"].items():
            (root / "inputs" / name).symlink_to(folder / producer / "outputs" / name)
        exit_code, text = forked(lambda root=root: run_step(root, None), root / "log.txt")
        texts.append(text)
        if exit_code != 0:
            texts.append(f"EXIT {exit_code}")
            break
    return "".join(texts)


def main() -> None:
    for module in sys.argv[1:]:
        importlib.import_module(module)
    results = []
    for job in json.load(sys.stdin):
        with tempfile.TemporaryDirectory(prefix="kubeflow-lab-programs-") as temporary:
            folder = Path(temporary)
            results.append({"whole": run_whole(job["whole"], folder), "steps": run_steps(job["steps"], folder)})
    json.dump(results, sys.stdout)


main()
