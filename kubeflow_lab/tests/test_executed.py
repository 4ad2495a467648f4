"""The executed notebook that a step leaves: what its cells have shown, as JupyterLab would have kept it."""

from __future__ import annotations

import base64
import json

import nbformat
import pytest

from kubeflow_lab.runtime.executed import CELL_CHARACTERS
from kubeflow_lab.tests.steps import StepFolder


def executed(tmp_path, code: int = 0, **parts) -> tuple[list[dict], StepFolder]:
    """The cells of the notebook that a step leaves, which ends with `code`."""
    folder = StepFolder(tmp_path / "one", **parts).write()
    found = folder.run()
    assert found.returncode == code, found.stderr
    document = json.loads((folder.root / "notebook.ipynb").read_text())
    nbformat.validate(document)
    return document["cells"], folder


def outputs(tmp_path, source: str, code: int = 0) -> list[dict]:
    return executed(tmp_path, code, cells=[source])[0][0]["outputs"]


def test_cells_in_their_order_with_what_they_have_shown(tmp_path):
    cells, _ = executed(tmp_path, prelude=["import math", "print('shared')"], cells=["x = 1", "x + 1"])
    assert [(cell["id"], cell["source"], cell["execution_count"]) for cell in cells] == [
        ("p0", "import math", 1),
        ("p1", "print('shared')", 2),
        ("c0", "x = 1", 3),
        ("c1", "x + 1", 4),
    ]
    assert [cell["outputs"] for cell in cells] == [
        [],
        [{"output_type": "stream", "name": "stdout", "text": "shared\n"}],
        [],
        [{"output_type": "execute_result", "execution_count": 4, "data": {"text/plain": "2"}, "metadata": {}}],
    ]


def test_what_is_shown_in_many_forms_is_kept_in_all_of_them_and_logged_as_text(tmp_path):
    source = (
        "import sys\n"
        "class Picture:\n"
        "    def _repr_png_(self): return b'\\x89PNG'\n"
        "    def _repr_html_(self): return '<b>é</b>'\n"
        "    def __repr__(self): return 'a picture'\n"
        "print('before')\nprint('aside', file=sys.stderr)\ndisplay(Picture())\nPicture()"
    )
    folder = StepFolder(tmp_path / "one", cells=[source]).write()
    found = folder.run()
    assert (found.stdout, found.stderr) == ("before\na picture\na picture\n", "aside\n")
    shown = json.loads((folder.root / "notebook.ipynb").read_text())["cells"][0]["outputs"]
    assert [one["output_type"] for one in shown] == ["stream", "stream", "display_data", "execute_result"]
    forms = {"text/plain": "a picture", "text/html": "<b>é</b>", "image/png": "iVBORw=="}
    assert [one["data"] for one in shown[2:]] == [forms, forms]


@pytest.mark.parametrize(
    ("source", "ename", "said"),
    [
        ("print('so far')\n1 / 0", "ZeroDivisionError", "----> 2 1 / 0"),
        ("x = = 1", "SyntaxError", "invalid syntax"),
        ("%no_such_magic", "UsageError", "UsageError: Line magic function `%no_such_magic` not found."),
    ],
)
def test_an_error_stands_below_the_cell_that_failed_and_nothing_after_it(tmp_path, source, ename, said):
    cells, folder = executed(tmp_path, 1, cells=[source, "print('not reached')"])
    assert len(cells) == 1
    error = cells[0]["outputs"][-1]
    assert (error["output_type"], error["ename"]) == ("error", ename)
    assert said in "\n".join(error["traceback"])
    assert "\n".join(error["traceback"]).strip() == folder.error["traceback"].strip()


def test_a_cell_that_kills_the_process_leaves_what_those_before_it_have_shown(tmp_path):
    cells, _ = executed(
        tmp_path, -9, cells=["print('kept')", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"]
    )
    assert [cell["outputs"][0]["text"] for cell in cells] == ["kept\n"]


def test_what_is_displayed_anew_or_cleared_is_as_it_was_last(tmp_path):
    shown = outputs(
        tmp_path,
        "from IPython.display import clear_output\n"
        "print('gone')\nclear_output()\nprint('gone too')\nclear_output(wait=True)\n"
        "shown = display('first', display_id=True)\nshown.update('second')",
    )
    assert [one["data"] for one in shown] == [{"text/plain": "'second'"}]


def test_of_what_is_too_much_the_beginning_is_kept_and_the_log_has_all(tmp_path):
    more = CELL_CHARACTERS + 10
    folder = StepFolder(tmp_path / "one", cells=[f"for _ in range(4): print('x' * {more // 3})\n'y' * {more}"]).write()
    assert folder.run().stdout.count("x") == 4 * (more // 3)
    printed, value = json.loads((folder.root / "notebook.ipynb").read_text())["cells"][0]["outputs"]
    assert printed["text"].endswith("x\n… The log of the step has the rest.\n")
    assert CELL_CHARACTERS < len(printed["text"]) < CELL_CHARACTERS + 100
    assert value["data"]["text/plain"].startswith("(Too large to be kept: 4.")


def test_ids_that_are_none_or_stand_twice_get_others(tmp_path):
    folder = StepFolder(tmp_path / "one", prelude=["a = 1"], cells=["b = 1", "c = 1"]).write()
    path = folder.root / "code" / "code.b64"
    code = json.loads(base64.b64decode(path.read_bytes()))
    for cell, identity in zip(code["cells"], ["same", "same", "ö"]):
        cell["id"] = identity
    path.write_bytes(base64.b64encode(json.dumps(code).encode()))
    assert folder.run().returncode == 0
    document = json.loads((folder.root / "notebook.ipynb").read_text())
    nbformat.validate(document)
    assert [cell["id"] for cell in document["cells"]] == ["same", "cell-2", "cell-3"]


def test_what_keeps_a_standard_stream_can_be_stored(tmp_path):
    _, folder = executed(tmp_path, cells=["import sys\nclass Log: pass\nx = Log()\nx.out = sys.stdout"], outputs=["x"])
    assert folder.result["outputs"][0]["type"] == "Log"


def test_the_line_that_nearly_every_notebook_has(tmp_path):
    # matplotlib is not among the packages of this environment; what it shows comes by `display`.
    assert outputs(tmp_path, "get_ipython().enable_gui('inline')\nimport os\nos.environ['MPLBACKEND']")[0]["data"] == {
        "text/plain": "'module://matplotlib_inline.backend_inline'"
    }
