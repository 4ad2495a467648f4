"""`%%step` and `%pipeline` in a real kernel."""

from __future__ import annotations

import pytest

from kubeflow_lab.magics.card import CARD_TYPE
from kubeflow_lab.magics.pipeline import as_plain_cell
from kubeflow_lab.names import Part, undefined_names
from kubeflow_lab.tests.kernel import write_again
from kubeflow_lab.tests.pipelines import COMPILE, WORKFLOWS, Pipeline, run_item
from kubeflow_lab.tests.platform_double import Answer, problem
from kubeflow_lab.tests.test_magic import streaming

pytestmark = pytest.mark.usefixtures("routes")


def test_a_step_simply_runs(kernel):
    line = "%%step load --after a,b --image i --cpu 1 --memory 1Gi --gpu 1"
    result = kernel.execute(f"{line}\nimport asyncio\nstepped = 1\nawait asyncio.sleep(0)\nstepped + 1")
    assert result.is_ok, result.error
    assert result.shown[0]["text/plain"] == "2"
    assert kernel.execute("stepped").shown[0]["text/plain"] == "1"


def test_an_error_in_a_step_stands_at_its_line_of_the_cell(kernel):
    result = kernel.execute("\n%%step load\nx = 1\n1 / 0")
    assert result.reply["ename"] == "ZeroDivisionError"
    # IPython counts from the first line that is not blank.
    assert "line 3" in result.error or "----> 3" in result.error


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("%%step", "%%step: the following arguments are required: NAME"),
        ("%%step a b", "unrecognized arguments: b"),
        ("%%step a --after", "expected one argument"),
        ("%%step 'a", "the options cannot be read"),
    ],
)
def test_a_step_line_that_is_wrong_is_one_sentence_and_runs_nothing(kernel, line, sentence):
    result = kernel.execute(f"{line}\nnever_here = 1")
    assert sentence in result.error
    assert len(result.error.splitlines()) == 1
    assert not kernel.execute("never_here").is_ok


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("%%step a\nx\n", "get_ipython().run_line_magic('step', 'a')\nx\n"),
        ("\n  %%step a --cpu 1\nx", "\nget_ipython().run_line_magic('step', 'a --cpu 1')\nx"),
        ("%%step a", "get_ipython().run_line_magic('step', 'a')"),
        ("%%step a\n%%time\nx", "%%time\nx"),
        ("%%steps a\nx", "%%steps a\nx"),
        ("%%step?", "%%step?"),
        ("x\n%%step a", "x\n%%step a"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_a_step_line_becomes(cell, plain):
    assert "".join(as_plain_cell(cell.splitlines(keepends=True))) == plain


def test_the_code_of_a_step_defines_names_for_other_cells():
    assert undefined_names([Part("a", "%%step load\nrate = 1", 1), Part("b", "rate", 1)]) == []


def test_submit_saves_first_and_shows_the_run(kernel, double, folder):
    double.routes[("POST", WORKFLOWS)] = Answer(201, run_item(phase="Pending"))
    double.routes[("GET", "/api/settings")] = Answer(200, {"images": {"jupyter": ["lab:1"]}})
    result = kernel.execute("%pipeline submit --param n=2 --name mine")
    assert result.is_ok, result.error
    assert result.save_requests == [str(folder / "train.ipynb")] * 2
    (shown,) = result.shown
    assert (shown[CARD_TYPE]["kind"], shown[CARD_TYPE]["name"]) == ("Workflow", "train-x7k2p")
    form = double.asked("POST", WORKFLOWS)[0].json()
    assert form["notebook"]["cells"][0]["source"] == "import helper"
    assert {**form, "notebook": None} == {
        "notebook": None,
        "path": f"{folder.name}/train.ipynb",
        "modules": [{"path": "helper.py", "source": "rate = 1"}],
        "parameters": {"n": "2"},
        "image": "lab:1",
        "name": "mine",
    }
    double.routes[("GET", f"{WORKFLOWS}/train-x7k2p")] = Answer(200, run_item(metrics={"accuracy": 0.5}))
    assert kernel.execute("%pipeline status").shown[0][CARD_TYPE]["snapshot"]["summary"]["phase"] == "Running"
    assert kernel.execute("_.metrics()").shown[0]["text/plain"] == "{'accuracy': 0.5}"
    found = kernel.execute("import kubeflow_lab\nkubeflow_lab.pipeline_run('train-x7k2p').status()['phase']")
    assert found.shown[0]["text/plain"] == "'Running'"
    line = {"sequence": 1, "replica": "fit", "time": "", "text": "epoch 1"}
    double.routes[("GET", f"{WORKFLOWS}/train-x7k2p/logs")] = Answer(200, {"lines": [line]})
    assert kernel.execute("%pipeline logs train-x7k2p").stdout == "fit | epoch 1\n"


def test_submit_waits_where_nobody_sits_at_the_notebook(kernel, double):
    double.routes[("POST", WORKFLOWS)] = Answer(201, run_item(phase="Pending"))
    streaming(double, run_item(phase="Running"), run_item(phase="Failed", message="fit failed."))
    double.routes[("GET", f"{WORKFLOWS}/train-x7k2p/logs")] = Answer(200, {"lines": []})
    result = kernel.execute("%pipeline submit --image i", cell_id=None)
    assert result.error == "The run train-x7k2p failed: fit failed."
    assert [one[CARD_TYPE]["snapshot"]["summary"]["phase"] for one in result.updates] == ["Running", "Failed"]


def test_submit_without_saving_says_so(kernel, double):
    double.routes[("POST", WORKFLOWS)] = Answer(201, run_item())
    kernel.save = lambda path: None
    try:
        result = kernel.execute("%pipeline submit --image i")
    finally:
        kernel.save = write_again
    assert "The notebook was not saved just now" in result.stdout


def test_a_dry_run_and_a_refusal(kernel, double):
    double.routes[("POST", WORKFLOWS)] = Answer(200, {"objects": [{"kind": "Workflow"}]})
    result = kernel.execute("%pipeline submit --image i --dry-run")
    assert (result.stdout.split("\n"), result.shown) == (["---", "kind: Workflow", "", ""], [])
    double.routes[("POST", WORKFLOWS)] = problem(422, "Not a pipeline.", errors=[{"path": "cell a", "message": "Why."}])
    assert kernel.execute("%pipeline submit --image i").error == "Not a pipeline.\n  cell a: Why."


def test_run_here_shows_the_steps_and_gives_their_values(kernel, double):
    Pipeline(n=("int", "3")).step("a", "x = n\nprint('hi')", gives="x", parameters="n").step(
        "b", "y = x * 2", takes={"x": "a"}, gives="y", metrics="y"
    ).serve(double)
    result = kernel.execute("%pipeline run --wait --param n=4")
    assert result.is_ok, result.error
    assert "Succeeded" in result.updates[-1]["text/html"]
    cells = [f'<td style="text-align: left">{text}</td>' for text in ("a", "Succeeded", "x")]
    assert "".join(cells) in result.updates[-1]["text/html"]
    assert kernel.execute("here = _\nhere.value('b', 'y'), here.metrics()").shown[0]["text/plain"] == "(8, {'y': 8.0})"
    assert kernel.execute("%pipeline logs").stdout == "a | hi\nb | y=8.0\n"


def test_run_here_returns_at_once_and_can_be_stopped(kernel, double):
    Pipeline().step("a", "import time\ntime.sleep(1000)").serve(double)
    result = kernel.execute("here = get_ipython().run_line_magic('pipeline', 'run')")
    assert result.is_ok, result.error
    assert kernel.execute("here.stop()\nhere.status()['phase']").shown[-1]["text/plain"] == "'Stopped'"


def test_a_step_that_fails_here_fails_the_cell_that_waits(kernel, double):
    Pipeline().step("a", "raise ValueError('<b>')").serve(double)
    result = kernel.execute("%pipeline run", cell_id=None)
    assert result.error == "The pipeline train did not succeed. a failed: ValueError: <b>"
    html = result.updates[-1]["text/html"]
    assert "ValueError: &lt;b&gt;" in html
    assert "<b>" not in html


def test_show_and_export(kernel, double, folder):
    pipeline = Pipeline(n=("int", "3")).step("a", "x = n", gives="x", parameters="n").step("b", "x", takes={"x": "a"})
    pipeline.diagnostics = [{"severity": "warning", "code": "c", "message": "Beware.", "cell": "cell-a", "line": 1}]
    pipeline.serve(double)
    shown = kernel.execute("%pipeline show").stdout
    assert shown.splitlines() == [
        "parameter n: int = '3'", "a", "  hands on x", "b after a", "  takes x", "cell cell-a, line 1: Beware.",
    ]  # fmt: skip
    assert "kind: Workflow" in kernel.execute("%pipeline export").stdout
    result = kernel.execute("%pipeline export out.yaml --emit kfp")
    assert "Written to out.yaml." in result.stdout
    assert double.asked("POST", COMPILE)[-1].json()["emit"] == "kfp"
    (folder / "out.yaml").unlink()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("%pipeline", "the following arguments are required: action"),
        ("%pipeline go", "invalid choice: 'go'"),
        ("%pipeline run --param n", "not of the form NAME=VALUE"),
    ],
)
def test_a_wrong_line_is_one_sentence(kernel, line, sentence):
    result = kernel.execute(line)
    assert sentence in result.error
    assert len(result.error.splitlines()) == 1


def test_help_and_completion(kernel):
    assert "--after" in kernel.execute("%%step?").reply["payload"][0]["data"]["text/plain"]
    assert "--param" in kernel.execute("%pipeline?").reply["payload"][0]["data"]["text/plain"]
    assert kernel.complete("%pipeline su") == ["submit"]
    assert kernel.complete("%pipeline submit --na") == ["--name"]
    assert kernel.complete("%%step a --mem") == ["--memory"]
