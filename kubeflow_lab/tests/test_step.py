"""`python -m kubeflow_lab.runtime step` as a pod runs it: in a process of its own, from files to files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kubeflow_lab.runtime.code import Cell
from kubeflow_lab.runtime.result import LIMIT_BYTES, StepFailure, fitting_error, fitting_result
from kubeflow_lab.runtime.step_run import made_at
from kubeflow_lab.tests.steps import StepFolder


def step(tmp_path: Path, name: str = "one", **parts) -> StepFolder:
    return StepFolder(tmp_path / name, **parts).write()


def ran(folder: StepFolder, code: int = 0, **environment: str):
    found = folder.run(**environment)
    assert found.returncode == code, found.stderr
    return found


def test_from_inputs_to_outputs(tmp_path):
    first = step(tmp_path, cells=["x = [1, 2]", "y = {'a': x}"], outputs=["x", "y"])
    assert ran(first).stderr == ""
    second = step(
        tmp_path,
        "two",
        cells=["total = sum(x) + y['a'][0]\naccuracy = total / 8"],
        inputs={name: first.output(name) for name in ("x", "y")},
        outputs=["total"],
        metrics=["accuracy"],
    )
    assert ran(second).stdout == "accuracy=0.5\n"
    assert second.value("total") == 4
    assert second.result == {
        "outputs": [{"name": "total", "type": "int", "shape": "", "bytes": 2, "head": "4"}],
        "metrics": {"accuracy": 0.5},
    }
    assert not (second.root / "termination.json").exists()


def test_a_digest_says_whether_any_value_is_another(tmp_path):
    def digest(name: str, source: str, outputs: list[str]) -> str:
        found = step(tmp_path, name, cells=[source], outputs=outputs)
        ran(found)
        return (found.root / "digest").read_text()

    first = digest("a", "x, y = 1, [2]", ["x", "y"])
    assert first == digest("b", "y = [1 + 1]\nx = 1\nz = 5", ["y", "x"])
    assert len({first, digest("c", "x, y = 1, [3]", ["x", "y"]), digest("d", "y, x = 1, [2]", ["x", "y"])}) == 3


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", "7", 7),
        ("int", "-3", -3),
        ("float", "1e-3", 0.001),
        ("float", "2", 2.0),
        ("str", "", ""),
        ("str", "{{workflow.name}}\n'é", "{{workflow.name}}\n'é"),
        ("bool", "true", True),
        ("bool", "False", False),
    ],
)
def test_parameters_have_their_types_and_win_over_the_defaults(tmp_path, kind, text, value):
    found = step(tmp_path, prelude=["p = 'default'"], cells=["q = p"], parameters={"p": (kind, text)}, outputs=["q"])
    ran(found, PYTHONUTF8="1")
    assert found.value("q") == value
    assert type(found.value("q")) is type(value)


def test_a_step_may_change_a_parameter_in_its_own_cells(tmp_path):
    found = step(
        tmp_path, prelude=["n = 1"], cells=["n = n + 1", "n = n + 1"], parameters={"n": ("int", "5")}, outputs=["n"]
    )
    ran(found)
    assert found.value("n") == 7


@pytest.mark.parametrize(
    ("kind", "text"), [("int", "1.5"), ("int", ""), ("float", "nan"), ("float", "x"), ("bool", "1")]
)
def test_a_parameter_of_another_type_is_refused_in_a_sentence(tmp_path, kind, text):
    found = step(tmp_path, cells=["print('not reached')"], parameters={"rate": (kind, text)})
    result = ran(found, 2)
    assert result.stdout == ""
    assert f"The parameter rate must be of the type {kind}" in result.stderr
    assert found.error["evalue"] == result.stderr.strip()
    assert found.result == {"outputs": [], "metrics": {}}


def test_a_failing_cell_is_told_with_its_line_and_the_traceback_that_a_person_would_have_seen(tmp_path):
    cells = ["\n\nx = 1", "\n\ndef f():\n    return x / 0\n\nf()", "print('not reached')"]
    found = step(tmp_path, prelude=["import math"], cells=cells, outputs=["x"])
    result = ran(found, 1)
    assert result.stdout == ""
    assert "ZeroDivisionError: division by zero" in result.stderr
    error = found.error
    assert {key: error[key] for key in ("ename", "evalue", "cell", "line")} == {
        "ename": "ZeroDivisionError",
        "evalue": "division by zero",
        "cell": "c1",
        "line": 6,
    }
    assert error["traceback"].strip() == result.stderr.strip()
    assert (found.root / "termination.json").read_text().startswith('{"ename"')
    assert not found.output("x").exists()


@pytest.mark.parametrize(
    ("source", "ename", "line"),
    [
        ("x = 1\nx = = 2", "SyntaxError", 2),
        ("\n\n  \nraise KeyError('a')", "KeyError", 4),
        ("%no_such_magic", "UsageError", None),
        ("import sys\nsys.exit(3)", "SystemExit", None),
        ("class Odd(Exception):\n    def __str__(self):\n        return 'é\\ud800'\nraise Odd", "Odd", 4),
    ],
)
def test_every_way_of_failing_is_told(tmp_path, source, ename, line):
    found = step(tmp_path, cells=[source])
    result = found.run()
    assert result.returncode == (3 if ename == "SystemExit" else 1)
    assert (found.error["ename"], found.error["cell"]) == (ename, "c0")
    if line is not None:
        assert found.error["line"] == line


def test_leaving_early_without_an_error_stores_what_is_there(tmp_path):
    found = step(tmp_path, cells=["x = 1\nimport sys\nsys.exit()", "x = 2"], outputs=["x"])
    ran(found)
    assert found.value("x") == 1


def test_magics_modules_and_await(tmp_path):
    found = step(
        tmp_path,
        prelude=["import helper"],
        cells=["%%time\nx = helper.value", "import asyncio\nawait asyncio.sleep(0)\n!echo shell"],
        modules={"helper.py": "from pkg import value\n", "pkg/__init__.py": "value = 'ü'\n"},
        outputs=["x"],
    )
    assert "shell" in ran(found).stdout
    assert found.value("x") == "ü"


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            ["def make():\n    yield 1\nx = 0", "y = 1\nx = make()"],
            "x (generator) cannot be stored for the next step. A generator is a running piece of code; store what it "
            "yields, as in `x = list(x)`. It was made in line 2 of cell c1.",
        ),
        (
            ["import threading\nx = {'a': [threading.Lock()]}"],
            "x (dict) cannot be stored for the next step, because it",
        ),
        (["import sys\nx = open(sys.executable, 'rb')"], "x (BufferedReader) cannot be stored for the next step. An"),
        (["import socket\nx = socket.socket()"], "x (socket.socket) cannot be stored for the next step. A connection"),
        (["import sqlite3\nx = sqlite3.connect(':memory:')"], "open it again in each step"),
        (
            ["import threading\nlock = threading.Lock()\ndef x():\n    return lock"],
            "because it holds a lock. A lock belongs",
        ),
        (["y = 1"], "Other steps take x from the step one, but after its cells there is no x."),
    ],
)
def test_what_cannot_be_stored_is_a_sentence(tmp_path, cells, sentence):
    found = step(tmp_path, cells=cells, outputs=["x"])
    result = ran(found, 1)
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert found.error["evalue"] == result.stderr.strip()
    # At the cell that made it, where there is one.
    assert found.error["cell"] == (None if "there is no x" in sentence else f"c{len(cells) - 1}")
    assert not found.output("x").exists() or list(found.output("x").iterdir()) == []


def test_an_input_that_is_missing_or_was_changed_is_a_sentence(tmp_path):
    found = step(tmp_path, cells=["print(x)"], inputs={"x": tmp_path / "nothing"})
    assert "The value x is not there" in ran(found, 1).stderr
    first = step(tmp_path, "first", cells=["x = 1"], outputs=["x"])
    ran(first)
    (first.output("x") / "value.json").write_text("2\n")
    second = step(tmp_path, "second", cells=["print(x)"], inputs={"x": first.output("x")})
    result = ran(second, 1)
    assert "was changed after it was stored" in result.stderr
    assert (second.error["ename"], second.error["cell"]) == ("LoadError", None)


def test_metrics_that_are_none_are_said_and_do_not_fail_the_step(tmp_path):
    found = step(tmp_path, cells=["a = float('nan')\nb = 'high'\nd = 3"], metrics=["a", "b", "c", "d"])
    result = ran(found)
    assert result.stdout == "a=nan\nd=3.0\n"
    assert "The metric b is not reported: it is not a number" in result.stderr
    assert "The metric c is not reported: no cell of this step assigned it" in result.stderr
    assert found.result["metrics"] == {"d": 3.0}


@pytest.mark.parametrize("content", [b"", b"!", b"e30=", b"eyJjZWxscyI6W119"])
def test_a_file_that_is_no_step(tmp_path, content):
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "code.b64").write_bytes(content)
    result = ran(StepFolder(tmp_path), 2)
    assert result.stderr.startswith("The code of this")


def test_results_and_errors_fit_whatever_they_hold():
    outputs = [{"name": f"v{n}", "type": "t" * 20, "shape": "", "bytes": 1, "head": 'é"\\' * 400} for n in range(60)]
    for number in (1, 5, 30, 60):
        text = fitting_result(outputs[:number], {"accuracy": 0.5})
        assert len(text.encode()) <= LIMIT_BYTES
        assert json.loads(text)["metrics"] == {"accuracy": 0.5}
    assert len(json.loads(fitting_result(outputs[:5], {}))["outputs"][0]["head"]) > 20
    failure = StepFailure("E", "é" * 9000, "c", 1, "start" + "\n\x01\ud800🎉" * 4000 + "the end", 1)
    text = fitting_error(failure)
    assert len(text.encode()) <= LIMIT_BYTES
    assert json.loads(text)["traceback"].endswith("the end")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("x = 1\ny = 2\nx += 1", 3),
        ("for x in range(3):\n    pass", 1),
        ("a = 1\nwith open('f') as x:\n    pass", 2),
        ("\ndef x():\n    pass", 2),
        ("x, *rest = 1, 2", 1),
        ("print((x := 1))", 1),
    ],
)
def test_where_a_variable_was_made(source, line):
    cells = (Cell("a", source), Cell("b", "print(x)"), Cell("c", "%magic"))
    assert str(made_at(cells, "x")) == f"line {line} of cell a"
    assert made_at(cells, "nothing") is None


def test_needs_nothing_but_ipython():
    script = (
        "import sys, kubeflow_lab.runtime.step, kubeflow_lab.runtime.step_run;"
        "print([name for name in ('httpx', 'jupyter_server', 'yaml', 'numpy', 'pandas', 'cloudpickle', 'pyflakes')"
        " if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


@pytest.fixture
def server():
    command = [sys.executable, "-m", "kubeflow_lab.runtime", "serve"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    yield process
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


def test_a_server_runs_each_step_in_a_fresh_process(tmp_path, server):
    folders = [
        step(tmp_path, "good", cells=["x = 'leaks' in globals()\nleaks = 1\nprint('out')"], outputs=["x"]),
        step(tmp_path, "bad", cells=["leaks = 1\n1 / 0"]),
        step(tmp_path, "killed", cells=["import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"]),
        step(tmp_path, "again", cells=["x = 'leaks' in globals()\nimport sys\nsys.exit(0)"], outputs=["x"]),
    ]
    for folder in folders:
        server.stdin.write(json.dumps({"root": str(folder.root), "log": str(folder.root / "log")}) + "\n")
    server.stdin.flush()
    answers = [json.loads(server.stdout.readline()) for _ in folders]
    assert {Path(one["root"]).name: one["exitCode"] for one in answers} == {
        "good": 0,
        "bad": 1,
        "killed": -9,
        "again": 0,
    }
    assert len({one["pid"] for one in answers} | {os.getpid(), server.pid}) == 6
    assert [folders[0].value("x"), folders[3].value("x")] == [False, False]
    assert (folders[0].root / "log").read_text() == "out\n"
    assert "ZeroDivisionError" in (folders[1].root / "log").read_text()
    assert folders[1].error["ename"] == "ZeroDivisionError"


def test_a_step_that_is_told_to_end_stores_nothing(tmp_path):
    source = "import os, signal\nx = 1\nos.kill(os.getpid(), signal.SIGTERM)"
    step = StepFolder(tmp_path / "told", cells=[source], outputs=["x"]).write()
    assert step.run().returncode == 143
    assert not (step.root / "outputs").exists()
