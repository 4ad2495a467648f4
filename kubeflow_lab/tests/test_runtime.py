"""`python -m kubeflow_lab.runtime` as a pod runs it: in a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kubeflow_lab.runtime.code import CodeError, Module, parse_code, write_modules


def run(tmp_path: Path, *cells: str, modules=(), parameters=None, environment=None, sha256=None):
    """Runs the cells, whose ids are a, b, c …, with a HOME that does not exist."""
    content = json.dumps(
        {
            "cells": [{"id": chr(97 + index), "source": source} for index, source in enumerate(cells)],
            "modules": [{"path": path, "source": source} for path, source in modules],
            "parameters": parameters or {},
        }
    ).encode()
    path = tmp_path / "code.json"
    path.write_bytes(content)
    return subprocess.run(
        [sys.executable, "-m", "kubeflow_lab.runtime", str(path)],
        env={
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "LC_ALL": "C",
            "KUBEFLOW_LAB_CODE_SHA256": sha256 or hashlib.sha256(content).hexdigest(),
            **(environment or {}),
        },
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_runs_the_cells_in_order_in_one_namespace(tmp_path):
    found = run(
        tmp_path,
        "import asyncio\nx = 1",
        "x += 1",
        "await asyncio.sleep(0)\nprint(f'accuracy={x}')\nprint('é🎉', end='')",
    )
    assert (found.returncode, found.stdout, found.stderr) == (0, "accuracy=2\né🎉", "")


TOLD_TO_END = "import os, signal\nprint('told', flush=True)\nos.kill(os.getpid(), signal.SIGTERM)\nprint('not reached')"


def test_ends_when_it_is_told_to_as_the_first_process_of_a_container_does_not_by_itself(tmp_path):
    found = run(tmp_path, TOLD_TO_END)
    # By a handler: where there is none, that is -15, and nothing at all in a container.
    assert (found.returncode, found.stdout) == (143, "told\n")


def test_a_handler_of_the_code_wins(tmp_path):
    own = "import signal\nbefore = signal.signal(signal.SIGTERM, lambda *_: print('checkpoint'))"
    found = run(tmp_path, own, TOLD_TO_END)
    assert (found.returncode, found.stdout) == (0, "told\ncheckpoint\nnot reached\n")


def test_a_failing_cell_ends_the_process_with_its_traceback(tmp_path):
    found = run(tmp_path, "def f():\n    return 1 / 0", "x = 1\nf()", "print('not reached')")
    assert found.returncode == 1
    assert found.stdout == ""
    assert "\x1b" not in found.stderr
    assert "ZeroDivisionError: division by zero" in found.stderr
    assert "Cell a, line 2" in found.stderr
    assert "Cell b, line 2" in found.stderr
    assert found.stderr.rstrip().endswith("Cell b (2 of 3) failed: ZeroDivisionError: division by zero")


def test_a_cell_that_is_not_python(tmp_path):
    found = run(tmp_path, "x = = 1")
    assert found.returncode == 1
    assert "SyntaxError" in found.stderr


@pytest.mark.parametrize(
    ("statement", "code"), [("exit()", 0), ("sys.exit()", 0), ("sys.exit(7)", 7), ("sys.exit('no data')", 1)]
)
def test_the_code_may_end_the_process_itself(tmp_path, statement, code):
    found = run(tmp_path, f"import sys\n{statement}", "print('not reached')")
    assert (found.returncode, found.stdout) == (code, "")
    assert found.stderr == ("no data\n" if code == 1 else "")


def test_magics_and_rich_values_are_shown_as_text(tmp_path):
    found = run(tmp_path, "%%time\ny = 2", "%env KFL_TEST=1\ny")
    assert found.returncode == 0
    assert "Wall time" in found.stdout
    assert "2\n" in found.stdout


def test_given_parameters_win_over_the_defaults_in_the_notebook(tmp_path):
    given = {"KFL_PARAMETERS": json.dumps({"epochs": 9, "name": "é"})}
    cells = ("epochs = 1\nrate = 0.5\nname = ''", "print(epochs, rate, name, momentum)")
    found = run(tmp_path, *cells, parameters={"epochs": 3, "momentum": 0.9}, environment=given)
    assert (found.stdout, found.returncode) == ("9 0.5 é 0.9\n", 0)


def test_the_launched_cell_may_assign_a_parameter_itself(tmp_path):
    assert run(tmp_path, "n = 1", "n = n + 1\nprint(n)", parameters={"n": 5}).stdout == "6\n"


@pytest.mark.parametrize("text", ["[1]", "{", '{"not a name": 1}'])
def test_parameters_that_are_none(tmp_path, text):
    found = run(tmp_path, "print(1)", environment={"KFL_PARAMETERS": text})
    assert (found.returncode, found.stdout) == (2, "")
    assert "KFL_PARAMETERS" in found.stderr
    assert "Traceback" not in found.stderr


def test_modules_lie_beside_the_code(tmp_path):
    modules = [
        ("helper.py", "from pkg.deep import value\r\n"),
        ("pkg/__init__.py", ""),
        ("pkg/deep.py", "value = 'ü'\n"),
    ]
    assert run(tmp_path, "import helper\nprint(helper.value)", modules=modules).stdout == "ü\n"


def test_code_that_was_changed_on_the_way_is_refused(tmp_path):
    found = run(tmp_path, "print('evil')", sha256="0" * 64)
    assert (found.returncode, found.stdout) == (2, "")
    assert "was changed" in found.stderr


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"cells": [{"id": 1, "source": ""}]}', b"\xff"])
def test_a_file_that_is_no_code(content):
    with pytest.raises(CodeError):
        parse_code(content)


@pytest.mark.parametrize("path", ["../evil.py", "/etc/evil.py", "a/../../evil.py", "a\\..\\evil.py", ""])
def test_a_module_cannot_leave_its_folder(tmp_path, path):
    with pytest.raises(CodeError):
        write_modules((Module(path, "x"),), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_output_is_seen_while_the_job_runs(tmp_path):
    code = {"cells": [{"id": "a", "source": "print('started', end='')\ninput()"}], "modules": [], "parameters": {}}
    (tmp_path / "code.json").write_text(json.dumps(code))
    with subprocess.Popen(
        [sys.executable, "-m", "kubeflow_lab.runtime", str(tmp_path / "code.json")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout.read(7) == b"started"
        process.stdin.close()


def test_needs_nothing_but_ipython():
    script = (
        "import sys, kubeflow_lab.runtime.__main__, kubeflow_lab.runtime.shell;"
        "print([name for name in ('httpx', 'jupyter_server', 'tornado', 'jwt', 'yaml') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_prints_the_metrics_that_it_is_asked_for_at_the_end(tmp_path):
    found = run(
        tmp_path,
        "accuracy = 0.5",
        "accuracy += 0.25\nloss = float('nan')\ntext = 'high'\nprint('done')",
        environment={"KUBEFLOW_LAB_METRICS": "accuracy,loss,text,missing"},
    )
    assert (found.returncode, found.stdout) == (0, "done\naccuracy=0.75\nloss=nan\n")
    why = "it is not a number (the code leaves a str behind)"
    assert found.stderr == f"The metric text is not reported: {why}.\n"


def test_prints_no_metrics_of_code_that_failed(tmp_path):
    found = run(tmp_path, "accuracy = 0.5\n1 / 0", environment={"KUBEFLOW_LAB_METRICS": "accuracy"})
    assert (found.returncode, found.stdout) == (1, "")
